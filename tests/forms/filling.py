"""A person at a form: starts it, answers, moves on, and takes the file home."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser import Visited
    from tests.command import Run

HOSTILE = "</title></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;{{7*7}}"
MORE = "Evidence, a note, and how sure you are"


class Person:
    """Whoever fills the form in, with a mouse."""

    def __init__(self, visited: Visited) -> None:
        self.visited = visited
        self.page: Page = visited.page

    def press(self, name: str) -> None:
        """Press the button called *name*."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the link called *name*, and wait for the step it leads to: the browser takes its time."""
        link, before = self.page.get_by_role("link", name=name, exact=True), self.page.title()
        leads_on = (link.get_attribute("href") or "").startswith("#/")
        link.click()
        if leads_on:
            self.page.wait_for_function("before => document.title !== before", arg=before)

    def tell(self, name: str, text: str) -> None:
        """Fill in what is asked about the response."""
        self.page.get_by_label(name, exact=True).fill(text)

    def start(self) -> Person:
        """Leave the first page as it is."""
        self.press("Start")
        return self

    @property
    def question(self) -> Locator:
        """The question that is shown."""
        from playwright.sync_api import expect

        shown = self.page.locator(".question:visible")
        expect(shown).to_have_count(1)
        return shown

    @property
    def heading(self) -> str:
        """The question's words."""
        return str(self.question.locator("h3").inner_text())

    @property
    def count(self) -> str:
        """How far it says we are."""
        return str(self.question.locator(".count").inner_text())

    def choose(self, label: str) -> None:
        """Choose an answer, named by what stands beside it."""
        self.question.locator("fieldset").first.locator(".choice", has_text=label).first.locator(
            "input"
        ).check()

    def answer(self, level: int) -> None:
        """Choose the option in this place, counted from 1, and go on."""
        self.question.locator('input[name^="answer."]').nth(level - 1).check()
        self.press("Continue")

    def does_not_apply(self, because: str) -> None:
        """Say that it does not apply, and why, and go on."""
        self.choose("Does not apply")
        self.question.get_by_label("Why does it not apply?").fill(because)
        self.press("Continue")

    def add(self, evidence: str = "", note: str = "", sure: str = "") -> None:
        """Write down what shows it and what to remember, and say how sure."""
        if not self.question.get_by_label("What shows it?").is_visible():
            self.question.get_by_text(MORE).click()
        self.question.get_by_label("What shows it?").fill(evidence)
        self.question.get_by_label("Anything to remember?").fill(note)
        if sure:
            self.question.get_by_label(sure, exact=True).check()

    def download(self, folder: Path) -> Path:
        """Save the answers from the last page."""
        with self.page.expect_download() as coming:
            self.press("Download your answers")
        file = folder / str(coming.value.suggested_filename)
        coming.value.save_as(file)
        return file

    def finish(self, folder: Path) -> Path:
        """From the check to the file."""
        self.page.get_by_role("heading", name="Check your answers").wait_for()
        self.press("Finish")
        return self.download(folder)


def result(run: Run, file: Path) -> dict[str, Any]:
    """What `report` makes of a file of answers, aside from whom they are about."""
    ended = run("report", str(file), "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    del found["about"]
    return found
