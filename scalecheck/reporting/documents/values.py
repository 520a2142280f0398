"""Values that several kinds of document share: the tool, the questionnaire, bands, sources, numbers."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from scalecheck import __version__
from scalecheck.definition.questionnaire import written
from scalecheck.definition.ranges import BILLION, score_range

if TYPE_CHECKING:
    from fractions import Fraction

    from scalecheck.definition.questionnaire import Band, Questionnaire, Source
    from scalecheck.errors import Place
    from scalecheck.files.scalars import Ratio
    from scalecheck.reporting.types import values as types


TOOL: types.Tool = {"name": "scalecheck", "version": __version__}
"""What writes a document."""


def questionnaire_data(whole: Questionnaire) -> types.Questionnaire:
    """Say which questionnaire was asked, and what its scores and bands are."""
    least, most = score_range(whole, whole.root)
    return {
        "id": whole.id,
        "version": whole.version,
        "digest": whole.digest,
        "title": whole.title,
        "about": whole.about or None,
        "unit": whole.unit,
        "decimals": whole.decimals,
        "least": plain(least),
        "most": plain(most),
        "bands": [band_data(band) for band in whole.bands],
        "source": source_data(None, whole.source) if whole.source else None,
        "file": file_name(whole.place),
        "line": whole.place.line,
    }


def band_data(band: Band) -> types.Band:
    """Give a band as plain data."""
    return {"id": band.id, "title": band.title, "meaning": band.meaning or None, "from": plain(band.start)}


def source_data(name: str | None, source: Source) -> types.CitedSource:
    """Give a source as plain data; *name* is the id it is cited by."""
    return {
        "id": name,
        "title": source.title,
        "publisher": source.publisher or None,
        "year": source.year,
        "url": source.url or None,
        "point": source.point or None,
    }


def plain(value: int | Fraction) -> int | float:
    """Turn an exact number into one that JSON writes."""
    return value if isinstance(value, int) else float(written(value))


def share_of_ratio(ratio: Ratio) -> float:
    """Turn an exact share into one that JSON writes, from 0 to 1."""
    return ratio.numerator / ratio.denominator


def share_of_billionths(billionths: int | None) -> float | None:
    """Turn a share in billionths into one from 0 to 1; None stays None."""
    return None if billionths is None else billionths / BILLION


def file_name(place: Place) -> str:
    """Name the file of *place*, without the folders: where it lies on a machine is nobody's business."""
    return PurePath(place.file).name
