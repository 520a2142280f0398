"""The group report as plain data: what every renderer prints, and what scripts read.

Identical responses give identical bytes, in whatever order they are named. Nobody's name is in it unless
it is asked for, nobody's role beside a name, and nothing about a role that could be told back to fewer
than three people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scalecheck.definition.answer_state import AnswerState
from scalecheck.definition.ranges import score_range
from scalecheck.reporting.documents.values import TOOL, plain, questionnaire_data
from scalecheck.scoring.agreement import levels, rule
from scalecheck.scoring.group import innovations
from scalecheck.text import listed, one_line

if TYPE_CHECKING:
    from fractions import Fraction

    from scalecheck.reporting.types import group as types
    from scalecheck.scoring.agenda import Item
    from scalecheck.scoring.agreement import DomainAgreement
    from scalecheck.scoring.group import Group, Middle
    from scalecheck.scoring.result import DomainScore, Score
    from scalecheck.scoring.roles import Gap
    from scalecheck.scoring.votes import Votes

SCHEMA: Final = "scalecheck-group/1"
PRIVATE = ("respondent", "role")
"""What a response says of its respondent: never shown beside anything else."""


def document(group: Group, names: bool = False) -> types.GroupDocument:
    """Make the document of *group*; with *names* it says who said what, else "rater 1" and so on."""
    return _Writer(group, names).document()


class _Writer:
    def __init__(self, group: Group, names: bool) -> None:
        self.group, self.compiled, self.whole, self.named = (
            group,
            group.compiled,
            group.compiled.questionnaire,
            names,
        )
        self.nodes = {domain.id: domain for domain in self.whole.root.walk()}
        self.labels = [self.name(position) for position in range(len(group.scores))]

    def name(self, position: int) -> str:
        given = (
            one_line(self.group.scores[position].response.about.get("respondent") or "") if self.named else ""
        )
        return given or f"rater {position + 1}"

    def document(self) -> types.GroupDocument:
        group, whole = self.group, self.whole
        return {
            "schema": SCHEMA,
            "tool": TOOL,
            "questionnaire": {**questionnaire_data(whole), "version": group.scores[0].response.version},
            "scope": group.scores[0].response.scope,
            "about": self.about(),
            "raters": [
                {"name": label, "score": score.overall.score, "band": score.band}
                for label, score in zip(self.labels, group.scores, strict=True)
            ],
            "named": self.named,
            "roles": [{"role": role.name, "people": role.people} for role in group.roles],
            "others": group.others,
            "overall": {
                **self.middle(group.overall),
                "bands": [{"band": name, "people": count} for name, count in group.bands.items()],
                "no_score": group.unbanded,
            },
            "domains": [self.middle(domain) for domain in group.domains],
            "questions": [self.question(votes) for votes in group.questions],
            "agenda": [self.item(item) for item in group.agenda],
            "gaps": [self.gap(gap) for gap in group.gaps],
            "silences": self.silences(),
            "agreed": self.agreed(group.agreed) if group.agreed else None,
            "warnings": list(group.warnings),
        }

    def about(self) -> dict[str, str]:
        """What every response says alike, respondents and roles aside; and the innovation as most name it."""
        first, *rest = (score.response.about for score in self.group.scores)
        shared = {
            name: one_line(value)
            for name, value in sorted(first.items())
            if all(each.get(name) == value for each in rest)
        }
        named = innovations(self.group.scores)
        alike = {name: value for name, value in shared.items() if name not in (*PRIVATE, "innovation")}
        return {"innovation": named[0], **alike} if named else alike

    def middle(self, middle: Middle) -> types.DomainMiddle:
        node = self.nodes[middle.id]
        least, most = score_range(self.whole, node)
        return {
            "id": middle.id,
            "parent": middle.parent if middle.parent != self.whole.root.id else None,
            "title": node.title,
            "least": plain(least),
            "most": plain(most),
            "median": middle.median,
            "lowest": middle.lowest,
            "highest": middle.highest,
            "scores": list(middle.scores),
            "agreement": domain_agreement_data(self.group.agreements[middle.id]),
        }

    def question(self, votes: Votes) -> types.QuestionVotes:
        lie, asked = votes.agreement, self.compiled.definitions[votes.question]
        order = levels(asked)
        steps: list[types.Level] = []
        for level, who in enumerate(votes.voters):
            options = [option for option, own in zip(asked.options, order, strict=True) if own == level]
            steps.append({
                "key": listed([option.key for option in options], "or"),
                "label": listed([option.label for option in options], "or"),
                "text": " ".join(option.text for option in options if option.text) or None,
                "votes": lie.counts[level],
                "names": sorted(self.labels[rater] for rater in who) if self.named else None,
            })  # fmt: skip
        return {
            "question": votes.question,
            "domain": votes.domain,
            "ask": asked.ask,
            "votes": lie.votes,
            "levels": steps,
            "median": lie.median,
            "lowest": lie.lowest,
            "highest": lie.highest,
            "word": lie.word,
            "rule": rule(lie.votes, len(lie.counts)) if lie.word else None,
            "rwg": decimal(lie.rwg),
            "ad_mean": decimal(lie.ad_mean),
            "ad_median": decimal(lie.ad_median),
            "silences": {**silences_data(votes), "not_asked": votes.silences["not asked"]},
            "agreed": self.agreed_answer(votes.question),
        }

    def agreed_answer(self, name: str) -> types.AgreedAnswer | None:
        """What the group agreed on a question; None where there is no agreed response."""
        agreed = self.group.agreed
        if agreed is None:
            return None
        answer, code = agreed.response.answers.get(name), agreed.codes[name]
        option = self.compiled.definitions[name].options[code] if code >= 0 else None
        return {
            "state": answer.state.value if answer else AnswerState.UNANSWERED.value,
            "level": levels(self.compiled.definitions[name])[code] if option else None,
            "key": option.key if option else None,
            "label": option.label if option else None,
            "note": (answer.note or None) if answer else None,
        }

    def item(self, item: Item) -> types.AgendaItem:
        unit = 10**self.whole.decimals
        least, most = score_range(self.whole, self.whole.root)
        worth = item.leverage * (most - least) * unit
        return {
            "question": item.question,
            "reason": item.reason,
            "leverage": plain((2 * worth.numerator + worth.denominator) // (2 * worth.denominator)) / unit,
            "low": item.low.overall.score,
            "high": item.high.overall.score,
            "band_low": item.low.band,
            "band_middle": self.group.middle.band,
            "band_high": item.high.band,
        }

    def gap(self, gap: Gap) -> types.DomainGap:
        shows: types.ShownBy | None = None
        if gap.question is not None and gap.question_low is not None and gap.question_high is not None:
            shows = {"question": gap.question, "low": gap.question_low, "high": gap.question_high}
        return {
            "domain": gap.domain,
            "title": self.nodes[gap.domain].title,
            "gap": gap.gap,
            "low": gap.low,
            "high": gap.high,
            "medians": [
                {"role": each.role, "median": each.median, "people": each.people} for each in gap.middles
            ],
            "shown_by": shows,
        }

    def silences(self) -> list[types.QuestionSilences]:
        """Questions somebody could not answer, most first, then in the order asked."""
        found: list[types.QuestionSilences] = []
        for votes in self.group.questions:
            people = sum(count for name, count in votes.silences.items() if name != "not asked")
            if people:
                found.append({"question": votes.question, "people": people, **silences_data(votes)})
        return sorted(found, key=lambda entry: -entry["people"])

    def agreed(self, score: Score) -> types.AgreedResult:
        """The group's agreed answers, scored like anybody's."""
        gates = {gate.id: gate.title for gate in self.whole.gates}
        return {
            **mark(score.overall),
            "band": score.band,
            "band_before_gates": score.overall.band,
            "band_low": score.band_low,
            "band_high": score.band_high,
            "certain": score.certain,
            "gates": [
                {"id": name, "title": gates[name], "caps": name in score.capped_by} for name in score.gates
            ],
            "domains": [{"id": each.id, "band": each.band, **mark(each)} for each in score.domains],
        }


def silences_data(votes: Votes) -> types.Silences:
    """Count in which ways raters left a question without a vote."""
    return {
        "unknown": votes.silences["unknown"],
        "declined": votes.silences["declined"],
        "unanswered": votes.silences["unanswered"],
        "not_applicable": votes.silences["not applicable"],
    }


def mark(score: DomainScore) -> types.ScoreInterval:
    """Give a published score with its interval."""
    return {
        "score": score.score,
        "low": score.low,
        "high": score.high,
        "answered": score.answered,
        "applicable": score.applicable,
        "why_missing": score.why_missing,
    }


def domain_agreement_data(found: DomainAgreement) -> types.DomainAgreement:
    """Give as plain data how far raters agree on a domain's questions."""
    return {
        "rwg_j": decimal(found.rwg_j),
        "ad": decimal(found.ad),
        "questions": found.questions,
        "agreed": found.agreed,
        "mixed": found.mixed,
        "split": found.split,
        "against": list(found.against),
    }


def decimal(value: Fraction | None) -> float | None:
    """Round an exact statistic for JSON: four decimals, half up. None is negative."""
    return (
        None
        if value is None
        else (20000 * value.numerator + value.denominator) // (2 * value.denominator) / 10000
    )
