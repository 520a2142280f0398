"""Read a workbook's XML strictly: no cell lost, no text changed, nothing taken for something else.

openpyxl forgives a good deal: it reads an index that is too small from the end, leaves out what it does
not know, and removes characters from texts. Here its parsers do the reading, and what they would forgive
is refused.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from math import isfinite
from typing import IO, TYPE_CHECKING, Any

from openpyxl.cell.text import Text  # type: ignore[import-untyped,unused-ignore]
from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped,unused-ignore]
from openpyxl.utils import column_index_from_string  # type: ignore[import-untyped,unused-ignore]
from openpyxl.worksheet._reader import (  # type: ignore[import-untyped,unused-ignore]
    CELL_TAG,
    FORMULA_TAG,
    INLINE_STRING,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS  # type: ignore[import-untyped,unused-ignore]
from openpyxl.xml.functions import iterparse  # type: ignore[import-untyped,unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = frozenset({"n", "s", "str", "b", "e", "d", "inlineStr"})
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_TRUTH = {"0": "0", "1": "1", "false": "0", "true": "1"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})")
"""What XML cannot hold or reads as something else, and what would be taken for such a character's escape."""


class OddCell(Exception):
    """A cell that is not as cells are: its row and column, and its name if it has one."""

    def __init__(self, row: int, column: int, name: str) -> None:
        found = re.fullmatch("([A-Z]{1,3})([0-9]+)", name)
        self.row, self.column = (
            (int(found[2]), column_index_from_string(found[1])) if found else (row, column)
        )


def decode_escapes(text: str) -> str:
    """Decode the escapes in which a text of a workbook holds what XML cannot.

    ``_x000D_`` is a carriage return.
    Raises UnicodeError for half a character.
    """
    found = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # A character beyond 16 bits is two escapes. One alone is half a character: a UnicodeError.
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le") if found != text else text


def encode_escapes(text: str) -> str:
    """*text* as a workbook holds it: :func:`decode_escapes` gives it back."""
    return _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def open_workbook(file: IO[bytes]) -> Any:
    """The workbook in *file*, its sheets not yet read, the texts they share as they are written."""
    reader = _Book(file, read_only=True, keep_links=False)
    reader.read()
    return reader.wb


class _Book(ExcelReader):  # type: ignore[misc,unused-ignore]
    def read_strings(self) -> None:
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_read_strings(source))


def _read_strings(source: IO[bytes]) -> Iterator[str]:
    for _, node in iterparse(source):
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            text: Any = Text.from_tree(node)
            yield text.content
            node.clear()


class Sheet(WorkSheetParser):  # type: ignore[misc,unused-ignore]
    """Parses a sheet. Raises :class:`OddCell`."""

    def __init__(self, book: Any, sheet: Any, source: IO[bytes]) -> None:
        dates = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        super().__init__(source, sheet._shared_strings, epoch=book.epoch, **dates)
        self._texts = len(sheet._shared_strings)

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A cell: where it stands, what it holds and of which type."""
        kind, value = element.get("t", "n"), element.find(VALUE_TAG)
        text = (value.text or "").strip() if value is not None else ""
        parts = [each.tag for each in element]
        written = INLINE_STRING if kind == "inlineStr" else VALUE_TAG
        holds = [tag for tag in parts if tag in (VALUE_TAG, INLINE_STRING)]
        formula = FORMULA_TAG in parts
        fine = element.tag == CELL_TAG and kind in _KINDS and (formula or holds in ([], [written]))
        if not fine or any(map(_is_mixed, element)) or not (formula or self._is_valid(kind, text)):
            raise OddCell(self.row_counter, self.col_counter + 1, element.get("r", ""))
        if kind == "b" and text:
            value.text = _TRUTH[text]
        if kind == "d":
            element.set("t", "str")  # openpyxl would cut a moment short
        cell: dict[str, Any] = super().parse_cell(element)
        if kind == "d" and text and not formula:
            cell |= {"value": _parse_moment(text), "data_type": "d"}
        return cell

    def _is_valid(self, kind: str, text: str) -> bool:
        """Whether *text* is a value of its *kind*."""
        if kind == "e":
            return bool(text)
        if not text or kind in ("str", "inlineStr"):
            return True
        if kind == "n":
            return bool(_NUMBER.fullmatch(text)) and isfinite(float(text))
        if kind == "s":
            return text.isdecimal() and int(text) < self._texts
        return text in _TRUTH if kind == "b" else _parse_moment(text) is not None


def _is_mixed(part: Any) -> bool:
    """Whether a part of a cell holds tags where text belongs, or text where tags belong."""
    if part.tag == VALUE_TAG:
        return len(part) > 0
    return part.tag == INLINE_STRING and bool(
        "".join([part.text or "", *(each.tail or "" for each in part)]).strip()
    )


def _parse_moment(text: str) -> datetime | time | None:
    for kind in (datetime, time):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return None
