"""The answers of an interview under way: which questions are asked and open, and what is said to each."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.interview import wording
from scalecheck.interview.dialogue import Dialogue
from scalecheck.interview.keys import KEYS
from scalecheck.responses import labels
from scalecheck.responses.response import Answer, Response
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.single import asked_questions, codes_of

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.interview.dialogue import Keeper

CONFIDENCES = {"1": "low", "2": "medium", "3": "high", "l": "low", "m": "medium", "h": "high"}


class AnswerSheet(Dialogue):
    """The answers to one questionnaire, each kept as soon as it is given, with what else is said to it."""

    def __init__(self, questionnaire: Questionnaire, response: Response, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.questionnaire = questionnaire
        self.compiled = compile_questionnaire(questionnaire, response.scope)
        self.first = response
        self.answers: dict[str, Answer] = dict(response.answers)
        self.about: dict[str, str] = dict(response.about)
        self._at = ""
        """The question that lines are about now."""
        self._skipped: set[str] = set()

    @abstractmethod
    def forward(self) -> None:
        """Go on after an answer that is kept."""

    @property
    def asked_questions(self) -> list[str]:
        """The questions that are asked, in order, as the answers so far have it."""
        return asked_questions(self.compiled, codes_of(self.compiled, self.answers))

    @property
    def open_questions(self) -> list[str]:
        """The questions that are asked and have no answer of any kind yet."""
        return [
            name for name in self.asked_questions if self._find_answer(name).state is AnswerState.UNANSWERED
        ]

    def response(self) -> Response:
        """The answers as they are now."""
        order = [name for name in self.compiled.definitions if name in self.answers]
        return self.first._replace(
            answers={name: self.answers[name] for name in order},
            about=dict(self.about),
        )

    def _find_answer(self, name: str) -> Answer:
        return self.answers.get(name, Answer())

    def _find_question(self, name: str) -> Question:
        return self.compiled.definitions[name]

    def _set_answer(self, answer: Answer) -> None:
        """Take an answer: the next question is asked only once it is kept."""
        if answer.state is not AnswerState.NOT_APPLICABLE:
            answer = answer._replace(because="")
        self.answers[self._at] = answer
        self._skipped.discard(self._at)
        self._keep(self.forward)

    # Lines after a key.

    def _take_reason(self, line: str) -> None:
        if not line:
            self._say("Left as it was.")
            self._ask_again()
            return
        if line.casefold() in KEYS:
            self._fail(labels.SAY_WHY_NOT)
            return
        answer = self._find_answer(self._at)
        self._set_answer(answer._replace(state=AnswerState.NOT_APPLICABLE, option=None, because=line))

    def _take_evidence(self, line: str) -> None:
        self._write(evidence=line)
        self._keep(
            lambda: self._ask_for(wording.note(self._find_answer(self._at)), "Note: ", self._take_note)
        )

    def _take_note(self, line: str) -> None:
        self._write(note=line)
        self._keep(self._ask_again)

    def _write(self, **given: str) -> None:
        """Write down what is *given*: Enter keeps what is there, a hyphen alone takes it away."""
        for name, text in given.items():
            if text:
                kept = "" if text == "-" else text
                self.answers[self._at] = self._find_answer(self._at)._replace(**{name: kept})  # type: ignore[arg-type]

    def _take_confidence(self, line: str) -> None:
        level = CONFIDENCES.get(line.casefold(), line.casefold())
        if not line:
            self._ask_again()
        elif level not in CONFIDENCES.values():
            self._fail("Choose 1, 2 or 3 for how sure you are.")
        else:
            self.answers[self._at] = self._find_answer(self._at)._replace(confidence=level)
            self._keep(self._ask_again)
