"""What a student gets: all that is needed, nothing that is an answer."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from autograder.authoring.bundle import bundle, bundle_files
from autograder.examining import function_sources, load_week, solution_source
from autograder.files import CASES, ROOT, UserError, week_names
from tests.authoring.little import FIRST, SECOND, Project, edit

WEEKS = week_names()
STUB = "raise NotImplementedError()"
REGION = re.compile(r"### BEGIN SOLUTION[^\n]*\n(.*?)### END SOLUTION", re.S)


@pytest.fixture(scope="module", params=WEEKS)
def handed_out(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A week's name and the folder that its students get."""
    if not (CASES / f"{request.param}.json").exists():
        pytest.fail(f"{request.param} is not built")
    folder, _ = bundle(request.param, tmp_path_factory.mktemp("bundle"))
    return request.param, folder


def files_of(folder: Path) -> dict[str, Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


# ---------------------------------------------------------------- what is in it


def test_a_bundle_holds_what_is_documented_and_nothing_else(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    found = set(files_of(folder))
    assert {
        f"{name}.ipynb",
        "README.md",
        "requirements.txt",
        "environment.yml",
        "LICENSE",
        "LICENSE-CONTENT.md",
        "helpers/__init__.py",
        "helpers/checking.py",
        "helpers/judge/judging.py",
        f"helpers/cases/{name}.json",
    } <= found
    for path in found:
        inside_helpers = re.fullmatch(r"helpers/((\w+/)*\w+\.py|data/[\w.-]+)", path)
        earlier = re.fullmatch(r"solutions/(__init__|week\d_\w+)\.py", path)
        alone = path == f"helpers/cases/{name}.json" or "/" not in path
        assert inside_helpers or earlier or alone, path
    assert [path for path in found if path.endswith(".ipynb")] == [f"{name}.ipynb"]
    assert len([path for path in found if "/cases/" in path]) == 1


def test_a_bundle_is_small_enough_to_send(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    assert folder.with_name(f"{name}.zip").stat().st_size < 5_000_000


def test_folder_and_zip_hold_the_same(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    with zipfile.ZipFile(folder.with_name(f"{name}.zip")) as archive:
        zipped = {item.filename: archive.read(item) for item in archive.infolist()}
    plain = {f"{name}/{key}": path.read_bytes() for key, path in files_of(folder).items()}
    assert zipped == plain


def test_the_zip_is_the_same_to_the_byte_each_time(
    handed_out: tuple[str, Path], tmp_path: Path
) -> None:
    name, folder = handed_out
    _, archive = bundle(name, tmp_path)
    assert archive.read_bytes() == folder.with_name(f"{name}.zip").read_bytes()


def test_only_earlier_weeks_lie_in_it_and_without_marks(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    for path in (folder / "solutions").glob("week*.py"):
        assert path.stem in WEEKS[: WEEKS.index(name)]
        assert "SOLUTION" not in path.read_text(encoding="utf-8")


def test_requirements_are_ranges_that_the_project_itself_keeps(
    handed_out: tuple[str, Path],
) -> None:
    lines = (handed_out[1] / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert {"numpy", "matplotlib", "jupyterlab"} <= {item.name for item in wanted}
    assert not {"nbgrader", "click", "sqlalchemy"} & {item.name for item in wanted}
    for item in wanted:
        assert item.specifier, f"{item} says no range"
        assert not any(part.operator in ("==", "===", "~=") for part in item.specifier)


def test_conda_and_pip_users_get_the_same(handed_out: tuple[str, Path]) -> None:
    _, folder = handed_out
    pip = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()[1:]
    conda = yaml.safe_load((folder / "environment.yml").read_text(encoding="utf-8"))
    assert conda["dependencies"] == ["python>=3.11", *pip]
    assert f"conda activate {conda['name']}`" in (folder / "README.md").read_text(encoding="utf-8")


def test_the_readme_leads_somebody_who_never_used_jupyter(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {load_week(name).title}\n")
    for needed in (
        "Windows", "macOS", "Linux", "py -m venv", "python3 -m venv", "activate", "pip install -r requirements.txt",
        f"jupyter lab {name}.ipynb", "Shift+Enter", "# YOUR CODE HERE", "check.progress()", "Ctrl+S",
    ):  # fmt: skip
        assert needed in text, needed
    assert len(text.splitlines()) < 60 and max(map(len, text.splitlines())) <= 120


# ---------------------------------------------------------------- what is not in it


def squeezed(text: str) -> str:
    return " ".join(text.split())


def cells_of(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def all_text(folder: Path) -> str:
    """Return every text of a bundle, white space squeezed; of notebooks the cells and outputs."""
    texts = []
    for path in files_of(folder).values():
        if path.suffix == ".ipynb":
            for cell in cells_of(path):
                texts += ["".join(cell["source"]), json.dumps(cell.get("outputs", []))]
        elif path.suffix not in (".npz", ".png"):
            texts.append(path.read_text(encoding="utf-8"))
    return squeezed("\n".join(texts))


def answers_of(weeks: list[str]) -> list[str]:
    return [region for week in weeks for region in REGION.findall(solution_source(week))]


def test_no_answer_of_this_week_or_a_later_one_is_in_it(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    at = WEEKS.index(name)
    known = {squeezed(region) for region in answers_of(WEEKS[:at])}
    secret = {squeezed(region) for region in answers_of(WEEKS[at:])} - known
    assert secret
    text = all_text(folder)
    assert [region for region in secret if region in text] == []


def computes(line: str) -> bool:
    """Return whether a line of code works something out, more than heads of loops and unpacking."""
    try:
        (statement,) = ast.parse(line).body
    except (SyntaxError, ValueError):
        return False
    return any(isinstance(node, ast.BinOp | ast.Call | ast.Compare) for node in ast.walk(statement))


def distinctive_lines(name: str) -> set[str]:
    """Return the lines of a week's answers that compute something of their own.

    What an earlier week's answer has too, or what the stub shows, gives nothing away; nor does a
    line that only calls what the student built, as a demonstration does too.
    """
    sources = function_sources(name)
    known = squeezed("\n".join(answers_of(WEEKS[: WEEKS.index(name)])))
    shown = squeezed("\n".join(REGION.sub("", source) for source in sources.values()))
    own = re.compile(rf"\b({'|'.join(sources)})\(")
    lines = {squeezed(line) for region in answers_of([name]) for line in region.splitlines()}
    return {
        line
        for line in lines
        if len(line) >= 25
        and computes(line)
        and not line.startswith("rng = ")
        and not own.search(line)
        and line not in known
        and line not in shown
    }


def all_code(folder: Path) -> str:
    """Return the code of a bundle, white space squeezed: Python files and code cells."""
    texts = []
    for path in files_of(folder).values():
        if path.suffix == ".py":
            texts.append(path.read_text(encoding="utf-8"))
        elif path.suffix == ".ipynb":
            cells = [cell for cell in cells_of(path) if cell["cell_type"] == "code"]
            texts += ["".join(cell["source"]) for cell in cells]
    return squeezed("\n".join(texts))


def test_no_line_of_an_answer_is_in_its_code(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    lines = distinctive_lines(name)
    assert len(lines) >= 5 or not load_week(name).whole
    code = all_code(folder)
    assert sorted(line for line in lines if line in code) == []


def test_every_function_to_write_is_an_empty_stub(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    cells = [
        cell
        for cell in cells_of(folder / f"{name}.ipynb")
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution")
    ]
    written = []
    for cell in cells:
        source = "".join(cell["source"])
        (stub,) = ast.parse(source).body
        assert isinstance(stub, ast.FunctionDef) and ast.get_docstring(stub)
        assert "# YOUR CODE HERE" in source and "SOLUTION" not in source
        # Nothing but what the author wrote around the answer, which one line stands for.
        answer = function_sources(name)[stub.name]
        around = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", STUB, answer, flags=re.S)
        assert ast.dump(stub) == ast.dump(ast.parse(around).body[0]), stub.name
        written.append(stub.name)
    wanted = [function for item in load_week(name).exercises for function in item.functions]
    assert Counter(written) == Counter(wanted)


def test_no_cell_brings_an_output_an_answer_or_the_rubric(handed_out: tuple[str, Path]) -> None:
    name, folder = handed_out
    text = all_text(folder)
    for cell in cells_of(folder / f"{name}.ipynb"):
        assert not cell.get("outputs") and cell.get("execution_count") is None
    for question in load_week(name).questions:
        for _, earns in question.rubric:
            assert squeezed(earns) not in text


def test_relative_imports_are_followed_and_every_package_on_the_way_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.authoring import bundle as bundling

    sources = {
        "checking.py": "",
        "__init__.py": "",
        "room/__init__.py": "",
        "room/first.py": "from . import second\nfrom ..other.deep.third import x",
        "room/second.py": "import numpy",
        "room/unused.py": "",
        "other/__init__.py": "from .beside import y",
        "other/beside.py": "y = 1",
        "other/deep/__init__.py": "",
        "other/deep/third.py": "x = 1",
    }
    for name, text in sources.items():
        (tmp_path / "helpers" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "helpers" / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(bundling, "ROOT", tmp_path)
    found = bundling._imported_files("from helpers.room.first import x", [])
    names = {path.relative_to(tmp_path / "helpers").as_posix() for path in found}
    assert names == sources.keys() - {"room/unused.py"}


# ---------------------------------------------------------------- refusing and warning


@pytest.mark.slow
def test_a_helper_that_holds_an_answer_stops_the_bundle(project: Project, tmp_path: Path) -> None:
    helper = project.root / "helpers" / "checking.py"
    answer = "factor_of_two_used_here_only = 2\n\n        y = factor_of_two_used_here_only * np.asarray(x)"
    text = helper.read_text(encoding="utf-8")
    helper.write_text(f"{text}\n\ndef f(x):\n    if x:\n        {answer}\n", encoding="utf-8")
    done = project.run("bundle", "week1", "--to", str(tmp_path / "out"))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"helpers/checking.py holds an answer of {FIRST}" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_answer_in_the_prose_stops_the_bundle(project: Project, tmp_path: Path) -> None:
    edit(project.built()[0], "Double everything.", "factor_of_two_used_here_only = 2\\n\", \"y = "
         "factor_of_two_used_here_only * np.asarray(x)")  # fmt: skip
    done = project.run("bundle", "week1", "--to", str(tmp_path / "out"))
    assert done.returncode == 1
    assert f"{FIRST}.ipynb holds an answer of {FIRST}" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_answer_of_a_later_week_stops_the_bundle_too(project: Project, tmp_path: Path) -> None:
    helper = project.root / "helpers" / "judge" / "values.py"
    text = helper.read_text(encoding="utf-8")
    helper.write_text(
        text
        + "\n\ndef f(double, x):\n    doubled_and_doubled_again = double(double(x))\n    return x\n",
        encoding="utf-8",
    )
    done = project.run("bundle", "week1", "--to", str(tmp_path / "out"))
    assert done.returncode == 1 and f"holds an answer of {SECOND}" in done.stderr


def test_an_earlier_weeks_answer_is_handed_out_with_a_warning(
    project: Project, tmp_path: Path
) -> None:
    done = project.run("bundle", "week2", "--to", str(tmp_path))
    assert done.returncode == 0
    assert f"the bundle holds the answers of {FIRST}; hand it out after" in done.stdout
    given = (tmp_path / SECOND / "solutions" / f"{FIRST}.py").read_text(encoding="utf-8")
    assert "factor_of_two_used_here_only = 2" in given and "SOLUTION" not in given
    assert not (tmp_path / SECOND / "solutions" / f"{SECOND}.py").exists()


def test_a_week_alone_is_handed_out_without_a_warning(project: Project, tmp_path: Path) -> None:
    done = project.run("bundle", "week1", "--to", str(tmp_path))
    assert done.returncode == 0 and "note" not in done.stdout
    assert not (tmp_path / FIRST / "solutions").exists()


def test_a_week_that_is_not_built_is_told_with_the_command_that_mends_it(project: Project) -> None:
    project.built()[2].unlink()
    done = project.run("bundle", "week1", "--to", str(project.root / "out"))
    assert done.returncode == 1 and f"run `autograder build {FIRST}`" in done.stderr


def test_a_real_helper_with_a_real_answer_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.authoring import bundle as bundling

    files = bundle_files(WEEKS[0])
    planted = max(REGION.findall(solution_source(WEEKS[0])), key=len).replace("\n    ", "\n\t ")
    files["helpers/figures/plots.py"] += f"\ndef f():\n    {planted}".encode()
    monkeypatch.setattr(bundling, "bundle_files", lambda name: files)
    with pytest.raises(UserError, match=r"helpers/figures/plots\.py holds an answer"):
        bundle(WEEKS[0], tmp_path)
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------- running it as a student has it

BARE = """
import json, sys, types
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder

folder, project, notebook = sys.argv[1:]
ALLOWED = set("{allowed}".split())


class OnlyWhatStudentsHave:
    @staticmethod
    def find_spec(name, path=None, target=None):
        top = name.split(".")[0]
        if top in ("helpers", "solutions"):
            return PathFinder.find_spec(name, path or [folder])
        spec = PathFinder.find_spec(name, path, target)
        installed = spec is not None and "site-packages" in str(spec.origin)
        return None if installed and top not in ALLOWED else spec


sys.path[:] = [entry for entry in sys.path if entry not in ("", project)]
sys.meta_path[:] = [BuiltinImporter, FrozenImporter, OnlyWhatStudentsHave]

from IPython.core.interactiveshell import InteractiveShell

sys.modules["__main__"] = main = types.ModuleType("__main__")
shell = InteractiveShell.instance(user_module=main)
for cell in json.load(open(notebook, encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        result = shell.run_cell("".join(cell["source"]), store_history=True)
        result.raise_error()
for name, module in list(sys.modules.items()):
    if name.split(".")[0] in ("helpers", "solutions"):
        assert module.__file__.startswith(folder), module.__file__
assert not {{"autograder", "nbgrader", "scipy", "sklearn", "ipywidgets"}} & sys.modules.keys()
"""

# numpy, matplotlib and IPython, and what these three themselves need.
ALLOWED = (
    "numpy matplotlib mpl_toolkits matplotlib_inline IPython cycler dateutil six kiwisolver packaging PIL "
    "pyparsing contourpy fontTools traitlets decorator jedi parso pygments prompt_toolkit wcwidth stack_data "
    "executing asttokens pure_eval pexpect ptyprocess ipython_pygments_lexers typing_extensions pylab psutil "
    "backports"
)


@pytest.mark.slow
def test_an_untouched_bundle_runs_to_its_end_with_only_what_a_student_has(
    handed_out: tuple[str, Path], tmp_path: Path
) -> None:
    name, folder = handed_out
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            BARE.format(allowed=ALLOWED),
            str(folder),
            str(ROOT),
            f"{name}.ipynb",
        ],
        cwd=folder,
        env={
            "PATH": os.defpath,
            "HOME": str(tmp_path),
            "IPYTHONDIR": str(tmp_path),
            "MPLBACKEND": "agg",
            "OPENBLAS_NUM_THREADS": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    for exercise in load_week(name).exercises:
        assert f"{exercise.name}: not done yet ({exercise.points} points)" in done.stdout
    # Nobody is told to look at what is not there; week 0 shows the verdict on somebody's attempt.
    code = "".join("".join(cell["source"]) for cell in cells_of(folder / f"{name}.ipynb"))
    attempts = re.findall(r'first_verdict\(check, "(\w+)"', code)
    assert re.findall(r"^(\w+): .* points\n  look", done.stdout, re.M) == attempts
