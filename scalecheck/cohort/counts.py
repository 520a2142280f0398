"""Count the results and answers of a table while its rows pass by, in memory that does not grow with them.

Counting knows no order: the same rows give the same counts however they are split up and whichever comes
first.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scalecheck.cohort.distribution import DISTINCT, BinnedNumbers, distribution_of
from scalecheck.engines.result_columns import result_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.cohort.distribution import Distribution
    from scalecheck.scoring.compiled import CompiledQuestionnaire

COMPLETENESS = 4
"""The decimals of completeness."""
ADVICE = ("advice_1", "advice_2", "advice_3")
"""The columns that name the first recommendations."""
UNUSED = frozenset({"low", "high"})
"""Result columns that a summary says nothing of."""


class CohortCounts:
    """Counts of each result, of each answer to each question, and of the steps recommended first."""

    def __init__(
        self,
        compiled: CompiledQuestionnaire,
        columns: Sequence[str],
        complete: bool = False,
        fail_under: float | None = None,
    ) -> None:
        """*columns* are the result columns in their order.

        With *complete* everything that a summary needs is counted, else the band alone. With *fail_under*
        rows with a lower score, or none, are counted too.
        """
        self.compiled, self.columns, self.complete = compiled, tuple(columns), complete
        self.rows = 0
        self.rejected = 0
        self.fail_under, self.below = fail_under, 0
        """Rows below the level, or without a score."""
        few = ("band",) if fail_under is None else ("score", "band")
        self.counted_columns = tuple(each for each in self.columns if each not in UNUSED) if complete else few
        """The result columns that are counted."""
        self.results: dict[str, Counter[Any]] = {name: Counter() for name in self.counted_columns}
        """How often each value of a result column occurs; None where there is none. Read numbers through
        :meth:`distribution` and gates through :meth:`capped_rows`, which know what was counted past
        :data:`~scalecheck.cohort.distribution.DISTINCT` values."""
        self.answers: dict[str, Counter[int]] = (
            {name: Counter() for name in compiled.questions} if complete else {}
        )
        """How often each code occurs as the answer to a question."""
        self.steps: dict[str, Counter[int]] = {name: Counter() for name in self.answers}
        """How often each answer to a question led to one of the first recommendations."""
        self._asked = {name: place for place, name in enumerate(self.answers)}
        self._places = [(name, self.columns.index(name)) for name in self.counted_columns]
        self._numbers = frozenset(result_units(compiled))
        self._binned: dict[str, BinnedNumbers] = {}
        self._capped, self._gates = 0, Counter[str]()

    def add(self, results: Sequence[Sequence[Any]], codes: Sequence[Sequence[int]]) -> None:
        """Count rows: *results* go by the columns, *codes* by the questions in the order they are asked."""
        self.rows += len(results)
        if not results:
            return
        for name, place in self._places:
            self.add_counts(name, Counter(row[place] for row in results))
        if not self.complete:
            return
        columns = tuple(zip(*results, strict=True))
        for counter, answers in zip(self.answers.values(), zip(*codes, strict=True), strict=True):
            counter.update(answers)
        for column in ADVICE:
            for name, row in zip(columns[self.columns.index(column)], codes, strict=True):
                if name in self._asked:
                    self.steps[name][row[self._asked[name]]] += 1

    def add_rows(self, rows: int) -> None:
        """Count *rows* more, whose results and answers come by :meth:`add_counts` and its neighbours."""
        self.rows += rows

    def add_counts(self, column: str, counts: Mapping[Any, int]) -> None:
        """Count values of a result column that were counted elsewhere."""
        if column == "score" and self.fail_under is not None:
            self.below += sum(
                count for score, count in counts.items() if score is None or score < self.fail_under
            )
        self.results[column].update(counts)
        self._bin_if_many(column)

    def add_answer_counts(self, question: str, counts: Mapping[int, int]) -> None:
        """Count codes of a question that were counted elsewhere."""
        self.answers[question].update(counts)

    def add_step_counts(self, question: str, counts: Mapping[int, int]) -> None:
        """Count codes of a question among the rows in which it is one of the first recommendations."""
        self.steps[question].update(counts)

    def decimals(self, column: str) -> int:
        """The decimals a column of numbers is published with."""
        return COMPLETENESS if column == "completeness" else self.compiled.questionnaire.decimals

    def distribution(self, column: str) -> Distribution:
        """Return the distribution of a column of numbers."""
        if column in self._binned:
            self._bin_numbers(column)
            return self._binned[column].distribution(self.results[column][None])
        none, found = self._read_units(column)
        return distribution_of(none, found)

    def capped_rows(self) -> tuple[int, Counter[str]]:
        """Return how many rows any gate holds in a lower band, and how many each gate does, by its id."""
        rows, gates = self._capped, Counter(self._gates)
        for cell, count in self.results["capped_by"].items():
            if cell:
                rows += count
                gates.update(dict.fromkeys(cell.split(";"), count))
        return rows, gates

    def _read_units(self, column: str) -> tuple[int, Counter[int]]:
        """How many have no number, and the numbers there are in whole units, so that sums are exact."""
        unit = 10 ** self.decimals(column)
        found = dict(self.results[column])
        none = found.pop(None, 0)
        # A float is the nearest there is to its decimals, so rounding gives the whole number it was made
        # from.
        units: Counter[int] = Counter()
        for value, count in found.items():
            units[round(value * unit)] += count
        return none, units

    def _bin_if_many(self, column: str) -> None:
        found = self.results[column]
        if len(found) - (None in found) > DISTINCT:
            if column in self._numbers:
                self._bin_numbers(column)
            elif (
                column == "capped_by"
            ):  # twenty gates can hold in a million ways: each on its own is all that is told
                self._capped, self._gates = self.capped_rows()
                self.results[column] = Counter({None: found[None]})

    def _bin_numbers(self, column: str) -> None:
        """Move the numbers counted so far into their steps."""
        none, found = self._read_units(column)
        self._binned.setdefault(column, BinnedNumbers()).add(found)
        self.results[column] = Counter({None: none})
