"""The interview without a terminal: lines in, pieces of text out, answers kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scalecheck.definition import catalogue
from scalecheck.definition.answer_state import AnswerState
from scalecheck.interview.engine import Interview
from scalecheck.interview.keys import KEY_LINE, KEYS, KEYS_EXPLAINED
from scalecheck.interview.store import NotSaved
from scalecheck.responses.response import Answer, Response, Scope

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.definition.questionnaire import Questionnaire

CONDITIONAL = """\
id: conditional
version: 1.0.0
title: Conditional
domains:
  - id: first-part
    title: First part
    questions:
      - id: any-site
        ask: Is there a second site?
        options: [{label: Not yet}, {label: There is}]
      - id: how-many
        ask: How many sites are there?
        ask_if: {question: any-site, is: 2}
        options: [{label: One}, {label: Several}]
      - id: who-pays
        ask: Who pays?
        options: [{label: Nobody, id: b, points: 0}, {label: Us, id: us, points: 0}, {label: Them, points: 4}]
"""


class Memory:
    """Keeps answers in memory, and refuses to when told so."""

    name = "answers.yaml"

    def __init__(self) -> None:
        self.kept: list[Response] = []
        self.refusing = ""

    def keep(self, response: Response) -> None:
        if self.refusing:
            raise NotSaved(self.refusing)
        self.kept.append(response)

    def move(self, name: str) -> None:
        if name == "nowhere/x.yaml":
            raise NotSaved("the folder is not there")
        self.name, self.refusing = name, ""


def interview(
    questionnaire: Questionnaire, scope: Scope = "full", answers: dict[str, Answer] | None = None
) -> tuple[Interview, Memory]:
    """An interview that has begun, and whoever keeps its answers."""
    memory = Memory()
    begun = Interview(
        questionnaire, Response(questionnaire.id, questionnaire.version, answers or {}, scope=scope), memory
    )
    begun.start()
    return begun, memory


def shown(of: Interview) -> str:
    """What has been said since this was last asked."""
    text = "\n".join(piece.mark + piece.text for piece in of.pieces)
    of.pieces.clear()
    return text


@pytest.fixture
def adopters() -> Questionnaire:
    return catalogue.load("adopter-support")


@pytest.fixture
def conditional(tmp_path: Path) -> Questionnaire:
    file = tmp_path / "conditional.yaml"
    file.write_text(CONDITIONAL, encoding="utf-8")
    return catalogue.load(str(file))


def test_every_answer_is_kept_before_the_next_question_appears(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    assert "Question 1 of 9" in shown(begun)
    begun.take("2")
    assert memory.kept[-1].answers["protected-time"] == Answer(AnswerState.ANSWERED, 1)
    assert "Question 2 of 9" in shown(begun)


def test_an_answer_that_cannot_be_kept_stays_in_memory_and_the_next_question_waits(
    adopters: Questionnaire,
) -> None:
    begun, memory = interview(adopters)
    memory.refusing = "the disk is full"
    shown(begun)
    begun.take("2")
    said = shown(begun)
    assert "Your answers could not be saved in answers.yaml: the disk is full." in said
    assert "Question 2" not in said
    begun.take("")
    assert "could not be saved" in shown(begun)
    begun.take("nowhere/x.yaml")
    assert "could not be saved in nowhere/x.yaml: the folder is not there" in shown(begun)
    begun.take("elsewhere.yaml")
    said = shown(begun)
    assert "Question 2 of 9" in said
    assert "Saved in elsewhere.yaml." in said
    assert memory.kept[-1].answers["protected-time"].option == 1


@pytest.mark.parametrize(
    ("typed", "state"), [("d", "unknown"), ("unknown", "unknown"), ("x", "declined"), ("X", "declined")]
)
def test_not_knowing_and_not_saying_are_answers_of_their_own(
    adopters: Questionnaire, typed: str, state: str
) -> None:
    begun, memory = interview(adopters)
    begun.take(typed)
    assert memory.kept[-1].answers["protected-time"] == Answer(AnswerState(state))


def test_what_does_not_apply_needs_a_reason(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    begun.take("n")
    assert "Why does it not apply?" in shown(begun)
    assert memory.kept == []
    begun.take("We have no staff of our own")
    assert memory.kept[-1].answers["protected-time"] == Answer(
        AnswerState.NOT_APPLICABLE, because="We have no staff of our own"
    )


def test_no_reason_leaves_the_question_as_it_was(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    begun.take("n")
    begun.take("")
    assert memory.kept == []
    assert "Question 1 of 9" in shown(begun)


def test_enter_alone_never_answers(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    shown(begun)
    begun.take("")
    assert shown(begun) == "Error: Choose 1, 2, 3 or 4, or type s to skip it for now."
    begun.take("")
    assert shown(begun).startswith("Error: Enter alone answers nothing. Choose 1, 2, 3 or 4;")
    assert memory.kept == []


def test_a_mistake_is_answered_in_the_question_s_own_words_and_differently_the_second_time(
    adopters: Questionnaire,
) -> None:
    begun, memory = interview(adopters)
    shown(begun)
    begun.take("9")
    assert shown(begun) == 'Error: Choose 1, 2, 3 or 4. You typed "9".'
    begun.take("yes")
    second = shown(begun)
    assert second.startswith("Error: Choose 1, 2, 3 or 4 for the sentence that fits best")
    for word in ("invalid", "illegal", "please", "sorry", "oops", "should"):
        assert word not in second.casefold()
    assert memory.kept == []


def test_a_label_answers_as_its_number_does(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    begun.take("goodwill")
    assert memory.kept[-1].answers["protected-time"].option == 1


def test_back_shows_the_answer_so_far_and_a_new_one_goes_on_where_it_stopped(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    for _ in range(4):
        begun.take("1")
    shown(begun)
    begun.take("b")
    begun.take("b")
    said = shown(begun)
    assert "Question 3 of 9" in said
    assert "Your answer so far: 1  Not covered" in said
    begun.take("4")
    assert "Question 5 of 9" in shown(begun)
    assert memory.kept[-1].answers["adoption-costs"].option == 3


def test_back_at_the_first_question_says_so(adopters: Questionnaire) -> None:
    begun, _ = interview(adopters)
    begun.take("b")
    assert "This is the first question." in shown(begun)


def test_a_skipped_question_is_named_at_the_review(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    begun.take("s")
    for _ in range(8):
        begun.take("3")
    said = shown(begun)
    assert "1 question has no answer yet: 1." in said
    assert "protected-time" not in memory.kept[-1].answers
    begun.take("1")
    begun.take("2")
    assert "Every question has an answer." in shown(begun)
    begun.take("f")
    assert begun.finished


@pytest.mark.parametrize("typed", ["g", "go to", "Go to"])
def test_go_to_without_a_number_asks_for_one(adopters: Questionnaire, typed: str) -> None:
    begun, _ = interview(adopters)
    begun.take(typed)
    assert "Which question, 1 to 9?" in shown(begun)
    begun.take("7")
    assert "Question 7 of 9" in shown(begun)


def test_go_to_takes_a_number(adopters: Questionnaire) -> None:
    begun, _ = interview(adopters)
    begun.take("g 7")
    assert "Question 7 of 9" in shown(begun)
    begun.take("g")
    begun.take("2")
    assert "Question 2 of 9" in shown(begun)
    begun.take("g 99")
    assert "Error: Type a question's number from 1 to 9" in shown(begun)


def test_evidence_note_and_confidence_are_kept_with_the_answer(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    for line in ("e", "Site agreement, page 2", "Ask Jo: it changes in May # really", "c", "3", "2"):
        begun.take(line)
    assert memory.kept[-1].answers["protected-time"] == Answer(
        AnswerState.ANSWERED,
        1,
        note="Ask Jo: it changes in May # really",
        evidence="Site agreement, page 2",
        confidence="high",
    )
    begun.take("b")
    begun.take("e")
    begun.take("")
    begun.take("-")
    answer = memory.kept[-1].answers["protected-time"]
    assert (answer.evidence, answer.note) == ("Site agreement, page 2", "")


def test_help_says_why_what_the_levels_mean_and_what_would_show_it(adopters: Questionnaire) -> None:
    for number, question in enumerate(adopters.questions, start=1):
        begun, memory = interview(adopters)
        begun.take(f"g {number}")
        shown(begun)
        begun.take("?")
        said = shown(begun)
        assert f"Why we ask: {' '.join(question.help.split())}" in said
        assert f"An example of evidence: {' '.join(question.evidence.split())}" in said
        for option in question.options:
            assert " ".join(option.text.split()) in said
        assert f"Question {number} of 9" in said, "the question stands"
        assert memory.kept == []


def test_the_keys_stand_in_one_line_and_are_all_explained() -> None:
    assert len(KEY_LINE) <= 79
    words = KEY_LINE.replace(",", "").split()
    assert [key for key in KEYS if key not in words] == []
    assert {key.split()[0] for key, _ in KEYS_EXPLAINED} | {"?"} == set(KEYS)


def test_leaving_keeps_everything_and_coming_back_goes_on_where_it_stopped(adopters: Questionnaire) -> None:
    begun, memory = interview(adopters)
    for line in ("1", "2", "q"):
        begun.take(line)
    assert begun.left
    again = Interview(adopters, memory.kept[-1], memory)
    again.start()
    said = shown(again)
    assert "Welcome back. 2 of 9 questions done, 7 left." in said
    assert "Time and resources: 2 of 3 done (questions 1 to 3)" in said
    assert "Question 3 of 9" in said
    assert "Question 1 of 9" not in said


def test_a_finished_file_offers_the_review(adopters: Questionnaire) -> None:
    begun, _ = interview(
        adopters, answers={question.id: Answer(AnswerState.ANSWERED, 2) for question in adopters.questions}
    )
    assert "Check your answers" in shown(begun)
    begun.take("2")
    begun.take("1")
    assert "Check your answers" in shown(begun), "a changed answer comes back to the review"


def test_a_question_that_earlier_answers_rule_out_is_not_asked(conditional: Questionnaire) -> None:
    begun, memory = interview(conditional)
    assert "Question 1 of 3" in shown(begun), "while it is open, it may be asked"
    begun.take("1")
    assert "Question 2 of 2\n\nWho pays?" in shown(begun)
    begun.take("4")
    assert memory.kept[-1].answers["who-pays"].option == 2
    assert "Every question has an answer." in shown(begun)


def test_an_answer_that_is_no_longer_asked_is_kept(conditional: Questionnaire) -> None:
    begun, memory = interview(conditional)
    begun.take("2")
    begun.take("2")
    begun.take("g 1")
    begun.take("1")
    assert memory.kept[-1].answers["how-many"].option == 1
    assert begun.asked_questions == ["any-site", "who-pays"]


def test_an_option_named_like_a_key_is_the_option_and_the_word_does_what_the_key_does(
    conditional: Questionnaire,
) -> None:
    begun, memory = interview(conditional)
    begun.take("1")
    assert "(back for b)" in shown(begun)
    begun.take("back")
    assert "Question 1 of 2" in shown(begun)
    begun.take("s")
    begun.take("b")
    assert memory.kept[-1].answers["who-pays"].option == 0


def test_the_short_version_asks_its_nine(adopters: Questionnaire) -> None:
    begun, _ = interview(catalogue.load(), "quick")
    assert len(begun.asked_questions) == 9
    assert "Question 1 of 9" in shown(begun)


def test_every_key_is_safe_at_every_moment(adopters: Questionnaire) -> None:
    """Whatever is typed, at whatever point, the interview goes on and no answer appears that nobody gave."""
    import random

    chance = random.Random(7)
    typed = [*KEYS, "", "2", "9", "g 3", "g x", "f", "-", "unknown", "not applicable", "a note", "q "]
    for _ in range(60):
        begun, memory = interview(adopters)
        meant = 0
        for _ in range(40):
            line = chance.choice([each for each in typed if each.strip() != "q"])
            if begun.finished:
                break
            before = dict(begun.answers)
            begun.take(line)
            changed = [
                n for n, answer in begun.answers.items() if before.get(n, Answer()).state != answer.state
            ]
            assert len(changed) <= 1
            meant += len(changed)
            if changed:
                assert memory.kept[-1].answers == {
                    n: begun.answers[n] for n in begun.compiled.definitions if n in begun.answers
                }
        assert len([a for a in begun.answers.values() if a.state != "unanswered"]) <= meant
