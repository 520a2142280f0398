"""Decode batches of Arrow as every other table is decoded: cells to codes, and the problems of rows.

It runs on a worker of Spark's, which has what is settled about the table and nothing else.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from scalecheck.batch.decode import CodeMemo, RowDecoder, UnknownSpelling
from scalecheck.errors import Code, Place, Problem
from scalecheck.mapping.answer_codes import code_of
from scalecheck.record import NamedTuple
from scalecheck.scoring.formula import UNANSWERED
from scalecheck.tables.reader import MAX_CELL, NUL, Row, Table, cell_text
from scalecheck.text import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

    from scalecheck.mapping.answer_codes import Spellings
    from scalecheck.mapping.column_roles import Columns
    from scalecheck.scoring.compiled import CompiledQuestionnaire

_BREAK = "Spark reads CSV line by line: write a table with line breaks in its cells as Parquet."
_UTF8 = 'Save the file again as "CSV UTF-8".'


class CellColumns:
    """Columns of cells, each brought into Python when it is first asked for."""

    def __init__(self, width: int, rows: int, get: Callable[[int], list[Any]]) -> None:
        self.width, self.rows, self._get = width, rows, get
        self._known: dict[int, list[Any]] = {}

    def __getitem__(self, place: int) -> list[Any]:
        if place not in self._known:
            self._known[place] = self._get(place)
        return self._known[place]

    def row(self, number: int) -> list[Any]:
        """Every cell of a row."""
        return [self[place][number] for place in range(self.width)]

    def only(self, numbers: Sequence[int]) -> CellColumns:
        """The cells of the rows *numbers*."""
        return CellColumns(self.width, len(numbers), lambda place: [self[place][n] for n in numbers])


class RejectedRow(NamedTuple):
    """A row that cannot be read."""

    cells: list[Any]
    """As far as it has any; of a line that is no CSV, the line."""
    problems: list[Problem]
    parted: bool = True
    """Whether it could be parted into cells."""
    open: bool = False
    """Whether a cell may go on in the next line: then nobody knows which lines are rows."""


class ClusterTable(Table):
    """Stands for a table on a cluster where a sentence names a place in it: its rows have no number."""

    kind, unit, heading_line = "spark", "row", 0

    def __init__(self, name: str, headings: Sequence[str]) -> None:
        self.name, self.headings = name, tuple(headings)

    def rows(self) -> Iterator[Row]:
        raise TypeError("The rows are on the cluster.")

    def place(self, line: int, column: int) -> Place:  # noqa: ARG002
        return Place(self.name)

    def describe(self) -> str:
        return "read by Spark"


class DecodedBatch(NamedTuple):
    """A batch that was read."""

    cells: CellColumns
    """Of the rows that can be read."""
    codes: list[list[int]]
    """Of the same rows, for each question of the questionnaire."""
    kept: list[int] | None
    """Which of the batch's rows those are; None for all."""
    rejected: list[RejectedRow]
    unread: dict[int, str]
    """By row of the batch, the first question whose cell is no answer."""


class ArrowDecoder:
    """Decodes the rows of one table, batch by batch."""

    def __init__(
        self,
        compiled: CompiledQuestionnaire,
        columns: Columns,
        spellings: Mapping[str, Spellings],
        name: str,
        lines: tuple[str, str] | None = None,
    ) -> None:
        """*lines* are the separator and headings of a CSV file, whose rows come as one column of bytes."""
        self.compiled, self.columns, self.spellings, self.name, self.lines = (
            compiled,
            columns,
            spellings,
            name,
            lines,
        )
        self.duplicates: frozenset[str] = frozenset()
        """Respondents who are there twice."""
        self.provenance_faults: Mapping[tuple[str, ...], Sequence[tuple[str, Code, str, str]]] = {}
        """By what rows say of themselves, what is wrong with that: a column, a code, a sentence, what to
        do."""
        self.remote = ClusterTable(name, columns.headings)
        self.width = len(columns.headings)
        self._row_decoder = RowDecoder(
            self.remote, columns._replace(respondent=None, provenance={}), compiled, spellings
        )

    def decode_batches(
        self, batches: Iterable[pa.RecordBatch], *, texts: bool = True
    ) -> Iterator[tuple[DecodedBatch, pa.RecordBatch]]:
        """Each batch, its answers as codes.

        With *texts*, a row is wrong that has a text which a file cannot hold.
        """
        memos = {name: CodeMemo(self.spellings[name].codes) for name in self.columns.questions}
        for batch in batches:
            cells, rejected = self.cells(batch)
            yield (
                self._decode(
                    memos, cells, rejected, self._find_unfit_texts(batch) if texts and not self.lines else {}
                ),
                batch,
            )

    def cells(self, batch: pa.RecordBatch) -> tuple[CellColumns, list[RejectedRow]]:
        """The cells of *batch*, and the lines that could not be parted into them."""
        if self.lines:
            good, rejected = self._parse_lines(batch.column(0).to_pylist())
            return CellColumns(self.width, len(good), lambda place: [row[place] for row in good]), rejected
        return CellColumns(
            self.width, batch.num_rows, lambda place: batch.column(place).to_pylist(maps_as_pydicts="strict")
        ), []

    def list_provenances(self, cells: CellColumns) -> list[tuple[str, ...]]:
        """What each row says of itself."""
        return list(
            zip(*(map(cell_text, cells[place]) for place in self.columns.provenance.values()), strict=True)
        )

    def _decode(
        self,
        memos: Mapping[str, CodeMemo],
        cells: CellColumns,
        rejected: list[RejectedRow],
        unfit: Mapping[int, Sequence[Problem]],
    ) -> DecodedBatch:
        codes, unread = {}, dict[int, str]()
        for name, place in self.columns.questions.items():
            memo, column = memos[name], cells[place]
            column = (
                column
                if self.lines
                else [cell if cell.__class__ is str else cell_text(cell) for cell in column]
            )
            try:
                codes[name] = [memo[cell] for cell in column]
            except UnknownSpelling:
                read = [code_of(memo.codes, cell) for cell in column]
                here = {n for n, code in enumerate(read) if code is None}
                codes[name] = [UNANSWERED if code is None else code for code in read]
                unread = dict.fromkeys(here, name) | unread
        further = self._find_row_faults(cells)
        faulty = {*unread, *further, *unfit}
        kept = None
        if faulty:
            for n in sorted(faulty):
                row = cells.row(n)
                rejected.append(
                    RejectedRow(
                        row, [*self._row_decoder.problems(0, row), *further.get(n, ()), *unfit.get(n, ())]
                    )
                )
            kept = [n for n in range(cells.rows) if n not in faulty]
            cells = cells.only(kept)
            codes = {name: [column[n] for n in kept] for name, column in codes.items()}
        empty = [UNANSWERED] * cells.rows
        return DecodedBatch(
            cells, [codes.get(name, empty) for name in self.compiled.questions], kept, rejected, unread
        )

    def _find_unfit_texts(self, batch: pa.RecordBatch) -> dict[int, list[Problem]]:
        """By row, texts that are no texts elsewhere: with a NUL character, or longer than a cell can be."""
        import pyarrow as pa
        import pyarrow.compute as pc  # type: ignore[import-untyped,unused-ignore]

        found: dict[int, list[Problem]] = {}
        for place, column in enumerate(batch.columns):
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                long = f"a text here has more than {MAX_CELL:,} characters; no spreadsheet holds more."
                checks = (
                    (
                        pc.match_substring(column, "\0"),
                        Code.SC719,
                        f"{NUL[0].lower()}{NUL[1:]}",
                        "Remove it.",
                    ),
                    (pc.greater(pc.utf8_length(column), MAX_CELL), Code.SC710, long, "Shorten it."),
                )
                for flags, code, what, todo in checks:
                    for n in pc.indices_nonzero(flags).to_pylist():
                        problem = Problem(
                            Place(self.name), code, f"{self.remote.cell_name(0, place)}: {what}", todo
                        )
                        found.setdefault(n, []).append(problem)
        return found

    def _find_row_faults(self, cells: CellColumns) -> dict[int, list[Problem]]:
        """What is wrong with rows as rows, their answers aside."""
        found: dict[int, list[Problem]] = {}
        if self.provenance_faults:
            for n, said in enumerate(self.list_provenances(cells)):
                for column, code, what, todo in self.provenance_faults.get(said, ()):
                    where = self.remote.cell_name(0, self.columns.provenance[column])
                    found.setdefault(n, []).append(Problem(Place(self.name), code, f"{where}: {what}", todo))
        if self.duplicates and self.columns.respondent is not None:
            for n, cell in enumerate(cells[self.columns.respondent]):
                name = cell_text(cell).strip()
                if name in self.duplicates:
                    where = self.remote.cell_name(0, self.columns.respondent)
                    what = f'{where}: "{short(name, 40)}" is there more than once.'
                    found.setdefault(n, []).append(
                        Problem(Place(self.name), Code.SC504, what, "Keep one row for each respondent.")
                    )
        return found

    def _parse_lines(self, raw: Sequence[bytes]) -> tuple[list[list[str]], list[RejectedRow]]:
        """Lines of CSV as rows of cells, and those that are none."""
        assert self.lines is not None
        separator, head = self.lines
        limit = csv.field_size_limit(MAX_CELL)
        good: list[list[str]] = []
        rejected: list[RejectedRow] = []
        try:
            for each in raw:
                try:
                    line = each.decode()
                    if not line or line.removeprefix("\ufeff") == head:
                        continue
                    if line.count('"') % 2:
                        rejected.append(
                            self._reject_line(line, "its quotes do not match", _BREAK)._replace(open=True)
                        )
                        continue
                    if "\0" in line:
                        rejected.append(self._reject_line(line, "there is a NUL character in it", _UTF8))
                        continue
                    cells = next(csv.reader([line], delimiter=separator, strict=True))
                except UnicodeDecodeError:
                    rejected.append(
                        self._reject_line(
                            each.decode(errors="replace"), "it is not UTF-8 text", _UTF8, Code.SC702
                        )
                    )
                except csv.Error as error:
                    rejected.append(self._reject_line(line, str(error), ""))
                else:
                    if self.width > 1 and not any(cells):
                        continue  # as spreadsheets write below a table
                    if len(cells) == self.width:
                        good.append(cells)
                    else:
                        rejected.append(RejectedRow(list(cells), self._row_decoder.problems(0, cells)))
        finally:
            csv.field_size_limit(limit)
        return good, rejected

    def _reject_line(self, line: str, what: str, todo: str, code: Code = Code.SC703) -> RejectedRow:
        sentence = f'The line that begins with "{short(line, 40)}" is not CSV: {what}.'
        return RejectedRow([line], [Problem(Place(self.name), code, sentence, todo)], parted=False)
