"""The README is true: its commands run, and print what it says they print."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import readme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = readme.README.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """A folder as a fresh clone has it, shared by all blocks: later ones use what earlier ones wrote."""
    made = readme.folder()
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize("block", readme.blocks(TEXT), ids=lambda block: block[0].typed[:50])
def test_a_command_in_the_readme_prints_what_it_says(block: list[readme.Command], clone: Path) -> None:
    if "--engine spark" in block[0].typed and shutil.which("java") is None:
        pytest.skip("There is no Java for Spark here.")
    for command in block:
        printed = readme.run(command.typed, clone)
        assert readme.matches(printed, command.printed), f"$ {command.typed}\n" + "\n".join(printed)


def test_a_block_with_another_output_is_noticed() -> None:
    """The comparison can fail: an ellipsis does not cover for a line that is not there."""
    assert readme.matches(["a", "b", "c"], ["a", readme.ANY, "c"])
    assert not readme.matches(["a", "b", "c"], ["a", readme.ANY, "d"])
    assert not readme.matches(["a", "b"], ["a"])


def test_the_python_in_the_readme_runs(clone: Path) -> None:
    code = re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert len(code) == 1
    done = subprocess.run(
        [sys.executable, "-c", code[0]], cwd=clone, capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("17.3 not-yet [")


def test_the_readme_names_its_two_commands_once_each() -> None:
    """`.ci/run` finds them by these markers."""
    for name in ("run", "test"):
        assert TEXT.count(f"<!-- {name} -->\n```sh\n") == 1


def test_every_command_of_the_tool_is_used_in_the_readme() -> None:
    from scalecheck.cli import app

    names = [each.name or each.callback.__name__ for each in app.registered_commands if each.callback]
    assert [name for name in names if f"scalecheck {name}" not in TEXT] == []


def test_every_dependency_has_a_line_in_the_readme() -> None:
    import tomllib

    project = tomllib.loads((readme.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [*project["optional-dependencies"]["batch"], *project["optional-dependencies"]["spark"]]
    names = [re.split(r"[<>=[]", each)[0] for each in (*project["dependencies"], *extras)]
    built_on = TEXT[TEXT.index("## What it is built on") :].casefold()
    assert [name for name in names if name not in built_on] == []
