"""Examines `image_to_columns`: grey images, images with colours, one image alone."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes


def grey_images(rng):
    m, h, w = distinct_sizes(rng, 3, 2, 5)
    yield call("image_to_columns", rng.integers(0, 256, (m, h, w)).astype(np.uint8))
    m, h, w = distinct_sizes(rng, 3, 2, 5)
    yield call("image_to_columns", rng.integers(-5, 99, (m, h, w)) / 4)


def colour_images(rng):
    m, h, w = distinct_sizes(rng, 3, 4, 6)
    yield call("image_to_columns", rng.integers(0, 256, (m - 2, h - 2, w - 1, 3)))
    yield call("image_to_columns", rng.integers(0, 256, (3, 2, 4, 5))).with_(note="five colours")


def one_image(rng):
    h, w = distinct_sizes(rng, 2, 2, 5)
    yield call("image_to_columns", rng.integers(1, 256, (1, h, w))).with_(note="one image")


EXERCISE = Exercise(
    "image_to_columns",
    parts=(
        Part("grey images", 3, grey_images),
        Part("images with colours", 3, colour_images),
        Part("one image alone", 2, one_image),
    ),
)
