"""How week 4 is examined: initial weights, how a signal fares through the layers, dead units.

Where the tolerances come from. Initialisers are judged by `Statistics` on wide layers: each
statistic is close to a standard normal variable, 6 is its limit (9 for the bell shape), and
docs/statistics.md has the simulated rate of false alarms and the smallest statistic of each wrong
variant; tests/references/test_statistics.py repeats the simulation on a smaller scale. The new rows
of `revive` (720 numbers) are held to the same limits. Gradients follow GRADIENT, all other numbers
the default relative 1e-6.
"""

from autograder.examining import Question, Week, exercises_of

WEEK = Week(
    "week4_initialization",
    "Initialization",
    exercises=exercises_of(
        __name__,
        "forward_statistics",
        "depth_until_vanishing",
        "initialize_parameters_xavier",
        "initialize_parameters_he",
        "leaky_relu_gain",
        "mean_cosine",
        "gradient_norms",
        "update_to_weight_ratio",
        "dead_units",
        "revive",
    ),
    questions=(
        Question(
            "dying_relu",
            rubric=(
                (
                    2,
                    "Claims. (a) No: as long as one unit of its layer lives, the layers before go on "
                    "learning; they stop only when the whole layer is silent. (b) In layer 1 yes, because "
                    "its inputs, the training examples, never change; in a later layer not necessarily. "
                    "(c) A few silent units hardly hurt; many make the network small, and a silent layer "
                    "stops it. One point when one of the three is missing or wrong.",
                ),
                (
                    2,
                    "Reason with a formula. The unit's row of dZ = dA * g'(Z) is zero, so its row of "
                    "dW[l] = dZ A[l-1]^T / m and its entry of db are zero: it cannot move itself. "
                    "dA[l-1] = W[l]^T dZ adds up over all units of layer l, and only one term is missing. "
                    "z = W a[l-1] + b changes all the same when a[l-1] does. Not accepted: a = 0 kills "
                    "dW[l] (it kills a column of dW[l+1]).",
                ),
                (
                    2,
                    "Evidence named and read off, from the experiment on silence. (a) Table of norms: dW1 "
                    "goes 1.883, 0.726, 0.154 with 0, 50, 99 of layer 2 asleep, and exactly 0 with 100. "
                    "(b) Figure of dead units by epoch: 50, 80 and 95 for ever in layer 1, falling below "
                    "30 in layer 2. (c) Test accuracy 0.960, 0.948, 0.931, 0.499 for 0, 50, 80, 95 asleep. "
                    "The student's own numbers count where the weights are drawn otherwise.",
                ),
            ),
        ),
    ),
)
