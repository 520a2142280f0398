"""Every engine gives, row by row and to the last digit, what the report of each response gives.

What is expected comes from the single path alone (``score``, ``recommend`` and the names of a ``Score``).
Every engine gets the same answers, written in the cells of a table in every way that is allowed there.
"""

from __future__ import annotations

import random
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scalecheck
from scalecheck.definition.answer_state import AnswerState
from scalecheck.engines import result_columns as rows
from scalecheck.engines.polars_engine import PolarsScorer
from scalecheck.engines.polars_stream import PolarsTableScorer
from scalecheck.engines.python_engine import PythonScorer
from scalecheck.errors import Refused
from scalecheck.frames import REJECTED, score_frame
from scalecheck.mapping.answer_codes import code_of, codes_by_spelling
from scalecheck.responses.response import Answer, Response
from scalecheck.scoring import formula
from scalecheck.scoring.compiled import compile_questionnaire
from scalecheck.scoring.recommendations import FIRST, recommend
from scalecheck.scoring.single import score
from scalecheck.text import fold
from tests.conftest import QUESTIONNAIRES, cases, part_of
from tests.scoring import define, read
from tests.scoring.strategies import Form, conditions, forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.scoring.compiled import CompiledQuestionnaire

FILES = [
    *sorted(QUESTIONNAIRES.glob("*.yaml")),
    *sorted(Path(__file__).parents[1].glob("instruments/*.yaml")),
]
KEY = "who"
Result = dict[str, Any]


# A table of answers.


class Table(NamedTuple):
    """Answers, and the cells they are written in."""

    questionnaire: Questionnaire
    scope: str
    answers: list[dict[str, Answer]]
    """Row by row, by question; what is not there is unanswered."""
    columns: dict[str, list[Any]]
    """The cells by column: the key, and one for each question that has a column."""

    @property
    def compiled(self) -> CompiledQuestionnaire:
        """What every engine is given."""
        return compile_questionnaire(self.questionnaire, self.scope)

    @property
    def expected(self) -> list[Result]:
        """What the report of each response says."""
        return [_reported(self.questionnaire, self.scope, answers) for answers in self.answers]


def _reported(questionnaire: Questionnaire, scope: str, answers: dict[str, Answer]) -> Result:
    found = score(questionnaire, Response(questionnaire.id, questionnaire.version, answers, scope=scope))  # type: ignore[arg-type]
    overall = found.overall
    said = {
        "score": overall.score,
        "band": found.band,
        "low": overall.low,
        "high": overall.high,
        "completeness": overall.completeness,
        "capped_by": ";".join(found.capped_by) or None,
        "weakest": found.weakest,
    }
    first = [each.id for each in recommend(found)[:FIRST]]
    said |= {f"advice_{place + 1}": first[place] if place < len(first) else None for place in range(FIRST)}
    for domain in found.domains:
        said[f"{domain.id.replace('-', '_')}__score"] = domain.score
        said[f"{domain.id.replace('-', '_')}__band"] = domain.band
    return said


def drawn(questionnaire: Questionnaire, count: int, seed: int, scope: str = "full") -> Table:
    """A table of *count* rows: numbers or text, with and without columns, complete and full of holes."""
    dice = random.Random(seed)
    answers: list[dict[str, Answer]] = [{} for _ in range(count)]
    holes = [dice.choice([0, 0, 0.1, 0.4, 0.9]) for _ in range(count)]
    columns: dict[str, list[Any]] = {KEY: [f"r{n}" for n in range(count)]}
    for question in questionnaire.questions:
        kind = dice.choice(["text", "text", "text", "numbers", "none"])
        if kind == "none" and len(columns) == 1 and question is not questionnaire.questions[-1]:
            kind = "text"
        if kind == "none" and len(columns) > 1:
            continue
        points = [option.points for option in question.options]
        single = [
            place for place, each in enumerate(points) if points.count(each) == 1 and _number(question, each)
        ]
        kind = "text" if kind == "none" or not single else kind
        whole = all(isinstance(points[place], int) for place in single) and dice.random() < 0.5
        cells: list[Any] = []
        for row, hole in zip(answers, holes, strict=True):
            code = dice.randrange(-4, 0) if dice.random() < hole else dice.randrange(len(points))
            if kind == "numbers":
                code = dice.choice(single) if code >= 0 else formula.UNANSWERED
                value = points[code]
                cells.append(None if code < 0 else int(value) if whole else float(value))
            else:
                cells.append(_written(question, code, dice))
            if code >= 0:
                row[question.id] = Answer(state=AnswerState.ANSWERED, option=code)
            elif code != formula.UNANSWERED:
                state = next(each for each in AnswerState if each.code == code)
                row[question.id] = Answer(state, because="so" if state is AnswerState.NOT_APPLICABLE else "")
        columns[dice.choice([question.id, rows.column_prefix(question.id)])] = cells
    return Table(questionnaire, scope, answers, columns)


def _number(question: Question, points: object) -> bool:
    return code_of(codes_by_spelling(question), str(points)) is not None


def _written(question: Question, code: int, dice: random.Random) -> str | None:
    """An answer as a person might write it."""
    ways = [name for name, each in codes_by_spelling(question).items() if each == code]
    text = dice.choice(ways)
    if not text:
        return dice.choice([None, "", "  ", "\u00a0"])
    if re.fullmatch(r"-?\d+\.\d+", text):
        text += dice.choice(["", "0", "00"])
    changed = dice.choice([text, text.upper(), text.title()])
    text = changed if fold(changed) == text else text
    text = text.translate(dice.choice([{}, str.maketrans("'\"", "’“"), str.maketrans("'\"", "‘”")]))
    return dice.choice(["{}", "{}", " {}", "{} ", "\t{}\u00a0"]).format(
        text.replace(" ", dice.choice([" ", "  ", "\u00a0"]))
    )


# What works out a table.


def _plain(table: Table) -> list[Result]:
    return _by_codes(table, PythonScorer(table.compiled))


def _together(table: Table) -> list[Result]:
    return _by_codes(table, PolarsScorer(table.compiled, rows.result_names(table.compiled)))


def _by_codes(table: Table, scorer: Any) -> list[Result]:
    compiled = table.compiled
    codes = [[_code(each.get(name)) for name in compiled.questions] for each in table.answers]
    return [dict(zip(scorer.columns, each, strict=True)) for each in scorer.score(codes)]


def _code(answer: Answer | None) -> int:
    if answer is None:
        return formula.UNANSWERED
    return answer.state.code if answer.option is None else answer.option


def _fast(table: Table, *, texts: bool) -> list[Result]:
    """As a large file is scored: every column of answers an ``Enum`` of the ways they are written.

    With *texts*, results come side by side as they are written, in three runs whose order is not that of
    the columns.
    """
    compiled, columns, spelling_codes = table.compiled, {}, {}
    frame = pl.DataFrame({KEY: table.columns[KEY]})
    for question in table.questionnaire.questions:
        for name in {question.id, rows.column_prefix(question.id)} & set(table.columns):
            cells = [
                None if cell is None or not str(cell).strip() else _text(cell) for cell in table.columns[name]
            ]
            ways = list(dict.fromkeys(cell for cell in cells if cell is not None))
            frame = frame.with_columns(pl.Series(f"in:{name}", cells, dtype=pl.Enum(ways)))
            columns[question.id] = f"in:{name}"
            spelling_codes[question.id] = [code_of(codes_by_spelling(question), way) for way in ways]
    if not texts:
        wanted = rows.result_names(compiled)
        scoring = PolarsTableScorer(compiled, columns, spelling_codes, "x", wanted=wanted)  # type: ignore[arg-type]
        results = [pl.col(column).alias(name) for name, column in scoring.names.items()]
        return scoring.add_to(frame.lazy()).select(results).collect(engine="streaming").to_dicts()
    names = list(rows.result_names(compiled))
    runs = [names[7:], names[4:7], names[:4]]
    scoring = PolarsTableScorer(compiled, columns, spelling_codes, "x", wanted=["band"], runs=runs)  # type: ignore[arg-type]
    written = [name for run in scoring.runs for name in run]
    lines = scoring.add_to(frame.lazy()).select(written).collect(engine="streaming")
    numbers = [
        name for name in names if name.endswith("score") or name in ("score", "low", "high", "completeness")
    ]
    found = []
    for line in (
        lines.write_csv(include_header=False, quote_style="never").splitlines()
        if written
        else [""] * len(lines)
    ):
        said = dict(zip([name for run in runs for name in run], line.split(","), strict=True))
        values = {name: said[name] or None for name in names}
        found.append({name: float(v) if v and name in numbers else v for name, v in values.items()})
    return found


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


Framed = tuple[list[str], list[Result]]


def _polars(columns: dict[str, list[Any]]) -> tuple[Any, Callable[[Any], Framed]]:
    return pl.DataFrame(columns, schema_overrides=_polars_types(columns)), lambda frame: (
        frame.columns,
        frame.to_dicts(),
    )


def _polars_types(columns: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        name: pl.String
        for name, cells in columns.items()
        if all(cell is None or isinstance(cell, str) for cell in cells)
    }


def _lazy(columns: dict[str, list[Any]]) -> tuple[Any, Callable[[Any], Framed]]:
    frame, back = _polars(columns)
    return frame.lazy(), lambda each: back(each.collect())


def _pandas(columns: dict[str, list[Any]]) -> tuple[Any, Callable[[Any], Framed]]:
    import pandas as pd

    def back(frame: Any) -> Framed:
        found = frame.astype(object).where(frame.notna(), None)
        return list(frame.columns), found.to_dict("records")

    return pd.DataFrame(columns), back


def _arrow(columns: dict[str, list[Any]]) -> tuple[Any, Callable[[Any], Framed]]:
    import pyarrow as pa

    types = {name: pa.string() for name in _polars_types(columns)}
    table = pa.table({name: pa.array(cells, type=types.get(name)) for name, cells in columns.items()})
    return table, lambda frame: (frame.column_names, frame.to_pylist())


def _duckdb(columns: dict[str, list[Any]]) -> tuple[Any, Callable[[Any], Framed]]:
    import duckdb

    table, back = _arrow(columns)
    return duckdb.from_arrow(table), lambda relation: back(relation.to_arrow_table())


FRAMES = {"polars": _polars, "polars lazy": _lazy, "pandas": _pandas, "pyarrow": _arrow, "duckdb": _duckdb}
LAZY = ("polars lazy", "duckdb")


def framed(make: Callable[..., tuple[Any, Callable[[Any], Framed]]], table: Table) -> list[Result]:
    """Score *table* as a frame with :func:`score_frame`.

    The frame's own columns stay as they were, and no row is rejected.
    """
    frame, back = make(table.columns)
    before = {each[KEY]: each for each in back(frame)[1]}
    names, found = back(score_frame(frame, table.questionnaire, table.scope))  # type: ignore[arg-type]
    place = {name: n for n, name in enumerate(table.columns[KEY])}
    found.sort(key=lambda each: place[each[KEY]])
    assert names[: len(table.columns)] == list(table.columns)
    assert all(
        {name: each.pop(name) for name in before[each[KEY]]} == before[key]
        for each in found
        for key in [each[KEY]]
    )
    assert all(each.pop(REJECTED, None) is None for each in found)
    return found


ENGINES: dict[str, Callable[[Table], list[Result]]] = {
    "plain": _plain,
    "many at once": _together,
    "streaming": partial(_fast, texts=False),
    "streaming, for text": partial(_fast, texts=True),
    **{name: partial(framed, make) for name, make in FRAMES.items()},
}


def of(names: Iterable[str], slow: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    """Once for each engine: those with a library of their own by ``--engines``, the *slow* by ``--slow``."""
    marks = {name: [pytest.mark.engine(name)] for name in ("pandas", "pyarrow", "duckdb")}
    marks |= {name: [pytest.mark.slow] for name in slow}
    return pytest.mark.parametrize(
        "engine", [pytest.param(name, marks=marks.get(name, [])) for name in names]
    )


engines = of(ENGINES, slow=("polars lazy",))  # which is planned as "polars" is


def assert_same(engine: Callable[[Table], list[Result]], table: Table) -> None:
    """The one body: *engine* gives for each row of *table* what the response on its own gives."""
    found, expected = engine(table), table.expected
    assert len(found) == len(expected)
    for place, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert list(one) == list(other)
        if one != other:
            wrong = {name: (one[name], other[name]) for name in other if one[name] != other[name]}
            raise AssertionError(f"row {place}: {wrong}\n{table.answers[place]}")


# The same for every questionnaire.


@pytest.mark.parametrize(
    "file",
    cases(FILES, lambda file: file.stem in ("adopter-support", "sustainability-ten")),
    ids=lambda file: file.stem,
)
@engines
def test_an_engine_gives_what_each_report_gives(engine: str, file: Path) -> None:
    assert_same(ENGINES[engine], drawn(shipped(file), part_of(300), seed=len(file.stem)))


# All of them take long to plan it, duckdb too long. Random questionnaires come in the short version as well.
@of((name for name in ENGINES if name != "duckdb"), slow=("streaming, for text", "polars", "polars lazy"))
def test_the_short_version_too(engine: str) -> None:
    assert_same(
        ENGINES[engine], drawn(scalecheck.load("scaling-readiness"), part_of(200), seed=5, scope="quick")
    )


def shipped(file: Path) -> Questionnaire:
    """The questionnaire in *file*, with those it includes."""
    return scalecheck.load(str(file))


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """A random questionnaire with everything there is: the laws' own, and steps and advice besides."""
    form = draw(forms())
    text = form.text()
    steps = draw(st.lists(st.sampled_from(["", "low", "medium", "high"]), min_size=3, max_size=9))
    if any(steps):
        options = re.compile(r"(label: O\d+, points: [^}]+)\}")
        effort = iter(steps * 200)
        text = options.sub(
            lambda m: f"{m[1]}, next: {{do: Go on., effort: {e}}}}}" if (e := next(effort)) else m[0], text
        )
    text += _advice(draw, form)
    return read(text)


def _advice(draw: st.DrawFn, form: Form) -> str:
    from tests.scoring.strategies import _condition

    with_bands = form if form.bands else None
    held = draw(
        st.lists(
            st.tuples(conditions(list(form.questions), with_bands), st.sampled_from(["low", "high"])),
            max_size=3,
        )
    )
    lines = [
        f"  - {{id: r{n}, do: Do., why: So., effort: {e}, when: {_condition(w)}}}"
        for n, (w, e) in enumerate(held)
    ]
    return "advice:\n" + "\n".join(lines) + "\n" if lines else ""


@pytest.mark.parametrize(
    "engine", ["plain", "many at once", "streaming", "streaming, for text", "polars", "polars lazy"]
)
@given(
    questionnaire=questionnaires(),
    seed=st.integers(0, 10**6),
    scope=st.sampled_from(["full", "full", "quick"]),
)
@settings(max_examples=part_of(25))
def test_a_random_questionnaire_too(engine: str, questionnaire: Questionnaire, seed: int, scope: str) -> None:
    assert_same(ENGINES[engine], drawn(questionnaire, 40, seed, scope))


@of(["pandas", "pyarrow", "duckdb"])
@given(questionnaire=questionnaires(), seed=st.integers(0, 10**6))
@settings(max_examples=part_of(5))  # each takes seconds to plan
def test_a_few_random_ones_on_what_takes_long_to_plan(
    engine: str, questionnaire: Questionnaire, seed: int
) -> None:
    assert_same(ENGINES[engine], drawn(questionnaire, part_of(300), seed))


def large() -> Questionnaire:
    """A questionnaire too large for one lookup.

    One domain has more questions than are looked up together, and there are more gates than have a name for
    each combination.
    """
    gates = "\n".join(
        f"  - {{id: g{n}, because: So., cap: {'ab'[n % 2]}, when: {{question: q{n}, below: {n % 3}}}}}"
        for n in range(11)
    )
    options = (
        "{label: a, points: 0, next: {do: Up., effort: low}}, {label: b, points: 1, next: {do: Up.}}, "
        "{label: c, points: 2.5}"
    )
    questions = "\n".join(
        f"      - {{id: q{n}, ask: 'Well, {n}?', weight: {n % 4 + 0.5}, reverse: {str(n % 5 == 0).lower()}, "
        f"{f'ask_if: {{question: q{n - 1}, at_least: 1}}, ' if n % 3 == 2 else ''}options: [{options}]}}"
        for n in range(14)
    )
    return define(
        "bands: [{id: a, from: 0, title: A}, {id: b, from: 40, title: B}, {id: c, from: 70, title: C}]\n"
        f"gates:\n{gates}\ndomains:\n  - id: d\n    title: D\n    questions:\n{questions}\n"
        "  - {id: e, title: E, questions: [{id: last, ask: And, scale: to-10}]}\n"
        "advice:\n  - {id: r, do: Do., why: So., when: {domain: d, below: 50}}\n"
    )


@engines
def test_a_domain_of_many_questions_and_many_gates(engine: str) -> None:
    assert_same(ENGINES[engine], drawn(large(), part_of(300), seed=1))


# A row's result depends on that row alone.


@engines
def test_the_order_of_the_rows_and_the_company_a_row_is_in_change_nothing(engine: str) -> None:
    whole = drawn(shipped(next(file for file in FILES if file.stem == "sustainability-ten")), 60, seed=3)
    found = dict(zip(whole.columns[KEY], ENGINES[engine](whole), strict=True))
    for order in (random.Random(1).sample(range(60), 60), [7, 2, 40], [5]):
        part = whole._replace(
            answers=[whole.answers[n] for n in order],
            columns={name: [cells[n] for n in order] for name, cells in whole.columns.items()},
        )
        assert ENGINES[engine](part) == [found[f"r{n}"] for n in order]


class Symbol:
    """A value that nobody may look at: neither its truth, nor whether it equals another, nor as a number."""

    __hash__ = None  # type: ignore[assignment]

    def _joined(self, other: Symbol | int) -> Symbol:
        return SYMBOL

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __lt__ = __ge__ = _joined

    def _looked_at(self, *_: object) -> bool:
        raise TypeError("A value was looked at.")

    __bool__ = __eq__ = __ne__ = __le__ = __gt__ = _looked_at


SYMBOL = Symbol()


class Symbolic:
    """An arithmetic that says nothing."""

    def __getattr__(self, name: str) -> Callable[..., Symbol]:
        assert name in (
            "pick",
            "among",
            "choose",
            "every",
            "some",
            "no",
            "count",
            "total",
            "least",
            "most",
            "divide",
            "keep",
        )
        return lambda *_: SYMBOL


@pytest.mark.parametrize("file", [*FILES, None], ids=lambda file: file.stem if file else "large")
def test_nothing_looks_at_a_value(file: Path | None) -> None:
    compiled = compile_questionnaire(shipped(file) if file else large())
    cells = rows.result_columns(Symbolic(), compiled, dict.fromkeys(compiled.questions, SYMBOL))
    assert tuple(cell.name for cell in cells) == rows.result_names(compiled)


@pytest.mark.slow
def test_a_large_table_is_scored_as_a_stream() -> None:
    """A step that waits for the whole table would take memory that grows with the rows."""
    for questionnaire in (scalecheck.load("scaling-readiness"), large()):
        compiled = compile_questionnaire(questionnaire)
        spelling_codes = {name: [0, 1, 2] for name in compiled.questions}
        frame = pl.LazyFrame(schema=dict.fromkeys(compiled.questions, pl.Enum(["a", "b", "c"])))
        for runs in ((), [rows.result_names(compiled)]):
            scoring = PolarsTableScorer(
                compiled,
                {name: name for name in compiled.questions},
                spelling_codes,
                "x",
                wanted=rows.result_names(compiled),
                runs=runs,
            )
            done = scoring.add_to(frame).select(
                {*scoring.names.values(), *(name for run in scoring.runs for name in run)}
            )
            physical = done.show_graph(engine="streaming", plan_stage="physical", raw_output=True) or ""
            steps = set(re.findall(r'\d+ \[label="([a-z-]+)', physical))
            assert steps <= {"in-memory-source", "map", "select", "with-columns", "simple-projection"}


# What a frame holds.

SMALL = """\
domains:
  - id: d
    title: D
    questions:
      - {id: a-b, ask: One?, options: [{label: No}, {label: Yes}, {label: Very}]}
      - {id: c, ask: Two?, options: [{label: No, points: 0.5}, {label: Yes, points: 2, text: It is.}]}
"""


def results(frame: Any, name: str = "score") -> list[Any]:
    """The column *name* of *frame* scored."""
    done: Any = score_frame(frame, define(SMALL))
    done = done.collect() if isinstance(done, pl.LazyFrame) else done
    done = done.to_arrow_table() if hasattr(done, "to_arrow_table") else done
    cells = list(done[name].to_pylist() if hasattr(done, "to_pylist") else done[name].to_list())
    return [None if cell != cell else cell for cell in cells]


def made(engine: str, columns: dict[str, list[Any]]) -> Any:
    """A frame of *columns*."""
    return FRAMES[engine](columns)[0]


frames = of(FRAMES)
eager = of(name for name in FRAMES if name not in LAZY)


@frames
def test_a_column_that_has_the_name_of_a_result(engine: str) -> None:
    make = FRAMES[engine]
    frame, back = make({"score": ["x"], "c": ["2"], "band": [7]})
    names, found = back(score_frame(frame, define(SMALL)))
    assert names[:4] == ["score__input", "c", "band__input", "score"]
    assert [found[0][name] for name in names[:4]] == ["x", "2", 7, 100.0]


@frames
def test_and_one_that_has_that_name_as_well(engine: str) -> None:
    with pytest.raises(Refused, match="the frame SC705 The frame has a column score__input besides"):
        score_frame(made(engine, {"score": ["x"], "c": ["2"], "score__input": [7]}), define(SMALL))


@eager
def test_a_cell_that_is_no_answer_is_refused_with_the_column_and_the_cell(engine: str) -> None:
    with pytest.raises(Refused) as refused:
        score_frame(made(engine, {"a_b": ["no", "perhaps", "N/A"], "c": [0.5, 7.0, None]}), define(SMALL))
    one, other = str(refused.value).splitlines()
    assert one == (
        'the frame SC404 The column "a_b" has 2 cells that are not answers to "a-b", '
        'such as "perhaps" and "N/A". '
        "Choose 1, 2, 3, unknown, declined or not applicable."
    )
    assert other == (
        'the frame SC404 The column "c" has 1 cell that is not an answer to "c", such as "7.0". '
        "Choose 0.5, 2, unknown, declined or not applicable."
    )


@of(LAZY)
def test_a_frame_that_is_read_on_demand_says_which_question_and_gives_such_a_row_no_results(
    engine: str,
) -> None:
    frame, back = FRAMES[engine](
        {"who": ["x", "y", "z"], "a_b": ["no", "perhaps", "Yes"], "c": [0.5, 7.0, 7.0]}
    )
    found = {each["who"]: each for each in back(score_frame(frame, define(SMALL)))[1]}
    assert {who: each[REJECTED] for who, each in found.items()} == {"x": None, "y": "a-b", "z": "c"}
    assert {who: each["score"] for who, each in found.items()} == {"x": 0.0, "y": None, "z": None}
    assert {each["completeness"] for each in found.values()} == {1.0, None}


@frames
def test_points_as_a_person_or_a_program_writes_them(engine: str) -> None:
    written = ["2", "2.0", "2.00", " 2 ", "YES", "it  is.", "0.50", None, "\u2003", "Unknown"]
    assert results(made(engine, {"c": written})) == [100.0] * 6 + [0.0] + [None] * 3
    assert results(made(engine, {"c": [2, 2, None]})) == [100.0, 100.0, None]
    assert results(made(engine, {"c": [2.0, 0.5, None]})) == [100.0, 0.0, None]
    assert results(made(engine, {"c": [None, None], "a_b": ["1", "3"]})) == [0.0, 100.0]


@pytest.mark.parametrize("cell", ["+2", "2,0", "2.5", "02", "2.", "true", "nan", "1e0"])
@eager
def test_what_is_not_quite_a_number(engine: str, cell: str) -> None:
    with pytest.raises(Refused):
        score_frame(made(engine, {"c": [cell]}), define(SMALL))


@frames
def test_truth_is_no_answer(engine: str) -> None:
    with pytest.raises(Refused, match='The column "c" holds values of the type Boolean'):
        score_frame(made(engine, {"c": [True, False]}), define(SMALL))


@pytest.mark.engine("pandas")
def test_what_pandas_makes_of_a_column() -> None:
    import pandas as pd

    mixed = pd.DataFrame({"c": pd.Series([2, "0.5", None, float("nan"), " yes", 2.0], dtype=object)})
    assert results(mixed) == [100.0, 0.0, None, None, 100.0, 100.0]
    assert results(pd.DataFrame({"c": pd.Series([2, None], dtype="Int64")})) == [100.0, None]
    assert results(pd.DataFrame({"c": pd.Series([2, 0.5, None], dtype="Float32")})) == [100.0, 0.0, None]
    assert results(pd.DataFrame({"c": pd.Series(["2", None], dtype="category")})) == [100.0, None]
    assert results(pd.DataFrame({"c": pd.Series([2.0, None], dtype="category")})) == [100.0, None]
    assert results(pd.DataFrame({"c": pd.Series(["2", None], dtype="string[pyarrow]")})) == [100.0, None]
    moment = pd.Timestamp("2024-01-02")
    for cells in (
        pd.Series([True], dtype=object),
        pd.Series([True, None], dtype="boolean"),
        pd.Series([moment]),
    ):
        with pytest.raises(Refused):
            score_frame(pd.DataFrame({"c": cells}), define(SMALL))
    rows_of = score_frame(pd.DataFrame({"c": ["2", "0.5"]}, index=[9, 4]), define(SMALL))
    assert list(rows_of.index) == [9, 4]


@pytest.mark.engine("pandas")
def test_what_pandas_calls_a_column() -> None:
    import pandas as pd

    with pytest.raises(Refused, match="Two columns of the frame have one name"):
        score_frame(pd.DataFrame([["2", "2"]], columns=["c", "c"]), define(SMALL))
    with pytest.raises(Refused, match="named by 0, which is not text"):
        score_frame(pd.DataFrame({0: ["x"], "c": ["2"]}), define(SMALL))


@pytest.mark.engine("pyarrow")
def test_dictionaries_and_columns_without_a_type() -> None:
    import pyarrow as pa

    assert results(pa.table({"c": pa.array(["2", None, "0.5"]).dictionary_encode()})) == [100.0, None, 0.0]
    assert results(pl.DataFrame({"c": ["2", None]}, schema={"c": pl.Categorical})) == [100.0, None]
    assert results(pl.DataFrame({"c": ["2", None]}, schema={"c": pl.Enum(["2"])})) == [100.0, None]
    for frame in (pl.DataFrame({"c": [None], "a-b": ["2"]}), pa.table({"c": pa.nulls(1), "a-b": ["2"]})):
        assert results(frame) == [50.0]


@frames
def test_letters_that_change_when_they_are_written_small(engine: str) -> None:
    questionnaire = define(
        "domains:\n  - {id: d, title: D, questions: [{id: q, ask: Well, options: "
        "[{label: Straße}, {label: ΟΔΟΣ}, {label: İyi}, {label: Été}]}]}\n"
    )
    cells = ["Straße", "STRASSE", "straße", "ΟΔΟΣ", "οδος", "οδοσ", "İyi", "ÉTÉ", "été"]
    frame, back = FRAMES[engine]({"q": cells})
    assert [each["score"] for each in back(score_frame(frame, questionnaire))[1]] == [0.0] * 3 + [
        33.3
    ] * 3 + [66.7] + [100.0] * 2


@frames
def test_a_frame_without_a_question_or_with_one_twice(engine: str) -> None:
    with pytest.raises(Refused, match="the frame SC707 No column is named by a question"):
        score_frame(made(engine, {"x": ["2"]}), define(SMALL))
    with pytest.raises(Refused, match='SC706 The columns "a-b" and "a_b" both hold answers'):
        score_frame(made(engine, {"a_b": ["2"], "a-b": ["2"]}), define(SMALL))


@pytest.mark.engine("pandas")
def test_a_frame_without_a_row() -> None:
    import pandas as pd
    import pyarrow as pa

    for frame in (
        pl.DataFrame(schema={"c": pl.String}),
        pd.DataFrame({"c": []}),
        pa.table({"c": pa.array([], pa.int64())}),
    ):
        assert results(frame) == []


def test_it_is_there_for_whoever_imports_scalecheck() -> None:
    assert scalecheck.score_frame is score_frame
