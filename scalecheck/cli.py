"""The commands: each parses, calls, prints and chooses the exit code. What they do is elsewhere."""

from __future__ import annotations

import math
import sys
from enum import StrEnum
from pathlib import Path  # typer reads it from the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scalecheck import __version__
from scalecheck.definition.catalogue import DEFAULT
from scalecheck.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from scalecheck.cohort.counts import Tally

app = typer.Typer(
    name="scalecheck",
    help="Is an innovation ready to scale, why, how sure is that, and what to do next.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class ReportFormat(StrEnum):
    """What a report can be written as."""

    terminal = "terminal"
    markdown = "markdown"
    json = "json"
    html = "html"


class PlanFormat(StrEnum):
    """What a plan can be written as."""

    terminal = "terminal"
    markdown = "markdown"
    csv = "csv"
    json = "json"


class PlainFormat(StrEnum):
    """For people, or for scripts."""

    terminal = "terminal"
    json = "json"


class Engine(StrEnum):
    """What works out the scores of a table."""

    auto = "auto"
    plain = "plain"
    polars = "polars"
    spark = "spark"


class Kind(StrEnum):
    """The kinds of file that have a schema."""

    questionnaire = "questionnaire"
    response = "response"
    result = "result"


Named = Annotated[
    str, typer.Argument(metavar="QUESTIONNAIRE", help="An id that `scalecheck list` shows, or a file.")
]
By = Annotated[
    str | None, typer.Option("-q", metavar="QUESTIONNAIRE", help="The questionnaire to use: an id or a file.")
]
To = Annotated[
    Path | None,
    typer.Option("-o", metavar="FILE", readable=False, help="Write to FILE, not standard output."),
]


def run() -> int:
    """Run the command that the arguments name; its exit code.

    A usage error is told here and not by typer, which would repeat the arguments as they are, escape
    sequences and all.
    """
    try:
        return int(app(standalone_mode=False) or 0)
    except SystemExit as end:
        if (
            type(sys.stdout).__name__ == "PacifyFlushWrapper"
        ):  # typer's answer to a pipe that was closed while it wrote help
            return 0
        return end.code if isinstance(end.code, int) else 2
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        show: Callable[..., None] | None = getattr(error, "show", None)
        if show is None:
            raise
        import io

        said = io.StringIO()
        show(file=said)
        sys.stderr.write(clean(said.getvalue()))
        return int(getattr(error, "exit_code", 2))


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
    _debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a fault in scalecheck itself.")
    ] = False,
) -> None:
    if version:
        typer.echo(f"scalecheck {__version__}")
        raise typer.Exit


@app.command("list")
def list_() -> None:
    """List the questionnaires there are."""
    from scalecheck.authoring.listing import overview
    from scalecheck.files.output_file import opened

    with opened(None) as out:
        overview(out)


@app.command()
def show(
    questionnaire: Named = DEFAULT,
    format: Annotated[PlainFormat, typer.Option("--format", help="How to show it.")] = PlainFormat.terminal,
) -> None:
    """Read one questionnaire: its questions, options, weights and sources."""
    from scalecheck.authoring import listing
    from scalecheck.definition import catalogue
    from scalecheck.files.output_file import opened
    from scalecheck.reporting.documents.questionnaire import document

    found = catalogue.load(questionnaire)
    with opened(None) as out:
        if format is PlainFormat.json:
            _json(document(found), out)
        else:
            listing.show(found, out)


@app.command()
def report(
    responses: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESPONSE...",
            readable=False,
            help="Answers, or a saved JSON report; several files or a folder for a group.",
        ),
    ],
    questionnaire: By = None,
    format: Annotated[
        ReportFormat, typer.Option("--format", help="How to write it.")
    ] = ReportFormat.terminal,
    output: To = None,
    all: Annotated[bool, typer.Option("--all", help="Show every recommendation and every answer.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the arithmetic, from each answer to the band.")
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", metavar="N", help="Exit 1 if the overall score is below N."),
    ] = None,
    fail_on_gate: Annotated[
        bool, typer.Option("--fail-on-gate", help="Exit 1 if a must-have is missing.")
    ] = False,
    agreed: Annotated[
        Path | None,
        typer.Option(
            "--agreed", metavar="FILE", readable=False, help="A group's agreed answers, beside its raters'."
        ),
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="Name the raters of a group.")] = False,
) -> None:
    """Say how ready an innovation is to scale, why, how sure that is, and what to do next."""
    from scalecheck.files.output_file import keep_apart, opened
    from scalecheck.reporting import load as opening
    from scalecheck.reporting.outline import outline
    from scalecheck.reporting.render import Format, render
    from scalecheck.responses.files import is_several

    if fail_under is not None and not math.isfinite(fail_under):
        raise typer.BadParameter("Name a number, for example 60.", param_hint="--fail-under")
    if len(responses) > 1 or agreed or is_several(responses[0]):
        if explain or fail_on_gate or fail_under is not None:
            raise typer.BadParameter(
                "--explain, --fail-under and --fail-on-gate need one response.", param_hint="RESPONSE"
            )
        _group_report(responses, questionnaire, format, output, agreed, all=all, names=names)
        return
    keep_apart(output, *responses)
    found = opening.of_file(responses[0], questionnaire)
    with opened(output) as out:
        if format is ReportFormat.json:
            _json(found, out)
        elif format is ReportFormat.html:
            from scalecheck.reporting.pages.web import single

            single.render(found, out, all=all, arithmetic=explain)
        else:
            width = 80 if output else None
            kind: Format = "markdown" if format is ReportFormat.markdown else "terminal"
            render(outline(found), kind, out, all=all, explain=explain, width=width)
    opening.demand(found, fail_under, fail_on_gate)


def _group_report(
    responses: list[Path],
    questionnaire: str | None,
    format: ReportFormat,
    output: Path | None,
    agreed: Path | None,
    *,
    all: bool,
    names: bool,
) -> None:
    from scalecheck.files.output_file import keep_apart, opened
    from scalecheck.reporting import load as opening
    from scalecheck.reporting.pages import group as group_page
    from scalecheck.responses.files import spread

    keep_apart(output, *spread(responses), *([agreed] if agreed else []))
    found = opening.of_files(responses, questionnaire, agreed, names)
    with opened(output) as out:
        if format is ReportFormat.json:
            _json(found, out)
        elif format is ReportFormat.markdown:
            group_page.markdown(found, out)
        elif format is ReportFormat.html:
            from scalecheck.reporting.pages.web import group

            group.render(found, out, all=all)
        else:
            group_page.terminal(found, out, all=all, width=80 if output else None)


@app.command()
def compare(
    before: Annotated[
        Path,
        typer.Argument(metavar="BEFORE", readable=False, help="A response, a saved report, or a folder."),
    ],
    after: Annotated[Path, typer.Argument(metavar="AFTER", readable=False, help="The same, later.")],
    questionnaire: By = None,
    format: Annotated[
        ReportFormat, typer.Option("--format", help="How to write it.")
    ] = ReportFormat.terminal,
    output: To = None,
    all: Annotated[bool, typer.Option("--all", help="Show what has not changed, too.")] = False,
) -> None:
    """Say what has changed between two responses: band, scores, answers, and whether the change is real."""
    from scalecheck.files.output_file import keep_apart, opened
    from scalecheck.reporting import load as opening
    from scalecheck.reporting.documents import comparison
    from scalecheck.reporting.pages import comparison as changes

    keep_apart(output, before, after)
    first, last = (opening.of_side(each, questionnaire) for each in (before, after))
    found = comparison.compare(first, last, (str(before), str(after)))
    with opened(output) as out:
        if format is ReportFormat.json:
            _json(found, out)
        elif format is ReportFormat.markdown:
            changes.markdown(found, out, all=all)
        elif format is ReportFormat.html:
            from scalecheck.reporting.pages.web import comparison as page

            page.render(found, out, all=all)
        else:
            changes.terminal(found, out, all=all, width=80 if output else None)


@app.command()
def plan(
    response: Annotated[Path, typer.Argument(metavar="RESPONSE", readable=False, help="A file of answers.")],
    questionnaire: By = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="QUESTION=POINTS", help="What if it were answered so; repeat it."),
    ] = None,
    format: Annotated[PlanFormat, typer.Option("--format", help="How to write it.")] = PlanFormat.terminal,
    output: To = None,
) -> None:
    """Find the shortest way to the next band, step by step; or say what other answers would do."""
    from scalecheck.files.output_file import keep_apart, opened
    from scalecheck.reporting import load as opening
    from scalecheck.reporting.documents.plan import document
    from scalecheck.reporting.pages import plan as page
    from scalecheck.scoring.plan.steps import changes, find_plan, what_if

    keep_apart(output, response)
    score = opening.scored(response, questionnaire)
    tried = changes(score.compiled.questionnaire, given or [])
    found = document(find_plan(what_if(score, tried)), score) if tried else document(find_plan(score))
    with opened(output) as out:
        if format is PlanFormat.json:
            _json(found, out)
        elif format is PlanFormat.markdown:
            page.markdown(found, out)
        elif format is PlanFormat.csv:
            page.csv(found, out)
        else:
            page.terminal(found, out, width=80 if output else None)


@app.command()
def assess(
    questionnaire: Annotated[
        str | None,
        typer.Argument(
            metavar="[QUESTIONNAIRE]", help=f"An id that `scalecheck list` shows, or a file; else {DEFAULT}."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", metavar="FILE", readable=False, help="Keep the answers in FILE; go on where it stops."
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", readable=False, help="Start from the answers in FILE."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Ask only the questions of the short version.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="No colour and no line editing, for a screen reader.")
    ] = False,
) -> None:
    """Be asked, one question at a time. Every answer is saved at once; the report comes at the end."""
    import os

    from scalecheck.files.output_file import opened
    from scalecheck.interview import screen, wording
    from scalecheck.reporting.documents.result import document
    from scalecheck.reporting.outline.result import outline
    from scalecheck.reporting.render import terminal

    plain = plain or bool(os.environ.get("ACCESSIBLE"))
    result = screen.assess(questionnaire, output, answers, quick=quick, plain=plain)
    with opened(None) as out:
        terminal.render(outline(document(result)), out, colour=not plain)
    typer.echo(wording.see_again(result.response.file), err=True)


@app.command()
def workshop(
    output: Annotated[
        Path, typer.Option("-o", metavar="FILE", readable=False, help="Keep votes and answers in FILE.")
    ],
    questionnaire: Annotated[
        str | None,
        typer.Argument(
            metavar="[QUESTIONNAIRE]", help=f"An id that `scalecheck list` shows, or a file; else {DEFAULT}."
        ),
    ] = None,
    given: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            readable=False,
            help="A person's own response, collected before; repeat it.",
        ),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Ask only the questions of the short version.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="No colour and no line editing, for a screen reader.")
    ] = False,
) -> None:
    """Ask a room: vote, look, talk, vote again, agree. Every vote is saved at once."""
    import os

    from scalecheck.files.output_file import opened
    from scalecheck.interview import screen, wording
    from scalecheck.reporting.documents.result import document
    from scalecheck.reporting.outline.result import outline
    from scalecheck.reporting.render import terminal
    from scalecheck.responses import files

    plain = plain or bool(os.environ.get("ACCESSIBLE"))
    result = screen.workshop(questionnaire, output, files.spread(given or []), quick=quick, plain=plain)
    with opened(None) as out:
        terminal.render(outline(document(result)), out, colour=not plain)
    typer.echo(wording.see_again(result.response.file), err=True)


@app.command()
def form(
    questionnaire: Named,
    output: Annotated[
        Path,
        typer.Option(
            "-o", metavar="FILE", readable=False, help="Write to FILE: .html, .yaml, .csv or .xlsx."
        ),
    ],
    quick: Annotated[bool, typer.Option("--quick", help="Only the questions of the short version.")] = False,
) -> None:
    """Write a form to fill in elsewhere: in a browser, on paper, in a text editor or in a spreadsheet."""
    from scalecheck.forms import file

    file.write(questionnaire, output, quick=quick)
    typer.echo(f"Wrote {clean(str(output))}.", err=True)


@app.command()
def batch(
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT", help="A table (.csv, .ndjson, .parquet, .xlsx), a folder of responses, or -."
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", metavar="OUTPUT", help="Write to .csv, .ndjson, .parquet or .xlsx; - is standard output."
        ),
    ] = None,
    questionnaire: By = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Score only the questions of the short version.")
    ] = False,
    map: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", readable=False, help="What other headings and codes mean."),
    ] = None,
    mapping: Annotated[
        bool, typer.Option("--mapping", help="Show what each column is taken for, and leave.")
    ] = False,
    rejects: Annotated[
        str | None,
        typer.Option(
            "--rejects", metavar="FILE", help="Put rows that cannot be read into FILE; score the others."
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="A,B", help="Write these columns only; else all but the answers."),
    ] = None,
    keep_answers: Annotated[bool, typer.Option("--keep-answers", help="Write the answers too.")] = False,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", metavar="N", help="Exit 1 if a row is below N or has no score."),
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Show the rows as a whole; -o may be left out.")
    ] = False,
    format: Annotated[
        PlainFormat, typer.Option("--format", help="How to show the summary.")
    ] = PlainFormat.terminal,
    report: Annotated[
        str | None,
        typer.Option(
            "--report", metavar="FILE.html", help="Write a page on the rows as a whole; -o may be left out."
        ),
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="What works the scores out; the numbers are the same.")
    ] = Engine.auto,
    master: Annotated[
        str | None,
        typer.Option(
            "--master", metavar="URL", help="Where Spark runs, such as spark://… or sc://…; else here."
        ),
    ] = None,
) -> None:
    """Score a table of responses, one a row, and write it with the results beside it."""
    from scalecheck.batch import mapping_listing as shown
    from scalecheck.batch import run as batches
    from scalecheck.batch.request import Asked
    from scalecheck.errors import NotMet
    from scalecheck.files.output_file import opened

    if fail_under is not None and not math.isfinite(fail_under):
        raise typer.BadParameter("Name a number, for example 60.", param_hint="--fail-under")
    if not (output or summary or mapping or report):
        raise typer.BadParameter(
            "Name a file to write, or - for standard output; or ask for --summary.", param_hint="-o"
        )
    if summary and output == "-":
        raise typer.BadParameter(
            "The summary goes to standard output: write the rows to a file.", param_hint="-o"
        )
    if format is PlainFormat.json and not summary:
        raise typer.BadParameter("It says how to show the summary: ask for --summary.", param_hint="--format")
    if not source:
        raise typer.BadParameter("Name a table, a folder of responses, or -.", param_hint="INPUT")
    if keep_answers and columns:
        raise typer.BadParameter(
            "--columns names every column that is written, answers too.", param_hint="--keep-answers"
        )
    if master and engine is not Engine.spark:
        raise typer.BadParameter("It goes with --engine spark.", param_hint="--master")
    asked = Asked(
        source, output, questionnaire, quick=quick, map=map, rejects=rejects, columns=columns, keep_answers=keep_answers,
        fail_under=fail_under, summary=summary, engine=engine.value, report=report, master=master,
    )  # fmt: skip
    way: Any = batches
    if engine is Engine.spark:
        from scalecheck.spark import run as way
    _end_tidily()
    if mapping:
        with way.opened(asked) as found, opened(None) as out:
            shown.show(found, out)
            found.columns.raise_problems()
        return
    try:
        ended = way.run(asked, lambda line: typer.echo(clean(line), err=True))
    except KeyboardInterrupt:
        left = (
            "look at what Spark may have left where it wrote"
            if engine is Engine.spark
            else "nothing is written"
        )
        typer.echo(f"Interrupted: {left}.", err=True)
        raise typer.Exit(130) from None
    if summary:
        _summary(ended.tally, source, format)
    if ended.unmet:
        raise NotMet("\n".join(ended.unmet))


def _end_tidily() -> None:
    """Let a signal that ends the process remove what is half written, as Ctrl-C does."""
    import signal

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), end)


def _summary(tally: Tally, source: str, format: PlainFormat) -> None:
    from scalecheck.files.output_file import opened
    from scalecheck.reporting.documents import cohort as summary
    from scalecheck.reporting.pages import cohort

    found = summary.document(tally, {"table": source})
    with opened(None) as out:
        if format is PlainFormat.json:
            _json(found, out)
        else:
            cohort.terminal(found, out)


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", readable=False, help="Questionnaires and responses.")
    ],
    questionnaire: By = None,
    format: Annotated[
        PlainFormat, typer.Option("--format", help="How to list the problems.")
    ] = PlainFormat.terminal,
) -> None:
    """Find problems in questionnaires and responses, with line and column."""
    from scalecheck.checks import check as checking
    from scalecheck.files.output_file import opened

    result = checking.check(files, questionnaire)
    with opened(None) as out:
        if format is PlainFormat.json:
            _json(result.data(), out)
        else:
            out.write(result.text())
    raise typer.Exit(result.exit_code)


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new file's name; .yaml is added.")],
    answers_to: Annotated[
        str | None,
        typer.Option("--for", metavar="QUESTIONNAIRE", help="Write a blank response to it instead."),
    ] = None,
) -> None:
    """Write a small questionnaire to start from, or a blank response to fill in by hand."""
    from scalecheck.authoring import new as starting

    path = starting.response(name, answers_to) if answers_to else starting.questionnaire(name)
    typer.echo(f"Wrote {path}.", err=True)


@app.command()
def schema(kind: Annotated[Kind, typer.Argument(help="What to describe.")]) -> None:
    """Print the JSON Schema of a questionnaire, a response or a result, for a YAML editor."""
    from scalecheck.authoring.json_schema import schema_of
    from scalecheck.files.output_file import opened

    with opened(None) as out:
        _json(schema_of(kind.value), out)


def _json(data: Any, out: Any) -> None:
    """One document, in characters every encoding has."""
    import json

    out.write(json.dumps(data, indent=2, allow_nan=False) + "\n")
