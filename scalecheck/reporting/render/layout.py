"""A page of paragraphs for a terminal: wrapped by the width of characters, harmless, written at once."""

from __future__ import annotations

import os
from typing import IO

from rich.cells import cell_len, chop_cells

from scalecheck.text import clean

Span = tuple[str, str]
"""Text and its style."""
NARROWEST, WIDEST = 40, 120


def fits(file: IO[str], text: str) -> bool:
    """Whether *file* can show *text* as it is."""
    try:
        text.encode(getattr(file, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return os.environ.get("TERM") != "dumb"


class Page:
    """A page of paragraphs, written at once."""

    def __init__(self, file: IO[str], width: int | None = None, colour: bool = True) -> None:
        from shutil import get_terminal_size

        self.file, self.colour = file, colour
        self.width = max(NARROWEST, min(WIDEST, width or get_terminal_size((80, 24)).columns))
        self.spans: list[Span] = []

    def row(self, *spans: Span) -> None:
        """One row as it is, in spans of text and style."""
        self.spans += [(clean(text), style) for text, style in spans]
        self.spans.append(("\n", ""))

    def say(self, text: str, indent: int = 0, style: str = "", mark: str = "") -> None:
        """A paragraph; its *mark* hangs in the margin."""
        mark = clean(mark)
        start, hanging = " " * indent + mark, " " * (indent + cell_len(mark))
        for row in wrap(clean(text), self.width - len(hanging)):
            self.row((start, ""), (row, style))
            start = hanging

    def blank(self) -> None:
        """An empty row."""
        self.row()

    def item(self, mark: str, text: str, indent: int = 2) -> None:
        """A paragraph in a list."""
        self.say(text, indent, mark=f"{mark} ")

    def write(self) -> None:
        """Print the page: in colour on a terminal, unless NO_COLOR or TERM=dumb says otherwise."""
        if not self.colour or not (self.file.isatty() or os.environ.get("FORCE_COLOR")):
            self.file.write("".join(text for text, _ in self.spans))
            return
        from rich.console import Console  # a third of the time to a report: only where it shows
        from rich.text import Text

        # No markup, no emoji codes, no highlighting: what the page holds is shown, never obeyed.
        console = Console(file=self.file, width=self.width, markup=False, emoji=False, highlight=False)
        console.print(Text.assemble(*self.spans), end="", soft_wrap=True)


def wrap(text: str, width: int) -> list[str]:
    """Wrap *text* to rows of at most *width* cells, at spaces; a longer word is broken anywhere."""
    rows, row, used = [], "", 0
    width = max(1, width)
    for word in text.split():
        size = cell_len(word)
        if row and used + 1 + size <= width:
            row, used = f"{row} {word}", used + 1 + size
            continue
        if row:
            rows.append(row)
        *full, row = chop_cells(word, width) or [word]  # a word of no width is a row of its own
        rows += full
        used = cell_len(row)
    return [*rows, row] if row or not rows else rows
