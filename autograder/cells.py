"""Reads the code cell of a notebook as Python, with IPython's own reading of magics and shell escapes."""

from __future__ import annotations

import ast
import contextlib
import functools

from IPython.core.inputtransformer2 import TransformerManager

# Cell magics that run their body in the notebook's own namespace, so that what it defines is there.
RUN_IN_PLACE = ("time", "capture", "prun")
# IPython reads a cell anew for each magic in it, and looks for a `?` from each character of a line.
# With these bounds that takes half a second at worst; cells that students write take milliseconds.
MAX_CHARACTERS_READ = 200_000
MAX_LINE = 1_000
MAX_CELL_MAGICS = 10
# Most cells of a class are the course's own, again and again; a tree takes far more room than its text.
KEPT, MAX_CHARACTERS_KEPT = 256, 5_000


class _Transformer(TransformerManager):
    """IPython's transformer, with its work bounded by the characters that it reads, not by time."""

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        """Replace one magic after the other. Raises ValueError when that is too much work."""
        left, changed = MAX_CHARACTERS_READ, True
        while changed:
            left -= sum(map(len, lines))
            if left < 0 or max(map(len, lines), default=0) > MAX_LINE:
                raise ValueError("there are too many magics in too long a cell")
            changed, lines = self.do_one_token_transform(lines)
        return lines


def python_of(source: str) -> tuple[str, ast.Module]:
    """Return a cell as plain Python and its tree; both are empty when it is none.

    Magics, `f?` and `!ls` become calls of `get_ipython()`, as IPython runs them; the body of
    `%%time`, `%%capture` and `%%prun` is read as a cell of its own. Never raises for what a
    student wrote, of whatever size or nesting. The tree is only to be read: others get it too.
    """
    return (_python_of if len(source) > MAX_CHARACTERS_KEPT else _kept_python_of)(source)


def _python_of(source: str) -> tuple[str, ast.Module]:
    for _ in range(MAX_CELL_MAGICS):
        found = _parsed(source)
        if found is None:
            break
        body = _body_run_in_place(found[1])
        if body is None:
            return found
        source = body
    return "", ast.Module([], [])


_kept_python_of = functools.lru_cache(KEPT)(_python_of)


def _parsed(source: str) -> tuple[str, ast.Module] | None:
    """Return the text and tree of a source as it is, else as IPython would transform it."""
    errors = (SyntaxError, ValueError, RecursionError, MemoryError)
    with contextlib.suppress(*errors):
        return source, ast.parse(source)
    with contextlib.suppress(*errors):
        text = _Transformer().transform_cell(source)
        return text, ast.parse(text)
    return None


def _body_run_in_place(tree: ast.Module) -> str | None:
    """Return the body of a cell magic that runs it in the notebook's namespace.

    The transformer makes one statement of it: `get_ipython().run_cell_magic(name, line, body)`.
    """
    match tree.body:
        case [
            ast.Expr(
                ast.Call(
                    ast.Attribute(ast.Call(ast.Name("get_ipython")), "run_cell_magic"),
                    [ast.Constant(str(name)), ast.Constant(str(line)), ast.Constant(str(body))],
                )
            )
        ] if name in RUN_IN_PLACE:
            # With a statement beside it, `%%time x = 1`, IPython runs nothing of the cell.
            return body if name != "time" or not line or line.startswith("--") else ""
    return None
