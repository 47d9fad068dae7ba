"""Writes the page that a student reads: nbgrader's own feedback, whole or not at all."""

from __future__ import annotations

import functools
import logging
import re
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades
from nbgrader.server_extensions import formgrader
from traitlets import List, default
from traitlets.config import Config

from autograder.files import write_atomically
from autograder.grading.course import Course
from autograder.grading.mathematics import SetFormulas

OUR_TEMPLATES = Path(__file__).parent / "templates"
TEMPLATES = [str(OUR_TEMPLATES), str(Path(formgrader.__file__).parent / "templates")]
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

    def register_preprocessor(self, preprocessor: Any, enabled: bool = True) -> Any:
        """Register a step; nbgrader registers its own, and ours, without switching them on."""
        return super().register_preprocessor(preprocessor, enabled)

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


class CourseFeedback(GenerateFeedback):
    """nbgrader's GenerateFeedback with our page, which loads nothing and has its formulas set."""

    steps: list[Any] = [ReadGrades, SetFormulas, CSSHTMLHeaderPreprocessor]
    preprocessors = List(steps).tag(config=True)

    @default("exporter_class")
    def _exporter_of_ours(self) -> type[PageExporter]:
        return PageExporter

    def __init__(self, coursedir: Any = None, **settings: Any) -> None:
        super().__init__(coursedir=coursedir, **settings)
        page = Config()
        # Under the exporter's own name: Formgrader shows submissions by the settings of HTMLExporter.
        page.PageExporter.template_name = "course_feedback"
        page.PageExporter.template_file = "page.html.j2"
        page.PageExporter.extra_template_basedirs = TEMPLATES
        page.PageExporter.preprocessors = []
        self.update_config(page)


class FeedbackWriter:
    """Makes feedback pages as `nbgrader generate_feedback` does, with all that is loaded loaded once."""

    def __init__(self, course: Course) -> None:
        from nbgrader.coursedir import CourseDirectory

        self.course = course
        directory = CourseDirectory(config=course.config)
        converter = CourseFeedback(coursedir=directory, config=course.config)
        converter.log.setLevel(logging.ERROR)
        self.exporter = PageExporter(config=converter.config, optimistic_validation=True)
        for step in converter.preprocessors:
            self.exporter.register_preprocessor(step)

    def write(self, student: str, week: str) -> None:
        """Write one student's page from the autograded notebook and the gradebook.

        The small files beside the notebook go with it: nbgrader's exchange looks for them.
        """
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
        for path in self.course.autograded(student, week).parent.glob("*.txt"):
            write_atomically(
                self.course.feedback(student, week).with_name(path.name), path.read_bytes()
            )
        write_atomically(self.course.feedback(student, week), page)
