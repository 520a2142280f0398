"""Conditions: when a gate holds, advice applies or a question is asked. Data, never code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from scalecheck.errors import Place
from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction


Subject = Literal["question", "domain"]
Relation = Literal["below", "at_least", "is"]


class Comparison(NamedTuple):
    """One question's points, or one domain's published score, held against a value.

    Points are compared as written, before ``reverse``. A comparison with a missing answer is undecided,
    with one that does not apply false.
    """

    kind: Subject
    """``overall`` in a file is the domain that has the questionnaire's own id."""
    subject: str
    relation: Relation
    value: int | Fraction | str
    """A number; for ``is``, an option's key, label or points, or a band's id."""
    place: Place = Place("")


class All(NamedTuple):
    """Holds when every part does."""

    parts: tuple[Condition, ...]


class Any(NamedTuple):
    """Holds when at least one part does."""

    parts: tuple[Condition, ...]


class Not(NamedTuple):
    """Holds when its part does not."""

    part: Condition


Condition = Comparison | All | Any | Not


def comparisons(condition: Condition, wanted: bool = True) -> Iterator[tuple[Comparison, bool]]:
    """Yield every comparison in *condition*, each with the truth value that helps the condition to hold."""
    if isinstance(condition, Comparison):
        yield condition, wanted
    elif isinstance(condition, Not):
        yield from comparisons(condition.part, not wanted)
    else:
        for part in condition.parts:
            yield from comparisons(part, wanted)
