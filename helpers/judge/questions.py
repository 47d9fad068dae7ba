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


def of_one_answer(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that a loop's counter is compared with whether all or any of an array hold: `j != y.all()`."""
    loops = (node for node in ast.walk(function) if isinstance(node, (ast.For, ast.comprehension)))
    counted = {n.id for loop in loops for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
    for node in ast.walk(function):
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            continue
        sides = (node.left, node.comparators[0])
        if not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            continue
        for side, other in (sides, sides[::-1]):
            if isinstance(other, ast.Name) and other.id in counted and _is_one_answer(side):
                yield (
                    f"In `{code_of(node)}`, `{code_of(side)}` is one answer for the whole array, True or False, "
                    f"and Python takes True for 1. What is `{code_of(other)}` to be compared with?"
                )
                return


def _is_one_answer(node: ast.expr) -> bool:
    """Return whether an expression is `a.all()` or `a.any()`, without an axis."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("all", "any")
        and not node.args
        and not node.keywords
    )


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


def never_reached(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that an `elif` can be true only where a question before it is true already."""
    for node in ast.walk(function):
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(block, list):
                yield from _behind_its_own_question(block)


def _behind_its_own_question(block: list[ast.stmt]) -> Iterator[str]:
    """Yield it of the questions in a block of lines: a chain, or one behind another that leaves."""
    before: list[ast.If] = []
    for line in block:
        if not isinstance(line, ast.If):
            before = []  # what is asked about may be another thing by now
            continue
        link: ast.If | None = line
        chain: list[ast.If] = []
        while link is not None:
            for earlier in (*before, *chain):
                if _implies(link.test, earlier.test):
                    same = ast.dump(link.test) == ast.dump(earlier.test)
                    why = (
                        "further up the same is asked, and what it is true of is gone by then."
                        if same
                        else f"wherever that is true, `{code_of(earlier.test)}` further up is true already. "
                        "Ask the special question first."
                    )
                    head = f"{'elif' if chain else 'if'} {code_of(link.test)}"
                    yield f"The lines below `{head}` never run: {why}"
                    return
            chain.append(link)
            behind = link.orelse
            link = behind[0] if len(behind) == 1 and isinstance(behind[0], ast.If) else None
        leaves = all(_ends(item.body) for item in chain)
        before = [*before, *chain] if leaves and not chain[-1].orelse else []


def _implies(test: ast.expr, earlier: ast.expr) -> bool:
    """Return whether a question is true only where an earlier one is, both of names and values alone."""
    if any(isinstance(node, (ast.Call, ast.NamedExpr)) for node in ast.walk(test)):
        return False
    enough = _pieces(earlier, ast.Or)
    return any(
        ast.dump(piece) == ast.dump(other) or _is_beyond(piece, other)
        for piece in _pieces(test, ast.And)
        for other in enough
    )


def _pieces(test: ast.expr, joined_by: type[ast.boolop]) -> list[ast.expr]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, joined_by):
        return test.values
    return [test]


def _is_beyond(one: ast.expr, other: ast.expr) -> bool:
    """Return whether `x > 5` is asked where `x > 3` is known, or the like."""
    pair = [item for item in (one, other) if isinstance(item, ast.Compare) and len(item.ops) == 1]
    if len(pair) < 2 or ast.dump(pair[0].left) != ast.dump(pair[1].left):
        return False
    sides = [item.comparators[0] for item in pair]
    numbers = [n.value for n in sides if isinstance(n, ast.Constant)]
    signs = {type(item.ops[0]) for item in pair}
    if len(numbers) < 2 or len(signs) > 1 or not all(type(n) in (int, float) for n in numbers):
        return False
    first, second = (float(str(number)) for number in numbers)
    above = signs <= {ast.Gt, ast.GtE} and first >= second
    return above or (signs <= {ast.Lt, ast.LtE} and first <= second)


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
