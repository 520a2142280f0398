"""The format of a result document: the contract with scripts, and what a saved report is held against."""

from __future__ import annotations

from typing import Any

from scalecheck.definition.answer_state import MISSING, AnswerState
from scalecheck.files.schema import (
    Either,
    Field,
    Flag,
    Many,
    Named,
    Nothing,
    Number,
    OneOf,
    Record,
    Shape,
    Text,
)
from scalecheck.reporting.documents.result import SCHEMA

_TEXT, _MAYBE, _FLAG = Text(), Text(or_nothing=True), Flag()
_NUMBER, _SCORE, _COUNT = Number(), Number(or_nothing=True), Number(least=0, whole=True)
_SHARE = Number(least=0, most=1, or_nothing=True)


def _record(called: str, /, **fields: tuple[Shape, str]) -> Record:
    """A record every field of which is always there: a script need not ask whether."""
    return Record(
        called,
        {key.rstrip("_"): Field(shape, about, required=True) for key, (shape, about) in fields.items()},
    )


BAND = _record(
    "band",
    id=(_TEXT, "Its name."),
    title=(_TEXT, "What a reader sees."),
    meaning=(_MAYBE, "What it means."),
    from_=(_NUMBER, "The lowest published score in it."),
)
CITE = _record(
    "cited source",
    id=(_MAYBE, "The id it is cited by; null for the questionnaire's own source."),
    title=(_TEXT, "Its title."),
    publisher=(_MAYBE, "Who published it."),
    year=(Number(whole=True, or_nothing=True), "When."),
    url=(_MAYBE, "Where to read it."),
    point=(_MAYBE, "The point of it that is meant."),
)


_PLACE = {
    "file": (_MAYBE, "The definition's file."),
    "line": (_COUNT, "The line in it."),
}
_SPAN = {
    "score": (_SCORE, "The published score; null where there is none."),
    "band": (_MAYBE, "The band's id; null where there is none."),
    "low": (_SCORE, "The score with every missing answer at its worst."),
    "high": (_SCORE, "The score with every missing answer at its best."),
    "band_low": (_MAYBE, "The band at the low end."),
    "band_high": (_MAYBE, "The band at the high end."),
    "completeness": (_SHARE, "Share of the applicable questions that is answered."),
    "answered": (_COUNT, "Questions answered, among those that apply."),
    "applicable": (_COUNT, "Questions that were asked and apply."),
    "why_missing": (
        _MAYBE,
        'Why there is no score: "nothing applies", "too few answered" or "nothing that counts is answered".',
    ),
    "needed": (_SHARE, "Share of applicable questions needed for a score."),
    "aggregate": (OneOf(("mean", "sum", "lowest", "highest")), "How the children make the score."),
    "share": (_SHARE, "How far it stands between least and most, from 0 to 1."),
}

SAID = _record(
    "answer given",
    question=(_TEXT, "The question's id."),
    ask=(_TEXT, "The question."),
    label=(_MAYBE, "The chosen option's label; null where none was chosen."),
    text=(_MAYBE, "The chosen option's text."),
)
STATES = tuple(state.value for state in AnswerState)
ROUND = _record(
    "round of votes",
    counts=(
        Many(
            _record(
                "count",
                option=(_TEXT, "The option's key."),
                label=(_TEXT, "Its label."),
                votes=(_COUNT, "How many chose it."),
            )
        ),
        "How many chose each option.",
    ),
    unknown=(_COUNT, "How many did not know."),
    word=(_MAYBE, "agreed, mixed or split into camps; null for fewer than two votes."),
)
GATE = _record(
    "gate",
    id=(_TEXT, "Its name."),
    title=(_TEXT, "A few words for it."),
    cap=(_TEXT, "The best band it allows."),
    because=(_TEXT, "Why it is a must-have."),
    answers=(Many(SAID, least=0), "The answers it looks at."),
    **_PLACE,
)

RESULT = _record(
    "result",
    schema=(OneOf((SCHEMA,)), "The version of this format."),
    tool=(_record("tool", name=(_TEXT, "scalecheck."), version=(_TEXT, "Its version.")), "What wrote it."),
    questionnaire=(
        _record(
            "questionnaire",
            id=(_TEXT, "Its name."),
            version=(_TEXT, "Its version."),
            digest=(_TEXT, "SHA-256 over its resolved content."),
            title=(_TEXT, "What a reader sees."),
            about=(_MAYBE, "Who it is for."),
            unit=(OneOf(("percent", "points")), "The unit of scores."),
            decimals=(Number(least=0, most=4, whole=True), "Of published scores."),
            least=(_NUMBER, "The lowest overall score."),
            most=(_NUMBER, "The highest overall score."),
            bands=(Many(BAND, least=0), "Its bands, low to high."),
            source=(Either(scalar=Nothing(), mapping=CITE), "What it is built on."),
            **_PLACE,
        ),
        "What was asked.",
    ),
    scope=(OneOf(("full", "quick")), "Which questions were asked."),
    about=(Named(_MAYBE), "Who answered about what, as the response says."),
    overall=(
        _record(
            "overall",
            **_SPAN,
            band_before_gates=(_MAYBE, "The band of the score alone."),
            certain=(_FLAG, "Whether both ends give the same band, gates included."),
            unanswered=(_COUNT, "Missing: not answered."),
            unknown=(_COUNT, "Missing: don't know."),
            declined=(_COUNT, "Missing: would rather not say."),
            not_applicable=(_COUNT, "Left out: does not apply."),
            capped_by=(Many(_TEXT, least=0), "Gates that keep the band below the score's own."),
        ),
        "The whole.",
    ),
    domains=(
        Many(
            _record(
                "domain",
                id=(_TEXT, "Its name."),
                parent=(_MAYBE, "The domain it stands in; null at the top."),
                title=(_TEXT, "What a reader sees."),
                about=(_MAYBE, "What it is about."),
                **_SPAN,
                least=(_NUMBER, "Its lowest score."),
                most=(_NUMBER, "Its highest score."),
                bands=(Many(BAND, least=0), "Its own bands."),
                weight=(_NUMBER, "Importance among its siblings."),
                holds_questions=(_FLAG, "Whether its children are questions."),
                **_PLACE,
            ),
            least=0,
        ),
        "Every domain, depth first.",
    ),
    weakest=(_MAYBE, "The weakest link's id."),
    gates=(Many(GATE, least=0), "Gates that hold."),
    open_gates=(Many(GATE, least=0), "Gates that could hold, as far as missing answers go."),
    recommendations=(
        Many(
            _record(
                "recommendation",
                id=(_TEXT, "The question's or the rule's id."),
                kind=(OneOf(("step", "rule")), "A step up from one answer, or a rule over several."),
                do=(_TEXT, "What to do."),
                why=(_MAYBE, "Why."),
                because=(Many(SAID, least=0), "The answers that led to it."),
                who=(_MAYBE, "Who takes it."),
                effort=(OneOf(("low", "medium", "high")), "How much work it is."),
                leverage=(_NUMBER, "How much of the overall score it could add at most."),
                lifts=(Many(_TEXT, least=0), "Gates that hold and that it helps to lift."),
                cites=(Many(CITE, least=0), "What it rests on."),
            ),
            least=0,
        ),
        "Everything recommended, most useful first.",
    ),
    answers=(
        Many(
            _record(
                "answer",
                **{name: (entry.shape, entry.about) for name, entry in SAID.fields.items()},
                domain=(_TEXT, "The domain it stands in."),
                state=(OneOf(STATES), "Answered, or which silence."),
                asked=(_FLAG, "Whether it was asked, by scope and ask_if."),
                points=(_SCORE, "The points as written, before reverse."),
                note=(_MAYBE, "The respondent's note."),
                evidence=(_MAYBE, "What shows it."),
                confidence=(_MAYBE, "How sure the respondent is."),
                because=(_MAYBE, "Why it does not apply."),
                least=(_NUMBER, "The fewest points."),
                most=(_NUMBER, "The most points."),
                reverse=(_FLAG, "Whether most points are worst."),
                weight=(_NUMBER, "Importance among its siblings."),
                share=(_SHARE, "How far it stands between worst and best."),
                **_PLACE,
            ),
            least=0,
        ),
        "Every question, in the order asked.",
    ),
    unknown=(
        Many(
            _record(
                "missing answer",
                question=(_TEXT, "The question's id."),
                ask=(_TEXT, "The question."),
                state=(OneOf(tuple(state.value for state in MISSING)), "Which silence."),
                note=(_MAYBE, "The respondent's note."),
                low=(_SCORE, "The overall score with its worst answer."),
                high=(_SCORE, "The overall score with its best answer."),
                band_low=(_MAYBE, "The overall band with its worst answer."),
                band_high=(_MAYBE, "The overall band with its best answer."),
                could_change_band=(_FLAG, "Whether one of the two is another band than now."),
            ),
            least=0,
        ),
        "Missing answers, and what finding them out could change.",
    ),
    evidence_gaps=(
        Many(
            _record(
                "evidence gap",
                **{name: (entry.shape, entry.about) for name, entry in SAID.fields.items()},
                evidence=(_TEXT, "What would show it."),
            ),
            least=0,
        ),
        "High answers with nothing to show them.",
    ),
    votes=(
        Many(
            _record(
                "room's votes",
                **{name: (entry.shape, entry.about) for name, entry in SAID.fields.items()},
                state=(OneOf(STATES), "What the room agreed: an answer, or which silence."),
                note=(_MAYBE, "The room's note."),
                first=(ROUND, "The first vote."),
                second=(
                    Either(scalar=Nothing(), mapping=ROUND),
                    "The vote after talking; null where there was none.",
                ),
            ),
            least=0,
        ),
        "How a room voted, where one did.",
    ),
    actions=(
        Many(
            _record(
                "agreed action",
                do=(_TEXT, "What to do."),
                owner=(_MAYBE, "Who sees to it."),
                by=(_MAYBE, "When it is due."),
            ),
            least=0,
        ),
        "What a room agreed to do.",
    ),
    warnings=(Many(_TEXT, least=0), "What a reader needs to know about these answers."),
)


def incoherent(data: dict[str, Any]) -> str:
    """What in a saved result names something that is not in it, in a few words; empty where all holds together."""
    overall, whole = data["overall"], data["questionnaire"]
    gates = {gate["id"] for gate in (*data["gates"], *data["open_gates"])}
    domains: set[str | None] = {None}
    bands = {band["id"] for band in whole["bands"]}
    for entry in (overall, *data["domains"]):
        own = {band["id"] for band in entry.get("bands", ())} or bands
        if any(entry[name] not in {None, *own} for name in ("band", "band_low", "band_high")):
            return "a band is not there"
        if entry["score"] is not None and None in (entry["low"], entry["high"], entry["share"]):
            return "a score has no interval"
        if entry.get("parent") not in domains:
            return "a domain stands in one that is not there"
        domains.add(entry.get("id"))
    before = overall["band_before_gates"]
    if before not in {None, *bands} or (bands and (before is None) != (overall["score"] is None)):
        return "a band is not there"
    if any(gate["cap"] not in bands for gate in (*data["gates"], *data["open_gates"])):
        return "a band is not there"
    if any(
        entry[name] not in {None, *bands} for entry in data["unknown"] for name in ("band_low", "band_high")
    ):
        return "a band is not there"
    lifted = {name for entry in data["recommendations"] for name in entry["lifts"]}
    if not ({*lifted, *overall["capped_by"]} <= gates and {data["weakest"]} <= domains):
        return "a gate or a domain is not there"
    for answer in data["answers"]:
        said = [answer[name] is not None for name in ("label", "points", "share")]
        if said != [answer["state"] == "answered"] * 3 or answer["domain"] not in domains:
            return f'the answer to "{answer["question"]}" is incomplete'
    return ""
