"""The scores of many responses, one by one: a table that a page can sort and filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class ScoreTable(NamedTuple):
    """A table of many responses that a page can sort and filter."""

    name: str
    """What the first column holds."""
    groups: Sequence[ColumnGroup]
    rows: Sequence[ScoreRow]
    bands: tuple[tuple[str, str, int], ...]
    """Title, start and shade of each band, low to high."""
    links: tuple[tuple[str, int], ...]
    """The areas that can be the weakest, and of how many rows each is."""
    caption: str
    unscored: bool = False
    """Whether some rows have no score."""


class ColumnGroup(NamedTuple):
    """Columns next to each other that belong to one area."""

    title: str
    columns: tuple[tuple[str, bool], ...]
    """The title of each, and whether it is a part of the area rather than the area itself."""


class ScoreRow(NamedTuple):
    """One row of :class:`ScoreTable`."""

    name: str
    band: str
    place: int
    """Of its band, low to high; -1 for none."""
    overall: ScoreCell
    held: bool
    """Whether a must-have holds it in a lower band."""
    weakest: int
    """Which of the areas that can be the weakest is; -1 for none."""
    cells: tuple[ScoreCell, ...]
    answered: str
    completeness: float


class ScoreCell(NamedTuple):
    """A score as it is shown in a table of responses."""

    text: str
    shade: int
    weakest: bool
