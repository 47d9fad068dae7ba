"""What a course's configuration calls: our grader inside of nbgrader, and Formgrader with rubrics."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from autograder.files import UNFINISHED

# nbgrader's own, and what a kill left unfinished: it may hold answers.
IGNORED = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", f".*{UNFINISHED}"]
OUR_TEMPLATES = Path(__file__).parent / "templates"


def install(config: Any) -> None:
    """Put our Autograde and our feedback where nbgrader's command line and its API look theirs up.

    Formgrader's pages get the rubric beside each answer that a person reads. Where nbgrader is not
    loaded, `autograder grade` reads the configuration: it judges without those, and begins a second
    earlier without loading nbgrader first.
    """
    if "nbgrader.apps" in sys.modules:
        from autograder.grading.autograding import take_their_places

        take_their_places()
    if "ignore" not in config.CourseDirectory:
        config.CourseDirectory.ignore = IGNORED
    config.HTMLExporter.template_name = "course_formgrade"
    config.HTMLExporter.template_file = "page.html.j2"
    config.HTMLExporter.extra_template_basedirs = [str(OUR_TEMPLATES), *_templates_of_formgrader()]
    # By name, not as classes: Formgrader shows its configuration as JSON.
    config.HTMLExporter.preprocessors = [
        "autograder.grading.formgrade.ShowRubrics",
        "autograder.grading.mathematics.SetFormulas",
    ]


def _templates_of_formgrader() -> list[str]:
    found = importlib.util.find_spec("nbgrader")  # which does not load it
    folders = found.submodule_search_locations if found else None
    return [str(Path(name, "server_extensions/formgrader/templates")) for name in folders or ()]
