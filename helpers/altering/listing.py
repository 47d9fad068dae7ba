"""Lists all small changes of a function that are tried, the likeliest first."""

from __future__ import annotations

import ast
from collections.abc import Collection

from helpers.altering.expressions import of_expressions
from helpers.altering.lines import of_lines
from helpers.altering.places import Change
from helpers.altering.rounds import of_rounds
from helpers.altering.together import alike, exchanged, taken_from


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
    return sorted(found, key=lambda change: change.rank)
