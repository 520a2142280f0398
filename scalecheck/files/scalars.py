"""Scalars that a file may hold: text, numbers, words and flags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code, did_you_mean
from scalecheck.files.shape import Reporter, Shape, kind_of, pattern_of, refuse
from scalecheck.record import NamedTuple
from scalecheck.text import listed, short

if TYPE_CHECKING:
    from fractions import Fraction

    from scalecheck.files.node import Node

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?\Z")
_PART = re.compile(r"(0|1)(\.0{1,9})?\Z|0\.[0-9]{1,9}\Z")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


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

    def read(self, node: Node, report: Reporter) -> Any:
        if node.kind != "scalar":
            return refuse(node, report, Code.SC101, f"Text is expected here, not a {node.kind}.", "")
        if self.or_nothing and (node.is_null or not node.text.strip()):
            return None
        if node.is_null or not node.text.strip():
            return refuse(
                node, report, Code.SC102, "There is no text here.", "Write it, or leave the whole line out."
            )
        if self.pattern and (
            not self.pattern.match(node.text) or (node.plain and node.text in ("true", "false"))
        ):
            return refuse(node, report, Code.SC103, f'"{short(node.text)}" is not {self.form}.', "")
        return node.text

    def schema(self) -> dict[str, Any]:
        # Plain YAML such as 1.10 or no is a number or a truth value to a schema, and text to the reader.
        if self.pattern:
            return {"type": "string", "pattern": pattern_of(self.pattern)}
        return {"type": ["string", "number", "boolean"] + (["null"] if self.or_nothing else [])}


def ident() -> Text:
    """Make the shape of an id: small letters, digits and single hyphens, starting with a letter."""
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

    def read(self, node: Node, report: Reporter) -> Any:
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
            return refuse(
                node,
                report,
                Code.SC104,
                f"{kind} is expected here{written}.",
                "Write it in digits, without quotes.",
            )
        value = number(node.text)
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            span = f"at least {self.least}" if self.most is None else f"from {self.least} to {self.most}"
            return refuse(node, report, Code.SC105, f"{node.text} is out of range: it must be {span}.", "")
        return value

    def schema(self) -> dict[str, Any]:
        limits = {"minimum": self.least, "maximum": self.most}
        kind = "integer" if self.whole else "number"
        return {"type": [kind, "null"] if self.or_nothing else kind} | {
            k: v for k, v in limits.items() if v is not None
        }


class Published(Number):
    """A published score, to be compared and not calculated with; or nothing where there is none."""

    def __init__(self) -> None:
        super().__init__(or_nothing=True)

    def read(self, node: Node, report: Reporter) -> Any:
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

    def read(self, node: Node, report: Reporter) -> Any:
        if node.kind == "scalar" and node.plain and _PART.match(node.text):
            decimals = len(node.text) - 2 if "." in node.text else 0
            return Ratio(int(node.text.replace(".", "")), 10**decimals)
        return super().read(node, report)


def number(text: str) -> int | Fraction:
    """Return the exact value of a number's text."""
    if "." not in text:
        return int(text)
    from fractions import Fraction  # most questionnaires have whole numbers only, and need not wait for it

    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


class OneOf(Shape):
    """One word out of a few."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def read(self, node: Node, report: Reporter) -> Any:
        if node.kind != "scalar" or node.text not in self.words:
            written = f'"{short(node.text)}"' if node.kind == "scalar" else f"a {node.kind}"
            hint = did_you_mean(node.text, self.words) if node.kind == "scalar" else ""
            return refuse(
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

    def read(self, node: Node, report: Reporter) -> Any:
        words = {"true": True, "false": False} if self.only is None else {str(self.only).lower(): self.only}
        if node.kind != "scalar" or not node.plain or node.text not in words:
            return refuse(node, report, Code.SC107, f"This must be {listed(words, 'or')}.", "")
        return words[node.text]

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"} if self.only is None else {"enum": [self.only]}


class Nothing(Shape):
    """Nothing at all: ``null``."""

    def read(self, node: Node, report: Reporter) -> Any:
        return (
            None
            if node.is_null
            else refuse(node, report, Code.SC102, f"Nothing is expected here, not {kind_of(node)}.", "")
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "null"}
