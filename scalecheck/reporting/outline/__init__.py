"""What each kind of report tells, in which order: one module a kind, which knows no renderer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.reporting.blocks import Report


def outline(document: Mapping[str, Any], **how: Any) -> Report:
    """Make the report on *document*, of whichever kind it is; *how* is handed on to the outline of that kind.

    The document says of which kind in ``schema``: that of ``scalecheck-result/1`` is the module ``result``.
    """
    kind = str(document["schema"]).removeprefix("scalecheck-").partition("/")[0]
    report: Report = import_module(f"scalecheck.reporting.outline.{kind}").outline(document, **how)
    return report
