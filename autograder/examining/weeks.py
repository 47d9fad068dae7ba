"""Puts a week together: its exercises' modules, and the Markdown file beside each of them."""

from __future__ import annotations

import ast
import functools
import importlib
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from autograder.examining.reading import read_variants
from autograder.examining.vocabulary import AuthoringError, Exercise, Week, file_line
from autograder.files import EXERCISES


def load_week(name: str) -> Week:
    """Return the WEEK of `autograder/exercises/NAME/`. Raises AuthoringError."""
    try:
        module = importlib.import_module(f"autograder.exercises.{name}")
    except ModuleNotFoundError as error:
        if error.name == f"autograder.exercises.{name}":
            raise AuthoringError(f"there is no autograder/exercises/{name}/__init__.py") from None
        raise
    return replace(module.WEEK, place=_line_of(module, "WEEK"))


def exercises_of(package: str, *names: str) -> tuple[Exercise, ...]:
    """Return the exercises of a week's folder in the order of `names`, variants included.

    `package` is the `__name__` of the folder's `__init__.py`. Raises AuthoringError for a name
    without a file, and for a file without a name.
    """
    folder = EXERCISES / package.rpartition(".")[2]
    where = file_line(folder / "__init__.py", 1)
    files = {path.stem for path in folder.iterdir() if path.suffix in (".py", ".md")}
    for name in sorted(name for name in files - {*names} if not name.startswith("_")):
        raise AuthoringError(
            f"{name!r} is in this folder and not among the exercises of the week: add it to "
            "`exercises_of(...)`",
            where,
        )
    for name in names:
        if not (folder / f"{name}.py").exists():
            raise AuthoringError(f"there is no {name}.py for the exercise {name!r}", where)
    return tuple(_exercise(importlib.import_module(f"{package}.{name}"), name) for name in names)


def _exercise(module: ModuleType, name: str) -> Exercise:
    where = _line_of(module, "EXERCISE")
    exercise = getattr(module, "EXERCISE", None)
    if not isinstance(exercise, Exercise) or exercise.name != name:
        raise AuthoringError(f"the module must define `EXERCISE = Exercise({name!r}, ...)`", where)
    misconceptions, alternatives = read_variants(_path(module).with_suffix(".md"))
    return replace(exercise, misconceptions=misconceptions, alternatives=alternatives, place=where)


def _line_of(module: ModuleType, name: str) -> str:
    """Return "file:line" of the statement of a module that assigns `name`; its first line if none."""
    return file_line(_path(module), _line_in(_path(module).read_text(encoding="utf-8"), name))


@functools.lru_cache(256)
def _line_in(source: str, name: str) -> int:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and name in map(ast.unparse, node.targets):
            return node.lineno
    return 1


def _path(module: ModuleType) -> Path:
    assert module.__file__, module
    return Path(module.__file__)
