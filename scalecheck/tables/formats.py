"""The formats of tables: by which endings of a file's name each is read, written, and known to Spark."""

from __future__ import annotations

from pathlib import Path

from scalecheck.record import NamedTuple


class Format(NamedTuple):
    """A format of tables."""

    name: str
    read: tuple[str, ...]
    """The endings under which it is read."""
    written: tuple[str, ...]
    """The endings under which it is written."""
    spark: bool = False
    """Whether Spark reads and writes it here, under the endings under which it is written."""


FORMATS = (
    Format("csv", (".csv", ".tsv", ".tab", ".txt"), (".csv",), spark=True),
    Format("ndjson", (".ndjson", ".jsonl"), (".ndjson", ".jsonl")),
    Format("parquet", (".parquet",), (".parquet",), spark=True),
    Format("xlsx", (".xlsx",), (".xlsx",)),
)
READ = {ending: each.name for each in FORMATS for ending in each.read}
"""The name of each format that is read, by ending."""
WRITTEN = {ending: each.name for each in FORMATS for ending in each.written}
"""The name of each format that is written, by ending."""
SPARK = {ending: each.name for each in FORMATS if each.spark for ending in each.written}
"""The name of each format that Spark reads and writes here, by ending."""


def ending_of(name: str | Path) -> str:
    """Return the ending of a file's name in small letters, its point included; empty where it has none."""
    return Path(name).suffix.lower()
