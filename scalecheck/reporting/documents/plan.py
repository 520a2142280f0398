"""The plan as plain data: what other answers would come to, and the steps up to the next band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scalecheck.definition.questionnaire import EFFORTS
from scalecheck.reporting.documents import result as documents
from scalecheck.reporting.documents.values import TOOL, plain, source_data

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Option
    from scalecheck.reporting.types import plan as types
    from scalecheck.reporting.types.result import Domain, Mark
    from scalecheck.scoring.plan.steps import Plan, Step
    from scalecheck.scoring.result import Score

SCHEMA: Final = "scalecheck-plan/1"


def document(plan: Plan, before: Score | None = None) -> types.PlanDocument:
    """Make the document of *plan*.

    With *before*, the score of the answers that were given, it also says how the plan's own answers differ
    from those, and what that changes.
    """
    start = documents.document(plan.start)
    end = documents.document(plan.end) if plan.steps else start
    held = {gate["id"] for gate in end["gates"]}
    missing = {entry["question"] for entry in start["unknown"]}
    asks = {entry["question"]: entry["ask"] for entry in start["answers"]}
    return {
        "schema": SCHEMA,
        "tool": TOOL,
        "questionnaire": start["questionnaire"],
        "scope": start["scope"],
        "about": start["about"],
        "what_if": what_if(before, plan.start) if before else None,
        "state": plan.state,
        "exact": plan.exact,
        "from": start["overall"],
        "target": plan.target,
        "to": end["overall"] if plan.steps else None,
        "steps": [step_data(step, asks[step.question]) for step in plan.steps],
        "totals": totals_data(plan),
        "gates": start["gates"],
        "gates_lifted": [gate for gate in start["gates"] if gate["id"] not in held],
        "unknown": [{**entry, "opened": entry["question"] not in missing} for entry in end["unknown"]],
        "warnings": start["warnings"],
    }


def totals_data(plan: Plan) -> types.Totals:
    """Count the steps, by effort too."""
    efforts = [EFFORTS[step.effort - 1] for step in plan.steps]
    return {
        "steps": len(plan.steps),
        "questions": len({step.question for step in plan.steps}),
        "effort": plan.effort,
        "low": efforts.count("low"),
        "medium": efforts.count("medium"),
        "high": efforts.count("high"),
    }


def step_data(step: Step, ask: str) -> types.PlanStep:
    """Give one step as plain data; *ask* is its question."""
    whole = step.result.compiled
    question = whole.definitions[step.question]
    was = question.options[step.was]
    return {
        "question": step.question,
        "ask": ask,
        "from": option_data(was),
        "to": option_data(question.options[step.becomes]),
        "do": was.next.do if was.next else None,
        "who": (was.next.who or None) if was.next else None,
        "effort": EFFORTS[step.effort - 1],
        "why": question.help or None,
        "cites": [source_data(name, whole.questionnaire.citable[name]) for name in question.cites],
        "lifts": list(step.lifts),
        "score": step.result.overall.score,
        "band": step.result.band,
    }


def option_data(option: Option) -> types.TriedOption:
    """Give an answer as plain data."""
    return {"points": plain(option.points), "label": option.label, "text": option.text or None}


def answer_data(score: Score, name: str) -> types.TriedOption | None:
    """Give the answer to a question as plain data; None where there is none."""
    position = score.codes[name]
    return option_data(score.compiled.definitions[name].options[position]) if position >= 0 else None


def what_if(before: Score, after: Score) -> types.WhatIf:
    """Compare other answers with those that were given: overall, in each domain, and in the must-haves."""
    one, other = documents.document(before), documents.document(after)
    gates = {gate["id"]: gate for gate in (*one["gates"], *other["gates"])}
    return {
        "changes": [
            {
                "question": name,
                "ask": question.ask,
                "from": answer_data(before, name),
                "to": answer_data(after, name),
                "asked": bool(after.outcome.questions[name].applies),
            }
            for name, question in after.compiled.definitions.items()
            if before.codes[name] != after.codes[name]
        ],
        "before": one["overall"],
        "after": other["overall"],
        "domains": [
            {
                "id": old["id"],
                "parent": old["parent"],
                "title": old["title"],
                "least": old["least"],
                "most": old["most"],
                "bands": old["bands"],
                "before": _keep_mark(old),
                "after": _keep_mark(new),
            }
            for old, new in zip(one["domains"], other["domains"], strict=True)
        ],
        "gates_lifted": [gates[name] for name in before.gates if name not in after.gates],
        "gates_new": [gates[name] for name in after.gates if name not in before.gates],
    }


def _keep_mark(domain: Domain) -> Mark:
    return {
        "score": domain["score"],
        "band": domain["band"],
        "low": domain["low"],
        "high": domain["high"],
        "why_missing": domain["why_missing"],
        "answered": domain["answered"],
        "applicable": domain["applicable"],
        "needed": domain["needed"],
    }
