"""A notebook rebuilt for grading keeps what a student wrote into cells of their own."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.rebuild import Rebuilder
from autograder.grading.staging import SubmittedCell

OPEN = "guess_spread = ...  # a number; None if you would rather not"
RELEASE = nbformat.v4.new_notebook(
    cells=[
        new_code_cell(OPEN, id="code-guess", metadata={"tags": ["guess"]}),
        new_code_cell("if check.ready(guess='spread'): ...", id="code-demo"),
    ]
)


@pytest.mark.parametrize(
    "written", [OPEN.replace("...", "0.3"), "guess_spread = a lot", "def helper(): pass", ""]
)
def test_a_guess_is_kept_as_it_was_written_without_a_note(written: str) -> None:
    cells = [
        SubmittedCell("code", written, cell_id="code-guess"),
        SubmittedCell("code", RELEASE.cells[1].source, cell_id="code-demo"),
    ]
    rebuilder = Rebuilder(RELEASE, cells)
    rebuilt = rebuilder.rebuild()
    assert [cell.source for cell in rebuilt.cells] == [written, RELEASE.cells[1].source]
    assert rebuilder.notes == []


def test_a_guess_that_was_deleted_is_not_missed() -> None:
    rebuilder = Rebuilder(RELEASE, [SubmittedCell("code", RELEASE.cells[1].source)])
    assert len(rebuilder.rebuild().cells) == 1 and rebuilder.notes == []
