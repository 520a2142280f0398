"""The commands: each parses, calls, prints and chooses the exit code.

One module holds each group of commands. Only the module of the command that runs is imported.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from scalecheck import __version__
from scalecheck.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {
    "list": "report.list_",
    "show": "report.show",
    "report": "report.report",
    "compare": "report.compare",
    "plan": "report.plan",
    "assess": "answer.assess",
    "workshop": "answer.workshop",
    "form": "answer.form",
    "batch": "batch.batch",
    "check": "author.check",
    "new": "author.new",
    "schema": "author.schema",
}
"""Each command with its module and function, in the order that ``--help`` lists them in."""


def run() -> int:
    """Run the command that the arguments name, and return its exit code.

    A usage error is told here and not by typer, which would repeat the arguments as they are, escape
    sequences and all. Raises whatever else ends a command, :class:`~scalecheck.errors.Refused` and
    :class:`~scalecheck.errors.NotMet` among it, and KeyboardInterrupt where the user ends it.
    """
    try:
        return int(build(sys.argv[1:])(standalone_mode=False) or 0)
    except SystemExit as end:
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":
            return 0  # typer's answer to a pipe that was closed while it wrote help
        return end.code if isinstance(end.code, int) else 2
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        show: Callable[..., None] | None = getattr(error, "show", None)
        if show is None:
            raise
        import io

        message = io.StringIO()
        show(file=message)
        sys.stderr.write(clean(message.getvalue()))
        return int(getattr(error, "exit_code", 2))


def build(arguments: list[str]) -> typer.Typer:
    """Build the command line for *arguments*: the one command that they name, or all where they name none.

    Building twelve commands to run one would cost a tenth of the time to a report.
    """
    named = next((each for each in arguments if not each.startswith("-")), None)
    built = typer.Typer(
        name="scalecheck",
        help="Is an innovation ready to scale, why, how sure is that, and what to do next.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    built.callback()(_show_version)
    for name in [named] if named in COMMANDS else COMMANDS:
        module, function = COMMANDS[name].split(".")
        built.command(name)(getattr(import_module(f"scalecheck.cli.{module}"), function))
    return built


def _show_version(
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
    _debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a fault in scalecheck itself.")
    ] = False,
) -> None:
    if version:
        typer.echo(f"scalecheck {__version__}")
        raise typer.Exit
