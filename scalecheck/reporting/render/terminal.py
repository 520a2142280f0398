"""The report for a terminal: 80 to 120 columns, every colour beside a symbol and a word."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from scalecheck.reporting.render.layout import Page, Span, cut, fits
from scalecheck.reporting.words import arithmetic as explain
from scalecheck.reporting.words import result
from scalecheck.scoring.recommendations import FIRST
from scalecheck.text import line, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

Document = dict[str, Any]

COLOURS = {-1: "", 0: "red", 1: "yellow", 2: "green"}
SYMBOLS = {-1: " ", 0: "!", 1: "~", 2: "+"}
"""Beside the colour, for those who do not see it: ! lowest band, ~ between, + highest."""


def render(
    document: Document,
    file: IO[str],
    *,
    all: bool = False,
    arithmetic: bool = False,
    width: int | None = None,
    colour: bool = True,
) -> None:
    """Write the report on *document* to *file*; *all* shows every recommendation and answer, *arithmetic* how it came about."""
    _Report(document, file, width, colour).report(all, arithmetic)


class _Report(Page):
    def __init__(self, document: Document, file: IO[str], width: int | None, colour: bool) -> None:
        super().__init__(file, width, colour)
        self.document = document
        self.decimals: int = document["questionnaire"]["decimals"]
        self.full, self.empty = ("█", "░") if fits(file, "█░") else ("#", ".")

    def band(self, band: str | None, domain: Document | None = None) -> Span:
        title = result.band_title(self.document, band, domain)
        level = result.band_level(self.document, band, domain)
        return (f"{SYMBOLS[level]} {title}" if title else "", COLOURS[level])

    def bar(self, entry: Document, width: int = 20) -> str:
        least = entry.get("least", self.document["questionnaire"]["least"])
        most = entry.get("most", self.document["questionnaire"]["most"])
        filled = int(width * (entry["score"] - least) / ((most - least) or 1) + 0.5)
        return self.full * filled + self.empty * (width - filled)

    def report(self, all: bool, arithmetic: bool) -> None:
        document = self.document
        self.say(result.title(document), style="bold")
        for text in (result.origin(document), result.edition(document)):
            if text:
                self.say(text)
        for warning in document["warnings"]:
            self.item("Note:", line(warning), indent=0)
        self.gates()
        self.overall()
        self.domains()
        self.recommendations(all)
        self.gaps(all)
        self.unknown()
        self.left_out()
        self.room()
        if all:
            self.answers()
        if arithmetic:
            self.heading("How the score came about")
            for indent, text in explain.lines(document):
                self.say(text, indent=2 * indent + 2)
        self.close(all, arithmetic)
        self.write()

    def gates(self) -> None:
        for gate in self.document["gates"]:
            self.blank()
            self.say(f"! Must-have missing: {line(gate['title'])}", style="bold red")
            self.say(line(gate["because"]), indent=2)
            self.say(result.gate_effect(self.document, gate), indent=2)
            for answer in gate["answers"]:
                if answer["label"] is not None:
                    self.say(result.said(answer), indent=2)
        for gate in self.document["open_gates"]:
            self.blank()
            self.say(f"? Must-have not known: {line(gate['title'])}", style="bold yellow")
            self.say(line(gate["because"]), indent=2)

    def overall(self) -> None:
        document, overall = self.document, self.document["overall"]
        self.heading("Overall")
        if overall["score"] is None:
            self.say(result.no_score(document), indent=2)
        else:
            bar = f"{self.bar(overall)}  " if self.width >= 72 else ""
            self.row((f"  {result.out_of(document, overall)}  {bar}", "bold"), self.band(overall["band"]))
        meaning = next(
            (b["meaning"] for b in document["questionnaire"]["bands"] if b["id"] == overall["band"]), None
        )
        if meaning:
            self.say(line(meaning), indent=2)
        self.say(result.certainty(document), indent=2)
        if result.doubts(document):
            self.say(result.doubts(document), indent=2)

    def domains(self) -> None:
        self.heading("Areas")
        rows = self.document["domains"]
        wide = self.width >= 100
        depth = {None: -1}
        for row in rows:
            depth[row["id"]] = depth[row["parent"]] + 1
        bars = 20 if wide else 14 if self.width >= 72 else 0
        titles = max((cell_len(self.band(row["band"], row)[0]) for row in rows), default=0)
        names = max((2 * depth[row["id"]] + cell_len(line(row["title"])) for row in rows), default=0)
        names = max(12, min(names, self.width - bars - titles - 14, 60))
        for row in rows:
            name = set_cell_size(cut("  " * depth[row["id"]] + line(row["title"]), names), names)
            if row["score"] is None:
                self.say(result.unscored(row), mark=f"  {name} ")
                continue
            score = f"{result.number(row['score'], self.decimals):>6}"
            bar = f"{self.bar(row, bars)}  " if bars else ""
            band, colour = self.band(row["band"], row)
            start = f"  {name} {score}  {bar}"
            spans = [(start, ""), (cut(band, max(4, self.width - cell_len(start))), colour)]
            if row["low"] != row["high"] and wide:
                low, high = (result.number(row[end], self.decimals) for end in ("low", "high"))
                spans.append((f"  ({low} to {high})", ""))
            self.row(*spans)
        weakest = result.weakest(self.document)
        if weakest:
            self.heading("Weakest link")
            self.say(weakest, indent=2)

    def recommendations(self, all: bool) -> None:
        entries: Sequence[Document] = self.document["recommendations"]
        shown = entries if all else entries[:FIRST]
        if not shown:
            self.heading("What to do")
            self.say(result.NO_STEP, indent=2)
            return
        self.heading("What to do, most useful first" if all else result.first(len(shown)))
        for position, entry in enumerate(shown, start=1):
            self.item(f"{position}", line(entry["do"]), indent=2)
            for text in filter(None, (result.reason(entry), *result.because(entry))):
                self.say(text, indent=4)
            self.say(result.details(self.document, entry), indent=4)
            if entry["cites"]:
                self.say(result.sources(entry, addresses=all), indent=4)

    def gaps(self, all: bool) -> None:
        gaps = self.document["evidence_gaps"]
        if gaps:
            self.heading(f"High answers with no evidence yet ({len(gaps)})")
            for gap in gaps if all else gaps[:FIRST]:
                self.item("-", f'{line(gap["ask"])} "{line(gap["label"])}"')
                self.say(f"Would show it: {line(gap['evidence'])}", indent=4)
            if not all and len(gaps) > FIRST:
                self.say(f"and {len(gaps) - FIRST} more: see --all", indent=4)

    def unknown(self) -> None:
        entries = self.document["unknown"]
        if entries:
            self.heading(f"Not known ({len(entries)})")
            for entry in entries:
                self.item("-", f"{line(entry['ask'])} ({result.STATES[entry['state']]})")
                self.say(result.unknown(self.document, entry), indent=4)

    def left_out(self) -> None:
        rows = result.left_out(self.document)
        if rows:
            self.heading(f"Left out as not applicable ({len(rows)})")
            for text in rows:
                self.item("-", text)

    def room(self) -> None:
        if self.document["votes"]:
            self.heading("What the room said")
            for entry in self.document["votes"]:
                self.item("-", line(entry["ask"]))
                for text in result.votes(entry):
                    self.say(text, indent=4)
            self.heading("What the room will do")
            for position, entry in enumerate(self.document["actions"], start=1):
                self.item(f"{position}", result.action(entry))
            if not self.document["actions"]:
                self.say(result.NO_ACTIONS, indent=2)

    def answers(self) -> None:
        self.heading("Every answer")
        for entry in self.document["answers"]:
            self.item("-", line(entry["ask"]))
            for text in result.answer(entry):
                self.say(text, indent=4)

    def close(self, all: bool, arithmetic: bool) -> None:
        self.heading("What to do next")
        for text in result.next_steps(self.document):
            self.item("-", text)
        rest = len(self.document["recommendations"]) - FIRST
        if not all and rest > 0:
            self.item("-", f"Add --all to see {plural(rest, 'further recommendation')} and every answer.")
        if not arithmetic:
            self.item("-", "Add --explain to see how the score came about.")
        self.blank()
        self.say(result.CAVEAT)
