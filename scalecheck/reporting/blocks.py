"""What a report is made of. An outline puts blocks in order; a renderer lays them out, and knows no document.

A :class:`Report` holds sections, and a section holds blocks: texts, verdicts, lists, trees, tables, folds, a
score table and figures. Texts are plain: a renderer makes them harmless for its own medium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from scalecheck.reporting.figures import Band, Bar, Figure
    from scalecheck.reporting.score_table import ScoreTable

Detail = Literal["", "long", "all", "explain"]
"""Who is shown a part: everybody; ``long``: on a terminal only with ``--all``, on a page folded away, in
Markdown always; ``all`` and ``explain``: with that option only, and on a page folded away."""
Prominence = Literal["first", "essential", "more"]
"""On a page, what matters comes first and what else is essential next, both on the first sheet of paper."""
Tone = Literal["", "better", "worse", "alarm", "doubt"]
"""What a colour says beside words and marks."""
Medium = Literal["terminal", "markdown", "page", "spreadsheet"]
"""Where a part is told. Outlines say it by what media can do, with one of these sets."""
EVERYWHERE: tuple[Medium, ...] = ("terminal", "markdown", "page", "spreadsheet")
DRAWN: tuple[Medium, ...] = ("terminal", "page")
"""Those that draw figures."""
HEADED: tuple[Medium, ...] = ("markdown", "page", "spreadsheet")
"""Those whose tables have heads over their columns, and whose readers have time for a sentence more."""
UNHEADED: tuple[Medium, ...] = ("terminal",)
UNBOUNDED: tuple[Medium, ...] = ("markdown", "spreadsheet")
"""Those that have no width to keep to."""
PAGED: tuple[Medium, ...] = ("page",)
"""The one that a script can sort and a pointer can unfold."""


class Text(NamedTuple):
    """A paragraph."""

    text: str
    style: Literal["", "heading", "strong", "lead", "small", "warning", "cause", "why", "then"] = ""
    """``heading``: a heading within a section, over what follows.
    ``then``: goes on in the paragraph before it, where a medium has room."""
    medium: tuple[Medium, ...] = EVERYWHERE


class Verdict(NamedTuple):
    """What it comes to, in a few words: the largest thing in its section."""

    text: str
    band: Band | None = None
    figure: Bar | None = None
    """Drawn in the same row where a terminal has room."""


class Item(NamedTuple):
    """One entry of a list."""

    text: str
    mark: str = "-"
    """``-``, a number, or what it stands for: ``+`` better, ``!`` missing, ``?`` not known, ``=`` alike;
    may be empty."""
    under: tuple[str | Text | Figure, ...] = ()
    """What stands beneath it, in this order; then *facts* and *sources*."""
    long: tuple[str, ...] = ()
    """What stands beneath it where everything is shown."""
    facts: tuple[str, ...] = ()
    """Short facts, told in one line."""
    sources: tuple[tuple[str, str], ...] = ()
    """What it rests on: a name and an address, which may be empty."""
    quote: str = ""
    """What was answered, in quotes after the text."""
    tone: Tone = ""
    strong: bool = False
    hint: Detail = ""
    """The option of a terminal that would show more; told there only, until that option is given."""


class Items(NamedTuple):
    """A list."""

    items: tuple[Item, ...]
    style: Literal[
        "plain", "asked", "changes", "do-first", "agenda", "steps", "causes", "options", "ends"
    ] = "plain"
    """``options``: of a question, each marked with what is typed and stored for it."""
    first: int | None = None
    """How many a terminal shows without ``--all`` and a page unfolded; None for all of them."""
    rest: str = ": see --all"
    """Said after ``and 3 more`` on a terminal."""
    brief: bool = False
    """Whether Markdown tells each entry in one line."""
    inner: bool = False
    """Whether it is set further in, beneath the paragraph before it."""
    aligned: bool = False
    """Whether a terminal sets numbers of two digits further out: every text starts in the same column."""


class Tree(NamedTuple):
    """Lines of an argument, each as far in as it is deep."""

    lines: tuple[tuple[int, str], ...]


class Rules(NamedTuple):
    """What the words and numbers of a section mean, apart from it."""

    texts: tuple[str, ...]


class Shares(NamedTuple):
    """How a row is divided among bands or answers, the lowest first.

    Of many, a terminal shows the first and the last.
    """

    parts: tuple[tuple[str, str, int], ...]
    """Title, share such as ``33%``, shade."""


class Change(NamedTuple):
    """A difference: ``+5.6``, ``-2.0``, ``=`` or nothing."""

    text: str

    @property
    def tone(self) -> Tone:
        """Better for a plus, worse for a minus."""
        return "better" if self.text.startswith("+") else "worse" if self.text.startswith("-") else ""


Cell: TypeAlias = "str | Band | Figure | Shares | Change | None"


class Column(NamedTuple):
    """One column of a table, and where it is shown."""

    title: str
    kind: Literal["text", "number", "figure"] = "text"
    media: tuple[Medium, ...] = EVERYWHERE
    gap: int = 2
    """Spaces before it on a terminal."""
    width: int = 0
    """The fewest characters it takes there."""
    short: str = ""
    """Its title there, where it has heads; empty where it is the same."""
    told: str = ""
    """What it holds: said there after the title of the section, since tables have no heads."""
    least: int = 0
    """The narrowest terminal, in columns, that shows it."""
    sizes: tuple[tuple[int, int], ...] = ()
    """Of a figure: for terminals of at least so many columns, so many characters; the widest first."""
    bracketed: bool = False
    """Whether a terminal, which has no titles, sets it in brackets."""
    fill: bool = False
    """Of a figure: whether it takes what is left of a row, up to 30 characters, and at least 8."""
    style: str = ""
    """A page's name for it."""
    label: str = ""
    """Before each cell on a narrow page, which has no heads."""
    tells_after: bool = False
    """Whether it tells what else stands beneath a row."""


class Row(NamedTuple):
    """One row of a table."""

    name: str | Band
    cells: tuple[Cell, ...]
    """For each column but the first."""
    depth: int = 0
    """How deep it stands in the tree of areas, from 0."""
    mark: str = ""
    instead: str = ""
    """Why there is nothing to show: told instead of the cells on a terminal, and in its own words on a
    page."""
    after: tuple[str, ...] = ()
    """Sentences beneath the row."""
    rank: float | None = None
    """How far it stands between the least and the most, from 0 to 1; None where there is no score."""
    instead_of: str = ""
    """What a terminal calls the row where its name, cut short, would read as another's."""


class Table(NamedTuple):
    """Rows under columns; the first column names the row."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    style: Literal["single", "group", "compared", "counts", "spread", "votes", "log", "effects"]
    caption: str = ""
    key: Literal["", "interval", "raters", "compared", "spread"] = ""
    """Which signs of its figures a page explains beside the caption."""
    ranked: bool = False
    """Whether a page puts the lowest rank first, each beneath the area it stands in."""
    headed: bool = False
    """Whether a terminal shows the titles of the columns."""
    instead: tuple[Block, ...] | None = None
    """What a terminal shows, which has no room for the table; None where it has."""


class Fold(NamedTuple):
    """More of the same: shown with ``--all``, on a page folded away under *title*."""

    title: str
    blocks: tuple[Block, ...]


Block: TypeAlias = "Text | Verdict | Items | Tree | Rules | Table | Fold | ScoreTable | Figure"


class Section(NamedTuple):
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]
    size: int | None = None
    """Told after the title, where the list may be cut short."""
    whole: str = ""
    """The title where everything is shown; empty where it is the same."""
    mark: str = ""
    """Before the title: ``!`` for what is missing, ``?`` for what is not known."""
    tone: Tone = ""
    place: Prominence = "more"
    detail: Detail = ""
    media: tuple[Medium, ...] = EVERYWHERE
    style: Literal["part", "card", "agreed", "warning", "steps", "wide", "line", "folded"] = "part"
    """``line``: one sentence, which a page tells in the line of its title. ``folded``: a page folds it away,
    at its end; a terminal and Markdown tell it as any other."""


class Report(NamedTuple):
    """All that is told, in the order of what matters."""

    title: str
    """What it is and of what, in one line."""
    subject: str
    """Of what; the title where that is not known."""
    kicker: str
    """What it is, above the subject; may be empty."""
    under: tuple[str, ...]
    """Lines beneath the title: who, when, with what."""
    notes: tuple[str, ...]
    """What a reader needs to know first."""
    sections: tuple[Section, ...]
    caveat: str
    """How far it can be trusted, at its end; may be empty."""
    made_of: tuple[str, ...]
    """At the foot of a page: questionnaire, version, digest, program."""
    log: Table | None = None
    """What is written for a spreadsheet: a line a row, with empty columns for the people who act on it."""
    wide: bool = False
    """Whether a page takes the whole screen: it tells of many responses."""
    sheet: bool = False
    """Whether the essential sections have a sheet of paper of their own."""


def everything(*parts: str) -> tuple[str, ...]:
    """Those of *parts* that are not empty."""
    return tuple(part for part in parts if part)
