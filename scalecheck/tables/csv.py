"""Read CSV as it comes out of spreadsheets and survey tools: exactly, or refused with the line.

All cells are text. Nothing is guessed but the separator, from the line of headings. The standard
library's reader is told to be strict; what it leaves open (an encoding, a quote that is never closed, a
row of another length) is settled here.
"""

from __future__ import annotations

import csv
import io
import re
from functools import partial
from typing import TYPE_CHECKING

from scalecheck.errors import Code, Refused
from scalecheck.tables.reader import MAX_CELL, NUL, Dialect, Row, Table, blank_rows_warning, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_STATED = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)
FOREIGN = {b"PAR1": ("a Parquet file", ".parquet"), b"PK\x03\x04": ("a workbook or another zip", ".xlsx")}
"""What files begin with that are no CSV, whatever their name says."""
QUOTES = 'Quotes inside a cell are doubled ("").'
_LONGEST = 4_000_000
"""Characters of one line: thousands of columns fit, and a file without line ends does not fill the memory."""
_BLOCK = 1 << 18
_BREAK = re.compile(r"\r\n?|\n")


class CsvTable(Table):
    """A CSV file."""

    kind, text_only = "csv", True
    dialect: Dialect

    def __init__(self, path: Path, name: str, count_known: Callable[[Sequence[str]], int]) -> None:
        """*count_known* says how many of some headings are known: it settles which separator was meant."""
        super().__init__(path, name)
        self._raw: io.FileIO | None = None
        self._blank = 0
        self.dialect, self.headings = self._sniff(count_known)
        self.heading_line = self.dialect.heading_line

    def rows(self) -> Iterator[Row]:
        records = self._read_records(self.dialect)
        next(records)
        return self._skip_blank_rows(records) if len(self.headings) > 1 else self._keep_blank_rows(records)

    @property
    def warnings(self) -> tuple[str, ...]:  # type: ignore[override]
        return blank_rows_warning(self._blank)

    def _skip_blank_rows(self, records: Iterator[Row]) -> Iterator[Row]:
        """Skip rows of several columns without a filled cell: spreadsheets write them below a table."""
        self._blank = 0
        for line, cells in records:
            if any(cells):
                yield line, cells
            else:
                self._blank += 1

    def _keep_blank_rows(self, records: Iterator[Row]) -> Iterator[Row]:
        """Yield rows of one column, in which an empty line is a blank answer, those at the end aside."""
        last = self.heading_line
        for line, cells in records:
            yield from ((blank, [""]) for blank in range(last + 1, line))
            yield line, cells
            last = line + sum(len(_BREAK.findall(cell)) for cell in cells)

    def amount_read(self) -> int:
        return self._raw.tell() if self._raw and not self._raw.closed else 0

    def describe(self) -> str:
        encoding = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with a mark", "utf-16": "UTF-16"}[
            self.dialect.encoding
        ]
        return (
            f"CSV, {encoding}, separated by {SEPARATORS.get(self.dialect.separator, self.dialect.separator)}"
        )

    # How it is written.

    def _sniff(self, count_known: Callable[[Sequence[str]], int]) -> tuple[Dialect, tuple[str, ...]]:
        with self.path.open("rb") as file:
            start = file.read(4)
        for mark, (what, ending) in FOREIGN.items():
            if start.startswith(mark):
                raise refuse(
                    self.name,
                    Code.SC701,
                    f"This is {what}, not CSV.",
                    f"Name it by a file that ends in {ending}.",
                )
        encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
        first = next(self._read_lines(Dialect(encoding, ",", 1)), None)
        if first is None:
            raise refuse(self.name, Code.SC011, "There is nothing in this file.")
        stated = _STATED.fullmatch(first)
        heading_line = 2 if stated else 1
        if first.startswith("\ufeff"):
            what = "The file begins with two byte order marks: two files may have been put together."
            raise refuse(self.name, Code.SC702, what, 'Save the file again as "CSV UTF-8".', 1)
        broken = first.count('"') % 2 == 1  # the headings go on in the next line
        known = [stated[1]] if stated else [each for each in SEPARATORS if each in first or broken] or [","]
        found: list[tuple[int, bool, int, Dialect, tuple[str, ...]]] = []
        fault: Refused | None = None
        for separator in known:
            try:
                records = self._read_records(Dialect(encoding, separator, heading_line))
                record, following = next(records, None), next(records, None)
            except Refused as error:
                fault = fault or error
                continue
            if record:
                line, cells = record
                even = following is None or len(following[1]) == len(cells)
                found.append(
                    (count_known(cells), even, len(cells), Dialect(encoding, separator, line), tuple(cells))
                )
        if not found:
            raise fault or refuse(self.name, Code.SC011, "There is nothing in this file but blank lines.")
        return max(found, key=lambda each: each[:3])[3:]  # the first of equals

    # Its lines and records.

    def _read_lines(self, dialect: Dialect) -> Iterator[str]:
        """Every line from the headings on."""
        try:
            with self.path.open("rb", buffering=0) as raw:
                self._raw = raw
                text = io.TextIOWrapper(io.BufferedReader(raw, _BLOCK), dialect.encoding, newline="")
                text._CHUNK_SIZE = _BLOCK  # type: ignore[attr-defined]
                for count, line in enumerate(iter(partial(text.readline, _LONGEST), ""), start=1):
                    if count < dialect.heading_line:
                        continue
                    if "\0" in line:
                        todo = 'Save the file again as "CSV UTF-8".'
                        raise refuse(self.name, Code.SC703, NUL, todo, count, line.index("\0") + 1)
                    if len(line) >= _LONGEST:
                        what = f"This line has more than {_LONGEST:,} characters."
                        raise refuse(self.name, Code.SC710, what, "Is it the right file?", count)
                    yield line
        except UnicodeDecodeError:
            raise self._find_bad_byte(dialect.encoding) from None

    def _read_records(self, dialect: Dialect) -> Iterator[Row]:
        """Every record with the line it starts on, the headings first.

        Lines without a character are left out.
        """
        before = dialect.heading_line - 1
        line = dialect.heading_line
        reader = csv.reader(self._read_lines(dialect), delimiter=dialect.separator, strict=True)
        limit = csv.field_size_limit(MAX_CELL)
        try:
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + before + 1
        except csv.Error as error:
            raise self._explain_fault(dialect, line, str(error)) from None
        finally:
            csv.field_size_limit(limit)

    # What is wrong with it.

    def _find_bad_byte(self, encoding: str) -> Refused:
        """Where the bytes stop being text.

        The reader knows no line when it stumbles, so the file is read again.
        """
        if encoding == "utf-16":
            return refuse(
                self.name, Code.SC702, "This is not whole UTF-16 text.", 'Save the file again as "CSV UTF-8".'
            )
        with self.path.open(encoding=encoding, errors="surrogateescape", newline="") as text:
            for number, line in enumerate(iter(partial(text.readline, _LONGEST), ""), start=1):
                at = next((n for n, sign in enumerate(line) if "\udc80" <= sign <= "\udcff"), None)
                if at is not None:
                    byte = len(line[:at].encode()) + 1
                    what = (
                        f"The byte 0x{ord(line[at]) - 0xDC00:02x} here is not UTF-8 text; "
                        "it looks like Windows text (cp1252)."
                    )
                    return refuse(
                        self.name, Code.SC702, what, 'Save the file again as "CSV UTF-8".', number, byte
                    )
        raise AssertionError

    def _explain_fault(self, dialect: Dialect, line: int, said: str) -> Refused:
        """Explain what is wrong with the record that starts on *line*, and name the place where it began."""
        start, quoted, doubled, column, length = line, False, False, 0, 0
        for number, sign, after in self._read_characters(dialect._replace(heading_line=line)):
            if not length:
                start = number
            length += 1
            if length > MAX_CELL + 1:
                break
            if doubled:
                doubled = False
            elif quoted and sign == after == '"':
                doubled = True
            elif quoted:
                if sign == '"' and after not in ("", dialect.separator, "\r", "\n"):
                    what = "After the closing quotes comes more text, not the next cell."
                    return self._refuse_cell(start, column, what, QUOTES)
                quoted = sign != '"'
            elif sign == dialect.separator:
                column, length = column + 1, 0
            elif sign == '"' and length == 1:
                quoted = True
        if quoted and not (length > MAX_CELL and start == number):
            return self._refuse_cell(
                start, column, "The quotes that are opened here are not closed.", f"Close them. {QUOTES}"
            )
        if length > MAX_CELL:
            what = f"The cell here has more than {MAX_CELL:,} characters; no spreadsheet holds more."
            return refuse(self.name, Code.SC710, what, "Shorten it.", start, column + 1)
        return refuse(self.name, Code.SC703, f"This is not CSV: {said}.", "", line)

    def _read_characters(self, dialect: Dialect) -> Iterator[tuple[int, str, str]]:
        """Every character with its line and the one after it."""
        for number, text in enumerate(self._read_lines(dialect), start=dialect.heading_line):
            for at, sign in enumerate(text):
                yield number, sign, text[at + 1 : at + 2]

    def _refuse_cell(self, line: int, column: int, what: str, todo: str) -> Refused:
        return refuse(self.name, Code.SC703, what, todo, line, column + 1)
