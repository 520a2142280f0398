"""Tables of ways, and how a row of answers finds its line in them.

Lines are worked out by polars; what stands there is gathered in Python, as ``series[lines]``: asking polars for it through an
expression takes twenty times as long to begin, and holds up every other thread meanwhile.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import polars as pl

from scalecheck.scoring import formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.scoring.plan import Plan

DIRECT = 1 << 12
"""Where so many rows hold every combination of spellings, a row finds its place by its spellings alone. Larger tables are kept to
the ways of answering, so that they stay in the processor's cache. Places are worked out in 16 bits, which wrap without a word:
at most 65,536, and so are the ways of ``row.WAYS``."""


class Answers:
    """The columns of answers, as places among the spellings of each question, and the ways those stand for."""

    def __init__(self, plan: Plan, columns: Mapping[str, str], spelt: Mapping[str, Sequence[int]], prefix: str) -> None:
        """*spelt* has the code of each spelling; a null, which is unanswered, comes last."""
        self.columns = {name: columns[name] for name in plan.questions if name in columns}
        self.options = {name: len(question.shares) for name, question in plan.questions.items()}
        self.digits = {
            name: [code if code >= 0 else self.options[name] + (code == formula.NOT_APPLICABLE) for code in (*spelt[name], -1)]
            for name in self.columns
        }
        """The way that each spelling of a question stands for: an option, missing, or not applicable."""
        self.prefix = prefix
        self.needed: dict[str, None] = {}
        """Questions of which the ways themselves are needed as columns."""

    def places(self) -> list[pl.Expr]:
        """The place of each answer among the spellings, in 16 bits."""
        return [
            pl.col(column).to_physical().fill_null(len(self.digits[name]) - 1).cast(pl.UInt16).alias(f"{self.prefix}!{name}")
            for name, column in self.columns.items()
        ]

    def place(self, name: str) -> pl.Expr:
        """The column of one question's places."""
        return pl.col(f"{self.prefix}!{name}")

    def way(self, name: str) -> pl.Expr:
        """The column of one question's ways, which is needed from now on."""
        self.needed[name] = None
        return pl.col(f"{self.prefix}!!{name}")

    def translated(self, table: pl.LazyFrame) -> pl.LazyFrame:
        """*table* with the columns of the ways that are needed."""
        names = list(self.needed)
        if not names:
            return table
        digits = [pl.Series(self.digits[name], dtype=pl.UInt16).alias(f"{self.prefix}!!{name}") for name in names]

        def ways(places: Sequence[pl.Series]) -> pl.Series:
            return pl.DataFrame([known[place] for known, place in zip(digits, places, strict=True)]).to_struct("")

        dtype = pl.Struct({each.name: each.dtype for each in digits})
        found = pl.map_batches([self.place(name) for name in names], ways, return_dtype=dtype, is_elementwise=True)
        return table.with_columns(found.struct.unnest())


class Lines:
    """Finds, for each row, the line of a table of ways that its answers lead to."""

    def __init__(self, answers: Answers, questions: Sequence[str], table: pl.DataFrame) -> None:
        asked = [name for name in questions if name in answers.columns]
        start, stride, strides = 0, 1, {}
        for name in questions:
            strides[name] = stride
            if name not in answers.columns:
                start += stride * answers.options[name]
            stride *= answers.options[name] + 2
        counts = [len(answers.digits[name]) for name in asked]
        if prod(counts) <= DIRECT:
            lines = pl.Series([start], dtype=pl.UInt32)
            for name in asked:
                digits = pl.Series([digit * strides[name] for digit in answers.digits[name]], dtype=pl.UInt32)
                here = pl.Series(range(len(lines) * len(digits)), dtype=pl.UInt32)
                lines = lines[here % len(lines)] + digits[here // len(lines)]
            table = table[lines]
            places = [answers.place(name) * prod(counts[:n]) if n else answers.place(name) for n, name in enumerate(asked)]
            self.line = _total(places, 0)
        else:
            self.line = _total([answers.way(name) * strides[name] for name in asked], start)
        self.values = Values(table)


class Joined:
    """Finds the line that several lookups lead to together."""

    def __init__(self, columns: Sequence[str], counts: Sequence[int], table: pl.DataFrame) -> None:
        """*columns* hold, for each lookup, which of its *counts* different things it says."""
        strides = [prod(counts[:place]) for place in range(len(counts))]
        self.line = _total([pl.col(name) * stride for name, stride in zip(columns, strides, strict=True)], 0)
        self.values = Values(table)


class Values:
    """The columns of a table, gathered together: as a struct that takes a seventh of the time where there are ten."""

    def __init__(self, table: pl.DataFrame) -> None:
        self.schema = table.schema
        self.only = table.to_series() if table.width == 1 else None
        self.values = table.to_struct("")

    def at(self, lines: pl.Series) -> list[pl.Series]:
        """The rows at *lines*, column by column."""
        return [self.only[lines]] if self.only is not None else self.values[lines].struct.unnest().get_columns()


def look_up(table: pl.LazyFrame, lookups: Sequence[Lines | Joined], prefix: str) -> pl.LazyFrame:
    """*table* with what *lookups* hold for its rows."""
    if not lookups:
        return table
    names = [f"{prefix}{n}" for n in range(len(lookups))]
    table = table.with_columns(each.line.cast(pl.UInt32).alias(name) for name, each in zip(names, lookups, strict=True))
    dtype = pl.Struct({name: kind for each in lookups for name, kind in each.values.schema.items()})

    def found(lines: Sequence[pl.Series]) -> pl.Series:
        columns = [column for each, line in zip(lookups, lines, strict=True) for column in each.values.at(line)]
        return pl.DataFrame(columns).to_struct("")

    return table.with_columns(pl.map_batches(names, found, return_dtype=dtype, is_elementwise=True).struct.unnest())


def crossed(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Every combination of their rows, the first table's changing fastest."""
    stride, found = 1, []
    way = pl.Series(range(prod(map(len, tables))), dtype=pl.UInt32)
    for table in tables:
        found.append(table[way // stride % len(table)])
        stride *= len(table)
    return pl.concat(found, how="horizontal")


def states(table: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    """The different rows that *columns* have in *table*; and for each row, which of them it has."""
    if not columns:
        return pl.DataFrame({"": [0]}).select(), pl.Series([0] * len(table), dtype=pl.UInt32)
    groups = table.select(columns).with_row_index("row").group_by(columns, maintain_order=True).agg("row").with_row_index("state")
    return groups.select(columns), groups.select("state", "row").explode("row").sort("row")["state"]


def _total(parts: Sequence[pl.Expr], start: int) -> Any:
    if not parts:
        return pl.lit(start)
    total = parts[0] + start if start else parts[0]
    for each in parts[1:]:
        total = total + each
    return total
