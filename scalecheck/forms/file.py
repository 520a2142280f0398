"""``scalecheck form``: which kind of form a file's name asks for, and writing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition import catalogue
from scalecheck.definition.questionnaire import QUICK
from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.files.output_file import replace_file

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO, TextIO

    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.responses.response import Scope

KINDS = {
    ".html": "a page to fill in with a browser or on paper",
    ".yaml": "a response to fill in with a text editor",
    ".yml": "the same",
    ".csv": "a table with a column for each question",
    ".xlsx": "a workbook that offers the answers",
}


def write(name: str, path: Path, *, quick: bool) -> None:
    """Write a form for the questionnaire *name* to *path*, of the kind that its ending asks for.

    A page takes the place of an older one. The others are filled in where they stand, so what is there is
    never replaced. Raises :class:`Refused` where the ending asks for no kind of form, where there are no
    questions to ask, or where the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        there = "; ".join(f"{ending} is {what}" for ending, what in KINDS.items() if ending != ".yml")
        raise Refused(
            Problem(
                Place(str(path)), Code.SC409, "The ending of the file says which form is meant.", f"{there}."
            )
        )
    questionnaire = catalogue.load(name)
    scope: Scope = "quick" if quick else "full"
    if quick and not any(QUICK in question.tags for question in questionnaire.questions):
        what = f'"{questionnaire.id}" has no questions for a quick version.'
        raise Refused(
            Problem(
                Place(name), Code.SC409, what, f"Leave --quick out, or tag some of its questions {QUICK}."
            )
        )
    content = _render(kind, questionnaire, scope, path)
    with replace_file(path, new=kind != ".html") as file:
        if isinstance(content, bytes):
            _open_bytes(file).write(content)
        else:
            file.write(content)


def _render(kind: str, questionnaire: Questionnaire, scope: Scope, path: Path) -> str | bytes:
    if kind == ".html":
        from scalecheck.forms import web

        return web.render(questionnaire, scope)
    if kind == ".csv":
        from scalecheck.forms import table

        return table.render(questionnaire, scope)
    if kind == ".xlsx":
        try:
            from scalecheck.forms import workbook
        except ImportError:
            what = "Writing a workbook takes openpyxl, which is not installed."
            todo = "For it, install `scalecheck[batch]`; .html, .yaml and .csv need nothing more."
            raise Refused(Problem(Place(str(path)), Code.SC409, what, todo)) from None
        return workbook.render(questionnaire, scope)
    from scalecheck.responses import writer

    return writer.blank_yaml(questionnaire, scope)


def _open_bytes(file: IO[str]) -> IO[bytes]:
    """The file of bytes beneath a text file."""
    text: TextIO = file  # type: ignore[assignment]
    return text.buffer
