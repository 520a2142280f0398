"""A batch on Spark, partition by partition:

Spark reads, parts and writes; what is done with a row is as everywhere else.

The table is read more than once, first to look for rows that cannot be read, so that nothing is written
where one is refused. A folder is written; rows have no order and no numbers, and are named by their
respondent instead.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scalecheck.batch.messages import closing, notes, unmet
from scalecheck.batch.provenance import Stated
from scalecheck.batch.rejected_rows import renamed
from scalecheck.batch.run import Ended, Opened, read_codebook
from scalecheck.cohort.counts import CohortCounts
from scalecheck.definition import catalogue
from scalecheck.engines.result_columns import result_names
from scalecheck.errors import SHOWN, Code, Place, Problem, Refused
from scalecheck.mapping.headings import count_questions, is_long, recognise_columns
from scalecheck.mapping.output_columns import choose_output_columns
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.spark import session
from scalecheck.spark.decode_arrow import Reading, Remote
from scalecheck.spark.progress import progress
from scalecheck.spark.read import Source, kind_of, lines, parquet
from scalecheck.spark.worker import OPEN, PROBLEMS, REASON, Partition
from scalecheck.spark.write import counted, save, strings, write
from scalecheck.tables.reader import refuse
from scalecheck.text import plural, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyspark.sql import SparkSession

    from scalecheck.batch.request import Asked

STATED = 1_000
"""So many ways at most in which rows say what they answer."""
REPEATED = 100_000
"""So many respondents at most who are there twice are named to the workers."""


def run(asked: Asked, say: Callable[[str], None]) -> Ended:
    """Score what is *asked* for, as ``batch.run`` does.

    Raises :class:`~scalecheck.errors.Refused` where nothing can be written.
    """
    _check(asked)
    if sys.stderr.isatty():
        say("Starting Spark, which takes a while.")
    with session.opened(asked.master) as spark, session.told(asked.source):
        with progress(spark, "Looking at the headings"):
            found, source = _opened(spark, asked)
        found.columns.raise_problems()
        for line in notes(found.columns, found.compiled):
            say(line)
        return _run(spark, asked, found, source, say)


@contextmanager
def opened(asked: Asked) -> Iterator[Opened]:
    """The table that is *asked* for, its columns recognised: for ``--mapping``."""
    with session.opened(asked.master) as spark, session.told(asked.source):
        yield _opened(spark, asked)[0]


def _check(asked: Asked) -> None:
    """Whether Spark can do what is asked, before it is started."""
    kind_of(asked.source, "INPUT")
    for name, said in ((asked.output, "-o"), (asked.rejects, "--rejects")):
        if name:
            kind_of(name, said)
            if "://" not in name and session.here(asked.master) and Path(name).exists():
                what = "There is a file or folder of this name already, and Spark writes a folder of its own."
                raise refuse(name, Code.SC007, what, "Remove it, or name another.")
    if asked.output and asked.rejects and os.path.realpath(asked.output) == os.path.realpath(asked.rejects):
        raise refuse(
            asked.output, Code.SC007, "This folder is to hold the results.", "Name another with --rejects."
        )
    if asked.report:
        todo = "Leave --report out; --summary works here, too."
        raise refuse(
            "--report", Code.SC721, "A page on the rows as a whole is not made with --engine spark.", todo
        )


def _opened(spark: SparkSession, asked: Asked) -> tuple[Opened, Source]:
    compiled = compile_questionnaire(
        catalogue.load(asked.questionnaire or catalogue.DEFAULT), "quick" if asked.quick else "full"
    )
    codebook, path = read_codebook(asked, compiled), session.located(spark, asked.source)
    if kind_of(asked.source, "INPUT") == "csv":
        source = lines(
            spark, path, asked.source, lambda headings: count_questions(headings, compiled, codebook)
        )
    else:
        source = parquet(spark, path, asked.source)
    if is_long(source.headings, compiled, codebook):
        what = "With --engine spark, a table has a row for each respondent; this one has one for each answer."
        raise refuse(asked.source, Code.SC721, what, "Turn it with Spark's pivot first.")
    results = result_names(compiled)
    remote = Remote(asked.source, source.headings)
    return Opened(
        remote, compiled, codebook, recognise_columns(remote, compiled, results, codebook), results
    ), source


def _run(
    spark: SparkSession, asked: Asked, found: Opened, source: Source, say: Callable[[str], None]
) -> Ended:
    compiled, columns, results = found.compiled, found.columns, found.results
    places, headings = choose_output_columns(asked.columns, asked.keep_answers, columns, results)
    texts = bool(asked.output) and kind_of(str(asked.output), "-o") == "csv"
    reading = Reading(compiled, columns, found.spellings, asked.source, source.lines)
    aside = renamed(columns.headings, (REASON,)) if asked.rejects else []
    _fit(asked, source, places, headings, aside)
    as_csv = bool(asked.rejects) and kind_of(str(asked.rejects), "--rejects") == "csv"
    partition = Partition(reading, results, places, texts=texts, aside=as_csv)
    counts = CohortCounts(compiled, results, complete=asked.summary, fail_under=asked.fail_under)
    with progress(spark, "Looking for rows that cannot be read"):
        warnings = _stated(partition, source)
        _repeated(partition, source)
        counts.rejected = _rejected(
            partition, source, aside, asked.rejects and session.located(spark, asked.rejects)
        )
    if asked.output:
        with progress(spark, "Scoring"):
            output = session.located(spark, asked.output)
            with session.told(asked.output):
                written = write(partition, source, output, headings, asked.fail_under)
        if not asked.summary:
            counts.below = written.below
            counts.add_rows(written.rows)
            counts.add_counts("band", written.bands)
    if asked.summary:
        with progress(spark, "Counting"):
            counted(partition, source, counts)
    for warning in warnings:
        say(warning)
    say(closing(compiled, counts.rows, counts.rejected, counts.results["band"]))
    return Ended(counts, unmet(counts.rejected, asked.rejects, counts.below, asked.fail_under))


def _fit(
    asked: Asked, source: Source, places: Sequence[int], headings: Sequence[str], aside: Sequence[str]
) -> None:
    """Whether what is written can be written: told before a long run, not after it."""
    for written, option in (
        (headings if asked.output else (), "-o"),
        ((*aside, REASON) if aside else (), "--rejects"),
    ):
        seen: dict[str, str] = {}
        for each in written:
            if each.lower() in seen:
                what = f'Spark takes the columns "{short(seen[each.lower()])}" and "{short(each)}" that {option} writes for one.'
                raise refuse(asked.source, Code.SC705, what, "Rename one of them.")
            seen[each.lower()] = each
    if asked.output and kind_of(asked.output, "-o") == "csv":
        if len(headings) == 1:
            todo = "Write another column beside it, or Parquet."
            raise refuse(
                asked.output, Code.SC721, "Spark leaves out the line of a row whose one cell is blank.", todo
            )
        for place in places if not source.lines else ():
            if (
                place < len(source.headings)
                and "binary" in source.frame.schema.fields[place].dataType.simpleString()
            ):
                what = f'"{short(source.headings[place])}" holds bytes, which csv cannot.'
                raise refuse(asked.source, Code.SC717, what, "Leave it out with --columns, or write Parquet.")


# What must be known of all rows before any is scored.


def _stated(partition: Partition, source: Source) -> tuple[str, ...]:
    """Hold what the rows say of themselves against the questionnaire; what there is to warn of."""
    names = list(partition.columns.provenance)
    if not names:
        return ()
    said = sorted(
        map(
            tuple,
            source.frame.mapInArrow(partition.stated, strings(names)).distinct().limit(STATED + 1).collect(),
        )
    )
    if len(said) > STATED:
        what = f"The rows name more than {STATED:,} questionnaires, versions, digests and scopes."
        raise refuse(
            partition.reading.name, Code.SC402, what, "Keep the tables of different questionnaires apart."
        )
    scopes = (
        {each[names.index("scope")].strip() for each in said} & {"full", "quick"}
        if "scope" in names
        else set()
    )
    if len(scopes) > 1:
        todo = "Keep full and quick answers in tables of their own."
        raise refuse(
            partition.reading.name,
            Code.SC503,
            "Some rows answer the full version, others the quick one.",
            todo,
        )
    stated = Stated(partition.compiled)
    found = {each: stated.faults(dict(zip(names, each, strict=True))) for each in said}
    partition.reading.refused = {each: faults for each, faults in found.items() if faults}
    return tuple(stated.warnings)


def _repeated(partition: Partition, source: Source) -> None:
    """Find out which respondents are there twice."""
    if partition.columns.respondent is None:
        return
    found = (
        source.frame.mapInArrow(partition.respondents, "name string")
        .groupBy("name")
        .count()
        .where("count > 1")
    )
    names = [each["name"] for each in found.limit(REPEATED + 1).collect()]
    if len(names) > REPEATED:
        what = (
            f'More than {REPEATED:,} respondents are there more than once, such as "{short(names[0], 40)}".'
        )
        raise refuse(partition.reading.name, Code.SC504, what, "Keep one row for each respondent.")
    partition.reading.repeated = frozenset(names)


def _rejected(partition: Partition, source: Source, called: Sequence[str], rejects: str | None) -> int:
    """Refuse the table where rows cannot be read, or write those aside; how many there are."""
    from pyspark.sql import Observation
    from pyspark.sql import functions as F  # noqa: N812  as everybody calls it

    wrong = source.frame.mapInArrow(
        partition.problems, strings([*map(str, range(partition.width)), REASON, PROBLEMS, OPEN])
    )
    first = wrong.head(1 if rejects else SHOWN)
    if not first:
        return 0
    if not rejects:
        raise Refused(*_problems(partition, first, wrong.count))
    pieces = wrong.where(F.col(OPEN) == "1").head(SHOWN) if source.lines else []
    if pieces:  # a line in the middle of such a cell would pass for a row
        raise Refused(*_problems(partition, pieces, wrong.where(F.col(OPEN) == "1").count))
    seen = Observation()
    with session.told(rejects):
        save(
            wrong.drop(PROBLEMS, OPEN).observe(seen, F.count(F.lit(1)).alias("rows")),
            [*called, REASON],
            rejects,
        )
    return int(seen.get["rows"])


def _problems(partition: Partition, rows: Sequence[Any], count: Callable[[], int]) -> list[Problem]:
    """What is wrong with the first *rows* that cannot be read, each thing once, of all that *count* counts."""
    told: dict[tuple[str, ...], str] = {}
    named = 0
    for row in rows:
        before = len(told)
        for name, *problem in json.loads(row[PROBLEMS]):
            if len(told) < SHOWN - 1:
                told.setdefault(tuple(problem), name)
        named += len(told) > before
    found = sorted(
        Problem(Place(partition.reading.name), Code[code], f"{name}{what}", todo)
        for (code, what, todo), name in told.items()
    )
    if more := count() - named:
        rest = f"{plural(more, 'more row')} cannot be read, for this or another reason; --rejects puts such rows aside."
        found[-1] = found[-1]._replace(todo=f"{found[-1].todo} {rest}")
    return found
