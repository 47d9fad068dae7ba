"""What is said of a call that gave no value: an error in words, a stub, a crash, a limit."""

from __future__ import annotations

import re

from helpers.judge.outcome import Outcome

UNSET = re.compile(r"(?:cannot access local variable|local variable) '(\w+)'")
BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\)) *$"
)
MATMUL = re.compile(
    r"matmul: .*mismatch in its core dimension.*\(size (\d+) is different from (\d+)\)"
)
DOT = re.compile(
    r"shapes \([\d, ]*\) and \([\d, ]*\) not aligned: (\d+) \(dim \d+\) != (\d+) \(dim"
)


def status_text(function: str, outcome: Outcome) -> str:
    """Return why there is no value that `function` returned."""
    if outcome.status == "unanswered":
        other = f" `{function}` calls it." if outcome.function != function else ""
        return f"`{outcome.function or function}` is not written yet.{other}"
    if outcome.status == "missing":
        name = outcome.function or function
        return f"There is no function `{name}`. Was its cell run, and is its name still the same?"
    if outcome.status == "crashed":
        return outcome.detail or "The call ended the whole Python process."
    if outcome.status == "limit":
        return outcome.detail or "The call took more time, memory or output than it may."
    if outcome.status == "unreadable":
        return f"What the call returned cannot be read as numbers: {outcome.detail}."
    return _error_text(outcome)


def _error_text(outcome: Outcome) -> str:
    error = outcome.error
    text = f"{error.get('type', 'An error')}: {error.get('message', '')}".rstrip(": ")
    lines = [f"  line {number}: {line.strip()}" for number, line in error.get("lines", [])]
    where = (
        f"`{outcome.function}` stopped with an error."
        if outcome.function
        else "It stopped with an error."
    )
    text += _in_words(str(error.get("message", "")))
    if not lines:
        return f"{where} {text}"
    return "\n".join([where + " In your code:", *lines, text])


def _in_words(message: str) -> str:
    """Return a sentence on an error that beginners meet often and Python words for experts."""
    if "for ^" in message or "'bitwise_xor'" in message:
        return "\nIn Python `^` is no power: a power is written with two stars, `x ** 2`."
    if found := UNSET.search(message):
        return (
            f"\nNothing was put into `{found[1]}` before this line. Is it made in a branch of an `if`, "
            "or in a loop, that did not run?"
        )
    if found := BROADCAST.search(message):
        left, right = (tuple(map(int, re.findall(r"\d+", shape))) for shape in found.groups())
        turned = " Is one of them to be transposed?" if left == right[::-1] else ""
        return (
            "\nEntry by entry, both sides need the same shape, or an axis of size 1 where they differ. "
            f"Here {left} meets {right}.{turned}"
        )
    sizes = sizes_that_do_not_fit(message)
    if sizes is None:
        return ""
    row, column = (f"{size} number" + ("" if size == 1 else "s") for size in sizes)
    return (
        "\nIn a product, each row of the left array meets each column of the right one. Here a row "
        f"holds {row} and a column {column}."
    )


def sizes_that_do_not_fit(message: str) -> tuple[int, int] | None:
    """Return the inner sizes, left and right, of a matrix product that numpy refused to make."""
    if found := DOT.search(message):
        return int(found[1]), int(found[2])
    if found := MATMUL.search(message):
        return int(found[2]), int(found[1])
    return None
