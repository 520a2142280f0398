"""The README and the chapters in ``docs/``: hold what their blocks do against what they say, or renew it.

    python -m tests.readme             all pages, the generated ones too
    python -m tests.readme tables      those with "tables" in their names

Each kind of block is held to the truth in its own way:

- ``console``: commands, each on a line that starts with "$ ", and what they print. A line "[…]" stands for
  any lines: it is kept, with the lines around it, when the block is written anew. Where lines end in "↵", the
  command runs in a terminal of 80 columns, and what stands between the prompt and the sign is typed there.
- ``python``: runs, and prints what the ``text`` block after it holds, if one follows.
- ``yaml``: is written to the file that the comment above it names: ``<!-- file: codes.yaml -->``.
- ``sh`` and any other ``text``: are shown only. The comment above says who runs them: ``<!-- run -->`` and
  ``<!-- test -->`` are run by the gate, ``<!-- measured: COMMAND -->`` came out of that command, and
  ``<!-- shown: WHY -->`` gives the reason why nobody does.

The blocks of a page share a folder and come one after the other: a later one uses what an earlier one wrote.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pexpect

from tests.command import WIDTH, environment

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
ANY = "[…]"
ENTER = "↵"
FILE = "file: "
KEPT = 24
"""A longer print is cut to its first lines when it is written anew."""
PATIENCE = 60
"""Seconds that a command in a terminal may be silent."""
_FENCE = re.compile(
    r"^(?:<!-- (?P<note>.*?) -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Command(NamedTuple):
    """One command, and what its page says it prints."""

    line: str
    output: list[str]

    @property
    def input(self) -> list[str]:
        """The lines that are typed while it runs."""
        marked = [row.removesuffix(ENTER) for row in self.output if row.endswith(ENTER)]
        return [row.partition(": ")[2].strip() for row in marked]


class Block(NamedTuple):
    """A fenced block of a page."""

    kind: str
    note: str
    body: str

    @property
    def title(self) -> str:
        """Its first line, to tell it from others."""
        return self.body.partition("\n")[0][:60]

    def commands(self) -> list[Command]:
        """The commands of a console block."""
        found: list[Command] = []
        for row in self.body.splitlines():
            if row.startswith("$ "):
                found.append(Command(row[2:], []))
            else:
                found[-1].output.append(row)
        return found


class Page:
    """A page whose blocks run in order, in a folder that has the questionnaires as a fresh clone has them."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.name = file.relative_to(ROOT).as_posix()
        self.text = file.read_text(encoding="utf-8")
        self.blocks = [
            Block(found["kind"], found["note"] or "", found["body"]) for found in _FENCE.finditer(self.text)
        ]
        self._folder: Path | None = None
        self._outputs: list[list[list[str]]] = []

    def runs(self, number: int) -> bool:
        """True for a block that does something."""
        block = self.blocks[number]
        return block.kind in ("console", "python") or (block.kind == "yaml" and block.note.startswith(FILE))

    def expected(self, number: int) -> list[list[str]]:
        """The lines that the page gives for each command of a block."""
        block = self.blocks[number]
        if block.kind == "console":
            return [command.output for command in block.commands()]
        if block.kind == "python":
            return [self.blocks[number + 1].body.splitlines() if self._has_output(number) else []]
        return []

    def output(self, number: int) -> list[list[str]]:
        """The lines that each command of a block prints. The blocks before it run first, unless they have."""
        while len(self._outputs) <= number:
            self._outputs.append(self._run(len(self._outputs)))
        return self._outputs[number]

    def renew(self) -> str:
        """Return the page with what its blocks print today."""
        numbers = iter(range(len(self.blocks)))

        def again(found: re.Match[str]) -> str:
            number = next(numbers)
            block = self.blocks[number]
            rows: list[str] = []
            if block.kind == "console":
                for command, output in zip(block.commands(), self.output(number), strict=True):
                    rows += [f"$ {command.line}", *shorten(output, command.output)]
            elif number and self._has_output(number - 1):
                rows += shorten(self.output(number - 1)[0], self.expected(number - 1)[0])
            else:
                return found[0]
            body = "".join(f"{row}\n" for row in rows)
            return found[0].removesuffix(f"{block.body}```") + f"{body}```"

        return _FENCE.sub(again, self.text)

    def close(self) -> None:
        """Remove the folder."""
        if self._folder is not None:
            shutil.rmtree(self._folder)
            self._folder = None
        self._outputs.clear()

    def _has_output(self, number: int) -> bool:
        """True for Python whose output is in the block after it."""
        after = self.blocks[number + 1] if number + 1 < len(self.blocks) else None
        return (
            self.blocks[number].kind == "python"
            and after is not None
            and after.kind == "text"
            and not after.note
        )

    def _run(self, number: int) -> list[list[str]]:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp())
            shutil.copytree(ROOT / "questionnaires", self._folder / "questionnaires")
        block = self.blocks[number]
        if not self.runs(number):
            return []
        if block.kind == "yaml":
            (self._folder / block.note.removeprefix(FILE)).write_text(block.body, encoding="utf-8")
            return []
        if block.kind == "python":
            return [run([sys.executable, "-c", block.body], self._folder)]
        return [
            play(command.line, command.input, self._folder)
            if command.input
            else run(["bash", "-c", command.line], self._folder)
            for command in block.commands()
        ]


def pages() -> list[Page]:
    """The README and the chapters that are written by hand."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [Page(file) for file in files if file.relative_to(ROOT).as_posix() not in GENERATORS]


def run(command: list[str], where: Path) -> list[str]:
    """Run *command* and return what it prints, both streams, as a person sees it at 80 columns."""
    done = subprocess.run(
        command,
        cwd=where,
        env=_environment(COLUMNS=str(WIDTH)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=180,  # Spark takes its time to start
    )
    return done.stdout.splitlines()


def play(line: str, answers: list[str], where: Path) -> list[str]:
    """Type *answers* at one prompt after the other, and return what a terminal of 80 columns shows.

    Each line that was typed ends in the sign for Enter. Where the command ends too early, or waits for
    more than was typed, what was shown so far is returned: the comparison fails then.
    """
    child: pexpect.spawn[str] = pexpect.spawn(
        "bash",
        ["-c", line],
        cwd=str(where),
        env=_environment(TERM="xterm"),
        dimensions=(24, WIDTH),
        encoding="utf-8",
    )
    child.delaybeforesend = None
    shown, start, waiting = "", 0, list(answers)
    try:
        while True:
            asked = bool(waiting) and _STYLE.sub("", shown[start:]).endswith(": ")
            try:
                shown += child.read_nonblocking(65536, 0.2 if asked else PATIENCE)
            except pexpect.TIMEOUT:
                if not asked:
                    raise
                start = len(shown)
                child.sendline(waiting.pop(0))
                while "\n" not in shown[start:]:
                    shown += child.read_nonblocking(1, PATIENCE)
                shown = f"{shown.rstrip()} {ENTER}\r\n"
                start = len(shown)
    except (pexpect.EOF, pexpect.TIMEOUT):
        child.close(force=True)
    return [row.rstrip() for row in _STYLE.sub("", shown).splitlines()]


def matches(output: list[str], expected: list[str]) -> bool:
    """True if *expected* is the output, "[…]" standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if row.strip() == ANY else re.escape(row) + "\n" for row in expected)
    return re.fullmatch(pattern, "".join(f"{row}\n" for row in output)) is not None


def shorten(output: list[str], expected: list[str]) -> list[str]:
    """Return what a page says of *output*: as before where that still holds, else the first lines."""
    if expected and matches(output, expected):
        return expected
    if len(output) > KEPT + 6 and not any(row.endswith(ENTER) for row in output):
        return [*output[:KEPT], ANY]
    return output


def commands_page() -> str:
    """The page of all commands, made from their ``--help``."""
    import typer

    from scalecheck.cli import build

    group = typer.main.get_command(build([]))
    rows = [
        "# Commands\n",
        "Every command and option, as `--help` shows them.\n",
    ]
    for name in ("", *group.commands):  # type: ignore[attr-defined]
        line = f"scalecheck {name}".strip()
        rows += [f"## {line}\n", "```console", f"$ {line} --help"]
        rows += [*run(["bash", "-c", f"{line} --help"], ROOT), "```\n"]
    return "\n".join(rows)


def format_page() -> str:
    """The reference page of the questionnaire format."""
    from scalecheck.authoring.format_page import page

    return page()


GENERATORS: dict[str, Callable[[], str]] = {
    "docs/commands.md": commands_page,
    "docs/format.md": format_page,
}
"""The pages that nobody writes by hand."""


def _environment(**variables: str) -> dict[str, str]:
    """Return a terminal's variables without colour, where `scalecheck` is the one that is tested."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return environment(PATH=path, PYTHONWARNINGS="error", NO_COLOR="1", **variables)


def rewrite(part: str = "") -> None:
    """Write the pages anew whose names have *part* in them, with what their commands print today."""
    for name, made in GENERATORS.items():
        if part in name:
            (ROOT / name).write_text(made(), encoding="utf-8")
    for page in pages():
        if part in page.name:
            page.file.write_text(page.renew(), encoding="utf-8")
            page.close()


if __name__ == "__main__":
    rewrite(*sys.argv[1:])
