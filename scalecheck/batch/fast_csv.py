"""The fast path: read, score and write a large and regular table by polars in one pass, in flat memory.

It gives the same bytes as the strict path (``batch.strict_path``) or gives up without having written
anything that stays: at the first cell it does not know, a row of another length, a respondent who appears
twice. The strict path then names the place.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext, suppress
from functools import cached_property
from typing import IO, TYPE_CHECKING

import polars as pl

from scalecheck.batch import byte_proof
from scalecheck.batch.byte_proof import Irregular
from scalecheck.batch.duplicates import Undecided
from scalecheck.batch.fast_counts import StreamObserver
from scalecheck.batch.fast_schema import TEXTS, FastSchema
from scalecheck.batch.request import RowRemarks
from scalecheck.engines.polars_stream import PolarsTableScorer
from scalecheck.tables.reader import blank_rows_warning
from scalecheck.tables.writers import write_csv_header
from scalecheck.text import FORMULA, NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.batch.duplicates import HashedNames, OrderedNames
    from scalecheck.batch.request import BatchJob
    from scalecheck.tables.reader import Table

ROWS = 300_000
"""So many rows, about, are read together, where that is no more than memory bears."""
_FORMULA = "^[" + "".join(f"\\x{ord(sign):02x}" for sign in FORMULA) + "]"
QUOTED = '[,"\r\n]'
IRREGULAR_TEXT = f"{_FORMULA}|{QUOTED}"
"""What a text has in it that CSV cannot hold as it is."""


def score_fast(
    job: BatchJob, table: Table, respondents: OrderedNames | HashedNames, advance: Callable[[int], None]
) -> RowRemarks | None:
    """Score and write the table of *job*; return None where the strict path is needed.

    *respondents* keeps names apart, and says whether it was unsure about them; *advance* is told the
    bytes read so far.
    """
    with suppress(Irregular, Undecided, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return _FastRun(job, table, respondents, advance).run()
    return None


class _FastRun:
    def __init__(
        self,
        job: BatchJob,
        table: Table,
        respondents: OrderedNames | HashedNames,
        advance: Callable[[int], None],
    ) -> None:
        self.job, self.respondents, self.advance = job, respondents, advance
        self.schema = FastSchema(job, table, respondents)
        self.blank = 0
        """Rows left out, since no cell is filled in."""

    def run(self) -> RowRemarks:
        job, schema = self.job, self.schema
        if len(job.output_columns) == 1 and job.target_format == "csv":
            raise Irregular  # a line without a cell needs quotes
        self.observer = StreamObserver(
            job, schema, self.respondents, lambda rows: self.advance(int(rows * schema.size))
        )
        self.pieces = list(self._list_outputs())
        if schema.lines is not None:
            self._sink_whole(schema.lines)
        elif job.target_format == "parquet":
            self._sink_file()
        else:
            self._sink_pieces()
        if self.respondents.has_duplicates():
            raise Irregular
        return RowRemarks(
            (*self.observer.provenance.warnings, *blank_rows_warning(self.blank)), self.respondents.full
        )

    @cached_property
    def scorer(self) -> PolarsTableScorer:
        """The questionnaire, made ready for this table."""
        job, schema = self.job, self.schema
        runs = (
            [piece for piece in self.pieces if isinstance(piece, list)] if job.target_format == "csv" else []
        )
        output_columns = (
            [] if runs else [name for piece in self.pieces if isinstance(piece, list) for name in piece]
        )
        wanted = tuple(dict.fromkeys((*self.observer.results, *output_columns)))
        return PolarsTableScorer(
            job.compiled, schema.columns, schema.spelling_codes, schema.prefix, wanted=wanted, runs=runs
        )

    def _sink_pieces(self) -> None:
        """Piece by piece, so that memory does not grow with the file.

        Meanwhile the next is read and proved, and the one before is put on the disk, which at the end
        would take a while.
        """
        # The plan of each piece takes time that grows with the columns: the wider the rows, the larger
        # the piece.
        size = min(max(byte_proof.SIZE, int(self.schema.size * ROWS)), 3 * byte_proof.SIZE)
        source = byte_proof.read_pieces(self.job.path, self.schema.separator, len(self.schema.names), size)
        with ExitStack() as files, ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(1) as behind:
            file = files.enter_context(open(self.job.target, "wb")) if self.job.target else None  # noqa: PTH123
            coming = beside.submit(next, source, None)
            assert self.scorer  # made meanwhile
            head, synced = 1, None
            while piece := coming.result():
                coming = beside.submit(next, source, None)
                before = self.job.counts.rows
                if piece.data:
                    self._sink(self.schema.read(piece.data, head), file, head=bool(head))
                if piece.separators != (self.job.counts.rows - before + head) * (len(self.schema.names) - 1):
                    raise Irregular
                head = 0
                self.blank += piece.blank
                if synced:
                    synced.result()  # a fault of the disk is told once
                synced = behind.submit(os.fsync, file.fileno()) if file else None
            if synced:
                synced.result()

    def _sink_file(self) -> None:
        """In one go, since a Parquet file cannot be added to; proved beforehand."""
        separators = 0
        for piece in byte_proof.read_pieces(self.job.path, self.schema.separator, len(self.schema.names)):
            separators += piece.separators
            if piece.blank:
                raise Irregular  # it cannot be taken out
        self._sink_whole(self.schema.read(self.job.path, 1))
        if separators != (self.job.counts.rows + 1) * (len(self.schema.names) - 1):
            raise Irregular

    def _list_outputs(self) -> Sequence[int | list[str]]:
        """What is written, in order: a column of the input, or results that stand next to each other."""
        width = len(self.schema.names)
        found: list[int | list[str]] = []
        for place in self.job.output_columns if self.job.target else ():
            last = found[-1] if found else None
            if place < width:
                found.append(place)
            elif isinstance(last, list):
                last.append(self.job.results[place - width])
            else:
                found.append([self.job.results[place - width]])
        return found

    def _sink_whole(self, lines: pl.LazyFrame) -> None:
        with open(self.job.target, "wb") if self.job.target else nullcontext() as file:  # noqa: PTH123
            self._sink(lines, file)

    def _sink(self, lines: pl.LazyFrame, file: IO[bytes] | None, *, head: bool = True) -> None:
        """Write the results of *lines* to *file*, with the headings for *head*."""
        kind, results = self.job.target_format, self._select_results(lines)
        if file is None:
            for _ in results.collect_batches(maintain_order=False):
                pass
        elif kind == "parquet":
            results.sink_parquet(file)
        elif kind == "ndjson":
            results.sink_ndjson(file)
        else:
            if head:
                own = tuple(
                    n for n, place in enumerate(self.job.output_columns) if place < len(self.schema.names)
                )
                write_csv_header(file, self.job.headings, own)
                file.flush()
            results.sink_csv(file, include_header=False, quote_style="never")

    def _select_results(self, lines: pl.LazyFrame) -> pl.LazyFrame:
        """The columns that are written, watched as they pass by."""
        job, names = self.job, self.scorer.names
        if job.listed_rows:
            lines = lines.with_row_index(self.schema.number, offset=job.counts.rows + 1)
        runs, out = iter(self.scorer.runs), []
        for piece in self.pieces:
            if not isinstance(piece, list):
                out.append(self._select_cell(piece))
            elif job.target_format == "csv":
                out += map(pl.col, next(runs))
            else:
                out += [pl.col(names[name]) for name in piece]
        out = out or [pl.lit(0)]
        called = [f"{self.schema.prefix}<{n}" for n in range(len(out))]
        watched = {name: pl.col(names[name]) for name in self.observer.results} | {
            name: pl.col(name) for name in self.observer.columns
        }
        lines = self.scorer.add_to(lines).select(
            *(each.alias(name) for each, name in zip(out, called, strict=True)),
            *(each.alias(f"{self.schema.prefix}>{name}") for name, each in watched.items()),
        )
        seen = [pl.col(called[0]), *(pl.col(f"{self.schema.prefix}>{name}") for name in watched)]

        def look(columns: Sequence[pl.Series]) -> pl.Series:
            self.observer.take(
                pl.DataFrame([each.alias(name) for each, name in zip(columns[1:], watched, strict=True)])
            )
            return columns[0]

        first = pl.map_batches(
            seen, look, return_dtype=lines.collect_schema()[called[0]], is_elementwise=True
        )
        lines = lines.select(first.alias(called[0]), *called[1:])
        return (
            lines
            if job.target_format == "csv"
            else lines.rename(dict(zip(called, job.headings, strict=False)))
        )

    def _select_cell(self, place: int) -> pl.Expr:
        """What is written of one of the input's own columns."""
        name, kind = self.schema.names[place], self.job.target_format
        cell = pl.col(name)
        dtype = self.schema.types[name]
        if isinstance(dtype, pl.Enum) and self.job.source_format == "csv":
            cell, dtype = cell.cast(pl.String), pl.String()
        if kind == "csv" and dtype in TEXTS:
            return cell.cast(pl.String).map_batches(_quote_texts, return_dtype=pl.String, is_elementwise=True)
        # A blank of a CSV file is an empty text, which only CSV cannot tell from nothing.
        return cell.fill_null("") if self.job.source_format == "csv" else cell


def _quote_texts(cells: pl.Series) -> pl.Series:
    """Return texts as CSV holds them: quoted if need be, with a ``'`` before what a spreadsheet would run."""
    if not cells.str.contains(IRREGULAR_TEXT).any():
        return cells
    risky = cells.str.contains(_FORMULA) & ~cells.str.contains(f"^(?:{NUMBER})$")
    cells = ("'" + cells).zip_with(risky.fill_null(value=False), cells)
    quoted = '"' + cells.str.replace_all('"', '""', literal=True) + '"'
    return quoted.zip_with(cells.str.contains(QUOTED).fill_null(value=False), cells)
