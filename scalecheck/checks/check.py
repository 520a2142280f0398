"""``scalecheck check``: every problem in questionnaires and responses, at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scalecheck.checks.lint import findings
from scalecheck.definition import catalogue
from scalecheck.definition import reader as definitions
from scalecheck.errors import Code, Problem, Refused
from scalecheck.files import yaml_tree
from scalecheck.files.scalars import ID
from scalecheck.reporting.load import read_saved
from scalecheck.responses import reader as responses
from scalecheck.responses.definition import definition_of
from scalecheck.text import clean, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scalecheck.files.node import Node

UNREADABLE = (Code.SC001, Code.SC002, Code.SC003)
"""Problems that keep a file from being looked at."""


@dataclass(frozen=True, slots=True)
class Checks:
    """The files that were looked at, and their problems: file by file, in the order of lines."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """0 without problems, 1 with some, 2 where a file could not be looked at."""
        if any(problem.code in UNREADABLE for problem in self.problems):
            return 2
        return 1 if self.problems else 0

    def text(self) -> str:
        """Write a line for each problem, and one that counts them."""
        count = plural(len(self.problems), "problem") if self.problems else "No problems"
        return (
            "".join(f"{clean(str(problem))}\n" for problem in self.problems)
            + f"{count} in {plural(len(self.files), 'file')}.\n"
        )

    def data(self) -> dict[str, Any]:
        """Make plain data of it, for a script."""
        problems = [problem.as_data() for problem in self.problems]
        return {"schema": "scalecheck-problems/1", "files": list(self.files), "problems": problems}


def check(files: Sequence[Path], questionnaire: str | None = None) -> Checks:
    """Find every problem in *files*, which are paths, or ids of questionnaires.

    Responses are held against *questionnaire*, an id or a path, else against the one that they name; a saved
    report against its contract. Nothing is raised: a file that cannot be read has that problem.
    """
    found: dict[Problem, None] = {}
    for file in files:
        try:
            problems = _check_file(_find_file(file), questionnaire)
        except Refused as error:
            problems = list(error.problems)
        found |= dict.fromkeys(sorted(problems))
    return Checks(tuple(str(file) for file in files), tuple(found))


def _find_file(file: Path) -> Path:
    """Find the questionnaire whose id is *file*, where there is no such file."""
    try:
        there = file.exists()
    except OSError:
        there = False
    return file if there or not ID.match(str(file)) else catalogue.find_file(str(file))


def _check_file(path: Path, questionnaire: str | None) -> list[Problem]:
    node = yaml_tree.read(path)
    if node.pairs is None:
        what = "This is neither a questionnaire nor a response."
        return [Problem(node.place, Code.SC110, what, "`scalecheck new NAME` writes one to start from.")]
    if node.get("schema") is not None:
        read_saved(node)
        return []
    if _is_response(node):
        return _check_response(node, questionnaire)
    return findings(definitions.read(path, catalogue.find_included))


def _is_response(node: Node) -> bool:
    keys = set(node.pairs or {})
    return bool(keys & {"answers", "questionnaire"}) and not keys & {"domains", "bands", "gates", "scales"}


def _check_response(node: Node, named: str | None) -> list[Problem]:
    found = responses.read_node(node)
    responses.read(found, definition_of(found, named))
    return []
