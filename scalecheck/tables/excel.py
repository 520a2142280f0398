"""Read a sheet of an Excel workbook: its values as they are, and never the stored result of a formula.

A workbook is a zip that unpacks itself, and says of itself how large it is. Neither is believed: the
directory is looked at before anything is unpacked, and rows and cells are looked at as they come.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code
from scalecheck.tables.reader import NUL, SHEET_ROWS, Row, Table, cell_text, missing_package, refuse
from scalecheck.text import listed, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from scalecheck.errors import Refused

MEMBERS, UNPACKED, RATIO = 2_000, 500_000_000, 200
"""How many parts a workbook may have, how many bytes unpacked, and how many times its size on disk."""
WIDTH = 16_384
"""The columns of a sheet."""
TEMPLATE_SHEETS = frozenset({"levels", "lists"})
"""Sheets of our own templates that hold no answers."""
_SMALL = 10_000_000
"""Unpacked bytes below which a workbook may be packed as tightly as it likes."""


class XlsxTable(Table):
    """The one sheet of a workbook that holds a table."""

    kind, unit = "xlsx", "row"
    TOO_MANY_CELLS = "Give the column a heading, or empty the cells."

    def __init__(self, path: Path, name: str, count_known: Callable[[Sequence[str]], int]) -> None:
        super().__init__(path, name)
        try:
            import openpyxl  # type: ignore[import-untyped,unused-ignore]  # noqa: F401
        except ImportError:
            raise missing_package(name) from None
        self._check_zip()
        self.sheet = self._choose_sheet(count_known)
        self.heading_line, self.headings = self._read_headings(self.sheet)

    def rows(self) -> Iterator[Row]:
        width = len(self.headings)
        for line, cells in self._read_cells(self.sheet):
            if line <= self.heading_line:
                continue
            yield line, [*cells, *[None] * (width - len(cells))]

    def total(self) -> int:
        return 0

    def cell_name(self, line: int, column: int) -> str:
        if column >= len(self.headings):
            return f"In {self._name_cell(line, column)}"
        return f'In {self._name_cell(line, column)} ("{short(self.headings[column], 40)}")'

    def describe(self) -> str:
        return f'Excel, sheet "{self.sheet}"'

    # The zip, before anything is unpacked.

    def _check_zip(self) -> None:
        import zipfile

        with self._translate_faults(), zipfile.ZipFile(self.path) as archive:
            members = archive.infolist()
        unpacked = sum(each.file_size for each in members)
        packed = max(1, self.path.stat().st_size)
        if len(members) > MEMBERS or unpacked > UNPACKED or (unpacked > _SMALL and unpacked > RATIO * packed):
            size = f"{unpacked // 1_000_000:,} MB in {len(members):,} parts"
            what = f"This workbook unpacks to {size}: it may be made to do harm."
            raise refuse(self.name, Code.SC712, what, "Save the sheet as CSV UTF-8, and name that.")

    def _refuse_damaged(self) -> Refused:
        what = "This is not an Excel workbook, or it is damaged or locked with a password."
        return refuse(
            self.name, Code.SC712, what, "Open it in Excel and save it again as .xlsx, without a password."
        )

    # Sheets and cells.

    @contextmanager
    def _open_book(self) -> Iterator[Any]:
        import warnings

        from scalecheck.tables import excel_cells

        with warnings.catch_warnings(), self.path.open("rb") as file:
            warnings.simplefilter("ignore")  # about styles and extensions, which are of no account here
            with self._translate_faults():
                book = excel_cells.open_workbook(file)
            try:
                yield book
            finally:
                book.close()

    @contextmanager
    def _translate_faults(self) -> Iterator[None]:
        """Turn any fault of a damaged file into one sentence; a file that cannot be read is another."""
        import errno
        import zipfile
        from xml.etree.ElementTree import ParseError

        try:
            yield
        except (
            zipfile.BadZipFile,
            KeyError,
            ParseError,
            ValueError,
            TypeError,
            AttributeError,
            IndexError,
            EOFError,
        ):
            raise self._refuse_damaged() from None
        except NotImplementedError:
            raise self._refuse_damaged() from None  # a way of packing that Python does not know
        except OSError as error:
            if error.errno not in (
                None,
                errno.EINVAL,
            ):  # openpyxl's own, and a place that is before the start of the file
                raise
            raise self._refuse_damaged() from None

    def _parse_rows(self, book: Any, name: str) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Every row that is written in a sheet, with its number and its cells."""
        from scalecheck.tables.excel_cells import OddCell, Sheet

        found = next(each for each in book.worksheets if each.title == name)
        with self._translate_faults():
            source = found._get_source()
        with source:
            parser = Sheet(book, found, source)
            try:
                with self._translate_faults():
                    yield from parser.parse()
            except OddCell as odd:
                name = self._name_cell(odd.row, odd.column - 1)
                what = f"In {name}: this is not a cell as workbooks have them."
                todo = "Open it in Excel, look at the cell, and save it again."
                raise refuse(self.name, Code.SC712, what, todo, odd.row, odd.column) from None
        for each in parser.merged_cells.mergeCell if parser.merged_cells else ():
            if each.max_row > self.heading_line:
                what = f"Cells {each.coord} are merged: only the first of them has the value."
                raise refuse(
                    self.name, Code.SC712, what, "Unmerge them, and give each its own value.", each.max_row
                )

    def _choose_sheet(self, count_known: Callable[[Sequence[str]], int]) -> str:
        """The sheet to read: the one that has headings of ours, or the only one that has anything."""
        with self._open_book() as book:
            names = [each.title for each in book.worksheets if each.title.casefold() not in TEMPLATE_SHEETS]
        known: dict[str, int] = {}
        for name in names:
            first = next(self._read_cells(name), None)
            if first:
                known[name] = count_known([cell_text(cell) for cell in first[1]])
        fitting = [name for name, weight in known.items() if weight] or list(known)
        if not fitting:
            todo = 'If there should be, save it again as "Excel Workbook", not as "Strict Open XML".'
            raise refuse(self.name, Code.SC011, "There is nothing in this workbook.", todo)
        if len(fitting) > 1:
            what = f"Several sheets hold a table: {listed(short(name, 40) for name in fitting)}."
            raise refuse(
                self.name,
                Code.SC712,
                what,
                "Keep the one to score, and save the others in a workbook of their own.",
            )
        return fitting[0]

    def _read_headings(self, sheet: str) -> tuple[int, tuple[str, ...]]:
        line, cells = next(self._read_cells(sheet))
        texts = [cell_text(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        return line, tuple(texts)

    def _read_cells(self, sheet: str) -> Iterator[tuple[int, list[Any]]]:
        """Every row that has a value, without what is empty at its end.

        Rows and cells say where they stand, and the file may say how large the sheet is: the first has to
        be in order, or one would be read over another, and the second is not asked.
        """
        before = 0
        with self._open_book() as book:
            for line, row in self._parse_rows(book, sheet):
                self._check_order(before, line, [(cell["row"], cell["column"]) for cell in row])
                before = max(before, line)
                cells = [None] * (row[-1]["column"] if row else 0)
                for cell in row:
                    if cell["value"] is not None:
                        n = cell["column"] - 1
                        cells[n] = self._convert_value(line, n, cell["value"], cell["data_type"])
                while cells and (cells[-1] is None or cells[-1] == ""):
                    cells.pop()
                if cells:
                    yield line, cells

    def _check_order(self, before: int, line: int, places: Sequence[tuple[int, int]]) -> None:
        """Rows and cells stand in order, each on its own place in the sheet."""
        beyond = line > SHEET_ROWS or (places and places[-1][1] > WIDTH)
        if beyond:
            raise refuse(
                self.name, Code.SC712, "This is beyond the end of a sheet.", "Save the workbook again.", line
            )
        last = 0
        for row, column in places:
            if line <= before or row != line or column <= last:
                name = self._name_cell(row, column - 1)
                what = f"Cell {name} is where it does not belong: the workbook is damaged."
                raise refuse(
                    self.name,
                    Code.SC712,
                    what,
                    "Open it in Excel, look at its cells, and save it again.",
                    row,
                    column,
                )
            last = column

    def _convert_value(self, line: int, column: int, value: Any, kind: str) -> Any:
        if kind == "f":
            what = (
                f"In {self._name_cell(line, column)}: this is a formula, whose value the file need not hold."
            )
            raise refuse(
                self.name,
                Code.SC712,
                what,
                "Copy the column and paste it as values (Paste Special).",
                line,
                column + 1,
            )
        if kind == "e":
            what = f'In {self._name_cell(line, column)}: this is an error, "{short(value, 20)}".'
            raise refuse(self.name, Code.SC712, what, "Mend the cell, or empty it.", line, column + 1)
        if isinstance(value, str):
            from scalecheck.tables.excel_cells import decode_escapes

            where = f"In {self._name_cell(line, column)}"
            try:
                text = decode_escapes(value)
            except UnicodeError:
                what = f"{where}: there is half a character here (a lone surrogate)."
                raise refuse(self.name, Code.SC712, what, "Remove it.", line, column + 1) from None
            if "\0" in text:
                raise refuse(
                    self.name,
                    Code.SC712,
                    f"{where}: {NUL[0].lower()}{NUL[1:]}",
                    "Remove it.",
                    line,
                    column + 1,
                )
            return text
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return int(value)
        if isinstance(value, datetime) and value.time() == time():
            return value.date()  # a sheet has no type for a day alone
        if isinstance(value, int | float | datetime | date | time):
            return value
        return str(value)  # a length of time

    def _name_cell(self, line: int, column: int) -> str:
        letters, number = "", column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{line}"
