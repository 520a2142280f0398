"""What the tests of pages share."""

from __future__ import annotations

from tests.browser import chromium, visit

__all__ = ["chromium", "visit"]
