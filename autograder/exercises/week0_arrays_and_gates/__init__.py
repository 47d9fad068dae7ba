"""How week 0 is examined: arrays and their shapes, gates and their gradients."""

from autograder.examining import Question, Week, exercises_of

WEEK = Week(
    "week0_arrays_and_gates",
    "Arrays and gates",
    exercises=exercises_of(
        __name__,
        "as_column",
        "broadcast_shape",
        "center_rows",
        "pairwise_distances",
        "dot_loop",
        "add_backward",
        "sigmoid_backward",
        "sigmoid_neuron",
        "backpropagate",
    ),
    questions=(
        Question(
            "five_plus_five",
            rubric=(
                (
                    2,
                    "Claim: numpy does not fail because its rules find a meaning for the two shapes: "
                    "the result is (5, 5), every entry of the one plus every entry of the other. A "
                    "stand on what it should do, said with what it would cost: for instance that it "
                    "should refuse, or ask for both axes to be written, when the numbers of axes "
                    "differ; or that it should stay, because a table of all sums is often what is "
                    "wanted.",
                ),
                (
                    2,
                    "Reason, by the rules one after the other: (5,) has fewer axes, so a 1 is put in "
                    "front, (1, 5); the last axis 5 against 1 stretches the second, the first axis 1 "
                    "against 5 stretches the first; entry [i, j] is a[j] + b[i]. It may be added that "
                    "no rule can tell whether (5,) was meant as a row or as a column.",
                ),
                (
                    2,
                    "Evidence from a named figure: in Figure 3 the left-out axis appears on the left, "
                    "so that one axis becomes a row; or the sum of Figure 2, twenty-five numbers of "
                    "which the five that were wanted are the diagonal; or Figure 4, where a mean "
                    "without its axis is subtracted from the wrong rows without any error as soon as "
                    "n = m.",
                ),
            ),
        ),
    ),
)
