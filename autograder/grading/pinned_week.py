"""Tells what a course asked in a week, by the copies that it keeps: titles, hints, rubrics, answers."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.examining import Exercise, Question, Week, function_sources, load_week
from autograder.examining.vocabulary import Misconception
from autograder.files import ROOT, UserError
from autograder.grading.pins import judge_by, pin_of

SECONDS = 60


@dataclass(frozen=True)
class Asked:
    """A week as a course asked it. Its exercises have no parts: what is told here is not judged by.

    `answers` has the reference's functions.
    """

    week: Week
    answers: Mapping[str, str]


def asked_in(private: Path, week: str) -> Asked:
    """Return a week by a course's copies, or by the installed project where they are the same.

    Raises UserError where the copies cannot be read.
    """
    pin = pin_of(private, week)
    return _asked(pin.folder, pin.digest, week)


@functools.lru_cache(maxsize=32)
def _asked(folder: str, digest: str, week: str) -> Asked:
    """`digest` is only there so that other copies are read anew."""
    if not folder:
        return _from_words(_words(week))
    # What was imported here is the installed project's; the copies need a process of their own.
    done = subprocess.run(
        [sys.executable, "-m", "autograder.grading.pinned_week", folder, week],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise UserError(
            f"what {week} asked cannot be read from {folder} ({last}); `autograder update` releases "
            "the week anew"
        )
    return _from_words(json.loads(done.stdout))


def _words(week: str) -> dict[str, Any]:
    loaded = load_week(week)
    return {
        "name": loaded.name,
        "title": loaded.title,
        "exercises": [
            {
                "name": exercise.name,
                "functions": exercise.functions,
                "mistakes": [[m.name, m.title, m.hint] for m in exercise.misconceptions],
            }
            for exercise in loaded.exercises
        ],
        "questions": [[question.name, question.rubric] for question in loaded.questions],
        "answers": function_sources(week),
    }


def _from_words(words: Mapping[str, Any]) -> Asked:
    exercises = tuple(
        Exercise(
            item["name"],
            parts=(),
            functions=tuple(item["functions"]),
            misconceptions=tuple(
                Misconception(name, title=title, hint=hint)
                for name, title, hint in item["mistakes"]
            ),
        )
        for item in words["exercises"]
    )
    questions = tuple(
        Question(name, tuple((points, text) for points, text in rubric))
        for name, rubric in words["questions"]
    )
    return Asked(Week(words["name"], words["title"], exercises, questions), words["answers"])


def main() -> None:
    """Print what the copies in a folder ask in a week, as JSON."""
    folder, week = sys.argv[1:]
    judge_by(folder)
    # `judge_by` took out what this process had imported: what is asked for now comes from the copies.
    from autograder.grading import pinned_week

    print(json.dumps(pinned_week._words(week)))


if __name__ == "__main__":
    main()
