"""What the notebook promises a student's cell: names that cells of the release bind.

Demonstrations are left out when a notebook is graded. When a student's cell or function needs a
name that one of them binds, that one is run after all, at no cost to the student.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator

from nbformat import NotebookNode

from autograder.cells import python_of
from autograder.grading.rebuild import is_demo

SECONDS = 20.0


class Promised:
    """The release's demonstrations by the names that they bind.

    `left_out` are those in which the process was lost.
    """

    def __init__(self, release: NotebookNode) -> None:
        self.order = {cell.id: i for i, cell in enumerate(release.cells)}
        self.cells = {
            cell.id: (cell.source, _names_bound(cell.source))
            for cell in release.cells
            if cell.cell_type == "code" and is_demo(cell)
        }
        self.left_out: set[str] = set()
        self.begin()

    def begin(self) -> None:
        """Start with a fresh process: no cell was run in it and none was passed."""
        self.done = set(self.left_out)
        self.reached = -1

    def passed(self, cell: NotebookNode) -> None:
        """Note how far a walk through the notebook has come."""
        self.reached = max(self.reached, self.order.get(cell.id, -1))

    def provide(self, name: str, run: Callable[[str, str], str | None]) -> bool:
        """Run the first cell above that binds a name and was not run; return whether there was one.

        `run(id, source)` runs a cell and returns the name that was missing in it, if one was.
        """
        for key, (source, names) in self.cells.items():
            if name not in names or key in self.done or self.order[key] > self.reached:
                continue
            self.done.add(key)
            missing = run(key, source)
            while missing is not None and missing != name and self.provide(missing, run):
                missing = run(key, source)
            return True
        return False


@functools.lru_cache(maxsize=512)
def _names_bound(source: str) -> frozenset[str]:
    """Return the names that a cell of a release binds: the same for each submission of a week."""
    return frozenset(_bound(python_of(source)[1].body))


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that statements bind outside of functions and classes."""
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
            continue
        if isinstance(
            node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
        ):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
        pending += ast.iter_child_nodes(node)
