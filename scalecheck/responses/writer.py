"""Response -> text: YAML that people can read, in which every string comes back exactly."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from scalecheck.definition import skip_logic
from scalecheck.definition.answer_state import AnswerState
from scalecheck.definition.questionnaire import written
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.responses.response import Response, Scope

_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9 ,.()'_/-]*[A-Za-z0-9.)]\Z")
_SURPRISES = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar(text: str) -> str:
    """*text* as a YAML scalar that every reader takes for that text: plain where it can be, else quoted."""
    if _SAFE.match(text) and text.lower() not in _SURPRISES and "  " not in text:
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """*text* in double quotes, with everything escaped that a reader could change."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def blank_yaml(questionnaire: Questionnaire, scope: Scope = "full") -> str:
    """A response without answers: every question, with what can be written beneath it as a comment."""
    rules = skip_logic.rules(questionnaire, scope)
    rows = [
        f"# Answers to: {one_line(questionnaire.title)}",
        "# Write the number of the option after the colon. Leave a line as it is to come back to it later.",
        "# Instead of a number: unknown (you do not know), declined (you would rather not say), or",
        "#   {answer: not applicable, because: why it does not apply}",
        "# To say more: {answer: 2, note: what to remember, evidence: what shows it, confidence: low}",
        f"questionnaire: {questionnaire.id}",
        f"version: {questionnaire.version}",
        f"digest: {questionnaire.digest}",
        f"scope: {scope}",
        "about:",
        "  innovation:",
        "  respondent:",
        "  role:",
        "  organisation:",
        "  date:",
        "answers:",
    ]
    for domain in questionnaire.root.walk():
        there = [question for question in domain.questions if question.id in rules]
        if there:
            rows += ["", f"  # {one_line(domain.title)}"]
        for question in there:
            rows += ["", f"  # {one_line(question.ask)}"]
            if rule := rules[question.id]:
                rows.append(f"  # {skip_logic.rule_sentence(rule, lambda other: other.id)}")
            for option in question.options:
                text = f": {one_line(option.text)}" if option.text else ""
                rows.append(f"  #   {option.key}  {one_line(option.label)}{text}")
            rows.append(f"  {question.id}:")
    return "\n".join(rows) + "\n"


def to_yaml(response: Response, questionnaire: Questionnaire) -> str:
    """The response as a YAML file. Points stand for the chosen option, or its id where it has one."""
    rows = [
        f"questionnaire: {response.questionnaire}",
        f"version: {response.version}",
        *([f"digest: {response.digest}"] if response.digest else []),
        f"scope: {response.scope}",
    ]
    if response.about:
        rows.append("about:")
        rows += [f"  {scalar(name)}: {scalar(value)}" for name, value in response.about.items()]
    entries = [f"  {name}: {entry}" for name, entry in answer_entries(response, questionnaire).items()]
    rows += ["answers:", *entries] if entries else ["answers: {}"]
    if response.votes:
        rows.append("votes:")
        for name, votes in response.votes.items():
            rounds = {"first": votes.first} | ({"second": votes.second} if votes.second else {})
            rows.append(
                f"  {name}: "
                f"{{{', '.join(f'{each}: {_write_counts(counts)}' for each, counts in rounds.items())}}}"
            )
    if response.actions:
        rows.append("actions:")
        for action in response.actions:
            inner = ", ".join(
                f"{name}: {_write_value(value)}" for name, value in action._asdict().items() if value
            )
            rows.append(f"  - {{{inner}}}")
    return "\n".join(rows) + "\n"


def _write_counts(counts: Mapping[str, int]) -> str:
    return "{" + ", ".join(f"{scalar(key)}: {count}" for key, count in counts.items()) + "}"


def to_json(response: Response, questionnaire: Questionnaire) -> str:
    """The response as a JSON file of the same shape."""
    data: dict[str, object] = {
        "questionnaire": response.questionnaire,
        "version": response.version,
        **({"digest": response.digest} if response.digest else {}),
        "scope": response.scope,
        "about": dict(response.about),
        "answers": {name: answer_parts(response, questionnaire, name) for name in response.answers},
    }
    if response.votes:
        data["votes"] = {
            name: {"first": dict(votes.first)} | ({"second": dict(votes.second)} if votes.second else {})
            for name, votes in response.votes.items()
        }
    if response.actions:
        data["actions"] = [
            {name: value for name, value in each._asdict().items() if value} for each in response.actions
        ]
    return json.dumps(data, indent=2) + "\n"


def answer_entries(response: Response, questionnaire: Questionnaire) -> dict[str, str]:
    """Each answer as it stands after its question's id."""
    found = {}
    for name in response.answers:
        entry = answer_parts(response, questionnaire, name)
        inner = ", ".join(f"{part}: {_write_value(value)}" for part, value in entry.items())
        found[name] = _write_value(entry["answer"]) if list(entry) == ["answer"] else f"{{{inner}}}"
    return {name: entry for name, entry in found.items() if entry != "{}"}


def answer_parts(response: Response, questionnaire: Questionnaire, name: str) -> dict[str, str | int | float]:
    """The parts of an answer to one question, by the names of the format."""
    answer = response.answers[name]
    found: dict[str, str | int | float] = {}
    if answer.option is not None:
        option = next(each for each in questionnaire.questions if each.id == name).options[answer.option]
        found["answer"] = option.id or _write_number(option.points)
    elif answer.state is not AnswerState.UNANSWERED:
        found["answer"] = answer.state.value
    for part in ("because", "evidence", "note", "confidence"):
        if value := getattr(answer, part):
            found[part] = value
    return found


def _write_number(points: int | Fraction) -> int | float:
    return points if isinstance(points, int) else float(written(points))


def _write_value(value: str | float) -> str:
    """A value inside braces, where a comma, too, would end a plain text."""
    if isinstance(value, str):
        return scalar(value) if "," not in value else quoted(value)
    return str(value)
