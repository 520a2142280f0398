"""The sentences of a group report, made from its document: every rendering says the same in the same words."""

from __future__ import annotations

from typing import Any

from scalecheck.reporting.words import result
from scalecheck.text import line, plural

Document = Any

SILENCES = {
    "unknown": "don't know", "declined": "would rather not say", "unanswered": "not answered", "not_applicable": "does not apply",
}  # fmt: skip
STATISTICS = (
    "rwg is 1 when all say the same and 0 when the votes are as spread as chance would have them, or more. rwg(j) puts the "
    "questions of an area together, and rises with their number (James, Demaree and Wolf, 1984, uniform null). AD is how far "
    "a vote lies from the mean, in levels (Burke, Finkelstein and Dusig, 1999). Agreed, mixed and split into camps follow the "
    "thirds of the RAND/UCLA appropriateness method."
)
"""What the numbers are and where to look them up."""


NOTHING_APART = "Nothing stands out: no question divides you."
NOBODY = "nobody has a score"


def title(document: Document) -> str:
    """What was assessed, and with what."""
    return result.title(document)


def people(document: Document) -> str:
    """How many rated it, and in which roles."""
    parts = [plural(len(document["raters"]), "rater")]
    parts += [f"{line(each['role'])} {each['people']}" for each in document["roles"]]
    parts += [f"others {document['others']}"] if document["roles"] and document["others"] else []
    return " · ".join([*parts, *filter(None, [result.origin(document)])])


def edition(document: Document) -> str:
    """Which questionnaire was answered."""
    whole = document["questionnaire"]
    return (
        f"{line(whole['id'])} {whole['version']}{', quick version' if document['scope'] == 'quick' else ''}"
    )


def middle(document: Document) -> str:
    """The middle of the overall scores and their range."""
    overall, decimals = document["overall"], document["questionnaire"]["decimals"]
    if overall["median"] is None:
        return "Nobody has an overall score: too few questions are answered."
    of = result.out_of(document, overall["median"])
    if len(document["raters"]) == 1:
        return of
    return f"Middle {of}, {span(overall, decimals)}"


def span(entry: Document, decimals: int) -> str:
    """From the lowest score to the highest."""
    if entry["lowest"] == entry["highest"]:
        return "and so for everyone"
    return f"from {result.number(entry['lowest'], decimals)} to {result.number(entry['highest'], decimals)}"


def bands(document: Document) -> str:
    """How many raters' results are in each band."""
    overall = document["overall"]
    parts = [
        f"{each['people']} {result.band_title(document, each['band'])}"
        for each in overall["bands"]
        if each["people"]
    ]
    parts += [f"{overall['no_score']} without a score"] if overall["no_score"] else []
    return f"Raters' own results: {', '.join(parts)}." if parts else ""


def standing(document: Document) -> str:
    """What the middle is, and is not."""
    if len(document["raters"]) == 1:
        return "This is one person's view. Nothing can be said about agreement until others answer too."
    if document["agreed"] is None:
        return "The middle is where the votes lie before you talk. It is not a consensus, and no score of the group."
    return "The middle is where the votes lay. The agreed answers, below, are the group's own."


def agreement(found: Document) -> str:
    """A word for how far raters agree on a domain's questions; the worst word is told."""
    for name in ("split", "mixed"):
        if found[name]:
            return f"{name} on {found[name]} of {found['agreed'] + found['mixed'] + found['split']}"
    return "agreed" if found["agreed"] else ""


def statistic(value: float | None) -> str:
    """A statistic with two decimals; a dash where there is none."""
    return result.number(value, 2)


def agenda(document: Document) -> str:
    """The heading of the agenda: what to talk about, or what was talked about."""
    return "What to talk about first" if document["agreed"] is None else "Where the votes lay apart"


def rules(document: Document) -> list[str]:
    """What the words mean for the votes there are, each rule once."""
    return list(dict.fromkeys(entry["rule"] for entry in document["questions"] if entry["rule"]))


def question(document: Document, name: str) -> Document:
    """The question called *name*."""
    found: Document = next(each for each in document["questions"] if each["question"] == name)
    return found


def label(entry: Document, level: int) -> str:
    """A level's label, quoted."""
    return f'"{line(entry["levels"][level]["label"])}"'


def lie(entry: Document) -> str:
    """Where the votes on a question lie."""
    return (
        f"{entry['word'].capitalize()}: from {label(entry, entry['lowest'])} to {label(entry, entry['highest'])}; "
        f"the middle is {label(entry, entry['median'])}."
    )


def reason(document: Document, item: Document) -> str:
    """Why a question is on the agenda."""
    if item["reason"] == "band":
        ends = [result.band_title(document, item[name]) for name in ("band_low", "band_middle", "band_high")]
        return (
            "It could change the band. With the middle answers to everything else, its lowest vote gives "
            f'"{ends[0]}", its middle "{ends[1]}" and its highest "{ends[2]}".'
        )
    decimals = document["questionnaire"]["decimals"]
    low, high = (result.number(item[name], decimals) for name in ("low", "high"))
    if item["low"] is None or item["high"] is None:
        return ""
    return f"With the middle answers to everything else, the score is {low} at its lowest vote and {high} at its highest."


def voters(entry: Document) -> list[str]:
    """Who gave the lowest and the highest vote, where names are told."""
    found = []
    for where, level in (("Lowest", entry["lowest"]), ("Highest", entry["highest"])):
        names = entry["levels"][level]["names"]
        found += [f"{where}: {'; '.join(line(name) for name in names)}"] if names else []
    return found


def silent(entry: Document) -> str:
    """How many kept which silence: ``2 don't know, 1 not answered``."""
    return ", ".join(f"{entry[name]} {words}" for name, words in SILENCES.items() if entry[name])


def votes(entry: Document) -> str:
    """Count the votes for each level, and name who cast them where names are told: ``1:2 2:1 (Ward sister)``."""
    found = []
    for level in entry["levels"]:
        names = f" ({'; '.join(line(name) for name in level['names'])})" if level["names"] else ""
        found.append(f"{line(level['key'])}:{level['votes']}{names}")
    return " ".join(found)


def numbers(entry: Document) -> str:
    """Give the statistics of one question: ``mixed · middle "Two roles" · rwg 0.46 · AD 0.62``."""
    found = [entry["word"] or plural(entry["votes"], "vote")]
    found += [f"middle {label(entry, entry['median'])}"] if entry["median"] is not None else []
    if entry["votes"] > 1:
        found += [f"rwg {statistic(entry['rwg'])}", f"AD {statistic(entry['ad_mean'])}"]
    return " · ".join(found)


def statistics(area: Document) -> str:
    """Give the statistics of one area, and the questions in it that nobody agrees on."""
    found = area["agreement"]
    against = f" · nobody agrees on {', '.join(found['against'])}" if found["against"] else ""
    numbers = f"rwg(j) {statistic(found['rwg_j'])} · AD {statistic(found['ad'])}"
    return f"{line(area['title'])}: {numbers}{against}"


def settled(entry: Document) -> str:
    """What was agreed on a question; empty where nothing was."""
    said = entry["agreed"]
    if said is None:
        return ""
    if said["label"] is None:
        silence = SILENCES.get(said["state"].replace(" ", "_"), "")
        return f"Agreed: {silence}" if said["state"] != "unanswered" else "Not agreed yet"
    note = f". {line(said['note'])}" if said["note"] else ""
    return f'Agreed: "{line(said["label"])}"{note}'


def agreed_gates(document: Document) -> list[str]:
    """The must-haves that are missing by the agreed answers; none where there is no score yet."""
    found = document["agreed"]
    return (
        []
        if found["score"] is None
        else [f"Must-have missing: {line(gate['title'])}" for gate in found["gates"]]
    )


def agreed_score(document: Document) -> list[str]:
    """The score of the agreed answers, and what they leave open."""
    found = document["agreed"]
    whole = document["questionnaire"]
    if found["score"] is None:
        return ["There is no score yet: too few answers are agreed."]
    band = result.band_title(document, found["band"])
    lines = [f"{result.out_of(document, found['score'])}{': ' + band if band else ''}"]
    if found["low"] != found["high"]:
        ends = [result.number(found[name], whole["decimals"]) for name in ("low", "high")]
        lines.append(f"Depending on what is not agreed or not known, it is between {ends[0]} and {ends[1]}.")
    return lines


def gap(document: Document, found: Document) -> list[str]:
    """How far apart the roles are in one domain, and where it shows."""
    decimals = document["questionnaire"]["decimals"]
    roles = ", ".join(
        f"{line(each['role'])} {result.number(each['median'], decimals)}" for each in found["medians"]
    )
    lines = [f"{line(found['title'])}: {result.number(found['gap'], decimals)} apart ({roles})"]
    if found["shown_by"]:
        entry = question(document, found["shown_by"]["question"])
        low, high = (label(entry, found["shown_by"][end]) for end in ("low", "high"))
        lines.append(
            f"It shows best in: {line(entry['ask'])} {line(found['low'])} {low}, {line(found['high'])} {high}."
        )
    return lines


def no_roles(document: Document) -> str:
    """Why no gap between roles is told; empty where one is."""
    if document["gaps"] or len(document["raters"]) == 1:
        return ""
    return "Roles are not compared: it takes two roles with three people or more in each, and nobody left who would show through."


def next_steps(document: Document) -> list[str]:
    """What to do with the report."""
    steps = []
    if len(document["raters"]) == 1:
        return ["Ask the others to answer on their own, then put all responses into one report."]
    if document["agreed"] is None:
        if document["agenda"]:
            steps.append(
                "Start at the top of the list. Hear those with the lowest and the highest vote first: what do they see?"
            )
            steps.append("Vote again, and write down the answer you agree on, with a note.")
        else:
            steps.append(
                "Nothing divides you. Check that nobody held back, and write down the answers you agree on."
            )
        steps.append(
            "Score the agreed answers as one more response. That, and not the middle, is the group's result."
        )
    if document["silences"]:
        steps.append("Ask somebody who would know about what people could not answer.")
    steps.append("Agree two or three actions, each with an owner and a date.")
    if document["agreed"] is not None:
        steps.append("Answer again in six months, or when something changes.")
    return steps
