"""Open a Spark session: on this machine by default, quiet there, its faults worded in a sentence."""

from __future__ import annotations

import os
import re
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from scalecheck.errors import Code
from scalecheck.tables.reader import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

INSTALL = "pip install 'scalecheck[spark]'"
_SETTINGS = ("SPARK_HOME", "SPARK_CONF_DIR", "SPARK_REMOTE")
"""Where one of them is set, Spark's own settings say where it runs."""
_ADDRESS = re.compile(r"(local(-cluster)?(\[.+\])?|yarn|(sc|spark|k8s|mesos)://.+)\Z")
_URI = re.compile(r"[A-Za-z][\w+.-]*:/")
_SIGNS = re.compile(r"[\[\]{}*?\\]")
_NO_FILE = re.compile(r"\[PATH_NOT_FOUND\]|Input path does not exist")
_FIRST = 300
"""So many characters of what Spark says are passed on."""


def is_local(master: str | None) -> bool:
    """Tell whether Spark runs on this machine, for this command alone."""
    return (master or "local").startswith("local") and (
        bool(master) or not any(name in os.environ for name in _SETTINGS)
    )


@contextmanager
def open_session(master: str | None) -> Iterator[SparkSession]:
    """Open a session on *master*, a URL as Spark has them, ``sc://`` for Spark Connect.

    None: where Spark's settings say, else here.
    """
    try:
        import pyarrow  # type: ignore[import-untyped,unused-ignore]  # noqa: F401  the workers need it, and say so late
        from pyspark.sql import SparkSession
    except ImportError:
        raise refuse(
            "--engine spark", Code.SC716, "This needs an extra package.", f"Install it: {INSTALL}"
        ) from None
    if (running := SparkSession.getActiveSession()) and not master:  # whoever started it stops it
        yield running
        return
    local = is_local(master)
    if local and not (which("java") or os.environ.get("JAVA_HOME")):
        todo = "Install Java 17 or newer, or name a --master."
        raise refuse("--engine spark", Code.SC721, "Spark needs Java, which was not found.", todo)
    if master and not _ADDRESS.match(master):
        todo = "Write it as in local[2], spark://head:7077, yarn, k8s://https://head:6443 or sc://head:15002."
        raise refuse(master, Code.SC721, "This is not an address of Spark.", todo)
    if master and master.startswith(("sc://", "spark://")):
        _check_address(master)
    builder = SparkSession.builder.appName("scalecheck")
    if master:
        builder = builder.remote(master) if master.startswith("sc://") else builder.master(master)
    if local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers run what this runs
        builder = builder.config("spark.ui.enabled", "false").config("spark.log.level", "OFF")
    builder = builder.config("spark.sql.session.timeZone", "UTC")  # in which moments are written as texts
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # what pyspark says of pandas, which is not used
        with translate_faults(master or "--engine spark"), _silence_start(local):
            spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()


def spark_path(spark: SparkSession, path: str) -> str:
    """Return *path* as Spark is given it: absolute where Spark runs on this machine, from any folder."""
    try:
        local = str(spark.sparkContext.master).startswith("local")
    except Exception:
        local = False  # Spark Connect does not say
    if not local or _URI.match(path):
        return path
    whole = str(Path(path).absolute())
    return _SIGNS.sub(r"\\\g<0>", whole) if Path(path).exists() else whole  # Spark takes a path for a pattern


@contextmanager
def translate_faults(where: str) -> Iterator[None]:
    """Turn a fault of Spark's into one sentence about *where*: raises :class:`~scalecheck.errors.Refused`."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j", "grpc")):
            raise
        said = " ".join(str(error).split("\n\nJVM stacktrace")[0].split("Traceback (most")[0].split())
        if _NO_FILE.search(said):
            raise refuse(
                where, Code.SC001, "Spark finds no such file or folder.", "Check the path."
            ) from None
        raise refuse(where, Code.SC721, f"Spark could not do it: {said[:_FIRST]}", "") from None


def _check_address(master: str) -> None:
    """Refuse an address at which nothing answers.

    Spark would try again for a minute, Spark Connect for ten.
    """
    import socket
    from urllib.parse import urlsplit

    fault: object = None
    kind, _, rest = master.partition("://")
    for each in rest.split(","):  # a standalone cluster may have several masters
        try:
            found = urlsplit(f"//{each.split('/')[0]}")
            port = found.port or (15002 if kind == "sc" else 7077)
            socket.create_connection((found.hostname or "", port), timeout=10).close()
        except (OSError, ValueError) as error:
            fault = getattr(error, "strerror", None) or error
        else:
            return
    raise refuse(
        master, Code.SC721, f"Nothing answers at this address: {fault}.", "Check the host and the port."
    )


@contextmanager
def _silence_start(quiet: bool) -> Iterator[None]:
    """Keep the JVM that is started meanwhile from standard error: it greets, and says every fault twice."""
    if not quiet:
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
