"""Looks at what a notebook's functions take from elsewhere: a file of one's own, a numpy that was changed."""

from __future__ import annotations

import re
import sys
import sysconfig
import types
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from helpers.evidence.saved import Saved

AS_IT_CAME = dict(vars(np))
SUPPLIED = ("helpers", "solutions")


def out_of_reach(function: types.FunctionType) -> str | None:
    """Return why an imported function is not there, or is another one, when the notebook is graded."""
    file = Path(function.__code__.co_filename)
    root = str(function.__globals__.get("__name__", "")).partition(".")[0]
    if not file.is_absolute() or root in SUPPLIED or _is_installed(file):
        return None
    what = f"`{function.__name__}` was imported from `{file.name}`"
    if not file.resolve().is_relative_to(Path.cwd().resolve()):
        return (
            f"{what}, which does not lie in the folder of your notebook: it is not there when that is "
            "graded. Write the function into its cell."
        )
    try:
        text = file.read_text(encoding="utf-8")
        now = list(_codes(compile(text, str(file), "exec", dont_inherit=True)))
    except OSError:
        return f"{what}, and that file is no longer there. Write the function into its cell."
    except (SyntaxError, ValueError):
        now = []
    if function.__code__ in now:
        return None
    return (
        f"{what}, and that file was changed since. Restart the kernel (Kernel > Restart Kernel and Run "
        "All Cells), so that what the file says now is imported."
    )


def _is_installed(file: Path) -> bool:
    homes = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()}
    return any(file.is_relative_to(home) for home in homes) or "site-packages" in file.parts


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _codes(constant)


def patched(function: types.FunctionType, saved: Saved) -> str | None:
    """Return which function of numpy's that this one uses was replaced, if the notebook does not do it."""
    for code in (function.__code__, *_codes(function.__code__)):
        for name in code.co_names:
            if name not in vars(np) or isinstance(vars(np)[name], types.ModuleType):
                continue
            if vars(np)[name] is AS_IT_CAME.get(name) or any(
                re.search(rf"\.{name}\s*=[^=]", cell.source) for cell in saved.cells
            ):
                continue
            return (
                f"The `np.{name}` in memory is not numpy's own: something that was run put another one in its "
                "place, and no cell of the notebook does. Restart the kernel (Kernel > Restart Kernel and "
                "Run All Cells)."
            )
    return None
