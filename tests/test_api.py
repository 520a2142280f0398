"""The public names, as a Python program meets them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import scalecheck

EXAMPLE = Path(__file__).parents[1] / "questionnaires" / "examples" / "early.yaml"


def test_dir_shows_the_public_names_and_no_other() -> None:
    assert dir(scalecheck) == [
        "Refused",
        "__version__",
        "load",
        "read_response",
        "recommend",
        "report",
        "score",
        "score_frame",
    ]


@pytest.mark.parametrize("name", [name for name in dir(scalecheck) if name != "score_frame"])
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    assert getattr(scalecheck, name).__doc__


def test_a_name_that_is_not_public_is_told_as_python_tells_it() -> None:
    with pytest.raises(AttributeError, match="module 'scalecheck' has no attribute 'scores'"):
        scalecheck.scores  # noqa: B018


def test_a_response_becomes_a_report() -> None:
    questionnaire = scalecheck.load()
    response = scalecheck.read_response(EXAMPLE, questionnaire)
    score = scalecheck.score(questionnaire, response)
    document = scalecheck.report(score)
    assert document["overall"]["score"] == 17.3
    advised = [each["id"] for each in document["recommendations"]]
    assert [each.id for each in scalecheck.recommend(score)] == advised


def test_refused_names_every_problem(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("questionnaire: adopter-support\nversion: 1.0.0\nanswers: {protected-time: 9, lamp: 1}\n")
    with pytest.raises(scalecheck.Refused) as refused:
        scalecheck.read_response(file, scalecheck.load("adopter-support"))
    assert [problem.place.line for problem in refused.value.problems] == [3, 3]
    with pytest.raises(scalecheck.Refused, match='There is no questionnaire called "ward-checks"'):
        scalecheck.load("ward-checks")


def test_catching_refused_loads_no_reader_and_no_engine() -> None:
    code = "import sys, scalecheck; scalecheck.Refused; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("scalecheck")}
    assert loaded == {"scalecheck", "scalecheck.errors", "scalecheck.record", "scalecheck.text"}
