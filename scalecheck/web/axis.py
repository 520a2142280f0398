"""An axis from the least to the most: where a number stands on it, and the bands along it.

Pictures stretch with the page while their words keep their size, so every place across is in per cent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CLOSE = 6.0
"""Numbers nearer to each other than this would be written over each other."""
LETTER = 1.3
"""The width of a letter in a band's name, in per cent of the narrowest picture that names the bands."""
BIN = 2.5
"""Dots nearer to each other than this are stacked."""


class Zone(NamedTuple):
    """The stretch of one band."""

    title: str
    start: float
    width: float
    named: bool
    """Whether its name fits into it."""

    @property
    def middle(self) -> float:
        """Where its name stands."""
        return self.start + self.width / 2


class Dot(NamedTuple):
    """One of several like marks: where it stands, and how many stand beneath it."""

    at: float
    above: int


class Axis(NamedTuple):
    """From the least to the most, left to right."""

    least: float
    most: float
    bands: tuple[tuple[str, float], ...] = ()
    """Title and start of each band, low to high."""

    def at(self, value: float) -> float:
        """Where *value* stands, in per cent; what lies outside stands at the end."""
        reach = self.most - self.least
        return round(min(100.0, max(0.0, 100 * (value - self.least) / reach)), 2) if reach > 0 else 0.0

    @property
    def zones(self) -> list[Zone]:
        """The bands, as far as they lie on the axis."""
        starts = [self.at(start) for _, start in self.bands]
        found = []
        for (title, _), start, end in zip(self.bands, starts, [*starts, 100.0][1:], strict=True):
            if end > start:
                found.append(Zone(title, start, round(end - start, 2), len(title) * LETTER <= end - start))
        return found

    @property
    def limits(self) -> list[float]:
        """Where one band ends and the next begins."""
        return [zone.start for zone in self.zones if zone.start > 0]

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The numbers along it, as far as they have room: the ends, and where bands begin."""
        ends = [(0.0, f"{self.least:g}"), (100.0, f"{self.most:g}")]
        between: list[tuple[float, str]] = []
        for _, start in self.bands:
            place = self.at(start)
            if place - (between[-1][0] if between else 0.0) >= CLOSE and 100 - place >= CLOSE:
                between.append((place, f"{start:g}"))
        return [ends[0], *between, ends[1]]

    def dots(self, values: Iterable[float]) -> list[Dot]:
        """A dot for each of *values*; those that would hide each other stand in a pile."""
        found: list[Dot] = []
        for place in sorted(map(self.at, values)):
            if found and place - found[-1].at < BIN:
                found.append(Dot(found[-1].at, found[-1].above + 1))
            else:
                found.append(Dot(place, 0))
        return found


def axis(least: float, most: float, bands: Sequence[Mapping[str, Any]] = ()) -> Axis:
    """The axis from *least* to *most* with *bands* as a result document has them."""
    return Axis(least, most, tuple((str(band["title"]), band["from"]) for band in bands))
