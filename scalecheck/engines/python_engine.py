"""Scores rows of codes: one at a time with Python's numbers, or many at once through a dataframe library."""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from itertools import starmap
from typing import TYPE_CHECKING, Protocol

from scalecheck.engines.result_columns import Names, Number, Result, names, row
from scalecheck.scoring.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire


class Scorer(Protocol):
    """Scores rows of codes, one code a question, in the order of the questionnaire's questions."""

    columns: tuple[str, ...]
    together: int
    """How many rows are best scored together."""

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        """The results of each row."""


class Plain:
    """Row by row, by the formula written out as Python."""

    together = 1000

    def __init__(self, compiled: CompiledQuestionnaire) -> None:
        self.compiled, self.columns = compiled, names(compiled)

    @cached_property
    def _row(self) -> Callable[..., Result]:
        program = Program(self.compiled.questions)
        cells = row(program, self.compiled, {name: program.column(name) for name in self.compiled.questions})
        results: list[str] = []
        constants: dict[str, object] = {"several": several}
        for place, cell in enumerate(cells):
            if isinstance(cell, Names):
                flags = " , ".join(program.name(flag) for flag, _ in cell.parts)
                results.append(f"several ( names{place} , [ {flags} ] )")
                constants[f"names{place}"] = tuple(name for _, name in cell.parts)
                continue
            if isinstance(cell, Number):
                value = (
                    f"{program.name(cell.value)} / {cell.unit}" if cell.unit > 1 else program.name(cell.value)
                )
            else:
                value = f"names{place} [ {program.name(cell.position)} ]"
                constants[f"names{place}"] = cell.names
            results.append(f"( {value} if {program.name(cell.there)} else None )")
        return program.compile(results, constants)

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        return list(starmap(self._row, codes))


class Large:
    """Row by row as long as the table may be small; then many rows at once, where polars is there."""

    PLAIN = 5
    """How many times a thousand rows are scored before a dataframe library would have been quicker,
    loading it included."""

    def __init__(self, compiled: CompiledQuestionnaire) -> None:
        self.plain: Scorer = Plain(compiled)
        self.compiled, self.columns, self.together = compiled, self.plain.columns, self.plain.together
        self._scored = 0

    def score(self, codes: Sequence[Sequence[int]]) -> list[Result]:
        self._scored += 1
        found = self.plain.score(codes)
        if self._scored == self.PLAIN and find_spec("polars"):
            from scalecheck.engines.polars_engine import Together

            self.plain = Together(self.compiled, self.columns)
            self.together = self.plain.together
        return found


def several(names: Sequence[str], flags: Sequence[bool]) -> str | None:
    """The *names* whose flag is true, joined."""
    return ";".join(name for name, holds in zip(names, flags, strict=True) if holds) or None
