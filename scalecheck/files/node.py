"""A node: a scalar, a list or a mapping of a file, as written, that knows its place."""

from __future__ import annotations

import re
from typing import Literal

from scalecheck.errors import Place

Kind = Literal["scalar", "list", "mapping"]
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Node:
    """A scalar, a list or a mapping, as written, with its place."""

    __slots__ = ("items", "kind", "pairs", "place", "plain", "text")

    def __init__(self, kind: Kind, place: Place, text: str = "", plain: bool = False) -> None:
        self.kind = kind
        self.place = place
        self.text = text
        """A scalar's text: never converted."""
        self.plain = plain
        """True where a scalar has no quotes, so that YAML could take it for a number, a truth value
        or nothing."""
        self.items: list[Node] | None = [] if kind == "list" else None
        self.pairs: dict[str, tuple[Node, Node]] | None = {} if kind == "mapping" else None
        """A mapping's keys, each with the node of the key and of the value."""

    @property
    def is_null(self) -> bool:
        """True where it says nothing: an empty value, ``~`` or ``null``."""
        return self.kind == "scalar" and self.plain and self.text in _NULLS

    def get(self, key: str) -> Node | None:
        """The value under *key* of a mapping, or None."""
        pair = (self.pairs or {}).get(key)
        return pair[1] if pair else None


def place_after(file: str, before: str) -> Place:
    """Find the place in *file* after the text *before*."""
    rows = re.split(r"\r\n|\r|\n", before)
    return Place(file, len(rows), len(rows[-1]) + 1)
