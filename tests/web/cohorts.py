"""Portfolios for the tests of their page: tables of made-up answers, of any size."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

from scalecheck.definition import catalogue

if TYPE_CHECKING:
    from pathlib import Path

HOW = ("Virtual", "Remote", "Digital", "Community", "Early", "Rapid", "Shared", "Nurse-led")
WHAT = ("ward", "frailty review", "eye clinic", "wound care", "stroke rehab", "asthma hub", "falls service")


def portfolio(path: Path, rows: int, questionnaire: str = "scaling-readiness") -> Path:
    """A table of *rows* innovations that range from hardly begun to ready, with some silences."""
    chance, questions = random.Random(rows), catalogue.load(questionnaire).questions
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["innovation", "respondent", *(question.id for question in questions)])
        for number in range(1, rows + 1):
            level, cells = chance.random(), []
            for question in questions:
                place = min(
                    max(0, int(chance.gauss(level * len(question.options), 0.9))), len(question.options) - 1
                )
                cells.append(
                    chance.choice([*(10 * [question.options[place].key]), "unknown", "", "not applicable"])
                )
            table.writerow(
                [f"{chance.choice(HOW)} {chance.choice(WHAT)} {number}", f"Person {number}", *cells]
            )
    return path
