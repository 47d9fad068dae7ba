"""Says in words what Python's and numpy's errors mean that beginners meet often."""

from __future__ import annotations

import builtins
import difflib
import math
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np

UNSET = re.compile(r"(?:cannot access local variable|local variable) '(\w+)'")
BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\)) *$"
)
MATMUL = re.compile(
    r"matmul: .*mismatch in its core dimension.*\(size (\d+) is different from (\d+)\)"
)
DOT = re.compile(
    r"shapes \([\d, ]*\) and \([\d, ]*\) not aligned: (\d+) \(dim \d+\) != (\d+) \(dim"
)
OPERAND = re.compile(
    r"unsupported operand type\(s\) for ([^\s:]{1,9})[^:]{0,12}: '([\w.]{1,40})' and '([\w.]{1,40})'"
)
SEVERAL_GIVEN = re.compile(r"\w\([^()]*,[^()]*\)")  # a call with two arguments or more
ONE_NUMBER = re.compile(r"only (?:length-1|size-1|0-dimensional) arrays can be converted")
ONE_ENTRY = re.compile(r"of shape \(1,(?: 1)*\)")
# How what was given to a product of entries is told (helpers/judge/operands.py).
MULTIPLIED = re.compile(r"On the left of `\*`|`np\.multiply` was given 2")
UNKNOWN = re.compile(r"name '(\w+)' is not defined")
WHOLE = r"'(?:float|numpy\.float\d+)' object cannot be interpreted as an integer"
NUMBER = r"(?:int|float|numpy\.\w+\d+)"
KINDS = {
    "dict": "a dictionary", "list": "a list", "tuple": "a tuple", "str": "a text", "int": "a number",
    "float": "a number", "function": "a function", "NoneType": "None", "numpy.ndarray": "an array",
    "builtin_function_or_method": "a function", "method": "a function", "numpy.float64": "a number",
}  # fmt: skip

# What a message means, with its groups at {0}, {1}; the first that fits is taken.
MEANINGS: tuple[tuple[str, str], ...] = (
    (
        r"'out' must be an array|output array (?:has wrong|is not acceptable)",
        "`np.dot` multiplies two arrays; what stands third is taken for a place to put the result in. "
        "A bias is added with `+`, outside of the brackets.",
    ),
    (
        r"return arrays must be of ArrayType",
        "numpy took the last of these for a place to put the result in. A function of one array, such as "
        "`np.exp`, takes one; `np.maximum` and `np.multiply` take two.",
    ),
    (
        r"dot\(\) missing .*'b'",
        "`np.dot` multiplies two arrays: two are to be named, with a comma between them.",
    ),
    (
        r"either both or neither of x and y",
        "`np.where` takes three: a condition, what to take where it holds, and what to take elsewhere.",
    ),
    (
        r"order must be str",
        "`np.reshape` takes the array and a shape, which has brackets of its own; `A.reshape(n, m)` "
        "needs none.",
    ),
    (
        r"got multiple values for argument '(\w+)'",
        "`{0}` is given twice: by its name, and by its place among the others.",
    ),
    (
        r"Cannot cast ufunc '\w+' output from dtype\('float64'\) to dtype\('u?int",
        "The array on the left holds whole numbers, and `+=`, `-=` and the like cannot put fractions into "
        "it. `a = a - b` makes a new array; `a.astype(float)` makes one that holds fractions.",
    ),
    (
        r"non-broadcastable output operand with shape (\([\d, ]*\)) .* broadcast shape (\([\d, ]*\))",
        "`+=`, `-=` and the like keep the shape of the left side, {0}. The right side would make it {1}.",
    ),
    (
        r"boolean index did not match .* size of axis is (\d+) but size of corresponding boolean axis is (\d+)",
        "A mask in the brackets has one entry for each that it chooses from. Here it has {1}, and the "
        "axis has {0}.",
    ),
    (
        r"all input arrays must have the same shape",
        "`np.stack` puts arrays of one and the same shape on each other.",
    ),
    (
        r"Last 2 dimensions of the array must be square",
        "Only a square matrix has an inverse, a determinant or eigenvalues.",
    ),
    (
        r"Input operand (\d) does not have enough dimensions",
        "`@` multiplies matrices and vectors; one side is a single number. With a number, write `*`.",
    ),
    (
        r"numpy boolean (?:negative|subtract)",
        "What a comparison gives is an array of True and False, of which numpy takes no `-`. To count with "
        "them, make numbers first: `.astype(float)`.",
    ),
    (
        r"object of type '(?:int|float)' has no len",
        "`len` counts the entries of a thing, and this is one number.",
    ),
    (
        r"for \^|'bitwise_xor'",
        "In Python `^` is no power: a power is written with two stars, `x ** 2`.",
    ),
    (
        r"'tuple' object is not callable",
        "A tuple stands before round brackets. Its entries are read with square brackets, as in "
        "`X.shape[0]`. (Between two pairs of brackets: is a comma or a `*` missing?)",
    ),
    (
        r"'(dict|list)' object is not callable",
        "What stands before the round brackets is a {0}. Its entries are read with square brackets.",
    ),
    (
        r"'numpy\.ndarray' object is not callable",
        "An array stands before round brackets, as if it were a function. Its entries are read with "
        "square brackets, and a product needs its `*` or `@`.",
    ),
    (
        rf"'{NUMBER}' object is not callable",
        "A number stands before round brackets, as if it were a function. A product needs its `*`, "
        "as in `2 * (x + 1)`.",
    ),
    (
        r"'module' object is not callable",
        "A module stands before round brackets. Name the function that you want of it.",
    ),
    (
        rf"'{NUMBER}' object is not subscriptable",
        "Square brackets follow a number, which has no entries.",
    ),
    (
        r"'(?:function|builtin_function_or_method|method|type|numpy\.ufunc)' object is not subscriptable",
        "A function stands before square brackets. Functions are called with round ones.",
    ),
    (
        r"NoneType",
        "Something in this line is None.",
    ),
    (
        r"cannot unpack non-iterable (\w+) object",
        "Several names stand on the left, and one thing alone came from the right.",
    ),
    (
        r"'int' object is not iterable",
        "Here several things are asked for, and this is one number. To count, write "
        "`for i in range(m)`.",
    ),
    (
        rf"'{NUMBER}' object is not iterable|iteration over a 0-d array",
        "Here several things are asked for, and this is one number, which has no entries.",
    ),
    (
        r"not enough values to unpack \(expected (\d+), got (\d+)\)",
        "{0} names stand on the left; what came from the right holds only {1}.",
    ),
    (
        r"too many values to unpack \(expected (\d+)",
        "{0} names stand on the left; what came from the right holds more.",
    ),
    (
        r"truth value of an array",
        "`if`, `and`, `or` and `not` ask one question; an array gives an answer for each entry. Choose "
        "entry by entry, with `np.where(Z > 0, a, b)` or with the mask `(Z > 0)` as a factor.",
    ),
    (
        r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed",
        "The brackets hold {1} indices, and the array has fewer axes: {0}. Look at its `shape`.",
    ),
    (
        r"invalid index to scalar variable",
        "Brackets follow a single number, which has no entries.",
    ),
    (
        r"(?:list|tuple) index out of range",
        "Python counts from 0: the last of n entries has the number n - 1.",
    ),
    (
        r"Cannot interpret '.*' as a data type|data type .* not understood",
        "A shape has brackets of its own, as in `np.zeros((n, m))`. What stands second is taken for "
        "a type.",
    ),
    (
        r"'tuple' object cannot be interpreted as an integer",
        "A tuple stands where one whole number is asked for. `range` takes one entry of a shape, as "
        "in `range(X.shape[1])`; `np.random.randn` takes sizes without brackets of their own.",
    ),
    (
        WHOLE,
        "A whole number is asked for, such as a size, a count or an axis, and a float came. If a division "
        "made it: `/` gives a float even where nothing remains; `//` gives a whole number.",
    ),
    (
        r"'(?:list|dict|str|numpy\.ndarray)' object cannot be interpreted as an integer|"
        r"only integer scalar arrays can be converted to a scalar index",
        "One whole number is asked for here, and several things came. How many they are says "
        "`len` or `shape`.",
    ),
    (
        r"only (?:length-1|size-1|0-dimensional) arrays can be converted",
        "A function for single numbers (of `math`, or `float` or `int`) was given an array. numpy has "
        "functions that take each entry, such as `np.exp` and `np.log`.",
    ),
    (
        r"must be real number, not (\w+)",
        "A function for numbers was given something of type {0}.",
    ),
    (
        r"(?:list|tuple) indices must be integers or slices, not str",
        "A text in the brackets is the key of a dictionary, and what stands before them is none.",
    ),
    (
        r"slice indices must be integers",
        "`a[start:end]` cuts at whole numbers, and one of the two is none here, such as a float: `int` cuts "
        "its decimals off, `round` takes the nearest.",
    ),
    (
        r"(?:list|tuple) indices must be integers or slices, not tuple",
        "`A[i, j]` reads an array; a list of lists is read with `A[i][j]`. `np.array` makes an array.",
    ),
    (
        r"(?:list|tuple) indices must be integers or slices, not (\w+)|only integers, slices",
        "Between square brackets a whole number is asked for. (A loop over a list gives its entries, not "
        "their numbers. A text in quotes is the key of a dictionary.)",
    ),
    (
        r"string indices must be integers",
        "What stands before the brackets is a text. (A loop over a dictionary gives its keys.)",
    ),
    (
        r"unhashable type",
        "A key of a dictionary cannot be a list or an array.",
    ),
    (
        r"can only concatenate str|must be str, not",
        'A text and a number are joined after `str`, as in `"W" + str(l)`.',
    ),
    (
        r"can only concatenate (list|tuple)|can't multiply sequence by non-int",
        "Lists and tuples are joined by `+` and repeated by `*`. To calculate with their numbers, make "
        "an array: `np.array`.",
    ),
    (
        r"(\w+)\(\) missing \d+ required positional arguments?: (.+)",
        "`{0}` is called without {1}. The line that begins with `def` says what it takes.",
    ),
    (
        r"(\w+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+)",
        "`{0}` takes {1} at most and is given {2}.",
    ),
    (
        r"unexpected keyword argument '(\w+)'",
        "There is no argument with the name `{0}`. How is it spelt?",
    ),
    (
        r"'(list|tuple|dict|int|float)' object has no attribute '(?:shape|T|dot|sum|mean|reshape)'",
        "That belongs to arrays, and what stands before the dot is of type {0}.",
    ),
    (
        r"division by zero",
        "The number below the line is 0.",
    ),
    (
        r"maximum recursion depth",
        "The function calls itself without end.",
    ),
    (
        r"axis (\d+) is out of bounds for array of dimension (\d+)",
        "Axes are counted from 0, and this array has fewer: {1}.",
    ),
    (
        r"cannot reshape array of size (\d+) into shape (\([\d,]*\))",
        "The {0} entries do not fill the shape {1} exactly.",
    ),
    (
        r"all the input array dimensions.* along dimension (\d+),.* has size (\d+) .* has size (\d+)",
        "Arrays that are joined along one axis have the same size along the other ones. Along axis {0} "
        "they have {1} and {2}.",
    ),
    (
        r"could not broadcast input array from shape (\([\d,]*\)) into shape (\([\d,]*\))",
        "What stands on the right has the shape {0}; its place on the left has {1}.",
    ),
    (
        r"(?:output array|assignment destination) is read-only",
        "This array belongs to the caller, who still needs its old values: it cannot be changed here. "
        "`a = a + b` makes a new array; `a += b` and `a[:] = b` change the old one.",
    ),
    (
        r"setting an array element with a sequence",
        "One entry of an array takes one number, and here more is put into it.",
    ),
    (
        r"ufunc '\w+' (?:not supported|did not contain a loop)|has no callable \w+ method",
        "numpy was given something that is no number: a text, a dictionary, or an array that "
        "holds such things.",
    ),
)  # fmt: skip


def in_words(message: str, line: str = "", given: str = "") -> str:
    """Return what an error's message means, or "".

    `line` is where the student's code stopped, `given` what the function was given that stopped there.
    """
    if found := UNSET.search(message):
        return _unset(found[1], line)
    if found := BROADCAST.search(message):
        left, right = shapes_that_do_not_fit(message)
        asked = " Is one of them to be transposed?" if left == right[::-1] else ""
        inner = left[1:] == right[:1] and left[1:] and right[1:]
        if inner and not asked and MULTIPLIED.match(given):
            product = f"{(*left[:-1], *right[1:])}"
            asked = (
                f" A matrix product, `@` or `np.dot`, does fit: it multiplies, adds up over the {right[0]}, "
                f"and gives {product}. Is that meant?"
            )
        return (
            "Entry by entry, both sides need the same shape, or an axis of size 1 where they differ. "
            f"Here {left} meets {right}.{asked}"
        )
    if found := re.search(r"index (\d+) is out of bounds for axis \d+ with size (\d+)", message):
        return f"Python counts from 0: the last of {found[2]} has the number {int(found[2]) - 1}."
    if found := OPERAND.search(message):
        if set(found.groups()[1:]) & {"dict", "list", "tuple", "str", "function"}:
            one, other = (KINDS.get(kind, kind) for kind in found.groups()[1:])
            return (
                f"`{found[1]}` needs numbers or arrays on both sides; here stand {one} and {other}."
            )
    if "only integer scalar arrays can be converted" in message and (told := _second(line)):
        return told
    if ONE_NUMBER.search(message) and ONE_ENTRY.search(given):
        return "It holds a single number, which `.item()` takes out of it."
    for pattern, meaning in MEANINGS:
        if found := re.search(pattern, message):
            return meaning.format(*found.groups())
    return _product(message, given) or _attribute(message)


def _second(line: str) -> str:
    """Return what a function of numpy takes second, where an array was put there, or ""."""
    if found := re.search(r"np\.(concatenate|stack)\((?![(\[])", line):
        return (
            f"The arrays that `np.{found[1]}` joins stand in brackets of their own: "
            f"`np.{found[1]}((A, B))`. What stands second is the axis."
        )
    if found := re.search(r"np\.(max|min|sum|mean|std|var|argmax|argmin|prod)\(", line):
        pair = " `np.maximum` compares two arrays." if found[1] in ("max", "min") else ""
        return f"`np.{found[1]}` takes one array; what stands second is the axis, a whole number.{pair}"
    return ""


def _unset(name: str, line: str) -> str:
    assigned = re.match(rf"\s*{name}\s*(?:[-+*/@]|//|\*\*)?=(?!=)(.*)", line)
    own = assigned and (line.lstrip()[len(name) :].lstrip()[0] != "=" or _names(name, assigned[1]))
    if own:
        return (
            f"`{name}` is used here to make `{name}`, and nothing was put into it before. What "
            "belongs to the function's arguments is to be taken from them first."
        )
    return (
        f"Nothing was put into `{name}` before this line. Is it made further down, in a branch of an "
        "`if`, or in a loop, that did not run?"
    )


def _names(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w\"'.]){name}(?![\w\"'])", text) is not None


def _product(message: str, given: str) -> str:
    sizes = sizes_that_do_not_fit(message)
    if sizes is None:
        return ""
    row, column = (f"{size} number" + ("" if size == 1 else "s") for size in sizes)
    return (
        "In a product, each row of the left array meets each column of the right one. Here a row "
        f"holds {row} and a column {column}.{_both_alike(message, given)}"
    )


def _both_alike(message: str, given: str) -> str:
    """Return what two arrays of one shape are good for, where numpy refused their product. Begins with a blank."""
    of_dot = re.match(r"shapes (\(.*\)) and (\(.*\)) not aligned", message)
    shapes = of_dot.groups() if of_dot else re.findall(r" of shape (\([\d, ]+\))", given)
    shapes = [shape.replace(" ", "") for shape in shapes]
    if len(shapes) != 2 or shapes[0] != shapes[1]:
        return ""
    return (
        " Both have one and the same shape: with `*` they are multiplied entry by entry; a matrix product takes "
        "one of them transposed."
    )


def shapes_that_do_not_fit(message: str) -> list[tuple[int, ...]]:
    """Return both shapes, left and right, that numpy refused to bring together entry by entry, or none."""
    found = BROADCAST.search(message)
    shapes = found.groups() if found else ()
    return [tuple(map(int, re.findall(r"\d+", shape))) for shape in shapes]


def sizes_that_do_not_fit(message: str) -> tuple[int, int] | None:
    """Return the inner sizes, left and right, of a matrix product that numpy refused to make."""
    if found := DOT.search(message):
        return int(found[1]), int(found[2])
    if found := MATMUL.search(message):
        return int(found[2]), int(found[1])
    return None


def _attribute(message: str) -> str:
    """Return what may be meant by a name after a dot that is not there."""
    known: tuple[tuple[str, Any, str], ...] = (
        (r"module 'numpy' has no attribute '(\w+)'", np, "np."),
        (r"'numpy\.ndarray' object has no attribute '(\w+)'", np.ndarray, "."),
        (r"module 'math' has no attribute '(\w+)'", math, "math."),
        (r"'dict' object has no attribute '(\w+)'", dict, "."),
    )
    for pattern, owner, before in known:
        if found := re.search(pattern, message):
            if owner is np.ndarray and hasattr(np, found[1]):
                return f"That is a function of numpy: `np.{found[1]}(...)`."
            if found[1] in ("int", "float", "bool"):
                return f"`astype({found[1]})` makes numbers of another type."
            near = difflib.get_close_matches(found[1], dir(owner), 1, 0.8)
            return f"Is `{before}{near[0]}` meant?" if near else ""
    return ""


def of_these_arguments(
    error: Mapping[str, Any],
    arguments: Mapping[str, Any],
    texts: Collection[str],
    functions: Collection[str] = (),
    stored: Collection[str] = (),
) -> str:
    """Return what an unknown name or key means for whoever was given these arguments, or "".

    `texts` are those that the function may be given, such as the names of activations; `functions`
    are those that it may call; `stored` are the names that it puts something into.
    """
    message = str(error.get("message", ""))
    if error.get("type") == "KeyError":
        if len(error.get("lines", [])) > 1 and re.fullmatch(r"'\w+'", message):
            told = f"The function that is called there looks for the key {message} in what it was given."
            if SEVERAL_GIVEN.search(str(error["lines"][-2])):
                told += " Are the arguments of that call in the order of its line with `def`?"
            return told
        return _key(message, arguments)
    if unset := UNSET.search(message):
        return next((_taken(h, unset[1]) for h, keys in _keys(arguments) if unset[1] in keys), "")
    found = UNKNOWN.search(message) if error.get("type") == "NameError" else None
    if not found:
        return ""
    line = str(error["lines"][-1][1]) if error.get("lines") else ""
    return _name(found[1], arguments, texts, functions) or _nobodys(found[1], line, stored)


def _name(
    name: str, arguments: Mapping[str, Any], texts: Collection[str], functions: Collection[str]
) -> str:
    if name in texts:
        return (
            f'Without quotes, `{name}` is the name of a variable. The text is written `"{name}"`.'
        )
    if name in arguments:
        return f"The function is given a `{name}`, but its first line does not name it so."
    for holder, keys in _keys(arguments):
        if name in keys:
            return _taken(holder, name)
    for owner, before in ((np, "np."), (np.random, "np.random."), (math, "math.")):
        if callable(getattr(owner, name, None)) and not hasattr(builtins, name):
            return f"Functions of a module are written with its name: `{before}{name}`."
    called = difflib.get_close_matches(name, functions, 1, 0.85)
    if called and name not in functions:
        return f"Is the function `{called[0]}` meant?"
    near = difflib.get_close_matches(name, arguments, 1, 0.5)
    return f"Is the argument `{near[0]}` meant?" if near else ""


def _nobodys(name: str, line: str, stored: Collection[str]) -> str:
    """Return what a name may be that is nothing of numpy's, no argument and no function."""
    if near := difflib.get_close_matches(name, stored, 1, 0.6):
        return f"Is `{near[0]}` meant, which stands in your function?"
    if found := re.search(rf"(?<![\w.]){name}\.(\w+)", line):
        if callable(getattr(np, found[1], None)):
            return f"Nothing is called `{name}` here. numpy, which is `np`, has `np.{found[1]}`."
        return (
            f"`{name}` stands before a dot, as a module does, and nothing here is called so. A module has to "
            "be imported first; numpy goes by the name `np`."
        )
    return (
        f"Nothing is called `{name}` here: neither an argument nor a name that a line before made."
    )


def _taken(holder: str, key: str) -> str:
    return f'`{key}` is a key of `{holder}`: take it out of there first, `{holder}["{key}"]`.'


def _keys(arguments: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, value in arguments.items():
        if isinstance(value, Mapping):
            yield name, list(value)


def _key(message: str, arguments: Mapping[str, Any]) -> str:
    holders = list(_keys(arguments))
    if not holders:
        return "The dictionary has no such key. How are its keys written where it is made?"
    shown = "; ".join(
        f"`{holder}` has {', '.join(map(repr, keys[:8]))}" for holder, keys in holders[:3]
    )
    text = f"A dictionary has no such key: {shown}."
    if re.fullmatch(r"'[A-Za-z]+0'", message) and any(f"{message[1:-2]}1" in k for _, k in holders):
        return text + " Layers are counted from 1."
    if any(
        message == f"{repr(key)[:-1]} '" or message == f"' {repr(key)[1:]}"
        for _, k in holders
        for key in k
    ):
        return text + " A blank in the quotes belongs to the key."
    return text
