"""Show the progress of Spark on standard error where that is a terminal: the tasks of its current stages."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

EVERY = 0.5
"""Seconds between two looks."""


@contextmanager
def progress(spark: SparkSession, what: str) -> Iterator[None]:
    """A bar that says *what* is done meanwhile.

    Spark Connect does not tell how far it is: the bar only moves.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with Progress(TextColumn(what), BarColumn(), TimeElapsedColumn(), console=console, transient=True) as bar:
        task, over = bar.add_task("", total=None), Event()

        def look() -> None:
            while not over.wait(EVERY):
                with suppress(Exception):  # a look that fails costs nothing but the look
                    done, total = _count_tasks(spark)
                    bar.update(task, completed=done, total=total)

        watching = Thread(target=look, daemon=True)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()


def _count_tasks(spark: Any) -> tuple[int, int | None]:
    tracker = spark.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(each) for each in tracker.getActiveStageIds()]
    total = sum(each.numTasks for each in stages if each)
    return sum(each.numCompletedTasks for each in stages if each), total or None
