"""Finds a pattern in how wrong numbers differ from right ones: facts that point at a slip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.judge.comparing import Close
from helpers.judge.values import Built, Result, Rng

ATOL = 1e-12
FILLED = ": is each one filled?"
# The signs of fewer numbers agree by chance with where something is wrong.
LEAST_SIGNS = 8


@dataclass(frozen=True)
class Pair:
    """What came back and what was expected where they first differ, and what that is called."""

    got: Any
    wanted: Any
    name: str


def first_difference(got: Any, wanted: Any, name: str) -> Pair | None:
    """Return the first array or number in two values that differs, in the order of comparing."""
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        keys = [key for key in wanted if key in got]
        pairs = [(got[key], wanted[key], f"{name}[{key!r}]") for key in keys]
    elif isinstance(wanted, (tuple, list)) and isinstance(got, (tuple, list)):
        pairs = [(a, b, f"{name}[{i}]") for i, (a, b) in enumerate(zip(got, wanted, strict=False))]
        if wanted and all(isinstance(item, (bool, int, float)) for item in wanted):
            numbers = [item for item in got if isinstance(item, (bool, int, float))]
            same = len(numbers) == len(got) == len(wanted)
            return Pair(np.array(numbers), np.array(wanted), name) if same else None
    else:
        return Pair(got, wanted, name) if _differ(got, wanted) else None
    return next(filter(None, (first_difference(*pair) for pair in pairs)), None)


def _differ(got: Any, wanted: Any) -> bool:
    return not isinstance(wanted, str) and not _alike(got, wanted)


def _alike(a: Any, b: Any, rtol: float = 1e-7) -> bool:
    """Return whether two numbers or arrays of one shape are equal up to rounding."""
    if not _are_numbers(a) or not _are_numbers(b) or np.shape(a) != np.shape(b):
        return False
    x, y = np.asarray(a), np.asarray(b, dtype=np.result_type(b, 1.0))
    with np.errstate(all="ignore"):  # as np.allclose has it, which takes four times as long
        near = np.abs(x - y) <= ATOL + rtol * np.abs(y)
        same = (near & np.isfinite(y)) | (x == y) | (np.isnan(x) & np.isnan(y))
        return bool(same.all())


def _are_numbers(value: Any) -> bool:
    return (
        isinstance(value, (bool, int, float, np.ndarray)) and np.asarray(value).dtype.kind in "biuf"
    )


def arrays_of(arguments: Mapping[str, Any]) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the arrays among arguments, and those in dictionaries and lists of them, with their names."""
    for name, value in arguments.items():
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, Mapping):
            yield from arrays_of({f"{name}[{key!r}]": item for key, item in value.items()})
        elif isinstance(value, (list, tuple)) and len(value) < 20:
            yield from arrays_of({f"{name}[{i}]": item for i, item in enumerate(value)})


# ---------------------------------------------------------------- pieces in each other's place


def exchanged(got: Any, wanted: Any, names: Sequence[str]) -> str | None:
    """Return that a key or a place holds what belongs to another one, or None."""
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        keys = [key for key in wanted if key in got]
        found = _misplaced([got[key] for key in keys], [wanted[key] for key in keys])
        return _told_misplaced(found, [repr(key) for key in keys]) if found else None
    if isinstance(wanted, tuple) and isinstance(got, (tuple, list)) and len(got) == len(wanted):
        found = _misplaced(got, wanted)
        if found:
            known = len(names) == len(wanted)
            named = names if known else [f"number {i}" for i in range(len(wanted))]
            return _told_misplaced(found, [f"`{item}`" for item in named])
        inner = (exchanged(a, b, ()) for a, b in zip(got, wanted, strict=True))
        return next(filter(None, inner), None)
    return None


def _told_misplaced(found: tuple[int, int, bool], named: Sequence[str]) -> str:
    i, j, mutual = found
    if mutual:
        return f"{named[i]} and {named[j]} stand in each other's place: the numbers themselves are right."
    return f"In the place of {named[i]} stands what is expected of {named[j]}."


def _misplaced(got: Sequence[Any], wanted: Sequence[Any]) -> tuple[int, int, bool] | None:
    """Return the numbers of a piece and of the one that it equals, and whether both are exchanged."""
    for i, piece in enumerate(got):
        if not _are_numbers(piece) or _alike(piece, wanted[i]):
            continue
        for j, other in enumerate(wanted):
            if j == i or not _alike(piece, other) or _alike(wanted[i], other):
                continue
            mutual = _alike(got[j], wanted[i])
            # Zeros and counts agree by chance, but not in two shapes.
            if has_fractions(piece) or (mutual and np.shape(piece) != np.shape(wanted[i])):
                return i, j, mutual
    return None


def is_same(value: Any, wanted: np.ndarray) -> bool:
    """Return whether a value is the array that is wanted, and not one of a few numbers alone."""
    if not isinstance(value, np.ndarray) or value.shape != wanted.shape:
        return False
    return np.unique(wanted).size > 1 and np.array_equal(value, wanted)


def has_fractions(value: Any) -> bool:
    """Return whether a value is one that does not come about by chance, as zeros and counts do."""
    if isinstance(value, Mapping):
        return any(map(has_fractions, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(has_fractions, value))
    if not _are_numbers(value) or np.size(value) == 0:
        return False
    return bool(np.any(np.asarray(value) != np.round(value)))


def tells(value: Any) -> bool:
    """Return whether a wrong value is hardly arrived at in two ways, as one that is the same all over is."""
    if isinstance(value, (Mapping, list, tuple)):
        items = list(value.values()) if isinstance(value, Mapping) else list(value)
        if len(items) > 3 and all(isinstance(item, (int, float)) for item in items):
            # Nearly all of them left 0, or nothing but zeros and ones, comes about in many ways.
            filled = sum(item != 0 for item in items)
            return 4 * filled > len(items) and len(set(items)) > 2
        return any(map(tells, items))
    if not isinstance(value, np.ndarray) or value.size < 2:
        return value is not None and not (_are_numbers(value) and not np.any(value))
    return bool(np.any(value != value.flat[0])) if value.size else True


# ---------------------------------------------------------------- one array or number


def pattern(pair: Pair, arguments: Mapping[str, Any]) -> str | None:
    """Return a fact about how a wrong array or number differs from the right one, or None."""
    got, wanted = pair.got, pair.wanted
    if isinstance(wanted, bool) or not _are_numbers(got) or not _are_numbers(wanted):
        return None
    given = {k: v for k, v in arguments.items() if not isinstance(v, (Rng, Built, Result))}
    a, b = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    if a.shape != b.shape:
        told = _collapsed(a, b) or _part_of_it(a, b) or _other_axis(a, b, given)
        return told or _stretched(a, b) or _sizes(a, b, given)
    if not b.size or not np.all(np.isfinite(b)):
        return None
    if not np.all(np.isfinite(a)):
        return None
    labels = bool(np.all((b == 0) | (b == 1)))
    finders: tuple[Any, ...] = (
        _other_labels,
        _as_given,
        _turned,
        _size_of_an_axis,
        _reordered,
        _where,
        # Among labels a line is right, or a 0 stands in a place, by chance.
        *(() if labels else (_one_line, _left_zero, _same_number)),
        _shifted,
        _powers,
    )
    found = (finder(a, b, pair.name, given) for finder in (*finders, _line_by_line, _whole))
    return next(filter(None, found), None)


def _collapsed(a: np.ndarray, b: np.ndarray) -> str | None:
    if a.ndim == 0 and b.size > 1:
        return "One number came where an array is expected."
    return None


def _part_of_it(a: np.ndarray, b: np.ndarray) -> str | None:
    """Return that one row or column came of several that are expected."""
    if a.ndim != 2 or b.ndim != 2 or not has_fractions(a):
        return None
    for axis, word in ((1, "column"), (0, "row")):
        if a.shape[axis] == 1 and a.shape[1 - axis] == b.shape[1 - axis] and b.shape[axis] > 1:
            for number in range(b.shape[axis]):
                if _alike(a, np.take(b, [number], axis=axis)):
                    return (
                        f"This is {word} number {number} of what is expected. The other {word}s are "
                        "missing."
                    )
    return None


def _other_axis(a: np.ndarray, b: np.ndarray, given: Mapping[str, Any]) -> str | None:
    """Return that there is one number for each column where one for each row is expected, or vice versa."""
    if a.ndim != 2 or b.ndim != 2:
        return None
    for _, value in arrays_of(given):
        if value.ndim == 2 and value.shape[0] != value.shape[1]:
            rows, columns = value.shape
            if a.shape == (1, columns) and b.shape == (rows, 1):
                return (
                    "This is one number for each column; along `axis=1` there is one for each row."
                )
            if a.shape == (rows, 1) and b.shape == (1, columns):
                return (
                    "This is one number for each row; along `axis=0` there is one for each column."
                )
    return None


def _stretched(a: np.ndarray, b: np.ndarray) -> str | None:
    """Return which shapes numpy makes a square of, where a line of its length is expected."""
    n = max(b.shape, default=0)
    if n > 1 and b.size == n and a.shape == (n, n):
        return f"Where a ({n}, 1) meets a ({n},) or a (1, {n}), numpy makes ({n}, {n}) of them."
    return None


def _sizes(a: np.ndarray, b: np.ndarray, given: Mapping[str, Any]) -> str | None:
    """Return what the sizes in two shapes count, of what a function was given."""
    lined = [item for item in a.shape if item != 1] == [item for item in b.shape if item != 1]
    if not a.ndim or lined or a.shape[::-1] == b.shape or a.size == b.size:
        return None  # that is told
    arrays = [(name, value.shape) for name, value in arrays_of(given) if 0 < value.ndim <= 2]
    whole = next((name for name, shape in arrays if shape == a.shape and len(shape) == 2), None)
    if whole:
        same = next(value for name, value in arrays_of(given) if name == whole)
        return (
            f"That is `{whole}`, just as it was given."
            if np.array_equal(a, same)
            else f"{a.shape} is the shape of `{whole}`."
        )
    apart = [n for n in a.shape if n > 1 and n not in b.shape]
    apart += [n for n in b.shape if n > 1 and n not in a.shape]
    told = [f"{n} is {what}" for n in dict.fromkeys(apart) if (what := _counted(n, arrays))]
    return f"Here {', '.join(told)}." if told else None


def _counted(size: int, arrays: Sequence[tuple[str, tuple[int, ...]]]) -> str | None:
    """Return what a size counts in the first array that has it."""
    for name, shape in arrays:
        if len(shape) == 1 and shape[0] == size:
            return f"the length of `{name}`"
        for length, word in zip(shape, ("rows", "columns"), strict=False):
            if length == size:
                return f"the number of {word} of `{name}`"
    return None


def is_as_given(value: Any, arguments: Mapping[str, Any]) -> bool:
    """Return whether a value is an array that was given: that comes about in more than one way."""
    given = {k: v for k, v in arguments.items() if not isinstance(v, (Rng, Built, Result))}
    return isinstance(value, np.ndarray) and any(
        value.size > 1 and np.array_equal(value, item) for _, item in arrays_of(given)
    )


def _as_given(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    if a.size == 1:
        return None
    for argument, value in arrays_of(given):
        if (
            np.shape(value) == a.shape
            and np.any(a)
            and _are_numbers(value)
            and np.array_equal(a, value)
        ):
            return f"{name} is `{argument}`, just as it was given."
    return None


def _other_labels(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    """Return which values stand in an array, where nothing but 0 and 1 is expected."""
    values = np.unique(a)
    if not _are_labels(b, a) or np.all((a == 0) | (a == 1)):
        return None
    if values.size <= 4:
        shown = [f"{value:.6g}" for value in values]
        return f"It holds {', '.join(shown[:-1])}{' and ' if shown[:-1] else ''}{shown[-1]}; only 0 and 1 are expected."
    return f"It holds numbers from {values[0]:.6g} to {values[-1]:.6g}; only 0 and 1 are expected."


def _are_labels(b: np.ndarray, a: np.ndarray) -> bool:
    """Return whether labels are expected, 0 and 1 and nothing else: floats may be rounded to them.

    Then they are in whole numbers, or one-hot, or what came is in whole numbers too.
    """
    if b.size < 3 or not np.array_equal(np.unique(b), [0, 1]):
        return False
    one_hot = b.ndim == 2 and bool(np.all(b.sum(axis=0) == 1))
    return b.dtype.kind in "biu" or one_hot or bool(np.all(a == np.round(a)))


def _turned(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    if a.ndim == 2 and a.shape[0] == a.shape[1] > 1 and _alike(a.T, b):
        return "Rows and columns are exchanged."
    return None


def factor(a: np.ndarray, b: np.ndarray) -> float | None:
    """Return the factor between two arrays, if it is one and the same for all entries and not 1."""
    large = np.abs(b) > 1e-12 * max(float(np.abs(b).max()), 1e-300)
    if not large.any() or np.any(a[~large]):
        return None
    ratios = a[large] / b[large]
    ratio = float(np.median(ratios))
    even = np.allclose(ratios, ratio, rtol=1e-6, atol=0)
    return ratio if even and ratio and abs(ratio - 1) > 1e-3 else None


def _size_of_an_axis(
    a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]
) -> str | None:
    """Return what the factor has to do with the sizes of the arguments, such as the number of examples."""
    ratio = factor(a, b)
    if ratio is None or abs(abs(ratio) - 1) < 1e-6:
        return None
    turned = " The sign is the opposite, too." if ratio < 0 else ""
    times = abs(ratio)
    for argument, value in sorted(arrays_of(given), key=lambda item: "[" in item[0]):
        for axis, size in enumerate(value.shape):
            if size < 3 or value.ndim > 2:
                continue
            what = (
                f"the number of {'columns' if axis or value.ndim == 1 else 'rows'} of `{argument}`"
            )
            what = f"the length of `{argument}`" if value.ndim == 1 else what
            if np.isclose(times, size, rtol=1e-6):
                return f"{size} is {what}: is a sum still to be divided by it?{turned}"
            if b.size == 1 and abs(b.item()) == size and ratio > 0:
                return f"{size} is {what}."
            if np.isclose(times, 1 / size, rtol=1e-6):
                return f"{size} is {what}: divided by once too often?{turned}"
            if np.isclose(times, size**2, rtol=1e-6):
                return (
                    f"{size**2} is the square of {size}, {what}. `1 / m * x` is `x / m`; is it multiplied by "
                    f"where it should divide?{turned}"
                )
    return None


def _reordered(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    if (
        a.size > 2
        and np.unique(b).size > 2
        and _alike(np.sort(a, axis=None), np.sort(b, axis=None))
    ):
        if _alike(a.ravel()[::-1], b.ravel()):
            return "The numbers are right and in the opposite order."
        return "The numbers are right and stand in other places."
    return None


def _one_line(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    """Return in which row or column alone something is wrong, or alone is right."""
    wrong = _wrong(a, b)
    if a.ndim == 1 and a.size > 2:
        return _place(np.flatnonzero(wrong), a.size, "entry", "entries")
    if a.ndim != 2:
        return None
    for axis, word in ((1, "column"), (0, "row")):
        length = a.shape[axis]
        lines = np.flatnonzero(wrong.any(axis=1 - axis))
        if length > 2 and lines.size < length and a.shape[1 - axis] >= 1:
            found = _place(lines, length, word, f"{word}s")
            if found:
                return found
    return None


def _left_zero(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    empty = (a == 0) & (b != 0)
    count = int(empty.sum())
    if a.size < 3 or count < 2 or count == a.size:
        return None
    return f"{count} of the {a.size} entries are 0 and should not be{FILLED}"


def _place(lines: np.ndarray, length: int, word: str, words: str) -> str | None:
    if lines.size == 1:
        place = int(lines[0])
        called = (
            "first" if place == 0 else "last" if place == length - 1 else f"{word} number {place}"
        )
        end = " (number 0)" if place == 0 else ""
        shown = f"the {called} {word}{end}" if place in (0, length - 1) else called
        return f"Only {shown} is wrong: the other {words} are right."
    if lines.size == length - 1:
        place = int(next(i for i in range(length) if i not in lines))
        called = "first" if place == 0 else "last" if place == length - 1 else ""
        return f"Only the {called} {word} is right." if called else None
    return None


def _wrong(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return Close()._wrong(a, b)


def _where(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    """Return of which sign an argument is just where something is wrong."""
    wrong = _wrong(a, b)
    # An entry that is off by less may count as wrong where more digits are asked for.
    if a.size < LEAST_SIGNS or wrong.all() or wrong.sum() < 2:
        return None
    if not _alike(a[~wrong], b[~wrong]):
        return None
    for argument, value in arrays_of(given):
        if value.shape == a.shape and value.dtype.kind in "iuf":
            for words, mask in (
                ("negative", value < 0),
                ("positive", value > 0),
                ("0", value == 0),
            ):
                if np.array_equal(mask, wrong):
                    return f"It is wrong just where `{argument}` is {words}."
    return None


def is_one_number(pair: Pair) -> bool:
    """Return whether the mean or the sum of what is expected came in the place of each entry."""
    a, b = np.asarray(pair.got), np.asarray(pair.wanted)
    numbers = _are_numbers(pair.got) and _are_numbers(pair.wanted) and a.shape == b.shape
    if not numbers or a.size < 2 or np.ptp(a) or not np.ptp(b):
        return False
    return any(np.isclose(a.flat[0], whole, rtol=1e-9) for whole in (b.mean(), b.sum()))


def is_near(pair: Pair) -> bool:
    """Return whether all numbers are wrong by a little: by less than a tenth."""
    if np.shape(pair.got) != np.shape(pair.wanted) or not _are_numbers(pair.got):
        return False
    return _are_numbers(pair.wanted) and bool(np.allclose(pair.got, pair.wanted, rtol=0.1, atol=0))


def _shifted(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    if a.size == 1 and abs(abs(float((a - b).flat[0])) - 1) < 1e-9 and b.flat[0] % 1:
        return f"It is exactly 1 too {'large' if a.flat[0] > b.flat[0] else 'small'}."
    if a.size < 2 or np.ptp(b) == 0:
        return None
    apart = a - b
    if apart.flat[0] and np.allclose(apart, apart.flat[0], rtol=1e-6, atol=0):
        by = float(apart.flat[0])
        return f"Every entry is {abs(by):.6g} too {'large' if by > 0 else 'small'}."
    return None


def _powers(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    if (
        np.all(np.abs(b) < 1e-9)
        or np.allclose(np.abs(b), 1)
        or (a.size == 1 and _is_small_whole(b))
    ):
        return None
    with np.errstate(all="ignore"):
        if _alike(a, b**2):
            return "It is the square of what is expected."
        if np.all(b > 0) and _alike(a, np.sqrt(b)):
            return "It is the square root of what is expected."
        if np.all(b != 0) and _alike(a, 1 / b):
            return "It is 1 divided by what is expected."
        if np.all(b > 0) and _alike(a, np.log(b)):
            return "It is the logarithm of what is expected."
        if np.all(np.abs(b) < 50) and _alike(a, np.exp(b)):
            return "It is exp of what is expected."
        if a.size > 1 and _alike(a, 1 - b):
            return "It is 1 minus what is expected."
    return None


def _is_small_whole(b: np.ndarray) -> bool:
    return bool(np.all(b == np.round(b)) and np.all(np.abs(b) < 100))


def _line_by_line(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    """Return that each row, or each column, is off by one shift or one factor of its own."""
    if a.ndim != 2:
        return None
    for axis, word in ((1, "row"), (0, "column")):
        if (
            factor(a, b) is not None
            or a.shape[axis] < 3
            or a.shape[1 - axis] < 2
            or np.any(np.ptp(b, axis=axis) == 0)
        ):
            continue
        apart = a - b
        if np.all(np.ptp(apart, axis=axis) < 1e-9 * max(1.0, float(np.abs(apart).max()))):
            return (
                f"In each {word} the entries are off by one and the same number. A mean, a maximum or a "
                f"bias is taken per {word}: is it the right one?"
            )
        with np.errstate(all="ignore"):
            times = a / b
        if np.all(np.isfinite(times)) and np.all(
            np.ptp(times, axis=axis) < 1e-9 * np.abs(times).max()
        ):
            return (
                f"In each {word} the entries are off by one and the same factor. A sum, a deviation or a "
                f"scale is taken per {word}: is it the right one?"
            )
    return None


def cut_off(got: Any, wanted: Any, made_so: bool = False) -> str | None:
    """Return that an array of whole numbers dropped the fractions that were put into it, or None.

    `made_so` says that the source makes such an array; else the numbers have to show it.
    """
    if not isinstance(got, np.ndarray) or got.dtype.kind not in "iu" or not has_fractions(wanted):
        return None
    if got.shape != np.shape(wanted) or not (made_so or np.array_equal(got, np.trunc(wanted))):
        return None
    return (
        f"your array holds whole numbers (its type is {got.dtype}), and what is put into such an array loses "
        "what stands behind the point. Make it an array of floats."
    )


def _same_number(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    """Return that all wrong entries are one and the same number, and which argument that is."""
    wrong = _wrong(a, b)
    values = np.unique(a[wrong]) if a.size > 2 else a[:0]
    if wrong.sum() < 3 or values.size != 1 or values[0] == 0 or np.unique(b[wrong]).size < 3:
        return None
    number = float(values[0])
    same = [key for key, item in given.items() if type(item) in (int, float) and item == number]
    what = f", which is `{same[0]}`" if same else ""
    return f"Every wrong entry is one and the same number, {number:.6g}{what}."


def _whole(a: np.ndarray, b: np.ndarray, name: str, given: Mapping[str, Any]) -> str | None:
    if a.size < 3 or np.any(a != np.round(a)) or np.all(b == np.round(b)) or np.unique(a).size < 2:
        return None
    if np.all(np.abs(a - b) < 1):
        return (
            "Every entry is a whole number: is something cut off? `//`, `int` and arrays of whole "
            "numbers drop what stands behind the point."
        )
    return None
