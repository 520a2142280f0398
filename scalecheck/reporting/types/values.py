"""What several kinds of document have in common: the tool, the questionnaire, its bands and its sources."""

from typing import Annotated, TypedDict

from scalecheck.definition.answer_state import MISSING, AnswerState
from scalecheck.definition.questionnaire import Unit
from scalecheck.record import NamedTuple
from scalecheck.responses.response import Scope


class Range(NamedTuple):
    """The values a number may take."""

    least: float | None = None
    most: float | None = None


class Words(NamedTuple):
    """The words that a text may be."""

    words: tuple[str, ...]


Count = Annotated[int, Range(0)]
"""A whole number that is never negative."""
Share = Annotated[float, Range(0, 1)]
"""A share of a whole, from 0 to 1."""

State = Annotated[str, Words(tuple(state.value for state in AnswerState))]
"""The name of an :class:`~scalecheck.definition.answer_state.AnswerState`."""
MissingState = Annotated[str, Words(tuple(state.value for state in MISSING))]
"""The name of a state in which a question counts, and has no answer."""


class Tool(TypedDict):
    """What wrote a document."""

    name: Annotated[str, "scalecheck."]
    version: Annotated[str, "Its version."]


Band = TypedDict(
    "Band",
    {
        "id": Annotated[str, "Its name."],
        "title": Annotated[str, "What a reader sees."],
        "meaning": Annotated[str | None, "What it means."],
        "from": Annotated[float, "The lowest published score in it."],
    },
)


class CitedSource(TypedDict):
    """A source, as it is cited."""

    id: Annotated[str | None, "The id it is cited by; null for the questionnaire's own source."]
    title: Annotated[str, "Its title."]
    publisher: Annotated[str | None, "Who published it."]
    year: Annotated[int | None, "When."]
    url: Annotated[str | None, "Where to read it."]
    point: Annotated[str | None, "The point of it that is meant."]


class Questionnaire(TypedDict):
    """What was asked: all that a report on answers says of the questionnaire itself."""

    id: Annotated[str, "Its name."]
    version: Annotated[str, "Its version."]
    digest: Annotated[str, "SHA-256 over its resolved content."]
    title: Annotated[str, "What a reader sees."]
    about: Annotated[str | None, "Who it is for."]
    unit: Annotated[Unit, "The unit of scores."]
    decimals: Annotated[int, Range(0, 4), "Of published scores."]
    least: Annotated[float, "The lowest overall score."]
    most: Annotated[float, "The highest overall score."]
    bands: Annotated[list[Band], "Its bands, low to high."]
    source: Annotated[CitedSource | None, "What it is built on."]
    file: Annotated[str | None, "The definition's file."]
    line: Annotated[Count, "The line in it."]


# What a sentence needs of a document, whatever kind it is.


class Ends(TypedDict):
    """The lowest and the highest score there can be."""

    least: float
    most: float


class Banded(TypedDict):
    """Something that has bands of its own, or an empty list."""

    bands: list[Band]


class Asked(TypedDict):
    """A document on answers to a questionnaire."""

    questionnaire: Questionnaire


class Titled(TypedDict):
    """A document that says what was assessed, and with what."""

    questionnaire: Questionnaire
    about: dict[str, str]


class Scoped(TypedDict):
    """A document that says which questions of a questionnaire were asked."""

    questionnaire: Questionnaire
    scope: Scope


class Said(TypedDict):
    """A question, and the label of the answer to it; None where none was given."""

    ask: str
    label: str | None


class Citing(TypedDict):
    """Something that rests on sources."""

    cites: list[CitedSource]


class MissingCounts(TypedDict):
    """How many answers are missing, each way by itself."""

    unanswered: int
    unknown: int
    declined: int
