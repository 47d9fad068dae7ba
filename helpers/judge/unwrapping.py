"""Finds the functions that a student wrote inside of what decorators, partials and classes made of them."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
import types
from collections.abc import Iterator
from typing import Any

MAX_LAYERS = 20


def innermost(function: Any) -> list[types.FunctionType]:
    """Return the plain functions that a callable leads to, the one that it wraps last.

    Looks through `functools.wraps`, partials, methods, objects with a `__call__`, and the closures
    of decorators that leave no trace. Runs no code of a function, and never raises.
    """
    found: list[types.FunctionType] = []
    seen: set[int] = set()
    pending = [function]
    while pending and len(seen) < MAX_LAYERS:
        item = pending.pop(0)
        if id(item) in seen:
            continue
        seen.add(id(item))
        try:
            if isinstance(item, types.FunctionType):
                found.append(item)
            pending += list(_within(item))
        except Exception:  # an attribute that raises when it is read leads nowhere
            continue
    return found


def _within(item: Any) -> Iterator[Any]:
    """Yield the callables one layer further in."""
    if isinstance(item, functools.partial):
        yield item.func
    elif isinstance(item, types.MethodType):
        yield item.__func__
    elif isinstance(item, (types.FunctionType, functools._lru_cache_wrapper)):
        wrapped = getattr(item, "__wrapped__", None)
        if wrapped is not None:
            yield wrapped
            return
        for cell in getattr(item, "__closure__", None) or ():
            try:
                content = cell.cell_contents
            except ValueError:  # not bound yet
                continue
            if isinstance(content, (types.FunctionType, types.MethodType, functools.partial)):
                yield content
    elif not isinstance(item, type) and callable(item):
        if hasattr(item, "__wrapped__"):
            yield item.__wrapped__
        yield type(item).__call__


def scopes_of(function: Any) -> list[dict[str, Any]]:
    """Return the globals of the functions that a callable leads to."""
    return [item.__globals__ for item in innermost(function)]


def codes_of(function: Any) -> list[types.CodeType]:
    """Return the code of the functions that a callable leads to."""
    return [item.__code__ for item in innermost(function)]


def source_of(function: Any) -> str | None:
    """Return the source of the function that a student wrote, also of one in an `if` or a class.

    A decorator that says what it wraps is left out; one that leaves no trace stands before it.
    """
    found = innermost(function)
    traced = [item for item in found if not hasattr(item, "__wrapped__")]
    texts = [text for text in map(_source, traced) if text is not None]
    return "\n".join(texts) or None


def _source(function: types.FunctionType) -> str | None:
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError, SyntaxError, IndexError):
        return None
    try:
        ast.parse(text)
    except SyntaxError:
        return _lambda(function) or text
    return text


def _lambda(function: types.FunctionType) -> str | None:
    """Return the source of a lambda that stands on some lines of a longer statement."""
    try:
        tree = ast.parse("".join(inspect.findsource(function)[0]))
    except (OSError, TypeError, SyntaxError):
        return None
    line = function.__code__.co_firstlineno
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Lambda))
    return next((ast.unparse(node) for node in nodes if node.lineno == line), None)


def is_cell(file: str) -> bool:
    """Return whether a file's name is that of a notebook's cell, in Jupyter or in plain IPython."""
    return "ipykernel_" in file or file.startswith("<ipython-input")
