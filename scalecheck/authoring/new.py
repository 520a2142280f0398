"""``scalecheck new``: a small sound questionnaire to start from, or a blank response to fill in by hand."""

from __future__ import annotations

import re
from pathlib import Path

from scalecheck.definition import catalogue
from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.files.output_file import replace_file
from scalecheck.files.scalars import ID
from scalecheck.responses import writer

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)")

_TAKEN = ("named-lead", "cover", "people", "nobody-leads", "one-person-deep")
"""Ids in the template, each of which stands for one thing only."""
TEMPLATE = """\
# A questionnaire to start from. `scalecheck check {name}.yaml` finds what is wrong with it.
# An editor that knows YAML schemas helps: scalecheck schema questionnaire > questionnaire.schema.json
# yaml-language-server: $schema=questionnaire.schema.json
id: {name}
version: 1.0.0
title: {title}
about: Say who it is for, how long it takes, and what it is not.
source:
  title: Where it comes from
  key_points:
    first-point: Say in one sentence what the questions rest on.
bands:
  - {{id: early, from: 0, title: Early, meaning: Say what it means for the reader.}}
  - {{id: ready, from: 60, title: Ready, meaning: Say what it means for the reader.}}
domains:
  - id: people
    title: People
    questions:
      - id: named-lead
        ask: Who leads the work?
        help: Say why you ask.
        evidence: Say what would show it.
        cites: [first-point]
        options:
          - label: Nobody
            text: No one has been named.
            next: {{do: Name one person., who: manager, effort: low}}
          - label: In spare time
            text: Someone leads it beside their normal work.
            next: {{do: Agree some hours each week., who: manager, effort: medium}}
          - label: With agreed time
            text: Someone leads it in hours that are agreed.
      - id: cover
        ask: What happens when the lead is away?
        help: Say why you ask.
        evidence: Say what would show it.
        cites: [first-point]
        options:
          - label: It stops
            text: The work waits until the lead is back.
            next: {{do: Name a deputy., who: manager, effort: low}}
          - label: A deputy is named
            text: Someone is named, but has not done it yet.
            next: {{do: Let the deputy lead it for a week., who: lead, effort: low}}
          - label: It goes on
            text: Someone else has led it already.
gates:
  - id: nobody-leads
    title: Nobody leads it
    when: {{question: named-lead, below: 2}}
    cap: early
    because: Say why it is a must-have.
advice:
  - id: one-person-deep
    when: {{all: [{{question: named-lead, at_least: 2}}, {{question: cover, below: 2}}]}}
    do: Let two people do every task once.
    why: All of it rests on one person.
    who: lead
    effort: medium
    cites: [first-point]
examples:
  - name: Led in spare time, with a deputy
    answers: {{named-lead: 2, cover: 2}}
    expect: {{overall: 50, band: early}}
"""


def write_questionnaire(name: str) -> Path:
    """Write a small sound questionnaire called *name* and return where it is.

    The last part of *name* is its id. Raises :class:`~scalecheck.errors.Refused` where it cannot be one, and
    where there is a file of that name.
    """
    path = _check_name(name)
    if not ID.match(path.stem) or path.stem in _TAKEN:
        what = f'"{path.stem}" cannot be the name of a questionnaire.'
        todo = "Use small letters, digits and single hyphens, for example ward-checks."
        raise Refused(Problem(Place(name), Code.SC007, what, todo))
    return _write(path, TEMPLATE.format(name=path.stem, title=path.stem.replace("-", " ").capitalize()))


def write_response(name: str, answers_to: str) -> Path:
    """Write a blank response to the questionnaire *answers_to*, to be filled in by hand; return where it is.

    Raises :class:`~scalecheck.errors.Refused` where there is no such questionnaire, or a file of that name.
    """
    return _write(_check_name(name), writer.blank_yaml(catalogue.load(answers_to)))


def _check_name(name: str) -> Path:
    """Refuse a *name* that not every system can give to a file; add the ending where it has none."""
    path = Path(name)
    if path.suffix not in catalogue.SUFFIXES:
        path = path.with_name(f"{path.name}.yaml") if path.name else path
    if not _NAME.match(path.name) or _RESERVED.match(path.name) or ".." in path.parts:
        what = "This cannot be the name of a file."
        todo = "Use letters, digits, dots and hyphens; a folder that is here may stand before it."
        raise Refused(Problem(Place(name), Code.SC007, what, todo))
    return path


def _write(path: Path, text: str) -> Path:
    with replace_file(path, new=True) as file:
        file.write(text)
    return path
