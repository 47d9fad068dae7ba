"""Lists the small changes of a function's expressions: signs, axes, brackets, numbers, variables."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterator

from helpers.altering.places import Change, Place, arguments, places
from helpers.altering.words import FAMILIES, REDUCTIONS, SIGNS

WITHOUT_KEEPDIMS = ("argmax", "argmin")
OPERATIONS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)
COMPOUND = (ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Lambda)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
# What a sentence asks to be looked at, where nothing of the code itself is named.
BELONGS = "whether all of it belongs there"
MISSING = "whether something is still missing there"
ORDER = "the order of what stands there"
BRACKETS = "the brackets"
ENDS = "where the loop begins and ends"
BACKWARDS = "in which direction the loop runs"
TERMS = "which of the two terms is multiplied by what"
AXIS = "along which axis it runs (`axis`)"
KEPT = "whether the result keeps its two axes (`keepdims`)"
WHICH_SIZE = "which size is taken"
LINE = "whether a row or a column is taken"
CUT = "where the cut begins and ends"
LARGEST_SQUARED = 100
CHOSEN = "which of the two is taken when"
TURNED = "whether it is to be transposed"

Option = tuple[int, str, ast.expr]


def of_expressions(function: ast.FunctionDef, keys: Collection[str]) -> Iterator[Change]:
    """Yield the small changes of a function's expressions; `keys` are texts it may mean."""
    maker = _Maker(function, keys)
    for place, shown, root in places(function):
        node = place.node
        if not isinstance(node, ast.expr):
            continue
        for rank, about, new in maker.options(node, place, root):
            if not _makes_nothing(place, new):
                yield Change(rank, place, new, about, shown)


class _Maker:
    """Makes what may stand in the place of an expression."""

    def __init__(self, function: ast.FunctionDef, keys: Collection[str]) -> None:
        nodes = list(ast.walk(function))
        stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        self._names = list(dict.fromkeys([*arguments(function), *stored]))
        read = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        self._unread = [name for name in arguments(function) if name not in read]
        self._counters = {
            name.id
            for node in nodes
            if isinstance(node, (ast.For, ast.comprehension))
            for name in ast.walk(node.target)
            if isinstance(name, ast.Name)
        }
        self._keys = list(keys)
        # Sizes divide and multiply; what begins with a number is a place or a sum, to be added.
        self._sizes, self._sums = _sizes_and_sums(nodes)

    def options(self, node: ast.expr, place: Place, root: bool) -> Iterator[Option]:
        """Yield how soon to try it, what it is about, and what stands there then."""
        makers = {
            ast.BinOp: self._binary,
            ast.UnaryOp: self._unary,
            ast.Compare: self._compared,
            ast.BoolOp: self._joined,
            ast.IfExp: self._chosen,
            ast.Call: self._called,
            ast.Name: self._named,
            ast.Constant: self._constant,
            ast.Subscript: self._indexed,
            ast.Attribute: self._attribute,
            ast.Tuple: self._tuple,
        }
        maker = makers.get(type(node))
        called = isinstance(place.parent, ast.Call) and place.field == "func"
        if called or _is_module(node):
            return
        if maker is not None:
            yield from maker(node)  # type: ignore[operator]
        if isinstance(node, ast.BinOp) and not isinstance(place.parent, ast.BinOp):
            yield from _regrouped(node)
        if place.field == "iter":
            yield from _looped(node)
        if place.field == "comparators":
            yield from self._bound(node)
        if isinstance(place.parent, ast.Call) and _is_reduced(place.parent, node):
            yield 1, "the axis", ast.Attribute(node, "T", ast.Load())
        if isinstance(node, (ast.Name, ast.Subscript, ast.BinOp, ast.Call)) and not isinstance(
            place.parent, (ast.Subscript, ast.Attribute, ast.FormattedValue)
        ):
            # The number of a place, turned round, finds all places again in another order.
            if not (isinstance(place.parent, ast.Tuple) and self._counts(node)):
                yield from self._wrapped(node)
        if root or isinstance(place.parent, ast.BinOp):
            yield from self._with_another(node, 7 if root else 9)

    def _counts(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self._counters

    def _binary(self, node: ast.BinOp) -> Iterator[Option]:
        sign = SIGNS.get(type(node.op))
        for other in OPERATIONS if sign else ():
            if not isinstance(node.op, other):
                near = {type(node.op), other} in ({ast.Add, ast.Sub}, {ast.Mult, ast.Div})
                about = f"the operation `{sign}` between the two sides"
                yield (1 if near else 4), about, ast.BinOp(node.left, other(), node.right)
        for side in (node.left, node.right):
            yield 2, BELONGS, side
        if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)):
            yield 2, ORDER, ast.BinOp(node.right, node.op, node.left)
        left, right = node.left, node.right
        yield from _terms(node)
        if isinstance(right, ast.Call) and len(right.args) == 1:  # c * f(a): is f(c * a) meant?
            moved = ast.BinOp(left, node.op, right.args[0])
            yield 5, BRACKETS, ast.Call(right.func, [moved], right.keywords)
        if isinstance(left, ast.Call) and len(left.args) == 1:
            moved = ast.BinOp(left.args[0], node.op, right)
            yield 4, BRACKETS, ast.Call(left.func, [moved], left.keywords)

    def _unary(self, node: ast.UnaryOp) -> Iterator[Option]:
        yield 0, "the sign", node.operand
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.BinOp):
            inner = node.operand
            left = ast.UnaryOp(ast.USub(), inner.left)
            yield 2, BRACKETS, ast.BinOp(left, inner.op, inner.right)

    def _compared(self, node: ast.Compare) -> Iterator[Option]:
        if len(node.ops) != 1 or type(node.ops[0]) not in SIGNS:
            return
        about = f"the comparison `{SIGNS[type(node.ops[0])]}`"
        for other in COMPARISONS:
            if not isinstance(node.ops[0], other):
                yield 2, about, ast.Compare(node.left, [other()], node.comparators)

    def _joined(self, node: ast.BoolOp) -> Iterator[Option]:
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield 2, "`and` or `or`", ast.BoolOp(other, node.values)
        for value in node.values:
            yield 1, BELONGS, value

    def _chosen(self, node: ast.IfExp) -> Iterator[Option]:
        yield 1, CHOSEN, ast.IfExp(node.test, node.orelse, node.body)
        for value in (node.body, node.orelse):
            yield 4, CHOSEN, value

    def _called(self, node: ast.Call) -> Iterator[Option]:
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        of_numpy = isinstance(function, ast.Attribute) and _is_module(function.value)
        if isinstance(function, ast.Attribute):
            for family in FAMILIES:
                for other in family if name in family else ():
                    if other != name:
                        new = ast.Attribute(function.value, other, ast.Load())
                        about = f"the function `{ast.unparse(function)}`"
                        yield 2, about, ast.Call(new, node.args, node.keywords)
        if name == "norm" and len(node.args) == 2:
            about = "what stands second there: it says which norm it is"
            yield 1, about, ast.Call(function, node.args[:1], node.keywords)
        elif name in REDUCTIONS:
            yield from self._axes(node, name, of_numpy)
        if isinstance(function, ast.Name) and function.id == "range":
            yield from self._range(node)
        elif 2 <= len(node.args) <= 6 and not any(isinstance(a, ast.Starred) for a in node.args):
            for i, j in itertools.combinations(range(len(node.args)), 2):
                several = list(node.args)
                several[i], several[j] = several[j], several[i]
                about = f"the order of what `{ast.unparse(function)}` is given"
                yield 1, about, ast.Call(function, several, node.keywords)
            if len(node.args) == 3:
                a, b, c = node.args
                about = f"the order of what `{ast.unparse(function)}` is given"
                for turned in ([b, c, a], [c, a, b]):
                    yield 3, about, ast.Call(function, turned, node.keywords)
        inner = node.args[0] if len(node.args) >= 1 else None
        if inner is None and isinstance(function, ast.Attribute) and not of_numpy:
            inner = function.value
        yield from _opened(node)
        if ast.unparse(function) == "len" and len(node.args) == 1:
            yield from self._length(node)
        if ast.unparse(function) == "enumerate" and len(node.args) <= 2:
            first = [ast.Constant(1)] if len(node.args) == 1 else []
            about = "the number that `enumerate` begins with"
            yield 1, about, ast.Call(function, [*node.args[:1], *first], [])
        if inner is not None and not isinstance(inner, ast.Starred):
            yield 2, f"whether `{ast.unparse(function)}` belongs there", inner
        for i in range(len(node.keywords)):
            fewer = [keyword for j, keyword in enumerate(node.keywords) if j != i]
            about = f"the argument `{node.keywords[i].arg}`"
            yield 2, about, ast.Call(function, node.args, fewer)

    def _axes(self, node: ast.Call, name: str, of_numpy: bool) -> Iterator[Option]:
        given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        args = node.args[: 1 if of_numpy else 0]
        if len(node.args) > len(args):
            given = {"axis": node.args[len(args)], **given}
        before = {key: ast.unparse(value) for key, value in given.items()}
        rest = {key: value for key, value in given.items() if key not in ("axis", "keepdims")}
        about = "the axis" if "axis" in given else AXIS
        for axis in (None, 0, 1, -1):
            for keeps in (False, True):
                if keeps and (name in WITHOUT_KEEPDIMS or _is_an_entry(node, of_numpy)):
                    continue
                new = dict(rest)
                if axis is not None:
                    new["axis"] = ast.Constant(axis)
                if keeps:
                    new["keepdims"] = ast.Constant(True)
                after = {key: ast.unparse(value) for key, value in new.items()}
                if after == before:
                    continue
                same = after.get("axis") == before.get("axis")
                keywords = [ast.keyword(key, value) for key, value in new.items()]
                yield (1, KEPT if same else about, ast.Call(node.func, args, keywords))

    def _range(self, node: ast.Call) -> Iterator[Option]:
        for i, by in itertools.product(range(min(len(node.args), 2)), (1, -1)):
            new = list(node.args)
            new[i] = _shifted(new[i], by)
            yield 1, ENDS, ast.Call(node.func, new, [])
        if len(node.args) == 1:
            yield 1, ENDS, ast.Call(node.func, [ast.Constant(1), node.args[0]], [])
            up = ast.Call(node.func, [ast.Constant(1), _shifted(node.args[0], 1)], [])
            yield 1, ENDS, up
        if len(node.args) == 2:
            yield 1, ENDS, ast.Call(node.func, [node.args[1]], [])
            both = [_shifted(item, by) for item, by in zip(node.args, (1, 1), strict=True)]
            yield 2, ENDS, ast.Call(node.func, both, [])
            both = [_shifted(item, by) for item, by in zip(node.args, (-1, -1), strict=True)]
            yield 2, ENDS, ast.Call(node.func, both, [])

    def _bound(self, node: ast.expr) -> Iterator[Option]:
        """Yield what something may be compared with."""
        about = f"what is compared with: `{ast.unparse(node)}`"
        for number in (0, 0.5, 1):
            if not isinstance(node, ast.Constant):
                yield 4, about, ast.Constant(number)

    def _length(self, node: ast.Call) -> Iterator[Option]:
        """Yield other sizes than the length of something."""
        shape = ast.Attribute(node.args[0], "shape", ast.Load())
        yield 1, WHICH_SIZE, ast.Subscript(shape, ast.Constant(1), ast.Load())
        for name in self._names:
            yield 4, WHICH_SIZE, ast.Name(name, ast.Load())
            yield 4, WHICH_SIZE, ast.Call(node.func, [ast.Name(name, ast.Load())], [])

    def _named(self, node: ast.Name) -> Iterator[Option]:
        if node.id not in self._names:
            return
        about = f"the variable `{node.id}`: is it the one that belongs there?"
        for other in self._names:
            if other != node.id:
                yield 3, about, ast.Name(other, ast.Load())
        if node.id in self._counters:
            for by in (1, -1):
                yield 2, f"the index `{node.id}`", _shifted(node, by)
            for other in self._names:
                if other != node.id:
                    read = ast.Subscript(ast.Name(other, ast.Load()), node, ast.Load())
                    yield 6, about, read

    def _constant(self, node: ast.Constant) -> Iterator[Option]:
        value = node.value
        if isinstance(value, bool):
            yield 2, f"the `{value}`", ast.Constant(not value)
        elif isinstance(value, str):
            for other in self._keys:
                if other != value:
                    yield 1, f"the text {value!r}", ast.Constant(other)
        elif isinstance(value, int):
            for name in sorted(self._counters):
                yield 4, f"the number {value}", ast.Name(name, ast.Load())
            for whole in dict.fromkeys((value + 1, value - 1, 0, 1, 2, -value)):
                if whole != value:
                    yield 3, "the number", _number(whole)
            if value > 1:
                root = ast.Attribute(ast.Name("np", ast.Load()), "sqrt", ast.Load())
                yield 4, "the number", ast.Call(root, [node], [])
                if value <= LARGEST_SQUARED:  # a count of samples, squared, would take for ever
                    yield 5, "the number", ast.Constant(value * value)
        elif isinstance(value, float):
            for name in self._unread:  # was it meant?
                yield 2, f"the number {value}", ast.Name(name, ast.Load())
            for number in (value / 10, value * 10, -value, 1 - value, 0.0, 0.5, 1.0, 2.0):
                if number != value:
                    yield 3, "the number", _number(number)
            if 0 < value <= 0.01:
                for exponent in (3, 5, 6, 7, 8, 10, 12):
                    yield 5, "the number", ast.Constant(10.0**-exponent)
            elif value > 1:
                root = ast.Attribute(ast.Name("np", ast.Load()), "sqrt", ast.Load())
                yield 4, "the number", ast.Call(root, [node], [])

    def _indexed(self, node: ast.Subscript) -> Iterator[Option]:
        index = node.slice
        whole = index if isinstance(index, ast.Slice) else None
        yield 4, "the square brackets" if whole is None else CUT, node.value
        if whole is not None:
            for bounds in ((None, whole.upper), (whole.lower, None), *_other_ends(whole)):
                if bounds != (whole.lower, whole.upper):
                    cut = ast.Slice(lower=bounds[0], upper=bounds[1], step=whole.step)
                    yield 2, CUT, ast.Subscript(node.value, cut, ast.Load())
        yield from _of_a_line(node)
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            if isinstance(index, ast.Constant) and index.value in (0, 1):
                other = ast.Constant(1 - index.value)
                yield 0, WHICH_SIZE, ast.Subscript(node.value, other, ast.Load())
                for name in self._names:
                    if name != ast.unparse(node.value.value):
                        shape = ast.Attribute(ast.Name(name, ast.Load()), "shape", ast.Load())
                        for size in (0, 1):
                            taken = ast.Subscript(shape, ast.Constant(size), ast.Load())
                            yield 5, WHICH_SIZE, taken
        elif isinstance(index, ast.Tuple) and len(index.elts) == 2:
            turned = ast.Tuple(index.elts[::-1], ast.Load())
            yield 1, "the order of the indices", ast.Subscript(node.value, turned, ast.Load())

    def _attribute(self, node: ast.Attribute) -> Iterator[Option]:
        if node.attr == "T":
            yield 0, TURNED, node.value
            inner = node.value
            if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
                if inner.func.attr in REDUCTIONS:
                    of_numpy = _is_module(inner.func.value)
                    for _, about, new in self._axes(inner, inner.func.attr, of_numpy):
                        yield 1, about, new
        elif node.attr == "size":
            for axis in (0, 1):
                shape = ast.Attribute(node.value, "shape", ast.Load())
                size = ast.Subscript(shape, ast.Constant(axis), ast.Load())
                yield 1, WHICH_SIZE, size

    def _tuple(self, node: ast.Tuple) -> Iterator[Option]:
        for i, j in itertools.combinations(range(min(len(node.elts), 4)), 2):
            several = list(node.elts)
            several[i], several[j] = several[j], several[i]
            yield 1, ORDER, ast.Tuple(several, ast.Load())

    def _wrapped(self, node: ast.expr) -> Iterator[Option]:
        """Yield what one step more makes of an expression."""
        one, two = ast.Constant(1), ast.Constant(2)
        numpy = ast.Name("np", ast.Load())
        yield 1, TURNED, ast.Attribute(node, "T", ast.Load())
        yield 2, "the sign", ast.UnaryOp(ast.USub(), node)
        yield 5, MISSING, ast.BinOp(one, ast.Sub(), node)
        yield 5, MISSING, ast.BinOp(node, ast.Pow(), two)
        yield 6, MISSING, ast.BinOp(node, ast.Div(), two)
        yield 6, MISSING, ast.BinOp(two, ast.Mult(), node)
        yield 6, MISSING, ast.BinOp(node, ast.Add(), one)
        yield 6, MISSING, ast.BinOp(node, ast.Sub(), one)
        for name in ("sqrt", "abs", "exp"):
            function = ast.Attribute(numpy, name, ast.Load())
            yield 6, MISSING, ast.Call(function, [node], [])
        if isinstance(node, ast.Call):
            yield 4, MISSING, ast.Subscript(node, ast.Constant(0), ast.Load())
            yield 6, MISSING, ast.Subscript(node, one, ast.Load())

    def _with_another(self, node: ast.expr, rank: int) -> Iterator[Option]:
        """Yield an expression with a factor or a term more: a variable, or a size of one."""
        for name in self._names:
            other = ast.Name(name, ast.Load())
            for operation in (ast.Mult, ast.Div, ast.Add, ast.Sub):
                scaled = name in self._sizes and operation in (ast.Mult, ast.Div)
                added = name in self._sums and operation is ast.Add
                soon = 4 if scaled or added else 0
                yield rank - soon, MISSING, ast.BinOp(node, operation(), other)
        if rank == 7 and not _is_size(
            node
        ):  # a size by a size is 1 by chance, and then nothing divides
            for name, axis in itertools.product(self._names, (0, 1)):
                shape = ast.Attribute(ast.Name(name, ast.Load()), "shape", ast.Load())
                size = ast.Subscript(shape, ast.Constant(axis), ast.Load())
                for operation in (ast.Div, ast.Mult):
                    yield 8, MISSING, ast.BinOp(node, operation(), size)


def _is_size(node: ast.expr) -> bool:
    """Return whether an expression is one entry of a shape."""
    of = node.value if isinstance(node, ast.Subscript) else None
    return isinstance(of, ast.Attribute) and of.attr == "shape"


def _sizes_and_sums(nodes: list[ast.AST]) -> tuple[set[str], set[str]]:
    """Return the names that are put to a size of something, and those that are put to a whole number."""
    sizes, sums = set[str](), set[str]()
    for node in nodes:
        if not isinstance(node, ast.Assign):
            continue
        targets = {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        inner = list(ast.walk(node.value))
        if any(isinstance(n, ast.Attribute) and n.attr in ("shape", "size") for n in inner) or any(
            isinstance(n, ast.Name) and n.id == "len" for n in inner
        ):
            sizes |= targets
        elif isinstance(node.value, ast.Constant) and isinstance(node.value.value, int):
            sums |= targets
    return sizes, sums


def _other_ends(cut: ast.Slice) -> Iterator[tuple[ast.expr | None, ast.expr | None]]:
    """Yield a cut at the other end: [1:] for [:-1], and [:2] for [2:]."""
    if (cut.lower is None) != (cut.upper is None):
        bound = cut.lower or cut.upper
        assert bound is not None
        opposite = ast.UnaryOp(ast.USub(), bound)
        yield from ((bound, None), (None, bound), (opposite, None), (None, opposite))
        if cut.lower is not None:
            yield None, _shifted(bound, 1)


def _looped(node: ast.expr) -> Iterator[Option]:
    """Yield what a loop may go through: less at one end, or the other way round."""
    listed = ast.Call(ast.Name("list", ast.Load()), [node], [])
    backwards = ast.Slice(step=_number(-1))
    yield 3, BACKWARDS, ast.Subscript(listed, backwards, ast.Load())
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "range":
        return
    for ends in (ast.Slice(lower=ast.Constant(1)), ast.Slice(upper=_number(-1))):
        yield 2, ENDS, ast.Subscript(listed, ends, ast.Load())
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("zip", "enumerate"):
            for i, item in enumerate(node.args[: 3 if ast.unparse(node.func) == "zip" else 1]):
                several = list(node.args)
                several[i] = ast.Subscript(item, ends, ast.Load())
                yield 3, ENDS, ast.Call(node.func, several, node.keywords)


def _terms(node: ast.BinOp) -> Iterator[Option]:
    """Yield a sum or a difference in which a factor stands with the other term."""
    if not isinstance(node.op, (ast.Add, ast.Sub)):
        return
    left, right = node.left, node.right
    if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult):
        for factor, rest in ((left.left, left.right), (left.right, left.left)):
            other = ast.BinOp(factor, ast.Mult(), right)
            yield 4, TERMS, ast.BinOp(rest, node.op, other)
    if isinstance(right, ast.BinOp) and isinstance(right.op, ast.Mult):
        for factor, rest in ((right.left, right.right), (right.right, right.left)):
            other = ast.BinOp(factor, ast.Mult(), left)
            yield 4, TERMS, ast.BinOp(other, node.op, rest)


def _opened(node: ast.Call) -> Iterator[Option]:
    """Yield what becomes of f(a + b) where a term stands outside, or each has an f of its own."""
    inner = node.args[0] if node.args else None
    if not isinstance(inner, ast.BinOp):
        return

    def of(item: ast.expr) -> ast.expr:
        return ast.Call(node.func, [item, *node.args[1:]], node.keywords)

    left, right = inner.left, inner.right
    yield 4, BRACKETS, ast.BinOp(of(left), inner.op, right)
    yield 4, BRACKETS, ast.BinOp(left, inner.op, of(right))
    yield 4, BRACKETS, ast.BinOp(of(left), inner.op, of(right))


def _of_a_line(node: ast.Subscript) -> Iterator[Option]:
    """Yield a column where a row is taken, or a row where a column is."""
    index, every = node.slice, ast.Slice()
    if isinstance(index, ast.Name) or (
        isinstance(index, ast.Constant) and isinstance(index.value, int)
    ):
        one = ast.Slice(lower=index, upper=_shifted(index, 1))
        for item in (
            ast.Tuple([every, index], ast.Load()),
            ast.Tuple([every, one], ast.Load()),
            one,
        ):
            yield 2, LINE, ast.Subscript(node.value, item, ast.Load())
    elif isinstance(index, ast.Tuple) and len(index.elts) == 2:
        first, second = index.elts
        if isinstance(first, ast.Slice) and first.lower is None and first.upper is None:
            if not isinstance(second, ast.Slice):
                yield 2, LINE, ast.Subscript(node.value, second, ast.Load())


def _is_reduced(call: ast.Call, node: ast.expr) -> bool:
    """Return whether a call is numpy's sum, mean or the like, along an axis, of this expression."""
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in REDUCTIONS
        and call.args[:1] == [node]
        and any(keyword.arg == "axis" for keyword in call.keywords)
    )


def _regrouped(node: ast.BinOp) -> Iterator[Option]:
    """Yield an expression with one pair of brackets more, and with one pair less."""
    pieces = _pieces(node, opened=None)
    variants = [_bracketed(pieces)]
    inner = [n for n in ast.walk(node) if isinstance(n, ast.BinOp) and n is not node][:6]
    variants += [_bracketed(_pieces(node, opened=n)) for n in inner]
    before = ast.dump(node)
    for text in dict.fromkeys(itertools.chain.from_iterable(variants)):
        new = ast.parse(text, mode="eval").body
        if ast.dump(new) != before:
            yield 1, BRACKETS, new


def _pieces(node: ast.expr, opened: ast.expr | None) -> list[str]:
    """Return operands and operators in their order; the brackets around `opened` are left out."""
    if not isinstance(node, ast.BinOp) or type(node.op) not in SIGNS:
        return [f"({ast.unparse(node)})" if isinstance(node, COMPOUND) else ast.unparse(node)]
    found: list[str] = []
    for side in (node.left, node.right):
        text = ast.unparse(side)
        bracketed = f"({text})" in ast.unparse(node) and isinstance(side, ast.BinOp)
        if bracketed and side is not opened:
            found.append(f"({text})")
        else:
            found += _pieces(side, opened)
        found.append(SIGNS[type(node.op)])
    return found[:-1]


def _bracketed(pieces: list[str]) -> Iterator[str]:
    yield " ".join(pieces)
    count = (len(pieces) + 1) // 2
    for i in range(count if count <= 8 else 0):
        for j in range(i + 1, count):
            if j - i + 1 < count:
                before, within, after = (
                    pieces[: 2 * i],
                    pieces[2 * i : 2 * j + 1],
                    pieces[2 * j + 1 :],
                )
                yield " ".join([*before, "(", *within, ")", *after])


def _is_module(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return _is_module(node.value)
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "math")


def _shifted(node: ast.expr, by: int) -> ast.expr:
    operation = ast.Add() if by > 0 else ast.Sub()
    return ast.BinOp(node, operation, ast.Constant(abs(by)))


def _makes_nothing(place: Place, new: ast.expr) -> bool:
    """Return whether 0 becomes a factor: what mends zeros so says nothing of what stands there."""
    operation = place.parent.op if isinstance(place.parent, ast.BinOp) else None
    is_zero = isinstance(new, ast.Constant) and new.value == 0
    return is_zero and isinstance(operation, (ast.Mult, ast.MatMult))


def _number(value: float) -> ast.expr:
    constant = ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), constant) if value < 0 else constant


def _is_an_entry(node: ast.Call, of_numpy: bool) -> bool:
    """Return whether what is reduced is one row, `X[i]`, which has one axis only."""
    reduced = (
        (node.args[0] if node.args else None) if of_numpy else getattr(node.func, "value", None)
    )
    return isinstance(reduced, ast.Subscript) and isinstance(
        reduced.slice, (ast.Name, ast.Constant)
    )
