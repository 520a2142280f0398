"""The keys of an interview: what each does, and which of them a typed line means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Question

KEYS = {
    "b": "back",
    "s": "skip",
    "d": "unknown",
    "n": "not applicable",
    "x": "declined",
    "e": "evidence",
    "c": "confidence",
    "g": "go to",
    "l": "list",
    "r": "review",
    "?": "help",
    "q": "quit",
}
KEY_LINE = "b back, s skip, d don't know, n n/a, x decline, e note, c sure, g l r q, ? help"
"""Every key in one line of 80 columns; ``?`` explains them."""

KEYS_EXPLAINED = (
    ("b", "back to the question before"),
    ("s", "skip for now; you can come back to it at the end"),
    ("d", "you do not know"),
    ("n", "it does not apply; you will be asked why"),
    ("x", "you would rather not say"),
    ("e", "write down evidence or a note"),
    ("c", "say how sure you are"),
    ("g 7", "go to question 7"),
    ("l", "list the sections"),
    ("r", "review all answers"),
    ("q", "save and leave; you can go on later"),
)


def shadowed_keys(question: Question) -> set[str]:
    """The keys that are options of *question*: there it is the option that is meant."""
    return {option.key for option in question.options} & set(KEYS)


def read_key(question: Question, line: str) -> tuple[str, str]:
    """The key that *line* means at *question*, and what follows it; two empty texts where it means none.

    A key is typed by its letter or its word. Only ``g`` takes something after it: the number of a question.
    """
    word = " ".join(line.casefold().split())
    letter, _, rest = word.partition(" ")
    key = letter if letter in KEYS and letter not in shadowed_keys(question) else ""
    labels = {" ".join(option.label.casefold().split()) for option in question.options}
    key = key or next((each for each, name in KEYS.items() if word == name and word not in labels), "")
    if key == "g" and rest and word != KEYS["g"]:
        return key, rest
    return (key, "") if key and word in (key, KEYS[key]) else ("", "")
