"""Writes what the authors' page shows of the vocabulary, signatures and docstrings, into docs/authors.md."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from autograder.examining import (
    Agreement,
    Between,
    Built,
    Close,
    Custom,
    NoLoops,
    Part,
    Result,
    Rng,
    Secret,
    Statistics,
    Unchanged,
    call,
)
from autograder.examining.vocabulary import Case

PAGE = Path(__file__).parents[1] / "docs" / "authors.md"
BEGIN, END = (
    "<!-- vocabulary: tools/author_page.py writes it -->\n",
    "<!-- end of the vocabulary -->\n",
)
CASES = (call, Case.then, Case.with_, Result, Built, Rng)
COMPARISONS = (Close, Between, Agreement, Statistics, Unchanged, NoLoops, Secret, Custom)


def vocabulary() -> str:
    """Return the text of the section, Markdown."""
    titled = (("Cases", CASES), ("Parts", (Part,)), ("Comparisons", COMPARISONS))
    return "\n".join(
        "\n".join([f"### {title}\n", *(_entry(thing) for thing in things)])
        for title, things in titled
    )


def _entry(thing: Any) -> str:
    """Return the signature of a function or a class, and its docstring as one paragraph and example."""
    text, _, example = (inspect.getdoc(thing) or "").partition("Example: ")
    said = re.sub(r"\s+", " ", text).strip()
    return f"**`{_signature(thing)}`** {said}\n\n```python\n{example.strip().strip('`')}\n```\n"


def _signature(thing: Any) -> str:
    if is_dataclass(thing):
        shown = ", ".join(_field(item) for item in fields(thing))
        return f"{thing.__name__}({shown})"  # type: ignore[union-attr]
    found = inspect.signature(thing)
    given = [
        str(p.replace(annotation=p.empty)) for name, p in found.parameters.items() if name != "self"
    ]
    name = thing.__qualname__.removeprefix("Case")
    return f"{name}({', '.join(given)})"


def _field(item: Any) -> str:
    default = item.default
    if default is not inspect.Parameter.empty and not callable(item.default_factory):
        shown = f"{type(default).__name__}()" if is_dataclass(default) else repr(default)
        return item.name if "MISSING" in repr(default) else f"{item.name}={shown}"
    return f"{item.name}={{}}" if callable(item.default_factory) else item.name


def with_vocabulary(page: str) -> str:
    """Return the page with the section as the docstrings have it now."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{vocabulary()}\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(with_vocabulary(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
