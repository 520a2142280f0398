"""Write rows: as CSV, as one JSON object a line, as a spreadsheet, as Parquet.

JSON and Parquet keep every cell as it is. A spreadsheet would run a text that starts like a formula, so
in CSV such a text gets a ``'`` before it, and in a workbook it is stored as text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import date, datetime
from itertools import chain
from math import isfinite
from typing import IO, TYPE_CHECKING, Any

from scalecheck.errors import Code
from scalecheck.tables.reader import (
    ABSENT,
    MAX_CELL,
    SHEET_ROWS,
    NumberText,
    cell_json,
    cell_text,
    make_picker,
    missing_package,
    refuse,
)
from scalecheck.text import FORMULA, defuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_EXACT = 10**15
"""Below it a sheet tells every whole number apart."""
FIRST_YEAR = 1900
"""A sheet counts days from here on, and counts one too many until March."""
_SUSPECT = re.compile(r"(?:\A|\0)[=+\-@\t\r]|\r")
_QUOTED = re.compile('[,"\r\n]')


class Writer(ABC):
    """Writes rows under fixed headings."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = tuple(headings)

    @abstractmethod
    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write *rows*, each with a cell under every heading."""

    def close(self) -> None:  # noqa: B027  most have nothing left
        """Write what is still to be written."""

    def remove_temporary_files(self) -> None:  # noqa: B027  most leave nothing behind
        """Remove what was put aside on the way, however the run ended."""


class CsvWriter(Writer):
    """CSV as RFC 4180 has it: UTF-8, quotes where they are needed, lines that end in LF."""

    def __init__(
        self, file: IO[bytes], headings: Sequence[str], carried: Sequence[int] | None = None
    ) -> None:
        """*carried*: the places of the columns that come from outside, where not all do."""
        super().__init__(headings)
        self.file = file
        self._carried = make_picker(tuple(range(len(headings)) if carried is None else carried))
        write_csv_header(file, self.headings, carried)

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        self.file.write(_format_rows(rows, self._carried))


def write_csv_header(file: IO[bytes], headings: Sequence[str], carried: Sequence[int] | None = None) -> None:
    """Write *headings* as a line of CSV; *carried* are the places of those from outside, else all."""
    pick = make_picker(tuple(range(len(headings)) if carried is None else carried))
    file.write(_format_rows([headings], pick))


def _format_rows(rows: Sequence[Sequence[Any]], pick: Callable[[Sequence[Any]], Sequence[Any]]) -> bytes:
    """Format *rows* as lines of CSV; *pick* takes the cells that come from outside, and may be texts."""
    carried = list(chain.from_iterable(map(pick, rows)))
    odd = {cell.__class__ for cell in carried} - {str}
    if odd:
        rows = [
            [cell if cell.__class__ in (str, float) or cell is None else cell_text(cell) for cell in row]
            for row in rows
        ]
        carried = [cell if cell.__class__ is str else "" for cell in chain.from_iterable(rows)]
    lines = io.StringIO()
    if _SUSPECT.search("\0".join(carried)):
        lines.writelines(_format_line(row) for row in rows)
    else:
        csv.writer(lines, lineterminator="\n").writerows(rows)
    return lines.getvalue().encode()


def _format_line(row: Sequence[Any]) -> str:
    cells = []
    for cell in row:
        text = "" if cell is None else defuse(cell) if isinstance(cell, str) else str(cell)
        cells.append('"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text)
    return (",".join(cells) if cells != [""] else '""') + "\n"


class NdjsonWriter(Writer):
    """One JSON object a line, in the order of the headings; a key that was absent is absent."""

    def __init__(self, file: IO[bytes], headings: Sequence[str]) -> None:
        super().__init__(headings)
        self.file = file
        self.keys = [f"{json.dumps(each, ensure_ascii=False)}:" for each in headings]

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        keys = self.keys
        try:
            lines = [
                ",".join(
                    [key + cell_json(cell) for key, cell in zip(keys, row, strict=True) if cell is not ABSENT]
                )
                for row in rows
            ]
        except RecursionError:
            what, todo = (
                "A cell holds lists or objects nested too deep to be written.",
                "Leave it out with --columns.",
            )
            raise refuse(self.file.name, Code.SC711, what, todo) from None
        self.file.write("".join([f"{{{line}}}\n" for line in lines]).encode())


class XlsxWriter(Writer):
    """A workbook with one sheet. Text is stored as text, whatever it starts with."""

    def __init__(self, file: IO[bytes], headings: Sequence[str], name: str) -> None:
        super().__init__(headings)
        try:
            import openpyxl  # type: ignore[import-untyped,unused-ignore]
            from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped,unused-ignore]
        except ImportError:
            raise missing_package(name) from None
        from scalecheck.tables.excel_cells import encode_escapes

        self.file, self.name, self.count = file, name, 0
        self._saved = False
        self.book = openpyxl.Workbook(write_only=True)
        self.sheet = self.book.create_sheet("results")
        self.sheet.freeze_panes = "A2"
        self._cell, self._encode = WriteOnlyCell, encode_escapes
        self.write([self.headings])

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        self.count += len(rows)
        if self.count > SHEET_ROWS:
            what = f"A sheet holds {SHEET_ROWS:,} rows, the heading counted in, and there are more."
            raise refuse(
                self.name, Code.SC717, what, "Write CSV or Parquet, whose names end in .csv or .parquet."
            )
        for row in rows:
            self.sheet.append([self._convert_cell(cell) for cell in row])

    def _convert_cell(self, cell: Any) -> Any:
        if cell is None or cell is ABSENT:
            return None
        kind = cell.__class__
        if kind is bool:
            return cell
        if kind in (date, datetime):  # as days and parts of a day, which no microsecond comes through
            fits = cell.year > FIRST_YEAR and (kind is date or not (cell.tzinfo or cell.microsecond))
            return cell if fits else self._store_text(cell_text(cell))
        if kind in (int, float, NumberText):
            number = _convert_number(cell)
            return self._store_text(cell_text(cell)) if number is None else number
        return self._store_text(cell_text(cell))

    def _store_text(self, text: str) -> Any:
        fit = self._encode(text)
        if len(fit) > MAX_CELL:  # openpyxl would cut it
            what = f"A cell of a sheet holds {MAX_CELL:,} characters, and a text takes {len(fit):,}."
            raise refuse(
                self.name, Code.SC717, what, "Write CSV or Parquet, whose names end in .csv or .parquet."
            )
        stored = self._cell(self.sheet, fit)
        stored.data_type = "s"
        if text.startswith((*FORMULA, "'")):
            stored.quotePrefix = True
        return stored

    def close(self) -> None:
        self.book.save(self.file)
        self._saved = True

    def remove_temporary_files(self) -> None:
        if not self._saved:
            with suppress(OSError):
                self.sheet.close()
                self.sheet._writer.cleanup()


def _convert_number(cell: float | NumberText) -> int | float | None:
    """Return *cell* as a number that a sheet holds to the last of sixteen digits; None where it does not."""
    if isinstance(cell, int) and abs(cell) >= _EXACT:
        return None
    number = float(cell)
    if not isfinite(number) or abs(number) >= _EXACT or float(f"{number:.16g}") != number:
        return None
    if isinstance(cell, NumberText):
        whole = int(number) if number.is_integer() else number
        return whole if str(whole) == str.__str__(cell) else None
    return cell


class ParquetWriter(Writer):
    """Parquet: carried columns have the input's types, else are text; rows go through files of 50,000."""

    ROWS_PER_FILE = 50_000

    def __init__(self, file: IO[bytes], headings: Sequence[str], types: Sequence[Any], name: str) -> None:
        """*name* is what the user calls the file, should polars be missing."""
        super().__init__(headings)
        try:
            import polars
        except ImportError:
            raise missing_package(name) from None
        from tempfile import TemporaryDirectory

        self.polars, self.file = polars, file
        self.schema = dict(zip(headings, types, strict=True))
        self._texts = [n for n, each in enumerate(types) if each is polars.String]
        self._waiting: list[Sequence[Any]] = []
        self._parts = 0
        self._folder = TemporaryDirectory(prefix="scalecheck-")

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        self._waiting += rows
        if len(self._waiting) >= self.ROWS_PER_FILE:
            self._write_part()

    def _write_part(self) -> None:
        texts = self._texts
        columns = list(zip(*self._waiting, strict=True)) or [()] * len(self.headings)
        data = {
            name: [None if cell is None or cell is ABSENT else cell_text(cell) for cell in cells]
            if n in texts
            else cells
            for n, (name, cells) in enumerate(zip(self.headings, columns, strict=True))
        }
        self.polars.DataFrame(data, schema=self.schema).write_parquet(
            f"{self._folder.name}/{self._parts:08}.parquet"
        )
        self._parts += 1
        self._waiting = []

    def close(self) -> None:
        if self._waiting or not self._parts:
            self._write_part()
        try:
            self.polars.scan_parquet(f"{self._folder.name}/*.parquet").sink_parquet(self.file.name)
        except self.polars.exceptions.PolarsError as error:
            raise OSError(
                str(error).splitlines()[0][:120]
            ) from None  # a full disk, which polars tells in its own way

    def remove_temporary_files(self) -> None:
        self._folder.cleanup()


def open_writer(
    kind: str,
    file: IO[bytes],
    name: str,
    headings: Sequence[str],
    carried: Sequence[int],
    types: Sequence[Any],
) -> Writer:
    """Return the writer of the format *kind*.

    *carried* are the places of columns that come from outside, *types* the columns' types for Parquet.
    """
    if kind == "csv":
        return CsvWriter(file, headings, carried)
    if kind == "ndjson":
        return NdjsonWriter(file, headings)
    if kind == "xlsx":
        return XlsxWriter(file, headings, name)
    return ParquetWriter(file, headings, types, name)
