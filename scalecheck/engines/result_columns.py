"""The result columns: what `batch` adds to each row of a table, in order.

Written over the formula's arithmetic, like the score itself, so that a row says what a report would say
whichever engine works it out. A column is data: a number with what it is counted in, or the position of a
name among names.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from scalecheck.definition.condition import comparisons
from scalecheck.definition.ranges import BILLION
from scalecheck.record import NamedTuple
from scalecheck.scoring import formula, recommendations
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.outcome import Share

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scalecheck.scoring.arithmetic import Arithmetic, Flag, Value
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.outcome import Outcome

NONE = -1
"""The key of advice that does not apply: below every key there is."""
MAX_COMBINATIONS = 8_000
"""In how many ways the answers can fall on which neighbouring advice rests, at most: five questions of
four options."""

Result = tuple[int | float | str | None, ...]
"""One row of results, in the order of the scorer's columns."""


class NumberColumn(NamedTuple):
    """A column of numbers: *value* counted in units of 1/*unit*; missing where *present* is false."""

    name: str
    value: Value
    present: Flag
    unit: int
    span: tuple[int, int]
    """The least and the most that the value can be where it is there."""


class NameColumn(NamedTuple):
    """A column of names: the one at *position*; missing where *present* is false."""

    name: str
    position: Value
    present: Flag
    names: tuple[str, ...]


class NamesColumn(NamedTuple):
    """A column of several names joined with ``;``: those whose flag is true; missing where none is."""

    name: str
    parts: tuple[tuple[Flag, str], ...]


ResultColumn = NumberColumn | NameColumn | NamesColumn


def column_prefix(identifier: str) -> str:
    """An id as the start of a column's name."""
    return identifier.replace("-", "_")


def result_columns(
    a: Arithmetic, compiled: CompiledQuestionnaire, codes: Mapping[str, Value]
) -> tuple[ResultColumn, ...]:
    """Return the result columns of the answers *codes*, one for each question, by id."""
    outcome = formula.score(a, compiled, codes)
    root = outcome.domains[compiled.root.id]
    unit = 10**compiled.questionnaire.decimals
    bands = tuple(band.id for band in compiled.root.bands)
    spans = {name: _compute_score_range(compiled, name) for name in compiled.domains}
    whole = spans[compiled.root.id]
    full = a.divide(root.answered * 20000 + root.applicable, root.applicable * 2)
    # A gate that holds caps the band only where the score alone would give a better one.
    caps = [
        a.every([root.published, outcome.gates[gate.id].true, root.band >= gate.cap + 1])
        for gate in compiled.gates
    ]
    cells: list[ResultColumn] = [
        NumberColumn("score", root.score, root.published, unit, whole),
        NameColumn("band", outcome.band, a.every([root.published, bool(bands)]), bands),
        NumberColumn("low", root.low, root.bounded, unit, whole),
        NumberColumn("high", root.high, root.bounded, unit, whole),
        NumberColumn("completeness", a.choose(root.applicable >= 1, full, 10000), True, 10000, (0, 10000)),
        NamesColumn(
            "capped_by", tuple((flag, gate.id) for flag, gate in zip(caps, compiled.gates, strict=True))
        ),
        NameColumn("weakest", outcome.weakest, outcome.weakest >= 0, compiled.links),
        *_make_advice_columns(a, compiled, codes, outcome),
    ]
    for domain in compiled.questionnaire.domains:
        mark = outcome.domains[domain.id]
        names = tuple(band.id for band in compiled.domains[domain.id].bands)
        cells.append(
            NumberColumn(
                f"{column_prefix(domain.id)}__score", mark.score, mark.published, unit, spans[domain.id]
            )
        )
        cells.append(
            NameColumn(
                f"{column_prefix(domain.id)}__band", mark.band, a.every([mark.published, bool(names)]), names
            )
        )
    return tuple(cells)


def result_names(compiled: CompiledQuestionnaire) -> tuple[str, ...]:
    """The columns' names, in order."""
    return tuple(
        cell.name
        for cell in result_columns(WHOLE, compiled, dict.fromkeys(compiled.questions, formula.UNANSWERED))
    )


def result_units(compiled: CompiledQuestionnaire) -> dict[str, int]:
    """Return the columns of numbers, each with the unit it is counted in: 10 for one decimal."""
    cells = result_columns(WHOLE, compiled, dict.fromkeys(compiled.questions, formula.UNANSWERED))
    return {cell.name: cell.unit for cell in cells if isinstance(cell, NumberColumn)}


def _compute_score_range(compiled: CompiledQuestionnaire, domain: str) -> tuple[int, int]:
    """Return the least and the most that *domain* can publish, in units of its last decimal."""
    ends = (
        formula.publish(WHOLE, compiled.domains[domain].publication, Share(share, True))
        for share in (0, BILLION)
    )
    return next(ends), next(ends)


def _make_advice_columns(
    a: Arithmetic, compiled: CompiledQuestionnaire, codes: Mapping[str, Value], outcome: Outcome
) -> list[NameColumn]:
    """The recommendations that count most: the first among neighbours, then the first of all."""
    keys = {
        each.id: a.keep(f"{each.id}__key", a.choose(each.applies, each.key, NONE))
        for each in recommendations.candidates(a, compiled, codes, outcome)
    }
    firsts: list[list[Value]] = []
    for number, (candidates, _) in enumerate(advice_packs(compiled)):
        found: list[Value] = []
        for name in candidates:
            found = _merge_largest(a, f"neighbours-{number}__{name}", found, [keys[name]])
        firsts.append(found)
    while len(firsts) > 1:  # two by two, so that what few of them say together can be looked up, too
        pairs = zip(firsts[::2], [*firsts[1::2], []], strict=False)
        firsts = [
            _merge_largest(a, f"firsts-{len(firsts)}-{number}", *pair) for number, pair in enumerate(pairs)
        ]
    first = firsts[0]
    tied = [""] * compiled.ties
    for question in compiled.questions.values():
        for tie, offers in zip(question.ties, question.offers, strict=True):
            if offers:
                tied[tie] = question.id
    for rule in compiled.rules:
        tied[rule.tie] = rule.id
    first += [NONE] * (recommendations.FIRST - len(first))
    cells = []
    for place, key in enumerate(first, start=1):
        rank = a.divide(a.choose(key >= 0, key, 0), compiled.ties)
        cells.append(NameColumn(f"advice_{place}", key - rank * compiled.ties, key >= 0, tuple(tied)))
    return cells


def _merge_largest(a: Arithmetic, name: str, one: Sequence[Value], two: Sequence[Value]) -> list[Value]:
    """The largest of *one* and *two*, both in order, the largest first; as many as are shown."""
    found: list[Value] = []
    for place in range(min(recommendations.FIRST, len(one) + len(two))):
        # The largest but *place* is the best over all ways to take so many from one and the rest from two.
        ways = []
        for taken in range(place + 2):
            others = place + 1 - taken
            if taken <= len(one) and others <= len(two):
                ways.append(a.least([each[-1] for each in (one[:taken], two[:others]) if each]))
        found.append(a.keep(f"{name}-{place}", a.most(ways)))
    return found


def advice_packs(compiled: CompiledQuestionnaire) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Steps and rules packed by the questions they rest on: the candidates' ids, and the questions.

    What rests on few answers can be worked out beforehand for each way they can fall (see
    ``lookup_groups``). How they are packed changes no result.
    """
    rests = {
        question.id: _collect_questions(compiled, [question.id]) for question in compiled.questions.values()
    }
    for gate in compiled.gates:
        for name in gate.lifted:
            rests[name] |= _collect_questions(compiled, gate.questions)
    rests |= {rule.id: _collect_questions(compiled, rule.questions) for rule in compiled.rules}
    packs: list[tuple[list[str], set[str]]] = []
    for name, questions in sorted(rests.items(), key=lambda each: -len(each[1])):
        fitting = [
            pack for pack in packs if count_combinations(compiled, pack[1] | questions) <= MAX_COMBINATIONS
        ]
        if not fitting:
            packs.append(([], set()))
            fitting = packs[-1:]
        best = min(fitting, key=lambda pack: len(questions - pack[1]))
        best[0].append(name)
        best[1].update(questions)
    return [
        (tuple(names), tuple(each for each in compiled.questions if each in questions))
        for names, questions in packs
    ]


def _collect_questions(compiled: CompiledQuestionnaire, names: Sequence[str]) -> set[str]:
    """The questions *names*, and those that decide whether they are asked."""
    found = set(names)
    for name in names:
        for condition in compiled.questions[name].ask_if:
            found |= {each.subject for each, _ in comparisons(condition)}
    return found


def count_combinations(compiled: CompiledQuestionnaire, questions: Collection[str]) -> int:
    """Count the combinations of answers to *questions*: each an option, missing, or not applicable."""
    return prod(len(compiled.questions[name].shares) + 2 for name in questions)
