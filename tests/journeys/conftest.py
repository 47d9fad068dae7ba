"""Journeys: long roads through the product, minutes each. `make journeys` runs them, `make test` does not."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that nobody has to think of it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.slow)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin no journey after the moment, in seconds since 1970, that JOURNEYS_UNTIL names, where it is set."""
    until = os.environ.get("JOURNEYS_UNTIL")
    if until and time.time() > float(until) and HERE in item.path.parents:
        pytest.skip("the time for journeys is over on this machine; `make journeys` runs them all")
