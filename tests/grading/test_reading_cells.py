"""In the sandbox a cell is read as IPython reads it, also where IPython's own look at each token is spared."""

from __future__ import annotations

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.authoring.notebooks import released_source
from autograder.grading.inside.shell import MAGIC, _Transformer

MAGICS = [
    "%time f(x)", "  %time f(x)", "x = %time 3", "x = \\\n %time 3", "x\n=%y", "x = 1\\\n%y", "x=1;%y",
    "!ls", "!!ls", "x = !ls", "x = a if b else !c", "for i in x:\n    !echo {i}\n    ?q",
    "a.b?", "?a", "??a", "a??", ",f a b", ";f a b", "/f a", "def f():\n\t,g a", "if x:\n    %cd ..\n",
    "%%time\nx=1", ">>> x = 1\n>>> !ls", "\f%x",
]  # fmt: skip
PLAIN = [
    "f'{x!r}'",
    "a != b",
    "(a\n % b)",
    "x = 'y?'",
    "\n\n  x = 1\n  y = 2",
    "x = (1,\n/ 2)",
    "def",
]


@pytest.mark.parametrize("cell", MAGICS + PLAIN)
def test_a_cell_is_read_as_by_ipython(cell: str) -> None:
    assert _Transformer().transform_cell(cell) == TransformerManager().transform_cell(cell)


def test_a_week_is_read_as_by_ipython_and_most_of_it_without_a_look_at_tokens() -> None:
    cells = nbformat.reads(released_source("week1_logistic_regression"), as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    ours, ipython = _Transformer(), TransformerManager()
    for source in sources:
        assert ours.transform_cell(source) == ipython.transform_cell(source)
    spared = [source for source in sources if not MAGIC.search(source)]
    assert len(spared) > len(sources) / 2
