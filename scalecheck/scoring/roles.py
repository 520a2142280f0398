"""How the roles in a group differ, told only where nobody's own answers show through.

Nothing is said of a role of fewer than three people, nor of one that follows from what is said: a total
less the roles that are shown leaves the others, so these too must be three people or more, or nobody.
Where they are one or two, the smallest role shown is kept back as well, and so on. The same holds for
each domain and each question by itself, because a person who gave no answer there does not hide the
others. People who name no role count among the others.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from scalecheck.record import NamedTuple
from scalecheck.scoring.agreement import levels, middle_of
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.result import Score

LEAST = 3
"""The fewest people of whom anything is said apart."""


class Role(NamedTuple):
    """A role that may be told apart."""

    name: str
    people: int
    """People in it: three or more."""


class RoleMiddle(NamedTuple):
    """What the people of one role make of one domain."""

    role: str
    median: int | float
    """Lower median of their published scores."""
    people: int
    """How many of them have a score: three or more."""


class Gap(NamedTuple):
    """How far apart the roles are in one domain."""

    domain: str
    middles: tuple[RoleMiddle, ...]
    """Two roles or more, by name."""
    gap: int | float
    """The highest median less the lowest, in the domain's unit; 0 or more."""
    low: str
    high: str
    """The roles at either end; the first by name among equals."""
    question: str | None
    """The question that shows the gap best; None where none does."""
    question_low: int | None
    question_high: int | None
    """The two roles' lower median levels on it, worst 0."""


def role_names(scores: Sequence[Score]) -> list[str]:
    """Each rater's role as it is shown: spelled as most spell it; empty where none is named."""
    written = [one_line(score.response.about.get("role") or "") for score in scores]
    spellings: dict[str, Counter[str]] = {}
    for each in written:
        spellings.setdefault(each.casefold(), Counter())[each] += 1
    best = {key: min(found, key=lambda name: (-found[name], name)) for key, found in spellings.items()}
    return [best[each.casefold()] for each in written]


def shown(counts: Mapping[str, int], among: Collection[str] | None = None) -> tuple[str, ...]:
    """Return the roles of which something may be said, by name, of *counts* people each.

    *among* narrows them.
    """
    kept = [
        name for name, count in counts.items() if name and count >= LEAST and (among is None or name in among)
    ]
    kept.sort(key=lambda name: (-counts[name], name))
    while kept and 0 < sum(counts.values()) - sum(counts[name] for name in kept) < LEAST:
        kept.pop()
    return tuple(sorted(kept))


def roles(names: Sequence[str]) -> tuple[Role, ...]:
    """Return the roles that may be told apart, of raters whose roles are *names*."""
    counts = Counter(names)
    return tuple(Role(name, counts[name]) for name in shown(counts))


def gaps(compiled: CompiledQuestionnaire, scores: Sequence[Score], names: Sequence[str]) -> tuple[Gap, ...]:
    """Measure the gap between roles, overall and in each domain where two or more may be told apart.

    The widest comes first, as a part of its domain's range; equal ones stand in the order of the
    questionnaire, overall first.
    """
    found = []
    told = {role.name for role in roles(names)}
    domains = [compiled.root.id, *(domain.id for domain in compiled.questionnaire.domains)]
    for domain in domains:
        marks = [score.domain(compiled.domains[domain]).score for score in scores]
        by_role: dict[str, list[int | float]] = {}
        for name, mark in zip(names, marks, strict=True):
            if mark is not None:
                by_role.setdefault(name, []).append(mark)
        kept = shown({name: len(values) for name, values in by_role.items()}, told)
        middles = [RoleMiddle(name, middle_of(by_role[name]), len(by_role[name])) for name in kept]
        if len(middles) > 1:
            found.append(_measure_gap(compiled, scores, names, domain, middles))
    width = {domain: _measure_range(compiled, domain) for domain in domains}
    return tuple(sorted(found, key=lambda gap: -Fraction(str(gap.gap)) / width[gap.domain]))


def _measure_gap(
    compiled: CompiledQuestionnaire,
    scores: Sequence[Score],
    names: Sequence[str],
    domain: str,
    middles: list[RoleMiddle],
) -> Gap:
    low, high = min(middles, key=lambda each: each.median), max(middles, key=lambda each: each.median)
    width = Fraction(str(high.median)) - Fraction(str(low.median))
    gap = float(width) if compiled.questionnaire.decimals else int(width)
    found = Gap(domain, tuple(middles), gap, low.role, high.role, None, None, None)
    best = (Fraction(0), Fraction(0))
    for name in compiled.domains[domain].beneath if width else ():
        ends = _find_ends(scores, names, name, low.role, high.role, {each.role for each in middles})
        if ends is None:
            continue
        order, shares = levels(compiled.definitions[name]), compiled.questions[name].shares
        below, above = (middle_of([order[code] for code in end]) for end in ends)
        apart = Fraction(shares[order.index(above)] - shares[order.index(below)])
        means = [Fraction(sum(shares[code] for code in end), len(end)) for end in ends]
        if apart > 0 and (apart, means[1] - means[0]) > best:
            best = (apart, means[1] - means[0])
            found = found._replace(question=name, question_low=below, question_high=above)
    return found


def _find_ends(
    scores: Sequence[Score], names: Sequence[str], question: str, low: str, high: str, told: Collection[str]
) -> tuple[list[int], list[int]] | None:
    """Find what the people of two roles chose; None where one may not be told apart on this question."""
    votes: dict[str, list[int]] = {}
    for role, score in zip(names, scores, strict=True):
        if score.outcome.questions[question].answered:
            votes.setdefault(role, []).append(score.codes[question])
    kept = shown({role: len(each) for role, each in votes.items()}, told)
    return (votes[low], votes[high]) if low in kept and high in kept else None


def _measure_range(compiled: CompiledQuestionnaire, domain: str) -> Fraction:
    """Return how wide the domain's scores can spread, in its unit; 1 where they cannot."""
    least, most = compiled.domains[domain].range
    return Fraction(most - least) or Fraction(1)
