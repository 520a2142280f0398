"""A report as Markdown, for a wiki page or an e-mail. Outside text is escaped, never obeyed."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from scalecheck.reporting.blocks import Change, Fold, Items, Rules, Shares, Table, Text, Tree, Verdict
from scalecheck.reporting.figures import Band
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scalecheck.reporting.blocks import Block, Cell, Item, Report
    from scalecheck.reporting.figures import Figure

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~$])")
_LIST = re.compile(r"^([-+]|\d+[.)])(?=\s|$)")
_RULE = re.compile(r"^(?=(?:--+|=+)$)")
"""A line that would be drawn, or make a heading of the line before it."""


def escape(text: object) -> str:
    """*text* on one line, in characters that Markdown leaves alone."""
    escaped = _RULE.sub(r"\\", _SPECIAL.sub(r"\\\1", one_line(text).replace("&", "&amp;")))
    return _LIST.sub(
        lambda found: "\\" + found[0] if found[0] in "-+" else found[0][:-1] + "\\" + found[0][-1], escaped
    )


def render(report: Report, file: IO[str], *, all: bool = False, explain: bool = False) -> None:
    """Write *report* to *file*; *all* tells every recommendation and answer, *explain* the arithmetic."""
    file.write("\n".join(_Renderer(all, explain).write_report(report)) + "\n")


class _Renderer:
    def __init__(self, all: bool, explain: bool) -> None:
        self.shown = {"", "long", *(["all"] if all else []), *(["explain"] if explain else [])}
        self.all = all

    def write_report(self, report: Report) -> list[str]:
        found = [f"# {escape(report.title)}", "", *(f"{escape(text)}  " for text in report.under)]
        for note in report.notes:
            found += ["", f"> Note: {escape(note)}"]
        for section in report.sections:
            if section.detail in self.shown and "markdown" in section.media:
                title = section.whole if self.all and section.whole else section.title
                found += ["", f"## {escape(title)}"]
                for paragraph in self._write_blocks(section.blocks):
                    found += ["", *paragraph]
        return [*found, "", f"*{escape(report.caveat)}*"] if report.caveat else found

    def _write_blocks(self, blocks: Iterable[Block]) -> list[list[str]]:
        """Paragraphs, each of one line or more; a list or a table is one, and so are two lists in a row."""
        found: list[list[str]] = []
        last: Block | None = None
        for block in blocks:
            if isinstance(block, Fold):
                if not self.all:
                    continue
                paragraphs = self._write_blocks(block.blocks)
                goes_on = isinstance(last, Items) and isinstance(block.blocks[0], Items)
            else:
                paragraphs = [paragraph] if (paragraph := list(self._write_block(block))) else []
                goes_on = isinstance(block, Text) and block.style == "then"
            if goes_on:
                found[-1] += paragraphs.pop(0)
            found += paragraphs
            last = block
        return found

    def _write_block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Text):
            if "markdown" in block.medium:
                text = escape(block.text)
                yield {"heading": f"### {text}", "strong": f"**{text}**"}.get(block.style, text)
        elif isinstance(block, Verdict):
            band = f": {escape(block.band.title)}" if block.band and block.band.title else ""
            yield f"**{escape(block.text)}{band}**"
        elif isinstance(block, Items):
            for each in block.items:
                if block.style in ("options", "ends"):
                    told = [text for part in each.under if (text := _tell(part))]
                    yield f"- **{escape(each.mark)}** {escape(', '.join([each.text, *told]))}"
                elif not each.hint:
                    yield from self._write_item(each, block.brief)
        elif isinstance(block, Tree):
            yield from (f"{'  ' * depth}- {escape(text)}" for depth, text in block.lines)
        elif isinstance(block, Rules):
            yield from (f"- {escape(text)}" for text in block.texts)
        elif isinstance(block, Table):
            yield from _write_table(block)

    def _write_item(self, item: Item, brief: bool) -> Iterator[str]:
        numbered = item.mark.strip().isdigit()
        mark = f"{item.mark.strip()}." if numbered else "-"
        text = f"**{escape(item.text)}**" if item.strong else escape(item.text)
        text += f" “{escape(item.quote)}”" if item.quote else ""
        beneath = [told for each in item.under if (told := _tell(each))]
        beneath += item.long if self.all else ()
        if item.facts:
            beneath.append(" · ".join(item.facts))
        if item.sources:
            named = [f"{name}, {url}" if url else name for name, url in item.sources]
            beneath.append(f"Source: {'; '.join(named)}")
        if brief:
            text += "." if item.quote else ""
            yield " ".join([mark, text, *map(escape, beneath)])
            return
        yield f"{mark} {text}"
        # Under the text, not under the mark: else what follows "10." would be a list of its own.
        yield from (f"{' ' * len(mark)} - {escape(each)}" for each in beneath)


def _tell(part: str | Text | Figure) -> str:
    """What *part* says in words; a figure says nothing that words do not."""
    if isinstance(part, Text):
        return part.text if "markdown" in part.medium else ""
    return part if isinstance(part, str) else ""


def _write_table(table: Table) -> Iterator[str]:
    shown = [n for n, column in enumerate(table.columns) if _is_shown(table, n)]
    yield f"| {' | '.join(escape(table.columns[n].title) for n in shown)} |"
    yield f"| {' | '.join('---:' if table.columns[n].kind == 'number' else '---' for n in shown)} |"
    for row in table.rows:
        name = row.name.title if isinstance(row.name, Band) else row.name
        cells = ["&nbsp;&nbsp;" * row.depth + escape(name), *(_write_cell(cell) for cell in row.cells)]
        yield f"| {' | '.join(cells[n] for n in shown)} |"


def _is_shown(table: Table, n: int) -> bool:
    column = table.columns[n]
    return "markdown" in column.media and column.kind != "figure"


def _write_cell(cell: Cell) -> str:
    if isinstance(cell, Band):
        return escape(cell.title)
    if isinstance(cell, Change):
        return cell.text
    if isinstance(cell, Shares):
        return escape(", ".join(f"{title} {share}" for title, share, _ in cell.parts))
    return escape(cell) if isinstance(cell, str) else ""
