"""Where the project's files lie, and how a file is written so that it is whole or not there."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

ROOT = Path(__file__).parents[1]
NARRATIVES = ROOT / "notebooks"
SOLUTIONS = ROOT / "solutions"
HELPERS = ROOT / "helpers"
CASES = HELPERS / "cases"
EXERCISES = ROOT / "autograder" / "exercises"
HANDS = 6  # as many files as a graded submission has
UNFINISHED = ".part"


class UserError(Exception):
    """Something a user can mend; the command line shows its message without a traceback."""


def require_checkout() -> None:
    """Raise UserError when this is a copy of the packages alone, without notebooks and answers' sources."""
    if not (ROOT / "pyproject.toml").is_file() or not NARRATIVES.is_dir():
        raise UserError(
            "the project runs from its checkout: the notebooks, and whatever is built and graded, lie "
            f"there and not in {ROOT}. Clone the repository and run `make demo` in it; `pip install -e .` "
            "in a clone gives you this command elsewhere too"
        )


def week_names() -> list[str]:
    """Return the names of all weeks, in order."""
    return sorted(path.parent.name for path in EXERCISES.glob("week*/__init__.py"))


def exercise_files(week: str) -> list[Path]:
    """Return the files that say how a week is examined: modules and Markdown."""
    return sorted(path for path in (EXERCISES / week).iterdir() if path.suffix in (".py", ".md"))


def resolve_weeks(names: tuple[str, ...] | list[str]) -> list[str]:
    """Return full week names for what a user typed ("week1" is enough); all weeks for nothing.

    Raises UserError for a name that fits no week or several.
    """
    known = week_names()
    chosen = []
    for name in names:
        fits = [week for week in known if week == name] or [
            week for week in known if week.startswith(f"{name}_")
        ]
        if len(fits) != 1:
            raise UserError(f"there is no week {name!r}; there are: {', '.join(known)}")
        chosen.append(fits[0])
    return chosen or known


def write_atomically(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write a file by way of a temporary one beside it, so that no reader meets half of it.

    What is large comes in pieces. A kill may leave the temporary one (`remove_unfinished`).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(UNFINISHED, prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def remove_unfinished(folder: Path) -> None:
    """Remove what a kill in the middle of `write_atomically` left in a folder and in those within.

    Only for whoever holds the lock of what is written there: another's unfinished file would go too.
    """
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and name.endswith(UNFINISHED):
                Path(parent, name).unlink(missing_ok=True)


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Write several files, each whole or not there: waiting for the disk, most of it, is done at once."""
    writing = [_hands().submit(write_atomically, path, data) for path, data in files.items()]
    wait(writing)
    for done in writing:
        done.result()


@functools.cache
def _hands() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(HANDS, thread_name_prefix="writing")


EXCHANGE = 2  # RENAME_EXCHANGE of renameat2
HERE = -100  # AT_FDCWD


def replace_folder(made: Path, target: Path) -> None:
    """Put a folder in the place of another, which is removed: nobody finds neither of them there.

    Where the system cannot exchange two names at one stroke, the former folder waits beside the
    place meanwhile, and `put_back` puts it back after a kill.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        made.rename(target)
    elif _exchange(made, target):
        shutil.rmtree(made)
    else:
        former = _former(target)
        shutil.rmtree(former, ignore_errors=True)
        target.rename(former)
        made.rename(target)
        shutil.rmtree(former)


def put_back(former: Path) -> None:
    """Put back a folder `.NAME.former` that a kill in the middle of `replace_folder` left."""
    target = former.with_name(former.name[1 : -len(".former")])
    if target.exists():
        shutil.rmtree(former)
    else:
        former.rename(target)


def _former(target: Path) -> Path:
    return target.with_name(f".{target.name}.former")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names at one stroke; return whether the system and the file system can."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    return bool(rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0)


def find_own_programs() -> None:
    """Put this Python's programs on PATH: nbgrader calls `alembic`, and makes half a gradebook without."""
    programs = str(Path(sys.executable).parent)
    folders = os.environ.get("PATH", "").split(os.pathsep)
    if programs not in folders:
        os.environ["PATH"] = os.pathsep.join([programs, *folders])
