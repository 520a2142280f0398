"""The distribution of numbers: counted one by one while they are few, in steps when they are many.

Published scores have few distinct values, so counting how often each occurs keeps a whole distribution
exactly. A score with many decimals or a wide range of points can have more of them: past :data:`DISTINCT`
values they are counted in steps of ten, a hundred ... of the last decimal. Their number, sum, least and
most stay exact, and the step is told.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

DISTINCT = 20_000
"""How many different numbers of a column are kept apart. Percentages with two decimals have 10,001."""


class Distribution(NamedTuple):
    """The distribution of one column of numbers, in units of its last decimal."""

    none: int
    """Rows that have no number."""
    rows: int
    """Rows that have one."""
    total: int
    counts: tuple[tuple[int, int], ...]
    """Each value and how often it occurs, in order; of a step, its lowest value."""
    step: int
    """1 where every value is kept apart; else how many values next to each other are counted together."""
    least: tuple[int, int]
    """The lowest value there is, and how often; exact whatever the step."""
    most: tuple[int, int]
    """The highest value there is, and how often."""

    def quantile(self, quarters: int) -> int:
        """The lowest value that at least so many quarters of the rows do not exceed.

        There is at least one row.
        """
        passed = 0
        for value, count in self.counts:
            passed += count
            if 4 * passed >= quarters * self.rows:
                return max(value, self.least[0])  # a step is named by its lowest value, which need not occur
        return self.most[0]


class BinnedNumbers:
    """Numbers counted in steps.

    The step is raised only when the values seen need it, and whatever needs it in a part needs it in the
    whole: so the step at the end does not depend on the order in which they came.
    """

    def __init__(self) -> None:
        self.step, self.rows, self.total = 1, 0, 0
        self.bins: Counter[int] = Counter()
        self.ends: dict[int, int] = {}

    def add(self, counts: Mapping[int, int]) -> None:
        """Count numbers that were counted one by one."""
        if not counts:
            return
        self.rows += sum(counts.values())
        self.total += sum(value * count for value, count in counts.items())
        ends = Counter(self.ends)
        ends.update({end: counts[end] for end in {min(counts), max(counts)}})
        self.ends = {end: ends[end] for end in (min(ends), max(ends))}
        for value, count in counts.items():
            self.bins[value // self.step] += count
        while len(self.bins) > DISTINCT:
            self.step *= 10
            bins: Counter[int] = Counter()
            for value, count in self.bins.items():
                bins[value // 10] += count
            self.bins = bins

    def distribution(self, none: int) -> Distribution:
        """Return their distribution, beside *none* rows that have no number."""
        found = sorted((value * self.step, count) for value, count in self.bins.items())
        least, most = min(self.ends), max(self.ends)
        return Distribution(
            none,
            self.rows,
            self.total,
            tuple(found),
            self.step,
            (least, self.ends[least]),
            (most, self.ends[most]),
        )


def distribution_of(none: int, found: Mapping[int, int]) -> Distribution:
    """Return the distribution of *found*, each number with its count, beside *none* rows without a number."""
    counts = tuple(sorted(found.items()))
    rows, total = sum(found.values()), sum(value * count for value, count in counts)
    return Distribution(
        none, rows, total, counts, 1, counts[0] if counts else (0, 0), counts[-1] if counts else (0, 0)
    )
