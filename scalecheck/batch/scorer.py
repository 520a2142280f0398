"""Scores rows of codes: one at a time with Python's numbers, or many at once through a dataframe library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scalecheck.batch.row import Name, Number, names, row
from scalecheck.scoring.single import WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.batch.row import Cell
    from scalecheck.scoring.plan import Plan

Result = tuple[int | float | str | None, ...]
"""One row of results, in the order of the scorer's columns."""


class Scorer(Protocol):
    """Scores rows of codes, one code a question, in the order of the plan's questions."""

    columns: tuple[str, ...]

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        """The results of each row."""


class Plain:
    """Row by row."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.columns = plan, names(plan)

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        return [self._one(each) for each in codes]

    def _one(self, codes: Sequence[int]) -> Result:
        return tuple(said(cell) for cell in row(WHOLE, self.plan, dict(zip(self.plan.questions, codes, strict=True))))


def said(cell: Cell) -> int | float | str | None:
    """What stands in the table; None for nothing."""
    if isinstance(cell, Number):
        if not cell.there:
            return None
        return cell.value / cell.unit if cell.unit > 1 else int(cell.value)
    if isinstance(cell, Name):
        return cell.names[cell.position] if cell.there else None
    return ";".join(name for holds, name in cell.parts if holds) or None
