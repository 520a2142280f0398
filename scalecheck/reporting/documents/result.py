"""The whole result as plain data: what every renderer prints, and what scripts read.

It carries every text, number and reason a reader may be shown, so that a saved one renders without the
questionnaire. Identical input gives identical bytes: no time of day, no path of this machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scalecheck.definition.answer_state import AnswerState
from scalecheck.definition.ranges import BILLION, score_range
from scalecheck.reporting.documents.values import (
    TOOL,
    band_data,
    file_name,
    plain,
    questionnaire_data,
    share_of_billionths,
    share_of_ratio,
    source_data,
)
from scalecheck.responses.response import Answer
from scalecheck.scoring.recommendations import recommend
from scalecheck.scoring.sensitivity import sensitivities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalecheck.definition.questionnaire import Domain, Option, Question, Questionnaire
    from scalecheck.reporting.types import result as types
    from scalecheck.responses.response import Votes
    from scalecheck.scoring.result import Score
    from scalecheck.scoring.sensitivity import Sensitivity

SCHEMA: Final = "scalecheck-result/1"
HIGH = BILLION // 2
"""An answer whose share is above this is a high one: it wants evidence."""


def document(score: Score) -> types.ResultDocument:
    """Make the document of *score*: plain data, and everything that a report tells.

    ``scalecheck schema result`` describes it. Scores have the questionnaire's unit (percent or points) and
    its published decimals, and are None where there is none, with the reason beside it. Areas are listed
    depth first, answers in the order of the questions, recommendations as
    :func:`~scalecheck.scoring.recommendations.recommend` orders them. The same score makes the same document.
    """
    return _Writer(score).document()


class _Writer:
    def __init__(self, score: Score) -> None:
        self.score, self.compiled = score, score.compiled
        self.whole: Questionnaire = score.compiled.questionnaire
        self.questions = score.compiled.definitions
        self.marks = {mark.id: mark for mark in score.domains}

    def document(self) -> types.ResultDocument:
        score, whole = self.score, self.whole
        return {
            "schema": SCHEMA,
            "tool": TOOL,
            "questionnaire": questionnaire_data(whole),
            "scope": score.response.scope,
            "about": dict(score.response.about),
            "overall": self.overall(),
            "domains": [self.domain(domain) for domain in whole.domains],
            "weakest": score.weakest,
            "gates": [self.gate(name) for name in score.gates],
            "open_gates": [self.gate(name) for name in score.gates_open],
            "recommendations": self.recommendations(),
            "answers": [self.answer(question) for question in self.questions.values()],
            "unknown": [self.unknown(found) for found in sensitivities(score)],
            "evidence_gaps": self.evidence_gaps(),
            "votes": [self.voted(name, votes) for name, votes in self.score.response.votes.items()],
            "actions": [
                {"do": a.do, "owner": a.owner or None, "by": a.by or None}
                for a in self.score.response.actions
            ],
            "warnings": self.warnings(),
        }

    def overall(self) -> types.Overall:
        score, mark = self.score, self.score.overall
        states = [self.score.response.answers.get(name, Answer()).state for name in score.missing]
        return {
            "score": mark.score,
            "band": score.band,
            "band_before_gates": mark.band,
            "low": mark.low,
            "high": mark.high,
            "band_low": score.band_low,
            "band_high": score.band_high,
            "certain": score.certain,
            "completeness": mark.completeness,
            "answered": mark.answered,
            "applicable": mark.applicable,
            "unanswered": states.count(AnswerState.UNANSWERED),
            "unknown": states.count(AnswerState.UNKNOWN),
            "declined": states.count(AnswerState.DECLINED),
            "not_applicable": sum(
                answer.state is AnswerState.NOT_APPLICABLE for answer in score.response.answers.values()
            ),
            "capped_by": list(score.capped_by),
            "why_missing": mark.why_missing,
            "needed": share_of_ratio(self.whole.min_answered),
            "aggregate": self.whole.root.aggregate,
            "share": share_of_billionths(mark.share),
        }

    def domain(self, domain: Domain) -> types.Domain:
        mark = self.marks[domain.id]
        parent = mark.parent if mark.parent != self.whole.root.id else None
        least, most = score_range(self.whole, domain)
        needed = self.whole.min_answered if domain.min_answered is None else domain.min_answered
        return {
            "id": domain.id,
            "parent": parent,
            "title": domain.title,
            "about": domain.about or None,
            "score": mark.score,
            "band": mark.band,
            "low": mark.low,
            "high": mark.high,
            "band_low": mark.band_low,
            "band_high": mark.band_high,
            "completeness": mark.completeness,
            "answered": mark.answered,
            "applicable": mark.applicable,
            "why_missing": mark.why_missing,
            "least": plain(least),
            "most": plain(most),
            "bands": [band_data(band) for band in domain.bands],
            "needed": share_of_ratio(needed),
            "aggregate": domain.aggregate,
            "weight": plain(domain.weight),
            "share": share_of_billionths(mark.share),
            "holds_questions": bool(domain.questions),
            "file": file_name(domain.place),
            "line": domain.place.line,
        }

    def gate(self, name: str) -> types.Gate:
        gate = next(each for each in self.whole.gates if each.id == name)
        compiled = next(each for each in self.compiled.gates if each.id == name)
        return {
            "id": name,
            "title": gate.title,
            "cap": gate.cap,
            "because": gate.because,
            "answers": [self.said(question) for question in compiled.questions],
            "file": file_name(gate.place),
            "line": gate.place.line,
        }

    def said(self, name: str) -> types.AnswerGiven:
        """A question and what was answered, for a reader who asks why."""
        option = self.option(name)
        return {
            "question": name,
            "ask": self.questions[name].ask,
            "label": option.label if option else None,
            "text": (option.text or None) if option else None,
        }

    def option(self, name: str) -> Option | None:
        code = self.score.codes[name]
        return self.questions[name].options[code] if code >= 0 else None

    def recommendations(self) -> list[types.Recommendation]:
        return [
            {
                "id": each.id,
                "kind": each.kind,
                "do": each.do,
                "why": each.why or self.questions[each.id].help or None if each.kind == "step" else each.why,
                "because": [self.said(name) for name in each.because],
                "who": each.who or None,
                "effort": each.effort,
                "leverage": each.leverage,
                "lifts": list(each.lifts),
                "cites": [source_data(cited, self.whole.citable[cited]) for cited in each.cites],
            }
            for each in recommend(self.score)
        ]

    def answer(self, question: Question) -> types.Answer:
        answer = self.score.response.answers.get(question.id, Answer())
        compiled, standing = self.compiled.questions[question.id], self.score.outcome.questions[question.id]
        option = self.option(question.id)
        return {
            "question": question.id,
            "domain": compiled.domain,
            "ask": question.ask,
            "state": answer.state.value,
            "asked": compiled.in_scope
            and bool(standing.applies or answer.state is AnswerState.NOT_APPLICABLE),
            "points": plain(option.points) if option else None,
            "label": option.label if option else None,
            "text": (option.text or None) if option else None,
            "note": answer.note or None,
            "evidence": answer.evidence or None,
            "confidence": answer.confidence or None,
            "because": answer.because or None,
            "least": plain(question.least),
            "most": plain(question.most),
            "reverse": question.reverse,
            "weight": plain(question.weight),
            "share": share_of_billionths(compiled.shares[self.score.codes[question.id]]) if option else None,
            "file": file_name(question.place),
            "line": question.place.line,
        }

    def unknown(self, found: Sensitivity) -> types.MissingAnswer:
        """A missing answer, and what finding it out could change."""
        answer = self.score.response.answers.get(found.question, Answer())
        return {
            "question": found.question,
            "ask": self.questions[found.question].ask,
            "state": answer.state.value,
            "note": answer.note or None,
            "low": found.low,
            "high": found.high,
            "band_low": found.band_low,
            "band_high": found.band_high,
            "could_change_band": found.could_change_band,
        }

    def voted(self, name: str, votes: Votes) -> types.RoomVotes:
        """How a room voted on one question, and what it agreed."""
        answer = self.score.response.answers.get(name, Answer())
        return {
            **self.said(name),
            "state": answer.state.value,
            "note": answer.note or None,
            "first": self.round(name, votes.first),
            "second": self.round(name, votes.second) if votes.second else None,
        }

    def round(self, name: str, votes: Mapping[str, int]) -> types.RoundOfVotes:
        """One round of votes: how many chose each option, and the word for how they lie."""
        from scalecheck.scoring.agreement import UNKNOWN, agreement_on  # fractions: most reports need none

        question = self.questions[name]
        counts: list[types.OptionVotes] = [
            {"option": o.key, "label": o.label, "votes": votes.get(o.key, 0)} for o in question.options
        ]
        return {
            "counts": counts,
            "unknown": votes.get(UNKNOWN, 0),
            "word": agreement_on(question, votes).word,
        }

    def evidence_gaps(self) -> list[types.EvidenceGap]:
        """High answers with nothing to show them, where the question says what would."""
        gaps: list[types.EvidenceGap] = []
        for question in self.questions.values():
            answer, code = (
                self.score.response.answers.get(question.id, Answer()),
                self.score.codes[question.id],
            )
            high = code >= 0 and self.compiled.questions[question.id].shares[code] > HIGH
            if (
                high
                and question.evidence
                and not answer.evidence
                and self.score.outcome.questions[question.id].answered
            ):
                gaps.append({**self.said(question.id), "evidence": question.evidence})
        return gaps

    def warnings(self) -> list[str]:
        found = list(self.score.response.warnings)
        found += [
            f'"{name}" is answered but, after the earlier answers, not asked: the answer is kept, not scored.'
            for name in self.score.set_aside
        ]
        return found
