"""How week 2 is examined: activations, and a network with one hidden layer, forward and backward.

No two sizes in a case are alike and no bias is zero. Backward passes have two outputs, so that an
element-wise product cannot pass for a matrix product, and so has a part of the forward passes. No
activation is looked at where its derivative jumps.
"""

from autograder.examining import Question, Week, exercises_of

FROZEN = Question(
    "frozen_units",
    rubric=(
        (
            2,
            "Claims: (a) from zeros with tanh only b2 ever moves; W1, b1 and W2 stay zero for ever. "
            "(b) Hidden units that start with equal rows of W1, equal entries of b1 and equal "
            "columns of W2 stay equal at every step, so that n_h units do no more than one.",
        ),
        (
            2,
            "Reasons, with formulas: (a) A1 = tanh(0) = 0, so dW2 = dZ2 A1^T / m = 0; W2 = 0, so "
            "dZ1 = W2^T dZ2 * (1 - A1^2) = 0, and with it dW1 and db1; only db2, the mean of A2 - Y, "
            "need not be zero, and a step changes none of these facts. (b) Induction: if the units "
            "are equal after t steps, their rows of Z1 and A1 are equal, so the columns of dW2 are; "
            "the rows of dZ1 are equal because columns of W2 are, so rows of dW1 and of db1 are; equal "
            "minus equal is equal after step t + 1. The start is the base of the induction.",
        ),
        (
            2,
            "Evidence from a named figure of this notebook: Figure 9 (from zeros the lines of W1, b1 "
            "and W2 lie on 0 while b2 goes to the logarithm of the odds of the labels; equal units "
            "keep a distance of exactly 0 and draw one line), with what is to be read from it.",
        ),
    ),
)


WEEK = Week(
    "week2_shallow_net",
    "A shallow net",
    exercises=exercises_of(
        __name__,
        "activate",
        "activation_derivative",
        "maxout",
        "layer_sizes",
        "initialize_parameters",
        "forward_propagation",
        "compute_cost",
        "backward_propagation",
        "maxout_backward",
        "update_parameters",
        "nn_model",
        "predict",
        "collapse_linear_network",
    ),
    questions=(FROZEN,),
)
