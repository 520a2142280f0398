"""Open the table that the user names: by the name's ending, or by what comes down the pipe."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scalecheck.errors import Code
from scalecheck.tables.formats import READ, ending_of
from scalecheck.tables.reader import refuse, unreadable_file
from scalecheck.text import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scalecheck.tables.reader import Table

FOREIGN = {
    ".xls": "an old Excel workbook",
    ".xlsm": "an Excel workbook with macros",
    ".xlsb": "a binary Excel workbook",
    ".ods": "an OpenDocument sheet",
    ".numbers": "a Numbers sheet",
    ".sav": "an SPSS file",
    ".dta": "a Stata file",
    ".rds": "an R file",
}
STDIN = "standard input"


@contextmanager
def open_source(named: str) -> Iterator[tuple[Path, str, str]]:
    """Yield the file to read, what messages call it, and its format (``responses`` for files of responses).

    ``-`` is standard input, which is copied to a temporary file first. Raises
    :class:`~scalecheck.errors.Refused` where nobody can tell the format, or the file cannot be read.
    """
    if named != "-":
        path = Path(named)
        yield path, named, find_input_format(path)
        return
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(prefix="scalecheck-") as file:
        first = _copy_standard_input(file)
        yield Path(file.name), STDIN, "ndjson" if first == b"{" else "csv"


def _copy_standard_input(file: IO[bytes]) -> bytes:
    """Copy standard input to *file*; its first byte that is no space."""
    import sys

    first = b""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise refuse(STDIN, Code.SC002, "There is no standard input to read.", "Name a file.")
    while block := stream.read(1 << 20):
        first = first or block.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        file.write(block)
    file.flush()
    return first


def find_input_format(path: Path) -> str:
    """Return the format of the table at *path*, or ``responses`` for files of responses.

    Raises :class:`~scalecheck.errors.Refused` where nobody can tell, or it is not there.
    """
    from scalecheck.responses.files import is_several

    ending = ending_of(path)
    if ending in READ and path.is_dir():
        what = "This is a folder of parts, as Spark writes it, not a file."
        raise refuse(str(path), Code.SC701, what, "Name one of its files, or score it with --engine spark.")
    if is_several(path) or ending in (".yaml", ".yml", ".json"):
        return "responses"
    if ending in FOREIGN:
        what = f"This is {FOREIGN[ending]}, which is not read."
        raise refuse(str(path), Code.SC701, what, "Save it as .xlsx or as CSV UTF-8 (.csv), and name that.")
    if ending not in READ:
        what = (
            f'The ending "{ending}" does not say what this is.'
            if ending
            else "The name has no ending to say what this is."
        )
        raise refuse(
            str(path),
            Code.SC701,
            what,
            f"Name a file that ends in {listed(READ, 'or')}, or a folder of responses.",
        )
    _check_readable(path)
    return READ[ending]


def _check_readable(path: Path) -> None:
    try:
        if not path.exists():
            raise refuse(str(path), Code.SC001, "There is no such file.", "Check the name and the folder.")
        if not path.is_file():
            raise refuse(
                str(path),
                Code.SC002,
                "This is not an ordinary file.",
                "Save it as a file first, or pass it through -.",
            )
        path.open("rb").close()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse(str(path), Code.SC002, f"The file cannot be read: {reason}.") from None


def open_table(path: Path, name: str, format: str, count_known: Callable[[Sequence[str]], int]) -> Table:
    """Open the file at *path*, which messages call *name*, as a table of the *format* of :data:`READ`.

    *count_known* says how many of some headings are known; it settles a CSV file's separator and a
    workbook's sheet. Raises :class:`~scalecheck.errors.Refused` where the file is not such a table.
    """
    try:
        if format == "csv":
            from scalecheck.tables.csv import CsvTable

            return CsvTable(path, name, count_known)
        if format == "ndjson":
            from scalecheck.tables.ndjson import NdjsonTable

            return NdjsonTable(path, name)
        if format == "xlsx":
            from scalecheck.tables.excel import XlsxTable

            return XlsxTable(path, name, count_known)
        from scalecheck.tables.parquet import ParquetTable

        return ParquetTable(path, name)
    except OSError as error:
        raise unreadable_file(name, error) from None
