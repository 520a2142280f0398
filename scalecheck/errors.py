"""Problems: the one form in which scalecheck says what is wrong, where, and what to do.

    ScalecheckError          anything a user can cause
      Refused                a file that is missing, unreadable or not sound: carries Problems
      NotMet                 done, but something that was asked for was not met

A command never lets anything else reach the user; see ``scalecheck.__main__``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from scalecheck.record import NamedTuple
from scalecheck.text import one_line


class Place(NamedTuple):
    """A place in a file."""

    file: str
    """The file's path, as the user wrote it."""
    line: int = 0
    """Counted from 1, as editors count; 0 when the problem is the file itself."""
    column: int = 0
    """Counted from 1, in characters."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Code(StrEnum):
    """The kind of a problem: stable across versions and wordings, so that scripts can rely on it.

    The first digit says whose it is: 0 files, 1 the form of a file, 2 a questionnaire that cannot be used,
    3 one that can be and is wrong, 4 a response, 5 a group, 6 plans and comparisons, 7 tables.
    """

    sentence: str
    """What it means, for the list in ``docs/format.md``."""

    def __new__(cls, code: str, sentence: str) -> Self:
        """A member that is its own code, with its sentence beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    SC001 = "SC001", "A file or a questionnaire is not there."
    SC002 = "SC002", "A file cannot be read."
    SC003 = "SC003", "A file is larger, deeper or fuller than any questionnaire."
    SC004 = "SC004", "A file is not UTF-8 text (UTF-16 with its mark is read too)."
    SC005 = "SC005", "A file holds a control character."
    SC006 = "SC006", "A file called .json is not JSON."
    SC007 = "SC007", "A file cannot be written, or its name cannot be used."
    SC008 = "SC008", "Another run is at work on a file."
    SC009 = "SC009", "There are more problems than are listed."
    SC010 = "SC010", "A file is not YAML."
    SC011 = "SC011", "A file is empty."
    SC012 = "SC012", "Anchors and aliases (& and *) are not used."
    SC013 = "SC013", "One file holds one document."
    SC014 = "SC014", "YAML types (!) are not used."
    SC015 = "SC015", "A comment swallows the end of a text."
    SC016 = "SC016", "A list or a mapping is where a name belongs."
    SC017 = "SC017", "A name appears twice."
    SC101 = "SC101", "Text is expected."
    SC102 = "SC102", "A value is expected and there is none, or none is expected and there is one."
    SC103 = "SC103", "Text does not have the form it needs."
    SC104 = "SC104", "A number is expected."
    SC105 = "SC105", "A number is out of range."
    SC106 = "SC106", "One of a few words is expected."
    SC107 = "SC107", "true or false is expected."
    SC108 = "SC108", "A list is expected."
    SC109 = "SC109", "A list is too short."
    SC110 = "SC110", "Names with values are expected."
    SC111 = "SC111", "A name is not known here."
    SC112 = "SC112", "Something that must be there is missing."
    SC201 = "SC201", "A domain holds either questions or domains."
    SC202 = "SC202", "Only a weight can be used beside an include."
    SC203 = "SC203", "Includes go round in a circle."
    SC204 = "SC204", "A questionnaire is included twice, or too many are."
    SC205 = "SC205", "An included questionnaire is not there, or calls itself something else."
    SC206 = "SC206", "A question has either options or a scale."
    SC207 = "SC207", "A scale is not there."
    SC208 = "SC208", "All options have points, or none."
    SC209 = "SC209", "A condition is put together wrongly."
    SC210 = "SC210", "An id is used twice."
    SC211 = "SC211", "A source that is cited is not there."
    SC212 = "SC212", "A tag is not there."
    SC213 = "SC213", "Options with the same points need ids."
    SC214 = "SC214", "A label reads as a missing answer."
    SC215 = "SC215", "A label can be taken for another option."
    SC216 = "SC216", "A condition names a question or domain that is not there."
    SC217 = "SC217", "A condition names an option or band that is not there."
    SC218 = "SC218", "ask_if looks at something that is not asked before."
    SC219 = "SC219", "Weights are all 0, or too far apart to be exact; or a score has too many steps."
    SC220 = "SC220", "In points, and beneath a sum, lowest and highest need children of equal range."
    SC221 = "SC221", "The first band starts above the lowest score."
    SC222 = "SC222", "Bands are out of order."
    SC223 = "SC223", "A band starts between two published scores."
    SC224 = "SC224", "A gate caps at a band that is not there."
    SC301 = "SC301", "A gate can never hold, or changes nothing."
    SC302 = "SC302", "Advice can never apply."
    SC303 = "SC303", "No answers reach a band."
    SC304 = "SC304", "There is a gap or an overlap between bands."
    SC305 = "SC305", "A question or domain moves no score."
    SC306 = "SC306", "A question or domain that no answers lead to."
    SC307 = "SC307", "A next step is never shown."
    SC308 = "SC308", "Something cites no source."
    SC309 = "SC309", "An example does not give what it must."
    SC401 = "SC401", "Answers belong to another questionnaire."
    SC402 = "SC402", "Answers belong to another major version."
    SC403 = "SC403", "A question is not there."
    SC404 = "SC404", "An answer is not one that its question offers."
    SC405 = "SC405", "A response does not say which questionnaire it answers, or there is no such one."
    SC406 = "SC406", "A saved result has another format."
    SC407 = "SC407", "An interview cannot go on with these answers."
    SC408 = "SC408", "An interview was given nothing to read."
    SC409 = "SC409", "A form cannot be written in this way."
    SC501 = "SC501", "Responses answer several questionnaires."
    SC502 = "SC502", "Responses answer several versions."
    SC503 = "SC503", "Responses are of several scopes, full and quick."
    SC504 = "SC504", "A respondent appears twice."
    SC505 = "SC505", "A file is named twice."
    SC506 = "SC506", "There are no responses to put together."
    SC507 = "SC507", "Several files hold what a room agreed."
    SC610 = "SC610", "An answer that is set has no = in it."
    SC611 = "SC611", "An answer is set for a question that is not there."
    SC612 = "SC612", "An answer that is set is not one that its question offers."
    SC613 = "SC613", "A missing answer is not a level to try out."
    SC614 = "SC614", "A question is set twice."
    SC620 = "SC620", "Two results are of different questionnaires."
    SC621 = "SC621", "Two results are of different major versions."
    SC622 = "SC622", "A full and a quick result are not compared."
    SC701 = "SC701", "The ending of a name does not say what to read or write."
    SC702 = "SC702", "A table is not the text it should be: UTF-8, or UTF-16 with its mark."
    SC703 = "SC703", "Quotes in a CSV file do not match, or it holds what no text has."
    SC704 = "SC704", "A row has more or fewer cells than there are headings."
    SC705 = "SC705", "A heading appears twice."
    SC706 = "SC706", "Which question a column is for is in doubt."
    SC707 = "SC707", "No column is a question."
    SC710 = "SC710", "A cell, a row or a table is larger than any table."
    SC711 = "SC711", "A line is not one JSON object, or holds what no text has."
    SC712 = "SC712", "A workbook holds a formula, an error or several tables, or is not sound."
    SC715 = "SC715", "A map speaks of something that is not there, or gives a word two meanings."
    SC716 = "SC716", "An extra package is needed."
    SC717 = "SC717", "A sheet does not hold so much."
    SC718 = "SC718", "A column to write is not there."
    SC719 = "SC719", "A file is not Parquet, is damaged, or holds what would be lost."
    SC720 = "SC720", "What is said of a respondent differs from one answer to the next."
    SC721 = "SC721", "Spark cannot do what is asked."


class Problem(NamedTuple):
    """One thing that is wrong: where, what, and what to do about it."""

    place: Place
    code: Code
    what: str
    """One sentence that says what was found."""
    todo: str = ""
    """One sentence that says what to do."""

    def __str__(self) -> str:
        return " ".join(one_line(part) for part in (str(self.place), self.code, self.what, self.todo) if part)

    def as_data(self) -> dict[str, Any]:
        """The problem as plain data, for ``--format json``."""
        return {
            "file": self.place.file,
            "line": self.place.line or None,
            "column": self.place.column or None,
            "code": self.code,
            "what": self.what,
            "todo": self.todo or None,
        }


SHOWN = 50
"""How many problems a message lists: more than anyone mends in one go."""


class ScalecheckError(Exception):
    """Something a user can cause and mend."""

    exit_code = 2


class Refused(ScalecheckError):
    """A file that cannot be used as it is: every problem found in it, in the order of its lines."""

    def __init__(self, *problems: Problem) -> None:
        found = sorted(set(problems))
        if len(found) > SHOWN:
            rest = Problem(
                found[SHOWN].place,
                Code.SC009,
                f"There are {len(found) - SHOWN} more problems.",
                "Mend these first.",
            )
            found = [*found[:SHOWN], rest]
        self.problems = tuple(found)
        super().__init__("\n".join(map(str, found)))


class NotMet(ScalecheckError):
    """The command did its work; a condition the user set was not met."""

    exit_code = 1


def did_you_mean(word: str, known: object) -> str:
    """``Did you mean "extent"?`` when one of *known* is close to *word*, else an empty string."""
    from difflib import get_close_matches

    close = get_close_matches(word, [str(name) for name in known], n=1, cutoff=0.6)  # type: ignore[attr-defined]
    return f'Did you mean "{close[0]}"?' if close else ""
