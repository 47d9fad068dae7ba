"""Sets of labelled points in the plane, drawn from a seed: rose, spirals, moons, circles."""

from __future__ import annotations

import numpy as np


def make_rose(m: int = 400, noise: float = 0.2, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Draw a flower of six petals, of radius 4, whose petals belong to the classes in turn.

    m: number of points; noise: standard deviation added to each coordinate; seed: of the draw.
    Returns X (2, m) float64 and Y (1, m) int64 of 0 and 1, half each (0 has one more if m is odd).
    Raises ValueError if m < 2 or noise < 0.
    """
    rng, y = _start(m, noise, seed)
    petal = 2 * rng.integers(0, 3, m) + y
    across = rng.uniform(-1.0, 1.0, m)
    angle = (petal + across / 2) * np.pi / 3
    radius = 4 * np.cos(across * np.pi / 2)
    return _finish(radius * np.cos(angle), radius * np.sin(angle), y, noise, rng)


def make_spirals(m: int = 400, noise: float = 0.05, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Draw two spirals of one and a half turns, wound into each other, from radius 0.2 to 2.

    Arguments, results and errors as in make_rose.
    """
    rng, y = _start(m, noise, seed)
    along = np.sqrt(rng.uniform(0.0, 1.0, m))
    angle = 3 * np.pi * along + np.pi * y
    radius = 0.2 + 1.8 * along
    return _finish(radius * np.cos(angle), radius * np.sin(angle), y, noise, rng)


def make_moons(
    m: int = 300, noise: float = 0.1, seed: int = 1, share_positive: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    """Draw two half circles of radius 1 that interlock: class 0 arches up, class 1 hangs down.

    share_positive: share of points with label 1, rounded down to whole points, at least one of
    each class. Other arguments, results and errors as in make_rose; ValueError too if it is not
    between 0 and 1.
    """
    if not 0 < share_positive < 1:
        raise ValueError(
            f"Expected share_positive between 0 and 1; got {share_positive!r}. "
            "Pass a fraction such as 0.3."
        )
    rng, y = _start(m, noise, seed, share_positive)
    angle = rng.uniform(0.0, np.pi, m)
    first = np.where(y == 0, np.cos(angle), 1 - np.cos(angle))
    second = np.where(y == 0, np.sin(angle), 0.5 - np.sin(angle))
    return _finish(first, second, y, noise, rng)


def make_circles(m: int = 300, noise: float = 0.1, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Draw two circles about the origin: radius 1 is class 0, radius 0.5 is class 1.

    Arguments, results and errors as in make_rose.
    """
    rng, y = _start(m, noise, seed)
    angle = rng.uniform(0.0, 2 * np.pi, m)
    radius = np.where(y == 0, 1.0, 0.5)
    return _finish(radius * np.cos(angle), radius * np.sin(angle), y, noise, rng)


def _start(
    m: int, noise: float, seed: int, share_positive: float = 0.5
) -> tuple[np.random.Generator, np.ndarray]:
    """A generator, and labels (m,) in mixed order with exactly the share of ones asked for."""
    if m < 2:
        raise ValueError(f"Expected m of 2 points or more; got {m!r}. Ask for more points.")
    if noise < 0:
        raise ValueError(
            f"Expected a noise of 0 or more, a standard deviation; got {noise!r}. Pass 0 for none."
        )
    rng = np.random.default_rng(seed)
    positive = min(max(int(share_positive * m + 1e-9), 1), m - 1)
    return rng, rng.permutation((np.arange(m) < positive).astype(np.int64))


def _finish(
    first: np.ndarray, second: np.ndarray, y: np.ndarray, noise: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """X (2, m) with noise added, Y (1, m)."""
    X = np.vstack([first, second])
    return X + noise * rng.standard_normal(X.shape), y.reshape(1, -1)
