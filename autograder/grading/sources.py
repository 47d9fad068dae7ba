"""Reads the functions that a notebook defines, as text, without running anything."""

from __future__ import annotations

import ast

from nbformat import NotebookNode

from autograder.cells import python_of


def function_sources(notebook: NotebookNode) -> dict[str, str]:
    """Return the source of each function that a notebook's cells define, the last one of a name."""
    found: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        source, tree = python_of(cell.source)
        # Python counts line feeds only; `splitlines` also breaks at form feeds and the like.
        lines = source.split("\n")
        for node in tree.body:
            name = _defined(node)
            if name is not None:
                found[name] = "\n".join(lines[node.lineno - 1 : node.end_lineno]) + "\n"
    return found


def _defined(node: ast.stmt) -> str | None:
    """Return the name of the function that a statement defines: by def, lambda or a second name."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Lambda, ast.Name)):
        target = node.targets[0]
        return target.id if isinstance(target, ast.Name) else None
    return None


def with_helpers(name: str, sources: dict[str, str], exercises: set[str]) -> str | None:
    """Return a function's source with that of the student's own helpers that it uses.

    Functions that are exercises themselves are left out, but for those of the same name's stem:
    `forward_vectorized` may not hide its loop in `forward_loop`.
    """
    if name not in sources:
        return None
    stem = name.split("_")[0]
    seen, pending, texts = {name}, [name], []
    while pending:
        text = sources[pending.pop()]
        texts.append(text)
        for node in ast.walk(ast.parse(text)):
            used = node.id if isinstance(node, ast.Name) else None
            if used and used in sources and used not in seen:
                if used in exercises and not used.startswith(stem):
                    continue
                seen.add(used)
                pending.append(used)
    return "\n".join(texts)
