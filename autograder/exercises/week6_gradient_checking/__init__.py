"""How week 6 is examined: numerical derivatives, vectors of parameters, gradient checking.

Tolerances: what comes from finite differences is compared to a relative 1e-4. Rounding of a cost J
enters a difference over epsilon as about 1e-16 |J| / epsilon, which is 1e-9 at the default epsilon;
so differences below 1e-6 count as noise and are only asked to stay there. Cases whose numbers go
through a network use epsilon of 1e-5 and more: their noise is below 1e-10 on every machine.
"""

from autograder.examining import Question, Week, exercises_of

DROPOUT = Question(
    "dropout_and_the_check",
    rubric=(
        (
            2,
            "The claim: with a fresh mask at every call the two costs of a central difference belong "
            "to two different functions. Their difference measures how the masks differ, not how "
            "the cost changes with the parameter; a right backward pass is called broken.",
        ),
        (
            2,
            "The reason, with a formula: (J_r(theta + eps e_i) - J_s(theta - eps e_i))/(2 eps) is "
            "about dJ_r/dtheta_i + (J_r(theta) - J_s(theta))/(2 eps), with masks r and s. The first "
            "part is the slope. The second does not depend on i at all and grows like 1/eps, since "
            "J_r - J_s stays as large as it is. With r = s (held), or without masks (off), it is 0.",
        ),
        (
            2,
            "Evidence from this notebook, with its numbers: the figure 'one entry, two kinds of "
            "masks', where neighbouring costs jump by up to 0.1 with fresh masks and lie on a smooth "
            "line with one mask held; or the output above it: difference 1 and a numerical gradient "
            "with entries near 5e5 with fresh masks, against 3e-9 with one mask held. "
            "(0.1/(2 * 1e-7) is 5e5: the size of the formula's second part.)",
        ),
    ),
)


WEEK = Week(
    "week6_gradient_checking",
    "Gradient checking",
    exercises=exercises_of(
        __name__,
        "forward_difference",
        "dictionary_to_vector",
        "vector_to_dictionary",
        "gradients_to_vector",
        "numerical_gradient",
        "relative_difference",
        "verdict",
        "gradient_check_n",
        "locate_bug",
        "find_the_bugs",
        "check_backward",
        "cost_with_l2",
    ),
    questions=(DROPOUT,),
)
