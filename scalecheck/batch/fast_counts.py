"""Count the results and answers of a table, and keep the rows that are listed, while it streams by."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl

from scalecheck.batch.byte_proof import Irregular
from scalecheck.batch.provenance import ProvenanceCheck
from scalecheck.cohort.counts import ADVICE
from scalecheck.scoring.formula import UNANSWERED
from scalecheck.tables.reader import MAX_CELL, cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.batch.duplicates import HashedNames, OrderedNames
    from scalecheck.batch.fast_schema import FastSchema
    from scalecheck.batch.request import BatchJob


class StreamObserver:
    """Looks at every part of a table as it streams by, in any order, from several threads at a time."""

    def __init__(
        self,
        job: BatchJob,
        schema: FastSchema,
        respondents: OrderedNames | HashedNames,
        advance: Callable[[int], None],
    ) -> None:
        """*respondents* keeps names apart; *advance* is told how many rows passed by."""
        self.job, self.schema, self.respondents, self.advance = job, schema, respondents, advance
        self.provenance = ProvenanceCheck(job.compiled)
        answers = job.columns.questions.values()
        # Each text is looked at, written or not, so that a reader has to part every row.
        self._texts = [
            name
            for n, name in enumerate(schema.names)
            if n not in answers and schema.has_unbounded_texts(name)
        ]
        self._lock = Lock()

    @property
    def results(self) -> tuple[str, ...]:
        """The result columns that are looked at."""
        return tuple(
            dict.fromkeys(
                (
                    *self.job.counts.counted_columns,
                    *(self.job.listed_rows.columns if self.job.listed_rows else ()),
                )
            )
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the input that are looked at."""
        job = self.job
        named_by = job.listed_rows.place if job.listed_rows else None
        places = (job.columns.respondent, named_by, *job.columns.provenance.values())
        found = [self.schema.names[place] for place in places if place is not None]
        answers = self.schema.columns.values() if job.counts.complete else ()
        last = self.schema.names[-1:] if job.source_format == "csv" else ()
        return tuple(
            dict.fromkeys(
                (*found, *self._texts, *answers, *last, *([self.schema.number] if job.listed_rows else []))
            )
        )

    def take(self, part: pl.DataFrame) -> None:
        """Count *part*, which has the :attr:`columns` and :attr:`results`; check its names and provenance.

        Raises :class:`Irregular`, and what *respondents* raise.
        """
        job = self.job
        with self._lock:
            self._count(part)
            if job.listed_rows and job.listed_rows.has_room(len(part)):
                place = job.listed_rows.place
                called = [None] * len(part) if place is None else part[self.schema.names[place]].to_list()
                numbers = part[self.schema.number].to_list()
                job.listed_rows.append(
                    zip(numbers, called, part.select(job.listed_rows.columns).rows(), strict=True)
                )
            for name in self._texts:
                texts = part[name].cast(pl.String).str
                if (
                    _find_longest(texts.len_bytes()) > MAX_CELL
                    and _find_longest(texts.len_chars()) > MAX_CELL
                ):
                    raise Irregular
                if job.source_format == "parquet" and texts.contains("\0", literal=True).any():
                    raise Irregular  # of CSV, every byte is looked at beforehand
            if job.columns.respondent is not None:
                names = part[self.schema.names[job.columns.respondent]]
                if names.dtype.is_float():
                    raise Irregular  # 0.0 and -0.0 are one name
                self.respondents.add(names)
            if job.columns.provenance:
                named = {name: self.schema.names[place] for name, place in job.columns.provenance.items()}
                for row in part.select(named.values()).unique(maintain_order=True).rows():
                    if self.provenance.find_faults(dict(zip(named, map(cell_text, row), strict=True))):
                        raise Irregular
            self.advance(job.counts.rows)

    def _count(self, part: pl.DataFrame) -> None:
        counts = self.job.counts
        counts.add_rows(len(part))
        for name in counts.counted_columns:
            counts.add_counts(name, _count_values(part[name]))
        if not counts.complete:
            return
        firsts = part.select(pl.col(each).cast(pl.String) for each in ADVICE)
        for name in self.job.compiled.questions:
            if name not in self.schema.columns:
                counts.add_answer_counts(name, {UNANSWERED: len(part)})
                continue
            cells, codes = part[self.schema.columns[name]], self.schema.spelling_codes[name]
            counts.add_answer_counts(name, _count_codes(cells, codes))
            held = firsts.select(
                pl.any_horizontal(pl.col(each) == name for each in ADVICE).fill_null(value=False)
            )
            counts.add_step_counts(name, _count_codes(cells.filter(held.to_series()), codes))


def _find_longest(lengths: pl.Series) -> Any:
    return lengths.max() or 0


def _count_values(column: pl.Series) -> dict[Any, int]:
    found = column.value_counts(name="count")
    return dict(zip(found[column.name].to_list(), found["count"].to_list(), strict=True))


def _count_codes(cells: pl.Series, codes: Sequence[int]) -> dict[int, int]:
    """How often each code occurs among *cells*."""
    found: dict[int, int] = {}
    for place, count in _count_values(cells.to_physical()).items():
        code = UNANSWERED if place is None else codes[place]
        found[code] = found.get(code, 0) + count
    return found
