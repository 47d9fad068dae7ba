"""How week 3 is examined: a deep network, layer by layer, forward and backward.

Networks in the cases have two units or more in every layer, no two sizes alike, biases that are
not zero and no unit that is silent for every example, so that a wrong step cannot hide behind a
zero. Backward passes receive caches as the docstrings describe them, made by the reference.
Arrays are small, and their numbers short: students read them, and the visible cases lie in a file.
"""

from autograder.examining import Question, Week, exercises_of

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
    exercises=exercises_of(
        __name__,
        "parameter_shapes",
        "initialize_parameters_deep",
        "linear_forward",
        "linear_activation_forward",
        "L_model_forward",
        "linear_backward",
        "linear_activation_backward",
        "L_model_backward",
        "L_layer_model",
        "softmax",
        "softmax_cross_entropy",
        "tent_network",
    ),
    questions=(PARITY,),
)
