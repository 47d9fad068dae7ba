"""Reads the functions that a notebook and the files beside it define, as text, without running anything."""

from __future__ import annotations

import ast
import functools
import symtable
from collections.abc import Iterator, Mapping

from autograder.cells import python_of
from helpers.judge.comparing import NoLoops

MAX_FILE = 100_000
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Sources:
    """The functions that the cells read so far define, the last one of each name.

    A method is known as "Class.method" and what a file defines as "file.function" beside its own
    name, so that what a function calls can be looked up as it is written there.
    """

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self.found: dict[str, str] = {}
        self.uses: dict[str, tuple[str, ...]] = {}
        self.calls: dict[tuple[str, frozenset[str]], set[str]] = {}
        self.joined: dict[tuple[str, frozenset[str]], str | None] = {}
        self.files = files or {}

    def read(self, cell: str) -> set[str]:
        """Take in what a cell defines; return the names."""
        source, tree = python_of(cell)
        before = dict(self.found)
        self.joined.clear()
        self.calls.clear()
        self._take(source, tree.body, "")
        return {name for name, text in self.found.items() if before.get(name) is not text}

    def _take(self, source: str, body: list[ast.stmt], prefix: str) -> None:
        for node in _statements(body):
            if isinstance(node, FUNCTIONS):
                self.found[prefix + node.name] = _text(source, node)
            elif isinstance(node, ast.ClassDef):
                self._take(source, node.body, f"{prefix}{node.name}.")
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                self._take_assignment(source, node, prefix)
            elif isinstance(node, (ast.Import, ast.ImportFrom)) and not prefix:
                self._take_import(node)
                self._take_renamed(node)

    def _take_assignment(self, source: str, node: ast.Assign | ast.AnnAssign, prefix: str) -> None:
        """Take in `f = lambda ...`, `f = g`, `f = partial(g, ...)`, `f = Thing().g`.

        Of `f = np.vectorize(g)` it is the wrapper that matters.
        """
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if not isinstance(target, ast.Name) or node.value is None:
            return
        if isinstance(node.value, ast.Lambda):
            self.found[prefix + target.id] = _text(source, node)
        elif _loops_in_disguise(node.value):
            self.found[prefix + target.id] = _text(source, node)
        elif (named := _named(node.value, self.found)) is not None:
            # The body of what is named, and not its name alone: that one may be defined anew.
            self.found[prefix + target.id] = self.found.get(named, _text(source, node))

    def _take_import(self, node: ast.Import | ast.ImportFrom) -> None:
        """Take in what a file of the student's own defines."""
        modules = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
        for module in modules:
            data = self.files.get(f"{(module or '').replace('.', '/')}.py")
            if module is None or data is None or len(data) > MAX_FILE:
                continue
            source, tree = python_of(data.decode("utf-8", "replace"))
            inside = Sources({k: v for k, v in self.files.items() if v is not data})
            inside._take(source, tree.body, "")
            for name, text in inside.found.items():
                self.found.setdefault(name, text)
                self.found[f"{module}.{name}"] = text
            for alias in node.names if isinstance(node, ast.ImportFrom) else ():
                if alias.name in inside.found:
                    self.found[alias.asname or alias.name] = inside.found[alias.name]

    def _take_renamed(self, node: ast.Import | ast.ImportFrom) -> None:
        """Take in that a name stands for one of numpy's or functools' loops in disguise."""
        if isinstance(node, ast.ImportFrom) and node.module in ("numpy", "functools"):
            for alias in node.names:
                if alias.name in NoLoops.LOOPING_NAMES and alias.asname is not None:
                    self.found[alias.asname] = f"{alias.asname} = {alias.name}\n"

    def with_helpers(self, name: str, exercises: frozenset[str]) -> str | None:
        """Return a function's source with that of the student's own helpers that it uses.

        Functions that are exercises themselves are left out, but for those of the same name's
        stem: `forward_vectorized` may not hide its loop in `forward_loop`.
        """
        key = (name, exercises)
        if key not in self.joined:
            self.joined[key] = self._joined(name, exercises) if name in self.found else None
        return self.joined[key]

    def called(self, name: str, exercises: frozenset[str]) -> set[str]:
        """Return those of the exercises' functions that a function calls, also by way of helpers.

        Of a class or a file that it names, each function counts.
        """
        key = (name, exercises)
        if key not in self.calls:
            self.calls[key] = self._called(name, exercises)
        return self.calls[key]

    def _called(self, name: str, exercises: frozenset[str]) -> set[str]:
        inside: dict[str, list[str]] = {}
        for other in self.found:
            inside.setdefault(other.partition(".")[0], []).append(other)
        seen, pending, called = {name}, [name], set()
        while pending:
            for used in _globals_of(self.found.get(pending.pop(), "")) - seen:
                seen.add(used)
                if used in exercises:
                    called.add(used)
                else:
                    pending += inside.get(used, [])
        return called - {name}

    def _joined(self, name: str, exercises: frozenset[str]) -> str:
        stem = name.split("_")[0]
        seen, pending, texts = {name}, [name], []
        while pending:
            text = self.found[pending.pop()]
            texts.append(text)
            if text not in self.uses:
                self.uses[text] = tuple(dict.fromkeys(_used(text)))
            for used in self.uses[text]:
                if used in self.found and used not in seen:
                    if used in exercises and not used.startswith(stem):
                        continue
                    seen.add(used)
                    pending.append(used)
        return "\n".join(dict.fromkeys(texts))


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements in order, those within if, try, with and loops too."""
    for node in body:
        yield node
        if isinstance(node, ast.If) and isinstance(node.test, ast.Constant):
            yield from _statements(node.body if node.test.value else node.orelse)
        elif not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            for inner in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, inner, []))
            for handler in getattr(node, "handlers", []):
                yield from _statements(handler.body)


def _text(source: str, node: ast.stmt) -> str:
    """Return the text of a statement, its first line moved to the left as far as it is indented."""
    # Python counts line feeds only; `splitlines` also breaks at form feeds and the like.
    lines = source.split("\n")[node.lineno - 1 : node.end_lineno]
    if node.col_offset and not lines[0][: node.col_offset].strip():
        return ast.unparse(node) + "\n"
    return "\n".join(lines) + "\n"


def _loops_in_disguise(value: ast.expr) -> bool:
    """Return whether an expression is a call of what hides a loop."""
    if not isinstance(value, ast.Call):
        return False
    called = value.func
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name in NoLoops.HIDDEN_LOOPS


def _named(value: ast.expr, found: Mapping[str, str]) -> str | None:
    """Return by what name the function is known that an expression stands for or wraps."""
    if isinstance(value, ast.Name):
        return value.id
    if isinstance(value, ast.Attribute):
        owner = value.value.func if isinstance(value.value, ast.Call) else value.value
        return f"{owner.id}.{value.attr}" if isinstance(owner, ast.Name) else None
    if isinstance(value, ast.Call):
        if isinstance(value.func, ast.Name) and f"{value.func.id}.__call__" in found:
            return f"{value.func.id}.__call__"
        inner = (_named(item, found) for item in value.args)
        return next((name for name in inner if name in found), None)
    return None


@functools.lru_cache(maxsize=2_000)
def _globals_of(text: str) -> frozenset[str]:
    """Return the names that a function's source looks up outside of it."""
    try:
        pending = symtable.symtable(text, "<answer>", "exec").get_children()
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    found: set[str] = set()
    while pending:
        table = pending.pop()
        found |= {item.get_name() for item in table.get_symbols() if item.is_global()}
        pending += table.get_children()
    return frozenset(found)


def _used(text: str) -> Iterator[str]:
    """Yield what a function's source names: functions, methods of its class, those of a file."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
