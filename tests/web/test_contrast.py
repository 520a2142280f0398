"""Contrast of colours on screens, in both themes, and on paper.

Words have at least 4.5 to 1 (WCAG 1.4.3), and shapes that mean something 3 to 1 (WCAG 1.4.11).
"""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

THEMES = ("light", "dark", "print")
GROUNDS = {"page", "paper", "note", "warn-paper"}
WORDS = {"ink", "soft", "link", "deep", "low", "between", "high", "none", "wrong"}
FILLS = {"fill-0", "fill-1", "fill-2", "fill-none"}


def colours(theme: str) -> dict[str, str]:
    """The colours of a theme: those of the light one, and what the theme changes."""
    found: dict[str, str] = {}
    for name in ("style.css", "report.css"):
        text = files("scalecheck.web").joinpath("templates", name).read_text(encoding="ascii")
        dark = re.search(
            r"@media screen and \(prefers-color-scheme: dark\) \{\s*(?::root|\.report) \{.*?\}", text, re.S
        )
        paper = re.search(r"@media print \{.*", text, re.S)
        assert dark
        assert paper
        light = text.replace(dark[0], "").replace(paper[0], "")
        for part in (light, {"light": "", "dark": dark[0], "print": paper[0]}[theme]):
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read(theme: str) -> None:
    known = colours(theme)
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS] + [
        ("button-ink", "button"),
        ("focus-ink", "focus"),
    ]
    assert [pair for pair in pairs if contrast(known[pair[0]], known[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_can_be_told_apart(theme: str) -> None:
    known = colours(theme)
    over = [(mark, ground) for mark in (*FILLS, "limit", "dot", "pen") for ground in ("ground", "zone")]
    pairs = [*over, *(("pen", fill) for fill in FILLS), ("dot", "ring"), ("edge", "paper"), ("edge", "page")]
    assert [pair for pair in pairs if contrast(known[pair[0]], known[pair[1]]) < 3] == []
