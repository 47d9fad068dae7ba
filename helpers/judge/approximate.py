"""Reads off a source what makes numbers wrong by a little: an estimated slope, draws, a margin too small."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from helpers.judge.words import code_of

# What draws numbers, of a generator or of numpy's older functions.
DRAWS = frozenset(
    {"standard_normal", "normal", "uniform", "random", "rand", "randn", "integers", "choice"}
)
# Half the distance from 1 to the float before it: what is smaller leaves nothing behind in `1 - x`.
LEAST_MARGIN = 2.0**-54
MACHINE = {
    "tiny": 2.3e-308,
    "smallest_normal": 2.3e-308,
    "min": 2.3e-308,
    "smallest_subnormal": 5e-324,
}


def estimates(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that a slope is estimated from two values of a function that is none of the arguments."""
    names = {arg.arg for arg in function.args.args}
    made = dict(_made_by_calls(function))
    for node in ast.walk(function):
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
            continue
        for rise in _factors(node.left):
            if not isinstance(rise, ast.BinOp) or not isinstance(rise.op, ast.Sub):
                continue
            one, other = _caller(rise.left, made), _caller(rise.right, made)
            if one and one == other and one not in names:
                yield (
                    f"`{code_of(node)}` takes two values of `{one}` a step apart: that estimates a slope, and "
                    "is wrong by a little. A derivative has a formula."
                )


def _made_by_calls(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if isinstance(node.value, ast.Call):
                yield node.targets[0].id, ast.unparse(node.value.func)


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node


def _caller(node: ast.expr, made: Mapping[str, str]) -> str | None:
    """Return the function that made a value, be it called here or before."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func)
    return made.get(node.id) if isinstance(node, ast.Name) else None


def drawn(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that numbers are drawn at random, for whoever knows that nothing here asks for any."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in DRAWS:
                yield (
                    f"`{code_of(node)}` draws numbers at random, and what they tell is wrong by a little. "
                    "Nothing random is asked for here: there is a formula."
                )


def vanishing(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that a margin is too small for a float: 1 less the margin is 1."""
    known = {
        node.targets[0].id: number
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if (number := _constant(node.value, {})) is not None
    }
    for node in ast.walk(function):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            margin = _constant(node.right, known)
            if _constant(node.left, {}) == 1 and margin is not None and 0 < margin < LEAST_MARGIN:
                yield (
                    f"`{code_of(node)}` is 1 to the last digit: a float keeps about 16 digits, so less than "
                    "1e-16 taken from 1 leaves it as it was. The margin has to be larger."
                )


def _constant(node: ast.expr, known: Mapping[str, float]) -> float | None:
    """Return the number that an expression is, where it is written out or a limit of the machine."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and "finfo" in ast.unparse(node.value):
        return MACHINE.get(node.attr)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base, power = _constant(node.left, known), _constant(node.right, known)
        if base is not None and power is not None and abs(power) < 1000:
            return float(base**power) if base else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _constant(node.operand, known)
        return None if inner is None else -inner
    return None
