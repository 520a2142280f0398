"""Run a batch on Spark, partition by partition.

Spark reads, splits and writes; what is done with a row is as everywhere else.

The table is read more than once, first to look for rows that cannot be read, so that nothing is written
where one is refused. A folder is written; rows have no order and no numbers, and are named by their
respondent instead.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scalecheck.batch.messages import closing_line, column_notes, unmet_conditions
from scalecheck.batch.polars_settings import apply_polars_settings
from scalecheck.batch.rejected_rows import rename_headings
from scalecheck.batch.run import BatchInput, BatchOutcome, read_codebook
from scalecheck.cohort.counts import CohortCounts
from scalecheck.definition import catalogue
from scalecheck.engines.result_columns import result_names
from scalecheck.errors import Code
from scalecheck.mapping.headings import count_questions, is_long, recognise_columns
from scalecheck.mapping.output_columns import choose_output_columns
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.spark import session
from scalecheck.spark.decode_arrow import ArrowDecoder, ClusterTable
from scalecheck.spark.progress import progress
from scalecheck.spark.read import SparkTable, read_csv_lines, read_parquet, spark_format
from scalecheck.spark.table_checks import check_provenance, find_duplicates, set_aside
from scalecheck.spark.worker import REASON, PartitionTask
from scalecheck.spark.write import count_cohort, write_results
from scalecheck.tables.reader import refuse
from scalecheck.text import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyspark.sql import SparkSession

    from scalecheck.batch.request import BatchRequest


def run(request: BatchRequest, say: Callable[[str], None]) -> BatchOutcome:
    """Score the table that *request* names on Spark, as :func:`scalecheck.batch.run.run` does on one machine.

    Raises :class:`~scalecheck.errors.Refused` where nothing can be written.
    """
    _check_request(request)
    apply_polars_settings()  # for the workers, which inherit them
    if sys.stderr.isatty():
        say("Starting Spark, which takes a while.")
    with session.open_session(request.master) as spark, session.translate_faults(request.source):
        with progress(spark, "Looking at the headings"):
            found, source = _open_input(spark, request)
        found.columns.raise_problems()
        for line in column_notes(found.columns, found.compiled):
            say(line)
        return _run_on_spark(spark, request, found, source, say)


@contextmanager
def open_input(request: BatchRequest) -> Iterator[BatchInput]:
    """Open the table that *request* names on Spark and recognise its columns, for ``--mapping``."""
    with session.open_session(request.master) as spark, session.translate_faults(request.source):
        yield _open_input(spark, request)[0]


def _check_request(request: BatchRequest) -> None:
    """Whether Spark can do what is asked, before it is started."""
    spark_format(request.source, "INPUT")
    for name, said in ((request.output, "-o"), (request.rejects, "--rejects")):
        if name:
            spark_format(name, said)
            if "://" not in name and session.is_local(request.master) and Path(name).exists():
                what = "There is a file or folder of this name already, and Spark writes a folder of its own."
                raise refuse(name, Code.SC007, what, "Remove it, or name another.")
    if (
        request.output
        and request.rejects
        and os.path.realpath(request.output) == os.path.realpath(request.rejects)
    ):
        raise refuse(
            request.output, Code.SC007, "This folder is to hold the results.", "Name another with --rejects."
        )
    if request.report:
        todo = "Leave --report out; --summary works here, too."
        raise refuse(
            "--report", Code.SC721, "A report on the rows as a whole is not made with --engine spark.", todo
        )


def _open_input(spark: SparkSession, request: BatchRequest) -> tuple[BatchInput, SparkTable]:
    compiled = compile_questionnaire(
        catalogue.load(request.questionnaire or catalogue.DEFAULT), "quick" if request.quick else "full"
    )
    codebook, path = read_codebook(request, compiled), session.spark_path(spark, request.source)
    if spark_format(request.source, "INPUT") == "csv":
        source = read_csv_lines(
            spark, path, request.source, lambda headings: count_questions(headings, compiled, codebook)
        )
    else:
        source = read_parquet(spark, path, request.source)
    if is_long(source.headings, compiled, codebook):
        what = "With --engine spark, a table has a row for each respondent; this one has one for each answer."
        raise refuse(request.source, Code.SC721, what, "Turn it with Spark's pivot first.")
    results = result_names(compiled)
    remote = ClusterTable(request.source, source.headings)
    return BatchInput(
        remote, compiled, codebook, recognise_columns(remote, compiled, results, codebook), results
    ), source


def _run_on_spark(
    spark: SparkSession,
    request: BatchRequest,
    found: BatchInput,
    source: SparkTable,
    say: Callable[[str], None],
) -> BatchOutcome:
    compiled, columns, results = found.compiled, found.columns, found.results
    places, headings = choose_output_columns(request.columns, request.keep_answers, columns, results)
    as_csv = bool(request.output) and spark_format(str(request.output), "-o") == "csv"
    decoder = ArrowDecoder(compiled, columns, found.spellings, request.source, source.lines)
    aside = rename_headings(columns.headings, (REASON,)) if request.rejects else []
    _check_output(request, source, places, headings, aside)
    rejects_as_csv = bool(request.rejects) and spark_format(str(request.rejects), "--rejects") == "csv"
    task = PartitionTask(decoder, results, places, as_csv=as_csv, defuse_rejected=rejects_as_csv)
    counts = CohortCounts(compiled, results, complete=request.summary, fail_under=request.fail_under)
    with progress(spark, "Looking for rows that cannot be read"):
        warnings = check_provenance(task, source)
        find_duplicates(task, source)
        counts.rejected = set_aside(
            task, source, aside, request.rejects and session.spark_path(spark, request.rejects)
        )
    if request.output:
        with progress(spark, "Scoring"):
            output = session.spark_path(spark, request.output)
            with session.translate_faults(request.output):
                written = write_results(task, source, output, headings, request.fail_under)
        if not request.summary:
            counts.below = written.below
            counts.add_rows(written.rows)
            counts.add_counts("band", written.bands)
    if request.summary:
        with progress(spark, "Counting"):
            count_cohort(task, source, counts)
    for warning in warnings:
        say(warning)
    say(closing_line(compiled, counts.rows, counts.rejected, counts.results["band"]))
    return BatchOutcome(
        counts, unmet_conditions(counts.rejected, request.rejects, counts.below, request.fail_under)
    )


def _check_output(
    request: BatchRequest,
    source: SparkTable,
    places: Sequence[int],
    headings: Sequence[str],
    aside: Sequence[str],
) -> None:
    """Whether what is written can be written: told before a long run, not after it."""
    for written, option in (
        (headings if request.output else (), "-o"),
        ((*aside, REASON) if aside else (), "--rejects"),
    ):
        seen: dict[str, str] = {}
        for each in written:
            if each.lower() in seen:
                both = f'"{short(seen[each.lower()])}" and "{short(each)}"'
                what = f"Spark takes the columns {both} that {option} writes for one."
                raise refuse(request.source, Code.SC705, what, "Rename one of them.")
            seen[each.lower()] = each
    if request.output and spark_format(request.output, "-o") == "csv":
        if len(headings) == 1:
            todo = "Write another column beside it, or Parquet."
            raise refuse(
                request.output,
                Code.SC721,
                "Spark leaves out the line of a row whose one cell is blank.",
                todo,
            )
        for place in places if not source.lines else ():
            if (
                place < len(source.headings)
                and "binary" in source.frame.schema.fields[place].dataType.simpleString()
            ):
                what = f'"{short(source.headings[place])}" holds bytes, which csv cannot.'
                raise refuse(
                    request.source, Code.SC717, what, "Leave it out with --columns, or write Parquet."
                )
