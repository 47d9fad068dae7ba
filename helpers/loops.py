"""Says of a `while` loop that was stopped what keeps it going: its condition, and the values in it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from typing import Any

from helpers.evidence.runs import python

SHORT = 60


def keeps_going(source: str, line: int, values: Mapping[str, Any]) -> str | None:
    """Return what keeps the innermost `while` loop around a line of a cell going, None without one.

    values: the local names where it was stopped.
    """
    try:
        tree = ast.parse(python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    loop = _innermost(tree, line)
    if loop is None:
        return None
    condition = " ".join(ast.unparse(loop.test).split())
    if isinstance(loop.test, ast.Constant):
        if any(isinstance(node, (ast.Break, ast.Return, ast.Raise)) for node in ast.walk(loop)):
            return (
                f"Which line of the loop `while {condition}` should end it, and is it ever reached?"
            )
        return (
            f"The loop `while {condition}` has no `break` and no `return` in it: nothing ends it."
        )
    if len(condition) > SHORT:
        condition = condition[:SHORT].rsplit(" ", 1)[0] + " ..."
    asked = _names(loop.test)
    if asked and not asked & _may_change(loop):
        return f"The loop goes on while `{condition}`, and nothing in the loop changes {_either(asked)}."
    now = [f"`{name}` is {values[name]}" for name in sorted(asked) if _is_short(values.get(name))]
    given = f" When it was stopped, {' and '.join(now)}." if now else ""
    return f"The loop goes on while `{condition}`.{given} What should make that false?"


def _innermost(tree: ast.AST, line: int) -> ast.While | None:
    """Return the innermost `while` around a line, of the function that the line belongs to."""
    found: ast.While | None = None
    for node in ast.walk(tree):  # from the outside in
        if not isinstance(node, (ast.FunctionDef, ast.While)):
            continue
        if node.lineno <= line <= (node.end_lineno or 0):
            found = node if isinstance(node, ast.While) else None
    return found


def _names(node: ast.AST) -> set[str]:
    names = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    return {name for name in names if not hasattr(builtins, name) and name != "np"}


def _may_change(loop: ast.While) -> set[str]:
    """Return the names that the loop may change: stored, or touched by a method or handed on."""
    found: set[str] = set()
    for node in ast.walk(loop):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(
            node.ctx, ast.Load
        ):
            found |= _names(node.value)
        elif isinstance(node, ast.Call):
            found |= _names(node)
    return found


def _either(names: set[str]) -> str:
    return " or ".join(f"`{name}`" for name in sorted(names))


def _is_short(value: Any) -> bool:
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        return True
    return isinstance(value, (bool, int, float)) and len(repr(value)) < SHORT
