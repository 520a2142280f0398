"""A long table: one answer a row, named by who gave it and to which question. It is gathered into one row a respondent.

Answers of one respondent may stand anywhere, so all are kept until the last is read: there is a limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.batch.answers import Faulty
from scalecheck.batch.columns import ANSWER, QUESTION, RESPONDENT, Map
from scalecheck.batch.spellings import fold
from scalecheck.batch.table import ABSENT, Row, Table, refuse, text_of
from scalecheck.errors import Place, Problem, Refused, did_you_mean
from scalecheck.text import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalecheck.scoring.plan import Plan

LIMIT = 5_000_000
"""How many answers a long table may hold."""


class LongTable(Table):
    """Another table, turned: its rows are the respondents, in the order in which they first come."""

    def __init__(self, table: Table, plan: Plan, given: Map) -> None:
        super().__init__(table.path, table.name)
        self.inner, self.plan, self.given = table, plan, given
        self.kind, self.unit, self.plain, self.head = "long", table.unit, False, table.head
        roles = [given.columns.get(fold(each), fold(each)) for each in table.headings]
        self._at = {role: roles.index(role) for role in (RESPONDENT, QUESTION, ANSWER)}
        self._others = [n for n in range(len(roles)) if n not in self._at.values()]
        texts: dict[str, list[str]] = {}
        for question in plan.asked.values():
            texts.setdefault(fold(question.ask), []).append(question.id)
        self._names = {text: names[0] for text, names in texts.items() if len(names) == 1} | {name: name for name in plan.asked}
        self.headings = (table.headings[self._at[RESPONDENT]], *(table.headings[n] for n in self._others), *plan.asked)
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
            there = self._at[RESPONDENT] if column <= 0 else self._others[column - 1]
            return self.inner.place(line, there)
        name = self.headings[column]
        return self.inner.place(self._where[1].get(name, line), self._at[ANSWER])

    def cell(self, line: int, column: int) -> str:
        return f'In "{short(self.inner.headings[self._at[ANSWER]])}"' if column > len(self._others) else super().cell(line, column)

    def total(self) -> int:
        return self.inner.total()

    def done(self) -> int:
        return self.inner.done()

    def told(self) -> str:
        return f"{self.inner.told()}, one answer a row"

    def _gather(self) -> dict[str, tuple[int, list[Any], dict[str, Any], dict[str, int], list[Problem]]]:
        found: dict[str, tuple[int, list[Any], dict[str, Any], dict[str, int], list[Problem]]] = {}
        ragged: list[Problem] = []
        width = len(self.inner.headings)
        for count, (line, cells) in enumerate(self.inner.rows(), start=1):
            if count > LIMIT:
                what = f"A table with one answer a row may hold {LIMIT:,} answers, and here are more."
                raise refuse(self.name, "SC710", what, "Turn it into one row a respondent first, or split it.", line)
            if isinstance(cells, Faulty) or len(cells) != width:
                what = f"This row has {len(cells)} cells, and there are {width} headings."
                todo = self.inner.LONG if len(cells) > width else "Look for a cell that is missing."
                ragged.append(Problem(self.inner.place(line, -1), "SC704", f"{what} Nobody can tell whose answer it is.", todo))
                continue
            self._take(found, line, cells)
        if ragged:  # whoever it is would be scored without this answer, so there is nobody to put aside
            raise Refused(*ragged)
        return found

    def _take(self, found: dict[str, Any], line: int, cells: Sequence[Any]) -> None:
        who = text_of(cells[self._at[RESPONDENT]]).strip()
        others = [cells[n] for n in self._others]
        if who not in found:
            found[who] = (line, [cells[self._at[RESPONDENT]], *others], {}, {}, [])
        _, known, answers, lines, problems = found[who]

        def refused(column: int, code: str, what: str, todo: str) -> None:
            problems.append(Problem(self.inner.place(line, column), code, what, todo))

        if not who:
            refused(self._at[RESPONDENT], "SC504", "Nothing says whose answer this is.", "Name the respondent.")
        for n, (before, now) in enumerate(zip(known[1:], others, strict=True)):
            if before != now and not (before is ABSENT and now is ABSENT):
                column = self._others[n]
                one, other = short(text_of(before), 30), short(text_of(now), 30)
                what = f'"{short(who)}" has "{one}" in "{short(self.inner.headings[column])}" further up, and here "{other}".'
                refused(column, "SC720", what, "Let it be the same for all answers of a respondent, or leave the column out.")
        said = fold(text_of(cells[self._at[QUESTION]]))
        name = self._names.get(said) or self._names.get(said.replace("_", "-"))
        if name is None:
            hint = did_you_mean(said, self.plan.asked) or f"`scalecheck show {self.plan.questionnaire.id}` lists its questions."
            what = f'"{self.plan.questionnaire.id}" has no question "{short(text_of(cells[self._at[QUESTION]]))}".'
            refused(self._at[QUESTION], "SC403", what, hint)
        elif name in answers:
            what = f'"{short(who)}" has answered "{name}" already, on {self.unit} {lines[name]}.'
            refused(self._at[QUESTION], "SC504", what, "Keep one of the two answers.")
        else:
            answers[name], lines[name] = cells[self._at[ANSWER]], line
