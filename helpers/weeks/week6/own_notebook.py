"""Brings in functions that a student wrote in an earlier week's notebook, or the supplied answers.

Of the notebook only function definitions, plain constants, lambdas and imports of the course's own
modules, of numpy and of a few harmless ones are executed: no training, no plot, no file is touched.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import json
import linecache
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from helpers.judge.values import describe

MODULES = ("numpy", "math", "copy", "functools", "itertools", "operator", "helpers", "solutions")


def own_functions(
    week: str, names: Sequence[str], supplied: ModuleType, folder: Path | str = "."
) -> SimpleNamespace:
    """Return functions by name from WEEK.ipynb, or from `supplied`; say in a sentence from which.

    The notebook is looked for in `folder` and in the folder WEEK beside it. All functions come
    from the notebook or none: one that is missing, or calls one that is not written yet, makes the
    supplied answers stand in for all. What the functions print is not shown. Beside the functions
    there is `whose`: "your" or "the supplied".
    """
    path = next((path for path in _places(week, Path(folder)) if path.is_file()), None)
    if path is None:
        return _supplied(f"{week}.ipynb does not lie beside this notebook", supplied, names)
    try:
        namespace, open_names = load_functions(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        why = (
            f"{path.name} is there, but it cannot be read as a notebook. Is it the file that Jupyter "
            "saved, whole and not renamed"
        )
        return _supplied(why, supplied, names, "? So far")
    lacking = [name for name in names if not callable(namespace.get(name)) or name in open_names]
    if lacking:
        why = (
            f"{path.name} is there, but still to be written (or what they call): {_listed(lacking)}"
        )
        return _supplied(why, supplied, names, ". So far")
    print(f"Using your own {_listed(names)} from {path.name}.")
    return _from(namespace, names, "your")


def load_functions(path: Path) -> tuple[dict[str, Any], set[str]]:
    """Return what the functions and imports of a notebook define, and which are not finished.

    Unfinished is a function that holds `raise NotImplementedError`, or calls one that does. Cells
    that are no valid Python are left out. Raises OSError, or ValueError, KeyError, TypeError or
    AttributeError for what is no notebook.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    namespace: dict[str, Any] = {"__name__": "own_notebook"}
    functions: dict[str, ast.FunctionDef] = {}
    for number, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        source, file = "".join(cell["source"]), f"<{path.name}, cell {number}>"
        lines = source.splitlines(keepends=True)
        linecache.cache[file] = (len(source), None, lines, file)  # so that `explain` can quote it
        for node in _statements(source):
            if isinstance(node, ast.FunctionDef):
                node.decorator_list = []
                functions[node.name] = node
            _run(node, namespace, file)
    return namespace, _unfinished(functions)


def require_gradients(gradients: Any, parameters: Mapping[str, np.ndarray]) -> None:
    """Raise ValueError unless there is a gradient shaped as its parameter for each of `parameters`.

    A gradient check alone does not see it: a db of shape (4,) has the right numbers in it.
    """
    if not isinstance(gradients, Mapping):
        raise ValueError(
            f"the backward pass should return a dictionary, but what came back is {describe(gradients)}"
        )
    for name, parameter in parameters.items():
        if f"d{name}" not in gradients:
            has = ", ".join(map(str, gradients)) or "nothing"
            raise ValueError(f"the gradients lack d{name}; there is {has}")
        shape = np.shape(gradients[f"d{name}"])
        if shape != parameter.shape:
            raise ValueError(
                f"d{name} has the shape {shape}, but {name} has {parameter.shape}; a gradient has an "
                "entry for each entry of its parameter"
            )


def explain(error: Exception) -> str:
    """Return in a sentence what went wrong, with the line of the student's notebook where it did."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if ".ipynb, cell " in frame.filename]
    if not own and isinstance(error, ValueError):
        return str(error)  # from require_gradients: a whole sentence
    if not own:
        return f"the check stopped with {type(error).__name__}: {error}"
    place = f"in {own[-1].name}, at the line `{(own[-1].line or '').strip()}`"
    said = f"your code stopped {place}: {type(error).__name__}: {error}"
    if isinstance(error, NameError):
        said += ". Only functions, imports and plain constants are taken from your notebook"
    return said


def _places(week: str, folder: Path) -> Iterator[Path]:
    yield folder / f"{week}.ipynb"
    yield folder.resolve().parent / week / f"{week}.ipynb"


def _supplied(
    why: str, supplied: ModuleType, names: Sequence[str], link: str = ":"
) -> SimpleNamespace:
    print(f"{why}{link} the supplied answers are used.")
    return _from(vars(supplied), names, "the supplied")


def _from(namespace: Mapping[str, Any], names: Sequence[str], whose: str) -> SimpleNamespace:
    return SimpleNamespace(**{name: _quiet(namespace[name]) for name in names}, whose=whose)


def _quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that does the same and prints nothing: a check calls it many times."""

    @functools.wraps(function)
    def quiet(*args: Any, **kwargs: Any) -> Any:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*args, **kwargs)

    return quiet


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _statements(source: str) -> Iterator[ast.stmt]:
    """Yield the imports, function definitions, plain constants and lambdas of a cell."""
    body = _parsed(source)
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.Assign) and _is_plain(node.value):
            yield node
        elif isinstance(node, ast.Import):
            if all(alias.name.split(".")[0] in MODULES for alias in node.names):
                yield node
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            yield node


def _parsed(source: str) -> list[ast.stmt]:
    """Return a cell's statements, magics and shell escapes read as IPython reads them; none if it cannot.

    The body of a cell that begins with %%time, %%capture or %%prun counts as a cell.
    """
    with contextlib.suppress(SyntaxError, ValueError, RecursionError):
        return ast.parse(source).body
    first = source.lstrip().partition("\n")[0]
    if first.startswith(("%%time", "%%capture", "%%prun")):
        return _parsed(source.replace(first, "", 1))  # lines keep their numbers
    from IPython.core.inputtransformer2 import TransformerManager  # a notebook's kernel has it

    with contextlib.suppress(SyntaxError, ValueError, RecursionError):
        return ast.parse(TransformerManager().transform_cell(source)).body
    return []


def _is_plain(value: ast.expr) -> bool:
    """Return whether an expression is a lambda, or a constant such as 0.1 or (1, "a")."""
    if isinstance(value, ast.Lambda):
        return True
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError):
        return False
    return True


def _run(node: ast.stmt, namespace: dict[str, Any], file: str) -> None:
    module = ast.Module(body=[node], type_ignores=[])
    try:
        exec(compile(module, file, "exec"), namespace)  # the student's own code
    except Exception:  # an import that is not there leaves a gap, which is noticed later
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
