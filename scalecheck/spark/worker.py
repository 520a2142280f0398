"""The task of a Spark worker on one partition of a table, batch by batch of Arrow.

Rows are read as everywhere else (``decode_arrow``) and scored as a large table is scored on one machine
(``polars_stream``); so a worker needs scalecheck, polars and pyarrow. Spark starts a worker for each core, so
each is to use one.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from scalecheck.batch.rejected_rows import csv_line
from scalecheck.cohort.counts import CohortCounts
from scalecheck.cohort.distribution import DISTINCT
from scalecheck.tables.reader import cell_text
from scalecheck.text import defuse, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

    from scalecheck.engines.polars_engine import PolarsScorer
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.spark.decode_arrow import ArrowDecoder, DecodedBatch

REASON, PROBLEMS, OPEN = "reason", "problems", "open"
"""Why a row is rejected, for people; the same as JSON: of each problem the row's name, the code, the
sentence and what to do; and ``1`` where the line may be a piece of a row."""
_known_scorers: dict[tuple[str, ...], PolarsScorer] = {}
"""What a worker has made once, kept for the next partition that it is handed."""


class PartitionTask:
    """What is done with the rows of a table, sent to every worker."""

    def __init__(
        self,
        decoder: ArrowDecoder,
        results: Sequence[str],
        output_columns: Sequence[int],
        *,
        as_csv: bool,
        defuse_rejected: bool = False,
    ) -> None:
        """*output_columns* are the columns to write, positions among the input's with *results* after them.

        *as_csv*: they are written as CSV; *defuse_rejected*: so are rows that are rejected.
        """
        self.decoder, self.results, self.output_columns, self.as_csv, self.defuse_rejected = (
            decoder,
            tuple(results),
            tuple(output_columns),
            as_csv,
            defuse_rejected,
        )
        self.compiled, self.columns, self.width = decoder.compiled, decoder.columns, decoder.width

    # What Spark calls: each takes batches and gives batches.

    def problems(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows that cannot be read, every cell as text, with the reason and the problems."""
        for part, _ in self.decoder.decode_batches(batches):
            rows = []
            for cells, problems, parted, opened in part.rejected:
                said = " ".join(f"{each.code} {each.what}" for each in problems)
                name = self._name_row(cells) if parted else ""
                more = json.dumps(
                    [(name, each.code, each.what, each.todo) for each in problems], ensure_ascii=False
                )
                complete = len(cells) == self.width
                filled = [None if cell is None else cell_text(cell) for cell in cells]
                if not complete:  # which cell stands under which heading nobody knows
                    filled = [csv_line(cells) if parted else cells[0]]
                filled += [None] * (self.width - len(filled))
                if self.defuse_rejected:
                    filled = [each and defuse(each) for each in filled]
                rows.append([*filled, said, more, "1" if opened else ""])
            if rows:
                yield _make_batch(
                    [*map(str, range(self.width)), REASON, PROBLEMS, OPEN], zip(*rows, strict=True)
                )

    def respondents(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The name of each respondent who has one."""
        assert self.columns.respondent is not None
        for batch in batches:
            names = [
                cell_text(cell).strip() for cell in self.decoder.cells(batch)[0][self.columns.respondent]
            ]
            yield _make_batch(["name"], [[name for name in names if name]])

    def provenances(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What rows say of themselves, each combination once a batch."""
        for batch in batches:
            found = list(dict.fromkeys(self.decoder.list_provenances(self.decoder.cells(batch)[0])))
            yield _make_batch(
                list(self.columns.provenance),
                zip(*found, strict=True) if found else [[]] * len(self.columns.provenance),
            )

    def scored(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Score the rows that can be read: the columns that are written, then score and band to count."""
        import pyarrow as pa

        wanted = (
            *(self.results[n - self.width] for n in self.output_columns if n >= self.width),
            "score",
            "band",
        )
        for part, batch in self.decoder.decode_batches(batches):
            found = self._score(part, tuple(dict.fromkeys(wanted)))
            arrays = [
                found[self.results[n - self.width]]
                if n >= self.width
                else self._convert_column(part, batch, n)
                for n in self.output_columns
            ]
            if self.as_csv:
                arrays = [
                    each
                    if each.type == pa.string()
                    else _make_text_array(map(_format_number, each.to_pylist()))
                    for each in arrays
                ]
            arrays += [found["score"].cast(pa.float64()), found["band"]]
            yield pa.RecordBatch.from_arrays(
                arrays, [*(f"c{n}" for n in range(len(self.output_columns))), "score", "band"]
            )

    def kept(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Score every row as it came: all results, and the first question whose cell is not an answer."""
        import pyarrow as pa

        for part, batch in self.decoder.decode_batches(batches, texts=False):
            found = self._score(part, self.results)
            if part.kept is not None:
                places: list[int | None] = [None] * batch.num_rows
                for place, n in enumerate(part.kept):
                    places[n] = place
                found = {name: column.take(_make_index(places)) for name, column in found.items()}
            arrays = [
                *batch.columns,
                *found.values(),
                _make_text_array(map(part.unread.get, range(batch.num_rows))),
            ]
            yield pa.RecordBatch.from_arrays(arrays, [f"c{n}" for n in range(len(arrays))])

    def counts(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Count each result, answer and step: what kind, of what, which one (as JSON), and how often."""
        for part, _ in self.decoder.decode_batches(batches):
            found = self._score(part, self.results)
            rows = list(zip(*(found[name].to_pylist() for name in self.results), strict=True))
            codes = list(zip(*part.codes, strict=True))
            # Of more rows than that the counts may no longer keep each number.
            for start in range(0, len(rows), DISTINCT):
                yield self._count(rows[start : start + DISTINCT], codes[start : start + DISTINCT])

    def _count(self, rows: Sequence[Sequence[Any]], codes: Sequence[Sequence[int]]) -> pa.RecordBatch:
        counts = CohortCounts(self.compiled, self.results, complete=True)
        counts.add(rows, codes)
        kinds: Any = (("result", counts.results), ("answer", counts.answers), ("step", counts.steps))
        counted = [
            (kind, name, json.dumps(value), str(count))
            for kind, counters in kinds
            for name, counter in counters.items()
            for value, count in counter.items()
        ]
        return _make_batch(["kind", "name", "value", "rows"], zip(*counted, strict=True))

    # How it does it.

    def _name_row(self, cells: Sequence[Any]) -> str:
        """How a sentence names a row: by its respondent, else by the first cell that is carried through."""
        place = self.columns.respondent
        place = place if place is not None else next(iter(self.columns.carried), None)
        said = cell_text(cells[place]) if place is not None and place < len(cells) else ""
        return f'{self.columns.headings[place]} "{short(said, 40)}": ' if place is not None and said else ""

    def _score(self, part: DecodedBatch, names: tuple[str, ...]) -> dict[str, Any]:
        """Results *names* of the rows that can be read, as Arrow has them."""
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        import pyarrow as pa

        codes = dict(zip(self.compiled.questions, part.codes, strict=True))
        found = _find_scorer(self.compiled, names).arrow(codes)
        return {
            name: array if pa.types.is_primitive(array.type) else array.cast(pa.string())
            for name, array in found.items()
        }

    def _convert_column(self, part: DecodedBatch, batch: pa.RecordBatch, place: int) -> Any:
        """One of the input's own columns, as it came or, for CSV, as a text that no spreadsheet runs."""
        if self.as_csv:
            return _make_text_array([_format_cell(cell) for cell in part.cells[place]])
        if self.decoder.lines:
            return _make_text_array(part.cells[place])
        column = batch.column(place)
        return column if part.kept is None else column.take(_make_index(part.kept))


def _find_scorer(compiled: CompiledQuestionnaire, names: tuple[str, ...]) -> PolarsScorer:
    from scalecheck.engines.polars_engine import PolarsScorer

    key = (compiled.questionnaire.digest, compiled.scope, *names)
    if key not in _known_scorers:
        _known_scorers[key] = PolarsScorer(compiled, names)
    return _known_scorers[key]


def _format_cell(cell: Any) -> str | None:
    if cell is None or isinstance(cell, float):
        return _format_number(cell)
    return defuse(cell_text(cell))


def _format_number(cell: float | str | None) -> str | None:
    return None if cell is None else str(cell)


def _make_text_array(cells: Iterable[str | None]) -> Any:
    import pyarrow as pa

    return pa.array(list(cells), pa.string())


def _make_index(kept: Sequence[int | None]) -> Any:
    import pyarrow as pa

    return pa.array(kept, pa.int64())


def _make_batch(names: Sequence[str], columns: Iterable[Sequence[str | None]]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays(list(map(_make_text_array, columns)), list(names))
