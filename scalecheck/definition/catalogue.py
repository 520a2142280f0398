"""Find questionnaires by name: the installed ones, those in ``./questionnaires/``, or a file by its path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scalecheck.definition import reader
from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.files.scalars import ID

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire

DEFAULT = "scaling-readiness"
"""The questionnaire meant when none is named."""
SUFFIXES = (".yaml", ".yml", ".json")


def installed() -> Path:
    """Return the folder of the questionnaires that come with scalecheck: inside it, once it is installed."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "questionnaires"
    return inside if inside.is_dir() else package.parent / "questionnaires"


def names() -> dict[str, Path]:
    """Find questionnaires that can be named by id, and their files; an installed one wins over a local."""
    found: dict[str, Path] = {}
    for folder in (installed(), Path("questionnaires")):
        try:
            files = sorted(folder.iterdir())
        except OSError:
            continue
        for file in files:
            if file.suffix in SUFFIXES and ID.match(file.stem) and file.is_file():
                found.setdefault(file.stem, file)
    return found


def load(name: str = DEFAULT) -> Questionnaire:
    """Load the questionnaire called *name*: an id, or the path of a file.

    An id means a questionnaire that comes with scalecheck, or else ``./questionnaires/ID.yaml``. Raises
    :class:`~scalecheck.errors.Refused` where there is none, or with every problem that makes it unsound.
    """
    return reader.read(find_file(name) if ID.match(name) else Path(name), find_included)


def find_file(name: str) -> Path:
    """Return the file of the questionnaire with the id *name*.

    Raises :class:`~scalecheck.errors.Refused` where there is none.
    """
    known = names()
    if name in known:
        return known[name]
    hint = did_you_mean(name, known) or "`scalecheck list` shows what there is; a file is named by its path."
    raise Refused(Problem(Place(name), Code.SC001, f'There is no questionnaire called "{name}".', hint))


def find_included(name: str, folder: Path) -> Path | None:
    """Return the file of an included questionnaire: beside its includer, or known by name; else None."""
    for suffix in SUFFIXES:
        beside = folder / f"{name}{suffix}"
        if beside.is_file():
            return beside
    return names().get(name)
