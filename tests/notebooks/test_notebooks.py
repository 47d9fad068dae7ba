"""The notebooks run: solved ones as stored, untouched ones to their end."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring.bundle import bundle
from autograder.authoring.notebooks import without_guesses
from autograder.examining import load_week
from autograder.files import NARRATIVES, ROOT, SOLUTIONS, week_names

WEEKS = week_names()
SHOWS_A_WRONG_ANSWER = WEEKS[0]  # and its verdict; test_validate.py validates this week
MOST_SECONDS = 50  # of CPU for a solved notebook and pytest; what we aim at is below 10 without it

pytestmark = pytest.mark.parametrize("name", WEEKS)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def checks(notebook: Any) -> list[Any]:
    """Return the cells that carry points and are run."""
    return [cell for cell in code_cells(notebook) if cell.metadata.get("nbgrader", {}).get("grade")]


# ---------------------------------------------------------------- solved notebooks


def test_every_code_cell_of_a_solved_notebook_was_executed_in_order(name: str) -> None:
    code = code_cells(read(SOLUTIONS / f"{name}.ipynb"))
    assert code and [cell.execution_count for cell in code] == list(range(1, len(code) + 1))


def test_every_check_of_a_solved_notebook_was_stored_as_right(name: str) -> None:
    found = checks(read(SOLUTIONS / f"{name}.ipynb"))
    assert len(found) == len(load_week(name).exercises)
    for cell in found:
        (output,) = cell.outputs
        assert re.match(r"\w+: right, (\d+) of \1 points", output.data["text/plain"]), cell.source


def test_no_solved_notebook_stores_an_error_a_warning_or_a_place_on_somebodys_disk(
    name: str,
) -> None:
    for cell in code_cells(read(SOLUTIONS / f"{name}.ipynb")):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source + output.get("text", "")
        assert str(ROOT) not in str(cell.outputs), cell.source


def test_only_cells_that_cannot_repeat_themselves_are_left_out_of_the_comparison(
    name: str,
) -> None:
    for cell in code_cells(read(SOLUTIONS / f"{name}.ipynb")):
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            assert "nbgrader" not in cell.metadata, cell.source
        assert not {"nbval-skip", "skip-execution"} & set(cell.metadata.get("tags", []))


@pytest.mark.locked
@pytest.mark.slow
def test_a_solved_notebook_gives_its_stored_outputs_again_also_while_it_is_validated(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "--tb=short", "-o", "addopts="]
    command += ["-p", "no:cacheprovider", "-p", "no:xdist"]
    command += ["--nbval-sanitize-with", str(Path(__file__).with_name("of_the_machine.cfg"))]
    command += [f"{name}.ipynb"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    if name != SHOWS_A_WRONG_ANSWER:
        # As nbgrader's validate runs it: a check that is not right stops its cell.
        environment["NBGRADER_VALIDATING"] = "1"
    environment.pop("PYTEST_ADDOPTS", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=SOLUTIONS, env=environment, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    cells = len(code_cells(read(SOLUTIONS / f"{name}.ipynb")))
    assert re.search(rf"^{cells} passed", done.stdout, re.M), done.stdout[-500:]
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    record_property("notebook", (name, seconds))
    assert seconds < MOST_SECONDS, f"running it used {seconds:.1f} seconds of CPU"


# ---------------------------------------------------------------- students' notebooks


def test_no_students_notebook_stores_an_output(name: str) -> None:
    notebook = read(NARRATIVES / f"{name}.ipynb")
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)


def test_a_students_notebook_differs_from_the_solved_one_only_in_answers_guesses_and_rubric(
    name: str,
) -> None:
    student = without_guesses(read(NARRATIVES / f"{name}.ipynb"))
    solved = read(SOLUTIONS / f"{name}.ipynb")
    kept = [cell for cell in solved.cells if "rubric" not in cell.metadata.get("tags", [])]
    assert [cell.id for cell in student.cells] == [cell.id for cell in kept]
    for mine, theirs in zip(student.cells, kept, strict=True):
        if not mine.metadata.get("nbgrader", {}).get("solution"):
            assert mine.source == theirs.source


@pytest.mark.slow
def test_an_untouched_notebook_runs_to_its_end_and_says_only_what_is_not_done(
    name: str, tmp_path: Path
) -> None:
    folder, _ = bundle(name, tmp_path)
    notebook = read(folder / f"{name}.ipynb")
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    for cell in code_cells(notebook):
        assert cell.execution_count
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr", cell.source
    found = checks(notebook)
    assert len(found) == len(load_week(name).exercises)
    for cell in found:
        (output,) = cell.outputs
        assert re.fullmatch(r"\w+: not done yet \(\d+ points\)", output.data["text/plain"]), (
            output.data["text/plain"]
        )
