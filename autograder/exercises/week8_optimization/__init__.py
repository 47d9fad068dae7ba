"""How week 8 is examined: batches, momentum, Adam, rates, search, and a network of one's own.

What is random is judged by properties and statistics, however the student draws: limits of 6.5
standard deviations, and Kolmogorov's distance of 3.2, refuse a right answer about once in 10^8.
The capstone is graded on `unseen.npz`, which ships to no student; see `capstone.py`.
"""

from autograder.examining import Question, Week, exercises_of

NOISE = Question(
    "noise_of_small_batches",
    rubric=(
        (
            2,
            "The claim, both sides: the gradient of a small batch is right on average and far cheaper, so "
            "there are many more steps for the same work, and its noise can push the weights out of places "
            "where the full gradient is zero or nearly so (a saddle, a narrow hollow). It hurts near the "
            "minimum: with a constant rate the weights do not settle but hover around it.",
        ),
        (
            2,
            "The reason with a formula: the batch's gradient is g plus noise of variance about sigma^2/B, so "
            "its standard deviation falls only with the root of B while the work grows with B; near the "
            "minimum g goes to zero and the noise does not, so that the cost hovers at a height proportional "
            "to alpha sigma^2/B. A decaying rate (or a larger batch late) takes it away.",
        ),
        (
            2,
            "Evidence from a named figure of this notebook, with its numbers: for instance Figure 3, in "
            "which at equal epochs batches of 8 are far ahead of the whole set, and batches of 1 are uneven; "
            "or Figure 4, in which the constant rate ends on a floor that is lower for larger batches and "
            "the decaying rate goes below it.",
        ),
    ),
)


WEEK = Week(
    "week8_optimization",
    "Optimization",
    exercises=exercises_of(
        __name__,
        "random_mini_batches",
        "decayed_learning_rate",
        "initialize_velocity",
        "momentum_step",
        "adam_step",
        "split",
        "sample_log_uniform",
        "random_search",
        "capstone",
    ),
    questions=(NOISE,),
)
