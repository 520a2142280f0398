"""Random questionnaires and answers, for the laws.

A questionnaire is drawn as a small tree of plain values, written as YAML and read by the real reader.
When a law fails, Hypothesis prints that YAML and the answers, so that the failure can be replayed by
hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from hypothesis import note, reject
from hypothesis import strategies as st

from scalecheck.definition.answer_state import AnswerState
from scalecheck.errors import Refused
from scalecheck.responses.response import Answer, Response
from scalecheck.scoring.single import score

from . import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scalecheck.scoring.result import Score

Condition = dict[str, Any]
Answers = dict[str, int | str]
"""By question id: the position of the chosen option, or a silence."""

SILENCES = ("unanswered", "unknown", "declined", "not applicable")
MISSING = ("unanswered", "unknown", "declined")


@dataclass(frozen=True)
class Question:
    """A question as it is drawn."""

    id: str
    points: tuple[Fraction, ...]
    weight: Fraction = Fraction(1)
    reverse: bool = False
    ask_if: Condition | None = None
    quick: bool = False

    def share(self, option: int) -> Fraction:
        """How far *option* stands between the worst and the best."""
        least, most = min(self.points), max(self.points)
        share = (self.points[option] - least) / (most - least)
        return 1 - share if self.reverse else share


@dataclass(frozen=True)
class Domain:
    """A domain as it is drawn."""

    id: str
    children: tuple[Domain | Question, ...]
    aggregate: str = "mean"
    weight: Fraction = Fraction(1)
    min_answered: Fraction | None = None
    ask_if: Condition | None = None

    def walk(self) -> Iterator[Domain]:
        """Itself and every domain beneath, depth first."""
        yield self
        for child in self.children:
            if isinstance(child, Domain):
                yield from child.walk()

    def questions(self) -> Iterator[Question]:
        """Every question beneath, in the order they are asked."""
        for child in self.children:
            if isinstance(child, Question):
                yield child
            else:
                yield from child.questions()

    def changed(self, change: Callable[[Domain | Question], Domain | Question]) -> Domain:
        """The same tree with *change* made to each node, from the leaves up."""
        children = tuple(
            change(child) if isinstance(child, Question) else child.changed(change) for child in self.children
        )
        whole = change(replace(self, children=children))
        assert isinstance(whole, Domain)
        return whole


@dataclass(frozen=True)
class Form:
    """A questionnaire as it is drawn."""

    root: Domain
    unit: str = "percent"
    decimals: int = 1
    min_answered: Fraction = Fraction(1, 2)
    bands: tuple[tuple[str, Fraction], ...] = ()
    gates: tuple[tuple[str, Condition, str], ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order they are asked."""
        return tuple(self.root.questions())

    def text(self) -> str:
        """The questionnaire as a file."""
        lines = [
            "id: root\nversion: 1.0.0\ntitle: Drawn",
            f"unit: {self.unit}\ndecimals: {self.decimals}",
            f"aggregate: {self.root.aggregate}\nmin_answered: {_number(self.min_answered)}",
        ]
        if self.bands:
            bands = ", ".join(
                f"{{id: {name}, from: {_number(start)}, title: {name}}}" for name, start in self.bands
            )
            lines.append(f"bands: [{bands}]")
        if self.gates:
            lines.append("gates:")
            lines += [
                f"  - {{id: {name}, because: It must be., cap: {cap}, when: {_condition(when)}}}"
                for name, when, cap in self.gates
            ]
        lines.append("domains:")
        lines += [line for child in self.root.children for line in _lines(child, "  ")]
        return "\n".join(lines) + "\n"

    def score(self, answers: Answers, scope: str = "full") -> Score:
        """What *answers* come to, by the code under test."""
        questionnaire = read(self.text())
        given = {
            name: Answer(state=AnswerState.ANSWERED, option=said)
            if isinstance(said, int)
            else Answer(state=AnswerState(said))
            for name, said in answers.items()
        }
        return score(questionnaire, Response("root", "1.0.0", given, scope=scope))  # type: ignore[arg-type]

    def show(self, **answers: Answers) -> None:
        """Prints the questionnaire and the answers when the law at hand fails."""
        note(self.text())
        for name, said in answers.items():
            note(f"{name}: {said}")


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.9f}".rstrip("0")


def _condition(condition: Condition) -> str:
    (name, value), *rest = condition.items()
    if name in ("all", "any"):
        return f"{{{name}: [{', '.join(map(_condition, value))}]}}"
    if name == "not":
        return f"{{not: {_condition(value)}}}"
    return "{" + ", ".join(f"{key}: {_word(each)}" for key, each in ((name, value), *rest)) + "}"


def _word(value: object) -> str:
    return "true" if value is True else _number(value) if isinstance(value, Fraction) else str(value)


def _lines(node: Domain | Question, indent: str) -> Iterator[str]:
    parts = [f"id: {node.id}"]
    if node.weight != 1:
        parts.append(f"weight: {_number(node.weight)}")
    if node.ask_if:
        parts.append(f"ask_if: {_condition(node.ask_if)}")
    if isinstance(node, Question):
        options = ", ".join(
            f"{{id: o-{n}, label: O{n}, points: {_number(each)}}}" for n, each in enumerate(node.points)
        )
        parts += [
            "ask: Well?",
            *(["reverse: true"] if node.reverse else []),
            *(["tags: [quick]"] if node.quick else []),
        ]
        yield f"{indent}- {{{', '.join(parts)}, options: [{options}]}}"
        return
    parts += [f"title: {node.id}", f"aggregate: {node.aggregate}"]
    if node.min_answered is not None:
        parts.append(f"min_answered: {_number(node.min_answered)}")
    first, *others = parts
    yield f"{indent}- {first}"
    yield from (f"{indent}  {each}" for each in others)
    yield f"{indent}  {'questions' if isinstance(node.children[0], Question) else 'domains'}:"
    for child in node.children:
        yield from _lines(child, indent + "    ")


# Drawing.

POINTS = st.sampled_from(
    [
        tuple(map(Fraction, points))
        for points in (
            ("0", "1"), ("0", "1", "2", "3"), ("1", "2", "3", "4"), ("1", "2", "3", "4", "5"),
            ("-2", "-1", "0", "1"), ("0", "0.25", "0.5", "1"), ("0", "4", "4", "10"), ("-0.5", "0", "2"),
            ("3", "1", "2"), ("0", "5.1", "11"),
        )
    ]
)  # fmt: skip
WEIGHTS = st.sampled_from([Fraction(text) for text in ("1", "1", "1", "2", "3", "0.5", "2.5", "0")])
AGGREGATES = ("mean", "mean", "sum", "lowest", "highest")
SHARES = st.sampled_from([Fraction(text) for text in ("0", "0.25", "0.5", "0.5", "0.75", "1")])


def reach(node: Domain | Question) -> tuple[Fraction, Fraction]:
    """The least and the most points of a node: written anew, as the design has it."""
    if isinstance(node, Question):
        return min(node.points), max(node.points)
    ends = [reach(child) for child in node.children]
    if node.aggregate in ("lowest", "highest"):
        return min(least for least, _ in ends), max(most for _, most in ends)
    weights = [child.weight for child in node.children]
    under = sum(weights, Fraction(0)) if node.aggregate == "mean" else Fraction(1)
    least, most = (
        sum((w * end[n] for w, end in zip(weights, ends, strict=True)), Fraction(0)) / under for n in (0, 1)
    )
    return least, most


def ranged(node: Domain | Question) -> bool:
    """Whether a node has least and most points to speak of, so that a sum can weigh it by them."""
    if isinstance(node, Question):
        return True
    extreme = node.aggregate in ("lowest", "highest") and len({reach(child) for child in node.children}) > 1
    return not extreme and all(ranged(child) for child in node.children)


@st.composite
def forms(
    draw: st.DrawFn,
    aggregates: tuple[str, ...] = AGGREGATES,
    ask_if: bool = True,
    gates: bool = True,
    weightless: bool = True,
) -> Form:
    """A sound questionnaire of up to three levels of domains."""
    unit = draw(st.sampled_from(["percent", "points"]))
    names = {"q": 0, "d": 0}
    asked: list[Question] = []
    weights = WEIGHTS if weightless else WEIGHTS.filter(bool)
    palette = st.sampled_from(draw(st.lists(POINTS, min_size=1, max_size=2)))

    def name(kind: str) -> str:
        names[kind] += 1
        return f"{kind}{names[kind]}"

    def condition() -> Condition | None:
        if not ask_if or not asked or draw(st.integers(0, 3)):
            return None
        return draw(conditions(list(asked)))

    def question() -> Question:
        when = condition()
        made = Question(
            name("q"), draw(palette), draw(weights), draw(st.booleans()), when, draw(st.booleans())
        )
        asked.append(made)
        return made

    def domain(depth: int) -> Domain:
        when = condition() if depth else None
        own = name("d") if depth else "root"
        deeper = depth == 0 or (depth < 3 and draw(st.integers(0, 2)) == 0)
        size = draw(st.integers(1, 3 if deeper else 4))
        children = tuple(domain(depth + 1) if deeper else question() for _ in range(size))
        if not any(child.weight for child in children):
            children = (replace(children[0], weight=Fraction(1)), *children[1:])
        aggregate = draw(st.sampled_from(aggregates))
        extreme = aggregate in ("lowest", "highest") and len({reach(child) for child in children}) > 1
        adding = aggregate == "sum" and any(not ranged(child) for child in children)
        if (unit == "points" and extreme) or adding:
            aggregate = "mean"
        needed = draw(SHARES) if depth and draw(st.booleans()) else None
        return Domain(own, children, aggregate, draw(weights) if depth else Fraction(1), needed, when)

    root = domain(0)
    form = Form(root, unit, draw(st.integers(0, 2)), draw(SHARES))
    least, most = (Fraction(0), Fraction(100)) if unit == "percent" else reach(root)
    starts = sorted(draw(st.sets(st.integers(int(least) + 1, max(int(most), int(least) + 1)), max_size=3)))
    first = Fraction(floor(least * 10**form.decimals), 10**form.decimals)
    form = replace(
        form, bands=tuple((f"b{n}", start) for n, start in enumerate([first, *map(Fraction, starts)]))
    )
    if gates and form.bands:
        caps = [band for band, _ in form.bands]
        held = draw(
            st.lists(st.tuples(conditions(list(form.questions), form), st.sampled_from(caps)), max_size=2)
        )
        form = replace(form, gates=tuple((f"g{n}", when, cap) for n, (when, cap) in enumerate(held)))
    try:
        read(form.text())
    except (
        Refused
    ) as error:  # now and then weights and ranges multiply beyond what is exact: the reader says so
        if {problem.code for problem in error.problems} != {"SC219"}:
            raise
        reject()
    return form


@st.composite
def conditions(
    draw: st.DrawFn, questions: list[Question], form: Form | None = None, depth: int = 2
) -> Condition:
    """A condition on *questions*; on domains too, where *form* is given."""
    kind = draw(st.integers(0, 5))
    if depth and kind == 0:
        return {"not": draw(conditions(questions, form, depth - 1))}
    if depth and kind in (1, 2):
        parts = draw(st.lists(conditions(questions, form, depth - 1), min_size=1, max_size=2))
        return {"all" if kind == 1 else "any": parts}
    relation = draw(st.sampled_from(["below", "at_least", "is"]))
    if form and draw(st.booleans()):
        domain = draw(st.sampled_from(list(form.root.walk())))
        subject: Condition = {"overall": True} if domain.id == "root" else {"domain": domain.id}
        least, most = (Fraction(0), Fraction(100)) if form.unit == "percent" else reach(domain)
        if relation == "is" and (form.unit == "percent" or domain.id == "root"):
            return subject | {"is": draw(st.sampled_from([band for band, _ in form.bands]))}
        value = Fraction(draw(st.integers(int(least), int(most) + 1)))
        return subject | {"below" if relation == "is" else relation: value}
    question = draw(st.sampled_from(questions))
    if relation == "is":
        return {"question": question.id, "is": f"o-{draw(st.integers(0, len(question.points) - 1))}"}
    return {"question": question.id, relation: draw(st.sampled_from(sorted(question.points)))}


@st.composite
def answer_sets(draw: st.DrawFn, form: Form, silences: tuple[str, ...] = SILENCES) -> Answers:
    """An answer to each question; with *silences*, some of them are."""
    quiet = draw(st.integers(0, 3)) if silences else 0
    given: Answers = {}
    for question in form.questions:
        if quiet and draw(st.integers(0, 5)) < quiet:
            given[question.id] = draw(st.sampled_from(silences))
        else:
            given[question.id] = draw(st.integers(0, len(question.points) - 1))
    return given


@st.composite
def filled_in(draw: st.DrawFn, form: Form, answers: Answers, partly: bool = False) -> Answers:
    """*answers* with the missing ones found out; with *partly*, some of them, or found not to apply."""
    found = dict(answers)
    for question in form.questions:
        if answers[question.id] in MISSING:
            choices: list[int | str] = list(range(len(question.points)))
            found[question.id] = draw(st.sampled_from([*choices, *(SILENCES if partly else ())]))
    return found
