"""The house is as planned: imports point one way, the three ways do not know each other."""

from __future__ import annotations

import ast
import sys

import pytest

from autograder.files import ROOT, week_names
from tools.draw_house import everything_imported, imports, modules

ROOMS = ("helpers", "solutions", "autograder")
WAYS = ("autograder.authoring", "autograder.grading", "autograder.reporting")


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_point_one_way(name: str) -> None:
    allowed = {"helpers": ("helpers",), "solutions": ("helpers", "solutions"), "autograder": ROOMS}
    for imported in imports(modules()[name]):
        assert imported.split(".")[0] in allowed[name.split(".")[0]], f"{name} imports {imported}"


def test_the_three_ways_do_not_know_each_other() -> None:
    for name, path in modules().items():
        way = next((way for way in WAYS if name.startswith(way)), None)
        others = [other for other in WAYS if way and other != way]
        for imported in imports(path):
            assert not imported.startswith(tuple(others)), f"{name} imports {imported}"


# The rooms of helpers, each with those that it may import.
HELPERS = {
    "judge": (),
    "figures": (),
    "data": (),
    "weeks": ("judge", "figures", "data"),
    "checkgrad": (),
    "guesses": ("judge",),
    "showing": ("judge",),
    "capturing": ("showing",),
    "patience": ("judge", "showing", "loops"),
    "loops": ("evidence",),
    "evidence": ("judge", "showing"),
    "progress": ("judge",),
    "trying": ("judge",),
    "altering": (),
    "memory": (),
    "locating": ("judge", "altering", "memory"),
    "checking": (
        *(
            "judge",
            "guesses",
            "showing",
            "capturing",
            "patience",
            "evidence",
            "progress",
            "trying",
            "locating",
        ),
    ),
}


@pytest.mark.parametrize("room", HELPERS)
def test_the_rooms_of_helpers_import_one_way(room: str) -> None:
    allowed = {"helpers", *(f"helpers.{name}" for name in (room, *HELPERS[room]))}
    inside = [path for name, path in modules().items() if name.split(".")[:2] == ["helpers", room]]
    assert inside
    for path in inside:
        for imported in imports(path):
            assert ".".join(imported.split(".")[:2]) in allowed, f"{path} imports {imported}"


def test_a_week_of_helpers_needs_no_other_week() -> None:
    for name, path in modules().items():
        for imported in imports(path):
            if name.startswith("helpers.weeks.") and imported.startswith("helpers.weeks."):
                assert imported.split(".")[2] == name.split(".")[2], f"{name} imports {imported}"


def test_judging_needs_numpy_and_the_standard_library_only() -> None:
    for name, path in modules().items():
        if name.startswith("helpers.judge"):
            for imported in everything_imported(path):
                top = imported.split(".")[0]
                assert top in {"numpy", "helpers", *sys.stdlib_module_names}, (
                    f"{name} imports {top}"
                )


def test_what_runs_beside_student_code_imports_nothing_of_the_project() -> None:
    inside = {
        name: path
        for name, path in modules().items()
        if name.startswith("autograder.grading.inside")
    }
    assert len(inside) >= 5
    for name, path in inside.items():
        outside = {
            item for item in imports(path) if not item.startswith("autograder.grading.inside")
        }
        assert not outside, name


def test_a_week_imports_only_earlier_weeks() -> None:
    names = week_names()
    for week in names:
        for imported in imports(ROOT / "solutions" / f"{week}.py"):
            parts = imported.split(".")
            if parts[0] == "solutions" and len(parts) > 1:
                assert parts[1] < week, f"{week} imports {imported}"


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    for name, path in modules().items():
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring and docstring.split("\n\n")[0].strip(), name


def test_no_file_of_code_is_longer_than_seven_hundred_lines() -> None:
    folders = (*ROOMS, "tests", "tools", "benchmarks")
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 700, f"{path.relative_to(ROOT)} has {lines} lines: split it"


def test_no_two_files_of_tests_in_folders_without_a_package_share_a_name() -> None:
    folders = [path.parent for path in (ROOT / "tests").rglob("test_*.py")]
    loose = {folder for folder in folders if not (folder / "__init__.py").exists()}
    names = [path.name for folder in loose for path in folder.glob("test_*.py")]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"pytest cannot collect both: {sorted(twice)}; rename one"
