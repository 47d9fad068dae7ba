"""How week 3 is examined: a deep network, layer by layer, forward and backward.

Networks in the cases have two units or more in every layer, no two sizes alike, biases that are
not zero and no unit that is silent for every example, so that a wrong step cannot hide behind a
zero. Backward passes receive caches as the docstrings describe them, made by the reference.
Arrays are small, and their numbers short: students read them, and the visible cases lie in a file.
"""

import numpy as np

from autograder.exercise import (
    Alternative,
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
from helpers.planar import make_circles
from solutions import week3_deep_net as reference

GRADIENT = Close(rtol=1e-5, scale=1e-9)


def _short(values):
    """Return numbers with two digits behind the point: short to read, and no zero among them."""
    rounded = np.round(values, 2)
    return np.where(rounded == 0, 0.01, rounded)


def _eighths(values):
    """Return multiples of 1/8, none of them zero: sums and products of such numbers are exact."""
    rounded = np.round(np.asarray(values) * 8) / 8
    return np.where(rounded == 0, 0.125, rounded)


def _starting_with(start):
    return Custom("helpers.deepnets.entries", {"start": start}, shaped=True)


def _shapes_starting_with(start):
    return Custom("helpers.deepnets.shapes", {"start": start}, shaped=True)


def _parameters(rng, widths):
    parameters = {}
    for l in range(1, len(widths)):
        spread = 1.2 / np.sqrt(widths[l - 1])
        parameters[f"W{l}"] = _short(rng.normal(0, spread, (widths[l], widths[l - 1])))
        sizes = rng.uniform(0.1, 0.5, (widths[l], 1))
        parameters[f"b{l}"] = _short(rng.choice([-1, 1], (widths[l], 1)) * sizes)
    return parameters


def _lively(caches):
    """Return whether every unit fires for an example, and every layer rests for one.

    The output layer too: whoever takes it for a relu layer should not get zeros everywhere.
    """
    return all(
        np.all(np.any(Z > 0.02, axis=1)) and np.any(Z < -0.02) and np.all(np.abs(Z) > 1e-3)
        for _, Z in caches
    )


def _network(rng, L, n_y=2):
    """Return parameters of L layers, inputs X and labels Y; all sizes differ, n_y outputs."""
    while True:
        sizes = distinct_sizes(rng, L + 1, n_y + 1, n_y + 1 + L)
        m, widths = sizes[0], [*sizes[1:], n_y]
        if m < 3:
            continue
        parameters, X = _parameters(rng, widths), _short(rng.normal(0, 1, (widths[0], m)))
        AL, caches = reference.L_model_forward(X, parameters)
        if _lively(caches) and np.all(np.abs(AL - 0.5) < 0.45):
            break
    Y = rng.integers(0, 2, (n_y, m)).astype(float)
    Y[0, :2] = (0, 1)
    return parameters, X, Y


# ------------------------------------------------------------------------------ parameter_shapes


def several_networks(rng):
    yield call("parameter_shapes", distinct_sizes(rng, 4))
    yield call("parameter_shapes", distinct_sizes(rng, 6))


PARAMETER_SHAPES = Exercise(
    "parameter_shapes",
    parts=(
        Part("weights", 2, several_networks, _shapes_starting_with("W")),
        Part("biases", 2, several_networks, _shapes_starting_with("b")),
        Part(
            "every layer, and no other key",
            2,
            several_networks,
            Custom("helpers.deepnets.exact_keys", shaped=True),
        ),
    ),
    misconceptions=(
        Misconception(
            "transposed",
            change=(("(layer_dims[l], layer_dims[l - 1])", "(layer_dims[l - 1], layer_dims[l])"),),
            title="weights of shape (n[l-1], n[l])",
            hint="W[l] multiplies A[l-1] from the left: its columns meet the units of the layer "
            "before, and each of its rows makes one unit of its own layer.",
        ),
        Misconception(
            "examples_as_rows",
            code="""
            def parameter_shapes(layer_dims):
                shapes = {}
                for l in range(1, len(layer_dims)):
                    shapes[f"W{l}"] = (layer_dims[l - 1], layer_dims[l])
                    shapes[f"b{l}"] = (1, layer_dims[l])
                return shapes
            """,
            title="the shapes of a network that keeps one example a row",
            hint="Many libraries do that, with A W + b. Here an example is a column and Z = W A + b, "
            "so W is (n[l], n[l-1]) and b is a column.",
        ),
        Misconception(
            "exchanged",
            code="""
            def parameter_shapes(layer_dims):
                shapes = {}
                for l in range(1, len(layer_dims)):
                    shapes[f"W{l}"] = (layer_dims[l - 1], layer_dims[l])
                    shapes[f"b{l}"] = (layer_dims[l - 1], 1)
                return shapes
            """,
            title="n[l-1] and n[l] exchanged",
            hint="Layer l has n[l] units: each has a row of W[l] and an entry of b[l].",
        ),
        Misconception(
            "bias_row",
            change=(("(layer_dims[l], 1)", "(1, layer_dims[l])"),),
            title="biases as rows",
            hint="b[l] is added to every column of W[l] A[l-1]. Which shape has such a column?",
        ),
        Misconception(
            "bias_flat",
            change=(("(layer_dims[l], 1)", "(layer_dims[l],)"),),
            title="biases with one axis only",
            hint="A shape (n,) is neither row nor column, and broadcasting takes it for a row.",
        ),
        Misconception(
            "bias_of_the_layer_before",
            change=(("(layer_dims[l], 1)", "(layer_dims[l - 1], 1)"),),
            title="biases counted by the layer before",
            hint="A unit of layer l has one bias of its own. How many units has layer l?",
        ),
        Misconception(
            "bias_number",
            change=(("(layer_dims[l], 1)", "(1, 1)"),),
            title="one bias for a whole layer",
            hint="Each unit of a layer has a bias of its own.",
        ),
        Misconception(
            "bias_per_example",
            change=(("(layer_dims[l], 1)", "(layer_dims[l], layer_dims[l - 1])"),),
            title="biases shaped like weights",
            hint="A unit has a weight for each of its inputs, but only one bias.",
        ),
        Misconception(
            "input_counted",
            change=(("range(1, len(layer_dims))", "range(len(layer_dims))"),),
            title="the input layer counted",
            hint="The inputs, layer 0, are given and not computed: no weights lead to them. With "
            "l = 0, which entry is layer_dims[l - 1]?",
        ),
        Misconception(
            "named_from_input",
            code="""
            def parameter_shapes(layer_dims):
                shapes = {}
                for l in range(1, len(layer_dims) + 1):
                    shapes[f"W{l}"] = (layer_dims[l - 1], layer_dims[l - 2])
                    shapes[f"b{l}"] = (layer_dims[l - 1], 1)
                return shapes
            """,
            title="the input layer counted as layer 1",
            hint="layer_dims[0] is the number of inputs, so layer 1 has layer_dims[1] units.",
        ),
        Misconception(
            "numbered_from_zero",
            change=(
                ('shapes[f"W{l}"]', 'shapes[f"W{l - 1}"]'),
                ('shapes[f"b{l}"]', 'shapes[f"b{l - 1}"]'),
            ),
            title="layers numbered from 0",
            hint="The inputs are layer 0. The first weights belong to layer 1.",
        ),
        Misconception(
            "last_layer_missed",
            change=(("range(1, len(layer_dims))", "range(1, len(layer_dims) - 1)"),),
            title="the last layer missed",
            hint="range(1, n) ends at n - 1. What is the number of the last layer?",
        ),
        Misconception(
            "first_shape_everywhere",
            change=(("(layer_dims[l], layer_dims[l - 1])", "(layer_dims[1], layer_dims[0])"),),
            title="every W given the shape of W1",
            hint="The units of layer 2 read layer 1, not the inputs.",
        ),
        Misconception(
            "reads_the_inputs",
            change=(("(layer_dims[l], layer_dims[l - 1])", "(layer_dims[l], layer_dims[0])"),),
            title="every layer connected to the inputs",
            hint="The units of layer l read the layer just before them. How many units has that?",
        ),
        Misconception(
            "biases_forgotten",
            change=(('        shapes[f"b{l}"] = (layer_dims[l], 1)\n', ""),),
            title="no biases",
            hint="Every layer has a W and a b.",
        ),
        Misconception(
            "arrays",
            change=(
                (
                    "(layer_dims[l], layer_dims[l - 1])",
                    "np.zeros((layer_dims[l], layer_dims[l - 1]))",
                ),
                ("(layer_dims[l], 1)", "np.zeros((layer_dims[l], 1))"),
            ),
            title="arrays in place of their shapes",
            hint="Only the shapes are asked for, a tuple of two numbers each.",
        ),
    ),
    alternatives=(
        Alternative(
            "zip",
            code="""
            def parameter_shapes(layer_dims):
                shapes = {}
                for l, (n_prev, n) in enumerate(zip(layer_dims[:-1], layer_dims[1:]), 1):
                    shapes["W" + str(l)] = n, n_prev
                    shapes["b" + str(l)] = n, 1
                return shapes
            """,
        ),
        Alternative(
            "measured",
            code="""
            def parameter_shapes(layer_dims):
                L = len(layer_dims)
                weights = {"W" + str(l): np.zeros((layer_dims[l], layer_dims[l-1])).shape for l in range(1, L)}
                biases = {"b" + str(l): np.zeros((layer_dims[l], 1)).shape for l in range(1, L)}
                return weights | biases
            """,
        ),
        Alternative(
            "shifted loop, lists",
            code="""
            def parameter_shapes(layer_dims):
                shapes = dict()
                l = 0
                while l < len(layer_dims) - 1:
                    shapes["W%d" % (l + 1)] = [layer_dims[l + 1], layer_dims[l]]
                    shapes["b%d" % (l + 1)] = [layer_dims[l + 1], 1]
                    l += 1
                return shapes
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ count_parameters


def three_layers_to_count(rng):
    yield call("count_parameters", distinct_sizes(rng, 4))


def one_layer_to_count(rng):
    yield call("count_parameters", distinct_sizes(rng, 2, 3, 9))


def many_to_count(rng):
    yield call("count_parameters", [784, *distinct_sizes(rng, 4, 5, 40), 10])


COUNT_PARAMETERS = Exercise(
    "count_parameters",
    parts=(
        Part("three layers", 1, three_layers_to_count),
        Part("a single layer", 1, one_layer_to_count),
        Part("a large network", 1, many_to_count),
    ),
    depends_on=("parameter_shapes",),
    misconceptions=(
        Misconception(
            "no_biases",
            code="""
            def count_parameters(layer_dims):
                return sum(a * b for a, b in zip(layer_dims, layer_dims[1:]))
            """,
            title="the biases left out",
            hint="A bias is learned as well as a weight.",
        ),
        Misconception(
            "only_biases",
            code="""
            def count_parameters(layer_dims):
                return sum(layer_dims[1:])
            """,
            title="the units counted in place of their parameters",
            hint="A unit has a weight for each unit of the layer before, and a bias.",
        ),
        Misconception(
            "all_units",
            code="""
            def count_parameters(layer_dims):
                return sum(layer_dims)
            """,
            title="the units and the inputs counted in place of the parameters",
            hint="Count the lines between the layers too: each line is a weight.",
        ),
        Misconception(
            "one_bias_a_layer",
            code="""
            def count_parameters(layer_dims):
                return sum(a * b + 1 for a, b in zip(layer_dims, layer_dims[1:]))
            """,
            title="one bias for a whole layer",
            hint="Each unit has a bias of its own. What is the shape of b[l]?",
        ),
        Misconception(
            "input_biases",
            code="""
            def count_parameters(layer_dims):
                return sum(a * b for a, b in zip(layer_dims, layer_dims[1:])) + sum(layer_dims)
            """,
            title="biases for the inputs",
            hint="The inputs are given, not computed: they have no biases.",
        ),
        Misconception(
            "bias_of_the_layer_before",
            code="""
            def count_parameters(layer_dims):
                return sum(a * b + a for a, b in zip(layer_dims, layer_dims[1:]))
            """,
            title="biases counted by the layer before",
            hint="A unit has one bias: count those of the layer that the weights lead to.",
        ),
        Misconception(
            "last_layer_left_out",
            code="""
            def count_parameters(layer_dims):
                return sum(
                    layer_dims[l] * (layer_dims[l - 1] + 1) for l in range(1, len(layer_dims) - 1)
                )
            """,
            title="the last layer left out",
            hint="The output layer has weights and biases as well. Where does your loop end?",
        ),
        Misconception(
            "first_layer_left_out",
            code="""
            def count_parameters(layer_dims):
                return sum(
                    layer_dims[l] * (layer_dims[l - 1] + 1) for l in range(2, len(layer_dims))
                )
            """,
            title="the first layer left out",
            hint="The weights that read the inputs are learned too. Where does your loop begin?",
        ),
        Misconception(
            "only_the_last_kept",
            code="""
            def count_parameters(layer_dims):
                count = 0
                for l in range(1, len(layer_dims)):
                    count = layer_dims[l] * (layer_dims[l - 1] + 1)
                return count
            """,
            title="only the last layer counted: `=` in place of `+=`",
            hint="What happens to the count of the layer before when the loop comes round again?",
        ),
        Misconception(
            "return_in_loop",
            code="""
            def count_parameters(layer_dims):
                count = 0
                for l in range(1, len(layer_dims)):
                    count += layer_dims[l] * (layer_dims[l - 1] + 1)
                    return count
            """,
            title="the `return` stands inside the loop",
            hint="A function ends at its first return, here after one layer.",
        ),
        Misconception(
            "product",
            code="""
            def count_parameters(layer_dims):
                return int(np.prod(layer_dims))
            """,
            title="all numbers of units multiplied together",
            hint="Only neighbouring layers are connected. Count the weights between two of them, "
            "then add.",
        ),
        Misconception(
            "shapes_added",
            code="""
            def count_parameters(layer_dims):
                return sum(a + b + b + 1 for a, b in zip(layer_dims, layer_dims[1:]))
            """,
            title="rows and columns added, not multiplied",
            hint="A matrix of 3 rows and 5 columns has 15 entries.",
        ),
        Misconception(
            "arrays_counted",
            code="""
            def count_parameters(layer_dims):
                return 2 * (len(layer_dims) - 1)
            """,
            title="the arrays counted, not their entries",
            hint="How many numbers does W1 hold?",
        ),
        Misconception(
            "keys_for_shapes",
            code="""
            def count_parameters(layer_dims):
                return sum(rows * columns for rows, columns in parameter_shapes(layer_dims))
            """,
            title="a loop over the keys of a dictionary, not over what lies behind them",
            hint='`for x in shapes` goes through "W1", "b1", ...; `shapes.values()` gives the shapes.',
        ),
    ),
    alternatives=(
        Alternative(
            "formula",
            code="""
            def count_parameters(layer_dims):
                return sum((layer_dims[l - 1] + 1) * layer_dims[l] for l in range(1, len(layer_dims)))
            """,
        ),
        Alternative(
            "whole arrays",
            code="""
            def count_parameters(layer_dims):
                n = np.array(layer_dims)
                return np.dot(n[1:], n[:-1]) + n[1:].sum()
            """,
        ),
        Alternative(
            "sizes of real arrays",
            code="""
            def count_parameters(layer_dims):
                count = 0
                for key, shape in parameter_shapes(layer_dims).items():
                    count += np.zeros(shape).size
                return float(count)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ initialize_parameters_deep


def _spread(widths):
    layers = range(1, len(widths))
    return Statistics(
        sigma={f"W{l}": 1 / widths[l - 1] ** 0.5 for l in layers},
        shapes=_shapes(widths),
        gaussian=True,
    )


def _shapes(widths):
    layers = range(1, len(widths))
    return {f"W{l}": [widths[l], widths[l - 1]] for l in layers} | {
        f"b{l}": [widths[l], 1] for l in layers
    }


NARROWING, WIDENING = [240, 150, 96, 60], [60, 96, 150, 240]


def small_widths(rng):
    for count in (4, 6):
        widths = distinct_sizes(rng, count)
        yield call("initialize_parameters_deep", widths).with_(
            compare=Statistics(shapes=_shapes(widths))
        )


def small_biases(rng):
    widths = distinct_sizes(rng, 5)
    yield call("initialize_parameters_deep", widths).with_(
        compare=Statistics(
            shapes=_shapes(widths), zeros=tuple(f"b{l}" for l in range(1, len(widths)))
        )
    )


def narrowing(rng):
    yield call("initialize_parameters_deep", NARROWING).with_(compare=_spread(NARROWING))


def widening(rng):
    yield call("initialize_parameters_deep", WIDENING).with_(compare=_spread(WIDENING))


INITIALIZE = Exercise(
    "initialize_parameters_deep",
    parts=(
        Part("shapes", 2, small_widths, Statistics()),
        Part("biases are zero", 1, small_biases, Statistics()),
        Part("weights of a network that narrows", 2, narrowing, Statistics()),
        Part("weights of a network that widens", 2, widening, Statistics()),
    ),
    depends_on=("parameter_shapes",),
    misconceptions=(
        Misconception(
            "times_0_01",
            change=(("/ np.sqrt(n_prev)", "* 0.01"),),
            title="weights times 0.01, as in week 2",
            hint="One layer forgave that. Through many layers the signal shrinks each time; the "
            "scale has to follow from the number of inputs that a unit adds up.",
        ),
        Misconception(
            "divided_by_n",
            change=(("/ np.sqrt(n_prev)", "/ n_prev"),),
            title="1/n[l-1] in place of 1/sqrt(n[l-1])",
            hint="The variance of a sum of n terms grows like n. Which factor on the standard "
            "deviation undoes that?",
        ),
        Misconception(
            "fan_out",
            change=(("/ np.sqrt(n_prev)", "/ np.sqrt(n)"),),
            title="n[l] in place of n[l-1]",
            hint="A unit adds up the units of the layer before. How many are these?",
        ),
        Misconception(
            "first_width",
            change=(("/ np.sqrt(n_prev)", "/ np.sqrt(layer_dims[0])"),),
            title="the number of inputs of the whole network used in every layer",
            hint="The units of layer 3 add up the units of layer 2.",
        ),
        Misconception(
            "he",
            change=(("/ np.sqrt(n_prev)", "* np.sqrt(2 / n_prev)"),),
            title="the standard deviation sqrt(2/n[l-1])",
            hint="That is He's choice, made for relu, and week 4 derives it. The docstring asks "
            "for 1/sqrt(n[l-1]).",
        ),
        Misconception(
            "glorot",
            change=(("/ np.sqrt(n_prev)", "* np.sqrt(2 / (n_prev + n))"),),
            title="the standard deviation sqrt(2/(n[l-1] + n[l]))",
            hint="That is Glorot's choice. The docstring asks for 1/sqrt(n[l-1]).",
        ),
        Misconception(
            "times_root",
            change=(("/ np.sqrt(n_prev)", "* np.sqrt(n_prev)"),),
            title="multiplied by sqrt(n[l-1]) in place of divided",
            hint="A unit with more inputs adds up more terms. Should its weights be larger or "
            "smaller?",
        ),
        Misconception(
            "unscaled",
            change=((" / np.sqrt(n_prev)", ""),),
            title="weights not scaled",
            hint="Standard normal numbers have the standard deviation 1. Step 2 has a second half.",
        ),
        Misconception(
            "rand",
            change=(("rng.standard_normal((n, n_prev))", "rng.random((n, n_prev))"),),
            title="`random`, which draws evenly from 0 to 1, in place of normal numbers",
            hint="Those numbers are all positive, with the mean 1/2. Normal numbers have the mean "
            "0; the letter n of `randn` stands for normal.",
        ),
        Misconception(
            "uniform_centred",
            change=(("rng.standard_normal((n, n_prev))", "rng.uniform(-1, 1, (n, n_prev))"),),
            title="numbers drawn evenly from -1 to 1 in place of normal ones",
            hint="Their standard deviation is 1/sqrt(3), not 1. Which function draws from a normal "
            "distribution?",
        ),
        Misconception(
            "transposed",
            change=(("rng.standard_normal((n, n_prev))", "rng.standard_normal((n_prev, n))"),),
            title="weights of shape (n[l-1], n[l])",
            hint="One row of W[l] makes one unit of layer l. What does parameter_shapes say?",
        ),
        Misconception(
            "bias_row",
            change=(("np.zeros((n, 1))", "np.zeros((1, n))"),),
            title="biases as rows",
            hint="A bias is a column, one number for each unit. What does parameter_shapes say?",
        ),
        Misconception(
            "bias_flat",
            change=(("np.zeros((n, 1))", "np.zeros(n)"),),
            title="biases with one axis only",
            hint="A shape (n,) is taken for a row when it is added to Z. Make a column.",
        ),
        Misconception(
            "bias_number",
            change=(("np.zeros((n, 1))", "0.0"),),
            title="a single 0 for all biases of a layer",
            hint="Each unit needs a bias of its own, which training will move on its own.",
        ),
        Misconception(
            "bias_like_weights",
            change=(("np.zeros((n, 1))", "np.zeros((n, n_prev))"),),
            title="biases shaped like weights",
            hint="A unit has one bias, however many inputs it has.",
        ),
        Misconception(
            "zeros_call",
            change=(("np.zeros((n, 1))", "np.zeros(n, 1)"),),
            title="np.zeros given two numbers in place of one shape",
            hint="np.zeros takes the shape as one argument, a tuple; its second argument is the "
            "kind of number.",
        ),
        Misconception(
            "random_biases",
            change=(("np.zeros((n, 1))", "rng.standard_normal((n, 1))"),),
            title="biases that are not zero",
            hint="The random weights already make the units different. The biases start at zero.",
        ),
        Misconception(
            "zero_weights",
            change=(
                ("rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)", "np.zeros((n, n_prev))"),
            ),
            title="weights that are all zero",
            hint="Units that start equal stay equal: that was the aha of week 2.",
        ),
        Misconception(
            "seed_in_loop",
            change=(
                (
                    "        n, n_prev =",
                    "        rng = np.random.default_rng(3)\n        n, n_prev =",
                ),
            ),
            title="the generator made anew, with the same seed, in every layer",
            hint="A generator with the same seed begins with the same numbers again. Make it once, "
            "before the loop.",
        ),
        Misconception(
            "same_row",
            change=(
                (
                    "rng.standard_normal((n, n_prev))",
                    "np.tile(rng.standard_normal((1, n_prev)), (n, 1))",
                ),
            ),
            title="the same row of weights for every unit",
            hint="Units that start equal stay equal. Draw every entry on its own.",
        ),
        Misconception(
            "last_layer_missed",
            change=(("range(1, len(layer_dims))", "range(1, len(layer_dims) - 1)"),),
            title="the last layer missed",
            hint="range(1, n) ends at n - 1. What is the number of the last layer?",
        ),
        Misconception(
            "numbered_from_zero",
            change=(
                ('parameters[f"W{l}"]', 'parameters[f"W{l - 1}"]'),
                ('parameters[f"b{l}"]', 'parameters[f"b{l - 1}"]'),
            ),
            title="layers numbered from 0",
            hint="The inputs are layer 0. The first weights belong to layer 1.",
        ),
        Misconception(
            "return_in_loop",
            code="""
            def initialize_parameters_deep(layer_dims):
                parameters = {}
                rng = np.random.default_rng(3)
                for l in range(1, len(layer_dims)):
                    n, n_prev = layer_dims[l], layer_dims[l - 1]
                    parameters[f"W{l}"] = rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)
                    parameters[f"b{l}"] = np.zeros((n, 1))
                    return parameters
            """,
            title="the `return` stands inside the loop",
            hint="A function ends at its first return, here after one layer.",
        ),
        Misconception(
            "mean_and_spread",
            change=(
                (
                    "rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)",
                    "rng.normal(1 / np.sqrt(n_prev), 0, (n, n_prev))",
                ),
            ),
            title="mean and standard deviation exchanged in rng.normal",
            hint="rng.normal takes the mean first, then the standard deviation. With a standard "
            "deviation of 0 every draw is the same number.",
        ),
        Misconception(
            "randn_with_a_tuple",
            change=(("rng.standard_normal((n, n_prev))", "np.random.randn((n, n_prev))"),),
            title="np.random.randn given a tuple",
            hint="np.random.randn takes the sizes one by one, randn(3, 4). rng.standard_normal takes "
            "them as a tuple.",
        ),
        Misconception(
            "standard_normal_with_two",
            change=(("rng.standard_normal((n, n_prev))", "rng.standard_normal(n, n_prev)"),),
            title="rng.standard_normal given two numbers in place of one shape",
            hint="It takes the shape as one argument, a tuple; its second argument is the kind of number.",
        ),
    ),
    alternatives=(
        Alternative(
            "randn with a local seed",
            code="""
            def initialize_parameters_deep(layer_dims):
                np.random.seed(1)
                parameters = {}
                L = len(layer_dims)
                for l in range(1, L):
                    parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) \\
                        / np.sqrt(layer_dims[l-1])
                    parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
                    assert(parameters['W' + str(l)].shape == (layer_dims[l], layer_dims[l-1]))
                    assert(parameters['b' + str(l)].shape == (layer_dims[l], 1))
                return parameters
            """,
        ),
        Alternative(
            "normal with a scale, no seed, shapes from parameter_shapes",
            code="""
            def initialize_parameters_deep(layer_dims):
                rng = np.random.default_rng()
                parameters = {}
                for key, shape in parameter_shapes(layer_dims).items():
                    if key[0] == "W":
                        parameters[key] = rng.normal(0, shape[1] ** -0.5, shape)
                    else:
                        parameters[key] = np.zeros(shape, dtype=int)
                return parameters
            """,
        ),
        Alternative(
            "square root of the variance, biases first",
            code="""
            def initialize_parameters_deep(layer_dims):
                parameters = {}
                for l in reversed(range(1, len(layer_dims))):
                    n_prev, n = layer_dims[l - 1 : l + 1]
                    parameters["b%d" % l] = 0 * np.random.randn(n, 1)
                    parameters["W%d" % l] = np.random.randn(n_prev, n).T * np.sqrt(1 / n_prev)
                return parameters
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ linear_forward


def _layer(rng, sizes=None):
    n_prev, n, m = sizes or distinct_sizes(rng, 3, 2, 5)
    A, W = rng.normal(0, 1, (n_prev, m)), rng.normal(0, 1, (n, n_prev))
    return _eighths(A), _eighths(W), _eighths(rng.uniform(0.5, 2, (n, 1)))


def some_layers(rng):
    yield call("linear_forward", *_layer(rng))
    yield call("linear_forward", *_layer(rng))


def one_example(rng):
    n_prev, n = distinct_sizes(rng, 2, 2, 5)
    yield call("linear_forward", *_layer(rng, (n_prev, n, 1))).with_(note="a single example")


def equal_sizes(rng):
    size = int(rng.integers(3, 5))
    yield call("linear_forward", *_layer(rng, (size, size, size))).with_(
        note="as many units as inputs and examples"
    )


LINEAR_FORWARD = Exercise(
    "linear_forward",
    parts=(
        Part("Z", 1, some_layers, select=(0,)),
        Part("Z of a single example", 1, one_example, select=(0,)),
        Part("Z where all sizes are equal", 1, equal_sizes, select=(0,)),
        Part("cache, several examples", 1, some_layers, select=(1,)),
        Part("cache, a single example", 1, one_example, select=(1,)),
    ),
    misconceptions=(
        Misconception(
            "b_dropped",
            change=(("W @ A + b", "W @ A"),),
            title="b left out",
            hint="Every unit adds its bias.",
        ),
        Misconception(
            "w_transposed",
            change=(("W @ A + b", "W.T @ A + b"),),
            title="W transposed",
            hint="From week 2 on a row of W belongs to one unit, so W stands as it is. The "
            "transposed one belonged to week 1.",
        ),
        Misconception(
            "a_transposed",
            change=(("W @ A + b", "W @ A.T + b"),),
            title="A transposed",
            hint="The columns of W meet the rows of A: compare the shapes (n, n_prev) and "
            "(n_prev, m).",
        ),
        Misconception(
            "order",
            change=(("W @ A + b", "A @ W + b"),),
            title="A W in place of W A",
            hint="Matrix products cannot be turned round. Write the two shapes side by side: the "
            "inner numbers have to agree.",
        ),
        Misconception(
            "star",
            change=(("W @ A + b", "W * A + b"),),
            title="`*` in place of the matrix product",
            hint="`*` multiplies entry by entry. A unit needs the sum over its inputs.",
        ),
        Misconception(
            "b_transposed",
            change=(("W @ A + b", "W @ A + b.T"),),
            title="b transposed",
            hint="b is a column already: one number for each row of Z.",
        ),
        Misconception(
            "b_summed",
            change=(("W @ A + b", "W @ A + np.sum(b)"),),
            title="all biases added up and given to every unit",
            hint="Each unit adds its own bias. Broadcasting does that with the column b as it is.",
        ),
        Misconception(
            "b_subtracted",
            change=(("W @ A + b", "W @ A - b"),),
            title="b subtracted",
            hint="The bias is added.",
        ),
        Misconception(
            "cache_order",
            change=(("cache = (A, W, b)", "cache = (W, A, b)"),),
            title="the cache in another order",
            hint="Whoever unpacks the cache relies on the order (A, W, b) of the docstring.",
        ),
        Misconception(
            "cache_without_b",
            change=(("cache = (A, W, b)", "cache = (A, W)"),),
            title="b left out of the cache",
            hint="The cache holds three things: A, W and b.",
        ),
        Misconception(
            "cache_z",
            change=(("cache = (A, W, b)", "cache = (Z, W, b)"),),
            title="Z in the cache in place of A",
            hint="What multiplies W in the forward pass is what its derivative needs.",
        ),
        Misconception(
            "cache_with_z",
            change=(("cache = (A, W, b)", "cache = (A, W, b, Z)"),),
            title="Z in the cache of the linear part",
            hint="The linear part's cache is what went into it, (A, W, b). Z is kept by the "
            "activation, one exercise further on.",
        ),
        Misconception(
            "only_z",
            change=(("return Z, cache", "return Z"),),
            title="only Z returned",
            hint="Two things are returned: Z and the cache.",
        ),
        Misconception(
            "swapped",
            change=(("return Z, cache", "return cache, Z"),),
            title="cache and Z returned in the wrong order",
            hint="Z comes first.",
        ),
        Misconception(
            "activated",
            change=(("W @ A + b", "np.maximum(W @ A + b, 0)"),),
            title="an activation applied already",
            hint="Only the linear part is asked for here; the activation is the next exercise.",
        ),
        Misconception(
            "four_returned",
            change=(("return Z, cache", "return Z, A, W, b"),),
            title="the three parts of the cache returned one by one",
            hint="Two things are returned, Z and the cache, and the cache is one tuple of three.",
        ),
        Misconception(
            "b_added_first",
            change=(("W @ A + b", "W @ (A + b)"),),
            title="b added to A, before the product",
            hint="b has one entry for each unit of this layer, as Z has. A has one row for each unit of "
            "the layer before.",
        ),
    ),
    alternatives=(
        Alternative(
            "np.dot with an assert",
            code="""
            def linear_forward(A, W, b):
                Z = np.dot(W, A) + b
                assert(Z.shape == (W.shape[0], A.shape[1]))
                cache = (A, W, b)
                return Z, cache
            """,
        ),
        Alternative(
            "loops",
            code="""
            def linear_forward(A, W, b):
                Z = np.zeros((W.shape[0], A.shape[1]))
                for i in range(W.shape[0]):
                    for j in range(A.shape[1]):
                        Z[i, j] = b[i, 0]
                        for k in range(A.shape[0]):
                            Z[i, j] += W[i, k] * A[k, j]
                return Z, [A, W, b]
            """,
        ),
        Alternative(
            "a row of ones",
            code="""
            def linear_forward(A, W, b):
                Z = np.hstack([W, b]) @ np.vstack([A, np.ones((1, A.shape[1]))])
                return (Z, (A.copy(), W.copy(), b.copy()))
            """,
        ),
        Alternative(
            "einsum",
            code="""
            def linear_forward(A, W, b):
                print("shapes:", A.shape, W.shape, b.shape)
                return np.einsum("ik,kj->ij", W, A) + b, (A, W, b)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ linear_activation_forward


def _activated(rng, activation):
    """Return arguments of a layer whose Z lies on both sides of zero, in every unit."""
    while True:
        n_prev, n, m = distinct_sizes(rng, 3, 3, 5)
        A_prev, W = (
            _eighths(rng.normal(0, 1, (n_prev, m))),
            _eighths(rng.normal(0, 0.9, (n, n_prev))),
        )
        b = _eighths(rng.choice([-1, 1], (n, 1)) * rng.uniform(0.2, 0.8, (n, 1)))
        Z = W @ A_prev + b
        both = np.any(Z > 0.05, axis=1) & np.any(Z < -0.05, axis=1)
        if np.all(both) and np.all(np.abs(Z) > 1e-3) and np.max(np.abs(Z)) < 6:
            return A_prev, W, b, activation


def forward_sigmoid(rng):
    yield call("linear_activation_forward", *_activated(rng, "sigmoid"))


def forward_relu(rng):
    yield call("linear_activation_forward", *_activated(rng, "relu"))


def forward_tanh(rng):
    yield call("linear_activation_forward", *_activated(rng, "tanh"))


def forward_leaky(rng):
    yield call("linear_activation_forward", *_activated(rng, "leaky_relu"))


ACTIVATION_FORWARD = Exercise(
    "linear_activation_forward",
    parts=(
        Part("A with sigmoid", 1, forward_sigmoid, select=(0,)),
        Part("A with relu", 1, forward_relu, select=(0,)),
        Part("A with tanh", 1, forward_tanh, select=(0,)),
        Part("A with leaky_relu", 1, forward_leaky, select=(0,)),
        Part("cache: the linear part", 1, forward_relu, select=(1, 0)),
        Part("cache: Z", 1, forward_relu, select=(1, 1)),
        Part("cache with sigmoid", 2, forward_sigmoid, select=(1,)),
    ),
    depends_on=("linear_forward",),
    misconceptions=(
        Misconception(
            "caches_a",
            change=(("cache = (linear_cache, Z)", "cache = (linear_cache, A)"),),
            title="A in the cache in place of Z",
            hint="The backward pass needs to know on which side of its bend each unit was, and "
            "that is a question about Z. If you changed Z itself to get A, the cache changed "
            "with it.",
        ),
        Misconception(
            "cache_flat",
            change=(("cache = (linear_cache, Z)", "cache = (A_prev, W, b, Z)"),),
            title="a flat cache of four",
            hint="The cache is a pair: first the linear cache as a whole, then Z.",
        ),
        Misconception(
            "cache_order",
            change=(("cache = (linear_cache, Z)", "cache = (Z, linear_cache)"),),
            title="the two halves of the cache exchanged",
            hint="First the linear cache, then Z.",
        ),
        Misconception(
            "cache_linear_only",
            change=(("cache = (linear_cache, Z)", "cache = linear_cache"),),
            title="the linear cache alone",
            hint="The activation needs something on the way back as well. What is in its "
            "derivative?",
        ),
        Misconception(
            "cache_z_only",
            change=(("cache = (linear_cache, Z)", "cache = Z"),),
            title="Z alone in the cache",
            hint="The linear part needs its own cache on the way back.",
        ),
        Misconception(
            "cache_of_three",
            change=(("cache = (linear_cache, Z)", "cache = (linear_cache, Z, activation)"),),
            title="a third thing in the cache",
            hint="The cache is the pair (linear_cache, Z). The name of the activation is given to the "
            "backward function as an argument.",
        ),
        Misconception(
            "cache_own_a",
            change=(("cache = (linear_cache, Z)", "cache = ((A, W, b), Z)"),),
            title="the layer's own A in the linear cache",
            hint="The linear part's input was A_prev, and its cache is what linear_forward "
            "returned.",
        ),
        Misconception(
            "not_unpacked",
            change=(
                (
                    "Z, linear_cache = linear_forward(A_prev, W, b)",
                    "Z = linear_forward(A_prev, W, b)\n    linear_cache = (A_prev, W, b)",
                ),
            ),
            title="the pair that linear_forward returns taken for Z",
            hint="linear_forward returns two things, so two names have to receive them.",
        ),
        Misconception(
            "no_activation",
            change=(("A = activate(Z, activation)", "A = Z"),),
            title="Z returned in place of A",
            hint="Step 2 applies the activation to Z.",
        ),
        Misconception(
            "activation_before",
            change=(
                (
                    "linear_forward(A_prev, W, b)",
                    "linear_forward(activate(A_prev, activation), W, b)",
                ),
                ("A = activate(Z, activation)", "A = Z"),
            ),
            title="the activation applied before the linear part",
            hint="A layer first adds up, then bends: A = g(W A_prev + b).",
        ),
        Misconception(
            "always_sigmoid",
            change=(("A = activate(Z, activation)", 'A = activate(Z, "sigmoid")'),),
            title="sigmoid whatever the activation asked for",
            hint="The argument `activation` says which function to use.",
        ),
        Misconception(
            "always_relu",
            change=(("A = activate(Z, activation)", 'A = activate(Z, "relu")'),),
            title="relu whatever the activation asked for",
            hint="The argument `activation` says which function to use.",
        ),
        Misconception(
            "only_two",
            change=(
                (
                    "A = activate(Z, activation)",
                    'if activation == "sigmoid":\n        A = 1 / (1 + np.exp(-Z))\n'
                    '    elif activation == "relu":\n        A = np.maximum(0, Z)',
                ),
            ),
            title="only sigmoid and relu provided for",
            hint="Four activations are asked for: tanh and leaky_relu are missing, and without "
            "them nothing was ever put into A.",
        ),
        Misconception(
            "sigmoid_otherwise_relu",
            change=(
                (
                    "A = activate(Z, activation)",
                    'A = activate(Z, "sigmoid") if activation == "sigmoid" else np.maximum(Z, 0)',
                ),
            ),
            title="relu for everything that is not sigmoid",
            hint="Four activations are asked for.",
        ),
        Misconception(
            "leaky_001",
            change=(
                (
                    "A = activate(Z, activation)",
                    "A = activate(Z, activation, 0.01)",
                ),
            ),
            title="the slope 0.01 for leaky_relu",
            hint="Libraries often take 0.01. The docstring asks for 0.1.",
        ),
        Misconception(
            "leaky_is_relu",
            change=(
                (
                    "A = activate(Z, activation)",
                    'A = activate(Z, activation.replace("leaky_", ""))',
                ),
            ),
            title="leaky_relu without its leak",
            hint="Below zero leaky_relu keeps a slope of 0.1.",
        ),
        Misconception(
            "exp_of_plus_z",
            change=(
                (
                    "A = activate(Z, activation)",
                    "A = activate(Z, activation)\n"
                    '    if activation == "sigmoid":\n        A = 1 / (1 + np.exp(Z))',
                ),
            ),
            title="exp(z) in place of exp(-z) in the sigmoid",
            hint="For a large positive z the sigmoid should be near 1: which sign does exp need?",
        ),
        Misconception(
            "one_max",
            change=(
                (
                    "A = activate(Z, activation)",
                    "A = activate(Z, activation)\n"
                    '    if activation == "relu":\n        A = np.max(Z, 0)',
                ),
            ),
            title="np.max in place of np.maximum",
            hint="np.max looks for one largest entry along an axis. np.maximum compares two arrays "
            "entry by entry.",
        ),
        Misconception(
            "relu_abs",
            change=(
                (
                    "A = activate(Z, activation)",
                    "A = activate(Z, activation)\n"
                    '    if activation == "relu":\n        A = np.abs(Z)',
                ),
            ),
            title="the absolute value in place of relu",
            hint="Below zero relu is 0.",
        ),
        Misconception(
            "relu_mask",
            change=(
                (
                    "A = activate(Z, activation)",
                    "A = activate(Z, activation)\n"
                    '    if activation == "relu":\n        A = (Z > 0) * 1.0',
                ),
            ),
            title="relu's derivative in place of relu",
            hint="Above zero relu leaves z as it is.",
        ),
        Misconception(
            "only_a",
            change=(("return A, cache", "return A"),),
            title="only A returned",
            hint="Two things are returned: A and the cache.",
        ),
        Misconception(
            "text_called",
            change=(("A = activate(Z, activation)", "A = activation(Z)"),),
            title="the name of the activation called like a function",
            hint='`activation` is a text, such as "relu". Which function takes Z and such a text?',
        ),
        Misconception(
            "leaky_sign",
            change=(
                (
                    "A = activate(Z, activation)",
                    "A = activate(Z, activation)\n"
                    '    if activation == "leaky_relu":\n        A = np.where(Z > 0, Z, -0.1 * Z)',
                ),
            ),
            title="-0.1 z below zero",
            hint="A negative z stays negative, only smaller: the slope is 0.1 on that side.",
        ),
    ),
    alternatives=(
        Alternative(
            "everything written out",
            code="""
            def linear_activation_forward(A_prev, W, b, activation):
                Z, linear_cache = linear_forward(A_prev, W, b)
                if activation == "sigmoid":
                    A = 1 / (1 + np.exp(-Z))
                elif activation == "relu":
                    A = np.maximum(0, Z)
                elif activation == "tanh":
                    A = np.tanh(Z)
                elif activation == "leaky_relu":
                    A = np.maximum(0.1 * Z, Z)
                activation_cache = Z
                assert (A.shape == (W.shape[0], A_prev.shape[1]))
                cache = (linear_cache, activation_cache)
                return A, cache
            """,
        ),
        Alternative(
            "helpers that return a cache",
            code="""
            def linear_activation_forward(A_prev, W, b, activation):
                def sigmoid(Z):
                    return 1 / (1 + np.exp(-Z)), Z
                def relu(Z):
                    return Z * (Z > 0), Z
                def tanh(Z):
                    return 2 / (1 + np.exp(-2 * Z)) - 1, Z
                def leaky_relu(Z):
                    return np.where(Z > 0, Z, Z / 10), Z
                Z, linear_cache = linear_forward(A_prev, W, b)
                A, activation_cache = locals()[activation](Z)
                return A, (linear_cache, activation_cache)
            """,
        ),
        Alternative(
            "own linear part, lists",
            code="""
            def linear_activation_forward(A_prev, W, b, activation):
                Z = np.dot(W, A_prev) + b
                return [activate(Z, activation, alpha=0.1), [[A_prev, W, b], Z]]
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ L_model_forward


def _forward(rng, L, **settings):
    parameters, X, _ = _network(rng, L, **settings)
    return call("L_model_forward", X, parameters)


def forward_two_layers(rng):
    yield _forward(rng, 2)


def forward_three_layers(rng):
    yield _forward(rng, 3)


def forward_one_and_four_layers(rng):
    yield _forward(rng, 1)
    yield _forward(rng, 4, n_y=1)


MODEL_FORWARD = Exercise(
    "L_model_forward",
    parts=(
        Part("AL of two layers", 2, forward_two_layers, select=(0,)),
        Part("AL of three layers", 3, forward_three_layers, select=(0,)),
        Part("AL of one and of four layers", 3, forward_one_and_four_layers, select=(0,)),
        Part("caches of two layers", 1, forward_two_layers, select=(1,)),
        Part("caches of three layers", 2, forward_three_layers, select=(1,)),
        Part("caches of one and of four layers", 1, forward_one_and_four_layers, select=(1,)),
    ),
    depends_on=("linear_activation_forward",),
    misconceptions=(
        Misconception(
            "one_relu_layer_too_few",
            change=(("range(1, L):", "range(1, L - 1):"),),
            title="the last layer reads one layer too early: off by one",
            hint="Does your loop end a layer too soon (range(1, n) ends at n - 1 already)? Or does "
            "the last layer take A_prev, not A?",
        ),
        Misconception(
            "one_relu_layer_too_many",
            change=(("range(1, L):", "range(1, L + 1):"),),
            title="the last layer passed with relu, and then once more with sigmoid: off by one",
            hint="Layer L is the sigmoid layer, so the loop of the relu layers ends before it.",
        ),
        Misconception(
            "from_layer_zero",
            change=(("range(1, L):", "range(L):"),),
            title="a loop that begins at layer 0",
            hint="There is no W0: the inputs are layer 0 and are given. Where should the loop "
            "begin?",
        ),
        Misconception(
            "x_everywhere",
            change=(
                (
                    'A, cache = linear_activation_forward(A, parameters[f"W{l}"]',
                    'A, cache = linear_activation_forward(X, parameters[f"W{l}"]',
                ),
            ),
            title="X fed into every hidden layer",
            hint="Layer l reads the activations of the layer before it, and only layer 1 reads X. "
            "Which name should the loop hand on?",
        ),
        Misconception(
            "second_first",
            change=(("range(1, L):", "range(2, L):"),),
            title="X goes where the output of layer 1 should go",
            hint="Does your loop begin with layer 1? And does each round hand on what it made: does the "
            "next layer read the name that this layer's result was given?",
        ),
        Misconception(
            "sigmoid_everywhere",
            change=(('"relu")', '"sigmoid")'),),
            title="sigmoid in every layer",
            hint="Only the last layer answers yes or no. The hidden layers have relu.",
        ),
        Misconception(
            "relu_last",
            change=(('"sigmoid")', '"relu")'),),
            title="relu in the last layer",
            hint="The output is a probability, so its layer needs sigmoid.",
        ),
        Misconception(
            "exchanged",
            change=(
                ('"sigmoid")', '"relu")'),
                ('"relu")\n        caches', '"sigmoid")\n        caches'),
            ),
            title="relu and sigmoid exchanged",
            hint="The hidden layers have relu, the output layer has sigmoid.",
        ),
        Misconception(
            "tanh_hidden",
            change=(('"relu")', '"tanh")'),),
            title="tanh in the hidden layers, as in week 2",
            hint="This week's hidden layers have relu.",
        ),
        Misconception(
            "x_into_last",
            change=(
                (
                    'AL, cache = linear_activation_forward(A, parameters[f"W{L}"]',
                    'AL, cache = linear_activation_forward(X, parameters[f"W{L}"]',
                ),
            ),
            title="X fed into the last layer",
            hint="The last layer reads the last hidden layer.",
        ),
        Misconception(
            "key_letter",
            change=(
                ('parameters[f"W{l}"], parameters[f"b{l}"]', 'parameters["Wl"], parameters["bl"]'),
            ),
            title="keys with the letter l, not the number",
            hint='"W" + str(l) or f"W{l}" puts the number in.',
        ),
        Misconception(
            "two_layers_only",
            code="""
            def L_model_forward(X, parameters):
                A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
                A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
                return A2, [cache1, cache2]
            """,
            title="written for exactly two layers",
            hint="The number of layers is L, and it changes from network to network. Which lines "
            "have to be repeated?",
        ),
        Misconception(
            "three_layers_only",
            code="""
            def L_model_forward(X, parameters):
                A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
                A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "relu")
                A3, cache3 = linear_activation_forward(A2, parameters["W3"], parameters["b3"], "sigmoid")
                return A3, [cache1, cache2, cache3]
            """,
            title="written for exactly three layers",
            hint="The number of layers is L, and it changes from network to network.",
        ),
        Misconception(
            "first_layer_repeated",
            change=(
                ('parameters[f"W{l}"], parameters[f"b{l}"]', 'parameters["W1"], parameters["b1"]'),
            ),
            title="the parameters of layer 1 in every hidden layer",
            hint="Layer l has its own parameters. Their keys contain its number.",
        ),
        Misconception(
            "l_counts_arrays",
            change=(("len(parameters) // 2", "len(parameters)"),),
            title="L taken for the number of arrays",
            hint="Every layer brings two arrays, a W and a b.",
        ),
        Misconception(
            "last_cache_missing",
            change=(('"sigmoid")\n    caches.append(cache)\n', '"sigmoid")\n'),),
            title="the cache of the last layer not kept",
            hint="L layers have L caches. The backward pass begins with the last one.",
        ),
        Misconception(
            "hidden_caches_missing",
            change=(("        caches.append(cache)\n", ""),),
            title="the caches of the hidden layers not kept",
            hint="L layers have L caches. Keep one in each round of the loop.",
        ),
        Misconception(
            "caches_reversed",
            change=(
                ("        caches.append(cache)\n", "        caches.insert(0, cache)\n"),
                (
                    '"sigmoid")\n    caches.append(cache)\n',
                    '"sigmoid")\n    caches.insert(0, cache)\n',
                ),
            ),
            title="the caches in reverse order",
            hint="Layer 1 comes first. Whoever needs the last one first can read from the end.",
        ),
        Misconception(
            "append_outside",
            change=(
                ("        caches.append(cache)\n", ""),
                (
                    'parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")\n    caches.append(cache)',
                    'parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")\n    caches = [first, cache][-min(L, 2):]',
                ),
                ("    AL, cache =", "    first = cache if L > 1 else None\n    AL, cache ="),
            ),
            title="only the last round's cache kept: the append stands outside the loop",
            hint="L layers have L caches. Indent the line, so that each round of the loop keeps its "
            "own.",
        ),
        Misconception(
            "linear_caches",
            change=(
                ("        caches.append(cache)\n", "        caches.append(cache[0])\n"),
                (
                    '"sigmoid")\n    caches.append(cache)\n',
                    '"sigmoid")\n    caches.append(cache[0])\n',
                ),
            ),
            title="only the linear halves of the caches",
            hint="Keep each cache as linear_activation_forward returns it, Z included.",
        ),
        Misconception(
            "last_cache_alone",
            change=(("return AL, caches", "return AL, cache"),),
            title="the last cache returned in place of the list",
            hint="The backward pass needs the caches of all layers.",
        ),
        Misconception(
            "activations_kept",
            change=(
                ("        caches.append(cache)\n", "        caches.append(A)\n"),
                ('"sigmoid")\n    caches.append(cache)\n', '"sigmoid")\n    caches.append(AL)\n'),
            ),
            title="activations kept in place of caches",
            hint="linear_activation_forward returns two things; the second one belongs in the list.",
        ),
        Misconception(
            "only_al",
            change=(("return AL, caches", "return AL"),),
            title="only AL returned",
            hint="Two things are returned: AL and the caches.",
        ),
        Misconception(
            "hidden_output",
            change=(("return AL, caches", "return A, caches"),),
            title="the last hidden activations returned in place of AL",
            hint="AL is what the sigmoid layer makes of them.",
        ),
        Misconception(
            "append_given_a_name",
            change=(("        caches.append(cache)\n", "        caches = caches.append(cache)\n"),),
            title="the list replaced by what `append` returns, which is None",
            hint="caches.append(cache) changes the list itself and returns nothing. Write it without "
            "`caches =`.",
        ),
        Misconception(
            "caches_poured_out",
            change=(
                ("        caches.append(cache)\n", "        caches += cache\n"),
                ('"sigmoid")\n    caches.append(cache)\n', '"sigmoid")\n    caches += cache\n'),
            ),
            title="the two halves of each cache put into the list one by one",
            hint="`+=` on a list takes the right side apart. `append` puts it in as one thing.",
        ),
    ),
    alternatives=(
        Alternative(
            "the well-known shape",
            code="""
            def L_model_forward(X, parameters):
                caches = []
                A = X
                L = len(parameters) // 2
                for l in range(1, L):
                    A_prev = A
                    A, cache = linear_activation_forward(
                        A_prev, parameters['W' + str(l)], parameters['b' + str(l)], activation = "relu")
                    caches.append(cache)
                AL, cache = linear_activation_forward(
                    A, parameters['W' + str(L)], parameters['b' + str(L)], activation = "sigmoid")
                caches.append(cache)
                assert(AL.shape[1] == X.shape[1])
                return AL, caches
            """,
        ),
        Alternative(
            "one loop with a choice",
            code="""
            def L_model_forward(X, parameters):
                L = sum(key.startswith("W") for key in parameters)
                A = X
                caches = ()
                for l in range(L):
                    kind = "relu" if l < L - 1 else "sigmoid"
                    A, cache = linear_activation_forward(
                        A, parameters["W%d" % (l + 1)], parameters["b%d" % (l + 1)], kind)
                    caches = caches + (cache,)
                return A, caches
            """,
        ),
        Alternative(
            "everything written out",
            code="""
            def L_model_forward(X, parameters):
                L = len(parameters) // 2
                A, caches = X, [None] * L
                for l in range(1, L + 1):
                    W, b = parameters["W" + str(l)], parameters["b" + str(l)]
                    Z = W.dot(A) + b
                    caches[l - 1] = ((A, W, b), Z)
                    A = 1 / (1 + np.exp(-Z)) if l == L else np.maximum(Z, 0)
                return A, caches
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ compute_cost


def _predictions(rng, m, low=0.02, high=0.98):
    Y = rng.integers(0, 2, (1, m)).astype(float)
    Y[0, :2] = (0, 1)
    return np.round(rng.uniform(low, high, (1, m)), 4), Y


def ordinary_predictions(rng):
    for m in distinct_sizes(rng, 2, 3, 8):
        yield call("compute_cost", *_predictions(rng, m))


def confident_predictions(rng):
    AL, Y = _predictions(rng, int(rng.integers(9, 13)), 1e-4, 2e-2)
    yield call("compute_cost", np.where(rng.random(AL.shape) < 0.5, AL, 1 - AL), Y).with_(
        note="confident predictions, some of them wrong"
    )


COST = Exercise(
    "compute_cost",
    parts=(
        Part("ordinary predictions", 1, ordinary_predictions),
        Part("confident predictions", 1, confident_predictions),
    ),
    misconceptions=(
        Misconception(
            "missing_1_m",
            change=((" / m)", ")"),),
            title="missing 1/m",
            hint="The cost is the mean of the losses, so that it does not grow with the number of "
            "examples. Was the number you divided by the number of columns?",
        ),
        Misconception(
            "missing_minus",
            change=(("float(-np.sum", "float(np.sum"),),
            title="missing minus",
            hint="The logarithm of a probability is negative. A cost should be positive.",
        ),
        Misconception(
            "dot_not_transposed",
            change=(
                (
                    "np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))",
                    "np.dot(Y, np.log(AL)) - np.dot(1 - Y, np.log(1 - AL))",
                ),
            ),
            title="two rows multiplied with np.dot",
            hint="(1, m) times (1, m) does not fit. Either transpose one of them, or multiply entry by"
            " entry and sum.",
        ),
        Misconception(
            "one_term",
            change=((" + (1 - Y) * np.log(1 - AL)", ""),),
            title="only the examples with y = 1 counted",
            hint="What does your formula charge an example with y = 0 that is predicted to be 1?",
        ),
        Misconception(
            "other_term",
            change=(("Y * np.log(AL) + ", ""),),
            title="only the examples with y = 0 counted",
            hint="What does your formula charge an example with y = 1 that is predicted to be 0?",
        ),
        Misconception(
            "terms_exchanged",
            change=(
                (
                    "Y * np.log(AL) + (1 - Y) * np.log(1 - AL)",
                    "(1 - Y) * np.log(AL) + Y * np.log(1 - AL)",
                ),
            ),
            title="the two terms exchanged",
            hint="With y = 1 the loss is -log(a): small when a is near 1.",
        ),
        Misconception(
            "precedence",
            change=(
                (
                    "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
                    "-np.sum(Y * np.log(AL)) / m + np.sum((1 - Y) * np.log(1 - AL))",
                ),
            ),
            title="minus sign and 1/m reach the first term only",
            hint="Put the sum of both terms in brackets before you multiply.",
        ),
        Misconception(
            "minus_between",
            change=(("np.log(AL) + (1 - Y)", "np.log(AL) - (1 - Y)"),),
            title="a minus between the two terms",
            hint="Both terms are losses: both must come out with the same sign.",
        ),
        Misconception(
            "log10",
            change=(("np.log(AL)", "np.log10(AL)"), ("np.log(1 - AL)", "np.log10(1 - AL)")),
            title="the logarithm to base 10",
            hint="The gradients of this course belong to the natural logarithm.",
        ),
        Misconception(
            "log2",
            change=(("np.log(AL)", "np.log2(AL)"), ("np.log(1 - AL)", "np.log2(1 - AL)")),
            title="the logarithm to base 2",
            hint="The gradients of this course belong to the natural logarithm.",
        ),
        Misconception(
            "squared",
            change=(
                (
                    "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
                    "np.sum((AL - Y) ** 2) / m",
                ),
            ),
            title="the squared error in place of the cross-entropy",
            hint="Week 1 said why this cost is flat just where the network is confidently wrong.",
        ),
        Misconception(
            "half",
            change=((" / m)", " / (2 * m))"),),
            title="a factor 1/2 too much",
            hint="The cross-entropy has no 1/2; that one belongs to the squared error.",
        ),
        Misconception(
            "not_summed",
            change=(
                (
                    "float(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m)",
                    "-(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
                ),
            ),
            title="the losses of the examples not added up",
            hint="The cost is one number for all examples.",
        ),
        Misconception(
            "swapped",
            change=(
                (
                    "Y * np.log(AL) + (1 - Y) * np.log(1 - AL)",
                    "AL * np.log(Y) + (1 - AL) * np.log(1 - Y)",
                ),
            ),
            title="AL and Y exchanged",
            hint="The logarithm of a label 0 is minus infinity. Whose logarithm should it be?",
        ),
        Misconception(
            "mean_and_1_m",
            change=(("-np.sum(", "-np.mean("),),
            title="divided by m twice",
            hint="np.mean is a sum divided by m already.",
        ),
    ),
    alternatives=(
        Alternative(
            "mean",
            code="""
            def compute_cost(AL, Y):
                return np.mean(-np.log(np.where(Y == 1, AL, 1 - AL)))
            """,
        ),
        Alternative(
            "matrix products and squeeze",
            code="""
            def compute_cost(AL, Y):
                m = Y.shape[1]
                cost = (-1 / m) * (np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T))
                cost = np.squeeze(cost)
                assert(cost.shape == ())
                return cost
            """,
        ),
        Alternative(
            "loop, array of one entry",
            code="""
            def compute_cost(AL, Y):
                total = 0.0
                for a, y in zip(AL[0], Y[0]):
                    total -= np.log(a) if y else np.log1p(-a)
                return np.array([[total / AL.shape[1]]])
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ linear_backward


def _linear_cache(rng, sizes=None):
    n_prev, n, m = sizes or distinct_sizes(rng, 3, 3, 6)
    A_prev, W, b = _layer(rng, (n_prev, n, m))
    return call("linear_backward", _eighths(rng.normal(0, 1, (n, m))), (A_prev, W, b))


def backward_layers(rng):
    yield _linear_cache(rng)


def backward_equal_sizes(rng):
    size = int(rng.integers(3, 5))
    yield _linear_cache(rng, (size, size, size)).with_(note="as many units as inputs and examples")


LINEAR_BACKWARD = Exercise(
    "linear_backward",
    parts=(
        Part("dA_prev", 3, backward_layers, GRADIENT, select=(0,)),
        Part("dW", 3, backward_layers, GRADIENT, select=(1,)),
        Part("db", 3, backward_layers, GRADIENT, select=(2,)),
        Part("a layer whose sizes are all equal", 1, backward_equal_sizes, GRADIENT),
    ),
    misconceptions=(
        Misconception(
            "a_not_transposed",
            change=(("dZ @ A_prev.T / m", "dZ @ A_prev / m"),),
            title="A_prev not transposed in dW",
            hint="dW sums over the examples, so the examples of dZ have to meet those of A_prev: "
            "(n, m) times (m, n_prev).",
        ),
        Misconception(
            "dw_transposed",
            change=(("dZ @ A_prev.T / m", "A_prev @ dZ.T / m"),),
            title="dW transposed",
            hint="dW has the shape of W. In week 1 the weights were a column, and the product "
            "stood the other way round.",
        ),
        Misconception(
            "dw_uses_w",
            change=(("dZ @ A_prev.T / m", "W.T @ dZ / m"),),
            title="W in place of A_prev in dW",
            hint="Z = W A + b: what multiplies W is what its derivative holds.",
        ),
        Misconception(
            "da_uses_a",
            change=(("W.T @ dZ", "A_prev @ dZ.T"),),
            title="A_prev in place of W in dA_prev",
            hint="Z = W A + b: what multiplies A is what its derivative holds.",
        ),
        Misconception(
            "missing_1_m_dw",
            change=(("dZ @ A_prev.T / m", "dZ @ A_prev.T"),),
            title="missing 1/m in dW",
            hint="dZ belongs to the summed loss, dW to its mean.",
        ),
        Misconception(
            "missing_1_m_db",
            change=(("keepdims=True) / m", "keepdims=True)"),),
            title="missing 1/m in db",
            hint="dZ belongs to the summed loss, db to its mean.",
        ),
        Misconception(
            "missing_1_m",
            change=(
                ("dZ @ A_prev.T / m", "dZ @ A_prev.T"),
                ("keepdims=True) / m", "keepdims=True)"),
            ),
            title="missing 1/m in dW and db",
            hint="dZ belongs to the summed loss; dW and db belong to the cost, its mean.",
        ),
        Misconception(
            "dw_twice",
            change=(("dZ @ A_prev.T / m", "dZ @ A_prev.T / m**2"),),
            title="dW divided by m twice",
            hint="The cost is one mean: 1/m stands in it once.",
        ),
        Misconception(
            "whole_division",
            change=(
                ("dZ @ A_prev.T / m", "(1 // m) * dZ @ A_prev.T"),
                (
                    "np.sum(dZ, axis=1, keepdims=True) / m",
                    "(1 // m) * np.sum(dZ, axis=1, keepdims=True)",
                ),
            ),
            title="whole division: 1 // m is 0",
            hint="// rounds down. Which sign divides?",
        ),
        Misconception(
            "da_divided",
            change=(("W.T @ dZ", "W.T @ dZ / m"),),
            title="dA_prev divided by m",
            hint="dA_prev belongs to the summed loss, as dZ does. Divided here, it would be "
            "divided again in every layer on the way down.",
        ),
        Misconception(
            "m_is_n",
            change=(("m = A_prev.shape[1]", "m = dZ.shape[0]"),),
            title="the number of units in place of the number of examples",
            hint="m counts examples. In which direction of A_prev do they lie?",
        ),
        Misconception(
            "m_is_n_prev",
            change=(("m = A_prev.shape[1]", "m = A_prev.shape[0]"),),
            title="the number of inputs of the layer in place of the number of examples",
            hint="m counts examples. In which direction of A_prev do they lie?",
        ),
        Misconception(
            "keepdims",
            change=(("axis=1, keepdims=True", "axis=1"),),
            title="db has lost its second axis",
            hint="A sum along an axis removes that axis. Which argument keeps it?",
        ),
        Misconception(
            "axis",
            change=(("axis=1, keepdims=True", "axis=0, keepdims=True"),),
            title="db summed over the units in place of the examples",
            hint="Each unit keeps a number of its own; the examples are added up. They lie along a "
            "row.",
        ),
        Misconception(
            "axis_and_keepdims",
            change=(("axis=1, keepdims=True", "axis=0"),),
            title="db summed over the units, and its second axis lost",
            hint="Each unit keeps a number of its own; the examples are added up. Then compare "
            "with the shape of b.",
        ),
        Misconception(
            "db_total",
            change=(("np.sum(dZ, axis=1, keepdims=True)", "np.sum(dZ)"),),
            title="db summed over everything",
            hint="With one unit that is the same. With several, each has a bias of its own.",
        ),
        Misconception(
            "db_mean_everything",
            change=(("np.sum(dZ, axis=1, keepdims=True) / m", "np.mean(dZ)"),),
            title="db averaged over everything",
            hint="Each unit has a bias of its own. Along which axis do the examples lie?",
        ),
        Misconception(
            "db_twice",
            change=(
                ("np.sum(dZ, axis=1, keepdims=True) / m", "np.mean(dZ, axis=1, keepdims=True) / m"),
            ),
            title="db divided by m twice",
            hint="A mean is divided by m already.",
        ),
        Misconception(
            "db_not_summed",
            change=(("np.sum(dZ, axis=1, keepdims=True) / m", "dZ / m"),),
            title="db not summed over the examples",
            hint="One bias reaches the Z of every example, so its derivative adds them all up.",
        ),
        Misconception(
            "w_not_transposed",
            change=(("W.T @ dZ", "W @ dZ"),),
            title="W not transposed in dA_prev",
            hint="W leads from n_prev to n; on the way back it has to lead from n to n_prev.",
        ),
        Misconception(
            "wrong_order",
            change=(("W.T @ dZ", "dZ @ W.T"),),
            title="the factors of dA_prev in the wrong order",
            hint="Write the shapes side by side: (n_prev, n) and (n, m).",
        ),
        Misconception(
            "one_unit_only",
            change=(("W.T @ dZ", "W.T * dZ"), ("np.sum(dZ, axis=1, keepdims=True)", "np.sum(dZ)")),
            title="written for a layer of one unit",
            hint="With one unit `*` and a sum over everything are right. With several, dA_prev needs "
            "the matrix product and db one sum for each unit.",
        ),
        Misconception(
            "star_da",
            change=(("W.T @ dZ", "W.T * dZ"),),
            title="`*` in place of the matrix product in dA_prev",
            hint="With one unit that is the same. With several, each input of the layer collects "
            "from all of them: a sum is needed.",
        ),
        Misconception(
            "star_dw",
            change=(("dZ @ A_prev.T / m", "dZ * A_prev.T / m"),),
            title="`*` in place of the matrix product in dW",
            hint="Every weight collects from all examples: a sum is needed.",
        ),
        Misconception(
            "returned_in_another_order",
            change=(("return dA_prev, dW, db", "return dW, db, dA_prev"),),
            title="the three gradients returned in another order",
            hint="The docstring lists them: dA_prev, dW, db.",
        ),
        Misconception(
            "sign",
            change=(("dZ @ A_prev.T / m", "-dZ @ A_prev.T / m"),),
            title="a minus in dW",
            hint="The minus of descent comes later, in update_parameters.",
        ),
        Misconception(
            "da_not_returned",
            change=(("return dA_prev, dW, db", "return dW, db"),),
            title="dA_prev not returned",
            hint="Three things are returned. Without dA_prev the layer below has nothing to go on with.",
        ),
    ),
    alternatives=(
        Alternative(
            "np.dot with asserts",
            code="""
            def linear_backward(dZ, cache):
                A_prev, W, b = cache
                m = A_prev.shape[1]
                dW = 1./m * np.dot(dZ, A_prev.T)
                db = 1./m * np.sum(dZ, axis = 1, keepdims = True)
                dA_prev = np.dot(W.T, dZ)
                assert (dA_prev.shape == A_prev.shape)
                assert (dW.shape == W.shape)
                assert (db.shape == b.shape)
                return dA_prev, dW, db
            """,
        ),
        Alternative(
            "loops over the examples",
            code="""
            def linear_backward(dZ, cache):
                A_prev, W, b = cache
                m = dZ.shape[1]
                dW, db, dA_prev = np.zeros(W.shape), np.zeros(b.shape), np.zeros(A_prev.shape)
                for i in range(m):
                    dz, a = dZ[:, [i]], A_prev[:, [i]]
                    dW += np.outer(dz, a) / m
                    db += dz / m
                    for j in range(W.shape[1]):
                        for k in range(W.shape[0]):
                            dA_prev[j, i] += W[k, j] * dz[k, 0]
                return dA_prev, dW, db
            """,
        ),
        Alternative(
            "einsum and means",
            code="""
            def linear_backward(dZ, cache):
                (A_prev, W, _) = cache
                dW = np.mean(dZ[:, None, :] * A_prev[None, :, :], axis=2)
                db = dZ.mean(1).reshape(-1, 1)
                return [np.einsum("kj,ki->ji", W, dZ), dW, db]
            """,
        ),
        Alternative(
            "db from a column of ones",
            code="""
            def linear_backward(dZ, cache):
                A_prev, W, b = cache
                m = A_prev.shape[1]
                both = dZ @ np.vstack([A_prev, np.ones((1, m))]).T / m
                return (dZ.T @ W).T, both[:, :-1], both[:, -1:]
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ linear_activation_backward


def _activation_cache(rng, activation):
    A_prev, W, b, _ = _activated(rng, activation)
    Z = W @ A_prev + b
    return call(
        "linear_activation_backward",
        _eighths(rng.normal(0, 1, Z.shape)),
        ((A_prev, W, b), Z),
        activation,
    )


def backward_sigmoid(rng):
    yield _activation_cache(rng, "sigmoid")


def backward_relu(rng):
    yield _activation_cache(rng, "relu")


def backward_tanh(rng):
    yield _activation_cache(rng, "tanh")


def backward_leaky(rng):
    yield _activation_cache(rng, "leaky_relu")


SLOPE = "activation_derivative(Z, activation)"
CHAIN = f"dA * {SLOPE}"

ACTIVATION_BACKWARD = Exercise(
    "linear_activation_backward",
    parts=(
        Part("sigmoid", 2, backward_sigmoid, GRADIENT),
        Part("relu", 2, backward_relu, GRADIENT),
        Part("dA left as it was", 1, backward_relu, Unchanged()),
        Part("tanh", 1, backward_tanh, GRADIENT),
        Part("leaky_relu", 2, backward_leaky, GRADIENT),
    ),
    depends_on=("linear_backward",),
    misconceptions=(
        Misconception(
            "g_for_its_derivative",
            change=((CHAIN, "dA * activate(Z, activation)"),),
            title="the activation itself in place of its derivative",
            hint="The chain rule asks how A changes when Z changes: g'(Z).",
        ),
        Misconception(
            "derivative_at_a",
            change=((CHAIN, "dA * activation_derivative(activate(Z, activation), activation)"),),
            title="the derivative taken at A in place of Z",
            hint="g' is taken at the number that went into g. The formulas a(1 - a) and 1 - a^2 are "
            "those of g'(z), written with a.",
        ),
        Misconception(
            "formulas_of_a_used_on_z",
            change=(
                (
                    CHAIN,
                    "dA * {'sigmoid': lambda: Z * (1 - Z), 'tanh': lambda: 1 - Z**2, "
                    "'relu': lambda: 1.0 * (Z > 0), "
                    "'leaky_relu': lambda: np.where(Z > 0, 1, 0.1)}[activation]()",
                ),
            ),
            title="the formulas a(1 - a) and 1 - a^2 given Z in place of A",
            hint="Those formulas hold for the activation a = g(z). The cache holds Z.",
        ),
        Misconception(
            "no_derivative",
            change=((CHAIN, "dA"),),
            title="dA passed on as dZ, the activation forgotten",
            hint="Between A and Z stands g. What does the chain rule multiply by?",
        ),
        Misconception(
            "relu_of_da",
            change=(
                (
                    CHAIN,
                    f'np.maximum(dA, 0) if activation == "relu" else {CHAIN}',
                ),
            ),
            title="relu of dA in place of a mask on Z",
            hint="Whether a unit passes its gradient on depends on whether it fired, on the sign of "
            "Z. A negative gradient may pass as well as a positive one.",
        ),
        Misconception(
            "relu_times_z",
            change=(
                (
                    CHAIN,
                    f'dA * np.maximum(Z, 0) if activation == "relu" else {CHAIN}',
                ),
            ),
            title="relu in place of its derivative",
            hint="Above zero, by how much does relu(z) grow when z grows by 1?",
        ),
        Misconception(
            "relu_passes_all",
            change=((CHAIN, f'dA if activation == "relu" else {CHAIN}'),),
            title="relu's zeros forgotten",
            hint="Where Z is negative, relu is flat. What is its slope there?",
        ),
        Misconception(
            "relu_reversed",
            change=(
                (
                    CHAIN,
                    f'dA * (Z <= 0) if activation == "relu" else {CHAIN}',
                ),
            ),
            title="relu's mask the wrong way round",
            hint="A unit that fired passes its gradient on; a silent one does not.",
        ),
        Misconception(
            "relu_mask_alone",
            change=(
                (
                    CHAIN,
                    f'1.0 * (Z > 0) if activation == "relu" else {CHAIN}',
                ),
            ),
            title="relu's slope alone, without dA",
            hint="The chain rule is a product. Of what, besides the slope?",
        ),
        Misconception(
            "slope_alone",
            change=((CHAIN, SLOPE),),
            title="the derivative alone, without dA",
            hint="The chain rule is a product: what arrives from above times the local slope.",
        ),
        Misconception(
            "added",
            change=((CHAIN, f"dA + {SLOPE}"),),
            title="a sum in place of a product",
            hint="The chain rule multiplies.",
        ),
        Misconception(
            "matrix_product",
            change=((CHAIN, f"dA @ {SLOPE}.T"),),
            title="a matrix product in place of an entry-by-entry one",
            hint="Each entry of Z goes into one entry of A only. Here nothing is summed.",
        ),
        Misconception(
            "leaky_of_da",
            change=(
                (
                    CHAIN,
                    f'np.where(dA > 0, dA, 0.1 * dA) if activation == "leaky_relu" else {CHAIN}',
                ),
            ),
            title="leaky_relu of dA in place of its slope at Z",
            hint="Which of the two slopes applies is decided by the sign of Z, not of dA.",
        ),
        Misconception(
            "divided",
            change=((CHAIN, f"{CHAIN} / dA.shape[1]"),),
            title="dZ divided by m",
            hint="dZ belongs to the summed loss. linear_backward divides dW and db by m.",
        ),
        Misconception(
            "derivative_at_a_prev",
            change=((CHAIN, "dA * activation_derivative(linear_cache[0], activation)"),),
            title="the derivative taken at A_prev in place of Z",
            hint="g' is taken at the number that went into g.",
        ),
        Misconception(
            "leaky_slope_zero",
            change=((CHAIN, 'dA * activation_derivative(Z, activation.replace("leaky_", ""))'),),
            title="leaky_relu treated as relu",
            hint="Below zero leaky_relu keeps a slope. Which one?",
        ),
        Misconception(
            "leaky_001",
            change=((CHAIN, "dA * activation_derivative(Z, activation, 0.01)"),),
            title="the slope 0.01 for leaky_relu",
            hint="Libraries often take 0.01. The docstring asks for 0.1.",
        ),
        Misconception(
            "tanh_not_squared",
            change=(
                (
                    CHAIN,
                    f'dA * (1 - np.tanh(Z)) if activation == "tanh" else {CHAIN}',
                ),
            ),
            title="1 - tanh(z) in place of 1 - tanh(z)^2",
            hint="Differentiate tanh = sinh/cosh by the quotient rule. At z = 0 the slope is 1, and "
            "it is the same at z and -z.",
        ),
        Misconception(
            "tanh_as_sigmoid",
            change=(
                (
                    CHAIN,
                    f'dA * np.tanh(Z) * (1 - np.tanh(Z)) if activation == "tanh" else {CHAIN}',
                ),
            ),
            title="the sigmoid's formula a(1 - a) used for tanh",
            hint="a(1 - a) belongs to the sigmoid. What is the derivative of tanh?",
        ),
        Misconception(
            "sigmoid_for_all",
            change=((CHAIN, 'dA * activation_derivative(Z, "sigmoid")'),),
            title="the sigmoid's derivative whatever the activation",
            hint="The argument `activation` says which function was used.",
        ),
        Misconception(
            "relu_for_all",
            change=((CHAIN, 'dA * activation_derivative(Z, "relu")'),),
            title="relu's derivative whatever the activation",
            hint="The argument `activation` says which function was used.",
        ),
        Misconception(
            "sigmoid_otherwise_relu",
            change=(
                (
                    CHAIN,
                    'dA * activation_derivative(Z, "sigmoid" if activation == "sigmoid" else "relu")',
                ),
            ),
            title="relu's derivative for everything that is not sigmoid",
            hint="Four activations are asked for.",
        ),
        Misconception(
            "only_two",
            change=(
                (
                    f"dZ = {CHAIN}",
                    'if activation == "sigmoid":\n'
                    "        dZ = dA * activation_derivative(Z, activation)\n"
                    '    elif activation == "relu":\n'
                    "        dZ = dA * (Z > 0)",
                ),
            ),
            title="only sigmoid and relu provided for",
            hint="Four activations are asked for: tanh and leaky_relu are missing, and without "
            "them nothing was ever put into dZ.",
        ),
        Misconception(
            "only_two_branches",
            change=(
                (
                    f"dZ = {CHAIN}\n    dA_prev, dW, db = linear_backward(dZ, linear_cache)",
                    'if activation == "sigmoid":\n'
                    "        dZ = dA * activation_derivative(Z, activation)\n"
                    "        dA_prev, dW, db = linear_backward(dZ, linear_cache)\n"
                    '    elif activation == "relu":\n'
                    "        dZ = dA * (Z > 0)\n"
                    "        dA_prev, dW, db = linear_backward(dZ, linear_cache)",
                ),
            ),
            title="only sigmoid and relu provided for",
            hint="Four activations are asked for: tanh and leaky_relu are missing, and without "
            "them nothing was ever put into dA_prev.",
        ),
        Misconception(
            "whole_cache",
            change=(("linear_backward(dZ, linear_cache)", "linear_backward(dZ, cache)"),),
            title="the whole cache passed to linear_backward",
            hint="linear_backward wants the linear half only, the tuple (A_prev, W, b).",
        ),
        Misconception(
            "order",
            change=(
                (
                    "dA_prev, dW, db = linear_backward(dZ, linear_cache)",
                    "dW, db, dA_prev = linear_backward(dZ, linear_cache)",
                ),
            ),
            title="the three gradients unpacked in another order",
            hint="linear_backward returns dA_prev, dW, db.",
        ),
        Misconception(
            "halves_exchanged",
            change=(("linear_cache, Z = cache", "Z, linear_cache = cache"),),
            title="the two halves of the cache exchanged",
            hint="The cache is (linear_cache, Z): which comes first?",
        ),
        Misconception(
            "relu_in_place",
            change=(
                (
                    f"dZ = {CHAIN}",
                    'dZ = dA\n    if activation == "relu":\n        dZ[Z <= 0] = 0\n    else:\n'
                    f"        dZ = {CHAIN}",
                ),
            ),
            title="dZ = dA gives the same array a second name, and the zeros are written into dA",
            hint="The caller still needs that dA: in a deep network it stands in grads. `dA.copy()`, or a "
            "product, makes a new array.",
        ),
        Misconception(
            "dz_returned",
            change=(("return dA_prev, dW, db", "return dZ, dW, db"),),
            title="dZ returned in place of dA_prev",
            hint="The layer below waits for the gradient by its own output, and that is dA_prev.",
        ),
        Misconception(
            "leaky_sign",
            change=(
                (
                    CHAIN,
                    f'dA * np.where(Z > 0, 1, -0.1) if activation == "leaky_relu" else {CHAIN}',
                ),
            ),
            title="the slope -0.1 for leaky_relu",
            hint="leaky_relu rises everywhere, steeply or gently. Its slope is never negative.",
        ),
        Misconception(
            "derivative_at_da",
            change=((CHAIN, "dA * activation_derivative(dA, activation)"),),
            title="the derivative taken at dA in place of Z",
            hint="g' is taken at the number that went into g on the way forward. The cache has kept it.",
        ),
    ),
    alternatives=(
        Alternative(
            "masks and formulas",
            code="""
            def linear_activation_backward(dA, cache, activation):
                linear_cache, activation_cache = cache
                Z = activation_cache
                if activation == "relu":
                    dZ = np.array(dA, copy=True)
                    dZ[Z <= 0] = 0
                elif activation == "sigmoid":
                    s = 1 / (1 + np.exp(-Z))
                    dZ = dA * s * (1 - s)
                elif activation == "tanh":
                    dZ = dA * (1 - np.power(np.tanh(Z), 2))
                elif activation == "leaky_relu":
                    dZ = np.array(dA, copy=True)
                    dZ[Z < 0] *= 0.1
                dA_prev, dW, db = linear_backward(dZ, linear_cache)
                return dA_prev, dW, db
            """,
        ),
        Alternative(
            "other formulas, where, own linear part",
            code="""
            def linear_activation_backward(dA, cache, activation):
                (A_prev, W, b), Z = cache
                slope = {
                    "sigmoid": lambda z: 1 / (np.exp(z / 2) + np.exp(-z / 2)) ** 2,
                    "tanh": lambda z: 1 / np.cosh(z) ** 2,
                    "relu": lambda z: np.where(z > 0, 1, 0),
                    "leaky_relu": lambda z: np.where(z > 0, 1, 0.1),
                }[activation](Z)
                dZ = np.multiply(dA, slope)
                m = Z.shape[1]
                return W.T.dot(dZ), dZ.dot(A_prev.T) / m, dZ.mean(axis=1, keepdims=True)
            """,
        ),
        Alternative(
            "in place on a copy, entry by entry",
            code="""
            def linear_activation_backward(dA, cache, activation):
                linear_cache, Z = cache
                dZ = dA.copy()
                for i, j in np.ndindex(*Z.shape):
                    dZ[i, j] *= activation_derivative(Z[i : i + 1, j : j + 1], activation)[0, 0]
                return linear_backward(dZ, linear_cache)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ L_model_backward


def _backward(rng, L, n_y=2):
    parameters, X, Y = _network(rng, L, n_y)
    AL, caches = reference.L_model_forward(X, parameters)
    return call("L_model_backward", AL, Y, caches)


def backward_two_layers(rng):
    yield _backward(rng, 2)


def backward_three_layers(rng):
    yield _backward(rng, 3)


def backward_one_and_four_layers(rng):
    yield _backward(rng, 1)
    yield _backward(rng, 4, n_y=1)


MODEL_BACKWARD = Exercise(
    "L_model_backward",
    parts=(
        Part("two layers", 2, backward_two_layers, GRADIENT),
        Part("dW of three layers", 3, backward_three_layers, _starting_with("dW")),
        Part("db of three layers", 2, backward_three_layers, _starting_with("db")),
        Part("dA of three layers", 2, backward_three_layers, _starting_with("dA")),
        Part("one and four layers", 3, backward_one_and_four_layers, GRADIENT),
    ),
    depends_on=("linear_activation_backward",),
    misconceptions=(
        Misconception(
            "dal_sign",
            change=(("-(Y / AL - (1 - Y) / (1 - AL))", "Y / AL - (1 - Y) / (1 - AL)"),),
            title="the opposite sign in dAL",
            hint="If y = 1, the loss falls when a grows. Which sign has its derivative?",
        ),
        Misconception(
            "dal_brackets",
            change=(("-(Y / AL - (1 - Y) / (1 - AL))", "-Y / AL - (1 - Y) / (1 - AL)"),),
            title="the sign of dAL's second term",
            hint="If y = 0, the loss grows when a grows. Which sign has its derivative?",
        ),
        Misconception(
            "dal_first_term",
            change=(("-(Y / AL - (1 - Y) / (1 - AL))", "-Y / AL"),),
            title="only the first term of dAL",
            hint="What pulls on the examples with y = 0?",
        ),
        Misconception(
            "dal_is_difference",
            change=(("-(Y / AL - (1 - Y) / (1 - AL))", "AL - Y"),),
            title="A - Y, which is dZ already, taken for dAL",
            hint="A - Y is the gradient by Z of the last layer: the sigmoid's slope is in it. "
            "linear_activation_backward multiplies by that slope once more.",
        ),
        Misconception(
            "dal_is_difference_reversed",
            change=(("-(Y / AL - (1 - Y) / (1 - AL))", "Y - AL"),),
            title="Y - A taken for dAL",
            hint="A - Y is the gradient by Z of the last layer. dAL is the derivative of the loss by A"
            " itself; and mind the sign.",
        ),
        Misconception(
            "dal_swapped",
            change=(("-(Y / AL - (1 - Y) / (1 - AL))", "-(AL / Y - (1 - AL) / (1 - Y))"),),
            title="AL and Y exchanged in dAL",
            hint="Labels are 0 or 1, so dividing by them cannot be right.",
        ),
        Misconception(
            "dal_mean",
            change=(
                ("-(Y / AL - (1 - Y) / (1 - AL))", "-(Y / AL - (1 - Y) / (1 - AL)) / Y.shape[1]"),
            ),
            title="dAL divided by m",
            hint="dAL belongs to the summed loss; linear_backward divides by m, and it should "
            "happen once.",
        ),
        Misconception(
            "dal_is_cost",
            change=(
                (
                    "-(Y / AL - (1 - Y) / (1 - AL))",
                    "-(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))",
                ),
            ),
            title="the loss itself in place of its derivative",
            hint="What is the derivative of log(a)?",
        ),
        Misconception(
            "sigmoid_everywhere",
            change=(('"sigmoid" if l == L else "relu"', '"sigmoid"'),),
            title="the sigmoid's derivative in every layer",
            hint="The hidden layers have relu.",
        ),
        Misconception(
            "relu_everywhere",
            change=(('"sigmoid" if l == L else "relu"', '"relu"'),),
            title="relu's derivative in every layer",
            hint="The last layer has sigmoid.",
        ),
        Misconception(
            "exchanged",
            change=(('"sigmoid" if l == L else "relu"', '"relu" if l == L else "sigmoid"'),),
            title="relu and sigmoid exchanged",
            hint="Which activation has the last layer?",
        ),
        Misconception(
            "sigmoid_first",
            change=(("if l == L else", "if l == 1 else"),),
            title="sigmoid taken for the first layer in place of the last",
            hint="Backward, the last layer comes first. Which number has it?",
        ),
        Misconception(
            "tanh_hidden",
            change=(('else "relu"', 'else "tanh"'),),
            title="tanh's derivative in the hidden layers, as in week 2",
            hint="This week's hidden layers have relu.",
        ),
        Misconception(
            "caches_from_the_wrong_end",
            change=(("caches[l - 1]", "caches[L - l]"),),
            title="the caches taken from the wrong end",
            hint="The way back begins at layer L, and caches[0] belongs to layer 1. Which cache "
            "belongs to the layer that your loop is at?",
        ),
        Misconception(
            "cache_off_by_one",
            change=(("caches[l - 1]", "caches[l]"),),
            title="the cache of the layer above",
            hint="Lists begin at 0, layers at 1: where does layer l's cache lie?",
        ),
        Misconception(
            "cache_below",
            change=(("caches[l - 1]", "caches[l - 2]"),),
            title="the cache of the layer below",
            hint="Lists begin at 0, layers at 1: where does layer l's cache lie?",
        ),
        Misconception(
            "last_cache_everywhere",
            change=(("caches[l - 1]", "caches[-1]"),),
            title="the last layer's cache in every layer",
            hint="Each layer has a cache of its own.",
        ),
        Misconception(
            "always_dal",
            change=(
                (
                    "dA, dW, db = linear_activation_backward(dA, ",
                    "dA_prev, dW, db = linear_activation_backward(dA, ",
                ),
                (
                    'grads[f"db{l}"] = dA, dW, db',
                    'grads[f"db{l}"] = dA_prev, dW, db',
                ),
            ),
            title="dAL handed to every layer",
            hint="Each layer makes the dA of the layer below it. Who takes it up?",
        ),
        Misconception(
            "always_the_last_hidden",
            code="""
            def L_model_backward(AL, Y, caches):
                grads = {}
                L = len(caches)
                dAL = -(Y / AL - (1 - Y) / (1 - AL))
                dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
                grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db
                for l in range(L - 1, 0, -1):
                    dA, dW, db = linear_activation_backward(dA_prev, caches[l - 1], "relu")
                    grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA, dW, db
                return grads
            """,
            title="the dA of the last hidden layer handed to all layers below",
            hint="In the loop, each layer has to take the dA that the layer above it made, which "
            "the round before put into grads.",
        ),
        Misconception(
            "da_numbered_by_its_layer",
            change=(('grads[f"dA{l - 1}"]', 'grads[f"dA{l}"]'),),
            title="dA filed under the number of the layer that made it",
            hint="Layer l makes the gradient by its input, A[l-1]. The number is that of the "
            "activation.",
        ),
        Misconception(
            "no_da0",
            code="""
            def L_model_backward(AL, Y, caches):
                grads = {}
                L = len(caches)
                dA = -(Y / AL - (1 - Y) / (1 - AL))
                for l in range(L, 0, -1):
                    activation = "sigmoid" if l == L else "relu"
                    dA, dW, db = linear_activation_backward(dA, caches[l - 1], activation)
                    if l > 1:
                        grads[f"dA{l - 1}"] = dA
                    grads[f"dW{l}"], grads[f"db{l}"] = dW, db
                return grads
            """,
            title='"dA0" left out',
            hint="Nothing is trained with it, but the docstring asks for the gradient by X too.",
        ),
        Misconception(
            "no_da",
            change=(
                (
                    'grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA, dW, db',
                    'grads[f"dW{l}"], grads[f"db{l}"] = dW, db',
                ),
            ),
            title="dA not filed in grads",
            hint="The docstring asks for three kinds of keys.",
        ),
        Misconception(
            "layers_numbered_from_zero",
            change=(
                ('grads[f"dW{l}"], grads[f"db{l}"]', 'grads[f"dW{l - 1}"], grads[f"db{l - 1}"]'),
            ),
            title="layers numbered from 0",
            hint="The inputs are layer 0; the gradients of the first weights are dW1.",
        ),
        Misconception(
            "last_layer_twice",
            code="""
            def L_model_backward(AL, Y, caches):
                grads = {}
                L = len(caches)
                dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
                back = linear_activation_backward
                grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = back(
                    dAL, caches[L - 1], "sigmoid")
                for l in reversed(range(L)):
                    grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = back(
                        grads["dA" + str(l + 1)], caches[l], "relu")
                return grads
            """,
            title="the last layer visited a second time by the loop",
            hint="Layer L has been done before the loop. With which number should the loop begin?",
        ),
        Misconception(
            "forward_order",
            code="""
            def L_model_backward(AL, Y, caches):
                grads = {}
                L = len(caches)
                dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
                back = linear_activation_backward
                grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = back(
                    dAL, caches[L - 1], "sigmoid")
                for l in range(L - 1):
                    grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = back(
                        grads["dA" + str(l + 1)], caches[l], "relu")
                return grads
            """,
            title="the loop goes through the layers in forward order",
            hint="Layer l needs the dA that layer l + 1 makes. Which layer has to come first?",
        ),
        Misconception(
            "unpacked_in_another_order",
            change=(
                (
                    "dA, dW, db = linear_activation_backward(",
                    "dW, db, dA = linear_activation_backward(",
                ),
            ),
            title="the three gradients unpacked in another order",
            hint="linear_activation_backward returns dA_prev, dW, db.",
        ),
        Misconception(
            "first_layer_missed",
            change=(("range(L, 0, -1)", "range(L, 1, -1)"),),
            title="layer 1 missed",
            hint="A range ends before its second number. Which numbers does yours go through?",
        ),
        Misconception(
            "last_layer_missed",
            change=(
                ("range(L, 0, -1)", "range(L - 1, 0, -1)"),
                ("if l == L else", "if l == L - 1 else"),
            ),
            title="the last layer missed",
            hint="The way back begins at layer L.",
        ),
        Misconception(
            "braces_without_f",
            change=(
                (
                    'grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"]',
                    'grads["dA{l - 1}"], grads["dW{l}"], grads["db{l}"]',
                ),
            ),
            title="keys that say {l}, not the number",
            hint='A text with braces needs an f before its quotation mark: f"dW{l}".',
        ),
        Misconception(
            "key_as_number",
            change=(("caches[l - 1]", "caches[str(l)]"),),
            title="a text where a number is needed",
            hint="grads is a dictionary with texts as keys; caches is a list, which is asked by "
            "number.",
        ),
        Misconception(
            "text_plus_number",
            change=(('grads[f"dW{l}"]', 'grads["dW" + l]'),),
            title="a text added to a number",
            hint='"dW" + str(l) or f"dW{l}" makes one text of both.',
        ),
        Misconception(
            "linear_only",
            change=(
                (
                    "linear_activation_backward(dA, caches[l - 1], activation)",
                    "linear_backward(dA, caches[l - 1][0])",
                ),
            ),
            title="the activations left out on the way back",
            hint="Each layer is a linear part and an activation. Which function takes both back?",
        ),
        Misconception(
            "two_layers_only",
            code="""
            def L_model_backward(AL, Y, caches):
                dA2 = -(Y / AL - (1 - Y) / (1 - AL))
                dA1, dW2, db2 = linear_activation_backward(dA2, caches[1], "sigmoid")
                dA0, dW1, db1 = linear_activation_backward(dA1, caches[0], "relu")
                return {"dA0": dA0, "dA1": dA1, "dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
            """,
            title="written for exactly two layers",
            hint="The number of layers is L. Which lines have to be repeated?",
        ),
        Misconception(
            "three_layers_only",
            code="""
            def L_model_backward(AL, Y, caches):
                grads = {}
                dA = -(Y / AL - (1 - Y) / (1 - AL))
                for l, kind in ((3, "sigmoid"), (2, "relu"), (1, "relu")):
                    dA, dW, db = linear_activation_backward(dA, caches[l - 1], kind)
                    grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA, dW, db
                return grads
            """,
            title="written for exactly three layers",
            hint="The number of layers is L, and it changes from network to network.",
        ),
        Misconception(
            "one_sum",
            change=(("dA = -(Y / AL", "dA = -np.sum(Y / AL"),),
            title="dAL summed to one number",
            hint="Each output of each example has a gradient of its own; nothing is summed yet.",
        ),
        Misconception(
            "return_in_loop",
            change=(
                (
                    'grads[f"db{l}"] = dA, dW, db\n',
                    'grads[f"db{l}"] = dA, dW, db\n        return grads\n',
                ),
            ),
            title="the `return` stands inside the loop",
            hint="A function ends at its first return, here after one layer.",
        ),
        Misconception(
            "keys_without_d",
            change=(('grads[f"dW{l}"], grads[f"db{l}"]', 'grads[f"W{l}"], grads[f"b{l}"]'),),
            title="gradients filed under W and b",
            hint="The gradient of W1 has the key dW1, so that nobody takes it for W1 itself.",
        ),
        Misconception(
            "sigmoid_one_layer_too_low",
            change=(("if l == L else", "if l == L - 1 else"),),
            title="sigmoid one layer too low",
            hint="The layers are numbered 1 to L here. Which number has the sigmoid layer?",
        ),
        Misconception(
            "half_a_cache",
            change=(("caches[l - 1], activation)", "caches[l - 1][0], activation)"),),
            title="only the linear half of the cache handed on",
            hint="linear_activation_backward takes the cache as a whole, the pair (linear_cache, Z).",
        ),
    ),
    alternatives=(
        Alternative(
            "the well-known shape",
            code="""
            def L_model_backward(AL, Y, caches):
                grads = {}
                L = len(caches)
                m = AL.shape[1]
                Y = Y.reshape(AL.shape)
                dAL = - (np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
                current_cache = caches[L-1]
                grads["dA" + str(L-1)], grads["dW" + str(L)], grads["db" + str(L)] = \\
                    linear_activation_backward(dAL, current_cache, activation = "sigmoid")
                for l in reversed(range(L-1)):
                    current_cache = caches[l]
                    dA_prev_temp, dW_temp, db_temp = linear_activation_backward(
                        grads["dA" + str(l + 1)], current_cache, activation = "relu")
                    grads["dA" + str(l)] = dA_prev_temp
                    grads["dW" + str(l + 1)] = dW_temp
                    grads["db" + str(l + 1)] = db_temp
                return grads
            """,
        ),
        Alternative(
            "from A - Y",
            code="""
            def L_model_backward(AL, Y, caches):
                L = len(caches)
                dZ = AL - Y
                grads = {"dZ%d" % L: dZ}
                for l in range(L, 0, -1):
                    linear_cache, _ = caches[l - 1]
                    dA, grads["dW%d" % l], grads["db%d" % l] = linear_backward(dZ, linear_cache)
                    grads["dA%d" % (l - 1)] = dA
                    if l > 1:
                        dZ = dA * (caches[l - 2][1] > 0)
                return grads
            """,
        ),
        Alternative(
            "one formula for dAL, recursion",
            code="""
            def L_model_backward(AL, Y, caches):
                def down(l, dA):
                    if l == 0:
                        return {"dA0": dA}
                    kind = "sigmoid" if l == len(caches) else "relu"
                    dA_prev, dW, db = linear_activation_backward(dA, caches[l - 1], kind)
                    return {f"dA{l}": dA, f"dW{l}": dW, f"db{l}": db} | down(l - 1, dA_prev)
                return down(len(caches), (AL - Y) / (AL * (1 - AL)))
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ update_parameters


def _step(rng, L):
    widths = distinct_sizes(rng, L + 1, 2, L + 3)
    parameters = {key: _eighths(value) for key, value in _parameters(rng, widths).items()}
    grads = {}
    for l in range(L, 0, -1):
        grads[f"dA{l - 1}"] = _eighths(rng.normal(0, 1, (widths[l - 1], 2)))
        grads[f"dW{l}"] = _eighths(rng.normal(0, 1, parameters[f"W{l}"].shape))
        grads[f"db{l}"] = _eighths(rng.normal(0, 1, parameters[f"b{l}"].shape))
    return call("update_parameters", parameters, grads, float(rng.choice([0.125, 0.375, 0.625])))


def step_of_two_layers(rng):
    yield _step(rng, 2)


def step_of_three_layers(rng):
    yield _step(rng, 3)


def step_of_one_and_four_layers(rng):
    yield _step(rng, 1)
    yield _step(rng, 4)


UPDATE = Exercise(
    "update_parameters",
    parts=(
        Part("two layers", 1, step_of_two_layers),
        Part("weights of three layers", 1, step_of_three_layers, _starting_with("W")),
        Part("biases of three layers", 1, step_of_three_layers, _starting_with("b")),
        Part("one and four layers", 1, step_of_one_and_four_layers),
    ),
    misconceptions=(
        Misconception(
            "ascent",
            change=(
                ('parameters[f"W{l}"] - learning_rate', 'parameters[f"W{l}"] + learning_rate'),
                ('parameters[f"b{l}"] - learning_rate', 'parameters[f"b{l}"] + learning_rate'),
            ),
            title="a step up the gradient",
            hint="The gradient points to where the cost grows. Which sign leads down?",
        ),
        Misconception(
            "ascent_of_b",
            change=(
                ('parameters[f"b{l}"] - learning_rate', 'parameters[f"b{l}"] + learning_rate'),
            ),
            title="the biases moved up the gradient",
            hint="W and b follow the same rule.",
        ),
        Misconception(
            "three_layers_only",
            change=(("range(1, L + 1)", "(1, 2, 3)"),),
            title="written for exactly three layers",
            hint="The number of layers is L.",
        ),
        Misconception(
            "length_of_the_dictionary",
            change=(("range(1, L + 1)", "range(1, len(parameters) + 1)"),),
            title="a loop over len(parameters)",
            hint="Each layer has two entries in the dictionary. How many layers are that?",
        ),
        Misconception(
            "beyond_the_last_layer",
            change=(("range(1, L + 1)", "range(1, len(parameters))"),),
            title="a loop that runs beyond the last layer",
            hint="Each layer has two entries in parameters, and grads holds further keys. How many "
            "layers are there?",
        ),
        Misconception(
            "last_layer_missed",
            change=(("range(1, L + 1)", "range(1, L)"),),
            title="the last layer missed",
            hint="range(1, L) ends at L - 1.",
        ),
        Misconception(
            "from_layer_zero",
            change=(("range(1, L + 1)", "range(L)"),),
            title="a loop that begins at layer 0",
            hint="There is no W0. Either begin at 1 or use l + 1 in the keys.",
        ),
        Misconception(
            "first_layer_missed",
            change=(("range(1, L + 1)", "range(2, L + 1)"),),
            title="the first layer missed",
            hint="Layer 1 learns too.",
        ),
        Misconception(
            "two_layers_only",
            change=(("range(1, L + 1)", "(1, 2)"),),
            title="written for exactly two layers",
            hint="The number of layers is L.",
        ),
        Misconception(
            "gradients_from_zero",
            change=(
                ('grads[f"dW{l}"]', 'grads[f"dW{l - 1}"]'),
                ('grads[f"db{l}"]', 'grads[f"db{l - 1}"]'),
            ),
            title="the gradients of the layer below",
            hint="W1 goes with dW1. Look at the number in each key.",
        ),
        Misconception(
            "nothing_moved",
            change=(
                (
                    'parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]',
                    'parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]',
                ),
                (
                    'parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]',
                    'parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]',
                ),
            ),
            title="the parameters returned as they came",
            hint="A difference that is computed and not given a name is lost.",
        ),
        Misconception(
            "b_forgotten",
            change=(
                (
                    '        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]\n',
                    "",
                ),
            ),
            title="the biases not moved",
            hint="Each layer has two arrays to move.",
        ),
        Misconception(
            "no_learning_rate",
            change=(
                ('- learning_rate * grads[f"dW{l}"]', '- grads[f"dW{l}"]'),
                ('- learning_rate * grads[f"db{l}"]', '- grads[f"db{l}"]'),
            ),
            title="the learning rate left out",
            hint="The step is the learning rate times the gradient.",
        ),
        Misconception(
            "reversed",
            change=(
                (
                    'parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]',
                    'learning_rate * grads[f"dW{l}"] - parameters[f"W{l}"]',
                ),
                (
                    'parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]',
                    'learning_rate * grads[f"db{l}"] - parameters[f"b{l}"]',
                ),
            ),
            title="the difference the wrong way round",
            hint="Begin with where you are, and take the step from it.",
        ),
        Misconception(
            "divided",
            change=(
                ('learning_rate * grads[f"dW{l}"]', 'grads[f"dW{l}"] / learning_rate'),
                ('learning_rate * grads[f"db{l}"]', 'grads[f"db{l}"] / learning_rate'),
            ),
            title="the gradient divided by the learning rate",
            hint="A smaller learning rate should make a smaller step.",
        ),
        Misconception(
            "multiplied",
            change=(
                (
                    'parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]',
                    'parameters[f"W{l}"] * learning_rate * grads[f"dW{l}"]',
                ),
                (
                    'parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]',
                    'parameters[f"b{l}"] * learning_rate * grads[f"db{l}"]',
                ),
            ),
            title="a product in place of a difference",
            hint="The step is subtracted from the parameter.",
        ),
        Misconception(
            "shrunk",
            change=(
                (
                    'parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]',
                    '(parameters[f"W{l}"] - grads[f"dW{l}"]) * learning_rate',
                ),
                (
                    'parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]',
                    '(parameters[f"b{l}"] - grads[f"db{l}"]) * learning_rate',
                ),
            ),
            title="the learning rate multiplies the parameter too",
            hint="Only the gradient is scaled by the learning rate.",
        ),
        Misconception(
            "only_the_step",
            change=(
                ('= parameters[f"W{l}"] - learning_rate', "= -learning_rate"),
                ('= parameters[f"b{l}"] - learning_rate', "= -learning_rate"),
            ),
            title="the step in place of the parameter after the step",
            hint="Where you are after a step depends on where you were before.",
        ),
        Misconception(
            "wrong_keys",
            change=(('grads[f"dW{l}"]', 'grads[f"W{l}"]'),),
            title="a dictionary asked for W1 that has no such key",
            hint="In grads, the gradient of W1 is filed under dW1. And a dictionary that you have just made "
            "is empty: the old W1 is in the one you were given.",
        ),
        Misconception(
            "b_by_dw",
            change=(('grads[f"db{l}"]', 'grads[f"dW{l}"]'),),
            title="the biases moved by dW",
            hint="The gradient of b1 is filed under db1.",
        ),
        Misconception(
            "return_in_loop",
            code="""
            def update_parameters(parameters, grads, learning_rate):
                L = len(parameters) // 2
                parameters = dict(parameters)
                for l in range(1, L + 1):
                    parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
                    parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
                    return parameters
            """,
            title="the `return` stands inside the loop",
            hint="A function ends at its first return, here after one layer.",
        ),
    ),
    alternatives=(
        Alternative(
            "the well-known shape, in the caller's dictionary",
            code="""
            def update_parameters(parameters, grads, learning_rate):
                L = len(parameters) // 2
                for l in range(L):
                    parameters["W" + str(l+1)] = parameters["W" + str(l+1)] - learning_rate * grads["dW" + str(l + 1)]
                    parameters["b" + str(l+1)] = parameters["b" + str(l+1)] - learning_rate * grads["db" + str(l + 1)]
                return parameters
            """,
        ),
        Alternative(
            "every key",
            code="""
            def update_parameters(parameters, grads, learning_rate):
                return {key: value - learning_rate * grads["d" + key] for key, value in parameters.items()}
            """,
        ),
        Alternative(
            "in place on a deep copy",
            code="""
            def update_parameters(parameters, grads, learning_rate):
                import copy
                moved = copy.deepcopy(parameters)
                for key in moved:
                    moved[key] -= learning_rate * grads["d" + key]
                return moved
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ L_layer_model


def _training(rng, L, steps):
    """Return a case of `steps` steps from parameters that the grader chooses."""
    parameters, X, Y = _network(rng, L, n_y=1)
    widths = [len(X)] + [len(parameters[f"W{l}"]) for l in range(1, L + 1)]
    rate = round(float(rng.uniform(0.05, 0.2)), 3)
    return call(
        "L_layer_model",
        X,
        Y,
        widths,
        learning_rate=rate,
        num_iterations=steps,
    ).with_(replaced={"initialize_parameters_deep": parameters})


def trainings(rng):
    """Draw three trainings, short enough to be judged again with the reference's answers."""
    yield _training(rng, 1, 1)
    # 101 steps: who keeps the cost of the last step as well keeps the same two costs.
    yield _training(rng, 2, 101)
    yield _training(rng, 3, 3)


def circles(rng):
    X, Y = make_circles(40, 0.05, int(rng.integers(2**31)))
    X_new, Y_new = make_circles(200, 0.05, int(rng.integers(2**31)))
    # 400 trainings from random starts: never below .87. No straight boundary reaches more than .67.
    # So few examples and steps that layers written with Python loops have time enough.
    yield call(
        "L_layer_model",
        np.round(X, 4),
        Y.astype(float),
        [2, 16, 8, 1],
        learning_rate=0.5,
        num_iterations=301,
    ).with_(
        expected=({"X": np.round(X_new, 4), "Y": Y_new},),
        note="two circles, from your own initialize_parameters_deep",
    )


def _piece(index, start=""):
    return Custom("helpers.deepnets.piece", {"index": index, "start": start}, shaped=True)


LAYER_MODEL = Exercise(
    "L_layer_model",
    parts=(
        Part("weights after a few steps", 2, trainings, _piece(0, "W")),
        Part("biases after a few steps", 1, trainings, _piece(0, "b")),
        Part("costs", 2, trainings, _piece(1)),
        Part(
            "what a long training achieves",
            2,
            circles,
            Custom("helpers.deepnets.classifies", {"at_least": 0.75}),
            select=(0,),
            long=True,
        ),
    ),
    depends_on=(
        "initialize_parameters_deep",
        "L_model_forward",
        "compute_cost",
        "L_model_backward",
        "update_parameters",
    ),
    misconceptions=(
        Misconception(
            "initialises_every_step",
            change=(
                (
                    "        AL, caches = L_model_forward(X, parameters)",
                    "        parameters = initialize_parameters_deep(layers_dims)\n"
                    "        AL, caches = L_model_forward(X, parameters)",
                ),
            ),
            title="every iteration starts again from the first parameters",
            hint="Each step has to go on from where the one before arrived. What belongs before the "
            "loop, and which name has to take the moved parameters?",
        ),
        Misconception(
            "update_thrown_away",
            change=(
                (
                    "        parameters = update_parameters(parameters, grads, learning_rate)",
                    "        update_parameters(parameters, grads, learning_rate)",
                ),
            ),
            title="the result of update_parameters not kept",
            hint="update_parameters returns the moved parameters. Who takes them?",
        ),
        Misconception(
            "gradients_once",
            code="""
            def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
                costs = []
                parameters = initialize_parameters_deep(layers_dims)
                AL, caches = L_model_forward(X, parameters)
                grads = L_model_backward(AL, Y, caches)
                for i in range(num_iterations):
                    if i % 100 == 0:
                        AL, caches = L_model_forward(X, parameters)
                        costs.append(compute_cost(AL, Y))
                    parameters = update_parameters(parameters, grads, learning_rate)
                return parameters, costs
            """,
            title="the gradients computed once, before the loop",
            hint="After a step the slope is another one: forward and backward belong in the loop.",
        ),
        Misconception(
            "forward_once",
            code="""
            def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
                costs = []
                parameters = initialize_parameters_deep(layers_dims)
                AL, caches = L_model_forward(X, parameters)
                for i in range(num_iterations):
                    cost = compute_cost(AL, Y)
                    grads = L_model_backward(AL, Y, caches)
                    parameters = update_parameters(parameters, grads, learning_rate)
                    if i % 100 == 0:
                        costs.append(cost)
                return parameters, costs
            """,
            title="the forward pass made once, before the loop",
            hint="After a step the outputs are others: the forward pass belongs in the loop.",
        ),
        Misconception(
            "one_step_too_few",
            change=(("range(num_iterations)", "range(1, num_iterations)"),),
            title="one step too few, and the cost of the start never kept",
            hint="range(1, n) has n - 1 numbers, and 0 is not one of them.",
        ),
        Misconception(
            "one_step_too_few_at_the_end",
            change=(("range(num_iterations)", "range(num_iterations - 1)"),),
            title="one step too few",
            hint="range(n) has n numbers already.",
        ),
        Misconception(
            "one_step_too_many",
            change=(("range(num_iterations)", "range(num_iterations + 1)"),),
            title="one step too many",
            hint="range(n) has n numbers, from 0 to n - 1.",
        ),
        Misconception(
            "counted_from_one",
            change=(("range(num_iterations)", "range(1, num_iterations + 1)"),),
            title="steps counted from 1, so that the cost of the start is not kept",
            hint="The first cost to keep is that of step 0, before any update.",
        ),
        Misconception(
            "cost_every_step",
            change=(("        if i % 100 == 0:\n            costs", "        costs"),),
            title="the cost kept in every step",
            hint="Only every hundredth is wanted: 0, 100, 200, ...",
        ),
        Misconception(
            "cost_after",
            code="""
            def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
                costs = []
                parameters = initialize_parameters_deep(layers_dims)
                for i in range(num_iterations):
                    AL, caches = L_model_forward(X, parameters)
                    grads = L_model_backward(AL, Y, caches)
                    parameters = update_parameters(parameters, grads, learning_rate)
                    if i % 100 == 0:
                        costs.append(compute_cost(L_model_forward(X, parameters)[0], Y))
                return parameters, costs
            """,
            title="the cost after the update in place of before it",
            hint="The cost to keep is that of the iteration's own forward pass.",
        ),
        Misconception(
            "last_cost_only",
            change=(
                (
                    "            costs.append(compute_cost(AL, Y))",
                    "            costs = [compute_cost(AL, Y)]",
                ),
            ),
            title="each cost written over the one before",
            hint="costs is a list that grows.",
        ),
        Misconception(
            "cost_as_number",
            change=(
                (
                    "            costs.append(compute_cost(AL, Y))",
                    "            costs = compute_cost(AL, Y)",
                ),
            ),
            title="one number in place of a list of costs",
            hint="costs is a list that grows: how is an entry added?",
        ),
        Misconception(
            "wrong_hundreds",
            change=(("i % 100 == 0", "i % 100 == 1"),),
            title="the cost kept one step late",
            hint="The steps whose cost is wanted are 0, 100, 200, ...",
        ),
        Misconception(
            "never_kept",
            change=(("i % 100 == 0", "i % 100 == 100"),),
            title="no cost kept",
            hint="The remainder after division by 100 is 0 for 0, 100, 200, ...",
        ),
        Misconception(
            "divided",
            change=(("i % 100 == 0", "i / 100 == 0"),),
            title="division in place of the remainder",
            hint="i / 100 is 0 only once. Which sign gives the remainder?",
        ),
        Misconception(
            "whole_division",
            change=(("i % 100 == 0", "i // 100 == 0"),),
            title="whole division in place of the remainder",
            hint="i // 100 is 0 for the first hundred steps. Which sign gives the remainder?",
        ),
        Misconception(
            "cost_arguments",
            change=(("compute_cost(AL, Y)", "compute_cost(Y, AL)"),),
            title="AL and Y exchanged in the call of compute_cost",
            hint="Its docstring begins with AL.",
        ),
        Misconception(
            "learning_rate_ignored",
            change=(("grads, learning_rate)", "grads, 0.0075)"),),
            title="the learning rate that was given ignored",
            hint="The default applies only when the caller gives none. Use the argument.",
        ),
        Misconception(
            "ascent",
            change=(("grads, learning_rate)", "grads, -learning_rate)"),),
            title="steps up the gradient",
            hint="update_parameters has the minus sign already.",
        ),
        Misconception(
            "only_parameters",
            change=(("return parameters, costs", "return parameters"),),
            title="the costs not returned",
            hint="Two things are returned: parameters and costs.",
        ),
        Misconception(
            "swapped",
            change=(("return parameters, costs", "return costs, parameters"),),
            title="costs and parameters returned in the wrong order",
            hint="The parameters come first.",
        ),
        Misconception(
            "return_in_loop",
            change=(
                (
                    "        parameters = update_parameters(parameters, grads, learning_rate)\n",
                    "        parameters = update_parameters(parameters, grads, learning_rate)\n"
                    "        return parameters, costs\n",
                ),
            ),
            title="the `return` stands inside the loop",
            hint="A function ends at its first return, here after one step.",
        ),
        Misconception(
            "gradients_for_parameters",
            change=(("return parameters, costs", "return grads, costs"),),
            title="the gradients returned in place of the parameters",
            hint="The caller wants to use the trained network.",
        ),
        Misconception(
            "backward_arguments",
            change=(("L_model_backward(AL, Y, caches)", "L_model_backward(Y, AL, caches)"),),
            title="AL and Y exchanged in the call of L_model_backward",
            hint="Its docstring begins with AL. Divided by labels of 0, everything becomes nan.",
        ),
        Misconception(
            "cost_after_the_loop",
            code="""
            def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
                costs = []
                parameters = initialize_parameters_deep(layers_dims)
                for i in range(num_iterations):
                    AL, caches = L_model_forward(X, parameters)
                    cost = compute_cost(AL, Y)
                    grads = L_model_backward(AL, Y, caches)
                    parameters = update_parameters(parameters, grads, learning_rate)
                costs.append(cost)
                return parameters, costs
            """,
            title="a cost kept only once, after the loop",
            hint="The line has to stand inside the loop, under a condition that is true in the steps 0, "
            "100, 200, ...",
        ),
        Misconception(
            "hundreds_only",
            change=(("range(num_iterations)", "range(0, num_iterations, 100)"),),
            title="only every hundredth step made",
            hint="Every step is made; only the cost is kept in every hundredth.",
        ),
        Misconception(
            "append_given_a_name",
            change=(
                (
                    "            costs.append(compute_cost(AL, Y))",
                    "            costs = costs.append(compute_cost(AL, Y))",
                ),
            ),
            title="the list replaced by what `append` returns, which is None",
            hint="costs.append(...) changes the list itself and returns nothing. Write it without "
            "`costs =`.",
        ),
        Misconception(
            "update_arguments",
            change=(("(parameters, grads, learning_rate)", "(grads, parameters, learning_rate)"),),
            title="parameters and grads exchanged in the call of update_parameters",
            hint="Its docstring begins with the parameters.",
        ),
        Misconception(
            "number_without_range",
            change=(("in range(num_iterations)", "in num_iterations"),),
            title="a loop over a number",
            hint="A number cannot be gone through. range(n) makes the numbers 0 to n - 1.",
        ),
    ),
    alternatives=(
        Alternative(
            "the well-known shape, the last cost kept too",
            code="""
            def L_layer_model(X, Y, layers_dims, learning_rate = 0.0075, num_iterations = 3000, print_cost=False):
                np.random.seed(1)
                costs = []
                parameters = initialize_parameters_deep(layers_dims)
                for i in range(0, num_iterations):
                    AL, caches = L_model_forward(X, parameters)
                    cost = compute_cost(AL, Y)
                    grads = L_model_backward(AL, Y, caches)
                    parameters = update_parameters(parameters, grads, learning_rate)
                    if print_cost and i % 100 == 0 or i == num_iterations - 1:
                        print("Cost after iteration {}: {}".format(i, np.squeeze(cost)))
                    if i % 100 == 0 or i == num_iterations:
                        costs.append(cost)
                return parameters, costs
            """,
        ),
        Alternative(
            "while, moved by hand, costs as an array",
            code="""
            def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
                parameters, costs, i = initialize_parameters_deep(layers_dims), [], 0
                while i < num_iterations:
                    AL, caches = L_model_forward(X, parameters)
                    grads = L_model_backward(AL, Y, caches)
                    if not i % 100:
                        costs += [compute_cost(AL, Y)]
                    for key in parameters:
                        parameters[key] = parameters[key] - learning_rate * grads["d" + key]
                    i += 1
                return parameters, np.array(costs)
            """,
        ),
        Alternative(
            "all costs, then every hundredth",
            code="""
            def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
                parameters = initialize_parameters_deep(layers_dims)
                every = []
                for _ in range(num_iterations):
                    AL, caches = L_model_forward(X, parameters)
                    every.append(compute_cost(AL, Y))
                    parameters = update_parameters(
                        parameters, L_model_backward(AL, Y, caches), learning_rate
                    )
                return parameters, every[::100]
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ softmax


def ordinary_scores(rng):
    yield call("softmax", _short(rng.normal(0, 2, distinct_sizes(rng, 2, 3, 5))))


def one_column(rng):
    yield call("softmax", _short(rng.normal(0, 2, (int(rng.integers(3, 6)), 1)))).with_(
        note="a single example"
    )


def large_scores(rng):
    Z = _eighths(rng.normal(0, 2, distinct_sizes(rng, 2, 3, 4)))
    yield call("softmax", Z + 1000.0)
    Z[:, 0] += rng.permutation(np.linspace(-1000, 1000, len(Z)).round())
    yield call("softmax", Z).with_(note="the scores of one example are far apart")


def columns_far_apart(rng):
    Z = _eighths(rng.normal(0, 2, (4, 3)))
    yield call("softmax", Z + rng.permutation([-1000.0, 0.0, 1000.0]))


SOFTMAX = Exercise(
    "softmax",
    parts=(
        Part("values", 1, ordinary_scores),
        Part("a single example", 1, one_column),
        Part("large scores", 1, large_scores),
        Part("columns far apart", 1, columns_far_apart),
    ),
    misconceptions=(
        Misconception(
            "rows",
            code="""
            def softmax(Z):
                powers = np.exp(Z - np.max(Z, axis=1, keepdims=True))
                return powers / np.sum(powers, axis=1, keepdims=True)
            """,
            title="softmax over the rows",
            hint="One column is one example; its classes lie one below the other, and their "
            "probabilities add up to 1.",
        ),
        Misconception(
            "rows_unshifted",
            code="""
            def softmax(Z):
                return np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
            """,
            title="softmax over the rows, and without a shift",
            hint="One column is one example; its classes lie one below the other, and their "
            "probabilities add up to 1. Then look at step 1.",
        ),
        Misconception(
            "rows_in_the_sum",
            code="""
            def softmax(Z):
                powers = np.exp(Z - np.max(Z, axis=0, keepdims=True))
                return powers / np.sum(powers, axis=1, keepdims=True)
            """,
            title="the sum taken over the rows",
            hint="One column is one example; its probabilities add up to 1. Sum along the same axis as"
            " the largest entry.",
        ),
        Misconception(
            "everything",
            code="""
            def softmax(Z):
                powers = np.exp(Z - np.max(Z))
                return powers / np.sum(powers)
            """,
            title="softmax over all entries together",
            hint="Each example has its own probabilities: every column adds up to 1, not the whole "
            "matrix.",
        ),
        Misconception(
            "everything_unshifted",
            code="""
            def softmax(Z):
                return np.exp(Z) / np.sum(np.exp(Z))
            """,
            title="softmax over all entries together, and without a shift",
            hint="Each example has its own probabilities: every column adds up to 1, not the whole "
            "matrix. Then look at step 1.",
        ),
        Misconception(
            "global_max",
            change=(("np.max(Z, axis=0, keepdims=True)", "np.max(Z)"),),
            title="one largest entry for all columns",
            hint="A column that lies a thousand below the largest entry becomes exp(-1000) = 0 "
            "throughout, and 0/0 is not a number. Each column needs its own largest entry.",
        ),
        Misconception(
            "no_shift",
            change=((" - np.max(Z, axis=0, keepdims=True)", ""),),
            title="exp of large numbers",
            hint="exp(1000) is beyond what a float can hold. Step 1 changes nothing in the result "
            "and avoids it. (np.max gives the largest entry; np.argmax only says where it is.)",
        ),
        Misconception(
            "row_max",
            change=(("np.max(Z, axis=0, keepdims=True)", "np.max(Z, axis=1, keepdims=True)"),),
            title="the largest entry of each row subtracted",
            hint="Only a shift that is the same for a whole column drops out of the fraction.",
        ),
        Misconception(
            "mean",
            change=(("np.max(Z, axis=0", "np.mean(Z, axis=0"),),
            title="the mean subtracted in place of the largest entry",
            hint="That shift drops out as well, but it leaves entries far above 0 when the scores are "
            "far apart.",
        ),
        Misconception(
            "clipped",
            code="""
            def softmax(Z):
                powers = np.exp(np.clip(Z, -500, 500))
                return powers / np.sum(powers, axis=0, keepdims=True)
            """,
            title="large scores cut off",
            hint="Scores of 1000 and 1001 are not alike. Subtract, so that their difference stays.",
        ),
        Misconception(
            "min",
            change=(("np.max(Z, axis=0, keepdims=True)", "np.min(Z, axis=0, keepdims=True)"),),
            title="the smallest entry subtracted",
            hint="After the shift no entry should be above 0. This part of the result may look "
            "right and still overflow.",
        ),
        Misconception(
            "sigmoid",
            code="""
            def softmax(Z):
                return 1 / (1 + np.exp(-Z))
            """,
            title="sigmoid in place of softmax",
            hint="The classes share one probability: a column adds up to 1.",
        ),
        Misconception(
            "no_exp",
            code="""
            def softmax(Z):
                return Z / np.sum(Z, axis=0, keepdims=True)
            """,
            title="the exponential left out",
            hint="Scores may be negative, probabilities may not. What makes every score positive?",
        ),
        Misconception(
            "absolute",
            code="""
            def softmax(Z):
                return np.abs(Z) / np.sum(np.abs(Z), axis=0, keepdims=True)
            """,
            title="absolute values in place of the exponential",
            hint="A score of -3 should get less than a score of -1.",
        ),
        Misconception(
            "not_normalised",
            change=(("powers / np.sum(powers, axis=0, keepdims=True)", "powers"),),
            title="not divided by the sum",
            hint="The probabilities of a column add up to 1.",
        ),
        Misconception(
            "negative",
            code="""
            def softmax(Z):
                powers = np.exp(-Z - np.max(-Z, axis=0, keepdims=True))
                return powers / np.sum(powers, axis=0, keepdims=True)
            """,
            title="exp(-z) in place of exp(z)",
            hint="The largest score should get the largest probability.",
        ),
        Misconception(
            "logarithm",
            change=(
                (
                    "powers / np.sum(powers, axis=0, keepdims=True)",
                    "np.log(powers / np.sum(powers, axis=0, keepdims=True))",
                ),
            ),
            title="the logarithm of the softmax",
            hint="Probabilities are asked for, not their logarithms.",
        ),
        Misconception(
            "hard",
            code="""
            def softmax(Z):
                return 1.0 * (Z == np.max(Z, axis=0, keepdims=True))
            """,
            title="all to the largest score: the hard maximum",
            hint="A score that is nearly as large should get nearly as much. That is the soft in "
            "softmax.",
        ),
        Misconception(
            "max_divided",
            change=(
                ("Z - np.max(Z, axis=0, keepdims=True)", "Z / np.max(Z, axis=0, keepdims=True)"),
            ),
            title="divided by the largest entry",
            hint="A shift of a column drops out of the fraction; a scale does not.",
        ),
        Misconception(
            "keepdims_axis_one",
            code="""
            def softmax(Z):
                powers = np.exp(Z - np.max(Z, axis=1))
                return powers / np.sum(powers, axis=1)
            """,
            title="sums over the rows, and their axis lost",
            hint="One column is one example, and its classes lie one below the other: along which "
            "axis do they add up?",
        ),
        Misconception(
            "sum_over_everything",
            change=(("np.sum(powers, axis=0, keepdims=True)", "np.sum(powers)"),),
            title="divided by the sum over all entries",
            hint="Each example has its own probabilities: every column adds up to 1.",
        ),
    ),
    alternatives=(
        Alternative(
            "without keepdims",
            code="""
            def softmax(Z):
                e = np.exp(Z - Z.max(axis=0))
                return e / e.sum(axis=0)
            """,
        ),
        Alternative(
            "column by column",
            code="""
            def softmax(Z):
                A = np.zeros(Z.shape)
                for j in range(Z.shape[1]):
                    z = Z[:, j] - max(Z[:, j])
                    A[:, j] = np.exp(z) / sum(np.exp(z))
                return A
            """,
        ),
        Alternative(
            "by logarithms",
            code="""
            def softmax(Z):
                top = Z.max(0, keepdims=True)
                return np.exp(Z - top - np.log(np.exp(Z - top).sum(0, keepdims=True)))
            """,
        ),
        Alternative(
            "by differences of scores",
            code="""
            def softmax(Z):
                with np.errstate(over="ignore"):
                    return 1 / np.exp(Z[None, :, :] - Z[:, None, :]).sum(axis=1)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ tent_network


def _tents(x, k):
    """Return the tent map applied k times, from its definition by cases."""
    for _ in range(k):
        x = np.where(x < 0.5, 2 * x, 2 - 2 * x)
    return x


def _tent_case(rng, k):
    x = np.sort(np.concatenate([[0.0, 0.5, 1.0], rng.uniform(0, 1, 9).round(4)])).reshape(1, -1)
    return call("tent_network", k).with_(expected={"x": x, "y": _tents(x, k)})


def one_tent(rng):
    yield _tent_case(rng, 1)


def two_and_three_tents(rng):
    yield _tent_case(rng, 2)
    yield _tent_case(rng, 3)


def many_tents(rng):
    yield _tent_case(rng, int(rng.integers(5, 8)))


COMPUTES = Custom("helpers.deepnets.computes")

TENT = Exercise(
    "tent_network",
    parts=(
        Part("one tent", 2, one_tent, COMPUTES),
        Part("two and three tents", 2, two_and_three_tents, COMPUTES),
        Part("many tents", 2, many_tents, COMPUTES),
    ),
    misconceptions=(
        Misconception(
            "shift_sign",
            change=(("[-0.5]", "[0.5]"),),
            title="the sign of the bias: relu(x + 1/2)",
            hint="The second unit should stay silent until x reaches 1/2.",
        ),
        Misconception(
            "shift_one",
            change=(("[-0.5]", "[-1.0]"),),
            title="the second unit bends at 1 in place of 1/2",
            hint="Where does w x + b cross zero? It should be at x = 1/2, the top of the tent.",
        ),
        Misconception(
            "no_shift",
            change=(("[-0.5]", "[0.0]"),),
            title="no bias: both units bend at 0",
            hint="The tent has its top at 1/2, so one unit has to begin there.",
        ),
        Misconception(
            "bend_sign",
            change=(("[[2.0, -4.0]]", "[[2.0, 4.0]]"),),
            title="the sign of the second slope",
            hint="After its top the tent goes down: the second unit has to take away.",
        ),
        Misconception(
            "bend_two",
            change=(("[[2.0, -4.0]]", "[[2.0, -2.0]]"),),
            title="-2 in place of -4: flat after the top",
            hint="Beyond 1/2 both units are on, and their slopes add up. The sum should be -2.",
        ),
        Misconception(
            "bend_one",
            change=(("[[2.0, -4.0]]", "[[1.0, -2.0]]"),),
            title="slopes 1 and -1: a tent of half the height",
            hint="T(1/2) should be 1.",
        ),
        Misconception(
            "one_tent_too_many",
            change=(
                ("range(2, k + 1)", "range(2, k + 2)"),
                ('parameters[f"W{k + 1}"]', 'parameters[f"W{k + 2}"]'),
                ('parameters[f"b{k + 1}"]', 'parameters[f"b{k + 2}"]'),
            ),
            title="one tent too many",
            hint="For k = 1 one pair of relu units is enough.",
        ),
        Misconception(
            "one_tent_too_few",
            change=(
                ("range(2, k + 1)", "range(2, k)"),
                ('parameters[f"W{k + 1}"]', 'parameters[f"W{max(k, 2)}"]'),
                ('parameters[f"b{k + 1}"]', 'parameters[f"b{max(k, 2)}"]'),
            ),
            title="one tent too few",
            hint="k tents need k pairs of relu units. Count yours for k = 2.",
        ),
        Misconception(
            "always_one",
            code="""
            def tent_network(k):
                return {
                    "W1": np.array([[1.0], [1.0]]),
                    "b1": np.array([[0.0], [-0.5]]),
                    "W2": np.array([[2.0, -4.0]]),
                    "b2": np.zeros((1, 1)),
                }
            """,
            title="one tent, whatever k is",
            hint="The tent is to be applied k times, each time to what came out before.",
        ),
        Misconception(
            "always_two",
            code="""
            def tent_network(k):
                shift, bend = np.array([[0.0], [-0.5]]), np.array([[2.0, -4.0]])
                both = np.vstack([bend, bend])
                return {"W1": np.ones((2, 1)), "b1": shift, "W2": both, "b2": shift, "W3": bend, "b3": np.zeros((1, 1))}
            """,
            title="two tents, whatever k is",
            hint="The number of layers has to grow with k. Which lines have to be repeated?",
        ),
        Misconception(
            "layers_not_joined",
            change=(("np.ones((2, 1)) @ bend", "np.eye(2)"),),
            title="the tents not joined: each unit hands on its own value only",
            hint="The next pair of units takes one number, 2 h1 - 4 h2, and both units take the "
            "same.",
        ),
        Misconception(
            "second_reads_nothing",
            change=(("np.ones((2, 1)) @ bend", "np.array([[2.0, -4.0], [0.0, 0.0]])"),),
            title="the second unit of a later layer reads nothing",
            hint="relu(t - 1/2) needs t too. Which row of W makes t for it?",
        ),
        Misconception(
            "later_biases_forgotten",
            change=(('parameters[f"b{l}"] = shift', 'parameters[f"b{l}"] = np.zeros((2, 1))'),),
            title="no bias in the later layers",
            hint="Every tent bends at 1/2, the later ones too.",
        ),
        Misconception(
            "weights_transposed",
            change=(("np.ones((2, 1)) @ bend", "(np.ones((2, 1)) @ bend).T"),),
            title="the joining matrix transposed",
            hint="A row of W makes one unit: each row has to hold the same 2 and -4.",
        ),
        Misconception(
            "first_weights_as_row",
            change=(("np.ones((2, 1)), ", "np.ones((1, 2)), "),),
            title="W1 as a row",
            hint="Layer 1 has two units and one input. Which shape has W1?",
        ),
        Misconception(
            "bend_as_column",
            change=(('parameters[f"W{k + 1}"] = bend', 'parameters[f"W{k + 1}"] = bend.T'),),
            title="the last W as a column",
            hint="The last layer has one unit and two inputs. Which shape has its W?",
        ),
        Misconception(
            "flat_biases",
            change=(("[[0.0], [-0.5]]", "[0.0, -0.5]"),),
            title="biases with one axis only",
            hint="A bias is a column.",
        ),
        Misconception(
            "last_bias_missed",
            change=(('    parameters[f"b{k + 1}"] = np.zeros((1, 1))\n', ""),),
            title="the bias of the last layer left out",
            hint="Every layer has a W and a b, if only of zeros.",
        ),
        Misconception(
            "output_layer_missed",
            change=(
                ('    parameters[f"W{k + 1}"] = bend\n', ""),
                ('    parameters[f"b{k + 1}"] = np.zeros((1, 1))\n', ""),
            ),
            title="the output layer missed",
            hint="Two units bend; one more, without relu, has to put them together.",
        ),
        Misconception(
            "side_by_side",
            code="""
            def tent_network(k):
                return {
                    "W1": np.ones((2 * k, 1)),
                    "b1": np.tile([[0.0], [-0.5]], (k, 1)),
                    "W2": np.tile([[2.0, -4.0]], (1, k)),
                    "b2": np.zeros((1, 1)),
                }
            """,
            title="k pairs of units side by side in one layer",
            hint="Units of one layer only add up: that is k times T(x). To apply T again, the next pair has "
            "to read what the pair before made.",
        ),
        Misconception(
            "values_for_a_network",
            code="""
            def tent_network(k):
                return 2 * np.maximum(k, 0) - 4 * np.maximum(k - 0.5, 0)
            """,
            title="the tent map itself in place of a network that computes it",
            hint="k says how often the tent is applied; it is not x. Return the weights and biases of "
            "the network.",
        ),
        Misconception(
            "slopes_exchanged",
            change=(("[[2.0, -4.0]]", "[[-4.0, 2.0]]"),),
            title="the two slopes exchanged",
            hint="Left of 1/2 only one of your two units is on. Which slope belongs to that unit?",
        ),
    ),
    alternatives=(
        Alternative(
            "layers of one unit between the tents",
            code="""
            def tent_network(k):
                parameters = {}
                for block in range(k):
                    parameters["W" + str(2 * block + 1)] = np.array([[1.0], [1.0]])
                    parameters["b" + str(2 * block + 1)] = np.array([[0.0], [-0.5]])
                    parameters["W" + str(2 * block + 2)] = np.array([[2.0, -4.0]])
                    parameters["b" + str(2 * block + 2)] = np.array([[0.0]])
                return parameters
            """,
        ),
        Alternative(
            "slopes inside the units, integers",
            code="""
            def tent_network(k):
                p = {"W1": np.array([[2], [4]]), "b1": np.array([[0], [-2]])}
                for l in range(2, k + 1):
                    p["W%d" % l] = np.array([[2, -2], [4, -4]])
                    p["b%d" % l] = np.array([[0], [-2]])
                p["W%d" % (k + 1)] = np.array([[1, -1]])
                p["b%d" % (k + 1)] = np.zeros((1, 1), dtype=int)
                return p
            """,
        ),
        Alternative(
            "another tent: 1 - |2x - 1|",
            code="""
            def tent_network(k):
                p = {"W1": np.array([[2.0], [-2.0]]), "b1": np.array([[-1.0], [1.0]])}
                for l in range(2, k + 1):
                    p[f"W{l}"] = np.array([[-2.0, -2.0], [2.0, 2.0]])
                    p[f"b{l}"] = np.array([[1.0], [-1.0]])
                p[f"W{k + 1}"] = np.array([[-1.0, -1.0]])
                p[f"b{k + 1}"] = np.array([[1.0]])
                return p
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ the week

PARITY = Question(
    "depth_and_parity",
    rubric=(
        (
            2,
            "Claim: with relu or threshold units and free fan-in, one hidden layer of n units computes "
            "the parity of n bits, so the sentence is false for such units; it is true, as a theorem, "
            "for constant-depth circuits of and, or and not gates.",
        ),
        (
            2,
            "Reason with a formula: with s = x1 + ... + xn, parity = relu(s) - 2 relu(s - 1) + "
            "2 relu(s - 2) - ... + (-1)^(n-1) 2 relu(s - n + 1), slopes that turn from +1 to -1 at "
            "every whole number; or an equal network. A check for small n counts.",
        ),
        (
            2,
            "Evidence: the figure of the tent map's pieces against depth (2^k pieces from 2k units) "
            "against one hidden layer (at most one piece more than it has units): what depth saves "
            "exponentially is pieces of a function on the line, which parity of n bits, with its n "
            "pieces, does not need.",
        ),
    ),
)

WEEK = Week(
    "week3_deep_net",
    "A deep net",
    exercises=(
        PARAMETER_SHAPES,
        COUNT_PARAMETERS,
        INITIALIZE,
        LINEAR_FORWARD,
        ACTIVATION_FORWARD,
        MODEL_FORWARD,
        COST,
        LINEAR_BACKWARD,
        ACTIVATION_BACKWARD,
        MODEL_BACKWARD,
        UPDATE,
        LAYER_MODEL,
        SOFTMAX,
        TENT,
    ),
    questions=(PARITY,),
)
