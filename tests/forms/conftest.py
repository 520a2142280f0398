"""What the tests of forms share: a form that has been written, and a browser to open it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Run


class Written(Protocol):
    """Writes the form for a questionnaire and says where it is."""

    def __call__(self, questionnaire: str, *more: str, ending: str = ".html") -> Path: ...


@pytest.fixture
def written(run: Run, tmp_path: Path) -> Written:
    def form(questionnaire: str, *more: str, ending: str = ".html") -> Path:
        file = tmp_path / f"form{ending}"
        ended = run("form", questionnaire, "-o", str(file), *more)
        assert (ended.code, ended.out, ended.err) == (0, "", f"Wrote {file}.\n")
        return file

    return form
