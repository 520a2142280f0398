"""A room of people asked by one laptop: vote, look, talk, vote again, agree.

The interview's engine, with votes for answers.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.interview import ballots
from scalecheck.interview.engine import Interview
from scalecheck.responses.reader import resolve
from scalecheck.responses.response import Action, Answer, Votes
from scalecheck.scoring.agreement import AGREED, SPLIT, UNKNOWN, agreement_on, levels, middle_option
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.formula import UNANSWERED
from scalecheck.scoring.formula import score as run_formula
from scalecheck.scoring.group import group
from scalecheck.scoring.recommendations import FIRST, recommend
from scalecheck.scoring.single import score
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.interview.dialogue import Keeper
    from scalecheck.responses.response import Response
    from scalecheck.scoring.compiled import CompiledQuestionnaire


class Workshop(Interview):
    """One room on one innovation. An answer is what the room agrees on; its votes are kept beside it."""

    command = "workshop"

    def __init__(self, questionnaire: Questionnaire, response: Response, keeper: Keeper) -> None:
        super().__init__(questionnaire, response, keeper)
        self.votes: dict[str, Votes] = dict(response.votes)
        self.actions: list[Action] = list(response.actions)
        self._first_of_all = disagreements(self.compiled, self.votes)
        self._agreeing = False
        self._again_at = ""
        """The vote that is to be taken again: ``first``, ``second`` or none."""

    def start(self) -> None:
        """Keep the votes that were collected before, so that none is lost; then start as any interview."""
        if self.votes:
            self._keep(super().start)
        else:
            super().start()

    def response(self) -> Response:
        """The agreed answers, with the votes and the actions."""
        kept = {name: self.votes[name] for name in self.compiled.definitions if name in self.votes}
        return super().response()._replace(votes=kept, actions=tuple(self.actions))

    def _sort(self, asked: list[str]) -> list[str]:
        """The questions that people disagree on most come first, where their votes are known before."""
        early = [name for name in self._first_of_all if name in asked]
        return [*early, *(name for name in asked if name not in early)]

    # At a question.

    def _ask(self, name: str) -> None:
        self._agreeing, self._again_at = False, ""
        super()._ask(name)

    def _find_stage(self) -> str:
        """The room's next step: ``first`` vote, ``second`` vote, or ``agree``."""
        cast = self.votes.get(self._at)
        if cast is None or self._again_at:
            return self._again_at or "first"
        question = self._find_question(self._at)
        settled = (
            cast.second or self._agreeing or self._find_answer(self._at).state is not AnswerState.UNANSWERED
        )
        return "agree" if settled or ballots.agreed(question, cast.first) else "second"

    def _wait_at(self, question: Question) -> None:
        cast = self.votes.get(question.id)
        if cast is not None:
            self._show_votes(
                question, "Second vote" if cast.second else "First vote", cast.second or cast.first
            )
        stage = self._find_stage()
        if stage == "first":
            super()._wait_at(question)
            self._say(ballots.explain(question))
            self.prompt = "Votes: "
            return
        current = (cast.second or cast.first) if cast else {}
        if stage == "second":
            self._say(f"Not agreed yet. {ballots.outliers(question, current)}", gap=True)
            self._say(
                "Then vote again, alone, as before. Or type a to agree without a second vote, or v to mend "
                "this one."
            )
            self.prompt = "Second vote, or a: "
        else:
            middle = middle_option(question, current)
            offer = f", or y for {middle.key}" if middle else ""
            if cast and cast.second and sum(cast.second.values()) != sum(cast.first.values()):
                self._say(
                    f"{sum(cast.first.values())} voted the first time, {sum(cast.second.values())} now."
                )
            mend = " Type v if a vote was typed wrong." if cast else ""
            self._say(f"What does the room agree on? Say it out loud before you type it.{mend}", gap=True)
            self.prompt = f"Agreed answer{offer}: "
        self._expect = self._take_answer

    def _show_votes(self, question: Question, title: str, cast: Mapping[str, int]) -> None:
        self._say(title, "heading", gap=True)
        for mark, row in ballots.picture(question, cast):
            self._say(f"  {mark}{row}".rstrip(), "row")
        self._say(ballots.summary(question, cast))

    def _choose(self, question: Question, line: str) -> None:
        stage = self._find_stage()
        if stage == "agree":
            self._agree(question, line)
            return
        if stage == "second" and line.casefold() == "a":
            self._agreeing = True
            self._take_up_again()
            return
        if line.casefold() in ("v", "vote"):
            self._vote_again()
            return
        counts = ballots.parse(question, line)
        if not counts:
            self._fail(f"That is not a vote. {ballots.explain(question)}")
            return
        before = self.votes.get(self._at)
        first = before is None or self._again_at == "first"
        self.votes[self._at] = Votes(counts) if before is None or first else before._replace(second=counts)
        self._again_at = ""
        self._keep(self._take_up_again)

    def _vote_again(self) -> None:
        """The last vote was typed wrong: it is taken again, and what is typed then takes its place."""
        cast = self.votes.get(self._at)
        if cast is not None:
            self._again_at = "second" if cast.second else "first"
            self._say(f"The {self._again_at} vote, again. What you type takes its place.", gap=True)
        self.prompt, self._expect = "Votes: ", self._take_answer

    def _take_up_again(self) -> None:
        """The same question at its next stage, without reading it out once more."""
        self._wait_at(self._find_question(self._at))

    def _obey(self, key: str) -> None:
        """At a vote, d is a voter who does not know, and x is nothing; the help tells how to vote, too."""
        if key in ("d", "x") and self._find_stage() != "agree":
            self._choose(self._find_question(self._at), key)
            return
        if key == "?":
            self._say(ballots.explain(self._find_question(self._at)), gap=True)
            self._say("v takes the last vote again; a agrees without a second vote; y agrees on the middle.")
        super()._obey(key)

    def _agree(self, question: Question, line: str) -> None:
        if line.casefold() in ("v", "vote"):
            self._vote_again()
            return
        cast = self.votes.get(self._at)
        middle = middle_option(question, cast.second or cast.first) if cast else None
        if line.casefold() in ("y", "yes") and middle is not None:
            line = middle.key
        resolved = resolve(question, line)
        if resolved is None or resolved[0] is not AnswerState.ANSWERED:
            super()._choose(question, line)
            return
        self.answers[self._at] = self._find_answer(self._at)._replace(
            state=AnswerState.ANSWERED, option=resolved[1], because=""
        )
        self._skipped.discard(self._at)
        self._keep(self._ask_for_note)

    def _ask_for_note(self) -> None:
        self._ask_for("Anything to remember about why? Enter alone goes on.", "Note: ", self._take_why)

    def _take_why(self, line: str) -> None:
        self._write(note=line)
        self._keep(self.forward)

    # At the end.

    def _finish(self) -> None:
        """Before the end: up to three actions, with an owner and a date."""
        steps = [each.do for each in recommend(score(self.questionnaire, self.response()))[:FIRST]]
        self._say_heading("Agree what to do")
        if steps:
            self._say("What would help most, from the answers:")
            for step in steps:
                self._say(one_line(step), indent=2, mark="-  ")
        self._ask_for_action()

    def _ask_for_action(self) -> None:
        for number, action in enumerate(self.actions, start=1):
            owner, by = (
                f" Who: {action.owner}." if action.owner else "",
                f" By: {action.by}." if action.by else "",
            )
            self._say(one_line(f"{action.do}{owner}{by}"), indent=2, mark=f"{number}  ")
        more = f"Agree up to {FIRST} actions, in your own words. " if len(self.actions) < FIRST else ""
        taken = "Type an action's number to take it out. " if self.actions else ""
        self._say(f"{more}{taken}Enter alone ends; b goes back to the answers, q leaves.", gap=True)
        self.prompt, self._expect = "Action: ", self._take_action

    def _take_action(self, line: str) -> None:
        word = line.casefold()
        if not line:
            self._keep(self._end)
        elif word in ("q", "quit"):
            self.left = True
        elif word in ("b", "back"):
            self._review()
        elif line.isascii() and line.isdigit():
            if 1 <= int(line[:4]) <= len(self.actions):
                self.actions.pop(int(line[:4]) - 1)
                self._keep(self._ask_for_action)
            else:
                self._fail("There is no action of this number.")
        elif len(self.actions) >= FIRST:
            self._fail(f"There are {FIRST} already. Type a number to take one out first, or Enter to end.")
        else:
            self.actions.append(Action(line))
            self._keep(self._ask_for_owner)

    def _ask_for_owner(self) -> None:
        self.prompt, self._expect = "Who sees to it: ", self._take_owner

    def _take_owner(self, line: str) -> None:
        self.actions[-1] = self.actions[-1]._replace(owner=line)
        self._keep(self._ask_for_date)

    def _ask_for_date(self) -> None:
        self.prompt, self._expect = "By when, in your own words: ", self._take_date

    def _take_date(self, line: str) -> None:
        self.actions[-1] = self.actions[-1]._replace(by=line)
        self._keep(self._ask_for_action)


def collected(questionnaire: Questionnaire, responses: Sequence[Response]) -> dict[str, Votes]:
    """The first votes that people's own responses, collected beforehand, come to.

    A room's own file is left out.

    Raises :class:`~scalecheck.errors.Refused` where they are not all of one questionnaire, version and
    scope, or where two are from the same respondent.
    """
    people = [response for response in responses if not response.votes and not response.actions]
    group([score(questionnaire, response) for response in people])
    votes: dict[str, Votes] = {}
    for question in questionnaire.questions:
        cast: Counter[str] = Counter()
        for response in people:
            answer = response.answers.get(question.id, Answer())
            if answer.option is not None:
                cast[question.options[answer.option].key] += 1
            elif answer.state is AnswerState.UNKNOWN:
                cast[UNKNOWN] += 1
        if cast:
            keys = [*(option.key for option in question.options), UNKNOWN]
            votes[question.id] = Votes({key: cast[key] for key in keys if cast[key]})
    return votes


def disagreements(compiled: CompiledQuestionnaire, votes: Mapping[str, Votes]) -> list[str]:
    """The questions that the first votes do not agree on, the most important first.

    Those that could change the band come first, then those that split the room, then the widest spread.
    Whether one could is found by scoring the middle votes with it at its lowest and its highest vote.
    """
    lie = {
        name: agreement_on(compiled.definitions[name], each.first)
        for name, each in votes.items()
        if name in compiled.definitions
    }
    middles = {name: middle_option(compiled.definitions[name], votes[name].first) for name in lie}
    codes = {
        name: compiled.definitions[name].options.index(option)
        for name, option in middles.items()
        if option is not None
    }
    given = dict.fromkeys(compiled.questions, UNANSWERED) | codes

    def bands(name: str) -> int:
        order = levels(compiled.definitions[name])
        ends = [order.index(end) for end in (lie[name].lowest, lie[name].highest) if end is not None]
        return len({run_formula(WHOLE, compiled, given | {name: end}).band for end in ends})

    apart = [name for name, each in lie.items() if each.word not in (AGREED, None)]
    return sorted(
        apart, key=lambda name: (bands(name) < 2, lie[name].word != SPLIT, -(lie[name].spread or 0), name)
    )
