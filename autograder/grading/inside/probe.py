"""Calls a student's function as a case asks, within the bounds of the sandbox."""

from __future__ import annotations

import contextlib
import errno
import io
from collections.abc import Callable
from typing import Any

from .judge.calling import report
from .judge.values import decode, encode

Ask = Callable[[str, list[Any], dict[str, Any]], Any]


BREACHES = {
    errno.EAGAIN: "processes",
    errno.EMFILE: "files",
    errno.ENOSPC: "disk",
    errno.EFBIG: "disk",
    errno.ENOMEM: "memory",
}
TOO_LONG = "The call took longer than it may."


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

    `ask`, when given, answers the functions named in request["asked"] from outside. What the calls
    print is dropped.
    """
    asked = request.get("asked", ()) if ask is not None else ()
    stand_ins = {name: _asking(name, ask) for name in asked}
    with contextlib.redirect_stdout(io.StringIO()):
        return report(request, namespace, stand_ins=stand_ins, limit_of=_limit_of)


def _limit_of(error: BaseException) -> str | None:
    if isinstance(error, OutOfTimeError):
        return str(error) or TOO_LONG
    breach = breach_of(error)
    return None if breach is None else f"The call was stopped by a limit on {breach}."


def _asking(name: str, ask: Any) -> Callable[..., Any]:
    def stand_in(*args: Any, **kwargs: Any) -> Any:
        positional = [encode(item, compact=True) for item in args]
        return decode(
            ask(name, positional, {key: encode(v, compact=True) for key, v in kwargs.items()})
        )

    stand_in.__name__ = name
    return stand_in
