"""Five backward passes for the network of helpers/weeks/week6/three_layer_network.py, each with one fault.

They are here to be found out by gradient checking, see week 6. Five people wrote them, each in
their own way. Every one of them runs without an error and returns gradients of the right shapes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from helpers.judge.comparing import Secret, Seen
from helpers.judge.values import describe

FAULTS: dict[str, str] = {
    "no division": "a sum over the examples is not divided by anything",
    "divided twice": "a mean over the examples is divided by m once more",
    "wrong divisor": "a sum over the examples is divided, but not by the number of examples",
    "wrong sign": "a term is added where it should be subtracted, or the other way round",
    "missing transpose": "a matrix is used as it is where its transpose is needed",
    "missing mask": "the derivative of relu is left out",
    "wrong mask": "the derivative of relu is there, but taken at another layer's Z",
    "wrong activation": "the activation of another layer is used",
    "wrong dZ": "the dZ of another layer is used",
    "extra derivative": "A3 - Y is multiplied by the sigmoid's derivative, which has cancelled there",
}
"""The closed list of faults: the name to write, and what it means."""

Arrays = Mapping[str, np.ndarray]


def backward_a(parameters: Arrays, X: np.ndarray, Y: np.ndarray) -> dict[str, np.ndarray]:
    """Return "dW1" to "db3": Anna's version."""
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    b1, b2, b3 = parameters["b1"], parameters["b2"], parameters["b3"]
    m = X.shape[1]

    Z1 = W1 @ X + b1
    A1 = np.maximum(Z1, 0)
    Z2 = W2 @ A1 + b2
    A2 = np.maximum(Z2, 0)
    Z3 = W3 @ A2 + b3
    A3 = 1 / (1 + np.exp(-Z3))

    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m
    db3 = np.mean(dZ3, axis=1, keepdims=True)
    dZ2 = (W3.T @ dZ3) * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / len(dZ2)
    dZ1 = (W2.T @ dZ2) * (A1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = np.mean(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}


def backward_b(parameters: Arrays, X: np.ndarray, Y: np.ndarray) -> dict[str, np.ndarray]:
    """Return "dW1" to "db3": Boris's version."""
    p, m = parameters, Y.shape[1]

    def relu(z: np.ndarray) -> np.ndarray:
        return z * (z > 0)

    z1 = np.dot(p["W1"], X) + p["b1"]
    z2 = np.dot(p["W2"], relu(z1)) + p["b2"]
    z3 = np.dot(p["W3"], relu(z2)) + p["b3"]

    gradients = {}
    delta = (1 / (1 + np.exp(-z3)) - Y) / m
    gradients["db3"] = delta.sum(axis=1).reshape(-1, 1)
    gradients["dW3"] = np.dot(delta, relu(z1).T)
    delta = np.dot(p["W3"].T, delta) * (z2 > 0)
    gradients["db2"] = delta.sum(axis=1).reshape(-1, 1)
    gradients["dW2"] = np.dot(delta, relu(z1).T)
    delta = np.dot(p["W2"].T, delta) * (z1 > 0)
    gradients["db1"] = delta.sum(axis=1).reshape(-1, 1)
    gradients["dW1"] = np.dot(delta, X.T)
    return gradients


def backward_c(parameters: Arrays, X: np.ndarray, Y: np.ndarray) -> dict[str, np.ndarray]:
    """Return "dW1" to "db3": Chen's version."""
    inputs, sums = [X], []
    for layer in (1, 2, 3):
        sums.append(parameters[f"W{layer}"] @ inputs[-1] + parameters[f"b{layer}"])
        inputs.append(np.maximum(sums[-1], 0))

    gradients = {}
    error = 1 / (1 + np.exp(-sums[2])) - Y
    for layer in (3, 2, 1):
        gradients[f"dW{layer}"] = np.einsum("im,jm->ij", error, inputs[layer - 1]) / Y.size
        gradients[f"db{layer}"] = error.mean(axis=1, keepdims=True)
        error = parameters[f"W{layer}"].T @ error
        if layer > 1:
            error = np.where(sums[-layer] > 0, error, 0.0)
    return gradients


def backward_d(parameters: Arrays, X: np.ndarray, Y: np.ndarray) -> dict[str, np.ndarray]:
    """Return "dW1" to "db3": Dora's version."""
    share = 1 / Y.shape[1]
    A0 = X
    A1 = np.maximum(0, np.dot(parameters["W1"], A0) + parameters["b1"])
    A2 = np.maximum(0, np.dot(parameters["W2"], A1) + parameters["b2"])
    A3 = 1 / (1 + np.exp(-np.dot(parameters["W3"], A2) - parameters["b3"]))

    dA3 = A3 - Y
    dZ3 = dA3 * A3 * (1 - A3)
    dA2 = np.dot(parameters["W3"].T, dZ3)
    dZ2 = np.where(A2 > 0, dA2, 0)
    dA1 = np.dot(parameters["W2"].T, dZ2)
    dZ1 = np.where(A1 > 0, dA1, 0)
    gradients = {}
    for layer, dZ, A in ((1, dZ1, A0), (2, dZ2, A1), (3, dZ3, A2)):
        gradients[f"dW{layer}"] = share * np.dot(dZ, A.T)
        gradients[f"db{layer}"] = share * np.sum(dZ, axis=1, keepdims=True)
    return gradients


def backward_e(parameters: Arrays, X: np.ndarray, Y: np.ndarray) -> dict[str, np.ndarray]:
    """Return "dW1" to "db3": Emil's version."""
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    Z2 = W2 @ (Z1 * (Z1 > 0)) + b2
    Z3 = W3 @ (Z2 * (Z2 > 0)) + b3

    dZ3 = 1 / (1 + np.exp(-Z3)) - Y
    dZ2 = (W3.T @ dZ3) * (Z2 > 0)
    dZ1 = (W2 @ dZ2) * (Z1 > 0)

    def mean(dZ: np.ndarray) -> np.ndarray:
        return dZ.mean(axis=1, keepdims=True)

    def mean_product(dZ: np.ndarray, A: np.ndarray) -> np.ndarray:
        return dZ @ A.T / A.shape[1]

    return {
        "dW1": mean_product(dZ1, X),
        "db1": mean(dZ1),
        "dW2": mean_product(dZ2, Z1 * (Z1 > 0)),
        "db2": mean(dZ2),
        "dW3": mean_product(dZ3, Z2 * (Z2 > 0)),
        "db3": mean(dZ3),
    }


BROKEN = {"a": backward_a, "b": backward_b, "c": backward_c, "d": backward_d, "e": backward_e}
"""The five backward passes by name."""


def listing(function: Callable[..., Any]) -> str:
    """Return a function's source as it would stand in a notebook: without annotations."""
    source = re.sub(r"\) -> [^\n]+:\n", "):\n", inspect.getsource(function))
    return re.sub(r"(\w): (?:Arrays|np\.ndarray)\b", r"\1", source)


def judge_bugs(
    got: Any, expected: Any, name: str, seen: Seen, *, digest_hex: str, salt: str, length: int
) -> str | None:
    """Return what is wrong with a list of (layer, fault) pairs, or None (see helpers/judge/comparing.py).

    Which pairs are right is known only by a slow hash of all of them together.
    """
    if not isinstance(got, (list, tuple)) or len(got) != length:
        return (
            f"{name} should be a list of {length} pairs, [(layer, fault), (layer, fault), ...], one for "
            f"each backward pass; it is {describe(got)}."
        )
    for letter, pair in zip(BROKEN, got):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return f"The entry for backward_{letter} should be a pair (layer, fault); it is {describe(pair)}."
        layer, fault = pair
        if _number(layer) not in {"1", "2", "3"}:
            return (
                f"The layer for backward_{letter} should be 1, 2 or 3, a number; it is {describe(layer)}. "
                "It is the number in the name that locate_bug gives, and it comes before the fault."
            )
        if Secret.canonical(fault) not in {Secret.canonical(known) for known in FAULTS}:
            return (
                f"The fault for backward_{letter} should be one of the ten names in FAULTS, spelled "
                f"as there; it is {describe(fault)}."
            )
    secret = Secret(digest_hex=digest_hex, salt=salt, length=length)
    if (
        secret.fault([[_number(layer), fault] for layer, fault in got], expected, name, seen)
        is None
    ):
        return None
    return (
        "At least one of the five pairs is not right yet. Which one cannot be said here, since all "
        "five are known only by one hash, but you can find out: copy one backward pass into a cell, "
        "mend the line that you suspect, and let gradient_check_n judge it. If it passes, that was the "
        "line; then ask which of the ten names says what you changed."
    )


def _number(layer: Any) -> str:
    """Return a layer's number as text, the same for 2, 2.0 and "2"."""
    return str(layer).strip().removesuffix(".0")
