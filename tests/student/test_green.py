"""Green means green: check judges what the notebook says, and raises no alarm without evidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.grading.enclosing import needed_packages
from helpers.evidence.absent import THERE
from helpers.evidence.saved import Cell, _seal
from tests.student.desk import FIRST, WEEK, Notebook

RIGHT = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
STUB = "def sigmoid(z):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
WITH_HELPER = "def sigmoid(z):\n    return one_over(1 + np.exp(-z))"
HELPER = "def one_over(x):\n    return 1 / x"
WITH_K = "k = 2.0\n" + RIGHT.replace("1 /", "k /")
CALLS_K = RIGHT.replace("1 /", "k(1) /")
PATCHED = RIGHT.replace("-z", "np.minus(z)")
GREEN = "right, 10 of 10"
ROOT = Path(__file__).parents[2]
Change = Callable[[Notebook], object]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the notebook lies, as a Jupyter server tells its kernel."""
    path = tmp_path / "Übung 1" / f"{WEEK}.ipynb"
    path.parent.mkdir()
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)
    return path


@pytest.fixture
def notebook(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """A notebook with a right sigmoid that was run and saved: its check is green."""
    notebook = Notebook(monkeypatch, file)
    notebook.write(sigmoid=RIGHT)
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")
    yield notebook
    notebook.shell.clear_instance()


# ---------------------------------------------------------------- evidence: nothing is green


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda n: n.write(sigmoid="def sigmoid(z:\n    return z"), "SyntaxError in line 1"),
        (lambda n: n.write(sigmoid=RIGHT.replace("sigmoid", "sigmoide")), "makes `sigmoide` now"),
        (lambda n: n.write(sigmoid="# def sigmoid(z): later"), "makes no `sigmoid` any more"),
        (lambda n: n.write(sigmoid="del nothing\n" + RIGHT), "stopped with an error before it got"),
        (lambda n: n.write(copy="def sigmoid(z:\n    pass"), "SyntaxError in line 1"),
        (
            lambda n: n.write(sigmoid="%%writefile /dev/null\n" + RIGHT),
            "makes no `sigmoid` any more",
        ),
        (lambda n: n.write(sigmoid="%%timeit -n1 -r1\n" + RIGHT), "makes no `sigmoid` any more"),
    ],
    ids=[
        "SyntaxError",
        "renamed",
        "commented out",
        "stopped before",
        "broken copy",
        "a magic",
        "timed",
    ],
)
def test_a_cell_that_was_run_again_without_making_the_function_is_not_green(
    notebook: Notebook, change: Change, said: str
) -> None:
    change(notebook)
    text = notebook.ask("check(sigmoid)")
    assert said in text and "not judged yet" in text and "right" not in text
    assert "10 of 94" not in notebook.ask("check.progress()")


@pytest.mark.parametrize(
    "source, said",
    [
        (RIGHT.replace("-z", "z"), "was changed after it was run"),
        (STUB, "was changed after it was run"),
        ("def sigmoid(z:\n    pass", "was changed after it was run"),
        (RIGHT.replace("sigmoid", "sigmoide"), "No cell makes `sigmoid` any more"),
    ],
    ids=["another answer", "the stub again", "a SyntaxError", "renamed"],
)
def test_a_cell_that_was_edited_and_saved_but_not_run_is_not_green(
    notebook: Notebook, source: str, said: str
) -> None:
    notebook.edit("sigmoid", source)
    notebook.save()
    text = notebook.ask("check(sigmoid)")
    assert said in text and "not judged yet" in text
    assert "run the cell of sigmoid first" in notebook.ask("check.progress()")
    notebook.write(sigmoid=RIGHT)
    assert GREEN in notebook.ask("check(sigmoid)")


def test_a_cell_that_was_deleted_leaves_no_green_behind(notebook: Notebook) -> None:
    del notebook.cells["sigmoid"]
    notebook.save()
    assert "No cell makes `sigmoid` any more" in notebook.ask("check(sigmoid)")


def test_a_helper_that_lives_on_in_memory_only_is_named(notebook: Notebook) -> None:
    notebook.write(helper=HELPER, sigmoid=WITH_HELPER)
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")
    del notebook.cells["helper"]
    notebook.save()
    text = notebook.ask("check(sigmoid)")
    assert "`sigmoid` uses `one_over`. No cell makes `one_over` any more" in text
    assert "not there when your notebook is graded" in text


def test_a_constant_that_lives_on_in_memory_only_is_named(notebook: Notebook) -> None:
    notebook.write(one="ONE = 1.0", sigmoid=RIGHT.replace("1 /", "ONE /"))
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")
    del notebook.cells["one"]
    notebook.save()
    assert "No cell makes `ONE` any more" in notebook.ask("check(sigmoid)")


def test_a_function_that_another_exercise_calls_has_to_be_run_too(notebook: Notebook) -> None:
    notebook.write(predict="def predict(w, b, X):\n    return sigmoid(w.T @ X + b) > 0.5")
    notebook.save()
    assert "right, 8 of 8" in notebook.ask("check(predict)")
    notebook.write(sigmoid="def sigmoid(z:\n    pass")
    assert "`predict` uses `sigmoid`. The last time" in notebook.ask("check(predict)")


def test_a_function_defined_in_a_scratch_cell_that_is_gone_is_not_green(notebook: Notebook) -> None:
    notebook.write(sigmoid=STUB, scratch=RIGHT)
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")
    del notebook.cells["scratch"]
    notebook.save()
    assert "not judged yet" in notebook.ask("check(sigmoid)")


def test_what_was_wrapped_since_and_edited_is_not_green(notebook: Notebook) -> None:
    notebook.write(
        wrap="import functools\ndef logged(f):\n    @functools.wraps(f)\n    def inner(*a):\n"
        "        return f(*a)\n    return inner\nsigmoid = logged(sigmoid)"
    )
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")
    notebook.edit("sigmoid", RIGHT.replace("-z", "z"))
    notebook.save()
    assert "was changed after it was run" in notebook.ask("check(sigmoid)")


def test_the_line_of_the_check_in_the_same_cell_does_not_hide_a_rename(notebook: Notebook) -> None:
    renamed = RIGHT.replace("sigmoid", "sigmoide") + "\ncheck(sigmoid)"
    assert "makes no `sigmoid` any more" in notebook.write(sigmoid=renamed)


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda n: n.write(sigmoid=STUB) + n.write_above("sigmoid", mine=RIGHT), "write your answer there"),
        (lambda n: n.write_below("sigmoid", copy=STUB) + n.run("sigmoid"), "the last one above the check counts"),
        (lambda n: n.write(sigmoid=WITH_K, asks="check(sigmoid)", k="k = 1.0"), "the last one above the check counts"),
        (lambda n: n.ask("scratch = 1") + n.write(sigmoid="print(scratch)\n" + RIGHT), "No cell makes `scratch`"),
        (lambda n: n.ask("one = 1.0") + n.write(sigmoid="k = one\n" + WITH_K[8:]), "No cell makes `one`"),
        (lambda n: n.write_and_drop("globals()['k'] = int") + n.write(sigmoid=CALLS_K), "stands in no cell"),
        (lambda n: n.ask("import math as k") + n.write(sigmoid=CALLS_K.replace("(1)", ".e")), "No cell makes `k`"),
        (lambda n: n.ask("np.minus = lambda z: -z") + n.write(sigmoid=PATCHED), "`np.minus` in memory"),
    ],
    ids=["own cell above the stub", "pasted below", "a constant below the check", "an error before it"]
    + ["at the top", "made by globals()", "a module", "numpy patched"],
)  # fmt: skip
def test_what_the_grader_would_not_see_from_top_to_bottom_is_not_green(
    notebook: Notebook, change: Change, said: str
) -> None:
    change(notebook)
    notebook.save()
    text = notebook.ask("check(sigmoid)")
    assert said in text and "not judged yet" in text
    np.__dict__.pop("minus", None)


def test_a_file_of_ones_own_is_compared_with_what_was_imported(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    mine = tmp_path / "my_own_sigmoid.py"
    mine.write_text("import numpy as np\n" + RIGHT)
    notebook.write(sigmoid="from my_own_sigmoid import sigmoid")
    assert GREEN in notebook.ask("check(sigmoid)")
    mine.write_text("import numpy as np\n" + RIGHT.replace("-z", "z"))
    assert "that file was changed since" in notebook.ask("check(sigmoid)")
    mine.unlink()
    assert "that file is no longer there" in notebook.ask("check(sigmoid)")
    monkeypatch.chdir(tmp_path / "Übung 1")
    assert "does not lie in the folder of your notebook" in notebook.ask("check(sigmoid)")


def test_what_was_put_into_a_locked_cell_is_not_green(notebook: Notebook) -> None:
    marks = {"locked": True, "grade": True, "points": 10, "grade_id": "c", "checksum": "0"}
    notebook.metadata["checks"] = {"nbgrader": marks}
    notebook.write(sigmoid=WITH_HELPER, checks=HELPER + "\ncheck(sigmoid)")
    notebook.save()
    assert "set back before grading" in notebook.ask("check(sigmoid)")
    assert "set back before grading" in notebook.run("checks")  # run again, later than saved


def test_what_ran_before_the_first_cell_is_known(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = Notebook(monkeypatch, file, first=False)
    notebook.write(numpy="import numpy as np", sigmoid=RIGHT)
    notebook.run("first")
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")
    notebook.edit("sigmoid", RIGHT.replace("-z", "z"))
    notebook.save()
    assert "was changed after it was run" in notebook.ask("check(sigmoid)")
    notebook.shell.clear_instance()


# ---------------------------------------------------------------- what grading does not have

TIMES = RIGHT.replace("1 /", "{} /")
MEMO = """
def sigmoid(z{given}):
    key = np.asarray(z).tobytes()
    if key not in memo:
        memo[key] = slowly(z)
    return memo[key]
"""
SLOWLY = "def slowly(z):\n    return 1 / (1 + np.exp(-z))"


@pytest.mark.parametrize(
    "cells, said",
    [
        (
            [RIGHT.replace("    return", "    import nbformat\n    return")],
            "The package `nbformat`",
        ),
        (
            ["import nbformat as nb\n" + TIMES.format("bool(nb)")],
            "`sigmoid` uses `nb`. The package",
        ),
        ([TIMES.format("np.load('{one}')")], "a place on this computer"),
        (["one = np.load('{one}')", TIMES.format("one")], "a place on this computer"),
        (["await __import__('asyncio').sleep(0)\n" + RIGHT], "an `await` outside of a function"),
        (["1", TIMES.format("_")], "`sigmoid` uses `_`, in which IPython keeps"),
        (["1", "one = Out[2]\n" + TIMES.format("one")], "uses `Out`"),
    ],
    ids=["imported inside", "imported", "a path", "a path in a cell", "await", "_", "Out"],
)
def test_what_is_not_there_in_grading_is_not_green(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cells: list[str], said: str
) -> None:
    (tmp_path / "requirements.txt").write_text("numpy>=2\n")
    monkeypatch.setattr("helpers.evidence.absent.REQUIREMENTS", tmp_path / "requirements.txt")
    np.save(tmp_path / "one.npy", 1.0)
    notebook.restart()
    for i, source in enumerate(cells):
        notebook.write(**{f"mine{i}": source.replace("{one}", str(tmp_path / "one.npy"))})
    text = notebook.ask("check(sigmoid)")
    assert said in text and "where it is graded it would not work" in text
    assert "10 of 94" not in notebook.ask("check.progress()")


def test_what_is_taken_to_be_there_in_grading_is_what_the_sandbox_shows() -> None:
    shown = {name.removesuffix(".py") for name in needed_packages()}
    modules = {name for name in shown if name.isidentifier() and not name.startswith("_")}
    assert modules <= THERE


def test_a_package_that_the_course_promises_is_green(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text("numpy>=2\nnbformat\n")
    monkeypatch.setattr("helpers.evidence.absent.REQUIREMENTS", tmp_path / "requirements.txt")
    notebook.write(sigmoid=RIGHT.replace("    return", "    import nbformat\n    return"))
    assert GREEN in notebook.ask("check(sigmoid)")


@pytest.mark.parametrize(
    "look_up",
    ["globals()['f'](z)", "eval('f(z)') if 'f' in globals() else 0"],
    ids=["by its text", "if it is there"],
)
def test_a_name_that_is_looked_up_by_its_text_has_to_be_in_the_notebook(
    notebook: Notebook, look_up: str
) -> None:
    notebook.write(f="f = lambda z: 1 / (1 + np.exp(-z))")
    notebook.write(sigmoid=f"def sigmoid(z):\n    return {look_up}")
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")
    del notebook.cells["f"]
    notebook.save()
    assert "No cell makes `f` any more" in notebook.ask("check(sigmoid)")


@pytest.mark.parametrize(
    "memo, given", [("memo = {}", ""), ("", ", memo={}")], ids=["a variable", "a default"]
)
def test_what_earlier_calls_left_behind_is_forgotten_for_a_check(
    notebook: Notebook, memo: str, given: str
) -> None:
    notebook.write(memo=memo, slowly=SLOWLY, sigmoid=MEMO.format(given=given))
    assert GREEN in notebook.ask("check(sigmoid)")
    notebook.ask("sigmoid(np.ones(2))")
    assert GREEN in notebook.ask("check(sigmoid)"), "to remember is no mistake"
    notebook.write(slowly=SLOWLY.replace("-z", "z"))
    text = notebook.ask("check(sigmoid)")
    assert "0 of 10" in text and "held what earlier calls left there" in text
    held = "memo" if memo else "sigmoid.__defaults__[0]"
    assert "True" in notebook.ask(f"len({held}) > 0"), "what was there is there again"


def test_what_a_cell_fills_itself_is_kept(notebook: Notebook) -> None:
    notebook.write(sigmoid="ones = []\nones.append(1)\n" + TIMES.format("ones[0]"))
    assert GREEN in notebook.ask("check(sigmoid)")


def test_a_check_that_is_another_thing_is_told(notebook: Notebook) -> None:
    said = "`check` is not the notebook's own any more"
    assert said in notebook.write(mine="check = lambda f: print('right, 10 of 10')")
    assert said in notebook.ask("check(sigmoid)")
    assert said not in notebook.ask("1 + 1")
    assert said not in notebook.run("first")
    assert GREEN in notebook.ask("check(sigmoid)")


# ---------------------------------------------------------------- no evidence: green stays


@pytest.mark.parametrize(
    "change",
    [
        lambda n: n.write(sigmoid=RIGHT + "\n\nassert False"),
        lambda n: n.write(sigmoid="%%time\n" + RIGHT),
        lambda n: n.write(sigmoid="%precision 6\n" + RIGHT),
        lambda n: n.write(other="def other(:"),
        lambda n: n.write(other="sigmoid("),
        lambda n: n.write(sigmoid="from functools import partial\n" + RIGHT) + n.run("sigmoid"),
        lambda n: n.edit("sigmoid", RIGHT + "  # a comment\n\n"),
        lambda n: n.edit("sigmoid", RIGHT.replace("(z):", '(z):\n    """A docstring."""')),
        lambda n: n.edit("sigmoid", RIGHT + "\nprint(sigmoid(0))"),
        lambda n: n.cells.update(moved=n.cells.pop("sigmoid")),
        lambda n: n.cells.update(sigmoid="# cut out", pasted=n.cells["sigmoid"]),
        lambda n: n.write(sigmoid="exec(" + repr(RIGHT) + ")"),
        lambda n: n.write(logged="def logged(f):\n    return lambda *a: f(*a)\nsigmoid = logged(sigmoid)"),
        lambda n: n.write(sigmoid="@np.vectorize\n" + RIGHT + "\nsigmoid.x = 1\n" + RIGHT),
        lambda n: n.write(sigmoid="f = lambda z: 1 / (1 + np.exp(-z))\nsigmoid = f"),
        lambda n: n.write(sigmoid="from solutions.week1_logistic_regression import sigmoid"),
        lambda n: n.write(sigmoid="if True:\n    def sigmoid(z):\n        return 1 / (1 + np.exp(-z))"),
        lambda n: n.write(sigmoid="E = 1.0\n" + RIGHT.replace("1 /", "E /")) + n.write(e="E = 1.0"),
        lambda n: n.write(n="import math, numpy as np") + n.run("first"),
        lambda n: n.write(checks="check(sigmoid)", sigmoid_again=RIGHT.replace("1 /", "1.0 /")),
        lambda n: n.write(sigmoid=RIGHT + "\nprint(sigmoid(np.ones(2)))\nprint(not_there)"),
        lambda n: n.write(sigmoid="xs = [x for x in range(3)]\n" + RIGHT),
        lambda n: n.write(sigmoid="for _ in range(2):\n    pass\n" + RIGHT) + n.ask("1"),
    ],
    ids=[
        *("an error after it", "timed", "a magic line", "another broken cell", "a broken call"),
        *("run twice", "a comment", "a docstring", "a line after it", "pasted elsewhere", "cut out"),
        *("exec", "wrapped", "made twice", "a lambda", "imported", "in a branch", "made in two cells"),
        *("imported twice", "a better one below the check", "used after it", "a comprehension", "an unused _"),
    ],
)  # fmt: skip
def test_what_is_no_evidence_leaves_green_alone(notebook: Notebook, change: Change) -> None:
    change(notebook)
    assert GREEN in notebook.ask("check(sigmoid)")
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")


def test_edits_that_were_not_saved_are_normal(notebook: Notebook) -> None:
    notebook.write(sigmoid=RIGHT.replace("1 /", "1.0 /"))  # newer than the file
    notebook.edit("sigmoid", STUB)
    assert GREEN in notebook.ask("check(sigmoid)")


def test_a_file_that_is_older_than_the_run_says_nothing(notebook: Notebook) -> None:
    notebook.edit("sigmoid", STUB)
    notebook.save(when=notebook.now - 60)
    assert GREEN in notebook.ask("check(sigmoid)")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"cells": []}', '{"cells": [{"cell_type": 1}]}']
)
def test_a_file_that_is_being_written_or_is_another_one_says_nothing(
    notebook: Notebook, content: str
) -> None:
    assert notebook.file is not None
    notebook.file.write_text(content)
    assert GREEN in notebook.ask("check(sigmoid)")


def test_a_notebook_that_was_renamed_is_found_where_it_is_the_only_one_of_its_week(
    notebook: Notebook,
) -> None:
    assert notebook.file is not None
    notebook.edit("sigmoid", STUB)
    notebook.save()
    mine = notebook.file.rename(notebook.file.with_name("mine.ipynb"))
    assert "was changed after it was run" in notebook.ask("check(sigmoid)")
    mine.with_name("copy.ipynb").write_bytes(mine.read_bytes())
    assert GREEN in notebook.ask("check(sigmoid)")


@pytest.mark.parametrize("change", [STUB, RIGHT.replace("-z", "z")])
def test_without_ids_and_without_a_file_green_stays(
    monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """So nbconvert runs a notebook, and so do other programs."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    notebook = Notebook(monkeypatch, None, with_ids=False)
    notebook.write(sigmoid=RIGHT)
    assert GREEN in notebook.ask("check(sigmoid)")
    notebook.write(other="def helper(:")
    assert GREEN in notebook.ask("check(sigmoid)")
    notebook.shell.clear_instance()


def test_where_only_the_file_is_known_it_is_evidence(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So VS Code runs a notebook: it gives cells other ids than those in the file."""
    notebook = Notebook(monkeypatch, file, with_ids=False)
    notebook.write(sigmoid=RIGHT)
    notebook.save()
    assert GREEN in notebook.ask("check(sigmoid)")
    notebook.edit("sigmoid", STUB)
    notebook.save()
    assert "was changed after it was run" in notebook.ask("check(sigmoid)")
    notebook.shell.clear_instance()


# ---------------------------------------------------------------- written, but not run


def test_after_a_restart_written_and_not_written_are_told_apart(notebook: Notebook) -> None:
    notebook.write(
        predict="def predict(w, b, X):\n    return sigmoid(w.T @ X + b) > 0.5",
        compute_cost=STUB.replace("sigmoid(z)", "compute_cost(A, Y)"),
        numbers="numbers = np.ones(3)",
    )
    notebook.save()
    notebook.restart()
    said = "`sigmoid` is written, but its cell was not run since the notebook was started."
    assert said in notebook.ask("check(sigmoid)")
    assert f"This cell needs `sigmoid`. {said}" in notebook.ask("check.ready('sigmoid')")
    assert "not written yet, or its cell was not run" in notebook.ask("check(compute_cost)")
    assert "`numbers` is made in a cell that was not run" in notebook.ask("numbers.sum()")
    assert "was not run since" not in notebook.ask("nonsense")
    assert "written, but not run: run the cell of sigmoid" in notebook.ask("check.progress()")
    notebook.run("predict")
    text = notebook.ask("check(predict)")
    assert f"note: {said}" in text and "0 of 8 points" in text
    notebook.run("compute_cost")
    notebook.ask("check.ready('compute_cost')")
    assert "Write it, then" in notebook.ask("check.ready('compute_cost')")


def test_a_cell_that_python_cannot_read_is_told_where_its_function_is_missed(
    notebook: Notebook,
) -> None:
    text = notebook.write(predict="def predict(w, b, X)\n    return 1")
    text = notebook.ask("check(predict)")
    assert "Python could not read the cell of `predict` (SyntaxError in line 1)" in text


def test_running_the_first_cell_again_keeps_what_is_known(notebook: Notebook) -> None:
    assert notebook.cells["first"] == FIRST
    notebook.run("first")
    notebook.write(sigmoid="def sigmoid(z:\n    pass")
    assert "SyntaxError in line 1" in notebook.ask("check(sigmoid)")


# ---------------------------------------------------------------- two cells that make one name

PROPAGATE = (
    "def propagate(w, b, X, Y):\n"
    "    m = X.shape[1]\n"
    "    A = sigmoid(w.T @ X + b)\n"
    "    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m\n"
    "    return {'dw': X @ (A - Y).T / m, 'db': np.sum(A - Y) / m}, cost"
)
WRONG_BESIDE = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n\n" + PROPAGATE


def test_a_second_function_of_the_name_is_told_where_it_is_and_which_cell_to_run_again(
    notebook: Notebook,
) -> None:
    notebook.write(propagate=WRONG_BESIDE)
    said = notebook.ask("check(propagate)")
    assert "The cell of propagate makes a sigmoid too" in said.replace("`", "")
    notebook.write(propagate=PROPAGATE)  # taken out: the wrong one lives on in memory
    said = notebook.ask("check(propagate)").replace("`", "")
    assert "run the cell of sigmoid first" in said and "is not that of its own cell" in said
    notebook.run("sigmoid")
    assert "not judged" not in notebook.ask("check(propagate)")
    assert "right, 22 of 22" in notebook.ask("check(propagate)")


def test_the_stubs_line_below_an_answer_is_named(notebook: Notebook) -> None:
    notebook.write(
        sigmoid=RIGHT.replace("return", "a =") + STUB.partition(":")[2] + "\n    return a"
    )
    assert "If your answer is written, take that line out" in notebook.ask("check(sigmoid)")
    supplied = "    a = np.zeros((len(z), 2))\n    # YOUR"
    notebook.write(sigmoid=STUB.replace("    # YOUR", supplied) + "\n    return a")
    assert "take that line out" not in notebook.ask("check(sigmoid)")


def test_the_seal_of_a_locked_cell_is_nbgraders() -> None:
    book = json.loads((ROOT / "notebooks" / f"{WEEK}.ipynb").read_text(encoding="utf-8"))
    locked = [c for c in book["cells"] if c["metadata"].get("nbgrader", {}).get("locked")]
    cells = [Cell(c["id"], "".join(c["source"]), _seal(c)) for c in locked]
    assert len(cells) > 9 and not any(cell.set_back for cell in cells)
    assert all(cell.sets_back(cell.source + "\n") for cell in cells)
