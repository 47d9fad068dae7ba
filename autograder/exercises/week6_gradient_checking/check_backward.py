"""Examines `check_backward`: dX, dgamma, dbeta, the default step, other steps, the arrays as they were."""

from autograder.examining import Built, Close, Exercise, Part, Unchanged, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import away_from_zero
from helpers.weeks.week6.layers import squash_backward, squash_forward
from solutions.week6_gradient_checking import check_backward

# Differences below 1e-6 are rounding, and only asked to stay there.
DIFFERENCE = Close(rtol=1e-4, atol=1e-6)


def _layer(rng):
    """Return X, gamma, beta, dout of a small layer, none of them alike."""
    n, m = distinct_sizes(rng, 2, 2, 5)
    X = rng.normal(0.3, 0.8, (n, m)).round(3)
    gamma, beta = away_from_zero(rng, (n, 1)).round(3), away_from_zero(rng, (n, 1)).round(3)
    return X, gamma, beta, rng.normal(0.4, 1, (n, m)).round(3)


def _factors(rng):
    """Return a factor for each derivative: one is right, two are off, by different factors."""
    names = [str(name) for name in rng.permutation(["dX", "dgamma", "dbeta"])]
    return dict(zip(names, (1.0, round(rng.uniform(1.4, 1.9), 2), round(rng.uniform(3, 5), 2))))


def _check_of(rng, *epsilon):
    """Return a case in which a stand-in takes the place of numerical_gradient.

    So a fault of the student's own numerical_gradient counts once, where it is. Whoever loops over
    the entries without it gets the differences of the real numerical gradient, right as well.
    """
    X, gamma, beta, dout = _layer(rng)
    factors = _factors(rng)
    real = check_backward(
        squash_forward(), squash_backward(**factors), X, gamma, beta, dout, *epsilon
    )
    return call(
        "check_backward",
        Built("helpers.weeks.week6.layers.squash_forward"),
        Built("helpers.weeks.week6.layers.squash_backward", **factors),
        X,
        gamma,
        beta,
        dout,
        *epsilon,
    ).with_(
        replaced={"numerical_gradient": Built("helpers.weeks.week6.costs.fingerprint")},
        also=(real,),
        note="numerical_gradient is replaced by a stand-in: its numbers are no gradient, but a fault "
        "of yours in numerical_gradient does no harm here",
    )


def wide_steps(rng):
    """Yield cases whose wide steps no backward pass in place of the measurement agrees with."""
    yield _check_of(rng, 0.2)
    yield _check_of(rng, 0.3)


def default_step(rng):
    yield _check_of(rng)


def other_steps(rng):
    yield _check_of(rng, 0.4)
    yield _check_of(rng, 0.1)


EXERCISE = Exercise(
    "check_backward",
    parts=(
        Part("dX", 2, wide_steps, DIFFERENCE, select=("dX",)),
        Part("dgamma", 1, wide_steps, DIFFERENCE, select=("dgamma",)),
        Part("dbeta", 1, wide_steps, DIFFERENCE, select=("dbeta",)),
        Part("all three, with the default step", 1, default_step, DIFFERENCE),
        Part("all three, with other steps", 2, other_steps, DIFFERENCE),
        Part("X, gamma and beta as they were", 1, wide_steps, Unchanged()),
    ),
    depends_on=("numerical_gradient", "relative_difference"),
)
