# ruff: noqa: E501 - the table below has one line a submission
"""Broken submissions: each is graded as a fair teacher would, or its reason is recorded; nobody is lost.

Each one below starts from a notebook in which everything is answered rightly and is broken in one
way. `lost` names what a fair teacher would not give points for; a submission with a `problem`
cannot be graded, and the words given stand in its reason.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.examining import load_week
from autograder.grading.course import Course, read_record
from tests.support import answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

WEEK = "week1_logistic_regression"
FILE = f"{WEEK}.ipynb"
LIMITS = {
    "cell_seconds": 1,
    "call_seconds": 1,
    "grace_seconds": 0.5,
    "submission_seconds": 40,
    "output_mb": 0.5,
}


@dataclass(frozen=True)
class Broken:
    """A way to break a submission: what is done to its folder, and what must come of it.

    `lost` names exercises that earn nothing, `short` those that earn a part of their points.
    """

    do: Callable[[dict[str, Any], Path], Any]
    lost: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    problem: str | None = None
    says: str | None = None


def raw(change: Callable[[str], bytes]) -> Callable[[dict[str, Any], Path], None]:
    """Return what writes the notebook's text in another way."""
    return lambda nb, folder: (folder / FILE).write_bytes(change(json.dumps(nb, indent=1)))


def notebook(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any], Path], None]:
    """Return what changes the notebook and writes it as ever."""

    def do(nb: dict[str, Any], folder: Path) -> None:
        change(nb)
        (folder / FILE).write_text(json.dumps(nb))

    return do


def cell(nb: dict[str, Any], grade_id: str) -> dict[str, Any]:
    """Return the cell of that id."""
    return next(c for c in nb["cells"] if _grade_id(c) == grade_id)


def _grade_id(c: dict[str, Any]) -> str | None:
    return c["metadata"].get("nbgrader", {}).get("grade_id")


def code(source: str, cell_id: str = "extra") -> dict[str, Any]:
    """Return a code cell of the student's own."""
    return {"cell_type": "code", "id": cell_id, "metadata": {}, "execution_count": None, "outputs": [], "source": source}  # fmt: skip


def behind_setup(*sources: str) -> Callable[[dict[str, Any], Path], None]:
    """Return what puts cells of the student's own behind the first code cell."""

    def change(nb: dict[str, Any]) -> None:
        at = 1 + next(i for i, c in enumerate(nb["cells"]) if c["cell_type"] == "code")
        nb["cells"][at:at] = [code(source, f"extra{i}") for i, source in enumerate(sources)]

    return notebook(change)


def answer(name: str, source: str) -> Callable[[dict[str, Any], Path], None]:
    """Return what answers one function in another way."""
    return notebook(lambda nb: cell(nb, name).update(source=source))


def with_prefix(name: str, prefix: str) -> Callable[[dict[str, Any], Path], None]:
    """Return what puts lines above one function's answer."""
    return notebook(lambda nb: cell(nb, name).update(source=prefix + cell(nb, name)["source"]))


def nbformat_3(nb: dict[str, Any], folder: Path) -> None:
    """Write the notebook as IPython did until 2014."""
    cells = []
    for c in nb["cells"]:
        old = (
            {**c, "input": c["source"], "language": "python"}
            if c["cell_type"] == "code"
            else dict(c)
        )
        if c["cell_type"] == "code":
            old.pop("source")
        old.pop("id", None)
        cells.append(old)
    content = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "x"}, "worksheets": [{"cells": cells, "metadata": {}}]}  # fmt: skip
    (folder / FILE).write_text(json.dumps(content))


def renamed(name: str) -> Callable[[dict[str, Any], Path], None]:
    """Return what writes the notebook under another name."""
    return lambda nb, folder: (folder / name).write_text(json.dumps(nb))


def two_notebooks(nb: dict[str, Any], folder: Path) -> None:
    """Write the notebook and, beside it, an old one that is empty."""
    (folder / FILE).write_text(json.dumps(nb))
    (folder / "old copy.ipynb").write_text(json.dumps({**nb, "cells": []}))


def two_renamed(nb: dict[str, Any], folder: Path) -> None:
    """Write the notebook and an empty one, neither under its name."""
    (folder / "Week 1 final (2).ipynb").write_text(json.dumps(nb))
    (folder / "Untitled.ipynb").write_text(json.dumps({**nb, "cells": []}))


def linked(nb: dict[str, Any], folder: Path) -> None:
    """Write the notebook elsewhere and a link to it in its place."""
    elsewhere = folder.parents[2] / "elsewhere.ipynb"
    elsewhere.write_text(json.dumps(nb))
    (folder / FILE).symlink_to(elsewhere)


def folder_linked(nb: dict[str, Any], folder: Path) -> None:
    """Hand in a link to a folder in place of the folder."""
    folder.rmdir()
    folder.symlink_to(folder.parents[1] / "a innocent" / WEEK)


def file_for_folder(nb: dict[str, Any], folder: Path) -> None:
    """Hand in the notebook where its folder should be."""
    folder.rmdir()
    folder.write_text(json.dumps(nb))


def pipe_for_notebook(nb: dict[str, Any], folder: Path) -> None:
    """Hand in a named pipe, at which a reader waits for ever."""
    os.mkfifo(folder / FILE)


def stored_outputs(nb: dict[str, Any], folder: Path) -> None:
    """Store 50 MB of printed lines in the notebook."""
    lines = [f"{i}\n" for i in range(3_600_000)]
    nb["cells"].insert(3, {**code("print('many')"), "outputs": [{"output_type": "stream", "name": "stdout", "text": lines}]})  # fmt: skip
    (folder / FILE).write_text(json.dumps(nb, indent=0))


def twice(nb: dict[str, Any]) -> None:
    """Define a function twice: wrong first, right in a later cell of the student's own."""
    right = cell(nb, "sigmoid")["source"]
    cell(nb, "sigmoid")["source"] = "def sigmoid(z):\n    return z\n"
    nb["cells"].insert(nb["cells"].index(cell(nb, "sigmoid")) + 1, code(right))


def without(*kinds: str) -> Callable[[dict[str, Any], Path], None]:
    """Return what deletes cells: "checks", "setup", "texts" or a function's."""

    def keep(c: dict[str, Any]) -> bool:
        data = c["metadata"].get("nbgrader", {})
        return not (
            ("checks" in kinds and data.get("grade") and not data.get("solution"))
            or ("texts" in kinds and c["cell_type"] == "markdown" and not data)
            or data.get("grade_id") in kinds
        )

    return notebook(lambda nb: nb.update(cells=[c for c in nb["cells"] if keep(c)]))


def stripped(nb: dict[str, Any]) -> None:
    """Take out all metadata and ids, as some tools do."""
    for c in nb["cells"]:
        c["metadata"] = {}
        c.pop("id", None)
    nb["metadata"] = {}
    nb["nbformat_minor"] = 2


def set_in_all(**settings: Any) -> Callable[[dict[str, Any]], None]:
    """Return what sets nbgrader's metadata in all cells."""

    def change(nb: dict[str, Any]) -> None:
        for c in nb["cells"]:
            if "nbgrader" in c["metadata"]:
                c["metadata"]["nbgrader"].update(settings)

    return change


def under(name: str) -> Callable[[dict[str, Any], Path], None]:
    """Return what writes the notebook at another place in the folder."""

    def do(nb: dict[str, Any], folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(nb))

    return do


def beside(files: dict[str, bytes]) -> Callable[[dict[str, Any], Path], None]:
    """Return what hands in other files beside the notebook."""

    def do(nb: dict[str, Any], folder: Path) -> None:
        (folder / FILE).write_text(json.dumps(nb))
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    return do


def in_each(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any], Path], None]:
    """Return what changes every cell."""
    return notebook(lambda nb: [change(c) for c in nb["cells"]])


def nbformat_2(nb: dict[str, Any], folder: Path) -> None:
    """Write the notebook as IPython did until 2012."""
    cells = [
        {"cell_type": "code", "input": c["source"], "language": "python", "prompt_number": 1}
        if c["cell_type"] == "code"
        else {"cell_type": c["cell_type"], "source": c["source"]}
        for c in nb["cells"]
    ]
    content = {"nbformat": 2, "metadata": {"name": "x"}, "worksheets": [{"cells": cells}]}
    (folder / FILE).write_text(json.dumps(content))


def all_in_one(nb: dict[str, Any]) -> None:
    """Put setup and all answers into one cell of the student's own."""
    kept = [c["source"] for c in nb["cells"] if c["cell_type"] == "code" and _is_answer(c)]
    nb["cells"] = [code("\n\n".join(kept))]


def _is_answer(c: dict[str, Any]) -> bool:
    data = c["metadata"].get("nbgrader", {})
    return bool(data.get("solution")) or data.get("grade_id") == "setup"


def nested(depth: int) -> dict[str, Any]:
    """Return dictionaries inside of each other."""
    return {"a": nested(depth - 1)} if depth else {}


SPLIT_SIGMOID = (
    "def sigmoid(z):\n    small = _small(z)\n"
    "    return np.where(np.asarray(z) >= 0, 1 / (1 + small), small / (1 + small))"
)
PYTHON_2 = "print 'hello'\nxrange(3)\n"
STUBBORN = (
    "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\nwhile True:\n    pass\n"
)

# fmt: off
BROKEN: dict[str, Broken] = {
    "invalid JSON": Broken(raw(lambda t: t[:-40].encode() + b"oops"), problem="JSON"),
    "empty file": Broken(raw(lambda t: b""), problem="empty"),
    "blank file": Broken(raw(lambda t: b" \n\n "), problem="empty"),
    "truncated file": Broken(raw(lambda t: t[: len(t) // 2].encode()), problem="JSON"),
    "JSON that is no notebook": Broken(raw(lambda t: b'{"a": 1}'), problem="no notebook"),
    "a number": Broken(raw(lambda t: b"5"), problem="no notebook"),
    "a picture": Broken(raw(lambda t: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9), problem=""),
    "merge conflict": Broken(raw(lambda t: b"<<<<<<< HEAD\n" + t.encode()), problem="JSON"),
    "byte order mark": Broken(raw(lambda t: b"\xef\xbb\xbf" + t.encode())),
    "Windows line ends": Broken(raw(lambda t: t.replace("\n", "\r\n").encode())),
    "Windows line ends in cells": Broken(notebook(lambda nb: [c.update(source=c["source"].replace("\n", "\r\n")) for c in nb["cells"]])),
    "UTF-16": Broken(raw(lambda t: t.encode("utf-16"))),
    "UTF-16 without a mark": Broken(raw(lambda t: t.encode("utf-16-le"))),
    "Latin-1": Broken(raw(lambda t: t.replace('"nbformat"', '"note": "caf\u00e9", "nbformat"').encode("latin-1", "ignore"))),
    "nbformat 3": Broken(nbformat_3),
    "sources as lists of lines": Broken(notebook(lambda nb: [c.update(source=c["source"].splitlines(True)) for c in nb["cells"]])),
    "no kernelspec": Broken(notebook(lambda nb: nb["metadata"].pop("kernelspec", None))),
    "strange kernelspec": Broken(notebook(lambda nb: nb["metadata"].update(kernelspec={"name": "julia-1.9", "language": 5}))),
    "metadata that is none": Broken(notebook(lambda nb: nb.update(metadata=[], nbformat="four", nbformat_minor=None))),
    "wrong schema version": Broken(notebook(set_in_all(schema_version=99))),
    "no schema version": Broken(notebook(set_in_all(schema_version=None))),
    "stripped metadata": Broken(notebook(stripped)),
    "50 MB of outputs": Broken(stored_outputs),
    "wrong file name": Broken(renamed("Week 1 final (2).ipynb"), says="Week 1 final"),
    "capital extension": Broken(renamed(f"{WEEK}.IPYNB")),
    "two notebooks": Broken(two_notebooks, says="old copy"),
    "two notebooks under other names": Broken(two_renamed, says="Week 1 final"),
    "no notebook": Broken(lambda nb, folder: (folder / "essay.txt").write_text("sorry"), problem="no notebook"),
    "empty folder": Broken(lambda nb, folder: None, problem="no notebook"),
    "folder for a notebook": Broken(lambda nb, folder: (folder / FILE).mkdir(), problem="folder"),
    "file for a folder": Broken(file_for_folder, problem="not a folder"),
    "link to a notebook": Broken(linked, problem="link"),
    "link to a folder": Broken(folder_linked, problem="not a folder"),
    "named pipe": Broken(pipe_for_notebook, problem="no regular file"),
    "notebook of another course": Broken(notebook(lambda nb: nb.update(cells=[code("print('hello')")])), lost=("*",)),
    "Python 2": Broken(behind_setup(PYTHON_2)),
    "Python 2 in an answer": Broken(answer("sigmoid", "def sigmoid(z):\n    print 'z', z\n    return z"), lost=("sigmoid",)),
    "magics and shell escapes": Broken(behind_setup("%matplotlib inline\n%timeit 1 + 1", "!ls -la\n!pip install nothing", "%%bash\necho hello", "%load_ext nothing", "files = !ls", "%%nothing\nx")),
    "magic above an answer": Broken(with_prefix("sigmoid", "%time\n!echo hello\n")),
    "input()": Broken(behind_setup("name = input('name? ')")),
    "input() in an answer": Broken(answer("sigmoid", "def sigmoid(z):\n    return float(input())"), lost=("sigmoid",)),
    "sys.exit()": Broken(behind_setup("import sys\nsys.exit()", "exit()", "quit()", "raise SystemExit")),
    "sys.exit() in an answer": Broken(answer("sigmoid", "import sys\ndef sigmoid(z):\n    sys.exit(1)"), lost=("sigmoid",)),
    "os._exit()": Broken(behind_setup("import os\nos._exit(0)"), says="left out"),
    "os._exit() in an answer": Broken(answer("sigmoid", "import os\ndef sigmoid(z):\n    os._exit(0)"), lost=("sigmoid",), says="ended the whole Python process"),
    # The sandbox refuses it: that cell fails, the notebook goes on (losses.py says why).
    "killed process": Broken(behind_setup("import os\nos.kill(os.getpid(), 9)")),
    "process that aborts": Broken(behind_setup("import os\nos.abort()"), says="left out"),
    "segmentation fault": Broken(behind_setup("import ctypes\nctypes.string_at(0)"), says="left out"),
    "endless loop": Broken(behind_setup("while True:\n    pass"), says="stopped"),
    "endless loop that ignores interrupts": Broken(behind_setup(STUBBORN), says="left out"),
    "endless loop in an answer": Broken(answer("sigmoid", "def sigmoid(z):\n    while True:\n        pass"), lost=("sigmoid",), says="longer than it may"),
    "cell that prints for ever": Broken(behind_setup("while True:\n    print('still here')"), says="the rest is left out"),
    "endless recursion": Broken(behind_setup("def f(n):\n    return f(n + 1)\nf(0)")),
    "failing cell and one that needs it": Broken(behind_setup("value = 1 / 0", "print(value + 1)")),
    "syntax error in an answer": Broken(answer("sigmoid", "def sigmoid(z)\n    return z"), lost=("sigmoid",)),
    "tabs and spaces": Broken(behind_setup("if True:\n\tx = 1\n        y = 2")),
    "function defined twice": Broken(notebook(twice)),
    "cells in another order": Broken(notebook(lambda nb: nb.update(cells=nb["cells"][:3] + nb["cells"][3:][::-1]))),
    "helper defined below": Broken(notebook(lambda nb: (cell(nb, "sigmoid").update(source=SPLIT_SIGMOID), nb["cells"].append(code("def _small(z):\n    return np.exp(-np.abs(z))"))))),
    "missing checks": Broken(without("checks"), says="put back"),
    "missing first cell": Broken(without("setup"), says="put back"),
    "missing texts": Broken(without("texts")),
    "missing answer": Broken(without("sigmoid"), lost=("sigmoid",), says="put back"),
    "duplicated checks": Broken(notebook(lambda nb: nb["cells"].extend([copy.deepcopy(c) for c in nb["cells"] if "nbgrader" in c["metadata"]])), says="more than once"),
    "null cells": Broken(notebook(lambda nb: nb["cells"].extend([None, 1, {}, {"cell_type": None, "source": None, "metadata": None}]))),
    "two thousand cells": Broken(notebook(lambda nb: nb["cells"].extend(code("", f"many{i}") for i in range(1500)))),
    "too many cells": Broken(notebook(lambda nb: nb["cells"].extend(code("", f"many{i}") for i in range(3000))), problem="cells"),
    "JSON nested too deeply": Broken(raw(lambda t: b'{"cells": ' + b"[" * 200_000), problem="nested"),
    "file that nobody may read": Broken(lambda nb, folder: ((folder / FILE).write_text(json.dumps(nb)), (folder / FILE).chmod(0)), problem="" if os.getuid() else None),
    "UTF-32": Broken(raw(lambda t: t.encode("utf-32"))),
    "UTF-16, big end first, without a mark": Broken(raw(lambda t: t.encode("utf-16-be"))),
    "null bytes at the end": Broken(raw(lambda t: t.encode() + bytes(4096))),
    "nothing but null bytes": Broken(raw(lambda t: bytes(50_000)), problem="empty"),
    "null byte in the middle": Broken(raw(lambda t: t.replace('"nbformat"', '\0"nbformat"', 1).encode()), problem="JSON"),
    "line ends of old Macs": Broken(raw(lambda t: t.replace("\n", "\r").encode())),
    "line ends of old Macs in cells": Broken(in_each(lambda c: c.update(source=c["source"].replace("\n", "\r")))),
    "tabs and line ends in texts": Broken(raw(lambda t: t.replace("Arguments:\\n", "Arguments:\n\t").encode())),
    "zip archive under a notebook's name": Broken(raw(lambda t: b"PK\x03\x04" + bytes(range(256))), problem="a zip archive"),
    "web page under a notebook's name": Broken(raw(lambda t: b"<!DOCTYPE html><title>Please log in</title>"), problem="a web page"),
    "zip archive alone": Broken(lambda nb, folder: (folder / "homework.zip").write_bytes(b"PK"), problem="homework.zip"),
    "notebook as text in JSON": Broken(raw(lambda t: json.dumps(t).encode()), problem="no notebook"),
    "notebook in a folder": Broken(under(f"homework/{FILE}"), says="homework/"),
    "ending .ipynb.txt": Broken(under(f"{FILE}.txt"), says=".ipynb.txt"),
    "ending .json": Broken(under("download.json"), says="download.json"),
    "three hundred pictures beside": Broken(beside({f"a{i}.png": b"x" for i in range(300)}), says="Of many files"),
    "an environment beside": Broken(beside({f"venv/lib/{i}.py": b"x" for i in range(6000)}), says="were not looked at"),
    "own module and data": Broken(lambda nb, folder: (behind_setup("import mine\nmine.read()", "%run mine.py")(nb, folder), (folder / "mine.py").write_text("def read():\n    return open('data.csv').read()\n"), (folder / "data.csv").write_text("1,2"))),
    "time that is none": Broken(beside({"timestamp.txt": b"12000000000333333333000000000m"}), says="holds no time"),
    "time that is no text": Broken(beside({"timestamp.txt": b"\xff\xfe\0\xd8"}), says="holds no time"),
    "time without a notebook's year": Broken(beside({"timestamp.txt": b"9999-12-31 23:59:59.999999 UTC"})),
    "huge numbers": Broken(raw(lambda t: t.replace('"nbformat":', f'"big": {"9" * 9000}, "small": -1e999, "nbformat":', 1).encode())),
    "numbers that are none": Broken(raw(lambda t: t.replace('"nbformat":', '"a": NaN, "b": -Infinity, "nbformat":', 1).encode())),
    "keys twice": Broken(raw(lambda t: t.replace('"cells":', '"cells": [], "cells":', 1).encode())),
    "nbformat 2": Broken(nbformat_2),
    "nbformat 5": Broken(notebook(lambda nb: nb.update(nbformat=5, nbformat_minor=0))),
    "one id for all": Broken(in_each(lambda c: c.update(id="same"))),
    "ids of wrong types": Broken(notebook(lambda nb: [c.update(id=v) for c, v in zip(nb["cells"], ["a b", "x" * 500, 5, None, ["a"], {}, True, ""] * 30)])),
    "cells of unknown types": Broken(notebook(lambda nb: nb["cells"].extend({"cell_type": t, "source": "x = 1", "metadata": {}} for t in ("sql", "raw", "heading", "Code", 5, None)))),
    "cells without metadata and outputs": Broken(in_each(lambda c: [c.pop(key, None) for key in ("metadata", "outputs", "execution_count")])),
    "sources of wrong types": Broken(in_each(lambda c: c.update(source=[None, c["source"], 5, [], {"a": 1}]))),
    "answer in a raw cell": Broken(notebook(lambda nb: cell(nb, "sigmoid").update(cell_type="raw")), says="another type"),
    "attachments and widgets": Broken(notebook(lambda nb: (nb["metadata"].update(widgets={"state": nested(300)}), cell(nb, "sigmoid").update(attachments={"x.png": 5})))),
    "all in one cell": Broken(notebook(all_in_one), says="put back"),
    "merge conflict in an answer": Broken(with_prefix("sigmoid", "<<<<<<< HEAD\n"), lost=("sigmoid",)),
    "form feed and line separators": Broken(with_prefix("forward_vectorized", "text = '\u2028 \x85 \x0c'\n\x0c\n")),
    "magics above an answer without loops": Broken(with_prefix("forward_vectorized", "%matplotlib inline\n!ls\n")),
    "answer without loops under %%time": Broken(with_prefix("forward_vectorized", "%%time\n")),
    "answer without loops under %%capture and below a question": Broken(with_prefix("forward_vectorized", "%%capture out\nnp.dot?\nbest = %timeit -o -n 1 -r 1 1 + 1\n")),
    "answer as a lambda": Broken(answer("forward_vectorized", "forward_vectorized = lambda w, b, X: sigmoid(w.T @ X + b)")),
    "answer under a second name": Broken(answer("forward_vectorized", "def mine(w, b, X):\n    return sigmoid(w.T @ X + b)\nforward_vectorized = mine")),
    "loop under a second name": Broken(answer("forward_vectorized", "forward_vectorized = forward_loop"), short=("forward_loop",)),
    "answers deleted at the end": Broken(notebook(lambda nb: nb["cells"].append(code("del sigmoid, propagate, optimize")))),
    "printing taken away": Broken(behind_setup("import sys\nsys.stdout = sys.stderr = None", "print(1)")),
    "descriptors closed": Broken(behind_setup("import os\nos.closerange(0, 200)"), says="left out"),
    "alarm of its own": Broken(behind_setup("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_DFL)\nsignal.alarm(9)")),
    "stopped process": Broken(behind_setup("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"), says="left out"),
    "texts that no file can hold": Broken(behind_setup("print('\\ud800 \\x00 \\x1b[2J')", "raise ValueError('\\udfff')")),
    "representation that ends the process": Broken(behind_setup("class Bad:\n    def __repr__(self):\n        raise SystemExit\nBad()")),
    "window systems": Broken(behind_setup("%matplotlib qt", "import matplotlib.pyplot as plt\nplt.switch_backend('TkAgg')", "plt.plot([1])\nplt.show()")),
    "packages that are not there": Broken(behind_setup("import tensorflow", "%pip install torch", "import google.colab")),
    "endless loops in a dozen cells": Broken(behind_setup(*["while True:\n    pass"] * 12), says="stopped"),
    "too much memory": Broken(behind_setup("x = bytearray(10**10)"), says="more memory than the 2048 MB"),
    "too many processes": Broken(behind_setup("import subprocess\nx = [subprocess.Popen(['sleep', '9']) for _ in range(500)]"), says="more processes or threads than the 64"),
    "too many open files": Broken(behind_setup("x = [open('/dev/null') for _ in range(500)]"), says="more files at a time than the 256"),
    "too much on disk": Broken(behind_setup("open('big', 'wb').write(bytes(10**8))"), says="more than the 64 MB"),
    "too many threads in an answer": Broken(answer("sigmoid", "import threading, time\ndef sigmoid(z):\n    for _ in range(99):\n        threading.Thread(target=time.sleep, args=(9,)).start()"), lost=("sigmoid",), says="a limit on processes"),
}
# fmt: on


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("course"), WEEK, limits=LIMITS)
    for name in ("a innocent", "z innocent"):
        hand_in(made, name, WEEK, answered(made, WEEK))
    for name, broken in BROKEN.items():
        folder = made.submission(f"m {name}", WEEK)
        folder.mkdir(parents=True)
        broken.do(copy.deepcopy(dict(answered(made, WEEK))), folder)
    grade_all(made, feedback=True)
    return made


@pytest.mark.parametrize("name", BROKEN)
def test_broken_submission_is_graded_or_explained(
    name: str, course: Course, record_property: Any
) -> None:
    broken, student = BROKEN[name], f"m {name}"
    week = load_week(WEEK)
    record = read_record(course.record(student, WEEK))
    assert record is not None, "it was passed over in silence"
    record_property("broken", "graded" if record["problem"] is None else "explained")
    lines = verdicts(course, WEEK)[student]
    page = course.feedback(student, WEEK).read_text(encoding="utf-8")
    with Gradebook(course.db_url) as book:
        notebook = book.find_submission_notebook(WEEK, WEEK, student)
        by_hand = {grade.name: grade.needs_manual_grade for grade in notebook.grades}
        scores = {grade.name: grade.auto_score for grade in notebook.grades}

    if broken.problem is not None:
        assert record["problem"] is not None and broken.problem in record["problem"]
        assert {part["outcome"] for parts in lines.values() for part in parts} == {"not_gradable"}
        assert all(by_hand.values())
        assert set(scores.values()) == {0.0}
        assert record["problem"].split("(")[0].split("'")[-1].strip()[:60] in page
        return
    assert record["problem"] is None, record["problem"]
    for exercise in week.exercises:
        wanted = 0 if exercise.name in broken.lost or "*" in broken.lost else exercise.points
        earned = points(lines[exercise.name])
        if exercise.name in broken.short:
            assert 0 < earned < exercise.points
            wanted = earned
        assert earned == wanted, (lines[exercise.name], record["notes"])
        assert scores[f"check_{exercise.name}"] == wanted
    if broken.says:
        said = json.dumps([record["notes"], record["verdicts"]])
        assert broken.says in said


def test_rest_of_the_class_keeps_every_point(course: Course) -> None:
    full = sum(exercise.points for exercise in load_week(WEEK).exercises)
    for student in ("a innocent", "z innocent"):
        record = read_record(course.record(student, WEEK))
        assert record is not None and record["score"] == full and record["notes"] == []


def test_yesterdays_grade_goes_when_todays_submission_cannot_be_graded(course: Course) -> None:
    student = "regraded"
    hand_in(course, student, WEEK, answered(course, WEEK))
    grade_all(course, student=student)
    hand_in(course, student, WEEK, "{not a notebook")
    grade_all(course, student=student)
    with Gradebook(course.db_url) as book:
        notebook = book.find_submission_notebook(WEEK, WEEK, student)
        assert notebook.score == 0
        assert all(grade.needs_manual_grade for grade in notebook.grades)
