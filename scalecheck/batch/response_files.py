"""Read a folder or a pattern of response files as a table: a row for each file, ``about`` as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.definition.answer_state import AnswerState
from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.files import yaml_tree
from scalecheck.responses import reader
from scalecheck.responses.definition import definition_of
from scalecheck.responses.files import SUFFIXES, list_files
from scalecheck.responses.response import Answer
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.tables.reader import ABSENT, Row, Table, UnreadableRow
from scalecheck.text import listed, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.files.shape import Found
    from scalecheck.responses.response import Response
    from scalecheck.scoring.compiled import CompiledQuestionnaire

FILE = "file"
WARNED = 10
"""How many warnings of the files are passed on."""


class ResponseFilesTable(Table):
    """Response files. They are read once and kept: a folder holds as many as people have written."""

    kind, unit, heading_line = "responses", "file", 0

    def __init__(self, path: Path, named: str | None, scope: str) -> None:
        super().__init__(path, str(path))
        self.files = list_files([path])
        self._questionnaire: Questionnaire | None = None
        self._scope = scope
        self._first: Response | None = None
        found: list[Response | UnreadableRow] = []
        for file in self.files:
            try:
                found.append(self._read(file, named))
            except Refused as error:
                found.append(UnreadableRow.of(error.problems))
        if self._questionnaire is None:
            raise Refused(
                *(problem for each in found if isinstance(each, UnreadableRow) for problem in each.problems)
            )
        self.compiled: CompiledQuestionnaire = compile_questionnaire(self._questionnaire, scope)
        about = dict.fromkeys(
            name for each in found if not isinstance(each, UnreadableRow) for name in each.about
        )
        self._about: tuple[str, ...] = tuple(about)
        taken = {FILE, *self.compiled.definitions}
        self.headings = (
            FILE,
            *(f"about__{name}" if name in taken else name for name in about),
            *self.compiled.definitions,
        )
        blank = [ABSENT] * (len(self.headings) - 1)
        self._rows: list[Sequence[Any]] = [
            UnreadableRow.of(each.problems, [str(file), *blank])
            if isinstance(each, UnreadableRow)
            else self._make_row(each)
            for file, each in zip(self.files, found, strict=True)
        ]
        self._other_files: list[str] = _list_other_files(path)
        self._collect_warnings([each for each in found if not isinstance(each, UnreadableRow)])

    def rows(self) -> Iterator[Row]:
        return iter(enumerate(self._rows, start=1))

    def total(self) -> int:
        return 0

    def place(self, line: int, column: int) -> Place:  # noqa: ARG002
        return Place(str(self.files[line - 1]))

    def describe(self) -> str:
        return f"{len(self.files)} response files" if len(self.files) > 1 else "1 response file"

    def _read(self, file: Path, named: str | None) -> Response:
        node = yaml_tree.read(file)
        if node.get("schema") is not None:
            todo = "Name the files of answers only."
            raise Refused(
                Problem(
                    Place(str(file)), Code.SC406, "This is a saved report; here answers are needed.", todo
                )
            )
        found = reader.read_node(node)
        mine = definition_of(found, named) if self._questionnaire is None else self._questionnaire
        self._check_alike(found, mine)
        response = reader.read(found, mine)
        self._questionnaire, self._first = mine, self._first or response
        return response

    def _check_alike(self, found: Found, questionnaire: Questionnaire) -> None:
        """All files answer one questionnaire, in one scope."""
        if found.get("questionnaire", questionnaire.id) != questionnaire.id and self._first:
            own = found["questionnaire"]
            what = f'This answers "{own}", and {self._first.file} answers "{questionnaire.id}".'
            raise Refused(Problem(found.at("questionnaire"), Code.SC501, what, "Score them apart."))
        scope = found.get("scope", "full")
        if self._first and scope != self._first.scope:
            what = f"This is scope {scope}, and {self._first.file} is {self._first.scope}."
            raise Refused(Problem(found.at("scope"), Code.SC503, what, "Keep full and quick answers apart."))
        if scope == "quick" != self._scope:
            what = "These are answers to the short version."
            raise Refused(Problem(found.at("scope"), Code.SC503, what, "Score them with --quick."))

    def _make_row(self, response: Response) -> Sequence[Any]:
        answers: list[str] = []
        for name, question in self.compiled.definitions.items():
            answer = response.answers.get(name, Answer())
            silence = "" if answer.state is AnswerState.UNANSWERED else answer.state.value
            answers.append(silence if answer.option is None else question.options[answer.option].key)
        return [response.file, *(response.about.get(name, ABSENT) for name in self._about), *answers]

    def _collect_warnings(self, responses: Sequence[Response]) -> None:
        said = [f"{each.file}: {warning}" for each in responses for warning in each.warnings]
        if self._other_files:
            some = ", ".join(short(name, 40) for name in self._other_files[:5])
            more = f" and {len(self._other_files) - 5} more" if len(self._other_files) > 5 else ""
            said.insert(
                0, f"Not read, since their names do not end in {listed(SUFFIXES, 'or')}: {some}{more}."
            )
        rest = [f"There are {len(said) - WARNED} more such remarks."] if len(said) > WARNED else []
        self.warnings = (*said[:WARNED], *rest)


def _list_other_files(path: Path) -> list[str]:
    """What lies in a folder beside responses; what is hidden aside."""
    if not path.is_dir():
        return []
    return sorted(
        each.name
        for each in path.iterdir()
        if each.suffix.lower() not in SUFFIXES and not each.name.startswith(".")
    )
