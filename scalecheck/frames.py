"""Score a data frame of answers where it is: any frame that narwhals knows, and the same kind back.

The formula is laid on the frame as named steps, level by level: first what reads only the frame's own
columns, then what reads those. A frame that is read on demand stays so; nothing is brought into Python
but what Spark's workers read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

try:
    import narwhals as nw
except ImportError:
    raise ImportError("Frames are scored through narwhals: pip install 'scalecheck[batch]'") from None

from scalecheck.definition.answer_state import STATED_SILENCES
from scalecheck.engines import answer_expressions
from scalecheck.engines.answer_expressions import UNREADABLE
from scalecheck.engines.frame_steps import add_steps, column_expression, first_match, select_needed
from scalecheck.engines.result_columns import column_prefix, result_columns, result_names
from scalecheck.errors import Code, Place, Problem, Refused
from scalecheck.scoring import formula
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.expressions import Column, Expressions
from scalecheck.text import listed, plural, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalecheck.definition.questionnaire import Questionnaire
    from scalecheck.responses.response import Scope
    from scalecheck.scoring.compiled import CompiledQuestionnaire

Frame = TypeVar("Frame")
REJECTED = "rejected"
"""The column that names, in a frame read on demand, the first question whose cell is no answer."""
TEXTS = (nw.String, nw.Categorical, nw.Enum)
FRAME = Place("the frame")
_SHOWN = 5


def score_frame(frame: Frame, questionnaire: Questionnaire, scope: Scope = "full") -> Frame:
    """Score each row of *frame* as one response, and add the columns that ``scalecheck batch`` writes.

    Columns named by question id (``_`` for ``-`` will do) hold points, as numbers or text, labels, option
    ids, option texts, or ``unknown``, ``not applicable``, ``declined``; a null or a blank is unanswered,
    and so is a question without a column. Every other column stays as it is; one that has the name of a
    result becomes ``<name>__input``.

    A cell that is no answer is never guessed. A frame in memory is refused, with the cells
    (:class:`~scalecheck.errors.Refused`); a frame read on demand (polars lazy, DuckDB, Spark) gets one
    more column, ``rejected``, which names the question, and such a row has no results.
    """
    compiled = compile_questionnaire(questionnaire, scope)
    narwhals_frame, schema = _read_frame(frame)
    lazy = isinstance(narwhals_frame, nw.LazyFrame)
    found = _match_columns(compiled, list(schema))
    _check_types(found, schema, narwhals_frame)
    added = [*result_names(compiled), *[REJECTED] * lazy]
    on_spark = narwhals_frame.implementation in (nw.Implementation.PYSPARK, nw.Implementation.PYSPARK_CONNECT)
    fold = str.lower if on_spark else str  # Spark takes names that differ in their letters' size for one
    taken_names = {fold(name) for name in added}
    clashes = {name: f"{name}__input" for name in schema if fold(name) in taken_names}
    if taken := [name for name in clashes.values() if name in schema]:
        raise _refuse(
            Code.SC705,
            f"The frame has a column {listed(taken)} besides the one it stands for.",
            "Rename one of them.",
        )
    if on_spark:
        if len(set(schema)) < len(frame.columns):  # type: ignore[attr-defined]  # which Spark allows
            raise _refuse(
                Code.SC705, "Two columns of the frame have one name.", "Give each column a name of its own."
            )
        from scalecheck.spark.frame import score_spark_frame

        done: Frame = score_spark_frame(
            frame, compiled, found, [clashes.get(name, name) for name in schema], added
        )
        return done
    prefix = "scalecheck__"
    while any(name.startswith(prefix) for name in schema):
        prefix = "_" + prefix
    narwhals_frame = _add_codes(narwhals_frame, compiled, found, schema, prefix)
    if not lazy:
        _refuse_unreadable(narwhals_frame, compiled, found, prefix)
    a = Expressions(nw, prefix)
    unread = {name: a.column(f"{prefix}code__{name}") < UNREADABLE + 1 for name in found} if lazy else {}
    readable = a.keep("readable", a.no(a.some(unread.values())))
    codes: dict[str, Any] = dict.fromkeys(compiled.questions, formula.UNANSWERED)
    codes |= {name: a.column(f"{prefix}code__{name}") for name in found}
    cells = result_columns(a, compiled, codes)
    narwhals_frame = add_steps(
        narwhals_frame, select_needed(a.steps, cells, readable.reads if isinstance(readable, Column) else ())
    )
    results = [column_expression(a, cell, readable).alias(f"{prefix}result__{cell.name}") for cell in cells]
    if lazy:
        first = first_match(nw, [(flag.expr, name) for name, flag in unread.items()], None, nw.String)
        results.append(first.alias(f"{prefix}result__{REJECTED}"))
    narwhals_frame = narwhals_frame.with_columns(*results)
    kept = [nw.col(name).alias(clashes.get(name, name)) for name in schema]
    back: Frame = nw.to_native(
        narwhals_frame.select(*kept, *(nw.col(f"{prefix}result__{name}").alias(name) for name in added))
    )
    return back


def _read_frame(frame: Any) -> tuple[Any, dict[str, Any]]:
    """*frame* as narwhals has it, and its columns with their types."""
    try:
        narwhals_frame = nw.from_native(frame)
        schema = dict(narwhals_frame.collect_schema())
    except nw.exceptions.DuplicateError:
        raise _refuse(
            Code.SC705, "Two columns of the frame have one name.", "Give each column a name of its own."
        ) from None
    if odd := [name for name in schema if not isinstance(name, str)]:
        what = f"The frame has a column named by {short(repr(odd[0]))}, which is not text."
        raise _refuse(Code.SC705, what, "Name columns by text.")
    return narwhals_frame, schema


def _add_codes(
    frame: Any,
    compiled: CompiledQuestionnaire,
    found: Mapping[str, str],
    schema: Mapping[str, Any],
    prefix: str,
) -> Any:
    """*frame* with a column of codes for each question that has a column."""
    codes: dict[str, Any] = {}
    said: dict[str, Any] = {}
    for name, column in found.items():
        question, cell, dtype = compiled.definitions[name], nw.col(column), schema[column]
        if dtype.is_numeric():
            codes[name] = answer_expressions.number_code(question, cell)
        elif dtype == nw.Unknown:
            codes[name] = answer_expressions.null_code(cell)
        else:
            said[name] = answer_expressions.fold_text(
                question, cell if dtype == nw.String else cell.cast(nw.String)
            )
    if said:  # each on what the one before has worked out, so that no engine does it again for every spelling
        frame = frame.with_columns(*(each.alias(f"{prefix}said__{name}") for name, each in said.items()))
        bare = {
            name: answer_expressions.strip_zeros(compiled.definitions[name], nw.col(f"{prefix}said__{name}"))
            for name in said
        }
        frame = frame.with_columns(*(each.alias(f"{prefix}said__{name}") for name, each in bare.items()))
    for name in said:
        cells = nw.col(found[name]), nw.col(f"{prefix}said__{name}")
        codes[name] = answer_expressions.text_code(compiled.definitions[name], *cells)
    return frame.with_columns(*(each.alias(f"{prefix}code__{name}") for name, each in codes.items()))


def _check_types(found: Mapping[str, str], schema: Mapping[str, Any], frame: Any) -> None:
    """Refuse columns of answers that can hold none."""
    for column in found.values():
        dtype = schema[column]
        text = dtype in TEXTS or (dtype == nw.Object and frame.implementation.is_pandas_like())
        if not (text or dtype.is_numeric() or dtype == nw.Unknown):
            what = f'The column "{short(column)}" holds values of the type {dtype}.'
            raise _refuse(Code.SC404, what, "Give points as numbers or text.")


def _match_columns(compiled: CompiledQuestionnaire, names: Sequence[str]) -> dict[str, str]:
    """Which column holds the answers to which question."""
    found: dict[str, str] = {}
    for name in compiled.questions:
        here = [each for each in dict.fromkeys((name, column_prefix(name))) if each in names]
        if len(here) > 1:
            what = f'The columns "{here[0]}" and "{here[1]}" both hold answers to one question.'
            raise _refuse(Code.SC706, what, "Take one of them out.")
        if here:
            found[name] = here[0]
    if not found:
        what = f'No column is named by a question of "{compiled.questionnaire.id}".'
        raise _refuse(Code.SC707, what, f"`scalecheck show {compiled.questionnaire.id}` lists them.")
    return found


def _refuse_unreadable(
    frame: Any, compiled: CompiledQuestionnaire, found: Mapping[str, str], prefix: str
) -> None:
    problems = []
    for name, column in found.items():
        wrong = frame.filter(nw.col(f"{prefix}code__{name}") == UNREADABLE)
        if len(wrong):
            cells = listed(dict.fromkeys(f'"{short(each)}"' for each in wrong[column].head(_SHOWN).to_list()))
            count = plural(len(wrong), "cell")
            what = f'The column "{short(column)}" has {count} that is not an answer to "{name}", '
            what += f"such as {cells}."
            if len(wrong) > 1:
                what = what.replace(" that is not an answer", " that are not answers", 1)
            keys = [option.key for option in compiled.definitions[name].options]
            problems.append(
                Problem(FRAME, Code.SC404, what, f"Choose {listed([*keys, *STATED_SILENCES], 'or')}.")
            )
    if problems:
        raise Refused(*problems)


def _refuse(code: Code, what: str, todo: str) -> Refused:
    return Refused(Problem(FRAME, code, what, todo))
