"""Score a polars table as it streams by: look up what depends on few answers, work out the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.engines.frame_steps import add_steps
from scalecheck.engines.lookup_tables import LookupTables
from scalecheck.engines.lookups import AnswerLookup, AnswerPositions, look_up
from scalecheck.engines.result_values import column_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from scalecheck.scoring.compiled import CompiledQuestionnaire


class PolarsTableScorer:
    """A compiled questionnaire, made ready for polars tables of one shape."""

    def __init__(
        self,
        compiled: CompiledQuestionnaire,
        columns: Mapping[str, str],
        spelling_codes: Mapping[str, Sequence[int]],
        prefix: str,
        *,
        wanted: Sequence[str],
        runs: Sequence[Sequence[str]] = (),
    ) -> None:
        """*columns* has, for each question that has one, its column: an ``Enum`` of spellings.

        *spelling_codes* has the code of each spelling, in the order of the categories. A null, and a question
        without a column, is unanswered. The names of added columns start with *prefix*. The results *wanted*
        come as values; *runs* of results come as they stand side by side in a line of CSV.
        """
        self.prefix = prefix
        tables = LookupTables(compiled, prefix, wanted, runs)
        self.answers = AnswerPositions(compiled, columns, spelling_codes, prefix)
        self.first = [
            AnswerLookup(self.answers, questions, table) for questions, table in tables.first if table.width
        ]
        self.second = [each for each in tables.second if each.values.width]
        self.steps, self.rest = tables.steps, tables.rest
        self.names = {name: column_name(prefix, name) for name in wanted}
        """The column of each result that is wanted."""
        self.runs = tables.runs
        """Of each run the columns that hold it, in their order; a text holds one result or more, with
        commas between."""

    def add_to(self, table: pl.LazyFrame) -> pl.LazyFrame:
        """Add the results to *table*."""
        table = look_up(table.with_columns(self.answers.places()), self.first, f"{self.prefix}$")
        table = look_up(table, self.second, f"{self.prefix}$$")
        return self.rest.add_to(add_steps(table, self.steps))
