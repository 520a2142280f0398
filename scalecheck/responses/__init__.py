"""What was said: answers to a questionnaire, read from files and written to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.responses.response import Response


def read_response(path: str | Path, questionnaire: Questionnaire) -> Response:
    """The response in the file at *path*, held against *questionnaire*.

    Raises :class:`~scalecheck.errors.Refused` with every problem found.
    """
    from scalecheck.responses import reader

    return reader.read(reader.open_response(Path(path)), questionnaire)
