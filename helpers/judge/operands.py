"""Tells what stood in the call or the operation that stopped: which shapes numpy was given."""

from __future__ import annotations

import ast
import itertools
import linecache
import textwrap
import types
from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from .asserts import is_plain, value_of
from .unwrapping import is_cell
from .values import describe

MOST = 4
SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@",
}  # fmt: skip


def given_to(error: BaseException, own: Collection[str]) -> str:
    """Return what was given to the function or operator at which a student's line stopped, or "".

    Looked at are the errors that values of another kind or shape provoke, where an array is among them,
    and an index beyond the end of an array.
    """
    if not isinstance(error, (TypeError, ValueError, IndexError)):
        return ""
    found, trace = None, error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file in own or is_cell(file):
            found = trace
        trace = trace.tb_next
    if found is None:
        return ""
    try:
        node = _stopped_at(found)
        return _told(node, found.tb_frame) if node is not None else ""
    except Exception:  # noqa: BLE001 - whatever an odd line provokes, it is not explained
        return ""


def _stopped_at(trace: types.TracebackType) -> ast.expr | None:
    """Return the expression at which a line stopped."""
    code = trace.tb_frame.f_code
    places = itertools.islice(code.co_positions(), trace.tb_lasti // 2, None)
    first, last, start, end = next(places)
    if first is None or first != last or start is None or end is None:
        return None
    line = linecache.getline(code.co_filename, first)
    text = line.encode()[start:end].decode()
    return ast.parse(textwrap.dedent(text), mode="eval").body if text.strip() else None


def _told(node: ast.expr, frame: types.FrameType) -> str:
    if isinstance(node, ast.BinOp):
        sides = [(_name(side), _kind(side, frame)) for side in (node.left, node.right)]
        if all(kind for _, kind in sides):
            (left, a), (right, b) = sides
            sign = f" of `{SIGNS[type(node.op)]}`" if type(node.op) in SIGNS else ""
            return f"On the left{sign} stands {left}{a}, on the right {right}{b}."
        return ""
    if isinstance(node, ast.Subscript):
        return _beyond(node, frame)
    if not isinstance(node, ast.Call):
        return ""
    given = list(_arguments(node, frame))
    if not given or len(given) > MOST or not any("shape" in text for text in given):
        return ""
    return f"`{ast.unparse(node.func)}` was given {len(given)}: {'; '.join(given)}."


def _beyond(node: ast.Subscript, frame: types.FrameType) -> str:
    """Return which array is read with which index: a name that counts in a loop tells little by itself."""
    of, index = _kind(node.value, frame), node.slice
    names = [n for n in ast.walk(index) if isinstance(n, ast.Name)]
    counts = [f"`{n.id}` is {value_of(n, frame)}" for n in names if _is_whole(n, frame)]
    if "shape" not in of or not counts:
        return ""
    return f"In `{ast.unparse(node)}`, {_name(node.value)} is{of}, and {', '.join(counts)}."


def _is_whole(node: ast.Name, frame: types.FrameType) -> bool:
    return isinstance(value_of(node, frame), (int, np.integer))


def _arguments(node: ast.Call, frame: types.FrameType) -> Iterator[str]:
    for argument in node.args:
        kind = _kind(argument, frame)
        yield f"{_name(argument)}{kind}" if kind else f"{_name(argument)}"


def _name(node: ast.expr) -> str:
    text = ast.unparse(node)
    return f"`{text}`" if len(text) <= 40 else "something"


def _kind(node: ast.expr, frame: types.FrameType) -> str:
    """Return what an expression is, behind its name: its shape, or that it is a number."""
    if not is_plain(node):
        return ""
    value: Any = value_of(node, frame)
    if isinstance(value, np.ndarray):
        return f" of shape {value.shape}"
    if isinstance(value, (bool, int, float, np.number)):
        return "" if isinstance(node, ast.Constant) else f" = {describe(value)}"
    if isinstance(value, tuple) and all(isinstance(item, np.ndarray) for item in value):
        return " with the shapes " + " and ".join(str(item.shape) for item in value)
    return f", a {type(value).__name__}"
