"""Every response of a cohort as a row of a table, the lowest score first, its scores shaded by band."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scalecheck.engines.result_columns import column_prefix
from scalecheck.record import NamedTuple
from scalecheck.reporting.score_table import ColumnGroup, ScoreCell, ScoreRow, ScoreTable
from scalecheck.reporting.words import counts, result
from scalecheck.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalecheck.cohort.listed_rows import ListedRow, ListedRows
    from scalecheck.reporting.types.cohort import BandCount, CohortDocument

SHADES = ((), (4,), (0, 4), (0, 2, 4), (0, 2, 3, 4), (0, 1, 2, 3, 4))
"""By how many bands there are: the shade of each, from the lowest, 0, to the highest, 4. Each shade has a
shape of its own."""


def find_shades(bands: Sequence[BandCount]) -> dict[str, int]:
    """Find the shade of each of *bands*, by id; they come low to high."""
    inner = [1 + 2 * place // max(1, len(bands) - 2) for place in range(len(bands) - 2)]
    found = SHADES[len(bands)] if len(bands) < len(SHADES) else (0, *inner, 4)
    return {band["band"]: shade for band, shade in zip(bands, found, strict=True)}


def tell_responses(document: CohortDocument, listed_rows: ListedRows) -> ScoreTable:
    """Tell every response in *listed_rows* in a table; those without a score come last."""
    return _Table(document, listed_rows).tell()


class _Area(NamedTuple):
    """An area in which any response has a score."""

    title: str
    part: bool
    """Whether it stands in another."""
    place: int
    """Where its score stands among a row's results; its band is the next."""
    shades: dict[str, int]


class _Table:
    def __init__(self, document: CohortDocument, listed_rows: ListedRows) -> None:
        self.document, self.listed_rows = document, listed_rows
        self.at = {name: place for place, name in enumerate(listed_rows.columns)}
        overall, weakest = document["overall"], document["weakest"]["domains"]
        self.shades = find_shades(overall["bands"])
        self.bands = {
            part["band"]: (place, one_line(part["title"])) for place, part in enumerate(overall["bands"])
        }
        self.links = {entry["domain"]: place for place, entry in enumerate(weakest)}
        self.named = Counter(kept.name for kept in listed_rows.rows)
        self.groups = list(self._group_areas())
        self.areas = [area for _, areas in self.groups for area in areas]

    def tell(self) -> ScoreTable:
        overall, whole = self.document["overall"], self.document["questionnaire"]
        heading = self.listed_rows.heading
        bands = [
            (one_line(each["title"]), f"{each['from']:g}", self.shades[each["id"]]) for each in whole["bands"]
        ]
        return ScoreTable(
            name=heading[:1].upper() + heading[1:] or "Row",
            groups=[
                ColumnGroup(title, tuple((area.title, area.part) for area in areas))
                for title, areas in self.groups
            ],
            rows=[self._tell_row(kept) for kept in sorted(self.listed_rows.rows, key=self._stand)],
            bands=tuple(bands),
            links=tuple(
                (one_line(each["title"]), each["count"]) for each in self.document["weakest"]["domains"]
            ),
            caption="Every response: its band and its score overall and in each area",
            unscored=bool(overall["no_score"]),
        )

    def _group_areas(self) -> Iterator[tuple[str, list[_Area]]]:
        """Find the areas in which any response has a score, in the order asked, each under its uppermost."""
        groups: list[tuple[str, list[_Area]]] = []
        for entry in self.document["domains"]:
            title = one_line(entry["title"])
            if entry["parent"] is None:
                groups.append((title, []))
            if entry["n"]:
                place = self.at[f"{column_prefix(entry['id'])}__score"]
                part = entry["parent"] is not None
                groups[-1][1].append(_Area(title, part, place, find_shades(entry["bands"])))
        return ((title, areas) for title, areas in groups if areas)

    def _tell_row(self, kept: ListedRow) -> ScoreRow:
        place, band = self.bands.get(kept.results[self.at["band"]], (-1, ""))
        completeness = kept.results[self.at["completeness"]]
        return ScoreRow(
            name=self._name(kept),
            band=band,
            place=place,
            overall=self._tell_score(kept, self.at["score"], self.shades),
            held=bool(kept.results[self.at["capped_by"]]),
            weakest=self.links.get(kept.results[self.at["weakest"]], -1),
            cells=tuple(self._tell_score(kept, area.place, area.shades) for area in self.areas),
            answered=counts.percent(completeness),
            completeness=completeness,
        )

    def _name(self, kept: ListedRow) -> str:
        """Name a row; its number tells it from others of the same name."""
        if not kept.name:
            return f"Row {kept.number}"
        return f"{kept.name} (row {kept.number})" if self.named[kept.name] > 1 else kept.name

    def _tell_score(self, kept: ListedRow, place: int, shades: dict[str, int]) -> ScoreCell:
        score, band = kept.results[place : place + 2]
        weakest = column_prefix(kept.results[self.at["weakest"]] or "")
        is_weakest = len(self.links) > 1 and self.listed_rows.columns[place] == f"{weakest}__score"
        text = result.number(score, self.document["questionnaire"]["decimals"])
        return ScoreCell(text, shades.get(band, -1), is_weakest)

    def _stand(self, kept: ListedRow) -> tuple[bool, float, str, int]:
        score = kept.results[self.at["score"]]
        return score is None, score or 0, kept.name.casefold(), kept.number
