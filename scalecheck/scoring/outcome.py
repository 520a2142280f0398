"""What the formula says of one response, or of each row of a table: values and flags, by question and domain.

A missing score is a pair (value, flag): where the flag is false, ignore the value. It becomes "missing" only
in :mod:`scalecheck.scoring.result` and its like for tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from scalecheck.scoring.arithmetic import Flag, Value


class Standing(NamedTuple):
    """Where one question stands in one response."""

    applies: Flag
    """Asked, in scope and not marked as not applicable."""
    may: Flag
    """Applies, or would if the open answers fell some way."""
    sure: Flag
    """Applies whichever way the open answers fall."""
    answered: Flag
    code: Value


class Share(NamedTuple):
    """A share in billionths, where there is one; else 0."""

    value: Value
    known: Flag


class Mark(NamedTuple):
    """What a domain comes to. Scores are in units of the last published decimal; bands are positions."""

    share: Share
    answered: Value
    applicable: Value
    published: Flag
    score: Value
    bounded: Flag
    """Whether it has an interval: something in it may apply."""
    sure: Flag
    """Whether something that gives it a share applies whichever way the open answers fall."""
    low: Value
    high: Value
    band: Value
    band_low: Value
    band_high: Value


class Truth(NamedTuple):
    """A condition under three-valued logic: true, false, or neither, which is undecided."""

    true: Flag
    false: Flag


class Outcome(NamedTuple):
    """Everything the formula says of one response, or of each row of a table."""

    questions: dict[str, Standing]
    domains: dict[str, Mark]
    gates: dict[str, Truth]
    """As the published numbers have it."""
    gates_open: dict[str, Flag]
    """Gates that hold or could, whichever way the open answers fall."""
    rules: dict[str, Truth]
    band: Value
    """The overall band after gates."""
    band_low: Value
    band_high: Value
    certain: Flag
    """Whether both ends of the interval give one band, gates included; where there are no bands, one
    score."""
    weakest: Value
    """The weakest link's position in the compiled questionnaire's ``links``; -1 where none has a score."""
