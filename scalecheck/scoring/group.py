"""Several people's scores of one innovation: their middle, how far they agree, and what to talk about first.

Every number comes from the individual scores, or from the one formula run again; nothing is averaged into
a score of the group. What the group agrees is one more response, scored like any other, and stands beside
the middle.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.record import NamedTuple
from scalecheck.scoring.agenda import make_agenda, score_again
from scalecheck.scoring.agreement import DomainAgreement, domain_agreement, middle_of
from scalecheck.scoring.roles import Gap, Role, gaps, role_names, roles
from scalecheck.scoring.votes import choose_middle_code, count_votes
from scalecheck.text import listed, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalecheck.scoring.agenda import Item
    from scalecheck.scoring.compiled import CompiledDomain, CompiledQuestionnaire
    from scalecheck.scoring.result import Score
    from scalecheck.scoring.votes import Votes


class Middle(NamedTuple):
    """What the raters' published scores of one domain come to; the overall domain's too. In its own unit."""

    id: str
    parent: str | None
    scores: tuple[int | float, ...]
    """The published scores, lowest first; raters without one are left out."""

    @property
    def median(self) -> int | float | None:
        """The middle score; with an even count the lower of the two, which somebody has.

        None where nobody has a score.
        """
        return middle_of(self.scores) if self.scores else None

    @property
    def lowest(self) -> int | float | None:
        """The lowest score anybody has; None where nobody has one."""
        return self.scores[0] if self.scores else None

    @property
    def highest(self) -> int | float | None:
        """The highest score anybody has; None where nobody has one."""
        return self.scores[-1] if self.scores else None


class Group(NamedTuple):
    """Several raters' view of one innovation."""

    compiled: CompiledQuestionnaire
    scores: tuple[Score, ...]
    """Lowest overall score first: in no order that tells who is who."""
    agreed: Score | None
    """What the group agreed, where it did."""
    overall: Middle
    domains: tuple[Middle, ...]
    """Every domain but the overall one, depth first."""
    bands: dict[str, int]
    """By band, lowest first: how many raters' overall result is in it."""
    unbanded: int
    """How many have no overall score."""
    questions: tuple[Votes, ...]
    """Every question in scope, in the order asked."""
    agreements: dict[str, DomainAgreement]
    """By domain, the overall one included."""
    roles: tuple[Role, ...]
    """Roles that may be told apart."""
    gaps: tuple[Gap, ...]
    """Widest first."""
    middle: Score
    """The middle vote on each question, scored: what the agenda is measured against, and nobody's result."""
    agenda: tuple[Item, ...]
    """What to talk about, first things first."""
    warnings: tuple[str, ...]

    @property
    def others(self) -> int:
        """How many raters are of no role that may be told apart."""
        return len(self.scores) - sum(role.people for role in self.roles)


def group(scores: Sequence[Score], agreed: Score | None = None) -> Group:
    """Put *scores*, one a rater, together, with what they *agreed* beside them. Their order changes nothing.

    Raises :class:`~scalecheck.errors.Refused`, naming the files, where they are of several questionnaires
    (SC501), versions (SC502) or scopes (SC503), where one respondent (SC504) or one file (SC505) is there
    twice, and where there are none (SC506).
    """
    if not scores:
        raise Refused(
            Problem(Place(""), Code.SC506, "There are no responses to put together.", "Name one or more.")
        )
    _refuse_mixed_kinds([*scores, *([agreed] if agreed else [])], scores)
    _refuse_repeats(scores)
    ranked = sorted(scores, key=_sort_by_score)
    compiled = ranked[0].compiled
    votes = tuple(
        count_votes(compiled, ranked, name)
        for name, question in compiled.questions.items()
        if question.in_scope
    )
    lie = {each.question: each.agreement for each in votes}
    middle = score_again(ranked[0], {each.question: choose_middle_code(compiled, each) for each in votes})
    names = role_names(ranked)
    bands = [score.band for score in ranked if score.overall.score is not None]
    return Group(
        compiled=compiled,
        scores=tuple(ranked),
        agreed=agreed,
        overall=_find_middle(compiled.root, ranked),
        domains=tuple(
            _find_middle(compiled.domains[each.id], ranked) for each in compiled.questionnaire.domains
        ),
        bands={band.id: bands.count(band.id) for band in compiled.root.bands},
        unbanded=len(ranked) - len(bands),
        questions=votes,
        agreements={
            name: domain_agreement({each: lie[each] for each in domain.beneath if each in lie})
            for name, domain in compiled.domains.items()
        },
        roles=roles(names),
        gaps=gaps(compiled, ranked, names),
        middle=middle,
        agenda=make_agenda(compiled, votes, middle),
        warnings=_collect_warnings([*ranked, *([agreed] if agreed else [])]),
    )


def _refuse_mixed_kinds(everything: Sequence[Score], scores: Sequence[Score]) -> None:
    """Refuse scores of another questionnaire, version or scope than most have."""
    kinds: tuple[tuple[Code, Callable[[Score], str], str, str], ...] = (
        (
            Code.SC501,
            lambda each: each.response.questionnaire,
            "answers the questionnaire",
            "Report on each questionnaire apart.",
        ),
        (Code.SC502, lambda each: each.response.version, "answers version", "Report on each version apart."),
        (
            Code.SC503,
            lambda each: each.response.scope,
            "is of scope",
            "Report on the full and the quick version apart.",
        ),
    )
    problems = []
    for code, kind, verb, todo in kinds:
        counts = Counter(kind(score) for score in scores)
        usual = min(counts, key=lambda value: (-counts[value], value))
        example = min(score.response.file for score in scores if kind(score) == usual)
        for score in everything:
            if kind(score) != usual:
                what = f"This {verb} {kind(score)}; {example or 'another'} {verb} {usual}."
                problems.append(Problem(Place(score.response.file), code, what, todo))
        if problems:
            raise Refused(*problems)


def _refuse_repeats(scores: Sequence[Score]) -> None:
    """Refuse a respondent or a file that is there twice."""
    problems = []
    people: dict[str, str] = {}
    files: set[str] = set()
    for file, person in sorted(
        (score.response.file, one_line(score.response.about.get("respondent") or "")) for score in scores
    ):
        if file and file in files:
            problems.append(
                Problem(Place(file), Code.SC505, "This file is named twice.", "Name each response once.")
            )
        elif person and person.casefold() in people:
            what = f'"{person}" has answered in {people[person.casefold()]} too.'
            todo = "Keep one of the two, or tell the two people apart under `respondent`."
            problems.append(Problem(Place(file), Code.SC504, what, todo))
        files.add(file)
        people.setdefault(person.casefold(), file)
    if problems:
        raise Refused(*problems)


def _sort_by_score(score: Score) -> tuple[Any, ...]:
    """Return the sort key of a rater: score and answers, so that nothing tells whose file came first."""
    overall = score.overall.score
    about = tuple(sorted(score.response.about.items()))
    return (overall is not None, overall or 0, tuple(score.codes.values()), about, score.response.file)


def _find_middle(domain: CompiledDomain, scores: Sequence[Score]) -> Middle:
    found = [score.domain(domain).score for score in scores]
    return Middle(domain.id, domain.parent, tuple(sorted(each for each in found if each is not None)))


def _collect_warnings(scores: Sequence[Score]) -> tuple[str, ...]:
    """Collect what the responses warn of, each once, and whether they are about different things."""
    named = innovations(scores)
    found = [f"The responses name different innovations: {listed(named)}."] if len(named) > 1 else []
    return (*found, *sorted({one_line(warning) for score in scores for warning in score.response.warnings}))


def innovations(scores: Sequence[Score]) -> list[str]:
    """List the names of what was assessed, the most frequent first, whatever their case."""
    names = Counter(one_line(score.response.about.get("innovation") or "") for score in scores)
    found: dict[str, str] = {}
    for name in sorted(filter(None, names), key=lambda name: (-names[name], name)):
        found.setdefault(name.casefold(), name)
    return list(found.values())
