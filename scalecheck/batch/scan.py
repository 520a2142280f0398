"""The fast way: a large and regular table, read, scored and written by polars in one pass, whatever its length.

It gives the same bytes as the careful way (``batch.run``) or gives up without having written anything that stays: at the
first cell it does not know, a row of another length, a respondent who is there twice. The careful way then names the place.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any

# Memory that one part of the table gave back is kept for the next, not returned to the system and asked for again.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:1000,muzzy_decay_ms:1000")

import polars as pl

from scalecheck.batch import regular
from scalecheck.batch.job import Done
from scalecheck.batch.repeats import LIMIT
from scalecheck.batch.spellings import code_of
from scalecheck.batch.stated import Stated
from scalecheck.batch.table import MAX_CELL
from scalecheck.batch.tabulation import Scoring
from scalecheck.batch.tally import ADVICE
from scalecheck.reporting.way import STARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scalecheck.batch.job import Job
    from scalecheck.batch.table import Table

PARTS = 16
"""Into so many parts the respondents' marks are divided when repeated ones are looked for."""
SAMPLE = 2000
"""How many rows are looked at for the ways in which answers are written."""
NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
FORMULA = "^[" + "".join(f"\\x{ord(sign):02x}" for sign in STARTS) + "]"
_TEXTS = (pl.String, pl.Enum, pl.Categorical)


class GivenUp(Exception):
    """The fast way does not know what to do with this table."""


def attempt(job: Job, table: Table, advance: Callable[[int], None]) -> Done | None:
    """Score and write the table of *job*; None where the careful way must. *advance* is told the bytes read so far."""
    with suppress(GivenUp, regular.Odd, pl.exceptions.PolarsError):
        return _Scan(job, table, advance).run()
    return None


class _Scan:
    def __init__(self, job: Job, table: Table, advance: Callable[[int], None]) -> None:
        self.job, self.table, self.advance = job, table, advance
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
        numbers = ("score", "low", "high", "completeness")
        self.numbers = {name for name in job.results if name in numbers or name.endswith("__score")}
        self.texts = [self.names[place] for place in job.columns.carried if job.kind == "csv"]
        self.size = 0.0
        """Bytes a row, about."""
        self.lock = Lock()
        self.rows, self.below = 0, 0
        self.marks: list[pl.Series] = []
        self.stated = Stated(job.plan)

    def run(self) -> Done:
        job = self.job
        lines, spelt = (None, self._csv()) if job.kind == "csv" else self._parquet()
        self.scoring = Scoring(job.plan, self.columns, spelt, self.prefix, texts=job.target_kind == "csv")
        self.codes = {name: spelt.get(name, []) for name in job.plan.questions}
        if lines is not None:
            self._sink(lines, job.target)
        elif job.target_kind == "parquet":
            self._at_once()
        else:
            self._in_pieces()
        if any(_repeated(self.marks, part) for part in range(PARTS)):
            raise GivenUp
        return Done(self.below, tuple(self.stated.warnings), sum(map(len, self.marks)) > LIMIT)

    def _in_pieces(self) -> None:
        """Piece by piece, so that memory does not grow with the file; the next is read and proved meanwhile."""
        source = regular.pieces(self.job.path, self.separator)
        with ThreadPoolExecutor(1) as beside, ExitStack() as files:
            file = files.enter_context(open(self.job.target, "wb")) if self.job.target else None  # noqa: PTH123
            coming = beside.submit(next, source, None)
            head = 1
            while piece := coming.result():
                coming = beside.submit(next, source, None)
                before = self.rows
                self._sink(self._scan(piece.data, head), file, head=bool(head))
                if piece.separators != (self.rows - before + head) * (len(self.names) - 1):
                    raise GivenUp
                head = 0

    def _at_once(self) -> None:
        """In one go, since a Parquet file cannot be added to; proved beforehand."""
        separators = sum(piece.separators for piece in regular.pieces(self.job.path, self.separator))
        self._sink(self._scan(self.job.path, 1), self.job.target)
        if separators != (self.rows + 1) * (len(self.names) - 1):
            raise GivenUp

    def _scan(self, source: Path | bytes, head: int) -> pl.LazyFrame:
        return pl.scan_csv(
            source, schema=self.types, separator=self.separator, has_header=False, skip_rows=head, glob=False
        )

    # In.

    def _csv(self) -> dict[str, list[int]]:
        job, dialect = self.job, self.job.dialect
        assert dialect is not None
        if not dialect.encoding.startswith("utf-8") or dialect.head > 1 or 1 in (len(self.names), len(job.chosen)):
            raise GivenUp
        seen: dict[str, dict[str, int]] = {name: {} for name in self.columns}
        for _, cells in islice(self.table.rows(), SAMPLE):
            if len(cells) != len(self.names):
                raise GivenUp
            self.size += sum(map(len, cells)) + len(cells)
            for name, place in job.columns.questions.items():
                self._learn(seen[name], name, cells[place])
        for name, known in seen.items():
            for option in job.plan.asked[name].options:
                self._learn(known, name, option.key)
            known.pop("", None)  # a blank is a null here
        self.size /= SAMPLE
        self.separator = dialect.separator
        self.types = dict.fromkeys(self.names, pl.String())
        self.types |= {self.columns[name]: pl.Enum(list(known)) for name, known in seen.items()}
        return {name: list(known.values()) for name, known in seen.items()}

    def _learn(self, known: dict[str, int], name: str, cell: str) -> None:
        if cell not in known:
            code = code_of(self.job.spellings[name].codes, cell)
            if code is None:
                raise GivenUp
            known[cell] = code

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
                raise GivenUp
        spelt: dict[str, list[int]] = {}
        for name, column in list(self.columns.items()):
            dtype = types[column]
            if dtype not in _TEXTS and not dtype.is_numeric():
                raise GivenUp
            known: dict[str, int] = {}
            if isinstance(dtype, pl.Enum):
                for cell in dtype.categories:
                    self._learn(known, name, cell)
            else:
                cells = lines.select(pl.col(column)).head(SAMPLE).collect(engine="streaming")[column].cast(pl.String)
                for cell in cells.drop_nulls().unique(maintain_order=True):
                    self._learn(known, name, cell)
                for option in job.plan.asked[name].options:
                    self._learn(known, name, option.key)
                self.columns[name] = f"{self.prefix}!{column}"
                lines = lines.with_columns(pl.col(column).cast(pl.String).cast(pl.Enum(list(known))).alias(self.columns[name]))
            spelt[name] = list(known.values())
        return lines, spelt

    # On the way.

    def _watch(self, columns: Sequence[pl.Series]) -> pl.Series:
        """Count what passes by; the first column passes unchanged."""
        job, batch = self.job, pl.DataFrame([each.alias(name) for each, name in zip(columns[1:], self.watched, strict=True)])
        with self.lock:
            self.rows += len(batch)
            self._count(batch)
            self._keep(batch)
            if job.fail_under is not None:
                scores = _counts(batch["score"])
                self.below += sum(count for score, count in scores.items() if score is None or float(score) < job.fail_under)
            for name in self.texts:
                if name in batch.columns and (batch[name].str.len_chars().max() or 0) > MAX_CELL:  # type: ignore[operator]
                    raise GivenUp
            if job.columns.respondent is not None and sum(map(len, self.marks)) <= LIMIT:
                said = batch[self.names[job.columns.respondent]].cast(pl.String).str.strip_chars()
                self.marks.append(said.filter(said != "").hash())
            if job.columns.stated:
                named = {name: self.names[place] for name, place in job.columns.stated.items()}
                for row in batch.select(named.values()).unique(maintain_order=True).rows():
                    if self.stated.faults(dict(zip(named, (str(cell or "") for cell in row), strict=True))):
                        raise GivenUp
            self.advance(int(self.rows * self.size))
        return columns[0]

    def _count(self, batch: pl.DataFrame) -> None:
        tally = self.job.tally
        tally.counted(len(batch))
        for name in tally.wanted:
            counts = _counts(batch[name])
            if name in self.numbers and isinstance(batch[name].dtype, pl.Enum):
                counts = {cell and _number(cell): count for cell, count in counts.items()}
            tally.count(name, counts)
        if not tally.whole:
            return
        for name, codes in self.codes.items():
            if name not in self.columns:
                tally.count_answers(name, {-1: len(batch)})
                continue
            cells = batch[self.columns[name]]
            tally.count_answers(name, _coded(cells, codes))
            held = batch.select(pl.any_horizontal(pl.col(each).cast(pl.String) == name for each in ADVICE).fill_null(value=False))
            tally.count_steps(name, _coded(cells.filter(held.to_series()), codes))

    def _keep(self, batch: pl.DataFrame) -> None:
        gallery = self.job.gallery
        if gallery and gallery.room(len(batch)):
            names = [None] * len(batch) if gallery.place is None else batch[self.names[gallery.place]].to_list()
            gallery.take(zip(batch[self.number].to_list(), names, batch.select(gallery.columns).rows(), strict=True))

    # Out.

    def _sink(self, lines: pl.LazyFrame, target: Any, *, head: bool = True) -> None:
        """Write the results of *lines* to *target*, with the headings for *head*."""
        kind, results = self.job.target_kind, self._results(lines)
        if target is None:
            for _ in results.collect_batches(maintain_order=False):
                pass
        elif kind == "csv":
            results.sink_csv(target, include_header=head)
        elif kind == "ndjson":
            results.sink_ndjson(target)
        else:
            results.sink_parquet(target)

    def _results(self, lines: pl.LazyFrame) -> pl.LazyFrame:
        """The columns that are written, watched as they pass by."""
        job, width, results = self.job, len(self.names), self.scoring.names
        watched = {name: pl.col(results[name]) for name in (*job.tally.wanted, "score")}
        if job.tally.whole:
            watched |= {each: pl.col(each) for each in self.columns.values()}
        if job.gallery:
            lines = lines.with_row_index(self.number, offset=self.rows + 1)
            watched[self.number] = pl.col(self.number)
        named_by = job.gallery.place if job.gallery else None
        places = (job.columns.respondent, named_by, *job.columns.stated.values(), *(n for n in job.chosen if n < width))
        watched |= {self.names[place]: pl.col(self.names[place]) for place in places if place is not None}
        out = [self._cell(place) if place < width else pl.col(results[job.results[place - width]]) for place in job.chosen]
        named = [f"{self.prefix}<{n}" for n in range(len(out))]
        lines = self.scoring.on(lines).select(
            *(each.alias(name) for each, name in zip(out, named, strict=True)),
            *(each.alias(f"{self.prefix}>{name}") for name, each in watched.items()),
        )
        self.watched = list(watched)
        seen = [pl.col(named[0]), *(pl.col(f"{self.prefix}>{name}") for name in watched)]
        dtype = lines.collect_schema()[named[0]]
        first = pl.map_batches(seen, self._watch, return_dtype=dtype, is_elementwise=True)
        return lines.select(first.alias(named[0]), *named[1:]).rename(dict(zip(named, job.headings, strict=True)))

    def _cell(self, place: int) -> pl.Expr:
        """What is written of one of the input's own columns."""
        name, kind = self.names[place], self.job.target_kind
        cell = pl.col(name)
        dtype = self.types[name]
        if isinstance(dtype, pl.Enum) and self.job.kind == "csv":
            cell, dtype = cell.cast(pl.String), pl.String()
        if kind == "csv" and dtype in _TEXTS:
            return cell.cast(pl.String).map_batches(_defused, return_dtype=pl.String, is_elementwise=True)
        # A blank of a CSV file is an empty text, which only CSV cannot tell from nothing.
        return cell.fill_null("") if self.job.kind == "csv" else cell


def _defused(cells: pl.Series) -> pl.Series:
    """Texts that a spreadsheet would run, with a ``'`` before them; as ``writers.defused`` has it."""
    risky = cells.str.contains(FORMULA).fill_null(value=False)
    if not risky.any():
        return cells
    risky &= ~cells.str.contains(NUMBER).fill_null(value=False)
    return ("'" + cells).zip_with(risky, cells)


def _repeated(marks: Sequence[pl.Series], part: int) -> bool:
    """Whether a mark is there twice, among those of one *part*: looking at all of them at once would take a copy of them."""
    found = [each.filter(each % PARTS == part) for each in marks]
    return bool(found) and pl.concat(found).n_unique() < sum(map(len, found))


def _number(cell: str) -> int | float:
    """A number that is written already."""
    return float(cell) if "." in cell else int(cell)


def _counts(column: pl.Series) -> dict[Any, int]:
    found = column.value_counts(name="count")
    return dict(zip(found[column.name].to_list(), found["count"].to_list(), strict=True))


def _coded(cells: pl.Series, codes: Sequence[int]) -> dict[int, int]:
    """How often each code occurs among *cells*."""
    found: dict[int, int] = {}
    for place, count in _counts(cells.to_physical()).items():
        code = -1 if place is None else codes[place]
        found[code] = found.get(code, 0) + count
    return found
