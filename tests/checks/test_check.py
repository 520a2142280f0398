"""`scalecheck check`: its document and exit codes, several files at once, responses, and proved findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scalecheck.checks.check import check
from scalecheck.checks.lint import findings
from scalecheck.checks.satisfiability import possible
from scalecheck.definition import catalogue
from scalecheck.scoring.compiled import compile_questionnaire
from tests.command import process
from tests.conftest import EXAMPLES, QUESTIONNAIRES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Run

SMALL = """\
id: small
version: 1.2.0
title: Small
source: {title: A paper on small teams}
domains:
  - id: people
    title: People
    questions:
      - {id: lead, ask: Who leads?, options: [{label: Nobody}, {label: Someone}]}
"""
ANSWERS = "questionnaire: small\nversion: 1.2.0\nanswers: {lead: 2}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a sound questionnaire and a sound response."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires/small.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    return tmp_path


# The document and the exit codes.


def test_problems_as_json_say_file_line_column_code_what_and_todo(folder: Path, run: Run) -> None:
    (folder / "bad.yaml").write_text(SMALL.replace("title: Small", "titel: Small"), encoding="utf-8")
    ended = run("check", "bad.yaml", "zzzzzzzzzzzzzzzz", "--format", "json")
    assert json.loads(ended.out) == {
        "schema": "scalecheck-problems/1",
        "files": ["bad.yaml", "zzzzzzzzzzzzzzzz"],
        "problems": [
            {
                "file": "bad.yaml",
                "line": 1,
                "column": 1,
                "code": "SC112",
                "what": 'This questionnaire has no "title".',
                "todo": "title: What a reader sees.",
            },
            {
                "file": "bad.yaml",
                "line": 3,
                "column": 1,
                "code": "SC111",
                "what": 'A questionnaire has no "titel".',
                "todo": 'Did you mean "title"?',
            },
            {
                "file": "zzzzzzzzzzzzzzzz",
                "line": None,
                "column": None,
                "code": "SC001",
                "what": 'There is no questionnaire called "zzzzzzzzzzzzzzzz".',
                "todo": "`scalecheck list` shows what there is; a file is named by its path.",
            },
        ],
    }
    assert (ended.code, ended.err) == (2, "")


def test_no_problems_as_json_is_an_empty_list(folder: Path, run: Run) -> None:
    ended = run("check", "answers.yaml", "--format", "json")
    assert json.loads(ended.out) == {
        "schema": "scalecheck-problems/1",
        "files": ["answers.yaml"],
        "problems": [],
    }
    assert ended.code == 0


def test_the_two_forms_tell_the_same_problems(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES / "bad")
    names = sorted(file.name for file in (EXAMPLES / "bad").iterdir() if file.suffix in (".yaml", ".json"))
    told = json.loads(run("check", *names, "--format", "json").out)["problems"]
    rows = []
    for each in told:
        place = f"{each['file']}:{each['line']}:{each['column']}" if each["line"] else each["file"]
        rows.append(" ".join(filter(None, (place, each["code"], each["what"], each["todo"]))))
    assert rows == run("check", *names).out.splitlines()[:-1]


def test_sound_files_exit_0_faulty_ones_1_and_unreadable_ones_2(folder: Path, run: Run) -> None:
    (folder / "bad.yaml").write_text("id: small\n", encoding="utf-8")
    assert run("check", "answers.yaml").code == 0
    assert run("check", "answers.yaml", "bad.yaml").code == 1
    assert run("check", "bad.yaml", "gone.yaml", "answers.yaml").code == 2


def test_every_file_is_looked_at_whatever_is_wrong_with_the_one_before(folder: Path, run: Run) -> None:
    (folder / "bad.yaml").write_text("id: small\nid: large\n", encoding="utf-8")
    (folder / "worse.yaml").write_bytes(b"\xff")
    todo = "`scalecheck list` shows what there is; a file is named by its path."
    ended = run("check", "zzzzzzzzzzzzzzzz", "bad.yaml", "questionnaires", "worse.yaml", "answers.yaml")
    assert ended.out.splitlines() == [
        f'zzzzzzzzzzzzzzzz SC001 There is no questionnaire called "zzzzzzzzzzzzzzzz". {todo}',
        'bad.yaml:2:1 SC017 "id" appears a second time; the first is on line 1. Keep one of the two.',
        "questionnaires SC002 This is a folder. Name a file in it.",
        'worse.yaml:1:1 SC004 This is not UTF-8 text. Save the file again with the encoding "UTF-8".',
        "4 problems in 5 files.",
    ]


def test_a_problem_in_a_shared_part_is_told_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES / "bad")
    once = run("check", "include-broken.yaml").out.splitlines()[:-1]
    assert (
        run("check", "include-broken.yaml", "questionnaires/broken-part.yaml").out.splitlines()[:-1] == once
    )


def test_a_questionnaire_is_checked_by_its_id(folder: Path, run: Run) -> None:
    assert run("check", "small", "scaling-readiness").out == "No problems in 2 files.\n"


def test_an_id_that_is_close_to_one_is_asked_about(folder: Path, run: Run) -> None:
    ended = run("check", "scaling-redyness")
    assert ended.code == 2
    assert 'Did you mean "scaling-readiness"?' in ended.out


def test_a_missing_file_with_a_neighbour_of_like_name_is_asked_about(folder: Path, run: Run) -> None:
    ended = run("check", "anwsers.yaml")
    assert ended.out.startswith('anwsers.yaml SC001 There is no such file. Did you mean "answers.yaml"?\n')


def test_a_neighbour_that_only_shares_the_suffix_is_not_asked_about(folder: Path, run: Run) -> None:
    (folder / "worse.yaml").write_text(SMALL, encoding="utf-8")
    assert "Did you mean" not in run("check", "gone.yaml").out


def test_everything_that_comes_with_scalecheck_is_sound(run: Run) -> None:
    files = [str(file) for file in sorted(QUESTIONNAIRES.rglob("*.yaml"))]
    ended = run("check", *files)
    assert ended.out == f"No problems in {len(files)} files.\n"
    assert ended.code == 0


def test_what_is_checked_from_python_is_what_the_command_says(folder: Path, run: Run) -> None:
    checked = check([folder / "answers.yaml", folder / "gone.yaml"])
    assert checked.exit_code == 2
    assert [problem.code for problem in checked.problems] == ["SC001"]


# Responses.


def test_a_response_is_held_against_the_questionnaire_it_names(folder: Path, run: Run) -> None:
    assert run("check", "answers.yaml").out == "No problems in 1 file.\n"


def test_a_response_is_held_against_the_questionnaire_that_q_names(folder: Path, run: Run) -> None:
    (folder / "elsewhere.yaml").write_text(SMALL.replace("id: lead", "id: leader"), encoding="utf-8")
    ended = run("check", "answers.yaml", "-q", "elsewhere.yaml")
    assert (
        ended.out.splitlines()[0]
        == 'answers.yaml:3:11 SC403 "small" has no question "lead". Did you mean "leader"?'
    )


def test_answers_to_another_questionnaire_are_refused(folder: Path, run: Run) -> None:
    ended = run("check", "answers.yaml", "-q", "adopter-support")
    row = (
        'answers.yaml:1:16 SC401 These answers belong to "small", not to "adopter-support". '
        "Score them with -q small, or answer adopter-support."
    )
    assert ended.out.splitlines() == [row, "1 problem in 1 file."]
    assert ended.code == 1
    assert run("report", "answers.yaml", "-q", "adopter-support").err == f"{row}\n"


def test_a_response_to_a_questionnaire_that_is_broken_tells_what_is_wrong_with_it(
    folder: Path, run: Run
) -> None:
    (folder / "questionnaires/small.yaml").write_text(
        SMALL.replace("id: lead", "id: people"), encoding="utf-8"
    )
    ended = run("check", "answers.yaml")
    assert ended.out.startswith("questionnaires/small.yaml:9:9 SC210 ")
    assert ended.code == 1


@pytest.mark.parametrize("version", ["1.2.0", "1.2.9", "1.9.0", "1.0.0"])
def test_another_minor_version_is_no_problem(version: str, folder: Path, run: Run) -> None:
    (folder / "answers.yaml").write_text(ANSWERS.replace("1.2.0", version), encoding="utf-8")
    assert run("check", "answers.yaml").code == 0


@pytest.mark.parametrize("version", ["0.2.0", "2.2.0", "12.0.0"])
def test_another_major_version_is_refused_with_what_to_do(version: str, folder: Path, run: Run) -> None:
    (folder / "answers.yaml").write_text(ANSWERS.replace("1.2.0", version), encoding="utf-8")
    ended = run("check", "answers.yaml")
    assert ended.out.startswith("answers.yaml:2:10 SC402 ")
    assert "-q" in ended.out


@pytest.mark.parametrize("command", ["check", "report"])
def test_a_saved_report_is_checked_and_one_that_was_cut_short_is_refused(
    command: str, folder: Path, run: Run
) -> None:
    saved = folder / "saved.json"
    saved.write_text(run("report", "answers.yaml", "--format", "json").out, encoding="utf-8")
    assert run(command, "saved.json").code == 0
    data = json.loads(saved.read_text(encoding="utf-8"))
    saved.write_text(json.dumps({name: data[name] for name in ("schema", "tool")}), encoding="utf-8")
    ended = run(command, "saved.json")
    assert ended.code == (1 if command == "check" else 2)
    assert 'saved.json:1:1 SC112 This result has no "overall".' in ended.out + ended.err


def test_a_blank_response_has_no_problems(folder: Path, run: Run) -> None:
    assert run("new", "blank", "--for", "scaling-readiness").code == 0
    assert run("check", "blank.yaml").out == "No problems in 1 file.\n"


# Findings are proved by trying every way to answer.

FORM = """\
id: form
version: 1.0.0
title: Form
source: {title: A paper on forms}
bands:
  - {id: low, from: 0, title: Low}
  - {id: middle, from: 40, title: Middle}
  - {id: high, from: 70, title: High}
scales:
  three: [{label: None}, {label: Some}, {label: All}]
domains:
  - id: first
    title: First
    questions:
      - {id: a, ask: A?, scale: three}
      - {id: b, ask: B?, scale: three, ask_if: {question: a, at_least: 2}}
      - {id: c, ask: C?, scale: three, ask_if: {question: a, below: 2}}
  - id: second
    title: Second
    aggregate: lowest
    questions:
      - {id: d, ask: D?, scale: three, reverse: true}
      - {id: e, ask: E?, scale: three}
"""


def held(condition: str, folder: Path) -> bool:
    """Whether advice with this condition is thought possible."""
    rule = f"advice:\n  - {{id: rule, do: Do., why: Why., when: {condition}}}\n"
    (folder / "form.yaml").write_text(FORM + rule, encoding="utf-8")
    questionnaire = catalogue.load(str(folder / "form.yaml"))
    found = [problem.code for problem in findings(questionnaire)]
    answer = possible(compile_questionnaire(questionnaire), questionnaire.advice[0].when)
    assert found == ([] if answer else ["SC302"])
    return answer


@pytest.mark.parametrize(
    "condition",
    [
        "{question: a, below: 2}",
        "{question: a, at_least: 3}",
        "{question: a, is: Some}",
        "{question: a, is: 3}",
        "{not: {question: a, at_least: 1}}",  # a does not apply
        "{not: {question: a, is: 1}}",
        "{all: [{question: a, at_least: 2}, {question: b, below: 2}]}",
        "{all: [{question: a, below: 2}, {not: {question: b, at_least: 1}}]}",  # b is not asked
        "{any: [{question: a, below: 1}, {question: d, is: All}]}",
        "{domain: first, below: 0.1}",
        "{domain: second, is: high}",
        "{overall: true, at_least: 100}",
        "{not: {overall: true, at_least: 0}}",  # nothing applies
        "{all: [{question: d, is: 1}, {domain: second, at_least: 70}]}",  # reverse: fewest points are best
        "{all: [{question: d, is: 3}, {domain: second, below: 1}]}",
        "{all: [{question: e, is: 1}, {overall: true, is: middle}]}",
        "{all: [{domain: first, is: low}, {domain: second, is: high}]}",
        "{question: c, is: 3}",
    ],
)
def test_what_some_answers_can_bring_about_is_not_reported(condition: str, tmp_path: Path) -> None:
    assert held(condition, tmp_path) is True


@pytest.mark.parametrize(
    "condition",
    [
        "{question: a, below: 1}",
        "{question: a, at_least: 4}",
        "{not: {any: [{question: a, below: 2}, {not: {question: a, below: 2}}]}}",
        "{all: [{question: a, below: 2}, {question: a, at_least: 2}]}",
        "{all: [{question: a, is: 1}, {question: a, is: 2}]}",
        "{all: [{question: a, below: 2}, {question: b, at_least: 1}]}",  # b is not asked then
        "{any: [{question: a, below: 1}, {question: d, below: 1}]}",
        "{domain: first, below: 0}",
        "{domain: first, at_least: 100.1}",
        "{overall: true, below: 0}",
        "{all: [{domain: first, below: 40}, {domain: first, is: middle}]}",
        "{all: [{question: d, is: 3}, {domain: second, at_least: 1}]}",  # reverse: the most points are worst
        "{all: [{question: e, is: 1}, {domain: second, is: high}]}",  # the lowest counts
        "{all: [{question: a, is: 3}, {question: b, is: 3}, {domain: first, below: 100}]}",
        "{all: [{domain: second, at_least: 100}, {question: e, is: 2}]}",
    ],
)
def test_what_no_answers_can_bring_about_is_reported(condition: str, tmp_path: Path) -> None:
    assert held(condition, tmp_path) is False


def test_advice_that_only_a_missing_answer_lets_apply_is_not_reported(tmp_path: Path) -> None:
    """Without an answer to A, both B and C are asked: so both can be answered."""
    condition = "{all: [{question: b, below: 2}, {question: c, below: 2}]}"
    assert held(condition, tmp_path) is True


def test_a_question_that_only_a_missing_answer_leads_to_is_reported(tmp_path: Path) -> None:
    """ask_if asks when undecided: without answers to A it is asked, but no answer ever leads to it."""
    condition = "{all: [{question: a, below: 2}, {question: a, at_least: 2}]}"
    question = f"      - {{id: f, ask: F?, scale: three, ask_if: {condition}}}\n"
    (tmp_path / "form.yaml").write_text(FORM + question, encoding="utf-8")
    found = findings(catalogue.load(str(tmp_path / "form.yaml")))
    assert [(problem.code, problem.what) for problem in found] == [
        ("SC306", 'No answers lead to "f": it is asked only while earlier ones are missing.')
    ]


def test_a_condition_with_too_many_ways_to_answer_is_left_alone(tmp_path: Path) -> None:
    names = [f"q{n}" for n in range(12)]
    rows = "".join(f"      - {{id: {name}, ask: Q?, scale: three}}\n" for name in names)
    parts = ", ".join(f"{{question: {name}, below: 1}}" for name in names)
    rule = f"advice:\n  - {{id: rule, do: Do., why: Why., when: {{all: [{parts}]}}}}\n"
    (tmp_path / "form.yaml").write_text(FORM + rows + rule, encoding="utf-8")
    questionnaire = catalogue.load(str(tmp_path / "form.yaml"))
    assert possible(compile_questionnaire(questionnaire), questionnaire.advice[0].when) is True


def test_a_condition_on_many_scores_is_settled_or_left_alone_soon(tmp_path: Path) -> None:
    """Twelve scores on either side of each threshold are too many cases to try one by one."""
    names = [f"x{n}" for n in range(12)]
    rows = "".join(
        f"  - {{id: {name}, title: X, questions: [{{id: {name}-q, ask: Q?, scale: three}}]}}\n"
        for name in names
    )
    parts = ", ".join(f"{{domain: {name}, below: 0}}" for name in names)
    rule = f"advice:\n  - {{id: rule, do: Do., why: Why., when: {{all: [{parts}]}}}}\n"
    (tmp_path / "form.yaml").write_text(FORM + rows + rule, encoding="utf-8")
    ended = process("check", "form.yaml", timeout=15, cwd=tmp_path)
    assert ended.code in (0, 1)
    assert ended.err == ""


def test_a_band_that_only_a_domain_lacks_answers_for_is_found(tmp_path: Path) -> None:
    own = (
        "    bands: [{id: none, from: 0, title: None}, {id: some, from: 10, title: Some}, "
        "{id: half, from: 50, title: Half}]\n"
    )
    text = FORM.replace("    aggregate: lowest\n", f"    aggregate: lowest\n{own}")
    (tmp_path / "form.yaml").write_text(text, encoding="utf-8")
    problems = findings(catalogue.load(str(tmp_path / "form.yaml")))
    assert [(problem.code, problem.what) for problem in problems] == [
        ("SC303", 'No answers give a score in band "some".')
    ]
