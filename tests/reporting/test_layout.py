"""Texts that nobody expects, on a terminal and in Markdown: none is lost, cut into another, or obeyed."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len

from scalecheck.reporting.blocks import Column, Report, Row, Section, Table, Verdict
from scalecheck.reporting.figures import Band
from scalecheck.reporting.render import terminal
from scalecheck.reporting.render.layout import wrap
from scalecheck.reporting.render.markdown import escape

LONG = "Ready, once the regional board has agreed to pay for it and for the people who do it"


def shown(*blocks: Table | Verdict, width: int = 80) -> list[str]:
    """The rows of a report that has these blocks alone."""
    section = Section("Areas", blocks)
    report = Report("Title", "Title", "", (), (), (section,), "Caveat.", ())
    out = io.StringIO()
    terminal.render(report, out, width=width)
    return out.getvalue().split("Areas\n", 1)[1].splitlines()


@pytest.mark.parametrize("word", ["\u3164", "\u0301", "\ufe0f"])
@pytest.mark.parametrize("width", [40, 1, 0, -300])
def test_a_word_of_no_width_is_kept(word: str, width: int) -> None:
    assert "".join(wrap(f"{word} a", width)).replace(" ", "") == f"{word}a"


def test_the_margin_of_a_paragraph_is_as_wide_as_its_mark() -> None:
    columns, row = (
        (Column("Area"), Column("Score", "number")),
        Row("日" * 100, ("1.0",), instead="no score: " * 9),
    )
    rows = shown(Table(columns, (row,), "single"), width=40)
    first, *rest = rows[: rows.index("")]
    start = cell_len(first) - cell_len(first.split("… ", 1)[1])
    assert rest
    assert all(cell_len(each) <= 40 for each in (first, *rest))
    assert {cell_len(each) - cell_len(each.lstrip()) for each in rest} == {start}


def test_an_area_has_a_name_however_deep_it_stands() -> None:
    columns = (Column("Area"), Column("Score", "number"), Column("Band"))
    rows = tuple(Row(f"Level {n}", ("50.0", Band(LONG[:42], 1)), depth=n) for n in range(9))
    told = shown(Table(columns, rows, "single"), width=40)
    assert [f"Level {n}" in row for n, row in enumerate(told[:9])] == [True] * 9


@pytest.mark.parametrize("title", [LONG, LONG[:60], LONG[:40], "Ready"])
@pytest.mark.parametrize("width", [100, 110, 120])
def test_an_interval_is_told_whole_or_not_at_all(title: str, width: int) -> None:
    columns = (Column("Area"), Column("Score", "number"), Column("Band"), Column("Ends", bracketed=True))
    row = shown(
        Table(columns, (Row("Area", ("50.0", Band(title, 1), "50.0 to 100.0")),), "single"), width=width
    )[0]
    assert cell_len(row) <= width
    assert row.endswith("(50.0 to 100.0)") or "50.0 to" not in row


@pytest.mark.parametrize("width", [40, 80])
def test_a_verdict_with_a_long_band_takes_more_rows(width: int) -> None:
    rows = shown(Verdict("100.0 of 100", Band(LONG, 2)), width=width)
    told = rows[: rows.index("")]
    assert max(map(cell_len, told)) <= width
    assert " ".join(" ".join(told).split()) == f"100.0 of 100 + {LONG}"


@pytest.mark.parametrize("text", ["-", "--", "---", "+", "=", "===", "1.", "2)", "- --", "+ one"])
def test_markdown_draws_no_line_and_begins_no_list_that_a_text_asks_for(text: str) -> None:
    """By the rules of CommonMark: a backslash before punctuation makes it plain text."""
    escaped = escape(text)
    assert escaped.replace("\\", "") == text
    assert escaped.startswith("\\") or escaped[1] == "\\"
