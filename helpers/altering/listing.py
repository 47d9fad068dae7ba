"""Lists all small changes of a function that are tried, the likeliest first."""

from __future__ import annotations

import ast
from collections.abc import Collection

from helpers.altering.expressions import of_expressions
from helpers.altering.lines import of_lines
from helpers.altering.places import Change
from helpers.altering.rounds import of_rounds
from helpers.altering.together import alike, exchanged, taken_from

SIGN, SYMMETRIC = "the sign", ("standard_normal", "randn")


def changes(function: ast.FunctionDef, keys: Collection[str]) -> list[Change]:
    """Return the small changes of a function, the likeliest first; `keys` are texts it may mean."""
    found = [
        *of_expressions(function, keys),
        *of_lines(function),
        *exchanged(function),
        *taken_from(function),
        *of_rounds(function),
        *alike(function),
    ]
    drawing = _lines_that_draw(function)
    meant = (
        change
        for change in found
        if not _repeats_a_shape(change)
        and not (change.about == SIGN and getattr(change.shown, "lineno", 0) in drawing)
    )
    # What is wrong alike in several places is mended in no one of them.
    return sorted(meant, key=lambda change: (change.rank, not change.more))


def _lines_that_draw(function: ast.FunctionDef) -> set[int]:
    """Return the lines with normal numbers about 0: they come out as often with the other sign."""
    return {
        node.lineno
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr in SYMMETRIC
    }


def _repeats_a_shape(change: Change) -> bool:
    """Return whether a factor comes to stand at a tuple: `(n, p) * 2` has four sizes, and fills the memory."""
    return _repeated(change.new) > _repeated(change.place.node)


def _repeated(node: ast.AST) -> int:
    return sum(
        isinstance(item, ast.BinOp)
        and any(isinstance(side, (ast.Tuple, ast.List)) for side in (item.left, item.right))
        for item in ast.walk(node)
    )
