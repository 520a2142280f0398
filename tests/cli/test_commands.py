"""The commands as people and scripts meet them: what they print, where, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest
from typer.main import get_command

from scalecheck.cli import COMMANDS, build
from scalecheck.definition import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.command import Run, Terminal

    Screen = Callable[..., str]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "questionnaires" / "examples"
EARLY = str(EXAMPLES / "early.yaml")


def test_without_arguments_it_says_what_it_can_do(run: Run) -> None:
    code, out, err = run()
    assert code == 2
    for name in ("list", "show", "report", "check", "new", "schema"):
        assert f"\n  {name} " in out + err


def test_a_misspelt_command_or_option_is_a_usage_error(run: Run) -> None:
    assert run("raport")[0] == 2
    assert run("report", EARLY, "--formt", "json")[0] == 2
    assert run("report", EARLY, "--format", "pdf")[0] == 2


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_plain_text(run: Run, flag: str) -> None:
    code, out, _ = run("report", flag)
    assert code == 0
    assert out.isascii()
    assert "--fail-under N" in out


def test_every_option_has_a_long_name() -> None:
    commands = get_command(build([])).commands  # type: ignore[attr-defined]
    assert list(commands) == list(COMMANDS)
    options = [
        each for command in commands.values() for each in command.params if each.param_type_name == "option"
    ]
    assert len(options) > 30
    assert [each.opts for each in options if not any(name.startswith("--") for name in each.opts)] == []


def test_a_short_option_and_its_long_name_are_the_same(run: Run, tmp_path: Path) -> None:
    short, long = tmp_path / "short.txt", tmp_path / "long.txt"
    assert run("report", EARLY, "-q", "scaling-readiness", "-o", str(short)) == (0, "", "")
    assert run("report", EARLY, "--questionnaire", "scaling-readiness", "--output", str(long)) == (0, "", "")
    assert short.read_bytes() == long.read_bytes()


def test_the_level_asked_for_decides_the_exit_code(run: Run) -> None:
    assert run("report", EARLY, "--fail-under", "17.3")[0] == 0
    code, out, err = run("report", EARLY, "--fail-under", "17.4")
    assert (code, err) == (1, "The overall score, 17.3, is below 17.4.\n")
    assert out.startswith("Readiness to scale"), "the report is printed all the same"


@pytest.mark.parametrize("command", [("report", EARLY), ("batch", "t.csv", "-o", "o.csv")])
def test_a_level_that_nothing_can_be_held_against_is_refused(command: tuple[str, ...], run: Run) -> None:
    code, out, err = run(*command, "--fail-under", "nan")
    assert (code, out) == (2, "")
    assert "Name a number, for example 60." in err
    assert "--fail-under" in err


def test_a_gate_that_holds_decides_the_exit_code_when_asked(run: Run) -> None:
    code, _, err = run("report", EARLY, "--fail-on-gate")
    assert (code, err) == (1, "Must-haves missing: Nobody is paid to drive it and Approvals not listed.\n")
    assert run("report", str(EXAMPLES / "nearly-there.yaml"), "--fail-on-gate")[0] == 0


def test_no_score_meets_no_level(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "few.yaml"
    file.write_text("questionnaire: adopter-support\nversion: 1.0.0\nanswers: {protected-time: 4}\n")
    code, out, err = run("report", str(file), "--fail-under", "0")
    assert (code, err) == (1, "There is no overall score to hold against 0.\n")
    assert "There is no overall score: 1 of 9 answered, half needed." in out


def test_identical_input_gives_identical_bytes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run("report", EARLY, "--format", "json")[1]
    monkeypatch.chdir(tmp_path)
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(Path(EARLY).read_bytes())
    assert run("report", "copy.yaml", "--format", "json")[1] == first
    assert str(ROOT) not in first


def test_json_is_what_a_script_reads(run: Run) -> None:
    document = json.loads(run("report", EARLY, "--format", "json")[1])
    assert document["schema"] == "scalecheck-result/1"
    assert document["overall"]["score"] == 17.3
    assert document["overall"]["band"] == "not-yet"
    assert document["questionnaire"]["digest"] == catalogue.load().digest
    assert [gate["id"] for gate in document["gates"]] == ["nobody-drives-it", "assurance-unknown"]
    assert len(document["answers"]) == 27


def test_a_report_goes_whole_into_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_text("an older report")
    assert run("report", EARLY, "--format", "markdown", "-o", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8").startswith("# Readiness to scale in the NHS: Lantern Rounds")
    assert list(tmp_path.iterdir()) == [file], "nothing is left beside it"


def test_another_questionnaire_is_not_used_for_these_answers(run: Run) -> None:
    code, _, err = run("report", EARLY, "-q", "adopter-support")
    assert code == 2
    assert 'These answers belong to "scaling-readiness", not to "adopter-support".' in err


def test_a_questionnaire_is_named_by_its_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "ward-checks")[0] == 0
    assert run("new", "answers", "--for", "ward-checks.yaml")[0] == 0
    blank = (tmp_path / "answers.yaml").read_text(encoding="utf-8")
    filled = blank.replace("named-lead:", "named-lead: 2").replace("cover:", "cover: 3")
    (tmp_path / "answers.yaml").write_text(filled, encoding="utf-8")
    code, out, _ = run("report", "answers.yaml", "-q", "ward-checks.yaml", "--format", "json")
    assert code == 0
    assert json.loads(out)["overall"]["score"] == 75.0


def test_a_local_questionnaire_is_found_by_its_id(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questionnaires").mkdir()
    run("new", "questionnaires/ward-checks")
    assert "ward-checks 1.0.0" in run("list")[1]
    assert run("show", "ward-checks")[0] == 0


def test_an_installed_questionnaire_wins_over_a_local_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "adopter-support.yaml").write_text("not: a questionnaire\n")
    assert run("show", "adopter-support")[1].startswith("Support for adopters")


def test_an_unsound_local_questionnaire_does_not_hide_the_others(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "broken.yaml").write_text("id: broken\n")
    code, out, _ = run("list")
    assert code == 0
    assert "broken cannot be used" in out
    assert "scaling-readiness 1.0.0 (the default)" in out


def test_new_never_overwrites(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("mine")
    code, _, err = run("new", "mine")
    assert (code, err) == (2, "mine.yaml SC007 There is a file of this name already. Choose another name.\n")
    assert (tmp_path / "mine.yaml").read_text() == "mine"


def test_what_new_writes_is_sound(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "my-questionnaire")
    assert run("check", "my-questionnaire.yaml") == (0, "No problems in 1 file.\n", "")
    for name in catalogue.names():
        assert run("new", f"blank-{name}", "--for", name)[0] == 0
        assert run("check", f"blank-{name}.yaml") == (0, "No problems in 1 file.\n", "")


def test_show_tells_everything_a_respondent_is_asked(run: Run) -> None:
    out = " ".join(run("show", "adopter-support")[1].split())
    for question in catalogue.load("adopter-support").questions:
        for text in (
            question.ask,
            question.help,
            question.evidence,
            *(option.text for option in question.options),
        ):
            assert " ".join(text.split()) in out


def test_show_as_data_has_every_question(run: Run) -> None:
    data = json.loads(run("show", "--format", "json")[1])
    ids = [q["id"] for d in data["domains"] for sub in d["domains"] for q in sub["questions"]]
    assert ids == [question.id for question in catalogue.load().questions]


WORKSHOP = EXAMPLES / "workshop"


def test_a_folder_of_responses_is_a_group_and_the_room_s_file_is_no_rater(run: Run) -> None:
    code, out, _ = run("report", str(WORKSHOP), "--format", "json")
    assert code == 0
    assert (
        run(
            "report",
            str(WORKSHOP / "*-*.yaml"),
            "--agreed",
            str(WORKSHOP / "agreed.yaml"),
            "--format",
            "json",
        )[1]
        == out
    )
    assert "10 raters" in run("report", str(WORKSHOP))[1]


def test_two_rooms_are_one_too_many(run: Run, tmp_path: Path) -> None:
    (tmp_path / "again.yaml").write_bytes((WORKSHOP / "agreed.yaml").read_bytes())
    code, _, err = run("report", str(WORKSHOP), str(tmp_path / "again.yaml"))
    assert code == 2
    assert err.count("SC507 More than one of these files holds what a room agreed.") == 2


def test_options_of_one_response_are_refused_for_a_group(run: Run) -> None:
    assert run("report", str(WORKSHOP), "--fail-under", "50")[0] == 2


def test_a_folder_is_compared_by_its_middle_votes(run: Run) -> None:
    code, out, _ = run("compare", str(WORKSHOP), str(WORKSHOP / "agreed.yaml"))
    assert code == 0
    assert "The middle votes of 10 raters: not what they agreed." in " ".join(out.split())


def test_a_comparison_with_itself_says_that_nothing_has_changed(run: Run) -> None:
    document = json.loads(run("compare", EARLY, EARLY, "--format", "json")[1])
    assert document["overall"]["score"] == {"before": 17.3, "after": 17.3, "change": 0.0}


def test_a_report_in_a_file_has_no_colours_whatever_is_forced(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    file = tmp_path / "report.txt"
    assert run("report", str(EXAMPLES / "middling.yaml"), "-o", str(file)).code == 0
    assert "\x1b" not in file.read_text(encoding="utf-8")
    assert "\x1b" in run("report", str(EXAMPLES / "middling.yaml")).out


def test_a_plan_s_steps_lead_where_it_says(run: Run) -> None:
    middling = str(EXAMPLES / "middling.yaml")
    plan = json.loads(run("plan", middling, "--format", "json")[1])
    last = {step["question"]: step["to"]["points"] for step in plan["steps"]}
    given = [each for name, points in last.items() for each in ("--set", f"{name}={points}")]
    after = json.loads(run("plan", middling, *given, "--format", "json")[1])
    assert plan["target"] == "nearly"
    assert (after["from"]["band"], after["from"]["score"]) == ("nearly", plan["to"]["score"])


def test_a_saved_report_is_no_answers_for_a_plan(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "early.json"
    run("report", EARLY, "--format", "json", "-o", str(saved))
    code, _, err = run("plan", str(saved))
    assert code == 2
    assert "SC406 This is a saved report; here the answers themselves are needed." in err


@pytest.mark.parametrize("kind", ["questionnaire", "response", "result"])
def test_schema_prints_one_document(run: Run, kind: str) -> None:
    code, out, err = run("schema", kind)
    assert (code, err) == (0, "")
    assert json.loads(out)["title"] == f"scalecheck {kind}"


@pytest.mark.slow
def test_every_code_is_one_that_some_problem_has() -> None:
    """What the list of codes in the format page promises can happen."""
    import ast

    from scalecheck.errors import Code

    trees = (ast.parse(file.read_bytes()) for file in (ROOT / "scalecheck").rglob("*.py"))
    names = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert sorted(set(Code) - names) == []


class TestOnATerminal:
    """A real terminal of 80 columns."""

    @pytest.fixture
    def screen(self, terminal: Terminal) -> Screen:
        def shown(*arguments: str, **variables: str) -> str:
            child = terminal(*arguments, **{"TERM": "xterm-256color", **variables})
            child.expect(pexpect.EOF)
            child.close()
            assert child.exitstatus == 0
            return child.before or ""

        return shown

    def test_bands_have_colour_symbol_and_word(self, screen: Screen) -> None:
        assert "\x1b[31m! Not yet ready\x1b[0m" in screen("report", EARLY)

    def test_no_color_leaves_symbol_and_word(self, screen: Screen) -> None:
        shown = screen("report", EARLY, NO_COLOR="1")
        assert "\x1b[31m" not in shown
        assert "! Not yet ready" in shown

    def test_a_dumb_terminal_gets_plain_characters(self, screen: Screen) -> None:
        shown = screen("report", EARLY, TERM="dumb")
        assert "\x1b" not in shown
        assert "17.3 of 100  ###................." in shown
