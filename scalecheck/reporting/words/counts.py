"""Counts in words: how many, of how many, and in per cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalecheck.reporting.types.cohort import Counted


def many(count: int, one: str = "", more: str = "") -> str:
    """Write a number with its word: ``1 response``, ``1,200 responses``; bare where no word is given."""
    return f"{count:,} {one if count == 1 else more or one + 's'}".rstrip() if one else f"{count:,}"


def percent(share: float | None) -> str:
    """Write a share in whole per cent; what is neither none nor all never reads as 0% or 100%."""
    if share is None:
        return "–"
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{(round(10000 * share) + 50) // 100}%"


def counted(part: Counted) -> str:
    """Write a part of all: ``12 of 40 (30%)``."""
    return f"{many(part['count'])} of {many(part['of'])} ({percent(part['share'])})"


def say_who(part: Counted, all: str, one: str, several: str) -> str:
    """Say who of all is meant: ``Everyone has``, ``1 of 7 (14%) has``, ``12 of 40 (30%) have``."""
    if part["count"] == part["of"]:
        return f"{all} {one}"
    return f"{counted(part)} {one if part['count'] == 1 else several}"
