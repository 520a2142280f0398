"""The agenda of a group: questions not agreed on, in the order in which to talk about them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from scalecheck.record import NamedTuple
from scalecheck.scoring import formula
from scalecheck.scoring.agreement import AGREED, SPLIT, levels
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.result import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.votes import Votes

Reason = Literal["band", "split", "mixed"]
"""Why a question is on the agenda: its answer could change the overall band; it splits the room; the
votes are spread."""
REASONS: tuple[Reason, ...] = ("band", "split", "mixed")
"""The order of the agenda."""


class Item(NamedTuple):
    """One thing to talk about."""

    question: str
    reason: Reason
    leverage: Fraction
    """How much of the overall range the question can move, from 0 to 1."""
    low: Score
    high: Score
    """The group's middle answers with this question at its lowest and at its highest vote, scored."""


def make_agenda(compiled: CompiledQuestionnaire, votes: Sequence[Votes], middle: Score) -> tuple[Item, ...]:
    """List everything not agreed: what could change the band, then what splits the room, then what is spread.

    Within each, the widest spread first (as a part of what chance would give), then the most leverage,
    then by id.
    """
    found: list[tuple[tuple[Any, ...], Item]] = []
    for each in votes:
        lie = each.agreement
        if lie.word in (None, AGREED) or lie.spread is None:
            continue
        order = levels(compiled.definitions[each.question])
        ends = [order.index(end) for end in (lie.lowest, lie.highest) if end is not None]
        low, high = (score_again(middle, middle.codes | {each.question: end}) for end in ends)
        bands = {score.band for score in (low, middle, high)} - {None}
        reason: Reason = "band" if len(bands) > 1 else "split" if lie.word == SPLIT else "mixed"
        leverage = max(Fraction(over, under) for over, under in compiled.questions[each.question].leverage)
        key = (REASONS.index(reason), -lie.spread, -leverage, each.question)
        found.append((key, Item(each.question, reason, leverage, low, high)))
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def score_again(score: Score, codes: dict[str, int]) -> Score:
    """Score other answers under the questionnaire of *score*; what is out of scope stays unanswered."""
    given = dict.fromkeys(score.compiled.questions, formula.UNANSWERED) | codes
    return Score(
        score.compiled,
        score.response._replace(answers={}, about={}),
        given,
        formula.score(WHOLE, score.compiled, given),
    )
