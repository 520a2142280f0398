"""How sure a score is: its low and its high end, and whether the band is certain.

Questions that are asked only sometimes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import answered, ask, define, domains, interval, one_domain, overall

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire

BANDS = (
    "bands: [{id: low, from: 0, title: Low}, {id: middle, from: 40, title: Middle}, "
    "{id: high, from: 80, title: High}]"
)


def test_the_interval_takes_missing_answers_at_their_worst_and_at_their_best() -> None:
    result = answered(one_domain(a="to-4, weight: 2", b="to-4", c="to-4"), {"a": 3, "b": 2})
    # (2 x 0.75 + 0.5 + 0)/4 = 0.5; (1.5 + 0.5)/3 = 0.667; (1.5 + 0.5 + 1)/4 = 0.75
    assert (result.overall.low, result.overall.score, result.overall.high) == (50.0, 66.7, 75.0)


def test_a_reversed_question_is_at_its_worst_with_most_points() -> None:
    # whatever the missing one is: (1 + 0)/2 and (1 + 1)/2
    assert interval(answered(one_domain(a="to-4, reverse: true", b="to-4, reverse: true"), {"a": 0})) == (
        50.0,
        100.0,
    )


@pytest.mark.parametrize("silence", ["unanswered", "unknown", "declined"])
def test_every_kind_of_missing_answer_widens_the_interval_alike(silence: str) -> None:
    assert interval(answered(one_domain(a="to-4", b="to-4"), {"a": 2, "b": silence})) == (25.0, 75.0)


def test_a_question_that_does_not_apply_leaves_the_interval() -> None:
    assert interval(answered(one_domain(a="to-4", b="to-4"), {"a": 2, "b": "not applicable"})) == (50.0, 50.0)


def test_the_interval_in_points_uses_raw_points() -> None:
    form = one_domain(
        "unit: points\naggregate: sum\ndecimals: 0", "aggregate: sum", a="one-to-5", b="one-to-5", c="to-10"
    )
    # 4 + 1 + 0 and 4 + 5 + 10
    assert interval(answered(form, {"a": 4})) == (5, 19)


def test_the_interval_of_the_lowest_and_of_the_highest() -> None:
    for aggregate, ends in (("lowest", (0.0, 50.0)), ("highest", (50.0, 100.0))):
        assert (
            interval(answered(one_domain("", f"aggregate: {aggregate}", a="to-4", b="to-4"), {"a": 2}))
            == ends
        )


def test_a_domain_without_answers_widens_the_overall_interval_by_its_weight() -> None:
    form = define(f"""
        min_answered: 0
        domains:
          - {{id: x, title: X, weight: 3, questions: {ask(a="to-4")}}}
          - {{id: y, title: Y, questions: {ask(b="to-4", c="to-4")}}}
        """)
    result = answered(form, {"a": 2})
    # (3 x 0.5 + 0)/4 and (3 x 0.5 + 1)/4
    assert (interval(result), result.overall.score) == ((37.5, 62.5), 50.0)
    assert (domains(result)["y"].low, domains(result)["y"].high) == (0.0, 100.0)


def test_the_interval_is_published_even_where_the_score_is_not() -> None:
    result = answered(one_domain(a="to-4", b="to-4", c="to-4", e="to-4"), {"a": 4})
    assert (result.overall.score, interval(result)) == (None, (25.0, 100.0))
    assert (result.overall.band_low, result.overall.band_high) == (None, None)


def test_with_no_answer_at_all_anything_is_possible() -> None:
    assert interval(answered(one_domain(a="to-4", b="to-4"), {})) == (0.0, 100.0)


def test_a_band_is_certain_when_both_ends_fall_into_it() -> None:
    form = one_domain(BANDS, a="to-4, weight: 4", b="to-4")
    result = answered(form, {"a": 3})
    # (4 x 0.75)/5 = 0.6 and 0.8: 80 is high already
    assert (interval(result), result.certain, result.band_low, result.band_high) == (
        (60.0, 80.0),
        False,
        "middle",
        "high",
    )
    result = answered(form, {"a": 2})
    # 0.4 and 0.6
    assert (interval(result), result.certain) == ((40.0, 60.0), True)


def test_without_bands_a_score_is_certain_only_when_nothing_is_missing() -> None:
    form = one_domain(a="to-4", b="to-4")
    assert answered(form, {"a": 2}).certain is False
    assert answered(form, {"a": 2, "b": "not applicable"}).certain is True


# Questions that are asked only sometimes.


def follow_up(condition: str, more: str = "") -> Questionnaire:
    """A filter without weight, a follow-up to it, and a question on its own."""
    return define(f"""
        {BANDS}
        min_answered: 0
        domains:
          - {{id: first, title: F, questions: {ask(owner="to-1")}}}
          - {{id: then, title: T, questions: {ask(hours=f"to-4, ask_if: {condition}", own="to-4")}}}
        {more}
        """)


def test_a_follow_up_is_asked_when_its_condition_is_true_and_left_out_when_it_is_false() -> None:
    form = follow_up("{question: owner, at_least: 1}")
    yes, no = answered(form, {"owner": 1, "hours": 0, "own": 4}), answered(form, {"owner": 0, "own": 4})
    # asked: (0 + 1)/2; not asked: 1
    assert (domains(yes)["then"].score, domains(no)["then"].score) == (50.0, 100.0)
    assert (no.missing, no.overall.completeness) == ((), 1.0)


def test_an_answer_to_a_question_that_is_then_not_asked_is_kept_and_not_scored() -> None:
    result = answered(follow_up("{question: owner, at_least: 1}"), {"owner": 0, "hours": 0, "own": 4})
    assert (domains(result)["then"].score, result.set_aside) == (100.0, ("hours",))
    assert result.response.answers["hours"].option == 0


@pytest.mark.parametrize("silence", ["unanswered", "unknown", "declined"])
def test_a_follow_up_is_asked_while_its_condition_is_undecided(silence: str) -> None:
    result = answered(follow_up("{question: owner, at_least: 1}"), {"owner": silence, "hours": 0, "own": 4})
    assert (domains(result)["then"].score, domains(result)["then"].applicable, result.set_aside) == (
        50.0,
        2,
        (),
    )


def test_a_follow_up_to_a_question_that_does_not_apply_is_not_asked() -> None:
    result = answered(follow_up("{question: owner, at_least: 1}"), {"owner": "not applicable", "own": 4})
    assert (domains(result)["then"].score, result.missing) == (100.0, ())


def test_ask_if_on_a_domain_goes_for_everything_in_it() -> None:
    form = define(f"""
        domains:
          - {{id: first, title: F, questions: {ask(owner="to-1")}}}
          - id: then
            title: T
            ask_if: {{question: owner, is: b}}
            domains: [{{id: inner, title: I, questions: {ask(hours="to-4", money="to-4")}}}]
        """)
    result = answered(form, {"owner": 0, "hours": 4})
    assert (result.overall.score, domains(result)["then"].why_missing) == (0.0, "nothing applies")
    assert (domains(result)["then"].low, domains(result)["inner"].high, result.set_aside) == (
        None,
        None,
        ("hours",),
    )
    assert answered(form, {"owner": 1, "hours": 4, "money": 2}).overall.score == 87.5


def test_a_follow_up_to_a_follow_up_that_is_not_asked_is_not_asked_either() -> None:
    form = one_domain(
        "min_answered: 0",
        a="to-1",
        b="to-1, ask_if: {question: a, at_least: 1}",
        c="to-1, ask_if: {question: b, below: 1}",
        e="to-4",
    )
    result = answered(form, {"a": 0, "b": 0, "c": 1, "e": 2})
    # a 0 and e 0.5
    assert (result.overall.score, result.set_aside) == (25.0, ("b", "c"))


def test_an_answer_whose_question_may_turn_out_not_to_be_asked_is_open_at_both_ends() -> None:
    """Departure (b) from the design.

    By the letter only missing answers are open, and the truth falls outside the interval.
    """
    form = one_domain(
        "min_answered: 0",
        filter="to-1, weight: 0",
        follow="to-4, ask_if: {question: filter, at_least: 1}",
        other="to-4",
    )
    undecided = answered(form, {"follow": 4, "other": 0})
    by_the_letter = (
        (4 + 0) / 8 * 100,
        (4 + 0) / 8 * 100,
    )  # no scored answer is missing, so low = score = high
    not_asked = overall(form, filter=0, follow=4, other=0)
    asked = overall(form, filter=1, follow=4, other=0)

    assert (undecided.overall.score, not_asked, asked) == (50.0, 0.0, 50.0)
    assert not_asked is not None
    assert not by_the_letter[0] <= not_asked <= by_the_letter[1]
    assert interval(undecided) == (0.0, 50.0)


def test_a_low_answer_that_may_not_be_asked_leaves_room_at_the_top() -> None:
    form = one_domain(
        "min_answered: 0",
        filter="to-1, weight: 0",
        follow="to-4, ask_if: {question: filter, at_least: 1}",
        other="to-4",
    )
    undecided = answered(form, {"follow": 0, "other": 4})
    assert overall(form, filter=0, other=4) == 100.0
    assert interval(undecided) == (50.0, 100.0)


# The short version.


def test_the_short_version_scores_its_own_questions_only() -> None:
    form = one_domain(a="to-4, tags: [quick]", b="to-4", c="to-4, tags: [quick], weight: 3")
    full = answered(form, {"a": 0, "b": 4, "c": 4})
    quick = answered(form, {"a": 0, "b": 4, "c": 4}, scope="quick")
    # in full 0 + 1 + 3 of 5; in the short version 0 + 3 of 4
    assert (full.overall.score, quick.overall.score) == (80.0, 75.0)
    assert (quick.overall.answered, quick.overall.applicable, quick.overall.completeness) == (2, 2, 1.0)


def test_in_the_short_version_a_question_outside_it_is_not_missing() -> None:
    form = one_domain(a="to-4, tags: [quick]", b="to-4")
    result = answered(form, {"a": 3}, scope="quick")
    assert (result.missing, interval(result), result.certain) == ((), (75.0, 75.0), True)


def test_a_domain_without_quick_questions_leaves_the_short_version() -> None:
    form = define(f"""
        domains:
          - {{id: x, title: X, questions: {ask(a="to-4, tags: [quick]")}}}
          - {{id: y, title: Y, weight: 9, questions: {ask(b="to-4")}}}
        """)
    result = answered(form, {"a": 3, "b": 0}, scope="quick")
    assert (result.overall.score, domains(result)["y"].score, domains(result)["y"].why_missing) == (
        75.0,
        None,
        "nothing applies",
    )
    assert result.weakest == "x"
