"""Responses: answers to a questionnaire, read from files and written to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.responses.response import Response


def read_response(path: str | Path, questionnaire: Questionnaire) -> Response:
    """Read the response in the file at *path* and hold it against *questionnaire*.

    The answers come in the order of the questions; a question without one is unanswered. Raises
    :class:`~scalecheck.errors.Refused` with every problem found: an unreadable file, another questionnaire or
    major version, an answer that is not an option.
    """
    from scalecheck.responses import reader

    return reader.read(reader.open_response(Path(path)), questionnaire)
