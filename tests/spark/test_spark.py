"""Past one machine: Spark, for real and in local mode, gives what polars gives, column by column."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import scalecheck
from scalecheck.engines import result_columns as rows
from scalecheck.errors import Refused
from scalecheck.frames import REJECTED, score_frame
from tests.command import process
from tests.engines.test_parity import FILES, KEY, SMALL, drawn, large, shipped
from tests.scoring import define

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

    from scalecheck.definition.questionnaire import Questionnaire
    from tests.command import Ended, Run
    from tests.tables.small import Batch

pytestmark = [
    pytest.mark.engine("spark"),
    pytest.mark.filterwarnings(
        "ignore::FutureWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning"
    ),
]
ON = ("--engine", "spark")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """One session for all: a JVM takes many seconds to start."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "OFF")
    )
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield session
    session.stop()


def in_folder(folder: str | Path) -> tuple[list[str], list[dict[str, str]]]:
    """The headings and rows of the CSV files in a folder that Spark wrote."""
    found: list[dict[str, str]] = []
    headings: list[str] = []
    for file in sorted(Path(folder).glob("part-*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            found += reader
            headings = list(reader.fieldnames or headings)
    return headings, sorted(found, key=lambda each: list(each.values()))


def in_file(file: str | Path) -> tuple[list[str], list[dict[str, str]]]:
    """The same of one file."""
    with Path(file).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        return list(reader.fieldnames or []), sorted(reader, key=lambda each: list(each.values()))


# The same numbers.


@pytest.mark.parametrize("questionnaire", [*map(shipped, FILES), large()], ids=lambda each: str(each.id))
def test_a_frame_of_spark_gets_the_columns_of_every_report(
    spark: SparkSession, questionnaire: Questionnaire
) -> None:
    table = drawn(questionnaire, 120, seed=11)
    schema = ", ".join(f"`{name}` {_kind(cells)}" for name, cells in table.columns.items())
    frame = spark.createDataFrame(list(zip(*table.columns.values(), strict=True)), schema)
    done = score_frame(frame, questionnaire)
    assert done.columns == [*table.columns, *rows.result_names(table.compiled), REJECTED]
    found = {each[KEY]: each.asDict() for each in done.collect()}
    for n, expected in enumerate(table.expected):
        row = found[f"r{n}"]
        assert {name: row.pop(name) for name in table.columns} == {
            name: cells[n] for name, cells in table.columns.items()
        }
        assert row.pop(REJECTED) is None
        assert row == expected


def _kind(cells: list[Any]) -> str:
    if all(cell is None or isinstance(cell, str) for cell in cells):
        return "string"
    return "double" if any(isinstance(cell, float) for cell in cells) else "bigint"


def test_a_frame_says_which_question_has_a_cell_that_is_no_answer(spark: SparkSession) -> None:
    frame = spark.createDataFrame(
        [("x", "no", 0.5), ("y", "perhaps", 7.0), ("z", "Yes", 7.0)], "who string, a_b string, c double"
    )
    found = {each["who"]: each for each in score_frame(frame, define(SMALL)).collect()}
    assert {who: each[REJECTED] for who, each in found.items()} == {"x": None, "y": "a-b", "z": "c"}
    assert {who: each["score"] for who, each in found.items()} == {"x": 0.0, "y": None, "z": None}
    assert {each["completeness"] for each in found.values()} == {1.0, None}


def test_a_frame_whose_own_columns_have_the_names_of_results(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("x", "2", True)], "score string, c string, rejected boolean")
    done = score_frame(frame, define(SMALL))
    assert done.columns[:4] == ["score__input", "c", "rejected__input", "score"]
    assert done.collect()[0][:4] == ("x", "2", True, 100.0)
    with pytest.raises(Refused, match='The column "c" holds values of the type Boolean'):
        score_frame(spark.createDataFrame([(True,)], "c boolean"), define(SMALL))


@pytest.fixture
def hundred(tmp_path: Path) -> Path:
    """A table of the default questionnaire, in CSV and in Parquet, with something carried through."""
    table = drawn(scalecheck.load("scaling-readiness"), 500, seed=4)
    texts = ['=1+1, "so"', "é", " two  spaces ", "", "007", "-4", "NULL"]
    cells = {
        name: [None if each is None else str(each) for each in column]
        for name, column in table.columns.items()
    }
    cells = {name: column for name, column in cells.items() if name != KEY}
    frame = pl.DataFrame(
        {
            "respondent": table.columns[KEY],
            "note, of sorts": [texts[n % len(texts)] for n in range(500)],
            **cells,
        }
    )
    frame.write_csv(tmp_path / "t.csv")
    frame.with_columns(pl.arange(500).alias("number"), pl.lit(2.5).alias("half")).write_parquet(
        tmp_path / "t.parquet"
    )
    return tmp_path


@pytest.mark.parametrize(
    "more", [(), ("--keep-answers",), ("--columns", "score,respondent,advice_2"), ("--quick",)], ids=" ".join
)
def test_csv_has_the_lines_that_one_machine_writes(
    run: Run, spark: SparkSession, hundred: Path, more: tuple[str, ...]
) -> None:
    source = f"{hundred}/t.csv"
    one = run("batch", source, "-o", f"{hundred}/one.csv", "--engine", "polars", *more)
    many = run("batch", source, "-o", f"{hundred}/many.csv", *ON, *more)
    assert (many.code, many.out, many.err) == (one.code, one.out, one.err) == (0, "", one.err)
    assert in_folder(f"{hundred}/many.csv") == in_file(f"{hundred}/one.csv")


def test_parquet_has_the_values_and_the_types(run: Run, spark: SparkSession, hundred: Path) -> None:
    source = f"{hundred}/t.parquet"
    assert run("batch", source, "-o", f"{hundred}/one.parquet").code == 0
    ended = run("batch", source, "-o", f"{hundred}/many.parquet", *ON)
    assert (ended.code, ended.err.count("500 rows scored")) == (0, 1)
    one = pl.read_parquet(f"{hundred}/one.parquet").sort("respondent")
    many = pl.read_parquet(f"{hundred}/many.parquet/*.parquet").sort("respondent")
    names = [name for name, dtype in one.schema.items() if isinstance(dtype, pl.Enum)]
    assert many.equals(one.with_columns(pl.col(names).cast(pl.String)))
    assert many.schema["number"] == pl.Int64
    assert many.schema["half"] == many.schema["score"] == pl.Float64


def test_a_folder_of_files_is_one_table(run: Run, spark: SparkSession, hundred: Path) -> None:
    head, *lines = Path(f"{hundred}/t.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    folder = hundred / "parts.csv"
    folder.mkdir()
    for n in range(3):
        (folder / f"part-{n}.csv").write_text(
            "\ufeff" * (n == 1) + head + "".join(lines[n::3]) + "\n" * n, encoding="utf-8"
        )
    run("batch", f"{hundred}/t.csv", "-o", f"{hundred}/one.csv")
    assert run("batch", str(folder), "-o", f"{hundred}/many.csv", *ON).code == 0
    assert in_folder(f"{hundred}/many.csv") == in_file(f"{hundred}/one.csv")
    (folder / "part-3.csv").write_text("".join(lines[:2]), encoding="utf-8")
    (folder / "part-4.csv").write_text(head * 2, encoding="utf-8")
    ended = run("batch", str(folder), "-o", f"{hundred}/more.csv", *ON)
    one, two = ended.err.splitlines()
    assert ended.code == 2
    assert one.endswith("/part-3.csv SC705 This file does not begin with the headings of the others. "
                        "Let each file begin with the same line of headings, once.")  # fmt: skip
    assert "/part-4.csv SC705 This file has its headings 2 times." in two


def test_the_summary_and_the_level_are_those_of_one_machine(
    run: Run, spark: SparkSession, hundred: Path
) -> None:
    more = ("--summary", "--format", "json", "--fail-under", "40")
    one = run("batch", f"{hundred}/t.csv", "-o", f"{hundred}/one.csv", *more)
    many = run("batch", f"{hundred}/t.csv", "-o", f"{hundred}/many.csv", *ON, *more)
    assert (one.code, many.code) == (1, 1)
    assert many.err == one.err
    assert json.loads(many.out) == json.loads(one.out)


# Nothing silent.

GOOD = "=who,team-time,owner,budget\n=A,3,5,3\n"
BAD = 'who,team-time,owner,budget\nA,3,5,3\nB,777,0,1\nC,1,0\nD,1,0,1,x\n,,,\n\nG,"1"x,0,1\n'
OPEN = 'E,1,0,"1\nF,1,0,1\n1"\n'


@pytest.fixture
def refused(batch: Batch, spark: SparkSession) -> Batch:
    return lambda name, content, *more: batch(name, content, *(more or ("-o", "out.csv")), *ON)


def test_what_cannot_be_read_is_listed_by_who_it_is(refused: Batch) -> None:
    ended = refused("t.csv", (BAD + OPEN).encode() + b"H,1,0,\xff\n")
    assert ended.code == 2
    more = "Spark reads CSV line by line: write a table with line breaks in its cells as Parquet."
    expected = f"""\
SC404 who "B": In "team-time": "777" is not an answer to "team-time". \
If it stands for a missing answer, say which with --map (answers: {{"777": unknown}}).
SC702 The line that begins with "H,1,0,\ufffd" is not CSV: it is not UTF-8 text. \
Save the file again as "CSV UTF-8".
SC703 The line that begins with "1"" is not CSV: its quotes do not match. {more}
SC703 The line that begins with "E,1,0,"1" is not CSV: its quotes do not match. {more}
SC703 The line that begins with "G,"1"x,0,1" is not CSV: ',' expected after '"'.
SC704 who "C": This row has 3 cells, and there are 4 headings. \
Look for a line break inside a cell, which needs quotes round it, or a cell that is missing.
SC704 who "D": This row has 5 cells, and there are 4 headings: beyond them is "x". \
Put a cell that has the separator in it in quotes.
"""
    assert ended.err == "".join(f"t.csv {line}\n" for line in expected.splitlines())
    assert not Path("out.csv").exists()


def test_rows_are_put_aside_with_the_reason(refused: Batch) -> None:
    ended = refused("t.csv", BAD, "-o", "out.csv", "--rejects", "bad.csv")
    assert ended.err.splitlines() == [
        "1 row scored, 4 rejected: low 0, high 1.",
        "4 rows could not be read; see bad.csv.",
    ]
    assert ended.code == 1
    headings, found = in_folder("bad.csv")
    assert headings == ["who", "team-time", "owner", "budget", "reason"]
    assert [row["who"] for row in found] == ["B", "C,1,0", "D,1,0,1,x", 'G,"1"x,0,1']
    assert found[0]["reason"] == 'SC404 In "team-time": "777" is not an answer to "team-time".'
    assert found[2]["reason"].endswith('and there are 4 headings: beyond them is "x".')
    assert [row["who"] for row in in_folder("out.csv")[1]] == ["A"]


def test_a_line_in_the_middle_of_a_cell_is_no_row(refused: Batch) -> None:
    ended = refused(
        "t.csv",
        'note,team-time,owner,budget\nA,3,5,3\n"x\nZ,3,5,3\ny",1,0,1\n',
        "-o",
        "o.csv",
        "--rejects",
        "r.csv",
    )
    assert [line.split(". ")[0] for line in ended.err.splitlines()] == [
        't.csv SC703 The line that begins with ""x" is not CSV: its quotes do not match',
        't.csv SC703 The line that begins with "y",1,0,1" is not CSV: its quotes do not match',
    ]
    assert (ended.code, Path("o.csv").exists(), Path("r.csv").exists()) == (2, False, False)


def test_what_a_spreadsheet_would_run(refused: Batch) -> None:
    refused("t.csv", GOOD + "=B,9,0,1\n", "-o", "o.csv", "--rejects", "r.csv")
    assert in_folder("o.csv")[0][0] == "'=who"
    assert in_folder("o.csv")[1][0]["'=who"] == "'=A"
    assert in_folder("r.csv")[1][0]["'=who"] == "'=B"


def test_a_folder_of_parquet_whose_files_differ(batch: Batch, spark: SparkSession) -> None:
    for folder, name, frame in (
        ("d.parquet", "a", pl.DataFrame({"who": ["A"], "budget": [3]})),
        ("d.parquet", "b", pl.DataFrame({"who": ["B"], "budget": [3], "owner": [5]})),
        ("p.parquet/site=007", "a", pl.DataFrame({"who": ["A"], "budget": [3]})),
        ("n.parquet/inner", "a", pl.DataFrame({"who": ["A"], "budget": [3]})),
        ("n.parquet", "b", pl.DataFrame({"who": ["B"], "budget": [3]})),
    ):
        Path(folder).mkdir(parents=True, exist_ok=True)
        frame.write_parquet(f"{folder}/{name}.parquet")
    ended = batch("d.parquet", "", "-o", "o.csv", *ON)
    assert (
        "SC705 This file has other columns than the first. Write the table again with the same columns in"
        in ended.err
    )
    ended = batch("p.parquet", "", "-o", "o.csv", *ON)
    assert ended.err.startswith(
        'p.parquet SC721 The name of the folder "site=007" holds a column, which is not read.'
    )
    assert (
        batch("n.parquet", "", "-o", "o.csv", *ON).err.splitlines()[1]
        == "2 rows scored: low 0, high 0, without a score 2."
    )


def test_a_name_that_looks_like_a_pattern(batch: Batch, spark: SparkSession) -> None:
    Path("o1.csv").write_text("who,budget\nWRONG,3\n")
    Path("o[1].csv").write_text("who,budget\nRIGHT,3\n")
    assert batch("o[1].csv", "", "-o", "out.csv", *ON).code == 0
    assert [row["who"] for row in in_folder("out.csv")[1]] == ["RIGHT"]


def test_names_and_values_that_spark_takes_its_own_way(batch: Batch, spark: SparkSession) -> None:
    zone = pl.Series("at", [1_700_000_000_000_000], dtype=pl.Datetime("us", "Europe/London"))
    far = pl.Series("far", [400_000_000_000_000_000]).cast(pl.Datetime("us"))
    frame = pl.DataFrame({"who.x": ["A"], "a`b": [2.0], "raw": [b"x"], "budget": [3]}).with_columns(zone, far)
    frame.write_parquet("t.parquet")
    ended = batch("t.parquet", "", "-o", "o.csv", *ON, "--columns", "who.x,a`b,at,score")
    assert ended.code == 0, ended.err
    assert in_folder("o.csv")[1] == [
        {"who.x": "A", "a`b": "2.0", "at": "2023-11-14 22:13:20+00:00", "score": ""}
    ]
    ended = batch("t.parquet", "", "-o", "p.csv", *ON)
    assert 't.parquet SC717 "raw" holds bytes, which csv cannot.' in ended.err
    assert batch("t.parquet", "", "-o", "o.parquet", *ON).code == 0
    assert pl.read_parquet("o.parquet/*.parquet")["far"].to_physical().to_list() == [400_000_000_000_000_000]
    ended = batch("u.csv", "Score,who,Who,budget\n1,a,b,3\n", "-o", "u.parquet", *ON)
    assert 'u.csv SC705 Spark takes the columns "who" and "Who" that -o writes for one.' in ended.err


def test_one_column(refused: Batch) -> None:
    assert "has two columns or more" in refused("t.csv", "budget\n1\n\n").err
    ended = refused("t.csv", "who,budget\nA,\n", "-o", "o.csv", "--columns", "score")
    assert "o.csv SC721 Spark leaves out the line of a row whose one cell is blank." in ended.err


def test_a_level_without_an_output(refused: Batch) -> None:
    ended = refused(
        "t.csv", "who,team-time,owner,budget\nA,1,0,1\nB,3,5,3\n", "--summary", "--fail-under", "40"
    )
    assert ended.err.splitlines()[-1] == "1 row is below 40 or without a score."
    assert ended.code == 1


def test_a_frame_with_a_name_twice_or_with_a_dot(spark: SparkSession) -> None:
    with pytest.raises(Refused, match="SC705 Two columns of the frame have one name"):
        score_frame(
            spark.createDataFrame([("x", "y", "2")], "a string, b string, c string").toDF("w", "w", "c"),
            define(SMALL),
        )
    done = score_frame(
        spark.createDataFrame([("x", "2", "y")], "`a.b` string, c string, Score string"), define(SMALL)
    )
    assert done.columns[:4] == ["a.b", "c", "Score__input", "score"]
    assert done.collect()[0][:4] == ("x", "2", "y", 100.0)


def test_a_respondent_who_is_there_twice(refused: Batch) -> None:
    ended = refused("t.csv", "respondent,budget\nA,1\nB,2\n A ,3\n,1\n,1\n")
    assert ended.err.splitlines()[1:] == [
        (
            't.csv SC504 respondent "A": In "respondent": "A" is there more than once. '
            "Keep one row for each respondent. "
            "1 more row cannot be read, for this or another reason; --rejects puts such rows aside."
        )
    ]


def test_what_keeps_many_rows_from_being_read_is_told_once(refused: Batch) -> None:
    ended = refused("t.csv", "who,budget\n" + "".join(f"r{n},{'9' if n % 2 else '1'}\n" for n in range(120)))
    assert ended.err.splitlines()[1:] == [
        (
            't.csv SC404 who "r1": In "budget": "9" is not an answer to "budget". '
            "Choose 1, 2, 3, unknown, declined or not applicable; other words only with --map. "
            "59 more rows cannot be read, for this or another reason; --rejects puts such rows aside."
        )
    ]


def test_a_place_where_spark_cannot_write_is_named(refused: Batch) -> None:
    ended = refused("t.csv", "who,budget\nA,1\n", "-o", "/proc/nowhere/out.csv")
    assert ended.err.splitlines()[-1].startswith("/proc/nowhere/out.csv SC721 Spark could not do it: ")
    assert ended.code == 2


def test_more_numbers_than_a_tally_keeps_are_counted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

    from scalecheck.cohort import counts, distribution
    from scalecheck.engines.result_columns import result_names
    from scalecheck.mapping.answer_codes import spellings
    from scalecheck.mapping.column_roles import Columns
    from scalecheck.scoring.compiled import compile_questionnaire
    from scalecheck.spark import worker as module
    from scalecheck.spark.decode_arrow import ArrowDecoder

    for each in (distribution, counts, module):
        monkeypatch.setattr(each, "DISTINCT", 1)
    compiled = compile_questionnaire(define(SMALL))
    columns = Columns(("c",), {"c": 0}, {}, None, {}, ("c",), ())
    reading = ArrowDecoder(compiled, columns, {"c": spellings(compiled.definitions["c"])}, "t")
    batch = pa.RecordBatch.from_arrays([pa.array(["0.5", "2"] * 10)], ["c"])
    found = list(module.PartitionTask(reading, result_names(compiled), (), as_csv=False).counts([batch]))
    scores = [
        row for part in found for row in part.to_pylist() if (row["kind"], row["name"]) == ("result", "score")
    ]
    assert sum(int(row["rows"]) for row in scores) == 20


def test_a_text_that_no_file_can_hold(batch: Batch, spark: SparkSession) -> None:
    notes = ["a", "b\0c", "d" * 32_768, None]
    pl.DataFrame({"respondent": list("ABCD"), "note": notes, "budget": [1, 2, 3, 1]}).write_parquet(
        "t.parquet"
    )
    ended = batch("t.parquet", "", "-o", "o.csv", *ON)
    assert ended.err.splitlines()[-2:] == [
        (
            't.parquet SC710 respondent "C": In "note": a text here has more than 32,767 characters; '
            "no spreadsheet holds more. Shorten it."
        ),
        (
            't.parquet SC719 respondent "B": In "note": there is a NUL character here, which no text has. '
            "Remove it."
        ),
    ]
    assert ended.code == 2
    frame = spark.createDataFrame([(note, "2") for note in notes], "note string, c string")
    assert [row["score"] for row in score_frame(frame, define(SMALL)).collect()] == [100.0] * 4


def test_rows_of_another_questionnaire_version_or_scope(refused: Batch) -> None:
    head = "respondent,questionnaire,version,digest,scope,budget\n"
    ended = refused("t.csv", head + "A,small,1.2.0,,full,1\nB,other,1.2.0,,full,1\nC,small,2.0.0,,full,1\n")
    one, two = ended.err.splitlines()[1:]
    assert one.startswith(
        't.csv SC401 respondent "B": In "questionnaire": These answers belong to "other", not to "small".'
    )
    assert two.startswith(
        't.csv SC402 respondent "C": In "version": These answers were given to version 2.0.0;'
    )
    ended = refused("u.csv", head + "A,small,1.2.0,,full,1\nB,small,1.2.0,,quick,1\n")
    assert ended.err.splitlines()[-1] == (
        "u.csv SC503 Some rows answer the full version, others the quick one. "
        "Keep full and quick answers in tables of their own."
    )
    ended = refused("v.csv", head + "A,small,1.1.0,,full,1\n")
    assert (
        ended.err.splitlines()[1]
        == "Some answers were given to version 1.1.0; this is 1.2.0: wording or advice may differ."
    )


@pytest.mark.parametrize(
    ("name", "content", "more", "sentence"),
    [
        ("none.csv", "", (), "none.csv SC001 Spark finds no such file or folder. Check the path."),
        ("t.ndjson", "{}", (),
         "here or in an object store. Name one that ends in .csv or .parquet with INPUT."),
        ("t.csv", "", ("-o", "small.yaml"),
         "small.yaml SC701 With --engine spark, tables are CSV or Parquet: "),
        ("t.csv", "budget\n1\n", ("-o", "t.csv"),
         "t.csv SC007 There is a file or folder of this name already, "),
        ("t.csv", "budget\n1\n", ("-o", "o.csv", "--rejects", "o.csv"),
         "o.csv SC007 This folder is to hold the results."),
        ("t.csv", "budget\n1\n", ("--report", "page.html"),
         "--report SC721 A report on the rows as a whole is not made"),
        ("t.csv", "\n\n", (), "t.csv SC011 There is nothing in this table."),
        ("t.csv", b"\xff\xfeb\0", (),
         "t.csv SC703 With --engine spark, a table is UTF-8 and begins with its headings."),
        ("t.csv", "sep=;\nbudget;x\n1;2\n", (),
         "t.csv SC703 With --engine spark, a table is UTF-8 and begins with its headings."),
        ("t.csv", "budget,budget\n1,1\n", (), 't.csv SC705 The heading "budget" appears a second time'),
        ("t.csv", "respondent,question,answer\nA,budget,1\n", (),
         "t.csv SC721 With --engine spark, a table has a row for each"),
        ("t.parquet", "PAR1", (), "t.parquet SC721 Spark could not do it: "),
    ],
)  # fmt: skip
def test_what_spark_is_not_asked(
    refused: Batch, name: str, content: str | bytes, more: tuple[str, ...], sentence: str
) -> None:
    ended = refused(name, content, *more)
    assert sentence in ended.err
    assert len(ended.err.splitlines()) <= 2
    assert ended.code == 2


def test_the_mapping_is_shown(refused: Batch) -> None:
    ended = refused("t.csv", "who,budget\nA,1\n", "--mapping")
    assert ended.out.startswith("t.csv: read by Spark, 2 columns\n")
    assert ended.code == 0


def test_a_master_without_the_engine(run: Run) -> None:
    ended = run("batch", "t.csv", "-o", "out.csv", "--master", "local")
    assert "It goes with --engine spark." in ended.err
    assert ended.code == 2


# As a person runs it.


def test_a_bar_where_somebody_looks(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from scalecheck.spark import progress

    monkeypatch.setattr(progress, "EVERY", 0.01)
    with progress.progress(spark, "Scoring"):
        pass
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress.progress(spark, "Scoring"):
        spark.range(100).repartition(4).count()
    assert "Scoring" in capsys.readouterr().err


def scalecheck_on(folder: Path, *arguments: str, **variables: str) -> Ended:
    return process("batch", *arguments, *ON, cwd=folder, timeout=300, variables=variables)


def test_a_process_of_its_own_says_one_line(hundred: Path) -> None:
    done = scalecheck_on(hundred, "t.csv", "-o", "out.csv", "--master", "local[1]")
    assert done.err.splitlines()[-1].startswith("500 rows scored: not-yet ")
    assert len(done.err.splitlines()) <= 2
    assert (done.code, done.out) == (0, "")
    assert len(in_folder(hundred / "out.csv")[1]) == 500


def test_no_java(hundred: Path) -> None:
    done = scalecheck_on(hundred, "t.csv", "-o", "out.csv", PATH="/nowhere", JAVA_HOME="")
    todo = "Install Java 17 or newer, or name a --master."
    assert done.err == f"--engine spark SC721 Spark needs Java, which was not found. {todo}\n"
    assert done.code == 2


@pytest.mark.parametrize(
    ("master", "sentence"),
    [
        (
            "localhost:7077",
            (
                "localhost:7077 SC721 This is not an address of Spark. "
                "Write it as in local[2], spark://head:7077, "
            ),
        ),
        ("spark://127.0.0.1:1", "spark://127.0.0.1:1 SC721 Nothing answers at this address: "),
        (
            "spark://127.0.0.1:1,127.0.0.1:2",
            "spark://127.0.0.1:1,127.0.0.1:2 SC721 Nothing answers at this address: ",
        ),
        ("sc://127.0.0.1:1/;token=x", "sc://127.0.0.1:1/;token=x SC721 Nothing answers at this address: "),
    ],
)
def test_a_master_that_is_not_there(hundred: Path, master: str, sentence: str) -> None:
    done = scalecheck_on(hundred, "t.csv", "-o", "out.csv", "--master", master)
    assert done.err.startswith(sentence)
    assert (done.code, len(done.err.splitlines())) == (2, 1)


def test_spark_connect(hundred: Path, run: Run) -> None:
    """A server of Spark Connect knows nothing of scalecheck but what its workers import."""
    import socket

    import pyspark

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = Path(pyspark.__file__).parent
    binding = "spark.connect.grpc.binding"
    settings = {f"{binding}.port": port, f"{binding}.address": "127.0.0.1", "spark.ui.enabled": "false"}
    server = [
        str(home / "bin" / "spark-submit"),
        "--class",
        "org.apache.spark.sql.connect.service.SparkConnectServer",
    ]
    server += [each for name, value in settings.items() for each in ("--conf", f"{name}={value}")]
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = [*server, "--master", "local[2]", "spark-internal"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            master = f"sc://127.0.0.1:{port}"
            for _ in range(120):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(1)
            out = hundred / "out.csv"
            done = scalecheck_on(hundred, str(hundred / "t.csv"), "-o", str(out), "--master", master)
            assert (done.code, done.out) == (0, ""), done.err
            run("batch", f"{hundred}/t.csv", "-o", f"{hundred}/one.csv")
            assert in_folder(out) == in_file(f"{hundred}/one.csv")
        finally:
            process.terminate()
    done = scalecheck_on(hundred, str(hundred / "t.csv"), "-o", "more.csv", "--master", master)
    assert done.err.startswith(f"{master} SC721 Nothing answers at this address: ")
    assert done.code == 2
