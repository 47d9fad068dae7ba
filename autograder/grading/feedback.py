"""Writes the page that a student reads, where nbgrader's feedback stands, whole or not at all."""

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
from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.server_extensions import formgrader
from traitlets import List, default
from traitlets.config import Config

from autograder.files import write_atomically
from autograder.grading.course import Course
from autograder.grading.mathematics import SetFormulas
from autograder.grading.page import Arrange, Standing, mark

OUR_TEMPLATES = Path(__file__).parent / "templates"
TEMPLATES = [str(OUR_TEMPLATES), str(Path(formgrader.__file__).parent / "templates")]
KEPT = 2_000
# The steps from a notebook whose grades are marked to its page.
PAGE_STEPS: list[Any] = [SetFormulas, Arrange]
WITHOUT_ALT = re.compile(r"<img(?![^>]*\salt=)")


class PageExporter(HTMLExporter):
    """nbconvert's HTML exporter for many notebooks that are mostly alike.

    What was set once, prose or code, is not set again. nbconvert's own exporter ends by parsing
    the finished page to give pictures an alternative text, two thirds of its time.
    """

    # None of nbconvert's own steps, of which one executes notebooks.
    default_preprocessors: List[Any] = List([]).tag(config=True)

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
        self._set_filters(nb)
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **settings)
        return _with_alts(page), resources

    def rendered(self, nb: NotebookNode, resources: dict[str, Any]) -> str:
        """Return the page of a notebook that went through all steps, as `from_notebook_node` does.

        nbconvert copies a notebook three times and validates it on the way, most of the time of a page.
        """
        self._set_filters(nb)
        return _with_alts(self.template.render(nb=nb, resources=resources))

    def _set_filters(self, nb: NotebookNode) -> None:
        self.register_filter("highlight_code", self._highlighted)
        kinds = WidgetsDataTypeFilter(notebook_metadata=nb.metadata, parent=self)
        self.register_filter("filter_data_type", kinds)

    def _highlighted(self, source: str, language: Any = None, metadata: Any = None) -> str:
        return self.highlight(source)


def _with_alts(page: str) -> str:
    return WITHOUT_ALT.sub('<img alt="A figure of this notebook"', page)


def standing_of(book: Gradebook, student: str, week: str) -> Standing:
    """Return what a gradebook says of a submission. Raises sqlalchemy's NoResultFound without one."""
    session = book.db
    # What others wrote since the last look is seen, and no transaction is left open.
    session.rollback()
    of_it = (
        session.query(SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == week, SubmittedAssignment.student_id == student)
        .scalar_subquery()
    )
    score, most, penalty = (
        session.query(
            SubmittedNotebook.score,
            SubmittedNotebook.max_score,
            SubmittedNotebook.late_submission_penalty,
        )
        .filter(SubmittedNotebook.id == of_it)
        .one()
    )
    wanted = (Grade.score, Grade.max_score, Grade.auto_score, Grade.manual_score)
    grades = session.query(BaseCell.name, *wanted).join(Grade, Grade.cell_id == BaseCell.id)
    comments = session.query(BaseCell.name, Comment.comment).join(
        Comment, Comment.cell_id == BaseCell.id
    )
    standing = Standing(
        score=score - (penalty or 0),
        max_score=most,
        late_penalty=penalty or 0,
        grades={
            name: (score, points, auto is None and manual is None)
            for name, score, points, auto, manual in grades.filter(Grade.notebook_id == of_it)
        },
        comments={
            name: text for name, text in comments.filter(Comment.notebook_id == of_it) if text
        },
    )
    session.rollback()
    return standing


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
        page = Config()
        # Under the exporter's own name: Formgrader shows submissions by the settings of HTMLExporter.
        page.PageExporter.template_name = "course_feedback"
        page.PageExporter.template_file = "page.html.j2"
        page.PageExporter.extra_template_basedirs = TEMPLATES
        page.PageExporter.preprocessors = []
        self.update_config(page)


class PageMaker:
    """Makes pages of graded notebooks, each a pure function of notebook, week and standing."""

    def __init__(self, course: Course) -> None:
        from nbgrader.coursedir import CourseDirectory

        directory = CourseDirectory(config=course.config)
        converter = CourseFeedback(coursedir=directory, config=course.config)
        converter.log.setLevel(logging.ERROR)
        self.exporter = PageExporter(config=converter.config, optimistic_validation=True)
        self.steps = [step(config=converter.config) for step in PAGE_STEPS]

    def page(self, text: str, week: str, standing: Standing) -> str:
        """Return the page of a graded notebook, given as the text that we wrote it as."""
        notebook = nbformat.v4.reads(text)
        named: dict[str, Any] = {"assignment": week, "notebook": week}
        mark(notebook, named, standing)
        resources: dict[str, Any] = {"nbgrader": named}
        for step in self.steps:
            notebook, resources = step.preprocess(notebook, resources)
        return self.exporter.rendered(notebook, resources)


class FeedbackWriter:
    """Writes feedback pages as `nbgrader generate_feedback` does, with all that is loaded loaded once."""

    def __init__(self, course: Course, book: Gradebook) -> None:
        self.course = course
        self.book = book
        self.pages = PageMaker(course)

    def write(self, student: str, week: str) -> None:
        """Write one student's page from the autograded notebook and the gradebook.

        The small files beside the notebook go with it: nbgrader's exchange looks for them.
        """
        text = self.course.autograded(student, week).read_text(encoding="utf-8")
        page = self.pages.page(text, week, standing_of(self.book, student, week))
        for path in self.course.autograded(student, week).parent.glob("*.txt"):
            write_atomically(
                self.course.feedback(student, week).with_name(path.name), path.read_bytes()
            )
        write_atomically(self.course.feedback(student, week), page)
