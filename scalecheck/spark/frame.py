"""A frame of Spark's with results added: each partition is scored by a worker, not by expressions of Spark's.

The formula as one expression is larger than the JVM compiles: Spark then works it out node by node, some
hundred times slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.mapping.answer_codes import spellings
from scalecheck.mapping.column_roles import Columns
from scalecheck.spark.decode_arrow import ArrowDecoder
from scalecheck.spark.worker import PartitionTask
from scalecheck.spark.write import spark_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire


def score_spark_frame(
    frame: Any,
    compiled: CompiledQuestionnaire,
    found: Mapping[str, str],
    kept: Sequence[str],
    added: Sequence[str],
) -> Any:
    """*frame* with the columns *added*: the results, and one that names the question whose cell is no answer.

    *found* has the column of each question; *kept* is what the frame's own columns are called.
    """
    from pyspark.sql import types as T  # noqa: N812  as everybody calls it

    headings = tuple(frame.columns)
    places = {name: headings.index(column) for name, column in found.items()}
    columns = Columns(headings, places, {}, None, {}, tuple(kept), ())
    words = {name: spellings(compiled.definitions[name]) for name in found}
    task = PartitionTask(ArrowDecoder(compiled, columns, words, "the frame"), added[:-1], (), as_csv=False)
    types = [
        *(field.dataType for field in frame.schema.fields),
        *(spark_type(compiled, name) for name in added[:-1]),
        T.StringType(),
    ]
    names = [*kept, *added]
    schema = T.StructType([T.StructField(name, dtype) for name, dtype in zip(names, types, strict=True)])
    plain = frame.toDF(
        *(f"c{n}" for n in range(len(headings)))
    )  # Spark looks for what a dot in a name could mean
    return plain.mapInArrow(task.kept, schema)
