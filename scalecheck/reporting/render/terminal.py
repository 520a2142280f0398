"""A report for a terminal of 40 to 120 columns: every colour beside a sign and a word."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from rich.cells import cell_len

from scalecheck.reporting.blocks import Fold, Items, Rules, Table, Text, Tree, Verdict
from scalecheck.reporting.figures import Ballots, Figure, Share
from scalecheck.reporting.render.characters import Characters
from scalecheck.reporting.render.grid import COLOURS, describe_band, has_room, lay_rows
from scalecheck.reporting.render.layout import Page
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scalecheck.reporting.blocks import Block, Item, Report, Section

STYLES = {"heading": "bold", "strong": "bold"}
BESIDE = 72
"""The narrowest terminal that has room for a figure beside a score."""


def render(
    report: Report,
    file: IO[str],
    *,
    all: bool = False,
    explain: bool = False,
    width: int | None = None,
    colour: bool = True,
) -> None:
    """Write *report* to *file*, in *width* columns where it is given, else as wide as the terminal.

    *all* shows every recommendation, answer and vote, *explain* how the score came about.
    """
    _Renderer(file, width, colour, all, explain).write_report(report)


class _Renderer(Page):
    def __init__(self, file: IO[str], width: int | None, colour: bool, all: bool, explain: bool) -> None:
        super().__init__(file, width, colour)
        self.characters = Characters.of(file)
        self.shown = {"", *(["all", "long"] if all else []), *(["explain"] if explain else [])}
        self.all = all

    def write_report(self, report: Report) -> None:
        self.say(report.title, style="bold")
        for text in report.under:
            self.say(text)
        for note in report.notes:
            self.item("Note:", one_line(note), indent=0)
        for section in report.sections:
            if section.detail in self.shown and "terminal" in section.media:
                self._lay_section(section)
        if report.caveat:
            self.blank()
            self.say(report.caveat)
        self.write()

    def _lay_section(self, section: Section) -> None:
        title = section.whole if self.all and section.whole else section.title
        columns = [told for block in section.blocks for told in self._tell_columns(block)]
        title += f": {_join(columns)}" if columns else ""
        size = "" if section.size is None else f" ({section.size})"
        self.blank()
        mark = f"{section.mark} " if section.mark else ""
        self.say(f"{mark}{title}{size}", style=COLOURS[section.tone] or "bold")
        self._lay_blocks(section.blocks)

    def _tell_columns(self, block: Block) -> list[str]:
        """Say what the columns of *block* hold that have room, if it is a table."""
        if not isinstance(block, Table) or block.instead is not None:
            return []
        return [column.told for column in block.columns if column.told and has_room(column, self.width)]

    def _lay_blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Text):
                if "terminal" in block.medium:
                    if block.style == "heading":
                        self.blank()
                    self.say(block.text, indent=2, style=STYLES.get(block.style, ""))
            elif isinstance(block, Verdict):
                self._lay_verdict(block)
            elif isinstance(block, Items):
                self._lay_items(block)
            elif isinstance(block, Tree):
                for depth, text in block.lines:
                    self.say(text, indent=2 * depth + 2)
            elif isinstance(block, Rules):
                self.blank()
                for text in block.texts:
                    self.say(text, indent=2)
            elif isinstance(block, Table):
                self._lay_table(block)
            elif isinstance(block, Fold):
                self._lay_blocks(block.blocks if self.all else ())
            elif isinstance(block, Figure):
                self._lay_figure(block)

    def _lay_verdict(self, verdict: Verdict) -> None:
        if verdict.band is None:
            self.say(verdict.text, indent=2, style="bold")
            return
        beside = verdict.figure if self.width >= BESIDE else None
        bar = f"{self.characters.draw(beside, 20)}  " if beside else ""
        band, colour = describe_band(verdict.band)
        start = f"  {verdict.text}  {bar}"
        if not band:
            self.row((start.rstrip(), "bold"))
        elif cell_len(start + band) <= self.width:
            self.row((start, "bold"), (band, colour))
        else:
            self.row((start.rstrip(), "bold"))
            self.say(band, indent=2, style=colour)

    def _lay_figure(self, figure: Figure, indent: int = 2) -> None:
        if isinstance(figure, Ballots):
            tally = "" if figure.spelt else self.characters.tally(figure)
            if tally and indent + cell_len(tally) <= self.width:
                self.row((" " * indent + tally, ""))
            elif tally:
                self.say(tally, indent=indent)
            return
        drawn = self.characters.draw(figure, 31 if self.width >= 60 else 21)
        if drawn:
            text = (
                f"  {figure.axis.least:g} {drawn} {figure.axis.most:g}"
                if not isinstance(figure, Share)
                else drawn
            )
            legend = f"   {self.characters.legend(figure)}"
            self.row((text + (legend if cell_len(text + legend) <= self.width else ""), ""))

    def _lay_items(self, found: Items) -> None:
        shown = [each for each in found.items if not each.hint or each.hint not in self.shown]
        first = None if self.all else found.first
        indent = 4 if found.inner else 2
        beneath = indent + len(f"{shown[0].mark} " if shown[0].mark else "") if shown else indent
        for each in shown[:first]:
            gap = "  " if found.style == "options" else " "
            mark = f"{each.mark}{gap}" if each.mark else ""
            if found.aligned:
                mark = mark.rjust(3)
            text = f'{each.text} "{each.quote}"' if each.quote else each.text
            self.say(
                text,
                beneath - len(mark) if found.aligned else indent,
                COLOURS[each.tone] or ("bold" if each.strong else ""),
                mark,
            )
            self._lay_beneath(each, beneath)
        if first is not None and len(shown) > first:
            self.say(f"and {len(shown) - first} more{found.rest}", indent=beneath)

    def _lay_beneath(self, item: Item, indent: int) -> None:
        for each in item.under:
            if isinstance(each, str):
                self.say(each, indent)
            elif isinstance(each, Text):
                if "terminal" in each.medium:
                    self.say(each.text, indent)
            else:
                self._lay_figure(each, indent)
        for text in item.long if self.all else ():
            self.say(text, indent)
        if item.facts:
            self.say(" · ".join(item.facts), indent)
        if item.sources:
            names = [f"{name}, {url}" if url and self.all else name for name, url in item.sources]
            self.say(f"Source: {'; '.join(names)}", indent)

    def _lay_table(self, table: Table) -> None:
        if table.instead is not None:
            self._lay_blocks(table.instead)
            return
        for row in lay_rows(table, self.width, self.characters):
            if row.sentence:
                self.say(row.sentence, row.indent, mark=row.mark)
            else:
                self.row(*row.spans)


def _join(words: list[str]) -> str:
    """List *words* that may hold commas of their own: the last one after a comma and ``and``."""
    return ", and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 2 else " and ".join(words)
