"""Values of a questionnaire as JSON writes them: numbers, shares, bands, sources, file names."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from scalecheck.definition.questionnaire import written
from scalecheck.definition.ranges import BILLION

if TYPE_CHECKING:
    from fractions import Fraction

    from scalecheck.definition.questionnaire import Band, Source
    from scalecheck.errors import Place
    from scalecheck.files.schema import Ratio

Document = dict[str, Any]


def band_data(band: Band) -> Document:
    """A band as plain data."""
    return {"id": band.id, "title": band.title, "meaning": band.meaning or None, "from": plain(band.start)}


def source_data(name: str | None, source: Source) -> Document:
    """A source as plain data."""
    return {
        "id": name,
        "title": source.title,
        "publisher": source.publisher or None,
        "year": source.year,
        "url": source.url or None,
        "point": source.point or None,
    }


def plain(value: int | Fraction) -> int | float:
    """An exact number as JSON writes it."""
    return value if isinstance(value, int) else float(written(value))


def part(ratio: Ratio) -> float:
    """A share of a whole as JSON writes it."""
    return ratio.numerator / ratio.denominator


def share(billionths: int | None) -> float | None:
    """A share as a decimal number from 0 to 1; None where there is none."""
    return None if billionths is None else billionths / BILLION


def file_name(place: Place) -> str:
    """The file's own name: where it lies is nobody's business."""
    return PurePath(place.file).name
