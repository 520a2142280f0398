"""The fast way and the careful way: the same bytes, or both refuse in the same words."""

from __future__ import annotations

import csv
import io
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars
import pytest

from scalecheck.batch import byte_proof, fast_csv, fast_schema
from tests.command import SCALECHECK
from tests.conftest import cases, seeds

if TYPE_CHECKING:
    from tests.tables.small import Batch

HEADINGS = ["who", "team-time", "owner", "note, of sorts", "budget", "last"]
ANSWERS = {
    1: ["1", "2", "3", "None", " agreed", "", "unknown"],
    2: ["0", "5", "5.0", "declined", ""],
    4: ["1", "A budget", ""],
}
TEXTS = [
    "",
    "x",
    "007",
    "N/A",
    "=1+1",
    "-4",
    "-x",
    "@me",
    'say "no"',
    "a,b",
    "two\nlines",
    "two\r\nlines",
    "é ü",
    " spaced ",
    "'",
]


@pytest.fixture(autouse=True)
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the fast way look at eight rows only before it starts, so that a table can be small."""
    monkeypatch.setattr(fast_schema, "SAMPLE", 8)


def drawn(dice: random.Random) -> list[list[str]]:
    """Rows of which the first seven show every way in which answers are written."""
    rows = []
    for number in range(dice.randrange(9, 40)):
        texts = {0: f"r{number}", 3: dice.choice(TEXTS), 5: dice.choice(TEXTS)}
        answers = {
            n: ways[number % len(ways)] if number < 7 else dice.choice(ways) for n, ways in ANSWERS.items()
        }
        rows.append([texts[n] if n in texts else answers[n] for n in range(len(HEADINGS))])
    return rows


def written(rows: list[list[str]], dice: random.Random) -> str:
    text = io.StringIO()
    end = dice.choice(["\n", "\r\n"])
    made = csv.writer(
        text, lineterminator=end, quoting=csv.QUOTE_ALL if dice.random() < 0.3 else csv.QUOTE_MINIMAL
    )
    made.writerows([HEADINGS, *rows])
    return text.getvalue()


Came = tuple[int, str, bytes]


def both(
    batch: Batch,
    content: str | bytes,
    *more: str,
    name: str = "t.csv",
    output: str = "out.csv",
    fast: bool | None = True,
) -> list[Came]:
    """What comes of each way: the code, what is said, what is written.

    *fast*: whether the fast way is to be taken to its end.
    """
    found, done = [], []
    attempt = fast_csv.score_fast

    def counted(*given: Any) -> Any:
        done.append(attempt(*given))
        return done[-1]

    for engine in ("plain", "polars"):
        Path(output).unlink(missing_ok=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fast_csv, "score_fast", counted)
            ended = batch(name, content, "-o", output, *more, "--engine", engine)
        found.append((ended.code, ended.err, Path(output).read_bytes() if Path(output).exists() else b""))
    assert fast is None or [each is not None for each in done[-1:]] == [fast]
    return found


@pytest.mark.parametrize("seed", seeds(60))
def test_a_sound_table(batch: Batch, seed: int) -> None:
    dice = random.Random(seed)
    content = written(drawn(dice), dice)
    more = dice.choice(
        [
            (),
            ("--keep-answers",),
            ("--columns", "score,who,last,band,money__band"),
            ("--columns", "who,score"),
        ]
    )
    one, two = both(batch, content, *more, output=dice.choice(["out.csv", "out.ndjson"]))
    assert one == two
    assert one[0] == 0


@pytest.mark.parametrize("seed", seeds(80))
def test_a_table_with_something_odd_in_a_late_row(batch: Batch, seed: int) -> None:
    """A row with a cell too many or too few, a stray quote or an unknown word is never misread."""
    dice = random.Random(seed)
    lines = written(drawn(dice), dice).splitlines(keepends=True)
    odd = [
        "X,3,5,n,3,l,beyond\n", "Y,3,5\n", 'Z,3,5,5" pipe, not 6" hose,,3\n',
        'V,3,5,n,3,"ab"c\n', "U,3,5,n,9,l\n", 'W,3,5,n,3,l,"x\ny"\n', "\n",
        "T,3,5,n\0,3,l\n", "r0,3,5,n,3,l\n", 'S,3,5,"n",3,l"\n', 'R,3,5,n,3,5" 6"\n',
        "Q,3,5,n,3\r,l\n", 'P,3,5,n,"""""",l\n',
        ",,,,,\n", ",,,,,\r\n", '"","","","","",""\n', ",,,\n", ",,,,,x\n",
        'O,3,5,"x\n,,,,,\ny",3,l\n', "," * 5,
        f'N,3,5,"never closed {"x" * 300}\n', f'M,3,5,"{"y" * 300}" she said,3,l\n',
    ]  # fmt: skip
    content = "".join(
        [*lines, *([] if lines[-1].endswith("\n") else ["\n"]), *dice.sample(odd, dice.randrange(1, 4))]
    )
    one, two = both(batch, content, *dice.choice([(), ("--columns", "who,score,band")]), fast=None)
    assert one == two


@pytest.mark.parametrize("output", ["out.csv", "out.parquet"])
def test_blank_rows_as_spreadsheets_write_them(
    batch: Batch, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(byte_proof, "SIZE", 400)
    blank = [",,,,,\n", ",,,,,\r\n"]
    good = [f"r{n},3,5,n,3,l\n" + (blank[n % 2] if n % 7 == 0 else "") for n in range(200)]
    content = ",".join(f'"{each}"' for each in HEADINGS) + "\n" + "".join(good) + ",,,,,\n" * 30 + "," * 5
    one, two = both(batch, content, output=output, fast=output == "out.csv")
    assert one[:2] == two[:2]
    assert one[2] == two[2] or output == "out.parquet"
    assert one[1].splitlines()[-2:] == ["60 blank rows are left out.", "200 rows scored: low 0, high 200."]


@pytest.mark.parametrize("seed", cases(range(20), (0, 15).__contains__))
def test_names_in_any_order(batch: Batch, seed: int) -> None:
    dice = random.Random(seed)
    names = [f"{n}" for n in range(8000)]  # numbers as a survey gives them: 9 before 10
    first, second = dice.sample(range(8000), 2)
    if seed % 4:
        dice.shuffle(names) if seed % 2 else names.reverse()
    if seed >= 10:
        names[first] = names[second]
    content = "respondent,team-time,budget\n" + "".join(f"{name},3,3\n" for name in names)
    one, two = both(batch, content, fast=seed < 10)
    assert one == two
    assert one[0] == (2 if seed >= 10 else 0)


def test_a_long_row_and_a_short_one_do_not_make_two_good_ones(batch: Batch) -> None:
    good = "".join(f"r{n},3,5,n,3,l\n" for n in range(20))
    content = ",".join(f'"{each}"' for each in HEADINGS) + "\n" + good + "A,3,5,n,3,l,1\nB,3,5,n,3\n"
    for more in ((), ("--columns", "who,score,band,low"), ("--summary",)):
        one, two = both(batch, content, *more, fast=False)
        assert one == two
        assert one[0] == 2
        assert "t.csv:22:7 SC704 This row has 7 cells" in one[1]


def test_headings_that_a_spreadsheet_would_run(batch: Batch) -> None:
    content = '=note,"a,b",budget,\n1,2,3,x\n' + "1,2,1,\n" * 9
    one, two = both(batch, content)
    assert one == two
    assert one[2].startswith(b'\'=note,"a,b",,score,')


def test_a_line_that_lies_across_two_pieces(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '"two\nlines, and\n""quotes"""'
    content = "who,note,budget,last\n" + "".join(f"r{n},{text},{1 + n % 3},=x\n" for n in range(500))
    monkeypatch.setattr(byte_proof, "TAIL", 100)
    monkeypatch.setattr(byte_proof, "SIZE", 1000)
    pieces: list[byte_proof.Piece] = []
    read = byte_proof.read_pieces

    def counted(*given: Any) -> Any:
        for piece in read(*given):
            pieces.append(piece)
            yield piece

    monkeypatch.setattr(byte_proof, "read_pieces", counted)
    one, two = both(batch, content)
    assert one == two
    assert one[0] == 0
    assert len(pieces) > 5


def test_many_ways_of_writing_an_answer(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """More spellings than a table has lines for each combination of: they are translated first."""
    ways = ("{}", " {}", "{} ", "  {}", "{}  ", "\t{}", "{}\t", " {} ", "  {} ", " {}  ")
    words = [
        [way.format(each) for each in one for way in ways]
        for one in (("1", "2", "3", "None"), ("0", "5"), ("1", "2", "3"))
    ]
    dice = random.Random(1)
    first = [[f"w{n}", words[0][n % 40], words[1][n % 20], "", words[2][n % 30], ""] for n in range(40)]
    rows = [
        [f"r{n}", dice.choice(words[0]), dice.choice(words[1]), "n", dice.choice(words[2]), "l"]
        for n in range(3000)
    ]
    monkeypatch.setattr(fast_schema, "SAMPLE", 40)
    one, two = both(batch, written([*first, *rows], dice))
    assert one == two
    assert one[0] == 0


def test_parquet_to_csv(batch: Batch) -> None:
    dice = random.Random(2)
    table = polars.DataFrame(drawn(dice), schema=[*HEADINGS[:3], "note", *HEADINGS[4:]], orient="row")
    file = io.BytesIO()
    table.with_columns(polars.col("note").replace("", None)).write_parquet(file)
    for output in ("out.csv", "out.ndjson"):
        one, two = both(batch, file.getvalue(), name="t.parquet", output=output)
        assert one == two
        assert one[0] == 0


@pytest.mark.parametrize("column", [polars.Series("version", [0] * 9), polars.Series("scope", [False] * 9)])
def test_what_rows_say_of_themselves_in_parquet(batch: Batch, column: polars.Series) -> None:
    file = io.BytesIO()
    polars.DataFrame(
        [polars.Series("questionnaire", ["small"] * 9), column, polars.Series("budget", [1] * 9)]
    ).write_parquet(file)
    one, two = both(batch, file.getvalue(), name="t.parquet", fast=False)
    assert one == two
    assert one[0] == 2


def test_respondents_in_parquet(batch: Batch) -> None:
    for names, fast in (([0.0, -0.0], False), ([1.5, 2.5], False), ([1, 2], True), (["a ", "b"], True)):
        file = io.BytesIO()
        polars.DataFrame({"respondent": names, "budget": [1, 2]}).write_parquet(file)
        one, two = both(batch, file.getvalue(), name="t.parquet", output="out.parquet", fast=fast)
        assert one[:2] == two[:2]
        assert one[0] == (2 if names == [0.0, -0.0] else 0)


@pytest.mark.parametrize("kind", [polars.String(), polars.Categorical(), polars.Enum(["a", "b\0c"])])
def test_a_nul_in_parquet(batch: Batch, kind: polars.DataType) -> None:
    file = io.BytesIO()
    notes = polars.Series("note", ["a", "b\0c", "a"], dtype=kind)
    polars.DataFrame([notes, polars.Series("budget", [1, 2, 3])]).write_parquet(file)
    one, two = both(batch, file.getvalue(), name="t.parquet", fast=False)
    assert one == two
    assert one[0] == 2
    assert (
        one[1].splitlines()[-1]
        == 't.parquet:2:1 SC719 In "note": there is a NUL character here, which no text has. Remove it.'
    )


def test_categories_in_parquet(batch: Batch) -> None:
    file = io.BytesIO()
    kind = polars.Series("kind", ["=a", "b", None] * 3, dtype=polars.Categorical)
    polars.DataFrame([kind, polars.Series("budget", [1, 2, 3] * 3)]).write_parquet(file)
    one, two = both(batch, file.getvalue(), name="t.parquet")
    assert one == two
    assert one[2].startswith(b"kind,score,")


def test_damaged_parquet_is_refused_in_one_line(batch: Batch) -> None:
    file = io.BytesIO()
    polars.DataFrame(
        {"who": [f"r{n}" for n in range(500)], "budget": [1, 2, 3, None, 1] * 100}
    ).write_parquet(file)
    dice = random.Random(3)
    codes = []
    for _ in range(40):
        content = bytearray(file.getvalue())
        for _ in range(dice.choice([1, 5, 50])):
            content[dice.randrange(4, len(content) - 8)] = dice.randrange(256)
        ended = batch("t.parquet", bytes(content), "-o", "out.csv", "--engine", "plain")
        assert "scalecheck has a fault" not in ended.err
        said = [
            line for line in ended.err.splitlines() if " question" not in line
        ]  # without a column, which is no fault
        assert len(said) == 1
        codes.append(ended.code)
    assert set(codes) == {0, 2}


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("output", ["out.csv", "out.parquet", "out.xlsx"])
def test_a_signal_leaves_nothing_half_written(tmp_path: Path, number: int, output: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text("protected-time,note\n" + "3,x\n" * 300_000)
    command = [*SCALECHECK, "batch", "t.csv", "-o", output, "--engine", "plain"]
    (tmp_path / output).write_text("before")
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(400):
            if any(each.name.startswith(f".{output}.") for each in tmp_path.iterdir()):
                break
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == (130 if number == signal.SIGINT else 128 + number)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(["t.csv", output])
    assert (tmp_path / output).read_text() == "before"
    rest = [line for line in said.splitlines() if " questions without a column" not in line]
    assert rest == (["Interrupted: nothing is written."] if number == signal.SIGINT else [])
