"""Tables and workbooks, filled in as people do and given to `batch`: the same as a response to `report`."""

from __future__ import annotations

import csv
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from scalecheck.definition import catalogue
from scalecheck.responses import writer
from tests.conftest import EXAMPLES
from tests.forms.test_file import opened

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.definition.questionnaire import Question, Questionnaire
    from tests.command import Run
    from tests.forms.conftest import Written

EVERYTHING = str(EXAMPLES / "good/everything.yaml")
SILENT = {
    "unknown": "unknown",
    "declined": "declined",
    "not applicable": "{answer: not applicable, because: We have no sites yet}",
}
PEOPLE = 6
Answers = dict[str, int | str]
"""By question: the position of the option that someone chose, or the word for a silence."""


def said_by(questionnaire: Questionnaire, person: int, quick: bool) -> Answers:
    """What one person answers: most questions, in every way there is."""
    chance = random.Random(person)
    found: Answers = {}
    for question in questionnaire.questions:
        if quick and "quick" not in question.tags:
            continue
        choices: list[int | str] = [*range(len(question.options)), *range(len(question.options)), *SILENT, ""]
        choice = chance.choice(choices)
        if choice != "":
            found[question.id] = choice
    return found


def chosen(question: Question, answer: int | str) -> str:
    """What a table's cell holds for an answer: the label of an option, as a spreadsheet offers it."""
    return question.options[answer].label if isinstance(answer, int) else answer


@pytest.fixture
def reported(run: Run, tmp_path: Path) -> Any:
    """The row that `batch` would write of a report on the same answers, given as a response in YAML."""

    def row(questionnaire: Questionnaire, where: str, answers: Answers, quick: bool) -> dict[str, Any]:
        entries = []
        for question in questionnaire.questions:
            if (answer := answers.get(question.id)) is not None:
                text = question.options[answer].key if isinstance(answer, int) else SILENT[answer]
                entries.append(f"  {question.id}: {text}\n")
        head = "".join(writer.blank_yaml(questionnaire, "quick" if quick else "full").partition("about:")[0])
        file = tmp_path / "response.yaml"
        file.write_text(f"{head}answers:{' {}' if not entries else ''}\n{''.join(entries)}", encoding="utf-8")
        ended = run("report", str(file), "-q", where, "--format", "json")
        assert ended.code == 0, ended.err
        document = json.loads(ended.out)
        overall = document["overall"]
        steps = [each["id"] for each in document["recommendations"]] + [None] * 3
        found = {name: overall[name] for name in ("score", "band", "low", "high", "completeness")}
        found["weakest"] = document["weakest"]
        found |= {f"advice_{n + 1}": steps[n] for n in range(3)}
        for entry in document["domains"]:
            field = entry["id"].replace("-", "_")
            found |= {f"{field}__score": entry["score"], f"{field}__band": entry["band"]}
        return found

    return row


def same(written: dict[str, str], expected: dict[str, Any]) -> bool:
    """Whether a row of CSV says what was expected, to the last digit."""
    for name, value in expected.items():
        if isinstance(value, int | float):
            assert float(written[name]) == value, name
        else:
            assert written[name] == (value or ""), name
    return True


def scored(run: Run, file: Path, where: str, *more: str) -> list[dict[str, str]]:
    output = file.with_name("scored.csv")
    ended = run("batch", str(file), "-q", where, "-o", str(output), *more)
    assert ended.code == 0, ended.err
    with output.open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def fill_in_table(file: Path, questionnaire: Questionnaire, people: list[Answers]) -> None:
    """A person opens it in a spreadsheet, fills in the first row, adds a row for each other person, saves."""
    with file.open(newline="", encoding="utf-8") as text:
        headings, first = csv.reader(text)
    because = [f"{name}__because" for name, answer in people[0].items() if answer == "not applicable"]
    rows = []
    for number, answers in enumerate(people):
        cells = dict(zip(headings, first if number == 0 else [""] * len(first), strict=True))
        cells |= {"innovation": "Virtual ward", "respondent": f"Person {number}"}
        for name, answer in answers.items():
            cells[name] = chosen(next(each for each in questionnaire.questions if each.id == name), answer)
        rows.append([*cells.values(), *("We have no sites yet" if number == 0 else "" for _ in because)])
    with file.open("w", newline="", encoding="utf-8-sig") as text:
        csv.writer(text).writerows([[*headings, *because], *rows])


def fill_in_workbook(file: Path, people: list[Answers]) -> None:
    """A person chooses from the lists, and adds columns for the reasons at the end."""
    book = opened(file)
    sheet, levels = book["responses"], book["levels"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    offered = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    for row, answers in enumerate(people, start=2):
        sheet.cell(row, columns["innovation"]).value = "Virtual ward"
        sheet.cell(row, columns["respondent"]).value = f"Person {row}"
        for name, answer in answers.items():
            first = sheet.cell(2, columns[name])
            choices = [cells[0].value for cells in levels[offered[first.coordinate].removeprefix("levels!")]]
            sheet.cell(row, columns[name]).value = choices[answer] if isinstance(answer, int) else answer
            if answer == "not applicable":
                heading = f"{name}__because"
                if heading not in columns:
                    columns[heading] = sheet.max_column + 1
                    sheet.cell(1, columns[heading]).value = heading
                sheet.cell(row, columns[heading]).value = "We have no sites yet"
    book.save(file)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    ("where", "quick"),
    [
        pytest.param("scaling-readiness", False, marks=pytest.mark.slow),
        ("scaling-readiness", True),
        pytest.param("adopter-support", False, marks=pytest.mark.slow),
        (EVERYTHING, False),
    ],
)
def test_what_people_fill_in_comes_back_as_a_report_would_have_it(
    where: str, quick: bool, ending: str, written: Written, run: Run, reported: Any
) -> None:
    questionnaire = catalogue.load(where)
    people = [said_by(questionnaire, person, quick) for person in range(PEOPLE)]
    more = ["--quick"] if quick else []
    file = written(where, *more, ending=ending)
    if ending == ".csv":
        fill_in_table(file, questionnaire, people)
    else:
        fill_in_workbook(file, people)
    rows = scored(run, file, where, *more)
    assert len(rows) == PEOPLE
    assert {row["innovation"] for row in rows} == {"Virtual ward"}
    for row, answers in zip(rows, people, strict=True):
        assert same(row, reported(questionnaire, where, answers, quick))


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_answers_to_the_short_version_are_not_scored_as_if_the_rest_were_missing(
    ending: str, written: Written, run: Run
) -> None:
    questionnaire = catalogue.load("scaling-readiness")
    file = written("scaling-readiness", "--quick", ending=ending)
    people = [said_by(questionnaire, person, quick=True) for person in range(2)]
    if ending == ".csv":
        fill_in_table(file, questionnaire, people)
    else:
        fill_in_workbook(file, people)
    ended = run("batch", str(file), "-o", "-")
    assert (ended.code, ended.out) == (2, "")
    assert "These are answers to the short version. Score them with --quick." in ended.err


def test_answers_to_another_questionnaire_are_refused(written: Written, run: Run) -> None:
    file = written("adopter-support", ending=".csv")
    ended = run("batch", str(file), "-o", "-")
    assert (ended.code, ended.out) == (2, "")
    assert 'These answers belong to "adopter-support", not to "scaling-readiness".' in ended.err


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_table_that_nobody_has_filled_in_is_one_response_without_answers(
    ending: str, written: Written, run: Run
) -> None:
    (row,) = scored(run, written("adopter-support", ending=ending), "adopter-support")
    assert (row["score"], float(row["completeness"]), row["scope"]) == ("", 0, "full")
