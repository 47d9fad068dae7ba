"""Answers as source and as functions that run: the reference, and each variant of it."""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import importlib
import importlib.util
import io
import itertools
import linecache
import re
import textwrap
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from autograder.examining.quick import quick
from autograder.examining.vocabulary import AuthoringError, Exercise, Hunk, Variant
from helpers.judge.calling import observe
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import CaseSheet

MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[^\n]*\n", re.M)

MODULE = "variant_of_"  # what the module of an answer is called, before its week's name


@functools.cache
def solution_source(week: str) -> str:
    """Return the text of `solutions/WEEK.py`."""
    spec = importlib.util.find_spec(f"solutions.{week}")
    if spec is None or spec.origin is None:
        raise AuthoringError(f"there is no solutions/{week}.py")
    return Path(spec.origin).read_text(encoding="utf-8")


def without_markers(source: str) -> str:
    """Return a function's source without the lines that mark its answer."""
    return MARKER.sub("", source)


@functools.cache
def function_sources(week: str) -> dict[str, str]:
    """Return the source of each top-level function of `solutions/WEEK.py`, markers included."""
    text = solution_source(week)
    lines = text.splitlines(keepends=True)
    return {
        node.name: "".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


def variant_source(week: str, exercise: Exercise, variant: Variant) -> dict[str, str]:
    """Return the source of each function of an exercise as the variant writes it."""
    sources = {name: function_sources(week)[name] for name in exercise.functions}
    if variant.code:
        text = textwrap.dedent(variant.code).strip() + "\n"
        return _split_functions(text, sources, variant)
    return _changed(sources, variant)


def _changed(reference: dict[str, str], variant: Variant) -> dict[str, str]:
    """Return the reference's functions with the variant's hunks applied."""
    lines = {name: source.splitlines() for name, source in reference.items()}
    edits = [(*_place_of(hunk, lines, variant), hunk) for hunk in variant.change]
    end: tuple[str, int] = ("", 0)
    for name, start, hunk in sorted(edits, key=lambda edit: edit[:2]):
        if end[0] == name and start < end[1]:
            raise AuthoringError(
                f"a hunk of {variant.name!r} begins inside the one before: make one of both",
                hunk.place,
            )
        end = (name, start + len(hunk.old))
    for name, start, hunk in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        lines[name][start : start + len(hunk.old)] = hunk.new
    return {name: "\n".join(of_function) + "\n" for name, of_function in lines.items()}


def _place_of(hunk: Hunk, lines: dict[str, list[str]], variant: Variant) -> tuple[str, int]:
    """Return the function, and the line in it, at which a hunk applies."""
    size = len(hunk.old)
    places = [
        (name, start)
        for name, of_function in lines.items()
        for start in range(len(of_function) - size + 1)
        if tuple(of_function[start : start + size]) == hunk.old
    ]
    if len(places) != 1:
        mend = "add lines around them" if places else "take them from the answer as it is now"
        raise AuthoringError(
            f"{variant.name!r} changes lines that stand in the answer {len(places)} times; they "
            f"must be there exactly once, so {mend}:\n" + "\n".join(hunk.old),
            hunk.place,
        )
    return places[0]


def _split_functions(text: str, reference: dict[str, str], variant: Variant) -> dict[str, str]:
    """Return the variant's code by function; what stands before a function belongs to it."""
    found, rest = _split(text, tuple(reference))
    if not found:
        raise AuthoringError(f"{variant.name!r} defines none of {sorted(reference)}", variant.place)
    changed = dict(found)
    if rest:
        last = list(changed)[-1]
        changed[last] += "\n" + rest + "\n"
    return reference | changed


@functools.cache
def _split(text: str, names: tuple[str, ...]) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return those functions of a text that have these names, and what stands behind the last."""
    lines = text.splitlines(keepends=True)
    found: dict[str, str] = {}
    start = 0
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            found[node.name] = "".join(lines[start : node.end_lineno]).strip() + "\n"
            start = node.end_lineno or start
    return tuple(found.items()), "".join(lines[start:]).strip()


@functools.cache
def reference_namespace(week: str) -> dict[str, Any]:
    """Return a namespace in which the week's solutions have been run; the same at every call.

    Cases are drawn by the module itself, which from here on takes the short ways too.
    """
    _take_short_ways(importlib.import_module(f"solutions.{week}"))
    return vars(_fresh_module(week, ""))


def with_variants(week: str, sources: dict[str, str]) -> dict[str, Any]:
    """Return a fresh namespace of the week's solutions in which `sources` replace functions."""
    return vars(_fresh_module(week, "\n\n".join(sources.values())))


@functools.cache
def _compiled(week: str) -> types.CodeType:
    return compile(solution_source(week), f"<solutions of {week}>", "exec")


def _fresh_module(week: str, extra: str) -> types.ModuleType:
    module = types.ModuleType(f"{MODULE}{week}")
    exec(_compiled(week), vars(module))
    _take_short_ways(module)
    if extra:
        exec(_compiled_variant(week, extra), vars(module))
    return module


def _take_short_ways(module: types.ModuleType) -> None:
    if vars(module).get("np") is np:
        vars(module)["np"] = quick


@functools.cache
def _compiled_variant(week: str, source: str) -> types.CodeType:
    """Return a variant as code whose lines can be looked up: what a line that stopped was given is told."""
    name = f"<variant of {week} {hashlib.sha256(source.encode()).hexdigest()[:12]}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    return compile(source, name, "exec")


def quietly(case: CaseSheet, namespace: dict[str, Any]) -> Outcome:
    """Return what functions of ours do with a case, without their warnings and prints."""
    silence = contextlib.redirect_stdout(io.StringIO())
    with warnings.catch_warnings(), np.errstate(all="ignore"), silence, _repeatable():
        warnings.simplefilter("ignore")
        return observe(case.request(), namespace)


@contextlib.contextmanager
def _repeatable() -> Iterator[None]:
    """Have generators that are made without a seed draw the same numbers at every build."""
    original, seeds = np.random.default_rng, itertools.count(1_000)
    np.random.seed(1_000)  # the global generator: nothing of ours draws from it
    np.random.default_rng = lambda seed=None: original(next(seeds) if seed is None else seed)
    try:
        yield
    finally:
        np.random.default_rng = original
