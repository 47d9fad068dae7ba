"""A network of three layers, relu, relu and sigmoid, whose gradients are right, and points for it.

Its cost also takes complex parameters, for the complex step: relu lets through what has a positive
real part. The three backward passes of helpers/weeks/week6/broken_networks.py belong to the same network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from helpers.data.planar import make_moons

Arrays = Mapping[str, np.ndarray]


def network_cost(
    parameters: Arrays, X: np.ndarray, Y: np.ndarray, masks: Sequence[np.ndarray] | None = None
) -> float | complex:
    """Return the mean cross-entropy of the network's answers.

    parameters: "W1", "b1", "W2", "b2", "W3", "b3"; X (n_0, m), Y (n_3, m); masks: None, or two
    arrays by which A1 and A2 are multiplied, for dropout.
    With z = Z3 the loss of an example is log(1 + exp(z)) - y z, which no z makes overflow as it is
    written here. It is summed over outputs and averaged over examples.
    """
    Z = _forward(parameters, X, masks)[-1]
    positive = Z.real > 0
    loss = Z * positive - Y * Z + np.log1p(np.exp(np.where(positive, -Z, Z)))
    return loss.sum().item() / X.shape[1]


def network_gradients(
    parameters: Arrays, X: np.ndarray, Y: np.ndarray, masks: Sequence[np.ndarray] | None = None
) -> dict[str, np.ndarray]:
    """Return the derivatives of network_cost, "dW1" to "db3", by one backward pass.

    Arguments as in network_cost, real numbers only.
    """
    (A0, A1, A2), (Z1, Z2), Z3 = _forward(parameters, X, masks)
    m = X.shape[1]
    first, second = masks if masks is not None else (1.0, 1.0)
    dZ3 = 1 / (1 + np.exp(-Z3)) - Y
    dZ2 = parameters["W3"].T @ dZ3 * second * (Z2 > 0)
    dZ1 = parameters["W2"].T @ dZ2 * first * (Z1 > 0)
    gradients = {}
    for layer, (dZ, A) in enumerate(((dZ1, A0), (dZ2, A1), (dZ3, A2)), 1):
        gradients[f"dW{layer}"] = dZ @ A.T / m
        gradients[f"db{layer}"] = dZ.sum(axis=1, keepdims=True) / m
    return gradients


def _forward(
    parameters: Arrays, X: np.ndarray, masks: Sequence[np.ndarray] | None
) -> tuple[list[np.ndarray], list[np.ndarray], np.ndarray]:
    """Return A0, A1, A2; then Z1, Z2; then Z3."""
    activations, sums = [X], []
    for layer in (1, 2):
        Z = parameters[f"W{layer}"] @ activations[-1] + parameters[f"b{layer}"]
        A = Z * (Z.real > 0)
        sums.append(Z)
        activations.append(A if masks is None else A * masks[layer - 1])
    return activations, sums, parameters["W3"] @ activations[-1] + parameters["b3"]


def cost_of_vector(
    unpack: Callable[[np.ndarray], Arrays],
    X: np.ndarray,
    Y: np.ndarray,
    draw: Callable[[], Sequence[np.ndarray] | None] = lambda: None,
) -> Callable[[np.ndarray], float | complex]:
    """Return network_cost as a function of one vector.

    unpack: makes the dictionary of parameters of a vector; draw: called at every call of the cost,
    returns its masks.
    """
    return lambda vector: network_cost(unpack(vector), X, Y, draw())


def draw_masks(
    rng: np.random.Generator, parameters: Arrays, m: int, keep_prob: float
) -> list[np.ndarray]:
    """Return a fresh dropout mask for A1 and for A2: 1 / keep_prob with that probability, else 0."""
    sizes = (len(parameters["b1"]), len(parameters["b2"]))
    return [(rng.random((n, m)) < keep_prob) / keep_prob for n in sizes]


def unbalanced_moons(m: int = 60, seed: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of two moons, X (2, m), and labels Y (1, m), three of ten of them 1.

    With as many ones as zeros a wrong sign or a forgotten term can cancel; here it cannot.
    """
    return make_moons(m, noise=0.1, seed=seed, share_positive=0.3)


def random_parameters(
    layer_dims: Sequence[int] = (2, 5, 5, 1), seed: int = 8
) -> dict[str, np.ndarray]:
    """Return weights and biases, none of them zero, for layers of these sizes.

    Biases are drawn too, from 0.1 to 0.5: with zero biases a relu may sit exactly on its kink,
    where right gradients look wrong.
    """
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (before, n) in enumerate(zip(layer_dims, layer_dims[1:]), 1):
        parameters[f"W{layer}"] = rng.normal(0, 1 / np.sqrt(before), (n, before))
        parameters[f"b{layer}"] = rng.uniform(0.1, 0.5, (n, 1))
    return parameters
