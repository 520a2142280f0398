"""Detect duplicate names with an open-addressing table of 64-bit hashes (12 bytes a name)."""

from __future__ import annotations

from array import array

LIMIT = 10_000_000
"""How many names are kept apart: they take some 200 MB. Whatever comes after them is not looked for."""
_LAST = 2**32 - 1


class NameHashes:
    """A table of names by 64-bit hash, each with the line where it first stood: numbers, not objects.

    Two names that differ have the same 64 bits once in some hundred thousand runs over ten million names.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.count = 0
        self.full = False
        """True once there are more names than are compared."""
        self._marks, self._lines = array("Q"), array("I")
        self._mask = 0
        self._grow(1 << 12)

    def find_or_add(self, name: str, line: int) -> int:
        """Return the line on which *name* stood first; else add it with *line*, and return 0."""
        if self.count >= self.limit:
            self.full = True
            return 0
        mask, marks = self._mask, self._marks
        mark = (hash(name) & 0xFFFFFFFFFFFFFFFF) or 1
        at = mark & mask
        while found := marks[at]:
            if found == mark:
                return self._lines[at]
            at = (at + 1) & mask
        marks[at], self._lines[at] = mark, min(line, _LAST)
        self.count += 1
        if self.count * 3 > mask * 2:
            self._grow((mask + 1) * 2)
        return 0

    def _grow(self, size: int) -> None:
        marks, lines, mask = array("Q", bytes(8 * size)), array("I", bytes(4 * size)), size - 1
        for mark, line in zip(self._marks, self._lines, strict=True):
            if mark:
                at = mark & mask
                while marks[at]:
                    at = (at + 1) & mask
                marks[at], lines[at] = mark, line
        self._marks, self._lines, self._mask = marks, lines, mask
