"""Makes the calls of an exercise's visible cases, which are public: the grader tells by them what is near."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from .judge.asserts import is_own
from .judge.calling import report


def near(message: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Return, by draw, the outcome of each case in `message`.

    Where an assert of the student's stops a call, outcomes are those without asserts.
    """
    cases = message["draws"]
    with contextlib.redirect_stdout(io.StringIO()):
        outcomes = _outcomes(cases, namespace, {})
        if any(
            is_own(outcome.get("error", {})) for several in outcomes.values() for outcome in several
        ):
            outcomes = _outcomes(cases, namespace, {"asserts": False})
    return {"outcomes": outcomes}


def _outcomes(
    draws: dict[str, list[dict[str, Any]]], namespace: dict[str, Any], settings: dict[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [report(case | settings, namespace, limit_of=_limit_of) for case in cases]
        for name, cases in draws.items()
    }


def _limit_of(error: BaseException) -> None:
    """Pass on what ends it all, such as the end of the time; the rest is an error like another."""
    if not isinstance(error, (Exception, SystemExit)):
        raise error
