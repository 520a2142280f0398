"""Column expressions written down as SQL, for Spark: a library that speaks as narwhals and polars do.

A session may be a network away, and building an expression there node by node takes it ten times as long as reading one that
is written out. Every expression stands in brackets of its own or is one word, so that any of them can be put into any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Int64, Float64, String = "BIGINT", "DOUBLE", "STRING"
_CASE = "CASE "
Word = str
"""For :class:`Text`, in which ``str`` is something else."""


class Text:
    """An expression."""

    __hash__ = None  # type: ignore[assignment]  # what is compared is an expression again

    def __init__(self, sql: Word, name: Word = "") -> None:
        self.sql, self.name = sql, name

    @property
    def str(self) -> Strings:
        """What can be done with text."""
        return Strings(self)

    def __add__(self, other: Text) -> Text:
        return Text(f"({self.sql} + {other.sql})")

    def __sub__(self, other: Text) -> Text:
        return Text(f"({self.sql} - {other.sql})")

    def __mul__(self, other: Text) -> Text:
        return Text(f"({self.sql} * {other.sql})")

    def __floordiv__(self, other: Text) -> Text:
        # Between whole numbers, of which none is negative here: rounded down, and exact where a quotient of floats is not.
        return Text(f"({self.sql} DIV {other.sql})")

    def __truediv__(self, other: Text) -> Text:
        return Text(f"({self.sql} / {other.sql})")

    def __lt__(self, other: Text) -> Text:
        return Text(f"({self.sql} < {other.sql})")

    def __le__(self, other: Text) -> Text:
        return Text(f"({self.sql} <= {other.sql})")

    def __gt__(self, other: Text) -> Text:
        return Text(f"({self.sql} > {other.sql})")

    def __ge__(self, other: Text) -> Text:
        return Text(f"({self.sql} >= {other.sql})")

    def __eq__(self, other: object) -> Text:  # type: ignore[override]
        return Text(f"({self.sql} = {_lifted(other).sql})")

    def __and__(self, other: Text) -> Text:
        return Text(f"({self.sql} AND {other.sql})")

    def __or__(self, other: Text) -> Text:
        return Text(f"({self.sql} OR {other.sql})")

    def __invert__(self) -> Text:
        return Text(f"(NOT {self.sql})")

    def is_null(self) -> Text:
        """Whether there is nothing."""
        return Text(f"({self.sql} IS NULL)")

    def is_in(self, values: Iterable[Word]) -> Text:
        """Whether it is one of *values*, of which there is one at least."""
        return Text(f"({self.sql} IN ({', '.join(literal(each) for each in values)}))")

    def cast(self, dtype: Word) -> Text:
        """The same as *dtype*."""
        return Text(f"CAST({self.sql} AS {dtype})")

    def round(self, decimals: int) -> Text:  # noqa: ARG002
        """The same: a quotient of two floats is here the nearest there is, and needs no mending."""
        return self

    def alias(self, name: Word) -> Text:
        """The same under *name*."""
        return Text(self.sql, name)


class Strings:
    """What can be done with text."""

    def __init__(self, text: Text) -> None:
        self.sql = text.sql

    def replace_all(self, pattern: str, value: str, *, literal: bool = False) -> Text:
        """With *value* for every match of *pattern*."""
        return Text(f"{'replace' if literal else 'regexp_replace'}({self.sql}, {quoted(pattern)}, {quoted(value)})")

    def strip_chars(self, characters: str) -> Text:
        """Without *characters* at both ends."""
        return Text(f"trim(BOTH {quoted(characters)} FROM {self.sql})")

    def strip_chars_end(self, characters: str) -> Text:
        """Without *characters* at its end."""
        return Text(f"trim(TRAILING {quoted(characters)} FROM {self.sql})")

    def to_lowercase(self) -> Text:
        """In small letters."""
        return Text(f"lower({self.sql})")

    def contains(self, pattern: str) -> Text:
        """Whether *pattern* matches."""
        return Text(f"({self.sql} RLIKE {quoted(pattern)})")


class Chosen(Text):
    """A value where a condition holds, nothing elsewhere unless :meth:`otherwise` says what."""

    def otherwise(self, value: Any) -> Text:
        """*value* elsewhere."""
        other, head = _lifted(value).sql, self.sql.removesuffix(" END")
        # One long list of cases rather than one in the other: there are engines that read only so deep.
        return Text(f"{head} {other.removeprefix(_CASE)}" if other.startswith(_CASE) else f"{head} ELSE {other} END")


class When:
    """A condition that waits for its value."""

    def __init__(self, condition: Text) -> None:
        self.condition = condition

    def then(self, value: Any) -> Chosen:
        """*value* where it holds."""
        return Chosen(f"{_CASE}WHEN {self.condition.sql} THEN {_lifted(value).sql} END")


def when(condition: Text) -> When:
    """A value where *condition* holds."""
    return When(condition)


def col(name: str) -> Text:
    """The column *name*."""
    return Text(f"`{name.replace('`', '``')}`")


def lit(value: object, dtype: str = "") -> Text:
    """The constant *value*."""
    return Text(f"CAST(NULL AS {dtype})" if value is None and dtype else literal(value))


def min_horizontal(*parts: Text) -> Text:
    """The least of two or more."""
    return Text(f"least({', '.join(each.sql for each in parts)})")


def max_horizontal(*parts: Text) -> Text:
    """The most of two or more."""
    return Text(f"greatest({', '.join(each.sql for each in parts)})")


def concat_str(parts: Iterable[Text], *, separator: str, ignore_nulls: bool) -> Text:  # noqa: ARG001  it is what concat_ws does
    """Those of *parts* that are there, joined."""
    return Text(f"concat_ws({quoted(separator)}, {', '.join(each.sql for each in parts)})")


def quoted(text: str) -> str:
    """*text* as a constant."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def literal(value: object) -> str:
    """*value* as a constant."""
    if value is None or isinstance(value, bool):
        return "NULL" if value is None else str(value).lower()
    if isinstance(value, int):
        return f"{value}L" if value >= 0 else f"({value}L)"
    if isinstance(value, float):
        return f"{value!r}D" if value >= 0 else f"({value!r}D)"
    return quoted(str(value))


def _lifted(value: Any) -> Text:
    return value if isinstance(value, Text) else Text(literal(value))
