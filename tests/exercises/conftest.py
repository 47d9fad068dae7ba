"""What tests that type wrong answers share."""

from __future__ import annotations

import pytest

from helpers import locating


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the search for a line its time, whatever else the machine does."""
    monkeypatch.setattr(locating, "SECONDS_ON_THE_CLOCK", 240)
    # On a machine four times slower than usual the longest of these searches takes more than two.
    monkeypatch.setattr(locating, "SECONDS", 8)
    monkeypatch.setattr(locating, "SECONDS_FOR_OTHERS", 0.8)
