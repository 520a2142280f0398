"""Rows of codes scored many at once, for tables that Python reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from scalecheck.definition.answer_state import AnswerState
from scalecheck.engines.polars_stream import PolarsTableScorer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.engines.result_columns import Result
    from scalecheck.scoring.compiled import CompiledQuestionnaire


SILENCE_CODES = tuple(state.code for state in AnswerState if state.code < 0)
"""The numbers that stand for the silences: -1 to -4."""


class PolarsScorer:
    """Scores rows of codes many at once."""

    batch_size = 50_000

    def __init__(self, compiled: CompiledQuestionnaire, columns: tuple[str, ...]) -> None:
        self.compiled, self.columns = compiled, columns
        names = list(compiled.questions)
        spelling_codes = {
            name: [*range(len(question.shares)), *SILENCE_CODES]
            for name, question in compiled.questions.items()
        }
        self._scorer = PolarsTableScorer(
            compiled, dict(zip(names, names, strict=True)), spelling_codes, "=", wanted=columns
        )

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        return self.frame(
            pl.DataFrame(codes, schema=dict.fromkeys(self.compiled.questions, pl.Int64), orient="row")
        ).rows()

    def frame(self, codes: pl.DataFrame) -> pl.DataFrame:
        """The results of each row of *codes*, which has a column for each question of the questionnaire."""
        # The silences come after the options, the first of them -1.
        places = [
            pl.when(pl.col(name) < 0)
            .then(len(question.shares) - 1 - pl.col(name))
            .otherwise(name)
            .alias(name)
            for name, question in self.compiled.questions.items()
        ]
        table = self._scorer.add_to(codes.lazy().with_columns(places).cast(pl.UInt32))
        return table.select(pl.col(self._scorer.names[name]).alias(name) for name in self.columns).collect()

    def arrow(self, codes: Mapping[str, Sequence[int]]) -> dict[str, Any]:
        """Score rows whose *codes* come by question; each result is an Arrow array, texts plain strings."""
        results = self.frame(pl.DataFrame([pl.Series(name, each, pl.Int64) for name, each in codes.items()]))
        return {
            each.name: (each.cast(pl.String) if isinstance(each.dtype, pl.Enum) else each).to_arrow()
            for each in results
        }
