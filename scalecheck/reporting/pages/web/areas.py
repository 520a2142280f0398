"""The areas of a page, weakest first: each with how deep it stands in the tree, and the axis it is drawn on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from scalecheck.reporting.words import result
from scalecheck.web.axis import Axis, axis

if TYPE_CHECKING:
    from collections.abc import Callable

Document = Any
DEEPEST = 5
"""Deeper areas are not set in further."""


class Area(NamedTuple):
    """One area, ready to be drawn."""

    entry: Document
    depth: int
    axis: Axis
    level: int
    """Of its band, as :func:`~scalecheck.reporting.words.result.band_level` has it."""
    band: str


def areas(
    document: Document, score: Callable[[Document], float | None] = lambda entry: entry["score"]
) -> list[Area]:
    """Every area beneath the one it stands in, the weakest first; those without a *score* last, in the order asked."""
    rows: list[Document] = document["domains"]

    def stands(entry: Document) -> tuple[bool, float]:
        found = score(entry)
        return found is None, 0.0 if found is None else of(document, entry).at(found)

    def beneath(parent: str | None, depth: int) -> list[Area]:
        found = []
        for entry in sorted((row for row in rows if row["parent"] == parent), key=stands):
            level = result.band_level(document, entry.get("band"), entry)
            title = result.band_title(document, entry.get("band"), entry)
            found += [
                Area(entry, min(depth, DEEPEST), of(document, entry), level, title),
                *beneath(entry["id"], depth + 1),
            ]
        return found

    return beneath(None, 0)


def of(document: Document, entry: Document) -> Axis:
    """The axis of one area: with its own bands; in per cent with those of the whole."""
    whole = document["questionnaire"]
    return axis(
        entry["least"],
        entry["most"],
        entry.get("bands") or (whole["bands"] if whole["unit"] == "percent" else ()),
    )


def whole_axis(document: Document) -> Axis:
    """The axis of the overall score."""
    whole = document["questionnaire"]
    return axis(whole["least"], whole["most"], whole["bands"])


def shared(found: list[Area]) -> Axis | None:
    """The axis that all areas are drawn on; None where they have several, so that no numbers can head the column."""
    axes = {area.axis for area in found}
    return axes.pop() if len(axes) == 1 else None
