"""Areas as rows of a table: how deep each stands, on which axis it is drawn, in which band it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.figures import Band
from scalecheck.reporting.words import result
from scalecheck.text import one_line
from scalecheck.web.axis import Axis, axis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scalecheck.reporting.types.values import Asked, Banded, Ends, Questionnaire, Scoped, Tool
    from scalecheck.reporting.types.values import Band as BandData


def find_depths(parents: Iterable[tuple[str, str | None]]) -> dict[str | None, int]:
    """Find how deep each area stands in the tree, from 0.

    *parents* has the id of each area and of the one it stands in, None for none; parents come before
    children.
    """
    depths: dict[str | None, int] = {None: -1}
    for name, parent in parents:
        depths[name] = depths.get(parent, -1) + 1
    return depths


def find_axis(whole: Questionnaire, area: Ends, own: Sequence[BandData] = ()) -> Axis:
    """Find the axis that *area* is drawn on: with its *own* bands; in per cent with those of the *whole*."""
    return axis(area["least"], area["most"], own or (whole["bands"] if whole["unit"] == "percent" else ()))


def find_whole_axis(whole: Questionnaire) -> Axis:
    """Find the axis of the overall score."""
    return axis(whole["least"], whole["most"], whole["bands"])


def find_band(document: Asked, band: str | None, area: Banded | None = None) -> Band:
    """Find a band's title and how good it is; the *area*'s own bands count where it has some."""
    return Band(result.band_title(document, band, area), result.band_level(document, band, area))


def find_rank(on: Axis, score: float | None) -> float | None:
    """Find how far *score* stands between the least and the most, from 0 to 1; None where there is none."""
    return None if score is None else on.at(score) / 100


def describe_edition(document: Scoped, tool: Tool) -> str:
    """Say what a report was made with, for its foot."""
    whole = document["questionnaire"]
    quick = ", quick version" if document["scope"] == "quick" else ""
    edition = f"{one_line(whole['id'])} {whole['version']}{quick}"
    return f"{edition} · digest {whole['digest']} · scalecheck {tool['version']}"
