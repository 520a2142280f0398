"""Figures drawn in the characters of a terminal; in ASCII where it shows no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from scalecheck.record import NamedTuple
from scalecheck.reporting.figures import Ballots, Bar, Share, Spread, Strip
from scalecheck.reporting.render.layout import fits
from scalecheck.text import one_line

if TYPE_CHECKING:
    from typing import IO

    from scalecheck.reporting.figures import Figure
    from scalecheck.web.axis import Axis

DOTS = 15
"""Up to so many votes on a level are drawn one by one."""


class Characters(NamedTuple):
    """What a terminal draws with."""

    full: str
    empty: str
    none: str
    """Where no mark stands."""
    one: str
    """One rater."""
    centre: str
    """The middle."""
    reach: str
    """From the lowest to the highest."""
    half: str
    """The middle half."""
    arrow: str
    ellipsis: str

    @classmethod
    def of(cls, file: IO[str]) -> Characters:
        """Choose the characters that *file* can show."""
        return (
            cls(*"█░·●◆─━→…")
            if fits(file, "█░·●◆─━→…")
            else cls("#", ".", ".", "o", "#", "-", "=", "to", "..")
        )

    def cut(self, text: str, width: int) -> str:
        """Cut *text* to no more than *width* cells, with an ellipsis where it was cut."""
        if cell_len(text) <= width:
            return text
        return set_cell_size(text, max(0, width - len(self.ellipsis))).rstrip() + self.ellipsis

    def draw(self, figure: Figure, width: int) -> str:
        """Draw *figure* in *width* characters; empty where nothing but a picture could show it."""
        if isinstance(figure, Bar):
            return self._bar(0.0 if figure.score is None else _place(figure.axis, figure.score), width)
        if isinstance(figure, Share):
            return self._bar(figure.share, width)
        if isinstance(figure, Strip):
            return self._strip(figure, width)
        if isinstance(figure, Spread):
            return self._spread(figure, width)
        return ""

    def legend(self, figure: Figure) -> str:
        """Say what the marks of *figure* stand for."""
        if isinstance(figure, Strip):
            return f"{self.one} a rater  {self.centre} the middle"
        if isinstance(figure, Spread):
            return f"{self.reach} all  {self.half} the middle half  {self.centre} the middle"
        return ""

    def tally(self, ballots: Ballots) -> str:
        """Draw the votes on each level: ``1 ●●●   2 ●   3 ●●``."""
        drawn = []
        for level in ballots.levels:
            votes = self.one * level.votes or self.none if level.votes <= DOTS else f"x{level.votes}"
            drawn.append(f"{one_line(level.key)} {votes}")
        return "   ".join(drawn)

    def _bar(self, part: float, width: int) -> str:
        filled = int(width * part + 0.5)
        return self.full * filled + self.empty * (width - filled)

    def _strip(self, figure: Strip, width: int) -> str:
        cells = [self.none] * width
        for score in figure.scores:
            cells[int((width - 1) * _place(figure.axis, score) + 0.5)] = self.one
        if figure.median is not None:
            cells[int((width - 1) * _place(figure.axis, figure.median) + 0.5)] = self.centre
        return "".join(cells)

    def _spread(self, figure: Spread, width: int) -> str:
        cells = [self.none] * width
        for start, end, mark in (
            (figure.lowest, figure.highest, self.reach),
            (figure.lower_quartile, figure.upper_quartile, self.half),
            (figure.median, figure.median, self.centre),
        ):
            if start is not None and end is not None:
                one, other = (int((width - 1) * _place(figure.axis, each) + 0.5) for each in (start, end))
                cells[one : other + 1] = mark * (other - one + 1)
        return "".join(cells)


def _place(axis: Axis, value: float) -> float:
    """Find where *value* stands between the least and the most, from 0 to 1."""
    return max(0.0, min(1.0, (value - axis.least) / ((axis.most - axis.least) or 1)))
