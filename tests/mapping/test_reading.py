"""Reading a table: columns to questions, cells to answers, maps, and the rows that cannot be read."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scalecheck
from scalecheck.batch.name_hashes import NameHashes
from scalecheck.mapping.answer_codes import code_of, codes_by_spelling, spellings
from scalecheck.responses.reader import resolve
from tests.command import SCALECHECK
from tests.scoring import define

if TYPE_CHECKING:
    from tests.command import Run
    from tests.tables.small import Batch

ASK = "How is time found for the team?"
MONEY = ("-o", "-", "--columns", "money__score")


class TestHeadings:
    @pytest.mark.parametrize(
        "heading",
        ["team-time", " Team_Time ", ASK, ASK.upper(), "7. " + ASK, "Q7: " + ASK, "q7) " + ASK,
         f"Question 7 - {ASK}", f"How far are you? [{ASK}]", f"Readiness [3. {ASK}]",
         ASK.replace(" ", "\u00a0"), ASK.replace(" ", "  ")],
    )  # fmt: skip
    def test_a_question_is_known_by_its_id_and_text(self, batch: Batch, heading: str) -> None:
        assert (
            batch("t.csv", f'"{heading}",owner\n3,5\n', "-o", "-", "--columns", "people__score").out
            == "people__score\n100.0\n"
        )

    def test_a_text_that_two_questions_have(self, batch: Batch) -> None:
        Path("small.yaml").write_text(Path("small.yaml").read_text().replace("Who owns it?", ASK))
        assert batch("t.csv", f"{ASK}\n1\n").err == (
            f't.csv:1:1 SC706 "{ASK}" is the text of several questions: team-time and owner. '
            "Head the column with the question's id, or say which with --map.\n"
        )

    def test_a_likeness_of_a_question_that_is_there_is_carried(self, batch: Batch) -> None:
        ended = batch("t.csv", "team-time,team-tim\n3,x\n", "-o", "-", "--columns", "team-tim,people__score")
        assert ended.out == "team-tim,people__score\nx,100.0\n"

    def test_what_has_no_column_is_said(self, batch: Batch) -> None:
        err = batch("t.csv", "budget\n3\n", *MONEY).err
        assert (
            err.splitlines()[0] == "2 questions without a column, counted as unanswered: team-time and owner."
        )

    def test_what_a_survey_tool_exports(self, batch: Batch) -> None:
        content = (
            "\ufeffID;Start time;Completion time;Email;Name;"
            "How is time found for the team?;Who owns it?;What pays for it?\r\n"
            "1;11/23/26 9:02:11;11/23/26 9:09:40;anonymous;;It is in the job plan.;Somebody;A budget\r\n"
        )
        ended = batch("t.csv", content, "-o", "-", "--columns", "ID,Completion time,score")
        assert ended.out == "ID,Completion time,score\n1,11/23/26 9:09:40,100.0\n"

    def test_a_column_of_ours_twice(self, batch: Batch) -> None:
        err = batch("t.csv", "score,score__input,budget\n1,2,3\n").err
        assert err == (
            't.csv:1:1 SC705 "score" is a column that scalecheck adds, and "score__input" is there already. '
            "Rename one of the two columns.\n"
        )


class TestSpellings:
    @pytest.mark.parametrize(
        "cell", ["2", " 2 ", "2.0", "2.00", "some", "SOME", "Now and then,\u00a0nothing  is agreed."]
    )
    def test_one_option_many_ways(self, batch: Batch, cell: str) -> None:
        assert (
            batch("t.csv", f'team-time,owner\n"{cell}",5\n', "-o", "-", "--columns", "people__score").out
            == "people__score\n75.0\n"
        )

    @pytest.mark.parametrize(
        ("cell", "completeness"),
        [("", "0.0"), ("unknown", "0.0"), ("Declined", "0.0"), ("not applicable", "1.0"), ("3", "0.3333")],
    )
    def test_silences(self, batch: Batch, cell: str, completeness: str) -> None:
        rest = "not applicable,not applicable" if cell == "not applicable" else ","
        ended = batch(
            "t.csv", f"budget,team-time,owner,x\n{cell},{rest},y\n", "-o", "-", "--columns", "x,completeness"
        )
        assert ended.out == f"x,completeness\ny,{completeness}\n"

    def test_a_cell_means_what_a_response_means(self) -> None:
        for question in scalecheck.load().questions:
            codes = codes_by_spelling(question)
            for spelling, code in codes.items():
                resolved = resolve(question, spelling or None)
                if resolved:
                    assert code == (resolved[0].code if resolved[1] is None else resolved[1])
                else:
                    printed = [
                        text
                        for each in question.options
                        for text in (each.text, f"{each.label}: {each.text}")
                    ]
                    assert spelling in {" ".join(text.casefold().split()) for text in printed}

    @pytest.mark.parametrize(
        ("cell", "todo"),
        [
            (
                "It is in the job plan",
                'It is nearly the text of "Agreed", which is: "It is in the job plan." Write it so.',
            ),
            ("Prefer not to say", '(answers: {"Prefer not to say": declined}).'),
            ("Does not apply", '(answers: {"Does not apply": not applicable}).'),
            ("Not sure", '(answers: {"Not sure": unknown}).'),
        ],
    )
    def test_what_to_do_about_a_cell(self, batch: Batch, cell: str, todo: str) -> None:
        ended = batch("t.csv", f"team-time,x\n{cell},1\n", "-o", "-")
        assert ended.err.splitlines()[-1].endswith(todo)

    def test_quotes_that_a_form_has_bent(self, batch: Batch) -> None:
        small = (
            Path("small.yaml").read_text().replace("It is in the job plan.", """'It''s in the "job plan".'""")
        )
        Path("small.yaml").write_text(small.replace("What pays for it?", "What pays the team's time?"))
        content = "team-time,What pays the team’s time?\nIt’s in the “job plan”.,1\n"
        ended = batch("t.csv", content, "-o", "-", "--columns", "people__score,money__score")
        assert ended.out == "people__score,money__score\n100.0,0.0\n"

    def test_halves_and_repeated_points(self) -> None:
        questionnaire = define("""\
            domains:
              - id: d
                title: D
                questions:
                  - id: q
                    ask: Q
                    options:
                      - {label: A, points: 0.5}
                      - {label: B, points: 1, id: b-one}
                      - {label: C, points: 1, id: c-one}
            """)
        codes = codes_by_spelling(questionnaire.questions[0])
        found = [code_of(codes, cell) for cell in ("0.5", "0.50", "1", "b-one", "C")]
        assert found == [0, 0, None, 1, 2]

    def test_what_could_mean_two_things_means_nothing(self, batch: Batch) -> None:
        Path("small.yaml").write_text(
            Path("small.yaml").read_text().replace("It is in the job plan.", "Nobody has any.")
        )
        ended = batch("t.csv", "team-time\nNobody has any.\n", "-o", "-")
        assert ended.err.splitlines()[-1] == (
            't.csv:2:1 SC404 In "team-time": "Nobody has any." could mean 1 (None) or 3 (Agreed) '
            'for "team-time". '
            "Say which with --map, or write the points."
        )
        Path("m.yaml").write_text("questions: {team-time: {Nobody has any.: 1}}")
        assert batch("t.csv", "", "-o", "-", "--columns", "people__score", "--map", "m.yaml").code == 0


class TestMap:
    def test_headings_and_codes(self, batch: Batch) -> None:
        Path("m.yaml").write_text(
            "columns: {Q1: team-time, Email: respondent}\n"
            "answers: {777: declined, Not sure: unknown, N/A: not applicable}\n"
            "questions: {budget: {lots: 3, little: Goodwill}}\n"
        )
        content = "Email,Q1,owner,budget\na@x,777,Not  SURE,lots\nb@x,N/A,5,LITTLE\n"
        ended = batch(
            "t.csv",
            content,
            "--map",
            "m.yaml",
            "-o",
            "-",
            "--columns",
            "Email,money__score,people__score,completeness",
        )
        assert (
            ended.out
            == "Email,money__score,people__score,completeness\na@x,100.0,,0.3333\nb@x,0.0,100.0,1.0\n"
        )
        ended = batch("t.csv", content.replace("b@x", "a@x"), "--map", "m.yaml", "-o", "-")
        assert ended.err.endswith('"a@x" is there already, on line 2. Keep one row for each respondent.\n')

    def test_other_numbers_are_all_of_them(self, batch: Batch) -> None:
        Path("m.yaml").write_text('questions: {budget: {"0": 1, "1": 2, "2": 3}}')
        assert (
            batch("t.csv", "budget\n2\n0.0\n", "--map", "m.yaml", *MONEY).out == "money__score\n100.0\n0.0\n"
        )
        ended = batch("t.csv", "budget\n3\n", "--map", "m.yaml", *MONEY)
        assert '"3" is not an answer to "budget"' in ended.err

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (
                "columns: {Q9: budget}",
                'm.yaml:1:15 SC715 The table has no column "q9". Write the heading as it is in the table.',
            ),
            (
                "columns: {budget: bugdet}",
                'm.yaml:1:19 SC715 "bugdet" is not a question of "small". Did you mean "budget"?',
            ),
            (
                "answers: {777: 3}",
                (
                    'm.yaml:1:16 SC715 "3" does not mean the same for every question. '
                    "Write unknown, declined or not applicable here; levels go under questions."
                ),
            ),
            (
                "answers: {0: unknown}",
                (
                    'm.yaml:1:14 SC715 "0" would mean both 0 (Nobody) and unknown for "owner". '
                    "Say what it means there, under questions: owner."
                ),
            ),
            (
                "questions: {budget: {Often: 9}}",
                (
                    'm.yaml:1:29 SC715 "9" is not an answer to "budget". '
                    "Choose 1, 2, 3, unknown, declined or not applicable."
                ),
            ),
            (
                "questions: {budget: {a grant: 1}}",
                (
                    'm.yaml:1:31 SC715 "a grant" would mean both 2 (A grant) and 1 (Goodwill) for "budget". '
                    "Remove it."
                ),
            ),
            (
                "questions: {bugdet: {x: 1}}",
                'm.yaml:1:21 SC715 There is no question "bugdet". Did you mean "budget"?',
            ),
            ("answer: {}", 'm.yaml:1:1 SC111 A map has no "answer". Did you mean "answers"?'),
        ],
    )
    def test_what_is_wrong_with_a_map(self, batch: Batch, text: str, sentence: str) -> None:
        Path("m.yaml").write_text(text)
        ended = batch("t.csv", "budget\n3\n", "--map", "m.yaml", *MONEY)
        assert (ended.code, ended.err) == (2, sentence + "\n")

    def test_a_heading_can_be_called_carried(self, batch: Batch) -> None:
        Path("m.yaml").write_text("columns: {team-tme: carried}")
        ended = batch(
            "t.csv", "team-tme,budget\nx,3\n", "--map", "m.yaml", "-o", "-", "--columns", "team-tme"
        )
        assert ended.out == "team-tme\nx\n"

    def test_numbers_of_a_survey_s_own(self, batch: Batch) -> None:
        Path("m.yaml").write_text("questions: {team-time: {2: 3}}")
        shown = batch("t.csv", "team-time,budget\n2,3\n", "--mapping", "--map", "m.yaml").out
        assert (
            "The map numbers the options of team-time anew: its own points are then not answers.\n" in shown
        )

    def test_a_column_in_doubt_is_shown_among_the_others(self, batch: Batch) -> None:
        ended = batch("t.csv", "respondent,team-tme,budget,budget\nA,1,2,3\n", "--mapping")
        shown = ended.out.splitlines()
        assert shown[3:5] == ["Questions with a column: 1 of 3", "  budget  column 3: budget"]
        at = shown.index("Carried through:")
        assert shown[at : at + 6] == [
            "Carried through:",
            "  column 1: respondent (each respondent once)",
            "",
            "In doubt, so that nothing can be scored yet:",
            "  column 2: team-tme",
            "  column 4: budget",
        ]
        assert [line.split(" ")[1] for line in ended.err.splitlines()] == ["SC706", "SC705"]
        assert ended.code == 2

    def test_it_is_shown_and_nothing_is_scored(self, batch: Batch) -> None:
        Path("m.yaml").write_text("answers: {777: declined}\nquestions: {budget: {lots: 3}}")
        ended = batch(
            "t.csv", "respondent,score,budget,Who owns it?\nA,1,x,y\n", "--mapping", "--map", "m.yaml"
        )
        assert (ended.code, ended.err) == (0, "")
        assert (
            ended.out
            == """\
t.csv: CSV, UTF-8, separated by commas, 4 columns
Questionnaire: small 1.2.0, full

Questions with a column: 2 of 3
  owner   column 4: Who owns it?
  budget  column 3: budget

Questions without a column, counted as unanswered:
  team-time

Carried through:
  column 1: respondent (each respondent once)
  column 2: score (written as score__input)

Added: score, band, low, high, completeness, capped_by, weakest, advice_1, advice_2, advice_3, \
people__score, people__band, money__score, money__band

A cell may hold an option's points, id, label or text; unknown, declined or not applicable; or nothing.
The map adds:
  "777" is declined, for every question
  "lots" is 3 (A budget), for budget
"""
        )


class TestWhatPeopleHave:
    def test_a_long_table_with_headings_of_its_own(self, batch: Batch) -> None:
        Path("map.yaml").write_text("columns: {person: respondent, item: question, value: answer}\n")
        more = ("-o", "-", "--map", "map.yaml", "--columns", "person,money__score")
        ended = batch("l.csv", "person,item,value\nA,budget,3\n", *more)
        assert ended.out == "person,money__score\nA,100.0\n"
        ended = batch("l.csv", "person,item,value\nA,budget,3\n", "-o", "-")
        assert (
            "A table with one answer a row has columns headed, or mapped to, respondent, question and answer."
            in ended.err
        )

    def test_groups_as_kobo_writes_them(self, batch: Batch) -> None:
        ended = batch(
            "t.csv",
            "who,group/sub/team_time,group/budget\nA,3,3\n",
            "-o",
            "-",
            "--columns",
            "who,money__score",
        )
        assert ended.out == "who,money__score\nA,100.0\n"

    def test_a_label_with_its_text_as_forms_print_it(self, batch: Batch) -> None:
        cells = [
            '"None: Nobody has any."',
            '"SOME:  Now and then, nothing is agreed."',
            "Agreed: It is in the job plan.",
        ]
        ended = batch(
            "t.csv",
            "team-time,x\n" + "".join(f"{cell},\n" for cell in cells),
            "-o",
            "-",
            "--columns",
            "x,people__score",
        )
        assert ended.out == "x,people__score\n,0.0\n,50.0\n,100.0\n"

    def test_the_hint_can_be_copied(self, batch: Batch) -> None:
        ended = batch("u.csv", "who,How is time found for the teams,budget\nA,3,3\n")
        assert '(columns: {"How is time found for the teams": team-time})' in ended.err

    def test_the_short_version_without_saying_so(self, batch: Batch) -> None:
        ended = batch("t.csv", "who,team-time\nA,3\n")
        assert (
            ended.err.splitlines()[0]
            == "These are the questions of the short version, and no others: --quick scores them."
        )

    def test_one_part_of_the_questionnaire_without_saying_so(self, batch: Batch, run: Run) -> None:
        names = [question.id for question in scalecheck.load("adopter-support").questions]
        Path("t.csv").write_text(f"{','.join(names)}\n{','.join('3' * len(names))}\n")
        ended = run("batch", "t.csv", "-o", "out.csv")
        assert ended.err.splitlines()[0] == (
            'These are the questions of "adopter-support", and no others: -q adopter-support scores them.'
        )

    def test_a_folder_of_parts(self, batch: Batch) -> None:
        Path("parts.csv").mkdir()
        ended = batch("parts.csv", "", "-o", "out.csv")
        assert ended.err == (
            "parts.csv SC701 This is a folder of parts, as Spark writes it, not a file. "
            "Name one of its files, or score it with --engine spark.\n"
        )


class TestRejects:
    CONTENT = "who,line,budget,owner\nA,x,3,5\nB,=y,N/A,4\nC,z\nD,w,1,0,5\n"

    def test_good_rows_are_scored_and_others_put_aside(self, batch: Batch) -> None:
        ended = batch(
            "t.csv", self.CONTENT, "-o", "out.csv", "--columns", "who,money__score", "--rejects", "bad.csv"
        )
        assert ended.code == 1
        assert ended.err.splitlines()[1:] == [
            "1 row scored, 3 rejected: low 0, high 1.",
            "3 rows could not be read; see bad.csv.",
        ]
        assert Path("out.csv").read_text() == "who,money__score\nA,100.0\n"
        assert Path("bad.csv").read_text() == (
            "who,line__input,budget,owner,line,reason\n"
            'B,\'=y,N/A,4,3,"SC404 In ""owner"": ""4"" is not an answer to ""owner"". '
            'SC404 In ""budget"": ""N/A"" is not an answer to ""budget""."\n'
            '"C,z",,,,4,"SC704 This row has 2 cells, and there are 4 headings."\n'
            '"D,w,1,0,5",,,,5,"SC704 This row has 5 cells, and there are 4 headings: beyond them is ""5""."\n'
        )

    def test_as_json_they_are_untouched(self, batch: Batch) -> None:
        batch("t.csv", self.CONTENT, "-o", "out.csv", "--rejects", "bad.ndjson")
        first = json.loads(Path("bad.ndjson").read_text().splitlines()[0])
        assert (first["line__input"], first["line"]) == ("=y", 3)

    def test_no_rejects_no_file(self, batch: Batch) -> None:
        for name in ("bad.csv", "bad.ndjson"):
            batch("t.csv", "budget\n3\n9\n", "-o", "out.csv", "--rejects", name)
            ended = batch("t.csv", "budget\n3\n", "-o", "out.csv", "--rejects", name)
            assert ended.code == 0
            assert f"No row was rejected: {name}, from a run before, is removed." in ended.err.splitlines()
            assert not Path(name).exists()

    def test_a_file_that_is_something_else_stays(self, batch: Batch) -> None:
        Path("mine.csv").write_text("precious,data\n1,2\n")
        assert batch("t.csv", "budget\n3\n", "-o", "out.csv", "--rejects", "mine.csv").code == 0
        assert Path("mine.csv").read_text() == "precious,data\n1,2\n"
        Path("folder.csv").mkdir()
        ended = batch("t.csv", "budget\n3\n", "-o", "new.csv", "--rejects", "folder.csv")
        assert ended.err == "folder.csv SC007 This is not an ordinary file. Name another with --rejects.\n"
        assert (ended.code, Path("new.csv").exists()) == (2, False)

    def test_rejects_can_be_rejected_from_again(self, batch: Batch) -> None:
        content = "who,budget\nA,9\nB,9\n"
        for number in range(4):
            name = f"r{number}.csv"
            assert batch("t.csv", content, "-o", "out.csv", "--rejects", name).code == 1
            content = Path(name).read_text()
        assert content.splitlines()[0] == (
            "who,budget,line__input,reason__input,line__input__input,reason__input__input,"
            "line__input__input__input,reason__input__input__input,line,reason"
        )

    def test_an_answer_of_nobody_known_spoils_a_long_table(self, batch: Batch) -> None:
        content = "respondent,question,answer,site\na,budget,3,x\na,owner,0\nb,budget,3,x\nb,team-time,9,x\n"
        ended = batch("l.csv", content, "-o", "out.csv", "--rejects", "bad.csv")
        assert ended.err == (
            "l.csv:3:1 SC704 This row has 3 cells, and there are 4 headings. "
            "Nobody can tell whose answer it is. Look for a cell that is missing.\n"
        )
        assert (ended.code, Path("out.csv").exists()) == (2, False)
        ended = batch(
            "l.csv", content.replace("owner,0", "owner,0,x"), "-o", "out.csv", "--rejects", "bad.csv"
        )
        assert Path("bad.csv").read_text().splitlines()[1].startswith("b,x,9,,3,4,")

    def test_a_file_of_a_folder_is_named(self, batch: Batch) -> None:
        Path("answers").mkdir()
        Path("answers/A.YAML").write_text("questionnaire: small\nversion: 1.2.0\nanswers: {budget: 3}\n")
        Path("answers/b.yaml").write_text("[")
        ended = batch("answers", "", "-o", "out.csv", "--rejects", "bad.csv")
        assert ended.err.splitlines()[0] == "1 row scored, 1 rejected: low 0, high 0, without a score 1."
        assert Path("bad.csv").read_text().splitlines()[1].startswith("answers/b.yaml,")

    def test_a_fault_of_the_file_is_no_reject(self, batch: Batch) -> None:
        ended = batch("t.csv", 'budget\n3\n"2\n', "-o", "out.csv", "--rejects", "bad.csv")
        assert ended.code == 2
        assert not Path("out.csv").exists()
        assert not Path("bad.csv").exists()

    def test_they_are_written_as_rows(self, batch: Batch) -> None:
        assert (
            "SC701 Rejected rows are written as CSV or NDJSON."
            in batch("t.csv", "budget\n3\n", *MONEY, "--rejects", "x.xlsx").err
        )


def test_ten_million_names_are_kept_apart_and_no_more() -> None:
    names = NameHashes(limit=20_000)
    assert [names.find_or_add(str(n), n + 1) for n in range(20_000)] == [0] * 20_000
    assert not names.full
    assert names.find_or_add("x", 1) == 0
    assert names.full
    names = NameHashes()
    assert [names.find_or_add(str(n % 7000), n + 1) for n in range(14_000)] == [0] * 7000 + list(
        range(1, 7001)
    )


def test_what_is_not_looked_for_is_said(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scalecheck.batch.decode.NameHashes", lambda: NameHashes(limit=1))
    ended = batch("t.csv", "respondent,budget\nA,1\nB,2\nA,3\n", "-o", "out.csv")
    assert ended.code == 0
    assert (
        "Respondents who appear twice were looked for among the first 10,000,000 only."
        in ended.err.splitlines()
    )


def test_a_text_in_doubt_is_listed() -> None:
    question = scalecheck.load("adopter-support").questions[0]
    found = spellings(question, {"goodwill": 0})
    assert found.ambiguous == {"goodwill": ("2 (Goodwill)", "1 (None)")}
    assert "goodwill" not in found.codes


@pytest.mark.slow
def test_an_interrupted_run_leaves_what_was_there(batch: Batch) -> None:
    batch("t.csv", "budget\n" + "3\n" * 200_000, "--mapping")
    Path("out.csv").write_text("from before")
    command = [*SCALECHECK, *["batch", "t.csv", "-q", "small.yaml", "-o", "out.csv", "--engine", "plain"]]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(200):
        time.sleep(0.05)
        if list(Path().glob(".out.csv.*")):
            break
    running.send_signal(signal.SIGINT)
    assert running.wait(20) == 130
    assert Path("out.csv").read_text() == "from before"
    assert list(Path().glob(".out.csv.*")) == []
