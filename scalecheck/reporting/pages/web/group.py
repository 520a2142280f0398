"""The group report as a page: where each rater stands, and what to talk about first."""

from __future__ import annotations

from typing import IO, Any

from scalecheck.reporting.outline.group import FIRST
from scalecheck.reporting.pages.web.areas import areas, shared, whole_axis
from scalecheck.reporting.render.characters import DOTS
from scalecheck.reporting.words import group, result
from scalecheck.text import line, plural
from scalecheck.web.shell import page

Document = dict[str, Any]


def render(document: Document, file: IO[str], *, all: bool = False) -> None:
    """Write the page on the group *document* to *file*.

    Everything is in it; *all* unfolds what is folded away.
    """
    found = areas(document, lambda entry: entry["median"])
    agreed = document["agreed"]
    whole = document["questionnaire"]
    file.write(
        page(
            "group.html",
            style="report.css",
            document=document,
            words=group,
            wording=result,
            line=line,
            plural=plural,
            first=FIRST,
            dots=DOTS,
            axis=whole_axis(document),
            areas=found,
            shared=shared(found),
            levels=lambda band: result.band_level(document, band),
            agreed=agreed and {**agreed, "least": whole["least"], "most": whole["most"]},
            agreed_level=result.band_level(document, agreed["band"]) if agreed else -1,
            unfold=all,
        )
    )
