"""What to do: every step and rule that applies, the ones that count most first.

Order: what lifts a gate that holds; then leverage (how much of the overall score the step's question
still has left, weights multiplied down the tree; for a rule, the largest among its questions); then least
effort; then id. The order is one whole number a candidate, made over the same arithmetic as the score, so
that a table ranks as a single response does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from scalecheck.record import NamedTuple
from scalecheck.scoring.arithmetic import WHOLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.definition.questionnaire import Effort
    from scalecheck.scoring.arithmetic import Arithmetic, Flag, Value
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.outcome import Outcome
    from scalecheck.scoring.result import Score

FIRST = 3
"""How many recommendations a report shows: few enough to do."""


class Candidate(NamedTuple):
    """Something that could be recommended."""

    id: str
    """A question's, whose chosen option offers a step; or a rule's."""
    applies: Flag
    key: Value
    """Higher comes first; no two candidates that apply share one."""


class Recommendation(NamedTuple):
    """A step or a rule that applies, and why."""

    id: str
    kind: Literal["step", "rule"]
    """``step`` up from an answer, or ``rule`` over several."""
    do: str
    why: str
    """A rule's reason; empty for a step, whose reason is the answer itself."""
    because: tuple[str, ...]
    """The questions whose answers led to it."""
    who: str
    effort: Effort
    leverage: float
    """How much of the overall score it could add at most, in the overall unit, with the published
    decimals."""
    lifts: tuple[str, ...]
    """The gates that hold and that it helps to lift."""
    cites: tuple[str, ...]


def candidates(
    a: Arithmetic, compiled: CompiledQuestionnaire, codes: Mapping[str, Value], outcome: Outcome
) -> list[Candidate]:
    """List every candidate there is, each with whether it applies and its place in the order."""
    found: list[Candidate] = []
    ranks: dict[str, Value] = {}
    for question in compiled.questions.values():
        standing, code = outcome.questions[question.id], codes[question.id]
        ranks[question.id] = a.choose(standing.answered, a.pick(code, question.ranks), 0)
        offering = [n for n, offers in enumerate(question.offers) if offers]
        lifting = [
            a.every([outcome.gates[gate.id].true, a.among(code, gate.lifted[question.id])])
            for gate in compiled.gates
            if question.id in gate.lifted
        ]
        first = a.choose(a.some(lifting), compiled.leverages + 1, 0) if lifting else 0
        key = (ranks[question.id] + first) * compiled.ties + a.pick(code, question.ties)
        found.append(Candidate(question.id, a.every([standing.answered, a.among(code, offering)]), key))
    for rule in compiled.rules:
        rank = a.most([ranks[name] for name in rule.questions])
        found.append(Candidate(rule.id, outcome.rules[rule.id].true, rank * compiled.ties + rule.tie))
    return found


def recommend(score: Score) -> tuple[Recommendation, ...]:
    """Return everything recommended for one response: every step and rule that applies.

    In this order: what lifts a must-have that holds; then the most leverage, in the overall unit with the
    published decimals; then the least effort; then by id. Empty where nothing applies. Nothing is raised
    for a score that exists.
    """
    found = [each for each in candidates(WHOLE, score.compiled, score.codes, score.outcome) if each.applies]
    found.sort(key=lambda each: -each.key)
    return tuple(_explain(score, each.id) for each in found)


def _explain(score: Score, name: str) -> Recommendation:
    compiled = score.compiled
    if name in compiled.definitions:
        question, code = compiled.definitions[name], score.codes[name]
        step = question.options[code].next
        assert step is not None
        held = (gate for gate in compiled.gates if score.outcome.gates[gate.id].true)
        lifts = tuple(gate.id for gate in held if code in gate.lifted.get(name, ()))
        return Recommendation(
            name,
            "step",
            step.do,
            "",
            (name,),
            step.who,
            step.effort,
            leverage(score, (name,)),
            lifts,
            question.cites,
        )
    rule = next(each for each in compiled.questionnaire.advice if each.id == name)
    looked = next(each for each in compiled.rules if each.id == name).questions
    because = tuple(each for each in looked if score.outcome.questions[each].answered)
    return Recommendation(
        name,
        "rule",
        rule.do,
        rule.why,
        because,
        rule.who,
        rule.effort,
        leverage(score, because),
        (),
        rule.cites,
    )


def leverage(score: Score, names: tuple[str, ...]) -> float:
    """Return the most that any of the questions could still add to the overall score, in its unit."""
    compiled = score.compiled
    least, most = compiled.root.range
    unit = 10**compiled.questionnaire.decimals
    best = 0
    for name in names:
        over, under = (
            compiled.questions[name].leverage[score.codes[name]] if score.codes[name] >= 0 else (0, 1)
        )
        over, under = over * (most - least).numerator * unit, under * (most - least).denominator
        best = max(best, (2 * over + under) // (2 * under))
    return compiled.number(best)
