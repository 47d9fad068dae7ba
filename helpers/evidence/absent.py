"""Looks for what is not there when a notebook is graded: packages, places, what IPython keeps."""

from __future__ import annotations

import ast
import dis
import functools
import importlib.util
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpers.evidence.runs import bindings, python, reads
from helpers.judge.unwrapping import innermost

# What can be imported when a notebook is graded, beside Python's own: numpy, matplotlib and IPython,
# and what these need.
THERE = frozenset(
    "numpy matplotlib mpl_toolkits pylab IPython ipywidgets matplotlib_inline helpers solutions PIL asttokens "
    "comm contourpy cycler dateutil decorator executing fontTools ipython_pygments_lexers jedi "
    "jupyterlab_widgets kiwisolver packaging parso pexpect prompt_toolkit psutil ptyprocess pure_eval pygments "
    "pyparsing six stack_data traitlets typing_extensions tzdata wcwidth widgetsnbextension".split()
)
REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"
KEPT = re.compile(r"_{1,3}|_i{1,3}|_\d+|_i\d+|In|Out|_[iod]h")


def absent(name: str, value: Any, made_in: str) -> str | None:
    """Return what a name of the notebook uses that the grader does not have, in words, or None.

    `made_in` is the cell that made it, "" where that is not known.
    """
    said = (bindings(made_in) or {}).get(name, "") if made_in else ""
    imported = isinstance(value, types.ModuleType) or said.startswith("import ")
    functions = [] if imported else innermost(value)
    own = [code for function in functions for code in _codes(function.__code__)]
    roots = [*_roots(name, value, said), *(root for code in own for root in _imports(code))]
    for root in dict.fromkeys(roots):
        if _is_elsewhere(root):
            return (
                f"The package `{root}` is not there when your notebook is graded; numpy is. (What is there "
                "stands in requirements.txt, beside your notebook.)"
            )
    kept = [item for item in _kept(name, own, made_in) if KEPT.fullmatch(item)]
    if kept:
        return (
            f"`{name}` uses `{kept[0]}`, in which IPython keeps what cells said or showed. When your notebook is "
            "graded, that is something else. Give the value a name of its own, in a cell."
        )
    for text in _texts(own, name, made_in):
        if _is_a_place(text):
            return (
                f"`{name}` reads `{text}`, a place on this computer. When your notebook is graded, nothing is there. "
                "Put the file beside your notebook, and write its name alone."
            )
    if made_in and _awaits(made_in):
        return (
            f"The cell of `{name}` has an `await` outside of a function, which is not run when your notebook is "
            "graded. Make it without."
        )
    return None


def _roots(name: str, value: Any, said: str) -> Iterator[str]:
    """Yield the package that a name itself was imported from."""
    if isinstance(value, types.ModuleType):
        yield value.__name__.partition(".")[0]
    elif said.startswith("import "):
        yield said.removeprefix("import ").partition(".")[0]


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant)


def _imports(code: types.CodeType) -> Iterator[str]:
    for item in dis.get_instructions(code):
        if item.opname == "IMPORT_NAME":
            yield str(item.argval).partition(".")[0]


def _is_elsewhere(root: str) -> bool:
    """Return whether a package is installed here, and nobody promises that it is in grading."""
    if not root or root in THERE or root in sys.stdlib_module_names:
        return False
    try:
        found = importlib.util.find_spec(root)
        promised = REQUIREMENTS.read_text(encoding="utf-8")
    except (ImportError, ValueError, OSError):
        return False
    places = [str(found.origin), *(found.submodule_search_locations or ())] if found else []
    installed = any({"site-packages", "dist-packages"} & set(Path(p).parts) for p in places)
    return installed and not re.search(rf"^{re.escape(root)}\b", promised, re.M | re.I)


def _kept(name: str, codes: list[types.CodeType], made_in: str) -> Iterator[str]:
    """Yield the names that functions, and the cell that made them, read from outside."""
    for code in codes:
        for item in dis.get_instructions(code):
            if item.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                yield str(item.argval)
    yield from reads(made_in, name) if made_in else ()


def _texts(codes: list[types.CodeType], name: str, made_in: str) -> Iterator[str]:
    """Yield the texts that functions hold, and those in the statements that made them."""
    for code in codes:
        yield from (item for item in code.co_consts if isinstance(item, str))
    if name in (bindings(made_in) or {}):
        yield from _texts_outside(made_in)


@functools.lru_cache(maxsize=500)
def _texts_outside(cell: str) -> list[str]:
    """Return the texts in a cell that stand in no function of it."""
    own = [s for s in _parsed(cell) if not isinstance(s, (ast.FunctionDef, ast.ClassDef))]
    nodes = [node for statement in own for node in ast.walk(statement)]
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _parsed(cell: str) -> list[ast.stmt]:
    try:
        return ast.parse(python(cell)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _is_a_place(text: str) -> bool:
    """Return whether a text is the whole path of a file or folder of this computer."""
    if not 3 < len(text) < 500 or "\n" in text:
        return False
    try:
        path = Path(text).expanduser()
        return path.is_absolute() and len(path.parts) > 2 and path.exists()
    except (OSError, ValueError, RuntimeError):
        return False


@functools.lru_cache(maxsize=500)
def _awaits(cell: str) -> bool:
    """Return whether a cell waits for something outside of every function."""
    pending: list[ast.AST] = [*_parsed(cell)]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
            return True
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            pending += ast.iter_child_nodes(node)
    return False
