"""The sentences of a plan, made from its document: every rendering says the same in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.questionnaire import EFFORTS
from scalecheck.reporting.words import result
from scalecheck.reporting.words.answers import state
from scalecheck.text import listed, one_line, plural

if TYPE_CHECKING:
    from scalecheck.reporting.types.plan import (
        LaterUnknown,
        PlanDocument,
        PlanStep,
        TriedAnswer,
        TriedDomain,
        TriedOption,
    )
    from scalecheck.reporting.types.result import Mark, Overall


def verdict(document: PlanDocument) -> str:
    """Say in a sentence or two what the plan comes to."""
    start, state = document["from"], document["state"]
    band = result.band_title(document, document["target"])
    if state == "no bands":
        return "This questionnaire has no bands, so there is no next one to plan for."
    if state == "best band":
        best = result.band_title(document, start["band"])
        return f'The overall band is "{best}", the best there is. Keep it there.'
    if state == "no score":
        short = f"There is no overall score to start from: {result.why_missing(start)}."
        return f"{short} Find out the answers below first." if document["unknown"] else short
    if state == "no way":
        found = "No number of steps up leads" if document["exact"] else "No way was found that leads"
        rest = " Find out the answers below: they may open one." if document["unknown"] else ""
        return f'{found} from these answers to "{band}".{rest}'
    totals, end = document["totals"], document["to"]
    reached = result.band_title(document, end["band"] if end else None)
    fewest = (
        "This is the shortest way, with the least effort among those." if document["exact"] else BEST_FOUND
    )
    count = f"{plural(totals['steps'], 'step')} on {plural(totals['questions'], 'question')}"
    leads = "leads" if totals["steps"] == 1 else "lead"
    return f'{count} {leads} to "{reached}". {fewest}'


UNCHANGED = "These are the answers already, so nothing changes."
BEST_FOUND = (
    "This is the best way found. A shorter or easier one may exist: looking at them all would take too long."
)


def effort(document: PlanDocument) -> str:
    """Count the steps by how much work they are."""
    totals = document["totals"]
    return "Effort: " + listed(f"{totals[name]} {name}" for name in EFFORTS if totals[name])


def standing(document: PlanDocument, mark: Mark, domain: TriedDomain | None = None) -> str:
    """Write what the answers come to: ``56.2 of 100, "Emerging"``: of the overall score, or of a domain's."""
    if mark["score"] is None:
        return f"no score ({result.why_missing(mark)})"
    title = result.band_title(document, mark["band"], domain)
    score = result.out_of(document, mark["score"], domain)
    return f'{score}, "{title}"' if title else score


def between(document: PlanDocument, overall: Overall) -> str:
    """Say in a few words what missing answers leave open; empty where they leave nothing open."""
    if overall["low"] is None or overall["low"] == overall["high"]:
        return ""
    low, high = (
        result.number(overall[end], document["questionnaire"]["decimals"]) for end in ("low", "high")
    )
    return f"between {low} and {high}, as missing answers turn out"


def action(step: PlanStep) -> str:
    """Say what to do."""
    return one_line(
        step["do"] or f'Get from "{one_line(step["from"]["label"])}" to "{one_line(step["to"]["label"])}".'
    )


def level(option: TriedOption | None) -> str:
    """Write an answer with its points: ``"Goodwill" (2)``."""
    return f'"{one_line(option["label"])}" ({option["points"]:g})' if option else "no answer"


def change(entry: TriedAnswer) -> str:
    """Tell one answer that was tried out."""
    unscored = "" if entry["asked"] else " (not asked after the other answers, so not scored)"
    return f"{one_line(entry['ask'])} {level(entry['from'])} to {level(entry['to'])}{unscored}"


def effects(document: PlanDocument) -> list[tuple[str, str, str]]:
    """List what the answers tried out change: what, before and after; nothing where none were tried."""
    tried = document["what_if"]
    if tried is None:
        return []
    found = [("Overall", standing(document, tried["before"]), standing(document, tried["after"]))]
    for each in tried["domains"]:
        before, after = (standing(document, mark, each) for mark in (each["before"], each["after"]))
        if before != after:
            found.append((one_line(each["title"]), before, after))
    found += [(f"Must-have: {one_line(gate['title'])}", "missing", "met") for gate in tried["gates_lifted"]]
    return found + [
        (f"Must-have: {one_line(gate['title'])}", "met", "missing") for gate in tried["gates_new"]
    ]


def gates(document: PlanDocument) -> list[tuple[str, str]]:
    """List the must-haves that are missing, each with what the steps do about it."""
    lifted = {gate["id"] for gate in document["gates_lifted"]}
    found = []
    for gate in document["gates"]:
        steps = [n for n, step in enumerate(document["steps"], start=1) if gate["id"] in step["lifts"]]
        stays = "Still missing at the end: this band does not need it." if document["steps"] else ""
        met = f"Met from step {steps[-1]} on." if steps else "Met on this way."
        found.append((one_line(gate["title"]), met if gate["id"] in lifted else stays))
    return found


def title(document: PlanDocument) -> str:
    """Name what was assessed, and with what."""
    subject, named = result.subject(document), one_line(document["questionnaire"]["title"])
    return f"Plan: {named}: {subject}" if subject else f"Plan: {named}"


def heading(document: PlanDocument) -> str:
    """Give the heading of the steps."""
    tried = document["what_if"] and document["what_if"]["changes"]
    return "The way up from there" if tried else "The way up"


def why_unknown(entry: LaterUnknown) -> str:
    """Say why an answer is not known: which silence, or that its question is asked after these steps only."""
    return "asked after these steps" if entry["opened"] else state(entry["state"])
