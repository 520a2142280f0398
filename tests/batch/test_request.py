"""What a batch cannot be asked for, whatever its table holds: told before anything is read."""

from __future__ import annotations

from typing import Any

import pytest

from scalecheck.batch.request import BatchRequest

WHOLE: dict[str, Any] = {"source": "t.csv", "output": "o.csv"}


@pytest.mark.parametrize(
    ("change", "option", "sentence"),
    [
        (
            {"output": None},
            "-o",
            "Name a file to write, or - for standard output; or ask for --summary.",
        ),
        (
            {"output": "-", "summary": True},
            "-o",
            "The summary goes to standard output: write the rows to a file.",
        ),
        ({"source": ""}, "INPUT", "Name a table, a folder of responses, or -."),
        (
            {"keep_answers": True, "columns": "score"},
            "--keep-answers",
            "--columns names every column that is written, answers too.",
        ),
        ({"master": "local[1]"}, "--master", "It goes with --engine spark."),
    ],
)
def test_what_contradicts_itself_is_named_with_its_option(
    change: dict[str, Any], option: str, sentence: str
) -> None:
    assert list(BatchRequest(**WHOLE | change).problems()) == [(option, sentence)]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"output": None, "summary": True},
        {"output": None, "report": "r.html"},
        {"output": None, "mapping": True},
        {"fail_under": 60},
        {"engine": "spark", "master": "local[1]"},
    ],
)
def test_what_can_be_done_has_no_problem(change: dict[str, Any]) -> None:
    assert list(BatchRequest(**WHOLE | change).problems()) == []
