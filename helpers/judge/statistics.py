"""Random matrices are judged by statistics of their entries, with bounds that chance does not cross."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from helpers.judge.comparing import Close, Comparison, Seen
from helpers.judge.words import kind_of, no_key, nothing_came


@dataclass(frozen=True)
class Statistics(Comparison):
    """Random matrices with independent entries of mean 0 and standard deviation `sigma[key]`.

    `got` is a dictionary of matrices. With u = W / sigma and N entries, each of these is close to
    a standard normal variable when the entries are what they should be; beyond `limit` in size
    it is called wrong: mean(u) sqrt(N); (mean(u^2) - 1) sqrt(N / 2); the mean product of
    neighbouring rows and of neighbouring columns times sqrt(count); for each pair of matrices the
    mean product of their first k entries times sqrt(k). With `gaussian`, (mean(u^4) - 3)
    sqrt(N / 96) is held to `shape_limit`, of 500 entries and more one must be beyond 2 in size, and not
    all rows, nor all columns, have one norm, nor the whole a mean or a spread to the last digit.
    Keys of `zeros` must be exactly zero. With
    `drawn`, arrays that hold one number each are refused.
    A right call is refused with probability 3.2e-8 at the limits 6 and 9, a right submission of
    week 4 with 1.1e-7 (computed in tests/references, see docs/statistics.md).

    Example: `call("initialize", [3, 4], Rng(1)).with_(compare=Statistics(sigma={"W1": 0.5}))`
    """

    kind: ClassVar[str] = "statistics"
    needs_expected: ClassVar[bool] = False
    sigma: dict[str, float] = field(default_factory=dict)
    shapes: dict[str, list[int]] = field(default_factory=dict)
    zeros: tuple[str, ...] = ()
    gaussian: bool = False
    limit: float = 6.0
    shape_limit: float = 9.0
    drawn: bool = True

    @property
    def counts_alone(self) -> bool:
        """Return whether numbers are looked at, and not shapes alone."""
        return bool(self.sigma or self.zeros)

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return which statistic of which matrix is off, or None."""
        if got is None:
            return nothing_came(name)
        if not isinstance(got, Mapping):
            return f"{name} should be a dictionary; it is {kind_of(got)}."
        for key, shape in self.shapes.items():
            if key not in got:
                return no_key(name, [key], got)
            value = got[key]
            if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
                return f"{name}[{key!r}] should be an array of shape {tuple(shape)}; it is {kind_of(value)}."
            if value.shape != tuple(shape):
                return f"{name}[{key!r}] has shape {value.shape}; expected {tuple(shape)}."
        for key in self.zeros:
            if np.any(got[key] != 0):
                return f"{name}[{key!r}] should be exactly zero everywhere; it is not."
        if self.drawn and not any(_varies(value) for value in got.values()):
            single = [key for key, value in got.items() if isinstance(value, (int, float))]
            if single:
                return f"{name}[{single[0]!r}] should be an array; it is {kind_of(got[single[0]])}."
            return f"{name} holds no random numbers: in each array all entries are alike."
        return self._moments(got, name) or self._between(got, name)

    def _moments(self, got: Mapping[str, Any], name: str) -> str | None:
        for key, sigma in self.sigma.items():
            if not np.all(np.isfinite(got[key])):
                return f"{name}[{key!r}] holds nan or infinity."
            u = np.asarray(got[key], dtype=float) / sigma
            label = f"{name}[{key!r}]"
            fault = self._moment(u, sigma, label)
            if fault:
                # Rows that repeat have a wrong spread or mean too, by chance: say what is behind it.
                deviation = np.std(u)
                centred = (u - np.mean(u)) / deviation if deviation else u * 0.0
                return self._neighbours(centred, label) or fault
        return None

    def _moment(self, u: np.ndarray, sigma: float, label: str) -> str | None:
        if u.size > 1 and np.ptp(u) == 0 and u.flat[0] != 0:
            return f"{label} is {u.flat[0] * sigma:.4g} in every entry; draw each entry anew."
        spread = float(np.sqrt(np.mean(u * u)))
        if abs(spread**2 - 1) * math.sqrt(u.size / 2) > self.limit:
            mean, deviation = float(np.mean(u)) * sigma, float(np.std(u)) * sigma
            if abs(mean) * math.sqrt(u.size) > self.limit * deviation:
                return (
                    f"{label} has entries with the mean {mean:.4g} and the standard deviation "
                    f"{deviation:.4g}; expected a mean near 0 and {sigma:.4g}.{_even(u * sigma)}"
                )
            return (
                f"{label} spreads {spread:.3g} times as wide as it should: its entries have "
                f"the standard deviation {spread * sigma:.4g}; expected {sigma:.4g}.{_flat(u * sigma)}"
            )
        if abs(np.mean(u)) * math.sqrt(u.size) > self.limit:
            return f"{label} has the mean {np.mean(u) * sigma:.4g}; expected one near 0."
        alike = self._neighbours(u, label)
        if alike:
            return alike
        if self.gaussian and not self._bell_shaped(u):
            return (
                f"{label} has the right spread but not the bell shape of a normal distribution."
                f"{_flat(u * sigma)}"
            )
        if self.gaussian and _of_one_length(u):
            return (
                f"{label} has {_of_one_length(u)} of one and the same length: what was drawn was scaled "
                "by what came. Each entry should stay as it was drawn, times a fixed number."
            )
        if self.gaussian and _is_met_exactly(u):
            return (
                f"{label} has its spread, or its mean, to the last digit: what was drawn was scaled or shifted "
                "by what came. Each entry should stay as it was drawn, times a fixed number."
            )
        return None

    def _bell_shaped(self, u: np.ndarray) -> bool:
        if abs(np.mean(np.square(u * u)) - 3) * math.sqrt(u.size / 96) > self.shape_limit:
            return False
        # Even numbers and the few values of a coin end before 2; of 500 normal ones some lies beyond,
        # but for a chance of 8e-11.
        return u.size < 500 or bool(np.max(np.abs(u)) > 2)

    def _neighbours(self, u: np.ndarray, label: str) -> str | None:
        for word, a, b in (("rows", u[1:], u[:-1]), ("columns", u[:, 1:], u[:, :-1])):
            if a.size and abs(np.mean(a * b)) * math.sqrt(a.size) > self.limit:
                return f"{label} has neighbouring {word} that are alike; draw every entry anew."
        return None

    def _between(self, got: Mapping[str, Any], name: str) -> str | None:
        keys = list(self.sigma)
        for i, first in enumerate(keys):
            for second in keys[i + 1 :]:
                a, b = (np.ravel(got[key]) / self.sigma[key] for key in (first, second))
                k = min(a.size, b.size)
                if abs(np.mean(a[:k] * b[:k])) * math.sqrt(k) > self.limit:
                    return (
                        f"{name}[{first!r}] and {name}[{second!r}] hold the same random numbers: make "
                        "one generator and draw from it for every layer."
                    )
        return None

    def is_scaled_to_fit(self, value: Any) -> bool:
        """Return whether a matrix has a norm, a spread or a mean to the last digit."""
        given = value if self.gaussian and isinstance(value, Mapping) else {}
        return any(
            bool(_of_one_length(given[key])) or _is_met_exactly(given[key] / sigma)
            for key, sigma in self.sigma.items()
            if isinstance(given.get(key), np.ndarray) and given[key].ndim == 2
        )

    def digest(self, value: Any) -> Any:
        """Return shape, mean, spread and bell shape of each matrix: enough to know it again."""
        if not isinstance(value, Mapping):
            return value
        return {key: self._signature(item, self.sigma.get(key)) for key, item in value.items()}

    def _signature(self, item: Any, sigma: float | None) -> Any:
        if not isinstance(item, np.ndarray) or item.dtype.kind not in "biuf":
            return item
        if item.ndim != 2 or sigma is None or not np.all(np.isfinite(item)):
            return [list(item.shape), bool(np.any(item != 0))]
        spread = float(np.std(item))
        u = (item - item.mean()) / spread if spread else item * 0.0
        rows = float(np.mean(u[1:] * u[:-1])) if len(u) > 1 else 0.0
        columns = float(np.mean(u[:, 1:] * u[:, :-1])) if u.shape[1] > 1 else 0.0
        return [
            list(item.shape),
            float(item.mean()) / sigma,
            spread / sigma,
            float(np.mean(np.square(u * u))),
            rows,
            columns,
            _of_one_length(item) or ("all" if _is_met_exactly(item / sigma) else ""),
        ]

    def same(self, got: Any, other: Any) -> bool:
        """Return whether both have the same signature up to chance; `other` may be a digest."""
        if not isinstance(got, Mapping) or not isinstance(other, Mapping):
            return Close().fault(got, other, "it", Seen()) is None
        return got.keys() == other.keys() and all(
            self._alike(
                self._signature(got[key], self.sigma.get(key)),
                self._signature(other[key], self.sigma.get(key)),
                got[key],
            )
            for key in got
        )

    def _alike(self, a: Any, b: Any, value: Any) -> bool:
        if not (isinstance(a, list) and isinstance(b, list)) or len(a) != len(b):
            return isinstance(a, type(b)) and not isinstance(a, list) and bool(np.all(a == b))
        if len(a) == 2:
            return a == b
        if list(a[0]) != list(b[0]):
            return False
        room = 7.0 / math.sqrt(max(value.size, 1))
        spread = max(abs(b[2]), abs(a[2]))
        return (
            abs(a[1] - b[1]) <= 2 * room * spread
            and abs(a[2] - b[2]) <= 2 * room * spread
            and abs(a[3] - b[3]) <= max(14 * room, 0.4)
            and abs(a[4] - b[4]) <= 2 * room
            and abs(a[5] - b[5]) <= 2 * room
            and a[6] == b[6]
            # A spread that chance does not bring is not like one that it does, nor the other way around.
            and (
                abs(a[2] - b[2]) <= 0.5 * room * spread
                or self._is_off(a, value.size) == self._is_off(b, value.size)
            )
        )

    def _is_off(self, signature: Sequence[Any], size: int) -> bool:
        square = signature[1] ** 2 + signature[2] ** 2
        return bool(abs(square - 1) * math.sqrt(size / 2) > self.limit)


def _of_one_length(u: np.ndarray) -> str:
    """Return which lines of a matrix, three or more, all have the same norm, or "".

    Chance brings that about less than once in 1e10 matrices.
    """
    for word, lines in (("rows", u), ("columns", u.T)):
        if lines.ndim == 2 and len(lines) > 2 and lines.shape[1] > 1:
            lengths = np.linalg.norm(lines, axis=1)
            if np.ptp(lengths) < 1e-6 * np.max(lengths):
                return word
    return ""


def _is_met_exactly(u: np.ndarray) -> bool:
    """Return whether the mean is 0 or the spread 1 to thirteen digits.

    Chance brings that about less than once in 1e10 matrices.
    """
    if u.size <= 2:
        return False
    spreads = (float(np.std(u)), float(np.sqrt(np.mean(u * u))))
    return abs(float(np.mean(u))) < 1e-13 or any(abs(spread - 1) < 1e-13 for spread in spreads)


def _even(values: np.ndarray) -> str:
    """Return that no number is negative, and whether they lie as evenly as `rand` draws them."""
    top = float(np.max(values))
    if np.min(values) < 0 or top <= 0:
        return ""
    even = (
        abs(np.mean(values) / top - 0.5) < 0.1
        and abs(np.std(values) / top * math.sqrt(12) - 1) < 0.1
    )
    drawn = " They lie evenly, as `rand` and `rng.random` draw them; `randn` draws normal numbers."
    return f" None of them is negative.{drawn if even else _between_limits(values)}"


def _between_limits(values: np.ndarray) -> str:
    """Return between which two limits, neither of them 0, the numbers lie evenly, or ""."""
    low, high = float(np.min(values)), float(np.max(values))
    width = high - low
    if values.size < 500 or not width:
        return ""
    even = (
        abs((np.mean(values) - low) / width - 0.5) < 0.05
        and abs(np.std(values) / width * math.sqrt(12) - 1) < 0.05
    )
    between = f" They lie evenly between {low:.6g} and {high:.6g}, as `uniform` draws them."
    return f"{between} Look at the limits that it was given." if even else ""


def _flat(values: np.ndarray) -> str:
    """Return that the numbers lie evenly between two limits about 0, as `uniform` draws them, or ""."""
    top = float(np.max(np.abs(values)))
    if values.size < 500 or not top or abs(np.mean(values)) * 10 > top:
        return ""
    even = (
        abs(np.std(values) / top * math.sqrt(3) - 1) < 0.05
        and abs(np.mean(np.abs(values)) / top - 0.5) < 0.03
    )
    between = f" They lie evenly between {-top:.3g} and {top:.3g}, as `uniform` draws them."
    return (
        f"{between} Normal numbers come from `standard_normal`, `normal` or `randn`."
        if even
        else ""
    )


def _varies(value: Any) -> bool:
    """Return whether an array has two different entries."""
    return isinstance(value, np.ndarray) and value.size > 1 and bool(np.any(value != value.flat[0]))
