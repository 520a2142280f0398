"""The form as it is read: by anybody, without scripts, on paper, by keyboard, and whatever its texts say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from scalecheck.definition import catalogue
from tests.conftest import EXAMPLES
from tests.forms.filling import HOSTILE, Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import Scheme, Visit
    from tests.command import Run
    from tests.forms.conftest import Written

EVERYTHING = str(EXAMPLES / "good/everything.yaml")


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
        "domains": [
            {
                "id": "only",
                "title": text("domain"),
                "about": text("domain about"),
                "questions": [question, second],
            }
        ],
    }
    file = folder / "hostile.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    return file


class TestSafety:
    def test_hostile_texts_stay_text_everywhere(
        self, written: Written, visit: Visit, run: Run, tmp_path: Path
    ) -> None:
        questionnaire = hostile(tmp_path)
        me = Person(visit(written(str(questionnaire))))
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

    @pytest.mark.parametrize(
        ("name", "more", "fewest"), [("adopter-support", (), 4), ("scaling-readiness", (), 10)]
    )
    def test_it_prints_on_as_many_sheets_of_a4_as_it_needs(
        self, written: Written, visit: Visit, name: str, more: tuple[str, ...], fewest: int
    ) -> None:
        """Another typeface may take a sheet more."""
        file = written(name, *more)
        plain = visit(file, script=False).sheets()
        assert plain in range(fewest, fewest + 3)
        assert visit(file).sheets() == plain

    def test_paper_names_the_questionnaire_its_version_and_its_digest(
        self, written: Written, visit: Visit
    ) -> None:
        page = visit(written("adopter-support")).page
        page.emulate_media(media="print")
        found = catalogue.load("adopter-support")
        assert (
            page.locator(".paper-foot").inner_text()
            == f"adopter-support {found.version}, full. Digest {found.digest}"
        )
        assert page.locator(".paper-foot").is_visible()
        assert page.locator(".question:visible").count() == 9

    def test_paper_shows_an_answer_without_colour(self, written: Written, visit: Visit) -> None:
        me = Person(visit(written("adopter-support"))).start()
        me.choose("Goodwill")
        me.page.emulate_media(media="print")
        sign = "getComputedStyle(document.querySelector('input:checked'), '::before').content"
        assert me.page.evaluate(sign) == '"X"'


class TestAccess:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_any_step(
        self, written: Written, visit: Visit, scheme: Scheme, tmp_path: Path
    ) -> None:
        me = Person(visit(written("adopter-support"), width=320, height=700, scheme=scheme))

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

        me = Person(visit(written("adopter-support")))
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
