"""How week 1 is examined: logistic regression as a network of one neuron.

Numbers are drawn so that no activation of a training case comes near 0 or 1: an answer that takes
the plain logarithm is as good there as one that guards it. Only `compute_cost`, whose docstring
asks for it, is examined at exactly 0 and 1.
"""

import numpy as np

from autograder.exercise import (
    Alternative,
    Between,
    Close,
    Exercise,
    Misconception,
    NoLoops,
    Part,
    Question,
    Week,
    call,
    distinct_sizes,
)
from solutions import week1_logistic_regression as reference

GRADIENT = Close(rtol=1e-5, scale=1e-9)


def _labels(rng, m):
    """Return labels (1, m) of both kinds, not equally many."""
    ones = int(rng.choice([k for k in range(1, m) if 2 * k != m or m == 2]))
    return rng.permutation((np.arange(m) < ones).astype(int)).reshape(1, m)


def _signed(rng, low, high):
    """Return a number between low and high in size, of either sign."""
    return float(rng.choice([-1.0, 1.0]) * rng.uniform(low, high))


def _neuron(rng, n, m):
    """Return w, b, X, Y of which no activation is extreme."""
    w = rng.uniform(0.2, 0.9, (n, 1)) * rng.choice([-1.0, 1.0], (n, 1))
    return w, _signed(rng, 0.3, 0.9), rng.normal(0.2, 0.9, (n, m)), _labels(rng, m)


# ---------------------------------------------------------------------------- image_to_columns


def grey_images(rng):
    m, h, w = distinct_sizes(rng, 3, 2, 5)
    yield call("image_to_columns", rng.integers(0, 256, (m, h, w)).astype(np.uint8))
    m, h, w = distinct_sizes(rng, 3, 2, 5)
    yield call("image_to_columns", rng.integers(-5, 99, (m, h, w)) / 4)


def colour_images(rng):
    m, h, w = distinct_sizes(rng, 3, 4, 6)
    yield call("image_to_columns", rng.integers(0, 256, (m - 2, h - 2, w - 1, 3)))
    yield call("image_to_columns", rng.integers(0, 256, (3, 2, 4, 5))).with_(note="five colours")


def one_image(rng):
    h, w = distinct_sizes(rng, 2, 2, 5)
    yield call("image_to_columns", rng.integers(1, 256, (1, h, w))).with_(note="one image")


IMAGE_TO_COLUMNS = Exercise(
    "image_to_columns",
    parts=(
        Part("grey images", 3, grey_images),
        Part("images with colours", 3, colour_images),
        Part("one image alone", 2, one_image),
    ),
    misconceptions=(
        Misconception(
            "straight_reshape",
            code="""
            def image_to_columns(images):
                return images.reshape(-1, images.shape[0])
            """,
            title="a reshape straight to (n, m), which mixes the pixels of different images",
            hint="reshape never moves a number in memory, it only cuts the same sequence "
            "elsewhere. One image's pixels lie one after the other: so first cut the sequence "
            "into one row an image. What turns these rows into columns?",
        ),
        Misconception(
            "rows",
            code="""
            def image_to_columns(images):
                return images.reshape(images.shape[0], -1)
            """,
            title="one image a row",
            hint="Step 1 is right. In this course an example is a column: one step is missing.",
        ),
        Misconception(
            "all_axes_transposed",
            code="""
            def image_to_columns(images):
                return images.T.reshape(-1, images.shape[0])
            """,
            title="the pixels of each image taken column by column",
            hint="For an array of three axes `.T` reverses the order of all of them, rows and "
            "columns of each image too (`order='F'` has the same effect). Make the rows first, "
            "from the images as they are.",
        ),
        Misconception(
            "turned_and_cut",
            code="""
            def image_to_columns(images):
                return images.T.reshape(images.shape[0], -1).T
            """,
            title="`.T` before the reshape, which turns all axes around and mixes the images",
            hint="For an array of three axes `.T` reverses the order of all of them. Leave the "
            "images as they are until each of them is one row.",
        ),
        Misconception(
            "squeezed",
            code="""
            def image_to_columns(images):
                return np.squeeze(images.reshape(images.shape[0], -1).T)
            """,
            title="an axis of size 1 lost when there is one image only",
            hint="One image should give the shape (n, 1), a matrix of one column. "
            "Which of your steps removes axes of size 1?",
        ),
        Misconception(
            "scaled",
            code="""
            def image_to_columns(images):
                return images.reshape(images.shape[0], -1).T / 255
            """,
            title="a division by 255 inside",
            hint="Scaling is worth doing, but it is another job: this function only rearranges. "
            "The notebook divides after calling it, and would divide twice.",
        ),
        Misconception(
            "one_long_column",
            code="""
            def image_to_columns(images):
                return images.reshape(-1, 1)
            """,
            title="all images in one long column",
            hint="Each image should have a column of its own. How many columns is that?",
        ),
        Misconception(
            "grey_only",
            code="""
            def image_to_columns(images):
                return images.reshape(images.shape[0], images.shape[1] * images.shape[2]).T
            """,
            title="a size that counts height times width and forgets the colours",
            hint="An image may have a fourth axis. Can you let numpy work out the length of a row "
            "by itself?",
        ),
        Misconception(
            "colour_only",
            code="""
            def image_to_columns(images):
                m, h, w, c = images.shape
                return images.reshape(m, h * w * c).T
            """,
            title="four axes taken for granted",
            hint="Grey images have three axes, (m, h, w). Can you let numpy work out the length "
            "of a row by itself, however many axes follow the first?",
        ),
        Misconception(
            "first_axis_last",
            code="""
            def image_to_columns(images):
                m = images.shape[-1]
                return images.reshape(-1, m)
            """,
            title="the last axis taken for the number of images",
            hint="The docstring says which axis of (m, h, w) counts the images.",
        ),
        Misconception(
            "size_written_out",
            code="""
            def image_to_columns(images):
                return images.reshape(images.shape[0], 784).T
            """,
            title="a size written out as a number, such as 784",
            hint="The function should work for pictures of any size. Which sizes can `images.shape` "
            "tell you, and which one can numpy work out?",
        ),
        Misconception(
            "size_written_out_first",
            code="""
            def image_to_columns(images):
                return images.reshape(784, images.shape[0])
            """,
            title="a size written out as a number, and a reshape straight to (n, m)",
            hint="The function should work for pictures of any size: let numpy work out one of the two "
            "numbers. And cut the sequence into one row an image first, or the pixels get mixed.",
        ),
        Misconception(
            "stack_of_columns",
            code="""
            def image_to_columns(images):
                return np.array([image.reshape(-1, 1) for image in images])
            """,
            title="a stack of m separate columns, with three axes",
            hint="Each picture is a column now. They should stand side by side in one matrix with two "
            "axes.",
        ),
        Misconception(
            "both_sizes_written_out",
            code="""
            def image_to_columns(images):
                return images.reshape(784, 600)
            """,
            title="both sizes written out as numbers, for the pictures of this week only",
            hint="The function should work for pictures of any size and number: `images.shape` knows "
            "them. And a reshape straight to (n, m) mixes the pixels of different images.",
        ),
        Misconception(
            "both_sizes_written_out_in_rows",
            code="""
            def image_to_columns(images):
                return images.reshape(600, 784).T
            """,
            title="both sizes written out as numbers, for the pictures of this week only",
            hint="The steps are right. Which size can `images.shape` tell you, and which one can numpy "
            "work out?",
        ),
        Misconception(
            "one_long_row",
            code="""
            def image_to_columns(images):
                return images.flatten()
            """,
            title="all images in one long row, an array of one axis",
            hint="Each image should have a column of its own, so the result has two axes. In reshape "
            "you can fix one size and leave the other to numpy.",
        ),
        Misconception(
            "list_of_columns",
            code="""
            def image_to_columns(images):
                return [image.flatten() for image in images]
            """,
            title="a list of arrays",
            hint="Each image is one sequence of numbers now. Make one array of all of them: are they its "
            "rows or its columns?",
        ),
        Misconception(
            "whole_numbers",
            code="""
            def image_to_columns(images):
                return images.reshape(images.shape[0], -1).T.astype(int)
            """,
            title="the numbers made whole",
            hint="Pixels may be fractions: the numbers themselves should stay as they are.",
        ),
    ),
    alternatives=(
        Alternative(
            "image by image",
            code="""
            def image_to_columns(images):
                columns = []
                for image in images:
                    columns.append(image.flatten())
                return np.array(columns).T
            """,
        ),
        Alternative(
            "the images' axis moved last",
            code="""
            def image_to_columns(images):
                m = images.shape[0]
                return np.moveaxis(images, 0, -1).reshape(-1, m)
            """,
        ),
        Alternative(
            "columns filled one by one",
            code="""
            def image_to_columns(images):
                m = len(images)
                X = np.zeros((images[0].size, m))
                for i in range(m):
                    X[:, i] = images[i].ravel()
                return X
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------------- sigmoid


def ordinary_numbers(rng):
    yield call("sigmoid", _signed(rng, 0.4, 3))
    yield call("sigmoid", np.array([0, 2, -1, int(rng.integers(3, 6))])).with_(note="integers")
    yield call("sigmoid", rng.normal(0, 2, 4))
    yield call("sigmoid", rng.normal(0, 2, (2, 3)))


def small_tails(rng):
    # At -37.2 the spellings that cancel still differ: 1 - 1 is 0, 1 + tanh is a last digit.
    yield call("sigmoid", np.array([-40.0, -38.5, -37.1]) - rng.uniform(0, 0.25, 3)).with_(
        note="the results are tiny, and not 0"
    )
    # An ordinary number too, so that not every answer of zeros is taken for one that cancels.
    yield call("sigmoid", _signed(rng, 0.5, 2))


def extremes(rng):
    # Both ends occur, at places that are drawn: no constant answer fits them all.
    signs = rng.permutation([-1.0, 1.0, *rng.choice([-1.0, 1.0], 4)])
    yield call("sigmoid", signs * rng.uniform(750, 1100, 6))


SIGMOID = Exercise(
    "sigmoid",
    parts=(
        Part("values and shapes", 6, ordinary_numbers),
        Part("small tails", 2, small_tails, Close(rtol=1e-6, scale=0)),
        Part("extremes", 2, extremes, Close(rtol=0, scale=0, atol=1e-12)),
    ),
    misconceptions=(
        Misconception(
            "exp_of_plus_z",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.exp(z))
            """,
            title="exp(z) in place of exp(-z)",
            hint="For a large positive z the result should be near 1: which sign does exp need for "
            "that?",
        ),
        Misconception(
            "ratio_of_exps",
            code="""
            def sigmoid(z):
                return np.exp(z) / (1 + np.exp(z))
            """,
            title="exp(z) / (1 + exp(z)), which is infinity divided by infinity for a large z",
            hint="The formula is right on paper. On the machine exp(1000) is infinite. Divide "
            "both parts of the fraction by exp(z) on paper first: what is left to compute?",
        ),
        Misconception(
            "one_minus",
            code="""
            def sigmoid(z):
                return 1 - 1 / (1 + np.exp(z))
            """,
            title="a difference of two numbers that are nearly 1",
            hint="The formula is right on paper. At z = -40, 1/(1 + exp(z)) rounds to exactly 1 "
            "and the true result, 4e-18, is lost in the subtraction. Write it without one.",
        ),
        Misconception(
            "half_tanh",
            code="""
            def sigmoid(z):
                return 0.5 * (1 + np.tanh(np.asarray(z) / 2))
            """,
            title="a sum in which nearly -1 meets 1",
            hint="The formula is right on paper. At z = -40, tanh(z/2) rounds to exactly -1 and "
            "the true result, 4e-18, is lost. The formula with exp keeps it.",
        ),
        Misconception(
            "epsilon_added",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.exp(-z)) + 1e-12
            """,
            title="a small number added to the result",
            hint="Guarding the logarithm is the cost's business. What is added here swallows "
            "every activation that is smaller.",
        ),
        Misconception(
            "math_exp",
            code="""
            def sigmoid(z):
                import math
                return 1 / (1 + math.exp(-z))
            """,
            title="a function for single numbers, such as `math.exp` or `float`, given an array",
            hint="numpy has an exp of its own that takes whole arrays, and its results are "
            "returned as they are.",
        ),
        Misconception(
            "tanh",
            code="""
            def sigmoid(z):
                return np.tanh(z)
            """,
            title="tanh in place of the sigmoid",
            hint="tanh has a similar shape, but runs from -1 to 1 and is 0 at 0. A probability "
            "runs from 0 to 1.",
        ),
        Misconception(
            "brackets",
            code="""
            def sigmoid(z):
                return 1 / 1 + np.exp(-z)
            """,
            title="brackets missing below the fraction",
            hint="Python divides before it adds: 1 / 1 + x is (1 / 1) + x.",
        ),
        Misconception(
            "minus_below",
            code="""
            def sigmoid(z):
                return 1 / (1 - np.exp(-z))
            """,
            title="1 - exp(-z) in place of 1 + exp(-z)",
            hint="At z = 0 the result should be 1/2: what does yours divide by there?",
        ),
        Misconception(
            "exp_alone",
            code="""
            def sigmoid(z):
                return 1 / np.exp(-z)
            """,
            title="the 1 below the fraction forgotten",
            hint="A probability is never greater than 1. What keeps it there when z is large?",
        ),
        Misconception(
            "derivative",
            code="""
            def sigmoid(z):
                a = 1 / (1 + np.exp(-z))
                return a * (1 - a)
            """,
            title="the derivative of the sigmoid in place of the sigmoid",
            hint="a (1 - a) is the slope; you will need it later. Return a itself.",
        ),
        Misconception(
            "step",
            code="""
            def sigmoid(z):
                return np.where(np.asarray(z) > 0, 1.0, 0.0)
            """,
            title="a step from 0 to 1",
            hint="The sigmoid rises smoothly, so that it has a slope everywhere. "
            "Cutting at 1/2 is the business of predict.",
        ),
        Misconception(
            "softmax",
            code="""
            def sigmoid(z):
                return np.exp(z) / np.sum(np.exp(z))
            """,
            title="the softmax in place of the sigmoid",
            hint="Each entry has its own result, whatever the other entries are.",
        ),
        Misconception(
            "clipped",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.exp(-np.clip(z, -30, 30)))
            """,
            title="z clipped too early",
            hint="exp only overflows beyond 700. Clipping at 30 changes results that are tiny "
            "and still right.",
        ),
        Misconception(
            "clipped_at_20",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.exp(-np.clip(z, -20, 20)))
            """,
            title="z clipped too early",
            hint="exp only overflows beyond 700. Clipping at 20 changes results that are tiny "
            "and still right.",
        ),
        Misconception(
            "if_on_array",
            code="""
            def sigmoid(z):
                if z >= 0:
                    return 1 / (1 + np.exp(-z))
                return np.exp(z) / (1 + np.exp(z))
            """,
            title="one `if` for a whole array",
            hint="An array of comparisons is not one truth value. Either one formula serves all "
            "entries, or numpy chooses entry by entry.",
        ),
        Misconception(
            "relu",
            change=(
                ("np.where(z >= 0, 1 / (1 + small), small / (1 + small))", "np.maximum(0, z)"),
            ),
            title="relu in place of the sigmoid",
            hint="max(0, z) grows without bound. A probability stays between 0 and 1.",
        ),
        Misconception(
            "absolute_value",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.exp(-np.abs(z)))
            """,
            title="the sign of z lost",
            hint="A negative score should give less than 1/2. What does abs make of it?",
        ),
        Misconception(
            "caret",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.e ^ (-z))
            """,
            title="`^` for a power",
            hint="numpy also has a function that takes e to the power of whole arrays.",
        ),
    ),
    alternatives=(
        Alternative(
            "plain formula",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.exp(-z))
            """,
        ),
        Alternative(
            "entry by entry",
            code="""
            def sigmoid(z):
                import math
                if np.ndim(z) == 0:
                    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0
                return np.array([sigmoid(row) for row in z])
            """,
        ),
        Alternative(
            "with a mask",
            code="""
            def sigmoid(z):
                z = np.array(z, dtype=float)
                positive = z >= 0
                a = np.zeros_like(z)
                a[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
                e = np.exp(z[~positive])
                a[~positive] = e / (1.0 + e)
                return a
            """,
        ),
        Alternative(
            "logaddexp",
            code="""
            def sigmoid(z):
                return np.exp(-np.logaddexp(0, -np.asarray(z)))
            """,
        ),
        Alternative(
            "clipped where exp would overflow",
            code="""
            def sigmoid(z):
                z = np.clip(z, -500, 500)
                s = np.power(1 + np.e ** (-z), -1)
                return s
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


COMPUTE_COST = Exercise(
    "compute_cost",
    parts=(
        Part("values", 6, ordinary_activations),
        Part("good activations", 2, sure_and_right),
        Part("activations of exactly 0 and 1", 2, exactly_zero_and_one),
    ),
    misconceptions=(
        Misconception(
            "sum_for_mean",
            change=(("np.mean(losses)", "np.sum(losses)"),),
            title="missing 1/m",
            hint="The cost is the mean loss, not the sum. m is the number of columns, "
            "`Y.shape[1]`; `Y.shape[0]` and `len(Y)` are 1.",
        ),
        Misconception(
            "missing_minus",
            change=(("-(Y * np.log(A)", "(Y * np.log(A)"),),
            title="missing minus sign",
            hint="The logarithm of a number below 1 is negative. A loss should be positive, and "
            "larger the worse the activation is.",
        ),
        Misconception(
            "sum_and_no_minus",
            change=(("np.mean(losses)", "-np.sum(losses)"),),
            title="missing 1/m and missing minus sign",
            hint="Two things stand in front of the sum: a sign that makes the loss positive, and "
            "a factor that makes it a mean.",
        ),
        Misconception(
            "only_ones",
            change=((" + (1 - Y) * np.log(1 - A))", ")"),),
            title="only the term of the examples with y = 1",
            hint="An example with y = 0 adds nothing to your cost, however wrong it is. "
            "Which term speaks for it?",
        ),
        Misconception(
            "only_zeros",
            change=(("Y * np.log(A) + (1 - Y)", "(1 - Y)"),),
            title="only the term of the examples with y = 0",
            hint="An example with y = 1 adds nothing to your cost, however wrong it is. "
            "Which term speaks for it?",
        ),
        Misconception(
            "swapped",
            change=(
                (
                    "-(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
                    "-(A * np.log(np.clip(Y, 1e-12, 1 - 1e-12))"
                    " + (1 - A) * np.log(1 - np.clip(Y, 1e-12, 1 - 1e-12)))",
                ),
            ),
            title="A and Y exchanged",
            hint="The logarithm is taken of the activation; the label only chooses which term "
            "counts. The logarithm of a label would be the logarithm of 0 or 1.",
        ),
        Misconception(
            "swapped_plainly",
            code="""
            def compute_cost(A, Y):
                m = Y.shape[1]
                return -1 / m * np.sum(A * np.log(Y) + (1 - A) * np.log(1 - Y))
            """,
            title="A and Y exchanged",
            hint="The logarithm is taken of the activation; the label only chooses which term "
            "counts. The logarithm of a label would be the logarithm of 0 or 1.",
        ),
        Misconception(
            "terms_exchanged",
            change=(
                (
                    "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
                    "Y * np.log(1 - A) + (1 - Y) * np.log(A)",
                ),
            ),
            title="log(1 - a) for y = 1 and log(a) for y = 0",
            hint="For y = 1 the loss should be 0 when a = 1, and grow as a goes to 0. "
            "Which of the two logarithms does that?",
        ),
        Misconception(
            "same_logarithm",
            change=(("np.log(1 - A)", "np.log(A)"),),
            title="log(a) in both terms",
            hint="For y = 0 the loss should be 0 when a = 0. Which logarithm is 0 there?",
        ),
        Misconception(
            "one_minus_y_missing",
            change=(("(1 - Y) * np.log(1 - A)", "np.log(1 - A)"),),
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
            def compute_cost(A, Y):
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
            def compute_cost(A, Y):
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
            def compute_cost(A, Y):
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -np.mean(Y * np.log10(A) + (1 - Y) * np.log10(1 - A))
            """,
            title="the logarithm to base 10",
            hint="The derivation uses the natural logarithm; numpy calls it by the shorter name.",
        ),
        Misconception(
            "log2",
            code="""
            def compute_cost(A, Y):
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -np.mean(Y * np.log2(A) + (1 - Y) * np.log2(1 - A))
            """,
            title="the logarithm to base 2",
            hint="The derivation uses the natural logarithm; numpy calls it by the shorter name.",
        ),
        Misconception(
            "squared_error",
            code="""
            def compute_cost(A, Y):
                return np.mean((A - Y) ** 2)
            """,
            title="squared error in place of cross-entropy",
            hint="It measures a distance too, but it hardly grows when an answer is sure and "
            "wrong. The loss that you derived uses logarithms.",
        ),
        Misconception(
            "half_squared_error",
            code="""
            def compute_cost(A, Y):
                return np.mean((A - Y) ** 2) / 2
            """,
            title="squared error in place of cross-entropy",
            hint="It measures a distance too, but it hardly grows when an answer is sure and "
            "wrong. The loss that you derived uses logarithms.",
        ),
        Misconception(
            "absolute_error",
            code="""
            def compute_cost(A, Y):
                return np.mean(np.abs(A - Y))
            """,
            title="the mean distance |a - y| in place of cross-entropy",
            hint="The loss that you derived uses logarithms, so that a sure and wrong answer "
            "costs very much.",
        ),
        Misconception(
            "half",
            change=(("np.mean(losses)", "np.mean(losses) / 2"),),
            title="a factor 1/2 too many",
            hint="The 1/2 belongs to squared error, where it cancels the 2 of the derivative. "
            "Cross-entropy has none.",
        ),
        Misconception(
            "not_summed",
            code="""
            def compute_cost(A, Y):
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]
            """,
            title="the losses left one by one, not added up",
            hint="The division by m is there, the sum is not. The cost is one number.",
        ),
        Misconception(
            "losses_returned",
            code="""
            def compute_cost(A, Y):
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            """,
            title="the losses of the examples in place of their mean",
            hint="Each entry of your result is right as a loss. The cost is one number.",
        ),
        Misconception(
            "dot_without_transpose",
            code="""
            def compute_cost(A, Y):
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
            def compute_cost(A, Y):
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
            def compute_cost(A, Y):
                return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            """,
            title="a logarithm of 0",
            hint="The formula is right. At a = 0 or a = 1 one of the logarithms is minus "
            "infinity, and 0 times infinity is nan. Step 1 keeps A away from both ends.",
        ),
        Misconception(
            "kept_away_from_zero_only",
            code="""
            def compute_cost(A, Y):
                A = np.maximum(A, 1e-12)
                return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            """,
            title="A kept away from 0, but not from 1",
            hint="There are two logarithms. At a = 1 it is log(1 - a) that fails.",
        ),
        Misconception(
            "kept_too_far_away",
            change=(("np.clip(A, 1e-12, 1 - 1e-12)", "np.clip(A, 0.001, 0.999)"),),
            title="A kept too far away from 0 and 1",
            hint="With a margin of 0.001 a wrong answer never costs more than 7. Choose a much "
            "smaller number, such as the docstring's.",
        ),
        Misconception(
            "nan_ignored",
            code="""
            def compute_cost(A, Y):
                return -np.nansum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]
            """,
            title="nan ignored, but infinity left",
            hint="For y = 1 and a = 0 the loss is infinite, which is not nan: nansum keeps it, and "
            "nan_to_num makes a number of it that overflows in the sum. Move A a little before "
            "the logarithm.",
        ),
        Misconception(
            "one_plus_a",
            code="""
            def compute_cost(A, Y):
                return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 + A))
            """,
            title="log(1 + a) in place of log(1 - a)",
            hint="For y = 0 the probability given to what happened is 1 - a.",
        ),
        Misconception(
            "too_much_added",
            code="""
            def compute_cost(A, Y):
                return -np.mean(Y * np.log(A + 1e-3) + (1 - Y) * np.log(1 - A + 1e-3))
            """,
            title="a number added to A that is too large",
            hint="What is added to guard the logarithm changes every loss a little. Choose a much "
            "smaller number, such as the docstring's.",
        ),
        Misconception(
            "second_term_not_summed",
            code="""
            def compute_cost(A, Y):
                A = np.clip(A, 1e-12, 1 - 1e-12)
                return -(np.sum(Y * np.log(A)) + (1 - Y) * np.log(1 - A)) / Y.shape[1]
            """,
            title="the first term added up, the second not",
            hint="The sum should hold both terms: look at where its brackets close.",
        ),
        Misconception(
            "added_below_zero",
            code="""
            def compute_cost(A, Y):
                A = A + 1e-8
                return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            """,
            title="a little added to A, also where A is 1",
            hint="There 1 - a is negative, and a negative number has no logarithm. A has to keep away "
            "from both ends: from 0 upwards, from 1 downwards.",
        ),
        Misconception(
            "kept_much_too_far_away",
            change=(("np.clip(A, 1e-12, 1 - 1e-12)", "np.clip(A, 0.01, 0.99)"),),
            title="A kept too far away from 0 and 1",
            hint="With a margin of 0.01 a wrong answer never costs more than 5. Choose a much "
            "smaller number, such as the docstring's.",
        ),
    ),
    alternatives=(
        Alternative(
            "dot products, 1e-8 added",
            code="""
            def compute_cost(A, Y):
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
            def compute_cost(A, Y):
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
            def compute_cost(A, Y):
                p = np.where(Y == 1, A, 1 - A)
                p[p == 0] = 1e-10
                return [-np.log(p).mean()]
            """,
        ),
        Alternative(
            "kept as a matrix of one entry",
            code="""
            def compute_cost(A, Y):
                m = A.shape[1]
                A = np.minimum(np.maximum(A, 1e-7), 1 - 1e-7)
                logprobs = np.multiply(np.log(A), Y) + np.multiply(np.log(1 - A), 1 - Y)
                return -np.sum(logprobs, axis=1, keepdims=True) / m
            """,
        ),
    ),
)


# ----------------------------------------------------------------------------------- propagate


def neurons(rng):
    for low, high in ((3, 5), (6, 8)):  # more examples than inputs, then the other way round
        few, many = int(rng.integers(low - 1, low + 1)), int(rng.integers(high - 1, high + 1))
        n, m = (few, many) if low == 3 else (many, few)
        yield call("propagate", *_neuron(rng, n, m))


PROPAGATE = Exercise(
    "propagate",
    parts=(
        Part("dw", 8, neurons, GRADIENT, (0, "dw")),
        Part("db", 7, neurons, GRADIENT, (0, "db")),
        Part("cost", 7, neurons, select=(1,)),
    ),
    depends_on=("sigmoid", "compute_cost"),
    misconceptions=(
        Misconception(
            "no_mean",
            change=(
                ("X @ dZ.T / m", "X @ dZ.T"),
                ("float(np.sum(dZ)) / m", "float(np.sum(dZ))"),
            ),
            title="missing 1/m in dw and db",
            hint="The cost is a mean over the examples, so its derivatives are means as well.",
        ),
        Misconception(
            "dw_no_mean",
            change=(("X @ dZ.T / m", "X @ dZ.T"),),
            title="missing 1/m in dw",
            hint="The matrix product adds up the examples. What makes a sum a mean?",
        ),
        Misconception(
            "db_no_mean",
            change=(("float(np.sum(dZ)) / m", "float(np.sum(dZ))"),),
            title="missing 1/m in db",
            hint="The cost is a mean over the examples, so its derivative with respect to b is one.",
        ),
        Misconception(
            "divided_twice",
            change=(("dZ = A - Y", "dZ = (A - Y) / m"),),
            title="divided by m twice",
            hint="If dZ carries 1/m already, dw and db must not divide again.",
        ),
        Misconception(
            "mean_divided_again",
            change=(("float(np.sum(dZ)) / m", "float(np.mean(dZ)) / m"),),
            title="db divided by m twice",
            hint="np.mean has divided by m already.",
        ),
        Misconception(
            "n_for_m",
            change=(("m = X.shape[1]", "m = X.shape[0]"),),
            title="the number of inputs taken for the number of examples",
            hint="X is (n_x, m): which axis counts the examples?",
        ),
        Misconception(
            "everything_n_for_m",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[0]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
                return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost
            """,
            title="the number of inputs taken for the number of examples",
            hint="X is (n_x, m): which axis counts the examples?",
        ),
        Misconception(
            "everything_one_for_m",
            code="""
            def propagate(w, b, X, Y):
                m = Y.shape[0]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
                return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost
            """,
            title="missing 1/m: `Y.shape[0]` and `len(Y)` are 1",
            hint="Y is (1, m): which axis counts the examples?",
        ),
        Misconception(
            "y_minus_a",
            change=(("dZ = A - Y", "dZ = Y - A"),),
            title="Y - A in place of A - Y",
            hint="Take y = 1 and a small. To lower the loss z has to grow, so the derivative "
            "with respect to z is negative: which order gives that?",
        ),
        Misconception(
            "x_not_transposed",
            change=(("X @ dZ.T / m", "X @ dZ / m"),),
            title="the transpose of dZ missing",
            hint="X is (n_x, m) and dw is (n_x, 1). What shape must stand to the right of X?",
        ),
        Misconception(
            "x_transposed",
            change=(("X @ dZ.T / m", "X.T @ dZ.T / m"),),
            title="X transposed where it should not be",
            hint="X is (n_x, m) and dw is (n_x, 1): with X on the left, its own rows are right.",
        ),
        Misconception(
            "dw_as_row",
            change=(("X @ dZ.T / m", "dZ @ X.T / m"),),
            title="dw as a row",
            hint="dw is subtracted from w, so it must have the shape of w. The numbers are right.",
        ),
        Misconception(
            "dw_rank_one",
            change=(("X @ dZ.T / m", "np.mean(X * dZ, axis=1)"),),
            title="dw of shape (n_x,), neither a column nor a row",
            hint="A mean along an axis removes that axis. (n_x, 1) minus (n_x,) would become "
            "(n_x, n_x) in the update. Which argument keeps the axis?",
        ),
        Misconception(
            "star_for_product",
            change=(("X @ dZ.T / m", "X * dZ / m"),),
            title="`*` in place of the matrix product in dw",
            hint="The products x_j (a - y) of all examples are there; they are not added up yet. "
            "A matrix product multiplies and adds.",
        ),
        Misconception(
            "star_summed_over_everything",
            change=(("X @ dZ.T / m", "np.sum(X * dZ) / m"),),
            title="dw summed over inputs and examples alike",
            hint="Each weight has its own derivative. Add up over the examples only.",
        ),
        Misconception(
            "star_forward",
            change=(("w.T @ X + b", "w * X + b"),),
            title="`*` in place of the matrix product in z",
            hint="z is one number for each example: w_1 x_1 + w_2 x_2 + ... + b. Yours is one "
            "for each input and example. What multiplies and adds up?",
        ),
        Misconception(
            "w_not_transposed",
            change=(("w.T @ X + b", "w @ X + b"),),
            title="the transpose of w missing",
            hint="w is (n_x, 1), X is (n_x, m), and z should be (1, m). Which shape must w have "
            "on the left of X?",
        ),
        Misconception(
            "x_first",
            change=(("w.T @ X + b", "X @ w + b"),),
            title="X on the left in z",
            hint="Here an example is a column of X, so z = w^T X + b with w on the left.",
        ),
        Misconception(
            "db_not_summed",
            change=(("float(np.sum(dZ)) / m", "dZ / m"),),
            title="db not summed over the examples",
            hint="One b serves all examples, so it collects something from each. db is one number.",
        ),
        Misconception(
            "sigmoid_derivative_kept",
            change=(("dZ = A - Y", "dZ = (A - Y) * A * (1 - A)"),),
            title="the factor a (1 - a) kept",
            hint="a - y is dL/dz already: the a (1 - a) of the sigmoid has cancelled against "
            "dL/da = (a - y) / (a (1 - a)).",
        ),
        Misconception(
            "da_for_dz",
            change=(("dZ = A - Y", "dZ = (A - Y) / (A * (1 - A))"),),
            title="dL/da in place of dL/dz",
            hint="You stopped one step early on the way back: the sigmoid is still to be crossed.",
        ),
        Misconception(
            "sigmoid_slope_alone",
            change=(("dZ = A - Y", "dZ = A * (1 - A)"),),
            title="a (1 - a) in place of a - y",
            hint="a (1 - a) is the slope of the sigmoid alone. Multiply it by dL/da, and see "
            "what cancels.",
        ),
        Misconception(
            "a_for_error",
            change=(("X @ dZ.T / m", "X @ A.T / m"),),
            title="A in place of A - Y in dw",
            hint="When every activation is right, the gradient should be zero. Is yours?",
        ),
        Misconception(
            "y_for_error",
            change=(("X @ dZ.T / m", "X @ Y.T / m"),),
            title="Y in place of A - Y in dw",
            hint="When every activation is right, the gradient should be zero. Is yours?",
        ),
        Misconception(
            "w_for_x",
            change=(("X @ dZ.T / m", "w @ dZ.sum(axis=1, keepdims=True) / m"),),
            title="w in place of X in dw",
            hint="In w_j x_j the derivative with respect to one factor is the other factor.",
        ),
        Misconception(
            "b_dropped",
            change=(("w.T @ X + b", "w.T @ X"),),
            title="b forgotten in z",
            hint="z = w^T x + b. With b = 0 nobody notices; here b is not 0.",
        ),
        Misconception(
            "sigmoid_dropped",
            change=(("sigmoid(w.T @ X + b)", "w.T @ X + b"),),
            title="the sigmoid forgotten",
            hint="The activations are probabilities, from 0 to 1. What makes one of z?",
        ),
        Misconception(
            "two",
            change=(("dZ = A - Y", "dZ = 2 * (A - Y)"),),
            title="a factor 2 too many in the gradients",
            hint="The 2 belongs to squared error. Cross-entropy gives a - y.",
        ),
        Misconception(
            "signs_both",
            change=(
                ("X @ dZ.T / m", "-X @ dZ.T / m"),
                ("float(np.sum(dZ)) / m", "float(np.sum(dZ)) / -m"),
                ("cost = compute_cost(A, Y)", "cost = -compute_cost(A, Y)"),
            ),
            title="all signs reversed, those of the cost and of the gradients",
            hint="The cost is positive: the logarithm of a number below 1 is negative, and a "
            "minus stands before the sum. Then follow the sign into the gradients.",
        ),
        Misconception(
            "cost_no_minus",
            change=(("cost = compute_cost(A, Y)", "cost = -compute_cost(A, Y)"),),
            title="missing minus sign in the cost",
            hint="The logarithm of a number below 1 is negative. A cost should be positive.",
        ),
        Misconception(
            "cost_no_mean",
            change=(("cost = compute_cost(A, Y)", "cost = compute_cost(A, Y) * m"),),
            title="missing 1/m in the cost",
            hint="The cost is the mean loss, not the sum.",
        ),
        Misconception(
            "cost_minus_on_the_first_only",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -1 / m * np.sum(Y * np.log(A)) + np.sum((1 - Y) * np.log(1 - A))
                return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost
            """,
            title="-1/m on the first term of the cost only",
            hint="A factor before a sum needs brackets: -1/m * a + b is (-1/m * a) + b.",
        ),
        Misconception(
            "cost_first_term_only",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -np.sum(Y * np.log(A)) / m
                return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost
            """,
            title="a cost of the examples with y = 1 only",
            hint="Examples with y = 0 can be wrong too. Which term speaks for them?",
        ),
        Misconception(
            "cost_squared",
            change=(("cost = compute_cost(A, Y)", "cost = float(np.mean((A - Y) ** 2))"),),
            title="squared error in place of cross-entropy",
            hint="The gradients belong to the cross-entropy, and so should the cost.",
        ),
        Misconception(
            "cost_of_a_only",
            change=(("compute_cost(A, Y)", "compute_cost(Y, A)"),),
            title="A and Y exchanged in the call of compute_cost",
            hint="compute_cost takes the activations first, then the labels.",
        ),
        Misconception(
            "cost_not_summed",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
                return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost
            """,
            title="the losses left one by one, not added up",
            hint="The cost is one number for all examples.",
        ),
        Misconception(
            "exchanged_results",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
                return cost, {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}
            """,
            title="cost and grads returned in the other order",
            hint="The docstring lists the results in the order in which they are returned.",
        ),
        Misconception(
            "keys_exchanged",
            change=(('{"dw": dw, "db": db}', '{"dw": db, "db": dw}'),),
            title="dw and db exchanged in the dictionary",
            hint="Look at what stands behind each key.",
        ),
        Misconception(
            "dw_sign",
            change=(("X @ dZ.T / m", "-X @ dZ.T / m"),),
            title="the sign of dw reversed",
            hint="dw = X (A - Y)^T / m. If you wrote a minus because the update has one: that comes "
            "later, in optimize.",
        ),
        Misconception(
            "db_sign",
            change=(("float(np.sum(dZ)) / m", "-float(np.sum(dZ)) / m"),),
            title="the sign of db reversed",
            hint="db is the mean of A - Y. If you wrote a minus because the update has one: that comes "
            "later, in optimize.",
        ),
        Misconception(
            "db_of_a",
            change=(("float(np.sum(dZ)) / m", "float(np.sum(A)) / m"),),
            title="A in place of A - Y in db",
            hint="When every activation is right, the gradient should be zero. Is yours?",
        ),
        Misconception(
            "db_for_each_example",
            change=(("float(np.sum(dZ)) / m", "np.sum(dZ, axis=0) / m"),),
            title="db added up along the wrong axis",
            hint="dZ is (1, m). A sum along its first axis adds up nothing; db is one number for all "
            "examples.",
        ),
        Misconception(
            "dw_over_inputs",
            change=(("X @ dZ.T / m", "np.sum(X * dZ, axis=0, keepdims=True).T / m"),),
            title="dw added up over the inputs in place of the examples",
            hint="X * dZ is (n_x, m). dw keeps the inputs and adds up the examples: along which axis "
            "is that?",
        ),
        Misconception(
            "b_outside",
            change=(("sigmoid(w.T @ X + b)", "sigmoid(w.T @ X) + b"),),
            title="b added after the sigmoid",
            hint="b belongs to the score z, inside the brackets of the sigmoid.",
        ),
        Misconception(
            "tanh",
            change=(("sigmoid(w.T @ X + b)", "np.tanh(w.T @ X + b)"),),
            title="tanh in place of the sigmoid",
            hint="tanh runs from -1 to 1. The cost needs probabilities, from your sigmoid.",
        ),
        Misconception(
            "keys_without_d",
            change=(('{"dw": dw, "db": db}', '{"w": dw, "b": db}'),),
            title='grads without the keys "dw" and "db"',
            hint="The docstring asks for a dictionary with exactly these two keys: optimize will "
            "look for them.",
        ),
        Misconception(
            "three_results",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
                dw, db = np.dot(X, (A - Y).T) / m, np.sum(A - Y) / m
                return dw, db, cost
            """,
            title="dw, db and cost returned one by one",
            hint="The docstring asks for two results: a dictionary that holds both gradients, and the "
            "cost.",
        ),
        Misconception(
            "grads_alone",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
                dw, db = np.dot(X, (A - Y).T) / m, np.sum(A - Y) / m
                return {"dw": dw, "db": db}
            """,
            title="the gradients returned without the cost",
            hint="The function returns two things, grads and cost, separated by a comma.",
        ),
    ),
    alternatives=(
        Alternative(
            "dot products and multiply",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = (-1 / m) * np.sum(
                    np.multiply(Y, np.log(A)) + np.multiply(1 - Y, np.log(1 - A)), axis=1
                )
                dw = (1 / m) * np.dot(X, (A - Y).T)
                db = (1 / m) * np.sum(A - Y, axis=1, keepdims=True)
                assert dw.shape == w.shape
                cost = np.squeeze(cost)
                return {"dw": dw, "db": db}, cost
            """,
        ),
        Alternative(
            "example by example",
            code="""
            def propagate(w, b, X, Y):
                n, m = X.shape
                J, dw, db = 0, np.zeros((n, 1)), 0
                for i in range(m):
                    x, y = X[:, i : i + 1], Y[0, i]
                    a = sigmoid(np.sum(w * x) + b)
                    J += -(y * np.log(a) + (1 - y) * np.log(1 - a))
                    dz = a - y
                    dw += x * dz
                    db += dz
                return {"dw": dw / m, "db": db / m, "dZ": None}, J / m
            """,
        ),
        Alternative(
            "along the chain",
            code="""
            def propagate(w, b, X, Y):
                m = Y.shape[1]
                A = sigmoid((w * X).sum(axis=0, keepdims=True) + b)
                dA = -Y / A + (1 - Y) / (1 - A)
                dZ = dA * A * (1 - A)
                dw = np.mean(X * dZ, axis=1, keepdims=True)
                cost = compute_cost(A, Y)
                return {"db": np.mean(dZ), "dw": dw}, cost
            """,
        ),
        Alternative(
            "einsum",
            code="""
            def propagate(w, b, X, Y):
                m = X.shape[1]
                A = sigmoid(np.einsum("ji,jk->ik", w, X) + b)
                error = (A - Y) / m
                dw = np.einsum("jk,ik->ji", X, error)
                cost = -np.dot(Y, np.log(A).T) / m - np.dot(1 - Y, np.log(1 - A).T) / m
                return {"dw": dw, "db": error.sum(axis=1)}, cost
            """,
        ),
    ),
)


# ----------------------------------------------------------------------- initialize_with_zeros


def dimensions(rng):
    for dim in distinct_sizes(rng, 2, 2, 9):
        yield call("initialize_with_zeros", dim)


INITIALIZE = Exercise(
    "initialize_with_zeros",
    parts=(
        Part("w", 2, dimensions, select=(0,)),
        Part("b", 2, dimensions, select=(1,)),
    ),
    misconceptions=(
        Misconception(
            "rank_one",
            change=(("np.zeros((dim, 1))", "np.zeros(dim)"),),
            title="w of shape (dim,), neither a column nor a row",
            hint="An array of one axis has no transpose: `.T` leaves it as it is. Give the shape "
            "as a pair.",
        ),
        Misconception(
            "row",
            change=(("np.zeros((dim, 1))", "np.zeros((1, dim))"),),
            title="w as a row",
            hint="In this week w is a column: one row for each input, one column.",
        ),
        Misconception(
            "shape_as_two_arguments",
            change=(("np.zeros((dim, 1))", "np.zeros(dim, 1)"),),
            title="the shape given as two arguments",
            hint="The shape is one argument, a pair: it needs brackets of its own.",
        ),
        Misconception(
            "square",
            change=(("np.zeros((dim, 1))", "np.zeros((dim, dim))"),),
            title="w of shape (dim, dim)",
            hint="There is one weight for each input.",
        ),
        Misconception(
            "random",
            change=(
                (
                    "w = np.zeros((dim, 1))",
                    "np.random.seed(1)\n    w = np.random.randn(dim, 1) * 0.01",
                ),
            ),
            title="random numbers in place of zeros",
            hint="Networks with hidden layers need random weights; you will see why. A single "
            "neuron does not: the docstring asks for zeros.",
        ),
        Misconception(
            "ones",
            change=(("np.zeros((dim, 1))", "np.ones((dim, 1))"),),
            title="ones in place of zeros",
            hint="With weights of zero every activation is 1/2: the neuron starts undecided.",
        ),
        Misconception(
            "b_for_each_input",
            change=(("b = 0.0", "b = np.zeros((dim, 1))"),),
            title="one b for each input",
            hint="The neuron adds one number to the sum of all inputs.",
        ),
        Misconception(
            "b_one",
            change=(("b = 0.0", "b = 1.0"),),
            title="b starting at 1",
            hint="The docstring asks for b = 0.",
        ),
        Misconception(
            "w_alone",
            code="""
            def initialize_with_zeros(dim):
                return np.zeros((dim, 1))
            """,
            title="w returned alone",
            hint="The function returns two things, w and b, separated by a comma.",
        ),
        Misconception(
            "list",
            code="""
            def initialize_with_zeros(dim):
                return [0.0] * dim, 0.0
            """,
            title="a list of zeros",
            hint="A list has no shape. Which function of numpy makes an array of zeros of a given shape?",
        ),
    ),
    alternatives=(
        Alternative(
            "integers",
            code="""
            def initialize_with_zeros(dim):
                w = np.zeros(shape=(dim, 1), dtype=int)
                b = 0
                assert isinstance(b, float) or isinstance(b, int)
                return w, b
            """,
        ),
        Alternative(
            "from a list, b as an array",
            code="""
            def initialize_with_zeros(dim):
                w = np.array([[0.0] for _ in range(dim)])
                return [w, np.zeros((1, 1))]
            """,
        ),
        Alternative(
            "a row turned",
            code="""
            def initialize_with_zeros(dim):
                return np.full((1, dim), 0.0).T, float(0)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------------ optimize


def _training(rng, n, m, iterations, rate):
    """Return a case of optimize. The gradients at the final parameters are accepted as well."""
    w, b, X, Y = _neuron(rng, n, m)
    params, grads, costs = reference.optimize(w, b, X, Y, iterations, rate)
    late, _ = reference.propagate(params["w"], params["b"], X, Y)
    case = call("optimize", w, b, X, Y, num_iterations=iterations, learning_rate=rate)
    return case.with_(expected=(params, grads, costs), also=((params, late, costs),))


def trainings(rng):
    n, m = distinct_sizes(rng, 2, 3, 8)
    yield _training(rng, n, m, int(rng.integers(2, 6)), float(rng.uniform(0.2, 0.4)))
    n, m = distinct_sizes(rng, 2, 3, 8)
    yield _training(rng, n, m, 101, float(rng.uniform(0.1, 0.15)))
    n, m = distinct_sizes(rng, 2, 3, 8)
    yield _training(rng, n, m, int(rng.integers(203, 209)), float(rng.uniform(0.05, 0.09)))


OPTIMIZE = Exercise(
    "optimize",
    parts=(
        Part("w", 4, trainings, GRADIENT, (0, "w")),
        Part("b", 4, trainings, GRADIENT, (0, "b")),
        Part("grads", 2, trainings, GRADIENT, (1,)),
        Part("costs", 4, trainings, GRADIENT, (2,)),
    ),
    depends_on=("propagate",),
    misconceptions=(
        Misconception(
            "ascent",
            change=(
                ('w - learning_rate * grads["dw"]', 'w + learning_rate * grads["dw"]'),
                ('b - learning_rate * grads["db"]', 'b + learning_rate * grads["db"]'),
            ),
            title="steps up the hill",
            hint="The gradient points to where the cost grows. Which way do you want to go?",
        ),
        Misconception(
            "w_ascends",
            change=(('w - learning_rate * grads["dw"]', 'w + learning_rate * grads["dw"]'),),
            title="w moved up the hill",
            hint="The gradient points to where the cost grows. Which way should w go?",
        ),
        Misconception(
            "b_ascends",
            change=(('b - learning_rate * grads["db"]', 'b + learning_rate * grads["db"]'),),
            title="b moved up the hill",
            hint="The gradient points to where the cost grows. Which way should b go?",
        ),
        Misconception(
            "gradients_once",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = []
                grads, cost = propagate(w, b, X, Y)
                for i in range(num_iterations):
                    if i % 100 == 0:
                        costs.append(cost)
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                return {"w": w, "b": b}, grads, costs
            """,
            title="gradients computed once, before the loop",
            hint="The slope is another one after each step. It has to be computed anew.",
        ),
        Misconception(
            "propagate_between",
            change=(
                (
                    "        b = b - learning_rate",
                    "        grads, cost = propagate(w, b, X, Y)\n        b = b - learning_rate",
                ),
            ),
            title="gradients computed again between the two updates",
            hint="Both updates belong to one step, so both use the gradients at its beginning.",
        ),
        Misconception(
            "one_step_short",
            change=(("range(num_iterations)", "range(num_iterations - 1)"),),
            title="one step too few",
            hint="range(k) counts from 0 to k - 1, which is k numbers already.",
        ),
        Misconception(
            "from_one",
            change=(("range(num_iterations)", "range(1, num_iterations)"),),
            title="iterations counted from 1",
            hint="The first iteration is number 0: it has a cost worth keeping, and a step to "
            "make. How many numbers does your range hold?",
        ),
        Misconception(
            "one_step_more",
            change=(("range(num_iterations)", "range(num_iterations + 1)"),),
            title="one step too many",
            hint="range(k) counts from 0 to k - 1, which is k numbers already.",
        ),
        Misconception(
            "every_cost",
            change=(("if i % 100 == 0:", "if True:"),),
            title="the cost kept at every step",
            hint="The list should hold the costs of iterations 0, 100, 200, ... only.",
        ),
        Misconception(
            "every_tenth",
            change=(("i % 100 == 0", "i % 10 == 0"),),
            title="the cost kept at every tenth step",
            hint="The list should hold the costs of iterations 0, 100, 200, ... only.",
        ),
        Misconception(
            "not_the_first",
            change=(("if i % 100 == 0:", "if i % 100 == 0 and i > 0:"),),
            title="the first cost left out",
            hint="Iteration 0 counts too: its cost shows where the training started.",
        ),
        Misconception(
            "end_of_hundreds",
            change=(("i % 100 == 0", "i % 100 == 99"),),
            title="costs of iterations 99, 199, ...",
            hint="The list should hold the costs of iterations 0, 100, 200, ... The first one is "
            "number 0: look at where your counter starts and at what the remainder should be.",
        ),
        Misconception(
            "remainder_reversed",
            change=(("if i % 100 == 0:", "if i % 100:"),),
            title="the cost kept at all steps but those wanted",
            hint="i % 100 is 0 at the multiples of 100, and 0 counts as False.",
        ),
        Misconception(
            "no_costs",
            change=(("            costs.append(cost)", "            pass"),),
            title="an empty list of costs",
            hint="Is every hundredth cost appended to the list?",
        ),
        Misconception(
            "cost_after",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                    if i % 100 == 0:
                        costs.append(propagate(w, b, X, Y)[1])
                return {"w": w, "b": b}, grads, costs
            """,
            title="the costs after the update",
            hint="The first cost should be the one with the parameters you were given.",
        ),
        Misconception(
            "last_cost_added",
            change=(
                (
                    '    params = {"w": w, "b": b}',
                    '    costs.append(cost)\n    params = {"w": w, "b": b}',
                ),
            ),
            title="the last cost added to the list",
            hint="The list should hold the costs of iterations 0, 100, 200, ... and no other.",
        ),
        Misconception(
            "list_made_anew",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                for i in range(num_iterations):
                    costs = []
                    grads, cost = propagate(w, b, X, Y)
                    if i % 100 == 0:
                        costs.append(cost)
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                return {"w": w, "b": b}, grads, costs
            """,
            title="the list of costs made anew in each iteration",
            hint="What is made inside the loop is forgotten at the next turn. Make the list "
            "before the loop.",
        ),
        Misconception(
            "b_forgotten",
            change=(('        b = b - learning_rate * grads["db"]\n', ""),),
            title="b never moved",
            hint="The neuron has two kinds of parameters; only w takes a step.",
        ),
        Misconception(
            "w_forgotten",
            change=(('        w = w - learning_rate * grads["dw"]\n', ""),),
            title="w never moved",
            hint="The neuron has two kinds of parameters; only b takes a step.",
        ),
        Misconception(
            "rate_forgotten",
            change=(
                ('learning_rate * grads["dw"]', 'grads["dw"]'),
                ('learning_rate * grads["db"]', 'grads["db"]'),
            ),
            title="the learning rate left out",
            hint="How far should a step go? That is what the caller chooses.",
        ),
        Misconception(
            "b_rate_forgotten",
            change=(('learning_rate * grads["db"]', 'grads["db"]'),),
            title="the learning rate left out for b",
            hint="Both updates take the same factor.",
        ),
        Misconception(
            "rate_fixed",
            change=(
                ('learning_rate * grads["dw"]', '0.009 * grads["dw"]'),
                ('learning_rate * grads["db"]', '0.009 * grads["db"]'),
            ),
            title="the learning rate fixed at 0.009",
            hint="0.009 is only the default. The caller's learning_rate decides.",
        ),
        Misconception(
            "iterations_fixed",
            change=(("range(num_iterations)", "range(100)"),),
            title="the number of steps fixed at 100",
            hint="100 is only the default. The caller's num_iterations decides.",
        ),
        Misconception(
            "multiplied",
            change=(('w - learning_rate * grads["dw"]', 'w * learning_rate * grads["dw"]'),),
            title="w multiplied in place of moved",
            hint="A step is a difference: w minus something small. Some notes print this slip.",
        ),
        Misconception(
            "step_in_place_of_w",
            change=(
                ('w = w - learning_rate * grads["dw"]', 'w = -learning_rate * grads["dw"]'),
                ('b = b - learning_rate * grads["db"]', 'b = -learning_rate * grads["db"]'),
            ),
            title="the step in place of the new parameters",
            hint="The new w is the old w plus the step. Where is the old one?",
        ),
        Misconception(
            "divided_by_m",
            change=(
                ('learning_rate * grads["dw"]', 'learning_rate * grads["dw"] / X.shape[1]'),
                ('learning_rate * grads["db"]', 'learning_rate * grads["db"] / X.shape[1]'),
            ),
            title="the gradients divided by m once more",
            hint="propagate has taken the mean already.",
        ),
        Misconception(
            "return_in_loop",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    if i % 100 == 0:
                        costs.append(cost)
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                    return {"w": w, "b": b}, grads, costs
            """,
            title="a return inside the loop, which ends it after the first step",
            hint="Look at how far the return is indented.",
        ),
        Misconception(
            "update_after_loop",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    if i % 100 == 0:
                        costs.append(cost)
                w = w - learning_rate * grads["dw"]
                b = b - learning_rate * grads["db"]
                return {"w": w, "b": b}, grads, costs
            """,
            title="a single step in all",
            hint="Each iteration should make one step, from where the one before it ended. Are "
            "the updates inside the loop, and do they start from the current w and b?",
        ),
        Misconception(
            "update_every_hundredth",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    if i % 100 == 0:
                        costs.append(cost)
                        w = w - learning_rate * grads["dw"]
                        b = b - learning_rate * grads["db"]
                return {"w": w, "b": b}, grads, costs
            """,
            title="a step only where a cost is kept",
            hint="Look at how far the updates are indented: only the cost belongs to the `if`.",
        ),
        Misconception(
            "start_returned",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = []
                params = {"w": w, "b": b}
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    if i % 100 == 0:
                        costs.append(cost)
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                return params, grads, costs
            """,
            title="the parameters of the start returned",
            hint="The dictionary was made before the training, and it still holds what was put "
            "in then. Make it at the end.",
        ),
        Misconception(
            "keys_exchanged",
            change=(('{"w": w, "b": b}', '{"w": b, "b": w}'),),
            title="w and b exchanged in the dictionary",
            hint="Look at what stands behind each key.",
        ),
        Misconception(
            "parameters_in_grads",
            change=(
                (
                    '    params = {"w": w, "b": b}',
                    '    params = {"w": w, "b": b}\n    grads = {"dw": w, "db": b}',
                ),
            ),
            title="the parameters returned as gradients",
            hint="grads holds the derivatives dw and db, as propagate gave them.",
        ),
        Misconception(
            "four_results",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    if i % 100 == 0:
                        costs.append(cost)
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                return w, b, grads, costs
            """,
            title="w and b returned one by one",
            hint="The docstring asks for three results; the first is a dictionary that holds both "
            "parameters.",
        ),
        Misconception(
            "params_alone",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    if i % 100 == 0:
                        costs.append(cost)
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                return {"w": w, "b": b}
            """,
            title="only the parameters returned",
            hint="The function returns three things: params, grads and costs.",
        ),
        Misconception(
            "dw_for_b",
            change=(('b - learning_rate * grads["db"]', 'b - learning_rate * grads["dw"]'),),
            title="b moved by dw",
            hint="Each parameter has a gradient of its own. (And b has become an array, without an "
            "error.)",
        ),
        Misconception(
            "dw_transposed",
            change=(('learning_rate * grads["dw"]', 'learning_rate * grads["dw"].T'),),
            title="w minus a row, which broadcasting turns into a matrix",
            hint="(n_x, 1) minus (1, n_x) is (n_x, n_x), without an error. dw has the shape of w "
            "already.",
        ),
        Misconception(
            "last_cost_only",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                costs = 0
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    if i % 100 == 0:
                        costs = cost
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                return {"w": w, "b": b}, grads, costs
            """,
            title="a single cost in place of a list",
            hint="Start with an empty list, and append.",
        ),
        Misconception(
            "gradients_in_params",
            change=(('{"w": w, "b": b}', '{"w": grads["dw"], "b": grads["db"]}'),),
            title="the gradients returned as parameters",
            hint="params holds w and b after the last step.",
        ),
        Misconception(
            "stored_in_grads",
            change=(
                (
                    'w = w - learning_rate * grads["dw"]',
                    'grads["w"] = w - learning_rate * grads["dw"]',
                ),
                (
                    'b = b - learning_rate * grads["db"]',
                    'grads["b"] = b - learning_rate * grads["db"]',
                ),
            ),
            title="new values computed, and w and b left where they were",
            hint="The next turn of the loop calls propagate with w and b. Where do your new values go?",
        ),
    ),
    alternatives=(
        Alternative(
            "names, subtracted in place",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    dw = grads["dw"]
                    db = grads["db"]
                    w -= learning_rate * dw
                    b -= learning_rate * db
                    if i % 100 == 0:
                        costs.append(cost)
                    if print_cost and i % 100 == 0:
                        print("Cost after iteration %i: %f" % (i, cost))
                params = {"w": w, "b": b}
                grads = {"dw": dw, "db": db}
                return params, grads, costs
            """,
        ),
        Alternative(
            "while, gradients at the end",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                params, history, step = {"w": w.copy(), "b": np.array([[b]])}, [], 0
                while step < num_iterations:
                    grads, cost = propagate(params["w"], params["b"], X, Y)
                    history.append(cost)
                    for name in ("w", "b"):
                        params[name] = params[name] - learning_rate * grads["d" + name]
                    step += 1
                grads, cost = propagate(params["w"], params["b"], X, Y)
                return params, grads, history[::100]
            """,
        ),
        Alternative(
            "all parameters in one column",
            code="""
            def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
                n, m = X.shape
                theta = np.vstack([w, [[b]]])
                inputs = np.vstack([X, np.ones((1, m))])
                costs = []
                for i in range(num_iterations):
                    A = 1 / (1 + np.exp(-theta.T @ inputs))
                    gradient = inputs @ (A - Y).T / m
                    if not i % 100:
                        costs.append(-np.mean(np.log(np.where(Y == 1, A, 1 - A))))
                    theta = theta - learning_rate * gradient
                params = {"w": theta[:n], "b": theta[n]}
                return params, {"dw": gradient[:n], "db": gradient[n]}, np.array(costs)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------------- predict


def _with_sums(rng, n, sums, b):
    """Return w, b, X for which w^T X + b are the given sums: the first, then the others mixed."""
    w = rng.uniform(0.4, 1.2, (n, 1)) * rng.choice([-1.0, 1.0], (n, 1))
    X = rng.normal(0, 1, (n, len(sums)))
    mixed = np.concatenate([sums[:1], rng.permutation(sums[1:])])
    X += w @ (mixed.reshape(1, -1) - b - w.T @ X) / np.sum(w**2)
    return w, b, X


def clear_examples(rng):
    n, m = distinct_sizes(rng, 2, 2, 5)
    sums = np.concatenate([rng.uniform(1.2, 3, m), -rng.uniform(1.2, 3, m + 2)])
    yield call("predict", *_with_sums(rng, n, sums, _signed(rng, 0.1, 0.4)))


def close_examples(rng):
    for sign in (1, -1):
        n = int(rng.integers(2, 5))
        sums = np.concatenate([rng.uniform(0.05, 0.4, 3), -rng.uniform(0.05, 0.4, 4)])
        b = sign * float(rng.uniform(1.5, 2.5))
        yield call("predict", *_with_sums(rng, n, sums, b)).with_(
            note="w^T x + b is small, b is not"
        )


def on_the_border(rng):
    k = float(rng.integers(2, 5))
    w = np.array([[2.0], [-1.0], [0.5]])
    X = np.array([[1.0, k, 0.0, 3.0], [2.0 + k, 3 * k, 2.0 * k, 0.0], [0.0, 0.0, 2.0 * k, 4.0]])
    # 2 - (2 + k) + k = 0, then 2k - 3k + k = 0, then -2k + k + k = 0, and last 8 + k > 0
    yield call("predict", w, k, X).with_(note="three activations are exactly 0.5")


PREDICT = Exercise(
    "predict",
    parts=(
        Part("clear examples", 3, clear_examples),
        Part("close examples", 3, close_examples),
        Part("exactly 0.5", 2, on_the_border),
    ),
    depends_on=("sigmoid",),
    misconceptions=(
        Misconception(
            "probabilities",
            change=(("(A > 0.5).astype(int)", "A"),),
            title="activations in place of labels",
            hint="These are probabilities. A label is 0 or 1: Step 2 is missing.",
        ),
        Misconception(
            "half_included",
            change=(("A > 0.5", "A >= 0.5"),),
            title="an activation of exactly 0.5 taken for 1",
            hint="Greater, or greater or equal? The docstring says which.",
        ),
        Misconception(
            "sum_above_half",
            change=(("A > 0.5", "w.T @ X + b > 0.5"),),
            title="a border that is too high, as when z is compared with 0.5",
            hint="It is the activation that is compared with 0.5: was the sigmoid taken? Where "
            "does z stand when the activation is 0.5?",
        ),
        Misconception(
            "activation_above_zero",
            change=(("A > 0.5", "A > 0"),),
            title="the activation compared with 0",
            hint="An activation is always above 0. Where is the middle between the two labels?",
        ),
        Misconception(
            "inverted",
            change=(("A > 0.5", "A < 0.5"),),
            title="labels exchanged",
            hint="The activation is the probability of the label 1.",
        ),
        Misconception(
            "inverted_with_half",
            change=(("A > 0.5", "A <= 0.5"),),
            title="labels exchanged",
            hint="The activation is the probability of the label 1.",
        ),
        Misconception(
            "b_dropped",
            change=(("w.T @ X + b", "w.T @ X"),),
            title="b forgotten",
            hint="b moves the border between the two labels. It belongs to z here as in training.",
        ),
        Misconception(
            "cast",
            change=(("(A > 0.5).astype(int)", "A.astype(int)"),),
            title="a step that makes every label 0, such as int() of an activation",
            hint="int cuts off everything behind the point: int(0.9) is 0. Compare each activation "
            "with 0.5 first; then the truth values become 0 and 1.",
        ),
        Misconception(
            "rank_one",
            change=(("(A > 0.5).astype(int)", "np.squeeze((A > 0.5).astype(int))"),),
            title="shape (m,) in place of (1, m)",
            hint="The labels Y have the shape (1, m). Comparing (m,) with (1, m) works by luck; "
            "keep the row.",
        ),
        Misconception(
            "column",
            change=(("(A > 0.5).astype(int)", "(A > 0.5).astype(int).T"),),
            title="a column in place of a row",
            hint="Subtracting (m, 1) from (1, m) gives (m, m), without an error. Labels are a row.",
        ),
        Misconception(
            "minus_one",
            change=(("(A > 0.5).astype(int)", "np.where(A > 0.5, 1, -1)"),),
            title="-1 in place of 0",
            hint="Some books use labels -1 and 1. Here they are 0 and 1.",
        ),
        Misconception(
            "if_on_array",
            change=(("(A > 0.5).astype(int)", "1 if A > 0.5 else 0"),),
            title="one `if` for a whole array",
            hint="An array of comparisons is not one truth value. Compare the whole array, or go "
            "through it entry by entry.",
        ),
        Misconception(
            "never_one",
            code="""
            def predict(w, b, X):
                m = X.shape[1]
                Y_prediction = np.zeros((1, m))
                A = sigmoid(w.T @ X + b)
                for i in range(A.shape[0]):
                    if A[0, i] > 0.5:
                        Y_prediction[0, i] = 1
                return Y_prediction
            """,
            title="a loop that looks at the first example only",
            hint="A is (1, m): `A.shape[0]` is 1. Which axis counts the examples?",
        ),
        Misconception(
            "over_inputs",
            code="""
            def predict(w, b, X):
                Y_prediction = np.zeros((1, X.shape[1]))
                A = sigmoid(w.T @ X + b)
                for i in range(min(X.shape)):
                    Y_prediction[0, i] = 1 if A[0, i] > 0.5 else 0
                return Y_prediction
            """,
            title="a loop over the inputs in place of the examples",
            hint="X is (n_x, m): `X.shape[0]` and `len(X)` count the inputs.",
        ),
        Misconception(
            "w_not_transposed",
            change=(("w.T @ X + b", "w @ X + b"),),
            title="the transpose of w missing",
            hint="w is (n_x, 1), X is (n_x, m), and z should be (1, m). Which shape must w have "
            "on the left of X?",
        ),
        Misconception(
            "x_first",
            change=(("w.T @ X + b", "X @ w + b"),),
            title="X on the left in z",
            hint="Here an example is a column of X, so z = w^T X + b with w on the left.",
        ),
        Misconception(
            "list",
            change=(("(A > 0.5).astype(int)", "[1 if a > 0.5 else 0 for a in A[0]]"),),
            title="a list in place of an array (1, m)",
            hint="The numbers are right. Arrays can be compared with Y all at once, lists cannot.",
        ),
        Misconception(
            "int_of_an_array",
            change=(("(A > 0.5).astype(int)", "int(A > 0.5)"),),
            title="`int` of a whole array",
            hint="int makes one number of one number. Arrays have a method for this: hint 3.",
        ),
        Misconception(
            "only_ones_set",
            change=(("(A > 0.5).astype(int)", "np.where(A > 0.5, 1, A)"),),
            title="the activations left where they are not above 0.5",
            hint="Every example should get a label. Which one do the others get?",
        ),
    ),
    alternatives=(
        Alternative(
            "example by example",
            code="""
            def predict(w, b, X):
                m = X.shape[1]
                Y_prediction = np.zeros((1, m))
                w = w.reshape(X.shape[0], 1)
                A = sigmoid(np.dot(w.T, X) + b)
                for i in range(A.shape[1]):
                    if A[0, i] <= 0.5:
                        Y_prediction[0, i] = 0
                    else:
                        Y_prediction[0, i] = 1
                assert Y_prediction.shape == (1, m)
                return Y_prediction
            """,
        ),
        Alternative(
            "truth values",
            code="""
            def predict(w, b, X):
                return sigmoid(np.dot(w.T, X) + b) > 0.5
            """,
        ),
        Alternative(
            "the sign of z",
            code="""
            def predict(w, b, X):
                return np.heaviside(np.sum(w * X, axis=0, keepdims=True) + b, 0)
            """,
        ),
        Alternative(
            "rounded",
            code="""
            def predict(w, b, X):
                labels = [round(float(a)) for a in sigmoid(w.T @ X + b)[0]]
                return np.array([labels])
            """,
        ),
    ),
)


# --------------------------------------------------------------------------------------- model


def _examples(rng, direction, m, shift, spread):
    """Return X and Y of m examples on both sides of the origin along a direction."""
    Y = _labels(rng, m)
    noise = rng.normal(0, spread, (len(direction), m))
    return noise + direction * (2.4 * Y - 1.2 + shift), Y


def _model_case(rng, low, rate):
    """Return a case of model and a function that draws another test set, which lies elsewhere."""
    n, m_train, m_test = distinct_sizes(rng, 3, 3, 8)
    direction = rng.normal(0, 1, (n, 1))
    direction /= np.linalg.norm(direction)
    X_train, Y_train = _examples(rng, direction, m_train + 6, 0.5, 1.0)
    # One label is wrong, so that a trained neuron errs on its training set too.
    odd = int(rng.integers(m_train + 6))
    Y_train[0, odd] = 1 - Y_train[0, odd]
    settings = {
        "num_iterations": int(rng.integers(low, low + 5)),
        "learning_rate": float(rng.uniform(1.0, 1.4) * rate),
    }

    def with_test_set():
        return call(
            "model",
            X_train,
            Y_train,
            *_examples(rng, direction, m_test, 0.9, 0.6),
            **settings,
        )

    return with_test_set


def small_models(rng):
    for low, rate in ((3, 0.3), (104, 0.05)):
        yield _telling(rng, low, rate)


def _telling(rng, low, rate):
    """Return a case in which predictions are of both kinds, not all right, none near the border."""
    while True:
        with_test_set = _model_case(rng, low, rate)
        X, Y, _, _, settings = _arguments(with_test_set())
        trained = reference.model(X, Y, X, Y, **settings)
        for _ in range(20 if _mixed(trained, X, Y) else 0):
            case = with_test_set()
            _, _, X_test, Y_test, _ = _arguments(case)
            if _mixed(trained, X_test, Y_test):
                return case


def _arguments(case):
    return (*case.calls[0].args, case.calls[0].kwargs)


def _mixed(trained, X, Y):
    """Return whether a trained model says both 0 and 1, errs at least once and never just so."""
    scores = trained["w"].T @ X + trained["b"]
    said = scores > 0
    return said.any() and not said.all() and np.any(said != Y) and np.min(np.abs(scores)) > 1e-3


def settings_of_a_model(rng):
    case = _model_case(rng, 3, 0.3)()
    yield case.with_(expected=dict(case.calls[0].kwargs))


MODEL = Exercise(
    "model",
    parts=(
        Part("w", 2, small_models, GRADIENT, ("w",)),
        Part("b", 1, small_models, GRADIENT, ("b",)),
        Part("costs", 2, small_models, GRADIENT, ("costs",)),
        Part("Y_prediction_train", 2, small_models, select=("Y_prediction_train",)),
        Part("Y_prediction_test", 2, small_models, select=("Y_prediction_test",)),
        Part("settings", 1, settings_of_a_model),
    ),
    depends_on=("initialize_with_zeros", "optimize", "predict"),
    misconceptions=(
        Misconception(
            "trained_on_test",
            change=(
                (
                    "optimize(w, b, X_train, Y_train, num_iterations",
                    "optimize(w, b, X_test, Y_test, num_iterations",
                ),
            ),
            title="trained on the test examples",
            hint="Who learns the exam's answers by heart passes the exam and knows nothing. "
            "Train on X_train and Y_train only.",
        ),
        Misconception(
            "trained_on_both",
            change=(
                (
                    "optimize(w, b, X_train, Y_train, num_iterations",
                    "optimize(w, b, np.hstack([X_train, X_test]), np.hstack([Y_train, Y_test]), "
                    "num_iterations",
                ),
            ),
            title="trained on both sets together",
            hint="Nothing may be learned from the test examples, or they judge nothing.",
        ),
        Misconception(
            "predictions_exchanged",
            change=(
                ('"Y_prediction_train": predict', '"Y_prediction_test ": predict'),
                ('"Y_prediction_test": predict', '"Y_prediction_train": predict'),
                ('"Y_prediction_test "', '"Y_prediction_test"'),
            ),
            title="the predictions of the two sets exchanged",
            hint="Compare each key with the examples that are predicted for it.",
        ),
        Misconception(
            "train_predicted_twice",
            change=(("predict(w, b, X_test)", "predict(w, b, X_train)"),),
            title="the training examples predicted for both keys",
            hint="Which examples should Y_prediction_test look at?",
        ),
        Misconception(
            "test_predicted_twice",
            change=(("predict(w, b, X_train)", "predict(w, b, X_test)"),),
            title="the test examples predicted for both keys",
            hint="Which examples should Y_prediction_train look at?",
        ),
        Misconception(
            "labels_for_predictions",
            change=(
                ("predict(w, b, X_train)", "Y_train"),
                ("predict(w, b, X_test)", "Y_test"),
            ),
            title="the true labels in place of the predictions",
            hint="These are the labels you were given. What does the trained neuron say?",
        ),
        Misconception(
            "settings_ignored",
            change=((", num_iterations, learning_rate)\n    w, b", ")\n    w, b"),),
            title="num_iterations and learning_rate not passed on",
            hint="optimize has defaults of its own, and takes these when it is told nothing else.",
        ),
        Misconception(
            "rate_ignored",
            change=((", num_iterations, learning_rate)\n    w, b", ", num_iterations)\n    w, b"),),
            title="learning_rate not passed on",
            hint="optimize has a default of its own, and takes it when it is told nothing else.",
        ),
        Misconception(
            "iterations_ignored",
            change=(
                (
                    ", num_iterations, learning_rate)\n    w, b",
                    ", learning_rate=learning_rate)\n    w, b",
                ),
            ),
            title="num_iterations not passed on",
            hint="optimize has a default of its own, and takes it when it is told nothing else.",
        ),
        Misconception(
            "defaults_written_out",
            change=(
                (", num_iterations, learning_rate)\n    w, b", ", 2000, 0.5)\n    w, b"),
                ('"learning_rate": learning_rate', '"learning_rate": 0.5'),
                ('"num_iterations": num_iterations', '"num_iterations": 2000'),
            ),
            title="2000 and 0.5 written out in place of the arguments",
            hint="These are only the defaults. The caller's values decide.",
        ),
        Misconception(
            "settings_exchanged",
            change=(
                (
                    ", num_iterations, learning_rate)\n    w, b",
                    ", learning_rate, num_iterations)\n    w, b",
                ),
            ),
            title="num_iterations and learning_rate in the wrong order",
            hint="Arguments without a name are taken in the order of the definition. "
            "Which comes first in optimize?",
        ),
        Misconception(
            "settings_exchanged_in_result",
            change=(
                ('"learning_rate": learning_rate', '"learning_rate": num_iterations'),
                ('"num_iterations": num_iterations', '"num_iterations": learning_rate'),
            ),
            title="learning_rate and num_iterations exchanged in the dictionary",
            hint="Look at what stands behind each key.",
        ),
        Misconception(
            "settings_missing",
            change=(
                ('        "learning_rate": learning_rate,\n', ""),
                ('        "num_iterations": num_iterations,\n', ""),
            ),
            title="the settings missing in the dictionary",
            hint="Whoever reads the result later wants to know how it was made. "
            "The docstring lists all keys.",
        ),
        Misconception(
            "untrained",
            change=(('    w, b = params["w"], params["b"]\n', ""),),
            title="the untrained parameters used and returned",
            hint="optimize returns the trained w and b in params. Are they taken out of it?",
        ),
        Misconception(
            "predicted_untrained",
            code="""
            def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
                w, b = initialize_with_zeros(X_train.shape[0])
                params, grads, costs = optimize(
                    w, b, X_train, Y_train, num_iterations, learning_rate
                )
                return {
                    "costs": costs,
                    "Y_prediction_test": predict(w, b, X_test),
                    "Y_prediction_train": predict(w, b, X_train),
                    "w": params["w"],
                    "b": params["b"],
                    "learning_rate": learning_rate,
                    "num_iterations": num_iterations,
                }
            """,
            title="predictions with the untrained parameters",
            hint="w and b are still what initialize_with_zeros gave. The trained ones are in "
            "params.",
        ),
        Misconception(
            "m_for_n",
            change=(("X_train.shape[0]", "X_train.shape[1]"),),
            title="the number of examples taken for the number of inputs",
            hint="There is one weight for each input. X_train is (n_x, m_train).",
        ),
        Misconception(
            "last_cost_only",
            change=(('"costs": costs', '"costs": costs[-1:]'),),
            title="only the last cost kept",
            hint="The whole list is wanted, to draw the course of the training.",
        ),
        Misconception(
            "tuple_returned",
            code="""
            def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
                w, b = initialize_with_zeros(X_train.shape[0])
                params, grads, costs = optimize(
                    w, b, X_train, Y_train, num_iterations, learning_rate
                )
                return params, grads, costs
            """,
            title="the results of optimize returned as they are",
            hint="The docstring asks for one dictionary, with the predictions in it.",
        ),
        Misconception(
            "accuracies",
            change=(
                (
                    "predict(w, b, X_train)",
                    "np.mean(predict(w, b, X_train) == Y_train)",
                ),
                (
                    "predict(w, b, X_test)",
                    "np.mean(predict(w, b, X_test) == Y_test)",
                ),
            ),
            title="accuracies in place of predictions",
            hint="The notebook computes the accuracy later; it needs the label of each example.",
        ),
        Misconception(
            "short_keys",
            change=(
                ('"Y_prediction_train": p', '"Y_pred_train": p'),
                ('"Y_prediction_test": p', '"Y_pred_test": p'),
            ),
            title="the predictions under other keys than the docstring's",
            hint="Whoever uses the dictionary looks for the names in the docstring, letter by letter.",
        ),
        Misconception(
            "params_kept_together",
            change=(('        "w": w,\n        "b": b,\n', '        "params": params,\n'),),
            title="params put into the dictionary as a whole",
            hint="The docstring asks for w and b under keys of their own.",
        ),
        Misconception(
            "params_for_w",
            code="""
            def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
                w, b = initialize_with_zeros(X_train.shape[0])
                w, b, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
                return {
                    "w": w,
                    "b": b,
                    "costs": costs,
                    "Y_prediction_train": predict(w, b, X_train),
                    "Y_prediction_test": predict(w, b, X_test),
                    "learning_rate": learning_rate,
                    "num_iterations": num_iterations,
                }
            """,
            title="the three results of optimize taken for w, b and costs",
            hint="Read the Returns of optimize: the first is a dictionary that holds both parameters.",
        ),
        Misconception(
            "costs_returned",
            code="""
            def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
                w, b = initialize_with_zeros(X_train.shape[0])
                return optimize(w, b, X_train, Y_train, num_iterations, learning_rate)[2]
            """,
            title="the costs alone",
            hint="The docstring lists seven keys of one dictionary; the costs are one of them.",
        ),
    ),
    alternatives=(
        Alternative(
            "all by keyword",
            code="""
            def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5,
                      print_cost=False):
                w, b = initialize_with_zeros(dim=X_train.shape[0])
                parameters, grads, costs = optimize(
                    w=w, b=b, X=X_train, Y=Y_train,
                    num_iterations=num_iterations, learning_rate=learning_rate,
                )
                w = parameters["w"]
                b = parameters["b"]
                Y_prediction_test = predict(w, b, X_test)
                Y_prediction_train = predict(w, b, X_train)
                right = 100 - np.mean(np.abs(Y_prediction_test - Y_test)) * 100
                if print_cost:
                    print("test accuracy: {} %".format(right))
                d = {"costs": costs,
                     "Y_prediction_test": Y_prediction_test,
                     "Y_prediction_train": Y_prediction_train,
                     "w": w,
                     "b": b,
                     "learning_rate": learning_rate,
                     "num_iterations": num_iterations}
                return d
            """,
        ),
        Alternative(
            "dict and update",
            code="""
            def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
                start = initialize_with_zeros(len(X_train))
                params, _, costs = optimize(
                    *start, X_train, Y_train, num_iterations, learning_rate
                )
                result = dict(params, costs=costs)
                result.update(num_iterations=num_iterations, learning_rate=learning_rate)
                for name, X in (("train", X_train), ("test", X_test)):
                    result["Y_prediction_" + name] = predict(**params, X=X)
                return result
            """,
        ),
        Alternative(
            "all of it anew",
            code="""
            def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
                n, m = X_train.shape
                w, b, costs = np.zeros((n, 1)), np.zeros((1, 1)), []
                for i in range(num_iterations):
                    A = 1 / (1 + np.exp(-(w.T @ X_train + b)))
                    if i % 100 == 0:
                        costs += [-np.mean(Y_train * np.log(A) + (1 - Y_train) * np.log(1 - A))]
                    w = w - learning_rate * X_train @ (A - Y_train).T / m
                    b = b - learning_rate * np.mean(A - Y_train)
                return {
                    "w": w, "b": b, "costs": costs,
                    "Y_prediction_train": (w.T @ X_train + b > 0) * 1,
                    "Y_prediction_test": (w.T @ X_test + b > 0) * 1.0,
                    "learning_rate": learning_rate, "num_iterations": num_iterations,
                }
            """,
        ),
    ),
)


# ------------------------------------------------------------------------ forward, in two ways


def in_a_loop(rng):
    for n, m in (distinct_sizes(rng, 2, 2, 4), distinct_sizes(rng, 2, 4, 6)):
        yield call("forward_loop", *_neuron(rng, n, m)[:3])


def with_whole_arrays(rng):
    for n, m in (distinct_sizes(rng, 2, 2, 4), distinct_sizes(rng, 2, 4, 6)):
        yield call("forward_vectorized", *_neuron(rng, n, m)[:3])


FORWARD = Exercise(
    "forward_loop",
    functions=("forward_loop", "forward_vectorized"),
    parts=(
        Part("in loops", 4, in_a_loop),
        Part("vectorized, values", 2, with_whole_arrays),
        Part("vectorized, no loop", 2, with_whole_arrays, NoLoops(function="forward_vectorized")),
    ),
    depends_on=("sigmoid",),
    misconceptions=(
        Misconception(
            "loop_b_dropped",
            change=(("z = b", "z = 0.0"),),
            title="b forgotten in the loop",
            hint="Each sum should start from b, or end with it.",
        ),
        Misconception(
            "vectorized_b_dropped",
            change=(("w.T @ X + b", "w.T @ X"),),
            title="b forgotten in the vectorized version",
            hint="One b is added to every entry of w^T X.",
        ),
        Misconception(
            "both_b_dropped",
            change=(("z = b", "z = 0.0"), ("w.T @ X + b", "w.T @ X")),
            title="b forgotten in both versions",
            hint="z = w^T x + b. Both versions agree with each other, and both lack something.",
        ),
        Misconception(
            "b_for_each_input",
            change=(("z = b", "z = 0.0"), ("w[j, 0] * X[j, i]", "w[j, 0] * X[j, i] + b")),
            title="b added once for each input",
            hint="b belongs to the sum as a whole, so it stands outside the inner loop.",
        ),
        Misconception(
            "sum_not_restarted",
            code="""
            def forward_loop(w, b, X):
                n_x, m = X.shape
                A = np.zeros((1, m))
                z = b
                for i in range(m):
                    for j in range(n_x):
                        z = z + w[j, 0] * X[j, i]
                    A[0, i] = sigmoid(z)
                return A
            """,
            title="a sum that goes on from one example to the next",
            hint="The first example is right. Where must the sum start again?",
        ),
        Misconception(
            "sum_overwritten",
            change=(("z = z + w[j, 0] * X[j, i]", "z = w[j, 0] * X[j, i] + b"),),
            title="a sum that keeps its last term only",
            hint="Each turn of the inner loop should add to z what is there already.",
        ),
        Misconception(
            "last_input_missing",
            change=(("range(n_x)", "range(n_x - 1)"),),
            title="the last input left out",
            hint="range(k) ends at k - 1 already.",
        ),
        Misconception(
            "last_example_missing",
            change=(("range(m)", "range(m - 1)"),),
            title="the last example left out",
            hint="range(k) ends at k - 1 already.",
        ),
        Misconception(
            "first_input_missing",
            change=(("range(n_x)", "range(1, n_x)"),),
            title="the first input left out",
            hint="Python counts from 0.",
        ),
        Misconception(
            "loop_sigmoid_dropped",
            change=(("= sigmoid(z)", "= z"),),
            title="the sigmoid forgotten in the loop",
            hint="What you store is z. The activation is its sigmoid.",
        ),
        Misconception(
            "vectorized_sigmoid_dropped",
            change=(("sigmoid(w.T @ X + b)", "w.T @ X + b"),),
            title="the sigmoid forgotten in the vectorized version",
            hint="What you return is z. The activation is its sigmoid.",
        ),
        Misconception(
            "sigmoid_of_each_term",
            change=(
                ("z = b\n", "z = 0.0\n"),
                ("z + w[j, 0] * X[j, i]", "z + sigmoid(w[j, 0] * X[j, i] + b)"),
                ("= sigmoid(z)", "= z"),
            ),
            title="a sum of sigmoids in place of the sigmoid of the sum",
            hint="First all inputs are added up, then one sigmoid is taken.",
        ),
        Misconception(
            "axes_exchanged",
            change=(("n_x, m = X.shape", "m, n_x = X.shape"),),
            title="the two axes of X exchanged",
            hint="X is (n_x, m): inputs first, then examples.",
        ),
        Misconception(
            "loop_rank_one",
            code="""
            def forward_loop(w, b, X):
                A = []
                for i in range(X.shape[1]):
                    z = b
                    for j in range(X.shape[0]):
                        z = z + w[j, 0] * X[j, i]
                    A.append(float(sigmoid(z)))
                return np.array(A)
            """,
            title="shape (m,) in place of (1, m)",
            hint="The numbers are right. The docstring asks for a row, which has two axes.",
        ),
        Misconception(
            "loop_list",
            code="""
            def forward_loop(w, b, X):
                A = []
                for i in range(X.shape[1]):
                    z = b
                    for j in range(X.shape[0]):
                        z = z + w[j, 0] * X[j, i]
                    A.append(float(sigmoid(z)))
                return A
            """,
            title="a list in place of an array (1, m)",
            hint="The numbers are right. Step 1 makes an array for them.",
        ),
        Misconception(
            "star",
            change=(("w.T @ X + b", "w * X + b"),),
            title="`*` in place of the matrix product",
            hint="The products are there, not their sums. What multiplies and adds up?",
        ),
        Misconception(
            "vectorized_column",
            change=(("w.T @ X + b", "X.T @ w + b"),),
            title="a column in place of a row",
            hint="The numbers are right. A should have the shape of Y, (1, m).",
        ),
        Misconception(
            "vectorized_rank_one",
            change=(("w.T @ X + b", "np.sum(w * X, axis=0) + b"),),
            title="shape (m,) in place of (1, m)",
            hint="The numbers are right. A sum along an axis removes that axis, unless you keep it.",
        ),
        Misconception(
            "w_not_transposed",
            change=(("w.T @ X + b", "w @ X + b"),),
            title="the transpose of w missing",
            hint="w is (n_x, 1), X is (n_x, m), and z should be (1, m). Which shape must w have "
            "on the left of X?",
        ),
        Misconception(
            "array_into_one_place",
            change=(("= sigmoid(z)", "= sigmoid(z + 0 * X[:, i])"),),
            title="an array stored where a single number belongs",
            hint="`w[j]` is an array of one number, and w^T times a column of X is one too. Take the "
            "number out, with one index for each axis: `w[j, 0]`. (Old versions of numpy let it "
            "pass.)",
        ),
        Misconception(
            "everything_added",
            change=(("sigmoid(w.T @ X + b)", "sigmoid(np.sum(w * X) + b)"),),
            title="one sum over all inputs and all examples",
            hint="Each example has a score of its own. Over which axis should the sum go?",
        ),
    ),
    alternatives=(
        Alternative(
            "list of rows, dot",
            code="""
            def forward_loop(w, b, X):
                import math
                A = []
                for x in X.T:
                    z = 0
                    for weight, value in zip(w.ravel(), x):
                        z += weight * value
                    z += b
                    A.append(1 / (1 + math.exp(-z)))
                return np.array([A])

            def forward_vectorized(w, b, X):
                Z = np.dot(w.T, X) + b
                return 1 / (1 + np.exp(-Z))
            """,
        ),
        Alternative(
            "inputs outside, sum of products",
            code="""
            def forward_loop(w, b, X):
                n_x, m = X.shape
                Z = np.zeros((1, m))
                for j in range(n_x):
                    for i in range(m):
                        Z[0][i] += w[j][0] * X[j][i]
                for i in range(m):
                    Z[0][i] = sigmoid(Z[0][i] + b)
                return Z

            def forward_vectorized(w, b, X):
                return sigmoid(np.sum(w * X, axis=0, keepdims=True) + b)
            """,
        ),
        Alternative(
            "one loop, einsum",
            code="""
            def forward_loop(w, b, X):
                A = np.empty((1, X.shape[1]))
                i = 0
                while i < X.shape[1]:
                    A[:, i] = sigmoid(sum(w[j, 0] * X[j, i] for j in range(len(w))) + b)
                    i += 1
                return A

            def forward_vectorized(w, b, X):
                assert w.shape == (X.shape[0], 1)
                return sigmoid(np.einsum("ji,jk->ik", w, X) + b)
            """,
        ),
    ),
)

WHY_THIS_COST = Question(
    "why_this_cost",
    rubric=(
        (
            2,
            "The claim: with squared error a sure and wrong neuron hardly learns, because the "
            "gradient is almost zero there; with cross-entropy it learns fastest where it is most "
            "wrong. (A convexity argument counts as the claim too, if it says that the squared "
            "error of a sigmoid is not convex. That cross-entropy has 'one minimum' is only true "
            "as far as there is one: on separable data the cost sinks towards 0 for ever while "
            "the weights grow without bound.)",
        ),
        (
            2,
            "The reason, with a formula: for (a - y)^2 / 2 the derivative with respect to z is "
            "(a - y) a (1 - a), and a (1 - a) goes to 0 as a goes to 0 or 1; for cross-entropy "
            "dL/da = (a - y) / (a (1 - a)), so the factor cancels and a - y is left.",
        ),
        (
            2,
            "Evidence from a named figure of this notebook, with its numbers: for instance Figure "
            "15 (at z = -6 the push is 0.998 against 0.0025; a = 0.9 is reached after 17 steps "
            "against 497), Figure 3 (the slope of the sigmoid is nearly 0 far from z = 0), and "
            "Figure 16 for the minimum (with a gap, the length of w grows from 8.5 to 12.9 between "
            "1,000 and 10,000 steps while the cost goes to 0; overlapping, it stays at 1.7).",
        ),
    ),
)

WEEK = Week(
    "week1_logistic_regression",
    "Logistic regression",
    exercises=(
        IMAGE_TO_COLUMNS,
        SIGMOID,
        COMPUTE_COST,
        PROPAGATE,
        INITIALIZE,
        OPTIMIZE,
        PREDICT,
        MODEL,
        FORWARD,
    ),
    questions=(WHY_THIS_COST,),
)
