"""The notebooks run: solved ones as stored, untouched ones to their end, and nbgrader agrees with check."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring.bundle import bundle
from autograder.exercise import load_week
from autograder.files import NARRATIVES, ROOT, SOLUTIONS, week_names

WEEKS = week_names()
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("name", WEEKS)
def test_every_code_cell_of_a_solved_notebook_was_executed(name: str) -> None:
    solved = nbformat.read(SOLUTIONS / f"{name}.ipynb", as_version=4)
    code = [cell for cell in solved.cells if cell.cell_type == "code"]
    assert code and all(cell.execution_count for cell in code)
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))


@pytest.mark.locked
@pytest.mark.slow
@pytest.mark.parametrize("name", WEEKS)
def test_a_solved_notebook_gives_its_stored_outputs_again(name: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        f"{name}.ipynb",
    ]
    done = subprocess.run(
        [*command, "-o", "addopts="], cwd=SOLUTIONS, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", WEEKS)
def test_an_untouched_notebook_runs_to_its_end_in_its_bundle(name: str, tmp_path: Path) -> None:
    folder, _ = bundle(name, tmp_path)
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    os.environ.update(OPENBLAS_NUM_THREADS="1")
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    checks = [
        c
        for c in notebook.cells
        if c.get("metadata", {}).get("nbgrader", {}).get("grade") and c.cell_type == "code"
    ]
    assert len(checks) == len(load_week(name).exercises)
    for cell in checks:
        assert "not done yet" in cell.outputs[0].data["text/plain"], cell.source


@pytest.mark.slow
@pytest.mark.parametrize("name", WEEKS[:1])
def test_nbgraders_validate_agrees_with_check(name: str, tmp_path: Path) -> None:
    from nbgrader.validator import Validator

    folder, _ = bundle(name, tmp_path)
    untouched = Validator().validate(str(folder / f"{name}.ipynb"))
    assert len(untouched["failed"]) == len(load_week(name).exercises)
    solved = nbformat.read(SOLUTIONS / f"{name}.ipynb", as_version=4)
    nbformat.write(solved, folder / "solved.ipynb")
    assert not Validator().validate(str(folder / "solved.ipynb")).get("failed")


@pytest.mark.parametrize("name", WEEKS)
def test_no_students_notebook_stores_an_output(name: str) -> None:
    notebook = nbformat.read(NARRATIVES / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
