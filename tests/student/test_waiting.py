"""What a function prints buries no verdict, a long run is told, an interrupt and a slow answer get words."""

from __future__ import annotations

import ctypes
import inspect
import signal
import threading
import time
import types
from collections.abc import Callable
from typing import Any

import pytest

from helpers import patience, progress
from helpers.checking import bind_check
from helpers.judge.verdicts import Verdict
from helpers.loops import keeps_going
from helpers.patience import StoppedError
from tests.student.desk import Notebook

Says = Callable[..., str]
SIGMOID = "def sigmoid(z):\n    {}\n    return 1 / (1 + np.exp(-z))\n"


# ---------------------------------------------------------------- nothing buries the verdict


def test_what_a_function_prints_stands_below_the_verdict_a_few_lines_of_it(says: Says) -> None:
    text = says(SIGMOID.format("for i in range(500): print('step', i)"), "check(sigmoid)")
    assert text.startswith("sigmoid: right, 10 of 10 points\n")
    assert "Printed while it was checked: 3,500 lines\n    | step 0\n" in text
    assert text.count("step") == 5


def test_an_error_stream_and_a_line_without_an_end_are_caught_too(says: Says) -> None:
    code = SIGMOID.format("import sys; sys.stderr.write('w\\n'); print('half', end='')")
    text = says(code, "check(sigmoid)")
    assert "Printed while it was checked: 8 lines" in text  # the half ones run into one


def test_a_print_without_end_takes_no_memory(says: Says) -> None:
    text = says(SIGMOID.format("for i in range(300): print('x' * 100_000)"), "check(sigmoid)")
    assert len(text) < 3_000


def test_a_line_that_comes_again_and_again_is_shown_once_with_how_often(says: Says) -> None:
    text = says(SIGMOID.format("for i in range(500): print('again')"), "check(sigmoid)")
    assert "3,500 lines\n    | again   (3,500 times)" in text and text.count("again") == 1


def test_a_warning_names_the_line_that_it_comes_from_and_no_assert_brings_it_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook = Notebook(monkeypatch, None)
    notebook.write(sigmoid=SIGMOID.format("np.log(-1.0)"))
    text = notebook.ask("check(sigmoid)")
    assert "numpy warned: invalid value encountered in log, in line 2." in text
    notebook.write(sigmoid=SIGMOID.format("assert np.log(-1.0) > 0"))
    text = notebook.ask("check(sigmoid)")
    assert "Printed" not in text and "<assert>" not in text
    notebook.shell.clear_instance()


def test_a_function_that_draws_leaves_no_figures_below_the_verdict(says: Says) -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")
    kept = plt.figure()
    code = "import matplotlib.pyplot as plt\n" + SIGMOID.format("plt.figure()")
    assert "7 figures or other output" in says(code, "check(sigmoid)")
    assert plt.get_fignums() == [kept.number]
    plt.close(kept)


def test_what_is_displayed_is_counted_in_place_of_being_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook = Notebook(monkeypatch, None)
    notebook.write(sigmoid="from IPython.display import display\n" + SIGMOID.format("display('A')"))
    text = notebook.ask("check(sigmoid)")
    assert text.startswith("sigmoid: right") and "7 figures or other output" in text
    assert "'A'" in notebook.ask("display('A')")  # afterwards all is as it was
    notebook.shell.clear_instance()


def test_html_of_what_was_printed_is_folded_and_escaped(says: Says) -> None:
    from helpers.capturing import capturing

    with capturing() as printed:
        print("<b>bold</b>")
    assert "<details" in printed.to_html() and "&lt;b&gt;" in printed.to_html()


def of_shallow_net(function: str, old: str, new: str) -> Verdict:
    """Return what check says of a function of week 2, with a mistake in it."""
    import importlib

    answers = importlib.import_module("solutions.week2_shallow_net")  # the tests' own
    namespace: dict[str, Any] = dict(vars(answers))
    source = inspect.getsource(getattr(answers, function))
    assert old in source
    exec(source.replace(old, new), namespace)
    check = bind_check("week2_shallow_net", namespace)
    sheet = check._sheet_of([function])
    return check._judge(sheet, namespace)


def test_a_long_call_comes_last_and_whole_and_is_folded_in_the_notebook() -> None:
    verdict = of_shallow_net(
        "backward_propagation", 'dZ2 = cache["A2"] - Y', 'dZ2 = Y - cache["A2"]'
    )
    text, page = verdict.to_text(), verdict.to_html()
    called = text.index("Called backward_propagation(")
    assert text.index("Likely cause: ") < text.index("; expected ") < called
    for line in text[called:].splitlines():
        assert line.count("[") == line.count("]") and line.count("(") == line.count(")"), line
        assert not line.endswith("..."), line
    summary = page.index("<summary")
    assert page.index("; expected ") < summary < page.index("Called backward_propagation(", summary)
    assert "cache with 4 entries:" in text


def test_a_short_call_is_not_folded(says: Says, notebook: dict[str, Any]) -> None:
    says("def sigmoid(z):\n    return z")
    check = notebook["check"]
    assert "<details" not in check._judge(check._sheet_of(["sigmoid"]), notebook).to_html()


def test_progress_is_in_the_order_of_the_notebook() -> None:
    pieces = progress.table(
        [progress.Row("b", 1, 2, "right"), progress.Row("a", 0, 2, "not done yet")],
        {"why": 3},
        ["a", "why", "b"],
        "",
    )
    for said in pieces:
        assert said.index("not done yet") < said.index("read by a person") < said.index("right", 40)


# ---------------------------------------------------------------- time


def remarks(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Return what is set as soon as a remark is made, however long the machine takes for that."""
    said, say = threading.Event(), patience.Patience._say

    def note(self: patience.Patience, *texts: str) -> None:
        say(self, *texts)
        said.set()

    monkeypatch.setattr(patience.Patience, "_say", note)
    return said


def test_a_check_that_runs_long_says_so_meanwhile(
    says: Says,
    notebook: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.6)
    notebook["said"] = remarks(monkeypatch)
    text = says(SIGMOID.format("said.wait(60)"), "check(sigmoid)")
    assert "check(sigmoid) is still running" in capfd.readouterr().out and "right, 10" in text


def test_a_run_that_nobody_watches_keeps_the_verdict_alone(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Kernel:
        _allow_stdin = False

    class Shell:
        kernel = Kernel()

    monkeypatch.setattr(patience, "running_shell", lambda: Shell())
    said = remarks(monkeypatch)
    for watched in (True, False):
        Kernel._allow_stdin = watched
        said.clear()
        with patience.Patience("check(capstone)", budget=20):
            assert said.wait(60)
        assert ("trains now" in capfd.readouterr().out) == watched


def test_a_check_that_is_quick_says_nothing_of_time(
    says: Says, capfd: pytest.CaptureFixture[str]
) -> None:
    text = says(SIGMOID.format("pass"), "check(sigmoid)")
    assert "running" not in capfd.readouterr().out + text and "slow" not in text


def test_in_a_browser_it_is_said_beforehand(
    says: Says, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(patience, "IN_A_BROWSER", True)
    without_threads = types.SimpleNamespace(Event=threading.Event)
    monkeypatch.setattr(patience, "threading", without_threads)
    says(SIGMOID.format("pass"))
    assert "right, 10" in says("check(sigmoid)")
    assert "Kernel > Restart Kernel" in capfd.readouterr().out


def interrupt_soon() -> None:
    """Interrupt the main thread in a moment, as a kernel's interrupt does."""
    main = threading.main_thread().ident
    assert main is not None
    exception = ctypes.py_object(KeyboardInterrupt)

    def strike() -> None:
        time.sleep(0.3)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(main), exception)

    threading.Thread(target=strike, daemon=True).start()


@pytest.mark.parametrize("asked", ["check(sigmoid)", "check.ready('sigmoid')", "check.progress()"])
def test_an_interrupt_is_told_with_the_students_own_line_and_ends_run_all(
    says: Says, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    says("going = True", SIGMOID.format("while going: z = z * 1"))
    interrupt_soon()
    with pytest.raises(StoppedError) as caught:
        says(f"try:\n    {asked}\nexcept BaseException as error:\n    stopped = error\n    raise")
    assert caught.value._render_traceback_() == ["Stopped. What comes after this cell was not run."]


def test_an_interrupt_names_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(monkeypatch, None)
    notebook.write(sigmoid=SIGMOID.format("while True: z = z * 1"))
    interrupt_soon()
    text = notebook.ask("check(sigmoid)")
    assert "check(sigmoid): stopped by you" in text
    assert "and was in `sigmoid`, line 2: `while True: z = z * 1`" in text
    assert "From there" not in text and "Stopped. What comes after this cell was not run." in text
    assert "The loop `while True` has no `break` and no `return` in it: nothing ends it." in text
    assert "Traceback" not in text and "patience" not in text and "calling" not in text
    notebook.shell.clear_instance()


def test_an_interrupt_names_the_lines_from_the_outermost_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook = Notebook(monkeypatch, None)
    notebook.write(
        spin="def spin(z):\n    return sum(range(1000))",
        sigmoid="def sigmoid(z):\n    while True:\n        spin(z)",
    )
    interrupt_soon()
    text = notebook.ask("check(sigmoid)")
    assert "and was in `sigmoid`, line " in text
    notebook.shell.clear_instance()


@pytest.mark.parametrize(
    "loop, values, said",
    [
        ("while i < n:\n    s = s + 1", {}, "nothing in the loop changes `i` or `n`"),
        ("while s >= t:\n    s = s * k", {"s": 1.0, "t": 0.5}, "`s` is 1.0 and `t` is 0.5"),
        ("while np.any(s > t):\n    s = s * k", {"t": 0.5}, "When it was stopped, `t` is 0.5."),
        ("while todo:\n    todo.pop()", {"todo": [1]}, "What should make that false?"),
        ("while todo:\n    step(todo)", {"todo": [1]}, "What should make that false?"),
        ("while i < n:\n    while True:\n        s = 1", {}, "`while True` has no `break`"),
        ("while True:\n    if s > 1:\n        break", {}, "is it ever reached?"),
    ],
)
def test_a_stopped_loop_is_told_by_what_keeps_it_going(
    loop: str, values: dict[str, Any], said: str
) -> None:
    told = keeps_going(loop, loop.count("\n") + 1, values)
    assert told is not None and said in told


def test_outside_of_a_while_nothing_is_said_of_loops() -> None:
    cell = "while f():\n    pass\nfor i in x:\n    def g():\n        return 1\n"
    assert [keeps_going(cell, line, {}) for line in (3, 5)] == [None, None]
    assert keeps_going("def f(:", 1, {}) is None


def test_a_stop_that_is_caught_is_told(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with patience.Patience("check(f)"):
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        while "was interrupted and runs on" not in (said := capfd.readouterr().out):
            time.sleep(0.05)
    assert "Kernel > Restart Kernel" in said
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_training_with_a_budget_is_told_from_the_start(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with patience.Patience("check(capstone)", budget=20):
        while "compute for 20 seconds, its budget" not in capfd.readouterr().out:
            time.sleep(0.05)


def test_a_right_answer_that_is_slow_gets_advice_and_loses_nothing(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpers.checking.SLOW", 0.5)
    code = SIGMOID.format("for i in range(20):\n        sum(range(1_000_000))")
    text = says(code, "check(sigmoid)")
    assert "right, 10 of 10" in text and "advice: it is right, and slow" in text
    assert "Most of it was spent in `sigmoid`, line 3: `sum(range(1_000_000))`" in text
    wrong = says(code.replace("-z", "z"), "check(sigmoid)")
    assert "slow" not in wrong
