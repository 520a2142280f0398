"""Prove that no answers could make a condition true, by trying every combination of them, up to a limit."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from scalecheck.definition.condition import All, Comparison, Condition, Not, comparisons
from scalecheck.definition.ranges import BILLION
from scalecheck.scoring import formula
from scalecheck.scoring.arithmetic import WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection

    from scalecheck.definition.questionnaire import Question
    from scalecheck.scoring.compiled import CompiledQuestionnaire

MOST_TRIED = 20_000
"""How many combinations of answers are tried for a condition before giving up."""
MOST_SCORED = 1_000
"""How many of them are scored as a whole."""


def possible(compiled: CompiledQuestionnaire, condition: Condition, settled: bool = False) -> bool:
    """Return whether some answers could make *condition* true; True where that could not be found out.

    Answers that decide whether another question is asked may be missing too, unless everything is to be
    *settled*.
    """
    leaves = [comparison for comparison, _ in comparisons(condition)]
    asked, deciding = asked_with(compiled, [leaf.subject for leaf in leaves if leaf.kind == "question"])
    scored = {
        leaf.subject: _list_scores(compiled, leaf.subject, leaves) for leaf in leaves if leaf.kind == "domain"
    }
    combinations = combine_answers(asked, MOST_TRIED, set() if settled else deciding)
    if combinations is None or len(combinations) * prod(map(len, scored.values())) > MOST_TRIED:
        return True
    loose = [each for each in combinations if _can_be_true(compiled, condition, each, scored)]
    if not loose or not scored or len(loose) > MOST_SCORED:
        return bool(loose)
    for combination in loose:  # the same, with the scores that these answers leave possible
        marks = formula.score(WHOLE, compiled, codes_of(compiled, combination)).domains
        bounded = {}
        for name in scored:
            mark = marks[name]
            inside = [
                value
                for value in _list_scores(compiled, name, leaves)
                if value is None or mark.low <= value <= mark.high
            ]
            bounded[name] = [*inside, mark.low, mark.high] if mark.bounded else [None]
        if _can_be_true(compiled, condition, combination, bounded):
            return True
    return False


def asked_with(compiled: CompiledQuestionnaire, names: list[str]) -> tuple[list[Question], set[str]]:
    """Return the questions called *names* and those that decide whether they are asked, in the order asked.

    Beside them, the ids of the deciding ones alone.
    """
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


def combine_answers(
    questions: list[Question], limit: int, silent: Collection[str] = ()
) -> list[dict[str, int]] | None:
    """Return every combination of answers to *questions*: codes by question id, as the formula takes them.

    "Does not apply" is among the answers; for the *silent* ones, so is none at all. None where there are
    more than *limit*.
    """
    codes = []
    for question in questions:
        missing = [formula.UNANSWERED] if question.id in silent else []
        codes.append([*range(len(question.options)), formula.NOT_APPLICABLE, *missing])
    if prod(map(len, codes)) > limit:
        return None
    names = [question.id for question in questions]
    return [dict(zip(names, combination, strict=True)) for combination in product(*codes)]


def codes_of(compiled: CompiledQuestionnaire, combination: dict[str, int]) -> dict[str, int]:
    """Return the codes of every question: those of *combination*, and all others unanswered."""
    return dict.fromkeys(compiled.questions, formula.UNANSWERED) | combination


def _list_scores(compiled: CompiledQuestionnaire, domain: str, leaves: list[Comparison]) -> list[int | None]:
    """List published scores that a condition could tell apart, in units of the last published decimal.

    They are no score at all, the ends of the range, and both sides of each threshold in *leaves* and of
    each band.
    """
    thresholds = compiled.domains[domain].thresholds
    publication = compiled.domains[domain].publication
    least, most = publication.publish(0), publication.publish(BILLION)
    edges = {least, most}
    for leaf in leaves:
        if leaf.subject == domain and leaf.relation != "is":
            edges |= {compiled.scale(leaf.value), compiled.scale(leaf.value) - 1}  # type: ignore[arg-type]
    edges |= {edge for start in thresholds for edge in (start, start - 1)}
    return [None, *sorted(edge for edge in edges if least <= edge <= most)]


def _can_be_true(
    compiled: CompiledQuestionnaire,
    condition: Condition,
    combination: dict[str, int],
    scores: dict[str, list[int | None]],
) -> bool:
    """Return whether *condition* is true of the answers *combination* and some of the *scores*."""
    applies = _find_applying(compiled, combination)
    names = list(scores)
    return any(
        _evaluate(compiled, condition, combination, applies, dict(zip(names, each, strict=True))) is True
        for each in product(*scores.values())
    )


def _find_applying(compiled: CompiledQuestionnaire, combination: dict[str, int]) -> dict[str, bool]:
    """Return whether each question of *combination* is asked and applies."""
    applies: dict[str, bool] = {}
    for name, code in combination.items():
        conditions = compiled.questions[name].ask_if
        asked = all(_evaluate(compiled, each, combination, applies, {}) is not False for each in conditions)
        applies[name] = asked and code != formula.NOT_APPLICABLE
    return applies


def _evaluate(
    compiled: CompiledQuestionnaire,
    condition: Condition,
    combination: dict[str, int],
    applies: dict[str, bool],
    scores: dict[str, int | None],
) -> bool | None:
    """Return whether *condition* is true; None where a missing answer leaves it undecided."""
    if isinstance(condition, Not):
        held = _evaluate(compiled, condition.part, combination, applies, scores)
        return None if held is None else not held
    if not isinstance(condition, Comparison):
        parts = [_evaluate(compiled, part, combination, applies, scores) for part in condition.parts]
        settling = not isinstance(condition, All)  # one false part settles "all", one true part settles "any"
        return settling if settling in parts else None if None in parts else not settling
    if condition.kind == "question":
        code = combination[condition.subject]
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
