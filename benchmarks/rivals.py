"""What people would write instead, for the default questionnaire: without it, in an afternoon.

    python benchmarks/rivals.py pandas|items|loop INPUT OUTPUT

``pandas`` gives scores, bands, the interval and the three questions with most to gain; ``items`` only the
means of the areas and of the whole, as item-scoring packages of R have it; ``loop`` does what ``pandas``
does, a row at a time. None of them knows gates, advice over several answers, conditions or rounding half
up: they do less than scalecheck, and do not agree with it at the edges.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

AREAS = 9
QUESTIONS = 3
BANDS = ((80, "ready"), (60, "nearly"), (40, "emerging"), (0, "not-yet"))


def with_pandas(source: str, target: str, whole: bool) -> None:
    """Read, score, write with pandas."""
    import numpy as np
    import pandas as pd  # type: ignore[import-untyped,unused-ignore]

    table = pd.read_csv(source, dtype=str, keep_default_na=False)
    answers = table[table.columns[1:]]
    applies = (answers != "not applicable").to_numpy()
    points = answers.apply(pd.to_numeric, errors="coerce").to_numpy()
    share = (points - 1) / 3 * 100
    out = pd.DataFrame({"respondent": table["respondent"]})
    columns = [range(area * QUESTIONS, (area + 1) * QUESTIONS) for area in range(AREAS)]

    def area_scores(values: Any) -> Any:
        found = np.full((len(values), AREAS), np.nan)
        for place, each in enumerate(columns):
            known = ~np.isnan(values[:, each])
            enough = known.sum(axis=1) * 2 >= applies[:, each].sum(axis=1)
            means = np.nansum(values[:, each], axis=1) / np.maximum(known.sum(axis=1), 1)
            found[:, place] = np.where(enough & known.any(axis=1), means, np.nan)
        return found

    scores = area_scores(share)
    out["score"] = np.round(np.nanmean(scores, axis=1), 1)
    for place in range(AREAS):
        out[f"area_{place}"] = np.round(scores[:, place], 1)
    if whole:
        missing = np.isnan(share) & applies
        out["low"] = np.round(np.nanmean(area_scores(np.where(missing, 0.0, share)), axis=1), 1)
        out["high"] = np.round(np.nanmean(area_scores(np.where(missing, 100.0, share)), axis=1), 1)
        edges, labels = [-1, 40, 60, 80, 101], ["not-yet", "emerging", "nearly", "ready"]
        out["band"] = pd.cut(out["score"], edges, right=False, labels=labels)
        for place in range(AREAS):
            out[f"band_{place}"] = pd.cut(out[f"area_{place}"], edges, right=False, labels=labels)
        gap = np.where(np.isnan(share), -1.0, 100 - share)
        first = np.argsort(-gap, axis=1, kind="stable")[:, :3]
        names = answers.columns.to_numpy()
        for place in range(3):
            out[f"advice_{place + 1}"] = names[first[:, place]]
        out["weakest"] = np.nanargmin(
            np.where(np.isnan(scores).all(axis=1, keepdims=True), 0, scores), axis=1
        )
    out.to_csv(target, index=False)


def with_loop(source: str, target: str) -> None:
    """Read, score, write with the csv module."""
    with (
        Path(source).open(newline="", encoding="utf-8") as read,
        Path(target).open("w", newline="", encoding="utf-8") as write,
    ):
        rows, lines = csv.reader(read), csv.writer(write)
        names = next(rows)[1:]
        lines.writerow(
            [
                "respondent",
                "score",
                "band",
                "low",
                "high",
                *(f"area_{n}" for n in range(AREAS)),
                "a1",
                "a2",
                "a3",
            ]
        )
        for row in rows:
            areas: list[list[float | None]] = []
            for start in range(1, len(row), QUESTIONS):
                found: list[list[float]] = [[], [], []]
                asked = 0
                for cell in row[start : start + QUESTIONS]:
                    if cell == "not applicable":
                        continue
                    asked += 1
                    known = cell.isdigit()
                    share = (int(cell) - 1) / 3 * 100 if known else 0.0
                    if known:
                        found[0].append(share)
                    found[1].append(share if known else 0.0)
                    found[2].append(share if known else 100.0)
                enough = found[0] and len(found[0]) * 2 >= asked
                areas.append(
                    [
                        sum(each) / len(each) if each and (enough or n) else None
                        for n, each in enumerate(found)
                    ]
                )
            whole = []
            for n in range(3):
                there = [area[n] for area in areas if area[n] is not None]
                whole.append(round(sum(there) / len(there), 1) if there else None)  # type: ignore[arg-type]
            band = next((name for start, name in BANDS if whole[0] is not None and whole[0] >= start), "")
            gaps = sorted((-4 + int(cell), n) for n, cell in enumerate(row[1:]) if cell.isdigit())
            advice = [names[n] for _, n in gaps[:3]]
            shown = [None if area[0] is None else round(area[0], 1) for area in areas]
            lines.writerow([row[0], whole[0], band, whole[1], whole[2], *shown, *advice])


if __name__ == "__main__":
    kind, source, target = sys.argv[1:4]
    if kind == "loop":
        with_loop(source, target)
    else:
        with_pandas(source, target, kind == "pandas")
