"""Builds the whole site into one folder: pages, notebooks in the browser, zip files; whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import html
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from autograder.authoring.bundle import releasable_files, write_zip
from autograder.authoring.site import browser, pieces
from autograder.authoring.site.leaks import refuse_leaks
from autograder.authoring.site.pages import SITE, Lesson, lesson, write_pages
from autograder.files import ROOT, UserError, week_names, write_atomically

Say = Callable[[str], None]
TOOLS = ROOT / "build" / "site-tools" / "bin" / "python"
INSTALLED = ROOT / "build" / "site-tools" / ".stamp"  # make leaves it when all is installed
PIECES = ROOT / "build" / "site-pieces"
WORK = ROOT / "build" / "site-work"
SPHINX_PATIENCE = 600


def build_site(names: list[str], target: Path, say: Say = lambda text: None) -> None:
    """Build the site of some weeks into `target`, in place of what was there.

    Raises UserError when the tools are not installed, a piece cannot be fetched, a week is not built,
    or a file would hold an answer that no served week may bring; then `target` is as it was.
    """
    if not INSTALLED.exists():
        raise UserError(
            "Sphinx and JupyterLite are not installed; `make site` does that, then this"
        )
    all_weeks = names == week_names()
    say(
        "all weeks, for self-study: each brings the answers of the weeks before it"
        if all_weeks
        else f"serving {', '.join(names)}"
    )
    weeks = {name: releasable_files(name) for name in names}
    lessons = [lesson(name, files) for name, files in weeks.items()]
    for note in deadlines(lessons):
        say(note)
    with alone(WORK):
        pieces.fetch(PIECES, TOOLS, say)
        shutil.rmtree(WORK, ignore_errors=True)
        fresh = WORK / "site"
        _write_html(weeks, fresh, all_weeks, say)
        say("building JupyterLite")
        browser.build(weeks, fresh / "lite", PIECES, TOOLS, WORK / "lite")
        for one in lessons:
            _write_open_page(one, weeks[one.name], fresh)
            write_zip(fresh / "downloads" / f"{one.name}.zip", one.name, dict(weeks[one.name]))
        (fresh / ".nojekyll").touch()  # or a static host that knows Jekyll leaves out _static
        refuse_leaks(fresh, names)
        _replace(target, fresh)
    say(f"the site is in {target}: {_megabytes(target):.0f} MB")


@contextlib.contextmanager
def alone(work: Path) -> Iterator[None]:
    """Keep a work folder for one build at a time. Raises UserError while another one has it."""
    work.parent.mkdir(parents=True, exist_ok=True)
    with open(work.with_suffix(".lock"), "w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(
                "the site is being built in this checkout already; wait until that is done, "
                "then run this again"
            ) from None
        yield


def deadlines(lessons: list[Lesson]) -> list[str]:
    """Return a sentence for each week that brings answers: whose deadline must be over."""
    return [
        f"note: {one.name} brings the answers of {', '.join(one.brings)}; serve it after that deadline"
        for one in lessons
        if one.brings
    ]


def _write_html(
    weeks: Mapping[str, Mapping[str, bytes]], target: Path, all_weeks: bool, say: Say
) -> None:
    source = WORK / "pages"
    write_pages(source, weeks, all_weeks)
    shutil.copy(PIECES / "npm" / "tex-svg.js", source / "_static")
    say("building the pages")
    command = [str(TOOLS), "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q"]
    command += ["-d", str(WORK / "doctrees"), str(source), str(target)]
    # A template's own settings of whoever builds have no part in the site.
    environment = {name: value for name, value in os.environ.items() if name != "SPHINXOPTS"}
    pieces.run_tool(
        command,
        ROOT,
        SPHINX_PATIENCE,
        name="Sphinx",
        fault="Sphinx found faults in the pages",
        environment=environment,
    )


def _write_open_page(one: Lesson, files: Mapping[str, bytes], site: Path) -> None:
    """Write the page around a week's notebook; it knows the edition by the notebook's content."""
    text = (SITE / "templates" / "open.html").read_text(encoding="utf-8")
    edition = hashlib.sha256(files[f"{one.name}.ipynb"]).hexdigest()[:16]
    told = {"name": one.name, "heading": html.escape(one.heading), "edition": edition}
    for word, meaning in told.items():
        text = text.replace("{{" + word + "}}", meaning)
    write_atomically(site / "open" / f"{one.name}.html", text)


def _replace(target: Path, fresh: Path) -> None:
    """Put the new site where the old one was; the old one stays until the new one is there."""
    old = WORK / "old"
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        if not (target / "lite").is_dir() and any(target.iterdir()):
            raise UserError(f"{target} holds something that is no site; choose another folder")
        shutil.move(target, old)
    shutil.move(fresh, target)
    shutil.rmtree(old, ignore_errors=True)


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
