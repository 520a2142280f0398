"""The plan as a reader sees it: its document, the terminal, and the action logs in Markdown and CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scalecheck.definition import catalogue
from scalecheck.reporting.documents import plan as plans
from scalecheck.reporting.outline.plan import LOG, outline
from scalecheck.reporting.render import csv as spreadsheet
from scalecheck.reporting.render import markdown as markdown_renderer
from scalecheck.reporting.render import terminal as terminal_renderer
from scalecheck.responses import reader as responses
from scalecheck.scoring.plan import search
from scalecheck.scoring.plan.steps import find_plan, what_if
from scalecheck.scoring.single import score
from scalecheck.text import FORMULA
from tests.conftest import cases

from ..scoring import answered, define

if TYPE_CHECKING:
    from scalecheck.scoring.result import Score

EXAMPLES = Path(__file__).parents[2] / "questionnaires" / "examples"

FORM = """
min_answered: 0.25
bands: [{id: low, from: 0, title: Low}, {id: mid, from: 40, title: Middle}, {id: high, from: 90, title: High}]
source: {title: S, key_points: {point: A point.}}
gates: [{id: g, title: Nobody leads, because: It must be., cap: low, when: {question: a, below: 1}}]
domains:
  - id: d
    title: Area
    questions:
      - id: a
        ask: Who leads?
        help: Somebody has to.
        cites: [point]
        options:
          - {label: Nobody, points: 0, next: {do: "=1+1 Find somebody.", who: team, effort: medium}}
          - {label: Somebody, points: 1, next: {do: "Find | a *second*.", effort: low}}
          - {label: Two, points: 2, text: Two people lead.}
      - {id: b, ask: "@Why?", options: [{label: "-No", points: 0}, {label: "+Yes", points: 1}]}
      - {id: c, ask: "Where?", ask_if: {question: a, at_least: 1}, options: [{label: Here}, {label: There}]}
"""


def scored(**answers: object) -> Score:
    return answered(define(FORM), answers)


def document(before: Score | None = None, /, **answers: object) -> Any:
    return plans.document(find_plan(scored(**answers)), before)


def terminal(data: Any, width: int = 80) -> str:
    out = io.StringIO()
    terminal_renderer.render(outline(data), out, width=width, colour=False)
    return out.getvalue()


def markdown(data: Any) -> str:
    out = io.StringIO()
    markdown_renderer.render(outline(data), out)
    return out.getvalue()


def log(data: Any) -> list[list[str]]:
    out = io.StringIO()
    spreadsheet.render(outline(data), out)
    assert "\r" not in out.getvalue()
    return list(csv.reader(io.StringIO(out.getvalue())))


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_document_says_where_the_way_starts_and_ends_and_what_it_takes() -> None:
    # a, twice: the first step meets the must-have and opens c; a at 2 and b at 0 give 50.
    data = document(a=0, b=0)
    assert (data["schema"], data["state"], data["exact"], data["target"]) == (
        "scalecheck-plan/1",
        "found",
        True,
        "mid",
    )
    assert (data["from"]["score"], data["from"]["band"], data["to"]["score"], data["to"]["band"]) == (
        0.0,
        "low",
        50.0,
        "mid",
    )
    assert (data["to"]["low"], data["to"]["high"]) == (33.3, 66.7)
    assert data["totals"] == {"steps": 2, "questions": 1, "effort": 3, "low": 1, "medium": 1, "high": 0}
    first, second = data["steps"]
    assert first["from"] == {"points": 0, "label": "Nobody", "text": None}
    assert (first["do"], first["who"]) == ("=1+1 Find somebody.", "team")
    assert (first["effort"], first["why"]) == ("medium", "Somebody has to.")
    assert (first["score"], first["band"], first["lifts"]) == (25.0, "low", ["g"])
    assert [cite["id"] for cite in first["cites"]] == ["point"]
    assert second["from"] == first["to"]
    assert second["to"] == {"points": 2, "label": "Two", "text": "Two people lead."}
    assert (second["who"], second["lifts"]) == (None, [])
    assert [gate["id"] for gate in data["gates_lifted"]] == ["g"]
    assert [(entry["question"], entry["opened"]) for entry in data["unknown"]] == [("c", True)]
    assert data["what_if"] is None
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_the_document_is_the_same_each_time() -> None:
    assert json.dumps(document(a=0, b=0)) == json.dumps(document(a=0, b=0))


def test_what_if_shows_before_and_after_of_the_whole_and_of_each_area() -> None:
    before = scored(a=0, b="unknown")
    data: Any = plans.document(find_plan(what_if(before, {"a": 1, "b": 1})), before)
    tried = data["what_if"]
    assert [
        (entry["question"], entry["from"] and entry["from"]["label"], entry["to"]["label"])
        for entry in tried["changes"]
    ] == [
        ("a", "Nobody", "Somebody"),
        ("b", None, "+Yes"),
    ]
    assert (tried["before"]["score"], tried["after"]["score"]) == (0.0, 75.0)
    (area,) = tried["domains"]
    assert (area["id"], area["before"]["score"], area["after"]["score"]) == ("d", 0.0, 75.0)
    assert ([gate["id"] for gate in tried["gates_lifted"]], tried["gates_new"]) == (["g"], [])
    assert data["from"] == tried["after"]
    text = words(terminal(data))
    assert 'Who leads? "Nobody" (0) to "Somebody" (1)' in text
    assert '@Why? no answer to "+Yes" (1)' in text
    assert 'Overall: from 0.0 of 100, "Low" to 75.0 of 100, "Middle"' in text
    assert 'Area: from 0.0 of 100, "Low" to 75.0 of 100, "Middle"' in text
    assert "Must-have: Nobody leads: from missing to met" in text
    assert "The way up from there" in text
    assert '| Area | 0.0 of 100, "Low" | 75.0 of 100, "Middle" |' in markdown(data)


def test_what_if_names_a_must_have_that_is_then_missing_and_an_answer_that_is_not_scored() -> None:
    before = scored(a=1, b=1, c=1)
    data: Any = plans.document(find_plan(what_if(before, {"a": 0, "c": 1})), before)
    assert [gate["id"] for gate in data["what_if"]["gates_new"]] == ["g"]
    assert "Must-have: Nobody leads: from met to missing" in words(terminal(data))
    changed = {entry["question"]: entry["asked"] for entry in data["what_if"]["changes"]}
    assert changed == {"a": True, "c": False}
    assert "not asked after the other answers, so not scored" in words(terminal(data))


def test_what_if_nothing_changes_says_so() -> None:
    before = scored(a=0, b=0)
    data: Any = plans.document(find_plan(what_if(before, {"a": 0})), before)
    assert data["what_if"]["changes"] == []
    for text in (terminal(data), markdown(data)):
        assert "These are the answers already, so nothing changes." in text
        assert "from there" not in text


def test_the_terminal_lists_the_steps_in_order() -> None:
    text = terminal(document(a=0, b=0))
    flat = words(text)
    assert 'From 0.0 of 100, "Low"' in flat
    assert (
        '2 steps on 1 question lead to "Middle". This is the shortest way, with the least effort among those.'
        in flat
    )
    assert "Effort: 1 low and 1 medium" in flat
    assert flat.index("1 =1+1 Find somebody.") < flat.index("2 Find | a *second*.")
    assert 'From "Nobody" (0) to "Somebody" (1)' in flat
    assert "Who: team · Effort: medium · Score then: 25.0" in flat
    assert "Nobody leads. Met from step 1 on." in flat
    assert "Where? (asked after these steps)" in flat


@pytest.mark.parametrize("width", cases([40, 80, 120], lambda width: width == 40))
@pytest.mark.parametrize("name", ["early", "middling", "nearly-there"])
def test_no_row_is_wider_than_the_terminal(name: str, width: int) -> None:
    whole = catalogue.load("scaling-readiness")
    start = score(whole, responses.read(responses.open_response(EXAMPLES / f"{name}.yaml"), whole))
    text = terminal(plans.document(find_plan(start)), width)
    assert max(map(len, text.splitlines())) <= width
    text.encode("cp1252")  # what an old Windows terminal can show


def test_markdown_is_an_action_log_with_room_for_an_owner_and_a_date() -> None:
    text = markdown(document(a=0, b=0))
    assert "| Step | Question | From | To | What to do | Who | Effort | Source | Owner | Date |" in text
    assert "| 1 | Who leads? | Nobody | Somebody | =1+1 Find somebody. | team | medium | S |  |  |" in text
    assert r"| 2 | Who leads? | Somebody | Two | Find \| a \*second\*. |  | low | S |  |  |" in text


def test_csv_has_the_same_columns_and_numbers_stay_numbers() -> None:
    head, first, second = log(document(a=0, b=0))
    assert head == [column.title for column in LOG if "spreadsheet" in column.media]
    assert first == [
        "1",
        "Who leads?",
        "Nobody",
        "Somebody",
        "'=1+1 Find somebody.",
        "team",
        "medium",
        "S",
        "",
        "",
    ]
    assert second[:5] == ["2", "Who leads?", "Somebody", "Two", "Find | a *second*."]


def test_a_spreadsheet_runs_nothing_that_a_file_says() -> None:
    # a is at its best, so b has to move; it names no next step of its own.
    data = document(a=2, b=0, c=1)
    rows = log(data)[1:]
    text = {cell for row in rows for cell in row}
    assert "'@Why?" in text
    assert "'-No" in text
    assert "'+Yes" in text
    assert rows[-1][4] == 'Get from "-No" to "+Yes".'
    assert not any(cell.startswith(FORMULA) for cell in text)


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    data = document(a=0, b=0)
    step = data["steps"][0]
    step["do"], step["ask"], step["who"] = "\x1b[31mred\r\n\t=cmd()", "<b>bold</b>", "\t=cmd()"
    for text in (terminal(data), markdown(data)):
        assert "\x1b" not in text
        assert "\r" not in text
    assert r"\<b\>bold\</b\>" in markdown(data)
    assert log(data)[1][1:6] == ["<b>bold</b>", "Nobody", "Somebody", "\ufffd[31mred\ufffd =cmd()", "'=cmd()"]


def test_the_best_band_has_no_way_up() -> None:
    data = document(a=2, b=1, c=2)
    assert (data["state"], data["to"], data["target"], data["steps"]) == ("best band", None, None, [])
    assert 'The overall band is "High", the best there is. Keep it there.' in words(terminal(data))
    assert log(data) == [[column.title for column in LOG if "spreadsheet" in column.media]]
    assert "Action log" not in markdown(data)


def test_without_a_score_it_says_what_is_missing() -> None:
    data = document()
    text = words(terminal(data))
    assert (
        "There is no overall score to start from: 0 of 3 answered, a quarter needed. "
        "Find out the answers below first." in text
    )
    assert "Who leads? (not answered)" in text
    nothing = document(a="not applicable", b="not applicable")
    assert "There is no overall score to start from: nothing in it applies." in words(terminal(nothing))


def test_where_no_steps_lead_up_missing_answers_may() -> None:
    data = document(a="unknown", b=1, c=2)
    assert data["state"] == "best band"
    whole = FORM.replace("when: {question: a, below: 1}", "when: {question: b, at_least: 0}")
    stuck = plans.document(find_plan(answered(define(whole), {"a": 0, "b": 0})))
    assert stuck["state"] == "no way"
    assert 'No number of steps up leads from these answers to "Middle".' in words(terminal(stuck))
    assert "Find out" not in terminal(stuck)
    unknown = plans.document(find_plan(answered(define(whole), {"a": "unknown", "b": 0})))
    assert "Find out the answers below: they may open one." in words(markdown(unknown))


def test_without_bands_there_is_nothing_to_plan_for() -> None:
    whole = define("domains: [{id: d, title: D, questions: [{id: a, ask: Well?, scale: to-2}]}]")
    data: Any = plans.document(find_plan(answered(whole, {"a": 1})))
    assert "This questionnaire has no bands, so there is no next one to plan for." in words(terminal(data))


def test_the_best_found_is_called_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "LOOKS", 1)
    data = document(a=0, b=0)
    assert data["exact"] is False
    assert "This is the best way found. A shorter or easier one may exist" in words(terminal(data))


def test_a_must_have_that_the_band_does_not_need_is_named() -> None:
    whole = FORM.replace("cap: low", "cap: mid")
    data: Any = plans.document(find_plan(answered(define(whole), {"a": 0, "b": 0})))
    assert [step["question"] for step in data["steps"]] == ["b"]
    assert ([gate["id"] for gate in data["gates"]], data["gates_lifted"]) == (["g"], [])
    assert "Nobody leads. Still missing at the end: this band does not need it." in words(terminal(data))
