"""Respondents who are there twice, however the table comes apart and in whichever order its parts come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    import random

pl = pytest.importorskip("polars")

from scalecheck.batch import duplicates  # noqa: E402
from scalecheck.batch.duplicates import HashedNames, OrderedNames, Undecided  # noqa: E402

NAMES = st.lists(st.lists(st.text("aZé9 \U0001f600", max_size=3), max_size=5), max_size=6)


def taken(kind: OrderedNames | HashedNames, parts: list[list[str]]) -> bool | None:
    """Whether one was there twice; None where it cannot be said."""
    try:
        for part in parts:
            kind.add(pl.Series(part, dtype=pl.String))
    except Undecided:
        assert kind.undecided
        return None
    return kind.has_duplicates()


@given(NAMES)
def test_both_find_what_a_person_would(parts: list[list[str]]) -> None:
    names = [name.strip() for part in parts for name in part if name.strip()]
    twice = len(set(names)) < len(names)
    assert taken(HashedNames(), parts) is twice
    assert taken(OrderedNames(), parts) in ((None,) if twice else (None, False))


@given(st.sets(st.text("aZé9\U0001f600", min_size=1, max_size=4)), st.randoms(use_true_random=False))
def test_names_in_order_are_told_apart_in_whichever_order_their_parts_come(
    names: set[str], dice: random.Random
) -> None:
    ordered = sorted(names, key=lambda name: (len(name.encode()), name))
    cuts = sorted(dice.sample(range(len(ordered) + 1), min(3, len(ordered) + 1)))
    parts = [ordered[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
    dice.shuffle(parts)
    assert taken(OrderedNames(), parts) is False


def test_numbers_are_in_order_where_a_survey_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [pl.Series(range(start, start + 40)) for start in (1, 41, 121, 81)]
    kind = OrderedNames()
    for part in numbers:
        kind.add(part)
    with pytest.raises(Undecided):
        kind.add(pl.Series([100]))
    monkeypatch.setattr(duplicates, "HASHES_AT_ONCE", 10)
    assert taken(HashedNames(), [[str(n) for n in part] for part in numbers]) is False
    assert taken(HashedNames(), [*([str(n) for n in part] for part in numbers), ["100"]]) is True


def test_beyond_the_limit_marks_are_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "LIMIT", 3)
    marked = HashedNames()
    assert taken(marked, [["d", "a", "c", "b"], ["a"]]) is False
    assert marked.full
