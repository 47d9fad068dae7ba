"""Makes small changes of a function, one at a time, each with a sentence that says what is wrong then.

This is mutation as in mutation testing. The sentences name what the released notebook names too:
words of the docstring and of the comments, and numpy's functions; never a line of the answer.
"""

from __future__ import annotations

import ast
import copy
import itertools
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from autograder.examining.nodes import (
    called,
    given_and_stored,
    holders_in,
    is_number,
    is_numpy,
    key_of,
    keys_in,
    of_numpy,
    shifted,
    times,
    with_arguments,
)

SOLUTION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.S)
COMMON = {"m", "n", "i", "j", "l", "L", "np", "X", "Y", "W", "b", "A", "Z"}
REDUCTIONS = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "std": "var", "var": "std"}
SWAPPED = {
    "maximum": "minimum", "minimum": "maximum", "zeros": "ones", "ones": "zeros", "log": "log2",
    "argmax": "argmin", "argmin": "argmax", "floor": "ceil", "ceil": "floor", "any": "all",
    "all": "any", "zeros_like": "ones_like", "ones_like": "zeros_like", "sinh": "cosh", "square": "abs",
    "standard_normal": "random", "vstack": "hstack", "hstack": "vstack",
} | REDUCTIONS  # fmt: skip
OF_ONE = {
    "exp",
    "log",
    "sqrt",
    "tanh",
    "abs",
    "square",
    "float",
    "floor",
    "transpose",
    "copy",
    "array",
}
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], type[ast.cmpop]]] = {
    # with or without equality, and turned round
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
}
MOST_KEYS = 12
# Functions of numpy that make an array of a shape alone.
MADE = ("ones", "zeros", "full", "eye", "arange")


@dataclass(frozen=True)
class Change:
    """One changed answer: the sentence and the function's new source.

    The lower the rank, the more often students write it.
    """

    text: str
    source: str
    rank: int


@dataclass(frozen=True)
class _Edit:
    """A node that is put into a field of another, in the place of what stands there."""

    owner: ast.AST
    field: str
    index: int | None
    new: ast.AST
    rank: int
    text: str  # with HERE for the place
    place: str


HERE = "\0"
Options = Iterator[tuple[int, str, ast.AST]]


def changes(source: str, keys: Collection[str] = ()) -> list[Change]:
    """Return the small changes of a function, the commonest kinds first.

    `keys` are texts that dictionaries may have as keys, beside those that the function reads.
    """
    tree = ast.parse(source)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    known = _released(source) | COMMON
    edits = list(_Maker(function, known, keys).all())
    before = ast.unparse(tree)
    found: dict[str, Change] = {}
    for several, text in (*_alone(edits), *_everywhere(edits)):
        after = _edited(tree, several)
        if after != before:
            change = Change(text, after + "\n", several[0].rank)
            if after not in found or found[after].rank > change.rank:
                found[after] = change
    return sorted(found.values(), key=lambda change: change.rank)


def _released(source: str) -> set[str]:
    """Return the names that the released notebook has: of its code, of what is returned, or in its prose.

    A word of the prose that could be any word of English, such as "one", is no name of a variable there.
    """
    text = SOLUTION.sub("", source)
    quoted = re.findall(r'""".*?"""', text, re.S)
    code = re.sub(r"#.*", "", re.sub(r'""".*?"""', "", text, flags=re.S))
    heads = re.findall(r"^ *(.*?) -- ", "\n".join(quoted), re.M)
    words = re.findall(r"\w+", text)
    return {
        *re.findall(r"\w+", code),
        *re.findall(r"\w+", " ".join(heads)),
        *(word for word in words if not (word.isalpha() and word.islower() and len(word) > 1)),
    }


def _alone(edits: list[_Edit]) -> Iterator[tuple[list[_Edit], str]]:
    for edit in edits:
        yield [edit], edit.text.replace(HERE, edit.place)


def _everywhere(edits: list[_Edit]) -> Iterator[tuple[list[_Edit], str]]:
    """Yield the same change made in all places where it can be made, and in two of more."""
    kinds: dict[str, list[_Edit]] = {}
    for edit in edits:
        if f"in {HERE}" in edit.text.lower() and edit.rank < 5:
            kinds.setdefault(edit.text, []).append(edit)
    for text, several in kinds.items():
        places = list(dict.fromkeys(edit.place for edit in several))
        if len(several) > 1:
            where = " and ".join(places) if len(places) == 2 else "all places"
            yield several, text.replace(HERE, where if len(several) == 2 else "all places")
        if 2 < len(several) < 7:
            for pair in itertools.combinations(several, 2):
                where = " and ".join(dict.fromkeys(edit.place for edit in pair))
                yield list(pair), text.replace(HERE, where)


def _edited(tree: ast.Module, edits: list[_Edit]) -> str:
    """Return the source with the edits made; the tree is left as it was."""
    before = []
    try:
        for edit in edits:
            held = getattr(edit.owner, edit.field)
            if edit.index is None:
                before.append((edit, held))
                setattr(edit.owner, edit.field, edit.new)
            else:
                before.append((edit, held[edit.index]))
                held[edit.index] = edit.new
        return ast.unparse(ast.fix_missing_locations(tree))
    finally:
        for edit, old in reversed(before):
            if edit.index is None:
                setattr(edit.owner, edit.field, old)
            else:
                getattr(edit.owner, edit.field)[edit.index] = old


class _Maker:
    """Walks through a function and yields it changed at one place after the other."""

    def __init__(self, function: ast.FunctionDef, known: set[str], keys: Collection[str]) -> None:
        self._function = function
        self._known = known
        self._keys = list(dict.fromkeys([*keys_in(function), *keys]))[:MOST_KEYS]
        self._locals = given_and_stored(function)
        self._holders = holders_in(function)

    def all(self) -> Iterator[_Edit]:
        body = self._function.body
        first = 1 if isinstance(body[0], ast.Expr) else 0  # the docstring
        for statement in body[first:]:
            yield from self._statement(statement, "")
        yield from self._left_out(self._function, "body", first)

    # ------------------------------------------------------------ where something is

    def _place(self, statement: ast.stmt, outer: str) -> str:
        """Return what a statement makes, as a sentence may call it, or what is around it."""
        if isinstance(statement, ast.Assign):
            name = self._target(statement.targets[0])
        elif isinstance(statement, ast.AugAssign):
            name = self._target(statement.target)
        elif isinstance(statement, ast.Return):
            return "what is returned"
        elif isinstance(statement, (ast.If, ast.While)):
            return "a condition"
        elif isinstance(statement, ast.For):
            return "the loop"
        else:
            name = ""
        return f"`{name}`" if name else outer or self._towards(statement)

    def _towards(self, statement: ast.stmt) -> str:
        """Return what a step without a public name leads to: the next public one that reads it."""
        made = {
            n.id
            for n in ast.walk(statement)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        for later in ast.walk(self._function):
            if isinstance(later, ast.Assign) and later.lineno > statement.lineno:
                name = self._target(later.targets[0])
                if name and made & {n.id for n in ast.walk(later.value) if isinstance(n, ast.Name)}:
                    return f"a step on the way to `{name}`"
        return "a step on the way"

    def _target(self, node: ast.AST) -> str:
        """Return the public name of what is assigned to, or ""."""
        if isinstance(node, ast.Tuple):
            names = [self._target(item) for item in node.elts]
            return ", ".join(names) if all(names) else ""
        if isinstance(node, ast.Subscript):
            return key_of(node.slice, self._known) or self._target(node.value)
        if isinstance(node, ast.Name):
            return node.id if node.id in self._known else ""
        return ""

    def _noun(self, node: ast.AST) -> str:
        """Return what a sentence calls an expression, or "" where it has no public name."""
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return f"{node.value:g}" if node.value in (1, 2) else ""
        if isinstance(node, ast.Name):
            return f"`{node.id}`" if node.id in self._known else ""
        if isinstance(node, ast.Subscript):
            key = key_of(node.slice, self._known)
            return f"`{key}`" if key else ""
        if isinstance(node, ast.Attribute) and node.attr == "T":
            return self._noun(node.value)
        if isinstance(node, ast.UnaryOp):
            return self._noun(node.operand)
        return ""

    def _with(self, kind: str, node: ast.AST) -> str:
        """Return "the factor `m`", "the factor with `A1` and `log`", or "a factor"."""
        noun = self._noun(node)
        if noun:
            return f"the {kind} {noun}"
        inner = (n for n in ast.walk(node) if isinstance(n, (ast.Name, ast.Subscript)))
        nouns = [n for n in dict.fromkeys(map(self._noun, inner)) if n and n != "`np`"]
        calls = [f"`{name}`" for name in map(called, ast.walk(node)) if name]
        nouns = list(dict.fromkeys([*calls, *nouns]))[:2]
        return f"the {kind} with {' and '.join(nouns)}" if nouns else f"one {kind}"

    # ------------------------------------------------------------ statements

    def _statement(self, statement: ast.stmt, outer: str) -> Iterator[_Edit]:
        place = self._place(statement, outer)
        for field, value in ast.iter_fields(statement):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                for inner in value:
                    yield from self._statement(inner, place if place.startswith("`") else outer)
                yield from self._left_out(statement, field, 0)
            elif isinstance(value, ast.expr) and field != "target":
                if not isinstance(statement, ast.While):  # whose end is not to be touched
                    yield from self._expression(statement, field, None, place)
        if isinstance(statement, (ast.Assign, ast.Return)) and statement.value is not None:
            value, plain = statement.value, (ast.Dict, ast.Tuple, ast.Name, ast.DictComp)
            if not isinstance(value, plain) and called(value) not in ("default_rng", "int", "len"):
                for rank, text, new in self._of_whole(value):
                    yield _Edit(statement, "value", None, new, rank, text, place)
        if isinstance(statement, ast.If):
            negated = ast.UnaryOp(ast.Not(), statement.test)
            text = "a condition is turned round: what belongs to yes is done for no"
            yield _Edit(statement, "test", None, negated, 4, text, place)

    def _left_out(self, owner: ast.AST, field: str, first: int) -> Iterator[_Edit]:
        statements = getattr(owner, field)
        for i, statement in enumerate(statements[first:], first):
            place = self._place(statement, "")
            if isinstance(statement, (ast.Return, ast.Pass)):
                continue
            text = "one step is left out"
            if place.startswith("`"):
                text = f"a step that makes {HERE} is left out"
            elif isinstance(statement, ast.If):
                text = "a case that needs a condition of its own is left out"
            if isinstance(statement, ast.AugAssign):
                plain = ast.Assign([statement.target], statement.value)
                told = f"{HERE} gets a new value each time, where the values are to be added up"
                yield _Edit(owner, field, i, plain, 3, told, place)
            yield _Edit(owner, field, i, ast.Pass(), 6, text, place)

    def _of_whole(self, value: ast.expr) -> Options:
        yield 1, f"{HERE} has the opposite sign", ast.UnaryOp(ast.USub(), value)
        if "m" in self._locals:
            m = ast.Name("m", ast.Load())
            text = f"{HERE} is divided by `m` once too often"
            yield 2, text, ast.BinOp(value, ast.Div(), m)
            yield 3, f"{HERE} is multiplied by `m`", ast.BinOp(value, ast.Mult(), m)
        yield 4, f"{HERE} is twice as large as it should be", times(value, 2.0)
        yield 4, f"{HERE} is half as large as it should be", times(value, 0.5)
        one = ast.Constant(1)
        yield 7, f"{HERE} is squared", ast.BinOp(value, ast.Pow(), ast.Constant(2))
        yield 7, f"{HERE} is 1 too large", ast.BinOp(value, ast.Add(), one)
        yield 7, f"{HERE} is 1 too small", ast.BinOp(value, ast.Sub(), one)
        yield 8, f"{HERE} is 1 minus what it should be", ast.BinOp(one, ast.Sub(), value)
        for name in ("abs", "sqrt", "exp", "tanh"):
            yield 8, f"`{name}` is applied to {HERE}, which is not asked for", of_numpy(name, value)

    # ------------------------------------------------------------ expressions

    def _expression(
        self, owner: ast.AST, field: str, index: int | None, place: str
    ) -> Iterator[_Edit]:
        value = getattr(owner, field)
        node = value if index is None else value[index]
        for rank, text, new in self._options(node):
            yield _Edit(owner, field, index, new, rank, text, place)
        if isinstance(node, ast.Dict):
            for i, key in enumerate(node.keys):
                name = key_of(key, self._known) if key else ""
                inner = f"`{name}`" if name else place
                yield from self._expression(node, "values", i, inner)
                if not isinstance(node.values[i], (ast.Name, ast.Lambda)):
                    for rank, text, new in self._of_whole(node.values[i]):
                        yield _Edit(node, "values", i, new, rank, text, inner)
        elif isinstance(node, (ast.JoinedStr, ast.Lambda)) or called(node) == "range":
            if isinstance(node, ast.Lambda):
                yield from self._expression(node, "body", None, place)
        elif called(node) == "clip" and isinstance(node, ast.Call):
            # Its bounds make all entries alike when they are wrong, in many ways.
            for i in range(min(1, len(node.args))):
                yield from self._expression(node, "args", i, place)
        else:
            for name, inner_value in ast.iter_fields(node):
                if isinstance(inner_value, ast.expr):
                    yield from self._expression(node, name, None, place)
                for i, item in enumerate(inner_value if isinstance(inner_value, list) else []):
                    if isinstance(item, ast.expr):
                        yield from self._expression(node, name, i, place)
                    elif isinstance(item, ast.comprehension):
                        yield from self._expression(item, "iter", None, place)
                    elif isinstance(item, ast.keyword) and item.arg not in ("axis", "keepdims"):
                        yield from self._expression(item, "value", None, place)

    def _options(self, node: ast.AST) -> Options:
        finders: dict[type, Callable[..., Options]] = {
            ast.BinOp: self._of_product_or_sum,
            ast.UnaryOp: self._of_sign,
            ast.Call: self._of_call,
            ast.Compare: self._of_comparison,
            ast.Constant: self._of_constant,
            ast.Name: self._of_name,
            ast.Subscript: self._of_key,
            ast.Attribute: self._of_attribute,
            ast.BoolOp: self._of_and_or,
            ast.IfExp: self._of_choice,
        }
        finder = finders.get(type(node))
        if finder is not None:
            yield from finder(node)

    def _of_product_or_sum(self, node: ast.BinOp) -> Options:
        left, right, op = node.left, node.right, node.op
        if isinstance(op, ast.Mult):
            for gone, rest in ((right, left), (left, right)):
                yield 0, f"{self._with('factor', gone)} is missing in {HERE}", rest
            text = f"{self._with('factor', right)} divides in {HERE}, and is to multiply"
            yield 4, text, ast.BinOp(left, ast.Div(), right)
            yield 5, f"in {HERE}, a `+` stands for a product", ast.BinOp(left, ast.Add(), right)
            text = f"in {HERE}, a matrix product stands for a product entry by entry"
            yield 4, text, ast.BinOp(left, ast.MatMult(), right)
        elif isinstance(op, ast.Div):
            noun = self._noun(right)
            by = f"the division by {noun}" if noun else f"a division {self._with('', right)[4:]}"
            by = by.strip()
            yield 0, f"{by} is missing in {HERE}", left
            text = f"in {HERE}, what is to divide multiplies"
            yield 2, text, ast.BinOp(left, ast.Mult(), right)
            text = f"a fraction in {HERE} is upside down"
            yield 3, text, ast.BinOp(right, ast.Div(), left)
        elif isinstance(op, (ast.Add, ast.Sub)):
            yield from self._of_sum(node)
        elif isinstance(op, ast.Pow):
            what = "the square" if is_number(right, 2) else "a power"
            yield 0, f"{what} is missing in {HERE}", left
            if is_number(right, 2):
                text = f"in {HERE}, 2 is a factor where it is to be an exponent"
                yield 2, text, ast.BinOp(left, ast.Mult(), right)
                text = f"in {HERE}, a third power stands for a square"
                yield 5, text, ast.BinOp(left, ast.Pow(), ast.Constant(3))
                yield 4, f"in {HERE}, `abs` stands for a square", of_numpy("abs", left)
        elif isinstance(op, ast.MatMult):
            text = f"in {HERE}, the factors of a matrix product stand in the other order"
            yield 2, text, ast.BinOp(right, ast.MatMult(), left)
            text = f"in {HERE}, a product entry by entry stands for a matrix product"
            yield 2, text, ast.BinOp(left, ast.Mult(), right)
            for gone, rest in ((left, right), (right, left)):
                named = self._named(gone)
                # What a step has no name for, or makes for this product alone, is the author's own way.
                if named not in ("it", "one") and called(gone) not in MADE:
                    yield 4, f"the product with {named} is missing in {HERE}", rest

    def _named(self, node: ast.AST) -> str:
        return self._with("", node).removeprefix("the ").strip().removeprefix("with ") or "it"

    def _of_sum(self, node: ast.BinOp) -> Options:
        left, right = node.left, node.right
        plus = isinstance(node.op, ast.Add)
        turned = ast.Sub() if plus else ast.Add()
        text = f"in {HERE}, a `{'-' if plus else '+'}` stands for a `{'+' if plus else '-'}`"
        yield 1, text, ast.BinOp(left, turned, right)
        yield 1, f"{self._with('term', right)} is missing in {HERE}", left
        alone: ast.expr = right if plus else ast.UnaryOp(ast.USub(), right)
        yield 1, f"{self._with('term', left)} is missing in {HERE}", alone
        if not plus:
            text = f"the two sides of a difference are exchanged in {HERE}"
            yield 1, text, ast.BinOp(right, ast.Sub(), left)
            yield 3, f"{self._with('term', left)} is missing in {HERE}, with its minus", right
        if isinstance(left, ast.BinOp) and isinstance(right, ast.BinOp):
            if isinstance(left.op, ast.Mult) and isinstance(right.op, ast.Mult):
                one = ast.BinOp(right.left, ast.Mult(), left.right)
                two = ast.BinOp(left.left, ast.Mult(), right.right)
                text = f"in {HERE}, the two factors in a sum stand with each other's terms"
                yield 1, text, ast.BinOp(one, node.op, two)
        text = f"in {HERE}, a product stands for a {'sum' if plus else 'difference'}"
        yield 5, text, ast.BinOp(left, ast.Mult(), right)
        for side in (left, right):
            other = right if side is left else left
            if isinstance(other, ast.BinOp) and isinstance(other.op, (ast.Mult, ast.Div)):
                # a + b * c read as (a + b) * c
                if other is right:
                    inner = ast.BinOp(left, node.op, other.left)
                    new = ast.BinOp(inner, other.op, other.right)
                else:
                    new = ast.BinOp(other.left, other.op, ast.BinOp(other.right, node.op, right))
                yield 3, f"brackets stand at another place in {HERE}", new

    def _of_sign(self, node: ast.UnaryOp) -> Options:
        if isinstance(node.op, ast.USub):
            if not isinstance(node.operand, ast.Constant):
                yield 0, f"a minus sign is missing in {HERE}", node.operand
        elif isinstance(node.op, (ast.Not, ast.Invert)):
            yield 2, f"a `not` is missing in {HERE}", node.operand

    def _of_call(self, node: ast.Call) -> Options:
        name = called(node)
        if name in REDUCTIONS or name in ("argmax", "prod", "cumsum"):
            yield from self._of_axis(node, name)
        yield from self._of_missing_call(node, name)
        yield from self._of_what_is_given(node, name)
        yield from self._of_another_function(node, name)
        yield from self._of_exchanged(node, name)
        if name == "range":
            yield from self._of_range(node)
        if name == "reshape":
            yield 5, f"the reshaping is missing in {HERE}", _inner(node) or node
        if name == "isinstance":
            return
        for i, keyword in enumerate(node.keywords):
            if keyword.arg not in ("axis", "keepdims", None):
                yield 4, f"the argument `{keyword.arg}` is missing in {HERE}", _without(node, i)

    def _of_missing_call(self, node: ast.Call, name: str) -> Options:
        inner = _inner(node)
        single = (
            name in OF_ONE or name in REDUCTIONS or (name == "maximum" and not _is_method(node))
        )
        if single and inner is not None:
            yield 2, f"`{name}` is missing in {HERE}", inner
        elif name in self._known and name != "range" and isinstance(node.func, ast.Name):
            for argument in node.args:
                noun = self._noun(argument)
                if noun:
                    text = f"{noun} itself is used in {HERE}, and not what `{name}` makes of it"
                    yield 5, text, argument
        if name == "clip" and node.args:
            yield 2, f"`clip` is missing in {HERE}", node.args[0]

    def _of_what_is_given(self, node: ast.Call, name: str) -> Options:
        if not node.args:
            return
        first = node.args[0]
        if name in ("exp", "log", "sigmoid", "tanh"):
            text = f"what is given to `{name}` in {HERE} has the opposite sign"
            yield 2, text, with_arguments(node, [ast.UnaryOp(ast.USub(), first)])
        if name == "sqrt" and isinstance(first, ast.BinOp) and isinstance(first.op, ast.Add):
            inside = with_arguments(node, [first.left])
            text = f"in {HERE}, {self._with('term', first.right)} stands outside of the root"
            yield 2, text, ast.BinOp(inside, ast.Add(), first.right)

    def _of_another_function(self, node: ast.Call, name: str) -> Options:
        if name in SWAPPED and isinstance(node.func, ast.Attribute):
            other = copy.copy(node)
            other.func = ast.Attribute(node.func.value, SWAPPED[name], ast.Load())
            yield 3, f"`{SWAPPED[name]}` stands for `{name}` in {HERE}", other
        if name == "log":
            other = copy.copy(node)
            other.func = ast.Attribute(ast.Name("np", ast.Load()), "log10", ast.Load())
            yield 4, f"`log10` stands for `log` in {HERE}", other

    def _of_exchanged(self, node: ast.Call, name: str) -> Options:
        given = node.args
        if name == "where" and len(given) == 3:
            text = f"in {HERE}, the two choices of `where` are exchanged"
            yield 2, text, with_arguments(node, [given[0], given[2], given[1]])
            for chosen in given[1:]:
                yield 5, f"in {HERE}, one choice is taken for all entries", chosen
        elif len(given) == 2 and name not in ("range", "reshape"):
            text = f"the arguments of `{name}` are exchanged in {HERE}"
            yield 4, text, with_arguments(node, given[::-1])

    def _of_axis(self, node: ast.Call, name: str) -> Options:
        for i, keyword in enumerate(node.keywords):
            if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
                for axis in (0, 1):
                    if axis != keyword.value.value:
                        other = copy.copy(node)
                        other.keywords = list(node.keywords)
                        other.keywords[i] = ast.keyword("axis", ast.Constant(axis))
                        text = f"`{name}` runs along `axis={axis}` in {HERE}, and the other axis is meant"
                        yield 1, text, other
                text = f"`{name}` has no axis in {HERE}: it runs over all entries"
                yield 1, text, _without(node, i)
            elif keyword.arg == "keepdims":
                yield 1, f"`keepdims` is missing in {HERE}", _without(node, i)
        if name in ("std", "var"):
            other = copy.copy(node)
            other.keywords = [*node.keywords, ast.keyword("ddof", ast.Constant(1))]
            yield 4, f"`{name}` in {HERE} divides by one less than the count", other

    def _of_range(self, node: ast.Call) -> Options:
        last = len(node.args) - 1 if len(node.args) < 3 else 1
        texts = (
            (last, 1, "the loop goes one step too far"),
            (last, -1, "the loop ends one step too early"),
            (0, 1, "the loop begins one step too late"),
        )
        for i, by, text in texts:
            if i == 0 and len(node.args) == 1 and by == 1 and text.startswith("the loop begins"):
                yield 2, text, with_arguments(node, [ast.Constant(1), node.args[0]])
                continue
            new = list(node.args)
            new[i] = shifted(node.args[i], by)
            yield 2, text, with_arguments(node, new)
        if len(node.args) >= 2:
            new = list(node.args)
            new[0] = shifted(node.args[0], -1)
            yield 3, "the loop begins one step too early", with_arguments(node, new)

    def _of_comparison(self, node: ast.Compare) -> Options:
        pair = COMPARED.get(type(node.ops[0]))
        if pair is None or len(node.ops) != 1:
            return
        texts = (
            (3, f"in {HERE}, equal values fall on the wrong side"),
            (2, f"in {HERE}, a comparison is turned round"),
        )
        for kind, (rank, text) in zip(pair, texts, strict=True):
            yield rank, text, ast.Compare(node.left, [kind()], node.comparators)

    def _of_constant(self, node: ast.Constant) -> Options:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return
        # The sentence tells no number of the answer's.
        if isinstance(value, int):
            yield 5, f"in {HERE}, a whole number is one too large", ast.Constant(value + 1)
            yield 5, f"in {HERE}, a whole number is one too small", ast.Constant(value - 1)
        else:
            yield 6, f"in {HERE}, a number is ten times too large", ast.Constant(value * 10)
            yield 6, f"in {HERE}, a number is ten times too small", ast.Constant(value / 10)
            for other in (0.0, 1.0):
                if other != value:
                    text = f"in {HERE}, {other:g} stands where another number belongs"
                    yield 6, text, ast.Constant(other)

    def _of_name(self, node: ast.Name) -> Options:
        if not isinstance(node.ctx, ast.Load) or node.id not in self._locals:
            return
        for other in self._locals:
            if other != node.id:
                yield 6, self._in_place_of(ast.Name(other), node), ast.Name(other, ast.Load())
        for holder, key in itertools.product(self._holders, self._keys):
            read = ast.Subscript(ast.Name(holder, ast.Load()), ast.Constant(key), ast.Load())
            if node.id not in (holder, key):
                yield 6, self._in_place_of(read, node), read
        if node.id in ("l", "i", "j", "t", "k"):
            yield 4, f"in {HERE}, an index is one too large", shifted(node, 1)
            yield 4, f"in {HERE}, an index is one too small", shifted(node, -1)

    def _in_place_of(self, other: ast.AST, node: ast.AST) -> str:
        one, belongs = self._noun(other), self._noun(node)
        if one and belongs:
            return f"in {HERE}, {one} stands in the place of {belongs}"
        if one:
            return f"in {HERE}, {one} stands where something else belongs"
        if belongs:
            return f"in {HERE}, something else stands in the place of {belongs}"
        return f"in {HERE}, one value stands in the place of another"

    def _of_key(self, node: ast.Subscript) -> Options:
        if not isinstance(node.ctx, ast.Load):
            return
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            for key in self._keys:
                if key != node.slice.value:
                    new = ast.Subscript(node.value, ast.Constant(key), ast.Load())
                    yield 5, self._in_place_of(new, node), new
        elif isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            if isinstance(node.slice, ast.Constant) and node.slice.value in (0, 1):
                axis = 1 - node.slice.value
                text = f"in {HERE}, the size of axis {axis} stands for that of axis {1 - axis}"
                yield 2, text, ast.Subscript(node.value, ast.Constant(axis), ast.Load())
        for name in self._locals:
            if isinstance(node.slice, (ast.Constant, ast.JoinedStr)):
                other = ast.Name(name, ast.Load())
                yield 7, self._in_place_of(other, node), other

    def _of_attribute(self, node: ast.Attribute) -> Options:
        if node.attr == "T":
            yield 1, f"{self._with('transpose of', node.value)} is missing in {HERE}", node.value
        elif node.attr == "size":
            new = ast.Subscript(
                ast.Attribute(node.value, "shape", ast.Load()), ast.Constant(0), ast.Load()
            )
            yield 3, f"in {HERE}, the first axis is counted, and not all entries", new

    def _of_and_or(self, node: ast.BoolOp) -> Options:
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        words = ("or", "and") if isinstance(node.op, ast.And) else ("and", "or")
        yield 3, f"in {HERE}, `{words[0]}` stands for `{words[1]}`", ast.BoolOp(other, node.values)
        for i in range(len(node.values)):
            rest = [value for j, value in enumerate(node.values) if j != i]
            kept = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield 4, f"in {HERE}, one of the questions is missing", kept

    def _of_choice(self, node: ast.IfExp) -> Options:
        text = f"in {HERE}, the two choices are exchanged"
        yield 3, text, ast.IfExp(node.test, node.orelse, node.body)
        for chosen in (node.body, node.orelse):
            yield 4, f"in {HERE}, one of two choices is always taken", chosen


def _is_method(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and not is_numpy(node.func.value)


def _inner(node: ast.Call) -> ast.expr | None:
    """Return what a function is applied to: what its method belongs to, or its first argument."""
    if isinstance(node.func, ast.Attribute) and _is_method(node):
        return node.func.value
    return node.args[0] if node.args else None


def _without(node: ast.Call, number: int) -> ast.Call:
    """Return a call without one of its named arguments."""
    fewer = copy.copy(node)
    fewer.keywords = [keyword for i, keyword in enumerate(node.keywords) if i != number]
    return fewer
