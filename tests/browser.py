"""Pages in a real browser: Debian's Chromium, driven by Playwright.

``tests/conftest.py`` imports the fixtures, once for all. A test that uses them runs with ``--browser`` alone.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "There is no browser to test pages in. Install the extra test-browser and Chromium "
    "(Debian: apt-get install chromium)."
)
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
"""Of axe-core: what WCAG 2.2 AA asks for, as far as a machine can tell."""
Scheme = Literal["light", "dark"]


class Visited:
    """A page that is open, and everything untoward it has done since."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", self._asked)
        page.on("request", self._requested)

    def _said(self, message: ConsoleMessage) -> None:
        self.faults.append(f"console: {message.type}: {message.text}")

    def _asked(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(("blob:", "data:")):
            self.requests.append(request.url)

    def quiet(self) -> bool:
        """Whether nothing but the file itself was asked for, and nothing was said, asked or broken."""
        assert self.faults == []
        assert [url for url in self.requests if not url.startswith("file:")] == []
        assert len(self.requests) == 1
        return True

    def accessible(self) -> bool:
        """Whether axe-core finds nothing."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(
            self.page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        )
        wrong: list[dict[str, Any]] = found.response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]][:5]) for each in wrong] == []
        return True

    def reflows(self) -> bool:
        """Whether nothing has to be scrolled sideways to be read."""
        element = "document.scrollingElement"
        return bool(self.page.evaluate(f"{element}.scrollWidth <= {element}.clientWidth"))

    def sheets(self, **options: Any) -> int:
        """How many pages of A4 it prints on."""
        import re

        return len(re.findall(rb"/Type\s*/Page\b", self.page.pdf(prefer_css_page_size=True, **options)))


class Visit(Protocol):
    """Opens a file as a person would who has been sent it."""

    def __call__(
        self,
        file: Path,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: Scheme = "light",
        script: bool = True,
    ) -> Visited: ...


def found() -> str | None:
    """Where the browser is; None where it, or what drives it, is missing."""
    drives = find_spec("playwright") and find_spec("axe_playwright_python")
    return next(filter(None, map(shutil.which, NAMES)), None) if drives else None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Opens files, each in a browser session of its own that knows nothing of the others."""
    contexts = []

    def opened(
        file: Path, *, width: int = 1280, height: int = 900, scheme: Scheme = "light", script: bool = True
    ) -> Visited:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
            accept_downloads=True,
        )
        contexts.append(context)
        visited = Visited(context.new_page())
        visited.page.goto(file.resolve().as_uri())
        return visited

    yield opened
    for context in contexts:
        context.close()
