"""Find the files of responses that names, folders and patterns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.errors import Code, Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUFFIXES = (".yaml", ".yml", ".json")


def list_files(given: Iterable[Path]) -> list[Path]:
    """List the files that *given* means: files, those in a folder, or those that a pattern fits.

    In the order given, and by name within a folder or pattern. A file that is named is taken as it is; in
    folders and patterns only ``.yaml``, ``.yml`` and ``.json`` count. Raises
    :class:`~scalecheck.errors.Refused` where a folder or a pattern holds none.
    """
    found: list[Path] = []
    for path in given:
        inside = [path]
        if is_several(path):
            try:
                inside = sorted(path.iterdir() if path.is_dir() else path.parent.glob(path.name))
            except OSError as error:
                what = f"The folder cannot be read: {error.strerror or error}."
                raise Refused(Problem(Place(str(path)), Code.SC002, what)) from None
            inside = [
                each for each in inside if each.suffix.lower() in SUFFIXES and not each.name.startswith(".")
            ]
        if not inside:
            raise Refused(
                Problem(
                    Place(str(path)),
                    Code.SC001,
                    "There are no responses here.",
                    "Name files, or a folder of them.",
                )
            )
        found += inside
    return found


def is_several(path: Path) -> bool:
    """True where *path* means the files in a folder, or those that a pattern fits."""
    try:
        return path.is_dir() or (not path.exists() and any(sign in path.name for sign in "*?["))
    except OSError:
        return False  # whoever opens it will say what is wrong with it
