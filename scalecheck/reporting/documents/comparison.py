"""A comparison as plain data: two results of one innovation, and what changed between them.

A change is an exact difference of two published numbers. An answer goes up or down as its share does, so
after ``reverse``. Identical input gives identical bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scalecheck.reporting.documents.certainty import describe_certainty
from scalecheck.reporting.documents.change import (
    GATES,
    SHARE_DECIMALS,
    by_question,
    change_answer,
    change_band,
    change_number,
    change_standing,
    describe_kind,
    is_changed,
    join_names,
)
from scalecheck.reporting.documents.comparability import (
    demand_comparable,
    find_question_changes,
    same_content,
    write_warnings,
)
from scalecheck.reporting.documents.values import TOOL

if TYPE_CHECKING:
    from typing import Literal

    from scalecheck.reporting.types import comparison as types
    from scalecheck.reporting.types.result import (
        Answer,
        Domain,
        Gate,
        Recommendation,
        ResultDocument,
        Summary,
    )
    from scalecheck.reporting.types.values import Band

SCHEMA: Final = "scalecheck-comparison/1"


def compare(
    before: ResultDocument, after: ResultDocument, names: tuple[str, str] = ("BEFORE", "AFTER")
) -> types.ComparisonDocument:
    """Compare two result documents; *names* is what their files are called in messages.

    Raises :class:`~scalecheck.errors.Refused` where the two cannot be compared: another questionnaire,
    another major version, or a quick version beside a full one.
    """
    demand_comparable(before, after, names)
    return _Writer(before, after).document()


class _Writer:
    def __init__(self, before: ResultDocument, after: ResultDocument) -> None:
        self.before, self.after = before, after
        self.decimals = max(before["questionnaire"]["decimals"], after["questionnaire"]["decimals"])
        self.same_content = same_content(before, after)
        self.given = by_question(before["answers"]), by_question(after["answers"])
        self.missed = by_question(before["unknown"]), by_question(after["unknown"])
        self.answers = [self.answer(name) for name in join_names(*self.given)]
        self.went = {entry["question"]: entry["change"] for entry in self.answers}

    def document(self) -> types.ComparisonDocument:
        domains = [{domain["id"]: domain for domain in side["domains"]} for side in (self.before, self.after)]
        questions = find_question_changes(self.before, self.after, self.went)
        found: types.ComparisonDocument = {
            "schema": SCHEMA,
            "tool": TOOL,
            "decimals": self.decimals,
            "changed": True,
            "before": _keep_summary(self.before),
            "after": _keep_summary(self.after),
            "overall": self.overall(),
            "certainty": describe_certainty(self.before, self.after, self.decimals),
            "domains": [
                self.domain(name, domains[0].get(name), domains[1].get(name)) for name in join_names(*domains)
            ],
            "answers": self.answers,
            "advice": self.advice(),
            "gates": self.gates(),
            "missing": self.missing(),
            "evidence": self.evidence(),
            "questions": questions,
            "warnings": write_warnings(self.before, self.after, questions),
        }
        found["changed"] = _is_changed(found)
        return found

    def overall(self) -> types.OverallChange:
        first, last = self.before["overall"], self.after["overall"]
        bands = self.bands(None, None)
        return {
            **change_standing(first, last, bands, self.decimals),
            "band_before_gates": change_band(first["band_before_gates"], last["band_before_gates"], bands),
            "certain": {"before": first["certain"], "after": last["certain"]},
        }

    def bands(self, first: Domain | None, last: Domain | None) -> tuple[list[Band], list[Band]]:
        """The bands of both sides: a domain's own where it has some, else the questionnaire's."""
        return (
            (first["bands"] if first else None) or self.before["questionnaire"]["bands"],
            (last["bands"] if last else None) or self.after["questionnaire"]["bands"],
        )

    def domain(self, name: str, first: Domain | None, last: Domain | None) -> types.DomainChange:
        """One domain; null for what a side without it cannot say, and for a range that is not the same."""
        known = last or first
        assert known is not None
        alike = (
            first is None or last is None or (first["least"], first["most"]) == (last["least"], last["most"])
        )
        return {
            "id": name,
            "parent": known["parent"],
            "title": known["title"],
            "holds_questions": known["holds_questions"],
            "least": known["least"] if alike else None,
            "most": known["most"] if alike else None,
            "standing": "added" if first is None else "removed" if last is None else "both",
            **change_standing(first, last, self.bands(first, last), self.decimals),
        }

    def answer(self, name: str) -> types.AnswerChange:
        """One question: what was answered on both sides, and what became of it."""
        first, last = (given.get(name) for given in self.given)
        known = last or first
        assert known is not None
        shares = [
            entry["share"] if entry is not None and describe_kind(entry) == "answered" else None
            for entry in (first, last)
        ]
        share = change_number(shares[0], shares[1], SHARE_DECIMALS)
        return {
            "question": name,
            "domain": known["domain"],
            "ask": known["ask"],
            "change": change_answer(first, last, share["change"], self.same_content),
            "share": share,
            "before": _keep_side(first) if first else None,
            "after": _keep_side(last) if last else None,
        }

    def advice(self) -> types.AdviceChange:
        """What was advised before and done since, what lapsed otherwise, and what is advised now."""
        first = {entry["id"]: entry for entry in self.before["recommendations"]}
        last = {entry["id"]: entry for entry in self.after["recommendations"]}
        taken: list[types.TakenAdvice] = []
        lapsed: list[types.LapsedAdvice] = []
        for name, entry in first.items():
            brief = self.brief(entry)
            if brief["rose"] and (entry["kind"] == "step" or name not in last):
                taken.append({**brief, "further": name in last})
            elif name not in last:
                lapsed.append(brief)
        done = {entry["id"] for entry in taken}

        def since(entry: Recommendation) -> Literal["new", "before", "further", "slid back"]:
            name = entry["id"]
            if name in done:
                return "further"
            slid = entry["kind"] == "step" and self.went.get(name) == "down"
            return "slid back" if slid else "before" if name in first else "new"

        return {
            "taken_up": taken,
            "lapsed": lapsed,
            "now": [{**entry, "since": since(entry)} for entry in last.values()],
        }

    def brief(self, entry: Recommendation) -> types.LapsedAdvice:
        """A recommendation from before in short, with the answers behind it that went up since."""
        return {
            "id": entry["id"],
            "kind": entry["kind"],
            "do": entry["do"],
            "who": entry["who"],
            "effort": entry["effort"],
            "rose": [
                each["question"] for each in entry["because"] if self.went.get(each["question"]) == "up"
            ],
        }

    def gates(self) -> list[types.GateChange]:
        """Every must-have that is or was missing or not known, and what became of it."""
        states: tuple[dict[str, types.GateState], dict[str, types.GateState]] = {}, {}
        known: dict[str, Gate] = {}
        for side, state in zip((self.before, self.after), states, strict=True):
            state.update({gate["id"]: "open" for gate in side["open_gates"]})
            state.update({gate["id"]: "holds" for gate in side["gates"]})
        # A gate that holds on one side at least is told in the words of the last side on which it holds.
        for gates in (
            self.before["open_gates"],
            self.after["open_gates"],
            self.before["gates"],
            self.after["gates"],
        ):
            known |= {gate["id"]: gate for gate in gates}
        changes: list[types.GateChange] = []
        for name in join_names(*states):
            old, new = (state.get(name, "clear") for state in states)
            gate = known[name]
            changes.append(
                {
                    "id": name,
                    "title": gate["title"],
                    "because": gate["because"],
                    "before": old,
                    "after": new,
                    "change": GATES[old, new],
                    "questions": [each["question"] for each in gate["answers"]],
                }
            )
        return changes

    def missing(self) -> types.MissingChange:
        """Which answers were found out since, and which are missing now."""
        before, now = self.missed
        return {
            "found_out": [
                name for name, change in self.went.items() if change == "newly answered" and name in before
            ],
            "now": [{**entry, "missing_before": name in before} for name, entry in now.items()],
        }

    def evidence(self) -> types.EvidenceChange:
        """High answers with nothing to show them: the gaps that closed, that opened, and that remain."""
        first, last = by_question(self.before["evidence_gaps"]), by_question(self.after["evidence_gaps"])
        closed: list[types.ClosedGap] = []
        for name, gap in first.items():
            if name not in last:
                now = self.given[1].get(name)
                closed.append(
                    {
                        "question": name,
                        "ask": gap["ask"],
                        "because": "shown" if now and now["evidence"] else "answer changed",
                    }
                )
        opened: list[types.OpenedGap] = [
            {"question": name, "ask": gap["ask"], "label": gap["label"], "evidence": gap["evidence"]}
            for name, gap in last.items()
            if name not in first
        ]
        return {"closed": closed, "opened": opened, "still": [name for name in last if name in first]}


def _keep_side(answer: Answer) -> types.AnswerSide:
    """Keep what a comparison tells of an answer."""
    return {
        "state": answer["state"],
        "asked": answer["asked"],
        "points": answer["points"],
        "label": answer["label"],
        "text": answer["text"],
        "share": answer["share"],
        "note": answer["note"],
        "evidence": answer["evidence"],
    }


def _keep_summary(side: ResultDocument) -> Summary:
    """Keep what a comparison tells of each side."""
    return {
        "questionnaire": side["questionnaire"],
        "scope": side["scope"],
        "about": dict(side["about"]),
        "overall": side["overall"],
        "weakest": side["weakest"],
        "gates": side["gates"],
        "open_gates": side["open_gates"],
        "warnings": side["warnings"],
    }


def _is_changed(found: types.ComparisonDocument) -> bool:
    """Tell if anything is otherwise than before."""
    spans: list[types.StandingChange] = [found["overall"], *found["domains"]]
    old, new = found["before"]["overall"], found["after"]["overall"]
    return (
        any(is_changed(span) for span in spans)
        or any(entry["change"] != "unchanged" for entry in found["answers"])
        or any(gate["before"] != gate["after"] for gate in found["gates"])
        or bool(found["evidence"]["closed"] or found["evidence"]["opened"])
        or [old["unanswered"], old["unknown"], old["declined"]]
        != [new["unanswered"], new["unknown"], new["declined"]]
    )
