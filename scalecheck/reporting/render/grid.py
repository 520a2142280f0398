"""A table on a terminal: which columns have room, how wide each is, and what stands in each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from scalecheck.record import NamedTuple
from scalecheck.reporting.blocks import Change, Shares
from scalecheck.reporting.figures import Band
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scalecheck.reporting.blocks import Cell, Column, Row, Table
    from scalecheck.reporting.render.characters import Characters
    from scalecheck.reporting.render.layout import Span

NAMED = 8
"""How many characters of a name are shown at the least, however deep it stands."""
LONGEST, SHORTEST = 60, 12
"""How wide the names of rows may be, in characters, and how narrow at the least."""
BAND_COLOURS = {-1: "", 0: "red", 1: "yellow", 2: "green"}
BAND_SIGNS = {-1: " ", 0: "!", 1: "~", 2: "+"}
"""Beside the colour, for those who do not see it: ! lowest band, ~ between, + highest."""
COLOURS = {"": "", "better": "green", "worse": "red", "alarm": "bold red", "doubt": "bold yellow"}
BROAD = 72
"""From so many columns on, a cell has room for several shares."""
MOST_SHARES = (6, 2)
"""How many shares stand in a cell, on a broad terminal and on another; of more, the first and the last do."""
FILLED = (8, 30)
"""The fewest and the most characters of a figure that takes what is left of a row."""


class Laid(NamedTuple):
    """One row as it is, in spans; or a sentence that is wrapped, its mark hanging in the margin."""

    spans: tuple[Span, ...] = ()
    sentence: str = ""
    indent: int = 0
    mark: str = ""


def describe_band(band: Band) -> Span:
    """A band's sign and title, and its colour."""
    return (
        f"{BAND_SIGNS[band.level]} {one_line(band.title)}" if band.title else "",
        BAND_COLOURS[band.level],
    )


def lay_rows(table: Table, width: int, characters: Characters) -> Iterator[Laid]:
    """The rows of *table* in *width* columns, each followed by the sentences that belong to it."""
    return _Grid(table, width, characters).lay_rows()


def has_room(column: Column, width: int) -> bool:
    """Tell whether a terminal of *width* columns shows *column*."""
    if "terminal" not in column.media or width < column.least:
        return False
    return column.kind != "figure" or column.fill or any(width >= least for least, _ in column.sizes)


class _Grid:
    def __init__(self, table: Table, width: int, characters: Characters) -> None:
        self.table, self.width, self.characters = table, width, characters
        self.shown = [n for n, column in enumerate(table.columns[1:]) if has_room(column, width)]
        self.marked = any(row.mark for row in table.rows)
        self.sizes = {n: self._measure(n) for n in self.shown}
        names = [2 * row.depth + cell_len(_name(row)[0]) for row in table.rows]
        self.start = 4 if self.marked or table.headed else 2
        taken = self.start + sum(self._column(n).gap + size for n, size in self.sizes.items())
        room = width - taken - (0 if table.headed else 1)
        self.names = min(max([table.columns[0].width, *names]), max(SHORTEST, room), LONGEST)
        if table.headed:
            self.names = max(6, room)
        self.deepest = max(0, self.names - NAMED)
        for n in self.shown:
            if self._column(n).fill:
                rest = min(FILLED[1], self.sizes[n] + max(0, room - self.names))
                self.sizes[n] = rest if rest >= FILLED[0] else 0

    def lay_rows(self) -> Iterator[Laid]:
        if self.table.headed:
            titles = "".join(
                " " * self._column(n).gap + f"{self._title(n):>{self.sizes[n]}}" for n in self.shown
            )
            yield Laid(((" " * (self.names + self.start) + titles, ""),))
        short = [
            self.characters.cut(_name(row)[0], self.names - self._indent(row)) for row in self.table.rows
        ]
        for row, name in zip(self.table.rows, short, strict=True):
            _, style = _name(row)
            indent = self._indent(row)
            shown = (
                self.characters.cut(row.instead_of, self.names)
                if row.instead_of and short.count(name) > 1
                else name
            )
            mark = f"{row.mark or ' '} " if self.marked or self.table.headed else ""
            start = f"  {mark}", set_cell_size(" " * indent + shown, self.names)
            if row.instead:
                yield Laid(sentence=row.instead, mark="".join(start) + " ")
            else:
                yield Laid(tuple(_trim([(start[0], ""), (start[1], style), *self._lay_cells(row)])))
            for text in row.after:
                yield Laid(sentence=text, indent=4 + indent)

    def _lay_cells(self, row: Row) -> Iterator[Span]:
        used = self.start + self.names
        for n in self.shown:
            column, size = self._column(n), self.sizes[n]
            text, style = self._write(row.cells[n], size, column.bracketed)
            text = f"{text:>{size}}" if column.kind == "number" else text
            after = next((each for each in self.shown if each > n), None)
            ragged = after is None or self._column(after).bracketed  # what stands in brackets follows at once
            behind = self._column(after).gap + self.sizes[after] if after is not None and ragged else 0
            room = max(4, self.width - used - column.gap - behind)
            if column.bracketed and cell_len(text) > room:
                continue  # a number cut short would read as another
            text = self.characters.cut(text, room) if ragged else set_cell_size(text, size)
            yield " " * column.gap, ""
            yield text, style
            used += column.gap + cell_len(text)

    def _write(self, cell: Cell, size: int, bracketed: bool) -> Span:
        if cell is None or isinstance(cell, str):
            return (f"({one_line(cell)})" if cell and bracketed else one_line(cell or "")), ""
        if isinstance(cell, Band):
            return describe_band(cell)
        if isinstance(cell, Change):
            return cell.text, COLOURS[cell.tone]
        if isinstance(cell, Shares):
            return self._write_shares(cell), ""
        return (self.characters.draw(cell, size) if size else ""), ""

    def _write_shares(self, cell: Shares) -> str:
        """Write shares beside each other, without the sign that each has; of many the first and the last."""
        shares = [f"{share.removesuffix('%'):>4}" for _, share, _ in cell.parts]
        cut_short = len(shares) > MOST_SHARES[self.width < BROAD]
        return f"{shares[0]} ..{shares[-1]}" if cut_short else "".join(shares)

    def _measure(self, n: int) -> int:
        column = self._column(n)
        if column.kind == "figure":
            if column.fill:
                return FILLED[0]
            return next((size for least, size in column.sizes if self.width >= least), 0)
        titles = [cell_len(self._title(n))] if self.table.headed else []
        written = [
            cell_len(self._write(row.cells[n], 0, column.bracketed)[0])
            for row in self.table.rows
            if not row.instead
        ]
        return max(column.width, *titles, *written, 0)

    def _title(self, n: int) -> str:
        column = self._column(n)
        return (column.short or column.title).replace(" to ", f" {self.characters.arrow} ")

    def _column(self, n: int) -> Column:
        return self.table.columns[n + 1]

    def _indent(self, row: Row) -> int:
        return min(2 * row.depth, self.deepest)


def _name(row: Row) -> Span:
    return describe_band(row.name) if isinstance(row.name, Band) else (one_line(row.name), "")


def _trim(spans: list[Span]) -> list[Span]:
    """*spans* without the spaces at the end of the row."""
    while spans and not spans[-1][0].strip():
        spans.pop()
    if spans:
        text, style = spans[-1]
        spans[-1] = text.rstrip(), style
    return spans
