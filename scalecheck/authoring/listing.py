"""``scalecheck list`` and ``scalecheck show``: what questionnaires there are, and what one asks."""

from __future__ import annotations

from typing import IO

from scalecheck.definition import catalogue
from scalecheck.definition.questionnaire import Domain, Questionnaire, Source, written
from scalecheck.errors import Refused
from scalecheck.reporting.render.layout import Page
from scalecheck.text import line, listed, plural


def overview(file: IO[str]) -> None:
    """Write a paragraph for each questionnaire that can be named by id, in the order of the ids.

    One that is not sound is named, with its first problem.
    """
    page = Page(file)
    for name, path in sorted(catalogue.names().items()):
        try:
            found = catalogue.load(name)
        except Refused as error:
            page.say(f"{name} cannot be used", style="bold")
            page.say(line(f"{path}: {error.problems[0].what} `scalecheck check {path}` shows all."), indent=2)
            continue
        star = " (the default)" if name == catalogue.DEFAULT else ""
        page.say(f"{name} {found.version}{star}", style="bold")
        quick = sum("quick" in question.tags for question in found.questions)
        size = plural(len(found.questions), "question") + (f", {quick} in the quick version" if quick else "")
        page.say(f"{line(found.title)}: {size}.", indent=2)
    page.write()


def show(questionnaire: Questionnaire, file: IO[str]) -> None:
    """Write *questionnaire* to *file* as a person would read it."""
    page = Page(file)
    page.say(f"{line(questionnaire.title)} ({questionnaire.id} {questionnaire.version})", style="bold")
    if questionnaire.about:
        page.say(line(questionnaire.about))
    if questionnaire.source:
        page.say(f"Source: {_source(questionnaire.source)}")
    if questionnaire.bands:
        page.heading("Bands")
        for band in questionnaire.bands:
            meaning = f": {line(band.meaning)}" if band.meaning else ""
            page.item("-", f"{line(band.title)}, from {written(band.start)}{meaning}")
    for domain in questionnaire.domains:
        _domain(page, domain)
    if questionnaire.gates:
        page.heading("Must-haves")
        titles = {band.id: line(band.title) for band in questionnaire.bands}
        for gate in questionnaire.gates:
            page.item(
                "-",
                f'{line(gate.title)}: while it holds, no better than "{titles[gate.cap]}". {line(gate.because)}',
            )
    if questionnaire.advice:
        page.heading("Advice across answers")
        for rule in questionnaire.advice:
            page.item("-", line(rule.do))
            page.say(f"Why: {line(rule.why)}", indent=4)
    if questionnaire.citable:
        page.heading("Sources")
        for name, source in sorted(questionnaire.citable.items()):
            point = f": {line(source.point)}" if source.point else ""
            page.item("-", f"{name}: {_source(source)}{point}")
    page.write()


def _domain(page: Page, domain: Domain) -> None:
    page.heading(f"{line(domain.title)} ({domain.id}, weight {written(domain.weight)})")
    if domain.about:
        page.say(line(domain.about), indent=2)
    for question in domain.questions:
        page.blank()
        page.say(line(question.ask), indent=2, style="bold")
        facts = [question.id]
        facts += [f"weight {written(question.weight)}"] if question.weight != 1 else []
        facts += ["most points are worst"] if question.reverse else []
        facts += ["asked only after some answers"] if question.ask_if else []
        facts += [listed(question.tags)] if question.tags else []
        page.say(" · ".join(facts), indent=2)
        if question.help:
            page.say(line(question.help), indent=2)
        for option in question.options:
            text = f": {line(option.text)}" if option.text else ""
            page.say(f"{line(option.label)}{text}", indent=4, mark=f"{option.key}  ")
        if question.evidence:
            page.say(f"Evidence: {line(question.evidence)}", indent=2)
        if question.cites:
            page.say(f"Rests on: {', '.join(question.cites)}", indent=2)


def _source(source: Source) -> str:
    edition = ", ".join(line(each) for each in (source.publisher, source.year) if each)
    parts = [f"{line(source.title)} ({edition})" if edition else line(source.title)]
    return ", ".join(parts + ([line(source.url)] if source.url else []))
