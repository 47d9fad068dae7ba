"""Writes the page that a student reads: nbgrader's own feedback, whole or not at all."""

from __future__ import annotations

import functools
import logging
import re
from typing import Any

import nbformat
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades

from autograder.files import write_atomically
from autograder.grading.course import Course

KEPT = 2_000
WITHOUT_ALT = re.compile(r"<img(?![^>]*\salt=)")


class PageExporter(HTMLExporter):
    """nbconvert's HTML exporter for many notebooks that are mostly alike.

    What was set once, prose or code, is not set again. nbconvert's own exporter ends by parsing
    the finished page to give pictures an alternative text, two thirds of its time.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.prose: dict[str, str] = {}
        self.highlight = functools.lru_cache(KEPT)(Highlight2HTML(pygments_lexer="python"))

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Return the HTML of a Markdown cell."""
        if source not in self.prose:
            if len(self.prose) >= KEPT:
                self.prose.clear()
            self.prose[source] = super().markdown2html(context, source)
        return self.prose[source]

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **settings: Any
    ) -> tuple[str, Any]:
        """Return the page of a notebook, and what else nbconvert says of it."""
        resources = self._init_resources(resources)
        self.register_filter("highlight_code", self._highlighted)
        kinds = WidgetsDataTypeFilter(notebook_metadata=nb.metadata, parent=self)
        self.register_filter("filter_data_type", kinds)
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **settings)
        return WITHOUT_ALT.sub('<img alt="A figure of this notebook"', page), resources

    def _highlighted(self, source: str, language: Any = None, metadata: Any = None) -> str:
        return self.highlight(source)


class ReadGrades(GetGrades):
    """nbgrader's step that looks grades up; notes also which answers nobody has read yet."""

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        name = cell.metadata.nbgrader.grade_id
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        cell.metadata.nbgrader["unread"] = grade.auto_score is None and grade.manual_score is None


class FeedbackWriter:
    """Makes feedback pages with nbgrader's template and preprocessors, loaded once."""

    def __init__(self, course: Course) -> None:
        from nbgrader.converters import GenerateFeedback
        from nbgrader.coursedir import CourseDirectory

        self.course = course
        directory = CourseDirectory(config=course.config)
        converter = GenerateFeedback(coursedir=directory, config=course.config)
        converter.log.setLevel(logging.ERROR)
        self.exporter = PageExporter(config=converter.config, optimistic_validation=True)
        for step in converter.preprocessors:
            self.exporter.register_preprocessor(step, enabled=True)

    def write(self, student: str, week: str) -> None:
        """Write one student's page from the autograded notebook and the gradebook."""
        text = self.course.autograded(student, week).read_text(encoding="utf-8")
        notebook = nbformat.v4.reads(text)  # written by us a moment ago
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
