"""Says on a page what `check` says in the notebook: which small change is behind a mistake without a name.

That rests on the visible cases, which every student has: their calls are made in the sandbox, and
what comes back is compared here with what small changes of a right answer yield.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.grading.bulk import slim
from autograder.grading.session import Session
from helpers.judge.faults import wrong_cases
from helpers.judge.mutants import behind
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import Mutant, Sheet


@dataclass(frozen=True)
class Near:
    """What was found for parts of an exercise: small changes of a right answer that do the same."""

    mutants: Mapping[str, Mutant] = field(default_factory=dict)


class Nearby:
    """The visible cases of a bundle, and the session in which they are asked."""

    def __init__(self, session: Session, bundle: Path, week: str) -> None:
        self._session = session
        self._path = bundle / "helpers" / "cases" / f"{week}.json"

    def of(self, exercise: str) -> Near:
        """Return what is near the functions as they are in the session now. Raises RunnerGoneError."""
        sheet, requests = _visible(self._path, self._path.stat().st_mtime_ns, exercise)
        if not sheet.parts or any(case.budget for cases in sheet.draws.values() for case in cases):
            return Near()
        found = self._session.near(requests)
        outcomes = {
            name: [slim(Outcome.from_json(item)) for item in found["outcomes"][name]]
            for name in sheet.draws
        }
        failing = [p.name for p in sheet.parts if any(wrong_cases(sheet, p, outcomes[p.draw]))]
        return Near(behind(sheet, outcomes, failing))


@functools.lru_cache(maxsize=2)
def _exercises(path: Path, stamp: int) -> dict[str, str]:
    """Return the exercises of a case file as texts: read at once, a week's take ten times the memory."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {item["exercise"]: json.dumps(item) for item in content["exercises"]}


@functools.lru_cache(maxsize=12)
def _visible(path: Path, stamp: int, exercise: str) -> tuple[Sheet, dict[str, Any]]:
    """Return the short parts of a visible sheet, and its calls by draw as plain data."""
    data = json.loads(_exercises(path, stamp)[exercise])
    whole = Sheet.from_json(data)
    parts = [part for part in whole.parts if not part.long]
    draws = {part.draw: whole.draws[part.draw] for part in parts}
    requests = {name: [case.request() for case in cases] for name, cases in draws.items()}
    return replace(whole, parts=parts, draws=draws), requests
