"""Precomputed score tables on two levels: for small groups of questions, and for groups of their results.

A domain of three questions that can be answered in 216 ways has some 40 different results for the domain
above it, so what three such domains come to together stands in a table of 64,000 rows. Results that one
table holds and that stand side by side in a line of CSV are one text in it.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import polars as pl

from scalecheck.engines.frame_steps import add_steps, columns_read, select_needed
from scalecheck.engines.lookup_groups import plan_lookups
from scalecheck.engines.lookups import CombinedLookup, cross_join, distinct_states, shrink
from scalecheck.engines.result_columns import count_combinations
from scalecheck.engines.result_values import ResultFiller, column_name, to_enum
from scalecheck.record import NamedTuple
from scalecheck.scoring import formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.engines.lookup_groups import LookupGroup
    from scalecheck.engines.result_columns import ResultColumn
    from scalecheck.scoring.compiled import CompiledQuestionnaire

STATES = 100_000
"""How many rows a table of what several lookups say together has at most."""


class TableLevel(NamedTuple):
    """The level on which a result is found."""

    level: int
    """0: on the rows. 1: in the table of a lookup. 2: in that of a group of lookups."""
    number: int = 0


ROWS = TableLevel(0)


class ResultRun(NamedTuple):
    """Results of a run that have one home, and the column that holds them as one text."""

    level: TableLevel
    names: list[str]
    column: str


class LookupTables:
    """The tables of both levels, and what is left to work out on the rows."""

    def __init__(
        self,
        compiled: CompiledQuestionnaire,
        prefix: str,
        wanted: Sequence[str],
        runs: Sequence[Sequence[str]],
    ) -> None:
        self.prefix, self.wanted = prefix, frozenset(wanted)
        self.written = frozenset(name for run in runs for name in run)
        self.done = plan_lookups(compiled, prefix, self.wanted | self.written)
        self._tables = pl.collect_all(
            [self._tabulate_answers(compiled, lookup) for lookup in self.done.lookups]
        )
        self._known: dict[tuple[object, ...], tuple[pl.DataFrame, pl.Series]] = {}
        self._state_columns = [list(lookup.wanted) for lookup in self.done.lookups]
        """What each lookup says to its group: the columns that tell its states apart."""
        self._assign_levels()
        parts = self._split_runs(runs)
        self.steps = tuple(step for step in self.done.steps if self._levels[step.name] == ROWS)
        left = [cell for cell in self.done.cells if self._levels[cell.name] == ROWS]
        self._looked = frozenset().union(
            *(step.column.reads for step in self.steps), *(columns_read(cell) for cell in left)
        )
        """The columns that are read on the rows."""
        own = [part.names for run in parts for part in run if part.level == ROWS]
        self.rest = ResultFiller(prefix, left, [cell.name for cell in left if cell.name in self.wanted], own)
        texts = [part for run in parts for part in run if part.level != ROWS]
        tables = pl.collect_all([self._tabulate_group(number) for number in self._numbers])
        self.second = [
            self._combine_lookups(
                number, table, [part for part in texts if part.level == TableLevel(2, number)]
            )
            for number, table in enumerate(tables)
        ]
        self.first = [
            (
                lookup.questions,
                self._select_lookup(
                    place, lookup, [part for part in texts if part.level == TableLevel(1, place)]
                ),
            )
            for place, lookup in enumerate(self.done.lookups)
        ]
        self.first += [((name,), _list_codes(compiled, name, prefix)) for name in self.done.codes]
        filled = iter(self.rest.runs)
        self.runs = [
            [name for part in run for name in (next(filled) if part.level == ROWS else [part.column])]
            for run in parts
        ]

    # What each way of answering comes to.

    def _tabulate_answers(self, compiled: CompiledQuestionnaire, lookup: LookupGroup) -> pl.LazyFrame:
        """Tabulate each combination of answers to the questions, the first question's changing fastest."""
        table = pl.LazyFrame(
            {"way": range(count_combinations(compiled, lookup.questions))}, schema={"way": pl.Int64}
        )
        stride, codes = 1, []
        for name in lookup.questions:
            options = len(compiled.questions[name].shares)
            digit = pl.col("way") // stride % (options + 2)
            # The last two ways a question can fall: missing, and not applicable.
            silence = pl.when(digit == options).then(formula.UNANSWERED).otherwise(formula.NOT_APPLICABLE)
            codes.append(
                pl.when(digit < options)
                .then(digit)
                .otherwise(silence)
                .cast(pl.Int64)
                .alias(self.prefix + name)
            )
            stride *= options + 2
        return self._add_cells(add_steps(table.with_columns(codes), lookup.steps), lookup.cells)

    def _add_cells(self, table: pl.LazyFrame, cells: Sequence[ResultColumn]) -> pl.LazyFrame:
        """*table* with what *cells* hold, as values and as texts."""
        values = [cell.name for cell in cells if cell.name in self.wanted]
        written = [cell.name for cell in cells if cell.name in self.written]
        filling = ResultFiller(self.prefix, cells, values, [[name] for name in written])
        texts = [
            pl.col(run[0]).cast(pl.String).fill_null("").alias(self._name_text(name))
            for name, run in zip(written, filling.runs, strict=True)
        ]
        return filling.add_to(table).with_columns(texts)

    def _name_text(self, name: str) -> str:
        return f"{self.prefix}~{name}"

    def _name_state(self, place: int) -> str:
        return f"{self.prefix}#{place}"

    # What is looked up together.

    def _assign_levels(self) -> None:
        """Which lookups settle each step and cell that is left, and which of them are looked up together."""
        done = self.done
        counts = [len(self._find_states(place, names)[0]) for place, names in enumerate(self._state_columns)]
        rests: dict[str, frozenset[int] | None] = {
            name: frozenset({place}) for place, lookup in enumerate(done.lookups) for name in lookup.wanted
        }

        def rest(names: frozenset[str]) -> frozenset[int] | None:
            """Return the lookups that settle all of *names*; None if they do not or have too many states."""
            found = [rests.get(name) for name in names]
            joined = frozenset().union(*(each for each in found if each is not None))
            return None if None in found or prod(counts[place] for place in joined) > STATES else joined

        for step in done.steps:
            rests[step.name] = rest(step.column.reads)
        ends = {cell.name: rest(columns_read(cell)) for cell in done.cells}
        every = {each for each in (*(rests[step.name] for step in done.steps), *ends.values()) if each}
        self._groups = sorted(
            each for each in map(sorted, every) if not any(set(each) < other for other in every)
        )
        self._numbers = range(len(self._groups))
        self._rests = {step.name: rests[step.name] for step in done.steps}
        self._levels = {name: self._find_level(places) for name, places in {**self._rests, **ends}.items()}

    def _find_level(self, places: frozenset[int] | None) -> TableLevel:
        """The first group that settles all that *places* say, else the rows."""
        return next(
            (TableLevel(2, n) for n, group in enumerate(self._groups) if places and places <= set(group)),
            ROWS,
        )

    def _find_states(self, place: int, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
        key = (place, *columns)
        if key not in self._known:
            self._known[key] = distinct_states(self._tables[place], columns)
        return self._known[key]

    def _split_runs(self, runs: Sequence[Sequence[str]]) -> list[list[ResultRun]]:
        """Each run in parts that have one home."""
        homes = {name: level for name, level in self._levels.items() if name in self.written}
        for place, lookup in enumerate(self.done.lookups):
            homes |= {cell.name: TableLevel(1, place) for cell in lookup.cells if cell.name in self.written}
        for number in self._numbers:
            if TableLevel(2, number) in homes.values():
                self._move_to_group(number, homes)
        found: list[list[ResultRun]] = []
        for number, run in enumerate(runs):
            found.append([])
            for name in run:
                if found[-1] and found[-1][-1].level == homes[name]:
                    found[-1][-1].names.append(name)
                else:
                    found[-1].append(ResultRun(homes[name], [name], f"{self.prefix}|{number}|{name}"))
        return found

    def _move_to_group(self, number: int, homes: dict[str, TableLevel]) -> None:
        """Give what the lookups of a group hold whole to the group, where that makes few lines more."""
        group = self._groups[number]
        more = {
            name: level.number for name, level in homes.items() if level.level == 1 and level.number in group
        }
        wider = {
            place: [*self._state_columns[place], *(self._name_text(n) for n, p in more.items() if p == place)]
            for place in group
        }
        if more and prod(len(self._find_states(place, wider[place])[0]) for place in group) <= STATES:
            homes |= dict.fromkeys(more, TableLevel(2, number))
            for place in group:
                self._state_columns[place] = wider[place]

    # The tables.

    def _tabulate_group(self, number: int) -> pl.LazyFrame:
        """What a group of lookups comes to together, for each combination of their states."""
        group = self._groups[number]
        inside = [step for step in self.done.steps if (self._rests[step.name] or {-1}) <= set(group)]
        steps, held = self._list_group(number)
        said = [self._find_states(place, self._state_columns[place])[0] for place in group]
        return self._add_cells(add_steps(cross_join(said).lazy(), select_needed(inside, held, steps)), held)

    def _list_group(self, number: int) -> tuple[list[str], list[ResultColumn]]:
        """The steps that the rows read of a group, and the cells that it settles."""
        at_home = {name for name, level in self._levels.items() if level == TableLevel(2, number)}
        steps = [step.name for step in self.done.steps if step.name in self._looked and step.name in at_home]
        return steps, [cell for cell in self.done.cells if cell.name in at_home]

    def _combine_lookups(
        self, number: int, table: pl.DataFrame, texts: Sequence[ResultRun]
    ) -> CombinedLookup:
        group = self._groups[number]
        counts = [len(self._find_states(place, self._state_columns[place])[0]) for place in group]
        return CombinedLookup(
            [self._name_state(place) for place in group],
            counts,
            self._select_columns(table, *self._list_group(number), texts),
        )

    def _select_lookup(self, place: int, lookup: LookupGroup, texts: Sequence[ResultRun]) -> pl.DataFrame:
        """Select of a lookup what the rows read, what is written, and the state for its group."""
        table = self._tables[place]
        kept = self._select_columns(
            table, [name for name in lookup.wanted if name in self._looked], lookup.cells, texts
        )
        inner = any(place in group for group in self._groups)
        state = self._find_states(place, self._state_columns[place])[1].alias(self._name_state(place))
        return pl.DataFrame([*kept.get_columns(), *([shrink(state)] if inner else [])])

    def _select_columns(
        self,
        table: pl.DataFrame,
        steps: Sequence[str],
        cells: Sequence[ResultColumn],
        texts: Sequence[ResultRun],
    ) -> pl.DataFrame:
        values = [column_name(self.prefix, cell.name) for cell in cells if cell.name in self.wanted]
        side_by_side = [
            table.select(pl.concat_str(map(self._name_text, part.names), separator=","))
            .to_series()
            .alias(part.column)
            for part in texts
        ]
        kept = (shrink(table[name]) for name in steps)
        return pl.DataFrame([*kept, *(table[name] for name in values), *map(to_enum, side_by_side)])


def _list_codes(compiled: CompiledQuestionnaire, name: str, prefix: str) -> pl.DataFrame:
    codes = [*range(len(compiled.questions[name].shares)), formula.UNANSWERED, formula.NOT_APPLICABLE]
    return shrink(pl.Series(prefix + name, codes)).to_frame()
