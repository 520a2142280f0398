"""The formula run for a table: an arithmetic over narwhals' column expressions.

Nothing is worked out here. The formula writes down *steps*, each a named expression over columns and earlier steps, and
whoever holds a frame lays them on it. All whole numbers are 64 bits wide; flags are never null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Number = nw.Int64


class Column:
    """A column of whole numbers or flags: an expression, and the names of the columns it reads."""

    __slots__ = ("expr", "reads")

    def __init__(self, expr: nw.Expr, reads: frozenset[str]) -> None:
        self.expr, self.reads = expr, reads

    def __add__(self, other: Column | int) -> Column:
        return self if isinstance(other, int) and not other else _both(self, other, lambda one, two: one + two)

    __radd__ = __add__

    def __sub__(self, other: Column | int) -> Column:
        return self if isinstance(other, int) and not other else _both(self, other, lambda one, two: one - two)

    def __rsub__(self, other: int) -> Column:
        return _both(other, self, lambda one, two: one - two)

    def __mul__(self, other: Column | int) -> Column:
        return self if isinstance(other, int) and other == 1 else _both(self, other, lambda one, two: one * two)

    __rmul__ = __mul__

    def __lt__(self, other: Column | int) -> Column:
        return _both(self, other, lambda one, two: one < two)

    def __le__(self, other: Column | int) -> Column:
        return _both(self, other, lambda one, two: one <= two)

    def __gt__(self, other: Column | int) -> Column:
        return _both(self, other, lambda one, two: one > two)

    def __ge__(self, other: Column | int) -> Column:
        return _both(self, other, lambda one, two: one >= two)

    def __bool__(self) -> bool:
        raise TypeError("A column is neither true nor false: the formula must not look at a value.")


Value = Column | int
Flag = Column | bool


class Step(NamedTuple):
    """A named column to be laid on the frame, once everything it reads is there."""

    name: str
    column: Column


class Expressions:
    """Arithmetic with columns. What is known beforehand is worked out beforehand."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        """What the steps' names start with, so that they meet no column of the frame."""
        self.steps: list[Step] = []
        """In an order in which each reads only columns of the frame and steps before it."""

    def column(self, name: str) -> Column:
        """The frame's own column *name*."""
        return Column(nw.col(name), frozenset({name}))

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
        return Column(nw.when(flag.expr).then(_expr(yes)).otherwise(_expr(no)), _reads(flag, yes, no))

    def every(self, flags: Iterable[Flag]) -> Flag:
        return _join(flags, decides=False, by=lambda one, two: one & two)

    def some(self, flags: Iterable[Flag]) -> Flag:
        return _join(flags, decides=True, by=lambda one, two: one | two)

    def no(self, flag: Flag) -> Flag:
        return Column(~flag.expr, flag.reads) if isinstance(flag, Column) else not flag

    def count(self, flags: Iterable[Flag]) -> Value:
        return self.total([Column(f.expr.cast(Number), f.reads) if isinstance(f, Column) else int(f) for f in flags])

    def total(self, values: Iterable[Value]) -> Value:
        given = list(values)
        known = sum(each for each in given if not isinstance(each, Column))
        result: Value = known
        for each in given:
            if isinstance(each, Column):
                result = each + result
        return result

    def least(self, values: Sequence[Value]) -> Value:
        return _extreme(values, min, nw.min_horizontal)

    def most(self, values: Sequence[Value]) -> Value:
        return _extreme(values, max, nw.max_horizontal)

    def divide(self, over: Value, under: Value) -> Value:
        if not isinstance(under, Column):
            if not isinstance(over, Column):
                return over // under if under else 0
            return _both(over, under, lambda one, two: one // two) if under != 1 else over
        nothing = under < 1
        return self.choose(nothing, 0, _both(over, self.choose(nothing, 1, under), lambda one, two: one // two))

    def keep(self, name: str, value: Value | Flag) -> Value | Flag:
        if not isinstance(value, Column):
            return value
        self.steps.append(Step(self.prefix + name, value))
        return self.column(self.prefix + name)


def _expr(value: Value | Flag) -> nw.Expr:
    if isinstance(value, Column):
        return value.expr
    return nw.lit(value) if isinstance(value, bool) else nw.lit(value, dtype=Number)


def _reads(*values: Value | Flag) -> frozenset[str]:
    return frozenset().union(*(each.reads for each in values if isinstance(each, Column)))


def _both(one: Value, two: Value, by: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> Column:
    return Column(by(_expr(one), _expr(two)), _reads(one, two))


def _join(flags: Iterable[Flag], *, decides: bool, by: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> Flag:
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
    return Column(expr, _reads(*columns))


def _extreme(
    values: Sequence[Value], known: Callable[[list[int]], int], horizontal: Callable[..., nw.Expr]
) -> Value:
    columns = [each for each in values if isinstance(each, Column)]
    plain = [each for each in values if not isinstance(each, Column)]
    if not columns:
        return known(plain)
    if len(columns) == 1 and not plain:
        return columns[0]
    parts = [each.expr for each in columns] + ([_expr(known(plain))] if plain else [])
    return Column(horizontal(*parts), _reads(*columns))
