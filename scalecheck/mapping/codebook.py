"""Read a codebook (``--map``): what a survey's headings and codes mean, where they are its own.

It is YAML or JSON: ``columns`` has headings with what they stand for, ``answers`` has words that mean a
silence for every question (``777: declined``), ``questions`` has words by question (``protected-time:
{Often: 3}``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import STATED_SILENCES
from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.files import yaml_tree
from scalecheck.files.scalars import Text
from scalecheck.files.schema import Field, Named, Record
from scalecheck.files.shape import NO_VALUE, Found
from scalecheck.mapping.answer_codes import CODES, spellings
from scalecheck.mapping.column_roles import ANSWER, CARRIED, QUESTION, RESPONDENT, Codebook
from scalecheck.responses.reader import resolve
from scalecheck.text import fold, listed, short

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.definition.questionnaire import Question
    from scalecheck.scoring.compiled import CompiledQuestionnaire

ROLES = (RESPONDENT, CARRIED, QUESTION, ANSWER)
_WORDS = Named(Text(), pattern=None)
MAP = Record(
    "map",
    {
        "columns": Field(
            _WORDS,
            "Headings, each with the question it stands for, or respondent, carried, question, answer.",
        ),
        "answers": Field(
            _WORDS,
            "What other words and numbers mean for every question: unknown, declined or not applicable.",
        ),
        "questions": Field(
            Named(_WORDS), "By question, what other words mean there: an option, or a silence."
        ),
    },
)


def read_codebook(path: Path, compiled: CompiledQuestionnaire) -> Codebook:
    """Read the codebook in the file at *path*, and check it against *compiled*.

    Raises :class:`Refused` with every problem found.
    """
    problems: list[Problem] = []
    found = MAP.read(yaml_tree.read(path), problems.append)
    if problems or found is NO_VALUE:
        raise Refused(*problems)
    reader = _Reader(found, compiled)
    given = reader.map()
    if reader.problems:
        raise Refused(*reader.problems)
    return given


class _Reader:
    def __init__(self, found: Found, compiled: CompiledQuestionnaire) -> None:
        self.found, self.compiled = found, compiled
        self.problems: list[Problem] = []

    def map(self) -> Codebook:
        columns, places = self._read_columns()
        everywhere = self._read_answers()
        own = self._read_questions()
        both = {name: {**everywhere, **own.get(name, {})} for name in self.compiled.definitions}
        for name, words in both.items():
            self._check_ambiguity(self.compiled.definitions[name], words, set(own.get(name, {})))
        return Codebook(columns, places, both)

    def _read_columns(self) -> tuple[dict[str, str], dict[str, Place]]:
        columns: dict[str, str] = {}
        places: dict[str, Place] = {}
        entries: Found | dict[str, str] = self.found.get("columns", {})
        for heading, meant in entries.items():
            place = entries.at(heading) if isinstance(entries, Found) else Place("")
            name = fold(heading)
            target = meant.strip()
            if name in columns:
                self._refuse(
                    place, f'"{short(heading)}" appears twice, in other letters.', "Keep one of the two."
                )
            if target not in self.compiled.definitions and target not in ROLES:
                hint = did_you_mean(target, [*self.compiled.definitions, *ROLES])
                todo = hint or f"Name a question's id, or {listed(ROLES, 'or')}."
                self._refuse(
                    place, f'"{short(target)}" is not a question of "{self.compiled.questionnaire.id}".', todo
                )
            columns[name], places[name] = target, place
        return columns, places

    def _read_answers(self) -> dict[str, int]:
        found: dict[str, int] = {}
        entries = self.found.get("answers", {})
        for spelling, meant in entries.items():
            code = CODES.get(fold(meant))
            if code is None:
                what = f'"{short(meant)}" does not mean the same for every question.'
                self._refuse(
                    entries.at(spelling),
                    what,
                    f"Write {listed(STATED_SILENCES, 'or')} here; levels go under questions.",
                )
            else:
                self._add(found, spelling, code, entries.at(spelling))
        return found

    def _read_questions(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        entries = self.found.get("questions", {})
        for name, words in entries.items():
            question = self.compiled.definitions.get(name)
            if question is None:
                hint = (
                    did_you_mean(name, self.compiled.definitions)
                    or f"`scalecheck show {self.compiled.questionnaire.id}` lists them."
                )
                self._refuse(words.place, f'There is no question "{short(name)}".', hint)
                continue
            found[name] = {}
            for spelling, meant in words.items():
                resolved = resolve(question, meant)
                if resolved is None:
                    keys = listed([*(option.key for option in question.options), *STATED_SILENCES], "or")
                    self._refuse(
                        words.at(spelling),
                        f'"{short(meant)}" is not an answer to "{name}".',
                        f"Choose {keys}.",
                    )
                else:
                    state, option = resolved
                    code = state.code if option is None else option
                    self._add(found[name], spelling, code, words.at(spelling))
        return found

    def _add(self, found: dict[str, int], spelling: str, code: int, place: Place) -> None:
        name = fold(spelling)
        if found.get(name, code) != code:
            self._refuse(
                place,
                f'"{short(spelling)}" has another meaning further up, in other letters.',
                "Keep one of the two.",
            )
        found[name] = code

    def _check_ambiguity(self, question: Question, words: dict[str, int], own: set[str]) -> None:
        """A word that the questionnaire has for something else means two things."""
        for spelling, (one, other) in spellings(question, words).ambiguous.items():
            if spelling not in words:
                continue
            entries = self.found["questions"][question.id] if spelling in own else self.found["answers"]
            place = next(entries.at(each) for each in entries if fold(each) == spelling)
            what = f'"{short(spelling)}" would mean both {one} and {other} for "{question.id}".'
            todo = (
                "Remove it."
                if spelling in own
                else f"Say what it means there, under questions: {question.id}."
            )
            self._refuse(place, what, todo)

    def _refuse(self, place: Place, what: str, todo: str) -> None:
        self.problems.append(Problem(place, Code.SC715, what, todo))
