"""The type of a result: one response, scored, with every text and reason that a reader may be shown."""

from typing import Annotated, Literal, TypedDict

from scalecheck.definition.questionnaire import Aggregate, Effort
from scalecheck.reporting.types.values import (
    Band,
    CitedSource,
    Count,
    MissingState,
    Questionnaire,
    Share,
    State,
    Tool,
)
from scalecheck.responses.response import Scope
from scalecheck.scoring.result import WhyMissing

Word = Literal["agreed", "mixed", "split into camps"]
"""How votes on a question lie."""


class Mark(TypedDict):
    """What a domain comes to, or the whole."""

    score: Annotated[float | None, "The published score; null where there is none."]
    band: Annotated[str | None, "The band's id; null where there is none."]
    low: Annotated[float | None, "The score with every missing answer at its worst."]
    high: Annotated[float | None, "The score with every missing answer at its best."]
    answered: Annotated[Count, "Questions answered, among those that apply."]
    applicable: Annotated[Count, "Questions that were asked and apply."]
    why_missing: Annotated[WhyMissing | None, "Why there is no score; null where there is one."]
    needed: Annotated[Share, "Share of applicable questions needed for a score."]


class Standing(Mark):
    """What a domain comes to, or the whole, and how it came about."""

    band_low: Annotated[str | None, "The band at the low end."]
    band_high: Annotated[str | None, "The band at the high end."]
    completeness: Annotated[Share, "Share of the applicable questions that is answered."]
    aggregate: Annotated[Aggregate, "How the children make the score."]
    share: Annotated[Share | None, "How far it stands between least and most, from 0 to 1."]


class Overall(Standing):
    """What the whole comes to."""

    band_before_gates: Annotated[str | None, "The band of the score alone."]
    certain: Annotated[bool, "Whether both ends give the same band, must-haves included."]
    unanswered: Annotated[Count, "Missing: not answered."]
    unknown: Annotated[Count, "Missing: don't know."]
    declined: Annotated[Count, "Missing: would rather not say."]
    not_applicable: Annotated[Count, "Left out: does not apply."]
    capped_by: Annotated[list[str], "Missing must-haves that keep the band below the score's own."]


class Domain(Standing):
    """One domain of the questionnaire, scored."""

    id: Annotated[str, "Its name."]
    parent: Annotated[str | None, "The domain it stands in; null at the top."]
    title: Annotated[str, "What a reader sees."]
    about: Annotated[str | None, "What it is about."]
    least: Annotated[float, "Its lowest score."]
    most: Annotated[float, "Its highest score."]
    bands: Annotated[list[Band], "Its own bands."]
    weight: Annotated[float, "Importance among its siblings."]
    holds_questions: Annotated[bool, "Whether its children are questions."]
    file: Annotated[str | None, "The definition's file."]
    line: Annotated[Count, "The line in it."]


class AnswerGiven(TypedDict):
    """A question and what was answered, for a reader who asks why."""

    question: Annotated[str, "The question's id."]
    ask: Annotated[str, "The question."]
    label: Annotated[str | None, "The chosen option's label; null where none was chosen."]
    text: Annotated[str | None, "The chosen option's text."]


class Gate(TypedDict):
    """A must-have that is missing, or could be."""

    id: Annotated[str, "Its name."]
    title: Annotated[str, "A few words for it."]
    cap: Annotated[str, "The best band it allows."]
    because: Annotated[str, "Why it is a must-have."]
    answers: Annotated[list[AnswerGiven], "The answers it looks at."]
    file: Annotated[str | None, "The definition's file."]
    line: Annotated[Count, "The line in it."]


class Recommendation(TypedDict):
    """Advice that applies."""

    id: Annotated[str, "The question's or the rule's id."]
    kind: Annotated[Literal["step", "rule"], "A step up from one answer, or a rule over several."]
    do: Annotated[str, "What to do."]
    why: Annotated[str | None, "Why."]
    because: Annotated[list[AnswerGiven], "The answers that led to it."]
    who: Annotated[str | None, "Who takes it."]
    effort: Annotated[Effort, "How much work it is."]
    leverage: Annotated[float, "How much of the overall score it could add at most."]
    lifts: Annotated[list[str], "Missing must-haves that it helps to meet."]
    cites: Annotated[list[CitedSource], "What it rests on."]


class Answer(AnswerGiven):
    """One question, and all that was said to it."""

    domain: Annotated[str, "The domain it stands in."]
    state: Annotated[State, "Answered, or which silence."]
    asked: Annotated[bool, "Whether it was asked, by scope and ask_if."]
    points: Annotated[float | None, "The points as written, before reverse."]
    note: Annotated[str | None, "The respondent's note."]
    evidence: Annotated[str | None, "What shows it."]
    confidence: Annotated[str | None, "How sure the respondent is."]
    because: Annotated[str | None, "Why it does not apply."]
    least: Annotated[float, "The fewest points."]
    most: Annotated[float, "The most points."]
    reverse: Annotated[bool, "Whether most points are worst."]
    weight: Annotated[float, "Importance among its siblings."]
    share: Annotated[Share | None, "How far it stands between worst and best."]
    file: Annotated[str | None, "The definition's file."]
    line: Annotated[Count, "The line in it."]


class MissingAnswer(TypedDict):
    """A missing answer, and what finding it out could change."""

    question: Annotated[str, "The question's id."]
    ask: Annotated[str, "The question."]
    state: Annotated[MissingState, "Which silence."]
    note: Annotated[str | None, "The respondent's note."]
    low: Annotated[float | None, "The overall score with its worst answer."]
    high: Annotated[float | None, "The overall score with its best answer."]
    band_low: Annotated[str | None, "The overall band with its worst answer."]
    band_high: Annotated[str | None, "The overall band with its best answer."]
    could_change_band: Annotated[bool, "Whether one of the two is another band than now."]


class EvidenceGap(AnswerGiven):
    """A high answer with nothing to show it."""

    evidence: Annotated[str, "What would show it."]


class OptionVotes(TypedDict):
    """How many in a room chose an option."""

    option: Annotated[str, "The option's key."]
    label: Annotated[str, "Its label."]
    votes: Annotated[Count, "How many chose it."]


class RoundOfVotes(TypedDict):
    """One vote of a room on one question."""

    counts: Annotated[list[OptionVotes], "How many chose each option."]
    unknown: Annotated[Count, "How many did not know."]
    word: Annotated[Word | None, "How they lie; null for fewer than two votes."]


class RoomVotes(AnswerGiven):
    """How a room voted on one question, and what it agreed."""

    state: Annotated[State, "What the room agreed: an answer, or which silence."]
    note: Annotated[str | None, "The room's note."]
    first: Annotated[RoundOfVotes, "The first vote."]
    second: Annotated[RoundOfVotes | None, "The vote after talking; null where there was none."]


class AgreedAction(TypedDict):
    """What a room agreed to do."""

    do: Annotated[str, "What to do."]
    owner: Annotated[str | None, "Who sees to it."]
    by: Annotated[str | None, "When it is due."]


class Summary(TypedDict):
    """A result in short."""

    questionnaire: Annotated[Questionnaire, "What was asked."]
    scope: Annotated[Scope, "Which questions were asked."]
    about: Annotated[dict[str, str], "Who answered about what, as the response says."]
    overall: Annotated[Overall, "The whole."]
    weakest: Annotated[str | None, "The weakest link's id."]
    gates: Annotated[list[Gate], "Must-haves that are missing."]
    open_gates: Annotated[list[Gate], "Must-haves that could be missing, as far as missing answers go."]
    warnings: Annotated[list[str], "What a reader needs to know about these answers."]


class ResultDocument(Summary):
    """One response, scored: what `report --format json` writes."""

    schema: Annotated[Literal["scalecheck-result/1"], "The version of this format."]
    tool: Annotated[Tool, "What wrote it."]
    domains: Annotated[list[Domain], "Every domain, depth first."]
    recommendations: Annotated[list[Recommendation], "Everything recommended, most useful first."]
    answers: Annotated[list[Answer], "Every question, in the order asked."]
    unknown: Annotated[list[MissingAnswer], "Missing answers, and what finding them out could change."]
    evidence_gaps: Annotated[list[EvidenceGap], "High answers with nothing to show them."]
    votes: Annotated[list[RoomVotes], "How a room voted, where one did."]
    actions: Annotated[list[AgreedAction], "What a room agreed to do."]
