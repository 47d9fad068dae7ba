"""The author's way: what is stale is named, what is wrong in the sources is told with file and line."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.authoring import build, narrative, notebooks, proof
from autograder.authoring.notebooks import source_notebook, student_notebook, to_text
from autograder.cli import main
from autograder.examining import (
    VISIBLE_SEED,
    Alternative,
    AuthoringError,
    Misconception,
    Week,
    load_week,
)
from autograder.files import NARRATIVES, week_names
from tests.authoring.little import FIRST, Project, edit

# Each builds a week.
pytestmark = pytest.mark.slow
WEEK = "week1_logistic_regression"


@pytest.mark.locked
@pytest.mark.parametrize("name", week_names())
def test_what_is_committed_is_what_the_sources_say(name: str) -> None:
    # The visible cases are proven here, from nothing, cases of other seeds in tests/exercises.
    assert build.stale_weeks([name], fresh=True, seeds=(VISIBLE_SEED,)) == []


# ---------------------------------------------------------------- build and build --check


def test_a_fresh_build_is_not_stale(built: Project) -> None:
    done = built.run("build", "--check")
    assert done.returncode == 0 and "everything built is what the sources say" in done.stdout


def test_check_names_each_file_that_is_missing_and_writes_none(project: Project) -> None:
    for path in project.built():
        path.unlink()
    done = project.run("build", "--check", "week1")
    assert done.returncode == 1
    for path in project.built():
        name = path.relative_to(project.root).as_posix()
        assert f"{name}: is missing; run `autograder build {FIRST}`" in done.stderr
        assert not path.exists()


def test_a_word_changed_in_the_narrative_makes_both_notebooks_stale(project: Project) -> None:
    edit(project.narrative, "Double everything.", "Double all.")
    done = project.run("build", "--check")
    assert done.returncode == 1
    assert done.stderr.count("run `autograder build") == 2
    assert f"notebooks/{FIRST}.ipynb: is not what the sources say; run `autograder" in done.stderr
    assert f"solutions/{FIRST}.ipynb: has other cells than the sources say" in done.stderr


def test_another_answer_makes_the_solved_notebook_and_the_cases_stale(project: Project) -> None:
    edit(project.answers, "np.sum(double(x))", "np.sum(double(double(x)))")
    edit(project.examined / "total.md", "np.sum(double(x))", "np.sum(double(double(x)))")
    done = project.run("build", "--check")
    assert done.returncode == 1
    assert f"solutions/{FIRST}.ipynb: has other cells" in done.stderr
    assert f"helpers/cases/{FIRST}.json: holds other cases than the sources draw" in done.stderr
    assert f"notebooks/{FIRST}.ipynb" not in done.stderr  # a student sees the same stub


def test_a_built_file_edited_by_hand_is_stale(project: Project) -> None:
    student, solved, cases = project.built()
    student.write_bytes(student.read_bytes() + b"\n")
    edit(solved, '"execution_count": 1,', '"execution_count": null,')
    data = json.loads(cases.read_text(encoding="utf-8"))
    data["exercises"][1]["draws"]["sums"][0]["expected"] *= 1 + 1e-6
    cases.write_text(json.dumps(data), encoding="utf-8")
    done = project.run("build", "--check")
    assert done.returncode == 1 and done.stderr.count("run `autograder build") == 3
    assert "has code cells that were never executed: setup" in done.stderr


def test_cases_may_differ_in_a_last_digit_and_in_layout(project: Project) -> None:
    cases = project.built()[2]
    data = json.loads(cases.read_text(encoding="utf-8"))
    data["exercises"][1]["draws"]["sums"][0]["expected"] *= 1 + 1e-13
    cases.write_text(json.dumps(data, indent=1), encoding="utf-8")
    assert project.run("build", "--check").returncode == 0


def test_a_build_leaves_cases_that_differ_only_in_a_last_digit(project: Project) -> None:
    cases = project.built()[2]
    data = json.loads(cases.read_text(encoding="utf-8"))
    data["exercises"][1]["draws"]["sums"][0]["expected"] *= 1 + 1e-13
    cases.write_text(json.dumps(data), encoding="utf-8")
    before = cases.read_bytes()
    assert project.run("build", "week1").returncode == 0
    assert cases.read_bytes() == before


def test_a_build_brings_everything_up_to_date(project: Project) -> None:
    edit(project.narrative, "Double everything.", "Double all.")
    done = project.run("build", "week1")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"building {FIRST}\n", "")
    assert project.run("build", "--check").returncode == 0


def test_two_builds_give_the_same_student_notebook_to_the_byte(project: Project) -> None:
    before = [path.read_bytes() for path in project.built()]
    assert project.run("build", "week1").returncode == 0
    after = [path.read_bytes() for path in project.built()]
    assert before[0] == after[0] and before[2] == after[2]


@pytest.mark.parametrize("fault", ["1 / 0", "import os; os._exit(1)"])
def test_a_build_whose_notebook_stops_leaves_all_files_as_they_were(
    project: Project, fault: str
) -> None:
    line = edit(project.narrative, "Then add it up.", f"```{{code-cell}} ipython3\n{fault}\n```\n")
    edit(project.examined / "total.py", "normal(1, 1, 4)", "normal(1, 1, 5)")  # other cases too
    before = [path.read_bytes() for path in project.built()]
    done = project.run("build", "week1")
    assert done.returncode == 1
    assert [path.read_bytes() for path in project.built()] == before
    where = f"notebooks/{FIRST}.md:{line + ('/' in fault)}"  # the cell, or its line
    assert f"Error: {where}: the solved notebook stops: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_first_build_that_stops_leaves_nothing_behind(project: Project) -> None:
    for path in project.built():
        path.unlink()
    edit(project.narrative, "Then add it up.", "```{code-cell} ipython3\n1 / 0\n```\n")
    assert project.run("build", "week1").returncode == 1
    assert not any(path.exists() for path in project.built())
    assert not list(project.root.rglob(".week1*"))


def test_an_unknown_week_is_an_error_in_words() -> None:
    done = CliRunner().invoke(main, ["build", "week99"])
    assert done.exit_code == 1 and "there is no week 'week99'" in done.output


# ---------------------------------------------------------------- wrong sources, through the command


def line_of(path: Path, start: str) -> int:
    """Return the number of the line of a file that begins with `start`."""
    text = "\n" + path.read_text(encoding="utf-8")
    assert text.count("\n" + start) == 1, start
    return text[: text.index("\n" + start)].count("\n") + 1


def refused(project: Project) -> str:
    """Build week 1; return what is said, having seen that nothing was written."""
    before = [path.read_bytes() for path in project.built()]
    done = project.run("build", "week1")
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert [path.read_bytes() for path in project.built()] == before
    return done.stderr


def test_a_placeholder_of_an_unknown_exercise_is_told_with_its_line(project: Project) -> None:
    line = edit(project.narrative, ":exercise: total", ":exercise: totla")
    said = refused(project)
    assert f"notebooks/{FIRST}.md:{line}: there is no exercise 'totla'" in said
    assert "double, total" in said  # what there is


def test_an_exercise_never_placed_is_told_with_the_line_that_defines_it(project: Project) -> None:
    edit(project.narrative, "```{code-cell} ipython3\n:exercise: total\n```", "")
    line = line_of(project.examined / "total.py", "EXERCISE = ")
    said = refused(project)
    assert f"autograder/exercises/{FIRST}/total.py:{line}: 'total' is never placed" in said


def test_an_exercise_placed_twice_is_told_with_its_line(project: Project) -> None:
    again = "```{code-cell} ipython3\n:exercise: double\n```"
    line = edit(project.narrative, "Then add it up.", f"Then add it up.\n\n{again}")
    said = refused(project)
    assert "exercise 'double' is placed a second time" in said
    assert f"notebooks/{FIRST}.md:{line + 3}: " in said


def test_code_in_a_placeholder_is_told_with_its_line(project: Project) -> None:
    line = edit(project.narrative, ":exercise: total\n", ":exercise: total\n\nx = 1\n")
    said = refused(project)
    assert f"notebooks/{FIRST}.md:{line}: the cell that places 'total' must be empty" in said


def test_a_missing_solution_marker_is_told_with_the_line_of_its_function(project: Project) -> None:
    text = project.answers.read_text(encoding="utf-8")
    head, tail = text.split("def total")
    tail = tail.replace("    ### BEGIN SOLUTION\n", "")
    project.answers.write_text(f"{head}def total{tail}", encoding="utf-8")
    line = line_of(project.answers, "    ### END SOLUTION\n    return total")
    said = refused(project)
    assert said == (
        f"Error: solutions/{FIRST}.py:{line}: '### END SOLUTION' without `### BEGIN SOLUTION` above "
        "it\n"
    )


@pytest.mark.parametrize("wrong", ["### BEGIN SOLUTON", "## BEGIN SOLUTION", "###BEGIN SOLUTION"])
def test_a_marker_that_is_nearly_one_is_quoted_at_its_line_and_nothing_else_is_said(
    project: Project, wrong: str
) -> None:
    text = project.answers.read_text(encoding="utf-8")
    project.answers.write_text(text.replace("### BEGIN SOLUTION", wrong, 1), encoding="utf-8")
    line = line_of(project.answers, f"    {wrong}\n")
    assert refused(project) == (
        f"Error: solutions/{FIRST}.py:{line}: {wrong!r} is no marker; write `### BEGIN SOLUTION` or "
        "`### END SOLUTION`\n"
    )


def test_markers_taken_out_of_a_function_are_told_with_its_line(project: Project) -> None:
    text = project.answers.read_text(encoding="utf-8")
    head, tail = text.split("def total")
    tail = re.sub(r" *### .* SOLUTION\n", "", tail)
    project.answers.write_text(f"{head}def total{tail}", encoding="utf-8")
    line = line_of(project.answers, "def total")
    assert f"solutions/{FIRST}.py:{line}: 'total' has no `### BEGIN SOLUTION`" in refused(project)


def test_a_function_that_the_solutions_lack_is_told(project: Project) -> None:
    edit(project.answers, "def total(x)", "def sum_up(x)")
    said = refused(project)
    assert f"{FIRST}/total.py:" in said and "defines no function 'total'" in said


def test_a_misconception_that_passes_is_told_with_its_line(project: Project) -> None:
    edit(project.examined / "double.md", "here_only = 3", "here_only = 2.0")
    line = line_of(project.examined / "double.md", "## tripled")
    said = refused(project)
    assert f"autograder/exercises/{FIRST}/double.md:{line}: the misconception 'tripled'" in said
    assert "passes: it is not wrong for any case" in said


def test_an_alternative_that_fails_is_told_with_its_line(project: Project) -> None:
    edit(project.examined / "double.md", "return x + x", "return x + 1")
    line = line_of(project.examined / "double.md", "## added")
    said = refused(project)
    assert f"autograder/exercises/{FIRST}/double.md:{line}: the alternative 'added'" in said


def test_a_change_that_no_longer_applies_is_told_with_its_line(project: Project) -> None:
    edit(project.examined / "total.md", "float(np.sum(", "float(numpy.sum(")
    line = line_of(project.examined / "total.md", "-    total_of")
    said = refused(project)
    assert f"autograder/exercises/{FIRST}/total.md:{line}: 'mean' changes lines" in said
    assert "exactly once" in said


def test_points_that_do_not_total_100_are_an_error_with_the_line_of_the_week(
    project: Project,
) -> None:
    edit(project.examined / "total.py", '"values", 44', '"values", 43')
    line = line_of(project.examined / "__init__.py", "WEEK = ")
    said = refused(project)
    assert f"autograder/exercises/{FIRST}/__init__.py:{line}: the points total 99, not 100" in said


def test_until_the_week_is_whole_other_totals_are_a_warning(project: Project) -> None:
    edit(project.examined / "total.py", '"values", 44', '"values", 43')
    edit(
        project.examined / "__init__.py",
        '(6, "says why"),)),)',
        '(6, "says why"),)),), whole=False',
    )
    done = project.run("build", "week1")
    assert done.returncode == 0, done.stderr
    assert "warning: " in done.stdout and "the points total 99, not 100" in done.stdout


def test_a_first_cell_that_does_not_bind_check_is_told(project: Project) -> None:
    edit(project.narrative, f'bind_check("{FIRST}"', 'bind_check("week9_other"')
    assert f'must hold the line check = bind_check("{FIRST}", globals())' in refused(project)


def test_a_missing_narrative_is_told(project: Project) -> None:
    project.narrative.unlink()
    assert f"there is no narrative notebooks/{FIRST}.md" in refused(project)


def test_answers_that_are_no_python_are_told_with_file_and_line(project: Project) -> None:
    line = edit(project.answers, "def total(x):", "def total(x:")
    assert f"solutions/{FIRST}.py:{line}: not valid Python" in refused(project)
    imported = f"from solutions import {FIRST} as reference\n\n\ndef sums"
    edit(project.examined / "total.py", "\ndef sums", imported)
    assert f"solutions/{FIRST}.py:{line}: not valid Python" in refused(project)


def test_exercises_that_are_no_python_are_told_with_file_and_line(project: Project) -> None:
    line = edit(project.examined / "total.py", "def sums(rng):", "def sums(rng:")
    assert f"autograder/exercises/{FIRST}/total.py:{line}: not valid Python" in refused(project)


def test_cases_that_the_answer_does_not_take_are_told_with_the_line_of_their_function(
    project: Project,
) -> None:
    edit(project.examined / "total.py", "rng.normal(1, 1, 4)", '"four"')
    line = line_of(project.examined / "total.py", "def sums")
    said = refused(project)
    assert f"autograder/exercises/{FIRST}/total.py:{line}: the reference does not answer" in said
    inner = line_of(project.answers, "    y = factor")
    assert (
        "    total(x = 'four')\n" in said
        and f"    solutions/{FIRST}.py:{inner}  y = factor" in said
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("return call(", "sums returns Case; it must yield cases"),
        ("call(", "sums returns None; it must yield cases"),
        ("yield 3, call(", "sums yields (3, "),
    ],
)
def test_a_case_function_that_yields_no_cases_is_told_with_its_line(
    project: Project, wrong: str, said: str
) -> None:
    edit(project.examined / "total.py", "yield call(", wrong)
    line = line_of(project.examined / "total.py", "def sums")
    assert f"autograder/exercises/{FIRST}/total.py:{line}: {said}" in refused(project)


def test_an_error_in_a_case_function_is_told_at_its_own_line(project: Project) -> None:
    line = edit(project.examined / "total.py", "rng.normal(1, 1, 4)", "rng.norml(1, 1, 4)")
    assert f"{FIRST}/total.py:{line}: sums stops: AttributeError" in refused(project)


def test_a_mistyped_keyword_of_a_part_is_told_with_its_line(project: Project) -> None:
    edit(project.examined / "total.py", "44, sums)", "44, sums, selct=('dW',))")
    line = line_of(project.examined / "total.py", "EXERCISE = ")
    said = refused(project)
    assert re.search(rf"{FIRST}/total.py:\d+: TypeError: .*'selct'", said) and str(line) in said


def test_an_exercise_that_the_week_does_not_list_is_told(project: Project) -> None:
    edit(project.examined / "__init__.py", '"double", "total"', '"double"')
    said = refused(project)
    assert f"autograder/exercises/{FIRST}/__init__.py:1: 'total' is in this folder" in said


# ---------------------------------------------------------------- wrong Markdown, through the command


@pytest.mark.parametrize(
    ("old", "new", "mark", "said"),
    [
        ("# Mistakes\n\n", "", "## tripled", "stands before `# Mistakes`"),
        ("# Alternatives", "# Other answers", "# Other", "the heading 'Other answers' is neither"),
        ("## tripled: ", "### tripled: ", "### tripled", "the heading 'tripled: three in"),
        ("## tripled: three in place of two", "## tripled", "## tripled", "'tripled' has no title"),
        ("## added", "##", "##\n", "the heading is empty"),
        ("How often does x go in?\n\n", "", "## tripled", "'tripled' has no hint"),
        ("x go in?", "x go in?\n\nThink.", "Think.", "this belongs to no variant"),
        ("# Alternatives\n", "# Alternatives\n\nOthers.\n", "Others.", "this belongs to no variant"),
        ("## added\n", "## added\n\nSimple.\n", "## added", "'added' is an alternative"),
        ("```python", "```text", "```text", "this fence is 'text'"),
        ("## added", "## tripled", "## tripled\n", "'tripled' stands at"),
        ("-    factor", "*    factor", "*    factor", "begins with neither"),
        ("+    factor", "@@\n+    factor", "+    factor", "this hunk changes nothing, or keeps"),
        ("    return x + x", "    return x +", "    return x +", "not valid Python"),
        ("def double(x):\n", "def triple(x):\n", "## added", "'added' defines none of ['double']"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_markdown_is_told_with_its_line(
    project: Project, old: str, new: str, mark: str, said: str
) -> None:
    edit(project.examined / "double.md", old, new)
    line = line_of(project.examined / "double.md", mark)
    told = refused(project)
    assert f"autograder/exercises/{FIRST}/double.md:{line}: " in told and said in told


def test_a_hunk_that_stands_twice_is_told_with_its_line(project: Project) -> None:
    edit(
        project.answers,
        "    ### END SOLUTION\n    return y",
        "    y = y\n    y = y\n    ### END SOLUTION\n    return y",
    )
    edit(
        project.examined / "double.md",
        "+    factor_of_two_used_here_only = 3\n",
        "+    factor_of_two_used_here_only = 3\n@@\n-    y = y\n+    y = -y\n",
    )
    line = line_of(project.examined / "double.md", "-    y = y")
    said = refused(project)
    assert f"autograder/exercises/{FIRST}/double.md:{line}: 'tripled' changes lines" in said
    assert "in the answer 2 times" in said and "add lines around them" in said


def test_an_exercise_without_markdown_is_told(project: Project) -> None:
    (project.examined / "total.md").unlink()
    assert f"autograder/exercises/{FIRST}/total.md:1: there is no such file" in refused(project)


# ---------------------------------------------------------------- the notebooks that come out


def test_the_students_notebook_holds_no_answer_and_no_output(built: Project) -> None:
    text = built.built()[0].read_text(encoding="utf-8")
    assert "here_only" not in text and "np.sum(" not in text and "says why" not in text
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None


def test_checks_are_locked_and_carry_the_points(built: Project) -> None:
    notebook = nbformat.read(built.built()[0], as_version=4)
    graded = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader
        for cell in notebook.cells
        if "nbgrader" in cell.metadata and cell.metadata.nbgrader.grade
    }
    assert {name: data.points for name, data in graded.items()} == {
        "check_double": 50, "check_total": 44, "why": 6,
    }  # fmt: skip
    assert graded["check_double"].locked and not graded["check_double"].solution
    assert graded["why"].solution  # a person reads it
    assert notebook.cells[1].metadata.nbgrader.locked  # binds check to its week


def test_the_solved_notebook_keeps_outputs_and_the_rubric(built: Project) -> None:
    notebook = nbformat.read(built.built()[1], as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert "2 of 2 exercises right" in str(code[-1].outputs)
    assert any("says why" in cell.source for cell in notebook.cells)


def test_ids_of_cells_stay_when_others_are_inserted_or_edited(project: Project) -> None:
    before = {cell.source: cell.id for cell in nbformat.read(project.built()[0], 4).cells}
    edit(project.narrative, "Double everything.", "First.\n\n+++\n\nDouble everything.")
    edit(project.narrative, "print(double(np.ones(3)))", "print(double(np.ones(4)))")
    assert project.run("build", "week1").returncode == 0
    after = {cell.source: cell.id for cell in nbformat.read(project.built()[0], 4).cells}
    kept = before.keys() & after.keys()
    assert len(kept) == len(before) - 1 and len(after) == len(before) + 1
    assert all(before[source] == after[source] for source in kept)
    assert len(set(after.values())) == len(after)


def test_cells_that_say_the_same_get_different_ids(project: Project) -> None:
    edit(project.narrative, "Double everything.", "Twice.\n\n+++\n\nTwice.")
    assert project.run("build", "week1").returncode == 0
    ids = [cell.id for cell in nbformat.read(project.built()[0], 4).cells]
    assert len(ids) == len(set(ids))


# ---------------------------------------------------------------- a real week


@pytest.fixture
def week() -> Week:
    return load_week(WEEK)


def with_variant(week: Week, **fields: object) -> Week:
    return replace(week, exercises=(replace(week.exercise("sigmoid"), **fields),), whole=False)


RIGHT = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n"


def test_in_week_1_too_a_misconception_that_passes_is_told(week: Week) -> None:
    harmless = Misconception("harmless", code=RIGHT, title="t", hint="h")
    problems = proof.prove(with_variant(week, misconceptions=(harmless,)), seeds=(1,))
    assert any("'harmless'" in problem and "passes" in problem for problem in problems)


def test_in_week_1_too_an_alternative_that_fails_is_told(week: Week) -> None:
    wrong = Alternative("bad", code=WRONG)
    problems = proof.prove(with_variant(week, alternatives=(wrong,)), seeds=(1,))
    assert any("the alternative 'bad'" in problem and "fails" in problem for problem in problems)


def test_week_1_too_is_the_same_to_the_byte_and_knows_its_lines(
    week: Week, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = Path(shutil.copy(NARRATIVES / f"{WEEK}.md", tmp_path))
    monkeypatch.setattr(narrative, "NARRATIVES", tmp_path)
    first = to_text(student_notebook(source_notebook(week).notebook))
    assert to_text(student_notebook(source_notebook(week).notebook)) == first
    line = edit(copied, ":exercise: sigmoid\n", ":exercise: sigmold\n")
    with pytest.raises(AuthoringError, match=rf"{WEEK}\.md:{line}: there is no exercise 'sigmold'"):
        source_notebook(week)


# ---------------------------------------------------------------- guesses and quoted numbers

GUESSING = """```{code-cell} ipython3
:guess: doubled

guess_doubled = ...  # what 21 becomes, a number; None if you would rather not
```

```{code-cell} ipython3
:tags: [demo]
:hidden:
:name: doubled

if check.ready("double", guess="doubled"):
    print(f"21 becomes {double(21):.2f}")
    check.reveal("doubled", double(21), "21 doubled")
```

It is {{doubled: becomes}}."""


def test_a_guess_and_a_quoted_number_come_into_both_notebooks_and_into_the_cases(
    project: Project,
) -> None:
    edit(project.narrative, "Then add it up.", GUESSING)
    done = project.run("build", "week1")
    assert done.returncode == 0, done.stderr
    assert project.run("build", "--check", "week1").returncode == 0
    student, solved = (nbformat.read(path, 4) for path in project.built()[:2])
    assert json.loads(project.built()[2].read_text(encoding="utf-8"))["guesses"] == ["doubled"]
    for notebook, held in ((student, "..."), (solved, "None")):
        guess, demonstration, prose = notebook.cells[6:9]
        assert guess.source.startswith(f"guess_doubled = {held}  # what 21 becomes")
        assert "nbgrader" not in guess.metadata
        assert demonstration.metadata.jupyter.source_hidden
        assert prose.source == "It is 42.00."
    shown = str(solved.cells[7].outputs)
    assert "21 becomes 42.00" in shown and "result  42" in shown
    source = nbformat.reads(released_source_of(project), 4)
    assert source.cells[6].source == student.cells[6].source


def released_source_of(project: Project) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebooks, "SOLUTIONS", project.root / "solutions")
        return notebooks.released_source(FIRST)


def test_a_quoted_number_that_changes_is_refused_until_its_sentence_was_read_again(
    project: Project,
) -> None:
    edit(project.narrative, "Then add it up.", GUESSING)
    assert project.run("build", "week1").returncode == 0
    line = edit(project.narrative, "It is {{", "So it is {{")
    edit(project.narrative, "double(21):.2f", "double(22):.2f")
    said = refused(project)
    assert f"notebooks/{FIRST}.md:{line}: this quotes 42.00 (becomes), and the output is" in said
    assert "now 44.00" in said and f"autograder build {FIRST} --new-numbers" in said
    assert project.run("build", "week1", "--new-numbers").returncode == 0
    assert "So it is 44.00." in project.built()[0].read_text(encoding="utf-8")
    edit(project.built()[1], "21 becomes 44.00", "21 becomes 45.00")
    done = project.run("build", "--check", "week1")
    assert done.returncode == 1 and done.stderr.count("run `autograder build") == 2
