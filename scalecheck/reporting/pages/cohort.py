"""A cohort's summary for a terminal: 80 columns, every colour beside a symbol and a word."""

from __future__ import annotations

from typing import IO, Any

from rich.cells import cell_len, set_cell_size

from scalecheck.reporting.render.grid import BAND_COLOURS as COLOURS
from scalecheck.reporting.render.grid import BAND_SIGNS as SYMBOLS
from scalecheck.reporting.render.layout import Page, cut, fits
from scalecheck.reporting.words import cohort as words
from scalecheck.reporting.words import result
from scalecheck.text import line

Document = Any

STAND_OUT = 7
"""How many questions that stand out are told in words: the rest are marked in the table."""
MOST_OPTIONS = 6
"""Up to so many options are shown one by one; of more, the worst and the best."""


def terminal(document: Document, file: IO[str], *, width: int | None = None, colour: bool = True) -> None:
    """Write the summary in *document* to *file*."""
    _Summary(document, file, width, colour).summary()


class _Summary(Page):
    def __init__(self, document: Document, file: IO[str], width: int | None, colour: bool) -> None:
        super().__init__(file, width, colour)
        self.document = document
        self.decimals: int = document["questionnaire"]["decimals"]
        shown = fits(file, "█░·─━◆→")
        self.full, self.empty = ("█", "░") if shown else ("#", ".")
        self.outside, self.reach, self.half, self.centre = (
            ("·", "─", "━", "◆") if shown else (".", "-", "=", "#")
        )
        self.to = "→" if shown else "to"

    def summary(self) -> None:
        document = self.document
        self.say(words.title(document), style="bold")
        self.say(words.edition(document))
        for text in words.notes(document):
            self.item("Note:", text, indent=0)
        if document["rows"]:
            self.overall()
            self.areas()
            self.weakest()
            self.recommendations()
            self.heading("How complete the responses are")
            self.say(words.completeness(document), indent=2)
            self.standing_out()
            self.questions()
            self.heading("How to read this")
            for text in words.rules(document):
                self.item("-", text)
        self.blank()
        self.say(result.CAVEAT)
        self.write()

    def overall(self) -> None:
        overall = self.document["overall"]
        self.heading("Overall")
        first, *rest = words.middle(self.document)
        self.say(first, indent=2, style="bold")
        if overall["n"]:
            drawn = f"  {overall['least']:g} {self.strip(overall, 31 if self.width >= 60 else 21)} {overall['most']:g}"
            legend = f"   {self.reach} all  {self.half} the middle half  {self.centre} the middle"
            self.row((drawn + (legend if cell_len(drawn + legend) <= self.width else ""), ""))
        for text in (*rest, *words.piled(overall)):
            self.say(text, indent=2)
        if overall["bands"] and overall["n"]:
            self.heading("Bands")
            self.bars(
                [(self.band(entry), COLOURS[self.level(entry["band"])], entry) for entry in overall["bands"]]
            )
            first, *rest = words.capped(self.document) or [""]
            if first:
                self.say(first, indent=2)
            for text in rest:
                self.item("-", text, indent=4)

    def level(self, band: str) -> int:
        return result.band_level(self.document, band)

    def band(self, entry: Document) -> str:
        return f"{SYMBOLS[self.level(entry['band'])]} {line(entry['title'])}"

    def bars(self, rows: list[tuple[str, str, Document]]) -> None:
        """Counts beside each other, with their share drawn."""
        names = min(max(cell_len(name) for name, _, _ in rows), self.width - 26)
        counts = max(len(words.many(part["count"])) for _, _, part in rows)
        size = min(30, self.width - names - counts - 12)
        for name, style, part in rows:
            filled = int(size * (part["share"] or 0) + 0.5) if size >= 8 else 0
            bar = self.full * filled + self.empty * (size - filled) if size >= 8 else ""
            numbers = f" {words.many(part['count']):>{counts}} {words.percent(part['share']):>5}  "
            self.row(("  ", ""), (set_cell_size(cut(name, names), names), style), (numbers + bar, ""))

    def strip(self, entry: Document, width: int) -> str:
        """From the lowest score to the highest, with the middle half and the middle."""
        reach = (entry["most"] - entry["least"]) or 1

        def place(name: str) -> int:
            at: float = (width - 1) * (entry[name] - entry["least"]) / reach
            return max(0, min(width - 1, int(at + 0.5)))

        cells = [self.outside] * width
        half = ("lower_quartile", "upper_quartile", self.half)
        for start, end, mark in (("lowest", "highest", self.reach), half, ("median", "median", self.centre)):
            if entry[start] is not None:
                cells[place(start) : place(end) + 1] = mark * (place(end) - place(start) + 1)
        return "".join(cells)

    def areas(self) -> None:
        rows = self.document["domains"]
        depth: dict[str | None, int] = {None: -1}
        for row in rows:
            depth[row["id"]] = depth[row["parent"]] + 1
        banded = max((4 * len(row["bands"]) for row in rows), default=0) if self.width >= 72 else 0
        self.heading(
            "Areas: the middle, how the scores spread"
            + (", and % in each band from low to high" if banded else "")
        )
        size = 21 if self.width >= 100 else 13 if self.width >= 60 else 0
        quartiles = 16 if self.width >= 100 else 0
        names = max((2 * depth[row["id"]] + cell_len(line(row["title"])) for row in rows), default=0)
        names = max(12, min(names, self.width - size - banded - quartiles - 15, 60))
        for row in rows:
            name = set_cell_size(cut("  " * depth[row["id"]] + line(row["title"]), names), names)
            if not row["n"]:
                self.say("no response has a score", mark=f"  {name} ")
                continue
            text = f"  {name} {result.number(row['median'], self.decimals):>6}"
            text += f"  {self.strip(row, size)}" if size else ""
            text += " " + "".join(f"{self.share(band):>4}" for band in row["bands"]) if banded else ""
            if quartiles and row["lower_quartile"] is not None:
                text += "  " + " to ".join(
                    result.number(row[end], self.decimals) for end in ("lower_quartile", "upper_quartile")
                )
            self.row((text, ""))
            for piled in words.piled(row):
                self.say(piled, indent=4 + 2 * depth[row["id"]])

    def share(self, part: Document) -> str:
        return words.percent(part["share"]).rstrip("%")

    def weakest(self) -> None:
        found = self.document["weakest"]
        if len(found["domains"]) > 1 and found["rows"]:
            self.heading("Weakest area, the commonest first")
            self.bars([(line(entry["title"]), "", entry) for entry in found["domains"]])
            for text in words.weakest(self.document):
                self.say(text, indent=2)

    def recommendations(self) -> None:
        self.heading("Most often among the first three recommendations")
        if not self.document["recommendations"]:
            self.say("No step up is left in what was answered.", indent=2)
        for position, entry in enumerate(self.document["recommendations"], start=1):
            first, *rest = words.advice(entry)
            self.item(f"{position:>2}", first, indent=1)
            for text in rest:
                self.say(text, indent=4)
        if words.steps(self.document):
            self.say(words.steps(self.document), indent=2)

    def standing_out(self) -> None:
        found = words.standing_out(self.document)
        self.heading(f"Questions that stand out ({len(found)})" if found else "Questions that stand out")
        if not found:
            self.say(words.nothing_stands_out(self.document), indent=2)
        for entry in found[:STAND_OUT]:
            self.item("!", line(entry["ask"]))
            for text in words.why(entry):
                self.say(text, indent=4)
        if len(found) > STAND_OUT:
            self.say(f"and {len(found) - STAND_OUT} more, marked ! below", indent=4)

    def questions(self) -> None:
        """Every question in one row: its answers from the worst to the best, and how many there are and are not."""
        entries = self.document["questions"]
        self.heading("Every question: % of its answers from the worst to the best")
        each = MOST_OPTIONS if self.width >= 72 else 2
        columns = [*([("answered", "answers")] if self.width >= 60 else []), ("missing", "missing")]
        if any(entry["not_applicable"] for entry in entries) and self.width >= 60:
            columns.append(("not_applicable", "n/a"))
        sizes = [
            max(len(title), *(len(words.many(entry[key])) for entry in entries)) + 2 for key, title in columns
        ]
        shown = [self.shares(entry, each) for entry in entries]
        drawn = max(14, *map(len, shown))
        names = max(6, self.width - drawn - sum(sizes) - 4)
        titles = "".join(f"{title:>{size}}" for (_, title), size in zip(columns, sizes, strict=True))
        self.row((" " * (names + 4) + f"{f'worst {self.to} best':>{drawn}}{titles}", ""))
        asked = [cut(line(entry["ask"]), names) for entry in entries]
        for entry, shares, ask in zip(entries, shown, asked, strict=True):
            mark = "!" if entry["flags"] else " "
            numbers = "".join(
                f"{words.many(entry[key]):>{size}}" for (key, _), size in zip(columns, sizes, strict=True)
            )
            # Cut short, two questions may look alike.
            name = set_cell_size(ask if asked.count(ask) == 1 else cut(entry["question"], names), names)
            self.row((f"  {mark} ", ""), (f"{name}{shares:>{drawn}}{numbers}", ""))
        if any(entry["asked_if"] and entry["missing"] for entry in entries):
            self.say(
                "Some questions are asked only after certain answers: whoever was not asked is among the missing.",
                indent=2,
            )

    def shares(self, entry: Document, most: int) -> str:
        options = words.ordered(entry)
        if len(options) > most:
            options = [options[0], options[-1]]
            return f"{self.share(options[0]):>4} ..{self.share(options[1]):>4}"
        return "".join(f"{self.share(option):>4}" for option in options)
