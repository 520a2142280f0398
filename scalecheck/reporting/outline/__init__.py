"""What each kind of report tells, in which order: one module a kind, which imports no renderer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalecheck.reporting.blocks import Report
    from scalecheck.reporting.types import Document


def outline(document: Document) -> Report:
    """Make the report on *document*, of whichever kind it is.

    Its ``schema`` tells the kind: the outline of ``scalecheck-result/1`` is the module ``result``.
    """
    kind = document["schema"].removeprefix("scalecheck-").partition("/")[0]
    report: Report = import_module(f"scalecheck.reporting.outline.{kind}").outline(document)
    return report
