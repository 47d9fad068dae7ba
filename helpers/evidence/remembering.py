"""Has what functions remember from earlier calls be, while they are checked, as it is where they are graded: empty."""

from __future__ import annotations

import ast
import contextlib
import functools
import textwrap
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from helpers.evidence.runs import python
from helpers.judge.unwrapping import innermost, source_of

KINDS = (dict, list, set)
FILLING = ("append", "extend", "insert", "update", "setdefault", "add")


@contextlib.contextmanager
def forgotten(
    namespace: dict[str, Any], names: Iterable[str], cells: Sequence[str]
) -> Iterator[list[str]]:
    """Empty what was filled by earlier calls; yield its names, and put back what it held at the end.

    `names` are the functions that are checked and what they use, `cells` the texts of the cells that
    were run. What a cell itself fills is no memory of calls, and stays.
    """
    held: list[str] = []
    back: list[Callable[[], Any]] = []
    names = [name for name in names if name in namespace]
    sources = [source_of(namespace[name]) or "" for name in names if callable(namespace[name])]
    for name in names:
        value = namespace[name]
        if isinstance(value, functools._lru_cache_wrapper) and value.cache_info().currsize:
            value.cache_clear()
            held.append(name)
        for function in innermost(value) if not isinstance(value, types.ModuleType) else ():
            before, fresh = function.__defaults__, _defaults(function)
            if before is not None and fresh is not None:
                back.append(functools.partial(setattr, function, "__defaults__", before))
                function.__defaults__ = fresh
                held.append(name)
        if isinstance(value, KINDS) and value and _is_filled_by_calls(name, sources, cells):
            back.append(functools.partial(namespace.__setitem__, name, value))
            namespace[name] = type(value)()
            held.append(name)
    try:
        yield list(dict.fromkeys(held))
    finally:
        for undo in back:
            undo()


def _defaults(function: types.FunctionType) -> tuple[Any, ...] | None:
    """Return the defaults of a function with those empty that are written empty; None if they are so."""
    now = function.__defaults__ or ()
    if not any(isinstance(item, KINDS) and item for item in now):
        return None
    tree = _parsed(source_of(function) or "")
    node = tree.body[0] if tree and tree.body else None
    if not isinstance(node, ast.FunctionDef) or len(node.args.defaults) != len(now):
        return None
    written = [_is_empty(item) for item in node.args.defaults]
    if not any(empty and item for empty, item in zip(written, now, strict=True)):
        return None
    pairs = zip(written, now, strict=True)
    return tuple(type(item)() if empty else item for empty, item in pairs)


def _is_filled_by_calls(name: str, sources: Sequence[str], cells: Sequence[str]) -> bool:
    """Return whether a cell makes a container empty, and functions alone put something into it."""
    if not any(_fills(tree, name) for tree in map(_parsed, sources) if tree):
        return False
    lines = [line for tree in map(_parsed, cells) if tree for line in tree.body]
    own = [line for line in lines if not isinstance(line, (ast.FunctionDef, ast.ClassDef))]
    own = [line for line in own if _reads(line, name)]
    return bool(own) and all(
        isinstance(line, ast.Assign) and _is_empty(line.value) and len(line.targets) == 1
        for line in own
    )


def _reads(line: ast.stmt, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(line))


def _fills(tree: ast.Module, name: str) -> bool:
    for node in ast.walk(tree):
        target: ast.AST | None = None
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            target = node.value
        elif isinstance(node, ast.Attribute) and node.attr in FILLING:
            target = node.value
        if isinstance(target, ast.Name) and target.id == name:
            return True
    return False


def _is_empty(node: ast.expr) -> bool:
    """Return whether an expression is an empty container: `{}`, `[]`, `dict()`, `list()`, `set()`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("dict", "list", "set") and not (node.args or node.keywords)
    return (isinstance(node, ast.Dict) and not node.keys) or (
        isinstance(node, ast.List) and not node.elts
    )


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(textwrap.dedent(python(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
