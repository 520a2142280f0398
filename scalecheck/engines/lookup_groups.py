"""Group the steps of the formula by the questions they depend on: what depends on few can be looked up.

Three questions of four options can be answered in 6 x 6 x 6 ways, as far as a score goes: an option,
missing, or not applicable. So everything the formula says of a domain of three questions stands in a
table of 216 rows, made by the very steps that would otherwise run on every row, and a row of answers
looks it up. What depends on more answers than that, the overall score for one, is worked out on the rows
as it is everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scalecheck.engines.frame_steps import columns_read, select_needed
from scalecheck.engines.result_columns import (
    MAX_COMBINATIONS,
    advice_packs,
    count_combinations,
    result_columns,
)
from scalecheck.record import NamedTuple
from scalecheck.scoring.expressions import Expressions, NamedColumn

if TYPE_CHECKING:
    from collections.abc import Collection

    from scalecheck.engines.result_columns import ResultColumn
    from scalecheck.scoring.compiled import CompiledQuestionnaire


class LookupGroup(NamedTuple):
    """A few questions, and the steps and result columns that depend on their answers alone."""

    questions: tuple[str, ...]
    steps: tuple[NamedColumn, ...]
    wanted: tuple[str, ...]
    """The steps that something outside reads."""
    cells: tuple[ResultColumn, ...]


class LookupPlan(NamedTuple):
    """The lookups of a questionnaire, and what is left to work out on the rows."""

    lookups: tuple[LookupGroup, ...]
    steps: tuple[NamedColumn, ...]
    cells: tuple[ResultColumn, ...]
    """Those that no lookup holds whole."""
    codes: tuple[str, ...]
    """Questions whose codes are read on the rows."""


def plan_lookups(compiled: CompiledQuestionnaire, prefix: str, asked: Collection[str]) -> LookupPlan:
    """What can be looked up for the cells *asked* of *compiled*, and what cannot.

    The steps' names start with *prefix*.
    """
    a = Expressions(pl, prefix, narrow=True)
    cells = [
        cell
        for cell in result_columns(
            a, compiled, {name: a.column(prefix + name) for name in compiled.questions}
        )
        if cell.name in asked
    ]
    steps = select_needed(a.steps, cells)
    rests: dict[str, frozenset[str]] = {prefix + name: frozenset({name}) for name in compiled.questions}
    for step in steps:
        rests[step.name] = frozenset().union(*(rests[each] for each in step.column.reads))
    candidates = {domain.questions for domain in compiled.domains.values()} | {
        questions for _, questions in advice_packs(compiled)
    }
    groups = sorted(
        (each for each in candidates if each and count_combinations(compiled, each) <= MAX_COMBINATIONS),
        key=lambda each: (len(each), each),
    )

    def home(names: frozenset[str]) -> tuple[str, ...] | None:
        """The smallest group whose answers settle all of *names*."""
        questions = frozenset().union(*(rests[name] for name in names))
        return next((group for group in groups if questions and questions <= set(group)), None)

    homes = {step.name: home(step.column.reads) for step in steps}
    whole = {cell.name: home(columns_read(cell)) for cell in cells}
    left = [step for step in steps if homes[step.name] is None]
    rest = [cell for cell in cells if whole[cell.name] is None]
    looked = frozenset().union(*(step.column.reads for step in left), *(columns_read(cell) for cell in rest))
    lookups = []
    for group in groups:
        held = tuple(cell for cell in cells if whole[cell.name] == group)
        wanted = tuple(step.name for step in steps if step.name in looked and homes[step.name] == group)
        if wanted or held:
            inside = [step for step in steps if rests[step.name] <= set(group)]
            lookups.append(LookupGroup(group, tuple(select_needed(inside, held, wanted)), wanted, held))
    codes = tuple(name for name in compiled.questions if prefix + name in looked)
    return LookupPlan(tuple(lookups), tuple(left), tuple(rest), codes)
