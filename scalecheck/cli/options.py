"""The options and arguments that several commands share, each said once."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import typer

from scalecheck.definition.catalogue import DEFAULT


def file_argument(metavar: str, help: str) -> Any:
    """Declare an argument that names a file; whoever opens it says what is wrong with it."""
    return typer.Argument(metavar=metavar, readable=False, help=help)


def file_option(name: str, help: str) -> Any:
    """Declare the option *name*, which names a file."""
    return typer.Option(name, metavar="FILE", readable=False, help=help)


def format_option(help: str) -> Any:
    """Declare the option that chooses a format."""
    return typer.Option("--format", help=help)


def output_option(help: str, metavar: str = "FILE") -> Any:
    """Declare the option that names what is written; *help* says what that is."""
    return typer.Option("-o", "--output", metavar=metavar, readable=False, help=help)


def fail_under_option(help: str) -> Any:
    """Declare the option that names the least score that will do; *help* says whose score."""
    return typer.Option("--fail-under", metavar="N", callback=_refuse_no_number, help=help)


def _refuse_no_number(number: float | None) -> float | None:
    """Refuse a *number* that nothing can be compared with."""
    if number is not None and not math.isfinite(number):
        raise typer.BadParameter("Name a number, for example 60.", param_hint="--fail-under")
    return number


Questionnaire = Annotated[
    str, typer.Argument(metavar="QUESTIONNAIRE", help="An id that `scalecheck list` shows, or a file.")
]
AnyQuestionnaire = Annotated[
    str | None,
    typer.Argument(
        metavar="[QUESTIONNAIRE]", help=f"An id that `scalecheck list` shows, or a file; else {DEFAULT}."
    ),
]
Definition = Annotated[
    str | None,
    typer.Option(
        "-q", "--questionnaire", metavar="QUESTIONNAIRE", help="The questionnaire to use: an id or a file."
    ),
]
Output = Annotated[Path | None, output_option("Write to FILE, not standard output.")]
Quick = Annotated[bool, typer.Option("--quick", help="Only the questions of the short version.")]
All = Annotated[bool, typer.Option("--all", help="Show everything, not only what matters most.")]
Plain = Annotated[bool, typer.Option("--plain", help="No colour and no line editing, for a screen reader.")]
