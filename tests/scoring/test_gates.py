"""Must-haves: when a gate holds, when it could, and what it does to the band.

How conditions treat what is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import answered, ask, define, domains, one_domain

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.scoring.result import Score

BANDS = (
    "bands: [{id: not-yet, from: 0, title: N}, {id: emerging, from: 40, title: E}, "
    "{id: nearly, from: 60, title: A}, {id: ready, from: 80, title: R}]"
)


def gated(when: str, cap: str = "emerging", more: str = "") -> Questionnaire:
    """One gate over two questions of a domain and one of another."""
    return define(f"""
        {BANDS}
        min_answered: 0
        gates: [{{id: must, when: {when}, cap: {cap}, because: It must be.}}{more}]
        domains:
          - {{id: x, title: X, questions: {ask(a="to-4", b="to-4")}}}
          - {{id: y, title: Y, questions: {ask(c="to-4")}}}
        """)


def held(condition: str, **answers: object) -> str:
    """Whether a gate with *condition* holds, could hold, or does not."""
    result = answered(gated(condition), answers)
    return "holds" if result.gates == ("must",) else "open" if result.gates_open == ("must",) else "not"


def bands(result: Score) -> tuple[str | None, str | None, str | None]:
    """The overall band at the low end, as scored, and at the high end."""
    return result.band_low, result.band, result.band_high


# What a gate does.


def test_a_gate_caps_the_band_and_never_the_number() -> None:
    result = answered(gated("{question: a, below: 2}"), {"a": 1, "b": 4, "c": 4})
    # x (0.25 + 1)/2 = 0.625, y 1: 0.8125
    assert (result.overall.score, result.overall.band, result.band) == (81.3, "ready", "emerging")
    assert (result.gates, result.capped_by) == (("must",), ("must",))


def test_a_gate_that_holds_below_its_cap_changes_nothing() -> None:
    result = answered(gated("{question: a, below: 2}", cap="nearly"), {"a": 0, "b": 2, "c": 3})
    # x 0.25, y 0.75: 0.5
    assert (result.overall.band, result.band, result.gates, result.capped_by) == (
        "emerging",
        "emerging",
        ("must",),
        (),
    )


def test_the_strictest_of_several_gates_counts_and_each_that_caps_is_named() -> None:
    form = gated(
        "{question: a, below: 2}",
        "nearly",
        ", {id: two, when: {question: a, below: 3}, cap: not-yet, because: Z.}",
    )
    result = answered(form, {"a": 1, "b": 4, "c": 4})
    assert (result.band, result.gates, result.capped_by) == ("not-yet", ("must", "two"), ("must", "two"))


def test_only_the_overall_band_is_capped() -> None:
    result = answered(gated("{question: c, below: 2}"), {"a": 4, "b": 4, "c": 1})
    assert (domains(result)["x"].band, result.overall.band, result.band) == ("ready", "nearly", "emerging")


def test_an_open_gate_caps_the_band_at_the_low_end_only() -> None:
    result = answered(gated("{question: b, below: 2}"), {"a": 4, "b": "unknown", "c": 4})
    # low (0.5 + 1)/2 = 0.75, score 1, high 1
    assert (result.overall.low, result.overall.score, result.overall.high) == (75.0, 100.0, 100.0)
    assert (bands(result), result.gates, result.gates_open) == (("emerging", "ready", "ready"), (), ("must",))
    assert result.certain is False


def test_a_gate_that_holds_caps_both_ends_and_can_make_the_band_certain() -> None:
    result = answered(gated("{question: a, below: 2}", cap="not-yet"), {"a": 0, "b": 4})
    assert (result.overall.low, result.overall.high) == (25.0, 75.0)
    assert (bands(result), result.certain, result.gates_open) == (("not-yet", "not-yet", "not-yet"), True, ())


def test_an_unpublished_score_has_no_band_and_nothing_that_caps_it() -> None:
    form = define(f"""
        {BANDS}
        gates: [{{id: must, when: {{question: a, below: 2}}, cap: emerging, because: It must be.}}]
        domains: [{{id: x, title: X, questions: {ask(a="to-4", b="to-4", c="to-4")}}}]
        """)
    result = answered(form, {"a": 1})
    assert (result.band, result.gates, result.capped_by) == (None, ("must",), ())


def test_what_holds_whatever_the_missing_answers_say_holds_now() -> None:
    """A domain with too few answers for a score, which can no longer reach the threshold: the gate holds."""
    form = define(f"""
        {BANDS}
        gates: [{{id: must, when: {{domain: x, below: 50}}, cap: emerging, because: It must be.}}]
        domains:
          - {{id: x, title: X, questions: {ask(a="to-4, weight: 9", b="to-4", c="to-4")}}}
          - {{id: y, title: Y, weight: 9, questions: {ask(d="to-4", e="to-4")}}}
        """)
    result = answered(form, {"a": 0, "d": 4, "e": 4})
    assert (domains(result)["x"].score, domains(result)["x"].high, result.overall.score) == (None, 18.2, 90.0)
    assert bands(result) == ("emerging", "emerging", "emerging")
    assert (result.certain, result.gates, result.gates_open) == (True, ("must",), ())


def test_a_domain_whose_only_weighty_question_may_not_be_asked_may_have_no_score() -> None:
    """A question without weight makes no score.

    So the gate on the domain's score stays open until the filter of its other question is answered.
    """
    x = ask(f="to-1, weight: 0", g="to-4, ask_if: {question: f, at_least: 1}")
    form = define(f"""
        {BANDS}
        min_answered: 0
        gates: [{{id: must, when: {{domain: x, at_least: 0}}, cap: emerging, because: It must be.}}]
        domains:
          - {{id: x, title: X, questions: {x}}}
          - {{id: y, title: Y, weight: 9, questions: {ask(a="to-4", b="to-4")}}}
        """)
    assert answered(form, {"f": 0, "a": 4, "b": 4}).band == "ready"
    undecided = answered(form, {"a": 4, "b": 4})
    assert (undecided.certain, undecided.band_high) == (False, "ready")


# What a condition looks at.


@pytest.mark.parametrize(
    ("condition", "points", "expected"),
    [
        ("{question: a, below: 2}", 1, "holds"),
        ("{question: a, below: 2}", 2, "not"),
        ("{question: a, at_least: 2}", 2, "holds"),
        ("{question: a, at_least: 2}", 1, "not"),
        ("{question: a, at_least: 1.5}", 2, "holds"),
        ("{question: a, is: 3}", 3, "holds"),
        ("{question: a, is: 3}", 4, "not"),
        ("{question: a, is: d}", 3, "holds"),
    ],
)
def test_a_question_is_compared_by_its_points_or_its_option(
    condition: str, points: int, expected: str
) -> None:
    assert held(condition, a=points, b=4, c=4) == expected


def test_is_takes_an_options_id_even_where_points_are_shared() -> None:
    options = (
        "[{label: No, points: 0}, {label: Hand, points: 5, id: by-hand}, "
        "{label: Post, points: 5, id: by-post}]"
    )
    form = define(f"""
        {BANDS}
        gates: [{{id: must, when: {{question: a, is: by-post}}, cap: not-yet, because: It must be.}}]
        domains: [{{id: d, title: D, questions: [{{id: a, ask: Well?, options: {options}}}]}}]
        """)
    assert [answered(form, {"a": each}).gates for each in ("by-hand", "by-post")] == [(), ("must",)]


def test_points_are_compared_as_written_before_reverse() -> None:
    form = one_domain(
        BANDS + "\ngates: [{id: must, when: {question: a, at_least: 3}, cap: not-yet, because: B.}]",
        a="to-4, reverse: true",
    )
    result = answered(form, {"a": 4})
    assert (result.overall.score, result.gates) == (0.0, ("must",))


def test_a_domain_and_the_overall_score_are_compared_as_published() -> None:
    # x (0.25 + 1)/2 = 62.5; y 100; overall 81.25 -> 81.3
    answers = {"a": 1, "b": 4, "c": 4}
    for condition, expected in (
        ("{domain: x, below: 62.6}", "holds"),
        ("{domain: x, below: 62.5}", "not"),
        ("{domain: x, is: nearly}", "holds"),
        ("{domain: x, is: ready}", "not"),
        ("{overall: true, at_least: 81.3}", "holds"),
        ("{overall: true, at_least: 81.4}", "not"),
        ("{overall: true, is: ready}", "holds"),
    ):
        assert held(condition, **answers) == expected, condition


def test_a_domain_without_a_published_score_leaves_the_gate_open_and_one_without_questions_does_not() -> None:
    assert held("{domain: x, below: 50}", c=4) == "open"
    assert held("{domain: x, below: 50}", a="not applicable", b="not applicable", c=4) == "not"


# Three-valued logic. a is 1 (true of below 2), b is unknown (undecided), c is 4 (false of below 2).

TRUE, OPEN, FALSE = "{question: a, below: 2}", "{question: b, below: 2}", "{question: c, below: 2}"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (TRUE, "holds"),
        (OPEN, "open"),
        (FALSE, "not"),
        (f"{{not: {TRUE}}}", "not"),
        (f"{{not: {OPEN}}}", "open"),
        (f"{{not: {FALSE}}}", "holds"),
        (f"{{all: [{TRUE}, {TRUE}]}}", "holds"),
        (f"{{all: [{TRUE}, {OPEN}]}}", "open"),
        (f"{{all: [{OPEN}, {FALSE}]}}", "not"),
        (f"{{any: [{TRUE}, {OPEN}]}}", "holds"),
        (f"{{any: [{OPEN}, {FALSE}]}}", "open"),
        (f"{{any: [{FALSE}, {FALSE}]}}", "not"),
        (f"{{not: {{all: [{OPEN}, {FALSE}]}}}}", "holds"),
        (f"{{not: {{any: [{OPEN}, {FALSE}]}}}}", "open"),
        (f"{{all: [{{any: [{OPEN}, {TRUE}]}}, {{not: {FALSE}}}]}}", "holds"),
    ],
)
def test_conditions_follow_three_valued_logic(condition: str, expected: str) -> None:
    assert held(condition, a=1, b="unknown", c=4) == expected


@pytest.mark.parametrize(
    ("silence", "expected"), [("unanswered", "open"), ("unknown", "open"), ("declined", "open")]
)
def test_a_missing_answer_leaves_a_comparison_undecided(silence: str, expected: str) -> None:
    assert held("{question: a, below: 2}", a=silence, b=4, c=4) == expected
    assert held("{not: {question: a, below: 2}}", a=silence, b=4, c=4) == expected


def test_an_answer_that_does_not_apply_makes_a_comparison_false() -> None:
    assert held("{question: a, below: 2}", a="not applicable", b=4, c=4) == "not"
    assert held("{question: a, at_least: 2}", a="not applicable", b=4, c=4) == "not"
    assert held("{not: {question: a, below: 2}}", a="not applicable", b=4, c=4) == "holds"


def test_an_answer_to_a_question_that_is_not_asked_makes_a_comparison_false() -> None:
    form = one_domain(
        BANDS
        + "\nmin_answered: 0\ngates: [{id: must, when: {question: b, below: 2}, cap: not-yet, because: B.}]",
        a="to-1",
        b="to-4, ask_if: {question: a, at_least: 1}",
    )
    assert answered(form, {"a": 0, "b": 0}).gates == ()
    assert answered(form, {"a": 1, "b": 0}).gates == ("must",)
    undecided = answered(form, {"b": 0})
    assert (undecided.gates, undecided.band_high) == (
        ("must",),
        "ready",
    )  # found not to be asked, it could not hold


def test_in_the_short_version_a_gate_on_a_question_outside_it_does_not_hold() -> None:
    form = one_domain(
        BANDS + "\ngates: [{id: must, when: {question: b, below: 2}, cap: not-yet, because: B.}]",
        a="to-4, tags: [quick]",
        b="to-4",
    )
    quick = answered(form, {"a": 4, "b": 0}, scope="quick")
    assert (quick.gates, quick.gates_open, quick.band) == ((), (), "ready")
