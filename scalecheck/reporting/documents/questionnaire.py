"""A questionnaire as plain data: what `show` prints, and what scripts read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scalecheck.definition import condition as kinds
from scalecheck.reporting.documents.values import band_data, plain, share_of_ratio, source_data

if TYPE_CHECKING:
    from scalecheck.definition.condition import Condition
    from scalecheck.definition.questionnaire import Domain, Question, Questionnaire
    from scalecheck.reporting.types import questionnaire as types

SCHEMA: Final = "scalecheck-questionnaire/1"


def document(questionnaire: Questionnaire) -> types.QuestionnaireDocument:
    """Give *questionnaire* as plain data, includes resolved and defaults filled in."""
    return {
        "schema": SCHEMA,
        "id": questionnaire.id,
        "version": questionnaire.version,
        "digest": questionnaire.digest,
        "title": questionnaire.title,
        "about": questionnaire.about or None,
        "unit": questionnaire.unit,
        "decimals": questionnaire.decimals,
        "min_answered": share_of_ratio(questionnaire.min_answered),
        "source": source_data(None, questionnaire.source) if questionnaire.source else None,
        "bands": [band_data(band) for band in questionnaire.bands],
        "domains": [_describe_domain(domain) for domain in questionnaire.root.domains],
        "gates": [
            {
                "id": g.id,
                "title": g.title,
                "when": _describe_condition(g.when),
                "cap": g.cap,
                "because": g.because,
            }
            for g in questionnaire.gates
        ],
        "advice": [
            {
                "id": rule.id,
                "when": _describe_condition(rule.when),
                "do": rule.do,
                "why": rule.why,
                "who": rule.who or None,
                "effort": rule.effort,
                "cites": list(rule.cites),
            }
            for rule in questionnaire.advice
        ],
        "sources": [source_data(name, source) for name, source in questionnaire.citable.items()],
    }


def _describe_domain(domain: Domain) -> types.Domain:
    return {
        "id": domain.id,
        "title": domain.title,
        "about": domain.about or None,
        "weight": plain(domain.weight),
        "aggregate": domain.aggregate,
        "ask_if": _describe_condition(domain.ask_if) if domain.ask_if else None,
        "domains": [_describe_domain(each) for each in domain.domains],
        "questions": [_describe_question(each) for each in domain.questions],
    }


def _describe_question(question: Question) -> types.Question:
    return {
        "id": question.id,
        "ask": question.ask,
        "help": question.help or None,
        "evidence": question.evidence or None,
        "cites": list(question.cites),
        "tags": list(question.tags),
        "weight": plain(question.weight),
        "reverse": question.reverse,
        "ask_if": _describe_condition(question.ask_if) if question.ask_if else None,
        "options": [
            {
                "id": option.id,
                "label": option.label,
                "text": option.text or None,
                "points": plain(option.points),
                "next": option.next
                and {"do": option.next.do, "who": option.next.who or None, "effort": option.next.effort},
            }
            for option in question.options
        ],
    }


def _describe_condition(condition: Condition) -> types.Condition:
    if isinstance(condition, kinds.Comparison):
        found: types.Condition = {}
        found[condition.kind] = condition.subject
        found[condition.relation] = (
            condition.value if isinstance(condition.value, str) else plain(condition.value)
        )
        return found
    if isinstance(condition, kinds.Not):
        return {"not": _describe_condition(condition.part)}
    parts = [_describe_condition(part) for part in condition.parts]
    return {"all": parts} if isinstance(condition, kinds.All) else {"any": parts}
