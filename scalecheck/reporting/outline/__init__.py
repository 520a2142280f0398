"""What each kind of report tells, in which order: one module a kind, which knows no renderer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.reporting.blocks import Report

KINDS = ("result", "group", "comparison", "plan", "cohort", "questionnaire")
"""Of reports. The document of each says so in ``schema``: ``scalecheck-result/1``; its outline is the
module of that name."""


def outline(document: Mapping[str, Any], **how: Any) -> Report:
    """The report on *document*, of whichever kind it is; *how* is handed on to the outline of that kind."""
    kind = str(document["schema"]).removeprefix("scalecheck-").partition("/")[0]
    assert kind in KINDS
    report: Report = import_module(f"scalecheck.reporting.outline.{kind}").outline(document, **how)
    return report
