"""The story of what changed between two results, in sections of rows: told once, laid out by ``changes``.

Marks are plain characters with a word beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from scalecheck.reporting.words import result
from scalecheck.scoring.recommendations import FIRST
from scalecheck.text import line, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Document = Any

ARROW = "->"
SETTLING = 5
"""How many answers that could settle the matter are listed: more than a team looks into at once."""
GATES = {
    "lifted": ("+", "No longer missing"),
    "still": ("!", "Still missing"),
    "new": ("!", "Newly missing"),
    "not known now": ("?", "Not known now"),
    "found met": ("+", "Found out not to be missing"),
    "still not known": ("?", "Still not known"),
}
SINCE = {
    "before": "Already advised before.",
    "further": "The next step after the one taken up.",
    "slid back": "The answer has slid back.",
    "new": "New since then.",
}
VERDICTS = {
    "equal": "The score is the same, and no missing answer leaves it open.",
    "not scored": "One of the two has nothing to score, so the scores cannot be compared.",
    "larger": "The change of the score is more than the missing answers could explain: the two ranges do not meet.",
    "open": "For the score, it could be no change at all: the two ranges overlap.",
}
SETTLE = "Finding these out could settle it:"


class Row(NamedTuple):
    """One paragraph, or one item of a list where it has a mark."""

    text: str
    mark: str = ""
    depth: int = 0
    style: str = ""


class Section(NamedTuple):
    """A heading and what stands under it. The areas are a table, and have no rows."""

    title: str
    rows: tuple[Row, ...] = ()
    essential: int | None = None
    """How many of the rows come first where a page can fold the others away; all of them where nothing is
    said."""


def signed(change: float | None, decimals: int) -> str:
    """``+5.6``, ``-2.0``, ``=``; empty where there is no difference to give."""
    return "" if change is None else f"{change:+.{decimals}f}" if change else "="


def fromto(entry: Document, decimals: int, width: int = 0) -> str:
    """``56.2 -> 59.9``; each number laid out in *width* characters."""
    return f" {ARROW} ".join(f"{score_text(entry[side], decimals):>{width}}" for side in ("before", "after"))


def score_text(value: float | None, decimals: int) -> str:
    """A score with its decimals; ``none`` where there is none."""
    return "none" if value is None else result.number(value, decimals)


def opening(document: Document) -> Iterator[str]:
    """The title, and where the two sides come from."""
    before, after = document["before"], document["after"]
    subject = result.subject(after) or result.subject(before)
    title = f"What changed: {line(after['questionnaire']['title'])}"
    yield f"{title}: {subject}" if subject else title
    for name, side in (("Before", before), ("Now", after)):
        yield f"{name}: {' · '.join(part for part in (result.origin(side), result.edition(side)) if part)}"


def area(row: Document) -> str:
    """What else there is to say about an area: another band, no score, or another version."""
    if row["standing"] != "both":
        return f"{row['standing']} since"
    reasons = [f"no score {when}: {row['why_missing'][side]}" for side, when in (("before", "before"), ("after", "now"))
               if row["score"][side] is None and row["why_missing"][side]]  # fmt: skip
    if reasons or row["band"]["change"] == "same":
        return "; ".join(reasons)
    titles = [line(row["band"][side]["title"]) if row["band"][side] else "" for side in ("before", "after")]
    return f"{titles[0]} {ARROW} {titles[1]}" if titles[0] != titles[1] else ""


def sections(document: Document, all: bool) -> Iterator[Section]:
    """What there is to tell, in the order of what matters."""
    by_name = {entry["question"]: entry for entry in document["answers"]}
    became: dict[str, list[Document]] = {}
    for entry in document["answers"]:
        became.setdefault(entry["change"], []).append(entry)
    yield Section("What changed overall", tuple(_overall(document, all)))
    if document["domains"]:
        yield Section("Areas")
    yield from _counted("Slid back", "-", became.get("down", ()), _answer_detail)
    yield from _counted("Went up", "+", became.get("up", ()), _answer_detail if all else _answer_brief)
    yield from _counted("Answered otherwise, worth the same", "=", became.get("sideways", ()), _answer_brief)
    yield from _advice(document, by_name, all)
    yield from _gates(document)
    found_out = [by_name[name] for name in document["missing"]["found_out"]]
    yield from _counted("Found out since", "+", found_out, _answer_now)
    elsewhere = [entry for entry in became.get("newly answered", ()) if entry not in found_out]
    yield from _counted("Newly answered", "+", elsewhere, _answer_now)
    yield from _missing(document)
    left_out = [*became.get("newly not applicable", ()), *became.get("newly not asked", ())]
    yield from _counted(
        "Left out now", "-", left_out, lambda entry: [entry["change"].removeprefix("newly ").capitalize()]
    )
    yield from _evidence(document)
    if all:
        same = [entry for entry in became.get("unchanged", ()) if entry["after"]["asked"]]
        for section in _counted("Unchanged answers", "=", same, _answer_now):
            yield section._replace(essential=0)
    yield Section("What to do next", tuple(Row(text, "-") for text in _next_steps(document, all)))


def _counted(
    title: str, mark: str, found: Iterable[Document], detail: Callable[[Document], list[str]]
) -> Iterator[Section]:
    """A section of questions, each with its details; none where there are none."""
    entries = list(found)
    if entries:
        rows = [
            (Row(line(entry["ask"]), mark), *(Row(text, depth=1) for text in detail(entry)))
            for entry in entries
        ]
        yield Section(f"{title} ({len(entries)})", tuple(row for group in rows for row in group))


def _given(side: Document | None) -> str:
    """An answer in a few words, in quotes where it is an option's label."""
    if side is None:
        return "not in that version"
    if side["label"] is not None:
        return f'"{line(side["label"])}"{"" if side["asked"] else " (not scored)"}'
    return result.STATES.get(side["state"]) or str(side["state"])


def _answer_brief(entry: Document) -> list[str]:
    return [f"{_given(entry['before'])} {ARROW} {_given(entry['after'])}"]


def _answer_detail(entry: Document) -> list[str]:
    found = _answer_brief(entry)
    for name, side in (("Before", entry["before"]), ("Now", entry["after"])):
        found += [f"{name}: {line(side['text'])}"] if side["text"] else []
    return found + ([f"Note: {line(entry['after']['note'])}"] if entry["after"]["note"] else [])


def _answer_now(entry: Document) -> list[str]:
    given, text = _given(entry["after"]), entry["after"]["text"]
    return [f"{given}: {line(text)}" if text else given[0].upper() + given[1:]]


def _overall(document: Document, all: bool) -> Iterator[Row]:
    overall, decimals = document["overall"], document["decimals"]
    before, after = document["before"], document["after"]
    if not document["changed"]:
        yield Row("Nothing has changed: every answer and every number is as it was.")
    score = overall["score"]
    span = result.out_of(after, after["overall"]["score"]).split(" ", 1)[1]
    yield Row(f"{fromto(score, decimals)} {span}  {signed(score['change'], decimals)}".rstrip(), style="bold")
    for name, side in (("Before", before), ("Now", after)):
        if side["overall"]["score"] is None:
            yield Row(f"{name}: {result.no_score(side)}")
    yield from _bands(document)
    low, high = overall["low"], overall["high"]
    if any(low[side] != high[side] for side in ("before", "after")):
        ends = [
            " to ".join(score_text(end[side], decimals) for end in (low, high))
            for side in ("before", "after")
        ]
        yield Row(f"With every missing answer at its worst and at its best: {ends[0]} before, {ends[1]} now.")
    if document["changed"]:
        yield from _certainty(document, all)
    count = " before, ".join(
        f"{overall['answered'][side]} of {overall['applicable'][side]}" for side in ("before", "after")
    )
    yield Row(f"Answered: {count} now.")


def _bands(document: Document) -> Iterator[Row]:
    """From which band to which, whether that is sure, and what the must-haves do to it."""
    band = document["overall"]["band"]
    titles = [line(band[side]["title"]) if band[side] else "none" for side in ("before", "after")]
    if titles == ["none", "none"]:
        return
    if band["change"] == "same":
        yield Row(f"Band: {titles[1]}, as before.")
    else:
        yield Row(
            f"Band: {titles[0]} {ARROW} {titles[1]}{' (' + band['change'] + ')' if band['change'] else ''}"
        )
    for name, side in (("Before", document["before"]), ("Now", document["after"])):
        whole = side["overall"]
        if whole["capped_by"]:
            alone = result.band_title(side, whole["band_before_gates"])
            yield Row(f'{name}, the score alone would give "{alone}": a missing must-have holds it down.')
    for name, side in (("Before", document["before"]), ("Now", document["after"])):
        whole = side["overall"]
        if not whole["certain"] and whole["band_low"] and whole["band_high"]:
            ends = [result.band_title(side, whole[end]) for end in ("band_low", "band_high")]
            yield Row(
                f'{name}, the missing answers leave the band open: anything from "{ends[0]}" to "{ends[1]}".'
            )


def _certainty(document: Document, all: bool) -> Iterator[Row]:
    """Whether the change is larger than what missing answers leave open, and what could settle it."""
    overall, certainty = document["overall"], document["certainty"]
    verdict, change = certainty["verdict"], overall["score"]["change"]
    exact = (
        overall["low"]["before"] == overall["high"]["before"]
        and overall["low"]["after"] == overall["high"]["after"]
    )
    if verdict == "larger" and exact:
        yield Row(
            "No missing answer leaves either score open: the change is more than missing answers could explain."
        )
    elif verdict == "open" and change == 0:
        yield Row("The score is the same, but the missing answers could hide a change.")
    else:
        yield Row(VERDICTS[verdict])
    found = certainty["would_settle"]
    if found:
        yield Row(SETTLE)
        for entry in found if all else found[:SETTLING]:
            when = {(True, True): "both times", (True, False): "before", (False, True): "now"}
            times = when[entry["before"] is not None, entry["after"] is not None]
            yield Row(
                f"{line(entry['ask'])} ({result.STATES[entry['after'] or entry['before']]}, {times})",
                "?",
                style=" ",
            )
        if not all and len(found) > SETTLING:
            yield Row(f"and {len(found) - SETTLING} more: see --all", depth=1)


def _advice(document: Document, by_name: dict[str, Document], all: bool) -> Iterator[Section]:
    advice = document["advice"]
    if advice["taken_up"]:
        rows = []
        for entry in advice["taken_up"]:
            rows.append(Row(line(entry["do"]), "+"))
            rose = entry["rose"] if all else entry["rose"][:FIRST]
            rows += [Row(_answer_brief(by_name[name])[0], depth=1) for name in rose]
            more = len(entry["rose"]) - len(rose)
            rows += [Row(f"and {plural(more, 'further answer')} that went up", depth=1)] if more else []
            rows += [Row("It no longer applies.", depth=1)] if entry["kind"] == "rule" else []
        yield Section(f"Advice taken up ({len(advice['taken_up'])})", tuple(rows))
    if advice["lapsed"]:
        rows = [Row(line(entry["do"]), "=") for entry in advice["lapsed"]]
        yield Section(f"Advice that no longer applies, though no answer went up ({len(rows)})", tuple(rows))
    shown = advice["now"] if all else advice["now"][:FIRST]
    rows = []
    for position, entry in enumerate(shown, start=1):
        rows.append(Row(line(entry["do"]), str(position)))
        rows.append(Row(f"{SINCE[entry['since']]} {result.details(document['after'], entry)}", depth=1))
    if rows:
        first = f"do {'this' if len(shown) == 1 else 'these'} first"
        title = "Advice still open, most useful first" if all else f"Advice still open: {first}"
        yield Section(title, tuple(rows), 2 * FIRST)


def _gates(document: Document) -> Iterator[Section]:
    rows = []
    for gate in document["gates"]:
        mark, words = GATES[gate["change"]]
        rows.append(Row(f"{words}: {line(gate['title'])}", mark))
        rows += [Row(line(gate["because"]), depth=1)] if gate["after"] != "clear" else []
    if rows:
        yield Section("Must-haves", tuple(rows))


def _missing(document: Document) -> Iterator[Section]:
    def detail(entry: Document) -> list[str]:
        return [f"{result.STATES[entry['state']].capitalize()}. {result.unknown(document['after'], entry)}"]

    now = document["missing"]["now"]
    yield from _counted("Still not known", "?", [entry for entry in now if entry["missing_before"]], detail)
    yield from _counted("Not known now", "?", [entry for entry in now if not entry["missing_before"]], detail)


def _evidence(document: Document) -> Iterator[Section]:
    evidence = document["evidence"]
    words = {"shown": "Evidence given now", "answer changed": "No longer a high answer"}
    rows = [Row(f"{words[entry['because']]}: {line(entry['ask'])}", "+") for entry in evidence["closed"]]
    for entry in evidence["opened"]:
        rows.append(
            Row(f'High answer with no evidence yet: {line(entry["ask"])} "{line(entry["label"])}"', "?")
        )
        rows.append(Row(f"Would show it: {line(entry['evidence'])}", depth=1))
    if rows:
        yield Section("Evidence", tuple(rows))


def _next_steps(document: Document, all: bool) -> Iterator[str]:
    if any(entry["change"] == "down" for entry in document["answers"]):
        yield "Look at what slid back first. Ask what made it hard to hold."
    advice = document["advice"]["now"]
    if advice:
        yield f"Agree an owner and a date for {'the step' if len(advice) == 1 else 'each step'} above."
    if document["missing"]["now"]:
        yield "Ask the people who would know about the answers that are missing."
    if document["evidence"]["opened"] or document["evidence"]["still"]:
        yield "Collect what shows the high answers, or lower them."
    rest = len(advice) - FIRST
    if not all:
        more = f"{plural(rest, 'further recommendation')} and " if rest > 0 else ""
        yield f"Add --all to see {more}what is unchanged."
    yield "Answer again in six months, or when something changes."
