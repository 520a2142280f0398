"""A cohort as one page: how many stand where, every response in every area, and what is commonly missing and advised."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from scalecheck.cohort.listed_rows import ROWS
from scalecheck.engines.result_columns import column_prefix
from scalecheck.reporting.words import cohort as words
from scalecheck.reporting.words import result
from scalecheck.text import line
from scalecheck.web.axis import Axis, axis
from scalecheck.web.shell import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalecheck.cohort.listed_rows import ListedRow, ListedRows

Document = Any
SHADES = ((), (4,), (0, 4), (0, 2, 4), (0, 2, 3, 4), (0, 1, 2, 3, 4))
"""By how many bands there are: the shade of each, from the lowest, 0, to the highest, 4. Each shade has a
shape of its own."""
SHAPES = ("▲", "▼", "■", "◆", "●")
STAND_OUT = 7
"""How many questions that stand out are told before the rest is folded away."""
DEEPEST = 5


class Area(NamedTuple):
    """How the responses are spread in one area."""

    entry: Document
    depth: int
    axis: Axis


class Column(NamedTuple):
    """One area of the table of responses."""

    title: str
    group: str
    """The area it stands in; empty for one that stands for itself."""
    place: int
    """Where its score stands among a row's results; its band is the next."""
    shades: dict[str, int]


class Group(NamedTuple):
    """Columns next to each other that belong to one area."""

    title: str
    columns: list[Column]


class Cell(NamedTuple):
    """A score as it is shown."""

    text: str
    shade: int
    weakest: bool


class Row(NamedTuple):
    """One response."""

    name: str
    band: str
    place: int
    """Of its band; -1 for none."""
    overall: Cell
    held: bool
    """Whether a must-have holds it in a lower band."""
    weakest: int
    """Which of the areas that can be the weakest is; -1 for none."""
    cells: list[Cell]
    answered: str
    completeness: float


def render(document: Document, listed_rows: ListedRows) -> str:
    """The page on *document*; *listed_rows* has its rows, if there are few enough."""
    overall, whole = document["overall"], document["questionnaire"]
    groups = columns(document, listed_rows)
    shown = rows(document, listed_rows, [column for group in groups for column in group.columns])
    return page(
        "cohort.html",
        style="report.css cohort.css",
        script="cohort.js",
        document=document,
        words=words,
        wording=result,
        line=line,
        axis=axis(whole["least"], whole["most"], whole["bands"]),
        shades=shades(overall["bands"]),
        shapes=SHAPES,
        areas=areas(document),
        area_shades=lambda entry: shades(entry["bands"]),
        groups=groups,
        rows=shown,
        widest=min(
            9, max((len(cell.text) for row in shown for cell in (row.overall, *row.cells)), default=0)
        ),
        heading=listed_rows.heading[:1].upper() + listed_rows.heading[1:] or "Row",
        personal=listed_rows.personal,
        full=listed_rows.full,
        most=ROWS,
        out=words.standing_out(document),
        first=STAND_OUT,
    )


def shades(bands: Sequence[Document]) -> dict[str, int]:
    """The shade of each band, low to high."""
    inner = [1 + 2 * place // max(1, len(bands) - 2) for place in range(len(bands) - 2)]
    found = SHADES[len(bands)] if len(bands) < len(SHADES) else (0, *inner, 4)
    return {band["band"]: shade for band, shade in zip(bands, found, strict=True)}


def areas(document: Document) -> list[Area]:
    """Every area beneath the one it stands in, the lowest middle score first; those without one last."""
    whole = document["questionnaire"]

    def of(entry: Document) -> Axis:
        return axis(entry["least"], entry["most"], whole["bands"] if whole["unit"] == "percent" else ())

    def stands(entry: Document) -> tuple[bool, float]:
        return entry["median"] is None, of(entry).at(entry["median"] or 0)

    def beneath(parent: str | None, depth: int) -> list[Area]:
        found = []
        for entry in sorted((each for each in document["domains"] if each["parent"] == parent), key=stands):
            found += [Area(entry, min(depth, DEEPEST), of(entry)), *beneath(entry["id"], depth + 1)]
        return found

    return beneath(None, 0)


def columns(document: Document, listed_rows: ListedRows) -> list[Group]:
    """The areas in which any response has a score, in the order asked, each with those that stand in it."""
    found: list[Group] = []
    for entry in document["domains"]:
        title = line(entry["title"])
        if entry["parent"] is None:
            found.append(Group(title, []))
        if entry["n"]:
            place = listed_rows.columns.index(f"{column_prefix(entry['id'])}__score")
            group = "" if entry["parent"] is None else found[-1].title
            found[-1].columns.append(Column(title, group, place, shades(entry["bands"])))
    return [group for group in found if group.columns]


def rows(document: Document, listed_rows: ListedRows, shown: Sequence[Column]) -> list[Row]:
    """The rows, the lowest score first; those without one last."""
    at = {name: place for place, name in enumerate(listed_rows.columns)}
    decimals = document["questionnaire"]["decimals"]
    bands = {part["band"]: (place, part["title"]) for place, part in enumerate(document["overall"]["bands"])}
    links = {entry["domain"]: place for place, entry in enumerate(document["weakest"]["domains"])}
    overall, named = shades(document["overall"]["bands"]), Counter(kept.name for kept in listed_rows.rows)

    def cell(kept: ListedRow, place: int, shaded: dict[str, int]) -> Cell:
        score, band = kept.results[place : place + 2]
        weakest = (
            len(links) > 1
            and listed_rows.columns[place] == f"{column_prefix(kept.results[at['weakest']] or '')}__score"
        )
        return Cell(result.number(score, decimals), shaded.get(band, -1), weakest)

    def row(kept: ListedRow) -> Row:
        number = f"Row {kept.number}"
        name = (
            number
            if not kept.name
            else f"{kept.name} ({number.lower()})"
            if named[kept.name] > 1
            else kept.name
        )
        place, band = bands.get(kept.results[at["band"]], (-1, ""))
        return Row(
            name=name,
            band=line(band),
            place=place,
            overall=cell(kept, at["score"], overall),
            held=bool(kept.results[at["capped_by"]]),
            weakest=links.get(kept.results[at["weakest"]], -1),
            cells=[cell(kept, column.place, column.shades) for column in shown],
            answered=words.percent(kept.results[at["completeness"]]),
            completeness=kept.results[at["completeness"]],
        )

    def stands(kept: ListedRow) -> tuple[bool, float, str, int]:
        score = kept.results[at["score"]]
        return score is None, score or 0, kept.name.casefold(), kept.number

    return [row(kept) for kept in sorted(listed_rows.rows, key=stands)]
