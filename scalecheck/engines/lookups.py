"""Map each row's answers to a row of a precomputed table, and gather what stands there.

Lines are worked out by polars; what stands there is gathered in Python, as ``series[lines]``: asking
polars for it through an expression takes twenty times as long to begin, and holds up every other thread
meanwhile.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import polars as pl

from scalecheck.scoring import formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire

DIRECT = 1 << 12
"""Where so many rows hold every combination of spellings, a row finds its place by its spellings alone.
Larger tables are kept to the ways of answering, so that they stay in the processor's cache. Places are
worked out in 16 bits, which wrap without a word: at most 65,536, and so is
``result_columns.MAX_COMBINATIONS``."""


class AnswerPositions:
    """The columns of answers, as places among the spellings of each question."""

    def __init__(
        self,
        compiled: CompiledQuestionnaire,
        columns: Mapping[str, str],
        spelling_codes: Mapping[str, Sequence[int]],
        prefix: str,
    ) -> None:
        """*spelling_codes* has the code of each spelling; a null, which is unanswered, comes last."""
        self.columns = {name: columns[name] for name in compiled.questions if name in columns}
        self.options = {name: len(question.shares) for name, question in compiled.questions.items()}
        out = formula.NOT_APPLICABLE
        self.digits = {
            name: [
                code if code >= 0 else self.options[name] + (code == out)
                for code in (*spelling_codes[name], formula.UNANSWERED)
            ]
            for name in self.columns
        }
        """The way that each spelling of a question stands for: an option, missing, or not applicable."""
        self.prefix = prefix

    def places(self) -> list[pl.Expr]:
        """The place of each answer among the spellings, in 16 bits."""
        return [
            pl.col(column)
            .to_physical()
            .fill_null(len(self.digits[name]) - 1)
            .cast(pl.UInt16)
            .alias(f"{self.prefix}!{name}")
            for name, column in self.columns.items()
        ]

    def place(self, name: str) -> pl.Expr:
        """The column of one question's places."""
        return pl.col(f"{self.prefix}!{name}")


class AnswerLookup:
    """Finds, for each row, the line of a table of ways that its answers lead to."""

    def __init__(self, answers: AnswerPositions, questions: Sequence[str], table: pl.DataFrame) -> None:
        asked = [name for name in questions if name in answers.columns]
        start, stride, strides = 0, 1, {}
        for name in questions:
            strides[name] = stride
            if name not in answers.columns:
                start += stride * answers.options[name]
            stride *= answers.options[name] + 2
        counts = [len(answers.digits[name]) for name in asked]
        digits = [
            pl.Series([digit * strides[name] for digit in answers.digits[name]], dtype=pl.UInt32)
            for name in asked
        ]
        places = [answers.place(name) for name in asked]
        if prod(counts) <= DIRECT:
            lines = pl.Series([start], dtype=pl.UInt32)
            for each in digits:
                here = pl.Series(range(len(lines) * len(each)), dtype=pl.UInt32)
                lines = lines[here % len(lines)] + each[here // len(lines)]
            table = table[lines]
            self.line = _add_up([place * prod(counts[:n]) if n else place for n, place in enumerate(places)])
        else:

            def line(places: Sequence[pl.Series]) -> pl.Series:
                found = digits[0][places[0]] + start
                for known, place in zip(digits[1:], places[1:], strict=True):
                    found = found + known[place]
                return found

            self.line = pl.map_batches(places, line, return_dtype=pl.UInt32, is_elementwise=True)
        self.values = TableValues(table)


class CombinedLookup:
    """Finds the line that several lookups lead to together."""

    def __init__(self, columns: Sequence[str], counts: Sequence[int], table: pl.DataFrame) -> None:
        """*columns* hold, for each lookup, which of its *counts* different things it says."""
        states = [pl.col(name).cast(pl.UInt32) for name in columns]
        self.line = _add_up(
            [state * prod(counts[:place]) if place else state for place, state in enumerate(states)]
        )
        self.values = TableValues(table)


class TableValues:
    """The columns of a table, gathered together as a struct: a seventh of the time where there are ten."""

    def __init__(self, table: pl.DataFrame) -> None:
        self.width = table.width
        self.rows = table.to_series() if table.width == 1 else table.to_struct("")

    def column_name(self, name: str) -> str:
        """What the column that holds them is called: its own name, if it is one, else *name*."""
        return self.rows.name if self.width == 1 else name


def look_up(
    table: pl.LazyFrame, lookups: Sequence[AnswerLookup | CombinedLookup], prefix: str
) -> pl.LazyFrame:
    """Add to *table* what *lookups* hold for its rows."""
    if not lookups:
        return table
    lines = [f"{prefix}{n}" for n in range(len(lookups))]
    table = table.with_columns(
        each.line.cast(pl.UInt32).alias(name) for name, each in zip(lines, lookups, strict=True)
    )
    found = {
        each.values.column_name(f"{name}:"): each.values for name, each in zip(lines, lookups, strict=True)
    }

    def gathered(lines: Sequence[pl.Series]) -> pl.Series:
        columns = [
            each.rows[line].alias(name) for (name, each), line in zip(found.items(), lines, strict=True)
        ]
        return pl.DataFrame(columns).to_struct("")

    dtype = pl.Struct({name: each.rows.dtype for name, each in found.items()})
    # In two steps, since each field that is taken out of a struct takes as long as the struct has fields.
    table = table.with_columns(
        pl.map_batches(lines, gathered, return_dtype=dtype, is_elementwise=True).struct.unnest()
    )
    return table.with_columns(pl.col(name).struct.unnest() for name, each in found.items() if each.width > 1)


def shrink(column: pl.Series) -> pl.Series:
    """Return *column* in as few bits as its whole numbers need, so that what is gathered is narrower."""
    return column.shrink_dtype() if column.dtype.is_integer() else column


def cross_join(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return every combination of the tables' rows, the first table's changing fastest."""
    stride, found = 1, []
    way = pl.Series(range(prod(map(len, tables))), dtype=pl.UInt32)
    for table in tables:
        found.append(table[way // stride % len(table)])
        stride *= len(table)
    return pl.concat(found, how="horizontal")


def distinct_states(table: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    """Return the distinct rows of *columns* in *table*, and for each row of *table* the number of its own."""
    if not columns:
        return pl.DataFrame({"": [0]}).select(), pl.Series([0] * len(table), dtype=pl.UInt32)
    groups = (
        table.select(columns)
        .with_row_index("row")
        .group_by(columns, maintain_order=True)
        .agg("row")
        .with_row_index("state")
    )
    return groups.select(columns), groups.select("state", "row").explode("row").sort("row")["state"]


def _add_up(parts: Sequence[pl.Expr]) -> pl.Expr:
    total = parts[0] if parts else pl.lit(0)
    for each in parts[1:]:
        total = total + each
    return total
