"""What a student guessed before a result is shown, and the two side by side. Never graded.

The guess `spread` is whatever the notebook's name `guess_spread` holds: a number, a word, None for
whoever would rather not guess, or `...` until something is written.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import numpy as np

from helpers.judge.values import describe

PREFIX = "guess_"


def is_open(namespace: Mapping[str, Any], name: str) -> bool:
    """Return whether a guess is still to be written, or its cell still to be run."""
    return namespace.get(PREFIX + name, ...) is ...


def made(namespace: Mapping[str, Any], names: list[str]) -> int:
    """Return how many of the guesses were made; None is no guess."""
    found = [namespace.get(PREFIX + name) for name in names]
    return sum(guess is not None and guess is not ... for guess in found)


def waits(name: str) -> str:
    """Return the sentence of a demonstration that waits for a guess."""
    return (
        f"This cell waits for your guess. Fill in `{PREFIX}{name} = ...` above and run that cell, "
        f"then this one. Write `{PREFIX}{name} = None` if you would rather not guess."
    )


def side_by_side(guess: Any, result: Any, what: str) -> tuple[str, str]:
    """Return guess and result as text and as HTML; the result alone if there is no guess."""
    rows = [("result", in_words(result))]
    if guess is not None and guess is not ...:
        rows.insert(0, ("your guess", in_words(guess)))
    width = max(len(label) for label, _ in rows)
    text = "\n".join([what, *(f"  {label:<{width}}  {shown}" for label, shown in rows)])
    left = '<td style="text-align:left;padding:2px 12px">'
    page = "".join(
        f"<tr>{left}{label}</td>{left}<b>{html.escape(shown)}</b></td></tr>"
        for label, shown in rows
    )
    return text, f"<p>{html.escape(what)}</p><table>{page}</table>"


def in_words(value: Any) -> str:
    """Return a guess or a result for a reader: words as they are, numbers to four digits."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.item()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, str):
        return " ".join(value.split())[:200]
    if isinstance(value, float) and value == value and 1e4 <= abs(value) < 1e15:
        return f"{value:.0f}"
    if isinstance(value, float):
        return f"{value:.4g}"
    try:
        return describe(value)
    except Exception:  # a guess may be anything, and must never stop the cell
        return f"something of type {type(value).__name__}"
