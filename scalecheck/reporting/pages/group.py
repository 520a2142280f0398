"""The group report for a terminal and as Markdown: two renderings of one document, in the same words."""

from __future__ import annotations

from typing import IO, Any

from rich.cells import cell_len, set_cell_size

from scalecheck.reporting.render.layout import Page, fits
from scalecheck.reporting.render.markdown import escape as plain
from scalecheck.reporting.words import group as words
from scalecheck.reporting.words import result
from scalecheck.text import line, plural

Document = dict[str, Any]

FIRST = 5
"""How many things to talk about, and gaps, a page shows: as many as a meeting has time for."""
DOTS = 15
"""Up to so many votes on a level are drawn one by one."""


def terminal(
    document: Document, file: IO[str], *, all: bool = False, width: int | None = None, colour: bool = True
) -> None:
    """Write the group report on *document* to *file*; *all* shows the whole agenda, every vote and the statistics."""
    _Report(document, file, width, colour).report(all)


def markdown(document: Document, file: IO[str]) -> None:
    """Write the whole group report on *document* to *file* as Markdown."""
    file.write("\n".join(_lines(document)) + "\n")


class _Report(Page):
    def __init__(self, document: Document, file: IO[str], width: int | None, colour: bool) -> None:
        super().__init__(file, width, colour)
        self.document = document
        self.decimals: int = document["questionnaire"]["decimals"]
        self.none, self.one, self.centre = ("·", "●", "◆") if fits(file, "·●◆") else (".", "o", "#")

    def report(self, all: bool) -> None:
        document = self.document
        self.say(words.title(document), style="bold")
        self.say(words.people(document))
        self.say(words.edition(document))
        for warning in document["warnings"]:
            self.item("Note:", line(warning), indent=0)
        self.overall()
        if document["agreed"]:
            self.heading("What you agreed")
            for position, text in enumerate(words.agreed(document)):
                self.say(text, indent=2, style="" if position else "bold")
        self.areas()
        self.agenda(all)
        self.gaps(all)
        self.silences()
        if all:
            self.votes()
        self.heading("What to do next")
        for text in words.next_steps(document):
            self.item("-", text)
        if not all:
            self.item("-", "Add --all to see every vote and the agreement statistics.")
        self.blank()
        self.say(result.CAVEAT)
        self.write()

    def overall(self) -> None:
        document, overall = self.document, self.document["overall"]
        self.heading("Overall")
        self.say(words.middle(document), indent=2, style="bold")
        if len(overall["scores"]) > 1:
            ends = [f"{overall[name]:g}" for name in ("least", "most")]
            drawn = f"  {ends[0]} {self.strip(overall, 31 if self.width >= 60 else 21)} {ends[1]}"
            legend = f"   {self.one} a rater  {self.centre} the middle"
            self.row((drawn + (legend if cell_len(drawn + legend) <= self.width else ""), ""))
        for text in (words.bands(document), words.standing(document)):
            if text:
                self.say(text, indent=2)

    def strip(self, entry: Document, width: int) -> str:
        """Where each rater's score stands between the least and the most, and which is the middle."""
        cells = [self.none] * width
        reach = (entry["most"] - entry["least"]) or 1
        for score in entry["scores"]:
            cells[int((width - 1) * (score - entry["least"]) / reach + 0.5)] = self.one
        if entry["median"] is not None:
            cells[int((width - 1) * (entry["median"] - entry["least"]) / reach + 0.5)] = self.centre
        return "".join(cells)

    def areas(self) -> None:
        several = len(self.document["raters"]) > 1
        self.heading(
            "Areas: the middle, each rater, lowest and highest, and how far you agree" if several else "Areas"
        )
        rows = self.document["domains"]
        depth = {None: -1}
        for row in rows:
            depth[row["id"]] = depth[row["parent"]] + 1
        size = 31 if self.width >= 110 else 13 if self.width >= 72 else 0
        names = max((2 * depth[row["id"]] + cell_len(line(row["title"])) for row in rows), default=0)
        narrow = self.width < 60
        names = max(12, min(names, self.width - size - (25 if narrow else 43), 60))
        for row in rows:
            name = "  " * depth[row["id"]] + line(row["title"])
            name = name if cell_len(name) <= names else set_cell_size(name, names - 1).rstrip() + "…"
            start = f"  {set_cell_size(name, names)} "
            if row["median"] is None:
                self.say(words.NOBODY, mark=start)
                continue
            strip = f"  {self.strip(row, size)}" if size else ""
            ends = " to ".join(result.number(row[name], self.decimals) for name in ("lowest", "highest"))
            ends = "" if narrow or len(row["scores"]) < 2 else f"  {ends:<14}"
            start += f"{result.number(row['median'], self.decimals):>5}{strip}{ends} "
            self.row((start, ""), (words.agreement(row["agreement"]), ""))

    def tally(self, entry: Document) -> str:
        """The votes on each level, drawn: ``1 ●●●  2 ●  3 ●●``."""
        drawn = []
        for level in entry["levels"]:
            count = level["votes"]
            drawn.append(
                f"{line(level['key'])} {self.one * count or self.none if count <= DOTS else f'x{count}'}"
            )
        return "   ".join(drawn)

    def draw(self, entry: Document, indent: int) -> None:
        text = " " * indent + self.tally(entry)
        if cell_len(text) <= self.width:
            self.row((text, ""))
        else:
            self.say(text, indent=indent)

    def agenda(self, all: bool) -> None:
        items = self.document["agenda"]
        if len(self.document["raters"]) == 1:
            return
        self.heading(
            f"{words.agenda(self.document)} ({len(items)})" if items else words.agenda(self.document)
        )
        if not items:
            self.say(words.NOTHING_APART, indent=2)
        for position, item in enumerate(items if all else items[:FIRST], start=1):
            entry = words.question(self.document, item["question"])
            self.item(f"{position}", line(entry["ask"]))
            self.draw(entry, 4)
            texts = [words.lie(entry), words.reason(self.document, item), *words.voters(entry)]
            for text in (*texts, words.settled(entry)):
                if text:
                    self.say(text, indent=4)
        if not all and len(items) > FIRST:
            self.say(f"and {len(items) - FIRST} more: see --all", indent=4)

    def gaps(self, all: bool) -> None:
        gaps = [gap for gap in self.document["gaps"] if gap["gap"]]
        if not gaps and not words.no_roles(self.document):
            return
        self.heading("Where roles differ")
        if not gaps:
            self.say(words.no_roles(self.document), indent=2)
        for gap in gaps if all else gaps[:FIRST]:
            first, *rest = words.gap(self.document, gap)
            self.item("-", first)
            for text in rest:
                self.say(text, indent=4)

    def silences(self) -> None:
        if self.document["silences"]:
            self.heading("What people could not answer")
            for entry in self.document["silences"]:
                ask = line(words.question(self.document, entry["question"])["ask"])
                self.item("-", f"{ask} ({words.silent(entry)})")

    def votes(self) -> None:
        self.heading("Every vote, and the agreement statistics")
        for domain in [*self.document["domains"], self.document["overall"]]:
            found = domain["agreement"]
            numbers = f"rwg(j) {words.statistic(found['rwg_j'])} · AD {words.statistic(found['ad'])}"
            against = f" · nobody agrees on {', '.join(found['against'])}" if found["against"] else ""
            self.say(f"{line(domain['title'])}: {numbers}{against}", indent=2)
            for entry in self.document["questions"]:
                if entry["domain"] == domain["id"]:
                    self.item("-", line(entry["ask"]), indent=4)
                    self.draw(entry, 6)
                    for text in (_numbers(entry), words.settled(entry)):
                        if text:
                            self.say(text, indent=6)
        self.blank()
        for text in (*words.rules(self.document), words.STATISTICS):
            self.say(text, indent=2)


def _numbers(entry: Document) -> str:
    found = [entry["word"] or plural(entry["votes"], "vote")]
    found += [f"middle {words.label(entry, entry['median'])}"] if entry["median"] is not None else []
    found += [
        f"{name} {words.statistic(entry[key])}"
        for name, key in (("rwg", "rwg"), ("AD", "ad_mean"))
        if entry["votes"] > 1
    ]
    return " · ".join(found)


def _lines(document: Document) -> list[str]:
    found = [
        f"# {plain(words.title(document))}",
        "",
        f"{plain(words.people(document))}  ",
        f"{plain(words.edition(document))}  ",
    ]
    for warning in document["warnings"]:
        found += ["", f"> Note: {plain(warning)}"]
    found += ["", "## Overall", "", f"**{plain(words.middle(document))}**", ""]
    found += [plain(text) for text in (words.bands(document), words.standing(document)) if text]
    if document["agreed"]:
        first, *rest = words.agreed(document)
        found += ["", "## What you agreed", "", f"**{plain(first)}**", *(f"\n{plain(text)}" for text in rest)]
    found += ["", "## Areas", "", *_areas(document)]
    if len(document["raters"]) > 1:
        found += ["", f"## {words.agenda(document)}", ""]
        found += [] if document["agenda"] else [words.NOTHING_APART]
    for position, item in enumerate(document["agenda"], start=1):
        entry = words.question(document, item["question"])
        found.append(f"{position}. **{plain(entry['ask'])}**")
        texts = [words.lie(entry), words.reason(document, item), *words.voters(entry), words.settled(entry)]
        found += [f"   - {plain(text)}" for text in texts if text]
    gaps = [gap for gap in document["gaps"] if gap["gap"]]
    if gaps or words.no_roles(document):
        found += ["", "## Where roles differ", "", *([] if gaps else [plain(words.no_roles(document))])]
    for gap in gaps:
        first, *rest = words.gap(document, gap)
        found += [f"- {plain(first)}", *(f"  - {plain(text)}" for text in rest)]
    if document["silences"]:
        found += ["", "## What people could not answer", ""]
        for entry in document["silences"]:
            found.append(
                f"- {plain(words.question(document, entry['question'])['ask'])} ({plain(words.silent(entry))})"
            )
    found += ["", "## Every vote", "", *_votes(document), ""]
    found += [f"- {plain(text)}" for text in (*words.rules(document), words.STATISTICS)]
    found += ["", "## What to do next", "", *(f"- {plain(text)}" for text in words.next_steps(document))]
    return [*found, "", f"*{plain(result.CAVEAT)}*"]


def _areas(document: Document) -> list[str]:
    decimals = document["questionnaire"]["decimals"]
    depth: dict[str | None, int] = {None: -1}
    found = [
        "| Area | Middle | Lowest to highest | Agreement | rwg(j) | AD |",
        "| --- | ---: | --- | --- | ---: | ---: |",
    ]
    for row in document["domains"]:
        depth[row["id"]] = depth[row["parent"]] + 1
        name = "&nbsp;&nbsp;" * depth[row["id"]] + plain(row["title"])
        ends = " to ".join(result.number(row[end], decimals) for end in ("lowest", "highest"))
        lie = row["agreement"]
        numbers = f"{words.statistic(lie['rwg_j'])} | {words.statistic(lie['ad'])}"
        found.append(
            f"| {name} | {result.number(row['median'], decimals)} | {ends} | {words.agreement(lie)} | {numbers} |"
        )
    return found


def _votes(document: Document) -> list[str]:
    found = [
        "| Question | Votes, lowest level first | Middle | Agreement | rwg | AD |",
        "| --- | --- | --- | --- | ---: | ---: |",
    ]
    for entry in document["questions"]:
        votes = " ".join(f"{line(level['key'])}:{level['votes']}" for level in entry["levels"])
        middle = "–" if entry["median"] is None else plain(entry["levels"][entry["median"]]["label"])
        numbers = f"{words.statistic(entry['rwg'])} | {words.statistic(entry['ad_mean'])}"
        found.append(
            f"| {plain(entry['ask'])} | {plain(votes)} | {middle} | {entry['word'] or '–'} | {numbers} |"
        )
    return found
