"""The arithmetic that the formula is written in: what it needs of an engine, and Python's own whole numbers.

Values are whole numbers throughout; flags are true or false, never missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = Any
"""A whole number, or a column of them."""
Flag = Any
"""True or false, or a column of them."""


class Arithmetic(Protocol):
    """What the formula needs of an engine, beside ``+ - *`` and ``< >=`` between values.

    Any operand may be a bare ``int`` or ``bool`` instead of a column: an engine lifts it to 64 bits.
    """

    def pick(self, code: Value, table: Sequence[int]) -> Value:
        """The entry of *table* at *code*; 0 where the code is a silence."""

    def among(self, code: Value, positions: Sequence[int]) -> Flag:
        """Whether *code* is one of *positions*."""

    def choose(self, flag: Flag, yes: Value, no: Value) -> Value:
        """*yes* where the flag is true, else *no*."""

    def every(self, flags: Sequence[Flag]) -> Flag:
        """Whether all flags are true; true for none."""

    def some(self, flags: Sequence[Flag]) -> Flag:
        """Whether at least one flag is true; false for none."""

    def no(self, flag: Flag) -> Flag:
        """Whether the flag is false."""

    def count(self, flags: Sequence[Flag]) -> Value:
        """How many flags are true."""

    def total(self, values: Sequence[Value]) -> Value:
        """The sum; 0 for none."""

    def least(self, values: Sequence[Value]) -> Value:
        """The smallest of one or more values."""

    def most(self, values: Sequence[Value]) -> Value:
        """The largest of one or more values."""

    def divide(self, over: Value, under: Value) -> Value:
        """Whole division, rounded down.

        Neither is negative; where *under* is 0, so is *over*, and the result.
        """

    def keep(self, name: str, value: Value | Flag) -> Value | Flag:
        """*value*, or a flag, worked out once: an engine may store it under *name*."""


class Whole:
    """Arithmetic with Python's ``int`` and ``bool``."""

    def pick(self, code: int, table: Sequence[int]) -> int:
        return table[code] if code >= 0 else 0

    def among(self, code: int, positions: Sequence[int]) -> bool:
        return code in positions

    def choose(self, flag: bool, yes: int, no: int) -> int:
        return yes if flag else no

    def every(self, flags: Sequence[bool]) -> bool:
        return all(flags)

    def some(self, flags: Sequence[bool]) -> bool:
        return any(flags)

    def no(self, flag: bool) -> bool:
        return not flag

    def count(self, flags: Sequence[bool]) -> int:
        return sum(flags)

    def total(self, values: Sequence[int]) -> int:
        return sum(values)

    def least(self, values: Sequence[int]) -> int:
        return min(values)

    def most(self, values: Sequence[int]) -> int:
        return max(values)

    def divide(self, over: int, under: int) -> int:
        return over // under if under else 0

    def keep(self, name: str, value: int) -> int:  # noqa: ARG002  nothing to name: a number is worked out already
        return value


WHOLE = Whole()
