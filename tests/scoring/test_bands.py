"""Where bands may start and end: in published numbers, from the lowest score that can be published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalecheck.checks.lint import findings
from scalecheck.definition.ranges import published_range
from scalecheck.errors import Code, Refused
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.formula import publish
from scalecheck.scoring.outcome import Share

from . import answered, define
from .strategies import answer_sets, forms


def thirds(start: str) -> str:
    """The mean of 1 to 5 and, twice, 2 to 5: from 5/3, published as 1.7; the first band from *start*."""
    return f"""
        unit: points
        min_answered: 0
        bands: [{{id: low, from: {start}, title: L}}, {{id: high, from: 3, title: H}}]
        domains: [{{id: d, title: D, questions: [
          {{id: a, ask: Well?, scale: one-to-5}},
          {{id: b, ask: Well?, weight: 2, options: [
            {{label: a, points: 2}}, {{label: b, points: 3}}, {{label: c, points: 5}}]}}]}}]
        """


@pytest.mark.parametrize("start", ["1.7", "1.6", "1", "0", "-3"])
def test_the_first_band_may_start_at_the_lowest_published_score_or_anywhere_below(start: str) -> None:
    worst = answered(define(thirds(start)), {"a": 1, "b": 2})
    assert (worst.overall.score, worst.band, worst.band_low) == (1.7, "low", "low")
    assert not [each for each in findings(worst.compiled.questionnaire) if each.code is Code.SC303]


def test_a_first_band_that_starts_above_it_is_refused_with_a_start_that_would_do() -> None:
    with pytest.raises(Refused) as refused:
        define(thirds("1.8"))
    (problem,) = refused.value.problems
    assert problem.code is Code.SC221
    assert problem.what == 'The first band, "low", starts at 1.8; the lowest score is 1.7.'
    assert problem.todo == "Let it start at 1.7, so that every score has a band."
    define(thirds("1.7"))


def test_a_condition_on_the_lowest_published_score_can_be_true_though_the_range_starts_above_it() -> None:
    """From 11/5 = 2.2 with no decimals: published as 2, which is below 2.2 and is all that is below 3."""
    form = define("""
        unit: points
        decimals: 0
        bands: [{id: low, from: 2, title: L}, {id: high, from: 3, title: H}]
        advice: [{id: act, when: {overall: true, below: 3}, do: Act., why: It is low., who: All, effort: low}]
        domains: [{id: d, title: D, questions: [
          {id: a, ask: Well?, weight: 4, options: [{label: a, points: 2}, {label: b, points: 5}]},
          {id: b, ask: Well?, options: [{label: a, points: 3}, {label: b, points: 5}]}]}]
        """)
    assert answered(form, {"a": 2, "b": 3}).overall.score == 2
    assert not [each for each in findings(form) if each.code is Code.SC302]


def test_the_last_band_ends_at_the_highest_published_score() -> None:
    """From 2 to 17/3 = 5.666…, published as 5.7."""
    text = """
        unit: points
        bands: [{{id: low, from: 1, title: L}}, {{id: high, from: 3, to: {end}, title: H}}]
        domains: [{{id: d, title: D, questions: [
          {{id: a, ask: Well?, options: [{{label: a, points: 2}}, {{label: b, points: 5}}]}},
          {{id: b, ask: Well?, weight: 2, options: [{{label: a, points: 2}}, {{label: b, points: 6}}]}}]}}]
        """
    found = [
        [e.what for e in findings(define(text.format(end=end))) if e.code is Code.SC304]
        for end in ("5.7", "5.6")
    ]
    assert found == [[], ['There is a gap between the end of "high", 5.6, and the highest score, 5.7.']]


@given(st.data())
def test_the_published_range_is_what_the_formula_publishes_of_nothing_and_of_all(data: st.DataObject) -> None:
    form = data.draw(forms())
    result = form.score(data.draw(answer_sets(form)))
    compiled = result.compiled
    for domain in compiled.questionnaire.root.walk():
        how = compiled.domains[domain.id].publication
        ends = published_range(compiled.questionnaire, domain)
        assert [compiled.number(publish(WHOLE, how, Share(share, True))) for share in (0, 10**9)] == [
            *map(float, ends)
        ]


# Sums above the lowest or highest of unequal ranges.


def extreme(head: str, aggregate: str = "lowest", between: str = "", top: int = 2) -> str:
    """The lowest of 0 to 1 and 0 to *top*, beside a question of 0 to 1; *between* is a domain around it."""
    options = ", ".join(f"{{label: o{n}, points: {n}}}" for n in range(top + 1))
    inner = f"""{{id: d, title: D, aggregate: {aggregate}, questions: [
        {{id: a, ask: Well?, scale: to-1}}, {{id: b, ask: Well?, options: [{options}]}}]}}"""
    inner = f"{{id: m, title: M, aggregate: {between}, domains: [{inner}]}}" if between else inner
    return f"""
        {head}
        domains: [{inner}, {{id: e, title: E, questions: [{{id: c, ask: Well?, scale: to-1}}]}}]
        """


@pytest.mark.parametrize("aggregate", ["lowest", "highest"])
@pytest.mark.parametrize("between", ["", "mean", "lowest"])
def test_a_sum_does_not_weigh_what_has_no_range_of_its_own_near_or_far_beneath(
    aggregate: str, between: str
) -> None:
    with pytest.raises(Refused) as refused:
        define(extreme("aggregate: sum", aggregate, between))
    (problem,) = refused.value.problems
    assert problem.code is Code.SC220
    assert problem.what == (
        f'"d" takes the {aggregate} of children with different ranges of points, '
        'and "test" adds it up by its range.'
    )
    assert problem.todo == 'Give them equal ranges, or let "test" take the mean.'


def test_a_sum_in_between_is_the_one_that_is_named() -> None:
    with pytest.raises(Refused, match='"m" adds it up by its range'):
        define(extreme("aggregate: mean", between="sum"))


@pytest.mark.parametrize(
    "text", [extreme("aggregate: mean"), extreme("aggregate: sum", top=1), extreme("aggregate: lowest")]
)
def test_in_percent_the_lowest_stands_under_a_mean_and_with_equal_ranges_under_a_sum(text: str) -> None:
    assert answered(define(text), {"a": 1, "b": 0, "c": 1}).overall.score is not None
