"""Find what is well formed in a definition and yet wrong: one function for each rule.

Each yields only what it has proved. A proof tries every combination of answers to the questions that a
condition looks at; where there are too many, nothing is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.checks.satisfiability import MOST_SCORED, asked_with, codes_of, combine_answers, possible
from scalecheck.definition.condition import comparisons
from scalecheck.definition.questionnaire import Domain, Question, Questionnaire, written
from scalecheck.definition.ranges import points_range, published_range
from scalecheck.errors import Code, Problem
from scalecheck.responses import reader
from scalecheck.responses.response import Response
from scalecheck.scoring import formula
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.recommendations import recommend
from scalecheck.scoring.single import score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scalecheck.definition.questionnaire import Band
    from scalecheck.scoring.compiled import CompiledQuestionnaire


def findings(questionnaire: Questionnaire) -> list[Problem]:
    """Return every problem found in a sound questionnaire, SC301 to SC309, in no particular order."""
    compiled = compile_questionnaire(questionnaire)
    rules = (
        _find_unsatisfiable_conditions,
        _find_unreachable_bands,
        _find_gaps_between_bands,
        _find_idle_questions,
        _find_unasked_questions,
        _find_hidden_steps,
        _find_unsourced,
    )
    return [*(found for rule in rules for found in rule(compiled)), *examples(questionnaire)]


def _find_unsatisfiable_conditions(compiled: CompiledQuestionnaire) -> Iterator[Problem]:
    """Find gates and advice that no answers can bring about, and gates that change nothing."""
    for gate in compiled.questionnaire.gates:
        if not possible(compiled, gate.when):
            yield Problem(
                gate.place, Code.SC301, f'Gate "{gate.id}" can never hold.', "Look at its condition again."
            )
    for gate in compiled.questionnaire.gates:
        if gate.cap == compiled.questionnaire.bands[-1].id:
            what = f'Gate "{gate.id}" caps at the best band, so it changes nothing.'
            yield Problem(gate.cap_place, Code.SC301, what, "Cap at a lower band.")
    for rule in compiled.questionnaire.advice:
        if not possible(compiled, rule.when):
            yield Problem(
                rule.place, Code.SC302, f'Advice "{rule.id}" can never apply.', "Look at its condition again."
            )


def _find_unreachable_bands(compiled: CompiledQuestionnaire) -> Iterator[Problem]:
    """Find bands that no score can fall into: out of the range of scores, or missed by all answers."""
    for domain, bands in _find_banded_domains(compiled.questionnaire):
        least, most = published_range(compiled.questionnaire, domain)
        reached = _find_reached_bands(compiled, domain)
        for position, (band, after) in enumerate(zip(bands, (*bands[1:], None), strict=True)):
            if band.start > most:
                start = written(band.start)
                what = f'Band "{band.id}" starts at {start}, but the highest score is {written(most)}.'
                yield Problem(band.place, Code.SC303, what, "Lower it, or leave it out.")
            elif after is not None and after.start <= least:
                end = f'where "{after.id}" starts, at {written(after.start)}'
                what = f'Band "{band.id}" ends {end}; the lowest score is {written(least)}.'
                yield Problem(band.place, Code.SC303, what, "Leave it out, or move its neighbour's start.")
            elif reached is not None and position not in reached:
                what = f'No answers give a score in band "{band.id}".'
                todo = "Move its start or its neighbour's, or leave it out."
                yield Problem(band.place, Code.SC303, what, todo)


def _find_reached_bands(compiled: CompiledQuestionnaire, domain: Domain) -> set[int] | None:
    """Return the positions of the bands that some answers give; None where there is too much to try."""
    asked, deciding = asked_with(compiled, [question.id for question in domain.every_question()])
    combinations = combine_answers(asked, MOST_SCORED, deciding)
    if combinations is None:
        return None
    marks = (
        formula.score(WHOLE, compiled, codes_of(compiled, combination)).domains[domain.id]
        for combination in combinations
    )
    return {mark.band for mark in marks if mark.published}


def _find_banded_domains(questionnaire: Questionnaire) -> Iterator[tuple[Domain, tuple[Band, ...]]]:
    """Yield every domain with bands of its own, the overall one first, and those bands."""
    for domain in questionnaire.root.walk():
        bands = questionnaire.bands if domain is questionnaire.root else domain.bands
        if bands:
            yield domain, bands


def _find_gaps_between_bands(compiled: CompiledQuestionnaire) -> Iterator[Problem]:
    """Find bands that state an end which does not lie right below the next band's start."""
    whole = compiled.questionnaire
    step = 10**whole.decimals
    for domain, bands in _find_banded_domains(whole):
        _, most = published_range(whole, domain)
        for band, after in zip(bands, (*bands[1:], None), strict=True):
            if band.end is None:
                continue
            gap = (after.start if after else most) - band.end
            due = 1 if after else 0  # in published steps
            if gap * step != due:
                kind = "a gap" if gap * step > due else "an overlap"
                beyond = (
                    f'"{after.id}", which starts at {written(after.start)}'
                    if after
                    else f"the highest score, {written(most)}"
                )
                what = f'There is {kind} between the end of "{band.id}", {written(band.end)}, and {beyond}.'
                yield Problem(band.place, Code.SC304, what, "Scores follow `from`: make `to` agree with it.")


def _find_idle_questions(compiled: CompiledQuestionnaire) -> Iterator[Problem]:
    """Find questions and domains that cannot move any score."""
    filters = {
        each.subject for when, _ in compiled.questionnaire.conditions() for each, _ in comparisons(when)
    }

    def walk(domain: Domain) -> Iterator[Problem]:
        for child in domain.children:
            least, most = points_range(child)
            if child.id in filters and isinstance(child, Question):
                continue  # it decides something, even where it counts for nothing
            if not child.weight and child.id not in filters:
                what = f'"{child.id}" has the weight 0 and moves no score.'
                yield Problem(child.place, Code.SC305, what, "Give it a weight, or take it out.")
            elif isinstance(child, Question) and least == most:
                what = f'All options of "{child.id}" give the same points: it moves no score.'
                yield Problem(child.place, Code.SC305, what, "Give them different points, or take it out.")
            elif isinstance(child, Domain):
                yield from walk(child)

    yield from walk(compiled.questionnaire.root)


def _find_unasked_questions(compiled: CompiledQuestionnaire) -> Iterator[Problem]:
    """Find questions and domains that no answers lead to."""
    for domain in compiled.questionnaire.root.walk():
        nodes: tuple[Domain | Question, ...] = (domain, *domain.questions)
        for node in nodes:
            if node.ask_if is not None and not possible(compiled, node.ask_if, settled=True):
                what = f'No answers lead to "{node.id}": it is asked only while earlier ones are missing.'
                yield Problem(node.place, Code.SC306, what, "Look at its ask_if again.")


def _find_hidden_steps(compiled: CompiledQuestionnaire) -> Iterator[Problem]:
    """Find next steps that nobody will see."""
    for question in compiled.questionnaire.questions:
        for option in question.options:
            if option.next and option.points == question.top:
                what = f'The best option of "{question.id}" has a next step, which is never shown.'
                yield Problem(option.place, Code.SC307, what, "Move it to the option below, or take it out.")


def _find_unsourced(compiled: CompiledQuestionnaire) -> Iterator[Problem]:
    """Find questions and advice that rest on no source."""
    whole = compiled.questionnaire
    if not whole.citable and whole.source is None:
        what = f'"{whole.id}" names no source.'
        yield Problem(whole.place, Code.SC308, what, "State where it comes from under `source`.")
        return
    if not whole.citable:
        return
    for question in whole.questions:
        if not question.cites:
            what = f'Question "{question.id}" cites no source.'
            yield Problem(question.place, Code.SC308, what, "Let it cite a key point or a reference.")
    for rule in whole.advice:
        if not rule.cites:
            yield Problem(
                rule.place,
                Code.SC308,
                f'Advice "{rule.id}" cites no source.',
                "Let it cite a key point or a reference.",
            )


# Examples.


def examples(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find examples whose answers cannot be read, or do not give what they must."""
    for example in questionnaire.examples:
        problems: list[Problem] = []
        answers = reader.read_answers(example.answers, questionnaire, problems)
        yield from problems
        if problems:
            continue
        response = Response(questionnaire.id, questionnaire.version, answers)
        for name, due, got in differences(questionnaire, response, example.expect):
            what = (
                f'Example "{example.name}": {name} must be {_write_value(due)}, but is {_write_value(got)}.'
            )
            yield Problem(example.place, Code.SC309, what, "Mend the example or the definition.")


def differences(
    questionnaire: Questionnaire, response: Response, expect: dict[str, object]
) -> Iterator[tuple[str, object, object]]:
    """Yield what *expect* states and the score of *response* does not give: name, value due, value found."""
    result = score(questionnaire, response)
    whole = result.overall
    got: dict[str, object] = {
        "overall": whole.score,
        "band": result.band,
        "low": whole.low,
        "high": whole.high,
        "certain": result.certain,
        "completeness": whole.completeness,
        "weakest": result.weakest,
        "gates": sorted(result.gates),
    }
    scores = {domain.id: domain.score for domain in result.domains}
    for name, due in expect.items():
        if name == "domains":
            assert isinstance(due, dict)
            for domain, value in due.items():
                if domain not in scores or value != scores[domain]:
                    yield f'domain "{domain}"', value, scores.get(domain, "not there")
        elif name == "recommendations":
            assert isinstance(due, list)
            first = [each.id for each in recommend(result)[: len(due)]]
            if first != due:
                yield name, due, first
        elif (sorted(due) if isinstance(due, list) else due) != got[name]:
            yield name, due, got[name]


def _write_value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
