"""The fast way: a large and regular table, read, scored and written by polars in one pass, whatever its length.

It gives the same bytes as the careful way (``batch.careful``) or gives up without having written anything that stays: at the
first cell it does not know, a row of another length, a respondent who is there twice. The careful way then names the place.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext, suppress
from functools import cached_property
from itertools import islice
from typing import IO, TYPE_CHECKING

# Memory that one part of the table gave back is kept for the next, not returned to the system and asked for again.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:1000,muzzy_decay_ms:1000")

import polars as pl

from scalecheck.batch import regular
from scalecheck.batch.job import Done
from scalecheck.batch.respondents import Unsure
from scalecheck.batch.spellings import code_of
from scalecheck.batch.streaming import Scoring
from scalecheck.batch.table import MAX_CELL
from scalecheck.batch.watch import Odd, Watch
from scalecheck.batch.writers import CsvWriter
from scalecheck.definition.soundness import SILENCES
from scalecheck.text import FORMULA, NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scalecheck.batch.job import Job
    from scalecheck.batch.respondents import Marked, Ordered
    from scalecheck.batch.table import Table

ROWS = 300_000
"""So many rows, about, are read together, where that is no more than memory bears."""
SAMPLE = 2000
"""How many rows are looked at for the ways in which answers are written."""
_RUN = "^[" + "".join(f"\\x{ord(sign):02x}" for sign in FORMULA) + "]"
QUOTED = '[,"\r\n]'
ODD = f"{_RUN}|{QUOTED}"
"""What a text has in it that CSV cannot hold as it is."""
_TEXTS = (pl.String, pl.Enum, pl.Categorical)


def attempt(job: Job, table: Table, respondents: Ordered | Marked, advance: Callable[[int], None]) -> Done | None:
    """Score and write the table of *job*; None where that cannot be done this way.

    *respondents* keeps names apart, and says whether it was unsure about them; *advance* is told the bytes read so far.
    """
    with suppress(Odd, Unsure, regular.Odd, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return _Scan(job, table, respondents, advance).run()
    return None


class _Scan:
    def __init__(self, job: Job, table: Table, respondents: Ordered | Marked, advance: Callable[[int], None]) -> None:
        self.job, self.table, self.respondents, self.advance = job, table, respondents, advance
        self.prefix = "scalecheck"
        while any(name.startswith(self.prefix) for name in job.columns.headings):
            self.prefix += "_"
        self.names = [f"{self.prefix}:{place}" for place in range(len(job.columns.headings))]
        """What the input's columns are called here, so that no heading meets a step."""
        self.number = f"{self.prefix}@"
        """What the number of a row is called, where it is wanted."""
        self.columns = {name: self.names[place] for name, place in job.columns.questions.items()}
        self.types: dict[str, pl.DataType] = {}
        self.separator = ","
        self.size = 0.0
        """Bytes a row, about."""

    def run(self) -> Done:
        job = self.job
        if len(job.chosen) == 1 and job.target_kind == "csv":
            raise Odd  # a line without a cell needs quotes
        lines, spelt = (None, self._csv()) if job.kind == "csv" else self._parquet()
        size = self.size
        self.watch = Watch(
            job, self.names, self.columns, spelt, self.number,
            lambda name: self.types[name] in _TEXTS and not self._closed(name),
            self.respondents, lambda rows: self.advance(int(rows * size)),
        )  # fmt: skip
        self.pieces = list(self._written())
        self.spelt = spelt
        if lines is not None:
            self._whole(lines)
        elif job.target_kind == "parquet":
            self._at_once()
        else:
            self._in_pieces()
        if self.respondents.repeated():
            raise Odd
        return Done(self.watch.below, tuple(self.watch.stated.warnings), self.respondents.full)

    def _closed(self, name: str) -> bool:
        """Whether a column's texts are all known, and short."""
        dtype = self.types[name]
        return isinstance(dtype, pl.Enum) and not any("\0" in each or len(each) > MAX_CELL for each in dtype.categories)

    @cached_property
    def scoring(self) -> Scoring:
        """The questionnaire, made ready for this table."""
        job = self.job
        runs = [piece for piece in self.pieces if isinstance(piece, list)] if job.target_kind == "csv" else []
        chosen = [] if runs else [name for piece in self.pieces if isinstance(piece, list) for name in piece]
        wanted = tuple(dict.fromkeys((*self.watch.results, *chosen)))
        return Scoring(job.plan, self.columns, self.spelt, self.prefix, wanted=wanted, runs=runs)

    def _in_pieces(self) -> None:
        """Piece by piece, so that memory does not grow with the file.

        Meanwhile the next is read and proved, and the one before is put on the disk, which at the end would take a while.
        """
        # The plan of each piece takes time that grows with the columns: the wider the rows, the larger the piece.
        size = min(max(regular.SIZE, int(self.size * ROWS)), 3 * regular.SIZE)
        source = regular.pieces(self.job.path, self.separator, size)
        with ExitStack() as files, ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(1) as behind:
            file = files.enter_context(open(self.job.target, "wb")) if self.job.target else None  # noqa: PTH123
            coming = beside.submit(next, source, None)
            assert self.scoring  # made meanwhile
            head = 1
            while piece := coming.result():
                coming = beside.submit(next, source, None)
                before = self.watch.rows
                self._sink(self._scan(piece.data, head), file, head=bool(head))
                if piece.separators != (self.watch.rows - before + head) * (len(self.names) - 1):
                    raise Odd
                head = 0
                if file:
                    behind.submit(os.fsync, file.fileno())

    def _at_once(self) -> None:
        """In one go, since a Parquet file cannot be added to; proved beforehand."""
        separators = sum(piece.separators for piece in regular.pieces(self.job.path, self.separator))
        self._whole(self._scan(self.job.path, 1))
        if separators != (self.watch.rows + 1) * (len(self.names) - 1):
            raise Odd

    def _scan(self, source: Path | bytes, head: int) -> pl.LazyFrame:
        return pl.scan_csv(
            source, schema=self.types, separator=self.separator, has_header=False, skip_rows=head, glob=False
        )

    # In.

    def _csv(self) -> dict[str, list[int]]:
        job, dialect = self.job, self.job.dialect
        assert dialect is not None
        if not dialect.encoding.startswith("utf-8") or dialect.head > 1 or len(self.names) == 1:
            raise Odd
        seen: dict[str, dict[str, int]] = {name: {} for name in self.columns}
        for _, cells in islice(self.table.rows(), SAMPLE):
            if len(cells) != len(self.names):
                raise Odd
            self.size += sum(map(len, cells)) + len(cells)
            for name, place in job.columns.questions.items():
                self._learn(seen[name], name, cells[place])
        for name, known in seen.items():
            self._learn_all(known, name)
            self._learn(known, name, "")  # a blank in quotes; any other is a null here
        self.size /= SAMPLE
        self.separator = dialect.separator
        self.types = dict.fromkeys(self.names, pl.String())
        self.types |= {self.columns[name]: pl.Enum(list(known)) for name, known in seen.items()}
        return {name: list(known.values()) for name, known in seen.items()}

    def _learn(self, known: dict[str, int], name: str, cell: str) -> None:
        if cell not in known:
            code = code_of(self.job.spellings[name].codes, cell)
            if code is None:
                raise Odd
            known[cell] = code

    def _learn_all(self, known: dict[str, int], name: str) -> None:
        """What may come later, too: every option by its key, and the silences as they are usually written."""
        spelt = self.job.spellings[name].codes
        for cell in (*(option.key for option in self.job.plan.asked[name].options), *SILENCES):
            if code_of(spelt, cell) is not None:
                self._learn(known, name, cell)

    def _parquet(self) -> tuple[pl.LazyFrame, dict[str, list[int]]]:
        job = self.job
        lines = pl.scan_parquet(job.path, glob=False)
        schema = lines.collect_schema()
        lines = lines.rename(dict(zip(schema.names(), self.names, strict=True)))
        self.types = types = dict(zip(self.names, schema.dtypes(), strict=True))
        self.size = self.table.total() / max(1, lines.select(pl.len()).collect().item())
        for place in self.job.chosen:
            kept = types[self.names[place]] if place < len(self.names) else pl.String
            if job.target_kind != "parquet" and not (kept in _TEXTS or kept.is_integer()):
                raise Odd
        spelt: dict[str, list[int]] = {}
        for name, column in list(self.columns.items()):
            dtype = types[column]
            if dtype not in _TEXTS and not dtype.is_numeric():
                raise Odd
            known: dict[str, int] = {}
            if isinstance(dtype, pl.Enum):
                for cell in dtype.categories:
                    self._learn(known, name, cell)
            else:
                cells = lines.select(pl.col(column)).head(SAMPLE).collect(engine="streaming")[column].cast(pl.String)
                for cell in cells.drop_nulls().unique(maintain_order=True):
                    self._learn(known, name, cell)
                self._learn_all(known, name)
                self.columns[name] = f"{self.prefix}!{column}"
                lines = lines.with_columns(pl.col(column).cast(pl.String).cast(pl.Enum(list(known))).alias(self.columns[name]))
            spelt[name] = list(known.values())
        return lines, spelt

    # Out.

    def _written(self) -> Sequence[int | list[str]]:
        """What is written, in order: a column of the input, or results that stand next to each other."""
        width = len(self.names)
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
                CsvWriter(file, self.job.headings, tuple(n for n, place in enumerate(self.job.chosen) if place < len(self.names)))
                file.flush()
            results.sink_csv(file, include_header=False, quote_style="never")

    def _results(self, lines: pl.LazyFrame) -> pl.LazyFrame:
        """The columns that are written, watched as they pass by."""
        job, names = self.job, self.scoring.names
        if job.gallery:
            lines = lines.with_row_index(self.number, offset=self.watch.rows + 1)
        runs, out = iter(self.scoring.runs), []
        for piece in self.pieces:
            if not isinstance(piece, list):
                out.append(self._cell(piece))
            elif job.target_kind == "csv":
                out += map(pl.col, next(runs))
            else:
                out += [pl.col(names[name]) for name in piece]
        out = out or [pl.lit(0)]
        called = [f"{self.prefix}<{n}" for n in range(len(out))]
        watched = {name: pl.col(names[name]) for name in self.watch.results} | {name: pl.col(name) for name in self.watch.columns}
        lines = self.scoring.on(lines).select(
            *(each.alias(name) for each, name in zip(out, called, strict=True)),
            *(each.alias(f"{self.prefix}>{name}") for name, each in watched.items()),
        )
        seen = [pl.col(called[0]), *(pl.col(f"{self.prefix}>{name}") for name in watched)]

        def look(columns: Sequence[pl.Series]) -> pl.Series:
            self.watch.take(pl.DataFrame([each.alias(name) for each, name in zip(columns[1:], watched, strict=True)]))
            return columns[0]

        first = pl.map_batches(seen, look, return_dtype=lines.collect_schema()[called[0]], is_elementwise=True)
        lines = lines.select(first.alias(called[0]), *called[1:])
        return lines if job.target_kind == "csv" else lines.rename(dict(zip(called, job.headings, strict=False)))

    def _cell(self, place: int) -> pl.Expr:
        """What is written of one of the input's own columns."""
        name, kind = self.names[place], self.job.target_kind
        cell = pl.col(name)
        dtype = self.types[name]
        if isinstance(dtype, pl.Enum) and self.job.kind == "csv":
            cell, dtype = cell.cast(pl.String), pl.String()
        if kind == "csv" and dtype in _TEXTS:
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


