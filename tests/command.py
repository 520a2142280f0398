"""The command as the tests run it: in this process, as a process of its own, and on a terminal."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

import pexpect
import pytest

from scalecheck import __main__ as command_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SCALECHECK = (sys.executable, "-m", "scalecheck")
"""What starts the command as a process."""
WIDTH = 80
UNSET = ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
"""What a person who runs the tests may have set, and what would change the output."""


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs `scalecheck` with these arguments in this process."""

    def __call__(self, *arguments: str) -> Ended: ...


class Terminal(Protocol):
    """Starts `scalecheck` with these arguments on a terminal of 80 columns."""

    def __call__(self, *arguments: str, **variables: str) -> pexpect.spawn[str]: ...


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)

    def ended(*arguments: str) -> Ended:
        capsys.readouterr()
        monkeypatch.setattr("sys.argv", ["scalecheck", *arguments])
        return Ended(command_line.main(), *capsys.readouterr())

    yield ended
    gc.enable()  # a command switches it off for its short life


def environment(**variables: str) -> dict[str, str]:
    """The variables that are set here, without those that change the output, and *variables*."""
    return {name: value for name, value in os.environ.items() if name not in UNSET} | variables


def process(
    *arguments: str,
    typed: str | bytes = "",
    cwd: Path | None = None,
    variables: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    code: str = "",
    shell: str = "",
    stdout: int | IO[str] = subprocess.PIPE,
    timeout: int = 60,
) -> Ended:
    """Run `scalecheck` as a process of its own, at 80 columns.

    *typed* is its input. *variables* come on top of what is set here; *env* is all of its environment
    instead. *code* is Python to run in place of the command; *shell* stands behind the arguments, as in
    ``>&-``.
    """
    command = [*((sys.executable, "-c", code) if code else SCALECHECK), *arguments]
    if shell:
        command = ["/bin/sh", "-c", f'"$@" {shell}', "sh", *command]
    done = subprocess.run(
        command,
        input=typed.encode(encoding) if isinstance(typed, str) else typed,
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=environment(**{"COLUMNS": str(WIDTH), **(variables or {})}) if env is None else env,
        timeout=timeout,
    )
    return Ended(done.returncode, *((part or b"").decode(encoding) for part in (done.stdout, done.stderr)))


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """Commands on a terminal, in a folder of their own; they are ended with the test."""
    started: list[pexpect.spawn[str]] = []

    def start(*arguments: str, **variables: str) -> pexpect.spawn[str]:
        python, *rest = SCALECHECK
        child: pexpect.spawn[str] = pexpect.spawn(
            python,
            [*rest, *arguments],
            env=environment(**{"TERM": "xterm", **variables}),
            cwd=str(tmp_path),
            dimensions=(30, WIDTH),
            encoding="utf-8",
            timeout=20,
        )
        child.delaybeforesend = None
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)
