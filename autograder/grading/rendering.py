"""Makes feedback pages of graded notebooks, wherever they are judged: nothing of nbgrader is loaded."""

from __future__ import annotations

import contextlib
import functools
import json
import re
import time
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import pass_context
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from traitlets import List
from traitlets.config import Config

from autograder.grading.jobs import Judged
from autograder.grading.marks import Standing
from autograder.grading.mathematics import SetFormulas
from autograder.grading.page import Arrange, mark

OUR_TEMPLATES = Path(__file__).parent / "templates"
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


def page_config() -> Config:
    """Return the settings of the exporter by which it makes our page."""
    page = Config()
    # Under the exporter's own name: Formgrader shows submissions by the settings of HTMLExporter.
    page.PageExporter.template_name = "course_feedback"
    page.PageExporter.template_file = "page.html.j2"
    page.PageExporter.extra_template_basedirs = [str(OUR_TEMPLATES)]
    page.PageExporter.preprocessors = []
    return page


class PageMaker:
    """Makes pages of graded notebooks, each a pure function of notebook, week and standing."""

    def __init__(self, config: Config) -> None:
        merged = Config()
        merged.merge(config)
        merged.merge(page_config())
        self.exporter = PageExporter(config=merged, optimistic_validation=True)
        self.steps = [step(config=merged) for step in PAGE_STEPS]

    def page(self, text: str, week: str, standing: Standing) -> str:
        """Return the page of a graded notebook, given as the text that we wrote it as."""
        notebook = nbformat.v4.reads(text)
        named: dict[str, Any] = {"assignment": week, "notebook": week}
        mark(notebook, named, standing)
        resources: dict[str, Any] = {"nbgrader": named}
        for step in self.steps:
            notebook, resources = step.preprocess(notebook, resources)
        return self.exporter.rendered(notebook, resources)


@functools.lru_cache(1)
def _maker(settings: str) -> PageMaker:
    return PageMaker(Config(json.loads(settings)))


def add_page(judged: Judged, week: str, settings: str) -> None:
    """Make the page of what was judged a moment ago; where that fails, the writer will say why."""
    used = time.thread_time()
    with contextlib.suppress(Exception):
        judged.page = _maker(settings).page(judged.notebook, week, judged.marks.standing())
    judged.usage["page"] = time.thread_time() - used
