"""Somebody at the browser, on the course's site: opens a week's notebook there, writes, runs, downloads."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from autograder.files import SOLUTIONS
from tests.browser.lab import PICTURES

LONG = 400_000  # milliseconds: a whole week in the browser, on a busy machine


@dataclass
class Visitor:
    """Somebody at the browser, on the site."""

    page: Any
    site: str
    folder: Path
    elsewhere: set[str] = field(default_factory=set)
    began_weeks: float = 0.0  # when whole weeks began to be run

    def picture(self, name: str) -> None:
        """Keep a picture of what is seen now."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(PICTURES / f"site-{name}.png"))

    @property
    def notebook(self) -> Any:
        """The frame in which the notebook runs, to look for what stands in it."""
        return self.page.frame_locator("#notebook")

    def ask(self, script: str, argument: Any = None) -> Any:
        """Evaluate a script in that frame; `app` is JupyterLite's application in it."""
        (frame,) = [frame for frame in self.page.frames if "/lite/" in frame.url]
        return frame.evaluate(f"async (given) => {{ const app = jupyterapp; {script} }}", argument)

    def open_week(self, week: str) -> None:
        """Open a week's notebook by its address and wait until it can be used."""
        self.page.goto(f"{self.site}open/{week}.html")
        self.wait_until_open()

    def wait_until_open(self) -> None:
        """Wait until the notebook stands there and can be saved."""
        self.notebook.locator(".jp-Notebook .jp-Cell").first.wait_for()
        self.page.locator("#download:enabled").wait_for()

    def wait_until_ready(self) -> None:
        """Wait until Python is loaded."""
        self.page.locator("#state", has_text="Python is ready").wait_for(timeout=LONG)

    def cells(self) -> list[dict[str, Any]]:
        """Return the open notebook's cells as they are now."""
        return self.ask("return app.shell.currentWidget.context.model.toJSON().cells;")

    def cell(self, text: str) -> Any:
        """Return the code cell that begins with a text, scrolled into view."""
        return self.cell_at(rf"^\s*{re.escape(text)}")

    def cell_at(self, pattern: str) -> Any:
        """Return the code cell in which a pattern is found, scrolled into view."""
        at = next(
            number
            for number, cell in enumerate(self.cells())
            if cell["cell_type"] == "code" and re.search(pattern, source_of(cell))
        )
        self.ask(
            "const book = app.shell.currentWidget.content; book.activeCellIndex = given;"
            "await book.scrollToItem(given, 'center');",
            at,
        )
        found = self.notebook.locator(f'.jp-Cell[data-windowed-list-index="{at}"]')
        found.scroll_into_view_if_needed()
        return found

    def run(self, text: str) -> Any:
        """Run the cell that begins with a text with Shift+Enter; return where its output stands."""
        return self.run_at(rf"^\s*{re.escape(text)}")

    def run_at(self, pattern: str) -> Any:
        """Run the cell in which a pattern is found in the same way."""
        cell = self.cell_at(pattern)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        return cell.locator(".jp-OutputArea-output")

    def fill(self, week: str) -> None:
        """Put the solved week's code into the browser's notebook, as if it had been typed, and open it."""
        solved = {cell["id"]: cell for cell in stored(week)}
        served = json.loads((self.folder / "lite/files" / f"{week}.ipynb").read_text("utf-8"))
        for cell in served["cells"]:
            if cell["cell_type"] == "code":
                cell["source"] = source_of(solved[cell["id"]])
        if "/open/" not in self.page.url:  # any week's page can save: they share one storage
            self.open_week(week)
        self.ask(
            "await app.serviceManager.contents.save(given.name, {type: 'notebook', format: 'json',"
            " content: given.content});",
            {"name": f"{week}.ipynb", "content": served},
        )
        self.open_week(week)

    def run_all(self) -> float:
        """Run all cells; return the seconds until the last one is done."""
        self.wait_until_ready()
        started = time.monotonic()
        done = self.ask(
            "const late = new Promise((_, no) => setTimeout(() => no(Error('too long')), given));"
            "return await Promise.race([app.commands.execute('notebook:run-all-cells'), late]);",
            LONG,
        )
        assert done is not False, [
            output for cell in self.cells() for output in cell.get("outputs", [])
            if output["output_type"] == "error"
        ]  # fmt: skip
        return time.monotonic() - started


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's source, which a file may hold in lines."""
    return "".join(cell["source"])


def stored(week: str) -> list[dict[str, Any]]:
    """Return the code cells of a solved notebook, outputs stored."""
    notebook = json.loads((SOLUTIONS / f"{week}.ipynb").read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def only_here(route: Any, elsewhere: set[str]) -> None:
    """Let a request out to this machine alone; note the others."""
    parts = urlsplit(route.request.url)
    if parts.scheme in ("http", "https") and parts.hostname != "127.0.0.1":
        elsewhere.add(route.request.url)
        route.abort()
    else:
        route.continue_()
