"""Writes the page that a student reads: nbgrader's own feedback, whole or not at all."""

from __future__ import annotations

import logging
from typing import Any

import nbformat

from autograder.files import write_atomically
from autograder.grading.course import Course


class FeedbackWriter:
    """Makes feedback pages with nbgrader's template and preprocessors, loaded once."""

    def __init__(self, course: Course) -> None:
        from nbconvert.exporters import HTMLExporter
        from nbgrader.converters import GenerateFeedback
        from nbgrader.coursedir import CourseDirectory

        self.course = course
        directory = CourseDirectory(config=course.config)
        converter = GenerateFeedback(coursedir=directory, config=course.config)
        converter.log.setLevel(logging.ERROR)
        self.exporter = HTMLExporter(config=converter.config)
        for step in converter.preprocessors:
            self.exporter.register_preprocessor(step, enabled=True)

    def write(self, student: str, week: str) -> None:
        """Write one student's page from the autograded notebook and the gradebook."""
        notebook = nbformat.read(self.course.autograded(student, week), as_version=4)
        resources: dict[str, Any] = {
            "unique_key": week,
            "output_files_dir": f"{week}_files",
            "nbgrader": {
                "student": student,
                "assignment": week,
                "notebook": week,
                "db_url": self.course.db_url,
            },
        }
        page, _ = self.exporter.from_notebook_node(notebook, resources)
        write_atomically(self.course.feedback(student, week), page)
