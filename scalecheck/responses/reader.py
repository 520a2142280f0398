"""A response file -> Response, checked against its questionnaire. All problems come at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import STATED_SILENCES, AnswerState
from scalecheck.definition.format import ANSWERS, VERSION
from scalecheck.definition.questionnaire import Question, Questionnaire, written
from scalecheck.errors import Code, Place, Problem, Refused, did_you_mean
from scalecheck.files import yaml_tree
from scalecheck.files.scalars import Number, OneOf, Text, ident
from scalecheck.files.schema import Field, Many, Named, Record
from scalecheck.files.shape import NO_VALUE, Found
from scalecheck.responses.response import Action, Answer, Response, Votes
from scalecheck.text import fold, listed, plural, short

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.files.node import Node

MEANT = {
    **dict.fromkeys(
        ("don't know", "dont know", "do not know", "dk", "not sure", "unsure", "?"), AnswerState.UNKNOWN
    ),
    **dict.fromkeys(
        ("n/a", "na", "n.a.", "does not apply", "not relevant", "not_applicable"), AnswerState.NOT_APPLICABLE
    ),
    **dict.fromkeys(("would rather not say", "prefer not to say", "refused"), AnswerState.DECLINED),
}
"""Other words for the silences. They are asked about, never taken: a person's N/A is not a program's."""
COUNTS = Named(Number(least=0, most=100_000, whole=True), pattern=None)
VOTES = Record(
    "vote",
    {
        "first": Field(
            COUNTS,
            "How many chose each option, by its key; `unknown` counts who did not know.",
            required=True,
        ),
        "second": Field(COUNTS, "The same after talking."),
    },
)
ACTION = Record(
    "action",
    {
        "do": Field(Text(), "What to do.", required=True),
        "owner": Field(Text(or_nothing=True), "Who sees to it."),
        "by": Field(Text(or_nothing=True), "When it is due."),
    },
)
RESPONSE = Record(
    "response",
    {
        "questionnaire": Field(ident(), "The id of the questionnaire that was answered."),
        "version": Field(VERSION, "The version that was answered."),
        "digest": Field(Text(), "The questionnaire's digest, where a program wrote the response."),
        "scope": Field(
            OneOf(("full", "quick")), "`quick`: only the questions tagged so were asked. Default full."
        ),
        "about": Field(
            Named(Text(or_nothing=True), pattern=None),
            "innovation, respondent, role, organisation, date, or what you like.",
        ),
        "answers": Field(ANSWERS, "Question ids, each with an answer.", required=True),
        "votes": Field(
            Named(VOTES),
            "How a room voted, by question. A workshop writes it; the answers are what the room agreed.",
        ),
        "actions": Field(Many(ACTION, least=0), "What a room agreed to do."),
    },
)


def open_response(path: Path) -> Found:
    """Open the file at *path* as a response. Raises :class:`Refused` where it does not have that form."""
    return read_node(yaml_tree.read(path))


def read_node(node: Node) -> Found:
    """Read *node* as a response, before its answers are held against a questionnaire.

    Raises :class:`Refused` with everything that does not have the form of a response.
    """
    problems: list[Problem] = []
    found = RESPONSE.read(node, problems.append)
    if problems or found is NO_VALUE:
        raise Refused(*problems)
    assert isinstance(found, Found)
    return found


def read(found: Found, questionnaire: Questionnaire) -> Response:
    """Read the response in *found*, each answer held against *questionnaire*.

    Raises :class:`Refused` for an unknown question, a value that is no option, another questionnaire or
    another major version. A patch or minor version apart, or another digest, is a warning.
    """
    problems: list[Problem] = []
    warnings: list[str] = []
    named = found.get("questionnaire", questionnaire.id)
    if named != questionnaire.id:
        what = f'These answers belong to "{named}", not to "{questionnaire.id}".'
        todo = f"Score them with -q {named}, or answer {questionnaire.id}."
        raise Refused(Problem(found.at("questionnaire"), Code.SC401, what, todo))
    _check_version(found, questionnaire, problems, warnings)
    answers = read_answers(found["answers"], questionnaire, problems)
    votes = _read_votes(found, questionnaire, problems)
    bare = [
        name
        for name, answer in answers.items()
        if answer.state is AnswerState.NOT_APPLICABLE and not answer.because
    ]
    if bare:
        warnings.append(
            f"No reason is given why {listed(bare)} {'does' if len(bare) == 1 else 'do'} not apply."
        )
    outside = _find_outside_scope(found, questionnaire, answers)
    if outside:
        warnings.append(
            f"{plural(len(outside), 'answer')} outside the quick version kept, not scored: {listed(outside)}."
        )
    if problems:
        raise Refused(*problems)
    return Response(
        questionnaire=questionnaire.id,
        version=found.get("version", questionnaire.version),
        answers=answers,
        about={name: value for name, value in found.get("about", {}).items() if value is not None},
        scope=found.get("scope", "full"),
        digest=found.get("digest", ""),
        warnings=tuple(warnings),
        file=found.place.file,
        votes=votes,
        actions=tuple(
            Action(each["do"], each.get("owner") or "", each.get("by") or "")
            for each in found.get("actions", ())
        ),
    )


def _read_votes(found: Found, questionnaire: Questionnaire, problems: list[Problem]) -> dict[str, Votes]:
    """A room's votes by question, each on an option that is there."""
    questions = {question.id: question for question in questionnaire.questions}
    votes: dict[str, Votes] = {}
    for name, each in found.get("votes", {}).items():
        if name not in questions:
            hint = (
                did_you_mean(name, questions) or f"`scalecheck show {questionnaire.id}` lists its questions."
            )
            problems.append(
                Problem(
                    each.place, Code.SC403, f'"{questionnaire.id}" has no question "{short(name)}".', hint
                )
            )
            continue
        keys = [option.key for option in questions[name].options] + [AnswerState.UNKNOWN.value]
        for counts in each.values():
            for key in counts:
                if key not in keys:
                    todo = f"Count {listed(keys, 'or')}."
                    problems.append(
                        Problem(
                            counts.at(key), Code.SC404, f'"{short(key)}" is not an answer to "{name}".', todo
                        )
                    )
        votes[name] = Votes(dict(each["first"]), dict(each.get("second", {})))
    return votes


def read_answers(values: Found, questionnaire: Questionnaire, problems: list[Problem]) -> dict[str, Answer]:
    """Read the answers in *values*: by question id, in the order of the questionnaire.

    What is wrong is added to *problems*.
    """
    questions = {question.id: question for question in questionnaire.questions}
    answers: dict[str, Answer] = {}
    for name, (key, value) in (values.node.pairs or {}).items():
        if name not in questions:
            hint = (
                did_you_mean(name, questions) or f"`scalecheck show {questionnaire.id}` lists its questions."
            )
            problems.append(
                Problem(key.place, Code.SC403, f'"{questionnaire.id}" has no question "{short(name)}".', hint)
            )
            continue
        given = values[name]
        if isinstance(given, Found):
            place = given.at("answer")
            extra = {
                part: given[part] for part in ("note", "evidence", "confidence", "because") if given.get(part)
            }
            given = given.get("answer")
        else:
            place, extra = value.place, {}
        resolved = resolve(questions[name], given)
        if resolved is None:
            problems.append(_explain_refusal(questions[name], given, place))
            continue
        state, option = resolved
        answers[name] = Answer(state, option, place=place, **extra)
    return {name: answers[name] for name in questions if name in answers}


def resolve(question: Question, given: str | None) -> tuple[AnswerState, int | None] | None:
    """Find what *given* means as an answer to *question*: its state, and the position of its option.

    None where it is not an answer; the position is None where no option was chosen.

    An option is named by its id, its points or its label; case and surrounding spaces do not matter.
    """
    if given is None:
        return AnswerState.UNANSWERED, None
    name = fold(given)
    if name in STATED_SILENCES:
        return AnswerState(name), None
    points = [written(option.points) for option in question.options]
    for position, option in enumerate(question.options):
        if name in (option.id, fold(option.label)):
            return AnswerState.ANSWERED, position
    trimmed = name.rstrip("0").rstrip(".") if "." in name else name
    if points.count(trimmed) == 1:
        return AnswerState.ANSWERED, points.index(trimmed)
    return None


def _explain_refusal(question: Question, given: str | None, place: Place) -> Problem:
    keys = [option.key for option in question.options]
    hint = did_you_mean(given or "", [option.label for option in question.options])
    meant = MEANT.get(fold(given or ""))
    hint = f'Did you mean "{meant}"?' if meant else hint
    what = f'"{short(given)}" is not an answer to "{question.id}".'
    todo = hint or f"Choose {listed(keys, 'or')}; or unknown, declined, not applicable."
    return Problem(place, Code.SC404, what, todo)


def _check_version(
    found: Found, questionnaire: Questionnaire, problems: list[Problem], warnings: list[str]
) -> None:
    version = found.get("version")
    if version is None:
        warnings.append(
            f"The response does not say which version was answered; it is scored by {questionnaire.version}."
        )
    elif int(version.split(".", 1)[0]) != questionnaire.major:
        what = (
            f'These answers were given to version {version}; "{questionnaire.id}" is now '
            f"{questionnaire.version}."
        )
        todo = "Its scores have changed: name the older file with -q, or answer the new version."
        problems.append(Problem(found.at("version"), Code.SC402, what, todo))
    elif version != questionnaire.version:
        warnings.append(
            f"The answers were given to version {version}; this is {questionnaire.version}: wording or "
            "advice may differ."
        )
    elif found.get("digest") and found["digest"] != questionnaire.digest:
        warnings.append(
            f"The questionnaire says {version}, as the answers do, but its content has changed since."
        )


def _find_outside_scope(found: Found, questionnaire: Questionnaire, answers: dict[str, Answer]) -> list[str]:
    if found.get("scope") != "quick":
        return []
    quick = {question.id for question in questionnaire.questions if "quick" in question.tags}
    return [name for name, answer in answers.items() if name not in quick and answer.option is not None]
