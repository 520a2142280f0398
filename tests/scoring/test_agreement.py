"""Agreement among raters: sums to check on paper, published examples, and a second way of working it out."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalecheck.scoring.agreement import (
    Agreement,
    agreement,
    camp,
    domain_agreement,
    levels,
    middle_of,
    rule,
    third,
    word,
)

from . import define

ballots = st.integers(2, 10).flatmap(
    lambda size: st.tuples(st.just(size), st.lists(st.integers(0, size - 1), max_size=16))
)
"""Levels and votes on them."""


def cast(*counts: int) -> Agreement:
    """The agreement of so many votes on each level, the worst first."""
    return agreement([level for level, count in enumerate(counts) for _ in range(count)], len(counts))


# One question, by hand.


def test_votes_are_counted_by_level_and_a_level_nobody_chose_counts_nought() -> None:
    found = agreement([3, 0, 2, 2], 4)
    assert (found.counts, found.votes, found.lowest, found.highest) == ((1, 0, 2, 1), 4, 0, 3)


def test_with_an_even_count_the_median_is_the_lower_of_the_two_a_level_somebody_chose() -> None:
    assert cast(2, 0, 0, 2).median == 0
    assert cast(1, 0, 0, 2).median == 3
    assert middle_of([81.5, 40.7]) == 40.7


def test_rwg_is_one_less_the_variance_over_what_chance_would_give() -> None:
    # 1 2 3 4: mean 2.5, squares 2.25 + 0.25 + 0.25 + 2.25 = 5, over 3;
    # chance (16 - 1)/12 = 1.25; 1 - (5/3)/1.25 = -1/3
    assert cast(1, 1, 1, 1).variance == Fraction(5, 3)
    assert cast(1, 1, 1, 1).rwg == 0
    # 3 3 3 4: mean 3.25, squares 3 x 0.0625 + 0.5625 = 0.75, over 3 = 0.25; 1 - 0.25/1.25 = 0.8
    assert cast(0, 0, 3, 1).rwg == Fraction(4, 5)


def test_the_average_deviation_is_taken_from_the_mean_and_from_the_median() -> None:
    # 1 2 2 3 4 on five levels: mean 2.4: (1.4 + 0.4 + 0.4 + 0.6 + 1.6)/5 = 4.4/5;
    # median 2: (1 + 0 + 0 + 1 + 2)/5 = 4/5
    found = cast(1, 2, 1, 1, 0)
    assert (found.ad_mean, found.ad_median) == (Fraction(44, 50), Fraction(4, 5))


def test_one_rater_has_no_statistics_rather_than_perfect_ones() -> None:
    found = cast(0, 1, 0, 0)
    assert found.median == 1
    assert (found.word, found.variance, found.spread, found.rwg, found.ad_mean, found.ad_median) == (
        None,
    ) * 6


def test_nobody_at_all_has_not_even_a_median() -> None:
    found = cast(0, 0, 0)
    assert (found.votes, found.median, found.lowest, found.highest, found.word, found.rwg) == (
        0,
        None,
        None,
        None,
        None,
        None,
    )


def test_a_question_whose_answers_all_count_the_same_has_no_rwg() -> None:
    assert cast(4).rwg is None


# The words.


@pytest.mark.parametrize(
    ("votes", "outside", "each"),
    [
        (8, 2, 3),
        (9, 2, 3),
        (10, 2, 3),
        (11, 3, 4),
        (12, 3, 4),
        (13, 3, 4),
        (14, 4, 5),
        (15, 4, 5),
        (16, 4, 5),
    ],
)
def test_nine_levels_give_the_published_rand_ucla_table(votes: int, outside: int, each: int) -> None:
    # Definitions of agreement and disagreement for different panel sizes:
    # BMC Med Inform Decis Mak 2012, 12:93, table 7.
    assert third(9) == 3
    assert camp(votes) == each
    agreed = [0, 0, 0, outside, 0, 0, votes - outside, 0, 0]
    assert word(agreed) == "agreed"
    assert word([0, 0, 0, outside + 1, 0, 0, votes - outside - 1, 0, 0]) == "mixed"
    assert word([0, 0, each, 0, votes - 2 * each, 0, each, 0, 0]) == "split into camps"
    assert word([0, 0, each - 1, 0, votes - 2 * each + 1, 0, each, 0, 0]) != "split into camps"


def test_a_published_panel_of_fifteen_is_accepted_as_agreed_with_median_seven() -> None:
    # BMJ Open 2012, 2:e001431, table 1: 4, 5 and 6 once each, 7 and 8 five times, 9 twice:
    # median 7, agreed, no disagreement.
    found = cast(0, 0, 0, 1, 1, 1, 5, 5, 2)
    assert found.median is not None
    assert (found.median + 1, found.word) == (7, "agreed")


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ((0, 2, 8, 0), "agreed"),
        ((0, 3, 7, 0), "mixed"),
        ((0, 5, 5, 0), "mixed"),  # next to each other, but not one answer
        ((3, 1, 2, 4), "split into camps"),
        ((3, 5, 0, 2), "mixed"),
        ((5, 0, 5, 0), "mixed"),  # one camp at an end, the other in the middle
        ((10, 0, 0, 0), "agreed"),
    ],
)
def test_ten_votes_on_four_levels(counts: tuple[int, ...], says: str) -> None:
    assert word(counts) == says


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ((1, 1), "split into camps"), ((0, 2), "agreed"), ((1, 3), "agreed"), ((2, 2), "split into camps"),
        ((1, 0, 0, 1), "split into camps"), ((1, 1, 0, 0), "mixed"), ((1, 1, 1, 1), "mixed"),
        ((3, 3, 0, 0, 4), "split into camps"), ((0, 5, 5, 0, 0), "agreed"), ((1, 0, 4, 4, 1), "agreed"),
        ((0, 4, 2, 4, 0), "split into camps"),
    ],
)  # fmt: skip
def test_other_scales_and_smaller_groups(counts: tuple[int, ...], says: str) -> None:
    assert word(counts) == says


def test_a_third_of_the_scale_is_to_the_nearest_level() -> None:
    assert [third(size) for size in range(2, 11)] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_a_camp_is_a_third_of_the_votes_but_nobody_is_a_camp_among_four_or_more() -> None:
    assert [camp(votes) for votes in range(2, 11)] == [1, 1, 2, 2, 2, 2, 3, 3, 3]


def test_the_rule_is_told_in_words_and_numbers() -> None:
    assert rule(10, 4) == (
        "Of 10 votes on 4 levels: agreed when no more than 2 lie outside the middle level; "
        "split into camps when at least 3 are on the lowest level and as many on the highest; else mixed."
    )
    assert rule(5, 9) == (
        "Of 5 votes on 9 levels: agreed when no more than 1 lies outside the 3 neighbouring levels "
        "around the middle that hold most votes; split into camps when at least 2 are on the 3 lowest levels "
        "and as many on the 3 highest; else mixed."
    )
    assert "agreed when none lies outside" in rule(3, 4)


# The questions of a domain together.


@pytest.mark.parametrize(
    ("size", "chance"),
    [(5, "2.00"), (6, "2.92"), (7, "4.00"), (8, "5.25"), (9, "6.67"), (10, "8.25"), (11, "10.00")],
)
def test_chance_has_the_published_variance_of_a_uniform_scale(size: int, chance: str) -> None:
    # LeBreton and Senter, Answers to 20 questions about interrater reliability and interrater agreement,
    # 2008.
    assert f"{float(agreement([0, 1], size).chance):.2f}" == chance


def test_rwg_j_by_hand() -> None:
    # parts of chance 0, 0.2 and 4/3; their mean 23/45; 3 x 22/45 over itself plus 23/45 = 66/89
    votes = {"a": cast(0, 4, 0, 0), "b": cast(0, 0, 3, 1), "c": cast(1, 1, 1, 1)}
    assert domain_agreement(votes).rwg_j == Fraction(66, 89)
    # average deviations 0, (3 x 0.25 + 0.75)/4 = 0.375 and (1.5 + 0.5 + 0.5 + 1.5)/4 = 1
    assert domain_agreement(votes).ad == Fraction(1375, 3000)


def test_a_high_number_for_the_area_never_hides_a_question_nobody_agrees_on() -> None:
    votes = {f"q{n}": cast(0, 0, 10, 0) for n in range(9)} | {"divisive": cast(5, 0, 0, 5)}
    found = domain_agreement(votes)
    assert found.rwg_j is not None
    assert found.rwg_j > Fraction(9, 10)
    assert found.against == ("divisive",)
    assert (found.agreed, found.mixed, found.split) == (9, 0, 1)


def test_more_spread_than_chance_is_no_agreement_rather_than_less_than_none() -> None:
    assert domain_agreement({"a": cast(5, 0, 0, 5)}).rwg_j == 0


def test_a_question_with_fewer_than_two_votes_is_left_out_of_its_area() -> None:
    votes = {"a": cast(0, 0, 3, 1), "b": cast(1, 0, 0, 0), "c": cast(0, 0, 0, 0)}
    found = domain_agreement(votes)
    assert (found.rwg_j, found.questions) == (Fraction(4, 5), 1)
    nothing = domain_agreement({"b": cast(1, 0, 0, 0)})
    assert (nothing.rwg_j, nothing.ad, nothing.questions, nothing.against) == (None, None, 0, ())


def test_levels_go_from_worst_to_best_whatever_the_points_are() -> None:
    far = "[{label: a, points: 0}, {label: b, points: 1}, {label: c, points: 10}]"
    same = "[{label: a, points: 0, id: a}, {label: b, points: 0, id: b}, {label: c, points: 1, id: c}]"
    form = define(f"""
        domains:
          - id: d
            title: D
            questions:
              - {{id: far, ask: Far?, options: {far}}}
              - {{id: back, ask: Back?, reverse: true, scale: to-2}}
              - id: same
                ask: Same?
                options: {same}
        """)
    assert [levels(question) for question in form.questions] == [(0, 1, 2), (2, 1, 0), (0, 0, 1)]


# A second way of working it out, in floating point, after the definitions.


def naive(votes: list[int], size: int) -> tuple[float, float, float]:
    expected = (size * size - 1) / 12
    mean, median = statistics.mean(votes), statistics.median(votes)
    return (
        max(0.0, 1 - statistics.variance(votes) / expected),
        sum(abs(vote - mean) for vote in votes) / len(votes),
        sum(abs(vote - median) for vote in votes) / len(votes),
    )


@given(ballots.filter(lambda drawn: len(drawn[1]) > 1))
def test_every_number_is_what_a_naive_calculation_gives(drawn: tuple[int, list[int]]) -> None:
    size, votes = drawn
    found = agreement(votes, size)
    numbers = [found.rwg, found.ad_mean, found.ad_median]
    assert [float(number) for number in numbers if number is not None] == pytest.approx(naive(votes, size))
    assert found.median == statistics.median_low(votes)


@given(st.integers(2, 9), st.integers(2, 8), st.data())
def test_rwg_j_is_what_a_naive_calculation_gives_and_the_spearman_brown_formula_too(
    size: int, raters: int, data: st.DataObject
) -> None:
    columns = data.draw(
        st.lists(st.lists(st.integers(0, size - 1), min_size=raters, max_size=raters), min_size=1, max_size=6)
    )
    expected = (size * size - 1) / 12
    part = min(1.0, statistics.mean(statistics.variance(column) for column in columns) / expected)
    found = domain_agreement({f"q{n}": agreement(column, size) for n, column in enumerate(columns)})
    assert found.rwg_j is not None
    count = len(columns)
    assert float(found.rwg_j) == pytest.approx(count * (1 - part) / (count * (1 - part) + part), abs=1e-9)
    assert float(found.rwg_j) == pytest.approx(count * (1 - part) / (1 + (count - 1) * (1 - part)), abs=1e-9)


@given(ballots)
def test_the_order_of_the_votes_changes_nothing(drawn: tuple[int, list[int]]) -> None:
    size, votes = drawn
    assert agreement(votes, size) == agreement(votes[::-1], size) == agreement(sorted(votes), size)


@given(ballots)
def test_turning_the_scale_round_changes_no_word_and_no_statistic(drawn: tuple[int, list[int]]) -> None:
    size, votes = drawn
    here, there = agreement(votes, size), agreement([size - 1 - vote for vote in votes], size)
    assert (here.rwg, here.ad_mean, here.ad_median) == (there.rwg, there.ad_mean, there.ad_median)
    if len(votes) % 2:
        assert here.word == there.word


@given(st.integers(2, 10), st.integers(2, 30), st.data())
def test_people_who_all_say_the_same_agree(size: int, raters: int, data: st.DataObject) -> None:
    found = agreement([data.draw(st.integers(0, size - 1))] * raters, size)
    assert found.word == "agreed"
    assert [found.rwg, found.ad_mean, found.ad_median] == [1, 0, 0]


@given(ballots)
def test_camps_at_both_ends_are_never_called_agreement(drawn: tuple[int, list[int]]) -> None:
    size, votes = drawn
    lowest, highest = (
        sum(vote in part for vote in votes) for part in (range(third(size)), range(size - third(size), size))
    )
    several = len(votes) > 1
    split = several and lowest >= camp(len(votes)) and highest >= camp(len(votes))
    assert (agreement(votes, size).word == "split into camps") == split
