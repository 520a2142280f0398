"""The sentences of a group report, made from its document: every rendering uses the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.reporting.words import result
from scalecheck.reporting.words.answers import missing
from scalecheck.text import one_line, plural

if TYPE_CHECKING:
    from scalecheck.reporting.types.group import (
        AgendaItem,
        AgreedResult,
        DomainAgreement,
        DomainGap,
        DomainMiddle,
        GroupDocument,
        QuestionSilences,
        QuestionVotes,
    )

STATISTICS = (
    "rwg is 1 when all say the same and 0 when the votes are as spread as chance would have them, or more. "
    "rwg(j) puts the questions of an area together, and rises with their number (James, Demaree and Wolf, "
    "1984, uniform null). AD is how far a vote lies from the mean, in levels (Burke, Finkelstein and Dusig, "
    "1999). Agreed, mixed and split into camps follow the thirds of the RAND/UCLA appropriateness method."
)
"""What the numbers are and where to look them up."""
NOTHING_APART = "Nothing stands out: no question divides you."
NOBODY = "nobody has a score"


def title(document: GroupDocument) -> str:
    """Say what was assessed, and with what."""
    return result.title(document)


def people(document: GroupDocument) -> str:
    """Say how many rated it, and in which roles."""
    parts = [plural(len(document["raters"]), "rater")]
    parts += [f"{one_line(each['role'])} {each['people']}" for each in document["roles"]]
    parts += [f"others {document['others']}"] if document["roles"] and document["others"] else []
    return " · ".join([*parts, *filter(None, [result.origin(document)])])


def edition(document: GroupDocument) -> str:
    """Say which questionnaire was answered."""
    whole, quick = document["questionnaire"], ", quick version" if document["scope"] == "quick" else ""
    return f"{one_line(whole['id'])} {whole['version']}{quick}"


def middle(document: GroupDocument) -> str:
    """Give the middle of the overall scores, and their range."""
    overall, decimals = document["overall"], document["questionnaire"]["decimals"]
    if overall["median"] is None:
        return "Nobody has an overall score: too few questions are answered."
    of = result.out_of(document, overall["median"])
    if len(document["raters"]) == 1:
        return of
    return f"Middle {of}, {span(overall, decimals)}"


def span(entry: DomainMiddle, decimals: int) -> str:
    """Give the range of scores, from the lowest to the highest."""
    if entry["lowest"] == entry["highest"]:
        return "and so for everyone"
    return f"from {result.number(entry['lowest'], decimals)} to {result.number(entry['highest'], decimals)}"


def bands(document: GroupDocument) -> str:
    """Count the raters whose own results are in each band."""
    overall = document["overall"]
    parts = [
        f"{each['people']} {result.band_title(document, each['band'])}"
        for each in overall["bands"]
        if each["people"]
    ]
    parts += [f"{overall['no_score']} without a score"] if overall["no_score"] else []
    return f"Raters' own results: {', '.join(parts)}." if parts else ""


def standing(document: GroupDocument) -> str:
    """Say what the middle is, and what it is not."""
    if len(document["raters"]) == 1:
        return "This is one person's view. Nothing can be said about agreement until others answer too."
    if document["agreed"] is None:
        lies = "The middle is where the votes lie before you talk."
        return f"{lies} It is not a consensus, and no score of the group."
    return "The middle is where the votes lay. The agreed answers, below, are the group's own."


def agreement(found: DomainAgreement) -> str:
    """Say in a word how far raters agree on a domain's questions; the worst word is told."""
    for name, count in (("split", found["split"]), ("mixed", found["mixed"])):
        if count:
            return f"{name} on {count} of {found['agreed'] + found['mixed'] + found['split']}"
    return "agreed" if found["agreed"] else ""


def statistic(value: float | None) -> str:
    """Write a statistic with two decimals; a dash where there is none."""
    return result.number(value, 2)


def agenda(document: GroupDocument) -> str:
    """Give the heading of the agenda: what to talk about, or what was talked about."""
    return "What to talk about first" if document["agreed"] is None else "Where the votes lay apart"


def rules(document: GroupDocument) -> list[str]:
    """Say what the words mean for the votes there are, each rule once."""
    return list(dict.fromkeys(entry["rule"] for entry in document["questions"] if entry["rule"]))


def question(document: GroupDocument, name: str) -> QuestionVotes:
    """Find the question called *name*."""
    return next(each for each in document["questions"] if each["question"] == name)


def label(entry: QuestionVotes, level: int | None) -> str:
    """Quote the label of the level at a position; empty where there is none."""
    return "" if level is None else f'"{one_line(entry["levels"][level]["label"])}"'


def lie(entry: QuestionVotes) -> str:
    """Say where the votes on a question lie; empty for fewer than two."""
    if entry["word"] is None:
        return ""
    lowest, middle, highest = (label(entry, entry[each]) for each in ("lowest", "median", "highest"))
    return f"{entry['word'].capitalize()}: from {lowest} to {highest}; the middle is {middle}."


def reason(document: GroupDocument, item: AgendaItem) -> str:
    """Say why a question is on the agenda."""
    others = "With the middle answers to everything else"
    if item["reason"] == "band":
        bands = (item["band_low"], item["band_middle"], item["band_high"])
        ends = [result.band_title(document, each) for each in bands]
        return (
            f"It could change the band. {others}, its lowest vote gives "
            f'"{ends[0]}", its middle "{ends[1]}" and its highest "{ends[2]}".'
        )
    decimals = document["questionnaire"]["decimals"]
    if item["low"] is None or item["high"] is None:
        return ""
    low, high = (result.number(each, decimals) for each in (item["low"], item["high"]))
    return f"{others}, the score is {low} at its lowest vote and {high} at its highest."


def voters(entry: QuestionVotes) -> list[str]:
    """Name who gave the lowest and the highest vote, where names are told."""
    found = []
    for where, level in (("Lowest", entry["lowest"]), ("Highest", entry["highest"])):
        names = None if level is None else entry["levels"][level]["names"]
        found += [f"{where}: {'; '.join(one_line(name) for name in names)}"] if names else []
    return found


def silent(entry: QuestionSilences) -> str:
    """Count the people who kept each silence: ``2 don't know, 1 not answered``."""
    left_out = entry["not_applicable"]
    return ", ".join(
        [*missing(entry), *([f"{left_out} {AnswerState.NOT_APPLICABLE.words}"] if left_out else [])]
    )


def votes(entry: QuestionVotes) -> str:
    """Count the votes for each level, and name who cast them where that is told: ``1:2 2:1 (a coach)``."""
    found = []
    for level in entry["levels"]:
        names = f" ({'; '.join(one_line(name) for name in level['names'])})" if level["names"] else ""
        found.append(f"{one_line(level['key'])}:{level['votes']}{names}")
    return " ".join(found)


def numbers(entry: QuestionVotes) -> str:
    """Give the statistics of one question: ``mixed · middle "Two roles" · rwg 0.46 · AD 0.62``."""
    found = [entry["word"] or plural(entry["votes"], "vote")]
    found += [f"middle {label(entry, entry['median'])}"] if entry["median"] is not None else []
    if entry["votes"] > 1:
        found += [f"rwg {statistic(entry['rwg'])}", f"AD {statistic(entry['ad_mean'])}"]
    return " · ".join(found)


def statistics(area: DomainMiddle) -> str:
    """Give the statistics of one area, and the questions in it that nobody agrees on."""
    found = area["agreement"]
    against = f" · nobody agrees on {', '.join(found['against'])}" if found["against"] else ""
    numbers = f"rwg(j) {statistic(found['rwg_j'])} · AD {statistic(found['ad'])}"
    return f"{one_line(area['title'])}: {numbers}{against}"


def settled(entry: QuestionVotes) -> str:
    """Say what was agreed on a question; empty where nothing was."""
    said = entry["agreed"]
    if said is None:
        return ""
    if said["label"] is None:
        state = AnswerState(said["state"])
        return "Not agreed yet" if state is AnswerState.UNANSWERED else f"Agreed: {state.words}"
    note = f". {one_line(said['note'])}" if said["note"] else ""
    return f'Agreed: "{one_line(said["label"])}"{note}'


def agreed_gates(found: AgreedResult) -> list[str]:
    """Name the must-haves that are missing by the agreed answers; none where there is no score yet."""
    if found["score"] is None:
        return []
    return [f"Must-have missing: {one_line(gate['title'])}" for gate in found["gates"]]


def agreed_score(document: GroupDocument, found: AgreedResult) -> list[str]:
    """Give the score of the agreed answers, and say what they leave open."""
    decimals = document["questionnaire"]["decimals"]
    if found["score"] is None:
        return ["There is no score yet: too few answers are agreed."]
    band = result.band_title(document, found["band"])
    lines = [f"{result.out_of(document, found['score'])}{': ' + band if band else ''}"]
    if found["low"] != found["high"]:
        ends = [result.number(each, decimals) for each in (found["low"], found["high"])]
        lines.append(f"Depending on what is not agreed or not known, it is between {ends[0]} and {ends[1]}.")
    return lines


def gap(document: GroupDocument, found: DomainGap) -> list[str]:
    """Say how far apart the roles are in one domain, and where it shows."""
    decimals = document["questionnaire"]["decimals"]
    roles = ", ".join(
        f"{one_line(each['role'])} {result.number(each['median'], decimals)}" for each in found["medians"]
    )
    lines = [f"{one_line(found['title'])}: {result.number(found['gap'], decimals)} apart ({roles})"]
    if shown := found["shown_by"]:
        entry = question(document, shown["question"])
        low, high = (label(entry, each) for each in (shown["low"], shown["high"]))
        roles = f"{one_line(found['low'])} {low}, {one_line(found['high'])} {high}"
        lines.append(f"It shows best in: {one_line(entry['ask'])} {roles}.")
    return lines


def no_roles(document: GroupDocument) -> str:
    """Say why no gap between roles is told; empty where one is."""
    if document["gaps"] or len(document["raters"]) == 1:
        return ""
    return (
        "Roles are not compared: it takes two roles with three people or more in each, "
        "and nobody left who would show through."
    )


def next_steps(document: GroupDocument) -> list[str]:
    """Say what to do with the report."""
    steps = []
    if len(document["raters"]) == 1:
        return ["Ask the others to answer on their own, then put all responses into one report."]
    if document["agreed"] is None:
        if document["agenda"]:
            ends = "Hear those with the lowest and the highest vote first: what do they see?"
            steps.append(f"Start at the top of the list. {ends}")
            steps.append("Vote again, and write down the answer you agree on, with a note.")
        else:
            held = "Check that nobody held back, and write down the answers you agree on."
            steps.append(f"Nothing divides you. {held}")
        own = "That, and not the middle, is the group's result."
        steps.append(f"Score the agreed answers as one more response. {own}")
    if document["silences"]:
        steps.append("Ask somebody who would know about what people could not answer.")
    steps.append("Agree two or three actions, each with an owner and a date.")
    if document["agreed"] is not None:
        steps.append("Answer again in six months, or when something changes.")
    return steps
