"""JupyterLab served from a folder, and Chromium before it: what every story in a browser begins with."""

from __future__ import annotations

import contextlib
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

from autograder.files import ROOT

PICTURES = ROOT / "build" / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60_000  # milliseconds for one step: the machine may be busy


@contextlib.contextmanager
def serving(folder: Path, tmp_path: Path, *flags: str) -> Iterator[str]:
    """Serve a folder with JupyterLab, with no settings of whoever runs the tests; yield its address.

    flags: more of JupyterLab's own options.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    places += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "HOME")
    homes = {place: str(tmp_path / place.lower()) for place in places}
    for home in homes.values():
        Path(home).mkdir()
    programs = str(Path(sys.executable).parent)
    environment = os.environ | homes | {
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ip=127.0.0.1", f"--port={port}", f"--ServerApp.root_dir={folder}"]
    command += ["--IdentityProvider.token=", *flags]
    log = tmp_path / "lab.log"
    with open(log, "wb") as file:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=file, stderr=file)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2)
            return
        except OSError:
            assert process.poll() is None, log.read_text()[-2000:]
            time.sleep(0.2)
    raise AssertionError("JupyterLab does not answer: " + log.read_text()[-2000:])


@contextlib.contextmanager
def browsing() -> Iterator[Any]:
    """Open a page of Chromium; the test is skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium on this machine (.ci/run installs it where it can)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(viewport={"width": 1250, "height": 1000})
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


def decline_news(page: Any) -> None:
    """JupyterLab asks, on its first start, whether it may fetch news."""
    no = page.get_by_role("button", name="No", exact=True)
    try:
        no.first.click(timeout=4_000)
    except Exception:  # noqa: BLE001 - it does not always ask, and that is fine
        return
