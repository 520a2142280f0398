"""Read a questionnaire from its file, with everything it includes.

Three steps: the file becomes nodes (``yaml_tree``), the nodes are read by their schema (``format``), the
values become the types (``builder``). What must hold across values is asked of the finished whole
(``validation``). All problems of all files come at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.definition.builder import Builder, build_bands, build_example, build_source
from scalecheck.definition.format import QUESTIONNAIRE
from scalecheck.definition.questionnaire import QUICK, Advice, Domain, Gate, Questionnaire, Source
from scalecheck.definition.validation import problems_of
from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.files import yaml_tree
from scalecheck.files.scalars import Ratio
from scalecheck.files.shape import NO_VALUE, Found

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scalecheck.files.node import Node

MAX_FILES = 64
HALF = Ratio(1, 2)


def read(path: Path, find: Callable[[str, Path], Path | None]) -> Questionnaire:
    """Read the questionnaire in the file at *path*.

    *find* says where an included questionnaire is, given its id and the folder of the file that includes it.
    Raises :class:`Refused` with every problem found in the file and in those it includes.
    """
    reading = _Reading(find)
    questionnaire = reading.read_file(path, ())
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

    def report(self, place: Place, code: Code, what: str, todo: str = "") -> None:
        self.problems.append(Problem(place, code, what, todo))

    def read_file(self, path: Path, chain: tuple[str, ...]) -> Questionnaire | None:
        node = yaml_tree.read(path)
        before = len(self.problems)
        found = QUESTIONNAIRE.read(node, self.problems.append)
        if found is NO_VALUE or len(self.problems) > before:
            return None
        return self.build(found, path, (*chain, found["id"]))

    def build(self, found: Found, path: Path, chain: tuple[str, ...]) -> Questionnaire:
        file = _File(self, found, path, chain)
        children = tuple(child for each in found["domains"] if (child := file.domain(each)) is not None)
        root = Domain(
            id=found["id"],
            title=found["title"],
            about=found.get("about", ""),
            children=children,
            aggregate=found.get("aggregate", "mean"),
            place=found.place,
        )
        own = found.get("source")
        citable = dict(file.citable)
        if own:
            citable |= {name: build_source(own, point) for name, point in own.get("key_points", {}).items()}
        citable |= {name: build_source(entry) for name, entry in found.get("references", {}).items()}
        tags = {**file.tags, **found.get("tags", {})}
        rules = tuple(file.rule(each) for each in found.get("advice", ()))
        self.check_names(file, citable, tags)
        return Questionnaire(
            id=found["id"],
            version=found["version"],
            title=found["title"],
            root=root,
            unit=found.get("unit", "percent"),
            decimals=found.get("decimals", 1),
            min_answered=found.get("min_answered", HALF),
            bands=build_bands(found),
            gates=(*(file.gate(each) for each in found.get("gates", ())), *file.gates),
            advice=(*rules, *file.advice),
            about=found.get("about", ""),
            licence=found.get("licence", ""),
            source=build_source(own) if own else None,
            citable=citable,
            tags=tags,
            examples=tuple(build_example(each) for each in found.get("examples", ())),
            content=_write_canonical(found.node, top=True) + "".join(file.contents),
            place=found.place,
        )

    def check_names(self, file: _File, citable: dict[str, Source], tags: dict[str, str]) -> None:
        """Report what is cited or tagged and is not there."""
        for name, place in file.cites:
            if name not in citable:
                hint = did_you_mean(name, citable) or "State it under key_points or references."
                self.dangling.append(
                    Problem(place, Code.SC211, f'There is no key point or reference "{name}".', hint)
                )
        for name, place in file.used_tags:
            if tags and name not in tags and name != QUICK:
                hint = did_you_mean(name, tags) or "State it under tags."
                self.dangling.append(Problem(place, Code.SC212, f'There is no tag "{name}".', hint))


class _File(Builder):
    """One file: its tree of domains, and what its includes bring along."""

    def __init__(self, reading: _Reading, found: Found, path: Path, chain: tuple[str, ...]) -> None:
        super().__init__(found, reading.report)
        self.reading, self.path, self.chain = reading, path, chain
        self.gates: list[Gate] = []
        self.advice: list[Advice] = []
        self.citable: dict[str, Source] = {}
        self.tags: dict[str, str] = {}
        self.contents: list[str] = []

    def domain(self, found: Found) -> Domain | None:
        report = self.reading.report
        if "include" in found:
            return self.include(found)
        for name in ("id", "title"):
            if name not in found:
                report(found.place, Code.SC112, f'This domain has no "{name}".', "Give it one.")
        if ("questions" in found) == ("domains" in found):
            todo = "Give it questions, or domains, or include a questionnaire: one of them."
            report(found.place, Code.SC201, "A domain holds either questions or domains.", todo)
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
            bands=build_bands(found),
            ask_if=self.ask_if(found),
            place=found.place,
        )

    def include(self, found: Found) -> Domain | None:
        report, name, place = self.reading.report, found["include"], found.at("include")
        others = [each for each in found if each not in ("include", "weight")]
        if others:
            report(
                found.at(others[0]),
                Code.SC202,
                f'"{others[0]}" cannot be used beside an include.',
                "Only a weight can.",
            )
            return None
        if name in self.chain:
            circle = " includes ".join((*self.chain[self.chain.index(name) :], name))
            report(
                place, Code.SC203, f"This goes round in a circle: {circle}.", "Take one of the includes out."
            )
            return None
        if name in self.reading.seen:
            first = self.reading.seen[name]
            report(
                place,
                Code.SC204,
                f'"{name}" is included a second time; the first is at {first}.',
                "Include it once.",
            )
            return None
        if len(self.reading.seen) >= MAX_FILES:
            report(place, Code.SC204, f"More than {MAX_FILES} files are included.", "Is this the right file?")
            return None
        self.reading.seen[name] = place
        path = self.reading.find(name, self.path.parent)
        if path is None:
            report(
                place,
                Code.SC205,
                f'There is no questionnaire "{name}".',
                f"Put {name}.yaml beside this file.",
            )
            return None
        try:
            included = self.reading.read_file(path, self.chain)
        except Refused as error:
            self.reading.problems += error.problems
            return None
        if included is None:
            return None
        if included.id != name:
            report(
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


def _write_canonical(node: Node, top: bool = False) -> str:
    """Write a node's content without its form, for the digest."""
    if node.pairs is not None:
        names = sorted(name for name in node.pairs if not (top and name == "examples"))
        return "{" + ",".join(f"{name}:{_write_canonical(node.pairs[name][1])}" for name in names) + "}"
    if node.items is not None:
        return "[" + ",".join(map(_write_canonical, node.items)) + "]"
    return repr(node.text)
