"""The types of a result: an outcome in published numbers and names."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from scalecheck.responses.response import Response
    from scalecheck.scoring.compiled import CompiledDomain, CompiledQuestionnaire
    from scalecheck.scoring.outcome import Outcome

WhyMissing = Literal["nothing applies", "too few answered", "nothing that counts is answered"]


class DomainScore(NamedTuple):
    """What one domain comes to; the overall domain too.

    Scores have the published decimals; None where there is none.
    """

    id: str
    parent: str | None
    score: int | float | None
    low: int | float | None
    high: int | float | None
    band: str | None
    """Before gates, which only the overall band knows."""
    band_low: str | None
    band_high: str | None
    answered: int
    applicable: int
    """Questions beneath that were asked and apply; ``answered`` counts among them."""
    share: int | None
    """In billionths, of the answers there are."""
    why_missing: WhyMissing | None

    @property
    def completeness(self) -> float:
        """Share of the applicable questions that is answered, with four decimals; 1 where none applies."""
        return int(20000 * self.answered / self.applicable + 1) // 2 / 10000 if self.applicable else 1.0


class Score:
    """One response, scored: the outcome of the formula, spoken in ids and published numbers."""

    def __init__(
        self, compiled: CompiledQuestionnaire, response: Response, codes: dict[str, int], outcome: Outcome
    ) -> None:
        self.compiled, self.response, self.codes, self.outcome = compiled, response, codes, outcome

    @cached_property
    def overall(self) -> DomainScore:
        """The whole questionnaire's score."""
        return self.domain(self.compiled.root)

    @cached_property
    def domains(self) -> tuple[DomainScore, ...]:
        """Every domain but the overall one, depth first."""
        return tuple(
            self.domain(self.compiled.domains[each.id]) for each in self.compiled.questionnaire.domains
        )

    @property
    def band(self) -> str | None:
        """The overall band, after gates."""
        return self._name_band(self.outcome.band) if self.overall.score is not None else None

    @property
    def band_low(self) -> str | None:
        """The overall band at the low end, with every gate that holds or could."""
        return self._name_band(self.outcome.band_low) if self.overall.low is not None else None

    @property
    def band_high(self) -> str | None:
        """The overall band at the high end, with the gates that hold in any case."""
        return self._name_band(self.outcome.band_high) if self.overall.high is not None else None

    @property
    def certain(self) -> bool:
        """Whether the missing answers leave the band as it is."""
        return bool(self.outcome.certain)

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates that hold."""
        return tuple(name for name, truth in self.outcome.gates.items() if truth.true)

    @property
    def gates_open(self) -> tuple[str, ...]:
        """The gates that do not hold but could, as far as the missing answers go."""
        return tuple(
            name
            for name, could in self.outcome.gates_open.items()
            if could and not self.outcome.gates[name].true
        )

    @property
    def capped_by(self) -> tuple[str, ...]:
        """The gates that hold and keep the overall band below what the score alone would give."""
        if self.overall.score is None:
            return ()
        before = self.outcome.domains[self.compiled.root.id].band
        return tuple(
            gate.id for gate in self.compiled.gates if self.outcome.gates[gate.id].true and gate.cap < before
        )

    @property
    def weakest(self) -> str | None:
        """The lowest published domain that holds questions; the first by id among equals."""
        return self.compiled.links[self.outcome.weakest] if self.outcome.weakest >= 0 else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Questions that apply and have no answer, in the order they are asked."""
        return tuple(n for n, s in self.outcome.questions.items() if s.applies and not s.answered)

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Questions that were answered and turned out not to be asked: kept, not scored."""
        return tuple(
            name
            for name, standing in self.outcome.questions.items()
            if not standing.applies and self.codes[name] >= 0 and self.compiled.questions[name].in_scope
        )

    def domain(self, domain: CompiledDomain) -> DomainScore:
        """What *domain* comes to, in published numbers."""
        mark = self.outcome.domains[domain.id]
        number = self.compiled.number
        names = [band.id for band in domain.bands]

        def name(position: int) -> str | None:
            return names[position] if names else None

        published, bounded = bool(mark.published), bool(mark.bounded)
        return DomainScore(
            id=domain.id,
            parent=domain.parent,
            score=number(mark.score) if published else None,
            low=number(mark.low) if bounded else None,
            high=number(mark.high) if bounded else None,
            band=name(mark.band) if published else None,
            band_low=name(mark.band_low) if bounded else None,
            band_high=name(mark.band_high) if bounded else None,
            answered=mark.answered,
            applicable=mark.applicable,
            share=mark.share.value if mark.share.known else None,
            why_missing=None if published else self._explain_missing(domain, mark.answered, mark.applicable),
        )

    @staticmethod
    def _explain_missing(domain: CompiledDomain, answered: int, applicable: int) -> WhyMissing:
        if not applicable:
            return "nothing applies"
        above, below = domain.needed
        enough = answered and answered * below >= applicable * above
        return "nothing that counts is answered" if enough else "too few answered"

    def _name_band(self, position: int) -> str | None:
        bands = self.compiled.root.bands
        return bands[position].id if bands else None
