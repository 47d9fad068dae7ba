"""Lists the small changes of a student's function that may mend it, and where each of them is."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# Functions of numpy that are taken for one another.
FAMILIES = (
    ("log", "log10", "log2", "log1p"),
    ("exp", "expm1", "exp2"),
    ("max", "maximum", "min", "minimum"),
    ("argmax", "argmin"),
    ("sum", "mean", "prod"),
    ("std", "var"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("sqrt", "square", "abs"),
    ("floor", "ceil", "round"),
    ("tanh", "sinh", "cosh"),
    ("multiply", "dot", "matmul"),
    ("cumsum", "cumprod"),
    ("vstack", "hstack"),
)
REDUCTIONS = ("sum", "mean", "std", "var", "max", "min", "argmax", "argmin", "norm", "any", "all")
WITHOUT_KEEPDIMS = ("argmax", "argmin")
OPERATIONS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)
SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**",
    ast.FloorDiv: "//", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==",
    ast.NotEq: "!=",
}  # fmt: skip
# Of an expression that says little when it is shown alone.
PIECES = (ast.Tuple, ast.Attribute, ast.FormattedValue, ast.JoinedStr, ast.UnaryOp)
COMPOUND = (ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Lambda)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
# What a sentence asks to be looked at, where nothing of the code itself is named.
BELONGS = "whether all of it belongs there"
MISSING = "whether something is still missing there"
ORDER = "the order of what stands there"
BRACKETS = "the brackets"
INDENTED = "how far this line is indented, which says whether it belongs to the loop"
NEEDED = "whether this line belongs there"
LINES = "the order of this line and the next one"
ENDS = "where the loop begins and ends"

Option = tuple[int, str, ast.expr]


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

    `more` are further places that are changed with the first one.
    """

    rank: int
    place: Place
    new: ast.AST
    about: str
    shown: ast.AST
    more: Sequence[tuple[Place, ast.AST]] = ()


def changes(function: ast.FunctionDef, keys: Collection[str]) -> list[Change]:
    """Return the small changes of a function, the likeliest first; `keys` are texts it may mean."""
    found = [
        *_of_expressions(function, keys),
        *_of_statements(function),
        *_exchanged(function),
        *_taken_from(function),
    ]
    return sorted(found, key=lambda change: change.rank)


def _of_expressions(function: ast.FunctionDef, keys: Collection[str]) -> Iterator[Change]:
    maker = _Maker(function, keys)
    for place, shown, root in _places(function):
        node = place.node
        if not isinstance(node, ast.expr):
            continue
        for rank, about, new in maker.options(node, place, root):
            yield Change(rank, place, _located(new, node), about, shown)


def _places(function: ast.FunctionDef) -> Iterator[tuple[Place, ast.AST, bool]]:
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


def _exchanged(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield that two variables, or two keys, stand in each other's place all over, or one everywhere."""
    reads: dict[tuple[str, str], list[tuple[Place, ast.AST]]] = {}
    stored = set(_arguments(function)) | {
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    for place, shown, _ in _places(function):
        node = place.node
        if isinstance(node, ast.Name) and node.id in stored:
            reads.setdefault(("variable", node.id), []).append((place, shown))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if isinstance(place.parent, ast.Subscript):
                reads.setdefault(("key", node.value), []).append((place, shown))
    for one, other in itertools.permutations(reads, 2):
        if one[0] != other[0]:
            continue
        puts = [(place, _named_so(other, place.node)) for place, _ in reads[one]]
        shown, kind = reads[one][0][1], one[0]
        both = [*puts, *((place, _named_so(one, place.node)) for place, _ in reads[other])]
        about = f"the {kind}s `{one[1]}` and `{other[1]}`: is each one in its place?"
        if one < other:
            yield Change(3, *both[0], about, shown, both[1:])
        if 2 <= len(puts) <= 4:
            about = f"the {kind} `{one[1]}`: is it the one that belongs there?"
            yield Change(5, *puts[0], about, shown, puts[1:])


def _named_so(name: tuple[str, str], old: ast.AST) -> ast.expr:
    new = ast.Name(name[1], ast.Load()) if name[0] == "variable" else ast.Constant(name[1])
    return ast.copy_location(new, old)


def _taken_from(function: ast.FunctionDef) -> Iterator[Change]:
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
                (Place(call, "args", i, item), _located(_read(holder, item.id), item))
                for i, item in enumerate(call.args)
                if isinstance(item, ast.Name) and item.id in known
            ]
            if puts:
                about = f"what `{ast.unparse(call.func)}` is given: are these the values of that moment?"
                yield Change(2, *puts[0], about, call, puts[1:])


def _read(holder: str, key: str) -> ast.expr:
    return ast.Subscript(ast.Name(holder, ast.Load()), ast.Constant(key), ast.Load())


def _located(new: ast.expr, node: ast.expr) -> ast.expr:
    return ast.fix_missing_locations(ast.copy_location(new, node))


class _Maker:
    """Makes what may stand in the place of an expression."""

    def __init__(self, function: ast.FunctionDef, keys: Collection[str]) -> None:
        nodes = list(ast.walk(function))
        stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        self._names = list(dict.fromkeys([*_arguments(function), *stored]))
        self._counters = {
            name.id
            for node in nodes
            if isinstance(node, (ast.For, ast.comprehension))
            for name in ast.walk(node.target)
            if isinstance(name, ast.Name)
        }
        self._keys = list(keys)

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
        if isinstance(node, (ast.Name, ast.Subscript, ast.BinOp, ast.Call)) and not isinstance(
            place.parent, (ast.Subscript, ast.Attribute, ast.FormattedValue)
        ):
            yield from self._wrapped(node)
        if root or isinstance(place.parent, ast.BinOp):
            yield from self._with_another(node, 7 if root else 9)

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
            yield 3, BELONGS, value

    def _chosen(self, node: ast.IfExp) -> Iterator[Option]:
        yield 1, "which of the two is taken when", ast.IfExp(node.test, node.orelse, node.body)
        for value in (node.body, node.orelse):
            yield 4, "which of the two is taken when", value

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
        if name in REDUCTIONS:
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
        about = "the axis" if "axis" in given else "along which axis it runs (`axis`)"
        kept = "whether the result keeps its two axes (`keepdims`)"
        for axis in (None, 0, 1, -1):
            for keeps in (False, True):
                if keeps and name in WITHOUT_KEEPDIMS:
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
                yield (1, kept if same else about, ast.Call(node.func, args, keywords))

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
        backwards = ast.Call(ast.Name("reversed", ast.Load()), [node], [])
        yield 3, "in which direction the loop runs", backwards

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
        elif isinstance(value, float):
            for number in (value / 10, value * 10, -value, 1 - value, 0.0, 0.5, 1.0, 2.0):
                if number != value:
                    yield 3, "the number", _number(number)

    def _indexed(self, node: ast.Subscript) -> Iterator[Option]:
        index = node.slice
        yield 4, "the square brackets", node.value
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            if isinstance(index, ast.Constant) and index.value in (0, 1):
                other = ast.Constant(1 - index.value)
                yield 0, "which size is taken", ast.Subscript(node.value, other, ast.Load())
        elif isinstance(index, ast.Tuple) and len(index.elts) == 2:
            turned = ast.Tuple(index.elts[::-1], ast.Load())
            yield 1, "the order of the indices", ast.Subscript(node.value, turned, ast.Load())

    def _attribute(self, node: ast.Attribute) -> Iterator[Option]:
        if node.attr == "T":
            yield 0, "whether it is to be transposed", node.value
        elif node.attr == "size":
            for axis in (0, 1):
                shape = ast.Attribute(node.value, "shape", ast.Load())
                size = ast.Subscript(shape, ast.Constant(axis), ast.Load())
                yield 1, "which size is taken", size

    def _tuple(self, node: ast.Tuple) -> Iterator[Option]:
        for i, j in itertools.combinations(range(min(len(node.elts), 4)), 2):
            several = list(node.elts)
            several[i], several[j] = several[j], several[i]
            yield 1, ORDER, ast.Tuple(several, ast.Load())

    def _wrapped(self, node: ast.expr) -> Iterator[Option]:
        """Yield what one step more makes of an expression."""
        one, two = ast.Constant(1), ast.Constant(2)
        numpy = ast.Name("np", ast.Load())
        yield 1, "whether it is to be transposed", ast.Attribute(node, "T", ast.Load())
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
                yield rank, MISSING, ast.BinOp(node, operation(), other)
        if rank == 7:
            for name, axis in itertools.product(self._names, (0, 1)):
                shape = ast.Attribute(ast.Name(name, ast.Load()), "shape", ast.Load())
                size = ast.Subscript(shape, ast.Constant(axis), ast.Load())
                for operation in (ast.Div, ast.Mult):
                    yield 8, MISSING, ast.BinOp(node, operation(), size)


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


def _arguments(function: ast.FunctionDef) -> list[str]:
    arguments = function.args
    return [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def _is_module(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return _is_module(node.value)
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "math")


def _shifted(node: ast.expr, by: int) -> ast.expr:
    operation = ast.Add() if by > 0 else ast.Sub()
    return ast.BinOp(node, operation, ast.Constant(abs(by)))


def _number(value: float) -> ast.expr:
    constant = ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), constant) if value < 0 else constant


# ---------------------------------------------------------------- whole lines


def _of_statements(function: ast.FunctionDef) -> Iterator[Change]:
    for parent in ast.walk(function):
        for field in ("body", "orelse"):
            block = getattr(parent, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                for rank, about, shown, new in _of_block(block):
                    yield Change(rank, Place(parent, field, None, _Block(block)), new, about, shown)


class _Block(ast.AST):
    """A list of statements, in the place of a node."""

    def __init__(self, lines: Sequence[ast.stmt]) -> None:
        super().__init__()
        self.lines = lines


def _of_block(block: list[ast.stmt]) -> Iterator[tuple[int, str, ast.AST, ast.AST]]:
    def one(i: int, *new: ast.stmt) -> _Block:
        lines = [_placed(line, block[i]) for line in new]
        return _Block([*block[:i], *lines, *block[i + 1 :]])

    kept = [i for i, line in enumerate(block) if _is_put_into_an_entry(line)]
    if len(kept) > 1:
        added = [_added(line) if i in kept else line for i, line in enumerate(block)]
        about = "whether the values take the place of what is there, or are added to it"
        yield 1, about, block[kept[0]], _Block(added)
    for i, line in enumerate(block):
        if getattr(line, "watches", False):
            continue
        if isinstance(line, ast.AugAssign):
            for kind in (ast.Add, ast.Sub, ast.Mult, ast.Div):
                if not isinstance(line.op, kind):
                    new = ast.AugAssign(line.target, kind(), line.value)
                    about = f"the `{SIGNS.get(type(line.op), '')}=` in it"
                    yield 0, about, line, one(i, new)
            about = "whether the value is added to what is there, or takes its place"
            yield 0, about, line, one(i, ast.Assign([line.target], line.value))
        elif isinstance(line, ast.Assign) and isinstance(
            line.targets[0], (ast.Name, ast.Subscript)
        ):
            about = "whether the value takes the place of what is there, or is added to it"
            reads = any(isinstance(node, ast.Name) for node in ast.walk(line.value))
            yield (0 if reads else 3), about, line, one(i, _added(line))
        if isinstance(line, ast.If):
            opposite = ast.If(ast.UnaryOp(ast.Not(), line.test), line.body, line.orelse)
            yield 1, "for which answer what follows is done", line.test, one(i, opposite)
            yield 4, "whether the question is asked rightly", line.test, one(i, *line.body)
            if line.orelse:
                yield 4, "whether the question is asked rightly", line.test, one(i, *line.orelse)
        if isinstance(line, (ast.For, ast.While)) and not line.orelse:
            for count in range(1, min(4, len(line.body))):
                inside, moved = line.body[:-count], line.body[-count:]
                yield 2, INDENTED, moved[0], one(i, _with_body(line, inside), *moved)
            if i + 1 < len(block) and not isinstance(block[i + 1], ast.Return):
                longer = _with_body(line, [*line.body, block[i + 1]])
                yield (
                    3,
                    INDENTED,
                    block[i + 1],
                    _Block([*block[:i], _placed(longer, line), *block[i + 2 :]]),
                )
            if i and isinstance(block[i - 1], ast.Assign):
                longer = _with_body(line, [block[i - 1], *line.body])
                yield (
                    3,
                    INDENTED,
                    block[i - 1],
                    _Block([*block[: i - 1], _placed(longer, line), *block[i + 1 :]]),
                )
        if i + 1 < len(block):
            swapped = [*block[:i], block[i + 1], line, *block[i + 2 :]]
            yield 3, LINES, line, _Block(swapped)
        if len(block) > 1 and not isinstance(line, (ast.Return, ast.FunctionDef)):
            yield 2, NEEDED, line, _Block([*block[:i], *block[i + 1 :]])


def _is_put_into_an_entry(line: ast.stmt) -> bool:
    return isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Subscript)


def _added(line: Any) -> ast.stmt:
    return _placed(ast.AugAssign(line.targets[0], ast.Add(), line.value), line)


def _with_body(loop: ast.For | ast.While, body: list[ast.stmt]) -> ast.stmt:
    if isinstance(loop, ast.For):
        return ast.For(loop.target, loop.iter, body, [])
    return ast.While(loop.test, body, [])


def _placed(line: ast.stmt, old: ast.stmt) -> ast.stmt:
    if hasattr(line, "lineno"):
        return line
    return ast.fix_missing_locations(ast.copy_location(line, old))


def applied(change: Change) -> None:
    """Make a change in the tree that it belongs to."""
    for place, new in ((change.place, change.new), *change.more):
        if isinstance(new, _Block):
            setattr(place.parent, place.field, list(new.lines))
        else:
            place.put(new)


def undone(change: Change) -> None:
    """Take a change back."""
    for place in (change.place, *(place for place, _ in change.more)):
        if isinstance(place.node, _Block):
            setattr(place.parent, place.field, place.node.lines)
        else:
            place.put(place.node)
