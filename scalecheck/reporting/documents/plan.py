"""The plan as plain data: what other answers would come to, and the steps up to the next band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.definition.questionnaire import EFFORTS
from scalecheck.reporting.documents import result as documents
from scalecheck.reporting.documents.values import TOOL, plain, source_data

if TYPE_CHECKING:
    from scalecheck.scoring.plan.steps import Plan, Step
    from scalecheck.scoring.result import Score

SCHEMA = "scalecheck-plan/1"
Document = Any


def document(plan: Plan, before: Score | None = None) -> Document:
    """Everything there is to say about *plan*; with *before*, also how its answers differ from those, and what that changes."""
    start = documents.document(plan.start)
    end = documents.document(plan.end) if plan.steps else start
    overall = start["overall"]
    held = {gate["id"] for gate in end["gates"]}
    asked = {entry["question"] for entry in start["unknown"]}
    answers = {entry["question"]: entry for entry in start["answers"]}
    return {
        "schema": SCHEMA,
        "tool": TOOL,
        "questionnaire": start["questionnaire"],
        "scope": start["scope"],
        "about": start["about"],
        "what_if": before and what_if(before, plan.start),
        "state": plan.state,
        "exact": plan.exact,
        "from": overall,
        "target": plan.target,
        "to": end["overall"] if plan.steps else None,
        "steps": [step_data(step, answers[step.question]["ask"]) for step in plan.steps],
        "totals": {
            "steps": len(plan.steps),
            "questions": len({step.question for step in plan.steps}),
            "effort": plan.effort,
            **{name: sum(step.effort == n for step in plan.steps) for n, name in enumerate(EFFORTS, start=1)},
        },
        "gates": start["gates"],
        "gates_lifted": [gate for gate in start["gates"] if gate["id"] not in held],
        "unknown": [entry | {"opened": entry["question"] not in asked} for entry in end["unknown"]],
        "warnings": start["warnings"],
    }


def step_data(step: Step, ask: str) -> Document:
    """One step as plain data."""
    whole = step.result.compiled
    question = whole.definitions[step.question]
    was = question.options[step.was]
    return {
        "question": step.question,
        "ask": ask,
        "from": option_data(step.result, step.question, step.was),
        "to": option_data(step.result, step.question, step.becomes),
        "do": was.next.do if was.next else None,
        "who": (was.next.who or None) if was.next else None,
        "effort": EFFORTS[step.effort - 1],
        "why": question.help or None,
        "cites": [source_data(name, whole.questionnaire.citable[name]) for name in question.cites],
        "lifts": list(step.lifts),
        "score": step.result.overall.score,
        "band": step.result.band,
    }


def option_data(score: Score, name: str, position: int) -> Document | None:
    """An answer as plain data; None where there is none."""
    if position < 0:
        return None
    option = score.compiled.definitions[name].options[position]
    return {"points": plain(option.points), "label": option.label, "text": option.text or None}


def what_if(before: Score, after: Score) -> Document:
    """What other answers change: overall, in each domain, and in the must-haves."""
    one, other = documents.document(before), documents.document(after)
    gates = {gate["id"]: gate for gate in (*one["gates"], *other["gates"])}
    return {
        "changes": [
            {
                "question": name,
                "ask": question.ask,
                "from": option_data(before, name, before.codes[name]),
                "to": option_data(after, name, after.codes[name]),
                "asked": bool(after.outcome.questions[name].applies),
            }
            for name, question in after.compiled.definitions.items()
            if before.codes[name] != after.codes[name]
        ],
        "before": one["overall"],
        "after": other["overall"],
        "domains": [
            {name: old[name] for name in ("id", "parent", "title", "least", "most", "bands")}
            | {"before": _mark(old), "after": _mark(new)}
            for old, new in zip(one["domains"], other["domains"], strict=True)
        ],
        "gates_lifted": [gates[name] for name in before.gates if name not in after.gates],
        "gates_new": [gates[name] for name in after.gates if name not in before.gates],
    }


def _mark(domain: Document) -> Document:
    return {
        name: domain[name]
        for name in ("score", "band", "low", "high", "why_missing", "answered", "applicable", "needed")
    }
