"""The sentences of a cohort's summary, made from its document: every rendering uses the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.reporting.words.answers import state
from scalecheck.reporting.words.counts import counted, many, percent, say_who
from scalecheck.reporting.words.result import number, out_of
from scalecheck.text import listed, one_line

if TYPE_CHECKING:
    from scalecheck.reporting.types.cohort import (
        BandCount,
        CohortDocument,
        Counted,
        FrequentAdvice,
        OptionCount,
        QuestionCount,
        ScoreSpread,
    )

NO_STEP = "No step up is left in what was answered."
NO_SCORE = "no response has a score"
"""Instead of how the scores of an area are spread."""
CONDITIONAL = (
    "Some questions are asked only after certain answers: whoever was not asked is among the missing."
)


NOT_LISTED = "A saved report holds no single responses. Score the table again to see them one by one."


def title(document: CohortDocument) -> str:
    """Say what was asked, and of how many."""
    return f"{one_line(document['questionnaire']['title'])}: {many(document['rows'], 'response')}"


def subject(document: CohortDocument) -> str:
    """Say what a page is about: ``How 12 responses stand``."""
    stand = "stands" if document["rows"] == 1 else "stand"
    return f"How {many(document['rows'], 'response')} {stand}"


def edition(document: CohortDocument) -> str:
    """Say which questionnaire was answered, and where the rows come from."""
    whole = document["questionnaire"]
    quick = ", quick version" if document["scope"] == "quick" else ""
    parts = [f"{one_line(whole['id'])} {whole['version']}{quick}"]
    return " · ".join([*parts, *filter(None, map(one_line, document["about"].values()))])


def notes(document: CohortDocument) -> list[str]:
    """Say what a reader needs to know before the numbers."""
    found = [] if document["rows"] else ["There are no responses to show."]
    if document["rejected"]:
        one = document["rejected"] == 1
        found.append(
            f"{many(document['rejected'], 'row')} could not be read "
            f"and {'is' if one else 'are'} not counted here."
        )
    if 0 < document["rows"] < document["rules"]["few"]:
        found.append(
            "So few responses are no cohort, and each can be recognised. "
            "Read the reports, and do not pass this page on."
        )
    rough = [(one_line(entry["title"]), entry["within"]) for entry in document["domains"] if entry["within"]]
    rough += [("the overall score", document["overall"]["within"])] if document["overall"]["within"] else []
    for name, within in rough:
        found.append(
            f"So many different scores occur that the middle and the quartiles of {name} "
            f"may be up to {within:g} too low."
        )
    return found


def headline(document: CohortDocument) -> list[str]:
    """Say in a sentence or two how many are in each band, and which area is the weakest most often."""
    overall, found = document["overall"], []
    bands = [f"{many(part['count'])} {_say_band(part)}" for part in overall["bands"] if part["count"]]
    if bands:
        found.append(f"Of {many(overall['n'], 'response')} with a score, {listed(bands)}.")
    areas = document["weakest"]["domains"]
    if len(areas) > 1 and document["weakest"]["rows"]:
        first = [entry for entry in areas if entry["count"] == areas[0]["count"]]
        names = listed((one_line(entry["title"]) for entry in first), "or")
        found.append(
            f"The weakest area is most often {names}: {'each ' if first[1:] else ''}in {counted(first[0])}."
        )
    return found


def _say_band(part: BandCount) -> str:
    return f'{"is" if part["count"] == 1 else "are"} "{one_line(part["title"])}"'


def middle(document: CohortDocument) -> list[str]:
    """Say where the overall scores lie."""
    overall, decimals = document["overall"], document["questionnaire"]["decimals"]
    if not overall["n"]:
        return ["No response has an overall score."]
    found = [f"Middle {out_of(document, overall['median'])}"]
    if overall["lowest"] == overall["highest"]:
        found.append("Every response has this score.")
    else:
        low, high = (number(overall[end], decimals) for end in ("lowest", "highest"))
        inner = [number(overall[end], decimals) for end in ("lower_quartile", "upper_quartile")]
        half = (
            ""
            if overall["lower_quartile"] is None
            else f"The middle half lies between {inner[0]} and {inner[1]}. "
        )
        found.append(
            f"{half}The lowest is {low}, the highest {high}, "
            f"the mean {number(overall['mean'], decimals + 1)}."
        )
    if overall["no_score"]:
        verbs = ("has", "is") if overall["no_score"] == 1 else ("have", "are")
        found.append(
            f"{many(overall['no_score'], 'response')} {verbs[0]} no score and {verbs[1]} left out here."
        )
    return found


def middle_half(entry: ScoreSpread, decimals: int) -> str:
    """Give the quartiles: ``25.9 to 57.4``; empty of too few."""
    if entry["lower_quartile"] is None:
        return ""
    return f"{number(entry['lower_quartile'], decimals)} to {number(entry['upper_quartile'], decimals)}"


def reach(entry: ScoreSpread, decimals: int) -> str:
    """Give the lowest and the highest score: ``11.7 to 82.7``; empty where there is none."""
    if not entry["n"]:
        return ""
    return f"{number(entry['lowest'], decimals)} to {number(entry['highest'], decimals)}"


def piled(entry: ScoreSpread) -> list[str]:
    """Warn where scores pile up at an end of what there can be; empty where they do not."""
    words = {"floor": "lowest", "ceiling": "highest"}
    return [
        f"{say_who(entry[flag], 'Everyone', 'has', 'have')} the {words[flag]} score there can be. "
        "How they differ does not show."
        for flag in entry["flags"]
    ]


def capped(document: CohortDocument) -> list[str]:
    """Count the responses held in a lower band by a must-have, and by which; empty where none is."""
    overall = document["overall"]
    if not overall["capped"]["count"]:
        return []
    first = f"{counted(overall['capped'])} would stand in a higher band, but a must-have is missing:"
    return [
        first,
        *(
            f"{one_line(gate['title'])}: {many(gate['count'])}"
            for gate in overall["capped_by"]
            if gate["count"]
        ),
    ]


def weakest(document: CohortDocument) -> list[str]:
    """Explain how the weakest area is counted."""
    found = document["weakest"]
    verb = "is" if found["none"] == 1 else "are"
    none = f" {many(found['none'], 'response')} without any area score {verb} left out."
    return [
        "Counted once for each response. "
        "Where several areas are equally low, the one whose id comes first in the alphabet counts."
        + (none if found["none"] else "")
    ]


def advice(entry: FrequentAdvice) -> list[str]:
    """Tell one frequent recommendation: the question, or what to do; then how frequent it is, and who acts.

    On a question, the step that is recommended most often stands beside it.
    """
    said, who = counted(entry), f" Who: {one_line(entry['who'])}." if entry["who"] else ""
    if entry["kind"] == "rule":
        return [one_line(entry["do"]), f"{said}.{who}"]
    mostly = [
        f'{many(step["count"])} from "{one_line(step["label"])}": {one_line(step["do"])}{who}'
        for step in entry["steps"][:1]
    ]
    return [one_line(entry["ask"]), ". ".join([said, *mostly])]


def steps(document: CohortDocument) -> str:
    """Explain a recommendation that stands for several steps; empty where none does."""
    several = any(len(entry["steps"]) > 1 for entry in document["recommendations"])
    return (
        "What to do about a question depends on its answer: the step recommended most often is shown."
        if several
        else ""
    )


def completeness(document: CohortDocument) -> str:
    """Say how much was answered."""
    found = document["completeness"]
    if not found["n"]:
        return "There is nothing to count."
    if found["complete"]["count"] == found["n"]:
        return "No answer is missing."
    verb = "is" if found["complete"]["count"] == 1 else "are"
    return (
        f"On average {percent(found['mean'])} of the questions that apply are answered; "
        f"the least complete response has {percent(found['lowest'])}. "
        f"{counted(found['complete'])} {verb} complete."
    )


def standing_out(document: CohortDocument) -> list[QuestionCount]:
    """List the questions that stand out, the most pronounced first."""

    def pronounced(entry: QuestionCount) -> float:
        shares = {
            "floor": entry["floor"]["share"] if entry["floor"] else None,
            "ceiling": entry["ceiling"]["share"] if entry["ceiling"] else None,
            "missing": entry["missing_share"],
        }
        return max(shares[flag] or 0 for flag in entry["flags"])

    return sorted(
        (entry for entry in document["questions"] if entry["flags"]), key=lambda entry: -pronounced(entry)
    )


def ordered(entry: QuestionCount) -> list[OptionCount]:
    """Order a question's options from the worst to the best."""
    return sorted(entry["options"], key=lambda option: option["points"], reverse=entry["reverse"])


def answers(entry: QuestionCount) -> str:
    """Tell how many chose each answer, from the worst to the best: ``No: 3 (25%); Yes: 9 (75%)``."""
    return "; ".join(
        f"{one_line(option['label'])}: {many(option['count'])} ({percent(option['share'])})"
        for option in ordered(entry)
    )


def why(entry: QuestionCount) -> list[str]:
    """Say why a question stands out, a sentence for each reason."""
    found, options = [], ordered(entry)
    ends = (
        ("floor", entry["floor"], options[0], "bottom"),
        ("ceiling", entry["ceiling"], options[-1], "top"),
    )
    for flag, counted_end, end, where in ends:
        if counted_end and flag in entry["flags"]:
            labels = [
                f'"{one_line(option["label"])}"' for option in options if option["points"] == end["points"]
            ]
            subject = say_who(counted_end, "Everyone who answered", "sits", "sit")
            found.append(f"{subject} at the {where}: {listed(labels, 'or')}.")
    if "missing" in entry["flags"]:
        of = entry["answered"] + entry["missing"]
        part: Counted = {"count": entry["missing"], "of": of, "share": entry["missing_share"]}
        counts = {
            "unanswered": entry["unanswered"],
            "unknown": entry["unknown"],
            "declined": entry["declined"],
        }
        said = ", ".join(f"{many(count)} {state(name)}" for name, count in counts.items() if count)
        found.append(f"{say_who(part, 'Every answer', 'is', 'are')} missing: {said}.")
    return found


def nothing_stands_out(document: CohortDocument) -> str:
    """Say what it takes to stand out, where no question does."""
    return f"None. {rules(document)[1]}"


def rules(document: CohortDocument) -> list[str]:
    """Say what the words of a summary mean, each rule once."""
    found = document["rules"]
    ends, question = found["score_ends"], found["question_ends"]
    ends_at = (
        f"{percent(question['share'])} or more of its answers sit at the bottom (the worst answer) "
        "or at the top (the best)"
    )
    shown = "The middle is the median: the lowest score that at least half of the responses do not exceed."
    stands = (
        f"A question stands out where {ends_at}, or {percent(found['missing']['share'])} or more are missing."
    )
    piles = (
        f"Scores pile up at an end where more than {percent(ends['share'])} "
        f"of at least {ends['rows']} responses have the"
    )
    return [
        f"{shown} The middle half goes from the lower to the upper quartile, taken in the same way.",
        f"{stands} Fewer than {found['few']} never do.",
        *(
            [f"{piles} lowest or highest score there can be (Terwee and others, 2007)."]
            if document["rows"] >= ends["rows"]
            else []
        ),
    ]


def one_by_one(document: CohortDocument, personal: bool) -> str:
    """Say how to read the table of every response; *personal*: rows are named by who answered."""
    found = ["Each row is a response, each column an area. The lowest overall score comes first."]
    if document["rejected"]:
        found.append("Rows that could not be read are not in it.")
    if personal:
        found.append("Rows are named by who answered: ask them before you pass this page on.")
    return " ".join(found)


def too_many(most: int) -> str:
    """Say why responses are not shown one by one: there are more than *most*."""
    return (
        f"There are more than {many(most)} responses. They are not shown one by one: "
        "the tables below tell how they are spread in each area."
    )
