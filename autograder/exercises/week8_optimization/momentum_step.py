"""Examines `momentum_step`: one step, steps in a row, and the plain descent that beta = 0 is."""

from autograder.examining import Exercise, Part, Result, call
from autograder.exercises.week8_optimization._cases import arrays, shapes_of_a_network


def _numbers(rng):
    beta = round(float(rng.choice([0.6, 0.7, 0.8])) + float(rng.uniform(0.01, 0.08)), 3)
    return beta, round(float(rng.uniform(0.2, 0.8)), 3)


def _state(rng):
    shapes = shapes_of_a_network(rng)
    return arrays(rng, shapes), arrays(rng, shapes, "d"), arrays(rng, shapes, "d")


def one_step(rng):
    for _ in range(2):
        yield call("momentum_step", *_state(rng), *_numbers(rng))


def three_steps(rng):
    shapes = shapes_of_a_network(rng)
    zeros = {name: 0 * array for name, array in arrays(rng, shapes, "d").items()}
    beta, rate = _numbers(rng)
    case = call("momentum_step", arrays(rng, shapes), arrays(rng, shapes, "d"), zeros, beta, rate)
    for i in range(2):
        grads = arrays(rng, shapes, "d")
        case = case.then("momentum_step", Result(i, 0), grads, Result(i, 1), beta, rate)
    yield case.with_(note="the third of three steps in a row")


def no_memory(rng):
    yield call("momentum_step", *_state(rng), 0.0, _numbers(rng)[1]).with_(note="beta is 0")


EXERCISE = Exercise(
    "momentum_step",
    parts=(
        Part("the velocity after a step", 4, one_step, select=(1,)),
        Part("the parameters after a step", 4, one_step, select=(0,)),
        Part("three steps in a row", 4, three_steps),
        Part("with beta = 0, plain descent", 2, no_memory),
    ),
    may_change=("parameters", "grads", "v"),
)
