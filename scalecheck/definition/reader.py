"""A questionnaire file -> Questionnaire, with everything it includes.

Three steps: the file becomes nodes (``source``), the nodes are read by shape (``format``), the values
become the types. What must hold across values is asked of the finished whole (``soundness``). All
problems of all files come at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from scalecheck.definition import condition as conditions
from scalecheck.definition.condition import Comparison, Condition
from scalecheck.definition.format import QUESTIONNAIRE
from scalecheck.definition.questionnaire import (
    QUICK,
    Advice,
    Band,
    Domain,
    Example,
    Gate,
    Option,
    Question,
    Questionnaire,
    Source,
    Step,
)
from scalecheck.definition.validation import problems_of
from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.files import yaml_tree
from scalecheck.files.schema import MISSING, Found, Ratio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scalecheck.files.yaml_tree import Node

MAX_FILES = 64
HALF = Ratio(1, 2)


def read(path: Path, find: Callable[[str, Path], Path | None]) -> Questionnaire:
    """The questionnaire in the file at *path*.

    *find* says where an included questionnaire is, given its id and the folder of the file that includes it.
    Raises :class:`Refused` with every problem found in the file and in those it includes.
    """
    reading = _Reading(find)
    questionnaire = reading.file(path, ())
    if questionnaire is not None and not reading.problems:
        reading.problems += problems_of(questionnaire)
    reading.problems += reading.dangling
    if reading.problems or questionnaire is None:
        raise Refused(*reading.problems)
    return questionnaire


class _Reading:
    """One reading of a file and its includes; every problem met on the way."""

    def __init__(self, find: Callable[[str, Path], Path | None]) -> None:
        self.find = find
        self.problems: list[Problem] = []
        self.dangling: list[Problem] = []
        """Names that stand for nothing: they keep nothing else from being checked."""
        self.seen: dict[str, Place] = {}

    def problem(self, place: Place, code: Code, what: str, todo: str = "") -> None:
        self.problems.append(Problem(place, code, what, todo))

    def file(self, path: Path, chain: tuple[str, ...]) -> Questionnaire | None:
        node = yaml_tree.read(path)
        before = len(self.problems)
        found = QUESTIONNAIRE.read(node, self.problems.append)
        if found is MISSING or len(self.problems) > before:
            return None
        return self.questionnaire(found, path, (*chain, found["id"]))

    def questionnaire(self, found: Found, path: Path, chain: tuple[str, ...]) -> Questionnaire:
        parts = _Parts(self, found, path, chain)
        children = tuple(child for each in found["domains"] if (child := parts.domain(each)) is not None)
        root = Domain(
            id=found["id"],
            title=found["title"],
            about=found.get("about", ""),
            children=children,
            aggregate=found.get("aggregate", "mean"),
            place=found.place,
        )
        own = found.get("source")
        citable = dict(parts.citable)
        if own:
            citable |= {name: _source(own, point) for name, point in own.get("key_points", {}).items()}
        citable |= {name: _source(entry) for name, entry in found.get("references", {}).items()}
        tags = {**parts.tags, **found.get("tags", {})}
        rules = tuple(parts.rule(each) for each in found.get("advice", ()))
        self.cited(parts, citable, tags)
        return Questionnaire(
            id=found["id"],
            version=found["version"],
            title=found["title"],
            root=root,
            unit=found.get("unit", "percent"),
            decimals=found.get("decimals", 1),
            min_answered=found.get("min_answered", HALF),
            bands=_bands(found),
            gates=(*(parts.gate(each) for each in found.get("gates", ())), *parts.gates),
            advice=(*rules, *parts.advice),
            about=found.get("about", ""),
            licence=found.get("licence", ""),
            source=_source(own) if own else None,
            citable=citable,
            tags=tags,
            examples=tuple(_example(each) for each in found.get("examples", ())),
            content=_canonical(found.node, top=True) + "".join(parts.contents),
            place=found.place,
        )

    def cited(self, parts: _Parts, citable: dict[str, Source], tags: dict[str, str]) -> None:
        """Whatever is cited or tagged has to be there."""
        for name, place in parts.cites:
            if name not in citable:
                hint = did_you_mean(name, citable) or "State it under key_points or references."
                self.dangling.append(
                    Problem(place, Code.SC211, f'There is no key point or reference "{name}".', hint)
                )
        for name, place in parts.used_tags:
            if tags and name not in tags and name != QUICK:
                hint = did_you_mean(name, tags) or "State it under tags."
                self.dangling.append(Problem(place, Code.SC212, f'There is no tag "{name}".', hint))


class _Parts:
    """Turns what one file holds into the types, and gathers what its includes bring along."""

    def __init__(self, reading: _Reading, found: Found, path: Path, chain: tuple[str, ...]) -> None:
        self.reading, self.path, self.chain = reading, path, chain
        self.root = found["id"]
        self.scales: dict[str, list[Found]] = found.get("scales", {})
        self.gates: list[Gate] = []
        self.advice: list[Advice] = []
        self.citable: dict[str, Source] = {}
        self.tags: dict[str, str] = {}
        self.contents: list[str] = []
        self.cites: list[tuple[str, Place]] = []
        self.used_tags: list[tuple[str, Place]] = []

    def domain(self, found: Found) -> Domain | None:
        problem = self.reading.problem
        if "include" in found:
            return self.include(found)
        for name in ("id", "title"):
            if name not in found:
                problem(found.place, Code.SC112, f'This domain has no "{name}".', "Give it one.")
        if ("questions" in found) == ("domains" in found):
            todo = "Give it questions, or domains, or include a questionnaire: one of them."
            problem(found.place, Code.SC201, "A domain holds either questions or domains.", todo)
        if "id" not in found or "title" not in found:
            return None
        children: list[Any] = [self.question(each) for each in found.get("questions", ())]
        children += [self.domain(each) for each in found.get("domains", ())]
        return Domain(
            id=found["id"],
            title=found["title"],
            children=tuple(child for child in children if child is not None),
            about=found.get("about", ""),
            weight=found.get("weight", 1),
            aggregate=found.get("aggregate", "mean"),
            min_answered=found.get("min_answered"),
            bands=_bands(found),
            ask_if=self.maybe(found, "ask_if"),
            place=found.place,
        )

    def include(self, found: Found) -> Domain | None:
        problem, name, place = self.reading.problem, found["include"], found.at("include")
        others = [each for each in found if each not in ("include", "weight")]
        if others:
            problem(
                found.at(others[0]),
                Code.SC202,
                f'"{others[0]}" cannot be used beside an include.',
                "Only a weight can.",
            )
            return None
        if name in self.chain:
            circle = " includes ".join((*self.chain[self.chain.index(name) :], name))
            problem(
                place, Code.SC203, f"This goes round in a circle: {circle}.", "Take one of the includes out."
            )
            return None
        if name in self.reading.seen:
            first = self.reading.seen[name]
            problem(
                place,
                Code.SC204,
                f'"{name}" is included a second time; the first is at {first}.',
                "Include it once.",
            )
            return None
        if len(self.reading.seen) >= MAX_FILES:
            problem(
                place, Code.SC204, f"More than {MAX_FILES} files are included.", "Is this the right file?"
            )
            return None
        self.reading.seen[name] = place
        path = self.reading.find(name, self.path.parent)
        if path is None:
            problem(
                place,
                Code.SC205,
                f'There is no questionnaire "{name}".',
                f"Put {name}.yaml beside this file.",
            )
            return None
        try:
            included = self.reading.file(path, self.chain)
        except Refused as error:
            self.reading.problems += error.problems
            return None
        if included is None:
            return None
        if included.id != name:
            problem(
                place,
                Code.SC205,
                f'{path} calls itself "{included.id}", not "{name}".',
                "Give both the same name.",
            )
            return None
        self.gates += included.gates
        self.advice += included.advice
        self.citable |= included.citable
        self.tags |= included.tags
        self.contents.append(included.content)
        return included.root._replace(weight=found.get("weight", 1))

    def question(self, found: Found) -> Question | None:
        self.cites += zip(found.get("cites", ()), found.each("cites"), strict=True)
        self.used_tags += zip(found.get("tags", ()), found.each("tags"), strict=True)
        options = self.options(found)
        if options is None:
            return None
        return Question(
            id=found["id"],
            ask=found["ask"],
            options=options,
            help=found.get("help", ""),
            evidence=found.get("evidence", ""),
            cites=tuple(found.get("cites", ())),
            tags=tuple(found.get("tags", ())),
            weight=found.get("weight", 1),
            reverse=found.get("reverse", False),
            ask_if=self.maybe(found, "ask_if"),
            place=found.place,
        )

    def options(self, found: Found) -> tuple[Option, ...] | None:
        problem = self.reading.problem
        if ("options" in found) == ("scale" in found):
            problem(
                found.place,
                Code.SC206,
                "A question has either options or a scale.",
                "Give it one of the two.",
            )
            return None
        if "scale" in found and found["scale"] not in self.scales:
            hint = did_you_mean(found["scale"], self.scales) or "State it under scales."
            problem(found.at("scale"), Code.SC207, f'There is no scale "{found["scale"]}".', hint)
            return None
        entries: list[Found] = found["options"] if "options" in found else self.scales[found["scale"]]
        pointed = [entry for entry in entries if "points" in entry]
        if pointed and len(pointed) < len(entries):
            bare = next(entry for entry in entries if "points" not in entry)
            problem(
                bare.place,
                Code.SC208,
                "This option has no points, while others here do.",
                "Give points to all or none.",
            )
            return None
        return tuple(
            Option(
                label=entry["label"],
                points=entry.get("points", position),
                text=entry.get("text", ""),
                id=entry.get("id"),
                next=_step(entry["next"]) if "next" in entry else None,
                place=entry.place,
            )
            for position, entry in enumerate(entries, start=1)
        )

    def gate(self, found: Found) -> Gate:
        when = self.condition(found["when"])
        title = found.get("title", found["id"].replace("-", " ").capitalize())
        return Gate(found["id"], title, when, found["cap"], found["because"], found.place, found.at("cap"))

    def rule(self, found: Found) -> Advice:
        self.cites += zip(found.get("cites", ()), found.each("cites"), strict=True)
        return Advice(
            id=found["id"],
            when=self.condition(found["when"]),
            do=found["do"],
            why=found["why"],
            who=found.get("who", ""),
            effort=found.get("effort", "medium"),
            cites=tuple(found.get("cites", ())),
            place=found.place,
        )

    def maybe(self, found: Found, name: str) -> Condition | None:
        return self.condition(found[name]) if name in found else None

    def condition(self, found: Found) -> Condition:
        subjects = [name for name in ("question", "domain", "overall") if name in found]
        relations = [name for name in ("below", "at_least", "is") if name in found]
        joins = [name for name in ("all", "any", "not") if name in found]
        if len(joins) == 1 and not subjects and not relations:
            if "not" in found:
                return conditions.Not(self.condition(found["not"]))
            parts = tuple(self.condition(each) for each in found[joins[0]])
            return conditions.All(parts) if "all" in found else conditions.Any(parts)
        if len(subjects) != 1 or len(relations) != 1 or joins:
            what = "A condition compares one question, domain or overall by one of below, at_least or is; or joins others."
            todo = "For example {question: named-owner, below: 2}, or {all: [ … ]}."
            self.reading.problem(found.place, Code.SC209, what, todo)
            return conditions.All(())
        kind, relation = subjects[0], relations[0]
        subject = self.root if kind == "overall" else found[kind]
        place = found.at(kind)
        about: conditions.Subject = "question" if kind == "question" else "domain"
        return Comparison(about, subject, cast("conditions.Relation", relation), found[relation], place)


def _step(found: Found) -> Step:
    return Step(found["do"], found.get("who", ""), found.get("effort", "medium"))


def _bands(found: Found) -> tuple[Band, ...]:
    return tuple(
        Band(each["id"], each["from"], each["title"], each.get("meaning", ""), each.get("to"), each.place)
        for each in found.get("bands", ())
    )


def _source(found: Found, point: str = "") -> Source:
    return Source(found["title"], found.get("publisher", ""), found.get("year"), found.get("url", ""), point)


def _example(found: Found) -> Example:
    return Example(found["name"], found["answers"], dict(found["expect"]), found.place)


def _canonical(node: Node, top: bool = False) -> str:
    """A node's content without its form: what the digest is taken over."""
    if node.pairs is not None:
        names = sorted(name for name in node.pairs if not (top and name == "examples"))
        return "{" + ",".join(f"{name}:{_canonical(node.pairs[name][1])}" for name in names) + "}"
    if node.items is not None:
        return "[" + ",".join(map(_canonical, node.items)) + "]"
    return repr(node.text)
