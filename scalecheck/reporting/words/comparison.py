"""The sentences about what changed between two results. A mark is a plain character beside a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from scalecheck.reporting.words import answers, result
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scalecheck.reporting.types.comparison import (
        AnswerChange,
        AnswerSide,
        ComparisonDocument,
        DomainChange,
        NumberChange,
        SettlingAnswer,
    )

SIDES: tuple[Literal["before", "after"], ...] = ("before", "after")

ARROW = "->"
GATES = {
    "lifted": ("+", "No longer missing"),
    "still": ("!", "Still missing"),
    "new": ("!", "Newly missing"),
    "not known now": ("?", "Not known now"),
    "found met": ("+", "Found out not to be missing"),
    "still not known": ("?", "Still not known"),
}
SINCE = {
    "before": "Already advised before.",
    "further": "The next step after the one taken up.",
    "slid back": "The answer has slid back.",
    "new": "New since then.",
}
VERDICTS = {
    "equal": "The score is the same, and no missing answer leaves it open.",
    "not scored": "One of the two has nothing to score, so the scores cannot be compared.",
    "larger": "The change of the score is more than the missing answers could explain: "
    "the two ranges do not meet.",
    "open": "For the score, it could be no change at all: the two ranges overlap.",
}
SETTLE = "Finding these out could settle it:"


def signed(change: float | None, decimals: int) -> str:
    """Write a difference with its sign: ``+5.6``, ``-2.0``, ``=``; empty where there is none to give."""
    return "" if change is None else f"{change:+.{decimals}f}" if change else "="


def fromto(entry: NumberChange, decimals: int, width: int = 0) -> str:
    """Write both numbers, ``56.2 -> 59.9``; each number laid out in *width* characters."""
    return f" {ARROW} ".join(f"{score_text(entry[side], decimals):>{width}}" for side in SIDES)


def score_text(value: float | None, decimals: int) -> str:
    """Write a score with its decimals; ``none`` where there is none."""
    return "none" if value is None else result.number(value, decimals)


def describe_sides(document: ComparisonDocument) -> Iterator[str]:
    """Give the title, then where each of the two sides comes from."""
    before, after = document["before"], document["after"]
    subject = result.subject(after) or result.subject(before)
    title = f"What changed: {one_line(after['questionnaire']['title'])}"
    yield f"{title}: {subject}" if subject else title
    for name, side in (("Before", before), ("Now", after)):
        yield f"{name}: {' · '.join(part for part in (result.origin(side), result.edition(side)) if part)}"


def area(row: DomainChange) -> str:
    """Say what else there is to say about an area: another band, no score, or another version."""
    if row["standing"] != "both":
        return f"{row['standing']} since"
    reasons = [
        f"no score {'now' if side == 'after' else side}: {row['why_missing'][side]}"
        for side in SIDES
        if row["score"][side] is None and row["why_missing"][side]
    ]
    if reasons or row["band"]["change"] == "same":
        return "; ".join(reasons)
    titles = [one_line(band["title"]) if (band := row["band"][side]) else "" for side in SIDES]
    return f"{titles[0]} {ARROW} {titles[1]}" if titles[0] != titles[1] else ""


def given(side: AnswerSide | None) -> str:
    """Say an answer in a few words, in quotes where it is an option's label."""
    if side is None:
        return "not in that version"
    if side["label"] is not None:
        return f'"{one_line(side["label"])}"{"" if side["asked"] else " (not scored)"}'
    return answers.state(side["state"])


def became(entry: AnswerChange) -> str:
    """Say one answer before and now: ``"Goodwill" -> "Agreed"``."""
    return f"{given(entry['before'])} {ARROW} {given(entry['after'])}"


def texts(entry: AnswerChange) -> list[str]:
    """Say what an answer meant before and means now, and what was noted beside it."""
    found = []
    for name, side in (("Before", entry["before"]), ("Now", entry["after"])):
        found += [f"{name}: {one_line(side['text'])}"] if side and side["text"] else []
    note = entry["after"]["note"] if entry["after"] else None
    return found + ([f"Note: {one_line(note)}"] if note else [])


def now(entry: AnswerChange) -> str:
    """Say an answer as it is now, with what it means."""
    said, text = given(entry["after"]), entry["after"]["text"] if entry["after"] else None
    return f"{said}: {one_line(text)}" if text else said[0].upper() + said[1:]


def bands(document: ComparisonDocument) -> Iterator[str]:
    """Tell from which band to which, what must-haves do to it, and whether that is sure."""
    band = document["overall"]["band"]
    titles = [one_line(named["title"]) if (named := band[side]) else "none" for side in SIDES]
    if titles == ["none", "none"]:
        return
    if band["change"] == "same":
        yield f"Band: {titles[1]}, as before."
    else:
        yield f"Band: {titles[0]} {ARROW} {titles[1]}{' (' + band['change'] + ')' if band['change'] else ''}"
    for name, side in (("Before", document["before"]), ("Now", document["after"])):
        whole = side["overall"]
        if whole["capped_by"]:
            alone = result.band_title(side, whole["band_before_gates"])
            yield f'{name}, the score alone would give "{alone}": a missing must-have holds it down.'
    for name, side in (("Before", document["before"]), ("Now", document["after"])):
        whole = side["overall"]
        if not whole["certain"] and whole["band_low"] and whole["band_high"]:
            ends = [result.band_title(side, end) for end in (whole["band_low"], whole["band_high"])]
            open_ = f'anything from "{ends[0]}" to "{ends[1]}"'
            yield f"{name}, the missing answers leave the band open: {open_}."


def certainty(document: ComparisonDocument) -> str:
    """Say whether the change is larger than what missing answers leave open."""
    overall, verdict = document["overall"], document["certainty"]["verdict"]
    exact = all(overall["low"][side] == overall["high"][side] for side in SIDES)
    if verdict == "larger" and exact:
        return (
            "No missing answer leaves either score open: "
            "the change is more than missing answers could explain."
        )
    if verdict == "open" and overall["score"]["change"] == 0:
        return "The score is the same, but the missing answers could hide a change."
    return VERDICTS[verdict]


def settling(entry: SettlingAnswer) -> str:
    """Tell a missing answer that could settle whether the change is real."""
    when = {(True, True): "both times", (True, False): "before", (False, True): "now"}
    times = when[entry["before"] is not None, entry["after"] is not None]
    state = entry["after"] or entry["before"]
    return f"{one_line(entry['ask'])} ({answers.state(state) if state else ''}, {times})"


def verdict(document: ComparisonDocument) -> str:
    """Write the overall score before and now: ``56.2 -> 59.9 of 100  +3.7``."""
    score, decimals, after = document["overall"]["score"], document["decimals"], document["after"]
    span = result.out_of(after, after["overall"]["score"]).split(" ", 1)[1]
    return f"{fromto(score, decimals)} {span}  {signed(score['change'], decimals)}".rstrip()


def interval(document: ComparisonDocument) -> str:
    """Say what missing answers left open before, and leave open now; empty where they leave nothing open."""
    low, high, decimals = document["overall"]["low"], document["overall"]["high"], document["decimals"]
    if all(low[side] == high[side] for side in SIDES):
        return ""
    ends = [" to ".join(score_text(end[side], decimals) for end in (low, high)) for side in SIDES]
    return f"With every missing answer at its worst and at its best: {ends[0]} before, {ends[1]} now."


def counts(document: ComparisonDocument) -> str:
    """Count the questions that were answered before and are now."""
    overall = document["overall"]
    told = (f"{overall['answered'][side]} of {overall['applicable'][side]}" for side in SIDES)
    return f"Answered: {' before, '.join(told)} now."


def next_steps(document: ComparisonDocument) -> Iterator[str]:
    """Say what to do with the report, but for the last word."""
    if any(entry["change"] == "down" for entry in document["answers"]):
        yield "Look at what slid back first. Ask what made it hard to hold."
    advice = document["advice"]["now"]
    if advice:
        yield f"Agree an owner and a date for {'the step' if len(advice) == 1 else 'each step'} above."
    if document["missing"]["now"]:
        yield "Ask the people who would know about the answers that are missing."
    if document["evidence"]["opened"] or document["evidence"]["still"]:
        yield "Collect what shows the high answers, or lower them."


NOTHING_CHANGED = "Nothing has changed: every answer and every number is as it was."
AGAIN = "Answer again in six months, or when something changes."
