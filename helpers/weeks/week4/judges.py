"""Judges of week 4, for answers that are lists of measurements or random numbers (see comparing.Custom)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from helpers.judge.comparing import Close, Seen
from helpers.judge.statistics import Statistics
from helpers.judge.values import describe

Network = dict[str, np.ndarray]


def layer_values(got: Any, expected: list[Any], name: str, seen: Seen, key: str) -> str | None:
    """Return what is wrong with the entry `key` of the dictionaries in a list, one a hidden layer."""
    if not isinstance(got, (list, tuple)):
        kind = "a dictionary" if isinstance(got, Mapping) else describe(got)[:80]
        return (
            f"{name} should be a list with one dictionary for each hidden layer, layer 1 first; it is "
            f"{kind}."
        )
    for layer, (entry, wanted) in enumerate(zip(got, expected), 1):
        if not isinstance(entry, Mapping):
            return (
                f"{name}[{layer - 1}] should be a dictionary with the keys 'mean', 'std' and "
                f"'saturated'; it is {describe(entry)[:60]}."
            )
        if key not in entry:
            keys = ", ".join(repr(other) for other in entry) or "no keys at all"
            return f"{name}[{layer - 1}] has no key {key!r}; it has {keys[:80]}."
        label = f"{key!r} of hidden layer {layer}"
        fault = Close(atol=1e-12).fault(entry[key], wanted[key], label, seen)
        if fault:
            return fault
    if len(got) != len(expected):
        return (
            f"{name} has {len(got)} entries; the network has {len(expected)} hidden layers: the "
            "inputs and the output layer are not among them."
        )
    return None


# ------------------------------------------------------------------------------------- revive


def half_dead_network(widths: list[int], dead: list[list[int]], seed: int) -> Network:
    """Return parameters in which some relu units are zero for inputs of moderate size.

    widths: [n0, n1, ..., nL]; dead: for each hidden layer, the units to silence, by a bias of -50.
    """
    rng = np.random.default_rng(seed)
    parameters: Network = {}
    for layer, (n_prev, n) in enumerate(zip(widths, widths[1:]), 1):
        parameters[f"W{layer}"] = rng.normal(0, 1 / math.sqrt(n_prev), (n, n_prev))
        parameters[f"b{layer}"] = rng.uniform(0.2, 1.0, (n, 1))
        if layer < len(widths) - 1:
            parameters[f"b{layer}"][dead[layer - 1]] = -50.0
    return parameters


def revived(got: Any, expected: Any, name: str, seen: Seen, look: str) -> str | None:
    """Return what is wrong with the parameters that `revive` made of those it was given, or None.

    look: "alive", "biases", "others", "spread" or "untouched arguments". In each, some unit of
    the network must have been given a new row: to do nothing is no answer.
    """
    before, X = seen.arguments["parameters"], seen.arguments["X"]
    fault = _form(got, before, name)
    if fault:
        return fault
    hidden = [_dead_before(before, got, X, layer) for layer in range(1, len(before) // 2)]
    if not any(
        _changed_rows(before, got, layer + 1)[dead].any() for layer, dead in enumerate(hidden)
    ):
        layer = next(layer for layer, dead in enumerate(hidden, 1) if dead.any())
        unit = int(np.flatnonzero(hidden[layer - 1])[0])
        return (
            f"The rows of the dead units are as they were: unit {unit} of layer {layer} (counted "
            "from 0), for one, is zero for every column of X."
        )
    if look == "untouched arguments":
        return _untouched(seen)
    looks: dict[str, Callable[[Network, Network, np.ndarray, list[np.ndarray]], str | None]] = {
        "alive": _alive,
        "biases": _biases,
        "others": _others,
        "spread": _spread,
    }
    return looks[look](before, got, X, hidden)


def _form(got: Any, before: Network, name: str) -> str | None:
    if not isinstance(got, Mapping):
        return f"{name} should be a dictionary of parameters."
    for key, old in before.items():
        if key not in got:
            return f"{name} has no key {key!r}."
        new = got[key]
        if not isinstance(new, np.ndarray) or new.dtype.kind not in "biuf":
            return f"{name}[{key!r}] should be an array of numbers."
        if new.shape != old.shape:
            return f"{name}[{key!r}] has shape {new.shape}; expected {old.shape}."
        if not np.all(np.isfinite(new)):
            return f"{name}[{key!r}] holds nan or infinity."
    return None


def _into(parameters: Network, X: np.ndarray, layer: int) -> np.ndarray:
    """Return what a layer receives when the layers before it have relu."""
    A = np.asarray(X, dtype=float)
    for number in range(1, layer):
        A = np.clip(parameters[f"W{number}"] @ A + parameters[f"b{number}"], 0, None)
    return A


def _dead_before(before: Network, got: Network, X: np.ndarray, layer: int) -> np.ndarray:
    """Return which units, with their old rows, are silent after the new layers before them."""
    Z = before[f"W{layer}"] @ _into(got, X, layer) + before[f"b{layer}"]
    return np.all(Z <= 0, axis=1)


def _changed_rows(before: Network, got: Network, layer: int) -> np.ndarray:
    return np.any(before[f"W{layer}"] != got[f"W{layer}"], axis=1)


def _untouched(seen: Seen) -> str | None:
    changed = [key for key in seen.changed if key in ("parameters", "X")]
    if not changed:
        return None
    return (
        f"The call changed `{changed[0]}`, which belongs to the caller. A copy of the dictionary "
        "still holds the caller's arrays: copy each of them too."
    )


def _alive(before: Network, got: Network, X: np.ndarray, hidden: list[np.ndarray]) -> str | None:
    for layer in range(1, len(hidden) + 1):
        A = got[f"W{layer}"] @ _into(got, X, layer) + got[f"b{layer}"]
        silent = np.flatnonzero(np.all(A <= 0, axis=1))
        if silent.size:
            again = _changed_rows(before, got, layer)[silent[0]]
            return (
                f"Unit {silent[0]} of layer {layer} (counted from 0) still fires for no column of X"
                + (", though its row is new: draw again until it does." if again else ".")
            )
    return None


def _biases(before: Network, got: Network, X: np.ndarray, hidden: list[np.ndarray]) -> str | None:
    for layer, dead in enumerate(hidden, 1):
        wrong = np.flatnonzero(dead & (got[f"b{layer}"][:, 0] != 0))
        if wrong.size:
            return (
                f"Unit {wrong[0]} of layer {layer} (counted from 0) was dead; its new bias should be "
                f"0; it is {got[f'b{layer}'][wrong[0], 0]:.4g}."
            )
    return None


def _others(before: Network, got: Network, X: np.ndarray, hidden: list[np.ndarray]) -> str | None:
    last = len(before) // 2
    for layer in range(1, last + 1):
        dead = hidden[layer - 1] if layer < last else np.zeros(len(before[f"b{layer}"]), dtype=bool)
        for key in (f"W{layer}", f"b{layer}"):
            moved = np.flatnonzero(~dead & np.any(before[key] != got[key], axis=1))
            if moved.size:
                which = "of the output layer" if layer == last else f"of layer {layer}"
                return (
                    f"Row {moved[0]} of {key!r}, {which}, changed; that unit was not to be touched"
                    + (
                        "."
                        if layer == last
                        else ": it fires once the layers before it are revived."
                        if layer > 1
                        else ": it fires."
                    )
                )
    return None


def _spread(before: Network, got: Network, X: np.ndarray, hidden: list[np.ndarray]) -> str | None:
    """Judge the new rows of each layer by the statistics of Statistics."""
    for layer, dead in enumerate(hidden, 1):
        rows = got[f"W{layer}"][dead]
        if len(rows) > 1:
            # Of so few numbers the fourth moment says little; how far they reach says enough.
            judge = Statistics(
                sigma={f"W{layer}": math.sqrt(2 / rows.shape[1])}, gaussian=True, shape_limit=14.0
            )
            fault = judge.fault({f"W{layer}": rows}, None, "new", Seen())
            if fault:
                return fault.replace(f"new['W{layer}']", f"The block of new rows in 'W{layer}'")
    return None
