"""Has nbgrader's gradebook loaded without its web server's parts, which take half a second of each run."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys


def load_without_server() -> None:
    """Have modules of nbgrader importable one by one, where nbgrader is not loaded yet.

    Its package file imports the handlers of four extensions of Jupyter's server, and with them that
    server. It defines nothing else but the version, and what that server looks up there.
    """
    spec = None if "nbgrader" in sys.modules else importlib.util.find_spec("nbgrader")
    if spec is not None:
        package = importlib.util.module_from_spec(spec)
        package.__version__ = importlib.metadata.version("nbgrader")  # type: ignore[attr-defined]
        sys.modules["nbgrader"] = package
