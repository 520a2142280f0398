"""The formats that commands offer, of those that :mod:`scalecheck.reporting.render` has."""

from __future__ import annotations

from typing import Literal

Report = Literal["terminal", "markdown", "json", "html"]
Plan = Literal["terminal", "markdown", "csv", "json", "html"]
Listing = Literal["terminal", "json"]
