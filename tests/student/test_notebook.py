"""The notebook of week 1 in a real kernel, in a folder like the one a student gets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEEK = "week1_logistic_regression"

nbformat = pytest.importorskip("nbformat", reason="comes with jupyterlab")
nbclient = pytest.importorskip("nbclient", reason="comes with jupyterlab")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The notebook with `helpers` beside it, in a folder whose name has a blank and an accent."""
    folder = tmp_path_factory.mktemp("étude 1")
    ignored = shutil.ignore_patterns("__pycache__", "cases")
    shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=ignored)
    (folder / "helpers" / "cases").mkdir()
    shutil.copy(ROOT / "helpers" / "cases" / f"{WEEK}.json", folder / "helpers" / "cases")
    shutil.copy(ROOT / "notebooks" / f"{WEEK}.ipynb", folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("PYTHONPATH", str(folder)), ("OPENBLAS_NUM_THREADS", "1")):
            patch.setenv(name, value)
        for name in ("NBGRADER_VALIDATING", "MPLBACKEND"):
            patch.delenv(name, raising=False)
        yield folder


def run(folder: Path, answers: dict[str, str]) -> list[Any]:
    """Run the notebook with some answers written into it; return its code cells."""
    notebook = nbformat.read(folder / f"{WEEK}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(name_of(cell), cell.source)
    client = nbclient.NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def name_of(cell: Any) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def errors(cells: list[Any]) -> list[str]:
    return [
        f"{cell.source}\n{output.ename}: {output.evalue}"
        for cell in cells
        for output in cell.outputs
        if output.output_type == "error"
    ]


def check_of(cells: list[Any], name: str) -> Any:
    """Return the one block that a check shows."""
    (cell,) = [cell for cell in cells if name_of(cell) == f"check_{name}"]
    blocks = [output for output in cell.outputs if output.output_type == "display_data"]
    assert len(blocks) == 1, cell.outputs
    return blocks[0].data


def exercises() -> list[str]:
    cases = (ROOT / "helpers" / "cases" / f"{WEEK}.json").read_text(encoding="utf-8")
    return [item["exercise"] for item in json.loads(cases)["exercises"]]


def test_an_untouched_notebook_runs_to_its_end(folder: Path) -> None:
    cells = run(folder, {})
    assert errors(cells) == []
    assert all(cell.execution_count for cell in cells)
    for name in exercises():
        shown = check_of(cells, name)
        assert shown["text/plain"].startswith(f"{name}: not done yet (")
        assert "not done yet" in shown["text/html"] and shown["text/html"].startswith("<div")
    assert "0 of 9 exercises right" in cells[-1].outputs[0].data["text/html"]


def test_a_notebook_with_a_right_a_wrong_and_a_raising_answer_runs_to_its_end(
    folder: Path,
) -> None:
    answers = {
        "image_to_columns": "def image_to_columns(images):\n    return images.reshape(-1, len(images))",
        "sigmoid": "def sigmoid(z):\n    a = 1 / (1 + np.exp(-z))\n    return a",
        "compute_cost": "def compute_cost(A, Y):\n    # a comment\n    return np.log(a_typo)",
    }
    cells = run(folder, answers)
    assert "right, 10 of 10" in check_of(cells, "sigmoid")["text/plain"]
    assert "<b>Likely cause:</b>" in check_of(cells, "image_to_columns")["text/html"]
    shown = check_of(cells, "compute_cost")
    for kind in ("text/plain", "text/html"):
        assert "line 3: return np.log(a_typo)" in shown[kind]
        assert "a_typo" in shown[kind] and "checking.py" not in shown[kind]
    assert "1 of 9 exercises right" in cells[-1].outputs[0].data["text/plain"]
    # The demonstrations that use a broken answer show Python's own error, in the student's line.
    assert all("a_typo" in error for error in errors(cells))
