"""Reports in a real browser: what a person who has been sent one sees, and that nothing in it acts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scalecheck.reporting.words import result
from tests.test_hostile import hostile_questionnaire, hostile_response
from tests.web.conftest import KINDS, PAGES, SINGLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import Scheme, Visit, Visited
    from tests.command import Run
    from tests.web.conftest import Made


PAYLOAD = (
    "</title></style></desc></svg></script><script>document.title='owned'</script>"
    "<img src=x onerror=\"alert(1)\"><svg onload='alert(2)'>\"'><a href=javascript:alert(3)>x</a>"
    "<base href=https://evil.example><iframe src=https://evil.example></iframe>{{7*7}}{%raw%}${7*7}"
)
ROWS = """rows => rows.map(row =>
    [...row.cells].filter(cell => !cell.classList.contains('drawn')).map(cell => cell.innerText.trim()))"""
BARS = """rows => rows.map(row => {
    const bar = row.querySelector('.bar'), ground = row.querySelector('.ground')
    return bar ? bar.getBoundingClientRect().width / ground.getBoundingClientRect().width : null
})"""


def rows(visited: Visited, script: str = ROWS) -> list[Any]:
    """What stands in the rows of the areas' table."""
    found: list[Any] = visited.page.eval_on_selector_all("table.areas tbody tr", script)
    return found


@pytest.mark.parametrize("name", SINGLE)
def test_the_numbers_are_those_of_the_json_report(
    name: str, pages: Path, examples: dict[str, Made], visit: Visit
) -> None:
    document = examples[name].document
    visited = visit(pages / f"{name}.html")
    assert visited.page.locator(".verdict .score").inner_text() == result.out_of(
        document, document["overall"]["score"]
    )
    assert (
        result.band_title(document, document["overall"]["band"])
        in visited.page.locator(".verdict .band").inner_text()
    )
    shown = {row[0]: row for row in rows(visited)}
    assert len(shown) == len(document["domains"])
    drawn = dict(zip(shown, rows(visited, BARS), strict=True))
    for entry in document["domains"]:
        title, score, band, *ends = shown[entry["title"]]
        assert score == result.number(entry["score"], 1)
        assert band.endswith(
            result.band_title(document, entry["band"]) if entry["band"] else result.unscored(entry)
        )
        assert "".join(ends) == (
            f"{entry['low']:.1f} to {entry['high']:.1f}" if entry["low"] != entry["high"] else ""
        )
        if entry["score"] is None:
            assert drawn[title] is None
        else:
            assert drawn[title] == pytest.approx(entry["score"] / 100, abs=0.002)


def test_the_numbers_of_a_group_are_those_of_its_json(
    pages: Path, examples: dict[str, Made], visit: Visit
) -> None:
    document = examples["group"].document
    visited = visit(pages / "group.html")
    shown = {row[0]: row for row in rows(visited)}
    for entry in document["domains"]:
        assert shown[entry["title"]][1] == f"{entry['median']:.1f}"
        assert shown[entry["title"]][2] == f"{entry['lowest']:.1f} to {entry['highest']:.1f}"
    dots = "circles => circles.length"
    assert visited.page.eval_on_selector_all(".overall:not(.agreed) circle.dot", dots) == len(
        document["overall"]["scores"]
    )
    discussed = {item["question"] for item in document["agenda"]}
    votes = sum(entry["votes"] for entry in document["questions"] if entry["question"] in discussed)
    assert visited.page.eval_on_selector_all(".agenda circle.dot", dots) == votes


def test_the_votes_of_a_room_are_drawn_round_by_round(
    pages: Path, examples: dict[str, Made], visit: Visit
) -> None:
    rounds = [
        each
        for entry in examples["room"].document["votes"]
        for each in (entry["first"], entry["second"])
        if each
    ]
    page = visit(pages / "room.html").page
    drawn = page.eval_on_selector_all(
        ".ballots svg", "all => all.map(each => each.querySelectorAll('.dot').length)"
    )
    assert drawn == [sum(count["votes"] for count in each["counts"]) for each in rounds]
    assert len(rounds) > len(examples["room"].document["votes"])


def test_the_numbers_of_a_comparison_are_those_of_its_json(
    pages: Path, examples: dict[str, Made], visit: Visit
) -> None:
    document = examples["comparison"].document
    shown = {row[0]: row for row in rows(visit(pages / "comparison.html"))}
    for entry in document["domains"]:
        score = entry["score"]
        _, before, now, change, _ = shown[entry["title"]]
        assert [before.split()[-1], now.split()[-1]] == [
            "none" if score[side] is None else f"{score[side]:.1f}" for side in ("before", "after")
        ]
        assert change == (
            "" if score["change"] is None else f"{score['change']:+.1f}" if score["change"] else "="
        )


@pytest.mark.parametrize("name", [f"{name}{how}" for name in PAGES for how in ("", "-unfolded")])
def test_nothing_is_asked_for_and_nothing_goes_wrong(name: str, pages: Path, visit: Visit) -> None:
    assert visit(pages / f"{name}.html").quiet()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, *(f"{name}-unfolded" for name in KINDS)])
def test_axe_finds_nothing(name: str, scheme: Scheme, pages: Path, visit: Visit) -> None:
    assert visit(pages / f"{name}.html", scheme=scheme).accessible()


@pytest.mark.parametrize("width", [320, 390, 768, 1920])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_has_to_be_scrolled_sideways(name: str, width: int, pages: Path, visit: Visit) -> None:
    assert visit(pages / f"{name}-unfolded.html", width=width).reflows()


def test_a_phone_gets_the_same_areas_with_names_numbers_and_roles(pages: Path, visit: Visit) -> None:
    """Laid out as cards, it is still a table to a screen reader."""
    narrow, wide = (visit(pages / "middling.html", width=width) for width in (320, 1280))
    assert rows(narrow) == rows(wide)
    assert narrow.page.get_by_role("table").get_by_role("row").count() == 13
    assert narrow.page.get_by_role("rowheader").count() == 12


def test_every_picture_has_a_title_and_a_description(pages: Path, visit: Visit) -> None:
    for name in (*KINDS, "plan"):
        page = visit(pages / f"{name}.html").page
        named = page.eval_on_selector_all(
            "svg[role=img]",
            """all => all.map(svg => svg.getAttribute('aria-labelledby').split(' ').map(id =>
                document.querySelectorAll('#' + id).length === 1 && """
            """document.getElementById(id).textContent.trim() !== ''))""",
        )
        assert named
        assert all(all(each) and len(each) == 2 for each in named)


@pytest.mark.parametrize("name", SINGLE)
def test_the_essentials_print_on_the_first_of_two_sheets(name: str, pages: Path, visit: Visit) -> None:
    visited = visit(pages / f"{name}.html")
    assert visited.sheets() == 2
    assert visited.sheets(page_ranges="1") == 1


def test_what_is_unfolded_is_printed_too(pages: Path, visit: Visit) -> None:
    assert visit(pages / "middling-unfolded.html").sheets() > 4


def test_the_keyboard_alone_opens_what_is_folded(pages: Path, visit: Visit) -> None:
    page = visit(pages / "middling.html").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    seen = page.evaluate("getComputedStyle(document.activeElement).boxShadow")
    assert seen != "none"
    assert page.locator(".sums").is_hidden()
    for _ in range(page.locator("summary").count()):
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.tagName") not in ("SUMMARY", "BODY"):
            page.keyboard.press("Tab")
    assert page.locator(".sums").is_visible()


def test_it_reads_without_scripts(pages: Path, visit: Visit) -> None:
    """An iPhone that opens a file runs none."""
    visited = visit(pages / "early.html", script=False)
    assert visited.page.locator(".verdict .score").inner_text() == "17.3 of 100"
    visited.page.locator("summary").last.click()
    assert visited.page.locator(".sums").is_visible()


# Hostile texts.


def poisoned(value: Any) -> Any:
    """*value* with every text that is anybody's to choose carrying markup and scripts, too."""
    if isinstance(value, dict):
        return {key: poisoned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each) for each in value]
    return value + PAYLOAD if isinstance(value, str) and value.startswith("START-") else value


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a questionnaire and responses whose every text tries to act."""
    monkeypatch.chdir(tmp_path)
    whole = poisoned(hostile_questionnaire())
    (tmp_path / "hostile.json").write_text(json.dumps(whole), encoding="utf-8")
    (tmp_path / "raters").mkdir()
    for number in range(3):
        response = poisoned(hostile_response())
        response["about"]["respondent"] += str(number)
        response["answers"]["q-0-0"]["answer"] = 1 + number % 2
        response["answers"]["q-1-2"] = 1 + number // 2
        if number:
            response["answers"]["q-1-0"] = {"answer": number, "note": "START-" + PAYLOAD}
        (tmp_path / f"raters/{number}.json").write_text(json.dumps(response), encoding="utf-8")
    return tmp_path


HOSTILE_COMMANDS = (
    ("report", "raters/0.json", "--all", "--explain"),
    ("report", "raters", "--all", "--names"),
    ("compare", "raters/0.json", "raters/1.json", "--all"),
)


@pytest.mark.parametrize("command", HOSTILE_COMMANDS, ids=["single", "group", "comparison"])
def test_hostile_texts_stay_text(command: tuple[str, ...], hostile: Path, run: Run, visit: Visit) -> None:
    ended = run(*command, "-q", "hostile.json", "--format", "html", "-o", "page.html")
    assert (ended.code, ended.err) == (0, "")
    visited = visit(hostile / "page.html", width=320)
    assert visited.quiet()
    page = visited.page
    assert "START-title" in page.title()
    for element in (
        "script",
        "img",
        "iframe",
        "base",
        "object",
        "[onload]",
        "[onerror]",
        "[onclick]",
        "[style]",
    ):
        assert page.locator(element).count() == 0
    addresses = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
    assert all(each == "#main" or each.startswith("https://example.org/") for each in addresses)
    text = page.locator("body").inner_text()
    assert text.count("</iframe>{{7*7}}{%raw%}${7*7}") > 20
    assert visited.reflows()


def test_a_saved_report_cannot_smuggle_in_a_link(hostile: Path, run: Run, visit: Visit) -> None:
    """The reader of questionnaires refuses such addresses; a saved report may come from anybody."""
    document = json.loads(run("report", "raters/0.json", "-q", "hostile.json", "--format", "json").out)
    bad = [
        "javascript:alert(4)",
        " JavaScript:alert(4)",
        "data:text/html,<script>alert(5)</script>",
        'http://x" onclick=alert(6)',
    ]
    cites = [
        {**document["recommendations"][0]["cites"][0], "title": f"source {n}", "url": url}
        for n, url in enumerate(bad)
    ]
    document["recommendations"][0]["cites"] = cites
    (hostile / "saved.json").write_text(json.dumps(document), encoding="utf-8")
    assert run("report", "saved.json", "--format", "html", "-o", "page.html").code == 0
    visited = visit(hostile / "page.html")
    assert visited.quiet()
    assert "javascript:alert(4)" in visited.page.locator(".do-first .cites").first.inner_text()
    assert visited.page.locator(".do-first > li").first.locator("a").count() == 0


def test_a_hostile_page_is_as_accessible_as_any(hostile: Path, run: Run, visit: Visit) -> None:
    for name, command in zip(("single", "group", "comparison"), HOSTILE_COMMANDS, strict=True):
        assert run(*command, "-q", "hostile.json", "--format", "html", "-o", f"{name}.html").code == 0
        assert visit(hostile / f"{name}.html").accessible()
