"""Examines `forward_propagation`: A2, Z1 in the cache, A1 in the cache, Z2 in the cache, A2 in the
cache, two outputs.
"""

from autograder.examining import Exercise, Part, call
from autograder.exercises.week2_shallow_net._cases import GRADIENT, network


# Many answers assert that the output has one row. They are right for one output, so one part, not
# all of them, has two.
def forward_passes(rng):
    for _ in range(2):
        parameters, X, _ = network(rng, n_y=1)
        yield call("forward_propagation", X, parameters).with_(note="one output")


def forward_of_two_outputs(rng):
    parameters, X, _ = network(rng, n_y=2)
    turned = dict(reversed(parameters.items()))  # a name tells what is what, not its place
    yield call("forward_propagation", X, turned).with_(
        note="two outputs; `parameters` has its keys in another order"
    )
    parameters, X, _ = network(rng, n_y=2)
    yield call("forward_propagation", X[:, :1], parameters).with_(
        note="two outputs, a single example"
    )


EXERCISE = Exercise(
    "forward_propagation",
    parts=(
        Part("A2", 2, forward_passes, GRADIENT, (0,)),
        Part("Z1 in the cache", 2, forward_passes, GRADIENT, (1, "Z1")),
        Part("A1 in the cache", 2, forward_passes, GRADIENT, (1, "A1")),
        Part("Z2 in the cache", 1, forward_passes, GRADIENT, (1, "Z2")),
        Part("A2 in the cache", 1, forward_passes, GRADIENT, (1, "A2")),
        Part("two outputs", 2, forward_of_two_outputs, GRADIENT),
    ),
    depends_on=("activate",),
)
