"""Check the questionnaire, version, digest and scope that a row states against the questionnaire in use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scalecheck.errors import Code
from scalecheck.text import short

if TYPE_CHECKING:
    from scalecheck.scoring.compiled import CompiledQuestionnaire

_VERSION = re.compile(r"(\d{1,6})(\.\d{1,6}){0,2}")
Fault = tuple[str, Code, str, str]
"""The column that is wrong, a code, what is wrong, what to do."""


class ProvenanceCheck:
    """Checks what rows state against the questionnaire in use, and their scope against the rows before."""

    def __init__(self, compiled: CompiledQuestionnaire) -> None:
        self.compiled, self.whole = compiled, compiled.questionnaire
        self.scope = ""
        """What the first row said that says anything."""
        self.warnings: dict[str, None] = {}
        """What a reader of the results needs to know; each once."""
        self._known: set[tuple[str, ...]] = set()

    def find_faults(self, said: dict[str, str]) -> list[Fault]:
        """List what is wrong with the provenance of a row: *said* has its cells by column."""
        key = tuple(said.values())
        if key in self._known:
            return []
        # What answers to another questionnaire say of version and scope is of no account here.
        found = self._check_questionnaire(said) or [*self._check_version(said), *self._check_scope(said)]
        if not found and len(self._known) < 1000:
            self._known.add(key)
        return found

    def _check_questionnaire(self, said: dict[str, str]) -> list[Fault]:
        named = said.get("questionnaire", "").strip()
        if named in ("", self.whole.id):
            return []
        what = f'These answers belong to "{short(named, 40)}", not to "{self.whole.id}".'
        return [
            (
                "questionnaire",
                Code.SC401,
                what,
                "Keep the tables of different questionnaires apart; -q names the one to use.",
            )
        ]

    def _check_version(self, said: dict[str, str]) -> list[Fault]:
        version, digest, current = (
            said.get("version", "").strip(),
            said.get("digest", "").strip(),
            self.whole.version,
        )
        if not version:
            return []
        number = _VERSION.fullmatch(version)
        if number is None:
            return [
                (
                    "version",
                    Code.SC402,
                    f'"{short(version, 20)}" is not a version.',
                    f"Write it as in {current}.",
                )
            ]
        if int(number[1]) != self.whole.major:
            what = f'These answers were given to version {version}; "{self.whole.id}" is now {current}.'
            return [
                (
                    "version",
                    Code.SC402,
                    what,
                    "Its scores have changed: name the older file with -q, or answer the new version.",
                )
            ]
        if version != current:
            self.warnings[
                f"Some answers were given to version {version}; this is {current}: "
                "wording or advice may differ."
            ] = None
        elif digest and digest != self.whole.digest:
            what = f"The questionnaire says {version}, as some answers do, but its content has changed since."
            self.warnings[what] = None
        return []

    def _check_scope(self, said: dict[str, str]) -> list[Fault]:
        scope = said.get("scope", "").strip()
        if not scope:
            return []
        if scope not in ("full", "quick"):
            return [("scope", Code.SC503, f'"{short(scope, 20)}" is not a scope.', "Write full or quick.")]
        self.scope = self.scope or scope
        if scope != self.scope:
            what = f"This is scope {scope}, and the rows before are {self.scope}."
            return [("scope", Code.SC503, what, "Keep full and quick answers in tables of their own.")]
        if scope == "quick" and self.compiled.scope != "quick":
            return [
                ("scope", Code.SC503, "These are answers to the short version.", "Score them with --quick.")
            ]
        return []
