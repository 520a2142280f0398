"""Text on its way to a reader: made harmless, folded, shortened, counted and joined.

Whatever comes from a file or an answer is data. A terminal obeys escape sequences and a reader's eye obeys
direction marks, so every renderer passes outside text through :func:`clean` first.
"""

from __future__ import annotations

import re

_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1: terminals act on them
    "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # direction marks and characters without width
    "\u2028\u2029\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_NUMBER = re.compile(NUMBER)
STRAIGHT_QUOTES = {"‘": "'", "’": "'", "“": '"', "”": '"'}
"""Quotes that programs bend while people type, and the straight ones they are compared as."""
_STRAIGHTEN = str.maketrans(STRAIGHT_QUOTES)


def clean(text: str) -> str:
    r"""*text* with everything a terminal or a reader could be misled by replaced by a visible mark.

    >>> clean("ward\\x1b[31m")
    'ward\ufffd[31m'
    """
    return _HARMFUL.sub("\ufffd", text)


def defuse(cell: str) -> str:
    """*cell* as a spreadsheet takes it for text: after a ``'`` where it would be a formula, not a number."""
    return f"'{cell}" if cell.startswith(FORMULA) and not _NUMBER.fullmatch(cell) else cell


def one_line(text: object) -> str:
    """Make *text* harmless and lay it on one line."""
    return _SPACES.sub(" ", clean(str(text))).strip()


def fold(text: str) -> str:
    """*text* as it is compared: trimmed, in small letters, with single spaces and straight quotes."""
    return " ".join(text.translate(_STRAIGHTEN).casefold().split())


def short(text: object, width: int = 60) -> str:
    """Lay *text* on one line, cut to *width* characters with an ellipsis that says so."""
    whole = one_line(text)
    return whole if len(whole) <= width else whole[: width - 1].rstrip() + "…"


def with_article(name: str) -> str:
    """*name* with its article: ``a gate``, ``an option``."""
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """*count* with its noun: ``1 question``, ``2 questions``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(words: object, last: str = "and") -> str:
    """*words* as a sentence lists them: ``a``, ``a and b``, ``a, b and c``; empty for none."""
    items = [str(word) for word in words]  # type: ignore[attr-defined]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
