"""Compare the time of a report with half of the answers missing to that of one with all of them.

    python benchmarks/missing.py [--rounds 5]

Of each missing answer a report says what finding it out could change. Whole processes are run in turn: a
report on 1,000 questions with all of them answered, and with 500 unknown. Printed are the median CPU seconds
of both, and their ratio.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from process import Run, once
from tables import questionnaire

DOMAINS, QUESTIONS = 50, 20
LIMIT = 3.0
"""What the ratio is meant to stay below, printed beside it. Nothing fails on it: machines are noisy."""


def response(path: Path, missing: int) -> Path:
    """Write the answers to all questions, the first of every two unknown until *missing* are."""
    names = [f"d{domain}-q{question}" for domain in range(DOMAINS) for question in range(QUESTIONS)]
    lines = [f"questionnaire: made-{len(names)}", "version: 1.0.0", "answers:"]
    for place, name in enumerate(names):
        unknown = place % 2 == 0 and place < 2 * missing
        lines.append(f"  {name}: {'unknown' if unknown else f'Level {place * 7 % 4 + 1}'}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def main() -> None:
    """Run the rounds and print the table."""
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 5
    with TemporaryDirectory() as name:
        folder = Path(name)
        definition = questionnaire(folder, DOMAINS, QUESTIONS)
        tool = str(Path(sys.executable).parent / "scalecheck")
        commands = {
            missing: [
                tool,
                "report",
                str(response(folder / f"{missing}.yaml", missing)),
                "-q",
                str(definition),
            ]
            for missing in (0, 500)
        }
        taken: dict[int, list[Run]] = {missing: [] for missing in commands}
        for _ in range(rounds):
            for missing, command in commands.items():
                taken[missing].append(once(command))
    print(f"{'missing of 1,000':<18}{'cpu s':>8}{'ratio':>8}{'limit':>8}")
    cpu = {missing: median(each.cpu for each in times) for missing, times in taken.items()}
    for missing, seconds in cpu.items():
        limit = f"{LIMIT:g}" if missing else ""
        print(f"{missing:<18}{seconds:>8.2f}{seconds / cpu[0]:>8.2f}{limit:>8}")


if __name__ == "__main__":
    main()
