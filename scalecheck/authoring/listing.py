"""``scalecheck list``: the questionnaires there are."""

from __future__ import annotations

from typing import IO

from scalecheck.definition import catalogue
from scalecheck.errors import Refused
from scalecheck.reporting.render.layout import Page
from scalecheck.text import one_line, plural


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
            page.say(
                one_line(f"{path}: {error.problems[0].what} `scalecheck check {path}` shows all."), indent=2
            )
            continue
        star = " (the default)" if name == catalogue.DEFAULT else ""
        page.say(f"{name} {found.version}{star}", style="bold")
        quick = sum("quick" in question.tags for question in found.questions)
        size = plural(len(found.questions), "question") + (f", {quick} in the quick version" if quick else "")
        page.say(f"{one_line(found.title)}: {size}.", indent=2)
    page.write()
