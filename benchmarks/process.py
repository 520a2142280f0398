"""Whole processes, measured one at a time."""

from __future__ import annotations

import os
import subprocess
import time
from typing import NamedTuple

COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Python keeps what it compiled, as it does for whoever installed the tool."""


class Run(NamedTuple):
    """What one run of a command took."""

    wall: float
    cpu: float
    peak: float
    """Of resident memory, in MB."""


def once(command: list[str]) -> Run:
    """Run *command* once; a failure ends the benchmark."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=COMPILED)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} exits {process.returncode}")
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
