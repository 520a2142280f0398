"""Tables of ways, and how a row of answers finds its line in them."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import polars as pl

from scalecheck.scoring import formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.scoring.plan import Plan

DIRECT = 1 << 16
"""Where so many rows hold every combination of spellings, a row finds its place by its spellings alone."""


class Lines:
    """Finds, for each row, the line of a table of ways that its answers lead to."""

    def __init__(self, plan: Plan, questions: Sequence[str], spelt: Mapping[str, Sequence[int]], table: pl.DataFrame) -> None:
        self.asked = [name for name in questions if name in spelt]
        self.start = 0
        """The line for questions that have no column."""
        digits: list[list[int]] = []
        stride = 1
        for name in questions:
            options = len(plan.questions[name].shares)
            if name in spelt:
                missing = [stride * (code if code >= 0 else options + (code == formula.NOT_APPLICABLE)) for code in spelt[name]]
                digits.append(missing)
            else:
                self.start += stride * options
            stride *= options + 2
        counts = [len(digit) for digit in digits]
        self.strides = [prod(counts[:place]) for place in range(len(counts))] if prod(counts) <= DIRECT else []
        """Where the table has a line for each combination of spellings: how far apart a question's lines are."""
        self.digits = [pl.Series(digit, dtype=pl.UInt32) for digit in digits]
        if self.strides:
            lines = [self.start]
            for digit in digits:
                lines = [line + each for each in digit for line in lines]
            table = table[lines]
        self.values = table.to_struct("")

    def of(self, places: Mapping[str, pl.Series], rows: int) -> pl.DataFrame:
        """What the table holds for *rows* rows, whose answers stand at *places* among the spellings."""
        line: Any = None if self.asked else pl.Series([self.start], dtype=pl.UInt32).new_from_index(0, rows)
        for number, name in enumerate(self.asked):
            if self.strides:
                each = places[name].cast(pl.UInt32) * self.strides[number]
            else:
                each = self.digits[number].gather(places[name])
                each = each if number else each + self.start
            line = each if line is None else line + each
        return self.values.gather(line).struct.unnest()


class Joined:
    """Finds the line that several lookups lead to together."""

    def __init__(self, columns: Sequence[str], counts: Sequence[int], table: pl.DataFrame) -> None:
        """*columns* hold, for each lookup, which of its *counts* different things it says."""
        self.columns, self.strides = columns, [prod(counts[:place]) for place in range(len(counts))]
        self.values = table.to_struct("")

    def of(self, found: pl.DataFrame) -> pl.DataFrame:
        """What *table* holds for rows of which the lookups say *found*."""
        line = found[self.columns[0]]
        for name, stride in zip(self.columns[1:], self.strides[1:], strict=True):
            line = line + found[name] * stride
        return self.values.gather(line).struct.unnest()


def crossed(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Every combination of their rows, the first table's changing fastest."""
    stride, total, found = 1, prod(map(len, tables)), []
    way = pl.Series(range(total), dtype=pl.Int64)
    for table in tables:
        found.append(table[way // stride % len(table)])
        stride *= len(table)
    return pl.concat(found, how="horizontal")
