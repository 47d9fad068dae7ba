"""How week 4 is examined: initial weights, how a signal fares through the layers, dead units.

Where the tolerances come from. Initialisers are judged by `Statistics` on the widths of WIDTHS: each
statistic is close to a standard normal variable, 6 is its limit (9 for the bell shape), and
docs/statistics.md has the simulated rate of false alarms and the smallest statistic of each wrong
variant; tests/references/test_statistics.py repeats the simulation on a smaller scale. The new rows
of `revive` (720 numbers) are held to the same limits. Gradients follow GRADIENT, all other numbers
the default relative 1e-6.
"""

import math

import numpy as np

from autograder.exercise import (
    Alternative,
    Close,
    Custom,
    Exercise,
    Misconception,
    Part,
    Question,
    Rng,
    Statistics,
    Week,
    call,
)
from helpers.week4_judges import half_dead_network

GRADIENT = Close(rtol=1e-5, scale=1e-9)
WIDTHS = [240, 150, 96, 60]


def _weight_shapes(widths):
    return {f"W{l}": [widths[l], widths[l - 1]] for l in range(1, len(widths))}


def _bias_shapes(widths):
    return {f"b{l}": [widths[l], 1] for l in range(1, len(widths))}


def _shapes_only(widths):
    return Statistics(shapes=_weight_shapes(widths) | _bias_shapes(widths))


def _zero_biases(widths):
    return Statistics(shapes=_bias_shapes(widths), zeros=tuple(_bias_shapes(widths)))


def _spread(sigma, gaussian=False):
    """Return the comparison for the weights of WIDTHS; `sigma` gives each layer's from its inputs."""
    return Statistics(
        sigma={f"W{l}": sigma(WIDTHS[l - 1]) for l in range(1, len(WIDTHS))},
        shapes=_weight_shapes(WIDTHS),
        gaussian=gaussian,
    )


def _small_widths(rng):
    """Return unequal widths of a small network, three to five layers deep."""
    depth = int(rng.integers(3, 6))
    return [int(n) for n in rng.permutation(np.arange(2, 9))[: depth + 1]]


# ------------------------------------------------------------- mistakes that all initialisers share

SHARED_SETTINGS = {
    "initialize_parameters_random": ("layers_dims, scale=10.0", "scale"),
    "initialize_parameters_xavier": ("layers_dims", "np.sqrt(1 / layers_dims[l - 1])"),
    "initialize_parameters_he": ("layers_dims", "np.sqrt(2 / layers_dims[l - 1])"),
}


def _initialiser(
    name,
    weights="",
    biases="np.zeros((layers_dims[l], 1))",
    layers="range(1, len(layers_dims))",
    seed="",
):
    """Return the source of an initialiser, right but for what is given."""
    arguments, factor = SHARED_SETTINGS[name]
    weights = weights or "rng.standard_normal((layers_dims[l], layers_dims[l - 1])) * FACTOR"
    return f"""
def {name}({arguments}):
    rng = np.random.default_rng(5)
    parameters = {{}}
    for l in {layers}:
        {seed or "pass"}
        parameters[f"W{{l}}"] = {weights.replace("FACTOR", factor)}
        parameters[f"b{{l}}"] = {biases}
    return parameters
"""


SHAPE = "(layers_dims[l], layers_dims[l - 1])"


def _shared_misconceptions(name):
    """Return the wrong answers that are wrong in the same way for all random initialisers."""
    return (
        Misconception(
            "rand_for_randn",
            code=_initialiser(name, f"rng.random({SHAPE}) * FACTOR"),
            title="`rand` in place of `randn`",
            hint="`rand` and `rng.random` draw evenly from 0 to 1: every weight is positive. Normal "
            "numbers with mean 0 come from `np.random.randn` or `rng.standard_normal`.",
        ),
        Misconception(
            "seed_inside_the_loop",
            code=_initialiser(name, seed="rng = np.random.default_rng(3)"),
            title="the generator seeded anew in every layer",
            hint="Each layer then starts from the same list of random numbers. Make the generator, or "
            "set the seed, once and before the loop.",
        ),
        Misconception(
            "transposed",
            code=_initialiser(
                name, "rng.standard_normal((layers_dims[l - 1], layers_dims[l])) * FACTOR"
            ),
            title="rows and columns of W exchanged",
            hint="W[l] maps the n[l-1] activations of the layer before to n[l] units: it has a row "
            "for each unit of its own layer.",
        ),
        Misconception(
            "last_layer_missing",
            code=_initialiser(name, layers="range(1, len(layers_dims) - 1)"),
            title="the last layer left out",
            hint="layers_dims has L + 1 entries, because it starts with the inputs; `range` stops "
            "before its second argument. Which is the last l that your loop reaches?",
        ),
        Misconception(
            "return_inside_the_loop",
            code=_initialiser(name).replace("\n    return", "\n        return"),
            title="`return` inside the loop",
            hint="The function ends at the first `return` it meets, here after one layer. How far is "
            "that line indented?",
        ),
        Misconception(
            "random_biases",
            code=_initialiser(name, biases="rng.standard_normal((layers_dims[l], 1))"),
            title="random biases",
            hint="The random weights are enough to make the units differ. The biases start at zero.",
        ),
        Misconception(
            "flat_biases",
            code=_initialiser(name, biases="np.zeros(layers_dims[l])"),
            title="biases of shape (n,)",
            hint="A rank-1 array would be added along the wrong axis later. Ask `np.zeros` for a "
            "column, with a tuple of two sizes.",
        ),
        Misconception(
            "row_biases",
            code=_initialiser(name, biases="np.zeros((1, layers_dims[l]))"),
            title="biases as a row",
            hint="Units are rows, examples are columns: a bias for each unit is a column.",
        ),
        Misconception(
            "zeros_without_a_tuple",
            code=_initialiser(name, biases="np.zeros(layers_dims[l], 1)"),
            title="`np.zeros(n, 1)` in place of `np.zeros((n, 1))`",
            hint="`np.zeros` takes the whole shape as its first argument; it reads a second one as a "
            "data type.",
        ),
        Misconception(
            "size_without_keyword",
            code=_initialiser(
                name, "rng.standard_normal(layers_dims[l], layers_dims[l - 1]) * FACTOR"
            ),
            title="the two sizes given as two arguments",
            hint="`rng.standard_normal` takes the shape as one tuple, unlike the older "
            "`np.random.randn`, which takes the sizes one by one.",
        ),
    )


def _shared_alternatives(name):
    """Return right ways to write a random initialiser."""
    arguments, factor = SHARED_SETTINGS[name]
    entry = factor.replace("layers_dims[l - 1]", "before")
    return (
        Alternative(
            "randn, with a global seed",
            code=f"""
def {name}({arguments}):
    np.random.seed(3)
    parameters = {{}}
    L = len(layers_dims) - 1
    for l in range(1, L + 1):
        parameters['W' + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * {factor}
        parameters['b' + str(l)] = np.zeros((layers_dims[l], 1))
        assert parameters['W' + str(l)].shape == (layers_dims[l], layers_dims[l - 1])
    print(L)
    return parameters
""",
        ),
        Alternative(
            "normal with its own scale, over pairs",
            code=f"""
def {name}({arguments}):
    rng, parameters = np.random.default_rng(), {{}}
    for l, (before, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters.update({{
            f"W{{l}}": rng.normal(0, {entry}, size=(n, before)),
            f"b{{l}}": np.full((n, 1), 0),
        }})
    return parameters
""",
        ),
        Alternative(
            "number by number, weights first",
            code=f"""
import random

def {name}({arguments}):
    parameters = {{}}
    for l in range(1, len(layers_dims)):
        before = layers_dims[l - 1]
        W = np.empty((layers_dims[l], before))
        for i in range(layers_dims[l]):
            for j in range(before):
                W[i, j] = random.gauss(0, 1) * {entry}
        parameters[f"W{{l}}"] = W
    for l in range(1, len(layers_dims)):
        parameters[f"b{{l}}"] = np.array([[0.0]] * layers_dims[l])
    return parameters
""",
        ),
    )


# ------------------------------------------------------------------------ initialize_parameters_zeros


def zero_weights(rng):
    for _ in range(2):
        widths = _small_widths(rng)
        shapes = _weight_shapes(widths)
        yield call("initialize_parameters_zeros", widths).with_(
            expected={key: np.zeros(shape) for key, shape in shapes.items()}
        )


def zero_biases(rng):
    for _ in range(2):
        widths = _small_widths(rng)
        shapes = _bias_shapes(widths)
        yield call("initialize_parameters_zeros", widths).with_(
            expected={key: np.zeros(shape) for key, shape in shapes.items()}
        )


def _zeros(weights="np.zeros((n, n_prev))", biases="np.zeros((n, 1))", layers="range(1, L + 1)"):
    return f"""
def initialize_parameters_zeros(layers_dims):
    parameters = {{}}
    L = len(layers_dims) - 1
    for l in {layers}:
        n, n_prev = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{{l}}"] = {weights}
        parameters[f"b{{l}}"] = {biases}
    return parameters
"""


ZEROS = Exercise(
    "initialize_parameters_zeros",
    parts=(Part("weights", 3, zero_weights), Part("biases", 2, zero_biases)),
    misconceptions=(
        Misconception(
            "transposed",
            code=_zeros(weights="np.zeros((n_prev, n))"),
            title="rows and columns of W exchanged",
            hint="W[l] maps the n[l-1] activations of the layer before to n[l] units: it has a row "
            "for each unit of its own layer.",
        ),
        Misconception(
            "square",
            code=_zeros(weights="np.zeros((n, n))"),
            title="as many columns as rows in W",
            hint="W[l] has a row for each unit of its own layer and a column for each number that "
            "comes in, from the layer before.",
        ),
        Misconception(
            "flat_biases",
            code=_zeros(biases="np.zeros(n)"),
            title="biases of shape (n,)",
            hint="A rank-1 array would be added along the wrong axis later. Ask `np.zeros` for a "
            "column, with a tuple of two sizes.",
        ),
        Misconception(
            "row_biases",
            code=_zeros(biases="np.zeros((1, n))"),
            title="biases as a row",
            hint="Units are rows, examples are columns: a bias for each unit is a column.",
        ),
        Misconception(
            "last_layer_missing",
            code=_zeros(layers="range(1, L)"),
            title="the last layer left out",
            hint="layers_dims has L + 1 entries, because it starts with the inputs; `range` stops "
            "before its second argument. Which is the last l that your loop reaches?",
        ),
        Misconception(
            "layers_counted_from_zero",
            code="""
            def initialize_parameters_zeros(layers_dims):
                parameters = {}
                for l in range(len(layers_dims) - 1):
                    parameters[f"W{l}"] = np.zeros((layers_dims[l + 1], layers_dims[l]))
                    parameters[f"b{l}"] = np.zeros((layers_dims[l + 1], 1))
                return parameters
            """,
            title="layers counted from 0",
            hint="Layer 0 is the input and has no parameters: the first keys are W1 and b1.",
        ),
        Misconception(
            "zeros_without_a_tuple",
            code=_zeros(weights="np.zeros(n, n_prev)", biases="np.zeros(n, 1)"),
            title="`np.zeros(n, m)` in place of `np.zeros((n, m))`",
            hint="`np.zeros` takes the whole shape as its first argument; it reads a second one as a "
            "data type.",
        ),
        Misconception(
            "bias_without_a_tuple",
            code=_zeros(biases="np.zeros(n, 1)"),
            title="`np.zeros(n, 1)` in place of `np.zeros((n, 1))`",
            hint="`np.zeros` takes the whole shape as its first argument; it reads a second one as a "
            "data type.",
        ),
        Misconception(
            "ones",
            code=_zeros(biases="np.ones((n, 1))"),
            title="biases of one",
            hint="Here everything starts at zero, the biases too.",
        ),
        Misconception(
            "biases_omitted",
            change=(('parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))', "pass"),),
            title="the biases left out",
            hint="Every layer has two entries in the dictionary: its W and its b.",
        ),
        Misconception(
            "return_inside_the_loop",
            code=_zeros().replace("\n    return", "\n        return"),
            title="`return` inside the loop",
            hint="The function ends at the first `return` it meets, here after one layer. How far is "
            "that line indented?",
        ),
        Misconception(
            "one_dictionary_a_layer",
            code="""
            def initialize_parameters_zeros(layers_dims):
                for l in range(1, len(layers_dims)):
                    parameters = {}
                    parameters[f"W{l}"] = np.zeros((layers_dims[l], layers_dims[l - 1]))
                    parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
                return parameters
            """,
            title="a new dictionary for every layer",
            hint="The dictionary is made anew in each round of the loop, so only the last layer is "
            "left in it. Make it once, before the loop.",
        ),
    ),
    alternatives=(
        Alternative(
            "integers, keys by str",
            code="""
            def initialize_parameters_zeros(layers_dims):
                parameters = {}
                L = len(layers_dims)
                for l in range(1, L):
                    parameters['W' + str(l)] = np.zeros((layers_dims[l], layers_dims[l-1]), dtype=int)
                    parameters['b' + str(l)] = np.zeros(shape=(layers_dims[l], 1), dtype=int)
                return parameters
            """,
        ),
        Alternative(
            "biases first, products with zero",
            code="""
            def initialize_parameters_zeros(layers_dims):
                b = {f"b{l}": 0 * np.ones((n, 1)) for l, n in enumerate(layers_dims) if l}
                W = {}
                for l, (n_prev, n) in enumerate(zip(layers_dims[:-1], layers_dims[1:])):
                    W["W%d" % (l + 1)] = np.array([[0.0] * n_prev] * n)
                return {**b, **W}
            """,
        ),
    ),
)


# ----------------------------------------------------------------------- initialize_parameters_random


def default_spread(rng):
    yield call("initialize_parameters_random", WIDTHS)


def another_spread(rng):
    scale = round(float(rng.uniform(0.2, 0.4)), 3)
    yield call("initialize_parameters_random", WIDTHS, scale).with_(
        compare=_spread(lambda n: scale, gaussian=True)
    )


def random_shapes_and_biases(rng):
    widths = _small_widths(rng)
    yield call("initialize_parameters_random", widths).with_(
        compare=Statistics(
            shapes=_weight_shapes(widths) | _bias_shapes(widths), zeros=tuple(_bias_shapes(widths))
        )
    )


RANDOM = Exercise(
    "initialize_parameters_random",
    parts=(
        Part("weights, at the default scale", 2, default_spread, _spread(lambda n: 10.0, True)),
        Part("weights, at another scale", 2, another_spread, Statistics()),
        Part("shapes, and biases of zero", 2, random_shapes_and_biases, Statistics()),
    ),
    misconceptions=(
        Misconception(
            "biases_scaled_too",
            code=_initialiser(
                "initialize_parameters_random",
                biases="rng.standard_normal((layers_dims[l], 1)) * scale",
            ),
            title="random biases",
            hint="Only the weights are drawn and scaled. The biases start at zero.",
        ),
        Misconception(
            "uniform_about_zero",
            code=_initialiser(
                "initialize_parameters_random", f"rng.uniform(-1, 1, {SHAPE}) * scale"
            ),
            title="a uniform distribution",
            hint="The mean is right, but the numbers spread evenly over an interval. The docstring "
            "promises a normal distribution.",
        ),
        Misconception(
            "uniform_of_the_right_spread",
            code=_initialiser(
                "initialize_parameters_random",
                f"rng.uniform(-1, 1, {SHAPE}) * np.sqrt(3) * scale",
            ),
            title="a uniform distribution of the right spread",
            hint="Mean and spread are right, but the numbers spread evenly over an interval. The "
            "docstring promises a normal distribution.",
        ),
        Misconception(
            "unscaled",
            code=_initialiser("initialize_parameters_random", f"rng.standard_normal({SHAPE})"),
            title="`scale` not used",
            hint="Standard normal numbers have the standard deviation 1. What has to happen to each "
            "of them so that it is `scale`?",
        ),
        Misconception(
            "always_ten",
            code=_initialiser("initialize_parameters_random", f"rng.standard_normal({SHAPE}) * 10"),
            title="10 in place of `scale`",
            hint="10 is only the default. Use the argument.",
        ),
        Misconception(
            "divided_by_scale",
            code=_initialiser(
                "initialize_parameters_random", f"rng.standard_normal({SHAPE}) / scale"
            ),
            title="division by `scale`",
            hint="A larger scale should make larger weights.",
        ),
        Misconception(
            "root_of_scale",
            code=_initialiser(
                "initialize_parameters_random", f"rng.standard_normal({SHAPE}) * np.sqrt(scale)"
            ),
            title="`scale` taken for a variance",
            hint="The docstring calls `scale` the standard deviation: how does the standard deviation "
            "change when every number is multiplied by c?",
        ),
        Misconception(
            "scale_as_the_mean",
            code=_initialiser("initialize_parameters_random", f"rng.normal(scale, size={SHAPE})"),
            title="`scale` given as the mean",
            hint="The first argument of `rng.normal` is the mean, the second the standard deviation. "
            "`rng.standard_normal`, multiplied afterwards, leaves no doubt.",
        ),
        Misconception(
            "scaled_by_inputs",
            code=_initialiser(
                "initialize_parameters_random",
                f"rng.standard_normal({SHAPE}) * scale / np.sqrt(layers_dims[l - 1])",
            ),
            title="a spread that depends on the layer",
            hint="That is a good idea, and you are a few pages ahead. Here every layer has the same "
            "standard deviation.",
        ),
        *[
            m
            for m in _shared_misconceptions("initialize_parameters_random")
            if m.name != "random_biases"
        ],
    ),
    alternatives=_shared_alternatives("initialize_parameters_random"),
)


# ------------------------------------------------------------------- initialize_parameters_xavier, _he


def xavier_weights(rng):
    yield call("initialize_parameters_xavier", WIDTHS)


def xavier_shapes(rng):
    widths = _small_widths(rng)
    yield call("initialize_parameters_xavier", widths).with_(compare=_shapes_only(widths))


def xavier_biases(rng):
    yield call("initialize_parameters_xavier", WIDTHS)


def he_weights(rng):
    yield call("initialize_parameters_he", WIDTHS)


def he_shapes(rng):
    widths = _small_widths(rng)
    yield call("initialize_parameters_he", widths).with_(compare=_shapes_only(widths))


def he_biases(rng):
    yield call("initialize_parameters_he", WIDTHS)


def _spread_misconception(function, name, factor, title, hint):
    code = _initialiser(function, f"rng.standard_normal({SHAPE}) * {factor}")
    return Misconception(name, code=code, title=title, hint=hint)


def _spread_misconceptions(function, numerator):
    """Return wrong factors that the two initialisers have in common; `numerator` is 1 or 2."""
    return (
        _spread_misconception(
            function,
            "fan_out",
            f"np.sqrt({numerator} / layers_dims[l])",
            "n[l] in place of n[l-1]",
            "Each z adds up one product for each unit of the layer before. So which number of units "
            "decides how far z spreads?",
        ),
        _spread_misconception(
            function,
            "root_missing",
            f"({numerator} / layers_dims[l - 1])",
            "the variance in place of the standard deviation",
            "Multiplying standard normal numbers by c makes their variance c squared. Which c gives "
            "the variance that the docstring asks for?",
        ),
        _spread_misconception(
            function,
            "inputs_everywhere",
            f"np.sqrt({numerator} / layers_dims[0])",
            "layers_dims[0] in every layer",
            "Layer l receives the n[l-1] activations of the layer before it, not the inputs of the "
            "network (unless l is 1).",
        ),
        _spread_misconception(
            function,
            "inverted",
            f"np.sqrt(layers_dims[l - 1] / {numerator})",
            "the fraction upside down",
            "The more units feed into a sum, the smaller each weight has to be.",
        ),
        _spread_misconception(
            function,
            "not_scaled",
            "1.0",
            "weights of standard deviation 1",
            "Standard normal numbers have the variance 1. Which factor gives them the variance that "
            "the docstring asks for?",
        ),
        _spread_misconception(
            function,
            "hundredth_times",
            f"0.01 * np.sqrt({numerator} / layers_dims[l - 1])",
            "the 0.01 of week 2 kept in front",
            "The 0.01 was a guess for one hidden layer. The root that you computed takes its place.",
        ),
        Misconception(
            "uniform_to_one_over_root",
            code=_initialiser(
                function, f"rng.uniform(-1, 1, {SHAPE}) / np.sqrt(layers_dims[l - 1])"
            ),
            title="an even distribution between -1/sqrt(n[l-1]) and 1/sqrt(n[l-1])",
            hint="Some libraries draw like this. Numbers spread evenly from -c to c have the variance "
            "c^2/3, and the docstring asks for normal numbers anyway.",
        ),
        _spread_misconception(
            function,
            "hundredth",
            "0.01",
            "the constant 0.01 for every layer",
            "0.01 served well for one hidden layer. The docstring asks for a spread that follows the "
            "number of units before.",
        ),
        _spread_misconception(
            function,
            "glorot",
            "np.sqrt(2 / (layers_dims[l] + layers_dims[l - 1]))",
            "the variance 2/(n[l-1] + n[l]), the rule of Glorot and Bengio",
            "That rule is a compromise between the forward pass, which wants n[l-1] in it, and the "
            "backward pass, which wants n[l]. It is not wrong in itself; the docstring asks for the "
            "one that looks at the forward pass alone.",
        ),
    )


XAVIER = Exercise(
    "initialize_parameters_xavier",
    parts=(
        Part("spread of the weights", 5, xavier_weights, _spread(lambda n: math.sqrt(1 / n))),
        Part("shapes", 2, xavier_shapes, Statistics()),
        Part("biases of zero", 1, xavier_biases, _zero_biases(WIDTHS)),
    ),
    misconceptions=(
        *_spread_misconceptions("initialize_parameters_xavier", 1),
        _spread_misconception(
            "initialize_parameters_xavier",
            "he",
            "np.sqrt(2 / layers_dims[l - 1])",
            "the factor 2, which belongs to relu",
            "This initialization is made for activations that are nearly linear around 0, such as "
            "tanh; nothing is cut off there, so there is nothing to make up for.",
        ),
        *_shared_misconceptions("initialize_parameters_xavier"),
    ),
    alternatives=_shared_alternatives("initialize_parameters_xavier"),
)

HE = Exercise(
    "initialize_parameters_he",
    parts=(
        Part("spread of the weights", 7, he_weights, _spread(lambda n: math.sqrt(2 / n))),
        Part("shapes", 3, he_shapes, Statistics()),
        Part("biases of zero", 2, he_biases, _zero_biases(WIDTHS)),
    ),
    misconceptions=(
        *_spread_misconceptions("initialize_parameters_he", 2),
        _spread_misconception(
            "initialize_parameters_he",
            "root_of_two_over_n",
            "np.sqrt(2) / layers_dims[l - 1]",
            "the root over the 2 alone",
            "The root belongs over the whole variance, over the 2 and over n[l-1].",
        ),
        _spread_misconception(
            "initialize_parameters_he",
            "variance_one_over_n",
            "np.sqrt(1 / layers_dims[l - 1])",
            "variance 1/n[l-1] in place of 2/n[l-1]",
            "Relu sets half of what arrives to zero. What has to make up for the lost half of the "
            "mean square?",
        ),
        *_shared_misconceptions("initialize_parameters_he"),
    ),
    alternatives=_shared_alternatives("initialize_parameters_he"),
)


# ------------------------------------------------------------------------------------ leaky_relu_gain


def leaky_slopes(rng):
    for low, high in ((0.05, 0.4), (0.5, 0.9)):
        yield call("leaky_relu_gain", round(float(rng.uniform(low, high)), 3))


def slope_zero(rng):
    yield call("leaky_relu_gain", 0.0).with_(note="relu")


def slope_one(rng):
    yield call("leaky_relu_gain", 1.0).with_(note="no activation at all")


def _gain(name, formula, title, hint):
    return Misconception(name, change=(("2 / (1 + alpha**2)", formula),), title=title, hint=hint)


GAIN = Exercise(
    "leaky_relu_gain",
    parts=(
        Part("slopes between 0 and 1", 3, leaky_slopes),
        Part("slope 0", 1, slope_zero, beside=True),
        Part("slope 1", 1, slope_one, beside=True),
    ),
    misconceptions=(
        _gain(
            "root",
            "np.sqrt(2 / (1 + alpha**2))",
            "the root of the factor",
            "Libraries call this root the gain, because it multiplies the standard deviation. Here "
            "the factor of the variance is asked for.",
        ),
        _gain(
            "square_of_the_sum",
            "2 / (1 + alpha)**2",
            "(1 + alpha)^2 in place of 1 + alpha^2",
            "The positive half contributes its own square, the negative half its own. Square each "
            "before you add.",
        ),
        _gain(
            "alpha_not_squared",
            "2 / (1 + alpha)",
            "alpha not squared",
            "A slope of alpha makes values alpha times as large. What does it make of their squares?",
        ),
        _gain(
            "two_forgotten",
            "1 / (1 + alpha**2)",
            "the factor 2 forgotten",
            "At slope 1 nothing is cut off, and the factor should be 1. What is yours there?",
        ),
        _gain(
            "inverted",
            "(1 + alpha**2) / 2",
            "the share that survives, and not its inverse",
            "You found by which factor the activation changes the mean square. The weights have to "
            "make up for it.",
        ),
        _gain(
            "brackets",
            "2 / 1 + alpha**2",
            "brackets missing: only the 1 is below the fraction bar",
            "Division binds more tightly than addition. What should stand below the bar?",
        ),
        _gain(
            "one_minus",
            "2 / (1 - alpha**2)",
            "a minus sign in the denominator",
            "Both halves add to the mean square; nothing is taken away. At slope 1 the factor should "
            "be 1.",
        ),
        _gain(
            "slope_of_relu_only",
            "2.0 + 0 * alpha",
            "relu's factor for every slope",
            "With a slope below zero some of the negative half survives, so less has to be made up for.",
        ),
    ),
    alternatives=(
        Alternative(
            "mean of two squares",
            change=(("2 / (1 + alpha**2)", "1 / ((1**2 + alpha * alpha) / 2)"),),
        ),
        Alternative(
            "power, as an array",
            change=(("2 / (1 + alpha**2)", "2.0 * np.power(np.array([1 + alpha ** 2]), -1)"),),
        ),
    ),
)


# --------------------------------------------------------------------------------- forward_statistics


def _network(rng, widths, scale, low, high):
    """Return parameters with weights N(0, scale^2) and biases from `low` to `high`, as given arrays."""
    parameters = {}
    for l in range(1, len(widths)):
        parameters[f"W{l}"] = np.round(rng.normal(0, scale, (widths[l], widths[l - 1])), 6)
        parameters[f"b{l}"] = np.round(rng.uniform(low, high, (widths[l], 1)), 6)
    return parameters


def _deep_widths(rng):
    """Return [n0, n1, n2, n3, n_y, m], all different, with n_y of 2."""
    return [*(int(n) for n in rng.permutation([4, 5, 6, 7])), 2, 8]


def saturating_networks(rng):
    for activation, scale in (("tanh", 1.2), ("sigmoid", 3.0)):
        *widths, m = _deep_widths(rng)
        parameters = _network(rng, widths, scale, -0.8, 0.8)
        yield call("forward_statistics", rng.normal(0, 1, (widths[0], m)), parameters, activation)


def relu_networks(rng):
    *widths, m = _deep_widths(rng)
    parameters = _network(rng, widths, 0.8, 0.1, 0.9)
    dead = rng.permutation([1, 2, 3])
    for l, count in enumerate(dead, 1):
        units = rng.choice(widths[l], min(int(count), widths[l] - 2), replace=False)
        parameters[f"b{l}"][units] = -60.0
    X = rng.normal(0, 1, (widths[0], m))
    yield call("forward_statistics", X, parameters, "relu").with_(note="some units are dead")


def _layer_values(key):
    return Custom("helpers.week4_judges.layer_values", {"key": key}, shaped=True)


def _statistics(
    start="A = X",
    layers="range(1, L)",
    activation="activation",
    after="pass",
    of="A",
    mean="A.mean()",
    std="A.std()",
    tanh="np.mean(np.abs(A) > 0.99)",
    sigmoid="np.mean((A < 0.01) | (A > 0.99))",
    relu="np.mean(np.all(A == 0, axis=1))",
):
    """Return the source of `forward_statistics`, right but for what is given."""
    return f"""
def forward_statistics(X, parameters, activation):
    L = len(parameters) // 2
    statistics = []
    {start}
    for l in {layers}:
        A, cache = linear_activation_forward(
            A, parameters[f"W{{l}}"], parameters[f"b{{l}}"], {activation}
        )
        {after}
        kept, A = A, {of}
        if activation == "tanh":
            saturated = {tanh}
        elif activation == "sigmoid":
            saturated = {sigmoid}
        else:
            saturated = {relu}
        statistics.append({{"mean": {mean}, "std": {std}, "saturated": saturated}})
        A = kept
    return statistics
"""


FORWARD_STATISTICS = Exercise(
    "forward_statistics",
    parts=(
        Part("mean, tanh and sigmoid", 2, saturating_networks, _layer_values("mean")),
        Part("std, tanh and sigmoid", 2, saturating_networks, _layer_values("std")),
        Part("saturated, tanh and sigmoid", 4, saturating_networks, _layer_values("saturated")),
        Part("mean, relu", 1, relu_networks, _layer_values("mean")),
        Part("std, relu", 1, relu_networks, _layer_values("std")),
        Part("dead units, relu", 4, relu_networks, _layer_values("saturated")),
    ),
    misconceptions=(
        Misconception(
            "z_for_a",
            code=_statistics(of="cache[1]"),
            title="Z in place of A",
            hint="The statistics are those of what a layer sends on, after the activation.",
        ),
        Misconception(
            "mean_of_each_unit",
            code=_statistics(mean="A.mean(axis=1)", std="A.std(axis=1)"),
            title="a mean and a std for each unit",
            hint="One number describes the whole layer: all units and all examples together.",
        ),
        Misconception(
            "variance",
            code=_statistics(std="A.var()"),
            title="the variance in place of the standard deviation",
            hint="The variance is the square of what is asked for.",
        ),
        Misconception(
            "ddof",
            code=_statistics(std="A.std(ddof=1)"),
            title="division by the number of entries minus 1",
            hint="Here the spread of just these numbers is asked for, as `np.std` gives it.",
        ),
        Misconception(
            "root_mean_square",
            code=_statistics(std="np.sqrt(np.mean(A**2))"),
            title="the root of the mean square in place of the standard deviation",
            hint="The two agree only when the mean is 0. The standard deviation measures the spread "
            "about the mean.",
        ),
        Misconception(
            "abs_forgotten",
            code=_statistics(tanh="np.mean(A > 0.99)"),
            title="tanh saturated at one end only",
            hint="tanh is flat near 1 and near -1.",
        ),
        Misconception(
            "low_end_of_sigmoid_forgotten",
            code=_statistics(sigmoid="np.mean(A > 0.99)"),
            title="sigmoid saturated at one end only",
            hint="The sigmoid is flat near 1 and near 0.",
        ),
        Misconception(
            "and_for_or",
            code=_statistics(sigmoid="np.mean((A < 0.01) & (A > 0.99))"),
            title="`&` in place of `|`",
            hint="No number is below 0.01 and above 0.99 at the same time.",
        ),
        Misconception(
            "zero_entries",
            code=_statistics(relu="np.mean(A == 0)"),
            title="zero entries counted, and not dead units",
            hint="A relu unit is zero for about half of the examples and is quite healthy. It is dead "
            "when it is zero for every one.",
        ),
        Misconception(
            "any_zero",
            code=_statistics(relu="np.mean(np.any(A == 0, axis=1))"),
            title="a unit called dead when it is zero for some example",
            hint="A unit is dead when it is zero for every example: think of `np.all`.",
        ),
        Misconception(
            "dead_examples",
            code=_statistics(relu="np.mean(np.all(A == 0, axis=0))"),
            title="dead examples in place of dead units",
            hint="Units are rows, examples are columns: a dead unit is a row of zeros.",
        ),
        Misconception(
            "count",
            code=_statistics(
                tanh="np.sum(np.abs(A) > 0.99)",
                sigmoid="np.sum((A < 0.01) | (A > 0.99))",
                relu="np.sum(np.all(A == 0, axis=1))",
            ),
            title="a number in place of a share",
            hint="A share lies between 0 and 1: divide by how many there are.",
        ),
        Misconception(
            "percent",
            code=_statistics(
                tanh="100 * np.mean(np.abs(A) > 0.99)",
                sigmoid="100 * np.mean((A < 0.01) | (A > 0.99))",
                relu="100 * np.mean(np.all(A == 0, axis=1))",
            ),
            title="per cent in place of a share",
            hint="A share lies between 0 and 1.",
        ),
        Misconception(
            "output_layer_included",
            code=_statistics(layers="range(1, L + 1)"),
            title="the output layer counted among the hidden ones",
            hint="Of the L layers the last is the output layer. How many are hidden?",
        ),
        Misconception(
            "last_hidden_layer_missing",
            code=_statistics(layers="range(1, L - 1)"),
            title="the last hidden layer left out",
            hint="`range` stops before its second argument. Which is the last l that your loop "
            "reaches, and which is the last hidden layer?",
        ),
        Misconception(
            "input_included",
            code=_statistics(
                start='A = X; statistics.append({"mean": X.mean(), "std": X.std(), "saturated": 0.0})'
            ),
            title="the inputs counted as a layer",
            hint="X is layer 0: it is given, not computed. The first entry belongs to A[1].",
        ),
        Misconception(
            "activation_ignored",
            code=_statistics(activation='"relu"'),
            title="relu in every network",
            hint="The argument `activation` says which activation the hidden layers have.",
        ),
        Misconception(
            "always_x",
            code=_statistics().replace("            A, parameters", "            X, parameters"),
            title="X as the input of every layer",
            hint="X enters layer 1 only. What does layer 2 receive?",
        ),
        Misconception(
            "cache_not_taken_apart",
            code=_statistics().replace("A, cache = linear", "A = linear"),
            title="A and cache taken for one thing",
            hint="linear_activation_forward returns two things, A and a cache. Give each its own name, "
            "or throw the cache away: `A, _ = ...`.",
        ),
        Misconception(
            "cache_not_taken_apart_numpy",
            code=_statistics(mean="np.mean(A)", tanh="0", sigmoid="0", relu="0").replace(
                "A, cache = linear", "A = linear"
            ),
            title="A and cache taken for one thing",
            hint="linear_activation_forward returns two things, A and a cache. Give each its own name, "
            "or throw the cache away: `A, _ = ...`.",
        ),
        Misconception(
            "sigmoid_rule_for_relu",
            code=_statistics(relu="np.mean((A < 0.01) | (A > 0.99))"),
            title="the sigmoid's rule for relu",
            hint="Relu has no upper end. For relu the docstring asks for the share of units that are "
            "zero for every example.",
        ),
        Misconception(
            "one_dictionary_for_all",
            code="""
            def forward_statistics(X, parameters, activation):
                A, statistics, entry = X, [], {}
                for l in range(1, len(parameters) // 2):
                    A, _ = linear_activation_forward(
                        A, parameters[f"W{l}"], parameters[f"b{l}"], activation
                    )
                    entry["mean"], entry["std"] = A.mean(), A.std()
                    if activation == "tanh":
                        entry["saturated"] = np.mean(np.abs(A) > 0.99)
                    elif activation == "sigmoid":
                        entry["saturated"] = np.mean((A < 0.01) | (A > 0.99))
                    else:
                        entry["saturated"] = np.mean(np.all(A == 0, axis=1))
                    statistics.append(entry)
                return statistics
            """,
            title="one dictionary, appended again and again",
            hint="Every entry of your list is the same dictionary, so all show the last layer. Make a "
            "new dictionary for each layer.",
        ),
    ),
    alternatives=(
        Alternative(
            "layers collected first",
            code="""
            def forward_statistics(X, parameters, activation):
                L = len(parameters) // 2
                activations = [X]
                for l in range(1, L):
                    out = linear_activation_forward(
                        activations[-1], parameters["W" + str(l)], parameters["b" + str(l)], activation
                    )
                    activations.append(out[0])
                flat = {
                    "tanh": lambda A: np.count_nonzero((A > 0.99) + (A < -0.99)) / A.size,
                    "sigmoid": lambda A: 1 - np.mean((A >= 0.01) & (A <= 0.99)),
                    "relu": lambda A: sum(1 for row in A if not row.any()) / len(A),
                }[activation]
                return [
                    dict(mean=np.mean(A), std=np.sqrt(np.var(A)), saturated=flat(A))
                    for A in activations[1:]
                ]
            """,
        ),
        Alternative(
            "own forward pass, loops",
            code="""
            def forward_statistics(X, parameters, activation):
                L = len(parameters) // 2
                statistics = ()
                A = X.copy()
                for l in range(1, L):
                    Z = np.dot(parameters[f"W{l}"], A) + parameters[f"b{l}"]
                    if activation == "tanh":
                        A = np.tanh(Z)
                        bad = np.where(np.abs(A) > 0.99, 1.0, 0.0).mean()
                    elif activation == "sigmoid":
                        A = 1 / (1 + np.exp(-Z))
                        bad = np.sum(A < 0.01) / A.size + np.sum(A > 0.99) / A.size
                    elif activation == "relu":
                        A = Z * (Z > 0)
                        dead = 0
                        for unit in range(A.shape[0]):
                            if np.max(A[unit]) == 0:
                                dead += 1
                        bad = dead / A.shape[0]
                    mean = A.sum() / A.size
                    std = ((A - mean) ** 2).mean() ** 0.5
                    print(l, mean, std)
                    statistics += ({"mean": mean, "std": std, "saturated": bad, "layer": l},)
                return list(statistics)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ depth_until_vanishing


def _off_powers(rng, low, high, exponent):
    """Return a scale and a tolerance whose exact depth is not close to a whole number."""
    while True:
        scale = round(float(rng.uniform(low, high)), 3)
        tolerance = round(float(10 ** rng.uniform(*exponent)), 7)
        part = abs(math.log(tolerance) / math.log(scale)) % 1
        if 0.05 < part < 0.45 or 0.55 < part < 0.95:
            return scale, tolerance, part


def _both_sides_of_a_half(rng, low, high, exponent):
    """Return two pairs: one that rounds down, one that rounds up."""
    down = up = None
    while down is None or up is None:
        scale, tolerance, part = _off_powers(rng, low, high, exponent)
        if part < 0.5:
            down = down or (scale, tolerance)
        else:
            up = up or (scale, tolerance)
    return down, up


def shrinking(rng):
    for scale, tolerance in _both_sides_of_a_half(rng, 0.3, 0.95, (-6, -1)):
        yield call("depth_until_vanishing", scale, tolerance)
    yield call("depth_until_vanishing", *_off_powers(rng, 0.02, 0.09, (-0.9, -0.3))[:2]).with_(
        note="one layer is enough"
    )


def growing(rng):
    for scale, tolerance in _both_sides_of_a_half(rng, 1.05, 2.5, (-6, -1)):
        yield call("depth_until_vanishing", scale, tolerance)


def constant(rng):
    yield call("depth_until_vanishing", 1.0, round(float(rng.uniform(0.001, 0.1)), 4))
    yield call("depth_until_vanishing", 1, 0.5).with_(note="a whole number")


def _depth(name, title, hint, **changes):
    settings = {
        "one": "np.inf",
        "small": "np.log(tolerance) / np.log(weight_scale)",
        "large": "np.log(1 / tolerance) / np.log(weight_scale)",
        "whole": "int(np.floor(exact)) + 1",
    } | changes
    code = f"""
def depth_until_vanishing(weight_scale, tolerance):
    if weight_scale == 1:
        return {settings["one"]}
    if weight_scale < 1:
        exact = {settings["small"]}
    else:
        exact = {settings["large"]}
    return {settings["whole"]}
"""
    return Misconception(name, code=code, title=title, hint=hint)


DEPTH = Exercise(
    "depth_until_vanishing",
    parts=(
        Part("factors below 1", 4, shrinking),
        Part("factors above 1", 4, growing),
        Part("factor 1", 3, constant, beside=True),
    ),
    misconceptions=(
        _depth(
            "one_layer_short",
            "one layer too few",
            "With your depth the signal is not yet past the limit: the whole number has to be "
            "rounded up.",
            whole="int(np.floor(exact))",
        ),
        _depth(
            "one_layer_more",
            "one layer too many",
            "One layer fewer is already past the limit. Check with L - 1.",
            whole="int(np.floor(exact)) + 2",
        ),
        _depth(
            "rounded",
            "the nearest whole number",
            "A depth just below the exact one does not reach the limit: round up, never down.",
            whole="round(float(exact))",
        ),
        _depth(
            "not_whole",
            "no whole number",
            "Layers come one at a time: which whole number is the first past the limit?",
            whole="exact",
        ),
        _depth(
            "mixed_bases",
            "two logarithms of different bases",
            "Any base will do, but both logarithms have to have the same one.",
            small="np.log10(tolerance) / np.log(weight_scale)",
            large="np.log10(1 / tolerance) / np.log(weight_scale)",
        ),
        _depth(
            "fraction_inverted",
            "the fraction of the logarithms upside down",
            "Take logarithms on both sides of scale^L < tolerance, then solve for L.",
            small="np.log(weight_scale) / np.log(tolerance)",
            large="np.log(weight_scale) / np.log(1 / tolerance)",
        ),
        _depth(
            "no_logarithm",
            "a quotient in place of logarithms",
            "Each layer multiplies, it does not add: after L layers the factor is scale^L.",
            small="tolerance / weight_scale",
            large="1 / tolerance / weight_scale",
        ),
        _depth(
            "tolerance_when_growing",
            "`tolerance` in place of 1/tolerance for factors above 1",
            "A growing signal never falls below the tolerance. Which limit does it cross?",
            large="np.log(tolerance) / np.log(weight_scale)",
        ),
        _depth(
            "growing_called_infinite",
            "infinity for every factor from 1 on",
            "A factor above 1 loses the signal too: it explodes. After how many layers is it beyond "
            "1/tolerance?",
            large="np.inf",
            whole="exact if np.isinf(exact) else int(np.floor(exact)) + 1",
        ),
        _depth(
            "zero_for_one",
            "0 layers for the factor 1",
            "A factor of 1 changes nothing, however many layers there are.",
            one="0",
        ),
        _depth(
            "text_for_one",
            "a text for the factor 1",
            "Infinity is a number: `np.inf`, without quotation marks.",
            one='"infinity"',
        ),
        Misconception(
            "formula_alone",
            code="""
            def depth_until_vanishing(weight_scale, tolerance):
                return np.log(tolerance) / np.log(weight_scale)
            """,
            title="the quotient of the logarithms, and nothing else",
            hint="It is where to start. Three things are left: a depth is a whole number; a factor "
            "above 1 crosses another limit (yours is negative there); and log(1) is 0.",
        ),
        Misconception(
            "formula_rounded_up",
            code="""
            def depth_until_vanishing(weight_scale, tolerance):
                return int(np.ceil(np.log(tolerance) / np.log(weight_scale)))
            """,
            title="one formula for all factors",
            hint="It is right below 1. A factor above 1 crosses another limit (yours is negative "
            "there), and log(1) is 0.",
        ),
        Misconception(
            "one_not_treated",
            code="""
            def depth_until_vanishing(weight_scale, tolerance):
                limit = tolerance if weight_scale < 1 else 1 / tolerance
                return math.floor(math.log(limit) / math.log(weight_scale)) + 1

            import math
            """,
            title="the factor 1 divides by log(1)",
            hint="The logarithm of 1 is 0. Treat that factor on its own, first.",
        ),
        Misconception(
            "one_not_treated_in_numpy",
            code="""
            def depth_until_vanishing(weight_scale, tolerance):
                limit = tolerance if weight_scale < 1 else 1 / tolerance
                return int(np.floor(np.log(limit) / np.log(weight_scale))) + 1
            """,
            title="the factor 1 divides by log(1)",
            hint="The logarithm of 1 is 0. Treat that factor on its own, first.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop",
            code="""
            def depth_until_vanishing(weight_scale, tolerance):
                if weight_scale == 1:
                    return float("inf")
                depth, signal = 0, 1.0
                while tolerance <= signal <= 1 / tolerance:
                    signal = signal * weight_scale
                    depth += 1
                return depth
            """,
        ),
        Alternative(
            "ceil of two absolute logarithms",
            code="""
            import math

            def depth_until_vanishing(weight_scale, tolerance):
                rate = abs(math.log2(weight_scale))
                if not rate:
                    return math.inf
                depth = math.ceil(-math.log2(tolerance) / rate)
                return depth
            """,
        ),
        Alternative(
            "powers compared, as floats",
            code="""
            def depth_until_vanishing(weight_scale, tolerance):
                depth = np.inf
                if weight_scale < 1:
                    depth = np.ceil(np.log(tolerance) / np.log(weight_scale))
                elif weight_scale > 1:
                    depth = 0
                    while not weight_scale**depth > 1 / tolerance:
                        depth += 1
                return depth
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------------- gradient_norms


def _gradient_case(rng, activation, scale, outputs):
    *widths, _, m = _deep_widths(rng)
    widths.append(outputs)
    parameters = _network(rng, widths, scale, 0.2, 0.9)
    Y = (rng.random((outputs, m)) < 0.4).astype(int)
    return call("gradient_norms", rng.normal(0, 1, (widths[0], m)), Y, parameters, activation)


def tanh_gradients(rng):
    yield _gradient_case(rng, "tanh", 0.6, 2)
    yield _gradient_case(rng, "tanh", 0.6, 3)


def relu_gradients(rng):
    yield _gradient_case(rng, "relu", 0.6, 2)


def sigmoid_gradients(rng):
    yield _gradient_case(rng, "sigmoid", 1.2, 2)


def _gradients(
    norm="np.linalg.norm(dW)",
    hidden="activation",
    output="A - Y",
    start="dA, dW, db = linear_backward(OUTPUT, caches[-1][0])",
    step="dA, dW, db = linear_activation_backward(dA, cache, HIDDEN)",
    result="norms",
):
    """Return the source of `gradient_norms`, right but for what is given."""
    start = start.replace("OUTPUT", output)
    step = step.replace("HIDDEN", hidden)
    return f"""
def gradient_norms(X, Y, parameters, activation):
    L = len(parameters) // 2
    m = X.shape[1]
    A, caches = X, []
    for l in range(1, L + 1):
        kind = {hidden} if l < L else "sigmoid"
        A, cache = linear_activation_forward(A, parameters[f"W{{l}}"], parameters[f"b{{l}}"], kind)
        caches.append(cache)
    {start}
    norms = [{norm}]
    for cache in reversed(caches[:-1]):
        {step}
        norms.insert(0, {norm})
    return {result}
"""


GRADIENT_NORMS = Exercise(
    "gradient_norms",
    parts=(
        Part("output layer", 4, tanh_gradients, GRADIENT, select=(3,)),
        Part("all layers, tanh", 4, tanh_gradients, GRADIENT),
        Part("all layers, relu", 4, relu_gradients, GRADIENT),
        Part("all layers, sigmoid", 4, sigmoid_gradients, GRADIENT),
    ),
    misconceptions=(
        Misconception(
            "squared",
            code=_gradients(norm="np.sum(dW**2)"),
            title="the squared norm",
            hint="The norm is the root of the sum of squares.",
        ),
        Misconception(
            "db_included",
            code=_gradients(norm="np.sqrt(np.sum(dW**2) + np.sum(db**2))"),
            title="db included",
            hint="Only the weights' gradients count here.",
        ),
        Misconception(
            "spectral_norm",
            code=_gradients(norm="np.linalg.norm(dW, 2)"),
            title="the largest singular value in place of the Frobenius norm",
            hint="For a matrix, `np.linalg.norm(dW, 2)` is not the root of the sum of squares. Look "
            "up what it is when you leave the second argument out.",
        ),
        Misconception(
            "sum_of_sizes",
            code=_gradients(norm="np.sum(np.abs(dW))"),
            title="the sum of absolute values",
            hint="The Frobenius norm squares the entries, adds them up and takes the root.",
        ),
        Misconception(
            "mean_square",
            code=_gradients(norm="np.sqrt(np.mean(dW**2))"),
            title="the root of the mean square",
            hint="The Frobenius norm adds the squares up; it does not average them.",
        ),
        Misconception(
            "norm_of_each_unit",
            code=_gradients(norm="np.linalg.norm(dW, axis=1)"),
            title="a norm for each row of dW",
            hint="Each layer gets one number. What does `axis=` do here?",
        ),
        Misconception(
            "gradients_themselves",
            code=_gradients(norm="dW"),
            title="the gradients in place of their norms",
            hint="You have all the dW. Now one number for each: how large is it?",
        ),
        Misconception(
            "reversed_order",
            code=_gradients(result="norms[::-1]"),
            title="the output layer first",
            hint="Going backward you meet layer L first. The list starts with layer 1.",
        ),
        Misconception(
            "one_over_m_missing",
            code=_gradients(norm="np.linalg.norm(dW) * m"),
            title="missing 1/m",
            hint="The cost is an average over the examples, and so is its gradient. linear_backward "
            "of week 3 divides by m already.",
        ),
        Misconception(
            "divided_twice",
            code=_gradients(output="(A - Y) / m"),
            title="1/m taken twice",
            hint="linear_backward has the 1/m in it; dZ is a gradient of the summed loss and has none.",
        ),
        Misconception(
            "sigmoid_derivative_kept",
            code=_gradients(output="(A - Y) * A * (1 - A)"),
            title="the sigmoid's derivative on top of A - Y",
            hint="With cross-entropy the derivative A(1 - A) cancels: A - Y is dZ of the output layer, "
            "already behind the sigmoid. The next step is linear_backward.",
        ),
        Misconception(
            "hidden_derivative_missing",
            code=_gradients(step="dA, dW, db = linear_backward(dA, cache[0])"),
            title="the hidden layers' derivative left out",
            hint="Between dA and dZ of a hidden layer stands g'(Z): linear_activation_backward puts "
            "it there.",
        ),
        Misconception(
            "relu_everywhere",
            code=_gradients(hidden='"relu"'),
            title="relu in every network",
            hint="The argument `activation` says which activation the hidden layers have.",
        ),
        Misconception(
            "sigmoid_backward_everywhere",
            code=_gradients(step='dA, dW, db = linear_activation_backward(dA, cache, "sigmoid")'),
            title="the sigmoid's derivative in the hidden layers",
            hint="Only the output layer has the sigmoid. Go back through each hidden layer with the "
            "activation it had on the way forward.",
        ),
        Misconception(
            "output_layer_like_the_hidden_ones",
            code=_gradients().replace(
                'kind = activation if l < L else "sigmoid"', "kind = activation"
            ),
            title="the hidden activation in the output layer",
            hint="The argument names the activation of the hidden layers. The output layer always has "
            "sigmoid.",
        ),
        Misconception(
            "whole_cache_for_linear_cache",
            code=_gradients(start="dA, dW, db = linear_backward(OUTPUT, caches[-1])"),
            title="the whole cache in place of the linear one",
            hint="A cache is the tuple ((A_prev, W, b), Z). linear_backward wants the first part alone.",
        ),
        Misconception(
            "caches_from_the_input_on",
            code=_gradients().replace("reversed(caches[:-1])", "caches[:-1]"),
            title="the caches taken from the wrong end",
            hint="Going backward, layer L - 1 comes right after the output layer, and layer 1 last.",
        ),
        Misconception(
            "averaged_over_outputs",
            code=_gradients(output="(A - Y) / Y.shape[0]"),
            title="an average over the outputs",
            hint="The cost adds up over the outputs and averages over the examples only.",
        ),
        Misconception(
            "first_layer_missing",
            code=_gradients().replace("reversed(caches[:-1])", "reversed(caches[1:-1])"),
            title="the first layer left out",
            hint="There are L gradients, one for each layer: the loop stops one too early.",
        ),
        Misconception(
            "output_layer_missing",
            code=_gradients(result="norms[:-1]"),
            title="the output layer left out",
            hint="The output layer has weights and a gradient too: the list has L entries.",
        ),
        Misconception(
            "weights_in_place_of_gradients",
            code="""
            def gradient_norms(X, Y, parameters, activation):
                L = len(parameters) // 2
                return [np.linalg.norm(parameters[f"W{l}"]) for l in range(1, L + 1)]
            """,
            title="the norms of the weights",
            hint="Not W but dW is asked for: how much the cost changes when W does.",
        ),
        Misconception(
            "norms_of_da",
            code=_gradients(norm="np.linalg.norm(dA)"),
            title="the norm of dA in place of dW",
            hint="linear_backward returns three gradients: dA_prev, dW and db, in this order.",
        ),
    ),
    alternatives=(
        Alternative(
            "by hand, with lists",
            code="""
            def gradient_norms(X, Y, parameters, activation):
                L = len(parameters) // 2
                m = X.shape[1]
                As, Zs = [X], [None]
                for l in range(1, L + 1):
                    Z = np.dot(parameters["W" + str(l)], As[-1]) + parameters["b" + str(l)]
                    if l == L or activation == "sigmoid":
                        A = 1.0 / (1.0 + np.exp(-Z))
                    elif activation == "tanh":
                        A = np.tanh(Z)
                    else:
                        A = np.maximum(0, Z)
                    Zs.append(Z)
                    As.append(A)
                norms = np.zeros(L)
                dZ = As[L] - Y
                for l in range(L, 0, -1):
                    dW = np.einsum("im,jm->ij", dZ, As[l - 1]) / m
                    norms[l - 1] = np.sqrt((dW**2).sum())
                    if l > 1:
                        dA = parameters["W" + str(l)].T @ dZ
                        slope = {
                            "sigmoid": As[l - 1] * (1 - As[l - 1]),
                            "tanh": 1 - As[l - 1] ** 2,
                            "relu": np.where(Zs[l - 1] > 0, 1, 0),
                        }[activation]
                        dZ = dA * slope
                return norms
            """,
        ),
        Alternative(
            "through dAL, norms appended and turned round",
            code="""
            def gradient_norms(X, Y, parameters, activation):
                L = len(parameters) // 2
                A = X
                caches = {}
                for l in range(1, L):
                    A, caches[l] = linear_activation_forward(
                        A, parameters[f"W{l}"], parameters[f"b{l}"], activation
                    )
                AL, caches[L] = linear_activation_forward(
                    A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid"
                )
                dA = -Y / AL + (1 - Y) / (1 - AL)
                norms = []
                for l in reversed(range(1, L + 1)):
                    kind = "sigmoid" if l == L else activation
                    dA, dW, db = linear_activation_backward(dA, caches[l], kind)
                    norms.append(np.linalg.norm(dW, "fro"))
                norms.reverse()
                print(norms)
                return norms
            """,
        ),
    ),
)


# ----------------------------------------------------------------------------------------- dead_units


def _relu_activations(rng, n, m):
    """Return activations of which some rows are zero, and no row is free of zeros."""
    A = np.round(rng.uniform(0.1, 2, (n, m)), 4)
    A[np.arange(n), rng.integers(0, m, n)] = 0
    A[rng.choice(n, 2, replace=False)] = 0
    return A


def dead_among_live(rng):
    n, m = (int(size) for size in rng.choice(np.arange(4, 9), 2, replace=False))
    A = _relu_activations(rng, n, m)
    A[:, int(rng.integers(m))] = 0
    yield call("dead_units", A)
    A = np.round(rng.uniform(0, 2, (3, 5)), 4)
    yield call("dead_units", A * (np.arange(3)[:, None] == 1)).with_(note="one unit of three fires")


def hardly_firing(rng):
    A = _relu_activations(rng, 5, 7)
    alive = np.flatnonzero(A.any(axis=1))
    A[alive[0]] = 0
    A[alive[0], int(rng.integers(7))] = float(10 ** rng.uniform(-13, -11))
    yield call("dead_units", A).with_(note="one unit fires once, and very weakly")


def either_sign(rng):
    A = np.round(rng.uniform(0.5, 2, (4, 6)), 2) * rng.permutation([1.0, 1, 1, -1, -1, -1])
    A[int(rng.integers(3))] = 0
    A[3] = np.array([0.5, -0.5, 1.5, -1.5, 0.25, -0.25])
    yield call("dead_units", A).with_(note="leaky relu or tanh: entries of either sign")


def _dead(name, formula, title, hint):
    change = (("np.all(A == 0, axis=1)", formula),)
    return Misconception(name, change=change, title=title, hint=hint)


DEAD_UNITS = Exercise(
    "dead_units",
    parts=(
        Part("dead and living units", 4, dead_among_live),
        Part("a unit that hardly fires", 2, hardly_firing),
        Part("entries of either sign", 2, either_sign),
    ),
    misconceptions=(
        _dead(
            "any_for_all",
            "np.any(A == 0, axis=1)",
            "a unit called dead when it is zero for some example",
            "A relu unit is zero for about half of the examples and is quite healthy. Dead means: "
            "zero for every one.",
        ),
        _dead(
            "axis",
            "np.all(A == 0, axis=0)",
            "the wrong axis",
            "Units are rows, examples are columns. For each row you want one answer.",
        ),
        _dead(
            "mean_is_zero",
            "np.mean(A, axis=1) == 0",
            "a mean or a sum of zero",
            "Positive and negative entries can cancel in a mean; then the unit is not silent.",
        ),
        _dead(
            "living_units",
            "np.any(A != 0, axis=1)",
            "living units in place of dead ones",
            "True should mark the units that are silent.",
        ),
        _dead(
            "keepdims",
            "np.all(A == 0, axis=1, keepdims=True)",
            "a column in place of shape (n,)",
            "Here the result is a list of answers, one a unit; no axis of size 1 is asked for.",
        ),
        _dead(
            "indices",
            "np.where(np.all(A == 0, axis=1))[0]",
            "the numbers of the dead units",
            "The docstring asks for one boolean a unit, dead or not, so n of them.",
        ),
        _dead(
            "one_for_the_layer",
            "np.all(A == 0)",
            "one answer for the whole layer",
            "Without `axis`, `np.all` looks at all entries together. For each row you want one answer.",
        ),
        _dead(
            "zero_entries",
            "A == 0",
            "an answer for every entry",
            "You know now which entries are zero. What has to hold for a whole row?",
        ),
        _dead(
            "close_to_zero",
            "np.all(np.isclose(A, 0), axis=1)",
            "small values taken for zero",
            "A unit that fires, however weakly, has a gradient and can recover. Ask for exact zeros.",
        ),
        _dead(
            "how_many",
            "np.sum(A == 0, axis=1)",
            "how often each unit is zero",
            "You count the zeros of each unit. Dead is the unit for which all are.",
        ),
        _dead(
            "count",
            "np.sum(np.all(A == 0, axis=1))",
            "the number of dead units",
            "The docstring asks for one boolean a unit, so that one knows which units are dead and "
            "not how many.",
        ),
        _dead(
            "share",
            "np.mean(np.all(A == 0, axis=1))",
            "the share of dead units",
            "The share is what forward_statistics reports. Here each unit gets its own answer.",
        ),
    ),
    alternatives=(
        Alternative("no entry at all", change=(("np.all(A == 0, axis=1)", "~np.any(A, axis=1)"),)),
        Alternative(
            "largest size, as whole numbers",
            change=(("np.all(A == 0, axis=1)", "(np.max(np.abs(A), axis=1) == 0).astype(int)"),),
        ),
        Alternative(
            "loops",
            code="""
            def dead_units(A):
                n, m = A.shape
                dead = np.ones(n, dtype=bool)
                for i in range(n):
                    for j in range(m):
                        if A[i, j] != 0:
                            dead[i] = False
                            break
                return dead
            """,
        ),
        Alternative(
            "counting",
            change=(
                ("np.all(A == 0, axis=1)", "np.array([sum(row == 0) == len(row) for row in A])"),
            ),
        ),
    ),
)


# --------------------------------------------------------------------------------------------- revive


def _half_dead(rng, widths, dead):
    seed = int(rng.integers(10**6))
    return half_dead_network(widths, dead, seed)


def dead_in_two_layers(rng):
    parameters = _half_dead(rng, [5, 7, 6, 4, 2], [[1, 4], [0, 3], [2]])
    # A unit that listens to the dead units only, and fires as soon as one of them does.
    parameters["W2"][5] = 0.0
    parameters["W2"][5, [1, 4]] = rng.uniform(0.5, 1, 2)
    parameters["b2"][5] = 0.0
    # Output units that are never positive: relu would call them dead.
    parameters["b4"][:] = -70.0
    X = rng.normal(0, 1, (5, 9))
    yield call("revive", parameters, X, Rng(int(rng.integers(10**6)))).with_(
        expected=True, note="unit 5 of layer 2 listens to two dead units only"
    )


def hard_to_wake(rng):
    dead = [list(range(12)), list(range(8))]
    parameters = _half_dead(rng, [3, 14, 10, 2], dead)
    X = rng.normal(0, 1, (3, 1)) * np.array([1.0, 1.1])
    yield call("revive", parameters, X, Rng(int(rng.integers(10**6)))).with_(
        expected=True, note="two columns of one direction: every second draw stays silent"
    )


def many_new_rows(rng):
    dead = [unit for unit in range(80) if unit % 10 != 3]
    parameters = _half_dead(rng, [10, 80, 2], [dead])
    X = rng.normal(0, 1, (10, 20))
    yield call("revive", parameters, X, Rng(int(rng.integers(10**6)))).with_(expected=True)


def _revived(look):
    return Custom("helpers.week4_judges.revived", {"look": look})


def _revive(
    copy="{key: value.copy() for key, value in parameters.items()}",
    layers="range(1, L)",
    dead="dead_units(A)",
    bias="b[unit] = 0.0",
    draws="range(100)",
    row="rng.standard_normal(W.shape[1]) * np.sqrt(2 / W.shape[1])",
    onward='linear_activation_forward(A_prev, W, b, "relu")',
    before="pass",
):
    """Return the source of `revive`, right but for what is given."""
    return f"""
def revive(parameters, X, rng):
    L = len(parameters) // 2
    parameters = {copy}
    A_prev = X
    for l in {layers}:
        W, b = parameters[f"W{{l}}"], parameters[f"b{{l}}"]
        A, _ = linear_activation_forward(A_prev, W, b, "relu")
        {before}
        for unit in np.flatnonzero({dead}):
            {bias}
            for _ in {draws}:
                W[unit] = {row}
                if np.any(W[unit] @ A_prev + b[unit] > 0):
                    break
        A_prev, _ = {onward}
    return parameters
"""


REVIVE = Exercise(
    "revive",
    depends_on=("dead_units",),
    parts=(
        Part("every hidden unit fires", 2, dead_in_two_layers, _revived("alive")),
        Part("all other entries as they were", 2, dead_in_two_layers, _revived("others")),
        Part("biases of the revived", 1, dead_in_two_layers, _revived("biases")),
        Part("a new dictionary", 1, dead_in_two_layers, _revived("untouched arguments")),
        Part("drawn until it fires", 1, hard_to_wake, _revived("alive")),
        Part("spread of the new rows", 2, many_new_rows, _revived("spread")),
    ),
    misconceptions=(
        Misconception(
            "all_units",
            code=_revive(dead="np.ones(len(W))"),
            title="every unit drawn anew",
            hint="The living units hold what the network has learned. Only the dead ones get a new row.",
        ),
        Misconception(
            "row_of_zeros",
            code=_revive(row="0.0", draws="range(1)"),
            title="a row of zeros",
            hint="With a row and a bias of zero, z is 0 for every example, and the unit stays silent.",
        ),
        Misconception(
            "bias_only",
            code=_revive(row="W[unit]", draws="range(1)"),
            title="only the bias made new",
            hint="The docstring asks for a new row of weights too.",
        ),
        Misconception(
            "bias_kept",
            code=_revive(bias="pass"),
            title="the old bias kept",
            hint="Often it is the bias that silences a unit. Set it to zero before you try a row.",
        ),
        Misconception(
            "all_biases",
            code=_revive(before="b[:] = 0.0", bias="pass"),
            title="all biases of the layer set to zero",
            hint="Only the bias of the dead unit changes. `b[unit]` is one entry, `b[:]` all.",
        ),
        Misconception(
            "drawn_once",
            code=_revive(draws="range(1)"),
            title="one draw only",
            hint="A new row can point away from every example. Look whether the unit fires, and draw "
            "again if not.",
        ),
        Misconception(
            "old_activations",
            code=_revive(onward="A, None"),
            title="later layers judged with the old activations",
            hint="When layer 1 has changed, layer 2 receives something else. Compute A again before "
            "you go on.",
        ),
        Misconception(
            "in_place",
            code=_revive(copy="parameters"),
            title="the caller's arrays changed",
            hint="`dict(parameters)` copies the dictionary, and both then hold the same arrays. Each "
            "array needs its own copy.",
        ),
        Misconception(
            "first_layer_only",
            code=_revive(layers="range(1, 2)"),
            title="only the first layer looked at",
            hint="Units can be dead in every hidden layer.",
        ),
        Misconception(
            "last_hidden_layer_missing",
            code=_revive(layers="range(1, L - 1)").replace(
                "L = len(parameters) // 2", "L = max(len(parameters) // 2, 3)"
            ),
            title="the last hidden layer left out",
            hint="`range` stops before its second argument. Which is the last hidden layer?",
        ),
        Misconception(
            "output_layer_too",
            code=_revive(layers="range(1, L + 1)"),
            title="the output layer revived too",
            hint="The output layer has no relu: a negative z is a fine answer there. It is left alone.",
        ),
        Misconception(
            "any_for_all",
            code=_revive(dead="np.any(A == 0, axis=1)"),
            title="a unit called dead when it is zero for some example",
            hint="A relu unit is zero for about half of the examples and is quite healthy. Dead means: "
            "zero for every one.",
        ),
        Misconception(
            "variance_one_over_n",
            code=_revive(row="rng.standard_normal(W.shape[1]) * np.sqrt(1 / W.shape[1])"),
            title="variance 1/n[l-1] in place of 2/n[l-1]",
            hint="The new rows follow the initialization that is made for relu.",
        ),
        Misconception(
            "root_missing",
            code=_revive(row="rng.normal(0, 2 / W.shape[1], W.shape[1])"),
            title="the variance in place of the standard deviation",
            hint="`rng.normal` wants the standard deviation. Which is it when the variance is 2/n[l-1]?",
        ),
        Misconception(
            "fan_out",
            code=_revive(row="rng.standard_normal(W.shape[1]) * np.sqrt(2 / W.shape[0])"),
            title="n[l] in place of n[l-1]",
            hint="The row has n[l-1] entries, one for each unit of the layer before. That number "
            "decides how far z spreads.",
        ),
        Misconception(
            "rand_for_randn",
            code=_revive(row="rng.random(W.shape[1]) * np.sqrt(2 / W.shape[1])"),
            title="`rand` in place of `randn`",
            hint="`rng.random` draws evenly from 0 to 1: every weight is positive.",
        ),
        Misconception(
            "hundredth",
            code=_revive(row="rng.standard_normal(W.shape[1]) * 0.01"),
            title="the constant 0.01",
            hint="The new unit would fire, but so weakly that nobody hears it. The docstring names the "
            "variance.",
        ),
        Misconception(
            "nothing_done",
            code=_revive(draws="range(0)", bias="pass"),
            title="nothing changed",
            hint="The dead units' rows come back as they went in. Which lines should replace them, and "
            "are they reached?",
        ),
    ),
    alternatives=(
        Alternative(
            "all dead rows at once",
            code="""
            import copy

            def revive(parameters, X, rng):
                new = copy.deepcopy(parameters)
                A = X
                for l in range(1, len(new) // 2):
                    W, b = new[f"W{l}"], new[f"b{l}"]
                    n_prev = W.shape[1]
                    dead = (np.dot(W, A) + b).max(axis=1) <= 0
                    b[dead] = 0
                    tries = 0
                    while dead.any() and tries < 100:
                        W[dead] = rng.normal(0.0, (2 / n_prev) ** 0.5, (dead.sum(), n_prev))
                        dead = dead & (np.dot(W, A) <= 0).all(axis=1)
                        tries += 1
                    A = np.maximum(W @ A + b, 0)
                return new
            """,
        ),
        Alternative(
            "new arrays, loops, own dead test",
            code="""
            def revive(parameters, X, rng):
                L = len(parameters) // 2
                result = {}
                A_prev = X
                for l in range(1, L + 1):
                    W = np.array(parameters["W" + str(l)])
                    b = np.array(parameters["b" + str(l)])
                    if l < L:
                        for i in range(W.shape[0]):
                            z = W[i : i + 1] @ A_prev + b[i]
                            count = 0
                            if np.all(z <= 0):
                                b[i, 0] = 0
                                while np.all(z <= 0) and count < 100:
                                    W[i, :] = rng.standard_normal(W.shape[1]) * np.sqrt(2.0 / W.shape[1])
                                    z = W[i : i + 1] @ A_prev
                                    count += 1
                        A_prev = linear_activation_forward(A_prev, W, b, "relu")[0]
                    result["W" + str(l)], result["b" + str(l)] = W, b
                print("revived")
                return result
            """,
        ),
    ),
)


WEEK = Week(
    "week4_initialization",
    "Initialization",
    exercises=(
        ZEROS,
        RANDOM,
        FORWARD_STATISTICS,
        DEPTH,
        XAVIER,
        HE,
        GAIN,
        GRADIENT_NORMS,
        DEAD_UNITS,
        REVIVE,
    ),
    questions=(
        Question(
            "dying_relu",
            rubric=(
                (
                    2,
                    "Claims. (a) No: as long as one unit of its layer lives, the layers before go on "
                    "learning; they stop only when the whole layer is silent. (b) In layer 1 yes, because "
                    "its inputs, the training examples, never change; in a later layer not necessarily. "
                    "(c) A few silent units hardly hurt; many make the network small, and a silent layer "
                    "stops it. One point when one of the three is missing or wrong.",
                ),
                (
                    2,
                    "Reason with a formula. The unit's row of dZ = dA * g'(Z) is zero, so its row of "
                    "dW[l] = dZ A[l-1]^T / m and its entry of db are zero: it cannot move itself. "
                    "dA[l-1] = W[l]^T dZ adds up over all units of layer l, and only one term is missing. "
                    "z = W a[l-1] + b changes all the same when a[l-1] does. Not accepted: a = 0 kills "
                    "dW[l] (it kills a column of dW[l+1]).",
                ),
                (
                    2,
                    "Evidence named and read off, from the experiment on silence. (a) Table of norms: dW1 "
                    "goes 1.883, 0.726, 0.154 with 0, 50, 99 of layer 2 asleep, and exactly 0 with 100. "
                    "(b) Figure of dead units by epoch: 50, 80 and 95 for ever in layer 1, falling below "
                    "30 in layer 2. (c) Test accuracy 0.960, 0.948, 0.931, 0.499 for 0, 50, 80, 95 asleep. "
                    "The student's own numbers count where the weights are drawn otherwise.",
                ),
            ),
        ),
    ),
)
