"""Calls a student's function as a case asks and reports, as plain data, what it did."""

from __future__ import annotations

import contextlib
import errno
import importlib
import io
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from .codec import decode, encode

Ask = Callable[[str, list[Any], dict[str, Any]], Any]


BREACHES = {
    errno.EAGAIN: "processes",
    errno.EMFILE: "files",
    errno.ENOSPC: "disk",
    errno.EFBIG: "disk",
    errno.ENOMEM: "memory",
}


class OutOfTimeError(BaseException):
    """Raised in student code when its time is over; no `except Exception` catches it."""


def breach_of(error: BaseException | None) -> str | None:
    """Return which limit an error comes from: "memory", "processes", "files" or "disk"."""
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OSError):
        return BREACHES.get(error.errno or 0)
    if isinstance(error, RuntimeError) and error.args == ("can't start new thread",):
        return "processes"
    return None


def observe(
    request: dict[str, Any], namespace: dict[str, Any], ask: Ask | None = None
) -> dict[str, Any]:
    """Return the outcome of a case's calls, made with the functions in `namespace`.

    `ask`, when given, answers the functions named in request["asked"] from outside.
    """
    stand_ins = {name: _stand_in(value) for name, value in request["replaced"].items()}
    if ask is not None:
        stand_ins |= {name: _asking(name, ask) for name in request.get("asked", ())}
    kept = {name: namespace[name] for name in stand_ins if name in namespace}
    results: list[Any] = []
    outcome: dict[str, Any] = {"status": "missing"}
    namespace.update(stand_ins)
    try:
        for call in request["calls"]:
            value, outcome = _call(call, request["watch"], namespace, results)
            if outcome["status"] != "value":
                break
            results.append(value)
    finally:
        for name in stand_ins:
            namespace.pop(name, None)
        namespace.update(kept)
    return outcome


def _stand_in(value: Any) -> Callable[..., Any]:
    if isinstance(value, dict) and "built" in value:
        return decode(value, _resolver([]))
    return _always(value)


def _always(value: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: decode(value, _refuse)


def _asking(name: str, ask: Ask) -> Callable[..., Any]:
    def stand_in(*args: Any, **kwargs: Any) -> Any:
        answer = ask(
            name, [encode(item) for item in args], {key: encode(v) for key, v in kwargs.items()}
        )
        return decode(answer, _refuse)

    stand_in.__name__ = name
    return stand_in


def _refuse(data: dict[str, Any]) -> Any:
    raise ValueError("not a value")


def _call(
    call: dict[str, Any], watch: list[str], namespace: dict[str, Any], results: list[Any]
) -> tuple[Any, dict[str, Any]]:
    name = call["function"]
    function = namespace.get(name)
    if not callable(function):
        return None, {"status": "missing", "function": name}
    resolve = _resolver(results)
    try:
        args = [decode(item, resolve) for item in call["args"]]
        kwargs = {key: decode(item, resolve) for key, item in call["kwargs"].items()}
    except Exception as error:
        message = f"what the call before returned cannot be handed on to `{name}`: {error}"
        details = {"type": type(error).__name__, "message": message[:600], "lines": []}
        return None, {"status": "error", "function": name, "error": details}
    given = dict(zip(call["names"], args, strict=False)) | kwargs
    before = {key: encode(value) for key, value in given.items()}
    printed = io.StringIO()
    try:
        with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
            warnings.simplefilter("always")
            value = function(*args, **kwargs)
            texts = list(dict.fromkeys(str(item.message)[:300] for item in caught))[:4]
        plain = encode(value)
        changed = [key for key in given if encode(given[key]) != before[key]]
        after = {key: encode(given[key]) for key in watch if key in given}
    except OutOfTimeError:
        return None, {
            "status": "limit",
            "function": name,
            "detail": "The call took longer than it may.",
        }
    except BaseException as error:
        breach = breach_of(error)
        if breach is not None:
            detail = f"The call was stopped by a limit on {breach}."
            return None, {"status": "limit", "function": name, "detail": detail}
        return None, _raised(error, function, name)
    outcome = {
        "status": "value",
        "value": plain,
        "after": after,
        "changed": changed,
        "warnings": texts,
    }
    return value, outcome


def _resolver(results: list[Any]) -> Callable[[dict[str, Any]], Any]:
    def resolve(data: dict[str, Any]) -> Any:
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


def _raised(error: BaseException, function: Any, name: str) -> dict[str, Any]:
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    try:
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == own or frame.filename.startswith("<ipython-input")
        ]
        message = str(error)[:600]
    except BaseException:  # an exception whose own text raises is still only an error
        frames, message = [], ""
    inner = frames[-1].name if frames else name
    if isinstance(error, NotImplementedError):
        return {"status": "unanswered", "function": inner}
    lines = [[frame.lineno or 0, (frame.line or "")[:300]] for frame in frames[-4:]]
    details = {"type": type(error).__name__[:80], "message": message, "lines": lines}
    return {"status": "error", "function": name, "error": details}
