"""Turn a long table, one answer a row, into one row a respondent.

Answers of one respondent may stand anywhere, so all are kept until the last is read: there is a limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.mapping.column_roles import ANSWER, QUESTION, RESPONDENT, Codebook
from scalecheck.mapping.headings import QuestionNames, columns_with_role, describe_duplicate_role
from scalecheck.tables.reader import Row, Table, UnreadableRow, cell_text, refuse
from scalecheck.text import fold, listed, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire

LIMIT = 5_000_000
"""How many answers a long table may hold."""


class LongTable(Table):
    """Another table, turned: its rows are the respondents, in the order in which they first come."""

    def __init__(self, table: Table, compiled: CompiledQuestionnaire, codebook: Codebook) -> None:
        super().__init__(table.path, table.name)
        self.source, self.compiled, self.codebook = table, compiled, codebook
        self.kind, self.unit, self.text_only, self.heading_line = (
            "long",
            table.unit,
            False,
            table.heading_line,
        )
        columns = range(len(table.headings))
        found = {
            role: columns_with_role(role, table.headings, codebook, columns)
            for role in (RESPONDENT, QUESTION, ANSWER)
        }
        for role, places in found.items():
            if len(places) > 1:
                place = (
                    table.place(table.heading_line, places[1]) if table.heading_line else Place(table.name)
                )
                raise Refused(
                    Problem(place, Code.SC706, *describe_duplicate_role(role, table.headings, places))
                )
        self.role_columns = {role: places[0] for role, places in found.items()}
        """The columns of the table as it is written, by what they hold."""
        self.source_headings = table.headings
        self._others = [n for n in columns if n not in self.role_columns.values()]
        self._names = QuestionNames(compiled)
        self.headings = (
            table.headings[self.role_columns[RESPONDENT]],
            *(table.headings[n] for n in self._others),
            *compiled.definitions,
        )
        self._lines: list[list[int]] = []

    def rows(self) -> Iterator[Row]:
        """Every respondent, with the line of the first answer."""
        found = self._gather_respondents()
        self._lines = []
        for line, known, answers, lines, problems in found.values():
            cells = [*known, *(answers.get(name, "") for name in self.compiled.definitions)]
            self._where = (line, lines)
            yield line, UnreadableRow.of(problems, cells) if problems else cells

    def place(self, line: int, column: int) -> Place:
        """Where the answer itself stands, not the respondent's first."""
        first = 1 + len(self._others)
        if column < first:
            there = self.role_columns[RESPONDENT] if column <= 0 else self._others[column - 1]
            return self.source.place(line, there)
        name = self.headings[column]
        return self.source.place(self._where[1].get(name, line), self.role_columns[ANSWER])

    def cell_name(self, line: int, column: int) -> str:
        return (
            f'In "{short(self.source.headings[self.role_columns[ANSWER]])}"'
            if column > len(self._others)
            else super().cell_name(line, column)
        )

    def column_number(self, column: int) -> int:
        return [
            self.role_columns[RESPONDENT],
            *self._others,
            *[self.role_columns[ANSWER]] * len(self.compiled.definitions),
        ][column] + 1

    def total(self) -> int:
        return self.source.total()

    def amount_read(self) -> int:
        return self.source.amount_read()

    @property
    def warnings(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.source.warnings

    def describe(self) -> str:
        return f"{self.source.describe()}, one answer a row"

    def _gather_respondents(
        self,
    ) -> dict[str, tuple[int, list[Any], dict[str, Any], dict[str, int], list[Problem]]]:
        found: dict[str, tuple[int, list[Any], dict[str, Any], dict[str, int], list[Problem]]] = {}
        ragged: list[Problem] = []
        width = len(self.source.headings)
        for count, (line, cells) in enumerate(self.source.rows(), start=1):
            if count > LIMIT:
                what = f"A table with one answer a row may hold {LIMIT:,} answers, and here are more."
                raise refuse(
                    self.name, Code.SC710, what, "Turn it into one row a respondent first, or split it.", line
                )
            if isinstance(cells, UnreadableRow) or len(cells) != width:
                what = f"This row has {len(cells)} cells, and there are {width} headings."
                todo = (
                    self.source.TOO_MANY_CELLS if len(cells) > width else "Look for a cell that is missing."
                )
                ragged.append(
                    Problem(
                        self.source.place(line, -1),
                        Code.SC704,
                        f"{what} Nobody can tell whose answer it is.",
                        todo,
                    )
                )
                continue
            self._add_answer(found, line, cells)
        if ragged:  # whoever it is would be scored without this answer, so there is nobody to put aside
            raise Refused(*ragged)
        return found

    def _add_answer(self, found: dict[str, Any], line: int, cells: Sequence[Any]) -> None:
        who = cell_text(cells[self.role_columns[RESPONDENT]]).strip()
        others = [cells[n] for n in self._others]
        key = who or f" {line}"  # whose answer it is nobody knows: it is nobody else's either
        if key not in found:
            found[key] = (line, [cells[self.role_columns[RESPONDENT]], *others], {}, {}, [])
        _, known, answers, lines, problems = found[key]

        def refused(column: int, code: Code, what: str, todo: str) -> None:
            problems.append(Problem(self.source.place(line, column), code, what, todo))

        if not who:
            refused(
                self.role_columns[RESPONDENT],
                Code.SC504,
                "Nothing says whose answer this is.",
                "Name the respondent.",
            )
        for n, (before, here) in enumerate(zip(known[1:], others, strict=True)):
            if before != here and cell_text(before) != cell_text(here):  # NaN is not even like itself
                column = self._others[n]
                one, other = short(cell_text(before), 30), short(cell_text(here), 30)
                heading = short(self.source.headings[column])
                what = f'"{short(who)}" has "{one}" in "{heading}" further up, and here "{other}".'
                refused(
                    column,
                    Code.SC720,
                    what,
                    "Let it be the same for all answers of a respondent, or leave the column out.",
                )
        asked, now = (
            cell_text(cells[self.role_columns[QUESTION]]),
            short(cell_text(cells[self.role_columns[ANSWER]]), 40),
        )
        meant = self._names.find(asked, Codebook()) or []
        if len(meant) > 1:
            what = (
                f'"{short(asked)}" is the text of several questions: {listed(meant)}; '
                f'here the answer is "{now}".'
            )
            refused(self.role_columns[QUESTION], Code.SC706, what, "Write the question's id.")
            return
        name = next(iter(meant), None)
        if name is None:
            whole = self.compiled.questionnaire.id
            hint = (
                did_you_mean(fold(asked), self.compiled.definitions)
                or f"`scalecheck show {whole}` lists its questions."
            )
            what = f'"{whole}" has no question "{short(asked)}"; here the answer is "{now}".'
            refused(self.role_columns[QUESTION], Code.SC403, what, hint)
        elif name in answers:
            where = f"{self.unit} {lines[name]}"
            what = f'"{short(who)}" has answered "{name}" already, on {where}; here the answer is "{now}".'
            refused(self.role_columns[QUESTION], Code.SC504, what, "Keep one of the two answers.")
        else:
            answers[name], lines[name] = cells[self.role_columns[ANSWER]], line
