"""Reads the Markdown file of an exercise: the mistakes that students make, and other right answers.

Two headings of the first level, each of which may be missing: `# Mistakes` and `# Alternatives`.
Below them a heading of the second level for each variant. A mistake is `## slug: title`, then the
hint, one paragraph; an alternative is `## what is different`. Then comes one fence: `diff` for a
change of the answer, `python` for whole functions.

The lines of a diff are whole lines of the answer, after ` ` (stays), `-` (goes) or `+` (comes); a
line `@@` stands between hunks. What a hunk keeps and takes out must stand in the answer once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from autograder.examining.vocabulary import (
    Alternative,
    AuthoringError,
    Hunk,
    Misconception,
    file_line,
)

MISTAKES, ALTERNATIVES = "Mistakes", "Alternatives"


@dataclass
class _Entry:
    """What stands under one heading of the second level."""

    kind: str
    heading: str
    line: int
    prose: list[str] = field(default_factory=list)
    fences: list[Token] = field(default_factory=list)


def read_variants(path: Path) -> tuple[tuple[Misconception, ...], tuple[Alternative, ...]]:
    """Return the variants in the Markdown file of an exercise, in their order.

    Raises AuthoringError, with file and line, for what is not as the module's docstring says.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AuthoringError(
            f"there is no such file: write {path.name}, with `# Mistakes` and `# Alternatives`",
            file_line(path, 1),
        ) from None
    misconceptions: dict[str, Misconception] = {}
    alternatives: dict[str, Alternative] = {}
    for entry in _entries(path, text):
        variant = _variant(path, entry)
        known = misconceptions | alternatives
        if variant.name in known:
            raise AuthoringError(
                f"{variant.name!r} stands at {known[variant.name].place} too: names differ",
                variant.place,
            )
        if isinstance(variant, Misconception):
            misconceptions[variant.name] = variant
        else:
            alternatives[variant.name] = variant
    return tuple(misconceptions.values()), tuple(alternatives.values())


def _entries(path: Path, text: str) -> Iterator[_Entry]:
    """Yield what stands under each heading of the second level."""
    kind = ""
    entry: _Entry | None = None
    tokens = MarkdownIt("commonmark").parse(text)
    for i, token in enumerate(tokens):
        if token.level or not token.map:
            continue  # inside a block that has been looked at, or its end
        line = token.map[0] + 1
        if token.type == "heading_open":
            if entry:
                yield entry
            heading, entry = tokens[i + 1].content, None
            if token.tag == "h1" and heading in (MISTAKES, ALTERNATIVES):
                kind = heading
            elif token.tag == "h2" and kind:
                entry = _Entry(kind, heading, line)
            else:
                raise AuthoringError(_unknown(token, heading), file_line(path, line))
        elif entry and token.type == "fence":
            entry.fences.append(token)
        elif entry and token.type == "paragraph_open" and not (entry.prose or entry.fences):
            entry.prose = [part.strip() for part in tokens[i + 1].content.splitlines()]
        else:
            raise AuthoringError(
                "this belongs to no variant: below `## slug: title` stand one paragraph, the "
                "hint, and one fence, nothing else",
                file_line(path, line),
            )
    if entry:
        yield entry


def _unknown(token: Token, heading: str) -> str:
    if token.tag == "h2":
        return f"{heading!r} stands before `# {MISTAKES}` or `# {ALTERNATIVES}`: write which it is"
    return (
        f"the heading {heading!r} is neither `# {MISTAKES}` nor `# {ALTERNATIVES}` nor "
        "`## slug: title`"
    )


def _variant(path: Path, entry: _Entry) -> Misconception | Alternative:
    place = file_line(path, entry.line)
    if not entry.heading:
        raise AuthoringError("the heading is empty: every variant has a name", place)
    if len(entry.fences) != 1:
        raise AuthoringError(
            f"{entry.heading!r} has {len(entry.fences)} fences: it must have one, ```diff or "
            "```python",
            place,
        )
    code, change = _content(path, entry.fences[0])
    if entry.kind == ALTERNATIVES:
        if entry.prose:
            raise AuthoringError(f"{entry.heading!r} is an alternative: it has no hint", place)
        return Alternative(entry.heading, code, change, place)
    slug, _, title = entry.heading.partition(": ")
    if not title.strip():
        raise AuthoringError(f"the heading {slug!r} has no title: write `## slug: title`", place)
    if not entry.prose:
        raise AuthoringError(f"{slug!r} has no hint: write one paragraph above the fence", place)
    return Misconception(slug, code, change, place, title.strip(), " ".join(entry.prose))


def _content(path: Path, fence: Token) -> tuple[str, tuple[Hunk, ...]]:
    """Return the code of a `python` fence, or the hunks of a `diff`."""
    line = (fence.map or [0])[0] + 1
    if fence.info.strip() == "diff":
        return "", tuple(_hunks(path, fence.content.splitlines(), line + 1))
    if fence.info.strip() != "python":
        raise AuthoringError(
            f"this fence is {fence.info.strip() or 'of no language'!r}: write ```diff for changed "
            "lines of the answer, or ```python for whole functions",
            file_line(path, line),
        )
    try:
        ast.parse(fence.content)
    except SyntaxError as error:
        where = file_line(path, line + (error.lineno or 1))
        raise AuthoringError(f"not valid Python: {error.msg}", where) from None
    return fence.content, ()


def _hunks(path: Path, lines: list[str], first: int) -> Iterator[Hunk]:
    """Yield the hunks of a diff whose first line is line `first` of the file."""
    old: list[str] = []
    new: list[str] = []
    begin = first
    for number, line in enumerate([*lines, "@@"], first):
        sign, rest = line[:1] or " ", line[1:]
        if line == "@@":
            if old == new or not old:
                raise AuthoringError(
                    "this hunk changes nothing, or keeps and takes out no line of the answer: it "
                    "needs a line with `-` or `+`, and one with `-` or ` `",
                    file_line(path, begin),
                )
            yield Hunk(tuple(old), tuple(new), file_line(path, begin))
            old, new, begin = [], [], number + 1
            continue
        if sign not in " -+":
            raise AuthoringError(
                f"{line!r} begins with neither ` ` (stays), `-` (goes) nor `+` (comes)",
                file_line(path, number),
            )
        if sign in " -":
            old.append(rest)
        if sign in " +":
            new.append(rest)
