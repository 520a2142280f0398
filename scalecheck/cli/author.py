"""Commands for whoever writes questionnaires: ``check``, ``new`` and ``schema``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from scalecheck.authoring.json_schema import Kind
from scalecheck.cli import formats, options
from scalecheck.cli.documents import write_json
from scalecheck.text import listed


def check(
    files: Annotated[list[Path], options.file_argument("FILE...", "Questionnaires and responses.")],
    questionnaire: options.Definition = None,
    format: Annotated[formats.Listing, options.format_option("How to list the problems.")] = "terminal",
) -> None:
    """Find problems in questionnaires and responses, with line and column."""
    from scalecheck.checks.check import check as find_problems
    from scalecheck.files.output_file import open_output

    result = find_problems(files, questionnaire)
    if format == "json":
        write_json(result.data())
    else:
        with open_output(None) as out:
            out.write(result.text())
    raise typer.Exit(result.exit_code)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new file's name; .yaml is added.")],
    answers_to: Annotated[
        str | None,
        typer.Option("--for", metavar="QUESTIONNAIRE", help="Write a blank response to it instead."),
    ] = None,
) -> None:
    """Write a small questionnaire to start from, or a blank response to fill in by hand."""
    from scalecheck.authoring.new import write_questionnaire, write_response

    path = write_response(name, answers_to) if answers_to else write_questionnaire(name)
    typer.echo(f"Wrote {path}.", err=True)


def schema(
    kind: Annotated[
        Kind, typer.Argument(metavar="KIND", help=f"What to describe: {listed(get_args(Kind), 'or')}.")
    ],
) -> None:
    """Print the JSON Schema of a file, for a YAML editor, or of a document, for a script."""
    from scalecheck.authoring.json_schema import schema_of

    write_json(schema_of(kind))
