"""A subset of Fashion-MNIST: 28x28 grey pictures of ten kinds of clothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

DATA_FILES = ("fashion_mnist.npz", "LICENSES.md")

FASHION_CLASSES = (
    "T-shirt",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)


def load_fashion_mnist(
    classes: Iterable[int | str] | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Load pictures of clothing, 300 for training and 50 for testing per class, in mixed order.

    classes: names (as in FASHION_CLASSES, upper or lower case) or numbers 0 to 9; None for all.

    Returns train_images (m, 28, 28) uint8 from 0 (background) to 255, train_labels (m,) int64
    class numbers 0 to 9, test_images and test_labels alike.

    Raises ValueError for an unknown or repeated class, FileNotFoundError if the data is missing.
    """
    path = Path(__file__).parent / DATA_FILES[0]
    if not path.exists():
        raise FileNotFoundError(
            f"Expected the pictures in {path}, and found no such file. "
            "Unpack the week's zip again, with its helpers folder, and start from there."
        )
    with np.load(path, allow_pickle=False) as stored:
        arrays = [
            stored["train_images"],
            stored["train_labels"].astype(np.int64),
            stored["test_images"],
            stored["test_labels"].astype(np.int64),
        ]
    if classes is None:
        return arrays[0], arrays[1], arrays[2], arrays[3]
    numbers = _class_numbers(classes)
    train = np.isin(arrays[1], numbers)
    test = np.isin(arrays[3], numbers)
    return arrays[0][train], arrays[1][train], arrays[2][test], arrays[3][test]


def load_fashion_pair(
    positive: int | str, negative: int | str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Load two classes of clothing as a yes-or-no question: is it `positive`?

    positive, negative: two different classes, by name or number.

    Returns train_images (600, 28, 28) uint8, Y_train (1, 600) int64 with 1 for positive and 0 for
    negative, test_images (100, 28, 28), Y_test (1, 100); shuffled, the same way at each call.

    Raises ValueError if a class is unknown or both are the same.
    """
    wanted, _ = _class_numbers((positive, negative))
    train_images, train_labels, test_images, test_labels = load_fashion_mnist((positive, negative))
    rng = np.random.default_rng(0)
    train = rng.permutation(train_labels.size)
    test = rng.permutation(test_labels.size)
    Y_train = (train_labels[train] == wanted).astype(np.int64).reshape(1, -1)
    Y_test = (test_labels[test] == wanted).astype(np.int64).reshape(1, -1)
    return train_images[train], Y_train, test_images[test], Y_test


def _class_numbers(classes: Iterable[int | str]) -> list[int]:
    """Numbers of the classes, which are given by name or by number."""
    if isinstance(classes, str):
        raise ValueError(
            f"Expected several classes, as in [{classes!r}], and got the text {classes!r}. "
            "Put it in a list."
        )
    names = [name.lower() for name in FASHION_CLASSES]
    numbers = []
    for given in classes:
        if isinstance(given, str) and given.lower() in names:
            numbers.append(names.index(given.lower()))
        elif isinstance(given, int | np.integer) and 0 <= given < len(names):
            numbers.append(int(given))
        else:
            raise ValueError(
                f"Expected a class number from 0 to {len(names) - 1} or one of the names "
                f"{', '.join(FASHION_CLASSES)}; got {given!r}. Choose one of these."
            )
    if not numbers or len(set(numbers)) != len(numbers):
        raise ValueError(
            f"Expected one or more classes, each named once; got the class numbers {numbers}. "
            "Name different classes."
        )
    return numbers
