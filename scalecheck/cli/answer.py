"""Commands that ask: ``assess``, ``workshop`` and ``form``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scalecheck.cli import options

if TYPE_CHECKING:
    from scalecheck.scoring.result import Score


def assess(
    questionnaire: options.AnyQuestionnaire = None,
    output: Annotated[
        Path | None, options.output_option("Keep the answers in FILE; go on where it stops.")
    ] = None,
    answers: Annotated[
        Path | None, options.file_option("--answers", "Start from the answers in FILE.")
    ] = None,
    quick: options.Quick = False,
    plain: options.Plain = False,
) -> None:
    """Be asked, one question at a time. Every answer is saved at once; the report comes at the end."""
    from scalecheck.interview import screen

    plain = plain or _wants_plain()
    _conclude(screen.assess(questionnaire, output, answers, quick=quick, plain=plain), plain)


def workshop(
    output: Annotated[Path, options.output_option("Keep votes and answers in FILE.")],
    questionnaire: options.AnyQuestionnaire = None,
    given: Annotated[
        list[Path] | None,
        options.file_option("--from", "A person's own response, collected before; repeat it."),
    ] = None,
    quick: options.Quick = False,
    plain: options.Plain = False,
) -> None:
    """Ask a room: vote, look, talk, vote again, agree. Every vote is saved at once."""
    from scalecheck.interview import screen
    from scalecheck.responses import files

    plain = plain or _wants_plain()
    own = files.list_files(given or [])
    _conclude(screen.workshop(questionnaire, output, own, quick=quick, plain=plain), plain)


def _wants_plain() -> bool:
    """Look for the variable by which people ask every program to be usable without seeing or a mouse."""
    import os

    return bool(os.environ.get("ACCESSIBLE"))


def _conclude(score: Score, plain: bool) -> None:
    """Report on the answers that were given, and say how to see them again."""
    from scalecheck.cli.documents import write
    from scalecheck.interview import wording
    from scalecheck.reporting.documents.result import document

    write(document(score), "terminal", colour=not plain)
    typer.echo(wording.see_again(score.response.file), err=True)


def form(
    questionnaire: options.Questionnaire,
    output: Annotated[Path, options.output_option("Write to FILE: .html, .yaml, .csv or .xlsx.")],
    quick: options.Quick = False,
) -> None:
    """Write a form to fill in elsewhere: in a browser, on paper, in a text editor or in a spreadsheet."""
    from scalecheck.forms import file
    from scalecheck.text import clean

    file.write(questionnaire, output, quick=quick)
    typer.echo(f"Wrote {clean(str(output))}.", err=True)
