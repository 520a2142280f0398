"""The least and the most that a domain's score can be, and exact arithmetic on the way there."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING

from scalecheck.definition.questionnaire import Domain, Question, Questionnaire
from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction


def ratio(over: int | Fraction, under: int | Fraction) -> int | Fraction:
    """Divide exactly; an ``int`` where it comes out even. *under* is not 0."""
    top, bottom = over.numerator * under.denominator, over.denominator * under.numerator
    if top % bottom == 0:
        return top // bottom
    from fractions import Fraction

    return Fraction(top, bottom)


def whole(numbers: Sequence[int | Fraction]) -> tuple[list[int], int]:
    """Put *numbers* over one common denominator: the numerators in their order, and the denominator."""
    bottom = lcm(*(number.denominator for number in numbers))
    return [number.numerator * (bottom // number.denominator) for number in numbers], bottom


def reduced(numbers: Sequence[int]) -> int:
    """Return the greatest number that divides them all; 1 for none or only zeros."""
    return gcd(*numbers) or 1


def points_range(node: Domain | Question) -> tuple[int | Fraction, int | Fraction]:
    """Return the least and most raw points of a question or a domain, whatever the unit.

    Of a domain these are its children's, as its aggregate joins them: weighted sums for ``sum``, weighted
    means for ``mean``, and for ``lowest`` and ``highest`` the widest reach, which means something only
    where the children have equal ranges: SC220 demands it wherever the range counts.
    """
    if isinstance(node, Question):
        return node.least, node.most
    ranges = [points_range(child) for child in node.children]
    if node.aggregate in ("lowest", "highest"):
        return min(least for least, _ in ranges), max(most for _, most in ranges)
    weights = [child.weight for child in node.children]
    least, most = (
        _sum_weighted(weights, (low for low, _ in ranges)),
        _sum_weighted(weights, (high for _, high in ranges)),
    )
    if node.aggregate == "sum":
        return least, most
    total = sum(weights)
    return (ratio(least, total), ratio(most, total)) if total else (0, 0)


def score_range(questionnaire: Questionnaire, domain: Domain) -> tuple[int | Fraction, int | Fraction]:
    """Return the least and most that *domain*'s score can be, in the questionnaire's unit, not rounded."""
    return (0, 100) if questionnaire.unit == "percent" else points_range(domain)


def _sum_weighted(weights: list[int | Fraction], values: Iterable[int | Fraction]) -> int | Fraction:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


BILLION = 1_000_000_000
SLACK = 4
"""Billionths allowed for at publication.

A share is rounded to billionths once at each level of the tree, so a score that stands exactly on a half
can arrive a few billionths below it (20 of 24 points, prorated to 27, is 22.5, but 0.833333333 x 27 is
less). So a share that is up to four billionths short of the half counts as the half, and is rounded up:
enough for eight levels of domains. A score that is truly that close below a half, and no half, takes
weights in the thousands; it is then rounded up too.
"""
STEPS = 10_000_000
"""So many different scores a domain can publish at most: what is allowed for is then at most a
twenty-fifth of a step."""


class Publication(NamedTuple):
    """How a share becomes a published number: ``(share + SLACK) * factor + offset) // divisor - shift``.

    The result is in units of the last published decimal: 62.5 with one decimal is 625. Whole numbers
    throughout, none negative before the division, so that every engine divides alike.
    """

    factor: int
    offset: int
    divisor: int
    shift: int

    def publish(self, share: int) -> int:
        """Return *share*, in billionths, as a published number in units of the last published decimal."""
        return ((share + SLACK) * self.factor + self.offset) // self.divisor - self.shift


def publication(least: int | Fraction, most: int | Fraction, decimals: int) -> Publication:
    """Return how scores between *least* and *most* are published: rounded half up to *decimals*."""
    (low, span), bottom = whole([least, most - least])
    scale = 2 * 10**decimals
    factor, offset, divisor = scale * span, scale * low * BILLION + BILLION * bottom, 2 * BILLION * bottom
    common = reduced([factor, offset, divisor])
    factor, offset, divisor = factor // common, offset // common, divisor // common
    shift = max(0, -(offset // divisor))
    return Publication(factor, offset + shift * divisor, divisor, shift)


def published_range(questionnaire: Questionnaire, domain: Domain) -> tuple[int | Fraction, int | Fraction]:
    """Return the lowest and the highest score that *domain* can publish, in the questionnaire's unit.

    They are its range rounded as scores are: a mean of 2.158… is published with one decimal as 2.2.
    """
    published = publication(*score_range(questionnaire, domain), questionnaire.decimals)
    unit = 10**questionnaire.decimals
    return ratio(published.publish(0), unit), ratio(published.publish(BILLION), unit)


def parts(questionnaire: Questionnaire, domain: Domain) -> tuple[list[tuple[int, ...]], list[int]]:
    """Return what each child contributes to *domain*'s fraction, in whole numbers as small as they can be.

    First, for each question, what each option adds above the line; second, for each child, what it adds
    below. In points, and for ``sum``, a child's weight is multiplied by its range, so that raw sums and
    means come out. A question whose options all give the same points adds nothing on either side.
    """
    ranged = domain.aggregate == "sum" or (questionnaire.unit == "points" and domain.aggregate == "mean")
    above: list[list[tuple[int, int]]] = []
    below: list[tuple[int, int]] = []
    for child in domain.children:
        least, most = points_range(child)
        weight, span = child.weight, most - least
        if ranged or (isinstance(child, Question) and not span):
            weight = weight * span
        below.append((weight.numerator, weight.denominator))
        if isinstance(child, Question):
            reach = [(most - o.points if child.reverse else o.points - least) * weight for o in child.options]
            unit = span or 1
            above.append([(r.numerator * unit.denominator, r.denominator * unit.numerator) for r in reach])
    bottom = lcm(*(under for row in (*above, below) for _, under in row))
    tops = [[over * (bottom // under) for over, under in row] for row in above]
    wholes = [over * (bottom // under) for over, under in below]
    common = reduced([*wholes, *(top for row in tops for top in row)])
    return [tuple(top // common for top in row) for row in tops], [number // common for number in wholes]
