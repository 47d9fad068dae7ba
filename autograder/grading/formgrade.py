"""Puts the rubric of an open question beside its answer in Formgrader, where a person grades it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from autograder.files import UserError
from autograder.grading.pinned_week import asked_in


class ShowRubrics(Preprocessor):
    """nbconvert's step that hands each answer's rubric to Formgrader's template.

    The rubric is that of the course. The notebook on disk stays as it is: nothing of a rubric gets
    near what students are given.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook with `rubric` in the metadata of each cell that has one."""
        # nbconvert says in which folder the notebook lies: COURSE/autograded/STUDENT/WEEK.
        place = Path(resources.get("metadata", {}).get("path", ""), "..", "..", "..")
        try:
            week = asked_in(place.resolve() / ".autograder", resources["assignment_id"]).week
        except (UserError, ImportError, KeyError):
            return nb, resources  # an assignment of the instructor's own making
        rubrics = {question.name: question.rubric for question in week.questions}
        for cell in nb.cells:
            rubric = rubrics.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if rubric is not None:
                cell.metadata["rubric"] = [
                    {"points": points, "text": text} for points, text in rubric
                ]
        return nb, resources
