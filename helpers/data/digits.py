"""The UCI digits: 1,797 handwritten digits on 8x8 grids."""

from __future__ import annotations

from pathlib import Path

import numpy as np

DATA_FILES = ("digits.npz", "LICENSES.md")


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Load the handwritten digits.

    Returns images (1797, 8, 8) uint8 from 0 to 16 (the number of inked dots, of 4x4, that each
    pixel stands for) and labels (1797,) int64, 0 to 9, about 180 of each.

    Raises FileNotFoundError if the data is missing.
    """
    path = Path(__file__).parent / DATA_FILES[0]
    if not path.exists():
        raise FileNotFoundError(
            f"Expected the digits in {path}, and found no such file. "
            "Unpack the week's zip again, with its helpers folder, and start from there."
        )
    with np.load(path, allow_pickle=False) as stored:
        return stored["images"], stored["labels"].astype(np.int64)


def load_standardised_digits() -> tuple[np.ndarray, np.ndarray]:
    """Load the digits as columns whose features have mean 0 and standard deviation 1.

    Returns X (64, 1797) float64, one digit per column, and labels (1797,) int64. A pixel that is
    blank in every digit cannot be scaled and stays 0.
    """
    images, labels = load_digits()
    X = images.reshape(images.shape[0], -1).T.astype(float)
    X -= X.mean(axis=1, keepdims=True)
    spread = X.std(axis=1, keepdims=True)
    return X / np.where(spread > 0, spread, 1.0), labels
