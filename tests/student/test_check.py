"""What a student meets: check() says what is right, what is wrong and why."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from helpers.checking import CASES, NotRightYetError, _is_judged_by_success, _read, bind_check

Says = Callable[..., str]

RIGHT = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n"
STUB = '''
def {name}({arguments}):
    """Return something."""
    # YOUR CODE HERE
    raise NotImplementedError()
    return a
'''
SIGMOID_STUB = STUB.format(name="sigmoid", arguments="z")
COST = """
def compute_cost(A, Y):
    A = np.clip(A, 1e-12, 1 - 1e-12)
    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
"""
PROPAGATE = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    dZ = A - Y
    return {"dw": X @ dZ.T / m, "db": np.sum(dZ) / m}, compute_cost(A, Y)
"""
OPTIMIZE = """
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs
"""
PREDICT = "def predict(w, b, X):\n    return (sigmoid(w.T @ X + b) > 0.5).astype(int)\n"

# ---------------------------------------------------------------- what is right


def test_a_right_answer_hears_so(says: Says) -> None:
    text = says(RIGHT, "check(sigmoid)")
    assert text.startswith("sigmoid: right, 10 of 10 points\n")
    assert "look" not in text


def test_a_warning_is_advice_and_costs_nothing(says: Says) -> None:
    text = says(RIGHT, "check(sigmoid)")
    assert "right, 10 of 10" in text
    assert "advice: numpy warned: overflow encountered in exp, in line 2. No point is lost" in text


@pytest.mark.parametrize(
    "setting", ['precision=1, suppress=True, sign="+"', 'formatter={"float": "{:.0f}".format}']
)
def test_how_a_notebook_has_numpy_print_changes_no_verdict(says: Says, setting: str) -> None:
    wrong = "def sigmoid(z):\n    return np.where(z > 0.3, 0.731059, 0.27)\n"
    plain = says(wrong, "check(sigmoid)")
    assert "0.731059" in plain
    assert says(f"np.set_printoptions({setting})", "check(sigmoid)") == plain


def test_functions_that_call_others_are_right_with_them(says: Says) -> None:
    for name in ("propagate", "optimize", "predict"):
        text = says(RIGHT, COST, PROPAGATE, OPTIMIZE, PREDICT, f"check({name})")
        assert text.startswith(f"{name}: right"), text


@pytest.mark.parametrize(
    "b", ["0", "0.0", "False", "np.array(0.0)", "np.zeros(1)", "np.zeros((1, 1))", "np.float32(0)"]
)
def test_anything_of_size_one_is_a_number(says: Says, b: str) -> None:
    code = f"def initialize_with_zeros(dim):\n    return np.zeros((dim, 1)), {b}"
    assert "right, 4 of 4" in says(code, "check(initialize_with_zeros)")


@pytest.mark.parametrize(
    "db", ["np.mean(dZ, axis=1, keepdims=True)", "np.mean(dZ, axis=1)", "float(np.mean(dZ))"]
)
def test_a_gradient_of_size_one_is_a_number_too(says: Says, db: str) -> None:
    propagate = PROPAGATE.replace("np.sum(dZ) / m", db)
    assert "right, 22 of 22" in says(RIGHT, COST, propagate, "check(propagate)")


@pytest.mark.parametrize("kind", ["int", "float", "bool", "np.int8", "np.float32"])
def test_labels_may_be_of_any_kind_of_number(says: Says, kind: str) -> None:
    predict = PREDICT.replace("astype(int)", f"astype({kind})")
    assert "right, 8 of 8" in says(RIGHT, predict, "check(predict)")


def test_integers_for_floats_are_right(says: Says) -> None:
    code = "def initialize_with_zeros(dim):\n    return np.zeros((dim, 1), dtype=int), 0"
    assert "right, 4 of 4" in says(code, "check(initialize_with_zeros)")


def test_prints_asserts_and_seeds_cost_nothing(says: Says) -> None:
    code = RIGHT.replace("    return", "    print('z is', z)\n    np.random.seed(1)\n    return")
    text = says(code, "check(sigmoid)")
    assert "right, 10 of 10" in text and "z is" in text


def test_changing_the_arguments_costs_nothing_where_nothing_else_is_promised(says: Says) -> None:
    in_place = OPTIMIZE.replace("        w = w - learning_rate", "        w -= learning_rate")
    assert "right, 14 of 14" in says(RIGHT, COST, PROPAGATE, in_place, "check(optimize)")


@pytest.mark.parametrize(
    "code",
    [
        "sigmoid = lambda z: 1 / (1 + np.exp(-z))",
        "def my_sigmoid(z):\n    return 1 / (1 + np.exp(-z))\nsigmoid = my_sigmoid",
        "import functools\nsigmoid = functools.partial(lambda k, z: 1 / (1 + np.exp(-k * z)), 1)",
        "def logged(f):\n    def wrapper(*a):\n        return f(*a)\n    return wrapper\n"
        "@logged\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
    ],
    ids=["a lambda", "another name", "a partial", "a decorator"],
)
def test_a_function_may_be_made_in_any_way(says: Says, code: str) -> None:
    assert "sigmoid: right, 10 of 10" in says(code, "check(sigmoid)")


def test_checking_leaves_the_students_names_alone(says: Says, notebook: dict[str, Any]) -> None:
    says(RIGHT, COST, PROPAGATE, OPTIMIZE)
    before = dict(notebook)
    says("check(propagate)", "check(optimize)", "check.progress()", "check.ready('propagate')")
    after = {name: value for name, value in notebook.items() if name != "__warningregistry__"}
    assert after == before


def test_an_answer_above_a_line_of_the_stub_that_is_never_reached_is_right(says: Says) -> None:
    code = RIGHT + "    raise NotImplementedError()\n"
    assert "right, 10 of 10" in says(code, "check(sigmoid)")


# ---------------------------------------------------------------- what is not there yet


def test_an_untouched_stub_is_not_done_yet_rather_than_wrong(says: Says) -> None:
    assert says(SIGMOID_STUB, "check(sigmoid)") == "sigmoid: not done yet (10 points)\n"


def test_a_stub_whose_line_was_left_below_the_answer_is_told_of_it(says: Says) -> None:
    code = SIGMOID_STUB.replace("    raise", "    a = 1 / (1 + np.exp(-z))\n    raise")
    text = says(code, "check(sigmoid)")
    assert (
        "not done yet" in text and "Python stops at the line `raise NotImplementedError()`" in text
    )


def test_a_stub_that_calls_another_stub_is_not_done_yet(says: Says) -> None:
    stub = STUB.format(name="predict", arguments="w, b, X")
    stub = stub.replace("    # YOUR", "    A = sigmoid(w.T @ X + b)\n    # YOUR")
    text = says(SIGMOID_STUB, stub, "check(predict)")
    assert text == "predict: not done yet (8 points)\n"


def test_a_function_that_calls_a_stub_hears_which(says: Says) -> None:
    text = says(SIGMOID_STUB, PREDICT, "check(predict)")
    assert "`sigmoid` is not written yet. `predict` calls it." in text


def test_a_function_whose_cell_was_not_run_is_missing_by_name(says: Says) -> None:
    text = says(PREDICT, "check(predict)")
    assert "sigmoid" in text and "0 of 8 points" in text


def test_one_of_two_functions_alone_shows_what_it_earns(says: Says) -> None:
    loop = """
def forward_loop(w, b, X):
    A = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        A[0, i] = sigmoid(sum(w[j, 0] * X[j, i] for j in range(X.shape[0])) + b)
    return A
"""
    stub = STUB.format(name="forward_vectorized", arguments="w, b, X")
    text = says(RIGHT, loop, stub, "check(forward_loop, forward_vectorized)")
    assert "4 of 8 points" in text and "`forward_vectorized` is not written yet" in text
    text = says(loop.replace("forward_loop", "forward_vectorized"), "check(forward_vectorized)")
    assert "vectorized, no loop (0 of 2 points)" in text and "loop" in text


# ---------------------------------------------------------------- what is wrong


def test_a_verdict_says_why_what_was_expected_what_was_called_and_what_came_back(
    says: Says,
) -> None:
    lines = [line.strip() for line in says(WRONG, "check(sigmoid)").splitlines()]
    starts = ("Likely cause: ", "a is ", "Called sigmoid(z) with z = ", "Returned ")
    found = [next(i for i, line in enumerate(lines) if line.startswith(start)) for start in starts]
    assert found == sorted(found)
    assert "; expected 0." in lines[found[1]]
    assert "exp(z) in place of exp(-z)" in lines[found[0]]


def test_a_cause_is_told_once_and_then_referred_to(says: Says) -> None:
    text = says(WRONG, "check(sigmoid)")
    assert text.count("exp(z) in place of exp(-z)") == 1
    assert "Likely cause: the same as above." in text


@pytest.mark.parametrize(
    "change, said",
    [
        (("/ m, ", ", "), "dw (0 of 8 points)"),
        (("dZ = A - Y", "dZ = Y - A"), "dw (0 of 8 points)"),
        (('"db": np.sum(dZ) / m', '"db": np.sum(dZ)'), "db (0 of 7 points)"),
    ],
)
def test_mistakes_that_students_really_make_are_named(
    says: Says, change: tuple[str, str], said: str
) -> None:
    assert PROPAGATE.count(change[0]) == 1
    text = says(RIGHT, COST, PROPAGATE.replace(*change), "check(propagate)")
    assert "Likely cause: " in text and said in text
    assert "ok    cost (7 of 7 points)" in text  # what is right beside it stays right


def test_zeros_earn_nothing(says: Says) -> None:
    assert "sigmoid: 0 of 10 points" in says("def sigmoid(z):\n    return 0 * z", "check(sigmoid)")


@pytest.mark.parametrize(
    "value", ["None", "'0.5'", "[]", "{}", "object()", "np.nan", "1j", "print"]
)
def test_whatever_comes_back_is_answered_in_words(says: Says, value: str) -> None:
    text = says(f"def sigmoid(z):\n    return {value}", "check(sigmoid)")
    assert "sigmoid: 0 of 10 points" in text and "Called sigmoid(z)" in text


def test_a_forgotten_return_is_told(says: Says) -> None:
    text = says("def sigmoid(z):\n    a = 1 / (1 + np.exp(-z))", "check(sigmoid)")
    assert "None" in text and "`return`" in text


def test_a_forgotten_return_is_told_where_several_things_come_back(says: Says) -> None:
    code = PROPAGATE.replace("    return {", "    x = {")
    text = says(RIGHT, COST, code, "check(propagate)")
    assert "0 of 22 points" in text and "`return`" in text


def test_a_missing_key_is_told_by_name(says: Says) -> None:
    code = PROPAGATE.replace('"dw"', '"dW"')
    text = says(RIGHT, COST, code, "check(propagate)")
    assert "grads has no key 'dw'; it has 'dW', 'db'. Python tells 'dw' from 'dW'." in text


def test_a_shape_that_is_documented_is_required(says: Says) -> None:
    code = "def initialize_with_zeros(dim):\n    return np.zeros(dim), 0.0"
    text = says(code, "check(initialize_with_zeros)")
    assert "shape" in text and "2 of 4 points" in text


def test_a_call_is_shown_once(says: Says) -> None:
    code = PROPAGATE.replace("dZ = A - Y", "dZ = A + Y * 3")
    text = says(RIGHT, COST, code, "check(propagate)")
    assert text.count("Called propagate(") == 1 and "The same call as for 'dw'." in text


def test_an_error_in_one_line_is_told_once_though_its_calls_differ(says: Says) -> None:
    text = says("def sigmoid(z):\n    return 1 / (1 + e ** -z)", "check(sigmoid)")
    assert text.count("NameError") == 1
    assert text.count("For the same reason as 'values and shapes'.") == 2


@pytest.mark.parametrize("product", ["w @ X", "np.dot(w, X)", "w.dot(X)", "np.matmul(w, X)"])
def test_a_product_that_does_not_fit_is_the_same_slip_however_it_is_written(
    says: Says, product: str
) -> None:
    code = PROPAGATE.replace("np.dot(w.T, X)", product)
    text = says(RIGHT, COST, code, "check(propagate)")
    assert "Likely cause: the transpose of w missing" in text
    assert re.search(r"Here a row holds 1 number and a column \d+ numbers\.", text)


# ---------------------------------------------------------------- what raises


@pytest.mark.parametrize(
    "body, said",
    [
        ("return 1 / (1 + np.e ^ -z)", "a power is written with two stars"),
        ("if np.ndim(z) > 9:\n        a = 1\n    return a", "Nothing was put into `a` before"),
        ("return np.ones((2, 3)) + np.ones((3, 2))", "Here (2, 3) meets (3, 2). Is one of them to"),
        ("return np.ones((2, 3)) + np.ones((4, 3))", "Here (2, 3) meets (4, 3).\n"),
    ],
)
def test_common_errors_are_told_in_words_too(says: Says, body: str, said: str) -> None:
    assert said in says(f"def sigmoid(z):\n    {body}", "check(sigmoid)")


def test_an_error_is_shown_with_the_students_own_line(says: Says) -> None:
    text = says("def sigmoid(z):\n    z = z + 1\n    return z / undefined_name", "check(sigmoid)")
    assert "`sigmoid` stopped with an error. In your code:" in text
    assert "line 3: return z / undefined_name" in text
    assert "NameError: name 'undefined_name' is not defined" in text
    assert "helpers" not in text and "calling.py" not in text  # our code is nothing to read


def test_the_lines_of_functions_called_on_the_way_are_shown_too(says: Says) -> None:
    broken = "def sigmoid(z):\n    return z.no_such_thing"
    text = says(broken, PREDICT, "check(predict)")
    assert "line 2: return (sigmoid(w.T @ X + b) > 0.5).astype(int)" in text
    assert "line 2: return z.no_such_thing" in text
    assert text.index("astype(int)") < text.index("no_such_thing")


@pytest.mark.parametrize(
    "body, said",
    [
        ("return 1 / 0", "ZeroDivisionError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("return sigmoid(z)", "RecursionError"),
        ("assert False, 'so'", "AssertionError: so"),
        ("raise Exception", "Exception"),
        ("return np.ones((2, 3)) @ np.ones((2, 3))", "ValueError"),
    ],
)
def test_no_error_of_the_student_stops_the_notebook(says: Says, body: str, said: str) -> None:
    text = says(f"def sigmoid(z):\n    {body}", "check(sigmoid)")
    assert said in text and "0 of 10 points" in text and len(text) < 6_000


def test_wrong_arguments_are_told(says: Says) -> None:
    text = says("def sigmoid():\n    return 1", "check(sigmoid)")
    assert "TypeError" in text and "takes 0 positional arguments" in text


def test_interrupting_the_kernel_stops_the_check(says: Says) -> None:
    with pytest.raises(KeyboardInterrupt):
        says("def sigmoid(z):\n    raise KeyboardInterrupt", "check(sigmoid)")


# ---------------------------------------------------------------- where the fault really is


def test_a_function_that_calls_a_wrong_one_points_there(says: Says) -> None:
    text = says(WRONG, PREDICT, "check(predict)")
    assert (
        "note: predict calls `sigmoid`, whose own check is not right yet. Mend that first" in text
    )
    assert "In grading, a mistake counts once." in text


def test_nobody_is_sent_elsewhere_when_the_fault_is_here(says: Says) -> None:
    text = says(RIGHT, PREDICT.replace("> 0.5", "> 0.4"), "check(predict)")
    assert "note:" not in text and "look" in text


def test_nobody_is_sent_to_a_function_that_is_not_called(says: Says) -> None:
    own = "def predict(w, b, X):\n    return (w.T @ X + b > 0.4).astype(int)"
    text = says(WRONG, own, "check(predict)")
    assert "look" in text and "note:" not in text


def test_a_comment_is_no_call(says: Says) -> None:
    own = "def predict(w, b, X):\n    # sigmoid is above 0.5\n    return (w.T @ X + b > 1).astype(int)"
    assert "note:" not in says(WRONG, own, "check(predict)")


def test_what_is_judged_by_its_success_stands_for_itself() -> None:
    """A capstone is not judged again with a right `adam_step`: nobody is told that it would be."""
    week8 = _read(CASES / "week8_optimization.json")[1]
    by_success = [name for name, sheet in week8.items() if _is_judged_by_success(sheet)]
    assert by_success == ["capstone"]


@pytest.mark.parametrize("by", ["image_to_columns", "as_they_come"])
def test_any_function_before_may_be_the_one_that_is_called(says: Says, by: str) -> None:
    columns = "def image_to_columns(image):\n    return image.reshape(-1)"
    helper = "def as_they_come(image):\n    return image_to_columns(image)"
    predict = f"def predict(w, b, X):\n    return ({by}(X) > 0).astype(int)"
    text = says(RIGHT, columns, helper, predict, "check(predict)")
    assert "note: predict calls `image_to_columns`, whose own check is not right yet" in text


# ---------------------------------------------------------------- asking in the wrong way


@pytest.mark.parametrize("asked", ["check()", "check(len)", "check(3)", "check('sigmoid')"])
def test_something_that_is_no_exercise_is_refused_in_words(says: Says, asked: str) -> None:
    with pytest.raises(TypeError, match=r"check takes the function .* This week has: .*sigmoid"):
        says(asked)


def test_a_call_in_place_of_the_function_is_refused_in_words(says: Says) -> None:
    with pytest.raises(TypeError, match="without calling them"):
        says(RIGHT, "check(sigmoid(0))")


def test_functions_of_two_exercises_are_refused_in_words(says: Says) -> None:
    with pytest.raises(TypeError, match="of one exercise"):
        says(RIGHT, COST, "check(sigmoid, compute_cost)")


def test_a_lost_folder_of_helpers_is_told_in_words() -> None:
    with pytest.raises(FileNotFoundError, match="Keep the folder `helpers` as it came"):
        bind_check("week1_renamed", {})


# ---------------------------------------------------------------- progress and ready


def test_progress_lists_every_exercise(says: Says) -> None:
    text = says(RIGHT, WRONG.replace("sigmoid", "predict"), SIGMOID_STUB, RIGHT, "check.progress()")
    assert text.startswith("1 of 9 exercises right, 10 of 94 points in the visible checks\n")
    rows = {line.split()[0]: line for line in text.splitlines()[1:]}
    assert "10 / 10" in rows["sigmoid"] and rows["sigmoid"].endswith(" right")
    assert rows["propagate"].endswith("not done yet")
    assert "look again at: clear examples" in rows["predict"]
    assert "6 points, read by a person" in text


def test_progress_at_the_end_counts_everything(says: Says) -> None:
    from solutions import week1_logistic_regression as answers  # the tests' own, not the student's

    with open(answers.__file__, encoding="utf-8") as file:
        text = says(file.read(), "check.progress()")
    assert text.startswith("9 of 9 exercises right, 94 of 94 points in the visible checks\n")


def test_a_demonstration_says_what_it_needs_and_does_not_raise(says: Says) -> None:
    text = says(SIGMOID_STUB, "print(check.ready('sigmoid', 'propagate', 'predict'))")
    assert text == (
        "This cell needs `sigmoid`, `propagate` and `predict`. Write them, then run this cell again."
        "\nFalse\n"
    )


@pytest.mark.parametrize("code", [RIGHT, WRONG, "def sigmoid(z):\n    return np.exp(z) / 0"])
def test_a_demonstration_runs_with_what_is_written_right_or_wrong(says: Says, code: str) -> None:
    assert says(code, "print(check.ready('sigmoid'))") == "True\n"


@pytest.mark.parametrize(
    "body",
    ["return 1 / 0", "return math.exp(z)", "return", "return 0.5", "return [z]", "return 'z'"],
)
def test_a_demonstration_waits_for_what_would_stop_it(says: Says, body: str) -> None:
    text = says(f"import math\ndef sigmoid(z):\n    {body}", "print(check.ready('sigmoid'))")
    assert text.startswith("This cell waits for `sigmoid`, which stops with an error, or")
    assert text.endswith("False\n")


def test_a_demonstration_names_the_function_that_is_behind_it(says: Says) -> None:
    keys = PROPAGATE.replace('"dw"', '"dW"')
    text = says(RIGHT, COST, keys, OPTIMIZE, "print(check.ready('sigmoid', 'optimize'))")
    assert text.startswith("This cell waits for `propagate`, which stops")
    text = says(SIGMOID_STUB, PREDICT, "check.ready('predict')")
    assert text.startswith("This cell needs `sigmoid`. Write it")


def test_demonstrations_and_progress_are_not_drowned_in_a_students_prints(says: Says) -> None:
    code = RIGHT.replace("    return", "    print('debugging')\n    return")
    assert says(code, "print(check.ready('sigmoid'))") == "True\n"
    assert "debugging" not in says("check.progress()")


# ---------------------------------------------------------------- nbgrader's Validate


def test_while_nbgrader_validates_only_what_is_right_passes(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    assert "right, 10 of 10" in says(RIGHT, "check(sigmoid)")
    for code, said in ((WRONG, "sigmoid: 0 of 10 points"), (SIGMOID_STUB, "not done yet")):
        with pytest.raises(NotRightYetError, match=said) as caught:
            says(code, "check(sigmoid)")
        shown = "\n".join(caught.value._render_traceback_())
        assert shown.startswith("sigmoid: ") and "Traceback" not in shown


# ---------------------------------------------------------------- the block in Jupyter


def verdict_of(says: Says, notebook: dict[str, Any], *cells: str) -> Any:
    says(*cells)
    check = notebook["check"]
    return check._judge(check._sheet_of(["sigmoid"]), notebook)


def plain(page: str) -> str:
    """Return what a browser shows of a piece of HTML, white space squeezed."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    "code", [RIGHT, WRONG, SIGMOID_STUB, "def sigmoid(z):\n    return z / nothing"]
)
def test_html_and_plain_text_say_the_same(says: Says, notebook: dict[str, Any], code: str) -> None:
    verdict = verdict_of(says, notebook, code)
    page = plain(verdict.to_html())
    for line in verdict.to_text().splitlines():
        said = re.sub(r"^\s*(ok|look|note:|advice:)\s+", "", line).replace("`", "")
        for piece in said.split(": "):  # markup stands around names and labels
            assert " ".join(piece.split()) in page.replace(" :", ":"), piece


def test_what_a_student_wrote_cannot_become_html(says: Says, notebook: dict[str, Any]) -> None:
    attack = "<script>alert(1)</script>"
    for code in (
        f"def sigmoid(z):\n    raise ValueError('{attack}')",
        f"def sigmoid(z):\n    return '{attack}'",
        f"def sigmoid(z):\n    import warnings\n    warnings.warn('{attack}')\n    return z",
    ):
        page = verdict_of(says, notebook, code).to_html()
        assert "<script" not in page and "&lt;script" in page
