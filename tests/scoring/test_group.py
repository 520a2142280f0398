"""Several people's responses to one questionnaire: the middle, the agenda, the roles, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalecheck.errors import Refused
from scalecheck.scoring.group import Group, group
from scalecheck.scoring.result import Score
from scalecheck.scoring.roles import shown

from . import answered, ask, define, one_domain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from scalecheck.definition.questionnaire import Questionnaire

BANDS = (
    "bands: [{id: low, from: 0, title: Low}, {id: mid, from: 50, title: Mid}, "
    "{id: high, from: 80, title: High}]"
)
TWO = define(f"""
    {BANDS}
    domains:
      - {{id: left, title: L, questions: {ask(a="to-3", b="to-3")}}}
      - {{id: right, title: R, questions: {ask(c="to-3", d="to-3")}}}
    """)


def rater(
    form: Questionnaire, file: str = "", answers: dict[str, object] | None = None, **about: str
) -> Score:
    """One rater's score, with what the response says about them."""
    score = answered(form, answers or {})
    return Score(score.compiled, score.response._replace(about=about, file=file), score.codes, score.outcome)


def raters(form: Questionnaire, roles: Sequence[str] | None = None, /, **votes: str) -> list[Score]:
    """The scores of several raters, whose answers to each question are given as characters, one a rater.

    A digit is an answer's points, "?" is unknown, "-" unanswered, "x" declined and "n" not applicable.
    """
    words = {"?": "unknown", "-": "unanswered", "x": "declined", "n": "not applicable"}
    count = len(next(iter(votes.values())))
    found = []
    for number in range(count):
        answers: dict[str, object] = {
            name: words.get(said[number], said[number]) for name, said in votes.items()
        }
        about = {"role": roles[number]} if roles and roles[number] else {}
        found.append(rater(form, f"{number}.yaml", answers, respondent=f"Person {number}", **about))
    return found


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def agenda(found: Group) -> list[tuple[str, str]]:
    return [(item.question, item.reason) for item in found.agenda]


# The middle.


def test_the_middle_is_a_score_that_somebody_has_the_lower_of_two() -> None:
    form = one_domain(BANDS, a="to-3", b="to-3")
    # 0/6, 2/6, 4/6, 6/6
    found = group(raters(form, a="0123", b="0123"))
    assert found.overall.scores == (0.0, 33.3, 66.7, 100.0)
    assert (found.overall.median, found.overall.lowest, found.overall.highest) == (33.3, 0.0, 100.0)
    assert found.bands == {"low": 2, "mid": 1, "high": 1}


def test_each_area_has_its_own_middle_over_those_who_have_a_score_there() -> None:
    found = group(raters(TWO, a="012?", b="012?", c="3333", d="3333"))
    assert {each.id: (each.median, len(each.scores)) for each in found.domains} == {
        "left": (33.3, 3),
        "right": (100.0, 4),
    }


def test_somebody_without_a_score_is_counted_and_not_taken_for_nought() -> None:
    form = one_domain(BANDS, a="to-3", b="to-3", c="to-3")
    found = group(raters(form, a="3?", b="3?", c="3?"))
    assert (found.overall.scores, found.unbanded, found.bands["high"]) == ((100.0,), 1, 1)


def test_one_rater_has_a_middle_and_no_agreement() -> None:
    found = group(raters(TWO, a="1", b="1", c="2", d="?"))
    assert found.overall.median == found.scores[0].overall.score
    assert [each.agreement.word for each in found.questions] == [None] * 4
    assert {name: (each.rwg_j, each.ad) for name, each in found.agreements.items()} == {
        "left": (None, None), "right": (None, None), "test": (None, None),
    }  # fmt: skip
    assert found.agenda == ()
    assert found.gaps == ()


def test_who_could_not_answer_is_counted_by_silence_and_left_out_of_the_votes() -> None:
    found = group(raters(TWO, a="12?-xn", b="111111", c="111111", d="111111"))
    votes = found.questions[0]
    assert votes.agreement.votes == 2
    assert votes.silences == {
        "unknown": 1,
        "declined": 1,
        "unanswered": 1,
        "not applicable": 1,
        "not asked": 0,
    }


def test_a_question_left_out_by_an_earlier_answer_is_not_asked_rather_than_not_answered() -> None:
    form = one_domain(a="to-3", b="to-3, ask_if: {question: a, at_least: 2}")
    votes = group(raters(form, a="033", b="1-2")).questions[1]
    assert votes.agreement.counts == (0, 0, 1, 0)
    assert votes.silences == {
        "unknown": 0,
        "declined": 0,
        "unanswered": 1,
        "not applicable": 0,
        "not asked": 1,
    }


def test_the_quick_version_speaks_of_its_own_questions_only() -> None:
    form = one_domain(a="to-3, tags: [quick]", b="to-3")
    scores = [answered(form, {"a": points}, scope="quick") for points in (1, 2)]
    found = group(scores)
    assert [each.question for each in found.questions] == ["a"]
    assert found.agreements["d"].questions == 1


def test_what_is_agreed_is_one_more_response_and_moves_no_number_of_the_group() -> None:
    scores = raters(TWO, a="0123", b="0123", c="0123", d="0123")
    agreed = rater(TWO, "agreed.yaml", {"a": 3, "b": 3, "c": 3, "d": 3})
    found, without = group(scores, agreed), group(scores)
    assert found.agreed is agreed
    assert agreed.overall.score == 100.0
    assert (found.overall, found.questions, agenda(found)) == (
        without.overall,
        without.questions,
        agenda(without),
    )


# The agenda.


def test_agreed_questions_are_not_on_the_agenda() -> None:
    assert group(raters(TWO, a="1111", b="2222", c="3333", d="0000")).agenda == ()


def test_what_could_change_the_band_comes_before_camps_and_camps_before_mere_spread() -> None:
    # Weights 6, 1, 1, 1 in one area. The middles are a 1, b 0, c 1, e 1 of 3:
    # (6 + 0 + 1 + 1) of 27 = 29.6, low.
    form = one_domain(BANDS, a="to-3, weight: 6", b="to-3", c="to-3", e="to-3")
    found = group(raters(form, a="0112", b="0033", c="0112", e="1111"))
    # a at 2 gives 14 of 27 = 51.9, mid: it changes the band though b, in two camps, is spread more widely
    assert agenda(found) == [("a", "band"), ("b", "split"), ("c", "mixed")]
    assert [(item.low.overall.score, item.high.overall.score) for item in found.agenda[:1]] == [(7.4, 51.9)]


def test_within_a_kind_the_widest_spread_comes_first_then_the_most_leverage_then_the_name() -> None:
    form = one_domain("", a="to-3", b="to-3", c="to-3, weight: 2", e="to-3")
    found = group(raters(form, a="1122", b="1122", c="1122", e="0122"))
    assert agenda(found) == [("e", "mixed"), ("c", "mixed"), ("a", "mixed"), ("b", "mixed")]
    assert [item.leverage for item in found.agenda] == [
        Fraction(1, 5),
        Fraction(2, 5),
        Fraction(1, 5),
        Fraction(1, 5),
    ]


def test_a_vote_that_would_set_off_a_must_have_changes_the_band() -> None:
    gate = "{id: g, title: G, when: {question: a, below: 1}, cap: low, because: So.}"
    form = define(f"""
        {BANDS}
        domains: [{{id: d, title: D, questions: {ask(a="to-3", b="to-3", c="to-3", e="to-3")}}}]
        gates: [{gate}]
        """)
    found = group(raters(form, a="0112223", b="3333333", c="3333333", e="3333333"))
    assert agenda(found) == [("a", "band")]
    assert (found.agenda[0].low.band, found.middle.band, found.agenda[0].high.band) == ("low", "high", "high")


# Roles.


def test_the_gap_between_roles_is_that_of_their_middles_with_the_question_that_shows_it() -> None:
    roles = ["maker"] * 3 + ["user"] * 3
    found = group(raters(TWO, roles, a="333222", b="333000", c="111111", d="222222"))
    assert [(role.name, role.people) for role in found.roles] == [("maker", 3), ("user", 3)]
    # left they have 6 of 6 and 2 of 6, and right both have a half: overall three quarters and five twelfths
    assert [(gap.domain, gap.gap, gap.low, gap.high, gap.question) for gap in found.gaps] == [
        ("left", 66.7, "user", "maker", "b"),
        ("test", 33.3, "user", "maker", "b"),
        ("right", 0.0, "maker", "maker", None),
    ]
    assert (found.gaps[0].question_low, found.gaps[0].question_high) == (0, 3)


def test_roles_spelled_alike_but_for_case_and_spaces_are_one() -> None:
    roles = ["Maker", "maker", " maker ", "user", "user", "user"]
    found = group(raters(TWO, roles, a="333222", b="333000", c="111111", d="222222"))
    assert [role.name for role in found.roles] == ["maker", "user"]


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ({"a": 3, "b": 4, "c": 3}, ("a", "b", "c")),
        ({"a": 5, "b": 4, "c": 2}, ("a",)),  # c follows from the total less a and b: b is kept back as well
        ({"a": 5, "b": 4, "c": 2, "e": 1}, ("a", "b")),  # the others are three
        ({"a": 5, "c": 2}, ()),
        ({"a": 8, "": 2}, ()),  # who names no role follows from the total too
        ({"a": 8, "": 3}, ("a",)),
        ({"a": 2, "b": 2}, ()),
        ({"a": 3}, ("a",)),
        ({"": 9}, ()),
        ({}, ()),
    ],
)
def test_a_role_is_told_apart_only_where_nobody_shows_through(
    counts: dict[str, int], kept: tuple[str, ...]
) -> None:
    assert shown(counts) == kept


def test_a_role_whose_people_could_not_answer_is_not_told_apart_there() -> None:
    # Two makers have a score on the left: nothing is said of them there,
    # nor of the users, who would give them away
    roles = ["maker"] * 3 + ["user"] * 3
    found = group(raters(TWO, roles, a="33?222", b="33?000", c="111222", d="222333"))
    assert [(gap.domain, gap.question) for gap in found.gaps] == [("right", "c"), ("test", None)]


# What is refused.


def test_no_responses_at_all_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        group([])
    assert codes(refusal) == ["SC506"]


def test_a_response_to_another_questionnaire_is_named_and_refused() -> None:
    good = [rater(TWO, f"{n}.yaml", respondent=f"P{n}") for n in range(2)]
    other = rater(TWO, "other.yaml")
    other.response = other.response._replace(questionnaire="else")
    with pytest.raises(Refused) as refusal:
        group([other, *good])
    assert str(refusal.value) == (
        "other.yaml SC501 This answers the questionnaire else; 0.yaml answers the questionnaire test. "
        "Report on each questionnaire apart."
    )


def test_another_version_or_scope_is_named_and_refused_in_what_was_agreed_too() -> None:
    good = [rater(TWO, f"{n}.yaml", respondent=f"P{n}") for n in range(2)]
    other = rater(TWO, "agreed.yaml")
    other.response = other.response._replace(version="1.1.0")
    with pytest.raises(
        Refused, match=r"agreed.yaml SC502 This answers version 1\.1\.0; 0\.yaml answers version 1\.0\.0\."
    ):
        group(good, other)
    other.response = other.response._replace(version="1.0.0", scope="quick")
    with pytest.raises(
        Refused, match=r"agreed.yaml SC503 This is of scope quick; 0\.yaml is of scope full\."
    ):
        group([*good, other])


def test_two_responses_from_one_respondent_are_refused_naming_both_files() -> None:
    twice = [rater(TWO, "a.yaml", respondent="Sam Lee"), rater(TWO, "b.yaml", respondent="sam  lee")]
    with pytest.raises(Refused) as refusal:
        group(twice)
    assert str(refusal.value) == (
        'b.yaml SC504 "sam lee" has answered in a.yaml too. '
        "Keep one of the two, or tell the two people apart under `respondent`."
    )


def test_people_who_give_no_name_are_nobody_twice() -> None:
    assert len(group([rater(TWO, "a.yaml"), rater(TWO, "b.yaml"), rater(TWO), rater(TWO)]).scores) == 4


def test_one_file_named_twice_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        group([rater(TWO, "a.yaml", respondent="Sam"), rater(TWO, "a.yaml", respondent="Sam")])
    assert codes(refusal) == ["SC505"]


def test_names_of_different_innovations_are_a_warning() -> None:
    assert group([rater(TWO, innovation="Kite"), rater(TWO, innovation="kite")]).warnings == ()
    assert group([rater(TWO, innovation="Kite"), rater(TWO, innovation="Boat")]).warnings == (
        "The responses name different innovations: Boat and Kite.",
    )


# Laws.

people = st.lists(
    st.tuples(
        st.text("0123?-xn", min_size=4, max_size=4),
        st.sampled_from(["", "wren", "heron", "stork", "Wren"]),
    ),
    min_size=1,
    max_size=9,
)


def gathered(drawn: list[tuple[str, str]]) -> list[Score]:
    columns = {name: "".join(said[n] for said, _ in drawn) for n, name in enumerate("abcd")}
    return raters(TWO, [role for _, role in drawn], **columns)


@given(people, st.randoms(use_true_random=False))
def test_the_order_of_the_raters_changes_nothing(drawn: list[tuple[str, str]], chance: Random) -> None:
    scores = gathered(drawn)
    mixed = chance.sample(scores, len(scores))
    here, there = group(scores), group(mixed)
    for one, other in zip(here, there, strict=True):
        if not isinstance(one, Score):
            assert (
                agenda(here) == agenda(there) if one is here.agenda else one == other or one is here.compiled
            )


@given(people)
def test_numbers_come_from_the_individual_scores_and_no_middle_is_invented(
    drawn: list[tuple[str, str]],
) -> None:
    scores = gathered(drawn)
    found = group(scores)
    for middle in (found.overall, *found.domains):
        own = [score.domain(score.compiled.domains[middle.id]).score for score in scores]
        assert sorted(each for each in own if each is not None) == list(middle.scores)
        assert middle.median is None or middle.median in own
    assert sum(found.bands.values()) + found.unbanded == len(scores)
    for votes in found.questions:
        assert votes.agreement.votes + sum(votes.silences.values()) == len(scores)


@given(st.text("0123", min_size=4, max_size=4), st.integers(2, 9))
def test_raters_who_all_say_the_same_agree_on_everything(said: str, count: int) -> None:
    found = group(gathered([(said, "")] * count))
    assert found.agenda == ()
    assert {each.rwg_j for each in found.agreements.values()} == {1}
    assert found.overall.median == found.overall.lowest == found.overall.highest


@given(people)
def test_the_agenda_holds_what_is_not_agreed_and_nothing_else(drawn: list[tuple[str, str]]) -> None:
    found = group(gathered(drawn))
    apart = {
        each.question for each in found.questions if each.agreement.word in ("mixed", "split into camps")
    }
    assert {item.question for item in found.agenda} == apart
    order = ["band", "split", "mixed"]
    assert [item.reason for item in found.agenda] == sorted(
        (item.reason for item in found.agenda), key=order.index
    )


@given(people)
def test_no_fewer_than_three_people_are_told_apart_or_follow_from_what_is_told(
    drawn: list[tuple[str, str]],
) -> None:
    found = group(gathered(drawn))
    told = {role.name: role.people for role in found.roles}
    assert all(count >= 3 for count in told.values())
    assert not told or found.others == 0 or found.others >= 3
    for gap in found.gaps:
        scored = sum(
            score.domain(score.compiled.domains[gap.domain]).score is not None for score in found.scores
        )
        rest = scored - sum(each.people for each in gap.middles)
        assert all(each.people >= 3 and each.role in told for each in gap.middles)
        assert rest == 0 or rest >= 3
