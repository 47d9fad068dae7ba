"""Examines `find_the_bugs`: all five under one hash, so that trying out all lists takes years."""

from autograder.examining import Custom, Exercise, Part, Secret, call
from solutions.week6_gradient_checking import find_the_bugs

SALT = "week 6, five backward passes"
SECRET = Secret.of([[str(layer), fault] for layer, fault in find_the_bugs()], SALT)
FIVE_PAIRS = Custom(
    "helpers.weeks.week6.broken_networks.judge_bugs",
    {"digest_hex": SECRET.digest_hex, "salt": SECRET.salt, "length": SECRET.length},
)


def five_networks(rng):
    # What stands here in place of the expected value goes into the student's files.
    yield call("find_the_bugs").with_(expected="known only by its hash")


EXERCISE = Exercise(
    "find_the_bugs",
    # Few mistakes beside it: wrong answers close to the right one would give it away, in the cases
    # that students get.
    parts=(Part("all five", 10, five_networks, FIVE_PAIRS),),
)
