"""The strict path: read any table row by row, and name every problem that keeps a row from being read."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scalecheck.batch.decode import RowDecoder
from scalecheck.batch.rejected_rows import RejectedRows, RejectedRowsFile
from scalecheck.batch.request import BatchJob, BatchRequest, RowRemarks
from scalecheck.engines.python_engine import PythonScorer, SwitchingScorer
from scalecheck.tables.output import find_output_format, open_if_written
from scalecheck.tables.reader import make_picker, unreadable_file
from scalecheck.tables.writers import open_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import ExitStack

    from scalecheck.engines.python_engine import Scorer
    from scalecheck.tables.reader import Row, Table
    from scalecheck.tables.writers import Writer

CELLS = 4_000_000
"""So many cells at most are kept until they are written."""


def score_strictly(
    request: BatchRequest, job: BatchJob, table: Table, file: Any, files: ExitStack
) -> RowRemarks:
    """Score and write the rows of *table*, naming every problem that keeps one from being read."""
    writer = None
    if file:
        carried = tuple(
            place for place, column in enumerate(job.output_columns) if column < len(table.headings)
        )
        types = _list_types(job, table)
        writer = open_writer(job.target_format, file, request.output or "", job.headings, carried, types)
        files.callback(writer.remove_temporary_files)
    rejected = RejectedRows()
    if request.rejects is not None:
        kind = find_output_format(request.rejects, "--rejects")
        rejected = RejectedRowsFile(table, files.enter_context(open_if_written(request.rejects)), kind)
    rows = RowDecoder(table, job.columns, job.compiled, job.spellings)
    loop = _Loop(
        job,
        rows,
        (PythonScorer if request.engine == "plain" else SwitchingScorer)(job.compiled),
        writer,
        rejected,
    )
    with show_progress(table) as advance:
        for line, cells in _read_rows(table):
            if loop.take(line, cells):
                advance(table.amount_read())
    loop.flush()
    rejected.close()
    job.counts.rejected = rejected.rows
    if writer:
        writer.close()
    return RowRemarks((*rows.provenance.warnings, *table.warnings), rows.seen_names.full)


def _read_rows(table: Table) -> Iterator[Row]:
    """Read the rows of *table*; a fault of the file that is read names that file, not the written one."""
    try:
        yield from table.rows()
    except OSError as error:
        raise unreadable_file(table.name, error) from None


class _Loop:
    """Gathers rows, and scores and writes them many at once."""

    def __init__(
        self, job: BatchJob, rows: RowDecoder, score: Scorer, writer: Writer | None, rejected: RejectedRows
    ) -> None:
        self.job, self.rows, self.score, self.writer, self.rejected = job, rows, score, writer, rejected
        self.keeps_rejected = isinstance(rejected, RejectedRowsFile)
        self.pick = make_picker(job.output_columns)
        self.batch_size = max(1, min(score.batch_size, CELLS // max(1, len(job.columns.headings))))
        self._passed = 0
        self._numbers: list[int] = []
        self._codes: list[Sequence[int]] = []
        self._cells: list[Sequence[Any]] = []

    def take(self, line: int, cells: Sequence[Any]) -> bool:
        """Take one row; whether rows were written."""
        self._passed += 1
        codes = self.rows.codes(line, cells)
        if codes is None:
            self.rejected.take(line, cells, self.rows.problems(line, cells))
            return False
        self._numbers.append(self._passed)
        self._codes.append(codes)
        self._cells.append(cells)
        if len(self._codes) < min(self.batch_size, self.score.batch_size):
            return False
        self.flush()
        return True

    def flush(self) -> None:
        """Score and write what was gathered. Nothing is written any more once the table will be refused."""
        numbers, codes, cells = self._numbers, self._codes, self._cells
        self._numbers, self._codes, self._cells = [], [], []
        if not codes or (self.rejected.rows and not self.keeps_rejected):
            return
        results = self.score.score(codes)
        self.job.counts.add(results, codes)
        if self.job.listed_rows:
            self.job.listed_rows.add(numbers, cells, results)
        if self.writer:
            pick = self.pick
            self.writer.write([pick((*row, *result)) for row, result in zip(cells, results, strict=True)])


def _list_types(job: BatchJob, table: Table) -> Sequence[Any]:
    """The types of the columns that are written, for Parquet."""
    if job.target_format != "parquet":
        return ()
    try:
        import polars
    except ImportError:
        return ()  # the writer says what to install
    from scalecheck.engines.result_values import result_types

    own = table.schema() or [polars.String] * len(table.headings)
    results = result_types(job.compiled)
    own += [results[name] for name in job.results]
    return [own[n] for n in job.output_columns]


@contextmanager
def show_progress(table: Table) -> Iterator[Callable[[int], None]]:
    """A bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    columns = (TextColumn("Scoring"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=table.total() or None)
        yield lambda done: bar.update(task, completed=done)
