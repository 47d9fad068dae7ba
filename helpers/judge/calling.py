"""Calls a function as a case asks and records what it did: value, error, warnings, changed arguments."""

from __future__ import annotations

import importlib
import traceback
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from .outcome import Outcome
from .values import UnreadableValueError, decode, encode


def observe(request: Mapping[str, Any], namespace: dict[str, Any]) -> Outcome:
    """Make the calls of a case with the functions in `namespace`; return what the last one did.

    `request` is the plain data of `CaseSheet.request()`. Every call gets freshly made arguments.
    A KeyboardInterrupt is passed on; whatever else the function raises becomes the outcome.
    """
    results: list[Any] = []
    kept = {name: namespace[name] for name in request["replaced"] if name in namespace}
    try:
        for name, value in request["replaced"].items():
            namespace[name] = _stand_in(value)
        for call in request["calls"]:
            value, outcome = _call(call, request["watch"], namespace, results)
            if outcome.status != "value":
                return outcome
            results.append(value)
    finally:
        for name in request["replaced"]:
            namespace.pop(name, None)
        namespace.update(kept)
    return outcome


def _stand_in(value: Any) -> Any:
    """Return the function to put in another's place: a built one, or one that gives one value."""
    if isinstance(value, dict) and "built" in value:
        return decode(value, _resolver([]))
    return _always(value)


def _always(value: Any) -> Any:
    """Return a function that gives a fresh copy of one value, whatever it is called with."""
    return lambda *args, **kwargs: decode(value)


def _call(
    call: Mapping[str, Any], watch: list[str], namespace: dict[str, Any], results: list[Any]
) -> tuple[Any, Outcome]:
    """Return what a call returned, as it is for the next call, and its outcome as plain data has it."""
    name = call["function"]
    function = namespace.get(name)
    if not callable(function):
        return None, Outcome("missing", function=name)
    resolve = _resolver(results)
    try:
        args = [decode(item, resolve) for item in call["args"]]
        kwargs = {key: decode(item, resolve) for key, item in call["kwargs"].items()}
    except Exception as error:  # noqa: BLE001 - what an earlier call returned has no such piece
        return None, _no_argument(name, error)
    given = dict(zip(call["names"], args, strict=False)) | kwargs
    before = {key: encode(value, compact=True) for key, value in given.items()}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = function(*args, **kwargs)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: a call of exit() is an answer like another
            return None, _raised(error, function, name)
    changed = tuple(key for key in given if encode(given[key], compact=True) != before[key])
    try:
        plain = _plain(value)
        after = {key: _plain(given[key]) for key in watch if key in given}
    except UnreadableValueError as error:
        return value, Outcome("unreadable", detail=str(error))
    return value, Outcome(
        "value",
        value=plain,
        after=after,
        changed=changed,
        warnings=tuple(dict.fromkeys(str(item.message) for item in caught))[:4],
    )


def _plain(value: Any) -> Any:
    """Return a value as it comes out of its plain-data form, as the grader sees it too."""
    return decode(encode(value, compact=True))


def _resolver(results: list[Any]) -> Any:
    def resolve(data: Mapping[str, Any]) -> Any:
        if "rng" in data:
            return np.random.default_rng(data["rng"])
        if "built" in data:
            module, _, name = data["built"].rpartition(".")
            settings = {key: decode(item, resolve) for key, item in data["with"].items()}
            return getattr(importlib.import_module(module), name)(**settings)
        value = results[data["result"][0]]
        for step in data["result"][1:]:
            value = value[step]
        return value

    return resolve


def _no_argument(name: str, error: Exception) -> Outcome:
    message = f"what the call before returned cannot be handed on to `{name}`: {error}"
    details = {"type": type(error).__name__, "message": message, "lines": []}
    return Outcome("error", function=name, error=details)


def _raised(error: BaseException, function: Any, name: str) -> Outcome:
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == own or "ipykernel_" in frame.filename or frame.filename.startswith("<")
    ]
    frames = [frame for frame in frames if frame.filename != __file__]
    inner = frames[-1].name if frames else name
    if isinstance(error, NotImplementedError):
        return Outcome("unanswered", function=inner)
    return Outcome(
        "error",
        function=name,
        error={
            "type": type(error).__name__,
            "message": str(error)[:600],
            "lines": [[frame.lineno or 0, frame.line or ""] for frame in frames[-4:]],
        },
    )
