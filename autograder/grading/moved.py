"""Names of helpers that have moved since a course was released: its bundle knows the old ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Modules whose functions cases build values with, and where they stood in bundles before.
MOVED = {
    "helpers.weeks.week2.judges": "helpers.shallow_judges",
    "helpers.weeks.week6.costs": "helpers.costs",
}


def moved_in(bundle: Path) -> dict[str, str]:
    """Return the modules that a bundle has under their old names only, with these names."""
    return {
        new: old for new, old in MOVED.items() if not _holds(bundle, new) and _holds(bundle, old)
    }


def _holds(bundle: Path, module: str) -> bool:
    return bundle.joinpath(*module.split(".")).with_suffix(".py").is_file()


def with_old_names(request: Any, moved: Mapping[str, str]) -> Any:
    """Return a case's request with the functions that it builds values with under old names."""
    if isinstance(request, list):
        return [with_old_names(item, moved) for item in request]
    if not isinstance(request, dict) or "array" in request:
        return request
    renamed = {key: with_old_names(item, moved) for key, item in request.items()}
    if "built" in renamed and "with" in renamed:
        module, _, function = renamed["built"].rpartition(".")
        renamed["built"] = f"{moved.get(module, module)}.{function}"
    return renamed
