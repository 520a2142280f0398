"""The reference page of the questionnaire format (``docs/format.md``), made from the shapes that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.format import QUESTIONNAIRE
from scalecheck.errors import Code
from scalecheck.files.scalars import Flag, Number, OneOf, Part, Text
from scalecheck.files.schema import Either, Later, Many, Named, Record, records
from scalecheck.responses.reader import RESPONSE
from scalecheck.text import with_article

if TYPE_CHECKING:
    from scalecheck.files.shape import Shape

HEAD = """\
# The format of a questionnaire

Every name that a questionnaire or a response may hold, made from what the reader reads. To write your
first one, start with [Write your own questionnaire](questionnaires.md).

A questionnaire is one YAML file: a tree of domains whose leaves are questions. `scalecheck new
my-questionnaire` writes a small sound one, `scalecheck check FILE` finds what is wrong, and the files in
`questionnaires/` are whole examples. JSON of the same shape is read too.

- Text is text: `no`, `1.10`, `12:30` and `010` are read as written. Text that holds `: ` or ` #` needs
  quotes.
- Numbers are written in digits, without quotes, with at most nine decimals.
- Ids are small letters, digits and single hyphens, starting with a letter. Questions, domains, gates and
  advice share one space of ids, includes counted in.
- Anchors, aliases, types, duplicate keys and a second document are refused.

## How a score comes about

- A question's **share** is the place of its points between its least and its most, from 0 to 1, turned
  round by `reverse: true`. A domain's share is the `aggregate` of its children's: their weighted mean, or the
  lowest or highest. In `unit: points`, and for `sum`, each weight is multiplied by the child's range, so
  that raw sums and means come out.
- A **score** is 100 × share in percent, or least + share × (most − least) in points, rounded half up to
  `decimals`, once. What is within four billionths of a half counts as the half: shares are kept in
  billionths, and no more is lost.
- *Not applicable*, and what `ask_if` leaves out, leaves the fraction. *Unanswered, unknown, declined*
  leave it too, and lower completeness. Below `min_answered` a score is not published; the parent goes on
  using the answers there are. What `ask_if` leaves out of a `sum` is prorated like any missing answer,
  not counted as nothing.
- The **interval** is the same formula with every missing answer at its worst and at its best. An answer
  to a question that the missing answers may yet leave out counts as missing here.
- **Conditions** compare points as written, or published scores, in three-valued logic: with a missing
  answer they are undecided, with one that does not apply false. What holds whichever way the missing
  answers fall holds now. Gates and advice hold only when true; `ask_if` asks when true or undecided.
- A **gate** caps the overall band, never the number. The **weakest link** is the domain of questions with
  the lowest share.
- **Bands** are taken to get better as the score rises: the signs beside them (`!` lowest, `+` highest)
  and gates, which only lower a band, follow the number. An instrument on which more is worse is scored
  rightly, but those signs read the wrong way round.
- **Recommendations** come in this order: what lifts a gate that holds; leverage (the question's weight in
  the overall score times the share it has left); least effort; id.
- An **include** is one domain with the questionnaire's id and title. Unit, decimals, bands and
  `min_answered` are the including file's; scales, sources, gates and advice come along, and their caps
  name the including file's bands.
"""


PROBLEMS = """\
A code stays the same across versions, whatever the words beside it. Its first digit says what the problem is
with: 0 files, 1 the form of a file, 2 a questionnaire that cannot be used, 3 one that can be used and is
wrong (only `check` finds these), 4 a response, 5 a group, 6 plans and comparisons, 7 tables.
"""


def page() -> str:
    """Return the whole page, in Markdown."""
    rows = [HEAD]
    for record in records(QUESTIONNAIRE).values():
        rows += _make_table(record)
    rows += _make_table(RESPONSE)
    rows += ["A response is YAML or JSON. `scalecheck new NAME --for QUESTIONNAIRE` writes a blank one.\n"]
    rows += ["## Problems\n", PROBLEMS, "| code | what it says |", "| --- | --- |"]
    rows += [f"| {code} | {code.sentence} |" for code in Code]
    return "\n".join(rows) + "\n"


def _make_table(record: Record) -> list[str]:
    rows = [f"## {record.name.capitalize()}\n", "| name | value | meaning |", "| --- | --- | --- |"]
    for name, entry in record.fields.items():
        must = " **Required.**" if entry.required else ""
        rows.append(f"| `{name}` | {kind(entry.shape)} | {entry.about}{must} |")
    return [*rows, ""]


def kind(shape: Shape | None) -> str:
    """Name what may be at a place, in a few words."""
    match shape:
        case Later():
            return kind(shape.shape)
        case Record():
            return with_article(shape.name)
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
