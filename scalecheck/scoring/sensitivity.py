"""Find what each missing answer could change: the overall result with its worst answer, and with its best.

The formula runs twice for each missing answer, with everything else left as it is. For a few of them it is
walked through; for many it is first written out as one run of Python (:mod:`scalecheck.scoring.program`),
which takes as long to compile as some twenty walks, and is then fifty times as quick. Both give the same
numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.record import NamedTuple
from scalecheck.scoring import formula
from scalecheck.scoring.arithmetic import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.scoring.compiled import CompiledQuestionnaire
    from scalecheck.scoring.result import Score

    Run = Callable[[Sequence[int]], tuple[int, bool, int]]
    """Takes the code of each question, in the order asked. Gives the overall score in units of the last
    published decimal, whether it is published, and the position of the overall band after gates."""

MANY = 10
"""From so many missing answers on, compiling the formula is the quicker way: walking through it for one
of them takes a seventh of the compiling on 27 questions, a twentieth on 1,000."""


class Sensitivity(NamedTuple):
    """What one missing answer could change, all other answers left as they are."""

    question: str
    low: int | float | None
    """The overall score with its worst answer, in the overall unit; None where there would be none."""
    high: int | float | None
    """The overall score with its best answer."""
    band_low: str | None
    """The overall band with its worst answer, after gates; None without a score or bands."""
    band_high: str | None
    """The overall band with its best answer, after gates."""
    could_change_band: bool
    """Whether the two bands, and the one of the answers there are, differ."""


def sensitivities(score: Score) -> tuple[Sensitivity, ...]:
    """Return the sensitivity to each missing answer of *score*, in the order in which questions are asked.

    Of options that are equally bad, or good, the first in the file stands for them: a condition that tells
    them apart is not tried out with the others.
    """
    missing = score.missing
    if not missing:
        return ()
    compiled = score.compiled._replace(rules=())  # advice changes no score
    run = (compile_formula if len(missing) >= MANY else walk_formula)(compiled)
    bands = [band.id for band in compiled.root.bands]

    places = {name: place for place, name in enumerate(compiled.questions)}
    codes = [score.codes[name] for name in compiled.questions]

    def result(name: str, code: int) -> tuple[int | float | None, str | None]:
        place = places[name]
        value, published, band = run([*codes[:place], code, *codes[place + 1 :]])
        return (compiled.number(value), bands[band] if bands else None) if published else (None, None)

    found = []
    for name in missing:
        shares = compiled.questions[name].shares
        low, band_low = result(name, shares.index(min(shares)))
        high, band_high = result(name, shares.index(max(shares)))
        different = {band_low, band_high} | ({score.band} - {None})
        found.append(Sensitivity(name, low, high, band_low, band_high, len(different) > 1))
    return tuple(found)


def walk_formula(compiled: CompiledQuestionnaire) -> Run:
    """Return a function that walks through the formula."""

    def run(codes: Sequence[int]) -> tuple[int, bool, int]:
        outcome = formula.score(WHOLE, compiled, dict(zip(compiled.questions, codes, strict=True)))
        overall = outcome.domains[compiled.root.id]
        return overall.score, bool(overall.published), outcome.band

    return run


def compile_formula(compiled: CompiledQuestionnaire) -> Run:
    """Return the same function as :func:`walk_formula`, written out as one run of Python."""
    from scalecheck.scoring.program import Program  # most responses miss few answers

    program = Program(compiled.questions)
    outcome = formula.score(program, compiled, {name: program.column(name) for name in compiled.questions})
    overall = outcome.domains[compiled.root.id]
    values = (overall.score, overall.published, outcome.band)
    compute = program.compile([program.name(value) for value in values], {})

    def run(codes: Sequence[int]) -> tuple[int, bool, int]:
        value, published, band = compute(*codes)
        return value, bool(published), band

    return run
