"""Nothing a user or a file can do ends in a traceback, and nothing a file says is obeyed."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scalecheck import __main__ as command_line
from tests.command import process
from tests.conftest import QUESTIONNAIRES, cases, sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.command import Ended, Run

EARLY = str(QUESTIONNAIRES / "examples/early.yaml")
WHOLE = str(QUESTIONNAIRES / "scaling-readiness.yaml")
COMMANDS = (
    ("--version",),
    ("--help",),
    ("list",),
    ("show",),
    ("show", "--format", "markdown"),
    ("show", "--format", "json"),
    ("check", EARLY, WHOLE),
    ("check", EARLY, "--format", "json"),
    ("report", EARLY),
    ("report", EARLY, "--all", "--explain"),
    ("report", EARLY, "--format", "markdown"),
    ("report", EARLY, "--format", "html"),
    ("report", EARLY, "--format", "json"),
    ("schema", "result"),
)


def sampled(command: tuple[str, ...]) -> bool:
    """Whether *command* stands for the others in the first tier: each is a process of its own."""
    return command in (("list",), ("report", EARLY))


def named(command: tuple[str, ...]) -> str:
    return " ".join(Path(word).name for word in command)


def bare(*arguments: str, **more: Any) -> Ended:
    """Run `scalecheck` as a process that knows only where programs are, and *more*."""
    more["env"] = {"PATH": os.environ["PATH"], "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"} | more.get("env", {})
    return process(*arguments, **more)


def one_line(text: str) -> str:
    """*text*, which is one line that a person can read."""
    assert "Traceback" not in text
    assert text.endswith("\n")
    assert text.count("\n") == 1
    assert text.strip() == re.sub(r"[\x00-\x1f\x7f-\x9f]", "", text)
    return text


# Files that cannot be read.


def missing(folder: Path) -> Path:
    return folder / "missing.yaml"


def a_folder(folder: Path) -> Path:
    (folder / "folder.yaml").mkdir()
    return folder / "folder.yaml"


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.yaml")
    return folder / "pipe.yaml"


def a_device(folder: Path) -> Path:
    return Path("/dev/zero")


def huge(folder: Path) -> Path:
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(3 << 30)
    return folder / "huge.yaml"


def a_loop(folder: Path) -> Path:
    (folder / "loop.yaml").symlink_to("loop.yaml")
    return folder / "loop.yaml"


def beneath_a_file(folder: Path) -> Path:
    (folder / "file").write_text("")
    return folder / "file" / "below.yaml"


def long_name(folder: Path) -> Path:
    return folder / ("x" * 5000 + ".yaml")


UNREADABLE = [missing, a_folder, a_pipe, a_device, huge, a_loop, beneath_a_file, long_name]


@pytest.mark.parametrize("made", UNREADABLE, ids=lambda made: made.__name__)
def test_a_file_that_cannot_be_read_is_named_in_one_line(
    made: Callable[[Path], Path], tmp_path: Path, run: Run
) -> None:
    file = str(made(tmp_path))
    for command in (("report", file), ("show", file), ("report", EARLY, "-q", file)):
        ended = run(*command)
        assert (ended.code, ended.out) == (2, "")
        assert one_line(ended.err).startswith(f"{file} SC00")
    ended = run("check", file)
    assert (ended.code, ended.err) == (2, "")
    assert ended.out.startswith(f"{file} SC00")


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be somebody else meanwhile, because root may read and write everything.

    It is in this process, whose modules are loaded already.
    """
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def open_up(folder: Path) -> None:
    """Let everybody look into *folder*."""
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(each.stat().st_mode | 0o755)


def test_a_file_or_a_folder_one_may_not_read_is_named_in_one_line(tmp_path: Path, run: Run) -> None:
    (tmp_path / "secret.yaml").write_text("id: small\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/inside.yaml").write_text("id: small\n")
    (tmp_path / "secret.yaml").chmod(0)
    (tmp_path / "folder").chmod(0)
    open_up(tmp_path)
    run("check", EARLY)
    run("report", EARLY)
    for name in ("secret.yaml", "folder/inside.yaml"):
        file = str(tmp_path / name)
        with somebody_else():
            checked, reported = run("check", file), run("report", file)
        assert (checked.code, reported.code) == (2, 2)
        expected = f"{file} SC002 The file cannot be read: Permission denied."
        assert checked.out.splitlines()[0] == expected
        assert reported.err == f"{expected}\n"
    (tmp_path / "folder").chmod(0o700)


# Places that cannot be written to.


@pytest.mark.parametrize("command", cases(COMMANDS, sampled), ids=named)
def test_a_full_output_is_told_in_one_line(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = bare(*command, stdout=full)
    assert one_line(ended.err) == f"The output cannot be written: {os.strerror(errno.ENOSPC)}.\n"
    assert ended.code == 2


@pytest.mark.parametrize(
    "command", cases([each for each in COMMANDS if each != ("--help",)], sampled), ids=named
)
def test_a_closed_output_is_told_in_one_line(command: tuple[str, ...]) -> None:
    ended = bare(*command, shell=">&-")
    assert one_line(ended.err).startswith("The output cannot be written")
    assert ended.code == 2


@pytest.mark.parametrize(
    "command", cases([each for each in COMMANDS if each != ("--help",)], sampled), ids=named
)
def test_with_every_output_closed_only_the_exit_code_tells(command: tuple[str, ...]) -> None:
    assert bare(*command, shell=">&- 2>&-").code == 2


@pytest.mark.parametrize("command", cases(COMMANDS, sampled), ids=named)
def test_a_reader_that_has_enough_is_no_error(command: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ended = bare(*command, stdout=pipe)
    assert (ended.err, ended.code) == ("", 0)


def test_head_gets_its_lines(tmp_path: Path) -> None:
    ended = bare("schema", "questionnaire", shell="| head -n 1")
    assert (ended.out, ended.err) == ("{\n", "")


@pytest.mark.parametrize("format", ["terminal", "markdown", "json", "html"])
def test_a_report_into_a_missing_folder_is_refused(format: str, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "missing/report.txt"
    ended = run("report", EARLY, "--format", format, "-o", str(target))
    assert (ended.code, ended.out) == (2, "")
    assert one_line(ended.err).startswith(f"{target} SC007 ")


def test_a_report_onto_a_folder_is_refused(tmp_path: Path, run: Run) -> None:
    ended = run("report", EARLY, "-o", str(tmp_path))
    assert ended.code == 2
    assert one_line(ended.err) == f"{tmp_path} SC007 This is a folder. Name a file in it.\n"


def test_a_report_onto_a_pipe_or_a_device_leaves_it_what_it_is(tmp_path: Path, run: Run) -> None:
    """A device replaced by a file would break the machine for everybody: -o /dev/null, as root."""
    os.mkfifo(tmp_path / "pipe")
    ended = run("report", EARLY, "-o", str(tmp_path / "pipe"))
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert ended.code == 2
    assert one_line(ended.err).startswith(f"{tmp_path / 'pipe'} SC007 ")


def test_a_report_that_cannot_be_written_leaves_the_old_one_alone(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "report.txt"
    target.write_text("the old one")
    assert run("report", str(tmp_path / "missing.yaml"), "-o", str(target)).code == 2
    assert target.read_text() == "the old one"
    assert [file.name for file in tmp_path.iterdir()] == ["report.txt"]


def test_a_report_replaces_the_file_a_link_points_to(tmp_path: Path, run: Run) -> None:
    (tmp_path / "real.txt").write_text("the old one")
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert run("report", EARLY, "-o", str(tmp_path / "link.txt")).code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert "Lantern Rounds" in (tmp_path / "real.txt").read_text(encoding="utf-8")


def test_a_report_into_a_folder_one_may_not_write_is_refused(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "closed"
    target.mkdir(0o555)
    open_up(tmp_path)
    saved = tmp_path / "early.json"  # a saved report needs no file that somebody else may not read
    run("report", EARLY, "--format", "json", "-o", str(saved))
    saved.chmod(0o644)
    run("report", str(saved), "--format", "json")
    with somebody_else():
        ended = run("report", str(saved), "--format", "json", "-o", str(target / "report.json"))
    reason = "The file cannot be written: Permission denied. Name another file or folder."
    assert ended.err == f"{target / 'report.json'} SC007 {reason}\n"
    assert ended.code == 2
    assert list(target.iterdir()) == []


# Surroundings.


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16", "latin-1:strict"])
@pytest.mark.parametrize("command", cases(COMMANDS, lambda each: each == ("report", EARLY)), ids=named)
def test_no_encoding_of_the_output_is_too_small(command: tuple[str, ...], encoding: str) -> None:
    ended = process(
        *command,
        encoding=encoding.removesuffix(":strict"),
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    assert (ended.err, ended.code) == ("", 0)
    assert ended.out


SURROUNDINGS: tuple[dict[str, str], ...] = (
    {},
    {"HOME": "/nonexistent"},
    {"TERM": "dumb"},
    {"TERM": ""},
    {"COLUMNS": "1"},
    {"COLUMNS": "many"},
    {"LC_ALL": "tr_TR.UTF-8"},
    {"NO_COLOR": "1"},
    {"PYTHONOPTIMIZE": "2"},
    {"TZ": "nowhere"},
)


@pytest.mark.parametrize(
    "surroundings",
    cases(SURROUNDINGS, ({}, {"COLUMNS": "many"}).__contains__),
    ids=lambda surroundings: (
        " ".join(f"{name}={value}" for name, value in surroundings.items()) or "nothing set"
    ),
)
def test_no_surroundings_are_too_bare(surroundings: dict[str, str], tmp_path: Path) -> None:
    for command in (("report", EARLY, "--all", "--explain"), ("list",)):
        ended = process(*command, env=surroundings, cwd=tmp_path)
        assert (ended.err, ended.code) == ("", 0)
        assert ended.out


def test_a_folder_that_is_gone_is_no_traceback(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = "import os, sys; from scalecheck.__main__ import main; os.rmdir(os.getcwd()); sys.exit(main())"
    ended = process("list", code=script, cwd=gone)
    assert (ended.err, ended.code) == ("", 0)


# Faults of our own.


def broken(*_: object) -> int:
    message = "a fault\x1b[31m of\nour own"
    raise RuntimeError(message)


def test_a_fault_in_scalecheck_itself_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr("scalecheck.cli.run", broken)
    ended = run("list")
    assert (ended.code, ended.out) == (101, "")
    assert "scalecheck has a fault (RuntimeError: a fault\ufffd[31m of our own)" in one_line(ended.err)
    assert "--debug" in ended.err


def test_a_fault_inside_a_command_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr("scalecheck.definition.catalogue.load", broken)
    ended = run("show")
    assert (ended.code, ended.out) == (101, "")
    assert "RuntimeError" in one_line(ended.err)


FAULTY = (
    "import sys, scalecheck.cli\n"
    "from scalecheck.__main__ import main\n"
    "scalecheck.cli.run = lambda: 1 // 0\n"
    "sys.exit(main())\n"
)


def test_a_fault_ends_the_process_with_101() -> None:
    ended = process("list", code=FAULTY)
    assert ended.code == 101
    assert "ZeroDivisionError" in one_line(ended.err)


def test_debug_shows_the_traceback_and_the_code_stays_101() -> None:
    ended = process("--debug", "list", code=FAULTY)
    assert "Traceback" in ended.err
    assert ended.code == 101


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scalecheck.definition.catalogue.load", interrupted)
    ended = run("show")
    assert ended.code == command_line.INTERRUPTED
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("bake",),
        ("--bake",),
        ("report",),
        ("check",),
        ("report", EARLY, "--format", "pdf"),
        ("report", EARLY, "-o"),
    ],
    ids=named,
)
def test_a_usage_error_is_2_and_no_traceback(arguments: tuple[str, ...], run: Run) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert "Traceback" not in ended.out + ended.err


# What a file says is shown, never obeyed.

MARKUP = "[red] [/] [/red] [link=https://example.org]x[/link] :smile: [bold"
CODES = (
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\x1b]8;;https://example.org\x1b\\",
    "\x1b]52;c;Zm9v\x07",
    "\x9b31m",
    "\x9d0;x\x9c",
    "\x00",
    "\x07",
    "\x08\x08",
    "\x0b",
    "\x0c",
    "\r",
    "\x7f",
    "\x85",
    "\u061c",
    "\u200b\u200c\u200d\u200e\u200f",
    "\u202a\u202b\u202c\u202d\u202e",
    "\u2028\u2029",
    "\u2060\u2066\u2067\u2068\u2069",
    "\ufeff",
    "\ufff9\ufffa\ufffb",
    "\U000e0041",
)
HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
MARKDOWN = "<https://example.org> [a](javascript:x) ![b](x) `c` | d ~~e~~ $f$ &lt;"
NASTY = f"{MARKUP} {''.join(CODES)} <script>alert(1)</script> {MARKDOWN} "


def nasty(name: str) -> str:
    """A text that tries everything, and says which it is at both ends, so that it can be found again."""
    return f"START-{name} {NASTY} END-{name}\n# heading\n- item\n1. item\n> quote\n---\n    code"


def hostile_questionnaire() -> dict[str, Any]:
    def option(name: str, number: int) -> dict[str, Any]:
        step = {"next": {"do": nasty(f"{name}-do"), "who": nasty(f"{name}-who")}} if number < 2 else {}
        return {"label": nasty(f"{name}-label-{number}"), "text": nasty(f"{name}-text-{number}"), **step}

    def question(name: str) -> dict[str, Any]:
        texts = {field: nasty(f"{name}-{field}") for field in ("ask", "help", "evidence")}
        return {
            "id": name,
            **texts,
            "cites": ["point", "reference"],
            "options": [option(name, 1), option(name, 2)],
        }

    source = {"title": nasty("source-title"), "publisher": nasty("source-publisher"), "year": 2018}
    return {
        "id": "hostile",
        "version": "1.0.0",
        "title": nasty("title"),
        "about": nasty("about"),
        "source": {
            **source,
            "url": "https://example.org/\u202e\u200b[x](y)`",
            "key_points": {"point": nasty("point")},
        },
        "references": {
            "reference": {"title": nasty("reference-title"), "publisher": nasty("reference-publisher")}
        },
        "licence": nasty("licence"),
        "tags": {"tag": nasty("tag")},
        "min_answered": 0,
        "bands": [
            {"id": "low", "from": 0, "title": nasty("low-title"), "meaning": nasty("low-meaning")},
            {"id": "high", "from": 60, "title": nasty("high-title"), "meaning": nasty("high-meaning")},
        ],
        "domains": [
            {
                "id": f"domain-{number}",
                "title": nasty(f"domain-{number}-title"),
                "about": nasty(f"domain-{number}-about"),
                "questions": [question(f"q-{number}-{each}") for each in range(3)],
            }
            for number in range(2)
        ],
        "gates": [
            {
                "id": f"gate-{number}",
                "title": nasty(f"gate-{number}-title"),
                "when": {"question": f"q-{number}-0", "below": 2},
                "cap": "low",
                "because": nasty(f"gate-{number}-because"),
            }
            for number in range(2)
        ],
        "advice": [
            {
                "id": "rule",
                "when": {"question": "q-0-0", "below": 2},
                "cites": ["point"],
                **{field: nasty(f"rule-{field}") for field in ("do", "why", "who")},
            }
        ],
    }


def hostile_response() -> dict[str, Any]:
    fields = ("innovation", "respondent", "role", "organisation", "date", "anything")
    texts = {"note": nasty("note"), "evidence": nasty("evidence")}
    return {
        "questionnaire": "hostile",
        "version": "1.0.7",
        "digest": nasty("digest"),
        "about": {field: nasty(f"about-{field}") for field in fields},
        "answers": {
            "q-0-0": {"answer": 1, **texts, "confidence": "low"},
            "q-0-1": {"answer": 2, "note": nasty("note-2")},
            "q-0-2": {"answer": "not applicable", "because": nasty("because")},
            "q-1-0": {"answer": "unknown", "note": nasty("unknown-note")},
            "q-1-1": {"answer": "declined", "note": nasty("declined-note")},
        },
    }


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a questionnaire and a response, every text of which is hostile."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hostile.json").write_text(json.dumps(hostile_questionnaire()), encoding="utf-8")
    (tmp_path / "response.json").write_text(json.dumps(hostile_response()), encoding="utf-8")
    later = hostile_response()
    later["about"]["respondent"] = nasty("another")
    later["answers"] |= {
        "q-0-0": {"answer": 2, "note": nasty("later")},
        "q-0-1": {"answer": 1, "evidence": nasty("later-2")},
    }
    later["votes"] = {"q-0-0": {"first": {"1": 2, "2": 2, "unknown": 1}, "second": {"2": 4}}}
    later["actions"] = [{"do": nasty("action"), "owner": nasty("owner"), "by": nasty("by")}]
    (tmp_path / "later.json").write_text(json.dumps(later), encoding="utf-8")
    return tmp_path


def harmless(text: str) -> str:
    assert HARMFUL.findall(text.replace("\n", "")) == []
    return text


def test_the_hostile_files_are_sound(hostile: Path, run: Run) -> None:
    assert run("check", "hostile.json").out == "No problems in 1 file.\n"
    assert run("check", "response.json", "-q", "hostile.json").out == "No problems in 1 file.\n"


VIEWS = {
    "show": ("show", "hostile.json"),
    "show in markdown": ("show", "hostile.json", "--format", "markdown"),
    "report": ("report", "response.json", "-q", "hostile.json"),
    "all": ("report", "response.json", "-q", "hostile.json", "--all", "--explain"),
    "markdown": ("report", "response.json", "-q", "hostile.json", "--format", "markdown"),
    "all in markdown": (
        "report",
        "response.json",
        "-q",
        "hostile.json",
        "--format",
        "markdown",
        "--all",
        "--explain",
    ),
}


TOGETHER = {
    "room": ("report", "later.json", "--all"),
    "group": ("report", "response.json", "later.json", "--all", "--names"),
    "agreed": ("report", "response.json", "--agreed", "later.json"),
    "comparison": ("compare", "response.json", "later.json", "--all"),
    "plan": ("plan", "response.json"),
    "what if": ("plan", "response.json", "--set", "q-1-0=2"),
}


@pytest.mark.parametrize("format", ["terminal", "markdown", "json"])
@pytest.mark.parametrize("view", TOGETHER)
def test_nor_where_several_responses_are_put_together(
    view: str, format: str, hostile: Path, run: Run
) -> None:
    ended = run(*TOGETHER[view], "-q", "hostile.json", "--format", format)
    assert (ended.code, ended.err) == (0, "")
    assert "alert(1)" in harmless(ended.out)
    if format == "markdown":
        assert "<script>" not in ended.out.replace("\\<script\\>", "")


def test_a_spreadsheet_gets_no_formula_from_an_action_log(hostile: Path, run: Run) -> None:
    whole = hostile_questionnaire()
    whole["domains"][0]["questions"][0]["options"][0]["next"] = {"do": "=cmd|'/c calc'!A0", "who": "@sum"}
    (hostile / "hostile.json").write_text(json.dumps(whole), encoding="utf-8")
    out = run("plan", "response.json", "-q", "hostile.json", "--format", "csv").out
    assert "'=cmd" in out
    assert "'@sum" in out


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_of_a_file_reaches_the_terminal_as_a_command(view: str, hostile: Path, run: Run) -> None:
    ended = run(*VIEWS[view])
    assert (ended.code, ended.err) == (0, "")
    assert "START-" in harmless(ended.out)


@pytest.mark.parametrize("view", ["show", "report", "all"])
def test_markup_in_a_text_is_shown_as_it_stands(view: str, hostile: Path, run: Run) -> None:
    words = " ".join(run(*VIEWS[view]).out.split())
    for start in re.findall(r"START-title .{600}", words):
        assert MARKUP in start
        assert "<script>alert(1)</script>" in start
    assert words.count(MARKUP) > 10


@pytest.mark.parametrize("view", ["show", "report", "all"])
def test_in_colour_only_colours_are_added(view: str, hostile: Path) -> None:
    ended = bare(*VIEWS[view], env={"FORCE_COLOR": "1", "TERM": "xterm-256color"}, cwd=hostile)
    assert ended.code == 0
    assert "\x1b[1m" in ended.out
    harmless(re.sub(r"\x1b\[[0-9;]*m", "", ended.out))
    assert MARKUP in " ".join(re.sub(r"\x1b\[[0-9;]*m", "", ended.out).split())


def test_every_text_stands_in_the_view_that_shows_all(hostile: Path, run: Run) -> None:
    """So the tests above have seen them all."""
    seen = run(*VIEWS["all"]).out + run(*VIEWS["show"]).out
    texts = set(re.findall(r"START-([a-z0-9-]+)", json.dumps([hostile_questionnaire(), hostile_response()])))
    steps = {
        f"{name}-{field}" for name in ("q-0-1", "q-0-2", "q-1-0", "q-1-1", "q-1-2") for field in ("do", "who")
    }
    never_shown = {"licence", "tag", "digest", *steps}
    assert sorted(texts - never_shown - set(re.findall(r"START-([a-z0-9-]+)", seen))) == []


def unescaped(text: str) -> str:
    """What is left of Markdown once every escaped character is taken out."""
    return re.sub(r"\\[!-/:-@\[-`{-~]", "", text)


@pytest.mark.parametrize("view", ["show in markdown", "markdown", "all in markdown"])
def test_in_markdown_nothing_of_a_text_is_markdown(view: str, hostile: Path, run: Run) -> None:
    for row in run(*VIEWS[view]).out.splitlines():
        if "START-" in row:
            text = unescaped(row)
            inside = (
                text[text.index("START-") : text.rindex("END-") + 4]
                if "END-" in text
                else text[text.index("START-") :]
            )
            cells = inside.count(" | ") if row.startswith("| ") else 0
            assert re.findall(r"[<>`\[\]~$!#_]|\*(?!\*)(?<!\*\*)", inside.replace("**", "")) == []
            assert inside.count("|") == cells
    assert "\n# heading" not in run(*VIEWS[view]).out


def test_in_markdown_every_row_of_a_table_has_the_columns_of_its_head(hostile: Path, run: Run) -> None:
    rows = [unescaped(row) for row in run(*VIEWS["markdown"]).out.splitlines() if row.startswith("|")]
    assert len(rows) == 4
    assert {row.count("|") for row in rows} == {5}


def test_json_keeps_every_text_as_it_was_in_characters_every_terminal_bears(hostile: Path, run: Run) -> None:
    ended = run("report", "response.json", "-q", "hostile.json", "--format", "json")
    assert ended.out.isascii()
    harmless(ended.out)
    document = json.loads(ended.out)
    assert document["questionnaire"]["title"] == nasty("title")
    assert document["about"]["innovation"] == nasty("about-innovation")
    (hostile / "saved.json").write_text(ended.out, encoding="utf-8")
    again = run("report", "saved.json", "--format", "json")
    assert again.out == ended.out
    assert (
        run("report", "saved.json", "--all").out
        == run("report", "response.json", "-q", "hostile.json", "--all").out
    )


def test_a_blank_response_to_a_hostile_questionnaire_holds_comments_only(hostile: Path, run: Run) -> None:
    (hostile / "questionnaires").mkdir()
    (hostile / "hostile.json").rename(hostile / "questionnaires/hostile.json")
    assert run("new", "blank", "--for", "hostile").code == 0
    harmless((hostile / "blank.yaml").read_text(encoding="utf-8"))
    assert run("check", "blank.yaml").out == "No problems in 1 file.\n"


def test_a_hostile_questionnaire_is_listed_harmlessly(hostile: Path, run: Run) -> None:
    (hostile / "questionnaires").mkdir()
    (hostile / "hostile.json").rename(hostile / "questionnaires/hostile.json")
    broken_one = {**hostile_questionnaire(), "id": "broken", NASTY: NASTY}
    (hostile / "questionnaires/broken.json").write_text(json.dumps(broken_one), encoding="utf-8")
    words = " ".join(harmless(run("list").out).split())
    assert f"START-title {MARKUP}" in words
    assert "broken cannot be used" in words


def paths(value: Any) -> list[tuple[Any, ...]]:
    """The path of every text and number in *value*; of the like items of a list, the first stands for all."""

    def walk(value: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if isinstance(value, dict):
            return [each for key, inner in value.items() for each in walk(inner, (*path, key))]
        if isinstance(value, list):
            return [each for number, inner in enumerate(value) for each in walk(inner, (*path, number))]
        return [path]

    kinds: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for path in walk(value, ()):
        kinds.setdefault(tuple("" if isinstance(step, int) else step for step in path), path)
    return list(kinds.values())


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """*data* with *value* at *path*."""
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = put(data[path[0]], path[1:], value)
    return copy


@pytest.mark.parametrize("what", ["hostile.json", "response.json"])
def test_a_hostile_value_anywhere_gives_harmless_problems(what: str, hostile: Path, run: Run) -> None:
    """A message that quotes what stands where an id, a number or a word is due is harmless."""
    made = hostile_questionnaire() if what == "hostile.json" else hostile_response()
    for path in sample(paths(made)):
        (hostile / what).write_text(json.dumps(put(made, path, NASTY)), encoding="utf-8")
        ended = run("check", what, "-q", "hostile.json")
        assert (ended.code, ended.err) in [(0, ""), (1, "")]
        rows = harmless(ended.out).splitlines()
        assert all(row.startswith((what, "hostile.json")) for row in rows[:-1])
        assert re.fullmatch(r"(No|\d+) problems? in 1 file\.", rows[-1])


def test_a_text_that_a_problem_quotes_stays_on_its_line(hostile: Path, run: Run) -> None:
    """Else a file could forge the line that says there are no problems."""
    made = hostile_questionnaire()
    made["gates"][0]["when"] = {"question": "q-0-0", "is": "x\nNo problems in 1 file.\n"}
    (hostile / "hostile.json").write_text(json.dumps(made), encoding="utf-8")
    assert len(run("check", "hostile.json").out.splitlines()) == 2
    made["gates"][0]["when"] = {"question": "q-0-0", "is": "1"}
    expect = {"band": "x\ny", "overall": "1\n"}
    made["examples"] = [{"name": "x\nNo problems in 1 file.\n", "answers": {"q-0-0": 1}, "expect": expect}]
    (hostile / "hostile.json").write_text(json.dumps(made), encoding="utf-8")
    ended = run("check", "hostile.json")
    assert f"{len(ended.out.splitlines()) - 1} problem" in ended.out.splitlines()[-1]


def test_a_hostile_name_of_a_value_gives_harmless_problems(hostile: Path, run: Run) -> None:
    made = {**hostile_response(), NASTY: NASTY, "about": {NASTY: NASTY}, "answers": {NASTY: NASTY}}
    (hostile / "response.json").write_text(json.dumps(made), encoding="utf-8")
    for command in ("check", "report"):
        ended = run(command, "response.json", "-q", "hostile.json")
        assert "SC1" in harmless(ended.out + ended.err)


def test_a_hostile_file_name_is_shown_harmlessly(hostile: Path, run: Run) -> None:
    name = "\x1b]0;x\x07\x9b31m\u202e[red]`.json"
    (hostile / "hostile.json").rename(hostile / name)
    for command in (
        ("report", "response.json", "-q", name, "--all", "--explain"),
        ("report", "response.json", "-q", name, "--explain", "--format", "markdown"),
        ("report", "response.json", "-q", name, "--format", "json"),
        ("show", name),
        ("check", name),
        ("check", name + "x"),
        ("check", name + "x", "--format", "json"),
        ("report", name + "x"),
        ("report", "response.json", "-q", name, "-o", "missing/" + name),
        ("new", name),
    ):
        ended = run(*command)
        assert ended.code in (0, 2)
        harmless(ended.out + ended.err)


def test_a_hostile_argument_is_shown_harmlessly(run: Run) -> None:
    for command in (
        ("\x1b]0;x\x07",),
        ("show", "\x1b]0;x\x07"),
        ("list", "--\x1b[31m\x9b\u202e"),
        ("schema", "\x1b[31m"),
    ):
        ended = run(*command)
        assert ended.code == 2
        harmless(ended.out + ended.err)


def test_a_saved_report_changed_anywhere_is_rendered_harmlessly_or_refused(hostile: Path, run: Run) -> None:
    """A saved report may come from anybody: no text or number in it may be obeyed, or break a renderer."""
    document = json.loads(run("report", "response.json", "-q", "hostile.json", "--format", "json").out)
    faults = []
    for path in sample(paths(document)):
        for value in sample((NASTY, -1, None)):
            (hostile / "saved.json").write_text(json.dumps(put(document, path, value)), encoding="utf-8")
            for kind in ("terminal", "markdown", "html"):
                ended = run("report", "saved.json", "--all", "--explain", "--format", kind)
                if ended.code not in (0, 2) or HARMFUL.search((ended.out + ended.err).replace("\n", "")):
                    faults.append(
                        (".".join(map(str, path)), str(value)[:5], kind, ended.code, ended.err[:60])
                    )
    assert faults == []


# Names.


@pytest.mark.parametrize(
    "name",
    (
        *(
            "CON",
            "con.yaml",
            "nul",
            "Aux.yaml",
            "prn.txt",
            "COM1",
            "lpt9.yaml",
            "ward checks",
            "Ward",
            "a\\b",
            "..",
            ".",
            "",
            "/",
        ),
        *(
            "x:y",
            "-x.",
            "ward--checks",
            "ward_checks",
            "1st",
            "ward.checks",
            "wärd",
            "a" * 300,
            "a\nb",
            "*",
            "ward/CON",
        ),
        *("../", "named-lead", "~", "$HOME"),
    ),
)
def test_a_name_that_no_questionnaire_can_have_is_refused(
    name: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inside/ward").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "inside")
    ended = run("new", "--", name)
    assert (ended.code, ended.out) == (2, "")
    assert "SC007 " in one_line(ended.err)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("name", ["../evil", "../../evil.yaml", "missing/evil", "ward/../../evil"])
def test_a_name_with_a_path_in_it_is_refused(
    name: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inside/ward").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "inside")
    ended = run("new", name)
    assert (ended.code, ended.out) == (2, "")
    assert " SC007 " in one_line(ended.err)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_new_file_never_takes_the_place_of_another(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "ward-checks").code == 0
    before = (tmp_path / "ward-checks.yaml").read_bytes()
    assert run("check", "ward-checks.yaml").out == "No problems in 1 file.\n"
    for name in ("ward-checks", "ward-checks.yaml"):
        ended = run("new", name)
        assert ended.code == 2
        assert one_line(ended.err).startswith("ward-checks.yaml SC007 ")
    assert (tmp_path / "ward-checks.yaml").read_bytes() == before
