"""YAML text -> a tree of nodes, by the events of a parser: bounded before anything is built."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from scalecheck.errors import SHOWN, Code, Place, Problem, Refused
from scalecheck.files.node import Kind, Node, place_after
from scalecheck.text import short

MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_SCALAR = 20_000
_CONTROL = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What YAML allows nowhere. Compiled only where the parser has met one: the pattern is slow to compile."""
_SUSPECT_COMMENT = re.compile(r"[^\s#][ \t]+#[^\s#]")
_STARTS: dict[str, Kind] = {"MappingStartEvent": "mapping", "SequenceStartEvent": "list"}


@lru_cache(maxsize=8)  # a group's responses name one questionnaire, and its parts: each is composed once
def compose(file: str, text: str) -> Node:
    """Read *text*, the content of *file*, into a tree. Raises :class:`Refused` with every problem found."""
    import yaml

    composer = _Composer(file, text)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        unclosed = "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or "")
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        composer.problems.append(_explain_syntax(place, error.problem or str(error), composer.lines))
    except yaml.reader.ReaderError:
        composer.problems.append(_find_control(file, text))
    except (yaml.YAMLError, RecursionError) as error:
        composer.problems.append(Problem(Place(file), Code.SC010, f"This is not YAML: {short(error)}."))
    if composer.root is None and not composer.problems:
        composer.problems.append(Problem(Place(file), Code.SC011, "There is nothing in this file."))
    if composer.problems or composer.root is None:
        raise Refused(*composer.problems)
    return composer.root


def _find_control(file: str, text: str) -> Problem:
    bad = re.search(_CONTROL, text)
    start = bad.start() if bad else 0
    place = place_after(file, text[:start])
    what = f"There is a control character (U+{ord(text[start]):04X}) here."
    todo = (
        "Remove it."
        if text[start] != "\0"
        else 'Remove it, or save the file again with the encoding "UTF-8".'
    )
    return Problem(place, Code.SC005, what, todo)


def _explain_syntax(place: Place, problem: str, lines: list[str]) -> Problem:
    written = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Problem(place, Code.SC010, "This line starts with a tab.", "Use spaces.")
    if "mapping values" in problem:
        todo = 'If the line is text with a colon in it, put the text in "quotes".'
    elif "end" in problem and "stream" in problem:
        todo = "Close the bracket or the quotes that were opened before."
    else:
        todo = (
            "Check the indentation here and on the line before; text with any of : # * & @ % [ "
            '{ " goes in "quotes".'
        )
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
            self._add_scalar(event)
        elif kind in _STARTS:
            self._add_container(event, _STARTS[kind])
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

    def _find_place(self, event: Any) -> Place:
        """The place where *event* starts.

        Names and types are refused, and more of anything than a file can sensibly hold.
        """
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

    def _add_container(self, event: Any, kind: Kind) -> None:
        node = Node(kind, self._find_place(event))
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

    def _add_scalar(self, event: Any) -> None:
        text: str = event.value
        node = Node("scalar", self._find_place(event), text, not event.style)
        if len(text) > MAX_SCALAR:
            self._refuse(
                event, Code.SC003, f"This text is longer than {MAX_SCALAR} characters.", "Shorten it."
            )
        if self._suspect and node.plain:
            self._check_comment(event)
        self._add(node)

    def _check_comment(self, event: Any) -> None:
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
