"""The README's console blocks: run them, and compare or rewrite what they print.

    python tests/readme.py     runs every command and writes what it prints into README.md

A block holds commands, each on a line that starts with "$ ", and what they print. A line "[…]" stands for
any lines: it is kept, with the lines around it, when the block is rewritten.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
ANY = "[…]"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
KEPT = 24
"""A longer print is cut to its first lines when it is written anew."""


class Command(NamedTuple):
    """One command of the README, and what it is said to print."""

    typed: str
    printed: list[str]


def blocks(text: str) -> list[list[Command]]:
    """The commands of each console block."""
    found = []
    for block in _BLOCK.findall(text):
        commands: list[Command] = []
        for row in block.splitlines():
            if row.startswith("$ "):
                commands.append(Command(row[2:], []))
            else:
                commands[-1].printed.append(row)
        found.append(commands)
    return found


def folder() -> Path:
    """A folder with the questionnaires in it, as a fresh clone has them."""
    made = Path(tempfile.mkdtemp())
    shutil.copytree(ROOT / "questionnaires", made / "questionnaires")
    return made


def run(typed: str, where: Path) -> list[str]:
    """What *typed* prints, as a person sees it at 80 columns."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONWARNINGS": "error", "NO_COLOR": "1"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", typed],
        cwd=where,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=180,  # Spark takes its time to start
    )
    return done.stdout.splitlines()


def matches(printed: list[str], said: list[str]) -> bool:
    """Whether *said* is what was printed, "[…]" standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if row.strip() == ANY else re.escape(row) + "\n" for row in said)
    return re.fullmatch(pattern, "".join(f"{row}\n" for row in printed)) is not None


def shortened(printed: list[str], said: list[str]) -> list[str]:
    """What to write for *printed*: as it was said where that still holds, else its first lines."""
    if said and matches(printed, said):
        return said
    return [*printed[:KEPT], ANY] if len(printed) > KEPT + 6 else printed


def rewrite() -> None:
    """Run every command and write what it prints into the README."""
    where = folder()

    def again(block: re.Match[str]) -> str:
        rows = []
        for command in blocks(block[0])[0]:
            rows += [f"$ {command.typed}", *shortened(run(command.typed, where), command.printed)]
        return "\n".join(["```console", *rows, "```"])

    README.write_text(_BLOCK.sub(again, README.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.rmtree(where)


if __name__ == "__main__":
    rewrite()
