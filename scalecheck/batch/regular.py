"""A CSV file in pieces of whole rows, with the proof that any reader reads them alike.

A fast reader fills a short row with nothing, keeps a lone carriage return as text, and takes a quote in the middle of a
cell its own way. None of that can happen where every row has as many separators as the headings, quotes and what is between
them left out. Long rows the fast reader refuses by itself, so the sum over the rows of a piece decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = 1 << 25
"""Bytes of a piece: enough for the reader to get into its stride, and the memory it takes does not grow with the file."""
LONGEST = 1 << 22
"""Bytes of a row that is still taken for one."""
_QUOTED = re.compile(rb'"[^"]*"')


class Odd(Exception):
    """Something that readers take differently."""


class Piece(NamedTuple):
    """Whole rows, one after the other."""

    data: bytes
    separators: int
    """Outside quotes."""


def pieces(path: Path, separator: str, size: int = SIZE) -> Iterator[Piece]:
    """The file at *path*. Raises :class:`Odd` where rows cannot be told apart by their bytes alone."""
    sign, rest = separator.encode(), b""
    with path.open("rb", buffering=0) as file:
        while block := file.read(size):
            data, rest = _whole(rest + block)
            if len(rest) > LONGEST:
                raise Odd
            if data:
                yield Piece(data, _separators(data, sign))
    if rest:
        yield Piece(rest, _separators(rest, sign))


def _whole(data: bytes) -> tuple[bytes, bytes]:
    """*data* up to the end of its last whole row, and what is left: a line end inside quotes ends no row."""
    end = data.rfind(b"\n") + 1
    while end and data.count(b'"', 0, end) % 2:
        end = data.rfind(b"\n", 0, end - 1) + 1
        if len(data) - end > LONGEST:
            break
    return data[:end], data[end:]


def _separators(data: bytes, sign: bytes) -> int:
    if b'"' in data:
        data = _QUOTED.sub(b"", data)
    if b'"' in data or b"\0" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        raise Odd
    return data.count(sign)
