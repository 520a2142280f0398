"""Compile a questionnaire: resolve weights, reverse keying, ranges, bands and ranks to whole numbers, once.

The formula runs over the compiled questionnaire without looking back at the definition, and divides only
where a share is rounded.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from scalecheck.definition.condition import Comparison, comparisons
from scalecheck.definition.questionnaire import EFFORTS, QUICK, Band, Domain, Question, Questionnaire
from scalecheck.definition.ranges import BILLION, Publication, parts, publication, score_range
from scalecheck.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from scalecheck.definition.condition import Condition


class CompiledQuestion(NamedTuple):
    """A question, ready to be scored. Tuples go by the option's position."""

    id: str
    domain: str
    above: tuple[int, ...]
    """What each option adds above the line of its domain's fraction."""
    below: int
    """What the question adds below it; also ``above`` of its best option."""
    shares: tuple[int, ...]
    """Each option's share, in billionths."""
    ask_if: tuple[Condition, ...]
    """Its own condition and those of the domains it stands in: all must let it be asked."""
    in_scope: bool
    ranks: tuple[int, ...]
    """Each option's leverage, as a rank among all leverages there are; 0 for none."""
    leverage: tuple[tuple[int, int], ...]
    """Each option's leverage as an exact fraction of the overall range: above and below the line."""
    ties: tuple[int, ...]
    """How each option's step stands among steps of equal leverage: higher comes first."""
    offers: tuple[bool, ...]
    """Whether each option offers a next step."""


class CompiledDomain(NamedTuple):
    """A domain, ready to be scored."""

    id: str
    parent: str | None
    aggregate: str
    questions: tuple[str, ...]
    domains: tuple[str, ...]
    weights: tuple[int, ...]
    """What each child adds below the line of the fraction."""
    beneath: tuple[str, ...]
    """Every question beneath."""
    weighty: tuple[str, ...]
    """Those among them that can give it a share: no weight on the way up is 0."""
    needed: tuple[int, int]
    """The share of applicable questions needed for a score: above and below the line."""
    range: tuple[int | Fraction, int | Fraction]
    """The least and the most that its score can be, in the questionnaire's unit."""
    publication: Publication
    bands: tuple[Band, ...]
    thresholds: tuple[int, ...]
    """Where each band but the first starts, in units of the last published decimal."""


class CompiledGate(NamedTuple):
    """A gate, ready to be evaluated."""

    id: str
    when: Condition
    cap: int
    """The position of the best band it allows."""
    questions: tuple[str, ...]
    """The questions it looks at, those beneath its domains included."""
    lifted: dict[str, tuple[int, ...]]
    """By question, the positions of the options from which a step up can lift it."""


class CompiledRule(NamedTuple):
    """A piece of advice, ready to be evaluated."""

    id: str
    when: Condition
    questions: tuple[str, ...]
    """The questions it looks at, those beneath its domains included."""
    tie: int


class CompiledQuestionnaire(NamedTuple):
    """A questionnaire compiled for one scope: shares and thresholds in whole numbers, rules by position."""

    questionnaire: Questionnaire
    definitions: Mapping[str, Question]
    """Every question's definition, by id, in the order they are asked."""
    scope: str
    questions: dict[str, CompiledQuestion]
    """In the order they are asked."""
    domains: dict[str, CompiledDomain]
    """Children before parents; the root last."""
    gates: tuple[CompiledGate, ...]
    rules: tuple[CompiledRule, ...]
    ties: int
    """How many different places there are among equals."""
    leverages: int
    """The highest rank of a leverage."""

    links: tuple[str, ...]
    """The domains that hold questions, by id: one of them is the weakest link."""
    percent: Publication
    """How a share becomes a percentage at the published precision, whatever the unit."""

    @property
    def root(self) -> CompiledDomain:
        """Return the overall domain."""
        return self.domains[self.questionnaire.root.id]

    def number(self, value: int) -> int | float:
        """Return the number that a value in units of the last published decimal stands for."""
        unit: int = 10**self.questionnaire.decimals
        return value / unit if unit > 1 else value

    def scale(self, value: int | Fraction) -> int:
        """Return a threshold in units of the last decimal, rounded up: below it is below the threshold."""
        unit: int = 10**self.questionnaire.decimals
        return -(-(value.numerator * unit) // value.denominator)

    def options(self, comparison: Comparison) -> tuple[int, ...]:
        """Return the positions of the options for which *comparison*, on a question, is true."""
        return self.definitions[comparison.subject].options_meeting(comparison)


def compile_questionnaire(questionnaire: Questionnaire, scope: str = "full") -> CompiledQuestionnaire:
    """Compile *questionnaire*, with all its questions in scope or, for "quick", those tagged so.

    It must be sound: the reader refuses what the formula could not run over.
    """
    return _Compiler(questionnaire, scope).compile()


class _Compiler:
    def __init__(self, questionnaire: Questionnaire, scope: str) -> None:
        self.whole, self.scope = questionnaire, scope
        self.every = {question.id: question for question in questionnaire.questions}
        self.asked = {name for name, each in self.every.items() if scope == "full" or QUICK in each.tags}
        self.parts = {domain.id: parts(questionnaire, domain) for domain in questionnaire.root.walk()}
        self.leverage: dict[str, tuple[tuple[int, int], ...]] = {}
        self._measure_leverage(questionnaire.root, 1, 1)

    def compile(self) -> CompiledQuestionnaire:
        whole = self.whole
        bottom = lcm(*(under for row in self.leverage.values() for _, under in row))
        exact = {
            name: [over * (bottom // under) for over, under in row] for name, row in self.leverage.items()
        }
        order = {
            value: rank for rank, value in enumerate(sorted({0, *(x for row in exact.values() for x in row)}))
        }
        entries = {
            (EFFORTS.index(o.next.effort), q.id) for q in self.every.values() for o in q.options if o.next
        }
        entries |= {(EFFORTS.index(rule.effort), rule.id) for rule in whole.advice}
        self.tie = {entry: len(entries) - 1 - place for place, entry in enumerate(sorted(entries))}
        self.ranks = {name: tuple(order[value] for value in row) for name, row in exact.items()}
        questions: dict[str, CompiledQuestion] = {}
        domains: dict[str, CompiledDomain] = {}
        self._compile_beneath(whole.root, None, (), questions, domains)
        return CompiledQuestionnaire(
            questionnaire=whole,
            definitions=self.every,
            scope=self.scope,
            questions=questions,
            domains=domains,
            gates=tuple(self._compile_gate(gate.id, gate.when, gate.cap) for gate in whole.gates),
            rules=tuple(
                CompiledRule(
                    rule.id,
                    rule.when,
                    self._find_looked_at(rule.when),
                    self.tie[EFFORTS.index(rule.effort), rule.id],
                )
                for rule in whole.advice
            ),
            ties=max(1, len(entries)),
            leverages=max(order.values()),
            links=tuple(sorted(domain.id for domain in domains.values() if domain.questions)),
            percent=publication(0, 100, whole.decimals),
        )

    def _measure_leverage(self, domain: Domain, over: int, under: int) -> None:
        """Set each question's leverage: its weight multiplied down the tree, times the share it has left."""
        above, below = self.parts[domain.id]
        here = [
            weight if self._is_in_scope(child) else 0
            for child, weight in zip(domain.children, below, strict=True)
        ]
        total = sum(here) or 1
        for position, child in enumerate(domain.children):
            if isinstance(child, Domain):
                self._measure_leverage(child, over * here[position], under * total)
            elif here[position]:
                left = [below[position] - top for top in above[position]]
                self.leverage[child.id] = tuple((over * rest, under * total) for rest in left)
            else:
                self.leverage[child.id] = tuple((0, 1) for _ in child.options)

    def _is_in_scope(self, child: Domain | Question) -> bool:
        return (
            child.id in self.asked
            if isinstance(child, Question)
            else any(map(self._is_in_scope, child.children))
        )

    def _compile_beneath(
        self,
        domain: Domain,
        parent: str | None,
        ask_if: tuple[Condition, ...],
        questions: dict[str, CompiledQuestion],
        domains: dict[str, CompiledDomain],
    ) -> None:
        whole = self.whole
        ask_if = (*ask_if, domain.ask_if) if domain.ask_if else ask_if
        above, below = self.parts[domain.id]
        for each in domain.domains:
            self._compile_beneath(each, domain.id, ask_if, questions, domains)
        for position, question in enumerate(domain.questions):
            questions[question.id] = CompiledQuestion(
                id=question.id,
                domain=domain.id,
                above=above[position],
                below=below[position],
                shares=_compute_shares(question),
                ask_if=(*ask_if, question.ask_if) if question.ask_if else ask_if,
                in_scope=question.id in self.asked,
                ranks=self.ranks[question.id],
                leverage=self.leverage[question.id],
                ties=tuple(
                    self.tie[EFFORTS.index(option.next.effort), question.id] if option.next else 0
                    for option in question.options
                ),
                offers=tuple(
                    option.next is not None and option.points != question.top for option in question.options
                ),
            )
        least, most = score_range(whole, domain)
        bands = whole.bands_of(domain)
        needed = whole.min_answered if domain.min_answered is None else domain.min_answered
        domains[domain.id] = CompiledDomain(
            id=domain.id,
            parent=parent,
            aggregate=domain.aggregate,
            questions=tuple(question.id for question in domain.questions),
            domains=tuple(each.id for each in domain.domains),
            weights=tuple(below),
            beneath=tuple(question.id for question in domain.every_question()),
            weighty=self._find_weighty(domain),
            needed=(needed.numerator, needed.denominator),
            range=(least, most),
            publication=publication(least, most, whole.decimals),
            bands=bands,
            thresholds=tuple((band.start * 10**whole.decimals).numerator for band in bands[1:]),
        )

    def _find_weighty(self, domain: Domain) -> tuple[str, ...]:
        _, below = self.parts[domain.id]
        found: list[str] = []
        for child, weight in zip(domain.children, below, strict=True):
            if weight:
                found += [child.id] if isinstance(child, Question) else self._find_weighty(child)
        return tuple(found)

    def _compile_gate(self, name: str, when: Condition, cap: str) -> CompiledGate:
        lifted: dict[str, set[int]] = {}
        for comparison, wanted in comparisons(when):
            for question in self._list_questions(comparison):
                best = next(n for n, option in enumerate(question.options) if option.points == question.top)
                if comparison.kind == "question":
                    true = question.options_meeting(comparison)
                    mends = (best in true) != wanted
                    options = (
                        [n for n in range(len(question.options)) if (n in true) == wanted] if mends else []
                    )
                else:
                    rises = (comparison.relation != "at_least") == wanted
                    options = (
                        [n for n, o in enumerate(question.options) if o.points != question.top]
                        if rises
                        else []
                    )
                lifted.setdefault(question.id, set()).update(options)
        position = next(n for n, band in enumerate(self.whole.bands) if band.id == cap)
        steps = {question: tuple(sorted(each)) for question, each in lifted.items() if each}
        return CompiledGate(name, when, position, self._find_looked_at(when), steps)

    def _list_questions(self, comparison: Comparison) -> list[Question]:
        if comparison.kind == "question":
            return [self.every[comparison.subject]]
        domain = next(each for each in self.whole.root.walk() if each.id == comparison.subject)
        return list(domain.every_question())

    def _find_looked_at(self, when: Condition) -> tuple[str, ...]:
        found = (question.id for each, _ in comparisons(when) for question in self._list_questions(each))
        return tuple(dict.fromkeys(found))


def _compute_shares(question: Question) -> tuple[int, ...]:
    """Return each option's share in billionths, rounded half up."""
    span = question.most - question.least
    if not span:
        return tuple(0 for _ in question.options)
    reach = [
        question.most - o.points if question.reverse else o.points - question.least for o in question.options
    ]
    pairs = [(r.numerator * span.denominator, r.denominator * span.numerator) for r in reach]
    return tuple((2 * over * BILLION + under) // (2 * under) for over, under in pairs)
