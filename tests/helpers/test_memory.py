"""What is only tried, as small changes of a student's function are, does not take the machine's memory."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from helpers import memory
from helpers.altering.listing import changes


@pytest.mark.skipif(memory._held() is None, reason="this system does not tell what a process holds")
def test_what_needs_more_than_is_allowed_stops_and_what_needs_less_does_not() -> None:
    with memory.bounded(200_000_000):
        assert np.ones(1_000_000).size == 1_000_000
        with pytest.raises(MemoryError):
            np.ones(100_000_000)
    assert np.empty(100_000_000).nbytes == 800_000_000  # afterwards it may


def test_where_a_system_does_not_tell_nothing_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_held", lambda: None)
    with memory.bounded(1):
        assert np.ones(1_000_000).size == 1_000_000


def test_no_factor_is_moved_to_the_sizes_of_an_array() -> None:
    code = "def f(n, p):\n    return rng.standard_normal((n, p)) * 2 / np.sqrt(p)\n"
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    tried = [ast.unparse(change.new) for change in changes(function, ())]
    assert tried and not any("(n, p) *" in text or "* (n, p)" in text for text in tried)
