"""The types of a response: who answered what, and which silences they kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from scalecheck.errors import Place

State = Literal["answered", "unanswered", "unknown", "declined", "not applicable"]
"""*Unanswered*, *unknown* and *declined* are missing answers; *not applicable* is none of them: it leaves the question out."""

MISSING_STATES: tuple[State, ...] = ("unanswered", "unknown", "declined")
Scope = Literal["full", "quick"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one question."""

    state: State = "unanswered"
    option: int | None = None
    """The position of the chosen option, from 0; None unless answered."""
    note: str = ""
    evidence: str = ""
    confidence: str = ""
    """low, medium, high, or empty."""
    because: str = ""
    """Why it does not apply."""
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Response:
    """One respondent's answers, all of which exist in the questionnaire they belong to."""

    questionnaire: str
    version: str
    answers: dict[str, Answer]
    """By question id. A question that is not here is unanswered."""
    about: dict[str, str] = field(default_factory=dict)
    scope: Scope = "full"
    digest: str = ""
    warnings: tuple[str, ...] = ()
    """What a reader of the result needs to know about these answers."""
    file: str = ""
