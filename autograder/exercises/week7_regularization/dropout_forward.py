"""Examines `dropout_forward`, however the mask is drawn: what is returned fits together, the mask is
what a fair draw makes (statistics, see helpers/weeks/week7/judges.py), and the generator decides.
"""

from autograder.examining import Custom, Exercise, Part, Result, Rng, Unchanged, call

# Each statistic is close to a standard normal variable when the mask is fair; see helpers/weeks/week7/judges.
SHAPE = (24, 16)


def _activations(rng):
    """Return entries of both signs, none of them near 0, so that a dropped entry shows."""
    return (rng.uniform(0.2, 2.0, SHAPE) * rng.choice([-1.0, 1.0], SHAPE)).round(2)


def _seed(rng):
    return Rng(int(rng.integers(1, 10**6)))


def training(rng):
    for keep_prob in (0.8, 0.15):
        yield call("dropout_forward", _activations(rng), keep_prob, _seed(rng), "train")


def fitting(rng):
    yield from training(rng)
    case = call("dropout_forward", _activations(rng), 1.0, _seed(rng), "train")
    yield case.with_(note="in training, and with keep_prob 1 all is kept")


def each_for_itself(rng):
    """Yield what `training` does, and eight draws at once."""
    yield from training(rng)
    A, seeds = _activations(rng), rng.choice(10**6, 8, replace=False)
    case = call("dropout_forward", A, 0.6, Rng(int(seeds[0])), "train")
    for seed in seeds[1:]:
        case = case.then("dropout_forward", A, 0.6, Rng(int(seed)), "train")
    yield case.with_(collect=True, compare=_judge("counts"), note="eight draws")


def another_generator(rng):
    again = call("dropout_forward", _activations(rng), 0.4, _seed(rng), "train")
    yield again.then("dropout_forward", Result(0, 0), 0.4, _seed(rng), "train").with_(
        note="what was dropped once goes through dropout again, with another generator"
    )


def same_generator(rng):
    seed = _seed(rng)
    again = call("dropout_forward", _activations(rng), 0.4, seed, "train")
    yield again.then("dropout_forward", Result(0, 0), 0.4, seed, "train").with_(
        note="what was dropped once goes through dropout again, with the same generator anew"
    )


def in_use(rng):
    for keep_prob in (0.7, 0.4):
        A = (rng.uniform(0.2, 2.0, (3, 5)) * rng.choice([-1.0, 1.0], (3, 5))).round(2)
        yield call("dropout_forward", A, keep_prob, _seed(rng), "test")


def _judge(look):
    return Custom(
        "helpers.weeks.week7.judges.dropped",
        {"look": look},
        alike="helpers.weeks.week7.judges.alike",
        shaped=True,
    )


EXERCISE = Exercise(
    "dropout_forward",
    parts=(
        Part("out fits the mask", 3, fitting, _judge("fits")),
        Part("as many kept as keep_prob says", 2, training, _judge("share")),
        Part("each entry for itself", 1, each_for_itself, _judge("independent")),
        Part("another generator, another mask", 1, another_generator, _judge("fresh")),
        Part("the generator decides", 1, same_generator, _judge("repeated"), beside=True),
        Part("when the network is used", 1, in_use),
        Part("A as it was", 1, training, Unchanged()),
    ),
)
