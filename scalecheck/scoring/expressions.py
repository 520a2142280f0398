"""An arithmetic over column expressions, for tables: of narwhals or of polars, which speak alike.

Nothing is worked out here. The formula writes down *steps*, each a named expression over columns and earlier
steps, and whoever holds a frame lays them on it. All whole numbers are 64 bits wide; flags are never null.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Library = Any
"""The module whose expressions are written: ``narwhals``, or ``polars`` where narwhals would only pass
them on, which takes it longer than polars takes to work them out."""


class Column:
    """A column of whole numbers or, if *flag*, of flags: an expression, and the columns it reads, by name."""

    __slots__ = ("expr", "flag", "library", "reads")

    def __init__(self, library: Library, expr: Any, reads: frozenset[str], *, flag: bool = False) -> None:
        self.library, self.expr, self.reads, self.flag = library, expr, reads, flag

    def __add__(self, other: Column | int) -> Column:
        return (
            self
            if isinstance(other, int) and not other
            else _combine(self, other, lambda one, two: one + two)
        )

    __radd__ = __add__

    def __sub__(self, other: Column | int) -> Column:
        return (
            self
            if isinstance(other, int) and not other
            else _combine(self, other, lambda one, two: one - two)
        )

    def __rsub__(self, other: int) -> Column:
        return _combine(other, self, lambda one, two: one - two)

    def __mul__(self, other: Column | int) -> Column:
        return (
            self
            if isinstance(other, int) and other == 1
            else _combine(self, other, lambda one, two: one * two)
        )

    __rmul__ = __mul__

    def __lt__(self, other: Column | int) -> Column:
        return _combine(self, other, lambda one, two: one < two, flag=True)

    def __le__(self, other: Column | int) -> Column:
        return _combine(self, other, lambda one, two: one <= two, flag=True)

    def __ge__(self, other: Column | int) -> Column:
        return _combine(self, other, lambda one, two: one >= two, flag=True)

    def __bool__(self) -> bool:
        raise TypeError("A column is neither true nor false: the formula must not look at a value.")


Value = Column | int
Flag = Column | bool


class NamedColumn(NamedTuple):
    """A named column to be added to the frame, once everything it reads is there."""

    name: str
    column: Column


class Expressions:
    """Arithmetic with columns. What is known beforehand is worked out beforehand."""

    def __init__(self, library: Library, prefix: str = "", *, narrow: bool = False) -> None:
        self.library, self.prefix, self.narrow = library, prefix, narrow
        """The steps' names start with *prefix*, so that they meet no column of the frame.

        Columns may be held in fewer bits than they are counted in, if they are *narrow*.
        """
        self.steps: list[NamedColumn] = []
        """In an order in which each reads only columns of the frame and steps before it."""
        self.names: set[str] = set()

    def column(self, name: str) -> Column:
        """The frame's own column *name*, of whole numbers."""
        return self._read_column(name, flag=False)

    def pick(self, code: Value, table: Sequence[int]) -> Value:
        if not isinstance(code, Column):
            return table[code] if code >= 0 else 0
        step = table[1] - table[0] if len(table) > 1 else 0
        if all(entry == table[0] + step * place for place, entry in enumerate(table)):
            found: Value = code * step + table[0] if step else table[0]
        else:
            found = table[-1]
            for place in reversed(range(len(table) - 1)):
                found = self.choose(code < place + 1, table[place], found)
        return self.choose(code >= 0, found, 0)

    def among(self, code: Value, positions: Sequence[int]) -> Flag:
        if not isinstance(code, Column):
            return code in positions
        ordered = sorted(positions)
        if ordered and ordered == list(range(ordered[0], ordered[-1] + 1)):
            return self.every([code >= ordered[0], code < ordered[-1] + 1])
        return self.some([self.every([code >= place, code < place + 1]) for place in ordered])

    def choose(self, flag: Flag, yes: Value, no: Value) -> Value:
        if not isinstance(flag, Column):
            return yes if flag else no
        if not isinstance(yes, Column) and not isinstance(no, Column) and yes == no:
            return yes
        made = self.library.when(flag.expr).then(self.expr(yes)).otherwise(self.expr(no))
        return Column(self.library, made, _collect_reads(flag, yes, no))

    def every(self, flags: Iterable[Flag]) -> Flag:
        return _join(flags, decides=False, by=lambda one, two: one & two)

    def some(self, flags: Iterable[Flag]) -> Flag:
        return _join(flags, decides=True, by=lambda one, two: one | two)

    def no(self, flag: Flag) -> Flag:
        return (
            Column(self.library, ~flag.expr, flag.reads, flag=True) if isinstance(flag, Column) else not flag
        )

    def count(self, flags: Iterable[Flag]) -> Value:
        number = self.library.Int64
        return self.total(
            [
                Column(self.library, f.expr.cast(number), f.reads) if isinstance(f, Column) else int(f)
                for f in flags
            ]
        )

    def total(self, values: Iterable[Value]) -> Value:
        given = list(values)
        known = sum(each for each in given if not isinstance(each, Column))
        result: Value = known
        for each in given:
            if isinstance(each, Column):
                result = each + result
        return result

    def least(self, values: Sequence[Value]) -> Value:
        return self._choose_extreme(values, min, self.library.min_horizontal)

    def most(self, values: Sequence[Value]) -> Value:
        return self._choose_extreme(values, max, self.library.max_horizontal)

    def divide(self, over: Value, under: Value) -> Value:
        if not isinstance(under, Column):
            if not isinstance(over, Column):
                return over // under if under else 0
            return _combine(over, under, lambda one, two: one // two) if under != 1 else over
        return _combine(over, self.most([under, 1]), lambda one, two: one // two)

    def keep(self, name: str, value: Value | Flag) -> Value | Flag:
        if not isinstance(value, Column):
            return value
        name = self.prefix + name
        if name not in self.names:
            self.names.add(name)
            self.steps.append(NamedColumn(name, value))
        return self._read_column(name, flag=value.flag)

    def expr(self, value: Value | Flag) -> Any:
        """*value* as an expression of the library."""
        return _write_expr(self.library, value)

    def _read_column(self, name: str, *, flag: bool) -> Column:
        found = self.library.col(name)
        wide = found.cast(self.library.Int64) if self.narrow and not flag else found
        return Column(self.library, wide, frozenset({name}), flag=flag)

    def _choose_extreme(
        self, values: Sequence[Value], known: Callable[[list[int]], int], horizontal: Callable[..., Any]
    ) -> Value:
        columns = [each for each in values if isinstance(each, Column)]
        plain = [each for each in values if not isinstance(each, Column)]
        if not columns:
            return known(plain)
        if len(columns) == 1 and not plain:
            return columns[0]
        parts = [each.expr for each in columns] + ([self.expr(known(plain))] if plain else [])
        return Column(self.library, horizontal(*parts), _collect_reads(*columns))


def _write_expr(library: Library, value: Value | Flag) -> Any:
    return (
        value.expr if isinstance(value, Column) else _write_constant(library, value, isinstance(value, bool))
    )


@lru_cache(maxsize=4096)
def _write_constant(library: Library, value: int, flag: bool) -> Any:
    return library.lit(bool(value)) if flag else library.lit(value, dtype=library.Int64)


def _collect_reads(*values: Value | Flag) -> frozenset[str]:
    return frozenset().union(*(each.reads for each in values if isinstance(each, Column)))


def _combine(one: Value, two: Value, by: Callable[[Any, Any], Any], *, flag: bool = False) -> Column:
    library = one.library if isinstance(one, Column) else two.library  # type: ignore[union-attr]  # one of them is a column
    return Column(
        library, by(_write_expr(library, one), _write_expr(library, two)), _collect_reads(one, two), flag=flag
    )


def _join(flags: Iterable[Flag], *, decides: bool, by: Callable[[Any, Any], Any]) -> Flag:
    """Flags that are known are left out, unless one of them decides."""
    columns: list[Column] = []
    for flag in flags:
        if isinstance(flag, Column):
            columns.append(flag)
        elif flag == decides:
            return decides
    if not columns:
        return not decides
    expr = columns[0].expr
    for each in columns[1:]:
        expr = by(expr, each.expr)
    return Column(columns[0].library, expr, _collect_reads(*columns), flag=True)
