"""Recommendations and their order.

First comes what lifts a gate, then what counts most, then the least effort, then the id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import answered, define, recommendations, recommended

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire


def step(name: str, more: str = "", effort: str = "medium", points: tuple[int, ...] = (0, 1, 2)) -> str:
    """A question with a next step on every option that has a better one."""
    best = max(points) if "reverse: true" not in more else min(points)
    options = ", ".join(
        f"{{label: p{value}, points: {value}"
        + (
            ""
            if value == best
            else f", next: {{do: Step up from {value} of {name}, who: team, effort: {effort}}}"
        )
        + "}"
        for value in points
    )
    return f"{{id: {name}, ask: Well?, {more + ', ' if more else ''}options: [{options}]}}"


def form(*questions: str, head: str = "") -> Questionnaire:
    """A questionnaire of one domain."""
    return define(
        f"min_answered: 0\n{head}\ndomains: [{{id: d, title: D, questions: [{', '.join(questions)}]}}]\n"
    )


RULE = "advice: [{{id: rule, when: {when}, do: Do it, why: It follows, effort: {effort}}}]"


# Which steps there are.


def test_an_answer_below_the_top_offers_its_own_step() -> None:
    (only,) = recommendations(form(step("a")), a=1)
    assert (only.id, only.kind, only.do, only.who, only.effort) == (
        "a",
        "step",
        "Step up from 1 of a",
        "team",
        "medium",
    )
    assert only.because == ("a",)


def test_a_top_answer_and_a_missing_one_offer_none() -> None:
    questionnaire = form(step("a"), step("b"), step("c"), step("e"), step("f"))
    assert recommended(questionnaire, a=2, b="unknown", c="declined", e="not applicable") == []


def test_the_top_of_a_reversed_question_is_its_fewest_points() -> None:
    questionnaire = form(step("a", "reverse: true"), step("b", "reverse: true"))
    assert recommended(questionnaire, a=0, b=2) == ["b"]


def test_an_option_without_a_step_offers_none() -> None:
    questionnaire = form("{id: a, ask: Well?, options: [{label: x}, {label: y}]}")
    assert recommended(questionnaire, a=1) == []


def test_an_answer_that_is_set_aside_offers_no_step() -> None:
    questionnaire = form(step("a"), step("b", "ask_if: {question: a, at_least: 1}"))
    assert recommended(questionnaire, a=0, b=0) == ["a"]


def test_a_rule_is_offered_only_while_it_is_true_and_not_while_it_is_undecided() -> None:
    when = "{all: [{question: a, below: 2}, {question: b, below: 2}]}"
    questionnaire = form(step("a"), step("b"), head=RULE.format(when=when, effort="low"))
    assert "rule" in recommended(questionnaire, a=0, b=1)
    assert "rule" not in recommended(questionnaire, a=0, b="unknown")
    assert "rule" not in recommended(questionnaire, a=0, b=2)


def test_a_rule_names_the_answers_that_led_to_it() -> None:
    when = "{any: [{question: a, below: 1}, {question: b, below: 1}]}"
    questionnaire = form(step("a"), step("b"), head=RULE.format(when=when, effort="low"))
    found = {each.id: each for each in recommendations(questionnaire, a=0)}
    assert (found["rule"].kind, found["rule"].why, found["rule"].because) == ("rule", "It follows", ("a",))


# The order.


def test_the_step_that_could_add_most_comes_first() -> None:
    questionnaire = form(step("a"), step("b", "weight: 3"), step("c"))
    # a 1 x 1 = 1; b 3 x 1/2 = 1.5; c 1 x 1/2
    assert recommended(questionnaire, a=0, b=1, c=1) == ["b", "a", "c"]


def test_leverage_is_weight_down_the_tree_times_the_share_left() -> None:
    questionnaire = define(f"""
        domains:
          - {{id: x, title: X, weight: 3, questions: [{step("a")}, {step("b", "weight: 3")}]}}
          - id: y
            title: Y
            domains:
              - {{id: y-1, title: Y1, questions: [{step("c")}]}}
              - {{id: y-2, title: Y2, questions: [{step("e")}]}}
        """)
    found = recommendations(questionnaire, a=0, b=1, c=0, e=1)
    # a 3/4 x 1/4 = 18.75; b 3/4 x 3/4 x 1/2 = 28.125; c 1/4 x 1/2 = 12.5; e half of that, 6.25
    assert [(each.id, each.leverage) for each in found] == [("b", 28.1), ("a", 18.8), ("c", 12.5), ("e", 6.3)]


def test_leverage_is_how_far_the_overall_score_would_rise() -> None:
    questionnaire = form(step("a"), step("b", "weight: 3"))
    before, after = (answered(questionnaire, {"a": 0, "b": each}).overall.score for each in (1, 2))
    assert before is not None
    assert after is not None
    (found,) = (each for each in recommendations(questionnaire, a=0, b=1) if each.id == "b")
    assert (before, after, found.leverage) == (37.5, 75.0, 37.5)


def test_in_points_leverage_follows_the_range() -> None:
    questions = f"[{step('a')}, {step('b', points=(0, 5, 10))}]"
    questionnaire = define(f"""
        unit: points
        aggregate: sum
        domains: [{{id: d, title: D, aggregate: sum, questions: {questions}}}]
        """)
    # two points to gain against five
    assert [(each.id, each.leverage) for each in recommendations(questionnaire, a=0, b=5)] == [
        ("b", 5.0),
        ("a", 2.0),
    ]


def test_among_equals_the_least_effort_comes_first_and_then_the_id() -> None:
    questionnaire = form(step("a", effort="high"), step("z"), step("c"), step("e", effort="low"))
    assert recommended(questionnaire, a=0, z=0, c=0, e=0) == ["e", "c", "z", "a"]


def test_leverage_goes_before_effort() -> None:
    questionnaire = form(step("a", effort="low"), step("b", "weight: 2", effort="high"))
    assert recommended(questionnaire, a=0, b=0) == ["b", "a"]


def test_a_rule_takes_the_largest_leverage_among_its_answers() -> None:
    when = "{all: [{question: a, below: 2}, {question: c, below: 2}]}"
    questions = (step("a", "weight: 3"), step("b", "weight: 2"), step("c"))
    # a 3 x 1/2 = 1.5; b 2 x 1/2 = 1; c 1: the rule has 1.5 as a has
    assert recommended(form(*questions, head=RULE.format(when=when, effort="low")), a=1, b=1, c=0) == [
        "rule",
        "a",
        "b",
        "c",
    ]
    assert recommended(form(*questions, head=RULE.format(when=when, effort="high")), a=1, b=1, c=0) == [
        "a",
        "rule",
        "b",
        "c",
    ]


def test_a_rule_on_a_domain_looks_at_the_answers_in_it() -> None:
    when = "{domain: d, below: 60}"
    questionnaire = form(step("a", "weight: 3"), step("b"), head=RULE.format(when=when, effort="high"))
    found = recommendations(questionnaire, a=1, b=1)
    assert [each.id for each in found] == ["a", "rule", "b"]
    assert found[1].because == ("a", "b")


def test_what_lifts_a_gate_that_holds_comes_before_everything() -> None:
    head = (
        "bands: [{id: low, from: 0, title: L}, {id: high, from: 50, title: H}]\n"
        "gates: [{id: must, when: {question: c, below: 1}, cap: low, because: B.}]"
    )
    questionnaire = form(
        step("a", "weight: 9", effort="low"), step("b"), step("c", "weight: 0.5", effort="high"), head=head
    )
    found = recommendations(questionnaire, a=0, b=0, c=0)
    assert [(each.id, each.lifts) for each in found] == [("c", ("must",)), ("a", ()), ("b", ())]
    # lifted: its step counts like any other
    assert [(each.id, each.lifts) for each in recommendations(questionnaire, a=0, b=0, c=1)] == [
        ("a", ()),
        ("b", ()),
        ("c", ()),
    ]


def test_several_steps_that_lift_a_gate_go_by_leverage() -> None:
    head = (
        "bands: [{id: low, from: 0, title: L}, {id: high, from: 50, title: H}]\n"
        "gates: [{id: must, when: {any: [{question: b, below: 1}, {question: c, below: 1}]}, "
        "cap: low, because: B.}]"
    )
    questionnaire = form(step("a", "weight: 9"), step("b"), step("c", "weight: 2"), head=head)
    assert recommended(questionnaire, a=0, b=0, c=0) == ["c", "b", "a"]
    assert recommended(questionnaire, a=0, b=1, c=0) == ["c", "a", "b"]


def test_an_open_gate_moves_nothing_to_the_front() -> None:
    head = (
        "bands: [{id: low, from: 0, title: L}, {id: high, from: 50, title: H}]\n"
        "gates: [{id: must, when: {all: [{question: b, below: 1}, {question: c, below: 1}]}, "
        "cap: low, because: B.}]"
    )
    questionnaire = form(step("a", "weight: 9"), step("b"), step("c"), head=head)
    assert recommended(questionnaire, a=0, b=0, c="unknown") == ["a", "b"]


def test_the_short_version_weighs_its_own_questions_only() -> None:
    questionnaire = define(f"""
        min_answered: 0
        domains:
          - {{id: x, title: X, questions: [{step("a", "tags: [quick]")}, {step("b", "weight: 9")}]}}
          - {{id: y, title: Y, questions: [{step("c", "tags: [quick]")}, {step("e", "tags: [quick]")}]}}
        """)
    # in full a is 1/2 x 1/10, c 1/2 x 1/2; in the short version a is all of x: 1/2
    assert [(each.id, each.leverage) for each in recommendations(questionnaire, a=0, c=0)] == [
        ("c", 25.0),
        ("a", 5.0),
    ]
    quick = recommendations(questionnaire, "quick", a=0, b=0, c=0)
    assert [(each.id, each.leverage) for each in quick] == [("a", 50.0), ("c", 25.0)]
