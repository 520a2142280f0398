"""Filling in the form in a real browser, and what comes of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from scalecheck.definition import catalogue
from tests.conftest import EXAMPLES
from tests.forms.filling import HOSTILE, Person, result
from tests.interview.test_assess import piped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import Visit
    from tests.command import Run
    from tests.forms.conftest import Written

EVERYTHING = str(EXAMPLES / "good/everything.yaml")


class TestFillingIn:
    def test_the_file_gives_what_the_interview_gives_for_the_same_answers(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.add("Finance paper, May", 'Ask "Jo": #1 — naïve 🙂', "Not very")
        me.answer(2)
        me.choose("Don't know")
        me.press("Continue")
        me.does_not_apply("We are a charity")
        me.choose("Would rather not say")
        me.press("Continue")
        me.press("Skip for now")
        for level in (1, 4, 3, 4):
            me.answer(level)
        file = me.finish(tmp_path)
        typed = [
            "e",
            "Finance paper, May",
            'Ask "Jo": #1 — naïve 🙂',
            "c",
            "1",
            "2",
            "d",
            "n",
            "We are a charity",
            "x",
            "s",
        ]
        typed += ["1", "4", "3", "4", "f"]
        piped("adopter-support", "-o", "asked.yaml", typed="\n".join(typed) + "\n", cwd=tmp_path)
        assert result(run, file) == result(run, tmp_path / "asked.yaml")
        assert me.visited.quiet()

    def test_what_is_said_about_the_response_is_in_the_file_with_what_was_answered(
        self, written: Written, visit: Visit, tmp_path: Path
    ) -> None:
        me = Person(visit(written("adopter-support")))
        me.tell("The innovation", "Virtual ward")
        me.tell("Role", "adopter")
        me.tell("Date", "2026-11-23")
        me.start()
        me.answer(3)
        me.follow("Check your answers")
        file = me.finish(tmp_path)
        found = catalogue.load("adopter-support")
        assert json.loads(file.read_text(encoding="utf-8")) == {
            "questionnaire": "adopter-support",
            "version": found.version,
            "digest": found.digest,
            "scope": "full",
            "about": {"innovation": "Virtual ward", "role": "adopter", "date": "2026-11-23"},
            "answers": {"protected-time": {"answer": 3}},
        }
        assert re.fullmatch(r"adopter-support-answers-[a-z0-9]{4}\.json", file.name)

    def test_the_file_is_shown_to_copy_where_nothing_can_be_downloaded(
        self, written: Written, visit: Visit, tmp_path: Path
    ) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.answer(2)
        me.follow("Check your answers")
        file = me.finish(tmp_path)
        assert me.page.get_by_label("Copy this text").input_value() == file.read_text(encoding="utf-8")
        me.press("Copy the text")
        me.page.get_by_text(re.compile("Copied|The text is selected")).wait_for()

    def test_a_workshop_takes_the_file_as_a_rater(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        me = Person(visit(written("adopter-support")))
        me.tell("Who answers", "Ward sister")
        me.start()
        for _ in range(9):
            me.answer(3)
        me.finish(tmp_path)
        ended = run(
            "workshop", "-o", str(tmp_path / "room.yaml"), "--from", str(next(tmp_path.glob("*answers*")))
        )
        assert "Support for adopters: 9 questions" in ended.err

    def test_everything_typed_comes_back_exactly(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        texts = [
            "no",
            "1.10",
            "# not a comment",
            "a\nb",
            "a\u2028b\ufeffc\x85d\x07e",
            "{answer: 2}",
            HOSTILE,
            "=1+1",
            "\U0001f642",
        ]
        me = Person(visit(written("adopter-support"))).start()
        for text in texts:
            me.add(note=text)
            me.answer(1)
        file = me.finish(tmp_path)
        from scalecheck.responses import read_response

        answers = read_response(file, catalogue.load("adopter-support")).answers
        assert [answer.note for answer in answers.values()] == texts

    def test_options_with_ids_and_parts_of_points_come_back(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        me = Person(visit(written(EVERYTHING))).start()
        for level in (3, 2, 2, 2, 3, 1, 2):
            me.answer(level)
        file = me.finish(tmp_path)
        answers = json.loads(file.read_text(encoding="utf-8"))["answers"]
        assert [each["answer"] for each in answers.values()] == [3, 2, 2, 1.5, "shared", 1, 2]
        ended = run("report", str(file), "-q", EVERYTHING, "--format", "json")
        assert (ended.code, ended.err) == (0, "")


class TestMistakes:
    def test_nothing_chosen_is_told_at_the_top_in_the_title_and_at_the_question(
        self, written: Written, visit: Visit
    ) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.press("Continue")
        words = (
            "Choose 1, 2, 3 or 4, or one of the answers below them. To come back to it, choose Skip for now."
        )
        assert me.page.title().startswith("Error: Question 1 of 9")
        assert me.page.evaluate("document.activeElement.id") == "errors"
        assert me.question.locator(".error").inner_text() == f"Error: {words}"
        me.follow(words)
        assert me.page.evaluate("document.activeElement.id") == "answer.protected-time.0"
        me.answer(2)
        assert me.page.title() == "Question 2 of 9: Support for adopters"

    def test_why_it_does_not_apply_has_to_be_said(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.choose("Does not apply")
        for button in ("Continue", "Skip for now"):
            me.press(button)
            assert me.count == "Question 1 of 9"
            assert (
                me.question.locator(".error").inner_text()
                == "Error: Say in a few words why it does not apply."
            )
        me.follow("Check your answers")
        me.press("Finish")
        assert me.count == "Question 1 of 9"
        me.follow("Say in a few words why it does not apply.")
        me.page.keyboard.type("We are a charity")
        me.press("Continue")
        assert me.page.get_by_text("Why: We are a charity").is_visible()

    def test_a_text_that_a_reader_would_not_take_is_told(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.add(note="x" * 10_001)
        me.answer(1)
        assert (
            me.question.locator(".error").inner_text()
            == "Error: This is longer than 10000 characters. Say it in fewer."
        )

    def test_leaving_with_answers_that_are_kept_nowhere_asks_first(
        self, written: Written, visit: Visit
    ) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.choose("Goodwill")
        me.page.close(run_before_unload=True)
        me.page.wait_for_timeout(300)
        assert [fault.split(":")[0] for fault in me.visited.faults] == ["dialog"]
