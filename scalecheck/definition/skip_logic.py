"""Skip logic: ``ask_if`` resolved to the options that matter, as data for a form and in words for paper.

A question that nothing in its scope can lead to is left out; what is left looks only at questions that
are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.definition import condition as conditions
from scalecheck.definition.questionnaire import QUICK
from scalecheck.record import NamedTuple
from scalecheck.text import listed, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from scalecheck.definition.condition import Condition
    from scalecheck.definition.questionnaire import Domain, Question, Questionnaire


class Chosen(NamedTuple):
    """True when one of these options was chosen; false when another was, or the question does not apply."""

    question: Question
    options: tuple[int, ...]
    """Positions, from 0."""


class AllOf(NamedTuple):
    """True when every part is."""

    parts: tuple[Rule, ...]


class AnyOf(NamedTuple):
    """True when at least one part is."""

    parts: tuple[Rule, ...]


class Not(NamedTuple):
    """True when its part is false."""

    part: Rule


Rule = Chosen | AllOf | AnyOf | Not


def rules(questionnaire: Questionnaire, scope: str) -> dict[str, Rule | None]:
    """Find the rule of every question that *scope* can ask, by id, in the order they are asked.

    A question is asked unless its rule is false; None is the rule of one that is always asked. While an
    answer is missing, the rule is neither true nor false, and the question is asked.
    """
    found: dict[str, Rule | None] = {}
    every = {question.id: question for question in questionnaire.questions}
    _add_rules(questionnaire.root, (), scope, every, found)
    return found


def _add_rules(
    domain: Domain,
    above: tuple[Condition, ...],
    scope: str,
    every: dict[str, Question],
    found: dict[str, Rule | None],
) -> None:
    above = (*above, domain.ask_if) if domain.ask_if else above
    for each in domain.domains:
        _add_rules(each, above, scope, every, found)
    for question in domain.questions:
        whole = conditions.All((*above, question.ask_if) if question.ask_if else above)
        rule = _resolve(whole, every, found)
        if rule is not False and (scope == "full" or QUICK in question.tags):
            found[question.id] = None if rule is True else rule


def _resolve(condition: Condition, every: dict[str, Question], there: dict[str, Rule | None]) -> Rule | bool:
    """Return the rule of *condition*, or its value where the questions that are *there* settle it."""
    if isinstance(condition, conditions.Comparison):
        question = every[condition.subject]
        return question.id in there and Chosen(question, question.options_meeting(condition))
    if isinstance(condition, conditions.Not):
        part = _resolve(condition.part, every, there)
        return not part if isinstance(part, bool) else Not(part)
    settles = not isinstance(condition, conditions.All)
    """What one part alone makes of the whole."""
    parts = [_resolve(each, every, there) for each in condition.parts]
    if settles in [part for part in parts if isinstance(part, bool)]:
        return settles
    left = tuple(part for part in parts if not isinstance(part, bool))
    if len(left) < 2:
        return left[0] if left else not settles
    return AnyOf(left) if settles else AllOf(left)


def rule_data(rule: Rule) -> dict[str, Any]:
    """Return *rule* as plain data, for a form that follows it."""
    if isinstance(rule, Chosen):
        return {"question": rule.question.id, "options": list(rule.options)}
    if isinstance(rule, Not):
        return {"not": rule_data(rule.part)}
    return {"all" if isinstance(rule, AllOf) else "any": [rule_data(part) for part in rule.parts]}


def rule_sentence(rule: Rule, called: Callable[[Question], str]) -> str:
    """Say when to answer the question, for whoever fills it in by hand; *called* names another question."""
    return f"Only if {_describe(rule, called)}. If you have not answered that, answer this too."


def _describe(rule: Rule, called: Callable[[Question], str], wanted: bool = True) -> str:
    if isinstance(rule, Chosen):
        labels = listed(
            (f'"{one_line(rule.question.options[position].label)}"' for position in rule.options), "or"
        )
        return (
            f"you {'chose' if wanted else 'did not choose'} {labels or 'nothing'} for {called(rule.question)}"
        )
    if isinstance(rule, Not):
        return _describe(rule.part, called, not wanted)
    parts = [_describe(part, called, wanted) for part in rule.parts]
    both = zip(parts, rule.parts, strict=True)
    nested = [f"({part})" if isinstance(each, AllOf | AnyOf) else part for part, each in both]
    return listed(nested, "and" if isinstance(rule, AllOf) == wanted else "or")
