"""How week 6 is examined: numerical derivatives, vectors of parameters, gradient checking.

Tolerances: what comes from finite differences is compared to a relative 1e-4. Rounding of a cost J
enters a difference over epsilon as about 1e-16 |J| / epsilon, which is 1e-9 at the default epsilon;
so differences below 1e-6 count as noise and are only asked to stay there. Cases whose numbers go
through a network use epsilon of 1e-5 and more: their noise is below 1e-10 on every machine.
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
    Result,
    Secret,
    Unchanged,
    Week,
    call,
    distinct_sizes,
)
from helpers.three_layer_network import network_gradients
from solutions.week6_gradient_checking import (
    find_the_bugs,
    gradient_check_n,
)

FINITE = Close(rtol=1e-4, scale=1e-6)
NOISE = Between(low=0.0, high=1e-6)


def _away_from_zero(rng, shape, low=0.3, high=1.5):
    """Return numbers of both signs, none of them small."""
    return rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape)


def _layout(layer_dims):
    layout = []
    for l in range(1, len(layer_dims)):
        layout += [(f"W{l}", (layer_dims[l], layer_dims[l - 1])), (f"b{l}", (layer_dims[l], 1))]
    return layout


def _arrays(rng, layout, prefix=""):
    """Return an array of random entries for each name, none of them zero."""
    return {prefix + name: _away_from_zero(rng, shape).round(3) for name, shape in layout}


def _shuffled(rng, dictionary):
    """Return the dictionary in another order, its first entry no longer first."""
    names = list(dictionary)
    order = [names[i] for i in rng.permutation(len(names))]
    if order[0] == names[0]:
        order = order[1:] + order[:1]
    return {name: dictionary[name] for name in order}


def _join(dictionary, names):
    return np.concatenate([dictionary[name].reshape(-1, 1) for name in names])


ELEVEN = [2, 1, 3, 2, 1, 2, 3, 1, 2, 1, 3, 2]


# ------------------------------------------------------------------------------ differences


def _curves(rng, function, epsilons):
    for epsilon in epsilons:
        f = Built("helpers.costs.polynomial", coefficients=_away_from_zero(rng, 4, 0.5, 2).round(2))
        yield call(function, f, round(float(rng.uniform(0.6, 1.6)), 2), epsilon)


def _waves(rng, function, epsilons):
    for epsilon in epsilons:
        f = Built(
            "helpers.costs.wave",
            rate=round(float(rng.uniform(0.8, 1.4)), 2),
            growth=round(float(rng.uniform(0.5, 1.2)), 2),
        )
        yield call(function, f, round(float(rng.uniform(-2.2, -0.8)), 2), epsilon)


def one_sided(rng):
    yield from _curves(rng, "forward_difference", (0.1, 0.25))


def one_sided_below_zero(rng):
    yield from _waves(rng, "forward_difference", (0.02, 0.3))
    f = Built("helpers.costs.polynomial", coefficients=_away_from_zero(rng, 4, 0.5, 2).round(2))
    yield call("forward_difference", f, -2, 0.05).with_(note="x is a whole number")


def two_sided(rng):
    yield from _curves(rng, "central_difference", (0.1, 0.25))


def two_sided_below_zero(rng):
    yield from _waves(rng, "central_difference", (0.02, 0.3))
    f = Built("helpers.costs.polynomial", coefficients=_away_from_zero(rng, 4, 0.5, 2).round(2))
    yield call("central_difference", f, -2, 0.05).with_(note="x is a whole number")


FORWARD = "(f(x + epsilon) - f(x)) / epsilon"
CENTRAL = "(f(x + epsilon) - f(x - epsilon)) / (2 * epsilon)"
PRECISE = Close(rtol=1e-6)

DIFFERENCES = Exercise(
    "forward_difference",
    functions=("forward_difference", "central_difference"),
    parts=(
        Part("forward_difference: a cubic", 2, one_sided, PRECISE),
        Part("forward_difference: x below zero, other steps", 2, one_sided_below_zero, PRECISE),
        Part("central_difference: a cubic", 2, two_sided, PRECISE),
        Part("central_difference: x below zero, other steps", 2, two_sided_below_zero, PRECISE),
    ),
    misconceptions=(
        Misconception(
            "central_over_epsilon",
            change=((CENTRAL, "(f(x + epsilon) - f(x - epsilon)) / epsilon"),),
            title="the two-sided difference divided by epsilon",
            hint="How far is it from x - epsilon to x + epsilon? A slope is the rise over the "
            "whole run.",
        ),
        Misconception(
            "central_precedence",
            change=((CENTRAL, "(f(x + epsilon) - f(x - epsilon)) / 2 * epsilon"),),
            title="brackets missing: `/ 2 * epsilon` divides by 2 and then multiplies by epsilon",
            hint="Python works from left to right through * and /. Put brackets around all that "
            "belongs below the line.",
        ),
        Misconception(
            "central_without_brackets",
            change=((CENTRAL, "f(x + epsilon) - f(x - epsilon) / (2 * epsilon)"),),
            title="brackets missing: only the second value is divided",
            hint="Division binds more tightly than subtraction. What should be divided?",
        ),
        Misconception(
            "forward_without_brackets",
            change=((FORWARD, "f(x + epsilon) - f(x) / epsilon"),),
            title="brackets missing: only the second value is divided",
            hint="Division binds more tightly than subtraction. What should be divided?",
        ),
        Misconception(
            "central_step_doubled",
            change=((CENTRAL, "(f(x + 2 * epsilon) - f(x - 2 * epsilon)) / (4 * epsilon)"),),
            title="a step of 2 epsilon each way",
            hint="The quotient is a slope, but one over too wide a run. Epsilon is the step in "
            "each direction.",
        ),
        Misconception(
            "central_step_doubled_only_above",
            change=((CENTRAL, "(f(x + 2 * epsilon) - f(x - 2 * epsilon)) / (2 * epsilon)"),),
            title="a step of 2 epsilon each way, divided by 2 epsilon",
            hint="Epsilon is the step in each direction. From x - epsilon to x + epsilon the run "
            "is 2 epsilon.",
        ),
        Misconception(
            "central_step_halved",
            change=((CENTRAL, "(f(x + epsilon / 2) - f(x - epsilon / 2)) / epsilon"),),
            title="half of epsilon each way",
            hint="That is a central difference, but the docstring calls epsilon the step in each "
            "direction.",
        ),
        Misconception(
            "central_is_forward",
            change=((CENTRAL, FORWARD),),
            title="the one-sided difference in place of the two-sided one",
            hint="central_difference should look at both sides of x, not at x itself.",
        ),
        Misconception(
            "central_two_steps_ahead",
            change=((CENTRAL, "(f(x + 2 * epsilon) - f(x)) / (2 * epsilon)"),),
            title="two steps ahead in place of one on each side",
            hint="The run is 2 epsilon long, but x should be in its middle.",
        ),
        Misconception(
            "central_over_two",
            change=((CENTRAL, "(f(x + epsilon) - f(x)) / (2 * epsilon)"),),
            title="a one-sided rise over a two-sided run",
            hint="Numerator and denominator must belong to the same two points.",
        ),
        Misconception(
            "central_reversed",
            change=((CENTRAL, "(f(x - epsilon) - f(x + epsilon)) / (2 * epsilon)"),),
            title="the difference taken the wrong way round",
            hint="For a function that grows the slope must be positive. Which value comes first?",
        ),
        Misconception(
            "central_of_argument",
            change=((CENTRAL, "(f(x) + epsilon - (f(x) - epsilon)) / (2 * epsilon)"),),
            title="epsilon added to f(x) in place of x",
            hint="The result is 1 for every function. What is it that you move a little?",
        ),
        Misconception(
            "forward_looks_back",
            change=((FORWARD, "(f(x) - f(x - epsilon)) / epsilon"),),
            title="a step behind x in place of a step ahead",
            hint="That is the backward difference. It is about as good, but here the step goes "
            "ahead.",
        ),
        Misconception(
            "forward_is_central",
            change=((FORWARD, CENTRAL),),
            title="the two-sided difference in place of the one-sided one",
            hint="forward_difference should know f only at x and at x + epsilon.",
        ),
        Misconception(
            "forward_reversed",
            change=((FORWARD, "(f(x) - f(x + epsilon)) / epsilon"),),
            title="the difference taken the wrong way round",
            hint="For a function that grows the slope must be positive. Which value comes first?",
        ),
        Misconception(
            "forward_over_two_epsilon",
            change=((FORWARD, "(f(x + epsilon) - f(x)) / (2 * epsilon)"),),
            title="the one-sided difference divided by 2 epsilon",
            hint="From x to x + epsilon it is one epsilon.",
        ),
        Misconception(
            "forward_not_divided",
            change=((FORWARD, "f(x + epsilon) - f(x)"),),
            title="the rise without the run",
            hint="You have how much f changes. A derivative says how much it changes for each "
            "unit of x.",
        ),
        Misconception(
            "central_not_divided",
            change=((CENTRAL, "f(x + epsilon) - f(x - epsilon)"),),
            title="the rise without the run",
            hint="You have how much f changes. A derivative says how much it changes for each "
            "unit of x.",
        ),
        Misconception(
            "central_epsilon_squared",
            change=((CENTRAL, "(f(x + epsilon) - f(x - epsilon)) / (2 * epsilon**2)"),),
            title="divided by epsilon squared",
            hint="Squared is how the error shrinks, not what you divide by. How far is it from "
            "x - epsilon to x + epsilon?",
        ),
        Misconception(
            "central_added",
            change=((CENTRAL, "(f(x + epsilon) + f(x - epsilon)) / (2 * epsilon)"),),
            title="the two values added in place of subtracted",
            hint="A rise is where you arrive minus where you set out. For a function that is the "
            "same everywhere the slope should be 0: try yours on one.",
        ),
        Misconception(
            "central_second_derivative",
            change=((CENTRAL, "(f(x + epsilon) - 2 * f(x) + f(x - epsilon)) / epsilon**2"),),
            title="the formula of the second derivative",
            hint="That says how the slope changes. For the slope itself f(x) is not needed at all: "
            "only the points on both sides.",
        ),
        Misconception(
            "both_exchanged",
            change=((FORWARD, "CENTRAL"), (CENTRAL, FORWARD), ("CENTRAL", CENTRAL)),
            title="the two functions exchanged",
            hint="forward looks ahead only, central looks to both sides.",
        ),
    ),
    alternatives=(
        Alternative(
            "average of two one-sided slopes",
            code="""
            def forward_difference(f, x, epsilon):
                there = x + epsilon
                rise = f(there) - f(x)
                return rise / (there - x)
            def central_difference(f, x, epsilon):
                ahead = forward_difference(f, x, epsilon)
                behind = forward_difference(f, x, -epsilon)
                return (ahead + behind) / 2
            """,
        ),
        Alternative(
            "in numpy's types",
            code="""
            def forward_difference(f, x, epsilon):
                values = np.array([f(x), f(x + epsilon)])
                return np.diff(values)[0] / epsilon
            def central_difference(f, x, epsilon):
                steps = np.array([-1.0, 1.0])
                values = np.array([f(x + s * epsilon) for s in steps])
                return np.array([[np.dot(steps, values) / 2 / epsilon]])
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ dictionary_to_vector


def three_layers(rng):
    for dims in (distinct_sizes(rng, 3, 2, 4) + [5], [3, 5, 2, 4]):
        yield call("dictionary_to_vector", _arrays(rng, _layout(dims)))


def three_layers_in_disorder(rng):
    parameters = _arrays(rng, _layout(distinct_sizes(rng, 4, 2, 5)))
    yield call("dictionary_to_vector", _shuffled(rng, parameters)).with_(
        note="the dictionary is in another order"
    )
    backwards = dict(reversed(_arrays(rng, _layout(distinct_sizes(rng, 3, 2, 4))).items()))
    yield call("dictionary_to_vector", backwards).with_(note="the dictionary runs backwards")


def eleven_layers(rng):
    yield call("dictionary_to_vector", _arrays(rng, _layout(ELEVEN))).with_(note="eleven layers")


NAMES = 'names = [f"{kind}{l}" for l in range(1, L + 1) for kind in "Wb"]'
ENTRIES = "parameters[name].reshape(-1, 1) for name in names"

DICTIONARY_TO_VECTOR = Exercise(
    "dictionary_to_vector",
    parts=(
        Part("theta, three layers", 2, three_layers, select=(0,)),
        Part("layout, three layers", 2, three_layers, select=(1,)),
        Part("a dictionary in another order", 2, three_layers_in_disorder),
        Part("eleven layers", 2, eleven_layers),
    ),
    misconceptions=(
        Misconception(
            "sorted_as_text",
            change=((NAMES, "names = sorted(parameters)"),),
            title="names sorted as text",
            hint='Sorted as text, every "W" comes before every "b", and "W10" before "W2". Count '
            "the layers with a number and make the names from it.",
        ),
        Misconception(
            "numbers_sorted_as_text",
            change=((NAMES, "names = sorted(parameters, key=lambda name: (name[1:], name[0]))"),),
            title="layer numbers sorted as text",
            hint='As text "10" comes before "2". It shows only in networks of ten layers and more.',
        ),
        Misconception(
            "last_digit",
            change=((NAMES, "names = sorted(parameters, key=lambda name: (name[-1], name[0]))"),),
            title="the layer's number read from the last character of its name",
            hint='What is the last character of "W10"?',
        ),
        Misconception(
            "order_of_dictionary",
            change=((NAMES, "names = list(parameters)"),),
            title="the order in which the dictionary happens to be",
            hint="Two dictionaries with equal content may be in different order. Make the names "
            "yourself: W1, b1, W2, ...",
        ),
        Misconception(
            "weights_first",
            change=((NAMES, 'names = [f"{kind}{l}" for kind in "Wb" for l in range(1, L + 1)]'),),
            title="all weights first, then all biases",
            hint="The order asked for goes layer by layer: W1, b1, W2, b2, ...",
        ),
        Misconception(
            "bias_first",
            change=((NAMES, 'names = [f"{kind}{l}" for l in range(1, L + 1) for kind in "bW"]'),),
            title="the bias before the weights of each layer",
            hint="The order asked for is W1, b1, W2, b2, ...",
        ),
        Misconception(
            "last_layer_missing",
            change=((NAMES, 'names = [f"{kind}{l}" for l in range(1, L) for kind in "Wb"]'),),
            title="the last layer left out",
            hint="Where does `range` stop?",
        ),
        Misconception(
            "from_layer_0",
            change=((NAMES, 'names = [f"{kind}{l}" for l in range(L) for kind in "Wb"]'),),
            title="layers counted from 0",
            hint="Layer 0 is the input and has no parameters. The first weights are W1.",
        ),
        Misconception(
            "only_weights",
            change=((NAMES, 'names = [f"W{l}" for l in range(1, L + 1)]'),),
            title="the biases left out",
            hint="A wrong db would never be found. theta holds all parameters.",
        ),
        Misconception(
            "three_layers_only",
            change=((NAMES, 'names = ["W1", "b1", "W2", "b2", "W3", "b3"]'),),
            title="a fixed list of three layers",
            hint="The dictionary says how many layers there are: a W and a b each.",
        ),
        Misconception(
            "column_major",
            change=((ENTRIES, "parameters[name].T.reshape(-1, 1) for name in names"),),
            title="arrays read column by column",
            hint="The docstring reads each array row by row, which is what numpy does by itself. "
            "Is there a transpose, or an `order`, too much?",
        ),
        Misconception(
            "flat",
            change=((ENTRIES, "parameters[name].reshape(-1) for name in names"),),
            title="theta has one axis, shape (n,), in place of (n, 1)",
            hint="A column has two axes, as every b in this course. (n,) and (n, 1) together make "
            "an (n, n) array without an error.",
        ),
        Misconception(
            "row",
            code="""
            def dictionary_to_vector(parameters):
                L = len(parameters) // 2
                names = [f"{kind}{l}" for l in range(1, L + 1) for kind in "Wb"]
                layout = [(name, parameters[name].shape) for name in names]
                theta = np.concatenate([parameters[name].reshape(1, -1) for name in names], axis=1)
                return theta, layout
            """,
            title="theta is a row",
            hint="The docstring asks for a column: n rows, one entry each.",
        ),
        Misconception(
            "list_of_columns",
            code="""
            def dictionary_to_vector(parameters):
                L = len(parameters) // 2
                names = [f"{kind}{l}" for l in range(1, L + 1) for kind in "Wb"]
                layout = [(name, parameters[name].shape) for name in names]
                theta = [parameters[name].reshape(-1, 1) for name in names]
                return theta, layout
            """,
            title="theta is a list of columns, not one column",
            hint="You have the pieces in their order. What puts arrays one below the other?",
        ),
        Misconception(
            "layout_of_sizes",
            change=(("(name, parameters[name].shape) for", "(name, parameters[name].size) for"),),
            title="sizes in place of shapes in the layout",
            hint="Six entries can be 2 by 3 or 3 by 2. The layout has to say which.",
        ),
        Misconception(
            "layout_is_a_dictionary",
            code="""
            def dictionary_to_vector(parameters):
                L = len(parameters) // 2
                names = [f"{kind}{l}" for l in range(1, L + 1) for kind in "Wb"]
                layout = {name: parameters[name].shape for name in names}
                theta = np.concatenate([parameters[name].reshape(-1, 1) for name in names])
                return theta, layout
            """,
            title="the layout is a dictionary, not a list of pairs",
            hint="In a layout the order is what matters: a list of (name, shape).",
        ),
        Misconception(
            "layout_of_shapes_only",
            change=(("[(name, parameters[name].shape) for", "[parameters[name].shape for"),),
            title="the layout holds shapes without names",
            hint="Each entry of the layout is a pair: the name and the shape.",
        ),
        Misconception(
            "layout_of_names_only",
            change=(("[(name, parameters[name].shape) for", "[name for"),),
            title="the layout holds names without shapes",
            hint="Each entry of the layout is a pair: the name and the shape.",
        ),
        Misconception(
            "shape_before_name",
            change=(("(name, parameters[name].shape) for", "(parameters[name].shape, name) for"),),
            title="shape and name exchanged in the pairs of the layout",
            hint="Each pair of the layout is (name, shape), in this order.",
        ),
        Misconception(
            "layout_transposed",
            change=(
                ("(name, parameters[name].shape) for", "(name, parameters[name].T.shape) for"),
            ),
            title="rows and columns exchanged in the layout's shapes",
            hint="`.shape` of the array itself is what is asked for, without a transpose.",
        ),
        Misconception(
            "side_by_side",
            change=((ENTRIES + "])", ENTRIES + "], axis=1)"),),
            title="the columns put side by side",
            hint="One column below the other makes one long column. Which axis is that? "
            "`np.concatenate` takes it if you say nothing.",
        ),
        Misconception(
            "array_of_columns",
            change=(("np.concatenate([" + ENTRIES, "np.array([" + ENTRIES),),
            title="np.array around columns of different lengths",
            hint="`np.array` wants pieces of equal size, to stack them. What joins pieces of any "
            "length, one below the other?",
        ),
        Misconception(
            "exchanged",
            code="""
            def dictionary_to_vector(parameters):
                L = len(parameters) // 2
                names = [f"{kind}{l}" for l in range(1, L + 1) for kind in "Wb"]
                layout = [(name, parameters[name].shape) for name in names]
                return layout, np.concatenate([parameters[name].reshape(-1, 1) for name in names])
            """,
            title="layout and theta returned in the wrong order",
            hint="The docstring's Returns lists theta first.",
        ),
        Misconception(
            "theta_only",
            code="""
            def dictionary_to_vector(parameters):
                L = len(parameters) // 2
                names = [f"{kind}{l}" for l in range(1, L + 1) for kind in "Wb"]
                return np.concatenate([parameters[name].reshape(-1, 1) for name in names])
            """,
            title="only theta is returned",
            hint="Without the layout nobody can take theta apart again. Return both.",
        ),
    ),
    alternatives=(
        Alternative(
            "growing column",
            code="""
            def dictionary_to_vector(parameters):
                theta, layout = np.zeros((0, 1)), []
                for l in range(1, len(parameters) // 2 + 1):
                    for key in ("W" + str(l), "b" + str(l)):
                        value = parameters[key]
                        layout.append([key, list(value.shape)])
                        theta = np.vstack((theta, np.reshape(value, (value.size, 1))))
                return theta, layout
            """,
        ),
        Alternative(
            "sorted by number",
            code="""
            def dictionary_to_vector(parameters):
                names = sorted(parameters, key=lambda name: (int(name[1:]), name[0] == "b"))
                layout = [(name, np.shape(parameters[name])) for name in names]
                theta = np.hstack([np.ravel(parameters[name]) for name in names])[:, np.newaxis]
                assert theta.shape[1] == 1
                return [theta, layout]
            """,
        ),
        Alternative(
            "entry by entry",
            code="""
            def dictionary_to_vector(parameters):
                layout, entries, l = [], [], 1
                while f"W{l}" in parameters:
                    for name in (f"W{l}", f"b{l}"):
                        layout.append((name, parameters[name].shape))
                        for row in parameters[name]:
                            for entry in row:
                                entries.append([float(entry)])
                    l += 1
                return np.array(entries), tuple(layout)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ vector_to_dictionary


def _count(layout):
    return sum(int(np.prod(shape)) for _, shape in layout)


def _theta(rng, layout):
    return _away_from_zero(rng, (_count(layout), 1)).round(3)


def networks(rng):
    layout = _layout(distinct_sizes(rng, 4, 2, 5))
    yield call("vector_to_dictionary", _theta(rng, layout), layout)


def layouts_in_disorder(rng):
    layout = _layout(distinct_sizes(rng, 3, 2, 4))
    layout = layout[2:] + layout[:2]
    yield call("vector_to_dictionary", _theta(rng, layout), layout).with_(
        note="layer 2 stands before layer 1"
    )
    layout = [item for item in _layout(distinct_sizes(rng, 3, 2, 4)) if item[0] != "b1"]
    yield call("vector_to_dictionary", _theta(rng, layout), layout).with_(note="there is no b1")


def other_shapes(rng):
    n, p, q = distinct_sizes(rng, 3, 2, 5)
    layout = [("gamma", (n,)), ("kernel", (p, 2, q)), ("scale", (1, 1)), ("W10", (q, p))]
    yield call("vector_to_dictionary", _theta(rng, layout), layout).with_(
        note="other names, and shapes with one and three axes"
    )


def kept_layout(rng):
    layout = _layout(distinct_sizes(rng, 3, 2, 5))
    yield call("vector_to_dictionary", _theta(rng, layout), layout)


def reused(rng):
    layout = _layout(distinct_sizes(rng, 3, 2, 4))
    values = _theta(rng, layout)
    yield (
        call("vector_to_dictionary", Built("helpers.costs.lent_vector", values=values), layout)
        .then(
            "vector_to_dictionary",
            Built("helpers.costs.reused_vector", made=Result(0)),
            layout,
        )
        .with_(
            note="between the calls the first theta was overwritten with 999; the second theta "
            "holds the entries of your first dictionary"
        )
    )


TAKEN = "theta[start : start + size].reshape(shape).copy()"

VECTOR_TO_DICTIONARY = Exercise(
    "vector_to_dictionary",
    parts=(
        Part("the arrays of a network", 2, networks),
        Part("other layouts of a network", 2, layouts_in_disorder),
        Part("other names and shapes", 2, other_shapes),
        Part("copies", 1, reused),
        Part("theta and layout are left as they were", 1, kept_layout, Unchanged()),
    ),
    misconceptions=(
        Misconception(
            "views",
            change=((TAKEN, "theta[start : start + size].reshape(shape)"),),
            title="windows on theta in place of copies",
            hint="A slice of an array, reshaped or not, shares its memory: change theta, and the "
            "dictionary changes with it. Which call makes an array of its own?",
        ),
        Misconception(
            "start_stays",
            change=(("start += size", "pass"),),
            title="every array is read from the beginning of theta",
            hint="After an array has taken its entries, where does the next one begin?",
        ),
        Misconception(
            "column_major",
            change=((TAKEN, 'theta[start : start + size].reshape(shape, order="F").copy()'),),
            title="arrays filled column by column",
            hint="dictionary_to_vector reads row by row, which is also what `reshape` does by "
            "itself. Is there a transpose, or an `order`, too much?",
        ),
        Misconception(
            "transposed_shape",
            change=((TAKEN, "theta[start : start + size].reshape(shape[::-1]).copy()"),),
            title="rows and columns exchanged",
            hint="The layout's shape can be given to `reshape` as it is.",
        ),
        Misconception(
            "not_reshaped",
            change=((TAKEN, "theta[start : start + size].copy()"),),
            title="every array left as a column",
            hint="The layout says which shape each array has.",
        ),
        Misconception(
            "rows_for_size",
            change=(("int(np.prod(shape))", "shape[0]"),),
            title="the number of rows taken for the number of entries",
            hint="How many entries has an array of shape (3, 4)?",
        ),
        Misconception(
            "added_for_multiplied",
            change=(("int(np.prod(shape))", "int(np.sum(shape))"),),
            title="the sizes of the axes added in place of multiplied",
            hint="How many entries has an array of shape (3, 4)?",
        ),
        Misconception(
            "two_axes_only",
            change=(("int(np.prod(shape))", "shape[0] * shape[1]"),),
            title="shapes taken to have two axes",
            hint="The docstring allows any shape: one axis, three axes. What multiplies all "
            "entries of a tuple?",
        ),
        Misconception(
            "end_for_length",
            change=((TAKEN, "theta[start:size].reshape(shape).copy()"),),
            title="the slice ends at the array's size",
            hint="A slice is written [from : to]. The first array begins at 0, so its size is also "
            "its end; where does the second one end?",
        ),
        Misconception(
            "one_too_many",
            change=(("start += size", "start += size + 1"),),
            title="one entry of theta skipped between two arrays",
            hint="A slice [from : to] stops before `to`; so the next one starts at `to` itself.",
        ),
        Misconception(
            "own_order",
            code="""
            def vector_to_dictionary(theta, layout):
                parameters, start, shapes = {}, 0, dict(layout)
                for l in range(1, len(layout) // 2 + 1):
                    for name in (f"W{l}", f"b{l}"):
                        size = int(np.prod(shapes[name]))
                        parameters[name] = theta[start : start + size].reshape(shapes[name]).copy()
                        start += size
                return parameters
            """,
            title="names made up in place of the layout's own",
            hint="The layout says which arrays there are and in which order: go through it.",
        ),
        Misconception(
            "layout_used_up",
            change=(
                (
                    "for name, shape in layout:",
                    "while layout:\n        name, shape = layout.pop(0)",
                ),
            ),
            title="the caller's layout is used up",
            hint="`pop` takes the pair out of the caller's own list: at the next call nothing is left "
            "in it, and this function is called twice for every entry of theta. Go through the "
            "layout with `for`.",
        ),
        Misconception(
            "return_in_the_loop",
            change=(("start += size", "start += size; return parameters"),),
            title="only the first array comes back",
            hint="Is the `return` indented so far that it belongs to the loop? Then it ends in its "
            "first round.",
        ),
        Misconception(
            "begins_at_one",
            change=(("start = 0", "start = 1"),),
            title="theta's first entry is skipped",
            hint="In numpy the first entry has the number 0.",
        ),
        Misconception(
            "only_last",
            change=(("parameters[name] = theta", "parameters = {}; parameters[name] = theta"),),
            title="the dictionary is made anew for each array",
            hint="Only the last array is left. Make the dictionary once, before the loop.",
        ),
    ),
    alternatives=(
        Alternative(
            "np.split",
            code="""
            def vector_to_dictionary(theta, layout):
                sizes = [int(np.prod(shape)) for _, shape in layout]
                pieces = np.split(np.array(theta), np.cumsum(sizes)[:-1])
                return {
                    name: np.reshape(piece, shape)
                    for (name, shape), piece in zip(layout, pieces)
                }
            """,
        ),
        Alternative(
            "entry by entry",
            code="""
            def vector_to_dictionary(theta, layout):
                result, k = {}, 0
                for name, shape in layout:
                    block = np.empty(shape)
                    for place in np.ndindex(*shape):
                        block[place] = theta[k, 0]
                        k += 1
                    result[name] = block
                return result
            """,
        ),
        Alternative(
            "a list that is used up",
            code="""
            def vector_to_dictionary(theta, layout):
                rest = theta.ravel().tolist()
                parameters = {}
                for pair in layout:
                    size = 1
                    for n in pair[1]:
                        size = size * n
                    parameters[pair[0]] = np.array(rest[:size]).reshape(pair[1])
                    rest = rest[size:]
                return parameters
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ gradients_to_vector


def _gradients(rng):
    layout = _layout(distinct_sizes(rng, 4, 2, 5))
    return _arrays(rng, layout, "d"), layout


def gradients_in_order(rng):
    gradients, layout = _gradients(rng)
    yield call("gradients_to_vector", gradients, layout)


def gradients_in_disorder(rng):
    gradients, layout = _gradients(rng)
    backwards = {key: gradients[key] for key in ("dW3", "db3", "dW2", "db2", "dW1", "db1")}
    yield call("gradients_to_vector", backwards, layout).with_(
        note="as a backward pass makes them, the last layer first"
    )


def gradients_with_more_keys(rng):
    gradients, layout = _gradients(rng)
    m = 6
    more = {
        "dA1": rng.normal(size=(layout[0][1][0], m)),
        "W1": rng.normal(size=layout[0][1]),
        "dZ2": rng.normal(size=(layout[2][1][0], m)),
    }
    yield call("gradients_to_vector", more | gradients, layout).with_(note="there are further keys")


def gradients_for_another_layout(rng):
    gradients, layout = _gradients(rng)
    layout = layout[4:] + layout[:3]
    yield call("gradients_to_vector", gradients, layout).with_(
        note="the layout begins with layer 3 and leaves out b2"
    )


GRADIENTS_TO_VECTOR = Exercise(
    "gradients_to_vector",
    parts=(
        Part("gradients in order", 1, gradients_in_order),
        Part("gradients in another order", 1, gradients_in_disorder),
        Part("further keys", 1, gradients_with_more_keys),
        Part("another layout", 1, gradients_for_another_layout),
    ),
    misconceptions=(
        Misconception(
            "all_values",
            change=(
                (
                    'gradients["d" + name].reshape(-1, 1) for name, _ in layout',
                    "value.reshape(-1, 1) for value in gradients.values()",
                ),
            ),
            title="all arrays of the dictionary, in its own order",
            hint="A backward pass fills its dictionary from the last layer to the first, and often "
            "with a dA or two. Go through the layout and ask for each name.",
        ),
        Misconception(
            "own_order_of_wanted",
            change=(
                (
                    'gradients["d" + name].reshape(-1, 1) for name, _ in layout',
                    "gradients[key].reshape(-1, 1) for key in gradients if key[1:] in dict(layout)",
                ),
            ),
            title="the order of the dictionary in place of the layout's",
            hint="The right arrays, but in the order in which the dictionary happens to be. Go "
            "through the layout.",
        ),
        Misconception(
            "sorted_as_text",
            change=(("for name, _ in layout", "for name, _ in sorted(layout)"),),
            title="all weights first, then all biases",
            hint="That is also what sorting the names gives. Entry i of grad must belong to entry i of "
            "theta: keep the layout's order, layer by layer.",
        ),
        Misconception(
            "own_names",
            change=(
                (
                    "for name, _ in layout",
                    'for l in range(1, len(gradients) // 2 + 1) for name in (f"W{l}", f"b{l}")',
                ),
            ),
            title="names made up in place of the layout's own",
            hint="The layout says which arrays are wanted and in which order: go through it.",
        ),
        Misconception(
            "no_d",
            change=(('gradients["d" + name]', "gradients[name]"),),
            title="the parameter's name in place of the gradient's",
            hint='The gradient of "W1" is under the key "dW1".',
        ),
        Misconception(
            "pair_for_name",
            change=(("for name, _ in layout", "for name in layout"),),
            title="the whole pair taken for the name",
            hint="Each item of the layout is a pair, (name, shape). `for name, shape in layout` takes it "
            "apart.",
        ),
        Misconception(
            "column_major",
            change=(('["d" + name].reshape', '["d" + name].T.reshape'),),
            title="arrays read column by column",
            hint="dictionary_to_vector reads row by row. Entry i of grad must belong to entry i of "
            "theta.",
        ),
        Misconception(
            "flat",
            change=((".reshape(-1, 1)", ".reshape(-1)"),),
            title="grad has one axis, shape (n,), in place of (n, 1)",
            hint="(n,) minus (n, 1) is (n, n) in numpy, without an error: the check would go wrong "
            "in silence.",
        ),
        Misconception(
            "only_weights",
            change=(("for name, _ in layout", 'for name, _ in layout if name[0] == "W"'),),
            title="the biases left out",
            hint="grad has an entry for every entry of theta.",
        ),
    ),
    alternatives=(
        Alternative(
            "growing column",
            code="""
            def gradients_to_vector(gradients, layout):
                grad = np.empty((0, 1))
                for name, shape in layout:
                    piece = gradients[f"d{name}"]
                    assert piece.shape == tuple(shape)
                    grad = np.append(grad, piece.reshape((-1, 1)), axis=0)
                return grad
            """,
        ),
        Alternative(
            "by way of dictionary keys",
            code="""
            def gradients_to_vector(gradients, layout):
                keys = ["d" + pair[0] for pair in layout]
                return np.hstack([gradients[key].flatten() for key in keys]).reshape(-1, 1)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ numerical_gradient


def _cost(rng, n):
    return Built(
        "helpers.costs.curved_cost",
        slopes=_away_from_zero(rng, n, 1, 2).round(2),
        couplings=rng.uniform(-0.5, 0.5, (n, n)).round(2),
        bends=_away_from_zero(rng, n, 0.5, 1).round(2),
    )


def wide_steps(rng):
    for n, epsilon in ((int(rng.integers(4, 6)), 0.1), (3, 0.3)):
        theta = _away_from_zero(rng, (n, 1)).round(2)
        yield call("numerical_gradient", _cost(rng, n), theta, epsilon)


def default_step(rng):
    n = int(rng.integers(4, 6))
    yield call("numerical_gradient", _cost(rng, n), _away_from_zero(rng, (n, 1)).round(2)).with_(
        note="epsilon is the default"
    )


def whole_numbers(rng):
    n = int(rng.integers(3, 5))
    theta = rng.choice([-2, -1, 1, 2], (n, 1))
    yield call("numerical_gradient", _cost(rng, n), theta, 0.2).with_(note="theta holds integers")
    yield call("numerical_gradient", _cost(rng, n), theta).with_(note="theta holds integers")


def one_entry(rng):
    theta = _away_from_zero(rng, (1, 1)).round(2)
    yield call("numerical_gradient", _cost(rng, 1), theta, 0.15).with_(note="a single entry")


def kept_theta(rng):
    n = int(rng.integers(4, 6))
    theta = _away_from_zero(rng, (n, 1))
    theta[1:3] *= 1e-7  # adding a step and taking it away again loses digits of a small number
    yield call("numerical_gradient", _cost(rng, n), theta, 0.1)


NUMERICAL_GRADIENT = Exercise(
    "numerical_gradient",
    parts=(
        Part("a curved cost, wide steps", 4, wide_steps, FINITE),
        Part("the default epsilon", 3, default_step, FINITE),
        Part("a theta of integers", 3, whole_numbers, FINITE),
        Part("a theta of one entry", 3, one_entry, FINITE),
        Part("theta is left as it was", 1, kept_theta, Unchanged()),
    ),
    misconceptions=(
        Misconception(
            "not_restored",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                theta_plus, theta_minus = theta.astype(float), theta.astype(float)
                for i in range(len(theta)):
                    theta_plus[i, 0] += epsilon
                    theta_minus[i, 0] -= epsilon
                    gradapprox[i, 0] = (cost(theta_plus) - cost(theta_minus)) / (2 * epsilon)
                return gradapprox
            """,
            title="entries moved earlier are never moved back",
            hint="For entry 2, entry 1 should stand where it stood. Start from a fresh copy for "
            "each entry.",
        ),
        Misconception(
            "not_restored_in_place",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    theta[i, 0] += epsilon
                    above = cost(theta)
                    theta[i, 0] -= 2 * epsilon
                    below = cost(theta)
                    gradapprox[i, 0] = (above - below) / (2 * epsilon)
                return gradapprox
            """,
            title="theta itself is moved, and not moved back",
            hint="After the call the caller's theta is another one. Work on a copy, a fresh one "
            "for each entry.",
        ),
        Misconception(
            "restored_by_subtraction",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    theta[i, 0] += epsilon
                    above = cost(theta)
                    theta[i, 0] -= 2 * epsilon
                    below = cost(theta)
                    theta[i, 0] += epsilon
                    gradapprox[i, 0] = (above - below) / (2 * epsilon)
                return gradapprox
            """,
            title="theta itself is moved, and integers swallow the step",
            hint="An array of integers has no room for 0.2 or 1e-7. And floats that have been moved "
            "to and fro are not always what they were: a small number loses digits. Work on a "
            "copy that holds floats.",
        ),
        Misconception(
            "restored_inexactly",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                theta = theta if theta.dtype == float else theta.astype(float)
                for i in range(len(theta)):
                    theta[i, 0] += epsilon
                    above = cost(theta)
                    theta[i, 0] -= 2 * epsilon
                    below = cost(theta)
                    theta[i, 0] += epsilon
                    gradapprox[i, 0] = (above - below) / (2 * epsilon)
                return gradapprox
            """,
            title="theta itself is moved and moved back, which rounding does not undo",
            hint="(1e-7 + 0.1) - 0.1 is not 1e-7 to the last digit. Keep the old entry and put it "
            "back, or work on a copy.",
        ),
        Misconception(
            "all_at_once",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    gradapprox[i, 0] = (cost(theta + epsilon) - cost(theta - epsilon)) / (2 * epsilon)
                return gradapprox
            """,
            title="every entry holds the slopes of all entries together",
            hint="Either all entries of theta were moved at once, or each slope was added to the whole "
            "of gradapprox. For entry i move theta[i, 0] alone and write into gradapprox[i, 0] alone.",
        ),
        Misconception(
            "integers_swallow",
            change=(
                (
                    "theta_plus, theta_minus = theta.astype(float), theta.astype(float)",
                    "theta_plus, theta_minus = theta.copy(), theta.copy()",
                ),
            ),
            title="a copy of integers swallows the step",
            hint="An array of integers cuts 2 + 1e-7 down to 2. Make a copy that holds floats.",
        ),
        Misconception(
            "one_entry_alone",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    above, below = cost(theta[i] + epsilon), cost(theta[i] - epsilon)
                    gradapprox[i, 0] = (above - below) / (2 * epsilon)
                return gradapprox
            """,
            title="the cost called with one entry alone",
            hint="The cost takes the whole theta, and its slope along one entry depends on where the "
            "others stand. Hand it a copy of theta in which one entry is moved.",
        ),
        Misconception(
            "moved_on_in_place_of_back",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox, moved = np.zeros(theta.shape), theta.astype(float)
                for i in range(len(theta)):
                    moved[i, 0] += epsilon
                    above = cost(moved)
                    moved[i, 0] -= 2 * epsilon
                    below = cost(moved)
                    moved[i, 0] -= epsilon
                    gradapprox[i, 0] = (above - below) / (2 * epsilon)
                return gradapprox
            """,
            title="the entry is moved further down in place of back",
            hint="Up by epsilon, down by 2 epsilon: where is the entry now, and which way is back? A "
            "fresh copy for each entry needs no way back.",
        ),
        Misconception(
            "one_array_two_names",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    theta_plus = theta
                    theta_plus[i, 0] += epsilon
                    theta_minus = theta
                    theta_minus[i, 0] -= epsilon
                    gradapprox[i, 0] = (cost(theta_plus) - cost(theta_minus)) / (2 * epsilon)
                return gradapprox
            """,
            title="two names for one array",
            hint="`theta_plus = theta` copies nothing: both names mean the same array, so both "
            "costs are equal. Ask for a copy.",
        ),
        Misconception(
            "one_copy_two_names",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    theta_plus = theta_minus = theta.astype(float)
                    theta_plus[i, 0] += epsilon
                    theta_minus[i, 0] -= epsilon
                    gradapprox[i, 0] = (cost(theta_plus) - cost(theta_minus)) / (2 * epsilon)
                return gradapprox
            """,
            title="two names for one copy",
            hint="`a = b = copy` makes one copy with two names, so both costs are equal. You need "
            "two copies.",
        ),
        Misconception(
            "one_sided",
            change=(
                (
                    "(cost(theta_plus) - cost(theta_minus)) / (2 * epsilon)",
                    "(cost(theta_plus) - cost(theta)) / epsilon",
                ),
            ),
            title="the one-sided difference in place of the central one",
            hint="Its error shrinks like epsilon, that of the central one like epsilon squared. "
            "Look at both sides.",
        ),
        Misconception(
            "half_a_rise",
            change=(("cost(theta_plus) - cost(theta_minus)", "cost(theta_plus) - cost(theta)"),),
            title="a one-sided rise over a two-sided run",
            hint="Numerator and denominator must belong to the same two points.",
        ),
        Misconception(
            "over_epsilon",
            change=(("/ (2 * epsilon)", "/ epsilon"),),
            title="the two-sided difference divided by epsilon",
            hint="From one copy to the other the entry moves by 2 epsilon.",
        ),
        Misconception(
            "precedence",
            change=(("/ (2 * epsilon)", "/ 2 * epsilon"),),
            title="brackets missing: `/ 2 * epsilon` divides by 2 and then multiplies by epsilon",
            hint="Python works from left to right through * and /.",
        ),
        Misconception(
            "reversed",
            change=(
                ("cost(theta_plus) - cost(theta_minus)", "cost(theta_minus) - cost(theta_plus)"),
            ),
            title="the difference taken the wrong way round",
            hint="Where the cost grows with an entry, the gradient is positive.",
        ),
        Misconception(
            "fixed_epsilon",
            change=(
                (
                    "gradapprox = np.zeros(theta.shape)",
                    "gradapprox, epsilon = np.zeros(theta.shape), 1e-7",
                ),
            ),
            title="epsilon fixed at 1e-7, whatever the caller asks for",
            hint="Use the argument: the caller may want another step.",
        ),
        Misconception(
            "relative_step",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    theta_plus, theta_minus = theta.astype(float), theta.astype(float)
                    theta_plus[i, 0] *= 1 + epsilon
                    theta_minus[i, 0] *= 1 - epsilon
                    gradapprox[i, 0] = (cost(theta_plus) - cost(theta_minus)) / (2 * epsilon)
                return gradapprox
            """,
            title="entries multiplied by 1 + epsilon in place of moved by epsilon",
            hint="How far does an entry of 0.5 move then? Epsilon is added.",
        ),
        Misconception(
            "one_number",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                return (cost(theta + epsilon) - cost(theta - epsilon)) / (2 * epsilon)
            """,
            title="one number for the whole of theta",
            hint="A gradient has an entry for each entry of theta: a loop over i, in which only "
            "entry i moves.",
        ),
        Misconception(
            "flat",
            change=(
                ("gradapprox = np.zeros(theta.shape)", "gradapprox = np.zeros(len(theta))"),
                ("gradapprox[i, 0] =", "gradapprox[i] ="),
            ),
            title="gradapprox has one axis, shape (n,), in place of (n, 1)",
            hint="(n,) minus (n, 1) is (n, n) in numpy, without an error: the check would go wrong "
            "in silence.",
        ),
        Misconception(
            "other_entries_lost",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    step = np.zeros(theta.shape)
                    step[i, 0] = epsilon
                    gradapprox[i, 0] = (cost(step) - cost(-step)) / (2 * epsilon)
                return gradapprox
            """,
            title="the gradient at the origin in place of at theta",
            hint="You move away from zero. Start from theta.",
        ),
        Misconception(
            "only_first",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(theta.shape[1]):
                    theta_plus, theta_minus = theta.astype(float), theta.astype(float)
                    theta_plus[i, 0] += epsilon
                    theta_minus[i, 0] -= epsilon
                    gradapprox[i, 0] = (cost(theta_plus) - cost(theta_minus)) / (2 * epsilon)
                return gradapprox
            """,
            title="the loop stops after the first entry",
            hint="Two usual reasons: `range(theta.shape[1])` counts columns, of which there is one; "
            "or the `return` is indented so far that it belongs to the loop.",
        ),
        Misconception(
            "first_left_out",
            change=(("for i in range(len(theta)):", "for i in range(1, len(theta)):"),),
            title="the loop leaves out entry 0",
            hint="In numpy the first entry has the number 0.",
        ),
        Misconception(
            "last_left_out",
            change=(("for i in range(len(theta)):", "for i in range(len(theta) - 1):"),),
            title="the loop leaves out the last entry",
            hint="`range(n)` stops at n - 1 by itself.",
        ),
        Misconception(
            "back_but_not_below",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros(theta.shape)
                for i in range(len(theta)):
                    theta[i, 0] += epsilon
                    above = cost(theta)
                    theta[i, 0] -= epsilon
                    below = cost(theta)
                    gradapprox[i, 0] = (above - below) / (2 * epsilon)
                return gradapprox
            """,
            title="the entry is moved up and back, never below where it stood",
            hint="From theta_i + epsilon it is 2 epsilon down to theta_i - epsilon. And work on a "
            "copy that holds floats.",
        ),
        Misconception(
            "list",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = []
                for i in range(len(theta)):
                    theta_plus, theta_minus = theta.astype(float), theta.astype(float)
                    theta_plus[i, 0] += epsilon
                    theta_minus[i, 0] -= epsilon
                    gradapprox.append((cost(theta_plus) - cost(theta_minus)) / (2 * epsilon))
                return gradapprox
            """,
            title="a list in place of an array",
            hint="The numbers are right. The docstring promises an array of shape (n, 1).",
        ),
        Misconception(
            "integer_gradient",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                gradapprox = np.zeros_like(theta)
                for i in range(len(theta)):
                    theta_plus, theta_minus = theta.astype(float), theta.astype(float)
                    theta_plus[i, 0] += epsilon
                    theta_minus[i, 0] -= epsilon
                    gradapprox[i, 0] = (cost(theta_plus) - cost(theta_minus)) / (2 * epsilon)
                return gradapprox
            """,
            title="gradapprox takes over theta's integers",
            hint="zeros_like makes integers out of integers, and they cut off what stands behind "
            "the point.",
        ),
    ),
    alternatives=(
        Alternative(
            "unit vectors",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                n = theta.shape[0]
                steps = epsilon * np.eye(n)
                slopes = [
                    (cost(theta + steps[:, [i]]) - cost(theta - steps[:, [i]])) / 2 / epsilon
                    for i in range(n)
                ]
                return np.array(slopes).reshape(n, 1)
            """,
        ),
        Alternative(
            "the entry kept and put back",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                moved = np.array(theta, dtype=float)
                gradapprox = np.zeros((theta.size, 1))
                for i in range(theta.size):
                    old = moved[i, 0]
                    moved[i, 0] = old + epsilon
                    above = float(cost(moved))
                    moved[i, 0] = old - epsilon
                    below = float(cost(moved))
                    moved[i, 0] = old
                    gradapprox[i] = (above - below) / (2 * epsilon)
                return gradapprox
            """,
        ),
        Alternative(
            "a function of one entry",
            code="""
            def numerical_gradient(cost, theta, epsilon=1e-7):
                def cost_with(i, value):
                    copy = theta * 1.0
                    copy[i, 0] = value
                    return np.squeeze(cost(copy))
                above = [cost_with(i, theta[i, 0] + epsilon) for i in range(theta.size)]
                below = [cost_with(i, theta[i, 0] - epsilon) for i in range(theta.size)]
                return np.subtract(above, below)[:, np.newaxis] / (2 * epsilon)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ relative_difference

STRICT = Close(rtol=1e-6, scale=0)


def nearly_equal(rng):
    n = int(rng.integers(4, 7))
    a = _away_from_zero(rng, (n, 1))
    for size in (1e-2, 1e-5):
        yield call("relative_difference", a, a + size * _away_from_zero(rng, (n, 1)))


def far_apart(rng):
    n = int(rng.integers(4, 7))
    a, b = _away_from_zero(rng, (n, 1)).round(2), _away_from_zero(rng, (n, 1)).round(2)
    yield call("relative_difference", a, 3 * b)
    yield call("relative_difference", 4 * a, b)
    yield call("relative_difference", -a, a).with_(note="opposite signs")


def small_vectors(rng):
    n = int(rng.integers(4, 7))
    a, b = _away_from_zero(rng, (n, 1)), _away_from_zero(rng, (n, 1))
    yield call("relative_difference", 1e-9 * a, 2e-9 * b).with_(note="both vectors are small")


def zeros(rng):
    n = int(rng.integers(4, 7))
    yield call("relative_difference", np.zeros((n, 1)), np.zeros((n, 1)))
    yield call(
        "relative_difference", np.zeros((n, 1)), _away_from_zero(rng, (n, 1)).round(2)
    ).with_(note="only one of the two is zero")


NUMERATOR = "numerator = np.linalg.norm(grad - gradapprox)"
DENOMINATOR = "denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)"
QUOTIENT = "float(numerator / denominator) if denominator > 0 else 0.0"

RELATIVE_DIFFERENCE = Exercise(
    "relative_difference",
    parts=(
        Part("vectors nearly equal", 2, nearly_equal, STRICT),
        Part("vectors far apart", 2, far_apart, STRICT),
        Part("small vectors", 2, small_vectors, STRICT),
        Part("vectors of zeros", 2, zeros, Close(atol=1e-12)),
    ),
    misconceptions=(
        Misconception(
            "squared",
            change=(
                (NUMERATOR, "numerator = np.sum((grad - gradapprox) ** 2)"),
                (DENOMINATOR, "denominator = np.sum(grad**2) + np.sum(gradapprox**2)"),
            ),
            title="sums of squares without the root",
            hint="The Euclidean norm is the root of the sum of squares. Without it 1e-4 looks like "
            "1e-8, and a broken gradient passes.",
        ),
        Misconception(
            "numerator_squared",
            change=((NUMERATOR, "numerator = np.sum((grad - gradapprox) ** 2)"),),
            title="the root forgotten above the line",
            hint="The Euclidean norm is the root of the sum of squares, above the line as below it.",
        ),
        Misconception(
            "no_denominator",
            change=((QUOTIENT, "float(numerator)"),),
            title="the distance without a denominator",
            hint="A distance of 0.01 is much for vectors of length 0.1 and little for length 1000.",
        ),
        Misconception(
            "norm_of_sum",
            change=((DENOMINATOR, "denominator = np.linalg.norm(grad + gradapprox)"),),
            title="the norm of the sum in place of the sum of the norms",
            hint="With opposite signs the sum is zero. Take each vector's length, then add.",
        ),
        Misconception(
            "larger_norm",
            change=(
                (
                    DENOMINATOR,
                    "denominator = max(np.linalg.norm(grad), np.linalg.norm(gradapprox))",
                ),
            ),
            title="the larger norm in place of the sum of both",
            hint="Some books define it so; here the two norms are added, and the result never "
            "exceeds 1.",
        ),
        Misconception(
            "one_norm_only",
            change=((DENOMINATOR, "denominator = np.linalg.norm(gradapprox)"),),
            title="the norm of one vector only below the line",
            hint="Both lengths are added in the denominator.",
        ),
        Misconception(
            "other_norm_only",
            change=((DENOMINATOR, "denominator = np.linalg.norm(grad)"),),
            title="the norm of one vector only below the line",
            hint="Both lengths are added in the denominator.",
        ),
        Misconception(
            "norms_multiplied",
            change=(
                (DENOMINATOR, "denominator = np.linalg.norm(grad) * np.linalg.norm(gradapprox)"),
            ),
            title="the norms multiplied in place of added",
            hint="Twice as long vectors should give the same relative difference. Does a product "
            "allow that?",
        ),
        Misconception(
            "inverted",
            change=((QUOTIENT, "float(denominator / numerator) if denominator > 0 else 0.0"),),
            title="numerator and denominator exchanged",
            hint="For nearly equal vectors the result should be nearly 0. Which of the two is the "
            "small one?",
        ),
        Misconception(
            "mean_of_norms",
            change=(
                (
                    "denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)",
                    "denominator = (np.linalg.norm(grad) + np.linalg.norm(gradapprox)) / 2",
                ),
            ),
            title="the mean of the norms in place of their sum",
            hint="Some books define it so. Here the norms are added and not halved, and the result "
            "is never more than 1.",
        ),
        Misconception(
            "difference_of_norms",
            change=(
                (NUMERATOR, "numerator = abs(np.linalg.norm(grad) - np.linalg.norm(gradapprox))"),
            ),
            title="the difference of the norms in place of the norm of the difference",
            hint="Two vectors of equal length can point in opposite directions. Subtract first.",
        ),
        Misconception(
            "sum_in_numerator",
            change=((NUMERATOR, "numerator = np.linalg.norm(grad + gradapprox)"),),
            title="the sum of the vectors in the numerator",
            hint="How far apart are two vectors? Equal ones should give 0.",
        ),
        Misconception(
            "one_norm",
            change=(
                (NUMERATOR, "numerator = np.sum(np.abs(grad - gradapprox))"),
                (DENOMINATOR, "denominator = np.sum(np.abs(grad)) + np.sum(np.abs(gradapprox))"),
            ),
            title="sums of absolute values in place of the Euclidean norm",
            hint="That is a norm too, but not the one that the docstring names: the root of the "
            "sum of squares.",
        ),
        Misconception(
            "mean_of_entries",
            code="""
            def relative_difference(grad, gradapprox):
                if not np.any(grad) and not np.any(gradapprox):
                    return 0.0
                sizes = np.abs(grad) + np.abs(gradapprox)
                return float(np.mean(np.abs(grad - gradapprox) / sizes))
            """,
            title="the mean of each entry's own relative difference",
            hint="A small entry that is mostly rounding would count as much as a large one. Take "
            "the norms of the whole vectors, then divide.",
        ),
        Misconception(
            "no_guard",
            change=((QUOTIENT, "float(np.divide(numerator, denominator))"),),
            title="zero divided by zero",
            hint="When both vectors are zero they agree. Ask for that case before you divide.",
        ),
        Misconception(
            "plus_eps",
            change=((QUOTIENT, "float(numerator / (denominator + 1e-8))"),),
            title="a small number added to the denominator",
            hint="It hides a wrong gradient whose entries are small. Treat the case of two zero "
            "vectors by itself.",
        ),
        Misconception(
            "small_counts_as_zero",
            change=((QUOTIENT, "float(numerator / denominator) if denominator > 1e-7 else 0.0"),),
            title="small vectors taken for zero",
            hint="Vectors of length 1e-9 can still be different. Only a denominator of 0 needs "
            "special treatment.",
        ),
        Misconception(
            "precedence",
            change=(
                (
                    QUOTIENT,
                    "float(np.divide(numerator, np.linalg.norm(grad)) + np.linalg.norm(gradapprox))",
                ),
            ),
            title="brackets missing: only the first norm is below the line",
            hint="Division binds more tightly than addition. Put brackets around the whole "
            "denominator. Then think of two vectors of zeros.",
        ),
        Misconception(
            "each_entry",
            code="""
            def relative_difference(grad, gradapprox):
                return np.abs(grad - gradapprox) / (np.abs(grad) + np.abs(gradapprox))
            """,
            title="a quotient for each entry in place of one number",
            hint="A norm makes one number of a whole vector. Take the three norms first, then "
            "divide.",
        ),
        Misconception(
            "zero_gives_one",
            change=((QUOTIENT, "float(numerator / denominator) if denominator > 0 else 1.0"),),
            title="1 in place of 0 for two vectors of zeros",
            hint="Two vectors of zeros are equal. What is the difference of equal vectors?",
        ),
        Misconception(
            "zero_if_one_is_zero",
            change=(
                (
                    QUOTIENT,
                    "float(numerator / denominator) if np.any(grad) and np.any(gradapprox) else 0.0",
                ),
            ),
            title="0 when only one of the two vectors is zero",
            hint="A backward pass that returns zeros everywhere would pass the check. Both have to "
            "be zero.",
        ),
    ),
    alternatives=(
        Alternative(
            "by hand",
            code="""
            def relative_difference(grad, gradapprox):
                def length(v):
                    total = 0.0
                    for entry in v.ravel():
                        total += float(entry) * float(entry)
                    return total ** 0.5
                if length(grad) == 0 and length(gradapprox) == 0:
                    return 0
                return length(grad - gradapprox) / (length(grad) + length(gradapprox))
            """,
        ),
        Alternative(
            "dot products, result as an array",
            code="""
            def relative_difference(grad, gradapprox):
                gap = grad - gradapprox
                below = np.sqrt(np.dot(grad.T, grad)) + np.sqrt(np.dot(gradapprox.T, gradapprox))
                above = np.sqrt(np.dot(gap.T, gap))
                return np.where(below == 0, 0, above / np.where(below == 0, 1, below))
            """,
        ),
        Alternative(
            "nan mended",
            code="""
            def relative_difference(grad, gradapprox):
                norm = np.linalg.norm
                return np.nan_to_num(np.divide(norm(grad - gradapprox), norm(grad) + norm(gradapprox)))
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ verdict


def _words(rng, low, high):
    for exponent in rng.uniform(low, high, 2):
        yield call("verdict", float(f"{10**exponent:.2e}"))


def passing(rng):
    yield from _words(rng, -9.5, -7.3)
    yield call("verdict", 0.0)


def between_both(rng):
    yield from _words(rng, -6.7, -5.2)
    yield from _words(rng, -4.8, -3.3)


def large(rng):
    yield from _words(rng, -2.7, -1.2)
    yield call("verdict", 1.0)


def no_number(rng):
    yield call("verdict", float("nan"))


VERDICT_CODE = """
def verdict(difference):
    {}
"""

VERDICT = Exercise(
    "verdict",
    parts=(
        Part("pass", 1, passing),
        Part("suspicious", 1, between_both),
        Part("broken", 1, large, beside=True),
        Part("nan", 1, no_number, beside=True),
    ),
    misconceptions=(
        Misconception(
            "nan_passes",
            code="""
            def verdict(difference):
                if difference > 1e-3:
                    return "broken"
                if difference >= 1e-7:
                    return "suspicious"
                return "pass"
            """,
            title="nan passes",
            hint="Every comparison with nan is false, so nan falls through to the last word. Let "
            "the last word be the safe one.",
        ),
        Misconception(
            "nan_is_suspicious",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "pass"
                elif difference > 1e-3:
                    return "broken"
                else:
                    return "suspicious"
            """,
            title="nan is called suspicious",
            hint="Every comparison with nan is false, so nan ends in the `else`. Which word should "
            "stand there?",
        ),
        Misconception(
            "nan_has_no_verdict",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "pass"
                if 1e-7 <= difference <= 1e-3:
                    return "suspicious"
                if difference > 1e-3:
                    return "broken"
            """,
            title="no word at all for nan",
            hint="Every comparison with nan is false, so none of the branches is taken. What is "
            "left over after the good cases is broken.",
        ),
        Misconception(
            "exchanged",
            change=(
                ('word = "pass"', 'word = "BROKEN"'),
                ('word = "broken"', 'word = "pass"'),
                ('"BROKEN"', '"broken"'),
            ),
            title="pass and broken exchanged",
            hint="A small difference is a good sign.",
        ),
        Misconception(
            "order_of_tests",
            code="""
            def verdict(difference):
                if difference <= 1e-3:
                    return "suspicious"
                elif difference < 1e-7:
                    return "pass"
                else:
                    return "broken"
            """,
            title="the wider bound is asked first",
            hint="A difference of 1e-9 is below 1e-3 too, so the branch for 1e-3 takes it. Ask for "
            "the narrower bound first, and for the wider one only if that was not it.",
        ),
        Misconception(
            "loose_bound",
            change=(("difference < 1e-7", "difference < 1e-5"),),
            title="1e-5 in place of 1e-7",
            hint="Read the bounds in the docstring again.",
        ),
        Misconception(
            "two_words",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "pass"
                return "broken"
            """,
            title="no middle ground",
            hint="Between 1e-7 and 1e-3 a kink or rounding may be the reason. There is a word for "
            "that.",
        ),
        Misconception(
            "other_word",
            change=(('word = "pass"', 'word = "passed"'),),
            title="passed in place of pass",
            hint="The docstring spells the three words; others will compare with them.",
        ),
        Misconception(
            "powers_as_minus",
            change=(("difference < 1e-7", "difference < 10 - 7"),),
            title="a bound that is far too large, such as 1e7, or 10 - 7",
            hint="In Python ten to the minus seven is written 1e-7 or 10**-7.",
        ),
        Misconception(
            "euler",
            change=(
                ("difference < 1e-7", "difference < np.exp(-7)"),
                ("difference <= 1e-3", "difference <= np.exp(-3)"),
            ),
            title="a power of e in place of a power of ten",
            hint="In 1e-7 the e stands for ten to the power of.",
        ),
        Misconception(
            "printed",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    word = "pass"
                elif difference <= 1e-3:
                    word = "suspicious"
                else:
                    word = "broken"
            """,
            title="the word is found, perhaps printed, but not returned",
            hint="What is printed is seen by you only. What is returned can be used by other code.",
        ),
        Misconception(
            "capitals",
            change=(
                ('word = "pass"', 'word = "Pass"'),
                ('word = "suspicious"', 'word = "Suspicious"'),
                ('word = "broken"', 'word = "Broken"'),
            ),
            title="words with a capital letter",
            hint="The docstring spells the three words in small letters.",
        ),
        Misconception(
            "truth_value",
            code="""
            def verdict(difference):
                return difference < 1e-7
            """,
            title="True or False in place of a word",
            hint="Return one of the three words.",
        ),
    ),
    alternatives=(
        Alternative(
            "from a list of bounds",
            code="""
            def verdict(difference):
                for bound, word in ((1e-7, "pass"), (1e-3, "suspicious")):
                    if difference < bound:
                        return word
                return "broken"
            """,
        ),
        Alternative(
            "nan first",
            code="""
            def verdict(difference):
                if np.isnan(difference) or difference > 10**-3:
                    return "broken"
                return "suspicious" if difference > 10**-7 else "pass"
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ gradient_check_n


def _network(rng):
    """Return parameters, examples and labels for a network of distinct sizes, nowhere dead."""
    n0, n1, n2, m = distinct_sizes(rng, 4, 3, 6)
    n3 = 2
    while True:
        parameters = {}
        for name, shape in _layout([n0, n1, n2, n3]):
            spread = 1 / np.sqrt(shape[1])
            numbers = (
                rng.normal(0, spread, shape) if name[0] == "W" else rng.uniform(0.1, 0.5, shape)
            )
            parameters[name] = numbers.round(3)
        X, Y = rng.normal(size=(n0, m)).round(3), rng.integers(0, 2, (n3, m))
        gradients = network_gradients(parameters, X, Y)
        if all(np.linalg.norm(gradient) > 0.02 for gradient in gradients.values()):
            return parameters, X, Y, gradients


def _spoiled(rng, gradients, name):
    """Return gradients in which one block is wrong."""
    spoiled = dict(gradients)
    spoiled[name] = gradients[name] * rng.uniform(1.3, 1.8) + 0.05
    return spoiled


def _check_of(parameters, gradients, X, Y, *epsilon):
    """Return a case in which a stand-in takes the place of numerical_gradient.

    So a fault of the student's own numerical_gradient counts once, where it is. The stand-in needs
    the right cost, point and step, but a function cannot travel to the grader's reference. A
    function that loops over theta by itself has the difference of the real numerical gradient.
    """
    return call("gradient_check_n", parameters, gradients, X, Y, *epsilon).with_(
        replaced={"numerical_gradient": Built("helpers.costs.fingerprint")},
        also=(gradient_check_n(parameters, gradients, X, Y, *epsilon),),
        note="numerical_gradient is replaced by a stand-in: its numbers are no gradient, but a fault "
        "of yours in numerical_gradient does no harm here",
    )


def default_steps(rng):
    for name in ("dW1", "db2"):
        parameters, X, Y, gradients = _network(rng)
        yield _check_of(parameters, _spoiled(rng, gradients, name), X, Y)


def larger_steps(rng):
    for name in ("dW2", "db3"):
        parameters, X, Y, gradients = _network(rng)
        yield _check_of(parameters, _spoiled(rng, gradients, name), X, Y, 0.05)


def wide_steps_of_a_network(rng):
    parameters, X, Y, gradients = _network(rng)
    yield _check_of(parameters, gradients, X, Y, 0.4)


def disorder(rng):
    parameters, X, Y, gradients = _network(rng)
    gradients = dict(reversed(_spoiled(rng, gradients, "dW1").items()))
    more = {"dA2": rng.normal(size=(4, 7)).round(3)} | gradients
    case = _check_of(_shuffled(rng, parameters), more, X, Y, 0.05)
    yield case.with_(note=case.note + "; the dictionaries are in another order")


GRADIENT_CHECK_N = Exercise(
    "gradient_check_n",
    parts=(
        Part("the default epsilon", 4, default_steps, FINITE),
        Part("a larger epsilon", 4, larger_steps, FINITE),
        Part("a wide epsilon", 3, wide_steps_of_a_network, FINITE),
        Part("dictionaries in another order", 3, disorder, FINITE),
    ),
    depends_on=(
        "dictionary_to_vector",
        "vector_to_dictionary",
        "gradients_to_vector",
        "numerical_gradient",
        "relative_difference",
    ),
    misconceptions=(
        Misconception(
            "default_epsilon",
            change=(
                ("numerical_gradient(cost, theta, epsilon)", "numerical_gradient(cost, theta)"),
            ),
            title="epsilon is not passed on",
            hint="numerical_gradient falls back to its own default. Hand it the caller's epsilon.",
        ),
        Misconception(
            "word",
            change=(
                (
                    "difference = relative_difference(grad, gradapprox)",
                    "difference = verdict(relative_difference(grad, gradapprox))",
                ),
            ),
            title="the verdict's word in place of the difference",
            hint="Return the number; whoever calls you can ask for the word.",
        ),
        Misconception(
            "theta_for_grad",
            change=(
                ("relative_difference(grad, gradapprox)", "relative_difference(theta, gradapprox)"),
            ),
            title="the parameters compared with the numerical gradient",
            hint="Compare two gradients: the one that was given with the one that you estimated.",
        ),
        Misconception(
            "parameters_stay",
            change=(
                (
                    "network_cost(vector_to_dictionary(theta, layout), X, Y)",
                    "network_cost(parameters, X, Y)",
                ),
            ),
            title="the cost does not depend on theta",
            hint="Your function takes theta but calls network_cost with the old parameters: its "
            "slope is zero. Make a dictionary of theta first.",
        ),
        Misconception(
            "theta_as_parameters",
            change=(
                (
                    "network_cost(vector_to_dictionary(theta, layout), X, Y)",
                    "network_cost(theta, X, Y)",
                ),
            ),
            title="network_cost given a column in place of a dictionary",
            hint="network_cost looks up W1, b1 and so on. One of your functions makes a "
            "dictionary of theta.",
        ),
        Misconception(
            "network_cost_itself",
            change=(("numerical_gradient(cost,", "numerical_gradient(network_cost,"),),
            title="network_cost itself handed to numerical_gradient",
            hint="numerical_gradient calls cost(theta), with nothing else; network_cost needs X "
            "and Y too. Write a small function of theta around it.",
        ),
        Misconception(
            "number_for_function",
            change=(
                (
                    "numerical_gradient(cost,",
                    "numerical_gradient(cost(theta),",
                ),
            ),
            title="the cost's value in place of the cost",
            hint="`cost(theta)` is a number. Hand over the function itself, without brackets.",
        ),
        Misconception(
            "cost_returns_nothing",
            change=(("return network_cost(", "network_cost("),),
            title="the function of theta returns nothing",
            hint="The small function inside yours computes a cost and keeps it. Is there a `return` "
            "in it, besides the one at the end of gradient_check_n?",
        ),
        Misconception(
            "two_values_in_one_name",
            change=(
                (
                    "theta, layout = dictionary_to_vector(parameters)",
                    "theta = dictionary_to_vector(parameters)\n    layout = theta[1]",
                ),
            ),
            title="theta holds both values of dictionary_to_vector",
            hint="dictionary_to_vector returns two values, so give it two names on the left: one for "
            "theta, one for the layout.",
        ),
        Misconception(
            "true_or_false",
            change=(
                (
                    "difference = relative_difference(grad, gradapprox)",
                    "difference = relative_difference(grad, gradapprox) < 1e-7",
                ),
            ),
            title="True or False in place of the difference",
            hint="Return the number; whoever calls you can compare it.",
        ),
        Misconception(
            "largest_entry",
            change=(
                (
                    "difference = relative_difference(grad, gradapprox)",
                    "difference = np.max(np.abs(grad - gradapprox))",
                ),
            ),
            title="the largest gap of an entry in place of the relative difference",
            hint="Whether a gap of 0.01 is much depends on how long the vectors are. You have a "
            "function for that.",
        ),
        Misconception(
            "only_weights",
            change=(
                (
                    "difference = relative_difference(grad, gradapprox)",
                    "kinds = np.concatenate([np.full(shape, name[0]).ravel() for name, shape in layout])\n"
                    '    difference = relative_difference(grad[kinds == "W"], gradapprox[kinds == "W"])',
                ),
            ),
            title="the biases left out of the comparison",
            hint="A wrong db would never be found. Compare the whole vectors.",
        ),
        Misconception(
            "largest_block",
            change=(
                (
                    "difference = relative_difference(grad, gradapprox)",
                    "mine, seen = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)\n"
                    "    difference = max(relative_difference(mine[k], seen[k]) for k in mine)",
                ),
            ),
            title="the largest difference of a block in place of that of the whole vector",
            hint="That finds faults in small blocks sooner, but here one number for the whole "
            "vector is asked for.",
        ),
        Misconception(
            "order_of_gradients",
            change=(
                (
                    "gradients_to_vector(gradients, layout)",
                    "np.concatenate([g.reshape(-1, 1) for g in gradients.values()])",
                ),
            ),
            title="gradients in the order of their dictionary",
            hint="Entry i of grad must belong to entry i of theta. You have a function that takes "
            "the gradients in the layout's order.",
        ),
        Misconception(
            "supplied_gradients",
            change=(
                (
                    "gradients_to_vector(gradients, layout)",
                    "gradients_to_vector(__import__('helpers.three_layer_network').three_layer_network"
                    ".network_gradients(parameters, X, Y), layout)",
                ),
            ),
            title="gradients computed anew in place of those that were given",
            hint="The question is whether the gradients in the argument are right. Use those.",
        ),
        Misconception(
            "x_and_y_exchanged",
            change=(("layout), X, Y)", "layout), Y, X)"),),
            title="X and Y exchanged",
            hint="network_cost takes the examples first, then the labels.",
        ),
        Misconception(
            "gradients_as_parameters",
            change=(
                ("gradients_to_vector(gradients, layout)", "dictionary_to_vector(gradients)[0]"),
            ),
            title="dictionary_to_vector used for the gradients",
            hint='It looks for "W1", but gradients are called "dW1". You have another function for '
            "them.",
        ),
        Misconception(
            "gradient_at_grad",
            change=(
                (
                    "numerical_gradient(cost, theta, epsilon)",
                    "numerical_gradient(cost, grad, epsilon)",
                ),
            ),
            title="the numerical gradient taken at grad in place of theta",
            hint="At which point should the slope be estimated?",
        ),
    ),
    alternatives=(
        Alternative(
            "a lambda, keywords",
            code="""
            def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
                theta, layout = dictionary_to_vector(parameters)
                approx = numerical_gradient(
                    cost=lambda t: network_cost(vector_to_dictionary(t, layout), X, Y),
                    theta=theta,
                    epsilon=epsilon,
                )
                difference = relative_difference(gradients_to_vector(gradients, layout), approx)
                assert 0 <= difference <= 1
                return difference
            """,
        ),
        Alternative(
            "a loop of its own",
            change=(
                (
                    "gradapprox = numerical_gradient(cost, theta, epsilon)",
                    "gradapprox = np.zeros(theta.shape)\n"
                    "    for i in range(len(theta)):\n"
                    "        step = np.zeros(theta.shape)\n"
                    "        step[i, 0] = epsilon\n"
                    "        gradapprox[i, 0] = (cost(theta + step) - cost(theta - step)) / (2 * epsilon)",
                ),
            ),
        ),
        Alternative(
            "with functools.partial",
            code="""
            def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
                from functools import partial
                def cost_of(X, Y, layout, theta):
                    named = vector_to_dictionary(theta, layout)
                    return network_cost(named, X, Y)
                theta, layout = dictionary_to_vector(parameters)
                cost = partial(cost_of, X, Y, layout)
                return float(
                    relative_difference(
                        gradients_to_vector(gradients, layout), numerical_gradient(cost, theta, epsilon)
                    )
                )
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ locate_bug

FLOOR = 1e-6


def _blocks(rng, layer_dims, bad=(), scaled=()):
    """Return grad, gradapprox and layout, with the named blocks wrong and others scaled."""
    layout = _layout(layer_dims)
    right = _arrays(rng, layout)
    for name, factor in scaled:
        right[name] = right[name] * factor
    wrong = dict(right)
    for name, factor in bad:
        wrong[name] = right[name] * factor
    names = [name for name, _ in layout]
    noise = {name: value + 1e-9 * rng.normal(size=value.shape) for name, value in right.items()}
    return _join(wrong, names), _join(noise, names), layout


def one_weight(rng):
    for layer in (2, 3):
        yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), [(f"W{layer}", 1.5)]))


def one_bias(rng):
    for layer in (1, 2):
        yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), [(f"b{layer}", 0.4)]))


def whole_layer(rng):
    for layer in (1, 3):
        bad = [(f"W{layer}", 1.01), (f"b{layer}", -1.0)]
        yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad))


def several_layers(rng):
    bad = [("W1", 1.2), ("b1", 1.3), ("W2", -1.0), ("b2", 3.0), ("W3", 1.4)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 5, 2, 6), bad)).with_(
        note="layers 1 to 3 of 4 are off"
    )
    bad = [("W1", 1.2), ("b1", 1.3), ("W2", 3.0), ("b2", -1.0), ("W3", 1.4), ("b3", 1.5)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 5, 2, 6), bad)).with_(
        note="layers 1 to 3 of 4 are off"
    )
    bad = [("W1", 9.0), ("b1", -3.0), ("W2", 3.0), ("b2", 4.0), ("b10", 1.1)]
    yield call("locate_bug", *_blocks(rng, ELEVEN, bad)).with_(note="eleven layers")


def nothing_off(rng):
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5)))
    yield call(
        "locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), [("W3", 1.8)], [("W3", 1e-8)])
    ).with_(note="W3 is nearly zero and differs by rounding only")
    yield call(
        "locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), [("b1", 1 + 1e-6)], [("b1", 1e3)])
    ).with_(note="b1 is large, and right to six digits")
    bad, scaled = [("W3", 1.8), ("W2", 1.3)], [("W3", 1e-8)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad, scaled)).with_(
        note="W3 is nearly zero and differs by rounding only; W2 is off"
    )


def other_tolerances(rng):
    bad = [("W3", 1.01), ("b2", 2.0)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad), tolerance=0.1)
    bad = [("W1", 1.5), ("b3", 1 + 4e-6)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad), tolerance=1e-7)


FOUND = """        if bad:
            place = bad[0] if len(bad) == 1 else f"Z{l}\""""
OFF = "if gap > tolerance * size and gap > 1e-6:"

LOCATE_BUG = Exercise(
    "locate_bug",
    parts=(
        Part("a weight matrix is off", 2, one_weight),
        Part("a bias is off", 2, one_bias),
        Part("both blocks of a layer are off", 2, whole_layer),
        Part("several layers are off", 2, several_layers),
        Part("what only seems to be off", 1, nothing_off),
        Part("the caller's tolerance", 1, other_tolerances),
    ),
    depends_on=("vector_to_dictionary",),
    misconceptions=(
        Misconception(
            "from_the_input",
            change=(("for l in range(1, L + 1):", "for l in range(L, 0, -1):"),),
            title="the bad layer nearest the input",
            hint="Backpropagation runs from the output to the input. A fault in layer 2 spoils "
            "layer 1 as well, but never layer 3: the first fault is the one nearest the output.",
        ),
        Misconception(
            "largest",
            code="""
            def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
                a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
                off = {}
                for name in a:
                    gap = np.linalg.norm(a[name] - b[name])
                    size = np.linalg.norm(a[name]) + np.linalg.norm(b[name])
                    if gap > tolerance * size and gap > 1e-6:
                        off[name] = gap / size
                if not off:
                    return None
                l = max(off, key=off.get)[1:]
                bad = [name for name in (f"W{l}", f"b{l}") if name in off]
                return bad[0] if len(bad) == 1 else f"Z{l}"
            """,
            title="the layer of the largest difference",
            hint="An error grows or shrinks on its way back, so the largest difference says "
            "little. Which of the bad layers did backpropagation visit first?",
        ),
        Misconception(
            "largest_block",
            code="""
            def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
                a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
                off = {}
                for name in a:
                    gap = np.linalg.norm(a[name] - b[name])
                    size = np.linalg.norm(a[name]) + np.linalg.norm(b[name])
                    if gap > tolerance * size and gap > 1e-6:
                        off[name] = gap / size
                return max(off, key=off.get) if off else None
            """,
            title="the block of the largest difference",
            hint="An error grows or shrinks on its way back, so the largest difference says "
            "little. Which of the bad layers did backpropagation visit first, and is it one block "
            "or both?",
        ),
        Misconception(
            "no_floor",
            change=((OFF, "if gap > tolerance * size:"),),
            title="rounding taken for a fault",
            hint="A block that is nearly zero differs by 1e-9 or so, and relatively to itself that "
            "is much. The second condition of the docstring is for those.",
        ),
        Misconception(
            "no_tolerance",
            change=((OFF, "if gap > 1e-6:"),),
            title="only the absolute size of the difference counts",
            hint="A block of large numbers may differ by 1e-3 and be right to six digits. The "
            "first condition of the docstring is for those.",
        ),
        Misconception(
            "or_for_and",
            change=((OFF, "if gap > tolerance * size or gap > 1e-6:"),),
            title="one of the two conditions taken to be enough",
            hint="A block is off when both conditions hold.",
        ),
        Misconception(
            "fixed_tolerance",
            change=((OFF, "if gap > 1e-5 * size and gap > 1e-6:"),),
            title="tolerance fixed at 1e-5, whatever the caller asks for",
            hint="Use the argument.",
        ),
        Misconception(
            "never_z",
            change=(('place = bad[0] if len(bad) == 1 else f"Z{l}"', "place = bad[0]"),),
            title="W where both blocks of a layer are off",
            hint="If dW and db of a layer are both off, what they have in common is: dZ. Then the "
            'place is "Z" with the layer\'s number.',
        ),
        Misconception(
            "always_z",
            change=(('place = bad[0] if len(bad) == 1 else f"Z{l}"', 'place = f"Z{l}"'),),
            title="Z where only one block of a layer is off",
            hint="If only db is off, dZ must be right, for dW is made of it too. Name the block.",
        ),
        Misconception(
            "last_block",
            code="""
            def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
                a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
                for name, _ in reversed(layout):
                    gap = np.linalg.norm(a[name] - b[name])
                    size = np.linalg.norm(a[name]) + np.linalg.norm(b[name])
                    if gap > tolerance * size and gap > 1e-6:
                        return name
                return None
            """,
            title="the last bad block, without a look at the other block of its layer",
            hint="If dW and db of a layer are both off, what they have in common is dZ. Look at "
            "both blocks before you name one.",
        ),
        Misconception(
            "one_digit",
            change=(
                (
                    'for name in (f"W{l}", f"b{l}") if name in off]',
                    "for name in off if name[-1] == str(l)]",
                ),
            ),
            title="the layer's number read from the last character of its name",
            hint='What is the last character of "b10"?',
        ),
        Misconception(
            "first_layer_never_asked",
            code="""
            def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
                a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
                off = []
                for name in a:
                    gap = np.linalg.norm(a[name] - b[name])
                    size = np.linalg.norm(a[name]) + np.linalg.norm(b[name])
                    if gap > tolerance * size and gap > 1e-6:
                        off.append(name)
                for l in range(len(layout) // 2, 1, -1):
                    bad = [name for name in (f"W{l}", f"b{l}") if name in off]
                    if bad:
                        return bad[0] if len(bad) == 1 else f"Z{l}"
                return None
            """,
            title="layer 1 is never looked at",
            hint="`range(L, 1, -1)` stops before it comes to 1.",
        ),
        Misconception(
            "gives_up_after_one_layer",
            code="""
            def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
                a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
                off = []
                for name in a:
                    gap = np.linalg.norm(a[name] - b[name])
                    size = np.linalg.norm(a[name]) + np.linalg.norm(b[name])
                    if gap > tolerance * size and gap > 1e-6:
                        off.append(name)
                for l in range(len(layout) // 2, 0, -1):
                    bad = [name for name in (f"W{l}", f"b{l}") if name in off]
                    if bad:
                        return bad[0] if len(bad) == 1 else f"Z{l}"
                    else:
                        return None
            """,
            title="the search ends at the first layer it looks at",
            hint="If a layer is right, go on to the next one. Only when the loop has seen all layers "
            "is the answer None: does a `return` in the loop, perhaps behind an `else`, come too soon?",
        ),
        Misconception(
            "names_with_d",
            code="""
            def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
                a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
                place = None
                for l in range(1, len(layout) // 2 + 1):
                    bad = []
                    for name in (f"W{l}", f"b{l}"):
                        gap = np.linalg.norm(a[name] - b[name])
                        size = np.linalg.norm(a[name]) + np.linalg.norm(b[name])
                        if gap > tolerance * size and gap > 1e-6:
                            bad.append(name)
                    if bad:
                        place = "d" + bad[0] if len(bad) == 1 else f"dZ{l}"
                return place
            """,
            title="a d before the name",
            hint="You found the right place. The docstring names it as the layout does: W2, not dW2.",
        ),
        Misconception(
            "the_word_none",
            change=(("place = None", 'place = "None"'),),
            title="the word None in quotes",
            hint="None without quotes is Python's own value for nothing. In quotes it is a text of "
            "four letters, and `if place:` takes it for a place.",
        ),
        Misconception(
            "layer_number",
            change=(('place = bad[0] if len(bad) == 1 else f"Z{l}"', "place = l"),),
            title="the layer's number in place of the place's name",
            hint='The docstring asks for a name such as "W2": it says more than the number.',
        ),
        Misconception(
            "all_of_them",
            change=(("### END SOLUTION", "    return off or None"),),
            title="all blocks that are off",
            hint="Most of them are only spoiled by the first one. Name the place where "
            "backpropagation goes wrong first.",
        ),
        Misconception(
            "squares",
            change=(
                (
                    "gap = np.linalg.norm(a[name] - b[name])",
                    "gap = np.sum((a[name] - b[name]) ** 2)",
                ),
                (
                    "size = np.linalg.norm(a[name]) + np.linalg.norm(b[name])",
                    "size = np.sum(a[name] ** 2) + np.sum(b[name] ** 2)",
                ),
            ),
            title="sums of squares without the root",
            hint="The norm is the root of the sum of squares; without it small differences look "
            "far smaller than they are.",
        ),
    ),
    alternatives=(
        Alternative(
            "from the output, slices",
            code="""
            def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
                bad, start = {}, 0
                for name, shape in layout:
                    stop = start + int(np.prod(shape))
                    g, h = grad[start:stop], gradapprox[start:stop]
                    distance = np.sqrt(np.sum((g - h) ** 2))
                    bad[name] = bool(
                        distance > tolerance * (np.linalg.norm(g) + np.linalg.norm(h)) and distance > 1e-6
                    )
                    start = stop
                for l in range(len(layout) // 2, 0, -1):
                    w, b = bad["W" + str(l)], bad["b" + str(l)]
                    if w and b:
                        return "Z" + str(l)
                    if w:
                        return "W" + str(l)
                    if b:
                        return "b" + str(l)
            """,
        ),
        Alternative(
            "by pairs from the end",
            code="""
            def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
                mine = vector_to_dictionary(grad, layout)
                seen = vector_to_dictionary(gradapprox, layout)
                norm = np.linalg.norm
                for i in range(len(layout) - 2, -1, -2):
                    names = [layout[i][0], layout[i + 1][0]]
                    off = []
                    for name in names:
                        gap = norm(mine[name] - seen[name])
                        off.append(gap > max(1e-6, tolerance * (norm(mine[name]) + norm(seen[name]))))
                    if all(off):
                        return names[0].replace("W", "Z")
                    if any(off):
                        return names[off.index(True)]
                return None
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ find_the_bugs

SALT = "week 6, three backward passes"
SECRET = Secret.of([[str(layer), fault] for layer, fault in find_the_bugs()], SALT)
THREE_PAIRS = Custom(
    "helpers.broken_networks.judge_bugs",
    {"digest_hex": SECRET.digest_hex, "salt": SECRET.salt, "length": SECRET.length},
)


def three_networks(rng):
    # What stands here in place of the expected value goes into the student's files.
    yield call("find_the_bugs").with_(expected="known only by its hash")


FIND_THE_BUGS = Exercise(
    "find_the_bugs",
    parts=(Part("all three", 10, three_networks, THREE_PAIRS),),
    # Wrong answers that are close to the right one would give it away: students get these.
    misconceptions=(
        Misconception(
            "example_of_the_docstring",
            code="""
            def find_the_bugs():
                return [(3, "wrong sign"), (1, "wrong dZ"), (3, "divided twice")]
            """,
            title="the example of the docstring",
            hint="It only shows the form. Run locate_bug on each of the three backward passes.",
        ),
    ),
    alternatives=(
        Alternative(
            "lists, text, capitals",
            code="""
            def find_the_bugs():
                return (["2", "Wrong divisor"], [3, " wrong  activation "], (np.int64(2), "WRONG MASK"))
            """,
        ),
        Alternative(
            "from the index in FAULTS",
            code="""
            def find_the_bugs():
                from helpers.broken_networks import FAULTS
                names = list(FAULTS)
                return [[2, names[2]], [3, names[7]], [2, names[6]]]
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ L2


def _l2(rng):
    layout = _layout(distinct_sizes(rng, 4, 2, 5))
    lambd, m = round(float(rng.uniform(0.3, 0.9)), 2), int(rng.integers(6, 12))
    return _arrays(rng, layout), _arrays(rng, layout, "d"), lambd, m


def costs(rng):
    for _ in range(2):
        parameters, _, lambd, m = _l2(rng)
        yield call("cost_with_l2", round(float(rng.uniform(0.3, 0.9)), 3), parameters, lambd, m)


def penalised(rng):
    parameters, gradients, lambd, m = _l2(rng)
    yield call("gradients_with_l2", gradients, parameters, lambd, m)


PENALTY = "lambd / (2 * m) * squares"
DECAY = "lambd / m * parameters"

L2 = Exercise(
    "cost_with_l2",
    functions=("cost_with_l2", "gradients_with_l2"),
    parts=(
        Part("the cost", 2, costs),
        Part("the gradient of W2", 2, penalised, select=("dW2",)),
        Part("all gradients, biases too", 1, penalised),
        Part("gradients as they were", 1, penalised, Unchanged()),
    ),
    misconceptions=(
        Misconception(
            "cost_without_half",
            change=((PENALTY, "lambd / m * squares"),),
            title="the cost's penalty lacks the factor 1/2",
            hint="The 2 is there so that it cancels when the square is differentiated.",
        ),
        Misconception(
            "cost_without_m",
            change=((PENALTY, "lambd / 2 * squares"),),
            title="the cost's penalty is not divided by m",
            hint="Data cost and penalty are both divided by the number of examples.",
        ),
        Misconception(
            "cost_plain",
            change=((PENALTY, "lambd * squares"),),
            title="the cost's penalty without 1/(2m)",
            hint="Look at the factor in the first line of the docstring.",
        ),
        Misconception(
            "cost_precedence",
            change=((PENALTY, "lambd / 2 * m * squares"),),
            title="brackets missing: `/ 2 * m` multiplies by m",
            hint="Python works from left to right through * and /.",
        ),
        Misconception(
            "cost_biases",
            change=(
                (
                    'np.sum(parameters[f"W{l}"] ** 2) for l',
                    'np.sum(parameters[f"W{l}"] ** 2) + np.sum(parameters[f"b{l}"] ** 2) for l',
                ),
            ),
            title="the biases penalised in the cost",
            hint="A bias shifts a unit; it does not make the function steeper. Only weights are "
            "penalised.",
        ),
        Misconception(
            "cost_norm",
            change=(
                ('np.sum(parameters[f"W{l}"] ** 2) for', 'np.linalg.norm(parameters[f"W{l}"]) for'),
            ),
            title="the norm in place of its square",
            hint="The norm is the root of the sum of squares. Which of the two is asked for?",
        ),
        Misconception(
            "cost_absolute",
            change=(
                ('np.sum(parameters[f"W{l}"] ** 2) for', 'np.sum(np.abs(parameters[f"W{l}"])) for'),
            ),
            title="absolute values in place of squares: that is L1",
            hint="L2 adds up squares.",
        ),
        Misconception(
            "cost_square_of_sum",
            change=(
                ('np.sum(parameters[f"W{l}"] ** 2) for', 'np.sum(parameters[f"W{l}"]) ** 2 for'),
            ),
            title="the square of the sum in place of the sum of the squares",
            hint="Positive and negative weights must not cancel: square each one first.",
        ),
        Misconception(
            "cost_matrix_square",
            change=(
                (
                    'np.sum(parameters[f"W{l}"] ** 2) for',
                    'np.sum(parameters[f"W{l}"] @ parameters[f"W{l}"].T) for',
                ),
            ),
            title="a matrix product in place of squares",
            hint="W W^T also multiplies different rows. Square entry by entry.",
        ),
        Misconception(
            "cost_last_layer_missing",
            change=(("** 2) for l in range(1, L + 1))", "** 2) for l in range(1, L))"),),
            title="the last layer's weights left out of the cost",
            hint="Where does `range` stop?",
        ),
        Misconception(
            "cost_of_last_layer_only",
            code="""
            def cost_with_l2(cost, parameters, lambd, m):
                for l in range(1, len(parameters) // 2 + 1):
                    squares = np.sum(parameters[f"W{l}"] ** 2)
                return float(cost + lambd / (2 * m) * squares)
            """,
            title="the last layer's weights only",
            hint="Each round of the loop overwrites what the one before has found. Start from 0 and add.",
        ),
        Misconception(
            "cost_factor_in_the_loop",
            code="""
            def cost_with_l2(cost, parameters, lambd, m):
                total = 0
                for l in range(1, len(parameters) // 2 + 1):
                    total = (total + np.sum(parameters[f"W{l}"] ** 2)) * lambd / (2 * m)
                return float(cost + total)
            """,
            title="the factor is multiplied to the sum again in every round",
            hint="Add up the squares of all layers first; then comes lambda/(2m), once.",
        ),
        Misconception(
            "cost_subtracted",
            change=(("cost + lambd", "cost - lambd"),),
            title="the penalty subtracted",
            hint="Large weights should cost something.",
        ),
        Misconception(
            "cost_penalty_only",
            change=(("float(cost + lambd", "float(0 * cost + lambd"),),
            title="the penalty alone",
            hint="The docstring asks for the sum of the cost and the penalty.",
        ),
        Misconception(
            "gradient_half",
            change=((DECAY, "lambd / (2 * m) * parameters"),),
            title="the factor 1/2 left in the gradient",
            hint="What is the derivative of w^2 / 2?",
        ),
        Misconception(
            "gradient_double",
            change=((DECAY, "2 * lambd / m * parameters"),),
            title="a factor 2 too much in the gradient",
            hint="What is the derivative of w^2 / 2?",
        ),
        Misconception(
            "gradient_without_m",
            change=((DECAY, "lambd * parameters"),),
            title="the gradient's penalty is not divided by m",
            hint="Differentiate lambda/(2m) w^2. The m stays.",
        ),
        Misconception(
            "gradient_squared",
            change=((DECAY + '[f"W{l}"]', 'lambd / (2 * m) * parameters[f"W{l}"] ** 2'),),
            title="the penalty itself added, not its derivative",
            hint="lambda/(2m) w^2 belongs to the cost. What is its derivative by w?",
        ),
        Misconception(
            "gradient_minus",
            change=(('gradients[f"dW{l}"] + lambd', 'gradients[f"dW{l}"] - lambd'),),
            title="the penalty's gradient subtracted",
            hint="The gradient of a sum is the sum of the gradients. The minus sign comes later, "
            "in the update.",
        ),
        Misconception(
            "gradient_scaled",
            change=((DECAY + '[f"W{l}"]', 'lambd / m * gradients[f"dW{l}"]'),),
            title="dW itself added in place of W",
            hint="Differentiate lambda/(2m) w^2 by w: is dW in the result?",
        ),
        Misconception(
            "gradient_penalty_only",
            change=(('gradients[f"dW{l}"] + lambd', "lambd"),),
            title="the penalty's gradient alone",
            hint="The gradient of a sum is the sum of both gradients.",
        ),
        Misconception(
            "gradient_biases",
            change=(
                (
                    DECAY + '[f"W{l}"]',
                    'lambd / m * parameters[f"W{l}"]\n'
                    '        total[f"db{l}"] = gradients[f"db{l}"] + lambd / m * parameters[f"b{l}"]',
                ),
            ),
            title="the biases penalised in the gradients",
            hint="Only weights are in the penalty, so only dW changes.",
        ),
        Misconception(
            "both_biases",
            change=(
                (
                    'np.sum(parameters[f"W{l}"] ** 2) for l',
                    'np.sum(parameters[f"W{l}"] ** 2) + np.sum(parameters[f"b{l}"] ** 2) for l',
                ),
                (
                    DECAY + '[f"W{l}"]',
                    'lambd / m * parameters[f"W{l}"]\n'
                    '        total[f"db{l}"] = gradients[f"db{l}"] + lambd / m * parameters[f"b{l}"]',
                ),
            ),
            title="the biases penalised, in the cost and in the gradients",
            hint="Both fit each other, so a gradient check passes. But the docstring leaves the "
            "biases free.",
        ),
        Misconception(
            "both_without_half",
            change=(
                (PENALTY, "lambd / m * squares"),
                (DECAY, "2 * lambd / m * parameters"),
            ),
            title="the factor 1/2 left out, in the cost and in the gradients",
            hint="Both fit each other, so a gradient check passes. But the docstring has "
            "lambda/(2m).",
        ),
        Misconception(
            "last_layer_not_decayed",
            change=(
                (
                    "for l in range(1, L + 1):\n        total",
                    "for l in range(1, L):\n        total",
                ),
            ),
            title="the last layer's gradient left as it was",
            hint="Where does `range` stop?",
        ),
        Misconception(
            "biases_dropped",
            change=(("total = dict(gradients)", "total = {}"),),
            title="the biases' gradients left out",
            hint="The result has the same keys as the gradients that were given.",
        ),
        Misconception(
            "in_place",
            code="""
            def gradients_with_l2(gradients, parameters, lambd, m):
                for l in range(1, len(parameters) // 2 + 1):
                    gradients[f"dW{l}"] += lambd / m * parameters[f"W{l}"]
                return gradients
            """,
            title="the caller's gradients changed",
            hint="Called twice, the penalty is added twice. A copy of the dictionary still holds "
            "the same arrays, and += changes them: write a = a + b, which makes a new one.",
        ),
    ),
    alternatives=(
        Alternative(
            "names and comprehension",
            code="""
            def cost_with_l2(cost, parameters, lambd, m):
                weights = [value for name, value in parameters.items() if name.startswith("W")]
                return cost + lambd * sum(np.linalg.norm(W) ** 2 for W in weights) / 2 / m
            def gradients_with_l2(gradients, parameters, lambd, m):
                return {
                    key: value + lambd * parameters[key[1:]] / m if key[1] == "W" else value
                    for key, value in gradients.items()
                }
            """,
        ),
        Alternative(
            "loops, deep copies",
            code="""
            def cost_with_l2(cost, parameters, lambd, m):
                total = 0
                for l in range(1, len(parameters) // 2 + 1):
                    W = parameters["W" + str(l)]
                    for row in W:
                        for w in row:
                            total += w * w
                return np.array([[cost + (1 / m) * (lambd / 2) * total]])
            def gradients_with_l2(gradients, parameters, lambd, m):
                import copy
                total = copy.deepcopy(gradients)
                for l in range(1, len(parameters) // 2 + 1):
                    total["dW" + str(l)] += np.multiply(lambd, parameters["W" + str(l)]) / m
                return total
            """,
        ),
        Alternative(
            "einsum and squeeze",
            code="""
            def cost_with_l2(cost, parameters, lambd, m):
                L = len(parameters) // 2
                s = 0.0
                for l in range(L):
                    W = parameters[f"W{l + 1}"]
                    s = s + np.einsum("ij,ij->", W, W)
                return np.squeeze(cost + s * lambd / (m + m))
            def gradients_with_l2(gradients, parameters, lambd, m):
                total = {}
                for key in gradients:
                    total[key] = gradients[key].copy()
                    if key.startswith("dW"):
                        total[key] += (lambd / m) * parameters[key[1:]]
                return total
            """,
        ),
    ),
)


DROPOUT = Question(
    "dropout_and_the_check",
    rubric=(
        (
            2,
            "The claim: with a fresh mask at every call the two costs of a central difference belong "
            "to two different functions. Their difference measures how the masks differ, not how "
            "the cost changes with the parameter; a right backward pass is called broken.",
        ),
        (
            2,
            "The reason, with a formula: (J_r(theta + eps e_i) - J_s(theta - eps e_i))/(2 eps) is "
            "about dJ_r/dtheta_i + (J_r(theta) - J_s(theta))/(2 eps), with masks r and s. The first "
            "part is the slope. The second does not depend on i at all and grows like 1/eps, since "
            "J_r - J_s stays as large as it is. With r = s (held), or without masks (off), it is 0.",
        ),
        (
            2,
            "Evidence from this notebook, with its numbers: the figure 'one entry, two kinds of "
            "masks', where neighbouring costs jump by up to 0.1 with fresh masks and lie on a smooth "
            "line with one mask held; or the output above it: difference 1 and a numerical gradient "
            "with entries near 5e5 with fresh masks, against 3e-9 with one mask held. "
            "(0.1/(2 * 1e-7) is 5e5: the size of the formula's second part.)",
        ),
    ),
)


WEEK = Week(
    "week6_gradient_checking",
    "Gradient checking",
    exercises=(
        DIFFERENCES,
        DICTIONARY_TO_VECTOR,
        VECTOR_TO_DICTIONARY,
        GRADIENTS_TO_VECTOR,
        NUMERICAL_GRADIENT,
        RELATIVE_DIFFERENCE,
        VERDICT,
        GRADIENT_CHECK_N,
        LOCATE_BUG,
        FIND_THE_BUGS,
        L2,
    ),
    questions=(DROPOUT,),
)
