"""Has each branch of a function tell that it is gone into: which way a wrong case went, and no right one."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from helpers.altering.places import Block


@dataclass(frozen=True)
class Branch:
    """A branch of a function: the lines in it, what is shown of it, and whether a question stands there."""

    lines: Block
    shown: ast.AST
    asked: bool

    def holds(self, other: Branch) -> bool:
        """Return whether another branch lies inside of this one."""
        inside = (node for line in self.lines.lines for node in ast.walk(line))
        return other is not self and any(node is other.lines.lines[0] for node in inside)


def branches(function: ast.FunctionDef) -> list[Branch]:
    """Return the branches of a function: what an `if` or an `elif` leads to, an `else`, the rest without one."""
    found: list[Branch] = []
    for parent in ast.walk(function):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(parent, field, None)
            if not isinstance(block, list) or not block or not isinstance(block[0], ast.stmt):
                continue
            if isinstance(parent, ast.If):
                asked = field == "body"
                if asked or not (len(block) == 1 and isinstance(block[0], ast.If)):
                    found.append(Branch(Block(list(block)), parent if asked else block[0], asked))
            for i, line in enumerate(block[:-1]):
                if isinstance(line, ast.If) and not line.orelse and _leaves(line.body):
                    found.append(Branch(Block(list(block[i + 1 :])), block[i + 1], asked=False))
    return found


def telling(function: ast.FunctionDef, found: list[Branch], name: str) -> None:
    """Put a call of `name` with the branch's number at the beginning of each branch."""
    for number, branch in enumerate(found):
        first = branch.lines.lines[0]
        for parent in ast.walk(function):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(parent, field, None)
                if isinstance(block, list) and any(line is first for line in block):
                    at = next(i for i, line in enumerate(block) if line is first)
                    call = ast.Expr(
                        ast.Call(ast.Name(name, ast.Load()), [ast.Constant(number)], [])
                    )
                    block.insert(at, ast.fix_missing_locations(ast.copy_location(call, first)))


def _leaves(block: list[ast.stmt]) -> bool:
    return isinstance(block[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))
