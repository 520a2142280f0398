"""What one response comes to as a row of a table: the columns that `batch` adds, in order.

Written over the formula's arithmetic, like the score itself, so that a row says what a report would say whichever engine
works it out. A column is data: a number with what it is counted in, or the position of a name among names.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from scalecheck import advice
from scalecheck.scoring import formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.scoring.formula import Arithmetic, Flag, Outcome, Value
    from scalecheck.scoring.plan import Plan

NONE = -1
"""The key of advice that does not apply: below every key there is."""


class Number(NamedTuple):
    """A column of numbers: *value* counted in units of 1/*unit*; missing where *there* is false."""

    name: str
    value: Value
    there: Flag
    unit: int


class Name(NamedTuple):
    """A column of names: the one at *position*; missing where *there* is false."""

    name: str
    position: Value
    there: Flag
    names: tuple[str, ...]


class Names(NamedTuple):
    """A column of several names joined with ``;``: those whose flag is true; missing where none is."""

    name: str
    parts: tuple[tuple[Flag, str], ...]


Cell = Number | Name | Names


def field(identifier: str) -> str:
    """An id as the start of a column's name."""
    return identifier.replace("-", "_")


def row(a: Arithmetic, plan: Plan, codes: Mapping[str, Value]) -> tuple[Cell, ...]:
    """The cells of the answers *codes*, one for each question, by id."""
    outcome = formula.score(a, plan, codes)
    root = outcome.domains[plan.root.id]
    unit = 10**plan.questionnaire.decimals
    bands = tuple(band.id for band in plan.root.bands)
    full = a.divide(root.answered * 20000 + root.applicable, root.applicable * 2)
    # A gate that holds caps the band only where the score alone would give a better one.
    caps = [a.every([root.published, outcome.gates[gate.id].true, root.band >= gate.cap + 1]) for gate in plan.gates]
    cells: list[Cell] = [
        Number("score", root.score, root.published, unit),
        Name("band", outcome.band, a.every([root.published, bool(bands)]), bands),
        Number("low", root.low, root.bounded, unit),
        Number("high", root.high, root.bounded, unit),
        Number("completeness", a.choose(root.applicable >= 1, full, 10000), True, 10000),
        Names("capped_by", tuple((flag, gate.id) for flag, gate in zip(caps, plan.gates, strict=True))),
        Name("weakest", outcome.weakest, outcome.weakest >= 0, plan.links),
        *_advice(a, plan, codes, outcome),
    ]
    for domain in plan.questionnaire.domains:
        mark, planned = outcome.domains[domain.id], plan.domains[domain.id]
        names = tuple(band.id for band in planned.bands)
        cells.append(Number(f"{field(domain.id)}__score", mark.score, mark.published, unit))
        cells.append(Name(f"{field(domain.id)}__band", mark.band, a.every([mark.published, bool(names)]), names))
    return tuple(cells)


def names(plan: Plan) -> tuple[str, ...]:
    """The columns' names, in order."""
    from scalecheck.scoring.single import WHOLE

    return tuple(cell.name for cell in row(WHOLE, plan, dict.fromkeys(plan.questions, formula.UNANSWERED)))


def _advice(a: Arithmetic, plan: Plan, codes: Mapping[str, Value], outcome: Outcome) -> list[Name]:
    """The recommendations that count most.

    First within each domain, then among the firsts of all: what depends on few answers is worked out by itself, and can be
    worked out beforehand for each way they can fall.
    """
    home = {question.id: question.domain for question in plan.questions.values()}
    home |= {rule.id: home[rule.questions[0]] if len({home[q] for q in rule.questions}) == 1 else "" for rule in plan.rules}
    keyed = [
        (home[each.id], a.keep(f"{each.id}__key", a.choose(each.applies, each.key, NONE)))
        for each in advice.candidates(a, plan, codes, outcome)
    ]
    keyed.sort(key=lambda pair: pair[0])
    firsts: list[Value] = []
    for domain, pairs in groupby(keyed, key=lambda pair: pair[0]):
        keys = [key for _, key in pairs]
        firsts += _largest(a, domain, keys) if domain else keys
    tied = [""] * plan.ties
    for question in plan.questions.values():
        for tie, offers in zip(question.ties, question.offers, strict=True):
            if offers:
                tied[tie] = question.id
    for rule in plan.rules:
        tied[rule.tie] = rule.id
    found = []
    for place, key in enumerate(_largest(a, plan.root.id, firsts), start=1):
        rank = a.divide(a.choose(key >= 0, key, 0), plan.ties)
        found.append(Name(f"advice_{place}", key - rank * plan.ties, key >= 0, tuple(tied)))
    return found


def _largest(a: Arithmetic, name: str, keys: Sequence[Value]) -> list[Value]:
    """The largest of *keys*, as many as are shown, in order. No two that apply are equal."""
    found: list[Value] = []
    for place in range(advice.FIRST):
        below = [a.choose(key < found[-1], key, NONE) for key in keys] if found else keys
        found.append(a.keep(f"{name}__first-{place}", a.most(below)) if below else NONE)
    return found
