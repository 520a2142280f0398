"""From files to documents: one response, several of one innovation, or a saved report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.files import yaml_tree
from scalecheck.files.output_file import is_same_file
from scalecheck.reporting.documents.result import document
from scalecheck.responses import reader as responses
from scalecheck.responses.definition import definition_of
from scalecheck.responses.files import is_several, list_files
from scalecheck.scoring.single import score
from scalecheck.text import plural, short

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scalecheck.files.node import Node
    from scalecheck.reporting.types import Document
    from scalecheck.reporting.types.group import GroupDocument
    from scalecheck.reporting.types.result import ResultDocument
    from scalecheck.scoring.result import Score


def of_file(path: Path, named: str | None = None) -> Document:
    """Make the document of the response at *path*; a saved document of any kind is taken as it is.

    *named* is the questionnaire to use; else the response's own is looked up. Raises
    :class:`~scalecheck.errors.Refused` with every problem found.
    """
    node = yaml_tree.read(path)
    return read_saved(node) if node.get("schema") is not None else document(score_file(path, named, node))


def of_files(given: Sequence[Path], named: str | None, agreed: Path | None, names: bool) -> GroupDocument:
    """Make the group document of the responses that *given* means: files, folders, patterns.

    *agreed* is not a rater's.

    Raises :class:`~scalecheck.errors.Refused` with every problem of every file.
    """
    from scalecheck.reporting.documents import group as documents
    from scalecheck.scoring.group import group

    files = [file for file in list_files(given) if agreed is None or not is_same_file(file, agreed)]
    scores, rooms = raters(files, named)
    if agreed:
        rooms = [score_file(agreed, named)]
    if len(rooms) > 1:
        what = "More than one of these files holds what a room agreed."
        todo = "Name the one that counts with --agreed, and leave the others out."
        raise Refused(*(Problem(Place(room.response.file), Code.SC507, what, todo) for room in rooms))
    return documents.document(group(scores, rooms[0] if rooms else None), names)


def raters(files: Sequence[Path], named: str | None) -> tuple[list[Score], list[Score]]:
    """Score people's own responses; and those of what a room agreed, which is no further rater's.

    Raises :class:`~scalecheck.errors.Refused` with every problem of every file.
    """
    problems: list[Problem] = []
    people: list[Score] = []
    rooms: list[Score] = []
    for file in files:
        try:
            each = score_file(file, named)
        except Refused as error:
            problems += error.problems
            continue
        (rooms if each.response.votes or each.response.actions else people).append(each)
    if problems:
        raise Refused(*problems)
    return people, rooms


def of_side(given: Path, named: str | None) -> ResultDocument:
    """Make the result document of one side of a comparison.

    It is a response, a saved result, or a folder or pattern of one group's responses. Raises
    :class:`~scalecheck.errors.Refused` with every problem found; SC406 for a saved report of another kind.
    """
    if is_several(given):
        return of_middle(raters(list_files([given]), named)[0])
    found = of_file(given, named)
    if found["schema"] == "scalecheck-result/1":
        return found
    what = f'This is a saved "{found["schema"]}"; here one response or its saved report is needed.'
    todo = "Name the responses that it was made from, or their folder."
    raise Refused(Problem(Place(str(given)), Code.SC406, what, todo))


def of_middle(scores: Sequence[Score]) -> ResultDocument:
    """Make the document of a group's middle votes: one more response, scored like any other, nobody's own."""
    from scalecheck.responses.response import Answer
    from scalecheck.scoring.group import group, innovations

    found = group(scores)
    answers = {
        name: Answer(AnswerState.ANSWERED, code) for name, code in found.middle.codes.items() if code >= 0
    }
    called = innovations(scores)
    about = {"innovation": called[0]} if called else {}
    warning = f"The middle votes of {plural(len(scores), 'rater')}: not what they agreed."
    response = scores[0].response._replace(
        answers=answers, about=about, warnings=(warning,), votes={}, actions=(), file=""
    )
    return document(score(found.compiled.questionnaire, response))


def score_file(path: Path, named: str | None = None, node: Node | None = None) -> Score:
    """Score the response at *path*; *named* is the questionnaire to use, else its own is looked up.

    *node* is what the file holds, where it is read already. Raises :class:`~scalecheck.errors.Refused` with
    every problem found; SC406 for a saved report.
    """
    node = node or yaml_tree.read(path)
    if node.get("schema") is not None:
        todo = "Name the file of answers that it was made from."
        raise Refused(
            Problem(
                Place(str(path)),
                Code.SC406,
                "This is a saved report; here the answers themselves are needed.",
                todo,
            )
        )
    found = responses.read_node(node)
    questionnaire = definition_of(found, named)
    return score(questionnaire, responses.read(found, questionnaire))


def read_saved(node: Node) -> Document:
    """Read a saved report, of whichever kind: what `--format json` wrote, value for value.

    Raises :class:`~scalecheck.errors.Refused` with every problem found: SC406 where *node* says it is
    something else, or where it does not hold together.
    """
    from scalecheck.reporting.coherence import find_fault
    from scalecheck.reporting.shapes import DOCUMENTS, record_of

    stated = node.get("schema")
    assert stated is not None
    kind = stated.text.removeprefix("scalecheck-").partition("/")[0]
    if stated.text != f"scalecheck-{kind}/1" or kind not in DOCUMENTS:
        known = f'a "scalecheck-{kind}/1"' if kind in DOCUMENTS else "a saved report"
        todo = "Write the report again, or use the scalecheck that wrote it."
        what = f'This is a "{short(stated.text)}", not {known}.'
        raise Refused(Problem(stated.place, Code.SC406, what, todo))
    problems: list[Problem] = []
    found: Document = record_of(kind).read(node, problems.append)
    if problems:
        raise Refused(*problems)
    fault = find_fault(found)
    if fault:
        todo = "Use the report as it was written, or write it again."
        raise Refused(
            Problem(stated.place, Code.SC406, f"This report does not hold together: {fault}.", todo)
        )
    return found
