"""Check all rows of a table on Spark before any is scored.

What they say they answer is held against the questionnaire, respondents who are there twice are found, and
rows that cannot be read are refused or set aside.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scalecheck.batch.provenance import ProvenanceCheck
from scalecheck.errors import SHOWN, Code, Place, Problem, Refused
from scalecheck.spark import session
from scalecheck.spark.worker import OPEN, PROBLEMS, REASON
from scalecheck.spark.write import save, text_schema
from scalecheck.tables.reader import refuse
from scalecheck.text import plural, short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.spark.read import SparkTable
    from scalecheck.spark.worker import PartitionTask

MAX_PROVENANCES = 1_000
"""So many ways at most in which rows say what they answer."""
MAX_DUPLICATES = 100_000
"""So many respondents at most who are there twice are named to the workers."""


def check_provenance(task: PartitionTask, source: SparkTable) -> tuple[str, ...]:
    """Hold what the rows say they answer against the questionnaire, and return the warnings.

    Raises :class:`~scalecheck.errors.Refused` where they say too many things (SC402), or mix scopes (SC503).
    """
    names = list(task.columns.provenance)
    if not names:
        return ()
    said = sorted(
        map(
            tuple,
            source.frame.mapInArrow(task.provenances, text_schema(names))
            .distinct()
            .limit(MAX_PROVENANCES + 1)
            .collect(),
        )
    )
    if len(said) > MAX_PROVENANCES:
        what = f"The rows name more than {MAX_PROVENANCES:,} questionnaires, versions, digests and scopes."
        raise refuse(
            task.decoder.name, Code.SC402, what, "Keep the tables of different questionnaires apart."
        )
    scopes = (
        {each[names.index("scope")].strip() for each in said} & {"full", "quick"}
        if "scope" in names
        else set()
    )
    if len(scopes) > 1:
        todo = "Keep full and quick answers in tables of their own."
        raise refuse(
            task.decoder.name,
            Code.SC503,
            "Some rows answer the full version, others the quick one.",
            todo,
        )
    stated = ProvenanceCheck(task.compiled)
    found = {each: stated.find_faults(dict(zip(names, each, strict=True))) for each in said}
    task.decoder.provenance_faults = {each: faults for each, faults in found.items() if faults}
    return tuple(stated.warnings)


def find_duplicates(task: PartitionTask, source: SparkTable) -> None:
    """Name the respondents who are there twice to *task*.

    Raises :class:`~scalecheck.errors.Refused` (SC504) where they are too many.
    """
    if task.columns.respondent is None:
        return
    found = (
        source.frame.mapInArrow(task.respondents, "name string").groupBy("name").count().where("count > 1")
    )
    names = [each["name"] for each in found.limit(MAX_DUPLICATES + 1).collect()]
    if len(names) > MAX_DUPLICATES:
        some = short(names[0], 40)
        what = f'More than {MAX_DUPLICATES:,} respondents are there more than once, such as "{some}".'
        raise refuse(task.decoder.name, Code.SC504, what, "Keep one row for each respondent.")
    task.decoder.duplicates = frozenset(names)


def set_aside(task: PartitionTask, source: SparkTable, called: Sequence[str], rejects: str | None) -> int:
    """Write rows that cannot be read to *rejects*, under the headings *called*; return how many there are.

    Raises :class:`~scalecheck.errors.Refused` where there are some and no *rejects*, or cells left open.
    """
    from pyspark.sql import Observation
    from pyspark.sql import functions as F  # noqa: N812  as everybody calls it

    wrong = source.frame.mapInArrow(
        task.problems, text_schema([*map(str, range(task.width)), REASON, PROBLEMS, OPEN])
    )
    first = wrong.head(1 if rejects else SHOWN)
    if not first:
        return 0
    if not rejects:
        raise Refused(*_list_problems(task, first, wrong.count))
    pieces = wrong.where(F.col(OPEN) == "1").head(SHOWN) if source.lines else []
    if pieces:  # a line in the middle of such a cell would pass for a row
        raise Refused(*_list_problems(task, pieces, wrong.where(F.col(OPEN) == "1").count))
    seen = Observation()
    with session.translate_faults(rejects):
        save(
            wrong.drop(PROBLEMS, OPEN).observe(seen, F.count(F.lit(1)).alias("rows")),
            [*called, REASON],
            rejects,
        )
    return int(seen.get["rows"])


def _list_problems(task: PartitionTask, rows: Sequence[Any], count: Callable[[], int]) -> list[Problem]:
    """List each problem of the first *rows* that cannot be read once; *count* counts all such rows."""
    told: dict[tuple[str, ...], str] = {}
    named = 0
    for row in rows:
        before = len(told)
        for name, *problem in json.loads(row[PROBLEMS]):
            if len(told) < SHOWN - 1:
                told.setdefault(tuple(problem), name)
        named += len(told) > before
    found = sorted(
        Problem(Place(task.decoder.name), Code[code], f"{name}{what}", todo)
        for (code, what, todo), name in told.items()
    )
    if more := count() - named:
        rest = (
            f"{plural(more, 'more row')} cannot be read, for this or another reason; "
            "--rejects puts such rows aside."
        )
        found[-1] = found[-1]._replace(todo=f"{found[-1].todo} {rest}")
    return found
