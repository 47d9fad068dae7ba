"""A notebook in IPython's shell, with the ids of its cells and its file: run, edit, save, restart."""

from __future__ import annotations

import builtins
import contextlib
import io
import json
import os
import types
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("IPython", reason="comes with jupyterlab")

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

WEEK = "week1_logistic_regression"
FIRST = f'from helpers.checking import bind_check\ncheck = bind_check("{WEEK}", globals())'


class Notebook:
    """A notebook that somebody has open; cells go by names, which are their ids.

    It has a clock of its own: whatever is done takes ten seconds.
    """

    def __init__(
        self,
        patch: pytest.MonkeyPatch,
        file: Path | None,
        *,
        with_ids: bool = True,
        first: bool = True,
    ) -> None:
        self.now = 1.7e9
        patch.setattr("helpers.evidence.runs.time", types.SimpleNamespace(time=lambda: self.now))
        self.file = file
        self.with_ids = with_ids
        self.cells: dict[str, str] = {"first": FIRST}
        self.metadata: dict[str, object] = {}
        self.restart(first=first)

    def restart(self, *, first: bool = True) -> None:
        """Start a new kernel and, unless told otherwise, run the first cell."""
        InteractiveShell.clear_instance()
        config = Config()
        config.HistoryManager.enabled = False
        module = types.ModuleType("__main__")
        vars(module).update({"np": np, "__builtins__": builtins})
        self.shell = InteractiveShell.instance(
            config=config, user_module=module, user_ns=vars(module)
        )
        if first:
            self.run("first")

    def run(self, name: str) -> str:
        """Run a cell; return what it shows."""
        self.now += 10
        printed = io.StringIO()
        cell_id = name if self.with_ids else None
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            self.shell.run_cell(self.cells[name], store_history=True, cell_id=cell_id)
        return printed.getvalue()

    def write(self, **cells: str) -> str:
        """Write cells and run them; return what they show."""
        self.cells |= cells
        return "".join(map(self.run, cells))

    def write_and_drop(self, source: str) -> str:
        """Run a cell that is deleted afterwards; return what it shows."""
        shown = self.write(dropped=source)
        del self.cells["dropped"]
        return shown

    def write_above(self, name: str, **cells: str) -> str:
        """Write cells above another one and run them; return what they show."""
        order = list(self.cells)
        at = order.index(name)
        return self._write_at(order[:at], order[at:], cells)

    def write_below(self, name: str, **cells: str) -> str:
        """Write cells below another one and run them; return what they show."""
        order = list(self.cells)
        at = order.index(name) + 1
        return self._write_at(order[:at], order[at:], cells)

    def _write_at(self, above: list[str], below: list[str], cells: dict[str, str]) -> str:
        before = self.cells
        self.cells = {**{n: before[n] for n in above}, **cells, **{n: before[n] for n in below}}
        return "".join(map(self.run, cells))

    def edit(self, name: str, source: str) -> None:
        """Change a cell without running it."""
        self.cells[name] = source

    def ask(self, source: str) -> str:
        """Run a cell that is not looked at later, such as a check."""
        self.cells["asking"] = source
        return self.run("asking")

    def save(self, when: float | None = None) -> None:
        """Save the notebook, now or at another time."""
        assert self.file is not None
        self.now += 10
        cells = [
            {"cell_type": "code", "id": name, "source": source, "outputs": []}
            | {"metadata": self.metadata.get(name, {})}
            for name, source in self.cells.items()
            if name != "asking"
        ]
        self.file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        os.utime(self.file, (when or self.now, when or self.now))
