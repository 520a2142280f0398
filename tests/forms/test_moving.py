"""Finding one's way through the form in a real browser: back, the check, what is asked, drafts."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from scalecheck.definition import catalogue
from scalecheck.definition.answer_state import AnswerState
from scalecheck.responses.response import Answer
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.single import asked_questions, codes_of
from tests.conftest import EXAMPLES
from tests.forms.filling import HOSTILE, Person, result
from tests.interview.test_assess import piped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import Visit
    from tests.command import Run
    from tests.forms.conftest import Written

EVERYTHING = str(EXAMPLES / "good/everything.yaml")


class TestMovingAbout:
    def test_progress_is_told_in_plain_words(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support"))).start()
        assert me.count == "Question 1 of 9"
        assert me.page.title() == "Question 1 of 9: Support for adopters"
        me.answer(2)
        assert me.count == "Question 2 of 9"

    def test_back_keeps_the_answer_and_so_does_the_browsers_own(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support"))).start()
        first = me.heading
        me.answer(2)
        me.follow("Back")
        assert me.heading == first
        assert me.question.locator("input:checked").count() == 1
        me.press("Continue")
        me.page.go_back()
        assert me.heading == first

    def test_a_change_leads_straight_back_to_the_check(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support"))).start()
        for _ in range(9):
            me.answer(2)
        assert "Every question has an answer." in me.page.locator("#check").inner_text()
        me.follow("Change question 4")
        assert me.count == "Question 4 of 9"
        me.answer(4)
        row = me.page.locator("#check .changes", has_text="which parts must stay the same")
        assert "4 Tested" in row.inner_text()

    def test_whoever_fills_a_gap_from_the_check_goes_on_with_the_next_gap(
        self, written: Written, visit: Visit
    ) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.answer(2)
        me.follow("Check your answers")
        me.follow("Answer question 3")
        for count in range(3, 10):
            assert me.count == f"Question {count} of 9"
            me.answer(1)
        assert "1 question has no answer yet: 2." in me.page.locator("#left").inner_text()

    def test_the_check_lists_what_is_open_and_one_can_finish_all_the_same(
        self, written: Written, visit: Visit, tmp_path: Path
    ) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.answer(2)
        me.follow("Check your answers")
        assert (
            "8 questions have no answer yet: 2, 3, 4, 5, 6, 7, 8 and 9."
            in me.page.locator("#left").inner_text()
        )
        me.follow("Answer question 9")
        me.answer(1)
        assert len(json.loads(me.finish(tmp_path).read_text(encoding="utf-8"))["answers"]) == 2

    def test_all_questions_fit_on_one_page_where_the_reader_prefers_it(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        me = Person(visit(written("adopter-support")))
        me.press("Show all questions on one page")
        assert me.page.locator(".question:visible").count() == 9
        for question in me.page.locator(".question:visible").all():
            question.locator("input").nth(1).check()
        me.press("Check your answers")
        assert result(run, me.finish(tmp_path))["overall"]["score"] == pytest.approx(33.3)
        me.follow("Back")
        me.follow("Back")
        me.press("Show one question at a time")
        assert me.count == "Question 1 of 9"

    def test_an_answer_can_be_taken_back(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.choose("Goodwill")
        me.page.get_by_role("button", name="Take this answer back").click()
        assert me.question.locator("input:checked").count() == 0


class TestWhatIsAsked:
    def test_the_form_asks_what_the_interview_asks_whatever_is_answered(
        self, written: Written, visit: Visit
    ) -> None:
        definition = catalogue.load(EVERYTHING)
        compiled = compile_questionnaire(definition)
        me = Person(visit(written(EVERYTHING)))
        me.press("Show all questions on one page")
        chance = random.Random(7)
        for _ in range(60):
            answers: dict[str, Answer] = {}
            values = {}
            for question in definition.questions:
                choice = chance.choice(
                    [*range(len(question.options)), "unanswered", "unknown", "declined", "not applicable"]
                )
                values[question.id] = str(choice)
                answers[question.id] = (
                    Answer(AnswerState.ANSWERED, choice)
                    if isinstance(choice, int)
                    else Answer(AnswerState(choice))
                )
            me.page.evaluate(
                """values => {
                    for (const radio of document.querySelectorAll('input[name^="answer."]'))
                        radio.checked = values[radio.name.slice(7)] === radio.value;
                    const first = document.querySelector("input[type=radio]");
                    first.dispatchEvent(new Event("input", {bubbles: true}));
                }""",
                values,
            )
            shown = [
                (each.get_attribute("id") or "")[9:] for each in me.page.locator(".question:visible").all()
            ]
            assert shown == asked_questions(compiled, codes_of(compiled, answers))

    def test_answers_to_questions_not_asked_then_are_kept_as_in_the_interview(
        self, written: Written, visit: Visit, tmp_path: Path
    ) -> None:
        me = Person(visit(written(EVERYTHING))).start()
        me.answer(3)
        me.answer(2)
        me.follow("Back")
        me.follow("Back")
        assert me.count == "Question 1 of 7"
        me.answer(1)
        assert me.count == "Question 2 of 4"
        me.follow("Check your answers")
        assert "1 answer is to questions that are not asked now" in me.page.locator("#left").inner_text()
        answers = json.loads(me.finish(tmp_path).read_text(encoding="utf-8"))["answers"]
        assert answers == {"named": {"answer": 1}, "time": {"answer": 2}}

    def test_the_quick_form_asks_the_short_version_and_says_so_in_the_file(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        me = Person(visit(written("scaling-readiness", "--quick"))).start()
        assert me.count == "Question 1 of 9"
        for _ in range(9):
            me.answer(3)
        file = me.finish(tmp_path)
        piped("--quick", "-o", "asked.yaml", typed="3\n" * 9 + "f\n", cwd=tmp_path)
        assert result(run, file) == result(run, tmp_path / "asked.yaml")


class TestDrafts:
    def reopened(self, me: Person) -> Person:
        """The same file in the same browser, after the page was closed."""
        address = me.page.url.split("#")[0]
        context = me.page.context
        me.page.close()
        me.visited.page = context.new_page()
        me.visited.page.goto(address)
        return Person(me.visited)

    def test_a_draft_that_was_asked_for_survives_the_page(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support")))
        me.tell("The innovation", "Virtual ward")
        me.page.get_by_label("Keep a draft in this browser").check()
        me.start()
        me.add(note="Ask Jo", sure="Fairly")
        me.answer(2)
        me = self.reopened(me)
        assert me.page.get_by_text("Welcome back. 1 of 9 questions done, 8 left.").is_visible()
        assert me.count == "Question 2 of 9"
        me.follow("Back")
        assert me.question.locator("input:checked").count() == 2
        assert me.question.get_by_label("Anything to remember?").input_value() == "Ask Jo"
        me.follow("Back")
        assert me.page.get_by_label("The innovation", exact=True).input_value() == "Virtual ward"

    def test_a_draft_that_was_finished_comes_back_at_the_check(
        self, written: Written, visit: Visit, tmp_path: Path
    ) -> None:
        me = Person(visit(written("adopter-support")))
        me.page.get_by_label("Keep a draft in this browser").check()
        me.start()
        me.answer(2)
        me.follow("Check your answers")
        first = me.finish(tmp_path).read_text(encoding="utf-8")
        assert self.reopened(me).finish(tmp_path).read_text(encoding="utf-8") == first

    def test_without_asking_nothing_is_kept(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.answer(2)
        assert me.page.evaluate("localStorage.length") == 0
        me = self.reopened(me).start()
        assert me.question.locator("input:checked").count() == 0

    def test_a_draft_goes_when_it_is_no_longer_wanted(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support")))
        me.page.get_by_label("Keep a draft in this browser").check()
        assert me.page.evaluate("localStorage.length") == 1
        me.page.get_by_label("Keep a draft in this browser").uncheck()
        assert me.page.evaluate("localStorage.length") == 0
        me.page.get_by_label("Keep a draft in this browser").check()
        me.start()
        me.answer(2)
        me.page.get_by_text("Clear all answers", exact=True).click()
        me.press("Clear all answers now")
        assert me.page.evaluate("localStorage.length") == 0
        me.start()
        assert me.question.locator("input:checked").count() == 0

    def test_what_another_page_wrote_into_the_draft_does_no_harm(
        self, written: Written, visit: Visit
    ) -> None:
        me = Person(visit(written("adopter-support")))
        me.page.get_by_label("Keep a draft in this browser").check()
        held = {
            "answer.protected-time": "99",
            "about.innovation": HOSTILE,
            "__proto__": {"x": 1},
            "note.room-to-learn": 7,
        }
        kept = json.dumps({"held": held, "step": "javascript:alert(1)"})
        me.page.evaluate("kept => localStorage.setItem(localStorage.key(0), kept)", kept)
        me = self.reopened(me)
        assert me.page.get_by_label("The innovation", exact=True).input_value() == HOSTILE
        me.start()
        assert me.question.locator("input:checked").count() == 0
        assert me.visited.faults == []
