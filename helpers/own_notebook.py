"""Brings in functions that a student wrote in an earlier week's notebook, or the supplied answers.

Of the notebook only imports of the course's own modules and of numpy, and function definitions, are
executed: no training, no plot, no file is touched by it.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

MODULES = ("numpy", "math", "helpers", "solutions")


def own_functions(
    week: str, names: Sequence[str], supplied: ModuleType, folder: Path | str = "."
) -> SimpleNamespace:
    """Return functions by name from WEEK.ipynb, or from `supplied`; say in a sentence from which.

    The notebook is looked for in `folder` and in the folder WEEK beside it. All functions come
    from the notebook or none: one that is missing, or calls one that is not written yet, makes the
    supplied answers stand in for all.
    """
    path = next((path for path in _places(week, Path(folder)) if path.is_file()), None)
    if path is None:
        print(f"{week}.ipynb does not lie beside this notebook: the supplied answers are used.")
        return _from(vars(supplied), names)
    try:
        namespace, open_names = load_functions(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"{path.name} cannot be read ({error}): the supplied answers are used.")
        return _from(vars(supplied), names)
    lacking = [name for name in names if not callable(namespace.get(name)) or name in open_names]
    if lacking:
        print(
            f"{path.name} has no finished {' and no finished '.join(lacking)}: the supplied answers "
            "are used."
        )
        return _from(vars(supplied), names)
    print(f"Using your own {', '.join(names)} from {path.name}.")
    return _from(namespace, names)


def load_functions(path: Path) -> tuple[dict[str, Any], set[str]]:
    """Return what the functions and imports of a notebook define, and which are not finished.

    Unfinished is a function that holds `raise NotImplementedError`, or calls one that does. Cells
    that are no valid Python are left out. Raises OSError, or ValueError for what is no notebook.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    namespace: dict[str, Any] = {"__name__": "own_notebook"}
    functions: dict[str, ast.FunctionDef] = {}
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        for node in _statements("".join(cell["source"])):
            if isinstance(node, ast.FunctionDef):
                node.decorator_list = []
                functions[node.name] = node
            _run(node, namespace, path.name)
    return namespace, _unfinished(functions)


def _places(week: str, folder: Path) -> Iterator[Path]:
    yield folder / f"{week}.ipynb"
    yield folder.resolve().parent / week / f"{week}.ipynb"


def _from(namespace: Mapping[str, Any], names: Sequence[str]) -> SimpleNamespace:
    return SimpleNamespace(**{name: namespace[name] for name in names})


def _statements(source: str) -> Iterator[ast.stmt]:
    """Yield the imports and function definitions of a cell."""
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n")]
    try:
        body = ast.parse("\n".join(lines)).body
    except SyntaxError:
        return
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.Import):
            if all(alias.name.split(".")[0] in MODULES for alias in node.names):
                yield node
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            yield node


def _run(node: ast.stmt, namespace: dict[str, Any], name: str) -> None:
    module = ast.Module(body=[node], type_ignores=[])
    try:
        exec(compile(module, f"<{name}>", "exec"), namespace)  # noqa: S102 - the student's own code
    except Exception:  # noqa: BLE001 - an import that is not there leaves a gap, which is noticed later
        return


def _unfinished(functions: Mapping[str, ast.FunctionDef]) -> set[str]:
    """Return the functions that are stubs, or reach one through functions that they call."""
    named = {
        name: {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
        for name, node in functions.items()
    }
    found = {name for name, used in named.items() if "NotImplementedError" in used}
    while True:
        more = {name for name, used in named.items() if used & found} - found
        if not more:
            return found
        found |= more
