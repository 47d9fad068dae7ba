"""The vocabulary in which a week says how its answers are examined.

A module of a week's folder in `autograder/exercises/` holds one `EXERCISE`: parts with points and
functions that draw cases. The Markdown file beside it holds its misconceptions (wrong answers that
students really write) and alternatives (right answers written in another way).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.files import ROOT, UserError
from helpers.judge.comparing import Close, Comparison
from helpers.judge.values import Built, Result


class AuthoringError(UserError):
    """A source of a week is wrong. `where` is a file, with a line where one is known."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)


def file_line(path: Path, line: int) -> str:
    """Return "file:line" as an error tells it: the file as it lies in the project."""
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{name.as_posix()}:{line}"


@dataclass(frozen=True)
class Call:
    """One call in a case: of a student's function by its name, of what an earlier call returned
    (`Result`), or of a helper that is made where it is called (`Built`).
    """

    function: str | Result | Built
    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """Calls to make, and what is special about judging the last one's result.

    `compare` replaces the part's comparison for this case. `also` are further values that are
    accepted. `expected`, when given, stands for the reference's value. `watch` names arguments
    whose state after the call is looked at. `replaced` maps names of functions of the student's
    to the value each is to return while the case runs. With `collect` the results of all calls are
    judged, as a list. `budget` are CPU seconds that the calls should stay in: `check` and the grader
    tell how much of it was used, and the grader stops them at three times as much.
    """

    calls: tuple[Call, ...]
    note: str = ""
    compare: Comparison | None = None
    also: tuple[Any, ...] = ()
    expected: Any = None
    watch: tuple[str, ...] = ()
    replaced: dict[str, Any] = field(default_factory=dict)
    collect: bool = False
    budget: float = 0

    def then(self, function: str | Result | Built, *args: Any, **kwargs: Any) -> Case:
        """Return this case with one more call; `Result(0)` stands for the first call's result.

        The function may be a `Result` too: what an earlier call returned is then called.

        Example: `call("forward", X).then("backward", dout, Result(0, "cache"))`
        """
        return replace(self, calls=(*self.calls, Call(function, args, kwargs)))

    def with_(self, **settings: Any) -> Case:
        """Return this case with other settings.

        `note` is shown with the case. `compare` replaces the part's comparison. `also=(value,)`
        accepts another value too. `expected` stands for what the reference returns. `watch` names
        arguments to look at after the call. `replaced` fixes what other functions of the student's
        return while the case runs. `collect=True` judges the results of all calls, as a list.
        `budget` are the CPU seconds that the calls should stay in.

        Example: `call("model", X).with_(note="one image", replaced={"initialize": start})`
        """
        return replace(self, **settings)


def call(function: str, *args: Any, **kwargs: Any) -> Case:
    """Return a case of one call, `function(*args, **kwargs)`.

    Example: `yield call("sigmoid", rng.normal(0, 3, (2, 3)))`
    """
    return Case((Call(function, args, kwargs),))


Draw = Callable[[np.random.Generator], Sequence[Case]]


@dataclass(frozen=True)
class Part:
    """A share of an exercise's points, earned when every case of its draw comes out right.

    Parts with the same `cases` function look at one draw; `select` picks the piece that this part
    looks at (keys and indices; "@name" first for the argument `name` after the call). `long`
    marks a training that is not repeated when an exercise is judged again; `beside` a part whose
    cases all have one answer. Both, and parts that look at shapes, bounds or changed arguments
    alone, count only beside a right part that looks at numbers.
    `hidden` draws the grader's cases in place of `cases`, where those must not resemble what
    students see.

    Example: `Part("dW", 6, gradients, Close(rtol=1e-6), select=("dW",))`
    """

    name: str
    points: int
    cases: Draw
    compare: Comparison = Close()
    select: tuple[str | int, ...] = ()
    long: bool = False
    beside: bool = False
    hidden: Draw | None = None


@dataclass(frozen=True)
class Hunk:
    """A change of the reference: whole lines that stand there once, and those in their place."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True)
class Variant:
    """An answer other than the reference: whole functions (`code`), or the reference changed.

    The old lines of each hunk of `change` must stand in exactly one place of the reference, so
    that a variant cannot silently go stale. `place` is the "file:line" that defines the variant.
    """

    name: str
    code: str = ""
    change: tuple[Hunk, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Misconception(Variant):
    """A wrong answer that students really write, and the hint that helps. `name` is its slug."""

    title: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Alternative(Variant):
    """A right answer written in another way: it must earn every point."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: one function or several, examined in parts.

    `by_chance`: also a right answer may lose points to an unlucky drawing, such as where a network is
    trained; who earns only some of them is judged again by other cases, and the best verdict counts.
    `small` draws cases to do by hand, for exercises whose arguments hang together (see `shrinking`).
    `exercises_of` adds what the Markdown file holds, and `place`, the "file:line" that defines it.
    """

    name: str
    parts: tuple[Part, ...]
    functions: tuple[str, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    depends_on: tuple[str, ...] = ()
    may_change: tuple[str, ...] = ()
    by_chance: bool = False
    small: Draw | None = None
    place: str = ""

    def __post_init__(self) -> None:
        if not self.functions:
            object.__setattr__(self, "functions", (self.name,))

    @property
    def points(self) -> int:
        """The most that the exercise can earn."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True)
class Question:
    """An open question, graded by a person along the rubric: pairs of points and what earns them."""

    name: str
    rubric: tuple[tuple[int, str], ...]

    @property
    def points(self) -> int:
        """The most that the question can earn."""
        return sum(points for points, _ in self.rubric)


@dataclass(frozen=True)
class Week:
    """All that is examined in one week."""

    name: str
    title: str
    exercises: tuple[Exercise, ...]
    questions: tuple[Question, ...] = ()
    whole: bool = True
    place: str = ""

    @property
    def points(self) -> int:
        """The week's total."""
        return sum(e.points for e in self.exercises) + sum(q.points for q in self.questions)

    def exercise(self, name: str) -> Exercise:
        """Return the exercise of that name. Raises KeyError."""
        return next(item for item in self.exercises if item.name == name)


def distinct_sizes(rng: np.random.Generator, count: int, low: int = 2, high: int = 8) -> list[int]:
    """Return distinct sizes for a case, so that no axis can be taken for another."""
    return [int(size) for size in rng.choice(np.arange(low, high + 1), count, replace=False)]
