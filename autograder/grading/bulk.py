"""Keeps of what came out of the sandbox no more than an exercise may ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from helpers.judge.outcome import Outcome
from helpers.judge.values import Opaque

# The largest that an exercise asks for are a tenth of this.
MAX_BYTES = 2**20


def slim(outcome: Outcome) -> Outcome:
    """Return an outcome that keeps no memory for what is larger than any exercise asks for."""
    if outcome.status != "value":
        return outcome
    after = {key: _without_bulk(item) for key, item in outcome.after.items()}
    return replace(outcome, value=_without_bulk(outcome.value), after=after)


def _without_bulk(value: Any) -> Any:
    """Return a value whose huge arrays are things of which only the shape is known.

    A stand-in that is an array costs the judge as many numbers as it has wherever something is
    computed with it.
    """
    if isinstance(value, np.ndarray) and value.nbytes > MAX_BYTES:
        return Opaque(f"array of shape {value.shape}", "")
    if isinstance(value, (list, tuple)):
        return type(value)(map(_without_bulk, value))
    if isinstance(value, dict):
        return {key: _without_bulk(item) for key, item in value.items()}
    return value
