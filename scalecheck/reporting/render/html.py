"""A report as a page: what is essential first, on one sheet of paper; the rest beneath, details folded."""

from __future__ import annotations

from itertools import count
from typing import IO, TYPE_CHECKING

from scalecheck.record import NamedTuple
from scalecheck.reporting.blocks import Fold, Items, Table
from scalecheck.reporting.figures import Band, Bar, Dumbbell, Spread, Strip
from scalecheck.text import one_line
from scalecheck.web.shell import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scalecheck.reporting.blocks import Block, Cell, Column, Report, Row, Section
    from scalecheck.reporting.score_table import ScoreTable
    from scalecheck.web.axis import Axis

CARDS = ("single", "group", "compared", "counts", "spread")
"""Tables that become a list of small cards where a screen is narrow."""
WIDEST = 9
"""The most characters of a score that the table of responses makes room for."""


def render(report: Report, file: IO[str], *, all: bool = False, explain: bool = False) -> None:
    """Write the page on *report* to *file*.

    Everything is in it; *all* and *explain* unfold what is folded away.
    """
    keys = count(1)
    told = [section for section in report.sections if "page" in section.media]
    whole = [section for section in told if not section.detail and section.style != "folded"]
    file.write(
        page(
            "page.html",
            style="report.css cohort.css" if report.wide else "report.css",
            script="cohort.js" if report.wide else "",
            report=report,
            essential=[
                section for place in ("first", "essential") for section in whole if section.place == place
            ],
            more=[section for section in whole if section.place == "more"],
            folded=[section for section in told if section not in whole],
            has_folds=any(_folds(block) for block in _walk(whole)),
            card=next((section for section in whole if section.style == "card"), None),
            unfold={"": all, "all": all, "long": all, "explain": explain},
            kind=lambda value: type(value).__name__,
            next_key=lambda: f"figure-{next(keys)}",
            lay_table=lay_table,
            widest=_measure_scores,
        )
    )


class LaidRow(NamedTuple):
    """A row as a page shows it."""

    name: str
    depth: int
    instead: str
    after: tuple[str, ...]
    cells: tuple[tuple[Column, Cell], ...]


class LaidTable(NamedTuple):
    """A table as a page shows it: without empty columns, the lowest rank first where it is ranked."""

    columns: tuple[Column, ...]
    rows: tuple[LaidRow, ...]
    axis: Axis | None
    """The axis that all figures of the table are drawn on; None where they have several."""
    cards: bool
    has_after: bool
    """Whether a column tells what stands beneath a row."""


def lay_table(table: Table) -> LaidTable:
    """Lay *table* out as a page shows it."""
    rows = sort_rows(table.rows) if table.ranked else table.rows
    kept = [n for n, column in enumerate(table.columns) if n == 0 or _is_shown(table, n - 1, column)]
    laid = tuple(
        LaidRow(_name(row), row.depth, row.instead, row.after, tuple(_lay_cells(table, row, kept)))
        for row in rows
    )
    axes = {
        cell.axis for row in rows for cell in row.cells if isinstance(cell, Bar | Strip | Spread | Dumbbell)
    }
    has_after = any(column.tells_after for column in table.columns)
    axis = axes.pop() if len(axes) == 1 else None
    return LaidTable(tuple(table.columns[n] for n in kept), laid, axis, table.style in CARDS, has_after)


def sort_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """*rows*, the lowest rank first and those without one last, each beneath the row that it stands in."""
    families: list[list[Row]] = []
    for row in rows:
        if row.depth == 0 or not families:
            families.append([row])
        else:
            families[-1].append(row)
    if all(len(family) == 1 for family in families):
        return tuple(sorted((family[0] for family in families), key=_stand))
    found: list[Row] = []
    for first, *under in sorted(families, key=lambda family: _stand(family[0])):
        lifted = sort_rows(row._replace(depth=row.depth - 1) for row in under) if under else ()
        found += [first, *(row._replace(depth=row.depth + 1) for row in lifted)]
    return tuple(found)


def _stand(row: Row) -> tuple[bool, float]:
    return row.rank is None, row.rank or 0.0


def _lay_cells(table: Table, row: Row, kept: list[int]) -> Iterator[tuple[Column, Cell]]:
    for n in kept:
        column = table.columns[n]
        cell: Cell = row.name if n == 0 else row.cells[n - 1]
        if row.instead and column.style == "in-band":
            cell = row.instead
        yield column, cell


def _is_shown(table: Table, n: int, column: Column) -> bool:
    """Tell whether a page shows a column: if any row has something in it, or people are to write in it."""
    return "page" in column.media and any(
        table.style == "log" or _is_filled(row.cells[n]) or (row.instead and column.style == "in-band")
        for row in table.rows
    )


def _is_filled(cell: Cell) -> bool:
    return bool(cell.title if isinstance(cell, Band) else cell)


def _name(row: Row) -> str:
    return one_line(row.name.title if isinstance(row.name, Band) else row.name)


def _walk(sections: Iterable[Section]) -> Iterator[Block]:
    for section in sections:
        yield from section.blocks


def _folds(block: Block) -> bool:
    cut = isinstance(block, Items) and block.first is not None and len(block.items) > block.first
    return cut or isinstance(block, Fold)


def _measure_scores(responses: ScoreTable) -> int:
    """How many characters the widest score of the table of responses takes."""
    return min(
        WIDEST,
        max((len(cell.text) for row in responses.rows for cell in (row.overall, *row.cells)), default=0),
    )
