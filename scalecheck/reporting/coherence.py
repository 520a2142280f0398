"""Coherence: a saved document names only what is in it, and leaves out nothing that follows from the rest.

Types say what each value may be; this says what holds between them, so that no rendering of a file from
anywhere meets a band, a gate, a question or a number that is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from scalecheck.definition.answer_state import AnswerState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scalecheck.reporting.types import Document
    from scalecheck.reporting.types.cohort import CohortDocument, Spread
    from scalecheck.reporting.types.comparison import ComparisonDocument, StandingChange
    from scalecheck.reporting.types.group import GroupDocument, QuestionVotes
    from scalecheck.reporting.types.plan import PlanDocument
    from scalecheck.reporting.types.questionnaire import QuestionnaireDocument
    from scalecheck.reporting.types.result import (
        Answer,
        Domain,
        Gate,
        Mark,
        MissingAnswer,
        Overall,
        ResultDocument,
        Summary,
    )
    from scalecheck.reporting.types.values import Band

NO_BAND = "a band is not there"
NO_GATE = "a gate or a domain is not there"
NO_PARENT = "a domain stands in one that is not there"
NO_QUESTION = "a question is not there"
NO_INTERVAL = "a score has no interval"


def find_fault(document: Document) -> str:
    """Say in a few words what in a saved document does not fit the rest; empty where all holds together."""
    if document["schema"] == "scalecheck-result/1":
        return _check_result(document)
    if document["schema"] == "scalecheck-group/1":
        return _check_group(document)
    if document["schema"] == "scalecheck-comparison/1":
        return _check_comparison(document)
    if document["schema"] == "scalecheck-plan/1":
        return _check_plan(document)
    if document["schema"] == "scalecheck-cohort/1":
        return _check_cohort(document)
    if document["schema"] == "scalecheck-questionnaire/1":
        return _check_questionnaire(document)
    assert_never(document)


def _name_bands(bands: Iterable[Band]) -> set[str | None]:
    """Name the bands that there are, None among them: there may be none."""
    return {None, *(band["id"] for band in bands)}


def _check_parents(domains: Iterable[tuple[str, str | None]]) -> str:
    """Each domain, and the one it stands in: that comes first."""
    known: set[str | None] = {None}
    for name, parent in domains:
        if parent not in known:
            return NO_PARENT
        known.add(name)
    return ""


def _check_mark(mark: Mark, bands: set[str | None]) -> str:
    if mark["band"] not in bands:
        return NO_BAND
    return NO_INTERVAL if mark["score"] is not None and None in (mark["low"], mark["high"]) else ""


def _check_standing(standing: Overall | Domain, bands: set[str | None]) -> str:
    if not {standing["band_low"], standing["band_high"]} <= bands:
        return NO_BAND
    if standing["score"] is not None and standing["share"] is None:
        return NO_INTERVAL
    return _check_mark(standing, bands)


def _check_overall(overall: Overall, bands: set[str | None]) -> str:
    before = overall["band_before_gates"]
    if before not in bands or (len(bands) > 1 and (before is None) != (overall["score"] is None)):
        return NO_BAND
    return _check_standing(overall, bands)


def _check_gates(gates: Iterable[Gate], bands: set[str | None]) -> str:
    return NO_BAND if any(gate["cap"] not in bands for gate in gates) else ""


def _check_unknown(unknown: Iterable[MissingAnswer], bands: set[str | None]) -> str:
    return NO_BAND if any(not {each["band_low"], each["band_high"]} <= bands for each in unknown) else ""


def _check_summary(summary: Summary) -> str:
    bands = _name_bands(summary["questionnaire"]["bands"])
    gates = (*summary["gates"], *summary["open_gates"])
    if not set(summary["overall"]["capped_by"]) <= {gate["id"] for gate in gates}:
        return NO_GATE
    return _check_overall(summary["overall"], bands) or _check_gates(gates, bands)


def _check_result(document: ResultDocument) -> str:
    bands = _name_bands(document["questionnaire"]["bands"])
    domains = {domain["id"] for domain in document["domains"]}
    gates = {gate["id"] for gate in (*document["gates"], *document["open_gates"])}
    lifted = {name for entry in document["recommendations"] for name in entry["lifts"]}
    if not lifted <= gates or document["weakest"] not in {None, *domains}:
        return NO_GATE
    return (
        _check_summary(document)
        or _check_parents((domain["id"], domain["parent"]) for domain in document["domains"])
        or next(filter(None, (_check_domain(domain, bands) for domain in document["domains"])), "")
        or _check_unknown(document["unknown"], bands)
        or next(filter(None, (_check_answer(answer, domains) for answer in document["answers"])), "")
    )


def _check_domain(domain: Domain, bands: set[str | None]) -> str:
    return _check_standing(domain, _name_bands(domain["bands"]) if domain["bands"] else bands)


def _check_answer(answer: Answer, domains: set[str]) -> str:
    there = [answer["label"] is not None, answer["points"] is not None, answer["share"] is not None]
    if there != [answer["state"] == AnswerState.ANSWERED] * 3 or answer["domain"] not in domains:
        return f'the answer to "{answer["question"]}" is incomplete'
    return ""


def _check_comparison(document: ComparisonDocument) -> str:
    after = document["after"]
    asked = {entry["question"] for entry in document["answers"]}
    advice, questions = document["advice"], document["questions"]
    named = [
        *(name for entry in (*advice["taken_up"], *advice["lapsed"]) for name in entry["rose"]),
        *(name for gate in document["gates"] for name in gate["questions"]),
        *document["missing"]["found_out"],
        *document["evidence"]["still"],
        *questions["added"],
        *questions["removed"],
        *questions["reworded"],
        *questions["rescored"],
    ]
    if not asked.issuperset(named):
        return NO_QUESTION
    if not {name for entry in advice["now"] for name in entry["lifts"]} <= {g["id"] for g in after["gates"]}:
        return NO_GATE
    if any((domain["least"] is None) != (domain["most"] is None) for domain in document["domains"]):
        return "a range has one end"
    standings: list[StandingChange] = [document["overall"], *document["domains"]]
    if not all(_is_whole(each) for each in standings):
        return "a change is not the difference of two numbers"
    for settling in document["certainty"]["would_settle"]:
        if settling["before"] is None and settling["after"] is None:
            return f'the answer to "{settling["question"]}" is incomplete'
    for answer in document["answers"]:
        absent = [side is None for side in (answer["before"], answer["after"])]
        if absent != [answer["change"] == "added", answer["change"] == "removed"]:
            return f'the answer to "{answer["question"]}" is incomplete'
        for side in (answer["before"], answer["after"]):
            there = (side["label"] is not None, side["points"] is not None) if side else ()
            if side and there != ((side["state"] == AnswerState.ANSWERED),) * 2:
                return f'the answer to "{answer["question"]}" is incomplete'
    return (
        _check_summary(document["before"])
        or _check_summary(after)
        or _check_parents((domain["id"], domain["parent"]) for domain in document["domains"])
        or _check_unknown(document["missing"]["now"], _name_bands(after["questionnaire"]["bands"]))
    )


def _is_whole(standing: StandingChange) -> bool:
    """Tell if each number that has two sides has a difference."""
    numbers = (standing["score"], standing["low"], standing["high"], standing["completeness"])
    return all((each["change"] is None) == (None in (each["before"], each["after"])) for each in numbers)


def _check_plan(document: PlanDocument) -> str:
    bands = _name_bands(document["questionnaire"]["bands"])
    gates = {gate["id"] for gate in document["gates"]}
    lifts = {name for step in document["steps"] for name in step["lifts"]}
    if not lifts | {gate["id"] for gate in document["gates_lifted"]} <= gates:
        return NO_GATE
    if not {document["target"], *(step["band"] for step in document["steps"])} <= bands:
        return NO_BAND
    end, found = document["to"], document["state"] == "found"
    if found != (end is not None) or found != bool(document["steps"]):
        return "the steps and their end do not fit"
    what_if = document["what_if"]
    overalls = [document["from"], end, *((what_if["before"], what_if["after"]) if what_if else ())]
    for overall in overalls:
        if overall and (fault := _check_overall(overall, bands)):
            return fault
    for domain in what_if["domains"] if what_if else ():
        own = _name_bands(domain["bands"]) if domain["bands"] else bands
        if fault := _check_mark(domain["before"], own) or _check_mark(domain["after"], own):
            return fault
    changed = (*what_if["gates_lifted"], *what_if["gates_new"]) if what_if else ()
    return _check_gates((*document["gates"], *changed), bands) or _check_unknown(document["unknown"], bands)


def _check_group(document: GroupDocument) -> str:
    bands = _name_bands(document["questionnaire"]["bands"])
    domains = {domain["id"] for domain in document["domains"]}
    questions = {entry["question"]: entry for entry in document["questions"]}
    if not document["raters"]:
        return "nobody has rated"
    told = (
        *(rater["band"] for rater in document["raters"]),
        *(entry["band"] for entry in document["overall"]["bands"]),
        *(
            band
            for item in document["agenda"]
            for band in (item["band_low"], item["band_middle"], item["band_high"])
        ),
    )
    if not set(told) <= bands:
        return NO_BAND
    for middle in (document["overall"], *document["domains"]):
        if len({value is None for value in (middle["median"], middle["lowest"], middle["highest"])}) > 1:
            return "a middle has no range"
    for entry in document["questions"]:
        if entry["domain"] not in domains or not _is_laid_out(entry):
            return f'the votes on "{entry["question"]}" are incomplete'
    if any(each["question"] not in questions for each in document["silences"]):
        return NO_QUESTION
    for item in document["agenda"]:
        if item["question"] not in questions or questions[item["question"]]["word"] is None:
            return NO_QUESTION
    for gap in document["gaps"]:
        shown = gap["shown_by"]
        if gap["domain"] not in {document["overall"]["id"], *domains}:
            return NO_GATE
        if shown and not _has_levels(questions.get(shown["question"]), (shown["low"], shown["high"])):
            return NO_QUESTION
    return _check_agreed(document, bands, domains) or _check_parents(
        (domain["id"], domain["parent"]) for domain in document["domains"]
    )


def _check_agreed(document: GroupDocument, bands: set[str | None], domains: set[str]) -> str:
    agreed = document["agreed"]
    if agreed is None:
        return ""
    if not {agreed["band"], agreed["band_before_gates"], agreed["band_low"], agreed["band_high"]} <= bands:
        return NO_BAND
    if any(domain["id"] not in domains for domain in agreed["domains"]):
        return NO_GATE
    marks = (agreed, *agreed["domains"])
    incomplete = any(mark["score"] is not None and None in (mark["low"], mark["high"]) for mark in marks)
    return NO_INTERVAL if incomplete else ""


def _is_laid_out(entry: QuestionVotes) -> bool:
    """Whether the middle, the lowest and the highest vote are on levels that there are."""
    ends = (entry["median"], entry["lowest"], entry["highest"])
    if any(each is None for each in ends):
        return entry["word"] is None and all(each is None for each in ends)
    agreed = entry["agreed"]
    levels = [each for each in (*ends, agreed["level"] if agreed else None) if each is not None]
    return _has_levels(entry, levels)


def _has_levels(entry: QuestionVotes | None, levels: Sequence[int]) -> bool:
    return entry is not None and all(level < len(entry["levels"]) for level in levels)


def _check_cohort(document: CohortDocument) -> str:
    spreads: list[Spread] = [document["overall"], *document["domains"], document["completeness"]]
    for spread in spreads:
        ends = (spread["mean"], spread["lowest"], spread["median"], spread["highest"])
        if [each is None for each in ends] != [spread["n"] == 0] * 4:
            return "a spread is incomplete"
        if (spread["lower_quartile"] is None) != (spread["upper_quartile"] is None):
            return "a spread is incomplete"
    domains = {domain["id"] for domain in document["domains"]}
    for entry in document["questions"]:
        shares = {
            "floor": entry["floor"] and entry["floor"]["share"],
            "ceiling": entry["ceiling"] and entry["ceiling"]["share"],
            "missing": entry["missing_share"],
        }
        flagged = any(shares[flag] is None for flag in entry["flags"])
        if entry["domain"] not in domains or flagged or not entry["options"]:
            return f'the answers to "{entry["question"]}" are incomplete'
    if not document["questions"]:
        return NO_QUESTION
    for advice in document["recommendations"]:
        if (advice["do"] if advice["kind"] == "rule" else advice["ask"]) is None:
            return "a recommendation says nothing"
    if any(each["domain"] not in domains for each in document["weakest"]["domains"]):
        return NO_GATE
    return _check_parents((domain["id"], domain["parent"]) for domain in document["domains"])


def _check_questionnaire(document: QuestionnaireDocument) -> str:
    bands = _name_bands(document["bands"])
    return NO_BAND if any(gate["cap"] not in bands for gate in document["gates"]) else ""
