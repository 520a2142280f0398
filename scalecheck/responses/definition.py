"""Find the questionnaire that a response answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition import catalogue
from scalecheck.errors import Code, Problem, Refused, did_you_mean

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.files.shape import Found


def definition_of(found: Found, named: str | None) -> Questionnaire:
    """Load the questionnaire that is *named*, else the one that the response *found* says it answers.

    Raises :class:`Refused` where the response names none, or one that is not there.
    """
    if named is not None:
        return catalogue.load(named)
    wanted = found.get("questionnaire")
    if wanted is None:
        what = "The response does not say which questionnaire it answers."
        raise Refused(Problem(found.place, Code.SC405, what, "Name it with -q."))
    if wanted not in catalogue.names():
        hint = did_you_mean(wanted, catalogue.names()) or "Name its file with -q."
        raise Refused(
            Problem(
                found.at("questionnaire"), Code.SC405, f'There is no questionnaire called "{wanted}".', hint
            )
        )
    return catalogue.load(wanted)
