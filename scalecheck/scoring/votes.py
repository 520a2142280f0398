"""The votes of several raters on one question, and the silences in place of votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.record import NamedTuple
from scalecheck.responses.response import Answer
from scalecheck.scoring import formula
from scalecheck.scoring.agreement import Agreement, agreement, levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.result import Score

NOT_ASKED = "not asked"
NO_VOTE = (*(state.value for state in AnswerState if state is not AnswerState.ANSWERED), NOT_ASKED)
"""The ways in which a rater has no vote. *Not asked*: left out by the rater's own earlier answers."""


class Votes(NamedTuple):
    """What the raters said to one question."""

    question: str
    domain: str
    agreement: Agreement
    silences: dict[str, int]
    """How many raters have no vote, for each reason in :data:`NO_VOTE`."""
    voters: tuple[tuple[int, ...], ...]
    """By level, the raters who chose it, as positions in ``Group.scores``."""


def count_votes(compiled: CompiledQuestionnaire, scores: Sequence[Score], name: str) -> Votes:
    """Count what the raters of *scores* said to the question *name*: votes by level, and silences."""
    order = levels(compiled.definitions[name])
    silences = dict.fromkeys(NO_VOTE, 0)
    voters: list[list[int]] = [[] for _ in range(max(order) + 1)]
    for position, score in enumerate(scores):
        standing = score.outcome.questions[name]
        state = score.response.answers.get(name, Answer()).state
        if standing.answered:
            voters[order[score.codes[name]]].append(position)
        elif standing.applies or state is AnswerState.NOT_APPLICABLE:
            silences[state] += 1
        else:
            silences[NOT_ASKED] += 1
    chosen = [level for level, who in enumerate(voters) for _ in who]
    domain = compiled.questions[name].domain
    return Votes(name, domain, agreement(chosen, len(voters)), silences, tuple(tuple(who) for who in voters))


def choose_middle_code(compiled: CompiledQuestionnaire, votes: Votes) -> int:
    """Return the code of the middle answer; where nobody answered, the silence that leaves it open."""
    middle = votes.agreement.median
    if middle is not None:
        return levels(compiled.definitions[votes.question]).index(middle)
    only = votes.silences[AnswerState.NOT_APPLICABLE] == sum(votes.silences.values())
    return formula.NOT_APPLICABLE if only else formula.UNKNOWN
