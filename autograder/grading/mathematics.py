"""Sets formulas of Markdown cells as MathML, so that a feedback page needs no script and no network."""

from __future__ import annotations

import functools
import html
import re
from typing import Any

import nh3
from latex2mathml.converter import convert
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

TAGS = {
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "ms",
    "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder",
    "munderover",
}  # fmt: skip
ATTRIBUTES = {
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "accent"},
    "mi": {"mathvariant"},
    "mtable": {"displaystyle", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mspace": {"width", "linebreak"},
}
# Code comes first, so that a dollar sign in it opens no formula.
PIECES = re.compile(
    r"(?P<code>```.*?```|`[^`\n]+`)|\$\$(?P<block>.+?)\$\$|(?<![\\$])\$(?P<inline>[^$\n]+?)\$(?!\d)",
    re.S,
)
ENVIRONMENTS = re.compile(r"\\(begin|end)\{(?:aligned|align)\}")
MAX_FORMULA = 4_000


@functools.lru_cache(2_000)
def to_mathml(formula: str, *, block: bool) -> str:
    """Return a formula as MathML that holds nothing but formula; as plain text if it is no LaTeX."""
    source = ENVIRONMENTS.sub(r"\\\1{align*}", html.unescape(formula.strip()))
    try:
        if len(source) > MAX_FORMULA:
            raise ValueError("too long to be a formula")
        markup = convert(source, display="block" if block else "inline")
    except Exception:  # a student's broken formula is shown as it was written
        return f"<code>{html.escape(formula.strip())}</code>"
    # latex2mathml passes on markup within \text{}: only MathML may stay.
    return " ".join(nh3.clean(markup, tags=TAGS, attributes=ATTRIBUTES).split())


def set_formulas(markdown: str) -> str:
    """Return Markdown in which each $...$ and $$...$$ outside of code is MathML."""

    def piece(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match["code"]
        block = match["block"] is not None
        return to_mathml(match["block"] if block else match["inline"], block=block)

    return PIECES.sub(piece, markdown)


class SetFormulas(Preprocessor):
    """nbconvert's step that sets formulas, used when feedback pages are made."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the cell with its formulas set."""
        if cell.cell_type == "markdown":
            cell.source = set_formulas(cell.source)
        return cell, resources
