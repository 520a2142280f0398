"""The floor: the same reader reads the same file and the same writer writes as many columns as wide.

Nothing is scored.

    python benchmarks/floor.py INPUT OUTPUT

Every answer is touched. The texts that are written are those that a batch writes, chosen by the answers
without a thought.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Memory is kept as scalecheck keeps it: see scalecheck/batch/polars_settings.py.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:1000,muzzy_decay_ms:1000")

import polars as pl

from scalecheck.definition import catalogue
from scalecheck.engines.result_columns import NameColumn, NumberColumn, result_columns
from scalecheck.scoring.arithmetic import WHOLE
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.formula import UNANSWERED


def main() -> None:
    """Read, touch, write."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    compiled = compile_questionnaire(catalogue.load(catalogue.DEFAULT))
    words = pl.Enum(["1", "2", "3", "4", "unknown", "not applicable", "declined"])
    if source.suffix == ".csv":
        table = pl.scan_csv(
            source, schema={"respondent": pl.String()} | dict.fromkeys(compiled.questions, words)
        )
    else:
        table = pl.scan_parquet(source)
    touched = pl.sum_horizontal(pl.col(name).is_null() for name in compiled.questions)
    columns = [pl.col("respondent")]
    for place, cell in enumerate(
        result_columns(WHOLE, compiled, dict.fromkeys(compiled.questions, UNANSWERED))
    ):
        if isinstance(cell, NumberColumn):
            value = (touched + place).cast(pl.Float64) * 1.1
            columns.append(value.round(1).alias(cell.name))
        elif isinstance(cell, NameColumn):
            names = list(dict.fromkeys(name for name in cell.names if name))
            columns.append((touched % len(names)).cast(pl.UInt8).cat.to(pl.Enum(names)).alias(cell.name))
        else:
            columns.append(pl.when(touched > len(compiled.questions)).then(pl.lit("gate")).alias(cell.name))
    lines = table.select(columns)
    if target.suffix == ".csv":
        lines.sink_csv(target)
    else:
        lines.sink_parquet(target)


if __name__ == "__main__":
    main()
