"""Plans to the next band.

They are worked out by hand, and checked against brute force on small random questionnaires.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from scalecheck.definition import catalogue
from scalecheck.definition.answer_state import AnswerState
from scalecheck.definition.questionnaire import Domain
from scalecheck.definition.questionnaire import Step as Next
from scalecheck.errors import Refused
from scalecheck.responses import reader as responses
from scalecheck.responses.response import Answer, Response
from scalecheck.scoring.plan import frontier, search
from scalecheck.scoring.plan.steps import Plan, changes, find_plan, what_if
from scalecheck.scoring.single import score

from . import answered, define, read
from .strategies import SILENCES, answer_sets, forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.definition.questionnaire import Effort, Question, Questionnaire
    from scalecheck.responses.response import Scope
    from scalecheck.scoring.result import Score

EXAMPLES = Path(__file__).parents[2] / "questionnaires" / "examples"


# Brute force: every state that steps can lead to is scored by the formula, in the order of what it costs.


def next_level(result: Score, name: str) -> int | None:
    """The first option in the file with the points next to those of the answer, on the better side."""
    question, code = result.compiled.definitions[name], result.codes[name]
    sign = -1 if question.reverse else 1
    here = sign * question.options[code].points
    above = [sign * option.points for option in question.options if sign * option.points > here]
    return [sign * option.points for option in question.options].index(min(above)) if above else None


class TooManyError(Exception):
    """More states than brute force should look at."""


def brute_force(start: Score, most: int = 500) -> tuple[int, int, tuple[int, ...]] | None:
    """Find the best plan by trying them all; None where there is none.

    Given are its steps, its effort, and its steps a question in the order of leverage.
    """
    target = start.outcome.band
    order = sorted(
        (name for name, code in start.codes.items() if code >= 0),
        key=lambda name: (-start.compiled.questions[name].ranks[start.codes[name]], name),
    )
    first = (0, 0, tuple(0 for _ in order))
    heap = [(first, 0, start)]
    seen = {first[2]}
    pushed = 0
    while heap:
        (steps, effort, levels), _, here = heappop(heap)
        if here.overall.score is not None and here.outcome.band > target:
            return steps, effort, tuple(-level for level in levels)
        for position, name in enumerate(order):
            if not here.outcome.questions[name].answered:
                continue
            becomes = next_level(here, name)
            if becomes is None:
                continue
            step = here.compiled.definitions[name].options[here.codes[name]].next
            cost = {"low": 1, "medium": 2, "high": 3}[step.effort if step else "medium"]
            there = (*levels[:position], levels[position] - 1, *levels[position + 1 :])
            if there not in seen:
                seen.add(there)
                pushed += 1
                if pushed == most:
                    raise TooManyError
                heappush(heap, ((steps + 1, effort + cost, there), pushed, what_if(here, {name: becomes})))
    return None


def cost(plan: Plan) -> tuple[int, int, tuple[int, ...]]:
    """A plan as :func:`brute_force` tells it."""
    start = plan.start
    order = sorted(
        (name for name, code in start.codes.items() if code >= 0),
        key=lambda name: (-start.compiled.questions[name].ranks[start.codes[name]], name),
    )
    names = [step.question for step in plan.steps]
    return len(names), plan.effort, tuple(names.count(name) for name in order)


def confirm(plan: Plan) -> None:
    """Each step can be taken when its turn comes, and the formula puts the end of the plan in the band."""
    here = plan.start
    bands = [band.id for band in here.compiled.root.bands]
    for step in plan.steps:
        assert here.outcome.questions[step.question].answered
        assert here.codes[step.question] == step.was
        assert next_level(here, step.question) == step.becomes
        here = what_if(here, {step.question: step.becomes})
        assert here.outcome == step.result.outcome
    assert here.overall.score is not None
    assert here.band is not None
    assert plan.target is not None
    assert bands.index(here.band) >= bands.index(plan.target)


def compare(start: Score) -> None:
    plan = find_plan(start)
    bands = start.compiled.root.bands
    if not bands:
        assert plan.state == "no bands"
    elif start.overall.score is None:
        assert plan.state == "no score"
    elif start.outcome.band == len(bands) - 1:
        assert plan.state == "best band"
    else:
        best = brute_force(start)
        assert plan.exact
        if best is None:
            assert plan.state == "no way"
        else:
            assert plan.state == "found"
            assert cost(plan) == best
            confirm(plan)


def with_efforts(questionnaire: Questionnaire, efforts: Sequence[Effort | None]) -> Questionnaire:
    """The same questionnaire, its options with a next step of each effort in turn; None for no next step."""
    turn = cycle(efforts)

    def domain(each: Domain) -> Domain:
        return each._replace(
            children=tuple(domain(e) if isinstance(e, Domain) else leaf(e) for e in each.children)
        )

    def leaf(each: Question) -> Question:
        steps = (effort and Next("Do it.", effort=effort) for effort in turn)
        return each._replace(
            options=tuple(each._replace(next=step) for each, step in zip(each.options, steps, strict=False))
        )

    return questionnaire._replace(root=domain(questionnaire.root))


EFFORTS: st.SearchStrategy[list[Effort | None]] = st.lists(
    st.sampled_from(["low", "medium", "high", None]), min_size=1, max_size=7
)


@given(st.data())
def test_no_plan_is_better_than_the_one_that_is_found(data: st.DataObject) -> None:
    form = data.draw(forms())
    answers = data.draw(answer_sets(form, data.draw(st.sampled_from([(), SILENCES]))))
    form.show(answers=answers)
    questionnaire = with_efforts(read(form.text()), data.draw(EFFORTS))
    scope: Scope = data.draw(st.sampled_from(["full", "full", "quick"]))
    said = {
        name: Answer(AnswerState.ANSWERED, value) if isinstance(value, int) else Answer(AnswerState(value))
        for name, value in answers.items()
    }
    try:
        compare(score(questionnaire, Response(questionnaire.id, questionnaire.version, said, scope=scope)))
    except TooManyError:
        reject()


# By hand. Bands: low from 0, mid from 40, high from 80 of 100.

BANDS = (
    "bands: [{id: low, from: 0, title: L}, {id: mid, from: 40, title: M}, {id: high, from: 80, title: H}]\n"
)


def question(name: str, more: str = "", points: Sequence[int] = (0, 1, 2), efforts: str = "") -> str:
    """A question; *efforts* is a letter an option (l, m, h, or - for no next step)."""
    words = {"l": "low", "m": "medium", "h": "high"}
    options = ", ".join(
        f"{{label: p{value}, points: {value}"
        + (f", next: {{do: Leave {value} of {name}, effort: {words[letter]}}}" if letter in words else "")
        + "}"
        for value, letter in zip(points, efforts.ljust(len(points), "-"), strict=True)
    )
    return f"{{id: {name}, ask: Well?, {more + ', ' if more else ''}options: [{options}]}}"


def form(*questions: str, head: str = "", domain: str = "") -> Questionnaire:
    """A questionnaire of one domain, with the bands above."""
    more = f"{domain}, " if domain else ""
    return define(
        f"{BANDS}{head}\ndomains: [{{id: d, title: D, {more}questions: [{', '.join(questions)}]}}]\n"
    )


def plan(questionnaire: Questionnaire, **answers: object) -> Plan:
    found = find_plan(answered(questionnaire, answers))
    compare(found.start)
    return found


def names(found: Plan) -> list[str]:
    return [step.question for step in found.steps]


def test_the_fewest_steps_are_taken_and_none_more() -> None:
    # a: each step is worth 3/4 / 2 = 37.5; b: 12.5. From 0: a alone gives 37.5, a and b 50, a twice 75.
    found = plan(form(question("a", "weight: 3"), question("b")), a=0, b=0)
    assert (found.state, found.target, len(found.steps), found.exact) == ("found", "mid", 2, True)
    assert names(found) == ["a", "a"]  # the effort is equal; a has the most leverage
    assert found.end.overall.score == 75.0
    assert found.end.band == "mid"


def test_among_as_many_steps_the_least_effort_is_taken() -> None:
    # Each step is worth 25; two are needed for 40. b twice costs 1 + 1, a twice 3 + 1, one of each 3 + 1.
    found = plan(form(question("a", efforts="hl"), question("b", efforts="ll")), a=0, b=0)
    assert names(found) == ["b", "b"]
    assert [step.effort for step in found.steps] == [1, 1]
    assert found.effort == 2


def test_fewer_steps_go_before_less_effort() -> None:
    # a: one step to 75, hard. b: two easy steps to 25 only, and not enough.
    found = plan(
        form(question("a", "weight: 3", (0, 1), "h"), question("b", "", (0, 1, 2, 3), "lll")), a=0, b=0
    )
    assert names(found) == ["a"]


def test_a_step_without_advice_counts_as_medium() -> None:
    found = plan(form(question("a"), question("b", efforts="hh"), question("c", efforts="mm")), a=0, b=0, c=0)
    assert found.effort == 6
    assert names(found) == ["a", "c", "a"]  # as much leverage: what leaves the most on the table first


def test_equal_plans_are_told_apart_by_id() -> None:
    found = plan(form(question("b", points=(0, 1)), question("a", points=(0, 1))), a=0, b=0)
    assert names(found) == ["a"]


def test_two_steps_on_one_question_come_in_order() -> None:
    found = plan(form(question("a", efforts="lm")), a=0)
    assert [(step.question, step.was, step.becomes) for step in found.steps] == [("a", 0, 1)]
    further = plan(form(question("a", points=(0, 1, 2, 3, 4, 5), efforts="lmhlm")), a=2)
    assert [(step.was, step.becomes, step.effort) for step in further.steps] == [(2, 3, 3), (3, 4, 1)]
    assert [step.result.overall.score for step in further.steps] == [60.0, 80.0]


def test_a_reversed_question_goes_down() -> None:
    found = plan(form(question("a", "reverse: true", efforts="-lh")), a=2)
    assert [(step.was, step.becomes, step.effort) for step in found.steps] == [(2, 1, 3)]
    assert plan(form(question("a", "reverse: true")), a=0).state == "best band"


def test_the_published_number_decides() -> None:
    # Three questions of weight 1 on 0 to 5: each step is worth 6.666...; 12 are 80.0 exactly, 11 are 73.3.
    five = (0, 1, 2, 3, 4, 5)
    whole = form(*(question(name, points=five) for name in "abc"))
    assert len(plan(whole, a=2, b=2, c=2).steps) == 6
    # 39.96 is published as 40.0 and is in the band: 999 of 2500 points, as weights have it.
    close = form(
        question("a", "weight: 999", (0, 1)),
        question("b", "weight: 1501", (0, 1)),
        question("c", "weight: 1", (0, 1)),
    )
    found = plan(close, a=0, b="not applicable", c=0)
    assert names(found) == ["a"]
    rounded = form(question("a", "weight: 999", (0, 1)), question("b", "weight: 1501", (0, 1)))
    assert names(plan(rounded, a=0, b=0)) == ["b"]
    whole = form(question("a", "weight: 999", (0, 1), "l"), question("b", "weight: 1501", (0, 1), "h"))
    found = plan(whole, a=0, b=0)
    assert names(found) == ["a"]
    assert found.end.overall.score == 40.0


def test_a_must_have_is_met_first() -> None:
    gate = "gates: [{id: g, title: G, because: So., cap: low, when: {question: c, below: 1}}]"
    # a and b give 2/3, but c at 0 holds the band down: c has to move; c alone is 33.3.
    found = plan(form(*(question(name, points=(0, 1)) for name in "abc"), head=gate), a=0, b=0, c=0)
    assert names(found) == ["c", "a"]
    assert found.steps[0].lifts == ("g",)
    assert found.steps[1].lifts == ()


def test_a_must_have_that_does_not_reach_the_band_is_left_alone() -> None:
    gate = "gates: [{id: g, title: G, because: So., cap: mid, when: {question: c, below: 1}}]"
    found = plan(form(*(question(name, points=(0, 1)) for name in "abc"), head=gate), a=0, b=0, c=0)
    assert names(found) == ["a", "b"]
    assert found.end.gates == ("g",)


def test_a_must_have_can_be_the_only_thing_in_the_way() -> None:
    gate = (
        "gates: [{id: g, title: G, because: So., cap: low, "
        "when: {all: [{question: a, below: 2}, {question: b, below: 2}]}}]"
    )
    found = plan(
        form(question("a", efforts="hh"), question("b", efforts="ll"), question("c"), head=gate),
        a=1,
        b=1,
        c=2,
    )
    assert names(found) == ["b"]


def test_a_must_have_on_a_question_without_weight() -> None:
    gate = "gates: [{id: g, title: G, because: So., cap: low, when: {question: b, below: 2}}]"
    found = plan(form(question("a"), question("b", "weight: 0"), head=gate), a=1, b=0)
    assert names(found) == ["b", "b"]


AREAS = """\
aggregate: {aggregate}
gates: [{{id: g, title: G, because: So., cap: {cap}, when: {when}}}]
domains:
  - {{id: d, title: D, questions: [{d}]}}
  - {{id: e, title: E, weight: {weight}, questions: [{e}]}}
"""


def areas(when: str, cap: str = "low", aggregate: str = "mean", weight: int = 1) -> Questionnaire:
    d, e = question("a", points=(0, 1, 2, 3, 4)), question("b", points=(0, 1, 2, 3, 4), efforts="llll")
    return define(BANDS + AREAS.format(aggregate=aggregate, cap=cap, when=when, d=d, e=e, weight=weight))


def test_a_must_have_on_the_score_of_an_area() -> None:
    # e's steps are easier; but d must stand at 50, two steps. Together 4 x 12.5 = 50 of the 40 needed.
    found = plan(areas("{domain: d, below: 50}"), a=0, b=0)
    assert sorted(names(found)) == ["a", "a", "b", "b"]
    assert names(plan(areas("{domain: e, below: 50}"), a=0, b=0)) == ["b", "b", "b", "b"]


def test_a_must_have_on_an_area_without_weight() -> None:
    found = plan(areas("{domain: e, below: 50}", weight=0), a=1, b=0)
    assert sorted(names(found)) == ["a", "b", "b"]


def test_a_must_have_that_wants_a_low_score() -> None:
    # e may not reach 50: one step of b at most.
    found = plan(areas("{domain: e, at_least: 50}"), a=0, b=0)
    assert sorted(names(found)) == ["a", "a", "a", "b"]
    assert plan(areas("{overall: true, at_least: 40}"), a=0, b=0).state == "no way"


def test_the_lowest_area_has_to_move() -> None:
    found = plan(areas("{question: a, below: 0.5}", "high", "lowest"), a=4, b=0)
    assert names(found) == ["b", "b"]
    assert len(plan(areas("{question: a, below: 0.5}", "high", "lowest"), a=0, b=1).steps) == 3


def test_the_highest_area_is_enough() -> None:
    found = plan(areas("{question: a, below: 0.5}", "high", "highest"), a=1, b=0)
    assert names(found) == ["a"]


def test_a_step_can_open_a_question_that_is_then_unknown() -> None:
    # a at 1 opens b, which nobody has answered: the score rests on a and c.
    whole = form(
        question("a"),
        question("b", "ask_if: {question: a, at_least: 1}"),
        question("c"),
        head="min_answered: 0.6",
    )
    found = plan(whole, a=0, c=0)
    assert names(found) == ["a", "a"]
    assert found.end.overall.score == 50.0
    assert (found.start.missing, found.end.missing) == ((), ("b",))


def test_a_step_can_take_the_score_away_and_is_then_none() -> None:
    # a at 1 opens b and e: 2 of 4 answered is less than 0.6, so a has to stay.
    opened = "ask_if: {question: a, at_least: 1}"
    whole = form(
        question("a"), question("b", opened), question("e", opened), question("c"), head="min_answered: 0.6"
    )
    assert names(plan(whole, a=0, c=0)) == ["c", "c"]


def test_a_step_can_close_a_question() -> None:
    # b counts 4: one step gives 40. But once a is at 1, b is not asked: a alone gives 50, with less effort.
    whole = form(
        question("a", efforts="l"), question("b", "weight: 4, ask_if: {question: a, below: 1}", efforts="hh")
    )
    found = plan(whole, a=0, b=0)
    assert names(found) == ["a"]
    assert found.end.overall.score == 50.0


def test_an_answer_kept_from_earlier_counts_once_its_question_is_asked_again() -> None:
    whole = form(
        question("a", "weight: 0"),
        question("b", "ask_if: {question: a, at_least: 1}"),
        question("c", points=range(9)),
    )
    found = plan(whole, a=0, b=2, c=0)
    assert names(found) == ["a"]
    assert found.end.overall.score == 50.0


def test_a_question_is_opened_before_it_takes_a_step() -> None:
    whole = form(
        question("a", "weight: 0", efforts="h"),
        question("b", "weight: 9, ask_if: {question: a, at_least: 1}", efforts="l"),
        question("c", points=(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)),
    )
    assert names(plan(whole, a=0, b=0, c=0)) == ["a", "b"]


def test_missing_answers_take_no_step_and_stay_unknown() -> None:
    whole = form(*(question(name) for name in "abcf"), head="min_answered: 0.25")
    found = plan(whole, a=0, b="unknown", c="declined", f="not applicable")
    assert names(found) == ["a"]
    assert found.end.missing == ("b", "c")
    assert found.end.codes["f"] == found.start.codes["f"]


def test_without_a_score_there_is_nowhere_to_start_from() -> None:
    assert plan(form(question("a"), question("b"), question("c")), a=0).state == "no score"
    assert (
        plan(form(question("a"), question("b")), a="not applicable", b="not applicable").state == "no score"
    )


def test_without_bands_there_is_nowhere_to_go() -> None:
    whole = define(f"domains: [{{id: d, title: D, questions: [{question('a')}]}}]\n")
    assert find_plan(answered(whole, {"a": 0})).state == "no bands"


def test_where_no_steps_lead_up_that_is_said() -> None:
    whole = form(
        question("a"), question("b"), head="aggregate: lowest\nmin_answered: 0.5", domain="aggregate: lowest"
    )
    assert plan(whole, a=2, b="unknown").state == "best band"
    gate = "gates: [{id: g, title: G, because: So., cap: low, when: {question: a, at_least: 0}}]"
    stuck = plan(form(question("a"), head=gate), a=0)
    assert (stuck.state, stuck.target, stuck.steps, stuck.exact) == ("no way", "mid", (), True)
    assert stuck.end is stuck.start


def test_the_quick_version_takes_steps_on_its_own_questions() -> None:
    whole = form(
        question("a", "tags: [quick]", efforts="hh"), question("b", efforts="ll"), head="tags: {quick: Short}"
    )
    found = find_plan(answered(whole, {"a": 0, "b": 0}, scope="quick"))
    compare(found.start)
    assert names(found) == ["a"]


# The default questionnaire.


def readiness(level: int) -> Score:
    whole = catalogue.load("scaling-readiness")
    given = {each.id: Answer(AnswerState.ANSWERED, level) for each in whole.questions}
    return score(whole, Response(whole.id, whole.version, given))


@pytest.mark.parametrize(("level", "steps"), [(0, 33), (1, 6), (2, 11)])
def test_the_default_questionnaire_from_every_level(level: int, steps: int) -> None:
    # 27 questions of equal weight on four levels: a step is worth 1/81. 40 needs 33 of 81, and 80 needs 65.
    found = find_plan(readiness(level))
    confirm(found)
    assert (len(found.steps), found.exact) == (steps, True)
    # Every step is worth the same and no must-have forbids the band:
    # the least effort is that of any so many steps.
    worth = {"low": 1, "medium": 2, "high": 3}
    least = {0: 0}
    for each in found.start.compiled.definitions.values():
        efforts = [worth[option.next.effort] for option in each.options[level:] if option.next]
        taken = [(count, sum(efforts[:count])) for count in range(len(efforts) + 1)]
        sums: dict[int, int] = {}
        for before, spent in least.items():
            for count, more in taken:
                sums[before + count] = min(spent + more, sums.get(before + count, spent + more))
        least = sums
    assert found.effort == least[steps]


@pytest.mark.parametrize("name", ["early", "middling", "nearly-there"])
def test_the_worked_examples(name: str) -> None:
    whole = catalogue.load("scaling-readiness")
    start = score(whole, responses.read(responses.open_response(EXAMPLES / f"{name}.yaml"), whole))
    found = find_plan(start)
    if name == "nearly-there":
        assert found.state == "best band"
        return
    confirm(found)
    assert found.exact
    # No plan is shorter: with one step fewer the band is not reached,
    # even if each were worth as much as the best there is.
    assert start.overall.share is not None
    assert start.overall.score is not None
    steps = [
        (what_if(start, {each: start.codes[each] + 1}).overall.share or 0) - start.overall.share
        for each, code in start.codes.items()
        if 0 <= code < 3
    ]
    band = {each.id: each.start for each in whole.bands}[found.target or ""]
    if name == "middling":
        assert start.overall.share + max(steps) < (band - 0.05) * 10**7
        assert len(found.steps) == 2
    last = {step.question: step.was for step in found.steps[::-1]}
    for step in found.steps:  # and none of the steps can be left out
        levels = {
            each.question: sum(other.question == each.question for other in found.steps)
            for each in found.steps
        }
        levels[step.question] -= 1
        fewer = what_if(start, {each: last[each] + count for each, count in levels.items()})
        assert fewer.band == start.band


# Where it would take too long.


def test_the_best_found_is_given_and_said_to_be_no_more_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "LOOKS", 1)
    found = find_plan(readiness(1))
    assert (found.state, found.exact) == ("found", False)
    confirm(found)
    assert len(found.steps) == 6


def test_the_best_found_keeps_to_an_order_in_which_each_step_can_be_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "LOOKS", 1)
    whole = form(
        question("a", "weight: 0"),
        question("b", "weight: 9, ask_if: {question: a, at_least: 1}"),
        question("c"),
    )
    found = find_plan(answered(whole, {"a": 0, "b": 0, "c": 0}))
    assert (names(found), found.exact) == (["a", "b"], False)
    confirm(found)


def test_nothing_found_in_time_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "LOOKS", 1)
    gate = "gates: [{id: g, title: G, because: So., cap: low, when: {question: a, at_least: 0}}]"
    stuck = find_plan(answered(form(question("a"), head=gate), {"a": 0}))
    assert (stuck.state, stuck.exact) == ("no way", False)


@given(st.data())
def test_what_is_found_in_a_hurry_holds(data: st.DataObject) -> None:
    whole = data.draw(forms())
    answers = data.draw(answer_sets(whole, ()))
    whole.show(answers=answers)
    limits = (search.LOOKS, frontier.WIDEST)
    search.LOOKS, frontier.WIDEST = data.draw(st.integers(1, 3)), 1
    try:
        found = find_plan(whole.score(answers))
    finally:
        search.LOOKS, frontier.WIDEST = limits
    if found.state == "found":
        confirm(found)


# What if, and what is typed for it.


def test_what_if_changes_the_answers_and_nothing_else() -> None:
    whole = form(question("a"), question("b"))
    start = answered(whole, {"a": 0, "b": "unknown"})
    after = what_if(start, {"b": 2})
    assert (start.overall.score, after.overall.score) == (0.0, 50.0)
    assert start.codes["b"] < 0
    assert after.response.answers["a"] is start.response.answers["a"]
    assert what_if(after, {}).outcome == after.outcome


def test_a_note_goes_with_the_answer_it_was_for() -> None:
    whole = form(question("a"), question("b"))
    given = {
        "a": Answer(AnswerState.ANSWERED, 1, note="Why one."),
        "b": Answer(AnswerState.ANSWERED, 1, note="Why one."),
    }
    after = what_if(score(whole, Response(whole.id, whole.version, given)), {"a": 1, "b": 2})
    assert [each.note for each in after.response.answers.values()] == ["Why one.", ""]


def test_options_are_set_by_points_id_or_label() -> None:
    whole = form(question("a"), question("b"), question("c"))
    assert changes(whole, ["c = P1", "a=2", "b= 0 "]) == {"a": 2, "b": 0, "c": 1}
    assert changes(whole, []) == {}


@pytest.mark.parametrize(
    ("given", "code", "part"),
    [
        ("a", "SC610", "for example alpha=2"),
        ("alhpa=1", "SC611", 'Did you mean "alpha"?'),
        ("=1", "SC611", "lists its questions"),
        ("zzz=1", "SC611", "`scalecheck show test`"),
        ("alpha=7", "SC612", '"7" is not an answer to "alpha". Choose 0, 1 or 2.'),
        ("alpha=", "SC612", "Choose 0, 1 or 2."),
        ("alpha=pp1", "SC612", 'Did you mean "p1"?'),
        ("alpha=Unknown", "SC613", '"unknown" is not a level to try out.'),
        ("alpha=not applicable", "SC613", "leave the question out"),
        ("beta=\x1b[31m", "SC612", "\ufffd[31m"),
    ],
)
def test_what_cannot_be_set_is_refused(given: str, code: str, part: str) -> None:
    whole = form(question("alpha"), question("beta"))
    with pytest.raises(Refused) as refused:
        changes(whole, [given])
    (problem,) = refused.value.problems
    assert problem.code == code
    assert part in str(problem)
    assert "\x1b" not in str(problem)


def test_every_problem_is_told_at_once() -> None:
    whole = form(question("a"), question("b"))
    with pytest.raises(Refused) as refused:
        changes(whole, ["a=1", "a=2", "b=9", "c=1"])
    assert {problem.code for problem in refused.value.problems} == {"SC614", "SC612", "SC611"}
