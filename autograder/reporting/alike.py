"""Tells which programs of a class share what few others write: fingerprints that outlive renaming.

Code is read as a tree, so layout, comments, type hints and docstrings are no part of it; nor are
prints and asserts. Names that a student chose are all the same name, the spellings of a product of
matrices are one, and so are `x += y` and `x = x + y`, `for` and `while`. From each statement come
the runs of RUN tokens in it (the k-grams of Schleimer, Wilkerson and Aiken, "Winnowing", 2003; all
of them, since functions of a few lines leave nothing to thin out). A run weighs the logarithm of
how rare it is in the class, and nothing where it is given.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.cells import python_of

RUN = 6
MODULES = {"np": "np", "numpy": "np", "math": "math", "plt": "plt"}
PRODUCTS = {"dot", "matmul"}
IGNORED_CALLS = {"print", "display"}
COMMON = 0.25  # what a larger share of the class writes says nothing of two of them
# Set on made classes (benchmarks/similarity.py): copies lie above, independent work below.
MUCH_MORE, LEAST_SHARE, MOST_ASKED = 1.5, 0.3, 0.85
LEAST_EVIDENCE = 10.0

Run = tuple[str, ...]


def runs_of(source: str, known: Collection[str] = ()) -> dict[Run, set[int]]:
    """Return the runs of a cell's code, each with the lines (from 1) that it stands in.

    `known` are names that keep their own, such as the functions of the week. Code that is no
    Python has none.
    """
    return runs_of_tree(python_of(source)[1], known)


def runs_of_tree(tree: ast.Module, known: Collection[str]) -> dict[Run, set[int]]:
    """Return the runs of a tree; see `runs_of`."""
    found: dict[Run, set[int]] = defaultdict(set)
    reader = _Reader(frozenset(known) | frozenset(dir(builtins)))
    for tokens in reader.statements(tree.body):
        for start in range(max(len(tokens) - RUN, 0) + 1):
            part = tokens[start : start + RUN]
            found[tuple(token for token, _ in part)] |= {line for _, line in part}
    return dict(found)


class _Reader:
    """Reads statements as tokens: what kind of thing stands there, in the order of the tree."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = known

    def statements(self, body: Iterable[ast.stmt]) -> Iterator[list[tuple[str, int]]]:
        """Yield the tokens of each statement, those of a compound one without its body."""
        for node in body:
            inner = [
                part for name in ("body", "orelse", "finalbody") for part in getattr(node, name, [])
            ]
            inner += [part for handler in getattr(node, "handlers", []) for part in handler.body]
            tokens = list(self._head(node))
            if len(tokens) > 1:
                yield tokens
            yield from self.statements(inner)

    def _head(self, node: ast.stmt) -> Iterator[tuple[str, int]]:
        match node:
            case ast.Expr(ast.Constant()) | ast.Assert() | ast.Import() | ast.ImportFrom():
                return
            case ast.Expr(ast.Call(ast.Name(name))) if name in IGNORED_CALLS:
                return
            case ast.Expr(ast.Call(ast.Attribute(ast.Call(ast.Name("get_ipython"))))):
                return  # a magic
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Try():
                return  # its name and arguments are given; its body comes by itself
            case ast.AugAssign(target, op, value):
                yield "=", node.lineno
                yield from self._tree(target)
                yield type(op).__name__, node.lineno
                yield from self._tree(target)
                yield from self._tree(value)
            case ast.Assign(targets, value):
                yield "=", node.lineno
                for target in targets:
                    yield from self._tree(target)
                yield from self._tree(value)
            case ast.AnnAssign(target, _, value) if value is not None:
                yield "=", node.lineno
                yield from self._tree(target)
                yield from self._tree(value)
            case ast.For(target, iterator):
                yield "loop", node.lineno
                yield from self._tree(target)
                yield from self._tree(iterator)
            case ast.While(test) | ast.If(test):
                yield "loop" if isinstance(node, ast.While) else "if", node.lineno
                yield from self._tree(test)
            case ast.With(items):
                for item in items:
                    yield from self._tree(item.context_expr)
            case _:
                yield type(node).__name__, node.lineno
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        yield from self._tree(child)

    def _tree(self, node: ast.AST) -> Iterator[tuple[str, int]]:
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(name):
                yield MODULES.get(name, name if name in self.known else "name"), line
            case ast.Constant(value):
                yield "text" if isinstance(value, str) else repr(_plain(value)), line
            case ast.BinOp(left, ast.MatMult(), right):
                yield from self._product(line, left, right)
            case ast.Call(ast.Attribute(ast.Name("np" | "numpy"), name), [left, right]) if (
                name in PRODUCTS
            ):
                yield from self._product(line, left, right)
            case ast.Call(ast.Attribute(left, "dot"), [right]):
                yield from self._product(line, left, right)
            case ast.Attribute(value, name):
                yield from self._tree(value)
                yield f".{name}", line
            case ast.UnaryOp(ast.USub(), ast.Constant(value)) if isinstance(value, (int, float)):
                yield repr(_plain(-value)), line
            case ast.BinOp(left, op, right):
                yield type(op).__name__, line
                yield from self._tree(left)
                yield from self._tree(right)
            case ast.keyword(name, value):
                yield f"{name}=", value.lineno
                yield from self._tree(value)
            case ast.expr_context() | ast.operator() | ast.unaryop() | ast.boolop() | ast.cmpop():
                if not isinstance(node, ast.expr_context):
                    yield type(node).__name__, line
            case _:
                if isinstance(node, ast.expr):
                    yield type(node).__name__, line
                for child in ast.iter_child_nodes(node):
                    yield from ((token, at or line) for token, at in self._tree(child))

    def _product(self, line: int, left: ast.AST, right: ast.AST) -> Iterator[tuple[str, int]]:
        yield "product", line
        yield from self._tree(left)
        yield from self._tree(right)


def _plain(value: object) -> object:
    """Return 1 for 1.0: whether a number is written with its point is no more than style."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@dataclass(frozen=True)
class Pair:
    """Two of a class, and what they share of all that is rare in either, by weight: 0 to 1.

    `evidence` is the weight of what they share, in bits for each run that lies apart from others.
    Runs do not come independently of each other, so it is no probability.
    """

    one: str
    other: str
    share: float
    evidence: float


def weigh(people: Mapping[str, Collection[Run]], given: Collection[Run]) -> dict[Run, float]:
    """Return what each run of a class weighs: the rarer, the more; given or common ones are left out."""
    held = Counter(run for runs in people.values() for run in runs)
    most = max(2.0, COMMON * len(people))
    return {
        run: math.log2(len(people) / count) / RUN
        for run, count in held.items()
        if count <= most and run not in given
    }


def pairs(people: Mapping[str, Collection[Run]], weights: Mapping[Run, float]) -> list[Pair]:
    """Return every pair that shares something of weight, the most alike first."""
    holders: dict[Run, list[str]] = defaultdict(list)
    for person in sorted(people):
        for run in people[person]:
            if run in weights:
                holders[run].append(person)
    shared: dict[tuple[str, str], float] = defaultdict(float)
    for run, several in holders.items():
        for two in itertools.combinations(several, 2):
            shared[two] += weights[run]
    totals = {person: sum(weights.get(run, 0.0) for run in people[person]) for person in people}
    found = [
        Pair(one, other, evidence / (totals[one] + totals[other] - evidence), evidence)
        for (one, other), evidence in shared.items()
        if evidence > 0
    ]
    return sorted(found, key=lambda pair: (-pair.share, pair.one, pair.other))


def stands_out(found: Sequence[Pair], people: int) -> tuple[list[Pair], float]:
    """Return the pairs that are much more alike than is usual in this class, and from which share on.

    What is usual is the median, over the class, of how alike each is with the one most like them:
    half of a class may copy before it moves.
    """
    closest: dict[str, float] = {}
    for pair in found:
        for person in (pair.one, pair.other):
            closest[person] = max(closest.get(person, 0.0), pair.share)
    usual = statistics.median([*closest.values(), *[0.0] * (people - len(closest))] or [0.0])
    least = min(max(LEAST_SHARE, MUCH_MORE * usual), MOST_ASKED)
    return [p for p in found if p.share >= least and p.evidence >= LEAST_EVIDENCE], least
