"""Takes in what a student handed in: regular files only, a notebook in whatever state it is in.

Nothing of the submission is believed here beyond cell sources and the names that cells carry.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.grading.limits import MEGABYTE, Limits, count_values
from autograder.grading.sanitizing import clean_text

MAX_NOTEBOOK = 100 * MEGABYTE
MAX_FILES = 200
MAX_ENTRIES = 5_000
MAX_ON_TOP = 100_000
MAX_CELLS = 2_000
MAX_NOTES = 20
# Bounds on what a student writes. The tools that read and show a notebook (ast, Pygments, mistune)
# take time that grows with the square of some texts; within these bounds none takes seconds.
MAX_CODE = 100_000
MAX_TEXT = 20_000
MAX_LINE = 20_000
MAX_DOTS = 100
NAMES = re.compile(r"[\w.]*\w[\w.]*")
COMMENTS = re.compile(r"^[ \t]*#.*$", re.M)  # a line of dots there is an ornament
MAX_FUNCTIONS = 100
MAX_ALL_CODE = 200_000
MAX_BLANK_LINES = 50
MAX_ALL_TEXT = 100_000
MAX_VALUES = 5_000_000


@dataclass(frozen=True)
class SubmittedCell:
    """What is taken over from a cell that a student handed in."""

    cell_type: str
    source: str
    grade_id: str | None = None
    cell_id: str | None = None


@dataclass(frozen=True)
class Staged:
    """A submission as the grader takes it in.

    `cells` is None when there is no notebook to grade; `problem` then says why.
    """

    cells: list[SubmittedCell] | None
    files: dict[str, bytes]
    digest: str
    notes: list[str] = field(default_factory=list)
    problem: str | None = None


class Unreadable(Exception):  # noqa: N818 - not an error of ours: the message goes to the student
    """A file that cannot be taken in; the message says why."""


def stage(folder: Path, week: str, limits: Limits) -> Staged:
    """Return what lies in a submission's folder. Links and special files are refused, with a note."""
    notes: list[str] = []
    try:
        paths = list(_regular_files(folder, notes))
    except Unreadable as error:
        return Staged(None, {}, _digest({}), _printable(notes), str(error))
    notebooks = _notebooks(paths, folder)
    contents: dict[str, bytes] = {}
    budget = limits.submission_mb * MEGABYTE
    for path in paths:
        if path in notebooks:
            continue
        name = path.relative_to(folder).as_posix()
        try:
            contents[name] = _read(path, budget)
            budget -= len(contents[name])
        except Unreadable as error:
            notes.append(f"{name}: {error}")
    _leave_out_what_is_no_time(contents, notes)
    raw: dict[str, bytes] = {}
    budget = MAX_NOTEBOOK
    for path in sorted(notebooks, key=lambda path: (path.name != f"{week}.ipynb", path.name)):
        try:
            name = path.relative_to(folder).as_posix()
            raw[name] = _read(path, budget)
            budget -= len(raw[name])
        except Unreadable as error:
            notes.append(f"{path.name}: {error}")
    digest = _digest(contents | raw)
    if not raw:
        reason = f"There is no notebook {week}.ipynb in what was handed in."
        if contents:
            reason += f" There is: {', '.join(map(repr, sorted(contents)[:5]))}."
        notes = _printable(notes)
        return Staged(None, contents, digest, notes, " ".join([*_printable([reason]), *notes]))
    return _pick(raw, contents, digest, week, notes)


def _notebooks(paths: list[Path], folder: Path) -> list[Path]:
    """Return what may be the notebook: on top, else in a folder, else by a name that was added to."""
    named = [path for path in paths if path.suffix.lower() == ".ipynb"]
    on_top = [path for path in named if path.parent == folder]
    added_to = [path for path in paths if ".ipynb" in path.name.lower() or path.suffix == ".json"]
    return on_top or named or added_to


def _pick(
    raw: dict[str, bytes], files: dict[str, bytes], digest: str, week: str, notes: list[str]
) -> Staged:
    """Return the submission with the notebook that is meant: the right name first, then the fullest."""
    parsed: dict[str, list[SubmittedCell]] = {}
    problems: dict[str, str] = {}
    for name, data in raw.items():
        try:
            parsed[name] = read_cells(data)
        except Unreadable as error:
            problems[name] = str(error)
    wanted = f"{week}.ipynb"
    if wanted in problems and not parsed:
        return Staged(None, files, digest, _printable(notes), f"{wanted} {problems[wanted]}")
    if not parsed:
        name, reason = next(iter(problems.items()))
        return Staged(None, files, digest, _printable(notes), *_printable([f"{name!r} {reason}"]))
    if wanted in parsed:
        chosen = wanted
    else:
        chosen = max(
            parsed, key=lambda name: (sum(c.grade_id is not None for c in parsed[name]), name)
        )
        if wanted in problems:
            notes.append(f"{wanted} {problems[wanted]}")
        notes.append(f"Your notebook is named {chosen!r}; it was graded as {wanted!r}.")
    others = sorted(set(raw) - {chosen})
    if others:
        notes.append(
            f"Several notebooks were handed in; {chosen!r} was graded, not {', '.join(map(repr, others))}."
        )
        files = files | {name: raw[name] for name in others if len(raw[name]) < 5 * MEGABYTE}
    return Staged(_bounded(parsed[chosen], notes), files, digest, _printable(notes))


def _leave_out_what_is_no_time(contents: dict[str, bytes], notes: list[str]) -> None:
    from nbgrader.utils import parse_utc

    stamp = contents.get("timestamp.txt", b"").decode("utf-8", "replace").strip()
    try:
        if stamp:
            parse_utc(stamp[:60])
    except Exception:  # dateutil raises more kinds of errors than it documents
        del contents["timestamp.txt"]
        notes.append("timestamp.txt: holds no time that can be read; it is left out")


def _printable(notes: list[str]) -> list[str]:
    """Return notes that any file, database and terminal can take, cut off at a number and a length.

    A file's name need not be text: undecodable bytes come as lone surrogates, which no UTF-8 has;
    line ends and escape codes in it could pass for words of the grader.
    """
    kept = [" ".join(clean_text(note).split())[:500] for note in notes[:MAX_NOTES]]
    left = len(notes) - len(kept)
    return kept + ([f"There are {left} more remarks like these."] if left else [])


def _regular_files(folder: Path, notes: list[str]) -> Iterator[Path]:
    try:
        state = folder.lstat()
    except OSError as error:
        raise Unreadable(f"The submission's folder cannot be read ({error.strerror}).") from None
    if not stat.S_ISDIR(state.st_mode):
        raise Unreadable("What was handed in is not a folder with a notebook in it.")
    pending, count, left = [folder], 0, MAX_ENTRIES
    while pending and left > 0:
        place = pending.pop()
        try:
            with os.scandir(place) as found:
                most = left if place != folder else MAX_ON_TOP
                entries = sorted(itertools.islice(found, most), key=_notebooks_first)
        except OSError as error:
            notes.append(f"A folder cannot be read ({error.strerror}).")
            continue
        left -= len(entries)
        for entry in entries:
            path = Path(entry.path)
            name = path.relative_to(folder).as_posix()
            if entry.is_symlink():
                notes.append(f"{name!r} is a link; links are not followed.")
            elif entry.is_dir(follow_symlinks=False):
                if entry.name.endswith(".ipynb"):
                    notes.append(f"{name!r} is a folder, not a notebook.")
                if entry.name not in {".ipynb_checkpoints", "__pycache__", ".git"}:
                    pending.append(path)
            elif not entry.is_file(follow_symlinks=False):
                notes.append(f"{name!r} is no regular file; it is left out.")
            else:
                count += 1
                if count <= MAX_FILES:
                    yield path
                elif count == MAX_FILES + 1:
                    notes.append(f"Of many files the first {MAX_FILES} are used, not {name!r}.")
    if left <= 0:
        notes.append(f"Files and folders beyond the first {MAX_ENTRIES:,} were not looked at.")


def _notebooks_first(entry: os.DirEntry[str]) -> tuple[bool, str]:
    """Return by what entries are sorted: what is counted out must not be what is to be graded."""
    return not entry.name.lower().endswith(".ipynb"), entry.name


def _read(path: Path, limit: int) -> bytes:
    """Return a file's bytes; opened so that neither a link nor a pipe can take its place."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror})") from None
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode) or state.st_nlink > 1:
            raise Unreadable("is a link, or no regular file; it is left out")
        if state.st_size > limit:
            raise Unreadable(f"is larger than {limit / MEGABYTE:.3g} MB; it is left out")
        try:
            return file.read(limit + 1)
        except OSError as error:
            raise Unreadable(f"cannot be read ({error.strerror})") from None


def _digest(contents: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for name in sorted(contents):
        for piece in (name.encode("utf-8", "surrogateescape"), contents[name]):
            total.update(hashlib.sha256(piece).digest())
    return total.hexdigest()


# ------------------------------------------------------------------ reading a notebook


OTHER_FILES = {
    b"pk\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"<!doctype": "a web page",
    b"<html": "a web page",
    b"%pdf": "a PDF",
}


def read_cells(data: bytes) -> list[SubmittedCell]:
    """Return the cells of a notebook file. Raises Unreadable, whose message goes on after its name."""
    for start, kind in OTHER_FILES.items():
        if data[:200].lstrip().lower().startswith(start):
            raise Unreadable(f"is {kind}, not a notebook. Hand in the notebook itself.")
    # A disk that filled up or a crash leaves null bytes at a file's end.
    text = _decode(data).strip("\0")
    if not text.strip():
        raise Unreadable("is empty. Save the notebook and hand it in again.")
    try:
        _refuse_too_many_values(text.encode("utf-8", "replace"))
        content = json.loads(text, parse_int=_integer, strict=False)
    except RecursionError:
        raise Unreadable("is nested too deeply to be a notebook.") from None
    except MemoryError:
        raise Unreadable("is too large to be read.") from None
    except ValueError as error:
        raise Unreadable(
            f"is no valid notebook file: its JSON is broken ({_short(error)})."
        ) from None
    if not isinstance(content, dict):
        raise Unreadable("is no notebook: there are no cells in it.")
    raw = content.get("cells")
    if raw is None and isinstance(content.get("worksheets"), list):
        raw = [
            cell
            for sheet in content["worksheets"]
            if isinstance(sheet, dict)
            if isinstance(sheet.get("cells"), list)
            for cell in sheet["cells"]
        ]
    if not isinstance(raw, list):
        raise Unreadable("is no notebook: there are no cells in it.")
    if len(raw) > MAX_CELLS:
        raise Unreadable(f"has more than {MAX_CELLS} cells.")
    return [_cell(cell) for cell in raw if isinstance(cell, dict)]


def _refuse_too_many_values(data: bytes) -> None:
    if count_values(data) > MAX_VALUES:
        raise Unreadable("holds more values than any notebook does.")


def _bounded(cells: list[SubmittedCell], notes: list[str]) -> list[SubmittedCell]:
    """Return the cells with what is too long to be a student's left out or cut off, and a note."""
    code, text = MAX_ALL_CODE, MAX_ALL_TEXT
    kept = []
    for number, cell in enumerate(cells, 1):
        source = _without_many_blank_lines(cell.source)
        if cell.cell_type == "code":
            reason = _oversize(source, code)
            if reason:
                notes.append(f"Cell {number} was left out: {reason}")
                source = ""
            code -= len(source)
        else:
            source = PICTURE.sub("(picture left out)", source)
            if len(source) > min(MAX_TEXT, text):
                notes.append(f"The text of cell {number} was cut off: it is very long.")
                source = source[: max(0, min(MAX_TEXT, text))]
            text -= len(source)
        kept.append(replace(cell, source=source))
    return kept


PICTURE = re.compile(r"\(data:[^)\s]*\)?")


def _oversize(source: str, left: int) -> str | None:
    """Return why code is larger than anything that a student writes, or None."""
    if len(source) > MAX_CODE:
        return f"it has more than {MAX_CODE:,} characters."
    if len(source) > left:
        return f"all cells before it already have {MAX_ALL_CODE:,} characters of code."
    if len(source) > MAX_LINE and max(map(len, source.split("\n"))) > MAX_LINE:
        return f"one of its lines has more than {MAX_LINE:,} characters."
    if source.count(".") > MAX_DOTS and any(
        name.count(".") > MAX_DOTS for name in NAMES.findall(COMMENTS.sub("", source))
    ):
        return f"a name in it has more than {MAX_DOTS} dots."
    if source.count("def ") > MAX_FUNCTIONS:
        return f"it defines more than {MAX_FUNCTIONS} functions."
    return None


def _without_many_blank_lines(source: str) -> str:
    """Return code in which no more than 50 blank lines follow each other.

    Pygments reads blank lines again and again: 20,000 of them take it hours.
    """
    if source.count("\n") < MAX_BLANK_LINES:
        return source
    kept, blank = [], 0
    for line in source.split("\n"):
        blank = 0 if line.strip() else blank + 1
        if blank <= MAX_BLANK_LINES:
            kept.append(line)
    return "\n".join(kept)


def _short(error: ValueError) -> str:
    return str(error)[:120]


def _integer(text: str) -> float | int:
    """Return a number of the file; none is of interest, and a huge one must not be in the way."""
    return int(text) if len(text) < 20 else float(text)


def _decode(data: bytes) -> str:
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        encodings = ["utf-32"]
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif data[:4].count(0) >= 2:
        encodings = ["utf-16-be" if data[0] == 0 else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("is not text in UTF-8, which every notebook is. Save it again in Jupyter.")


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    kind = cell.get("cell_type")
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(piece for piece in source if isinstance(piece, str))
    if not isinstance(source, str):
        source = ""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    # A lone surrogate is valid in JSON but not in a file that is written back.
    source = source.encode("utf-8", "replace").decode("utf-8")
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    cell_id = cell.get("id")
    return SubmittedCell(
        kind if kind in ("code", "markdown") else "markdown" if kind == "heading" else "raw",
        source,
        grade_id if isinstance(grade_id, str) else None,
        cell_id if isinstance(cell_id, str) else None,
    )
