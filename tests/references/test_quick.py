"""Our own answers run with a numpy that takes short ways: what they give is numpy's to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.examining.quick import quick

RNG = np.random.default_rng(5)
ARRAYS: list[Any] = [
    *(RNG.normal(0, 3, shape) for shape in ((), (1,), (3,), (2, 7), (40, 30), (2, 3, 4), (0,), (0, 3))),
    RNG.normal(0, 1e300, (50, 40)),
    np.asfortranarray(RNG.normal(size=(13, 17))),
    RNG.normal(size=(30, 20))[::3, ::-2],
    RNG.normal(size=(9, 9)).astype(np.float32),
    RNG.normal(size=5).astype(">f8"),
    RNG.integers(0, 9, (4, 5)),
    RNG.normal(size=(4, 5)) > 0,
    np.array([1.0, np.nan, np.inf, -0.0]),
    np.asmatrix([[1.0, 2.0]]),
    np.ma.masked_array([1.0, 2.0], [True, False]),
    [1.0, 2.0],
    2.5,
    np.float64(-0.0),
    "text",
    None,
]  # fmt: skip
CALLS: list[Callable[[Any, Any], Any]] = [
    lambda np, a: np.sum(a),
    lambda np, a: np.mean(a),
    lambda np, a: np.sum(a, axis=0),
    lambda np, a: np.sum(a, axis=5),
    lambda np, a: np.sum(a, axis=-1),
    lambda np, a: np.sum(a, axis=1, keepdims=True),
    lambda np, a: np.sum(a, axis=(0, 1), keepdims=True),
    lambda np, a: np.sum(a, axis=None, keepdims=True),
    lambda np, a: np.sum(a, axis=0, initial=1.0),
    lambda np, a: np.sum(a, axis=True),
    lambda np, a: np.mean(a, axis=0),
    lambda np, a: np.mean(a, axis=-2, keepdims=False),
    lambda np, a: np.mean(a, axis=1, keepdims=True),
    lambda np, a: np.mean(a, axis=1, keepdims=1),
    lambda np, a: np.mean(a, axis=7, keepdims=True),
    lambda np, a: np.mean(a, axis=0, where=True),
    lambda np, a: np.mean(a, dtype=np.float32),
    lambda np, a: np.clip(a, 1e-12, 1 - 1e-12),
    lambda np, a: np.clip(a, 1.0, -1.0),
    lambda np, a: np.clip(a, float("nan"), 1.0),
    lambda np, a: np.clip(a, 0, 1),
    lambda np, a: np.clip(a, None, 1.0),
    lambda np, a: np.clip(a),
    lambda np, a: np.sum(),
    lambda np, a: np.mean(a, a, a, a, a, a, a, a),
]


def _told(call: Callable[[Any, Any], Any], module: Any, array: Any) -> tuple[Any, ...]:
    """Return all that can be seen of a call: kind, type, layout, bytes, or the error's type and words."""
    with np.errstate(all="ignore"):
        try:
            value = call(module, array)
        except Exception as error:
            return type(error), str(error)
    seen = np.asarray(value)
    return type(value), seen.dtype, seen.shape, seen.strides, seen.tobytes(), repr(value)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("call", CALLS)
def test_the_short_way_gives_what_numpy_gives_be_it_a_value_or_an_error(call: Any) -> None:
    for array in ARRAYS:
        told = _told(call, quick, array)
        assert told == _told(call, np, array), array


def test_all_else_is_numpys_own_and_what_is_not_there_is_told_as_numpy_tells_it() -> None:
    assert quick.exp is np.exp
    assert quick.random is np.random
    assert quick.linalg is np.linalg
    with pytest.raises(AttributeError, match="module 'numpy' has no attribute 'sigmoid'"):
        _ = quick.sigmoid
