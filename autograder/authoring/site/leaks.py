"""Reads a whole built site for answers: of every page, script, notebook, wheel and zip file."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.authoring.bundle import find_leaks
from autograder.files import UserError, week_names

TEXTS = (".html", ".ipynb", ".js", ".json", ".py", ".txt", ".md", ".inv", ".map")
ARCHIVES = (".whl", ".zip")
TAG = re.compile(r"<[^<>]*>")
THEIRS = ("lite/build/", "lite/static/pyodide/pyodide", "_static/tex-svg.js", "lite/extensions/")


def refuse_leaks(site: Path, names: list[str]) -> None:
    """Raise UserError if a file of the site holds an answer that no served week may bring."""
    found = list(site_leaks(site, names))
    if found:
        raise UserError(
            "the site is not written, since it would hold answers:\n" + "\n".join(found)
        )


def site_leaks(site: Path, names: list[str]) -> Iterator[str]:
    """Yield a sentence for each answer found where it must not be.

    A week's wheel and zip file may hold answers of the weeks before it. Everything else is public
    to all who have any served week: pages and notebooks are read as the first week is, so they may
    hold no answer at all.
    """
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if name.startswith(THEIRS):
            continue
        if path.suffix in ARCHIVES:
            week = _week_of(name, names)
            if week is not None:
                inside = {f"{name}/{part}": data for part, data in _unpacked(path).items()}
                yield from find_leaks(week, inside)
        elif path.suffix in TEXTS:
            week = _week_of(name, names) or week_names()[0]
            yield from find_leaks(week, {name: _readable(path)})


def _week_of(name: str, names: list[str]) -> str | None:
    """Return the week that a file of the site belongs to, by its name."""
    for week in names:
        short = week.split("_")[0]
        if week in name or f"course_{short}-" in name:
            return week
    return None


def _unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _readable(path: Path) -> bytes:
    """Return a file's content; a page as it is read, so that colours hide no code."""
    content = path.read_bytes()
    if path.suffix != ".html":
        return content
    return html.unescape(TAG.sub("", content.decode("utf-8"))).encode()
