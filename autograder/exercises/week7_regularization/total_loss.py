"""Examines `total_loss`: the loss, dW and db with an L2 penalty, the loss and dW with L1."""

from autograder.examining import Close, Exercise, Part, call
from autograder.exercises.week7_regularization._cases import classifier

EQUAL_IN_FORMULA = Close(rtol=1e-5)


def _total(rng, kind):
    for lam in (0.3, 1.7):
        yield call("total_loss", *classifier(rng), lam, kind)


def with_l2(rng):
    yield from _total(rng, "l2")


def with_l1(rng):
    yield from _total(rng, "l1")


EXERCISE = Exercise(
    "total_loss",
    parts=(
        Part("the loss, l2", 2, with_l2, select=(0,)),
        Part("dW, l2", 3, with_l2, EQUAL_IN_FORMULA, select=(1,)),
        Part("db", 2, with_l2, EQUAL_IN_FORMULA, select=(2,)),
        Part("the loss, l1", 1, with_l1, select=(0,)),
        Part("dW, l1", 2, with_l1, EQUAL_IN_FORMULA, select=(1,)),
    ),
    depends_on=(
        "linear_scores",
        "hinge_loss",
        "hinge_gradient",
        "regularization",
    ),
)
