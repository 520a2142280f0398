"""A room's votes on one question: read from what is typed, counted, and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.scoring.agreement import AGREED, UNKNOWN, agreement_on, middle_option
from scalecheck.text import listed, one_line, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.definition.questionnaire import Question

MOST = 100_000
"""More votes than any room has."""


def parse(question: Question, typed: str) -> dict[str, int] | None:
    """The votes in *typed*, by option's key; None where it says no votes.

    Three ways: a count for each option, low to high, and one more for "don't know" (``0 3 5 2`` or ``0 3
    5 2 1``); options with how often each (``3x1 5x2``: three times option 1, five times option 2;
    ``dx1``… is not needed, write ``1xd``); or one key a voter, without spaces (``1223d``). Counts of 0
    are left out.
    """
    words = typed.casefold().replace(",", " ").split()
    keys = [option.key for option in question.options]
    votes = _read_counts(words, keys) or _read_times(words, keys) or _read_voters(words, keys)
    return votes if votes and sum(votes.values()) <= MOST else None


def _read_counts(words: list[str], keys: list[str]) -> dict[str, int] | None:
    if len(words) not in (len(keys), len(keys) + 1) or not all(
        word.isascii() and word.isdigit() for word in words
    ):
        return None
    counted = zip((*keys, UNKNOWN), (int(word[:7]) for word in words), strict=False)
    return {key: count for key, count in counted if count}


def _read_times(words: list[str], keys: list[str]) -> dict[str, int] | None:
    votes: dict[str, int] = {}
    for word in words:
        count, _, key = word.replace("×", "x").partition("x")
        key = UNKNOWN if key in ("d", UNKNOWN) and key not in keys else key
        if not (count.isascii() and count.isdigit()) or key not in (*keys, UNKNOWN):
            return None
        votes[key] = votes.get(key, 0) + int(count[:7])
    return {key: count for key, count in votes.items() if count}


def _read_voters(words: list[str], keys: list[str]) -> dict[str, int] | None:
    if len(words) != 1 or any(len(key) > 1 for key in keys):
        return None
    votes: dict[str, int] = {}
    for voter in words[0]:
        key = UNKNOWN if voter == "d" and voter not in keys else voter
        if key not in (*keys, UNKNOWN):
            return None
        votes[key] = votes.get(key, 0) + 1
    return votes


def picture(question: Question, votes: Mapping[str, int]) -> list[tuple[str, str]]:
    """A row for each option, and one for those who do not know: its mark, and its votes as number and bar."""
    width = max(len(one_line(option.label)) for option in question.options)
    width = min(max(width, len(AnswerState.UNKNOWN.words)), 30)
    rows = [(f"{o.key}  ", one_line(o.label), votes.get(o.key, 0)) for o in question.options]
    if votes.get(UNKNOWN):
        rows.append(("d  ", AnswerState.UNKNOWN.words, votes[UNKNOWN]))
    most = max(count for _, _, count in rows)
    unit = max(
        1, -(-most // 30)
    )  # a bar of up to thirty signs; in a larger room each stands for several votes
    return [
        (mark, f"{label[:width]:<{width}}  {count:>3}  {'#' * -(-count // unit)}")
        for mark, label, count in rows
    ]


def summary(question: Question, votes: Mapping[str, int]) -> str:
    """The middle, and a word for the spread."""
    chosen, found = middle_option(question, votes), agreement_on(question, votes)
    if chosen is None:
        return "Nobody chose a level."
    start = f'The middle is {chosen.key}, "{one_line(chosen.label)}".'
    unsure = votes.get(UNKNOWN, 0)
    also = f" {unsure} do{'es' if unsure == 1 else ''} not know." if unsure else ""
    if found.word is None:
        return f"{start} One vote says nothing about agreement.{also}"
    return f"{start} Those who chose are {found.word} ({plural(found.votes, 'vote')}).{also}"


def agreed(question: Question, votes: Mapping[str, int]) -> bool:
    """True where there is nothing to talk about.

    The votes agree or are too few to say, and few do not know.
    """
    few = votes.get(UNKNOWN, 0) * 3 < sum(votes.values())
    return few and agreement_on(question, votes).word in (AGREED, None)


def outliers(question: Question, votes: Mapping[str, int]) -> str:
    """Say whom to hear before the second vote."""
    cast = [option for option in question.options if votes.get(option.key)]
    ends = [cast[0], cast[-1]] if len(cast) > 1 else cast
    names = listed(f'{option.key} ("{one_line(option.label)}")' for option in ends)
    return f"Ask those who chose {names} what they see. Do not ask anyone to defend it."


def explain(question: Question) -> str:
    """Explain how votes are typed, with an example that fits *question*."""
    keys = [option.key for option in question.options]
    counts = " ".join(str(each) for each in [0, 3, 5, 2, 1, 0, 0, 0, 0, 0][: len(keys)])
    times = f"3x{keys[0]} 5x{keys[1]}"
    voters = (
        f", or a key for each voter: {keys[0]}{keys[1]}{keys[1]}d"
        if all(len(key) == 1 for key in keys)
        else ""
    )
    return (
        f"Type how many chose each, low to high, and then how many do not know: {counts} 1. Or {times} "
        f"1xd{voters}."
    )
