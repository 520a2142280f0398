"""The same steps, laid on a polars table in less time: what depends on few answers is worked out once for each way they fall.

Three questions of four options can be answered in 6 x 6 x 6 ways, as far as a score goes: an option, missing, or not
applicable. So everything the formula says of a domain of three questions stands in a table of 216 rows, made by the very
steps that would otherwise run on every row, and a row of answers looks it up. What depends on more answers than that, the
overall score for one, is worked out on the rows as it is everywhere.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from scalecheck.batch.laying import lay, made, needed, reads, where
from scalecheck.batch.lookup import Joined, Lines, crossed
from scalecheck.batch.row import WAYS, Name, Names, Number, neighbours, row, ways
from scalecheck.scoring import formula
from scalecheck.scoring.expressions import Expressions, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.batch.row import Cell
    from scalecheck.scoring.plan import Plan

STATES = 100_000
"""How many rows a table of what several lookups say together has at most."""
VALUES = 20_000
"""So many different numbers at most, and each is written out beforehand."""
GATES = 8
"""So many gates at most, and their combinations have a name each."""


class Lookup(NamedTuple):
    """Some questions, and the steps and cells that depend on their answers alone."""

    questions: tuple[str, ...]
    steps: tuple[Step, ...]
    wanted: tuple[str, ...]
    """The steps that something outside reads."""
    cells: tuple[Cell, ...]


class Tabulation(NamedTuple):
    """What can be looked up, and what is left to work out on the rows."""

    lookups: tuple[Lookup, ...]
    steps: tuple[Step, ...]
    cells: tuple[Cell, ...]
    """Those that no lookup holds whole."""
    codes: tuple[str, ...]
    """Questions whose codes are read on the rows."""
    order: tuple[str, ...]
    """Every cell's name, in order."""


def tabulate(plan: Plan, prefix: str, *, texts: bool = False) -> Tabulation:
    """What can be looked up for *plan*, and what cannot. The steps' names start with *prefix*."""
    a = Expressions(pl, prefix)
    cells = row(a, plan, {name: a.column(prefix + name) for name in plan.questions})
    if texts:
        cells = tuple(_written(cell) for cell in cells)
    steps = needed(a.steps, cells)
    rests: dict[str, frozenset[str]] = {prefix + name: frozenset({name}) for name in plan.questions}
    for step in steps:
        rests[step.name] = frozenset().union(*(rests[each] for each in step.column.reads))
    candidates = {domain.questions for domain in plan.domains.values()} | {questions for _, questions in neighbours(plan)}
    groups = sorted((each for each in candidates if each and ways(plan, each) <= WAYS), key=lambda each: (len(each), each))

    def home(names: frozenset[str]) -> tuple[str, ...] | None:
        """The smallest group whose answers settle all of *names*."""
        questions = frozenset().union(*(rests[name] for name in names))
        return next((group for group in groups if questions and questions <= set(group)), None)

    homes = {step.name: home(step.column.reads) for step in steps}
    whole = {cell.name: home(reads(cell)) for cell in cells}
    left = [step for step in steps if homes[step.name] is None]
    rest = [cell for cell in cells if whole[cell.name] is None]
    looked = frozenset().union(*(step.column.reads for step in left), *(reads(cell) for cell in rest))
    lookups = []
    for group in groups:
        held = tuple(cell for cell in cells if whole[cell.name] == group)
        wanted = tuple(step.name for step in steps if step.name in looked and homes[step.name] == group)
        if wanted or held:
            inside = [step for step in steps if rests[step.name] <= set(group)]
            lookups.append(Lookup(group, tuple(needed(inside, held, wanted)), wanted, held))
    codes = tuple(name for name in plan.questions if prefix + name in looked)
    return Tabulation(tuple(lookups), tuple(left), tuple(rest), codes, tuple(cell.name for cell in cells))


class Scoring:
    """A plan, made ready for polars tables of one shape."""

    def __init__(
        self,
        plan: Plan,
        columns: Mapping[str, str],
        spelt: Mapping[str, Sequence[int]],
        prefix: str,
        *,
        texts: bool = False,
    ) -> None:
        """Take *columns* for the answers: for each question that has one, a column of an ``Enum`` of spellings.

        *spelt* says which code each spelling stands for, in the order of the categories. A null, and a question without a
        column, is unanswered. The columns that come to the table start with *prefix*. With *texts*, numbers come as they are
        written: one that can have few values is then written out once for each, not for each row.
        """
        self.prefix = prefix
        codes = {name: [*each, formula.UNANSWERED] for name, each in spelt.items()}  # a null comes last
        done = tabulate(plan, prefix, texts=texts)
        laid = pl.collect_all([_table(plan, lookup, prefix) for lookup in done.lookups])
        self.rest, first, self.second = join(done, laid, prefix)
        self.first = [Lines(plan, lookup.questions, codes, values) for lookup, values in zip(done.lookups, first, strict=True)]
        self.first += [Lines(plan, (name,), codes, _codes_table(plan, name, prefix)) for name in self.rest.codes]
        self.asked = {name: len(codes[name]) - 1 for name in plan.questions if name in columns}
        """The questions that have a column, and the place of a null among their spellings."""
        self.columns = [pl.col(columns[name]) for name in self.asked]
        self.names = {name: f"{prefix}={name}" for name in done.order}
        """The column of each result."""

    def on(self, table: pl.LazyFrame) -> pl.LazyFrame:
        """*table* with the results added."""
        tables: list[Lines | Joined] = [*self.first, *self.second]
        dtype = pl.Struct({name: kind for each in tables for name, kind in each.values.struct.schema.items()})
        found = pl.map_batches(self.columns, self._look_up, return_dtype=dtype, is_elementwise=True)
        table = lay(table.with_columns(found.struct.unnest()), self.rest.steps)
        return _with_cells(table, self.rest.cells, self.prefix)

    def _look_up(self, cells: Sequence[pl.Series]) -> pl.Series:
        places = {}
        for (name, null), each in zip(self.asked.items(), cells, strict=True):
            place = each.to_physical()
            places[name] = place.set(place.is_null(), null) if place.null_count() else place
        found = pl.concat([each.of(places, len(cells[0])) for each in self.first], how="horizontal")
        return pl.concat([found, *(each.of(found) for each in self.second)], how="horizontal").to_struct("")


def join(done: Tabulation, laid: Sequence[pl.DataFrame], prefix: str) -> tuple[Tabulation, list[pl.DataFrame], list[Joined]]:
    """What a few lookups say together, looked up as well: the tabulation that is left, and the tables of both tiers.

    A domain of three questions that can be answered in 216 ways says some 40 different things to the domain above it, so what
    three such domains come to together stands in a table of 64,000 rows.
    """
    source = {name: place for place, lookup in enumerate(done.lookups) for name in lookup.wanted}
    parts = [_states(table, lookup.wanted) for table, lookup in zip(laid, done.lookups, strict=True)]
    rests: dict[str, frozenset[int] | None] = {name: frozenset({place}) for name, place in source.items()}

    def rest(names: frozenset[str]) -> frozenset[int] | None:
        """The lookups that settle all of *names*; None where answers are read beside them, or there are too many."""
        found = [rests.get(name) for name in names]
        joined = frozenset().union(*(each for each in found if each is not None))
        return None if None in found or prod(len(parts[place][0]) for place in joined) > STATES else joined

    for step in done.steps:
        rests[step.name] = rest(step.column.reads)
    ends = {cell.name: rest(reads(cell)) for cell in done.cells}
    every = {each for each in (*(rests[step.name] for step in done.steps), *ends.values()) if each}
    groups = sorted(each for each in map(sorted, every) if not any(set(each) < other for other in every))

    def home(places: frozenset[int] | None) -> list[int] | None:
        return next((group for group in groups if places and places <= set(group)), None)

    left = tuple(step for step in done.steps if home(rests[step.name]) is None)
    open_cells = tuple(cell for cell in done.cells if home(ends[cell.name]) is None)
    looked = frozenset().union(*(step.column.reads for step in left), *(reads(cell) for cell in open_cells))
    second = []
    for group in groups:
        inside = [step for step in done.steps if (rests[step.name] or {-1}) <= set(group)]
        held = [cell for cell in done.cells if home(ends[cell.name]) == group]
        wanted = [step.name for step in inside if step.name in looked and home(rests[step.name]) == group]
        table = lay(crossed([parts[place][0] for place in group]).lazy(), needed(inside, held, wanted))
        table = _with_cells(table, held, prefix).select(*wanted, *(_result(prefix, cell) for cell in held))
        second.append(Joined([f"{prefix}#{place}" for place in group], [len(parts[place][0]) for place in group], table.collect()))
    inner = {place for group in groups for place in group}
    first = []
    for place, (table, lookup) in enumerate(zip(laid, done.lookups, strict=True)):
        names = [*(name for name in lookup.wanted if name in looked), *(_result(prefix, cell) for cell in lookup.cells)]
        states = [parts[place][1].alias(f"{prefix}#{place}")] if place in inner else []
        first.append(pl.DataFrame([*(table[name] for name in names), *states]))
    return done._replace(steps=left, cells=open_cells), first, second


def _states(table: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    """The different rows that *columns* have in *table*; and for each row, which of them it has."""
    if not columns:
        return pl.DataFrame({"": [0]}).select(), pl.Series([0] * len(table), dtype=pl.UInt32)
    groups = table.select(columns).with_row_index("row").group_by(columns, maintain_order=True).agg("row").with_row_index("state")
    return groups.select(columns), groups.select("state", "row").explode("row").sort("row")["state"]


def _written(cell: Cell) -> Cell:
    """A number that can have few values as the name of its value."""
    if not isinstance(cell, Number) or cell.span[1] - cell.span[0] >= VALUES:
        return cell
    least, most = cell.span
    names = tuple(repr(value / cell.unit) if cell.unit > 1 else str(value) for value in range(least, most + 1))
    return Name(cell.name, cell.value - least, cell.there, names)


def _result(prefix: str, cell: Cell) -> str:
    return f"{prefix}={cell.name}"


def _with_cells(table: pl.LazyFrame, cells: Sequence[Cell], prefix: str) -> pl.LazyFrame:
    if not cells:
        return table
    values = [_value(cell).alias(_result(prefix, cell)) for cell in cells]
    table = table.with_columns(values)
    named = [(_result(prefix, cell), _names(cell)) for cell in cells]
    return table.with_columns(_named(column, names) for column, names in named if names is not None)


def _table(plan: Plan, lookup: Lookup, prefix: str) -> pl.LazyFrame:
    """What follows from each way the questions can be answered, the first question's code counting fastest."""
    table = pl.LazyFrame({"way": range(ways(plan, lookup.questions))}, schema={"way": pl.Int64})
    stride, codes = 1, []
    for name in lookup.questions:
        options = len(plan.questions[name].shares)
        digit = pl.col("way") // stride % (options + 2)
        # The last two ways a question can fall: missing, and not applicable.
        silence = pl.when(digit == options).then(formula.UNANSWERED).otherwise(formula.NOT_APPLICABLE)
        codes.append(pl.when(digit < options).then(digit).otherwise(silence).cast(pl.Int64).alias(prefix + name))
        stride *= options + 2
    table = lay(table.with_columns(codes), lookup.steps)
    table = _with_cells(table, lookup.cells, prefix)
    return table.select(*lookup.wanted, *(_result(prefix, cell) for cell in lookup.cells))


def _codes_table(plan: Plan, name: str, prefix: str) -> pl.DataFrame:
    codes = [*range(len(plan.questions[name].shares)), formula.UNANSWERED, formula.NOT_APPLICABLE]
    return pl.DataFrame({prefix + name: codes}, schema={prefix + name: pl.Int64})


def _value(cell: Cell) -> pl.Expr:
    """A number as it is published; of a name its position among :func:`_names`, null where there is none."""
    a = Expressions(pl)
    if isinstance(cell, Name):
        return where(a, cell.there, a.expr(cell.position))  # type: ignore[no-any-return]
    if isinstance(cell, Names) and len(cell.parts) <= GATES:
        return a.expr(a.total([a.choose(flag, 1 << place, 0) for place, (flag, _) in enumerate(cell.parts)]))  # type: ignore[no-any-return]
    return made(a, cell)  # type: ignore[no-any-return]


def _names(cell: Cell) -> pl.Series | None:
    """The names that positions stand for."""
    if isinstance(cell, Name):
        names = [name or None for name in cell.names]
    elif isinstance(cell, Names) and len(cell.parts) <= GATES:
        parts = [name for _, name in cell.parts]
        names = [";".join(name for n, name in enumerate(parts) if held >> n & 1) or None for held in range(1 << len(parts))]
    else:
        return None
    return pl.Series(names, dtype=pl.Enum(list(dict.fromkeys(name for name in names if name))))


def _named(column: str, names: pl.Series) -> pl.Expr:
    return pl.col(column).cast(pl.UInt32).map_batches(names.gather, return_dtype=names.dtype, is_elementwise=True)
