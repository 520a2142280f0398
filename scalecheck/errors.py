"""What can be wrong, and where: the one form in which scalecheck speaks of problems.

    ScalecheckError          anything a user can cause
      Refused                a file that is missing, unreadable or not sound: carries Problems
      NotMet                 done, but something that was asked for was not met

A command never lets anything else reach the user; see ``scalecheck.__main__``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from scalecheck.text import line


class Place(NamedTuple):
    """Where something stands in a file."""

    file: str
    """The file's path, as the user wrote it."""
    line: int = 0
    """Counted from 1, as editors count; 0 when the problem is the file itself."""
    column: int = 0
    """Counted from 1, in characters."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(NamedTuple):
    """One thing that is wrong: where, what, and what to do about it."""

    place: Place
    code: str
    """Stable across versions and wordings: ``SC`` and three digits, listed in
    ``questionnaires/FORMAT.md``."""
    what: str
    """One sentence that says what was found."""
    todo: str = ""
    """One sentence that says what to do."""

    def __str__(self) -> str:
        return " ".join(line(part) for part in (str(self.place), self.code, self.what, self.todo) if part)

    def as_data(self) -> dict[str, Any]:
        """The problem as plain data, for ``--format json``."""
        return {
            "file": self.place.file,
            "line": self.place.line or None,
            "column": self.place.column or None,
            "code": self.code,
            "what": self.what,
            "todo": self.todo or None,
        }


SHOWN = 50
"""How many problems a message lists: more than anyone mends in one go."""


class ScalecheckError(Exception):
    """Something a user can cause and mend."""

    exit_code = 2


class Refused(ScalecheckError):
    """A file that cannot be used as it is: every problem found in it, in the order of its lines."""

    def __init__(self, *problems: Problem) -> None:
        found = sorted(set(problems))
        if len(found) > SHOWN:
            rest = Problem(
                found[SHOWN].place,
                "SC009",
                f"There are {len(found) - SHOWN} more problems.",
                "Mend these first.",
            )
            found = [*found[:SHOWN], rest]
        self.problems = tuple(found)
        super().__init__("\n".join(map(str, found)))


class NotMet(ScalecheckError):
    """The command did its work; a condition the user set was not met."""

    exit_code = 1


def did_you_mean(word: str, known: object) -> str:
    """``Did you mean "extent"?`` when one of *known* is close to *word*, else an empty string."""
    from difflib import get_close_matches

    close = get_close_matches(word, [str(name) for name in known], n=1, cutoff=0.6)  # type: ignore[attr-defined]
    return f'Did you mean "{close[0]}"?' if close else ""
