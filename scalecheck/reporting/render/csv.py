"""A report's log as CSV, for a spreadsheet.

A text that a spreadsheet would take for a formula gets a ``'`` in front.
"""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING

from scalecheck.reporting.blocks import Change
from scalecheck.reporting.figures import Band
from scalecheck.text import defuse, one_line

if TYPE_CHECKING:
    from scalecheck.reporting.blocks import Cell, Report


def render(report: Report, file: IO[str]) -> None:
    r"""Write the log of *report* to *file*: its columns' titles, then a line a row; lines end in ``\n``.

    A column that only a page or a terminal shows is left out.
    """
    log = report.log
    assert log is not None  # the command line offers CSV for reports that have one
    writer = csv.writer(file, lineterminator="\n")
    shown = [n for n, column in enumerate(log.columns) if "spreadsheet" in column.media]
    writer.writerow([log.columns[n].title for n in shown])
    for row in log.rows:
        cells = [row.name, *row.cells]
        writer.writerow([_write_cell(cells[n]) for n in shown])


def _write_cell(cell: Cell) -> str:
    if isinstance(cell, Band):
        return defuse(one_line(cell.title))
    if isinstance(cell, Change):
        return cell.text
    return defuse(one_line(cell)) if isinstance(cell, str) else ""
