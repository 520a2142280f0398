"""``scalecheck assess`` as a whole process: on a terminal, on a pipe, killed, hung up, interrupted."""

from __future__ import annotations

import contextlib
import random
import re
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pexpect
import pytest

from scalecheck.definition import catalogue
from scalecheck.responses import read_response
from tests.command import SCALECHECK, process
from tests.conftest import cases

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Ended, Terminal

QUESTIONNAIRE = catalogue.load("adopter-support")
NAMES = [question.id for question in QUESTIONNAIRE.questions]


def piped(*arguments: str, typed: str | bytes, cwd: Path, encoding: str = "utf-8") -> Ended:
    """`scalecheck assess` with *typed* on its input."""
    return process(
        "assess",
        *arguments,
        typed=typed,
        cwd=cwd,
        encoding=encoding,
        variables={} if encoding == "utf-8" else {"PYTHONIOENCODING": encoding},
    )


def saved(file: Path) -> dict[str, int | None]:
    """What the file holds: each answered question's option, counted from 1."""
    answers = read_response(file, QUESTIONNAIRE).answers
    return {name: answer.option + 1 for name, answer in answers.items() if answer.option is not None}


class TestOnAPipe:
    def test_lines_are_taken_as_typed_and_the_report_comes_at_the_end(self, tmp_path: Path) -> None:
        done = piped("adopter-support", "-o", "a.yaml", typed="3\n" * 9 + "f\n", cwd=tmp_path)
        assert done.code == 0
        assert done.out.startswith("Support for adopters\n")
        assert "66.7 of 100" in done.out
        assert done.err.endswith(
            "Your answers are in a.yaml. See the report again, whole: scalecheck report a.yaml --all\n"
        )
        assert saved(tmp_path / "a.yaml") == dict.fromkeys(NAMES, 3)

    def test_the_end_of_the_input_finishes_when_every_question_has_an_answer(self, tmp_path: Path) -> None:
        done = piped("adopter-support", "-o", "a.yaml", typed="3\n" * 9, cwd=tmp_path)
        assert done.code == 0
        assert "66.7 of 100" in done.out

    def test_the_end_of_the_input_saves_says_how_to_go_on_and_exits_1(self, tmp_path: Path) -> None:
        done = piped("adopter-support", "-o", "a.yaml", typed="1\n2\n", cwd=tmp_path)
        assert (done.code, done.out) == (1, "")
        last = done.err.splitlines()[-1]
        assert last == (
            "The input ended with 7 questions open. Your answers are in a.yaml. "
            "Go on with: scalecheck assess -o a.yaml"
        )
        assert saved(tmp_path / "a.yaml") == {NAMES[0]: 1, NAMES[1]: 2}

    def test_nothing_at_all_exits_2_says_what_to_do_and_leaves_no_file(self, tmp_path: Path) -> None:
        for arguments in (("-o", "a.yaml"), ()):
            done = piped(*arguments, typed="", cwd=tmp_path)
            assert (done.code, done.out) == (2, "")
            assert (
                "SC408 Nothing was typed. Run it in a terminal and type, or write a form to fill in"
                in done.err
            )
        assert list(tmp_path.iterdir()) == []

    def test_a_line_that_is_no_answer_is_reported_and_the_question_stands(self, tmp_path: Path) -> None:
        done = piped("adopter-support", "-o", "a.yaml", typed="maybe\n7\n2\nq\n", cwd=tmp_path)
        assert done.code == 0
        assert done.err.count("Error: ") == 2
        assert saved(tmp_path / "a.yaml") == {NAMES[0]: 2}

    def test_windows_line_ends_are_no_part_of_an_answer(self, tmp_path: Path) -> None:
        piped("adopter-support", "-o", "a.yaml", typed="2\r\nd\r\nq\r\n", cwd=tmp_path)
        assert saved(tmp_path / "a.yaml") == {NAMES[0]: 2}

    def test_bytes_that_are_no_text_are_told_and_not_taken(self, tmp_path: Path) -> None:
        done = piped("adopter-support", "-o", "a.yaml", typed=b"e\n\xff\xfe\nok\n\n2\nq\n", cwd=tmp_path)
        assert done.code == 0
        assert "Error: Some characters of this line could not be read. Type it again." in done.err
        assert read_response(tmp_path / "a.yaml", QUESTIONNAIRE).answers[NAMES[0]].evidence == "ok"

    @pytest.mark.parametrize("encoding", cases(["cp1252", "ascii"], lambda each: each == "ascii"))
    def test_an_old_console_shows_everything(self, tmp_path: Path, encoding: str) -> None:
        done = piped(
            "adopter-support",
            "-o",
            "a.yaml",
            typed="3\n" * 9 + "f\n",
            cwd=tmp_path,
            encoding=encoding,
        )
        assert done.code == 0
        assert "66.7 of 100  #############......." in done.out

    def test_the_same_answers_give_the_same_result_as_a_file_written_by_hand(self, tmp_path: Path) -> None:
        levels = [1, 2, 3, 4, 3, 2, 1, 2, 3]
        piped("adopter-support", "-o", "a.yaml", typed="".join(f"{n}\n" for n in levels), cwd=tmp_path)
        rows = [f"  {name}: {level}" for name, level in zip(NAMES, levels, strict=True)]
        (tmp_path / "b.yaml").write_text(
            "\n".join(["questionnaire: adopter-support", "version: 1.0.0", "answers:", *rows])
        )
        reports = [
            process("report", name, "--format", "json", cwd=tmp_path).out for name in ("a.yaml", "b.yaml")
        ]
        assert reports[0] == reports[1] != ""


class TestTheFile:
    def test_without_o_the_file_is_named_after_the_innovation(self, tmp_path: Path) -> None:
        done = piped("adopter-support", typed='Virtual ward: the "first"\n2\nq\n', cwd=tmp_path)
        assert "What is the innovation called?" in done.err
        file = tmp_path / "virtual-ward-the-first.yaml"
        assert read_response(file, QUESTIONNAIRE).about["innovation"] == 'Virtual ward: the "first"'

    def test_the_same_name_again_goes_on_with_its_file_and_another_does_not(self, tmp_path: Path) -> None:
        piped("adopter-support", typed="Virtual ward\n2\nq\n", cwd=tmp_path)
        again = piped("adopter-support", typed="Virtual ward\n3\nq\n", cwd=tmp_path)
        assert "Welcome back. 1 of 9 questions done, 8 left." in again.err
        piped("adopter-support", typed="Virtual-ward\n4\nq\n", cwd=tmp_path)
        assert saved(tmp_path / "virtual-ward.yaml") == {NAMES[0]: 2, NAMES[1]: 3}
        assert saved(tmp_path / "virtual-ward-2.yaml") == {NAMES[0]: 4}

    def test_a_damaged_file_is_left_alone_and_its_backup_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text("answers: {protected-time: [")
        (tmp_path / "a.yaml.bak").write_text("answers: {}")
        done = piped("adopter-support", "-o", "a.yaml", typed="2\n", cwd=tmp_path)
        assert done.code == 2
        assert "a.yaml:2:1 SC010 This is not YAML" in done.err
        assert (tmp_path / "a.yaml").read_text() == "answers: {protected-time: ["
        assert "Question 1" not in done.err

    def test_answers_that_are_not_the_questionnaire_s_are_left_alone(self, tmp_path: Path) -> None:
        text = "questionnaire: adopter-support\nversion: 1.0.0\nanswers: {protected-time: 9}\n"
        (tmp_path / "a.yaml").write_text(text)
        (tmp_path / "a.yaml.bak").write_text("")
        done = piped("-o", "a.yaml", typed="2\n", cwd=tmp_path)
        assert done.code == 2
        assert "An earlier copy is in a.yaml.bak" in done.err
        assert (tmp_path / "a.yaml").read_text() == text

    def test_it_starts_from_answers_given_elsewhere(self, tmp_path: Path) -> None:
        (tmp_path / "form.yaml").write_text(
            "questionnaire: adopter-support\nversion: 1.0.0\nanswers: {protected-time: 4}\n"
        )
        done = piped("--answers", "form.yaml", "-o", "a.yaml", typed="2\nq\n", cwd=tmp_path)
        assert "Question 2 of 9" in done.err
        assert saved(tmp_path / "a.yaml") == {NAMES[0]: 4, NAMES[1]: 2}
        assert saved(tmp_path / "form.yaml") == {NAMES[0]: 4}

    def test_the_short_version_is_kept_as_such(self, tmp_path: Path) -> None:
        done = piped("--quick", "-o", "a.yaml", typed="4\n" * 9, cwd=tmp_path)
        assert done.code == 0
        assert "Question 9 of 9" in done.err
        assert "scaling-readiness 1.0.0, quick version · 9 of 9 questions answered" in done.out
        assert "100.0 of 100" in done.out
        assert "scope: quick\n" in (tmp_path / "a.yaml").read_text()
        again = piped("-o", "a.yaml", typed="q\n", cwd=tmp_path)
        assert "Check your answers" in again.err, "resumed without --quick, it is still the short version"

    def test_a_full_file_does_not_become_a_short_one(self, tmp_path: Path) -> None:
        piped("-o", "a.yaml", typed="4\nq\n", cwd=tmp_path)
        done = piped("--quick", "-o", "a.yaml", typed="4\nq\n", cwd=tmp_path)
        assert done.code == 2
        assert "These answers are to the full version." in done.err

    def test_when_no_place_takes_the_answers_they_are_shown_to_copy(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        """The folder vanishes while a question is being read."""
        folder = tmp_path / "gone"
        folder.mkdir()
        child = terminal("assess", "adopter-support", "-o", str(folder / "a.yaml"))
        child.expect("Answer 1 to 4")
        for entry in folder.iterdir():
            entry.unlink()
        folder.rmdir()
        child.sendline("2")
        child.expect("could not be saved")
        child.expect("another file")
        child.sendline("q")
        child.expect("protected-time: 2")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 2


class TestOnATerminal:
    def test_an_interview_from_start_to_end(self, terminal: Terminal, tmp_path: Path) -> None:
        child = terminal("assess", "adopter-support", "-o", "a.yaml")
        for number in range(1, 10):
            child.expect(rf"Question {number} of 9")
            child.expect("Answer 1 to 4")
            child.sendline("3")
        child.expect("Check your answers")
        child.expect("f or q")
        child.sendline("f")
        child.expect("66.7 of 100")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        assert saved(tmp_path / "a.yaml") == dict.fromkeys(NAMES, 3)

    @pytest.mark.parametrize(
        ("arguments", "environment"),
        [
            (("--plain",), {}),
            pytest.param((), {"TERM": "dumb"}, marks=pytest.mark.slow),
            pytest.param((), {"ACCESSIBLE": "1"}, marks=pytest.mark.slow),
        ],
        ids=str,
    )
    def test_plain_mode_sends_no_control_sequence(
        self, terminal: Terminal, arguments: tuple[str, ...], environment: dict[str, str]
    ) -> None:
        child = terminal("assess", "adopter-support", "-o", "a.yaml", *arguments, **environment)
        for line in ("2", "?", "b", "r", "q"):
            child.expect("Answer 1 to 4|f or q")
            child.sendline(line)
        child.expect(pexpect.EOF)
        assert "\x1b" not in (child.before or "")
        child.close()
        assert child.exitstatus == 0

    def test_no_color_is_heeded(self, terminal: Terminal) -> None:
        child = terminal("assess", "adopter-support", "-o", "a.yaml", NO_COLOR="1")
        child.expect("Answer 1 to 4")
        assert re.search(r"\x1b\[[0-9;]*3[0-7]m", child.before or "") is None

    def test_no_line_is_wider_than_the_terminal(self, terminal: Terminal) -> None:
        child = terminal("assess", "-o", "a.yaml", "--plain")
        child.expect("Answer 1 to 4")
        child.sendline("?")
        child.expect("Question 1 of 27.*Answer 1 to 4")
        rows = (child.before or "").splitlines()
        assert [row for row in rows if len(row) > 80] == []

    def test_ctrl_c_says_how_to_go_on_and_exits_130(self, terminal: Terminal, tmp_path: Path) -> None:
        child = terminal("assess", "adopter-support", "-o", "a.yaml")
        child.expect("Answer 1 to 4")
        child.sendline("2")
        child.expect("Question 2 of 9")
        child.expect("Answer 1 to 4")
        child.sendintr()
        child.expect(r"Go on with: scalecheck assess -o a.yaml")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 130
        assert saved(tmp_path / "a.yaml") == {NAMES[0]: 2}

    def test_a_closed_terminal_loses_nothing(self, terminal: Terminal, tmp_path: Path) -> None:
        child = terminal("assess", "adopter-support", "-o", "a.yaml")
        child.expect("Answer 1 to 4")
        child.sendline("2")
        child.expect("Question 2 of 9")
        child.kill(signal.SIGHUP)
        child.close()
        assert saved(tmp_path / "a.yaml") == {NAMES[0]: 2}
        assert piped("-o", "a.yaml", typed="q\n", cwd=tmp_path).code == 0, "its lock holds nobody up"

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", range(8))
    def test_killed_at_any_moment_every_acknowledged_answer_is_there(
        self, terminal: Terminal, tmp_path: Path, seed: int
    ) -> None:
        """The next heading appears only once the answer before it is on the disk."""
        chance = random.Random(seed)
        given: dict[str, int | None] = {}
        acknowledged = 0
        while acknowledged < len(NAMES):
            child = terminal("assess", "adopter-support", "-o", "a.yaml")
            try:
                child.expect(rf"Question {acknowledged + 1} of 9.*Answer 1 to 4")
                for _ in range(chance.randint(0, 2)):
                    level = chance.randint(1, 4)
                    child.sendline(str(level))
                    given[NAMES[acknowledged]] = level
                    if acknowledged + 1 == len(NAMES):
                        child.expect("Check your answers")
                        acknowledged += 1
                        break
                    child.expect(rf"Question {acknowledged + 2} of 9")
                    acknowledged += 1
                if chance.random() < 0.5 and acknowledged < len(NAMES):
                    child.send(f"{chance.randint(1, 4)}")  # a line being typed: it alone may be lost
                time.sleep(chance.random() / 50)
            finally:
                child.kill(chance.choice([signal.SIGKILL, signal.SIGHUP]))
                child.wait()
                child.close()
            if acknowledged:
                assert {n: saved(tmp_path / "a.yaml")[n] for n in NAMES[:acknowledged]} == {
                    n: given[n] for n in NAMES[:acknowledged]
                }

    @pytest.mark.slow
    def test_killed_while_saving_the_file_is_whole(self, tmp_path: Path) -> None:
        """Many answers in a row, killed at random moments between and within the saves."""
        chance, file = random.Random(1), tmp_path / "a.yaml"

        def written() -> int:
            return file.stat().st_mtime_ns if file.exists() else 0

        for _ in range(25):
            before = written()
            run = subprocess.Popen(
                [*SCALECHECK, "assess", "adopter-support", "-o", "a.yaml"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=tmp_path,
            )
            assert run.stdin is not None
            run.stdin.write(b"g 1\n1\ng 2\n2\n" * 200)
            run.stdin.flush()
            while written() == before and run.poll() is None:  # until it is at its saves
                time.sleep(0.002)
            time.sleep(chance.random() / 20)
            run.kill()
            run.wait()
            with contextlib.suppress(BrokenPipeError):
                run.stdin.close()
            assert written() != before
            assert set(saved(file).items()) <= {(NAMES[0], 1), (NAMES[1], 2)}
