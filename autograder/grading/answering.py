"""Has the reference answer a student's calls of other exercises, within bounds."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.examining import reference_namespace
from autograder.grading.timers import time_limit
from helpers.judge.values import UnreadableValueError, decode, encode

# A training of 200 steps through three layers asks about 2,000 times; each answer takes 0.3 ms.
MAX_REQUESTS = 6_000
MAX_SIZE_ASKED = 1_000
SECONDS_ASKED = 2.0


class Reference:
    """Answers a student's calls of other exercises, within bounds, while an exercise is judged again.

    `answered` are the names of those that were.
    """

    def __init__(self, week: str, names: list[str]) -> None:
        self.namespace = reference_namespace(week)
        self.names = set(names)
        self.left = MAX_REQUESTS
        self.answered: set[str] = set()

    def answer(self, question: Any) -> dict[str, Any]:
        """Return the plain data of the reference's value, or of an error that the student's code meets."""
        self.left -= 1
        if self.left < 0:
            return {"error": "other functions were called too often to be answered"}
        name = question.get("ask")
        if name not in self.names:
            return {"error": "this function is not answered here"}
        try:
            args = [decode(item) for item in question["args"]]
            kwargs = {str(key): decode(item) for key, item in question["kwargs"].items()}
            _refuse_large([*args, *kwargs.values()])
            # What a student's numbers lead to is not a warning for whoever grades.
            with np.errstate(all="ignore"), time_limit(SECONDS_ASKED):
                value = encode(self.namespace[name](*args, **kwargs), compact=True)
            self.answered.add(name)
            return {"value": value}
        except UnreadableValueError as error:
            return {"error": f"`{name}` was called with something that is no plain value: {error}"}
        except Exception as error:  # the reference was called wrongly: the caller's error
            return {"error": f"`{name}` was called in a way it cannot answer: {str(error)[:200]}"}


def _refuse_large(values: list[Any]) -> None:
    for value in values:
        if isinstance(value, bool):
            continue
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value.item()
        if isinstance(value, int) and abs(value) > MAX_SIZE_ASKED:
            raise ValueError("a number is too large to be answered here")
        if isinstance(value, dict):
            _refuse_large(list(value.values()))
        if isinstance(value, (list, tuple)):
            _refuse_large(list(value))
