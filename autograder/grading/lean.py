"""Has nbgrader's gradebook loaded without what it never uses there, which takes half a second of each run."""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import importlib.util
import sys
import types
from collections.abc import Iterator
from typing import Any

ARCHIVES = "setuptools.archive_util"


def load_without_server() -> None:
    """Have modules of nbgrader importable one by one, where nbgrader is not loaded yet.

    Its package file imports the handlers of four extensions of Jupyter's server, and with them that
    server. It defines nothing else but the version, and what that server looks up there. To unpack
    archives it imports setuptools, and to ask a hub requests: those are loaded when they are used.
    """
    spec = None if "nbgrader" in sys.modules else importlib.util.find_spec("nbgrader")
    if spec is None:
        return
    package = importlib.util.module_from_spec(spec)
    package.__version__ = importlib.metadata.version("nbgrader")  # type: ignore[attr-defined]
    sys.modules["nbgrader"] = package
    archives, requests = types.ModuleType(ARCHIVES), types.ModuleType("requests")
    # A function that is imported by its name is asked for at once, and its module only when it is called.
    archives.__getattr__ = lambda name: functools.partial(_unpack, name)  # type: ignore[method-assign]
    requests.__getattr__ = lambda name: getattr(importlib.import_module("requests"), name)  # type: ignore[method-assign]
    with _in_place(archives), _in_place(requests):
        importlib.import_module("nbgrader.utils")
        importlib.import_module("nbgrader.auth")


def _unpack(name: str, *args: Any, **settings: Any) -> Any:
    return getattr(importlib.import_module(ARCHIVES), name)(*args, **settings)


@contextlib.contextmanager
def _in_place(stand_in: types.ModuleType) -> Iterator[None]:
    """Have what is imported in the block get a stand-in, where the module is not loaded yet."""
    own = sys.modules.setdefault(stand_in.__name__, stand_in)
    try:
        yield
    finally:
        if own is stand_in:
            del sys.modules[stand_in.__name__]
