"""Week 8's random search: what a setting is worth."""

from __future__ import annotations

import numpy as np

from helpers.weeks.week8.judges import worth

SETTING = {"rate": np.array([0.0123456, 0.2]), "units": 16}


def test_what_a_setting_is_worth_does_not_hang_on_how_numpy_prints() -> None:
    plain = worth(SETTING)
    with np.printoptions(precision=2):
        assert worth(SETTING) == plain


def test_every_value_and_its_name_count() -> None:
    assert len({worth(SETTING), worth({**SETTING, "units": 32}), worth({"rate": 0.1})}) == 3
    assert worth({"rate": 0.1}) != worth({"decay": 0.1})
