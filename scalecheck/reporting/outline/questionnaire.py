"""What `show` tells of a questionnaire, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.blocks import Item, Items, Report, Section, Text, everything
from scalecheck.reporting.words import questionnaire as words
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scalecheck.reporting.blocks import Block
    from scalecheck.reporting.types.questionnaire import Domain, QuestionnaireDocument


def outline(document: QuestionnaireDocument) -> Report:
    """Tell the bands of the questionnaire in *document*, its questions, must-haves, advice and sources."""
    title, source = words.title(document), document["source"]
    about = one_line(document["about"] or "")
    return Report(
        title=title,
        subject=title,
        kicker="",
        under=everything(about, f"Source: {words.source(source)}" if source else ""),
        notes=(),
        sections=tuple(_tell_sections(document)),
        caveat="",
        made_of=(f"{one_line(document['id'])} {document['version']} · digest {document['digest']}",),
    )


def _tell_sections(document: QuestionnaireDocument) -> Iterator[Section]:
    if document["bands"]:
        yield Section("Bands", (Items(tuple(Item(words.band(each)) for each in document["bands"])),))
    for domain in _walk(document["domains"]):
        yield Section(words.domain(domain), tuple(_tell_domain(domain)))
    if document["gates"]:
        gates = tuple(Item(words.must_have(document, each)) for each in document["gates"])
        yield Section("Must-haves", (Items(gates),))
    if document["advice"]:
        rules = tuple(
            Item(one_line(r["do"]), under=(f"Why: {one_line(r['why'])}",)) for r in document["advice"]
        )
        yield Section("Advice across answers", (Items(rules),))
    if document["sources"]:
        sources = sorted(document["sources"], key=lambda each: str(each["id"]))
        yield Section("Sources", (Items(tuple(Item(words.citation(each)) for each in sources)),))


def _walk(domains: list[Domain]) -> Iterator[Domain]:
    """Find every domain, each before those within it."""
    for domain in domains:
        yield domain
        yield from _walk(domain["domains"])


def _tell_domain(domain: Domain) -> Iterator[Block]:
    if domain["about"]:
        yield Text(one_line(domain["about"]))
    for question in domain["questions"]:
        yield Text(one_line(question["ask"]), "heading")
        yield Text(words.facts(question), "small")
        if question["help"]:
            yield Text(one_line(question["help"]))
        options = tuple(Item(words.option(each), words.key(each)) for each in question["options"])
        yield Items(options, "options", inner=True)
        if question["evidence"]:
            yield Text(f"Evidence: {one_line(question['evidence'])}")
        if question["cites"]:
            yield Text(f"Rests on: {', '.join(question['cites'])}")
