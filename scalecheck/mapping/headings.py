"""Match the headings of a table to questions.

A column is recognised by the question's id (``_`` may stand for ``-``) or by its text, as survey tools
write it: with the number of the question before it, or in brackets after the title of the grid it stands
in. Nothing is guessed: a heading that nearly names a question without a column is refused with the
nearest, and ``--map`` says what is meant.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from scalecheck.errors import Code, Place, Problem
from scalecheck.mapping.column_roles import ANSWER, PROVENANCE, QUESTION, RESPONDENT, Columns
from scalecheck.text import fold, listed, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.mapping.column_roles import Codebook
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.tables.reader import Table

REASON_SUFFIX = "__because"
_NUMBERED = re.compile(
    r"(q|question|item)?\s*\d{1,3}(\.\d{1,3})*\s*[.):\-–]+\s*|(q|question|item)\s*\d{1,3}(\.\d{1,3})*\s+"
)
_GRID = re.compile(r".*\[(.+)\]", re.DOTALL)
FEW_COLUMNS = 8
"""A table of so few columns may be meant to hold one answer a row."""
_NEAR = 0.82
"""How alike a heading and a name are before it looks like a slip of the hand."""


def recognise_columns(
    table: Table, compiled: CompiledQuestionnaire, results: Sequence[str], codebook: Codebook
) -> Columns:
    """Recognise the role of each column of *table* by its heading, and collect what is wrong with them.

    *results* names the columns that will be added; a heading of that name is written under another.
    """
    return _Reader(table, compiled, codebook).columns(results)


def count_questions(headings: Sequence[str], compiled: CompiledQuestionnaire, codebook: Codebook) -> int:
    """Count the *headings* that name a question: the more, the likelier that they were split as meant."""
    names = QuestionNames(compiled)
    return sum(names.find(each, codebook) is not None for each in headings)


def is_long(headings: Sequence[str], compiled: CompiledQuestionnaire, codebook: Codebook) -> bool:
    """Tell whether a table holds one answer a row: a column for the question, and none of a question."""
    columns = range(len(headings))
    there = all(
        columns_with_role(role, headings, codebook, columns) for role in (RESPONDENT, QUESTION, ANSWER)
    )
    return there and not count_questions(headings, compiled, codebook)


def columns_with_role(
    role: str, headings: Sequence[str], codebook: Codebook, rest: Sequence[int]
) -> list[int]:
    """Those of the columns *rest* that are *role*: the map names them, or else they are headed so.

    More than one is a fault.
    """
    mapped = [n for n in rest if codebook.columns.get(fold(headings[n])) == role]
    return mapped or [
        n for n in rest if fold(headings[n]) == role and fold(headings[n]) not in codebook.columns
    ]


def describe_duplicate_role(role: str, headings: Sequence[str], columns: Sequence[int]) -> tuple[str, str]:
    """What is wrong where several *columns* are *role*, and what to do."""
    named = listed(f'"{short(headings[n])}"' for n in columns)
    return f"The columns {named} are both for the {role}.", "Keep one, or say which with --map."


class QuestionNames:
    """The names of questions: in a heading, or in the cell of a table with one answer a row."""

    def __init__(self, compiled: CompiledQuestionnaire) -> None:
        self.compiled = compiled
        self.texts: dict[str, list[str]] = {}
        for question in compiled.definitions.values():
            self.texts.setdefault(fold(question.ask), []).append(question.id)

    def find(self, heading: str, codebook: Codebook) -> list[str] | None:
        """The questions that *heading* names: one, several that have the same text, or None."""
        name = fold(heading)
        if name in codebook.columns:
            return [codebook.columns[name]] if codebook.columns[name] in self.compiled.definitions else None
        own = name.rsplit("/", 1)[-1]  # behind the names of the groups it stands in, as Kobo has it
        for each in (name, name.replace("_", "-"), own, own.replace("_", "-")):
            if each in self.compiled.definitions:
                return [each]
        for each in self.parse_readings(name):
            if each in self.texts:
                return self.texts[each]
        return None

    def parse_readings(self, name: str) -> list[str]:
        """*name* as it stands, without the number before it, and what stands in brackets at its end."""
        bare = _NUMBERED.sub("", name, count=1) if _NUMBERED.match(name) else name
        grid = _GRID.fullmatch(name)
        inner = grid[1].strip() if grid else name
        return list(
            dict.fromkeys(
                (name, bare, inner, _NUMBERED.sub("", inner, count=1) if _NUMBERED.match(inner) else inner)
            )
        )

    def find_similar(self, heading: str, missing: Sequence[str]) -> list[str]:
        """Those of *missing* that *heading* nearly names."""
        from difflib import get_close_matches

        name = fold(heading)
        found = get_close_matches(name.replace("_", "-").replace(" ", "-"), missing, n=3, cutoff=_NEAR)
        texts = [fold(self.compiled.definitions[each].ask) for each in missing]
        for reading in self.parse_readings(name):
            found += [
                missing[texts.index(each)] for each in get_close_matches(reading, texts, n=3, cutoff=_NEAR)
            ]
        return list(dict.fromkeys(found))


class _Reader:
    def __init__(self, table: Table, compiled: CompiledQuestionnaire, codebook: Codebook) -> None:
        self.table, self.headings, self.compiled, self.codebook = table, table.headings, compiled, codebook
        self.place = Place(table.name, table.heading_line, 1 if table.heading_line else 0)
        self.names = QuestionNames(compiled)
        self.problems: list[Problem] = []
        self.doubtful: set[int] = set()

    def columns(self, results: Sequence[str]) -> Columns:
        self._check_duplicates()
        self._check_codebook()
        found = [self._match_question(n, heading) for n, heading in enumerate(self.headings)]
        questions: dict[str, int] = {}
        for name in self.compiled.definitions:
            places = [n for n, each in enumerate(found) if each == name]
            if places:
                questions[name] = places[0]
            if len({self.headings[n] for n in places}) > 1:
                both = listed(f'"{short(self.headings[n])}"' for n in places)
                every = "both" if len(places) == 2 else "all"
                what = f'The columns {both} are {every} for the question "{name}".'
                self._refuse(places[1], Code.SC706, what, "Keep one, or name the others carried with --map.")
        missing = tuple(
            n for n, each in self.compiled.questions.items() if each.in_scope and n not in questions
        )
        rest = [n for n, each in enumerate(found) if each is None]
        reasons = self._find_reasons(rest)
        respondent = self._find_role(RESPONDENT, rest)
        provenance = {name: n for name in PROVENANCE if (n := self._find_role(name, rest)) is not None}
        special = {*reasons.values(), respondent, *provenance.values()}
        self._check_similar([n for n in rest if n not in special], missing)
        if not questions and not self.problems:
            self._refuse_without_questions()
        output_names = self._name_output(results)
        return Columns(
            headings=self.headings,
            questions=questions,
            reasons=reasons,
            respondent=respondent,
            provenance=provenance if "questionnaire" in provenance else {},
            output_names=output_names,
            missing=missing,
            doubtful=frozenset(self.doubtful),
            problems=tuple(self.problems),
        )

    def _refuse(self, column: int, code: Code, what: str, todo: str) -> None:
        self.doubtful.add(column)
        place = (
            self.place._replace(column=self.table.column_number(column)) if self.place.line else self.place
        )
        self.problems.append(Problem(place, code, what, todo))

    def _check_duplicates(self) -> None:
        seen: dict[str, int] = {}
        for n, heading in enumerate(self.headings):
            if heading in seen:
                named = f'The heading "{short(heading)}"' if heading.strip() else "A column without a heading"
                first = self.table.column_number(seen[heading])
                what = f"{named} appears a second time; the first is column {first}."
                todo = "Give each column a heading of its own" + (
                    ", or delete it." if not heading.strip() else "."
                )
                self._refuse(n, Code.SC705, what, todo)
            seen.setdefault(heading, n)

    def _check_codebook(self) -> None:
        """A map speaks of headings that are there."""
        from scalecheck.errors import did_you_mean

        there = {fold(heading): heading for heading in self.headings}
        for name, place in self.codebook.places.items():
            if name not in there:
                what = f'The table has no column "{short(name)}".'
                hint = did_you_mean(name, there) or "Write the heading as it is in the table."
                self.problems.append(Problem(place, Code.SC715, what, hint))

    def _match_question(self, column: int, heading: str) -> str | None:
        found = self.names.find(heading, self.codebook)
        if found and len(found) > 1:
            what = f'"{short(heading)}" is the text of several questions: {listed(found)}.'
            self._refuse(
                column, Code.SC706, what, "Head the column with the question's id, or say which with --map."
            )
        return found[0] if found else None

    def _find_reasons(self, rest: Sequence[int]) -> dict[str, int]:
        found: dict[str, int] = {}
        for n in rest:
            name = fold(self.headings[n])
            question = name.removesuffix(REASON_SUFFIX).replace("_", "-")
            if (
                name.endswith(REASON_SUFFIX)
                and question in self.compiled.definitions
                and name not in self.codebook.columns
            ):
                if question in found:
                    self._refuse(
                        n, Code.SC706, f'Two columns give reasons for "{question}".', "Keep one of the two."
                    )
                found[question] = n
        return found

    def _find_role(self, role: str, rest: Sequence[int]) -> int | None:
        """The column that is *role*."""
        found = columns_with_role(role, self.headings, self.codebook, rest)
        if len(found) > 1:
            self._refuse(found[1], Code.SC706, *describe_duplicate_role(role, self.headings, found))
        return found[0] if found else None

    def _check_similar(self, rest: Sequence[int], missing: Sequence[str]) -> None:
        for n in rest:
            heading = self.headings[n]
            if fold(heading) in self.codebook.columns:
                continue
            close = self.names.find_similar(heading, missing)
            if close:
                what = f'No question is called "{short(heading)}".'
                names = listed((f'"{each}"' for each in close), "or")
                said = json.dumps(heading, ensure_ascii=False)  # whole, so that it can be copied into the map
                entry = f"columns: {{{said}: {close[0]}}}"
                todo = f"Did you mean {names}? Say so with --map ({entry}), or say carried."
                self._refuse(n, Code.SC706, what, todo)

    def _refuse_without_questions(self) -> None:
        whole = self.compiled.questionnaire
        count = len(self.headings)
        which = (
            "The only column is not a question"
            if count == 1
            else f"None of the {count} columns is a question"
        )
        what = f'{which} of "{whole.id}".'
        todo = (
            f"Head columns with the ids or texts that `scalecheck show {whole.id}` lists, "
            "or say which is which with --map."
        )
        if count == 1:
            todo += " If the headings are further down, delete what is above them."
        if count <= FEW_COLUMNS:
            roles = listed((RESPONDENT, QUESTION, ANSWER))
            todo += f" A table with one answer a row has columns headed, or mapped to, {roles}."
        sign = next((sign for sign in "|:^~" if count == 1 and self.headings[0].count(sign) > 1), "")
        if sign:
            todo = f"If {sign} is what separates them, say so in a first line: sep={sign}"
        self.problems.append(Problem(self.place, Code.SC707, what, todo))

    def _name_output(self, results: Sequence[str]) -> tuple[str, ...]:
        names = [f"{each}__input" if each in results else each for each in self.headings]
        for n, name in enumerate(names):
            if name != self.headings[n] and name in self.headings:
                what = (
                    f'"{self.headings[n]}" is a column that scalecheck adds, and "{name}" is there already.'
                )
                self._refuse(n, Code.SC705, what, "Rename one of the two columns.")
        return tuple(names)
