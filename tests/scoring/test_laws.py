"""Laws that hold of every score, whatever the questionnaire and the answers (design, end of section 4)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given
from hypothesis import strategies as st

from . import answered, ask, define, domains
from .strategies import (
    Answers,
    Condition,
    Domain,
    Form,
    Question,
    answer_sets,
    filled_in,
    forms,
    reach,
)

if TYPE_CHECKING:
    from scalecheck.scoring.result import Score

CLOSE = Fraction(6, 1_000_000_000)
"""A share this little below a half may be published as the half: it cannot be told from one that was
rounded."""


class Naive:
    """Score one response the long way, in exact fractions.

    Nothing is compiled, nothing is turned into whole numbers, and nothing is shared with the code under test.

    Truth is 0 (false), 1 (undecided) or 2 (true). In the *way* "score" a question is asked or not by what is
    known; in the ways "low" and "high" it is asked, or not, or perhaps.
    """

    def __init__(self, form: Form, said: Answers) -> None:
        self.form, self.said = form, said
        self.now: dict[str, int] = {}
        self.ever: dict[str, int] = {}
        self.marks: dict[str, dict[str, Fraction | None]] = {}
        self._ask(form.root, [])
        for domain in [*form.root.walk()][::-1]:
            self.marks[domain.id] = {way: self._share(domain, way) for way in ("score", "low", "high")}

    def _ask(self, node: Domain | Question, conditions: list[Condition]) -> None:
        conditions = [*conditions, node.ask_if] if node.ask_if else conditions
        if isinstance(node, Domain):
            for child in node.children:
                self._ask(child, conditions)
            return
        applies = self.said[node.id] != "not applicable"
        self.now[node.id] = 2 * (applies and all(self._truth(each, self.now) for each in conditions))
        self.ever[node.id] = applies * min([2, *(self._truth(each, self.ever) for each in conditions)])

    def _truth(self, condition: Condition, asked: dict[str, int]) -> int:
        (kind, value), *rest = condition.items()
        if kind in ("all", "any"):
            parts = [self._truth(each, asked) for each in value]
            return min(parts) if kind == "all" else max(parts)
        if kind == "not":
            return 2 - self._truth(value, asked)
        relation, bound = rest[0]
        if kind == "question":
            option, question = (
                self.said[value],
                next(each for each in self.form.questions if each.id == value),
            )
            if not asked[value] or not isinstance(option, int):
                return min(asked[value], 1)
            points = question.points[option]
            holds = f"o-{option}" == bound if relation == "is" else (points < bound) == (relation == "below")
            return asked[value] if holds else 0
        domain = next(
            each for each in self.form.root.walk() if each.id == (value if kind == "domain" else "root")
        )
        if asked is self.ever:
            return self._reached(domain, relation, bound)
        score = self.published(domain)
        if score is None:
            return 1 if any(self.now[each.id] for each in domain.questions()) else 0
        return 2 * int(
            self.band(score) == bound if relation == "is" else (score < bound) == (relation == "below")
        )

    def _reached(self, domain: Domain, relation: str, bound: Any) -> int:
        """The truth of a comparison with a domain's score, however the missing answers turn out."""
        low, high = self.number(domain, "low"), self.number(domain, "high")
        if low is None or high is None:
            return 0
        if relation == "is":
            names = [name for name, _ in self.form.bands]
            first, last, wanted = (names.index(name) for name in (self.band(low), self.band(high), bound))
            holds, possible = first == wanted == last, first <= wanted <= last
        else:
            ends = [(end < bound) == (relation == "below") for end in (low, high)]
            holds, possible = all(ends), any(ends)
        return (2 if self._surely_scored(domain) else 1) if holds else int(possible)

    def _surely_scored(self, domain: Domain) -> bool:
        return any(
            bool(child.weight)
            and (self._surely_scored(child) if isinstance(child, Domain) else self.ever[child.id] == 2)
            for child in domain.children
        )

    def _share(self, domain: Domain, way: str) -> Fraction | None:
        ranged = domain.aggregate == "sum" or (domain.aggregate == "mean" and self.form.unit == "points")
        shares: list[tuple[Fraction, Fraction]] = []
        for child in domain.children:
            share = self.marks[child.id][way] if isinstance(child, Domain) else self._question(child, way)
            if child.weight and share is not None:
                least, most = reach(child)
                shares.append((share, child.weight * (most - least if ranged else 1)))
        if not shares:
            return None
        if domain.aggregate in ("lowest", "highest"):
            return (min if domain.aggregate == "lowest" else max)(share for share, _ in shares)
        return sum((share * weight for share, weight in shares), Fraction(0)) / sum(
            weight for _, weight in shares
        )

    def _question(self, question: Question, way: str) -> Fraction | None:
        said, asked = self.said[question.id], (self.now if way == "score" else self.ever)[question.id]
        if not asked or (way == "score" and not isinstance(said, int)):
            return None
        return question.share(said) if isinstance(said, int) and asked == 2 else Fraction(way == "high")

    def number(self, domain: Domain, way: str, more: Fraction = Fraction(0)) -> Fraction | None:
        """The score or one end of the interval, rounded half up."""
        share = self.marks[domain.id][way]
        least, most = (Fraction(0), Fraction(100)) if self.form.unit == "percent" else reach(domain)
        unit = 10**self.form.decimals
        return (
            None
            if share is None
            else Fraction(floor((least + (share + more) * (most - least)) * unit + Fraction(1, 2)), unit)
        )

    def published(self, domain: Domain) -> Fraction | None:
        """The score, where enough is answered."""
        asked = [each for each in domain.questions() if self.now[each.id]]
        needed = self.form.min_answered if domain.min_answered is None else domain.min_answered
        enough = sum(isinstance(self.said[each.id], int) for each in asked) >= needed * len(asked)
        return self.number(domain, "score") if enough else None

    def band(self, score: Fraction) -> str:
        """The band of *score*."""
        return [name for name, start in self.form.bands if score >= start][-1]

    def gates(self) -> list[str]:
        """The gates that hold: by what is known, or however the missing answers turn out."""
        return [
            name
            for name, when, _ in self.form.gates
            if 2 in (self._truth(when, self.now), self._truth(when, self.ever))
        ]


def shares(result: Score) -> dict[str, int | None]:
    """Every domain's share, by id."""
    return {each.id: each.share for each in (result.overall, *result.domains)}


def published(result: Score) -> dict[str, tuple[float | None, ...]]:
    """Every domain's numbers, by id."""
    return {each.id: (each.score, each.low, each.high) for each in (result.overall, *result.domains)}


def best(form: Form, wanted: int = 1) -> Answers:
    """The best answer to every question; with ``wanted=0``, the worst."""
    edge = max if wanted else min
    return {each.id: edge(range(len(each.points)), key=each.share) for each in form.questions}


# A second opinion.


@given(st.data())
def test_every_number_is_what_exact_fractions_give_rounded_half_up(data: st.DataObject) -> None:
    form = data.draw(forms())
    said = data.draw(answer_sets(form))
    form.show(answers=said)
    result, naive = form.score(said), Naive(form, said)
    for domain, mark in zip(form.root.walk(), (result.overall, *result.domains), strict=True):
        given_numbers = {"score": mark.score, "low": mark.low, "high": mark.high}
        for way, got in given_numbers.items():
            exact = naive.published(domain) if way == "score" else naive.number(domain, way)
            near = None if exact is None else naive.number(domain, way, CLOSE)
            assert got in (None if exact is None else float(exact), None if near is None else float(near)), (
                domain.id,
                way,
            )


@given(st.data())
def test_the_gates_that_hold_and_the_band_are_what_exact_fractions_give(data: st.DataObject) -> None:
    form = data.draw(forms())
    said = data.draw(answer_sets(form))
    form.show(answers=said)
    result, naive = form.score(said), Naive(form, said)
    assert list(result.gates) == naive.gates()
    names = [name for name, _ in form.bands]
    overall = naive.published(form.root)
    caps = [names.index(cap) for name, _, cap in form.gates if name in naive.gates()]
    expected = (
        names[min([names.index(naive.band(overall)), *caps])] if names and overall is not None else None
    )
    assert result.band == expected


# Order, extremes, weights.


@given(st.data())
def test_the_order_of_questions_and_domains_changes_nothing(data: st.DataObject) -> None:
    form = data.draw(forms(ask_if=False))
    said = data.draw(answer_sets(form))

    def shuffled(node: Domain | Question) -> Domain | Question:
        return (
            node
            if isinstance(node, Question)
            else replace(node, children=tuple(data.draw(st.permutations(node.children))))
        )

    other = replace(form, root=form.root.changed(shuffled))
    form.show(answers=said)
    before, after = form.score(said), other.score(dict(data.draw(st.permutations(list(said.items())))))
    assert (published(after), shares(after)) == (published(before), shares(before))
    assert (after.band, after.certain, after.weakest, after.gates) == (
        before.band,
        before.certain,
        before.weakest,
        before.gates,
    )


@given(forms())
def test_the_best_answers_give_the_most_and_the_worst_the_least(form: Form) -> None:
    form.show()
    least, most = (0, 100) if form.unit == "percent" else reach(form.root)
    unit = 10**form.decimals
    for wanted, edge in ((1, most), (0, least)):
        result = form.score(best(form, wanted))
        assert result.overall.share in (wanted * 10**9, None)  # nothing may be left to ask
        if result.overall.share is not None:
            assert result.overall.score == floor(edge * unit + Fraction(1, 2)) / unit


@given(st.data())
def test_multiplying_all_weights_of_siblings_changes_no_share(data: st.DataObject) -> None:
    form = data.draw(forms(aggregates=("mean", "lowest", "highest")))
    said = data.draw(answer_sets(form))
    domain = data.draw(st.sampled_from(list(form.root.walk())))
    factor = data.draw(st.sampled_from([Fraction(2), Fraction(7), Fraction(1, 2), Fraction(2, 5)]))
    family = {child.id for child in domain.children}

    def multiplied(node: Domain | Question) -> Domain | Question:
        return replace(node, weight=node.weight * factor) if node.id in family else node

    other = replace(form, root=form.root.changed(multiplied))
    form.show(answers=said)
    other.show()
    assert (shares(other.score(said)), published(other.score(said))) == (
        shares(form.score(said)),
        published(form.score(said)),
    )


def test_under_a_sum_multiplying_the_weights_below_it_makes_it_count_for_more() -> None:
    """The law on weights of siblings holds below a sum, and not above it.

    A sum of more points is a larger part of the whole.
    """

    def form(weight: int) -> tuple[float | None, float | None]:
        x = ask(a=f"to-4, weight: {weight}", b=f"to-4, weight: {weight}")
        questionnaire = define(f"""
            aggregate: sum
            domains:
              - {{id: x, title: X, aggregate: sum, questions: {x}}}
              - {{id: y, title: Y, aggregate: sum, questions: {ask(c="to-4")}}}
            """)
        result = answered(questionnaire, {"a": 4, "b": 4, "c": 0})
        return domains(result)["x"].score, result.overall.score

    # 8 of 12 points; then 16 of 20: the same share of x, another of the whole
    assert (form(1), form(2)) == ((100.0, 66.7), (100.0, 80.0))


# Raising an answer, leaving a question out.


@given(st.data())
def test_a_better_answer_never_lowers_anything_while_the_same_questions_apply(data: st.DataObject) -> None:
    form = data.draw(forms())
    said = data.draw(answer_sets(form))
    question = data.draw(
        st.sampled_from(
            [each for each in form.questions if isinstance(said[each.id], int)] or form.questions[:1]
        )
    )
    option = said[question.id]
    assume(isinstance(option, int))
    better = [n for n in range(len(question.points)) if question.share(n) > question.share(int(option))]
    assume(better)
    raised = said | {question.id: data.draw(st.sampled_from(better))}
    form.show(before=said, after=raised)
    before, after = form.score(said), form.score(raised)
    standing = [
        {name: (each.applies, each.may, each.sure) for name, each in result.outcome.questions.items()}
        for result in (before, after)
    ]
    assume(standing[0] == standing[1])
    for name, numbers in published(before).items():
        for old, new in zip(numbers, published(after)[name], strict=True):
            assert (old is None) == (new is None)
            assert old is None or new is None or new >= old


@given(st.data())
def test_leaving_out_a_question_that_equals_its_domains_mean_leaves_the_mean(data: st.DataObject) -> None:
    form = data.draw(forms(aggregates=("mean",), ask_if=False, weightless=False))
    said = data.draw(answer_sets(form))
    naive = Naive(form, said)
    equal = [
        (domain.id, question.id)
        for domain in form.root.walk()
        for question in domain.children
        if isinstance(question, Question)
        and isinstance(option := said[question.id], int)
        and question.share(option) == naive.marks[domain.id]["score"]
        and sum(isinstance(said[each.id], int) for each in domain.questions()) > 1
    ]
    assume(equal)
    domain, question = data.draw(st.sampled_from(equal))
    form.show(answers=said)
    before, after = shares(form.score(said)), shares(form.score(said | {question: "not applicable"}))
    assert after[domain] == before[domain]
    assert after == before


# The interval.


@given(st.data())
def test_a_score_lies_between_its_low_and_its_high_end(data: st.DataObject) -> None:
    form = data.draw(forms())
    said = data.draw(answer_sets(form))
    form.show(answers=said)
    for name, (score, low, high) in published(form.score(said)).items():
        assert (low is None) == (high is None)
        assert low is None or high is None or low <= high, name
        assert score is None or (low is not None and high is not None and low <= score <= high), name


@given(st.data())
def test_whatever_the_missing_answers_turn_out_to_be_every_score_stays_inside_its_interval(
    data: st.DataObject,
) -> None:
    form = data.draw(forms())
    said = data.draw(answer_sets(form))
    found = data.draw(filled_in(form, said, partly=True))
    form.show(answers=said, found=found)
    before, after = published(form.score(said)), published(form.score(found))
    for name, (score, low, high) in after.items():
        _, least, most = before[name]
        for value in (score, low, high):
            assert value is None or (least is not None and most is not None and least <= value <= most), name


@given(st.data())
def test_where_the_band_is_certain_no_missing_answer_changes_it(data: st.DataObject) -> None:
    form = data.draw(forms())
    said = data.draw(answer_sets(form, silences=("unanswered", "unknown", "not applicable")))
    found = data.draw(filled_in(form, said))
    form.show(answers=said, found=found)
    before, after = form.score(said), form.score(found)
    if before.certain and after.band is not None:
        assert after.band == before.band_low == before.band_high


@given(st.data())
def test_the_band_lies_between_the_bands_at_both_ends(data: st.DataObject) -> None:
    form = data.draw(forms())
    assume(form.bands)
    said = data.draw(answer_sets(form))
    found = data.draw(filled_in(form, said))
    form.show(answers=said, found=found)
    names = [name for name, _ in form.bands]
    before = form.score(said)
    for result in (before, form.score(found)):
        if result.band is not None:
            assert before.band_low is not None
            assert before.band_high is not None
            assert names.index(before.band_low) <= names.index(result.band) <= names.index(before.band_high)


@given(st.data())
def test_with_every_answer_known_the_interval_is_the_score(data: st.DataObject) -> None:
    form = data.draw(forms())
    said = data.draw(answer_sets(form, silences=("not applicable",)))
    form.show(answers=said)
    result = form.score(said)
    for name, (score, low, high) in published(result).items():
        assert score == low == high, name
    assert result.band == result.band_low == result.band_high
    assert result.gates_open == ()
    assert result.certain == (result.overall.score is not None)
