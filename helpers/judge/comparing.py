"""Ways to compare what a call returned with what it should return, each saying the fault in words.

A comparison is plain data (`to_json`), so that a student's `check` and the grader use one and the
same. `fault` returns None when all is well, else a sentence; `same` says whether two outcomes are
alike enough to have come from the same (wrong) code.
"""

from __future__ import annotations

import ast
import base64
import functools
import hashlib
import importlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from helpers.judge.grounds import drops_axis, writes_into
from helpers.judge.values import describe
from helpers.judge.words import (
    counted,
    entry_fault,
    kind_of,
    listed_keys,
    no_key,
    nothing_came,
    shape_fault,
)


@dataclass(frozen=True)
class Seen:
    """What a comparison may look at besides the value.

    The arguments, which of them changed, the source, the names of several returned values, and the
    CPU seconds that the calls took, with those that they should stay in, where there is a budget.
    `briefly`: only whether there is a fault is asked for; any words will do.
    """

    arguments: Mapping[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    source: str | None = None
    names: tuple[str, ...] = ()
    cpu: float = 0.0
    budget: float = 0
    briefly: bool = False


# What is said where nobody reads it: the sentence on wrong entries takes longer than finding them.
DIFFERENT = "There is a difference."


@dataclass(frozen=True)
class Comparison:
    """Base of all comparisons."""

    kind: ClassVar[str] = ""
    # Whether `fault` looks at the expected value; where not, a sheet does not carry it.
    needs_expected: ClassVar[bool] = True

    @property
    def counts_alone(self) -> bool:
        """Return whether to pass is a merit by itself: no constant or empty shape comes this far."""
        return True

    @property
    def by_hash(self) -> bool:
        """Return whether the answer is known by its hash alone, and nothing near it may be told."""
        return False

    def to_json(self) -> dict[str, Any]:
        """Return the plain data from which `from_json` makes this comparison again."""
        return {"kind": self.kind, **asdict(self)}

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return what is wrong with `got`, called `name` in the sentence, or None."""
        raise NotImplementedError

    def same(self, got: Any, other: Any) -> bool:
        """Return whether two outcomes agree, as those of two runs of one program would."""
        return _both_ways(Close(), got, other)

    def digest(self, value: Any) -> Any:
        """Return what of a known wrong value has to be kept to recognise it again."""
        return value

    def remark(self, got: Any, expected: Any, seen: Seen) -> str | None:
        """Return what is worth telling of a value, be it right or wrong, or None."""
        return None


@dataclass(frozen=True)
class Close(Comparison):
    """Numbers equal up to rounding, in the containers and shapes of what is expected.

    An entry passes when it differs by at most `rtol` times its expected size, plus `scale` times
    the largest expected entry of its array, plus `atol`. With `scale=0, atol=0` each entry is
    compared relatively, so that 0.0 never passes for 3e-10.

    Example: `Part("small tails", 2, small_tails, Close(rtol=1e-6, scale=0))`
    """

    kind: ClassVar[str] = "close"
    rtol: float = 1e-6
    scale: float = 1e-12
    atol: float = 0.0

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return the first difference in words, or None."""
        if expected is None:
            return None if got is None else f"{name} is {describe(got)}; expected None."
        if isinstance(expected, Mapping):
            return self._mapping(got, expected, name, seen)
        if isinstance(expected, tuple) or (
            isinstance(expected, list) and not _plain_numbers(expected)
        ):
            return self._sequence(got, expected, name, seen)
        if isinstance(expected, list):
            return self._numbers(got, expected, name, seen)
        if isinstance(expected, np.ndarray):
            return self._array(got, expected, name, seen)
        if isinstance(expected, (bool, int, float, complex)):
            return self._scalar(got, expected, name, seen)
        if got is None:
            return nothing_came(name)
        if type(got) is type(expected) and got == expected:
            return None
        return f"{name} is {describe(got)}; expected {describe(expected)}."

    def same(self, got: Any, other: Any) -> bool:
        """Return whether two outcomes agree within this comparison's own tolerances."""
        return _both_ways(self, got, other)

    def _mapping(self, got: Any, expected: Mapping[Any, Any], name: str, seen: Seen) -> str | None:
        if not isinstance(got, Mapping):
            return (
                nothing_came(name)
                if got is None
                else (
                    f"{name} should be a dictionary with the keys {listed_keys(expected)}; it is {kind_of(got)}."
                )
            )
        missing = [key for key in expected if key not in got]
        if missing:
            return no_key(name, missing, got)
        faults = (
            self.fault(got[key], item, f"{name}[{key!r}]", seen) for key, item in expected.items()
        )
        return next((fault for fault in faults if fault), None)

    def _sequence(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        if got is None:
            return nothing_came(name)
        if not isinstance(got, (list, tuple)):
            return f"{name} should hold {len(expected)} values, {kind_of(expected)}; it is {kind_of(got)}."
        if len(got) != len(expected):
            return f"{name} holds {counted(len(got), 'value')}; expected {len(expected)}."
        labels = seen.names
        if len(labels) != len(expected) or not isinstance(expected, tuple):
            labels = tuple(f"{name}[{i}]" for i in range(len(expected)))
        inner = replace(seen, names=())
        faults = (self.fault(*three, inner) for three in zip(got, expected, labels, strict=True))
        return next((fault for fault in faults if fault), None)

    def _numbers(self, got: Any, expected: list[Any], name: str, seen: Seen) -> str | None:
        if got is None:
            return nothing_came(name)
        if isinstance(got, np.ndarray) and got.ndim >= 1 and len(got) == len(expected):
            got = list(got.reshape(len(got), -1))
        if not isinstance(got, (list, tuple)):
            return f"{name} should be a list of {counted(len(expected), 'number')}; it is {kind_of(got)}."
        if len(got) != len(expected):
            return f"{name} holds {counted(len(got), 'number')}; expected {len(expected)}."
        numbers = [_single(item) for item in got]
        wrong = next(
            (item for item, number in zip(got, numbers, strict=True) if number is None), None
        )
        if any(number is None for number in numbers):
            return f"{name} should hold one number an entry; one entry is {kind_of(wrong)}."
        return self._entries(np.array(numbers), np.array(expected), name, seen)

    def _scalar(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        if got is None:
            return nothing_came(name)
        number = _single(got)
        if number is None:
            return f"{name} should be a single number; it is {kind_of(got)}."
        return self._entries(np.array(number), np.array(expected), name, seen)

    def _array(self, got: Any, expected: np.ndarray, name: str, seen: Seen) -> str | None:
        if got is None:
            return nothing_came(name)
        if expected.ndim == 0:
            return self._scalar(got, expected.item(), name, seen)
        if isinstance(got, (bool, int, float, complex)):
            got = np.array(got)
        if not isinstance(got, np.ndarray):
            remedy = " `np.array` makes an array of a list." if isinstance(got, list) else ""
            return f"{name} should be an array of shape {expected.shape}; it is {kind_of(got)}.{remedy}"
        if got.shape != expected.shape:
            return (
                DIFFERENT
                if seen.briefly
                else shape_fault(got, expected, name, drops_axis(seen.source))
            )
        return self._entries(got, expected, name, seen)

    def _entries(self, got: np.ndarray, expected: np.ndarray, name: str, seen: Seen) -> str | None:
        if expected.size == 0:
            return None
        if not np.issubdtype(got.dtype, np.number) and got.dtype != bool:
            return f"{name} should hold numbers; it holds {got.dtype}."
        wrong = self._wrong(got, expected)
        if not wrong.any():
            return None
        if seen.briefly:
            return DIFFERENT
        picked = expected.ndim == 0 and _are_given(seen, got.item(), expected.item())
        return entry_fault(got, expected, wrong, name, picked)

    def _wrong(self, got: np.ndarray, expected: np.ndarray) -> np.ndarray:
        wide = np.complex128 if np.iscomplexobj(got) or np.iscomplexobj(expected) else np.float64
        a, b = got.astype(wide), expected.astype(wide)
        equal = a == b
        if equal.all():
            return ~equal
        finite = np.isfinite(b)
        largest = np.abs(b[finite]).max() if finite.any() else 0.0
        with np.errstate(all="ignore"):
            room = self.rtol * np.abs(b) + self.scale * largest + self.atol
            near = np.abs(a - b) <= room
        exact = equal | (np.isnan(a) & np.isnan(b))
        return ~np.where(finite, near, exact)


def _are_given(seen: Seen, *numbers: Any) -> bool:
    """Return whether numbers stand together in one of the lists that were given."""
    lists = (item for item in seen.arguments.values() if isinstance(item, (list, tuple)))
    return any(
        all(any(n is i or n == i for i in item if _is_number(i)) for n in numbers) for item in lists
    )


def _is_number(item: Any) -> bool:
    return isinstance(item, (int, float))


@dataclass(frozen=True)
class Shaped(Close):
    """Numbers in the containers and shapes of what is expected, whatever the numbers are."""

    kind: ClassVar[str] = "shaped"

    @property
    def counts_alone(self) -> bool:
        """Return False: numbers of any kind pass."""
        return False

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return the first difference in kind, or None; a text is as good as any other."""
        if isinstance(got, str) and isinstance(expected, str):
            return None
        return super().fault(got, expected, name, seen)

    def _wrong(self, got: np.ndarray, expected: np.ndarray) -> np.ndarray:
        return np.zeros(np.shape(expected), dtype=bool)


@dataclass(frozen=True)
class Between(Comparison):
    """A single finite number from `low` to `high`; a missing bound is written None.

    Example: `call("compute_cost", A, Y).with_(compare=Between(2.5, None))`
    """

    kind: ClassVar[str] = "between"
    needs_expected: ClassVar[bool] = False
    low: float | None = None
    high: float | None = None

    @property
    def counts_alone(self) -> bool:
        """Return False: crude formulas lie within bounds too."""
        return False

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return in which way the number is out of bounds, or None."""
        if got is None:
            return nothing_came(name)
        number = _single(got)
        if number is None:
            return f"{name} should be a single number; it is {kind_of(got)}."
        if not np.isfinite(number):
            return f"{name} is {number}; expected a finite number."
        if self.low is not None and number < self.low:
            return f"{name} is {number:.6g}; expected at least {self.low:g}."
        if self.high is not None and number > self.high:
            return f"{name} is {number:.6g}; expected at most {self.high:g}."
        return None


@dataclass(frozen=True)
class Agreement(Comparison):
    """An array of labels of which at least the share `at_least` equals the expected labels.

    Example: `Part("accuracy", 4, trained, Agreement(0.95))`
    """

    kind: ClassVar[str] = "agreement"
    at_least: float = 1.0

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return the share that agrees when it is too small, or None."""
        if got is None:
            return nothing_came(name)
        if not isinstance(got, np.ndarray):
            return f"{name} should be an array of shape {expected.shape}; it is {kind_of(got)}."
        if got.shape != expected.shape:
            return shape_fault(got, expected, name, drops_axis(seen.source))
        share = float(np.mean(got == expected))
        if share >= self.at_least:
            return None
        return f"{name} is right for {share:.1%} of the examples; expected at least {self.at_least:.1%}."


@dataclass(frozen=True)
class Unchanged(Comparison):
    """The arguments that were given are as they were: the docstring promises new objects.

    It counts only when another part with the same cases is right: a function that returns nonsense
    leaves its arguments alone too.

    Example: `Part("W stays as it was", 1, ordinary_steps, Unchanged())`
    """

    kind: ClassVar[str] = "unchanged"
    needs_expected: ClassVar[bool] = False

    @property
    def counts_alone(self) -> bool:
        """Return False: a function that returns nonsense leaves its arguments alone too."""
        return False

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return which arguments the call changed, or None."""
        # A value that is no answer at all leaves everything unchanged; that earns nothing.
        if got is None:
            return nothing_came(name)
        if not seen.changed:
            return None
        which = " and ".join(f"`{argument}`" for argument in seen.changed)
        how = writes_into(seen.source, seen.changed) or "Work on a copy."
        return f"The call changed {which}, which belongs to the caller. {how}"

    def same(self, got: Any, other: Any) -> bool:
        """Return True: a change of arguments says nothing of the value."""
        return True


@dataclass(frozen=True)
class NoLoops(Comparison):
    """The function's source holds no loop and no comprehension; the value is right too.

    `function` names the function whose source is read, where an exercise has several; `looping`
    are those that hold a loop themselves, and that it does not call.

    Example: `Part("whole arrays", 2, examples, NoLoops(function="forward_vectorized"))`
    """

    kind: ClassVar[str] = "no_loops"
    rtol: float = 1e-6
    function: str = ""
    looping: tuple[str, ...] = ()

    LOOPS: ClassVar[tuple[type[ast.AST], ...]] = (
        ast.For,
        ast.While,
        ast.AsyncFor,
        ast.ListComp,
        ast.SetComp,
        ast.DictComp,
        ast.GeneratorExp,
    )
    # Of numpy and functools; `reduce` of numpy's own functions is no loop of Python's.
    HIDDEN_LOOPS: ClassVar[frozenset[str]] = frozenset(
        {"vectorize", "apply_along_axis", "frompyfunc", "fromiter", "nditer"}
    )
    LOOPING_NAMES: ClassVar[frozenset[str]] = HIDDEN_LOOPS | {"map", "reduce"}

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return where the loop is, or what is wrong with the value, or None."""
        wrong = Close(rtol=self.rtol).fault(got, expected, name, seen)
        if wrong:
            return wrong
        if seen.source is None:
            return f"The source of `{self.function}` cannot be read, so loops cannot be ruled out."
        try:
            tree = ast.parse(seen.source)
        except SyntaxError:
            return f"The source of `{self.function}` cannot be read, so loops cannot be ruled out."
        own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                own.add(node.id)
        for node in ast.walk(tree):
            if isinstance(node, self.LOOPS):
                return f"`{self.function}` should use whole arrays; it holds a loop or a comprehension."
            if isinstance(node, ast.Name) and node.id in set(self.looping) - own:
                return (
                    f"`{self.function}` should use whole arrays; it calls `{node.id}`, which goes through "
                    "them in loops."
                )
            called = self._hidden(node, own)
            if called is not None:
                return (
                    f"`{self.function}` should use whole arrays; `{called}` is a loop in disguise."
                )
        return None

    def _hidden(self, node: ast.AST, own: set[str]) -> str | None:
        """Return what a node calls a loop in disguise by; names of the function's own are none."""
        if isinstance(node, ast.Name) and node.id in self.LOOPING_NAMES - own:
            return node.id
        if isinstance(node, ast.Attribute):
            module = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in self.HIDDEN_LOOPS or (module, node.attr) == ("functools", "reduce"):
                return node.attr
        return None


# About a tenth of a second a try.
ROUNDS = 200_000
LONGEST_SECRET = 1_000


@dataclass(frozen=True)
class Secret(Comparison):
    """An answer known only by a slow hash, so that a file can hold the test but not it.

    The hash is SHA-256, taken ROUNDS times over: of a kind that a Python in a browser has too.

    The answer is a list or tuple; letter case and blanks are ignored.

    Example: `Part("which one is broken", 4, named, Secret.of(["b", "d"], salt="week4"))`
    """

    kind: ClassVar[str] = "secret"
    needs_expected: ClassVar[bool] = False
    digest_hex: str = ""
    salt: str = ""
    length: int = 0

    @property
    def by_hash(self) -> bool:
        """Return True."""
        return True

    @staticmethod
    def canonical(value: Any) -> str:
        """Return the text that is hashed: the same for lists, tuples and letter case."""
        if isinstance(value, (list, tuple)):
            return "(" + ",".join(Secret.canonical(item) for item in value) + ")"
        return " ".join(str(value).lower().split())

    @classmethod
    def of(cls, value: Any, salt: str) -> Secret:
        """Return the comparison whose answer is `value`."""
        return cls(digest_hex=cls._hash(value, salt), salt=salt, length=len(value))

    @staticmethod
    def _hash(value: Any, salt: str) -> str:
        return _slow_hash(Secret.canonical(value).encode(), salt)

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return that the answer is not the right one, or None."""
        if got is None:
            return nothing_came(name)
        if not isinstance(got, (list, tuple)) or len(got) != self.length:
            return f"{name} should be a list of {self.length} entries; it is {describe(got)}."
        # Time and memory of the hash grow with the answer, and no right one is as long.
        if len(Secret.canonical(got)) <= LONGEST_SECRET:
            if self._hash(got, self.salt) == self.digest_hex:
                return None
        return (
            f"{name} is not right as a whole: at least one of its {self.length} entries is wrong."
        )


@functools.lru_cache(16)
def _slow_hash(text: bytes, salt: str) -> str:
    """Return the hash of an answer; one and the same answer is looked at several times."""
    digest = hashlib.sha256(salt.encode() + b"\0" + text).digest()
    for _ in range(ROUNDS):
        digest = hashlib.sha256(digest + text).digest()
    return base64.b64encode(digest[:24]).decode()


@dataclass(frozen=True)
class Custom(Comparison):
    """A comparison that one week needs: `helpers.module.function(got, expected, name, seen, **settings)`.

    The function returns a sentence that says the fault, or None. `alike` may name another one,
    `helpers.module.function(got, other, **settings)`: whether two wrong values come from the same
    mistake. Without it they do when their numbers agree. `shaped` says that a right value has the
    containers and shapes of the expected one, so that demonstrations may wait for them. `told` may
    name a third, `helpers.module.function(got, expected, seen)`: a sentence to tell, right or wrong.

    Example: `Custom("helpers.weeks.week3.judges.classifies", {"at_least": 0.75})`
    """

    kind: ClassVar[str] = "custom"
    function: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    alike: str = ""
    shaped: bool = False
    told: str = ""

    @property
    def by_hash(self) -> bool:
        """Return whether the function is given a hash."""
        return "digest_hex" in self.settings

    def to_json(self) -> dict[str, Any]:
        """Return the plain data of this comparison, without what is not set."""
        data = super().to_json()
        return {
            key: data[key] for key in data if data[key] or key not in ("alike", "shaped", "told")
        }

    def fault(self, got: Any, expected: Any, name: str, seen: Seen) -> str | None:
        """Return what the named function finds."""
        if got is None:
            return nothing_came(name)
        answer = _of_helpers(self.function)(got, expected, name, seen, **self.settings)
        return None if answer is None else str(answer)

    def same(self, got: Any, other: Any) -> bool:
        """Return what the function `alike` finds, else whether the numbers agree."""
        if not self.alike:
            return super().same(got, other)
        return bool(_of_helpers(self.alike)(got, other, **self.settings))

    def remark(self, got: Any, expected: Any, seen: Seen) -> str | None:
        """Return what the function `told` says, if there is one."""
        return _of_helpers(self.told)(got, expected, seen) if self.told else None


def _of_helpers(name: str) -> Callable[..., Any]:
    module, _, function = name.rpartition(".")
    if not module.startswith("helpers."):
        raise ValueError(f"a comparison lives in helpers, got {name!r}")
    return getattr(importlib.import_module(module), function)


def _both_ways(comparison: Comparison, a: Any, b: Any) -> bool:
    """Return whether neither differs from the other: a dictionary may not have keys more."""
    seen = Seen(briefly=True)
    return comparison.fault(a, b, "it", seen) is None and comparison.fault(b, a, "it", seen) is None


def _single(value: Any) -> Any:
    """Return the one number in `value`, or None when it holds none, several or no numbers."""
    if isinstance(value, np.generic):  # an entry that a part selected from an array
        value = value.item()
    if isinstance(value, (bool, int, float, complex)):
        return value
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return _single(value[0])
    if isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "biufc":
        return value.reshape(-1)[0].item()
    return None


def _plain_numbers(values: list[Any]) -> bool:
    return all(isinstance(item, (bool, int, float)) for item in values)
