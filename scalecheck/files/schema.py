"""A schema: what a file may hold, stated once, out of scalars, lists and records.

A shape reads a node and yields a value or problems; it also describes itself as JSON Schema, so that an
editor and the reader cannot disagree: whatever the schema rejects, the reader rejects. What only makes
sense across several values (a reference, a range) is checked after reading, by whoever knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code, did_you_mean
from scalecheck.files.scalars import ID
from scalecheck.files.shape import NO_VALUE, Found, Reporter, Shape, kind_of, pattern_of, refuse
from scalecheck.record import NamedTuple
from scalecheck.text import short, with_article

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

    from scalecheck.files.node import Node


class Many(Shape):
    """A list."""

    def __init__(self, of: Shape, least: int = 1) -> None:
        self.of = of
        self.least = least
        """How many items there must be."""

    def read(self, node: Node, report: Reporter) -> Any:
        if node.items is None:
            return refuse(
                node,
                report,
                Code.SC108,
                f"A list is expected here, not {kind_of(node)}.",
                'Start each item with "- ".',
            )
        if len(node.items) < self.least:
            what = f"There is only {len(node.items)} in this list." if node.items else "This list is empty."
            return refuse(node, report, Code.SC109, what, f"Write at least {self.least}.")
        values = [self.of.read(item, report) for item in node.items]
        return NO_VALUE if any(value is NO_VALUE for value in values) else values

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.of.schema(), "minItems": self.least}


class Named(Shape):
    """A mapping whose names the author chooses."""

    def __init__(self, of: Shape, pattern: re.Pattern[str] | None = ID) -> None:
        self.of = of
        self.pattern = pattern
        """What the names must look like."""

    def read(self, node: Node, report: Reporter) -> Any:
        if node.pairs is None:
            return refuse(
                node, report, Code.SC110, f"Names with values are expected here, not {kind_of(node)}.", ""
            )
        found, sound = Found(node), True
        for name, (key, value) in node.pairs.items():
            if self.pattern and not self.pattern.match(name):
                refuse(
                    key,
                    report,
                    Code.SC103,
                    f'"{short(name)}" is not an id: small letters, digits and single hyphens.',
                    "",
                )
                sound = False
            found[name] = self.of.read(value, report)
            sound = sound and found[name] is not NO_VALUE
        return found if sound else NO_VALUE

    def schema(self) -> dict[str, Any]:
        names = {"propertyNames": {"pattern": pattern_of(self.pattern)}} if self.pattern else {}
        return {"type": "object", "additionalProperties": self.of.schema(), **names}


class Field(NamedTuple):
    """One name in a record."""

    shape: Shape
    about: str
    """What it means, in one sentence: the reference page and the editor show it."""
    required: bool = False


class Record(Shape):
    """A mapping whose names the format fixes."""

    def __init__(self, name: str, fields: Mapping[str, Field]) -> None:
        self.name = name
        """What it is called in messages, schema and reference: ``question``."""
        self.fields = fields

    def read(self, node: Node, report: Reporter) -> Any:
        if node.pairs is None:
            return refuse(
                node,
                report,
                Code.SC110,
                f"{with_article(self.name).capitalize()} is expected here, not {kind_of(node)}.",
                "",
            )
        found, sound = Found(node), True
        for name, (key, value) in node.pairs.items():
            if name not in self.fields:
                hint = did_you_mean(name, self.fields) or f"Known here: {', '.join(self.fields)}."
                refuse(
                    key,
                    report,
                    Code.SC111,
                    f'{with_article(self.name).capitalize()} has no "{short(name)}".',
                    hint,
                )
                sound = False
                continue
            found[name] = self.fields[name].shape.read(value, report)
            sound = sound and found[name] is not NO_VALUE
        for name, entry in self.fields.items():
            if entry.required and name not in node.pairs:
                refuse(
                    node, report, Code.SC112, f'This {self.name} has no "{name}".', f"{name}: {entry.about}"
                )
                sound = False
        return found if sound else NO_VALUE

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/definitions/{self.name.replace(' ', '-')}"}

    def definition(self) -> dict[str, Any]:
        """The record's own schema, to stand under ``definitions``."""
        entries = {name: _describe(entry) for name, entry in self.fields.items()}
        required = [name for name, entry in self.fields.items() if entry.required]
        return {"type": "object", "properties": entries, "additionalProperties": False} | (
            {"required": required} if required else {}
        )


class Either(Shape):
    """One shape or another, told apart by what kind of node stands there."""

    def __init__(
        self, scalar: Shape | None = None, items: Shape | None = None, mapping: Shape | None = None
    ) -> None:
        self.scalar = scalar
        self.items = items
        self.mapping = mapping

    def read(self, node: Node, report: Reporter) -> Any:
        shape = {"scalar": self.scalar, "list": self.items, "mapping": self.mapping}[node.kind]
        shape = shape or next(shape for shape in self.shapes() if shape)
        return shape.read(node, report)

    def shapes(self) -> Iterable[Shape]:
        """The shapes it may be."""
        return [shape for shape in (self.scalar, self.items, self.mapping) if shape]

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [shape.schema() for shape in self.shapes()]}


class Later(Shape):
    """A shape that is filled in afterwards, so that a record can hold records of its own kind."""

    def __init__(self) -> None:
        self.shape: Shape | None = None

    def read(self, node: Node, report: Reporter) -> Any:
        assert self.shape is not None
        return self.shape.read(node, report)

    def schema(self) -> dict[str, Any]:
        assert self.shape is not None
        return self.shape.schema()


def records(shape: Shape | None, known: dict[str, Record] | None = None) -> dict[str, Record]:
    """Find every record that can be reached from *shape*, by name, in the order of their use."""
    known = {} if known is None else known
    if isinstance(shape, Record) and shape.name not in known:
        known[shape.name] = shape
        for entry in shape.fields.values():
            records(entry.shape, known)
    elif isinstance(shape, Many | Named):
        records(shape.of, known)
    elif isinstance(shape, Later):
        records(shape.shape, known)
    elif isinstance(shape, Either):
        for each in shape.shapes():
            records(each, known)
    return known


def json_schema(title: str, root: Record) -> dict[str, Any]:
    """Make the JSON Schema of a whole file: draft 7, which the YAML editors understand."""
    definitions = {name.replace(" ", "-"): record.definition() for name, record in records(root).items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "definitions": definitions,
        **root.schema(),
    }


def _describe(entry: Field) -> dict[str, Any]:
    schema = entry.shape.schema()
    # In draft 7 whatever stands beside a $ref is ignored, so a described reference is wrapped.
    return (
        {"allOf": [schema], "description": entry.about}
        if "$ref" in schema
        else schema | {"description": entry.about}
    )
