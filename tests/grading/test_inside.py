"""The code beside student code: it does what `check` does, the kernel refuses what it asks it to.

And the other end of its pipe: whatever comes through is data, an outcome, or a RunnerGoneError.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
import warnings
from typing import Any

import numpy as np
import pytest

from autograder.examining import add_known, draw, load_week
from autograder.files import week_names
from autograder.grading.inside import confine, probe
from autograder.grading.inside.judge import values as mounted
from autograder.grading.limits import count_values
from autograder.grading.sanitizing import clean_html, clean_markdown, clean_outputs, clean_text
from autograder.grading.session import (
    RunnerGoneError,
)
from autograder.grading.staging import Unreadable, read_cells
from helpers.judge import calling, values
from helpers.judge.judging import judge
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import CaseSheet
from tests.grading.hearing import REQUEST, session_that_hears


def same(a: Any, b: Any) -> bool:
    """Return whether two decoded values are the same, NaN included, types and shapes too."""
    if isinstance(a, np.ndarray):
        return (
            isinstance(b, np.ndarray)
            and a.dtype == b.dtype
            and a.shape == b.shape
            and bool(np.array_equal(a, b, equal_nan=a.dtype.kind in "fc"))
        )
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, values.Opaque):
        return isinstance(b, values.Opaque) and a.kind == b.kind
    if isinstance(a, complex):
        return isinstance(b, complex) and same(a.real, b.real) and same(a.imag, b.imag)
    return type(a) is type(b) and (a == b or (a != a and b != b))


class Number(float):
    """A float whose text lies."""

    def __repr__(self) -> str:
        return "1.0"


def nested(depth: int) -> Any:
    value: Any = 0.5
    for _ in range(depth):
        value = [value]
    return value


VALUES: list[Any] = [
    None, True, False, 0, -1, 2**53 - 1, 2**53, -(2**70), 10**300, 0.0, -0.0, 1.5, float("nan"), float("inf"),
    -float("inf"), 5e-324, 1 + 2j, complex("nan+infj"), "", "text", "\u00e4\u2202\U0001f600", [], (), {},
    [1, 2.5, "x", None], (1, [2, (3,)]), {"w": 1.0, "b": [1]}, {1: 2, (1, 2): "x"}, np.float64(0.5), np.float32(0.1),
    np.int64(3), np.bool_(True), np.complex64(1j), np.longdouble(0.25), np.zeros((0, 3)), np.array(3.0),
    np.arange(6).reshape(2, 3), np.arange(6.0).reshape(2, 3).T, np.arange(10.0)[::3], np.array([np.nan, np.inf]),
    np.array([True, False]), np.array([1 + 1j]), np.array([1, 2], dtype=">i4"), np.array([0.5], dtype=np.float16),
    np.array([0.1], dtype=np.longdouble), np.array(["a"]), np.array("a"), np.array([None, 1]),
    np.array([1, 2.5], dtype=object), object(), len, np.sum, Number(0.25), range(3), {1, 2}, 1 << 5000,
    nested(20), nested(30), slice(1),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_the_sandbox_writes_is_what_check_reads(value: Any) -> None:
    inside = json.loads(json.dumps(mounted.encode(value, compact=True)))
    outside = json.loads(json.dumps(values.encode(value, compact=True)))
    assert same(values.decode(inside), values.decode(outside))


def test_the_sandbox_runs_the_files_of_check_as_modules_of_its_own() -> None:
    assert mounted.__file__ == values.__file__
    assert mounted is not values and mounted.__name__.startswith("autograder.")


ANSWERS = {
    "right": "def f(a, b=2):\n    return a + b",
    "nothing": "def f(a, b=2):\n    pass",
    "stub": "def f(a, b=2):\n    raise NotImplementedError",
    "inner stub": "def g(a):\n    raise NotImplementedError\ndef f(a, b=2):\n    return g(a)",
    "error": "def f(a, b=2):\n    return a.nonsense",
    "exit": "def f(a, b=2):\n    raise SystemExit(3)",
    "changes": "def f(a, b=2):\n    a += 1\n    return a",
    "changes a list": "def f(a, b=2):\n    a[0] = 9.0\n    return b",
    "warns": "import warnings\ndef f(a, b=2):\n    warnings.warn('look')\n    return a",
    "replaced": "def h(a):\n    return 0\ndef f(a, b=2):\n    return h(a)",
    "no function": "f = 3",
    "absent": "",
    "object": "def f(a, b=2):\n    return object()",
    "text of an array": "import numpy as np\ndef f(a, b=2):\n    return np.array(['a', 'b'])[1]",
    "one text as an array": "import numpy as np\ndef f(a, b=2):\n    return np.array('a')",
    "long": "def f(a, b=2):\n    return 'x' * 99_000",
}
ARGUMENTS = [np.arange(3.0), 1.5, [1.0, 2.0], np.zeros((2, 2), dtype=int)]


@pytest.mark.parametrize("source", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("argument", ARGUMENTS, ids=lambda item: type(item).__name__)
def test_a_call_in_the_sandbox_does_what_it_does_in_check(source: str, argument: Any) -> None:
    call = {
        "function": "f",
        "args": [values.encode(argument)],
        "kwargs": {"b": 3},
        "names": ["a"],
    }
    request = {
        "calls": [call, call],
        "watch": ["a"],
        "replaced": {"h": 7} if "h(a)" in source else {},
    }

    def namespace() -> dict[str, Any]:
        made: dict[str, Any] = {}
        exec(compile(source, "<ipython-input-1>", "exec"), made)
        return made

    inside = Outcome.from_json(json.loads(json.dumps(probe.observe(request, namespace()))))
    outside = calling.observe(request, namespace())
    assert (inside.status, inside.function, inside.changed, inside.warnings) == (
        outside.status,
        outside.function,
        outside.changed,
        outside.warnings,
    )
    assert same(inside.value, outside.value)
    assert same(inside.after, dict(outside.after))
    assert inside.error.get("type") == outside.error.get("type")
    assert inside.error.get("message") == outside.error.get("message")
    assert [n for n, _ in inside.error.get("lines", [])] == [
        n for n, _ in outside.error.get("lines", [])
    ]


# ------------------------------------------------------------------ what the kernel refuses

FILTERED = """
import ctypes, errno, mmap, os, platform, socket, sys
from autograder.files import week_names
from autograder.grading.inside import confine
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(confine.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
confine.refuse_system_calls()
column = confine.MACHINES[platform.machine()][0]
for name, numbers in confine.REFUSED.items():
    ctypes.set_errno(0)
    assert libc.syscall(numbers[column], -1, -1, -1, -1, -1, -1) == -1, name
    assert ctypes.get_errno() == errno.EPERM, (name, ctypes.get_errno())
for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000, 0x4000000, 0x2000000):
    assert libc.syscall(confine.CLONE[column], flag | 17, 0, 0, 0, 0) == -1
    assert ctypes.get_errno() == errno.EPERM
assert libc.syscall(confine.CLONE3[column], 0, 0) == -1 and ctypes.get_errno() == errno.ENOSYS
for family in range(46):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            socket.socket(family, kind).close()
            assert family in confine.FAMILIES, family
        except OSError as error:
            assert family in confine.FAMILIES or error.errno == errno.EAFNOSUPPORT, (family, error)
try:
    mmap.mmap(-1, 4096)
    raise SystemExit("a shared anonymous mapping was made")
except PermissionError:
    pass
mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).write(b"x")
with open(__file__, "rb") as file:
    mmap.mmap(file.fileno(), 0, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ).close()
if platform.machine() == "x86_64":
    assert libc.syscall(confine.X32_BIT | 39) == -1 and ctypes.get_errno() == errno.EPERM
import threading
threading.Thread(target=print).start()
pid = os.fork()
if pid == 0:
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
print("held")
"""


@pytest.mark.sandbox
def test_seccomp_refuses_what_it_lists_and_nothing_that_notebooks_need(tmp_path: Any) -> None:
    script = tmp_path / "filtered.py"
    script.write_text(FILTERED)
    done = subprocess.run(
        [sys.executable, "-c", f"__file__ = {str(script)!r}; exec(open(__file__).read())"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.split()[-1:] == ["held"], done.stdout + done.stderr


def test_programs_for_both_machines_have_the_same_steps() -> None:
    steps = set()
    for machine, (column, _) in confine.MACHINES.items():
        # A refusal takes two steps; some calls only one of the machines has.
        lacking = sum(numbers[column] is None for numbers in confine.REFUSED.values())
        steps.add(len(confine.filter_program(machine) or b"") // 8 + 2 * lacking)
    assert len(steps) == 1
    assert confine.filter_program("sparc") is None


# ------------------------------------------------------------------ what comes through the pipe


NONSENSE = [
    b"", b"\n", b"{\n", b"[]\n", b"5\n", b"null\n", b'"x"\n', b"\xff\xfe\n", b"{}\n", b'{"id": 2, "outcome": {}}\n',
    b'{"id": 1}\n', b'{"id": [], "outcome": 1}\n', b"[" * 5000 + b"\n", b'{"id": ' + b"9" * 9999 + b"}\n",
    b'{"ask": "f"}\n', b'{"id": 1, "outcome": [' + b"[]," * 300_000 + b"[]]}\n", b"x" * 2_000_000,
    "{\"id\": 1}\n".encode("utf-16"), b'\xed\xa0\x80{"id": 1}\n',
]  # fmt: skip


@pytest.mark.parametrize("line", NONSENSE, ids=lambda line: repr(line[:24]))
def test_nonsense_from_the_runner_is_a_runner_that_is_gone(line: bytes) -> None:
    with pytest.raises(RunnerGoneError):
        session_that_hears(line[:1_000_000] if len(line) < 2_000_000 else line[:180_000]).probe(
            REQUEST
        )


@pytest.mark.parametrize(
    "question",
    [
        {"ask": [1], "args": [], "kwargs": {}},
        {"ask": {}, "args": [], "kwargs": {}},
        {"ask": None, "args": [], "kwargs": {}},
        {"ask": "f"},
        {"ask": "f", "args": 5, "kwargs": {}},
        {"ask": "f", "args": [], "kwargs": [1]},
    ],
)
def test_malformed_question_never_reaches_the_reference(question: dict[str, Any]) -> None:
    def answer(question: Any) -> dict[str, Any]:
        raise AssertionError("asked")

    with pytest.raises(RunnerGoneError):
        session_that_hears(json.dumps(question).encode() + b"\n").probe(REQUEST, answer)


def test_answer_that_needs_more_memory_than_it_may_ends_the_connection() -> None:
    def answer(question: Any) -> dict[str, Any]:
        return {"value": float(np.ones((60_000, 60_000)).sum())}

    question = {"ask": "f", "args": [], "kwargs": {}}
    with pytest.raises(RunnerGoneError) as caught:
        session_that_hears(json.dumps(question).encode() + b"\n").probe(REQUEST, answer)
    assert caught.value.reason == "limit"
    assert np.ones(1000).sum() == 1000


def test_surrogates_are_replaced_on_arrival() -> None:
    line = b'{"id": 1, "outcome": {"status": "error", "error": {"message": "\\ud800 \\ud83d\\ude00"}}}\n'
    outcome = Outcome.from_json(session_that_hears(line).probe(REQUEST))
    assert outcome.error["message"] == "? \U0001f600"
    json.dumps(outcome.to_json(), ensure_ascii=False).encode("utf-8")


ATOMS: list[Any] = [
    None, True, -1, 0, 2**40, 1e308, float("nan"), "", "x", "value", "float64", "AAAAAAAA8D8=", [], {}, [[]],
    [1, 2], "\U0001f600", -0.0, [None], 10**30,
]  # fmt: skip
KEYS = (
    "status value after changed warnings error function detail array dtype shape tuple dict float int complex "
    "opaque text type message lines built with rng result output_type data name traceback ename w b dw db costs"
).split()
STATUSES = ["value", "error", "unanswered", "missing", "crashed", "limit", "unreadable"]


def anything(rng: random.Random, depth: int = 0) -> Any:
    kind = rng.random()
    if depth > 4 or kind < 0.4:
        return rng.choice(ATOMS)
    if kind < 0.6:
        return [anything(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(KEYS): anything(rng, depth + 1) for _ in range(rng.randrange(5))}


def test_anything_at_all_becomes_an_outcome_and_outputs() -> None:
    rng = random.Random(6)
    for _ in range(5_000):
        data = anything(rng)
        outcome = Outcome.from_json(data)
        json.dumps(outcome.to_json())
        values.describe(outcome.value)
        clean_outputs(anything(rng))
        clean_outputs([anything(rng)])


@pytest.mark.slow
@pytest.mark.parametrize("name", week_names())
def test_anything_at_all_is_judged(name: str) -> None:
    week = load_week(name)
    rng = random.Random(66)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for exercise in week.exercises:
            sheet = add_known(week, exercise, draw(week, exercise, 1, known=False))
            for _ in range(20):
                outcomes = {
                    name: [_outcome_like(rng.choice(_likely(case)), rng) for case in cases]
                    for name, cases in sheet.draws.items()
                }
                verdict = judge(sheet, outcomes)
                json.dumps(verdict.to_json())
                verdict.to_html()


def _likely(case: CaseSheet) -> list[Any]:
    """Return values that a case is likely to meet: the right one and those of misconceptions."""
    return [case.expected, *(known.value for known in case.known.values())]


def _outcome_like(expected: Any, rng: random.Random) -> Outcome:
    """Return an outcome that is nearly what is expected, with a wrong thing somewhere in it."""
    data = {"status": "value" if rng.random() < 0.8 else rng.choice(STATUSES)}
    data["value"] = _spoilt(values.encode(expected, compact=True), rng)
    for name in ("after", "changed", "warnings", "error", "function", "detail"):
        if rng.random() < 0.2:
            data[name] = anything(rng)
    return Outcome.from_json(json.loads(json.dumps(data)))


def _spoilt(data: Any, rng: random.Random) -> Any:
    if rng.random() < 0.25:
        return anything(rng)
    if isinstance(data, list):
        return [_spoilt(item, rng) for item in data]
    if isinstance(data, dict) and "array" not in data:
        return {key: _spoilt(item, rng) for key, item in data.items()}
    return data


# ------------------------------------------------------------------ time and memory outside


SLOW_MARKDOWN = [
    "\\\\(",
    "\\\\[",
    "\\begin{a}",
    "[",
    "![",
    "> ",
    "- ",
    "`",
    "$",
    "$$a",
    "*a_b",
    "[a](",
    "<",
    "&lt;",
]


@pytest.mark.parametrize("piece", SLOW_MARKDOWN)
def test_text_of_a_student_never_takes_long_to_show(piece: str) -> None:
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    data = {"cells": [{"cell_type": "markdown", "source": piece * 100_000}]}
    started = time.process_time()
    text = clean_markdown(_staged_source(data))
    markdown2html_mistune(text)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "text",
    [
        "a." * 50_000,
        "(" * 200_000,
        "x = '" + "y" * 30_000 + "'",
        "f'" + "{1}" * 50_000,
        "def a():0\n" * 9_000,
    ],
)
def test_code_that_tools_choke_on_is_left_out_with_a_note(text: str) -> None:
    data = {"cells": [{"cell_type": "code", "source": text}]}
    assert _staged_source(data) == ""


def test_long_code_of_an_ordinary_kind_is_kept() -> None:
    source = "\n".join(f"value_{i} = np.array([0.{i}, {i}.5]).sum().item()" for i in range(1500))
    assert _staged_source({"cells": [{"cell_type": "code", "source": source}]}) == source


def _staged_source(data: dict[str, Any]) -> str:
    from autograder.grading.staging import _bounded

    return _bounded(read_cells(json.dumps(data).encode()), [])[0].source


def test_html_is_cleaned_in_no_time_or_left_out() -> None:
    started = time.process_time()
    for piece in ("<div>", "<ul><li>", "<details>", "<b><p>", "<table><tr><td>"):
        assert clean_html(piece * 400_000) == ""
        clean_html(piece * (9_000 // piece.count("<")))
    assert time.process_time() - started < 3


def test_table_of_pandas_stays() -> None:
    row = "<tr><th>1</th>" + "<td>0.123456</td>" * 20 + "</tr>"
    page = clean_html(f"<table border=1 class=dataframe><tbody>{row * 60}</tbody></table>")
    assert page.count("<td>") == 1200


def test_escape_codes_leave_no_trace() -> None:
    assert clean_text("\x1b[31mred\x1b[0m and \x1b]8;;x\x07") == "red and \ufffd]8;;x\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        b"[]", b"5", b'{"cells": 5}', b'{"worksheets": [{"cells": 5}, 7, null]}', b"[" * 100_000, b"{" * 100_000,
        b'{"cells": [' + b"[]," * 6_000_000 + b"[]]}", b'{"cells": ' + b"9" * 10_000 + b"}", b"\xff\xfe\x00",
        b"\x00" * 99,
    ],
    ids=lambda data: repr(data[:20]),
)  # fmt: skip
def test_file_that_is_no_notebook_is_unreadable_or_empty(data: bytes) -> None:
    try:
        assert read_cells(data) == []
    except Unreadable as reason:
        assert len(str(reason)) < 300


def test_values_are_counted_outside_of_strings_only() -> None:
    text = json.dumps({"text": ',[{"\\' * 50_000, "list": list(range(20_000))}).encode()
    assert 20_000 <= count_values(text) <= 20_010
