"""Figures of a report: what is drawn beside its numbers, by each renderer in its own way, or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from scalecheck.web.axis import Axis


class Band(NamedTuple):
    """The band of a score: its title, and how good it is."""

    title: str
    level: int
    """0 the lowest band, 2 the highest, 1 between; -1 for none."""
    shade: int = -1
    """From 0 (lowest) to 4 (highest), where a page tells the bands apart by shades; else -1."""


class Bar(NamedTuple):
    """A score from the least there can be, with what missing answers leave open."""

    axis: Axis
    score: float | None
    low: float | None
    high: float | None
    level: int
    """Of its band, as in :class:`Band`."""
    title: str = ""
    description: str = ""
    large: bool = False
    """With the names of the bands and numbers along it."""


class Strip(NamedTuple):
    """Where each of several raters' scores stands, and their middle."""

    axis: Axis
    scores: tuple[float, ...]
    median: float | None
    title: str = ""
    description: str = ""
    large: bool = False


class Spread(NamedTuple):
    """How many scores are spread: from the lowest to the highest, the middle half, the middle."""

    axis: Axis
    lowest: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    highest: float | None
    title: str = ""
    description: str = ""
    large: bool = False


class Dumbbell(NamedTuple):
    """A score before and now, with what missing answers left open each time."""

    axis: Axis
    before: float | None
    after: float | None
    low: tuple[float | None, float | None] = (None, None)
    """Before and now."""
    high: tuple[float | None, float | None] = (None, None)
    title: str = ""
    description: str = ""
    large: bool = False
    ends: tuple[str, str] = ("before", "now")
    """What the two are called."""


class Share(NamedTuple):
    """A part of a whole, from 0 to 1."""

    share: float
    title: str = ""
    description: str = ""
    shade: int = -1
    """Of its band, from 0 (lowest) to 4 (highest); -1 for none."""


class Level(NamedTuple):
    """One level of a question, and how many voted for it."""

    key: str
    label: str
    votes: int


class Ballots(NamedTuple):
    """The votes on the levels of one question, the lowest level first."""

    levels: tuple[Level, ...]
    median: int | None
    """The position of the middle level; None where there is none."""
    title: str
    description: str
    spelt: bool = False
    """Whether words beside it tell every vote: where characters would draw them, they are not drawn again."""


Figure = Bar | Strip | Spread | Dumbbell | Share | Ballots
