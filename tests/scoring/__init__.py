"""How these tests write a questionnaire, answer it and read what it comes to.

Everything goes through the real reader and the public types, so that a test says what a user would write
and see.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import TYPE_CHECKING

from scalecheck.definition import reader
from scalecheck.responses.reader import resolve
from scalecheck.responses.response import Answer, Response, Scope
from scalecheck.scoring.recommendations import Recommendation, recommend
from scalecheck.scoring.single import score

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.scoring.result import DomainScore, Score

HEAD = """\
id: test
version: 1.0.0
title: A test
"""

SCALES = """\
scales:
  to-1: [{label: a, points: 0}, {label: b, points: 1}]
  to-2: [{label: a, points: 0}, {label: b, points: 1}, {label: c, points: 2}]
  to-3: [{label: a, points: 0}, {label: b, points: 1}, {label: c, points: 2}, {label: d, points: 3}]
  to-4: [{label: a, points: 0}, {label: b, points: 1}, {label: c, points: 2}, {label: d, points: 3}, \
{label: e, points: 4}]
  to-5: [{label: a, points: 0}, {label: b, points: 1}, {label: c, points: 3}, {label: d, points: 5}]
  to-10: [{label: a, points: 0}, {label: b, points: 3}, {label: c, points: 5}, {label: d, points: 10}]
  to-40: [{label: a, points: 0}, {label: b, points: 10}, {label: c, points: 20}, {label: d, points: 40}]
  one-to-5: [{label: a}, {label: b}, {label: c}, {label: d}, {label: e}]
  quarters: [{label: a, points: 0}, {label: b, points: 0.25}, {label: c, points: 0.5}, {label: d, points: 1}]
  both-sides: [{label: a, points: -2}, {label: b, points: -1}, {label: c, points: 0}, {label: d, points: 1}, \
{label: e, points: 2}]
"""
"""Answer sets that any test may name: each goes from its least points to its most."""


@cache
def read(text: str) -> Questionnaire:
    """The questionnaire that *text* holds."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "test.yaml")
        file.write_text(text, encoding="utf-8")
        return reader.read(file, lambda _name, _folder: None)


def define(text: str) -> Questionnaire:
    """The questionnaire that *text* holds, below a head and the answer sets of :data:`SCALES`."""
    return read(HEAD + SCALES + dedent(text))


def ask(**scales: str) -> str:
    """Write questions in flow style, each with its answer set and more: ``ask(q="to-4, weight: 2")``."""
    return (
        "[" + ", ".join(f"{{id: {name}, ask: 'Well?', scale: {rest}}}" for name, rest in scales.items()) + "]"
    )


def one_domain(head: str = "", more: str = "", **scales: str) -> Questionnaire:
    """A questionnaire of one domain ``d``; *head* goes to the questionnaire, *more* to the domain."""
    domain = f"  - {{id: d, title: D, {more + ', ' if more else ''}questions: {ask(**scales)}}}\n"
    return define(dedent(head) + "\ndomains:\n" + domain)


def answered(questionnaire: Questionnaire, answers: dict[str, object], scope: Scope = "full") -> Score:
    """The score of *answers*: points, ids, labels or silences, by question id."""
    by_id = {question.id: question for question in questionnaire.questions}
    given: dict[str, Answer] = {}
    for name, value in answers.items():
        if value == "unanswered":
            continue
        resolved = resolve(by_id[name], str(value))
        assert resolved is not None, f"{value} is not an answer to {name}"
        given[name] = Answer(state=resolved[0], option=resolved[1])
    return score(questionnaire, Response(questionnaire.id, questionnaire.version, given, scope=scope))


def overall(questionnaire: Questionnaire, **answers: object) -> float | None:
    """The overall score of *answers*."""
    return answered(questionnaire, dict(answers)).overall.score


def domains(result: Score) -> dict[str, DomainScore]:
    """Each domain's score, by id."""
    return {domain.id: domain for domain in result.domains}


def interval(result: Score) -> tuple[float | None, float | None]:
    """Both ends of the overall interval."""
    return result.overall.low, result.overall.high


def recommended(questionnaire: Questionnaire, scope: Scope = "full", **answers: object) -> list[str]:
    """What *answers* lead to, by id, in order."""
    return [each.id for each in recommendations(questionnaire, scope, **answers)]


def recommendations(
    questionnaire: Questionnaire, scope: Scope = "full", **answers: object
) -> tuple[Recommendation, ...]:
    """What *answers* lead to, in order."""
    return recommend(answered(questionnaire, dict(answers), scope))
