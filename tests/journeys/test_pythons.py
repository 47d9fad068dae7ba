"""A clone on each Python that the project promises: `make demo`, from an empty folder to graded pages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from autograder.files import ROOT, week_names

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]
WEEK = week_names()[0]  # what the demo takes unless told otherwise
MINUTES = 15


def interpreter(version: str) -> str | None:
    """Return a Python of a version that runs: among those that pyenv keeps, or on PATH."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    found = [*map(str, kept), shutil.which(f"python{version}")]
    for python in filter(None, found):
        asked = subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True)
        if asked.returncode == 0:
            return python
    return None


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_make_demo_grades_a_class_on_this_python(version: str, tmp_path: Path) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    clone = tmp_path / "clone"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    inherited = {name: os.environ[name] for name in os.environ if not name.startswith("VIRTUAL_")}
    done = subprocess.run(
        ["make", "demo", f"PYTHON={python}"],
        cwd=clone,
        env=inherited,
        capture_output=True,
        text=True,
        timeout=60 * MINUTES,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    pages = list((clone / "build" / "demo" / "feedback").rglob(f"{WEEK}.html"))
    assert len(pages) == 12
    assert "12 graded" in done.stderr
