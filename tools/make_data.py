"""Make the data sets of the course, from their originals, always the same bytes.

All but one ship to students. `unseen.npz` stays with the instructor: week 8's capstone is graded on
it, so it shares no picture with what ships.

Run from the project's root, once; the result is committed:

    python tools/make_data.py

Needs Debian's package dataset-fashion-mnist (for the pictures) and scikit-learn (which carries the
two UCI tables). Students need neither.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import numpy as np

ORIGINALS = Path("/usr/share/datasets/fashion-mnist")
DATA_FILES = Path(__file__).resolve().parent.parent / "helpers" / "data"
UNSEEN = DATA_FILES.parents[1] / "autograder" / "exercises" / "week8_optimization" / "unseen.npz"
SEED = 20170825
TRAIN_PER_CLASS = 300
TEST_PER_CLASS = 50
UNSEEN_PER_CLASS = 300


def read_idx(path: Path) -> np.ndarray:
    """Read one gzipped IDX file of unsigned bytes: (m,) labels or (m, 28, 28) images.

    The format: two zero bytes, a type (8 = unsigned byte), the number of axes, then the length of
    each axis as a big-endian 32-bit number, then the values. Raises ValueError on any other type.
    """
    content = gzip.decompress(path.read_bytes())
    if content[:3] != b"\0\0\x08":
        raise ValueError(
            f"{path.name}: expected an IDX file of unsigned bytes, which begins with 00 00 08; "
            f"it begins with {content[:3].hex(' ')}. Reinstall the package that brought it."
        )
    axes = content[3]
    shape = np.frombuffer(content, ">u4", count=axes, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(tuple(shape))


def draw_per_class(labels: np.ndarray, per_class: int, rng: np.random.Generator) -> np.ndarray:
    """Positions of `per_class` examples of every class of labels (m,), drawn and then shuffled."""
    drawn = [
        rng.choice(np.flatnonzero(labels == label), per_class, replace=False)
        for label in np.unique(labels)
    ]
    return rng.permutation(np.concatenate(drawn))


def fashion_subset(originals: Path = ORIGINALS) -> dict[str, np.ndarray]:
    """The Fashion-MNIST subset: images, labels and, for each, its position in the original."""
    rng = np.random.default_rng(SEED)
    subset = {}
    for split, prefix, per_class in (
        ("train", "train", TRAIN_PER_CLASS),
        ("test", "t10k", TEST_PER_CLASS),
    ):
        images = read_idx(originals / f"{prefix}-images-idx3-ubyte.gz")
        labels = read_idx(originals / f"{prefix}-labels-idx1-ubyte.gz")
        positions = draw_per_class(labels, per_class, rng)
        subset[f"{split}_images"] = images[positions]
        subset[f"{split}_labels"] = labels[positions]
        subset[f"{split}_positions"] = positions.astype(np.uint16)
    return subset


def boot_neuron() -> dict[str, np.ndarray]:
    """The neuron of week 1 after 2,000 steps of 0.1 on boots and sandals, for the opening picture."""
    from helpers.data.fashion import load_fashion_pair
    from solutions.week1_logistic_regression import (
        image_to_columns,
        initialize_with_zeros,
        optimize,
    )

    images, Y, _, _ = load_fashion_pair("ankle boot", "sandal")
    X = image_to_columns(images) / 255
    params, _, _ = optimize(*initialize_with_zeros(len(X)), X, Y, 2000, 0.1)
    return {"w": params["w"].astype(np.float32), "b": np.float32(params["b"])}


def unseen_pictures(shipped: np.ndarray, originals: Path = ORIGINALS) -> dict[str, np.ndarray]:
    """Pictures of the original test set that are not `shipped` (positions), with labels and positions."""
    rng = np.random.default_rng(SEED + 1)
    images = read_idx(originals / "t10k-images-idx3-ubyte.gz")
    labels = read_idx(originals / "t10k-labels-idx1-ubyte.gz")
    left = np.setdiff1d(np.arange(len(labels)), shipped)
    positions = left[draw_per_class(labels[left], UNSEEN_PER_CLASS, rng)]
    return {
        "images": images[positions],
        "labels": labels[positions],
        "positions": positions.astype(np.uint16),
    }


def main() -> int:
    """Write the data files; return the exit status."""
    if not ORIGINALS.is_dir():
        print(
            f"Expected the originals of Fashion-MNIST in {ORIGINALS}, which does not exist. "
            "Install Debian's package dataset-fashion-mnist and run this again."
        )
        return 1
    from sklearn.datasets import load_digits, load_wine

    digits, wine = load_digits(), load_wine()
    DATA_FILES.mkdir(exist_ok=True)
    fashion = fashion_subset()
    np.savez_compressed(DATA_FILES / "fashion_mnist.npz", **fashion)  # type: ignore[arg-type]
    np.savez_compressed(UNSEEN, **unseen_pictures(fashion["test_positions"]))  # type: ignore[arg-type]
    np.savez_compressed(
        DATA_FILES / "digits.npz",
        images=digits.images.astype(np.uint8),
        labels=digits.target.astype(np.uint8),
    )
    np.savez_compressed(DATA_FILES / "wine.npz", X=wine.data.T, labels=wine.target.astype(np.uint8))
    np.savez_compressed(DATA_FILES / "boot_neuron.npz", **boot_neuron())  # type: ignore[arg-type]
    for path in (*sorted(DATA_FILES.glob("*.npz")), UNSEEN):
        print(f"{path.name:20} {path.stat().st_size:>9,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
