"""What several test modules share, and the tiers: which tests run, and what is said of the others.

`pytest` alone runs what is quick and needs no browser and no engine with a library of its own. ``--slow``,
``--browser`` and ``--engines all`` add the others; with all three, everything runs, and a test that is
skipped has failed.
"""

from __future__ import annotations

import shutil
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests import browser
from tests.browser import chromium, visit
from tests.command import run, terminal
from tests.tables.small import batch

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from _pytest.mark import ParameterSet

# Fixtures, imported here alone: twice, they would start two browsers.
__all__ = ["batch", "chromium", "run", "terminal", "visit"]
EXAMPLES = Path(__file__).parent / "examples"
QUESTIONNAIRES = Path(__file__).parents[1] / "questionnaires"
ENGINES = {
    "pandas": ("pandas", "pyarrow"),
    "pyarrow": ("pyarrow",),
    "duckdb": ("duckdb", "pyarrow"),
    "spark": ("pyspark", "pyarrow"),
}
"""The engines that have a marker, and what their tests import."""
T = TypeVar("T")
FULL = pytest.StashKey[bool]()
LEFT_OUT = pytest.StashKey[Counter[str]]()

# One profile for each tier: nothing is timed, and the same examples come in every run. A law that has reason
# for another number of examples says it as a part of this one.
NOT_TIMED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile(
    "first", max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=NOT_TIMED
)
settings.register_profile("full", settings.get_profile("first"), max_examples=150)


def pytest_addoption(parser: pytest.Parser) -> None:
    tiers = parser.getgroup("tiers", "tests that are left out otherwise")
    tiers.addoption("--slow", action="store_true", help="kill tests, and all examples of every law")
    tiers.addoption("--browser", action="store_true", help="tests of pages in Chromium")
    tiers.addoption(
        "--engines",
        metavar="all|LIST",
        help=f"tests of engines with a library of their own: {', '.join(ENGINES)}",
    )


@pytest.hookimpl(tryfirst=True)  # so that --hypothesis-profile still has the last word
def pytest_configure(config: pytest.Config) -> None:
    """Choose the examples of every law, and refuse to begin where something is missing that was asked for."""
    slow, pages, engines = (config.getoption(name) for name in ("--slow", "--browser", "--engines"))
    settings.load_profile("full" if slow else "first")
    config.stash[FULL] = slow and pages and engines == "all"
    config.stash[LEFT_OUT] = Counter()
    if pages and not browser.found():
        raise pytest.UsageError(browser.MISSING)
    for name in _chosen(config):
        if name not in ENGINES:
            raise pytest.UsageError(
                f"--engines: there is no {name!r}. Choose all, or from {', '.join(ENGINES)}."
            )
        if not _installed(name):
            needs = " and ".join([*ENGINES[name], *(["Java"] if name == "spark" else [])])
            raise pytest.UsageError(
                f"--engines: {name} needs {needs}. Install the extra test-engines (and Java)."
            )


def _installed(engine: str) -> bool:
    return all(map(find_spec, ENGINES[engine])) and (engine != "spark" or shutil.which("java") is not None)


def _chosen(config: pytest.Config) -> list[str]:
    """The marked engines whose tests run."""
    asked: str | None = config.getoption("--engines")
    return list(ENGINES) if asked == "all" else asked.split(",") if asked else []


def _reason(item: pytest.Item, config: pytest.Config, chosen: list[str]) -> str | None:
    """Why *item* is left out; None where it runs."""
    for each in item.iter_markers("engine"):
        if each.args[0] not in chosen:
            return f"of {each.args[0]} (--engines {each.args[0]})"
    if item.get_closest_marker("browser") and not config.getoption("--browser"):
        return "of pages in a browser (--browser)"
    if item.get_closest_marker("slow") and not config.getoption("--slow"):
        return "that are slow (--slow)"
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to another tier, and count it."""
    chosen = _chosen(config)
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "chromium" in fixtures:
            item.add_marker("browser")
        if "spark" in fixtures:
            item.add_marker(pytest.mark.engine("spark"))
        reason = _reason(item, config, chosen)
        (left if reason else kept).append(item)
        if reason:
            config.stash[LEFT_OUT][reason] += 1
    items[:] = kept
    if left:
        config.hook.pytest_deselected(items=left)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In the full run, where everything needed is there, a test that is skipped has failed."""
    report = yield
    if report.skipped and item.config.stash[FULL]:
        report.outcome = "failed"
        report.longrepr = f"skipped in the full run: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left = config.stash[LEFT_OUT]
    if left:
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(left.items()))
        terminalreporter.write_line(f"Left out: {told}. Everything: --slow --browser --engines all")


def part_of(count: int) -> int:
    """How many of *count* rows, files or examples this tier takes: all of them with ``--slow``."""
    return max(1, count * settings().max_examples // settings.get_profile("full").max_examples)


def sample(every: Iterable[T]) -> list[T]:
    """Those of *every* that this tier tries, spread evenly: all of them with ``--slow``."""
    whole = list(every)
    count = part_of(len(whole))
    return [whole[place * len(whole) // count] for place in range(count)]


def cases(every: Iterable[T], first: Callable[[T], bool]) -> list[ParameterSet]:
    """Cases for a test: those that are *first* in every run, and the others as slow ones."""
    return [pytest.param(each, marks=[] if first(each) else [pytest.mark.slow]) for each in every]


def seeds(count: int) -> list[ParameterSet]:
    """Seeds for a test: six of them in every run, and the others as slow ones."""
    return cases(range(count), lambda seed: seed % (count // 6) == 0)
