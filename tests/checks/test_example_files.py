"""Every file in examples/good checks clean; every file in examples/bad gives the lines in the .txt beside it.

To add a case, add a file. A bad one is checked from inside its folder, so its lines start with its bare name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scalecheck.errors import Code
from tests.conftest import EXAMPLES, QUESTIONNAIRES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Run


def files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix in (".yaml", ".json"))


BAD = files(EXAMPLES / "bad")
GOOD = files(EXAMPLES / "good")

ALONE = {"SC001", "SC002", "SC007", "SC008", "SC009", "SC401", "SC407", "SC408", "SC409"}
ELSEWHERE = ALONE | {code for code in Code if code[2] in "567"}
"""Codes that need more than a file: a missing one, a folder, an output, an option, or an interview."""


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_a_bad_file_is_refused_with_exactly_the_lines_beside_it(
    file: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    ended = run("check", file.name)
    expected = file.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert expected == ended.out.splitlines()[:-1]
    count = f"{len(expected)} problem{'s' if len(expected) > 1 else ''} in 1 file."
    assert [count] == ended.out.splitlines()[-1:]
    assert ended.err == ""
    assert (2 if " SC003 " in ended.out else 1) == ended.code


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_a_problem_points_into_a_line_that_is_there(file: Path) -> None:
    for line in file.with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        place = re.match(r"(\S+?):(\d+):(\d+) SC\d{3} ", line)
        if place is None:
            assert re.match(r"\S+ SC\d{3} [A-Z\"`]", line)
            continue
        lines = [*(file.parent / place[1]).read_bytes().decode("utf-8", "replace").splitlines(), ""]
        assert int(place[2]) <= len(lines)
        assert int(place[3]) <= len(lines[int(place[2]) - 1]) + 1


@pytest.mark.parametrize(
    "file", [*GOOD, *files(EXAMPLES / "good/questionnaires")], ids=lambda file: file.name
)
def test_a_good_file_checks_clean(file: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES / "good")
    ended = run("check", str(file.relative_to(EXAMPLES / "good")))
    assert ended.out == "No problems in 1 file.\n"
    assert ended.code == 0


@pytest.mark.parametrize(
    "file", [*files(QUESTIONNAIRES), *files(QUESTIONNAIRES / "examples")], ids=lambda file: file.name
)
def test_what_comes_with_scalecheck_checks_clean(file: Path, run: Run) -> None:
    assert run("check", str(file)).out == "No problems in 1 file.\n"


def test_every_code_has_a_bad_file() -> None:
    shown = {
        code
        for file in BAD
        for code in re.findall(r" (SC\d{3}) ", file.with_suffix(".txt").read_text(encoding="utf-8"))
    }
    assert sorted(set(Code) - ELSEWHERE) == sorted(shown)


def test_every_expectation_belongs_to_a_file() -> None:
    expectations = sorted(file.stem for file in (EXAMPLES / "bad").glob("*.txt"))
    assert expectations == sorted({file.stem for file in BAD})
    assert len(BAD) == len(expectations)
