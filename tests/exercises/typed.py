"""A wrong answer as a student types it into a notebook in which all else is right, and what `check` says."""

from __future__ import annotations

import builtins
import contextlib
import io
import linecache
from typing import Any

import numpy as np

from autograder.examining import reference_namespace
from helpers.checking import bind_check

# An entry of theta that was moved stays where it is while the next ones are moved.
STALE = """
def numerical_gradient(cost, theta, epsilon=1e-7):
    gradapprox = np.zeros(theta.shape)
    t = theta.astype(float)
    for i in range(len(t)):
        t[i] += epsilon
        plus = cost(t)
        t[i] -= 2 * epsilon
        minus = cost(t)
        gradapprox[i] = (plus - minus) / (2 * epsilon)
    return gradapprox
"""


def said_of(week: str, code: str, asked: str, **others: Any) -> str:
    """Return what `check` says of `asked` when everything but this answer, and `others`, is right."""
    namespace: dict[str, Any] = {**reference_namespace(week), **others, "np": np}
    namespace |= {"__name__": "__main__", "__builtins__": builtins}
    namespace["check"] = bind_check(week, namespace)
    name = f"<ipython-input-{abs(hash(code))}>"  # as IPython names a cell
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
        exec(compile(code, name, "exec"), namespace)
        namespace["check"](namespace[asked])
    return printed.getvalue()
