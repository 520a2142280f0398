"""What a command has found out, written in the format that was asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scalecheck.files.output_file import open_output

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.cli.formats import Format


def write_json(data: Any, output: Path | None = None) -> None:
    """Write *data* to *output*, else to standard output, in characters that every encoding has."""
    with open_output(output) as out:
        out.write(json.dumps(data, indent=2, allow_nan=False) + "\n")


def write(
    document: Any,
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
    width = 80 if output else None
    with open_output(output) as out:
        if document["schema"].startswith("scalecheck-cohort/"):  # laid out by hand, until it has an outline
            from scalecheck.reporting.pages import cohort

            cohort.terminal(document, out, width=width)
            return
        from scalecheck.reporting.outline import outline
        from scalecheck.reporting.render import render

        render(outline(document), format, out, all=all, explain=explain, width=width, colour=colour)
