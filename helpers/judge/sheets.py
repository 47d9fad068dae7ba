"""What is asked of one exercise, answers included: parts with points, and the cases they look at."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpers.judge.calling import called_name
from helpers.judge.comparing import (
    Agreement,
    Between,
    Close,
    Comparison,
    Custom,
    NoLoops,
    Secret,
    Shaped,
    Unchanged,
)
from helpers.judge.outcome import Outcome, clip
from helpers.judge.statistics import Statistics
from helpers.judge.values import Built, Result, Rng, decode, describe, encode

KINDS: dict[str, type[Comparison]] = {
    kind.kind: kind
    for kind in (
        *(Agreement, Between, Close, Custom, NoLoops, Secret, Shaped, Statistics, Unchanged),
    )
}


def from_json(data: Mapping[str, Any]) -> Comparison:
    """Return the comparison that `to_json` described. Raises KeyError for an unknown kind."""
    settings = {key: item for key, item in data.items() if key != "kind"}
    return KINDS[data["kind"]](**settings)


@dataclass(frozen=True)
class Call:
    """One call of a student's function: positional and keyword arguments in plain-data form.

    `function` is a name, or a description: of what an earlier call returned, of a helper.
    """

    function: str | dict[str, Any]
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
    outcome that it yields here, where that outcome is not the right one. With `collect` the results
    of all calls are judged, as a list. `budget` are the CPU seconds that the calls should stay in.
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
    collect: bool = False
    budget: float = 0

    @property
    def function(self) -> str:
        """The name of the function that is judged: what the last call calls, or what made that."""
        return self.name_of(len(self.calls) - 1)

    def name_of(self, i: int) -> str:
        """Return the name of the function that call `i` calls, or that made what it calls."""
        return called_name([vars(call) for call in self.calls], i)

    @functools.cached_property
    def called(self) -> str:
        """What is called, and with what, in lines."""
        lines = []
        for number, call in enumerate(self.calls):
            arguments = call.arguments()
            joined = ", ".join(f"{name} = {describe(v, limit=8)}" for name, v in arguments.items())
            name = self.name_of(number)
            if isinstance(call.function, dict) and "result" in call.function:
                name = f"what {name} returned"
            text = f"Called {name}({', '.join(call.names + list(call.kwargs))})"
            if not arguments:
                lines.append(text)
            elif len(joined) <= 100:
                lines.append(f"{text} with {joined}")
            else:
                lines.append(f"{text} with")
                lines += [f"    {line}" for item in arguments.items() for line in _listed(*item)]
        if self.note:
            lines[-1] += f"  ({self.note})"
        if self.replaced:
            lines.append(
                f"    while {', '.join(f'`{name}`' for name in self.replaced)} returned a fixed value"
            )
        return "\n".join(lines)

    def request(self) -> dict[str, Any]:
        """Return what is asked of the process that holds the functions: no answer is in it."""
        settings = {"collect": self.collect, "budget": self.budget}
        return {
            "calls": [call.to_json() for call in self.calls],
            "watch": self.watch,
            "replaced": self.replaced,
            **{key: item for key, item in settings.items() if item},
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
            collect=data.get("collect", False),
            budget=data.get("budget", 0),
        )


def _listed(name: str, value: Any) -> list[str]:
    """Return an argument in lines: what is long is told by its pieces, and large ones by their shapes."""
    text = f"{name} = {describe(value, limit=8)}"
    if len(text) <= 160 or not isinstance(value, (dict, list, tuple)):
        return [clip(text, 240)]
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value))
    lines = [f"{name} with {len(pairs)} entries:"]
    for key, item in pairs[:8]:
        told = describe(item, limit=6)
        lines.append(
            f"    [{key!r}] {told if len(told) <= 120 else clip(describe(item, limit=0), 240)}"
        )
    return lines + (["    ..."] if len(pairs) > 8 else [])


@dataclass(frozen=True)
class PartSheet:
    """One part of an exercise: its points, the draw of cases it looks at, and how it looks.

    `select` picks a piece of the outcome: keys and indices, one after the other. A first entry
    "@name" picks the argument `name` as it was after the call. A part with `beside` counts only
    beside another that is right, since a constant would pass it (see judging.counts_alone).
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
class Mutant:
    """A right answer with one small change: what is changed, and what it yields in the parts it loses.

    `text` is a sentence, or the names of the known mistakes that it joins. `marks` has what
    `mutants.marks_of` gives.
    """

    text: str | list[str]
    marks: dict[str, Any]


@dataclass(frozen=True)
class SmallCase:
    """A case that a person can do by hand, for the parts that look at these draws.

    `sizes` are what the sizes of a larger case have become, in one order for all that come from it.
    """

    case: CaseSheet
    draws: tuple[str, ...]
    sizes: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the plain data of the case, without what is empty."""
        data = self.case.to_json() | {"for": list(self.draws), "sizes": list(self.sizes)}
        return {key: item for key, item in data.items() if item or key in ("calls", "expected")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SmallCase:
        """Return the case that `to_json` described."""
        empty = CaseSheet(calls=[], expected=None).to_json()
        case = CaseSheet.from_json({**empty, **data})
        return cls(case, tuple(data["for"]), tuple(data.get("sizes", ())))


@dataclass(frozen=True)
class Sheet:
    """All that is asked of one exercise, answers included: parts, and cases by draw.

    `spare` has, for each function, the arguments that a right answer need not read. `small` are cases
    to show where nothing else is known of a mistake, the smallest of each draw first.
    """

    exercise: str
    functions: list[str]
    parts: list[PartSheet]
    draws: dict[str, list[CaseSheet]]
    hints: dict[str, Hint] = field(default_factory=dict)
    depends_on: list[str] = field(default_factory=list)
    may_change: list[str] = field(default_factory=list)
    returns: dict[str, list[str]] = field(default_factory=dict)
    mutants: list[Mutant] = field(default_factory=list)
    spare: dict[str, list[str]] = field(default_factory=dict)
    small: list[SmallCase] = field(default_factory=list)

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
            **({"spare": self.spare} if self.spare else {}),
            **({"small": [item.to_json() for item in self.small]} if self.small else {}),
            **({"mutants": self._mutants_to_json()} if self.mutants else {}),
        }

    def _mutants_to_json(self) -> list[list[Any]]:
        """Return the mutants as short as can be: the text, then a mark for each part or None."""
        names = [part.name for part in self.parts]
        return [[m.text, *(m.marks.get(name) for name in names)] for m in self.mutants]

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
                "small": [SmallCase.from_json(item) for item in data.get("small", [])],
                "mutants": [
                    Mutant(
                        text,
                        {
                            part["name"]: mark
                            for part, mark in zip(data["parts"], marks, strict=True)
                            if mark is not None
                        },
                    )
                    for text, *marks in data.get("mutants", [])
                ],
            }
        )


def texts_in(value: Any, *, keys: bool = False) -> Iterator[str]:
    """Yield the texts in a value: entries of lists, tuples and dictionaries, and with `keys` keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in (*value, *value.values()) if keys else value.values():
            yield from texts_in(item, keys=keys)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts_in(item, keys=keys)


def _keep(data: Mapping[str, Any]) -> Any:
    """Return a description (`Rng`, `Built`, `Result`) as an object that describes itself."""
    if "rng" in data:
        return Rng(data["rng"])
    if "built" in data:
        return Built(
            data["built"], **{key: decode(item, _keep) for key, item in data["with"].items()}
        )
    return Result(*data["result"])
