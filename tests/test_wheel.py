"""The project runs from its checkout; whoever installs a wheel of it is told so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.files import ROOT

pytestmark = pytest.mark.slow


def test_a_wheel_says_that_the_project_runs_from_its_checkout(tmp_path: Path) -> None:
    source, installed = tmp_path / "source", tmp_path / "installed"
    for name in ("autograder", "helpers", "solutions"):
        shutil.copytree(ROOT / name, source / name)
    for name in ("pyproject.toml", "LICENSE", "LICENSE-CONTENT.md"):
        shutil.copy(ROOT / name, source / name)
    wheel = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q"]
    subprocess.run([*wheel, "-w", str(tmp_path)], cwd=source, check=True, capture_output=True)
    (path,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(installed)
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "demo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "the project runs from its checkout" in done.stderr and str(installed) in done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "build").exists()
