"""Lists the small changes of whole lines: left out, moved, added up, put under a loop or a question."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from helpers.altering.places import Block, Change, Place
from helpers.altering.words import SIGNS

# What a sentence asks to be looked at, where nothing of the code itself is named.
IN_LOOP = "how far this line is indented, which says whether it belongs to the loop"
IN_QUESTION = "how far this line is indented, which says whether it belongs to the `if`"
NEEDED = "whether this line belongs there"
LINES = "the order of this line and the next one"
PLACED = "whether the value takes the place of what is there, or is added to it"
ASKED = "whether the question is asked rightly"
CHAINED = "whether `if` or `elif` stands there"
DEEP_COPY = "__import__('copy').deepcopy"

# How soon a change is tried, what it is about, what is shown of it, and the lines as they are then.
Option = tuple[int, str, ast.AST, list[ast.stmt]]


def of_lines(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the small changes of a function's lines."""
    for parent in ast.walk(function):
        for field in ("body", "orelse"):
            block = getattr(parent, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                for rank, about, shown, lines in _of_block(block):
                    new = Block([placed(line, block[0]) for line in lines])
                    yield Change(rank, Place(parent, field, None, Block(block)), new, about, shown)


def _of_block(block: list[ast.stmt]) -> Iterator[Option]:
    """Yield the options of lines that stand below each other."""
    kept = [i for i, line in enumerate(block) if _is_put_into_an_entry(line)]
    if len(kept) > 1:
        added = [_added(line) if i in kept else line for i, line in enumerate(block)]
        about = "whether the values take the place of what is there, or are added to it"
        yield 1, about, block[kept[0]], added
    for i, line in enumerate(block):
        if getattr(line, "watches", False):
            continue
        before, after = block[:i], block[i + 1 :]
        for rank, about, shown, new in _of_line(line):
            yield rank, about, shown, [*before, *new, *after]
        if isinstance(line, (ast.For, ast.While)) and not line.orelse:
            yield from _of_loop(line, before, after)
        if isinstance(line, ast.If):
            yield from _of_question(line, before, after)
        if after:
            yield 3, LINES, line, [*before, after[0], line, *after[1:]]
        if len(block) > 1 and not isinstance(line, (ast.Return, ast.FunctionDef)):
            yield 2, NEEDED, line, [*before, *after]


def _of_line(line: ast.stmt) -> Iterator[Option]:
    """Yield what may stand in the place of one line."""
    if isinstance(line, ast.AugAssign):
        for kind in (ast.Add, ast.Sub, ast.Mult, ast.Div):
            if not isinstance(line.op, kind):
                about = f"the `{SIGNS.get(type(line.op), '')}=` in it"
                yield 0, about, line, [ast.AugAssign(line.target, kind(), line.value)]
        about = "whether the value is added to what is there, or takes its place"
        yield 0, about, line, [ast.Assign([line.target], line.value)]
    elif isinstance(line, ast.Assign) and isinstance(line.targets[0], (ast.Name, ast.Subscript)):
        reads = any(isinstance(node, ast.Name) for node in ast.walk(line.value))
        yield (0 if reads else 3), PLACED, line, [_added(line)]
        if isinstance(line.value, ast.Name) and isinstance(line.targets[0], ast.Name):
            copied = _parsed(f"{DEEP_COPY}({line.value.id})")
            about = "whether this is a copy, or a second name for the same thing"
            yield 1, about, line, [ast.Assign(line.targets, copied)]
    elif isinstance(line, ast.If):
        opposite = ast.If(ast.UnaryOp(ast.Not(), line.test), line.body, line.orelse)
        yield 1, "for which answer what follows is done", line.test, [opposite]
        yield 4, ASKED, line.test, line.body
        if line.orelse:
            yield 4, ASKED, line.test, line.orelse


def _of_loop(
    loop: ast.For | ast.While, before: list[ast.stmt], after: list[ast.stmt]
) -> Iterator[Option]:
    """Yield what belongs to a loop and what does not, and what it starts with."""
    for count in range(1, min(4, len(loop.body))):
        inside, moved = loop.body[:-count], loop.body[-count:]
        yield 2, IN_LOOP, moved[0], [*before, with_body(loop, inside), *moved, *after]
    own = [line for line in loop.body if not getattr(line, "watches", False)]
    if len(own) > 1 and isinstance(own[0], ast.Assign):
        shorter = with_body(loop, [line for line in loop.body if line is not own[0]])
        yield 2, IN_LOOP, own[0], [*before, own[0], shorter, *after]
    if after and not isinstance(after[0], ast.Return):
        longer = with_body(loop, [*loop.body, after[0]])
        yield 3, IN_LOOP, after[0], [*before, longer, *after[1:]]
    if before and isinstance(before[-1], ast.Assign):
        longer = with_body(loop, [before[-1], *loop.body])
        yield 3, IN_LOOP, before[-1], [*before[:-1], longer, *after]
    changed = changed_in(loop)
    for i, line in enumerate(before):
        name = name_put_to(line)
        if name in changed and isinstance(line, ast.Assign):
            for number in (0, 1):
                start = ast.Assign(line.targets, ast.Constant(number))
                lines = [*before[:i], placed(start, line), *before[i + 1 :], loop, *after]
                yield 1, f"what `{name}` starts with", line, lines


def _of_question(line: ast.If, before: list[ast.stmt], after: list[ast.stmt]) -> Iterator[Option]:
    """Yield what belongs to an `if` and what does not."""
    if len(line.body) > 1 and not isinstance(line.body[-1], (ast.Return, ast.Raise)):
        shorter = ast.If(line.test, line.body[:-1], line.orelse)
        yield 2, IN_QUESTION, line.body[-1], [*before, shorter, line.body[-1], *after]
    if not after or isinstance(after[0], ast.Return):
        return
    longer = ast.If(line.test, [*line.body, after[0]], line.orelse)
    yield 2, IN_QUESTION, after[0], [*before, longer, *after[1:]]
    if isinstance(after[0], ast.If) and not line.orelse:
        chained = ast.If(line.test, line.body, [after[0]])
        yield 1, CHAINED, after[0], [*before, chained, *after[1:]]
    elif not line.orelse:
        other = ast.If(line.test, line.body, [after[0]])
        yield 3, IN_QUESTION, after[0], [*before, other, *after[1:]]


def changed_in(loop: ast.For | ast.While) -> dict[str, ast.stmt]:
    """Return the names whose values the rounds of a loop go on from, with the line that changes each."""
    found: dict[str, ast.stmt] = {}
    for node in ast.walk(loop):
        if isinstance(node, ast.AugAssign):
            target: ast.AST = node.target
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            read = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
            if isinstance(target, ast.Name) and target.id not in read:
                continue
        else:
            continue
        while isinstance(target, ast.Subscript):
            target = target.value
        if isinstance(target, ast.Name):
            found.setdefault(target.id, node)
    return found


def name_put_to(line: ast.stmt) -> str | None:
    """Return the one name that a line gives a value, or None."""
    if isinstance(line, ast.Assign) and len(line.targets) == 1:
        target = line.targets[0]
        return target.id if isinstance(target, ast.Name) else None
    return None


def _is_put_into_an_entry(line: ast.stmt) -> bool:
    return isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Subscript)


def _added(line: ast.stmt) -> ast.stmt:
    assert isinstance(line, ast.Assign)
    target = line.targets[0]
    assert isinstance(target, (ast.Name, ast.Subscript))
    return placed(ast.AugAssign(target, ast.Add(), line.value), line)


def with_body(loop: ast.For | ast.While, body: list[ast.stmt]) -> ast.stmt:
    """Return a loop with other lines in it."""
    if isinstance(loop, ast.For):
        return ast.For(loop.target, loop.iter, body, [])
    return ast.While(loop.test, body, [])


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def placed(line: ast.stmt, old: ast.stmt) -> ast.stmt:
    """Return a new line, said to stand where an old one stands."""
    if hasattr(line, "lineno"):
        return line
    return ast.fix_missing_locations(ast.copy_location(line, old))
