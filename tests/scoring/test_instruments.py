"""Published instruments, written in this format alone: what they are known to give, this gives too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scalecheck.checks.check import check
from scalecheck.checks.lint import differences
from scalecheck.definition import reader
from scalecheck.responses.reader import read_answers
from scalecheck.responses.response import Response

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.errors import Problem

FILES = sorted((Path(__file__).parent.parent / "instruments").glob("*.yaml"))


def load(file: Path) -> Questionnaire:
    """The questionnaire in *file*."""
    return reader.read(file, lambda _name, _folder: None)


EXAMPLES = [
    pytest.param(file, place, id=f"{file.stem}-{place + 1}")
    for file in FILES
    for place in range(len(load(file).examples))
]


def test_there_are_instruments_of_every_kind() -> None:
    assert [file.stem for file in FILES] == [
        "independence-eighteen",
        "knee-four",
        "mood-nine",
        "newborn-five",
        "sustainability-ten",
        "usability-ten",
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_check_finds_nothing_wrong_with_an_instrument(file: Path) -> None:
    checked = check([file])
    assert (checked.text(), checked.exit_code) == ("No problems in 1 file.\n", 0)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_instrument_has_three_or_more_worked_examples_and_says_that_the_wording_is_not_the_original(
    file: Path,
) -> None:
    questionnaire = load(file)
    assert len(questionnaire.examples) >= 3
    assert any(word in questionnaire.about for word in ("our own", "not worded"))
    assert questionnaire.source is not None


@pytest.mark.parametrize(("file", "place"), EXAMPLES)
def test_a_worked_example_gives_what_was_worked_out_by_hand(file: Path, place: int) -> None:
    questionnaire = load(file)
    example = questionnaire.examples[place]
    problems: list[Problem] = []
    answers = read_answers(example.answers, questionnaire, problems)
    assert problems == []
    response = Response(questionnaire.id, questionnaire.version, answers)
    assert list(differences(questionnaire, response, example.expect)) == []
