"""Renderers: how a report looks in one format. They know blocks, and no document."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from scalecheck.reporting.blocks import Report

Format = Literal["terminal", "markdown", "json", "html", "csv"]
FILE_WIDTH = 80
"""How wide a report for a terminal is where it goes to a file, in columns."""


def render(
    report: Report,
    format: Format,
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
    else:
        from scalecheck.reporting.render import csv

        csv.render(report, file)
