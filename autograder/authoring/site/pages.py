"""Makes the site's pages: one for each week from its notebook, with figures but no answers; guides from docs/."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.examining import load_week
from autograder.files import ROOT, SOLUTIONS

SITE = ROOT / "site"
GUIDES = ("instructors", "site", "authors", "security", "scaling", "statistics", "house")
FIGURES = "figures"
GUESSED = re.compile(r"""check\.(?:ready|reveal)\(.*?\bguess\s*=|check\.reveal\(""", re.S)
DURATION = re.compile(r"\*\*Time\*\*:\s*(.+?)(?:[.,:;](?:\s|$)|$)")
VERDICT = "\nfirst_verdict("  # week 0 shows the verdict on somebody's attempt
EXAMPLE = """## What an answer hears

Somebody was asked for a column of any array, and wrote the function below. This is what its check
said, at once.

"""
TITLE = re.compile(r"# Week \d+: (.+)")
HEADING = re.compile(r"^##+ (.+)$", re.M)
FOR_THE_NOTEBOOK = re.compile(r"Run the cell above once[^.]*\. ?(It loads the tools[^.]*\.)?")


@dataclass(frozen=True)
class Lesson:
    """What the site says of a week beside its page."""

    name: str
    title: str
    points: int
    exercises: int
    duration: str
    brings: tuple[str, ...]

    @property
    def short(self) -> str:
        """The week's short name, as week1."""
        return self.name.split("_")[0]

    @property
    def number(self) -> str:
        """The week's number in figures."""
        return self.short.removeprefix("week")

    @property
    def heading(self) -> str:
        """The week's number and title."""
        return f"Week {self.number}: {self.title}"


def lesson(name: str, files: Mapping[str, bytes]) -> Lesson:
    """Return what is said of a week, read from its exercises, its prose and its bundle."""
    week = load_week(name)
    notebook = json.loads(files[f"{name}.ipynb"])
    prose = "\n\n".join(_sources(notebook, "markdown"))
    title = TITLE.match(prose)
    time = DURATION.search(prose)
    brought = sorted(path[10:-3] for path in files if path.startswith("solutions/week"))
    duration = time[1] if time else ""
    return Lesson(
        name,
        title[1] if title else week.title,
        week.points,
        len(week.exercises),
        duration,
        tuple(brought),
    )


def write_pages(folder: Path, weeks: Mapping[str, Mapping[str, bytes]], all_weeks: bool) -> None:
    """Write Sphinx's sources to an empty folder: start page, weeks, guides, settings, figures.

    all_weeks: the site is for self-study and brings every answer that a week imports.
    """
    shutil.copytree(SITE / "pages", folder, dirs_exist_ok=True)
    shutil.copytree(SITE / "templates", folder / "_templates")
    shutil.copytree(SITE / "static", folder / "_static")
    shutil.copy(SITE / "conf.py", folder / "conf.py")
    lessons = [lesson(name, files) for name, files in weeks.items()]
    previews = {}
    verdict = ""
    for one in lessons:
        page, figures = week_page(one, json.loads(weeks[one.name][f"{one.name}.ipynb"]))
        previews[one.name] = _preview(page)
        verdict = verdict or _verdict(page)
        (folder / "weeks").mkdir(exist_ok=True)
        _write(folder / "weeks" / f"{one.name}.ipynb", json.dumps(page))
        (folder / "_static" / FIGURES).mkdir(exist_ok=True)
        for name, data in figures.items():
            (folder / "_static" / FIGURES / name).write_bytes(data)
    told = {
        "weeks": _cards(lessons, previews),
        "served": _served(all_weeks),
        "first": lessons[0].name,
        "verdict": verdict,
        "functions": _functions(lessons, weeks),
    }
    for path in folder.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        _write(path, re.sub(r"\{\{(\w+)\}\}", lambda word: told[word[1]], text))
    (folder / "guides").mkdir(exist_ok=True)
    for name in GUIDES:
        shutil.copy(ROOT / "docs" / f"{name}.md", folder / "guides")
    # The README's pictures show answers; Sphinx takes of these what a guide shows.
    shutil.copytree(ROOT / "docs" / "pictures", folder / "guides" / "pictures")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


# ------------------------------------------------------------------------------------ a week's page


def week_page(
    about: Lesson, notebook: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return a week's page as a notebook with outputs, and its figures by their file names.

    Every word comes from the student's notebook, which holds no answer. Of the solved one only the
    outputs of demonstrations are taken: cells that stand, code for code, in the student's too.
    """
    solved = json.loads((SOLUTIONS / f"{about.name}.ipynb").read_text(encoding="utf-8"))
    shown = {
        cell["id"]: cell["outputs"]
        for cell in solved["cells"]
        if "demo" in cell["metadata"].get("tags", [])
        and _source(cell) in set(_sources(notebook, "code"))
    }
    figures: dict[str, bytes] = {}
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cells.append(_markdown(_for_reading(_source(cell))))
        else:
            cells.append(_code(cell, shown.get(cell["id"], []), figures))
    cells.insert(1, _markdown(_opening(about)))
    metadata = notebook["metadata"] | {"myst": {"html_meta": _described(about)}}
    page = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return page, figures


def _sources(notebook: Mapping[str, Any], kind: str) -> list[str]:
    return [_source(cell) for cell in notebook["cells"] if cell["cell_type"] == kind]


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _for_reading(text: str) -> str:
    """Return a notebook's prose without what has a meaning only where it can be run."""
    if text == "YOUR ANSWER HERE":
        return "*In the notebook you answer here, in words.*"
    return FOR_THE_NOTEBOOK.sub("", text, count=1)


def _described(about: Lesson) -> dict[str, str]:
    """Return what a search engine, or whoever is sent a link, is shown of a week."""
    text = (
        f"{about.exercises} exercises to write with numpy alone, each examined at once. The notebook "
        "opens in the browser, with nothing installed."
    )
    return {
        "description": f"{about.heading}. {text}",
        "property=og:title": about.heading,
        "property=og:description": text,
        "property=og:type": "article",
    }


def _markdown(text: str) -> dict[str, Any]:
    identity = hashlib.sha256(text.encode()).hexdigest()[:12]
    return {"cell_type": "markdown", "id": identity, "metadata": {}, "source": text}


def _code(
    cell: Mapping[str, Any], outputs: Iterable[Any], figures: dict[str, bytes]
) -> dict[str, Any]:
    tags = []
    source = _source(cell)
    metadata: dict[str, Any] = {}
    if cell["metadata"].get("jupyter", {}).get("source_hidden") or cell["id"] == "setup":
        tags.append("hide-input")
        what = "the notebook's first cell" if cell["id"] == "setup" else "the code"
        metadata["mystnb"] = {
            "code_prompt_show": f"Show {what}",
            "code_prompt_hide": f"Hide {what}",
        }
    pages = [page for output in outputs if (page := _page_of(output, figures))]
    if pages and GUESSED.search(source):
        pages = [
            '<details class="guess-first"><summary>Guess first, then look: what this cell shows'
            f"</summary>{''.join(pages)}</details>"
        ]
    if tags:
        metadata["tags"] = tags
    return {
        "cell_type": "code",
        "id": cell["id"],
        "metadata": metadata,
        "source": source,
        "execution_count": None,
        "outputs": [
            {"output_type": "display_data", "metadata": {}, "data": {"text/html": page}}
            for page in pages
        ],
    }


def _page_of(output: Mapping[str, Any], figures: dict[str, bytes]) -> str:
    """Return an output as HTML: a figure with its alt text, a table, or printed lines."""
    if output["output_type"] == "stream":
        return f'<pre class="printed">{html.escape("".join(output["text"]))}</pre>'
    data = output.get("data", {})
    if picture := data.get("image/png"):
        content = base64.b64decode("".join(picture))
        about = output.get("metadata", {}).get("image/png", {})
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.png"
        figures[name] = content
        width = f' width="{about["width"]}"' if "width" in about else ""
        alt = html.escape(about.get("alt") or "".join(data.get("text/plain", "")), quote=True)
        return f'<img class="figure" src="../_static/{FIGURES}/{name}" alt="{alt}"{width}>'
    if page := data.get("text/html"):
        return f'<div class="on-paper">{"".join(page)}</div>'
    if text := data.get("text/plain"):
        return f'<pre class="printed">{html.escape("".join(text))}</pre>'
    return ""


def _opening(about: Lesson) -> str:
    brings = ""
    if about.brings:
        names = " and ".join(
            f"week {name.split('_')[0].removeprefix('week')}" for name in about.brings
        )
        brings = f" It brings the answers of {names} along, which it builds on."
    needs = f"{about.exercises} exercises, {about.points} points" + (
        f", {about.duration}" if about.duration else ""
    )
    return f"""<p class="week-actions">
<a class="week-button" href="../open/{about.name}.html">Open in the browser</a>
<a class="week-link" href="../downloads/{about.name}.zip" download>Download as a zip</a>
<a class="week-link" href="../ways.html">Other ways in</a>
</p>
<p class="week-facts">{needs}. The notebook runs in your browser, with nothing installed; its first
start takes 20 seconds, on a busy machine up to a minute.{brings} This page is for reading: it has
every word and every figure, and no answer.</p>
"""


# --------------------------------------------------------------------------------- lists of weeks


def _cards(lessons: list[Lesson], previews: Mapping[str, str]) -> str:
    """Return the weeks as cards with their first figures, and the list for the navigation."""
    cards = "\n".join(
        f"""<section class="week-card">
<h3><a href="weeks/{one.name}.html">{html.escape(one.heading)}</a></h3>
{previews.get(one.name, "")}
<p>{one.exercises} exercises{f", {one.duration}" if one.duration else ""}</p>
<p><a href="open/{one.name}.html">Open week {one.number} in the browser</a></p>
</section>"""
        for one in lessons
    )
    tree = "\n".join(f"weeks/{one.name}" for one in lessons)
    return (
        f'<div class="week-cards">\n{cards}\n</div>\n\n'
        f"```{{toctree}}\n:hidden:\n:caption: Weeks\n\n{tree}\n```\n"
    )


def _functions(lessons: list[Lesson], weeks: Mapping[str, Mapping[str, bytes]]) -> str:
    """Return the rows of a table of all functions that one writes, by name, each with its week."""
    rows = []
    for one in lessons:
        place = ""
        for cell in json.loads(weeks[one.name][f"{one.name}.ipynb"])["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if cell["cell_type"] == "markdown":
                headings = HEADING.findall(_source(cell))
                place = _anchor(headings[-1]) if headings else place
            elif about.get("solution"):
                link = f"weeks/{one.name}.ipynb#{place}"
                rows.append(f"| [`{about['grade_id']}`]({link}) | {one.heading} |")
    return "\n".join(sorted(rows, key=str.lower))


def _anchor(heading: str) -> str:
    """Return the name by which MyST knows the place of a heading."""
    return re.sub(r"[^\w -]", "", heading).replace(" ", "-").lower()


def _preview(page: Mapping[str, Any]) -> str:
    """Return the first figure of a week's page that no guess comes before, for the start page."""
    for cell in page["cells"]:
        for output in cell.get("outputs", []):
            shown = output["data"]["text/html"]
            if shown.startswith("<img"):
                return shown.replace('src="../', 'src="')
    return ""


def _verdict(page: Mapping[str, Any]) -> str:
    """Return a verdict that a week's own page shows on somebody's attempt, with the attempt."""
    for cell in page["cells"]:
        if cell["cell_type"] == "code" and cell["outputs"] and VERDICT in cell["source"]:
            attempt = html.escape(cell["source"].split(VERDICT)[0].rstrip())
            shown = "".join(output["data"]["text/html"] for output in cell["outputs"])
            # One block of HTML ends at an empty line.
            block = f'<pre class="printed">{attempt}</pre>\n{shown}'
            return EXAMPLE + re.sub(r"\n\s*\n", "\n", block)
    return ""


def _served(all_weeks: bool) -> str:
    if all_weeks:
        return (
            "This site has all weeks, for studying by yourself. A week brings the answers of the earlier "
            "weeks that it builds on: try them first."
        )
    return "More weeks appear here in the course of the term."
