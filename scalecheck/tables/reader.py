"""The reader of a table: its headings, its rows of cells, and where each stands.

Cells are what the file holds: text in CSV; in JSON, spreadsheets and Parquet also numbers, truth values,
dates, lists. An answer is read from a cell's text (:func:`cell_text`); what is carried through stays as it
is.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from datetime import date, datetime, time
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.record import NamedTuple
from scalecheck.text import plural, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

MAX_CELL = 32_767
"""The most characters a cell holds: as many as a spreadsheet's."""
SHEET_ROWS = 1_048_576
"""The rows of a sheet, its heading counted in."""
NUL = "There is a NUL character here, which no text has."
INSTALL = "pip install 'scalecheck[batch]'"
Row = tuple[int, "Sequence[Any]"]
"""Where a row stands (a line of text, a row of a sheet; counted from 1), and its cells."""


class Absent:
    """What a JSON object says of a key it does not have: less than ``null``."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class NumberText(str):
    """A number of a JSON file, as it was written: no digit is lost on its way through."""

    __slots__ = ()


class Dialect(NamedTuple):
    """How a CSV file is written."""

    encoding: str
    separator: str
    heading_line: int
    """The line of the headings, from 1: a line ``sep=;`` may stand before it."""


class Table(ABC):
    """An opened table. Reading it from the start any number of times gives the same."""

    kind = "csv"
    unit = "line"
    """What a row's number counts."""
    text_only = False
    """Whether every cell is text."""
    TOO_MANY_CELLS = "Put a cell that has the separator in it in quotes."
    """What to do about a row with too many cells."""
    headings: tuple[str, ...] = ()
    heading_line: int = 1
    """Where the headings stand; 0 where they have no place of their own."""
    dialect: Dialect | None = None
    """How a CSV file is written."""
    warnings: tuple[str, ...] = ()
    """What there is to say of the table once it was read."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        """*name* is what the user calls the file."""

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Every row, from the first."""

    def total(self) -> int:
        """Return how much there is to read, for a progress bar: bytes or rows; 0 where nobody knows."""
        return self.path.stat().st_size

    def amount_read(self) -> int:
        """Return how much of :meth:`total` has been read."""
        return 0

    def place(self, line: int, column: int) -> Place:
        """Return the place of a cell; *column* counts from 0, or is -1 for the whole row."""
        return Place(self.name, line, column + 1 or 1)

    def column_number(self, column: int) -> int:
        """The number of a column as the file has it, from 1."""
        return column + 1

    def cell_name(self, line: int, column: int) -> str:  # noqa: ARG002  a sheet's cell is named by its row
        """Name a cell as a sentence begins with it."""
        return f'In "{short(self.headings[column])}"'

    def schema(self) -> Any:
        """The columns' types, where the file says them."""
        return None

    def describe(self) -> str:
        """Describe in a few words what kind of table this is."""
        return self.kind


def refuse(name: str, code: Code, what: str, todo: str = "", line: int = 0, column: int = 1) -> Refused:
    """A fault of the file as a whole, or of one place in it."""
    return Refused(Problem(Place(name, line, column if line else 0), code, what, todo))


def unreadable_file(name: str, error: OSError) -> Refused:
    """A file that its system does not read."""
    return refuse(name, Code.SC002, f"The file cannot be read: {error.strerror or error}.")


def missing_package(what: str) -> Refused:
    """What to install for something the base install cannot do."""
    return Refused(Problem(Place(what), Code.SC716, "This needs an extra package.", f"Install it: {INSTALL}"))


def blank_rows_warning(blank: int) -> tuple[str, ...]:
    """Word the warning about *blank* rows of a CSV file: spreadsheets write them below a table."""
    return (f"{plural(blank, 'blank row is', 'blank rows are')} left out.",) if blank else ()


def cell_text(cell: Any) -> str:
    """Return a cell as text: what an answer is read from, and what CSV holds."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell is ABSENT:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, list | dict):
        return cell_json(cell)
    return str(cell)


def cell_json(value: Any) -> str:
    """Return a cell as JSON; numbers of a JSON file as they were written there."""
    kind = value.__class__
    if kind is str:
        return _quoted(value)
    if kind is NumberText:
        return str.__str__(value)
    if kind is dict:
        return "{" + ",".join(f"{_quoted(key)}:{cell_json(each)}" for key, each in value.items()) + "}"
    if kind is list:
        return "[" + ",".join(map(cell_json, value)) + "]"
    if value is None or value is ABSENT:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int or (kind is float and value - value == 0):
        return repr(value)
    return _quoted(cell_text(value))


_quoted = json.encoder.encode_basestring


class UnreadableRow(tuple[Any, ...]):
    """Stands for the cells of a row that could not be read at all, and says why."""

    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, problems: Sequence[Problem], cells: Sequence[Any] = ()) -> UnreadableRow:
        """The row that *problems* kept from being read, with the *cells* it has all the same."""
        row = cls(cells)
        row.problems = tuple(problems)
        return row


def make_picker(places: tuple[int, ...]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Takes the items at *places*; at C speed where there are two or more."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: [row[place] for place in places]
