"""Find the cheapest set of steps that reaches a band, by best-first search bounded by the formula itself.

A step takes one answered question up one level. A set of steps has a *price*, one whole number that holds,
in this order, how many steps there are, their effort, and how early their questions come in the order of
leverage: so two sets never cost the same, prices add up, and a price can be read back as the steps it
stands for.

The bound comes from the formula: it is run once a domain over :class:`Offers` (the best value for each
price) in place of numbers. Means, sums, lowest and highest never fall when a child rises, so keeping only
the best value for each price loses nothing, rounding included. What that does not cover is taken by cases.
Which questions are asked is settled by trying the questions that ``ask_if`` looks at, from one stretch of
levels that it takes alike to the next. A must-have on an answer or on a domain's least score becomes a
demand in the bound. All else (a must-have that wants a low score) is left to the judge: the formula, run on
the answers. Where it says no, the search goes on with the next cheapest set.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from scalecheck.definition.condition import comparisons
from scalecheck.record import NamedTuple
from scalecheck.scoring import formula
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.outcome import Share
from scalecheck.scoring.plan.demands import Demands
from scalecheck.scoring.plan.frontier import Offers, Prices, Pricing, Rungs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.scoring.outcome import Outcome
    from scalecheck.scoring.result import Score

LOOKS = 2_000
"""How many times the search may bound a case or ask the formula before it settles for the best it has
found."""
WORK = 6_000_000
"""How many pairs of prices it may add up before it does."""


class Case(NamedTuple):
    """A part of what can be reached: what is asked is settled, and each question has some levels left."""

    asking: tuple[int, ...]
    """The stretch of levels, from 0, of each question that ``ask_if`` looks at."""
    price: int
    """Of the steps taken into those stretches by questions that are not asked after all."""
    outcome: Outcome
    """At the start of those stretches."""
    levels: dict[str, tuple[int, ...]]
    """How many steps each question may take that is asked and answered."""
    floors: dict[str, int]
    """The least published score that each domain must have, in units of the last decimal."""


class Found(NamedTuple):
    """What the search came to."""

    steps: tuple[str, ...] | None
    """The question of each step, in an order in which each can be taken; None where nothing was found."""
    ordered: int
    """How many of the first steps must keep their order: the others can change places among themselves."""
    exact: bool
    """Whether nothing better exists."""


class Search:
    """The search for the cheapest steps from *score* to band number *target* or a better one."""

    def __init__(self, score: Score, target: int) -> None:
        self.compiled, self.codes, self.target = score.compiled, score.codes, target
        self.prices = Prices(self.compiled, self.codes)
        self.pricing = Pricing(self.prices)
        self.stretches = self._find_stretches()
        self.askers = tuple(self.stretches)
        gates = [gate.when for gate in self.compiled.gates if gate.cap < target]
        self.demands = Demands(self.compiled, self.prices.ladders, gates)
        self.before: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None] = {}
        self.known: dict[tuple[int, ...], frozenset[str]] = {}
        self.heap: list[tuple[int, int, Case, int | None]] = []
        self.looks = 0

    def found(self) -> Found:
        """Find the cheapest steps; or, when the search grows too long, some of which none can be left out."""
        start = (0,) * len(self.askers)
        self.before[start] = None
        self._settle(start)
        while self.heap and self.looks < LOOKS and self.pricing.work < WORK:
            _, _, case, price = heappop(self.heap)
            if price is None:
                self._expand(case)
                continue
            levels = self.prices.levels(price)
            if self.reaches(self._take(self._find_starts(case.asking) | levels)):
                first = self._retrace(case.asking)
                rest = [name for name, count in levels.items() for _ in range(count - first.count(name))]
                return Found((*first, *rest), len(first), not self.pricing.thinned)
            self._split(case, levels)
        if not self.heap and not self.pricing.thinned:
            return Found(None, 0, True)
        short = self._shorten()
        return Found(short, len(short or ()) if self.askers else 0, False)

    def run(self, codes: Mapping[str, int]) -> Outcome:
        """What the formula says of *codes*."""
        self.looks += 1
        return formula.score(WHOLE, self.compiled, codes)

    def reaches(self, codes: Mapping[str, int]) -> bool:
        """Whether *codes* are in the wanted band, as the formula has it."""
        outcome = self.run(codes)
        return bool(outcome.domains[self.compiled.root.id].published) and bool(outcome.band >= self.target)

    # Cases.

    def _find_stretches(self) -> dict[str, list[range]]:
        """Part the levels of questions that ``ask_if`` looks at into runs no condition tells apart."""
        looked: dict[str, list[tuple[int, ...]]] = {}
        for question in self.compiled.questions.values():
            for condition in question.ask_if if question.in_scope else ():
                for each, _ in comparisons(condition):
                    looked.setdefault(each.subject, []).append(self.compiled.options(each))
        found = {}
        for name, rungs in self.prices.ladders.items():
            if name in looked:
                signs = [tuple(option in true for true in looked[name]) for option in rungs]
                starts = [level for level, sign in enumerate(signs) if not level or sign != signs[level - 1]]
                found[name] = [range(*ends) for ends in zip(starts, [*starts[1:], len(rungs)], strict=True)]
        return found

    def _find_starts(self, asking: tuple[int, ...]) -> dict[str, int]:
        return {name: self.stretches[name][place][0] for name, place in zip(self.askers, asking, strict=True)}

    def _settle(self, asking: tuple[int, ...]) -> None:
        """Put the case of these stretches where the steps into them belong."""
        starts = self._find_starts(asking)
        outcome = self.run(self._take(starts))
        levels = {
            name: tuple(
                self.stretches[name][asking[self.askers.index(name)]] if name in starts else range(len(rungs))
            )
            for name, rungs in self.prices.ladders.items()
            if outcome.questions[name].answered
        }
        prices = {name: self.prices.table[name][level] for name, level in starts.items()}
        beside = sum(price for name, price in prices.items() if name not in levels)
        self._push(Case(asking, beside, outcome, levels, {}), sum(prices.values()), None)

    def _expand(self, case: Case) -> None:
        """Bound a case by what must-haves demand, and take each deciding question one stretch further."""
        for demand in self.demands.of_gates(case.outcome, case.levels):
            levels, floors = {**case.levels, **demand.levels}, dict(demand.floors)
            root, least = self.compiled.root, self.compiled.root.thresholds[self.target - 1]
            floors[root.id] = max(floors.get(root.id, least), least)
            self._bound(case._replace(levels=levels, floors=floors))
        for position, name in enumerate(self.askers):
            place = case.asking[position] + 1
            further = (*case.asking[:position], place, *case.asking[position + 1 :])
            if (
                case.outcome.questions[name].answered
                and place < len(self.stretches[name])
                and further not in self.before
            ):
                self.before[further] = (case.asking, name)
                self._settle(further)

    def _bound(self, case: Case) -> None:
        """Put the case where its cheapest set of steps belongs; drop it where it has none."""
        self.looks += 1
        if not case.outcome.domains[self.compiled.root.id].published:
            return
        cheapest = self._price_cheapest(case)
        if cheapest is not None:
            self._push(case, case.price + cheapest, cheapest)

    def _push(self, case: Case, price: int, steps: int | None) -> None:
        heappush(self.heap, (price, self.looks, case, steps))

    def _split(self, case: Case, chosen: Mapping[str, int]) -> None:
        """Everything in *case* but the levels *chosen*, in parts that do not overlap."""
        fixed: dict[str, tuple[int, ...]] = {}
        for name, levels in case.levels.items():
            level = chosen.get(name, 0)
            others = tuple(each for each in levels if each != level)
            if others:
                self._bound(case._replace(levels={**case.levels, **fixed, name: others}))
            fixed[name] = (level,)

    def _price_cheapest(self, case: Case) -> int | None:
        """The price of the cheapest levels in *case* that give every domain its least score."""
        a, compiled = self.pricing, self.compiled
        rungs = {
            name: Rungs(
                tuple((self.prices.table[name][level], self.prices.ladders[name][level]) for level in levels)
            )
            for name, levels in case.levels.items()
        }
        standings = {
            name: standing._replace(code=rungs[name]) if name in rungs else standing
            for name, standing in case.outcome.questions.items()
        }
        known: dict[str, Share] = {}
        for domain in compiled.domains.values():
            share = formula.share_of(a, compiled, domain, standings, known, "score")
            values = [share.value]
            for name, weight in zip((*domain.questions, *domain.domains), domain.weights, strict=True):
                # What adds nothing to the score can still be needed for a must-have: its price counts.
                if name in known and not (weight and known[name].known):
                    values.append(known[name].value * 0)
                elif name in rungs and not weight:
                    values.append(a.pick(rungs[name], (0,) * len(compiled.definitions[name].options)))
            value = a.total(values)
            reach = value if isinstance(value, Offers) else Offers([(0, value)])
            floor = case.floors.get(domain.id)
            if floor is not None and share.known and case.outcome.domains[domain.id].published:
                how = domain.publication
                enough = [
                    each for each in reach.every if formula.publish(WHOLE, how, Share(each[1], True)) >= floor
                ]
                reach = Offers(enough)
            if not reach.every:
                return None
            known[domain.id] = Share(reach, share.known)
        offers: Offers = known[compiled.root.id].value
        return offers.every[0][0]

    # Steps.

    def _take(self, levels: Mapping[str, int]) -> dict[str, int]:
        return self.codes | {name: self.prices.ladders[name][level] for name, level in levels.items()}

    def _retrace(self, asking: tuple[int, ...]) -> list[str]:
        """How the questions that decide who is asked got there: each was asked when it took its steps."""
        steps: list[str] = []
        while (before := self.before[asking]) is not None:
            name = before[1]
            steps += [name] * (self._find_starts(asking)[name] - self._find_starts(before[0])[name])
            asking = before[0]
        return steps[::-1]

    def _shorten(self) -> tuple[str, ...] | None:
        """Take every step there is, and leave out each that is not needed, the dearest first."""
        steps: list[str] = []
        while (name := self._find_possible_step(steps)) is not None:
            steps.append(name)
        if not self._can_reach(steps):
            return None
        for name in sorted(self.prices.ladders, key=lambda each: self.prices.place[each]):
            while name in steps:
                last = len(steps) - 1 - steps[::-1].index(name)
                fewer = [*steps[:last], *steps[last + 1 :]]
                if not self._can_reach(fewer):
                    break
                steps = fewer
        return tuple(steps)

    def _find_possible_step(self, steps: Sequence[str]) -> str | None:
        for name, rungs in self.prices.ladders.items():
            if steps.count(name) + 1 < len(rungs) and name in self._find_answered(steps):
                return name
        return None

    def _find_answered(self, steps: Sequence[str]) -> frozenset[str]:
        """Find the questions asked and answered after *steps*, which only ``ask_if`` can change."""
        asking = {name: steps.count(name) for name in self.askers}
        key = tuple(asking.values())
        if key not in self.known:
            outcome = self.run(self._take(asking))
            self.known[key] = frozenset(
                name for name, standing in outcome.questions.items() if standing.answered
            )
        return self.known[key]

    def _can_reach(self, steps: Sequence[str]) -> bool:
        """Whether *steps* can be taken in this order and reach the band."""
        possible = all(name in self._find_answered(steps[:position]) for position, name in enumerate(steps))
        return possible and self.reaches(self._take({name: steps.count(name) for name in set(steps)}))
