"""Cleans all that a student's notebook would show in an instructor's browser."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

import nbformat
import nh3
from nbformat import NotebookNode

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "details", "div",
    "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol",
    "p", "pre", "s", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "a": {"title"}}
SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
MAX_IMAGE = 8 * 2**20
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean_html(text: str) -> str:
    """Return HTML without script, style, link targets, forms, frames or attributes that act."""
    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes=set())


def clean_text(text: str) -> str:
    """Return text without control characters; line ends, tabs and escape codes for colour stay."""
    return CONTROL.sub("\ufffd", text.encode("utf-8", "replace").decode("utf-8"))


SCHEMES = re.compile(
    r"(?i)(j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|v\s*b\s*s\s*c\s*r\s*i\s*p\s*t|d\s*a\s*t\s*a|f\s*i\s*l\s*e)(\s*:)"
)
MACROS = re.compile(
    r"\\(href|url|style|class|cssId|require|html\w*|unicode|includegraphics|def|newcommand)\b"
)


def clean_markdown(text: str) -> str:
    """Return Markdown in which no tag, no entity, no script link and no acting macro is left."""
    text = clean_text(text)
    text = re.sub(r"&(?=#|\w+;?)", "&amp;", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    text = MACROS.sub(r"\\text{\1}", text)
    text = re.sub(r"!(?=\[)", "", text)  # pictures would be fetched from wherever they point to
    return SCHEMES.sub(r"\1 \2", text)


def clean_output(output: Any) -> NotebookNode | None:
    """Return a cell's output rebuilt from what may be shown, or None."""
    if not isinstance(output, dict):
        return None
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return nbformat.v4.new_output(
            "stream", name=name, text=clean_text(_text(output.get("text")))
        )
    if kind == "error":
        trace = output.get("traceback")
        lines = [clean_text(_text(line)) for line in trace[:200]] if isinstance(trace, list) else []
        return nbformat.v4.new_output(
            "error",
            ename=clean_text(_text(output.get("ename")))[:80],
            evalue=clean_text(_text(output.get("evalue")))[:2000],
            traceback=lines,
        )
    if kind in ("display_data", "execute_result"):
        data = _clean_data(output.get("data"))
        # An execute_result is where nbgrader looks for points; what a student shows is never one.
        return nbformat.v4.new_output("display_data", data=data) if data else None
    return None


def _clean_data(data: Any) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    kept: dict[str, str] = {}
    if isinstance(data.get("text/plain"), str):
        kept["text/plain"] = clean_text(data["text/plain"])
    if isinstance(data.get("text/html"), str):
        kept["text/html"] = clean_html(clean_text(data["text/html"]))
    for kind, signature in SIGNATURES.items():
        picture = _clean_image(data.get(kind), signature)
        if picture:
            kept[kind] = picture
    return kept


def _clean_image(value: Any, signature: bytes) -> str | None:
    """Return an image's base64 text, decoded and encoded anew, or None when it is no such image."""
    if not isinstance(value, str) or len(value) > 2 * MAX_IMAGE:
        return None
    try:
        raw = base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not raw.startswith(signature) or len(raw) > MAX_IMAGE:
        return None
    return base64.b64encode(raw).decode("ascii")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def clean_outputs(outputs: Any) -> list[NotebookNode]:
    """Return the outputs of a cell that may be shown, at most 200 of them."""
    if not isinstance(outputs, list):
        return []
    return [item for item in map(clean_output, outputs[:200]) if item is not None]
