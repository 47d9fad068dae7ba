"""Examines a submission's functions: draws cases, has them called in the sandbox, judges, names mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from typing import Any

import numpy as np

from autograder.examining import Exercise, Week, draw, suspects
from autograder.grading.bulk import slim
from autograder.grading.nearby import Nearby
from autograder.grading.session import Session
from autograder.grading.sources import Sources
from helpers.judge.asserts import is_own
from helpers.judge.faults import Fault
from helpers.judge.judging import find, judge
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import CaseSheet, Sheet
from helpers.judge.verdicts import ERROR, NOT_GRADABLE, RIGHT, WRONG, PartVerdict, Verdict

MISSING = re.compile(r"name '(\w{1,100})' is not defined")
STILL_WRONG = "With right versions of the functions that it calls, this is still to be mended:"


def nothing(exercise: Exercise, outcome: str, message: str) -> Verdict:
    """Return a verdict in which every part has the same outcome and no points; it is said once."""
    parts = [PartVerdict(part.name, 0, part.points, outcome, message) for part in exercise.parts]
    said = [replace(part, message="") if i else part for i, part in enumerate(parts)]
    return Verdict(exercise.name, said)


class Examination:
    """What is found out about the exercises of one submission: cases, outcomes, verdicts so far.

    `seed` gives the seed of an exercise's cases by its name; `note` takes a sentence for student
    and teacher; `give` runs a cell of the release that binds a name, if there is one. `sources`
    are the functions that the cells so far define, `errors` those cells that ended with one.
    `left_out` are exercises whose second look lost the process, `looked` those that had one,
    `judged_anew` those that were judged by other cases too.
    """

    def __init__(
        self,
        week: Week,
        seed: Callable[[str], bytes],
        note: Callable[[str], None],
        give: Callable[[Session, str], bool],
    ) -> None:
        self.week = week
        self.functions = frozenset(f for e in week.exercises for f in e.functions)
        self.seed = seed
        self.sources = Sources()
        self.note = note
        self.give = give
        self.verdicts: dict[str, Verdict] = {}
        self.sheets: dict[str, Sheet] = {}
        self.outcomes: dict[str, dict[str, list[Outcome]]] = {}
        self.own: dict[str, Verdict] = {}
        self.errors: dict[str, str] = {}
        self.judged_on: dict[str, dict[str, str | None]] = {}
        self.left_out: set[str] = set()
        self.looked: set[str] = set()
        self.judged_anew: set[str] = set()
        self.unasserted: dict[str, dict[str, list[Outcome]]] = {}
        self.second: dict[str, tuple[Sheet, dict[str, list[Outcome]]]] = {}
        self.findings: dict[str, tuple[object, list[str | None], dict[str, Fault | None]]] = {}

    def own_verdict(self, session: Session, exercise: Exercise) -> Verdict:
        """Return the verdict on the functions as they are in the session now. Raises RunnerGoneError."""
        sheet = self.sheets.get(exercise.name)
        if sheet is None:
            sheet = self.sheets[exercise.name] = draw(
                self.week, exercise, self.seed(exercise.name), known=False, hidden=True
            )
        session.begin_exercise(len(self.week.exercises) - len(self.verdicts))
        outcomes = self._outcomes(session, sheet)
        while any(self.give(session, name) for name in _missing_names(outcomes)):
            outcomes = self._outcomes(session, sheet)
        self.outcomes[exercise.name] = outcomes
        if _stopped_by_asserts(outcomes):  # the mistake behind is named as without them
            self.unasserted[exercise.name] = self._outcomes(session, sheet, asserts=False)
        self.judged_on[exercise.name] = self.written(exercise)
        try:
            findings = self.found_wrong(exercise, sheet, outcomes)
            verdict = judge(sheet, outcomes, self.source_of, suspects=(), findings=findings)
            return self._told(exercise, verdict)
        except Exception as error:  # what cannot be judged is recorded, for a person
            text = (
                f"What came back cannot be judged ({type(error).__name__}); a person has to look."
            )
            self.note(f"{exercise.name}: {text}")
            self.outcomes.pop(exercise.name)
            return nothing(exercise, NOT_GRADABLE, text)

    def found_wrong(
        self, exercise: Exercise, sheet: Sheet, outcomes: dict[str, list[Outcome]]
    ) -> dict[str, Fault | None]:
        """Return what is wrong with outcomes, found once for the verdict and for the mistake's name."""
        sources = [self.source_of(name) for name in sheet.functions]
        kept = self.findings.get(exercise.name)
        if kept is None or kept[0] is not outcomes or kept[1] != sources:
            found = find(sheet, outcomes, self.source_of)
            kept = self.findings[exercise.name] = outcomes, sources, found
        return kept[2]

    def learn(self, cell: str, error: str | None) -> None:
        """Take in what a cell defines, and the error that it ended with."""
        for name in self.sources.read(cell):
            self.errors.pop(name, None)
            if error is not None:
                self.errors[name] = error

    def written(self, exercise: Exercise) -> dict[str, str | None]:
        """Return the sources, as read so far, of an exercise's functions and of all behind them."""
        found: dict[str, str | None] = {}
        pending, seen = [exercise.name], {exercise.name}
        while pending:
            here = self.week.exercise(pending.pop())
            found |= {name: self.source_of(name) for name in here.functions}
            new = [name for name in self.beneath(here) if name not in seen]
            seen.update(new)
            pending += new
        return found

    def beneath(self, exercise: Exercise) -> list[str]:
        """Return the exercises that this one builds on: those listed, then what else it calls.

        A student may call any function of an earlier exercise. What is judged by its success alone
        stands for itself: by a right version in place of one of its functions it is not known.
        """
        if exercise.by_chance:
            return list(exercise.depends_on)
        called = {
            f for name in exercise.functions for f in self.sources.called(name, self.functions)
        }
        sheet = self.sheets.get(exercise.name)
        if sheet is not None:  # what the cases put in the place of a function cannot be at fault
            drawn = (case for cases in sheet.draws.values() for case in cases)
            called -= {name for case in drawn for name in case.replaced}
        before = takewhile(lambda other: other is not exercise, self.week.exercises)
        new = [other.name for other in before if called & {*other.functions}]
        return [*exercise.depends_on, *(n for n in new if n not in exercise.depends_on)]

    def _told(self, exercise: Exercise, verdict: Verdict) -> Verdict:
        """Return the verdict, with the error of the cell that was to define what is not there."""
        for name in exercise.functions:
            missing = any(
                outcome.status == "missing" and outcome.function == name
                for several in self.outcomes[exercise.name].values()
                for outcome in several
            )
            if missing and name in self.errors:
                text = f"The cell that defines `{name}` stopped before it, with {self.errors[name]}"
                return replace(verdict, notes=[*verdict.notes, text])
        return verdict

    def named(self, exercise: Exercise, verdict: Verdict, nearby: Nearby | None = None) -> Verdict:
        """Return the verdict with the misconception that explains what is still wrong, if one does.

        Where there was a second look, it shows the exercise's own fault, apart from those of the
        functions that it calls. `nearby` is asked about what no misconception explains.
        Raises RunnerGoneError where the process is lost on that.
        """
        first = (self.sheets.get(exercise.name), self.outcomes.get(exercise.name))
        sheet, outcomes = self.second.get(exercise.name, first)
        wrong = [part.part for part in verdict.parts if part.outcome in (WRONG, ERROR)]
        if sheet is None or outcomes is None or not wrong:
            return verdict
        those = suspects(self.week, exercise, sheet)
        unasserted = None if exercise.name in self.second else self.unasserted.get(exercise.name)
        known: dict[str, Any] = {
            "unasserted": unasserted,
            "findings": self.found_wrong(exercise, sheet, outcomes),
        }
        named = judge(sheet, outcomes, self.source_of, suspects=those, named_only=True, **known)
        again = {part.part: part for part in named.parts if part.misconception}
        unnamed = [name for name in wrong if name not in again]
        if nearby and unnamed and self._is_alone(exercise):
            near = nearby.of(exercise.name)
            mutants = {name: item for name, item in near.mutants.items() if name in unnamed}
            if mutants:
                told = judge(sheet, outcomes, self.source_of, suspects=(), near=mutants, **known)
                again |= {part.part: part for part in told.parts if part.part in mutants}
        parts = [
            again.get(part.part, part) if part.part in wrong else part for part in verdict.parts
        ]
        if exercise.name in self.second:
            shown = {
                part.part
                for part in judge(sheet, outcomes, suspects=(), named_only=True).parts
                if part.outcome != RIGHT
            }
            i = next((i for i, p in enumerate(parts) if p.part in wrong and p.part in shown), None)
            if i is not None:
                parts[i] = replace(parts[i], message=f"{STILL_WRONG}\n{parts[i].message}")
        return replace(verdict, parts=parts)

    def _is_alone(self, exercise: Exercise) -> bool:
        """Return whether a fault is the exercise's own, in functions that are still as they were judged."""
        ended = {"limit", "crashed", "missing", "unanswered"}
        return (
            exercise.name not in self.second
            and exercise.name not in self.left_out
            and self.judged_on.get(exercise.name) == self.written(exercise)
            and not any(
                outcome.status in ended
                for several in self.outcomes[exercise.name].values()
                for outcome in several
            )
        )

    def _outcomes(
        self, session: Session, sheet: Sheet, **settings: Any
    ) -> dict[str, list[Outcome]]:
        return self.in_some_order(
            sheet,
            lambda cases: self.observe(session, [case.request() | settings for case in cases]),
        )

    def in_some_order(
        self, sheet: Sheet, observe: Callable[[list[CaseSheet]], list[Outcome]]
    ) -> dict[str, list[Outcome]]:
        """Return what `observe` finds for each draw, in its order.

        Cases are asked in another one, which nobody can know ahead: a function that counts its
        calls learns nothing of what is asked.
        """
        seed = int.from_bytes(self.seed(f"{sheet.exercise}, order")[:16], "big")
        rng = np.random.default_rng(seed)
        found: dict[str, list[Outcome]] = {}
        for name in rng.permutation(list(sheet.draws)).tolist():
            cases = sheet.draws[name]
            order = rng.permutation(len(cases)).tolist()
            several = observe([cases[i] for i in order])
            found[name] = [several[order.index(i)] for i in range(len(cases))]
        return {name: found[name] for name in sheet.draws}

    def observe(
        self, session: Session, requests: list[dict[str, Any]], answer: Any = None
    ) -> list[Outcome]:
        """Return the outcome of each case; after one that took too long, the rest counts as such."""
        outcomes: list[Outcome] = []
        for request in requests:
            if outcomes and outcomes[-1].status == "limit":
                outcomes.append(outcomes[-1])
                continue
            outcomes.append(slim(Outcome.from_json(session.probe(request, answer))))
            if outcomes[-1].status == "limit":
                session.hurry()
        return outcomes

    def source_of(self, name: str) -> str | None:
        """Return the source of a function of the notebook, with that of its own helpers, or None."""
        return self.sources.with_helpers(name, self.functions)


def _missing_names(outcomes: dict[str, list[Outcome]]) -> list[str]:
    """Return the names that calls missed, each once."""
    errors = (o.error for several in outcomes.values() for o in several if o.status == "error")
    found = (MISSING.match(e["message"]) for e in errors if e.get("type") == "NameError")
    return list(dict.fromkeys(match[1] for match in found if match))


def _stopped_by_asserts(outcomes: dict[str, list[Outcome]]) -> bool:
    return any(is_own(outcome.error) for several in outcomes.values() for outcome in several)
