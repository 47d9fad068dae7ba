"""Explains an assert of the student's own, or a `raise`, that stopped a function; makes functions without them."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
import types
import warnings
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeGuard

import numpy as np

from .unwrapping import is_cell
from .values import describe

CALLS = {"abs", "all", "any", "bool", "float", "int", "isinstance", "len", "max", "min", "round"}
CALLS |= {"set", "sorted", "str", "sum", "tuple", "type"}
METHODS = {"all", "any", "item", "keys", "max", "mean", "min", "sum", "values"}
# How the sentence on a condition of the student's own begins.
OWN = "your `"
PLAIN: tuple[type[ast.AST], ...] = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Tuple, ast.List, ast.Slice),
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.keyword, ast.expr_context),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)


def is_own(error: Mapping[str, Any]) -> bool:
    """Return whether an error, as an outcome has it, is one that the student's own line asked for."""
    return error.get("type") == "AssertionError" or str(error.get("message", "")).startswith(OWN)


def explained(error: BaseException, own: Collection[str]) -> str | None:
    """Return what an `assert` in a cell, or in a file in `own`, found; None if nothing is to be told.

    A `raise` under an `if` is looked at as an assert is. Only names, arithmetic and calls that change nothing
    are looked at once more.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if not isinstance(error, Exception) or trace is None:
        return None
    frame, file = trace.tb_frame, trace.tb_frame.f_code.co_filename
    if file not in own and not is_cell(file):
        return None
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
        asked = _asked_at(tree, trace.tb_lineno)
        if asked is None:
            return None
        word, test = asked
        if word == "assert" and not isinstance(error, AssertionError):
            return f"{OWN}assert {ast.unparse(test)}` cannot be answered: {error}"
        found = [f"{ast.unparse(node)} is {_value(node, frame)}" for node in _asked(test, frame)]
    except Exception:  # noqa: BLE001 - whatever an odd line provokes, it is not explained
        return None
    if not found:
        return None  # nothing to add to what Python says
    said = f" ({error})" if str(error) else ""
    return f"{OWN}{word} {ast.unparse(test)}`: {', '.join(found)}{said}"


def _asked_at(tree: ast.Module, number: int) -> tuple[str, ast.expr] | None:
    """Return the condition of the assert in a line, or of the `if` over the `raise` there, with that word."""
    for node in ast.walk(tree):
        inner = node.body[-1] if is_guard(node) else node
        if isinstance(inner, ast.stmt) and inner.lineno <= number <= (inner.end_lineno or 0):
            if isinstance(node, ast.Assert):
                return "assert", node.test
            if isinstance(node, ast.If) and inner is not node:
                return "if", node.test
    return None


def is_guard(node: ast.AST) -> TypeGuard[ast.If]:
    """Return whether something is an `if` that leads to a `raise`: it says what must not be."""
    return isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise)


def _asked(test: ast.expr, frame: types.FrameType) -> Iterator[ast.expr]:
    """Yield the parts of a condition whose values tell why it does not hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        test = next(
            (part for part in test.values if is_plain(part) and not value_of(part, frame)), test
        )
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    parts: list[ast.expr] = [test]
    if isinstance(test, ast.Compare):
        parts = [test.left, *test.comparators]
    elif isinstance(test, ast.Call):
        parts = list(test.args)
        if isinstance(test.func, ast.Name) and test.func.id == "isinstance":
            parts = parts[:1]  # which type is asked for stands there
    if not parts:  # np.isnan(P).any(): what it is asked of
        names = {n.id: n for n in ast.walk(test) if isinstance(n, ast.Name)}
        parts = [
            n for n in names.values() if isinstance(frame.f_locals.get(n.id), (np.ndarray, float))
        ]
    for part in parts:
        if is_plain(part) and not isinstance(part, ast.Constant) and not _is_written_out(part):
            yield part


def _is_written_out(node: ast.expr) -> bool:
    """Return whether an expression is its own value, such as (3, 1)."""
    return all(isinstance(n, (ast.Tuple, ast.List, ast.Constant, ast.Load)) for n in ast.walk(node))


def is_plain(node: ast.expr) -> bool:
    """Return whether computing an expression once more changes nothing and calls no student's function."""
    return all(
        _is_plain_call(part) if isinstance(part, ast.Call) else isinstance(part, PLAIN)
        for part in ast.walk(node)
    )


def _is_plain_call(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in CALLS
    if not isinstance(call.func, ast.Attribute):
        return False
    of = call.func.value
    return (isinstance(of, ast.Name) and of.id == "np") or call.func.attr in METHODS


def value_of(node: ast.expr, frame: types.FrameType) -> Any:
    """Return the value of a plain expression where a frame stands."""
    code = compile(ast.Expression(node), "<assert>", "eval")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it was warned of when the line itself ran
        return eval(code, frame.f_globals, frame.f_locals)  # of the student's own line, beside it


def _value(node: ast.expr, frame: types.FrameType) -> str:
    value = value_of(node, frame)
    return value.__name__ if isinstance(value, type) else describe(value, limit=6)[:120]


# ---------------------------------------------------------------- the same functions without asserts


def without_asserts(namespace: Mapping[str, Any]) -> dict[str, types.FunctionType]:
    """Return the notebook's functions that hold asserts or raise, made anew without that, by name.

    Left out are those with decorators or closures, which cannot be made anew from their text.
    """
    found = {}
    for name, item in namespace.items():
        if isinstance(item, types.FunctionType) and "." not in item.__qualname__:
            made = _without(item) if is_cell(item.__code__.co_filename) else None
            if made is not None:
                found[name] = made
    return found


def _without(function: types.FunctionType) -> types.FunctionType | None:
    try:
        text = inspect.getsource(function)
        if "assert" not in text and "raise" not in text:
            return None
        tree = ast.parse(textwrap.dedent(text))
        made = tree.body[0]
        if not isinstance(made, ast.FunctionDef) or made.decorator_list or function.__closure__:
            return None
        tree = _Dropping().visit(tree)
        ast.increment_lineno(tree, function.__code__.co_firstlineno - 1)
        scratch: dict[str, Any] = {}
        exec(compile(tree, function.__code__.co_filename, "exec"), function.__globals__, scratch)
    except (OSError, SyntaxError, TypeError, ValueError, NameError, IndexError):
        return None
    new = scratch[made.name]
    new.__defaults__, new.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    return new


class _Dropping(ast.NodeTransformer):
    """Puts `pass` in the place of asserts, and of each `if` that leads to a `raise`.

    A `while` is left as it is: it may be the `raise` that ends it.
    """

    def visit_While(self, node: ast.While) -> ast.While:
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.Pass:
        return ast.copy_location(ast.Pass(), node)

    def visit_If(self, node: ast.If) -> ast.stmt | list[ast.stmt]:
        self.generic_visit(node)
        if not is_guard(node):
            return node
        return node.orelse or ast.copy_location(ast.Pass(), node)
