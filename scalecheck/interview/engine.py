"""The interview itself: what is asked, what an answer means, and how one moves about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.interview import wording
from scalecheck.interview.dialogue import Dialogue
from scalecheck.interview.keys import KEYS, read_key, shadowed_keys
from scalecheck.responses import labels
from scalecheck.responses.reader import resolve
from scalecheck.responses.response import Answer, Response
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.single import asked_questions, codes_of
from scalecheck.text import line as one_line

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Domain, Question, Questionnaire
    from scalecheck.interview.dialogue import Keeper

CONFIDENCES = {"1": "low", "2": "medium", "3": "high", "l": "low", "m": "medium", "h": "high"}


class Interview(Dialogue):
    """One person, or one room, being asked one questionnaire."""

    command = "assess"
    """The command that goes on with it."""

    def __init__(self, questionnaire: Questionnaire, response: Response, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.questionnaire = questionnaire
        self.compiled = compile_questionnaire(questionnaire, response.scope)
        self.first = response
        self.answers: dict[str, Answer] = dict(response.answers)
        self.about: dict[str, str] = dict(response.about)
        self._expect = self._take_answer
        self._at = ""
        self._section = ""
        self._reviewing = False
        self._skipped: set[str] = set()
        self._failed = False
        self._domains = {domain.id: domain for domain in questionnaire.root.walk()}

    # What there is to answer, and how far we are.

    @property
    def asked_questions(self) -> list[str]:
        """The questions that are asked, in order, as the answers so far have it."""
        return asked_questions(self.compiled, codes_of(self.compiled, self.answers))

    @property
    def open_questions(self) -> list[str]:
        """The questions that are asked and have no answer of any kind yet."""
        return [
            name for name in self.asked_questions if self._answer_to(name).state is AnswerState.UNANSWERED
        ]

    def response(self) -> Response:
        """The answers as they are now."""
        order = [name for name in self.compiled.definitions if name in self.answers]
        return self.first._replace(
            answers={name: self.answers[name] for name in order},
            about=dict(self.about),
        )

    def _answer_to(self, name: str) -> Answer:
        return self.answers.get(name, Answer())

    def _find_question(self, name: str) -> Question:
        return self.compiled.definitions[name]

    # The way through.

    def start(self) -> None:
        """Greet, and go to where the answers stop; to the review where none is missing."""
        answered = len(self.asked_questions) - len(self.open_questions)
        if answered:
            self._say(wording.back_again(len(self.asked_questions), answered, self.keeper.name))
            self._list_sections()
        else:
            self._say(wording.welcome(self.questionnaire, len(self.asked_questions), self.keeper.name))
        for warning in self.first.warnings:
            self._say(f"Note: {warning}", gap=True)
        self.forward()

    def forward(self) -> None:
        """Go to the next open question; to the review when none is open, or when we came from there."""
        waiting = [name for name in self._sort(self.open_questions) if name not in self._skipped]
        if self._reviewing or not waiting:
            self._review()
            return
        asked = self._sort(self.asked_questions)
        place = asked.index(self._at) if self._at in asked else -1
        after = [name for name in asked[place + 1 :] if name in waiting]
        self._ask(after[0] if after else waiting[0])

    def _ask(self, name: str) -> None:
        question, asked = self._find_question(name), self.asked_questions
        self._at, self._failed = name, False
        domain = self.compiled.questions[name].domain
        if domain != self._section:
            self._section = domain
            self._say_heading(self._name_section(self._domains[domain]))
            self._say(
                wording.progress(
                    len(asked) - len(self.open_questions),
                    len(self.open_questions),
                    self.keeper.name,
                    self.command,
                )
            )
        self._say(f"Question {asked.index(name) + 1} of {len(asked)}", "heading", gap=True)
        self._say(one_line(question.ask), gap=True)
        self._say("", gap=False)
        for option in question.options:
            text = f": {one_line(option.text)}" if option.text else ""
            self._say(f"{one_line(option.label)}{text}", indent=2, mark=f"{option.key}  ")
        said = wording.given(question, self._answer_to(name))
        if said:
            self._say(said, gap=True)
        self._wait_at(question)

    def _wait_at(self, question: Question) -> None:
        """Wait for an answer to *question*, which has been shown."""
        self._say(wording.keys(shadowed_keys(question)), gap=True)
        self.prompt = f"{wording.choices(question)}: "
        self._expect = self._take_answer

    def _sort(self, asked: list[str]) -> list[str]:
        """The questions in the order they are visited."""
        return asked

    def _name_section(self, domain: Domain) -> str:
        sections = list(dict.fromkeys(self.compiled.questions[name].domain for name in self.asked_questions))
        place = sections.index(domain.id) + 1 if domain.id in sections else 1
        return f"Section {place} of {len(sections)}: {one_line(domain.title)}"

    # One line at a question.

    def _take_answer(self, line: str) -> None:
        question = self._find_question(self._at)
        key, rest = read_key(question, line)
        if rest:
            self._go_to(rest)
        elif key:
            self._obey(key)
        elif not line:
            self._fail(wording.nothing_typed(question, again=self._failed))
            self._failed = True
        else:
            self._choose(question, line)

    def _choose(self, question: Question, line: str) -> None:
        resolved = resolve(question, line)
        if resolved is None or resolved[0] is AnswerState.UNANSWERED:
            self._fail(wording.no_answer(question, line, again=self._failed))
            self._failed = True
            return
        state, option = resolved
        if state is AnswerState.NOT_APPLICABLE:
            self._obey("n")
            return
        self._set_answer(self._answer_to(self._at)._replace(state=state, option=option))

    def _set_answer(self, answer: Answer) -> None:
        """Take an answer: the next question is asked only once it is kept."""
        if answer.state is not AnswerState.NOT_APPLICABLE:
            answer = answer._replace(because="")
        self.answers[self._at] = answer
        self._skipped.discard(self._at)
        self._keep(self.forward)

    def _obey(self, key: str) -> None:
        if key == "b":
            self._go_back()
        elif key == "s":
            self._skip()
        elif key in ("d", "x"):
            self._set_answer(self._answer_to(self._at)._replace(state=AnswerState(KEYS[key]), option=None))
        elif key == "n":
            self._ask_for(wording.WHY_NOT, "Why: ", self._take_reason)
        elif key == "e":
            self._ask_for(
                wording.evidence(self._find_question(self._at), self._answer_to(self._at)),
                "Evidence: ",
                self._take_evidence,
            )
        elif key == "c":
            self._ask_for(wording.CONFIDENCE, "1, 2 or 3: ", self._take_confidence)
        elif key == "g":
            self._ask_for(wording.go_to(len(self.asked_questions)), "Question: ", self._go_to)
        elif key == "l":
            self._list_sections()
            self._ask_again()
        elif key == "r":
            self._review()
        elif key == "?":
            for piece in wording.help_on(self._find_question(self._at), self.questionnaire):
                self.pieces.append(piece)
            self._ask_again()
        else:
            self.left = True

    def _go_back(self) -> None:
        asked = self.asked_questions
        place = asked.index(self._at)
        if place == 0:
            self._fail("This is the first question.")
            return
        self._ask(asked[place - 1])

    def _skip(self) -> None:
        """Leave the question as it is: an open one for later, an answered one with its answer."""
        after = self.asked_questions[self.asked_questions.index(self._at) + 1 :]
        if self._answer_to(self._at).state is AnswerState.UNANSWERED:
            self._skipped.add(self._at)
        elif after and not self._reviewing:
            self._ask(after[0])
            return
        self.forward()

    def _go_to(self, line: str) -> None:
        asked = self.asked_questions
        if line.isascii() and line.isdigit() and 1 <= int(line[:9]) <= len(asked):
            self._ask(asked[int(line[:9]) - 1])
        elif not line:
            self._ask_again()
        else:
            self._fail(f"Type a question's number from 1 to {len(asked)}, for example g 1.")
            self._ask_again()

    def _ask_again(self) -> None:
        """Show the same question again, after something else was shown."""
        self._ask(self._at)

    # Lines after a key.

    def _take_reason(self, line: str) -> None:
        if not line:
            self._say("Left as it was.")
            self._ask_again()
            return
        if line.casefold() in KEYS:
            self._fail(labels.SAY_WHY_NOT)
            return
        answer = self._answer_to(self._at)
        self._set_answer(answer._replace(state=AnswerState.NOT_APPLICABLE, option=None, because=line))

    def _take_evidence(self, line: str) -> None:
        self._write(evidence=line)
        self._keep(lambda: self._ask_for(wording.note(self._answer_to(self._at)), "Note: ", self._take_note))

    def _take_note(self, line: str) -> None:
        self._write(note=line)
        self._keep(self._ask_again)

    def _write(self, **given: str) -> None:
        """Write down what is *given*: Enter keeps what is there, a hyphen alone takes it away."""
        for name, text in given.items():
            if text:
                kept = "" if text == "-" else text
                self.answers[self._at] = self._answer_to(self._at)._replace(**{name: kept})  # type: ignore[arg-type]

    def _take_confidence(self, line: str) -> None:
        level = CONFIDENCES.get(line.casefold(), line.casefold())
        if not line:
            self._ask_again()
        elif level not in CONFIDENCES.values():
            self._fail("Choose 1, 2 or 3 for how sure you are.")
        else:
            self.answers[self._at] = self._answer_to(self._at)._replace(confidence=level)
            self._keep(self._ask_again)

    # The review.

    def _review(self) -> None:
        asked, waiting = self.asked_questions, self.open_questions
        self._reviewing, self._section, self._failed = True, "", False
        self._say_heading(labels.CHECK)
        section = ""
        for number, name in enumerate(asked, start=1):
            domain = self.compiled.questions[name].domain
            if domain != section:
                section = domain
                self._say(one_line(self._domains[domain].title), gap=True)
            said = wording.in_short(self._find_question(name), self._answer_to(name))
            self._say(f"{one_line(self._find_question(name).ask)} {said}", indent=2, mark=f"{number}  ")
        self._say(wording.review(asked, waiting), gap=True)
        self.prompt = "Question number, f or q: "
        self._expect = self._take_review_line

    def _take_review_line(self, line: str) -> None:
        word = line.casefold().removeprefix("g ").strip()
        if word in ("f", "finish"):
            self._finish()
        elif word in ("q", "quit"):
            self.left = True
        elif word == "l":
            self._list_sections()
            self._review()
        elif word.isascii() and word.isdigit() and 1 <= int(word[:9]) <= len(self.asked_questions):
            self._ask(self.asked_questions[int(word[:9]) - 1])
        else:
            self._fail(wording.not_at_review(len(self.asked_questions), again=self._failed))
            self._failed = True

    def _finish(self) -> None:
        self._keep(self._end)

    def _end(self) -> None:
        self.finished = True

    def _list_sections(self) -> None:
        """Show each section, with how much of it is answered."""
        waiting = set(self.open_questions)
        sections: dict[str, list[str]] = {}
        for name in self.asked_questions:
            sections.setdefault(self.compiled.questions[name].domain, []).append(name)
        self._say_heading("Sections")
        first = 1
        for domain, names in sections.items():
            done = sum(name not in waiting for name in names)
            title = one_line(self._domains[domain].title)
            self._say(wording.section(title, done, len(names), first), indent=2)
            first += len(names)
