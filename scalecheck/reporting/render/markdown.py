"""The report as Markdown, for a wiki page or an e-mail. Outside text is escaped, never obeyed."""

from __future__ import annotations

import re
from typing import IO, Any

from scalecheck.reporting.words import arithmetic as explain
from scalecheck.reporting.words import result
from scalecheck.scoring.recommendations import FIRST
from scalecheck.text import line

Document = dict[str, Any]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~$])")
_LIST = re.compile(r"^([-+]|\d+[.)])(?=\s)")


def plain(text: object) -> str:
    """*text* on one line, in characters that Markdown leaves alone."""
    escaped = _SPECIAL.sub(r"\\\1", line(text).replace("&", "&amp;"))
    return _LIST.sub(
        lambda found: "\\" + found[0] if found[0] in "-+" else found[0][:-1] + "\\" + found[0][-1], escaped
    )


def render(document: Document, file: IO[str], *, all: bool = False, arithmetic: bool = False) -> None:
    """Write the report on *document* to *file* as Markdown."""
    file.write("\n".join(_lines(document, all, arithmetic)) + "\n")


def _lines(document: Document, all: bool, arithmetic: bool) -> list[str]:
    found = [f"# {plain(result.title(document))}", ""]
    found += [f"{plain(text)}  " for text in (result.origin(document), result.edition(document)) if text]
    for warning in document["warnings"]:
        found += ["", f"> Note: {plain(warning)}"]
    for gate in document["gates"]:
        found += ["", f"## Must-have missing: {plain(gate['title'])}", "", plain(gate["because"])]
        found += [plain(result.gate_effect(document, gate)), ""]
        found += [
            f"- {plain(result.said(answer))}" for answer in gate["answers"] if answer["label"] is not None
        ]
    for gate in document["open_gates"]:
        found += ["", f"## Must-have not known: {plain(gate['title'])}", "", plain(gate["because"])]
    found += ["", "## Overall", "", *_overall(document), "", "## Areas", "", *_areas(document)]
    weakest = result.weakest(document)
    if weakest:
        found += ["", "## Weakest link", "", plain(weakest)]
    found += ["", *_recommendations(document, all)]
    if document["evidence_gaps"]:
        found += ["", "## High answers with no evidence yet", ""]
        for gap in document["evidence_gaps"]:
            found.append(
                f"- {plain(gap['ask'])} “{plain(gap['label'])}”. Would show it: {plain(gap['evidence'])}"
            )
    if document["unknown"]:
        found += ["", "## Not known", ""]
        for entry in document["unknown"]:
            state = result.STATES[entry["state"]]
            found.append(f"- {plain(entry['ask'])} ({state}) {plain(result.unknown(document, entry))}")
    left_out = result.left_out(document)
    if left_out:
        found += ["", "## Left out as not applicable", "", *(f"- {plain(text)}" for text in left_out)]
    if document["votes"]:
        found += ["", "## What the room said", ""]
        for entry in document["votes"]:
            found += [f"- {plain(entry['ask'])}", *(f"  - {plain(text)}" for text in result.votes(entry))]
        found += ["", "## What the room will do", ""]
        found += [
            f"{n}. {plain(result.action(entry))}" for n, entry in enumerate(document["actions"], start=1)
        ]
        found += [] if document["actions"] else [result.NO_ACTIONS]
    if all:
        found += ["", "## Every answer", ""]
        for entry in document["answers"]:
            found += [f"- {plain(entry['ask'])}", *(f"  - {plain(text)}" for text in result.answer(entry))]
    if arithmetic:
        found += ["", "## How the score came about", ""]
        found += [f"{'  ' * indent}- {plain(text)}" for indent, text in explain.lines(document)]
    found += ["", "## What to do next", "", *(f"- {plain(text)}" for text in result.next_steps(document))]
    return [*found, "", f"*{plain(result.CAVEAT)}*"]


def _overall(document: Document) -> list[str]:
    overall = document["overall"]
    if overall["score"] is None:
        return [plain(result.no_score(document)), "", plain(result.certainty(document))]
    band = result.band_title(document, overall["band"])
    head = f"**{plain(result.out_of(document, overall))}{': ' + plain(band) if band else ''}**"
    meaning = next(
        (b["meaning"] for b in document["questionnaire"]["bands"] if b["id"] == overall["band"]), None
    )
    doubts = result.doubts(document)
    found = [head, "", *([plain(meaning), ""] if meaning else []), plain(result.certainty(document))]
    return [*found, "", plain(doubts)] if doubts else found


def _areas(document: Document) -> list[str]:
    decimals = document["questionnaire"]["decimals"]
    depth: dict[str | None, int] = {None: -1}
    found = ["| Area | Score | Band | Lowest to highest |", "| --- | ---: | --- | --- |"]
    for row in document["domains"]:
        depth[row["id"]] = depth[row["parent"]] + 1
        name = "&nbsp;&nbsp;" * depth[row["id"]] + plain(row["title"])
        open_ended = row["low"] != row["high"]
        ends = (
            f"{result.number(row['low'], decimals)} to {result.number(row['high'], decimals)}"
            if open_ended
            else ""
        )
        score = result.number(row["score"], decimals)
        band = plain(result.band_title(document, row["band"], row)) or plain(result.why_missing(row))
        found.append(f"| {name} | {score} | {band} | {ends} |")
    return found


def _recommendations(document: Document, all: bool) -> list[str]:
    entries = document["recommendations"] if all else document["recommendations"][:FIRST]
    if not entries:
        return ["## What to do", "", result.NO_STEP]
    found = ["## What to do first" if not all else "## What to do, most useful first", ""]
    for position, entry in enumerate(entries, start=1):
        found.append(f"{position}. **{plain(entry['do'])}**")
        found += [f"   - {plain(text)}" for text in (result.reason(entry), *result.because(entry)) if text]
        found.append(f"   - {plain(result.details(document, entry))}")
        found += [f"   - {plain(result.sources(entry, addresses=True))}"] if entry["cites"] else []
    return found
