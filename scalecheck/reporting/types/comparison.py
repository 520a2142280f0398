"""The type of a comparison: two results of one innovation, and what changed between them."""

from typing import Annotated, Literal, TypedDict

from scalecheck.definition.questionnaire import Effort
from scalecheck.reporting.types.result import MissingAnswer, Recommendation, Summary
from scalecheck.reporting.types.values import MissingState, Range, State, Tool


class NumberChange(TypedDict):
    """A number on both sides."""

    before: Annotated[float | None, "Before; null where there is none."]
    after: Annotated[float | None, "After; null where there is none."]
    change: Annotated[float | None, "The exact difference; null where one of them is missing."]


class BandName(TypedDict):
    """A band as one side calls it."""

    id: Annotated[str, "Its name."]
    title: Annotated[str, "What a reader sees."]


class BandChange(TypedDict):
    """A band on both sides."""

    before: Annotated[BandName | None, "Before; null where there is none."]
    after: Annotated[BandName | None, "After; null where there is none."]
    change: Annotated[
        Literal["up", "down", "same"] | None, "Which way; null unless both sides know the same bands."
    ]


class ReasonChange(TypedDict):
    """Why there is no score, on both sides."""

    before: Annotated[str | None, "Before; null where there is one."]
    after: Annotated[str | None, "After; null where there is one."]


class CertainChange(TypedDict):
    """Whether missing answers leave the band as it is, on both sides."""

    before: Annotated[bool, "Before."]
    after: Annotated[bool, "After."]


class StandingChange(TypedDict):
    """The numbers and bands of a domain on both sides, or of the whole."""

    score: Annotated[NumberChange, "The published score."]
    band: Annotated[BandChange, "The band."]
    low: Annotated[NumberChange, "The score with every missing answer at its worst."]
    high: Annotated[NumberChange, "The score with every missing answer at its best."]
    completeness: Annotated[NumberChange, "Share of the applicable questions that is answered."]
    answered: Annotated[NumberChange, "Questions answered, among those that apply."]
    applicable: Annotated[NumberChange, "Questions that were asked and apply."]
    why_missing: Annotated[ReasonChange, "Why there is no score, in words."]


class OverallChange(StandingChange):
    """The whole on both sides."""

    band_before_gates: Annotated[BandChange, "The band of the score alone."]
    certain: Annotated[CertainChange, "Whether both ends give the same band, must-haves included."]


class DomainChange(StandingChange):
    """One domain on both sides."""

    id: Annotated[str, "Its name."]
    parent: Annotated[str | None, "The domain it stands in; null at the top."]
    title: Annotated[str, "What a reader sees."]
    holds_questions: Annotated[bool, "Whether its children are questions."]
    least: Annotated[float | None, "Its lowest score; null unless both sides have the same range."]
    most: Annotated[float | None, "Its highest score; null unless both sides have the same range."]
    standing: Annotated[Literal["both", "added", "removed"], "Which sides have it."]


class AnswerSide(TypedDict):
    """What was answered on one side."""

    state: Annotated[State, "Answered, or which silence."]
    asked: Annotated[bool, "Whether it was asked, by scope and ask_if."]
    points: Annotated[float | None, "The points as written, before reverse."]
    label: Annotated[str | None, "The chosen option's label; null where none was chosen."]
    text: Annotated[str | None, "The chosen option's text."]
    share: Annotated[float | None, Range(0, 1), "How far it stands between worst and best."]
    note: Annotated[str | None, "The respondent's note."]
    evidence: Annotated[str | None, "What shows it."]


AnswerWord = Literal[
    "added",
    "removed",
    "up",
    "down",
    "sideways",
    "unchanged",
    "newly answered",
    "newly not applicable",
    "newly not asked",
    "no longer answered",
    "newly asked",
]
"""What became of an answer."""


class AnswerChange(TypedDict):
    """One question: what was answered on both sides, and what became of it."""

    question: Annotated[str, "The question's id."]
    domain: Annotated[str, "The domain it stands in."]
    ask: Annotated[str, "The question."]
    change: Annotated[AnswerWord, "What became of the answer."]
    share: Annotated[NumberChange, "How far it stands between worst and best."]
    before: Annotated[AnswerSide | None, "Before; null where there was no such question."]
    after: Annotated[AnswerSide | None, "After; null where there is no such question."]


class SettlingAnswer(TypedDict):
    """A missing answer that could settle whether the change is real."""

    question: Annotated[str, "The question's id."]
    ask: Annotated[str, "The question."]
    reach: Annotated[float, "How far it can move a score."]
    before: Annotated[MissingState | None, "Which silence before; null where it was not missing."]
    after: Annotated[MissingState | None, "Which silence after; null where it is not missing."]


class Certainty(TypedDict):
    """Whether the change is larger than what missing answers leave open."""

    verdict: Annotated[
        Literal["larger", "open", "equal", "not scored"],
        "larger: the two intervals do not meet; open: they do; equal: both are the same single number.",
    ]
    would_settle: Annotated[list[SettlingAnswer], "Missing answers that move a score, furthest first."]


class LapsedAdvice(TypedDict):
    """Advice from before that no longer applies."""

    id: Annotated[str, "The question's or the rule's id."]
    kind: Annotated[Literal["step", "rule"], "A step up from one answer, or a rule over several."]
    do: Annotated[str, "What to do."]
    who: Annotated[str | None, "Who takes it."]
    effort: Annotated[Effort, "How much work it is."]
    rose: Annotated[list[str], "Questions that led to it and whose answer went up."]


class TakenAdvice(LapsedAdvice):
    """Advice from before that was taken up."""

    further: Annotated[bool, "Whether there is more of it to do."]


class CurrentAdvice(Recommendation):
    """Advice that applies now."""

    since: Annotated[
        Literal["new", "before", "further", "slid back"],
        "new; given before too; the next step after one taken; or after an answer went down.",
    ]


class AdviceChange(TypedDict):
    """What was advised before and done since, what lapsed otherwise, and what is advised now."""

    taken_up: Annotated[list[TakenAdvice], "Advised before, and done since."]
    lapsed: Annotated[list[LapsedAdvice], "Advised before, and not now."]
    now: Annotated[list[CurrentAdvice], "Advised now, most useful first."]


GateState = Literal["holds", "open", "clear"]
GateWord = Literal["lifted", "still", "not known now", "found met", "new", "still not known"]
"""What became of a must-have."""


class GateChange(TypedDict):
    """A must-have that is or was missing or not known."""

    id: Annotated[str, "Its name."]
    title: Annotated[str, "A few words for it."]
    because: Annotated[str, "Why it is a must-have."]
    before: Annotated[GateState, "holds: missing; open: not known; clear: met."]
    after: Annotated[GateState, "The same, after."]
    change: Annotated[GateWord, "What became of it."]
    questions: Annotated[list[str], "The questions it looks at."]


class CurrentlyMissing(MissingAnswer):
    """An answer that is missing now."""

    missing_before: Annotated[bool, "Whether it was missing before, too."]


class MissingChange(TypedDict):
    """Which answers were found out since, and which are missing now."""

    found_out: Annotated[list[str], "Questions that were missing and are answered."]
    now: Annotated[list[CurrentlyMissing], "What is missing now."]


class ClosedGap(TypedDict):
    """A high answer that had nothing to show it, and is no longer one."""

    question: Annotated[str, "The question's id."]
    ask: Annotated[str, "The question."]
    because: Annotated[Literal["shown", "answer changed"], "How it closed."]


class OpenedGap(TypedDict):
    """A high answer that has nothing to show it, and was none before."""

    question: Annotated[str, "The question's id."]
    ask: Annotated[str, "The question."]
    label: Annotated[str | None, "The chosen option's label."]
    evidence: Annotated[str, "What would show it."]


class EvidenceChange(TypedDict):
    """High answers with nothing to show them."""

    closed: Annotated[list[ClosedGap], "Gaps that closed."]
    opened: Annotated[list[OpenedGap], "Gaps that opened."]
    still: Annotated[list[str], "Questions where the gap is still there."]


class QuestionChanges(TypedDict):
    """What differs between the two questionnaires, as far as the results show it."""

    added: Annotated[list[str], "Questions that only the second has."]
    removed: Annotated[list[str], "Questions that only the first has."]
    reworded: Annotated[list[str], "Questions in other words."]
    rescored: Annotated[list[str], "Questions scored in another way."]
    advice: Annotated[list[str], "Advice in other words."]


class ComparisonDocument(TypedDict):
    """Two results of one innovation: what `compare --format json` writes."""

    schema: Annotated[Literal["scalecheck-comparison/1"], "The version of this format."]
    tool: Annotated[Tool, "What wrote it."]
    decimals: Annotated[int, Range(0, 4), "Of the scores and their differences."]
    changed: Annotated[bool, "Whether anything is otherwise than before."]
    before: Annotated[Summary, "The first result in short."]
    after: Annotated[Summary, "The second result in short."]
    overall: Annotated[OverallChange, "The whole."]
    certainty: Annotated[Certainty, "Whether the change is larger than what missing answers leave open."]
    domains: Annotated[list[DomainChange], "Every domain, in the order of the second."]
    answers: Annotated[list[AnswerChange], "Every question, in the order of the second."]
    advice: Annotated[AdviceChange, "What was done of what was advised, and what is advised now."]
    gates: Annotated[list[GateChange], "Every must-have that is or was missing or not known."]
    missing: Annotated[MissingChange, "Which answers were found out, and which are missing now."]
    evidence: Annotated[EvidenceChange, "High answers with nothing to show them."]
    questions: Annotated[QuestionChanges, "What differs between the two questionnaires."]
    warnings: Annotated[list[str], "What a reader needs to know before believing the comparison."]
