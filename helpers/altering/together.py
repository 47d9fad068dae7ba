"""Lists the changes that are made in several places at once: of variables, keys, functions, axes."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from helpers.altering.places import Change, Place, arguments, places
from helpers.altering.words import FAMILIES, SIGNS

# Of one kind of mistake in more places than these, one place does not tell.
MOST_ALIKE = 5

Put = tuple[Place, ast.AST]


def exchanged(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield that two variables, or two keys, stand in each other's place all over, or one everywhere."""
    reads: dict[tuple[str, str], list[tuple[Place, ast.AST]]] = {}
    stored = set(arguments(function)) | {
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    for place, shown, _ in places(function):
        node = place.node
        if isinstance(node, ast.Name) and node.id in stored:
            reads.setdefault(("variable", node.id), []).append((place, shown))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if isinstance(place.parent, ast.Subscript):
                reads.setdefault(("key", node.value), []).append((place, shown))
    for one, other in itertools.permutations(reads, 2):
        if one[0] != other[0]:
            continue
        puts = [(place, _named_so(other)) for place, _ in reads[one]]
        shown, kind = reads[one][0][1], one[0]
        both = [*puts, *((place, _named_so(one)) for place, _ in reads[other])]
        about = f"the {kind}s `{one[1]}` and `{other[1]}`: is each one in its place?"
        if one < other:
            yield Change(3, *both[0], about, shown, both[1:])
        if 2 <= len(puts) <= 4:
            about = f"the {kind} `{one[1]}`: is it the one that belongs there?"
            yield Change(5, *puts[0], about, shown, puts[1:])


def _named_so(name: tuple[str, str]) -> ast.expr:
    return ast.Name(name[1], ast.Load()) if name[0] == "variable" else ast.Constant(name[1])


def taken_from(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield that variables which a call is given are to be taken from a dictionary: `w` from `params`."""
    nodes = list(ast.walk(function))
    keys: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                keys.setdefault(node.value.id, set()).add(node.slice.value)
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        for holder, known in keys.items():
            puts = [
                (Place(call, "args", i, item), _read(holder, item.id))
                for i, item in enumerate(call.args)
                if isinstance(item, ast.Name) and item.id in known
            ]
            if puts:
                about = f"what `{ast.unparse(call.func)}` is given: are these the values of that moment?"
                yield Change(2, *puts[0], about, call, puts[1:])


def _read(holder: str, key: str) -> ast.expr:
    return ast.Subscript(ast.Name(holder, ast.Load()), ast.Constant(key), ast.Load())


def alike(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield one and the same change of all calls that are alike: another function, none, another axis."""
    calls: dict[str, list[tuple[Place, ast.Call, ast.AST]]] = {}
    axes: dict[int, list[tuple[Place, ast.Constant, ast.AST]]] = {}
    for place, shown, _ in places(function):
        node = place.node
        if isinstance(node, ast.Call):
            calls.setdefault(ast.unparse(node.func), []).append((place, node, shown))
        parent = place.parent
        if isinstance(parent, ast.keyword) and parent.arg == "axis":
            if isinstance(node, ast.Constant) and node.value in (0, 1):
                axes.setdefault(int(bool(node.value)), []).append((place, node, shown))
    for name, several in calls.items():
        if not 2 <= len(several) <= MOST_ALIKE:
            continue
        if all(len(call.args) == 1 and not call.keywords for _, call, _ in several):
            if not any(isinstance(call.args[0], ast.Starred) for _, call, _ in several):
                puts: list[Put] = [(place, call.args[0]) for place, call, _ in several]
                # One inside of the other would be put back in the wrong order.
                if not _nested([call for _, call, _ in several]):
                    yield _all(puts, f"whether `{name}` belongs there", several[0][2])
        for family in FAMILIES:
            last = name.rpartition(".")[2]
            for other in family if last in family and "." in name else ():
                if other != last:
                    puts = [
                        (Place(call, "func", None, call.func), _renamed(call.func, other))
                        for _, call, _ in several
                    ]
                    yield _all(puts, f"the function `{name}`", several[0][2])
    yield from _operations(function)
    yield from _norms(function)
    for axis, found in axes.items():
        if 2 <= len(found) <= MOST_ALIKE:
            puts = [(place, ast.Constant(1 - axis)) for place, _, _ in found]
            yield _all(puts, "the axis", found[0][2])


def _operations(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield another operation wherever one has the same right side: `* t` for `** t`, `- 1` for `+ 1`."""
    found: dict[tuple[type[ast.operator], str], list[tuple[Place, ast.BinOp, ast.AST]]] = {}
    for place, shown, _ in places(function):
        node = place.node
        if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
            found.setdefault((type(node.op), ast.unparse(node.right)), []).append(
                (place, node, shown)
            )
    for (kind, right), several in found.items():
        if not 2 <= len(several) <= MOST_ALIKE or _nested([node for _, node, _ in several]):
            continue
        about = f"the operation `{SIGNS[kind]}` before `{right}`"
        for other in (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow):
            if other is not kind:
                puts: list[Put] = [
                    (place, ast.BinOp(node.left, other(), node.right)) for place, node, _ in several
                ]
                yield _all(puts, about, several[0][2])
        puts = [(place, node.left) for place, node, _ in several]
        yield _all(puts, f"whether `{SIGNS[kind]} {right}` belongs there", several[0][2])


def _norms(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the Euclidean norm for each sum of absolute values, and a root over each sum of squares."""
    absolute: list[tuple[Place, ast.AST, ast.AST]] = []
    squares: list[tuple[Place, ast.AST, ast.AST]] = []
    for place, shown, _ in places(function):
        node = place.node
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.sum" and node.args:
            inner = node.args[0]
            if isinstance(inner, ast.Call) and ast.unparse(inner.func) in ("np.abs", "abs"):
                norm = ast.Call(_numpys("linalg", "norm"), inner.args, node.keywords)
                absolute.append((place, norm, shown))
            elif isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Pow):
                squares.append((place, ast.Call(_numpys("sqrt"), [node], []), shown))
    for several in (absolute, squares):
        if 1 <= len(several) <= MOST_ALIKE:
            puts: list[Put] = [(place, new) for place, new, _ in several]
            yield _all(puts, "which norm it is", several[0][2])


def _numpys(*names: str) -> ast.expr:
    found: ast.expr = ast.Name("np", ast.Load())
    for name in names:
        found = ast.Attribute(found, name, ast.Load())
    return found


def _all(puts: Sequence[Put], about: str, shown: ast.AST) -> Change:
    return Change(2, *puts[0], about, shown, puts[1:])


def _nested(calls: Sequence[ast.expr]) -> bool:
    return any(
        one is not other and one in ast.walk(other)
        for one, other in itertools.permutations(calls, 2)
    )


def _renamed(function: ast.expr, name: str) -> ast.expr:
    assert isinstance(function, ast.Attribute)
    return ast.Attribute(function.value, name, ast.Load())
