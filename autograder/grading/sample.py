"""Makes a sample class: submissions from alternatives and misconceptions, drawn at random."""

from __future__ import annotations

import copy

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.examining import (
    Exercise,
    Week,
    function_sources,
    load_week,
    variant_source,
    without_markers,
)
from autograder.files import UserError, write_atomically
from autograder.grading.course import Course

FIRST_NAMES = (
    "ada", "alan", "barbara", "claude", "donald", "edsger", "emmy", "frances", "grace", "hedy", "ida",
    "john", "katherine", "kurt", "leslie", "margaret", "niklaus", "olga", "rosalind", "sofia", "tony",
)  # fmt: skip
SHARE_OF_MISTAKES = 0.35
SHARE_NOT_DONE = 0.08

CRASH = "import os\n\nos._exit(1)  # this cell ends the whole process"
ENDLESS = "while True:  # this cell never ends\n    pass"


def hand_in_sample_class(course: Course, name: str, students: int, seed: int) -> list[str]:
    """Write the submissions of a made-up class for one week; return the students' names.

    The first has everything right, the second nothing, the third ends its process in a cell, the
    fourth never ends; the others mix alternatives, misconceptions and gaps. Raises UserError for
    a class too small for that.
    """
    if students < 4:
        raise UserError(f"a sample class needs at least 4 students, not {students}")
    rng = np.random.default_rng(seed)
    week = load_week(name)
    release = nbformat.read(course.release(name) / f"{name}.ipynb", as_version=4)
    reference = function_sources(name)
    first = week.exercises[0].functions[0]
    made = {
        "all-right": reference,
        "nothing-done": {},
        "crashes": {**reference, first: CRASH},
        "never-ends": {**reference, first: ENDLESS},
    }
    while len(made) < students:
        number = len(made) - 4
        suffix = "" if number < len(FIRST_NAMES) else f"-{number // len(FIRST_NAMES)}"
        made[FIRST_NAMES[number % len(FIRST_NAMES)] + suffix] = random_answers(week, rng)
    for student, answers in made.items():
        path = course.submission(student, name) / f"{name}.ipynb"
        write_atomically(path, nbformat.writes(fill_in(release, answers)))
    return list(made)


def random_answers(week: Week, rng: np.random.Generator) -> dict[str, str]:
    """Return answers by function, each right, written differently, wrong or missing by chance."""
    answers: dict[str, str] = {}
    for exercise in week.exercises:
        kind = rng.random()
        if kind < SHARE_NOT_DONE:
            continue
        answers |= _answer(week, exercise, kind < SHARE_NOT_DONE + SHARE_OF_MISTAKES, rng)
    return answers


def _answer(
    week: Week, exercise: Exercise, wrong: bool, rng: np.random.Generator
) -> dict[str, str]:
    variants = exercise.misconceptions if wrong else exercise.alternatives
    if not variants:
        return {name: function_sources(week.name)[name] for name in exercise.functions}
    return variant_source(week.name, exercise, variants[int(rng.integers(len(variants)))])


def fill_in(release: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return the student's notebook with some of its functions written."""
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = without_markers(answers[name])
    return notebook
