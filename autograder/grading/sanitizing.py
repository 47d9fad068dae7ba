"""Cleans all that a student's notebook would show in an instructor's browser."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from typing import TYPE_CHECKING, Any

import nh3

if TYPE_CHECKING:
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
MAX_PIXELS = 40_000_000
# Cleaning deeply nested HTML takes time that grows with the square of its depth.
MAX_HTML = 500_000
MAX_TAGS = 10_000
# HTML opens formatting that was left open again in each paragraph that follows: n tags become n^2.
FORMATTING = re.compile(
    r"(?i)</?(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![^\s/>])[^>]*>?"
)
MAX_FORMATTING = 200
# Colours of a terminal go: nbconvert takes 10 seconds and more to turn a megabyte of them into HTML.
COLOURS = re.compile(r"\x1b\[[0-9;]{0,30}m")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean_html(text: str) -> str:
    """Return HTML without script, style, link targets, forms, frames or attributes that act.

    HTML that is larger than a table that anyone reads becomes "".
    """
    if len(text) > MAX_HTML or text.count("<") > MAX_TAGS:
        return ""
    if len(FORMATTING.findall(text)) > MAX_FORMATTING:
        text = FORMATTING.sub("", text)
    text = nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes=set())
    return clean_macros(text)


def clean_text(text: str) -> str:
    """Return text without control characters and escape codes; line ends and tabs stay."""
    return CONTROL.sub("\ufffd", COLOURS.sub("", text.encode("utf-8", "replace").decode("utf-8")))


SCHEMES = re.compile(r"(?i)(javascript|vbscript)(\s*:)")
# What nbconvert's reader of mathematics looks at again and again, to the end of the text.
OPENINGS = re.compile(r"\\\\[(\[]|\\begin\b")
MAX_OPENINGS = 200
MACROS = re.compile(
    r"\\(href|url|style|class|cssId|id|data|require|html\w*|unicode|includegraphics|mmlToken|bbox|"
    r"action|toggle|texttip|mathtip|tooltip|def|let|(?:new|renew|provide)(?:command|environment))(?![A-Za-z])"
)


def clean_macros(text: str) -> str:
    """Return text without the macros by which a formula gets addresses, styles or new macros.

    MathJax acts on what stands between dollar signs, in HTML too. So this comes last: comments,
    entities and unknown tags, which could have hidden a macro, are gone by then.
    """
    return MACROS.sub(r"\\text{\1}", text)


# A fence that names a language calls up any of five hundred readers, some of which take hours for a
# page, or draws a diagram. So the name goes; with a mark of no width before it, it names none.
FENCES = re.compile(r"^([ \t>*+\-\d.)]*(?:`{3,}|~{3,}))[^\n`]*$", re.M)
NAMED_FENCES = re.compile(r"(?<![`~])(`{3,}|~{3,})(?![`~])(?=[ \t]{0,9}[^\s])")


def clean_markdown(text: str) -> str:
    """Return Markdown in which no tag, entity, picture, link or acting macro is left.

    Links stay readable as text. Their addresses are decoded twice on the way to a browser, so no
    list of bad ones would be long enough.
    """
    text = clean_text(text)
    text = NAMED_FENCES.sub("\\1\u200b", FENCES.sub(r"\1", text))
    text = re.sub(r"&(?=#|\w+;?)", "&amp;", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    text = clean_macros(text)
    text = re.sub(r"!(?=\[)", "", text)
    text = re.sub(r"\](?=[(\[:])", "] ", text)
    if len(OPENINGS.findall(text)) > MAX_OPENINGS:
        text = OPENINGS.sub("", text)
    return SCHEMES.sub(r"\1 \2", text)


def clean_output(output: Any) -> NotebookNode | None:
    """Return a cell's output rebuilt from what may be shown, or None."""
    from nbformat.v4 import new_output

    if not isinstance(output, dict):
        return None
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=clean_text(_text(output.get("text"))))
    if kind == "error":
        trace = output.get("traceback")
        lines = [clean_text(_text(line)) for line in trace[:200]] if isinstance(trace, list) else []
        return new_output(
            "error",
            ename=clean_text(_text(output.get("ename")))[:80],
            evalue=clean_text(_text(output.get("evalue")))[:2000],
            traceback=lines,
        )
    if kind in ("display_data", "execute_result"):
        data = _clean_data(output.get("data"))
        # An execute_result is where nbgrader looks for points; what a student shows is never one.
        return new_output("display_data", data=data) if data else None
    return None


def _clean_data(data: Any) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    kept: dict[str, str] = {}
    if isinstance(data.get("text/plain"), str):
        kept["text/plain"] = clean_text(data["text/plain"])
    if isinstance(data.get("text/html"), str):
        page = clean_html(clean_text(data["text/html"]))
        if page or "text/plain" not in kept:
            kept["text/html"] = page
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
    if not 0 < _pixels(raw) <= MAX_PIXELS:
        return None
    return base64.b64encode(raw).decode("ascii")


def _pixels(raw: bytes) -> int:
    """Return how many pixels a PNG or JPEG says it has: a small file can fill a browser's memory."""
    if raw.startswith(SIGNATURES["image/png"]):
        named = raw[12:16] == b"IHDR" and len(raw) >= 24
        width, height = struct.unpack(">II", raw[16:24]) if named else (0, 0)
        return width * height
    place, largest = 2, 0
    while place + 9 <= len(raw) and raw[place] == 0xFF:
        if raw[place + 1] == 0xFF:  # a marker may be padded
            place += 1
            continue
        marker, length = raw[place + 1], int.from_bytes(raw[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", raw[place + 5 : place + 9])
            largest = max(largest, width * height)
        if marker == 0xDA or length < 2:
            break
        place += 2 + length
    return largest


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def clean_outputs(outputs: Any) -> list[NotebookNode]:
    """Return the outputs of a cell that may be shown, at most 200 of them."""
    if not isinstance(outputs, list):
        return []
    return [item for item in map(clean_output, outputs[:200]) if item is not None]
