"""Decode the cells of a row into the codes of its answers, and list its problems."""

from __future__ import annotations

from operator import getitem
from typing import TYPE_CHECKING, Any

from scalecheck.batch.name_hashes import NameHashes
from scalecheck.batch.provenance import ProvenanceCheck
from scalecheck.errors import Code, Problem
from scalecheck.mapping.answer_codes import Spellings, code_of, explain_unknown_cell
from scalecheck.scoring import formula
from scalecheck.tables.reader import UnreadableRow, cell_text, make_picker
from scalecheck.text import plural, short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scalecheck.mapping.column_roles import Columns
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.tables.reader import Table

_KEPT = 4096
"""How many ways of writing the answers to one question are remembered."""


class UnknownSpelling(Exception):
    """A cell that is not an answer to its question."""


class RowDecoder:
    """Decodes the rows of one table, one after the other."""

    def __init__(
        self,
        table: Table,
        columns: Columns,
        compiled: CompiledQuestionnaire,
        spellings: Mapping[str, Spellings],
    ) -> None:
        self.table, self.columns, self.compiled, self.spellings = table, columns, compiled, spellings
        self.provenance, self.seen_names = ProvenanceCheck(compiled), NameHashes()
        self._width = len(columns.headings)
        self._memos = [CodeMemo(spellings[name].codes) for name in columns.questions]
        self._pick_answers = make_picker(tuple(columns.questions.values()))
        order = {name: n for n, name in enumerate(columns.questions)}
        self._order_codes: Callable[[Sequence[int]], Sequence[int]] | None = None
        if list(order) != list(compiled.questions):
            self._order_codes = make_picker(tuple(order.get(name, len(order)) for name in compiled.questions))

    def codes(self, line: int, cells: Sequence[Any]) -> Sequence[int] | None:
        """Decode the row on *line*: a code for each question, in the order they are asked.

        None where the row has a problem: :meth:`problems` lists them.
        """
        if len(cells) != self._width or isinstance(cells, UnreadableRow):
            return None
        answers = self._pick_answers(cells)
        if not self.table.text_only:
            answers = [cell if cell.__class__ is str else cell_text(cell) for cell in answers]
        try:
            codes: Sequence[int] = list(map(getitem, self._memos, answers))
        except UnknownSpelling:
            return None
        if (self.columns.respondent is not None or self.columns.provenance) and self._find_row_faults(
            line, cells
        ):
            return None
        return self._order_codes((*codes, formula.UNANSWERED)) if self._order_codes else codes

    def problems(self, line: int, cells: Sequence[Any]) -> list[Problem]:
        """List what is wrong with a row that has no codes."""
        if isinstance(cells, UnreadableRow):
            return list(cells.problems)
        if len(cells) != self._width:
            return [self._explain_width(line, cells)]
        found = []
        for name, column in self.columns.questions.items():
            cell = cell_text(cells[column])
            if code_of(self.spellings[name].codes, cell) is None:
                what, todo = explain_unknown_cell(self.compiled.definitions[name], self.spellings[name], cell)
                found.append(self._make_problem(line, column, Code.SC404, what, todo))
        return found + self._find_row_faults(line, cells)

    def _explain_width(self, line: int, cells: Sequence[Any]) -> Problem:
        has = f"This row has {plural(len(cells), 'cell')}, and there are {plural(self._width, 'heading')}"
        if len(cells) > self._width:
            beyond = ", ".join(f'"{short(cell_text(cell), 40)}"' for cell in cells[self._width :][:5])
            what, todo = f"{has}: beyond them is {beyond}.", self.table.TOO_MANY_CELLS
        else:
            what = f"{has}."
            todo = (
                "Look for a line break inside a cell, which needs quotes round it, or a cell that is missing."
            )
        return Problem(self.table.place(line, min(len(cells), self._width)), Code.SC704, what, todo)

    def _find_row_faults(self, line: int, cells: Sequence[Any]) -> list[Problem]:
        """What is wrong with a row as a row, its answers aside.

        Asked twice of a row that has something wrong.
        """
        found = []
        if self.columns.provenance:
            said = {name: cell_text(cells[column]) for name, column in self.columns.provenance.items()}
            for name, code, what, todo in self.provenance.find_faults(said):
                found.append(self._make_problem(line, self.columns.provenance[name], code, what, todo))
        column = self.columns.respondent
        if column is not None and (name := cell_text(cells[column]).strip()):
            first = self.seen_names.find_or_add(name, line)
            if first and first != line:
                what = f'"{short(name, 40)}" is there already, on {self.table.unit} {first}.'
                found.append(
                    self._make_problem(line, column, Code.SC504, what, "Keep one row for each respondent.")
                )
        return found

    def _make_problem(self, line: int, column: int, code: Code, what: str, todo: str) -> Problem:
        return Problem(
            self.table.place(line, column), code, f"{self.table.cell_name(line, column)}: {what}", todo
        )


class CodeMemo(dict[str, int]):
    """Remembers the code of each way in which a cell is written. Raises :class:`UnknownSpelling`."""

    def __init__(self, codes: Mapping[str, int]) -> None:
        super().__init__()
        self.codes = codes

    def __missing__(self, cell: str) -> int:
        code = code_of(self.codes, cell)
        if code is None:
            raise UnknownSpelling
        if len(self) < _KEPT:
            self[cell] = code
        return code
