"""What a command has found out, written in the format that was asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scalecheck.files.output_file import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scalecheck.cli.formats import Format


def write_json(data: Any, output: Path | None = None) -> None:
    """Write *data* to *output*, else to standard output, in characters that every encoding has."""
    with opened(output) as out:
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
    kind = document["schema"].removeprefix("scalecheck-").partition("/")[0]
    width = {"width": 80 if output else None} if format == "terminal" else {}
    with opened(output) as out:
        if kind not in ("result", "group") or format == "html":
            choices = {"all": all, "arithmetic": explain}
            takes = {"result": ("all", "arithmetic"), "group": ("all",), "comparison": ("all",)}.get(kind, ())
            _page(kind, format)(document, out, **width, **{name: choices[name] for name in takes})
            return
        from scalecheck.reporting.outline import outline

        if format == "terminal":
            from scalecheck.reporting.render import terminal

            terminal.render(outline(document), out, all=all, explain=explain, colour=colour, **width)
        else:
            from scalecheck.reporting.render import markdown

            markdown.render(outline(document), out, all=all, explain=explain)


def _page(kind: str, format: Format) -> Callable[..., None]:
    """Find the function that lays out a document of *kind*, and import no other."""
    if kind == "result":
        from scalecheck.reporting.pages.web import single

        return single.render
    if kind == "group":
        from scalecheck.reporting.pages.web import group

        return group.render
    if kind == "comparison":
        from scalecheck.reporting.pages import comparison

        if format == "html":
            from scalecheck.reporting.pages.web import comparison as web_comparison

            return web_comparison.render
        return comparison.markdown if format == "markdown" else comparison.terminal
    if kind == "plan":
        from scalecheck.reporting.pages import plan

        if format == "csv":
            return plan.csv
        return plan.markdown if format == "markdown" else plan.terminal
    from scalecheck.reporting.pages import cohort

    return cohort.terminal
