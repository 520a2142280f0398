"""The arithmetic of a result, from each answer to the band, with the definition's line behind each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.words import result
from scalecheck.text import one_line, plural

if TYPE_CHECKING:
    from scalecheck.reporting.types.result import Answer, Domain, ResultDocument, Standing
    from scalecheck.reporting.types.values import Ends

RULES = {
    "mean": "weighted mean of the shares",
    "sum": "sum: shares weighted by range",
    "lowest": "lowest share",
    "highest": "highest share",
}


def lines(document: ResultDocument) -> list[tuple[int, str]]:
    """Explain a result line by line, each with how deep it is indented: the domains, then the whole."""
    found: list[tuple[int, str]] = [
        (0, "A share says how far an answer or an area stands between its least (0) and its most (1)."),
    ]
    for domain in document["domains"]:
        if domain["parent"] is None:
            found += _explain_domain(document, domain, 0)
    found.append((0, _explain_sum(document, "Overall", document["overall"], document["questionnaire"])))
    found += [(1, text) for text in _explain_band(document)]
    return found


def _explain_domain(document: ResultDocument, domain: Domain, depth: int) -> list[tuple[int, str]]:
    found = [
        (
            depth,
            f"{one_line(domain['title'])}, weight {domain['weight']:g} ({domain['file']}:{domain['line']})",
        )
    ]
    for child in document["domains"]:
        if child["parent"] == domain["id"]:
            found += _explain_domain(document, child, depth + 1)
    for answer in document["answers"]:
        if answer["domain"] == domain["id"]:
            found.append((depth + 1, _explain_answer(answer)))
    found.append((depth + 1, _explain_sum(document, one_line(domain["title"]), domain, domain)))
    return found


def _explain_answer(answer: Answer) -> str:
    where = f"({answer['file']}:{answer['line']})"
    name = one_line(answer["question"])
    if answer["share"] is None or not answer["asked"]:
        reason = answer["state"] if answer["share"] is None else "answered, but not asked"
        return f"{name}: {reason}; left out {where}"
    turned = ", most is worst" if answer["reverse"] else ""
    span = f"{answer['points']:g} on {answer['least']:g} to {answer['most']:g}{turned}"
    return f"{name}: {span} = share {answer['share']:.4f}, weight {answer['weight']:g} {where}"


def _explain_sum(document: ResultDocument, title: str, entry: Standing, ends: Ends) -> str:
    rule = RULES[entry["aggregate"]]
    if entry["share"] is None:
        return f"{title}: no share; {plural(entry['answered'], 'answer')} of {entry['applicable']}"
    text = f"{title}: {rule} = {entry['share']:.9f}"
    if entry["score"] is None:
        return f"{text}; score not published: {result.why_missing(entry)}"
    decimals = document["questionnaire"]["decimals"]
    span = f"{result.number(entry['low'], decimals)} to {result.number(entry['high'], decimals)}"
    published = result.out_of(document, entry["score"], ends)
    return f"{text}, published as {published} (from {span} if missing answers were worst or best)"


def _explain_band(document: ResultDocument) -> list[str]:
    overall, decimals = document["overall"], document["questionnaire"]["decimals"]
    bands = document["questionnaire"]["bands"]
    if overall["score"] is None or not bands:
        return []
    before = next(band for band in bands if band["id"] == overall["band_before_gates"])
    score = result.number(overall["score"], decimals)
    found = [f'{score} is in the band "{one_line(before["title"])}", which starts at {before["from"]:g}']
    for gate in document["gates"]:
        cap = result.band_title(document, gate["cap"])
        place = f"{gate['file']}:{gate['line']}"
        found.append(f'The gate "{one_line(gate["title"])}" holds: no better than "{cap}" ({place})')
    found.append(f'The overall band is "{result.band_title(document, overall["band"])}"')
    return found
