"""Examines `initialize_velocity` and `initialize_adam`: zeros of the right shapes, two dictionaries."""

from autograder.examining import Built, Close, Exercise, Part, Result, call
from autograder.exercises.week8_optimization._cases import JUDGES, arrays, shapes_of_a_network


def one(rng):
    yield call("initialize_velocity", arrays(rng, shapes_of_a_network(rng)))


def two(rng):
    yield call("initialize_adam", arrays(rng, shapes_of_a_network(rng)))


def apart(rng):
    case = call("initialize_adam", arrays(rng, shapes_of_a_network(rng)))
    yield case.then(Built(f"{JUDGES}.one_added"), Result(0)).with_(
        note="1 is added to each array of v"
    )


EXERCISE = Exercise(
    "initialize_velocity",
    functions=("initialize_velocity", "initialize_adam"),
    parts=(
        Part("the velocity", 1, one, Close()),
        Part("v of Adam", 1, two, Close(), select=(0,)),
        Part("s of Adam", 1, two, Close(), select=(1,)),
        Part("v and s share no array", 1, apart, Close()),
    ),
)
