"""numpy as our own answers and mistakes are run with: means, sums, bounds of small arrays on a short way.

A training in a case calls numpy some thousand times on arrays of ten entries, and there most of the
time goes to numpy's reading of arguments that are not given. What is called with an array alone
goes to the same loop of numpy's directly; all else goes to numpy itself. So every result is the same
to the last bit, and every error too (tests/references/test_quick.py).
"""

from __future__ import annotations

import types
from typing import Any

import numpy as np

_add: Any = np.add.reduce
_FLOAT = np.dtype(np.float64)
_UNTOLD: Any = object()
_numpy: Any = np  # what is handed on may be called in any way


class _Quick(types.ModuleType):
    """numpy, of which each name is looked up once."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        if not name.startswith("__"):
            setattr(self, name, found)
        return found


def _is_plain(array: Any) -> bool:
    return type(array) is np.ndarray and array.dtype is _FLOAT and array.size > 0


def _is_along(array: np.ndarray, axis: Any, keepdims: Any) -> bool:
    """Return whether one axis of a matrix is meant, and whether it is kept is told plainly."""
    return (
        type(axis) is int
        and -array.ndim <= axis < array.ndim > 1
        and (keepdims is True or keepdims is False or keepdims is _UNTOLD)
    )


def _sum(*arguments: Any, axis: Any = _UNTOLD, keepdims: Any = _UNTOLD, **more: Any) -> Any:
    if len(arguments) == 1 and not more and _is_plain(array := arguments[0]):
        if axis is _UNTOLD and keepdims is _UNTOLD:
            return _add(array, None)
        if _is_along(array, axis, keepdims):
            return _add(array, axis, None, None, keepdims is True)
    return _numpy.sum(*arguments, **_told(axis=axis, keepdims=keepdims), **more)


def _mean(*arguments: Any, axis: Any = _UNTOLD, keepdims: Any = _UNTOLD, **more: Any) -> Any:
    if len(arguments) == 1 and not more and _is_plain(array := arguments[0]):
        if axis is _UNTOLD and keepdims is _UNTOLD:
            return _add(array, None) / array.size
        if _is_along(array, axis, keepdims):
            total = _add(array, axis, None, None, keepdims is True)
            return np.true_divide(total, array.shape[axis], out=total)
    return _numpy.mean(*arguments, **_told(axis=axis, keepdims=keepdims), **more)


def _told(**settings: Any) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if value is not _UNTOLD}


def _clip(*arguments: Any, **settings: Any) -> Any:
    if len(arguments) == 3 and not settings and _is_plain(arguments[0]):
        _, low, high = arguments
        if type(low) is float and type(high) is float:
            return arguments[0].clip(low, high)
    return _numpy.clip(*arguments, **settings)


quick = _Quick("numpy", np.__doc__)
vars(quick).update(sum=_sum, mean=_mean, clip=_clip)
