"""The sentences about a questionnaire, made from its document: what each part is, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.questionnaire import written
from scalecheck.text import listed, one_line

if TYPE_CHECKING:
    from scalecheck.reporting.types.questionnaire import Domain, Gate, Option, Question, QuestionnaireDocument
    from scalecheck.reporting.types.values import Band, CitedSource


def title(document: QuestionnaireDocument) -> str:
    """Name the questionnaire: its title, id and version."""
    return f"{one_line(document['title'])} ({document['id']} {document['version']})"


def domain(entry: Domain) -> str:
    """Name a domain: its title, id and weight."""
    return f"{one_line(entry['title'])} ({entry['id']}, weight {written(entry['weight'])})"


def band(entry: Band) -> str:
    """Describe a band: its title, where it starts and what it means."""
    meaning = f": {one_line(entry['meaning'])}" if entry["meaning"] else ""
    return f"{one_line(entry['title'])}, from {written(entry['from'])}{meaning}"


def facts(question: Question) -> str:
    """Tell what is special about a question, after its id: ``gaps · weight 0.25 · most points are worst``."""
    found = [question["id"]]
    found += [f"weight {written(question['weight'])}"] if question["weight"] != 1 else []
    found += ["most points are worst"] if question["reverse"] else []
    found += ["asked only after some answers"] if question["ask_if"] else []
    found += [listed(question["tags"])] if question["tags"] else []
    return " · ".join(found)


def key(option: Option) -> str:
    """Find what is typed and stored for an option: its id where it has one, else its points."""
    return option["id"] or written(option["points"])


def option(entry: Option) -> str:
    """Describe an option: its label, and what it says in full."""
    text = f": {one_line(entry['text'])}" if entry["text"] else ""
    return f"{one_line(entry['label'])}{text}"


def must_have(document: QuestionnaireDocument, gate: Gate) -> str:
    """Describe a must-have: the best band while it is missing, and why."""
    cap = next(each for each in document["bands"] if each["id"] == gate["cap"])
    best = f'while it holds, no better than "{one_line(cap["title"])}"'
    return f"{one_line(gate['title'])}: {best}. {one_line(gate['because'])}"


def source(entry: CitedSource) -> str:
    """Describe a source: its title, publisher and year, and its address."""
    edition = ", ".join(one_line(each) for each in (entry["publisher"], entry["year"]) if each)
    found = f"{one_line(entry['title'])} ({edition})" if edition else one_line(entry["title"])
    return f"{found}, {one_line(entry['url'])}" if entry["url"] else found


def citation(entry: CitedSource) -> str:
    """Describe a source after the name it is cited by, with the one point of it that is meant."""
    point = f": {one_line(entry['point'])}" if entry["point"] else ""
    return f"{entry['id']}: {source(entry)}{point}"
