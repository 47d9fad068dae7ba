"""The plain-data form of values, as helpers/judge/values.py has it, for the process beside student code.

It stands here a second time because nothing of the project is imported in the sandbox;
tests/grading/test_inside.py holds the two together.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from typing import Any

import numpy as np

NUMERIC = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 "
    "float16 float32 float64 complex64 complex128".split()
)
NAMES = {np.dtype(name): name for name in NUMERIC}
LITTLE_ENDIAN = {name: np.dtype(name).newbyteorder("<") for name in NUMERIC}
MAX_DEPTH = 24


def encode(value: Any, depth: int = 0) -> Any:
    """Return the plain-data form of a value; what has none becomes an "opaque" note."""
    if value is None or isinstance(value, (bool, str)):
        return value if not isinstance(value, str) else str(value)[:100_000]
    if depth > MAX_DEPTH:
        return opaque(value)
    if isinstance(value, np.generic):
        if name_of(value.dtype) is not None:
            return encode(value.item(), depth)
        return encode(float(value), depth) if isinstance(value, np.floating) else opaque(value)
    if isinstance(value, int):
        if abs(value) < 2**53:
            return int(value)
        return {"int": str(int(value))} if value.bit_length() < 1200 else opaque(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {"float": repr(float(value))}
    if isinstance(value, complex):
        return {"complex": [encode(value.real), encode(value.imag)]}
    if isinstance(value, np.ndarray):
        return encode_array(value)
    if isinstance(value, (list, tuple)):
        items = [encode(item, depth + 1) for item in value]
        return items if isinstance(value, list) else {"tuple": items}
    if isinstance(value, dict):
        return {"dict": [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]}
    return opaque(value)


def encode_array(value: np.ndarray) -> Any:
    """Return the plain-data form of an array: dtype, shape and little-endian bytes in base64."""
    array = np.asarray(value)
    if array.dtype.kind == "U":
        return encode(array.tolist())  # text, or lists of text
    name = name_of(array.dtype)
    if name is None:
        try:
            array, name = array.astype(np.float64), "float64"
        except (TypeError, ValueError):
            return opaque(value)
    little = array if array.dtype == LITTLE_ENDIAN[name] else array.astype(LITTLE_ENDIAN[name])
    return {
        "array": base64.b64encode(little.tobytes()).decode("ascii"),
        "dtype": name,
        "shape": list(array.shape),
    }


def name_of(dtype: np.dtype) -> str | None:
    """Return the name of a dtype whose arrays are plain data, in either byte order, or None."""
    return NAMES.get(dtype) or NAMES.get(dtype.newbyteorder("="))


def opaque(value: Any) -> dict[str, str]:
    """Return the note that stands for an object that is no plain data."""
    return {"opaque": type(value).__name__[:80], "text": ""}


def decode(data: Any, resolve: Callable[[dict[str, Any]], Any]) -> Any:
    """Return the value; `resolve` makes those that are only described (rng, built, result)."""
    if not isinstance(data, (dict, list)):
        return data
    if isinstance(data, list):
        return [decode(item, resolve) for item in data]
    if "array" in data:
        if isinstance(data["array"], str):
            raw = base64.b64decode(data["array"])
            flat = np.frombuffer(raw, dtype=LITTLE_ENDIAN[data["dtype"]])
            return flat.astype(data["dtype"]).reshape(data["shape"])
        return np.array(data["array"], dtype=data["dtype"]).reshape(data["shape"])
    if "tuple" in data:
        return tuple(decode(item, resolve) for item in data["tuple"])
    if "dict" in data:
        return {decode(key, resolve): decode(item, resolve) for key, item in data["dict"]}
    if "float" in data:
        return float(data["float"])
    if "int" in data:
        return int(data["int"])
    if "complex" in data:
        return complex(*(decode(item, resolve) for item in data["complex"]))
    return resolve(data)
