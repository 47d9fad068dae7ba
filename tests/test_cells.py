"""Cells are read as IPython reads them, and no cell that somebody writes takes long or fails."""

from __future__ import annotations

import ast
import time

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.cells import MAX_CHARACTERS_READ, python_of
from autograder.grading.sources import Sources

DOUBLE = "def double(x):\n    return 2 * x\n"


def functions(*cells: str) -> dict[str, str]:
    """Return the functions that a notebook of these cells defines."""
    sources = Sources()
    for cell in cells:
        sources.read(cell)
    return sources.found


@pytest.mark.parametrize(
    "above",
    [
        "%%time\n",
        "\n\n%%time\n",
        "%%capture out\n",
        "%%prun -s time\n",
        "%%capture\n%%time\n",
        ">>> 1\n",
    ]
    + ["%matplotlib inline\n!ls -la\n", "double?\n", "?double\n", "files = !ls\n"]
    + ["best = %timeit -o 1 + 1\n", "%time 1 +\n", "%timeit \\\n  1 +\n", "%cd a b\n"],
)
def test_a_function_is_found_below_whatever_ipython_allows_above_it(above: str) -> None:
    assert functions(above + DOUBLE) == {"double": DOUBLE}


@pytest.mark.parametrize(
    "cell",
    [
        "%%timeit\n",
        "%%bash\n",
        "%%writefile double.py\n",
        "%%nothing\n",
        "%%time x = 1\n",
        "text = '''\n",
    ],
)
def test_a_body_that_defines_nothing_in_the_notebook_defines_no_function(cell: str) -> None:
    assert functions(cell + DOUBLE) == {}


def test_a_magic_in_a_function_is_no_python_of_the_students() -> None:
    (source,) = functions("def f(x):\n    %time g(x) for\n    !ls\n    return x\n").values()
    tree = ast.parse(source)
    assert [line for line in source.split("\n") if "return" in line] == ["    return x"]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert names == {"get_ipython", "x"}


def test_a_percent_sign_or_a_question_mark_in_a_text_is_left_alone() -> None:
    source = 'def f(x):\n    return """\n%time\n!ls\nreally?\n"""\n'
    assert functions(source) == {"f": source}
    assert functions("!ls\n" + source) == {"f": source}


HOSTILE = {
    "magics without end": "!a\n" * 30_000,
    "help without end": "a?\n" * 30_000,
    "assignments without end": "a = %b\n" * 14_000,
    "escapes before escapes": "/" * 999 + "f a\n" + "x = 1\n" * 15_000,
    "texts that grow": "," * 900 + "f a\n",
    "dotted names that may end in help": ("a." * 490 + "b c?\n") * 90,
    "one line": "!a\nx = " + "1 + " * 20_000 + "1",
    "cell magics in cell magics": "%%time\n" * 14_000 + DOUBLE,
    "brackets on one line": "!a\n" + "(" * 90_000,
    "brackets on many lines": "!a\n" + "(\n" * 45_000,
    "blocks in blocks": "!a\n" + "".join(" " * i + "if 1:\n" for i in range(400)),
    "texts without end": '!a\n"""' + "\nab" * 30_000,
    "quotes": "%%time\n" + "'\\\"" * 30_000,
    "prompts": ">>> a\n... b\n!c" * 7_000,
    "lines that go on": "%a \\\n" * 16_000,
    "texts in texts": "!a\nx = f'" + '{f"{' * 400,
    "null bytes": "!a\n" + "\0" * 50_000,
    "half characters": "!a\n\ud800 = 1",
    "operators": "!a\nx = " + "-" * 900 + "1",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_cell_costs_little_and_fails_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = [0]
    theirs = TransformerManager.do_one_token_transform

    def counted(self: TransformerManager, lines: list[str]) -> tuple[bool, list[str]]:
        read[0] += sum(map(len, lines))
        return theirs(self, lines)

    monkeypatch.setattr(TransformerManager, "do_one_token_transform", counted)
    started = time.process_time()
    text, tree = python_of(HOSTILE[name])
    assert read[0] <= MAX_CHARACTERS_READ
    # CPU time of this process alone; the worst takes half a second of it.
    assert time.process_time() - started < 15
    assert isinstance(tree, ast.Module) and bool(text) == bool(tree.body)
