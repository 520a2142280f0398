"""Run a batch: open a table of any format, recognise its columns, score its rows and write them.

A table that is regular and large takes the fast path (``fast_csv.py``), which gives the same bytes or gives
up; the strict path (``strict_path.py``) is always right.
"""

from __future__ import annotations

import io
import os
from contextlib import ExitStack, contextmanager
from itertools import combinations
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scalecheck.batch import strict_path
from scalecheck.batch.messages import closing_line, column_notes, unmet_conditions
from scalecheck.batch.name_hashes import LIMIT
from scalecheck.batch.polars_settings import apply_polars_settings
from scalecheck.batch.rejected_rows import ADDED
from scalecheck.batch.request import BatchJob, BatchRequest, RowRemarks
from scalecheck.cohort.counts import CohortCounts
from scalecheck.cohort.listed_rows import ListedRows
from scalecheck.definition import catalogue
from scalecheck.engines.result_columns import result_names
from scalecheck.errors import Code
from scalecheck.files.output_file import refuse_overwriting
from scalecheck.mapping.answer_codes import spellings
from scalecheck.mapping.column_roles import RESPONDENT, Codebook
from scalecheck.mapping.headings import count_questions, is_long, recognise_columns
from scalecheck.mapping.output_columns import choose_output_columns
from scalecheck.record import NamedTuple
from scalecheck.reporting.render import ENDINGS
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.tables.input import open_source, open_table
from scalecheck.tables.output import find_output_format, open_table_output
from scalecheck.tables.reader import missing_package, refuse
from scalecheck.text import fold, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scalecheck.mapping.answer_codes import Spellings
    from scalecheck.mapping.column_roles import Columns
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.tables.reader import Table

FAST_FROM = {"csv": 500_000, "parquet": 6_000}
"""From so many bytes of CSV, or rows of Parquet, on a file is worth the time that a dataframe library
takes to load."""
CONTENT_OF = {"-o": "the results", "--rejects": "the rows that cannot be read", "--report": "the report"}


class BatchInput(NamedTuple):
    """A table, the questionnaire it answers and what its columns are, before its rows are read."""

    table: Table
    compiled: CompiledQuestionnaire
    codebook: Codebook
    columns: Columns
    results: tuple[str, ...]

    @property
    def spellings(self) -> dict[str, Spellings]:
        """What can be written for each question that has a column, by its id."""
        return {
            name: spellings(self.compiled.definitions[name], self.codebook.spellings.get(name))
            for name in self.columns.questions
        }


class Accumulators(NamedTuple):
    """What a batch learns from its rows as they pass."""

    counts: CohortCounts
    listed_rows: ListedRows | None
    """For ``--report`` only."""


class BatchOutcome(NamedTuple):
    """How a batch ended, for the command that ran it."""

    counts: CohortCounts
    unmet: tuple[str, ...]
    """Conditions that are not met, a sentence each: rows were rejected, or are below ``fail_under``."""


def run(request: BatchRequest, say: Callable[[str], None]) -> BatchOutcome:
    """Score the table that *request* names and write the results; notes go to *say*, a line each.

    Raises :class:`~scalecheck.errors.Refused` where nothing can be written.
    """
    _check_outputs(request)
    if request.rejects and Path(request.rejects).exists() and not Path(request.rejects).is_file():
        raise refuse(
            request.rejects, Code.SC007, "This is not an ordinary file.", "Name another with --rejects."
        )
    kind = find_output_format(request.output, "-o") if request.output not in (None, "-") else ""
    with open_input(request) as found, ExitStack() as files:
        found.columns.raise_problems()
        for line in column_notes(found.columns, found.compiled):
            say(line)
        kind = kind or ("ndjson" if found.table.kind == "ndjson" else "csv")
        report = files.enter_context(open_table_output(request.report))
        file = files.enter_context(open_table_output(request.output))
        job = _prepare_job(request, found, kind, file.name if file else None)
        job, done = _score_rows(request, found, job, file, files)
        if report:
            _write_report(request, job, report)
    rejected = job.counts.rejected
    if request.rejects and not rejected and _remove_old_rejects(Path(request.rejects)):
        say(f"No row was rejected: {request.rejects}, from a run before, is removed.")
    for warning in done.warnings:
        say(warning)
    if done.duplicates_unchecked:
        say(f"Respondents who appear twice were looked for among the first {LIMIT:,} only.")
    counts = job.counts
    say(closing_line(job.compiled, counts.rows, rejected, counts.results["band"]))
    return BatchOutcome(counts, unmet_conditions(rejected, request.rejects, counts.below, request.fail_under))


@contextmanager
def open_input(request: BatchRequest) -> Iterator[BatchInput]:
    """Open the table that *request* names and recognise its columns.

    What is wrong with the columns is kept: ``columns.raise_problems()`` of what is yielded refuses it. Raises
    :class:`~scalecheck.errors.Refused` where the table itself cannot be read.
    """
    apply_polars_settings()
    scope = "quick" if request.quick else "full"
    with open_source(request.source) as (path, name, kind):
        if kind == "responses":
            from scalecheck.batch.response_files import ResponseFilesTable

            folder = ResponseFilesTable(path, request.questionnaire, scope)
            table: Table = folder
            compiled = folder.compiled
            codebook = read_codebook(request, compiled)
        else:
            compiled = compile_questionnaire(
                catalogue.load(request.questionnaire or catalogue.DEFAULT), scope
            )
            codebook = read_codebook(request, compiled)
            table = open_table(
                path, name, kind, lambda headings: count_questions(headings, compiled, codebook)
            )
        if is_long(table.headings, compiled, codebook):
            from scalecheck.mapping.long_format import LongTable

            table = LongTable(table, compiled, codebook)
            # Where the question and the answer stand is settled; the rest of the map speaks of what is left.
            used = {
                fold(table.source_headings[place])
                for role, place in table.role_columns.items()
                if role != RESPONDENT
            }
            codebook = codebook._replace(
                places={name: place for name, place in codebook.places.items() if name not in used}
            )
        results = result_names(compiled)
        columns = recognise_columns(table, compiled, results, codebook)
        if kind == "responses":
            columns = columns._replace(
                respondent=None
            )  # a name, and one person may answer about several innovations
        yield BatchInput(table, compiled, codebook, columns, results)


def read_codebook(request: BatchRequest, compiled: CompiledQuestionnaire) -> Codebook:
    """Read the codebook that ``--map`` names; an empty one where there is none."""
    if request.map is None:
        return Codebook()
    from scalecheck.mapping import codebook

    return codebook.read_codebook(request.map, compiled)


def _check_outputs(request: BatchRequest) -> None:
    """Refuse to write over what is read, or two things to one file."""
    if request.rejects is not None and find_output_format(request.rejects, "--rejects") not in (
        "csv",
        "ndjson",
    ):
        todo = "Name a file that ends in .csv or .ndjson."
        raise refuse(request.rejects, Code.SC701, "Rejected rows are written as CSV or NDJSON.", todo)
    if request.report is not None and Path(request.report).suffix.lower() not in ENDINGS:
        what = "The report is a page, Markdown, JSON or plain text."
        todo = "Name a file that ends in .html, .md, .json or .txt with --report."
        raise refuse(request.report, Code.SC701, what, todo)
    named = (("-o", request.output), ("--rejects", request.rejects), ("--report", request.report))
    outputs = {option: Path(each) for option, each in named if each not in (None, "-")}
    read = [Path(request.source)] if request.source != "-" else []
    for option, each in outputs.items():
        refuse_overwriting(each, *read, *([request.map] if request.map else []), option=option)
    for (first, one), (option, other) in combinations(outputs.items(), 2):
        if os.path.realpath(one) == os.path.realpath(other):
            what = f"This file is to hold {CONTENT_OF[first]}."
            raise refuse(str(other), Code.SC007, what, f"Name another file with {option}.")


def _prepare_job(request: BatchRequest, found: BatchInput, kind: str, target: str | None) -> BatchJob:
    places, headings = choose_output_columns(
        request.columns, request.keep_answers, found.columns, found.results
    )
    if target:
        _check_binary_columns(found, places, kind)
    accumulators = _make_accumulators(request, found)
    return BatchJob(
        path=found.table.path,
        source_format=found.table.kind,
        dialect=found.table.dialect,
        columns=found.columns,
        compiled=found.compiled,
        spellings=found.spellings,
        results=found.results,
        output_columns=places,
        headings=headings,
        target=target,
        target_format=kind,
        fail_under=request.fail_under,
        counts=accumulators.counts,
        listed_rows=accumulators.listed_rows,
    )


def _check_binary_columns(found: BatchInput, places: Sequence[int], kind: str) -> None:
    """Refuse to write bytes where there is no way to write them."""
    if found.table.kind == "parquet" and kind != "parquet":
        for place, dtype in enumerate(found.table.schema()):
            if place in places and "Binary" in str(dtype):
                what = f'"{short(found.table.headings[place])}" holds bytes, which {kind} cannot.'
                todo = "Leave it out with --columns, or write Parquet."
                raise refuse(found.table.name, Code.SC717, what, todo)


def _make_accumulators(request: BatchRequest, found: BatchInput) -> Accumulators:
    """Make new accumulators: counts and, for ``--report``, the listed rows."""
    listed_rows = ListedRows(found.columns, found.results) if request.report is not None else None
    counts = CohortCounts(
        found.compiled, found.results, complete=request.counts_everything, fail_under=request.fail_under
    )
    return Accumulators(counts, listed_rows)


def _score_rows(
    request: BatchRequest, found: BatchInput, job: BatchJob, file: IO[bytes] | None, files: ExitStack
) -> tuple[BatchJob, RowRemarks]:
    """Score and write the rows of *job*: on the fast path where it can be taken, else on the strict one."""
    if _may_be_fast(request, job, found.table):
        from scalecheck.batch import fast_csv
        from scalecheck.batch.duplicates import HashedNames, OrderedNames

        for respondents in (OrderedNames(), HashedNames()):
            with strict_path.show_progress(found.table) as advance:
                done = fast_csv.score_fast(job, found.table, respondents, advance)
            if done:
                return job, done
            job = job._replace(**_make_accumulators(request, found)._asdict())
            if not respondents.undecided:
                break
        if file:
            file.truncate(0)  # whatever had been written
    return job, strict_path.score_strictly(request, job, found.table, file, files)


def _may_be_fast(request: BatchRequest, job: BatchJob, table: Table) -> bool:
    """Tell whether the fast path is worth a try."""
    from importlib.util import find_spec

    if (
        request.engine == "plain"
        or job.source_format not in ("csv", "parquet")
        or job.target_format == "xlsx"
    ):
        return False
    if find_spec("polars") is None:
        if request.engine == "polars":
            raise missing_package("--engine polars")
        return False
    return request.engine != "auto" or table.total() >= FAST_FROM[job.source_format]


def _write_report(request: BatchRequest, job: BatchJob, file: IO[bytes]) -> None:
    """Write the report on the rows as a whole to *file*; the ending of its name says in which format."""
    from scalecheck.reporting.documents import cohort
    from scalecheck.reporting.outline.cohort import outline
    from scalecheck.reporting.render import FILE_WIDTH, render, write_json

    document = cohort.document(job.counts, {"table": request.source})
    kind, out = ENDINGS[Path(str(request.report)).suffix.lower()], io.StringIO()
    if kind == "json":
        write_json(document, out)
    else:
        render(outline(document, job.listed_rows), kind, out, width=FILE_WIDTH, colour=False)
    file.write(out.getvalue().encode())


def _remove_old_rejects(path: Path) -> bool:
    """Remove *path* where it holds rows that were rejected before; whether it did."""
    try:
        with path.open("rb") as file:
            first = file.readline(1 << 20).decode(errors="replace").rstrip()
        if first.endswith(",".join(ADDED)) or all(f'"{name}":' in first for name in ADDED):
            path.unlink()
            return True
    except OSError:
        pass  # there is none, or it is not ours to remove
    return False
