"""numpy as our own answers and mistakes are run with: means and sums of small arrays on a short way.

A training in a case calls numpy some thousand times on arrays of ten entries, and there most of the
time goes to numpy's reading of arguments that are not given. What is called with an array alone
goes to the same loop of numpy's directly; all else goes to numpy itself. So every result is the same
to the last bit, and every error too (tests/references/test_quick.py).
"""

from __future__ import annotations

import types
from typing import Any

import numpy as np

_add = np.add.reduce
_FLOAT = np.dtype(np.float64)


class _Quick(types.ModuleType):
    """numpy, of which each name is looked up once."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        if not name.startswith("__"):
            setattr(self, name, found)
        return found


def _is_plain(array: Any) -> bool:
    return type(array) is np.ndarray and array.dtype is _FLOAT and array.size > 0


def _sum(*arguments: Any, **settings: Any) -> Any:
    if len(arguments) == 1 and not settings and _is_plain(arguments[0]):
        return _add(arguments[0], None)
    return np.sum(*arguments, **settings)


def _mean(*arguments: Any, **settings: Any) -> Any:
    if len(arguments) == 1 and not settings and _is_plain(arguments[0]):
        return _add(arguments[0], None) / arguments[0].size
    return np.mean(*arguments, **settings)


quick = _Quick("numpy", np.__doc__)
vars(quick).update(sum=_sum, mean=_mean)
