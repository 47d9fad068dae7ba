"""Judges week 7's dropout fairly, however the mask is drawn: statistics, and what fits together."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from helpers.judge.comparing import Close, Seen

LIMIT = 7.0  # of statistics that are close to a standard normal variable when the mask is fair
# What a sum of squares of so many standard normal variables is below in one of 10^9 cases only.
LEAST_SQUARES = {8: 0.0249, 128: 53.9, 192: 96.6}


def dropped(got: Any, expected: Any, name: str, seen: Seen, look: str) -> str | None:
    """Return what is wrong with the pair (out, mask) that dropout_forward gave in training, or None.

    look: "fits" (mask of zeros and ones, and out what it makes of A), "share" (as many kept as
    keep_prob says), "independent" (each entry for itself), "counts" (so many kept that it varies from
    draw to draw: here `got` is a list of such pairs), "fresh" (a second generator gives another mask),
    "repeated" (the same generator anew gives the same mask). All but the first look at where
    `out` is not zero, so that a mask that is written in another way loses one part only.
    """
    keep_prob = float(seen.arguments["keep_prob"])
    if look == "counts":
        pairs = zip(got, expected, strict=True)
        faults = (_form(pair, wanted, name) for pair, wanted in pairs)
        return next((fault for fault in faults if fault), None) or _counts(got, keep_prob)
    fault = _form(got, expected, name)
    if fault:
        return fault
    out, mask = (np.asarray(item, dtype=float) for item in got)
    if look in ("fresh", "repeated"):
        return _second(out, mask, look)
    A = np.asarray(seen.arguments["A"], dtype=float)
    if look == "fits":
        return _fits(out, mask, A, keep_prob, seen)
    kept = (out != 0).astype(float)
    if look == "share":
        return _share(kept, keep_prob)
    return _independent(kept, A)


def _form(got: Any, expected: Any, name: str) -> str | None:
    """Return what is wrong with the containers and shapes."""
    if not isinstance(got, (list, tuple)) or len(got) != 2:
        return f"{name} should be two arrays: `return out, mask`."
    for item, wanted, label in zip(got, expected, ("out", "mask"), strict=True):
        if not isinstance(item, np.ndarray) or item.dtype.kind not in "biuf":
            return f"{label} should be an array of shape {wanted.shape}; it is {_word(item)}."
        if item.shape != wanted.shape:
            return (
                f"{label} has shape {item.shape}; expected {wanted.shape}: "
                "each entry of A has an entry of its own."
            )
        if not np.all(np.isfinite(item.astype(float))):
            return f"{label} holds nan or infinity."
    return None


def _word(item: Any) -> str:
    return "None" if item is None else f"of type {type(item).__name__}"


def _fits(
    out: np.ndarray, mask: np.ndarray, A: np.ndarray, keep_prob: float, seen: Seen
) -> str | None:
    others = sorted({f"{value:.4g}" for value in mask.ravel() if value not in (0.0, 1.0)})
    if others:
        return f"mask should hold only 0 (dropped) and 1 (kept); it also holds {', '.join(others[:3])}."
    if not mask.any():
        return "mask drops every entry."
    return Close().fault(out, A * mask / keep_prob, "out, for the mask that you return,", seen)


def _share(kept: np.ndarray, keep_prob: float) -> str | None:
    share = float(kept.mean())
    spread = math.sqrt(keep_prob * (1 - keep_prob) / kept.size)
    if abs(share - keep_prob) <= LIMIT * spread:
        return None
    return (
        f"{share:.0%} of the entries of out are not zero; with keep_prob {keep_prob:g} it should be "
        f"about {keep_prob:.0%}."
    )


def _independent(kept: np.ndarray, A: np.ndarray) -> str | None:
    """Return how the entries that are kept hang together, if they do."""
    u = _standardised(kept)
    if u is None:
        return f"{'All' if kept.all() else 'None'} of the entries {'are' if kept.all() else 'is'} kept."
    pairs = (
        (u[:, 1:] * u[:, :-1], "A whole row is kept or dropped together"),
        (u[1:] * u[:-1], "A whole column is kept or dropped together"),
        (u * _standardised(A), "Whether an entry is kept depends on its value"),
        (u * _standardised(np.abs(A)), "Whether an entry is kept depends on its size"),
    )
    for products, sentence in pairs:
        if abs(products.mean()) * math.sqrt(products.size) > LIMIT:
            return f"{sentence}; each entry should be drawn for itself."
    return None


def _standardised(values: np.ndarray) -> Any:
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else None


def _counts(got: Any, keep_prob: float) -> str | None:
    """Return where the number of entries kept varies too little for entries drawn each for itself.

    As the number of heads in a hundred throws does, it varies: of all entries from draw to draw, and
    of a column and a row from one to the next.
    """
    kept = np.array([np.asarray(out) != 0 for out, _ in got])
    for axis, where in (
        ((1, 2), f"in each of {len(kept)} draws"),
        (1, "in each column"),
        (2, "in each row"),
    ):
        counts = kept.sum(axis=axis)
        of = kept.size // counts.size
        spread = math.sqrt(of * keep_prob * (1 - keep_prob))
        squares = float(np.sum((counts - of * keep_prob) ** 2)) / spread**2
        if squares < LEAST_SQUARES[counts.size]:
            low, high = int(counts.min()), int(counts.max())
            number = f"{low}" if low == high else f"{low} to {high}"
            return (
                f"{number} of {of} entries are kept {where}. Where each entry is drawn for itself, "
                f"that number is now larger, now smaller, by about {spread:.2g}."
            )
    return None


def _second(out: np.ndarray, mask: np.ndarray, look: str) -> str | None:
    """Judge the second of two calls, whose A has zeros where the first call dropped."""
    kept = mask != 0
    if not kept.any():
        return "mask drops every entry."
    again = float(np.mean(out[kept] != 0))  # share of what both keep, of what the second keeps
    if look == "repeated":
        if again == 1.0:
            return None
        return (
            "Two calls with generators of the same seed draw different masks: something other than "
            "rng decides, such as np.random."
        )
    share = float(kept.mean())  # of the first too, whatever it is, up to what chance decides
    if share == 1.0:
        return "Both calls keep every entry; with their keep_prob some are dropped."
    room = LIMIT * math.sqrt(share * (1 - share) * (1 / kept.sum() + 1 / kept.size))
    if share - again > room:
        return "Of the entries that the second call keeps, the first has kept too few."
    if again - share <= room:
        return None
    return (
        "Two calls with different generators drop the same entries: the mask should be drawn from "
        "the rng that is given."
    )


def alike(got: Any, other: Any, **settings: Any) -> bool:
    """Return whether two wrong results are the same up to what chance decides.

    Both have the same kinds and shapes, about the same share of zeros, and where neither has a zero
    the same entries, up to the order of what was drawn.
    """
    if isinstance(got, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(got) == len(other) and all(alike(a, b) for a, b in zip(got, other, strict=True))
    if not isinstance(got, np.ndarray) or not isinstance(other, np.ndarray):
        return Close().fault(got, other, "it", Seen()) is None
    if got.shape != other.shape or "O" in (got.dtype.kind, other.dtype.kind):
        return False
    a, b = got.astype(float), other.astype(float)
    both = (a != 0) & (b != 0)
    apart = abs(float(np.mean(a != 0)) - float(np.mean(b != 0)))
    if apart > LIMIT / math.sqrt(6 * a.size) or not np.allclose(a[both], b[both], rtol=1e-9):
        return False
    return bool(np.array_equal(a != 0, b != 0)) or _pattern(a) == _pattern(b)


def _pattern(values: np.ndarray) -> tuple[bool, bool]:
    """Return whether neighbours in a row, and in a column, are zero together."""
    u = _standardised((values != 0).astype(float))
    if u is None or u.ndim != 2:
        return False, False
    along = (u[:, 1:] * u[:, :-1], u[1:] * u[:-1])
    first, second = (bool(p.size) and abs(p.mean()) * math.sqrt(p.size) > LIMIT for p in along)
    return first, second


def equal(got: Any, expected: Any, name: str, seen: Seen) -> str | None:
    """Return the first difference from what is expected, or None; beside it, `alike` can judge."""
    return Close().fault(got, expected, name, seen)
