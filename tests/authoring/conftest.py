"""The little project, built once; each test that changes something gets a copy of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.little import Project, add_second_week, make_project


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of two little weeks, built. Nobody changes it."""
    project = make_project(tmp_path_factory.mktemp("little") / "project")
    add_second_week(project)
    done = project.run("build")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """A copy of the built project, to do with as an author does."""
    return built.copy(tmp_path / "project")
