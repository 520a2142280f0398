"""What `show` tells of a questionnaire: the same in every rendering, and every text of it as text."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from scalecheck.definition import catalogue
from scalecheck.reporting.documents.questionnaire import document
from scalecheck.reporting.outline import outline
from scalecheck.reporting.render import html, markdown, terminal
from tests.conftest import EXAMPLES, QUESTIONNAIRES, cases
from tests.scoring.test_instruments import FILES as INSTRUMENTS

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.reporting.types.questionnaire import QuestionnaireDocument
    from tests.command import Run

EVERYTHING = EXAMPLES / "good" / "everything.yaml"
ALL = (*sorted(QUESTIONNAIRES.glob("*.yaml")), EVERYTHING, *INSTRUMENTS)


def read(file: Path) -> QuestionnaireDocument:
    """The document of the questionnaire in *file*, as it comes back from JSON."""
    found: QuestionnaireDocument = json.loads(json.dumps(document(catalogue.load(str(file)))))
    return found


def shown(found: QuestionnaireDocument, width: int = 80) -> str:
    out = io.StringIO()
    terminal.render(outline(found), out, width=width, colour=False)
    return out.getvalue()


def marked(found: QuestionnaireDocument) -> str:
    out = io.StringIO()
    markdown.render(outline(found), out)
    return out.getvalue()


def page(found: QuestionnaireDocument) -> str:
    out = io.StringIO()
    html.render(outline(found), out)
    return out.getvalue()


@pytest.mark.parametrize("width", cases([40, 60, 72, 80, 100, 120], (40, 80).__contains__))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for file in ALL:
        assert [row for row in shown(read(file), width).splitlines() if cell_len(row) > width] == []


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.stem)
def test_every_rendering_tells_every_question_and_option(file: Path) -> None:
    whole = catalogue.load(str(file))
    found = read(file)
    bare = unescape(re.sub("<[^>]*>", "", page(found)))
    for text in (shown(found), re.sub(r"\\(.)", r"\1", marked(found)).replace("&amp;", "&"), bare):
        words = " ".join(text.split())
        for question in whole.root.every_question():
            assert " ".join(question.ask.split()) in words
            for option in question.options:
                assert " ".join(option.label.split()) in words


def test_a_question_is_told_with_what_is_special_about_it() -> None:
    assert """
  How much time is agreed? #1 of two questions
  time · weight 0.25 · asked only after some answers
    1  None: None at all.
    2  12:30 hours
    3  1.10 days
  Rests on: leading
""" in shown(read(EVERYTHING))


def test_markdown_tells_what_stands_for_each_option() -> None:
    """Not its position: the points may be any, from any number on, and the most may be worst."""
    text = marked(read(EVERYTHING))
    assert "### How often is nobody there?\n\ngaps · most points are worst\n\n" in text
    assert "\n- **0** Never\n- **1.5** Sometimes\n- **4** Always\n" in text
    assert "\n- **none** No grant\n- **own** Our own\n- **shared** A shared one\n" in text


def test_a_page_tells_it_too() -> None:
    text = page(read(EVERYTHING))
    assert "<h3>How often is nobody there?</h3>" in text
    assert "<strong>1.5</strong> Sometimes</li>" in text
    assert "<ol" not in text


def test_a_must_have_names_the_best_band_that_it_leaves() -> None:
    text = 'Nobody is named: while it holds, no better than "Nearly". Somebody has to decide.'
    assert f"- {text}\n" in shown(read(EVERYTHING), 120)
    assert f"- {text}\n" in marked(read(EVERYTHING))


def test_sources_come_in_the_order_of_their_names() -> None:
    for text in (shown(read(EVERYTHING)), marked(read(EVERYTHING))):
        names = [row.strip("- ").split(":")[0] for row in text.split("Sources")[1].splitlines()]
        assert [name for name in names if name in ("handbook", "leading", "parts")] == [
            "handbook",
            "leading",
            "parts",
        ]


def test_it_ends_with_its_last_part_and_no_caveat_about_a_score() -> None:
    assert shown(read(EVERYTHING)).endswith("parts: A paper on parts: Parts make a whole.\n")
    assert marked(read(EVERYTHING)).endswith("parts: A paper on parts: Parts make a whole.\n")


def test_it_goes_to_a_file_as_it_goes_to_the_output(tmp_path: Path, run: Run) -> None:
    for name in ("markdown", "json", "html"):
        printed = run("show", "adopter-support", "--format", name)
        assert (printed.code, printed.err) == (0, "")
        file = tmp_path / f"show.{name}"
        assert run("show", "adopter-support", "--format", name, "-o", str(file)).out == ""
        assert file.read_text(encoding="utf-8") == printed.out


def test_what_is_saved_renders_again_without_the_questionnaire(tmp_path: Path, run: Run) -> None:
    saved = str(tmp_path / "show.json")
    assert run("show", str(EVERYTHING), "--format", "json", "-o", saved).err == ""
    for name in ("terminal", "markdown", "html", "json"):
        again = run("report", saved, "--format", name)
        assert (again.code, again.err) == (0, "")
        assert again.out == run("show", str(EVERYTHING), "--format", name).out


def test_a_questionnaire_is_not_overwritten_by_what_is_told_of_it(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(EVERYTHING.read_bytes())
    ended = run("show", str(file), "-o", str(file))
    assert (ended.code, ended.out) == (2, "")
    assert file.read_bytes() == EVERYTHING.read_bytes()
