"""Write the results of a table by Spark, and count them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scalecheck.engines.result_columns import result_units
from scalecheck.record import NamedTuple
from scalecheck.spark.read import spark_format
from scalecheck.text import defuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame

    from scalecheck.cohort.counts import CohortCounts
    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.spark.read import SparkTable
    from scalecheck.spark.worker import PartitionTask


class WrittenCounts(NamedTuple):
    """What was counted while the results were written."""

    rows: int
    below: int
    bands: dict[str | None, int]


def write_results(
    task: PartitionTask, source: SparkTable, output: str, headings: Sequence[str], fail_under: float | None
) -> WrittenCounts:
    """Write the results to the folder *output*, and count them meanwhile."""
    from pyspark.sql import Observation
    from pyspark.sql import functions as F  # noqa: N812

    score, band = F.col("score"), F.col("band")
    below = F.lit(False) if fail_under is None else score.isNull() | (score < fail_under)
    bands = [band.id for band in task.compiled.root.bands]
    seen = Observation()
    scored = source.frame.mapInArrow(task.scored, _make_schema(task, source)).observe(
        seen,
        F.count(F.lit(1)).alias("rows"),
        F.count_if(below).alias("below"),
        F.count_if(band.isNull()).alias("none"),
        *(F.count_if(band == each).alias(f"band {each}") for each in bands),
    )
    save(scored.drop("score", "band"), headings, output)
    got = seen.get
    found: dict[str | None, int] = {each: int(got[f"band {each}"]) for each in bands}
    return WrittenCounts(int(got["rows"]), int(got["below"]), {**found, None: int(got["none"])})


def _make_schema(task: PartitionTask, source: SparkTable) -> Any:
    """The types of the columns that are written, and of those that are counted."""
    from pyspark.sql import types as T  # noqa: N812

    fields = []
    for n, place in enumerate(task.output_columns):
        dtype: Any = T.StringType()
        if not task.as_csv and place >= task.width:
            dtype = spark_type(task.compiled, task.results[place - task.width])
        elif not task.as_csv and not task.decoder.lines:
            dtype = source.frame.schema.fields[place].dataType
        fields.append(T.StructField(f"c{n}", dtype))
    return T.StructType(
        [*fields, T.StructField("score", T.DoubleType()), T.StructField("band", T.StringType())]
    )


def spark_type(compiled: CompiledQuestionnaire, result: str) -> Any:
    """Spark's type of the column of a *result*."""
    from pyspark.sql import types as T  # noqa: N812

    unit = result_units(compiled).get(result)
    return T.StringType() if unit is None else T.DoubleType() if unit > 1 else T.LongType()


def count_cohort(task: PartitionTask, source: SparkTable, counts: CohortCounts) -> None:
    """Count what a summary says into *counts*."""
    found = source.frame.mapInArrow(task.counts, text_schema(["kind", "name", "value", "rows"]))
    rows = (
        found.selectExpr("kind", "name", "value", "cast(rows as bigint) as rows")
        .groupBy("kind", "name", "value")
        .sum("rows")
    )
    take: Any = {
        "result": counts.add_counts,
        "answer": counts.add_answer_counts,
        "step": counts.add_step_counts,
    }
    for kind, name, value, count in rows.collect():
        take[kind](name, {json.loads(value): int(count)})
        if (kind, name) == ("result", "band"):
            counts.add_rows(int(count))


def save(frame: DataFrame, headings: Sequence[str], path: str) -> None:
    """Write *frame* under *headings* to a folder that was not there."""
    if spark_format(path, "-o") == "parquet":
        frame.toDF(*headings).write.mode("error").parquet(path)
    else:
        frame.toDF(*map(defuse, headings)).write.mode("error").csv(
            path,
            header=True,
            escape='"',
            emptyValue="",
            ignoreLeadingWhiteSpace=False,
            ignoreTrailingWhiteSpace=False,
        )


def text_schema(names: Sequence[str]) -> str:
    """The schema of columns *names* of text, as Spark spells it."""
    return ", ".join(f"`{name}` string" for name in names)
