"""A form as one page: what a browser and paper show of a questionnaire, and what its script knows.

Everything is laid out here and works on paper; the script only shows it a step at a time and collects
what was chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.definition.answer_state import STATED_SILENCES
from scalecheck.definition.questionnaire import written
from scalecheck.definition.skip_logic import rule_data, rule_sentence
from scalecheck.definition.skip_logic import rules as skip_rules
from scalecheck.record import NamedTuple
from scalecheck.responses import labels
from scalecheck.text import clean, one_line, plural

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Option, Question, Questionnaire
    from scalecheck.definition.skip_logic import Rule
    from scalecheck.responses.response import Scope

ABOUT = {
    "innovation": "The innovation",
    "respondent": "Who answers",
    "role": "Role",
    "organisation": "Organisation",
    "date": "Date",
}
"""What a response says about itself, and how it is asked for."""
LONGEST = 10_000
"""The longest text that is taken, as in the interview."""


class Choice(NamedTuple):
    """One answer on offer."""

    value: str
    """What the script knows it by: an option's position, or a silence's name."""
    label: str
    key: str = ""
    text: str = ""


class FormQuestion(NamedTuple):
    """One question as it is laid out."""

    id: str
    number: int
    ask: str
    only: str
    """When it is to be answered; empty for always."""
    why: str
    example: str
    sources: list[str]
    choices: list[Choice]


class Section(NamedTuple):
    """The questions of one domain."""

    id: str
    title: str
    about: str
    questions: list[FormQuestion]


def render(questionnaire: Questionnaire, scope: Scope) -> str:
    """Lay out the whole page, in HTML."""
    from scalecheck.web.shell import page

    rules = skip_rules(questionnaire, scope)
    return page(
        "form.html", style="form.css", script="form.js", **template_values(questionnaire, scope, rules)
    )


def template_values(
    questionnaire: Questionnaire, scope: Scope, rules: dict[str, Rule | None]
) -> dict[str, Any]:
    """Gather the values that the page's template shows."""
    source = questionnaire.source
    return {
        "title": one_line(questionnaire.title),
        "about": clean(questionnaire.about),
        "size": plural(len(rules), "question"),
        "count": len(rules),
        "source": source
        and ", ".join(one_line(part) for part in (source.title, source.publisher, source.year) if part),
        "url": source.url if source else "",
        "questionnaire": questionnaire,
        "scope": scope,
        "sections": _lay_out_sections(questionnaire, rules),
        "about_fields": ABOUT,
        "silences": [Choice(state.value, state.words.capitalize()) for state in STATED_SILENCES],
        "confidences": labels.CONFIDENCES,
        "labels": labels,
        "data": script_data(questionnaire, scope, rules),
    }


def _lay_out_sections(questionnaire: Questionnaire, rules: dict[str, Rule | None]) -> list[Section]:
    numbers = {name: number for number, name in enumerate(rules, start=1)}
    sections = []
    for domain in questionnaire.root.walk():
        laid_out = [
            _lay_out(question, numbers, rules[question.id], questionnaire)
            for question in domain.questions
            if question.id in numbers
        ]
        if laid_out:
            sections.append(Section(domain.id, one_line(domain.title), one_line(domain.about), laid_out))
    return sections


def _lay_out(
    question: Question, numbers: dict[str, int], rule: Rule | None, questionnaire: Questionnaire
) -> FormQuestion:
    choices = [
        Choice(str(position), one_line(option.label), option.key, one_line(option.text))
        for position, option in enumerate(question.options)
    ]
    return FormQuestion(
        id=question.id,
        number=numbers[question.id],
        ask=one_line(question.ask),
        only=rule_sentence(rule, lambda other: f"question {numbers[other.id]}") if rule else "",
        why=one_line(question.help),
        example=labels.example(question),
        sources=labels.sources(question, questionnaire),
        choices=choices,
    )


def script_data(questionnaire: Questionnaire, scope: Scope, rules: dict[str, Rule | None]) -> dict[str, Any]:
    """Gather what the script needs to follow ``ask_if`` and to write a response."""
    every = {question.id: question for question in questionnaire.questions}
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "digest": questionnaire.digest,
        "scope": scope,
        "title": one_line(questionnaire.title),
        "longest": LONGEST,
        "about": list(ABOUT),
        "silences": STATED_SILENCES,
        "sayWhyNot": labels.SAY_WHY_NOT,
        "notAnswered": labels.NOT_ANSWERED,
        "questions": [
            {
                "id": name,
                "ask": one_line(every[name].ask),
                "choose": labels.choose(every[name]),
                "answers": [_store(option) for option in every[name].options],
                "rule": rule and rule_data(rule),
            }
            for name, rule in rules.items()
        ],
    }


def _store(option: Option) -> str | int | float:
    """The value that a response holds for the option."""
    if option.id:
        return option.id
    return option.points if isinstance(option.points, int) else float(written(option.points))
