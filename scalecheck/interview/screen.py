"""``scalecheck assess``: the interview on a terminal or a pipe.

It prints what the engine says and hands it what is typed.
"""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

from scalecheck.definition import catalogue
from scalecheck.errors import Code, Place, Problem, Refused, ScalecheckError
from scalecheck.files.scalars import ID
from scalecheck.interview.answer_file import FileKeeper, begin_with, find_file, questionnaire_of, slug
from scalecheck.interview.engine import Interview
from scalecheck.interview.store import Store
from scalecheck.interview.workshop import Workshop, collected
from scalecheck.reporting.render.layout import Page
from scalecheck.responses import reader
from scalecheck.scoring.single import score
from scalecheck.text import clean, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.responses.response import Response
    from scalecheck.scoring.result import Score

LONGEST = 10_000
"""A longer line is not taken: what is written must be readable again, and a reader has its limits."""
STYLES = {"heading": "bold", "error": "bold red", "": ""}


class Unfinished(ScalecheckError):
    """The input ended before the answers did: they are saved."""

    exit_code = 1


class Lines:
    """The lines that are typed, one at a time; None when there is no more."""

    def __init__(self, file: IO[str] | None, out: IO[str], plain: bool) -> None:
        self.file, self.out = file, out
        self.count = 0
        self.typing = file is not None and file.isatty()
        self.editing = (
            self.typing and not plain and out.isatty() and sys.stdout is not None and sys.stdout.isatty()
        )
        if self.editing:
            try:
                import readline  # noqa: F401  lets the arrow keys edit the line
            except ImportError:
                self.editing = False

    def next(self, prompt: str) -> str | None:
        """The next line after *prompt*, without its end."""
        if self.editing:
            try:
                line = input(prompt)
            except EOFError:
                return None
        else:
            self.out.write(prompt)
            self.out.flush()
            line = self.file.readline() if self.file is not None else ""
            if not line:
                self.out.write("\n")
                return None
            if not self.typing:  # nobody's terminal has shown what was typed: a transcript should
                self.out.write(f"{clean(line.rstrip())}\n")
        self.count += 1
        return line.rstrip("\r\n")


def assess(
    questionnaire: str | None, output: Path | None, answers: Path | None, *, quick: bool, plain: bool
) -> Score:
    """Ask, save after every answer, and return the score of the answers once the respondent has finished.

    Raises :class:`Unfinished` where the input ends early, ``SystemExit(0)`` where the respondent leaves
    to go on later, and :class:`Refused` where the answers could not be kept anywhere.
    """

    def begin(definition: Questionnaire, begun: Response, keeper: FileKeeper) -> Interview:
        return Interview(definition, begun, keeper)

    return _run(questionnaire, output, answers, begin, quick=quick, plain=plain)


def workshop(
    questionnaire: str | None, output: Path, given: Sequence[Path], *, quick: bool, plain: bool
) -> Score:
    """Ask a room, save after every vote, and return the score of what it agreed.

    *given* are people's own responses, whose answers are the first votes.

    Raises as :func:`assess` does.
    """
    named = questionnaire_of(questionnaire, output, *given)

    def begin(definition: Questionnaire, begun: Response, keeper: FileKeeper) -> Interview:
        if begun.answers and not begun.votes and begun.about.get("respondent"):
            what = "This is one person's response."
            raise Refused(
                Problem(
                    Place(str(output)),
                    Code.SC407,
                    what,
                    "Name another file with -o, and this one with --from.",
                )
            )
        if not given:
            return Workshop(definition, begun, keeper)
        if begun.votes:
            note = "The file has votes already: --from is not read again."
            return Workshop(definition, begun._replace(warnings=(*begun.warnings, note)), keeper)
        people = [reader.read(reader.open_response(path), definition) for path in given]
        return Workshop(definition, begun._replace(votes=collected(definition, people)), keeper)

    return _run(named, output, None, begin, quick=quick, plain=plain)


def _run(
    questionnaire: str | None,
    output: Path | None,
    answers: Path | None,
    begin: Callable[[Questionnaire, Response, FileKeeper], Interview],
    *,
    quick: bool,
    plain: bool,
) -> Score:
    out = sys.stderr
    lines = Lines(sys.stdin, out, plain)
    definition = catalogue.load(questionnaire_of(questionnaire, output, answers) or catalogue.DEFAULT)
    named = questionnaire if questionnaire and not ID.match(questionnaire) else ""
    about: dict[str, str] = {}
    if output is None:
        output, about = _ask_for_name(definition, lines, out, plain)
    store = Store(output)
    store.open()
    try:
        begun = begin_with(definition, store, answers, about, quick)
        return _run_dialogue(begin(definition, begun, FileKeeper(definition, store, named)), lines, plain)
    finally:
        store.close()


def _run_dialogue(interview: Interview, lines: Lines, plain: bool) -> Score:
    keeper = interview.keeper
    assert isinstance(keeper, FileKeeper)
    try:
        interview.start()
        while True:
            _show(interview, lines.out, plain)
            if interview.finished or interview.left:
                break
            line = lines.next(interview.prompt)
            if line is None:
                _take_end_of_input(interview, lines, keeper)
                break
            if any("\ud800" <= char <= "\udfff" for char in line):
                lines.out.write("Error: Some characters of this line could not be read. Type it again.\n")
                continue
            if len(line) > LONGEST:
                lines.out.write(f"Error: This is longer than {LONGEST} characters. Say it in fewer.\n")
                continue
            interview.take(line)
    except (ScalecheckError, SystemExit):
        raise
    except Exception:
        _show_unsaved(interview, keeper)
        raise
    except KeyboardInterrupt:
        lines.out.write("\n")
        _show_unsaved(interview, keeper)
        if keeper.store.exists:
            lines.out.write(f"{keeper.go_on(interview.command)}\n")
        raise
    finally:
        keeper.store.close()
    _show_unsaved(interview, keeper)
    if interview.left:
        if keeper.store.exists:
            lines.out.write(f"{keeper.go_on(interview.command)}\n")
        raise SystemExit(0)
    return score(keeper.questionnaire, interview.response()._replace(file=keeper.name))


def _ask_for_name(
    definition: Questionnaire, lines: Lines, out: IO[str], plain: bool
) -> tuple[Path, dict[str, str]]:
    """Ask for the innovation's name, and name the file after it."""
    page = _make_page(out, plain)
    page.say(f"{definition.title}. What is the innovation called? Your answers are saved under this name.")
    page.write()
    while True:
        line = lines.next("Name: ")
        if line is None:
            raise Refused(_make_nothing_typed())
        name = line.strip()
        if name and len(name) <= 200 and not any("\ud800" <= char <= "\udfff" for char in name):
            break
        out.write("Error: Type a name, for example Virtual ward. q leaves.\n")
    if name.casefold() in ("q", "quit"):
        raise SystemExit(0)
    return find_file(slug(name), name), {"innovation": name}


def _take_end_of_input(interview: Interview, lines: Lines, keeper: FileKeeper) -> None:
    """Finish the interview where the input has ended: refuse to score answers that are not complete."""
    if lines.count == 0:
        raise Refused(_make_nothing_typed())
    if not interview.open_questions and not interview.unsaved:
        interview.finished = True
        return
    _show_unsaved(interview, keeper)
    left = len(interview.open_questions)
    kept = keeper.go_on(interview.command) if keeper.store.exists else "Nothing was answered."
    raise Unfinished(f"The input ended with {plural(left, 'question')} open. {kept}")


def _show_unsaved(interview: Interview, keeper: FileKeeper) -> None:
    """Answers that no file would take are shown, so that they can be copied."""
    if interview.unsaved:
        sys.stdout.write(keeper.text(interview.response()))
        what = "Your answers could not be saved. They are shown above: copy them into a file."
        raise Refused(Problem(Place(keeper.name), Code.SC007, what, f"The reason was: {interview.unsaved}."))


def _make_nothing_typed() -> Problem:
    todo = (
        "Run it in a terminal and type, or write a form to fill in: scalecheck new my-answers --for "
        "QUESTIONNAIRE"
    )
    return Problem(Place("scalecheck assess"), Code.SC408, "Nothing was typed.", todo)


def _make_page(out: IO[str], plain: bool) -> Page:
    return Page(out, colour=not plain and os.environ.get("TERM") != "dumb")


def _show(interview: Interview, out: IO[str], plain: bool) -> None:
    """Print what the interview has said since."""
    page = _make_page(out, plain)
    for piece in interview.pieces:
        if piece.style == "row":
            page.row((piece.text, ""))
        else:
            page.say(piece.text, piece.indent, STYLES[piece.style], piece.mark)
    interview.pieces.clear()
    page.write()
    out.flush()
