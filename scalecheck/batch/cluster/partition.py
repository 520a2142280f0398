"""One partition of a table on a cluster: what a worker does with the rows that Spark hands it, in batches of Arrow.

A worker reads cells as every other way does (``spellings``, ``answers``) and scores them as a large table is scored here
(``streaming``); so it needs scalecheck, polars and pyarrow. Spark starts a worker for each core, so each is to use one.
"""

from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from scalecheck.batch.answers import Memo, NoAnswer, Rows
from scalecheck.batch.rejects import as_line
from scalecheck.batch.table import MAX_CELL, Row, Table, text_of
from scalecheck.batch.tally import Tally
from scalecheck.errors import Place, Problem
from scalecheck.scoring.formula import UNANSWERED
from scalecheck.text import defused, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

    from scalecheck.batch.headings import Columns
    from scalecheck.batch.spellings import Spellings
    from scalecheck.scoring.plan import Plan

REASON, PROBLEMS = "reason", "problems"
"""Why a row is rejected, for people; and the same as JSON: the code, the sentence and what to do of each problem."""
Cells = list[list[Any]]
"""Columns of cells."""


class Wrong(NamedTuple):
    """A row that cannot be read."""

    cells: list[Any]
    """As far as it has any; of a line that is no CSV, the line."""
    problems: list[Problem]
    parted: bool = True
    """Whether it could be parted into cells."""


class Remote(Table):
    """Stands for a table on a cluster where a sentence names a place in it: its rows have no number."""

    kind, unit, head = "spark", "row", 0

    def __init__(self, name: str, headings: Sequence[str]) -> None:
        self.name, self.headings = name, tuple(headings)

    def rows(self) -> Iterator[Row]:
        raise TypeError("The rows are on the cluster.")

    def place(self, line: int, column: int) -> Place:  # noqa: ARG002
        return Place(self.name)

    def told(self) -> str:
        return "read by Spark"


class Part(NamedTuple):
    """A batch that was read."""

    cells: Cells
    """Of the rows that can be read, column by column."""
    codes: Cells
    """Of the same rows, for each question of the plan."""
    kept: list[int] | None
    """Which of the batch's rows those are; None for all."""
    wrong: list[Wrong]
    unread: dict[int, str]
    """By row of the batch, the first question whose cell is no answer."""


class Partition:
    """What is settled about a table before its rows are read, sent to every worker."""

    def __init__(
        self,
        plan: Plan,
        columns: Columns,
        spellings: Mapping[str, Spellings],
        name: str,
        *,
        results: Sequence[str],
        chosen: Sequence[int],
        texts: bool,
        lines: tuple[str, str] | None = None,
    ) -> None:
        """*chosen* are the columns to write, positions among the input's with *results* after them; as *texts* for CSV.

        *lines* are the separator of a CSV file, whose rows come as one column of bytes, and the line of its headings.
        """
        self.plan, self.columns, self.spellings, self.name = plan, columns, spellings, name
        self.results, self.chosen, self.texts, self.lines = tuple(results), tuple(chosen), texts, lines
        self.repeated: frozenset[str] = frozenset()
        """Respondents who are there twice."""
        self.refused: Mapping[tuple[str, ...], Sequence[tuple[str, str, str, str]]] = {}
        """By what rows say of themselves, what is wrong with that: a column, a code, a sentence, what to do."""
        self.remote = Remote(name, columns.headings)
        self.width = len(columns.headings)

    # What Spark calls: each takes batches and gives batches.

    def problems(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows that cannot be read, every cell as text, with the reason and the problems."""
        for part, _ in self._parts(batches):
            rows = []
            for cells, problems, parted in part.wrong:
                said = " ".join(f"{each.code} {each.what}" for each in problems)
                name = self._name(cells) if parted else ""
                more = json.dumps([(each.code, f"{name}{each.what}", each.todo) for each in problems], ensure_ascii=False)
                whole = len(cells) == self.width
                filled = [None if cell is None else text_of(cell) for cell in cells]
                if not whole:  # which cell stands under which heading nobody knows
                    filled = [as_line(cells) if parted else cells[0]]
                rows.append([*filled, *[None] * (self.width - len(filled)), said, more])
            if rows:
                yield _batch([*map(str, range(self.width)), REASON, PROBLEMS], zip(*rows, strict=True))

    def respondents(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The name of each respondent who has one."""
        assert self.columns.respondent is not None
        for part, _ in self._parts(batches):
            names = [text_of(cell).strip() for cell in part.cells[self.columns.respondent]]
            yield _batch(["name"], [[name for name in names if name]])

    def stated(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What rows say of themselves, each combination once a batch."""
        for part, _ in self._parts(batches):
            found = list(dict.fromkeys(self._said(part.cells)))
            yield _batch(list(self.columns.stated), zip(*found, strict=True) if found else [[]] * len(self.columns.stated))

    def scored(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows that can be read, scored: the columns that are written, then score and band for whoever counts."""
        import pyarrow as pa

        wanted = (*(self.results[n - self.width] for n in self.chosen if n >= self.width), "score", "band")
        for part, batch in self._parts(batches):
            found = self._results(part, tuple(dict.fromkeys(wanted)))
            arrays = [
                found[self.results[n - self.width]] if n >= self.width else self._own(part, batch, n) for n in self.chosen
            ]
            if self.texts:
                arrays = [each if each.type == pa.string() else _strings(map(_written, each.to_pylist())) for each in arrays]
            arrays += [found["score"].cast(pa.float64()), found["band"]]
            yield pa.RecordBatch.from_arrays(arrays, [*(f"c{n}" for n in range(len(self.chosen))), "score", "band"])

    def kept(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Every row as it came, with all results and the first question whose cell is no answer: such a row has no results."""
        import pyarrow as pa

        for part, batch in self._parts(batches):
            found = self._results(part, self.results)
            if part.kept is not None:
                places: list[int | None] = [None] * batch.num_rows
                for place, n in enumerate(part.kept):
                    places[n] = place
                found = {name: column.take(_places(places)) for name, column in found.items()}
            arrays = [*batch.columns, *found.values(), _strings(map(part.unread.get, range(batch.num_rows)))]
            yield pa.RecordBatch.from_arrays(arrays, [f"c{n}" for n in range(len(arrays))])

    def counts(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """How often each result, answer and step occurs: what kind, of what, which one (as JSON), and how often."""
        for part, _ in self._parts(batches):
            tally = Tally(self.plan, self.results, whole=True)
            found = self._results(part, self.results)
            rows = list(zip(*(found[name].to_pylist() for name in self.results), strict=True))
            tally.add(rows, list(zip(*part.codes, strict=True)))
            kinds: Any = (("result", tally.results), ("answer", tally.answers), ("step", tally.steps))
            counted = [
                (kind, name, json.dumps(value), str(count))
                for kind, counters in kinds
                for name, counter in counters.items()
                for value, count in counter.items()
            ]
            yield _batch(["kind", "name", "value", "rows"], zip(*counted, strict=True) if counted else [[]] * 4)

    # How it does it.

    def _name(self, cells: Sequence[Any]) -> str:
        """How a sentence names a row: by its respondent, else by the first cell that is carried through."""
        place = self.columns.respondent
        place = place if place is not None else next(iter(self.columns.carried), None)
        said = text_of(cells[place]) if place is not None and place < len(cells) else ""
        return f'{self.columns.headings[place]} "{short(said, 40)}": ' if place is not None and said else ""

    def _results(self, part: Part, names: tuple[str, ...]) -> dict[str, Any]:
        """Results *names* of the rows that can be read, as Arrow has them."""
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        import polars as pl

        from scalecheck.batch.together import Together

        if names not in self._scorers:
            self._scorers[names] = Together(self.plan, names)
        codes = {name: pl.Series(found, dtype=pl.Int64) for name, found in zip(self.plan.questions, part.codes, strict=True)}
        frame = self._scorers[names].frame(pl.DataFrame(codes))
        names_of = [column for column in frame if isinstance(column.dtype, pl.Enum | pl.String)]
        return {column.name: column.to_arrow() for column in frame} | {
            column.name: _strings(column.cast(pl.String).to_list()) for column in names_of
        }

    def _own(self, part: Part, batch: pa.RecordBatch, place: int) -> Any:
        """One of the input's own columns, as it came or, for CSV, as a text that no spreadsheet runs."""
        if self.texts:
            return _strings([None if cell is None else defused(text_of(cell)) for cell in part.cells[place]])
        if self.lines:
            return _strings(part.cells[place])
        column = batch.column(place)
        return column if part.kept is None else column.take(_places(part.kept))

    def _parts(self, batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Part, pa.RecordBatch]]:
        self._scorers: dict[tuple[str, ...], Any] = {}  # made by the worker: they hold what cannot be sent
        self._memos = {name: Memo(self.spellings[name].codes) for name in self.columns.questions}
        self._rows = Rows(self.remote, self.columns._replace(respondent=None, stated={}), self.plan, self.spellings)
        for batch in batches:
            if self.lines:
                cells, wrong = self._read(batch.column(0).to_pylist())
            else:
                cells, wrong = [batch.column(n).to_pylist() for n in range(self.width)], []
            yield self._part(cells, wrong), batch

    def _part(self, cells: Cells, wrong: list[Wrong]) -> Part:
        """*cells* with their codes, without the rows that cannot be read, which come to *wrong*."""
        codes, unread = {}, dict[int, str]()
        for name, place in self.columns.questions.items():
            memo, column = self._memos[name], cells[place]
            column = column if self.lines else [cell if cell.__class__ is str else text_of(cell) for cell in column]
            try:
                codes[name] = [memo[cell] for cell in column]
            except NoAnswer:
                here = {n for n, cell in enumerate(column) if not _known(memo, cell)}
                codes[name] = [UNANSWERED if n in here else memo[cell] for n, cell in enumerate(column)]
                unread = dict.fromkeys(here, name) | unread
        rows = len(cells[0]) if cells else 0
        further = self._faults(cells)
        faulty = {*unread, *further}
        kept = None
        if faulty:
            for n in sorted(faulty):
                row = [column[n] for column in cells]
                wrong.append(Wrong(row, [*self._rows.problems(0, row), *further.get(n, ())]))
            kept = [n for n in range(rows) if n not in faulty]
            cells = [[column[n] for n in kept] for column in cells]
            codes = {name: [column[n] for n in kept] for name, column in codes.items()}
        empty = [UNANSWERED] * (rows - len(faulty))
        return Part(cells, [codes.get(name, empty) for name in self.plan.questions], kept, wrong, unread)

    def _faults(self, cells: Cells) -> dict[int, list[Problem]]:
        """What is wrong with rows as rows, their answers aside."""
        found: dict[int, list[Problem]] = {}
        if self.refused:
            for n, said in enumerate(self._said(cells)):
                for column, code, what, todo in self.refused.get(said, ()):
                    where = self.remote.cell(0, self.columns.stated[column])
                    found.setdefault(n, []).append(Problem(Place(self.name), code, f"{where}: {what}", todo))
        if self.repeated and self.columns.respondent is not None:
            for n, cell in enumerate(cells[self.columns.respondent]):
                name = text_of(cell).strip()
                if name in self.repeated:
                    where = self.remote.cell(0, self.columns.respondent)
                    what = f'{where}: "{short(name, 40)}" is there more than once.'
                    found.setdefault(n, []).append(Problem(Place(self.name), "SC504", what, "Keep one row for each respondent."))
        return found

    def _said(self, cells: Cells) -> Iterator[tuple[str, ...]]:
        return zip(*(map(text_of, cells[place]) for place in self.columns.stated.values()), strict=True)

    def _read(self, raw: Sequence[bytes]) -> tuple[Cells, list[Wrong]]:
        """Lines of CSV as columns of cells, and those that are none."""
        assert self.lines is not None
        separator, head = self.lines
        limit = csv.field_size_limit(MAX_CELL)
        good: list[list[str]] = []
        wrong: list[Wrong] = []
        try:
            for each in raw:
                try:
                    line = each.decode().removeprefix("\ufeff")
                    if not line or line == head:
                        continue
                    if line.count('"') % 2:
                        wrong.append(self._no_csv(line, "its quotes do not match", _BREAK))
                        continue
                    if "\0" in line:
                        wrong.append(self._no_csv(line, "there is a NUL character in it", _UTF8))
                        continue
                    cells = next(csv.reader([line], delimiter=separator, strict=True))
                except UnicodeDecodeError:
                    wrong.append(self._no_csv(each.decode(errors="replace"), "it is no UTF-8 text", _UTF8, "SC702"))
                except csv.Error as error:
                    wrong.append(self._no_csv(line, str(error), ""))
                else:
                    if len(cells) == self.width:
                        good.append(cells)
                    else:
                        wrong.append(Wrong(list(cells), self._rows.problems(0, cells)))
        finally:
            csv.field_size_limit(limit)
        return [list(column) for column in zip(*good, strict=True)] or [[] for _ in range(self.width)], wrong

    def _no_csv(self, line: str, what: str, todo: str, code: str = "SC703") -> Wrong:
        sentence = f'The line that begins with "{short(line, 40)}" is no CSV: {what}.'
        return Wrong([line], [Problem(Place(self.name), code, sentence, todo)], parted=False)


_BREAK = "Spark reads CSV line by line: write a table with line breaks in its cells as Parquet."
_UTF8 = 'Save the file again as "CSV UTF-8".'


def _known(memo: Mapping[str, int], cell: str) -> bool:
    try:
        return memo[cell] is not None
    except NoAnswer:
        return False


def _written(cell: float | str | None) -> str | None:
    return None if cell is None else str(cell)


def _strings(cells: Iterable[str | None]) -> Any:
    import pyarrow as pa

    return pa.array(list(cells), pa.string())


def _places(kept: Sequence[int | None]) -> Any:
    import pyarrow as pa

    return pa.array(kept, pa.int64())


def _batch(names: Sequence[str], columns: Iterable[Sequence[str | None]]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays(list(map(_strings, columns)), list(names))
