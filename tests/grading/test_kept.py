"""A graded notebook is written as nbformat writes it, though each cell is laid out apart."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.files import NARRATIVES
from autograder.grading.kept import REMEMBERED, finished, text_of

FRAME = {"metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}
ODD = nbformat.from_dict(
    {
        **FRAME,
        "cells": [
            {"cell_type": "raw", "id": "a", "metadata": {}, "source": '"cells": []'},
            {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "\u2028é\n\n ],\n"},
            {
                "cell_type": "code",
                "id": "c",
                "metadata": {},
                "source": "x" * 2 * REMEMBERED,
                "execution_count": None,
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "one\r\ntwo"}],
            },
        ],
    }
)


@pytest.mark.parametrize("path", sorted(NARRATIVES.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_released_notebook_is_laid_out_as_by_nbformat(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for _ in range(2):  # the second time from what is remembered
        assert text_of(notebook) == nbformat.v4.writes(notebook) + "\n"


@pytest.mark.parametrize("notebook", [ODD, nbformat.from_dict({**FRAME, "cells": []})])
def test_an_odd_notebook_is_laid_out_as_by_nbformat(notebook: NotebookNode) -> None:
    assert text_of(notebook) == nbformat.v4.writes(notebook) + "\n"


def test_what_is_finished_leaves_the_notebook_as_it_was() -> None:
    before = text_of(ODD)
    assert finished(ODD, {}, ["a note"]).cells[0].source.startswith("**Notes on grading**")
    assert text_of(ODD) == before
