"""Judges of week 3, for dictionaries of parameters and the networks that they make (see comparing.Custom)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from helpers.judge.comparing import Close, Seen
from helpers.judge.words import kind_of, no_key
from helpers.weeks.week3.networks import names_weights, relu_network


def entries(
    got: Any,
    expected: Mapping[str, Any],
    name: str,
    seen: Seen,
    start: str,
    rtol: float = 1e-5,
    scale: float = 1e-9,
) -> str | None:
    """Return the first fault among the entries of a dictionary whose keys begin with `start`."""
    wanted = {key: item for key, item in expected.items() if key.startswith(start)}
    return Close(rtol=rtol, scale=scale).fault(got, wanted, name, seen)


def shapes(got: Any, expected: Mapping[str, Any], name: str, seen: Seen, start: str) -> str | None:
    """Return the first wrong one among the shapes whose keys begin with `start`, or None."""
    if not isinstance(got, Mapping):
        return f"{name} should be a dictionary; it is {kind_of(got)}."
    for key in (key for key in expected if key.startswith(start)):
        if key not in got:
            return no_key(name, [key], got)
        shape = got[key]
        if not isinstance(shape, (tuple, list)):
            return (
                f"{name}[{key!r}] should be a tuple of two whole numbers, {expected[key]}; it is "
                f"{kind_of(shape)}."
            )
        if not np.array_equal(shape, expected[key]):
            written = ", ".join(str(size) for size in shape) + ("," if len(shape) == 1 else "")
            return f"{name}[{key!r}] is ({written}); expected {expected[key]}."
    return None


def exact_keys(got: Any, expected: Mapping[str, Any], name: str, seen: Seen) -> str | None:
    """Return which keys a dictionary has too many or too few, or None."""
    if not isinstance(got, Mapping):
        return f"{name} should be a dictionary; it is {kind_of(got)}."
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    if missing:
        return no_key(name, missing, got)
    if extra:
        return f"{name} has a key too many: {_listed(extra)}. Expected {_listed(expected)}."
    return None


def _listed(keys: Any) -> str:
    return ", ".join(repr(key) for key in list(keys)[:10]) or "no keys at all"


def piece(
    got: Any,
    expected: Any,
    name: str,
    seen: Seen,
    index: int,
    start: str = "",
    rtol: float = 1e-5,
) -> str | None:
    """Return what is wrong with one of the two things that a training returns, or None.

    index: 0 for the parameters, 1 for the costs; start: of the keys of parameters to look at. The
    other things are left alone here, but tell mistakes apart: `Custom.same` looks at all.
    """
    names = ("parameters", "costs")
    if not isinstance(got, (list, tuple)) or len(got) != 2:
        return "Two things should be returned, parameters and costs."
    if index == 0:
        return entries(got[0], expected[0], names[0], seen, start, rtol)
    return Close(rtol=rtol, scale=1e-9).fault(got[index], expected[index], names[index], seen)


def computes(
    got: Any, expected: Mapping[str, np.ndarray], name: str, seen: Seen, atol: float = 1e-6
) -> str | None:
    """Return where a relu network with a linear output strays from y at the inputs x, or None.

    expected: "x" (1, p) and "y" (1, p).
    """
    if not isinstance(got, Mapping):
        return f"{name} should be a dictionary of parameters; it is {kind_of(got)}."
    try:
        values = relu_network(got, expected["x"])
    except ValueError as error:
        return f"The network {error}."
    if values.shape != expected["y"].shape:
        return f"The network has {len(values)} outputs; expected one."
    wrong = ~(np.abs(values - expected["y"]) <= atol)
    if not wrong.any():
        return None
    place = int(np.argmax(wrong))
    return (
        f"At x = {expected['x'][0, place]:.4g} the network's output is {values[0, place]:.6g}; "
        f"expected {expected['y'][0, place]:.6g} ({int(wrong.sum())} of {wrong.size} values differ)."
    )


def classifies(
    got: Any, expected: Mapping[str, np.ndarray], name: str, seen: Seen, at_least: float
) -> str | None:
    """Return the share of examples on the right side when it is less than `at_least`, or None.

    got: parameters of a relu network with a sigmoid output, with the widths that the argument
    `layers_dims` asks for; expected: "X" (n_0, m), "Y" (1, m).
    """
    if not isinstance(got, Mapping):
        return f"{name} should be a dictionary of parameters; it is {kind_of(got)}."
    try:
        values = relu_network(got, expected["X"])
    except ValueError as error:
        return f"The network {error}."
    weights = [key for key in got if names_weights(key)]
    widths = [len(expected["X"])] + [len(got[f"W{l}"]) for l in range(1, len(weights) + 1)]
    if widths != list(seen.arguments["layers_dims"]):
        return (
            f"The trained network has layers of {widths} units; `layers_dims` asks for "
            f"{list(seen.arguments['layers_dims'])}."
        )
    # The sigmoid of z is above one half exactly when z is positive.
    share = float(np.mean((values > 0) == (expected["Y"] > 0.5)))
    if share >= at_least:
        return None
    return (
        f"The trained network is right for {share:.1%} of {values.size} new examples; expected at "
        f"least {at_least:.0%}."
    )
