"""Reads what a learning platform gives for download: whose files they are, and when they came.

Entries are bounded and refused where they are links or lead out of their folder; nothing is
unpacked to disk here. The names are those of the platforms' own documentation and sources:
Moodle's `NAME_NUMBER_assignsubmission_file_...`, with `Participant` for a name under blind marking,
in folders or flat; Canvas's `name[_LATE]_USER_FILE_original`.
"""

from __future__ import annotations

import datetime
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.files import UserError
from autograder.grading.limits import MEGABYTE

MOODLE = re.compile(
    r"(?P<label>(?P<name>[^/_]+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_?)/?(?P<rest>.*)"
)
CANVAS = re.compile(
    r"(?P<label>(?P<name>[^/_]+)(?P<late>_LATE)?_(?P<number>[A-Za-z0-9]+)_\d+)_(?P<rest>[^/]+)"
)
MAX_ENTRIES = 50_000
MAX_TOGETHER = 8_192 * MEGABYTE
JUNK = {"__MACOSX", ".DS_Store", "Thumbs.db", ".ipynb_checkpoints", "__pycache__"}


@dataclass(frozen=True)
class Entry:
    """A file of a download; `time` is when it was handed in, as far as the download says."""

    name: str
    data: bytes
    time: datetime.datetime | None


@dataclass
class Handed:
    """What one person handed in, as the platform names them."""

    name: str
    number: str = ""
    label: str = ""
    late: bool = False
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Download:
    """The content of a download, and what of it was refused: (name, reason)."""

    platform: str
    handed: list[Handed]
    refused: list[tuple[str, str]]


def read_download(path: Path, platform: str | None, room: int, only: str | None = None) -> Download:
    """Return what a zip archive or a folder holds; `room` is how many bytes a person may hand in.

    `only` names the one entry of a folder that is looked at; all of it is then one person's.
    Raises UserError for a file that is no archive.
    """
    refused: list[tuple[str, str]] = []
    if path.is_dir():
        entries = list(_of_folder(path, room, refused, only))
    else:
        entries = list(_of_zip(path, room, refused))
    if only is not None:
        entries = [Entry(f"x/{entry.name}", entry.data, entry.time) for entry in entries]
    platform = platform or _platform_of(entries)
    people: dict[tuple[str, str], Handed] = {}
    for entry in entries:
        person, rest = _whose(entry.name, platform)
        if person is None:
            refused.append((entry.name, f"this is no name that {platform} gives"))
            continue
        known = people.setdefault((person.name, person.number), person)
        known.late |= person.late
        for inner in _opened(Entry(rest, entry.data, entry.time), room, refused):
            known.entries.append(inner)
    return Download(platform, list(people.values()), refused)


def _platform_of(entries: list[Entry]) -> str:
    names = [entry.name for entry in entries]
    if any(MOODLE.fullmatch(name) for name in names):
        return "moodle"
    flat = [name for name in names if "/" not in name]
    return "canvas" if flat and all(CANVAS.fullmatch(name) for name in flat) else "folder"


def _whose(name: str, platform: str) -> tuple[Handed | None, str]:
    """Return whose file that is, and what it is called without that."""
    if platform == "folder":
        student, _, rest = name.partition("/")
        return (Handed(student), rest) if rest else (None, "")
    match = (MOODLE if platform == "moodle" else CANVAS).fullmatch(name)
    if match is None or not match["rest"]:
        return None, ""
    late = platform == "canvas" and match["late"] is not None
    return Handed(match["name"], match["number"], match["label"], late), match["rest"]


def _opened(entry: Entry, room: int, refused: list[tuple[str, str]]) -> Iterator[Entry]:
    """Yield a file, or what is in it when it is an archive itself; one in an archive stays closed."""
    if not entry.name.lower().endswith(".zip"):
        yield entry
        return
    try:
        with zipfile.ZipFile(io.BytesIO(entry.data)) as archive:
            for inner in _entries(archive, room, refused, entry.name):
                yield Entry(inner.name, inner.data, entry.time or inner.time)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        refused.append((entry.name, f"is no archive that can be opened ({error})"))


def _of_zip(path: Path, room: int, refused: list[tuple[str, str]]) -> Iterator[Entry]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _entries(archive, room, refused)
    except (zipfile.BadZipFile, OSError) as error:
        raise UserError(
            f"{path} is no zip archive ({error}); give the file as downloaded"
        ) from None


def _entries(
    archive: zipfile.ZipFile, room: int, refused: list[tuple[str, str]], inside: str = ""
) -> Iterator[Entry]:
    """Yield the regular files of an archive whose names stay within it, bounded in number and size."""
    listed = archive.infolist()
    if len(listed) > MAX_ENTRIES:
        raise UserError(f"{inside or archive.filename} has more than {MAX_ENTRIES:,} entries")
    left = MAX_TOGETHER if not inside else room
    for info in listed:
        if info.is_dir() or JUNK & set(info.filename.split("/")):
            continue
        name = _safe(info.filename)
        reason = None
        if name is None:
            reason = "leads out of its folder"
        elif stat.S_ISLNK(info.external_attr >> 16):
            reason = "is a link"
        elif info.flag_bits & 1:
            reason = "is encrypted"
        elif info.file_size > min(room, left):
            reason = f"is larger than {room // MEGABYTE} MB"
        if reason or name is None:
            refused.append((f"{inside}: {info.filename}" if inside else info.filename, str(reason)))
            continue
        try:
            with archive.open(info) as file:
                data = file.read(min(room, left) + 1)  # a header may lie about the size
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            refused.append((info.filename, f"cannot be read ({error})"))
            continue
        if len(data) > min(room, left):
            refused.append((info.filename, f"is larger than {room // MEGABYTE} MB"))
            continue
        left -= len(data)
        yield Entry(name, data, _local_time(info.date_time))


def _of_folder(
    path: Path, room: int, refused: list[tuple[str, str]], only: str | None
) -> Iterator[Entry]:
    count = 0
    for place, folders, files in os.walk(path):
        chosen = {only} if only is not None and Path(place) == path else {*folders, *files}
        folders[:] = sorted((set(folders) & chosen) - JUNK)
        for file in sorted((set(files) & chosen) - JUNK):
            count += 1
            if count > MAX_ENTRIES:
                raise UserError(f"{path} holds more than {MAX_ENTRIES:,} files")
            found = Path(place, file)
            name = found.relative_to(path).as_posix()
            state = found.lstat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > room:
                refused.append((name, "is no regular file, or too large"))
                continue
            time = datetime.datetime.fromtimestamp(state.st_mtime).astimezone()
            yield Entry(name, found.read_bytes(), time)


def _safe(name: str) -> str | None:
    """Return an entry's name as a relative path, None for one that leads elsewhere."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in name or re.match(r"[A-Za-z]:", name):
        return None
    return path.as_posix()


def _local_time(stamp: tuple[int, ...]) -> datetime.datetime | None:
    """Return an archive's time, which is written in the local time of who made it."""
    try:
        year, month, day, hour, minute, second = stamp[:6]
        time = datetime.datetime(year, month, day, hour, minute, second).astimezone()
    except (ValueError, OverflowError):
        return None
    return time if time.year > 1980 else None  # 1980 is what an archive without times says
