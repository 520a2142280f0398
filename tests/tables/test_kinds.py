"""Every other kind of table: JSON lines, folders of responses, workbooks, Parquet, and one answer a row."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import openpyxl  # type: ignore[import-untyped,unused-ignore]
import polars
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scalecheck.tables.excel import XlsxTable
from scalecheck.tables.writers import XlsxWriter

if TYPE_CHECKING:
    from tests.command import Run
    from tests.tables.small import Batch

WHO = ("-o", "-", "--columns", "who,score,band")
SCORED = "who,score,band\nA,100.0,high\nB,0.0,low\n"


def lines(*objects: Any) -> str:
    return "".join(json.dumps(each) + "\n" for each in objects)


class TestNdjson:
    def test_numbers_words_and_nothing(self, batch: Batch) -> None:
        rows = [
            {"who": "A", "team-time": 3, "owner": 5.0, "budget": "A budget"},
            {"who": "B", "team-time": 1, "owner": 0, "budget": 1},
        ]
        ended = batch("t.ndjson", lines(*rows), "-o", "out.csv", "--columns", "who,score,band")
        assert Path("out.csv").read_text() == SCORED
        assert (ended.code, ended.out) == (0, "")

    def test_what_is_carried_stays_as_it_was_written(self, batch: Batch) -> None:
        line = (
            '{"who":"007","n":1.10,"big":123456789012345678901,'
            '"deep":{"a":[1,2.50,null,true]},"no":null,"budget":2}'
        )
        ended = batch(
            "t.jsonl",
            line + '\n\n{"budget":1,"who":"é\\n"}\n',
            "-o",
            "-",
            "--columns",
            "who,n,big,deep,no,money__score",
        )
        first, second = ended.out.splitlines()
        assert first == line.replace('"budget":2', '"money__score":50.0')
        assert second == '{"who":"é\\n","money__score":0.0}'
        ended = batch("t.jsonl", "", "-o", "out.csv", "--columns", "who,n,big,deep,no")
        assert Path("out.csv").read_text() == (
            'who,n,big,deep,no\n007,1.10,123456789012345678901,"{""a"":[1,2.50,null,true]}",\n"é\n",,,,\n'
        )

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            (
                '{"budget":1,"budget":2}',
                '"budget" appears a second time. Mend the line, or leave the key out.',
            ),
            ('{"budget":1,"x":NaN}', "NaN is not a number. Mend the line, or leave the key out."),
            (
                '{"budget":1,"x":[-Infinity]}',
                "-Infinity is not a number. Mend the line, or leave the key out.",
            ),
            ("[1]", 'This is not an object. Write one a line: {"respondent": "A", …}.'),
            ('{"budget":1,"x":"a\\u0000"}', "There is a NUL character here, which no text has. Remove it."),
            ('{"budget":1,"a\\u0000":1}', "There is a NUL character here, which no text has. Remove it."),
            ('{"budget":1,"x":"\\ud800"}', "There is half a character here (a lone surrogate). Remove it."),
        ],
    )
    def test_a_line_that_is_no_row(self, batch: Batch, line: str, sentence: str) -> None:
        ended = batch("t.ndjson", f'{{"budget":1}}\n{line}\n', *WHO)
        assert ended.err == f"t.ndjson:2:1 SC711 {sentence}\n"
        assert ended.code == 2

    def test_json_that_is_cut_off(self, batch: Batch) -> None:
        ended = batch("t.ndjson", '{"budget":1}\n{"budget":', *WHO)
        assert (
            ended.err == "t.ndjson:2:11 SC711 This is not JSON: Expecting value. Write one object a line.\n"
        )

    def test_true_is_no_level(self, batch: Batch) -> None:
        ended = batch("t.ndjson", '{"who":"A","budget":true}\n{"who":"B","budget":[1]}\n', *WHO)
        assert ended.err.splitlines()[1:] == [
            (
                't.ndjson:1:2 SC404 In "budget": "TRUE" is not an answer to "budget". '
                "Choose 1, 2, 3, unknown, declined or not applicable; other words only with --map."
            ),
            (
                't.ndjson:2:2 SC404 In "budget": "[1]" is not an answer to "budget". '
                "Choose 1, 2, 3, unknown, declined or not applicable; other words only with --map."
            ),
        ]

    def test_a_formula_is_left_alone(self, batch: Batch) -> None:
        assert (
            batch("t.ndjson", lines({"who": "=1+1", "budget": 1}), "-o", "-", "--columns", "who").out
            == '{"who":"=1+1"}\n'
        )


class TestFolder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "answers"
        folder.mkdir()
        (folder / "a.yaml").write_text(
            "questionnaire: small\nversion: 1.2.0\nabout: {who: Ann, file: x}\n"
            "answers: {team-time: Agreed, owner: 5, budget: unknown}\n"
        )
        (folder / "b.json").write_text(
            '{"questionnaire": "small", "version": "1.2.0", "about": {"site": "=x"}, '
            '"answers": {"budget": {"answer": 1}}}'
        )
        return folder

    def test_one_file_a_row(self, batch: Batch, folder: Path) -> None:
        ended = batch(
            "answers",
            "",
            "-o",
            "-",
            "--columns",
            "file,who,about__file,site,people__score,money__score,budget",
        )
        assert ended.out == (
            "file,who,about__file,site,people__score,money__score,budget\n"
            "answers/a.yaml,Ann,x,,100.0,,unknown\nanswers/b.json,,,'=x,,0.0,1\n"
        )

    def test_the_same_as_the_report(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from tests.conftest import QUESTIONNAIRES

        examples = QUESTIONNAIRES / "examples"
        ended = run(
            "batch", f"{examples}/*.yaml", "-o", "-", "--columns", "file,score,band,low,high,weakest,advice_1"
        )
        for row in ended.out.splitlines()[1:]:
            file, score, band, low, high, weakest, advice = row.split(",")
            report = json.loads(run("report", file, "--format", "json").out)
            overall = report["overall"]
            assert [score, band, low, high] == [
                str(overall[name]) for name in ("score", "band", "low", "high")
            ]
            assert [weakest, advice] == [report["weakest"], report["recommendations"][0]["id"]]

    def test_what_is_not_read_is_named(self, batch: Batch, folder: Path) -> None:
        (folder / "c.yaml.txt").write_text("x")
        (folder / "sub").mkdir()
        (folder / ".hidden").write_text("x")
        ended = batch("answers", "", "-o", "out.csv")
        assert ended.err.splitlines()[0] == (
            "Not read, since their names do not end in .yaml, .yml or .json: c.yaml.txt, sub."
        )

    def test_a_file_that_cannot_be_read_is_named(self, batch: Batch, folder: Path) -> None:
        (folder / "b.json").write_text(
            '{"questionnaire": "small", "version": "1.2.0", "answers": {"budget": 9}}'
        )
        ended = batch("answers", "", "-o", "out.csv")
        assert ended.err.startswith('answers/b.json:1:70 SC404 "9" is not an answer to "budget".')
        assert ended.code == 2
        ended = batch("answers", "", "-o", "out.csv", "--rejects", "bad.ndjson")
        assert ended.code == 1
        assert json.loads(Path("bad.ndjson").read_text())["reason"].startswith('SC404 "9" is not an answer')

    def test_scopes_are_not_mixed(self, batch: Batch, folder: Path) -> None:
        (folder / "b.json").write_text(
            '{"questionnaire": "small", "version": "1.2.0", "scope": "quick", "answers": {}}'
        )
        assert (
            "SC503 This is scope quick, and answers/a.yaml is full. Keep full and quick answers apart."
            in batch("answers", "").err
        )


def workbook(*rows: list[Any], **sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def damaged(*changes: bytes) -> bytes:
    """A workbook of three rows, with each first text in its sheet replaced by the second."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["who", "budget"], ["A", 1], ["B", 3]))) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if "sheet1" in name:
                for there, instead in zip(changes[::2], changes[1::2], strict=True):
                    assert data.count(there) == 1
                    data = data.replace(there, instead)
            new.writestr(name, data)
    return file.getvalue()


class TestExcel:
    def test_numbers_and_text(self, batch: Batch) -> None:
        content = workbook(
            ["who", "team-time", "owner", "budget"], ["A", 3, 5.0, "A budget"], [], ["B", "1", 0, 1]
        )
        assert batch("t.xlsx", content).out == SCORED

    def test_what_is_carried(self, batch: Batch) -> None:
        day = datetime.datetime(2026, 11, 23, 9, 15)
        content = workbook(
            ["id", "n", "when", "day", "budget", None], ["007", 1.5, day, datetime.date(2026, 1, 2), 2]
        )
        ended = batch("t.xlsx", content, "-o", "-", "--columns", "id,n,when,day")
        assert ended.out == "id,n,when,day\n007,1.5,2026-11-23 09:15:00,2026-01-02\n"

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            (
                "=1+1",
                (
                    "SC712 In B2: this is a formula, whose value the file need not hold. "
                    "Copy the column and paste it as values (Paste Special)."
                ),
            ),
            ("#N/A", 'SC712 In B2: this is an error, "#N/A". Mend the cell, or empty it.'),
            (
                datetime.date(2026, 1, 2),
                (
                    'SC404 In B2 ("budget"): "2026-01-02" is not an answer to "budget": '
                    "it is a date, as spreadsheets make of 1-2 or 3/4. "
                    "Write the points in a column formatted as text."
                ),
            ),
        ],
    )
    def test_a_cell_that_is_no_value(self, batch: Batch, value: Any, sentence: str) -> None:
        ended = batch("t.xlsx", workbook(["who", "budget"], ["A", value]))
        assert ended.err.splitlines()[-1] == f"t.xlsx:2:2 {sentence}"
        assert ended.code == 2

    def test_days_and_moments_stay_what_they_are(self, batch: Batch) -> None:
        moment, old = datetime.datetime(2026, 11, 23, 9, 15), datetime.date(1900, 1, 5)
        content = workbook(["when", "day", "old", "budget"], [moment, datetime.date(2026, 1, 2), old, 2])
        assert batch("t.xlsx", content, "-o", "out.xlsx", "--columns", "when,day,old").code == 0
        sheet = openpyxl.load_workbook("out.xlsx")["results"]
        assert [cell.value for cell in sheet[2]] == [moment, datetime.datetime(2026, 1, 2), "1900-01-05"]

    def test_a_sheet_that_says_it_is_smaller(self, batch: Batch) -> None:
        lying = damaged(b'ref="A1:B3"', b'ref="A1:A1"')
        assert (
            batch("t.xlsx", lying, "-o", "-", "--columns", "who,money__score").out
            == "who,money__score\nA,0.0\nB,100.0\n"
        )

    @pytest.mark.parametrize(
        ("there", "instead", "place", "cell"),
        [
            (b'<row r="3"', b'<row r="2"', "t.xlsx:3:1", "A3"),  # a row twice
            (b'<row r="2"', b'<row r="9"', "t.xlsx:2:1", "A2"),  # out of order
            (b'r="B3"', b'r="A3"', "t.xlsx:3:1", "A3"),  # a cell over another
            (b'r="A2"', b'r="C2"', "t.xlsx:2:2", "B2"),  # cells backwards
            (b'r="B3"', b'r="B2"', "t.xlsx:2:2", "B2"),  # a cell of another row
        ],
    )
    def test_a_damaged_sheet_loses_no_cell_in_silence(
        self, batch: Batch, there: bytes, instead: bytes, place: str, cell: str
    ) -> None:
        ended = batch("t.xlsx", damaged(there, instead))
        assert ended.code == 2
        assert ended.err.splitlines()[-1] == (
            f"{place} SC712 Cell {cell} is where it does not belong: the workbook is damaged. "
            "Open it in Excel, look at its cells, and save it again."
        )

    def test_rows_that_are_left_out_are_blank(self, batch: Batch) -> None:
        far = damaged(b'<row r="3"', b'<row r="300"', b'r="A3"', b'r="A300"', b'r="B3"', b'r="B300"')
        assert (
            batch("t.xlsx", far, "-o", "-", "--columns", "who,money__score").out
            == "who,money__score\nA,0.0\nB,100.0\n"
        )
        beyond = damaged(
            b'<row r="3"', b'<row r="2000000"', b'r="A3"', b'r="A2000000"', b'r="B3"', b'r="B2000000"'
        )
        assert "t.xlsx:2000000:1 SC712 This is beyond the end of a sheet." in batch("t.xlsx", beyond).err

    def test_a_workbook_that_would_fill_the_memory(self, batch: Batch) -> None:
        bomb = io.BytesIO(workbook(["budget"], [1]))
        with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/more.xml", b" " * 60_000_000)
        ended = batch("t.xlsx", bomb.getvalue())
        assert "it may be made to do harm. Save the sheet as CSV UTF-8, and name that." in ended.err
        assert ended.code == 2

    def test_what_is_no_workbook(self, batch: Batch) -> None:
        ended = batch("t.xlsx", b"who,budget\n")
        assert ended.err == (
            "t.xlsx SC712 This is not an Excel workbook, or it is damaged or locked with a password. "
            "Open it in Excel and save it again as .xlsx, without a password.\n"
        )

    def test_a_workbook_that_cannot_be_read_is_not_called_damaged(
        self, batch: Batch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(*_: Any, **__: Any) -> None:
            raise OSError(5, "Input/output error")

        for part in (
            "scalecheck.tables.excel_cells.open_workbook",
            "scalecheck.tables.excel_cells.Sheet.parse_cell",
            "zipfile.ZipFile.infolist",
        ):
            with monkeypatch.context() as patch:
                patch.setattr(part, failing)
                ended = batch("t.xlsx", workbook(["who", "budget"], ["A", 1]), "-o", "out.csv")
            assert ended.err == "t.xlsx SC002 The file cannot be read: Input/output error.\n"
            assert ended.code == 2

    def test_several_sheets(self, batch: Batch) -> None:
        table: list[list[Any]] = [["who", "budget"], ["A", 3]]
        assert (
            batch(
                "t.xlsx",
                workbook(*table, levels=[["budget", 1]], notes=[["Hello"]]),
                "-o",
                "-",
                "--columns",
                "who",
            ).out
            == "who\nA\n"
        )
        ended = batch("t.xlsx", workbook(*table, more=table))
        assert ended.err == (
            "t.xlsx SC712 Several sheets hold a table: Sheet and more. "
            "Keep the one to score, and save the others in a workbook of their own.\n"
        )

    def test_it_is_written_as_text_and_numbers(self, batch: Batch) -> None:
        batch(
            "t.csv",
            "id,note,budget\n007,=1+1,3\n008,\tx\x01,1\n",
            "-o",
            "out.xlsx",
            "--columns",
            "id,note,money__score,money__band",
        )
        sheet = openpyxl.load_workbook("out.xlsx").active
        assert sheet is not None
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[1:] == [["007", "=1+1", 100, "high"], ["008", "\tx_x0001_", 0, "low"]]
        assert sheet["B2"].data_type == "s"
        assert sheet["B2"].quotePrefix
        again = batch("out.xlsx", "", "-o", "-", "--columns", "id")
        assert again.code == 2, "it holds results and no answers"

    def test_cells_that_are_merged(self, batch: Batch) -> None:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        for row in (["who", "budget"], ["A", 1], ["B", 2], ["C", 3]):
            sheet.append(row)
        sheet.merge_cells("B2:B3")
        file = io.BytesIO()
        book.save(file)
        ended = batch("t.xlsx", file.getvalue(), *WHO)
        assert ended.err.splitlines()[-1] == (
            "t.xlsx:3:1 SC712 Cells B2:B3 are merged: only the first of them has the value. "
            "Unmerge them, and give each its own value."
        )
        assert ended.code == 2

    @given(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=5
        )
    )
    @example(["_x0041\r", "_x000A\x0b", "\U0001f600", "_xD83D__xDE00_"])
    @example(["_x0041_B", "box005F_a", "a\x1b[31m", "two\r\nlines", "\ufffe", "_x005F_x0041_", " _x000D_ "])
    def test_every_text_comes_back_as_it_went(self, texts: list[str]) -> None:
        with TemporaryDirectory() as folder:
            file = f"{folder}/t.xlsx"
            with Path(file).open("wb") as out:
                writer = XlsxWriter(out, ["budget", "note"], file)
                writer.write([["1", text] for text in texts])
                writer.close()
            rows = list(XlsxTable(Path(file), file, len).rows())
        assert [cells[1] or "" for _, cells in rows] == texts

    @pytest.mark.parametrize(
        ("written", "cell"),
        [
            (b"<is><t>2</t></is>", "B3"),  # its type is a number's
            (b"<v>1</v><v>2</v>", "B3"),
            (b"<v>1_000</v>", "B3"),
            (b"<v>1E+999</v>", "B3"),
            (b'<v>-1</v></c><c r="C3" t="s"><v>-1</v>', "C3"),
            (b'<v>1</v></c><c r="C3" t="b"><v>2</v>', "C3"),
            (b'<v>1</v></c><c r="C3" t="e">', "C3"),
            (b'<v>1</v></c><c r="C3" t="inlineStr"><v>2</v>', "C3"),
            (b'<v>1</v></c><x><c r="C3"><v>2</v></c></x><c r="D3">', "C3"),
            (b'<v>1</v></c><c r="C3" t="d"><v>someday</v>', "C3"),
            (b'<v>1</v></c><c r="C3"><v>5<x/>6</v>', "C3"),
            (b'<v>1</v></c><c r="C3" t="inlineStr"><is>abc</is>', "C3"),
        ],
    )
    def test_a_cell_that_is_not_as_cells_are(self, batch: Batch, written: bytes, cell: str) -> None:
        ended = batch("t.xlsx", damaged(b"<v>3</v>", written), "-o", "out.csv")
        column = "ABCD".index(cell[0]) + 1
        assert ended.err.splitlines()[-1] == (
            f"t.xlsx:3:{column} SC712 In {cell}: this is not a cell as workbooks have them. "
            "Open it in Excel, look at the cell, and save it again."
        )
        assert ended.code == 2

    def test_half_a_character(self, batch: Batch) -> None:
        for half, said in (
            ("x_xD83D_y", "half a character here (a lone surrogate)"),
            ("x_x0000_y", "a NUL character here"),
        ):
            cell = b'<v>3</v></c><c r="C3" t="inlineStr"><is><t>' + half.encode() + b"</t></is>"
            ended = batch("t.xlsx", damaged(b"<v>3</v>", cell), "-o", "-")
            assert ended.err.splitlines()[-1].startswith(f"t.xlsx:3:3 SC712 In C3: there is {said}")
            assert ended.code == 2

    def test_numbers_and_moments_keep_every_digit_in_a_sheet(self, batch: Batch) -> None:
        file = io.BytesIO()
        moments = [
            datetime.datetime(2024, 12, 31, 23, 59, 59, 999_999),
            datetime.datetime(2026, 1, 2, 3, 4, 5),
        ]
        numbers = [0.30000000000000004, 1.5]
        polars.DataFrame(
            {"n": numbers, "odd": [float("nan"), float("inf")], "when": moments, "budget": [1, 3]}
        ).write_parquet(file)
        assert batch("t.parquet", file.getvalue(), "-o", "out.xlsx", "--columns", "n,odd,when").code == 0
        rows = [
            [cell.value for cell in row]
            for row in openpyxl.load_workbook("out.xlsx")["results"].iter_rows(min_row=2)
        ]
        assert rows == [
            ["0.30000000000000004", "nan", "2024-12-31 23:59:59.999999"],
            [1.5, "inf", datetime.datetime(2026, 1, 2, 3, 4, 5)],
        ]
        line = '{"a":5,"b":1.50,"c":123456789012345678901,"d":-2.5,"budget":1}'
        batch("t.ndjson", line, "-o", "out.xlsx", "--columns", "a,b,c,d")
        row = openpyxl.load_workbook("out.xlsx")["results"][2]
        assert [cell.value for cell in row] == [5, "1.50", "123456789012345678901", -2.5]

    def test_a_moment_or_a_truth_as_other_programs_write_them(self, batch: Batch) -> None:
        more = b'<v>3</v></c><c r="C3" t="d"><v>2026-11-23T09:15:00.678901</v></c><c r="D3" t="b"><v>true</v>'
        heads = b"".join(
            b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % each
            for each in ((b"C", b"when"), (b"D", b"so"))
        )
        wide = damaged(b"<v>3</v>", more, b'</row><row r="2"', heads + b'</row><row r="2"')
        ended = batch("t.xlsx", wide, "-o", "-", "--columns", "when,so")
        assert ended.out == "when,so\n,\n2026-11-23 09:15:00.678901,TRUE\n"

    def test_a_workbook_with_names_of_its_own_for_tags(self, batch: Batch) -> None:
        """As some libraries write it: every tag with a prefix, and quotes of the other kind."""
        book = openpyxl.Workbook()
        sheet: Any = book.active
        for row in (["who", "budget"], ["A", 1], ["B", None]):
            sheet.append(row)
        sheet.merge_cells("B2:B3")
        file, other = io.BytesIO(), io.BytesIO()
        book.save(file)
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if "sheet1" in name:
                    data = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", data).replace(b"xmlns=", b"xmlns:x=")
                    data = data.replace(b'ref="B2:B3"', b"ref='B2:B3'")
                new.writestr(name, data)
        assert "Cells B2:B3 are merged" in batch("t.xlsx", other.getvalue(), "-o", "out.csv").err


class TestParquet:
    def test_every_type_that_can_hold_an_answer(self, batch: Batch) -> None:
        frame = polars.DataFrame(
            {
                "who": ["A", "B"],
                "team-time": polars.Series(["3", "1"], dtype=polars.Categorical),
                "owner": [5.0, 0.0],
                "budget": polars.Series([3, 1], dtype=polars.Int8),
            }
        )
        file = io.BytesIO()
        frame.write_parquet(file)
        assert batch("t.parquet", file.getvalue()).out == SCORED

    def test_what_is_carried_keeps_its_type(self, batch: Batch) -> None:
        frame = polars.DataFrame(
            {
                "id": [7, None],
                "day": [datetime.date(2026, 1, 2), None],
                "tags": [["a"], []],
                "budget": [3, None],
                "owner": [0.0, 5.0],
            }
        )
        file = io.BytesIO()
        frame.write_parquet(file)
        assert batch("t.parquet", file.getvalue(), "-o", "out.parquet").code == 0
        found = polars.read_parquet("out.parquet")
        assert found.select("id", "day", "tags").equals(frame.select("id", "day", "tags"))
        assert found["score"].to_list() == [50.0, None]
        assert found.schema["score"] == polars.Float64
        assert found.schema["weakest"] == polars.Enum(["money", "people"])
        assert batch("t.parquet", file.getvalue(), "-o", "fast.parquet", "--engine", "polars").code == 0
        assert polars.read_parquet("fast.parquet").equals(found)
        assert polars.read_parquet("fast.parquet").schema == found.schema

    def test_what_would_be_lost_is_refused(self, batch: Batch) -> None:
        moment = polars.Series(
            "at", [1_700_000_000_123_456_000, 1_700_000_000_123_456_789], dtype=polars.Datetime("ns")
        )
        long, raw = polars.Series("text", ["x", "é" * 32_768]), polars.Series("raw", [b"abc", None])
        far = polars.Series("far", [0, 10**18]).cast(polars.Datetime("us"))
        for column, output, sentence in (
            (
                moment,
                "o.csv",
                't.parquet:2:2 SC719 In "at": this is told to the nanosecond, which would be lost.',
            ),
            (long, "o.csv", 't.parquet:2:2 SC710 In "text": a text here has more than 32,767 characters;'),
            (
                long,
                "o.parquet",
                't.parquet:2:2 SC710 In "text": a text here has more than 32,767 characters;',
            ),
            (
                raw,
                "o.csv",
                (
                    't.parquet SC717 "raw" holds bytes, which csv cannot. '
                    "Leave it out with --columns, or write Parquet."
                ),
            ),
            (
                far,
                "o.csv",
                (
                    "t.parquet SC719 From row 1 on, a date or a length of time cannot be told: "
                    "year 33658 is out of range."
                ),
            ),
        ):
            file = io.BytesIO()
            polars.DataFrame([polars.Series("budget", [3, 1]), column]).write_parquet(file)
            for engine in ("plain", "polars"):
                ended = batch("t.parquet", file.getvalue(), "-o", output, "--engine", engine)
                assert sentence in ended.err
                assert (ended.code, Path(output).exists()) == (2, False)

    def test_one_column_without_a_value_is_a_line_all_the_same(self, batch: Batch) -> None:
        file = io.BytesIO()
        polars.DataFrame({"budget": [3, None]}).write_parquet(file)
        for engine in ("plain", "polars"):
            ended = batch(
                "t.parquet", file.getvalue(), "-o", "-", "--columns", "money__score", "--engine", engine
            )
            assert ended.out == 'money__score\n100.0\n""\n'

    def test_a_row_is_named(self, batch: Batch) -> None:
        file = io.BytesIO()
        polars.DataFrame({"budget": [1.0, 2.5, float("nan")]}).write_parquet(file)
        ended = batch("t.parquet", file.getvalue(), "-o", "out.csv")
        assert [line.split(". ")[0] for line in ended.err.splitlines()[1:]] == [
            't.parquet:2:1 SC404 In "budget": "2.5" is not an answer to "budget"',
            't.parquet:3:1 SC404 In "budget": "nan" is not an answer to "budget"',
        ]

    def test_what_is_no_parquet(self, batch: Batch) -> None:
        assert batch("t.parquet", b"PAR1 and no more").err.startswith(
            "t.parquet SC719 This is not a Parquet file: "
        )

    def test_text_goes_in_as_text(self, batch: Batch) -> None:
        batch("t.csv", "id,budget\n007,3\n", "-o", "out.parquet", "--columns", "id,money__score")
        assert polars.read_parquet("out.parquet").rows() == [("007", 100.0)]


class TestLong:
    def test_answers_become_rows(self, batch: Batch) -> None:
        content = (
            "respondent,site,question,answer\nA,x,budget,3\nB,y,What pays for it?,1\nA,x,team_time,Agreed\n"
        )
        content += "A,x,owner,5\nB,y,owner,0\nB,y,team-time,1\n"
        ended = batch("t.csv", content, "-o", "-", "--columns", "respondent,site,score")
        assert ended.out == "respondent,site,score\nA,x,100.0\nB,y,0.0\n"

    def test_rejects_say_where_each_fault_stands_and_lose_no_answer(self, batch: Batch) -> None:
        rows = (
            "A,x,budget,3\nB,y,budget,2\n,x,owner,5\nA,x,budget,1\n"
            "B,y,budgt,0\n,x,owner,0\nB,y,owner,4\nC,z,owner,5\n"
        )
        ended = batch(
            "t.csv", f"respondent,site,question,answer\n{rows}", "-o", "out.csv", "--rejects", "bad.csv"
        )
        assert ended.code == 1
        assert Path("out.csv").read_text().splitlines()[1].startswith("C,z,")
        rejected = list(csv.DictReader(Path("bad.csv").read_text().splitlines()))
        assert [(each["respondent"], each["owner"], each["budget"], each["line"]) for each in rejected] == [
            ("A", "", "3", "2"),
            ("B", "4", "2", "3"),
            ("", "5", "", "4"),
            ("", "0", "", "7"),
        ]
        one, two, three, four = (each["reason"] for each in rejected)
        assert one == 'On line 5: SC504 "A" has answered "budget" already, on line 2; here the answer is "1".'
        assert two == 'On line 6: SC403 "small" has no question "budgt"; here the answer is "0".'
        assert three == four == "SC504 Nothing says whose answer this is."

    def test_a_column_at_fault_is_counted_as_in_the_file(self, batch: Batch) -> None:
        ended = batch("t.csv", "question,answer,site,respondent,site\nowner,5,x,a,y\n", "--mapping")
        assert ended.err.startswith(
            't.csv:1:5 SC705 The heading "site" appears a second time; the first is column 3.'
        )
        assert (
            "Carried through:\n  column 4: respondent (each respondent once)\n  column 3: site\n" in ended.out
        )
        assert "In doubt, so that nothing can be scored yet:\n  column 5: site\n" in ended.out

    def test_what_is_no_number_is_like_itself(self, batch: Batch) -> None:
        file = io.BytesIO()
        nan = float("nan")
        table = {
            "respondent": ["a", "a"],
            "w": [nan, nan],
            "question": ["owner", "budget"],
            "answer": ["5", "3"],
        }
        polars.DataFrame(table).write_parquet(file)
        assert (
            batch("t.parquet", file.getvalue(), "-o", "-", "--columns", "w,money__score").out
            == "w,money__score\nnan,100.0\n"
        )

    def test_what_the_map_names_is_taken(self, batch: Batch) -> None:
        Path("m.yaml").write_text("columns: {Value: answer}")
        content = "respondent,question,answer,Value\nA,team-time,1,3\nB,team-time,2,1\n"
        ended = batch(
            "t.csv", content, "-o", "-", "--map", "m.yaml", "--columns", "respondent,answer,people__score"
        )
        assert ended.out == "respondent,answer,people__score\nA,1,100.0\nB,2,0.0\n"

    @pytest.mark.parametrize(
        ("head", "sentence"),
        [
            (
                "respondent,question,answer,answer",
                '1:4 SC706 The columns "answer" and "answer" are both for the answer.',
            ),
            (
                "respondent,question,answer,Answer",
                '1:4 SC706 The columns "answer" and "Answer" are both for the answer.',
            ),
            (
                "respondent,Respondent,question,answer",
                '1:2 SC706 The columns "respondent" and "Respondent" are both for',
            ),
        ],
    )
    def test_two_columns_for_one_thing(self, batch: Batch, head: str, sentence: str) -> None:
        ended = batch("t.csv", f"{head}\nA,team-time,1,3\n", "-o", "-")
        assert ended.err.startswith(f"t.csv:{sentence}")
        assert ended.code == 2

    def test_a_map_of_a_column_that_is_not_there(self, batch: Batch) -> None:
        Path("m.yaml").write_text("columns: {Frage: question}")
        ended = batch("t.csv", "respondent,question,answer\nA,team-time,1\n", "-o", "-", "--map", "m.yaml")
        assert ended.err.startswith('m.yaml:1:18 SC715 The table has no column "frage".')

    def test_questions_are_named_as_headings_are(self, batch: Batch) -> None:
        content = "respondent,question,answer\nA,Q3. What pays for it?,3\nA,group/team_time,1\n"
        ended = batch("t.csv", content, "-o", "-", "--columns", "respondent,money__score,people__score")
        assert ended.out == "respondent,money__score,people__score\nA,100.0,0.0\n"
        shown = batch("t.csv", "", "--mapping").out
        assert "t.csv: CSV, UTF-8, separated by commas, one answer a row, 3 columns\n" in shown
        assert (
            "Each row is an answer:\n"
            "  column 1: respondent, the respondent\n"
            "  column 2: question, the question\n" in shown
        )

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            (
                "A,x,budget,1",
                (
                    't.csv:3:3 SC504 "A" has answered "budget" already, on line 2; here the answer is "1". '
                    "Keep one of the two answers."
                ),
            ),
            (
                "A,x,budgt,1",
                (
                    't.csv:3:3 SC403 "small" has no question "budgt"; here the answer is "1". '
                    'Did you mean "budget"?'
                ),
            ),
            (
                "A,y,owner,5",
                (
                    't.csv:3:2 SC720 "A" has "x" in "site" further up, and here "y". '
                    "Let it be the same for all answers of a respondent, or leave the column out."
                ),
            ),
            (",x,owner,5", "t.csv:3:1 SC504 Nothing says whose answer this is. Name the respondent."),
            (
                "B,x,owner,4",
                (
                    't.csv:3:4 SC404 In "answer": "4" is not an answer to "owner". '
                    "Choose 0, 5, unknown, declined or not applicable; other words only with --map."
                ),
            ),
        ],
    )
    def test_a_row_that_fits_nowhere(self, batch: Batch, row: str, sentence: str) -> None:
        ended = batch("t.csv", f"respondent,site,question,answer\nA,x,budget,3\n{row}\n", "-o", "-")
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.splitlines()[-1] == sentence

    def test_there_is_a_limit(self, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("scalecheck.mapping.long_format.LIMIT", 1)
        ended = batch("t.csv", "respondent,question,answer\nA,budget,3\nA,owner,5\n", "-o", "-")
        assert (
            "t.csv:3:1 SC710 A table with one answer a row may hold 1 answers, and here are more."
            in ended.err
        )


def test_whoever_answers_about_two_innovations_is_no_repeat(batch: Batch) -> None:
    Path("answers").mkdir()
    for name in "ab":
        Path(f"answers/{name}.yaml").write_text(
            "questionnaire: small\nversion: 1.2.0\nabout: {respondent: Ann}\nanswers: {budget: 1}\n"
        )
    ended = batch("answers", "", "-o", "-", "--columns", "file,respondent")
    assert ended.out == "file,respondent\nanswers/a.yaml,Ann\nanswers/b.yaml,Ann\n"


def test_parquet_is_put_together_from_its_parts(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scalecheck.tables.writers.ParquetWriter.ROWS_PER_FILE", 1)
    monkeypatch.setattr("scalecheck.engines.python_engine.PythonScorer.batch_size", 1)
    file = io.BytesIO()
    sites = polars.Series(["x", "y", "x"], dtype=polars.Categorical)
    polars.DataFrame({"site": sites, "budget": [1, 2, 3]}).write_parquet(file)
    batch(
        "t.parquet",
        file.getvalue(),
        "-o",
        "out.parquet",
        "--columns",
        "site,money__score",
        "--engine",
        "plain",
    )
    found = polars.read_parquet("out.parquet")
    assert found.rows() == [("x", 0.0), ("y", 50.0), ("x", 100.0)]
    assert found.schema["site"] == polars.Categorical


@pytest.mark.parametrize("name", ["out.xlsx", "out.parquet", "out.csv", "out.ndjson"])
def test_nothing_is_left_of_a_table_that_is_refused(
    batch: Batch, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr("scalecheck.engines.python_engine.PythonScorer.batch_size", 1)
    assert batch("t.csv", "budget\n1\n2\n9\n", "-o", name).code == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["small.yaml", "t.csv", "temporary"]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(("name", "kind"), [("t.parquet", "polars"), ("t.xlsx", "openpyxl")])
def test_what_to_install_is_said(batch: Batch, monkeypatch: pytest.MonkeyPatch, name: str, kind: str) -> None:
    monkeypatch.setitem(__import__("sys").modules, kind, None)
    sentence = "SC716 This needs an extra package. Install it: pip install 'scalecheck[batch]'\n"
    assert batch(name, b"PK").err == f"{name} {sentence}"
    assert batch("t.csv", "budget\n1\n", "-o", name).err.splitlines()[-1] + "\n" == f"{name} {sentence}"
