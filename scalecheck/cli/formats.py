"""The formats that commands write, in one table, and which of them each kind of document takes."""

from __future__ import annotations

from typing import Literal

Format = Literal["terminal", "markdown", "json", "html", "csv"]
Report = Literal["terminal", "markdown", "json", "html"]
Plan = Literal["terminal", "markdown", "csv", "json", "html"]
Listing = Literal["terminal", "json"]
