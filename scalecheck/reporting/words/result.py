"""The sentences of a report, made from a result document: every rendering says the same in the same words."""

from __future__ import annotations

from typing import Any

from scalecheck.definition.answer_state import MISSING
from scalecheck.scoring.recommendations import FIRST
from scalecheck.text import line, listed, plural

Document = dict[str, Any]

STATES = {state.value: state.words for state in MISSING}
"""How a missing answer is called."""


def number(value: float | None, decimals: int) -> str:
    """A score with its published decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.{decimals}f}"


def band_title(document: Document, band: str | None, domain: Document | None = None) -> str:
    """A band's title, from the domain's own bands where it has some."""
    bands = (domain or {}).get("bands") or document["questionnaire"]["bands"]
    return next((line(each["title"]) for each in bands if each["id"] == band), "")


def band_level(document: Document, band: str | None, domain: Document | None = None) -> int:
    """0 for the lowest band, 2 for the highest, 1 between; -1 where there is none."""
    bands = [each["id"] for each in (domain or {}).get("bands") or document["questionnaire"]["bands"]]
    if band not in bands:
        return -1
    position = bands.index(band)
    return 2 if position == len(bands) - 1 else 0 if position == 0 else 1


def subject(document: Document) -> str:
    """What was assessed: the innovation's name, or nothing."""
    return line(document["about"].get("innovation", ""))


def title(document: Document) -> str:
    """What was assessed, and with what."""
    named, about = line(document["questionnaire"]["title"]), subject(document)
    return f"{named}: {about}" if about else named


def origin(document: Document) -> str:
    """Who answered, where and when, as far as the response says."""
    parts = [line(value) for name, value in document["about"].items() if name != "innovation"]
    return " · ".join(part for part in parts if part)


def edition(document: Document) -> str:
    """Which questionnaire was answered, and how much of it."""
    whole, overall = document["questionnaire"], document["overall"]
    quick = ", quick version" if document["scope"] == "quick" else ""
    parts = [f"{line(whole['id'])} {whole['version']}{quick}"]
    parts.append(f"{overall['answered']} of {plural(overall['applicable'], 'question')} answered")
    parts += [
        f"{overall[name]} {STATES[name]}" for name in ("unknown", "declined", "unanswered") if overall[name]
    ]
    if overall["not_applicable"]:
        parts.append(f"{overall['not_applicable']} not applicable")
    return " · ".join(parts)


def out_of(document: Document, entry: Document) -> str:
    """``62.5 of 100``; in points the least is told where it is not 0."""
    decimals = document["questionnaire"]["decimals"]
    least = entry.get("least", document["questionnaire"]["least"])
    most = entry.get("most", document["questionnaire"]["most"])
    span = f"of {most:g}" if least == 0 else f"on {least:g} to {most:g}"
    return f"{number(entry['score'], decimals)} {span}"


def why_missing(entry: Document) -> str:
    """Why there is no score, in a few words."""
    if entry["why_missing"] == "nothing applies":
        return "nothing in it applies"
    if entry["why_missing"] == "nothing that counts is answered":
        return "nothing that counts is answered"
    if entry["why_missing"] == "too few answered":
        return f"{entry['answered']} of {entry['applicable']} answered, {share_words(entry['needed'])} needed"
    return ""


def unscored(entry: Document) -> str:
    """Why an area has no score of its own, and that its answers are not lost."""
    counted = "; what there is counts above" if entry["share"] is not None else ""
    return f"no score: {why_missing(entry)}{counted}"


def share_words(share: float) -> str:
    """``half``, ``all``, or a percentage."""
    words = {0.5: "half", 1: "all", 0.75: "three quarters", 0.25: "a quarter"}
    return words.get(share, f"{100 * share:g}%")


def certainty(document: Document) -> str:
    """How sure the overall result is, and what the missing answers leave open."""
    overall, decimals = document["overall"], document["questionnaire"]["decimals"]
    missing = overall["applicable"] - overall["answered"]
    if overall["low"] is None:
        return "Nothing applies, so there is nothing to score."
    low, high = number(overall["low"], decimals), number(overall["high"], decimals)
    if not missing and low == high:
        return "No answer is missing."
    one = missing == 1
    start = (
        f"{plural(missing, 'answer')} {'is' if one else 'are'} missing. "
        if missing
        else "Earlier answers are missing. "
    )
    if not overall["band_low"]:
        return f"{start}Depending on {'it' if one else 'them'}, the score is between {low} and {high}."
    if overall["certain"]:
        stays = band_title(document, overall["band_low"])
        whatever = f"Whatever {'it turns' if one else 'they turn'} out to be"
        return f'{start}{whatever}, the score is between {low} and {high} and the band is "{stays}".'
    ends = f'"{band_title(document, overall["band_low"])}" to "{band_title(document, overall["band_high"])}"'
    depending = f"Not certain: depending on {'it' if one else 'them'}"
    return f"{start}{depending}, the score is between {low} and {high}, and the band anything from {ends}."


def no_score(document: Document) -> str:
    """Why there is no overall score."""
    return f"There is no overall score: {why_missing(document['overall'])}."


def gate_effect(document: Document, gate: Document) -> str:
    """What a gate does to the overall band."""
    overall = document["overall"]
    cap = band_title(document, gate["cap"])
    if gate["id"] in overall["capped_by"]:
        before = band_title(document, overall["band_before_gates"])
        return f'It holds the overall band at "{cap}"; the score alone would give "{before}".'
    return f'While it holds, the overall band cannot be better than "{cap}".'


def said(entry: Document) -> str:
    """The answer beside its question: ``You answered "Goodwill" to: How is time found …?``."""
    if entry["label"] is None:
        return f"Not answered: {line(entry['ask'])}"
    return f'You answered "{line(entry["label"])}" to: {line(entry["ask"])}'


def details(document: Document, entry: Document) -> str:
    """Who takes a recommendation, how much work it is and what it is worth, in one line."""
    return " · ".join(facts(document, entry))


def facts(document: Document, entry: Document) -> list[str]:
    """Who takes a recommendation, how much work it is and what it is worth."""
    decimals = document["questionnaire"]["decimals"]
    parts = [f"Who: {line(entry['who'])}"] if entry["who"] else []
    parts.append(f"Effort: {entry['effort']}")
    if entry["leverage"]:
        parts.append(f"Worth: about {number(entry['leverage'], decimals)} points if it gets to the top")
    if entry["lifts"]:
        titles = {gate["id"]: line(gate["title"]) for gate in document["gates"]}
        parts.append(f"Helps to meet: {listed(titles[name] for name in entry['lifts'])}")
    return parts


def sources(entry: Document, addresses: bool = False) -> str:
    """What a recommendation cites, in one line; with *addresses*, where to read it."""
    found = [
        f"{name}, {address}" if addresses and address else name for name, address in cited(entry).items()
    ]
    return f"Source: {'; '.join(found)}" if found else ""


def cited(entry: Document) -> dict[str, str]:
    """What a recommendation cites, each once, and where to read it; empty where nobody knows."""
    found: dict[str, str] = {}
    for each in entry["cites"]:
        edition = ", ".join(str(each[name]) for name in ("publisher", "year") if each[name])
        name = f"{line(each['title'])} ({line(edition)})" if edition else line(each["title"])
        found[name] = line(each["url"] or "")
    return found


def unknown(document: Document, entry: Document) -> str:
    """What finding a missing answer out could change."""
    decimals = document["questionnaire"]["decimals"]
    if entry["low"] is None or entry["high"] is None:
        return "One more answer brings the overall score nearer."
    span = (
        f"The overall score would be {number(entry['low'], decimals)} to {number(entry['high'], decimals)}."
    )
    if entry["low"] == entry["high"]:
        span = f"The overall score would be {number(entry['low'], decimals)}."
    if not entry["could_change_band"]:
        return span
    ends = [band_title(document, entry[name]) for name in ("band_low", "band_high")]
    return f'{span} The band could change: "{ends[0]}" to "{ends[1]}".'


def next_steps(document: Document) -> list[str]:
    """What to do with the report."""
    steps = []
    shown = min(FIRST, len(document["recommendations"]))
    if shown:
        steps.append(f"Agree an owner and a date for {'the step' if shown == 1 else 'each step'} above.")
    if document["unknown"]:
        steps.append("Ask the people who would know about the answers that are missing.")
    if document["evidence_gaps"]:
        steps.append("Collect what shows the high answers, or lower them.")
    steps.append("Answer again when something has changed, and compare.")
    return steps


NO_STEP = "No step up is left in what was answered."
NO_ACTIONS = "No actions were agreed."


def first(count: int) -> str:
    """The heading of the vital few."""
    return "Do this first" if count == 1 else f"Do these {count} first"


CAVEAT = "A guide for a conversation, not a verdict and not a validated measure."
"""What every result is, and is not."""


def weakest(document: Document) -> str:
    """The weakest link, and why it stands beside the mean."""
    domain = next((each for each in document["domains"] if each["id"] == document["weakest"]), None)
    if domain is None:
        return ""
    scores = [each for each in document["domains"] if each["holds_questions"] and each["score"] is not None]
    if len(scores) < 2:
        return ""
    if len({each["score"] for each in scores}) == 1 and document["questionnaire"]["unit"] == "percent":
        return "No link is weaker than the others: all areas stand alike."
    why = "Scaling is often held back by the weakest part, whatever the average."
    level = _stands(domain)
    equals = [line(each["title"]) for each in scores if _stands(each) == level and each is not domain]
    also = f" (as low: {listed(equals)})" if equals else ""
    hidden = any(each["holds_questions"] and each["score"] is None for each in document["domains"])
    unseen = " An area without a score may be lower still." if hidden else ""
    return f"{line(domain['title'])}, {out_of(document, domain)}{also}. {why}{unseen}"


def _stands(domain: Document) -> float:
    """How far a domain stands between its least and its most."""
    span: float = domain["most"] - domain["least"]
    return round(float(domain["score"] - domain["least"]) / (span or 1), 9)


def doubts(document: Document) -> str:
    """Answers that were given without being sure; empty where there are none."""
    unsure = [
        line(e["question"])
        for e in document["answers"]
        if e["confidence"] == "low" and e["label"] is not None
    ]
    return f"{plural(len(unsure), 'answer')} given without being sure: {listed(unsure)}." if unsure else ""


def left_out(document: Document) -> list[str]:
    """Each question that does not apply, with the reason: it leaves the score, so a reader needs to see it."""
    out = [entry for entry in document["answers"] if entry["state"] == "not applicable"]
    return [
        f"{line(each['ask'])} {line(each['because']) if each['because'] else 'No reason is given.'}"
        for each in out
    ]


def votes(entry: Document) -> list[str]:
    """How a room voted on one question, and what it agreed: a line each."""
    rounds = [("First vote", entry["first"]), ("Second vote", entry["second"])]
    agreed = (
        line(entry["label"]) if entry["label"] is not None else STATES.get(entry["state"], entry["state"])
    )
    said_so = [f"{title}: {_round(each)}" for title, each in rounds if each]
    return [*said_so, f"Agreed: {agreed}", *([f"Note: {line(entry['note'])}"] if entry["note"] else [])]


def _round(found: Document) -> str:
    cast = [
        f"{each['votes']} for {each['option']} ({line(each['label'])})"
        for each in found["counts"]
        if each["votes"]
    ]
    cast += [f"{found['unknown']} don't know"] if found["unknown"] else []
    return ", ".join(cast) + (f": {found['word']}" if found["word"] else "")


def action(entry: Document) -> str:
    """What a room will do, who sees to it, and by when."""
    who = f" Who: {line(entry['owner'])}." if entry["owner"] else " Nobody sees to it yet."
    return f"{line(entry['do']).rstrip('.')}.{who}" + (f" By: {line(entry['by'])}." if entry["by"] else "")


SHOWN = 3
"""How many answers are shown behind a recommendation."""


def because(entry: Document) -> list[str]:
    """The answers that led to a recommendation: the first few, and how many more."""
    said_so = [said(answer) for answer in entry["because"][:SHOWN]]
    more = len(entry["because"]) - SHOWN
    return [*said_so, f"and {plural(more, 'more answer')}"] if more > 0 else said_so


def reason(entry: Document) -> str:
    """Why a recommendation is made: a rule's own reason; for a step, why its question is asked."""
    return (
        f"{'Why we ask' if entry['kind'] == 'step' else 'Why'}: {line(entry['why'])}" if entry["why"] else ""
    )


def answer(entry: Document) -> list[str]:
    """One answer with all that was said about it."""
    if entry["label"] is not None:
        first = f"{line(entry['label'])} ({entry['points']:g} on {entry['least']:g} to {entry['most']:g})"
        first += f": {line(entry['text'])}" if entry["text"] else ""
    elif entry["state"] == "not applicable":
        first = "Not applicable"
    else:
        first = STATES[entry["state"]].capitalize()
    if entry["label"] is not None and not entry["asked"]:
        first += " (not scored)"
    names = (("because", "Because"), ("note", "Note"), ("evidence", "Evidence"), ("confidence", "Confidence"))
    return [first, *(f"{title}: {line(entry[name])}" for name, title in names if entry[name])]
