"""Judges what a student's functions did: compares outcomes with a sheet of cases, says what is wrong.

Two callers use this one piece of code. In the notebook, `check` (helpers/checking.py) brings the
visible sheet, frozen in a JSON file. The grader brings a sheet that it has just drawn. Both call
`judge(sheet, outcomes)` and show the Verdict that comes back.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from helpers.judge.comparing import (
    Agreement,
    Close,
    Comparison,
    Custom,
    NoLoops,
    Seen,
    Shaped,
    Statistics,
    from_json,
    kind_of,
    no_key,
    nothing_came,
)
from helpers.judge.values import Built, Opaque, Result, Rng, decode, describe, encode

RIGHT = "right"
WRONG = "wrong"
ERROR = "error"
UNANSWERED = "unanswered"
CRASHED = "crashed"
LIMIT = "limit"
NOT_GRADABLE = "not_gradable"

MAX_TEXT = 2_000

# The detail of a known outcome of which only a digest is kept (see Comparison.digest).
DIGEST = "digest"


# ---------------------------------------------------------------- what is asked


@dataclass(frozen=True)
class Call:
    """One call of a student's function: positional and keyword arguments in plain-data form."""

    function: str
    args: list[Any]
    kwargs: dict[str, Any] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the plain data of this call."""
        return {
            "function": self.function,
            "args": self.args,
            "kwargs": self.kwargs,
            "names": self.names,
        }

    def arguments(self) -> dict[str, Any]:
        """Return the arguments by name, as values to be read; described ones stay descriptions."""
        return self._arguments

    @functools.cached_property
    def _arguments(self) -> dict[str, Any]:
        values = [decode(item, _keep) for item in self.args]
        named = dict(zip(self.names, values, strict=False))
        return named | {key: decode(item, _keep) for key, item in self.kwargs.items()}


@dataclass(frozen=True)
class CaseSheet:
    """One case: calls made one after the other, and what the last should return.

    `replaced` maps names of the student's own functions to the value (plain data) that they
    return, whatever they are given, while the case runs. `known` maps a misconception to the
    outcome that it yields here, where that outcome is not the right one.
    """

    calls: list[Call]
    expected: Any
    also: list[Any] = field(default_factory=list)
    after: dict[str, Any] = field(default_factory=dict)
    watch: list[str] = field(default_factory=list)
    replaced: dict[str, Any] = field(default_factory=dict)
    compare: Comparison | None = None
    note: str = ""
    known: dict[str, Outcome] = field(default_factory=dict)

    def request(self) -> dict[str, Any]:
        """Return what is asked of the process that holds the functions: no answer is in it."""
        return {
            "calls": [call.to_json() for call in self.calls],
            "watch": self.watch,
            "replaced": self.replaced,
        }

    def to_json(self) -> dict[str, Any]:
        """Return the plain data of the case, answers included."""
        return self.request() | {
            "expected": encode(self.expected),
            "also": [encode(item) for item in self.also],
            "after": {key: encode(item) for key, item in self.after.items()},
            "compare": self.compare.to_json() if self.compare else None,
            "note": self.note,
            "known": {key: outcome.to_json() for key, outcome in self.known.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CaseSheet:
        """Return the case that `to_json` described."""
        return cls(
            calls=[Call(**call) for call in data["calls"]],
            expected=decode(data["expected"]),
            also=[decode(item) for item in data["also"]],
            after={key: decode(item) for key, item in data["after"].items()},
            watch=list(data["watch"]),
            replaced=dict(data["replaced"]),
            compare=from_json(data["compare"]) if data["compare"] else None,
            note=data["note"],
            known={key: Outcome.from_json(item) for key, item in data["known"].items()},
        )


@dataclass(frozen=True)
class PartSheet:
    """One part of an exercise: its points, the draw of cases it looks at, and how it looks.

    `select` picks a piece of the outcome: keys and indices, one after the other. A first entry
    "@name" picks the argument `name` as it was after the call. A part with `beside` counts only
    beside another that is right, since a constant would pass it.
    """

    name: str
    points: int
    draw: str
    compare: Comparison
    select: tuple[str | int, ...] = ()
    long: bool = False
    beside: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the plain data of the part."""
        mark = {"beside": True} if self.beside else {}
        return mark | {
            "name": self.name,
            "points": self.points,
            "draw": self.draw,
            "compare": self.compare.to_json(),
            "select": list(self.select),
            "long": self.long,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PartSheet:
        """Return the part that `to_json` described."""
        return cls(
            **{
                **data,
                "compare": from_json(data["compare"]),
                "select": tuple(data["select"]),
            }
        )


@dataclass(frozen=True)
class Hint:
    """What a misconception is called and what helps against it."""

    title: str
    hint: str


@dataclass(frozen=True)
class Sheet:
    """All that is asked of one exercise, answers included: parts, and cases by draw."""

    exercise: str
    functions: list[str]
    parts: list[PartSheet]
    draws: dict[str, list[CaseSheet]]
    hints: dict[str, Hint] = field(default_factory=dict)
    depends_on: list[str] = field(default_factory=list)
    may_change: list[str] = field(default_factory=list)
    returns: dict[str, list[str]] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """The most that the exercise can earn."""
        return sum(part.points for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        """Return the plain data of the sheet."""
        return {
            "exercise": self.exercise,
            "functions": self.functions,
            "depends_on": self.depends_on,
            "may_change": self.may_change,
            "returns": self.returns,
            "hints": {key: {"title": h.title, "hint": h.hint} for key, h in self.hints.items()},
            "parts": [part.to_json() for part in self.parts],
            "draws": {
                name: [case.to_json() for case in cases] for name, cases in self.draws.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Sheet:
        """Return the sheet that `to_json` described."""
        return cls(
            **{
                **data,
                "parts": [PartSheet.from_json(part) for part in data["parts"]],
                "draws": {
                    name: [CaseSheet.from_json(case) for case in cases]
                    for name, cases in data["draws"].items()
                },
                "hints": {key: Hint(**hint) for key, hint in data["hints"].items()},
            }
        )


# ---------------------------------------------------------------- what came back


@dataclass(frozen=True)
class Outcome:
    """What the calls of one case did.

    `status` is "value", "error", "unanswered" (the stub is untouched), "missing" (no such
    function), "crashed" (the process died), "limit" (time, memory, output) or "unreadable".
    `error` has "type", "message" and "lines", a list of [line number, text] of the student's own
    code, outermost first. `function` names the function that an error, a stub or a gap is in.
    """

    status: str
    value: Any = None
    after: dict[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    error: dict[str, Any] = field(default_factory=dict)
    function: str = ""
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the plain data of the outcome, without what is empty."""
        data: dict[str, Any] = {"status": self.status}
        if self.status == "value":
            data["value"] = encode(self.value)
        if self.after:
            data["after"] = {key: encode(item) for key, item in self.after.items()}
        for name in ("changed", "warnings"):
            if getattr(self, name):
                data[name] = list(getattr(self, name))
        for name in ("error", "function", "detail"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        return data

    @classmethod
    def from_json(cls, data: Any) -> Outcome:
        """Return the outcome in `data`, which may come from a process that is not trusted.

        Whatever is malformed becomes an outcome of status "unreadable"; nothing is raised.
        """
        try:
            return cls._from_json(data)
        except Exception as error:  # noqa: BLE001 - whatever a hostile message provokes is its own fault
            return cls(status="unreadable", detail=_clip(str(error), 200))

    @classmethod
    def _from_json(cls, data: Mapping[str, Any]) -> Outcome:
        status = data["status"]
        if status not in {
            "value",
            "error",
            "unanswered",
            "missing",
            "crashed",
            "limit",
            "unreadable",
        }:
            raise ValueError("unknown status of an outcome")
        error = data.get("error", {})
        lines = [
            [int(number), _clip(str(text), 300)]
            for number, text in list(error.get("lines", []))[:8]
        ]
        return cls(
            status=status,
            value=decode(data["value"]) if status == "value" else None,
            after={str(key): decode(item) for key, item in dict(data.get("after", {})).items()},
            changed=tuple(_clip(str(name), 60) for name in list(data.get("changed", ()))[:12]),
            warnings=tuple(_clip(str(text), 300) for text in list(data.get("warnings", ()))[:4]),
            error={
                "type": _clip(str(error.get("type", "")), 80),
                "message": _clip(str(error.get("message", "")), 600),
                "lines": lines,
            }
            if error
            else {},
            function=_clip(str(data.get("function", "")), 80),
            detail=_clip(str(data.get("detail", "")), 300),
        )


# ---------------------------------------------------------------- what is said


@dataclass(frozen=True)
class PartVerdict:
    """What is said of one part: points, how it came out, and why."""

    part: str
    points: float
    max_points: int
    outcome: str
    message: str = ""
    misconception: str | None = None
    culprit: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What is said of one exercise."""

    exercise: str
    parts: list[PartVerdict]
    advice: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def points(self) -> float:
        """What the exercise earned."""
        return sum(part.points for part in self.parts)

    @property
    def max_points(self) -> int:
        """The most that the exercise can earn."""
        return sum(part.max_points for part in self.parts)

    @property
    def right(self) -> bool:
        """Whether every part is earned."""
        return all(part.outcome == RIGHT for part in self.parts)

    def to_text(self) -> str:
        """Return the verdict for a terminal."""
        lines = [f"{self.exercise}: {_headline(self)}"]
        for part in self._shown():
            word = "ok   " if part.outcome == RIGHT else "look "
            lines.append(f"  {word} {part.part} ({_points(part)})")
            lines += [f"         {line}" for line in part.message.splitlines()]
        lines += [f"  note: {text}" for text in self.notes]
        lines += [f"  advice: {text}" for text in self.advice]
        return "\n".join(lines)

    def to_html(self) -> str:
        """Return the verdict as a block of HTML; every text in it is escaped."""
        colour = "#1b7f5c" if self.right else "#b35900"
        rows = "".join(_part_html(part) for part in self._shown())
        extra = "".join(
            f'<p style="margin:6px 0 0 0">{kind}: {coded(text)}</p>'
            for kind, texts in (("Note", self.notes), ("Advice", self.advice))
            for text in texts
        )
        return (
            f'<div style="border-left:5px solid {colour};padding:6px 12px;margin:4px 0;line-height:1.45">'
            f'<p style="margin:0"><b><code>{html.escape(self.exercise)}</code>: '
            f"{html.escape(_headline(self))}</b></p>{rows}{extra}</div>"
        )

    def _shown(self) -> list[PartVerdict]:
        if self.parts and all(part.outcome == UNANSWERED for part in self.parts):
            return []
        return self.parts

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "max_points": self.max_points,
            "parts": [vars(part) | {} for part in self.parts],
            "advice": list(self.advice),
            "notes": list(self.notes),
        }


def _headline(verdict: Verdict) -> str:
    earned = f"{verdict.points:g} of {verdict.max_points} points"
    if verdict.right:
        return f"right, {earned}"
    if verdict.parts and all(part.outcome == UNANSWERED for part in verdict.parts):
        return f"not done yet ({verdict.max_points} points)"
    return earned


def _points(part: PartVerdict) -> str:
    return f"{part.points:g} of {part.max_points} point" + ("" if part.max_points == 1 else "s")


def _part_html(part: PartVerdict) -> str:
    mark, colour = (
        ("&#10003; right", "#1b7f5c")
        if part.outcome == RIGHT
        else ("&#10007; look here", "#b35900")
    )
    body = "".join(
        _code_html(lines) if kind else _sentences_html(lines)
        for kind, lines in _grouped(part.message.splitlines())
    )
    return (
        f'<div style="margin-top:6px"><span style="color:{colour};font-weight:bold">{mark}</span> '
        f"{html.escape(part.part)} ({_points(part)})</div>{body}"
    )


def _grouped(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Return runs of lines with whether they show code or values, else sentences."""
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        kind = line.startswith((" ", "Called ", "Returned "))
        if not runs or runs[-1][0] != kind:
            runs.append((kind, []))
        runs[-1][1].append(line)
    return runs


def _code_html(lines: list[str]) -> str:
    return (
        '<pre style="white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere;border:none;'
        'margin:2px 0 2px 14px;padding:0;background:none;font-size:0.92em">'
        + html.escape("\n".join(lines))
        + "</pre>"
    )


def _sentences_html(lines: list[str]) -> str:
    shown = []
    for line in lines:
        head, mark, rest = line.partition("Likely cause:")
        text = f"<b>{mark}</b>{coded(rest)}" if mark and not head else coded(line)
        shown.append(f'<p style="margin:2px 0 4px 14px">{text}</p>')
    return "".join(shown)


def coded(text: str) -> str:
    """Return escaped text with `names` set as code."""
    pieces = html.escape(text).split("`")
    if len(pieces) % 2 == 0:
        return html.escape(text)
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))


# ---------------------------------------------------------------- judging


Sources = Callable[[str], str | None]


def judge(
    sheet: Sheet,
    outcomes: Mapping[str, Sequence[Outcome]],
    source_of: Sources = lambda name: None,
    only: Callable[[PartSheet], bool] = lambda part: True,
) -> Verdict:
    """Return the verdict on an exercise.

    `outcomes` has, for each draw of the sheet, one outcome a case. `source_of` gives the source
    text of a student's function, where known. `only` leaves out parts that are not to be judged.
    """
    findings = {
        part.name: _first_fault(sheet, part, outcomes, source_of)
        for part in sheet.parts
        if only(part)
    }
    named = _name(sheet, outcomes, findings)
    parts: list[PartVerdict] = []
    for part in sheet.parts:
        if part.name in findings:
            key = named.get(part.name)
            again = key is not None and any(key == earlier.misconception for earlier in parts)
            parts.append(_verdict_of(sheet, part, findings[part.name], key, again))
    parts = _say_once(_withhold(sheet, parts), findings)
    return Verdict(sheet.exercise, parts, advice=_advice(outcomes))


@dataclass(frozen=True)
class Fault:
    """The first case of a part that came out wrong, and in which way."""

    case: CaseSheet
    outcome: Outcome
    text: str


def _first_fault(
    sheet: Sheet, part: PartSheet, outcomes: Mapping[str, Sequence[Outcome]], source_of: Sources
) -> Fault | None:
    for case, outcome in zip(sheet.draws[part.draw], outcomes[part.draw], strict=True):
        text = _fault(sheet, part, case, outcome, source_of)
        if text is not None:
            return Fault(case, outcome, text)
    return None


def is_wrong(sheet: Sheet, part: PartSheet, case: CaseSheet, outcome: Outcome) -> bool:
    """Return whether an outcome loses the part. The source is taken to hold no loop."""
    return _fault(sheet, part, case, outcome, lambda name: "") is not None


def unlike(sheet: Sheet, draw: str, case: CaseSheet, outcome: Outcome) -> str | None:
    """Return in which way an outcome is of another kind than is asked for, whatever its numbers are.

    That is an error, None, another shape, a missing key. Parts that promise no shapes (bounds, secrets) are
    not looked at.
    """
    if outcome.status != "value":
        return _status_text(case, outcome)
    for part in sheet.parts:
        kind = _kind(case.compare or part.compare)
        if part.draw == draw and (kind or outcome.value is None):
            fault = _fault(sheet, part, replace(case, compare=kind), outcome, lambda name: None)
            if fault:
                return fault
    return None


def _kind(comparison: Comparison) -> Comparison | None:
    """Return what looks at containers and shapes as a comparison does, and at no number; None if nothing does."""
    if isinstance(comparison, Statistics):
        return replace(comparison, sigma={}, zeros=())
    if isinstance(comparison, Custom) and not comparison.shaped:
        return None
    return Shaped() if isinstance(comparison, (Close, NoLoops, Agreement, Custom)) else None


def _fault(
    sheet: Sheet, part: PartSheet, case: CaseSheet, outcome: Outcome, source_of: Sources
) -> str | None:
    if outcome.status != "value":
        return _status_text(case, outcome)
    comparison = case.compare or part.compare
    function = case.calls[-1].function
    returns = sheet.returns.get(function, [])
    got, name = _select(outcome.value, outcome.after, part.select, returns)
    one = _one_for_several(outcome.value, case.expected, returns)
    piece = part.select[0] if part.select else 0
    if one and isinstance(piece, int) and isinstance(comparison, (Close, NoLoops)):
        return one
    if isinstance(got, _Lost):
        return got.text
    changed = tuple(name for name in outcome.changed if name not in sheet.may_change)
    names = () if part.select else tuple(returns)
    seen = Seen(case.calls[-1].arguments(), changed, source_of(function), names)
    faults = []
    for expected in [case.expected, *case.also]:
        wanted, _ = _select(expected, case.after, part.select, [])
        fault = _guarded(comparison, got, wanted, name, seen)
        if fault is None:
            return None
        faults.append(fault)
    if got is None and outcome.value is not None:
        return f"{name} is None: it is returned, but nothing was computed for it yet."
    return faults[0]


def _one_for_several(value: Any, expected: Any, returns: Sequence[str]) -> str | None:
    """Return that one thing came back where several were asked for, or None.

    An array is taken for several values if it has as many entries: it unpacks like a tuple.
    """
    if value is None or isinstance(value, (list, tuple)):
        return None
    if isinstance(expected, list) and isinstance(value, (Mapping, str)):
        name = returns[0] if len(returns) == 1 else "The result"
        return f"{name} should be a list of {len(expected)} values; it is {kind_of(value)}."
    if not isinstance(expected, tuple):
        return None
    if isinstance(value, np.ndarray) and value.ndim and len(value) == len(expected):
        return None
    named = f", `{', '.join(returns)}`" if len(returns) == len(expected) else ""
    return (
        f"The function should return {len(expected)} values{named}; only one came back, "
        f"{kind_of(value)}."
    )


def _guarded(comparison: Comparison, got: Any, wanted: Any, name: str, seen: Seen) -> str | None:
    try:
        return comparison.fault(got, wanted, name, seen)
    except Exception as error:  # noqa: BLE001 - what a comparison cannot read is no right answer
        return f"{name} is {describe(got)}, which cannot be compared ({type(error).__name__})."


@dataclass(frozen=True)
class _Lost:
    """The piece that a part looks at is not there."""

    text: str


def _select(
    value: Any, after: Mapping[str, Any], path: Sequence[str | int], returns: Sequence[str]
) -> tuple[Any, str]:
    """Return the piece of an outcome that `path` names, and what to call it in a sentence."""
    name, suffix = "The result", ""
    if path and isinstance(path[0], str) and path[0].startswith("@"):
        name, suffix = path[0][1:], " after the call"
        if name not in after:
            return _Lost(f"{name}{suffix} could not be read."), name
        value, path = after[name], path[1:]
    elif len(returns) == 1 and returns[0].isidentifier():
        name = returns[0]
    for depth, step in enumerate(path):
        if value is None:
            return _Lost(nothing_came(name)), name
        inner = (
            returns[step] if depth == 0 and isinstance(step, int) and step < len(returns) else None
        )
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            if isinstance(step, str) and isinstance(value, Mapping):
                return _Lost(no_key(f"{name}{suffix}", [step], value)), name
            wanted = f"the key {step!r}" if isinstance(step, str) else f"an entry number {step}"
            if isinstance(step, str):
                wanted = f"the key {step!r}, as a dictionary"
            found = f"it is {describe(value)}"
            if isinstance(step, int) and isinstance(value, (list, tuple)):
                wanted, found = f"{max(len(returns), step + 1)} values", f"it has {len(value)}"
            return _Lost(f"{name}{suffix} should have {wanted}; {found}."), name
        name = inner or f"{name}[{step!r}]"
    return value, name + suffix


def _status_text(case: CaseSheet, outcome: Outcome) -> str:
    function = case.calls[-1].function
    if outcome.status == "unanswered":
        other = f" `{function}` calls it." if outcome.function != function else ""
        return f"`{outcome.function or function}` is not written yet.{other}"
    if outcome.status == "missing":
        name = outcome.function or function
        return f"There is no function `{name}`. Was its cell run, and is its name still the same?"
    if outcome.status == "crashed":
        return outcome.detail or "The call ended the whole Python process."
    if outcome.status == "limit":
        return outcome.detail or "The call took more time, memory or output than it may."
    if outcome.status == "unreadable":
        return f"What the call returned cannot be read as numbers: {outcome.detail}."
    return _error_text(outcome)


def _error_text(outcome: Outcome) -> str:
    error = outcome.error
    text = f"{error.get('type', 'An error')}: {error.get('message', '')}".rstrip(": ")
    lines = [f"  line {number}: {line.strip()}" for number, line in error.get("lines", [])]
    where = (
        f"`{outcome.function}` stopped with an error."
        if outcome.function
        else "It stopped with an error."
    )
    text += _in_words(str(error.get("message", "")))
    if not lines:
        return f"{where} {text}"
    return "\n".join([where + " In your code:", *lines, text])


def _in_words(message: str) -> str:
    """Return a sentence on an error that beginners meet often and Python words for experts."""
    if "for ^" in message or "'bitwise_xor'" in message:
        return "\nIn Python `^` is no power: a power is written with two stars, `x ** 2`."
    if found := UNSET.search(message):
        return (
            f"\nNothing was put into `{found[1]}` before this line. Is it made in a branch of an `if`, "
            "or in a loop, that did not run?"
        )
    if found := BROADCAST.search(message):
        left, right = (tuple(map(int, re.findall(r"\d+", shape))) for shape in found.groups())
        turned = " Is one of them to be transposed?" if left == right[::-1] else ""
        return (
            "\nEntry by entry, both sides need the same shape, or an axis of size 1 where they differ. "
            f"Here {left} meets {right}.{turned}"
        )
    sizes = _sizes_that_do_not_fit(message)
    if sizes is None:
        return ""
    row, column = (f"{size} number" + ("" if size == 1 else "s") for size in sizes)
    return (
        "\nIn a product, each row of the left array meets each column of the right one. Here a row "
        f"holds {row} and a column {column}."
    )


UNSET = re.compile(r"(?:cannot access local variable|local variable) '(\w+)'")
BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\)) *$"
)


def _name(
    sheet: Sheet, outcomes: Mapping[str, Sequence[Outcome]], findings: Mapping[str, Fault | None]
) -> dict[str, str]:
    """Return the misconception behind each failing part, where one explains what came back.

    A misconception that explains the outcome of every case is taken first. When none does (two
    mistakes in one answer), one that explains a failing part as a whole is taken for that part.
    """
    failing = [part for part in sheet.parts if findings.get(part.name)]
    seen = {key for cases in sheet.draws.values() for case in cases for key in case.known}
    keys = [key for key in sheet.hints if key in seen]
    if not failing or not keys:
        return {}
    for key in keys:
        if all(
            _explains(sheet, part, key, outcomes)
            for part in sheet.parts
            if part.name in findings and not part.long  # long parts have no known outcomes
        ) and any(_changes(sheet, part, key) for part in failing):
            return {part.name: key for part in failing if _changes(sheet, part, key)}
    named = {}
    for part in failing:
        for key in keys:
            if _changes(sheet, part, key) and _explains(sheet, part, key, outcomes):
                named[part.name] = key
                break
    return named


def wrong_cases(sheet: Sheet, part: PartSheet, outcomes: Sequence[Outcome]) -> list[bool]:
    """Return, for each case of a part, whether it came out wrong."""
    cases = sheet.draws[part.draw]
    return [
        is_wrong(sheet, part, case, outcome) for case, outcome in zip(cases, outcomes, strict=True)
    ]


def explains_part(
    sheet: Sheet,
    part: PartSheet,
    outcomes: Sequence[Outcome],
    wrong: Sequence[bool],
    does: Callable[[int], Outcome],
    errs: Callable[[int], bool],
) -> bool:
    """Return whether each outcome of a part is what a misconception yields there.

    `wrong` are the cases that came out wrong. `does(i)` is what the misconception yields in case
    `i`, `errs(i)` whether that loses points anywhere. Both are asked for as few cases as possible,
    those that came out wrong first.
    """
    cases = sheet.draws[part.draw]
    for i in sorted(range(len(cases)), key=lambda i: not wrong[i]):
        if wrong[i]:
            if not _alike(part, cases[i], outcomes[i], does(i)) or not errs(i):
                return False
        elif errs(i) and not _alike(part, cases[i], outcomes[i], does(i)):
            return False
    return True


def _changes(sheet: Sheet, part: PartSheet, key: str) -> bool:
    """Return whether a misconception makes this part come out wrong."""
    return any(
        key in case.known and _is_fault(sheet, part, case, case.known[key])
        for case in sheet.draws[part.draw]
    )


def _is_fault(sheet: Sheet, part: PartSheet, case: CaseSheet, known: Outcome) -> bool:
    """Return whether what a misconception yields loses the part."""
    return known.detail == DIGEST or is_wrong(sheet, part, case, known)


def _explains(
    sheet: Sheet, part: PartSheet, key: str, outcomes: Mapping[str, Sequence[Outcome]]
) -> bool:
    """Return whether each outcome of the part is what the misconception yields there."""
    for case, outcome in zip(sheet.draws[part.draw], outcomes[part.draw], strict=True):
        known = case.known.get(key)
        if known is None:
            if is_wrong(sheet, part, case, outcome):
                return False
        elif not _alike(part, case, outcome, known):
            return False
    return True


def _alike(part: PartSheet, case: CaseSheet, outcome: Outcome, known: Outcome) -> bool:
    if outcome.status != known.status:
        return False
    if outcome.status == "error":
        return outcome.error.get("type") == known.error.get("type") and _line(outcome) == _line(
            known
        )
    if outcome.status != "value":
        return True
    comparison = case.compare or part.compare
    got, _ = _select(outcome.value, outcome.after, part.select, [])
    if known.detail == DIGEST:
        return _same(comparison, got, known.value)
    other, _ = _select(known.value, known.after, part.select, [])
    if isinstance(got, _Lost) or isinstance(other, _Lost):
        return isinstance(got, _Lost) and isinstance(other, _Lost) and got == other
    if _changed_matters(comparison) and bool(outcome.changed) != bool(known.changed):
        return False
    return _same(comparison, got, other)


def _same(comparison: Comparison, got: Any, other: Any) -> bool:
    try:
        return comparison.same(got, other)
    except Exception:  # noqa: BLE001 - what cannot be compared is not the same
        return False


def _line(outcome: Outcome) -> str:
    """Return the error's message, in which sizes tell one slip from another.

    `np.dot` and `@` word sizes that do not fit differently; it is the same slip.
    """
    message = str(outcome.error.get("message", ""))
    sizes = _sizes_that_do_not_fit(message)
    return f"product of sizes {sizes}" if sizes else message.strip()


MATMUL = re.compile(
    r"matmul: .*mismatch in its core dimension.*\(size (\d+) is different from (\d+)\)"
)
DOT = re.compile(
    r"shapes \([\d, ]*\) and \([\d, ]*\) not aligned: (\d+) \(dim \d+\) != (\d+) \(dim"
)


def _sizes_that_do_not_fit(message: str) -> tuple[int, int] | None:
    """Return the inner sizes, left and right, of a matrix product that numpy refused to make."""
    if found := DOT.search(message):
        return int(found[1]), int(found[2])
    if found := MATMUL.search(message):
        return int(found[2]), int(found[1])
    return None


def _changed_matters(comparison: Comparison) -> bool:
    return comparison.kind == "unchanged"


def _verdict_of(
    sheet: Sheet, part: PartSheet, fault: Fault | None, misconception: str | None, again: bool
) -> PartVerdict:
    if fault is None:
        return PartVerdict(part.name, part.points, part.points, RIGHT)
    done = fault.outcome.status != "unanswered" or fault.outcome.function not in sheet.functions
    outcome = {
        "value": WRONG,
        "error": ERROR,
        "unanswered": ERROR if done else UNANSWERED,
        "missing": UNANSWERED,
        "crashed": CRASHED,
        "limit": LIMIT,
        "unreadable": WRONG,
    }[fault.outcome.status]
    return PartVerdict(
        part=part.name,
        points=0,
        max_points=part.points,
        outcome=outcome,
        message=_clip(_explain(sheet, fault, misconception, again), MAX_TEXT),
        misconception=misconception,
    )


def _explain(sheet: Sheet, fault: Fault, misconception: str | None, again: bool) -> str:
    """Return the message of a part: what was called, what came back, what was expected, why."""
    lines = [_shown(fault), fault.text]
    if misconception and again:
        lines.append("Likely cause: the same as above.")
    elif misconception:
        hint = sheet.hints[misconception]
        lines.append(f"Likely cause: {hint.title}. {hint.hint}")
    return "\n".join(lines)


def _shown(fault: Fault) -> str:
    """Return what was called and, where it is short, what came back."""
    text = _called(fault.case)
    if fault.outcome.status == "value" and not isinstance(fault.outcome.value, Opaque):
        returned = describe(fault.outcome.value)
        if len(returned) <= 160:
            text += f"\nReturned {returned}"
    return text


def _called(case: CaseSheet) -> str:
    lines = []
    for call in case.calls:
        shown = [f"{name} = {describe(value, limit=8)}" for name, value in call.arguments().items()]
        text = f"Called {call.function}({', '.join(call.names + list(call.kwargs))})"
        joined = ", ".join(shown)
        if not shown:
            lines.append(text)
        elif len(joined) <= 100:
            lines.append(f"{text} with {joined}")
        else:
            lines += [f"{text} with", *[f"    {_clip(item, 240)}" for item in shown]]
    if case.note:
        lines[-1] += f"  ({case.note})"
    if case.replaced:
        lines.append(
            f"    while {', '.join(f'`{name}`' for name in case.replaced)} returned a fixed value"
        )
    return "\n".join(lines)


def _withhold(sheet: Sheet, parts: list[PartVerdict]) -> list[PartVerdict]:
    """Return the parts, an `Unchanged` one earned only beside a right part with the same calls.

    A function that returns nonsense leaves the caller's arrays alone too: that is no merit. A
    part that a constant would pass (`beside`) is earned only beside another that is right.
    """
    right = {part.part for part in parts if part.outcome == RIGHT}
    judged = {part.part for part in parts}
    earned = []
    for part in parts:
        beside = _beside(sheet, part.part) & judged
        if part.outcome == RIGHT and beside and not beside & right:
            of = next(item for item in sheet.parts if item.name == part.part)
            message = JUST_A_CONSTANT if of.beside else NOTHING_CHANGED
            part = replace(part, points=0, outcome=WRONG, message=message)
        earned.append(part)
    return earned


JUST_A_CONSTANT = (
    "This comes out right. It counts as soon as another part is right too: a function that always "
    "gives the same answer would come this far."
)
NOTHING_CHANGED = (
    "Your function leaves its arguments as they were: good. This part counts as soon as something "
    "that it returns is right too."
)


def _beside(sheet: Sheet, name: str) -> set[str]:
    """Return the parts of which one has to be right for the part `name` to count, if any."""
    of = {part.name: part for part in sheet.parts}
    if of[name].beside:
        return {part.name for part in sheet.parts if not part.beside}
    if not _changed_matters(of[name].compare):
        return set()
    others = [part for part in sheet.parts if not _changed_matters(part.compare)]
    same = {part.name for part in others if part.draw == of[name].draw}
    return same or {part.name for part in others}


def _say_once(parts: list[PartVerdict], findings: Mapping[str, Fault | None]) -> list[PartVerdict]:
    """Return the parts with what an earlier message said already shortened to a reference to it."""
    reasons: dict[Any, str] = {}
    calls: dict[int, str] = {}
    said = []
    for part in parts:
        fault = findings[part.part]
        if fault is None or part.outcome == UNANSWERED:
            said.append(part)
            continue
        reason, call, called = (_reason(fault), part.misconception), id(fault.case), _shown(fault)
        if reason in reasons:
            part = replace(part, message=f"For the same reason as {reasons[reason]!r}.")
        elif call in calls and part.message.startswith(called):
            rest = part.message.removeprefix(called)
            part = replace(part, message=f"The same call as for {calls[call]!r}.{rest}")
        reasons.setdefault(reason, part.part)
        calls.setdefault(call, part.part)
        said.append(part)
    return said


def _reason(fault: Fault) -> Any:
    """Return what two faults have in common that are one and the same to whoever mends them."""
    error = fault.outcome.error
    if error.get("lines"):
        return error["type"], str(error["lines"])
    if fault.outcome.status not in ("value", "error") or fault.outcome.value is None:
        return fault.text
    return _called(fault.case), fault.text


def _advice(outcomes: Mapping[str, Sequence[Outcome]]) -> list[str]:
    texts: dict[str, None] = {}
    for several in outcomes.values():
        for outcome in several:
            for warning in outcome.warnings:
                texts[warning] = None
    return [
        f"numpy warned: {text}. No point is lost by a warning; it is worth a thought."
        for text in list(texts)[:2]
    ]


def _keep(data: Mapping[str, Any]) -> Any:
    """Return a description (`Rng`, `Built`, `Result`) as an object that describes itself."""
    if "rng" in data:
        return Rng(data["rng"])
    if "built" in data:
        return Built(
            data["built"], **{key: decode(item, _keep) for key, item in data["with"].items()}
        )
    return Result(*data["result"])


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 3] + "..."
