"""How long a batch takes and how much memory, as ratios measured side by side in one run.

    python benchmarks/batch.py [--rows 1000000] [--rounds 3] [--folder FOLDER]

Whole processes, taken in turn: each round runs every command once, so that a slow moment of the machine
hits all of them. Printed for each: the median of wall and CPU seconds and of the peak of memory, and the
median over the rounds of its ratio to the command it is compared with. The tables are made in FOLDER
(else a temporary one) and take some 100 bytes a row.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from process import Run, once
from tables import parquet, questionnaire, table

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable


class Measured(NamedTuple):
    """A command to measure, and what it is compared with."""

    command: list[str]
    against: str
    limit: str = ""


def measure(name: str, commands: dict[str, Measured], rounds: int) -> dict[str, list[Run]]:
    """Run the rounds and print the table."""
    taken: dict[str, list[Run]] = {each: [] for each in commands}
    for _ in range(rounds):
        for each, measured in commands.items():
            os.sync()  # the disk takes what the one before wrote, or it would hold up this one
            taken[each].append(once(measured.command))
    print(f"\n{name}\n{'':<34}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}   ratio wall   cpu  limit")
    for each, measured in commands.items():
        runs, base = taken[each], taken[measured.against]
        pairs = list(zip(runs, base, strict=True))
        wall, cpu = (
            median(one.wall / other.wall for one, other in pairs),
            median(one.cpu / other.cpu for one, other in pairs),
        )
        figures = "".join(f"{median(getattr(run, part) for run in runs):>9.2f}" for part in ("wall", "cpu"))
        print(
            f"{each:<34}{figures}{median(run.peak for run in runs):>9.0f}"
            f"{wall:>13.2f}{cpu:>6.2f}  {measured.limit}",
            flush=True,
        )
    return taken


def option(name: str, default: str) -> str:
    """What follows *name* on the command line."""
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else default


def tool(source: Path, target: Path, *more: str) -> list[str]:
    """A batch."""
    return [str(Path(PYTHON).parent / "scalecheck"), "batch", str(source), "-o", str(target), *more]


def floor(source: Path, target: Path) -> list[str]:
    """Reading and writing alone."""
    return [PYTHON, str(HERE / "floor.py"), str(source), str(target)]


def rival(kind: str, source: Path, target: Path) -> list[str]:
    """What people would write instead."""
    return [PYTHON, str(HERE / "rivals.py"), kind, str(source), str(target)]


def against_the_floor(folder: Path, rows: int, rounds: int) -> dict[str, list[Run]]:
    """Both kinds of file, each against reading and writing alone."""
    csv, out = table(folder, rows), folder / "out.csv"
    columns, packed = parquet(csv), folder / "out.parquet"
    taken = measure(
        f"CSV, {rows:,} rows x 27 questions",
        {
            "read and write": Measured(floor(csv, out), "read and write"),
            "batch": Measured(tool(csv, out), "read and write", "1.6"),
        },
        rounds,
    )
    packed_runs = measure(
        f"Parquet, answers dictionary-encoded, {rows:,} rows x 27 questions",
        {
            "read and write": Measured(floor(columns, packed), "read and write"),
            "batch": Measured(tool(columns, packed), "read and write", "2"),
        },
        rounds,
    )
    return taken | {f"Parquet, {name}": runs for name, runs in packed_runs.items()}


def growth(taken: dict[int, dict[str, list[Run]]]) -> None:
    """How time and memory grow with the rows."""
    few, some, many = sorted(taken)
    print(
        f"\nGrowth with rows: each further row, from {some:,} to {many:,} "
        f"over that from {few:,} to {some:,}; peak of memory"
    )
    for name in ("batch", "read and write", "Parquet, batch", "Parquet, read and write"):
        each = {
            rows: {part: median(getattr(run, part) for run in taken[rows][name]) for part in Run._fields}
            for rows in taken
        }
        steps = [
            ((each[many][part] - each[some][part]) / (many - some))
            / ((each[some][part] - each[few][part]) / (some - few))
            for part in ("wall", "cpu")
        ]
        peaks = f"{each[some]['peak']:.0f} to {each[many]['peak']:.0f} MB"
        grown = each[many]["peak"] / each[some]["peak"]
        print(f"{name:<34}wall {steps[0]:.2f}  cpu {steps[1]:.2f}  peak {peaks}, {grown:.2f}", flush=True)


def main() -> None:
    """Measure everything."""
    rows, rounds = int(option("--rows", "1000000")), int(option("--rounds", "3"))
    with TemporaryDirectory() as temporary:
        folder = Path(option("--folder", temporary))
        taken = {each: against_the_floor(folder, each, rounds) for each in (rows // 10, rows, rows * 10)}
        growth(taken)
        csv, out = table(folder, rows), folder / "out.csv"
        name = f"What people would use instead, CSV, {rows:,} rows"
        script = {
            "batch": Measured(tool(csv, out), "batch"),
            "pandas script": Measured(rival("pandas", csv, out), "batch", "12 or more"),
        }
        measure(name, script, rounds)
        measure(
            f"{name}: once",
            {
                "batch": Measured(tool(csv, out), "batch"),
                "means only, in pandas": Measured(rival("items", csv, out), "batch"),
                "Python loop with csv": Measured(rival("loop", csv, out), "batch"),
                "batch --engine plain, 1 row in 10": Measured(
                    tool(table(folder, rows // 10), out, "--engine", "plain"), "batch"
                ),
            },
            1,
        )
        asked = {number: questionnaire(folder, number // 5) for number in (30, 60, 120)}
        measure(
            f"Growth with questions, CSV, {rows:,} rows",
            {
                f"{number} questions": Measured(
                    tool(table(folder, rows, str(path)), out, "-q", str(path)), "30 questions"
                )
                for number, path in asked.items()
            },
            rounds,
        )


if __name__ == "__main__":
    main()
