"""Add the steps of the formula and the result columns to a frame of narwhals or polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.engines.result_columns import NameColumn, NumberColumn
from scalecheck.scoring.expressions import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scalecheck.engines.result_columns import ResultColumn
    from scalecheck.scoring.expressions import Expressions, Library, NamedColumn


def add_steps(frame: Any, steps: Iterable[NamedColumn]) -> Any:
    """Add *steps* to *frame* as columns, one ``with_columns`` for each level of dependency."""
    levels: list[list[Any]] = []
    level_of: dict[str, int] = {}
    for step in steps:
        level = 1 + max((level_of.get(name, -1) for name in step.column.reads), default=-1)
        level_of[step.name] = level
        if level == len(levels):
            levels.append([])
        levels[level].append(step.column.expr.alias(step.name))
    for exprs in levels:
        frame = frame.with_columns(*exprs)
    return frame


def select_needed(
    steps: Sequence[NamedColumn], cells: Iterable[ResultColumn], more: Iterable[str] = ()
) -> list[NamedColumn]:
    """Select those of *steps* that *cells* and the columns *more* depend on, in their order."""
    wanted = {name for cell in cells for name in columns_read(cell)}.union(more)
    found: list[NamedColumn] = []
    for step in reversed(steps):
        if step.name in wanted:
            found.append(step)
            wanted |= step.column.reads
    return found[::-1]


def columns_read(cell: ResultColumn) -> frozenset[str]:
    """Return the names of the columns that *cell* reads."""
    values: tuple[object, ...]
    if isinstance(cell, NumberColumn):
        values = (cell.value, cell.present)
    elif isinstance(cell, NameColumn):
        values = (cell.position, cell.present)
    else:
        values = tuple(flag for flag, _ in cell.parts)
    return frozenset().union(*(each.reads for each in values if isinstance(each, Column)))


def column_expression(a: Expressions, cell: ResultColumn, readable: Any = True) -> Any:
    """Return the expression of *cell*, null where it has no value or the row is not *readable*."""
    library = a.library
    if isinstance(cell, NumberColumn):
        value = a.expr(cell.value)
        if cell.unit > 1:
            # Rounded, since an engine may multiply by a tenth where it is told to divide by ten, and a tenth
            # is not exact.
            value = (value.cast(library.Float64) / library.lit(float(cell.unit))).round(
                len(str(cell.unit)) - 1
            )
        return null_unless(a, a.every([cell.present, readable]), value)
    if isinstance(cell, NameColumn):
        there, position = a.every([cell.present, readable]), cell.position
        if not isinstance(position, Column):
            name = cell.names[position] if cell.names and position >= 0 else None
            return null_unless(a, there, library.lit(name, dtype=library.String))
        pairs = [(position.expr == place, name) for place, name in enumerate(cell.names) if name]
        return null_unless(a, there, first_match(library, pairs, None, library.String))
    parts = [(a.every([flag, readable]), name) for flag, name in cell.parts]
    texts = [null_unless(a, flag, library.lit(name)) for flag, name in parts if flag is not False]
    if not texts:
        return library.lit(None, dtype=library.String)
    joined = library.concat_str(texts, separator=";", ignore_nulls=True)
    return null_unless(a, a.some([flag for flag, _ in parts]), joined)


def null_unless(a: Expressions, flag: Any, value: Any) -> Any:
    """Return *value* where *flag* is true, else null."""
    if isinstance(flag, Column):
        return a.library.when(flag.expr).then(value)
    return value if flag else a.library.when(a.library.lit(value=False)).then(value)


def first_match(library: Library, pairs: Sequence[tuple[Any, Any]], otherwise: Any, dtype: Any) -> Any:
    """Return the value beside the first condition that holds, else *otherwise*."""
    result = library.lit(otherwise, dtype=dtype)
    for condition, value in reversed(pairs):
        result = library.when(condition).then(library.lit(value, dtype=dtype)).otherwise(result)
    return result
