"""Open a table for Spark: Parquet as it is, CSV as lines whose headings are settled."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from scalecheck.errors import SHOWN, Code, Place, Problem, Refused
from scalecheck.record import NamedTuple
from scalecheck.tables.csv import CsvTable
from scalecheck.tables.formats import SPARK, ending_of
from scalecheck.tables.reader import refuse
from scalecheck.text import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyspark.sql import DataFrame, SparkSession

_START = 20
"""So many lines say how a CSV file is written."""


class SparkTable(NamedTuple):
    """A table that Spark has found."""

    frame: DataFrame
    """Of a CSV file its lines, as bytes; else its columns, called ``c0``, ``c1`` ...: Spark looks for
    what a dot or a backtick in a name could mean."""
    headings: tuple[str, ...]
    lines: tuple[str, str] | None
    """Of a CSV file, the separator and the line of the headings."""


def spark_format(name: str, option: str) -> str:
    """Return the format that the ending of *name* asks Spark for; *option* is named in the message."""
    kind = SPARK.get(ending_of(name.rstrip("/")))
    if kind is None:
        what = (
            "With --engine spark, tables are CSV or Parquet: files, or folders of them, "
            "here or in an object store."
        )
        raise refuse(name, Code.SC701, what, f"Name one that ends in {listed(SPARK, 'or')} with {option}.")
    return kind


def read_parquet(spark: SparkSession, path: str, name: str) -> SparkTable:
    """Open the Parquet table at *path*, which the user calls *name*.

    Raises :class:`~scalecheck.errors.Refused` unless every file of it has the same columns.
    """
    from concurrent.futures import ThreadPoolExecutor

    read = spark.read.option("recursiveFileLookup", "true")
    frame = read.parquet(path)
    files = sorted(frame.inputFiles())
    _refuse_partition_columns(files, name)
    headings = tuple(frame.columns)
    with ThreadPoolExecutor(8) as readers:
        found = (
            [headings]
            if len(files) == 1
            else list(readers.map(lambda file: read.parquet(_escape_pattern(file)).columns, files))
        )
    odd = [file for file, columns in zip(files, found, strict=True) if sorted(columns) != sorted(headings)]
    if odd:
        todo = "Write the table again with the same columns in each file."
        raise Refused(
            *(
                Problem(Place(file), Code.SC705, "This file has other columns than the first.", todo)
                for file in odd[:SHOWN]
            )
        )
    return SparkTable(frame.toDF(*(f"c{n}" for n in range(len(headings)))), headings, None)


def _escape_pattern(file: str) -> str:
    """A path that Spark has told, as one that it does not take for a pattern: it writes a sign as ``%5B``."""
    from urllib.parse import unquote

    return re.sub(r"[\[\]{}*?\\]", r"\\\g<0>", unquote(file))


def _refuse_partition_columns(files: Sequence[str], name: str) -> None:
    """Refuse folders whose names hold a column, as ``site=007``: it would be lost, or taken for a number."""
    for file in files:
        folder = next((part for part in file.split("/")[:-1] if "=" in part), "")
        if folder:
            todo = "Write it into the files as a column, or name one such folder after the other."
            raise refuse(
                name,
                Code.SC721,
                f'The name of the folder "{folder}" holds a column, which is not read.',
                todo,
            )


def read_csv_lines(
    spark: SparkSession, path: str, name: str, count_known: Callable[[Sequence[str]], int]
) -> SparkTable:
    """Open the CSV table at *path*, which the user calls *name*.

    *count_known* says how many of some headings are known.

    Spark's own reader of CSV fills short rows, and takes a quote in the middle of a cell and bytes that
    are no text its own way. So it reads lines, which can be split among workers, and each is read as
    everywhere else.
    """
    from pyspark.sql import functions as F  # noqa: N812  as everybody calls it

    found = spark.read.option("recursiveFileLookup", "true").text(path)
    _refuse_partition_columns(found.inputFiles(), name)
    whole = found.where("_metadata.file_block_start = 0 and length(trim(value)) > 0")
    start = [bytes(each[0]) for each in whole.select(found.value.cast("binary")).head(_START)]
    if not start:
        raise refuse(name, Code.SC011, "There is nothing in this table.")
    with NamedTemporaryFile(
        prefix="scalecheck-", suffix=".csv"
    ) as file:  # the usual reader says how it is written
        file.write(b"\n".join([start[0], *(line for line in start[1:] if _is_text(line))]))
        file.flush()
        table = CsvTable(Path(file.name), name, count_known)
    if table.dialect.heading_line > 1 or table.dialect.encoding.startswith("utf-16"):
        todo = "Leave out a line sep=, and save the text as UTF-8."
        raise refuse(
            name, Code.SC703, "With --engine spark, a table is UTF-8 and begins with its headings.", todo
        )
    if len(table.headings) == 1:
        todo = "Give it a column for the respondent, or leave --engine spark out."
        raise refuse(name, Code.SC721, "With --engine spark, a table in CSV has two columns or more.", todo)
    head = start[0].decode().removeprefix("\ufeff")
    heads = F.count_if(F.ltrim(found.value, F.lit("\ufeff")) == head).alias("heads")
    odd = (
        found.groupBy(F.col("_metadata.file_path").alias("file"))
        .agg(heads)
        .where("heads != 1")
        .orderBy("file")
        .head(SHOWN)
    )
    if odd:
        raise Refused(*(_explain_headings(each["file"], each["heads"]) for each in odd))
    return SparkTable(
        found.select(found.value.cast("binary").alias("value")),
        table.headings,
        (table.dialect.separator, head),
    )


def _is_text(line: bytes) -> bool:
    try:
        return bool(line.decode())
    except UnicodeDecodeError:
        return False


def _explain_headings(file: str, heads: int) -> Problem:
    what = (
        "does not begin with the headings of the others" if heads == 0 else f"has its headings {heads} times"
    )
    return Problem(
        Place(file),
        Code.SC705,
        f"This file {what}.",
        "Let each file begin with the same line of headings, once.",
    )
