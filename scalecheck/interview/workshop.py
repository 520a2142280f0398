"""A room of people asked by one laptop: vote, look, talk, vote again, agree. The interview's engine, with votes for answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.advice import FIRST, recommend
from scalecheck.interview import votes as voting
from scalecheck.interview.engine import Interview
from scalecheck.responses.reader import resolve
from scalecheck.responses.response import Action, Votes
from scalecheck.scoring.agreement import AGREED, UNKNOWN, lying, middle_option
from scalecheck.scoring.group import group
from scalecheck.scoring.single import score
from scalecheck.text import line as one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.interview.engine import Keeper
    from scalecheck.responses.response import Response


class Workshop(Interview):
    """One room on one innovation. An answer is what the room agrees on; its votes are kept beside it."""

    command = "workshop"

    def __init__(
        self, questionnaire: Questionnaire, response: Response, keeper: Keeper, order: Sequence[str] = ()
    ) -> None:
        super().__init__(questionnaire, response, keeper)
        self.votes: dict[str, Votes] = dict(response.votes)
        self.actions: list[Action] = list(response.actions)
        self._first_of_all = list(order)
        self._agreeing = False

    def response(self) -> Response:
        """The agreed answers, with the votes and the actions."""
        kept = {name: self.votes[name] for name in self.plan.asked if name in self.votes}
        return super().response()._replace(votes=kept, actions=tuple(self.actions))

    def _order(self, asked: list[str]) -> list[str]:
        """What people disagree on most comes first, where their votes are known before."""
        early = [name for name in self._first_of_all if name in asked]
        return [*early, *(name for name in asked if name not in early)]

    # At a question.

    def _ask(self, name: str) -> None:
        self._agreeing = False
        super()._ask(name)

    def _stage(self) -> str:
        """What the room does next: ``first`` vote, ``second`` vote, or ``agree``."""
        cast = self.votes.get(self._at)
        if cast is None:
            return "first"
        question = self._definition(self._at)
        settled = cast.second or self._agreeing or self._answer(self._at).state != "unanswered"
        if settled or lying(question, cast.first).word in (AGREED, None):
            return "agree"
        return "second"

    def _wait(self, question: Question) -> None:
        cast = self.votes.get(question.id)
        if cast is not None:
            self._show(question, "Second vote" if cast.second else "First vote", cast.second or cast.first)
        stage = self._stage()
        if stage == "first":
            super()._wait(question)
            self._say(voting.how(question))
            self.prompt = "Votes: "
            return
        current = (cast.second or cast.first) if cast else {}
        if stage == "second":
            self._say(f"Not agreed yet. {voting.outliers(question, current)}", gap=True)
            self._say("Then vote again, alone, as before. Or type a to agree on an answer without a second vote.")
            self.prompt = "Second vote, or a: "
        else:
            middle = middle_option(question, current)
            offer = f", or y for {middle.key}" if middle else ""
            self._say("What does the room agree on? Say it out loud before you type it.", gap=True)
            self.prompt = f"Agreed answer{offer}: "
        self._expect = self._question

    def _show(self, question: Question, title: str, cast: Mapping[str, int]) -> None:
        self._say(title, "heading", gap=True)
        for mark, row in voting.picture(question, cast):
            self._say(f"  {mark}{row}".rstrip(), "row")
        self._say(voting.sentence(question, cast))

    def _choose(self, question: Question, line: str) -> None:
        stage = self._stage()
        if stage == "agree":
            self._agree(question, line)
            return
        if stage == "second" and line.casefold() == "a":
            self._agreeing = True
            self._again()
            return
        counts = voting.parse(question, line)
        if not counts:
            self._fail(f"That is no vote. {voting.how(question)}")
            return
        before = self.votes.get(self._at)
        self.votes[self._at] = Votes(counts) if before is None else before._replace(second=counts)
        self._keep(self._again)

    def _again(self) -> None:
        """The same question at its next stage, without reading it out once more."""
        self._wait(self._definition(self._at))

    def _agree(self, question: Question, line: str) -> None:
        cast = self.votes.get(self._at)
        middle = middle_option(question, cast.second or cast.first) if cast else None
        if line.casefold() in ("y", "yes") and middle is not None:
            line = middle.key
        resolved = resolve(question, line)
        if resolved is None or resolved[0] != "answered":
            super()._choose(question, line)
            return
        self.answers[self._at] = self._answer(self._at)._replace(state="answered", option=resolved[1], because="")
        self._skipped.discard(self._at)
        self._keep(self._remember)

    def _remember(self) -> None:
        self._prompt("Anything to remember about why? Enter alone goes on.", "Note: ", self._remembered)

    def _remembered(self, line: str) -> None:
        self._write(note=line)
        self._keep(self.forward)

    # At the end.

    def _finish(self) -> None:
        """Before the end: up to three actions, with an owner and a date."""
        steps = [each.do for each in recommend(score(self.questionnaire, self.response()))[:FIRST]]
        self._heading("Agree what to do")
        if steps:
            self._say("What would help most, from the answers:")
            for step in steps:
                self._say(one_line(step), indent=2, mark="-  ")
        self._say(f"Agree up to {FIRST} actions, in your own words. Enter alone when there are no more.", gap=True)
        self._action()

    def _action(self) -> None:
        if len(self.actions) >= FIRST:
            self._keep(self._end)
            return
        self.prompt, self._expect = f"Action {len(self.actions) + 1}: ", self._acted

    def _acted(self, line: str) -> None:
        if not line:
            self._keep(self._end)
            return
        self.actions.append(Action(line))
        self.prompt, self._expect = "Who sees to it: ", self._owned

    def _owned(self, line: str) -> None:
        self.actions[-1] = self.actions[-1]._replace(owner=line)
        self.prompt, self._expect = "By when: ", self._dated

    def _dated(self, line: str) -> None:
        self.actions[-1] = self.actions[-1]._replace(by=line)
        self._keep(self._action)


def collected(questionnaire: Questionnaire, responses: Sequence[Response]) -> tuple[list[str], dict[str, Votes]]:
    """People's own responses, collected beforehand: the questions they disagree on, worst first, and everybody's votes.

    Raises :class:`~scalecheck.errors.Refused` where they are not all of one questionnaire, version and scope, or where two
    are from the same respondent.
    """
    found = group([score(questionnaire, response) for response in responses])
    votes: dict[str, Votes] = {}
    for question in questionnaire.questions:
        cast: dict[str, int] = {}
        for response in responses:
            answer = response.answers.get(question.id)
            if answer is not None and answer.option is not None:
                key = question.options[answer.option].key
            elif answer is not None and answer.state == "unknown":
                key = UNKNOWN
            else:
                continue
            cast[key] = cast.get(key, 0) + 1
        if cast:
            keys = [*(option.key for option in question.options), UNKNOWN]
            votes[question.id] = Votes({key: cast[key] for key in keys if key in cast})
    return [item.question for item in found.agenda], votes
