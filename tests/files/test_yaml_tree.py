"""The strict reader: what stands in a file is what is read, and a hostile file costs little."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scalecheck.errors import Problem, Refused
from scalecheck.files import yaml_tree
from scalecheck.files.composer import MAX_DEPTH, MAX_NODES, MAX_SCALAR
from scalecheck.files.yaml_tree import MAX_BYTES
from tests.command import process
from tests.conftest import cases

if TYPE_CHECKING:
    from pathlib import Path

    from scalecheck.files.node import Node

TEXT = "id: small\ntitle: Café “one” 😀\nlist:\n  - a\n  - b\n"


def node_of(data: bytes | str, folder: Path, name: str = "file.yaml") -> Node:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return yaml_tree.read(file)


def problems_of(data: bytes | str, folder: Path, name: str = "file.yaml") -> list[Problem]:
    with pytest.raises(Refused) as refused:
        node_of(data, folder, name)
    return list(refused.value.problems)


def told(data: bytes | str, folder: Path, name: str = "file.yaml") -> list[tuple[int, int, str]]:
    """Line, column and code of every problem."""
    return [(each.place.line, each.place.column, each.code) for each in problems_of(data, folder, name)]


def plain(node: Node) -> object:
    """A node as lists, dictionaries and text."""
    if node.pairs is not None:
        return {key: plain(value) for key, (_, value) in node.pairs.items()}
    return [plain(item) for item in node.items] if node.items is not None else node.text


SAID = {"id": "small", "title": "Café “one” 😀", "list": ["a", "b"]}


# Encodings.


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-with-mark", "utf-16-be-with-mark"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_file_says_the_same_in_every_encoding_and_with_every_line_end(
    encoding: str, end: str, tmp_path: Path
) -> None:
    text = TEXT.replace("\n", end)
    if encoding.endswith("-with-mark"):
        text, encoding = "\ufeff" + text, encoding.removesuffix("-with-mark")
    node = node_of(text.encode(encoding), tmp_path)
    assert plain(node) == SAID
    assert node.pairs is not None
    assert [value.place.line for _, value in node.pairs.values()] == [1, 2, 4]


def test_a_byte_order_mark_shifts_no_column(tmp_path: Path) -> None:
    node = node_of("\ufeffid: small\n", tmp_path)
    value = node.get("id")
    assert value is not None
    assert (value.place.line, value.place.column) == (1, 5)


def test_a_column_counts_characters_not_bytes(tmp_path: Path) -> None:
    value = node_of("{é😀: 1, b: 2}\n", tmp_path).get("b")
    assert value is not None
    assert value.place.column == 13 - 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_windows_text_is_refused_with_line_and_column(end: str, tmp_path: Path) -> None:
    data = f"id: small{end}title: Who leads “us”?{end}".encode("cp1252")
    assert told(data, tmp_path) == [(2, 18, "SC004")]
    assert "UTF-8" in problems_of(data, tmp_path)[0].todo


def test_the_column_of_a_wrong_byte_counts_the_characters_before_it(tmp_path: Path) -> None:
    assert told("title: Café ".encode() + b"\x93us\x94\n", tmp_path) == [(1, 13, "SC004")]


def test_the_column_of_a_wrong_byte_is_the_same_behind_a_byte_order_mark(tmp_path: Path) -> None:
    assert told(b"\xef\xbb\xbfid: a\ntitle: \x93us\x94\n", tmp_path) == [(2, 8, "SC004")]
    assert told(b"\xef\xbb\xbftitle: \x93us\x94\n", tmp_path) == [(1, 8, "SC004")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_another_encoding_without_a_mark_is_refused_and_the_way_out_is_named(
    encoding: str, tmp_path: Path
) -> None:
    problems = problems_of("id: small\n".encode(encoding), tmp_path)
    assert len(problems) == 1
    assert "UTF-8" in problems[0].todo


def test_half_a_utf_16_file_is_refused(tmp_path: Path) -> None:
    assert [code for *_, code in told(TEXT.encode("utf-16")[:-1], tmp_path)] == ["SC004"]


@pytest.mark.parametrize(
    "code", [*range(9), 11, 12, *range(14, 32), *range(127, 133), *range(134, 160), 0xFFFE, 0xFFFF]
)
def test_a_control_character_is_refused_where_it_stands(code: int, tmp_path: Path) -> None:
    assert told(f"id: small\ntitle: Ab{chr(code)}c\n", tmp_path) == [(2, 10, "SC005")]
    assert f"U+{code:04X}" in problems_of(f"id: small\ntitle: Ab{chr(code)}c\n", tmp_path)[0].what


# What YAML would make of text.


@pytest.mark.parametrize(
    "text",
    (
        *(
            "No",
            "yes",
            "off",
            "y",
            "1.10",
            "12:30",
            "12:30:45",
            "010",
            "0123",
            "08",
            "0x1F",
            "1_000",
            "1e3",
            "2026-02-30",
        ),
        *(
            ".nan",
            ".inf",
            "=",
            "<<",
            "~ish",
            "nullish",
            "+99:00",
            "9" * 500,
            "Pick [1] {2}",
            "a:b",
            "a#b",
            "-x",
        ),
    ),
    ids=lambda text: text[:12],
)
def test_text_is_read_as_it_is_written(text: str, tmp_path: Path) -> None:
    assert plain(node_of(f"label: {text}\n{text}x: 1\n", tmp_path)) == {"label": text, f"{text}x": "1"}


@pytest.mark.parametrize("text", ["true", "no", "1", "null", "~", "010"])
def test_two_keys_that_yaml_would_take_for_one_are_two(text: str, tmp_path: Path) -> None:
    assert plain(node_of(f"{text}: a\n{text}.0: b\n", tmp_path)) == {text: "a", f"{text}.0": "b"}


def test_nothing_is_told_from_the_word_null(tmp_path: Path) -> None:
    node = node_of("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: nil\n", tmp_path)
    assert node.pairs is not None
    assert {key: value.is_null for key, (_, value) in node.pairs.items()} == {
        "a": True,
        "b": True,
        "c": True,
        "d": False,
        "e": False,
        "f": False,
    }


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("ask: Score #1 of team", 11),
        ("ask: #1 of team", 5),
        ("ask:   Score   #one", 13),
        ("- a #b", 4),
        ("{ask: Score #1\n }", 12),
        ("ask: Score\n  goes on #1", 10),
    ],
)
def test_text_that_a_comment_would_swallow_is_refused(line: str, column: int, tmp_path: Path) -> None:
    found = told(line + "\n", tmp_path)
    assert [(place, code) for _, place, code in found] == [(column, "SC015")]


@pytest.mark.parametrize(
    "line",
    [
        "ask: Score  # one of team",
        "ask: Score#1",
        'ask: "Score #1 of team"',
        "ask: 'Score #1'",
        'ask: "Score" #1',
        "#1\nask: Score",
        "ask: |\n  Score #1",
        "ask: >-\n  Score #1\n  goes on",
        "ask: Score ## heading",
    ],
)
def test_a_comment_that_swallows_nothing_is_left_alone(line: str, tmp_path: Path) -> None:
    assert node_of(line + "\n", tmp_path).get("ask") is not None


def test_every_swallowed_text_is_told_at_once(tmp_path: Path) -> None:
    text = "a: Score #1\na: again\nb: Score #2\n"
    assert told(text, tmp_path) == [(1, 9, "SC015"), (2, 1, "SC017"), (3, 9, "SC015")]


# What is refused whatever stands around it.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\na: 2\n", [(2, 1, "SC017")]),
        ("a: 1\n'a': 2\n\"a\": 3\n", [(2, 1, "SC017"), (3, 1, "SC017")]),
        ("a: {b: 1, b: 2}\nc: {d: 1, d: 2}\n", [(1, 11, "SC017"), (2, 11, "SC017")]),
        ("a: 1\n---\nb: 2\n", [(2, 1, "SC013")]),
        ("--- 1\n...\n--- 2\n", [(3, 1, "SC013")]),
        ("a: &x 1\n", [(1, 4, "SC012")]),
        ("a: &x {}\n", [(1, 4, "SC012")]),
        ("&x a: 1\n", [(1, 1, "SC012")]),
        ("a: *x\n", [(1, 4, "SC012")]),
        ("<<: *x\n", [(1, 5, "SC012")]),
        ("a: !!python/object/apply:os.system [date]\n", [(1, 4, "SC014")]),
        ("a: !!python/name:os.system\n", [(1, 4, "SC014")]),
        ("a: !!int x\n", [(1, 4, "SC014")]),
        ("a: !!timestamp foo\n", [(1, 4, "SC014")]),
        ("a: !mine {}\n", [(1, 4, "SC014")]),
        ("a: ! 1\n", [(1, 4, "SC014")]),
        ("? [a]\n: 1\n", [(1, 3, "SC016")]),
        ("", [(0, 0, "SC011")]),
        ("# only a comment\n", [(0, 0, "SC011")]),
        ("a: b: c\n", [(1, 5, "SC010")]),
        ("a: 'b\n", [(1, 4, "SC010")]),
        ('a: "\\ud800"\n', [(1, 7, "SC010")]),
        ("a: @home\n", [(1, 4, "SC010")]),
        ("a:\n\t- b\n", [(2, 1, "SC010")]),
    ],
    ids=lambda text: repr(text)[:24] if isinstance(text, str) else "",
)
def test_what_yaml_would_take_and_a_reader_would_not_is_refused(
    text: str, found: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    assert told(text, tmp_path) == found


def test_a_version_line_changes_nothing(tmp_path: Path) -> None:
    assert plain(node_of("%YAML 1.1\n---\na: no\n", tmp_path)) == {"a": "no"}


# JSON.


@pytest.mark.parametrize(
    "text",
    (
        *(
            "",
            "😀",
            "é",
            "\u2028",
            "\u0085",
            "tab\there",
            "line\nbreak",
            "a: b",
            "#1",
            "*",
            "\x1b[31m",
            "\x00",
        ),
        *('"', "\\", "\\ud83d", "/", "x" * 900),
    ),
    ids=lambda text: repr(text)[:12],
)
@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as it is"])
def test_a_json_text_comes_back_as_it_was(text: str, ascii_only: bool, tmp_path: Path) -> None:
    written = json.dumps({"a": text, text + "key": "b"}, ensure_ascii=ascii_only)
    assert plain(node_of(written, tmp_path, "file.json")) == json.loads(written)


@pytest.mark.parametrize("indent", ["\t", " ", "        "], ids=["tabs", "space", "spaces"])
def test_json_may_be_laid_out_in_any_way(indent: str, tmp_path: Path) -> None:
    value = {"a": ["b", {"c": []}], "d": {}}
    written = json.dumps(value, indent=indent, separators=(",", ":"))
    assert plain(node_of(indent + written + indent, tmp_path, "file.json")) == value


def test_json_escapes_are_read(tmp_path: Path) -> None:
    written = r'{"a": "\ud83d\ude00\u00e9\/\b\f\n\r\t\"\\ud83d\\ude00", "b": "\\\ud83c\udfee"}'
    assert plain(node_of(written, tmp_path, "file.json")) == json.loads(written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1,\n "a": 2}', [(2, 2, "SC017")]),
        ('{"a": {"b": 1, "b": 2}}', [(1, 16, "SC017")]),
        ('{"a": 1\n "b": 2}', [(2, 2, "SC006")]),
        ("{'a': 1}", [(1, 2, "SC006")]),
        ("a: 1", [(1, 1, "SC006")]),
        ('{"a": 1} {"b": 2}', [(1, 10, "SC006")]),
        ('{"a": 1}\n// note', [(2, 1, "SC006")]),
        ('{"a": NaN}', [(1, 7, "SC006")]),
        ('{"a": [1, -Infinity]}', [(1, 11, "SC006")]),
        ('{"a": "line\nbreak"}', [(1, 12, "SC006")]),
        ("", [(1, 1, "SC006")]),
    ],
    ids=lambda text: repr(text)[:24] if isinstance(text, str) else "",
)
def test_what_calls_itself_json_is_held_to_it(
    text: str, found: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    assert told(text, tmp_path, "file.json") == found


def test_half_an_emoji_in_json_is_refused(tmp_path: Path) -> None:
    assert len(problems_of('{"a": "\\ud83d"}', tmp_path, "file.json")) == 1


def test_a_json_number_of_any_length_is_text(tmp_path: Path) -> None:
    assert plain(node_of('{"a": ' + "9" * 5000 + "}", tmp_path, "file.json")) == {"a": "9" * 5000}


# Limits.


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("name", "within", "beyond"),
    [
        ("depth", nested(MAX_DEPTH), nested(MAX_DEPTH + 1)),
        pytest.param(
            "count",
            "[" + "a," * (MAX_NODES - 1) + "]",
            "[" + "a," * MAX_NODES + "]",
            marks=pytest.mark.slow,
        ),
        ("length", "a: " + "x" * MAX_SCALAR, "a: " + "x" * (MAX_SCALAR + 1)),
        ("length of a name", '? "' + "x" * MAX_SCALAR + '"', '? "' + "x" * (MAX_SCALAR + 1) + '"'),
        ("size", "#" * (MAX_BYTES - 5) + "\na: 1", "#" * (MAX_BYTES - 4) + "\na: 1"),
    ],
    ids=lambda text: text if len(text) < 20 else "",
)
def test_a_limit_lets_through_what_is_within_it_and_no_more(
    name: str, within: str, beyond: str, tmp_path: Path
) -> None:
    assert node_of(within, tmp_path) is not None
    assert [code for *_, code in told(beyond, tmp_path)] == ["SC003"]


def bomb(link: str, levels: int = 40) -> str:
    rows = [f"x{n}: &a{n}\n  {link}[" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, levels)]
    return "x0: &a0 {k: v}\n" + "\n".join(rows) + "\n"


BOMBS = {
    "aliases": ("yaml", bomb("- ")),
    "merge keys": ("yaml", bomb("<<: ")),
    "brackets": ("yaml", "[" * 1_900_000),
    "braces": ("yaml", "{a: " * 480_000),
    "dashes": ("yaml", "- " * 900_000),
    "question marks": ("yaml", "? " * 900_000),
    "brackets in JSON": ("json", "[" * 1_900_000),
    "names in JSON": ("json", '{"a":' * 380_000),
    "many values": ("yaml", "[" + "a," * 900_000 + "]"),
    "many names": ("yaml", "".join(f"k{n}: {n}\n" for n in range(120_000))),
    "the same name": ("yaml", "a: 1\n" * 390_000),
    "one long text": ("yaml", "a: " + "x" * 1_900_000),
    "one long line of words": ("yaml", "a: " + "x " * 900_000),
    "one long name": ("yaml", "x" * 1_900_000 + ": 1"),
    "quotes": ("yaml", "a: '" + "''" * 900_000 + "'"),
    "blank lines": ("yaml", "a: |\n" + "\n" * 1_900_000),
    "comments": ("yaml", "a: 1 #x\n" * 230_000),
    "tags": ("yaml", "a: !" + "x" * 1_900_000 + " 1"),
    "documents": ("yaml", "---\n" * 450_000),
    "escapes in JSON": ("json", '{"a": "' + "\\ud83d" * 300_000 + '"}'),
    "backslashes in JSON": ("json", '{"a": "' + "\\\\" * 900_000 + '"}'),
    "a long number": ("json", '{"a": ' + "9" * 1_900_000 + "}"),
    "too large": ("yaml", "a: " + "x" * 50_000_000),
}


@pytest.mark.parametrize("name", cases(BOMBS, ("aliases", "brackets in JSON", "too large").__contains__))
def test_a_bomb_is_refused_in_little_memory(name: str, tmp_path: Path) -> None:
    """A quarter of a gigabyte of address space, and a quarter of a minute, are far more than it may take."""
    kind, text = BOMBS[name]
    file = tmp_path / f"bomb.{kind}"
    file.write_text(text, encoding="utf-8")
    ended = process(str(file), code=LIMITED, timeout=15)
    assert (ended.code, ended.err) in [(1, ""), (2, "")]
    assert f"{file.name}" in ended.out
    assert len(ended.out) < 20_000


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (256 << 20, 256 << 20))
from scalecheck.__main__ import main
sys.argv = ["scalecheck", "check", sys.argv[1]]
sys.exit(main())
"""
