"""Words for values and for how they differ: what kind of thing it is, which entries, in which pattern."""

from __future__ import annotations

import ast
import math
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from helpers.judge.values import Opaque, describe

# What begins a question that is asked only where nothing better is known.
AGREE = " They agree in "

# Of two single numbers a whole ratio up to this may be what a slip made of one.
LARGEST_RATIO = 1000
MOST_CODE = 50  # characters of a line that a sentence quotes


def code_of(node: ast.AST) -> str:
    """Return a piece of code as it is quoted in a sentence: on one line, its end cut off where it is long."""
    text = ast.unparse(node)
    return text if len(text) <= MOST_CODE else text[: MOST_CODE - 3] + "..."


def nothing_came(name: str) -> str:
    """Return the sentence on a function that returned None."""
    return (
        f"{name} is None. Is the `return` there, and does every path reach it? (`print` shows "
        "a value but returns nothing.)"
    )


def no_key(name: str, missing: Collection[Any], got: Mapping[Any, Any]) -> str:
    """Return the sentence on keys that a dictionary does not have."""
    text = (
        f"{name} has no key {listed_keys(missing)}; it has {listed_keys(got) or 'no keys at all'}."
    )
    written = next((key for key in got if "{" in str(key)), None)
    if written is not None:
        return (
            text
            + f" {written!r} stands there as it is written: an `f` before the quotes is missing."
        )
    same = {str(key).lower(): key for key in got}
    for key in missing:
        if str(key).lower() in same:
            return text + f" Python tells {key!r} from {same[str(key).lower()]!r}."
    return text


def listed_keys(keys: Any) -> str:
    """Return the first keys of a dictionary, as they are written."""
    return ", ".join(repr(key) for key in list(keys)[:8])


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "2 values"."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def kind_of(value: Any) -> str:
    """Return what kind of thing `value` is, in words."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, bool):
        return repr(value)
    if isinstance(value, (int, float, complex)):
        return f"the number {describe(value)}"
    if isinstance(value, Opaque):
        if value.kind in ("builtin_function_or_method", "method", "function"):
            return "a function that was not called: `()` is missing behind its name"
        return f"an object of type {value.kind}"
    names: dict[type, str] = {list: "a list", tuple: "a tuple", dict: "a dictionary", str: "a text"}
    return names.get(type(value), describe(value))


def is_short_of_an_axis(got: np.ndarray, expected: np.ndarray) -> bool:
    """Return whether nothing but axes of size 1 is missing in a shape."""
    sizes = [[n for n in a.shape if n != 1] for a in (got, expected)]
    return sizes[0] == sizes[1] and got.ndim < expected.ndim


def shape_fault(got: np.ndarray, expected: np.ndarray, name: str, lost: str = "") -> str:
    """Return the sentence on a wrong shape, with what it hints at; `lost` tells how an axis was lost."""
    text = f"{name} has shape {got.shape}; expected {expected.shape}."
    if got.ndim == 2 and got.T.shape == expected.shape:
        return text + " Rows and columns are exchanged."
    if is_short_of_an_axis(got, expected):
        if got.dtype.kind in "biufc" and not np.allclose(
            got.ravel(), expected.ravel(), equal_nan=True
        ):
            return text + " An axis of size 1 is missing; the numbers are others, too."
        text += " The numbers are right, but an axis of size 1 is missing."
        column = got.ndim == 1 and expected.ndim == 2 and expected.shape[1] == 1
        return text + (lost or (" `.reshape(-1, 1)` makes a column of it." if column else ""))
    if got.size == expected.size:
        return text + " The number of entries is right; their arrangement is not."
    return text


def entry_fault(
    got: np.ndarray, expected: np.ndarray, wrong: np.ndarray, name: str, picked: bool = False
) -> str:
    """Return the sentence on wrong entries: the first one, how many, and a pattern where there is one.

    `picked`: both are one of several numbers that were given, so how they are related tells nothing.
    """
    place = tuple(int(i) for i in np.argwhere(wrong)[0]) if expected.ndim else ()
    a, b = got[place].item(), expected[place].item()
    index = f"[{', '.join(map(str, place))}]" if place else ""
    alike = isinstance(a, float) and describe(a) == describe(b)
    many = f" ({int(wrong.sum())} of {wrong.size} entries differ)" if expected.size > 1 else ""
    digits = _digits_shared(got[wrong], expected[wrong])
    long = f"{name}{index} is {a:.12g}; expected {b:.12g}{many}." if digits >= 3 or alike else ""
    if digits >= (3 if expected.size > 1 else 4):  # one number may be near by chance
        return long + f"{AGREE}{digits} digits: is something rounded, or cut off a little?"
    text = long or f"{name}{index} is {describe(a)}; expected {describe(b)}{many}."
    return text if picked else text + _pattern(got, expected)


def _digits_shared(got: np.ndarray, expected: np.ndarray) -> int:
    """Return in how many leading digits all entries agree at least, 0 where they are no floats."""
    if got.dtype.kind not in "iuf" or expected.dtype.kind != "f":
        return 0
    with np.errstate(all="ignore"):
        apart = float(np.max(np.abs(got - expected) / np.abs(expected)))
    return math.floor(-math.log10(apart)) if 0 < apart < 1 else 0


def _pattern(got: np.ndarray, expected: np.ndarray) -> str:
    """Return a fact about how the entries differ as a whole, when there is one."""
    if np.iscomplexobj(got) or np.iscomplexobj(expected):
        return ""
    if expected.size == 1 and expected.dtype.kind in "biu":
        return ""  # of a count, a ratio tells nothing
    a, b = got.astype(float).ravel(), expected.astype(float).ravel()
    if not np.all(np.isfinite(b)):
        return ""
    if not np.all(np.isfinite(a)):
        bad = int(np.sum(~np.isfinite(a)))
        return f" {counted(bad, 'entry')} {'is' if bad == 1 else 'are'} nan or infinite.".replace(
            "entrys", "entries"
        )
    if not np.any(a) and np.any(b):
        return " Every entry you return is 0." if a.size > 1 else ""
    large = np.abs(b) > 1e-12 * max(np.abs(b).max(), 1e-300)
    if not large.any() or np.any(a[~large]):
        return ""
    ratios = a[large] / b[large]
    ratio = float(np.median(ratios))
    if not np.allclose(ratios, ratio, rtol=1e-6, atol=0) or abs(ratio - 1) < 1e-3:
        return ""
    if abs(ratio + 1) < 1e-9:
        return " The size is right and the sign is the opposite."
    size = max(abs(ratio), 1 / abs(ratio)) if ratio else math.inf
    if not math.isfinite(size):
        return ""
    if a.size == 1 and (abs(size - round(size)) > 1e-6 or size > LARGEST_RATIO):
        return ""  # any two numbers have a ratio; only a small whole one tells something
    whole = "Every entry" if a.size > 1 else "It"
    if abs(ratio) >= 1:
        return f" {whole} is {ratio:.6g} times what it should be."
    return f" {whole} is what it should be divided by {1 / ratio:.6g}."
