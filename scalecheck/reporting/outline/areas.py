"""Areas as rows of a table: how deep each stands, on which axis it is drawn, in which band it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.reporting.blocks import Band
from scalecheck.reporting.words import result
from scalecheck.text import line
from scalecheck.web.axis import Axis, axis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scalecheck.reporting.types.values import Tool


def find_depths(areas: Iterable[Mapping[str, Any]]) -> dict[str | None, int]:
    """How deep each area stands in the tree, by id, from 0; parents come before children."""
    depths: dict[str | None, int] = {None: -1}
    for area in areas:
        depths[area["id"]] = depths.get(area["parent"], -1) + 1
    return depths


def find_axis(whole: Mapping[str, Any], area: Mapping[str, Any]) -> Axis:
    """The axis that *area* is drawn on: with its own bands; in per cent with those of the *whole* questionnaire."""
    bands = area.get("bands") or (whole["bands"] if whole["unit"] == "percent" else ())
    return axis(area["least"], area["most"], bands)


def find_whole_axis(whole: Mapping[str, Any]) -> Axis:
    """The axis of the overall score."""
    return axis(whole["least"], whole["most"], whole["bands"])


def find_band(document: Any, band: str | None, area: Any = None) -> Band:
    """A band with its title and how good it is; the area's own bands count where it has some."""
    return Band(result.band_title(document, band, area), result.band_level(document, band, area))


def find_rank(on: Axis, score: float | None) -> float | None:
    """How far *score* stands between the least and the most, from 0 to 1; None where there is none."""
    return None if score is None else on.at(score) / 100


def describe_edition(whole: Mapping[str, Any], scope: str, tool: Tool) -> str:
    """What a report was made with, for its foot."""
    quick = ", quick version" if scope == "quick" else ""
    return f"{line(whole['id'])} {whole['version']}{quick} · digest {whole['digest']} · scalecheck {tool['version']}"
