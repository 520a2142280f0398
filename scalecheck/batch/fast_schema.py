"""Settle how polars reads a large table: its columns' names and types, and the spellings of its answers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from scalecheck.batch.byte_proof import Irregular
from scalecheck.definition.answer_state import STATED_SILENCES
from scalecheck.mapping.answer_codes import code_of
from scalecheck.tables.reader import MAX_CELL

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.batch.duplicates import HashedNames, OrderedNames
    from scalecheck.batch.request import BatchJob
    from scalecheck.tables.reader import Table

SAMPLE = 2000
"""How many rows are looked at for the ways in which answers are written."""
TEXTS = (pl.String, pl.Enum, pl.Categorical)


class FastSchema:
    """Says how polars reads the table of a job.

    Raises :class:`~scalecheck.batch.byte_proof.Irregular` where the first rows are not regular, and what
    *respondents* raise at the first of them.
    """

    def __init__(self, job: BatchJob, table: Table, respondents: OrderedNames | HashedNames) -> None:
        self.job, self.table, self.respondents = job, table, respondents
        self.prefix = "scalecheck"
        while any(name.startswith(self.prefix) for name in job.columns.headings):
            self.prefix += "_"
        self.names = [f"{self.prefix}:{place}" for place in range(len(job.columns.headings))]
        """What the input's columns are called here, so that no heading meets a step."""
        self.number = f"{self.prefix}@"
        """What the number of a row is called, where it is wanted."""
        self.columns = {name: self.names[place] for name, place in job.columns.questions.items()}
        """By question, the column that holds its answers as an ``Enum`` of spellings."""
        self.types: dict[str, pl.DataType] = {}
        """The types of the input's columns."""
        self.separator = ","
        self.size = 0.0
        """Bytes a row, about."""
        self.lines: pl.LazyFrame | None = None
        """The rows of a Parquet file; those of CSV come as :meth:`read` reads them."""
        self.spelling_codes = (
            self._read_csv_spellings() if job.source_format == "csv" else self._read_parquet_spellings()
        )
        """By question, the code of each spelling, in the order of the categories."""

    def read(self, source: Path | bytes, head: int) -> pl.LazyFrame:
        """The rows of *source*, a CSV file or a piece of one that begins with *head* lines of headings."""
        return pl.scan_csv(
            source, schema=self.types, separator=self.separator, has_header=False, skip_rows=head, glob=False
        )

    def has_unbounded_texts(self, name: str) -> bool:
        """Tell whether the texts of a column must be checked for their length and for NUL characters."""
        dtype = self.types[name]
        if isinstance(dtype, pl.Enum):
            return any("\0" in each or len(each) > MAX_CELL for each in dtype.categories)
        return dtype in TEXTS

    def _read_csv_spellings(self) -> dict[str, list[int]]:
        job, dialect = self.job, self.job.dialect
        assert dialect is not None
        if not dialect.encoding.startswith("utf-8") or dialect.heading_line > 1 or len(self.names) == 1:
            raise Irregular
        seen: dict[str, dict[str, int]] = {name: {} for name in self.columns}
        names = []
        for _, cells in islice(self.table.rows(), SAMPLE):
            if len(cells) != len(self.names):
                raise Irregular
            self.size += sum(map(len, cells)) + len(cells)
            if job.columns.respondent is not None:
                names.append(cells[job.columns.respondent])
            for name, place in job.columns.questions.items():
                self._learn(seen[name], name, cells[place])
        self.respondents.check_sample(pl.Series(names, dtype=pl.String))
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
                raise Irregular
            known[cell] = code

    def _learn_all(self, known: dict[str, int], name: str) -> None:
        """What may come later, too: every option by its key, and the silences as they are usually written."""
        spelt = self.job.spellings[name].codes
        for cell in (
            *(option.key for option in self.job.compiled.definitions[name].options),
            *map(str, STATED_SILENCES),
        ):
            if code_of(spelt, cell) is not None:
                self._learn(known, name, cell)

    def _read_parquet_spellings(self) -> dict[str, list[int]]:
        job = self.job
        lines = pl.scan_parquet(job.path, glob=False)
        schema = lines.collect_schema()
        lines = lines.rename(dict(zip(schema.names(), self.names, strict=True)))
        self.types = types = dict(zip(self.names, schema.dtypes(), strict=True))
        self.size = self.table.total() / max(1, lines.select(pl.len()).collect().item())
        for place in job.output_columns:
            kept = types[self.names[place]] if place < len(self.names) else pl.String
            if job.target_format != "parquet" and not (kept in TEXTS or kept.is_integer()):
                raise Irregular
        if job.columns.respondent is not None:
            self.respondents.check_sample(self._read_sample(lines, self.names[job.columns.respondent]))
        spelt: dict[str, list[int]] = {}
        for name, column in list(self.columns.items()):
            dtype = types[column]
            if dtype not in TEXTS and not dtype.is_numeric():
                raise Irregular
            known: dict[str, int] = {}
            if isinstance(dtype, pl.Enum):
                for cell in dtype.categories:
                    self._learn(known, name, cell)
            else:
                cells = self._read_sample(lines, column).cast(pl.String)
                for cell in cells.drop_nulls().unique(maintain_order=True):
                    self._learn(known, name, cell)
                self._learn_all(known, name)
                self.columns[name] = f"{self.prefix}!{column}"
                lines = lines.with_columns(
                    pl.col(column).cast(pl.String).cast(pl.Enum(list(known))).alias(self.columns[name])
                )
            spelt[name] = list(known.values())
        self.lines = lines
        return spelt

    def _read_sample(self, lines: pl.LazyFrame, column: str) -> pl.Series:
        return lines.select(pl.col(column)).head(SAMPLE).collect(engine="streaming")[column]
