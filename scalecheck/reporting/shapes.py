"""The shapes of saved documents, made from their types: what reads one back, and what describes it.

A saved document is JSON as the program wrote it. So text stands in quotes here, a number may have an
exponent, and what is read is the document itself, value for value.
"""

from __future__ import annotations

import math
import re
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from scalecheck.errors import Code, Problem
from scalecheck.files.scalars import Flag, Nothing, Number, OneOf, Text
from scalecheck.files.schema import Either, Field, Later, Many, Named, Record
from scalecheck.files.shape import NO_VALUE, Reporter, Shape
from scalecheck.reporting.types import Document
from scalecheck.reporting.types.values import Range, Words

if TYPE_CHECKING:
    from scalecheck.files.node import Node

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,17})?([eE][-+]?[0-9]{1,3})?\Z")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def _find_kind(typed: Any) -> str:
    """Find the kind of a type of document: ``result`` where its ``schema`` is ``scalecheck-result/1``."""
    (schema,) = get_args(get_type_hints(typed)["schema"])
    return str(schema).removeprefix("scalecheck-").partition("/")[0]


DOCUMENTS: dict[str, Any] = {_find_kind(typed): typed for typed in get_args(Document)}
"""The type of each kind of document, by the word that its ``schema`` names it by."""


class QuotedText(Text):
    """Text in quotes, as JSON has it."""

    def read(self, node: Node, report: Reporter) -> Any:
        if node.kind == "scalar" and node.plain and not (self.or_nothing and node.is_null):
            report(Problem(node.place, Code.SC101, "Text in quotes is expected here."))
            return NO_VALUE
        return super().read(node, report)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"] if self.or_nothing else "string"}


class JsonNumber(Number):
    """A number as JSON writes it."""

    def read(self, node: Node, report: Reporter) -> Any:
        if node.kind != "scalar" or not node.plain or not _NUMBER.match(node.text):
            return super().read(node, report)
        whole = not set(node.text) & set(".eE")
        value = int(node.text) if whole else float(node.text)
        outside = (
            not math.isfinite(value)
            or (self.least is not None and value < self.least)
            or (self.most is not None and value > self.most)
        )
        return super().read(node, report) if outside or (self.whole and not whole) else value


class WordOrNull(OneOf):
    """One word out of a few, or nothing."""

    def read(self, node: Node, report: Reporter) -> Any:
        return None if node.is_null else super().read(node, report)

    def schema(self) -> dict[str, Any]:
        return {"enum": [*self.words, None]}


@cache
def record_of(kind: str) -> Record:
    """Make the shape of a saved document of *kind*, one of :data:`DOCUMENTS`."""
    return _make_record(DOCUMENTS[kind], {})


def _make_record(typed: Any, known: dict[Any, Later]) -> Record:
    """Make the record of the TypedDict *typed*; *known* has those being made, which may hold each other."""
    later = known[typed] = Later()
    called = _CAPITAL.sub(" ", typed.__name__).lower().removesuffix(" document")
    fields = {}
    for name, hint in get_type_hints(typed, include_extras=True).items():
        about = next(each for each in hint.__metadata__ if isinstance(each, str))
        fields[name] = Field(_make_shape(hint, known), about, required=name in typed.__required_keys__)
    later.shape = record = Record(called, fields)
    return record


def _make_shape(
    hint: Any, known: dict[Any, Later], or_nothing: bool = False, within: Range | Words | None = None
) -> Shape:
    """Make the shape of the values of a type; with *or_nothing* null is one of them."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        within = next((each for each in parts[1:] if isinstance(each, Range | Words)), within)
        return _make_shape(parts[0], known, or_nothing, within)
    if origin in (Union, UnionType):
        kept = [part for part in parts if part is not NoneType]
        if kept == [float, str]:
            return Text()
        (part,) = kept
        return _make_shape(part, known, len(kept) < len(parts), within)
    if origin is Literal or isinstance(within, Words):
        words = within.words if isinstance(within, Words) else parts
        return WordOrNull(words) if or_nothing else OneOf(words)
    if hint in (int, float):
        least, most = within or Range()
        return JsonNumber(least, most, hint is int, or_nothing)
    if hint is str:
        return QuotedText(or_nothing=or_nothing)
    if hint is bool:
        return Flag()
    if is_typeddict(hint):
        record = known.get(hint) or _make_record(hint, known)
        return Either(scalar=Nothing(), mapping=record) if or_nothing else record
    if origin is list:
        many = Many(_make_shape(parts[0], known), least=0)
        return Either(scalar=Nothing(), items=many) if or_nothing else many
    if origin is dict:
        return Named(_make_shape(parts[1], known))
    raise TypeError(f"No shape is known for {hint}.")
