"""Named tuples that cost little to define: a report defines some seventy of them before it says a word.

``typing.NamedTuple`` compiles the annotation of each field to look at it, which takes longer than the rest.
Here annotations stay the texts that they are after ``from __future__ import annotations``.
For a type checker it is ``typing.NamedTuple``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    NAMES = ("__module__", "__qualname__", "__annotations__")
    """What the tuple has already."""

    class _Definition(type):
        """Turns the body of a class into a named tuple, as ``typing.NamedTuple`` does."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024
            made.__annotations__ = fields
            for key, value in body.items():
                if key not in NAMES:
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Definition):
        """The base to name in a class statement; what is defined has none of it."""
