"""The type of a cohort's summary: many responses, counted."""

from typing import Annotated, Literal, TypedDict

from scalecheck.reporting.types.values import Count, Questionnaire, Range, Share, Tool
from scalecheck.responses.response import Scope

End = Literal["floor", "ceiling"]
Flag = Literal["floor", "ceiling", "missing"]


class Counted(TypedDict):
    """So many of so many."""

    count: Annotated[Count, "How many."]
    of: Annotated[Count, "Of how many."]
    share: Annotated[Share | None, "The one divided by the other; null of none."]


class Spread(TypedDict):
    """Where numbers lie. The quartiles are values that occur; null where there are too few rows."""

    n: Annotated[Count, "How many rows have a number."]
    mean: Annotated[float | None, "Their mean, with one decimal more."]
    lowest: Annotated[float | None, "The lowest."]
    lower_quartile: Annotated[float | None, "The lowest that at least a quarter do not exceed."]
    median: Annotated[float | None, "The lowest that at least half do not exceed."]
    upper_quartile: Annotated[float | None, "The lowest that at least three quarters do not exceed."]
    highest: Annotated[float | None, "The highest."]
    within: Annotated[float, Range(0), "By how much the quartiles may be too low; 0 where they are exact."]


class ScoreSpread(Spread):
    """Where the published scores of a domain lie, or of the whole."""

    no_score: Annotated[Count, "Rows without a score."]
    least: Annotated[float, "The lowest score there can be."]
    most: Annotated[float, "The highest score there can be."]
    floor: Annotated[Counted, "Rows with the lowest score there can be."]
    ceiling: Annotated[Counted, "Rows with the highest score there can be."]
    flags: Annotated[list[End], "The ends at which scores pile up."]


class BandCount(Counted):
    """How many rows are in a band."""

    band: Annotated[str, "The band's id."]
    title: Annotated[str, "What a reader sees."]


class GateCount(Counted):
    """How many rows a gate holds in a lower band."""

    id: Annotated[str, "Its name."]
    title: Annotated[str, "A few words for it."]
    cap: Annotated[str, "The best band it allows."]


class OverallSpread(ScoreSpread):
    """Where the overall scores lie."""

    bands: Annotated[list[BandCount], "Rows in each band, low to high, of those that have one."]
    capped: Annotated[Counted, "Rows that a missing must-have keeps in a lower band than their score alone."]
    capped_by: Annotated[list[GateCount], "The same by each must-have."]


class DomainSpread(ScoreSpread):
    """Where the scores of one domain lie."""

    id: Annotated[str, "Its name."]
    parent: Annotated[str | None, "The domain it stands in; null at the top."]
    title: Annotated[str, "What a reader sees."]
    bands: Annotated[list[BandCount], "Rows in each band, low to high, of those that have one."]


class WeakestCount(Counted):
    """How often a domain is the weakest link."""

    domain: Annotated[str, "The domain's id."]
    title: Annotated[str, "What a reader sees."]


class WeakestLinks(TypedDict):
    """Which domain is the weakest link how often."""

    rows: Annotated[Count, "Rows that have a weakest link."]
    none: Annotated[Count, "Rows that have none."]
    domains: Annotated[list[WeakestCount], "The commonest first."]


class StepCount(TypedDict):
    """How often a step is among a row's first recommendations."""

    option: Annotated[str, "The key of the option it starts from."]
    label: Annotated[str, "That option's label."]
    do: Annotated[str, "What to do."]
    who: Annotated[str | None, "Who takes it."]
    count: Annotated[Count, "In how many rows."]


class FrequentAdvice(Counted):
    """What stands often among a row's first recommendations."""

    id: Annotated[str, "The question's or the rule's id."]
    kind: Annotated[Literal["step", "rule"], "Steps up on one question, or a rule over several."]
    ask: Annotated[str | None, "The question; null for a rule."]
    do: Annotated[str | None, "What to do; the most frequent step's, on a question."]
    who: Annotated[str | None, "Who takes it."]
    steps: Annotated[list[StepCount], "The steps on a question, the most frequent first."]


class Completeness(Spread):
    """How much of what applies is answered."""

    complete: Annotated[Counted, "Rows in which nothing is missing."]


class CountedOption(TypedDict):
    """An option as it is counted."""

    option: Annotated[str, "Its key."]
    points: Annotated[float, "Its points as written, before reverse."]
    label: Annotated[str, "Its label."]


class OptionCount(CountedOption, Counted):
    """How often an option is chosen."""


class QuestionCount(TypedDict):
    """How one question was answered."""

    question: Annotated[str, "The question's id."]
    domain: Annotated[str, "The domain it stands in."]
    ask: Annotated[str, "The question."]
    reverse: Annotated[bool, "Whether most points are worst."]
    asked_if: Annotated[bool, "Whether it is asked after some answers only."]
    answered: Annotated[Count, "Rows with an answer."]
    options: Annotated[list[OptionCount], "Rows with each option, of those with an answer."]
    unanswered: Annotated[Count, "Missing: not answered."]
    unknown: Annotated[Count, "Missing: don't know."]
    declined: Annotated[Count, "Missing: would rather not say."]
    not_applicable: Annotated[Count, "Left out: does not apply."]
    missing: Annotated[Count, "Rows in which it is missing."]
    missing_share: Annotated[Share | None, "Their share; null where a condition decides who is asked."]
    floor: Annotated[Counted | None, "Rows with the worst answer; null where all options are alike."]
    ceiling: Annotated[Counted | None, "Rows with the best answer; null where all options are alike."]
    flags: Annotated[list[Flag], "Why it stands out."]


class ScoreEnds(TypedDict):
    """When scores pile up at an end."""

    share: Annotated[Share, "More than this share has the lowest or the highest score there can be."]
    rows: Annotated[Count, "Of at least so many rows."]
    source: Annotated[str, "Where the rule comes from."]


class Limit(TypedDict):
    """From which share on something stands out."""

    share: Annotated[Share, "From this share on."]


class Rules(TypedDict):
    """The rules by which something is told or left out."""

    few: Annotated[Count, "Fewer rows than this have no quartiles, and nothing of them stands out."]
    quantile: Annotated[str, "What a quartile is."]
    score_ends: Annotated[ScoreEnds, "When scores pile up at an end."]
    question_ends: Annotated[Limit, "When a question's answers do."]
    missing: Annotated[Limit, "When many answers are missing."]


class CohortDocument(TypedDict):
    """Many responses, counted: what `batch --summary --format json` writes."""

    schema: Annotated[Literal["scalecheck-cohort/1"], "The version of this format."]
    tool: Annotated[Tool, "What wrote it."]
    questionnaire: Annotated[Questionnaire, "What was asked."]
    scope: Annotated[Scope, "Which questions were asked."]
    about: Annotated[dict[str, str], "Where the rows come from."]
    rows: Annotated[Count, "How many were counted."]
    rejected: Annotated[Count, "How many could not be read."]
    rules: Annotated[Rules, "The rules by which something is told or left out."]
    overall: Annotated[OverallSpread, "Where the overall scores lie."]
    domains: Annotated[list[DomainSpread], "Every domain, depth first."]
    weakest: Annotated[WeakestLinks, "Which domain is the weakest link how often."]
    recommendations: Annotated[list[FrequentAdvice], "The most frequent recommendations, first of all."]
    completeness: Annotated[Completeness, "How much of what applies is answered."]
    questions: Annotated[list[QuestionCount], "Every question in scope, in the order asked."]
