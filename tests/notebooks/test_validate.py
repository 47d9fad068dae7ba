"""nbgrader's validate agrees with check.

Its own road is seen with two weeks. That each check of every week passes, or is not done yet, is
seen in test_notebooks.py; what a check does while validate runs it, in tests/student/test_check.py.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.authoring.bundle import bundle
from autograder.examining import load_week
from autograder.files import SOLUTIONS, week_names

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("name", [week_names()[0], week_names()[-1]]),
]


def validate(path: Path) -> dict[str, Any]:
    """Return what nbgrader's Validate finds wrong with a notebook."""
    from nbgrader.validator import Validator

    return Validator().validate(str(path))


def test_a_solved_notebook_passes(name: str, tmp_path: Path) -> None:
    folder, _ = bundle(name, tmp_path)
    shutil.copy(SOLUTIONS / f"{name}.ipynb", folder / f"{name}.ipynb")
    assert validate(folder / f"{name}.ipynb") == {}


def test_every_check_of_an_untouched_notebook_fails(name: str, tmp_path: Path) -> None:
    folder, _ = bundle(name, tmp_path)
    cells = nbformat.read(folder / f"{name}.ipynb", as_version=4).cells
    asked = [
        cell.source
        for cell in cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    ]
    found = validate(folder / f"{name}.ipynb")
    assert found.keys() == {"failed"}
    said = {cell["source"]: cell["error"] for cell in found["failed"]}
    assert set(said) == {*asked, "YOUR ANSWER HERE"}  # the open question is not answered either
    for exercise in load_week(name).exercises:
        error = said[f"check({', '.join(exercise.functions)})"]
        assert f"{exercise.name}: not done yet" in error and "Traceback" not in error
