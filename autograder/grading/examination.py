"""Examines a submission's functions: draws cases, has them called in the sandbox, judges, names mistakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from autograder.examining import Exercise, Week, draw, suspects
from autograder.grading.sandbox import Session
from autograder.grading.sources import with_helpers
from helpers.judge.judging import judge
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import Sheet
from helpers.judge.verdicts import ERROR, NOT_GRADABLE, RIGHT, WRONG, PartVerdict, Verdict

STILL_WRONG = "With right versions of the functions that it calls, this is still to be mended:"


def nothing(exercise: Exercise, outcome: str, message: str) -> Verdict:
    """Return a verdict in which every part has the same outcome and no points; it is said once."""
    parts = [PartVerdict(part.name, 0, part.points, outcome, message) for part in exercise.parts]
    said = [replace(part, message="") if i else part for i, part in enumerate(parts)]
    return Verdict(exercise.name, said)


class Examination:
    """What is found out about the exercises of one submission: cases, outcomes, verdicts so far.

    `seed` gives the seed of an exercise's cases by its name; `sources` are the functions of the
    notebook; `note` takes a sentence for student and teacher.
    """

    def __init__(
        self,
        week: Week,
        seed: Callable[[str], bytes],
        sources: dict[str, str],
        note: Callable[[str], None],
    ) -> None:
        self.week = week
        self.seed = seed
        self.sources = sources
        self.note = note
        self.verdicts: dict[str, Verdict] = {}
        self.sheets: dict[str, Sheet] = {}
        self.outcomes: dict[str, dict[str, list[Outcome]]] = {}
        self.second: dict[str, tuple[Sheet, dict[str, list[Outcome]]]] = {}
        self.with_helpers: dict[str, str | None] = {}

    def own_verdict(self, session: Session, exercise: Exercise) -> Verdict:
        """Return the verdict on the functions as they are in the session now. Raises RunnerGoneError."""
        sheet = self.sheets.get(exercise.name)
        if sheet is None:
            sheet = self.sheets[exercise.name] = draw(
                self.week, exercise, self.seed(exercise.name), known=False
            )
        outcomes = self.outcomes[exercise.name] = self._outcomes(session, sheet)
        try:
            return judge(sheet, outcomes, self.source_of)
        except Exception as error:  # what cannot be judged is recorded, for a person
            text = (
                f"What came back cannot be judged ({type(error).__name__}); a person has to look."
            )
            self.note(f"{exercise.name}: {text}")
            self.outcomes.pop(exercise.name)
            return nothing(exercise, NOT_GRADABLE, text)

    def named(self, exercise: Exercise, verdict: Verdict) -> Verdict:
        """Return the verdict with the misconception that explains what is still wrong, if one does.

        Where there was a second look, it shows the exercise's own fault, apart from those of the
        functions that it calls.
        """
        first = (self.sheets.get(exercise.name), self.outcomes.get(exercise.name))
        sheet, outcomes = self.second.get(exercise.name, first)
        wrong = [part.part for part in verdict.parts if part.outcome in (WRONG, ERROR)]
        if sheet is None or outcomes is None or not wrong:
            return verdict
        those = suspects(self.week, exercise, sheet)
        named = judge(sheet, outcomes, self.source_of, suspects=those)
        again = {part.part: part for part in named.parts}
        parts = [
            again[part.part]
            if part.part in wrong and part.part in again and again[part.part].misconception
            else part
            for part in verdict.parts
        ]
        if exercise.name in self.second:
            shown = {part.part for part in judge(sheet, outcomes).parts if part.outcome != RIGHT}
            i = next((i for i, p in enumerate(parts) if p.part in wrong and p.part in shown), None)
            if i is not None:
                parts[i] = replace(parts[i], message=f"{STILL_WRONG}\n{parts[i].message}")
        return replace(verdict, parts=parts)

    def _outcomes(self, session: Session, sheet: Sheet) -> dict[str, list[Outcome]]:
        return {
            name: self.observe(session, [case.request() for case in cases])
            for name, cases in sheet.draws.items()
        }

    def observe(
        self, session: Session, requests: list[dict[str, Any]], answer: Any = None
    ) -> list[Outcome]:
        """Return the outcome of each case; after one that took too long, the rest counts as such."""
        outcomes: list[Outcome] = []
        for request in requests:
            if outcomes and outcomes[-1].status == "limit":
                outcomes.append(outcomes[-1])
                continue
            outcomes.append(Outcome.from_json(session.probe(request, answer)))
            if outcomes[-1].status == "limit":
                session.hurry()
        return outcomes

    def source_of(self, name: str) -> str | None:
        """Return the source of a function of the notebook, with that of its own helpers, or None."""
        if name not in self.with_helpers:
            exercises = {f for e in self.week.exercises for f in e.functions}
            self.with_helpers[name] = with_helpers(name, self.sources, exercises)
        return self.with_helpers[name]
