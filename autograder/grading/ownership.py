"""Keeps a database with the one course folder that it belongs to: a copy of the folder never writes into it."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

from sqlalchemy import Column, MetaData, String, Table, create_engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.files import UserError, write_atomically

# Beside nbgrader's own tables, in the same database; one row.
OWNER = Table(
    "course_folder",
    MetaData(),
    Column("course", String(64), primary_key=True),
    Column("host", String(255), nullable=False),
    Column("path", String(4096), nullable=False),
)


def require_own_database(root: Path, url: str, *, claim: bool = False) -> None:
    """Raise UserError when the database of a course folder is another folder's.

    A gradebook inside the folder moves and is copied with it. A database elsewhere is told the
    folder, and refuses a second one while the first still stands; `claim` takes it over.
    """
    file = _sqlite_file(url)
    config = root / "nbgrader_config.py"
    if file is not None and file.parent != root and (file.parent / config.name).exists():
        raise UserError(
            f"{root} is a copy: its gradebook is that of the course in {file.parent}, and stays as it "
            f"is. Delete the line with db_url in {config}: then this folder's own gradebook.db is used."
        )
    try:
        if file is not None and file.is_relative_to(root):
            _require_readable(url)
        else:
            _require_ours(root, url, claim)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise UserError(
            f"the gradebook of {root} cannot be written ({reason}). Nothing is lost: free it (another "
            "program may hold it; the disk may be full; the file may be read-only or broken; the line "
            f"with db_url in {config} may be wrong) and run the same command again."
        ) from None


def _sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite database, None for another kind of database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database.removeprefix("file:")).resolve()


def _require_readable(url: str) -> None:
    engine = create_engine(url)
    try:
        inspect(engine).get_table_names()
    finally:
        engine.dispose()


def _require_ours(root: Path, url: str, claim: bool) -> None:
    course, host = _course_number(root), socket.gethostname()
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            OWNER.create(connection, checkfirst=True)
            known = connection.execute(OWNER.select()).first()
            if known is not None and not claim:
                if known.course != course:
                    _refuse(root, f"another course, in {known.path} on {known.host}")
                if known.path == str(root):
                    return
                if known.host != host or _is_course(Path(known.path), course):
                    _refuse(root, f"the course in {known.path} on {known.host}; this one is a copy")
            connection.execute(OWNER.delete())
            connection.execute(OWNER.insert().values(course=course, host=host, path=str(root)))
    finally:
        engine.dispose()


def _refuse(root: Path, owner: str) -> None:
    config = root / "nbgrader_config.py"
    raise UserError(
        f"the database of {root} belongs to {owner}. Nothing was written. In {config}, give "
        "CourseDirectory.db_url a database of its own; if the course has moved here for good, "
        f"`autograder course {root} --db URL` with the same URL takes the database over."
    )


def _course_number(root: Path) -> str:
    """Return the random number that a course folder and its copies have in common."""
    path = root / ".autograder" / "course"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, secrets.token_hex(16))
    return path.read_text(encoding="ascii").strip()


def _is_course(root: Path, course: str) -> bool:
    """Return whether a folder is there, and is the course of that number."""
    try:
        return (root / ".autograder" / "course").read_text(encoding="ascii").strip() == course
    except (OSError, UnicodeDecodeError):
        return False
