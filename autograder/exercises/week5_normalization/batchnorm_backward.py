"""Examines `batchnorm_backward`: dX, dgamma, dbeta."""

from autograder.examining import Close, Exercise, Part, Result, call
from autograder.exercises.week5_normalization._cases import batch

GRADIENT = Close(rtol=1e-5, scale=1e-9)


def gradients_of_batches(rng):
    for _ in range(2):
        X, gamma, beta, bn_param = batch(rng, "train")
        dout = rng.normal(0.4, 1, X.shape)
        yield _backward(X, gamma, beta, bn_param, dout)
    X, gamma, beta, bn_param = batch(rng, "train")
    X[2] = 4.0
    dout = rng.normal(0.4, 1, X.shape)
    yield _backward(X, gamma, beta, bn_param | {"eps": 0.01}, dout).with_(
        note="one unit gave 4 for every example"
    )


def _backward(X, gamma, beta, bn_param, dout):
    forward = call("batchnorm_forward", X, gamma, beta, bn_param)
    return forward.then("batchnorm_backward", dout, Result(0, 1))


EXERCISE = Exercise(
    "batchnorm_backward",
    parts=(
        Part("dX", 10, gradients_of_batches, GRADIENT, select=(0,)),
        Part("dgamma", 4, gradients_of_batches, GRADIENT, select=(1,)),
        Part("dbeta", 4, gradients_of_batches, GRADIENT, select=(2,)),
    ),
    depends_on=("batchnorm_forward",),
)
