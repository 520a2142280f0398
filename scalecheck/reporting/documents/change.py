"""Changes: a number, a band, a domain's standing, an answer or a must-have, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.reporting.words import result
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, TypeVar

    from scalecheck.reporting.types import comparison as types
    from scalecheck.reporting.types.result import Answer, EvidenceGap, MissingAnswer, Standing
    from scalecheck.reporting.types.values import Band

    Entry = TypeVar("Entry", Answer, MissingAnswer, EvidenceGap)

SHARE_DECIMALS, PART_DECIMALS = 9, 4


def by_question(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Find each entry by its question, in their order."""
    return {entry["question"]: entry for entry in entries}


def join_names(first: Iterable[str], last: Iterable[str]) -> list[str]:
    """Join the names of both sides: those of the last in its order, then those that only the first has."""
    return list(dict.fromkeys((*last, *first)))


def change_number(before: float | None, after: float | None, decimals: int) -> types.NumberChange:
    """Subtract, exact to the last decimal; no difference where one of the two is missing."""
    change = None
    if before is not None and after is not None:
        unit = 10**decimals
        units = round(after * unit) - round(before * unit)
        change = units / unit if decimals else units
    return {"before": before, "after": after, "change": change}


def describe_kind(entry: Answer | None) -> str:
    """Say how an answer counts.

    ``answered``; ``missing``; ``out``: not applicable or not asked; ``absent``: there is no such question.
    """
    if entry is None:
        return "absent"
    if not entry["asked"] or entry["state"] == AnswerState.NOT_APPLICABLE:
        return "out"
    return "answered" if entry["state"] == AnswerState.ANSWERED else "missing"


def change_band(
    first: str | None, last: str | None, bands: tuple[list[Band], list[Band]]
) -> types.BandChange:
    """Compare a band on both sides: ``up``, ``down`` or ``same`` where the two know the same bands."""
    old, new = ([band["id"] for band in each] for each in bands)
    change: Literal["up", "down", "same"] | None = None
    if old == new and first is not None and last is not None:
        one, two = old.index(first), new.index(last)
        change = "same" if one == two else "up" if two > one else "down"
    return {"before": _name_band(first, bands[0]), "after": _name_band(last, bands[1]), "change": change}


def _name_band(band: str | None, bands: list[Band]) -> types.BandName | None:
    """A band as one side calls it; None where there is none."""
    if band is None:
        return None
    return {
        "id": band,
        "title": next((one_line(each["title"]) for each in bands if each["id"] == band), ""),
    }


def change_standing(
    first: Standing | None, last: Standing | None, bands: tuple[list[Band], list[Band]], decimals: int
) -> types.StandingChange:
    """Compare the numbers and bands of one domain, or of the whole.

    None stands for a side that has no such domain; *bands* are those that each side knows, low to high.
    """
    return {
        "score": change_number(first["score"] if first else None, last["score"] if last else None, decimals),
        "band": change_band(first["band"] if first else None, last["band"] if last else None, bands),
        "low": change_number(first["low"] if first else None, last["low"] if last else None, decimals),
        "high": change_number(first["high"] if first else None, last["high"] if last else None, decimals),
        "completeness": change_number(
            first["completeness"] if first else None,
            last["completeness"] if last else None,
            PART_DECIMALS,
        ),
        "answered": change_number(
            first["answered"] if first else None, last["answered"] if last else None, 0
        ),
        "applicable": change_number(
            first["applicable"] if first else None, last["applicable"] if last else None, 0
        ),
        "why_missing": {
            "before": (result.why_missing(first) if first else None) or None,
            "after": (result.why_missing(last) if last else None) or None,
        },
    }


def is_changed(span: types.StandingChange) -> bool:
    """Tell if a number or a band is otherwise than before."""
    numbers = (
        span["score"],
        span["low"],
        span["high"],
        span["completeness"],
        span["answered"],
        span["applicable"],
    )
    return span["band"]["before"] != span["band"]["after"] or any(
        each["before"] != each["after"] for each in numbers
    )


def change_answer(
    first: Answer | None, last: Answer | None, share: float | None, same_content: bool
) -> types.AnswerWord:
    """Say in a word or two what became of an answer.

    *share* is by how much its share changed, None unless it is answered on both sides; *same_content*
    tells if both sides have one questionnaire, word for word.
    """
    if first is None or last is None:
        return "added" if first is None else "removed"
    if share:
        return "up" if share > 0 else "down"
    if share is not None:
        # Across versions, other words for the same points are the same answer.
        other = first["label"] != last["label"] and (same_content or first["points"] != last["points"])
        return "sideways" if other else "unchanged"
    old, new = describe_kind(first), describe_kind(last)
    if old == new:
        return "unchanged"
    if new == "answered":
        return "newly answered"
    if new == "out":
        left_out = last["state"] == AnswerState.NOT_APPLICABLE
        return "newly not applicable" if left_out else "newly not asked"
    return "no longer answered" if old == "answered" else "newly asked"


GATES: dict[tuple[types.GateState, types.GateState], types.GateWord] = {
    ("holds", "clear"): "lifted",
    ("holds", "holds"): "still",
    ("holds", "open"): "not known now",
    ("open", "clear"): "found met",
    ("open", "holds"): "new",
    ("open", "open"): "still not known",
    ("clear", "holds"): "new",
    ("clear", "open"): "not known now",
}
"""What became of a gate, from how it stood before and after."""
