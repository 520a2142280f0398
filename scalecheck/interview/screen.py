"""``scalecheck assess``: the interview on a terminal or a pipe.

It prints what the engine says and hands it what is typed.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scalecheck.definition import catalogue
from scalecheck.errors import Code, Place, Problem, Refused, ScalecheckError
from scalecheck.files import yaml_tree
from scalecheck.files.schema import ID
from scalecheck.interview import wording
from scalecheck.interview.engine import Interview
from scalecheck.interview.store import NotSaved, Store
from scalecheck.interview.workshop import Workshop, collected
from scalecheck.reporting.render.layout import Page
from scalecheck.responses import reader, writer
from scalecheck.responses.response import Response
from scalecheck.scoring.single import score
from scalecheck.text import clean, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.files.schema import Found
    from scalecheck.scoring.result import Score

LONGEST = 10_000
"""A longer line is not taken: what is written must be readable again, and a reader has its limits."""
STYLES = {"heading": "bold", "error": "bold red", "": ""}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z")


class Unfinished(ScalecheckError):
    """The input ended before the answers did: they are saved."""

    exit_code = 1


class FileKeeper:
    """Keeps the answers in a file."""

    def __init__(self, questionnaire: Questionnaire, store: Store, named: str = "") -> None:
        self.questionnaire, self.store = questionnaire, store
        self.named = named
        """The questionnaire's file, where it has to be named again to go on."""

    @property
    def name(self) -> str:
        """The file's name, as the user wrote it."""
        return str(self.store.path)

    def go_on(self, command: str) -> str:
        """Where the answers are, and how to come back to them."""
        return wording.go_on(self.name, command, self.named)

    def text(self, response: Response) -> str:
        """What the file holds."""
        as_json = self.store.path.suffix.lower() == ".json"
        return (
            writer.json_text(response, self.questionnaire)
            if as_json
            else writer.text(response, self.questionnaire)
        )

    def keep(self, response: Response) -> None:
        """Replace the file by one with these answers."""
        self.store.save(self.text(response))

    def move(self, name: str) -> None:
        """Go on with another file."""
        try:
            self.store = self.store.move(Path(name))
        except Refused as error:
            raise NotSaved(error.problems[0].what.rstrip(".")) from None


class Lines:
    """What is typed, a line at a time; None when there is no more."""

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
    """Ask a room, save after every vote, and return the score of what it agreed; *given* are people's own responses.

    Raises as :func:`assess` does.
    """
    named = _named_by(questionnaire, output, *given)

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
    definition = catalogue.load(_named_by(questionnaire, output, answers) or catalogue.DEFAULT)
    named = questionnaire if questionnaire and not ID.match(questionnaire) else ""
    about: dict[str, str] = {}
    if output is None:
        output, about = _named(definition, lines, out, plain)
    store = Store(output)
    store.open()
    try:
        begun = _begun(definition, store, answers, about, quick)
        return _asked(begin(definition, begun, FileKeeper(definition, store, named)), lines, plain)
    finally:
        store.close()


def _asked(interview: Interview, lines: Lines, plain: bool) -> Score:
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
                _ended(interview, lines, keeper)
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
        _unsaved(interview, keeper)
        raise
    except KeyboardInterrupt:
        lines.out.write("\n")
        _unsaved(interview, keeper)
        if keeper.store.exists:
            lines.out.write(f"{keeper.go_on(interview.command)}\n")
        raise
    finally:
        keeper.store.close()
    _unsaved(interview, keeper)
    if interview.left:
        if keeper.store.exists:
            lines.out.write(f"{keeper.go_on(interview.command)}\n")
        raise SystemExit(0)
    return score(keeper.questionnaire, interview.response()._replace(file=keeper.name))


def _named_by(named: str | None, *files: Path | None) -> str | None:
    """The questionnaire that is named, else the one that the answers there are belong to, else None."""
    for file in files:
        try:
            there = named is None and file is not None and file.is_file() and file.stat().st_size > 0
        except OSError:
            continue  # whoever opens it will say what is wrong with it
        if there and file is not None:
            named = _opened(file).get("questionnaire")
    return named


def _begun(
    definition: Questionnaire, store: Store, answers: Path | None, about: dict[str, str], quick: bool
) -> Response:
    """What the interview starts from: the answers in the file, those given elsewhere, or none."""
    scope = "quick" if quick else "full"
    blank = Response(
        definition.id, definition.version, {}, about, "quick" if quick else "full", definition.digest
    )
    if store.exists and store.path.stat().st_size:
        if answers is not None:
            todo = "Leave --answers out to go on with it, or name another file with -o."
            raise Refused(
                Problem(Place(str(store.path)), Code.SC007, "There are answers in this file already.", todo)
            )
        begun = _read(store.path, definition)
    elif answers is not None:
        begun = _read(answers, definition)
    else:
        return blank
    if quick and begun.scope != scope:
        what = "These answers are to the full version."
        raise Refused(
            Problem(Place(begun.file), Code.SC407, what, "Leave --quick out, or name another file with -o.")
        )
    return begun


def _read(path: Path, definition: Questionnaire) -> Response:
    try:
        return reader.read(_opened(path), definition)
    except Refused as error:
        if any(problem.code == Code.SC407 for problem in error.problems):
            raise
        raise _no_going_on(path, error) from None


def _opened(path: Path) -> Found:
    try:
        return reader.open_response(path)
    except Refused as error:
        raise _no_going_on(path, error) from None


def _no_going_on(path: Path, error: Refused) -> Refused:
    """Why these answers cannot be gone on with; and where an earlier copy of them is."""
    backup = path.with_name(f"{path.name}.bak")
    there = f" An earlier copy is in {backup}." if backup.exists() else ""
    todo = f"Nothing was changed. Mend the file, or name another with -o.{there}"
    return Refused(
        *error.problems,
        Problem(Place(str(path)), Code.SC407, "The interview cannot go on with these answers.", todo),
    )


def _named(definition: Questionnaire, lines: Lines, out: IO[str], plain: bool) -> tuple[Path, dict[str, str]]:
    """Ask for the innovation's name, and name the file after it."""
    page = _page(out, plain)
    page.say(f"{definition.title}. What is the innovation called? Your answers are saved under this name.")
    page.write()
    while True:
        line = lines.next("Name: ")
        if line is None:
            raise Refused(_nothing())
        name = line.strip()
        if name and len(name) <= 200 and not any("\ud800" <= char <= "\udfff" for char in name):
            break
        out.write("Error: Type a name, for example Virtual ward. q leaves.\n")
    if name.casefold() in ("q", "quit"):
        raise SystemExit(0)
    return _free(slug(name), name), {"innovation": name}


def slug(name: str) -> str:
    """A safe file name made from *name*: small letters, digits and hyphens only."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    cleaned = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-")
    return f"assessment-{cleaned}".rstrip("-") if not cleaned or _RESERVED.match(cleaned) else cleaned


def _free(stem: str, name: str) -> Path:
    """The file for *name*: one that holds answers about it already, else one that is not there yet."""
    number = 1
    while True:
        path = Path(f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
        if not path.exists():
            return path
        try:
            if reader.shaped(yaml_tree.read(path)).get("about", {}).get("innovation") == name:
                return path
        except Refused:
            pass
        number += 1


def _ended(interview: Interview, lines: Lines, keeper: FileKeeper) -> None:
    """The input has ended: finished answers are scored, others are kept for later."""
    if lines.count == 0:
        raise Refused(_nothing())
    if not interview.open and not interview.unsaved:
        interview.finished = True
        return
    _unsaved(interview, keeper)
    left = len(interview.open)
    kept = keeper.go_on(interview.command) if keeper.store.exists else "Nothing was answered."
    raise Unfinished(f"The input ended with {plural(left, 'question')} open. {kept}")


def _unsaved(interview: Interview, keeper: FileKeeper) -> None:
    """Answers that no file would take are shown, so that they can be copied."""
    if interview.unsaved:
        sys.stdout.write(keeper.text(interview.response()))
        what = "Your answers could not be saved. They are shown above: copy them into a file."
        raise Refused(Problem(Place(keeper.name), Code.SC007, what, f"The reason was: {interview.unsaved}."))


def _nothing() -> Problem:
    todo = "Run it in a terminal and type, or write a form to fill in: scalecheck new my-answers --for QUESTIONNAIRE"
    return Problem(Place("scalecheck assess"), Code.SC408, "Nothing was typed.", todo)


def _page(out: IO[str], plain: bool) -> Page:
    return Page(out, colour=not plain and os.environ.get("TERM") != "dumb")


def _show(interview: Interview, out: IO[str], plain: bool) -> None:
    """Print what the interview has said since."""
    page = _page(out, plain)
    for piece in interview.pieces:
        if piece.style == "row":
            page.row((piece.text, ""))
        else:
            page.say(piece.text, piece.indent, STYLES[piece.style], piece.mark)
    interview.pieces.clear()
    page.write()
    out.flush()
