"""Recode the cells of a column into the codes of answers, as expressions for the whole column at once.

Written over narwhals, so that any frame can hold them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from scalecheck.engines.frame_steps import first_match
from scalecheck.mapping.answer_codes import NUMBER, codes_by_spelling, strip_decimal_zeros
from scalecheck.scoring import formula
from scalecheck.text import STRAIGHT_QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scalecheck.definition.questionnaire import Question

UNREADABLE = -9
"""The code of a cell that is no answer."""
SPACES = "[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
r"""What Python takes for spaces, spelt out: engines do not agree on what ``\s`` is."""
DECIMAL = r"^[+-]?[0-9]+\.[0-9]+$"


def fold_text(question: Question, cell: Any) -> Any:
    """Return the text *cell* as it is compared (see ``answer_codes.fold``)."""
    odd, known = _find_odd_letters(question), codes_by_spelling(question)
    for sign, straight in STRAIGHT_QUOTES.items():
        if any(straight in name for name in known):
            cell = cell.str.replace_all(sign, straight, literal=True)
    for sign in odd:
        cell = cell.str.replace_all(sign, sign.casefold(), literal=True)
    folded = cell.str.replace_all(SPACES, " ").str.strip_chars(" ").str.to_lowercase()
    for sign in odd:
        folded = folded.str.replace_all(sign, sign.casefold(), literal=True)
    return folded


def strip_zeros(question: Question, folded: Any) -> Any:
    """Strip the zeros at the end of a decimal from a *folded* text.

    ``2.50`` is ``2.5``, and ``2.0`` is ``2``.
    """
    known = codes_by_spelling(question)
    own = [
        name
        for name, code in known.items()
        if NUMBER.fullmatch(name) and known.get(strip_decimal_zeros(name)) != code
    ]
    decimal = folded.str.contains(DECIMAL)
    decimal = decimal & ~folded.is_in(own) if own else decimal
    return nw.when(decimal).then(folded.str.strip_chars_end("0").str.strip_chars_end(".")).otherwise(folded)


def text_code(question: Question, cell: Any, folded: Any) -> Any:
    """The code of each text *cell*; *folded* is what :func:`strip_zeros` makes of it."""
    by_code: dict[int, list[str]] = {}
    for spelling, code in codes_by_spelling(question).items():
        if spelling:
            by_code.setdefault(code, []).append(spelling)
    pairs = [(folded.is_in(names), code) for code, names in sorted(by_code.items())]
    return first_match(
        nw, [(cell.is_null() | (folded == ""), formula.UNANSWERED), *pairs], UNREADABLE, nw.Int64
    )


def number_code(question: Question, cell: Any) -> Any:
    """The code of each *cell* of a column of numbers."""
    numbers = dict(_list_numbers(codes_by_spelling(question)))
    pairs = [(cell == number, code) for number, code in numbers.items()]
    return first_match(nw, [(cell.is_null(), formula.UNANSWERED), *pairs], UNREADABLE, nw.Int64)


def null_code(cell: Any) -> Any:
    """The code of each *cell* of a column that can hold nothing but nulls."""
    return first_match(nw, [(cell.is_null(), formula.UNANSWERED)], UNREADABLE, nw.Int64)


def _list_numbers(known: Mapping[str, int]) -> Iterator[tuple[float, int]]:
    for name, code in known.items():
        if NUMBER.fullmatch(name) and known.get(strip_decimal_zeros(name)) == code:
            yield float(name), code


def _find_odd_letters(question: Question) -> list[str]:
    """List letters in the words for options that casefolding and lower case treat differently, as ``ß``."""
    words = [
        word
        for option in question.options
        for word in (option.label, option.text)
        if word and not word.isascii()
    ]
    signs = {
        sign for word in words for way in (word, word.upper(), word.lower(), word.title()) for sign in way
    }
    return sorted(sign for sign in signs if sign.casefold() != sign.lower() or len(sign.lower()) > 1)
