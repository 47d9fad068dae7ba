"""A place in a function's tree, a change that is made there, and how it is made and taken back."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Of an expression that says little when it is shown alone.
PIECES = (ast.Tuple, ast.Attribute, ast.FormattedValue, ast.JoinedStr, ast.UnaryOp)


@dataclass
class Place:
    """Where a node stands: in a field of its parent, or in a list there."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST

    def put(self, new: ast.AST) -> None:
        """Have another node stand here."""
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new


@dataclass
class Change:
    """A small change: what is put where, what it is about, and how soon it is tried.

    `more` are further places that are changed with the first one. `told` is said in place of "With one
    small change there this comes out right", where that is more than one line's matter.
    """

    rank: int
    place: Place
    new: ast.AST
    about: str
    shown: ast.AST
    more: Sequence[tuple[Place, ast.AST]] = ()
    told: str = ""


def places(function: ast.FunctionDef) -> Iterator[tuple[Place, ast.AST, bool]]:
    """Yield each expression's place, what is shown of it, and whether it is a whole right side."""
    pending: list[tuple[ast.AST, ast.AST]] = [(line, line) for line in reversed(function.body)]
    # A line that only `watches` the loop was put in by whoever tries the changes.
    while pending:
        parent, above = pending.pop()
        inner: list[tuple[ast.AST, ast.AST]] = []
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "decorator_list", "returns", "args") and not isinstance(
                parent, ast.Call
            ):
                continue
            several = value if isinstance(value, list) else [value]
            for i, node in enumerate(several):
                if not isinstance(node, ast.AST) or isinstance(node, ast.expr_context):
                    continue
                if getattr(node, "watches", False):
                    continue
                if isinstance(node, (ast.stmt, ast.keyword, ast.comprehension, ast.Slice)):
                    inner.append((node, node if isinstance(node, ast.stmt) else above))
                elif isinstance(node, ast.expr) and _is_read(node):
                    index = i if isinstance(value, list) else None
                    shown = above if isinstance(node, (ast.Name, ast.Constant)) else node
                    root = isinstance(parent, (ast.Assign, ast.AugAssign, ast.Return))
                    yield Place(parent, field, index, node), shown, root
                    inner.append((node, above if isinstance(node, PIECES) else node))
                elif isinstance(node, ast.expr):
                    inner.append((node, above))  # what is stored into: its index is read
        pending += reversed(inner)


def _is_read(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


class Block(ast.AST):
    """A list of statements, in the place of a node."""

    def __init__(self, lines: Sequence[ast.stmt]) -> None:
        super().__init__()
        self.lines = lines


def arguments(function: ast.FunctionDef) -> list[str]:
    """Return the names of a function's arguments."""
    arguments = function.args
    return [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def applied(change: Change) -> None:
    """Make a change in the tree that it belongs to."""
    for place, new in ((change.place, change.new), *change.more):
        if isinstance(new, Block):
            setattr(place.parent, place.field, list(new.lines))
        else:  # only now, since most changes are never made
            if not hasattr(new, "lineno"):
                ast.copy_location(new, place.node)
            place.put(ast.fix_missing_locations(new))


def undone(change: Change) -> None:
    """Take a change back."""
    for place in (change.place, *(place for place, _ in change.more)):
        if isinstance(place.node, Block):
            setattr(place.parent, place.field, place.node.lines)
        else:
            place.put(place.node)
