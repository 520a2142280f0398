"""Two results of the same innovation -> what changed between them, as plain data.

A change is an exact difference of two published numbers. Whether an answer went up or down goes by its
share, so after ``reverse``. Identical input gives identical bytes.
"""

from __future__ import annotations

import re
from typing import Any

from scalecheck import __version__
from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.reporting.words import result
from scalecheck.text import line, listed, plural, short

SCHEMA = "scalecheck-comparison/1"
Document = dict[str, Any]

HEAD = ("questionnaire", "scope", "about", "overall", "weakest", "gates", "open_gates", "warnings")
"""What a comparison keeps of each side, in the form of a result."""
GIVEN = ("state", "asked", "points", "label", "text", "share", "note", "evidence")
"""What a comparison keeps of each answer."""
ENDS = ("least", "most")
"""The range of a domain's score: a picture needs it."""
SHARE_DECIMALS, PART_DECIMALS, MOST_DECIMALS = 9, 4, 9
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")


def compare(before: Document, after: Document, names: tuple[str, str] = ("BEFORE", "AFTER")) -> Document:
    """What changed from one result document to the other; *names* is what their files are called in messages.

    Raises :class:`~scalecheck.errors.Refused` where the two cannot be compared: another questionnaire,
    another major version, or a quick version beside a full one.
    """
    _comparable(before, after, names)
    return _Comparison(before, after).document()


def _comparable(before: Document, after: Document, names: tuple[str, str]) -> None:
    first, last = before["questionnaire"], after["questionnaire"]
    place = Place(names[1])
    if first["id"] != last["id"]:
        what = f'These are answers to "{short(last["id"])}"; those in {line(names[0])} are to "{short(first["id"])}".'
        raise Refused(Problem(place, Code.SC620, what, "Compare two results of the same questionnaire."))
    problems = []
    if first["version"].split(".")[0] != last["version"].split(".")[0]:
        what = f"These answers are to version {short(last['version'])}; those in {line(names[0])} to {short(first['version'])}."
        todo = "The way of scoring has changed between the two: score both sets of answers by one version, named with -q."
        problems.append(Problem(place, Code.SC621, what, todo))
    if before["scope"] != after["scope"]:
        what = f"This is the {after['scope']} version; {line(names[0])} is the {before['scope']} one."
        todo = "Their scores rest on different questions. Compare two full or two quick results."
        problems.append(Problem(place, Code.SC622, what, todo))
    if problems:
        raise Refused(*problems)


def entries(document: Document, part: str, key: str = "id") -> dict[str, Document]:
    """The entries of one part of a result, by name; none where it has no such part."""
    return {entry[key]: entry for entry in document.get(part, ())}


def moved(before: float | None, after: float | None, decimals: int) -> Document:
    """Two numbers and their difference, exact to the last decimal; no difference where one of them is missing."""
    change = None
    if before is not None and after is not None:
        unit = 10**decimals
        units = round(after * unit) - round(before * unit)
        change = units / unit if decimals else units
    return {"before": before, "after": after, "change": change}


def kind(entry: Document | None) -> str:
    """How an answer counts: answered, missing, out (not applicable or not asked); absent where there is no such question."""
    if entry is None:
        return "absent"
    if not entry["asked"] or entry["state"] == "not applicable":
        return "out"
    return "answered" if entry["state"] == "answered" else "missing"


class _Comparison:
    def __init__(self, before: Document, after: Document) -> None:
        self.before, self.after = before, after
        self.sides = (before, after)
        self.decimals = min(MOST_DECIMALS, max(side["questionnaire"]["decimals"] for side in self.sides))
        self.same_content = before["questionnaire"]["digest"] == after["questionnaire"]["digest"]
        self.given = tuple(entries(side, "answers", "question") for side in self.sides)
        self.answers = [self.answer(name) for name in _union(*self.given)]
        self.went = {entry["question"]: entry["change"] for entry in self.answers}

    def document(self) -> Document:
        found = {
            "schema": SCHEMA,
            "tool": {"name": "scalecheck", "version": __version__},
            "decimals": self.decimals,
            "changed": True,
            "before": _head(self.before),
            "after": _head(self.after),
            "overall": self.overall(),
            "certainty": self.certainty(),
            "domains": [
                self.domain(name) for name in _union(*(entries(side, "domains") for side in self.sides))
            ],
            "answers": self.answers,
            "advice": self.advice(),
            "gates": self.gates(),
            "missing": self.missing(),
            "evidence": self.evidence(),
            "questions": self.questions(),
            "warnings": self.warnings(),
        }
        return found | {"changed": _changed(found)}

    def overall(self) -> Document:
        first, last = (side["overall"] for side in self.sides)
        return self.span(first, last) | {
            "band_before_gates": self.band(first, last, "band_before_gates"),
            "certain": {"before": first["certain"], "after": last["certain"]},
        }

    def span(self, first: Document, last: Document) -> Document:
        """The numbers and bands of one domain, or of the whole."""
        return {
            "score": moved(first["score"], last["score"], self.decimals),
            "band": self.band(first, last, "band"),
            "low": moved(first["low"], last["low"], self.decimals),
            "high": moved(first["high"], last["high"], self.decimals),
            "completeness": moved(first["completeness"], last["completeness"], PART_DECIMALS),
            "answered": moved(first["answered"], last["answered"], 0),
            "applicable": moved(first["applicable"], last["applicable"], 0),
            "why_missing": {
                "before": result.why_missing(first) or None,
                "after": result.why_missing(last) or None,
            },
        }

    def band(self, first: Document, last: Document, name: str) -> Document:
        """A band on both sides, and ``up``, ``down`` or ``same`` where the two know the same bands."""
        pairs = ((first, self.before), (last, self.after))
        ids = [
            [band["id"] for band in each.get("bands") or side["questionnaire"]["bands"]]
            for each, side in pairs
        ]
        change = None
        if ids[0] == ids[1] and None not in (first[name], last[name]):
            one, two = (ids[0].index(each[name]) for each in (first, last))
            change = "same" if one == two else "up" if two > one else "down"
        titles = [result.band_title(side, each[name], each) for each, side in pairs]
        both = [
            each[name] and {"id": each[name], "title": title}
            for each, title in zip((first, last), titles, strict=True)
        ]
        return {"before": both[0], "after": both[1], "change": change}

    def domain(self, name: str) -> Document:
        """One domain; with null for all that a side without it cannot say, and for a range that is not the same."""
        nothing = dict.fromkeys(
            ("score", "band", "low", "high", "completeness", "answered", "applicable", "why_missing")
        )
        first, last = (entries(side, "domains").get(name) for side in self.sides)
        known: Any = last or first
        alike = all(
            side is None or [side[end] for end in ENDS] == [known[end] for end in ENDS]
            for side in (first, last)
        )
        head = {
            "id": name,
            "parent": known["parent"],
            "title": known["title"],
            "holds_questions": known["holds_questions"],
            "least": known["least"] if alike else None,
            "most": known["most"] if alike else None,
            "standing": "added" if first is None else "removed" if last is None else "both",
        }
        return head | self.span(first or nothing, last or nothing)

    def answer(self, name: str) -> Document:
        """One question: what was answered on both sides, and what became of it."""
        first, last = (given.get(name) for given in self.given)
        known: Any = last or first
        shares = [
            entry["share"] if entry is not None and kind(entry) == "answered" else None
            for entry in (first, last)
        ]
        share = moved(shares[0], shares[1], SHARE_DECIMALS)
        return {
            "question": name,
            "domain": known["domain"],
            "ask": known["ask"],
            "change": self.change(first, last, share["change"]),
            "share": share,
            "before": first and {part: first[part] for part in GIVEN},
            "after": last and {part: last[part] for part in GIVEN},
        }

    def change(self, first: Document | None, last: Document | None, share: float | None) -> str:
        """What became of an answer, in a word or two."""
        old, new = kind(first), kind(last)
        if first is None or last is None:
            return "added" if first is None else "removed"
        if share:
            return "up" if share > 0 else "down"
        if share is not None:
            # Across versions, other words for the same points are the same answer.
            other = first["label"] != last["label"] and (
                self.same_content or first["points"] != last["points"]
            )
            return "sideways" if other else "unchanged"
        if old == new:
            return "unchanged"
        if new == "answered":
            return "newly answered"
        if new == "out":
            return "newly not applicable" if last["state"] == "not applicable" else "newly not asked"
        return "no longer answered" if old == "answered" else "newly asked"

    def certainty(self) -> Document:
        """Whether the change is larger than what missing answers leave open, and which of them could settle it.

        ``larger``: the two intervals do not meet. ``open``: they do. ``equal``: both are the same single number.
        """
        first, last = (side["overall"] for side in self.sides)
        if None in (first["low"], last["low"], first["high"], last["high"]):
            verdict = "not scored"
        elif first["low"] > last["high"] or last["low"] > first["high"]:
            verdict = "larger"
        else:
            verdict = "equal" if first["low"] == first["high"] == last["low"] == last["high"] else "open"
        settling = self.settling() if verdict == "open" else []
        return {"verdict": verdict, "would_settle": settling}

    def settling(self) -> list[Document]:
        """The missing answers that can move a score, those that move it furthest first."""
        missing = [entries(side, "unknown", "question") for side in self.sides]
        found = []
        for name in _union(*missing):
            said = [side.get(name) for side in missing]
            known: Any = said[1] or said[0]
            widths = [moved(each["low"], each["high"], self.decimals)["change"] for each in said if each]
            if any(width is None or width > 0 for width in widths):
                reach = max((width for width in widths if width is not None), default=0)
                states = {"before": said[0] and said[0]["state"], "after": said[1] and said[1]["state"]}
                found.append({"question": name, "ask": known["ask"], "reach": reach, **states})
        return sorted(found, key=lambda each: -each["reach"])

    def advice(self) -> Document:
        """What was advised before and done since, what lapsed otherwise, and what is advised now."""
        first, last = (entries(side, "recommendations") for side in self.sides)
        taken, lapsed = [], []
        for name, entry in first.items():
            rose = [each["question"] for each in entry["because"] if self.went.get(each["question"]) == "up"]
            brief = {part: entry[part] for part in ("id", "kind", "do", "who", "effort")} | {"rose": rose}
            if rose and (entry["kind"] == "step" or name not in last):
                taken.append(brief | {"further": name in last})
            elif name not in last:
                lapsed.append(brief)
        done = {entry["id"] for entry in taken}

        def since(name: str, step: bool) -> str:
            if name in done:
                return "further"
            slid = step and self.went.get(name) == "down"
            return "slid back" if slid else "before" if name in first else "new"

        now = [entry | {"since": since(name, entry["kind"] == "step")} for name, entry in last.items()]
        return {"taken_up": taken, "lapsed": lapsed, "now": now}

    def gates(self) -> list[Document]:
        """Every must-have that is or was missing or not known, and what became of it."""
        states: list[dict[str, str]] = [{}, {}]
        known: dict[str, Document] = {}
        for part, state in (("open_gates", "open"), ("gates", "holds")):
            for side, stands in zip(self.sides, states, strict=True):
                gates = entries(side, part)
                known |= gates
                stands.update(dict.fromkeys(gates, state))
        found = []
        for name in _union(*states):
            old, new = (state.get(name, "clear") for state in states)
            gate = known[name]
            brief = {
                "id": name,
                "title": gate["title"],
                "because": gate["because"],
                "before": old,
                "after": new,
            }
            asked = [each["question"] for each in gate["answers"]]
            found.append(brief | {"change": GATES[old, new], "questions": asked})
        return found

    def missing(self) -> Document:
        """Which answers were found out since, and which are missing now."""
        before = entries(self.before, "unknown", "question")
        found = [name for name, change in self.went.items() if change == "newly answered" and name in before]
        now = entries(self.after, "unknown", "question")
        return {
            "found_out": found,
            "now": [entry | {"missing_before": name in before} for name, entry in now.items()],
        }

    def evidence(self) -> Document:
        """High answers with nothing to show them: the gaps that closed, that opened, and that are still there."""
        first, last = (entries(side, "evidence_gaps", "question") for side in self.sides)
        closed = []
        for name, gap in first.items():
            if name not in last:
                shown = bool((self.given[1].get(name) or {}).get("evidence"))
                closed.append(
                    {"question": name, "ask": gap["ask"], "because": "shown" if shown else "answer changed"}
                )
        parts = ("question", "ask", "label", "evidence")
        opened = [{part: gap[part] for part in parts} for name, gap in last.items() if name not in first]
        return {"closed": closed, "opened": opened, "still": [name for name in last if name in first]}

    def questions(self) -> Document:
        """What differs between the two questionnaires, as far as the results show it."""
        first, last = self.given
        both = [name for name in first if name in last]

        def alike(name: str, *parts: str) -> bool:
            return all(first[name][part] == last[name][part] for part in parts)

        reworded = [
            name
            for name in both
            if not alike(name, "ask") or (alike(name, "points") and not alike(name, "label", "text"))
        ]
        before, after = (entries(side, "recommendations") for side in self.sides)
        # Another answer has another step. A rule is not among the questions, and says the same whatever led to it.
        held = [name for name in before if name in after and self.went.get(name, "unchanged") == "unchanged"]
        return {
            "added": [name for name in last if name not in first],
            "removed": [name for name in first if name not in last],
            "reworded": [] if self.same_content else reworded,
            "rescored": [name for name in both if not alike(name, "least", "most", "reverse", "weight")],
            "advice": [
                name
                for name in held
                if any(before[name][part] != after[name][part] for part in ("do", "why"))
            ],
        }

    def warnings(self) -> list[str]:
        """What a reader needs to know before believing the comparison, then what each side warns about."""
        first, last = (side["questionnaire"] for side in self.sides)
        about = [side["about"] for side in self.sides]
        found = [*self.subjects(about)]
        if first["version"] != last["version"]:
            found.append(
                f"The questionnaire was version {line(first['version'])} before and is {line(last['version'])} now."
            )
        elif not self.same_content:
            found.append(f"Both questionnaires say {line(last['version'])}, but their content differs.")
        if any(first[name] != last[name] for name in ("unit", "decimals", "least", "most", "bands")):
            found.append(
                "Bands, or the numbers that scores run over, differ between the two: read the change of score with care."
            )
        words = {
            "added": "added",
            "removed": "removed",
            "reworded": "reworded",
            "rescored": "scored in another way",
        }
        for part, names in self.questions().items():
            if names:
                what = (
                    f"{plural(len(names), 'question')} {words[part]}"
                    if part in words
                    else "Advice in other words"
                )
                found.append(f"{what}: {listed(line(name) for name in names)}.")
        both = [each for each in self.before["warnings"] if each in self.after["warnings"]]
        found += [f"Both times: {each}" for each in both]
        for name, side in zip(("Before", "Now"), self.sides, strict=True):
            found += [f"{name}: {each}" for each in side["warnings"] if each not in both]
        return found

    def subjects(self, about: list[Document]) -> list[str]:
        """Where the two are not about the same innovation, not by the same person, or the wrong way round."""
        found = []
        names = [line(each.get("innovation") or "") for each in about]
        if all(names) and names[0].casefold() != names[1].casefold():
            found.append(
                f'The innovations are called "{names[0]}" before and "{names[1]}" now: are they the same?'
            )
        people = [line(each.get("respondent") or "") for each in about]
        if all(people) and people[0].casefold() != people[1].casefold():
            found.append(
                f'"{people[0]}" answered before and "{people[1]}" now: part of the change may be another view.'
            )
        dates = [str(each.get("date") or "") for each in about]
        if all(_DATE.match(date) for date in dates) and dates[0] > dates[1]:
            found.append(
                f"The first answers, of {dates[0]}, are later than the second, of {dates[1]}: swap them to go forward."
            )
        return found


GATES = {
    ("holds", "clear"): "lifted",
    ("holds", "holds"): "still",
    ("holds", "open"): "not known now",
    ("open", "clear"): "found met",
    ("open", "holds"): "new",
    ("open", "open"): "still not known",
    ("clear", "holds"): "new",
    ("clear", "open"): "not known now",
}
"""What became of a gate, from how it stood before and after."""


def _head(side: Document) -> Document:
    """One side in short, in the form of a result: what :mod:`~scalecheck.reporting.words.result` needs to speak of it."""
    whole = side["questionnaire"]
    return {name: side.get(name) for name in HEAD} | {
        "questionnaire": whole | {"decimals": min(MOST_DECIMALS, whole["decimals"])},
        "about": dict(side["about"]),
    }


def _union(*parts: dict[str, Any]) -> list[str]:
    """The names in the order of the second, then those that only the first has."""
    first, last = parts
    return [*last, *(name for name in first if name not in last)]


def _changed(found: Document) -> bool:
    """Whether anything is otherwise than before."""
    spans = [found["overall"], *found["domains"]]
    names = ("score", "low", "high", "completeness", "band", "answered", "applicable")
    return (
        any(span[name]["before"] != span[name]["after"] for span in spans for name in names)
        or any(entry["change"] != "unchanged" for entry in found["answers"])
        or any(gate["before"] != gate["after"] for gate in found["gates"])
        or bool(found["evidence"]["closed"] or found["evidence"]["opened"])
        or any(found["before"]["overall"][name] != found["after"]["overall"][name] for name in result.STATES)
    )
