"""The same steps, laid on a polars table in less time: what depends on few answers is worked out once for each way they fall.

Three questions of four options can be answered in 6 x 6 x 6 ways, as far as a score goes: an option, missing, or not
applicable. So everything the formula says of a domain of three questions stands in a table of 216 rows, made by the very
steps that would otherwise run on every row, and a row of answers looks it up. What depends on more answers than that, the
overall score for one, is worked out on the rows as it is everywhere.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from scalecheck.batch.laying import lay, made, needed, reads, where
from scalecheck.batch.row import WAYS, Name, Names, neighbours, row, ways
from scalecheck.scoring import formula
from scalecheck.scoring.expressions import Expressions, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.batch.row import Cell
    from scalecheck.scoring.plan import Plan

DIRECT = 1 << 16
"""Where so many rows hold every combination of spellings, a row finds its place by its spellings alone."""
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


def tabulate(plan: Plan, prefix: str) -> Tabulation:
    """What can be looked up for *plan*, and what cannot. The steps' names start with *prefix*."""
    a = Expressions(pl, prefix)
    cells = row(a, plan, {name: a.column(prefix + name) for name in plan.questions})
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


def scored(
    table: pl.LazyFrame, plan: Plan, columns: Mapping[str, str], spelt: Mapping[str, Sequence[int]], prefix: str
) -> tuple[pl.LazyFrame, dict[str, str]]:
    """*table* with the results added, and by result the name of its column.

    *columns* says which column holds the answers to which question, as an ``Enum`` of spellings; *spelt* which code each
    spelling stands for, in the order of the categories. A null, and a question without a column, is unanswered.
    """
    spelt = {name: [*codes, formula.UNANSWERED] for name, codes in spelt.items()}  # a null comes last
    done = tabulate(plan, prefix)
    laid = pl.collect_all([_table(plan, lookup, prefix) for lookup in done.lookups])
    lines = [Lines(plan, lookup.questions, spelt, values) for lookup, values in zip(done.lookups, laid, strict=True)]
    lines += [Lines(plan, (name,), spelt, _codes_table(plan, name, prefix)) for name in done.codes]
    looked = [each for each in lines if each.asked]
    if looked:
        asked = [name for name in plan.questions if name in columns]

        def look_up(cells: Sequence[pl.Series]) -> pl.Series:
            places = {}
            for name, each in zip(asked, cells, strict=True):
                place = each.to_physical()
                places[name] = place.set(place.is_null(), len(spelt[name]) - 1) if place.null_count() else place
            found = [each.values.gather(each.of(places)).struct.unnest() for each in looked]
            return pl.concat(found, how="horizontal").to_struct("")

        dtype = pl.Struct({name: kind for each in looked for name, kind in each.values.struct.schema.items()})
        found = pl.map_batches([pl.col(columns[name]) for name in asked], look_up, return_dtype=dtype, is_elementwise=True)
        table = table.with_columns(found.struct.unnest())
    for each in lines:
        if not each.asked:  # the same for every row
            row = each.values.struct.unnest()[each.start]
            table = table.with_columns(pl.lit(row[name].item(), dtype=row[name].dtype).alias(name) for name in row.columns)
    table = lay(table, done.steps)
    return _with_cells(table, done.cells, prefix), {name: f"{prefix}={name}" for name in done.order}


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


class Together:
    """Scores rows of codes many at once."""

    together = 50_000

    def __init__(self, plan: Plan, columns: tuple[str, ...]) -> None:
        self.plan, self.columns = plan, columns
        self.spelt = {name: [*range(len(question.shares)), -1, -2, -3, -4] for name, question in plan.questions.items()}

    def score(self, codes: Sequence[Sequence[int]]) -> list[tuple[Any, ...]]:
        names = list(self.plan.questions)
        table = pl.LazyFrame(codes, schema=dict.fromkeys(names, pl.Int64), orient="row")
        # The silences come after the options, the first of them -1.
        places = [
            pl.when(pl.col(name) < 0).then(len(self.plan.questions[name].shares) - 1 - pl.col(name)).otherwise(name).alias(name)
            for name in names
        ]
        table = table.with_columns(places).cast(pl.UInt32)
        done, results = scored(table, self.plan, dict(zip(names, names, strict=True)), self.spelt, "=")
        return done.select(results[name] for name in self.columns).collect().rows()


class Lines:
    """Finds, for each row, the line of a table of ways that its answers lead to."""

    def __init__(self, plan: Plan, questions: Sequence[str], spelt: Mapping[str, Sequence[int]], table: pl.DataFrame) -> None:
        self.asked = [name for name in questions if name in spelt]
        self.start = 0
        """The line for questions that have no column."""
        digits: list[list[int]] = []
        stride = 1
        for name in questions:
            options = len(plan.questions[name].shares)
            if name in spelt:
                missing = [stride * (code if code >= 0 else options + (code == formula.NOT_APPLICABLE)) for code in spelt[name]]
                digits.append(missing)
            else:
                self.start += stride * options
            stride *= options + 2
        counts = [len(digit) for digit in digits]
        self.strides = [prod(counts[:place]) for place in range(len(counts))] if prod(counts) <= DIRECT else []
        """Where the table has a line for each combination of spellings: how far apart a question's lines are."""
        self.digits = [pl.Series(digit, dtype=pl.UInt32) for digit in digits]
        if self.strides:
            lines = [self.start]
            for digit in digits:
                lines = [line + each for each in digit for line in lines]
            table = table[lines]
        self.values = table.to_struct("")

    def of(self, places: Mapping[str, pl.Series]) -> pl.Series:
        """The lines of some rows, whose answers stand at *places* among the spellings."""
        line: Any = None
        for number, name in enumerate(self.asked):
            if self.strides:
                each = places[name].cast(pl.UInt32) * self.strides[number]
            else:
                each = self.digits[number].gather(places[name])
                each = each if number else each + self.start
            line = each if line is None else line + each
        found: pl.Series = line
        return found


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
