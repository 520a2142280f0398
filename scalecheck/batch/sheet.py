"""A workbook's XML, read as it stands: no cell lost, no text changed, nothing taken for something else.

openpyxl forgives a good deal: it reads an index that is too small from the end, leaves out what it does not know, and removes
characters from texts. Here its parsers do the reading, and what they would forgive is refused.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from math import isfinite
from typing import IO, TYPE_CHECKING, Any

from openpyxl.cell.text import Text  # type: ignore[import-untyped,unused-ignore]
from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped,unused-ignore]
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
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML cannot hold or reads as something else, and what would be taken for such a character's escape."""


class OddCell(Exception):
    """A cell that is not as cells are; says where it stands, as far as it does."""


def decoded(text: str) -> str:
    """A text of a workbook without the escapes in which it holds what XML cannot: ``_x000D_`` is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def encoded(text: str) -> str:
    """*text* as a workbook holds it: :func:`decoded` gives it back."""
    return _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def opened(file: IO[bytes]) -> Any:
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
                self.shared_strings = list(_strings(source))


def _strings(source: IO[bytes]) -> Iterator[str]:
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
        fine = element.tag == CELL_TAG and kind in _KINDS and len(holds) < 2 and (formula or holds in ([], [written]))
        if not fine or not (formula or self._sound(kind, text)):
            raise OddCell(element.get("r", f"after column {self.col_counter} of row {self.row_counter}"))
        if kind == "b" and text:
            value.text = _TRUTH[text]
        cell: dict[str, Any] = super().parse_cell(element)
        if kind == "d" and text and not formula:
            cell["value"] = _moment(text)
        return cell

    def _sound(self, kind: str, text: str) -> bool:
        """Whether *text* is a value of its *kind*."""
        if kind == "e":
            return bool(text)
        if not text or kind in ("str", "inlineStr"):
            return True
        if kind == "n":
            return bool(_NUMBER.fullmatch(text)) and isfinite(float(text))
        if kind == "s":
            return text.isdecimal() and int(text) < self._texts
        return text in _TRUTH if kind == "b" else _moment(text) is not None


def _moment(text: str) -> datetime | time | None:
    for kind in (datetime, time):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return None
