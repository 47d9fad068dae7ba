"""Lists the changes of what a loop's rounds begin with and read: of this round or the last, entry or number."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence

from helpers.altering.lines import DEEP_COPY, changed_in, name_put_to, placed, with_body
from helpers.altering.places import Block, Change, Place, arguments

# Of more reads than these of one variable, not all are likely to be meant otherwise.
MOST_READS = 6

Functions = (ast.FunctionDef, ast.Lambda)


def of_rounds(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the changes of what the rounds of a function's loops begin with and read."""
    for parent in ast.walk(function):
        known = arguments(function) if parent is function else []
        for field in ("body", "orelse"):
            block = getattr(parent, field, None)
            if not isinstance(block, list):
                continue
            for i, loop in enumerate(block):
                if isinstance(loop, (ast.For, ast.While)) and not loop.orelse:
                    for about, shown, lines, told in _afresh(block, i, known):
                        new = Block([placed(line, block[0]) for line in lines])
                        place = Place(parent, field, None, Block(block))
                        yield Change(2, place, new, about, shown, (), told)
                if isinstance(loop, ast.For):
                    yield from _kept(loop)
                    yield from _counted(loop)


def _afresh(
    block: list[ast.stmt], i: int, known: Sequence[str]
) -> Iterator[tuple[str, ast.AST, list[ast.stmt], str]]:
    """Yield that each round begins with what there was before the loop, in the lines of a block.

    What it is about, what is shown, the lines as they are then, and what is told. `known` are names
    that have values before.
    """
    loop, before, after = block[i], block[:i], block[i + 1 :]
    assert isinstance(loop, (ast.For, ast.While))
    changed = changed_in(loop)
    there = {*known, *filter(None, map(name_put_to, before))}
    fresh = [name for name in changed if name in there]
    whole = [name for name in fresh if name_put_to(changed[name]) == name]
    groups = [[name] for name in fresh] + [g for g in (whole, fresh) if 1 < len(g) < 4]
    for names in groups:
        kept = [_line(f"_kept_{name} = {DEEP_COPY}({name})") for name in names]
        reset = [_line(f"{name} = {DEEP_COPY}(_kept_{name})") for name in names]
        again = with_body(loop, [*reset, *loop.body])
        several, hold = (
            " and ".join(f"`{name}`" for name in names),
            "hold" if names[1:] else "holds",
        )
        about = f"what {several} still {hold} of the round before when a new round begins"
        told = (
            f"When a new round begins, {several} still hold what the round before made of them. Where "
            "each round begins with what they were before the loop, this comes out right."
        )
        yield about, changed[names[0]], [*before, *kept, again, *after], told if names[1:] else ""


def _line(text: str) -> ast.stmt:
    return ast.parse(text).body[0]


def _kept(loop: ast.For) -> Iterator[Change]:
    """Yield that functions made in a loop keep the values of their round."""
    stored = [n.id for n in _outside(loop) if isinstance(n.ctx, ast.Store)]
    puts: list[tuple[Place, ast.AST]] = []
    named: list[str] = []
    for place in _places(loop):
        node = place.node
        if not isinstance(node, Functions):
            continue
        own = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
        read = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - own
        late = [name for name in dict.fromkeys(stored) if name in read]
        if late and not node.args.vararg:
            new = copy.copy(node)
            new.args = copy.copy(node.args)
            new.args.args = [*node.args.args, *(ast.arg(name) for name in late)]
            values = [ast.Name(name, ast.Load()) for name in late]
            new.args.defaults = [*node.args.defaults, *values]
            puts.append((place, new))
            named += late
    if puts:
        names = " and ".join(f"`{name}`" for name in dict.fromkeys(named))
        told = (
            f"A function that is made in a loop reads {names} when it is called, not when it is made: by "
            "then the loop may have gone on. Where it has the values of the round that it was made in, this "
            "comes out right."
        )
        yield Change(1, *puts[0], f"when {names} is read", puts[0][0].node, puts[1:], told)


def _counted(loop: ast.For) -> Iterator[Change]:
    """Yield that the entry is meant where its number stands: `x[i]` for `i`."""
    listed, counter = _listed(loop.iter), loop.target
    if listed is None or not isinstance(counter, ast.Name):
        return
    reads = [
        place
        for line in loop.body
        for place in _places(line)
        if isinstance(place.node, ast.Name)
        and place.node.id == counter.id
        and isinstance(place.node.ctx, ast.Load)
        and not (isinstance(place.parent, ast.Subscript) and place.field == "slice")
        and not isinstance(place.parent, (ast.Tuple, ast.Slice))
    ]
    if 0 < len(reads) <= MOST_READS:
        about = (
            f"`{counter.id}`: is its number meant there, or the entry of `{listed}` that it counts?"
        )
        entry = f"{listed}[{counter.id}]"
        puts = [(place, ast.parse(entry, mode="eval").body) for place in reads]
        yield Change(1, *puts[0], about, reads[0].parent, puts[1:])


def _listed(node: ast.expr) -> str | None:
    """Return the name of what is counted by `range(len(x))`, or None."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "range" and len(node.args) == 1:
        inner = node.args[0]
        if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "len" and inner.args:
            return inner.args[0].id if isinstance(inner.args[0], ast.Name) else None
    return None


def _places(root: ast.AST) -> Iterator[Place]:
    """Yield the place of each node below a node."""
    for parent in ast.walk(root):
        for field, value in ast.iter_fields(parent):
            several: Sequence[object] = value if isinstance(value, list) else [value]
            for i, node in enumerate(several):
                if isinstance(node, ast.AST):
                    yield Place(parent, field, i if isinstance(value, list) else None, node)


def _outside(loop: ast.For) -> Iterator[ast.Name]:
    """Yield the names in a loop that stand in no function made there."""
    pending: list[ast.AST] = [loop.target, *loop.body]
    while pending:
        node = pending.pop(0)
        if isinstance(node, ast.Name):
            yield node
        if not isinstance(node, Functions):
            pending += ast.iter_child_nodes(node)
