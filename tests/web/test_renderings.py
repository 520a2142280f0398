"""A page says what the other renderings say, neither more nor less, and the same bytes every time."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from scalecheck.reporting import load as opening
from scalecheck.reporting.blocks import Table
from scalecheck.reporting.figures import Bar
from scalecheck.reporting.outline import outline
from scalecheck.reporting.render import html, markdown
from scalecheck.web.axis import axis
from tests.command import process
from tests.reporting.test_golden import worked
from tests.scoring.test_instruments import FILES as INSTRUMENTS
from tests.scoring.test_instruments import load
from tests.web.conftest import EXAMPLES, KINDS, SINGLE, Made, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Run

HEADINGS = {"What to do, most useful first", "Advice still open, most useful first", "Lowest to highest"}
"""Of the Markdown: a page has the first few steps under a heading of their own, and no column that would
be empty."""


class Words(HTMLParser):
    """What a reader of the page reads, pictures' titles left out; and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "svg"):
            self.silent += 1
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "svg"):
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def squeezed(text: str) -> str:
    """*text* without spaces, so that it does not matter where lines and elements end."""
    return re.sub(r"\s+", "", text)


def statements(text: str) -> list[str]:
    """What Markdown says, bit by bit: lines without their marks, cells of tables."""
    found = []
    for row in text.splitlines():
        bare = re.sub(r"^(\s*(- |\d+\. |#+ |> ))?", "", row).strip().strip("*")
        cells = re.split(r"(?<!\\)\|", bare) if bare.startswith("|") else [bare]
        found += [
            re.sub(r"\\(.)", r"\1", cell.replace("&nbsp;", "").replace("&amp;", "&").replace("**", ""))
            for cell in cells
        ]
    return [each.strip() for each in found if set(each) - set(" -:")]


def lost(made: Made, said: str) -> list[str]:
    """What the Markdown says and the page does not."""
    words = Words(made.text)
    everything = squeezed("".join(words.found))
    missing = []
    for each in statements(said):
        bits = [each]
        if each.startswith("Source: "):
            addresses = re.findall(r"https?://[^\s;]+", each)
            assert set(addresses) <= set(words.links)
            bits = [re.sub(r", https?://[^\s;]+", "", each)]
        elif each.startswith(("Who: ", "Effort: ")):
            bits = each.split(" · ")
        elif "“" in each:
            bits = re.split("[“”.]", each)
        elif each.endswith("%"):  # the share of each band, which a page marks with a shape
            bits = re.split(r", | (?=[<>]?\d+%)", each)
        elif ": " in each:
            bits = each.split(": ")
        missing += [bit for bit in bits if squeezed(bit) not in everything]
    return [each for each in missing if each not in HEADINGS]


@pytest.mark.parametrize("name", [*SINGLE, "room"])
def test_nothing_that_the_whole_markdown_says_is_lost(name: str, examples: dict[str, Made]) -> None:
    made = examples[name]
    assert lost(made, written(markdown.render, outline(made.document), all=True, explain=True)) == []


def test_nothing_of_a_group_is_lost(examples: dict[str, Made]) -> None:
    made = examples["group"]
    assert lost(made, written(markdown.render, outline(made.document))) == []


def test_nothing_of_a_comparison_is_lost(examples: dict[str, Made]) -> None:
    made = examples["comparison"]
    assert lost(made, written(markdown.render, outline(made.document), all=True)) == []


def test_nothing_of_a_cohort_is_lost() -> None:
    document = worked("programme")
    page = written(html.render, outline(document))
    assert lost(Made(document, page, page), written(markdown.render, outline(document))) == []


def test_the_essentials_come_in_the_order_of_what_matters(examples: dict[str, Made]) -> None:
    """Must-haves before the number, the number before what to do, and that before the areas."""
    text = examples["early"].text.split("<main", 1)[1]
    order = [
        "Must-have missing",
        "17.3 of 100",
        "Do these 3 first",
        "Weakest link",
        "Not known",
        "Every answer",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_folded_is_there_and_can_come_unfolded(name: str, examples: dict[str, Made]) -> None:
    folded, unfolded = examples[name].text, examples[name].unfolded
    assert folded.count("<details") == unfolded.count("<details") > 0
    assert folded.count('<details class="expander">') == folded.count("<details")
    assert unfolded.count('<details class="expander" open>') == folded.count("<details")


def test_the_areas_stand_weakest_first_each_beneath_its_own(examples: dict[str, Made]) -> None:
    report = outline(examples["middling"].document)
    table = next(each for section in report.sections for each in section.blocks if isinstance(each, Table))
    found = [(row.depth, row.cells[1][1]) for row in html.lay_table(table).rows]
    assert [score for depth, score in found if depth == 0] == ["53.7", "55.6", "59.3"]
    assert found[:4] == [(0, "53.7"), (1, "44.4"), (1, "50.0"), (1, "66.7")]
    assert found[-1] == (1, "–")


def test_a_saved_report_makes_the_same_page(tmp_path: Path, examples: dict[str, Made], run: Run) -> None:
    (tmp_path / "saved.json").write_text(json.dumps(examples["middling"].document), encoding="utf-8")
    again = run("report", str(tmp_path / "saved.json"), "--format", "html")
    assert (again.code, again.err) == (0, "")
    assert again.out == examples["middling"].text


def test_a_page_goes_to_a_file_as_it_goes_to_the_output(tmp_path: Path, run: Run) -> None:
    for command in (
        ("report", str(EXAMPLES / "early.yaml")),
        ("report", str(EXAMPLES / "workshop"), "--names"),
        ("compare", str(EXAMPLES / "middling.yaml"), str(EXAMPLES / "middling-later.yaml")),
        ("compare", str(EXAMPLES / "workshop"), str(EXAMPLES / "workshop")),
    ):
        shown = run(*command, "--format", "html")
        assert (shown.code, shown.err) == (0, "")
        assert shown.out.startswith("<!doctype html>\n")
        assert run(*command, "--format", "html", "-o", str(tmp_path / "page.html")).out == ""
        assert (tmp_path / "page.html").read_bytes() == shown.out.encode("ascii")


def test_the_same_answers_give_the_same_bytes() -> None:
    found = {
        process(
            "report",
            str(EXAMPLES / "early.yaml"),
            "--format",
            "html",
            variables={"PYTHONHASHSEED": seed, "TZ": zone},
        ).out
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert [page.startswith("<!doctype html>\n") for page in found] == [True]


def test_the_exit_code_still_tells_what_was_asked(run: Run) -> None:
    ended = run("report", str(EXAMPLES / "early.yaml"), "--format", "html", "--fail-under", "60")
    assert ended.code == 1
    assert "below 60" in ended.err


def test_a_number_outside_the_axis_is_drawn_at_its_end() -> None:
    found = axis(
        0, 100, [{"title": "Low", "from": -5}, {"title": "High", "from": 60}, {"title": "Never", "from": 200}]
    )
    assert [found.at(value) for value in (-3, 0, 33.333, 100, 1e300)] == [0, 0, 33.33, 100, 100]
    assert [(zone.title, zone.start, zone.width) for zone in found.zones] == [
        ("Low", 0, 60),
        ("High", 60, 40),
    ]
    assert axis(5, 5).at(5) == 0
    assert axis(5, 5).ticks == [(0, "5"), (100, "5")]


@pytest.mark.parametrize("file", INSTRUMENTS, ids=lambda file: file.stem)
def test_a_questionnaire_in_points_or_without_bands_is_drawn_on_its_own_axis(
    file: Path, tmp_path: Path
) -> None:
    questionnaire = load(file)
    answers = {question.id: question.options[0].key for question in questionnaire.root.every_question()}
    response = {"questionnaire": questionnaire.id, "version": questionnaire.version, "answers": answers}
    (tmp_path / "response.json").write_text(json.dumps(response), encoding="utf-8")
    document: Any = opening.of_file(tmp_path / "response.json", str(file))
    report = outline(document)
    assert written(html.render, report).count('class="bar ') == 1 + len(document["domains"])
    table = next(each for section in report.sections for each in section.blocks if isinstance(each, Table))
    bars = [cell for row in table.rows for cell in row.cells if isinstance(cell, Bar)]
    drawn = [(bar.axis.least, bar.axis.most) for bar in bars]
    assert drawn == [(each["least"], each["most"]) for each in document["domains"]]


def test_dots_that_would_hide_each_other_are_piled_up() -> None:
    found = axis(0, 100).dots([50, 10, 51, 50, 90])
    assert [(dot.at, dot.above) for dot in found] == [(10, 0), (50, 0), (50, 1), (50, 2), (90, 0)]
