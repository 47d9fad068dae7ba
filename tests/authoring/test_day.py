"""An author's day: start a week and an exercise, try an answer, watch the preview, learn from a class."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from autograder.authoring import narrative, starting
from autograder.desk import commands, mistakes
from autograder.files import ROOT, UserError
from tests.authoring.little import FIRST, Project, edit

# ---------------------------------------------------------------- new


def test_a_new_week_and_a_new_exercise_build_and_pass_as_they_stand(project: Project) -> None:
    done = project.run("new", "week3_new")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("wrote ") == 5 and "fill in what says FILL IN" in done.stdout
    done = project.run("new", "week3", "dropout")
    assert done.returncode == 0, done.stderr
    done = project.run("build", "week3")
    assert done.returncode == 0, done.stderr
    assert "the points total 24, not 100" in done.stdout  # said, and no error: whole=False
    solved = (project.root / "solutions" / "week3_new.ipynb").read_text(encoding="utf-8")
    assert "2 of 2 exercises right" in solved and "twice 21 is 42.0." in solved
    done = project.run("try", "week3", "solutions/week3_new.py")
    assert done.stdout == (
        "example: right on visible cases and fresh cases, 10 points\n"
        "dropout: right on visible cases and fresh cases, 10 points\n"
    )


def test_an_exercise_that_is_there_already_is_not_written_over(project: Project) -> None:
    before = project.answers.read_bytes()
    done = project.run("new", "week1", "total")
    assert done.returncode == 1 and "defines total already" in done.stderr
    assert project.answers.read_bytes() == before
    done = project.run("new", FIRST)
    assert done.returncode == 1 and "is there already; name the exercise" in done.stderr


@pytest.mark.parametrize("name", ["regularization", "week7", "Week7_x", "week1_other"])
def test_a_week_of_another_name_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="is called like week7_regularization|there is a week1"):
        starting.start_week(name)


@pytest.mark.parametrize("listed", ['exercises_of(__name__, "a")', 'exercises_of(__name__, "a",)'])
def test_an_exercise_is_added_behind_the_others(listed: str) -> None:
    path = starting.EXERCISES / "__init__.py"
    assert starting._with_exercise(listed, "b", path) == 'exercises_of(__name__, "a", "b")'


# ---------------------------------------------------------------- try


def test_a_wrong_answer_is_told_with_its_cause_on_visible_and_fresh_cases(
    project: Project, tmp_path: Path
) -> None:
    answer = tmp_path / "mine.py"
    answer.write_text("def double(x):\n    return 3 * x\n", encoding="utf-8")
    done = project.run("try", "week1", str(answer))
    assert done.returncode == 0, done.stderr
    assert "On visible cases, double: 0 of 50 points" in done.stdout
    assert "On fresh cases, double: 0 of 50 points" in done.stdout
    assert done.stdout.count("three in place of two") == 2 and "total" not in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def double(x:\n", "mine.py:1: not valid Python"),
        ("1 / 0\n\ndef double(x): ...\n", "mine.py stops: ZeroDivisionError"),
        ("def other(): ...\n", f"defines no function of {FIRST}; it has: double, total"),
    ],
)
def test_a_file_that_cannot_be_tried_is_told_in_words(
    project: Project, tmp_path: Path, text: str, said: str
) -> None:
    answer = tmp_path / "mine.py"
    answer.write_text(text, encoding="utf-8")
    done = project.run("try", "week1", str(answer))
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.sandbox
def test_a_notebook_is_tried_in_the_sandbox(project: Project) -> None:
    student = project.built()[0]
    text = student.read_text(encoding="utf-8")
    stub = '    # YOUR CODE HERE\\n",\n    "    raise NotImplementedError()\\n'
    assert text.count(stub) == 2
    student.write_text(text.replace(stub, "    y = 3 * x\\n", 1), encoding="utf-8")
    done = project.run("try", "week1", str(student))
    assert done.returncode == 0, done.stderr
    assert "On fresh cases, double: 0 of 50 points" in done.stdout
    assert done.stdout.count("three in place of two") == 2


# ---------------------------------------------------------------- watch


@pytest.fixture
def watching(project: Project):
    """The project's first week under `build --watch`: its process, and what reads from the preview."""
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "build", "--watch", "week1", "--port", "0"],
        cwd=project.root,
        env=os.environ | {"PYTHONPATH": str(project.root), "OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert found

    def get(view: str) -> str:
        with urllib.request.urlopen(found[0] + view, timeout=600) as answer:
            return answer.read().decode("utf-8")

    try:
        yield process, get
    finally:
        process.kill()
        process.wait()


def until_version(get, version: int) -> tuple[bool, str]:
    """Wait for a state of the preview; return whether it is a failure, and what it says."""
    for _ in range(3000):  # a busy machine builds slowly
        now, failed, said = json.loads(get("state"))
        if now >= version:
            return failed, said
        time.sleep(0.2)
    raise AssertionError("the preview shows no new state")


@pytest.mark.slow
def test_a_save_is_built_and_shown_and_a_mistake_is_told_at_its_line(
    project: Project, watching
) -> None:
    process, get = watching
    assert until_version(get, 1)[0] is False
    assert "as a student gets it" in get("") and "Double everything." in get("student")
    assert "6 or more points" not in get("feedback") and "94 of 100 points" in get("feedback")
    edit(project.narrative, "Double everything.", "Double all of it.")
    assert until_version(get, 2)[0] is False
    for view in ("student", "solved", "feedback"):
        assert "Double all of it." in get(view)
    line = edit(project.narrative, "print(double(np.ones(3)))", "print(doubel(np.ones(3)))")
    failed, said = until_version(get, 3)
    assert failed and f"notebooks/{FIRST}.md:{line}: the solved notebook stops: NameError" in said
    edit(project.narrative, "print(doubel(np.ones(3)))", "print(double(np.ones(3)) + 1)")
    assert until_version(get, 4)[0] is False and "[3. 3. 3.]" in get("solved")
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=600)
    assert f"run `autograder build {FIRST}` before you commit" in rest
    assert process.returncode == 0


def test_watch_takes_one_week(project: Project) -> None:
    done = project.run("build", "--watch")
    assert done.returncode == 2 and "--watch takes one week" in done.stderr


# ---------------------------------------------------------------- mistakes

ODD = '''def double(x):
    """By Jane Doe."""
    # Jane was here
    who = "Jane"
    return {"y": x + 1}["y"]
'''


def test_a_source_is_shown_without_what_could_tell_whose_it_is() -> None:
    shown = mistakes._anonymous(ODD, {"y"})
    assert "Jane" not in shown and "x + 1}['y']" in shown


@pytest.mark.sandbox
@pytest.mark.slow
def test_unexplained_wrong_answers_of_a_class_are_grouped_by_what_they_return(
    project: Project,
) -> None:
    assert project.run("course", "course", "week1").returncode == 0
    stub = '    # YOUR CODE HERE\\n",\n    "    raise NotImplementedError()\\n'
    released = project.built()[0].read_text(encoding="utf-8")
    answers = {
        "first": "    # Jane\\n    y = x + 1\\n",
        "second": "    one = 1\\n    y = one + x\\n",
        "third": "    y = x - 7\\n",
        "named": "    y = 3 * x\\n",
        "right": "    y = x + x\\n",
    }
    for student, answer in answers.items():
        path = project.root / "course" / "submitted" / student / FIRST / f"{FIRST}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(released.replace(stub, answer, 1), encoding="utf-8")
    done = project.run("grade", "course", "week1", "--no-feedback")
    assert done.returncode == 0, done.stderr
    done = project.run("mistakes", "week1", "course")
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^(\w+): (\d) answers?$", done.stdout, re.M) == [
        ("double", "2"),
        ("double", "1"),
    ]
    assert "y = x + 1" in done.stdout and "y = x - 7" in done.stdout
    assert "Jane" not in done.stdout and not any(name in done.stdout for name in answers)


def test_a_week_that_was_not_graded_is_told(project: Project) -> None:
    assert project.run("course", "course", "week1").returncode == 0
    done = project.run("mistakes", "week1", "course")
    assert done.returncode == 1 and "is not graded yet; run `autograder grade" in done.stderr


# ---------------------------------------------------------------- the authors' page


def test_the_page_shows_the_vocabulary_as_its_docstrings_have_it() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import author_page
    finally:
        sys.path.pop(0)
    page = author_page.PAGE.read_text(encoding="utf-8")
    assert author_page.with_vocabulary(page) == page, "run `python tools/author_page.py`"
    for thing in (*author_page.CASES, *author_page.COMPARISONS):
        assert "Example: `" in (thing.__doc__ or ""), thing


def test_the_page_names_every_command_of_an_author_and_every_option_of_a_cell() -> None:
    page = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    for command in commands.AUTHORS:
        assert re.search(rf"autograder {command.name}\b|`{command.name}`", page), command.name
    for option in narrative.OPTIONS:
        assert f":{option}:" in page, option
