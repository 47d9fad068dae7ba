"""Builds a week's three files from its three sources, and says which built files are stale."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.authoring.kept import (
    Kept,
    digest_of_files,
    digest_of_mutants,
    digest_of_run,
    digest_of_sources,
    is_sealed,
    seal,
)
from autograder.authoring.notebooks import (
    Source,
    source_notebook,
    student_notebook,
    to_text,
    without_guesses,
)
from autograder.authoring.proof import PROOF_SEEDS, unreadable
from autograder.authoring.proving import Seeds, load, prove_weeks, visible_sheet
from autograder.authoring.quotes import Quote, changed, filled, quoted_numbers
from autograder.authoring.running import (
    SOLVED,
    UNTOUCHED,
    Kernel,
    keep_unsteady,
    with_stored_outputs,
    wrong_in_the_end,
)
from autograder.examining import AuthoringError, Week
from autograder.files import CASES, NARRATIVES, ROOT, SOLUTIONS, UserError, write_atomically

Say = Callable[[str], None]


@dataclass(frozen=True)
class Stale:
    """A built file that is not what the sources say."""

    path: Path
    reason: str
    week: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}: {self.reason}; run `autograder build {self.week}`"


@dataclass
class Kernels:
    """The kernels that run the solved notebook and the untouched one; warm ones outlive a build."""

    solved: Kernel
    untouched: Kernel
    warm: bool = False

    @classmethod
    @contextlib.contextmanager
    def opened(cls, *, warm: bool = False) -> Iterator[Kernels]:
        """Return kernels that start when they are needed and end with the block."""
        with Kernel(SOLUTIONS) as solved, Kernel() as untouched:
            yield cls(solved, untouched, warm)


def build_weeks(
    names: Sequence[str],
    say: Say = lambda text: None,
    *,
    new_numbers: bool = False,
    fresh: bool = False,
    jobs: int = 1,
) -> None:
    """Build several weeks, those that are built already left out. Raises AuthoringError.

    With `fresh`, nothing that earlier builds kept is used. `jobs` exercises are proven at a time.
    """
    wanted = [name for name in names if fresh or not is_sealed(name)]
    kept = {name: Kept(name) if fresh else Kept.read(name) for name in wanted}
    for name in names:
        if name not in wanted:
            say(f"{name} is built")
    digests = {name: digest_of_sources(name) for name in wanted}
    sources = {name: _read_sources(name) for name in wanted}
    problems = _proven(wanted, kept, jobs, PROOF_SEEDS)
    for name in wanted:
        say(f"building {name}")
        _require(problems[name], say)
        with Kernels.opened() as kernels:
            build(*sources[name], kept[name], kernels, say, new_numbers=new_numbers)
        kept[name].write()
        if not problems[name]:
            seal(name, digests[name])


def build_warm(name: str, kernels: Kernels, say: Say) -> tuple[NotebookNode, NotebookNode]:
    """Build a week with kernels that stay; return the student's notebook and the solved one.

    Raises AuthoringError.
    """
    kept = Kept.read(name)
    week, source = _read_sources(name)
    _require(prove_weeks([name], {name: kept})[name], say)
    notebooks = build(week, source, kept, kernels, say)
    kept.write()
    return notebooks


def _read_sources(name: str) -> tuple[Week, Source]:
    week = load(name)
    _require(unreadable(week))
    return week, source_notebook(week)


def build(
    week: Week,
    source: Source,
    kept: Kept,
    kernels: Kernels,
    say: Say,
    *,
    new_numbers: bool = False,
) -> tuple[NotebookNode, NotebookNode]:
    """Write the student's notebook, the solved notebook and the visible cases of a proven week.

    Return both notebooks. With warm kernels, notebooks that quote other numbers are returned only.

    Raises AuthoringError, with file and line, when a notebook does not run as it should, or when a
    number that the prose quotes is another one than before (but for `new_numbers`); then nothing is
    written.
    """
    cases = CASES / f"{week.name}.json"
    before = cases.read_bytes() if cases.exists() else None
    drawn = visible_cases(week, source, kept)
    # The solved notebook reads the cases while it runs; if it stops, the earlier ones come back.
    # Cases that agree with the earlier ones are left: another machine's last digits are no news.
    if _cases_differ(cases, drawn):
        write_atomically(cases, drawn)
    try:
        solved = _solved(week, source, kept, kernels)
        _require_untouched_runs(week, source, kept, kernels)
        numbers = quoted_numbers(source.passages, solved)
        moved = [] if new_numbers else _moved_numbers(week.name, numbers)
        if moved and not kernels.warm:
            raise AuthoringError("\n".join(moved))
    except BaseException:
        if before is None:
            cases.unlink(missing_ok=True)
        else:
            write_atomically(cases, before)
        raise
    student = student_notebook(filled(source.notebook, numbers), kept)
    solved = filled(solved, numbers)
    if moved:  # the numbers built before stay, so that the build that counts asks about them
        say("\n".join(moved))
        return student, solved
    _write(NARRATIVES / f"{week.name}.ipynb", to_text(student))
    _write(SOLUTIONS / f"{week.name}.ipynb", to_text(solved))
    return student, solved


def _write(path: Path, text: str) -> None:
    if _differs(path, text):
        write_atomically(path, text)


def _solved(week: Week, source: Source, kept: Kept, kernels: Kernels) -> NotebookNode:
    """Return the executed notebook; nothing runs if no code changed, nor anything that it uses."""
    wanted = without_guesses(source.notebook)
    path = SOLUTIONS / f"{week.name}.ipynb"
    stored = _read(path) if path.exists() else None
    code = _code(wanted)
    digest = digest_of_run(week.name, code, code)
    if stored and kept.get("run", digest) == _digest_of_outputs(stored):
        return with_stored_outputs(wanted, stored)
    executed = kernels.solved.run(wanted, source.places, digest_of_run(week.name, code), SOLVED)
    _require(wrong_in_the_end(executed, source.places, kernels.solved))
    if stored:
        keep_unsteady(executed, stored)
    if not kernels.warm:  # a first run from the top is what counts
        kept.put("run", digest, _digest_of_outputs(executed))
    return executed


def _require_untouched_runs(week: Week, source: Source, kept: Kept, kernels: Kernels) -> None:
    """Raise AuthoringError when a cell raises in the notebook as a student gets it."""
    notebook = student_notebook(source.notebook, kept)
    code = _code(notebook)
    digest = digest_of_run(week.name, code, code)
    if kept.get("untouched run", digest):
        return
    kernels.untouched.run(notebook, source.places, digest_of_run(week.name, code), UNTOUCHED)
    if not kernels.warm:
        kept.put("untouched run", digest, True)


def _code(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def _digest_of_outputs(notebook: NotebookNode) -> str:
    held = [(c.source, c.outputs) for c in notebook.cells if c.cell_type == "code"]
    return digest_of_files((), json.dumps(held, sort_keys=True))


def _moved_numbers(name: str, numbers: dict[Quote, str]) -> list[str]:
    """Return a line for each quoted number that differs from the one built before, and what to do."""
    path = SOLUTIONS / f"{name}.ipynb"
    moved = list(changed(numbers, _read(path))) if path.exists() else []
    if moved:
        moved.append(
            "Read what these sentences say now. If they still hold, run "
            f"`autograder build {name} --new-numbers`."
        )
    return moved


def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def _proven(
    names: Sequence[str], kept: dict[str, Kept], jobs: int, seeds: Seeds
) -> dict[str, list[str]]:
    """Return what is wrong with each week; what is proven is kept, whatever comes of the rest."""
    problems = prove_weeks(names, kept, jobs=jobs, seeds=seeds)
    for known in kept.values():
        known.write()
    return problems


def _require(problems: Iterable[str], say: Say = lambda text: None) -> None:
    """Say what are warnings only. Raises AuthoringError with the others."""
    found = list(problems)
    for problem in found:
        if problem.startswith("warning: "):
            say(problem)
    errors = [problem for problem in found if not problem.startswith("warning: ")]
    if errors:
        raise AuthoringError("\n".join(errors))


def visible_cases(week: Week, source: Source, kept: Kept) -> str:
    """Return the text of the week's case file, which names the notebook's order and guesses too."""
    data = {
        "week": week.name,
        "title": week.title,
        "questions": {question.name: question.points for question in week.questions},
        "order": source.order,
        **({"guesses": source.guesses} if source.guesses else {}),
        "mutants_of": {e.name: digest_of_mutants(week.name, e.name) for e in week.exercises},
        "exercises": [visible_sheet(week, exercise, kept) for exercise in week.exercises],
    }
    return (
        json.dumps(data, indent=None, separators=(",", ":")).replace(
            '{"exercise":', '\n{"exercise":'
        )
        + "\n"
    )


def stale_weeks(
    names: Sequence[str],
    say: Say = lambda text: None,
    *,
    fresh: bool = False,
    jobs: int = 1,
    seeds: Seeds = PROOF_SEEDS,
) -> list[Stale]:
    """Return the built files of weeks that are not what their sources say; the weeks are proven too."""
    wanted = [name for name in names if fresh or not is_sealed(name)]
    kept = {name: Kept(name) if fresh else Kept.read(name) for name in wanted}
    digests = {name: digest_of_sources(name) for name in wanted}
    problems = _proven(wanted, kept, jobs, seeds)
    stale: list[Stale] = []
    for name in wanted:
        _require(problems[name], say)
        found = stale_files(name, kept[name])
        kept[name].write()
        if not found and not problems[name] and seeds == PROOF_SEEDS:
            seal(name, digests[name])
        stale += found
    return stale


def stale_files(name: str, kept: Kept | None = None) -> list[Stale]:
    """Return the built files of a week that are not what its sources say; nothing is proven."""
    known = Kept.read(name) if kept is None else kept
    week, source = _read_sources(name)
    student, solved = NARRATIVES / f"{name}.ipynb", SOLUTIONS / f"{name}.ipynb"
    cases = CASES / f"{name}.json"
    found = [
        (cases, _cases_differ(cases, visible_cases(week, source, known))),
        *_stale_notebooks(student, solved, source, known),
    ]
    if kept is None:
        known.write()
    return [Stale(path, reason, name) for path, reason in found if reason]


def require_built(name: str) -> None:
    """Raise UserError, naming each file, when what is built of a week is not what its sources say."""
    stale = [] if is_sealed(name) else stale_files(name)
    if stale:
        raise UserError("\n".join(map(str, stale)))


def _stale_notebooks(
    student: Path, solved: Path, source: Source, kept: Kept
) -> Iterator[tuple[Path, str | None]]:
    """Yield both notebooks, with what is wrong with each; quoted numbers are read as stored."""
    executed = _read(solved) if solved.exists() else None
    try:
        numbers = quoted_numbers(source.passages, executed) if executed else {}
        told = filled(source.notebook, numbers)
    except (AuthoringError, KeyError):
        yield student, "quotes numbers that the stored outputs do not hold"
        yield (
            solved,
            "does not hold the outputs that the prose quotes" if executed else "is missing",
        )
        return
    yield student, _differs(student, to_text(student_notebook(told, kept)))
    yield solved, _solved_differs(executed, without_guesses(told))


def _differs(path: Path, wanted: str) -> str | None:
    if not path.exists():
        return "is missing"
    return None if path.read_text(encoding="utf-8") == wanted else "is not what the sources say"


def _cases_differ(path: Path, wanted: str) -> str | None:
    if not path.exists():
        return "is missing"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError:
        return "is not valid JSON"
    place = _first_difference(found, json.loads(wanted))
    return None if place is None else f"holds other cases than the sources draw: first at {place}"


def _first_difference(a: Any, b: Any, place: str = "") -> str | None:
    """Return where two JSON values first disagree, None when they agree, numbers to 1e-9 relative."""
    here = place.lstrip("/") or "its top"
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            return f"{here}, which has {sorted(a.keys() ^ b.keys())} once"
        pairs = [(f"{place}/{key}", a[key], b[key]) for key in a]
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            return f"{here}, with {len(a)} in place of {len(b)}"
        pairs = [(f"{place}/{index}", *both) for index, both in enumerate(zip(a, b, strict=True))]
    else:
        return None if _alike(a, b) else here
    return next((found for where, x, y in pairs if (found := _first_difference(x, y, where))), None)


def _alike(a: Any, b: Any) -> bool:
    """Return whether two JSON values that hold no others agree, numbers to 1e-9 relative."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-15)
    return bool(a == b)


def _solved_differs(solved: NotebookNode | None, wanted: NotebookNode) -> str | None:
    if solved is None:
        return "is missing"
    if [_essence(cell) for cell in solved.cells] != [_essence(cell) for cell in wanted.cells]:
        return "has other cells than the sources say"
    skipped = [
        cell.id for cell in solved.cells if cell.cell_type == "code" and not cell.execution_count
    ]
    return f"has code cells that were never executed: {', '.join(skipped[:5])}" if skipped else None


def _essence(cell: NotebookNode) -> tuple[Any, ...]:
    return cell.cell_type, cell.id, cell.source, json.dumps(cell.metadata, sort_keys=True)
