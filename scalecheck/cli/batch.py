"""The command that scores tables: ``batch``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Protocol

import typer

from scalecheck.cli import formats, options
from scalecheck.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from scalecheck.batch.request import BatchRequest
    from scalecheck.batch.run import BatchInput, BatchOutcome

    class Runner(Protocol):
        """Something that runs a batch."""

        def run(self, request: BatchRequest, say: Callable[[str], None], /) -> BatchOutcome: ...
        def open_input(self, request: BatchRequest, /) -> AbstractContextManager[BatchInput]: ...


def batch(
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT", help="A table (.csv, .ndjson, .parquet, .xlsx), a folder of responses, or -."
        ),
    ],
    output: Annotated[
        str | None,
        options.output_option("Write to .csv, .ndjson, .parquet or .xlsx; - is standard output.", "OUTPUT"),
    ] = None,
    questionnaire: options.Definition = None,
    quick: options.Quick = False,
    map: Annotated[Path | None, options.file_option("--map", "What other headings and codes mean.")] = None,
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
        float | None, options.fail_under_option("Exit 1 if a row is below N or has no score.")
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Show the rows as a whole; -o may be left out.")
    ] = False,
    format: Annotated[formats.Listing, options.format_option("How to show the summary.")] = "terminal",
    report: Annotated[
        str | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Write a report on the rows as a whole, to .html, .md, .json or .txt; -o may be left out.",
        ),
    ] = None,
    engine: Annotated[
        Literal["auto", "plain", "polars", "spark"],
        typer.Option("--engine", help="What works the scores out; the numbers are the same."),
    ] = "auto",
    master: Annotated[
        str | None,
        typer.Option(
            "--master", metavar="URL", help="Where Spark runs, such as spark://… or sc://…; else here."
        ),
    ] = None,
) -> None:
    """Score a table of responses, one a row, and write it with the results beside it."""
    from scalecheck.batch.request import BatchRequest
    from scalecheck.errors import NotMet

    request = BatchRequest(
        source, output, questionnaire, quick=quick, map=map, mapping=mapping, rejects=rejects,
        columns=columns, keep_answers=keep_answers, fail_under=fail_under, summary=summary,
        engine=engine, report=report, master=master,
    )  # fmt: skip
    for option, problem in request.problems():
        raise typer.BadParameter(problem, param_hint=option)
    if format == "json" and not summary:
        raise typer.BadParameter("It says how to show the summary: ask for --summary.", param_hint="--format")
    _end_tidily()
    if mapping:
        _show_mapping(request)
        return
    ended = _score(request)
    if summary:
        from scalecheck.cli.documents import write
        from scalecheck.reporting.documents.cohort import document

        write(document(ended.counts, {"table": source}), format)
    if ended.unmet:
        raise NotMet("\n".join(ended.unmet))


def _import_runner(engine: str) -> Runner:
    """Import what runs a batch: one process, or a cluster."""
    if engine == "spark":
        import scalecheck.spark.run

        return scalecheck.spark.run
    import scalecheck.batch.run

    return scalecheck.batch.run


def _show_mapping(request: BatchRequest) -> None:
    """Show what each column is taken for, and refuse afterwards what cannot be settled."""
    from scalecheck.batch import mapping_listing
    from scalecheck.files.output_file import open_output

    with _import_runner(request.engine).open_input(request) as found, open_output(None) as out:
        mapping_listing.write_listing(found, out)
        found.columns.raise_problems()


def _score(request: BatchRequest) -> BatchOutcome:
    """Score the table; notes go to standard error as they come up."""
    try:
        return _import_runner(request.engine).run(request, lambda line: typer.echo(clean(line), err=True))
    except KeyboardInterrupt:
        spark = "look at what Spark may have left where it wrote"
        left = spark if request.engine == "spark" else "nothing is written"
        typer.echo(f"Interrupted: {left}.", err=True)
        raise typer.Exit(130) from None


def _end_tidily() -> None:
    """Let a signal that ends the process remove what is half written, as Ctrl-C does."""
    import signal

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), end)
