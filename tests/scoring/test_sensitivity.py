"""What each missing answer could change: the overall result with its worst answer, and with its best."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalecheck.scoring import sensitivity
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.sensitivity import Sensitivity, compile_formula, sensitivities, walk_formula

from . import answered, define, one_domain, read
from .strategies import MISSING, answer_sets, forms

BANDS = "bands: [{id: low, from: 0, title: L}, {id: high, from: 50, title: H}]"


def test_each_missing_answer_is_tried_at_its_worst_and_at_its_best_with_the_others_left_open() -> None:
    form = one_domain(f"{BANDS}\nmin_answered: 0", a="to-4", b="to-4", c="to-4, reverse: true")
    found = sensitivities(answered(form, {"a": 3, "c": "unknown"}))
    # a 0.75. b: (0.75 + 0) / 2 and (0.75 + 1) / 2; c is worst at 4 and best at 0, and comes to the same.
    assert found == (
        Sensitivity("b", 37.5, 87.5, "low", "high", True),
        Sensitivity("c", 37.5, 87.5, "low", "high", True),
    )


def test_a_band_that_stays_whatever_the_answer_could_not_change() -> None:
    form = one_domain(f"{BANDS}\nmin_answered: 0", a="to-4, weight: 3", b="to-4")
    assert sensitivities(answered(form, {"a": 4})) == (Sensitivity("b", 75.0, 100.0, "high", "high", False),)


def test_an_answer_that_gives_the_first_score_changes_the_band_from_none() -> None:
    form = one_domain(f"{BANDS}\nmin_answered: 0", a="to-4")
    assert sensitivities(answered(form, {})) == (Sensitivity("a", 0.0, 100.0, "low", "high", True),)


def test_where_no_answer_gives_a_score_there_is_none_at_either_end() -> None:
    form = one_domain(f"{BANDS}\nmin_answered: 1", a="to-4", b="to-4", c="to-4")
    found = sensitivities(answered(form, {"a": 4}))
    assert [each[1:] for each in found] == [(None, None, None, None, False)] * 2


def test_a_must_have_caps_the_band_at_the_worst_answer() -> None:
    form = define(f"""
        {BANDS}
        min_answered: 0
        gates: [{{id: must, when: {{question: b, below: 1}}, cap: low, because: It must be.}}]
        domains: [{{id: d, title: D, questions: [
          {{id: a, ask: Well?, scale: to-4, weight: 9}}, {{id: b, ask: Well?, scale: to-4}}]}}]
        """)
    assert sensitivities(answered(form, {"a": 4})) == (Sensitivity("b", 90.0, 100.0, "low", "high", True),)


def test_nothing_is_missing_where_all_is_answered_or_does_not_apply() -> None:
    form = one_domain("", a="to-4", b="to-4")
    assert sensitivities(answered(form, {"a": 4, "b": "not applicable"})) == ()


@given(st.data())
def test_compiled_and_walked_the_formula_gives_the_same_numbers(data: st.DataObject) -> None:
    form = data.draw(forms())
    compiled = compile_questionnaire(read(form.text()), data.draw(st.sampled_from(["full", "quick"])))
    codes = [data.draw(st.integers(-4, len(each.shares) - 1)) for each in compiled.questions.values()]
    assert compile_formula(compiled)(codes) == walk_formula(compiled)(codes)


@given(st.data())
def test_each_end_is_the_score_of_the_response_with_that_one_answer_found_out(data: st.DataObject) -> None:
    form = data.draw(forms())
    answers = data.draw(answer_sets(form))
    start = form.score(answers)
    many = data.draw(st.sampled_from([1, sensitivity.MANY]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sensitivity, "MANY", many)
        found = sensitivities(start)
    asked = {question.id: question for question in form.questions}
    assert [each.question for each in found] == [
        name for name in asked if answers[name] in MISSING and start.outcome.questions[name].applies
    ]
    for each in found:
        question = asked[each.question]
        shares = [question.share(option) for option in range(len(question.points))]
        low, high = (
            form.score(answers | {question.id: shares.index(edge)}) for edge in (min(shares), max(shares))
        )
        assert (each.low, each.high) == (low.overall.score, high.overall.score)
        assert (each.band_low, each.band_high) == (low.band, high.band)
