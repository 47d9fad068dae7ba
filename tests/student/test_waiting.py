"""What a function prints buries no verdict, a long run is told, an interrupt and a slow answer get words."""

from __future__ import annotations

import ctypes
import threading
import time
import types
from collections.abc import Callable

import pytest

from helpers import patience
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


# ---------------------------------------------------------------- time


def test_a_check_that_runs_long_says_so_meanwhile(
    says: Says, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.6)
    text = says(
        "import time\ndone = []",
        SIGMOID.format("done or time.sleep(1.2); done.append(1)"),
        "check(sigmoid)",
    )
    assert "check(sigmoid) is still running" in capfd.readouterr().out and "right, 10" in text


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
    assert "Stopped. What comes after this cell was not run." in text
    assert "Traceback" not in text and "patience" not in text and "calling" not in text
    notebook.shell.clear_instance()


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
