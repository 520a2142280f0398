"""A long table: one answer a row, named by who gave it and to which question.

It is gathered into one row a respondent.

Answers of one respondent may stand anywhere, so all are kept until the last is read: there is a limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.mapping.column_roles import ANSWER, QUESTION, RESPONDENT, Map
from scalecheck.mapping.headings import Names, both_are, with_role
from scalecheck.tables.reader import Faulty, Row, Table, refuse, text_of
from scalecheck.text import fold, listed, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalecheck.scoring.compiled import Plan

LIMIT = 5_000_000
"""How many answers a long table may hold."""


class LongTable(Table):
    """Another table, turned: its rows are the respondents, in the order in which they first come."""

    def __init__(self, table: Table, plan: Plan, given: Map) -> None:
        super().__init__(table.path, table.name)
        self.inner, self.plan, self.given = table, plan, given
        self.kind, self.unit, self.plain, self.head = "long", table.unit, False, table.head
        columns = range(len(table.headings))
        found = {
            role: with_role(role, table.headings, given, columns) for role in (RESPONDENT, QUESTION, ANSWER)
        }
        for role, places in found.items():
            if len(places) > 1:
                place = table.place(table.head, places[1]) if table.head else Place(table.name)
                raise Refused(Problem(place, Code.SC706, *both_are(role, table.headings, places)))
        self.at = {role: places[0] for role, places in found.items()}
        """The columns of the table as it is written, by what they hold."""
        self.named = table.headings
        self._others = [n for n in columns if n not in self.at.values()]
        self._names = Names(plan)
        self.headings = (
            table.headings[self.at[RESPONDENT]],
            *(table.headings[n] for n in self._others),
            *plan.asked,
        )
        self._lines: list[list[int]] = []

    def rows(self) -> Iterator[Row]:
        """Every respondent, with the line of the first answer."""
        found = self._gather()
        self._lines = []
        for line, known, answers, lines, problems in found.values():
            cells = [*known, *(answers.get(name, "") for name in self.plan.asked)]
            self._where = (line, lines)
            yield line, Faulty.of(problems, cells) if problems else cells

    def place(self, line: int, column: int) -> Place:
        """Where the answer itself stands, not the respondent's first."""
        first = 1 + len(self._others)
        if column < first:
            there = self.at[RESPONDENT] if column <= 0 else self._others[column - 1]
            return self.inner.place(line, there)
        name = self.headings[column]
        return self.inner.place(self._where[1].get(name, line), self.at[ANSWER])

    def cell(self, line: int, column: int) -> str:
        return (
            f'In "{short(self.inner.headings[self.at[ANSWER]])}"'
            if column > len(self._others)
            else super().cell(line, column)
        )

    def number(self, column: int) -> int:
        return [self.at[RESPONDENT], *self._others, *[self.at[ANSWER]] * len(self.plan.asked)][column] + 1

    def total(self) -> int:
        return self.inner.total()

    def done(self) -> int:
        return self.inner.done()

    @property
    def warnings(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.inner.warnings

    def told(self) -> str:
        return f"{self.inner.told()}, one answer a row"

    def _gather(self) -> dict[str, tuple[int, list[Any], dict[str, Any], dict[str, int], list[Problem]]]:
        found: dict[str, tuple[int, list[Any], dict[str, Any], dict[str, int], list[Problem]]] = {}
        ragged: list[Problem] = []
        width = len(self.inner.headings)
        for count, (line, cells) in enumerate(self.inner.rows(), start=1):
            if count > LIMIT:
                what = f"A table with one answer a row may hold {LIMIT:,} answers, and here are more."
                raise refuse(
                    self.name, Code.SC710, what, "Turn it into one row a respondent first, or split it.", line
                )
            if isinstance(cells, Faulty) or len(cells) != width:
                what = f"This row has {len(cells)} cells, and there are {width} headings."
                todo = self.inner.LONG if len(cells) > width else "Look for a cell that is missing."
                ragged.append(
                    Problem(
                        self.inner.place(line, -1),
                        Code.SC704,
                        f"{what} Nobody can tell whose answer it is.",
                        todo,
                    )
                )
                continue
            self._take(found, line, cells)
        if ragged:  # whoever it is would be scored without this answer, so there is nobody to put aside
            raise Refused(*ragged)
        return found

    def _take(self, found: dict[str, Any], line: int, cells: Sequence[Any]) -> None:
        who = text_of(cells[self.at[RESPONDENT]]).strip()
        others = [cells[n] for n in self._others]
        key = who or f" {line}"  # whose answer it is nobody knows: it is nobody else's either
        if key not in found:
            found[key] = (line, [cells[self.at[RESPONDENT]], *others], {}, {}, [])
        _, known, answers, lines, problems = found[key]

        def refused(column: int, code: Code, what: str, todo: str) -> None:
            problems.append(Problem(self.inner.place(line, column), code, what, todo))

        if not who:
            refused(
                self.at[RESPONDENT], Code.SC504, "Nothing says whose answer this is.", "Name the respondent."
            )
        for n, (before, here) in enumerate(zip(known[1:], others, strict=True)):
            if before != here and text_of(before) != text_of(here):  # NaN is not even like itself
                column = self._others[n]
                one, other = short(text_of(before), 30), short(text_of(here), 30)
                what = f'"{short(who)}" has "{one}" in "{short(self.inner.headings[column])}" further up, and here "{other}".'
                refused(
                    column,
                    Code.SC720,
                    what,
                    "Let it be the same for all answers of a respondent, or leave the column out.",
                )
        asked, now = text_of(cells[self.at[QUESTION]]), short(text_of(cells[self.at[ANSWER]]), 40)
        meant = self._names.of(asked, Map()) or []
        if len(meant) > 1:
            what = f'"{short(asked)}" is the text of several questions: {listed(meant)}; here the answer is "{now}".'
            refused(self.at[QUESTION], Code.SC706, what, "Write the question's id.")
            return
        name = next(iter(meant), None)
        if name is None:
            whole = self.plan.questionnaire.id
            hint = (
                did_you_mean(fold(asked), self.plan.asked)
                or f"`scalecheck show {whole}` lists its questions."
            )
            what = f'"{whole}" has no question "{short(asked)}"; here the answer is "{now}".'
            refused(self.at[QUESTION], Code.SC403, what, hint)
        elif name in answers:
            what = f'"{short(who)}" has answered "{name}" already, on {self.unit} {lines[name]}; here the answer is "{now}".'
            refused(self.at[QUESTION], Code.SC504, what, "Keep one of the two answers.")
        else:
            answers[name], lines[name] = cells[self.at[ANSWER]], line
