"""The format of a questionnaire file: every name it may hold, what stands there and what it means.

The reader, the JSON Schema and the reference page (``docs/format.md``) are all made from this.
"""

from __future__ import annotations

import re

from scalecheck.files.scalars import Flag, Number, OneOf, Part, Published, Text, ident
from scalecheck.files.schema import Either, Field, Later, Many, Named, Record

VERSION = Text(re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}\Z"), "a version such as 1.0.0")
URL = Text(re.compile(r"https?://[^\s<>\"']+\Z"), "an address that starts with http:// or https://")
WEIGHT = Number(least=0, most=1_000_000)
EFFORT = OneOf(("low", "medium", "high"))
AGGREGATE = OneOf(("mean", "sum", "lowest", "highest"))
SHARE = Part()

_condition = Later()
CONDITION = Record(
    "condition",
    {
        "question": Field(ident(), "The id of a question, whose points are compared as written."),
        "domain": Field(ident(), "The id of a domain, whose published score is compared."),
        "overall": Field(Flag(only=True), "Compares the overall score: write `overall: true`."),
        "below": Field(Number(), "True when the points or the score are less than this."),
        "at_least": Field(Number(), "True when the points or the score are this or more."),
        "is": Field(
            Text(), "An option's id, label or points; for a domain or the overall score, a band's id."
        ),
        "all": Field(Many(_condition), "True when every condition in the list is."),
        "any": Field(Many(_condition), "True when at least one condition in the list is."),
        "not": Field(_condition, "True when this condition is false."),
    },
)
_condition.shape = CONDITION

STEP = Record(
    "next step",
    {
        "do": Field(Text(), "The one step that leads to the next option up.", required=True),
        "who": Field(Text(), "Who takes it."),
        "effort": Field(
            EFFORT,
            "low: a meeting or a page; medium: weeks; high: money or a board decision. Default medium.",
        ),
    },
)

OPTION = Record(
    "option",
    {
        "label": Field(Text(), "A few words; bars, forms and spreadsheets show it.", required=True),
        "text": Field(Text(), "The behaviour it stands for, in a sentence."),
        "id": Field(ident(), "A name of its own; needed where options share their points."),
        "points": Field(
            Number(), "What it counts. Give all options points or none; without, they count 1, 2, 3 …"
        ),
        "next": Field(STEP, "The next step up: shown as a recommendation to whoever chose this option."),
    },
)

QUESTION = Record(
    "question",
    {
        "id": Field(ident(), "Its name, unique in the questionnaire and in all it includes.", required=True),
        "ask": Field(Text(), "The question itself.", required=True),
        "help": Field(Text(), "Why it is asked."),
        "evidence": Field(
            Text(), "What would show a high answer. With it, high answers without evidence are pointed out."
        ),
        "cites": Field(Many(ident()), "Ids of key points and references it rests on."),
        "tags": Field(Many(ident()), "Themes. `quick` puts it into the short version."),
        "weight": Field(WEIGHT, "Importance among its siblings. Default 1; 0 leaves it out of the score."),
        "reverse": Field(Flag(), "`true` when most points are worst. Default `false`."),
        "options": Field(Many(OPTION, least=2), "The answers, low to high. Either this or `scale`."),
        "scale": Field(ident(), "The name of one of `scales`. Either this or `options`."),
        "ask_if": Field(CONDITION, "Asked only when this is true or undecided; on questions asked earlier."),
    },
)

BAND = Record(
    "band",
    {
        "id": Field(ident(), "Its name.", required=True),
        "from": Field(
            Number(),
            "The lowest published score in it. Of the first band, the lowest there is or less.",
            required=True,
        ),
        "to": Field(
            Number(), "The highest published score in it. Optional: `check` holds it against the next band."
        ),
        "title": Field(Text(), "What a reader sees.", required=True),
        "meaning": Field(Text(), "What it means for the reader."),
    },
)

_domain = Later()
DOMAIN = Record(
    "domain",
    {
        "id": Field(
            ident(),
            "Its name, unique in the questionnaire and in all it includes. Required, unless it is an "
            "include.",
        ),
        "title": Field(Text(), "What a reader sees. Required, unless it is an include."),
        "about": Field(Text(), "What it is about, in a sentence."),
        "weight": Field(WEIGHT, "Importance among its siblings. Default 1."),
        "aggregate": Field(AGGREGATE, "How its children make its score. Default mean."),
        "min_answered": Field(
            SHARE, "Share of its applicable questions it needs for a score. Default: the questionnaire's."
        ),
        "bands": Field(Many(BAND), "Its own bands, where they differ from the questionnaire's."),
        "ask_if": Field(CONDITION, "As on a question: for everything beneath it."),
        "questions": Field(Many(QUESTION), "Its questions. Either these or `domains`."),
        "domains": Field(Many(_domain), "Its domains. Either these or `questions`."),
        "include": Field(
            ident(), "The id of a questionnaire that stands here as one domain. Goes with `weight` only."
        ),
    },
)
_domain.shape = DOMAIN

GATE = Record(
    "gate",
    {
        "id": Field(ident(), "Its name.", required=True),
        "title": Field(Text(), "A few words for it."),
        "when": Field(CONDITION, "Holds when this is true.", required=True),
        "cap": Field(ident(), "The best band the overall result can have while it holds.", required=True),
        "because": Field(Text(), "Why it is a must-have.", required=True),
    },
)

ADVICE = Record(
    "rule",
    {
        "id": Field(ident(), "Its name.", required=True),
        "when": Field(CONDITION, "Applies when this is true.", required=True),
        "do": Field(Text(), "What to do.", required=True),
        "why": Field(Text(), "Why it follows from the answers.", required=True),
        "who": Field(Text(), "Who takes it."),
        "effort": Field(EFFORT, "As on a next step. Default medium."),
        "cites": Field(Many(ident()), "Ids of key points and references it rests on."),
    },
)

_SOURCE = {
    "title": Field(Text(), "Its title.", required=True),
    "publisher": Field(Text(), "Who published it."),
    "year": Field(Number(least=1000, most=9999, whole=True), "When."),
    "url": Field(URL, "Where to read it."),
}
REFERENCE = Record("reference", _SOURCE)
SOURCE = Record(
    "source",
    _SOURCE
    | {
        "key_points": Field(
            Named(Text()), "What it says, by ids that `cites` can name, each in one sentence."
        )
    },
)

GIVEN = Text(or_nothing=True)
ANSWER = Record(
    "answer",
    {
        "answer": Field(
            GIVEN,
            "An option's points, id or label; or unknown, declined, not applicable. Nothing: not answered.",
        ),
        "note": Field(GIVEN, "Anything worth remembering."),
        "evidence": Field(GIVEN, "What shows it."),
        "confidence": Field(OneOf(("low", "medium", "high")), "How sure the respondent is."),
        "because": Field(GIVEN, "Why it does not apply."),
    },
)
ANSWERS = Named(Either(scalar=GIVEN, mapping=ANSWER))

EXPECT = Record(
    "expectation",
    {
        "overall": Field(Published(), "The overall score; nothing where there is none."),
        "band": Field(GIVEN, "The overall band's id, after gates; nothing where there is none."),
        "low": Field(Published(), "The low end of the interval."),
        "high": Field(Published(), "The high end of the interval."),
        "certain": Field(Flag(), "Whether both ends of the interval give the same band."),
        "completeness": Field(Published(), "Share of the applicable questions that is answered."),
        "domains": Field(Named(Published()), "Scores of domains by id; nothing where there is none."),
        "weakest": Field(ident(), "The weakest link's id."),
        "gates": Field(Many(ident(), least=0), "The gates that hold, all of them."),
        "recommendations": Field(Many(ident(), least=0), "The first recommendations, in order."),
    },
)

EXAMPLE = Record(
    "example",
    {
        "name": Field(Text(), "What it shows.", required=True),
        "answers": Field(ANSWERS, "Answers, as in a response.", required=True),
        "expect": Field(EXPECT, "What they must give. State as much as you know.", required=True),
    },
)

QUESTIONNAIRE = Record(
    "questionnaire",
    {
        "id": Field(ident(), "Its name; the file is best named after it.", required=True),
        "version": Field(
            VERSION,
            "major.minor.patch. Major: scores change; minor: advice added; patch: wording.",
            required=True,
        ),
        "title": Field(Text(), "What a reader sees.", required=True),
        "about": Field(Text(), "Who it is for, how long it takes, what it is not."),
        "source": Field(SOURCE, "What it is built on."),
        "references": Field(Named(REFERENCE), "Further sources, by ids that `cites` can name."),
        "licence": Field(Text(), "The terms of its content."),
        "tags": Field(
            Named(Text()), "What each tag means. When given, no other tag may be used but `quick`."
        ),
        "unit": Field(OneOf(("percent", "points")), "percent (0–100, the default) or points (raw)."),
        "decimals": Field(
            Number(least=0, most=4, whole=True), "Of published scores, rounded half up. Default 1."
        ),
        "min_answered": Field(
            SHARE, "Share of its applicable questions a domain needs for a score. Default 0.5."
        ),
        "aggregate": Field(AGGREGATE, "How the top domains make the overall score. Default mean."),
        "bands": Field(
            Many(BAND),
            "Named stretches of the score, low to high; the first starts at the lowest score or below.",
        ),
        "scales": Field(Named(Many(OPTION, least=2)), "Sets of options shared between questions."),
        "domains": Field(Many(DOMAIN), "What is asked.", required=True),
        "gates": Field(Many(GATE, least=0), "Must-haves."),
        "advice": Field(Many(ADVICE, least=0), "What follows from several answers together."),
        "examples": Field(
            Many(EXAMPLE, least=0), "Answers and the scores they must give; `check` runs them."
        ),
    },
)
