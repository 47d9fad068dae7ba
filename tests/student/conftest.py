"""A notebook without Jupyter: cells run one after the other, what they print comes back as text.

Everything in this folder runs with what a student installs, and pytest, on any system.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import linecache
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from helpers.checking import bind_check

WEEK = "week1_logistic_regression"
Says = Callable[..., str]


@pytest.fixture(autouse=True)
def printing() -> Iterator[None]:
    """A notebook may change how numpy prints; the next one does not find it so."""
    with np.printoptions():
        yield


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of a notebook whose first cell was run."""
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)
    namespace: dict[str, Any] = {"np": np, "__name__": "__main__", "__builtins__": builtins}
    namespace["check"] = bind_check(WEEK, namespace)
    return namespace


@pytest.fixture
def says(notebook: dict[str, Any]) -> Says:
    """Run cells; return what they print."""
    count = 0

    def run(*cells: str) -> str:
        nonlocal count
        printed = io.StringIO()
        for cell in cells:
            count += 1
            name = f"<ipython-input-{count}>"  # as IPython names a cell
            linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
            with contextlib.redirect_stdout(printed):
                exec(compile(cell, name, "exec"), notebook)
        return printed.getvalue()

    return run
