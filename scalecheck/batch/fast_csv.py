"""The fast way: a large and regular table, read, scored and written by polars in one pass, whatever its length.

It gives the same bytes as the careful way (``batch.careful``) or gives up without having written anything that stays: at the
first cell it does not know, a row of another length, a respondent who is there twice. The careful way then names the place.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext, suppress
from functools import cached_property
from typing import IO, TYPE_CHECKING

import polars as pl

from scalecheck.batch import byte_proof
from scalecheck.batch.byte_proof import Odd
from scalecheck.batch.duplicates import Unsure
from scalecheck.batch.fast_counts import Watch
from scalecheck.batch.fast_schema import TEXTS, Intake
from scalecheck.batch.request import Done
from scalecheck.engines.polars_stream import PolarsTableScorer
from scalecheck.tables.reader import blank_rows_warning
from scalecheck.tables.writers import CsvWriter
from scalecheck.text import FORMULA, NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.batch.duplicates import Marked, Ordered
    from scalecheck.batch.request import Job
    from scalecheck.tables.reader import Table

ROWS = 300_000
"""So many rows, about, are read together, where that is no more than memory bears."""
_RUN = "^[" + "".join(f"\\x{ord(sign):02x}" for sign in FORMULA) + "]"
QUOTED = '[,"\r\n]'
ODD = f"{_RUN}|{QUOTED}"
"""What a text has in it that CSV cannot hold as it is."""


def attempt(
    job: Job, table: Table, respondents: Ordered | Marked, advance: Callable[[int], None]
) -> Done | None:
    """Score and write the table of *job*; None where that cannot be done this way.

    *respondents* keeps names apart, and says whether it was unsure about them; *advance* is told the
    bytes read so far.
    """
    with suppress(Odd, Unsure, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return _Scan(job, table, respondents, advance).run()
    return None


class _Scan:
    def __init__(
        self, job: Job, table: Table, respondents: Ordered | Marked, advance: Callable[[int], None]
    ) -> None:
        self.job, self.respondents, self.advance = job, respondents, advance
        self.intake = Intake(job, table, respondents)
        self.blank = 0
        """Rows left out, since no cell is filled in."""

    def run(self) -> Done:
        job, intake = self.job, self.intake
        if len(job.chosen) == 1 and job.target_kind == "csv":
            raise Odd  # a line without a cell needs quotes
        self.watch = Watch(job, intake, self.respondents, lambda rows: self.advance(int(rows * intake.size)))
        self.pieces = list(self._written())
        if intake.lines is not None:
            self._whole(intake.lines)
        elif job.target_kind == "parquet":
            self._at_once()
        else:
            self._in_pieces()
        if self.respondents.repeated():
            raise Odd
        return Done((*self.watch.provenance.warnings, *blank_rows_warning(self.blank)), self.respondents.full)

    @cached_property
    def scorer(self) -> PolarsTableScorer:
        """The questionnaire, made ready for this table."""
        job, intake = self.job, self.intake
        runs = [piece for piece in self.pieces if isinstance(piece, list)] if job.target_kind == "csv" else []
        chosen = [] if runs else [name for piece in self.pieces if isinstance(piece, list) for name in piece]
        wanted = tuple(dict.fromkeys((*self.watch.results, *chosen)))
        return PolarsTableScorer(
            job.compiled, intake.columns, intake.spelling_codes, intake.prefix, wanted=wanted, runs=runs
        )

    def _in_pieces(self) -> None:
        """Piece by piece, so that memory does not grow with the file.

        Meanwhile the next is read and proved, and the one before is put on the disk, which at the end
        would take a while.
        """
        # The plan of each piece takes time that grows with the columns: the wider the rows, the larger the piece.
        size = min(max(byte_proof.SIZE, int(self.intake.size * ROWS)), 3 * byte_proof.SIZE)
        source = byte_proof.pieces(self.job.path, self.intake.separator, len(self.intake.names), size)
        with ExitStack() as files, ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(1) as behind:
            file = files.enter_context(open(self.job.target, "wb")) if self.job.target else None  # noqa: PTH123
            coming = beside.submit(next, source, None)
            assert self.scorer  # made meanwhile
            head, synced = 1, None
            while piece := coming.result():
                coming = beside.submit(next, source, None)
                before = self.job.counts.rows
                if piece.data:
                    self._sink(self.intake.read(piece.data, head), file, head=bool(head))
                if piece.separators != (self.job.counts.rows - before + head) * (len(self.intake.names) - 1):
                    raise Odd
                head = 0
                self.blank += piece.blank
                if synced:
                    synced.result()  # a fault of the disk is told once
                synced = behind.submit(os.fsync, file.fileno()) if file else None
            if synced:
                synced.result()

    def _at_once(self) -> None:
        """In one go, since a Parquet file cannot be added to; proved beforehand."""
        separators = 0
        for piece in byte_proof.pieces(self.job.path, self.intake.separator, len(self.intake.names)):
            separators += piece.separators
            if piece.blank:
                raise Odd  # it cannot be taken out
        self._whole(self.intake.read(self.job.path, 1))
        if separators != (self.job.counts.rows + 1) * (len(self.intake.names) - 1):
            raise Odd

    def _written(self) -> Sequence[int | list[str]]:
        """What is written, in order: a column of the input, or results that stand next to each other."""
        width = len(self.intake.names)
        found: list[int | list[str]] = []
        for place in self.job.chosen if self.job.target else ():
            last = found[-1] if found else None
            if place < width:
                found.append(place)
            elif isinstance(last, list):
                last.append(self.job.results[place - width])
            else:
                found.append([self.job.results[place - width]])
        return found

    def _whole(self, lines: pl.LazyFrame) -> None:
        with open(self.job.target, "wb") if self.job.target else nullcontext() as file:  # noqa: PTH123
            self._sink(lines, file)

    def _sink(self, lines: pl.LazyFrame, file: IO[bytes] | None, *, head: bool = True) -> None:
        """Write the results of *lines* to *file*, with the headings for *head*."""
        kind, results = self.job.target_kind, self._results(lines)
        if file is None:
            for _ in results.collect_batches(maintain_order=False):
                pass
        elif kind == "parquet":
            results.sink_parquet(file)
        elif kind == "ndjson":
            results.sink_ndjson(file)
        else:
            if head:
                own = tuple(n for n, place in enumerate(self.job.chosen) if place < len(self.intake.names))
                CsvWriter(file, self.job.headings, own)
                file.flush()
            results.sink_csv(file, include_header=False, quote_style="never")

    def _results(self, lines: pl.LazyFrame) -> pl.LazyFrame:
        """The columns that are written, watched as they pass by."""
        job, names = self.job, self.scorer.names
        if job.listed_rows:
            lines = lines.with_row_index(self.intake.number, offset=job.counts.rows + 1)
        runs, out = iter(self.scorer.runs), []
        for piece in self.pieces:
            if not isinstance(piece, list):
                out.append(self._cell(piece))
            elif job.target_kind == "csv":
                out += map(pl.col, next(runs))
            else:
                out += [pl.col(names[name]) for name in piece]
        out = out or [pl.lit(0)]
        called = [f"{self.intake.prefix}<{n}" for n in range(len(out))]
        watched = {name: pl.col(names[name]) for name in self.watch.results} | {
            name: pl.col(name) for name in self.watch.columns
        }
        lines = self.scorer.add_to(lines).select(
            *(each.alias(name) for each, name in zip(out, called, strict=True)),
            *(each.alias(f"{self.intake.prefix}>{name}") for name, each in watched.items()),
        )
        seen = [pl.col(called[0]), *(pl.col(f"{self.intake.prefix}>{name}") for name in watched)]

        def look(columns: Sequence[pl.Series]) -> pl.Series:
            self.watch.take(
                pl.DataFrame([each.alias(name) for each, name in zip(columns[1:], watched, strict=True)])
            )
            return columns[0]

        first = pl.map_batches(
            seen, look, return_dtype=lines.collect_schema()[called[0]], is_elementwise=True
        )
        lines = lines.select(first.alias(called[0]), *called[1:])
        return (
            lines if job.target_kind == "csv" else lines.rename(dict(zip(called, job.headings, strict=False)))
        )

    def _cell(self, place: int) -> pl.Expr:
        """What is written of one of the input's own columns."""
        name, kind = self.intake.names[place], self.job.target_kind
        cell = pl.col(name)
        dtype = self.intake.types[name]
        if isinstance(dtype, pl.Enum) and self.job.kind == "csv":
            cell, dtype = cell.cast(pl.String), pl.String()
        if kind == "csv" and dtype in TEXTS:
            return cell.cast(pl.String).map_batches(_written, return_dtype=pl.String, is_elementwise=True)
        # A blank of a CSV file is an empty text, which only CSV cannot tell from nothing.
        return cell.fill_null("") if self.job.kind == "csv" else cell


def _written(cells: pl.Series) -> pl.Series:
    """Texts as CSV holds them: in quotes where they need some, and with a ``'`` before what a spreadsheet would run."""
    if not cells.str.contains(ODD).any():
        return cells
    risky = cells.str.contains(_RUN) & ~cells.str.contains(f"^(?:{NUMBER})$")
    cells = ("'" + cells).zip_with(risky.fill_null(value=False), cells)
    quoted = '"' + cells.str.replace_all('"', '""', literal=True) + '"'
    return quoted.zip_with(cells.str.contains(QUOTED).fill_null(value=False), cells)
