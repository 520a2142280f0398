"""A table to fill in: one row for each response, one column for each question, named by its id.

The first row already says, in the last columns, which questions were asked: so that the answers are later
scored with nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.questionnaire import QUICK
from scalecheck.mapping.column_roles import PROVENANCE

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.responses.response import Scope

ABOUT = ("innovation", "respondent", "role", "organisation", "date")
"""What a response says about itself."""


def questions(questionnaire: Questionnaire, scope: Scope) -> list[Question]:
    """List the questions of *scope*, in the order they are asked."""
    return [question for question in questionnaire.questions if scope == "full" or QUICK in question.tags]


def about_columns(questionnaire: Questionnaire) -> list[str]:
    """Name the columns that say who answered; one whose name is a question's id is the question's."""
    taken = {question.id for question in questionnaire.questions}
    return [name for name in ABOUT if name not in taken]


def provenance(questionnaire: Questionnaire, scope: Scope) -> dict[str, str]:
    """Fill the cells that say which questionnaire, version, digest and scope a row answers, by column.

    They count together: none is there where a question takes the first.
    """
    taken = {question.id for question in questionnaire.questions}
    said = dict(
        zip(PROVENANCE, (questionnaire.id, questionnaire.version, questionnaire.digest, scope), strict=True)
    )
    return (
        {} if PROVENANCE[0] in taken else {name: value for name, value in said.items() if name not in taken}
    )


def render(questionnaire: Questionnaire, scope: Scope) -> str:
    """Write the CSV of the form: ids, versions and digests need no quotes and are not formulas."""
    columns = [*about_columns(questionnaire), *(each.id for each in questions(questionnaire, scope))]
    said = provenance(questionnaire, scope)
    return (
        ",".join([*columns, *said])
        + "\n"
        + ("," * len(columns) + ",".join(said.values()) + "\n" if said else "")
    )
