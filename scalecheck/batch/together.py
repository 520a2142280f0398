"""Rows of codes scored many at once, for tables that Python reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scalecheck.batch.streaming import Scoring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.batch.scorer import Result
    from scalecheck.scoring.plan import Plan


class Together:
    """Scores rows of codes many at once."""

    together = 50_000

    def __init__(self, plan: Plan, columns: tuple[str, ...]) -> None:
        self.plan, self.columns = plan, columns
        names = list(plan.questions)
        spelt = {name: [*range(len(question.shares)), -1, -2, -3, -4] for name, question in plan.questions.items()}
        self._scoring = Scoring(plan, dict(zip(names, names, strict=True)), spelt, "=")

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        names = list(self.plan.questions)
        table = pl.LazyFrame(codes, schema=dict.fromkeys(names, pl.Int64), orient="row")
        # The silences come after the options, the first of them -1.
        places = [
            pl.when(pl.col(name) < 0).then(len(self.plan.questions[name].shares) - 1 - pl.col(name)).otherwise(name).alias(name)
            for name in names
        ]
        table = self._scoring.on(table.with_columns(places).cast(pl.UInt32))
        return table.select(self._scoring.names[name] for name in self.columns).collect().rows()
