"""How week 1 is examined: logistic regression as a network of one neuron.

Numbers are drawn so that no activation of a training case comes near 0 or 1: an answer that takes
the plain logarithm is as good there as one that guards it. Only `compute_cost`, whose docstring
asks for it, is examined at exactly 0 and 1.
"""

from autograder.examining import Question, Week, exercises_of

WHY_THIS_COST = Question(
    "why_this_cost",
    rubric=(
        (
            2,
            "The claim: with squared error a sure and wrong neuron hardly learns, because the "
            "gradient is almost zero there; with cross-entropy it learns fastest where it is most "
            "wrong. (A convexity argument counts as the claim too, if it says that the squared "
            "error of a sigmoid is not convex. That cross-entropy has 'one minimum' is only true "
            "as far as there is one: on separable data the cost sinks towards 0 for ever while "
            "the weights grow without bound.)",
        ),
        (
            2,
            "The reason, with a formula: for (a - y)^2 / 2 the derivative with respect to z is "
            "(a - y) a (1 - a), and a (1 - a) goes to 0 as a goes to 0 or 1; for cross-entropy "
            "dL/da = (a - y) / (a (1 - a)), so the factor cancels and a - y is left.",
        ),
        (
            2,
            "Evidence from a named figure of this notebook, with its numbers: for instance Figure "
            "15 (at z = -6 the push is 0.998 against 0.0025; a = 0.9 is reached after 17 steps "
            "against 497), Figure 3 (the slope of the sigmoid is nearly 0 far from z = 0), and "
            "Figure 16 for the minimum (with a gap, the length of w grows from 8.5 to 12.9 between "
            "1,000 and 10,000 steps while the cost goes to 0; overlapping, it stays at 1.7).",
        ),
    ),
)


WEEK = Week(
    "week1_logistic_regression",
    "Logistic regression",
    exercises=exercises_of(
        __name__,
        "image_to_columns",
        "sigmoid",
        "compute_cost",
        "propagate",
        "initialize_with_zeros",
        "optimize",
        "predict",
        "model",
        "forward_loop",
    ),
    questions=(WHY_THIS_COST,),
)
