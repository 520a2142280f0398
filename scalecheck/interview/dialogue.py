"""A dialogue: one line at a time is taken, pieces of text are left to be shown, and what was said is kept.

No terminal, no file, no clock: a screen prints the pieces, reads a line and hands it over; so the same
dialogue runs on a terminal, on a pipe and in a test.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from scalecheck.interview import wording
from scalecheck.interview.store import NotSaved
from scalecheck.interview.wording import Piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from scalecheck.responses.response import Response


class Keeper(Protocol):
    """Keeps the answers somewhere."""

    def keep(self, response: Response) -> None:
        """Keep them durably. Raises :class:`NotSaved` where that fails."""

    def move(self, name: str) -> None:
        """Keep them under another name from now on. Raises :class:`NotSaved` where that fails."""

    @property
    def name(self) -> str:
        """The name that they are kept under."""


class Dialogue(ABC):
    """Show text, wait for a line, and keep the answers before anything else is asked."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self.pieces: list[Piece] = []
        """What is to be shown next; whoever shows it clears it."""
        self.prompt = "> "
        self.finished = False
        """Whether the respondent is done: the report is due."""
        self.left = False
        """Whether the respondent has chosen to go on later."""
        self.unsaved = ""
        """Why the last answers are in memory only; empty while all are kept."""
        self._expect: Callable[[str], None]
        self._then: Callable[[], None]

    @abstractmethod
    def response(self) -> Response:
        """The answers as they are now."""

    @abstractmethod
    def _ask_again(self) -> None:
        """Show the same question again, after something else was shown."""

    def take(self, line: str) -> None:
        """Take one line that was typed, and go on from there."""
        self._expect(line.strip())

    # What is shown.

    def _say(self, text: str, style: str = "", indent: int = 0, mark: str = "", gap: bool = False) -> None:
        if gap:
            self.pieces.append(Piece(""))
        self.pieces.append(Piece(text, style, indent, mark))

    def _say_heading(self, text: str) -> None:
        self._say(text, "heading", gap=True)

    def _fail(self, text: str) -> None:
        self._say(f"Error: {text}", "error")

    # What is waited for.

    def _ask_for(self, text: str, prompt: str, then: Callable[[str], None]) -> None:
        """Ask for one line; there, too, b goes back to the question and q leaves."""

        def take(line: str) -> None:
            if line.casefold() in ("q", "quit"):
                self.left = True
            elif line.casefold() in ("b", "back"):
                self._ask_again()
            else:
                then(line)

        self._say(text, gap=True)
        self.prompt, self._expect = prompt, take

    # Keeping.

    def _keep(self, then: Callable[[], None]) -> None:
        """Keep the answers, and only then go on."""
        try:
            self.keeper.keep(self.response())
        except NotSaved as error:
            self.unsaved, self._then = str(error), then
            self._fail(wording.not_saved(self.keeper.name, self.unsaved))
            self.prompt, self._expect = "Enter, or another file: ", self._rescue
            return
        self.unsaved = ""
        then()

    def _rescue(self, line: str) -> None:
        """The answers are in memory only: try again, or elsewhere."""
        if line.casefold() in ("q", "quit"):
            self.left = True
            return
        if line:
            try:
                self.keeper.move(line)
            except NotSaved as error:
                self._fail(wording.not_saved(line, str(error)))
                return
        self._keep(self._then)
        if not self.unsaved:
            self._say(f"Saved in {self.keeper.name}.")
