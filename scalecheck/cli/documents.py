"""Write what a command has found out, in the format that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.files.output_file import open_output

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.reporting.render import Format
    from scalecheck.reporting.types import Document


def write_json(data: object, output: Path | None = None) -> None:
    """Write *data* to *output*, else to standard output, in characters that every encoding has."""
    from scalecheck.reporting import render

    with open_output(output) as out:
        render.write_json(data, out)


def write(
    document: Document,
    format: Format,
    output: Path | None = None,
    *,
    all: bool = False,
    explain: bool = False,
    colour: bool = True,
) -> None:
    """Write *document* to *output*, else to standard output.

    *all* leaves nothing out, *explain* shows how the score came about; *colour* is a terminal's.
    """
    if format == "json":
        write_json(document, output)
        return
    from scalecheck.reporting.outline import outline
    from scalecheck.reporting.render import FILE_WIDTH, render

    width = FILE_WIDTH if output else None
    colour = colour and output is None  # a file is read by more than terminals
    with open_output(output) as out:
        render(outline(document), format, out, all=all, explain=explain, width=width, colour=colour)
