"""The type of a questionnaire as `show` prints it: includes resolved, defaults filled in."""

from typing import Annotated, Literal, TypedDict

from scalecheck.definition.questionnaire import Aggregate, Effort, Unit
from scalecheck.reporting.types.values import Band, CitedSource, Range, Share

Condition = TypedDict(
    "Condition",
    {
        "question": Annotated[str, "The question whose points are compared."],
        "domain": Annotated[str, "The domain whose score is compared."],
        "below": Annotated[float, "Holds below this."],
        "at_least": Annotated[float, "Holds from this on."],
        "is": Annotated[float | str, "Holds for this answer, or in this band."],
        "all": Annotated[list["Condition"], "Holds when each of these does."],
        "any": Annotated[list["Condition"], "Holds when one of these does."],
        "not": Annotated["Condition", "Holds when this does not."],
    },
    total=False,
)


class Step(TypedDict):
    """The step up from an option."""

    do: Annotated[str, "What to do."]
    who: Annotated[str | None, "Who takes it."]
    effort: Annotated[Effort, "How much work it is."]


class Option(TypedDict):
    """One answer that can be chosen."""

    id: Annotated[str | None, "Its name; null where it has none."]
    label: Annotated[str, "A few words for it."]
    text: Annotated[str | None, "All of it."]
    points: Annotated[float, "Its points as written, before reverse."]
    next: Annotated[Step | None, "The step up from it; null where there is none."]


class Question(TypedDict):
    """One question."""

    id: Annotated[str, "Its name."]
    ask: Annotated[str, "The question."]
    help: Annotated[str | None, "Why it is asked."]
    evidence: Annotated[str | None, "What would show a high answer."]
    cites: Annotated[list[str], "The ids of the sources it rests on."]
    tags: Annotated[list[str], "Its tags: `quick` is asked in the short version."]
    weight: Annotated[float, "Importance among its siblings."]
    reverse: Annotated[bool, "Whether most points are worst."]
    ask_if: Annotated[Condition | None, "When it is asked; null for always."]
    options: Annotated[list[Option], "Its options, in the order shown."]


class Domain(TypedDict):
    """One domain: domains, or questions."""

    id: Annotated[str, "Its name."]
    title: Annotated[str, "What a reader sees."]
    about: Annotated[str | None, "What it is about."]
    weight: Annotated[float, "Importance among its siblings."]
    aggregate: Annotated[Aggregate, "How the children make the score."]
    ask_if: Annotated[Condition | None, "When it is asked; null for always."]
    domains: Annotated[list["Domain"], "The domains in it."]
    questions: Annotated[list[Question], "The questions in it."]


class Gate(TypedDict):
    """A must-have: while it is missing, the overall band is no better than its cap."""

    id: Annotated[str, "Its name."]
    title: Annotated[str, "A few words for it."]
    when: Annotated[Condition, "When it is missing."]
    cap: Annotated[str, "The best band it allows."]
    because: Annotated[str, "Why it is a must-have."]


class Advice(TypedDict):
    """What is recommended when several answers come together."""

    id: Annotated[str, "Its name."]
    when: Annotated[Condition, "When it applies."]
    do: Annotated[str, "What to do."]
    why: Annotated[str, "Why."]
    who: Annotated[str | None, "Who takes it."]
    effort: Annotated[Effort, "How much work it is."]
    cites: Annotated[list[str], "The ids of the sources it rests on."]


class QuestionnaireDocument(TypedDict):
    """A questionnaire, includes resolved and defaults filled in: what `show --format json` prints."""

    schema: Annotated[Literal["scalecheck-questionnaire/1"], "The version of this format."]
    id: Annotated[str, "Its name."]
    version: Annotated[str, "Its version."]
    digest: Annotated[str, "SHA-256 over its resolved content."]
    title: Annotated[str, "What a reader sees."]
    about: Annotated[str | None, "Who it is for."]
    unit: Annotated[Unit, "The unit of scores."]
    decimals: Annotated[int, Range(0, 4), "Of published scores."]
    min_answered: Annotated[Share, "Share of applicable questions needed for a score."]
    source: Annotated[CitedSource | None, "What it is built on."]
    bands: Annotated[list[Band], "Its bands, low to high."]
    domains: Annotated[list[Domain], "Its domains, each with all that is in it."]
    gates: Annotated[list[Gate], "Its must-haves."]
    advice: Annotated[list[Advice], "Its advice across answers."]
    sources: Annotated[list[CitedSource], "Everything that can be cited."]
