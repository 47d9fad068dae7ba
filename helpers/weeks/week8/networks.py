"""Week 8's networks of relu layers with a softmax output, and the shifted pictures they learn from."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from helpers.data.fashion import load_fashion_mnist

Network = dict[str, np.ndarray]

SIDE = 28
REACH = 1
VALIDATION = 500
LONGEST = 50_000


# ------------------------------------------------------------------------------- networks


def initialize_network(layer_dims: Sequence[int], rng: np.random.Generator) -> Network:
    """Return parameters "W1", "b1", ... for layers of these sizes, inputs and outputs included.

    Weights are normal with variance 2/n_prev in relu layers and 1/n_prev in the last, as week 4
    derives; biases are zero.
    """
    parameters: Network = {}
    last = len(layer_dims) - 1
    for l, (n_prev, n) in enumerate(zip(layer_dims, layer_dims[1:]), 1):
        spread = np.sqrt((1 if l == last else 2) / n_prev)
        parameters[f"W{l}"] = spread * rng.standard_normal((n, n_prev))
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


def scores(parameters: Mapping[str, np.ndarray], X: np.ndarray) -> np.ndarray:
    """Return what the output layer adds up, array (n_L, m): the largest is the answer.

    parameters: "W1", "b1", ..., any number of layers, relu in all but the last; X: (n_0, m).
    """
    return _forward(parameters, X)[-1]


def accuracy(parameters: Mapping[str, np.ndarray], X: np.ndarray, Y: np.ndarray) -> float:
    """Return the share of columns whose largest score is in the row where Y (n_L, m) has its 1."""
    return float(np.mean(np.argmax(scores(parameters, X), axis=0) == np.argmax(Y, axis=0)))


def cost(parameters: Mapping[str, np.ndarray], X: np.ndarray, Y: np.ndarray) -> float:
    """Return the mean cross-entropy of softmax over the scores; Y (n_L, m) holds 0 and 1."""
    return float(-np.mean(np.sum(Y * _log_softmax(scores(parameters, X)), axis=0)))


def cost_and_gradients(
    parameters: Mapping[str, np.ndarray], X: np.ndarray, Y: np.ndarray
) -> tuple[float, Network]:
    """Return the mean cross-entropy of a batch, and its gradients "dW1", "db1", ...: weeks 3 and 5.

    X: examples as columns (n_0, m); Y: (n_L, m), 1 in the row of the class, else 0.
    """
    layers, m = _forward(parameters, X), X.shape[1]
    logs = _log_softmax(layers[-1])
    gradients: Network = {}
    dZ = np.exp(logs) - Y
    for l in range(len(layers) - 1, 0, -1):
        below = layers[l - 1]
        gradients[f"dW{l}"] = dZ @ below.T / m
        gradients[f"db{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dZ = (parameters[f"W{l}"].T @ dZ) * (below > 0)
    return float(-np.mean(np.sum(Y * logs, axis=0))), gradients


def _forward(parameters: Mapping[str, np.ndarray], X: np.ndarray) -> list[np.ndarray]:
    """Return the inputs, what each relu layer sends, and last the scores."""
    layers, last = [X], len(parameters) // 2
    for l in range(1, last + 1):
        Z = parameters[f"W{l}"] @ layers[-1] + parameters[f"b{l}"]
        layers.append(Z if l == last else np.maximum(Z, 0))
    return layers


def _log_softmax(Z: np.ndarray) -> np.ndarray:
    Z = Z - np.max(Z, axis=0, keepdims=True)
    return Z - np.log(np.sum(np.exp(Z), axis=0, keepdims=True))


# ------------------------------------------------------------------------------- pictures


def shifted(X: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return pictures moved at random by up to one pixel up or down and one to a side.

    X: pictures 28 x 28 as columns, (784, m); what moves in from the edge is 0. Returns a new array.
    """
    pictures = np.asarray(X).T.reshape(-1, SIDE, SIDE)
    framed = np.pad(pictures, ((0, 0), (REACH, REACH), (REACH, REACH)))
    corners = rng.integers(0, 2 * REACH + 1, (2, len(pictures)))
    moved = np.empty_like(pictures)
    for down in range(2 * REACH + 1):
        for right in range(2 * REACH + 1):
            those = np.flatnonzero((corners[0] == down) & (corners[1] == right))
            moved[those] = framed[those, down : down + SIDE, right : right + SIDE]
    return np.ascontiguousarray(moved.reshape(len(pictures), -1).T)


def one_hot(labels: np.ndarray, classes: int = 10) -> np.ndarray:
    """Return an array (classes, m) with a 1 in the row that each of the labels (m,) names."""
    return np.eye(classes)[:, np.ravel(labels)]


def capstone_pictures(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return X_train (784, 2500), Y_train (10, 2500), X_valid (784, 500) and Y_valid (10, 500).

    The 3,000 training pictures of the course, each shifted by up to a pixel, as drawn from seed.
    Values from 0 to 1; the same pictures are for validation at every seed.
    """
    images, labels, _, _ = load_fashion_mnist()
    X = shifted(images.reshape(len(images), -1).T / 255, np.random.default_rng(seed))
    Y = one_hot(labels)
    return X[:, VALIDATION:], Y[:, VALIDATION:], X[:, :VALIDATION], Y[:, :VALIDATION]


def capstone_array(which: int, seed: int) -> np.ndarray:
    """Return one of the four arrays of `capstone_pictures`: how a case of the capstone names it."""
    return capstone_pictures(seed)[which]


def packed(images: np.ndarray) -> list[str]:
    """Return pictures (m, 28, 28) of bytes as texts of moderate length, for `unpacked` to read."""
    text = base64.b64encode(zlib.compress(np.ascontiguousarray(images).tobytes(), 6)).decode()
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]


def unpacked(texts: Sequence[str]) -> np.ndarray:
    """Return pictures as columns (784, m), values from 0 to 1, from the texts that `packed` made."""
    pixels = np.frombuffer(zlib.decompress(base64.b64decode("".join(texts))), np.uint8)
    return pixels.reshape(-1, SIDE * SIDE).T / 255
