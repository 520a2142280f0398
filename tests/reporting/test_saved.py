"""Saved reports of every kind: read back value for value, and refused where something in them does not fit.

An independent validator holds the JSON Schema that `scalecheck schema` prints against the same documents.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import pytest

from scalecheck.authoring.json_schema import Kind, record_of, schema_of
from scalecheck.cli.documents import write
from scalecheck.errors import Place, Problem, Refused
from scalecheck.files.node import Node
from scalecheck.reporting import load, shapes
from scalecheck.reporting.documents import cohort, comparison, group, plan, questionnaire, result
from scalecheck.scoring.group import group as grouped
from scalecheck.scoring.plan.steps import find_plan, what_if
from tests.cohort.test_cohort import counts
from tests.conftest import sample
from tests.scoring import answered, define

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scalecheck.reporting.render import Format
    from tests.command import Run

WHOLE = define("""\
    source: {title: A book, year: 2018, key_points: {time: It takes time.}}
    references: {book: {title: Another book, publisher: A house}}
    bands: [{id: low, from: 0, title: Low}, {id: high, from: 60, title: High}]
    gates: [{id: must, title: A must, when: {question: a, is: 0}, cap: low, because: It must be there.}]
    advice:
      - id: both
        do: Do both.
        why: Weak.
        when: {all: [{question: a, below: 2}, {not: {question: b, at_least: 2}}]}
        cites: [book]
    domains:
      - id: one-part
        title: One part
        questions:
          - id: a
            ask: Is it there?
            evidence: A photograph.
            cites: [book]
            options:
              - {label: None, points: 0, next: {do: Begin., who: us}}
              - {label: Half, points: 1, next: {do: Finish., who: them}}
              - {label: Whole, points: 2}
      - id: other
        title: Other part
        bands: [{id: bad, from: 0, title: Bad}, {id: good, from: 50, title: Good}]
        questions: [{id: b, ask: Does it hurt?, scale: to-2, reverse: true}]
      - id: third
        title: Third part
        questions: [{id: c, ask: And then?, scale: to-2, ask_if: {question: a, at_least: 1}}]
    """)
EARLY, LATER = answered(WHOLE, {"a": 0, "b": 1}), answered(WHOLE, {"a": 2, "b": 0, "c": "unknown"})
DOCUMENTS: dict[Kind, Any] = {
    "result": result.document(EARLY),
    "group": group.document(
        grouped([EARLY, LATER, answered(WHOLE, {"a": 1, "b": 2, "c": 1})], LATER), names=True
    ),
    "comparison": comparison.compare(result.document(EARLY), result.document(LATER)),
    "plan": plan.document(find_plan(what_if(EARLY, {"b": 0})), EARLY),
    "cohort": cohort.document(
        counts(WHOLE, [(0, 1, -1), (2, 0, -2), (1, 2, 1), (2, 2, 2), (2, 0, 0)]), {"table": "t.csv"}
    ),
    "questionnaire-document": questionnaire.document(WHOLE),
}
KINDS: tuple[Kind, ...] = tuple(DOCUMENTS)
PLACE = Place("saved.json", 1, 1)


def tree(value: Any) -> Node:
    """The nodes that the reader makes of a JSON file with *value* in it."""
    if isinstance(value, dict):
        node = Node("mapping", PLACE)
        node.pairs = {key: (Node("scalar", PLACE, key), tree(each)) for key, each in value.items()}
        return node
    if isinstance(value, list):
        node = Node("list", PLACE)
        node.items = [tree(each) for each in value]
        return node
    text = value if isinstance(value, str) else json.dumps(value)
    return Node("scalar", PLACE, text, plain=not isinstance(value, str))


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in *data*; of the items of a list, the first stands for all."""
    yield path
    pairs = data.items() if isinstance(data, dict) else enumerate(data[:1]) if isinstance(data, list) else ()
    for key, value in pairs:
        yield from places(value, (*path, key))


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """*data* with *value* at *path*; without what stands there, where *value* is Ellipsis."""
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    if value is ... and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = put(data[path[0]], path[1:], value)
    return copy


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def problems(kind: Kind, data: Any) -> list[Problem]:
    found: list[Problem] = []
    record_of(kind).read(tree(data), found.append)
    return found


def test_every_kind_of_document_is_tried() -> None:
    assert {*KINDS} == {*get_args(Kind)} - {"questionnaire", "response"}
    assert {kind.removesuffix("-document") for kind in KINDS} == {*shapes.DOCUMENTS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_document_is_read_back_value_for_value(kind: Kind, tmp_path: Path, run: Run) -> None:
    written = json.dumps(DOCUMENTS[kind], indent=2) + "\n"
    (tmp_path / "saved.json").write_text(written, encoding="utf-8")
    assert run("report", str(tmp_path / "saved.json"), "--format", "json").out == written


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_keeps_to_its_schema(kind: Kind) -> None:
    validator = jsonschema.Draft7Validator(schema_of(kind))
    assert [error.message for error in validator.iter_errors(DOCUMENTS[kind])] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_that_lacks_a_name_is_refused_by_the_schema_and_the_reader(kind: Kind) -> None:
    validator = jsonschema.Draft7Validator(schema_of(kind))
    accepted = []
    names = [path for path in places(DOCUMENTS[kind]) if path and isinstance(path[-1], str)]
    for path in sample(each for each in names if not {"about", "when", "ask_if"} & set(each[:-1])):
        data = put(DOCUMENTS[kind], path, ...)
        if validator.is_valid(data) or not problems(kind, data):
            accepted.append(path)
    assert accepted == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_document_with_an_odd_value_anywhere_is_refused_by_the_reader_where_the_schema_refuses_it(
    kind: Kind,
) -> None:
    validator = jsonschema.Draft7Validator(schema_of(kind))
    odd: tuple[Any, ...] = (None, True, 1.5, "Two words", [], {"x": 1})
    stricter = []
    for turn, path in enumerate(places(DOCUMENTS[kind])):
        data = put(DOCUMENTS[kind], path, odd[turn % len(odd)])
        if not validator.is_valid(data) and not problems(kind, data):
            stricter.append(path)
    assert stricter == []


@pytest.mark.parametrize(
    "format",
    [
        "terminal",
        pytest.param("markdown", marks=pytest.mark.slow),
        pytest.param("html", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_document_that_names_what_is_not_there_is_refused_or_renders(
    kind: Kind, format: Format, tmp_path: Path
) -> None:
    """Every value in turn is replaced by another of its type, so that only coherence can find it out."""
    faults = []
    whole = DOCUMENTS[kind]
    changes = [(path, other) for path in places(whole) if path for other in others(at(whole, path))]
    for path, other in sample(changes):
        try:
            found = load.read_saved(tree(put(whole, path, other)))
        except Refused:
            continue
        try:
            write(found, format, tmp_path / "report", all=True)
        except Exception as error:
            faults.append((".".join(map(str, path)), other, repr(error)))
    assert faults == []


def others(value: Any) -> tuple[Any, ...]:
    """Other values of the type of *value*, and nothing where nothing may be."""
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int | float):
        return (None, -1, 0, 1_000_000)
    if isinstance(value, str):
        return (None, "not-there")
    return (None, []) if isinstance(value, list) else (None,)


def test_a_saved_report_of_something_else_is_no_side_of_a_comparison(tmp_path: Path, run: Run) -> None:
    for kind in ("result", "group"):
        (tmp_path / f"{kind}.json").write_text(json.dumps(DOCUMENTS[kind]), encoding="utf-8")
    ended = run("compare", str(tmp_path / "result.json"), str(tmp_path / "group.json"))
    assert (ended.out, ended.code) == ("", 2)
    assert (
        'SC406 This is a saved "scalecheck-group/1"; here one response or its saved report is needed.'
        in ended.err
    )


def test_what_needs_one_response_is_refused_for_a_saved_group(tmp_path: Path, run: Run) -> None:
    (tmp_path / "group.json").write_text(json.dumps(DOCUMENTS["group"]), encoding="utf-8")
    for option in (("--explain",), ("--fail-on-gate",), ("--fail-under", "60")):
        ended = run("report", str(tmp_path / "group.json"), *option)
        assert (ended.out, ended.code) == ("", 2)
        assert "need one response" in ended.err
