"""Certainty: how far missing answers leave open that a score has changed, and which could settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.documents.change import by_question, change_number, join_names

if TYPE_CHECKING:
    from scalecheck.reporting.types.comparison import Certainty, SettlingAnswer
    from scalecheck.reporting.types.result import ResultDocument


def describe_certainty(before: ResultDocument, after: ResultDocument, decimals: int) -> Certainty:
    """Say if the score changed by more than missing answers leave open, and which could settle it.

    ``larger``: the two intervals do not meet. ``open``: they do. ``equal``: both are the same single
    number. ``not scored``: one side has no interval. Scores have *decimals*.
    """
    first, last = before["overall"], after["overall"]
    old, new = (first["low"], first["high"]), (last["low"], last["high"])
    if old[0] is None or old[1] is None or new[0] is None or new[1] is None:
        return {"verdict": "not scored", "would_settle": []}
    if old[0] > new[1] or new[0] > old[1]:
        return {"verdict": "larger", "would_settle": []}
    if old[0] == old[1] == new[0] == new[1]:
        return {"verdict": "equal", "would_settle": []}
    return {"verdict": "open", "would_settle": _find_settling(before, after, decimals)}


def _find_settling(before: ResultDocument, after: ResultDocument, decimals: int) -> list[SettlingAnswer]:
    """Find the missing answers that can move a score, those that move it furthest first."""
    missed = by_question(before["unknown"]), by_question(after["unknown"])
    found: list[SettlingAnswer] = []
    for name in join_names(*missed):
        old, new = (side.get(name) for side in missed)
        known = new or old
        assert known is not None
        widths = [change_number(each["low"], each["high"], decimals)["change"] for each in (old, new) if each]
        if any(width is None or width > 0 for width in widths):
            found.append(
                {
                    "question": name,
                    "ask": known["ask"],
                    "reach": max((width for width in widths if width is not None), default=0),
                    "before": old["state"] if old else None,
                    "after": new["state"] if new else None,
                }
            )
    return sorted(found, key=lambda each: -each["reach"])
