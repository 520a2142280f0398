"""The outline of the report on one response: what is told, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.blocks import (
    DRAWN,
    Column,
    Fold,
    Item,
    Items,
    Report,
    Row,
    Section,
    Table,
    Text,
    Tree,
    Verdict,
    everything,
)
from scalecheck.reporting.figures import Ballots, Bar, Level
from scalecheck.reporting.outline.areas import (
    describe_edition,
    find_axis,
    find_band,
    find_depths,
    find_rank,
    find_whole_axis,
)
from scalecheck.reporting.words import answers, arithmetic
from scalecheck.reporting.words import result as words
from scalecheck.scoring.recommendations import FIRST
from scalecheck.text import one_line, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scalecheck.reporting.blocks import Block
    from scalecheck.reporting.figures import Figure
    from scalecheck.reporting.types.result import ResultDocument, RoomVotes


def outline(document: ResultDocument) -> Report:
    """Tell the result in *document*: must-haves, the number, areas, what to do, what is not known."""
    subject, title = words.subject(document), one_line(document["questionnaire"]["title"])
    return Report(
        title=words.title(document),
        subject=subject or title,
        kicker=title if subject else "",
        under=everything(words.origin(document), words.edition(document)),
        notes=tuple(document["warnings"]),
        sections=tuple(_tell_sections(document)),
        caveat=words.CAVEAT,
        made_of=(describe_edition(document, document["tool"]),),
        sheet=bool(document["recommendations"]),
    )


def _tell_sections(document: ResultDocument) -> Iterator[Section]:
    yield from _tell_must_haves(document)
    yield Section("Overall", tuple(_tell_overall(document)), place="first", style="card")
    yield Section("Areas", (_tell_areas(document),), place="essential")
    if weakest := words.weakest(document):
        yield Section("Weakest link", (Text(weakest),), place="essential", style="line")
    yield _tell_recommendations(document)
    if gaps := document["evidence_gaps"]:
        items = tuple(
            Item(
                one_line(gap["ask"]),
                under=(f"Would show it: {one_line(gap['evidence'])}",),
                quote=one_line(gap["label"]),
            )
            for gap in gaps
        )
        yield Section(
            "High answers with no evidence yet", (Items(items, "asked", FIRST, brief=True),), len(items)
        )
    if missing := document["unknown"]:
        items = tuple(
            Item(f"{one_line(e['ask'])} ({answers.state(e['state'])})", under=(words.unknown(document, e),))
            for e in missing
        )
        yield Section("Not known", (Items(items, "asked", brief=True),), len(items))
    if left_out := words.left_out(document):
        items = tuple(Item(text) for text in left_out)
        yield Section("Left out as not applicable", (Items(items),), len(items))
    if document["votes"]:
        yield from _tell_room(document)
    yield Section("Every answer", (_tell_answers(document),), detail="all")
    explained = tuple(arithmetic.lines(document))
    yield Section("How the score came about", (Tree(explained),), detail="explain")
    yield Section("What to do next", (_tell_next(document),), style="steps")


def _tell_must_haves(document: ResultDocument) -> Iterator[Section]:
    """The must-haves that hold the result down, or may: before any number."""
    for gate in document["gates"]:
        causes = tuple(Item(words.said(each), "") for each in gate["answers"] if each["label"] is not None)
        blocks: list[Block] = [
            Text(one_line(gate["because"])),
            Text(words.gate_effect(document, gate), "then"),
        ]
        blocks += [Items(causes, "causes")] if causes else []
        title = f"Must-have missing: {one_line(gate['title'])}"
        yield Section(title, tuple(blocks), mark="!", tone="alarm", place="first", style="warning")
    for gate in document["open_gates"]:
        title = f"Must-have not known: {one_line(gate['title'])}"
        reason = Text(one_line(gate["because"]))
        yield Section(title, (reason,), mark="?", tone="doubt", place="first", style="warning")


def _tell_overall(document: ResultDocument) -> Iterator[Block]:
    overall, whole = document["overall"], document["questionnaire"]
    band = find_band(document, overall["band"])
    described = (
        words.no_score(document) if overall["score"] is None else words.out_of(document, overall["score"])
    )
    bar = Bar(
        find_whole_axis(whole),
        overall["score"],
        overall["low"],
        overall["high"],
        band.level,
        f"Overall: {described}{': ' + band.title if band.title else ''}",
        words.certainty(document),
        large=True,
    )
    if overall["score"] is None:
        yield Verdict(words.no_score(document), None, bar if overall["low"] is not None else None)
    else:
        yield Verdict(words.out_of(document, overall["score"]), band, bar)
    meaning = next((each["meaning"] for each in whole["bands"] if each["id"] == overall["band"]), None)
    for text, style in ((meaning, "lead"), (words.certainty(document), ""), (words.doubts(document), "")):
        if text:
            yield Text(one_line(text), "lead" if style else "")


def _tell_areas(document: ResultDocument) -> Table:
    whole, areas = document["questionnaire"], document["domains"]
    decimals, depths = whole["decimals"], find_depths((area["id"], area["parent"]) for area in areas)
    columns = (
        Column("Area"),
        Column("Score", "number", gap=1, width=6),
        Column("Picture", "figure", DRAWN, sizes=((100, 20), (72, 14))),
        Column("Band", style="in-band"),
        Column("Lowest to highest", least=100, bracketed=True, style="ends"),
    )
    rows = []
    for area in areas:
        band, on = find_band(document, area["band"], area), find_axis(whole, area, area["bands"])
        ends = ""
        if area["low"] != area["high"]:
            ends = f"{words.number(area['low'], decimals)} to {words.number(area['high'], decimals)}"
        unscored = words.unscored(area) if area["score"] is None else ""
        out_of = words.out_of(document, area["score"], area)
        title = f"{one_line(area['title'])}: {unscored or out_of + (': ' + band.title if band.title else '')}"
        bar = Bar(
            on,
            area["score"],
            area["low"],
            area["high"],
            band.level,
            title,
            f"From {ends}" if ends else out_of,
        )
        cells = (
            words.number(area["score"], decimals),
            bar,
            words.why_missing(area) if unscored else band,
            ends,
        )
        rank = find_rank(on, area["score"])
        rows.append(Row(area["title"], cells, depths[area["id"]], instead=unscored, rank=rank))
    return Table(columns, tuple(rows), "single", "Each area, weakest first", "interval", ranked=True)


def _tell_recommendations(document: ResultDocument) -> Section:
    items = tuple(
        Item(
            one_line(entry["do"]),
            str(position),
            (
                *([Text(reason, "why")] if (reason := words.reason(entry)) else ()),
                *(Text(text, "cause") for text in words.because(entry)),
            ),
            facts=tuple(words.facts(document, entry)),
            sources=tuple(words.cited(entry).items()),
            strong=True,
        )
        for position, entry in enumerate(document["recommendations"], start=1)
    )
    if not items:
        return Section("What to do", (Text(words.NO_STEP),), place="first")
    blocks: list[Block] = [Items(items[:FIRST], "do-first")]
    if rest := items[FIRST:]:
        blocks.append(Fold(plural(len(rest), "further recommendation"), (Items(rest, "do-first"),)))
    first = words.first(len(items[:FIRST]))
    return Section(first, tuple(blocks), whole="What to do, most useful first", place="first")


def _tell_room(document: ResultDocument) -> Iterator[Section]:
    """How a room voted, and what it will do."""
    votes = tuple(
        Item(one_line(entry["ask"]), under=tuple(_tell_votes(entry))) for entry in document["votes"]
    )
    yield Section("What the room said", (Items(votes, "asked"),))
    actions = tuple(Item(answers.action(each), str(n)) for n, each in enumerate(document["actions"], start=1))
    yield Section(
        "What the room will do", (Items(actions) if actions else Text(words.NO_ACTIONS),), place="first"
    )


def _tell_votes(entry: RoomVotes) -> Iterator[str | Figure]:
    rounds = [each for each in (entry["first"], entry["second"]) if each]
    for position, text in enumerate(answers.votes(entry)):
        if position < len(rounds):
            levels = tuple(
                Level(count["option"], count["label"], count["votes"]) for count in rounds[position]["counts"]
            )
            yield Ballots(levels, None, one_line(entry["ask"]), text, spelt=True)
        yield text


def _tell_answers(document: ResultDocument) -> Items:
    return Items(
        tuple(
            Item(one_line(entry["ask"]), under=tuple(answers.answer(entry))) for entry in document["answers"]
        ),
        "asked",
    )


def _tell_next(document: ResultDocument) -> Items:
    steps = [Item(text) for text in words.next_steps(document)]
    rest = len(document["recommendations"]) - FIRST
    if rest > 0:
        more = f"Add --all to see {plural(rest, 'further recommendation')} and every answer."
        steps.append(Item(more, hint="all"))
    steps.append(Item("Add --explain to see how the score came about.", hint="explain"))
    return Items(tuple(steps))
