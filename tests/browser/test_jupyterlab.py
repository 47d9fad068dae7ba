"""A student's first half hour in a real browser: Run All, an answer, its verdict, nbgrader's Validate."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.bundle import bundle
from autograder.files import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WEEK = "week1_logistic_regression"
SCREENSHOTS = ROOT / "build" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 90_000  # of patience, in milliseconds: the machine may be busy


@pytest.fixture
def chromium() -> str:
    pytest.importorskip("playwright", reason="playwright is not installed")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no chromium on this machine (.ci/run installs it)")
    return found


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """JupyterLab, serving a fresh bundle; yields its address and the bundle's folder."""
    folder, _ = bundle(WEEK, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    home = tmp_path / "home"
    home.mkdir()
    programs = str(Path(sys.executable).parent)
    environment = os.environ | {
        "HOME": str(home),
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        f"--ServerApp.root_dir={folder}",
    ]
    with open(tmp_path / "lab.log", "wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2)
            break
        except OSError:
            time.sleep(0.5)
    yield address, folder
    process.terminate()
    process.wait(timeout=20)


def _open(page: Any, address: str) -> None:
    page.goto(f"{address}/lab/tree/{WEEK}.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=SECONDS)
    page.wait_for_selector("text=Python 3", timeout=SECONDS)
    for answer in ("No", "Dismiss"):  # questions about news and build
        button = page.get_by_role("button", name=answer, exact=True)
        if button.count():
            button.first.click()


def _menu(page: Any, name: str, item: str) -> None:
    page.get_by_role("menuitem", name=name, exact=True).first.click()
    page.get_by_role("menuitem", name=item).first.click()


def _outputs(folder: Path) -> list[dict[str, Any]]:
    import json

    return json.loads((folder / f"{WEEK}.ipynb").read_text(encoding="utf-8"))["cells"]


def _save_until(page: Any, folder: Path, what: Any) -> list[dict[str, Any]]:
    """Save until the file on disk shows what is waited for; return its cells."""
    for _ in range(60):
        page.keyboard.press("Control+s")
        time.sleep(1)
        cells = _outputs(folder)
        if what(cells):
            return cells
    raise AssertionError("the notebook did not get there")


def _cell(cells: list[dict[str, Any]], grade_id: str) -> dict[str, Any]:
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def _text(cell: dict[str, Any]) -> str:
    return "".join(
        "".join(output.get("data", {}).get("text/plain", "")) for output in cell.get("outputs", [])
    )


def test_run_all_then_one_answer_then_its_verdict_then_validate(
    chromium: str, lab: tuple[str, Path]
) -> None:
    from playwright.sync_api import sync_playwright

    address, folder = lab
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1250, "height": 1000})
        page.set_default_timeout(SECONDS)
        _open(page, address)
        page.screenshot(path=str(SCREENSHOTS / "opened.png"))

        _menu(page, "Run", "Run All Cells")
        cells = _save_until(
            page,
            folder,
            lambda cells: (
                "exercises right" in _text([c for c in cells if c["cell_type"] == "code"][-1])
            ),
        )
        assert not any(o["output_type"] == "error" for c in cells for o in c.get("outputs", []))
        assert "not done yet" in _text(_cell(cells, "check_sigmoid"))

        # The answer is written into the file as the editor would, then opened again: typing into
        # a virtual list of cells is the browser's business, not ours.
        source = "".join(_cell(cells, "sigmoid")["source"])
        _type_answer(page, source)
        cells = _save_until(
            page,
            folder,
            lambda cells: "1 / (1 + np.exp(-z))" in "".join(_cell(cells, "sigmoid")["source"]),
        )
        _menu(page, "Run", "Run All Cells")
        cells = _save_until(
            page,
            folder,
            lambda cells: "right, 10 of 10 points" in _text(_cell(cells, "check_sigmoid")),
        )
        page.locator("text=right, 10 of 10 points").first.scroll_into_view_if_needed()
        time.sleep(3)  # the list of cells is drawn as it comes into view
        page.screenshot(path=str(SCREENSHOTS / "verdict.png"))

        page.get_by_role("button", name="Validate").first.click()
        dialog = page.locator(".jp-Dialog, .nbgrader-ValidationResult, .validate-dialog").first
        dialog.wait_for()
        page.wait_for_function(
            "document.body.innerText.includes('check(propagate)')", timeout=SECONDS
        )
        page.screenshot(path=str(SCREENSHOTS / "validate.png"))
        shown = page.inner_text("body")
        assert "check(sigmoid)" not in dialog.inner_text()
        assert "fail" in shown.lower()
        browser.close()


def _type_answer(page: Any, stub: str) -> None:
    """Click into sigmoid's cell and replace its text by an answer."""
    for _ in range(80):
        cell = page.locator(".jp-CodeCell", has_text="def sigmoid(z)")
        if cell.count():
            break
        page.mouse.move(600, 500)
        page.mouse.wheel(0, -600)
        time.sleep(0.1)
    editor = page.locator(".jp-CodeCell", has_text="def sigmoid(z)").first.locator(".cm-content")
    editor.scroll_into_view_if_needed()
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n")
