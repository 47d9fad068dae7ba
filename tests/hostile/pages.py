"""Finds what would act in a browser: scripts, handlers, addresses that are fetched or that run."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

ACTIVE = {
    "script", "iframe", "object", "embed", "form", "input", "button", "style", "link", "meta", "base", "svg",
    "video", "audio", "source", "frame", "frameset", "applet", "template", "textarea", "math", "portal",
}  # fmt: skip
ADDRESSES = {
    "href", "src", "srcset", "srcdoc", "action", "formaction", "background", "poster", "data", "xlink:href",
    "ping", "manifest", "cite", "longdesc",
}  # fmt: skip
HARMLESS = re.compile(r"^(#|https?://|mailto:)")
PICTURE = re.compile(r"^data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*$")
MACROS = re.compile(r"\\(href|style|class|cssId|require|html\w*|unicode|includegraphics)\b")


def active_parts(page: str) -> Counter[str]:
    """Return everything of a page that acts, counted."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return parser.found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        if tag in ACTIVE:
            self.found[f"<{tag} {sorted(named.items())}>"] += 1
        for name, value in named.items():
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            fetched = tag != "a" and not PICTURE.match(value)
            if name.startswith("on"):
                self.found[f"{name}={value}"] += 1
            elif name in ADDRESSES and (fetched or not HARMLESS.match(address)):
                self.found[f"{tag} {name}={value[:200]}"] += 1
            elif name == "style" and re.search(r"url|expression|@import|position|\\", address):
                self.found[f"style={value}"] += 1
        if tag in ("script", "style", "pre", "code"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if {"script", "style"} & set(self.inside):
            self.found["text " + hashlib.sha256(data.encode()).hexdigest()] += 1
        elif not self.inside:
            # MathJax leaves alone what stands in <pre> and <code>, and acts on all other text.
            for found in MACROS.finditer(data):
                self.found[f"macro {found[0]}"] += 1
