"""Sets the answers to a week's open questions one after the other, similar ones together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader
from nbgrader.api import Gradebook

from autograder.examining import Question, Week
from autograder.files import write_atomically

TEMPLATES = Path(__file__).parent / "templates"
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Answer:
    """An answer, the points that a person gave (None while nobody has read it), what they wrote.

    `alike` is the cosine of its words with those of the answer before it.
    """

    student: str
    text: str
    points: float | None
    comment: str
    alike: float


def in_order(texts: Mapping[str, str]) -> list[tuple[str, float]]:
    """Return who answered, each beside the one who is most alike, with how alike: 0 to 1.

    The longest answer comes first; words weigh the less the more answers have them.
    """
    students = sorted(texts, key=lambda student: (-len(texts[student]), student))
    if not students:
        return []
    vectors = _vectors([texts[student] for student in students])
    alike = vectors @ vectors.T
    order, left = [(0, 0.0)], set(range(1, len(students)))
    while left:
        last = order[-1][0]
        following = max(left, key=lambda i: (alike[last, i], -i))
        order.append((following, float(alike[last, following])))
        left.remove(following)
    return [(students[i], similarity) for i, similarity in order]


def _vectors(texts: list[str]) -> np.ndarray:
    """Return a unit vector of weighted words for each text, of shape (texts, words)."""
    counts = [Counter(word.lower() for word in WORD.findall(text)) for text in texts]
    words = {word: j for j, word in enumerate(sorted(set().union(*counts)))}
    vectors = np.zeros((len(texts), max(len(words), 1)))
    for i, count in enumerate(counts):
        for word, times in count.items():
            vectors[i, words[word]] = 1 + np.log(times)
    held = np.maximum((vectors > 0).sum(axis=0), 1)
    vectors *= np.log((1 + len(texts)) / held)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1.0)


def write_answers(
    root: Path, week: Week, db_url: str, sources: Mapping[str, Mapping[str, str]]
) -> Path | None:
    """Write `reports/WEEK-answers.html`; None for a week without open questions."""
    if not week.questions:
        return None
    given = [(question, _answers(question, week, db_url, sources)) for question in week.questions]
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    page = environment.get_template("answers.html.j2").render(week=week, questions=given)
    target = root / "reports" / f"{week.name}-answers.html"
    write_atomically(target, page)
    return target


def _answers(
    question: Question, week: Week, db_url: str, sources: Mapping[str, Mapping[str, str]]
) -> list[Answer]:
    marks: dict[str, tuple[float | None, str]] = {}
    with Gradebook(db_url) as book:
        for submission in book.assignment_submissions(week.name):
            for notebook in submission.notebooks:
                points = {g.name: g.manual_score for g in notebook.grades}
                # What the grader itself puts here is that a cell was left as it was.
                untouched = {c.name for c in notebook.comments if c.auto_comment}
                said = {c.name: c.manual_comment for c in notebook.comments}
                if question.name in points and question.name not in untouched:
                    comment = said.get(question.name) or ""
                    marks[submission.student.id] = (points[question.name], comment)
    texts = {
        student: sources[student][question.name]
        for student in marks
        if sources.get(student, {}).get(question.name, "").strip()
    }
    return [
        Answer(student, texts[student], *marks[student], alike)
        for student, alike in in_order(texts)
    ]
