"""The interview itself: what is shown, what a line means, and how one moves about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.interview import wording
from scalecheck.interview.answer_sheet import AnswerSheet
from scalecheck.interview.keys import KEYS, read_key, shadowed_keys
from scalecheck.responses import labels
from scalecheck.responses.reader import resolve
from scalecheck.text import one_line

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Domain, Question, Questionnaire
    from scalecheck.interview.dialogue import Keeper
    from scalecheck.responses.response import Response


class Interview(AnswerSheet):
    """One person, or one room, being asked one questionnaire."""

    command = "assess"
    """The command that goes on with it."""

    def __init__(self, questionnaire: Questionnaire, response: Response, keeper: Keeper) -> None:
        super().__init__(questionnaire, response, keeper)
        self._expect = self._take_answer
        self._section = ""
        self._reviewing = False
        self._failed = False
        self._domains = {domain.id: domain for domain in questionnaire.root.walk()}

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
        said = wording.given(question, self._find_answer(name))
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
        self._set_answer(self._find_answer(self._at)._replace(state=state, option=option))

    def _obey(self, key: str) -> None:
        if key == "b":
            self._go_back()
        elif key == "s":
            self._skip()
        elif key in ("d", "x"):
            self._set_answer(self._find_answer(self._at)._replace(state=AnswerState(KEYS[key]), option=None))
        elif key == "n":
            self._ask_for(wording.WHY_NOT, "Why: ", self._take_reason)
        elif key == "e":
            self._ask_for(
                wording.evidence(self._find_question(self._at), self._find_answer(self._at)),
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
        if self._find_answer(self._at).state is AnswerState.UNANSWERED:
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
            said = wording.in_short(self._find_question(name), self._find_answer(name))
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
