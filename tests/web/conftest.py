"""What the tests of pages share: the browser, and the pages of the worked examples."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from scalecheck.definition import catalogue
from scalecheck.reporting import load
from scalecheck.reporting.documents import plan, questionnaire
from scalecheck.reporting.documents.comparison import compare
from scalecheck.reporting.outline import outline
from scalecheck.reporting.render import html
from scalecheck.scoring.plan.steps import find_plan
from tests.conftest import QUESTIONNAIRES

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = QUESTIONNAIRES / "examples"
SINGLE = ("early", "middling", "nearly-there")
KINDS = (*SINGLE, "room", "group", "comparison")
PAGES = (*KINDS, "plan", "questionnaire")
"""On the last two nothing is folded away."""


class Made(NamedTuple):
    """A document and the pages made of it: as they come, and with all unfolded."""

    document: Any
    text: str
    unfolded: str


def made(name: str) -> Made:
    """The pages of one of the worked examples, a group's, a comparison's, a plan's or a questionnaire's."""
    document: Any
    if name == "group":
        document = load.of_files([EXAMPLES / "workshop"], None, None, names=False)
        return Made(document, *(written(html.render, outline(document), all=each) for each in (False, True)))
    if name == "comparison":
        before, after = (
            load.of_side(EXAMPLES / f"{each}.yaml", None) for each in ("middling", "middling-later")
        )
        document = compare(before, after)
        return Made(document, *(written(html.render, outline(document), all=each) for each in (False, True)))
    if name in ("plan", "questionnaire"):
        document = (
            plan.document(find_plan(load.score_file(EXAMPLES / "early.yaml")))
            if name == "plan"
            else questionnaire.document(catalogue.load())
        )
        return Made(document, *(written(html.render, outline(document), all=each) for each in (False, True)))
    document = load.of_file(EXAMPLES / ("workshop/agreed.yaml" if name == "room" else f"{name}.yaml"))
    return Made(
        document, *(written(html.render, outline(document), all=each, explain=each) for each in (False, True))
    )


def written(render: Any, document: Any, **how: Any) -> str:
    out = io.StringIO()
    render(document, out, **how)
    return out.getvalue()


@pytest.fixture(scope="session")
def examples() -> dict[str, Made]:
    return {name: made(name) for name in PAGES}


@pytest.fixture(scope="session")
def pages(examples: dict[str, Made], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every page, and with each unfolded as NAME-unfolded.html."""
    folder = tmp_path_factory.mktemp("pages")
    for name, each in examples.items():
        (folder / f"{name}.html").write_text(each.text, encoding="utf-8")
        (folder / f"{name}-unfolded.html").write_text(each.unfolded, encoding="utf-8")
    return folder
