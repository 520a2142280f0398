"""Collect rows that cannot be read: refuse the table with their problems, or write them to a file."""

from __future__ import annotations

import csv
from io import StringIO
from typing import IO, TYPE_CHECKING, Any

from scalecheck.errors import SHOWN, Code, Place, Problem, Refused
from scalecheck.tables.reader import cell_text
from scalecheck.tables.writers import CsvWriter, NdjsonWriter, Writer
from scalecheck.text import one_line, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.tables.reader import Table

ADDED = ("line", "reason")


class RejectedRows:
    """Counts rejected rows and keeps their first problems; refuses the table in the end if there are any."""

    def __init__(self) -> None:
        self.rows = 0
        self._found: dict[tuple[str, ...], tuple[Problem, int]] = {}
        """Each problem where it came first, and how often it came: by what it says, since a word may
        stand in every row."""
        self._more = 0
        self._next = Place("")

    def take(self, line: int, cells: Sequence[Any], problems: Sequence[Problem]) -> None:  # noqa: ARG002
        self.rows += 1
        for problem in problems:
            said = (problem.code, problem.what, problem.todo)
            if said in self._found or len(self._found) < SHOWN - 1:
                first, times = self._found.get(said, (problem, 0))
                self._found[said] = (first, times + 1)
            else:
                self._next = self._next if self._more else problem.place
                self._more += 1

    def close(self) -> None:
        """Raise :class:`~scalecheck.errors.Refused` if there was any problem."""
        found = [
            problem._replace(
                what=f"{problem.what} {plural(times - 1, 'more row is', 'more rows are')} like this."
            )
            if times > 1
            else problem
            for problem, times in self._found.values()
        ]
        if self._more:
            what = (
                f"There are {plural(self._more, 'more problem')}, in {plural(self.rows, 'row')} altogether."
            )
            found.append(
                Problem(
                    self._next, Code.SC009, what, "Mend these first; --rejects FILE puts such rows aside."
                )
            )
        if found:
            raise Refused(*found)


def rename_headings(headings: Sequence[str], added: Sequence[str]) -> list[str]:
    """Return *headings*, with those that are *added* as well under another name."""
    names = list(headings)
    for name in added:
        if name in names:
            other = f"{name}__input"
            while other in names:  # a table of rejects may be rejected from again
                other += "__input"
            names[names.index(name)] = other
    return names


def csv_line(cells: Sequence[Any]) -> str:
    """Return *cells* as one line of CSV, without its end."""
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(list(map(cell_text, cells)))
    return text.getvalue()


class RejectedRowsFile(RejectedRows):
    """Writes rejected rows to a file of their own, each with its line and the reasons."""

    def __init__(self, table: Table, file: IO[bytes], kind: str) -> None:
        super().__init__()
        self.file, self.kind, self.width = file, kind, len(table.headings)
        self.name, self.unit = table.name, table.unit
        self.headings = (*rename_headings(table.headings, ADDED), *ADDED)
        self.writer: Writer | None = None

    def take(self, line: int, cells: Sequence[Any], problems: Sequence[Problem]) -> None:
        self.rows += 1
        said = [
            one_line(f"{self._name_other_line(line, problem)}{problem.code} {problem.what}")
            for problem in problems
        ]
        whole = len(cells) == self.width
        # Which cell of another row stands under which heading nobody knows: it is put aside as one text,
        # under the first.
        filled = cells if whole else [csv_line(cells) if cells else None, *[None] * (self.width - 1)]
        if self.writer is None:  # nothing is written where nothing is rejected
            made = CsvWriter if self.kind == "csv" else NdjsonWriter
            self.writer = made(self.file, self.headings)
        self.writer.write([[*filled, line, " ".join(said)]])

    def _name_other_line(self, line: int, problem: Problem) -> str:
        """Name the line of *problem* if it is not the row's own: one row's answers may stand on several."""
        there = problem.place
        return (
            f"On {self.unit} {there.line}: "
            if there.file == self.name and there.line not in (0, line)
            else ""
        )

    def close(self) -> None:
        """The file is whole with its last row."""
