"""Shapes: what a file may hold, stated once.

A shape reads a node and yields a value or problems; it also describes itself as JSON Schema, so that an
editor and the reader cannot disagree: whatever the schema rejects, the reader rejects. What only makes
sense across several values (a reference, a range) is checked after reading, by whoever knows.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from scalecheck.errors import Code, Place, Problem, did_you_mean
from scalecheck.text import a, listed, short

if TYPE_CHECKING:
    from fractions import Fraction

    from scalecheck.files.yaml_tree import Node

Report = Callable[[Problem], None]
"""Where a shape puts the problems it finds."""

MISSING: Any = object()
"""What a shape returns for a node it has refused."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?\Z")
_PART = re.compile(r"(0|1)(\.0{1,9})?\Z|0\.[0-9]{1,9}\Z")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


class Found(dict[str, Any]):
    """What a record held: its values by name, and where each stands."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node

    @property
    def place(self) -> Place:
        """Where the record itself starts."""
        return self.node.place

    def at(self, name: str) -> Place:
        """Where the value called *name* stands; the record's own place when it is absent."""
        value = self.node.get(name)
        return value.place if value else self.node.place

    def each(self, name: str) -> list[Place]:
        """Where each item of the list called *name* stands."""
        value = self.node.get(name)
        return [item.place for item in (value.items or [])] if value else []


class Shape(ABC):
    """Something that can be read from a node."""

    @abstractmethod
    def read(self, node: Node, report: Report) -> Any:
        """The value in *node*, or MISSING after reporting why not."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The shape as JSON Schema (draft 7), never stricter than :meth:`read`."""


class Text(Shape):
    """Text exactly as written: ``no``, ``1.10`` and ``12:30`` are text here."""

    def __init__(
        self, pattern: re.Pattern[str] | None = None, form: str = "", or_nothing: bool = False
    ) -> None:
        self.pattern = pattern
        self.form = form
        """What the pattern asks for, in words."""
        self.or_nothing = or_nothing
        """Whether nothing at all may stand here: it is read as None."""

    def read(self, node: Node, report: Report) -> Any:
        if node.kind != "scalar":
            return _refuse(node, report, Code.SC101, f"Text is expected here, not a {node.kind}.", "")
        if self.or_nothing and (node.is_null or not node.text.strip()):
            return None
        if node.is_null or not node.text.strip():
            return _refuse(
                node, report, Code.SC102, "There is no text here.", "Write it, or leave the whole line out."
            )
        if self.pattern and (
            not self.pattern.match(node.text) or (node.plain and node.text in ("true", "false"))
        ):
            return _refuse(node, report, Code.SC103, f'"{short(node.text)}" is not {self.form}.', "")
        return node.text

    def schema(self) -> dict[str, Any]:
        # Plain YAML such as 1.10 or no is a number or a truth value to a schema, and text to the reader.
        if self.pattern:
            return {"type": "string", "pattern": _ecma(self.pattern)}
        return {"type": ["string", "number", "boolean"] + (["null"] if self.or_nothing else [])}


def ident() -> Text:
    """An id: small letters, digits and single hyphens, starting with a letter."""
    return Text(ID, "an id: small letters, digits and single hyphens, starting with a letter")


class Number(Shape):
    """A number written out in digits, with up to nine decimals; never text, never infinite."""

    def __init__(
        self,
        least: float | None = None,
        most: float | None = None,
        whole: bool = False,
        or_nothing: bool = False,
    ) -> None:
        self.least = least
        self.most = most
        self.whole = whole
        self.or_nothing = or_nothing

    def read(self, node: Node, report: Report) -> Any:
        if self.or_nothing and node.is_null:
            return None
        if (
            node.kind != "scalar"
            or not node.plain
            or not _NUMBER.match(node.text)
            or (self.whole and "." in node.text)
        ):
            kind = "A whole number" if self.whole else "A number"
            written = f', not "{short(node.text, 30)}"' if node.kind == "scalar" else f", not a {node.kind}"
            return _refuse(
                node,
                report,
                Code.SC104,
                f"{kind} is expected here{written}.",
                "Write it in digits, without quotes.",
            )
        value = number(node.text)
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            span = f"at least {self.least}" if self.most is None else f"from {self.least} to {self.most}"
            return _refuse(node, report, Code.SC105, f"{node.text} is out of range: it must be {span}.", "")
        return value

    def schema(self) -> dict[str, Any]:
        limits = {"minimum": self.least, "maximum": self.most}
        kind = "integer" if self.whole else "number"
        return {"type": [kind, "null"] if self.or_nothing else kind} | {
            k: v for k, v in limits.items() if v is not None
        }


class Published(Number):
    """A score as it is published, to be compared with one and not to be calculated with; or nothing where there is none."""

    def __init__(self) -> None:
        super().__init__(or_nothing=True)

    def read(self, node: Node, report: Report) -> Any:
        if node.kind == "scalar" and node.plain and _NUMBER.match(node.text):
            return float(node.text)
        return super().read(node, report)


class Ratio(NamedTuple):
    """A number from 0 to 1, exact: what stands above the line and what below."""

    numerator: int
    denominator: int


class Part(Number):
    """A share of a whole, from 0 to 1."""

    def __init__(self) -> None:
        super().__init__(least=0, most=1)

    def read(self, node: Node, report: Report) -> Any:
        if node.kind == "scalar" and node.plain and _PART.match(node.text):
            decimals = len(node.text) - 2 if "." in node.text else 0
            return Ratio(int(node.text.replace(".", "")), 10**decimals)
        return super().read(node, report)


def number(text: str) -> int | Fraction:
    """The exact value of a number's text."""
    if "." not in text:
        return int(text)
    from fractions import (
        Fraction,
    )  # most questionnaires have whole numbers only: the import waits for one that does not

    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


class OneOf(Shape):
    """One word out of a few."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def read(self, node: Node, report: Report) -> Any:
        if node.kind != "scalar" or node.text not in self.words:
            written = f'"{short(node.text)}"' if node.kind == "scalar" else f"a {node.kind}"
            hint = did_you_mean(node.text, self.words) if node.kind == "scalar" else ""
            return _refuse(
                node, report, Code.SC106, f"This must be {listed(self.words, 'or')}, not {written}.", hint
            )
        return node.text

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


class Flag(Shape):
    """``true`` or ``false``, and no other spelling."""

    def __init__(self, only: bool | None = None) -> None:
        self.only = only
        """The one value that is allowed, where only one is."""

    def read(self, node: Node, report: Report) -> Any:
        words = {"true": True, "false": False} if self.only is None else {str(self.only).lower(): self.only}
        if node.kind != "scalar" or not node.plain or node.text not in words:
            return _refuse(node, report, Code.SC107, f"This must be {listed(words, 'or')}.", "")
        return words[node.text]

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"} if self.only is None else {"enum": [self.only]}


class Nothing(Shape):
    """Nothing at all: ``null``."""

    def read(self, node: Node, report: Report) -> Any:
        return (
            None
            if node.is_null
            else _refuse(node, report, Code.SC102, f"Nothing is expected here, not {_kind(node)}.", "")
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "null"}


class Anything(Shape):
    """Plain data of any form: scalars as JSON would have them.

    For saved results only, which the program wrote.
    """

    def read(self, node: Node, report: Report) -> Any:
        if node.items is not None:
            return [self.read(item, report) for item in node.items]
        if node.pairs is not None:
            return {key: self.read(value, report) for key, (_, value) in node.pairs.items()}
        if node.is_null:
            return None
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        if node.plain and _NUMBER.match(node.text):
            return float(node.text) if "." in node.text else int(node.text)
        return node.text

    def schema(self) -> dict[str, Any]:
        return {}


class Many(Shape):
    """A list."""

    def __init__(self, of: Shape, least: int = 1) -> None:
        self.of = of
        self.least = least
        """How many items there must be."""

    def read(self, node: Node, report: Report) -> Any:
        if node.items is None:
            return _refuse(
                node,
                report,
                Code.SC108,
                f"A list is expected here, not {_kind(node)}.",
                'Start each item with "- ".',
            )
        if len(node.items) < self.least:
            what = f"There is only {len(node.items)} in this list." if node.items else "This list is empty."
            return _refuse(node, report, Code.SC109, what, f"Write at least {self.least}.")
        values = [self.of.read(item, report) for item in node.items]
        return MISSING if any(value is MISSING for value in values) else values

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.of.schema(), "minItems": self.least}


class Named(Shape):
    """A mapping whose names the author chooses."""

    def __init__(self, of: Shape, pattern: re.Pattern[str] | None = ID) -> None:
        self.of = of
        self.pattern = pattern
        """What the names must look like."""

    def read(self, node: Node, report: Report) -> Any:
        if node.pairs is None:
            return _refuse(
                node, report, Code.SC110, f"Names with values are expected here, not {_kind(node)}.", ""
            )
        found, sound = Found(node), True
        for name, (key, value) in node.pairs.items():
            if self.pattern and not self.pattern.match(name):
                _refuse(
                    key,
                    report,
                    Code.SC103,
                    f'"{short(name)}" is not an id: small letters, digits and single hyphens.',
                    "",
                )
                sound = False
            found[name] = self.of.read(value, report)
            sound = sound and found[name] is not MISSING
        return found if sound else MISSING

    def schema(self) -> dict[str, Any]:
        names = {"propertyNames": {"pattern": _ecma(self.pattern)}} if self.pattern else {}
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

    def read(self, node: Node, report: Report) -> Any:
        if node.pairs is None:
            return _refuse(
                node,
                report,
                Code.SC110,
                f"{a(self.name).capitalize()} is expected here, not {_kind(node)}.",
                "",
            )
        found, sound = Found(node), True
        for name, (key, value) in node.pairs.items():
            if name not in self.fields:
                hint = did_you_mean(name, self.fields) or f"Known here: {', '.join(self.fields)}."
                _refuse(key, report, Code.SC111, f'{a(self.name).capitalize()} has no "{short(name)}".', hint)
                sound = False
                continue
            found[name] = self.fields[name].shape.read(value, report)
            sound = sound and found[name] is not MISSING
        for name, entry in self.fields.items():
            if entry.required and name not in node.pairs:
                _refuse(
                    node, report, Code.SC112, f'This {self.name} has no "{name}".', f"{name}: {entry.about}"
                )
                sound = False
        return found if sound else MISSING

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/definitions/{self.name.replace(' ', '-')}"}

    def definition(self) -> dict[str, Any]:
        """The record's own schema, to stand under ``definitions``."""
        entries = {name: _described(entry) for name, entry in self.fields.items()}
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

    def read(self, node: Node, report: Report) -> Any:
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

    def read(self, node: Node, report: Report) -> Any:
        assert self.shape is not None
        return self.shape.read(node, report)

    def schema(self) -> dict[str, Any]:
        assert self.shape is not None
        return self.shape.schema()


def records(shape: Shape | None, known: dict[str, Record] | None = None) -> dict[str, Record]:
    """Every record that can be reached from *shape*, by name, in the order of their use."""
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
    """The JSON Schema of a whole file. Draft 7, which the YAML editors understand."""
    definitions = {name.replace(" ", "-"): record.definition() for name, record in records(root).items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "definitions": definitions,
        **root.schema(),
    }


def _described(entry: Field) -> dict[str, Any]:
    schema = entry.shape.schema()
    # In draft 7 whatever stands beside a $ref is ignored, so a described reference is wrapped.
    return (
        {"allOf": [schema], "description": entry.about}
        if "$ref" in schema
        else schema | {"description": entry.about}
    )


def _ecma(pattern: re.Pattern[str] | None) -> str:
    return "^" + (pattern.pattern if pattern else "").replace(r"\Z", "$")


def _kind(node: Node) -> str:
    if node.kind != "scalar":
        return f"a {node.kind}"
    return "nothing" if node.is_null else f'"{short(node.text, 30)}"'


def _refuse(node: Node, report: Report, code: Code, what: str, todo: str) -> Any:
    report(Problem(node.place, code, what, todo))
    return MISSING
