"""The outline of the report on a comparison: what is told, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.blocks import (
    HEADED,
    PAGED,
    UNHEADED,
    Change,
    Column,
    Fold,
    Item,
    Items,
    Report,
    Row,
    Section,
    Table,
    Text,
    Verdict,
)
from scalecheck.reporting.figures import Dumbbell
from scalecheck.reporting.outline.areas import describe_edition, find_axis, find_depths, find_whole_axis
from scalecheck.reporting.words import answers, result
from scalecheck.reporting.words import comparison as words
from scalecheck.scoring.recommendations import FIRST
from scalecheck.text import one_line, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from scalecheck.reporting.blocks import Block, Tone
    from scalecheck.reporting.types.comparison import (
        AnswerChange,
        ComparisonDocument,
        CurrentlyMissing,
        TakenAdvice,
    )

    Entry = TypeVar("Entry", AnswerChange, CurrentlyMissing)

SETTLING = 5
"""How many answers that could settle the matter are listed: more than a team looks into at once."""
TONES: dict[str, Tone] = {"+": "better", "-": "worse", "!": "alarm", "?": "doubt"}
"""By mark: what its colour says."""


def outline(document: ComparisonDocument) -> Report:
    """Tell the comparison in *document*: the change, whether it is real, and what became of each answer."""
    title, *under = words.describe_sides(document)
    subject = result.subject(document["after"]) or result.subject(document["before"])
    sides = [document[side] for side in ("before", "after")]
    made_of = [describe_edition(side, document["tool"]) for side in sides]
    return Report(
        title=title,
        subject=subject or title,
        kicker=title.removesuffix(f": {subject}") if subject else "",
        under=tuple(under),
        notes=tuple(document["warnings"]),
        sections=tuple(_tell_sections(document)),
        caveat=result.CAVEAT,
        made_of=tuple(dict.fromkeys(made_of)),
    )


def _tell_sections(document: ComparisonDocument) -> Iterator[Section]:
    by_name = {entry["question"]: entry for entry in document["answers"]}
    became: dict[str, list[AnswerChange]] = {}
    for entry in document["answers"]:
        became.setdefault(entry["change"], []).append(entry)
    overall = tuple(_tell_overall(document))
    yield Section("What changed overall", overall, place="first", style="card")
    if document["domains"]:
        yield Section("Areas", (_tell_areas(document),), place="essential")
    yield from _list_answers(
        "Slid back", "-", became.get("down", ()), lambda e: (words.became(e), *words.texts(e))
    )
    yield from _list_answers("Went up", "+", became.get("up", ()), _tell_change, words.texts)
    yield from _list_answers(
        "Answered otherwise, worth the same", "=", became.get("sideways", ()), _tell_change
    )
    yield from _tell_advice(document, by_name)
    yield from _tell_must_haves(document)
    found_out = [by_name[name] for name in document["missing"]["found_out"]]
    yield from _list_answers("Found out since", "+", found_out, _tell_now)
    elsewhere = [entry for entry in became.get("newly answered", ()) if entry not in found_out]
    yield from _list_answers("Newly answered", "+", elsewhere, _tell_now)
    yield from _tell_missing(document)
    left_out = [*became.get("newly not applicable", ()), *became.get("newly not asked", ())]
    yield from _list_answers("Left out now", "-", left_out, _tell_left_out)
    yield from _tell_evidence(document)
    same = [entry for entry in became.get("unchanged", ()) if entry["after"] and entry["after"]["asked"]]
    for section in _list_answers("Unchanged answers", "=", same, _tell_now):
        yield section._replace(detail="all")
    yield Section("What to do next", (_tell_next(document),), style="steps")


def _list_answers(
    title: str,
    mark: str,
    found: Iterable[Entry],
    under: Callable[[Entry], tuple[str, ...]],
    long: Callable[[Entry], Iterable[str]] = lambda _: (),
) -> Iterator[Section]:
    """A section of questions; none where there are none."""
    tone = TONES.get(mark, "")
    items = tuple(
        Item(one_line(each["ask"]), mark, under(each), tuple(long(each)), tone=tone) for each in found
    )
    if items:
        yield Section(f"{title} ({len(items)})", (Items(items, "changes"),))


def _tell_change(entry: AnswerChange) -> tuple[str, ...]:
    return (words.became(entry),)


def _tell_now(entry: AnswerChange) -> tuple[str, ...]:
    return (words.now(entry),)


def _tell_left_out(entry: AnswerChange) -> tuple[str, ...]:
    return (entry["change"].removeprefix("newly ").capitalize(),)


def _tell_overall(document: ComparisonDocument) -> Iterator[Block]:
    if not document["changed"]:
        yield Text(words.NOTHING_CHANGED)
    yield Verdict(words.verdict(document))
    texts = list(_explain_overall(document))
    yield from _draw_overall(document, " ".join(each.text for each in texts))
    yield from texts
    settling = tuple(Item(words.settling(each), "?") for each in document["certainty"]["would_settle"])
    if document["changed"] and settling:
        yield Text(words.SETTLE)
        yield Items(settling, "changes", SETTLING)
    yield Text(words.counts(document))


def _explain_overall(document: ComparisonDocument) -> Iterator[Text]:
    for name, side in (("Before", document["before"]), ("Now", document["after"])):
        if side["overall"]["score"] is None:
            yield Text(f"{name}: {result.no_score(side)}")
    yield from map(Text, words.bands(document))
    if interval := words.interval(document):
        yield Text(interval)
    if document["changed"]:
        yield Text(words.certainty(document))


def _draw_overall(document: ComparisonDocument, description: str) -> Iterator[Dumbbell]:
    """The overall score before and now; nothing where the two are not measured alike or nothing is scored."""
    first, last = (document[side]["questionnaire"] for side in ("before", "after"))
    overall = document["overall"]
    before, after = overall["score"]["before"], overall["score"]["after"]
    if any(first[name] != last[name] for name in ("least", "most")) or before is after is None:
        return
    low, high = ((overall[end]["before"], overall[end]["after"]) for end in ("low", "high"))
    title = f"What changed overall: {words.verdict(document)}"
    yield Dumbbell(find_whole_axis(last), before, after, low, high, title, description, large=True)


def _tell_areas(document: ComparisonDocument) -> Table:
    areas, decimals, last = document["domains"], document["decimals"], document["after"]["questionnaire"]
    depths = find_depths((area["id"], area["parent"]) for area in areas)
    size = max(len(words.score_text(area["score"][side], decimals)) for area in areas for side in words.SIDES)
    columns = (
        Column("Area"),
        Column("Picture", "figure", PAGED),
        Column("Before and now", "number", UNHEADED),
        Column("Before", "number", HEADED, label="Before", style="before-number"),
        Column("Now", "number", HEADED, label="Now"),
        Column("Change", "number"),
        Column("Band", media=HEADED, style="in-band", tells_after=True),
    )
    rows = []
    for area in areas:
        score, more = area["score"], words.area(area)
        before, now = (words.score_text(score[side], decimals) for side in words.SIDES)
        said = f"{before} before, {now} now"
        drawn = None
        if area["least"] is not None and area["most"] is not None:
            on = find_axis(last, {"least": area["least"], "most": area["most"]})
            title = f"{one_line(area['title'])}: {said}"
            drawn = Dumbbell(on, score["before"], score["after"], title=title, description=more or said)
        change = Change(words.signed(score["change"], decimals))
        cells = (drawn, words.fromto(score, decimals, size), before, now, change, more)
        rows.append(Row(area["title"], cells, depths[area["id"]], after=(more,) if more else ()))
    return Table(columns, tuple(rows), "compared", "Each area, before and now", "compared")


def _tell_advice(document: ComparisonDocument, by_name: dict[str, AnswerChange]) -> Iterator[Section]:
    advice = document["advice"]
    if taken := advice["taken_up"]:
        items = tuple(
            Item(one_line(each["do"]), "+", tuple(_tell_taken(each, by_name)), tone="better")
            for each in taken
        )
        yield Section(f"Advice taken up ({len(items)})", (Items(items, "changes"),))
    if lapsed := advice["lapsed"]:
        items = tuple(Item(one_line(each["do"]), "=") for each in lapsed)
        title = f"Advice that no longer applies, though no answer went up ({len(items)})"
        yield Section(title, (Items(items, "changes"),))
    items = tuple(
        Item(
            one_line(each["do"]),
            str(position),
            (f"{words.SINCE[each['since']]} {result.details(document['after'], each)}",),
        )
        for position, each in enumerate(advice["now"], start=1)
    )
    if items:
        blocks: list[Block] = [Items(items[:FIRST], "asked")]
        if rest := items[FIRST:]:
            blocks.append(Fold(plural(len(rest), "further recommendation"), (Items(rest, "asked"),)))
        these = "this" if len(items) == 1 else "these"
        whole = "Advice still open, most useful first"
        yield Section(f"Advice still open: do {these} first", tuple(blocks), whole=whole)


def _tell_taken(entry: TakenAdvice, by_name: dict[str, AnswerChange]) -> Iterator[str]:
    yield from (words.became(by_name[name]) for name in entry["rose"][:FIRST])
    if more := len(entry["rose"][FIRST:]):
        yield f"and {plural(more, 'further answer')} that went up"
    if entry["kind"] == "rule":
        yield "It no longer applies."


def _tell_must_haves(document: ComparisonDocument) -> Iterator[Section]:
    items = []
    for gate in document["gates"]:
        mark, said = words.GATES[gate["change"]]
        because = (one_line(gate["because"]),) if gate["after"] != "clear" else ()
        items.append(Item(f"{said}: {one_line(gate['title'])}", mark, because, tone=TONES[mark]))
    if items:
        yield Section("Must-haves", (Items(tuple(items), "changes"),))


def _tell_missing(document: ComparisonDocument) -> Iterator[Section]:
    def tell(entry: CurrentlyMissing) -> tuple[str, ...]:
        state = answers.state(entry["state"]).capitalize()
        return (f"{state}. {result.unknown(document['after'], entry)}",)

    now = document["missing"]["now"]
    yield from _list_answers("Still not known", "?", [each for each in now if each["missing_before"]], tell)
    yield from _list_answers("Not known now", "?", [each for each in now if not each["missing_before"]], tell)


def _tell_evidence(document: ComparisonDocument) -> Iterator[Section]:
    evidence = document["evidence"]
    said = {"shown": "Evidence given now", "answer changed": "No longer a high answer"}
    items = [
        Item(f"{said[each['because']]}: {one_line(each['ask'])}", "+", tone="better")
        for each in evidence["closed"]
    ]
    for each in evidence["opened"]:
        text = f'High answer with no evidence yet: {one_line(each["ask"])} "{one_line(each["label"])}"'
        items.append(Item(text, "?", (f"Would show it: {one_line(each['evidence'])}",), tone="doubt"))
    if items:
        yield Section("Evidence", (Items(tuple(items), "changes"),))


def _tell_next(document: ComparisonDocument) -> Items:
    steps = [Item(text) for text in words.next_steps(document)]
    rest = len(document["advice"]["now"]) - FIRST
    more = f"{plural(rest, 'further recommendation')} and " if rest > 0 else ""
    steps.append(Item(f"Add --all to see {more}what is unchanged.", hint="all"))
    return Items((*steps, Item(words.AGAIN)))
