"""scalecheck: is an innovation ready to scale, why, how sure is that, and what to do next.

The public API. Each name is imported when it is first used, so that ``import scalecheck`` costs nothing.
Whatever cannot be used raises :class:`Refused` with every problem found: its ``problems`` say where, what
and what to do.

>>> import scalecheck
>>> questionnaire = scalecheck.load("adopter-support")
>>> questionnaire.title
'Support for adopters'
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False  # type checkers know the name; importing it would cost --version half its time
if TYPE_CHECKING:
    from typing import Any

    from scalecheck.definition.catalogue import load
    from scalecheck.errors import Refused
    from scalecheck.frames import score_frame
    from scalecheck.reporting.documents.result import document as report
    from scalecheck.responses import read_response
    from scalecheck.scoring.recommendations import recommend
    from scalecheck.scoring.single import score

_WHERE = {
    "Refused": ("scalecheck.errors", "Refused"),
    "load": ("scalecheck.definition.catalogue", "load"),
    "read_response": ("scalecheck.responses", "read_response"),
    "score": ("scalecheck.scoring.single", "score"),
    "recommend": ("scalecheck.scoring.recommendations", "recommend"),
    "report": ("scalecheck.reporting.documents.result", "document"),
    "score_frame": ("scalecheck.frames", "score_frame"),
}

__all__ = ["Refused", "__version__", "load", "read_response", "recommend", "report", "score", "score_frame"]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'scalecheck' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
