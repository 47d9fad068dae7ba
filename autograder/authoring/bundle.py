"""Makes a week's bundle: the folder and the zip that a student gets, checked to hold no answer."""

from __future__ import annotations

import ast
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.authoring.build import require_built
from autograder.cells import python_of
from autograder.examining import load_week, solution_source, without_markers
from autograder.files import (
    CASES,
    NARRATIVES,
    ROOT,
    SOLUTIONS,
    UserError,
    week_names,
    write_atomically,
)

Say = Callable[[str], None]
REGION = re.compile(r"### BEGIN SOLUTION[^\n]*\n(.*?)[ \t]*### END SOLUTION", re.S)
ALWAYS = ("helpers.checking",)
SHIPPED = ("helpers", "solutions")
FIXED = ("LICENSE", "LICENSE-CONTENT.md")
ENVIRONMENT = "neural-networks"
ZIP_DATE = (2026, 1, 1, 0, 0, 0)


def bundle(name: str, folder: Path, say: Say = lambda text: None) -> list[Path]:
    """Write `folder/WEEK/` and `folder/WEEK.zip`; return both paths.

    Raises UserError when the week is not built, or when a file would hold an answer of this week
    or a later one; then nothing is written.
    """
    files = releasable_files(name)
    for earlier in sorted(
        path.split("/")[1][:-3] for path in files if path.startswith("solutions/week")
    ):
        say(
            f"note: the bundle holds the answers of {earlier}; hand it out after that week's deadline"
        )
    target = folder / name
    for path, content in files.items():
        write_atomically(target / path, content)
    archive = folder / f"{name}.zip"
    write_zip(archive, name, files)
    return [target, archive]


def releasable_files(name: str) -> dict[str, bytes]:
    """Return the files of a week's bundle. Raises UserError when one is stale or holds an answer."""
    files = bundle_files(name)
    leaks = list(find_leaks(name, files))
    if leaks:
        raise UserError(
            f"{name} is not handed out, since its bundle would hold answers:\n" + "\n".join(leaks)
        )
    require_built(name)
    return files


def bundle_files(name: str) -> dict[str, bytes]:
    """Return the content of each file of a week's bundle by its path in the bundle."""
    notebook = NARRATIVES / f"{name}.ipynb"
    cases = CASES / f"{name}.json"
    for path in (notebook, cases):
        if not path.exists():
            raise UserError(
                f"{path.relative_to(ROOT)} is not built yet; run `autograder build {name}`"
            )
    files = {
        f"{name}.ipynb": notebook.read_bytes(),
        f"helpers/cases/{name}.json": cases.read_bytes(),
    }
    named = _named_modules(cases.read_text(encoding="utf-8"))
    for path in sorted(_imported_files(_notebook_code(notebook), named)):
        content = path.read_bytes()
        if path.parent == SOLUTIONS and path.name != "__init__.py":
            content = without_markers(content.decode("utf-8")).encode("utf-8")
        files[path.relative_to(ROOT).as_posix()] = content
        files |= _declared_data(path)
    for fixed in FIXED:
        if (ROOT / fixed).exists():
            files[fixed] = (ROOT / fixed).read_bytes()
    files["requirements.txt"] = requirements().encode()
    files["environment.yml"] = environment().encode()
    files["README.md"] = _readme(name).encode()
    return files


def requirements() -> str:
    """Return what a student installs with pip, as ranges."""
    lines = "\n".join(_students_share())
    return f"# What the notebook needs; any version in these ranges will do.\n{lines}\n"


def environment() -> str:
    """Return the same for conda."""
    lines = "\n".join(f"  - {line}" for line in ["python>=3.11", *_students_share()])
    return (
        "# What the notebook needs, for conda users; any version in these ranges will do.\n"
        f"name: {ENVIRONMENT}\nchannels:\n  - conda-forge\n  - nodefaults\ndependencies:\n{lines}\n"
    )


def _students_share() -> list[str]:
    """Return the students' share of the project's dependencies."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = ("numpy", "matplotlib", "jupyterlab")
    return sorted(
        line for line in project["dependencies"] if re.split(r"[<>=!~; ]", line)[0] in wanted
    )


def _notebook_code(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return "\n".join(python_of(source)[0] for source in sources)


def _named_modules(cases: str) -> list[str]:
    """Return the modules of helpers that cases name: functions built there, comparisons."""
    return [name.rpartition(".")[0] for name in re.findall(r'"(helpers\.[\w.]+)"', cases)]


def _imported_files(code: str, named: list[str]) -> set[Path]:
    """Return the project's files that code imports or that cases name, imports followed.

    With a module comes the `__init__` of every package on the way to it, as Python runs them all.
    """
    pending = [*ALWAYS, *named, *_imports(code, "")]
    found: set[Path] = set()
    seen: set[str] = set()
    while pending:
        module = pending.pop()
        if module in seen or module.split(".")[0] not in SHIPPED:
            continue
        seen.add(module)
        path = _file_of(module)
        if path is None:  # a name in a module, not a module: what holds it is pending too
            continue
        found.add(path)
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        pending += _imports(path.read_text(encoding="utf-8"), package)
        pending.append(module.rpartition(".")[0])
    return found


def _file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.exists():
            return candidate
    return None


def _imports(code: str, package: str) -> Iterator[str]:
    """Yield what code in `package` imports: modules, and names that may be modules."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            parts = [*(above if node.level else []), *([node.module] if node.module else [])]
            origin = ".".join(parts)
            yield origin
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def _declared_data(module: Path) -> dict[str, bytes]:
    """Return the data files, beside it, that a module of helpers declares in DATA_FILES."""
    found = {}
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if (
                any(isinstance(t, ast.Name) and t.id == "DATA_FILES" for t in targets)
                and node.value
            ):
                for name in ast.literal_eval(node.value):
                    file = module.parent / name
                    found[file.relative_to(ROOT).as_posix()] = file.read_bytes()
    return found


def answers(week: str) -> dict[str, str]:
    """Return each answer of a week as it is written, by its text with white space squeezed."""
    regions = REGION.findall(solution_source(week))
    return {_squeeze(region): region for region in regions}


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def find_leaks(name: str, files: dict[str, bytes]) -> Iterator[str]:
    """Yield a sentence for each file that holds an answer of this week or a later one."""
    names = week_names()
    allowed = {text for week in names[: names.index(name)] for text in answers(week)}
    searchable = {path: _searchable(path, content) for path, content in files.items()}
    for week in names[names.index(name) :]:
        for text in answers(week).keys() - allowed:
            for path, readable in searchable.items():
                if text in readable:
                    yield f"{path} holds an answer of {week}: {text[:60]!r}"


def _searchable(path: str, content: bytes) -> str:
    """Return a file's text with white space squeezed; a notebook's cells as their sources."""
    if path.endswith(".ipynb"):
        cells = json.loads(content)["cells"]
        return _squeeze(
            "\n".join(
                "".join(cell["source"]) + json.dumps(cell.get("outputs", "")) for cell in cells
            )
        )
    try:
        return _squeeze(content.decode("utf-8"))
    except UnicodeDecodeError:
        return ""


def write_zip(path: Path, name: str, files: dict[str, bytes]) -> None:
    """Write a bundle's files as a zip of one folder, the same bytes for the same files."""
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(files):
            # A fixed date makes the archive depend on its content only.
            info = zipfile.ZipInfo(f"{name}/{file}", ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[file])
    write_atomically(path, buffer.getvalue())


def _readme(name: str) -> str:
    title = load_week(name).title
    return f"""# {title}

This folder holds one notebook of the course and all it needs. You need Python 3.11 or newer. You do
not need to have used Jupyter before.

## Start

1. Unpack the zip file. Keep the files together: the notebook needs the folder `helpers` beside it.
2. Open a terminal in this folder.
   - Windows: open the folder in the Explorer, type `cmd` in the address bar, press Enter.
   - macOS: right-click the folder, then Services, then New Terminal at Folder.
   - Linux: right-click in the folder, then Open in Terminal.
3. Make an environment for the course, once. On Windows:

       py -m venv .venv
       .venv\\Scripts\\activate

   On macOS and Linux:

       python3 -m venv .venv
       source .venv/bin/activate

   Then, everywhere: `python -m pip install -r requirements.txt`

   With conda instead: `conda env create -f environment.yml`, then `conda activate {ENVIRONMENT}`.
4. Start JupyterLab: `jupyter lab {name}.ipynb`. It opens in your browser.
   Next time: open a terminal here, activate the environment (the line with `activate`), start JupyterLab.

## Work

- A notebook is made of cells. Click into a cell and press Shift+Enter to run it.
- Run the cells from top to bottom. Where you read `# YOUR CODE HERE`, write your answer in place of
  the line `raise NotImplementedError()`.
- Run the check below it. It says at once what is right, what is wrong and why.
- `check.progress()` in the last cell shows how far you are.
- Save with Ctrl+S (Cmd+S on macOS). Your work lives in the file `{name}.ipynb`.
- Something behaves strangely? Choose Kernel, then Restart Kernel and Run All Cells.

## Hand in

Hand in the file `{name}.ipynb`, under this name, the way your instructor
tells you. It is graded with other numbers than those you see in the checks. Each exercise is graded
for itself: if an earlier one is wrong, later ones can still earn their points.
"""
