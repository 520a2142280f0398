"""The memory settings of polars, which it reads from the environment when it is first loaded."""

from __future__ import annotations

import os

POLARS_SETTINGS = {
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:1000,muzzy_decay_ms:1000",
    "POLARS_ROW_GROUP_PREFETCH_SIZE": "1",
    "POLARS_IDEAL_MORSEL_SIZE": "50000",
}
"""Memory that one part of a table gave back is kept for the next, not returned to the system and asked
for again; and of a Parquet file little is read ahead, in parts that are no larger than they need be."""


def apply_polars_settings() -> None:
    """Put the settings into the environment of this process, those aside that its user has set.

    A run calls this before anything loads polars; importing scalecheck changes nothing.
    """
    for name, value in POLARS_SETTINGS.items():
        os.environ.setdefault(name, value)
