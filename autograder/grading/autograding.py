"""nbgrader's Autograde with our grader inside: its command line and formgrader keep the same promises."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from traitlets import Bool, Dict, List, Unicode

from autograder.files import UserError
from autograder.grading.course import course_of
from autograder.grading.feedback import CourseFeedback
from autograder.grading.grade import Request, grade, plan


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


def take_their_places() -> None:
    """Put our Autograde and our feedback where nbgrader's command line and its API look theirs up."""
    import nbgrader.apps.api
    import nbgrader.apps.autogradeapp
    import nbgrader.apps.generatefeedbackapp

    nbgrader.apps.autogradeapp.Autograde = SandboxedAutograde
    nbgrader.apps.api.Autograde = SandboxedAutograde
    nbgrader.apps.generatefeedbackapp.GenerateFeedback = CourseFeedback
    nbgrader.apps.api.GenerateFeedback = CourseFeedback
