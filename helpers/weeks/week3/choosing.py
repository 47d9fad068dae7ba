"""Week 3's search for a network: six attempts, compared on the validation set, and one look at the test set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers.judge.words import kind_of
from helpers.weeks.week3.training import Layers, Parameters, share_right, train_ten_classes

ACTIVATIONS = ("relu", "tanh", "sigmoid", "leaky_relu")
MOST_ROUNDS = 40
MOST_UNITS = 300

Pictures = tuple[np.ndarray, np.ndarray]
Choices = tuple[tuple[int, ...], str, float, int]


@dataclass
class Search:
    """Networks that were tried on ten classes, and what they reached.

    layers: the notebook's functions by name; training, validation, test: pictures as columns
    (n_0, m) and their class numbers (m,); to_beat: a share of the validation set; most: attempts.
    """

    layers: Layers
    training: Pictures
    validation: Pictures
    test: Pictures
    to_beat: float
    most: int = 6
    tried: dict[Choices, tuple[Parameters, float, float]] = field(default_factory=dict)
    looked: tuple[int, float] | None = None

    def compare(self, attempts: Sequence[Any]) -> None:
        """Train what has not been tried yet, and print a line for each attempt.

        attempts: (widths, activation, learning rate, rounds, words) each. An attempt that is left
        out again still counts. What cannot be trained is named in a sentence, and does not count.
        """
        print("                                                   training  validation")
        for line, attempt in enumerate(attempts, 1):
            fault = self._fault(attempt)
            if fault:
                print(f"Line {line}: {fault}")
                continue
            choices = _choices(attempt)
            if choices not in self.tried:
                self.tried[choices] = self._train(choices)
            number = list(self.tried).index(choices) + 1
            _, seen, new = self.tried[choices]
            mark = "  beats it" if new > self.to_beat else ""
            print(f"{number}. {_written(choices):46s} {seen:8.3f} {new:11.3f}{mark}")
            print(f"   {attempt[4]}")
        deviation = np.sqrt(self.to_beat * (1 - self.to_beat) / self.validation[1].size)
        print(
            f"to beat: {self.to_beat} on the validation set (uncertain by {deviation:.3f}); "
            f"{self.most - len(self.tried)} of {self.most} attempts are left"
        )

    def best(self) -> int:
        """Return the number of the first attempt with the largest share of the validation set."""
        shares = [new for _, _, new in self.tried.values()]
        return int(np.argmax(shares)) + 1

    def look(self, number: Any) -> float:
        """Return the share of the test set that an attempt gets right; only the first look counts.

        number: of the attempt, in the order in which they were tried; None for the best one.
        """
        wanted = self.best() if number is None else number
        if self.looked and self.looked[0] != wanted:
            print(
                f"The test set was looked at already, with attempt {self.looked[0]}. A second look "
                "would make a second validation set of it, so this is the first one's share."
            )
        elif not self.looked:
            if isinstance(wanted, bool) or wanted not in range(1, len(self.tried) + 1):
                print(f"There is no attempt {wanted!r}; the best one, {self.best()}, is taken.")
                wanted = self.best()
            choices = list(self.tried)[wanted - 1]
            right = share_right(
                self.layers, *self.test, self.tried[choices][0], activation=choices[1]
            )
            self.looked = (wanted, right)
        return self.looked[1]

    def _train(self, choices: Choices) -> tuple[Parameters, float, float]:
        widths, activation, rate, rounds = choices
        with np.errstate(all="ignore"):  # too large a rate: its share says enough
            network, _ = train_ten_classes(
                self.layers, *self.training, widths, rounds, activation, rate
            )
            seen, new = (
                share_right(self.layers, *pictures, network, activation)
                for pictures in (self.training, self.validation)
            )
        return network, seen, new

    def _fault(self, attempt: Any) -> str | None:
        """Return in a sentence why an attempt cannot be trained, or None."""
        if not isinstance(attempt, (tuple, list)) or len(attempt) != 5:
            return (
                "Expected (layers, activation, learning rate, rounds, words); "
                f"this is {kind_of(attempt)}."
            )
        widths, activation, rate, rounds, _ = attempt
        ends = (self.training[0].shape[0], 10)
        whole = isinstance(widths, (list, tuple)) and all(
            isinstance(n, int) and 1 <= n for n in widths
        )
        if not whole or len(widths) < 2 or (widths[0], widths[-1]) != ends:
            return f"Expected layers such as [{ends[0]}, 32, {ends[1]}]; got {widths!r}."
        if any(n > MOST_UNITS for n in widths[1:]):
            return f"Expected at most {MOST_UNITS} units in a layer, so that it stays quick."
        if activation not in ACTIVATIONS:
            return f"Expected one of the activations {', '.join(ACTIVATIONS)}; got {activation!r}."
        if not isinstance(rate, (int, float)) or not 0 < rate < np.inf:
            return f"Expected a learning rate above 0; got {rate!r}."
        if not isinstance(rounds, int) or not 1 <= rounds <= MOST_ROUNDS:
            return f"Expected 1 to {MOST_ROUNDS} rounds; got {rounds!r}."
        if _choices(attempt) not in self.tried and len(self.tried) >= self.most:
            return f"The {self.most} attempts are spent; this one was not trained."
        return None


def _choices(attempt: Sequence[Any]) -> Choices:
    return tuple(attempt[0]), attempt[1], float(attempt[2]), attempt[3]


def _written(choices: Choices) -> str:
    widths, activation, rate, rounds = choices
    return f"{'-'.join(map(str, widths))}, {activation}, rate {rate:g}, {rounds} rounds"
