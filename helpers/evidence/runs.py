"""Keeps which cells this kernel ran, and which names each of them made."""

from __future__ import annotations

import ast
import functools
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeGuard

UNREADABLE = "unreadable"  # Python could not read the cell: a SyntaxError
STOPPED = "stopped"  # an error ended the cell on its way


@dataclass(frozen=True)
class Run:
    """One run of a cell: its id where the front end tells it, its text, when it began, how it failed.

    `functions` are those that were others after it, `names` those that were there at its end.
    """

    cell: str | None
    source: str
    began: float
    functions: frozenset[str]
    names: frozenset[str]
    failure: str = ""
    line: int = 0

    @functools.cached_property
    def made(self) -> frozenset[str]:
        """The names that it made. Its text is read when that is asked, which in a grader nobody does."""
        if self.failure:
            return self.functions
        return self.functions | (frozenset(bindings(self.source) or ()) & self.names)


class Runs:
    """The runs of one shell, from the moment it is watched."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._done: list[Run] = list(_before(shell))
        self._open: tuple[Any, float, dict[str, Any]] | None = None
        self.explain: Callable[[NameError], None] | None = None  # told of each one that ends a cell
        self.after: Callable[[str], None] | None = None  # told of each cell that was run
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._end)

    def _begin(self, info: Any) -> None:
        self._open = info, time.time(), self._callables()

    def _end(self, result: Any) -> None:
        if self._open is not None and self._open[0] is result.info:
            self._done.append(self._run(result.error_before_exec, result.error_in_exec))
            self._open = None
        if isinstance(result.error_in_exec, NameError) and self.explain is not None:
            self.explain(result.error_in_exec)
        if self.after is not None:
            self.after(result.info.raw_cell or "")

    def _callables(self) -> dict[str, Any]:
        # Arrays are left out: what a cell replaces should not be kept alive while it runs.
        return {name: item for name, item in self._shell.user_ns.items() if callable(item)}

    def _run(self, before: BaseException | None, inside: BaseException | None) -> Run:
        assert self._open is not None
        info, began, had = self._open
        now = self._callables()
        functions = frozenset(name for name, item in now.items() if had.get(name) is not item)
        names = frozenset(self._shell.user_ns)
        line = getattr(before, "lineno", 0) or 0
        failure = UNREADABLE if before is not None else STOPPED if inside is not None else ""
        cell = getattr(info, "cell_id", None)
        return Run(cell, info.raw_cell, began, functions, names, failure, line)

    def all(self) -> list[Run]:
        """Return the runs in their order; the one that is under way is the last."""
        return [*self._done, *([self._run(None, None)] if self._open else [])]


def _before(shell: Any) -> Iterator[Run]:
    """Yield what was run before it was watched, as IPython's history tells it: as late as can be."""
    for source in getattr(shell.history_manager, "input_hist_raw", ())[1:]:
        yield Run(None, source, time.time(), frozenset(), frozenset(shell.user_ns))


@functools.cache
def runs_of(shell: Any) -> Runs:
    """Return the runs of a shell, which are kept from the first time they are asked for."""
    return Runs(shell)


def runs_into(namespace: dict[str, Any]) -> Runs | None:
    """Return the runs of the shell whose cells work in `namespace`, or None outside of IPython."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    return runs_of(shell) if shell is not None and shell.user_ns is namespace else None


# ---------------------------------------------------------------- what a cell's text makes


@functools.lru_cache(maxsize=2_000)
def bindings(source: str) -> dict[str, str] | None:
    """Return the names that a cell makes, each with what the cell says of it, or None if unreadable.

    What is said is the syntax tree, without docstrings: comments and blanks do not count. Of an
    import it is what that name stands for.
    """
    try:
        tree = ast.parse(python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found: dict[str, list[str]] = {}
    for statement in tree.body:
        made = dict(_made_by(statement))
        told = _told(statement) if made else ""
        for name, imported in made.items():
            found.setdefault(name, []).append(imported or told)
    return {name: "\n".join(told) for name, told in found.items()}


def python(source: str) -> str:
    """Return a cell as Python: IPython's own lines translated, a first line such as %%time left out."""
    if re.match(r"\s*%%(time|capture|prun)\b", source):
        source = source.lstrip().partition("\n")[2]
    if not re.search(r"^\s*[%!?]|\?\s*$|=\s*[%!]", source, re.MULTILINE):
        return source
    try:
        from IPython.core.inputtransformer2 import TransformerManager
    except ImportError:
        return source
    return TransformerManager().transform_cell(source)


def _told(statement: ast.stmt) -> str:
    """Return what a statement says, without the docstrings in it. The statement is taken apart."""
    for node in ast.walk(statement):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(statement)


def _made_by(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the names that a statement binds where it stands, not those inside of functions.

    Beside each stands what it was imported from, empty for what was not.
    """
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name, ""
        return
    if isinstance(node, _SCOPES):
        return
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from _imported(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id, ""
    for child in ast.iter_child_nodes(node):
        yield from _made_by(child)


_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            whole = f"{'.' * node.level}{node.module or ''}.{alias.name}"
        else:
            whole = alias.name if alias.asname else alias.name.partition(".")[0]
        yield alias.asname or alias.name.partition(".")[0], f"import {whole}"


@functools.lru_cache(maxsize=2_000)
def reads(source: str, name: str) -> frozenset[str]:
    """Return the names of other cells that a cell needs before it has made `name`.

    Those that functions read when they are called are not among them.
    """
    made = bindings(source)
    if made is None or name not in made:
        return frozenset()
    body = ast.parse(python(source)).body
    last = max(i for i, statement in enumerate(body) if name in dict(_made_by(statement)))
    found = {item for statement in body[: last + 1] for item in _read_by(statement)}
    return frozenset(found - set(made))


def _read_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement reads where it stands, not what functions in it will read."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        given = node.args
        outside = [*given.defaults, *filter(None, given.kw_defaults)]
        outside += getattr(node, "decorator_list", [])
        for item in outside:
            yield from _read_by(item)
        return
    if isinstance(node, _SCOPES):
        own = {item.id for item in ast.walk(node) if _is_stored(item)}
        yield from (
            item
            for child in ast.iter_child_nodes(node)
            for item in _read_by(child)
            if item not in own
        )
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _read_by(child)


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def tries_to_make(source: str, name: str) -> bool:
    """Return whether a cell that Python cannot read looks as if it were to make `name`."""
    return re.search(rf"^\s*(def\s+{name}\b|{name}\s*=[^=])", source, re.MULTILINE) is not None
