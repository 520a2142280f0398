"""What is well formed in a definition and yet wrong: one function per rule, each yields only what it has proved.

A proof tries every way to answer the questions a condition looks at. Where there are too many ways, nothing is reported.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from scalecheck.advice import recommend
from scalecheck.definition.condition import All, Comparison, Condition, Not, comparisons
from scalecheck.definition.questionnaire import Domain, Question, Questionnaire, written
from scalecheck.definition.ranges import points_range
from scalecheck.definition.soundness import conditions_of, score_range
from scalecheck.errors import Problem
from scalecheck.responses import reader
from scalecheck.responses.response import Response
from scalecheck.scoring import formula
from scalecheck.scoring.plan import plan as make_plan
from scalecheck.scoring.single import WHOLE, score

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scalecheck.scoring.plan import Plan

WAYS = 20_000
"""How many ways to answer are tried for a condition before giving up."""
SCORED_WAYS = 1_000
"""How many of them are scored as a whole."""


def findings(questionnaire: Questionnaire) -> list[Problem]:
    """Everything found, in no particular order."""
    plan = make_plan(questionnaire)
    rules = (_dead, _unreachable, _ends, _idle, _unasked, _steps, _sources)
    return [*(found for rule in rules for found in rule(plan)), *examples(questionnaire)]


def _dead(plan: Plan) -> Iterator[Problem]:
    """Gates and advice that no answers can bring about."""
    for gate in plan.questionnaire.gates:
        if not possible(plan, gate.when):
            yield Problem(gate.place, "SC301", f'Gate "{gate.id}" can never hold.', "Look at its condition again.")
    for gate in plan.questionnaire.gates:
        if gate.cap == plan.questionnaire.bands[-1].id:
            what = f'Gate "{gate.id}" caps at the best band, so it changes nothing.'
            yield Problem(gate.cap_place, "SC301", what, "Cap at a lower band.")
    for rule in plan.questionnaire.advice:
        if not possible(plan, rule.when):
            yield Problem(rule.place, "SC302", f'Advice "{rule.id}" can never apply.', "Look at its condition again.")


def _unreachable(plan: Plan) -> Iterator[Problem]:
    """Bands that no score can fall into."""
    whole = plan.questionnaire
    for domain in whole.root.walk():
        own = whole.bands if domain is whole.root else domain.bands
        _, most = score_range(whole, domain)
        for band in own:
            if band.start > most:
                what = f'Band "{band.id}" starts at {written(band.start)}, but the highest score is {written(most)}.'
                yield Problem(band.place, "SC303", what, "Lower it, or leave it out.")
        asked, deciding = _asked(plan, [question.id for question in domain.every_question()]) if own else ([], set())
        ways = _ways(asked, SCORED_WAYS, deciding)
        if own and ways is not None:
            reached = set()
            for way in ways:
                mark = formula.score(WHOLE, plan, _codes(plan, way)).domains[domain.id]
                reached |= {mark.band} if mark.published else set()
            for position, band in enumerate(own):
                if position not in reached and band.start <= most:
                    what = f'No answers give a score in band "{band.id}".'
                    yield Problem(band.place, "SC303", what, "Move its start or its neighbour's, or leave it out.")


def _ends(plan: Plan) -> Iterator[Problem]:
    """Where a band states its end, the next one starts right above it."""
    whole = plan.questionnaire
    for domain in whole.root.walk():
        own = whole.bands if domain is whole.root else domain.bands
        if not own:
            continue
        _, most = score_range(whole, domain)
        for band, after in zip(own, (*own[1:], None), strict=True):
            if band.end is None:
                continue
            gap = (after.start if after else most) - band.end
            step = 10**whole.decimals
            due = 1 if after else 0  # in published steps
            if gap * step != due:
                kind = "a gap" if gap * step > due else "an overlap"
                beyond = f'"{after.id}", which starts at {written(after.start)}' if after else f"the highest score, {written(most)}"
                what = f'There is {kind} between the end of "{band.id}", {written(band.end)}, and {beyond}.'
                yield Problem(band.place, "SC304", what, "Scores follow `from`: make `to` agree with it.")


def _idle(plan: Plan) -> Iterator[Problem]:
    """Questions that cannot move any score."""
    filters = {each.subject for when, _ in conditions_of(plan.questionnaire) for each, _ in comparisons(when)}

    def walk(domain: Domain) -> Iterator[Problem]:
        for child in domain.children:
            least, most = points_range(child)
            if child.id in filters and isinstance(child, Question):
                continue  # it decides something, even where it counts for nothing
            if not child.weight and child.id not in filters:
                what = f'"{child.id}" has the weight 0 and moves no score.'
                yield Problem(child.place, "SC305", what, "Give it a weight, or take it out.")
            elif isinstance(child, Question) and least == most:
                what = f'All options of "{child.id}" give the same points: it moves no score.'
                yield Problem(child.place, "SC305", what, "Give them different points, or take it out.")
            elif isinstance(child, Domain):
                yield from walk(child)

    yield from walk(plan.questionnaire.root)


def _unasked(plan: Plan) -> Iterator[Problem]:
    """Questions that no answers lead to."""
    for domain in plan.questionnaire.root.walk():
        nodes: tuple[Domain | Question, ...] = (domain, *domain.questions)
        for node in nodes:
            if node.ask_if is not None and not possible(plan, node.ask_if, settled=True):
                what = f'No answers lead to "{node.id}": it is asked only while earlier ones are missing.'
                yield Problem(node.place, "SC306", what, "Look at its ask_if again.")


def _steps(plan: Plan) -> Iterator[Problem]:
    """Next steps nobody will see."""
    for question in plan.questionnaire.questions:
        for option in question.options:
            if option.next and option.points == question.top:
                what = f'The best option of "{question.id}" has a next step, which is never shown.'
                yield Problem(option.place, "SC307", what, "Move it to the option below, or take it out.")


def _sources(plan: Plan) -> Iterator[Problem]:
    """Questions and advice that rest on nothing."""
    whole = plan.questionnaire
    if not whole.citable and whole.source is None:
        what = f'"{whole.id}" names no source.'
        yield Problem(whole.place, "SC308", what, "State where it comes from under `source`.")
        return
    if not whole.citable:
        return
    for question in whole.questions:
        if not question.cites:
            what = f'Question "{question.id}" cites no source.'
            yield Problem(question.place, "SC308", what, "Let it cite a key point or a reference.")
    for rule in whole.advice:
        if not rule.cites:
            yield Problem(rule.place, "SC308", f'Advice "{rule.id}" cites no source.', "Let it cite a key point or a reference.")


# Proofs.


def possible(plan: Plan, condition: Condition, settled: bool = False) -> bool:
    """Whether some answers could make *condition* true; True where that could not be found out.

    Answers that decide whether another question is asked may be missing too, unless everything is to be *settled*.
    """
    leaves = [comparison for comparison, _ in comparisons(condition)]
    asked, deciding = _asked(plan, [leaf.subject for leaf in leaves if leaf.kind == "question"])
    scored = {leaf.subject: _scores(plan, leaf.subject, leaves) for leaf in leaves if leaf.kind == "domain"}
    ways = _ways(asked, WAYS, set() if settled else deciding)
    if ways is None or len(ways) * prod(map(len, scored.values())) > WAYS:
        return True
    loose = [way for way in ways if _true(plan, condition, way, scored)]
    if not loose or not scored or len(loose) > SCORED_WAYS:
        return bool(loose)
    for way in loose:  # the same, with the scores that these answers leave possible
        marks = formula.score(WHOLE, plan, _codes(plan, way)).domains
        bounded = {}
        for name in scored:
            mark = marks[name]
            inside = [value for value in _scores(plan, name, leaves) if value is None or mark.low <= value <= mark.high]
            bounded[name] = [*inside, mark.low, mark.high] if mark.bounded else [None]
        if _true(plan, condition, way, bounded):
            return True
    return False


def _asked(plan: Plan, names: list[str]) -> tuple[list[Question], set[str]]:
    """The questions called *names*, with those that decide whether they are asked; and these alone."""
    found: dict[str, Question] = {}
    deciding: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = plan.asked[name]
            for condition in plan.questions[name].ask_if:
                subjects = [each.subject for each, _ in comparisons(condition)]
                waiting += subjects
                deciding.update(subjects)
    return [question for question in plan.asked.values() if question.id in found], deciding


def _ways(questions: list[Question], limit: int, silent: Collection[str] = ()) -> list[dict[str, int]] | None:
    """Every way to answer *questions*, "does not apply" included, and not at all for the *silent* ones.

    None for more than *limit*.
    """
    codes = []
    for question in questions:
        missing = [formula.UNANSWERED] if question.id in silent else []
        codes.append([*range(len(question.options)), formula.NOT_APPLICABLE, *missing])
    if prod(map(len, codes)) > limit:
        return None
    return [dict(zip((question.id for question in questions), way, strict=True)) for way in product(*codes)]


def _codes(plan: Plan, way: dict[str, int]) -> dict[str, int]:
    return dict.fromkeys(plan.questions, formula.UNANSWERED) | way


def _scores(plan: Plan, domain: str, leaves: list[Comparison]) -> list[int | None]:
    """Published scores on both sides of each threshold in *leaves*, the ends of the range, and no score at all."""
    planned = plan.domains[domain]
    least, most = (plan.scale(end) for end in score_range(plan.questionnaire, _domain(plan, domain)))
    edges = {least, most}
    for leaf in leaves:
        if leaf.subject == domain and leaf.relation != "is":
            edges |= {plan.scale(leaf.value), plan.scale(leaf.value) - 1}  # type: ignore[arg-type]
    edges |= {edge for start in planned.thresholds for edge in (start, start - 1)}
    return [None, *sorted(edge for edge in edges if least <= edge <= most)]


def _domain(plan: Plan, name: str) -> Domain:
    return next(domain for domain in plan.questionnaire.root.walk() if domain.id == name)


def _true(plan: Plan, condition: Condition, way: dict[str, int], scores: dict[str, list[int | None]]) -> bool:
    """Whether *condition* is true of the answers *way* and some of the *scores*."""
    applies = _applying(plan, way)
    names = list(scores)
    return any(
        _holds(plan, condition, way, applies, dict(zip(names, each, strict=True))) is True for each in product(*scores.values())
    )


def _applying(plan: Plan, way: dict[str, int]) -> dict[str, bool]:
    """Which questions are asked and apply."""
    applies: dict[str, bool] = {}
    for name, code in way.items():
        conditions = plan.questions[name].ask_if
        asked = all(_holds(plan, each, way, applies, {}) is not False for each in conditions)
        applies[name] = asked and code != formula.NOT_APPLICABLE
    return applies


def _holds(
    plan: Plan, condition: Condition, way: dict[str, int], applies: dict[str, bool], scores: dict[str, int | None]
) -> bool | None:
    """Whether *condition* is true; None where a missing answer leaves it undecided."""
    if isinstance(condition, Not):
        held = _holds(plan, condition.part, way, applies, scores)
        return None if held is None else not held
    if not isinstance(condition, Comparison):
        parts = [_holds(plan, part, way, applies, scores) for part in condition.parts]
        settling = not isinstance(condition, All)  # one false part settles "all", one true part settles "any"
        return settling if settling in parts else None if None in parts else not settling
    if condition.kind == "question":
        code = way[condition.subject]
        if not applies[condition.subject]:
            return False
        return code in plan.options(condition) if code >= 0 else None
    value = scores[condition.subject]
    if value is None:
        return False
    if condition.relation == "is":
        domain = plan.domains[condition.subject]
        position = sum(value >= start for start in domain.thresholds)
        return domain.bands[position].id == condition.value
    bound = plan.scale(condition.value)  # type: ignore[arg-type]
    return value < bound if condition.relation == "below" else value >= bound


# Examples.


def examples(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Examples whose answers do not give what they must."""
    for example in questionnaire.examples:
        problems: list[Problem] = []
        answers = reader.read_answers(example.answers, questionnaire, problems)
        yield from problems
        if problems:
            continue
        response = Response(questionnaire.id, questionnaire.version, answers)
        for name, due, got in differences(questionnaire, response, example.expect):
            what = f'Example "{example.name}": {name} must be {_word(due)}, but is {_word(got)}.'
            yield Problem(example.place, "SC309", what, "Mend the example or the definition.")


def differences(
    questionnaire: Questionnaire, response: Response, expect: dict[str, object]
) -> Iterator[tuple[str, object, object]]:
    """What *expect* states and the score of *response* does not give: its name, what is due, what came out."""
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
                    yield f'domain "{domain}"', value, scores.get(domain, "no such domain")
        elif name == "recommendations":
            assert isinstance(due, list)
            first = [each.id for each in recommend(result)[: len(due)]]
            if first != due:
                yield name, due, first
        elif (sorted(due) if isinstance(due, list) else due) != got[name]:
            yield name, due, got[name]


def _word(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

