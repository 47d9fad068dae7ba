"""What tests that type wrong answers share."""

from __future__ import annotations

import pytest

from helpers import locating


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the search for a line its time, whatever else the machine does."""
    monkeypatch.setattr(locating, "SECONDS_ON_THE_CLOCK", 120)
    monkeypatch.setattr(locating, "SECONDS", 2)
