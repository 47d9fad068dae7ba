"""Keeps with a course what it examines, and judges by that: a newer project does not change a running term.

`autograder course` copies a week's answers, examination and helpers into the course. Where the
installed project has others by now, judging runs in processes that import the copies alone. Staging,
sandbox, runner and gradebook always come from the installed project, so that what is mended there
reaches old courses.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.files import ROOT, UserError, replace_folder, write_atomically

# How the engine calls what is pinned; to be raised when a copy of an earlier project cannot be used.
FORMAT = "1"
ROOMS = ("helpers", "solutions", "autograder/exercises", "autograder/examining")


@dataclass(frozen=True)
class Pin:
    """A week's examination: the folder of its copies, "" for the installed project, and a digest."""

    folder: str
    digest: str


def examined_by(week: str) -> dict[str, bytes]:
    """Return the files of the installed project that a week's judging imports, by their path."""
    return dict(_installed(week))


@functools.cache
def _installed(week: str) -> Mapping[str, bytes]:
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and _belongs(name, week):
                found[name] = path.read_bytes()
    return found


def _belongs(name: str, week: str) -> bool:
    parts = name.split("/")
    if "__pycache__" in parts or name.startswith("helpers/cases/") or name.endswith(".ipynb"):
        return False
    if parts[0] == "solutions":  # an earlier week's answers are imported by a later week's
        return parts[1].endswith(".py") and parts[1] <= f"{week}.py"
    if parts[1] == "exercises":
        return len(parts) == 3 or parts[2] == week
    return True


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return a digest of files by their paths and content."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return total.hexdigest()


@functools.cache
def engine_digest() -> str:
    """Return a digest of the installed project's own part in judging."""
    folders = (ROOT / "autograder" / "grading", ROOT / "autograder")
    paths = {path for folder in folders for path in folder.glob("*.py")}
    paths |= set((ROOT / "autograder" / "grading" / "inside").glob("*.py"))
    return digest_of({path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths})


def pinned_folder(private: Path, week: str) -> Path:
    """Return where the copies of a week lie in a course's private folder."""
    return private / "pinned" / week


def pin(private: Path, week: str) -> None:
    """Copy what examines a week into a course; what was pinned stands until the copy does."""
    folder = pinned_folder(private, week)
    made = folder.with_name(f".{week}.new")
    shutil.rmtree(made, ignore_errors=True)
    for name, content in examined_by(week).items():
        target = made / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    write_atomically(made / "format", FORMAT)
    replace_folder(made, folder)


def is_pinned(private: Path, week: str) -> bool:
    """Return whether a course keeps what examines a week; one made before there were copies does not."""
    return pinned_folder(private, week).is_dir()


def pinned_files(private: Path, week: str) -> dict[str, bytes] | None:
    """Return the copies of a week by their paths; None in a course that was made before there were any."""
    if not is_pinned(private, week):
        return None
    folder = pinned_folder(private, week)
    version = (folder / "format").read_text(encoding="ascii").strip()
    if version != FORMAT:
        raise UserError(
            f"{week} was released by a project that this one cannot judge by any more; `autograder "
            f"update {private.parent} {week}` releases it anew and says what changes"
        )
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "format" and "__pycache__" not in path.parts
    }


def pin_of(private: Path, week: str) -> Pin:
    """Return by what a week is judged. Raises UserError where the copies cannot be used."""
    ours = digest_of(examined_by(week))
    files = pinned_files(private, week)
    if files is None or digest_of(files) == ours:
        return Pin("", ours)
    return Pin(str(pinned_folder(private, week)), digest_of(files))


def judge_by(folder: str) -> None:
    """Have this process import answers, examinations and helpers from a folder of copies alone."""
    import autograder
    from autograder import files

    root = Path(folder)
    for name in list(sys.modules):
        ours = name.startswith("autograder.") and name != "autograder.files"
        if ours or name.split(".")[0] in ("helpers", "solutions"):
            del sys.modules[name]
    # An installation by `pip install -e` would find in the project what the copies do not have.
    sys.meta_path[:] = [f for f in sys.meta_path if not _is_of_an_editable_install(f)]
    sys.path.insert(0, str(root))
    autograder.__path__ = [str(root / "autograder"), *autograder.__path__]
    files.SOLUTIONS, files.HELPERS = root / "solutions", root / "helpers"
    files.CASES, files.EXERCISES = root / "helpers" / "cases", root / "autograder" / "exercises"
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()


def _is_of_an_editable_install(finder: object) -> bool:
    module = getattr(finder, "__module__", "") or type(finder).__module__
    return module.startswith("__editable__")
