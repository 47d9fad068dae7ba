"""Keeps verdicts/WEEK.jsonl as the records say: one line a part, students in the order of their files."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.files import remove_unfinished, write_atomically
from autograder.grading.course import Course, read_record


@dataclass(frozen=True)
class Written:
    """A file as it was written: how it is known again, and how many bytes it has of each record."""

    seen: tuple[int, ...]
    sizes: dict[str, int]


class VerdictFiles:
    """The verdicts of a course's weeks.

    Of a file that it wrote itself and nobody has changed since, it knows whose lines stand where: what
    is as it was is copied unread, so that one submission costs little in a class of a thousand.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self.written: dict[str, Written] = {}

    def renew(self, week: str, students: Collection[str]) -> None:
        """Write a week's file anew, with what the records of these students say now.

        Records together may be more than memory holds.
        """
        path, records = self.course.verdicts(week), self.course.private / "records" / week
        known = self.written.get(week)
        if known is None or known.seen != _seen(path):
            known = Written((), {})
            for folder in (path.parent, records):
                remove_unfinished(folder)
            names = {record.name for record in records.glob("*.json")}
        elif students:
            names = {f"{student}.json" for student in students}
        else:
            return
        sizes: dict[str, int] = {}
        self.written.pop(week, None)  # if this fails, the next call begins with the records
        write_atomically(path, _pieces(path, records, known.sizes, names, sizes))
        self.written[week] = Written(_seen(path), sizes)


def _pieces(
    path: Path, records: Path, before: dict[str, int], names: set[str], sizes: dict[str, int]
) -> Iterator[bytes]:
    """Yield a file's content: of `names` what their records say, of others what stands there now.

    `before` has the bytes of each in the file as it is; `sizes` is filled with those in the new one.
    """
    with contextlib.ExitStack() as stack:
        former = stack.enter_context(open(path, "rb")) if before else None
        place = 0
        for name in sorted(before.keys() | names):
            size = before.get(name, 0)
            if name in names or former is None:
                piece = _lines_of(records / name)
            else:
                former.seek(place)
                piece = former.read(size)
            place += size
            if piece:
                sizes[name] = len(piece)
                yield piece


def _lines_of(record: Path) -> bytes:
    found = read_record(record)
    lines = found["verdicts"] if found is not None else ()
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()


def _seen(path: Path) -> tuple[int, ...]:
    """Return what changes when somebody else writes a file; () where there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return ()
    return (found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)
