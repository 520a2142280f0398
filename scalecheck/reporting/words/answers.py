"""The sentences about answers: what was chosen or kept silent, how a room voted, and what it will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import MISSING, AnswerState
from scalecheck.text import one_line

if TYPE_CHECKING:
    from scalecheck.reporting.types.result import AgreedAction, Answer, RoomVotes, RoundOfVotes
    from scalecheck.reporting.types.values import MissingCounts


def state(name: str) -> str:
    """Put the state *name* into words where it means a missing answer; any other is called by its name."""
    found = AnswerState(name)
    return found.words if found in MISSING else name


def missing(counts: MissingCounts) -> list[str]:
    """Count the answers that are missing, each way by itself: ``2 don't know``, ``1 not answered``."""
    found = (
        (counts["unknown"], AnswerState.UNKNOWN),
        (counts["declined"], AnswerState.DECLINED),
        (counts["unanswered"], AnswerState.UNANSWERED),
    )
    return [f"{count} {way.words}" for count, way in found if count]


def answer(entry: Answer) -> list[str]:
    """Tell one answer with all that was said about it."""
    if entry["label"] is not None:
        first = f"{one_line(entry['label'])} ({entry['points']:g} on {entry['least']:g} to {entry['most']:g})"
        first += f": {one_line(entry['text'])}" if entry["text"] else ""
    else:
        first = state(entry["state"]).capitalize()
    if entry["label"] is not None and not entry["asked"]:
        first += " (not scored)"
    further = {
        "Because": entry["because"],
        "Note": entry["note"],
        "Evidence": entry["evidence"],
        "Confidence": entry["confidence"],
    }
    return [first, *(f"{title}: {one_line(text)}" for title, text in further.items() if text)]


def votes(entry: RoomVotes) -> list[str]:
    """Say how a room voted on one question, and what it agreed: a line each."""
    rounds = [("First vote", entry["first"]), ("Second vote", entry["second"])]
    agreed = one_line(entry["label"]) if entry["label"] is not None else state(entry["state"])
    said_so = [f"{title}: {_list_votes(each)}" for title, each in rounds if each]
    return [*said_so, f"Agreed: {agreed}", *([f"Note: {one_line(entry['note'])}"] if entry["note"] else [])]


def _list_votes(found: RoundOfVotes) -> str:
    cast = [
        f"{each['votes']} for {each['option']} ({one_line(each['label'])})"
        for each in found["counts"]
        if each["votes"]
    ]
    cast += [f"{found['unknown']} {AnswerState.UNKNOWN.words}"] if found["unknown"] else []
    return ", ".join(cast) + (f": {found['word']}" if found["word"] else "")


def action(entry: AgreedAction) -> str:
    """Say what a room will do, who sees to it, and by when."""
    who = f" Who: {one_line(entry['owner'])}." if entry["owner"] else " Nobody sees to it yet."
    return f"{one_line(entry['do']).rstrip('.')}.{who}" + (
        f" By: {one_line(entry['by'])}." if entry["by"] else ""
    )
