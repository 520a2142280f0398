"""Detect duplicate respondents in columns of names: by their order where they have one, else by hashes."""

from __future__ import annotations

from bisect import bisect
from typing import Any

import polars as pl

from scalecheck.batch.name_hashes import LIMIT

SPACES = "".join(chr(n) for n in range(0x3001) if chr(n).isspace())
"""What Python takes for spaces."""
HASHES_AT_ONCE = 1_000_000
"""Among about so many marks repeated ones are looked for at a time: among all of them, it would take a
copy of all."""


class Undecided(Exception):
    """Raised where this detector cannot tell whether a respondent appears twice."""


class OrderedNames:
    """Detects duplicates among names that are in order, shorter ones first, and keeps nothing of them.

    Parts of the table come in any order: where each begins and ends is kept, and no other may reach into it.
    """

    full = False
    undecided = False
    """True where the names have no such order, or one appears twice."""

    def __init__(self) -> None:
        self._ends: list[tuple[Any, Any]] = []

    def check_sample(self, names: pl.Series) -> None:
        """Look at the first names, before all of them come. Raises :class:`Undecided`."""
        try:
            OrderedNames().add(names)
        except Undecided:
            self.undecided = True
            raise

    def add(self, names: pl.Series) -> None:
        """Add the names of one part of the table. Raises :class:`Undecided`."""
        said = _clean_names(names)
        if said.is_empty():
            return
        size = said.str.len_bytes()
        one, other, short, long = said.head(-1), said.slice(1), size.head(-1), size.slice(1)
        first, last = (size[0], said[0]), (size[-1], said[-1])
        place = bisect(self._ends, (first, last))
        before, after = self._ends[place - 1 : place], self._ends[place : place + 1]
        apart = all(end < first for _, end in before) and all(last < start for start, _ in after)
        if not apart or not ((short < long) | ((short == long) & (one < other))).all():
            self.undecided = True
            raise Undecided
        self._ends.insert(place, (first, last))

    def has_duplicates(self) -> bool:
        """Tell whether a respondent appears twice."""
        return False


class HashedNames:
    """Detects duplicates among names in any order, by a 64-bit hash of each; of the first ten million."""

    undecided = False

    def __init__(self) -> None:
        self._marks: list[pl.Series] = []

    def check_sample(self, names: pl.Series) -> None:
        """Nothing is expected."""

    @property
    def full(self) -> bool:
        """True once there are more respondents than are compared."""
        return sum(map(len, self._marks)) > LIMIT

    def add(self, names: pl.Series) -> None:
        """Add the names of one part of the table."""
        if not self.full:
            self._marks.append(_clean_names(names).hash())

    def has_duplicates(self) -> bool:
        """Tell whether a respondent appears twice."""
        parts = 1 + sum(map(len, self._marks)) // HASHES_AT_ONCE
        return any(self._has_duplicates(parts, part) for part in range(parts))

    def _has_duplicates(self, parts: int, part: int) -> bool:
        found = [each.filter(each % parts == part) for each in self._marks] if parts > 1 else self._marks
        return bool(found) and pl.concat(found).n_unique() < sum(map(len, found))


def _clean_names(names: pl.Series) -> pl.Series:
    """The names that are not blank."""
    said = names.cast(pl.String).str.strip_chars(SPACES)
    return said.filter(said != "")
