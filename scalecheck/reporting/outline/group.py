"""What the report on several responses tells, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.blocks import (
    DRAWN,
    Column,
    Item,
    Items,
    Report,
    Row,
    Rules,
    Section,
    Table,
    Text,
    Verdict,
)
from scalecheck.reporting.figures import Ballots, Bar, Level, Strip
from scalecheck.reporting.outline.areas import (
    describe_edition,
    find_axis,
    find_band,
    find_depths,
    find_rank,
    find_whole_axis,
)
from scalecheck.reporting.words import group as words
from scalecheck.reporting.words import result
from scalecheck.text import one_line, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scalecheck.reporting.blocks import Block
    from scalecheck.reporting.figures import Figure
    from scalecheck.reporting.types.group import AgreedResult, GroupDocument, QuestionVotes

FIRST = 5
"""How many things to talk about, and gaps, a terminal shows: as many as a meeting has time for."""


def outline(document: GroupDocument) -> Report:
    """Tell where the group in *document* stands, what divides it, what nobody knows, and every vote."""
    subject, title = result.subject(document), one_line(document["questionnaire"]["title"])
    return Report(
        title=words.title(document),
        subject=subject or title,
        kicker=title if subject else "",
        under=(words.people(document), words.edition(document)),
        notes=tuple(document["warnings"]),
        sections=tuple(_tell_sections(document)),
        caveat=result.CAVEAT,
        made_of=(describe_edition(document, document["tool"]),),
    )


def _tell_sections(document: GroupDocument) -> Iterator[Section]:
    several = len(document["raters"]) > 1
    yield Section("Overall", tuple(_tell_overall(document)), place="essential", style="card")
    if agreed := document["agreed"]:
        blocks = tuple(_tell_agreed(document, agreed))
        yield Section("What you agreed", blocks, place="essential", style="agreed")
    yield Section("Areas", (_tell_areas(document),), place="essential")
    if several:
        yield _tell_agenda(document)
    yield from _tell_gaps(document)
    if document["silences"]:
        asks = [one_line(words.question(document, each["question"])["ask"]) for each in document["silences"]]
        silent = [words.silent(each) for each in document["silences"]]
        items = tuple(Item(f"{ask} ({who})") for ask, who in zip(asks, silent, strict=True))
        yield Section("What people could not answer", (Items(items),))
    rules = Rules((*words.rules(document), words.STATISTICS))
    votes = (_tell_votes(document), _tell_statistics(document), rules)
    yield Section("Every vote, and the agreement statistics", votes, detail="long")
    more = Item("Add --all to see every vote and the agreement statistics.", hint="all")
    steps = (*(Item(text) for text in words.next_steps(document)), more)
    yield Section("What to do next", (Items(steps),), style="steps")


def _tell_overall(document: GroupDocument) -> Iterator[Block]:
    overall, on = document["overall"], find_whole_axis(document["questionnaire"])
    middle = words.middle(document)
    title, described = f"Overall: {middle}", words.bands(document) or middle
    if len(overall["scores"]) > 1:
        yield Verdict(middle)
        yield Strip(on, tuple(overall["scores"]), overall["median"], title, described, large=True)
    elif overall["scores"]:
        own = next((each["band"] for each in overall["bands"] if each["people"]), None)
        level = find_band(document, own).level
        yield Verdict(
            middle, None, Bar(on, overall["median"], None, None, level, title, described, large=True)
        )
    else:
        yield Verdict(middle)
    for text in (words.bands(document), words.standing(document)):
        if text:
            yield Text(text)


def _tell_agreed(document: GroupDocument, agreed: AgreedResult) -> Iterator[Block]:
    """Tell the score of the agreed answers, which is the group's own."""
    on = find_whole_axis(document["questionnaire"])
    first, *rest = words.agreed_score(document, agreed)
    level = find_band(document, agreed["band"]).level
    title, described = f"What you agreed: {first}", " ".join(rest) or first
    bar = Bar(on, agreed["score"], agreed["low"], agreed["high"], level, title, described, large=True)
    yield Verdict(first, None, None if agreed["low"] is None else bar)
    yield from (Text(text) for text in rest)
    yield from (Text(text, "warning") for text in words.agreed_gates(agreed))


def _tell_areas(document: GroupDocument) -> Table:
    whole, areas = document["questionnaire"], document["domains"]
    decimals, depths = whole["decimals"], find_depths((area["id"], area["parent"]) for area in areas)
    columns: tuple[Column, ...] = (
        Column("Area"),
        Column("Middle", "number", gap=1, width=5, told="the middle"),
        Column("Picture", "figure", DRAWN, sizes=((110, 31), (72, 13)), told="each rater"),
        Column("Lowest to highest", width=14, least=60, told="lowest and highest", style="in-band"),
        Column("Agreement", gap=1, told="how far you agree", style="ends"),
    )
    if len(document["raters"]) == 1:
        columns = tuple(column._replace(told="") for column in columns)
    rows = []
    for area in areas:
        on, middle = find_axis(whole, area), result.number(area["median"], decimals)
        agreement, nobody = words.agreement(area["agreement"]), area["median"] is None
        ends = " to ".join(result.number(area[end], decimals) for end in ("lowest", "highest"))
        title = f"{one_line(area['title'])}: {words.NOBODY if nobody else middle}"
        described = ", ".join(filter(None, (words.NOBODY if nobody else ends, agreement)))
        strip = Strip(on, tuple(area["scores"]), area["median"], title, described)
        cells = (middle, strip, ends if len(area["scores"]) > 1 else "", agreement)
        rank = find_rank(on, area["median"])
        instead = words.NOBODY if nobody else ""
        rows.append(Row(area["title"], cells, depths[area["id"]], instead=instead, rank=rank))
    found = Table(columns, tuple(rows), "group", "Each area, weakest first", ranked=True)
    return found._replace(key="raters") if len(document["raters"]) > 1 else found


def _tell_agenda(document: GroupDocument) -> Section:
    """Tell what to talk about, the most telling first."""
    title, items = words.agenda(document), []
    if not document["agenda"]:
        return Section(title, (Text(words.NOTHING_APART),))
    for position, each in enumerate(document["agenda"], start=1):
        entry = words.question(document, each["question"])
        texts = (words.lie(entry), words.reason(document, each), *words.voters(entry), words.settled(entry))
        under: list[str | Figure] = [_draw_votes(entry), *filter(None, texts)]
        items.append(Item(one_line(entry["ask"]), str(position), tuple(under), strong=True))
    return Section(title, (Items(tuple(items), "agenda", FIRST),), len(items))


def _tell_gaps(document: GroupDocument) -> Iterator[Section]:
    items = []
    for gap in document["gaps"]:
        if gap["gap"]:
            first, *rest = words.gap(document, gap)
            items.append(Item(first, under=tuple(rest)))
    if items:
        yield Section("Where roles differ", (Items(tuple(items), "asked", FIRST),))
    elif why := words.no_roles(document):
        yield Section("Where roles differ", (Text(why),))


def _tell_votes(document: GroupDocument) -> Table:
    """Tell every vote: in a table, and on a terminal in a list in which the votes are drawn."""
    columns = (
        Column("Question"),
        Column("Votes, lowest level first"),
        Column("Middle"),
        Column("Agreement"),
        Column("rwg", "number"),
        Column("AD", "number"),
    )
    rows = []
    for entry in document["questions"]:
        middle = "–" if entry["median"] is None else one_line(entry["levels"][entry["median"]]["label"])
        numbers = words.statistic(entry["rwg"]), words.statistic(entry["ad_mean"])
        cells = (words.votes(entry), middle, entry["word"] or "–", *numbers)
        rows.append(Row(entry["ask"], cells, after=tuple(filter(None, [words.settled(entry)]))))
    return Table(columns, tuple(rows), "votes", "Every vote", instead=tuple(_draw_every_vote(document)))


def _tell_statistics(document: GroupDocument) -> Table:
    """Tell how far people agree in each area; a terminal tells it above the votes."""
    columns = (Column("Area"), Column("Agreement"), Column("rwg(j)", "number"), Column("AD", "number"))
    rows = []
    for area in (*document["domains"], document["overall"]):
        found = area["agreement"]
        numbers = words.statistic(found["rwg_j"]), words.statistic(found["ad"])
        rows.append(Row(area["title"], (words.agreement(found), *numbers)))
    return Table(columns, tuple(rows), "votes", "Agreement in each area", instead=())


def _draw_every_vote(document: GroupDocument) -> Iterator[Block]:
    for area in (*document["domains"], document["overall"]):
        yield Text(words.statistics(area))
        items = []
        for entry in document["questions"]:
            if entry["domain"] == area["id"]:
                texts = filter(None, (words.numbers(entry), words.settled(entry)))
                items.append(Item(one_line(entry["ask"]), under=(_draw_votes(entry), *texts)))
        if items:
            yield Items(tuple(items), inner=True)


def _draw_votes(entry: QuestionVotes) -> Ballots:
    levels = tuple(Level(each["key"], each["label"], each["votes"]) for each in entry["levels"])
    described = words.lie(entry) or plural(entry["votes"], "vote")
    return Ballots(levels, entry["median"], one_line(entry["ask"]), described)
