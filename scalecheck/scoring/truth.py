"""Conditions under three-valued logic: true, false, or undecided, because an answer is missing.

A condition is looked at twice: :class:`Points` takes it by what is answered and published now,
:class:`Bounds` by whatever the missing answers leave possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.condition import All, Comparison, Condition, Not
from scalecheck.scoring.outcome import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.scoring.arithmetic import Arithmetic, Flag, Value
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.outcome import Mark, Standing


def truth(a: Arithmetic, condition: Condition, look: Points) -> Truth:
    """Return the truth of *condition*, whose comparisons *look* settles.

    All is true when every part is, false as soon as one is; any the other way round.
    """
    if isinstance(condition, Comparison):
        return look.question(condition) if condition.kind == "question" else look.domain(condition)
    if isinstance(condition, Not):
        part = truth(a, condition.part, look)
        return Truth(part.false, part.true)
    parts = [truth(a, each, look) for each in condition.parts]
    true, false = [part.true for part in parts], [part.false for part in parts]
    if isinstance(condition, All):
        return Truth(a.every(true), a.some(false))
    return Truth(a.some(true), a.every(false))


class Points:
    """Compares what was answered and what is published. A missing answer leaves a comparison undecided."""

    def __init__(
        self,
        a: Arithmetic,
        compiled: CompiledQuestionnaire,
        standings: Mapping[str, Standing],
        marks: Mapping[str, Mark],
    ) -> None:
        self.a, self.compiled, self.standings, self.marks = a, compiled, standings, marks

    def question(self, comparison: Comparison) -> Truth:
        standing = self.standings[comparison.subject]
        match = self.a.among(standing.code, self.compiled.options(comparison))
        false = self.a.some(
            [self.a.no(standing.applies), self.a.every([standing.answered, self.a.no(match)])]
        )
        return Truth(self.a.every([standing.answered, match]), false)

    def domain(self, comparison: Comparison) -> Truth:
        """A domain to which nothing applies compares false; one without a published score is undecided."""
        a, mark = self.a, self.marks[comparison.subject]
        match = self.holds(comparison, mark.score, mark.band)
        nothing = a.no(mark.applicable >= 1)
        return Truth(
            a.every([mark.published, match]), a.some([nothing, a.every([mark.published, a.no(match)])])
        )

    def holds(self, comparison: Comparison, value: Value, band: Value) -> Flag:
        if comparison.relation == "is":
            position = self._find_band(comparison)
            return self.a.every([band >= position, self.a.no(band >= position + 1)])
        bound = self.compiled.scale(comparison.value)  # type: ignore[arg-type]
        return value < bound if comparison.relation == "below" else value >= bound

    def _find_band(self, comparison: Comparison) -> int:
        bands = self.compiled.domains[comparison.subject].bands
        return next(n for n, band in enumerate(bands) if band.id == comparison.value)


class Bounds(Points):
    """Compares whatever the open answers leave possible: true or false only where it is so either way."""

    def question(self, comparison: Comparison) -> Truth:
        a, standing = self.a, self.standings[comparison.subject]
        match = a.among(standing.code, self.compiled.options(comparison))
        settled = a.every([standing.applies, standing.code >= 0])
        false = a.some([a.no(standing.may), a.every([standing.code >= 0, a.no(match)])])
        return Truth(a.every([standing.sure, settled, match]), false)

    def domain(self, comparison: Comparison) -> Truth:
        a, mark = self.a, self.marks[comparison.subject]
        if comparison.relation == "is":
            position = self._find_band(comparison)
            low, high = mark.band_low, mark.band_high
            true = a.every([low >= position, a.no(high >= position + 1)])
            false = a.some([low >= position + 1, a.no(high >= position)])
        else:
            ends = [
                self.holds(comparison, mark.low, mark.band_low),
                self.holds(comparison, mark.high, mark.band_high),
            ]
            true, false = a.every(ends), a.no(a.some(ends))
        return Truth(a.every([mark.sure, true]), a.some([a.no(mark.bounded), false]))


def either(a: Arithmetic, one: Truth, other: Truth) -> Truth:
    """Return what is settled by one of the two, which never contradict each other."""
    return Truth(a.some([one.true, other.true]), a.some([one.false, other.false]))
