"""The house is as planned: imports point one way, the three ways do not know each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.files import ROOT, week_names

ROOMS = ("helpers", "solutions", "autograder")
WAYS = ("autograder.authoring", "autograder.grading", "autograder.reporting")


def modules() -> dict[str, Path]:
    """Return every module of the project by its name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    }


def imports(path: Path) -> set[str]:
    """Return the project's modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in ROOMS}


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


def test_what_runs_beside_student_code_imports_nothing_of_the_project() -> None:
    inside = {
        name: path
        for name, path in modules().items()
        if name.startswith("autograder.grading.inside")
    }
    assert len(inside) >= 5
    for name, path in inside.items():
        assert not imports(path), name


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
