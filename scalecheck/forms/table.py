"""A table to fill in: one row for each response, one column for each question, named by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.questionnaire import QUICK

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.responses.response import Scope

ABOUT = ("innovation", "respondent", "role", "organisation", "date")
"""What a response says about itself."""


def questions(questionnaire: Questionnaire, scope: Scope) -> list[Question]:
    """The questions of *scope*, in the order they are asked."""
    return [question for question in questionnaire.questions if scope == "full" or QUICK in question.tags]


def about_columns(questionnaire: Questionnaire) -> list[str]:
    """The columns that say who answered; one whose name is a question's id is the question's."""
    taken = {question.id for question in questionnaire.questions}
    return [name for name in ABOUT if name not in taken]


def text(questionnaire: Questionnaire, scope: Scope) -> str:
    """The table's header: ids are small letters, digits and hyphens, so nothing in it needs quoting or is a formula."""
    return ",".join([*about_columns(questionnaire), *(each.id for each in questions(questionnaire, scope))]) + "\n"
