"""List what each column of a table is taken for, before anything is scored (``--mapping``)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from scalecheck.mapping.answer_codes import describe_code, list_silences, renumbers_options, spellings
from scalecheck.mapping.long_format import LongTable
from scalecheck.text import clean, plural, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scalecheck.batch.run import BatchInput


def write_listing(found: BatchInput, out: IO[str]) -> None:
    """Write the listing of the columns of *found* to *out*, for people."""
    out.write("".join(f"{clean(line)}\n" for line in _list_columns(found)))


def _list_columns(found: BatchInput) -> Iterator[str]:
    table, columns, whole = found.table, found.columns, found.compiled.questionnaire
    named = table.source_headings if isinstance(table, LongTable) else columns.headings
    yield f"{table.name}: {table.describe()}, {plural(len(named), 'column')}"
    yield f"Questionnaire: {whole.id} {whole.version}, {found.compiled.scope}"
    yield ""
    if isinstance(table, LongTable):
        yield "Each row is an answer:"
        yield from (
            f"  column {place + 1}: {short(named[place])}, the {role}"
            for role, place in table.role_columns.items()
        )
    else:
        yield from _list_questions(found)
    yield ""
    carried = [n for n in columns.carried if n not in columns.doubtful]
    yield "Carried through:" if carried else "Carried through: nothing"
    roles = {columns.respondent: "each respondent once"} | {
        n: f"checked as the {name}" for name, n in columns.provenance.items()
    }
    for n in carried:
        notes = [roles[n]] if n in roles else []
        notes += (
            [f"written as {short(columns.output_names[n])}"]
            if columns.output_names[n] != columns.headings[n]
            else []
        )
        more = f" ({', '.join(notes)})" if notes else ""
        yield f"  column {table.column_number(n)}: {short(columns.headings[n])}{more}"
    if columns.doubtful:
        yield ""
        yield "In doubt, so that nothing can be scored yet:"
        yield from (
            f"  column {table.column_number(n)}: {short(columns.headings[n])}"
            for n in sorted(columns.doubtful)
        )
    yield ""
    if columns.respondent is None and table.kind != "responses":
        yield "No column is headed respondent, or mapped to it: rows that appear twice are not looked for."
        yield ""
    yield f"Added: {', '.join(found.results)}"
    yield ""
    yield f"A cell may hold an option's points, id, label or text; {list_silences()}; or nothing."
    yield from _list_spellings(found)


def _list_questions(found: BatchInput) -> Iterator[str]:
    columns = found.columns
    yield f"Questions with a column: {len(columns.questions)} of {len(found.compiled.definitions)}"
    wide = max((len(name) for name in columns.questions), default=0)
    for name, column in columns.questions.items():
        yield f"  {name:{wide}}  column {column + 1}: {short(columns.headings[column])}"
    for name, column in columns.reasons.items():
        yield f"  {name:{wide}}  column {column + 1} says why it does not apply"
    if columns.missing:
        yield ""
        yield "Questions without a column, counted as unanswered:"
        yield from (f"  {name}" for name in columns.missing)


def _list_spellings(found: BatchInput) -> Iterator[str]:
    """What the map adds, and what is in doubt."""
    asked = found.compiled.definitions
    words = {
        name: given for name, given in found.codebook.spellings.items() if name in found.columns.questions
    }
    shared = set.intersection(*(set(given.items()) for given in words.values())) if len(words) > 1 else set()
    if any(words.values()):
        yield "The map adds:"
        some = next(iter(words))
        yield from (
            f'  "{word}" is {describe_code(asked[some], code)}, for every question'
            for word, code in sorted(shared)
            if code < 0
        )
        for name, given in words.items():
            for word, code in given.items():
                if code >= 0 or (word, code) not in shared:
                    yield f'  "{word}" is {describe_code(asked[name], code)}, for {name}'
    for name, given in words.items():
        if renumbers_options(asked[name], given):
            yield f"The map numbers the options of {name} anew: its own points are then not answers."
    for name in found.columns.questions:
        for word, (one, other) in spellings(asked[name], words.get(name)).ambiguous.items():
            yield f'In doubt, and refused: "{short(word)}" could mean {one} or {other} for {name}'
