"""Word the messages of a batch: on the columns before the rows are read, and on the rows at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition import catalogue
from scalecheck.mapping.column_roles import PROVENANCE
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.text import fold, listed, plural, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scalecheck.mapping.column_roles import Columns
    from scalecheck.scoring.compiled import CompiledQuestionnaire

NAMED = 5
"""How many questions without a column are named."""


def column_notes(columns: Columns, compiled: CompiledQuestionnaire) -> Iterator[str]:
    """Word what a user should know of the columns before the rows are read, a line each."""
    quick = {
        name
        for name, each in compile_questionnaire(compiled.questionnaire, "quick").questions.items()
        if each.in_scope
    }
    if columns.missing and compiled.scope == "full" and set(columns.questions) == quick:
        yield "These are the questions of the short version, and no others: --quick scores them."
    for domain in compiled.questionnaire.domains if columns.missing and compiled.scope == "full" else ():
        if {each.id for each in domain.every_question()} == set(
            columns.questions
        ) and domain.id in catalogue.names():
            yield f'These are the questions of "{domain.id}", and no others: -q {domain.id} scores them.'
    if columns.missing:
        count = len(columns.missing)
        some = (
            listed(columns.missing)
            if count <= NAMED
            else f"{', '.join(columns.missing[:NAMED])} … (--mapping lists them)"
        )
        yield f"{plural(count, 'question')} without a column, counted as unanswered: {some}."
    if not columns.provenance:
        for each in columns.headings:
            if fold(each) in PROVENANCE:
                yield (
                    f'The column "{short(each)}" is carried through; '
                    'it is checked only beside a column "questionnaire".'
                )
    for one, other in columns.renamings:
        yield f'The column "{short(one)}" is written as "{short(other)}": scalecheck adds one of that name.'


def closing_line(
    compiled: CompiledQuestionnaire, rows: int, rejected: int, bands: Mapping[str | None, int]
) -> str:
    """Word how a batch ended: rows, and how many in each band; the key None counts rows without a score."""
    parts = [f"{band.id} {bands.get(band.id, 0)}" for band in compiled.root.bands]
    if parts and bands.get(None):
        parts.append(f"without a score {bands[None]}")
    aside = f", {rejected} rejected" if rejected else ""
    return f"{plural(rows, 'row')} scored{aside}{': ' + ', '.join(parts) if rows and parts else ''}."


def unmet_conditions(
    rejected: int, rejects: str | None, below: int, fail_under: float | None
) -> tuple[str, ...]:
    """Word each condition of the request that is not met: rejected rows, and rows below *fail_under*."""
    found = [f"{plural(rejected, 'row')} could not be read; see {rejects}."] if rejected else []
    if below:
        found.append(
            f"{plural(below, 'row')} {'is' if below == 1 else 'are'} below {fail_under:g} or without a score."
        )
    return tuple(found)
