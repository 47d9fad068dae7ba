"""Plain-data form of the values that exercises take and return: numbers, text, containers, arrays.

The form is JSON, so that a case can lie in a file and an outcome can cross a process boundary
without pickle. Reading it back never runs code and never allocates more than the text is long.
`check` and the process beside student code, in which this file is mounted, run the same lines.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

DTYPES = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 "
    "float16 float32 float64 complex64 complex128".split()
)
# Looking a name up is several times faster than asking a dtype for it.
NAMES = {np.dtype(name): name for name in DTYPES}
LITTLE_ENDIAN = {name: np.dtype(name).newbyteorder("<") for name in DTYPES}
MAX_DEPTH = 24
MAX_DIGITS = 400
MAX_CHARACTERS = 100_000
EXACT_INTEGER = 2**53
# A notebook may have numpy print two digits, or in a form of its own: two different numbers would look alike.
OWN_PRINTING: dict[str, Any] = {
    "suppress": False,
    "floatmode": "maxprec",
    "sign": "-",
    "linewidth": 75,
    "nanstr": "nan",
    "infstr": "inf",
    "formatter": None,
}


class UnreadableValueError(ValueError):
    """Plain data does not describe a value: too deep, unknown kind, wrong number of bytes."""


class Opaque:
    """Stands for a returned object that is no plain data, such as a function or an open file."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text}>"


class Described:
    """A value that the receiving process makes itself, since it cannot travel: see subclasses."""

    def to_json(self) -> dict[str, Any]:
        """Return the plain data from which the receiver makes the value."""
        raise NotImplementedError


class Rng(Described):
    """A random generator, `np.random.default_rng(seed)` where it is used.

    Example: `call("dropout_mask", (3, 4), 0.8, Rng(5))`
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def to_json(self) -> dict[str, Any]:
        """Return the plain data from which the receiver makes the generator."""
        return {"rng": self.seed}


class Built(Described):
    """The result of `helpers.module.function(**settings)`, called where the value is needed.

    This is how an exercise receives a function (a cost, a score): by name, never as an object.

    Example: `call("numerical_gradient", Built("helpers.weeks.week6.costs.wave", scale=2.0), theta)`
    """

    def __init__(self, name: str, **settings: Any) -> None:
        if not name.startswith("helpers."):
            raise ValueError(
                f"Built takes a function of helpers, such as helpers.weeks.week6.costs.wave; got {name!r}"
            )
        self.name = name
        self.settings = settings

    def to_json(self) -> dict[str, Any]:
        """Return the plain data from which the receiver builds the value."""
        return {
            "built": self.name,
            "with": {key: encode(item) for key, item in self.settings.items()},
        }


def read_only(**items: Any) -> dict[str, Any]:
    """Return a dictionary whose arrays cannot be written to: what a caller still needs as it is."""
    for item in items.values():
        if isinstance(item, np.ndarray):
            item.setflags(write=False)
    return items


class Result(Described):
    """The outcome of an earlier call of the same case: `Result(0, 1)` is item 1 of call 0's.

    Example: `call("forward", X).then("backward", dout, Result(0, 1))`
    """

    def __init__(self, call: int, *path: str | int) -> None:
        self.call = call
        self.path = path

    def to_json(self) -> dict[str, Any]:
        """Return the plain data that names the earlier outcome."""
        return {"result": [self.call, *self.path]}


def encode(value: Any, *, compact: bool = False) -> Any:
    """Return the plain-data form of `value`.

    `compact` writes arrays as base64 of their bytes; otherwise as nested lists that people can
    read. Objects of other kinds become `Opaque` when read back.
    """
    return _encode(value, compact, 0)


def _encode(value: Any, compact: bool, depth: int) -> Any:
    if depth > MAX_DEPTH:
        return _opaque(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # A text out of an array is of a class of numpy's own.
        return str(value)[:MAX_CHARACTERS]
    if isinstance(value, np.ndarray):
        return _encode_array(value, compact)
    if isinstance(value, Described):
        return value.to_json()
    if isinstance(value, np.generic):
        return _encode_scalar(value)
    if isinstance(value, int):
        return _encode_integer(value)
    if isinstance(value, float):
        value = float(value)
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, complex):
        return {
            "complex": [_encode(value.real, compact, depth), _encode(value.imag, compact, depth)]
        }
    if isinstance(value, (list, tuple)):
        items = [_encode(item, compact, depth + 1) for item in value]
        return items if isinstance(value, list) else {"tuple": items}
    if isinstance(value, Mapping):
        pairs = [
            [_encode(k, compact, depth + 1), _encode(v, compact, depth + 1)]
            for k, v in value.items()
        ]
        return {"dict": pairs}
    return _opaque(value)


def _encode_integer(value: int) -> Any:
    if abs(value) < EXACT_INTEGER:
        return int(value)
    # An integer of a million digits takes minutes to print: its bit length is asked for first.
    return {"int": str(int(value))} if value.bit_length() < 3 * MAX_DIGITS else _opaque(value)


def _encode_scalar(value: np.generic) -> Any:
    if _name_of(value.dtype) is not None:
        return _encode(value.item(), False, 0)
    if isinstance(value, np.floating):  # a longdouble
        return _encode(float(value), False, 0)
    return _opaque(value)


def _encode_array(value: np.ndarray, compact: bool) -> Any:
    array = np.asarray(value)
    if array.dtype.kind == "U":
        return _encode(array.tolist(), compact, 0)  # text, or lists of text
    name = _name_of(array.dtype)
    if name is None:
        try:
            array, name = array.astype(np.float64), "float64"
        except (TypeError, ValueError):
            return _opaque(value)
    head = {"dtype": name, "shape": list(array.shape)}
    readable = not compact and array.dtype.kind in "biuf" and bool(np.all(np.isfinite(array)))
    if readable:
        return {"array": array.tolist(), **head}
    little = array if array.dtype == LITTLE_ENDIAN[name] else array.astype(LITTLE_ENDIAN[name])
    return {"array": base64.b64encode(little.tobytes()).decode("ascii"), **head}


def _name_of(dtype: np.dtype) -> str | None:
    """Return the name of a dtype whose arrays are plain data, in either byte order, or None."""
    return NAMES.get(dtype) or NAMES.get(dtype.newbyteorder("="))


def _opaque(value: Any) -> dict[str, str]:
    return {"opaque": type(value).__name__[:80], "text": ""}


def decode(data: Any, resolve: Callable[[Mapping[str, Any]], Any] | None = None) -> Any:
    """Return the value that `encode` described.

    `resolve` makes a value that is only described (`Rng`, `Built`, `Result`); without it such a
    description is refused, as it must be when it comes from a process that is not trusted.
    Raises UnreadableValueError.
    """
    try:
        return _decode(data, resolve, 0)
    except UnreadableValueError:
        raise
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, MemoryError) as error:
        raise UnreadableValueError(f"not a readable value: {error}") from error


def _decode(data: Any, resolve: Callable[[Mapping[str, Any]], Any] | None, depth: int) -> Any:
    if depth > 2 * MAX_DEPTH:
        raise UnreadableValueError("the value is nested too deeply")
    if data is None or isinstance(data, (bool, int, float, str)):
        return data
    if isinstance(data, list):
        return [_decode(item, resolve, depth + 1) for item in data]
    if not isinstance(data, dict) or not data:
        raise UnreadableValueError("expected a value in plain-data form")
    if "array" in data:
        return _decode_array(data)
    if "tuple" in data:
        return tuple(_decode(item, resolve, depth + 1) for item in data["tuple"])
    if "dict" in data:
        return {
            _decode(key, resolve, depth + 1): _decode(item, resolve, depth + 1)
            for key, item in data["dict"]
        }
    if "float" in data:
        return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[data["float"]]
    if "int" in data:
        if len(data["int"]) > MAX_DIGITS:
            raise UnreadableValueError("an integer has too many digits")
        return int(data["int"])
    if "complex" in data:
        real, imaginary = (_decode(item, resolve, depth + 1) for item in data["complex"])
        return complex(real, imaginary)
    if "opaque" in data:
        return Opaque(str(data["opaque"])[:80], str(data.get("text", ""))[:200])
    if resolve is None:
        raise UnreadableValueError(f"unknown kind of value: {sorted(map(str, data))[:3]}")
    return resolve(data)


def _decode_array(data: Mapping[str, Any]) -> np.ndarray:
    dtype, shape, content = data["dtype"], data["shape"], data["array"]
    if dtype not in DTYPES:
        raise UnreadableValueError(f"arrays of {str(dtype)[:40]!r} are not plain data")
    if len(shape) > 32 or not all(type(size) is int and 0 <= size < 2**40 for size in shape):
        raise UnreadableValueError("an array's shape is not a list of sizes")
    count = math.prod(shape)
    if isinstance(content, str):
        raw = base64.b64decode(content, validate=True)
        little = LITTLE_ENDIAN[dtype]
        if len(raw) != count * little.itemsize:
            raise UnreadableValueError("an array's bytes do not fill its shape")
        return np.frombuffer(raw, dtype=little).astype(dtype).reshape(shape)
    array = np.array(content, dtype=dtype)
    if array.size != count:
        raise UnreadableValueError("an array's entries do not fill its shape")
    return array.reshape(shape)


def describe(value: Any, *, limit: int = 12) -> str:
    """Return `value` in a few words for a reader: small arrays whole, larger ones by shape."""
    if isinstance(value, np.ndarray):
        if value.size <= limit:
            with np.printoptions(**OWN_PRINTING):
                text = np.array2string(value, precision=6, separator=", ", threshold=limit + 1)
            return f"array({_one_line(text)}), shape {value.shape}"
        return f"array of shape {value.shape}{_range(value)}"
    if isinstance(value, bool) or value is None:
        return repr(value)
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.6g}"
    if isinstance(value, dict):
        inner = ", ".join(
            f"{key!r}: {describe(item, limit=min(limit, 6))}"
            for key, item in list(value.items())[:6]
        )
        return "{" + inner + (", ..." if len(value) > 6 else "") + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(describe(item, limit=min(limit, 6)) for item in value[:6])
        inner += ", ..." if len(value) > 6 else ""
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, Opaque):
        return f"an object of type {value.kind}"
    if isinstance(value, Built):
        return value.name.removeprefix("helpers.").split(".")[-1]
    if isinstance(value, Rng):
        return f"default_rng({value.seed})"
    if isinstance(value, Result):
        return "the result before"
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _one_line(text: str) -> str:
    """Return an array's text without line breaks and the blanks that line its columns up."""
    return re.sub(r"\[ +", "[", re.sub(r"\s+", " ", text))


def _range(array: np.ndarray) -> str:
    if array.dtype.kind not in "iuf" or array.size == 0:
        return ""
    finite = array[np.isfinite(array)]
    if finite.size == 0:
        return ", no finite entry"
    text = f", values from {finite.min():.4g} to {finite.max():.4g}"
    missing = array.size - finite.size
    return text + (f", {missing} of them nan or infinite" if missing else "")
