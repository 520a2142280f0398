"""The JSON Schemas of files people write and documents commands print, made from what reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from scalecheck.files.schema import Record

Kind = Literal[
    "questionnaire",
    "response",
    "result",
    "group",
    "comparison",
    "plan",
    "cohort",
    "questionnaire-document",
]
"""A file that people write: a questionnaire or a response; or a document as `--format json` prints it.

The last is what `show` prints: a questionnaire with includes resolved and defaults filled in.
"""


def schema_of(kind: Kind) -> dict[str, Any]:
    """Give the JSON Schema (draft 7) of a file or a document."""
    from scalecheck.files.schema import json_schema

    return json_schema(f"scalecheck {kind}", record_of(kind))


def record_of(kind: Kind) -> Record:
    """Give the shape of a file or a document: what reads it."""
    if kind == "questionnaire":
        from scalecheck.definition.format import QUESTIONNAIRE

        return QUESTIONNAIRE
    if kind == "response":
        from scalecheck.responses.reader import RESPONSE

        return RESPONSE
    from scalecheck.reporting import shapes

    return shapes.record_of(kind.removesuffix("-document"))
