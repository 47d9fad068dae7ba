"""Reads off a source what a loop's rounds overwrite, take and leave lying, or never change."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpers.judge.words import code_of

# How numpy says that shapes do not go together.
FITTING = re.compile(r"could not be broadcast together|not aligned|mismatch in its core dimension")


def overwrites(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield that a loop puts one value after the other into a name, and only the last is left.

    `nodes` are those of a function, without those of functions inside of it; so below.
    """
    for loop in nodes:
        if not isinstance(loop, ast.For) or any(isinstance(n, ast.Break) for n in ast.walk(loop)):
            continue
        counted = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
        within = [node for node in ast.walk(loop) if isinstance(node, ast.Name)]
        read = {node.id for node in within if isinstance(node.ctx, ast.Load)}
        inside = {id(node) for node in within}
        again = _around(nodes, loop)
        after = {
            node.id
            for node in nodes
            if isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and id(node) not in inside
            and (node.lineno > (loop.end_lineno or loop.lineno) or id(node) in again)
        }
        for statement in loop.body:
            if not isinstance(statement, ast.Assign) or not isinstance(
                statement.targets[0], ast.Name
            ):
                continue
            name = statement.targets[0].id
            used = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
            if name in after - read and used & counted:
                yield (
                    f"Each round of the loop puts a new value into `{name}`: after the loop only the last one "
                    "is left."
                )
                return


def left_lying(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield that each round of a loop takes something anew which nothing there reads."""
    for loop in nodes:
        if not isinstance(loop, ast.For):
            continue
        counted = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
        before = {
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and node.lineno < loop.lineno and _is_loaded(node)
        }
        last = loop.end_lineno or loop.lineno
        again = _around(nodes, loop)
        later = {
            node.id
            for node in nodes
            if isinstance(node, ast.Name)
            and (node.lineno >= loop.lineno or id(node) in again)
            and _is_loaded(node)
        } | {node.id for node in ast.walk(loop) if isinstance(node, ast.Name) and _is_loaded(node)}
        for statement in loop.body:
            if not isinstance(statement, ast.Assign) or last < statement.lineno:
                continue
            name = ast.unparse(statement.targets[0])
            used = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
            if name.isidentifier() and name in before - later and used & counted:
                yield (
                    f"`{code_of(statement)}` takes a new `{name}` in each round of the loop, and no line there "
                    f"reads `{name}`."
                )
                return


def _around(nodes: Sequence[ast.AST], loop: ast.For) -> set[int]:
    """Return the nodes of the loops around a loop, by identity: they run again after it."""
    return {
        id(node)
        for other in nodes
        if isinstance(other, (ast.For, ast.While)) and other is not loop
        if any(inner is loop for inner in ast.walk(other))
        for node in ast.walk(other)
    }


def _is_loaded(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def stays(nodes: Sequence[ast.AST], error: Mapping[str, Any]) -> Iterator[str]:
    """Yield which variable in the line that stopped is the same in each round of the loop it stands in.

    Told of shapes that do not fit: as a rule one of them was to change from round to round.
    """
    lines = error.get("lines", [])
    if not lines or not FITTING.search(str(error.get("message", ""))):
        return
    with contextlib.suppress(SyntaxError):
        stopped = ast.dump(ast.parse(str(lines[0][1]).strip()).body[0])
        for loop in nodes:
            if not isinstance(loop, ast.For):
                continue
            own = [n for n in ast.walk(loop) if isinstance(n, ast.stmt) and ast.dump(n) == stopped]
            given = {
                item.id
                for statement in own
                for call in ast.walk(statement)
                if isinstance(call, ast.Call)
                for item in call.args
                if isinstance(item, ast.Name)
            }
            names = {n.id for n in ast.walk(loop) if isinstance(n, ast.Name) and not _is_loaded(n)}
            made = {
                node.targets[0].id
                for node in nodes
                if isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and isinstance(node.value, (ast.BinOp, ast.UnaryOp, ast.Call))
                and node.lineno < loop.lineno
            }
            same = sorted((given & made) - names)
            if len(same) == 1:
                yield (
                    f"`{same[0]}` gets no new value in this loop: every round works with the one that was "
                    "made before it."
                )
                return
