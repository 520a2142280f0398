"""What a programme lead is told of a whole table of responses."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from scalecheck.cohort.counts import CohortCounts
from scalecheck.cohort.distribution import DISTINCT
from scalecheck.definition import catalogue
from scalecheck.engines.python_engine import PythonScorer
from scalecheck.reporting.documents import cohort as summary
from scalecheck.reporting.outline.cohort import outline
from scalecheck.reporting.render import markdown, terminal
from scalecheck.reporting.words.counts import percent
from scalecheck.scoring.compiled import compile_questionnaire
from tests.conftest import sample
from tests.scoring import define, one_domain, read
from tests.scoring.strategies import forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.definition.questionnaire import Questionnaire

Document = Any
UNANSWERED, UNKNOWN, DECLINED, NOT_APPLICABLE = -1, -2, -3, -4

TWO_PARTS = define("""\
    bands: [{id: low, from: 0, title: Low}, {id: high, from: 50, title: High}]
    gates: [{id: must, title: A must, when: {question: a, is: 0}, cap: low, because: It must be there.}]
    domains:
      - id: one-part
        title: One part
        questions:
          - id: a
            ask: Is it there?
            options:
              - {label: None, points: 0, next: {do: Begin., who: us}}
              - {label: Half, points: 1, next: {do: Finish., who: them}}
              - {label: Whole, points: 2}
      - id: other
        title: Other part
        questions: [{id: b, ask: Does it hurt?, scale: to-2, reverse: true}]
    """)
SIX = [(2, 0), (0, 0), (1, 1), (1, 2), (UNKNOWN, 0), (UNANSWERED, DECLINED)]
"""Answers to ``a`` and ``b``. Their scores: 100, 50 (held back by the gate), 50, 25, 100 (of ``b``
alone), and none."""


def counts(
    questionnaire: Questionnaire, rows: Sequence[Sequence[int]], scope: str = "full", whole: bool = True
) -> CohortCounts:
    compiled = compile_questionnaire(questionnaire, scope)
    scorer = PythonScorer(compiled)
    found = CohortCounts(compiled, scorer.columns, complete=whole)
    found.add(scorer.score(rows), rows)
    return found


def cohort(questionnaire: Questionnaire, rows: Sequence[Sequence[int]], scope: str = "full") -> Document:
    return summary.document(counts(questionnaire, rows, scope))


def page(document: Document, width: int = 80) -> str:
    out = io.StringIO()
    terminal.render(outline(document), out, width=width)
    return out.getvalue()


def part(count: int, of: int, share: float | None) -> Document:
    return {"count": count, "of": of, "share": share}


# What the numbers are.


def test_the_overall_scores_are_told_by_values_that_occur() -> None:
    overall = cohort(TWO_PARTS, SIX)["overall"]
    assert (overall["n"], overall["no_score"]) == (5, 1)
    assert overall["mean"] == 65.0  # (25 + 50 + 50 + 100 + 100) / 5
    names = ("lowest", "lower_quartile", "median", "upper_quartile", "highest")
    assert [overall[name] for name in names] == [25.0, 50.0, 50.0, 100.0, 100.0]
    assert overall["within"] == 0


def test_bands_are_counted_in_order_among_those_that_have_one_and_gates_are_told() -> None:
    overall = cohort(TWO_PARTS, SIX)["overall"]
    assert overall["bands"] == [
        {"band": "low", "title": "Low", **part(2, 5, 0.4)},
        {"band": "high", "title": "High", **part(3, 5, 0.6)},
    ]
    assert overall["capped"] == part(1, 6, 0.1667)
    assert overall["capped_by"] == [{"id": "must", "title": "A must", "cap": "low", **part(1, 6, 0.1667)}]


def test_each_area_has_its_spread_and_its_bands() -> None:
    one, other = cohort(TWO_PARTS, SIX)["domains"]
    assert (one["id"], one["title"], one["n"], one["no_score"]) == ("one-part", "One part", 4, 2)
    assert (one["lowest"], one["median"], one["highest"], one["mean"]) == (0.0, 50.0, 100.0, 50.0)
    assert one["lower_quartile"] is None  # of four scores a quarter is one person
    assert [band["count"] for band in one["bands"]] == [1, 3]
    assert (other["n"], other["lower_quartile"], other["median"]) == (5, 50.0, 100.0)


def test_the_weakest_area_is_counted_once_a_response() -> None:
    assert cohort(TWO_PARTS, SIX)["weakest"] == {
        "rows": 5,
        "none": 1,
        "domains": [
            {"domain": "one-part", "title": "One part", **part(3, 5, 0.6)},
            {"domain": "other", "title": "Other part", **part(2, 5, 0.4)},
        ],
    }


def test_a_frequent_recommendation_says_which_step_it_mostly_is() -> None:
    (entry,) = cohort(TWO_PARTS, SIX)["recommendations"]
    assert (entry["id"], entry["kind"], entry["ask"], entry["count"], entry["share"]) == (
        "a",
        "step",
        "Is it there?",
        3,
        0.5,
    )
    steps = [(step["label"], step["do"], step["count"]) for step in entry["steps"]]
    assert steps == [("Half", "Finish.", 2), ("None", "Begin.", 1)]
    assert (entry["do"], entry["who"]) == ("Finish.", "them")


def test_completeness_is_of_what_applies() -> None:
    found = cohort(TWO_PARTS, SIX)["completeness"]
    assert (found["mean"], found["lowest"], found["complete"]) == (0.75, 0.0, part(4, 6, 0.6667))


def test_each_question_has_its_answers_its_silences_and_its_ends() -> None:
    a, b = cohort(TWO_PARTS, SIX)["questions"]
    assert [(each["label"], each["count"]) for each in a["options"]] == [
        ("None", 1),
        ("Half", 2),
        ("Whole", 1),
    ]
    assert (a["answered"], a["unanswered"], a["unknown"], a["declined"], a["missing"]) == (4, 1, 1, 0, 2)
    assert (a["floor"], a["ceiling"], a["missing_share"]) == (part(1, 4, 0.25), part(1, 4, 0.25), 0.3333)
    assert (b["floor"], b["ceiling"]) == (
        part(1, 5, 0.2),
        part(3, 5, 0.6),
    )  # turned round: no points are best
    assert (a["flags"], b["flags"]) == (["missing"], ["ceiling"])


def test_what_does_not_apply_is_not_missing() -> None:
    (question,) = cohort(one_domain(q="to-1"), [(NOT_APPLICABLE,)] * 6 + [(1,)])["questions"]
    assert (question["not_applicable"], question["missing"], question["missing_share"]) == (6, 0, 0.0)


def test_a_question_asked_of_some_is_not_said_to_be_skipped_by_the_others() -> None:
    whole = one_domain(first="to-1", then="to-1, ask_if: {question: first, is: 1}")
    first, then = cohort(whole, [(0, UNANSWERED)] * 9 + [(1, 1)])["questions"]
    assert (then["asked_if"], then["missing"], then["missing_share"], then["flags"]) == (True, 9, None, [])
    assert first["asked_if"] is False
    assert "whoever was not asked is among the missing" in " ".join(
        page(cohort(whole, [(0, UNANSWERED)])).split()
    )


def test_the_quick_version_tells_of_the_questions_it_asks() -> None:
    whole = one_domain(asked="to-1, tags: [quick]", left="to-1")
    found = cohort(whole, [(1, UNANSWERED)], scope="quick")
    assert [entry["question"] for entry in found["questions"]] == ["asked"]
    assert "quick version" in page(found)


def test_only_the_ten_most_frequent_recommendations_are_told_and_equals_go_by_id() -> None:
    step = "options: [{label: No, next: {do: Do it.}}, {label: Yes}]"
    questions = ", ".join(f"{{id: q-{n:02}, ask: 'Well?', {step}}}" for n in range(12))
    whole = define(f"domains: [{{id: d, title: D, questions: [{questions}]}}]")
    rows = [[0 if n in range(start, start + 3) else 1 for n in range(12)] for start in (0, 3, 6, 9, 9)]
    found = cohort(whole, rows)["recommendations"]
    assert [entry["id"] for entry in found] == ["q-09", "q-10", "q-11", *(f"q-{n:02}" for n in range(7))]
    assert [entry["count"] for entry in found] == [2, 2, 2, 1, 1, 1, 1, 1, 1, 1]


def test_scores_pile_up_from_more_than_fifteen_per_cent_of_fifty() -> None:
    whole = one_domain(q="to-2")

    def flags(rows: int, top: int) -> list[str]:
        found: list[str] = cohort(whole, [(2,)] * top + [(1,)] * (rows - top))["overall"]["flags"]
        return found

    assert flags(60, 10) == ["ceiling"]
    assert flags(60, 9) == []  # 15 %, and no more
    assert flags(49, 49) == []
    assert "Everyone has the highest score there can be" in page(cohort(whole, [(2,)] * 50))


def test_raw_points_pile_up_at_their_own_ends() -> None:
    whole = one_domain(
        "unit: points\naggregate: sum\ndecimals: 0", "aggregate: sum", q="one-to-5", r="one-to-5"
    )
    overall = cohort(whole, [(0, 0)] * 30 + [(4, 4)] * 30)["overall"]
    assert (overall["least"], overall["most"], overall["lowest"], overall["highest"]) == (2, 10, 2, 10)
    assert (overall["flags"], overall["floor"]["count"], overall["bands"]) == (["floor", "ceiling"], 30, [])


def test_an_area_without_bands_and_scores_below_nought_can_be_told() -> None:
    whole = one_domain("unit: points", q="both-sides")
    found = cohort(whole, [(0,), (1,), (1,), (2,), (4,)])
    assert (found["overall"]["mean"], found["overall"]["median"]) == (-0.4, -1.0)  # (-2 - 1 - 1 + 0 + 2) / 5
    assert "-1.0" in page(found)


# What is said of few, of many, of none.


def test_a_few_responses_are_no_cohort() -> None:
    found = cohort(TWO_PARTS, SIX[:4])
    assert found["overall"]["lower_quartile"] is None
    assert all(not question["flags"] for question in found["questions"])
    assert "So few responses are no cohort" in page(found)
    assert "So few responses" not in page(cohort(TWO_PARTS, SIX[:5]))


def test_a_table_without_rows_is_said_to_have_none() -> None:
    found = cohort(TWO_PARTS, [])
    assert (found["rows"], found["overall"]["mean"], found["overall"]["bands"][0]["share"]) == (0, None, None)
    assert page(found).startswith("A test: 0 responses\n")
    assert "There are no responses to show." in page(found)


def test_a_table_where_nothing_is_answered_can_be_shown() -> None:
    text = page(cohort(TWO_PARTS, [(UNKNOWN, UNANSWERED)] * 7))
    assert "No response has an overall score." in text
    assert "Every answer is missing: 7 don't know." in text


def test_rejected_rows_are_told() -> None:
    found = counts(TWO_PARTS, SIX)
    found.rejected = 2
    assert "Note: 2 rows could not be read and are not counted here." in page(summary.document(found))


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0%"),
        (0.0001, "<1%"),
        (0.005, "1%"),
        (0.285, "29%"),
        (0.9999, ">99%"),
        (1.0, "100%"),
        (None, "–"),
    ],
)
def test_a_share_never_reads_as_none_or_all_where_it_is_neither(share: float | None, said: str) -> None:
    assert percent(share) == said


def test_with_more_different_scores_than_are_kept_apart_the_summary_says_how_near_it_is() -> None:
    whole = one_domain("decimals: 4", q="to-1")
    compiled = compile_questionnaire(whole)
    values = [n / 10000 for n in range(0, 1_000_000, 33)]  # 30,304 of them, up to 99.9999
    assert len(values) > DISTINCT

    def counted(parts: list[list[float]]) -> Document:
        found = CohortCounts(compiled, PythonScorer(compiled).columns, complete=True)
        for each in parts:
            found.add_counts("score", dict.fromkeys(each, 2) | {None: 1})
            found.add_rows(2 * len(each) + 1)
        overall: Document = summary.document(found)["overall"]
        return overall

    found = counted([values[::2], values[1::2]])
    assert found == counted([values[20_000:], values[:20_000]])
    assert (found["n"], found["no_score"], found["lowest"], found["highest"]) == (60_608, 2, 0.0, 99.9999)
    assert found["mean"] == 49.99995
    assert found["within"] == 0.0099  # every 33rd value is counted in hundreds: 10,000 of them
    assert found["median"] <= 49.9983 <= found["median"] + found["within"]
    assert found["ceiling"]["count"] == 0
    whole_document = cohort(whole, [(1,)]) | {"overall": found}
    assert "the middle and the quartiles of the overall score may be up to 0.0099 too low" in " ".join(
        page(whole_document).split()
    )


def test_gates_that_hold_in_more_ways_than_are_kept_apart_are_still_counted_one_by_one() -> None:
    found = CohortCounts(
        compile_questionnaire(TWO_PARTS),
        PythonScorer(compile_questionnaire(TWO_PARTS)).columns,
        complete=True,
    )
    names = [f"g{n}" for n in range(15)]
    ways = [";".join(each) for size in range(1, 16) for each in combinations(names, size)]
    for start in range(0, len(ways), 5000):
        found.add_counts("capped_by", dict.fromkeys(ways[start : start + 5000], 1) | {None: 3})
    rows, gates = found.capped_rows()
    assert (rows, gates) == (2**15 - 1, Counter(dict.fromkeys(names, 2**14)))
    assert len(found.results["capped_by"]) <= DISTINCT
    assert found.results["capped_by"][None] == 21


# What a reader sees.


def test_the_page_says_it_in_plain_sentences() -> None:
    assert page(cohort(TWO_PARTS, SIX)) == EXPECTED


EXPECTED = """\
A test: 6 responses
test 1.0.0

Overall
  Middle 50.0 of 100
  0 ········───────◆━━━━━━━━━━━━━━━ 100   ─ all  ━ the middle half  ◆ the middle
  The middle half lies between 50.0 and 100.0. The lowest is 25.0, the highest
  100.0, the mean 65.00.
  1 response has no score and is left out here.

Bands
  ! Low  2   40%  ████████████░░░░░░░░░░░░░░░░░░
  + High 3   60%  ██████████████████░░░░░░░░░░░░
  1 of 6 (17%) would stand in a higher band, but a must-have is missing:
    - A must: 1

Areas: the middle, how the scores spread, and % in each band from low to high
  One part       50.0  ──────◆──────   25  75
  Other part    100.0  ──────━━━━━━◆   20  80

Weakest area, the commonest first
  One part   3   60%  ██████████████████░░░░░░░░░░░░
  Other part 2   40%  ████████████░░░░░░░░░░░░░░░░░░
  Counted once for each response. Where several areas are equally low, the one
  whose id comes first in the alphabet counts. 1 response without any area score
  is left out.

Most often among the first three recommendations
  1 Is it there?
    3 of 6 (50%). 2 from "Half": Finish. Who: them.
  What to do about a question depends on its answer: the step recommended most
  often is shown.

How complete the responses are
  On average 75% of the questions that apply are answered; the least complete
  response has 0%. 4 of 6 (67%) are complete.

Questions that stand out (2)
  ! Does it hurt?
    3 of 5 (60%) sit at the top: "a".
  ! Is it there?
    2 of 6 (33%) are missing: 1 not answered, 1 don't know.

Every question: % of its answers from the worst to the best
                                                  worst → best  answers  missing
  ! Is it there?                                    25  50  25        4        2
  ! Does it hurt?                                   20  20  60        5        1

How to read this
  - The middle is the median: the lowest score that at least half of the
    responses do not exceed. The middle half goes from the lower to the upper
    quartile, taken in the same way.
  - A question stands out where 50% or more of its answers sit at the bottom
    (the worst answer) or at the top (the best), or 20% or more are missing.
    Fewer than 5 never do.

A guide for a conversation, not a verdict and not a validated measure.
"""


def test_the_page_keeps_to_its_width() -> None:
    whole = catalogue.load()
    rows = [[(n * 7 + m) % 8 - 4 for m in range(len(whole.questions))] for n in range(60)]
    found = cohort(whole, [[min(code, 3) for code in row] for row in rows])
    for width in sample(range(40, 121)):
        assert max(cell_len(row) for row in page(found, width).splitlines()) <= width


def test_the_line_above_the_areas_tells_of_no_column_that_has_no_room() -> None:
    found = cohort(TWO_PARTS, SIX)
    told = {
        80: "Areas: the middle, how the scores spread, and % in each band from low to high",
        60: "Areas: the middle and how the scores spread",
        40: "Areas: the middle",
    }
    for width, line in told.items():
        assert line in page(found, width).splitlines()


def test_markdown_tells_everything_that_a_terminal_tells() -> None:
    out = io.StringIO()
    markdown.render(outline(cohort(TWO_PARTS, SIX)), out)
    text = out.getvalue()
    assert re.findall("^## (.*)$", text, re.MULTILINE) == [
        "Overall",
        "Bands",
        "Areas",
        "Weakest area, the commonest first",
        "Most often among the first three recommendations",
        "How complete the responses are",
        "Questions that stand out",
        "Every question",
        "How to read this",
    ]
    assert '2 are "Low" and 3 are "High"' in text
    assert "| One part | 50.0 | Low 25%, High 75% |  | 0.0 to 100.0 |" in text
    assert "| Other part | 100.0 | Low 20%, High 80% | 50.0 to 100.0 | 0.0 to 100.0 |" in text
    assert "1. Is it there?\n   - 3 of 6 (50%)" in text
    assert "| Is it there? | None: 1 (25%); Half: 2 (50%); Whole: 1 (25%) | 4 | 2 |" in text


def test_what_stands_beneath_the_tenth_recommendation_is_part_of_it_in_markdown() -> None:
    step = "options: [{label: No, next: {do: Do it.}}, {label: Yes}]"
    questions = ", ".join(f"{{id: q-{n:02}, ask: 'Well {n}?', {step}}}" for n in range(12))
    whole = define(f"domains: [{{id: d, title: D, questions: [{questions}]}}]")
    rows = [[int(n not in range(start, start + 3)) for n in range(12)] for start in (0, 3, 6, 9, 9)]
    out = io.StringIO()
    markdown.render(outline(cohort(whole, rows)), out)
    assert "\n9. Well 5?\n   - 1 of 5" in out.getvalue()
    assert "\n10. Well 6?\n    - 1 of 5" in out.getvalue()


def test_many_questions_that_stand_out_are_cut_short_on_a_terminal_alone() -> None:
    whole = one_domain(**{f"q{n}": "to-1" for n in range(9)})
    found = outline(cohort(whole, [[0] * 9] * 6))
    narrow, told = io.StringIO(), io.StringIO()
    terminal.render(found, narrow, width=80)
    markdown.render(found, told)
    assert narrow.getvalue().count("Everyone who answered sits at the bottom") == 7
    assert "    and 2 more, marked ! below\n" in narrow.getvalue()
    assert told.getvalue().count("Everyone who answered sits at the bottom") == 9


def test_a_dumb_terminal_gets_plain_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert not set("█░─━◆→") & set(page(cohort(TWO_PARTS, SIX)))


def test_a_questionnaire_cannot_send_commands_to_the_terminal() -> None:
    whole = read(
        'id: test\nversion: 1.0.0\ntitle: "T\\e[31m"\ndomains:\n  - {id: d, title: "D\\e[2J", questions: ['
        '{id: q, ask: "Q\\e]0;x\\a", options: ['
        '{label: "L\\e[m", next: {do: "Do\\x9b", who: "W\\u202e"}}, {label: M}]}]}\n'
    )
    text = page(summary.document(counts(whole, [(0,)] * 9), {"file": "x\x1b[31m.csv"}))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "9 from" in text and "\ufffd" in text


def test_a_questionnaire_cannot_write_markdown() -> None:
    whole = read(
        "id: test\nversion: 1.0.0\ntitle: '<script>T</script>'\n"
        "domains:\n  - {id: d, title: '[D](http://x)', questions: ["
        "{id: q, ask: '| Q |', options: [{label: '*L*', next: {do: '# Do', who: '`W`'}}, {label: M}]}]}\n"
    )
    out = io.StringIO()
    markdown.render(outline(summary.document(counts(whole, [(0,)] * 9), {"file": "![](x).csv"})), out)
    text = out.getvalue()
    for escaped in (
        r"\<script\>T",
        r"\!\[\](x).csv",
        r"\[D\](http://x)",
        r"\| Q \|",
        r"\*L\*",
        r"\# Do",
        r"\`W\`",
    ):
        assert escaped in text


def test_many_options_are_told_by_their_ends() -> None:
    options = ", ".join(f"{{label: L{n}, points: {n}}}" for n in range(9))
    whole = define(
        f"domains: [{{id: d, title: D, questions: [{{id: q, ask: 'Well?', options: [{options}]}}]}}]"
    )
    assert "  40 ..  60" in page(cohort(whole, [(0,)] * 2 + [(8,)] * 3))


# However the rows come.


def scored(data: st.DataObject) -> tuple[Questionnaire, list[list[int]]]:
    form = data.draw(forms())
    whole = read(form.text())
    codes = [st.integers(-4, len(question.options) - 1) for question in whole.questions]
    return whole, data.draw(st.lists(st.tuples(*codes).map(list), max_size=12))


@given(st.data())
def test_neither_their_order_nor_how_they_are_split_changes_a_byte(data: st.DataObject) -> None:
    whole, rows = scored(data)
    compiled = compile_questionnaire(whole)
    scorer = PythonScorer(compiled)
    once = CohortCounts(compiled, scorer.columns, complete=True)
    once.add(scorer.score(rows), rows)
    parts = CohortCounts(compiled, scorer.columns, complete=True)
    left = data.draw(st.permutations(rows))
    while left:
        size = data.draw(st.integers(1, len(left)))
        parts.add(scorer.score(left[:size]), left[:size])
        left = left[size:]
    parts.add([], [])
    assert json.dumps(summary.document(parts)) == json.dumps(summary.document(once))


@given(st.data())
def test_counting_columns_gives_what_counting_rows_gives(data: st.DataObject) -> None:
    whole, rows = scored(data)
    compiled = compile_questionnaire(whole)
    scorer = PythonScorer(compiled)
    results, found = scorer.score(rows), CohortCounts(compiled, scorer.columns, complete=True)
    for name in found.counted_columns:
        found.add_counts(name, Counter(row[scorer.columns.index(name)] for row in results))
    for place, name in enumerate(compiled.questions):
        found.add_answer_counts(name, Counter(row[place] for row in rows))
        advised = [row for row, result in zip(rows, results, strict=True) if name in result[7:10]]
        found.add_step_counts(name, Counter(row[place] for row in advised))
    found.add_rows(len(rows))
    assert summary.document(found) == summary.document(counts(whole, rows))


@given(st.data())
def test_everybody_is_counted_once(data: st.DataObject) -> None:
    whole, rows = scored(data)
    found = cohort(whole, rows)
    json.dumps(found, allow_nan=False)
    for entry in (found["overall"], *found["domains"]):
        assert entry["n"] + entry["no_score"] == len(rows)
        if entry["bands"]:
            assert sum(band["count"] for band in entry["bands"]) == entry["n"]
        if entry["n"]:
            assert (
                entry["least"] - 1
                < entry["lowest"]
                <= entry["median"]
                <= entry["highest"]
                < entry["most"] + 1
            )
            assert entry["lowest"] <= entry["mean"] <= entry["highest"]
    assert found["weakest"]["rows"] + found["weakest"]["none"] == len(rows)
    assert found["completeness"]["n"] == len(rows)
    for entry in found["questions"]:
        assert entry["answered"] + entry["missing"] + entry["not_applicable"] == len(rows)
        assert sum(option["count"] for option in entry["options"]) == entry["answered"]
    for entry in found["recommendations"]:
        assert sum(step["count"] for step in entry["steps"]) == (
            entry["count"] if entry["kind"] == "step" else 0
        )
    assert max((len(row) for row in page(found).splitlines()), default=0) <= 80


def test_without_a_summary_only_the_bands_are_counted() -> None:
    found = counts(TWO_PARTS, SIX, whole=False)
    assert (found.rows, found.counted_columns, found.answers) == (6, ("band",), {})
    assert found.results == {"band": Counter({"high": 3, "low": 2, None: 1})}
