"""The report on one response as a page: the essentials first, on one sheet of paper; the rest folded away beneath."""

from __future__ import annotations

from typing import IO, Any

from scalecheck.reporting.pages.web.areas import areas, shared, whole_axis
from scalecheck.reporting.words import arithmetic as explain
from scalecheck.reporting.words import result
from scalecheck.scoring.recommendations import FIRST
from scalecheck.text import line, plural
from scalecheck.web.shell import page

Document = dict[str, Any]


def render(document: Document, file: IO[str], *, all: bool = False, arithmetic: bool = False) -> None:
    """Write the page on *document* to *file*.

    Everything is in it; *all* and *arithmetic* unfold what is folded away.
    """
    found = areas(document)
    overall = document["overall"]
    file.write(
        page(
            "report.html",
            style="report.css",
            document=document,
            words=result,
            line=line,
            plural=plural,
            first=FIRST,
            axis=whole_axis(document),
            areas=found,
            shared=shared(found),
            open_ended=any(area.entry["low"] != area.entry["high"] for area in found),
            banded=any(area.band or area.entry["score"] is None for area in found),
            levels=lambda band: result.band_level(document, band),
            level=result.band_level(document, overall["band"]),
            band=result.band_title(document, overall["band"]),
            meaning=next(
                (b["meaning"] for b in document["questionnaire"]["bands"] if b["id"] == overall["band"]), None
            ),
            explained=explain.lines(document),
            unfold=all,
            arithmetic=arithmetic,
        )
    )
