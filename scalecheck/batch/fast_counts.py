"""What is counted and kept of a table while it streams by."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl

from scalecheck.batch.byte_proof import Odd
from scalecheck.batch.provenance import Stated
from scalecheck.cohort.counts import ADVICE
from scalecheck.scoring.formula import UNANSWERED
from scalecheck.tables.reader import MAX_CELL, cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.batch.duplicates import Marked, Ordered
    from scalecheck.batch.fast_schema import Intake
    from scalecheck.batch.request import Job


class Watch:
    """Looks at every part of the table, whichever comes first; several threads may pass one by at the same time."""

    def __init__(
        self, job: Job, intake: Intake, respondents: Ordered | Marked, advance: Callable[[int], None]
    ) -> None:
        """*respondents* keeps names apart; *advance* is told how many rows passed by."""
        self.job, self.intake, self.respondents, self.advance = job, intake, respondents, advance
        self.provenance = Stated(job.compiled)
        answers = job.columns.questions.values()
        # Each text is looked at, written or not, so that a reader has to part every row.
        self._texts = [
            name for n, name in enumerate(intake.names) if n not in answers and intake.open_ended(name)
        ]
        self._lock = Lock()

    @property
    def results(self) -> tuple[str, ...]:
        """The results that are looked at."""
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
        found = [self.intake.names[place] for place in places if place is not None]
        answers = self.intake.columns.values() if job.counts.complete else ()
        last = self.intake.names[-1:] if job.kind == "csv" else ()
        return tuple(
            dict.fromkeys(
                (*found, *self._texts, *answers, *last, *([self.intake.number] if job.listed_rows else []))
            )
        )

    def take(self, part: pl.DataFrame) -> None:
        """Look at *part*, which has the columns and results asked for.

        Raises :class:`Odd`, and what *respondents* raise.
        """
        job = self.job
        with self._lock:
            self._count(part)
            if job.listed_rows and job.listed_rows.has_room(len(part)):
                place = job.listed_rows.place
                called = [None] * len(part) if place is None else part[self.intake.names[place]].to_list()
                numbers = part[self.intake.number].to_list()
                job.listed_rows.append(
                    zip(numbers, called, part.select(job.listed_rows.columns).rows(), strict=True)
                )
            for name in self._texts:
                texts = part[name].cast(pl.String).str
                if _longest(texts.len_bytes()) > MAX_CELL and _longest(texts.len_chars()) > MAX_CELL:
                    raise Odd
                if job.kind == "parquet" and texts.contains("\0", literal=True).any():
                    raise Odd  # of CSV, every byte is looked at beforehand
            if job.columns.respondent is not None:
                names = part[self.intake.names[job.columns.respondent]]
                if names.dtype.is_float():
                    raise Odd  # 0.0 and -0.0 are one name
                self.respondents.take(names)
            if job.columns.provenance:
                named = {name: self.intake.names[place] for name, place in job.columns.provenance.items()}
                for row in part.select(named.values()).unique(maintain_order=True).rows():
                    if self.provenance.faults(dict(zip(named, map(cell_text, row), strict=True))):
                        raise Odd
            self.advance(job.counts.rows)

    def _count(self, part: pl.DataFrame) -> None:
        counts = self.job.counts
        counts.add_rows(len(part))
        for name in counts.counted_columns:
            counts.add_counts(name, _counts(part[name]))
        if not counts.complete:
            return
        firsts = part.select(pl.col(each).cast(pl.String) for each in ADVICE)
        for name in self.job.compiled.questions:
            if name not in self.intake.columns:
                counts.add_answer_counts(name, {UNANSWERED: len(part)})
                continue
            cells, codes = part[self.intake.columns[name]], self.intake.spelling_codes[name]
            counts.add_answer_counts(name, _coded(cells, codes))
            held = firsts.select(
                pl.any_horizontal(pl.col(each) == name for each in ADVICE).fill_null(value=False)
            )
            counts.add_step_counts(name, _coded(cells.filter(held.to_series()), codes))


def _longest(lengths: pl.Series) -> Any:
    return lengths.max() or 0


def _counts(column: pl.Series) -> dict[Any, int]:
    found = column.value_counts(name="count")
    return dict(zip(found[column.name].to_list(), found["count"].to_list(), strict=True))


def _coded(cells: pl.Series, codes: Sequence[int]) -> dict[int, int]:
    """How often each code occurs among *cells*."""
    found: dict[int, int] = {}
    for place, count in _counts(cells.to_physical()).items():
        code = UNANSWERED if place is None else codes[place]
        found[code] = found.get(code, 0) + count
    return found
