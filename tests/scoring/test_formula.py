"""What a score is, by sums that a person can check on paper."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest

from . import answered, ask, define, domains, one_domain, overall


def half_up(value: Fraction, decimals: int = 0) -> Fraction:
    """School rounding, done exactly."""
    return Fraction(floor(value * 10**decimals + Fraction(1, 2)), 10**decimals)


# Means, sums, lowest, highest.


def test_a_mean_counts_each_question_by_how_far_it_stands_between_least_and_most() -> None:
    form = one_domain(a="to-3", b="to-10")
    # 2 of 3 and 5 of 10: (0.6667 + 0.5) / 2 = 0.58333
    assert overall(form, a=2, b=5) == 58.3


def test_a_weighted_mean_counts_important_questions_more() -> None:
    form = one_domain(a="to-4, weight: 2", b="to-4")
    # (2 x 3/4 + 1 x 1/4) / 3 = 1.75 / 3 = 0.58333
    assert overall(form, a=3, b=1) == 58.3


def test_options_that_start_at_one_point_start_at_nought_percent() -> None:
    form = one_domain(a="one-to-5", b="one-to-5")
    # (1-1)/4 = 0 and (4-1)/4 = 0.75: 0.375
    assert overall(form, a=1, b=4) == 37.5


def test_domains_within_domains_count_as_one_child_each_whatever_they_hold() -> None:
    form = define(f"""
        domains:
          - {{id: left, title: L, weight: 2, questions: {ask(a="to-4", b="to-4")}}}
          - id: right
            title: R
            domains:
              - {{id: upper, title: U, questions: {ask(c="to-4")}}}
              - {{id: lower, title: W, weight: 3, questions: {ask(d="to-4", e="to-4", f="to-4")}}}
        """)
    result = answered(form, {"a": 4, "b": 2, "c": 0, "d": 4, "e": 2, "f": 3})
    # left (1 + 0.5)/2 = 0.75; upper 0; lower (1 + 0.5 + 0.75)/3 = 0.75; right (0 + 3 x 0.75)/4 = 0.5625
    # overall (2 x 0.75 + 0.5625)/3 = 2.0625/3 = 0.6875
    assert {name: each.score for name, each in domains(result).items()} == {
        "left": 75.0, "right": 56.3, "upper": 0.0, "lower": 75.0,
    }  # fmt: skip
    assert result.overall.score == 68.8


def test_domains_are_listed_depth_first_and_know_their_parent() -> None:
    form = define(f"""
        domains:
          - {{id: left, title: L, domains: [{{id: inner, title: I, questions: {ask(a="to-4")}}}]}}
          - {{id: right, title: R, questions: {ask(b="to-4")}}}
        """)
    result = answered(form, {"a": 4, "b": 2})
    assert [(each.id, each.parent) for each in result.domains] == [
        ("left", "test"),
        ("inner", "left"),
        ("right", "test"),
    ]


def test_a_sum_adds_up_points() -> None:
    form = one_domain(
        "unit: points\naggregate: sum\ndecimals: 0", "aggregate: sum", a="to-3", b="to-3", c="to-10"
    )
    # 2 + 3 + 5
    assert overall(form, a=2, b=3, c=5) == 10


def test_a_sum_with_missing_answers_is_prorated() -> None:
    form = one_domain("unit: points\naggregate: sum", "aggregate: sum", a="to-3", b="to-3", c="to-10")
    # 2 + 5 of 13 points answered, times 16: 8.615…
    assert overall(form, a=2, c=5) == 8.6


def test_a_sum_in_percent_weighs_questions_by_their_range() -> None:
    form = one_domain("aggregate: sum", "aggregate: sum", a="to-4", b="to-10")
    # (3 + 5) of 14 points
    assert overall(form, a=3, b=5) == 57.1


def test_a_sum_of_weighted_questions_multiplies_their_points() -> None:
    form = one_domain(
        "unit: points\naggregate: sum", "aggregate: sum", a="to-4, weight: 2", b="to-4, weight: 0.5"
    )
    # 2 x 3 + 0.5 x 1
    assert overall(form, a=3, b=1) == 6.5


def test_the_lowest_and_the_highest_take_the_extreme_answer() -> None:
    for aggregate, expected in (("lowest", 25.0), ("highest", 75.0)):
        form = one_domain("", f"aggregate: {aggregate}", a="to-4, weight: 3", b="to-4", c="to-4")
        assert overall(form, a=3, b=1, c=2) == expected


def test_the_lowest_domain_can_make_the_overall_score() -> None:
    form = define(f"""
        aggregate: lowest
        domains:
          - {{id: x, title: X, questions: {ask(a="to-4", b="to-4")}}}
          - {{id: y, title: Y, questions: {ask(c="to-4")}}}
        """)
    # x (1 + 0.25)/2 = 0.625; y 0.75
    assert overall(form, a=4, b=1, c=3) == 62.5


def test_the_lowest_in_points_is_given_in_points() -> None:
    form = one_domain("unit: points", "aggregate: lowest", a="one-to-5", b="one-to-5")
    assert overall(form, a=4, b=2) == 2.0


def test_reversed_questions_count_the_other_way_round() -> None:
    form = one_domain(a="one-to-5", b="one-to-5, reverse: true")
    # a (4-1)/4 = 0.75; b (5-2)/4 = 0.75
    assert overall(form, a=4, b=2) == 75.0
    assert overall(form, a=5, b=1) == 100.0


def test_a_reversed_question_in_points_gives_most_points_for_the_fewest() -> None:
    form = one_domain(
        "unit: points\naggregate: sum\ndecimals: 0",
        "aggregate: sum",
        a="one-to-5, reverse: true",
        b="one-to-5",
    )
    # 6 - 2 = 4, and 5
    assert overall(form, a=2, b=5) == 9


def test_points_and_weights_may_have_decimals() -> None:
    form = one_domain(
        "unit: points\naggregate: sum\ndecimals: 2", "aggregate: sum", a="quarters", b="quarters, weight: 1.5"
    )
    # 0.25 + 1.5 x 0.5 = 1.00; 0.5 + 1.5 x 0.25 = 0.875 -> 0.88
    assert overall(form, a=0.25, b=0.5) == 1.0
    assert overall(form, a=0.5, b=0.25) == 0.88


def test_points_may_be_negative() -> None:
    form = one_domain(
        "unit: points\naggregate: sum\ndecimals: 0",
        "aggregate: sum",
        a="both-sides",
        b="both-sides",
        c="both-sides",
    )
    assert overall(form, a=-2, b=1, c=-1) == -2
    # in percent: (0 + 3 + 1) of 12
    assert overall(one_domain(a="both-sides", b="both-sides", c="both-sides"), a=-2, b=1, c=-1) == 33.3


def test_options_with_the_same_points_are_told_apart_by_their_ids() -> None:
    form = define("""
        domains:
          - id: d
            title: D
            questions:
              - id: a
                ask: Well?
                options:
                  - {label: None, points: 0}
                  - {label: By hand, points: 5, id: by-hand}
                  - {label: By post, points: 5, id: by-post}
                  - {label: Both, points: 10}
        """)
    assert overall(form, a="by-hand") == 50.0
    assert overall(form, a="by-post") == 50.0
    assert overall(form, a="Both") == 100.0


def test_a_question_of_weight_nought_is_left_out() -> None:
    form = one_domain(a="to-4, weight: 0", b="to-4")
    assert overall(form, a=0, b=3) == 75.0
    assert overall(one_domain("", "aggregate: lowest", a="to-4, weight: 0", b="to-4"), a=0, b=3) == 75.0


def test_a_domain_of_weight_nought_has_a_score_and_is_left_out_of_the_overall_score() -> None:
    form = define(f"""
        domains:
          - {{id: x, title: X, weight: 0, questions: {ask(a="to-4")}}}
          - {{id: y, title: Y, questions: {ask(b="to-4")}}}
        """)
    result = answered(form, {"a": 1, "b": 3})
    assert (domains(result)["x"].score, result.overall.score) == (25.0, 75.0)


# Points and percent.


def test_the_same_answers_in_percent_and_in_points() -> None:
    questions = {"a": "to-4", "b": "to-10"}
    # in percent 0.75 and 0.5 make 0.625; in points 3 and 5 make 4
    assert overall(one_domain(**questions), a=3, b=5) == 62.5
    assert overall(one_domain("unit: points", **questions), a=3, b=5) == 4.0


def test_a_mean_in_points_with_a_missing_answer_is_prorated_over_the_range() -> None:
    form = one_domain("unit: points", a="to-4", b="to-10")
    # only 3 of 4 is known: three quarters of the way from 0 to 7 = 5.25
    assert overall(form, a=3) == 5.3


def test_three_levels_with_unequal_ranges_in_points() -> None:
    form = define(f"""
        unit: points
        aggregate: sum
        domains:
          - {{id: x, title: X, aggregate: sum, questions: {ask(a="to-4", b="to-10")}}}
          - id: y
            title: Y
            aggregate: mean
            domains:
              - {{id: y-1, title: Y1, aggregate: sum, questions: {ask(c="to-3", d="to-3")}}}
              - {{id: y-2, title: Y2, aggregate: mean, questions: {ask(e="one-to-5", f="to-3")}}}
        """)
    result = answered(form, {"a": 3, "b": 5, "c": 2, "d": 1, "e": 4, "f": 3})
    # x 3 + 5 = 8; y-1 2 + 1 = 3; y-2 (4 + 3)/2 = 3.5; y (3 + 3.5)/2 = 3.25; overall 8 + 3.25 = 11.25
    assert {name: each.score for name, each in domains(result).items()} == {
        "x": 8.0,
        "y": 3.3,
        "y-1": 3.0,
        "y-2": 3.5,
    }
    assert result.overall.score == 11.3


def test_in_points_a_domain_has_a_band_only_if_it_states_its_own() -> None:
    form = define(f"""
        unit: points
        aggregate: sum
        bands: [{{id: few, from: 0, title: Few}}, {{id: many, from: 5, title: Many}}]
        domains:
          - {{id: x, title: X, aggregate: sum, questions: {ask(a="to-4")}}}
          - id: y
            title: Y
            aggregate: sum
            bands: [{{id: y-low, from: 0, title: Low}}, {{id: y-high, from: 3, title: High}}]
            questions: {ask(b="to-4")}
        """)
    result = answered(form, {"a": 3, "b": 3})
    assert (domains(result)["x"].band, domains(result)["y"].band, result.band) == (None, "y-high", "many")


def test_in_percent_the_bands_of_the_whole_name_the_domains_too() -> None:
    bands = "bands: [{id: low, from: 0, title: Low}, {id: high, from: 50, title: High}]"
    result = answered(one_domain(bands, a="to-4"), {"a": 2})
    assert (domains(result)["d"].band, result.band) == ("high", "high")


# Rounding.


@pytest.mark.parametrize(
    ("points", "decimals", "expected"),
    [
        (62.25, 1, 62.3),
        (62.24, 1, 62.2),
        (0.05, 1, 0.1),
        (2.5, 0, 3),
        (3.5, 0, 4),
        (-0.5, 0, 0),
        (-2.5, 0, -2),
        (-2.51, 0, -3),
        (1.005, 2, 1.01),
        (99.95, 1, 100.0),
    ],
)
def test_published_scores_are_rounded_half_up(points: float, decimals: int, expected: float) -> None:
    options = (
        f"[{{label: least, points: -10}}, {{label: given, points: {points}}}, {{label: most, points: 110}}]"
    )
    form = define(f"""
        unit: points
        decimals: {decimals}
        domains: [{{id: d, title: D, questions: [{{id: a, ask: Well?, options: {options}}}]}}]
        """)
    assert overall(form, a="given") == expected


def test_scores_without_decimals_are_whole_numbers() -> None:
    assert repr(overall(one_domain("decimals: 0", a="to-3"), a=1)) == "33"


@pytest.mark.parametrize(
    ("points", "score", "band"), [(59.94, 59.9, "below"), (59.95, 60.0, "from-60"), (60, 60.0, "from-60")]
)
def test_nobody_is_told_60_and_put_below_60(points: float, score: float, band: str) -> None:
    options = (
        f"[{{label: least, points: 0}}, {{label: given, points: {points}}}, {{label: most, points: 100}}]"
    )
    form = define(f"""
        bands: [{{id: below, from: 0, title: Below}}, {{id: from-60, from: 60, title: From 60}}]
        domains: [{{id: d, title: D, questions: [{{id: a, ask: Well?, options: {options}}}]}}]
        """)
    result = answered(form, {"a": "given"})
    assert (result.overall.score, result.band) == (score, band)


def test_a_prorated_sum_that_stands_on_a_half_is_rounded_up_although_a_share_is_rounded_first() -> None:
    """Departure (a) from the design: by the letter, the rounded share would publish 22 for exactly 22.5."""
    exact = Fraction(20, 24) * 27
    by_the_letter = half_up(half_up(Fraction(20, 24), 9) * 27)
    assert (exact, half_up(exact), by_the_letter) == (Fraction(45, 2), Fraction(23), Fraction(22))

    form = one_domain(
        "unit: points\naggregate: sum\ndecimals: 0",
        "aggregate: sum",
        **{f"q{n}": "to-3" for n in range(1, 10)},
    )
    assert overall(form, q1=3, q2=3, q3=3, q4=3, q5=2, q6=2, q7=2, q8=2) == 23


def test_a_score_well_below_a_half_is_not_taken_for_one() -> None:
    options = "[{label: least, points: 0}, {label: given, points: 22.49}, {label: most, points: 27}]"
    form = define(f"""
        unit: points
        decimals: 0
        domains: [{{id: d, title: D, questions: [{{id: a, ask: Well?, options: {options}}}]}}]
        """)
    assert overall(form, a="given") == 22


# Silences, completeness, min_answered.


@pytest.mark.parametrize("silence", ["unanswered", "unknown", "declined"])
def test_a_missing_answer_leaves_the_score_and_lowers_completeness(silence: str) -> None:
    form = one_domain(a="to-4", b="to-4", c="to-4")
    answers: dict[str, object] = {"a": 4, "b": 1} | ({} if silence == "unanswered" else {"c": silence})
    result = answered(form, answers)
    # (1 + 0.25) / 2; two answers of three
    assert (result.overall.score, result.overall.completeness) == (62.5, 0.6667)
    assert result.missing == ("c",)


def test_not_applicable_leaves_the_score_and_not_completeness() -> None:
    result = answered(one_domain(a="to-4", b="to-4", c="to-4"), {"a": 4, "b": 1, "c": "not applicable"})
    assert (result.overall.score, result.overall.completeness) == (62.5, 1.0)
    assert (result.overall.answered, result.overall.applicable, result.missing) == (2, 2, ())


def test_completeness_counts_questions_and_not_weights() -> None:
    result = answered(one_domain(a="to-4, weight: 9", b="to-4", c="to-4"), {"a": 4})
    assert result.overall.completeness == 0.3333


def test_a_domain_without_answers_leaves_the_overall_score() -> None:
    form = define(f"""
        domains:
          - {{id: x, title: X, questions: {ask(a="to-4", b="to-4")}}}
          - {{id: y, title: Y, weight: 5, questions: {ask(c="to-4")}}}
        """)
    result = answered(form, {"a": 1, "b": 2})
    # x (0.25 + 0.5)/2 = 0.375
    assert (result.overall.score, domains(result)["y"].score) == (37.5, None)
    assert domains(result)["y"].why_missing == "too few answered"


def test_half_of_the_applicable_questions_are_needed_unless_the_questionnaire_says_otherwise() -> None:
    form = one_domain(a="to-4", b="to-4", c="to-4", d1="to-4")
    assert overall(form, a=4) is None
    assert overall(form, a=4, b=2) == 75.0
    assert overall(form, a=4, b="not applicable", c="not applicable") == 100.0


def test_below_min_answered_a_domain_has_no_score_and_says_why_and_its_parent_goes_on() -> None:
    form = define(f"""
        min_answered: 0.5
        domains:
          - {{id: x, title: X, questions: {ask(a="to-4", b="to-4", c="to-4")}}}
          - {{id: y, title: Y, questions: {ask(d="to-4", e="to-4")}}}
        """)
    result = answered(form, {"a": 4, "d": 2, "e": 0})
    x, y = domains(result)["x"], domains(result)["y"]
    assert (x.score, x.band, x.why_missing) == (None, None, "too few answered")
    assert (y.score, y.why_missing) == (25.0, None)
    # three of five are answered: x counts 1 all the same, (1 + 0.25)/2 = 0.625
    assert result.overall.score == 62.5


def test_a_domain_may_ask_for_more_answers_than_the_whole() -> None:
    form = one_domain("min_answered: 0", "min_answered: 1", a="to-4", b="to-4")
    result = answered(form, {"a": 4})
    assert (domains(result)["d"].score, result.overall.score) == (None, 100.0)


def test_all_or_nothing_means_every_applicable_question() -> None:
    form = one_domain("min_answered: 1", a="to-4", b="to-4", c="to-4")
    assert overall(form, a=4, b=4) is None
    assert overall(form, a=4, b=4, c="unknown") is None
    assert overall(form, a=4, b=4, c="not applicable") == 100.0
    assert overall(form, a=4, b=4, c=4) == 100.0


def test_without_any_answer_there_is_no_score_and_never_a_nought() -> None:
    result = answered(one_domain("min_answered: 0", a="to-4"), {})
    assert (result.overall.score, result.band, result.overall.why_missing) == (None, None, "too few answered")
    assert result.overall.completeness == 0.0


def test_when_nothing_applies_there_is_no_score_no_interval_and_nothing_is_missing() -> None:
    result = answered(
        one_domain("min_answered: 0", a="to-4", b="to-4"), {"a": "not applicable", "b": "not applicable"}
    )
    assert (result.overall.score, result.overall.low, result.overall.high) == (None, None, None)
    assert (result.overall.why_missing, result.overall.completeness, result.missing) == (
        "nothing applies",
        1.0,
        (),
    )
    assert (result.band, result.certain, result.weakest) == (None, False, None)


# The weakest link.


def test_the_weakest_link_is_the_lowest_domain_that_holds_questions() -> None:
    form = define(f"""
        domains:
          - id: outer
            title: O
            domains:
              - {{id: fine, title: F, questions: {ask(a="to-4")}}}
              - {{id: poor, title: P, questions: {ask(b="to-4")}}}
          - {{id: middle, title: M, questions: {ask(c="to-4")}}}
        """)
    assert answered(form, {"a": 4, "b": 1, "c": 2}).weakest == "poor"


def test_equally_weak_domains_are_settled_by_id_and_unpublished_ones_are_passed_over() -> None:
    form = define(f"""
        domains:
          - {{id: beta, title: B, questions: {ask(a="to-4")}}}
          - {{id: alpha, title: A, questions: {ask(b="to-4")}}}
          - {{id: aardvark, title: C, questions: {ask(c="to-4", d="to-4", e="to-4")}}}
        """)
    assert answered(form, {"a": 1, "b": 1, "c": 0}).weakest == "alpha"


def test_in_points_the_weakest_link_is_the_furthest_from_its_own_best() -> None:
    """Departure (c) from the design: by raw points, 5 of 5 would be weaker than 10 of 40."""
    form = define(f"""
        unit: points
        aggregate: sum
        domains:
          - {{id: short, title: S, aggregate: sum, questions: {ask(a="to-5")}}}
          - {{id: tall, title: T, aggregate: sum, questions: {ask(b="to-40")}}}
        """)
    result = answered(form, {"a": 5, "b": 10})
    raw = {name: each.score or 0 for name, each in domains(result).items()}
    assert min(raw, key=raw.__getitem__) == "short"
    assert result.weakest == "tall"
