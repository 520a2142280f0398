"""Tables and questionnaires to measure with, made once and kept: the same for every run of the same size."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from scalecheck.definition import catalogue

WORDS = ("1", "2", "3", "4", "", "unknown", "not applicable", "declined")
SHARES = (22, 22, 22, 22, 5, 4, 2, 1)
BLOCK = 20_000
"""So many rows are drawn; a table goes round them, each row with a respondent of its own."""


def table(folder: Path, rows: int, questionnaire: str | None = None) -> Path:
    """A CSV file of *rows* responses to *questionnaire*, the default one for None."""
    name = Path(questionnaire).stem if questionnaire else "default"
    path = folder / f"{name}-{rows}.csv"
    if path.exists():
        return path
    ids = [question.id for question in catalogue.load(questionnaire or catalogue.DEFAULT).questions]
    draw = random.Random(7)
    lines = [",".join(draw.choices(WORDS, SHARES, k=len(ids))) for _ in range(min(rows, BLOCK))]
    with path.with_suffix(".part").open("w", encoding="utf-8") as file:
        file.write(",".join(["respondent", *ids]) + "\n")
        for start in range(0, rows, BLOCK):
            shift = start // BLOCK
            file.writelines(
                f"r{row:09d},{lines[(row * 7919 + shift) % len(lines)]}\n"
                for row in range(start, min(rows, start + BLOCK))
            )
    path.with_suffix(".part").rename(path)
    return path


def parquet(source: Path) -> Path:
    """The same table as Parquet, its answers dictionary-encoded."""
    import polars as pl

    path = source.with_suffix(".parquet")
    if not path.exists():
        with source.open(encoding="utf-8") as file:
            ids = file.readline().rstrip("\n").split(",")[1:]
        schema = {"respondent": pl.String()} | dict.fromkeys(ids, pl.Enum([word for word in WORDS if word]))
        pl.scan_csv(source, schema=schema).sink_parquet(path)
    return path


def questionnaire(folder: Path, domains: int, questions: int = 5) -> Path:
    """Write a questionnaire: *domains* x *questions*, four options each, a next step for all but the last."""
    path = folder / f"made-{domains * questions}.yaml"
    lines = [f"id: made-{domains * questions}", "version: 1.0.0", "title: Made to measure", "domains:"]
    for domain in range(domains):
        lines += [f"  - id: d{domain}", f"    title: Domain {domain}", "    questions:"]
        for question in range(questions):
            lines += [
                f"      - id: d{domain}-q{question}",
                f"        ask: Question {question} of domain {domain}?",
            ]
            lines += ["        options:"]
            for option in range(4):
                step = (
                    ""
                    if option == 3
                    else f", next: {{do: Go on from {option + 1}., who: innovator, effort: medium}}"
                )
                lines.append(f"          - {{label: Level {option + 1}{step}}}")
    lines += ["bands:"]
    for place, start in enumerate((0, 40, 60, 80)):
        lines.append(f"  - {{id: band-{place}, from: {start}, title: Band {place}, meaning: From {start}.}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    print(table(Path(sys.argv[1]), int(sys.argv[2])))
