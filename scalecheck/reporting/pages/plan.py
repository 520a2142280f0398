"""The plan for a terminal, as Markdown and as CSV.

The Markdown and the CSV are action logs: one row a step, with empty columns for an owner and a date.
"""

from __future__ import annotations

import csv as tables
from typing import IO, Any

from scalecheck.reporting.render.layout import Page
from scalecheck.reporting.render.markdown import escape as escaped
from scalecheck.reporting.words import plan as words
from scalecheck.reporting.words import result
from scalecheck.text import defused, line

Document = Any

COLUMNS = ("Step", "Question", "From", "To", "What to do", "Who", "Effort", "Source", "Owner", "Date")
"""Of an action log. The last two are left for the people who agree it."""


def terminal(document: Document, file: IO[str], *, width: int | None = None, colour: bool = True) -> None:
    """Write the plan for a terminal."""
    page = Page(file, width, colour)
    page.say(words.title(document), style="bold")
    for text in (result.origin(document), result.edition(document | {"overall": document["from"]})):
        if text:
            page.say(text)
    for warning in document["warnings"]:
        page.item("Note:", line(warning), indent=0)
    if document["what_if"]:
        _tried(page, document)
    page.heading(words.heading(document))
    for label, overall in (("From", document["from"]), ("To", document["to"])):
        if overall:
            page.say(words.standing(document, overall), indent=2, mark=f"{label:<5}", style="bold")
            if words.between(document, overall):
                page.say(words.between(document, overall), indent=7)
    page.say(words.verdict(document), indent=2)
    if document["steps"]:
        page.say(words.effort(document), indent=2)
        page.heading("Steps")
    for position, step in enumerate(document["steps"], start=1):
        _step(page, document, position, step)
    if document["gates"]:
        page.heading("Must-haves missing")
        for title, met in words.gates(document):
            page.item("!", f"{title}. {met}".strip())
    if document["unknown"]:
        page.heading(f"Not known ({len(document['unknown'])})")
        for entry in document["unknown"]:
            page.item("-", f"{line(entry['ask'])} ({words.why_unknown(entry)})")
            if document["to"] is None:
                page.say(result.unknown(document, entry), indent=4)
    page.blank()
    page.say(result.CAVEAT)
    page.write()


def _step(page: Page, document: Document, position: int, step: Document) -> None:
    page.item(f"{position:>2}", words.action(step), indent=2)
    page.say(line(step["ask"]), indent=5)
    page.say(f"From {words.level(step['from'])} to {words.level(step['to'])}", indent=5)
    who = [f"Who: {line(step['who'])}"] if step["who"] else []
    then = f"Score then: {result.number(step['score'], document['questionnaire']['decimals'])}"
    page.say(" · ".join([*who, f"Effort: {step['effort']}", then]), indent=5)


def _tried(page: Page, document: Document) -> None:
    page.heading("What if")
    for entry in document["what_if"]["changes"]:
        page.item("-", words.change(entry))
    if not document["what_if"]["changes"]:
        page.say(words.UNCHANGED, indent=2)
        return
    for title, was, becomes in words.effects(document):
        page.say(f"{title}: from {was} to {becomes}", indent=2)


def markdown(document: Document, file: IO[str]) -> None:
    """Write the plan as Markdown: the steps are an action log, to be given owners and dates."""
    found = [f"# {escaped(words.title(document))}", ""]
    about = (result.origin(document), result.edition(document | {"overall": document["from"]}))
    found += [f"{escaped(text)}  " for text in about if text]
    for warning in document["warnings"]:
        found += ["", f"> Note: {escaped(warning)}"]
    if document["what_if"]:
        tried = [f"- {escaped(words.change(entry))}" for entry in document["what_if"]["changes"]]
        found += ["", "## What if", "", *(tried or [words.UNCHANGED])]
        if tried:
            found += ["", "| What | Before | After |", "| --- | --- | --- |"]
            found += [f"| {' | '.join(map(escaped, row))} |" for row in words.effects(document)]
    found += ["", f"## {words.heading(document)}", ""]
    for label, overall in (("From", document["from"]), ("To", document["to"])):
        if overall:
            parts = (words.standing(document, overall), words.between(document, overall))
            found.append(f"- {label}: {escaped(', '.join(filter(None, parts)))}")
    found += ["", escaped(words.verdict(document))]
    if document["steps"]:
        found += ["", escaped(words.effort(document)), "", "## Action log", "", f"| {' | '.join(COLUMNS)} |"]
        found += [
            f"|{' --- |' * len(COLUMNS)}",
            *(f"| {' | '.join(map(escaped, row))} |" for row in _log(document)),
        ]
    if document["gates"]:
        found += ["", "## Must-haves missing", ""]
        found += [f"- {escaped(f'{title}. {met}'.strip())}" for title, met in words.gates(document)]
    if document["unknown"]:
        found += ["", "## Not known", ""]
        found += [
            f"- {escaped(entry['ask'])} ({escaped(words.why_unknown(entry))})"
            for entry in document["unknown"]
        ]
    file.write("\n".join([*found, "", f"*{escaped(result.CAVEAT)}*"]) + "\n")


def csv(document: Document, file: IO[str]) -> None:
    r"""Write the steps as an action log for a spreadsheet; lines end in ``\n``.

    A cell of text that a spreadsheet would take for a formula gets a ``'`` in front.
    """
    writer = tables.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [defused(cell) if isinstance(cell, str) else cell for cell in row] for row in _log(document)
    )


def _log(document: Document) -> list[list[str | int]]:
    return [
        [
            position,
            line(step["ask"]),
            line(step["from"]["label"]),
            line(step["to"]["label"]),
            words.action(step),
            line(step["who"] or ""),
            step["effort"],
            result.sources(step).removeprefix("Source: "),
            "",
            "",
        ]
        for position, step in enumerate(document["steps"], start=1)
    ]
