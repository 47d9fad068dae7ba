"""Writes the gradebook as CSV, the way `nbgrader export` does."""

from __future__ import annotations

from pathlib import Path


def write_csv(db_url: str, path: Path) -> Path:
    """Write one line a student and week; return the file's path."""
    from nbgrader.api import Gradebook
    from nbgrader.plugins import CsvExportPlugin

    plugin = CsvExportPlugin()
    plugin.to = str(path)
    with Gradebook(db_url) as gradebook:
        plugin.export(gradebook)
    return path
