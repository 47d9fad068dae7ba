"""How week 7 is examined: scores, the hinge loss and its gradient, penalties, validation, dropout."""

from autograder.examining import Question, Week, exercises_of

PENALTIES = Question(
    "which_weights",
    rubric=(
        (
            2,
            "The claim: L2 prefers [.25, .25, .25, .25]: it pays 1 for the first vector and 1/4 for "
            "the second. L1 prefers neither: it pays 1 for both. (An answer that says that L1 "
            "prefers [1, 0, 0, 0], because L1 makes weights 0, does not get these points.) x has "
            "nothing to do with it: R is a function of W alone, and never sees an example.",
        ),
        (
            2,
            "The reason, with a formula: squares grow faster than their weights, so that one weight "
            "of 1 costs 4 times as much as four of 1/4, 1^2 = 1 against 4 (1/4)^2 = 1/4; absolute "
            "values add up to the same. Or by the gradients: 2w, large for large weights and nearly "
            "nothing for small ones, against sign w, the same for every weight that is not 0. Zeros "
            "come from that, and from what the data say: a weight stays exactly 0 where the data's "
            "slope is less than lam. The two vectors give different scores for most x; that enters "
            "the hinge loss, not R, and for x = [1, 1, 1, 1] the scores are the same.",
        ),
        (
            2,
            "Evidence from this notebook, with its numbers: the figure 'one weight, two penalties', "
            "where the lowest place of the L1 curve lies exactly at 0 and that of the L2 curve does "
            "not; or the figure 'two ways to pay', with its share of weights that are exactly 0 "
            "under L1 and under L2; or the numbers that `regularization` "
            "returns for the two vectors, computed in a cell.",
        ),
    ),
)

WEEK = Week(
    "week7_regularization",
    "Scores, losses, regularization",
    exercises=exercises_of(
        __name__,
        "linear_scores",
        "hinge_loss",
        "hinge_gradient",
        "regularization",
        "loss_along_ray",
        "total_loss",
        "validation_curve",
        "weight_decay_step",
        "dropout_forward",
        "dropout_backward",
    ),
    questions=(PENALTIES,),
)
