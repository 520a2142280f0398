"""Demands: what it takes for must-haves to be met, as levels of questions and least scores of domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.condition import All, Comparison, Condition, Not
from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.outcome import Outcome

    Levels = Mapping[str, tuple[int, ...]]
    """By question, how many steps up it may take."""
    Reach = tuple[Outcome, Levels]
    """What the answers come to before the steps, and the levels each question may take."""

CASES = 200
"""How many ways of meeting the must-haves are told apart in the bound; the judge sees to the rest."""


class Demand(NamedTuple):
    """What must hold for a must-have to be met: levels of questions, and least scores of domains."""

    levels: dict[str, tuple[int, ...]]
    floors: dict[str, int]

    def with_(self, other: Demand) -> Demand | None:
        """Join both demands; None where they exclude each other."""
        levels = dict(self.levels)
        for name, choice in other.levels.items():
            levels[name] = tuple(level for level in levels.get(name, choice) if level in choice)
        floors = dict(self.floors)
        for name, floor in other.floors.items():
            floors[name] = max(floors.get(name, floor), floor)
        return Demand(levels, floors) if all(levels.values()) else None


ALWAYS = [Demand({}, {})]


class Demands:
    """The demands of *gates*, must-haves that keep the answers to *compiled* from the wanted band.

    *ladders* holds, by question, the options it may come to: the one chosen, then one a level up.
    """

    def __init__(
        self,
        compiled: CompiledQuestionnaire,
        ladders: Mapping[str, tuple[int, ...]],
        gates: Sequence[Condition],
    ) -> None:
        self.compiled, self.ladders, self.gates = compiled, ladders, gates

    def of_gates(self, outcome: Outcome, levels: Levels) -> list[Demand]:
        """List what meeting every must-have takes, by cases: meeting one of them is enough.

        *outcome* is what the answers come to before the steps, and *levels* are those that each question may
        take. What is demanded is never more than it takes; where it takes too many cases, less.
        """
        demands = ALWAYS
        for when in self.gates:
            joined = _join_demands(demands, self._demand_condition(when, (outcome, levels), False))
            demands = joined if len(joined) <= CASES else demands
        return demands

    def _demand_condition(self, condition: Condition, reach: Reach, wanted: bool) -> list[Demand]:
        """List what it takes for *condition* to be true (or, not *wanted*, false) or undecided."""
        if isinstance(condition, Comparison):
            demands = self._demand_answer if condition.kind == "question" else self._demand_score
            return demands(condition, reach, wanted)
        if isinstance(condition, Not):
            return self._demand_condition(condition.part, reach, not wanted)
        parts = [self._demand_condition(part, reach, wanted) for part in condition.parts]
        if isinstance(condition, All) != wanted:  # one part is enough
            some = [each for part in parts for each in part]
            return ALWAYS if ALWAYS[0] in some else some
        found = ALWAYS
        for part in parts:
            joined = _join_demands(found, part)
            found = joined if len(joined) <= CASES else found
        return found

    def _demand_answer(self, comparison: Comparison, reach: Reach, wanted: bool) -> list[Demand]:
        outcome, levels = reach
        name, standing = comparison.subject, outcome.questions[comparison.subject]
        if not standing.applies:
            return [] if wanted else ALWAYS
        if not standing.answered:
            return ALWAYS
        true = self.compiled.options(comparison)
        if name not in levels:
            return ALWAYS if (standing.code in true) == wanted else []
        rungs = self.ladders[name]
        wished = tuple(level for level in levels[name] if (rungs[level] in true) == wanted)
        return ALWAYS if wished == levels[name] else [Demand({name: wished}, {})] if wished else []

    def _demand_score(self, comparison: Comparison, reach: Reach, wanted: bool) -> list[Demand]:
        """A least score is a demand; a greatest one is left to the judge."""
        mark, domain = reach[0].domains[comparison.subject], self.compiled.domains[comparison.subject]
        if not mark.published:
            return [] if wanted and mark.applicable < 1 else ALWAYS
        if comparison.relation == "is":
            position = next(n for n, band in enumerate(domain.bands) if band.id == comparison.value)
            return (
                [Demand({}, {domain.id: domain.thresholds[position - 1]})] if wanted and position else ALWAYS
            )
        if (comparison.relation == "at_least") != wanted:
            return ALWAYS
        return [Demand({}, {domain.id: self.compiled.scale(comparison.value)})]  # type: ignore[arg-type]


def _join_demands(some: list[Demand], others: list[Demand]) -> list[Demand]:
    joined = (one.with_(other) for one in some for other in others)
    return [each for each in joined if each is not None]
