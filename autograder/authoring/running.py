"""Runs a notebook's cells in a kernel, and tells an error at the line that an author wrote."""

from __future__ import annotations

import contextlib
import copy
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.authoring.narrative import UNSTEADY, Place
from autograder.examining import AuthoringError
from autograder.files import ROOT

SECONDS = 300  # the longest that a cell may take
STARTS = 3  # so often a kernel is started that dies at once
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)|File (\S+?\.py):(\d+)")
PROGRESS = "check.progress()"
SOLVED, UNTOUCHED = "solved", "untouched"  # the two notebooks of a week that are run


class Kernel:
    """A kernel that runs a notebook, and the next time only from the first cell that changed."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is where the kernel works; without one, in an empty folder of its own."""
        self._folder = folder
        self._open = contextlib.ExitStack()
        self._client: Any = None
        self._basis = ""
        self._ran: list[NotebookNode] = []

    def __enter__(self) -> Kernel:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the kernel; the next run starts a new one."""
        self._client, self._ran = None, []
        self._open.close()

    def run(
        self, notebook: NotebookNode, places: Mapping[str, Place], basis: str, which: str
    ) -> NotebookNode:
        """Return the notebook with the outputs of its code cells, those of a first run from the top.

        `basis` is the digest of what the cells import: when it changes, a new kernel starts. Raises
        AuthoringError, at the line of `places`, when a cell of the `which` notebook raises, takes
        too long or ends the kernel.
        """
        if basis != self._basis or self._client is None:
            self.stop()
            self._start()
            self._basis = basis
        executed = copy.deepcopy(notebook)
        self._client.nb = executed
        before, self._ran = self._ran, []
        same = True
        for index, cell in enumerate(executed.cells):
            if cell.cell_type != "code":
                continue
            number = len(self._ran)
            same = same and number < len(before) and before[number].source == cell.source
            if same:
                cell.outputs = copy.deepcopy(before[number].outputs)
                cell.execution_count = before[number].execution_count
            else:
                self._execute(cell, index, places, which)
            self._ran.append(copy.deepcopy(cell))
        _count(executed)
        return executed

    def ask(self, source: str) -> NotebookNode:
        """Return a cell that is run behind the notebook, and is no part of it."""
        cell = new_code_cell(source)
        self._client.nb = nbformat.v4.new_notebook(cells=[cell])
        return self._client.execute_cell(cell, 0)

    def _start(self) -> None:
        from nbclient import NotebookClient

        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        folder = self._folder or self._open.enter_context(tempfile.TemporaryDirectory())
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self._client = NotebookClient(
            nbformat.v4.new_notebook(),
            timeout=SECONDS,
            allow_errors=True,  # they are looked for here
            kernel_name="python3",
            extra_arguments=[
                "--log-level=ERROR"
            ],  # of the kernel: its warnings are no news to authors
            coalesce_streams=True,  # else it hangs on the clock where printed text is cut in two
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
        )
        environment = os.environ | {"PYTHONPATH": path}
        for left in reversed(range(STARTS)):
            try:
                self._open.enter_context(self._client.setup_kernel(env=environment))
                return
            except RuntimeError as error:
                # A kernel finds its ports taken where another one chose the same in that moment.
                if not left:
                    self.stop()
                    raise AuthoringError(f"no kernel starts for the notebook: {error}") from None

    def _execute(
        self, cell: NotebookNode, index: int, places: Mapping[str, Place], which: str
    ) -> None:
        from nbclient.exceptions import CellTimeoutError, DeadKernelError

        place = places[cell.id]
        try:
            self._client.reset_execution_trackers()
            self._client.execute_cell(cell, index)
        except CellTimeoutError:
            self.stop()
            raise AuthoringError(
                f"the {which} notebook stops: this cell takes more than {SECONDS} seconds",
                str(place),
            ) from None
        except DeadKernelError:
            self.stop()
            raise AuthoringError(
                f"the {which} notebook stops: this cell ends the kernel", str(place)
            ) from None
        for output in cell.outputs:
            if output.output_type == "error":
                raise _stopped(output, cell, [*self._ran, cell], places, which)


def _stopped(
    output: NotebookNode,
    cell: NotebookNode,
    ran: Sequence[NotebookNode],
    places: Mapping[str, Place],
    which: str,
) -> AuthoringError:
    """Return the error of a cell, told at its line, with the lines that led to the one that raised."""
    cells = {str(item.execution_count): item for item in ran}
    trail: list[tuple[str, str]] = []
    where = places[cell.id].line(1)
    for number, line, file, file_line in FRAME.findall(
        COLOURS.sub("", "\n".join(output.traceback))
    ):
        if number in cells:
            text = cells[number].source.splitlines()[int(line) - 1].strip()
            trail.append((places[cells[number].id].line(int(line)), text))
            if cells[number] is cell:
                where = trail[-1][0]
        elif file and (path := Path(file).expanduser()).is_relative_to(ROOT):
            trail.append((f"{path.relative_to(ROOT).as_posix()}:{file_line}", ""))
    lines = [f"    {at}  {text}".rstrip() for at, text in trail]
    said = COLOURS.sub("", f"{output.ename}: {output.evalue}".removesuffix(": "))
    if which == UNTOUCHED:
        lines.append(
            "Begin the cell with `if check.ready(...):`, so that it waits for what it calls."
        )
    return AuthoringError("\n".join([f"the {which} notebook stops: {said}", *lines]), where)


def _count(notebook: NotebookNode) -> None:
    """Number the executed cells from 1, as a first run from the top does."""
    number = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code" and cell.source.strip():
            number += 1
            cell.execution_count = number
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = number


# ---------------------------------------------------------------- what the outputs say


def wrong_in_the_end(
    executed: NotebookNode, places: Mapping[str, Place], kernel: Kernel
) -> Iterator[str]:
    """Yield each exercise that is not wholly right where it is checked, or not any more at the end."""
    told = set()
    checks = {}
    for cell in executed.cells:
        data = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and data.get("grade"):
            name = data["grade_id"].removeprefix("check_")
            checks[name] = places[cell.id]
            text = _text(cell)
            if not text.startswith(f"{name}: right"):
                told.add(name)
                yield f"{places[cell.id]}: the answer does not pass the check in its notebook:\n{text}"
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    last = code[-1] if code and code[-1].source.strip() == PROGRESS else kernel.ask(PROGRESS)
    for name, state in re.findall(r"^  (\w+) +[\d.]+ / \d+ +(.*)$", _text(last), re.M):
        if state != "right" and name not in told and name in checks:
            yield (
                f"{checks[name]}: at the end of the notebook {name!r} is not right any more ({state}): "
                "a later cell changes it, or what it uses"
            )


def _text(cell: NotebookNode) -> str:
    found = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in cell.outputs]
    return "\n".join("".join(text) for text in found)


def with_stored_outputs(notebook: NotebookNode, stored: NotebookNode) -> NotebookNode:
    """Return a notebook with the outputs that another one of the same code cells holds."""
    filled = copy.deepcopy(notebook)
    pairs = zip(_code(filled), _code(stored), strict=True)
    for cell, other in pairs:
        cell.outputs, cell.execution_count = other.outputs, other.execution_count
    return filled


def keep_unsteady(executed: NotebookNode, stored: NotebookNode) -> None:
    """Put the stored outputs in place of those that differ from run to run, up to the first change."""
    for cell, other in zip(_code(executed), _code(stored), strict=False):
        if cell.source != other.source or not other.execution_count:
            return
        if UNSTEADY in cell.metadata.get("tags", []):
            cell.outputs = other.outputs
        elif cell.outputs != other.outputs:
            return


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
