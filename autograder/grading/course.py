"""A course folder: nbgrader's layout and configuration, with the secrets and records of grading beside."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.files import (
    UserError,
    find_own_programs,
    put_back,
    remove_unfinished,
    replace_folder,
    write_atomically,
)
from autograder.grading.limits import Limits
from autograder.grading.pins import pin
from autograder.grading.releases import keep_former

CONFIG = """\
# The configuration of this course: nbgrader's own, see its documentation, and the grader's limits.
from pathlib import Path

from autograder.grading.nbgrader_app import install

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "neural_networks"
# All that belongs to the course lies beside this file: the folder can be moved and copied as it is.
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
{database}

# What a submission may use. A correct notebook never meets the defaults; change one here:
#     c.SandboxedAutograde.limits = {{"cell_seconds": 120, "memory_mb": 4096}}
# Beside numpy and matplotlib, students may import what is named here and installed:
#     c.SandboxedAutograde.packages = ["pandas", "scipy"]

install(c)
"""


@dataclass
class Course:
    """A course folder and what its configuration says."""

    root: Path
    config: Any
    db_url: str
    limits: Limits
    packages: tuple[str, ...] = ()

    @property
    def private(self) -> Path:
        """The folder of secrets and records; never handed out."""
        return self.root / ".autograder"

    def submission(self, student: str, week: str) -> Path:
        """The folder that a student handed in."""
        return self.root / "submitted" / student / week

    def autograded(self, student: str, week: str) -> Path:
        """The notebook with outputs and verdicts."""
        return self.root / "autograded" / student / week / f"{week}.ipynb"

    def feedback(self, student: str, week: str) -> Path:
        """The page that a student reads."""
        return self.root / "feedback" / student / week / f"{week}.html"

    def record(self, student: str, week: str) -> Path:
        """The record of a grading, written last: while it is there, all else is whole."""
        return self.private / "records" / week / f"{student}.json"

    def verdicts(self, week: str) -> Path:
        """The verdict lines of a week."""
        return self.root / "verdicts" / f"{week}.jsonl"

    def release(self, week: str) -> Path:
        """The folder that students got: notebook, helpers, data."""
        return self.root / "release" / week

    def secret(self) -> bytes:
        """Return the secret that seeds hidden cases, made when first asked for."""
        path = self.private / "secret"
        if not path.exists():
            self.private.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(path, secrets.token_hex(32))
            path.chmod(0o600)
        return bytes.fromhex(path.read_text(encoding="ascii"))

    def weeks(self) -> list[str]:
        """Return the weeks that are released here."""
        folders = (path for path in (self.root / "release").glob("[!.]*") if path.is_dir())
        return sorted(path.name for path in folders)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second grader out of this folder. Raises UserError when one is at work."""
        self.private.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.private / "lock", "a+", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.seek(0)
                raise UserError(
                    f"another grader (process {file.read().strip() or 'unknown'}) is at work in {self.root}; "
                    "wait until it has ended"
                ) from None
            file.seek(0)
            file.truncate()
            file.write(str(os.getpid()))
            file.flush()
            yield


def create_course(
    root: Path, bundles: dict[str, dict[str, bytes]], sources: dict[str, str], db_url: str | None
) -> Course:
    """Make a course folder, or bring one up to date, and release its weeks.

    `bundles` has the files that students get, by week; `sources` the notebook with answers. Raises
    UserError; what was released before then stays as it was.
    """
    from autograder.grading.ownership import require_own_database

    if db_url and db_url.startswith("postgresql://"):
        # The driver that this project installs; SQLAlchemy's default is another one.
        db_url = db_url.replace("postgresql://", "postgresql+psycopg://", 1)
    if db_url:
        _require_database(db_url)
    config = root / "nbgrader_config.py"
    if not config.exists():
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o700)  # it holds answers, grades and names
        line = f"c.CourseDirectory.db_url = {db_url!r}\n" if db_url else ""
        write_atomically(config, CONFIG.format(database=line))
    course = open_course(root)
    if db_url and course.db_url != db_url:
        raise UserError(
            f"{config} names another database, and goes on being used: change its line with db_url"
        )
    with course.locked():
        require_own_database(course.root, course.db_url, claim=db_url is not None)
        for folder in ("submitted", "autograded", "feedback", "verdicts"):
            (root / folder).mkdir(exist_ok=True)
        course.secret()
        for week, files in bundles.items():
            # A kill may have left the answers under another name, and nbgrader releases all that lies there.
            # (Earlier versions gave what is unfinished no ending of its own.)
            remove_unfinished(root / "source" / week)
            for left in (root / "source" / week).glob(f".{week}.ipynb.*"):
                left.unlink()
            for path, content in files.items():
                if path != f"{week}.ipynb":
                    write_atomically(root / "source" / week / path, content)
            write_atomically(root / "source" / week / f"{week}.ipynb", sources[week])
        for week in bundles:
            _release(course, week)
            pin(course.private, week)
    return course


def _require_database(url: str) -> None:
    """Raise UserError when no database answers at a URL: before half a course folder is made."""
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.exc import SQLAlchemyError

    shown = "that URL"
    try:
        shown = make_url(url).render_as_string(hide_password=True)
        create_engine(url).connect().close()
    except (SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise UserError(
            f"there is no database at {shown} ({reason}). Is the server running, and does the database "
            "exist? `createdb grades` makes one."
        ) from None


def _release(course: Course, week: str) -> None:
    """Run nbgrader's generate_assignment: answers out, cells into the gradebook.

    nbgrader removes what is released before it begins, so it works beside; what it made is then
    put in place.
    """
    from nbgrader.apps import NbGraderAPI

    made = course.private / "releasing"
    config = course.config.copy()
    config.CourseDirectory.release_directory = str(made.relative_to(course.root))
    shutil.rmtree(made, ignore_errors=True)
    result = NbGraderAPI(config=config).generate_assignment(week, force=True, create=True)
    if not result["success"]:
        shutil.rmtree(made, ignore_errors=True)
        raise UserError(
            f"nbgrader could not release {week}:\n{result.get('error') or result.get('log')}"
        )
    keep_former(course.private, course.release(week) / f"{week}.ipynb")
    replace_folder(made / week, course.release(week))


def open_course(root: Path) -> Course:
    """Return the course in a folder, mended where a kill left it half. Raises UserError when it is none."""
    course = read_course(root)
    _mend(course)
    return course


def read_course(root: Path) -> Course:
    """Return the course in a folder as it is. Raises UserError when it is none."""
    from traitlets.config.loader import PyFileConfigLoader

    root = root.resolve()
    find_own_programs()
    if not (root / "nbgrader_config.py").exists():
        raise UserError(
            f"{root} is no course folder: there is no nbgrader_config.py; `autograder course {root}` makes one"
        )
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return course_of(root, config)


def _mend(course: Course) -> None:
    """Put back what a kill left beside its place, unless somebody is at work here."""
    places = ("release", ".autograder/pinned", "submitted/*")
    left = [path for place in places for path in course.root.glob(f"{place}/.*.former")]
    if left:
        with contextlib.suppress(UserError), course.locked():
            for former in left:
                put_back(former)


def course_of(root: Path, config: Any) -> Course:
    """Return the course that a loaded configuration describes."""
    settings = config.get("SandboxedAutograde", {}).get("limits", {})
    packages = config.get("SandboxedAutograde", {}).get("packages", [])
    db_url = config.get("CourseDirectory", {}).get("db_url") or f"sqlite:///{root / 'gradebook.db'}"
    return Course(root, config, str(db_url), Limits.of(dict(settings)), tuple(packages))


def read_record(path: Path) -> dict[str, Any] | None:
    """Return a record, or None when there is none that is whole."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None
