"""Changes between two results.

They are worked out by hand, against the result itself, mirrored, across versions, and with hostile texts.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalecheck.errors import Refused
from scalecheck.reporting.documents import comparison as documents
from scalecheck.reporting.documents.change import GATES, change_number
from scalecheck.reporting.documents.result import document
from scalecheck.reporting.load import of_file
from scalecheck.reporting.outline import outline
from scalecheck.reporting.render import markdown, terminal
from scalecheck.reporting.words import comparison
from tests.conftest import cases
from tests.scoring import answered, read
from tests.scoring.strategies import answer_sets, forms

EXAMPLES = Path(__file__).resolve().parents[2] / "questionnaires" / "examples"
NAMES = ("early", "middling", "nearly-there")
Document = Any

TEXT = """\
id: small
version: 1.0.0
title: Small
bands: [{id: low, from: 0, title: Low}, {id: mid, from: 40, title: Mid}, {id: top, from: 80, title: Top}]
scales:
  rising:
    - {label: none, points: 0, next: {do: Get to some., effort: low}}
    - {label: some, points: 1, text: A little., next: {do: Get to all., effort: low}}
    - {label: all, points: 2}
  falling: [{label: never, points: 0}, {label: often, points: 4, next: {do: Do it less.}}]
domains:
  - id: team
    title: Team
    questions:
      - {id: lead, ask: Who leads?, scale: rising}
      - {id: time, ask: Is there time?, scale: rising, evidence: A rota.}
  - id: risk
    title: Risk
    questions: [{id: leaks, ask: Does it leak?, scale: falling, reverse: true}]
gates:
  - {id: no-lead, title: Nobody leads, when: {question: lead, below: 1}, cap: low, because: It needs a lead.}
advice:
  - {id: both, do: Do both., why: Weak., effort: low, \
when: {all: [{question: lead, below: 2}, {question: time, below: 2}]}}
"""


def compare(before: Document, after: Document, names: tuple[str, str] = ("BEFORE", "AFTER")) -> Document:
    """What changed between two results; a test may look up anything in it."""
    return documents.compare(before, after, names)


def small(text: str = TEXT, **answers: object) -> Document:
    """The result of *answers* to a questionnaire small enough to work out by hand."""
    return document(answered(read(text), answers))


def shown(found: Document, kind: str = "terminal", *, all: bool = False, width: int = 80) -> str:
    out = io.StringIO()
    if kind == "terminal":
        terminal.render(outline(found), out, all=all, width=width)
    else:
        markdown.render(outline(found), out, all=all)
    return out.getvalue()


def became(found: Document) -> dict[str, str]:
    return {entry["question"]: entry["change"] for entry in found["answers"]}


def example(name: str) -> Document:
    return of_file(EXAMPLES / f"{name}.yaml")


# Worked out by hand.


def test_numbers_bands_answers_gates_and_advice_of_a_small_pair() -> None:
    # Team: (0 + 1/2) / 2 = 25; risk: 0; overall 12.5. Then team: (1/2 + 1/2) / 2 = 50; risk: 100; overall 75.
    found = compare(small(lead=0, time=1, leaks=4), small(lead=1, time=1, leaks=0))
    overall = found["overall"]
    assert overall["score"] == {"before": 12.5, "after": 75.0, "change": 62.5}
    assert overall["band"] == {
        "before": {"id": "low", "title": "Low"},
        "after": {"id": "mid", "title": "Mid"},
        "change": "up",
    }
    assert overall["completeness"] == {"before": 1.0, "after": 1.0, "change": 0.0}
    assert [(each["id"], each["score"]["change"]) for each in found["domains"]] == [
        ("team", 25.0),
        ("risk", 100.0),
    ]
    assert became(found) == {"lead": "up", "time": "unchanged", "leaks": "up"}
    assert next(each["share"] for each in found["answers"]) == {"before": 0.0, "after": 0.5, "change": 0.5}
    assert [(gate["id"], gate["change"], gate["questions"]) for gate in found["gates"]] == [
        ("no-lead", "lifted", ["lead"])
    ]
    taken = {each["id"]: (each["rose"], each["further"]) for each in found["advice"]["taken_up"]}
    assert taken == {"lead": (["lead"], True), "leaks": (["leaks"], False)}
    assert {each["id"]: each["since"] for each in found["advice"]["now"]} == {
        "lead": "further",
        "time": "before",
        "both": "before",
    }
    assert found["certainty"] == {"verdict": "larger", "would_settle": []}


def test_an_answer_that_slid_back_is_told_first_with_both_texts() -> None:
    found = compare(small(lead=2, time=1, leaks=0), small(lead=0, time=2, leaks=0))
    assert became(found) == {"lead": "down", "time": "up", "leaks": "unchanged"}
    assert {each["id"]: each["since"] for each in found["advice"]["now"]} == {"lead": "slid back"}
    assert [gate["change"] for gate in found["gates"]] == ["new"]
    out = shown(found)
    assert out.index("Slid back (1)") < out.index("Went up (1)") < out.index("Advice taken up (1)")
    assert '  - Who leads?\n    "all" -> "none"\n' in out
    assert "  ! Newly missing: Nobody leads\n" in out
    assert "Now, the score alone would give" in out
    assert "Look at what slid back first." in out


def test_a_rule_is_taken_up_once_an_answer_rose_and_it_no_longer_applies() -> None:
    found = compare(small(lead=1, time=1, leaks=0), small(lead=2, time=1, leaks=0))
    json.dumps(found)
    assert [(each["id"], each["rose"]) for each in found["advice"]["taken_up"]] == [
        ("both", ["lead"]),
        ("lead", ["lead"]),
    ]
    assert found["advice"]["lapsed"] == []


def test_a_rule_that_lapsed_because_an_answer_is_missing_was_not_taken_up() -> None:
    found = compare(small(lead=1, time=1, leaks=0), small(lead="unknown", time=1, leaks=0))
    assert found["advice"]["taken_up"] == []
    assert [each["id"] for each in found["advice"]["lapsed"]] == ["both", "lead"]
    assert became(found)["lead"] == "no longer answered"
    assert found["missing"]["now"][0]["missing_before"] is False
    assert [gate["change"] for gate in found["gates"]] == ["not known now"]
    assert "Not known now (1)" in shown(found)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("unanswered", 1, "newly answered"),
        ("not applicable", 1, "newly answered"),
        (1, "declined", "no longer answered"),
        (1, "not applicable", "newly not applicable"),
        ("unknown", "not applicable", "newly not applicable"),
        ("not applicable", "unknown", "newly asked"),
        ("unknown", "declined", "unchanged"),
        (1, 1, "unchanged"),
    ],
)
def test_what_becomes_of_an_answer(before: object, after: object, change: str) -> None:
    found = compare(small(lead=1, time=before, leaks=0), small(lead=1, time=after, leaks=0))
    assert became(found)["time"] == change
    assert found["changed"] is (before != after)
    for kind in ("terminal", "markdown"):
        assert ("Nothing has changed" in shown(found, kind, all=True)) is (before == after)


def test_an_answer_that_goes_up_in_points_goes_down_where_the_question_is_reversed() -> None:
    assert became(compare(small(lead=1, time=1, leaks=0), small(lead=1, time=1, leaks=4)))["leaks"] == "down"


def test_whether_the_change_is_larger_than_what_is_missing_leaves_open() -> None:
    # Before: lead none, time unknown, leaks worst: 0 to 25.
    # After: lead some: 12.5 to 37.5; lead all and time all: 50.
    first = small(lead=0, time="unknown", leaks=4)
    open_ = compare(first, small(lead=1, time="unknown", leaks=4))
    assert [open_["overall"][end]["after"] for end in ("low", "high")] == [12.5, 37.5]
    assert open_["certainty"]["verdict"] == "open"
    settles = [
        (each["question"], each["before"], each["after"]) for each in open_["certainty"]["would_settle"]
    ]
    assert settles == [("time", "unknown", "unknown")]
    assert "it could be no change at all" in shown(open_)
    assert "? Is there time? (don't know, both times)" in shown(open_)
    larger = compare(first, small(lead=2, time=2, leaks=4))
    assert larger["certainty"]["verdict"] == "larger"
    assert "more than the missing answers could explain" in " ".join(shown(larger).split())
    equal = compare(small(lead=1, time=0, leaks=4), small(lead=0, time=1, leaks=4))
    assert equal["certainty"]["verdict"] == "equal"


def test_intervals_that_only_touch_overlap() -> None:
    first = small(lead=0, time="unknown", leaks=4)  # 0 to 25
    assert compare(first, small(lead=1, time=1, leaks=4))["certainty"]["verdict"] == "open"  # 25 to 25


def test_missing_scores_have_no_difference_and_say_why() -> None:
    found = compare(small(lead="unknown", time="unknown", leaks="unknown"), small(lead=1, time=1, leaks=0))
    assert found["overall"]["score"] == {"before": None, "after": 75.0, "change": None}
    assert found["overall"]["band"]["before"] is None
    assert found["overall"]["band"]["change"] is None
    out = shown(found)
    assert "  none -> 75.0 of 100\n" in out
    assert "Before: There is no overall score: 0 of 3 answered, half needed." in out
    assert "no score before: 0 of 2 answered, half needed" in out
    assert found["missing"]["found_out"] == ["lead", "time", "leaks"]
    back = shown(
        compare(small(lead=1, time=1, leaks=0), small(lead="unknown", time="unknown", leaks="unknown"))
    )
    assert "  75.0 -> none of 100\n" in back


def test_nothing_to_score_on_one_side() -> None:
    none = small(**dict.fromkeys(("lead", "time", "leaks"), "not applicable"))
    found = compare(none, small(lead=1, time=1, leaks=0))
    assert found["certainty"]["verdict"] == "not scored"
    assert "cannot be compared" in shown(found)


def test_evidence_gaps_close_by_evidence_or_by_another_answer() -> None:
    high, low = small(lead=1, time=2, leaks=0), small(lead=1, time=1, leaks=0)
    assert compare(high, low)["evidence"]["closed"][0]["because"] == "answer changed"
    assert [each["question"] for each in compare(low, high)["evidence"]["opened"]] == ["time"]
    shows = json.loads(json.dumps(high | {"about": {}}))
    shows["answers"][1]["evidence"], shows["evidence_gaps"] = "A rota", []
    found = compare(high, shows)
    closed = {"question": "time", "ask": "Is there time?", "because": "shown"}
    assert found["evidence"] == {"closed": [closed], "opened": [], "still": []}
    assert "Evidence given now: Is there time?" in shown(found)


def test_differences_are_exact_to_the_published_decimal() -> None:
    assert change_number(56.2, 59.9, 1)["change"] == 3.7
    assert change_number(0.1, 0.3, 1)["change"] == 0.2
    assert change_number(100.0, 0.0, 4)["change"] == -100.0
    assert json.dumps(change_number(3, 5, 0)["change"]) == "2"
    assert json.dumps(change_number(5.0, 5.0, 1)["change"]) == "0.0"
    assert comparison.signed(5.6, 1) == "+5.6"
    assert comparison.signed(-2.0, 1) == "-2.0"
    assert comparison.signed(0.0, 1) == "="
    assert comparison.signed(None, 1) == ""


# The worked examples.


@pytest.mark.parametrize("name", NAMES)
def test_compared_with_itself_nothing_has_changed(name: str) -> None:
    found = compare(example(name), example(name))
    assert found["changed"] is False
    for span in (found["overall"], *found["domains"]):
        assert {span[part]["change"] for part in ("score", "low", "high")} <= {0.0, None}
        assert {span[part]["change"] for part in ("completeness", "answered", "applicable")} == {0}
    assert set(became(found).values()) == {"unchanged"}
    assert found["advice"]["taken_up"] == found["advice"]["lapsed"] == []
    assert {each["since"] for each in found["advice"]["now"]} == {"before"}
    assert found["evidence"]["closed"] == found["evidence"]["opened"] == []
    assert {gate["change"] for gate in found["gates"]} <= {"still", "still not known"}
    assert not any(found["questions"].values())
    for kind in ("terminal", "markdown"):
        out = shown(found, kind, all=True)
        assert "Nothing has changed: every answer and every number is as it was." in out
        assert "Went up" not in out


def test_six_months_later() -> None:
    found = compare(example("middling"), example("middling-later"))
    assert found["overall"]["score"] == {"before": 56.2, "after": 59.9, "change": 3.7}
    assert [name for name, change in became(found).items() if change == "down"] == ["protected-time"]
    assert found["missing"]["found_out"] == ["spread-funding"]
    assert found["warnings"] == []
    out = shown(found)
    assert "\n  56.2 -> 59.9 of 100 +3.7\n" in out
    assert "    Time and resources                   55.6 -> 44.4  -11.2\n" in out
    assert "    Income and demand                    66.7 -> 66.7      =\n" in out


@pytest.mark.parametrize("width", cases([40, 60, 80, 120], (40, 80).__contains__))
@pytest.mark.parametrize(
    "pair", [("early", "nearly-there"), ("nearly-there", "early"), ("middling", "middling-later")]
)
def test_no_line_is_wider_than_the_terminal_nor_ends_in_spaces(pair: tuple[str, str], width: int) -> None:
    rows = shown(compare(example(pair[0]), example(pair[1])), all=True, width=width).splitlines()
    assert [row for row in rows if len(row) > width or row != row.rstrip()] == []


def test_identical_input_gives_identical_bytes_and_leaves_the_input_alone() -> None:
    first, last = example("middling"), example("middling-later")
    kept = json.dumps([first, last])
    texts = {json.dumps(compare(first, last), allow_nan=False) for _ in range(2)}
    texts.add(json.dumps(compare(example("middling"), example("middling-later"))))
    assert len(texts) == 1
    assert json.dumps([first, last]) == kept
    saved = json.loads(texts.pop())
    assert shown(saved, all=True) == shown(compare(first, last), all=True)


def test_all_adds_what_is_unchanged_and_every_recommendation() -> None:
    found = compare(example("middling"), example("middling-later"))
    assert "Unchanged answers" not in shown(found)
    whole = shown(found, all=True)
    assert "Unchanged answers" in whole
    assert f"  {len(found['advice']['now'])} " in whole
    assert "--all" not in whole


# Mirrored.

OPPOSITE = {"up": "down", "down": "up"}
TURNED = {old: GATES[old[1], old[0]] for old in GATES}


@given(st.data())
def test_the_mirror_image_has_the_signs_turned(data: st.DataObject) -> None:
    form = data.draw(forms())
    sides = [document(form.score(data.draw(answer_sets(form)))) for _ in range(2)]
    there, back = compare(sides[0], sides[1]), compare(sides[1], sides[0])
    assert there["changed"] == back["changed"]
    assert there["certainty"]["verdict"] == back["certainty"]["verdict"]
    spans = zip((there["overall"], *there["domains"]), (back["overall"], *back["domains"]), strict=True)
    for one, two in spans:
        for part in ("score", "low", "high", "completeness", "answered", "applicable"):
            change = two[part]["change"]
            turned = {
                "before": two[part]["after"],
                "after": two[part]["before"],
                "change": change and -change,
            }
            assert one[part] == turned
        assert one["band"]["change"] == OPPOSITE.get(two["band"]["change"], two["band"]["change"])
    for one, two in zip(there["answers"], back["answers"], strict=True):
        assert (one["before"], one["after"]) == (two["after"], two["before"])
        if two["share"]["change"] is not None:
            assert one["change"] == OPPOSITE.get(two["change"], two["change"])
        assert (one["change"] == "unchanged") == (two["change"] == "unchanged")
    turned_gates = {gate["id"]: TURNED[gate["before"], gate["after"]] for gate in back["gates"]}
    assert {gate["id"]: gate["change"] for gate in there["gates"]} == turned_gates
    assert [gap["question"] for gap in there["evidence"]["closed"]] == [
        gap["question"] for gap in back["evidence"]["opened"]
    ]
    for kind in ("terminal", "markdown"):
        assert shown(there, kind, all=True)


# What cannot be compared, and what is warned about.


def refused(before: Document, after: Document) -> list[str]:
    with pytest.raises(Refused) as caught:
        compare(before, after, ("before.yaml", "after.yaml"))
    return [str(problem) for problem in caught.value.problems]


def test_another_questionnaire_is_refused_naming_both() -> None:
    first, last = small(lead=1), small(TEXT.replace("id: small", "id: other"), lead=1)
    [problem] = refused(first, last)
    assert problem.startswith(
        'after.yaml SC620 These are answers to "other"; those in before.yaml are to "small". '
    )
    assert problem.endswith("Compare two results of the same questionnaire.")


def test_another_major_version_is_refused_with_what_to_do() -> None:
    [problem] = refused(small(lead=1), small(TEXT.replace("1.0.0", "2.0.0"), lead=1))
    assert problem.startswith(
        "after.yaml SC621 These answers are to version 2.0.0; those in before.yaml to 1.0.0. "
    )
    assert "named with -q" in problem


def test_quick_and_full_are_never_compared() -> None:
    text = TEXT.replace("ask: Who leads?", "tags: [quick], ask: Who leads?")
    full, quick = small(text, lead=1), document(answered(read(text), {"lead": 1}, "quick"))
    [problem] = refused(full, quick)
    assert "SC622 This is the quick version; before.yaml is the full one." in problem
    assert compare(quick, quick)["changed"] is False
    assert "Unchanged answers (1)" in shown(compare(quick, quick), all=True)


def test_the_same_version_with_other_content_is_warned_about() -> None:
    found = compare(small(lead=1), small(TEXT.replace("A little.", "Somewhat."), lead=1))
    assert found["warnings"][0] == "Both questionnaires say 1.0.0, but their content differs."
    assert found["questions"]["reworded"] == ["lead"]
    assert became(found)["lead"] == "unchanged"


def test_a_minor_version_says_what_differs() -> None:
    later = TEXT.replace("1.0.0", "1.1.0").replace("ask: Who leads?", "ask: Who is leading?")
    later = later.replace("Get to all.", "Go on to all.").replace("{id: leaks,", "{id: spills,")
    found = compare(small(lead=1, time=1, leaks=0), small(later, lead=1, time=1, spills=0))
    assert found["questions"] == {
        "added": ["spills"],
        "removed": ["leaks"],
        "reworded": ["lead"],
        "rescored": [],
        "advice": ["lead", "time"],
    }
    assert found["warnings"] == [
        "The questionnaire was version 1.0.0 before and is 1.1.0 now.",
        "1 question added: spills.",
        "1 question removed: leaks.",
        "1 question reworded: lead.",
        "Advice in other words: lead and time.",
    ]
    assert became(found) == {"lead": "unchanged", "time": "unchanged", "spills": "added", "leaks": "removed"}
    assert "Note: The questionnaire was version 1.0.0 before and is 1.1.0 now.\n" in shown(found, all=True)


def test_domains_and_bands_of_one_side_only() -> None:
    later = TEXT.replace("1.0.0", "1.1.0").replace("id: risk", "id: hazard").replace("from: 40", "from: 45")
    found = compare(small(lead=1, time=1, leaks=0), small(later, lead=1, time=1, leaks=0))
    assert {each["id"]: each["standing"] for each in found["domains"]} == {
        "team": "both",
        "hazard": "added",
        "risk": "removed",
    }
    assert "added since" in shown(found)
    assert "| removed since |" in shown(found, "markdown")
    assert "Bands, or the numbers" in found["warnings"][1]


def test_another_innovation_or_person_or_the_wrong_order_is_a_warning() -> None:
    first, last = small(lead=1), small(lead=1)
    first["about"] = {"innovation": "One", "respondent": "Ann", "date": "2027-01-01"}
    last["about"] = {"innovation": "Two", "respondent": "Ben", "date": "2026-01-01"}
    assert compare(first, last)["warnings"] == [
        'The innovations are called "One" before and "Two" now: are they the same?',
        '"Ann" answered before and "Ben" now: part of the change may be another view.',
        (
            "The first answers, of 2027-01-01, are later than the second, of 2026-01-01: "
            "swap them to go forward."
        ),
    ]
    last["about"] = {"innovation": " one ", "respondent": "", "date": "soon"}
    assert compare(first, last)["warnings"] == []


def test_the_warnings_of_both_sides_are_kept_apart() -> None:
    first, last = small(lead=1), small(lead=1)
    first["warnings"], last["warnings"] = ["One.", "Both."], ["Both.", "Two."]
    assert compare(first, last)["warnings"] == ["Both times: Both.", "Before: One.", "Now: Two."]


# Hostile texts.


def hostile(value: Any) -> Any:
    """*value* with every free text made hostile."""
    text = "[red]x[/red] <b>| `y` [link](u)\x1b[31m\x07\u202e\nEND **z**"
    if isinstance(value, list):
        return [hostile(each) for each in value]
    if isinstance(value, dict):
        free = (
            "title",
            "ask",
            "label",
            "text",
            "do",
            "why",
            "because",
            "who",
            "evidence",
            "note",
            "meaning",
            "innovation",
        )
        return {
            key: text if key in free and isinstance(each, str) else hostile(each)
            for key, each in value.items()
        }
    return value


@pytest.mark.parametrize("kind", ["terminal", "markdown"])
def test_hostile_texts_stay_text(kind: str) -> None:
    first, last = hostile(example("middling")), hostile(example("early"))
    last["warnings"] = ["\x1b]0;title\x07[blink]"]
    last["questionnaire"]["version"] = "1.\x1b[2J"
    out = shown(compare(first, last), kind, all=True)
    assert not set(out) & set("\x1b\x07\u202e")
    assert not [row for row in out.splitlines() if row.startswith("END")]
    if kind == "terminal":
        assert "[red]x[/red]" in out
    else:
        assert "<b>" not in out
        assert r"\[red\]x" in out
        assert "**z**" not in out.replace(r"\*\*z\*\*", "")


def test_a_forced_colour_terminal_shows_markup_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    first, last = hostile(example("early")), hostile(example("middling"))
    out = io.StringIO()
    terminal.render(outline(compare(first, last)), out, width=100)
    assert "[red]x[/red]" in out.getvalue()
    assert "\x1b[31m\x07" not in out.getvalue()
