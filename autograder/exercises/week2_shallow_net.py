"""How week 2 is examined: activations, and a network with one hidden layer, forward and backward.

No two sizes in a case are alike and no bias is zero. Backward passes have two outputs, so that an
element-wise product cannot pass for a matrix product, and so has a part of the forward passes. No
activation is looked at where its derivative jumps.
"""

import numpy as np

from autograder.exercise import (
    Alternative,
    Between,
    Built,
    Close,
    Custom,
    Exercise,
    Misconception,
    Part,
    Question,
    Statistics,
    Unchanged,
    Week,
    call,
    distinct_sizes,
)
from helpers.shallow_judges import moons_inputs, moons_labels
from solutions import week2_shallow_net as reference

GRADIENT = Close(rtol=1e-5, scale=1e-9)


def _signed(rng, low, high, shape):
    """Return numbers between low and high in size, of either sign."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(low, high, shape)


def _labels(rng, m, n_y=1):
    """Return labels (n_y, m), each row with both kinds, the first not with equally many."""
    ones = [int(rng.choice([k for k in range(1, m) if 2 * k != m])) for _ in range(n_y)]
    return np.array([rng.permutation((np.arange(m) < k).astype(int)) for k in ones])


def _parameters(rng, n_x, n_h, n_y):
    return {
        "W1": _signed(rng, 0.2, 0.9, (n_h, n_x)),
        "b1": _signed(rng, 0.2, 0.6, (n_h, 1)),
        "W2": _signed(rng, 0.3, 1.0, (n_y, n_h)),
        "b2": _signed(rng, 0.2, 0.6, (n_y, 1)),
    }


def _network(rng, n_y=2):
    """Return parameters, X, Y of a network that is nowhere saturated; all sizes differ."""
    while True:
        n_x, n_h, m = distinct_sizes(rng, 3, 3, 6)
        parameters, X = _parameters(rng, n_x, n_h, n_y), rng.normal(0.1, 0.8, (n_x, m))
        A2, cache = reference.forward_propagation(X, parameters)
        calm = np.all(np.abs(A2 - 0.5) < 0.42) and np.all(np.abs(cache["A1"]) < 0.97)
        if calm and np.all(np.abs(A2 - 0.5) > 0.01):
            return parameters, X, _labels(rng, m, n_y)


# ------------------------------------------------------------------------------------ activate


def _inputs(rng, shape=None):
    """Return inputs on both sides of zero, none of them near it."""
    shape = shape or tuple(distinct_sizes(rng, 2, 2, 5))
    Z = _signed(rng, 0.2, 2.2, shape)
    Z.flat[:2] = (abs(Z.flat[0]), -abs(Z.flat[1]))
    return Z


def _alpha(rng):
    """Return a slope that nobody writes into an answer by habit."""
    return round(float(rng.choice([rng.uniform(0.03, 0.08), rng.uniform(0.2, 0.7)])), 3)


def _both_shapes(rng, function, *activations):
    for activation in activations:
        yield call(function, _inputs(rng), activation, _alpha(rng))
        yield call(function, _inputs(rng, (4,)), activation, alpha=_alpha(rng))


def saturating_activations(rng):
    yield from _both_shapes(rng, "activate", "sigmoid", "tanh")


def relu_activations(rng):
    yield from _both_shapes(rng, "activate", "relu")


def leaky_activations(rng):
    yield from _both_shapes(rng, "activate", "leaky_relu")


def elu_activations(rng):
    yield from _both_shapes(rng, "activate", "elu")


LEAKY = "np.where(Z > 0, Z, alpha * Z)"
ELU = "np.where(Z > 0, Z, alpha * (np.exp(below) - 1))"

ACTIVATE = Exercise(
    "activate",
    parts=(
        Part("sigmoid and tanh", 1, saturating_activations),
        Part("relu", 1, relu_activations),
        Part("leaky_relu", 1, leaky_activations),
        Part("elu", 1, elu_activations),
    ),
    misconceptions=(
        Misconception(
            "exp_of_plus_z",
            change=(("sigmoid(Z)", "1 / (1 + np.exp(Z))"),),
            title="exp(z) in place of exp(-z) in the sigmoid",
            hint="For a large positive z the sigmoid should be near 1: which sign does exp need "
            "for that?",
        ),
        Misconception(
            "sigmoid_and_tanh_exchanged",
            change=(
                ("sigmoid(Z)", "0 + np.tanh(Z)"),
                ("lambda: np.tanh(Z)", "lambda: 1 / (1 + np.exp(-Z))"),
            ),
            title="sigmoid and tanh exchanged",
            hint="The sigmoid runs from 0 to 1, tanh from -1 to 1. Which branch returns which?",
        ),
        Misconception(
            "tanh_unscaled",
            change=(("np.tanh(Z)", "2 / (1 + np.exp(-Z)) - 1"),),
            title="tanh(z/2) in place of tanh(z)",
            hint="tanh is a sigmoid stretched to the range from -1 to 1, and twice as steep: the "
            "sigmoid inside takes 2z. numpy has tanh as well.",
        ),
        Misconception(
            "tan",
            change=(("np.tanh(Z)", "np.tan(Z)"),),
            title="the tangent in place of the hyperbolic tangent",
            hint="One letter is missing in the function's name.",
        ),
        Misconception(
            "relu_of_the_largest",
            change=(("np.maximum(Z, 0.0)", "np.max(Z, 0)"),),
            title="np.max, the largest entry, in place of the larger one of two",
            hint="`np.max` looks for the largest entry along an axis. Which function compares two "
            "things entry by entry?",
        ),
        Misconception(
            "relu_step",
            change=(("np.maximum(Z, 0.0)", "np.where(Z > 0, 1.0, 0.0)"),),
            title="relu as a step from 0 to 1",
            hint="That is the slope of relu. Above zero relu gives z itself.",
        ),
        Misconception(
            "relu_minimum",
            change=(("np.maximum(Z, 0.0)", "np.minimum(Z, 0.0)"),),
            title="relu that keeps what is below zero",
            hint="relu lets positive numbers through and stops negative ones.",
        ),
        Misconception(
            "relu_absolute",
            change=(("np.maximum(Z, 0.0)", "np.abs(Z)"),),
            title="the absolute value in place of relu",
            hint="Below zero relu is 0, not -z.",
        ),
        Misconception(
            "leaky_constant",
            change=((LEAKY, "np.where(Z > 0, Z, alpha)"),),
            title="leaky_relu that is constant below zero: alpha in place of alpha z",
            hint="alpha is the slope below zero, not the value.",
        ),
        Misconception(
            "leaky_sign",
            change=((LEAKY, "np.where(Z > 0, Z, -alpha * Z)"),),
            title="leaky_relu that goes up again below zero",
            hint="Below zero leaky_relu is slightly negative: it goes on down, only slower.",
        ),
        Misconception(
            "leaky_fixed",
            change=((LEAKY, "np.where(Z > 0, Z, 0.01 * Z)"),),
            title="the slope of leaky_relu written out as 0.01",
            hint="The caller chooses the slope. It is called alpha.",
        ),
        Misconception(
            "leaky_exchanged",
            change=((LEAKY, "np.where(Z < 0, Z, alpha * Z)"),),
            title="the slope alpha above zero in place of below",
            hint="np.where takes the condition, then the value where it holds, then the other one.",
        ),
        Misconception(
            "leaky_not_leaking",
            change=((LEAKY, "np.maximum(Z, 0.0)"),),
            title="leaky_relu that does not leak",
            hint="Below zero leaky_relu still has a slope, alpha.",
        ),
        Misconception(
            "elu_without_minus_one",
            change=((ELU, "np.where(Z > 0, Z, alpha * np.exp(below))"),),
            title="elu without the - 1",
            hint="elu passes through 0 at z = 0. What does yours give just below zero?",
        ),
        Misconception(
            "elu_without_alpha",
            change=((ELU, "np.where(Z > 0, Z, np.exp(below) - 1)"),),
            title="elu without alpha",
            hint="Far below zero elu goes to -alpha. Where does yours go?",
        ),
        Misconception(
            "elu_brackets",
            change=((ELU, "np.where(Z > 0, Z, alpha * np.exp(below) - 1)"),),
            title="alpha exp(z) - 1 in place of alpha (exp(z) - 1)",
            hint="alpha multiplies the whole difference.",
        ),
        Misconception(
            "elu_minus_in_the_exponent",
            change=((ELU, "np.where(Z > 0, Z, alpha * np.exp(below - 1))"),),
            title="exp(z - 1) in place of exp(z) - 1",
            hint="The 1 is taken from the result of exp, not from z.",
        ),
        Misconception(
            "elu_minus_z",
            change=((ELU, "np.where(Z > 0, Z, alpha * (np.exp(-below) - 1))"),),
            title="exp(-z) in place of exp(z) in elu",
            hint="Below zero elu flattens out at -alpha: exp has to go to 0 there.",
        ),
        Misconception(
            "elu_everywhere",
            change=((ELU, "alpha * (np.exp(Z) - 1)"),),
            title="the curve of elu above zero as well",
            hint="Above zero elu is z itself.",
        ),
        Misconception(
            "leaky_for_elu",
            change=((ELU, "np.where(Z > 0, Z, Z * alpha)"),),
            title="leaky_relu in place of elu",
            hint="Below zero elu is a curve, alpha (exp(z) - 1), not a line.",
        ),
        Misconception(
            "name_misspelt",
            code="""
            def activate(Z, activation, alpha=0.1):
                if activation == "sigmoid":
                    A = 1 / (1 + np.exp(-Z))
                elif activation == "tanh":
                    A = np.tanh(Z)
                elif activation == "relu":
                    A = np.maximum(0, Z)
                elif activation == "leaky relu":
                    A = np.maximum(alpha * Z, Z)
                elif activation == "elu":
                    A = np.where(Z > 0, Z, alpha * (np.exp(Z) - 1))
                return A
            """,
            title="no branch for this activation",
            hint="None of your conditions was true, so `A` was never made. Compare the names in your "
            "conditions with those in the docstring, letter by letter.",
        ),
        Misconception(
            "truth_of_an_array",
            code="""
            def activate(Z, activation, alpha=0.1):
                if activation == "sigmoid":
                    return 1 / (1 + np.exp(-Z))
                if activation == "tanh":
                    return np.tanh(Z)
                if activation == "relu":
                    return Z if Z > 0 else 0
                if activation == "leaky_relu":
                    return Z if Z > 0 else alpha * Z
                if activation == "elu":
                    return Z if Z > 0 else alpha * (np.exp(Z) - 1)
            """,
            title="`if` asked about a whole array",
            hint="An array has no one truth value: some entries are above zero, others not. Which "
            "function of numpy chooses entry by entry?",
        ),
        Misconception(
            "larger_one_by_python",
            change=(("np.maximum(Z, 0.0)", "max(Z, 0)"),),
            title="Python's max given an array",
            hint="Python's max compares whole objects. numpy has a function that compares entry by "
            "entry.",
        ),
        Misconception(
            "nothing_returned",
            change=(("A = values[activation]()", "A = None; values[activation]()"),),
            title="the result computed but not kept",
            hint="Which name does the last line return? Every branch has to set it.",
        ),
    ),
    alternatives=(
        Alternative(
            "branches, masks",
            code="""
            def activate(Z, activation, alpha=0.1):
                if activation == "sigmoid":
                    A = 1.0 / (1.0 + np.exp(-Z))
                elif activation == "tanh":
                    A = (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z))
                elif activation == "relu":
                    A = Z * (Z > 0)
                elif activation == "leaky_relu":
                    A = np.maximum(Z, alpha * Z)
                elif activation == "elu":
                    A = np.array(Z, dtype=float)
                    A[Z < 0] = alpha * (np.exp(Z[Z < 0]) - 1)
                else:
                    raise ValueError(activation)
                return A
            """,
        ),
        Alternative(
            "entry by entry",
            code="""
            def activate(Z, activation, alpha=0.1):
                import math
                def g(z):
                    if activation == "sigmoid":
                        return 1 / (1 + math.exp(-z))
                    if activation == "tanh":
                        return math.tanh(z)
                    if z > 0:
                        return z
                    return {"relu": 0.0, "leaky_relu": alpha * z, "elu": alpha * math.expm1(z)}[activation]
                A = np.zeros(Z.shape)
                for place in np.ndindex(Z.shape):
                    A[place] = g(Z[place])
                return A
            """,
        ),
        Alternative(
            "all at once, then chosen",
            code="""
            def activate(Z, activation, alpha=0.1):
                every = dict(
                    sigmoid=0.5 * (1 + np.tanh(Z / 2)),
                    tanh=2 / (1 + np.exp(-2 * Z)) - 1,
                    relu=(np.abs(Z) + Z) / 2,
                    leaky_relu=np.maximum(0, Z) + alpha * np.minimum(0, Z),
                    elu=np.maximum(0, Z) + alpha * np.expm1(np.minimum(0, Z)),
                )
                return every[activation]
            """,
        ),
    ),
)


# ----------------------------------------------------------------------- activation_derivative


def slopes_of_saturating(rng):
    yield from _both_shapes(rng, "activation_derivative", "sigmoid", "tanh")


def slopes_of_relu(rng):
    yield from _both_shapes(rng, "activation_derivative", "relu")


def slopes_of_leaky(rng):
    yield from _both_shapes(rng, "activation_derivative", "leaky_relu")


def slopes_of_elu(rng):
    yield from _both_shapes(rng, "activation_derivative", "elu")


RELU_SLOPE = "np.where(Z > 0, 1.0, 0.0)"
LEAKY_SLOPE = "np.where(Z > 0, 1.0, alpha)"
ELU_SLOPE = "np.where(Z > 0, 1.0, A + alpha)"

DERIVATIVE = Exercise(
    "activation_derivative",
    parts=(
        Part("sigmoid and tanh", 2, slopes_of_saturating),
        Part("relu", 2, slopes_of_relu),
        Part("leaky_relu", 2, slopes_of_leaky),
        Part("elu", 2, slopes_of_elu),
    ),
    depends_on=("activate",),
    misconceptions=(
        Misconception(
            "g_itself",
            change=(("dA_dZ = values[activation]()", "dA_dZ = A"),),
            title="g(z) in place of its derivative",
            hint="The name says derivative: for each z, how fast does g grow there?",
        ),
        Misconception(
            "z_taken_for_a",
            change=(("A * (1 - A)", "Z * (1 - Z)"), ("1 - A**2", "1 - Z**2")),
            title="z taken for a: the formulas a (1 - a) and 1 - a^2 applied to Z",
            hint="These formulas are in terms of a = g(z). The argument is Z. What has to be "
            "computed first?",
        ),
        Misconception(
            "sigmoid_z_for_a",
            change=(("A * (1 - A)", "Z * (1 - Z)"),),
            title="z taken for a in the derivative of the sigmoid",
            hint="a (1 - a) is in terms of a = sigmoid(z). The argument is Z.",
        ),
        Misconception(
            "tanh_z_for_a",
            change=(("1 - A**2", "1 - Z**2"),),
            title="z taken for a in the derivative of tanh",
            hint="1 - a^2 is in terms of a = tanh(z). The argument is Z.",
        ),
        Misconception(
            "tanh_not_squared",
            change=(("1 - A**2", "1 - A"),),
            title="1 - tanh in place of 1 - tanh^2",
            hint="tanh is as steep at -2 as at 2, by symmetry. Is yours?",
        ),
        Misconception(
            "tanh_of_the_square",
            change=(("1 - A**2", "1 - np.tanh(Z**2)"),),
            title="tanh of z^2 in place of the square of tanh z",
            hint="tanh^2 z means: first tanh, then the square.",
        ),
        Misconception(
            "tanh_square_outside",
            change=(("1 - A**2", "(1 - A) ** 2"),),
            title="(1 - a)^2 in place of 1 - a^2",
            hint="Only a is squared. tanh is as steep at -2 as at 2, by symmetry: is yours?",
        ),
        Misconception(
            "tanh_plus",
            change=(("1 - A**2", "1 + A**2"),),
            title="1 + a^2 in place of 1 - a^2",
            hint="Far from zero tanh is flat. What does your slope go to there?",
        ),
        Misconception(
            "sigmoid_for_both",
            change=(("1 - A**2", "A - A**2"),),
            title="a (1 - a), the sigmoid's formula, for tanh",
            hint="At z = 0 tanh has a = 0 and is at its steepest. What does a (1 - a) say there?",
        ),
        Misconception(
            "sigmoid_by_tanh_formula",
            change=(("A * (1 - A)", "1 - A * A"),),
            title="1 - a^2, the formula of tanh, for the sigmoid",
            hint="For a large z the sigmoid is flat and so is 1 - a^2; but at a = 0 it is flat too.",
        ),
        Misconception(
            "sigmoid_one_minus",
            change=(("A * (1 - A)", "1 - A"),),
            title="1 - a in place of a (1 - a)",
            hint="Far below zero the sigmoid is flat. What does 1 - a give there?",
        ),
        Misconception(
            "sigmoid_negative",
            change=(("A * (1 - A)", "A * (A - 1)"),),
            title="the sign of the sigmoid's derivative",
            hint="The sigmoid rises everywhere, so its slope is positive.",
        ),
        Misconception(
            "relu_itself",
            change=((RELU_SLOPE, "np.maximum(0.0, Z)"),),
            title="relu in place of its slope",
            hint="Above zero relu is the line z. What is the slope of that line?",
        ),
        Misconception(
            "relu_ones",
            change=((RELU_SLOPE, "np.ones_like(Z)"),),
            title="slope 1 for relu on both sides",
            hint="Below zero relu is flat.",
        ),
        Misconception(
            "relu_sides",
            change=((RELU_SLOPE, "np.where(Z < 0, 1.0, 0.0)"),),
            title="the two sides of relu exchanged",
            hint="On which side of zero does relu rise?",
        ),
        Misconception(
            "relu_sign",
            change=((RELU_SLOPE, "np.sign(Z)"),),
            title="the sign of z: slope -1 below zero",
            hint="That is the slope of |z|. Below zero relu is flat.",
        ),
        Misconception(
            "leaky_slope_zero",
            change=((LEAKY_SLOPE, "np.where(Z > 0, 1.0, 0)"),),
            title="slope 0 for leaky_relu below zero",
            hint="leaky_relu leaks: below zero it is the line alpha z.",
        ),
        Misconception(
            "leaky_alpha_z",
            change=((LEAKY_SLOPE, "np.where(Z > 0, 1.0, alpha * Z)"),),
            title="alpha z, the value, in place of the slope alpha",
            hint="Below zero leaky_relu is the line alpha z. What is its slope?",
        ),
        Misconception(
            "leaky_minus",
            change=((LEAKY_SLOPE, "np.where(Z > 0, 1.0, -alpha)"),),
            title="slope -alpha for leaky_relu",
            hint="The line alpha z rises on the left of zero too.",
        ),
        Misconception(
            "leaky_fixed",
            change=((LEAKY_SLOPE, "np.where(Z > 0, 1.0, 0.01)"),),
            title="the slope of leaky_relu written out as 0.01",
            hint="The caller chooses the slope. It is called alpha.",
        ),
        Misconception(
            "leaky_ones",
            change=((LEAKY_SLOPE, "np.where(Z > 0, 1.0, 1)"),),
            title="slope 1 for leaky_relu on both sides",
            hint="Below zero the slope is alpha. If you write into one array in two steps: what does "
            "the second step find where the first has written alpha, which is above zero too?",
        ),
        Misconception(
            "leaky_sides",
            change=((LEAKY_SLOPE, "np.where(Z < 0, 1.0, alpha)"),),
            title="the two sides of leaky_relu exchanged",
            hint="Above zero the slope is 1, below it is alpha.",
        ),
        Misconception(
            "leaky_itself",
            change=((LEAKY_SLOPE, "np.where(Z > 0, Z, alpha * Z)"),),
            title="leaky_relu in place of its slope",
            hint="Two lines meet at zero. What are their slopes?",
        ),
        Misconception(
            "elu_alpha",
            change=((ELU_SLOPE, "np.where(Z > 0, 1.0, alpha * 1.0)"),),
            title="slope alpha for elu below zero",
            hint="alpha is the slope of leaky_relu. elu is a curve below zero: differentiate "
            "alpha (exp(z) - 1).",
        ),
        Misconception(
            "elu_value",
            change=((ELU_SLOPE, "np.where(Z > 0, 1.0, A)"),),
            title="elu's value in place of its slope below zero",
            hint="A constant falls away when you differentiate: what is left of alpha exp(z) - alpha?",
        ),
        Misconception(
            "elu_without_alpha",
            change=((ELU_SLOPE, "np.where(Z > 0, 1.0, np.exp(Z))"),),
            title="exp(z) without alpha",
            hint="A factor stays when you differentiate.",
        ),
        Misconception(
            "elu_plus_one",
            change=((ELU_SLOPE, "np.where(Z > 0, 1.0, A + 1)"),),
            title="a + 1 in place of a + alpha",
            hint="a = alpha exp(z) - alpha. What must be added to get alpha exp(z)?",
        ),
        Misconception(
            "elu_zero",
            change=((ELU_SLOPE, "np.where(Z > 0, 1.0, 0.0 * A)"),),
            title="slope 0 for elu below zero",
            hint="Below zero elu is flat only far out. Differentiate alpha (exp(z) - 1).",
        ),
        Misconception(
            "elu_everywhere",
            change=((ELU_SLOPE, "alpha * np.exp(Z)"),),
            title="the slope of elu's curve above zero as well",
            hint="Above zero elu is the line z.",
        ),
        Misconception(
            "elu_itself",
            change=((ELU_SLOPE, "np.where(Z > 0, Z, A)"),),
            title="elu in place of its slope",
            hint="Above zero elu is the line z; below it is alpha (exp(z) - 1). What are their slopes?",
        ),
        Misconception(
            "alpha_not_handed_on",
            change=(("activate(Z, activation, alpha)", "activate(Z, activation)"),),
            title="alpha not handed on to activate",
            hint="activate has a default for alpha, and takes it when you give none.",
        ),
        Misconception(
            "truth_of_an_array",
            code="""
            def activation_derivative(Z, activation, alpha=0.1):
                A = activate(Z, activation, alpha)
                if activation == "sigmoid":
                    return A * (1 - A)
                if activation == "tanh":
                    return 1 - A**2
                if Z > 0:
                    return 1
                return {"relu": 0, "leaky_relu": alpha, "elu": A + alpha}[activation]
            """,
            title="`if` asked about a whole array",
            hint="An array has no one truth value: some entries are above zero, others not. Which "
            "function of numpy chooses entry by entry?",
        ),
    ),
    alternatives=(
        Alternative(
            "branches, masks",
            code="""
            def activation_derivative(Z, activation, alpha=0.1):
                if activation == "sigmoid":
                    s = 1 / (1 + np.exp(-Z))
                    return s - s**2
                elif activation == "tanh":
                    return 1 / np.cosh(Z) ** 2
                elif activation == "relu":
                    return Z > 0
                D = np.ones(Z.shape)
                D[Z <= 0] = alpha if activation == "leaky_relu" else alpha * np.exp(Z[Z <= 0])
                return D
            """,
        ),
        Alternative(
            "a complex step",
            code="""
            def activation_derivative(Z, activation, alpha=0.1):
                h = 1e-20j
                Z = np.asarray(Z) + h
                up = Z.real > 0
                A = {
                    "sigmoid": 1 / (1 + np.exp(-Z)),
                    "tanh": np.tanh(Z),
                    "relu": Z * up,
                    "leaky_relu": Z * up + alpha * Z * ~up,
                    "elu": Z * up + alpha * (np.exp(Z) - 1) * ~up,
                }[activation]
                return A.imag / 1e-20
            """,
        ),
        Alternative(
            "by the definitions, with ones and zeros",
            code="""
            def activation_derivative(Z, activation, alpha=0.1):
                positive = (Z >= 0).astype(int)
                negative = 1 - positive
                if activation == "sigmoid":
                    return np.exp(-Z) / (1 + np.exp(-Z)) ** 2
                if activation == "tanh":
                    return 1 - np.square(np.tanh(Z))
                if activation == "relu":
                    return positive
                if activation == "leaky_relu":
                    return positive + alpha * negative
                return positive + alpha * np.exp(Z) * negative
            """,
        ),
    ),
)


# -------------------------------------------------------------------------------------- maxout


def _two_maps(rng, m=None):
    n_x, n, other = distinct_sizes(rng, 3, 2, 6)
    m = m or other
    while True:
        maps = [_signed(rng, 0.3, 1.2, size) for size in ((n, n_x), (n, 1), (n, n_x), (n, 1))]
        X = rng.normal(0, 1, (n_x, m))
        first = maps[0] @ X + maps[1] > maps[2] @ X + maps[3]
        if np.any(first) and not np.all(first):  # neither map alone is the answer
            return call("maxout", X, *maps)


def two_maps(rng):
    yield _two_maps(rng)


def two_other_maps(rng):
    yield _two_maps(rng)


def two_maps_of_one_example(rng):
    yield _two_maps(rng, 1).with_(note="a single example")
    yield _two_maps(rng, 7)


MAXOUT = Exercise(
    "maxout",
    parts=(
        Part("some examples", 1, two_maps),
        Part("other sizes", 1, two_other_maps),
        Part("one example, and many", 2, two_maps_of_one_example),
    ),
    misconceptions=(
        Misconception(
            "one_max",
            change=(
                ("np.maximum(W1 @ X + b1, W2 @ X + b2)", "np.max([W1 @ X + b1, W2 @ X + b2])"),
            ),
            title="one maximum over all entries",
            hint="Each entry has its own contest, between the two maps at that place. `np.max` "
            "looks at everything at once.",
        ),
        Misconception(
            "max_of_first",
            change=(("np.maximum(W1 @ X + b1, W2 @ X + b2)", "np.max(W1 @ X + b1, W2 @ X + b2)"),),
            title="np.max given two arrays",
            hint="The second argument of `np.max` is an axis. Which function compares two arrays "
            "entry by entry?",
        ),
        Misconception(
            "python_max",
            change=(("np.maximum(W1 @ X", "max(W1 @ X"),),
            title="Python's max given two arrays",
            hint="Python's max compares whole objects. numpy has a function that compares entry by "
            "entry.",
        ),
        Misconception(
            "sum",
            change=(("np.maximum(W1 @ X + b1, W2 @ X + b2)", "W1 @ X + b1 + (W2 @ X + b2)"),),
            title="the sum of the two maps in place of the larger one",
            hint="Only the larger of the two counts at each place. The sum of two affine maps is "
            "only another affine map.",
        ),
        Misconception(
            "minimum",
            change=(("np.maximum(", "np.minimum("),),
            title="the smaller one of the two",
            hint="The name says which one is wanted.",
        ),
        Misconception(
            "row_maxima",
            change=(
                (
                    "np.maximum(W1 @ X + b1, W2 @ X + b2)",
                    "np.maximum(np.max(W1 @ X + b1, axis=1, keepdims=True),"
                    " np.max(W2 @ X + b2, axis=1, keepdims=True))",
                ),
            ),
            title="a maximum over the examples as well",
            hint="Examples do not compete with each other. The two maps do, at each place.",
        ),
        Misconception(
            "stacked_wrong_axis",
            change=(
                (
                    "np.maximum(W1 @ X + b1, W2 @ X + b2)",
                    "np.max([W1 @ X + b1, W2 @ X + b2], axis=1)",
                ),
            ),
            title="a maximum along the wrong axis of the two arrays put together",
            hint="Two arrays (n, m) put together are (2, n, m). Along which axis do the two maps lie?",
        ),
        Misconception(
            "unit_maxima",
            change=(
                (
                    "np.maximum(W1 @ X + b1, W2 @ X + b2)",
                    "np.max(np.maximum(W1 @ X + b1, W2 @ X + b2), axis=0, keepdims=True)",
                ),
            ),
            title="a maximum over the units as well",
            hint="The result has a row for each unit, (n, m). Units do not compete with each other.",
        ),
        Misconception(
            "biases_dropped",
            change=(("W1 @ X + b1, W2 @ X + b2", "W1 @ X, W2 @ X"),),
            title="the biases dropped",
            hint="An affine map is W x + b.",
        ),
        Misconception(
            "second_bias_dropped",
            change=(("W2 @ X + b2", "W2 @ X"),),
            title="the second bias dropped",
            hint="Both maps have a bias.",
        ),
        Misconception(
            "first_bias_dropped",
            change=(("W1 @ X + b1", "W1 @ X"),),
            title="the first bias dropped",
            hint="Both maps have a bias.",
        ),
        Misconception(
            "one_bias",
            change=(("W2 @ X + b2", "W2 @ X + b1"),),
            title="b1 used for both maps",
            hint="Each map has a bias of its own.",
        ),
        Misconception(
            "relu",
            change=(
                (
                    "np.maximum(W1 @ X + b1, W2 @ X + b2)",
                    "np.maximum(W1 @ X + b1, np.maximum(W2 @ X + b2, 0))",
                ),
            ),
            title="a relu on top",
            hint="The larger of the two may well be negative: zero does not take part.",
        ),
        Misconception(
            "two_layers",
            change=(
                (
                    "np.maximum(W1 @ X + b1, W2 @ X + b2)",
                    "np.maximum(W1 @ X + b1, W2 @ (W1 @ X + b1) + b2)",
                ),
            ),
            title="the second map applied to the result of the first",
            hint="Both maps read X: they stand beside each other, not one behind the other.",
        ),
        Misconception(
            "star",
            change=(("W1 @ X + b1, W2 @ X + b2", "W1 * X + b1, W2 * X + b2"),),
            title="`*` in place of the matrix product",
            hint="A unit adds up its weights times its inputs. What multiplies and adds up?",
        ),
        Misconception(
            "weights_transposed",
            change=(("W1 @ X + b1, W2 @ X + b2", "W1.T @ X + b1, W2.T @ X + b2"),),
            title="the weights transposed, as w was in week 1",
            hint="From this week on a unit's weights are a row of W, so W multiplies X as it is.",
        ),
    ),
    alternatives=(
        Alternative(
            "where",
            code="""
            def maxout(X, W1, b1, W2, b2):
                first = np.dot(W1, X) + b1
                second = np.dot(W2, X) + b2
                return np.where(first > second, first, second)
            """,
        ),
        Alternative(
            "entry by entry",
            code="""
            def maxout(X, W1, b1, W2, b2):
                n, m = W1.shape[0], X.shape[1]
                A = np.zeros((n, m))
                for i in range(n):
                    for j in range(m):
                        A[i, j] = max(W1[i] @ X[:, j] + b1[i, 0], W2[i] @ X[:, j] + b2[i, 0])
                return A
            """,
        ),
        Alternative(
            "stacked",
            code="""
            def maxout(X, W1, b1, W2, b2):
                return np.max(np.stack([W1, W2]) @ X + np.stack([b1, b2]), axis=0)
            """,
        ),
        Alternative(
            "half the sum and half the distance",
            code="""
            def maxout(X, W1, b1, W2, b2):
                Z1, Z2 = W1 @ X + b1, W2 @ X + b2
                return (Z1 + Z2 + np.abs(Z1 - Z2)) / 2
            """,
        ),
    ),
)


# --------------------------------------------------------------------------------- layer_sizes


def _data(rng):
    n_x, n_y, m = distinct_sizes(rng, 3, 3, 7)
    n_h = int(rng.integers(8, 12))  # never the default
    return rng.normal(0, 1, (n_x, m)).round(2), _labels(rng, m, n_y), n_h


def sizes_of_inputs(rng):
    yield call("layer_sizes", *_data(rng))
    yield call("layer_sizes", *_data(rng))


LAYER_SIZES = Exercise(
    "layer_sizes",
    parts=(
        Part("n_x", 1, sizes_of_inputs, select=(0,)),
        Part("n_h", 1, sizes_of_inputs, select=(1,)),
        Part("n_y", 1, sizes_of_inputs, select=(2,)),
    ),
    misconceptions=(
        Misconception(
            "examples_for_inputs",
            change=(("X.shape[0]", "X.shape[1]"),),
            title="m, the number of examples, in place of n_x",
            hint="X is (n_x, m): one example a column. Which axis counts the inputs?",
        ),
        Misconception(
            "examples_for_outputs",
            change=(("Y.shape[0]", "Y.shape[1]"),),
            title="m, the number of examples, in place of n_y",
            hint="Y is (n_y, m): one example a column. Which axis counts the outputs?",
        ),
        Misconception(
            "examples_for_both",
            change=(("X.shape[0]", "X.shape[1]"), ("Y.shape[0]", "Y.shape[1]")),
            title="m, the number of examples, in place of n_x and n_y",
            hint="One example is a column: the second axis counts examples.",
        ),
        Misconception(
            "order",
            code="""
            def layer_sizes(X, Y, n_h=4):
                return X.shape[0], Y.shape[0], n_h
            """,
            title="the three numbers in another order",
            hint="They stand in the order of the layers: inputs, hidden units, outputs.",
        ),
        Misconception(
            "size",
            change=(("X.shape[0]", "X.size"), ("Y.shape[0]", "Y.size")),
            title="the number of all entries",
            hint="`size` multiplies the axes. Only one of them is wanted.",
        ),
        Misconception(
            "whole_shape",
            change=(("X.shape[0]", "X.shape"), ("Y.shape[0]", "Y.shape")),
            title="whole shapes in place of one of their numbers",
            hint="A shape is a pair. Which of its two numbers is wanted?",
        ),
        Misconception(
            "one_output",
            change=(("Y.shape[0]", "1"),),
            title="n_y written out as 1",
            hint="There may be more than one output: Y knows how many.",
        ),
        Misconception(
            "two_inputs",
            change=(("X.shape[0]", "2"), ("Y.shape[0]", "1")),
            title="n_x and n_y written out as numbers",
            hint="This notebook's points have two coordinates, other data have more: X and Y know.",
        ),
        Misconception(
            "hidden_fixed",
            change=(("n_y = Y.shape[0]", "n_y = Y.shape[0]\n    n_h = 4"),),
            title="n_h written out as 4",
            hint="4 is the default, for a caller who gives no number. Here one is given.",
        ),
        Misconception(
            "x_for_y",
            change=(("Y.shape[0]", "len(X)"),),
            title="X asked for n_y",
            hint="The labels know how many outputs there are.",
        ),
    ),
    alternatives=(
        Alternative(
            "len, list",
            code="""
            def layer_sizes(X, Y, n_h=4):
                return [len(X), n_h, len(Y)]
            """,
        ),
        Alternative(
            "unpacked shapes, asserted",
            code="""
            def layer_sizes(X, Y, n_h=4):
                n_x, m = X.shape
                n_y, also_m = Y.shape
                assert m == also_m
                print(n_x, n_h, n_y)
                return (n_x, n_h, n_y)
            """,
        ),
    ),
)


# ----------------------------------------------------------------------- initialize_parameters


WIDTHS = (240, 150, 96)


def _shapes(n_x, n_h, n_y, kinds="Wb"):
    """Return the shapes of the parameters, or of the weights or the biases alone."""
    shapes = {"W1": [n_h, n_x], "b1": [n_h, 1], "W2": [n_y, n_h], "b2": [n_y, 1]}
    return {name: shape for name, shape in shapes.items() if name[0] in kinds}


def small_widths(rng):
    for _ in range(2):
        widths = distinct_sizes(rng, 3)
        yield call("initialize_parameters", *widths).with_(
            compare=Statistics(shapes=_shapes(*widths))
        )


def small_biases(rng):
    widths = distinct_sizes(rng, 3)
    yield call("initialize_parameters", *widths).with_(
        compare=Statistics(shapes=_shapes(*widths, "b"), zeros=("b1", "b2"))
    )


def narrowing(rng):
    yield call("initialize_parameters", *WIDTHS).with_(
        compare=Statistics(
            sigma={"W1": 0.01, "W2": 0.01}, shapes=_shapes(*WIDTHS, "W"), gaussian=True
        )
    )


def widening(rng):
    yield call("initialize_parameters", *WIDTHS[::-1]).with_(
        compare=Statistics(
            sigma={"W1": 0.01, "W2": 0.01}, shapes=_shapes(*WIDTHS[::-1], "W"), gaussian=True
        )
    )


DRAW_1 = "0.01 * rng.standard_normal((n_h, n_x))"
DRAW_2 = "0.01 * rng.standard_normal((n_y, n_h))"

INITIALIZE = Exercise(
    "initialize_parameters",
    parts=(
        Part("shapes", 2, small_widths, Statistics()),
        Part("biases are zero", 2, small_biases, Statistics()),
        Part("weights of a network that narrows", 2, narrowing, Statistics()),
        Part("weights of a network that widens", 2, widening, Statistics()),
    ),
    misconceptions=(
        Misconception(
            "zeros",
            change=((DRAW_1, "np.zeros((n_h, n_x))"), (DRAW_2, "np.zeros((n_y, n_h))")),
            title="weights that are all zero",
            hint="Units that start equal stay equal, and from zero they do not move at all. Only "
            "the biases may start at zero.",
        ),
        Misconception(
            "uniform",
            change=(
                (DRAW_1, "0.01 * rng.random((n_h, n_x))"),
                (DRAW_2, "0.01 * rng.random((n_y, n_h))"),
            ),
            title="`rand` or `random`, which draw evenly from 0 to 1, in place of normal numbers",
            hint="Those numbers are all positive. Normal numbers have the mean 0; the letter n of "
            "`randn` stands for normal.",
        ),
        Misconception(
            "uniform_centred",
            change=(
                (DRAW_1, "0.01 * rng.uniform(-1, 1, (n_h, n_x))"),
                (DRAW_2, "0.01 * rng.uniform(-1, 1, (n_y, n_h))"),
            ),
            title="numbers drawn evenly from -1 to 1 in place of normal ones",
            hint="Which function draws from a normal distribution?",
        ),
        Misconception(
            "unscaled",
            change=(
                (DRAW_1, "rng.standard_normal((n_h, n_x))"),
                (DRAW_2, "rng.standard_normal((n_y, n_h))"),
            ),
            title="weights not scaled by 0.01",
            hint="Standard normal numbers have the standard deviation 1. tanh and the sigmoid "
            "are steep only near zero. (If you use `normal`: it takes the mean first, then the "
            "standard deviation.)",
        ),
        Misconception(
            "second_unscaled",
            change=((DRAW_2, "rng.standard_normal((n_y, n_h))"),),
            title="W2 not scaled by 0.01",
            hint="Both layers start small.",
        ),
        Misconception(
            "variance",
            change=(
                (DRAW_1, "rng.normal(0, 0.01**2, (n_h, n_x))"),
                (DRAW_2, "rng.normal(0, 0.01**2, (n_y, n_h))"),
            ),
            title="the variance given where the standard deviation is meant",
            hint="0.01 itself is the standard deviation.",
        ),
        Misconception(
            "root_of_scale",
            change=(
                (DRAW_1, "rng.normal(0, 0.1, (n_h, n_x))"),
                (DRAW_2, "rng.normal(0, 0.1, (n_y, n_h))"),
            ),
            title="the scale 0.1 in place of 0.01",
            hint="The docstring names the standard deviation, and a factor on standard normal "
            "numbers is just that.",
        ),
        Misconception(
            "transposed",
            change=(
                (DRAW_1, "0.01 * rng.standard_normal((n_x, n_h))"),
                (DRAW_2, "0.01 * rng.standard_normal((n_h, n_y))"),
            ),
            title="weights of transposed shapes",
            hint="A unit is a row of W: W1 has a row for each hidden unit and a column for each "
            "input.",
        ),
        Misconception(
            "first_transposed",
            change=((DRAW_1, "0.01 * rng.standard_normal((n_x, n_h))"),),
            title="W1 with its shape transposed",
            hint="W1 multiplies X, (n_x, m), from the left and should give n_h rows.",
        ),
        Misconception(
            "second_transposed",
            change=((DRAW_2, "0.01 * rng.standard_normal((n_h, n_y))"),),
            title="W2 with its shape transposed",
            hint="W2 multiplies A1, (n_h, m), from the left and should give n_y rows.",
        ),
        Misconception(
            "second_shaped_like_first",
            change=((DRAW_2, "0.01 * rng.standard_normal((n_h, n_x))"),),
            title="W2 given the shape of W1",
            hint="The output layer reads the hidden units, not the inputs.",
        ),
        Misconception(
            "second_reads_inputs",
            change=((DRAW_2, "0.01 * rng.standard_normal((n_y, n_x))"),),
            title="W2 connected to the inputs",
            hint="The output layer reads the hidden units. How many are they?",
        ),
        Misconception(
            "random_biases",
            change=(
                ("np.zeros((n_h, 1))", "0.01 * rng.standard_normal((n_h, 1))"),
                ("np.zeros((n_y, 1))", "0.01 * rng.standard_normal((n_y, 1))"),
            ),
            title="biases that are not zero",
            hint="The random weights already make the units different. The biases start at zero.",
        ),
        Misconception(
            "zeros_call",
            change=(
                ("np.zeros((n_h, 1))", "np.zeros(n_h, 1)"),
                ("np.zeros((n_y, 1))", "np.zeros(n_y, 1)"),
            ),
            title="np.zeros given two numbers in place of one shape",
            hint="np.zeros takes the shape as one argument, a tuple; its second argument is the "
            "kind of number.",
        ),
        Misconception(
            "tuple_for_randn",
            change=((DRAW_1, "0.01 * np.random.randn((n_h, n_x))"),),
            title="`np.random.randn` given one tuple in place of two numbers",
            hint="The old `randn` takes the sizes one by one; `standard_normal` takes a tuple.",
        ),
        Misconception(
            "sizes_for_standard_normal",
            change=((DRAW_1, "0.01 * rng.standard_normal(n_h, n_x)"),),
            title="`standard_normal` given two numbers in place of one shape",
            hint="`standard_normal` takes the shape as one argument, a tuple; the old `randn` takes "
            "the sizes one by one.",
        ),
        Misconception(
            "flat_biases",
            change=(
                ("np.zeros((n_h, 1))", "np.zeros(n_h)"),
                ("np.zeros((n_y, 1))", "np.zeros(n_y)"),
            ),
            title="biases with one axis only",
            hint="A shape (n,) is taken for a row when it is added to Z. Make a column.",
        ),
        Misconception(
            "bias_rows",
            change=(
                ("np.zeros((n_h, 1))", "np.zeros((1, n_h))"),
                ("np.zeros((n_y, 1))", "np.zeros((1, n_y))"),
            ),
            title="biases as rows",
            hint="A bias is a column: one number for each unit, one below the other.",
        ),
        Misconception(
            "number_biases",
            change=(("np.zeros((n_h, 1))", "0.0"), ("np.zeros((n_y, 1))", "0.0")),
            title="a single 0 for all biases of a layer",
            hint="Each unit needs a bias of its own, which training will move on its own.",
        ),
        Misconception(
            "one_b_for_both",
            change=(("np.zeros((n_y, 1))", "b1"),),
            title="one b for both layers",
            hint="The second layer has n_y units, so b2 has n_y entries.",
        ),
        Misconception(
            "biases_shaped_like_weights",
            change=(
                ("np.zeros((n_h, 1))", "np.zeros((n_h, n_x))"),
                ("np.zeros((n_y, 1))", "np.zeros((n_y, n_h))"),
            ),
            title="biases of the shape of the weights",
            hint="A unit has a weight for each input, but only one bias.",
        ),
        Misconception(
            "same_seed_twice",
            change=(
                ("rng = np.random.default_rng()", "rng = np.random.default_rng(2)"),
                (DRAW_2, "0.01 * np.random.default_rng(2).standard_normal((n_y, n_h))"),
            ),
            title="the generator made anew with the same seed for W2",
            hint="A generator with the same seed begins with the same numbers again. Make it once.",
        ),
    ),
    alternatives=(
        Alternative(
            "randn with a local seed, asserts",
            code="""
            def initialize_parameters(n_x, n_h, n_y):
                np.random.seed(2)
                W1 = np.random.randn(n_h, n_x) * 0.01
                b1 = np.zeros(shape=(n_h, 1))
                W2 = np.random.randn(n_y, n_h) * 0.01
                b2 = np.zeros(shape=(n_y, 1))
                assert W1.shape == (n_h, n_x)
                assert b1.shape == (n_h, 1)
                assert W2.shape == (n_y, n_h)
                assert b2.shape == (n_y, 1)
                return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
            """,
        ),
        Alternative(
            "layer by layer",
            code="""
            def initialize_parameters(n_x, n_h, n_y):
                rng = np.random.default_rng(7)
                parameters = {}
                for l, (n_in, n_out) in enumerate([(n_x, n_h), (n_h, n_y)], start=1):
                    parameters[f"W{l}"] = rng.normal(loc=0.0, scale=0.01, size=(n_out, n_in))
                    parameters[f"b{l}"] = np.zeros((n_out, 1))
                return parameters
            """,
        ),
        Alternative(
            "drawn transposed, zeros by full",
            code="""
            def initialize_parameters(n_x, n_h, n_y):
                return dict(
                    W2=np.random.normal(size=(n_h, n_y)).T / 100,
                    W1=np.random.normal(size=(n_x, n_h)).T / 100,
                    b2=np.full((n_y, 1), 0.0),
                    b1=np.array([[0.0]] * n_h),
                )
            """,
        ),
    ),
)


# -------------------------------------------------------------------------------- compute_cost


def ordinary_activations(rng):
    for m in distinct_sizes(rng, 2, 3, 8):
        yield call("compute_cost", rng.uniform(0.03, 0.97, (1, m)), _labels(rng, m))


def sure_and_right(rng):
    m = int(rng.integers(4, 7))
    A, Y = rng.uniform(0.3, 0.7, (1, m)), _labels(rng, m)
    A[Y == 1] = 0.99 - rng.uniform(0, 0.02, int(np.sum(Y)))
    A[Y == 0] = 0.01 + rng.uniform(0, 0.02, int(np.sum(1 - Y)))
    yield call("compute_cost", A, Y).with_(note="all of them nearly right")


def one_activation(rng):
    for label in rng.permutation(2):
        yield call("compute_cost", rng.uniform(0.1, 0.4, (1, 1)), np.array([[int(label)]]))


def exactly_zero_and_one(rng):
    Y = _labels(rng, 5)
    yield call("compute_cost", 1.0 - Y, Y).with_(
        note="every activation is exactly wrong", compare=Between(10, None)
    )
    Y = _labels(rng, 4)
    yield call("compute_cost", np.where(Y == 1, 0.0, 0.5), Y).with_(
        note="exactly 0 where the label is 1", compare=Between(2.5, None)
    )
    yield call("compute_cost", rng.uniform(0.2, 0.8, (1, 5)), _labels(rng, 5)).with_(
        note="an ordinary case", compare=Between(-50, 50)
    )
    Y = _labels(rng, 6)
    yield call("compute_cost", 1.0 * Y, Y).with_(
        note="every activation is exactly right", compare=Between(-1e-4, 1e-4)
    )


COST = Exercise(
    "compute_cost",
    parts=(
        Part("values", 2, ordinary_activations),
        Part("good activations", 2, sure_and_right),
        Part("a single example", 1, one_activation),
        Part("activations of exactly 0 and 1", 1, exactly_zero_and_one),
    ),
    misconceptions=(
        Misconception(
            "sum_for_mean",
            change=((" / m)", ")"),),
            title="missing 1/m",
            hint="The cost is the mean loss, not the sum. m is the number of columns, "
            "`Y.shape[1]`; `Y.shape[0]` and `len(Y)` are 1.",
        ),
        Misconception(
            "missing_minus",
            change=(("float(-np.sum(", "float(np.sum("),),
            title="missing minus sign",
            hint="The logarithm of a number below 1 is negative. A loss should be positive, and "
            "larger the worse the activation is.",
        ),
        Misconception(
            "sum_and_no_minus",
            change=(
                ("float(-np.sum(", "float(np.sum("),
                (" / m)", ")"),
            ),
            title="missing 1/m and missing minus sign",
            hint="Two things stand in front of the sum: a sign that makes the loss positive, and "
            "a factor that makes it a mean.",
        ),
        Misconception(
            "only_ones",
            change=((" + (1 - Y) * np.log(1 - P)", ""),),
            title="only the term of the examples with y = 1",
            hint="An example with y = 0 adds nothing to your cost, however wrong it is. "
            "Which term speaks for it?",
        ),
        Misconception(
            "only_zeros",
            change=(("Y * np.log(P) + (1 - Y)", "(1 - Y)"),),
            title="only the term of the examples with y = 0",
            hint="An example with y = 1 adds nothing to your cost, however wrong it is. "
            "Which term speaks for it?",
        ),
        Misconception(
            "swapped",
            change=(
                (
                    "Y * np.log(P) + (1 - Y) * np.log(1 - P)",
                    "P * np.log(np.clip(Y, 1e-12, 1 - 1e-12))"
                    " + (1 - P) * np.log(1 - np.clip(Y, 1e-12, 1 - 1e-12))",
                ),
            ),
            title="A2 and Y exchanged",
            hint="The logarithm is taken of the activation; the label only chooses which term "
            "counts. The logarithm of a label would be the logarithm of 0 or 1.",
        ),
        Misconception(
            "swapped_plainly",
            code="""
            def compute_cost(A2, Y):
                A = A2
                m = Y.shape[1]
                return -1 / m * np.sum(A * np.log(Y) + (1 - A) * np.log(1 - Y))
            """,
            title="A2 and Y exchanged",
            hint="The logarithm is taken of the activation; the label only chooses which term "
            "counts. The logarithm of a label would be the logarithm of 0 or 1.",
        ),
        Misconception(
            "terms_exchanged",
            change=(
                (
                    "Y * np.log(P) + (1 - Y) * np.log(1 - P)",
                    "Y * np.log(1 - P) + (1 - Y) * np.log(P)",
                ),
            ),
            title="log(1 - a) for y = 1 and log(a) for y = 0",
            hint="For y = 1 the loss should be 0 when a = 1, and grow as a goes to 0. "
            "Which of the two logarithms does that?",
        ),
        Misconception(
            "same_logarithm",
            change=(("np.log(1 - P)", "np.log(P)"),),
            title="log(a) in both terms",
            hint="For y = 0 the loss should be 0 when a = 0. Which logarithm is 0 there?",
        ),
        Misconception(
            "one_minus_y_missing",
            change=(("(1 - Y) * np.log(1 - P)", "np.log(1 - P)"),),
            title="the factor (1 - y) missing",
            hint="The second term should count for y = 0 only. What switches it off for y = 1?",
        ),
        Misconception(
            "terms_subtracted",
            change=((" + (1 - Y)", " - (1 - Y)"),),
            title="the second term subtracted",
            hint="Both terms are losses, so both count with the same sign. "
            "Does your minus sign stand before a bracket that holds both?",
        ),
        Misconception(
            "minus_on_the_first_only",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.clip(A, 1e-12, 1 - 1e-12)
                m = Y.shape[1]
                return -1 / m * np.sum(Y * np.log(A)) + np.sum((1 - Y) * np.log(1 - A))
            """,
            title="-1/m on the first term only",
            hint="A factor before a sum needs brackets: -1/m * a + b is (-1/m * a) + b. "
            "Both terms need the sign and the 1/m.",
        ),
        Misconception(
            "one_m_on_the_first_only",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.clip(A, 1e-12, 1 - 1e-12)
                m = Y.shape[1]
                return -(np.sum(Y * np.log(A)) / m + np.sum((1 - Y) * np.log(1 - A)))
            """,
            title="1/m on the first term only",
            hint="A factor before a sum needs brackets. Both terms need the 1/m.",
        ),
        Misconception(
            "log10",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -np.mean(Y * np.log10(A) + (1 - Y) * np.log10(1 - A))
            """,
            title="the logarithm to base 10",
            hint="The derivation uses the natural logarithm; numpy calls it by the shorter name.",
        ),
        Misconception(
            "log2",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -np.mean(Y * np.log2(A) + (1 - Y) * np.log2(1 - A))
            """,
            title="the logarithm to base 2",
            hint="The derivation uses the natural logarithm; numpy calls it by the shorter name.",
        ),
        Misconception(
            "squared_error",
            code="""
            def compute_cost(A2, Y):
                A = A2
                return np.mean((A - Y) ** 2)
            """,
            title="squared error in place of cross-entropy",
            hint="It measures a distance too, but it hardly grows when an answer is sure and "
            "wrong. The loss that you derived uses logarithms.",
        ),
        Misconception(
            "half_squared_error",
            code="""
            def compute_cost(A2, Y):
                A = A2
                return np.mean((A - Y) ** 2) / 2
            """,
            title="squared error in place of cross-entropy",
            hint="It measures a distance too, but it hardly grows when an answer is sure and "
            "wrong. The loss that you derived uses logarithms.",
        ),
        Misconception(
            "absolute_error",
            code="""
            def compute_cost(A2, Y):
                A = A2
                return np.mean(np.abs(A - Y))
            """,
            title="the mean distance |a - y| in place of cross-entropy",
            hint="The loss that you derived uses logarithms, so that a sure and wrong answer "
            "costs very much.",
        ),
        Misconception(
            "half",
            change=((" / m)", " / (2 * m))"),),
            title="a factor 1/2 too many",
            hint="The 1/2 belongs to squared error, where it cancels the 2 of the derivative. "
            "Cross-entropy has none.",
        ),
        Misconception(
            "not_summed",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]
            """,
            title="the losses left one by one, not added up",
            hint="The division by m is there, the sum is not. The cost is one number.",
        ),
        Misconception(
            "losses_returned",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            """,
            title="the losses of the examples in place of their mean",
            hint="Each entry of your result is right as a loss. The cost is one number.",
        ),
        Misconception(
            "dot_without_transpose",
            code="""
            def compute_cost(A2, Y):
                A = A2
                m = Y.shape[1]
                return -(np.dot(Y, np.log(A)) + np.dot(1 - Y, np.log(1 - A))) / m
            """,
            title="a matrix product of two rows",
            hint="(1, m) times (1, m) does not fit. Either multiply element by element and sum, "
            "or turn the second row into a column.",
        ),
        Misconception(
            "outer_product",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.clip(A, 1e-12, 1 - 1e-12)
                m = Y.shape[1]
                return -np.sum(np.dot(Y.T, np.log(A)) + np.dot((1 - Y).T, np.log(1 - A))) / m
            """,
            title="a column times a row, which pairs every label with every activation",
            hint="(m, 1) times (1, m) is (m, m). Each label belongs to one activation only: "
            "transpose the other one, or multiply element by element.",
        ),
        Misconception(
            "logarithm_of_zero",
            code="""
            def compute_cost(A2, Y):
                A = A2
                return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            """,
            title="a logarithm of 0",
            hint="The formula is right. At a = 0 or a = 1 one of the logarithms is minus "
            "infinity, and 0 times infinity is nan. Step 1 keeps A2 away from both ends.",
        ),
        Misconception(
            "kept_away_from_zero_only",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.maximum(A, 1e-12)
                return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            """,
            title="A2 kept away from 0, but not from 1",
            hint="There are two logarithms. At a = 1 it is log(1 - a) that fails.",
        ),
        Misconception(
            "kept_too_far_away",
            change=(("np.clip(A2, 1e-15, 1 - 1e-15)", "np.clip(A2, 0.001, 0.999)"),),
            title="A2 kept too far away from 0 and 1",
            hint="With a margin of 0.001 a wrong answer never costs more than 7. Choose a much "
            "smaller number, such as step 1's.",
        ),
        Misconception(
            "nan_ignored",
            code="""
            def compute_cost(A2, Y):
                A = A2
                return -np.nansum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]
            """,
            title="nan ignored, but infinity left",
            hint="For y = 1 and a = 0 the loss is infinite, which is not nan: nansum keeps it, and "
            "nan_to_num makes a number of it that overflows in the sum. Move A2 a little before "
            "the logarithm.",
        ),
        Misconception(
            "one_plus_a",
            code="""
            def compute_cost(A2, Y):
                A = A2
                return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 + A))
            """,
            title="log(1 + a) in place of log(1 - a)",
            hint="For y = 0 the probability given to what happened is 1 - a.",
        ),
        Misconception(
            "too_much_added",
            code="""
            def compute_cost(A2, Y):
                A = A2
                return -np.mean(Y * np.log(A + 1e-3) + (1 - Y) * np.log(1 - A + 1e-3))
            """,
            title="a number added to A2 that is too large",
            hint="What is added to guard the logarithm changes every loss a little. Choose a much "
            "smaller number, such as step 1's.",
        ),
        Misconception(
            "second_term_not_summed",
            code="""
            def compute_cost(A2, Y):
                A = A2
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -(np.sum(Y * np.log(A)) + (1 - Y) * np.log(1 - A)) / Y.shape[1]
            """,
            title="the first term added up, the second not",
            hint="The sum should hold both terms: look at where its brackets close.",
        ),
    ),
    alternatives=(
        Alternative(
            "dot products, 1e-8 added",
            code="""
            def compute_cost(A2, Y):
                A = A2
                m = Y.shape[1]
                e = 1e-8
                cost = -1 / m * (np.dot(Y, np.log(A + e).T) + np.dot(1 - Y, np.log(1 - A + e).T))
                cost = np.squeeze(cost)
                assert cost.shape == ()
                return cost
            """,
        ),
        Alternative(
            "example by example",
            code="""
            def compute_cost(A2, Y):
                A = A2
                import math
                total = 0
                for a, y in zip(A.ravel(), Y.ravel()):
                    right = a if y == 1 else 1 - a
                    total -= math.log(max(right, 1e-15))
                return total / Y.size
            """,
        ),
        Alternative(
            "the probability of what happened",
            code="""
            def compute_cost(A2, Y):
                A = A2
                p = np.where(Y == 1, A, 1 - A)
                p[p == 0] = 1e-10
                return [-np.log(p).mean()]
            """,
        ),
        Alternative(
            "kept as a matrix of one entry",
            code="""
            def compute_cost(A2, Y):
                A = A2
                m = A.shape[1]
                A = np.minimum(np.maximum(A, 1e-7), 1 - 1e-7)
                logprobs = np.multiply(np.log(A), Y) + np.multiply(np.log(1 - A), 1 - Y)
                return -np.sum(logprobs, axis=1, keepdims=True) / m
            """,
        ),
    ),
)


# ------------------------------------------------------------------------- forward_propagation


# Many answers assert that the output has one row. They are right for one output, so one part, not
# all of them, has two.


def forward_passes(rng):
    for _ in range(2):
        parameters, X, _ = _network(rng, n_y=1)
        yield call("forward_propagation", X, parameters).with_(note="one output")


def forward_of_two_outputs(rng):
    parameters, X, _ = _network(rng, n_y=2)
    yield call("forward_propagation", X, parameters).with_(note="two outputs")
    parameters, X, _ = _network(rng, n_y=2)
    yield call("forward_propagation", X[:, :1], parameters).with_(
        note="two outputs, a single example"
    )


FORWARD = Exercise(
    "forward_propagation",
    parts=(
        Part("A2", 3, forward_passes, GRADIENT, (0,)),
        Part("Z1 in the cache", 2, forward_passes, GRADIENT, (1, "Z1")),
        Part("A1 in the cache", 2, forward_passes, GRADIENT, (1, "A1")),
        Part("Z2 in the cache", 2, forward_passes, GRADIENT, (1, "Z2")),
        Part("A2 in the cache", 1, forward_passes, GRADIENT, (1, "A2")),
        Part("two outputs", 4, forward_of_two_outputs, GRADIENT),
    ),
    depends_on=("activate",),
    misconceptions=(
        Misconception(
            "sigmoid_hidden",
            change=(("np.tanh(Z1)", "1 / (1 + np.exp(-Z1))"),),
            title="the sigmoid in the hidden layer",
            hint="The hidden layer of this network has tanh. Only the output is a probability.",
        ),
        Misconception(
            "relu_hidden",
            change=(("np.tanh(Z1)", "np.maximum(Z1, 0)"),),
            title="relu in the hidden layer",
            hint="The hidden layer of this network has tanh.",
        ),
        Misconception(
            "linear_hidden",
            change=(("np.tanh(Z1)", "Z1"),),
            title="no activation in the hidden layer",
            hint="Without an activation between them, two layers are only one. Which function "
            "belongs there?",
        ),
        Misconception(
            "tanh_output",
            change=(('activate(Z2, "sigmoid")', "np.tanh(Z2)"),),
            title="tanh at the output",
            hint="The output is to be read as a probability, between 0 and 1.",
        ),
        Misconception(
            "softmax_output",
            change=(
                (
                    'activate(Z2, "sigmoid")',
                    "np.exp(Z2) / np.sum(np.exp(Z2), axis=0, keepdims=True)",
                ),
            ),
            title="softmax at the output",
            hint="Softmax shares out one whole among the outputs, so that a single output is always "
            "1. Here each output answers a question of its own, yes or no.",
        ),
        Misconception(
            "output_from_a1",
            change=(('activate(Z2, "sigmoid")', 'activate(A1, "sigmoid")'),),
            title="A2 made from A1 in place of Z2",
            hint="Each activation belongs to the score of its own layer.",
        ),
        Misconception(
            "linear_output",
            change=(('activate(Z2, "sigmoid")', "Z2"),),
            title="no activation at the output",
            hint="Z2 may be any number. Which function makes a probability of it?",
        ),
        Misconception(
            "sigmoid_sign",
            change=(('activate(Z2, "sigmoid")', "1 / (1 + np.exp(Z2))"),),
            title="exp(z) in place of exp(-z) at the output",
            hint="For a large positive z the sigmoid should be near 1. You have a function for it.",
        ),
        Misconception(
            "tanh_everywhere_exchanged",
            change=(
                ("np.tanh(Z1)", "1 / (1 + np.exp(-Z1))"),
                ('activate(Z2, "sigmoid")', "np.tanh(Z2)"),
            ),
            title="sigmoid and tanh exchanged",
            hint="The hidden layer has tanh, the output the sigmoid.",
        ),
        Misconception(
            "z2_from_z1",
            change=(('parameters["W2"] @ A1', 'parameters["W2"] @ Z1'),),
            title="Z2 computed from Z1",
            hint="The second layer reads what the first one sends: its activations.",
        ),
        Misconception(
            "biases_dropped",
            change=((' @ X + parameters["b1"]', " @ X"), (' @ A1 + parameters["b2"]', " @ A1")),
            title="both biases dropped",
            hint="Z = W A + b in each layer.",
        ),
        Misconception(
            "first_bias_dropped",
            change=((' @ X + parameters["b1"]', " @ X"),),
            title="b1 dropped",
            hint="Z1 = W1 X + b1.",
        ),
        Misconception(
            "second_bias_dropped",
            change=((' @ A1 + parameters["b2"]', " @ A1"),),
            title="b2 dropped",
            hint="Z2 = W2 A1 + b2.",
        ),
        Misconception(
            "first_bias_twice",
            change=(('parameters["b2"]', 'parameters["b1"]'),),
            title="b1 used in both layers",
            hint="Each layer has a bias of its own: the output layer's is b2.",
        ),
        Misconception(
            "first_weights_twice",
            change=(('parameters["W2"] @ A1', 'parameters["W1"] @ A1'),),
            title="W1 used in both layers",
            hint="The output layer has weights of its own.",
        ),
        Misconception(
            "weights_transposed",
            change=(
                ('parameters["W1"] @ X', 'parameters["W1"].T @ X'),
                ('parameters["W2"] @ A1', 'parameters["W2"].T @ A1'),
            ),
            title="the weights transposed, as w was in week 1",
            hint="In week 1 w was a column. From this week on each unit is a row of W, so W "
            "multiplies as it is.",
        ),
        Misconception(
            "x_first",
            change=(('parameters["W1"] @ X', 'X @ parameters["W1"]'),),
            title="X W in place of W X",
            hint="X has one example a column. Which order fits (n_h, n_x) and (n_x, m)?",
        ),
        Misconception(
            "x_transposed",
            change=(('parameters["W1"] @ X', 'parameters["W1"] @ X.T'),),
            title="X transposed",
            hint="W1 is (n_h, n_x) and X is (n_x, m): they fit as they are.",
        ),
        Misconception(
            "star",
            change=(('parameters["W1"] @ X', 'parameters["W1"] * X'),),
            title="`*` in place of the matrix product in the hidden layer",
            hint="A unit adds up its weights times its inputs. What multiplies and adds up?",
        ),
        Misconception(
            "star_second",
            change=(('parameters["W2"] @ A1', 'parameters["W2"] * A1'),),
            title="`*` in place of the matrix product in the output layer",
            hint="A unit adds up its weights times its inputs. What multiplies and adds up?",
        ),
        Misconception(
            "bias_transposed",
            change=(('@ X + parameters["b1"]', '@ X + parameters["b1"].T'),),
            title="the bias transposed",
            hint="b1 is a column already, one number for each unit; it is added to every column.",
        ),
        Misconception(
            "bias_inside",
            change=(
                ('parameters["W1"] @ X + parameters["b1"]', 'parameters["W1"] @ X'),
                ("np.tanh(Z1)", 'np.tanh(Z1) + parameters["b1"]'),
            ),
            title="the bias added after tanh in place of before",
            hint="z = w x + b comes first, then the activation of the whole.",
        ),
        Misconception(
            "order_returned",
            code="""
            def forward_propagation(X, parameters):
                Z1 = parameters["W1"] @ X + parameters["b1"]
                A1 = np.tanh(Z1)
                Z2 = parameters["W2"] @ A1 + parameters["b2"]
                A2 = 1 / (1 + np.exp(-Z2))
                cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
                return cache, A2
            """,
            title="cache and A2 returned in the wrong order",
            hint="A2 comes first, then the cache.",
        ),
        Misconception(
            "only_a2",
            code="""
            def forward_propagation(X, parameters):
                Z1 = parameters["W1"] @ X + parameters["b1"]
                A1 = np.tanh(Z1)
                Z2 = parameters["W2"] @ A1 + parameters["b2"]
                return 1 / (1 + np.exp(-Z2))
            """,
            title="the cache not returned",
            hint="Two things are returned: A2 and the cache that the way back needs.",
        ),
        Misconception(
            "cache_without_z",
            change=(('{"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}', '{"A1": A1, "A2": A2}'),),
            title="Z1 and Z2 missing from the cache",
            hint="The docstring names four arrays.",
        ),
        Misconception(
            "cache_z_for_a",
            change=(('"A1": A1, "Z2": Z2, "A2": A2}', '"A1": Z1, "Z2": Z2, "A2": Z2}'),),
            title="Z stored under the names of A",
            hint="A is the activation of Z. Look at each pair in the dictionary.",
        ),
        Misconception(
            "tuple_cache",
            change=(('{"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}', "(Z1, A1, Z2, A2)"),),
            title="a tuple in place of a dictionary as cache",
            hint="The way back will ask the cache by name.",
        ),
        Misconception(
            "labels_for_probabilities",
            change=(('activate(Z2, "sigmoid")', '(activate(Z2, "sigmoid") > 0.5) * 1.0'),),
            title="labels 0 and 1 in place of probabilities",
            hint="Rounding is the business of predict. Training needs the probabilities.",
        ),
    ),
    alternatives=(
        Alternative(
            "the well-known shape, asserts",
            code="""
            def forward_propagation(X, parameters):
                W1 = parameters["W1"]
                b1 = parameters["b1"]
                W2 = parameters["W2"]
                b2 = parameters["b2"]
                Z1 = np.dot(W1, X) + b1
                A1 = np.tanh(Z1)
                Z2 = np.dot(W2, A1) + b2
                A2 = 1 / (1 + np.exp(-Z2))
                assert A2.shape == (W2.shape[0], X.shape[1])
                cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
                return A2, cache
            """,
        ),
        Alternative(
            "example by example",
            code="""
            def forward_propagation(X, parameters):
                columns = []
                for x in X.T:
                    z1 = parameters["W1"] @ x + parameters["b1"][:, 0]
                    a1 = (np.exp(2 * z1) - 1) / (np.exp(2 * z1) + 1)
                    z2 = parameters["W2"] @ a1 + parameters["b2"][:, 0]
                    columns.append((z1, a1, z2, 1 / (1 + np.exp(-z2))))
                Z1, A1, Z2, A2 = (np.array(part).T for part in zip(*columns))
                return A2, dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2, X=X)
            """,
        ),
        Alternative(
            "einsum and activate",
            code="""
            def forward_propagation(X, parameters):
                cache = {"A0": X}
                for l, g in ((1, "tanh"), (2, "sigmoid")):
                    Z = np.einsum("ij,jk->ik", parameters[f"W{l}"], cache[f"A{l - 1}"])
                    cache[f"Z{l}"] = Z + parameters[f"b{l}"]
                    cache[f"A{l}"] = activate(cache[f"Z{l}"], g)
                return [cache["A2"], cache]
            """,
        ),
    ),
)


# ------------------------------------------------------------------------ backward_propagation


def _backward(rng, n_y):
    parameters, X, Y = _network(rng, n_y)
    _, cache = reference.forward_propagation(X, parameters)
    return call("backward_propagation", parameters, cache, X, Y)


def backward_passes(rng):
    yield _backward(rng, 2)
    yield _backward(rng, 2)


def backward_of_one_output(rng):
    yield _backward(rng, 1).with_(note="one output")


BACKWARD = Exercise(
    "backward_propagation",
    parts=(
        Part("dW2", 5, backward_passes, GRADIENT, ("dW2",)),
        Part("db2", 4, backward_passes, GRADIENT, ("db2",)),
        Part("dW1", 6, backward_passes, GRADIENT, ("dW1",)),
        Part("db1", 5, backward_passes, GRADIENT, ("db1",)),
        Part("one output", 2, backward_of_one_output, GRADIENT),
    ),
    misconceptions=(
        Misconception(
            "tanh_not_squared",
            change=(('(1 - cache["A1"] ** 2)', '(1 - cache["A1"])'),),
            title="1 - A1 in place of 1 - A1^2",
            hint="What is the derivative of tanh, in terms of its value?",
        ),
        Misconception(
            "tanh_z_for_a",
            change=(('(1 - cache["A1"] ** 2)', '(1 - cache["Z1"] ** 2)'),),
            title="1 - Z1^2 in place of 1 - A1^2",
            hint="The formula is in terms of a = tanh(z).",
        ),
        Misconception(
            "slope_alone",
            change=(('parameters["W2"].T @ dZ2 * (1', "(1"),),
            title="the slope of tanh alone taken for dZ1",
            hint="A slope only multiplies what comes back. What does come back, and through which "
            "matrix?",
        ),
        Misconception(
            "slope_of_the_gradient",
            change=(
                (
                    'parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)',
                    '1 - (parameters["W2"].T @ dZ2) ** 2',
                ),
            ),
            title="1 - dA1^2 in place of dA1 times 1 - A1^2",
            hint="The gradient is multiplied by the slope. The slope depends on where the unit was on "
            "the way forward, not on the gradient.",
        ),
        Misconception(
            "tanh_twice",
            change=(('(1 - cache["A1"] ** 2)', '(1 - np.tanh(cache["A1"]) ** 2)'),),
            title="tanh applied to A1 once more",
            hint="A1 is tanh of Z1 already: the slope of tanh is 1 minus the square of that value.",
        ),
        Misconception(
            "tanh_square_outside",
            change=(('(1 - cache["A1"] ** 2)', '(1 - cache["A1"]) ** 2'),),
            title="(1 - A1)^2 in place of 1 - A1^2",
            hint="Only A1 is squared.",
        ),
        Misconception(
            "sigmoid_for_tanh",
            change=(('(1 - cache["A1"] ** 2)', '(cache["A1"] * (1 - cache["A1"]))'),),
            title="the sigmoid's derivative for the hidden layer",
            hint="a (1 - a) belongs to the sigmoid. The hidden layer has tanh.",
        ),
        Misconception(
            "relu_for_tanh",
            change=(('(1 - cache["A1"] ** 2)', '(cache["Z1"] > 0)'),),
            title="the derivative of relu for the hidden layer",
            hint="The hidden layer has tanh.",
        ),
        Misconception(
            "no_derivative",
            change=((' * (1 - cache["A1"] ** 2)', ""),),
            title="dA1 taken for dZ1: the derivative of tanh left out",
            hint="W2^T dZ2 is the gradient at A1. To come to Z1 you still have to pass through tanh.",
        ),
        Misconception(
            "output_slope_for_hidden",
            change=(('(1 - cache["A1"] ** 2)', '(1 - cache["A2"] ** 2)'),),
            title="A2 in place of A1 in the derivative of tanh",
            hint="tanh sits in the hidden layer: whose values does its slope depend on?",
        ),
        Misconception(
            "tanh_on_dz",
            change=(
                (
                    'parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)',
                    '(parameters["W2"].T @ dZ2) @ (1 - cache["A1"] ** 2).T',
                ),
            ),
            title="a matrix product with the derivative of tanh",
            hint="Each hidden unit, for each example, has a slope of its own: that product is "
            "element by element.",
        ),
        Misconception(
            "no_mean",
            change=(
                ('cache["A1"].T / m', 'cache["A1"].T'),
                ("np.sum(dZ2, axis=1, keepdims=True) / m", "np.sum(dZ2, axis=1, keepdims=True)"),
                ("X.T / m", "X.T"),
                ("np.sum(dZ1, axis=1, keepdims=True) / m", "np.sum(dZ1, axis=1, keepdims=True)"),
            ),
            title="missing 1/m in all four gradients",
            hint="The cost is a mean over the examples, so its derivatives are means as well.",
        ),
        Misconception(
            "dw2_no_mean",
            change=(('cache["A1"].T / m', 'cache["A1"].T'),),
            title="missing 1/m in dW2",
            hint="The matrix product adds up the examples. What makes a sum a mean?",
        ),
        Misconception(
            "db2_no_mean",
            change=(
                ("np.sum(dZ2, axis=1, keepdims=True) / m", "np.sum(dZ2, axis=1, keepdims=True)"),
            ),
            title="missing 1/m in db2",
            hint="The cost is a mean over the examples, so this derivative is one too.",
        ),
        Misconception(
            "dw1_no_mean",
            change=(("X.T / m", "X.T"),),
            title="missing 1/m in dW1",
            hint="The matrix product adds up the examples. What makes a sum a mean?",
        ),
        Misconception(
            "db1_no_mean",
            change=(
                ("np.sum(dZ1, axis=1, keepdims=True) / m", "np.sum(dZ1, axis=1, keepdims=True)"),
            ),
            title="missing 1/m in db1",
            hint="The cost is a mean over the examples, so this derivative is one too.",
        ),
        Misconception(
            "weights_no_mean",
            change=(('cache["A1"].T / m', 'cache["A1"].T'), ("X.T / m", "X.T")),
            title="missing 1/m in dW1 and dW2",
            hint="The matrix product adds up the examples. What makes a sum a mean?",
        ),
        Misconception(
            "biases_no_mean",
            change=(
                ("np.sum(dZ2, axis=1, keepdims=True) / m", "np.sum(dZ2, axis=1, keepdims=True)"),
                ("np.sum(dZ1, axis=1, keepdims=True) / m", "np.sum(dZ1, axis=1, keepdims=True)"),
            ),
            title="missing 1/m in db1 and db2",
            hint="The cost is a mean over the examples, so all its derivatives are means.",
        ),
        Misconception(
            "divided_twice",
            change=(('dZ2 = cache["A2"] - Y', 'dZ2 = (cache["A2"] - Y) / m'),),
            title="divided by m twice",
            hint="If dZ2 carries 1/m already, dW and db must not divide again.",
        ),
        Misconception(
            "dz1_divided",
            change=(('(1 - cache["A1"] ** 2)', '(1 - cache["A1"] ** 2) / m'),),
            title="dZ1 divided by m, and then dW1 and db1 once more",
            hint="1/m belongs to dW and db alone. dZ is the gradient of each example by itself.",
        ),
        Misconception(
            "mean_of_mean",
            change=(
                (
                    "np.sum(dZ2, axis=1, keepdims=True) / m",
                    "np.mean(dZ2, axis=1, keepdims=True) / m",
                ),
                (
                    "np.sum(dZ1, axis=1, keepdims=True) / m",
                    "np.mean(dZ1, axis=1, keepdims=True) / m",
                ),
            ),
            title="db1 and db2 divided by m twice",
            hint="np.mean has divided by m already.",
        ),
        Misconception(
            "labels_minus_outputs",
            change=(('cache["A2"] - Y', 'Y - cache["A2"]'),),
            title="Y - A2 in place of A2 - Y",
            hint="When the output is too large, the cost grows with it. Which sign does dZ2 need?",
        ),
        Misconception(
            "sigmoid_slope_kept",
            change=(('cache["A2"] - Y', '(cache["A2"] - Y) * cache["A2"] * (1 - cache["A2"])'),),
            title="the sigmoid's derivative on top of A2 - Y",
            hint="In A2 - Y the factor a (1 - a) has cancelled already, against the one below the "
            "fraction in the derivative of the loss.",
        ),
        Misconception(
            "tanh_slope_at_output",
            change=(('cache["A2"] - Y', '(cache["A2"] - Y) * (1 - cache["A2"] ** 2)'),),
            title="the derivative of tanh on top of A2 - Y",
            hint="The output layer has the sigmoid, and its slope is inside A2 - Y already.",
        ),
        Misconception(
            "da2_for_dz2",
            change=(
                (
                    'cache["A2"] - Y',
                    '(cache["A2"] - Y) / (cache["A2"] * (1 - cache["A2"]))',
                ),
            ),
            title="dA2 in place of dZ2",
            hint="That is the gradient at A2. To come to Z2 you still have to pass through the "
            "sigmoid, and then most of it cancels.",
        ),
        Misconception(
            "z2_for_a2",
            change=(('cache["A2"] - Y', 'cache["Z2"] - Y'),),
            title="Z2 in place of A2 in dZ2",
            hint="Which of the two can be compared with a label?",
        ),
        Misconception(
            "twice",
            change=(('cache["A2"] - Y', '2 * (cache["A2"] - Y)'),),
            title="a factor 2, as from squared error",
            hint="The cost is the cross-entropy. Nothing is squared in it.",
        ),
        Misconception(
            "no_keepdims",
            change=(
                ("np.sum(dZ2, axis=1, keepdims=True)", "np.sum(dZ2, axis=1)"),
                ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1, axis=1)"),
            ),
            title="biases' gradients without keepdims",
            hint="A sum along an axis removes that axis, unless you tell numpy to keep it. db must "
            "have the shape of b, a column.",
        ),
        Misconception(
            "db2_no_keepdims",
            change=(("np.sum(dZ2, axis=1, keepdims=True)", "np.sum(dZ2, axis=1)"),),
            title="db2 without keepdims",
            hint="A sum along an axis removes that axis, unless you tell numpy to keep it.",
        ),
        Misconception(
            "db1_no_keepdims",
            change=(("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1, axis=1)"),),
            title="db1 without keepdims",
            hint="A sum along an axis removes that axis, unless you tell numpy to keep it.",
        ),
        Misconception(
            "sum_over_units",
            change=(
                ("np.sum(dZ2, axis=1,", "np.sum(dZ2, axis=0,"),
                ("np.sum(dZ1, axis=1,", "np.sum(dZ1, axis=0,"),
            ),
            title="the biases' gradients summed over the units",
            hint="A unit has one bias, shared by all examples. Along which axis do the examples lie?",
        ),
        Misconception(
            "mean_over_units",
            change=(
                ("np.sum(dZ2, axis=1, keepdims=True) / m", "np.mean(dZ2, axis=0, keepdims=True)"),
                ("np.sum(dZ1, axis=1, keepdims=True) / m", "np.mean(dZ1, axis=0, keepdims=True)"),
            ),
            title="the biases' gradients averaged over the units",
            hint="A unit has one bias, shared by all examples. Along which axis do the examples lie?",
        ),
        Misconception(
            "db1_from_dz2",
            change=(("np.sum(dZ1, axis=1", "np.sum(dZ2, axis=1"),),
            title="db1 made from dZ2",
            hint="The bias of the hidden layer gets the gradient of the hidden layer's scores.",
        ),
        Misconception(
            "sum_over_everything",
            change=(
                ("np.sum(dZ2, axis=1, keepdims=True)", "np.sum(dZ2)"),
                ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1)"),
            ),
            title="the biases' gradients summed over everything",
            hint="Each unit has a bias of its own, so db has an entry for each unit.",
        ),
        Misconception(
            "not_summed",
            change=(
                ("np.sum(dZ2, axis=1, keepdims=True)", "dZ2"),
                ("np.sum(dZ1, axis=1, keepdims=True)", "dZ1"),
            ),
            title="the biases' gradients not summed over the examples",
            hint="db should have the shape of b, one column. All examples push the same bias.",
        ),
        Misconception(
            "w2_not_transposed",
            change=(('parameters["W2"].T', 'parameters["W2"]'),),
            title="W2 not transposed, or another matrix in its place",
            hint="W2 brought n_h numbers to n_y; on the way back n_y numbers come to n_h. Which "
            "matrix does that?",
        ),
        Misconception(
            "w1_for_w2",
            change=(('parameters["W2"].T @ dZ2', 'parameters["W1"] @ dZ2'),),
            title="W1 in place of W2^T on the way back",
            hint="The gradient goes back through the same weights that the signal came by: which "
            "lie between A1 and Z2?",
        ),
        Misconception(
            "wrong_layers_dz",
            change=(
                (
                    'parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)',
                    'parameters["W2"].T @ cache["A2"] * (1 - cache["A1"] ** 2)',
                ),
            ),
            title="A2 sent back in place of dZ2",
            hint="What travels backward is the gradient.",
        ),
        Misconception(
            "a1_for_x",
            change=(("dZ1 @ X.T", 'dZ1 @ cache["A1"].T'),),
            title="A1 in place of X in dW1",
            hint="A gradient of weights is dZ of their layer times the inputs of that layer. What "
            "are the inputs of the hidden layer?",
        ),
        Misconception(
            "x_for_a1",
            change=(('dZ2 @ cache["A1"].T', "dZ2 @ X.T"),),
            title="X in place of A1 in dW2",
            hint="The inputs of the output layer are the hidden activations.",
        ),
        Misconception(
            "z1_for_a1",
            change=(('dZ2 @ cache["A1"].T', 'dZ2 @ cache["Z1"].T'),),
            title="Z1 in place of A1 in dW2",
            hint="What did W2 multiply on the way forward?",
        ),
        Misconception(
            "x_not_transposed",
            change=(("dZ1 @ X.T", "dZ1 @ X"),),
            title="the transpose of X missing in dW1",
            hint="dZ1 is (n_h, m), and dW1 should be (n_h, n_x). Which shape fits on the right?",
        ),
        Misconception(
            "a1_not_transposed",
            change=(('dZ2 @ cache["A1"].T', 'dZ2 @ cache["A1"]'),),
            title="the transpose of A1 missing in dW2",
            hint="dZ2 is (n_y, m), and dW2 should be (n_y, n_h). Which shape fits on the right?",
        ),
        Misconception(
            "as_in_week_one",
            change=(
                ('dZ2 @ cache["A1"].T', 'cache["A1"] @ dZ2.T'),
                ("dZ1 @ X.T", "X @ dZ1.T"),
            ),
            title="gradients of transposed shape, as dw was in week 1",
            hint="A gradient has the shape of its parameter, and W has a row for each unit now.",
        ),
        Misconception(
            "element_wise_back",
            change=(('parameters["W2"].T @ dZ2 *', '(parameters["W2"].T * dZ2) *'),),
            title="`W2.T * dZ2`, element by element, in place of the matrix product",
            hint="With one output both are the same. With more, each hidden unit adds up what "
            "comes back from all outputs.",
        ),
        Misconception(
            "first_output_only",
            change=(
                (
                    'parameters["W2"].T @ dZ2',
                    'parameters["W2"][:1].T @ dZ2[:1]',
                ),
            ),
            title="only the first output sent back",
            hint="Each hidden unit adds up what comes back from all outputs.",
        ),
        Misconception(
            "size_for_m",
            change=(("m = X.shape[1]", "m = Y.size"),),
            title="the number of all labels, n_y times m, in place of m",
            hint="The cost is a mean over the examples, but a sum over the outputs. Examples are "
            "columns: which axis counts them?",
        ),
        Misconception(
            "back_as_rows",
            change=(('parameters["W2"].T @ dZ2 *', 'dZ2.T @ parameters["W2"] *'),),
            title="dA1 made with a row for each example",
            hint="dZ2^T W2 is (m, n_h). An example is a column: dA1 should be (n_h, m), like A1.",
        ),
        Misconception(
            "outputs_for_m",
            change=(("m = X.shape[1]", "m = X.shape[0]"),),
            title="n_x in place of m",
            hint="Examples are columns. Which axis counts them?",
        ),
        Misconception(
            "rows_of_y_for_m",
            change=(("m = X.shape[1]", "m = Y.shape[0]"),),
            title="n_y in place of m",
            hint="Examples are columns. Which axis counts them? (`len` counts rows.)",
        ),
        Misconception(
            "order_of_updates",
            change=(
                (
                    'parameters["W2"].T @ dZ2 *',
                    '(parameters["W2"] - dW2).T @ dZ2 *',
                ),
            ),
            title="W2 changed before the way back has used it",
            hint="All gradients belong to the same parameters. The step comes afterwards, in "
            "another function.",
        ),
        Misconception(
            "dw_for_db",
            change=(('"db1": db1', '"db1": db2'), ('"db2": db2', '"db2": db1')),
            title="db1 and db2 exchanged",
            hint="Look at each pair in the dictionary.",
        ),
        Misconception(
            "keys_without_d",
            change=(
                (
                    '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}',
                    '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}',
                ),
            ),
            title="keys without their d",
            hint="The gradient of W1 is filed under dW1.",
        ),
        Misconception(
            "tuple_returned",
            change=(
                (
                    '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}',
                    "(dW1, db1, dW2, db2)",
                ),
            ),
            title="the four gradients not put into a dictionary",
            hint="The docstring asks for one dictionary with four keys.",
        ),
    ),
    alternatives=(
        Alternative(
            "the well-known shape",
            code="""
            def backward_propagation(parameters, cache, X, Y):
                m = X.shape[1]
                W1 = parameters["W1"]
                W2 = parameters["W2"]
                A1 = cache["A1"]
                A2 = cache["A2"]
                dZ2 = A2 - Y
                dW2 = 1 / m * np.dot(dZ2, A1.T)
                db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
                dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
                dW1 = 1 / m * np.dot(dZ1, X.T)
                db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
                return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
            """,
        ),
        Alternative(
            "example by example, outer products",
            code="""
            def backward_propagation(parameters, cache, X, Y):
                grads = {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}
                m = Y.shape[1]
                for i in range(m):
                    error = cache["A2"][:, i] - Y[:, i]
                    back = np.zeros(len(parameters["W1"]))
                    for k in range(len(error)):
                        back += parameters["W2"][k] * error[k]
                    back = back / np.cosh(cache["Z1"][:, i]) ** 2
                    grads["dW2"] += np.outer(error, cache["A1"][:, i]) / m
                    grads["db2"] += error[:, None] / m
                    grads["dW1"] += np.outer(back, X[:, i]) / m
                    grads["db1"] += back[:, None] / m
                return grads
            """,
        ),
        Alternative(
            "einsum, 1/m carried in dZ2, mean by a product with ones",
            code="""
            def backward_propagation(parameters, cache, X, Y):
                m = Y.shape[1]
                one = np.ones((m, 1))
                dZ2 = (cache["A2"] - Y) / m
                dA1 = np.einsum("ki,kj->ij", parameters["W2"], dZ2)
                dZ1 = dA1 * (1 - cache["A1"]) * (1 + cache["A1"])
                return {
                    "dW2": np.einsum("kj,ij->ki", dZ2, cache["A1"]),
                    "db2": dZ2 @ one,
                    "dW1": dZ1 @ X.T,
                    "db1": dZ1 @ one,
                    "dZ1": dZ1,
                }
            """,
        ),
        Alternative(
            "through dA2, mean and reshape",
            code="""
            def backward_propagation(parameters, cache, X, Y):
                A1, A2 = cache["A1"], cache["A2"]
                dA2 = -Y / A2 + (1 - Y) / (1 - A2)
                dZ2 = dA2 * A2 * (1 - A2)
                dZ1 = (dZ2.T @ parameters["W2"]).T * activation_derivative(cache["Z1"], "tanh")
                m = float(X.shape[1])
                return dict(
                    dW1=(X @ dZ1.T).T / m,
                    db1=np.mean(dZ1, axis=1).reshape(-1, 1),
                    dW2=(A1 @ dZ2.T).T / m,
                    db2=np.average(dZ2, axis=1)[:, np.newaxis],
                )
            """,
        ),
    ),
)


# --------------------------------------------------------------------------- update_parameters


def _step(rng, **settings):
    widths = distinct_sizes(rng, 3)
    parameters = _parameters(rng, *widths)
    grads = {f"d{name}": rng.normal(0, 1, value.shape) for name, value in parameters.items()}
    return call("update_parameters", parameters, grads, **settings)


def steps(rng):
    yield _step(rng, learning_rate=round(float(rng.uniform(0.1, 0.6)), 3))
    yield _step(rng, learning_rate=round(float(rng.uniform(2, 3)), 3))


def default_step(rng):
    yield _step(rng).with_(note="the default learning rate")


UPDATE = Exercise(
    "update_parameters",
    parts=(
        Part("W1", 1, steps, GRADIENT, ("W1",)),
        Part("b1", 1, steps, GRADIENT, ("b1",)),
        Part("W2", 1, steps, GRADIENT, ("W2",)),
        Part("b2", 1, steps, GRADIENT, ("b2",)),
        Part("the default learning rate", 1, default_step, GRADIENT),
        Part("the caller's arrays", 1, steps, Unchanged()),
    ),
    misconceptions=(
        Misconception(
            "ascent",
            change=(("value - learning_rate", "value + learning_rate"),),
            title="a step up the gradient",
            hint="The gradient points to where the cost grows. Which sign leads down?",
        ),
        Misconception(
            "changed_in_place",
            code="""
            def update_parameters(parameters, grads, learning_rate=1.2):
                for name in ("W1", "b1", "W2", "b2"):
                    parameters[name] -= learning_rate * grads["d" + name]
                return parameters
            """,
            title="the caller's dictionary or its arrays changed",
            hint="`a -= b` changes the array itself, under all its names; `a = a - b` makes a new "
            "one. Put the new arrays into a new dictionary.",
        ),
        Misconception(
            "b_forgotten",
            change=(
                (
                    'value - learning_rate * grads["d" + name]',
                    'value - learning_rate * grads["d" + name] * (name[0] == "W")',
                ),
            ),
            title="b1 and b2 not moved",
            hint="The biases are learned as well.",
        ),
        Misconception(
            "w2_forgotten",
            change=(
                (
                    'value - learning_rate * grads["d" + name]',
                    'value - learning_rate * grads["d" + name] * (name != "W2")',
                ),
            ),
            title="W2 not moved",
            hint="There are four arrays to move.",
        ),
        Misconception(
            "b2_forgotten",
            change=(
                (
                    'value - learning_rate * grads["d" + name]',
                    'value - learning_rate * grads["d" + name] * (name != "b2")',
                ),
            ),
            title="b2 not moved",
            hint="There are four arrays to move.",
        ),
        Misconception(
            "first_layer_only",
            change=(
                (
                    'value - learning_rate * grads["d" + name]',
                    'value - learning_rate * grads["d" + name] * ("1" in name)',
                ),
            ),
            title="only the first layer moved",
            hint="Both layers learn.",
        ),
        Misconception(
            "second_layer_only",
            change=(
                (
                    'value - learning_rate * grads["d" + name]',
                    'value - learning_rate * grads["d" + name] * ("2" in name)',
                ),
            ),
            title="only the second layer moved",
            hint="Both layers learn.",
        ),
        Misconception(
            "nothing_moved",
            change=(('value - learning_rate * grads["d" + name]', "1 * value"),),
            title="the parameters returned as they came",
            hint="A difference that is computed and not given a name is lost.",
        ),
        Misconception(
            "no_learning_rate",
            change=(('learning_rate * grads["d" + name]', 'grads["d" + name]'),),
            title="the learning rate left out",
            hint="The step is the learning rate times the gradient.",
        ),
        Misconception(
            "rate_written_out",
            change=(('learning_rate * grads["d" + name]', '1.2 * grads["d" + name]'),),
            title="the learning rate written out as 1.2",
            hint="1.2 is the default, for a caller who gives no number. Use the argument.",
        ),
        Misconception(
            "other_default",
            change=(("learning_rate=1.2", "learning_rate=0.01"),),
            title="another default learning rate than the docstring's head has",
            hint="Leave the line with `def` as it is.",
        ),
        Misconception(
            "only_the_step",
            change=(("value - learning_rate", "-learning_rate"),),
            title="the step in place of the parameter after the step",
            hint="Where you are after a step depends on where you were before.",
        ),
        Misconception(
            "reversed",
            change=(
                (
                    'value - learning_rate * grads["d" + name]',
                    'learning_rate * grads["d" + name] - value',
                ),
            ),
            title="the difference the wrong way round",
            hint="Begin with where you are, and take the step from it.",
        ),
        Misconception(
            "multiplied",
            change=(("value - learning_rate", "value * learning_rate"),),
            title="a product in place of a difference",
            hint="Some lecture notes print W := W * alpha * dW; it is a slip. The step is "
            "subtracted from the parameter.",
        ),
        Misconception(
            "divided",
            change=(('learning_rate * grads["d" + name]', 'grads["d" + name] / learning_rate'),),
            title="the gradient divided by the learning rate",
            hint="A smaller learning rate should make a smaller step.",
        ),
        Misconception(
            "shrunk",
            change=(
                (
                    'value - learning_rate * grads["d" + name]',
                    '(value - grads["d" + name]) * learning_rate',
                ),
            ),
            title="the learning rate multiplies the parameter too",
            hint="Only the gradient is scaled by the learning rate.",
        ),
        Misconception(
            "ascent_of_b",
            change=(
                (
                    'value - learning_rate * grads["d" + name]',
                    'value - learning_rate * grads["d" + name] * (1 if name[0] == "W" else -1)',
                ),
            ),
            title="the biases moved up the gradient",
            hint="W and b follow the same rule.",
        ),
        Misconception(
            "layers_exchanged",
            change=(('grads["d" + name]', 'grads["d" + name[0] + str(3 - int(name[1]))]'),),
            title="the gradients of the other layer",
            hint="W1 goes with dW1. Look at the number in each key.",
        ),
        Misconception(
            "key_without_d",
            change=(('grads["d" + name]', "grads[name]"),),
            title="grads asked for a key without its d",
            hint="The gradient of W1 is filed under dW1.",
        ),
        Misconception(
            "second_from_first_bias",
            change=(('grads["d" + name]', 'grads["db1" if name == "b2" else "d" + name]'),),
            title="b2 moved by db1",
            hint="Each bias has a gradient of its own.",
        ),
        Misconception(
            "tuple_returned",
            code="""
            def update_parameters(parameters, grads, learning_rate=1.2):
                return tuple(parameters[k] - learning_rate * grads["d" + k] for k in ("W1", "b1", "W2", "b2"))
            """,
            title="the four arrays not put into a dictionary",
            hint="The docstring asks for one dictionary with four keys.",
        ),
    ),
    alternatives=(
        Alternative(
            "array by array",
            code="""
            def update_parameters(parameters, grads, learning_rate=1.2):
                W1 = parameters["W1"]
                b1 = parameters["b1"]
                W2 = parameters["W2"]
                b2 = parameters["b2"]
                W1 = W1 - learning_rate * grads["dW1"]
                b1 = b1 - learning_rate * grads["db1"]
                W2 = W2 - learning_rate * grads["dW2"]
                b2 = b2 - learning_rate * grads["db2"]
                parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
                return parameters
            """,
        ),
        Alternative(
            "in place on a deep copy",
            code="""
            def update_parameters(parameters, grads, learning_rate=1.2):
                import copy
                moved = copy.deepcopy(parameters)
                for key in moved:
                    moved[key] -= learning_rate * grads["d" + key]
                return moved
            """,
        ),
        Alternative(
            "subtract, added negative",
            code="""
            def update_parameters(parameters, grads, learning_rate=1.2):
                new = {}
                for l in (2, 1):
                    for kind in "Wb":
                        key = kind + str(l)
                        new[key] = np.add(parameters[key], -learning_rate * grads["d" + key])
                return new
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------------ nn_model


def _training(rng, n_y, steps):
    """Return a training of a few steps from parameters that the grader chooses."""
    parameters, X, Y = _network(rng, n_y)
    n_h = len(parameters["W1"])
    return call("nn_model", X, Y, n_h, num_iterations=steps).with_(
        replaced={"initialize_parameters": parameters},
        note="the check chooses the start, so initialize_parameters has to be called",
    )


def few_steps(rng):
    yield _training(rng, 2, 2)


def more_steps(rng):
    yield _training(rng, 1, 13)
    yield _training(rng, 2, 7)


def hidden_units(rng):
    for _ in range(2):
        n_x, n_y, m = distinct_sizes(rng, 3, 2, 4)
        n_h = int(rng.integers(6, 10))  # never the default of layer_sizes
        X, Y = rng.normal(0, 1, (n_x, 3 * m)), _labels(rng, 3 * m, n_y)
        yield call("nn_model", X, Y, n_h, num_iterations=2).with_(
            note="only the shapes are looked at",
            compare=Statistics(shapes=_shapes(n_x, n_h, n_y)),
        )


def _start_that_gets_there(rng, X, Y):
    """Return a start from which 2,000 right steps separate the points.

    From weights of size 0.01 one training in twenty still rests on a plateau by then, and would be
    called wrong; so the start is the grader's here.
    """
    while True:
        start = {
            "W1": rng.normal(0, 1, (4, 2)),
            "b1": rng.normal(0, 0.5, (4, 1)),
            "W2": rng.normal(0, 1, (1, 4)),
            "b2": np.zeros((1, 1)),
        }
        parameters = start
        for _ in range(2000):
            _, cache = reference.forward_propagation(X, parameters)
            grads = reference.backward_propagation(parameters, cache, X, Y)
            parameters = reference.update_parameters(parameters, grads)
        if np.mean(reference.predict(parameters, X) == Y) >= 0.98:
            return start


def moons(rng):
    seed = int(rng.integers(2**31))
    start = _start_that_gets_there(rng, moons_inputs(seed), moons_labels(seed))
    yield call(
        "nn_model",
        Built("helpers.shallow_judges.moons_inputs", seed=seed),
        Built("helpers.shallow_judges.moons_labels", seed=seed),
        4,
        num_iterations=2000,
    ).with_(
        replaced={"initialize_parameters": start},
        expected={"seed": seed, "n_h": 4},
        note="two moons, 2,000 steps from a start with larger weights",
    )


STEP = "        parameters = update_parameters(parameters, grads)\n"

MODEL = Exercise(
    "nn_model",
    parts=(
        Part("after a few steps", 2, few_steps, GRADIENT),
        Part("after more steps", 2, more_steps, GRADIENT),
        Part("as many hidden units as asked for", 2, hidden_units, Statistics()),
        Part(
            "what a long training achieves",
            2,
            moons,
            Custom("helpers.shallow_judges.separates", {"at_least": 0.93}),
            long=True,
        ),
    ),
    depends_on=(
        "layer_sizes",
        "initialize_parameters",
        "forward_propagation",
        "compute_cost",
        "backward_propagation",
        "update_parameters",
    ),
    misconceptions=(
        Misconception(
            "hidden_units_ignored",
            change=(("layer_sizes(X, Y, n_h)", "layer_sizes(X, Y)"),),
            title="n_h ignored",
            hint="layer_sizes has a default for n_h, and takes it when you give none.",
        ),
        Misconception(
            "sizes_out_of_order",
            code="""
            def nn_model(X, Y, n_h, num_iterations=10000):
                n_x, n_h, n_y = layer_sizes(X, Y, n_h)
                parameters = initialize_parameters(n_h, n_x, n_y)
                for _ in range(num_iterations):
                    A2, cache = forward_propagation(X, parameters)
                    grads = backward_propagation(parameters, cache, X, Y)
                    parameters = update_parameters(parameters, grads)
                return parameters
            """,
            title="the sizes given to initialize_parameters in the wrong order",
            hint="It takes n_x, n_h, n_y, in the order of the layers.",
        ),
        Misconception(
            "initialises_every_step",
            change=(
                (
                    "        _, cache =",
                    "        parameters = initialize_parameters(*layer_sizes(X, Y, n_h))\n        _, cache =",
                ),
            ),
            title="only one step counts: every iteration begins at the start again, or the `return` "
            "stands inside the loop",
            hint="Each step has to go on from where the one before arrived. Under which name do you "
            "keep what update_parameters returns, and does the next iteration use that name? What "
            "belongs before the loop, what inside, and what after it?",
        ),
        Misconception(
            "updates_too_early",
            code="""
            def nn_model(X, Y, n_h, num_iterations=10000):
                p = initialize_parameters(*layer_sizes(X, Y, n_h))
                m = X.shape[1]
                for _ in range(num_iterations):
                    A2, cache = forward_propagation(X, p)
                    dZ2 = A2 - Y
                    p["W2"] = p["W2"] - 1.2 * dZ2 @ cache["A1"].T / m
                    p["b2"] = p["b2"] - 1.2 * np.sum(dZ2, axis=1, keepdims=True) / m
                    dZ1 = p["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
                    p["W1"] = p["W1"] - 1.2 * dZ1 @ X.T / m
                    p["b1"] = p["b1"] - 1.2 * np.sum(dZ1, axis=1, keepdims=True) / m
                return p
            """,
            title="W2 updated before all gradients are known",
            hint="All gradients belong to one and the same point. Compute them all, then move.",
        ),
        Misconception(
            "forward_again_between",
            code="""
            def nn_model(X, Y, n_h, num_iterations=10000):
                p = initialize_parameters(*layer_sizes(X, Y, n_h))
                for _ in range(num_iterations):
                    for names in (("W1", "b1"), ("W2", "b2")):
                        _, cache = forward_propagation(X, p)
                        grads = backward_propagation(p, cache, X, Y)
                        moved = update_parameters(p, grads)
                        p = dict(p, **{name: moved[name] for name in names})
                return p
            """,
            title="the two layers updated one after the other, with gradients computed anew between",
            hint="All gradients belong to one and the same point. Compute them all, then move.",
        ),
        Misconception(
            "update_thrown_away",
            change=((STEP, "        update_parameters(parameters, grads)\n"),),
            title="the result of update_parameters not kept",
            hint="update_parameters returns the moved parameters and leaves the old ones as they "
            "are. Who takes the new ones?",
        ),
        Misconception(
            "forward_once",
            code="""
            def nn_model(X, Y, n_h, num_iterations=10000):
                parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
                A2, cache = forward_propagation(X, parameters)
                for _ in range(num_iterations):
                    grads = backward_propagation(parameters, cache, X, Y)
                    parameters = update_parameters(parameters, grads)
                return parameters
            """,
            title="the forward pass made once, before the loop",
            hint="After a step the activations are others: the forward pass belongs in the loop.",
        ),
        Misconception(
            "gradients_once",
            code="""
            def nn_model(X, Y, n_h, num_iterations=10000):
                parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
                A2, cache = forward_propagation(X, parameters)
                grads = backward_propagation(parameters, cache, X, Y)
                for _ in range(num_iterations):
                    parameters = update_parameters(parameters, grads)
                return parameters
            """,
            title="the gradients computed once, before the loop",
            hint="After a step the slope is another one: forward and backward belong in the loop.",
        ),
        Misconception(
            "one_step_too_few",
            change=(("range(num_iterations)", "range(num_iterations - 1)"),),
            title="one step too few",
            hint="range(n) has n numbers already; range(1, n) has one fewer.",
        ),
        Misconception(
            "one_step_too_many",
            change=(("range(num_iterations)", "range(num_iterations + 1)"),),
            title="one step too many",
            hint="range(n) has n numbers, from 0 to n - 1.",
        ),
        Misconception(
            "iterations_written_out",
            change=(("range(num_iterations)", "range(10000)"),),
            title="the number of iterations written out as 10000",
            hint="10000 is the default, for a caller who gives no number. Use the argument.",
        ),
        Misconception(
            "ascent",
            change=(("(parameters, grads)", "(parameters, grads, -1.2)"),),
            title="steps up the gradient",
            hint="update_parameters has the minus sign already.",
        ),
        Misconception(
            "other_rate",
            change=(("(parameters, grads)", "(parameters, grads, 0.01)"),),
            title="a learning rate of 0.01 in place of the default",
            hint="The docstring says: the default of update_parameters. What do you have to hand "
            "over for that?",
        ),
        Misconception(
            "half_rate",
            change=(("(parameters, grads)", "(parameters, grads, 0.5)"),),
            title="a learning rate of 0.5 in place of the default",
            hint="The docstring says: the default of update_parameters. What do you have to hand "
            "over for that?",
        ),
        Misconception(
            "forward_arguments",
            change=(("forward_propagation(X, parameters)", "forward_propagation(parameters, X)"),),
            title="the arguments of forward_propagation exchanged",
            hint="X comes first there.",
        ),
        Misconception(
            "backward_arguments",
            change=(
                (
                    "backward_propagation(parameters, cache, X, Y)",
                    "backward_propagation(parameters, cache, Y, X)",
                ),
            ),
            title="X and Y exchanged in the call of backward_propagation",
            hint="X comes before Y there.",
        ),
        Misconception(
            "cache_not_taken_out",
            change=(("        _, cache =", "        cache ="),),
            title="the pair (A2, cache) taken for the cache",
            hint="forward_propagation returns two things. Give each a name.",
        ),
        Misconception(
            "grads_returned",
            change=(("return parameters", "return grads"),),
            title="the gradients returned in place of the parameters",
            hint="The caller wants to use the trained network.",
        ),
        Misconception(
            "pair_returned",
            change=(("return parameters", "return parameters, grads"),),
            title="more than the parameters returned",
            hint="The docstring asks for one thing, the dictionary of parameters.",
        ),
    ),
    alternatives=(
        Alternative(
            "the well-known shape, costs printed",
            code="""
            def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
                np.random.seed(3)
                n_x = layer_sizes(X, Y)[0]
                n_y = layer_sizes(X, Y)[2]
                parameters = initialize_parameters(n_x, n_h, n_y)
                for i in range(0, num_iterations):
                    A2, cache = forward_propagation(X, parameters)
                    cost = compute_cost(A2, Y)
                    grads = backward_propagation(parameters, cache, X, Y)
                    parameters = update_parameters(parameters, grads)
                    if print_cost and i % 1000 == 0:
                        print("Cost after iteration %i: %f" % (i, cost))
                return parameters
            """,
        ),
        Alternative(
            "while, moved by hand, keywords",
            code="""
            def nn_model(X, Y, n_h, num_iterations=10000):
                n_x, n_h, n_y = layer_sizes(X=X, Y=Y, n_h=n_h)
                parameters = initialize_parameters(n_x=n_x, n_h=n_h, n_y=n_y)
                while num_iterations > 0:
                    cache = forward_propagation(X, parameters)[1]
                    grads = backward_propagation(parameters, cache, X, Y)
                    for key in parameters:
                        parameters[key] = parameters[key] - 1.2 * grads["d" + key]
                    num_iterations -= 1
                return parameters
            """,
        ),
        Alternative(
            "sizes from the arrays, the rate written out",
            code="""
            def nn_model(X, Y, n_h, num_iterations=10000):
                parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
                for step in range(1, num_iterations + 1):
                    parameters = update_parameters(
                        parameters,
                        backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y),
                        learning_rate=1.2,
                    )
                return parameters
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------------- predict


def _mixed(rng, n_y):
    """Return parameters and X whose labels are of both kinds, and neither all zeros nor ones."""
    while True:
        parameters, X, _ = _network(rng, n_y)
        A2, cache = reference.forward_propagation(X, parameters)
        labels = A2 > 0.5
        # Some output between z = 0 and z = 1/2, so that "z > 0.5" is another answer.
        Z2 = cache["Z2"]
        close = np.any((Z2 > 0.03) & (Z2 < 0.47)) and np.any(Z2 > 0.53)
        if close and 0 < np.sum(labels) < labels.size and 2 * np.sum(labels) != labels.size:
            return call("predict", parameters, X)


def one_label(rng):
    yield _mixed(rng, 1).with_(note="one output")


def two_labels(rng):
    yield _mixed(rng, 2).with_(note="two outputs")


def on_the_border(rng):
    """Yield a network whose output is exactly 0.5 for two examples of four."""
    k = float(rng.integers(2, 5))
    parameters = {
        "W1": np.array([[1.0, -1.0], [2.0, -2.0], [0.5, 1.0]]),
        "b1": np.array([[0.0], [0.0], [0.0]]),
        "W2": np.array([[1.0, -0.25, 0.0]]),
        "b2": np.array([[0.0]]),
    }
    X = np.array([[k, -k, 0.5, -0.3], [k, -k, 0.1, 0.4]])
    yield call("predict", parameters, X).with_(note="two outputs are exactly 0.5")


PREDICT = Exercise(
    "predict",
    parts=(
        Part("one output", 1, one_label),
        Part("two outputs", 1, two_labels),
        Part("outputs of exactly 0.5", 1, on_the_border),
    ),
    depends_on=("forward_propagation",),
    misconceptions=(
        Misconception(
            "hidden",
            change=(
                (
                    "A2, _ = forward_propagation(X, parameters)",
                    "_, cache = forward_propagation(X, parameters)",
                ),
                ("(A2 > 0.5)", '(cache["A1"] > 0.5)'),
            ),
            title="the hidden layer's activations taken for the prediction",
            hint="Which layer's values are the probabilities?",
        ),
        Misconception(
            "probabilities",
            change=(("(A2 > 0.5).astype(int)", "A2"),),
            title="probabilities in place of labels",
            hint="Each probability still has to become 0 or 1.",
        ),
        Misconception(
            "at_least_half",
            change=(("A2 > 0.5", "A2 >= 0.5"),),
            title="1 at exactly 0.5",
            hint="The docstring says: above 0.5.",
        ),
        Misconception(
            "sums",
            change=(
                (
                    "A2, _ = forward_propagation(X, parameters)",
                    "_, cache = forward_propagation(X, parameters)",
                ),
                ("(A2 > 0.5)", '(cache["Z2"] > 0.5)'),
            ),
            title="Z2 compared with 0.5",
            hint="A2 is above 0.5 when Z2 is above another number.",
        ),
        Misconception(
            "below",
            change=(("A2 > 0.5", "A2 < 0.5"),),
            title="0 and 1 exchanged",
            hint="A large output says that 1 is probable.",
        ),
        Misconception(
            "cast",
            change=(("(A2 > 0.5).astype(int)", "A2.astype(int)"),),
            title="decimals cut off: every label is 0",
            hint="`int` cuts off what follows the point, so 0.9 becomes 0. Compare with 0.5 first.",
        ),
        Misconception(
            "above_zero",
            change=(("A2 > 0.5", "A2 > 0"),),
            title="A2 compared with 0: every label is 1",
            hint="A sigmoid is always above 0. Where is the middle of its range?",
        ),
        Misconception(
            "flat",
            change=(("(A2 > 0.5).astype(int)", "(A2 > 0.5).astype(int).ravel()"),),
            title="the rows run together: an axis lost",
            hint="The numbers are right. The docstring asks for the shape (n_y, m).",
        ),
        Misconception(
            "examples_as_rows",
            change=(("(A2 > 0.5).astype(int)", "(A2 > 0.5).astype(int).T"),),
            title="one example a row",
            hint="The numbers are right. An example is a column.",
        ),
        Misconception(
            "most_probable",
            change=(("(A2 > 0.5).astype(int)", "np.argmax(A2, axis=0).reshape(1, -1)"),),
            title="the most probable output in place of a label for each output",
            hint="Each output answers its own question, yes or no.",
        ),
        Misconception(
            "truth_of_an_array",
            change=(("(A2 > 0.5).astype(int)", "1 if A2 > 0.5 else 0"),),
            title="`if` asked about a whole array",
            hint="A comparison of an array with a number is an array of True and False already.",
        ),
        Misconception(
            "pair_compared",
            change=(("A2, _ = forward", "A2 = forward"),),
            title="the pair (A2, cache) compared with 0.5",
            hint="forward_propagation returns two things. Give each a name.",
        ),
        Misconception(
            "arguments_exchanged",
            change=(("forward_propagation(X, parameters)", "forward_propagation(parameters, X)"),),
            title="the arguments of forward_propagation exchanged",
            hint="X comes first there, and second here.",
        ),
        Misconception(
            "share_of_ones",
            change=(("(A2 > 0.5).astype(int)", "np.mean(A2 > 0.5)"),),
            title="the share of ones in place of the labels",
            hint="A label is asked for each example.",
        ),
    ),
    alternatives=(
        Alternative(
            "where, floats",
            code="""
            def predict(parameters, X):
                A2, cache = forward_propagation(X, parameters)
                return np.where(A2 > 0.5, 1.0, 0.0)
            """,
        ),
        Alternative(
            "booleans",
            code="""
            def predict(parameters, X):
                return forward_propagation(X, parameters)[0] > 0.5
            """,
        ),
        Alternative(
            "entry by entry",
            code="""
            def predict(parameters, X):
                A2, cache = forward_propagation(X, parameters)
                predictions = np.zeros(A2.shape)
                for k in range(A2.shape[0]):
                    for i in range(A2.shape[1]):
                        predictions[k, i] = 1 if A2[k, i] > 0.5 else 0
                return predictions
            """,
        ),
        Alternative(
            "rounded",
            code="""
            def predict(parameters, X):
                A2, cache = forward_propagation(X, parameters)
                return np.round(A2)
            """,
        ),
    ),
)


# --------------------------------------------------------------------- collapse_linear_network


def _two_layers(rng, n_x, n_h, n_y):
    shapes = (n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1)
    return call("collapse_linear_network", *(_signed(rng, 0.2, 2, shape) for shape in shapes))


def layers_of_all_sizes(rng):
    yield _two_layers(rng, *distinct_sizes(rng, 3))
    yield _two_layers(rng, *distinct_sizes(rng, 3))


def square_layers(rng):
    size = int(rng.integers(3, 6))
    yield _two_layers(rng, size, size, size).with_(note="all layers of one size")


COLLAPSE = Exercise(
    "collapse_linear_network",
    parts=(
        Part("W", 2, layers_of_all_sizes, GRADIENT, (0,)),
        Part("b", 2, layers_of_all_sizes, GRADIENT, (1,)),
        Part("W of layers of one size", 2, square_layers, GRADIENT, (0,)),
        Part("b of layers of one size", 2, square_layers, GRADIENT, (1,)),
    ),
    misconceptions=(
        Misconception(
            "wrong_order",
            change=(("W2 @ W1", "W1 @ W2"),),
            title="the product in the wrong order, W1 W2",
            hint="x meets W1 first, so W1 stands next to x. The order of matrices matters, also "
            "where the shapes would allow both.",
        ),
        Misconception(
            "biases_added",
            change=(("W2 @ b1 + b2", "b1 + b2"),),
            title="b1 + b2",
            hint="b1 goes through the second layer as well: W2 (W1 x + b1) + b2. Multiply out.",
        ),
        Misconception(
            "first_bias_forgotten",
            change=(("W2 @ b1 + b2", "b2 + 0"),),
            title="b1 forgotten",
            hint="W2 (W1 x + b1) + b2: multiply out, and nothing gets lost.",
        ),
        Misconception(
            "second_bias_forgotten",
            change=(("W2 @ b1 + b2", "W2 @ b1"),),
            title="b2 forgotten",
            hint="W2 (W1 x + b1) + b2: multiply out, and nothing gets lost.",
        ),
        Misconception(
            "both_biases_through",
            change=(("W2 @ b1 + b2", "W2 @ (b1 + b2)"),),
            title="b2 sent through the second layer",
            hint="b2 is added after W2 has done its work.",
        ),
        Misconception(
            "bias_through_first",
            change=(("W2 @ b1 + b2", "W1 @ b1 + b2"),),
            title="b1 sent through the first layer",
            hint="b1 is what the first layer adds at its end. Which layer comes after?",
        ),
        Misconception(
            "bias_through_both",
            change=(("W2 @ b1 + b2", "W @ b1 + b2"),),
            title="b1 sent through both layers",
            hint="b1 is what the first layer adds at its end. Which layer comes after?",
        ),
        Misconception(
            "second_bias_multiplied",
            change=(("W2 @ b1 + b2", "W2 @ b2 + b1"),),
            title="b2 multiplied by W2",
            hint="b1 is there before the second layer and goes through it. b2 is added after it.",
        ),
        Misconception(
            "element_by_element",
            change=(("W2 @ W1", "W2 * W1"),),
            title="`*` in place of the matrix product",
            hint="One map after the other is a matrix product.",
        ),
        Misconception(
            "bias_element_by_element",
            change=(("W2 @ b1", "W2 * b1"),),
            title="`*` in place of the matrix product in b",
            hint="W2 takes the column b1 to another column: which product adds up?",
        ),
        Misconception(
            "weights_added",
            change=(("W2 @ W1", "W1 + W2"),),
            title="the weights added",
            hint="One map after the other: insert the first into the second and multiply out.",
        ),
        Misconception(
            "transposed",
            change=(("W2 @ W1", "(W2 @ W1).T"),),
            title="W transposed",
            hint="W takes n_x numbers to n_y: it is (n_y, n_x).",
        ),
        Misconception(
            "factors_transposed",
            change=(("W2 @ W1", "W2.T @ W1"),),
            title="W2 transposed",
            hint="W2 (n_y, n_h) and W1 (n_h, n_x) fit as they are.",
        ),
        Misconception(
            "first_transposed",
            change=(("W2 @ W1", "W2 @ W1.T"),),
            title="W1 transposed",
            hint="W2 (n_y, n_h) and W1 (n_h, n_x) fit as they are.",
        ),
        Misconception(
            "bias_as_row",
            change=(("W2 @ b1 + b2", "(W2 @ b1 + b2).T"),),
            title="b as a row",
            hint="b is added to every column of W X: make it a column.",
        ),
        Misconception(
            "bias_flat",
            change=(("W2 @ b1 + b2", "(W2 @ b1 + b2).ravel()"),),
            title="b with one axis only",
            hint="b is a column, (n_y, 1).",
        ),
        Misconception(
            "activated",
            change=(("W2 @ b1", "W2 @ np.tanh(b1)"),),
            title="tanh left in between",
            hint="Here no activation stands between the two layers.",
        ),
        Misconception(
            "swapped",
            change=(("return W, b", "return b, W"),),
            title="b and W returned in the wrong order",
            hint="W comes first.",
        ),
        Misconception(
            "only_w",
            change=(("return W, b", "return W"),),
            title="b not returned",
            hint="Two things are returned, W and b.",
        ),
    ),
    alternatives=(
        Alternative(
            "dot",
            code="""
            def collapse_linear_network(W1, b1, W2, b2):
                W = np.dot(W2, W1)
                b = np.dot(W2, b1) + b2
                return [W, b]
            """,
        ),
        Alternative(
            "by trying it out",
            code="""
            def collapse_linear_network(W1, b1, W2, b2):
                def net(x):
                    return W2 @ (W1 @ x + b1) + b2
                n_x = W1.shape[1]
                b = net(np.zeros((n_x, 1)))
                W = net(np.eye(n_x)) - b
                return W, b
            """,
        ),
        Alternative(
            "one block with the bias as a column more",
            code="""
            def collapse_linear_network(W1, b1, W2, b2):
                n_x = W1.shape[1]
                first = np.vstack([np.hstack([W1, b1]), np.eye(n_x + 1)[-1:]])
                both = np.hstack([W2, b2]) @ first
                return both[:, :n_x], both[:, n_x:]
            """,
        ),
        Alternative(
            "sums",
            code="""
            def collapse_linear_network(W1, b1, W2, b2):
                W = np.zeros((W2.shape[0], W1.shape[1]))
                for i in range(W.shape[0]):
                    for j in range(W.shape[1]):
                        W[i, j] = sum(W2[i, k] * W1[k, j] for k in range(len(W1)))
                b = b2 + np.sum(W2 * b1.T, axis=1, keepdims=True)
                return W, b
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------------ the week

FROZEN = Question(
    "frozen_units",
    rubric=(
        (
            2,
            "Claims: (a) from zeros with tanh only b2 ever moves; W1, b1 and W2 stay zero for ever. "
            "(b) Hidden units that start with equal rows of W1, equal entries of b1 and equal "
            "columns of W2 stay equal at every step, so that n_h units do no more than one.",
        ),
        (
            2,
            "Reasons, with formulas: (a) A1 = tanh(0) = 0, so dW2 = dZ2 A1^T / m = 0; W2 = 0, so "
            "dZ1 = W2^T dZ2 * (1 - A1^2) = 0, and with it dW1 and db1; only db2, the mean of A2 - Y, "
            "need not be zero, and a step changes none of these facts. (b) Induction: if the units "
            "are equal after t steps, their rows of Z1 and A1 are equal, so the columns of dW2 are; "
            "the rows of dZ1 are equal because columns of W2 are, so rows of dW1 and of db1 are; equal "
            "minus equal is equal after step t + 1. The start is the base of the induction.",
        ),
        (
            2,
            "Evidence from a named figure of this notebook: Figure 9 (from zeros the lines of W1, b1 "
            "and W2 lie on 0 while b2 goes to the logarithm of the odds of the labels; equal units "
            "keep a distance of exactly 0 and draw one line), with what is to be read from it.",
        ),
    ),
)

WEEK = Week(
    "week2_shallow_net",
    "A shallow net",
    exercises=(
        ACTIVATE,
        DERIVATIVE,
        MAXOUT,
        LAYER_SIZES,
        INITIALIZE,
        FORWARD,
        COST,
        BACKWARD,
        UPDATE,
        MODEL,
        PREDICT,
        COLLAPSE,
    ),
    questions=(FROZEN,),
)
