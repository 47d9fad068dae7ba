"""Descents of week 8, run with the student's own steps: by batches, down bowls and ravines, on noisy slopes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from helpers.weeks.week8.networks import Network, cost, cost_and_gradients

worked = getattr(time, "thread_time", time.perf_counter)  # in a browser no thread has a clock

Batches = list[tuple[np.ndarray, np.ndarray]]
Step = Callable[[Network, Network], Network]


def copied(parameters: Mapping[str, np.ndarray]) -> Network:
    """Return a dictionary with copies of its arrays: what a step changes in place stays apart."""
    return {name: np.array(array, dtype=float) for name, array in parameters.items()}


def plain_step(learning_rate: float) -> Step:
    """Return the step of gradient descent, week 1's: parameters and gradients in, parameters out."""
    return lambda parameters, grads: {
        name: array - learning_rate * grads["d" + name] for name, array in parameters.items()
    }


def train_by_batches(
    make_batches: Callable[[], Batches],
    step: Step,
    parameters: Network,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    looks: int = 4,
) -> dict[str, list[float]]:
    """Train for some epochs; return "epochs", "seconds" (CPU, of steps alone) and "cost" as it went.

    make_batches: called for each epoch; looks: how often in an epoch the cost on all of X is taken.
    """
    parameters = copied(parameters)
    course = {"epochs": [0.0], "seconds": [0.0], "cost": [cost(parameters, X, Y)]}
    spent = 0.0
    for epoch in range(epochs):
        batches = make_batches()
        stops = {round(len(batches) * k / looks) for k in range(1, looks)} | {len(batches)}
        for number, (X_batch, Y_batch) in enumerate(batches, 1):
            started = worked()
            parameters = step(parameters, cost_and_gradients(parameters, X_batch, Y_batch)[1])
            spent += worked() - started
            if number in stops:
                course["epochs"].append(epoch + number / len(batches))
                course["seconds"].append(spent)
                course["cost"].append(cost(parameters, X, Y))
    return course


def gradient_noise(
    make_batches: Callable[[int], Batches],
    parameters: Network,
    X: np.ndarray,
    Y: np.ndarray,
    sizes: Iterable[int],
    draws: int = 40,
) -> list[float]:
    """Return for each batch size how far a batch's gradient is from that of all examples.

    It is the root of the mean squared distance over `draws` batches, divided by the length of the
    gradient of all examples.
    """
    whole = _column(cost_and_gradients(parameters, X, Y)[1])
    found = []
    for size in sizes:
        batches: Batches = []
        while len(batches) < draws:
            batches += [pair for pair in make_batches(size) if pair[0].shape[1] == size]
        away = [
            _column(cost_and_gradients(parameters, *pair)[1]) - whole for pair in batches[:draws]
        ]
        found.append(float(np.sqrt(np.mean([d @ d for d in away])) / np.linalg.norm(whole)))
    return found


def _column(gradients: Network) -> np.ndarray:
    return np.concatenate([array.ravel() for array in gradients.values()])


# ------------------------------------------------------------------------- bowls and ravines


def ravine(kappa: float, turned: float = 0.0) -> np.ndarray:
    """Return the Hessian (2, 2) of a ravine, kappa times as steep across as along.

    turned: by how many degrees its axes are turned against those of the two weights.
    """
    angle = np.radians(turned)
    Q = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return Q @ np.diag([1.0, kappa]) @ Q.T


def turned_point(point: tuple[float, float], turned: float) -> np.ndarray:
    """Return a point (2, 1), given along and across a ravine, where the turned ravine has it."""
    angle = np.radians(turned)
    Q = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return Q @ np.reshape(point, (2, 1))


def path_down(
    step: Callable[[Network, Network, int], Network],
    H: np.ndarray,
    start: np.ndarray,
    steps: int,
    middle: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Return the path (2, steps + 1) of an optimizer in the bowl J = (w - middle)^T H (w - middle) / 2.

    step: takes parameters {"W1": (2, 1)}, gradients {"dW1": ...} and the number of the step, from 1;
    returns the parameters. start: (2, 1). The path ends early where it is lost beyond 10^6.
    """
    parameters = {"W1": np.array(start, dtype=float)}
    path = [parameters["W1"].ravel()]
    for t in range(1, steps + 1):
        gradient = H @ (parameters["W1"] - middle)
        parameters = step(copied(parameters), {"dW1": gradient}, t)
        path.append(np.array(parameters["W1"], dtype=float).ravel())
        if not np.all(np.abs(path[-1]) < 1e6):
            break
    return np.array(path).T


def heights(path: np.ndarray, H: np.ndarray) -> np.ndarray:
    """Return the cost at each point of a path (2, k) in a bowl around zero, array (k,)."""
    return np.einsum("ik,ij,jk->k", path, H, path) / 2


def arrival(path: np.ndarray, H: np.ndarray, share: float = 1e-3) -> int | None:
    """Return after how many steps the cost is below a share of the start's and stays there, or None."""
    above = np.flatnonzero(~(heights(path, H) < share * heights(path[:, :1], H)))
    last = int(above[-1]) + 1
    return last if last < path.shape[1] else None


# ------------------------------------------------------------------------- noisy slopes


def least_squares_course(
    make_batches: Callable[[], Batches],
    rate_of: Callable[[int], float],
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
) -> np.ndarray:
    """Return how far J(w) = ||w^T X - Y||^2 / (2m) is above its minimum, after 0, 1, ... epochs.

    Descent by batches from w = 0; rate_of: the learning rate of an epoch, counted from 0.
    """
    m = X.shape[1]
    best = np.linalg.lstsq(X.T, Y.T, rcond=None)[0]

    def height(w: np.ndarray) -> float:
        return float(np.sum(((w - best).T @ X) ** 2) / (2 * m))

    w = np.zeros((len(X), 1))
    found = [height(w)]
    for epoch in range(epochs):
        for X_batch, Y_batch in make_batches():
            w = w - rate_of(epoch) * X_batch @ (w.T @ X_batch - Y_batch).T / X_batch.shape[1]
        found.append(height(w))
    return np.array(found)


def step_sizes(
    step: Callable[..., tuple[Network, Network, Network]], steps: int, rate: float, corrected: bool
) -> np.ndarray:
    """Return how far each of Adam's steps goes where the gradient is always 1, array (steps,).

    Without `corrected` t is taken to be so large that nothing is left of the correction.
    """
    parameters = {"W1": np.zeros((1, 1))}
    v, s = {"dW1": np.zeros((1, 1))}, {"dW1": np.zeros((1, 1))}
    found = []
    for t in range(1, steps + 1):
        before = float(parameters["W1"][0, 0])
        number = t if corrected else 10**7
        parameters, v, s = step(parameters, {"dW1": np.ones((1, 1))}, v, s, number, rate)
        found.append(before - float(np.squeeze(parameters["W1"])))
    return np.array(found)
