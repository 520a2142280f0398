"""The formula: what a score is, said here and nowhere else.

A question's *share* says how far its answer stands between the worst (0) and the best (1, here a billion).
A domain's share joins those of its children by its aggregate. A score is a share published in the
questionnaire's unit. Beside it stand the two ends of an interval: every open answer at its worst (low), and
at its best (high). Must-haves then cap the overall band.

It is written over an :class:`~scalecheck.scoring.arithmetic.Arithmetic` and run with Python's whole numbers
for one response, or with column expressions for a table. Nothing here looks at a value: every decision is
arithmetic, so that a row of a table is scored just as a response on its own. A missing score is a pair
(value, flag): where the flag is false, ignore the value.

An answer arrives as one number, its *code*: the position of the chosen option from 0, or one of the silences
below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.definition.ranges import BILLION, SLACK
from scalecheck.scoring.outcome import Mark, Outcome, Share, Standing
from scalecheck.scoring.truth import Bounds, Points, either, truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.definition.ranges import Publication
    from scalecheck.scoring.arithmetic import Arithmetic, Flag, Value
    from scalecheck.scoring.compiled import CompiledDomain, CompiledQuestion, CompiledQuestionnaire

UNANSWERED, UNKNOWN = AnswerState.UNANSWERED.code, AnswerState.UNKNOWN.code
DECLINED, NOT_APPLICABLE = AnswerState.DECLINED.code, AnswerState.NOT_APPLICABLE.code
"""Silences. Below DECLINED a question is out of the score; the others are missing answers."""


def score(a: Arithmetic, compiled: CompiledQuestionnaire, codes: Mapping[str, Value]) -> Outcome:
    """Return the outcome of the answers *codes*, one for each question, by id.

    In order: who is asked what; the share, score and interval of each domain, children before parents; which
    must-haves hold, or could; the overall band that they leave.
    """
    standings: dict[str, Standing] = {}
    for question in compiled.questions.values():
        standings[question.id] = standing(a, compiled, question, codes[question.id], standings)
    marks: dict[str, Mark] = {}
    shares: dict[str, dict[str, Share]] = {"score": {}, "low": {}, "high": {}}
    for domain in compiled.domains.values():
        for end, known in shares.items():
            known[domain.id] = share_of(a, compiled, domain, standings, known, end)
        marks[domain.id] = _mark_domain(
            a, domain, standings, marks, *(known[domain.id] for known in shares.values())
        )
    points, bounds = Points(a, compiled, standings, marks), Bounds(a, compiled, standings, marks)
    # What is true whichever way the open answers fall is true now, even where a score is not published.
    when = {gate.id: gate.when for gate in compiled.gates} | {rule.id: rule.when for rule in compiled.rules}
    reach = {name: truth(a, condition, bounds) for name, condition in when.items()}
    now = {name: either(a, truth(a, condition, points), reach[name]) for name, condition in when.items()}
    gates = {gate.id: now[gate.id] for gate in compiled.gates}
    could = {gate.id: a.no(reach[gate.id].false) for gate in compiled.gates}
    overall = marks[compiled.root.id]
    held = [(gates[gate.id].true, gate.cap) for gate in compiled.gates]
    low = _cap(a, overall.band_low, [(could[gate.id], gate.cap) for gate in compiled.gates])
    high = _cap(a, overall.band_high, [(reach[gate.id].true, gate.cap) for gate in compiled.gates])
    return Outcome(
        questions=standings,
        domains=marks,
        gates=gates,
        gates_open=could,
        rules={rule.id: now[rule.id] for rule in compiled.rules},
        band=_cap(a, overall.band, held),
        band_low=low,
        band_high=high,
        certain=a.every(
            [overall.bounded, low >= high if compiled.root.bands else overall.low >= overall.high]
        ),
        weakest=_find_weakest(a, compiled, marks),
    )


def _find_weakest(a: Arithmetic, compiled: CompiledQuestionnaire, marks: dict[str, Mark]) -> Value:
    """Find the lowest published domain that holds questions; the first by id among equals.

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
    """Return where *question* stands, from the *earlier* questions that its ``ask_if`` looks at.

    ``ask_if`` asks when true or undecided. Out of scope, it stands as not applying.
    """
    if not question.in_scope:
        return Standing(False, False, False, False, code)
    here = code >= DECLINED  # every code but "not applicable"
    said = [truth(a, each, Points(a, compiled, earlier, {})) for each in question.ask_if]
    could = [truth(a, each, Bounds(a, compiled, earlier, {})) for each in question.ask_if]
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
    """Return a domain's share: of the answers given ("score"), or one end of the interval ("low", "high").

    At the low end every open answer is at its worst, at the high end at its best. A mean or sum is
    above / below, rounded half up to billionths; children that have no share leave both. *known* holds the
    shares of the domains beneath.
    """
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


def _mark_domain(
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
    """Return a share as a published number, in units of the last decimal: rounded once, half up."""
    return a.divide(share.value * how.factor + (SLACK * how.factor + how.offset), how.divisor) - how.shift


def _cap(a: Arithmetic, band: Value, caps: list[tuple[Flag, int]]) -> Value:
    """Cap the band, never the number, at the lowest cap whose flag is true."""
    return a.least([band, *(a.choose(holds, cap, BILLION) for holds, cap in caps)])
