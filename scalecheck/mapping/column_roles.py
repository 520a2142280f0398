"""The roles of the columns of a table, and what a codebook says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.errors import Refused
from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.errors import Place, Problem

RESPONDENT, CARRIED, QUESTION, ANSWER = "respondent", "carried", "question", "answer"
"""What a map can call a column that is no question. The last two are the columns of a long table."""
PROVENANCE = ("questionnaire", "version", "digest", "scope")
"""Columns that say what was answered: checked where the first of them is there."""


class Columns(NamedTuple):
    """The role of each column of a table. Columns are counted from 0."""

    headings: tuple[str, ...]
    questions: dict[str, int]
    """The column of each question that has one, in the order they are asked."""
    reasons: dict[str, int]
    """The column of the reasons why a question does not apply, by question."""
    respondent: int | None
    provenance: dict[str, int]
    """The columns that say which questionnaire, version, digest and scope was answered."""
    output_names: tuple[str, ...]
    """What each column is called where it is written: its heading, or that with ``__input``."""
    missing: tuple[str, ...]
    """Questions in scope that have no column."""
    doubtful: frozenset[int] = frozenset()
    """Columns that may be meant for something else: the table cannot be scored before that is settled."""
    problems: tuple[Problem, ...] = ()
    """Everything that keeps the table from being scored, as far as its headings go."""

    def raise_problems(self) -> None:
        """Raise :class:`~scalecheck.errors.Refused` where the table cannot be scored."""
        if self.problems:
            raise Refused(*self.problems)

    @property
    def carried(self) -> tuple[int, ...]:
        """The columns that are carried through: all but answers and their reasons."""
        answers = {*self.questions.values(), *self.reasons.values()}
        return tuple(n for n in range(len(self.headings)) if n not in answers)

    @property
    def renamings(self) -> tuple[tuple[str, str], ...]:
        """Headings that are written under another name, with that."""
        return tuple(
            (one, other) for one, other in zip(self.headings, self.output_names, strict=True) if one != other
        )


class Codebook(NamedTuple):
    """The meaning of a survey's own headings and codes, as the file of ``--map`` states it."""

    columns: Mapping[str, str] = {}
    """Headings, folded: a question's id, or one of the words above."""
    places: Mapping[str, Place] = {}
    """Where the map says so, by folded heading."""
    spellings: Mapping[str, Mapping[str, int]] = {}
    """By question id, further spellings of its answers."""
