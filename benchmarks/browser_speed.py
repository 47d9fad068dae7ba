"""Measures the site's notebook in the browser: opening, first cell, second visit, and Run All beside JupyterLab.

    python benchmarks/browser_speed.py [--week WEEK] [--rounds 2]

`make site` comes first. Times on the clock are of this machine as busy as it is; the ratio is of two
runs of the same filled notebook one after the other, so that it hardly depends on that.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))  # for tests

from autograder.authoring.bundle import bundle
from autograder.authoring.site.serving import server
from autograder.files import ROOT, SOLUTIONS
from tests.browser.lab import browsing, decline_news, serving
from tests.browser.visitor import LONG, Visitor

SITE = ROOT / "build" / "site"


@contextmanager
def visiting() -> Iterator[Visitor]:
    """Somebody new to the built site, with nothing kept by their browser."""
    host = server(SITE)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    with browsing() as page:
        yield Visitor(page, f"http://127.0.0.1:{host.server_address[1]}/", SITE)
    host.shutdown()


def visit(visitor: Visitor, week: str) -> tuple[float, float]:
    """Open a week and run its first cell at once; return the seconds until open, and until it is done."""
    started = time.monotonic()
    visitor.open_week(week)
    opened = time.monotonic() - started
    visitor.run_at(r"\ncheck = bind_check")
    visitor.notebook.locator(".jp-InputPrompt", has_text="[1]").wait_for(timeout=LONG)
    return opened, time.monotonic() - started


def in_jupyterlab(page: Any, week: str, scratch: Path) -> float:
    """Return the seconds that Run All of the solved week takes in an installed JupyterLab."""
    folder, _ = bundle(week, scratch)
    notebook = folder / f"{week}.ipynb"
    notebook.write_bytes((SOLUTIONS / notebook.name).read_bytes())
    with serving(folder, scratch, "--LabApp.expose_app_in_browser=True") as address:
        page.goto(f"{address}/lab/tree/{week}.ipynb")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        decline_news(page)
        page.locator("[data-status=idle]").first.wait_for(state="attached")
        started = time.monotonic()
        page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        return time.monotonic() - started


def main() -> None:
    """Print every measured time, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--week", default="week1_logistic_regression")
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    if not (SITE / "lite").is_dir():
        raise SystemExit("There is no site in build/site yet; run `make site`.")
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    ratios = []
    for _ in range(asked.rounds):
        with visiting() as visitor:
            for name in ("first visit", "second visit"):
                opened, done = visit(visitor, asked.week)
                print(f"{name}: open after {opened:.1f} s, first cell done after {done:.1f} s")
            visitor.fill(asked.week)
            browser = visitor.run_all()
        with browsing() as page, tempfile.TemporaryDirectory() as scratch:
            installed = in_jupyterlab(page, asked.week, Path(scratch))
        ratios.append(browser / installed)
        print(
            f"Run All: {browser:.1f} s in the browser, {installed:.1f} s installed: {ratios[-1]:.1f} times"
        )
    print(f"median: {statistics.median(ratios):.1f} times")


if __name__ == "__main__":
    main()
