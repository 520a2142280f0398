"""The group report: what it says, what it keeps to itself, and what a reader sees at 80 columns."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import scalecheck
from scalecheck.definition.answer_state import AnswerState
from scalecheck.reporting.blocks import Items, Table, Verdict
from scalecheck.reporting.documents.group import document
from scalecheck.reporting.figures import Ballots, Strip
from scalecheck.reporting.outline import outline
from scalecheck.reporting.render import markdown, terminal
from scalecheck.responses.response import Answer, Response
from scalecheck.scoring.group import group
from scalecheck.scoring.single import score
from tests.conftest import cases

if TYPE_CHECKING:
    from scalecheck.scoring.result import Score
    from tests.command import Run

WORKSHOP = Path(__file__).parents[2] / "questionnaires" / "examples" / "workshop"
FORM = scalecheck.load("adopter-support")
RATERS = sorted(file for file in WORKSHOP.glob("*.yaml") if file.stem != "agreed")
BIRDS = ["", "wren-keeper", "heron-keeper", "stork-keeper"]
"""Roles that occur nowhere else in a report."""


@cache
def scored(file: Path) -> Score:
    return score(FORM, scalecheck.read_response(file, FORM))


def workshop(names: bool = False, agreed: bool = False) -> Any:
    """The example workshop's document."""
    return document(
        group([scored(file) for file in RATERS], scored(WORKSHOP / "agreed.yaml") if agreed else None), names
    )


def small(said: list[tuple[str, str]]) -> list[Score]:
    """Raters who answer the first questions of the form, one character each, and have a role."""
    asked = [question.id for question in FORM.questions]
    found = []
    for number, (points, role) in enumerate(said):
        given = {
            name: Answer(AnswerState.UNKNOWN) if mark == "?" else Answer(AnswerState.ANSWERED, int(mark) - 1)
            for name, mark in zip(asked, points, strict=False)
        }
        about = {"respondent": f"Quillfeather {number}", "role": role, "innovation": "Kite"}
        found.append(score(FORM, Response(FORM.id, FORM.version, given, about=about, file=f"{number}.yaml")))
    return found


def shown(found: Any, width: int = 80, all: bool = False, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="\n")
    terminal.render(outline(found), out, all=all, width=width, colour=False)
    out.flush()
    return raw.getvalue().decode(encoding)


def marked(found: Any) -> str:
    out = io.StringIO()
    markdown.render(outline(found), out)
    return out.getvalue()


# The example workshop.


def test_the_workshop_has_ten_raters_in_three_roles() -> None:
    found = workshop()
    assert len(found["raters"]) == 10
    assert [(each["role"], each["people"]) for each in found["roles"]] == [
        ("adopter", 4),
        ("commissioner", 3),
        ("innovator", 3),
    ]
    assert found["others"] == 0
    assert found["about"] == {"innovation": "Steady Home, a home visit in the week after a fall"}


def test_the_workshop_talks_first_of_what_could_change_the_band_then_of_the_two_camps() -> None:
    found = workshop()
    assert [(item["question"], item["reason"]) for item in found["agenda"]] == [
        ("local-team", "band"),
        ("protected-time", "split"),
        ("hands-on-support", "mixed"),
        ("adoption-costs", "mixed"),
    ]
    first = found["agenda"][0]
    # the middles are 19 of 27 steps up, which is 70.4;
    # local-team is at 3 of 4 there, so 17 of 27 at 1 and 20 of 27 at 4
    assert (first["low"], first["high"], first["band_low"], first["band_high"]) == (
        63.0,
        74.1,
        "emerging",
        "nearly",
    )


def test_the_numbers_of_one_question_are_those_worked_out_by_hand() -> None:
    entry = next(each for each in workshop()["questions"] if each["question"] == "room-to-learn")
    # two votes on the second level and eight on the third:
    # variance 1.6/9, chance 1.25; deviations (2 x 0.8 + 8 x 0.2)/10
    assert [level["votes"] for level in entry["levels"]] == [0, 2, 8, 0]
    assert (entry["rwg"], entry["ad_mean"], entry["ad_median"], entry["word"]) == (
        0.8578,
        0.32,
        0.2,
        "agreed",
    )


def test_the_gap_between_roles_names_the_question_that_shows_it() -> None:
    first = workshop()["gaps"][0]
    assert (first["domain"], first["gap"], first["low"], first["shown_by"]["question"]) == (
        "time-and-resources", 55.6, "adopter", "protected-time",
    )  # fmt: skip


def test_the_area_with_two_camps_names_the_question_beside_its_number() -> None:
    found = {each["id"]: each["agreement"] for each in workshop()["domains"]}
    assert found["time-and-resources"]["against"] == ["protected-time"]
    assert found["keep-and-adapt"]["against"] == []


def test_without_agreed_answers_no_score_of_the_group_is_claimed() -> None:
    found = workshop()
    assert found["agreed"] is None
    for text in (shown(found), marked(found)):
        assert "It is not a consensus" in " ".join(text.split())
        assert "What you agreed" not in text


def test_the_agreed_answers_stand_beside_the_middle_with_a_score_of_their_own() -> None:
    found = workshop(agreed=True)
    # 1 + 2 + 1, 3 + 2 + 3 and 2 + 1 + 2 of 27
    assert (found["agreed"]["score"], found["agreed"]["band"], found["overall"]["median"]) == (
        63.0,
        "nearly",
        74.1,
    )
    for text in (shown(found), marked(found)):
        assert "63.0 of 100: Nearly ready" in text
        assert 'Agreed: "One person". Quay has two people.' in text


def test_the_report_ends_in_what_to_do_next() -> None:
    ending = shown(workshop()).split("What to do next")[1]
    for words in (
        "Hear those with the lowest and the highest vote first",
        "Vote again",
        "two or three actions",
    ):
        assert words in " ".join(ending.split())


# What a reader sees.


@pytest.mark.parametrize("width", cases([40, 60, 72, 80, 100, 120], (40, 80).__contains__))
@pytest.mark.parametrize("all", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, all: bool) -> None:
    for found in (workshop(), workshop(agreed=True, names=True)):
        wide = [line for line in shown(found, width, all).splitlines() if cell_len(line) > width]
        assert wide == []


def test_the_votes_are_drawn_level_by_level() -> None:
    assert "    1 ●●●   2 ●   3 ●●   4 ●●●●\n" in shown(workshop())


def test_a_terminal_without_dots_gets_letters() -> None:
    text = shown(workshop(), encoding="ascii")
    assert "    1 ooo   2 o   3 oo   4 oooo\n" in text
    assert text.isascii()


def test_all_shows_every_vote_the_statistics_and_what_they_mean() -> None:
    text = " ".join(shown(workshop(), all=True).split())
    for words in (
        "rwg(j) 0.96",
        "rwg 0.86",
        "AD 0.32",
        "nobody agrees on protected-time",
        "James, Demaree and Wolf, 1984",
        "Of 10 votes on 4 levels: agreed when no more than 2 lie outside the middle level",
    ):
        assert words in text


def test_nothing_shouts() -> None:
    for text in (shown(workshop(agreed=True), all=True), marked(workshop())):
        assert "!" not in text.replace("\\!", "")


def test_markdown_holds_every_section() -> None:
    heads = re.findall(r"^## (.*)$", marked(workshop(agreed=True)), re.MULTILINE)
    assert heads == [
        "Overall", "What you agreed", "Areas", "Where the votes lay apart", "Where roles differ",
        "What people could not answer", "Every vote, and the agreement statistics", "What to do next",
    ]  # fmt: skip


def test_markdown_holds_the_agreement_in_each_area_and_in_the_whole() -> None:
    text = marked(workshop())
    assert "| Time and resources | split on 1 of 3 | 0.61 | 0.69 |\n" in text
    assert "| Support for adopters | split on 1 of 9 | 0.94 | 0.48 |\n" in text


def test_a_page_is_given_pictures_of_everything_that_it_draws() -> None:
    """A strip of the raters, a gauge of what they agreed, strips for the areas, ballots for the agenda."""
    found = {section.title: section for section in outline(workshop(agreed=True)).sections}
    strip = next(block for block in found["Overall"].blocks if isinstance(block, Strip))
    assert (strip.title, len(strip.scores), strip.large) == (
        "Overall: Middle 74.1 of 100, from 40.7 to 81.5",
        10,
        True,
    )
    verdict = found["What you agreed"].blocks[0]
    assert isinstance(verdict, Verdict)
    assert verdict.figure
    assert (verdict.figure.score, verdict.figure.title) == (
        63.0,
        "What you agreed: 63.0 of 100: Nearly ready",
    )
    areas = found["Areas"].blocks[0]
    assert isinstance(areas, Table)
    drawn = [cell.title for row in areas.rows for cell in row.cells if isinstance(cell, Strip)]
    assert drawn == ["Time and resources: 55.6", "Keep and adapt: 83.3", "People and recognition: 66.7"]
    agenda = found["Where the votes lay apart"].blocks[0]
    assert isinstance(agenda, Items)
    ballots = [part for item in agenda.items for part in item.under if isinstance(part, Ballots)]
    assert [sum(level.votes for level in each.levels) for each in ballots] == [10, 10, 10, 9]


def test_one_response_says_nothing_of_agreement() -> None:
    found = document(group([scored(RATERS[0])]))
    assert [each["rwg"] for each in found["questions"]] == [None] * 9
    assert found["overall"]["agreement"]["rwg_j"] is None
    for text in (shown(found), marked(found)):
        assert "This is one person's view." in text
        assert "Ask the others to answer on their own" in text
        assert "talk about first" not in text


def test_a_group_in_which_nobody_answered_enough_still_has_a_report() -> None:
    found = document(group(small([("1", ""), ("4", "")])))
    assert found["overall"]["median"] is None
    for text in (shown(found), shown(found, all=True), marked(found)):
        assert "Nobody has an overall score" in text


def test_text_from_a_response_is_shown_and_never_obeyed() -> None:
    scores = small([("111111111", "\x1b[31mred"), ("444444444", "\x1b[31mred"), ("222222222", "\x1b[31mred")])
    evil = [
        each.response._replace(about={**each.response.about, "innovation": "a|b <b> \x1b]0;x\x07"})
        for each in scores
    ]
    found = document(group([score(FORM, each) for each in evil]))
    for text in (shown(found, all=True), marked(found)):
        assert "\x1b" not in text
        assert "\x07" not in text
    assert "a\\|b \\<b\\>" in marked(found)


@pytest.mark.parametrize(
    "options", cases([(), ("--names",), ("--agreed", str(WORKSHOP / "agreed.yaml"))], bool), ids=str
)
def test_a_saved_report_renders_again_without_the_responses(
    options: tuple[str, ...], tmp_path: Path, run: Run
) -> None:
    """Roles differ in the whole too, which is no area of it."""
    command = ("report", str(WORKSHOP), *options)
    saved = str(tmp_path / "group.json")
    assert run(*command, "--format", "json", "-o", saved).err == ""
    for how in (("--all",), ("--format", "markdown"), ("--format", "html"), ("--format", "json")):
        again = run("report", saved, *how)
        assert (again.code, again.err) == (0, "")
        assert again.out == run(*command, *how).out


# What it keeps to itself.


def test_nobody_is_named_unless_names_are_asked_for() -> None:
    people = [scored(file).response.about["respondent"] for file in RATERS]
    for text in (json.dumps(workshop()), shown(workshop(), all=True), marked(workshop())):
        assert [person for person in people if person in text] == []
    assert [each["name"] for each in workshop()["raters"]][:2] == ["rater 1", "rater 2"]
    named = workshop(names=True)
    assert sorted(each["name"] for each in named["raters"]) == sorted(people)
    assert "Lowest: Ward sister, Linden site\n" in shown(named)
    assert "| 1:1 (Ward sister, Linden site) 2:2 (Community nurse, Linden site; " in marked(named)


def test_the_order_of_the_files_does_not_show() -> None:
    scores = [scored(file) for file in RATERS]
    assert json.dumps(document(group(scores))) == json.dumps(document(group(scores[::-1])))
    named = json.dumps(document(group(scores), names=True))
    assert named == json.dumps(document(group(scores[5:] + scores[:5]), names=True))


def test_a_role_of_two_and_the_role_that_would_give_it_away_are_not_told_apart() -> None:
    roles = ["wren-keeper"] * 4 + ["heron-keeper"] * 3 + ["stork-keeper"] * 2
    found = document(group(small([("123412341", role) for role in roles])))
    assert found["roles"] == [{"role": "wren-keeper", "people": 4}]
    assert found["others"] == 5
    for text in (json.dumps(found), shown(found, all=True), marked(found)):
        assert "stork" not in text
        assert "heron" not in text
        assert "Roles are not compared" in text or text.startswith("{")


@given(
    st.lists(
        st.tuples(st.text("1234?", min_size=9, max_size=9), st.sampled_from(BIRDS)), min_size=1, max_size=10
    )
)
def test_no_role_of_fewer_than_three_is_in_the_document_nor_follows_from_it(
    said: list[tuple[str, str]],
) -> None:
    found = document(group(small(said)))
    text = json.dumps(found)
    counts = {role: sum(own == role for _, own in said) for role in BIRDS if role}
    assert [role for role, count in counts.items() if count < 3 and role in text] == []
    told = {each["role"]: each["people"] for each in found["roles"]}
    assert not told or found["others"] + sum(told.values()) == len(said)
    assert not told or found["others"] == 0 or found["others"] >= 3
    spans = {each["id"]: len(each["scores"]) for each in (*found["domains"], found["overall"])}
    for gap in found["gaps"]:
        assert {each["role"] for each in gap["medians"]} <= {*told}
        rest = spans[gap["domain"]] - sum(each["people"] for each in gap["medians"])
        assert all(each["people"] >= 3 for each in gap["medians"])
        assert rest == 0 or rest >= 3
    assert "Quillfeather" not in text


@given(
    st.lists(
        st.tuples(st.text("1234?", min_size=9, max_size=9), st.sampled_from(BIRDS)), min_size=1, max_size=10
    )
)
def test_every_group_has_a_report_in_every_rendering(said: list[tuple[str, str]]) -> None:
    found = json.loads(json.dumps(document(group(small(said)), names=True)))
    for whole in (False, True):
        assert max(map(cell_len, shown(found, 80, whole).splitlines())) <= 80
    assert marked(found).startswith("# Support for adopters: Kite\n")
