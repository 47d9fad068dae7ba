"""Judges what a student's functions did: compares outcomes with a sheet of cases, says what is wrong.

Two callers use this one piece of code. In the notebook, `check` (helpers/checking.py) brings the
visible sheet, frozen in a JSON file. The grader brings a sheet that it has just drawn. Both call
`judge(sheet, outcomes)` and show the Verdict that comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpers.judge.asserts import OWN
from helpers.judge.faults import (
    Fault,
    Sources,
    changed_matters,
    first_fault,
    remarks,
    select,
    unlike,
)
from helpers.judge.grounds import founded, unfounded, writes_into
from helpers.judge.mutants import behind
from helpers.judge.naming import Suspect, doubtful, name_mistakes
from helpers.judge.outcome import Outcome, clip
from helpers.judge.patterns import is_as_given, tells
from helpers.judge.sheets import Mutant, PartSheet, Sheet
from helpers.judge.slips import certain_slip, slips, written_slip
from helpers.judge.smallest import Run, Smallest
from helpers.judge.values import Described
from helpers.judge.verdicts import (
    CAUSES,
    CRASHED,
    ERROR,
    JUST_A_CONSTANT,
    LEARNED_BEFORE,
    LIMIT,
    NOTHING_CHANGED,
    RIGHT,
    UNANSWERED,
    WRONG,
    PartVerdict,
    Verdict,
)
from helpers.judge.words import AGREE

MAX_TEXT = 2_000
ASKS_ELSE = "Without your assert this comes out right: the assert asks for something else."
AS_ABOVE = "Likely cause: the same as above."
STOPS_THIS = "Without your assert this part comes out right."


@dataclass(frozen=True)
class Located:
    """A sentence on the place of a slip. `sure`: it is one line behind all that came out wrong.

    `late`: the search ended by its clock, so there may be a better reason than what is known by then.
    """

    text: str
    sure: bool
    late: bool = False


def judge(
    sheet: Sheet,
    outcomes: Mapping[str, Sequence[Outcome]],
    source_of: Sources = lambda name: None,
    only: Callable[[PartSheet], bool] = lambda part: True,
    suspects: Iterable[Suspect] | None = None,
    unasserted: Mapping[str, Sequence[Outcome]] | None = None,
    locate: Callable[[Collection[str]], Mapping[str, Located]] = lambda parts: {},
    near: Mapping[str, Mutant] | None = None,
    run: Run | None = None,
    findings: Mapping[str, Fault | None] | None = None,
    named_only: bool = False,
) -> Verdict:
    """Return the verdict on an exercise.

    `outcomes` has, for each draw of the sheet, one outcome a case. `source_of` gives the source
    text of a student's function, where known. `only` leaves out parts that are not to be judged.
    `suspects` are the misconceptions that may be behind a fault: those of the sheet's known
    outcomes unless others are given. `unasserted` has the outcomes as they are without the asserts
    that the student wrote: the mistake is named by them. `locate` is asked about the parts behind
    which no known mistake was found: it gives a sentence on the place in the source for each that it
    can tell of. `run` calls the functions for one case more: where nothing is known of a mistake, it
    is shown in the smallest case in which it can be seen. `near` has, by part, the small change of a
    right answer that does the same; without it, and without suspects, the sheet's own are looked through.
    `findings` are those of `find` for the same outcomes, where they are known already. With `named_only`
    nobody reads what is said of a part whose mistake has no name, so no sentence is looked for.
    """
    if findings is None:
        findings = find(sheet, outcomes, source_of, only)
    changed = dict(near or {})
    if suspects is None:
        suspects = [Suspect(name, sheet) for name in sheet.hints]
        failing = [name for name, fault in findings.items() if fault]
        changed = behind(sheet, unasserted or outcomes, failing)
    suspects = list(suspects)
    known = name_mistakes(sheet, outcomes, findings, suspects)
    if unasserted and not all(name in known for name, fault in findings.items() if fault):
        known = name_mistakes(sheet, unasserted, findings, suspects)
    named = {
        name: key
        for name, key in known.items()
        if not _is_of_other_code(sheet, findings[name], key, source_of)
    }
    if _is_one_change(findings, named, changed):
        named.clear()
    placed = _placed(findings, named, locate)
    doubted = doubtful(sheet, unasserted or outcomes, findings, suspects, named)
    freed = {
        part.name
        for part in sheet.parts
        if unasserted and first_fault(sheet, part, unasserted, source_of) is None
    }
    smallest = Smallest(sheet, run) if run else None
    parts: list[PartVerdict] = []
    for part in sheet.parts:
        if part.name in findings:
            key = named.get(part.name)
            again = key is not None and any(key == earlier.misconception for earlier in parts)
            fault = findings[part.name]
            place = placed.get(part.name)
            doubt = key in doubted or (place is not None and place.late)
            cause = _cause(sheet, part, fault, key, again, source_of, doubt)
            place = place if not key else None
            told = place.text if place else None
            seen: list[str] = []
            if fault and not cause and not named_only:
                seen = slips(sheet, part, fault, source_of)
            if (
                not (place and place.sure)
                and not key
                and part.name in changed
                and not _is_given(part, fault)
            ):
                told, seen = _changed(sheet, changed[part.name]), []
                told = told.replace(*CAUSES, 1) if place and place.late else told
            if fault and told:
                certain = certain_slip(part, fault, source_of)
                told, seen = (f"Likely cause: {certain}", []) if certain else (told, seen)
                again = any(told in earlier.message for earlier in parts)
                cause = [told] if not again else [AS_ABOVE] if told.startswith(CAUSES) else []
            if (
                fault
                and smallest
                and not (cause or told)
                and not written_slip(sheet, fault, source_of)
            ):
                seen = [*seen, *smallest.told(part, fault)]
            seen = [text for text in seen if not any(text in earlier.message for earlier in parts)]
            verdict = _verdict_of(sheet, part, fault, key, cause, seen)
            if part.name in freed and verdict.outcome == ERROR:
                told = ASKS_ELSE if freed == set(findings) else STOPS_THIS
                if f"{OWN}if " in verdict.message:
                    told = told.replace("your assert", "your `raise`").replace(
                        "the assert", "its `if`"
                    )
                verdict = replace(verdict, message=f"{told}\n{verdict.message}")
            parts.append(verdict)
    parts = _say_once(_withhold(sheet, parts), findings)
    judged = [part for part in sheet.parts if part.name in findings]
    notes = list(dict.fromkeys(text for part in judged for text in remarks(sheet, part, outcomes)))
    advice = _advice(outcomes)
    if not any(findings.values()):
        advice += _on_changes(sheet, judged, outcomes, source_of)
    return Verdict(sheet.exercise, parts, advice=advice, notes=notes)


def find(
    sheet: Sheet,
    outcomes: Mapping[str, Sequence[Outcome]],
    source_of: Sources = lambda name: None,
    only: Callable[[PartSheet], bool] = lambda part: True,
) -> dict[str, Fault | None]:
    """Return the first fault of each part that is to be judged, None for one that is right."""
    return {
        part.name: first_fault(sheet, part, outcomes, source_of)
        for part in sheet.parts
        if only(part)
    }


def _is_of_other_code(sheet: Sheet, fault: Fault | None, key: str, source_of: Sources) -> bool:
    """Return whether a known mistake is one of writing something that the source does not hold."""
    return fault is not None and unfounded(sheet.hints[key].title, source_of(fault.case.function))


def _is_one_change(
    findings: Mapping[str, Fault | None], named: Mapping[str, str], changed: Mapping[str, Mutant]
) -> bool:
    """Return whether one small change does all that came out wrong, where several known mistakes share it."""
    failing = {name for name, fault in findings.items() if fault}
    if not failing <= changed.keys() or len(set(named.values())) < 2:
        return False
    texts = [changed[name].text for name in failing]
    return isinstance(texts[0], str) and texts.count(texts[0]) == len(texts)


def _placed(
    findings: Mapping[str, Fault | None],
    named: dict[str, str],
    locate: Callable[[Collection[str]], Mapping[str, Located]],
) -> Mapping[str, Located]:
    """Return what is told of the place of a slip, by part.

    Where several known mistakes share the parts, one place behind all of them is the better reason:
    `named` loses them.
    """
    failing = {name for name, fault in findings.items() if fault}
    if not failing or (failing == named.keys() and len(set(named.values())) == 1):
        return {}
    placed = locate(failing)
    if placed.keys() == failing and all(place.sure for place in placed.values()):
        named.clear()
    return placed


def _verdict_of(
    sheet: Sheet,
    part: PartSheet,
    fault: Fault | None,
    misconception: str | None,
    cause: Sequence[str],
    seen: Sequence[str],
) -> PartVerdict:
    """Return what is said of a part: the likely cause, what is wrong, what was called and came back."""
    if fault is None:
        return PartVerdict(part.name, part.points, part.points, RIGHT)
    text = fault.text.partition(AGREE)[0] if cause else fault.text
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
        message=clip("\n".join([*cause, text, *seen, fault.shown]), MAX_TEXT),
        misconception=misconception,
    )


def _cause(
    sheet: Sheet,
    part: PartSheet,
    fault: Fault | None,
    misconception: str | None,
    again: bool,
    source_of: Sources,
    doubt: bool,
) -> list[str]:
    """Return the line on the mistake that does the same as came back, if one does."""
    if fault is None or misconception is None:
        return []
    if again:
        return [AS_ABOVE]
    certain = certain_slip(part, fault, source_of)
    if certain is not None:
        return [f"Likely cause: {certain}"]
    hint = sheet.hints[misconception]
    likely = "Likely" if _is_telling(sheet, part, fault) and not doubt else "Possible"
    said = founded(hint.hint, source_of(fault.case.function))
    return [f"{likely} cause: {hint.title}. {said}".rstrip()]


def _is_given(part: PartSheet, fault: Fault | None) -> bool:
    """Return whether what came back is what was given: many changes do that."""
    if fault is None or fault.outcome.status != "value":
        return False
    value, _ = select(fault.outcome.value, fault.outcome.after, part.select, [])
    return is_as_given(value, fault.case.calls[-1].arguments())


def _changed(sheet: Sheet, mutant: Mutant) -> str:
    """Return the line on a small change, or on two known mistakes together, that does what came back."""
    if isinstance(mutant.text, str):
        return (
            f"Likely cause: {mutant.text}. A right answer with this one change gives your numbers."
        )
    one, other = (sheet.hints[name] for name in mutant.text)
    return (
        f"Likely cause: two things together. One: {one.title}. {one.hint} The other: {other.title}. "
        f"{other.hint}"
    )


def _is_telling(sheet: Sheet, part: PartSheet, fault: Fault) -> bool:
    """Return whether a wrong outcome is hardly arrived at in two ways."""
    outcome = fault.outcome
    if outcome.status != "value" or tells(select(outcome.value, outcome.after, part.select, [])[0]):
        return True
    return unlike(sheet, part.draw, fault.case, fault.outcome) is not None


def _withhold(sheet: Sheet, parts: list[PartVerdict]) -> list[PartVerdict]:
    """Return the parts; those that do not count alone are earned only beside one that does.

    What a constant, an answer of the right shape, a crude formula within bounds, parameters learned
    beforehand or a function that touches nothing would pass is no merit by itself.
    """
    right = {part.part for part in parts if part.outcome == RIGHT}
    judged = {part.part for part in parts}
    earned = []
    for part in parts:
        beside = _beside(sheet, part.part) & judged
        if part.outcome == RIGHT and beside and not beside & right:
            of = next(item for item in sheet.parts if item.name == part.part)
            part = replace(part, points=0, outcome=WRONG, message=_why_withheld(of))
        earned.append(part)
    return earned


def _why_withheld(part: PartSheet) -> str:
    if part.long:
        return LEARNED_BEFORE
    return NOTHING_CHANGED if changed_matters(part.compare) else JUST_A_CONSTANT


def counts_alone(sheet: Sheet, part: PartSheet) -> bool:
    """Return whether a right part counts whatever becomes of the others."""
    if part.beside or part.long:
        return False
    return any((case.compare or part.compare).counts_alone for case in sheet.draws[part.draw])


def _beside(sheet: Sheet, name: str) -> set[str]:
    """Return the parts of which one has to be right for the part `name` to count, if any."""
    of = next(part for part in sheet.parts if part.name == name)
    if counts_alone(sheet, of):
        return set()
    others = [part for part in sheet.parts if counts_alone(sheet, part)]
    if changed_matters(of.compare):
        others = [part for part in others if part.draw == of.draw] or others
    return {part.name for part in others}


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
        reason, call, called = (_reason(fault), part.misconception), id(fault.case), fault.shown
        if reason in reasons:
            part = replace(part, message=f"For the same reason as {reasons[reason]!r}.")
        elif call in calls and part.message.endswith(called):
            rest = part.message.removesuffix(called)
            part = replace(part, message=f"{rest}The same call as for {calls[call]!r}.")
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
    return fault.case.called, fault.text


def _on_changes(
    sheet: Sheet,
    judged: Sequence[PartSheet],
    outcomes: Mapping[str, Sequence[Outcome]],
    source_of: Sources,
) -> list[str]:
    """Return advice on arguments that a right answer changed, where no part asks for it."""
    if any(changed_matters(part.compare) for part in sheet.parts):
        return []
    for draw in dict.fromkeys(part.draw for part in judged):
        for case, outcome in zip(sheet.draws[draw], outcomes[draw], strict=True):
            given = case.calls[-1].arguments()
            changed = [
                name
                for name in outcome.changed
                if name not in sheet.may_change and not isinstance(given.get(name), Described)
            ]
            if changed and outcome.status == "value":
                how = writes_into(source_of(case.function), changed)
                return [
                    f"Your function changed `{changed[0]}` of whoever called it. {how} No point is lost "
                    "by it here; but who needs the old values again finds the new ones.".replace(
                        "  ", " "
                    )
                ]
    return []


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
