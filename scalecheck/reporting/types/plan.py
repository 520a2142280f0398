"""The type of a plan: what other answers would come to, and the steps up to the next band."""

from typing import Annotated, Literal, TypedDict

from scalecheck.definition.questionnaire import Effort
from scalecheck.reporting.types.result import Gate, Mark, MissingAnswer, Overall
from scalecheck.reporting.types.values import (
    Band,
    CitedSource,
    Count,
    Questionnaire,
    Tool,
)
from scalecheck.responses.response import Scope


class TriedOption(TypedDict):
    """An answer to start from or to get to."""

    points: Annotated[float, "Its points as written, before reverse."]
    label: Annotated[str, "Its label."]
    text: Annotated[str | None, "Its text."]


PlanStep = TypedDict(
    "PlanStep",
    {
        "question": Annotated[str, "The question's id."],
        "ask": Annotated[str, "The question."],
        "from": Annotated[TriedOption, "The answer it starts from."],
        "to": Annotated[TriedOption, "The answer it leads to: one level better."],
        "do": Annotated[str | None, "What to do; null where the option names no next step."],
        "who": Annotated[str | None, "Who takes it."],
        "effort": Annotated[Effort, "How much work it is."],
        "why": Annotated[str | None, "Why the question is asked."],
        "cites": Annotated[list[CitedSource], "What it rests on."],
        "lifts": Annotated[list[str], "The must-haves that are met from this step on."],
        "score": Annotated[float | None, "The overall score once this step and those before it are taken."],
        "band": Annotated[str | None, "The overall band then."],
    },
)

TriedAnswer = TypedDict(
    "TriedAnswer",
    {
        "question": Annotated[str, "The question's id."],
        "ask": Annotated[str, "The question."],
        "from": Annotated[TriedOption | None, "The answer that was given; null where there is none."],
        "to": Annotated[TriedOption | None, "The answer that is tried out."],
        "asked": Annotated[bool, "Whether it is asked at all after the other answers."],
    },
)


class TriedDomain(TypedDict):
    """What other answers change in one domain."""

    id: Annotated[str, "Its name."]
    parent: Annotated[str | None, "The domain it stands in; null at the top."]
    title: Annotated[str, "What a reader sees."]
    least: Annotated[float, "Its lowest score."]
    most: Annotated[float, "Its highest score."]
    bands: Annotated[list[Band], "Its own bands."]
    before: Annotated[Mark, "What it comes to with the answers that were given."]
    after: Annotated[Mark, "What it comes to with those tried out."]


class WhatIf(TypedDict):
    """What other answers change."""

    changes: Annotated[list[TriedAnswer], "The answers tried out that differ from those given."]
    before: Annotated[Overall, "The whole with the answers that were given."]
    after: Annotated[Overall, "The whole with those tried out."]
    domains: Annotated[list[TriedDomain], "Every domain, depth first."]
    gates_lifted: Annotated[list[Gate], "Must-haves that were missing and no longer are."]
    gates_new: Annotated[list[Gate], "Must-haves that are missing now, and were not."]


class Totals(TypedDict):
    """The steps in numbers."""

    steps: Annotated[Count, "How many steps."]
    questions: Annotated[Count, "On how many questions."]
    effort: Annotated[Count, "All their effort: 1 for low, 2 for medium, 3 for high."]
    low: Annotated[Count, "Steps of low effort."]
    medium: Annotated[Count, "Steps of medium effort."]
    high: Annotated[Count, "Steps of high effort."]


class LaterUnknown(MissingAnswer):
    """An answer that is missing once the steps are taken."""

    opened: Annotated[bool, "Whether its question is asked after these steps only."]


_Start = TypedDict("_Start", {"from": Annotated[Overall, "The whole, to start from."]})


class PlanDocument(_Start):
    """The steps up to the next band: what `plan --format json` writes."""

    schema: Annotated[Literal["scalecheck-plan/1"], "The version of this format."]
    tool: Annotated[Tool, "What wrote it."]
    questionnaire: Annotated[Questionnaire, "What was asked."]
    scope: Annotated[Scope, "Which questions were asked."]
    about: Annotated[dict[str, str], "Who answered about what, as the response says."]
    what_if: Annotated[WhatIf | None, "What the answers tried out change; null where none were."]
    state: Annotated[
        Literal["found", "best band", "no score", "no bands", "no way"], "Whether there is a way, or why not."
    ]
    exact: Annotated[bool, "Whether it is proved that there is no better way, or none at all."]
    target: Annotated[str | None, "The band the steps lead to, at the least; null where there is none above."]
    to: Annotated[Overall | None, "The whole, once all steps are taken; null without steps."]
    steps: Annotated[list[PlanStep], "In an order in which each can be taken."]
    totals: Annotated[Totals, "The steps in numbers."]
    gates: Annotated[list[Gate], "Must-haves that are missing at the start."]
    gates_lifted: Annotated[list[Gate], "Those of them that are met at the end."]
    unknown: Annotated[list[LaterUnknown], "Answers that are missing at the end."]
    warnings: Annotated[list[str], "What a reader needs to know about these answers."]
