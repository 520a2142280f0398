"""Recode cells into answers: every spelling of every option and silence, and the code it stands for.

A table is read as a response is (see ``responses.reader.resolve``), and takes an option's text as well,
since survey exports have nothing else. Spellings are compared folded: trimmed, with single spaces (a
no-break space is one) and straight quotes, in any case. One that could mean two things for a question
means nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import STATED_SILENCES, AnswerState
from scalecheck.definition.questionnaire import written
from scalecheck.errors import did_you_mean
from scalecheck.record import NamedTuple
from scalecheck.responses.reader import MEANT
from scalecheck.scoring import formula
from scalecheck.text import fold, listed, short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.definition.questionnaire import Question

CODES = {"": formula.UNANSWERED} | {state.value: state.code for state in STATED_SILENCES}
"""The code of each silence, by what a cell holds for it."""

_MISSING = {
    *MEANT,
    *["#n/a", "nan", "null", "none", "nil", "-", "--", ".", "missing"],
    "no answer",
    "not answered",
}
"""What other programs and people write for a missing answer. Which of the four silences it is, only
``--map`` can say."""
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ t]\d.*)?"
    rf"|\d{{1,2}}[- ]({_MONTHS})[a-z]*([- ]\d{{2,4}})?|({_MONTHS})[a-z]*[- ]\d{{1,4}}"
)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_NEAR = 0.9
"""How alike a cell and a text are before it looks like a slip of the hand."""
_SENTINEL = re.compile(r"-\d+|([6-9])\1+")


class Spellings(NamedTuple):
    """The spellings of the answers to one question."""

    codes: dict[str, int]
    """The code of each folded spelling."""
    ambiguous: dict[str, tuple[str, str]]
    """Folded spellings that could mean two things, with both."""


def codes_by_spelling(question: Question) -> dict[str, int]:
    """Return the code of each folded spelling of an answer to *question*."""
    return spellings(question).codes


def spellings(question: Question, extra: Mapping[str, int] | None = None) -> Spellings:
    """Every spelling of an answer to *question*, and those that are in doubt.

    Where *extra* gives the points of an option another meaning, the numbers are a survey's own, and none
    of the question's counts beside them: a half-written renumbering is then refused, not scored.
    """
    own = {fold(name): code for name, code in (extra or {}).items()}
    numbers = {} if renumbers_options(question, own) else _collect_numbers(question)
    claims: dict[str, dict[int, None]] = {name: {code: None} for name, code in CODES.items()}
    told = [(position, option) for position, option in enumerate(question.options) if option.text]
    texts = {(fold(option.text), position): None for position, option in told}
    texts |= {
        (fold(f"{option.label}: {option.text}"), position): None for position, option in told
    }  # as forms print it
    for name, code in (*numbers.items(), *_collect_words(question).items(), *texts):
        claims.setdefault(name, {})[code] = None
    for name, code in own.items():
        if code in claims.get(name, {}):
            claims[name] = {code: None}  # the map says which of two is meant
        claims.setdefault(name, {})[code] = None
    codes = {name: next(iter(found)) for name, found in claims.items() if len(found) == 1}
    twice = {
        name: [describe_code(question, code) for code in found][:2]
        for name, found in claims.items()
        if len(found) > 1
    }
    return Spellings(codes, {name: (both[0], both[1]) for name, both in twice.items()})


def renumbers_options(question: Question, extra: Mapping[str, int]) -> bool:
    """Tell whether *extra* gives the points of an option another meaning."""
    own = {fold(name): code for name, code in extra.items()}
    return any(
        own.get(name, -1) >= 0 and own[name] != code for name, code in _collect_numbers(question).items()
    )


def _collect_numbers(question: Question) -> dict[str, int]:
    """Points, with and without a decimal: ``2``, ``2.0``. Points that two options share name neither."""
    points = [option.points for option in question.options]
    found: dict[str, int] = {}
    for position, each in enumerate(points):
        if points.count(each) == 1:
            found[written(each)] = position
            if isinstance(each, int):
                found[f"{each}.0"] = position
    return found


def _collect_words(question: Question) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, option in enumerate(question.options):
        found[fold(option.label)] = position
        if option.id:
            found[option.id] = position
    return found


def code_of(codes: Mapping[str, int], cell: str) -> int | None:
    """Return the code of *cell*, or None where it is not an answer."""
    name = fold(cell)
    found = codes.get(name)
    return codes.get(strip_decimal_zeros(name)) if found is None and NUMBER.fullmatch(name) else found


def strip_decimal_zeros(number: str) -> str:
    """*number* without the zeros at the end of a decimal."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def describe_code(question: Question, code: int) -> str:
    """Word what *code* means as an answer to *question*."""
    if code < 0:
        return (
            "no answer"
            if code == formula.UNANSWERED
            else next(name for name, each in CODES.items() if each == code)
        )
    option = question.options[code]
    return f"{option.key} ({short(option.label, 40)})"


def explain_unknown_cell(question: Question, known: Spellings, cell: str) -> tuple[str, str]:
    """Why *cell* is not an answer to *question*, and what to do: one sentence each."""
    name, shown = fold(cell), short(cell, 40)
    what = f'"{shown}" is not an answer to "{question.id}"'
    if name in known.ambiguous:
        one, other = known.ambiguous[name]
        return (
            f'"{shown}" could mean {one} or {other} for "{question.id}".',
            "Say which with --map, or write the points.",
        )
    if name in _MISSING or _SENTINEL.fullmatch(name):
        meant = MEANT.get(name, AnswerState.UNKNOWN)
        return (
            f"{what}.",
            f'If it stands for a missing answer, say which with --map (answers: {{"{shown}": {meant}}}).',
        )
    if _DATE.fullmatch(name):
        return (
            f"{what}: it is a date, as spreadsheets make of 1-2 or 3/4.",
            "Write the points in a column formatted as text.",
        )
    if _DECIMAL_COMMA.fullmatch(name):
        return f"{what}: it has a decimal comma.", "Write numbers with a point."
    keys = [option.key for option in question.options if option.key in known.codes]
    hint = did_you_mean(cell, [option.label for option in question.options]) or _suggest_text(
        question, known, name
    )
    return (
        f"{what}.",
        hint or f"Choose {listed([*keys, *STATED_SILENCES], 'or')}; other words only with --map.",
    )


def _suggest_text(question: Question, known: Spellings, name: str) -> str:
    """What to do about a cell that is nearly the text of an option; empty where it is not."""
    from difflib import get_close_matches

    texts = {fold(option.text): option for option in question.options if option.text}
    close = get_close_matches(name, [text for text in texts if text in known.codes], n=1, cutoff=_NEAR)
    if not close:
        return ""
    option = texts[close[0]]
    return f'It is nearly the text of "{short(option.label, 40)}", which is: "{option.text}" Write it so.'


def list_silences() -> str:
    """The words for the silences, as a sentence lists them."""
    return listed(STATED_SILENCES, "or")
