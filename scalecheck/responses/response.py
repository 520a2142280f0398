"""The types of a response: who answered what."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from scalecheck.definition.answer_state import AnswerState
from scalecheck.errors import Place
from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Scope = Literal["full", "quick"]


class Answer(NamedTuple):
    """One answer, with all that was said about it."""

    state: AnswerState = AnswerState.UNANSWERED
    option: int | None = None
    """The position of the chosen option, from 0; None unless answered."""
    note: str = ""
    evidence: str = ""
    confidence: str = ""
    """low, medium, high, or empty."""
    because: str = ""
    """Why it does not apply."""
    place: Place = Place("")


class Votes(NamedTuple):
    """A room's votes on one question: how many chose each option, by its key, or ``unknown``."""

    first: Mapping[str, int]
    second: Mapping[str, int] = MappingProxyType({})
    """After talking; empty where there was no second vote."""


class Action(NamedTuple):
    """Something a room has agreed to do."""

    do: str
    owner: str = ""
    by: str = ""
    """When, in the room's own words."""


class Response(NamedTuple):
    """One respondent's answers, or a room's agreed ones; each is to a question that its questionnaire has."""

    questionnaire: str
    version: str
    answers: dict[str, Answer]
    """By question id. A question that is not here is unanswered."""
    about: Mapping[str, str] = MappingProxyType({})
    scope: Scope = "full"
    digest: str = ""
    warnings: tuple[str, ...] = ()
    """What a reader of the result needs to know about these answers."""
    file: str = ""
    votes: Mapping[str, Votes] = MappingProxyType({})
    """Where a room answered: how it voted, by question."""
    actions: tuple[Action, ...] = ()
    """Where a room answered: what it agreed to do."""
