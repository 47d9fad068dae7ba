"""The first cell says what to do where the folder `helpers` is not beside the notebook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.files import NARRATIVES, week_names


def first_cell(week: str) -> str:
    """Return the first code cell of the notebook that students get."""
    cells = json.loads((NARRATIVES / f"{week}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "".join(next(cell for cell in cells if cell["cell_type"] == "code")["source"])


def run_alone(code: str, folder: Path) -> str:
    """Run code where neither this project nor a folder `helpers` is; return its last line of error."""
    command = [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = [{str(folder)!r}]\n{code}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    return done.stderr.strip().splitlines()[-1]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to which a notebook was moved alone."""
    folder = tmp_path / "Téléchargements (1)"
    folder.mkdir()
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return folder


@pytest.mark.parametrize("week", week_names())
def test_every_week_begins_by_looking_for_helpers(week: str) -> None:
    assert first_cell(week).startswith(
        "try:\n    import helpers.checking\nexcept ModuleNotFoundError"
    )


@pytest.mark.parametrize("another", [False, True], ids=["none", "another package of that name"])
def test_a_notebook_that_was_moved_alone_says_what_to_do(elsewhere: Path, another: bool) -> None:
    if another:
        (elsewhere / "helpers").mkdir()
        (elsewhere / "helpers" / "__init__.py").write_text("")
    guard = "import importlib.metadata, sys\nsys.meta_path = [f for f in sys.meta_path if 'ditable' not in repr(f)]\n"
    said = run_alone(guard + first_cell(week_names()[1]), elsewhere)
    assert said.startswith("ModuleNotFoundError: The folder `helpers` is not beside this notebook.")
    assert "unpack all of it" in said and "Do not install it with pip" in said


def test_a_package_that_is_missing_is_not_taken_for_helpers(elsewhere: Path) -> None:
    (elsewhere / "helpers").mkdir()
    (elsewhere / "helpers" / "__init__.py").write_text("")
    (elsewhere / "helpers" / "checking.py").write_text("import numpy_that_is_not_installed")
    said = run_alone(first_cell(week_names()[1]), elsewhere)
    assert "No module named 'numpy_that_is_not_installed'" in said
