"""Cut a CSV file into pieces of whole rows, and prove by their bytes that every reader reads them alike.

A fast reader fills a short row with nothing, keeps a lone carriage return as text, and takes a quote in
the middle of a cell its own way. None of that can happen where quotes stand round whole cells only, and
every row has as many separators as the headings, quoted cells left out. A row with more the fast reader
refuses by itself as long as it is asked for the last column, so the sum over the rows of a piece decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path

SIZE = 1 << 25
"""Bytes of a piece: enough for the reader to get into its stride, and the memory it takes does not grow
with the file."""
LONGEST = 1 << 22
"""Bytes of a row that is still taken for one."""
TAIL = 1 << 16
"""In so many bytes at the end of a piece a line is expected to end."""


class Irregular(Exception):
    """Raised when the fast path cannot guarantee the strict path's result; the caller falls back."""


class Piece(NamedTuple):
    """Whole rows, one after the other."""

    data: bytes
    separators: int
    """Outside quotes."""
    blank: int
    """Rows without a cell that is filled in, which are taken out."""


def read_pieces(path: Path, separator: str, width: int, size: int = SIZE) -> Iterator[Piece]:
    """Read the CSV file at *path* in pieces of about *size* bytes; *width*, two or more, counts its columns.

    Raises :class:`Irregular` where rows cannot be told apart by their bytes alone.
    """
    sign, start = separator.encode(), 0
    ends = b"[" + re.escape(sign) + b"\r\n]"
    quoted = re.compile(b"(?:\\A|(?<=" + ends + b'))"(?:[^"]++|"")*+"(?=' + ends + b"|\\Z)")
    try:
        with path.open("rb", buffering=0) as file:
            while data := _read_rows(file, start, size):
                start += len(data)
                yield _prove_piece(data, sign, width, quoted)
    except OSError:
        raise Irregular from None


def _read_rows(file: FileIO, start: int, size: int) -> bytes:
    """From *start* on about *size* bytes that end with a row; nothing at the end."""
    # Where the last line ends is looked up first, so that what is read need not be copied to be cut.
    file.seek(start + max(0, size - TAIL))
    tail = _read(file, min(size, TAIL))
    last = len(tail) < min(size, TAIL)
    length = size if last else size - len(tail) + tail.rfind(b"\n") + 1
    file.seek(start)
    data = _read(file, length)
    if last:
        return data
    if not data.endswith(b"\n"):
        raise Irregular
    end = len(data)
    while end and data.count(b'"', 0, end) % 2:  # a line end inside quotes ends no row
        end = data.rfind(b"\n", 0, end - 1) + 1
        if len(data) - end > LONGEST:
            raise Irregular
    if not end:
        raise Irregular
    return data[:end]


def _read(file: FileIO, size: int) -> bytes:
    """*size* bytes, fewer only at the end."""
    data = file.read(size)
    while data and len(data) < size and (more := file.read(size - len(data))):
        data += more
    return data


def _prove_piece(data: bytes, sign: bytes, width: int, quoted: re.Pattern[bytes]) -> Piece:
    if b"\0" in data:
        raise Irregular
    bare = quoted.sub(b"", data) if b'"' in data else data
    if b'"' in bare or (b"\r" in bare and bare.count(b"\r") != bare.count(b"\r\n")):
        raise Irregular
    blank, separators = 0, bare.count(sign)
    row = sign * (width - 1)
    likely = data.startswith(row) or b"\n" + row in data or b'""' in data
    if likely and re.search(b'(?:\\A|\n)["' + re.escape(sign) + b"]+\r?(?:\n|\\Z)", data):
        if bare.count(b"\n") != data.count(b"\n"):
            raise Irregular  # it may stand in the middle of a cell
        cells = b'(?:"")?(?:' + re.escape(sign) + b'(?:"")?){' + str(width - 1).encode() + b"}"
        data, blank = re.subn(b"(?:\\A|(?<=\n))" + cells + b"\r?(?:\n|\\Z)", b"", data)
    return Piece(data, separators - blank * (width - 1), blank)
