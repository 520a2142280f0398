"""Scores rows of codes: one at a time with Python's numbers, or many at once through a dataframe library."""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from itertools import starmap
from typing import TYPE_CHECKING, Protocol

from scalecheck.engines.result_columns import NamesColumn, NumberColumn, Result, result_columns, result_names
from scalecheck.scoring.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire


class Scorer(Protocol):
    """Scores rows of codes, one code a question, in the order of the questionnaire's questions."""

    columns: tuple[str, ...]
    batch_size: int
    """How many rows are best scored together."""

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        """The results of each row."""


class PythonScorer:
    """Scores row by row, by the formula compiled to one Python function."""

    batch_size = 1000

    def __init__(self, compiled: CompiledQuestionnaire) -> None:
        self.compiled, self.columns = compiled, result_names(compiled)

    @cached_property
    def _score_row(self) -> Callable[..., Result]:
        program = Program(self.compiled.questions)
        cells = result_columns(
            program, self.compiled, {name: program.column(name) for name in self.compiled.questions}
        )
        results: list[str] = []
        constants: dict[str, object] = {"join_names": join_names}
        for place, cell in enumerate(cells):
            if isinstance(cell, NamesColumn):
                flags = " , ".join(program.name(flag) for flag, _ in cell.parts)
                results.append(f"join_names ( names{place} , [ {flags} ] )")
                constants[f"names{place}"] = tuple(name for _, name in cell.parts)
                continue
            if isinstance(cell, NumberColumn):
                value = (
                    f"{program.name(cell.value)} / {cell.unit}" if cell.unit > 1 else program.name(cell.value)
                )
            else:
                value = f"names{place} [ {program.name(cell.position)} ]"
                constants[f"names{place}"] = cell.names
            results.append(f"( {value} if {program.name(cell.present)} else None )")
        return program.compile(results, constants)

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        return list(starmap(self._score_row, codes))


class SwitchingScorer:
    """Scores with compiled Python; after 5,000 rows switches to polars if it is installed."""

    BATCHES_BEFORE_SWITCH = 5
    """How many times a thousand rows are scored before a dataframe library would have been quicker,
    loading it included."""

    def __init__(self, compiled: CompiledQuestionnaire) -> None:
        self._current: Scorer = PythonScorer(compiled)
        self.compiled, self.columns, self.batch_size = (
            compiled,
            self._current.columns,
            self._current.batch_size,
        )
        self._scored = 0

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        self._scored += 1
        found = self._current.score(codes)
        if self._scored == self.BATCHES_BEFORE_SWITCH and find_spec("polars"):
            from scalecheck.engines.polars_engine import PolarsScorer

            self._current = PolarsScorer(self.compiled, self.columns)
            self.batch_size = self._current.batch_size
        return found


def join_names(names: Sequence[str], flags: Sequence[bool]) -> str | None:
    """The *names* whose flag is true, joined."""
    return ";".join(name for name, holds in zip(names, flags, strict=True) if holds) or None
