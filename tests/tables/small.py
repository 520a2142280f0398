"""A small questionnaire and a folder to work in, for the tests of tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from tests.command import Ended, Run

SMALL = """\
id: small
version: 1.2.0
title: A small one
licence: MIT
bands:
  - {id: low, from: 0, title: Low}
  - {id: high, from: 50, title: High}
domains:
  - id: people
    title: People
    questions:
      - id: team-time
        ask: How is time found for the team?
        tags: [quick]
        options:
          - {label: None, text: Nobody has any., next: {do: Find an hour.}}
          - {label: Some, text: "Now and then, nothing is agreed."}
          - {label: Agreed, text: It is in the job plan.}
      - id: owner
        ask: Who owns it?
        options:
          - {label: Nobody, points: 0}
          - {label: Somebody, points: 5}
  - id: money
    title: Money
    questions:
      - id: budget
        ask: What pays for it?
        options: [{label: Goodwill}, {label: A grant}, {label: A budget}]
tags: {quick: The short version}
"""


class Batch(Protocol):
    """Runs ``scalecheck batch`` on a file called *name* that holds *content*."""

    def __call__(self, name: str, content: str | bytes, *arguments: str) -> Ended: ...


@pytest.fixture
def batch(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL, encoding="utf-8")

    def ended(name: str, content: str | bytes, *arguments: str) -> Ended:
        if content:
            Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        return run(
            "batch", name, "-q", "small.yaml", *(arguments or ("-o", "-", "--columns", "who,score,band"))
        )

    return ended
