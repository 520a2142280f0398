"""The reference page of the questionnaire format, made from the shapes that read it:

``python -m scalecheck.authoring.format_page``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scalecheck.definition.format import QUESTIONNAIRE
from scalecheck.files.schema import (
    Either,
    Flag,
    Later,
    Many,
    Named,
    Number,
    OneOf,
    Part,
    Record,
    Text,
    records,
)
from scalecheck.responses.reader import RESPONSE
from scalecheck.text import a

if TYPE_CHECKING:
    from scalecheck.files.schema import Shape

CODES = {
    "SC001": "A file or a questionnaire is not there.",
    "SC002": "A file cannot be read.",
    "SC003": "A file is larger, deeper or fuller than any questionnaire.",
    "SC004": "A file is not UTF-8 text (UTF-16 with its mark is read too).",
    "SC005": "A file holds a control character.",
    "SC006": "A file called .json is not JSON.",
    "SC007": "A file cannot be written, or its name cannot be used.",
    "SC008": "Another run is at work on a file.",
    "SC009": "There are more problems than are listed.",
    "SC010": "A file is not YAML.",
    "SC011": "A file is empty.",
    "SC012": "Anchors and aliases (& and *) are not used.",
    "SC013": "One file holds one document.",
    "SC014": "YAML types (!) are not used.",
    "SC015": "A comment swallows the end of a text.",
    "SC016": "A list or a mapping stands where a name belongs.",
    "SC017": "A name stands twice.",
    "SC101": "Text is expected.",
    "SC102": "Something is expected where nothing stands, or nothing where something does.",
    "SC103": "Text does not have the form it needs.",
    "SC104": "A number is expected.",
    "SC105": "A number is out of range.",
    "SC106": "One of a few words is expected.",
    "SC107": "true or false is expected.",
    "SC108": "A list is expected.",
    "SC109": "A list is too short.",
    "SC110": "Names with values are expected.",
    "SC111": "A name is not known here.",
    "SC112": "Something that must be there is missing.",
    "SC201": "A domain holds either questions or domains.",
    "SC202": "Beside an include only a weight can stand.",
    "SC203": "Includes go round in a circle.",
    "SC204": "A questionnaire is included twice, or too many are.",
    "SC205": "An included questionnaire is not there, or calls itself something else.",
    "SC206": "A question has either options or a scale.",
    "SC207": "A scale is not there.",
    "SC208": "All options have points, or none.",
    "SC209": "A condition is put together wrongly.",
    "SC210": "An id is used twice.",
    "SC211": "A source that is cited is not there.",
    "SC212": "A tag is not there.",
    "SC213": "Options with the same points need ids.",
    "SC214": "A label reads as a missing answer.",
    "SC215": "A label can be taken for another option.",
    "SC216": "A condition names a question or domain that is not there.",
    "SC217": "A condition names an option or band that is not there.",
    "SC218": "ask_if looks at something that is not asked before.",
    "SC219": "Weights are all 0, or too far apart to be exact; or a score has too many steps.",
    "SC220": "In points, lowest and highest need children of equal range.",
    "SC221": "The first band does not start at the lowest score.",
    "SC222": "Bands are out of order.",
    "SC223": "A band starts between two published scores.",
    "SC224": "A gate caps at a band that is not there.",
    "SC301": "A gate can never hold, or changes nothing.",
    "SC302": "Advice can never apply.",
    "SC303": "No answers reach a band.",
    "SC304": "There is a gap or an overlap between bands.",
    "SC305": "A question or domain moves no score.",
    "SC306": "A question or domain that no answers lead to.",
    "SC307": "A next step is never shown.",
    "SC308": "Something cites no source.",
    "SC309": "An example does not give what it must.",
    "SC401": "Answers belong to another questionnaire.",
    "SC402": "Answers belong to another major version.",
    "SC403": "A question is not there.",
    "SC404": "Something is no answer to its question.",
    "SC405": "A response does not say which questionnaire it answers, or there is no such one.",
    "SC406": "A saved result has another format.",
    "SC407": "An interview cannot go on with these answers.",
    "SC408": "An interview was given nothing to read.",
    "SC409": "A form cannot be written in this way.",
    "SC501": "Responses answer several questionnaires.",
    "SC502": "Responses answer several versions.",
    "SC503": "Responses are of several scopes, full and quick.",
    "SC504": "A respondent is there twice.",
    "SC505": "A file is named twice.",
    "SC506": "There are no responses to put together.",
    "SC507": "Several files hold what a room agreed.",
    "SC610": "What is set says no answer.",
    "SC611": "What is set names a question that is not there.",
    "SC612": "What is set is no answer to its question.",
    "SC613": "A missing answer is no level to try out.",
    "SC614": "A question is set twice.",
    "SC620": "Two results are of different questionnaires.",
    "SC621": "Two results are of different major versions.",
    "SC622": "A full and a quick result are not compared.",
    "SC701": "The ending of a name does not say what to read or write.",
    "SC702": "A table is not the text it should be: UTF-8, or UTF-16 with its mark.",
    "SC703": "Quotes in a CSV file do not match, or it holds what no text has.",
    "SC704": "A row has more or fewer cells than there are headings.",
    "SC705": "A heading stands twice.",
    "SC706": "Which question a column is for is in doubt.",
    "SC707": "No column is a question.",
    "SC710": "A cell, a row or a table is larger than any table.",
    "SC711": "A line is not one JSON object, or holds what no text has.",
    "SC712": "A workbook holds a formula, an error or several tables, or is not sound.",
    "SC715": "A map speaks of something that is not there, or gives a word two meanings.",
    "SC716": "An extra package is needed.",
    "SC717": "A sheet does not hold so much.",
    "SC718": "A column to write is not there.",
    "SC719": "A file is not Parquet, is damaged, or holds what would be lost.",
    "SC720": "What is said of a respondent differs from one answer to the next.",
    "SC721": "Spark cannot do what is asked.",
}
"""Every code of a problem. SC0: files and YAML; SC1: the form of a value; SC2: what holds across values;
SC3: well formed and wrong, found by ``check`` only; SC4: responses and results; SC5: several together;
SC6: what is tried or compared; SC7: tables."""

HEAD = """\
# The format of a questionnaire

Made by `python -m scalecheck.authoring.format_page` from what the reader reads; the tests hold the two together.

A questionnaire is one YAML file: a tree of domains whose leaves are questions. `scalecheck new my-questionnaire` writes a
small sound one to start from, `scalecheck check FILE` finds what is wrong, and the four files beside this page are whole
examples. JSON of the same shape is read too.

- Text is text: `no`, `1.10`, `12:30` and `010` are read as written. Text that holds `: ` or ` #` goes in quotes.
- Numbers are written in digits, without quotes, with at most nine decimals.
- Ids are small letters, digits and single hyphens, starting with a letter. Questions, domains, gates and advice share one
  space of ids, includes counted in.
- Anchors, aliases, types, duplicate keys and a second document are refused.

## How a score comes about

- A question's **share** says how far its points stand between its least and its most, from 0 to 1; `reverse: true` turns it
  round. A domain's share is its `aggregate` of its children's: their weighted mean, or the lowest or highest. In
  `unit: points`, and for `sum`, each weight is multiplied by the child's range, so that raw sums and means come out.
- A **score** is 100 × share in percent, or least + share × (most − least) in points, rounded half up to `decimals`, once.
  What stands within four billionths of a half counts as the half: shares are kept in billionths, and no more is lost.
- *Not applicable*, and what `ask_if` leaves out, leaves the fraction. *Unanswered, unknown, declined* leave it too, and
  lower completeness. Below `min_answered` a score is not published; the parent goes on using the answers there are.
- The **interval** is the same formula with every missing answer at its worst and at its best. An answer to a question that
  the missing answers may yet leave out counts as missing here.
- **Conditions** compare points as written, or published scores, in three-valued logic: with a missing answer undecided, with
  one that does not apply false. What holds whichever way the missing answers fall holds now. Gates and advice hold only
  when true; `ask_if` asks when true or undecided.
- The highest band is taken to be the best: the signs beside bands (`!` lowest, `+` highest) and gates, which only lower a
  band, follow the number. An instrument on which more is worse is scored rightly, but those signs read the wrong way round.
- What `ask_if` leaves out of a `sum` is prorated like any missing answer, not counted as nothing.
- A **gate** caps the overall band, never the number. The **weakest link** is the domain of questions that stands lowest
  between its own least and most.
- **Recommendations** come in this order: what lifts a gate that holds; leverage (the question's weight in the overall score
  times the share it has left); least effort; id.
- An **include** stands as one domain with the questionnaire's id and title. Unit, decimals, bands and `min_answered` are the
  including file's; scales, sources, gates and advice come along, and their caps name the including file's bands.
"""


def page() -> str:
    """The whole page, in Markdown."""
    rows = [HEAD]
    for record in records(QUESTIONNAIRE).values():
        rows += _table(record)
    rows += _table(RESPONSE)
    rows += [
        "A response is YAML or JSON. `scalecheck new NAME --for QUESTIONNAIRE` writes a blank one to fill in.\n"
    ]
    rows += ["## Problems\n", "| code | what it says |", "| --- | --- |"]
    rows += [f"| {code} | {about} |" for code, about in CODES.items()]
    return "\n".join(rows) + "\n"


def _table(record: Record) -> list[str]:
    rows = [f"## {record.name.capitalize()}\n", "| name | value | meaning |", "| --- | --- | --- |"]
    for name, entry in record.fields.items():
        must = " **Required.**" if entry.required else ""
        rows.append(f"| `{name}` | {kind(entry.shape)} | {entry.about}{must} |")
    return [*rows, ""]


def kind(shape: Shape | None) -> str:
    """What stands at a place, in a few words."""
    match shape:
        case Later():
            return kind(shape.shape)
        case Record():
            return a(shape.name)
        case Many():
            return f"a list: {kind(shape.of)}"
        case Named():
            return f"names, each with {kind(shape.of)}"
        case Either():
            return " or ".join(kind(each) for each in shape.shapes())
        case OneOf():
            return ", ".join(f"`{word}`" for word in shape.words)
        case Flag():
            return "`true`" if shape.only else "`true`, `false`"
        case Part():
            return "a number from 0 to 1"
        case Number():
            return "a whole number" if shape.whole else "a number"
        case Text():
            return shape.form or "text"
    return "anything"


if __name__ == "__main__":
    sys.stdout.write(page())
