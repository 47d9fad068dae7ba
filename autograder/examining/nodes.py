"""Asks a syntax tree small questions, and makes small pieces of one."""

from __future__ import annotations

import ast
import re


def given_and_stored(function: ast.FunctionDef) -> list[str]:
    """Return the arguments of a function and the plain names that it makes."""
    arguments = [arg.arg for arg in (*function.args.args, *function.args.kwonlyargs)]
    stored = [
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys([*arguments, *stored]))


def keys_in(function: ast.FunctionDef) -> list[str]:
    """Return the texts that a function reads from dictionaries."""
    keys = (
        n.slice.value
        for n in ast.walk(function)
        if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Constant)
    )
    return list(dict.fromkeys(key for key in keys if isinstance(key, str)))


def holders_in(function: ast.FunctionDef) -> list[str]:
    """Return the names of the dictionaries that a function reads texts from."""
    names = (
        n.value.id
        for n in ast.walk(function)
        if isinstance(n, ast.Subscript)
        and isinstance(n.slice, ast.Constant)
        and isinstance(n.slice.value, str)
        and isinstance(n.value, ast.Name)
        and isinstance(n.ctx, ast.Load)
    )
    return list(dict.fromkeys(names))


def key_of(node: ast.AST, known: set[str]) -> str:
    """Return a key in the brackets as a sentence may call it, or "" if it is not public."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if node.value in known else ""
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
        return key_of(ast.JoinedStr([node.left]), known)
    if isinstance(node, ast.JoinedStr) and node.values:
        first = node.values[0]
        start = str(first.value) if isinstance(first, ast.Constant) else ""
        near = [word for word in sorted(known) if start and re.fullmatch(rf"{start}[l\d]", word)]
        return start if near else ""
    return ""


def called(node: ast.AST) -> str:
    """Return the name of the function that a call calls, or ""."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            return node.func.attr
        if isinstance(node.func, ast.Name):
            return node.func.id
    return ""


def is_numpy(node: ast.AST) -> bool:
    """Return whether a node is numpy, or math, or a part of them."""
    if isinstance(node, ast.Attribute):
        return is_numpy(node.value)
    return isinstance(node, ast.Name) and node.id in ("np", "math")


def is_number(node: ast.AST, value: float) -> bool:
    """Return whether a node is that number."""
    return isinstance(node, ast.Constant) and node.value == value


def of_numpy(name: str, argument: ast.expr) -> ast.Call:
    """Return a call of a function of numpy."""
    return ast.Call(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), [argument], [])


def times(value: ast.expr, factor: float) -> ast.BinOp:
    """Return a value with a number as factor."""
    return ast.BinOp(ast.Constant(factor), ast.Mult(), value)


def shifted(node: ast.expr, by: int) -> ast.expr:
    """Return an expression for a whole number that is larger by `by`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return ast.Constant(node.value + by)
    return ast.BinOp(node, ast.Add() if by > 0 else ast.Sub(), ast.Constant(abs(by)))


def with_arguments(node: ast.Call, arguments: list[ast.expr]) -> ast.Call:
    """Return a call with other arguments."""
    return ast.Call(node.func, arguments, node.keywords)
