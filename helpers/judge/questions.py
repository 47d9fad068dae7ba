"""Reads off a source which questions of an `if` are not those that were meant."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from helpers.judge.words import code_of


def always_true(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that a question is always answered with yes: `x == "a" or "b"`."""
    for node in ast.walk(function):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            for first, other in itertools.pairwise(node.values):
                alone = isinstance(other, ast.Constant) and bool(other.value)
                if alone and isinstance(first, ast.Compare):
                    asked = f"{code_of(first.left)} == {code_of(other)}"
                    yield (
                        f"`{code_of(node)}` is always true: beside `or` stands `{code_of(other)}` alone, which "
                        f"counts as true. Write the whole question again: `or {asked}`."
                    )
                    return


def broken_chain(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that an `if` begins anew where `elif` is meant: its `else` undoes what the one before found."""
    for node in ast.walk(function):
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(block, list):
                yield from _broken_in(block)


def _broken_in(block: list[ast.stmt]) -> Iterator[str]:
    for first, second in zip(block, block[1:], strict=False):
        if not isinstance(first, ast.If) or not isinstance(second, ast.If):
            continue
        asked, other = _asked(first), _asked(second)
        last = _else_of(second)
        if asked is None or asked != other or not last:
            continue
        if _ends(first.body) or not stored(first.body) & stored(last):
            continue
        yield (
            f"`if {code_of(second.test)}` begins a new question, so its `else` runs also after "
            f"`if {code_of(first.test)}`, and overwrites what was found there. Write `elif`."
        )
        return


def _asked(node: ast.If) -> str | None:
    """Return the name that a question such as `name == value` or `name < value` is about."""
    test = node.test
    if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and len(test.ops) == 1:
        return test.left.id
    return None


def _else_of(node: ast.If) -> list[ast.stmt]:
    while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        node = node.orelse[0]
    return node.orelse


def _ends(block: list[ast.stmt]) -> bool:
    return any(isinstance(node, (ast.Return, ast.Raise, ast.Continue, ast.Break)) for node in block)


def stored(block: list[ast.stmt]) -> set[str]:
    """Return the names that a block of lines gives values to."""
    return {
        node.id
        for statement in block
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
