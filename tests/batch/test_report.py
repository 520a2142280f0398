"""The report on a whole table: the ending of its name says in which format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import QUESTIONNAIRES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Run

TABLE = str(QUESTIONNAIRES / "examples" / "programme.csv")


def report(name: str, folder: Path, run: Run) -> str:
    ended = run("batch", TABLE, "--report", str(folder / name))
    assert (ended.code, ended.out) == (0, "")
    return (folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["report.html", "report.htm", "REPORT.HTML"])
def test_a_page_shows_every_response(name: str, tmp_path: Path, run: Run) -> None:
    text = report(name, tmp_path, run)
    assert text.startswith("<!doctype html>")
    assert text.isascii()
    assert "How 12 responses stand" in text
    assert text.count("<tr data-band=") == 12


def test_markdown_shows_the_rows_as_a_whole_and_none_of_them(tmp_path: Path, run: Run) -> None:
    text = report("report.md", tmp_path, run)
    assert text.startswith("# Readiness to scale in the NHS: 12 responses\n")
    assert "| Not yet ready | 4 | 33% |" in text
    assert "Lantern Rounds" not in text


def test_json_is_what_a_summary_writes_and_renders_again(tmp_path: Path, run: Run) -> None:
    text = report("report.json", tmp_path, run)
    assert text == run("batch", TABLE, "--summary", "--format", "json").out
    saved = str(tmp_path / "report.json")
    assert run("report", saved, "--format", "markdown").out == report("report.md", tmp_path, run)
    page = run("report", saved, "--format", "html").out
    assert "How 12 responses stand" in page
    assert "A saved report holds no single responses." in page
    assert "<tr data-band=" not in page
    assert page.count('<svg class="picture ') == 26


def test_text_is_what_a_terminal_shows_in_80_columns(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = report("report.txt", tmp_path, run)
    monkeypatch.delenv("FORCE_COLOR")
    assert text == run("batch", TABLE, "--summary").out


@pytest.mark.parametrize("name", ["-", "report", "report.csv", "report.xlsx"])
def test_a_name_that_says_no_format_is_refused(
    name: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("batch", TABLE, "--report", name)
    assert (ended.code, ended.out) == (2, "")
    assert "SC701 The report is a page, Markdown, JSON or plain text." in ended.err
    assert "Name a file that ends in .html, .md, .json or .txt with --report." in ended.err
    assert not list(tmp_path.iterdir())
