"""The README and the chapters are true: their commands run, and print what the pages say they print.

One page alone: ``pytest --slow tests/test_readme.py -k innovators.md``. Renewed: ``python -m tests.readme``.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests import readme
from tests.conftest import cases
from tests.readme import ROOT, Block, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = readme.pages()
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
EVERYTHING = "\n".join(page.text for page in PAGES)
TOLD = re.compile(r"(run|test|measured: .+|shown: .+)\Z")


def blocks() -> Iterator[Any]:
    """Every block that runs, as a case named by its page and first line."""
    for page in PAGES:
        for number, block in enumerate(page.blocks):
            if page.runs(number):
                # A page's blocks come one after the other: whole pages are left to the full tier.
                marks = [] if page.file.stem == "README" else [pytest.mark.slow]
                marks += [pytest.mark.engine("spark")] if "--engine spark" in block.body else []
                yield pytest.param(page, number, id=f"{page.file.name}: {block.title}", marks=marks)


@pytest.fixture(scope="module", autouse=True)
def folders() -> Iterator[None]:
    """Remove what the pages' commands wrote."""
    yield
    for page in PAGES:
        page.close()


@pytest.mark.parametrize(("page", "number"), list(blocks()))
def test_a_block_prints_what_its_page_says(page: Page, number: int) -> None:
    for output, expected in zip(page.output(number), page.expected(number), strict=True):
        assert readme.matches(output, expected), "\n".join([page.blocks[number].title, *output])


@pytest.mark.parametrize("name", cases(readme.GENERATORS, lambda name: "commands" not in name))
def test_a_generated_page_is_what_it_is_made_from(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == readme.GENERATORS[name]()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file.name)
def test_a_block_that_does_not_run_says_why(page: Page) -> None:
    def is_told(number: int, block: Block) -> bool:
        is_output = block.kind == "text" and number > 0 and page.blocks[number - 1].kind == "python"
        return page.runs(number) or is_output or TOLD.match(block.note) is not None

    assert [block.title for number, block in enumerate(page.blocks) if not is_told(number, block)] == []


def test_a_block_with_another_output_is_noticed() -> None:
    """The comparison can fail: an ellipsis does not cover for a line that is not there."""
    assert readme.matches(["a", "b", "c"], ["a", readme.ANY, "c"])
    assert not readme.matches(["a", "b", "c"], ["a", readme.ANY, "d"])
    assert not readme.matches(["a", "b"], ["a"])


@pytest.mark.slow
def test_a_transcript_that_types_too_little_or_too_much_is_noticed(tmp_path: Path) -> None:
    asks = "read -p 'Name: ' name; echo Hello $name"
    assert readme.play(asks, ["Jo"], tmp_path) == ["Name: Jo ↵", "Hello Jo"]
    assert readme.play(asks, ["Jo", "Ann"], tmp_path) == ["Name: Jo ↵", "Hello Jo"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file.name)
def test_every_link_within_the_repository_leads_somewhere(page: Page) -> None:
    prose = re.sub(r"^```.*?^```$", "", page.text, flags=re.DOTALL | re.MULTILINE)
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if link.startswith("https://"):
            continue
        name, _, place = link.partition("#")
        file = (page.file.parent / name).resolve() if name else page.file
        assert file.exists(), link
        if place:
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert place in [
                re.sub(r"[^\w\s-]", "", head).strip().lower().replace(" ", "-") for head in heads
            ]


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "benchmarks/README.md", *(page.name for page in PAGES)])
def test_every_file_of_the_repository_that_a_page_names_is_there(name: str) -> None:
    prose = re.sub(
        r"^```.*?^```$", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    named = re.findall(r"`(?:python )?((?:scalecheck|tests|benchmarks|questionnaires|docs)/[\w./-]*)`", prose)
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_the_readme_is_one_page() -> None:
    assert len(TEXT.splitlines()) <= 150


def test_every_chapter_is_linked_from_the_readme() -> None:
    names = [file.name for file in (ROOT / "docs").glob("*.md")]
    assert [name for name in names if f"(docs/{name})" not in TEXT] == []


def test_the_readme_names_its_two_commands_once_each() -> None:
    """`.ci/run` finds them by these markers."""
    for name in ("run", "test"):
        assert TEXT.count(f"<!-- {name} -->\n```sh\n") == 1


def test_every_command_of_the_tool_is_used_in_some_page() -> None:
    from scalecheck.cli import COMMANDS

    assert [name for name in COMMANDS if f"scalecheck {name}" not in EVERYTHING] == []


def test_every_dependency_has_a_line_that_says_what_it_is_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [*project["optional-dependencies"]["batch"], *project["optional-dependencies"]["spark"]]
    names = [re.split(r"[<>=[]", each)[0] for each in (*project["dependencies"], *extras)]
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    built_on = text[text.index("## What it is built on") :].casefold()
    assert [name for name in names if name not in built_on] == []
