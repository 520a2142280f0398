"""A file from outside, read as a tree of nodes that know where they stand.

YAML and JSON, by one strict reader. Nothing is coerced and nothing is run: a scalar stays the text it was
written as, and whoever knows what it should be (``schema.py``) reads it. Aliases, tags, a second document
and duplicate keys are refused; size, depth and count are bounded before anything is built, so a hostile
file costs little. Each limit is far above any questionnaire a person could answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.files.composer import compose
from scalecheck.files.node import place_after

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.files.node import Node

MAX_BYTES = 2_000_000

_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_WORDS = r'"(?:[^"\\]|\\.)*"|(NaN|-?Infinity)'


def read(path: Path) -> Node:
    """Read the file at *path* as a tree of nodes. Raises :class:`Refused` with every problem found."""
    text = _decode(path, _read_bytes(path))
    if path.suffix.lower() == ".json":
        _check_json(path, text)
        # Between strings JSON may have tabs, and in them line separators, where YAML may not.
        text = text.replace("\t", " ").translate({0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"})
        text = _SURROGATES.sub(
            lambda pair: f"{pair[1]}\\U{_join_surrogates(pair[0][len(pair[1]) :]):08x}", text
        )
    return compose(str(path), text)


def _read_bytes(path: Path) -> bytes:
    place = Place(str(path))
    try:
        if path.is_dir():
            raise Refused(Problem(place, Code.SC002, "This is a folder.", "Name a file in it."))
        if path.exists() and not path.is_file():
            raise Refused(
                Problem(place, Code.SC002, "This is not an ordinary file.", "Save it as a file first.")
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Refused(_explain_missing(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(Problem(place, Code.SC002, f"The file cannot be read: {reason}.")) from None
    if len(data) > MAX_BYTES:
        raise Refused(
            Problem(
                place,
                Code.SC003,
                f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
                "Is it the right one?",
            )
        )
    return data


def _explain_missing(path: Path) -> Problem:
    from scalecheck.errors import did_you_mean

    try:
        beside = {entry.stem: entry.name for entry in sorted(path.parent.iterdir(), reverse=True)}
    except OSError:
        beside = {}
    close = did_you_mean(path.stem, beside)
    hint = f'Did you mean "{beside[close.split(chr(34))[1]]}"?' if close else "Check the name and the folder."
    return Problem(Place(str(path)), Code.SC001, "There is no such file.", hint)


def _decode(path: Path, data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        place = place_after(str(path), before)
        raise Refused(
            Problem(
                place, Code.SC004, "This is not UTF-8 text.", 'Save the file again with the encoding "UTF-8".'
            )
        ) from None
    return text


def _check_json(path: Path, text: str) -> None:
    """JSON has stricter rules than YAML: hold a file that calls itself JSON to them."""
    import json

    def constant(word: str) -> None:
        at = next(found.start(1) for found in re.finditer(_WORDS, text) if found[1] == word)
        raise Refused(
            Problem(
                place_after(str(path), text[:at]), Code.SC006, f"This is not JSON: {word} is not a number."
            )
        )

    try:
        json.loads(text, parse_constant=constant, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        place = Place(str(path), error.lineno, error.colno)
        raise Refused(
            Problem(place, Code.SC006, f"This is not JSON: {error.msg}.", "Mend it here or just before.")
        ) from None
    except (ValueError, RecursionError) as error:
        raise Refused(
            Problem(Place(str(path)), Code.SC006, f"This is not JSON: {str(error)[:60]}.")
        ) from None


def _join_surrogates(pair: str) -> int:
    """JSON writes what lies beyond U+FFFF as two escapes, YAML as one."""
    high, low = int(pair[2:6], 16), int(pair[8:12], 16)
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
