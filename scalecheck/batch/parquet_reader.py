"""Parquet, some hundred thousand rows at a time: a small file can hold more than fits into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.batch.table import Row, Table, missing, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STEP = 100_000
"""Rows read together. What is skipped to reach them is decoded again, which few steps keep cheap."""


class ParquetTable(Table):
    """A Parquet file."""

    kind, unit, head = "parquet", "row", 0

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path, name)
        try:
            import polars
        except ImportError:
            raise missing(name) from None
        self._polars, self._done = polars, 0
        try:
            self._frame = polars.scan_parquet(path, glob=False)
            self._types = self._frame.collect_schema()
            self._total = int(self._frame.select(polars.len()).collect().item())
        except (polars.exceptions.PolarsError, OSError) as error:
            what = f"This is no Parquet file: {str(error).splitlines()[0][:120]}."
            raise refuse(name, "SC719", what, "Write it again, or name another file.") from None
        self.headings = tuple(self._types.names())

    def rows(self) -> Iterator[Row]:
        line = 0
        try:
            for start in range(0, self._total, STEP):
                self._done = start
                part = self._frame.slice(start, STEP).collect(engine="streaming")
                for row in part.iter_rows():
                    line += 1
                    yield line, row
        except self._polars.exceptions.PolarsError as error:
            what = f"The file cannot be read on from row {line + 1}: {str(error).splitlines()[0][:120]}."
            raise refuse(self.name, "SC719", what, "Write it again.") from None

    def total(self) -> int:
        return self._total

    def done(self) -> int:
        return self._done

    def schema(self) -> list[Any]:
        return list(self._types.dtypes())

    def told(self) -> str:
        return "Parquet"
