"""The outline of a plan's report. Its steps are an action log, to be given owners and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.blocks import (
    PAGED,
    UNBOUNDED,
    Column,
    Item,
    Items,
    Report,
    Row,
    Section,
    Table,
    Text,
    everything,
)
from scalecheck.reporting.figures import Dumbbell
from scalecheck.reporting.outline.areas import describe_edition, find_whole_axis
from scalecheck.reporting.words import plan as words
from scalecheck.reporting.words import result
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scalecheck.reporting.blocks import Block
    from scalecheck.reporting.types.plan import PlanDocument, PlanStep
    from scalecheck.reporting.types.result import Overall

LOG = (
    Column("Step"),
    Column("Question"),
    Column("From"),
    Column("To"),
    Column("What to do"),
    Column("Who"),
    Column("Effort"),
    Column("Score then", "number", PAGED),
    Column("Source", media=UNBOUNDED),
    Column("Owner"),
    Column("Date"),
)
"""An action log. The last two are left for the people who agree it; a page has no room for the sources."""


def outline(document: PlanDocument) -> Report:
    """Tell the plan in *document*: what other answers would do, the way up, its steps, what is not known."""
    subject, title = result.subject(document), one_line(document["questionnaire"]["title"])
    return Report(
        title=words.title(document),
        subject=subject or title,
        kicker=f"Plan: {title}" if subject else "Plan",
        under=everything(result.origin(document), result.edition_of(document, document["from"])),
        notes=tuple(document["warnings"]),
        sections=tuple(_tell_sections(document)),
        caveat=result.CAVEAT,
        made_of=(describe_edition(document, document["tool"]),),
        log=_tell_steps(document),
    )


def _tell_sections(document: PlanDocument) -> Iterator[Section]:
    if document["what_if"]:
        yield Section("What if", tuple(_tell_what_if(document)), place="first")
    yield Section(words.heading(document), tuple(_tell_ends(document)), place="first", style="card")
    if document["steps"]:
        yield Section("Steps", (_tell_steps(document),), place="essential")
    if document["gates"]:
        gates = (Item(f"{title}. {met}".strip(), "!") for title, met in words.gates(document))
        yield Section("Must-haves missing", (Items(tuple(gates), "changes"),))
    if missing := document["unknown"]:
        items = tuple(
            Item(
                f"{one_line(each['ask'])} ({words.why_unknown(each)})",
                under=() if document["to"] else (result.unknown(document, each),),
            )
            for each in missing
        )
        yield Section("Not known", (Items(items, brief=True),), len(items))


def _tell_what_if(document: PlanDocument) -> Iterator[Block]:
    """What other answers would change: the answers, then what they come to."""
    tried = document["what_if"]
    assert tried is not None
    if not tried["changes"]:
        yield Text(words.UNCHANGED)
        return
    yield Items(tuple(Item(words.change(each)) for each in tried["changes"]))
    effects = words.effects(document)
    yield Table(
        (Column("What"), Column("Before"), Column("After")),
        tuple(Row(what, (before, after)) for what, before, after in effects),
        "effects",
        instead=tuple(Text(f"{what}: from {before} to {after}") for what, before, after in effects),
    )


def _tell_ends(document: PlanDocument) -> Iterator[Block]:
    """From where the plan leads to where, and what it takes."""
    start = document["from"]
    ends: list[tuple[str, Overall | None]] = [("From", start), ("To  ", document["to"])]
    if (end := document["to"]) is not None:
        yield Dumbbell(
            find_whole_axis(document["questionnaire"]),
            start["score"],
            end["score"],
            (start["low"], end["low"]),
            (start["high"], end["high"]),
            words.heading(document),
            f"From {words.standing(document, start)} to {words.standing(document, end)}",
            large=True,
            ends=("from", "to"),
        )
    yield Items(
        tuple(
            Item(words.standing(document, end), mark, everything(words.between(document, end)), strong=True)
            for mark, end in ends
            if end
        ),
        "ends",
    )
    yield Text(words.verdict(document))
    if document["steps"]:
        yield Text(words.effort(document))


def _tell_steps(document: PlanDocument) -> Table:
    decimals = document["questionnaire"]["decimals"]
    steps = list(enumerate(document["steps"], start=1))
    told = tuple(_tell_step(position, step, decimals) for position, step in steps)
    rows = tuple(Row(str(position), tuple(_log_step(step, decimals))) for position, step in steps)
    return Table(LOG, rows, "log", instead=(Items(told),))


def _tell_step(position: int, step: PlanStep, decimals: int) -> Item:
    """A step where there is no room for a table."""
    levels = f"From {words.level(step['from'])} to {words.level(step['to'])}"
    who = f"Who: {one_line(step['who'])}" if step["who"] else ""
    facts = everything(
        who, f"Effort: {step['effort']}", f"Score then: {result.number(step['score'], decimals)}"
    )
    return Item(words.action(step), f"{position:>2}", (one_line(step["ask"]), levels), facts=facts)


def _log_step(step: PlanStep, decimals: int) -> Iterator[str]:
    yield one_line(step["ask"])
    yield from (one_line(end["label"]) if end else "" for end in (step["from"], step["to"]))
    yield words.action(step)
    yield one_line(step["who"] or "")
    yield step["effort"]
    yield result.number(step["score"], decimals)
    yield result.sources(step).removeprefix("Source: ")
    yield from ("", "")
