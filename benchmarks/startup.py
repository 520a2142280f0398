"""How long a command takes, as ratios to a bare interpreter, measured side by side in one run.

    python benchmarks/startup.py [--rounds 20]

Whole processes, taken in turn: each round runs every command once, so that a slow moment of the machine
hits all of them. Printed: the median over the rounds of wall and CPU seconds, each divided by that of
``python -c pass``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from process import Run, once

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "questionnaires" / "examples" / "middling.yaml"
BARE = "python -c pass"
LIMITS = {"--version": 2.0, "report": 11.0}
"""What each command is meant to stay below, printed beside it. Nothing fails on it: machines are noisy."""


def commands() -> dict[str, list[str]]:
    """The commands compared, each as it is typed."""
    tool = str(Path(sys.executable).parent / "scalecheck")
    return {
        BARE: [sys.executable, "-c", "pass"],
        "--version": [tool, "--version"],
        "--help": [tool, "--help"],
        "report": [tool, "report", str(EXAMPLE)],
        "report, in colour": ["env", "FORCE_COLOR=1", tool, "report", str(EXAMPLE)],
        "report --format json": [tool, "report", str(EXAMPLE), "--format", "json"],
        "check": [tool, "check", str(EXAMPLE)],
    }


def main() -> None:
    """Run the rounds and print the table."""
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 20
    taken: dict[str, list[Run]] = {name: [] for name in commands()}
    for command in commands().values():
        once(command)
    for _ in range(rounds):
        for name, command in commands().items():
            taken[name].append(once(command))
    bare = [median(each[part] for each in taken[BARE]) for part in (0, 1)]
    print(f"{'command':<24}{'wall ms':>9}{'ratio':>8}{'cpu ms':>9}{'ratio':>8}{'limit':>8}")
    for name, times in taken.items():
        wall, cpu = (median(each[part] for each in times) for part in (0, 1))
        limit = f"{LIMITS[name]:g}" if name in LIMITS else ""
        print(
            f"{name:<24}{wall * 1000:>9.1f}{wall / bare[0]:>8.2f}"
            f"{cpu * 1000:>9.1f}{cpu / bare[1]:>8.2f}{limit:>8}"
        )


if __name__ == "__main__":
    main()
