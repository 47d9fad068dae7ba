"""The pages of a week's preview: as a student gets it, solved, and as the feedback on a right answer."""

from __future__ import annotations

import copy
import functools
from typing import Any

from nbformat import NotebookNode

VIEWS = {"student": "as a student gets it", "solved": "solved", "feedback": "as feedback"}

NOTEBOOK, FEEDBACK = "lab", "course_feedback"  # nbconvert's template, and our own

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>WEEK</title><style>
body { margin: 0; font: 15px sans-serif; display: flex; flex-direction: column; height: 100vh; }
nav { padding: 6px 12px; border-bottom: 1px solid #888; }
nav button { font: inherit; padding: 4px 12px; border: 1px solid #888; background: #eee; cursor: pointer; }
nav button[aria-selected=true] { background: #fff; font-weight: bold; border-bottom-color: #fff; }
pre { margin: 0; padding: 6px 12px; white-space: pre-wrap; max-height: 40vh; overflow: auto; }
pre.failed { background: #fdecd9; border-left: 5px solid #b35900; }
iframe { flex: 1; border: 0; width: 100%; }
iframe[hidden] { display: none; }
</style></head><body>
<nav role="tablist" aria-label="views">TABS</nav><pre id="said" role="status">building</pre>FRAMES
<script>
const buttons = [...document.querySelectorAll("nav button")];
const frames = [...document.querySelectorAll("iframe")];
function choose(view) {
  buttons.forEach((b) => b.setAttribute("aria-selected", b.dataset.view === view));
  frames.forEach((f) => { f.hidden = f.id !== view; });
  location.hash = view;
}
buttons.forEach((b) => b.addEventListener("click", () => choose(b.dataset.view)));
choose(location.hash.slice(1) || buttons[0].dataset.view);
let shown = -1;
async function look() {
  try {
    const [version, failed, said] = await (await fetch("state")).json();
    if (version !== shown) {
      shown = version;
      const line = document.getElementById("said");
      line.textContent = said;
      line.className = failed ? "failed" : "";
      if (!failed) frames.forEach((frame) => {
        const at = frame.contentWindow.scrollY;
        frame.onload = () => frame.contentWindow.scrollTo(0, at);
        frame.contentWindow.location.reload();
      });
    }
  } catch { document.getElementById("said").textContent = "the watch has ended"; }
  setTimeout(look, 400);
}
look();
</script></body></html>
""".replace(
    "TABS",
    "".join(
        f'<button role="tab" data-view="{view}">{title}</button>' for view, title in VIEWS.items()
    ),
).replace(
    "FRAMES",
    "".join(
        f'<iframe id="{view}" src="{view}" title="{title}"></iframe>'
        for view, title in VIEWS.items()
    ),
)


def render(student: NotebookNode, solved: NotebookNode) -> dict[str, str]:
    """Return the page of each view; formulas are set here, so that no page needs a network."""
    return {
        "student": _page(NOTEBOOK, _folded(student), {}),
        "solved": _page(NOTEBOOK, solved, {}),
        "feedback": _page(FEEDBACK, *_as_feedback(solved)),
    }


def _page(template: str, notebook: NotebookNode, resources: dict[str, Any]) -> str:
    from autograder.grading.mathematics import SetFormulas

    set_, resources = SetFormulas().preprocess(copy.deepcopy(notebook), resources)
    return _exporter(template).from_notebook_node(set_, resources)[0]


@functools.cache
def _exporter(template: str) -> Any:
    from traitlets.config import Config

    from autograder.grading.rendering import PAGE_STEPS, PageExporter, page_config

    if template == FEEDBACK:
        exporter = PageExporter(config=page_config())
        for step in PAGE_STEPS:
            exporter.register_preprocessor(step)
        return exporter
    settings = Config()
    settings.PageExporter.template_name = template
    return PageExporter(config=settings, mathjax_url="", require_js_url="")


def _folded(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook in which the code of collapsed cells is left out."""
    folded = copy.deepcopy(notebook)
    for cell in folded.cells:
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.transient = NotebookNode(remove_source=True)
    return folded


def _as_feedback(solved: NotebookNode) -> tuple[NotebookNode, dict[str, Any]]:
    """Return the solved notebook as if it had been graded: it is right, as the build has seen."""
    graded = copy.deepcopy(solved)
    graded.cells = [cell for cell in graded.cells if "rubric" not in cell.metadata.get("tags", [])]
    points = 0
    for cell in graded.cells:
        data = cell.metadata.get("nbgrader", {})
        if not data.get("grade"):
            continue
        read = bool(data.get("solution"))
        data.score, data.unread = (0 if read else data.points), read
        points += data.points
    earned = sum(
        c.metadata.nbgrader.score for c in graded.cells if "score" in c.metadata.get("nbgrader", {})
    )
    head = {"notebook": "the reference", "score": earned, "max_score": points, "late_penalty": 0}
    return graded, {"nbgrader": head}
