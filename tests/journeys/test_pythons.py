"""From a clone to a graded class on each Python that the project promises: `make demo`, nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from autograder.files import ROOT


def interpreter(version: str) -> Path | None:
    """Return a Python of a version: from PATH, or from the versions that pyenv keeps."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted((pyenv / "versions").glob(f"{version}.*/bin/python"))
    named = shutil.which(f"python{version}")
    for candidate in [*([Path(named)] if named else []), *kept]:
        # What pyenv puts on PATH stands for a version that need not be chosen.
        asked = [candidate, "-c", "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, text=True)
        if done.returncode == 0 and done.stdout.strip() == version:
            return candidate
    return None


def clone(folder: Path) -> Path:
    """Return a copy of what stands in this checkout, committed or not, without what git ignores."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, done.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.mark.sandbox
@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_the_demo_runs_from_a_clone(version: str, tmp_path: Path) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} with venv on PATH or in pyenv")
    folder = clone(tmp_path / "clone")
    done = subprocess.run(
        ["make", "demo", f"PYTHON={python}"],
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"},
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    assert "12 graded, 0 unchanged, 0 failed" in done.stderr
    assert len(list((folder / "build" / "demo" / "feedback").rglob("*.html"))) == 12
