"""A cohort as plain data: what every renderer of a summary prints, and what scripts read.

Made from counts alone, so identical rows give identical bytes in whatever order they came, and nobody's
row is in it. Every share stands beside how many it is a share of.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from scalecheck.cohort.counts import ADVICE, COMPLETENESS
from scalecheck.definition.answer_state import MISSING, AnswerState
from scalecheck.definition.ranges import BILLION, score_range
from scalecheck.engines.result_columns import column_prefix
from scalecheck.reporting.documents.values import TOOL, plain, questionnaire_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.cohort.counts import CohortCounts
    from scalecheck.cohort.distribution import Distribution
    from scalecheck.definition.questionnaire import Band, Domain, Option, Question
    from scalecheck.reporting.types import cohort as types

SCHEMA: Final = "scalecheck-cohort/1"

FEW = 5
"""Fewer than so many are told as they are: no quartiles, and nothing of them stands out."""
TOP = 10
"""How many of the most frequent recommendations are told."""
ENDS, ENDS_ROWS = 0.15, 50
"""Scores pile up at an end when more than this share of at least so many rows has the lowest or the
highest score there can be."""
ENDS_SOURCE = (
    "Terwee and others, Quality criteria were proposed for measurement properties of health status "
    "questionnaires, "
    "Journal of Clinical Epidemiology 60 (2007), 34-42"
)
QUESTION_ENDS = 0.5
"""A question's answers pile up at an end from this share on. Four options share out a quarter each by
chance alone, so the rule for scores would point at every question."""
MANY_MISSING = 0.2
"""So large a share of missing answers is pointed out."""
QUANTILE = "the lowest value that at least this share of the rows does not exceed"


def document(counts: CohortCounts, about: Mapping[str, str] | None = None) -> types.CohortDocument:
    """Make the document of the rows in *counts*; *about* says where they come from.

    They must be complete: not bands alone.
    """
    return _Writer(counts).document(dict(about or {}))


class _Writer:
    def __init__(self, counts: CohortCounts) -> None:
        self.counts, self.compiled, self.whole = counts, counts.compiled, counts.compiled.questionnaire
        self.rows = counts.rows

    def document(self, about: dict[str, str]) -> types.CohortDocument:
        whole = self.whole
        return {
            "schema": SCHEMA,
            "tool": TOOL,
            "questionnaire": questionnaire_data(whole),
            "scope": "quick" if self.compiled.scope == "quick" else "full",
            "about": about,
            "rows": self.rows,
            "rejected": self.counts.rejected,
            "rules": {
                "few": FEW,
                "quantile": QUANTILE,
                "score_ends": {"share": ENDS, "rows": ENDS_ROWS, "source": ENDS_SOURCE},
                "question_ends": {"share": QUESTION_ENDS},
                "missing": {"share": MANY_MISSING},
            },
            "overall": self.overall(),
            "domains": [self.domain(domain) for domain in whole.domains],
            "weakest": self.weakest(),
            "recommendations": self.recommendations(),
            "completeness": self.completeness(),
            "questions": [
                self.question(each) for each in whole.questions if self.compiled.questions[each.id].in_scope
            ],
        }

    def count(self, count: int, of: int) -> types.Counted:
        return {"count": count, "of": of, "share": share_of_count(count, of)}

    def scores(self, domain: Domain, column: str) -> types.ScoreSpread:
        """How the published scores of a domain are spread, and how many stand at its lowest and highest."""
        spread = self.counts.distribution(column)
        least, most = score_range(self.whole, domain)
        published = self.compiled.domains[domain.id].publication
        edges = [published.publish(edge) for edge in (0, BILLION)]
        low, high = (
            self.count(count if spread.rows and value == edge else 0, spread.rows)
            for edge, (value, count) in zip(edges, (spread.least, spread.most), strict=True)
        )
        enough = spread.rows >= ENDS_ROWS and least != most
        ends: tuple[tuple[types.End, types.Counted], ...] = (("floor", low), ("ceiling", high))
        piled = [name for name, end in ends if enough and end["count"] > ENDS * spread.rows]
        return {
            "no_score": spread.none,
            **spread_data(spread, self.whole.decimals),
            "least": plain(least),
            "most": plain(most),
            "floor": low,
            "ceiling": high,
            "flags": piled,
        }

    def bands(self, bands: tuple[Band, ...], column: str) -> list[types.BandCount]:
        """How many rows stand in each band, low to high, of those that have one."""
        found = self.counts.results[column]
        scored = sum(found[band.id] for band in bands)
        return [
            {"band": band.id, "title": band.title, **self.count(found[band.id], scored)} for band in bands
        ]

    def overall(self) -> types.OverallSpread:
        """How the overall scores are spread, and how many rows a gate holds below the band of their score."""
        rows, found = self.counts.capped_rows()
        return {
            **self.scores(self.whole.root, "score"),
            "bands": self.bands(self.whole.bands, "band"),
            "capped": self.count(rows, self.rows),
            "capped_by": [
                {"id": gate.id, "title": gate.title, "cap": gate.cap, **self.count(found[gate.id], self.rows)}
                for gate in self.whole.gates
            ],
        }

    def domain(self, domain: Domain) -> types.DomainSpread:
        column, parent = column_prefix(domain.id), self.compiled.domains[domain.id].parent
        return {
            "id": domain.id,
            "parent": parent if parent != self.whole.root.id else None,
            "title": domain.title,
            **self.scores(domain, f"{column}__score"),
            "bands": self.bands(self.whole.bands_of(domain), f"{column}__band"),
        }

    def weakest(self) -> types.WeakestLinks:
        """Which area is the weakest link how often, the commonest first."""
        found = self.counts.results["weakest"]
        titles = {domain.id: domain.title for domain in self.whole.root.walk()}
        named = sum(found[name] for name in self.compiled.links)
        order = sorted(self.compiled.links, key=lambda name: (-found[name], name))
        domains: list[types.WeakestCount] = [
            {"domain": name, "title": titles[name], **self.count(found[name], named)} for name in order
        ]
        return {"rows": named, "none": found[None], "domains": domains}

    def recommendations(self) -> list[types.FrequentAdvice]:
        """What stands most often among a row's first three recommendations."""
        found: Counter[str | None] = Counter()
        for column in ADVICE:
            found.update(self.counts.results[column])
        order = sorted(filter(None, found), key=lambda name: (-found[name], name))
        return [self.advice(name, self.count(found[name], self.rows)) for name in order[:TOP]]

    def advice(self, name: str, counted: types.Counted) -> types.FrequentAdvice:
        """A rule says one thing; steps on a question depend on its answer: the most frequent comes first."""
        if name not in self.compiled.definitions:
            rule = next(each for each in self.whole.advice if each.id == name)
            return {
                "id": name,
                "kind": "rule",
                "ask": None,
                "do": rule.do,
                "who": rule.who or None,
                "steps": [],
                **counted,
            }
        question, found = self.compiled.definitions[name], self.counts.steps[name]
        steps: list[types.StepCount] = [
            {
                "option": option.key,
                "label": option.label,
                "do": option.next.do,
                "who": option.next.who or None,
                "count": found[n],
            }
            for n, option in enumerate(question.options)
            if option.next and found[n]
        ]
        steps.sort(key=lambda step: -step["count"])
        return {
            "id": name,
            "kind": "step",
            "ask": question.ask,
            "do": steps[0]["do"] if steps else None,
            "who": steps[0]["who"] if steps else None,
            "steps": steps,
            **counted,
        }

    def completeness(self) -> types.Completeness:
        """How much of what applies is answered."""
        spread = self.counts.distribution("completeness")
        full = 10**COMPLETENESS
        complete = spread.most[1] if spread.rows and spread.most[0] == full else 0
        return {**spread_data(spread, COMPLETENESS), "complete": self.count(complete, spread.rows)}

    def question(self, question: Question) -> types.QuestionCount:
        """How a question was answered, whether or not the answer counts in the end."""
        found, compiled = self.counts.answers[question.id], self.compiled.questions[question.id]
        answered = sum(count for code, count in found.items() if code >= 0)
        silences = {state: found[state.code] for state in MISSING}
        missing = sum(silences.values())
        lowest = question.most if question.reverse else question.least
        ends = [
            None
            if question.least == question.most
            else self.count(_count_points(question, found, points), answered)
            for points in (lowest, question.top)
        ]
        # Whom a condition leaves out has given no answer either: such blanks are no sign of reluctance.
        lost = None if compiled.ask_if else self.count(missing, answered + missing)
        limits: tuple[tuple[types.Flag, types.Counted | None, float], ...] = (
            ("floor", ends[0], QUESTION_ENDS),
            ("ceiling", ends[1], QUESTION_ENDS),
            ("missing", lost, MANY_MISSING),
        )
        flags = [
            flag
            for flag, part, limit in limits
            if part and part["of"] >= FEW and part["count"] >= limit * part["of"]
        ]
        return {
            "question": question.id,
            "domain": compiled.domain,
            "ask": question.ask,
            "reverse": question.reverse,
            "asked_if": bool(compiled.ask_if),
            "answered": answered,
            "options": [
                {**option_data(option), **self.count(found[n], answered)}
                for n, option in enumerate(question.options)
            ],
            "unanswered": silences[AnswerState.UNANSWERED],
            "unknown": silences[AnswerState.UNKNOWN],
            "declined": silences[AnswerState.DECLINED],
            "not_applicable": found[AnswerState.NOT_APPLICABLE.code],
            "missing": missing,
            "missing_share": lost["share"] if lost else None,
            "floor": ends[0],
            "ceiling": ends[1],
            "flags": flags,
        }


def _count_points(question: Question, found: Mapping[int, int], points: object) -> int:
    return sum(found.get(n, 0) for n, option in enumerate(question.options) if option.points == points)


def option_data(option: Option) -> types.CountedOption:
    """Give an option as it is counted."""
    return {"option": option.key, "points": plain(option.points), "label": option.label}


def spread_data(spread: Distribution, decimals: int) -> types.Spread:
    """Say where numbers lie, with *decimals*; the mean with one more.

    Quartiles are values that occur, and take :data:`FEW`.
    """
    unit = 10**decimals

    def number(value: int) -> int | float:
        return value / unit if unit > 1 else value

    def quantile(quarters: int) -> int | float | None:
        return (
            number(spread.quantile(quarters))
            if spread.rows >= FEW or (spread.rows and quarters == 2)
            else None
        )

    over, under = 20 * spread.total + spread.rows, 2 * spread.rows
    return {
        "n": spread.rows,
        "mean": over // under / (10 * unit) if spread.rows else None,
        "lowest": number(spread.least[0]) if spread.rows else None,
        "lower_quartile": quantile(1),
        "median": quantile(2),
        "upper_quartile": quantile(3),
        "highest": number(spread.most[0]) if spread.rows else None,
        "within": number(spread.step - 1),
    }


def share_of_count(count: int, of: int) -> float | None:
    """Divide, with four decimals, rounded half up; None of nothing."""
    return (20000 * count + of) // (2 * of) / 10000 if of else None
