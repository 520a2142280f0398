"""The JSON Schemas of the three kinds of file, made from the shapes that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.files.schema import json_schema

if TYPE_CHECKING:
    from scalecheck.files.schema import Record


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of a ``questionnaire``, a ``response`` or a ``result``."""
    record = record_of(kind)
    return json_schema(f"scalecheck {kind}", record)


def record_of(kind: str) -> Record:
    """The shape of a ``questionnaire``, a ``response`` or a ``result``."""
    if kind == "questionnaire":
        from scalecheck.definition.format import QUESTIONNAIRE

        return QUESTIONNAIRE
    if kind == "response":
        from scalecheck.responses.reader import RESPONSE

        return RESPONSE
    from scalecheck.reporting.contract import RESULT

    return RESULT
