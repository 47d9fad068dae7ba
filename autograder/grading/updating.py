"""Says what a newer project would change in a course, and which grades changed when it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.grading.course import Course, read_record
from autograder.grading.pins import examined_by, is_pinned, pinned_files

ROOMS = {
    "solutions": "answers",
    "autograder/exercises": "examination",
    "autograder/examining": "examination",
    "helpers": "helpers",
}


@dataclass(frozen=True)
class Change:
    """One file that differs between a course and the installed project."""

    room: str  # "answers", "examination", "helpers", "what students get"
    path: str
    kind: str  # "changed", "new", "gone"

    def __str__(self) -> str:
        return f"{self.room}: {self.path} {self.kind}"


def changes(course: Course, week: str, bundle: Mapping[str, bytes]) -> list[Change]:
    """Return what would be different in a released week; `bundle` is what students would get now."""
    released = {
        path.relative_to(course.release(week)).as_posix(): path.read_bytes()
        for path in sorted(course.release(week).rglob("*"))
        if path.is_file() and path.name != f"{week}.ipynb"
    }
    given = {name: data for name, data in bundle.items() if name != f"{week}.ipynb"}
    found = _differences(released, given, "what students get")
    if not is_pinned(course.private, week):
        return [*found, Change("examination", "(not kept with the course yet)", "new")]
    pinned = pinned_files(course.private, week) or {}
    for change in _differences(pinned, examined_by(week), ""):
        room = next(room for start, room in ROOMS.items() if change.path.startswith(start))
        found.append(Change(room, change.path, change.kind))
    return found


def _differences(old: Mapping[str, bytes], new: Mapping[str, bytes], room: str) -> list[Change]:
    return [
        Change(room, name, "new" if name not in old else "gone" if name not in new else "changed")
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def scores(course: Course, week: str) -> dict[str, tuple[float, float]]:
    """Return (score, most) of each student whose submission of a week is graded."""
    found = {}
    for path in sorted((course.private / "records" / week).glob("*.json")):
        record = read_record(path)
        if record is not None:
            found[path.stem] = (record["score"], record["max_score"])
    return found
