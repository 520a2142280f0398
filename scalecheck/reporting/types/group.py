"""The type of a group report: several people's responses about one innovation, side by side."""

from typing import Annotated, Literal, TypedDict

from scalecheck.reporting.types.result import Word
from scalecheck.reporting.types.values import (
    Count,
    Questionnaire,
    Range,
    State,
    Tool,
)
from scalecheck.responses.response import Scope
from scalecheck.scoring.result import WhyMissing


class Rater(TypedDict):
    """One person's own result."""

    name: Annotated[str, "A number, or the name where names are told."]
    score: Annotated[float | None, "The published overall score; null where there is none."]
    band: Annotated[str | None, "The overall band's id; null where there is none."]


class RolePeople(TypedDict):
    """A role that may be told apart."""

    role: Annotated[str, "What it is called."]
    people: Annotated[Count, "How many raters have it."]


class BandPeople(TypedDict):
    """How many raters' own result is in a band."""

    band: Annotated[str, "The band's id."]
    people: Annotated[Count, "How many."]


class DomainAgreement(TypedDict):
    """How far raters agree on a domain's questions."""

    rwg_j: Annotated[float | None, "Agreement over all its questions, from 0 to 1; null with too few votes."]
    ad: Annotated[float | None, "Mean deviation of a vote from the mean, in levels."]
    questions: Annotated[Count, "Questions with votes."]
    agreed: Annotated[Count, "Questions on which they agree."]
    mixed: Annotated[Count, "Questions on which the votes are spread."]
    split: Annotated[Count, "Questions on which they split into camps."]
    against: Annotated[list[str], "Questions whose votes are more spread than chance would have them."]


class DomainMiddle(TypedDict):
    """Where raters' scores of one domain lie, or of the whole."""

    id: Annotated[str, "The domain's id."]
    parent: Annotated[str | None, "The domain it stands in; null at the top."]
    title: Annotated[str, "What a reader sees."]
    least: Annotated[float, "The lowest score there can be."]
    most: Annotated[float, "The highest score there can be."]
    median: Annotated[float | None, "The middle score, which somebody has; null where nobody has one."]
    lowest: Annotated[float | None, "The lowest score anybody has."]
    highest: Annotated[float | None, "The highest score anybody has."]
    scores: Annotated[list[float], "Every rater's score, lowest first; raters without one are left out."]
    agreement: Annotated[DomainAgreement, "How far they agree on its questions."]


class OverallMiddle(DomainMiddle):
    """Where raters' overall scores lie."""

    bands: Annotated[list[BandPeople], "How many raters' own results are in each band, low to high."]
    no_score: Annotated[Count, "How many have no overall score."]


class Level(TypedDict):
    """The votes for one level of a question: for its options with equal points."""

    key: Annotated[str, "The options' keys."]
    label: Annotated[str, "Their labels."]
    text: Annotated[str | None, "Their texts."]
    votes: Annotated[Count, "How many chose it."]
    names: Annotated[list[str] | None, "Who chose it; null where names are not told."]


class Silences(TypedDict):
    """How many raters left a question without a vote, and in which way."""

    unknown: Annotated[Count, "Don't know."]
    declined: Annotated[Count, "Would rather not say."]
    unanswered: Annotated[Count, "Not answered."]
    not_applicable: Annotated[Count, "Does not apply."]


class AllSilences(Silences):
    """The silences, and whom a question was not put to."""

    not_asked: Annotated[Count, "Left out by the rater's own earlier answers."]


class QuestionSilences(Silences):
    """A question that somebody could not answer."""

    question: Annotated[str, "The question's id."]
    people: Annotated[Count, "How many could not answer it."]


class AgreedAnswer(TypedDict):
    """What the group agreed on one question."""

    state: Annotated[State, "Answered, or which silence."]
    level: Annotated[Count | None, "The position of the level, lowest first; null where none was chosen."]
    key: Annotated[str | None, "The option's key."]
    label: Annotated[str | None, "The option's label."]
    note: Annotated[str | None, "The group's note."]


class QuestionVotes(TypedDict):
    """How raters voted on one question."""

    question: Annotated[str, "The question's id."]
    domain: Annotated[str, "The domain it stands in."]
    ask: Annotated[str, "The question."]
    votes: Annotated[Count, "How many raters have a vote."]
    levels: Annotated[list[Level], "The votes for each level, from the worst to the best."]
    median: Annotated[Count | None, "The position of the middle vote's level; null without votes."]
    lowest: Annotated[Count | None, "The position of the lowest vote's level."]
    highest: Annotated[Count | None, "The position of the highest vote's level."]
    word: Annotated[Word | None, "How they lie; null for fewer than two votes."]
    rule: Annotated[str | None, "What the word means for so many votes and levels."]
    rwg: Annotated[float | None, "Agreement, from 0 to 1; null for fewer than two votes."]
    ad_mean: Annotated[float | None, "Mean deviation of a vote from the mean, in levels."]
    ad_median: Annotated[float | None, "Mean deviation of a vote from the median, in levels."]
    silences: Annotated[AllSilences, "How many have no vote, and why."]
    agreed: Annotated[AgreedAnswer | None, "What was agreed; null where nothing has been agreed yet."]


class AgendaItem(TypedDict):
    """One question to talk about."""

    question: Annotated[str, "The question's id."]
    reason: Annotated[Literal["band", "split", "mixed"], "Why: it could change the band, or divides them."]
    leverage: Annotated[float, "How much of the overall score it can move at most."]
    low: Annotated[float | None, "The overall score with its lowest vote, and else the middle votes."]
    high: Annotated[float | None, "The same with its highest vote."]
    band_low: Annotated[str | None, "The overall band with its lowest vote."]
    band_middle: Annotated[str | None, "The overall band of the middle votes."]
    band_high: Annotated[str | None, "The overall band with its highest vote."]


class RoleMedian(TypedDict):
    """The middle score of the raters of one role."""

    role: Annotated[str, "What it is called."]
    median: Annotated[float, "Their middle score."]
    people: Annotated[Count, "How many they are."]


class ShownBy(TypedDict):
    """The question on which two roles lie furthest apart."""

    question: Annotated[str, "The question's id."]
    low: Annotated[Count, "The position of the middle level of the role with the lower score."]
    high: Annotated[Count, "The position of the middle level of the role with the higher score."]


class DomainGap(TypedDict):
    """How far roles lie apart in one domain."""

    domain: Annotated[str, "The domain's id."]
    title: Annotated[str, "What a reader sees."]
    gap: Annotated[float, Range(0), "How far the lowest and the highest middle score lie apart."]
    low: Annotated[str, "The role with the lowest."]
    high: Annotated[str, "The role with the highest."]
    medians: Annotated[list[RoleMedian], "The middle score of each role."]
    shown_by: Annotated[ShownBy | None, "Where it shows best."]


class ScoreInterval(TypedDict):
    """A published score of the agreed answers, with its interval."""

    score: Annotated[float | None, "The published score; null where there is none."]
    low: Annotated[float | None, "The score with every missing answer at its worst."]
    high: Annotated[float | None, "The score with every missing answer at its best."]
    answered: Annotated[Count, "Questions answered, among those that apply."]
    applicable: Annotated[Count, "Questions that were asked and apply."]
    why_missing: Annotated[WhyMissing | None, "Why there is no score; null where there is one."]


class AgreedDomain(ScoreInterval):
    """What the agreed answers of one domain come to."""

    id: Annotated[str, "The domain's id."]
    band: Annotated[str | None, "The band's id; null where there is none."]


class AgreedGate(TypedDict):
    """A must-have that is missing by the agreed answers."""

    id: Annotated[str, "Its name."]
    title: Annotated[str, "A few words for it."]
    caps: Annotated[bool, "Whether it keeps the band below the score's own."]


class AgreedResult(ScoreInterval):
    """The group's agreed answers, scored like anybody's."""

    band: Annotated[str | None, "The overall band's id, after must-haves; null where there is none."]
    band_before_gates: Annotated[str | None, "The band of the score alone."]
    band_low: Annotated[str | None, "The band at the low end."]
    band_high: Annotated[str | None, "The band at the high end."]
    certain: Annotated[bool, "Whether both ends give the same band, must-haves included."]
    gates: Annotated[list[AgreedGate], "Must-haves that are missing."]
    domains: Annotated[list[AgreedDomain], "Every domain, depth first."]


class GroupDocument(TypedDict):
    """Several people's responses about one innovation: what `report --format json` writes of a folder."""

    schema: Annotated[Literal["scalecheck-group/1"], "The version of this format."]
    tool: Annotated[Tool, "What wrote it."]
    questionnaire: Annotated[Questionnaire, "What was asked."]
    scope: Annotated[Scope, "Which questions were asked."]
    about: Annotated[dict[str, str], "What every response says alike."]
    raters: Annotated[list[Rater], "Everybody's own result, lowest first."]
    named: Annotated[bool, "Whether raters are told by name."]
    roles: Annotated[list[RolePeople], "Roles that may be told apart."]
    others: Annotated[Count, "Raters of no such role."]
    overall: Annotated[OverallMiddle, "Where the overall scores lie."]
    domains: Annotated[list[DomainMiddle], "Every domain, depth first."]
    questions: Annotated[list[QuestionVotes], "Every question, in the order asked."]
    agenda: Annotated[list[AgendaItem], "What to talk about, first things first."]
    gaps: Annotated[list[DomainGap], "How far roles lie apart, widest first."]
    silences: Annotated[list[QuestionSilences], "Questions somebody could not answer, most first."]
    agreed: Annotated[AgreedResult | None, "The agreed answers; null where nothing has been agreed yet."]
    warnings: Annotated[list[str], "What a reader needs to know about these answers."]
