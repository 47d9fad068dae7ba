"""nbgrader's Autograde and GenerateFeedback with ours inside, for its command line and Formgrader."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, List, Unicode, default

from autograder.files import UserError
from autograder.grading.course import course_of
from autograder.grading.feedback import standing_of
from autograder.grading.grade import Request, grade, plan
from autograder.grading.page import mark
from autograder.grading.rendering import PAGE_STEPS, PageExporter, page_config


class SandboxedAutograde(Autograde):
    """Autograde that judges outside of the student's process.

    `start` replaces nbgrader's conversion of each notebook; the gradebook, the autograded folder
    and the log are nbgrader's own.
    """

    limits = Dict({}, help="Limits on a submission, see autograder/grading/limits.py.").tag(
        config=True
    )
    packages = List(
        Unicode(), help="Installed packages that students may import beside numpy and matplotlib."
    ).tag(config=True)
    write_feedback = Bool(False, help="Whether to write feedback pages too.").tag(config=True)

    def start(self) -> None:
        """Grade the submissions that nbgrader was asked for."""
        root = Path(self.coursedir.root)
        config = self.config.copy()
        config.CourseDirectory.db_url = self.coursedir.db_url
        config.CourseDirectory.root = str(root)
        course = course_of(root, config)
        student = None if self.coursedir.student_id == "*" else self.coursedir.student_id
        request = Request(
            weeks=(self.coursedir.assignment_id,),
            student=student,
            jobs=os.cpu_count() or 1,
            force=self.force,
            feedback=self.write_feedback,
        )
        try:
            failed = [self._say(item) for item in grade(course, request, plan(course, request))]
        except UserError as error:
            self.log.error(str(error))
            raise NbGraderException(str(error)) from None
        if any(failed):
            raise NbGraderException(f"{sum(failed)} submissions could not be graded; see the log")

    def _say(self, item: Any) -> bool:
        """Log a submission; return whether grading it failed."""
        if item.state == "failed":
            self.log.error("%s %s: %s", item.student, item.week, item.problem)
            return True
        self.log.info(
            "%s %s: %s, %g of %g", item.student, item.week, item.state, item.points, item.max_points
        )
        for note in item.notes:
            self.log.warning("%s: %s", item.student, note)
        return False


class ReadGrades(NbGraderPreprocessor):
    """nbgrader's step that looks grades up, in three queries for all cells."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook with its grades; the resources say of which submission it is."""
        named = resources["nbgrader"]
        with Gradebook(named["db_url"]) as book:
            mark(nb, named, standing_of(book, named["student"], named["assignment"]))
        return nb, resources


class CourseFeedback(GenerateFeedback):
    """nbgrader's GenerateFeedback with our page, which loads nothing and has its formulas set."""

    steps: list[Any] = [ReadGrades, *PAGE_STEPS]
    preprocessors = List(steps).tag(config=True)

    @default("exporter_class")
    def _exporter_of_ours(self) -> type[PageExporter]:
        return PageExporter

    def __init__(self, coursedir: Any = None, **settings: Any) -> None:
        super().__init__(coursedir=coursedir, **settings)
        self.update_config(page_config())


def take_their_places() -> None:
    """Put our Autograde and our feedback where nbgrader's command line and its API look theirs up."""
    import nbgrader.apps.api
    import nbgrader.apps.autogradeapp
    import nbgrader.apps.generatefeedbackapp

    nbgrader.apps.autogradeapp.Autograde = SandboxedAutograde
    nbgrader.apps.api.Autograde = SandboxedAutograde
    nbgrader.apps.generatefeedbackapp.GenerateFeedback = CourseFeedback
    nbgrader.apps.api.GenerateFeedback = CourseFeedback
