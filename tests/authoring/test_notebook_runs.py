"""What happens in the notebook when it runs is told at the narrative's line; a build repeats only what changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_notebook

from autograder.authoring import kept
from autograder.authoring.running import Kernel
from autograder.examining import AuthoringError
from tests.authoring.little import FIRST, Project, edit

CELL = "```{{code-cell}} ipython3\n{}\n```\n"
UNSTEADY = ":tags: [demo, nbval-ignore-output]\n\nimport time\ntime.time_ns()"


def refused(project: Project, *arguments: str) -> str:
    """Build week 1; return what is said, having seen that nothing was written."""
    before = [path.read_bytes() for path in project.built()]
    done = project.run("build", "week1", *arguments)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert [path.read_bytes() for path in project.built()] == before
    return done.stderr


def insert(project: Project, code: str) -> int:
    """Put a code cell behind the first exercise; return the line its text begins on."""
    return 1 + edit(project.narrative, "Then add it up.", CELL.format(code))


# ---------------------------------------------------------------- errors


def test_an_error_inside_a_function_is_told_at_the_cell_with_the_lines_behind_it(
    project: Project,
) -> None:
    line = insert(project, "x = 3\ntotal_of_words = total(['a', 'b'])")
    edit(project.narrative, ":exercise: total\n```", ":exercise: total\n```\n\nEnd.")
    said = refused(project)
    assert f"notebooks/{FIRST}.md:{line + 1}: the solved notebook stops: NameError" in said


def test_an_error_in_an_answer_is_told_with_the_line_of_the_answer(project: Project) -> None:
    line = insert(project, "double('a', 'b')")
    said = refused(project)
    assert f"notebooks/{FIRST}.md:{line}: the solved notebook stops: TypeError: double()" in said


def test_a_demonstration_that_raises_in_the_untouched_notebook_is_refused(
    project: Project,
) -> None:
    line = insert(project, ":tags: [demo]\n\nprint(double(2))") + 2
    said = refused(project)
    assert f"notebooks/{FIRST}.md:{line}: the untouched notebook stops: NotImplemented" in said
    assert f"notebooks/{FIRST}.md:{line}  print(double(2))" in said
    assert "Begin the cell with `if check.ready(...):`" in said


def test_an_exercise_that_is_not_right_any_more_at_the_end_is_refused(project: Project) -> None:
    text = project.narrative.read_text(encoding="utf-8")
    code = CELL.format('globals()["total"] = lambda x: 0.0')
    project.narrative.write_text(f"{text}\n{code}", encoding="utf-8")
    line = 1 + text[: text.index(":exercise: total")].count("\n")
    said = refused(project)
    assert f"notebooks/{FIRST}.md:{line - 1}: at the end of the notebook 'total' is not" in said


def test_a_check_that_is_not_right_in_the_solved_notebook_is_refused(project: Project) -> None:
    insert(project, "np.sum = np.max")
    said = refused(project)
    assert "the answer does not pass the check in its notebook:\ntotal: " in said


# ---------------------------------------------------------------- what is not done again


def outputs(project: Project) -> list[object]:
    solved = nbformat.read(project.built()[1], 4)
    return [cell.outputs for cell in solved.cells if cell.cell_type == "code"]


def test_a_word_of_prose_runs_nothing_again(project: Project) -> None:
    insert(project, ":tags: [demo]\n\nimport time\ntime.time_ns()")
    assert project.run("build", "week1").returncode == 0
    before = outputs(project)
    edit(project.narrative, "Double everything.", "Double all.\n\n+++\n\nTwice.")
    assert project.run("build", "week1").returncode == 0
    assert outputs(project) == before
    assert "Twice." in project.built()[0].read_text(encoding="utf-8")
    edit(project.root / "helpers" / "checking.py", "import os\n", "import os  # of this\n")
    assert project.run("build", "week1").returncode == 0
    assert outputs(project) != before  # what the cells import changed


def test_building_again_changes_no_byte_even_where_outputs_differ_from_run_to_run(
    project: Project,
) -> None:
    insert(project, UNSTEADY)
    assert project.run("build", "week1").returncode == 0
    before = [path.read_bytes() for path in project.built()]
    done = project.run("build", "week1")
    assert "everything built is what the sources say" in done.stdout
    assert project.run("build", "week1", "--fresh").returncode == 0
    assert [path.read_bytes() for path in project.built()] == before


def test_an_exercise_that_did_not_change_is_not_proven_again(project: Project) -> None:
    path = project.root / "build" / "kept" / f"{FIRST}.json"
    before = json.loads(path.read_text(encoding="utf-8"))
    edit(project.examined / "total.py", "normal(1, 1, 4)", "normal(1, 1, 5)")
    assert project.run("build", "week1").returncode == 0
    after = json.loads(path.read_text(encoding="utf-8"))
    assert after["proof of double"] == before["proof of double"]
    assert after["proof of total"] != before["proof of total"]


def test_kept_proofs_do_not_hide_a_fault_and_a_broken_file_of_them_is_nothing(
    project: Project,
) -> None:
    edit(project.examined / "double.md", "return x + x", "return x + 1")
    assert "the alternative 'added'" in refused(project)
    edit(project.examined / "double.md", "return x + 1", "return x + x")
    (project.root / "build" / "kept" / f"{FIRST}.json").write_text("[1", encoding="utf-8")
    edit(project.narrative, "Double everything.", "Double all.")
    assert project.run("build", "week1").returncode == 0


def test_what_is_kept_is_never_committed() -> None:
    ignored = (kept.ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/{kept.KEPT.relative_to(kept.ROOT).parts[0]}/" in ignored


ANSWERS = """
import numpy as np

RATE = 0.1

def a():
    return b()

def b():
    return RATE

def c():
    return a()
"""


@pytest.mark.parametrize(
    ("names", "within", "without"),
    [({"a"}, ["def a", "def b", "RATE = 0.1"], ["def c"]), ({"c"}, ["def a", "def c"], [])],
)
def test_a_proof_depends_on_the_answers_that_are_named_and_on_what_they_call(
    names: set[str], within: list[str], without: list[str]
) -> None:
    text = kept._answers_behind(ANSWERS, names)
    assert all(part in text for part in within) and not any(part in text for part in without)


def test_a_file_depends_on_what_it_imports_relatively_too() -> None:
    judge = kept.ROOT / "helpers" / "judge"
    found = kept.files_behind([judge / "calling.py"])
    assert {judge / "outcome.py", judge / "values.py", judge / "__init__.py"} <= found


# ---------------------------------------------------------------- stale weeks are not handed out


@pytest.mark.parametrize("arguments", [["bundle", "week1", "--to", "out"], ["course", "out"]])
def test_a_stale_week_is_not_handed_out(project: Project, arguments: list[str]) -> None:
    edit(project.narrative, "Double everything.", "Double all.")
    done = project.run(*arguments)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    for path in project.built()[:2]:
        name = path.relative_to(project.root).as_posix()
        assert f"{name}: " in done.stderr and f"run `autograder build {FIRST}`" in done.stderr
    assert not list(Path(project.root / "out").rglob("*.ipynb"))


def test_a_course_whose_release_would_hold_an_answer_is_not_made(project: Project) -> None:
    answer = (
        "factor_of_two_used_here_only = 2\n    y = factor_of_two_used_here_only * np.asarray(x)"
    )
    edit(
        project.root / "helpers" / "checking.py",
        "import os\n",
        f'import os\n\nL = """{answer}"""\n',
    )
    done = project.run("course", "out")
    assert done.returncode == 1 and "would hold answers" in done.stderr
    assert f"helpers/checking.py holds an answer of {FIRST}" in done.stderr


# ---------------------------------------------------------------- starting a kernel


@pytest.mark.parametrize("fails", [1, 99])
def test_a_kernel_that_dies_at_once_is_started_again_and_not_for_ever(
    fails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    start = NotebookClient.setup_kernel

    def starting(client: NotebookClient, **kwargs: Any) -> Any:
        tried.append(len(tried))
        if len(tried) <= fails:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return start(client, **kwargs)

    monkeypatch.setattr(NotebookClient, "setup_kernel", starting)
    with Kernel() as kernel:
        if fails > 1:
            with pytest.raises(
                AuthoringError, match="no kernel starts for the notebook: Kernel died"
            ):
                kernel.run(new_notebook(), {}, "", "solved")
        else:
            kernel.run(new_notebook(), {}, "", "solved")
            assert kernel.ask("print(1 + 1)").outputs[0].text == "2\n"
    assert 1 < len(tried) < 9
