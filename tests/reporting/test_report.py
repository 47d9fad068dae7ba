"""What an instructor learns from the report: checked on verdict lines whose truth is known."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.examining import load_week
from autograder.reporting.analysis import analyse, compare_with_earlier, without_words
from autograder.reporting.answers import in_order

WEEK = load_week("week1_logistic_regression")
SIGMOID = WEEK.exercise("sigmoid")
MISTAKE = SIGMOID.misconceptions[0]
NAMES = ["ada", "barbara", "emmy", "grace", "kurt", "<script>alert(1)</script>"]


def line(student: str, exercise: str, part: Any, right: bool, **more: Any) -> dict[str, Any]:
    return {
        "student": student,
        "exercise": exercise,
        "part": part.name,
        "points": float(part.points) if right else 0.0,
        "max_points": float(part.points),
        "outcome": "right" if right else "wrong",
        "misconception": None,
        "culprit": None,
        "message": "" if right else "Called f(x).\nReturned <b>7</b>.",
        **more,
    }


def a_class() -> list[dict[str, Any]]:
    """Four have the first sigmoid mistake, two a nameless fault in predict; the rest is right."""
    lines = []
    for number, student in enumerate(NAMES):
        for exercise in WEEK.exercises:
            for part in exercise.parts:
                wrong = (exercise.name == "sigmoid" and number < 4) or (
                    exercise.name == "predict" and number < 2
                )
                named = MISTAKE.name if wrong and exercise.name == "sigmoid" else None
                lines.append(line(student, exercise.name, part, not wrong, misconception=named))
    return lines


def test_items_mistakes_and_what_has_no_name_are_counted() -> None:
    analysis = analyse(WEEK, a_class(), {})
    items = {item.exercise: item for item in analysis.items}
    assert (items["sigmoid"].full, items["sigmoid"].none) == (2, 4)
    assert items["sigmoid"].difficulty == pytest.approx(2 / 6)
    assert items["sigmoid"].discrimination > 0.4, "who has predict wrong has sigmoid wrong too"
    (mistake,) = analysis.mistakes
    assert mistake.students == tuple(sorted(NAMES[:4]))
    assert mistake.cost == 4 * SIGMOID.points and mistake.hint == MISTAKE.hint
    (unexplained,) = analysis.unexplained
    assert unexplained.exercise == "predict" and unexplained.students == ("ada", "barbara")
    assert analysis.worth_ten_minutes == [mistake]


def test_who_falls_behind_or_improves_is_seen_beside_earlier_weeks() -> None:
    analysis = analyse(WEEK, a_class(), {})
    compare_with_earlier(
        analysis, [{"ada": 1.0, "kurt": 0.5, "emmy": analysis.totals["emmy"] / analysis.most}]
    )
    assert [row[0] for row in analysis.fallen] == ["ada"]
    assert [row[0] for row in analysis.improved] == ["kurt"]


def test_an_example_keeps_the_code_and_nothing_that_was_said() -> None:
    source = (
        'def f(x):\n    """By Ada."""\n    # mine\n    y = "Ada" + str(x)  # Ada\n    return y\n'
    )
    assert without_words(source) == 'def f(x):\n    y = "..." + str(x)\n    return y'
    assert without_words("def f(:") == ""


def test_an_example_keeps_the_keys_that_the_exercise_itself_has() -> None:
    source = 'def f(cache):\n    return cache["A1"], "ada"'
    assert without_words(source, {"A1"}) == 'def f(cache):\n    return cache["A1"], "..."'


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder as grading leaves it, as far as the report reads it. Nobody changes it."""
    folder = tmp_path_factory.mktemp("graded")
    # nbgrader calls alembic, which lies beside this Python.
    programs = str(Path(sys.executable).parent)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        _fill(folder)
    return folder


@pytest.fixture()
def course(graded: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(graded, tmp_path / "course")


def _fill(folder: Path) -> None:
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    (folder / "release" / WEEK.name).mkdir(parents=True)
    (folder / "verdicts").mkdir()
    text = "".join(json.dumps(item) + "\n" for item in a_class())
    (folder / "verdicts" / f"{WEEK.name}.jsonl").write_text(text)
    meta = {"nbgrader": {"solution": True, "grade_id": "sigmoid"}}
    cell = new_code_cell("def sigmoid(z):\n    return 'ada was here'", metadata=meta)
    for student in NAMES[:4]:
        path = folder / "autograded" / student / WEEK.name / f"{WEEK.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(new_notebook(cells=[cell]), path)
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "neural_networks") as book:
        book.add_assignment(WEEK.name)
        book.add_notebook(WEEK.name, WEEK.name)
        question = WEEK.questions[0]
        place = {"notebook": WEEK.name, "assignment": WEEK.name, "cell_type": "markdown"}
        book.add_grade_cell(question.name, max_score=question.points, **place)
        book.add_solution_cell(question.name, notebook=WEEK.name, assignment=WEEK.name)
        for number, student in enumerate(NAMES[:4]):
            book.add_student(student)
            book.add_submission(WEEK.name, student, timestamp=f"2026-11-0{number + 1} 12:00:00 UTC")


def test_the_page_is_self_contained_and_nothing_of_a_student_acts_in_it(course: Path) -> None:
    done = CliRunner().invoke(main, ["report", str(course), "week1"])
    assert done.exit_code == 0, done.output
    assert f"worth ten minutes: sigmoid: {MISTAKE.title} (4 of 6)" in done.output
    page = (course / "reports" / f"{WEEK.name}.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert not re.search(r'(?:src|href)="(?!data:image/svg\+xml;base64,)', page)
    assert page.count("<img ") == page.count(' alt="') == 4
    assert "ada was here" not in page and "return &#34;...&#34;" in page


def test_the_anonymous_page_names_nobody(course: Path) -> None:
    done = CliRunner().invoke(main, ["report", str(course), "--anonymous"])
    assert done.exit_code == 0, done.output
    page = (course / "reports" / f"{WEEK.name}-anonymous.html").read_text(encoding="utf-8")
    text = re.sub(r'src="data:[^"]*"', "", page)
    for name in ("ada", "barbara", "emmy", "grace", "kurt", "alert(1)"):
        assert not re.search(rf"\b{re.escape(name)}\b", text), name
    assert MISTAKE.title.split("`")[0] in text.replace("&#39;", "'")


def test_answers_to_open_questions_stand_beside_those_most_alike() -> None:
    texts = {
        "ada": "The gradient of the squared error has a factor that vanishes for a sure neuron.",
        "barbara": "Cross-entropy is convex, so the descent finds the lowest valley of the landscape.",
        "emmy": "A sure neuron hardly learns: the squared error's gradient carries a vanishing factor.",
        "grace": "The landscape of cross-entropy is convex, one valley, and descent finds it.",
    }
    order = [student for student, _ in in_order(texts)]
    together = [{order[0], order[1]}, {order[2], order[3]}]
    assert {"ada", "emmy"} in together and {"barbara", "grace"} in together
    assert in_order({}) == []


def test_the_page_of_answers_has_rubric_points_and_nothing_that_acts(course: Path) -> None:
    question = WEEK.questions[0]
    for student in NAMES[:2]:
        path = course / "autograded" / student / WEEK.name / f"{WEEK.name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        meta = {"nbgrader": {"solution": True, "grade_id": question.name}}
        notebook.cells.append(
            nbformat.v4.new_markdown_cell(
                f"<img src=x onerror=alert(1)> by {student}", metadata=meta
            )
        )
        nbformat.write(notebook, path)
    assert CliRunner().invoke(main, ["report", str(course), "week1"]).exit_code == 0
    page = (course / "reports" / f"{WEEK.name}-answers.html").read_text(encoding="utf-8")
    assert question.rubric[0][1][:40] in page.replace("&#39;", "'")
    assert "&lt;img src=x onerror=alert(1)&gt; by ada" in page and "not read yet" in page
    assert "<img" not in page and "default-src 'none'" in page


def test_a_week_that_nobody_has_graded_is_told_as_such(course: Path) -> None:
    (course / "verdicts" / f"{WEEK.name}.jsonl").unlink()
    done = CliRunner().invoke(main, ["report", str(course), "week1"])
    assert done.exit_code == 1 and "is graded yet" in done.output
