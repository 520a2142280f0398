"""The types of a questionnaire: a tree of domains whose leaves are questions.

Values only: no file is read and no score is made here. ``place`` fields say where a thing stands in its
file; they take no part in comparisons.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from scalecheck.errors import Place
from scalecheck.files.scalars import Ratio
from scalecheck.record import NamedTuple
from scalecheck.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from scalecheck.definition.condition import Comparison, Condition
    from scalecheck.files.shape import Found

Aggregate = Literal["mean", "sum", "lowest", "highest"]
Unit = Literal["percent", "points"]
Effort = Literal["low", "medium", "high"]

EFFORTS: tuple[Effort, ...] = ("low", "medium", "high")
QUICK = "quick"
"""The tag of the questions that the short version asks."""
_NOWHERE = Place("")


class Step(NamedTuple):
    """The next step up from an option."""

    do: str
    who: str = ""
    effort: Effort = "medium"


class Option(NamedTuple):
    """One answer that can be chosen."""

    label: str
    """A few words: bars, forms and spreadsheets show it."""
    points: int | Fraction
    """What it counts, as written in the file, before ``reverse``."""
    text: str = ""
    """The behaviour it stands for, in a sentence."""
    id: str | None = None
    """A name of its own; needed where two options have the same points."""
    next: Step | None = None
    place: Place = _NOWHERE

    @property
    def key(self) -> str:
        """Return the text that is typed and stored for it: its id where it has one, else its points."""
        return self.id or written(self.points)


class Question(NamedTuple):
    """One thing that is asked."""

    id: str
    ask: str
    options: tuple[Option, ...]
    """In the order of the file, low to high."""
    help: str = ""
    evidence: str = ""
    """What would show a high answer; empty where no evidence is asked for."""
    cites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    weight: int | Fraction = 1
    """Importance among its siblings; 0 leaves it out of the score."""
    reverse: bool = False
    """Whether most points are worst."""
    ask_if: Condition | None = None
    place: Place = _NOWHERE

    @property
    def least(self) -> int | Fraction:
        """Return the fewest points an option gives, as written."""
        return min(option.points for option in self.options)

    @property
    def most(self) -> int | Fraction:
        """Return the most points an option gives, as written."""
        return max(option.points for option in self.options)

    @property
    def top(self) -> int | Fraction:
        """Return the points of the best answer: the fewest where most points are worst."""
        return self.least if self.reverse else self.most

    def options_called(self, name: object) -> tuple[int, ...]:
        """Return the positions of the options whose id, key, label or points are *name*; empty for none."""
        wanted = fold(str(name))
        found = tuple(
            position
            for position, option in enumerate(self.options)
            if wanted in (option.id, option.key, fold(option.label))
        )
        return found or tuple(n for n, each in enumerate(self.options) if written(each.points) == wanted)

    def options_meeting(self, comparison: Comparison) -> tuple[int, ...]:
        """Return the positions of the options for which *comparison* is true. Points count as written."""
        value = comparison.value
        if comparison.relation == "is" or isinstance(value, str):
            return self.options_called(value)
        under = comparison.relation == "below"
        return tuple(n for n, each in enumerate(self.options) if (each.points < value) == under)


class Band(NamedTuple):
    """A named stretch of the published score."""

    id: str
    start: int | Fraction
    """The lowest published score in it; it ends where the next band starts."""
    title: str
    meaning: str = ""
    end: int | Fraction | None = None
    """The highest published score in it, where the file states it: ``check`` holds it against the next
    band."""
    place: Place = _NOWHERE


class Domain(NamedTuple):
    """A group of questions, or of domains."""

    id: str
    title: str
    children: tuple[Domain | Question, ...]
    """Either all questions or all domains."""
    about: str = ""
    weight: int | Fraction = 1
    aggregate: Aggregate = "mean"
    min_answered: Ratio | None = None
    """Share of its applicable questions needed for a score; None takes the questionnaire's."""
    bands: tuple[Band, ...] = ()
    """Its own bands; empty where the questionnaire's apply (percent) or none do (points)."""
    ask_if: Condition | None = None
    place: Place = _NOWHERE

    @property
    def domains(self) -> tuple[Domain, ...]:
        """Return its children, where they are domains."""
        return tuple(child for child in self.children if isinstance(child, Domain))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return its children, where they are questions."""
        return tuple(child for child in self.children if isinstance(child, Question))

    def walk(self) -> Iterator[Domain]:
        """Yield itself and every domain beneath, depth first."""
        yield self
        for domain in self.domains:
            yield from domain.walk()

    def every_question(self) -> Iterator[Question]:
        """Yield every question beneath, in the order they are asked."""
        for domain in self.walk():
            yield from domain.questions


class Gate(NamedTuple):
    """A must-have: while it holds, the overall band is no better than ``cap``."""

    id: str
    title: str
    when: Condition
    cap: str
    because: str
    place: Place = _NOWHERE
    cap_place: Place = _NOWHERE
    """Where the cap is named: an including file may not have that band."""


class Advice(NamedTuple):
    """A piece of advice, for whoever gave several answers together."""

    id: str
    when: Condition
    do: str
    why: str
    who: str = ""
    effort: Effort = "medium"
    cites: tuple[str, ...] = ()
    place: Place = _NOWHERE


class Source(NamedTuple):
    """A source that questions and advice rest on."""

    title: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    point: str = ""
    """The one point of it that is meant, where one is."""


class Example(NamedTuple):
    """Answers, and the result they must give."""

    name: str
    answers: Found
    """As they stand in the file: read like a response's."""
    expect: dict[str, object]
    place: Place = _NOWHERE


class Questionnaire(NamedTuple):
    """A whole definition, with everything it includes."""

    id: str
    version: str
    title: str
    root: Domain
    """The tree: a domain with the questionnaire's own id, so that "overall" is a domain like any other."""
    unit: Unit = "percent"
    decimals: int = 1
    min_answered: Ratio = Ratio(1, 2)
    bands: tuple[Band, ...] = ()
    gates: tuple[Gate, ...] = ()
    advice: tuple[Advice, ...] = ()
    about: str = ""
    licence: str = ""
    source: Source | None = None
    citable: Mapping[str, Source] = MappingProxyType({})
    """Every id that can be cited, with what it stands for: key points and further sources."""
    tags: Mapping[str, str] = MappingProxyType({})
    examples: tuple[Example, ...] = ()
    content: str = ""
    """Everything the file and its includes say, formatting, comments and examples aside."""
    place: Place = _NOWHERE

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question, in the order they are asked."""
        return tuple(self.root.every_question())

    @property
    def domains(self) -> tuple[Domain, ...]:
        """Return every domain but the root, depth first."""
        return tuple(self.root.walk())[1:]

    def bands_of(self, domain: Domain) -> tuple[Band, ...]:
        """Return the bands of *domain*'s score: its own, else the whole's where they are in the same unit."""
        if domain.id == self.root.id:
            return self.bands
        return domain.bands or (self.bands if self.unit == "percent" else ())

    def conditions(self) -> Iterator[tuple[Condition, Place]]:
        """Yield every condition there is, with the place of what it belongs to."""
        for gate in self.gates:
            yield gate.when, gate.place
        for rule in self.advice:
            yield rule.when, rule.place
        for domain in self.root.walk():
            nodes: tuple[Domain | Question, ...] = (domain, *domain.questions)
            for node in nodes:
                if node.ask_if is not None:
                    yield node.ask_if, node.place

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the content, in hex: two questionnaires with one digest say the same."""
        try:  # hashlib would load OpenSSL for the same sum, which costs a third of the reading
            from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]
        except ImportError:
            try:
                from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]  # its name from Python 3.12 on
            except ImportError:
                from hashlib import sha256

        digest: str = sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()
        return digest

    @property
    def major(self) -> int:
        """Return the first number of the version: another one means other scores."""
        return int(self.version.split(".", 1)[0])


def written(value: float | Fraction) -> str:
    """Write a number as a person does, to nine decimals at most: ``2``, ``2.5``."""
    if isinstance(value, int):
        return str(value)
    return f"{float(value):.9f}".rstrip("0").rstrip(".")
