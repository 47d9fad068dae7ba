"""How backpropagate is examined: gates in a row, the sigmoid twice, forks, values without influence."""

from autograder.examining import Close, Exercise, Part, call
from autograder.exercises.week0_arrays_and_gates._cases import away_from_zero
from helpers.weeks.week0 import run_tape

# Each gradient is a number of its own: what should be 0 may come out as a rounding error.
GRADIENTS = Close(atol=1e-9)


def _walk(rng, tape, inputs, output):
    """Return the case that walks a tape back from one of its values, the values in no order."""
    values = run_tape(tape, inputs)
    names = [str(name) for name in rng.permutation(sorted(values))]
    return call("backpropagate", tape, {name: values[name] for name in names}, output)


def _numbers(rng, names, low=0.4, high=1.6):
    return {name: away_from_zero(rng, low=low, high=high) for name in names}


def two_kinds(rng):
    tape = [("add", ("x", "y"), "q"), ("multiply", ("q", "z"), "f")]
    yield _walk(rng, tape, {"x": away_from_zero(rng, low=2, high=3)} | _numbers(rng, "yz"), "f")
    tape = [("multiply", ("x", "y"), "p"), ("add", ("u", "p"), "q"), ("multiply", ("z", "q"), "f")]
    yield _walk(rng, tape, {"u": away_from_zero(rng, low=3, high=4)} | _numbers(rng, "xyz"), "f")


def all_kinds(rng):
    # What arrives at exp is negative, and so is what comes out of the reciprocal.
    tape = [
        ("multiply", ("x", "y"), "p"),
        ("exp", ("p",), "e"),
        ("multiply", ("e", "z"), "g"),
        ("add", ("g", "u"), "f"),
    ]
    numbers = _numbers(rng, "xyzu", high=1.2)
    yield _walk(rng, tape, numbers | {"z": -abs(numbers["z"])}, "f")
    tape = [
        ("reciprocal", ("x",), "r"),
        ("multiply", ("y", "r"), "p"),
        ("sigmoid", ("p",), "s"),
        ("multiply", ("s", "z"), "f"),
    ]
    numbers = _numbers(rng, "xyz")
    x, y, z = -abs(numbers["x"]), abs(numbers["y"]), abs(numbers["z"])
    yield _walk(rng, tape, {"x": x, "y": y, "z": z}, "f")


def sigmoid_twice(rng):
    numbers = _numbers(rng, ("z", "u"), low=0.5)
    behind = ("multiply", ("a", "u"), "f")
    four = [
        ("multiply", ("z", "minus_one"), "m"),
        ("exp", ("m",), "e"),
        ("add", ("e", "one"), "s"),
        ("reciprocal", ("s",), "a"),
        behind,
    ]
    yield _walk(rng, four, numbers | {"minus_one": -1.0, "one": 1.0}, "f").with_(
        note="the sigmoid in four gates"
    )
    yield _walk(rng, [("sigmoid", ("z",), "a"), behind], numbers, "f").with_(
        note="the same in one gate"
    )


def forks(rng):
    tape = [("multiply", ("x", "x"), "s"), ("multiply", ("s", "y"), "f")]
    yield _walk(rng, tape, _numbers(rng, "xy"), "f").with_(note="x times x")
    tape = [
        ("add", ("x", "y"), "q"),
        ("multiply", ("q", "z"), "r"),
        ("add", ("r", "q"), "t"),
        ("multiply", ("t", "x"), "f"),
    ]
    yield _walk(rng, tape, _numbers(rng, "xyz"), "f").with_(note="x and q fork")
    tape = [("add", ("x", "y"), "q"), ("multiply", ("x", "q"), "f")]
    yield _walk(rng, tape, _numbers(rng, "xy"), "f").with_(
        note="x forks, and is used first at the end"
    )
    tape = [("multiply", ("y", "x"), "p"), ("add", ("p", "x"), "f")]
    yield _walk(rng, tape, _numbers(rng, "xy"), "f").with_(note="x forks, the second input twice")


def without_influence(rng):
    tape = [
        ("multiply", ("x", "y"), "p"),
        ("add", ("p", "z"), "f"),
        ("multiply", ("f", "u"), "later"),
    ]
    yield _walk(rng, tape, _numbers(rng, "xyzu"), "f").with_(
        note="the output f is not the last value of the tape"
    )
    tape = [("multiply", ("x", "y"), "p"), ("add", ("p", "x"), "f")]
    yield _walk(rng, tape, _numbers(rng, "xy"), "y").with_(
        note="the output y is a given number: no gate computed it"
    )


def small(rng):
    for gate, inputs in (
        ("add", {"x": 2.0, "y": 3.0}),
        ("multiply", {"x": 2.0, "y": 3.0}),
        ("exp", {"x": 2.0}),
        ("reciprocal", {"x": 2.0}),
        ("sigmoid", {"x": 2.0}),
    ):
        tape = [(gate, tuple(inputs), "f")]
        yield call("backpropagate", tape, run_tape(tape, inputs), "f")
    tape = [("multiply", ("x", "x"), "f")]
    yield call("backpropagate", tape, run_tape(tape, {"x": 3.0}), "f")
    tape = [("add", ("x", "y"), "q"), ("multiply", ("q", "z"), "f")]
    yield call("backpropagate", tape, run_tape(tape, {"x": 2.0, "y": 3.0, "z": -4.0}), "f")
    tape = [("add", ("x", "y"), "f"), ("multiply", ("f", "z"), "later")]
    yield call("backpropagate", tape, run_tape(tape, {"x": 2.0, "y": 3.0, "z": -4.0}), "f")


EXERCISE = Exercise(
    "backpropagate",
    parts=(
        Part("add and multiply", 2, two_kinds, GRADIENTS),
        Part("all kinds of gates", 2, all_kinds, GRADIENTS),
        Part("the sigmoid in four gates and in one", 4, sigmoid_twice, GRADIENTS),
        Part("values that fork", 4, forks, GRADIENTS),
        Part("values without influence", 2, without_influence, GRADIENTS),
    ),
    depends_on=("add_backward", "sigmoid_backward"),
    small=small,
)
