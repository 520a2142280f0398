"""The form in a real browser, as a person meets it."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from scalecheck.definition import catalogue
from scalecheck.responses.response import Answer
from scalecheck.scoring.plan import plan as make_plan
from scalecheck.scoring.single import asked_questions, codes_of
from tests.conftest import EXAMPLES
from tests.interview.test_assess import piped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import Scheme, Visit, Visited
    from tests.conftest import Run
    from tests.forms.conftest import Written
    from tests.forms.filling import Person

EVERYTHING = str(EXAMPLES / "good/everything.yaml")
HOSTILE = "</title></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;{{7*7}}"


def person(visited: Visited) -> Person:
    from tests.forms.filling import Person

    return Person(visited)


def result(run: Run, file: Path) -> dict[str, Any]:
    """What `report` makes of a file of answers, aside from whom they are about."""
    ended = run("report", str(file), "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    del found["about"]
    return found


class TestFillingIn:
    def test_the_file_gives_what_the_interview_gives_for_the_same_answers(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        me = person(visit(written("adopter-support"))).start()
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
        typed = ["e", "Finance paper, May", 'Ask "Jo": #1 — naïve 🙂', "c", "1", "2", "d", "n", "We are a charity", "x", "s"]
        typed += ["1", "4", "3", "4", "f"]
        piped("adopter-support", "-o", "asked.yaml", typed="\n".join(typed) + "\n", cwd=tmp_path)
        assert result(run, file) == result(run, tmp_path / "asked.yaml")
        assert me.visited.quiet()

    def test_what_is_said_about_the_response_is_in_the_file_with_what_was_answered(
        self, written: Written, visit: Visit, tmp_path: Path
    ) -> None:
        me = person(visit(written("adopter-support")))
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
        me = person(visit(written("adopter-support"))).start()
        me.answer(2)
        me.follow("Check your answers")
        file = me.finish(tmp_path)
        assert me.page.get_by_label("Copy this text").input_value() == file.read_text(encoding="utf-8")
        me.press("Copy the text")
        me.page.get_by_text(re.compile("Copied|The text is selected")).wait_for()

    def test_a_workshop_takes_the_file_as_a_rater(self, written: Written, visit: Visit, run: Run, tmp_path: Path) -> None:
        me = person(visit(written("adopter-support")))
        me.tell("Who answers", "Ward sister")
        me.start()
        for _ in range(9):
            me.answer(3)
        me.finish(tmp_path)
        ended = run("workshop", "-o", str(tmp_path / "room.yaml"), "--from", str(next(tmp_path.glob("*answers*"))))
        assert "Support for adopters: 9 questions" in ended.err

    def test_everything_typed_comes_back_exactly(self, written: Written, visit: Visit, run: Run, tmp_path: Path) -> None:
        texts = ["no", "1.10", "# not a comment", "a\nb", "a\u2028b\ufeffc\x85d\x07e", "{answer: 2}", HOSTILE, "=1+1", "\U0001f642"]
        me = person(visit(written("adopter-support"))).start()
        for text in texts:
            me.add(note=text)
            me.answer(1)
        file = me.finish(tmp_path)
        from scalecheck.responses import read_response

        answers = read_response(file, catalogue.load("adopter-support")).answers
        assert [answer.note for answer in answers.values()] == texts

    def test_options_with_ids_and_parts_of_points_come_back(self, written: Written, visit: Visit, run: Run, tmp_path: Path) -> None:
        me = person(visit(written(EVERYTHING))).start()
        for level in (3, 2, 2, 2, 3, 1, 2):
            me.answer(level)
        file = me.finish(tmp_path)
        answers = json.loads(file.read_text(encoding="utf-8"))["answers"]
        assert [each["answer"] for each in answers.values()] == [3, 2, 2, 1.5, "shared", 1, 2]
        ended = run("report", str(file), "-q", EVERYTHING, "--format", "json")
        assert (ended.code, ended.err) == (0, "")


class TestMovingAbout:
    def test_progress_is_told_in_plain_words(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        assert me.count == "Question 1 of 9"
        assert me.page.title() == "Question 1 of 9: Support for adopters"
        me.answer(2)
        assert me.count == "Question 2 of 9"

    def test_back_keeps_the_answer_and_so_does_the_browsers_own(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        first = me.heading
        me.answer(2)
        me.follow("Back")
        assert me.heading == first
        assert me.question.locator("input:checked").count() == 1
        me.press("Continue")
        me.page.go_back()
        assert me.heading == first

    def test_a_change_leads_straight_back_to_the_check(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        for _ in range(9):
            me.answer(2)
        assert "Every question has an answer." in me.page.locator("#check").inner_text()
        me.follow("Change question 4")
        assert me.count == "Question 4 of 9"
        me.answer(4)
        row = me.page.locator("#check .changes", has_text="which parts must stay the same")
        assert "4 Tested" in row.inner_text()

    def test_whoever_fills_a_gap_from_the_check_goes_on_with_the_next_gap(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
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
        me = person(visit(written("adopter-support"))).start()
        me.answer(2)
        me.follow("Check your answers")
        assert "8 questions have no answer yet: 2, 3, 4, 5, 6, 7, 8 and 9." in me.page.locator("#left").inner_text()
        me.follow("Answer question 9")
        me.answer(1)
        assert len(json.loads(me.finish(tmp_path).read_text(encoding="utf-8"))["answers"]) == 2

    def test_all_questions_fit_on_one_page_where_the_reader_prefers_it(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        me = person(visit(written("adopter-support")))
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
        me = person(visit(written("adopter-support"))).start()
        me.choose("Goodwill")
        me.page.get_by_role("button", name="Take this answer back").click()
        assert me.question.locator("input:checked").count() == 0


class TestMistakes:
    def test_nothing_chosen_is_told_at_the_top_in_the_title_and_at_the_question(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        me.press("Continue")
        words = "Choose 1, 2, 3 or 4, or one of the answers below them. To come back to it, choose Skip for now."
        assert me.page.title().startswith("Error: Question 1 of 9")
        assert me.page.evaluate("document.activeElement.id") == "errors"
        assert me.question.locator(".error").inner_text() == f"Error: {words}"
        me.follow(words)
        assert me.page.evaluate("document.activeElement.id") == "answer.protected-time.0"
        me.answer(2)
        assert me.page.title() == "Question 2 of 9: Support for adopters"

    def test_why_it_does_not_apply_has_to_be_said(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        me.choose("Does not apply")
        for button in ("Continue", "Skip for now"):
            me.press(button)
            assert me.count == "Question 1 of 9"
            assert me.question.locator(".error").inner_text() == "Error: Say in a few words why it does not apply."
        me.follow("Check your answers")
        me.press("Finish")
        assert me.count == "Question 1 of 9"
        me.follow("Say in a few words why it does not apply.")
        me.page.keyboard.type("We are a charity")
        me.press("Continue")
        assert me.page.get_by_text("Why: We are a charity").is_visible()

    def test_a_text_that_a_reader_would_not_take_is_told(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        me.add(note="x" * 10_001)
        me.answer(1)
        assert me.question.locator(".error").inner_text() == "Error: This is longer than 10000 characters. Say it in fewer."

    def test_leaving_with_answers_that_are_kept_nowhere_asks_first(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        me.choose("Goodwill")
        me.page.close(run_before_unload=True)
        me.page.wait_for_timeout(300)
        assert [fault.split(":")[0] for fault in me.visited.faults] == ["dialog"]


class TestWhatIsAsked:
    def test_the_form_asks_what_the_interview_asks_whatever_is_answered(self, written: Written, visit: Visit) -> None:
        definition = catalogue.load(EVERYTHING)
        plan = make_plan(definition)
        me = person(visit(written(EVERYTHING)))
        me.press("Show all questions on one page")
        chance = random.Random(7)
        for _ in range(60):
            answers: dict[str, Answer] = {}
            values = {}
            for question in definition.questions:
                choice = chance.choice([*range(len(question.options)), "unanswered", "unknown", "declined", "not applicable"])
                values[question.id] = str(choice)
                answers[question.id] = Answer("answered", choice) if isinstance(choice, int) else Answer(choice)
            me.page.evaluate(
                """values => {
                    for (const radio of document.querySelectorAll('input[name^="answer."]'))
                        radio.checked = values[radio.name.slice(7)] === radio.value;
                    document.querySelector("input[type=radio]").dispatchEvent(new Event("input", {bubbles: true}));
                }""",
                values,
            )
            shown = [(each.get_attribute("id") or "")[9:] for each in me.page.locator(".question:visible").all()]
            assert shown == asked_questions(plan, codes_of(plan, answers))

    def test_answers_to_questions_not_asked_then_are_kept_as_in_the_interview(
        self, written: Written, visit: Visit, tmp_path: Path
    ) -> None:
        me = person(visit(written(EVERYTHING))).start()
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
        me = person(visit(written("scaling-readiness", "--quick"))).start()
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
        return person(me.visited)

    def test_a_draft_that_was_asked_for_survives_the_page(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support")))
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

    def test_a_draft_that_was_finished_comes_back_at_the_check(self, written: Written, visit: Visit, tmp_path: Path) -> None:
        me = person(visit(written("adopter-support")))
        me.page.get_by_label("Keep a draft in this browser").check()
        me.start()
        me.answer(2)
        me.follow("Check your answers")
        first = me.finish(tmp_path).read_text(encoding="utf-8")
        assert self.reopened(me).finish(tmp_path).read_text(encoding="utf-8") == first

    def test_without_asking_nothing_is_kept(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        me.answer(2)
        assert me.page.evaluate("localStorage.length") == 0
        me = self.reopened(me).start()
        assert me.question.locator("input:checked").count() == 0

    def test_a_draft_goes_when_it_is_no_longer_wanted(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support")))
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

    def test_what_another_page_wrote_into_the_draft_does_no_harm(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support")))
        me.page.get_by_label("Keep a draft in this browser").check()
        held = {"answer.protected-time": "99", "about.innovation": HOSTILE, "__proto__": {"x": 1}, "note.room-to-learn": 7}
        kept = json.dumps({"held": held, "step": "javascript:alert(1)"})
        me.page.evaluate("kept => localStorage.setItem(localStorage.key(0), kept)", kept)
        me = self.reopened(me)
        assert me.page.get_by_label("The innovation", exact=True).input_value() == HOSTILE
        me.start()
        assert me.question.locator("input:checked").count() == 0
        assert me.visited.faults == []


def hostile(folder: Path) -> Path:
    """A questionnaire with hostile text wherever the format has text."""

    def text(name: str) -> str:
        return f"{name} {HOSTILE} \x1b]0;owned\x07\u202e\u2028"

    question = {
        "id": "first",
        "ask": text("ask"),
        "help": text("help"),
        "evidence": text("evidence"),
        "cites": ["point"],
        "tags": ["quick"],
        "options": [{"label": text(f"label {n}"), "text": text(f"text {n}")} for n in range(3)],
    }
    second = question | {"id": "second", "ask_if": {"question": "first", "at_least": 2}}
    source = {"title": text("source"), "publisher": text("publisher"), "url": "https://example.org/?a=1&b=2"}
    made = {
        "id": "hostile",
        "version": "1.0.0",
        "title": text("title"),
        "about": text("about"),
        "source": source | {"key_points": {"point": text("point")}},
        "bands": [{"id": "any", "from": 0, "title": text("band")}],
        "domains": [{"id": "only", "title": text("domain"), "about": text("domain about"), "questions": [question, second]}],
    }
    file = folder / "hostile.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    return file


class TestSafety:
    def test_hostile_texts_stay_text_everywhere(self, written: Written, visit: Visit, run: Run, tmp_path: Path) -> None:
        questionnaire = hostile(tmp_path)
        me = person(visit(written(str(questionnaire))))
        assert me.page.title().startswith("title </title></textarea></script><script>alert(1)")
        for name in ("The innovation", "Who answers", "Role", "Organisation"):
            me.tell(name, HOSTILE)
        me.page.get_by_label("Keep a draft").check()
        me.start()
        assert me.heading.startswith(f"ask {HOSTILE}")
        me.press("Continue")
        me.add(HOSTILE, HOSTILE, "Very")
        me.answer(2)
        me.does_not_apply(HOSTILE)
        shown = me.page.locator("#check").inner_text()
        assert shown.count(HOSTILE) >= 10
        file = me.finish(tmp_path)
        assert me.page.locator("script:not([type])").count() == 1
        assert me.page.locator("img, iframe, object, embed, a[href^=javascript]").count() == 0
        assert me.visited.quiet()
        ended = run("report", str(file), "-q", str(questionnaire), "--format", "json")
        assert json.loads(ended.out)["about"]["innovation"] == HOSTILE

    def test_the_page_lets_nothing_act_but_its_own_script(self, written: Written) -> None:
        page = written("adopter-support").read_text(encoding="ascii")
        assert "unsafe" not in page
        assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:", page)
        assert not re.search(r'(src|href)="(?!https://|#)', page)


class TestReading:
    def test_without_scripts_every_question_can_be_read(self, written: Written, visit: Visit) -> None:
        page = visit(written(EVERYTHING), script=False).page
        assert page.locator(".question:visible").count() == 7
        assert page.get_by_text("This page cannot save answers here, because scripts are off.").is_visible()
        assert page.get_by_text('Only if you chose "Partly" or "Yes" for question 1.').is_visible()
        assert page.get_by_role("button").count() == 0
        assert page.get_by_label("What shows it?").first.is_visible()

    @pytest.mark.parametrize(("name", "more", "fewest"), [("adopter-support", (), 4), ("scaling-readiness", (), 10)])
    def test_it_prints_on_as_many_sheets_of_a4_as_it_needs(
        self, written: Written, visit: Visit, name: str, more: tuple[str, ...], fewest: int
    ) -> None:
        """Another typeface may take a sheet more."""
        file = written(name, *more)
        plain = visit(file, script=False).sheets()
        assert plain in range(fewest, fewest + 3)
        assert visit(file).sheets() == plain

    def test_paper_names_the_questionnaire_its_version_and_its_digest(self, written: Written, visit: Visit) -> None:
        page = visit(written("adopter-support")).page
        page.emulate_media(media="print")
        found = catalogue.load("adopter-support")
        assert page.locator(".paper-foot").inner_text() == f"adopter-support {found.version}, full. Digest {found.digest}"
        assert page.locator(".paper-foot").is_visible()
        assert page.locator(".question:visible").count() == 9

    def test_paper_shows_an_answer_without_colour(self, written: Written, visit: Visit) -> None:
        me = person(visit(written("adopter-support"))).start()
        me.choose("Goodwill")
        me.page.emulate_media(media="print")
        sign = "getComputedStyle(document.querySelector('input:checked'), '::before').content"
        assert me.page.evaluate(sign) == '"X"'


class TestAccess:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_any_step(
        self, written: Written, visit: Visit, scheme: Scheme, tmp_path: Path
    ) -> None:
        me = person(visit(written("adopter-support"), width=320, height=700, scheme=scheme))

        def sound() -> None:
            assert me.visited.reflows()
            assert me.visited.accessible()

        sound()
        me.start()
        me.choose("Does not apply")
        me.add()
        me.press("Continue")
        sound()
        me.does_not_apply("We are a charity")
        me.press("Show all questions on one page")
        sound()
        me.press("Check your answers")
        sound()
        me.finish(tmp_path)
        sound()

    def test_the_form_can_be_filled_in_by_keyboard_alone_and_shows_where_one_is(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        from playwright.sync_api import expect

        me = person(visit(written("adopter-support")))
        keys = me.page.keyboard

        def tab_to(wanted: str) -> None:
            for _ in range(40):
                keys.press("Tab")
                found = me.page.evaluate(
                    """wanted => {
                        const here = document.activeElement, look = getComputedStyle(here);
                        if (here === document.body) return "";
                        const outlined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 3;
                        const seen = outlined || look.boxShadow !== "none";
                        if (!seen) return "unseen: " + here.outerHTML.slice(0, 80);
                        return here.matches(wanted) ? "there" : "";
                    }""",
                    wanted,
                )
                assert not found.startswith("unseen"), found
                if found:
                    return
            raise AssertionError(f"Tab never comes to {wanted}.")

        def settled(heading: str) -> None:
            expect(me.page.locator(":focus")).to_have_attribute("id", re.compile(f"^{re.escape(heading)}"))

        tab_to("#next")
        keys.press("Enter")
        for presses in (0, 1, 2, 3, 2, 1, 0, 1):
            settled("ask.")
            tab_to('input[name^="answer."]')
            keys.press("Space")
            for _ in range(presses):
                keys.press("ArrowDown")
            keys.press("Enter")
        settled("ask.")
        tab_to("#skip")
        keys.press("Enter")
        settled("ask-check")
        tab_to("#next")
        keys.press("Space")
        settled("ask-done")
        tab_to("#download")
        with me.page.expect_download() as coming:
            keys.press("Enter")
        file = tmp_path / "mine.json"
        coming.value.save_as(file)
        answers = json.loads(file.read_text(encoding="utf-8"))["answers"]
        assert [each["answer"] for each in answers.values()] == [1, 2, 3, 4, 3, 2, 1, 2]
        assert me.visited.quiet()
