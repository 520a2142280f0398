"""What a score is: the only place.

Written once over a small :class:`Arithmetic`, and run with Python's whole numbers for one response or
with column expressions for a table. Nothing here looks at a value: every decision is arithmetic, so that
a row of a table is scored just as a response on its own. Values are whole numbers throughout; flags
are true or false, never missing; a score that does not exist is a number nobody reads beside a flag that
says so, and becomes "missing" only when it leaves here.

An answer arrives as one number, its *code*: the position of the chosen option from 0, or one of the
silences below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from scalecheck.definition.answer_state import AnswerState
from scalecheck.definition.condition import All, Comparison, Condition, Not
from scalecheck.definition.ranges import BILLION, SLACK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.definition.ranges import Publication
    from scalecheck.scoring.compiled import CompiledDomain, CompiledQuestion, CompiledQuestionnaire

UNANSWERED, UNKNOWN = AnswerState.UNANSWERED.code, AnswerState.UNKNOWN.code
DECLINED, NOT_APPLICABLE = AnswerState.DECLINED.code, AnswerState.NOT_APPLICABLE.code
"""Silences. Below DECLINED a question is out of the score; the others are missing answers."""

Value = Any
"""A whole number, or a column of them."""
Flag = Any
"""True or false, or a column of them."""


class Arithmetic(Protocol):
    """What the formula needs of an engine, beside ``+ - *`` and ``< >=`` between values.

    Any operand may be a bare ``int`` or ``bool`` instead of a column: an engine lifts it to 64 bits.
    """

    def pick(self, code: Value, table: Sequence[int]) -> Value:
        """The entry of *table* at *code*; 0 where the code is a silence."""

    def among(self, code: Value, positions: Sequence[int]) -> Flag:
        """Whether *code* is one of *positions*."""

    def choose(self, flag: Flag, yes: Value, no: Value) -> Value:
        """*yes* where the flag is true, else *no*."""

    def every(self, flags: Sequence[Flag]) -> Flag:
        """Whether all flags are true; true for none."""

    def some(self, flags: Sequence[Flag]) -> Flag:
        """Whether at least one flag is true; false for none."""

    def no(self, flag: Flag) -> Flag:
        """Whether the flag is false."""

    def count(self, flags: Sequence[Flag]) -> Value:
        """How many flags are true."""

    def total(self, values: Sequence[Value]) -> Value:
        """The sum; 0 for none."""

    def least(self, values: Sequence[Value]) -> Value:
        """The smallest of one or more values."""

    def most(self, values: Sequence[Value]) -> Value:
        """The largest of one or more values."""

    def divide(self, over: Value, under: Value) -> Value:
        """Whole division, rounded down.

        Neither is negative; where *under* is 0, so is *over*, and the result.
        """

    def keep(self, name: str, value: Value | Flag) -> Value | Flag:
        """*value*, or a flag, worked out once: an engine may store it under *name*."""


class Standing(NamedTuple):
    """Where one question stands in one response."""

    applies: Flag
    """Asked, in scope and not marked as not applicable."""
    may: Flag
    """Applies, or would if the open answers fell some way."""
    sure: Flag
    """Applies whichever way the open answers fall."""
    answered: Flag
    code: Value


class Share(NamedTuple):
    """A share in billionths, where there is one; else 0."""

    value: Value
    known: Flag


class Mark(NamedTuple):
    """What a domain comes to. Scores are in units of the last published decimal; bands are positions."""

    share: Share
    answered: Value
    applicable: Value
    published: Flag
    score: Value
    bounded: Flag
    """Whether it has an interval: something in it may apply."""
    sure: Flag
    """Whether something that gives it a share applies whichever way the open answers fall."""
    low: Value
    high: Value
    band: Value
    band_low: Value
    band_high: Value


class Truth(NamedTuple):
    """A condition under three-valued logic: true, false, or neither, which is undecided."""

    true: Flag
    false: Flag


class Outcome(NamedTuple):
    """Everything the formula says of one response, or of each row of a table."""

    questions: dict[str, Standing]
    domains: dict[str, Mark]
    gates: dict[str, Truth]
    """As the published numbers have it."""
    gates_open: dict[str, Flag]
    """Gates that hold or could, whichever way the open answers fall."""
    rules: dict[str, Truth]
    band: Value
    """The overall band after gates."""
    band_low: Value
    band_high: Value
    certain: Flag
    """Whether both ends of the interval give one band, gates included; where there are no bands, one
    score."""
    weakest: Value
    """The position, in ``CompiledQuestionnaire.links``, of the weakest link; -1 where no domain has a score."""


def score(a: Arithmetic, compiled: CompiledQuestionnaire, codes: Mapping[str, Value]) -> Outcome:
    """The outcome of the answers *codes*, one for each question, by id."""
    standings: dict[str, Standing] = {}
    for question in compiled.questions.values():
        standings[question.id] = standing(a, compiled, question, codes[question.id], standings)
    marks: dict[str, Mark] = {}
    shares: dict[str, dict[str, Share]] = {"score": {}, "low": {}, "high": {}}
    for domain in compiled.domains.values():
        for end, known in shares.items():
            known[domain.id] = share_of(a, compiled, domain, standings, known, end)
        marks[domain.id] = _mark(
            a, domain, standings, marks, *(known[domain.id] for known in shares.values())
        )
    points, bounds = _Points(a, compiled, standings, marks), _Bounds(a, compiled, standings, marks)
    # What is true whichever way the open answers fall is true now, even where a score is not published.
    when = {gate.id: gate.when for gate in compiled.gates} | {rule.id: rule.when for rule in compiled.rules}
    reach = {name: _truth(a, condition, bounds) for name, condition in when.items()}
    now = {name: _either(a, _truth(a, condition, points), reach[name]) for name, condition in when.items()}
    gates = {gate.id: now[gate.id] for gate in compiled.gates}
    could = {gate.id: a.no(reach[gate.id].false) for gate in compiled.gates}
    overall = marks[compiled.root.id]
    held = [(gates[gate.id].true, gate.cap) for gate in compiled.gates]
    low = _capped(a, overall.band_low, [(could[gate.id], gate.cap) for gate in compiled.gates])
    high = _capped(a, overall.band_high, [(reach[gate.id].true, gate.cap) for gate in compiled.gates])
    return Outcome(
        questions=standings,
        domains=marks,
        gates=gates,
        gates_open=could,
        rules={rule.id: now[rule.id] for rule in compiled.rules},
        band=_capped(a, overall.band, held),
        band_low=low,
        band_high=high,
        certain=a.every(
            [overall.bounded, low >= high if compiled.root.bands else overall.low >= overall.high]
        ),
        weakest=_weakest(a, compiled, marks),
    )


def _either(a: Arithmetic, one: Truth, other: Truth) -> Truth:
    return Truth(a.some([one.true, other.true]), a.some([one.false, other.false]))


def _weakest(a: Arithmetic, compiled: CompiledQuestionnaire, marks: dict[str, Mark]) -> Value:
    """The lowest published domain that holds questions; the first by id among equals.

    Domains are compared by how far they stand between their own least and most, at the published
    precision: raw points of domains with different ranges do not compare.
    """
    count = len(compiled.links)
    places = {name: position for position, name in enumerate(compiled.links)}
    lowest: dict[str, Value] = {}
    for domain in compiled.domains.values():
        links = [lowest[name] for name in domain.domains]
        if domain.id in places:
            mark = marks[domain.id]
            percent = a.choose(mark.published, publish(a, compiled.percent, mark.share), BILLION)
            links.append(
                percent * count + places[domain.id]
            )  # one number holds the percentage and the place among equals
        lowest[domain.id] = a.keep(f"{domain.id}__lowest-link", a.least(links))
    first = lowest[compiled.root.id]
    return a.choose(first >= BILLION * count, -1, first - a.divide(first, count) * count)


def standing(
    a: Arithmetic,
    compiled: CompiledQuestionnaire,
    question: CompiledQuestion,
    code: Value,
    earlier: dict[str, Standing],
) -> Standing:
    """``ask_if`` asks when true or undecided; what a later fact could change is asked "maybe"."""
    if not question.in_scope:
        return Standing(False, False, False, False, code)
    here = code >= DECLINED  # every code but "not applicable"
    said = [_truth(a, each, _Points(a, compiled, earlier, {})) for each in question.ask_if]
    could = [_truth(a, each, _Bounds(a, compiled, earlier, {})) for each in question.ask_if]
    if not question.ask_if:
        return Standing(here, here, here, code >= 0, code)
    # Kept, since the next question's condition may look at this one, and so on down a long chain.
    applies = a.keep(f"{question.id}__applies", a.every([here, *(a.no(truth.false) for truth in said)]))
    may = a.keep(f"{question.id}__may", a.every([here, *(a.no(truth.false) for truth in could)]))
    sure = a.keep(f"{question.id}__sure", a.every([here, *(truth.true for truth in could)]))
    return Standing(applies, may, sure, a.every([applies, code >= 0]), code)


def share_of(
    a: Arithmetic,
    compiled: CompiledQuestionnaire,
    domain: CompiledDomain,
    standings: dict[str, Standing],
    known: dict[str, Share],
    end: str,
) -> Share:
    """A domain's share: of the answers there are, or with every open answer at its worst (low) or best (high)."""
    extreme = domain.aggregate in ("lowest", "highest")
    edge = 0 if domain.aggregate == "highest" else BILLION  # what never is the extreme
    reach = "score" if end == "score" else "reach"  # what takes part is the same at both ends
    above: list[Value] = []  # what each child adds above the line of the fraction; of an extreme, its share
    below: list[Value] = []
    for name, weight in zip((*domain.questions, *domain.domains), domain.weights, strict=True):
        if not weight:
            continue
        if name in known:
            share = known[name]
            value = a.choose(share.known, share.value, edge) if extreme else share.value * weight
            above.append(a.keep(f"{name}__{end}-above", value))
            below.append(a.keep(f"{name}__{reach}-below", a.choose(share.known, weight, 0)))
            continue
        question, standing = compiled.questions[name], standings[name]
        best = BILLION if extreme else question.below
        value, part = a.pick(standing.code, question.shares if extreme else question.above), standing.answered
        if end != "score":
            settled = a.every([standing.sure, standing.answered])
            value, part = a.choose(settled, value, 0 if end == "low" else best), standing.may
        above.append(a.choose(part, value, edge if extreme else 0))
        below.append(a.choose(part, weight, 0))
    if not below:
        return Share(0, False)
    under = a.total(below)
    there = under >= 1
    if extreme:
        value = a.choose(there, a.most(above) if domain.aggregate == "highest" else a.least(above), 0)
        return Share(a.keep(f"{domain.id}__{end}", value), there)
    scale = 1 if domain.domains else BILLION  # the shares of domains are in billionths already
    value = a.divide(a.total(above) * (2 * scale) + under, under * 2)
    return Share(a.keep(f"{domain.id}__{end}", value), there)


def _mark(
    a: Arithmetic,
    domain: CompiledDomain,
    standings: dict[str, Standing],
    marks: dict[str, Mark],
    share: Share,
    low: Share,
    high: Share,
) -> Mark:
    here, inside = [standings[name] for name in domain.questions], [marks[name] for name in domain.domains]
    answered = a.total(
        [a.count([standing.answered for standing in here]), *(mark.answered for mark in inside)]
    )
    applicable = a.total(
        [a.count([standing.applies for standing in here]), *(mark.applicable for mark in inside)]
    )
    answered, applicable = (
        a.keep(f"{domain.id}__answered", answered),
        a.keep(f"{domain.id}__applicable", applicable),
    )
    above, below = domain.needed
    enough = answered * below >= applicable * above
    ends = (("published", share), ("published-low", low), ("published-high", high))
    scores = [a.keep(f"{domain.id}__{end}", publish(a, domain.publication, each)) for end, each in ends]
    bands = [a.count([value >= start for start in domain.thresholds]) for value in scores]
    return Mark(
        share=share,
        answered=answered,
        applicable=applicable,
        published=a.keep(f"{domain.id}__is-published", a.every([share.known, enough])),
        score=scores[0],
        bounded=low.known,
        sure=a.some([standings[name].sure for name in domain.weighty]),
        low=scores[1],
        high=scores[2],
        band=bands[0],
        band_low=bands[1],
        band_high=bands[2],
    )


def publish(a: Arithmetic, how: Publication, share: Share) -> Value:
    """A share as a published number: rounded once, half up."""
    return a.divide(share.value * how.factor + (SLACK * how.factor + how.offset), how.divisor) - how.shift


def _capped(a: Arithmetic, band: Value, caps: list[tuple[Flag, int]]) -> Value:
    """A gate caps the band, never the number."""
    return a.least([band, *(a.choose(holds, cap, BILLION) for holds, cap in caps)])


def _truth(a: Arithmetic, condition: Condition, look: _Points) -> Truth:
    """Three-valued logic: all is true when every part is, false as soon as one is; any the other way round."""
    if isinstance(condition, Comparison):
        return look.question(condition) if condition.kind == "question" else look.domain(condition)
    if isinstance(condition, Not):
        part = _truth(a, condition.part, look)
        return Truth(part.false, part.true)
    parts = [_truth(a, each, look) for each in condition.parts]
    true, false = [part.true for part in parts], [part.false for part in parts]
    if isinstance(condition, All):
        return Truth(a.every(true), a.some(false))
    return Truth(a.some(true), a.every(false))


class _Points:
    """Compares what was answered and what is published. A missing answer leaves a comparison undecided."""

    def __init__(
        self,
        a: Arithmetic,
        compiled: CompiledQuestionnaire,
        standings: Mapping[str, Standing],
        marks: Mapping[str, Mark],
    ) -> None:
        self.a, self.compiled, self.standings, self.marks = a, compiled, standings, marks

    def question(self, comparison: Comparison) -> Truth:
        standing = self.standings[comparison.subject]
        match = self.a.among(standing.code, self.compiled.options(comparison))
        false = self.a.some(
            [self.a.no(standing.applies), self.a.every([standing.answered, self.a.no(match)])]
        )
        return Truth(self.a.every([standing.answered, match]), false)

    def domain(self, comparison: Comparison) -> Truth:
        """A domain to which nothing applies compares false; one without a published score is undecided."""
        a, mark = self.a, self.marks[comparison.subject]
        match = self.holds(comparison, mark.score, mark.band)
        nothing = a.no(mark.applicable >= 1)
        return Truth(
            a.every([mark.published, match]), a.some([nothing, a.every([mark.published, a.no(match)])])
        )

    def holds(self, comparison: Comparison, value: Value, band: Value) -> Flag:
        if comparison.relation == "is":
            position = self._band(comparison)
            return self.a.every([band >= position, self.a.no(band >= position + 1)])
        bound = self.compiled.scale(comparison.value)  # type: ignore[arg-type]
        return value < bound if comparison.relation == "below" else value >= bound

    def _band(self, comparison: Comparison) -> int:
        bands = self.compiled.domains[comparison.subject].bands
        return next(n for n, band in enumerate(bands) if band.id == comparison.value)


class _Bounds(_Points):
    """Compares whatever the open answers leave possible: true or false only where it is so either way."""

    def question(self, comparison: Comparison) -> Truth:
        a, standing = self.a, self.standings[comparison.subject]
        match = a.among(standing.code, self.compiled.options(comparison))
        settled = a.every([standing.applies, standing.code >= 0])
        false = a.some([a.no(standing.may), a.every([standing.code >= 0, a.no(match)])])
        return Truth(a.every([standing.sure, settled, match]), false)

    def domain(self, comparison: Comparison) -> Truth:
        a, mark = self.a, self.marks[comparison.subject]
        if comparison.relation == "is":
            position = self._band(comparison)
            low, high = mark.band_low, mark.band_high
            true = a.every([low >= position, a.no(high >= position + 1)])
            false = a.some([low >= position + 1, a.no(high >= position)])
        else:
            ends = [
                self.holds(comparison, mark.low, mark.band_low),
                self.holds(comparison, mark.high, mark.band_high),
            ]
            true, false = a.every(ends), a.no(a.some(ends))
        return Truth(a.every([mark.sure, true]), a.some([a.no(mark.bounded), false]))
