"""The words in which a question is asked: the same on a terminal, on a page and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.text import listed, one_line

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Question, Questionnaire

CONFIDENCES = {"low": "not very", "medium": "fairly", "high": "very"}
"""How sure someone is of an answer, in the respondent's words."""

HONESTLY = "There is no pass mark, and an honest low answer helps you most."
WHY_NOT = "Why does it not apply? One short sentence."
HOW_SURE = "How sure are you of this answer?"
WHAT_SHOWS_IT = "What shows it?"
ANYTHING_TO_REMEMBER = "Anything to remember?"
WHY_WE_ASK = "Why we ask"
RESTS_ON = "It rests on"
SAY_WHY_NOT = "Say in a few words why it does not apply."
CHECK = "Check your answers"
NOT_ANSWERED = AnswerState.UNANSWERED.words.capitalize()


def example(question: Question) -> str:
    """An example of what would show a high answer; empty where no evidence is asked for."""
    return f"For example: {one_line(question.evidence)}" if question.evidence else ""


def sources(question: Question, questionnaire: Questionnaire) -> list[str]:
    """The titles of what *question* rests on, each once."""
    return list(dict.fromkeys(one_line(questionnaire.citable[name].title) for name in question.cites))


def choose(question: Question) -> str:
    """The request to choose one of the options of *question*, by their keys."""
    return f"Choose {listed((option.key for option in question.options), 'or')}"
