"""Sixty honest ways to write week 1, each right: decorators, classes, generators, own modules, magics...

A style is the cell of one function. Styles of different functions share a notebook.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.honest.pieces import COST, IMAGES, INITIALIZE, PROPAGATE, SIGMOID
from tests.honest.wholes import LOOP, MODEL, OPTIMIZE, PREDICT, VECTORIZED

WEEK = "week1_logistic_regression"


@dataclass(frozen=True)
class Style:
    """One way of writing a function: its cell, and files that lie beside the notebook."""

    name: str
    cell: str
    source: str
    files: dict[str, str] = field(default_factory=dict)


def _styles(cell: str, several: dict[str, str], **files: str) -> list[Style]:
    named = {f"{name}.py": text for name, text in files.items()}
    return [
        Style(
            f"{cell}: {name}",
            cell,
            source.strip("\n") + "\n",
            {file: text for file, text in named.items() if file.removesuffix(".py") in source},
        )
        for name, source in several.items()
    ]


STYLES: list[Style] = [
    *_styles(
        "sigmoid",
        SIGMOID,
        mymath_one="import numpy as np\n\n\ndef logistic(z):\n    return 1 / (1 + np.exp(-z))\n",
    ),
    *_styles("image_to_columns", IMAGES),
    *_styles("compute_cost", COST),
    *_styles("propagate", PROPAGATE),
    *_styles("initialize_with_zeros", INITIALIZE),
    *_styles("optimize", OPTIMIZE),
    *_styles("predict", PREDICT),
    *_styles("model", MODEL),
    *_styles("forward_loop", LOOP),
    *_styles(
        "forward_vectorized",
        VECTORIZED,
        mymath_two=(
            "import numpy as np\n\n\ndef fast(w, b, X):\n"
            "    return 1 / (1 + np.exp(-(w.T @ X + b)))\n\n\n"
            "def slow(w, b, X):\n    return [fast(w, b, x) for x in X.T]\n"
        ),
    ),
]


def notebooks() -> list[list[Style]]:
    """Return the styles in as few notebooks as possible: each cell once in a notebook."""
    made: list[list[Style]] = []
    for style in STYLES:
        for several in made:
            if all(style.cell != other.cell for other in several):
                several.append(style)
                break
        else:
            made.append([style])
    return made
