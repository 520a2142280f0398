"""The plan: what other answers would come to, and the way up to the next band, as plain data and for every reader.

The Markdown and the CSV are action logs: one row a step, with empty columns for an owner and a date.
"""

from __future__ import annotations

import csv as tables
from typing import IO, TYPE_CHECKING, Any

from scalecheck import __version__
from scalecheck.definition.questionnaire import EFFORTS
from scalecheck.reporting.documents import result as documents
from scalecheck.reporting.documents.result import cite_data, plain
from scalecheck.reporting.render.layout import Page
from scalecheck.reporting.render.markdown import plain as escaped
from scalecheck.reporting.words import result
from scalecheck.text import defused, line, listed, plural

if TYPE_CHECKING:
    from scalecheck.scoring.plan.steps import Step, Way
    from scalecheck.scoring.result import Score

SCHEMA = "scalecheck-plan/1"
Document = dict[str, Any]

COLUMNS = ("Step", "Question", "From", "To", "What to do", "Who", "Effort", "Source", "Owner", "Date")
"""Of an action log. The last two are left for the people who agree it."""


# The document.


def document(way: Way, before: Score | None = None) -> Document:
    """Everything there is to say about *way*; with *before*, also how its answers differ from those, and what that changes."""
    start = documents.document(way.start)
    end = documents.document(way.end) if way.steps else start
    overall = start["overall"]
    held = {gate["id"] for gate in end["gates"]}
    asked = {entry["question"] for entry in start["unknown"]}
    answers = {entry["question"]: entry for entry in start["answers"]}
    return {
        "schema": SCHEMA,
        "tool": {"name": "scalecheck", "version": __version__},
        "questionnaire": start["questionnaire"],
        "scope": start["scope"],
        "about": start["about"],
        "what_if": before and what_if(before, way.start),
        "state": way.state,
        "exact": way.exact,
        "from": overall,
        "target": way.target,
        "to": end["overall"] if way.steps else None,
        "steps": [step_data(step, answers[step.question]["ask"]) for step in way.steps],
        "totals": {
            "steps": len(way.steps),
            "questions": len({step.question for step in way.steps}),
            "effort": way.effort,
            **{name: sum(step.effort == n for step in way.steps) for n, name in enumerate(EFFORTS, start=1)},
        },
        "gates": start["gates"],
        "gates_lifted": [gate for gate in start["gates"] if gate["id"] not in held],
        "unknown": [entry | {"opened": entry["question"] not in asked} for entry in end["unknown"]],
        "warnings": start["warnings"],
    }


def step_data(step: Step, ask: str) -> Document:
    """One step as plain data."""
    whole = step.result.plan
    question = whole.asked[step.question]
    was = question.options[step.was]
    return {
        "question": step.question,
        "ask": ask,
        "from": option_data(step.result, step.question, step.was),
        "to": option_data(step.result, step.question, step.becomes),
        "do": was.next.do if was.next else None,
        "who": (was.next.who or None) if was.next else None,
        "effort": EFFORTS[step.effort - 1],
        "why": question.help or None,
        "cites": [cite_data(name, whole.questionnaire.citable[name]) for name in question.cites],
        "lifts": list(step.lifts),
        "score": step.result.overall.score,
        "band": step.result.band,
    }


def option_data(score: Score, name: str, position: int) -> Document | None:
    """An answer as plain data; None where there is none."""
    if position < 0:
        return None
    option = score.plan.asked[name].options[position]
    return {"points": plain(option.points), "label": option.label, "text": option.text or None}


def what_if(before: Score, after: Score) -> Document:
    """What other answers change: overall, in each domain, and in the must-haves."""
    one, other = documents.document(before), documents.document(after)
    gates = {gate["id"]: gate for gate in (*one["gates"], *other["gates"])}
    return {
        "changes": [
            {
                "question": name,
                "ask": question.ask,
                "from": option_data(before, name, before.codes[name]),
                "to": option_data(after, name, after.codes[name]),
                "asked": bool(after.outcome.questions[name].applies),
            }
            for name, question in after.plan.asked.items()
            if before.codes[name] != after.codes[name]
        ],
        "before": one["overall"],
        "after": other["overall"],
        "domains": [
            {name: old[name] for name in ("id", "parent", "title", "least", "most", "bands")}
            | {"before": _mark(old), "after": _mark(new)}
            for old, new in zip(one["domains"], other["domains"], strict=True)
        ],
        "gates_lifted": [gates[name] for name in before.gates if name not in after.gates],
        "gates_new": [gates[name] for name in after.gates if name not in before.gates],
    }


def _mark(domain: Document) -> Document:
    return {
        name: domain[name]
        for name in ("score", "band", "low", "high", "why_missing", "answered", "applicable", "needed")
    }


# The sentences.


def verdict(document: Document) -> str:
    """What the plan comes to, in a sentence or two."""
    start, state = document["from"], document["state"]
    band = result.band_title(document, document["target"])
    if state == "no bands":
        return "This questionnaire has no bands, so there is no next one to plan for."
    if state == "best band":
        return f'The overall band is "{result.band_title(document, start["band"])}", the best there is. Keep it there.'
    if state == "no score":
        short = f"There is no overall score to start from: {result.why_missing(start)}."
        return f"{short} Find out the answers below first." if document["unknown"] else short
    if state == "no way":
        found = "No number of steps up leads" if document["exact"] else "No way was found that leads"
        rest = " Find out the answers below: they may open one." if document["unknown"] else ""
        return f'{found} from these answers to "{band}".{rest}'
    totals = document["totals"]
    fewest = (
        "This is the shortest way, with the least effort among those." if document["exact"] else BEST_FOUND
    )
    count = f"{plural(totals['steps'], 'step')} on {plural(totals['questions'], 'question')}"
    leads = "leads" if totals["steps"] == 1 else "lead"
    return f'{count} {leads} to "{result.band_title(document, document["to"]["band"])}". {fewest}'


UNCHANGED = "These are the answers already, so nothing changes."
BEST_FOUND = (
    "This is the best way found. A shorter or easier one may exist: looking at them all would take too long."
)


def effort(document: Document) -> str:
    """How much work the steps are."""
    totals = document["totals"]
    return "Effort: " + listed(f"{totals[name]} {name}" for name in EFFORTS if totals[name])


def standing(document: Document, mark: Document, domain: Document | None = None) -> str:
    """``56.2 of 100, "Emerging"``: of the overall score, or of a domain's."""
    if mark["score"] is None:
        return f"no score ({result.why_missing(mark)})"
    title = result.band_title(document, mark["band"], domain)
    return f'{result.out_of(document, mark)}, "{title}"' if title else result.out_of(document, mark)


def between(document: Document, overall: Document) -> str:
    """What missing answers leave open, in a few words; nothing where they leave nothing open."""
    if overall["low"] is None or overall["low"] == overall["high"]:
        return ""
    low, high = (
        result.number(overall[end], document["questionnaire"]["decimals"]) for end in ("low", "high")
    )
    return f"between {low} and {high}, as missing answers turn out"


def action(step: Document) -> str:
    """What to do."""
    return line(step["do"] or f'Get from "{line(step["from"]["label"])}" to "{line(step["to"]["label"])}".')


def level(option: Document | None) -> str:
    """``"Goodwill" (2)``."""
    return f'"{line(option["label"])}" ({option["points"]:g})' if option else "no answer"


def change(entry: Document) -> str:
    """One answer that was tried out."""
    unscored = "" if entry["asked"] else " (not asked after the other answers, so not scored)"
    return f"{line(entry['ask'])} {level(entry['from'])} to {level(entry['to'])}{unscored}"


def effects(document: Document) -> list[tuple[str, str, str]]:
    """What the answers tried out change: what, before and after."""
    tried = document["what_if"]
    found = [("Overall", standing(document, tried["before"]), standing(document, tried["after"]))]
    for each in tried["domains"]:
        before, after = (standing(document, {**each, **each[when]}, each) for when in ("before", "after"))
        if before != after:
            found.append((line(each["title"]), before, after))
    found += [(f"Must-have: {line(gate['title'])}", "missing", "met") for gate in tried["gates_lifted"]]
    return found + [(f"Must-have: {line(gate['title'])}", "met", "missing") for gate in tried["gates_new"]]


def gates(document: Document) -> list[tuple[str, str]]:
    """The must-haves that are missing, each with what the way does about it."""
    lifted = {gate["id"] for gate in document["gates_lifted"]}
    found = []
    for gate in document["gates"]:
        steps = [n for n, step in enumerate(document["steps"], start=1) if gate["id"] in step["lifts"]]
        stays = "Still missing at the end: this band does not need it." if document["steps"] else ""
        met = f"Met from step {steps[-1]} on." if steps else "Met on this way."
        found.append((line(gate["title"]), met if gate["id"] in lifted else stays))
    return found


# The renderings.


def terminal(document: Document, file: IO[str], *, width: int | None = None, colour: bool = True) -> None:
    """Write the plan for a terminal."""
    page = Page(file, width, colour)
    page.say(_title(document), style="bold")
    for text in (result.origin(document), result.edition(document | {"overall": document["from"]})):
        if text:
            page.say(text)
    for warning in document["warnings"]:
        page.item("Note:", line(warning), indent=0)
    if document["what_if"]:
        _tried(page, document)
    page.heading(_heading(document))
    for label, overall in (("From", document["from"]), ("To", document["to"])):
        if overall:
            page.say(standing(document, overall), indent=2, mark=f"{label:<5}", style="bold")
            if between(document, overall):
                page.say(between(document, overall), indent=7)
    page.say(verdict(document), indent=2)
    if document["steps"]:
        page.say(effort(document), indent=2)
        page.heading("Steps")
    for position, step in enumerate(document["steps"], start=1):
        _step(page, document, position, step)
    if document["gates"]:
        page.heading("Must-haves missing")
        for title, met in gates(document):
            page.item("!", f"{title}. {met}".strip())
    if document["unknown"]:
        page.heading(f"Not known ({len(document['unknown'])})")
        for entry in document["unknown"]:
            page.item("-", f"{line(entry['ask'])} ({_why_unknown(entry)})")
            if document["to"] is None:
                page.say(result.unknown(document, entry), indent=4)
    page.blank()
    page.say(result.CAVEAT)
    page.write()


def _title(document: Document) -> str:
    subject, title = result.subject(document), line(document["questionnaire"]["title"])
    return f"Plan: {title}: {subject}" if subject else f"Plan: {title}"


def _heading(document: Document) -> str:
    tried = document["what_if"] and document["what_if"]["changes"]
    return "The way up from there" if tried else "The way up"


def _why_unknown(entry: Document) -> str:
    return "asked after these steps" if entry["opened"] else result.STATES[entry["state"]]


def _step(page: Page, document: Document, position: int, step: Document) -> None:
    page.item(f"{position:>2}", action(step), indent=2)
    page.say(line(step["ask"]), indent=5)
    page.say(f"From {level(step['from'])} to {level(step['to'])}", indent=5)
    who = [f"Who: {line(step['who'])}"] if step["who"] else []
    then = f"Score then: {result.number(step['score'], document['questionnaire']['decimals'])}"
    page.say(" · ".join([*who, f"Effort: {step['effort']}", then]), indent=5)


def _tried(page: Page, document: Document) -> None:
    page.heading("What if")
    for entry in document["what_if"]["changes"]:
        page.item("-", change(entry))
    if not document["what_if"]["changes"]:
        page.say(UNCHANGED, indent=2)
        return
    for title, was, becomes in effects(document):
        page.say(f"{title}: from {was} to {becomes}", indent=2)


def markdown(document: Document, file: IO[str]) -> None:
    """Write the plan as Markdown: the steps are an action log, to be given owners and dates."""
    found = [f"# {escaped(_title(document))}", ""]
    about = (result.origin(document), result.edition(document | {"overall": document["from"]}))
    found += [f"{escaped(text)}  " for text in about if text]
    for warning in document["warnings"]:
        found += ["", f"> Note: {escaped(warning)}"]
    if document["what_if"]:
        tried = [f"- {escaped(change(entry))}" for entry in document["what_if"]["changes"]]
        found += ["", "## What if", "", *(tried or [UNCHANGED])]
        if tried:
            found += ["", "| What | Before | After |", "| --- | --- | --- |"]
            found += [f"| {' | '.join(map(escaped, row))} |" for row in effects(document)]
    found += ["", f"## {_heading(document)}", ""]
    for label, overall in (("From", document["from"]), ("To", document["to"])):
        if overall:
            parts = (standing(document, overall), between(document, overall))
            found.append(f"- {label}: {escaped(', '.join(filter(None, parts)))}")
    found += ["", escaped(verdict(document))]
    if document["steps"]:
        found += ["", escaped(effort(document)), "", "## Action log", "", f"| {' | '.join(COLUMNS)} |"]
        found += [
            f"|{' --- |' * len(COLUMNS)}",
            *(f"| {' | '.join(map(escaped, row))} |" for row in _log(document)),
        ]
    if document["gates"]:
        found += ["", "## Must-haves missing", ""]
        found += [f"- {escaped(f'{title}. {met}'.strip())}" for title, met in gates(document)]
    if document["unknown"]:
        found += ["", "## Not known", ""]
        found += [
            f"- {escaped(entry['ask'])} ({escaped(_why_unknown(entry))})" for entry in document["unknown"]
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
            action(step),
            line(step["who"] or ""),
            step["effort"],
            result.sources(step).removeprefix("Source: "),
            "",
            "",
        ]
        for position, step in enumerate(document["steps"], start=1)
    ]
