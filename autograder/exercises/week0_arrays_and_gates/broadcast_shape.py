"""How broadcast_shape is examined: shapes as long as each other, shapes that are not, shapes that do not fit."""

from autograder.examining import Exercise, Part, call, distinct_sizes


def same_length(rng):
    p, q, r = distinct_sizes(rng, 3, 2, 9)
    yield call("broadcast_shape", (p, q), (p, q))
    yield call("broadcast_shape", (p, 1), (1, q))
    yield call("broadcast_shape", (1, r, q), (p, 1, q))
    yield call("broadcast_shape", (p, q, r), (1, q, 1))


def different_lengths(rng):
    p, q, r = distinct_sizes(rng, 3, 2, 9)
    yield call("broadcast_shape", (p, q), (q,))
    yield call("broadcast_shape", (q,), (p, 1))
    yield call("broadcast_shape", (r, q), (p, 1, 1))
    yield call("broadcast_shape", (p, q, r), (q, 1))
    yield call("broadcast_shape", (r,), (p, q, 1)).with_(note="two axes more")
    yield call("broadcast_shape", (p, q, r), (r,)).with_(note="two axes more")
    yield call("broadcast_shape", (), (p, q)).with_(note="a single number has the shape ()")


def refused(rng):
    p, q, r = (int(size) for size in rng.permutation([3, 5, 7]))  # none is a multiple of another
    small = int(rng.integers(2, 5))
    yield call("broadcast_shape", (p, q), (q, p))
    yield call("broadcast_shape", (p, q), (p,))
    yield call("broadcast_shape", (p, q, r), (p, 1))
    yield call("broadcast_shape", (2 * small,), (small,))
    # One that fits, so that an answer of nothing but None is wrong here.
    yield call("broadcast_shape", (r,), (r, 1))


EXERCISE = Exercise(
    "broadcast_shape",
    parts=(
        Part("as many axes", 4, same_length),
        Part("more axes on one side", 4, different_lengths),
        Part("where numpy refuses", 4, refused),
    ),
)
