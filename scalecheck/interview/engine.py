"""The interview itself: what is asked, what an answer means, how one moves about, and that nothing is lost.

It takes one line at a time and leaves pieces of text to be shown: no terminal, no file, no clock. A
screen prints the pieces, reads a line and hands it over; so the same interview runs on a terminal, on a
pipe and in a test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scalecheck.definition.answer_state import AnswerState
from scalecheck.interview import wording
from scalecheck.interview.store import NotSaved
from scalecheck.interview.wording import KEYS, Piece
from scalecheck.responses import labels as asking
from scalecheck.responses.reader import resolve
from scalecheck.responses.response import Answer, Response
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.single import asked_questions, codes_of
from scalecheck.text import line as one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from scalecheck.definition.questionnaire import Domain, Question, Questionnaire

CONFIDENCES = {"1": "low", "2": "medium", "3": "high", "l": "low", "m": "medium", "h": "high"}


class Keeper(Protocol):
    """Whoever keeps the answers."""

    def keep(self, response: Response) -> None:
        """Keep them durably. Raises :class:`NotSaved` where that fails."""

    def move(self, name: str) -> None:
        """Keep them under another name from now on. Raises :class:`NotSaved` where that fails."""

    @property
    def name(self) -> str:
        """Where they are kept."""


class Interview:
    """One person, or one room, being asked one questionnaire."""

    command = "assess"
    """The command that goes on with it."""

    def __init__(self, questionnaire: Questionnaire, response: Response, keeper: Keeper) -> None:
        self.questionnaire, self.keeper = questionnaire, keeper
        self.compiled = compile_questionnaire(questionnaire, response.scope)
        self.first = response
        self.answers: dict[str, Answer] = dict(response.answers)
        self.about: dict[str, str] = dict(response.about)
        self.pieces: list[Piece] = []
        self.finished = False
        """Whether the respondent is done: the report is due."""
        self.left = False
        """Whether the respondent has chosen to go on later."""
        self.unsaved = ""
        """Why the last answers are in memory only; empty while all are kept."""
        self.prompt = "> "
        self._expect: Callable[[str], None] = self._question
        self._at = ""
        self._section = ""
        self._reviewing = False
        self._skipped: set[str] = set()
        self._failed = False
        self._then: Callable[[], None] = self.forward
        self._domains = {domain.id: domain for domain in questionnaire.root.walk()}

    # What there is to answer, and how far we are.

    @property
    def asked(self) -> list[str]:
        """The questions that are asked, in order, as the answers so far have it."""
        return asked_questions(self.compiled, codes_of(self.compiled, self.answers))

    @property
    def open(self) -> list[str]:
        """The questions that are asked and have no answer of any kind yet."""
        return [name for name in self.asked if self._answer(name).state is AnswerState.UNANSWERED]

    def response(self) -> Response:
        """The answers as they are now."""
        order = [name for name in self.compiled.definitions if name in self.answers]
        return self.first._replace(
            answers={name: self.answers[name] for name in order},
            about=dict(self.about),
        )

    def _answer(self, name: str) -> Answer:
        return self.answers.get(name, Answer())

    def _definition(self, name: str) -> Question:
        return self.compiled.definitions[name]

    # The way through.

    def start(self) -> None:
        """Greet, and go to where the answers stop; to the review where none is missing."""
        answered = len(self.asked) - len(self.open)
        if answered:
            self._say(wording.back_again(len(self.asked), answered, self.keeper.name))
            self._sections()
        else:
            self._say(wording.welcome(self.questionnaire, len(self.asked), self.keeper.name))
        for warning in self.first.warnings:
            self._say(f"Note: {warning}", gap=True)
        self.forward()

    def take(self, line: str) -> None:
        """Take one line that was typed, and go on from there."""
        self._expect(line.strip())

    def forward(self) -> None:
        """On to the next question that is open; to the review when none is, or when that is where we came from."""
        waiting = [name for name in self._order(self.open) if name not in self._skipped]
        if self._reviewing or not waiting:
            self._review()
            return
        asked = self._order(self.asked)
        place = asked.index(self._at) if self._at in asked else -1
        after = [name for name in asked[place + 1 :] if name in waiting]
        self._ask(after[0] if after else waiting[0])

    def _ask(self, name: str) -> None:
        question, asked = self._definition(name), self.asked
        self._at, self._failed = name, False
        domain = self.compiled.questions[name].domain
        if domain != self._section:
            self._section = domain
            self._heading(self._section_title(self._domains[domain]))
            self._say(
                wording.progress(len(asked) - len(self.open), len(self.open), self.keeper.name, self.command)
            )
        self._say(f"Question {asked.index(name) + 1} of {len(asked)}", "heading", gap=True)
        self._say(one_line(question.ask), gap=True)
        self._say("", gap=False)
        for option in question.options:
            text = f": {one_line(option.text)}" if option.text else ""
            self._say(f"{one_line(option.label)}{text}", indent=2, mark=f"{option.key}  ")
        said = wording.given(question, self._answer(name))
        if said:
            self._say(said, gap=True)
        self._wait(question)

    def _wait(self, question: Question) -> None:
        """Wait for an answer to *question*, which has been shown."""
        self._say(wording.keys(self._shadowed(question)), gap=True)
        self.prompt = f"{wording.choices(question)}: "
        self._expect = self._question

    def _order(self, asked: list[str]) -> list[str]:
        """In which order the questions are visited."""
        return asked

    def _section_title(self, domain: Domain) -> str:
        sections = list(dict.fromkeys(self.compiled.questions[name].domain for name in self.asked))
        place = sections.index(domain.id) + 1 if domain.id in sections else 1
        return f"Section {place} of {len(sections)}: {one_line(domain.title)}"

    @staticmethod
    def _shadowed(question: Question) -> set[str]:
        """Keys that are options of this question: there the option is meant, and the word does what the key does."""
        return {option.key for option in question.options} & set(KEYS)

    # One line at a question.

    def _question(self, line: str) -> None:
        question = self._definition(self._at)
        word = " ".join(line.casefold().split())
        key, _, rest = word.partition(" ")
        command = key if key in KEYS and key not in self._shadowed(question) else ""
        labels = {" ".join(option.label.casefold().split()) for option in question.options}
        command = command or next((k for k, name in KEYS.items() if word == name and word not in labels), "")
        if command == "g" and rest:
            self._go(rest)
        elif command and (word in (command, KEYS[command])):
            self._command(command)
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
            self._command("n")
            return
        self._set(self._answer(self._at)._replace(state=state, option=option))

    def _set(self, answer: Answer) -> None:
        """An answer: the next question is asked only once it is kept."""
        if answer.state is not AnswerState.NOT_APPLICABLE:
            answer = answer._replace(because="")
        self.answers[self._at] = answer
        self._skipped.discard(self._at)
        self._keep(self.forward)

    def _command(self, key: str) -> None:
        if key == "b":
            self._back()
        elif key == "s":
            self._skip()
        elif key in ("d", "x"):
            self._set(self._answer(self._at)._replace(state=AnswerState(KEYS[key]), option=None))
        elif key == "n":
            self._prompt(wording.WHY_NOT, "Why: ", self._reason)
        elif key == "e":
            self._prompt(
                wording.evidence(self._definition(self._at), self._answer(self._at)),
                "Evidence: ",
                self._evidence,
            )
        elif key == "c":
            self._prompt(wording.CONFIDENCE, "1, 2 or 3: ", self._confidence)
        elif key == "g":
            self._prompt(wording.go_to(len(self.asked)), "Question: ", self._go)
        elif key == "l":
            self._sections()
            self._ask_again()
        elif key == "r":
            self._review()
        elif key == "?":
            for piece in wording.help_on(self._definition(self._at), self.questionnaire):
                self.pieces.append(piece)
            self._ask_again()
        else:
            self.left = True

    def _back(self) -> None:
        asked = self.asked
        place = asked.index(self._at)
        if place == 0:
            self._fail("This is the first question.")
            return
        self._ask(asked[place - 1])

    def _skip(self) -> None:
        """Leave the question as it is: an open one for later, an answered one with its answer."""
        after = self.asked[self.asked.index(self._at) + 1 :]
        if self._answer(self._at).state is AnswerState.UNANSWERED:
            self._skipped.add(self._at)
        elif after and not self._reviewing:
            self._ask(after[0])
            return
        self.forward()

    def _go(self, line: str) -> None:
        asked = self.asked
        if line.isascii() and line.isdigit() and 1 <= int(line[:9]) <= len(asked):
            self._ask(asked[int(line[:9]) - 1])
        elif not line:
            self._ask_again()
        else:
            self._fail(f"Type a question's number from 1 to {len(asked)}, for example g 1.")
            self._ask_again()

    def _ask_again(self) -> None:
        """The same question, after something else was shown."""
        self._ask(self._at)

    # Lines after a key.

    def _prompt(self, text: str, prompt: str, then: Callable[[str], None]) -> None:
        """Ask for one line; there, too, b goes back to the question and q leaves."""

        def take(line: str) -> None:
            if line.casefold() in ("q", "quit"):
                self.left = True
            elif line.casefold() in ("b", "back"):
                self._ask_again()
            else:
                then(line)

        self._say(text, gap=True)
        self.prompt, self._expect = prompt, take

    def _reason(self, line: str) -> None:
        if not line:
            self._say("Left as it was.")
            self._ask_again()
            return
        if line.casefold() in KEYS:
            self._fail(asking.SAY_WHY_NOT)
            return
        answer = self._answer(self._at)
        self._set(answer._replace(state=AnswerState.NOT_APPLICABLE, option=None, because=line))

    def _evidence(self, line: str) -> None:
        self._write(evidence=line)
        self._keep(lambda: self._prompt(wording.note(self._answer(self._at)), "Note: ", self._note))

    def _note(self, line: str) -> None:
        self._write(note=line)
        self._keep(self._ask_again)

    def _write(self, **given: str) -> None:
        """Enter keeps what is there, a hyphen alone takes it away."""
        for name, text in given.items():
            if text:
                kept = "" if text == "-" else text
                self.answers[self._at] = self._answer(self._at)._replace(**{name: kept})  # type: ignore[arg-type]

    def _confidence(self, line: str) -> None:
        level = CONFIDENCES.get(line.casefold(), line.casefold())
        if not line:
            self._ask_again()
        elif level not in CONFIDENCES.values():
            self._fail("Choose 1, 2 or 3 for how sure you are.")
        else:
            self.answers[self._at] = self._answer(self._at)._replace(confidence=level)
            self._keep(self._ask_again)

    # The review.

    def _review(self) -> None:
        asked, waiting = self.asked, self.open
        self._reviewing, self._section, self._failed = True, "", False
        self._heading(asking.CHECK)
        section = ""
        for number, name in enumerate(asked, start=1):
            domain = self.compiled.questions[name].domain
            if domain != section:
                section = domain
                self._say(one_line(self._domains[domain].title), gap=True)
            said = wording.in_short(self._definition(name), self._answer(name))
            self._say(f"{one_line(self._definition(name).ask)} {said}", indent=2, mark=f"{number}  ")
        self._say(wording.review(asked, waiting), gap=True)
        self.prompt = "Question number, f or q: "
        self._expect = self._reviewed

    def _reviewed(self, line: str) -> None:
        word = line.casefold().removeprefix("g ").strip()
        if word in ("f", "finish"):
            self._finish()
        elif word in ("q", "quit"):
            self.left = True
        elif word == "l":
            self._sections()
            self._review()
        elif word.isascii() and word.isdigit() and 1 <= int(word[:9]) <= len(self.asked):
            self._ask(self.asked[int(word[:9]) - 1])
        else:
            self._fail(wording.not_at_review(len(self.asked), again=self._failed))
            self._failed = True

    def _finish(self) -> None:
        self._keep(self._end)

    def _end(self) -> None:
        self.finished = True

    def _sections(self) -> None:
        """Each section, with how much of it is answered."""
        waiting = set(self.open)
        sections: dict[str, list[str]] = {}
        for name in self.asked:
            sections.setdefault(self.compiled.questions[name].domain, []).append(name)
        self._heading("Sections")
        first = 1
        for domain, names in sections.items():
            done = sum(name not in waiting for name in names)
            title = one_line(self._domains[domain].title)
            self._say(wording.section(title, done, len(names), first), indent=2)
            first += len(names)

    # Keeping.

    def _keep(self, then: Callable[[], None]) -> None:
        """Keep the answers, and only then go on."""
        try:
            self.keeper.keep(self.response())
        except NotSaved as error:
            self.unsaved, self._then = str(error), then
            self._fail(wording.not_saved(self.keeper.name, self.unsaved))
            self.prompt, self._expect = "Enter, or another file: ", self._rescue
            return
        self.unsaved = ""
        then()

    def _rescue(self, line: str) -> None:
        """The answers are in memory only: try again, or elsewhere."""
        if line.casefold() in ("q", "quit"):
            self.left = True
            return
        if line:
            try:
                self.keeper.move(line)
            except NotSaved as error:
                self._fail(wording.not_saved(line, str(error)))
                return
        self._keep(self._then)
        if not self.unsaved:
            self._say(f"Saved in {self.keeper.name}.")

    # What is shown.

    def _say(self, text: str, style: str = "", indent: int = 0, mark: str = "", gap: bool = False) -> None:
        if gap:
            self.pieces.append(Piece(""))
        self.pieces.append(Piece(text, style, indent, mark))

    def _heading(self, text: str) -> None:
        self._say(text, "heading", gap=True)

    def _fail(self, text: str) -> None:
        self._say(f"Error: {text}", "error")
