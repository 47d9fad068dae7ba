"""How week 5 is examined: normalization of inputs and of layers, conditioning, learning rates.

Tolerances: gradients follow GRADIENT, everything else the default relative 1e-6. The eigenvalues
of the cases differ by at most 1e4 where numbers are compared after a general eigensolver, so that
two solvers agree to 1e-11; a larger ratio (1e10) is asked of a diagonal matrix only.
"""

from autograder.examining import Question, Week, exercises_of

TRAINING_STATISTICS = Question(
    "training_statistics",
    rubric=(
        (
            2,
            "The claim: mu and sigma are part of the model, like the weights. The same wine must "
            "get the same input, and so the same answer, whichever wines are tested with it; and "
            "test data must not influence the model that they judge.",
        ),
        (
            2,
            "The reason, with a formula: the weights were fitted to x_norm = (x - mu)/sigma with "
            "the training mu and sigma. With the batch's own mean mu' the score changes by "
            "w^T((mu - mu')/sigma) (for equal sigma), the same for every example: it hides any "
            "shift that the batch really has. A single example becomes x - mu' = 0.",
        ),
        (
            2,
            "Evidence from a named figure of this notebook, with its numbers: for instance "
            "Figure 11, accuracy against the share of cultivar 1, where a crate of "
            "cultivar 1 alone is judged at 1.00 with the training statistics and at about 0.35 "
            "with its own.",
        ),
    ),
)


WEEK = Week(
    "week5_normalization",
    "Normalization",
    exercises=exercises_of(
        __name__,
        "fit_normalizer",
        "normalize",
        "hessian_of_mse",
        "condition_number",
        "largest_stable_learning_rate",
        "batchnorm_forward",
        "batchnorm_backward",
        "layernorm_forward",
        "fold_batchnorm",
    ),
    questions=(TRAINING_STATISTICS,),
)
