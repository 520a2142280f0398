"""The request of a batch, and the job it becomes once everything but its rows is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scalecheck.cohort.counts import CohortCounts
    from scalecheck.cohort.listed_rows import ListedRows
    from scalecheck.mapping.answer_codes import Spellings
    from scalecheck.mapping.column_roles import Columns
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.tables.reader import Dialect


class BatchRequest(NamedTuple):
    """The options of one batch, as the user gave them."""

    source: str
    """A file, a folder, a pattern, or ``-``."""
    output: str | None = None
    """A file or ``-``; None where only a summary is wanted."""
    questionnaire: str | None = None
    quick: bool = False
    map: Path | None = None
    mapping: bool = False
    """Only to show what each column is taken for."""
    rejects: str | None = None
    columns: str | None = None
    """The columns to write, as a line of CSV."""
    keep_answers: bool = False
    fail_under: float | None = None
    summary: bool = False
    engine: str = "auto"
    report: str | None = None
    """The file to write the report on the rows as a whole to; its ending says in which format."""
    master: str | None = None
    """Where Spark runs."""

    @property
    def counts_everything(self) -> bool:
        """True where everything is counted that a summary or a page needs."""
        return self.summary or self.report is not None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Find options that do not go together, whatever the table holds: each option, and what to do."""
        if not (self.output or self.summary or self.mapping or self.report):
            yield "-o", "Name a file to write, or - for standard output; or ask for --summary."
        if self.summary and self.output == "-":
            yield "-o", "The summary goes to standard output: write the rows to a file."
        if not self.source:
            yield "INPUT", "Name a table, a folder of responses, or -."
        if self.keep_answers and self.columns:
            yield "--keep-answers", "--columns names every column that is written, answers too."
        if self.master and self.engine != "spark":
            yield "--master", "It goes with --engine spark."


class BatchJob(NamedTuple):
    """A table that is about to be scored: everything that does not depend on its rows is settled."""

    path: Path
    """The file that is read: a copy where it came from standard input."""
    source_format: str
    """``csv``, ``ndjson``, ``xlsx``, ``parquet``, ``long`` or ``responses``."""
    dialect: Dialect | None
    """How a CSV file is written."""
    columns: Columns
    compiled: CompiledQuestionnaire
    spellings: dict[str, Spellings]
    """By question id."""
    results: tuple[str, ...]
    """The columns that are added, in the scorer's order."""
    output_columns: tuple[int, ...]
    """The columns that are written: positions among the input's columns with the results after them."""
    headings: tuple[str, ...]
    """What the chosen columns are called where they are written."""
    target: str | None
    """The file to write: not yet at its final place. None where only a summary is wanted."""
    target_format: str
    """``csv``, ``ndjson``, ``xlsx`` or ``parquet``."""
    counts: CohortCounts
    """Counts results and answers; whole where a summary is wanted."""
    fail_under: float | None
    listed_rows: ListedRows | None = None
    """Keeps the rows that a page shows one by one, where one is wanted."""


class RowRemarks(NamedTuple):
    """Remarks on the rows of a job, once all of them were scored."""

    warnings: tuple[str, ...] = ()
    duplicates_unchecked: bool = False
    """True where there were more respondents than are compared with each other."""
