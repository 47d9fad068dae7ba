"""Shows a mistake that has no name in the smallest case there is: one that a person can do by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.judge.comparing import Close
from helpers.judge.faults import Fault, Lost, fault_of, select, unlike
from helpers.judge.outcome import Outcome
from helpers.judge.patterns import arrays_of, has_fractions
from helpers.judge.sheets import CaseSheet, PartSheet, Sheet, SmallCase, texts_in
from helpers.judge.values import Built, Result

OPENING = "A case small enough to do by hand: "
AGAIN = "In the small case above "
LONGEST = 100
ROUNDING = 1e-9

Run = Callable[[CaseSheet], Outcome]


class Smallest:
    """The small cases of a sheet, in which `run` calls a student's functions when they are asked for."""

    def __init__(self, sheet: Sheet, run: Run) -> None:
        self._sheet, self._run = sheet, run
        self._outcomes: dict[int, Outcome] = {}
        self._shown: dict[str, int] = {}
        self._told: set[str] = set()

    def told(self, part: PartSheet, seen: Fault) -> list[str]:
        """Return what to say to a part that has a fault: the smallest case it loses, the size that matters.

        A fault that is an error, or of another kind of thing, says enough by itself. One case of each
        function is shown, to the first part that loses it.
        """
        if seen.outcome.status != "value" or unlike(
            self._sheet, part.draw, seen.case, seen.outcome
        ):
            return []
        right: list[SmallCase] = []
        for number, small in enumerate(self._sheet.small):
            if part.draw not in small.draws:
                continue
            outcome = self._outcome(number)
            if outcome.status != "value" or unlike(self._sheet, part.draw, small.case, outcome):
                continue  # it stops, or gives another kind of thing: not the mistake that was seen
            if isinstance(select(small.case.expected, small.case.after, part.select, [])[0], Lost):
                continue  # what the part looks at is not there: a layer too few
            fault = fault_of(self._sheet, by_hand(part), small.case, outcome, lambda name: "")
            if fault is None:
                if _is_no_chance(part, small.case):
                    right.append(small)
                continue
            return self._first_or_again(number, part, outcome, fault, right)
        return []

    def _first_or_again(
        self, number: int, part: PartSheet, outcome: Outcome, fault: str, right: Sequence[SmallCase]
    ) -> list[str]:
        """Return what to say of a case that is wrong: all of it for the first part, little for another."""
        small = self._sheet.small[number]
        difference = self._difference(part, small.case, outcome)
        told = difference or fault
        if told in self._told:
            return []
        self._told.add(told)
        if small.case.function in self._shown:
            again = difference and self._shown[small.case.function] == number
            return [f"{AGAIN}{difference}"] if again else []
        self._shown[small.case.function] = number
        there = "" if told[0].isupper() else "There "
        size = _size_that_matters(right, small)
        return [f"{OPENING}{written_call(small.case)}. {there}{told} {size}".strip()]

    def _outcome(self, number: int) -> Outcome:
        if number not in self._outcomes:
            self._outcomes[number] = self._run(self._sheet.small[number].case)
        return self._outcomes[number]

    def _difference(self, part: PartSheet, case: CaseSheet, outcome: Outcome) -> str | None:
        """Return what should come and what comes, whole, where both are short; else None."""
        if type(case.compare or part.compare) is not Close:
            return None
        returns = self._sheet.returns.get(case.function, [])
        got, name = select(outcome.value, outcome.after, part.select, returns)
        wanted, _ = select(case.expected, case.after, part.select, [])
        should, comes = written(wanted), written(got)
        if isinstance(got, Lost) or max(len(should), len(comes)) > LONGEST:
            return None
        named = "the result" if name == "The result" else f"`{name}`"
        return f"{named} should be `{should}`; yours is `{comes}`."


def by_hand(part: PartSheet) -> PartSheet:
    """Return a part as it looks at a case to do by hand: what should be 0 may be a rounding error."""
    if not isinstance(part.compare, Close):
        return part
    return replace(part, compare=replace(part.compare, atol=max(part.compare.atol, ROUNDING)))


def written_call(case: CaseSheet) -> str:
    """Return the calls of a case as they would be typed, arrays as lists, one after the other."""
    texts = []
    for i, call in enumerate(case.calls):
        items = call.arguments().items()
        given = ", ".join(f"{name}={_written_argument(case, item)}" for name, item in items)
        texts.append(f"`{case.name_of(i)}({given})`")
    return ", then ".join(texts) + (f" ({case.note})" if case.note else "")


def _written_argument(case: CaseSheet, item: Any) -> str:
    if isinstance(item, Result):
        names = "".join(f"[{step!r}]" for step in item.path)
        return f"{case.name_of(item.call)}(...){names}"
    if isinstance(item, Built):
        return item.name.rpartition(".")[2]
    return written(item)


def written(value: Any) -> str:
    """Return a value as Python writes it, arrays as lists, numbers with six digits at most."""
    if isinstance(value, np.ndarray):
        return written(value.tolist())
    if isinstance(value, np.generic):
        return written(value.item())
    if isinstance(value, float):
        text = f"{0.0 if abs(value) < ROUNDING else value:.6g}"
        return f"{text}.0" if text.lstrip("-").isdigit() else text
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(map(written, value))
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def _is_no_chance(part: PartSheet, case: CaseSheet) -> bool:
    """Return whether hardly anything but a right answer is right in a case.

    One of labels or counts comes out right by chance, and one of equal arrays whatever is mixed up.
    """
    wanted, _ = select(case.expected, case.after, part.select, [])
    if not has_fractions(wanted):
        return False
    arrays = [item for call in case.calls for _, item in arrays_of(call.arguments())]
    floats = [item.tolist() for item in arrays if item.dtype.kind == "f"]
    return not any(item in floats[:i] for i, item in enumerate(floats))


def _size_that_matters(right: Sequence[SmallCase], wrong: SmallCase) -> str:
    """Return the sentence on the one size by which a case that is right differs, if there is such a case."""
    for small in right:
        if _is_cut_from_the_same(small, wrong) and _is_smaller_in_one(small.sizes, wrong.sizes):
            for one, other in zip(small.case.calls, wrong.case.calls, strict=True):
                beside = other.arguments()
                for name, item in one.arguments().items():
                    for text in _smaller(f"`{name}`", item, beside[name]):
                        return f"With {text}, yours is right."
    return ""


def _is_cut_from_the_same(small: SmallCase, other: SmallCase) -> bool:
    """Return whether two cases come from one larger case: of a draw, there is one for each kind of call."""
    texts, others = (
        sorted(text for call in item.case.calls for text in texts_in(call.arguments()))
        for item in (small, other)
    )
    return small.draws == other.draws and texts == others


def _is_smaller_in_one(sizes: Sequence[int], others: Sequence[int]) -> bool:
    if len(sizes) != len(others):
        return False
    apart = [(a, b) for a, b in zip(sizes, others, strict=True) if a != b]
    return len(apart) == 1 and apart[0][0] < apart[0][1]


def _smaller(name: str, item: Any, other: Any) -> Iterator[str]:
    """Yield in which way a value is smaller than another, in words."""
    if isinstance(item, np.ndarray):
        words = ("row", "column") if item.ndim == 2 else ("entry",) * item.ndim
        for word, few, many in zip(words, item.shape, other.shape, strict=True):
            if few != many:
                yield f"{few} {word} of {name} in place of {many}"
    elif isinstance(item, Mapping) and len(item) != len(other):
        yield f"{len(item)} entries of {name} in place of {len(other)}"
    elif isinstance(item, Mapping):
        for key in item:
            yield from _smaller(f"{name[:-1]}[{key!r}]`", item[key], other[key])
    elif isinstance(item, (list, tuple)):
        if len(item) != len(other):
            yield f"{len(item)} entry of {name} in place of {len(other)}"
        else:
            for i, pair in enumerate(zip(item, other, strict=True)):
                yield from _smaller(f"{name[:-1]}[{i}]`", *pair)
    elif item != other:
        yield f"{name} {written(item)} in place of {written(other)}"
