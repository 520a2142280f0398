"""Price steps, and find the best value for each price: the formula run over (price, value) lists.

What comes out is a Pareto frontier: no other offer has a better value for as low a price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.questionnaire import EFFORTS
from scalecheck.record import NamedTuple
from scalecheck.scoring.arithmetic import Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scalecheck.scoring.arithmetic import Value
    from scalecheck.scoring.compiled import CompiledQuestionnaire

WIDEST = 2_000_000
"""How many pairs of prices it may add up at once. Beyond that only the best value for each number of
steps is kept."""

Offer = tuple[int, int]
"""A price, and the best value to be had for it."""


class Offers:
    """The best value for each price: both rise from one entry to the next."""

    __slots__ = ("every",)

    def __init__(self, every: Iterable[Offer]) -> None:
        best = -1
        self.every: list[Offer] = []
        for price, value in sorted(every, key=lambda offer: (offer[0], -offer[1])):
            if value > best:
                self.every.append((price, value))
                best = value

    def map(self, change: Callable[[int], int]) -> Offers:
        """Every value changed by a function that never falls."""
        return Offers((price, change(value)) for price, value in self.every)

    def __mul__(self, factor: int) -> Offers:
        return self.map(lambda value: value * factor)

    def __add__(self, number: int) -> Offers:
        return self.map(lambda value: value + number)


class Rungs(NamedTuple):
    """In place of an answer's code: the options it may come to, each with its price."""

    options: tuple[tuple[int, int], ...]
    """Price and position."""


class Pricing(Whole):
    """The formula's arithmetic over :class:`Offers`. Numbers stay numbers; what joins the two is Offers."""

    def __init__(self, prices: Prices) -> None:
        self.prices = prices
        self.work = 0
        self.thinned = False

    def pick(self, code: Value, table: Sequence[int]) -> Value:
        if isinstance(code, Rungs):
            return Offers((price, table[option]) for price, option in code.options)
        return super().pick(code, table)

    def total(self, values: Sequence[Value]) -> Value:
        return self._join(values, lambda one, other: one + other, sum)

    def least(self, values: Sequence[Value]) -> Value:
        return self._join(values, min, min)

    def most(self, values: Sequence[Value]) -> Value:
        return self._join(values, max, max)

    def divide(self, over: Value, under: int) -> Value:
        if isinstance(over, Offers):
            return over.map(lambda value: value // under if under else 0)
        return super().divide(over, under)

    def _join(
        self, values: Sequence[Value], two: Callable[[int, int], int], all: Callable[[Sequence[int]], int]
    ) -> Value:
        """Any offer of one with any of the other, for the sum of their prices."""
        plain = [value for value in values if not isinstance(value, Offers)]
        offers = [value for value in values if isinstance(value, Offers)]
        if not offers:
            return all(plain)
        joined = Offers([(0, all(plain))]) if plain else offers.pop(0)
        for each in offers:
            one, other = joined.every, each.every
            if len(one) * len(other) > WIDEST:
                one, other = self._thin(one), self._thin(other)
            self.work += len(one) * len(other)
            joined = Offers((p + q, two(v, w)) for p, v in one for q, w in other)
        return joined

    def _thin(self, every: list[Offer]) -> list[Offer]:
        self.thinned = True
        return list({self.prices.steps(price): (price, value) for price, value in every}.values())


class Prices:
    """The price of steps: their number, then their effort, then how late they come by leverage, then id."""

    def __init__(self, compiled: CompiledQuestionnaire, codes: Mapping[str, int]) -> None:
        self.ladders = {name: ladder(compiled, name, code) for name, code in codes.items() if code >= 0}
        self.ladders = {
            n: rungs for n, rungs in self.ladders.items() if len(rungs) > 1 and compiled.questions[n].in_scope
        }
        order = sorted(self.ladders, key=lambda name: (-compiled.questions[name].ranks[codes[name]], name))
        self.base: int = max((len(rungs) for rungs in self.ladders.values()), default=2)
        self.place = {name: self.base**position for position, name in enumerate(reversed(order))}
        self.unit: int = self.base ** len(order)
        self.worth = 3 * sum(len(rungs) for rungs in self.ladders.values()) + 1
        self.table = {name: self._price_levels(compiled, name, rungs) for name, rungs in self.ladders.items()}

    def _price_levels(
        self, compiled: CompiledQuestionnaire, name: str, rungs: tuple[int, ...]
    ) -> tuple[int, ...]:
        row = [0]
        for option in rungs[:-1]:
            row.append(row[-1] + (self.worth + effort(compiled, name, option)) * self.unit - self.place[name])
        return tuple(row)

    def steps(self, price: int) -> int:
        """How many steps a price stands for."""
        return -(-price // self.unit) // self.worth

    def levels(self, price: int) -> dict[str, int]:
        """How many steps a price stands for on each question that has some."""
        rest = -price % self.unit
        counts = {name: rest // place % self.base for name, place in self.place.items()}
        return {name: count for name, count in counts.items() if count}


def ladder(compiled: CompiledQuestionnaire, name: str, code: int) -> tuple[int, ...]:
    """Return the options from *code* up, one a level: of options with equal points the first in the file.

    Better comes later.
    """
    question = compiled.definitions[name]
    levels = sorted({option.points for option in question.options}, reverse=question.reverse)
    points = [option.points for option in question.options]
    return (code, *(points.index(level) for level in levels[levels.index(points[code]) + 1 :]))


def effort(compiled: CompiledQuestionnaire, name: str, option: int) -> int:
    """Return the effort of the step up from an option: low 1, medium 2, high 3; medium where none is said."""
    step = compiled.definitions[name].options[option].next
    return EFFORTS.index(step.effort if step else "medium") + 1
