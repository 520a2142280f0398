"""Build the types of a questionnaire (questions, rules, bands, sources) from what its file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scalecheck.definition import condition as conditions
from scalecheck.definition.condition import Comparison, Condition
from scalecheck.definition.questionnaire import Advice, Band, Example, Gate, Option, Question, Source, Step
from scalecheck.errors import Code, did_you_mean

if TYPE_CHECKING:
    from typing import Protocol

    from scalecheck.errors import Place
    from scalecheck.files.shape import Found

    class Report(Protocol):
        """Takes one problem."""

        def __call__(self, place: Place, code: Code, what: str, todo: str = "") -> None: ...


class Builder:
    """The questions, options, conditions and rules of one file, and what they cite and tag."""

    def __init__(self, found: Found, report: Report) -> None:
        self.report = report
        self.root: str = found["id"]
        self.scales: dict[str, list[Found]] = found.get("scales", {})
        self.cites: list[tuple[str, Place]] = []
        """What is cited, each with its place."""
        self.used_tags: list[tuple[str, Place]] = []

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
            ask_if=self.ask_if(found),
            place=found.place,
        )

    def options(self, found: Found) -> tuple[Option, ...] | None:
        report = self.report
        if ("options" in found) == ("scale" in found):
            report(
                found.place,
                Code.SC206,
                "A question has either options or a scale.",
                "Give it one of the two.",
            )
            return None
        if "scale" in found and found["scale"] not in self.scales:
            hint = did_you_mean(found["scale"], self.scales) or "State it under scales."
            report(found.at("scale"), Code.SC207, f'There is no scale "{found["scale"]}".', hint)
            return None
        entries: list[Found] = found["options"] if "options" in found else self.scales[found["scale"]]
        pointed = [entry for entry in entries if "points" in entry]
        if pointed and len(pointed) < len(entries):
            bare = next(entry for entry in entries if "points" not in entry)
            report(
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
                next=_build_step(entry["next"]) if "next" in entry else None,
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

    def ask_if(self, found: Found) -> Condition | None:
        return self.condition(found["ask_if"]) if "ask_if" in found else None

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
            what = (
                "A condition compares one question, domain or overall by one of below, at_least or is; or "
                "joins others."
            )
            todo = "For example {question: named-owner, below: 2}, or {all: [ … ]}."
            self.report(found.place, Code.SC209, what, todo)
            return conditions.All(())
        kind, relation = subjects[0], relations[0]
        subject = self.root if kind == "overall" else found[kind]
        place = found.at(kind)
        about: conditions.Subject = "question" if kind == "question" else "domain"
        return Comparison(about, subject, cast("conditions.Relation", relation), found[relation], place)


def _build_step(found: Found) -> Step:
    return Step(found["do"], found.get("who", ""), found.get("effort", "medium"))


def build_bands(found: Found) -> tuple[Band, ...]:
    """Build the bands of a questionnaire or a domain, in the order of the file; none where it states none."""
    return tuple(
        Band(each["id"], each["from"], each["title"], each.get("meaning", ""), each.get("to"), each.place)
        for each in found.get("bands", ())
    )


def build_source(found: Found, point: str = "") -> Source:
    """Build the source in *found*; *point* is the one point of it that is meant."""
    return Source(found["title"], found.get("publisher", ""), found.get("year"), found.get("url", ""), point)


def build_example(found: Found) -> Example:
    """Build the example in *found*; its answers stay as they stand in the file."""
    return Example(found["name"], found["answers"], dict(found["expect"]), found.place)
