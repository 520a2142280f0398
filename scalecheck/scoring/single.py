"""The formula run for one response, with Python's whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.scoring import formula
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.result import Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.responses.response import Answer, Response
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.outcome import Standing


def codes_of(compiled: CompiledQuestionnaire, answers: Mapping[str, Answer]) -> dict[str, int]:
    """Return *answers* as the formula takes them: one code a question, in the order asked."""
    given: dict[str, int] = dict.fromkeys(compiled.questions, formula.UNANSWERED)
    for name, answer in answers.items():
        given[name] = answer.state.code if answer.option is None else answer.option
    return given


def asked_questions(compiled: CompiledQuestionnaire, codes: Mapping[str, int]) -> list[str]:
    """Return the questions that are asked, in order, as *codes* have it: in scope, and let by ``ask_if``."""
    asked: list[str] = []
    standings: dict[str, Standing] = {}
    for question in compiled.questions.values():
        if formula.standing(WHOLE, compiled, question, formula.UNANSWERED, standings).applies:
            asked.append(question.id)
        standings[question.id] = formula.standing(WHOLE, compiled, question, codes[question.id], standings)
    return asked


def score(
    questionnaire: Questionnaire, response: Response, compiled: CompiledQuestionnaire | None = None
) -> Score:
    """Score *response* under *questionnaire*.

    The response must have been read against it: its answers are positions of options, or silences. Scores
    come in the questionnaire's unit with its published decimals; what cannot be known is None. Nothing is
    raised for a response that was read. *compiled* saves compiling the questionnaire again for many
    responses.
    """
    compiled = compiled or compile_questionnaire(questionnaire, response.scope)
    given = codes_of(compiled, response.answers)
    return Score(compiled, response, given, formula.score(WHOLE, compiled, given))
