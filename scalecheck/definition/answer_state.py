"""The state of an answer: a level was chosen, or one of the silences stands in its place.

The one table of them: what each is called in files and documents, what a reader sees, and the number that
the formula takes for it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class AnswerState(StrEnum):
    """One way in which a question was answered. Its value is its name in files and documents.

    *Not applicable* leaves a question out of the score. *Unanswered*, *unknown* and *declined* are missing
    answers: the question would count.

    >>> AnswerState("not applicable").words
    'does not apply'
    """

    code: int
    """The number that the formula takes: negative for a silence; a level's own is its position, from 0."""
    words: str
    """What a reader sees, in the respondent's words."""

    def __new__(cls, name: str, code: int = 0, words: str = "") -> Self:
        """Make a member that is its own name, with its code and its words beside it."""
        # AnswerState(name) looks a member up and comes never here: the defaults tell type checkers so.
        member = str.__new__(cls, name)
        member._value_ = name
        member.code = code
        member.words = words
        return member

    ANSWERED = "answered", 0, "answered"
    UNANSWERED = "unanswered", -1, "not answered"
    UNKNOWN = "unknown", -2, "don't know"
    DECLINED = "declined", -3, "would rather not say"
    NOT_APPLICABLE = "not applicable", -4, "does not apply"

    @property
    def key(self) -> str:
        """Its name where a document counts it: ``not_applicable``."""
        return self.value.replace(" ", "_")


MISSING = (AnswerState.UNANSWERED, AnswerState.UNKNOWN, AnswerState.DECLINED)
"""The states in which a question counts, and has no answer."""
STATED_SILENCES = (AnswerState.UNKNOWN, AnswerState.DECLINED, AnswerState.NOT_APPLICABLE)
"""The silences that a respondent can choose, and that a file spells out."""
