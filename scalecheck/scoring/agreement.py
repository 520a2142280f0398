"""Measure how far people agree: on one question over several raters, and on the questions of a domain.

Votes are *levels*: 0 for the worst answer, one more for each better one, so that the numbers do not
depend on how many points an option gives. Every number is exact until somebody prints it. A question
nobody answered has no statistics, and one rater has no spread: what cannot be known is None, never 0 or
1.

**The word for the spread** follows the RAND/UCLA appropriateness method (Fitch and others, The RAND/UCLA
Appropriateness Method User's Manual, RAND MR-1269, 2001), which looks at thirds of the votes and thirds
of the scale:

- a *camp* is a third of the votes, to the nearest whole vote, and two people at least where there are
  four or more votes: 3 of 8 to 10, 4 of 11 to 13, 5 of 14 to 16, as the method's table has it;
- a *third of the scale* is a third of the levels, to the nearest whole level, and one at least: 1 of 2 to
  4 levels, 2 of 5 to 7, 3 of 8 to 10;
- *split into camps*: a camp in the lowest third of the scale and a camp in the highest;
- *agreed*: fewer votes than a camp lie outside a third of the scale that holds the median, laid where it
  holds most votes;
- *mixed*: anything else.

The method has nine levels and keeps the thirds 1–3, 4–6 and 7–9 for both rules. Here the third around the
median may lie anywhere, so that votes on 3 and 4 of nine agree as votes on 2 and 3 do. On four levels it
is the median's own level.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeVar

from scalecheck.definition.answer_state import AnswerState
from scalecheck.record import NamedTuple
from scalecheck.text import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.definition.questionnaire import Option, Question

Word = Literal["agreed", "mixed", "split into camps"]
UNKNOWN = AnswerState.UNKNOWN.value
"""How a room's votes count those who do not know."""
AGREED: Word = "agreed"
MIXED: Word = "mixed"
SPLIT: Word = "split into camps"

T = TypeVar("T", int, float)


class Agreement(NamedTuple):
    """How the votes on one question lie."""

    counts: tuple[int, ...]
    """Votes on each level, the worst first."""
    votes: int
    """How many people gave an answer; silences are left out."""
    median: int | None
    """The middle level; with an even count the lower of the two, which somebody chose. None without votes."""
    lowest: int | None
    highest: int | None
    word: Word | None
    """None for fewer than two votes."""
    variance: Fraction | None
    """Of the votes, divided by one less than their number; in levels, squared. None for fewer than two
    votes."""
    chance: Fraction
    """The variance if every level were as likely as the others: (levels² − 1) / 12."""
    ad_mean: Fraction | None
    """Average deviation from the mean, in levels; 0 when all say the same (Burke, Finkelstein and Dusig,
    1999)."""
    ad_median: Fraction | None
    """Average deviation from the median, in levels. Either middle of an even count gives the same."""

    @property
    def spread(self) -> Fraction | None:
        """Return the variance over the variance of chance, a number without a unit.

        0 when all say the same, 1 when votes lie as chance has them, more when they are polarised; None for
        fewer than two votes, or one level.
        """
        return self.variance / self.chance if self.variance is not None and self.chance else None

    @property
    def rwg(self) -> Fraction | None:
        """Return the within-group agreement, from 0 (as spread as chance, or more) to 1 (all say the same).

        1 − variance / chance, and 0 where that is negative (James, Demaree and Wolf, 1984, with the
        uniform null).
        """
        return None if self.spread is None else max(Fraction(0), 1 - self.spread)


class DomainAgreement(NamedTuple):
    """How far raters agree on the questions of one domain."""

    rwg_j: Fraction | None
    """From 0 to 1. None where no question has two votes. It rises with the number of questions, so read
    ``against`` beside it."""
    ad: Fraction | None
    """The mean of the questions' average deviations from the mean, in levels."""
    questions: int
    """How many questions it rests on: those with two votes or more."""
    agreed: int
    mixed: int
    split: int
    against: tuple[str, ...]
    """Questions nobody agrees on, whatever the domain's number says: split into camps, or spread as
    widely as chance."""


def levels(question: Question) -> tuple[int, ...]:
    """Rank the options of *question* into levels: a number for each option, in their order, 0 for the worst.

    Options with equal points share a level.
    """
    order = sorted({option.points for option in question.options}, reverse=question.reverse)
    return tuple(order.index(option.points) for option in question.options)


def camp(votes: int) -> int:
    """Return how many of *votes* make a camp: a third, to the nearest; two at least from four on."""
    return max((votes + 1) // 3, 2 if votes > 3 else 1)


def third(count: int) -> int:
    """Return how many of *count* levels make a third of the scale: to the nearest, one at least."""
    return max(1, (2 * count + 3) // 6)


def rule(votes: int, count: int) -> str:
    """Say what the words mean for *votes* votes on *count* levels, in words and numbers."""
    size, part = camp(votes), third(count)
    where = (
        "the middle level"
        if part == 1
        else f"the {part} neighbouring levels around the middle that hold most votes"
    )
    ends = (
        ("the lowest level", "the highest")
        if part == 1
        else (f"the {part} lowest levels", f"the {part} highest")
    )
    outside = (
        f"no more than {size - 1} lie" if size > 2 else "no more than 1 lies" if size == 2 else "none lies"
    )
    return (
        f"Of {plural(votes, 'vote')} on {plural(count, 'level')}: agreed when {outside} outside {where}; "
        f"split into camps when at least {size} {'are' if size > 1 else 'is'} on {ends[0]} and as many on "
        f"{ends[1]}; else mixed."
    )


def word(counts: Sequence[int]) -> Word | None:
    """Return the word for votes that lie as *counts* says, by level; None for fewer than two."""
    votes = sum(counts)
    if votes < 2:
        return None
    size, part = camp(votes), third(len(counts))
    if len(counts) > 1 and sum(counts[:part]) >= size and sum(counts[-part:]) >= size:
        return SPLIT
    middle = _find_median(counts)
    starts = range(max(0, middle - part + 1), min(middle, len(counts) - part) + 1)
    near = max(sum(counts[start : start + part]) for start in starts)
    return AGREED if votes - near < size else MIXED


def agreement(votes: Sequence[int], count: int) -> Agreement:
    """Measure how *votes* lie, each a level from 0 to *count* − 1, in any order."""
    counts = tuple(votes.count(level) for level in range(count))
    size = len(votes)
    chance = Fraction(count * count - 1, 12)
    if not size:
        return Agreement(counts, 0, None, None, None, None, None, chance, None, None)
    middle = _find_median(counts)
    several = size > 1
    mean = Fraction(sum(votes), size)
    return Agreement(
        counts=counts,
        votes=size,
        median=middle,
        lowest=min(votes),
        highest=max(votes),
        word=word(counts),
        variance=sum(((vote - mean) ** 2 for vote in votes), Fraction(0)) / (size - 1) if several else None,
        chance=chance,
        ad_mean=sum((abs(vote - mean) for vote in votes), Fraction(0)) / size if several else None,
        ad_median=Fraction(sum(abs(vote - middle) for vote in votes), size) if several else None,
    )


def domain_agreement(questions: Mapping[str, Agreement]) -> DomainAgreement:
    """Measure how far raters agree on *questions*, by id.

    rwg(j) = J(1 − m) / (J(1 − m) + m), where J is the number of questions and m the mean of their
    variances, each as a part of what chance would give; 0 where m is 1 or more (James, Demaree and Wolf,
    1984, with the uniform null). The original has one scale for all questions; taking each variance as a
    part of its own scale's chance lets scales differ.
    """
    known = {name: each for name, each in questions.items() if each.spread is not None}
    words = [each.word for each in questions.values()]
    spreads = [each.spread for each in known.values() if each.spread is not None]
    deviations = [each.ad_mean for each in known.values() if each.ad_mean is not None]
    number = None
    if spreads:
        part = min(Fraction(1), sum(spreads, Fraction(0)) / len(spreads))
        number = len(spreads) * (1 - part) / (len(spreads) * (1 - part) + part)
    return DomainAgreement(
        rwg_j=number,
        ad=sum(deviations, Fraction(0)) / len(deviations) if deviations else None,
        questions=len(known),
        agreed=words.count(AGREED),
        mixed=words.count(MIXED),
        split=words.count(SPLIT),
        against=tuple(name for name, each in known.items() if each.word == SPLIT or each.rwg == 0),
    )


def middle_of(values: Sequence[T]) -> T:
    """Return the lower median of one or more *values*: of an even count the lower of the middle two."""
    return sorted(values)[(len(values) - 1) // 2]


def _find_median(counts: Sequence[int]) -> int:
    """Return the lower median level of at least one vote."""
    return middle_of([level for level, count in enumerate(counts) for _ in range(count)])


def agreement_on(question: Question, votes: Mapping[str, int]) -> Agreement:
    """Measure how a room's *votes* lie, each option's by its key; those who do not know are left out."""
    level = dict(zip((option.key for option in question.options), levels(question), strict=True))
    cast = [level[key] for key, count in votes.items() if key != UNKNOWN for _ in range(count)]
    return agreement(cast, max(level.values()) + 1)


def middle_option(question: Question, votes: Mapping[str, int]) -> Option | None:
    """Return the option in the middle; with an even count the lower of the two, which somebody chose.

    None without votes.
    """
    median = agreement_on(question, votes).median
    if median is None:
        return None
    chosen = [
        option for option, level in zip(question.options, levels(question), strict=True) if level == median
    ]
    return max(chosen, key=lambda option: votes.get(option.key, 0))
