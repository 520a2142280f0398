"""Find the plan: the fewest single steps to the next overall band; and score other answers.

One step takes one answered question up one level, in the direction that is better after ``reverse``. A
missing answer is no step: finding it out is not doing better. What does not apply stays so. The band is
the published one, after must-haves. Among plans with as few steps, the one with the least effort is taken
(low 1, medium 2, high 3; medium where an option names no next step), then the one whose steps are on the
questions with the most leverage, then by id. The formula is the judge: a plan is only given once the
formula has put its answers in that band.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from scalecheck.definition.answer_state import AnswerState
from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.record import NamedTuple
from scalecheck.responses.reader import resolve
from scalecheck.responses.response import Answer
from scalecheck.scoring import single
from scalecheck.scoring.plan.frontier import effort, ladder
from scalecheck.scoring.plan.search import Search
from scalecheck.text import listed, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.scoring.result import Score

State = Literal["found", "best band", "no score", "no bands", "no way"]
"""*no score*: too few answers to know where to start from. *no way*: no steps lead up, the missing
answers left as they are."""


class Step(NamedTuple):
    """One answered question up one level."""

    question: str
    was: int
    """The position of the option it starts from."""
    becomes: int
    """The position of the option it leads to; of options with equal points the first in the file."""
    effort: int
    """1 low, 2 medium, 3 high."""
    result: Score
    """What the answers come to once this step and those before it are taken."""
    lifts: tuple[str, ...]
    """The must-haves that are met from this step on."""


class Plan(NamedTuple):
    """The shortest way found to the next overall band."""

    state: State
    start: Score
    target: str | None
    """The band it leads to, at the least; None where there is none above."""
    steps: tuple[Step, ...] = ()
    """In an order in which each can be taken."""
    exact: bool = True
    """Whether it is proved that no plan has fewer steps, nor as few and less effort; for *no way*, that
    there is none."""

    @property
    def end(self) -> Score:
        """What the answers come to at the end of the plan."""
        return self.steps[-1].result if self.steps else self.start

    @property
    def effort(self) -> int:
        """The effort of all steps: low 1, medium 2, high 3 each."""
        return sum(step.effort for step in self.steps)


def find_plan(score: Score) -> Plan:
    """Find the plan from *score* to the next overall band."""
    compiled, bands = score.compiled, score.compiled.root.bands
    if not bands:
        return Plan("no bands", score, None)
    if score.overall.score is None:
        return Plan("no score", score, None)
    target = score.outcome.band + 1
    if target == len(bands):
        return Plan("best band", score, None)
    found = Search(score, target).found()
    if found.steps is None:
        return Plan("no way", score, bands[target].id, (), found.exact)
    first, rest = list(found.steps[: found.ordered]), list(found.steps[found.ordered :])
    steps: list[Step] = []
    here = score
    while first or rest:
        if first:
            name = first.pop(0)
        else:
            rest.sort(key=lambda each: _sort_step(here, each, target))
            name = rest.pop(0)
        was = here.codes[name]
        becomes = ladder(compiled, name, was)[1]
        after = what_if(here, {name: becomes})
        lifts = tuple(gate for gate in here.gates if gate not in after.gates)
        steps.append(Step(name, was, becomes, effort(compiled, name, was), after, lifts))
        here = after
    return Plan("found", score, bands[target].id, tuple(steps), found.exact)


def _sort_step(score: Score, name: str, target: int) -> tuple[bool, int, int, str]:
    """What can meet a must-have comes first, then what counts most, then the least effort, then the id."""
    compiled, code = score.compiled, score.codes[name]
    held = (gate for gate in compiled.gates if gate.id in score.gates and gate.cap < target)
    lifting = any(code in gate.lifted.get(name, ()) for gate in held)
    return not lifting, -compiled.questions[name].ranks[code], effort(compiled, name, code), name


def what_if(score: Score, changes: Mapping[str, int]) -> Score:
    """The same response with other answers: positions of options, by question id.

    What was noted beside an answer goes with it: a note or evidence for the old answer says nothing of
    the new one.
    """
    answers = dict(score.response.answers)
    for name, option in changes.items():
        if score.codes[name] != option:
            answers[name] = Answer(AnswerState.ANSWERED, option)
    ordered = {name: answers[name] for name in score.compiled.definitions if name in answers}
    return single.score(
        score.compiled.questionnaire, score.response._replace(answers=ordered), score.compiled
    )


def changes(questionnaire: Questionnaire, given: Sequence[str]) -> dict[str, int]:
    """What ``--set question=points`` asks for: positions of options, by question id.

    Options go by points, id or label.

    Raises :class:`~scalecheck.errors.Refused` with every problem found: SC610 for what has no ``=``,
    SC611 for an unknown question, SC612 for what is not an answer to it, SC613 for a silence and SC614 for a
    question that is set twice.
    """
    questions = {question.id: question for question in questionnaire.questions}
    problems: list[Problem] = []
    found: dict[str, int] = {}
    for each in given:
        name, equals, said = each.partition("=")
        name = name.strip()
        place = Place(f"--set {short(each)}")
        if not equals:
            first = questionnaire.questions[0]
            todo = f"Write it as question=points, for example {first.id}={first.options[-1].key}."
            problems.append(Problem(place, Code.SC610, "There is no = in it.", todo))
        elif name not in questions:
            hint = (
                did_you_mean(name, questions) or f"`scalecheck show {questionnaire.id}` lists its questions."
            )
            problems.append(
                Problem(place, Code.SC611, f'"{questionnaire.id}" has no question "{short(name)}".', hint)
            )
        elif name in found:
            problems.append(Problem(place, Code.SC614, f'"{name}" is set twice.', "Set it once."))
        else:
            option = _read_option(questions[name], said, place, problems)
            if option is not None:
                found[name] = option
    if problems:
        raise Refused(*problems)
    return {name: found[name] for name in questions if name in found}


def _read_option(question: Question, said: str, place: Place, problems: list[Problem]) -> int | None:
    resolved = resolve(question, said)
    keys = listed([option.key for option in question.options], "or")
    if resolved is None:
        hint = did_you_mean(said, [option.label for option in question.options]) or f"Choose {keys}."
        problems.append(
            Problem(place, Code.SC612, f'"{short(said)}" is not an answer to "{question.id}".', hint)
        )
        return None
    state, option = resolved
    if option is None:
        what = f'"{state}" is not a level to try out.'
        problems.append(Problem(place, Code.SC613, what, f"Choose {keys}, or leave the question out."))
    return option
