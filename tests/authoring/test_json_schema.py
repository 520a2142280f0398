"""The JSON Schemas: valid draft 7, and never stricter than the reader."""

from __future__ import annotations

import json
import math
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import pytest
import yaml

from scalecheck.authoring.json_schema import Kind
from scalecheck.definition import catalogue
from scalecheck.definition import reader as definitions
from scalecheck.errors import Refused
from scalecheck.files import yaml_tree
from scalecheck.responses import reader as responses
from tests.conftest import EXAMPLES, QUESTIONNAIRES, sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.command import Run

KINDS: tuple[Kind, ...] = get_args(Kind)


class CoreLoader(yaml.CSafeLoader):
    """Read YAML 1.2 by its core schema, as editors do.

    Only true and false are booleans; numbers are decimal, octal or hexadecimal.
    """

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the base class has it so


def _core(tag: str, pattern: str, build: Any) -> None:
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), None)
    CoreLoader.add_constructor(f"tag:yaml.org,2002:{tag}", lambda loader, node: build(node.value))


def _float(text: str) -> float:
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


_core("null", r"~|null|Null|NULL|", lambda text: None)
_core("bool", r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true")
_core(
    "int",
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    lambda text: int(text, 10 if text.lstrip("+-").isdigit() else 0),
)
_core(
    "float",
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
    _float,
)


def loaded(text: bytes) -> Any:
    """What an editor holds against the schema; keys are text there."""

    def keyed(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                str(key) if not isinstance(key, bool) else str(key).lower(): keyed(each)
                for key, each in value.items()
            }
        return [keyed(each) for each in value] if isinstance(value, list) else value

    return keyed(yaml.load(text, Loader=CoreLoader))


@pytest.fixture(scope="module")
def validators() -> dict[str, jsonschema.Draft7Validator]:
    from scalecheck.authoring.json_schema import schema_of

    return {kind: jsonschema.Draft7Validator(schema_of(kind)) for kind in KINDS}


def kind_of(data: Any) -> str:
    """What a file is meant to be, told by its names as a person would."""
    names = set(data) if isinstance(data, dict) else set()
    if "schema" in names:
        kind = str(data["schema"]).removeprefix("scalecheck-").partition("/")[0]
        return "questionnaire-document" if kind == "questionnaire" else kind
    return "response" if names & {"answers", "questionnaire"} and "domains" not in names else "questionnaire"


def refused(path: Path, kind: str) -> bool:
    """Whether the reader refuses the file."""
    try:
        if kind == "questionnaire":
            definitions.read(path, catalogue.find_included)
        elif kind == "response":
            responses.open_response(path)
        else:
            from scalecheck.reporting.load import of_file

            of_file(path)
    except Refused:
        return True
    return False


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_that_is_printed_is_a_valid_draft_7_schema(kind: str, run: Run) -> None:
    ended = run("schema", kind)
    assert ended.code == 0
    schema = json.loads(ended.out)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)


def test_another_kind_of_schema_is_a_usage_error(run: Run) -> None:
    assert run("schema", "table").code == 2


FILES = sorted(
    file
    for folder in (EXAMPLES, QUESTIONNAIRES)
    for file in folder.rglob("*")
    if file.suffix in (".yaml", ".json") and file.is_file()
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_the_schema_rejects_the_reader_rejects(
    file: Path, validators: dict[str, jsonschema.Draft7Validator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    data = None
    with suppress(
        yaml.YAMLError, RecursionError, ValueError
    ):  # with these no editor gets as far as the schema
        if "bomb" not in file.name:  # nor would it ever end with this
            data = json.loads(file.read_bytes()) if file.suffix == ".json" else loaded(file.read_bytes())
    if data is None:
        assert refused(file, "questionnaire")
        return
    kind = kind_of(data)
    if not validators[kind].is_valid(data):
        assert refused(file, kind)


@pytest.mark.parametrize("file", sorted((EXAMPLES / "good").glob("*.*")), ids=lambda file: file.name)
def test_the_schema_accepts_a_good_file(
    file: Path, validators: dict[str, jsonschema.Draft7Validator]
) -> None:
    data = json.loads(file.read_bytes()) if file.suffix == ".json" else loaded(file.read_bytes())
    assert [error.message for error in validators[kind_of(data)].iter_errors(data)] == []


ODD: tuple[Any, ...] = (None, True, 1.5, math.nan, "Two words", [], {"x": 1})


def variants(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in *data*; of the items of a list, the first two stand for all."""
    yield path
    pairs = data.items() if isinstance(data, dict) else enumerate(data[:2]) if isinstance(data, list) else ()
    for key, value in pairs:
        yield from variants(value, (*path, key))


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """*data* with *value* at *path*."""
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = put(data[path[0]], path[1:], value)
    return copy


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        pytest.param("everything", "questionnaire", marks=pytest.mark.slow),
        ("response-every-way", "response"),
    ],
)
def test_whatever_stands_anywhere_the_schema_is_no_stricter_than_the_reader(
    name: str, kind: Kind, tmp_path: Path, validators: dict[str, jsonschema.Draft7Validator]
) -> None:
    """Each value of a good file in turn is replaced by something odd: null, true, a list, a word."""
    from scalecheck.authoring.json_schema import record_of

    data = loaded((EXAMPLES / "good" / f"{name}.yaml").read_bytes())
    schema, shape, stricter = validators[kind], record_of(kind), []
    errors = {error.message for error in schema.iter_errors(data)}
    assert set() == errors
    file = tmp_path / "odd.yaml"
    for path in sample(variants(data)):
        for odd in ODD:
            changed = put(data, path, odd)
            if not schema.is_valid(changed):
                file.write_text(json.dumps(changed).replace("NaN", ".nan"), encoding="utf-8")
                problems: list[object] = []
                shape.read(yaml_tree.read(file), problems.append)
                if not problems:
                    stricter.append((path, odd))
    assert stricter == []


@pytest.mark.parametrize(
    "file", sorted((QUESTIONNAIRES / "examples").glob("*.yaml")), ids=lambda file: file.name
)
def test_a_report_as_json_keeps_to_the_result_schema(
    file: Path, run: Run, validators: dict[str, jsonschema.Draft7Validator]
) -> None:
    document = json.loads(run("report", str(file), "--format", "json").out)
    assert [error.message for error in validators["result"].iter_errors(document)] == []


@pytest.mark.parametrize(
    "field", ["about", "answers", "domains", "overall", "questionnaire", "schema", "warnings"]
)
def test_a_report_that_lacks_a_field_is_rejected_by_the_schema_and_the_reader(
    field: str, run: Run, tmp_path: Path, validators: dict[str, jsonschema.Draft7Validator]
) -> None:
    document = json.loads(run("report", str(QUESTIONNAIRES / "examples/early.yaml"), "--format", "json").out)
    del document[field]
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps(document), encoding="utf-8")
    assert not validators["result"].is_valid(document)
    ended = run("report", str(saved))
    assert (ended.out, ended.code) == ("", 2)
    assert "saved.json:1:" in ended.err
