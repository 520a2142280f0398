"""The README and the chapters in ``docs/``: hold what their blocks do against what they say, or renew it.

    python tests/readme.py             all pages, the generated ones too
    python tests/readme.py tables      those with "tables" in their names

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

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
ANY = "[…]"
ENTER = "↵"
KEPT = 24
"""A longer print is cut to its first lines when it is written anew."""
PATIENCE = 60
"""Seconds that a command in a terminal may be silent."""
_FENCE = re.compile(
    r"^(?:<!-- (?P<note>.*?) -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Command(NamedTuple):
    """One command, and what it is said to print."""

    line: str
    printed: list[str]

    @property
    def typed(self) -> list[str]:
        """What is typed while it runs, a line at a time."""
        marked = [row.removesuffix(ENTER) for row in self.printed if row.endswith(ENTER)]
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
                found[-1].printed.append(row)
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
        self._printed: list[list[list[str]]] = []

    def runs(self, number: int) -> bool:
        """True for a block that does something."""
        return self.blocks[number].kind in ("console", "python", "yaml")

    def said(self, number: int) -> list[list[str]]:
        """What a block is said to print: for each of its commands, the lines."""
        block = self.blocks[number]
        if block.kind == "console":
            return [command.printed for command in block.commands()]
        return [self.blocks[number + 1].body.splitlines()] if self._prints(number) else []

    def printed(self, number: int) -> list[list[str]]:
        """What a block prints. The blocks before it run first, unless they have."""
        while len(self._printed) <= number:
            self._printed.append(self._run(len(self._printed)))
        return self._printed[number]

    def renewed(self) -> str:
        """The page with what its blocks print today."""
        numbers = iter(range(len(self.blocks)))

        def again(found: re.Match[str]) -> str:
            number = next(numbers)
            block, old, new = self.blocks[number], self.said(number), self.printed(number)
            if block.kind == "console":
                rows = []
                for command, said, printed in zip(block.commands(), old, new, strict=True):
                    rows += [f"$ {command.line}", *shorten(printed, said)]
                body = "".join(f"{row}\n" for row in rows)
            elif number and self._prints(number - 1):
                rows = shorten(self.printed(number - 1)[0], self.said(number - 1)[0])
                body = "".join(f"{row}\n" for row in rows)
            else:
                return found[0]
            return found[0].removesuffix(f"{block.body}```") + f"{body}```"

        return _FENCE.sub(again, self.text)

    def close(self) -> None:
        """Remove the folder."""
        if self._folder is not None:
            shutil.rmtree(self._folder)
            self._folder = None
        self._printed.clear()

    def _prints(self, number: int) -> bool:
        """True for Python whose output stands in the block after it."""
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
        if block.kind == "yaml" and block.note.startswith("file: "):
            (self._folder / block.note.removeprefix("file: ")).write_text(block.body, encoding="utf-8")
        if block.kind == "python":
            return [run([sys.executable, "-c", block.body], self._folder)]
        if block.kind != "console":
            return []
        return [
            play(command.line, command.typed, self._folder)
            if command.typed
            else run(["bash", "-c", command.line], self._folder)
            for command in block.commands()
        ]


def pages() -> list[Page]:
    """The README and the chapters that are written by hand."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [Page(file) for file in files if file.relative_to(ROOT).as_posix() not in GENERATED]


def run(command: list[str], where: Path) -> list[str]:
    """What *command* prints, both streams, as a person sees it at 80 columns."""
    done = subprocess.run(
        command,
        cwd=where,
        env=_environment(COLUMNS="80"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=180,  # Spark takes its time to start
    )
    return done.stdout.splitlines()


def play(line: str, typed: list[str], where: Path) -> list[str]:
    """What a terminal of 80 columns shows while *typed* is answered to one prompt after the other.

    Each line that was typed ends in the sign for Enter. Where the command ends too early, or waits for
    more than was typed, what was shown so far is returned: the comparison fails then.
    """
    child: pexpect.spawn[str] = pexpect.spawn(
        "bash",
        ["-c", line],
        cwd=str(where),
        env=_environment(TERM="xterm"),
        dimensions=(24, 80),
        encoding="utf-8",
    )
    child.delaybeforesend = None
    shown, start, waiting = "", 0, list(typed)
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


def matches(printed: list[str], said: list[str]) -> bool:
    """True if *said* is what was printed, "[…]" standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if row.strip() == ANY else re.escape(row) + "\n" for row in said)
    return re.fullmatch(pattern, "".join(f"{row}\n" for row in printed)) is not None


def shorten(printed: list[str], said: list[str]) -> list[str]:
    """What to write for *printed*: as it was said where that still holds, else its first lines."""
    if said and matches(printed, said):
        return said
    if len(printed) > KEPT + 6 and not any(row.endswith(ENTER) for row in printed):
        return [*printed[:KEPT], ANY]
    return printed


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


GENERATED: dict[str, Callable[[], str]] = {
    "docs/commands.md": commands_page,
    "docs/format.md": format_page,
}
"""The pages that nobody writes by hand."""


def _environment(**more: str) -> dict[str, str]:
    """A terminal without colour, in which `scalecheck` is the one that is tested."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    given = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")}
    return {**given, "PATH": path, "PYTHONWARNINGS": "error", "NO_COLOR": "1", **more}


def rewrite(part: str = "") -> None:
    """Write the pages anew whose names have *part* in them, with what their commands print today."""
    for name, made in GENERATED.items():
        if part in name:
            (ROOT / name).write_text(made(), encoding="utf-8")
    for page in pages():
        if part in page.name:
            page.file.write_text(page.renewed(), encoding="utf-8")
            page.close()


if __name__ == "__main__":
    rewrite(*sys.argv[1:])
