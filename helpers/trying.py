"""`check.case("propagate", "dw")`: a case to go on from, with its arguments and what was expected."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from helpers.judge.calling import called_name, decoded, observe
from helpers.judge.comparing import Close
from helpers.judge.faults import is_wrong, select
from helpers.judge.sheets import CaseSheet, PartSheet, Sheet
from helpers.judge.values import describe

UNTOLD = "nothing to compare with: this part is judged by a rule"


class Case:
    """One case of an exercise: its arguments as attributes, `expected`, and `arguments` for a call.

    `part` is what is looked at. Every reading gives a fresh copy, so nothing is lost by changing it.
    """

    def __init__(self, sheet: Sheet, part: PartSheet, case: CaseSheet, made: list[Any]) -> None:
        self._sheet, self._part, self._case, self._made = sheet, part, case, made
        self.function = case.function
        self.part = part.name

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of the call by name, as in `propagate(**case.arguments)`."""
        call = vars(self._case.calls[-1])
        given = dict(zip(call["names"], call["args"], strict=False)) | call["kwargs"]
        return {name: decoded(item, self._made) for name, item in given.items()}

    @property
    def expected(self) -> Any:
        """What the part expects: a piece of what the call returns, or of an argument after it."""
        if not isinstance(self._case.compare or self._part.compare, Close):
            return None
        wanted, _ = select(self._case.expected, self._case.after, self._part.select, [])
        return wanted

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name in self.arguments:
            return self.arguments[name]
        raise AttributeError(
            f"This case has {', '.join(self.arguments)}, and expected; not {name}."
        )

    def __dir__(self) -> list[str]:
        return [*self.arguments, "arguments", "expected", "function", "part"]

    def __repr__(self) -> str:
        lines = [f"{name} = {describe(item)}" for name, item in self.arguments.items()]
        returns = self._sheet.returns.get(self.function, [])
        _, name = select(self._case.expected, self._case.after, self._part.select, returns)
        wanted = self.expected
        told = UNTOLD if wanted is None else f"{name} should be {describe(wanted)}"
        call = f"{self.function}({', '.join(f'{name}=case.{name}' for name in self.arguments)})"
        shown = [f"A case of {self._sheet.exercise}, {self.part}:"]
        shown += textwrap.indent("\n".join(f"case.{line}" for line in lines), "  ").splitlines()
        return "\n".join([*shown, f"  case.expected: {told}", f"Call {call}"])


def first_case(sheet: Sheet, part: str, namespace: Mapping[str, Any]) -> Case:
    """Return the first case of a part that the functions in `namespace` fail, else its first case.

    Without a part, the first that is failed. Raises ValueError for a part that there is none of.
    """
    parts = [item for item in sheet.parts if part in ("", item.name)]
    if not parts:
        known = ", ".join(repr(item.name) for item in sheet.parts)
        raise ValueError(f"{sheet.exercise} has no part {part!r}; it has: {known}.")
    for item in parts:
        for case in sheet.draws[item.draw]:
            if is_wrong(sheet, item, case, observe(case.request(), dict(namespace))):
                return Case(sheet, item, case, _made(case, namespace))
    case = sheet.draws[parts[0].draw][0]
    return Case(sheet, parts[0], case, _made(case, namespace))


def _made(case: CaseSheet, namespace: Mapping[str, Any]) -> list[Any]:
    """Return what the calls before the last one return; Nones from where one of them fails."""
    calls, results = [vars(call) for call in case.calls], list[Any]()
    try:
        for i, call in enumerate(calls[:-1]):
            args = [decoded(item, results) for item in call["args"]]
            kwargs = {key: decoded(item, results) for key, item in call["kwargs"].items()}
            results.append(namespace[called_name(calls, i)](*args, **kwargs))
    except Exception:  # noqa: BLE001 - the student's own function: the check has told of it
        results += [None] * (len(calls) - 1 - len(results))
    return results
