"""Parquet, some hundred thousand rows at a time: a small file can hold more than fits into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code
from scalecheck.tables.reader import MAX_CELL, NUL, Row, Table, missing_package, refuse
from scalecheck.text import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scalecheck.errors import Refused

ROWS_PER_READ = 100_000
"""Rows read together. What is skipped to reach them is decoded again, which few steps keep cheap."""


class ParquetTable(Table):
    """A Parquet file."""

    kind, unit, heading_line = "parquet", "row", 0

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path, name)
        try:
            import polars
        except ImportError:
            raise missing_package(name) from None
        self._polars, self._done = polars, 0
        try:
            self._frame = polars.scan_parquet(path, glob=False)
            self._types = self._frame.collect_schema()
            self._total = int(self._frame.select(polars.len()).collect().item())
        except (polars.exceptions.PolarsError, polars.exceptions.PanicException, OSError) as error:
            what = f"This is not a Parquet file: {str(error).splitlines()[0][:120]}."
            raise refuse(name, Code.SC719, what, "Write it again, or name another file.") from None
        self.headings = tuple(self._types.names())
        if "\0" in "".join(self.headings):
            raise refuse(
                name,
                Code.SC719,
                "A column's name has a NUL character in it, which no text has.",
                "Rename the column.",
            )
        types = self._types.items()
        self._nanosecond_columns = [
            each for each, dtype in types if dtype == polars.Time or getattr(dtype, "time_unit", "") == "ns"
        ]
        self._text_columns = [
            each for each, dtype in types if dtype in (polars.String, polars.Categorical, polars.Enum)
        ]

    def rows(self) -> Iterator[Row]:
        line = 0
        try:
            for start in range(0, self._total, ROWS_PER_READ):
                self._done = start
                part = self._frame.slice(start, ROWS_PER_READ).collect(engine="streaming")
                self._check(part, start)
                for row in part.iter_rows():
                    line += 1
                    yield line, row
        except (self._polars.exceptions.PolarsError, self._polars.exceptions.PanicException) as error:
            what = f"The file cannot be read on from row {line + 1}: {str(error).splitlines()[0][:120]}."
            raise refuse(self.name, Code.SC719, what, "Write it again.") from None
        except (ValueError, OverflowError) as error:
            what = f"From row {line + 1} on, a date or a length of time cannot be told: {error}."
            raise refuse(self.name, Code.SC719, what, "Write such a column as text.") from None

    def _check(self, part: Any, start: int) -> None:
        """Refuse what would be lost on the way, or fill the memory."""
        for name in self._text_columns:
            texts, where = part[name].cast(self._polars.String), f'In "{short(name)}"'
            long = texts.str.len_chars() > MAX_CELL
            if long.any():
                what = (
                    f"{where}: a text here has more than {MAX_CELL:,} characters; no spreadsheet holds more."
                )
                raise self._refuse_first(start, name, long, Code.SC710, what, "Shorten it.")
            nul = texts.str.contains("\0", literal=True)
            if nul.any():
                raise self._refuse_first(
                    start, name, nul, Code.SC719, f"{where}: {NUL[0].lower()}{NUL[1:]}", "Remove it."
                )
        for name in self._nanosecond_columns:
            lost = (part[name].to_physical() % 1000 != 0).fill_null(value=False)
            if lost.any():
                what = f'In "{short(name)}": this is told to the nanosecond, which would be lost.'
                raise self._refuse_first(
                    start,
                    name,
                    lost,
                    Code.SC719,
                    what,
                    "Round the column to microseconds, or write it as text.",
                )

    def _refuse_first(self, start: int, name: str, rows: Any, code: Code, what: str, todo: str) -> Refused:
        """What is wrong with the first of *rows* that is so, of those from *start* on."""
        first = rows.fill_null(value=False).arg_max()
        return refuse(self.name, code, what, todo, start + first + 1, self.headings.index(name) + 1)

    def total(self) -> int:
        return self._total

    def amount_read(self) -> int:
        return self._done

    def schema(self) -> list[Any]:
        return list(self._types.dtypes())

    def describe(self) -> str:
        return "Parquet"
