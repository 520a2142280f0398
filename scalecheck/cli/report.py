"""Commands that read and tell: ``list``, ``show``, ``report``, ``compare`` and ``plan``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scalecheck.cli import formats, options
from scalecheck.cli.documents import write
from scalecheck.definition.catalogue import DEFAULT

if TYPE_CHECKING:
    from scalecheck.reporting.types.result import ResultDocument


def list_() -> None:
    """List the questionnaires there are."""
    from scalecheck.authoring.listing import overview
    from scalecheck.files.output_file import open_output

    with open_output(None) as out:
        overview(out)


def show(
    questionnaire: options.Questionnaire = DEFAULT,
    format: Annotated[formats.Report, options.format_option("How to show it.")] = "terminal",
    output: options.Output = None,
) -> None:
    """Read one questionnaire: its questions, options, weights and sources."""
    from scalecheck.definition import catalogue
    from scalecheck.files.output_file import refuse_overwriting
    from scalecheck.reporting.documents.questionnaire import document

    found = catalogue.load(questionnaire)
    refuse_overwriting(output, Path(found.place.file))
    write(document(found), format, output)


def report(
    responses: Annotated[
        list[Path],
        options.file_argument(
            "RESPONSE...", "Answers, or a saved JSON report; several files or a folder for a group."
        ),
    ],
    questionnaire: options.Definition = None,
    format: Annotated[formats.Report, options.format_option("How to write it.")] = "terminal",
    output: options.Output = None,
    all: options.All = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the arithmetic, from each answer to the band.")
    ] = False,
    fail_under: Annotated[
        float | None, options.fail_under_option("Exit 1 if the overall score is below N.")
    ] = None,
    fail_on_gate: Annotated[
        bool, typer.Option("--fail-on-gate", help="Exit 1 if a must-have is missing.")
    ] = False,
    agreed: Annotated[
        Path | None, options.file_option("--agreed", "A group's agreed answers, beside its raters'.")
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="Name the raters of a group.")] = False,
) -> None:
    """Say how ready an innovation is to scale, why, how sure that is, and what to do next."""
    from scalecheck.files.output_file import refuse_overwriting
    from scalecheck.reporting import load
    from scalecheck.responses.files import is_several, list_files

    demanding = explain or fail_on_gate or fail_under is not None
    if len(responses) > 1 or agreed or is_several(responses[0]):
        if demanding:
            raise _need_one_response()
        refuse_overwriting(output, *list_files(responses), *([agreed] if agreed else []))
        write(load.of_files(responses, questionnaire, agreed, names), format, output, all=all)
        return
    refuse_overwriting(output, *responses)
    found = load.of_file(responses[0], questionnaire)
    if demanding and found["schema"] != "scalecheck-result/1":
        raise _need_one_response()
    write(found, format, output, all=all, explain=explain)
    if found["schema"] == "scalecheck-result/1":
        _demand(found, fail_under, fail_on_gate)


def _need_one_response() -> typer.BadParameter:
    return typer.BadParameter(
        "--explain, --fail-under and --fail-on-gate need one response.", param_hint="RESPONSE"
    )


def _demand(document: ResultDocument, fail_under: float | None, fail_on_gate: bool) -> None:
    """Raise :class:`~scalecheck.errors.NotMet` where the result is not what the user asked it to be."""
    from scalecheck.errors import NotMet
    from scalecheck.text import listed, one_line

    unmet = []
    score = document["overall"]["score"]
    if fail_under is not None and score is None:
        unmet.append(f"There is no overall score to hold against {fail_under:g}.")
    elif fail_under is not None and score is not None and score < fail_under:
        unmet.append(f"The overall score, {score:g}, is below {fail_under:g}.")
    if fail_on_gate and document["gates"]:
        unmet.append(f"Must-haves missing: {listed(one_line(gate['title']) for gate in document['gates'])}.")
    if unmet:
        raise NotMet("\n".join(unmet))


def compare(
    before: Annotated[Path, options.file_argument("BEFORE", "A response, a saved report, or a folder.")],
    after: Annotated[Path, options.file_argument("AFTER", "The same, later.")],
    questionnaire: options.Definition = None,
    format: Annotated[formats.Report, options.format_option("How to write it.")] = "terminal",
    output: options.Output = None,
    all: options.All = False,
) -> None:
    """Say what has changed between two responses: band, scores, answers, and whether the change is real."""
    from scalecheck.files.output_file import refuse_overwriting
    from scalecheck.reporting import load
    from scalecheck.reporting.documents import comparison

    refuse_overwriting(output, before, after)
    first, last = (load.of_side(each, questionnaire) for each in (before, after))
    write(comparison.compare(first, last, (str(before), str(after))), format, output, all=all)


def plan(
    response: Annotated[Path, options.file_argument("RESPONSE", "A file of answers.")],
    questionnaire: options.Definition = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="QUESTION=POINTS", help="What if it were answered so; repeat it."),
    ] = None,
    format: Annotated[formats.Plan, options.format_option("How to write it.")] = "terminal",
    output: options.Output = None,
) -> None:
    """Find the shortest way to the next band, step by step; or say what other answers would do."""
    from scalecheck.files.output_file import refuse_overwriting
    from scalecheck.reporting import load
    from scalecheck.reporting.documents.plan import document
    from scalecheck.scoring.plan.steps import changes, find_plan, what_if

    refuse_overwriting(output, response)
    score = load.score_file(response, questionnaire)
    tried = changes(score.compiled.questionnaire, given or [])
    found = document(find_plan(what_if(score, tried)), score) if tried else document(find_plan(score))
    write(found, format, output)
