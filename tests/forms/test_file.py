"""Forms that are not a page: a response for an editor, a table, a workbook; and which one is meant."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from scalecheck.definition import catalogue
from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Run
    from tests.forms.conftest import Written

EVERYTHING = str(EXAMPLES / "good/everything.yaml")
QUESTIONNAIRE = catalogue.load("adopter-support")
NAMES = [question.id for question in QUESTIONNAIRE.questions]
ABOUT = ["innovation", "respondent", "role", "organisation", "date"]
STATED = ["questionnaire", "version", "digest", "scope"]


def result(run: Run, file: Path, *more: str) -> dict[str, Any]:
    ended = run("report", str(file), "--format", "json", *more)
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    return found


class TestWhichForm:
    def test_the_ending_chooses_and_another_one_is_told_what_there_is(self, run: Run, tmp_path: Path) -> None:
        ended = run("form", "adopter-support", "-o", str(tmp_path / "form.docx"))
        assert (ended.code, ended.out) == (2, "")
        assert "SC409 The ending of the file says which form is meant. .html is a page" in ended.err
        assert all(ending in ended.err for ending in (".html", ".yaml", ".csv", ".xlsx"))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("ending", [".yaml", ".yml", ".csv", ".xlsx"])
    def test_a_file_that_may_be_filled_in_is_never_replaced(
        self, run: Run, tmp_path: Path, ending: str
    ) -> None:
        file = tmp_path / f"mine{ending}"
        file.write_text("my answers", encoding="utf-8")
        ended = run("form", "adopter-support", "-o", str(file))
        assert (ended.code, ended.out) == (2, "")
        assert "SC007 There is a file of this name already." in ended.err
        assert file.read_text(encoding="utf-8") == "my answers"

    def test_a_page_takes_the_place_of_an_older_one_and_is_the_same_for_the_same_questionnaire(
        self, written: Written
    ) -> None:
        first = written("adopter-support").read_bytes()
        assert written("adopter-support").read_bytes() == first

    def test_a_questionnaire_without_a_quick_version_says_so(self, run: Run, tmp_path: Path) -> None:
        instrument = str(EXAMPLES.parent / "instruments/mood-nine.yaml")
        ended = run("form", instrument, "--quick", "-o", str(tmp_path / "form.html"))
        assert ended.code == 2
        assert 'SC409 "mood-nine" has no questions for a quick version. Leave --quick out' in ended.err

    def test_without_openpyxl_the_other_forms_are_written_and_the_message_says_what_to_install(
        self, run: Run, written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(sys.modules, "scalecheck.forms.workbook", raising=False)
        monkeypatch.delattr("scalecheck.forms.workbook", raising=False)
        monkeypatch.setitem(sys.modules, "openpyxl", None)
        ended = run("form", "adopter-support", "-o", str(tmp_path / "form.xlsx"))
        assert ended.code == 2
        assert "install `scalecheck[batch]`" in ended.err
        assert not (tmp_path / "form.xlsx").exists()
        written("adopter-support", ending=".csv")


class TestResponse:
    def test_one_that_nobody_has_filled_in_reads_as_unanswered(self, written: Written, run: Run) -> None:
        found = result(run, written("adopter-support", ending=".yaml"))
        assert found["overall"]["score"] is None
        assert found["overall"]["completeness"] == 0
        assert found["warnings"] == []
        assert found["about"] == {}

    def test_every_question_stands_in_it_with_its_options_and_points(self, written: Written) -> None:
        text = written("adopter-support", ending=".yml").read_text(encoding="utf-8")
        for question in QUESTIONNAIRE.questions:
            assert f"  # {question.ask}\n" in text
            assert f"\n  {question.id}:\n" in text
            for option in question.options:
                assert f"  #   {option.points}  {option.label}: {option.text}\n" in text
        assert f"digest: {QUESTIONNAIRE.digest}\nscope: full\n" in text

    def test_answers_written_after_the_colons_come_back(self, written: Written, run: Run) -> None:
        file = written("adopter-support", ending=".yaml")
        text = file.read_text(encoding="utf-8").replace("  innovation:\n", "  innovation: Virtual ward\n")
        for name in NAMES:
            text = text.replace(f"\n  {name}:\n", f"\n  {name}: 3\n")
        file.write_text(text, encoding="utf-8")
        found = result(run, file)
        assert (found["overall"]["score"], found["overall"]["completeness"]) == (66.7, 1)
        assert found["about"] == {"innovation": "Virtual ward"}

    def test_the_quick_one_has_the_questions_of_the_short_version(self, written: Written, run: Run) -> None:
        file = written("adopter-support", "--quick", ending=".yaml")
        text = file.read_text(encoding="utf-8")
        asked = [question.id for question in QUESTIONNAIRE.questions if "quick" in question.tags]
        assert re.findall(r"^  ([a-z-]+):$", text, re.M)[5:] == asked
        assert "\nscope: quick\n" in text
        assert result(run, file)["overall"]["completeness"] == 0

    def test_a_question_that_depends_on_another_says_when_to_answer_it(self, written: Written) -> None:
        text = written(EVERYTHING, ending=".yaml").read_text(encoding="utf-8")
        assert (
            '  # Only if you chose "Partly" or "Yes" for named. '
            "If you have not answered that, answer this too.\n" in text
        )
        assert '  # Only if you did not choose "No" for named.' in text


class TestTable:
    def test_it_has_a_column_for_each_question_named_by_its_id(self, written: Written) -> None:
        assert written("adopter-support", ending=".csv").read_text(encoding="utf-8") == (
            f"{','.join([*ABOUT, *NAMES, *STATED])}\n{',' * (len(ABOUT) + len(NAMES))}"
            f"adopter-support,{QUESTIONNAIRE.version},{QUESTIONNAIRE.digest},full\n"
        )

    def test_the_quick_one_has_the_questions_of_the_short_version(self, written: Written) -> None:
        header = (
            written("scaling-readiness", "--quick", ending=".csv")
            .read_text(encoding="utf-8")
            .splitlines()[0]
            .split(",")
        )
        assert len(header) == len(ABOUT) + 9 + len(STATED)

    def test_a_question_called_like_a_column_about_the_response_takes_the_column(
        self, run: Run, tmp_path: Path
    ) -> None:
        made = tmp_path / "wards.yaml"
        run("new", str(tmp_path / "wards"))
        made.write_text(made.read_text(encoding="utf-8").replace("cover", "role"), encoding="utf-8")
        run("form", str(made), "-o", str(tmp_path / "form.csv"))
        assert (tmp_path / "form.csv").read_text(encoding="utf-8").splitlines()[0] == (
            "innovation,respondent,organisation,date,named-lead,role,questionnaire,version,digest,scope"
        )

    def test_a_question_called_questionnaire_leaves_no_column_to_say_which_it_is(
        self, run: Run, tmp_path: Path
    ) -> None:
        made = tmp_path / "wards.yaml"
        run("new", str(tmp_path / "wards"))
        made.write_text(made.read_text(encoding="utf-8").replace("cover", "questionnaire"), encoding="utf-8")
        run("form", str(made), "-o", str(tmp_path / "form.csv"))
        assert (tmp_path / "form.csv").read_text(
            encoding="utf-8"
        ) == f"{','.join(ABOUT)},named-lead,questionnaire\n"


class TestWorkbook:
    def test_each_question_offers_its_answers(self, written: Written) -> None:
        book = opened(written("adopter-support", ending=".xlsx"))
        assert book.sheetnames == ["responses", "levels"]
        sheet = book["responses"]
        header = [cell.value for cell in sheet[1]]
        assert header == [*ABOUT, *NAMES, *STATED]
        first = [cell.value for cell in sheet[2]]
        assert first[-5:] == [None, "adopter-support", QUESTIONNAIRE.version, QUESTIONNAIRE.digest, "full"]
        offered = {str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation}
        assert len(offered) == len(NAMES)
        for question in QUESTIONNAIRE.questions:
            rule = offered[f"{sheet.cell(1, header.index(question.id) + 1).column_letter}2"]
            place = rule.formula1.removeprefix("levels!")
            answers = [row[0].value for row in book["levels"][place]]
            assert answers == [
                *(option.label for option in question.options),
                "unknown",
                "declined",
                "not applicable",
            ]
            assert rule.prompt == question.ask

    def test_what_it_offers_is_read_as_the_answer_that_is_meant(self, written: Written) -> None:
        from scalecheck.responses.reader import resolve

        definition = catalogue.load(EVERYTHING)
        book = opened(written(EVERYTHING, ending=".xlsx"))
        rows = [[cell.value or "" for cell in row] for row in book["levels"].iter_rows(min_row=7)]
        for question in definition.questions:
            answers = [row[3] for row in rows if row[1] == question.id]
            states = [("answered", place) for place in range(len(question.options))]
            silences = [(name, None) for name in ("unknown", "declined", "not applicable")]
            assert [resolve(question, answer) for answer in answers] == [*states, *silences]

    def test_the_levels_are_explained(self, written: Written) -> None:
        sheet = opened(written("adopter-support", ending=".xlsx"))["levels"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
        assert rows[0] == [
            "Section",
            "Column in the other sheet",
            "Question",
            "Answer",
            "Points",
            "What it means",
        ]
        first = QUESTIONNAIRE.questions[0]
        option = first.options[0]
        assert rows[1] == ["Time and resources", first.id, first.ask, option.label, "1", option.text]
        assert sheet["A2"].value == f"Digest {QUESTIONNAIRE.digest}"

    def test_a_text_that_looks_like_a_formula_is_text(self, run: Run, tmp_path: Path) -> None:
        made = tmp_path / "wards.yaml"
        run("new", str(tmp_path / "wards"))
        text = made.read_text(encoding="utf-8")
        signs = {"Nobody": "=cmd|'/c calc'!A0", "In spare time": "+1+1", "With agreed time": "@SUM(A1)"}
        for label, formula in signs.items():
            text = text.replace(f"label: {label}", f"label: {json.dumps(formula)}")
        made.write_text(text.replace("ask: Who leads the work?", 'ask: "-1+1"'), encoding="utf-8")
        ended = run("form", str(made), "-o", str(tmp_path / "form.xlsx"))
        assert ended.code == 0
        cells = [
            cell
            for sheet in opened(tmp_path / "form.xlsx")
            for row in sheet.iter_rows()
            for cell in row
            if cell.value
        ]
        assert {cell.data_type for cell in cells} == {"s"}
        dangerous = [cell for cell in cells if str(cell.value)[0] in "=+-@"]
        assert {cell.value for cell in dangerous} == {*signs.values(), "-1+1"}
        assert all(cell.quotePrefix for cell in dangerous)

    def test_a_label_with_characters_that_no_cell_takes_is_offered_by_its_points(
        self, run: Run, tmp_path: Path
    ) -> None:
        made = tmp_path / "wards.yaml"
        run("new", str(tmp_path / "wards"))
        made.write_text(
            made.read_text(encoding="utf-8").replace("label: Nobody", r'label: "No\u0007body"'),
            encoding="utf-8",
        )
        assert run("form", str(made), "-o", str(tmp_path / "form.xlsx")).code == 0
        assert opened(tmp_path / "form.xlsx")["levels"]["D7"].value == "1"


def opened(file: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(file)
