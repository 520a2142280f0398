"""Response -> text: YAML that people can read, in which every string comes back exactly."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from scalecheck.text import line

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Questionnaire

_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9 ,.()'_/-]*[A-Za-z0-9.)]\Z")
_SURPRISES = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar(text: str) -> str:
    """*text* as a YAML scalar that every reader takes for that text: plain where it is plainly text, else quoted."""
    if _SAFE.match(text) and text.lower() not in _SURPRISES and "  " not in text:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def blank(questionnaire: Questionnaire) -> str:
    """A response without answers: every question, with what can be written beneath it as a comment."""
    rows = [
        f"# Answers to: {line(questionnaire.title)}",
        "# Write the number of the option after the colon. Leave a line as it is to come back to it later.",
        "# Instead of a number: unknown (you do not know), declined (you would rather not say), or",
        "#   {answer: not applicable, because: why it does not apply}",
        "# To say more: {answer: 2, note: what to remember, evidence: what shows it, confidence: low}",
        f"questionnaire: {questionnaire.id}",
        f"version: {questionnaire.version}",
        "about:",
        "  innovation:",
        "  respondent:",
        "  role:",
        "  organisation:",
        "  date:",
        "answers:",
    ]
    for domain in questionnaire.root.walk():
        if domain.questions:
            rows += ["", f"  # {line(domain.title)}"]
        for question in domain.questions:
            rows += ["", f"  # {line(question.ask)}"]
            for option in question.options:
                text = f": {line(option.text)}" if option.text else ""
                rows.append(f"  #   {option.key}  {line(option.label)}{text}")
            rows.append(f"  {question.id}:")
    return "\n".join(rows) + "\n"
