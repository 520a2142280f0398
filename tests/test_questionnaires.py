"""The questionnaires that come with scalecheck: sound, complete, of the agreed size and in plain words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import scalecheck
from scalecheck.checks.check import check
from scalecheck.checks.lint import differences
from scalecheck.definition import catalogue
from scalecheck.reporting.documents.result import document
from scalecheck.responses.reader import read_answers
from scalecheck.responses.response import Response
from scalecheck.scoring.recommendations import recommend
from scalecheck.scoring.single import score as score_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.errors import Problem

THREE = ("adopter-support", "commissioning-fit", "dedicated-organisation")
"""One for each key point of "Against the odds"."""
WHOLE = "scaling-readiness"
FOLDER = catalogue.installed()
FILES = sorted(FOLDER.glob("*.yaml"))
FILLED_IN = [FOLDER / "examples" / f"{name}.yaml" for name in ("early", "middling", "nearly-there")]
LONGEST = 25
"""Words in a sentence."""


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Everything a reader sees, each with the id of what it belongs to."""
    yield from ((questionnaire.id, text) for text in (questionnaire.title, questionnaire.about))
    yield from ((f"cites {name}", source.point) for name, source in questionnaire.citable.items())
    yield from (("tags " + name, text) for name, text in questionnaire.tags.items())
    yield from ((band.id, text) for band in questionnaire.bands for text in (band.title, band.meaning))
    yield from (
        (domain.id, text) for domain in questionnaire.domains for text in (domain.title, domain.about)
    )
    for question in questionnaire.questions:
        yield from ((question.id, text) for text in (question.ask, question.help, question.evidence))
        for option in question.options:
            steps = (option.next.do, option.next.who) if option.next else ()
            yield from ((question.id, text) for text in (option.label, option.text, *steps))
    yield from ((gate.id, text) for gate in questionnaire.gates for text in (gate.title, gate.because))
    yield from ((rule.id, text) for rule in questionnaire.advice for text in (rule.do, rule.why, rule.who))


def sentences(text: str) -> list[str]:
    """*text*, cut after full stops, question marks and colons that end something."""
    return [part for part in re.split(r"(?<=[.?!:;])\s+", text) if part]


def test_there_are_the_three_and_the_whole() -> None:
    assert tuple(file.stem for file in FILES) == (*THREE, WHOLE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_questionnaire_is_sound_and_check_finds_nothing(file: Path) -> None:
    checked = check([file])
    assert (checked.text(), checked.exit_code) == ("No problems in 1 file.\n", 0)


@pytest.mark.parametrize("name", THREE)
def test_each_of_the_three_has_8_to_10_questions_in_3_or_4_domains(name: str) -> None:
    questionnaire = scalecheck.load(name)
    assert len(questionnaire.questions) in range(8, 11)
    assert len(questionnaire.domains) in (3, 4)


@pytest.mark.parametrize("name", THREE)
def test_every_question_has_four_levels_help_evidence_and_sources(name: str) -> None:
    for question in scalecheck.load(name).questions:
        assert [option.points for option in question.options] == [1, 2, 3, 4], question.id
        assert all(option.label and option.text for option in question.options), question.id
        assert question.help, question.id
        assert question.evidence, question.id
        assert question.cites, question.id
        assert not question.reverse, question.id


@pytest.mark.parametrize("name", THREE)
def test_every_level_but_the_best_has_a_next_step_with_who_takes_it_and_its_effort(name: str) -> None:
    for question in scalecheck.load(name).questions:
        *lower, best = question.options
        assert best.next is None, question.id
        for option in lower:
            assert option.next is not None, question.id
            assert option.next.do, question.id
            assert option.next.who, question.id
            assert option.next.effort in ("low", "medium", "high"), question.id


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_next_step_states_its_effort_in_the_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(re.findall(r"\bnext:", text)) == len(re.findall(r"\bdo:", text)) - len(
        re.findall(r"\bwhy:", text)
    )
    assert len(re.findall(r"\beffort: (?:low|medium|high)\b", text)) == len(re.findall(r"\bdo:", text))


def test_the_short_version_has_nine_questions_three_of_each() -> None:
    short = [question.id for question in scalecheck.load(WHOLE).questions if "quick" in question.tags]
    each = {
        name: sum("quick" in question.tags for question in scalecheck.load(name).questions) for name in THREE
    }
    assert (len(short), each) == (9, dict.fromkeys(THREE, 3))


def test_all_eight_enablers_are_tagged_and_nothing_else_is() -> None:
    questionnaire = scalecheck.load(WHOLE)
    used = Counter(tag for question in questionnaire.questions for tag in question.tags)
    assert len(set(used) - {"quick"}) == 8
    assert set(used) | {"quick"} == set(questionnaire.tags) | {"quick"}
    assert all(set(question.tags) - {"quick"} for question in questionnaire.questions)


@pytest.mark.parametrize("name", [*THREE, WHOLE])
def test_there_are_four_or_more_rules_of_advice_and_few_gates(name: str) -> None:
    questionnaire = scalecheck.load(name)
    assert len(questionnaire.advice) >= 4
    assert all(rule.cites and rule.who for rule in questionnaire.advice)
    assert len(questionnaire.gates) <= (3 if name == WHOLE else 2)


def test_the_whole_holds_the_three_and_adds_advice_across_them() -> None:
    whole = scalecheck.load(WHOLE)
    parts = [scalecheck.load(name) for name in THREE]
    assert {domain.id for domain in whole.root.domains} == set(THREE)
    assert {question.id for question in whole.questions} == {
        question.id for part in parts for question in part.questions
    }
    assert len(whole.advice) > sum(len(part.advice) for part in parts)
    assert {gate.id for gate in whole.gates} >= {gate.id for part in parts for gate in part.gates}


@pytest.mark.parametrize("name", [*THREE, WHOLE])
def test_every_band_says_what_it_means(name: str) -> None:
    assert all(band.meaning for band in scalecheck.load(name).bands)


@pytest.mark.parametrize("name", [*THREE, WHOLE])
def test_a_questionnaire_says_what_it_rests_on_and_that_it_is_no_validated_instrument(name: str) -> None:
    questionnaire = scalecheck.load(name)
    assert "not a validated instrument" in questionnaire.about
    assert questionnaire.source is not None
    assert questionnaire.source.url.startswith("https://")
    assert questionnaire.licence


@pytest.mark.parametrize("name", [*THREE, WHOLE])
def test_no_text_shouts(name: str) -> None:
    assert [where for where, text in texts(scalecheck.load(name)) if "!" in text] == []


@pytest.mark.parametrize("name", [*THREE, WHOLE])
def test_sentences_are_short(name: str) -> None:
    said = ((where, sentence) for where, text in texts(scalecheck.load(name)) for sentence in sentences(text))
    assert [(where, sentence) for where, sentence in said if len(sentence.split()) > LONGEST] == []


# Examples.


def test_every_filled_in_response_checks_clean() -> None:
    files = sorted((FOLDER / "examples").rglob("*.yaml"))
    assert set(FILLED_IN) < set(files)
    assert check(files).problems == ()


@pytest.mark.parametrize("file", FILLED_IN, ids=lambda file: file.stem)
def test_a_filled_in_response_reads_without_a_problem_and_gives_a_report(file: Path) -> None:
    questionnaire = scalecheck.load(WHOLE)
    response = scalecheck.read_response(file, questionnaire)
    score = score_of(questionnaire, response)
    assert score.overall.score is not None
    assert score.band is not None
    assert len(recommend(score)) >= 3
    assert document(score)["overall"]["score"] == score.overall.score
    assert check([file]).text() == "No problems in 1 file.\n"


def test_the_public_names_are_the_functions_whatever_has_been_imported_before() -> None:
    questionnaire = scalecheck.load(WHOLE)
    score = scalecheck.score(questionnaire, scalecheck.read_response(FILLED_IN[0], questionnaire))
    assert [each.id for each in scalecheck.recommend(score)] == [each.id for each in recommend(score)]
    assert scalecheck.report(score) == document(score)


def test_the_three_filled_in_responses_stand_where_their_names_say() -> None:
    questionnaire = scalecheck.load(WHOLE)
    scores = [
        score_of(questionnaire, scalecheck.read_response(file, questionnaire)).overall.score
        for file in FILLED_IN
    ]
    assert None not in scores
    assert scores == sorted(scores, key=lambda score: score or 0)


@pytest.mark.parametrize("name", [*THREE, WHOLE])
def test_a_questionnaire_has_worked_examples_that_come_out_as_stated(name: str) -> None:
    questionnaire = scalecheck.load(name)
    assert questionnaire.examples
    for example in questionnaire.examples:
        problems: list[Problem] = []
        answers = read_answers(example.answers, questionnaire, problems)
        response = Response(questionnaire.id, questionnaire.version, answers)
        assert problems == []
        assert list(differences(questionnaire, response, example.expect)) == [], example.name
