"""A table of answers, scored where it is: any frame that narwhals knows, and the same kind back.

The formula is laid on the frame as named steps, level by level: first what reads only the frame's own columns, then what
reads those. A frame that is read on demand stays so; nothing is brought into Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import narwhals as nw

from scalecheck.batch.laying import chain, lay, made, needed
from scalecheck.batch.row import field, row
from scalecheck.batch.spellings import meanings
from scalecheck.errors import Place, Problem, Refused
from scalecheck.scoring import formula
from scalecheck.scoring.expressions import Column, Expressions
from scalecheck.scoring.plan import plan as make_plan
from scalecheck.text import listed, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.scoring.plan import Plan

Frame = TypeVar("Frame")
REJECTED = "rejected"
"""The column that names, in a frame read on demand, the first question whose cell is no answer."""
UNREADABLE = -9
"""The code of a cell that is no answer."""
_SHOWN = 5


def score_frame(frame: Frame, questionnaire: Questionnaire, scope: str = "full") -> Frame:
    """*frame* with the columns that ``scalecheck batch`` writes added: one response a row.

    Columns named by question id (``_`` for ``-`` will do) hold points, as numbers or text, labels, option ids, option texts,
    or ``unknown``, ``not applicable``, ``declined``; a null or a blank is unanswered, and so is a question without a column.
    Every other column stays as it is; one that has the name of a result becomes ``<name>__input``.

    A cell that is no answer is never guessed. A frame in memory is refused, with the cells
    (:class:`~scalecheck.errors.Refused`); a frame read on demand (polars lazy, DuckDB, Spark) gets one more column,
    ``rejected``, which names the question, and such a row has no results.
    """
    plan = make_plan(questionnaire, scope)
    given: Any = nw.from_native(frame)
    lazy = isinstance(given, nw.LazyFrame)
    schema = given.collect_schema()
    found = _columns(plan, schema.names())
    prefix = "scalecheck__"
    while any(name.startswith(prefix) for name in schema.names()):
        prefix = "_" + prefix
    coded = [
        code(plan.asked[name], column, schema[column]).alias(f"{prefix}code__{name}") for name, column in found.items()
    ]
    given = given.with_columns(*coded)
    if not lazy:
        _refuse_unreadable(given, plan, found, prefix)
    a = Expressions(nw, prefix)
    unread = {name: a.column(f"{prefix}code__{name}") < UNREADABLE + 1 for name in found} if lazy else {}
    readable = a.keep("readable", a.no(a.some(unread.values())))
    codes: dict[str, Any] = dict.fromkeys(plan.questions, formula.UNANSWERED)
    codes |= {name: a.column(f"{prefix}code__{name}") for name in found}
    cells = row(a, plan, codes)
    clashes = {name: f"{name}__input" for name in (*(cell.name for cell in cells), REJECTED) if name in schema.names()}
    if taken := [name for name in clashes.values() if name in schema.names()]:
        raise _refused(f"The frame has a column {listed(taken)} besides the one it stands for.", "Rename one of them.")
    given = lay(given, needed(a.steps, cells, readable.reads if isinstance(readable, Column) else ()))
    results = [made(a, cell, readable).alias(f"{prefix}result__{cell.name}") for cell in cells]
    if lazy:
        results.append(chain(nw, [(flag.expr, name) for name, flag in unread.items()], None, nw.String).alias(f"{prefix}result__{REJECTED}"))
    given = given.with_columns(*results)
    kept = [nw.col(name).alias(clashes.get(name, name)) for name in schema.names()]
    added = [name for name in given.collect_schema().names() if name.startswith(f"{prefix}result__")]
    back: Frame = nw.to_native(given.select(*kept, *(nw.col(name).alias(name[len(prefix) + 8 :]) for name in added)))
    return back


def code(question: Question, column: str, dtype: Any) -> nw.Expr:
    """The codes of the cells in *column*, which holds values of *dtype*."""
    cell = nw.col(column)
    if dtype.is_numeric():
        points = [option.points for option in question.options]
        single = [(cell == float(each), place) for place, each in enumerate(points) if points.count(each) == 1]
        return chain(nw, [(cell.is_null(), formula.UNANSWERED), *single], UNREADABLE, nw.Int64)
    if dtype not in (nw.String, nw.Categorical, nw.Enum, nw.Object):
        what = f'The column "{short(column)}" holds values of the type {dtype}.'
        raise _refused(what, "Give points as numbers or text.")
    text = cell if dtype == nw.String else cell.cast(nw.String)
    said = text.str.replace_all("[\\s\u00a0]+", " ").str.strip_chars().str.to_lowercase()
    by_code: dict[int, list[str]] = {}
    for spelling, meaning in meanings(question).items():
        by_code.setdefault(meaning, []).append(spelling)
    pairs = [(said.is_in(spellings), meaning) for meaning, spellings in sorted(by_code.items())]
    return chain(nw, [(cell.is_null() | (said == ""), formula.UNANSWERED), *pairs], UNREADABLE, nw.Int64)


def _columns(plan: Plan, names: Sequence[str]) -> dict[str, str]:
    """Which column holds the answers to which question."""
    found: dict[str, str] = {}
    for name in plan.questions:
        here = [each for each in dict.fromkeys((name, field(name))) if each in names]
        if len(here) > 1:
            raise _refused(f'The columns "{here[0]}" and "{here[1]}" both hold answers to one question.', "Take one of them out.")
        if here:
            found[name] = here[0]
    if not found:
        what = f'No column is named by a question of "{plan.questionnaire.id}".'
        raise _refused(what, f"`scalecheck show {plan.questionnaire.id}` lists them.")
    return found


def _refuse_unreadable(frame: Any, plan: Plan, found: Mapping[str, str], prefix: str) -> None:
    problems = []
    for name, column in found.items():
        wrong = frame.filter(nw.col(f"{prefix}code__{name}") == UNREADABLE)
        if len(wrong):
            cells = listed(dict.fromkeys(f'"{short(each)}"' for each in wrong[column].head(_SHOWN).to_list()))
            what = f'The column "{column}" has {len(wrong)} cells that are no answer to "{name}", such as {cells}.'
            keys = [option.key for option in plan.asked[name].options]
            problems.append(Problem(Place("the frame"), "SC701", what, f"Choose {listed(keys, 'or')}; or unknown, not applicable, declined."))
    if problems:
        raise Refused(*problems)


def _refused(what: str, todo: str) -> Refused:
    return Refused(Problem(Place("the frame"), "SC702", what, todo))
