"""Shows a block in a notebook, as HTML and as plain text, in colours that read well on light and on dark."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

from helpers.judge.verdicts import LOOK, coded

FAINT = '<p style="opacity:0.75">'


def show(text: str, page: str) -> None:
    """Show a block of HTML in a notebook, the same as plain text elsewhere."""
    shell = running_shell()
    if shell is None:
        print(text)
    else:
        shell.display_pub.publish({"text/plain": text, "text/html": page})


def running_shell() -> Any:
    """Return IPython's shell if this runs in one, else None."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def sentence(text: str) -> tuple[str, str]:
    """Return a sentence in which something waits, as text and as HTML."""
    return text, f"{FAINT}{coded(text)}</p>"


def block(head: str, lines: Iterable[str]) -> tuple[str, str]:
    """Return a block that says something in place of a verdict, as text and as HTML."""
    lines = list(lines)
    page = "".join(f'<p style="margin:4px 0 0 0">{coded(line)}</p>' for line in lines)
    return (
        "\n".join([head.replace("`", ""), *(f"  {line}" for line in lines)]),
        f'<div style="border-left:5px solid {LOOK};padding:6px 12px;margin:4px 0;line-height:1.45">'
        f'<p style="margin:0"><b>{coded(head)}</b></p>{page}</div>',
    )


def folded(summary: str, lines: Sequence[str]) -> str:
    """Return lines of code or output as HTML that is folded below a line which opens it."""
    return (
        '<details style="margin:6px 0 0 0"><summary style="cursor:pointer">'
        f"{html.escape(summary)}</summary>"
        '<pre style="white-space:pre-wrap;overflow-wrap:anywhere;border:none;margin:2px 0 2px 14px;'
        f'padding:0;background:none;font-size:0.92em">{html.escape(chr(10).join(lines))}</pre></details>'
    )


def listed(names: Sequence[str]) -> str:
    """Return names as code, with commas and an "and"."""
    named = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
