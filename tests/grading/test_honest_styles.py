"""Whoever writes a right function earns its points, whatever the style, in `check` and in the grader alike."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import nbformat
import pytest

from autograder.grading.course import Course
from tests.honest import STYLES, WEEK, Style, notebooks
from tests.support import answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

# Runs the cells of notebooks as Jupyter does, in IPython, and prints what their checks say.
RUN = """
import json, os, sys
import matplotlib
matplotlib.use("agg")
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

sys.path.insert(0, "")


class Shell(InteractiveShell):
    def enable_gui(self, gui=None):
        pass  # as in a kernel: figures are inline


shell = Shell.instance(colors="nocolor")
said = []
for path in sys.argv[1:]:
    os.chdir(os.path.dirname(path))
    shell.reset(new_session=True)
    found = {}
    for cell in json.load(open(path, encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        with capture_output() as captured:
            shell.run_cell(source, store_history=True)
        if grade_id.startswith("check_"):
            texts = [output.data["text/plain"] for output in captured.outputs]
            found[grade_id.removeprefix("check_")] = "".join(texts) + captured.stdout
    said.append(found)
print(json.dumps(said), file=sys.__stdout__)
"""


def exercise_of(style: Style) -> str:
    return "forward_loop" if style.cell == "forward_vectorized" else style.cell


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("styles") / "course", WEEK)
    for i, several in enumerate(notebooks()):
        notebook = answered(course, WEEK, {style.cell: style.source for style in several})
        # Demonstrations are trained for seconds, and none of them is needed here but the data.
        path = hand_in(course, f"s{i}", WEEK, notebook)
        for style in several:
            for name, text in style.files.items():
                path.with_name(name).write_text(text, encoding="utf-8")
    return course


@pytest.fixture(scope="module")
def graded(course: Course) -> dict[str, dict[str, Any]]:
    grade_all(course)
    return verdicts(course, WEEK)


@pytest.fixture(scope="module")
def checked(course: Course, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Return what `check` says in each notebook, run in a copy of the student's folder."""
    import shutil

    paths = []
    for i, _ in enumerate(notebooks()):
        folder = tmp_path_factory.mktemp("bundle") / f"s{i}"
        shutil.copytree(course.release(WEEK), folder)
        shutil.copytree(course.submission(f"s{i}", WEEK), folder, dirs_exist_ok=True)
        path = folder / f"{WEEK}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if needed(cell)]
        nbformat.write(notebook, path)
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", RUN, *paths], capture_output=True, text=True, cwd="/"
    )
    assert done.returncode == 0, done.stderr
    said: list[dict[str, str]] = json.loads(done.stdout.splitlines()[-1])
    return said


def needed(cell: Any) -> bool:
    """Return whether a cell is run: demonstrations train for seconds, but for those with the data."""
    shown = "demo" in cell.metadata.get("tags", [])
    return not shown or "load_fashion_pair(" in cell.source or "X_train = " in cell.source


PLACED = [(i, style) for i, several in enumerate(notebooks()) for style in several]


def test_there_are_sixty_styles() -> None:
    assert len({style.name for style in STYLES}) >= 60


@pytest.mark.parametrize(("number", "style"), PLACED, ids=[style.name for _, style in PLACED])
def test_a_right_function_earns_its_points(
    number: int, style: Style, graded: dict[str, Any], checked: list[dict[str, str]]
) -> None:
    lines = graded[f"s{number}"][exercise_of(style)]
    most = sum(line["max_points"] for line in lines)
    lost = [line["message"] for line in lines if line["points"] < line["max_points"]]
    assert points(lines) == most, lost
    said = checked[number][exercise_of(style)]
    assert f"{exercise_of(style)}: right, {most} of {most} points" in said, said
