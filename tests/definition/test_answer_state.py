"""The states of an answer: one table that files, documents, the formula and readers share."""

from __future__ import annotations

import pytest

from scalecheck.definition import catalogue
from scalecheck.definition.answer_state import MISSING, STATED_SILENCES, AnswerState
from scalecheck.responses.reader import resolve
from scalecheck.scoring import formula
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.compiled import compile_questionnaire


@pytest.mark.parametrize("silence", STATED_SILENCES)
def test_a_silence_is_read_by_its_name_however_it_is_written(silence: AnswerState) -> None:
    question = catalogue.load("adopter-support").questions[0]
    assert resolve(question, f" {silence.value.upper()} ") == (silence, None)


def test_only_missing_answers_count_against_completeness() -> None:
    compiled = compile_questionnaire(catalogue.load("adopter-support"))
    for state in AnswerState:
        codes = dict.fromkeys(compiled.questions, 0) | {"protected-time": state.code}
        standing = formula.score(WHOLE, compiled, codes).questions["protected-time"]
        assert (standing.applies and not standing.answered) == (state in MISSING)


def test_a_document_counts_a_state_under_one_word() -> None:
    assert [state.key for state in AnswerState if " " in state.value] == ["not_applicable"]
