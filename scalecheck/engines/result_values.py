"""Dictionary-encoded results for polars: the values a result column can have, and the position of each row's.

Working out a position takes whole numbers alone; what stands there is made once and gathered. So a score is
written out once for each value it can have, not once a row, and several cells that stand side by side in a
line of CSV are one text.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

import polars as pl

from scalecheck.engines.frame_steps import column_expression
from scalecheck.engines.result_columns import NameColumn, NumberColumn, result_columns
from scalecheck.record import NamedTuple
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.expressions import Expressions
from scalecheck.scoring.formula import UNANSWERED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.engines.result_columns import ResultColumn
    from scalecheck.scoring.compiled import CompiledQuestionnaire

VALUES = 20_000
"""So many different numbers at most, and each has a position."""
GATES = 8
"""So many gates at most, and their combinations have a position each."""
TEXTS = 1 << 13
"""So many texts at most are made beforehand for cells that stand side by side: of more, codes are slower
than texts."""


class CodedColumn(NamedTuple):
    """A result column as positions among the values it can have."""

    name: str
    place: Any
    """The expression of its position."""
    values: pl.Series
    """What stands at each position; nothing at the last."""


def code_column(cell: ResultColumn) -> CodedColumn | None:
    """Encode *cell* as a position among its values; None where it can have too many."""
    a = Expressions(pl)
    if isinstance(cell, NameColumn):
        values = _list_names(tuple(name or None for name in cell.names))
        return CodedColumn(cell.name, a.expr(a.choose(cell.present, cell.position, len(cell.names))), values)
    if isinstance(cell, NumberColumn):
        least, most = cell.span
        count = most - least + 1
        if count > VALUES:
            return None
        return CodedColumn(
            cell.name,
            a.expr(a.choose(cell.present, cell.value - least, count)),
            _list_numbers(cell.span, cell.unit),
        )
    if len(cell.parts) > GATES:
        return None
    # One bit for each that holds. None of them holding is nothing, like the last.
    bits = a.total([a.choose(flag, 1 << place, 0) for place, (flag, _) in enumerate(cell.parts)])
    parts = [name for _, name in cell.parts]
    joined = [
        ";".join(name for n, name in enumerate(parts) if held >> n & 1) or None
        for held in range(1 << len(parts))
    ]
    return CodedColumn(cell.name, a.expr(bits), _list_names(tuple(joined)))


def result_types(compiled: CompiledQuestionnaire) -> dict[str, Any]:
    """Return the polars type of each result column, by name."""
    cells = result_columns(WHOLE, compiled, dict.fromkeys(compiled.questions, UNANSWERED))
    found: dict[str, Any] = {}
    for cell in cells:
        each = code_column(cell)
        number = pl.Float64() if isinstance(cell, NumberColumn) and cell.unit > 1 else pl.Int64()
        found[cell.name] = (
            each.values.dtype if each else number if isinstance(cell, NumberColumn) else pl.String()
        )
    return found


@lru_cache(maxsize=64)
def _list_numbers(span: tuple[int, int], unit: int) -> pl.Series:
    """The numbers of *span*, counted in 1/*unit*."""
    numbers = range(span[0], span[1] + 1)
    return pl.Series([*(each / unit if unit > 1 else each for each in numbers), None])


@lru_cache(maxsize=64)
def _list_names(names: tuple[str | None, ...]) -> pl.Series:
    return pl.Series([*names, None], dtype=pl.Enum(list(dict.fromkeys(name for name in names if name))))


@lru_cache(maxsize=64)
def _list_texts(values: tuple[object, ...]) -> pl.Series:
    return pl.Series(["" if each is None else str(each) for each in values])


class GatheredColumn(NamedTuple):
    """A column that is gathered: from the columns of its positions, what stands there."""

    column: str
    places: tuple[str, ...]
    strides: tuple[int, ...]
    values: pl.Series

    def gather(self, positions: dict[str, pl.Series]) -> pl.Series:
        """The column, for rows with these *positions*."""
        line = positions[self.places[0]]
        for name, stride in zip(self.places[1:], self.strides[1:], strict=True):
            line = line + positions[name] * stride
        return self.values[line].alias(self.column)


class ResultFiller:
    """Adds to a table what cells hold, from columns and steps that are there."""

    def __init__(
        self,
        prefix: str,
        cells: Sequence[ResultColumn],
        wanted: Sequence[str],
        runs: Sequence[Sequence[str]] = (),
    ) -> None:
        """Of *cells*, those *wanted* are added as values, and those of each run side by side as texts.

        The columns of the first are named by :func:`column_name`, those of each run listed in :attr:`runs`.
        """
        found = {cell.name: code_column(cell) for cell in cells}
        by_name = {cell.name: cell for cell in cells}
        self.prefix = prefix
        self.gathered: list[GatheredColumn] = []
        self.runs: list[list[str]] = []
        asked = {*wanted, *(name for run in runs for name in run)}
        self.coded = [each for name, each in found.items() if each is not None and name in asked]
        self.made = {name: by_name[name] for name, each in found.items() if each is None and name in asked}
        for name in wanted:
            each = found[name]
            if each is not None:
                self.gathered.append(
                    GatheredColumn(column_name(prefix, name), (self._name_position(name),), (1,), each.values)
                )
        for number, run in enumerate(runs):
            self.runs.append([])
            for part in _split_run(run, found):
                first = found[part[0]]
                if first is None:
                    self.runs[-1].append(column_name(prefix, part[0]))
                    continue
                column = f"{prefix}|{number}|{len(self.runs[-1])}|{part[0]}"
                self.runs[-1].append(column)
                self.gathered.append(
                    self._join_columns(column, [each for name in part if (each := found[name])])
                )

    def _name_position(self, name: str) -> str:
        return f"{self.prefix}@{name}"

    def _join_columns(self, column: str, cells: Sequence[CodedColumn]) -> GatheredColumn:
        texts = [_list_texts(tuple(each.values)) for each in cells]
        counts = [len(each) for each in texts]
        strides = tuple(prod(counts[:place]) for place in range(len(counts)))
        whole = texts[0]
        for each in texts[1:]:
            count, more = len(whole), len(each)
            lines = pl.Series(range(count * more), dtype=pl.UInt32)
            whole = whole[lines % count] + "," + each[lines // count]
        return GatheredColumn(
            column, tuple(self._name_position(each.name) for each in cells), strides, to_enum(whole)
        )

    def add_to(self, table: pl.LazyFrame) -> pl.LazyFrame:
        """*table* with the columns added."""
        a = Expressions(pl)
        if self.made:
            table = table.with_columns(
                column_expression(a, cell).alias(column_name(self.prefix, name))
                for name, cell in self.made.items()
            )
        if not self.gathered:
            return table
        places = [self._name_position(each.name) for each in self.coded]
        table = table.with_columns(
            each.place.cast(pl.UInt32).alias(name) for name, each in zip(places, self.coded, strict=True)
        )
        dtype = pl.Struct({each.column: each.values.dtype for each in self.gathered})
        found = pl.map_batches(
            [pl.col(name) for name in places], self._gather_columns, return_dtype=dtype, is_elementwise=True
        )
        return table.with_columns(found.struct.unnest())

    def _gather_columns(self, columns: Sequence[pl.Series]) -> pl.Series:
        positions = {each.name: column for each, column in zip(self.coded, columns, strict=True)}
        positions = {self._name_position(name): column for name, column in positions.items()}
        return pl.DataFrame([each.gather(positions) for each in self.gathered]).to_struct("")


def to_enum(texts: pl.Series) -> pl.Series:
    """*texts* as codes with their words, which take less time to gather and write as long as they are few."""
    return texts.cast(pl.Enum(texts.unique(maintain_order=True))) if len(texts) <= TEXTS else texts


def column_name(prefix: str, name: str) -> str:
    """The column that holds the result *name*."""
    return f"{prefix}={name}"


def _split_run(run: Sequence[str], found: dict[str, CodedColumn | None]) -> list[list[str]]:
    """*run* in parts of which each has few enough texts; what has no position stands alone."""
    parts: list[list[str]] = []
    count = TEXTS + 1
    for name in run:
        each = found[name]
        more = len(each.values) if each is not None else TEXTS + 1
        if count * more <= TEXTS:
            parts[-1].append(name)
            count *= more
        else:
            parts.append([name])
            count = more
    return parts
