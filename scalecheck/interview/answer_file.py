"""The file of an interview's answers: which one, what it begins with, and the answers kept in it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.files import yaml_tree
from scalecheck.interview import wording
from scalecheck.interview.store import NotSaved, Store
from scalecheck.responses import reader, writer
from scalecheck.responses.response import Response

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.files.shape import Found

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z")


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
        """Say where the answers are, and how to come back to them."""
        return wording.go_on(self.name, command, self.named)

    def text(self, response: Response) -> str:
        """The text of the file for *response*."""
        as_json = self.store.path.suffix.lower() == ".json"
        return (
            writer.to_json(response, self.questionnaire)
            if as_json
            else writer.to_yaml(response, self.questionnaire)
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


def questionnaire_of(named: str | None, *files: Path | None) -> str | None:
    """The questionnaire that is *named*, else that of the first of the *files* with answers, else None.

    Raises :class:`Refused` where such a file is not a response.
    """
    for file in files:
        try:
            there = named is None and file is not None and file.is_file() and file.stat().st_size > 0
        except OSError:
            continue  # whoever opens it will say what is wrong with it
        if there and file is not None:
            named = _open_answers(file).get("questionnaire")
    return named


def begin_with(
    definition: Questionnaire, store: Store, answers: Path | None, about: dict[str, str], quick: bool
) -> Response:
    """The response that an interview starts from: that in the file, the one in *answers*, or an empty one.

    Raises :class:`Refused` where both files have answers, where they cannot be read as a response to
    *definition*, or where the full version was answered and the quick one is asked for.
    """
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
        begun = _read_answers(store.path, definition)
    elif answers is not None:
        begun = _read_answers(answers, definition)
    else:
        return blank
    if quick and begun.scope != scope:
        what = "These answers are to the full version."
        raise Refused(
            Problem(Place(begun.file), Code.SC407, what, "Leave --quick out, or name another file with -o.")
        )
    return begun


def _read_answers(path: Path, definition: Questionnaire) -> Response:
    try:
        return reader.read(_open_answers(path), definition)
    except Refused as error:
        if any(problem.code == Code.SC407 for problem in error.problems):
            raise
        raise _refuse_to_go_on(path, error) from None


def _open_answers(path: Path) -> Found:
    try:
        return reader.open_response(path)
    except Refused as error:
        raise _refuse_to_go_on(path, error) from None


def _refuse_to_go_on(path: Path, error: Refused) -> Refused:
    """The refusal of answers that cannot be read; it says where an earlier copy of them is."""
    backup = path.with_name(f"{path.name}.bak")
    there = f" An earlier copy is in {backup}." if backup.exists() else ""
    todo = f"Nothing was changed. Mend the file, or name another with -o.{there}"
    return Refused(
        *error.problems,
        Problem(Place(str(path)), Code.SC407, "The interview cannot go on with these answers.", todo),
    )


def slug(name: str) -> str:
    """A safe file name made from *name*: small letters, digits and hyphens only."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    cleaned = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-")
    return f"assessment-{cleaned}".rstrip("-") if not cleaned or _RESERVED.match(cleaned) else cleaned


def find_file(stem: str, name: str) -> Path:
    """The file for *name*: one that holds answers about it already, else one that is not there yet."""
    number = 1
    while True:
        path = Path(f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
        if not path.exists():
            return path
        try:
            if reader.read_node(yaml_tree.read(path)).get("about", {}).get("innovation") == name:
                return path
        except Refused:
            pass
        number += 1
