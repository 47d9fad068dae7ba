"""Examines `decayed_learning_rate`: ordinary epochs, the first ones, no decay."""

from autograder.examining import Close, Exercise, Part, call

STRICT = Close(scale=0)


def _numbers(rng):
    return round(float(rng.uniform(0.05, 0.9)), 3), round(float(rng.uniform(0.2, 1.7)), 2)


def later(rng):
    for epoch in rng.choice([3, 5, 8, 13, 40], 3, replace=False):
        alpha0, decay_rate = _numbers(rng)
        yield call("decayed_learning_rate", alpha0, int(epoch), decay_rate)


def first(rng):
    alpha0, decay_rate = _numbers(rng)
    yield call("decayed_learning_rate", alpha0, 0, decay_rate).with_(note="the first epoch")
    yield call("decayed_learning_rate", alpha0, 1, decay_rate).with_(note="the second one")
    # In epoch 1 several ways to decay agree.
    yield call("decayed_learning_rate", alpha0, 2, decay_rate).with_(note="the third one")


def none(rng):
    yield call("decayed_learning_rate", _numbers(rng)[0], 7, 0).with_(note="no decay")


EXERCISE = Exercise(
    "decayed_learning_rate",
    parts=(
        Part("a later epoch", 2, later, STRICT),
        Part("epochs 0, 1 and 2", 1, first, STRICT),
        Part("no decay", 1, none, STRICT, beside=True),
    ),
)
