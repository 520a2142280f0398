"""From what the user named to a table that can be read: by the name's ending, or by what comes down the pipe."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scalecheck.errors import Code
from scalecheck.tables.reader import refuse, unreadable_file
from scalecheck.text import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scalecheck.tables.reader import Table

KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
"""What can be read, by the name's ending."""
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
def source(named: str) -> Iterator[tuple[Path, str, str]]:
    """The file to read, what it is called in messages, and its kind.

    Standard input is copied to a file first.
    """
    if named != "-":
        path = Path(named)
        yield path, named, kind_of(path)
        return
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(prefix="scalecheck-") as file:
        first = _spool(file)
        yield Path(file.name), STDIN, "ndjson" if first == b"{" else "csv"


def _spool(file: IO[bytes]) -> bytes:
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


def kind_of(path: Path) -> str:
    """What kind of table *path* means.

    Raises :class:`~scalecheck.errors.Refused` where nobody can tell, or it is not there.
    """
    from scalecheck.responses.files import is_several

    suffix = path.suffix.lower()
    if suffix in KINDS and path.is_dir():
        what = "This is a folder of parts, as Spark writes it, not a file."
        raise refuse(str(path), Code.SC701, what, "Name one of its files, or score it with --engine spark.")
    if is_several(path) or suffix in (".yaml", ".yml", ".json"):
        return "responses"
    if suffix in FOREIGN:
        what = f"This is {FOREIGN[suffix]}, which is not read."
        raise refuse(str(path), Code.SC701, what, "Save it as .xlsx or as CSV UTF-8 (.csv), and name that.")
    if suffix not in KINDS:
        what = (
            f'The ending "{suffix}" does not say what this is.'
            if suffix
            else "The name has no ending to say what this is."
        )
        raise refuse(
            str(path),
            Code.SC701,
            what,
            f"Name a file that ends in {listed(KINDS, 'or')}, or a folder of responses.",
        )
    _there(path)
    return KINDS[suffix]


def _there(path: Path) -> None:
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


def table(path: Path, name: str, kind: str, count_known: Callable[[Sequence[str]], int]) -> Table:
    """The table in the file at *path*. *count_known* says how many of some headings are known."""
    try:
        if kind == "csv":
            from scalecheck.tables.csv import CsvTable

            return CsvTable(path, name, count_known)
        if kind == "ndjson":
            from scalecheck.tables.ndjson import NdjsonTable

            return NdjsonTable(path, name)
        if kind == "xlsx":
            from scalecheck.tables.excel import XlsxTable

            return XlsxTable(path, name, count_known)
        from scalecheck.tables.parquet import ParquetTable

        return ParquetTable(path, name)
    except OSError as error:
        raise unreadable_file(name, error) from None
