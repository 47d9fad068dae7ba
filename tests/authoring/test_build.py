"""The author's way: what is stale is named, what is wrong in the sources is told with file and line."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder import exercise as vocabulary
from autograder.authoring import build, notebooks, proof
from autograder.authoring.notebooks import source_notebook, student_notebook, to_text
from autograder.cli import main
from autograder.exercise import Alternative, AuthoringError, Misconception, Week, load_week
from autograder.files import CASES, NARRATIVES, SOLUTIONS, week_names

WEEK = "week1_logistic_regression"


@pytest.fixture
def week() -> Week:
    return load_week(WEEK)


@pytest.fixture
def narrative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of week 1's narrative that the build reads in place of the real one."""
    shutil.copy(NARRATIVES / f"{WEEK}.md", tmp_path)
    monkeypatch.setattr(notebooks, "NARRATIVES", tmp_path)
    return tmp_path / f"{WEEK}.md"


@pytest.mark.locked
def test_what_is_committed_is_what_the_sources_say() -> None:
    done = CliRunner().invoke(main, ["build", "--check"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    "folder, name",
    [("NARRATIVES", f"{WEEK}.ipynb"), ("CASES", f"{WEEK}.json"), ("SOLUTIONS", f"{WEEK}.ipynb")],
)
def test_a_stale_file_is_named_with_the_command_that_mends_it(
    folder: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for constant, real in (("NARRATIVES", NARRATIVES), ("CASES", CASES), ("SOLUTIONS", SOLUTIONS)):
        target = tmp_path / constant
        target.mkdir()
        ending = "json" if constant == "CASES" else "ipynb"
        text = (real / f"{WEEK}.{ending}").read_text(encoding="utf-8")
        if constant == folder:
            text = text.replace("sigmoid", "sigmold", 1)
        (target / f"{WEEK}.{ending}").write_text(text, encoding="utf-8")
        monkeypatch.setattr(build, constant, target)
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "_require_proof", lambda week, say: None)
    done = CliRunner().invoke(main, ["build", "--check", "week1"])
    assert done.exit_code == 1
    assert f"{folder}/{name}" in done.output and f"autograder build {WEEK}" in done.output
    assert done.output.count("run `autograder build") == 1


def test_an_unknown_exercise_in_a_placeholder_is_told_with_its_line(
    narrative: Path, week: Week
) -> None:
    text = narrative.read_text(encoding="utf-8").replace(":exercise: sigmoid", ":exercise: sigmold")
    narrative.write_text(text, encoding="utf-8")
    line = 1 + text.splitlines().index(":exercise: sigmold")
    with pytest.raises(
        AuthoringError, match=rf"notebooks/{WEEK}\.md:{line}: there is no exercise 'sigmold'"
    ):
        source_notebook(week)


def test_an_exercise_that_is_never_placed_is_told(narrative: Path, week: Week) -> None:
    text = narrative.read_text(encoding="utf-8")
    narrative.write_text(
        text.replace("```{code-cell} ipython3\n:exercise: sigmoid\n```", ""), encoding="utf-8"
    )
    with pytest.raises(
        AuthoringError, match=r"autograder/exercises/.*:\d+: 'sigmoid' is never placed"
    ):
        source_notebook(week)


def test_a_missing_solution_marker_is_told_with_its_line(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = vocabulary.without_markers(vocabulary.solution_source(WEEK))
    sources = dict(vocabulary.function_sources(WEEK)) | {
        "sigmoid": vocabulary.without_markers(vocabulary.function_sources(WEEK)["sigmoid"])
    }
    monkeypatch.setattr(notebooks, "function_sources", lambda name: sources)
    monkeypatch.setattr(proof, "function_sources", lambda name: sources)
    assert "BEGIN SOLUTION" not in bare
    with pytest.raises(AuthoringError, match="has no solution markers"):
        source_notebook(week)
    problems = proof.prove(
        replace(week, exercises=(week.exercise("sigmoid"),), whole=False), seeds=(1,)
    )
    assert any("solutions/week1" in problem and "BEGIN SOLUTION" in problem for problem in problems)


def _with_variant(week: Week, **fields: object) -> Week:
    return replace(week, exercises=(replace(week.exercise("sigmoid"), **fields),), whole=False)


RIGHT = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n"


def test_a_misconception_that_passes_is_told(week: Week) -> None:
    harmless = Misconception("harmless", code=RIGHT, title="t", hint="h")
    problems = proof.prove(_with_variant(week, misconceptions=(harmless,)), seeds=(1,))
    assert any(
        "'harmless'" in problem and "passes" in problem and ".py:" in problem
        for problem in problems
    )


def test_an_alternative_that_fails_is_told(week: Week) -> None:
    problems = proof.prove(
        _with_variant(week, alternatives=(Alternative("bad", code=WRONG),)), seeds=(1,)
    )
    assert any("the alternative 'bad'" in problem and "fails" in problem for problem in problems)


def test_a_change_that_no_longer_applies_is_told(week: Week) -> None:
    stale = Misconception("stale", change=(("no such text", "x"),), title="t", hint="h")
    problems = proof.prove(_with_variant(week, misconceptions=(stale,)), seeds=(1,))
    assert any("no such text" in problem and "exactly once" in problem for problem in problems)


def test_points_that_do_not_total_100_are_a_warning_only_while_the_week_is_not_whole(
    week: Week,
) -> None:
    part = replace(week, exercises=week.exercises[:1])
    assert proof.prove(replace(part, whole=False), seeds=(1,))[-1].startswith("warning: ")
    assert proof.prove(part, seeds=(1,))[-1].startswith("error: ")


def test_a_students_notebook_is_the_same_to_the_byte_at_each_build_and_ids_are_stable(
    narrative: Path, week: Week
) -> None:
    first = to_text(student_notebook(source_notebook(week)))
    assert to_text(student_notebook(source_notebook(week))) == first
    text = narrative.read_text(encoding="utf-8")
    narrative.write_text(
        text.replace("+++", "+++\n\nA paragraph more.\n\n+++", 1), encoding="utf-8"
    )
    before = {cell.source: cell.id for cell in student_notebook(source_notebook(week)).cells}
    narrative.write_text(text, encoding="utf-8")
    for cell in student_notebook(source_notebook(week)).cells:
        assert before.get(cell.source, cell.id) == cell.id


def test_a_build_that_stops_leaves_the_earlier_files(
    narrative: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = narrative.read_text(encoding="utf-8") + "\n```{code-cell} ipython3\n1 / 0\n```\n"
    narrative.write_text(text, encoding="utf-8")
    monkeypatch.setattr(build, "_require_proof", lambda week, say: None)
    paths = [CASES / f"{WEEK}.json", NARRATIVES / f"{WEEK}.ipynb", SOLUTIONS / f"{WEEK}.ipynb"]
    before = [path.read_bytes() for path in paths]
    done = CliRunner().invoke(main, ["build", "week1"])
    assert (
        done.exit_code == 1
        and "ZeroDivisionError" in done.output
        and "Traceback (most" not in done.output[:200]
    )
    assert [path.read_bytes() for path in paths] == before


def test_an_unknown_week_is_an_error_in_words() -> None:
    done = CliRunner().invoke(main, ["build", "week99"])
    assert done.exit_code == 1 and "there is no week 'week99'" in done.output
    assert len(week_names()) >= 1
