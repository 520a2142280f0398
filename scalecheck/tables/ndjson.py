"""One JSON object a line: read strictly, with every number as it was written."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from scalecheck.errors import SHOWN, Code, Refused
from scalecheck.tables.reader import ABSENT, MAX_CELL, NUL, NumberText, Row, Table, refuse
from scalecheck.text import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scalecheck.errors import Problem

_LONGEST = 4_000_000
"""Bytes of one line."""
_KEYS = 20_000
"""How many different keys a file may have: more are no columns."""
_REMEMBERED = 10_000


class _BadLine(Exception):
    """Something in a line that JSON lets pass, and a table cannot."""


class _Numbers(dict[str, NumberText]):
    """Numbers as they were written; each kept, so that a file of ones and twos makes few."""

    def __missing__(self, text: str) -> NumberText:
        if len(self) > _REMEMBERED:
            self.clear()
        self[text] = found = NumberText(text)
        return found


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _BadLine(f'"{short(key)}" appears a second time.')
            seen.add(key)
    return found


def _refuse_constant(word: str) -> None:
    raise _BadLine(f"{word} is not a number.")


class NdjsonTable(Table):
    """A file of JSON objects.

    Its columns are all the keys there are: it is read once before, to know them.
    """

    kind = "ndjson"

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path, name)
        self._read = 0
        number = _Numbers().__getitem__
        self._parse = json.JSONDecoder(
            object_pairs_hook=_build_object,
            parse_int=number,
            parse_float=number,
            parse_constant=_refuse_constant,
        ).decode
        self.heading_line = 0
        self.headings = self._collect_keys()

    def rows(self) -> Iterator[Row]:
        headings = self.headings
        for line, found in self._read_objects([]):
            yield line, [found.get(key, ABSENT) for key in headings]

    def amount_read(self) -> int:
        return self._read

    def cell_name(self, line: int, column: int) -> str:  # noqa: ARG002
        return f'In "{short(self.headings[column])}"'

    def describe(self) -> str:
        return "NDJSON"

    def _collect_keys(self) -> tuple[str, ...]:
        """Every key, in the order in which they first come.

        Raises :class:`Refused` with the first lines that are no JSON.
        """
        keys: dict[str, None] = {}
        shapes: set[tuple[str, ...]] = set()
        problems: list[Problem] = []
        for line, found in self._read_objects(problems):
            shape = tuple(found)
            if shape not in shapes:
                if len(shapes) < _KEYS:
                    shapes.add(shape)
                keys.update(dict.fromkeys(shape))
                if len(keys) > _KEYS:
                    what = f"There are more than {_KEYS:,} different keys up to here."
                    raise refuse(self.name, Code.SC710, what, "Is it the right file?", line)
        if problems:
            raise Refused(*problems)
        if not keys:
            raise refuse(self.name, Code.SC011, "There is nothing in this file.")
        return tuple(keys)

    def _read_objects(self, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every object with its line; what is wrong goes to *problems*, up to what a message lists."""
        with self.path.open("rb") as file:
            self._read = 0
            for line, text in enumerate(iter(partial(file.readline, _LONGEST), b""), start=1):
                self._read += len(text)
                if line == 1:
                    text = text.removeprefix(b"\xef\xbb\xbf")  # noqa: PLW2901
                if text.isspace() or not text:
                    continue
                try:
                    yield line, self._parse_line(text)
                except Refused as error:
                    problems += [
                        each._replace(place=each.place._replace(line=line)) for each in error.problems
                    ]
                    if len(problems) >= SHOWN or len(text) >= _LONGEST:
                        raise Refused(*problems) from None

    def _parse_line(self, text: bytes) -> dict[str, Any]:
        if len(text) >= _LONGEST:
            raise refuse(
                self.name,
                Code.SC710,
                f"This line has {_LONGEST:,} bytes or more.",
                "Is there one object a line?",
                1,
            )
        try:
            said = text.decode()
            found = self._parse(said)
            if "\\ud" in said or "\\uD" in said:
                json.dumps(found, ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            what = f"This is not JSON: {error.msg}."
            raise refuse(self.name, Code.SC711, what, "Write one object a line.", 1, error.colno) from None
        except _BadLine as error:
            raise refuse(
                self.name, Code.SC711, str(error), "Mend the line, or leave the key out.", 1
            ) from None
        except UnicodeEncodeError:
            raise refuse(
                self.name, Code.SC711, "There is half a character here (a lone surrogate).", "Remove it.", 1
            ) from None
        except UnicodeDecodeError as error:
            what = f"The byte 0x{text[error.start]:02x} here is not UTF-8 text."
            raise refuse(
                self.name, Code.SC702, what, "Save the file again as UTF-8.", 1, error.start + 1
            ) from None
        except RecursionError:
            raise refuse(
                self.name, Code.SC711, "This is nested too deep.", "Write one flat object a line.", 1
            ) from None
        if not isinstance(found, dict):
            raise refuse(
                self.name,
                Code.SC711,
                "This is not an object.",
                'Write one a line: {"respondent": "A", …}.',
                1,
            )
        for cell in found.values():
            if cell.__class__ is str and len(cell) > MAX_CELL:
                what = f"A text here has more than {MAX_CELL:,} characters; no spreadsheet holds more."
                raise refuse(self.name, Code.SC710, what, "Shorten it.", 1)
        if "\\u0000" in said and any(
            "\0" in each for each in (*found, *found.values()) if each.__class__ is str
        ):
            raise refuse(self.name, Code.SC711, NUL, "Remove it.", 1)
        return found
