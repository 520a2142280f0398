"""The base of a schema: a shape reads a node, reports problems, and describes itself as JSON Schema."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code, Place, Problem
from scalecheck.text import short

if TYPE_CHECKING:
    import re

    from scalecheck.files.node import Node

Reporter = Callable[[Problem], None]
"""Where a shape puts the problems it finds."""

NO_VALUE: Any = object()
"""What a shape returns for a node it has refused."""


class Found(dict[str, Any]):
    """The values that a record held, by name, each with its place."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node

    @property
    def place(self) -> Place:
        """The place where the record itself starts."""
        return self.node.place

    def at(self, name: str) -> Place:
        """The place of the value called *name*; the record's own where it is absent."""
        value = self.node.get(name)
        return value.place if value else self.node.place

    def each(self, name: str) -> list[Place]:
        """The place of each item of the list called *name*."""
        value = self.node.get(name)
        return [item.place for item in (value.items or [])] if value else []


class Shape(ABC):
    """Something that can be read from a node."""

    @abstractmethod
    def read(self, node: Node, report: Reporter) -> Any:
        """The value in *node*, or NO_VALUE after reporting why not."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The shape as JSON Schema (draft 7), never stricter than :meth:`read`."""


def pattern_of(pattern: re.Pattern[str] | None) -> str:
    """*pattern* as JSON Schema writes it."""
    return "^" + (pattern.pattern if pattern else "").replace(r"\Z", "$")


def kind_of(node: Node) -> str:
    """Name *node* in a message: ``a list``, ``nothing``, or its text in quotes."""
    if node.kind != "scalar":
        return f"a {node.kind}"
    return "nothing" if node.is_null else f'"{short(node.text, 30)}"'


def refuse(node: Node, report: Reporter, code: Code, what: str, todo: str) -> Any:
    """Report a problem at *node*, and give NO_VALUE for the caller to return."""
    report(Problem(node.place, code, what, todo))
    return NO_VALUE
