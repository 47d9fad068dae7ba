"""What in a function's source speaks for a guess: a guessed sentence is said only where something does."""

from __future__ import annotations

import ast
import functools
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from helpers.judge.words import code_of
from helpers.judge.written import IN_PLACE, MAX_SOURCE, MODULES, REDUCTIONS

# Calls that leave an axis out, and how an axis is kept there.
DROPPING = frozenset({*REDUCTIONS, "norm", "any", "all", "argmax", "argmin", "logsumexp", "reduce"})
FLATTENING = frozenset({"squeeze", "ravel", "flatten"})
# Of numpy: what writes into the array that stands first.
WRITES_INTO_FIRST = frozenset({"copyto", "fill_diagonal", "put", "place", "putmask", "shuffle"})
SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**",
    ast.FloorDiv: "//", ast.Mod: "%",
}  # fmt: skip
# A sentence that speaks of the one, and what the source holds where it speaks of the student's answer.
SPOKEN_OF: tuple[tuple[str, str], ...] = (
    (r"range\(1, ", r"range\(\s*1\s*,"),
    (r"range\(", r"range\("),
    (r"[-+]= b", r"[-+*/]="),
    (r"(?:removes|drops?) (?:that|an|the) axis", r"\b(?:sum|mean|average|norm|max|min|std|var)\("),
    (r"\brounded (?:up|down)", r"log|//|ceil|floor|int\(|round"),
)
# How the title of a mistake begins, and what stands in every answer that holds it.
BEGUN_WITH: tuple[tuple[str, str], ...] = (
    (r"`?\.T\b", r"\.T\b|transpose|swapaxes|moveaxis|einsum"),
)
# How a sentence begins that leans on the one before it.
GOES_ON = ("So ", "It ", "Then ", "Or ", "And ")


@functools.lru_cache(32)
def _tree(source: str | None) -> ast.Module | None:
    if not source or len(source) > MAX_SOURCE:
        return None
    try:
        return ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def founded(hint: str, source: str | None) -> str:
    """Return a hint without the sentences on something that does not stand in the source."""
    if not source:
        return hint
    sentences = re.split(r"(?<=[.?!]) (?=[A-Z`a-z])", hint)
    kept: list[str] = []
    left_out = False
    for text in sentences:
        goes_on = left_out and text.startswith(GOES_ON)
        left_out = goes_on or any(_amiss(text, source, *row) for row in SPOKEN_OF)
        if not left_out:
            kept.append(text)
    return " ".join(kept)


def unfounded(title: str, source: str | None) -> bool:
    """Return whether a mistake is called by what does not stand in the source."""
    if not source:
        return False
    return any(
        re.match(begun, title) and not re.search(needed, source) for begun, needed in BEGUN_WITH
    )


def _amiss(sentence: str, source: str, spoken: str, needed: str) -> bool:
    return bool(re.search(spoken, sentence)) and not re.search(needed, source)


def drops_axis(source: str | None) -> str:
    """Return how an axis of size 1 was lost, where the source tells; else nothing. Begins with a blank."""
    tree = _tree(source)
    if tree is None:
        return ""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in calls:
        if isinstance(node.func, ast.Attribute) and node.func.attr in DROPPING:
            keeps = any(keyword.arg in ("keepdims", None) for keyword in node.keywords)
            along = _names(node, "axis") or len(node.args) > (_root(node.func.value) in MODULES)
            if along and not keeps:
                return " Sums and means drop an axis unless you write `keepdims=True`."
    for node in calls:
        if isinstance(node.func, ast.Attribute) and node.func.attr in FLATTENING:
            what = "every axis of size 1" if node.func.attr == "squeeze" else "all axes but one"
            return f" `{node.func.attr}` takes away {what}."
    for node in calls:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in ("zeros", "ones", "empty", "full") and node.args:
            size = node.args[0]
            if isinstance(size, (ast.Name, ast.Attribute, ast.Subscript)) and not code_of(
                size
            ).endswith("shape"):
                return (
                    f" `{code_of(node)}` has one axis: a shape with two has two sizes in brackets."
                )
    return ""


def is_none(function: ast.FunctionDef, error: Mapping[str, Any]) -> Iterator[str]:
    """Yield why something is None in the line that stopped: a name that was made so, or what gives nothing."""
    if "NoneType" not in str(error.get("message", "")):
        return
    line = str(error["lines"][-1][1]) if error.get("lines") else ""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, node.value
            if isinstance(value, ast.Constant) and value.value is None:
                if re.search(rf"\b{name}\b", line):
                    yield f"`{code_of(node)}` stands in your function, and the function goes on after it."
                    return
    yield "A function without a `return` gives None, and so do `print`, `append` and `shuffle`."


def like_a_number(function: ast.FunctionDef, arguments: Mapping[str, Any]) -> str:
    """Return that something is made in the shape of a number, which has none, or "". Begins with a blank."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of = node.args[0]
            number = isinstance(of, ast.Name) and isinstance(arguments.get(of.id), (int, float))
            if number and node.func.attr in ("zeros_like", "ones_like", "full_like", "empty_like"):
                return (
                    f" `{code_of(node)}` is shaped as `{code_of(of)}` is, and that is a number. "
                    f"`{node.func.attr.removesuffix('_like')}` takes a shape."
                )
    return ""


def pythons_sum(function: ast.FunctionDef) -> str:
    """Return that Python's own sum adds up the rows of an array, where it stands in a function, or ""."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
            listed = isinstance(node.args[0], (ast.GeneratorExp, ast.ListComp, ast.List))
            if node.func.id == "sum" and not listed:
                return (
                    f"`{code_of(node)}` is Python's own `sum`: of an array with two axes it adds up the rows, "
                    "and one row is left. `np.sum` adds up all entries."
                )
    return ""


def _names(call: ast.Call, argument: str) -> bool:
    return any(keyword.arg == argument for keyword in call.keywords)


def writes_into(source: str | None, changed: Collection[str]) -> str:
    """Return which line of the source changes one of the arguments `changed`, as a sentence, or ""."""
    tree = _tree(source)
    function = (
        next((n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)), None) if tree else None
    )
    if function is None:
        return ""
    direct, shallow = _second_names(function, changed)
    for names in (direct, direct | shallow):
        told = next(_writes(function, names, whole=names is direct), None)
        if told:
            return told
    return ""


def _second_names(function: ast.FunctionDef, changed: Collection[str]) -> tuple[set[str], set[str]]:
    """Return the names under which arguments go, or pieces of them, and those of copies of containers."""
    direct, shallow = set(changed), set[str]()
    for _ in range(3):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                for target, value in _assigned(node.targets[0], node.value):
                    root = _root(value)
                    found = [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]
                    if isinstance(target, (ast.Name, ast.Tuple)) and root in direct:
                        direct.update(found)
                    elif isinstance(target, ast.Name) and (
                        _copied(value) in direct or root in shallow
                    ):
                        shallow.update(found)
            elif isinstance(node, ast.For) and _looped(node.iter) & direct:
                direct.update(n.id for n in ast.walk(node.target) if isinstance(n, ast.Name))
    return direct, shallow - direct


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what is put into what, one by one where both sides name as many."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def _root(node: ast.AST) -> str | None:
    """Return the name that an expression is, or is a piece or another view of."""
    while True:
        if isinstance(node, (ast.Subscript, ast.Starred)):
            node = node.value
        elif isinstance(node, ast.Attribute) and node.attr in ("T", "linalg"):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr not in ("reshape", "ravel", "view", "transpose", "values", "squeeze"):
                return None
            node = node.func.value
        else:
            return node.id if isinstance(node, ast.Name) else None


def _copied(node: ast.AST) -> str | None:
    """Return the name of what a copy is made of that holds the same arrays."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "copy":
            return _root(node.func.value) or (_root(node.args[0]) if node.args else None)
        if isinstance(node.func, ast.Name) and node.func.id in ("dict", "list") and node.args:
            return _root(node.args[0])
    if isinstance(node, ast.Dict) and None in node.keys:
        return _root(node.values[node.keys.index(None)])
    return None


def _looped(node: ast.expr) -> set[str]:
    """Return the names of what a loop goes through, be it counted, paired or taken as items."""
    inner = [node]
    if isinstance(node, ast.Call):
        inner = node.args if isinstance(node.func, ast.Name) else [node.func]
    roots = {_root(item.value if isinstance(item, ast.Attribute) else item) for item in inner}
    return {name for name in roots if name}


def _writes(function: ast.FunctionDef, names: Collection[str], whole: bool) -> Iterator[str]:
    """Yield what writes into one of these names; `whole`: also what puts another thing into an entry."""
    for node in ast.walk(function):
        if isinstance(node, ast.AugAssign) and _root(node.target) in names:
            sign = SIGNS.get(type(node.op), "-")
            target = code_of(node.target)
            yield (
                f"`{code_of(node)}` changes the array itself, under all its names; "
                f"`{target} = {target} {sign} ...` "
                + (
                    "makes a new one."
                    if isinstance(node.target, ast.Name) or not whole
                    else "does so too, "
                    "since it puts the result into an entry of what was given. Begin with a copy."
                )
            )
        elif isinstance(node, ast.Assign) and whole:
            for item in node.targets:
                if isinstance(item, ast.Subscript) and _root(item) in names:
                    yield f"`{code_of(node)}` writes into what was given. Begin with a copy of it."
                if isinstance(item, ast.Attribute) and _root(item.value) in names:
                    yield f"`{code_of(node)}` changes what was given itself. Begin with a copy of it."
        elif isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg == "out" and {
                    n.id for n in ast.walk(keyword.value) if isinstance(n, ast.Name)
                } & set(names):
                    yield (
                        f"`out={code_of(keyword.value)}` has the result written into that array. Without it a "
                        "new array is made."
                    )
            if not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in IN_PLACE and _root(node.func.value) in names:
                yield f"`{code_of(node)}` changes what stands before its dot. Begin with a copy of it."
            elif node.func.attr in WRITES_INTO_FIRST and node.args and _root(node.args[0]) in names:
                yield f"`{code_of(node)}` changes what it is given. Begin with a copy of it."
