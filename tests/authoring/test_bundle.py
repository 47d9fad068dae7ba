"""What a student gets: all that is needed, nothing that is an answer."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.authoring import bundle as bundling
from autograder.authoring.bundle import bundle, bundle_files
from autograder.exercise import function_sources, solution_source
from autograder.files import UserError, week_names

WEEKS = week_names()
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.S)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def all_text(files: dict[str, bytes]) -> str:
    """Return every text of a bundle, notebooks as their cells' sources and outputs."""
    texts = []
    for path, content in files.items():
        if path.endswith(".ipynb"):
            for cell in json.loads(content)["cells"]:
                texts += ["".join(cell["source"]), json.dumps(cell.get("outputs", []))]
        elif not path.endswith((".npz", ".png")):
            texts.append(content.decode("utf-8"))
    return squeezed("\n".join(texts))


@pytest.mark.parametrize("name", WEEKS)
def test_no_bundle_holds_an_answer_of_its_own_or_a_later_week(name: str) -> None:
    text = all_text(bundle_files(name))
    earlier = {
        squeezed(r)
        for week in WEEKS[: WEEKS.index(name)]
        for r in REGION.findall(solution_source(week))
    }
    for week in WEEKS[WEEKS.index(name) :]:
        for region in REGION.findall(solution_source(week)):
            if squeezed(region) not in earlier:
                assert squeezed(region) not in text, f"{week}: {region}"


@pytest.mark.parametrize("name", WEEKS)
def test_no_longer_line_of_the_weeks_own_answers_stands_in_its_notebook(name: str) -> None:
    notebook = {path: data for path, data in bundle_files(name).items() if path.endswith(".ipynb")}
    code = squeezed(
        "\n".join(
            "".join(cell["source"])
            for data in notebook.values()
            for cell in json.loads(data)["cells"]
            if cell["cell_type"] == "code"
        )
    )
    for region in REGION.findall(solution_source(name)):
        for line in region.splitlines():
            # A demonstration may use what was built: only a line that computes gives it away.
            uses = any(f"{function}(" in line for function in function_sources(name))
            if len(line.strip()) >= 40 and not uses:
                assert squeezed(line) not in code, line


@pytest.mark.parametrize("name", WEEKS)
def test_every_exercise_of_the_handed_out_notebook_is_a_stub(name: str) -> None:
    cells = json.loads(bundle_files(name)[f"{name}.ipynb"])["cells"]
    solution_cells = [
        c
        for c in cells
        if c["metadata"].get("nbgrader", {}).get("solution") and c["cell_type"] == "code"
    ]
    assert solution_cells
    for cell in solution_cells:
        source = "".join(cell["source"])
        (function,) = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
        assert function.name in function_sources(name)
        assert "raise NotImplementedError()" in source and "SOLUTION" not in source


def test_a_bundle_that_would_hold_an_answer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = bundle_files(WEEKS[0])
    region = max(REGION.findall(solution_source(WEEKS[0])), key=len)
    planted = files | {
        "helpers/plots.py": files["helpers/plots.py"] + f"\ndef f():\n{region}".encode()
    }
    monkeypatch.setattr(bundling, "bundle_files", lambda name: planted)
    with pytest.raises(UserError, match=r"helpers/plots\.py holds an answer"):
        bundle(WEEKS[0], tmp_path)
    assert not list(tmp_path.iterdir())


def test_folder_and_zip_hold_the_same_and_what_a_beginner_needs(tmp_path: Path) -> None:
    said: list[str] = []
    folder, archive = bundle(WEEKS[0], tmp_path, said.append)
    names = {path.relative_to(tmp_path).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(zipfile.ZipFile(archive).namelist()) == names
    wanted = {
        f"{WEEKS[0]}.ipynb",
        "README.md",
        "requirements.txt",
        "environment.yml",
        f"helpers/cases/{WEEKS[0]}.json",
    }
    assert {f"{WEEKS[0]}/{name}" for name in wanted} <= names
    assert not any("autograder" in name or "exercises" in name for name in names)
    requirements = (folder / "requirements.txt").read_text(encoding="utf-8")
    assert (
        "numpy>=1.26" in requirements
        and "==" not in requirements
        and "nbgrader" not in requirements
    )
    assert "Shift+Enter" in (folder / "README.md").read_text(encoding="utf-8")


def test_the_author_is_told_which_earlier_answers_a_bundle_gives_out(tmp_path: Path) -> None:
    said: list[str] = []
    bundle(WEEKS[-1], tmp_path, said.append)
    assert any("after that week's deadline" in line for line in said)


BARE = """
import importlib.abc, json, sys
class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"autograder", "nbgrader", "nbformat", "sklearn", "scipy", "click", "rich"}:
            raise ModuleNotFoundError(f"{name} is not what a student has")
sys.meta_path.insert(0, Refuse())
sys.path.insert(0, ".")
import matplotlib
matplotlib.use("agg")
namespace = {"__name__": "__main__"}
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), namespace)
"""


@pytest.mark.parametrize("name", WEEKS)
def test_an_untouched_bundle_runs_with_nothing_but_what_a_student_installs(
    name: str, tmp_path: Path
) -> None:
    folder, _ = bundle(name, tmp_path)
    command = [sys.executable, "-c", BARE, f"{name}.ipynb"]
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PATH": "", "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.count("not done yet") >= 5
