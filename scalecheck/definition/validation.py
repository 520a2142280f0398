"""Validate a questionnaire: the rules it must keep to be scored at all, each a function that yields Problems.

Every command refuses a questionnaire that breaks one. What is merely unwise is in ``checks/lint.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import STATED_SILENCES
from scalecheck.definition.condition import Comparison, comparisons
from scalecheck.definition.questionnaire import Domain, Question, Questionnaire, written
from scalecheck.definition.ranges import (
    BILLION,
    SLACK,
    STEPS,
    parts,
    points_range,
    publication,
    published_range,
    score_range,
)
from scalecheck.errors import Code, Place, Problem, did_you_mean
from scalecheck.text import fold, plural, short

if TYPE_CHECKING:
    from collections.abc import Iterator

EXACT = 2**53
"""Whole numbers below this are exact on every engine."""
MAX_WEIGHT = 4_000_000
"""Weights of siblings, over one denominator, add up to no more: twice that many billionths stay below
EXACT."""


def problems_of(questionnaire: Questionnaire) -> list[Problem]:
    """List what is wrong with *questionnaire*, one kind of problem after another."""
    rules = (
        _check_ids,
        _check_options,
        _check_references,
        _check_order,
        _check_weights,
        _check_extremes,
        _check_bands,
        _check_caps,
    )
    return [problem for rule in rules for problem in rule(questionnaire)]


def _check_ids(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find ids that are used twice: questions, domains, gates and advice share one space."""
    seen: dict[str, Place] = {}
    tree: list[Domain | Question] = []
    for domain in questionnaire.root.walk():
        tree += [domain, *domain.questions]
    for thing in (*tree, *questionnaire.gates, *questionnaire.advice):
        if thing.id in seen:
            what = f'The id "{thing.id}" is used a second time; the first is at {seen[thing.id]}.'
            yield Problem(thing.place, Code.SC210, what, "Give one of them another id.")
        seen.setdefault(thing.id, thing.place)


def _check_options(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find what can be written for an answer and means more than one option."""
    for question in questionnaire.questions:
        keys: dict[str, int] = {}
        points = [option.points for option in question.options]
        for position, option in enumerate(question.options):
            if points.count(option.points) > 1 and option.id is None:
                what = f'More than one option of "{question.id}" gives {written(option.points)}.'
                yield Problem(
                    option.place,
                    Code.SC213,
                    what,
                    "Give each of these options an id, which is then typed instead.",
                )
                continue
            names = {option.key, option.id or "", fold(option.label)} - {""}
            if points.count(option.points) == 1:
                names.add(written(option.points))
            for name in names:
                if name in STATED_SILENCES:
                    what = f'The label "{short(option.label)}" reads as a missing answer.'
                    yield Problem(option.place, Code.SC214, what, "Choose another word.")
                elif keys.setdefault(name, position) != position:
                    other = question.options[keys[name]]
                    what = (
                        f'"{short(option.label)}" can be taken for "{short(other.label)}": both answer to '
                        f'"{name}".'
                    )
                    yield Problem(
                        option.place,
                        Code.SC215,
                        what,
                        "Choose a label that is no other option's points, id or label.",
                    )


def _check_references(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find conditions on questions, options, domains and bands that are not there."""
    questions = {question.id: question for question in questionnaire.questions}
    domains = {domain.id: domain for domain in questionnaire.root.walk()}
    for condition, _ in questionnaire.conditions():
        for each, _ in comparisons(condition):
            known: dict[str, Question] | dict[str, Domain] = questions if each.kind == "question" else domains
            if each.subject not in known:
                hint = did_you_mean(each.subject, known) or "Check the id."
                yield Problem(each.place, Code.SC216, f'There is no {each.kind} "{each.subject}".', hint)
            elif each.relation == "is":
                yield from _check_is(each, questionnaire, questions, domains)


def _check_is(
    each: Comparison, questionnaire: Questionnaire, questions: dict[str, Question], domains: dict[str, Domain]
) -> Iterator[Problem]:
    if each.kind == "question":
        question = questions[each.subject]
        if not question.options_called(each.value):
            known = ", ".join(option.key for option in question.options)
            yield Problem(
                each.place, Code.SC217, f'"{each.subject}" has no option "{each.value}".', f"It has {known}."
            )
    elif each.value not in {band.id for band in questionnaire.bands_of(domains[each.subject])}:
        names = [band.id for band in questionnaire.bands_of(domains[each.subject])]
        hint = did_you_mean(str(each.value), names) or (
            f"There are {', '.join(names)}." if names else "It has no bands."
        )
        yield Problem(each.place, Code.SC217, f'There is no band "{each.value}" for "{each.subject}".', hint)


def _check_order(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find each ``ask_if`` that looks at something else than questions asked earlier."""
    asked: set[str] = set()
    for domain in questionnaire.root.walk():
        yield from _check_looks_back(domain, asked)
        for question in domain.questions:
            yield from _check_looks_back(question, asked)
            asked.add(question.id)


def _check_looks_back(node: Domain | Question, asked: set[str]) -> Iterator[Problem]:
    if node.ask_if is None:
        return
    for each, _ in comparisons(node.ask_if):
        if each.kind == "domain":
            yield Problem(
                each.place,
                Code.SC218,
                "ask_if looks at a score.",
                "Let it look at answers to earlier questions.",
            )
        elif each.subject not in asked:
            what = f'ask_if looks at "{each.subject}", which is not asked before this.'
            yield Problem(
                each.place, Code.SC218, what, "Let it look at earlier questions, or move this one down."
            )


def _check_weights(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find siblings that have no weight between them, or so much that an engine would lose digits."""
    for domain in questionnaire.root.walk():
        weights = [child.weight for child in domain.children]
        if not any(weights):
            yield Problem(
                domain.place,
                Code.SC219,
                f'All weights in "{domain.id}" are 0.',
                "Give at least one a weight.",
            )
            continue
        _, wholes = parts(questionnaire, domain)
        if not any(wholes):
            what = f'Nothing in "{domain.id}" can move its score.'
            yield Problem(
                domain.place, Code.SC219, what, "Give the options of at least one question different points."
            )
            continue
        least, most = score_range(questionnaire, domain)
        published = publication(least, most, questionnaire.decimals)
        if sum(wholes) > MAX_WEIGHT or (BILLION + SLACK) * published.factor + published.offset >= EXACT:
            what = (
                f'The weights or points in "{domain.id}" are too far apart, or have too many decimals, to '
                "be exact."
            )
            yield Problem(domain.place, Code.SC219, what, "Use small whole numbers.")
        elif (most - least) * 10**questionnaire.decimals > STEPS:
            what = f'"{domain.id}" can have more than {STEPS:,} different scores, too many to be exact.'
            yield Problem(domain.place, Code.SC219, what, "Publish fewer decimals, or give fewer points.")


def _check_extremes(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find the lowest and highest of children with different ranges of points, where their own range counts.

    Such a domain has shares, but no least and most points to speak of. A score in points is made from
    those, and a sum, near or far above, weighs by them, in percent too.
    """
    yield from _check_extremes_beneath(questionnaire.root, questionnaire.unit == "points", None)


def _check_extremes_beneath(domain: Domain, in_points: bool, adding: Domain | None) -> Iterator[Problem]:
    """Look at *domain* and everything beneath; *adding* is the nearest sum above it."""
    extreme = domain.aggregate in ("lowest", "highest")
    if extreme and (in_points or adding) and len({points_range(child) for child in domain.children}) > 1:
        what = f'"{domain.id}" takes the {domain.aggregate} of children with different ranges of points'
        if in_points or adding is None:
            yield Problem(domain.place, Code.SC220, f"{what}.", "Give them equal ranges, or use percent.")
        else:
            what = f'{what}, and "{adding.id}" adds it up by its range.'
            todo = f'Give them equal ranges, or let "{adding.id}" take the mean.'
            yield Problem(domain.place, Code.SC220, what, todo)
    for child in domain.domains:
        yield from _check_extremes_beneath(child, in_points, domain if domain.aggregate == "sum" else adding)


def _check_bands(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find bands that do not cover the whole range, in order, in published numbers."""
    for domain in questionnaire.root.walk():
        bands = questionnaire.bands if domain is questionnaire.root else domain.bands
        if not bands:
            continue
        least, _ = published_range(questionnaire, domain)
        if bands[0].start > least:
            start = f'The first band, "{bands[0].id}", starts at {written(bands[0].start)}'
            what = f"{start}; the lowest score is {written(least)}."
            yield Problem(
                bands[0].place,
                Code.SC221,
                what,
                f"Let it start at {written(least)}, so that every score has a band.",
            )
        ids = set()
        for before, band in zip((None, *bands), bands, strict=False):
            if band.id in ids:
                yield Problem(
                    band.place,
                    Code.SC210,
                    f'There are two bands "{band.id}".',
                    "Give one of them another id.",
                )
            ids.add(band.id)
            if before is not None and band.start <= before.start:
                below = f'not above "{before.id}" at {written(before.start)}'
                what = f'Band "{band.id}" starts at {written(band.start)}, {below}.'
                yield Problem(
                    band.place,
                    Code.SC222,
                    what,
                    "Put the bands in order, each starting above the one before.",
                )
            if (band.start * 10**questionnaire.decimals).denominator != 1:
                what = f'Band "{band.id}" starts at {written(band.start)}, between two published scores.'
                yield Problem(
                    band.place,
                    Code.SC223,
                    what,
                    f"Use {plural(questionnaire.decimals, 'decimal')}, or publish more.",
                )


def _check_caps(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find gates that cap at a band the whole questionnaire does not have."""
    names = [band.id for band in questionnaire.bands]
    for gate in questionnaire.gates:
        if gate.cap not in names:
            hint = did_you_mean(gate.cap, names) or (
                f"There are {', '.join(names)}." if names else "State bands first."
            )
            yield Problem(
                gate.cap_place,
                Code.SC224,
                f'Gate "{gate.id}" caps at "{gate.cap}", which is not a band.',
                hint,
            )
