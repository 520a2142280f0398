"""Which files are meant by names, folders and patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.errors import Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUFFIXES = (".yaml", ".yml", ".json")


def spread(given: Iterable[Path]) -> list[Path]:
    """Every file that *given* names: itself, those in a folder, or those that a pattern such as ``raters/*.yaml`` fits.

    In the order given, and by name within a folder or pattern. Raises :class:`~scalecheck.errors.Refused` where a folder
    or a pattern holds none.
    """
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix in SUFFIXES and not each.name.startswith("."))
        elif not path.exists() and any(sign in path.name for sign in "*?["):
            inside = sorted(path.parent.glob(path.name))
        else:
            inside = [path]
        if not inside:
            raise Refused(Problem(Place(str(path)), "SC001", "There are no responses here.", "Name files, or a folder of them."))
        found += inside
    return found
