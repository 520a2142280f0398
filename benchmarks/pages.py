"""Time the page on a portfolio in a browser - to open, to filter and to sort - beside a page of 12 rows.

    python benchmarks/pages.py [--rounds 5]

Debian's Chromium is driven by Playwright. The pages are opened in turn: each round takes every size once, so
that a slow moment of the machine hits all of them. Printed is the median over the rounds of the milliseconds
from the act until what it changes is laid out and handed to be drawn, and its ratio to that of the smallest
page. A portfolio of 1,000, the most that is shown row by row, is meant to open and to filter within a second.
Nothing fails on it: machines are noisy.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from scalecheck.definition import catalogue

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = (12, 100, 1000)
DRAWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
ACT = """([id, value]) => new Promise(done => {
    const field = document.getElementById(id), start = performance.now();
    if (value === null) field.click(); else { field.value = value; field.dispatchEvent(new Event("input")); }
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
SORT = """() => new Promise(done => {
    const start = performance.now();
    document.querySelectorAll("#heat thead button")[4].click();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def portfolio(path: Path, rows: int) -> None:
    """A table of made-up answers to the default questionnaire."""
    chance, questions = random.Random(rows), catalogue.load(catalogue.DEFAULT).questions
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["innovation", *(question.id for question in questions)])
        for row in range(rows):
            cells = [
                chance.choice([*(option.key for option in question.options), ""]) for question in questions
            ]
            table.writerow([f"{'Virtual ward' if row % 5 else 'Eye clinic'} {row}", *cells])


def measured(page: Page, address: str) -> dict[str, float]:
    """Milliseconds of each act on one page."""
    page.goto("about:blank")
    start = time.perf_counter()
    page.goto(address)
    page.evaluate(DRAWN)
    found = {"open": 1000 * (time.perf_counter() - start)}
    found["filter by name"] = page.evaluate(ACT, ["named", "eye"])
    found["show all again"] = page.evaluate(ACT, ["clear", None])
    found["filter by band"] = page.evaluate(ACT, ["in-band", "1"])
    page.evaluate(ACT, ["clear", None])
    found["sort by a column"] = page.evaluate(SORT)
    return found


def main() -> None:
    """Write the pages, run the rounds and print the table."""
    from playwright.sync_api import sync_playwright

    from tests.browser import found as browser

    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 5
    tool = str(Path(sys.executable).parent / "scalecheck")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {}
        for size in SIZES:
            table, pages[size] = Path(folder) / f"{size}.csv", Path(folder) / f"{size}.html"
            portfolio(table, size)
            subprocess.run(
                [tool, "batch", str(table), "--report", str(pages[size])],
                check=True,
                stderr=subprocess.DEVNULL,
            )
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        measured(page, pages[SIZES[0]].as_uri())
        taken: dict[int, list[dict[str, float]]] = {size: [] for size in SIZES}
        for _ in range(rounds):
            for size in SIZES:
                taken[size].append(measured(page, pages[size].as_uri()))
        kilobytes = {size: pages[size].stat().st_size / 1000 for size in SIZES}
        chromium.close()
    print(f"{'':<18}" + "".join(f"{f'{size:,} rows':>13}{'ratio':>7}" for size in SIZES))
    middles = {
        size: {act: median(each[act] for each in taken[size]) for act in taken[size][0]} for size in SIZES
    }
    for act, least in middles[SIZES[0]].items():
        print(
            f"{act:<18}"
            + "".join(f"{middles[size][act]:>10.0f} ms{middles[size][act] / least:>7.1f}" for size in SIZES)
        )
    sizes = (f"{kilobytes[size]:>10.0f} kB{kilobytes[size] / kilobytes[SIZES[0]]:>7.1f}" for size in SIZES)
    print(f"{'size of the file':<18}" + "".join(sizes))


if __name__ == "__main__":
    main()
