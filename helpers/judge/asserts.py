"""Explains an assert of the student's own that stopped a function, and makes functions without such lines."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
import types
import warnings
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .unwrapping import is_cell
from .values import describe

CALLS = {"abs", "all", "any", "bool", "float", "int", "isinstance", "len", "max", "min", "round"}
CALLS |= {"set", "sorted", "str", "sum", "tuple", "type"}
METHODS = {"all", "any", "item", "keys", "max", "mean", "min", "sum", "values"}
PLAIN: tuple[type[ast.AST], ...] = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Tuple, ast.List, ast.Slice),
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.keyword, ast.expr_context),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)


def explained(error: BaseException, own: Collection[str]) -> str | None:
    """Return what an `assert` in a cell, or in a file in `own`, found; None if nothing is to be told.

    Only names, arithmetic and calls that change nothing are looked at once more.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if not isinstance(error, AssertionError) or trace is None:
        return None
    frame, file = trace.tb_frame, trace.tb_frame.f_code.co_filename
    if file not in own and not is_cell(file):
        return None
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
        line = _assert_at(tree, trace.tb_lineno)
        if line is None:
            return None
        found = [
            f"{ast.unparse(node)} is {_value(node, frame)}" for node in _asked(line.test, frame)
        ]
    except Exception:  # noqa: BLE001 - whatever an odd line provokes, it is not explained
        return None
    if not found:
        return None  # nothing to add to what Python says
    said = f" ({error})" if str(error) else ""
    return f"your `assert {ast.unparse(line.test)}`: {', '.join(found)}{said}"


def _assert_at(tree: ast.Module, number: int) -> ast.Assert | None:
    lines = (node for node in ast.walk(tree) if isinstance(node, ast.Assert))
    return next((n for n in lines if n.lineno <= number <= (n.end_lineno or n.lineno)), None)


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
    """Return the notebook's functions that hold asserts, made anew without them, by name.

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
        if "assert" not in text:
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
    """Puts `pass` in the place of asserts."""

    def visit_Assert(self, node: ast.Assert) -> ast.Pass:
        return ast.copy_location(ast.Pass(), node)
