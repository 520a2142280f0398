"""CSV files as people have them: read exactly, or refused with a message that names the line and column."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.command import Run
    from tests.tables.small import Batch

GOOD = "who,team-time,owner,budget\nA,3,5,3\nB,1,0,1\n"
SCORED = "who,score,band\nA,100.0,high\nB,0.0,low\n"
CLOSING = "2 rows scored: low 1, high 1.\n"


def test_a_row_is_scored_as_a_response_is(batch: Batch, run: object) -> None:
    ended = batch("t.csv", GOOD)
    assert (ended.code, ended.out, ended.err) == (0, SCORED, CLOSING)


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode(),
        b"sep=;\r\n" + GOOD.replace(",", ";").replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbfsep=|\n" + GOOD.replace(",", "|").encode(),
        GOOD.replace("\nB", "\n\n\nB").encode(),
        GOOD.rstrip("\n").encode(),
        b"who;How is time found, for the team?;team_time;owner;budget\nA;x;3;5;3\nB;y;1;0;1\n",
    ],
    ids=[
        "utf-8 mark",
        "utf-16",
        "crlf",
        "cr",
        "semicolons",
        "tabs",
        "sep line",
        "mark and sep",
        "blank lines",
        "no end",
        "commas too",
    ],
)
def test_however_it_was_saved(batch: Batch, content: bytes) -> None:
    if b"How is time found" in content:
        content = content.replace(b"How is time found, for the team?", b"Anything else, if you like")
    ended = batch("t.csv", content)
    assert (ended.code, ended.out, ended.err) == (0, SCORED, CLOSING)


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "cp1252": (
        "who,team-time\nA,1\nZo\u00eb,2\n".encode("cp1252"),
        (
            "t.csv:3:3 SC702 The byte 0xeb here is not UTF-8 text; it looks like Windows text (cp1252). "
            'Save the file again as "CSV UTF-8".'
        ),
    ),
    "quotes never closed": (
        'who,team-time\nA,1\n"B,2\nC,3\n',
        (
            "t.csv:3:1 SC703 The quotes that are opened here are not closed. Close them. "
            'Quotes inside a cell are doubled ("").'
        ),
    ),
    "quotes inside": (
        'who,team-time\n"A "one"",1\n',
        (
            "t.csv:2:1 SC703 After the closing quotes comes more text, not the next cell. "
            'Quotes inside a cell are doubled ("").'
        ),
    ),
    "nul": (
        b"who,team-time\nA\0,1\n",
        (
            "t.csv:2:2 SC703 There is a NUL character here, which no text has. "
            'Save the file again as "CSV UTF-8".'
        ),
    ),
    "huge cell": (
        "who,team-time\n" + "A" * 32_768 + ",1\n",
        (
            "t.csv:2:1 SC710 The cell here has more than 32,767 characters; no spreadsheet holds more. "
            "Shorten it."
        ),
    ),
    "long row": (
        "who,team-time\nA,1,2\n",
        (
            't.csv:2:3 SC704 This row has 3 cells, and there are 2 headings: beyond them is "2". '
            "Put a cell that has the separator in it in quotes."
        ),
    ),
    "short row": (
        "who,team-time,owner\nA,1\n",
        (
            "t.csv:2:3 SC704 This row has 2 cells, and there are 3 headings. "
            "Look for a line break inside a cell, which needs quotes round it, or a cell that is missing."
        ),
    ),
    "heading twice": (
        "who,team-time,who\nA,1,B\n",
        (
            't.csv:1:3 SC705 The heading "who" appears a second time; the first is column 1. '
            "Give each column a heading of its own."
        ),
    ),
    "question twice": (
        "team-time,How is time found for the team?\n1,1\n",
        (
            't.csv:1:2 SC706 The columns "team-time" and "How is time found for the team?" '
            'are both for the question "team-time". Keep one, or name the others carried with --map.'
        ),
    ),
    "nearly a question": (
        "who,team-tme\nA,1\n",
        (
            't.csv:1:2 SC706 No question is called "team-tme". Did you mean "team-time"? '
            'Say so with --map (columns: {"team-tme": team-time}), or say carried.'
        ),
    ),
    "no question": (
        "who,where\nA,B\n",
        (
            't.csv:1:1 SC707 None of the 2 columns is a question of "small". '
            "Head columns with the ids or texts that `scalecheck show small` lists, "
            "or say which is which with --map. "
            "A table with one answer a row has columns headed, or mapped to, respondent, question and answer."
        ),
    ),
    "empty": (b"\xef\xbb\xbf", "t.csv SC011 There is nothing in this file."),
    "N/A": (
        "who,team-time\nA,N/A\n",
        (
            't.csv:2:2 SC404 In "team-time": "N/A" is not an answer to "team-time". '
            'If it stands for a missing answer, say which with --map (answers: {"N/A": not applicable}).'
        ),
    ),
    "sentinel": (
        "who,team-time\nA,-99\n",
        (
            't.csv:2:2 SC404 In "team-time": "-99" is not an answer to "team-time". '
            'If it stands for a missing answer, say which with --map (answers: {"-99": unknown}).'
        ),
    ),
    "date": (
        "who,team-time\nA,02-Jan\n",
        (
            't.csv:2:2 SC404 In "team-time": "02-Jan" is not an answer to "team-time": '
            "it is a date, as spreadsheets make of 1-2 or 3/4. "
            "Write the points in a column formatted as text."
        ),
    ),
    "decimal comma": (
        'who,team-time\nA,"1,5"\n',
        (
            't.csv:2:2 SC404 In "team-time": "1,5" is not an answer to "team-time": '
            "it has a decimal comma. Write numbers with a point."
        ),
    ),
    "misspelt": (
        "who,budget\nA,A grnt\n",
        't.csv:2:2 SC404 In "budget": "A grnt" is not an answer to "budget". Did you mean "A grant"?',
    ),
    "unknown word": (
        "who,budget\nA,7\n",
        (
            't.csv:2:2 SC404 In "budget": "7" is not an answer to "budget". '
            "Choose 1, 2, 3, unknown, declined or not applicable; other words only with --map."
        ),
    ),
    "respondent twice": (
        "respondent,budget\nA,1\nB,1\nA,2\n",
        't.csv:4:1 SC504 In "respondent": "A" is there already, on line 2. Keep one row for each respondent.',
    ),
    "other questionnaire": (
        "questionnaire,budget\nlarge,1\n",
        (
            't.csv:2:1 SC401 In "questionnaire": These answers belong to "large", not to "small". '
            "Keep the tables of different questionnaires apart; -q names the one to use."
        ),
    ),
    "other version": (
        "questionnaire,version,budget\nsmall,1.0.0,1\nsmall,2.0.0,1\n",
        (
            't.csv:3:2 SC402 In "version": These answers were given to version 2.0.0; "small" is now 1.2.0. '
            "Its scores have changed: name the older file with -q, or answer the new version."
        ),
    ),
    "mixed scopes": (
        "questionnaire,scope,budget\nsmall,full,1\nsmall,quick,1\n",
        (
            't.csv:3:2 SC503 In "scope": This is scope quick, and the rows before are full. '
            "Keep full and quick answers in tables of their own."
        ),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_fault_is_refused_with_its_place(batch: Batch, name: str) -> None:
    content, sentence = REFUSED[name]
    ended = batch("t.csv", content, "-o", "out.csv")
    assert ended.err.splitlines()[-1] == sentence
    assert (ended.code, ended.out) == (2, "")
    assert not Path("out.csv").exists()


def test_many_faults_are_counted(batch: Batch) -> None:
    ended = batch("t.csv", "owner\n" + "".join(f"x{number}\n" for number in range(120)), "-o", "out.csv")
    lines = ended.err.splitlines()
    assert lines[1].startswith("t.csv:2:1 SC404 ")
    assert lines[-1] == (
        "t.csv:51:1 SC009 There are 71 more problems, in 120 rows altogether. "
        "Mend these first; --rejects FILE puts such rows aside."
    )
    assert len(lines) == 51


def test_a_word_that_is_no_answer_is_named_once(batch: Batch) -> None:
    ended = batch("t.csv", "owner,budget\n" + "x,1\n" * 120 + "x,9\n0,1,2\n0,1,2\n", "-o", "out.csv")
    assert ended.err.splitlines()[1:] == [
        (
            't.csv:2:1 SC404 In "owner": "x" is not an answer to "owner". 120 more rows are like this. '
            "Choose 0, 5, unknown, declined or not applicable; other words only with --map."
        ),
        (
            't.csv:122:2 SC404 In "budget": "9" is not an answer to "budget". '
            "Choose 1, 2, 3, unknown, declined or not applicable; other words only with --map."
        ),
        (
            't.csv:123:3 SC704 This row has 3 cells, and there are 2 headings: beyond them is "2". '
            "1 more row is like this. Put a cell that has the separator in it in quotes."
        ),
    ]


def test_a_file_that_stops_being_read_is_named_itself(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    from scalecheck.tables.csv import CsvTable

    read = CsvTable._read_records

    def failing(self: CsvTable, *given: Any) -> Any:
        yield from islice(read(self, *given), 2)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(CsvTable, "_read_records", failing)
    for more in (("-o", "out.csv"), ("--summary",), ("-o", "out.csv", "--report", "page.html")):
        ended = batch("t.csv", "owner,budget\n0,1\n5,1\n", *more)
        assert ended.err.splitlines()[-1] == "t.csv SC002 The file cannot be read: Input/output error."
        assert ended.code == 2
        assert not Path("out.csv").exists()


def test_a_line_end_of_another_kind_in_a_single_column(batch: Batch) -> None:
    ended = batch("t.csv", 'team-time\n"1\r"\n\n2\n', "-o", "-", "--columns", "team-time,completeness")
    assert ended.out == 'team-time,completeness\n"1\r",0.3333\n,0.0\n2,0.3333\n'


def test_rejects_are_not_written_over_what_is_read(batch: Batch) -> None:
    ended = batch("t.csv", "owner,budget\n0,1\n", "-o", "out.csv", "--rejects", "t.csv")
    assert ended.err == "t.csv SC007 This is the file that is read. Name another file with --rejects.\n"


def test_only_headings_give_only_headings(batch: Batch) -> None:
    ended = batch("t.csv", "who,team-time,owner,budget\n")
    assert (ended.code, ended.out, ended.err) == (0, "who,score,band\n", "0 rows scored.\n")


def test_what_is_carried_is_not_touched(batch: Batch) -> None:
    ended = batch(
        "t.csv",
        'code,note,budget\n007,N/A,1\n1E5," two\r\nlines ",2\n-5,"a ""b"", c",3\n',
        "-o",
        "-",
        "--columns",
        "code,note",
    )
    assert ended.out == 'code,note\n007,N/A\n1E5," two\r\nlines "\n-5,"a ""b"", c"\n'


def test_a_formula_is_carried_as_text(batch: Batch) -> None:
    content = "note,budget\n=cmd|'/c calc'!A0,1\n@SUM(A1),1\n-5.5,1\n+44 7700 900123,1\n-1e-3,1\n"
    ended = batch("t.csv", content, "-o", "-", "--columns", "note")
    assert ended.out == "note\n'=cmd|'/c calc'!A0\n'@SUM(A1)\n-5.5\n'+44 7700 900123\n-1e-3\n"


def test_a_column_of_ours_is_renamed_and_that_is_said(batch: Batch) -> None:
    ended = batch("t.csv", "score,budget\n9,1\n", "-o", "-", "--columns", "score__input,money__score")
    assert ended.out == "score__input,money__score\n9,0.0\n"
    assert (
        'The column "score" is written as "score__input": scalecheck adds one of that name.'
        in ended.err.splitlines()
    )


def test_the_order_of_what_is_written(batch: Batch) -> None:
    content = "budget,who,team-time,team_time__because,x\n1,A,not applicable,no team,y\n"
    added = "score,band,low,high,completeness,capped_by,weakest,advice_1,advice_2,advice_3,"
    added += "people__score,people__band,money__score,money__band"
    assert batch("t.csv", content, "-o", "-").out.splitlines()[0] == f"who,x,{added}"
    kept = batch("t.csv", content, "-o", "-", "--keep-answers").out.splitlines()
    assert kept[0] == f"budget,who,team-time,team_time__because,x,{added}"
    assert kept[1].startswith("1,A,not applicable,no team,y,")


def test_another_minor_version_is_told_once(batch: Batch) -> None:
    ended = batch("t.csv", "questionnaire,version,budget\n" + "small,1.0.0,1\n" * 3, "-o", "out.csv")
    assert ended.code == 0
    assert (
        ended.err.count(
            "Some answers were given to version 1.0.0; this is 1.2.0: wording or advice may differ."
        )
        == 1
    )


def test_a_version_without_a_questionnaire_is_anybodys(batch: Batch) -> None:
    assert batch("t.csv", "version,scope,budget\n9.1 beta,national,1\n", "-o", "out.csv").code == 0


def test_the_short_version_is_scored_by_its_own_questions(batch: Batch) -> None:
    content = "who,questionnaire,scope,team-time\nA,small,quick,3\n"
    assert (
        batch("t.csv", content, "-o", "out.csv")
        .err.splitlines()[-1]
        .endswith("short version. Score them with --quick.")
    )
    ended = batch("t.csv", content, "--quick", "-o", "-", "--columns", "who,score,completeness")
    assert ended.out == "who,score,completeness\nA,100.0,1.0\n"


def test_a_level_can_be_asked_for(batch: Batch) -> None:
    ended = batch("t.csv", GOOD + "C,,,\n", "-o", "out.csv", "--fail-under", "50")
    assert ended.code == 1
    assert ended.err.splitlines()[-2:] == [
        "3 rows scored: low 1, high 1, without a score 1.",
        "2 rows are below 50 or without a score.",
    ]
    assert Path("out.csv").read_bytes().count(b"\n") == 4


def test_a_file_is_not_written_over_itself(batch: Batch) -> None:
    assert (
        batch("t.csv", GOOD, "-o", "t.csv").err
        == "t.csv SC007 This is the file that is read. Name another file with -o.\n"
    )
    assert batch("t.csv", GOOD, "-o", "o.csv", "--rejects", "o.csv").code == 2


def test_columns_that_are_not_there(batch: Batch) -> None:
    ended = batch("t.csv", GOOD, "-o", "-", "--columns", "who,scores,who")
    assert ended.err.splitlines() == [
        '--columns SC718 "who" is named twice.',
        '--columns SC718 There is no column "scores" to write. Did you mean "score"?',
    ]


def test_endings_that_say_nothing(batch: Batch) -> None:
    assert batch("t.xls", GOOD).err == (
        "t.xls SC701 This is an old Excel workbook, which is not read. "
        "Save it as .xlsx or as CSV UTF-8 (.csv), and name that.\n"
    )
    assert 'The ending ".dat" does not say what this is.' in batch("t.dat", GOOD).err
    assert 'The ending ".html" does not say what to write.' in batch("t.csv", GOOD, "-o", "x.html").err
    assert (
        batch("none.csv", "").err == "none.csv SC001 There is no such file. Check the name and the folder.\n"
    )


def test_what_to_write_must_be_said(batch: Batch) -> None:
    assert batch("t.csv", GOOD, "--keep-answers").code == 2
    assert batch("t.csv", GOOD, "--summary", "-o", "-").code == 2


def test_a_pipe_is_read_and_written(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    ended = batch("-", "")
    assert (ended.code, ended.out) == (0, SCORED)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'\n {"who":"A","budget":9}\n')))
    ended = batch("-", "")
    assert ended.err.splitlines()[-1].startswith('standard input:2:2 SC404 In "budget": "9" is not an answer')
    assert (ended.code, ended.out) == (2, "")


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def test_a_blank_line_of_one_column_is_a_blank_answer(batch: Batch) -> None:
    ended = batch("t.csv", "budget\n1\n\n3\n\n\n", "-o", "-", "--columns", "money__score,completeness")
    assert ended.out == "money__score,completeness\n0.0,0.3333\n,0.0\n100.0,0.3333\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PAR1xx", "t.csv SC701 This is a Parquet file, not CSV. Name it by a file that ends in .parquet."),
        (
            b"PK\x03\x04xx",
            "t.csv SC701 This is a workbook or another zip, not CSV. Name it by a file that ends in .xlsx.",
        ),
        (
            b"\xef\xbb\xbf" * 2 + b"who,budget\nA,1\n",
            "t.csv:1:1 SC702 The file begins with two byte order marks",
        ),
        (b"who|budget|x\nA|1|2\n", "If | is what separates them, say so in a first line: sep=|"),
    ],
)
def test_what_only_looks_like_commas(batch: Batch, content: bytes, sentence: str) -> None:
    ended = batch("t.csv", content)
    assert sentence in ended.err
    assert ended.code == 2


def test_headings_that_lie_across_lines(batch: Batch) -> None:
    ended = batch(
        "t.csv", '"two\nlines";"budget";"who"\n"x";"3";"A"\n', "-o", "-", "--columns", "who,money__score"
    )
    assert ended.out == "who,money__score\nA,100.0\n"


def test_a_version_without_a_questionnaire_is_not_checked_and_that_is_said(batch: Batch) -> None:
    ended = batch("t.csv", "who,version,budget\nA,9.0.0,1\n")
    assert ended.err.splitlines()[1] == (
        'The column "version" is carried through; it is checked only beside a column "questionnaire".'
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("t.csv", "-o", "o.csv", "--format", "json"), "It says how to show the summary: ask for --summary."),
        (("", "-o", "o.csv"), "Name a table, a folder of responses, or -."),
        (("t.csv", "-o", "o.csv", "--columns", "a\nb"), "--columns SC718 This is not a line of CSV: "),
        (("t.csv", "-o", "o.csv", "--columns", " , "), "--columns SC718 No column is named."),
    ],
)
def test_options_that_do_not_fit(run: Run, batch: Batch, arguments: tuple[str, ...], sentence: str) -> None:
    Path("t.csv").write_text("budget\n1\n")
    ended = run("batch", *arguments, "-q", "small.yaml")
    assert sentence in " ".join(ended.err.split())
    assert ended.code == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the file is written anew each time
@given(
    rows=st.lists(st.tuples(TEXT, TEXT), max_size=4),
    heading=TEXT.filter(lambda text: text.strip() not in ("", "budget", "owner")),
)
def test_any_text_comes_back(batch: Batch, rows: list[tuple[str, str]], heading: str) -> None:
    from scalecheck.text import defuse

    if heading.casefold() in ("second", "who", "respondent", "questionnaire"):
        heading += " "
    table = io.StringIO(newline="")
    csv.writer(table).writerows(
        [[heading, "second text", "budget"], *((one, other, "2") for one, other in rows)]
    )
    ended = batch("t.csv", table.getvalue(), "-o", "out.csv")
    assert ended.code == 0, ended.err
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        found = [row[:2] for row in csv.reader(file)]
    assert found == [[defuse(one), defuse(other)] for one, other in [(heading, "second text"), *rows]]
