"""Skip logic for a form: what nothing can lead to is left out, the rest says in words when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scalecheck.definition import catalogue
from scalecheck.definition.skip_logic import rule_data, rule_sentence, rules

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.definition.questionnaire import Questionnaire

HEAD = """\
id: small
version: 1.0.0
title: Small
bands: [{id: any, from: 0, title: Any}]
source: {title: A book, key_points: {point: A point.}}
scales:
  agree: [{label: No}, {label: Partly}, {label: Yes}]
domains:
  - id: all-of-it
    title: All of it
    questions:
      - {id: first, ask: First?, cites: [point], scale: agree, tags: [quick]}
      - {id: second, ask: Second?, cites: [point], scale: agree}
"""


def small(folder: Path, condition: str) -> Questionnaire:
    """A questionnaire whose third question, one of the quick ones, depends on the other two."""
    third = "      - {id: third, ask: Third?, cites: [point], scale: agree, tags: [quick], "
    third += f"ask_if: {condition}}}\n"
    file = folder / "small.yaml"
    file.write_text(HEAD + third, encoding="utf-8")
    return catalogue.load(str(file))


FIRST, SECOND = "{question: first, at_least: 2}", "{question: second, is: No}"


@pytest.mark.parametrize(
    ("condition", "full", "quick"),
    [
        (FIRST, 'you chose "Partly" or "Yes" for first', 'you chose "Partly" or "Yes" for first'),
        (SECOND, 'you chose "No" for second', None),
        (f"{{not: {SECOND}}}", 'you did not choose "No" for second', ""),
        (
            f"{{all: [{FIRST}, {SECOND}]}}",
            'you chose "Partly" or "Yes" for first and you chose "No" for second',
            None,
        ),
        (
            f"{{any: [{FIRST}, {SECOND}]}}",
            'you chose "Partly" or "Yes" for first or you chose "No" for second',
            "the same",
        ),
        (
            f"{{not: {{any: [{FIRST}, {SECOND}]}}}}",
            'you did not choose "Partly" or "Yes" for first and you did not choose "No" for second',
            'you did not choose "Partly" or "Yes" for first',
        ),
    ],
)
def test_it_is_said_in_words(tmp_path: Path, condition: str, full: str, quick: str | None) -> None:
    """In the quick version the second question is not there, so comparisons with it are false."""
    questionnaire = small(tmp_path, condition)
    rule = rules(questionnaire, "full")["third"]
    assert rule
    assert (
        rule_sentence(rule, lambda other: other.id)
        == f"Only if {full}. If you have not answered that, answer this too."
    )
    found = rules(questionnaire, "quick")
    if quick is None:
        assert list(found) == ["first"]
    elif not quick:
        assert found["third"] is None
    else:
        assert found["third"]
        words = 'you chose "Partly" or "Yes" for first' if quick == "the same" else quick
        assert rule_sentence(found["third"], lambda other: other.id).startswith(f"Only if {words}.")


def test_a_form_gets_it_as_plain_data(tmp_path: Path) -> None:
    rule = rules(small(tmp_path, f"{{all: [{FIRST}, {{not: {SECOND}}}]}}"), "full")["third"]
    assert rule
    assert rule_data(rule) == {
        "all": [{"question": "first", "options": [1, 2]}, {"not": {"question": "second", "options": [0]}}]
    }
