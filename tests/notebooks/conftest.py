"""Kernels for the notebooks, whose outputs do not depend on what else the machine does."""

from __future__ import annotations

import pytest

# A check that takes five seconds says so; whether it does is a matter of the machine. No name is
# left in the notebook.
WITHOUT_REMARK = "__import__('helpers.patience', fromlist=['SECONDS']).SECONDS = float('inf')\n"


@pytest.fixture(autouse=True)
def quiet_kernels(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ipython")
    startup = folder / "profile_default" / "startup" / "without_remark.py"
    startup.parent.mkdir(parents=True)
    startup.write_text(WITHOUT_REMARK)
    monkeypatch.setenv("IPYTHONDIR", str(folder))
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)
