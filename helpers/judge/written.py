"""Reads slips off a function's source: what cannot be meant as it is written, whatever was asked."""

from __future__ import annotations

import ast
import builtins
import contextlib
import difflib
import functools
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np

from helpers.judge.questions import (
    always_true,
    broken_chain,
    never_reached,
    of_one_answer,
    stored,
)
from helpers.judge.rounds import left_lying, overwrites, stays
from helpers.judge.words import code_of

MODULES = frozenset({"np", "numpy", "math", "plt", "random"})
MAX_SOURCE = 20_000
# Of numpy, and of arrays: what gives a new value back and does nothing else.
WITHOUT_EFFECT = frozenset(
    {
        "maximum", "minimum", "exp", "log", "tanh", "sqrt", "abs", "square", "dot", "matmul", "where",
        "transpose", "reshape", "astype", "copy", "sum", "mean", "clip", "multiply", "divide", "subtract",
        "concatenate", "vstack", "hstack", "zeros", "ones", "array",
    }
)  # fmt: skip
WHOLE_TYPES = ("int", "np.int64", "np.int32", "'int'")
# What changes the thing before its dot, and gives back None.
IN_PLACE = frozenset(
    {
        "append",
        "clear",
        "extend",
        "fill",
        "insert",
        "resize",
        "reverse",
        "shuffle",
        "sort",
        "update",
    }
)
REDUCTIONS = ("mean", "sum", "std", "var", "max", "min", "average", "median", "prod")


@functools.lru_cache(64)
def function_of(source: str | None, name: str) -> ast.FunctionDef | None:
    """Return the definition of a function in a source text, or None."""
    if source is None or len(source) > MAX_SOURCE:
        return None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return next((node for node in reversed(found) if node.name == name), None)


def certain(function: ast.FunctionDef) -> str | None:
    """Return a slip that by itself makes a function wrong, whatever else is in it, or None."""
    finders = (
        *(_returns_at_once, always_true, broken_chain, _empty_clip, _third_of_dot),
        *(_not_kept, _rebound, lost),
    )
    return next((text for finder in finders for text in finder(function)), None)


@functools.lru_cache(64)
def slips(function: ast.FunctionDef, spare: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what stands in a function that cannot be meant so, the surest first.

    `spare` are arguments that need not be read.
    """
    found: list[str] = []
    # What cannot be put into words, such as an expression too deep for it, ends the list.
    with contextlib.suppress(Exception):
        for text in _slips(function, spare):
            found.append(text)
    return tuple(found)


def _slips(function: ast.FunctionDef, spare: Collection[str]) -> Iterator[str]:
    yield from _returns_at_once(function)
    yield from always_true(function)
    yield from broken_chain(function)
    yield from never_reached(function)
    yield from of_one_answer(function)
    yield from _third_of_dot(function)
    yield from _sizes_for_moments(function)
    yield from _not_kept(function)
    yield from _thrown_away(function)
    yield from _largest_of_two(function)
    yield from overwrites(_own(function))
    yield from left_lying(_own(function))
    yield from _rebound(function)
    yield from _empty_clip(function)
    yield from _numbers_as_mask(function)
    yield from unread(function, spare=spare)
    yield from _begins_at_one(function)


def gives_nothing(function: ast.FunctionDef) -> str | None:
    """Return why a function that returned None did, where its source says so."""
    returns = [node for node in _own(function) if isinstance(node, ast.Return)]
    for node in returns:
        if _is_call_of(node.value, "print"):
            return "`print` shows a value and gives back None. Write `return` and the value itself."
        if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
            if node.value.func.attr in IN_PLACE:
                return (
                    f"`{node.value.func.attr}` changes what stands before its dot and gives back None. Call "
                    "it in a line of its own; then return what was changed."
                )
    if any(node.value is not None for node in returns):
        return None
    if any(_is_call_of(node, "print") for node in _own(function)):
        return (
            f"`{function.name}` has no `return`: `print` shows a value, and only `return` hands it to "
            "whoever called."
        )
    if returns:
        return "Nothing stands behind `return`."
    return f"`{function.name}` has no `return`: what it computes is lost when it ends."


def makes_whole_numbers(function: ast.FunctionDef) -> bool:
    """Return whether a function makes an array of whole numbers by a type that it names."""
    return any(
        isinstance(node, ast.keyword) and node.arg == "dtype" and code_of(node.value) in WHOLE_TYPES
        for node in ast.walk(function)
    )


def lost(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that a name is put to what a method gives back that only changes something in place."""
    for node in _own(function):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            if call.func.attr in IN_PLACE and not _of_numpy(call, IN_PLACE):
                yield (
                    f"`{call.func.attr}` changes what stands before its dot and gives back None, so after "
                    f"`{code_of(node)}` the name `{node.targets[0].id}` holds None. Write "
                    f"`{code_of(call)}` in a line of its own, without `=`."
                )


def ten_times(source: str) -> Iterator[str]:
    """Yield a power of ten that is written ten times too large."""
    for found in re.findall(r"(?<![\w.])10(?:\.0?)?e[-+]?\d+", source):
        yield (
            f"`{found}` is 10 times a power of ten: {float(found):g}. The power itself begins with 1, as in "
            f"`1{found[found.index('e') :]}`."
        )


def loops_over_keys(function: ast.FunctionDef, arguments: Mapping[str, Any]) -> Iterator[str]:
    """Yield that a loop takes the letters of keys for keys and values."""
    for loop in _own(function):
        if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Name):
            given = isinstance(arguments.get(loop.iter.id), Mapping)
            if given and isinstance(loop.target, ast.Tuple) and len(loop.target.elts) == 2:
                name = loop.iter.id
                yield (
                    f"A loop over a dictionary gives its keys alone. `{name}.items()` gives keys and values."
                )


def fills(function: ast.FunctionDef) -> bool:
    """Return whether a function makes an array of zeros, or of nothing yet, to be filled."""
    names = {n.attr for n in _own(function) if isinstance(n, ast.Attribute)}
    return bool(names & {"zeros", "zeros_like", "empty", "empty_like", "full", "full_like"})


def idle_reductions(
    function: ast.FunctionDef, got: Any, wanted: Any, arguments: Mapping[str, Any]
) -> Iterator[str]:
    """Yield that a sum or a mean goes along an axis with one entry: as many numbers come back as went in."""
    shapes = {np.shape(v) for v in arguments.values() if isinstance(v, np.ndarray) and v.ndim == 2}
    if np.ndim(wanted) or not isinstance(got, np.ndarray):
        return
    for node in _own(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        axis = next((k.value for k in node.keywords if k.arg == "axis"), None)
        if node.func.attr not in REDUCTIONS or not isinstance(axis, ast.Constant):
            continue
        along = axis.value
        if not isinstance(along, int) or along not in (0, 1):
            continue
        if any(shape[along] == 1 and got.size == shape[1 - along] > 1 for shape in shapes):
            yield (
                f"`{code_of(node)}` goes along axis {along}, and that has one entry here: nothing is added "
                f"up there. The {got.size} examples lie along the other axis."
            )
            return


def stays_in_a_loop(function: ast.FunctionDef, error: Mapping[str, Any]) -> Iterator[str]:
    """Yield which variable in the line that stopped is the same in each round of the loop it stands in."""
    yield from stays(_own(function), error)


def loops_over_rows(
    function: ast.FunctionDef, arguments: Mapping[str, Any], error: Mapping[str, Any]
) -> Iterator[str]:
    """Yield that a loop goes through the rows of an argument, where a line stops that uses what it gives."""
    line = str(error["lines"][-1][1]) if error.get("lines") else ""
    for loop in _own(function):
        if not isinstance(loop, (ast.For, ast.comprehension)):
            continue
        within = [loop.iter, *(loop.iter.args if isinstance(loop.iter, ast.Call) else ())]
        looped = [n.id for n in within if isinstance(n, ast.Name) and n.id in arguments]
        given = [name for name in looped if getattr(arguments[name], "ndim", 0) == 2]
        targets = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
        if given and any(re.search(rf"\b{name}\b", line) for name in targets):
            yield f"`for {code_of(loop.target)} in {code_of(loop.iter)}` goes through the rows of `{given[0]}`."


def whole_reduction(function: ast.FunctionDef) -> str | None:
    """Return how a mean, a sum or the like without an axis is written in a function.

    None where there is none, or several: which of them is meant cannot be told.
    """
    found = set[str]()
    for node in _own(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id in MODULES
        if node.func.attr in REDUCTIONS and len(node.args) == of_numpy:
            if not any(keyword.arg in ("axis", None) for keyword in node.keywords):
                found.add(code_of(node))
    return found.pop() if len(found) == 1 else None


def numbers_typed(function: ast.FunctionDef) -> list[float]:
    """Return the numbers that are written out in a function, but for the commonest."""
    nodes = (node for node in _own(function) if isinstance(node, ast.Constant))
    values = [float(n.value) for n in nodes if isinstance(n.value, (int, float))]
    return [value for value in values if value not in (0, 1, 2, 0.5)]


@functools.lru_cache(64)
def names_read(function: ast.FunctionDef) -> frozenset[str]:
    """Return the names that a function reads."""
    return frozenset(
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def names_stored(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function puts something into."""
    return stored(function.body)


@functools.lru_cache(64)
def _own(function: ast.FunctionDef) -> tuple[ast.AST, ...]:
    """Return the nodes of a function in their order, those of functions inside of it left out."""
    found: list[ast.AST] = []
    pending: list[ast.AST] = list(reversed(function.body))
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            continue
        found.append(node)
        pending += reversed(list(ast.iter_child_nodes(node)))
    return tuple(found)


def _is_call_of(node: ast.AST | None, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _returns_at_once(function: ast.FunctionDef) -> Iterator[str]:
    for loop in _own(function):
        if not isinstance(loop, (ast.For, ast.While)):
            continue
        goes_on = any(isinstance(node, ast.Continue) for node in ast.walk(loop))
        if not goes_on and any(isinstance(node, ast.Return) for node in loop.body):
            yield (
                "`return` stands inside the loop, so the function ends in the first round. Move it to the "
                "left, in line with the loop."
            )
            return


def _thrown_away(function: ast.FunctionDef) -> Iterator[str]:
    for node in _own(function):
        if not isinstance(node, ast.Expr):
            continue
        value = node.value
        if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
            yield (
                f"`{code_of(value)}` only compares: a value is put into a name by one `=`, not by two."
            )
        elif isinstance(value, (ast.BinOp, ast.Name, ast.Subscript)):
            yield f"The line `{code_of(value)}` computes something that nothing keeps."


def _not_kept(function: ast.FunctionDef) -> Iterator[str]:
    for node in _own(function):
        value = node.value if isinstance(node, ast.Expr) else None
        if (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Attribute)
            and value.func.attr in WITHOUT_EFFECT
            and not any(keyword.arg == "out" for keyword in value.keywords)
        ):
            yield (
                f"The line `{code_of(value)}` gives a new value, and nothing keeps it: no name and no `=` "
                "stands before it."
            )


def _third_of_dot(function: ast.FunctionDef) -> Iterator[str]:
    for node in _own(function):
        if isinstance(node, ast.Call) and _of_numpy(node, ("dot", "matmul")) and len(node.args) > 2:
            yield (
                f"`{code_of(node)}`: two arrays are multiplied, and what stands third is the place that the "
                "result is put into. A bias is added with `+`, outside of the brackets."
            )


def _sizes_for_moments(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that sizes stand where `normal` takes a mean and a deviation."""
    for node in _own(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        sizes = not any(isinstance(argument, ast.Constant) for argument in node.args)
        if node.func.attr in ("normal", "uniform") and len(node.args) == 2 and sizes:
            if not node.keywords:
                what = "mean and deviation" if node.func.attr == "normal" else "lower and upper end"
                yield (
                    f"`{code_of(node)}` draws one number: what stands first and second is {what}. The shape "
                    "stands third, in brackets of its own, or behind `size=`."
                )


def by_order(function: ast.FunctionDef, arguments: Mapping[str, Any]) -> Iterator[str]:
    """Yield that names take the values of a dictionary in another order than they stand there."""
    for node in _own(function):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Tuple):
            continue
        value = node.value
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
            continue
        holder = value.func.value
        given = arguments.get(holder.id) if isinstance(holder, ast.Name) else None
        if value.func.attr != "values" or not isinstance(given, Mapping):
            continue
        names = [item.id for item in node.targets[0].elts if isinstance(item, ast.Name)]
        if names != list(given) and set(names) == set(given):
            yield (
                f"`{code_of(node)}` takes the values in the order in which they stand in the dictionary: "
                f"{', '.join(map(repr, given))}. Take each one by its key."
            )


def quoted(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that an argument's name stands in quotes where a function is called."""
    names = {arg.arg for arg in function.args.args}
    for node in _own(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for item in node.args:
                if isinstance(item, ast.Constant) and item.value in names:
                    yield (
                        f'`"{item.value}"` in quotes is a text. The argument is `{item.value}`, without '
                        "quotes."
                    )


def _of_numpy(node: ast.Call, names: Collection[str]) -> bool:
    of = node.func.value if isinstance(node.func, ast.Attribute) else None
    known = isinstance(of, ast.Name) and of.id in ("np", "numpy")
    return known and isinstance(node.func, ast.Attribute) and node.func.attr in names


def _largest_of_two(function: ast.FunctionDef) -> Iterator[str]:
    for node in _own(function):
        if not isinstance(node, ast.Call) or not _of_numpy(node, ("max", "min")):
            continue
        if len(node.args) == 2 and isinstance(node.args[0], ast.Constant):
            yield (
                f"`{code_of(node)}` takes what stands second for an axis. `{code_of(node.func)}imum` compares "
                "two things entry by entry."
            )


def _empty_clip(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that the lower bound of a clip lies above the upper one."""
    for node in _own(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id in MODULES
        bounds = [_number(item) for item in node.args[1 if of_numpy else 0 :][:2]]
        if node.func.attr == "clip" and len(bounds) == 2 and None not in bounds:
            low, high = bounds
            if low is not None and high is not None and low > high:
                yield (
                    f"The lower bound in `{code_of(node)}` is greater than the upper one: every entry becomes "
                    "one and the same number. The lower bound stands first."
                )


def _numbers_as_mask(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that a mask was made to whole numbers, which count rows as an index."""
    for node in _own(function):
        index = node.slice if isinstance(node, ast.Subscript) else None
        if (
            isinstance(index, ast.Call)
            and isinstance(index.func, ast.Attribute)
            and index.func.attr == "astype"
            and [code_of(item) for item in index.args] in [[kind] for kind in WHOLE_TYPES]
        ):
            yield (
                f"In `{code_of(node)}` whole numbers stand in the brackets: 0 means row 0, and 1 means row 1. "
                "Only an array of truth values, such as `mask == 0`, picks the places where it is True."
            )


def _number(node: ast.expr) -> float | None:
    """Return the number that is written out in an expression such as `1 - 1e-12`, or None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        left, right = _number(node.left), _number(node.right)
        if left is not None and right is not None:
            return left + right if isinstance(node.op, ast.Add) else left - right
    return None


def _rebound(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that a loop puts a new value into the name of its entry, where nothing reads it any more."""
    for loop in _own(function):
        if not isinstance(loop, ast.For):
            continue
        entries = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
        last = loop.body[-1]
        if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
            name = last.targets[0].id
            inside = set(map(id, ast.walk(loop)))
            after = any(
                isinstance(n, ast.Name) and n.id == name
                for n in _own(function)
                if id(n) not in inside
            )
            if name in entries and not after:
                yield (
                    f"`{code_of(last)}` gives the name `{name}` to something new, and nothing reads it any more: "
                    f"what the loop goes through, `{code_of(loop.iter)}`, stays as it was."
                )


def _near(word: str, texts: Collection[str]) -> str | None:
    """Return the one text that a word is the beginning of, or is spelt much like."""
    if len(word) < 3:
        return None
    begun = [text for text in texts if text.startswith(word) or word.startswith(text)]
    long = [text for text in begun if len(text) > 2]
    return (
        long[0] if len(long) == 1 else next(iter(difflib.get_close_matches(word, texts, 1)), None)
    )


def misspelt(function: ast.FunctionDef, texts: set[str]) -> Iterator[str]:
    """Yield a text in a function that is nearly one that it may be given."""
    own = [n.value for n in _own(function) if isinstance(n, ast.Constant)]
    words = {value for value in own if isinstance(value, str) and len(value) < 30}
    asked = {
        item.value
        for node in _own(function)
        if isinstance(node, ast.Compare)
        for item in ast.walk(node)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    }
    plain = {text.lower().replace("_", "").replace("-", "").strip(): text for text in texts}
    for word in sorted(words - set(texts)):
        meant = plain.get(word.lower().replace("_", "").replace("-", "").replace(" ", ""))
        meant = meant or (_near(word, texts - words) if word in asked else None)
        if meant and meant not in words:
            yield f'`"{word}"` stands in your function; the text that it is given is `"{meant}"`.'


def unread(
    function: ast.FunctionDef, foreign_only: bool = False, spare: Collection[str] = ()
) -> Iterator[str]:
    """Yield which argument is never read, and what is read in its place; or that case alone."""
    read = names_read(function)
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    never = [arg.arg for arg in arguments if arg.arg not in read and not arg.arg.startswith("_")]
    never = [name for name in never if name not in spare]
    if never and "locals" not in read:
        foreign = _foreign(function)
        numbers = _reckoned_with(function)
        for name in never:
            near = [other for other in foreign if name.lower() in other.lower().split("_")]
            only = len(foreign) == len(never) == 1 and foreign[0] in numbers
            other = near[0] if near else foreign[0] if only else None
            if other:
                yield (
                    f"Your function never uses its argument `{name}`; it reads `{other}` of the notebook, "
                    "which stays the same whatever the function is given."
                )
                return
        if foreign_only:
            return
        names = " and ".join(f"`{name}`" for name in never[:3])
        yield f"Your function never uses {names}, which it is given."
        return
    yield from _replaced(function, {arg.arg for arg in arguments})


def _foreign(function: ast.FunctionDef) -> list[str]:
    """Return the values from outside that a function reads: no functions, no modules."""
    stored = {
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    stored |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    stored |= {n.name for n in ast.walk(function) if isinstance(n, ast.FunctionDef)}
    called = {
        n.func.id
        for n in ast.walk(function)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    outside = names_read(function) - stored - called - MODULES - set(dir(builtins))
    return sorted(outside)


def _reckoned_with(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function reckons with, or takes pieces of: those of values, not of functions."""
    found: set[str] = set()
    for node in ast.walk(function):
        pieces: list[ast.expr] = []
        if isinstance(node, ast.BinOp):
            pieces = [node.left, node.right]
        elif isinstance(node, (ast.Subscript, ast.Attribute)):
            pieces = [node.value]
        elif isinstance(node, ast.Compare):
            pieces = [node.left, *node.comparators]
        elif isinstance(node, ast.UnaryOp):
            pieces = [node.operand]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            pieces = node.args
        found |= {item.id for item in pieces if isinstance(item, ast.Name)}
    return found


def _replaced(function: ast.FunctionDef, arguments: set[str]) -> Iterator[str]:
    """Yield an argument that gets a new value before the given one is read."""
    seen: set[str] = set()
    for statement in function.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            seen |= {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
            if isinstance(target, ast.Name) and target.id in arguments - seen:
                yield (
                    f"`{code_of(statement)}` replaces the argument `{target.id}` before it was used: what the "
                    "function was given is lost."
                )
                return
        seen |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def renamed(function: ast.FunctionDef, argument: str) -> str | None:
    """Return that an argument's name was given to something else before it was kept, or None."""
    for node in _own(function):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == argument for target in node.targets
        ):
            return (
                f"`{code_of(node)}` gives the name `{argument}` to something else. What is asked for here is "
                f"`{argument}` as it was given: a name of its own for the new array keeps both."
            )
    return None


def _begins_at_one(function: ast.FunctionDef) -> Iterator[str]:
    """Yield that a loop from 1 passes over number 0 of what it looks through."""
    for loop in _own(function):
        if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
            continue
        span = loop.iter
        if not _is_call_of(span, "range") or not isinstance(span, ast.Call) or len(span.args) != 2:
            continue
        first, last = span.args
        if not isinstance(first, ast.Constant) or first.value != 1 or _is_plus_one(last):
            continue
        name = loop.target.id
        uses = [node for node in ast.walk(loop) if isinstance(node, ast.Name) and node.id == name]
        indices = [
            item
            for node in ast.walk(loop)
            if isinstance(node, ast.Subscript)
            for item in (node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])
            if isinstance(item, ast.Name) and item.id == name
        ]
        if indices and len(indices) == len(uses) - 1 and not _looks_at_number_0(function):
            yield (
                f"The loop begins with {name} = 1. Python counts from 0, so the entry, row or column with the "
                "number 0 is left out."
            )
            return


def _looks_at_number_0(function: ast.FunctionDef) -> bool:
    """Return whether a function reads entry, row or column 0 of something by itself."""
    for node in ast.walk(function):
        if isinstance(node, ast.Subscript) and not _is_shape(node.value):
            items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            items = [item for item in items if not isinstance(item, ast.Slice)]
            if len(items) == 1 and isinstance(items[0], ast.Constant) and items[0].value == 0:
                return True
    return False


def _is_shape(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def _is_plus_one(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)


def typed_for_size(
    function: ast.FunctionDef, factor: float, arguments: Mapping[str, Any]
) -> str | None:
    """Return that a number was written out where a size of an argument belongs, or None.

    `factor` is by what all entries are wrong: it has to be the size over that number, or one over it.
    """
    for number in numbers_typed(function):
        for name, shape in arguments.items():
            for axis, size in reversed(list(enumerate(shape))):
                if size < 1 or size == number:
                    continue
                for ratio in (size / number, number / size):
                    if abs(abs(factor) / abs(ratio) - 1) < 1e-6:
                        return (
                            f"{number:g} is written out in your function; here `{name}.shape[{axis}]` is {size}. "
                            "Take the number from the shape, and it fits every data set."
                        )
    return None
