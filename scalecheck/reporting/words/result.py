"""The sentences of a report on one response, made from its document: every rendering uses the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.reporting.words.answers import missing
from scalecheck.scoring.recommendations import FIRST
from scalecheck.text import listed, one_line, plural

if TYPE_CHECKING:
    from scalecheck.reporting.types.result import (
        Domain,
        Gate,
        Mark,
        MissingAnswer,
        Overall,
        Recommendation,
        ResultDocument,
        Standing,
        Summary,
    )
    from scalecheck.reporting.types.values import Asked, Banded, Citing, Ends, Said, Scoped, Titled


def number(value: float | None, decimals: int) -> str:
    """Write a score with its published decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.{decimals}f}"


def band_title(document: Asked, band: str | None, domain: Banded | None = None) -> str:
    """Give a band's title, from the domain's own bands where it has some; empty where there is no band."""
    bands = (domain["bands"] if domain else None) or document["questionnaire"]["bands"]
    return next((one_line(each["title"]) for each in bands if each["id"] == band), "")


def band_level(document: Asked, band: str | None, domain: Banded | None = None) -> int:
    """Rank a band: 0 for the lowest, 2 for the highest, 1 between; -1 where there is none."""
    found = (domain["bands"] if domain else None) or document["questionnaire"]["bands"]
    bands = [each["id"] for each in found]
    if band not in bands:
        return -1
    position = bands.index(band)
    return 2 if position == len(bands) - 1 else 0 if position == 0 else 1


def subject(document: Titled) -> str:
    """Name the innovation that was assessed; empty where nobody named it."""
    return one_line(document["about"].get("innovation", ""))


def title(document: Titled) -> str:
    """Say what was assessed, and with what."""
    named, about = one_line(document["questionnaire"]["title"]), subject(document)
    return f"{named}: {about}" if about else named


def origin(document: Titled) -> str:
    """Say who answered, where and when, as far as the response says."""
    parts = [one_line(value) for name, value in document["about"].items() if name != "innovation"]
    return " · ".join(part for part in parts if part)


def edition(document: Summary) -> str:
    """Say which questionnaire was answered, and how much of it."""
    return edition_of(document, document["overall"])


def edition_of(document: Scoped, overall: Overall) -> str:
    """Say which questionnaire was answered, and how much of it as *overall* counts it."""
    whole = document["questionnaire"]
    quick = ", quick version" if document["scope"] == "quick" else ""
    parts = [f"{one_line(whole['id'])} {whole['version']}{quick}"]
    parts.append(f"{overall['answered']} of {plural(overall['applicable'], 'question')} answered")
    parts += missing(overall)
    if overall["not_applicable"]:
        parts.append(f"{overall['not_applicable']} not applicable")
    return " · ".join(parts)


def out_of(document: Asked, score: float | None, ends: Ends | None = None) -> str:
    """Write a score beside the highest there can be: ``62.5 of 100``; beside the least too, unless it is 0.

    *ends* is the domain whose score it is; else it is the whole questionnaire's.
    """
    whole = document["questionnaire"]
    least, most = (ends["least"], ends["most"]) if ends else (whole["least"], whole["most"])
    span = f"of {most:g}" if least == 0 else f"on {least:g} to {most:g}"
    return f"{number(score, whole['decimals'])} {span}"


def why_missing(entry: Mark) -> str:
    """Say in a few words why there is no score; empty where there is one."""
    if entry["why_missing"] == "nothing applies":
        return "nothing in it applies"
    if entry["why_missing"] == "nothing that counts is answered":
        return "nothing that counts is answered"
    if entry["why_missing"] == "too few answered":
        return f"{entry['answered']} of {entry['applicable']} answered, {share_words(entry['needed'])} needed"
    return ""


def unscored(entry: Standing) -> str:
    """Say why an area has no score of its own, and that its answers are not lost."""
    counted = "; what there is counts above" if entry["share"] is not None else ""
    return f"no score: {why_missing(entry)}{counted}"


def share_words(share: float) -> str:
    """Write a share as ``half``, ``all``, or a percentage."""
    words = {0.5: "half", 1: "all", 0.75: "three quarters", 0.25: "a quarter"}
    return words.get(share, f"{100 * share:g}%")


def certainty(document: Summary) -> str:
    """Say how sure the overall result is, and what the missing answers leave open."""
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


def no_score(document: Summary) -> str:
    """Say why there is no overall score."""
    return f"There is no overall score: {why_missing(document['overall'])}."


def gate_effect(document: Summary, gate: Gate) -> str:
    """Say what a gate does to the overall band."""
    overall = document["overall"]
    cap = band_title(document, gate["cap"])
    if gate["id"] in overall["capped_by"]:
        before = band_title(document, overall["band_before_gates"])
        return f'It holds the overall band at "{cap}"; the score alone would give "{before}".'
    return f'While it holds, the overall band cannot be better than "{cap}".'


def said(entry: Said) -> str:
    """Put the answer beside its question: ``You answered "Goodwill" to: How is time found …?``."""
    if entry["label"] is None:
        return f"Not answered: {one_line(entry['ask'])}"
    return f'You answered "{one_line(entry["label"])}" to: {one_line(entry["ask"])}'


def details(document: Summary, entry: Recommendation) -> str:
    """Say who takes a recommendation, how much work it is and what it is worth, in one line."""
    return " · ".join(facts(document, entry))


def facts(document: Summary, entry: Recommendation) -> list[str]:
    """Say who takes a recommendation, how much work it is and what it is worth."""
    decimals = document["questionnaire"]["decimals"]
    parts = [f"Who: {one_line(entry['who'])}"] if entry["who"] else []
    parts.append(f"Effort: {entry['effort']}")
    if entry["leverage"]:
        parts.append(f"Worth: about {number(entry['leverage'], decimals)} points if it gets to the top")
    if entry["lifts"]:
        titles = {gate["id"]: one_line(gate["title"]) for gate in document["gates"]}
        parts.append(f"Helps to meet: {listed(titles[name] for name in entry['lifts'])}")
    return parts


def sources(entry: Citing, addresses: bool = False) -> str:
    """Name what a recommendation cites, in one line; with *addresses*, where to read it."""
    found = [
        f"{name}, {address}" if addresses and address else name for name, address in cited(entry).items()
    ]
    return f"Source: {'; '.join(found)}" if found else ""


def cited(entry: Citing) -> dict[str, str]:
    """Name what a recommendation cites, each once, with where to read it; empty where nobody knows."""
    found: dict[str, str] = {}
    for each in entry["cites"]:
        edition = ", ".join(str(part) for part in (each["publisher"], each["year"]) if part)
        name = f"{one_line(each['title'])} ({one_line(edition)})" if edition else one_line(each["title"])
        found[name] = one_line(each["url"] or "")
    return found


def unknown(document: Asked, entry: MissingAnswer) -> str:
    """Say what finding a missing answer out could change."""
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
    ends = [band_title(document, band) for band in (entry["band_low"], entry["band_high"])]
    return f'{span} The band could change: "{ends[0]}" to "{ends[1]}".'


def next_steps(document: ResultDocument) -> list[str]:
    """Say what to do with the report, first things first."""
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
    """Head the vital few recommendations."""
    return "Do this first" if count == 1 else f"Do these {count} first"


CAVEAT = "A guide for a conversation, not a verdict and not a validated measure."
"""What every result is, and is not."""


def weakest(document: ResultDocument) -> str:
    """Name the weakest link, and why it stands beside the mean; empty with fewer than two scores."""
    domain = next((each for each in document["domains"] if each["id"] == document["weakest"]), None)
    if domain is None:
        return ""
    scores = [each for each in document["domains"] if each["holds_questions"] and each["score"] is not None]
    if len(scores) < 2:
        return ""
    if len({each["score"] for each in scores}) == 1 and document["questionnaire"]["unit"] == "percent":
        return "No link is weaker than the others: all areas stand alike."
    why = "Scaling is often held back by the weakest part, whatever the average."
    level = _find_position(domain)
    equals = [
        one_line(each["title"]) for each in scores if _find_position(each) == level and each is not domain
    ]
    also = f" (as low: {listed(equals)})" if equals else ""
    hidden = any(each["holds_questions"] and each["score"] is None for each in document["domains"])
    unseen = " An area without a score may be lower still." if hidden else ""
    return f"{one_line(domain['title'])}, {out_of(document, domain['score'], domain)}{also}. {why}{unseen}"


def _find_position(domain: Domain) -> float:
    """How far a domain that has a score stands between its least and its most, from 0 to 1."""
    span = domain["most"] - domain["least"]
    return round(float((domain["score"] or 0) - domain["least"]) / (span or 1), 9)


def doubts(document: ResultDocument) -> str:
    """Count the answers that were given without being sure; empty where there are none."""
    unsure = [
        one_line(e["question"])
        for e in document["answers"]
        if e["confidence"] == "low" and e["label"] is not None
    ]
    return f"{plural(len(unsure), 'answer')} given without being sure: {listed(unsure)}." if unsure else ""


def left_out(document: ResultDocument) -> list[str]:
    """List each question that does not apply, with its reason: a reader must see what leaves the score."""
    out = [entry for entry in document["answers"] if entry["state"] == AnswerState.NOT_APPLICABLE]
    return [
        f"{one_line(each['ask'])} {one_line(each['because']) if each['because'] else 'No reason is given.'}"
        for each in out
    ]


SHOWN = 3
"""How many answers are shown behind a recommendation."""


def because(entry: Recommendation) -> list[str]:
    """List the answers that led to a recommendation: the first few, and how many more."""
    said_so = [said(answer) for answer in entry["because"][:SHOWN]]
    more = len(entry["because"]) - SHOWN
    return [*said_so, f"and {plural(more, 'more answer')}"] if more > 0 else said_so


def reason(entry: Recommendation) -> str:
    """Say why a recommendation is made: a rule's own reason; for a step, why its question is asked."""
    return (
        f"{'Why we ask' if entry['kind'] == 'step' else 'Why'}: {one_line(entry['why'])}"
        if entry["why"]
        else ""
    )
