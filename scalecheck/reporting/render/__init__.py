"""Renderers: how a report looks in one format. They know blocks, and no document."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Literal, assert_never

if TYPE_CHECKING:
    from scalecheck.reporting.blocks import Report

Rendering = Literal["terminal", "markdown", "html", "csv"]
"""The formats that have a renderer, each in a module of its own here."""
Format = Rendering | Literal["json"]
"""The formats a report is written in: JSON is the document itself, and needs no renderer."""
ENDINGS: dict[str, Format] = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".json": "json",
    ".txt": "terminal",
}
"""The format that the ending of a file's name asks for."""
FILE_WIDTH = 80
"""How wide a report for a terminal is where it goes to a file, in columns."""


def render(
    report: Report,
    format: Rendering,
    file: IO[str],
    *,
    all: bool = False,
    explain: bool = False,
    width: int | None = None,
    colour: bool = True,
) -> None:
    """Write *report* to *file* in *format*.

    *all* shows every recommendation, answer and vote, *explain* how the score came about; a page has
    everything, and unfolds what they name. *width* is a terminal's, in columns; None for that of the
    terminal there is; *colour* is a terminal's, too.
    """
    # Each renderer is imported where it is used: a terminal needs no templates, a page no widths.
    if format == "terminal":
        from scalecheck.reporting.render import terminal

        terminal.render(report, file, all=all, explain=explain, width=width, colour=colour)
    elif format == "markdown":
        from scalecheck.reporting.render import markdown

        markdown.render(report, file, all=all, explain=explain)
    elif format == "html":
        from scalecheck.reporting.render import html

        html.render(report, file, all=all, explain=explain)
    elif format == "csv":
        from scalecheck.reporting.render import csv

        csv.render(report, file)
    else:
        assert_never(format)


def write_json(data: Any, file: IO[str]) -> None:
    """Write *data* to *file*, in characters that every encoding has."""
    file.write(json.dumps(data, indent=2, allow_nan=False) + "\n")
