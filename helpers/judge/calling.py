"""Calls a function as a case asks and tells what it did: value, error, warnings, changed arguments.

`check` calls a student's functions with `observe`. The process beside student code, in which this
file is mounted, calls them with `report` and adds its bounds.
"""

from __future__ import annotations

import contextlib
import importlib
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .asserts import explained, without_asserts
from .operands import given_to
from .outcome import Outcome
from .unwrapping import codes_of, is_cell, scopes_of
from .values import decode, describe, encode

# The computing of this thread: others of a matrix library count while they wait. A browser has no
# such clock, and no other thread.
worked = getattr(time, "thread_time", time.perf_counter)

# Where functions lie that a case brings along: no line of theirs is a student's.
OURS = str(Path(__file__).resolve().parent.parent)

LimitOf = Callable[[BaseException], str | None]
Plain = dict[str, Any]


def observe(request: Mapping[str, Any], namespace: dict[str, Any]) -> Outcome:
    """Make the calls of a case with the functions in `namespace`; return what the last one did.

    `request` is the plain data of `CaseSheet.request()`. Every call gets freshly made arguments.
    A KeyboardInterrupt is passed on; whatever else the function raises becomes the outcome.
    """
    return Outcome.from_json(report(request, namespace))


def _pass_on_interrupts(error: BaseException) -> None:
    if isinstance(error, KeyboardInterrupt):
        raise error


def report(
    request: Mapping[str, Any],
    namespace: dict[str, Any],
    *,
    stand_ins: Mapping[str, Callable[..., Any]] | None = None,
    limit_of: LimitOf = _pass_on_interrupts,
) -> Plain:
    """Return the plain data of the outcome that `observe` returns.

    `stand_ins` are put in the place of functions of the student's, beside those that the case
    replaces. With `"asserts": False` in the request, asserts in the notebook's functions are left
    out. `limit_of` says of what was raised which limit it comes from, in a sentence, or None
    for an error like another.
    """
    if not request.get("asserts", True):
        stand_ins = {**without_asserts(namespace), **(stand_ins or {})}
    replaced = {name: _stand_in(value) for name, value in request["replaced"].items()}
    results: list[Any] = []
    plain: list[Any] = []
    outcome: Plain = {"status": "missing"}
    called = [call["function"] for call in request["calls"] if isinstance(call["function"], str)]
    started = worked()
    with _in_place(namespace, {**replaced, **(stand_ins or {})}, called):
        for call in request["calls"]:
            value, outcome = _call(call, request, namespace, results, limit_of)
            if outcome["status"] != "value":
                break
            results.append(value)
            plain.append(outcome["value"])
    if request.get("collect") and outcome["status"] == "value":
        outcome["value"] = plain
    if request.get("budget"):
        outcome["cpu"] = worked() - started
    return outcome


@contextlib.contextmanager
def _in_place(
    namespace: dict[str, Any], stand_ins: Mapping[str, Callable[..., Any]], called: list[str]
) -> Iterator[None]:
    """Have functions stand in the place of others for a while, under whatever name those go.

    A function looks up what it calls in the module that it was written in, which for an imported
    one is not the notebook.
    """
    own = {name: namespace[name] for name in (*called, *stand_ins) if name in namespace}
    scopes = [namespace, *(scope for function in own.values() for scope in scopes_of(function))]
    kept: list[tuple[dict[str, Any], dict[str, Any], set[str]]] = []
    for scope in {id(scope): scope for scope in scopes}.values() if stand_ins else ():
        put = dict(stand_ins)
        for name, value in list(scope.items()):
            same = (stand_ins[key] for key in stand_ins if key in own and own[key] is value)
            stand_in = next(same, None)
            if stand_in is not None:
                put.setdefault(name, stand_in)
        kept.append((scope, {name: scope[name] for name in put if name in scope}, set(put)))
        scope.update(put)
    try:
        yield
    finally:
        for scope, before, names in kept:
            for name in names - set(before):
                scope.pop(name, None)
            scope.update(before)


def _stand_in(value: Any) -> Callable[..., Any]:
    """Return the function to put in another's place: a built one, or one that gives one value."""
    if isinstance(value, dict) and "built" in value:
        return decode(value, _resolver([]))
    # A fresh copy each time, whatever it is called with.
    return lambda *args, **kwargs: decode(value)


def called_name(calls: Sequence[Mapping[str, Any]], i: int) -> str:
    """Return the name of the function that call `i` of a case calls, or that made what it calls."""
    function = calls[i]["function"]
    if isinstance(function, str):
        return function
    if "result" in function:
        return called_name(calls, function["result"][0])
    return str(function["built"]).rpartition(".")[2]


def _call(
    call: Mapping[str, Any],
    request: Mapping[str, Any],
    namespace: dict[str, Any],
    results: list[Any],
    limit_of: LimitOf,
) -> tuple[Any, Plain]:
    """Return what a call returned, as it is for the next call, and its outcome."""
    name, watch = called_name(request["calls"], len(results)), request["watch"]
    resolve = _resolver(results)
    if isinstance(call["function"], str):
        function = namespace.get(name)
        if not callable(function):
            return None, {"status": "missing", "function": name}
    else:
        try:
            function = decode(call["function"], resolve)
        except Exception as error:  # noqa: BLE001 - what an earlier call returned has no such piece
            return None, _no_argument(name, error)
        if not callable(function):
            return None, _no_function(name, function)
    try:
        args = [decode(item, resolve) for item in call["args"]]
        kwargs = {key: decode(item, resolve) for key, item in call["kwargs"].items()}
    except Exception as error:  # what an earlier call returned has no such piece
        return None, _no_argument(name, error)
    given = dict(zip(call["names"], args, strict=False)) | kwargs
    # Reading what a student's code made can run that code again: it belongs to the call.
    try:
        before = {key: encode(item, compact=True) for key, item in given.items()}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            value = function(*args, **kwargs)
            texts = list(dict.fromkeys(map(_warned, caught)))[:4]
        plain = encode(value, compact=True)
        changed = [key for key in given if encode(given[key], compact=True) != before[key]]
        after = {key: encode(given[key], compact=True) for key in watch if key in given}
    except BaseException as error:  # SystemExit too: a call of exit() is an answer like another
        detail = limit_of(error)
        if detail is not None:
            return None, {"status": "limit", "function": name, "detail": detail}
        raised = _raised(error, function, name)
        ours = isinstance(call["function"], dict) and "built" in call["function"]
        if ours and not raised.get("error", {}).get("lines", [0]):
            return None, _no_use(called_name(request["calls"], 0), raised["error"])
        return None, raised
    outcome = {"value": plain, "after": after, "changed": changed, "warnings": texts}
    return value, {"status": "value", **outcome}


def _warned(item: warnings.WarningMessage) -> str:
    """Return what a warning says, with the line where that is one of a notebook's cell."""
    text = str(item.message)[:300]
    return f"{text}, in line {item.lineno}" if is_cell(item.filename) else text


def decoded(item: Any, results: list[Any]) -> Any:
    """Return a fresh argument from its plain data; `results` are what earlier calls returned."""
    return decode(item, _resolver(results))


def _resolver(results: list[Any]) -> Callable[[Mapping[str, Any]], Any]:
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


def _no_function(name: str, value: Any) -> Plain:
    message = f"`{name}` should return a function; it returned {describe(value)[:80]}"
    return {
        "status": "error",
        "function": name,
        "error": {"type": "TypeError", "message": message, "lines": []},
    }


def _no_argument(name: str, error: Exception) -> Plain:
    message = f"what the call before returned cannot be handed on to `{name}`: {error}"
    details = {"type": type(error).__name__, "message": message[:600], "lines": []}
    return {"status": "error", "function": name, "error": details}


def _no_use(name: str, error: Plain) -> Plain:
    """Return that a function of ours could not work with what the student's function returned."""
    message = f"what `{name}` returned cannot be used as the docstring says: {error['message']}"
    return {"status": "error", "function": name, "error": error | {"message": message[:600]}}


def _raised(error: BaseException, function: Any, name: str) -> Plain:
    """Return the outcome of a call that raised, with the lines of the student's own code."""
    own = {code.co_filename for code in codes_of(function)}
    own = {file for file in own if not file.startswith(OURS)}
    try:
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename in own or is_cell(frame.filename)
        ]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is worked out once more to be told
            message = (explained(error, own) or str(error))[:600]
            given = given_to(error, own)[:400]
    except BaseException:  # an exception whose own text raises is only an error
        frames, message, given = [], "", ""
    inner = frames[-1].name if frames else name
    if isinstance(error, NotImplementedError):
        return {"status": "unanswered", "function": inner}
    lines = [[frame.lineno or 0, (frame.line or "")[:300]] for frame in frames[-4:]]
    details = {"type": type(error).__name__[:80], "message": message, "lines": lines}
    details |= {"given": given} if given else {}
    return {"status": "error", "function": name, "error": details}
