"""Week 7's data: twenty noisy points with many features, three kinds of clothing, digits with few examples."""

from __future__ import annotations

import numpy as np

from helpers.data.digits import load_digits
from helpers.data.fashion import FASHION_CLASSES, load_fashion_mnist

REACH = 1.5  # points lie in a square from -REACH to REACH
WIDTH = 0.5  # of a bump
NOISE = 0.15  # share of labels that are flipped
TWENTY_POINTS_SEED = 1

Set = tuple[np.ndarray, np.ndarray]


def bumps(points: np.ndarray) -> np.ndarray:
    """Return 49 features of points (2, m), array (49, m): how near each is to 7 x 7 places.

    A linear classifier on so many features can bend its boundary around every single point.
    """
    grid = np.linspace(-REACH, REACH, 7)
    places = np.stack(np.meshgrid(grid, grid)).reshape(2, -1)
    squares = ((points[:, np.newaxis, :] - places[:, :, np.newaxis]) ** 2).sum(axis=0)
    return np.exp(-squares / (2 * WIDTH**2))


def twenty_points() -> tuple[Set, Set, Set]:
    """Return 20 points to train on, 40 to validate with and 1,000 to test on.

    Each set is (points (2, m), labels (m,)). The truth is a wave: label 1 above it, 0 below; then
    15 % of all labels, in every set, are flipped.
    """
    rng = np.random.default_rng(TWENTY_POINTS_SEED)
    train, valid, test = (_noisy_wave(rng, m) for m in (20, 40, 1000))
    return train, valid, test


def _noisy_wave(rng: np.random.Generator, m: int) -> Set:
    points = rng.uniform(-REACH, REACH, (2, m))
    labels = (points[1] > 0.6 * np.sin(2 * points[0])).astype(np.int64)
    return points, np.where(rng.random(m) < NOISE, 1 - labels, labels)


def clothing(count: int, names: tuple[str, ...] = FASHION_CLASSES) -> tuple[Set, Set]:
    """Return `count` pictures to train on and all test pictures, as columns with grey from 0 to 1.

    names: of the classes. Labels count from 0 in the order of the names.

    Returns (X (784, count), y (count,)) and (X_test, y_test).
    """
    images, labels, test_images, test_labels = load_fashion_mnist(names)
    numbers = [FASHION_CLASSES.index(name) for name in names]
    place = np.zeros(len(FASHION_CLASSES), dtype=np.int64)
    place[numbers] = np.arange(len(names))
    columns = images.reshape(len(images), -1).T / 255
    test_columns = test_images.reshape(len(test_images), -1).T / 255
    return (columns[:, :count], place[labels[:count]]), (test_columns, place[test_labels])


def few_digits(count: int) -> tuple[Set, Set]:
    """Return `count` digits to train on and 1,000 others to test on, as columns from 0 to 1."""
    images, labels = load_digits()
    order = np.random.default_rng(0).permutation(len(labels))
    X, y = images.reshape(len(images), -1).T[:, order] / 16, labels[order]
    chosen, others = slice(0, count), slice(count, count + 1000)
    return (X[:, chosen], y[chosen]), (X[:, others], y[others])


def two_clouds() -> Set:
    """Return 24 points (2, 24) in two clouds that a straight line can part, and labels 0 and 1."""
    rng = np.random.default_rng(2)
    labels = np.arange(24) % 2
    centres = np.where(labels, 1.0, -1.0) * np.array([[1.3], [0.4]])
    return centres + rng.normal(0, 0.45, (2, 24)) * np.array([[0.8], [1.6]]), labels
