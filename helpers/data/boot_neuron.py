"""The neuron of week 1 after its training on boots and sandals: stored, so that the week can open with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

DATA_FILES = ("boot_neuron.npz", "LICENSES.md")


def load_boot_neuron() -> tuple[np.ndarray, float]:
    """Return the weights w (784, 1) and the bias b of the trained neuron.

    Its pixels lie between 0 and 1, row after row; 1 is an ankle boot, 0 a sandal. It took 2,000
    steps of 0.1 from zeros. Raises FileNotFoundError if the file is missing.
    """
    path = Path(__file__).parent / DATA_FILES[0]
    if not path.exists():
        raise FileNotFoundError(
            f"Expected the weights of a neuron in {path}, and found no such file. "
            "Unpack the week's zip again, with its helpers folder, and start from there."
        )
    with np.load(path, allow_pickle=False) as stored:
        return stored["w"].astype(float), float(stored["b"])
