"""What is said of a call that gave no value: an error in words, a stub, a crash, a limit."""

from __future__ import annotations

from helpers.judge.outcome import Outcome
from helpers.judge.python_errors import in_words


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
    last = str(error["lines"][-1][1]) if error.get("lines") else ""
    words = in_words(str(error.get("message", "")), last, str(error.get("given", "")))
    text = "\n".join(filter(None, [text, error.get("given", ""), words]))
    if not lines:
        return f"{where} {text}"
    return "\n".join([where + " In your code:", *lines, text])
