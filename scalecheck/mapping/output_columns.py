"""Choose the columns that are written, and their names."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.text import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.mapping.column_roles import Columns


def choose_output_columns(
    wanted: str | None, keep_answers: bool, columns: Columns, results: Sequence[str]
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Choose the columns to write: their positions, and their names, in order.

    Positions count the columns of the input first, then those of *results*. *wanted* is the line of CSV of
    ``--columns``; where it is None, all columns but the answers are written, and these too with
    *keep_answers*. Raises :class:`~scalecheck.errors.Refused` for a name that is unknown or appears twice.
    """
    width = len(columns.headings)
    called = (*columns.output_names, *results)
    known = {name: n for n, name in enumerate(called)}
    if wanted is None:
        kept = range(width) if keep_answers else columns.carried
        places = (*kept, *range(width, width + len(results)))
    else:
        try:
            said = next(csv.reader([wanted], strict=True), [])
        except csv.Error as error:
            raise Refused(
                Problem(
                    Place("--columns"),
                    Code.SC718,
                    f"This is not a line of CSV: {error}.",
                    "Put it as in a,b.",
                )
            ) from None
        given = [name if name in known else name.strip() for name in said if name.strip() or name in known]
        faults = [_refuse_unknown(name, known) for name in given if name not in known]
        twice = [name for name in dict.fromkeys(given) if given.count(name) > 1]
        faults += [
            Problem(Place("--columns"), Code.SC718, f'"{short(name)}" is named twice.') for name in twice
        ]
        if not given:
            faults.append(
                Problem(
                    Place("--columns"),
                    Code.SC718,
                    "No column is named.",
                    "Name some, with commas between them.",
                )
            )
        if faults:
            raise Refused(*faults)
        places = tuple(known[name] for name in given)
    return tuple(places), tuple(called[n] for n in places)


def _refuse_unknown(name: str, names: dict[str, int]) -> Problem:
    hint = did_you_mean(name, names) or "The columns are the table's own and those that --mapping lists."
    return Problem(Place("--columns"), Code.SC718, f'There is no column "{short(name)}" to write.', hint)
