"""Keep the rows that a page lists one by one, while they pass by: up to a limit, so that memory stays flat.

They may come in any order. Past :data:`ROWS` none is kept, since a page then shows distributions instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.cohort.counts import UNUSED
from scalecheck.mapping.column_roles import RESPONDENT
from scalecheck.record import NamedTuple
from scalecheck.tables.reader import cell_text
from scalecheck.text import fold, one_line, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scalecheck.mapping.column_roles import Columns

ROWS = 1000
"""The most rows that are shown one by one."""
LONGEST = 100
"""A longer name is cut."""
INNOVATION = "innovation"


class ListedRow(NamedTuple):
    """One row."""

    number: int
    """Counted from 1 under the headings, with rows that could not be read, without blank ones."""
    name: str
    """Empty where the row has none."""
    results: tuple[Any, ...]
    """In the order of :attr:`ListedRows.columns`."""


class ListedRows:
    """The rows that a page lists, with their names and results."""

    def __init__(self, columns: Columns, results: Sequence[str]) -> None:
        """*columns* are the table's, *results* the columns that are added, in their order."""
        self.place = _find_name_column(columns)
        """The column that names a row: the innovation's, else the respondent's, else the first that is
        carried; or None."""
        self.heading = "" if self.place is None else one_line(columns.headings[self.place])
        self.personal = self.place is not None and self.place == _find_respondent_column(columns)
        """Whether rows are named by who answered."""
        self.columns = tuple(each for each in results if each not in UNUSED)
        """The results that are kept."""
        self.rows: list[ListedRow] = []
        self.full = False
        """Whether there were more rows than are shown; then none is kept."""
        self._places = [place for place, each in enumerate(results) if each not in UNUSED]

    def has_room(self, rows: int) -> bool:
        """Tell whether there is room for *rows* more; once there is not, all that was kept is dropped."""
        self.full = self.full or len(self.rows) + rows > ROWS
        if self.full:
            self.rows = []
        return not self.full

    def append(self, rows: Iterable[tuple[int, Any, Sequence[Any]]]) -> None:
        """Keep rows for which there is room: each its number, the cell that names it, and its results."""
        self.rows += [
            ListedRow(number, short(cell_text(cell), LONGEST), tuple(results))
            for number, cell, results in rows
        ]

    def add(
        self, numbers: Sequence[int], cells: Sequence[Sequence[Any]], results: Sequence[Sequence[Any]]
    ) -> None:
        """Keep rows as they are scored: their numbers, their own cells, and all their results."""
        if self.has_room(len(numbers)):
            names = [None if self.place is None else row[self.place] for row in cells]
            kept = [[row[place] for place in self._places] for row in results]
            self.append(zip(numbers, names, kept, strict=True))


def _find_name_column(columns: Columns) -> int | None:
    carried = [place for place in columns.carried if place not in columns.provenance.values()]
    named = [place for place in carried if fold(columns.headings[place]).rsplit("/", 1)[-1] == INNOVATION]
    respondent = _find_respondent_column(columns)
    if named or respondent is None:
        return next(iter(named or carried), None)
    return respondent


def _find_respondent_column(columns: Columns) -> int | None:
    """The column of who answered; files of responses have one, too, though people may be there twice."""
    headed = [place for place in columns.carried if fold(columns.headings[place]) == RESPONDENT]
    return columns.respondent if columns.respondent is not None else next(iter(headed), None)
