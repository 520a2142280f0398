"""What the report on many responses tells, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.cohort.listed_rows import ROWS
from scalecheck.reporting.blocks import (
    DRAWN,
    HEADED,
    PAGED,
    UNHEADED,
    Column,
    Item,
    Items,
    Report,
    Row,
    Section,
    Shares,
    Table,
    Text,
    Verdict,
)
from scalecheck.reporting.figures import Band, Share, Spread
from scalecheck.reporting.outline.areas import (
    describe_edition,
    find_axis,
    find_depths,
    find_rank,
    find_whole_axis,
)
from scalecheck.reporting.outline.score_table import find_shades, tell_responses
from scalecheck.reporting.words import cohort as words
from scalecheck.reporting.words import counts, result
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalecheck.cohort.listed_rows import ListedRows
    from scalecheck.reporting.blocks import Block, Cell
    from scalecheck.reporting.types.cohort import BandCount, CohortDocument, Counted, ScoreSpread
    from scalecheck.web.axis import Axis

STAND_OUT = 7
"""How many questions that stand out are told at once: the rest are marked in the table."""


def outline(document: CohortDocument, listed_rows: ListedRows | None = None) -> Report:
    """Tell how the responses in *document* are spread, and what is often advised; then every question.

    *listed_rows* has the responses themselves, which only a page shows one by one; None where they are not
    known, as of a saved document.
    """
    return Report(
        title=words.title(document),
        subject=words.subject(document),
        kicker=one_line(document["questionnaire"]["title"]),
        under=(words.edition(document),),
        notes=tuple(words.notes(document)),
        sections=tuple(_tell_sections(document, listed_rows)) if document["rows"] else (),
        caveat=result.CAVEAT,
        made_of=(describe_edition(document, document["tool"]),),
        wide=True,
    )


def _tell_sections(document: CohortDocument, listed_rows: ListedRows | None) -> Iterator[Section]:
    yield Section("Overall", tuple(_tell_overall(document)), place="essential", style="card")
    if document["overall"]["bands"] and document["overall"]["n"]:
        yield Section("Bands", tuple(_tell_bands(document)), place="essential")
    if listed_rows:
        told = tuple(_tell_every_response(document, listed_rows))
        yield Section("Every response", told, media=PAGED, style="wide")
    else:
        yield Section("Every response", (Text(words.NOT_LISTED),), media=PAGED)
    yield Section("Areas", (_tell_areas(document),))
    if len(document["weakest"]["domains"]) > 1 and document["weakest"]["rows"]:
        yield Section("Weakest area, the commonest first", tuple(_tell_weakest(document)))
    title = "Most often among the first three recommendations"
    yield Section(title, tuple(_tell_recommendations(document)))
    yield Section("How complete the responses are", (Text(words.completeness(document)),))
    yield _tell_standing_out(document)
    yield Section("Every question", tuple(_tell_questions(document)), style="folded")
    yield Section("How to read this", (Items(tuple(map(Item, words.rules(document)))),))


def _tell_overall(document: CohortDocument) -> Iterator[Block]:
    for text in words.headline(document):
        yield Text(text, "lead", HEADED)
    first, *rest = words.middle(document)
    yield Verdict(first)
    if document["overall"]["n"]:
        on = find_whole_axis(document["questionnaire"])
        yield _draw(on, document["overall"], first, " ".join(rest) or first, large=True)
    yield from map(Text, (*rest, *words.piled(document["overall"])))


def _draw(on: Axis, entry: ScoreSpread, title: str, description: str, large: bool = False) -> Spread:
    """Draw where the scores of the whole lie, or of an area."""
    return Spread(
        on,
        entry["lowest"],
        entry["lower_quartile"],
        entry["median"],
        entry["upper_quartile"],
        entry["highest"],
        title,
        description,
        large,
    )


def _tell_bands(document: CohortDocument) -> Iterator[Block]:
    bands = document["overall"]["bands"]
    shades = find_shades(bands)
    rows = [
        _count(
            Band(part["title"], result.band_level(document, part["band"]), shades[part["band"]]),
            part,
            shades[part["band"]],
        )
        for part in bands
    ]
    yield _tell_counts("Band", "How many are in each band, the lowest first", rows)
    first, *rest = words.capped(document) or [""]
    if first:
        yield Text(first)
        yield Items(tuple(map(Item, rest)), inner=True)


def _count(name: str | Band, part: Counted, shade: int = -1) -> Row:
    """Tell how many there are of a whole, and draw their share."""
    title = one_line(name.title if isinstance(name, Band) else name)
    share = Share(part["share"] or 0.0, title, counts.counted(part), shade)
    return Row(name, (counts.many(part["count"]), counts.percent(part["share"]), share))


def _tell_counts(what: str, caption: str, rows: Sequence[Row]) -> Table:
    columns = (
        Column(what),
        Column("Responses", "number", gap=1),
        Column("Share", "number", gap=1, width=5),
        Column("Picture", "figure", DRAWN, fill=True),
    )
    return Table(columns, tuple(rows), "counts", caption)


def _tell_every_response(document: CohortDocument, listed_rows: ListedRows) -> Iterator[Block]:
    if listed_rows.full:
        yield Text(words.too_many(ROWS))
        return
    yield Text(words.one_by_one(document, listed_rows.personal))
    yield tell_responses(document, listed_rows)


def _tell_areas(document: CohortDocument) -> Table:
    whole, areas = document["questionnaire"], document["domains"]
    decimals, depths = whole["decimals"], find_depths((area["id"], area["parent"]) for area in areas)
    most = max(len(area["bands"]) for area in areas)
    columns = (
        Column("Area", width=12),
        Column("Middle", "number", gap=1, width=6, told="the middle"),
        Column(
            "Picture",
            "figure",
            DRAWN,
            sizes=((100, 21), (60, 13)),
            told="how the scores spread",
        ),
        # As wide as the shares and two spaces, after which the middle half begins where there is room for it.
        Column(
            "In each band",
            gap=1,
            width=4 * most + 2 if most else 0,
            least=72,
            told="% in each band from low to high" if most else "",
            style="in-band",
        ),
        Column("Middle half", gap=0 if most else 2, least=100, style="ends", label="Middle half"),
        Column("Lowest to highest", media=HEADED, style="ends", label="All"),
    )
    rows = []
    for area in areas:
        on = find_axis(whole, area)
        middle = result.number(area["median"], decimals)
        half, reach = words.middle_half(area, decimals), words.reach(area, decimals)
        described = f"From {reach}" + (f", the middle half {half}" if half else "")
        drawn = (
            _draw(on, area, f"{one_line(area['title'])}: middle {middle}", described) if area["n"] else None
        )
        rows.append(
            Row(
                area["title"],
                (middle, drawn, _share_out(area["bands"]) if area["n"] else None, half, reach),
                depths[area["id"]],
                instead="" if area["n"] else words.NO_SCORE,
                after=tuple(words.piled(area)),
                rank=find_rank(on, area["median"]),
            )
        )
    caption = "How the responses are spread in each area, the lowest middle first"
    return Table(columns, tuple(rows), "spread", caption, "spread", ranked=True)


def _share_out(bands: Sequence[BandCount]) -> Shares | None:
    """Say how the responses are divided among *bands*; None where there are none."""
    shades = find_shades(bands)
    parts = [(one_line(part["title"]), counts.percent(part["share"]), shades[part["band"]]) for part in bands]
    return Shares(tuple(parts)) if parts else None


def _tell_weakest(document: CohortDocument) -> Iterator[Block]:
    rows = [_count(entry["title"], entry) for entry in document["weakest"]["domains"]]
    yield _tell_counts("Area", "How many responses have it as their weakest area, the commonest first", rows)
    yield from (Text(text, "small") for text in words.weakest(document))


def _tell_recommendations(document: CohortDocument) -> Iterator[Block]:
    items = []
    for position, entry in enumerate(document["recommendations"], start=1):
        first, *rest = words.advice(entry)
        items.append(Item(first, str(position), tuple(rest)))
    if not items:
        yield Text(words.NO_STEP)
        return
    yield Items(tuple(items), "asked", aligned=True)
    if how := words.steps(document):
        yield Text(how, "small")


def _tell_standing_out(document: CohortDocument) -> Section:
    title, found = "Questions that stand out", words.standing_out(document)
    if not found:
        return Section(title, (Text(words.nothing_stands_out(document)),))
    items = tuple(Item(one_line(entry["ask"]), "!", tuple(words.why(entry))) for entry in found)
    return Section(title, (Items(items, "asked", STAND_OUT, rest=", marked ! below"),), len(items))


def _tell_questions(document: CohortDocument) -> Iterator[Block]:
    """Tell every question in a row: its answers from the worst to the best, how many it has and lacks."""
    entries, answers = document["questions"], "% of its answers from the worst to the best"
    columns = [
        Column("Question"),
        Column("worst to best", "number", UNHEADED, gap=0, width=14, told=answers),
        Column("Answers", media=HEADED),
        Column("Answered", "number", least=60, short="answers"),
        Column("Missing", "number", short="missing"),
    ]
    if any(entry["not_applicable"] for entry in entries):
        columns.append(Column("Not applicable", "number", least=60, short="n/a"))
    rows = []
    for entry in entries:
        shares = Shares(
            tuple(
                (one_line(each["label"]), counts.percent(each["share"]), -1) for each in words.ordered(entry)
            )
        )
        numbers = [counts.many(entry[name]) for name in ("answered", "missing", "not_applicable")]
        cells: tuple[Cell, ...] = (shares, words.answers(entry), *numbers)
        mark = "!" if entry["flags"] else ""
        rows.append(Row(entry["ask"], cells[: len(columns) - 1], mark=mark, instead_of=entry["question"]))
    caption = "Every question: how many chose each answer, from the worst to the best"
    yield Table(tuple(columns), tuple(rows), "votes", caption, headed=True)
    if any(entry["asked_if"] and entry["missing"] for entry in entries):
        yield Text(words.CONDITIONAL)
