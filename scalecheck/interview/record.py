"""The record of a workshop: how the room voted, what it agreed, and what it will do."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from scalecheck.interview import votes as voting
from scalecheck.interview import wording
from scalecheck.reporting.terminal import Page
from scalecheck.responses.response import Answer
from scalecheck.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.responses.response import Response


def write(
    response: Response, questionnaire: Questionnaire, file: IO[str], *, width: int | None = None, colour: bool = True
) -> None:
    """Write the record to *file*: question by question, then the actions."""
    page = Page(file, width, colour)
    page.say("What the room said", style="bold")
    for question in questionnaire.questions:
        votes = response.votes.get(question.id)
        answer = response.answers.get(question.id, Answer())
        if votes is None and answer.state == "unanswered":
            continue
        page.blank()
        page.say(line(question.ask), indent=2)
        if votes is not None:
            page.say(f"First vote: {_counts(question, votes.first)}", indent=4)
            if votes.second:
                page.say(f"Second vote: {_counts(question, votes.second)}", indent=4)
        page.say(f"Agreed: {wording.in_short(question, answer)}", indent=4)
        if answer.note:
            page.say(f"Note: {line(answer.note)}", indent=4)
    page.heading("What the room will do")
    for number, action in enumerate(response.actions, start=1):
        who = f" Who: {line(action.owner)}." if action.owner else " Nobody sees to it yet."
        when = f" By: {line(action.by)}." if action.by else ""
        page.item(f"{number}", f"{line(action.do).rstrip('.')}.{who}{when}")
    if not response.actions:
        page.say("No actions were agreed.", indent=2)
    page.blank()
    page.write()


def _counts(question: Question, votes: Mapping[str, int]) -> str:
    """The votes in one line: how many for each option that had any, and the word for their spread."""
    keys = [option.key for option in question.options]
    cast = [f"{votes[key]} for {key}" for key in keys if votes.get(key)]
    if votes.get(voting.UNKNOWN):
        cast.append(f"{votes[voting.UNKNOWN]} don't know")
    word = voting.lying(question, votes).word
    return ", ".join(cast) + (f" ({word})" if word else "")
