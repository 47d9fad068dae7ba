"""What every exercise is made of, in one place to import from: words, variants, sheets, mistakes."""

from autograder.examining.diagnosis import add_known, suspects
from autograder.examining.drawing import VISIBLE_SEED, draw
from autograder.examining.nearby import add_mutants
from autograder.examining.shrinking import add_small
from autograder.examining.variants import (
    function_sources,
    quietly,
    reference_namespace,
    solution_source,
    variant_source,
    with_variants,
    without_markers,
)
from autograder.examining.vocabulary import (
    Alternative,
    AuthoringError,
    Call,
    Case,
    Draw,
    Exercise,
    Hunk,
    Misconception,
    Part,
    Question,
    Variant,
    Week,
    call,
    distinct_sizes,
)
from autograder.examining.weeks import exercises_of, load_week
from helpers.judge.comparing import Agreement, Between, Close, Custom, NoLoops, Secret, Unchanged
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import Sheet
from helpers.judge.statistics import Statistics
from helpers.judge.values import Built, Result, Rng
from helpers.judge.verdicts import Verdict

__all__ = [
    "VISIBLE_SEED", "Agreement", "Alternative", "AuthoringError", "Between", "Built", "Call", "Case",
    "Close", "Custom", "Draw", "Exercise", "Hunk", "Misconception", "NoLoops", "Outcome", "Part",
    "Question", "Result", "Rng", "Secret", "Sheet", "Statistics", "Unchanged", "Variant", "Verdict",
    "Week", "add_known", "add_mutants", "add_small", "call", "distinct_sizes", "draw", "exercises_of",
    "function_sources", "load_week", "quietly", "reference_namespace", "solution_source", "suspects", "variant_source",
    "with_variants", "without_markers",
]  # fmt: skip
