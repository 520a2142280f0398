"""A file from outside, read as a tree of nodes that know where they stand.

YAML and JSON, by one strict reader. Nothing is coerced and nothing is run: a scalar stays the text it was
written as, and whoever knows what it should be (``shape.py``) reads it. Aliases, tags, a second document
and duplicate keys are refused; size, depth and count are bounded before anything is built, so a hostile
file costs little. Each limit is far above any questionnaire a person could answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from scalecheck.errors import SHOWN, Code, Place, Problem, Refused
from scalecheck.text import short

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 2_000_000
MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_SCALAR = 20_000

_CONTROL = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What YAML allows nowhere. Compiled only where the parser has met one: the pattern is slow to compile."""
_SUSPECT_COMMENT = re.compile(r"[^\s#][ \t]+#[^\s#]")
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
Kind = Literal["scalar", "list", "mapping"]
_WORDS = r'"(?:[^"\\]|\\.)*"|(NaN|-?Infinity)'
_STARTS: dict[str, Kind] = {"MappingStartEvent": "mapping", "SequenceStartEvent": "list"}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Node:
    """A scalar, a list or a mapping, as written, with its place."""

    __slots__ = ("items", "kind", "pairs", "place", "plain", "text")

    def __init__(self, kind: Kind, place: Place, text: str = "", plain: bool = False) -> None:
        self.kind = kind
        self.place = place
        self.text = text
        """A scalar's text: never converted."""
        self.plain = plain
        """Whether a scalar stands without quotes, so that YAML could take it for a number, a truth value
        or nothing."""
        self.items: list[Node] | None = [] if kind == "list" else None
        self.pairs: dict[str, tuple[Node, Node]] | None = {} if kind == "mapping" else None
        """A mapping's keys, each with the node of the key and of the value."""

    @property
    def is_null(self) -> bool:
        """Whether it says nothing: an empty value, ``~`` or ``null``."""
        return self.kind == "scalar" and self.plain and self.text in _NULLS

    def get(self, key: str) -> Node | None:
        """The value under *key* of a mapping, or None."""
        pair = (self.pairs or {}).get(key)
        return pair[1] if pair else None


def read(path: Path) -> Node:
    """The tree in the file at *path*. Raises :class:`Refused` with every problem found."""
    text = _decode(path, _bytes(path))
    if path.suffix.lower() == ".json":
        _check_json(path, text)
        # Between strings JSON may have tabs, and in them line separators, where YAML may not.
        text = text.replace("\t", " ").translate({0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"})
        text = _SURROGATES.sub(lambda pair: f"{pair[1]}\\U{_code_point(pair[0][len(pair[1]) :]):08x}", text)
    return _compose(str(path), text)


def _bytes(path: Path) -> bytes:
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
        raise Refused(_missing(path)) from None
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


def _missing(path: Path) -> Problem:
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
        place = _place(str(path), before)
        raise Refused(
            Problem(
                place, Code.SC004, "This is not UTF-8 text.", 'Save the file again with the encoding "UTF-8".'
            )
        ) from None
    return text


def _place(file: str, before: str) -> Place:
    """The place after the text *before*."""
    rows = re.split(r"\r\n|\r|\n", before)
    return Place(file, len(rows), len(rows[-1]) + 1)


def _check_json(path: Path, text: str) -> None:
    """JSON has stricter rules than YAML: hold a file that calls itself JSON to them."""
    import json

    def constant(word: str) -> None:
        at = next(found.start(1) for found in re.finditer(_WORDS, text) if found[1] == word)
        raise Refused(
            Problem(_place(str(path), text[:at]), Code.SC006, f"This is not JSON: {word} is not a number.")
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


def _code_point(pair: str) -> int:
    """JSON writes what lies beyond U+FFFF as two escapes, YAML as one."""
    high, low = int(pair[2:6], 16), int(pair[8:12], 16)
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)


def _compose(file: str, text: str) -> Node:
    import yaml

    composer = _Composer(file, text)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        unclosed = "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or "")
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        composer.problems.append(_syntax(place, error.problem or str(error), composer.lines))
    except yaml.reader.ReaderError:
        composer.problems.append(_control(file, text))
    except (yaml.YAMLError, RecursionError) as error:
        composer.problems.append(Problem(Place(file), Code.SC010, f"This is not YAML: {short(error)}."))
    if composer.root is None and not composer.problems:
        composer.problems.append(Problem(Place(file), Code.SC011, "There is nothing in this file."))
    if composer.problems or composer.root is None:
        raise Refused(*composer.problems)
    return composer.root


def _control(file: str, text: str) -> Problem:
    bad = re.search(_CONTROL, text)
    start = bad.start() if bad else 0
    place = _place(file, text[:start])
    what = f"There is a control character (U+{ord(text[start]):04X}) here."
    todo = (
        "Remove it."
        if text[start] != "\0"
        else 'Remove it, or save the file again with the encoding "UTF-8".'
    )
    return Problem(place, Code.SC005, what, todo)


def _syntax(place: Place, problem: str, lines: list[str]) -> Problem:
    written = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Problem(place, Code.SC010, "This line starts with a tab.", "Use spaces.")
    if "mapping values" in problem:
        todo = 'If the line is text with a colon in it, put the text in "quotes".'
    elif "end" in problem and "stream" in problem:
        todo = "Close the bracket or the quotes that were opened before."
    else:
        todo = 'Check the indentation here and on the line before; text with any of : # * & @ % [ { " goes in "quotes".'
    return Problem(place, Code.SC010, f"This is not YAML: {problem}.", todo)


class _Composer:
    """Builds the tree from the parser's events, iteratively: depth cannot exhaust the stack."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.lines = text.splitlines()
        self._suspect = _SUSPECT_COMMENT.search(text) is not None
        self._open: list[Node] = []
        self._keys: list[Node | None] = []  # beside each open mapping, the key that waits for its value
        self._count = 0

    def take(self, event: Any) -> None:
        """Add what *event* says to the tree; a file with more problems than anyone reads is not read on."""
        if len(self.problems) >= SHOWN:
            raise Refused(*self.problems)
        kind = event.__class__.__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind in _STARTS:
            self._start(event, _STARTS[kind])
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
            self._keys.pop()
        elif kind == "AliasEvent":
            self._refuse(
                event,
                Code.SC012,
                "This refers to another part of the file (*).",
                "Write the content out in full.",
            )
        elif kind == "DocumentStartEvent" and self.root is not None:
            self._refuse(
                event, Code.SC013, "A second document starts here (---).", "Keep one document in a file."
            )

    def _refuse(self, event: Any, code: Code, what: str, todo: str) -> None:
        """Stop here: going on would cost more than it tells."""
        mark = event.start_mark
        raise Refused(
            *self.problems, Problem(Place(self.file, mark.line + 1, mark.column + 1), code, what, todo)
        )

    def _place(self, event: Any) -> Place:
        """Where *event* starts; refuses names and types, and more of anything than a file can sensibly hold."""
        self._count += 1
        if self._count > MAX_NODES:
            self._refuse(
                event,
                Code.SC003,
                f"There are more than {MAX_NODES} values in this file.",
                "Is it the right one?",
            )
        if event.anchor is not None:
            self._refuse(
                event,
                Code.SC012,
                "A part of the file is given a name here (&).",
                "Remove the & and its name.",
            )
        if event.tag is not None:
            self._refuse(
                event, Code.SC014, "A type is given here (!).", 'Remove it, or put the text in "quotes".'
            )
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _start(self, event: Any, kind: Kind) -> None:
        node = Node(kind, self._place(event))
        if len(self._open) >= MAX_DEPTH:
            self._refuse(
                event,
                Code.SC003,
                f"This is nested more than {MAX_DEPTH} levels deep.",
                "Is it the right file?",
            )
        self._add(node)
        self._open.append(node)
        self._keys.append(None)

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        node = Node("scalar", self._place(event), text, not event.style)
        if len(text) > MAX_SCALAR:
            self._refuse(
                event, Code.SC003, f"This text is longer than {MAX_SCALAR} characters.", "Shorten it."
            )
        if self._suspect and node.plain:
            self._comment(event)
        self._add(node)

    def _comment(self, event: Any) -> None:
        mark = event.end_mark
        rest = self.lines[mark.line][mark.column :] if mark.line < len(self.lines) else ""
        if re.match(r"[ \t]+#[^\s#]", rest):
            what = f'YAML leaves out everything from "{short(rest, 20)}" on.'
            todo = 'Put the text in "quotes", or write a comment as "# " with a space.'
            self.problems.append(
                Problem(Place(self.file, mark.line + 1, mark.column + 1), Code.SC015, what, todo)
            )

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if parent.items is not None:
            parent.items.append(node)
            return
        key, pairs = self._keys[-1], parent.pairs
        assert pairs is not None
        if key is None:
            if node.kind != "scalar":
                raise Refused(
                    *self.problems,
                    Problem(node.place, Code.SC016, "A name is needed here, not a list or a mapping."),
                )
            if node.text in pairs:
                first = pairs[node.text][0].place
                what = f'"{short(node.text)}" appears a second time; the first is on line {first.line}.'
                self.problems.append(Problem(node.place, Code.SC017, what, "Keep one of the two."))
            self._keys[-1] = node
        else:
            pairs.setdefault(key.text, (key, node))
            self._keys[-1] = None
