"""What changed between two results as a page: the sections of ``change_sections``, with before and now drawn."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, NamedTuple

from scalecheck.reporting.outline.comparison import area, opening, score_text, sections, signed
from scalecheck.reporting.words import result
from scalecheck.text import line, plural
from scalecheck.web.axis import Axis, axis
from scalecheck.web.shell import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scalecheck.reporting.outline.comparison import Row

Document = Any
KINDS = {"+": "better", "!": "worse", "?": "open"}
"""By mark: how it is coloured beside its shape."""
DEEPEST = 5


class Block(NamedTuple):
    """A paragraph, or an item with what stands beneath it."""

    text: str
    mark: str
    bold: bool
    under: list[str]


class Drawn(NamedTuple):
    """One area, before and now."""

    entry: Document
    depth: int
    axis: Axis | None
    """None where the two are not measured alike, so that no picture can show both."""
    more: str


def render(document: Document, file: IO[str], *, all: bool = False) -> None:
    """Write the page on the comparison *document* to *file*.

    Everything is in it; *all* unfolds what is folded away.
    """
    title, *under = opening(document)
    subject = result.subject(document["after"]) or result.subject(document["before"])
    decimals = document["decimals"]
    found = [
        (section.title, blocks(rows), blocks(section.rows[len(rows) :]))
        for section in sections(document, all=True)
        for rows in (section.rows if section.essential is None else section.rows[: section.essential],)
    ]
    file.write(
        page(
            "comparison.html",
            style="report.css",
            document=document,
            words=result,
            line=line,
            plural=plural,
            kinds=KINDS,
            title=title,
            kicker=title.removesuffix(f": {subject}") if subject else "",
            subject=subject or title,
            under=under,
            axis=whole(document),
            areas=areas(document),
            sections=found,
            number=lambda value: score_text(value, decimals),
            levels=lambda band: result.band_level(document["after"], band),
            signed=lambda value: signed(value, decimals),
            unfold=all,
        )
    )


def blocks(rows: Iterable[Row]) -> list[Block]:
    """Paragraphs and items; rows further in stand beneath the item before them."""
    found: list[Block] = []
    for row in rows:
        if row.depth and found:
            found[-1].under.append(row.text)
        else:
            found.append(Block(row.text, row.mark, row.style == "bold", []))
    return found


def whole(document: Document) -> Axis | None:
    """The axis of both overall scores; None where the two have not the same."""
    first, last = (document[side]["questionnaire"] for side in ("before", "after"))
    if any(first[name] != last[name] for name in ("least", "most")):
        return None
    return axis(last["least"], last["most"], last["bands"])


def areas(document: Document) -> list[Drawn]:
    """Every area in the order asked, as the comparison has them."""
    depth: dict[str | None, int] = {None: -1}
    last = document["after"]["questionnaire"]
    bands = last["bands"] if last["unit"] == "percent" else ()
    found = []
    for entry in document["domains"]:
        depth[entry["id"]] = depth.get(entry["parent"], -1) + 1
        own = None if entry["least"] is None else axis(entry["least"], entry["most"], bands)
        found.append(Drawn(entry, min(depth[entry["id"]], DEEPEST), own, area(entry)))
    return found
