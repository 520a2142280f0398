"""The types of documents: every name a document has, what it means, and which values it takes.

A type checker finds a misspelt name. :mod:`scalecheck.reporting.shapes` makes from the same types what
reads a saved document and what describes it as JSON Schema, so the three cannot disagree. Reports are
written without this package: it is imported for checking types, and for reading what was saved.
"""

from __future__ import annotations

from typing import TypeAlias

from scalecheck.reporting.types.cohort import CohortDocument
from scalecheck.reporting.types.comparison import ComparisonDocument
from scalecheck.reporting.types.group import GroupDocument
from scalecheck.reporting.types.plan import PlanDocument
from scalecheck.reporting.types.questionnaire import QuestionnaireDocument
from scalecheck.reporting.types.result import ResultDocument

Document: TypeAlias = (
    ResultDocument
    | GroupDocument
    | ComparisonDocument
    | PlanDocument
    | CohortDocument
    | QuestionnaireDocument
)
"""A document of any kind; ``document["schema"]`` tells which: ``scalecheck-result/1``."""
