"""The shell of every page: what it lets through, what it lets happen, and that it says so by hash."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from scalecheck.web import shell

HOSTILE = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\x1b[31m\u202e\u2028"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a template that prints one value wherever a template may print one."""
    name = "bare.html"
    source = (
        "{% extends 'base.html' %}{% block title %}{{ value }}{% endblock %}"
        '{% block main %}<p title="{{ value }}">{{ value }}{{ value|link }}</p>{% endblock %}'
        "{% block data %}{{ {'value': value}|island('data') }}{% endblock %}"
    )
    from jinja2 import ChoiceLoader, DictLoader

    environment = shell._environment()
    monkeypatch.setattr(environment, "loader", ChoiceLoader([DictLoader({name: source}), environment.loader]))  # type: ignore[list-item]
    return name


def test_text_from_outside_stays_text_wherever_it_stands(bare: str) -> None:
    made = shell.page(bare, value=HOSTILE)
    assert "<script>alert" not in made
    assert "<img" not in made
    assert "{{7*7}}" in made
    assert not re.search("[\x1b\u202e\u2028]", unescape(made))


def test_a_page_is_ascii_so_that_no_encoding_can_change_it(bare: str) -> None:
    assert "caf&#233; &#8211; &#128578;" in shell.page(bare, value="café – 🙂")
    assert shell.page(bare, value="café").isascii()


def test_data_for_a_script_comes_back_as_it_was(bare: str) -> None:
    found = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', shell.page(bare, value=HOSTILE), re.S
    )
    assert found
    assert not set(found[1]) & set("<>&")
    assert json.loads(found[1]) == {"value": HOSTILE}


def test_only_the_style_sheets_and_scripts_that_ship_may_act(bare: str) -> None:
    made = shell.page(bare, value="x", style="style.css")
    policy = unescape(re.search(r'Content-Security-Policy" content="(.*?)"', made)[1])  # type: ignore[index]
    styles = re.findall(r"<style>(.*?)</style>", made, re.S)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in styles]
    listed = " ".join(f"'sha256-{each}'" for each in hashes)
    assert policy == (
        f"default-src 'none'; style-src {listed}; script-src 'none'; base-uri 'none'; form-action 'none'"
    )
    assert made.index("Content-Security-Policy") < made.index("<style>")


def test_a_value_that_was_forgotten_is_a_fault_and_not_a_gap(bare: str) -> None:
    with pytest.raises(UndefinedError):
        shell.page(bare)


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=1&c=2", "http://example.org", "HTTPS://example.org/x#y"]
)
def test_an_address_of_the_web_becomes_a_link(address: str) -> None:
    made = shell.link(address, "the report")
    assert made.startswith("<a href=")
    assert unescape(re.search('href="(.*?)"', made)[1]) == address  # type: ignore[index]


@pytest.mark.parametrize(
    "address",
    (
        *(
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
        ),
        *(
            "//example.org",
            "example.org",
            "https:",
            "https://",
            "http:\\\\example.org",
            "https://a@b.example",
            "https://[",
            "",
        ),
        *("vbscript:x", "https://example.org/ x", "https://exa\u202emple.org", "mailto:a@example.org"),
    ),
)
def test_any_other_address_stays_text(address: str) -> None:
    made = shell.link(address, "the report")
    assert "<a" not in made
    assert isinstance(made, Markup)
    assert made.startswith("the report")


def test_the_words_of_a_link_are_text_too() -> None:
    assert "<b>" not in shell.link("https://example.org", "<b>")
    assert "<b>" not in shell.link("<b>", "<b>")
