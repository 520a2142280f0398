"""Proofs about conditions: whether any answers could make one true.

Every way to answer is tried, up to a limit.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from scalecheck.definition.condition import All, Comparison, Condition, Not, comparisons
from scalecheck.definition.ranges import score_range
from scalecheck.scoring import formula
from scalecheck.scoring.single import WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection

    from scalecheck.definition.questionnaire import Domain, Question
    from scalecheck.scoring.compiled import CompiledQuestionnaire

WAYS = 20_000
"""How many ways to answer are tried for a condition before giving up."""
SCORED_WAYS = 1_000
"""How many of them are scored as a whole."""


def possible(compiled: CompiledQuestionnaire, condition: Condition, settled: bool = False) -> bool:
    """Whether some answers could make *condition* true; True where that could not be found out.

    Answers that decide whether another question is asked may be missing too, unless everything is to be
    *settled*.
    """
    leaves = [comparison for comparison, _ in comparisons(condition)]
    asked, deciding = asked_with(compiled, [leaf.subject for leaf in leaves if leaf.kind == "question"])
    scored = {
        leaf.subject: _scores(compiled, leaf.subject, leaves) for leaf in leaves if leaf.kind == "domain"
    }
    ways = ways_to_answer(asked, WAYS, set() if settled else deciding)
    if ways is None or len(ways) * prod(map(len, scored.values())) > WAYS:
        return True
    loose = [way for way in ways if _true(compiled, condition, way, scored)]
    if not loose or not scored or len(loose) > SCORED_WAYS:
        return bool(loose)
    for way in loose:  # the same, with the scores that these answers leave possible
        marks = formula.score(WHOLE, compiled, codes_of_way(compiled, way)).domains
        bounded = {}
        for name in scored:
            mark = marks[name]
            inside = [
                value
                for value in _scores(compiled, name, leaves)
                if value is None or mark.low <= value <= mark.high
            ]
            bounded[name] = [*inside, mark.low, mark.high] if mark.bounded else [None]
        if _true(compiled, condition, way, bounded):
            return True
    return False


def asked_with(compiled: CompiledQuestionnaire, names: list[str]) -> tuple[list[Question], set[str]]:
    """The questions called *names*, with those that decide whether they are asked; and these alone."""
    found: dict[str, Question] = {}
    deciding: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = compiled.definitions[name]
            for condition in compiled.questions[name].ask_if:
                subjects = [each.subject for each, _ in comparisons(condition)]
                waiting += subjects
                deciding.update(subjects)
    return [question for question in compiled.definitions.values() if question.id in found], deciding


def ways_to_answer(
    questions: list[Question], limit: int, silent: Collection[str] = ()
) -> list[dict[str, int]] | None:
    """Every way to answer *questions*, "does not apply" included, and not at all for the *silent* ones.

    None for more than *limit*.
    """
    codes = []
    for question in questions:
        missing = [formula.UNANSWERED] if question.id in silent else []
        codes.append([*range(len(question.options)), formula.NOT_APPLICABLE, *missing])
    if prod(map(len, codes)) > limit:
        return None
    return [dict(zip((question.id for question in questions), way, strict=True)) for way in product(*codes)]


def codes_of_way(compiled: CompiledQuestionnaire, way: dict[str, int]) -> dict[str, int]:
    """The answers *way*, with every other question unanswered, as the formula takes them."""
    return dict.fromkeys(compiled.questions, formula.UNANSWERED) | way


def _scores(compiled: CompiledQuestionnaire, domain: str, leaves: list[Comparison]) -> list[int | None]:
    """Published scores on both sides of each threshold in *leaves*, the ends of the range, and no score at all."""
    thresholds = compiled.domains[domain].thresholds
    least, most = (
        compiled.scale(end) for end in score_range(compiled.questionnaire, _domain(compiled, domain))
    )
    edges = {least, most}
    for leaf in leaves:
        if leaf.subject == domain and leaf.relation != "is":
            edges |= {compiled.scale(leaf.value), compiled.scale(leaf.value) - 1}  # type: ignore[arg-type]
    edges |= {edge for start in thresholds for edge in (start, start - 1)}
    return [None, *sorted(edge for edge in edges if least <= edge <= most)]


def _domain(compiled: CompiledQuestionnaire, name: str) -> Domain:
    return next(domain for domain in compiled.questionnaire.root.walk() if domain.id == name)


def _true(
    compiled: CompiledQuestionnaire,
    condition: Condition,
    way: dict[str, int],
    scores: dict[str, list[int | None]],
) -> bool:
    """Whether *condition* is true of the answers *way* and some of the *scores*."""
    applies = _applying(compiled, way)
    names = list(scores)
    return any(
        _holds(compiled, condition, way, applies, dict(zip(names, each, strict=True))) is True
        for each in product(*scores.values())
    )


def _applying(compiled: CompiledQuestionnaire, way: dict[str, int]) -> dict[str, bool]:
    """Which questions are asked and apply."""
    applies: dict[str, bool] = {}
    for name, code in way.items():
        conditions = compiled.questions[name].ask_if
        asked = all(_holds(compiled, each, way, applies, {}) is not False for each in conditions)
        applies[name] = asked and code != formula.NOT_APPLICABLE
    return applies


def _holds(
    compiled: CompiledQuestionnaire,
    condition: Condition,
    way: dict[str, int],
    applies: dict[str, bool],
    scores: dict[str, int | None],
) -> bool | None:
    """Whether *condition* is true; None where a missing answer leaves it undecided."""
    if isinstance(condition, Not):
        held = _holds(compiled, condition.part, way, applies, scores)
        return None if held is None else not held
    if not isinstance(condition, Comparison):
        parts = [_holds(compiled, part, way, applies, scores) for part in condition.parts]
        settling = not isinstance(condition, All)  # one false part settles "all", one true part settles "any"
        return settling if settling in parts else None if None in parts else not settling
    if condition.kind == "question":
        code = way[condition.subject]
        if not applies[condition.subject]:
            return False
        return code in compiled.options(condition) if code >= 0 else None
    value = scores[condition.subject]
    if value is None:
        return False
    if condition.relation == "is":
        domain = compiled.domains[condition.subject]
        position = sum(value >= start for start in domain.thresholds)
        return domain.bands[position].id == condition.value
    bound = compiled.scale(condition.value)  # type: ignore[arg-type]
    return value < bound if condition.relation == "below" else value >= bound
