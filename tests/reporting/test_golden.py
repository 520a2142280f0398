"""Every rendering of the worked examples, whole: a change in any line of a report shows here.

`python -m tests.reporting.test_golden` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scalecheck import __version__
from scalecheck.batch.request import BatchRequest
from scalecheck.batch.run import run
from scalecheck.definition import catalogue
from scalecheck.reporting.documents import cohort
from scalecheck.reporting.documents.questionnaire import document
from scalecheck.reporting.load import of_file, of_files
from scalecheck.reporting.outline import outline
from scalecheck.reporting.render import markdown, terminal
from tests.conftest import cases

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "questionnaires" / "examples"
NAMES = ("early", "middling", "nearly-there", "workshop", "adopter-support", "programme")
"""Three responses, those of a workshop, a questionnaire, and a table of responses as a whole."""
RENDERINGS = ("80.txt", "120.txt", "md", "json")


@cache
def worked(name: str) -> Any:
    """The document of a worked example."""
    if name == "adopter-support":
        return document(catalogue.load(name))
    if name == "programme":
        counts = run(BatchRequest(str(EXAMPLES / "programme.csv"), summary=True), lambda _: None).counts
        return cohort.document(counts, {"table": "programme.csv"})
    if name == "workshop":
        return of_files([EXAMPLES / name], None, None, names=False)
    return of_file(EXAMPLES / f"{name}.yaml")


def rendered(found: Any, kind: str) -> str:
    """The whole report on *found*."""
    out = io.StringIO()
    if kind == "json":
        return json.dumps(found, indent=2) + "\n"
    if kind == "md":
        markdown.render(outline(found), out, all=True, explain=True)
    else:
        terminal.render(outline(found), out, all=True, explain=True, width=int(kind.removesuffix(".txt")))
    return out.getvalue()


def golden(name: str, kind: str) -> Path:
    """Where the whole report is kept."""
    return HERE / "golden" / f"{name}-{kind}" if kind[0] in "81" else HERE / "golden" / f"{name}.{kind}"


@pytest.mark.parametrize("kind", RENDERINGS)
@pytest.mark.parametrize("name", NAMES)
def test_the_report_on_a_worked_example(name: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    expected = golden(name, kind).read_text(encoding="utf-8")
    assert expected == rendered(worked(name), kind)


@pytest.mark.parametrize("kind", RENDERINGS)
@pytest.mark.parametrize("name", NAMES)
def test_a_saved_report_renders_again_without_the_questionnaire(
    name: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("scalecheck.definition.catalogue.names", dict)
    monkeypatch.chdir(tmp_path)
    assert golden(name, kind).read_text(encoding="utf-8") == rendered(of_file(golden(name, "json")), kind)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", cases([40, 60, 80, 120], lambda width: width == 40))
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    out = io.StringIO()
    terminal.render(outline(of_file(golden(name, "json"))), out, all=True, explain=True, width=width)
    rows = [row for row in out.getvalue().splitlines() if len(row) > width]
    assert rows == []


def test_the_golden_reports_are_of_this_version() -> None:
    found = [json.loads(golden(name, "json").read_text(encoding="utf-8")) for name in NAMES]
    assert {each["tool"]["version"] for each in found if "tool" in each} == {__version__}


if __name__ == "__main__":
    (HERE / "golden").mkdir(exist_ok=True)
    for each in NAMES:
        for rendering in RENDERINGS:
            golden(each, rendering).write_text(rendered(worked(each), rendering), encoding="utf-8")
