"""Named tuples of our own are what typing's are, but for the time that it takes to define one."""

from __future__ import annotations

import pickle
import typing

import pytest

from scalecheck.record import NamedTuple


class Ours(NamedTuple):
    """Two fields, one of them with a default."""

    name: str
    votes: int = 1
    """How many."""

    @property
    def twice(self) -> int:
        """Twice as many."""
        return 2 * self.votes

    @classmethod
    def none(cls) -> Ours:
        """None of them."""
        return cls("none", 0)


class Theirs(typing.NamedTuple):
    """Two fields, one of them with a default."""

    name: str
    votes: int = 1

    @property
    def twice(self) -> int:
        return 2 * self.votes


def test_it_is_a_tuple_with_names_defaults_and_methods() -> None:
    ours, theirs = Ours("a"), Theirs("a")
    assert tuple(ours) == tuple(theirs) == ("a", 1)
    assert (ours.twice, ours._replace(votes=4).twice, Ours.none().votes) == (2, 8, 0)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert (Ours._fields, Ours._field_defaults, Ours.__doc__) == (
        Theirs._fields,
        Theirs._field_defaults,
        Theirs.__doc__,
    )
    assert (Ours.__module__, Ours.__qualname__) == (Theirs.__module__, "Ours")


def test_it_cannot_be_changed_and_wants_its_fields() -> None:
    with pytest.raises(AttributeError):
        Ours("a").name = "b"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]


def test_it_travels_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Ours("a", 3))) == Ours("a", 3)
