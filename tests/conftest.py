"""What several test modules share: the command line, run in this process."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from scalecheck import __main__ as command_line
from tests.browser import chromium, visit
from tests.tables.small import batch

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "batch",
    "chromium",
    "visit",
]  # fixtures, imported here alone: twice, they would start two browsers
EXAMPLES = Path(__file__).parent / "examples"
QUESTIONNAIRES = Path(__file__).parents[1] / "questionnaires"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs `scalecheck` with these arguments."""

    def __call__(self, *arguments: str) -> Ended: ...


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    for name in ("FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def ended(*arguments: str) -> Ended:
        capsys.readouterr()
        monkeypatch.setattr("sys.argv", ["scalecheck", *arguments])
        code = command_line.main()
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    yield ended
    gc.enable()  # a command switches it off for its short life
