"""Comparability: which two results can be compared at all, and what to be careful about where they can."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.text import listed, one_line, plural, short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.reporting.types.comparison import QuestionChanges
    from scalecheck.reporting.types.result import Answer, ResultDocument

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")


def demand_comparable(before: ResultDocument, after: ResultDocument, names: tuple[str, str]) -> None:
    """Raise :class:`~scalecheck.errors.Refused` where two results cannot be compared.

    They cannot with another questionnaire (SC620), another major version (SC621), or a quick version
    beside a full one (SC622). *names* is what messages call the two files.
    """
    first, last = before["questionnaire"], after["questionnaire"]
    place = Place(names[1])
    if first["id"] != last["id"]:
        those = f'those in {one_line(names[0])} are to "{short(first["id"])}"'
        what = f'These are answers to "{short(last["id"])}"; {those}.'
        raise Refused(Problem(place, Code.SC620, what, "Compare two results of the same questionnaire."))
    problems = []
    if first["version"].split(".")[0] != last["version"].split(".")[0]:
        those = f"those in {one_line(names[0])} to {short(first['version'])}"
        what = f"These answers are to version {short(last['version'])}; {those}."
        todo = (
            "The way of scoring has changed between the two: "
            "score both sets of answers by one version, named with -q."
        )
        problems.append(Problem(place, Code.SC621, what, todo))
    if before["scope"] != after["scope"]:
        what = f"This is the {after['scope']} version; {one_line(names[0])} is the {before['scope']} one."
        todo = "Their scores rest on different questions. Compare two full or two quick results."
        problems.append(Problem(place, Code.SC622, what, todo))
    if problems:
        raise Refused(*problems)


def same_content(before: ResultDocument, after: ResultDocument) -> bool:
    """Tell if both results are of one questionnaire, word for word."""
    return before["questionnaire"]["digest"] == after["questionnaire"]["digest"]


def find_question_changes(
    before: ResultDocument, after: ResultDocument, went: Mapping[str, str]
) -> QuestionChanges:
    """Find what differs between the two questionnaires, as far as the results show it.

    *went* says of each question what became of its answer. Every list is in the order of the second
    result; what only the first has, in the order of the first.
    """
    first = {entry["question"]: entry for entry in before["answers"]}
    last = {entry["question"]: entry for entry in after["answers"]}
    both = [(name, first[name], last[name]) for name in first if name in last]
    advice = {entry["id"]: entry for entry in before["recommendations"]}
    advice_now = {entry["id"]: entry for entry in after["recommendations"]}
    # Another answer has another step. A rule, which is no question, says the same whatever led to it.
    held = [name for name in advice if name in advice_now and went.get(name, "unchanged") == "unchanged"]
    reworded = [name for name, old, new in both if _is_reworded(old, new)]
    return {
        "added": [name for name in last if name not in first],
        "removed": [name for name in first if name not in last],
        "reworded": [] if same_content(before, after) else reworded,
        "rescored": [name for name, old, new in both if _is_rescored(old, new)],
        "advice": [
            name
            for name in held
            if (advice[name]["do"], advice[name]["why"]) != (advice_now[name]["do"], advice_now[name]["why"])
        ],
    }


def _is_reworded(old: Answer, new: Answer) -> bool:
    if old["ask"] != new["ask"]:
        return True
    return old["points"] == new["points"] and (old["label"], old["text"]) != (new["label"], new["text"])


def _is_rescored(old: Answer, new: Answer) -> bool:
    return (old["least"], old["most"], old["reverse"], old["weight"]) != (
        new["least"],
        new["most"],
        new["reverse"],
        new["weight"],
    )


def write_warnings(before: ResultDocument, after: ResultDocument, found: QuestionChanges) -> list[str]:
    """Write what a reader needs to know before believing a comparison, then what each side warns about."""
    first, last = before["questionnaire"], after["questionnaire"]
    warnings = [*_warn_of_subjects(before["about"], after["about"])]
    if first["version"] != last["version"]:
        warnings.append(
            f"The questionnaire was version {one_line(first['version'])} before "
            f"and is {one_line(last['version'])} now."
        )
    elif not same_content(before, after):
        warnings.append(f"Both questionnaires say {one_line(last['version'])}, but their content differs.")
    if (first["unit"], first["decimals"], first["least"], first["most"], first["bands"]) != (
        last["unit"],
        last["decimals"],
        last["least"],
        last["most"],
        last["bands"],
    ):
        warnings.append(
            "Bands, or the numbers that scores run over, differ between the two: "
            "read the change of score with care."
        )
    changed = {
        "added": found["added"],
        "removed": found["removed"],
        "reworded": found["reworded"],
        "scored in another way": found["rescored"],
    }
    for became, names in changed.items():
        if names:
            count = plural(len(names), "question")
            warnings.append(f"{count} {became}: {listed(one_line(name) for name in names)}.")
    if found["advice"]:
        warnings.append(f"Advice in other words: {listed(one_line(name) for name in found['advice'])}.")
    both = [each for each in before["warnings"] if each in after["warnings"]]
    warnings += [f"Both times: {each}" for each in both]
    for when, side in (("Before", before), ("Now", after)):
        warnings += [f"{when}: {each}" for each in side["warnings"] if each not in both]
    return warnings


def _warn_of_subjects(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Where the two are not about the same innovation, not by the same person, or the wrong way round."""
    found = []
    old, new = (one_line(about.get("innovation", "")) for about in (before, after))
    if old and new and old.casefold() != new.casefold():
        found.append(f'The innovations are called "{old}" before and "{new}" now: are they the same?')
    old, new = (one_line(about.get("respondent", "")) for about in (before, after))
    if old and new and old.casefold() != new.casefold():
        found.append(f'"{old}" answered before and "{new}" now: part of the change may be another view.')
    old, new = (about.get("date", "") for about in (before, after))
    if _DATE.match(old) and _DATE.match(new) and old > new:
        found.append(
            f"The first answers, of {old}, are later than the second, of {new}: swap them to go forward."
        )
    return found
