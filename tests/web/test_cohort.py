"""The page on many responses, in a real browser: what a programme lead sees, sorts, filters and prints."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from scalecheck.reporting.words import cohort as words
from scalecheck.reporting.words import counts
from tests.conftest import EXAMPLES, QUESTIONNAIRES, cases
from tests.web.cohorts import portfolio
from tests.web.test_contrast import contrast
from tests.web.test_reports import PAYLOAD

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser import Scheme, Visit
    from tests.command import Run


SIZE = 60
HEADS = """\
() => { const [first, second] = document.getElementById('heat').tHead.rows, under = [...second.cells];
    return [...first.cells].flatMap(each => each.colSpan > 1 ? under.splice(0, each.colSpan) : [each])
        .map(each => each.innerText.trim()) }"""
CELLS = (
    "rows => rows.filter(row => !row.hidden).map(row => [...row.cells].map(cell => cell.textContent.trim()))"
)


def shown(page: Page) -> list[list[str]]:
    """The cells of every row that is to be seen, in their order."""
    found: list[list[str]] = page.eval_on_selector_all("#heat tbody tr", CELLS)
    return found


def names(page: Page) -> list[str]:
    return [row[0] for row in shown(page)]


def status(page: Page) -> str:
    return str(page.locator("#shown").inner_text())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cohort")


@pytest.fixture
def made(folder: Path, run: Run) -> Path:
    """The page on a portfolio, beside the rows and the summary that `batch` gives for it."""
    page = folder / "cohort.html"
    if not page.exists():
        table = portfolio(folder / "table.csv", SIZE)
        ended = run(
            "batch",
            str(table),
            "-o",
            str(folder / "rows.csv"),
            "--report",
            str(page),
            "--summary",
            "--format",
            "json",
        )
        assert ended.code == 0, ended.err
        (folder / "summary.json").write_text(ended.out, encoding="utf-8")
    return page


@pytest.fixture
def rows(made: Path) -> dict[str, dict[str, str]]:
    """What `batch` writes, by the innovation's name."""
    with made.with_name("rows.csv").open(newline="", encoding="utf-8") as file:
        return {row["innovation"]: row for row in csv.DictReader(file)}


@pytest.fixture
def document(made: Path) -> Any:
    found: Any = json.loads(made.with_name("summary.json").read_text(encoding="utf-8"))
    return found


# What it says.


def test_the_rows_are_those_that_batch_writes(
    made: Path, rows: dict[str, dict[str, str]], document: Any, visit: Visit
) -> None:
    page = visit(made).page
    fields = [f"{entry['id'].replace('-', '_')}__score" for entry in document["domains"]]
    titles = {band["id"]: band["title"] for band in document["questionnaire"]["bands"]}
    assert len(shown(page)) == SIZE
    for name, band, overall, *scores, answered in shown(page):
        row = rows[name]
        assert band.removesuffix("held by a must-have") == titles.get(row["band"], "No score")
        assert band.endswith("must-have") == bool(row["capped_by"])
        assert overall == (row["score"] or "–")
        assert [score.removesuffix(" weakest") for score in scores] == [row[field] or "–" for field in fields]
        weakest = [field for field, score in zip(fields, scores, strict=True) if score.endswith(" weakest")]
        assert weakest == ([f"{row['weakest'].replace('-', '_')}__score"] if row["weakest"] else [])
        assert answered == counts.percent(float(row["completeness"]))


def test_colours_and_shapes_are_those_of_the_bands(
    made: Path, rows: dict[str, dict[str, str]], document: Any, visit: Visit
) -> None:
    shades = {"not-yet": "s0", "emerging": "s2", "nearly": "s3", "ready": "s4", "": "plain"}
    fields = ["band", *(f"{entry['id'].replace('-', '_')}__band" for entry in document["domains"])]
    drawn = visit(made).page.eval_on_selector_all(
        "#heat tbody tr",
        "rows => rows.map(row => [row.cells[0].textContent, "
        "[...row.cells].slice(2, -1).map(each => each.classList[0])])",
    )
    for name, classes in drawn:
        assert classes == [shades[rows[name][field]] for field in fields]


def test_the_lowest_score_comes_first_and_none_at_all_last(
    made: Path, rows: dict[str, dict[str, str]], visit: Visit
) -> None:
    scores = [rows[name]["score"] for name in names(visit(made).page)]
    assert scores == sorted(scores, key=lambda score: (not score, float(score or 0)))


def test_columns_are_the_areas_under_the_areas_they_stand_in(made: Path, document: Any, visit: Visit) -> None:
    page = visit(made).page
    titles = [
        f"All of {entry['title']}" if entry["parent"] is None else entry["title"]
        for entry in document["domains"]
    ]
    assert page.evaluate(HEADS.replace("innerText", "querySelector('button').textContent")) == [
        "Innovation", "Band", "Overall", *titles, "Answered",
    ]  # fmt: skip
    groups = [entry["title"] for entry in document["domains"] if entry["parent"] is None]
    assert page.locator("#heat th[scope=colgroup]").all_inner_texts() == groups


def test_the_numbers_of_the_whole_are_those_of_the_summary(made: Path, document: Any, visit: Visit) -> None:
    page = visit(made).page
    text = page.locator("main").inner_text()
    for sentence in (
        *words.headline(document),
        *words.middle(document),
        *words.capped(document),
        words.completeness(document),
    ):
        assert sentence in text
    for entry in document["recommendations"]:
        assert all(sentence in text for sentence in words.advice(entry))
    for entry in words.standing_out(document):
        assert entry["ask"] in (page.locator("main").text_content() or "")
    bands, weakest = (
        page.locator("table.counts")
        .nth(n)
        .locator("tbody tr")
        .evaluate_all(
            """rows => rows.map(row => { const wide = part => """
            """row.querySelector(part).getBoundingClientRect().width
                return [row.cells[1].innerText, row.cells[2].innerText, """
            """wide('.share') / wide('.ground')] })"""
        )
        for n in (0, 1)
    )
    for drawn, parts in ((bands, document["overall"]["bands"]), (weakest, document["weakest"]["domains"])):
        assert [each[:2] for each in drawn] == [
            [counts.many(part["count"]), counts.percent(part["share"])] for part in parts
        ]
        assert [each[2] for each in drawn] == pytest.approx([part["share"] for part in parts], abs=0.01)


def test_areas_are_told_with_the_numbers_of_the_summary(made: Path, document: Any, visit: Visit) -> None:
    page = visit(made).page
    told = {
        row[0]: row[1:]
        for row in page.locator("table.spread tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].filter(cell => !cell.matches('.drawn'))"
            ".map(cell => cell.innerText.trim()))"
        )
    }
    for entry in document["domains"]:
        middle, bands, half, reach = told[entry["title"]]
        assert middle == f"{entry['median']:.1f}"
        assert half == f"{entry['lower_quartile']:.1f} to {entry['upper_quartile']:.1f}"
        assert reach == f"{entry['lowest']:.1f} to {entry['highest']:.1f}"
        assert [part for part in bands.split() if part.endswith("%")] == [
            counts.percent(part["share"]) for part in entry["bands"]
        ]


def test_rows_that_could_not_be_read_are_told(tmp_path: Path, run: Run, visit: Visit) -> None:
    table = portfolio(tmp_path / "table.csv", 6)
    text = table.read_text(encoding="utf-8").splitlines()
    text[2] = text[2].replace(",", ",a guess,", 2)
    table.write_text("\n".join(text), encoding="utf-8")
    page = tmp_path / "page.html"
    assert run("batch", str(table), "--report", str(page)).code == 2
    assert not page.exists()
    assert (
        run("batch", str(table), "--report", str(page), "--rejects", str(tmp_path / "rejected.csv")).code == 1
    )
    told = visit(page).page
    assert "1 row could not be read and is not counted here." in told.locator("main").inner_text()
    assert len(names(told)) == 5


# How rows are named.


@pytest.mark.parametrize(
    ("headings", "first", "named"),
    [
        ("site,respondent,innovation", "Innovation", ["Eye clinic (row 1)", "Eye clinic (row 2)", "Row 3"]),
        ("site,respondent,x", "Respondent", ["Ann", "Ben", "Cy"]),
        ("site,x,y", "Site", ["A", "B", "C"]),
    ],
)
def test_a_row_is_named_by_its_innovation_else_by_who_answered_else_by_what_comes_first(
    headings: str, first: str, named: list[str], tmp_path: Path, run: Run, visit: Visit
) -> None:
    table, page = tmp_path / "table.csv", tmp_path / "page.html"
    cells = ("A,Ann,Eye clinic,1", "B,Ben,Eye clinic,2", "C,Cy,,3")
    table.write_text(
        f"{headings},protected-time\n" + "".join(f"{each}\n" for each in cells), encoding="utf-8"
    )
    assert run("batch", str(table), "--report", str(page)).code == 0
    told = visit(page).page
    assert told.evaluate(HEADS)[0] == first
    assert sorted(names(told)) == sorted(named)
    assert ("ask them before you pass this page on" in told.locator("main").inner_text()) == (
        first == "Respondent"
    )


def test_rows_without_any_name_are_numbered(tmp_path: Path, run: Run, visit: Visit) -> None:
    (tmp_path / "table.csv").write_text("protected-time,site-readiness\n1,2\n2,1\n", encoding="utf-8")
    for engine in ("plain", "polars"):
        assert (
            run(
                "batch",
                str(tmp_path / "table.csv"),
                "--report",
                str(tmp_path / "page.html"),
                "--engine",
                engine,
            ).code
            == 0
        )
        assert sorted(names(visit(tmp_path / "page.html").page)) == ["Row 1", "Row 2"]


@pytest.mark.parametrize("rows", cases([40, 1000, 1001, 3000], (40).__eq__))
def test_both_ways_of_scoring_write_the_same_page(rows: int, tmp_path: Path, run: Run) -> None:
    table = portfolio(tmp_path / "table.csv", rows)
    for engine in ("plain", "polars"):
        assert (
            run("batch", str(table), "--report", str(tmp_path / f"{engine}.html"), "--engine", engine).code
            == 0
        )
    assert (tmp_path / "plain.html").read_bytes() == (tmp_path / "polars.html").read_bytes()


def test_a_folder_of_responses_has_a_page_too(tmp_path: Path, run: Run, visit: Visit) -> None:
    examples = QUESTIONNAIRES / "examples"
    assert run("batch", str(examples), "--report", str(tmp_path / "page.html")).code == 0
    assert len(names(visit(tmp_path / "page.html").page)) == len(list(examples.glob("*.yaml")))


# Sorting and filtering.


def test_the_keyboard_alone_sorts_and_the_headings_say_how(
    made: Path, rows: dict[str, dict[str, str]], visit: Visit
) -> None:
    page = visit(made).page
    assert page.evaluate("[...document.querySelectorAll('[aria-sort]')].map(e => e.innerText)") == ["Overall"]
    button = page.get_by_role("button", name="Time and resources")
    page.locator("#clear").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    assert button.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    for key, down in (("Enter", False), ("Space", True)):
        page.keyboard.press(key)
        scores = [rows[name]["time_and_resources__score"] for name in names(page)]
        numbers = [float(score) for score in scores if score]
        assert numbers == sorted(numbers, reverse=down)
        assert all(scores[: len(numbers)])
        head = page.locator("#heat th[aria-sort]")
        assert head.count() == 1
        assert head.get_attribute("aria-sort") == ("descending" if down else "ascending")
        assert status(page).endswith(
            f"Sorted by Time and resources, {'highest' if down else 'lowest'} first."
        )


def test_every_column_sorts(made: Path, rows: dict[str, dict[str, str]], visit: Visit) -> None:
    page = visit(made).page
    order = [
        page.locator("#heat thead button").nth(n) for n in range(page.locator("#heat thead button").count())
    ]
    assert len(order) == 16
    by_name = page.get_by_role("button", name="Innovation")
    by_name.click()
    assert [name.casefold() for name in names(page)] == sorted(
        (name.casefold() for name in rows), key=numbered
    )
    assert status(page).endswith("Sorted by Innovation, A to Z.")
    bands = ["not-yet", "emerging", "nearly", "ready", ""]
    page.get_by_role("button", name="Band").click()
    places = [bands.index(rows[name]["band"]) for name in names(page)]
    assert places == sorted(places)
    page.get_by_role("button", name="Answered").click()
    page.get_by_role("button", name="Answered").click()
    shares = [float(rows[name]["completeness"]) for name in names(page)]
    assert shares == sorted(shares, reverse=True)
    for button in order:
        button.click()
        assert sorted(names(page)) == sorted(rows)


def numbered(name: str) -> tuple[str, int]:
    words, number = name.rsplit(" ", 1)
    return words, int(number)


def test_rows_are_filtered_by_name_band_and_weakest_area_and_a_live_region_says_how_many(
    made: Path, rows: dict[str, dict[str, str]], document: Any, visit: Visit
) -> None:
    visited = visit(made)
    page = visited.page
    assert page.locator("#shown").get_attribute("role") == "status"
    assert status(page) == f"Showing {SIZE} of {SIZE} responses. Sorted by Overall, lowest first."
    page.get_by_label("Name has").press_sequentially("  STROKE")
    expected = {name for name in rows if "stroke" in name.lower()}
    assert set(names(page)) == expected
    assert status(page).startswith(f"Showing {len(expected)} of {SIZE} responses.")
    page.get_by_label("Band").select_option("Not yet ready")
    expected = {name for name in expected if rows[name]["band"] == "not-yet"}
    assert set(names(page)) == expected
    page.get_by_label("Name has").fill("")
    weakest = document["weakest"]["domains"][0]
    page.get_by_label("Weakest area").select_option(weakest["title"])
    expected = {
        name for name, row in rows.items() if (row["band"], row["weakest"]) == ("not-yet", weakest["domain"])
    }
    assert set(names(page)) == expected
    page.get_by_label("Name has").fill("no such name")
    assert names(page) == []
    assert status(page).startswith(f"None of {SIZE} responses fits.")
    page.get_by_role("button", name="Show all").click()
    assert set(names(page)) == set(rows)
    assert page.get_by_label("Weakest area").input_value() == ""
    assert visited.quiet()


# Safe, accessible, on paper.


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_leaves_the_page(
    made: Path, width: int, scheme: Scheme, visit: Visit
) -> None:
    visited = visit(made, width=width, scheme=scheme)
    assert visited.accessible()
    assert visited.reflows()
    assert visited.quiet()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_numbers_can_be_read_on_every_shade(theme: Scheme, made: Path, visit: Visit) -> None:
    page = visit(made, scheme=theme).page
    found = page.evaluate(
        """() => { const own = getComputedStyle(document.body), """
        """read = name => own.getPropertyValue('--' + name).trim();
            return Object.fromEntries(["""
        """'ink', 'link', 'head', 'shade-0', 'shade-1', 'shade-2', 'shade-3', 'shade-4'].map(each =>
                [each, read(each)])) }"""
    )
    assert all(contrast(found["ink"], found[f"shade-{n}"]) >= 4.5 for n in range(5))
    assert contrast(found["link"], found["head"]) >= 4.5
    assert len({found[f"shade-{n}"] for n in range(5)}) == 5


def test_headings_and_names_stay_while_the_table_scrolls(made: Path, visit: Visit) -> None:
    page = visit(made, width=390).page
    box = page.locator(".heat-box")
    box.evaluate("each => { each.scrollTop = 700; each.scrollLeft = 300 }")
    box.scroll_into_view_if_needed()
    at = "([one, other]) => [one, other].map(each => document.querySelector(each).getBoundingClientRect())"
    head, name = page.evaluate(at, ["#heat thead", "#heat tbody tr:nth-child(30) th"])
    edge = box.bounding_box()
    assert edge
    assert head["top"] == pytest.approx(edge["y"], abs=2)
    assert name["left"] == pytest.approx(edge["x"], abs=2)


def test_without_scripts_the_whole_table_is_there(
    made: Path, rows: dict[str, dict[str, str]], visit: Visit
) -> None:
    page = visit(made, script=False).page
    assert page.locator("#filters").is_hidden()
    assert page.locator("#heat button").count() == 0
    assert page.locator("#heat tbody th").all_inner_texts() == names(visit(made).page)
    assert page.locator("#heat thead").inner_text().count("Time and resources") == 1


def test_it_prints_the_table_across_and_the_rest_upright(made: Path, visit: Visit) -> None:
    visited = visit(made)
    paper = visited.page.pdf(prefer_css_page_size=True)
    across = [
        float(wide) > float(tall) for wide, tall in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    ]
    assert across in ([False, *[True] * sheets, False, False] for sheets in (2, 3))
    visited.page.get_by_label("Name has").fill("stroke")
    assert visited.sheets() < len(across)  # what is filtered out is not printed


def test_texts_from_outside_stay_texts(
    tmp_path: Path, run: Run, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    hostile = [
        PAYLOAD,
        '"><script>alert(1)</script>',
        "=cmd|'/c calc'!A0",
        "\x1b[31m\u202egnp.exe",
        "<b>" * 400,
        "  ",
    ]
    with (tmp_path / "table.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow([PAYLOAD, "protected-time", "site-readiness"])
        table.writerows([name, 1 + n % 4, 2] for n, name in enumerate(hostile))
    assert run("batch", "table.csv", "--report", "page.html").code == 0
    visited = visit(tmp_path / "page.html")
    page = visited.page
    page.get_by_label("Name has").fill("<script>")
    for n in range(page.locator("#heat thead button").count()):
        page.locator("#heat thead button").nth(n).click()
    assert visited.quiet()
    assert page.title() != "owned"
    assert page.locator("script").count() == 1
    for element in ("img", "iframe", "base", "object", "b", "[onload]", "[onerror]", "[style]"):
        assert page.locator(element).count() == 0
    page.get_by_role("button", name="Show all").click()
    assert len(names(page)) == len(hostile)
    assert "Row 6" in names(page)
    assert any("\ufffd[31m\ufffdgnp.exe" in name for name in names(page))
    assert visited.accessible()


# More than a page can show.


def test_more_than_a_thousand_are_shown_as_distributions(tmp_path: Path, run: Run, visit: Visit) -> None:
    ended = run(
        "batch", str(portfolio(tmp_path / "table.csv", 1001)), "--report", str(tmp_path / "page.html")
    )
    assert ended.code == 0
    visited = visit(tmp_path / "page.html", width=320)
    text = visited.page.locator("main").inner_text()
    assert "There are more than 1,000 responses. They are not shown one by one" in text
    assert visited.page.locator("#heat").count() == 0
    assert visited.page.locator("table.spread svg[role=img]").count() == 12
    assert visited.quiet()
    assert visited.accessible()
    assert visited.reflows()


def test_a_thousand_are_shown_one_by_one(tmp_path: Path, run: Run, visit: Visit) -> None:
    assert (
        run(
            "batch", str(portfolio(tmp_path / "table.csv", 1000)), "--report", str(tmp_path / "page.html")
        ).code
        == 0
    )
    page = visit(tmp_path / "page.html").page
    assert status(page).startswith("Showing 1,000 of 1,000 responses.")
    page.get_by_label("Name has").fill("stroke")
    assert 0 < len(names(page)) < 1000


# Asking for it.


def test_a_page_is_not_written_over_anything_else(
    made: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.html").write_text("{}", encoding="utf-8")
    table = str(made.with_name("table.csv"))
    ended = run("batch", table, "--report", "map.html", "--map", "map.html")
    assert (ended.code, "SC007" in ended.err) == (2, True)
    ended = run("batch", table, "--report", str(tmp_path / "nowhere/page.html"))
    assert (ended.code, "SC007" in ended.err) == (2, True)
    assert sorted(tmp_path.iterdir()) == [tmp_path / "map.html"]


def test_an_empty_table_says_so(tmp_path: Path, run: Run, visit: Visit) -> None:
    (tmp_path / "table.csv").write_text("innovation,protected-time\n", encoding="utf-8")
    assert run("batch", str(tmp_path / "table.csv"), "--report", str(tmp_path / "page.html")).code == 0
    visited = visit(tmp_path / "page.html")
    assert "There are no responses to show." in visited.page.locator("main").inner_text()
    assert visited.quiet()


@pytest.mark.parametrize(
    "name", [each.stem for each in sorted((EXAMPLES.parent / "instruments").glob("*.yaml"))]
)
def test_any_questionnaire_has_a_page(name: str, tmp_path: Path, run: Run, visit: Visit) -> None:
    instrument = EXAMPLES.parent / f"instruments/{name}.yaml"
    table = portfolio(tmp_path / "table.csv", 30, str(instrument))
    ended = run("batch", str(table), "-q", str(instrument), "--report", str(tmp_path / "page.html"))
    assert ended.code == 0, ended.err
    visited = visit(tmp_path / "page.html", width=320)
    assert visited.quiet()
    assert visited.accessible()
    assert visited.reflows()
    assert len(names(visited.page)) == 30
    several = visited.page.get_by_label("Weakest area").count()
    assert bool(visited.page.locator(".weak").count()) == bool(
        several
    )  # the only area is not called the weakest
