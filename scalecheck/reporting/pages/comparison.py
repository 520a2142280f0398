"""What changed between two results, for a terminal or as Markdown: the same words in both."""

from __future__ import annotations

from typing import IO, Any

from rich.cells import cell_len, set_cell_size

from scalecheck.reporting.outline.comparison import area, fromto, opening, score_text, sections, signed
from scalecheck.reporting.render.layout import Page
from scalecheck.reporting.render.markdown import escape as plain
from scalecheck.reporting.words import result
from scalecheck.text import line

Document = Any

COLOURS = {"+": "green", "-": "red", "!": "bold red", "?": "bold yellow"}
"""By mark."""


def terminal(
    document: Document, file: IO[str], *, all: bool = False, width: int | None = None, colour: bool = True
) -> None:
    """Write what changed to *file*; *all* shows every recommendation and what is unchanged, too."""
    page = Page(file, width, colour)
    title, *under = opening(document)
    page.say(title, style="bold")
    for text in under:
        page.say(text)
    for warning in document["warnings"]:
        page.item("Note:", line(warning), indent=0)
    for section in sections(document, all):
        page.heading(section.title)
        for row in section.rows:
            style = row.style or (COLOURS.get(row.mark, "") if row.depth == 0 else "")
            page.say(row.text, 2 + 2 * row.depth, style, f"{row.mark} " if row.mark else "")
        if not section.rows:
            _area_rows(document, page)
    page.blank()
    page.say(result.CAVEAT)
    page.write()


def markdown(document: Document, file: IO[str], *, all: bool = False) -> None:
    """Write what changed to *file* as Markdown. Outside text is escaped, never obeyed."""
    title, *under = opening(document)
    found = [f"# {plain(title)}", "", *(f"{plain(text)}  " for text in under)]
    for warning in document["warnings"]:
        found += ["", f"> Note: {plain(warning)}"]
    for section in sections(document, all):
        found += ["", f"## {plain(section.title)}", ""]
        last = ""
        for row in section.rows:
            item = row.mark or row.depth
            if last == "paragraph" or (last and not item):
                found.append("")
            mark = f"{row.mark}. " if row.mark.isdigit() else "- " if item else ""
            text = f"**{plain(row.text)}**" if row.style == "bold" else plain(row.text)
            found.append(f"{'   ' * row.depth}{mark}{text}")
            last = "item" if item else "paragraph"
        if not section.rows:
            found += _area_table(document)
    file.write("\n".join([*found, "", f"*{plain(result.CAVEAT)}*"]) + "\n")


def _depths(document: Document) -> dict[str | None, int]:
    depth: dict[str | None, int] = {None: -1}
    for row in document["domains"]:
        depth[row["id"]] = depth.get(row["parent"], -1) + 1
    return depth


def _area_rows(document: Document, page: Page) -> None:
    """The areas as a table: name, from and to, change; then what else there is to say, beneath."""
    depth, decimals = _depths(document), document["decimals"]
    size = max(
        len(score_text(row["score"][side], decimals))
        for row in document["domains"]
        for side in ("before", "after")
    )
    numbers = [fromto(row["score"], decimals, size) for row in document["domains"]]
    changes = [signed(row["score"]["change"], decimals) for row in document["domains"]]
    widest = max(map(len, changes))
    names = max(2 * depth[row["id"]] + cell_len(line(row["title"])) for row in document["domains"])
    names = max(12, min(names, page.width - 2 * size - widest - 10, 60))
    for row, number, change in zip(document["domains"], numbers, changes, strict=True):
        start = "  " * depth[row["id"]]
        name = start + line(row["title"])
        name = name if cell_len(name) <= names else set_cell_size(name, names - 1).rstrip() + "…"
        colour = COLOURS.get(change[:1], "")
        page.row(
            (f"  {set_cell_size(name, names)}  {number}", ""),
            (f"  {change:>{widest}}" if change else "", colour),
        )
        more = area(row)
        if more:
            page.say(more, 4 + len(start))


def _area_table(document: Document) -> list[str]:
    depth, decimals = _depths(document), document["decimals"]
    found = ["| Area | Before | Now | Change | |", "| --- | ---: | ---: | ---: | --- |"]
    for row in document["domains"]:
        name = "&nbsp;&nbsp;" * depth[row["id"]] + plain(row["title"])
        ends = [score_text(row["score"][side], decimals) for side in ("before", "after")]
        found.append(
            f"| {name} | {ends[0]} | {ends[1]} | {signed(row['score']['change'], decimals)} | {plain(area(row))} |"
        )
    return found
