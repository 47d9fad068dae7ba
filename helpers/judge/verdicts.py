"""What is said of an exercise and of each of its parts, as text, as HTML and as plain data."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

RIGHT = "right"
WRONG = "wrong"
ERROR = "error"
UNANSWERED = "unanswered"
CRASHED = "crashed"
LIMIT = "limit"
NOT_GRADABLE = "not_gradable"

# Both stand out by more than 4.2 to 1, from white and from the ground of JupyterLab's dark theme alike.
GOOD = "#1f8a63"
LOOK = "#c26000"


@dataclass(frozen=True)
class PartVerdict:
    """What is said of one part: points, how it came out, and why."""

    part: str
    points: float
    max_points: int
    outcome: str
    message: str = ""
    misconception: str | None = None
    culprit: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What is said of one exercise."""

    exercise: str
    parts: list[PartVerdict]
    advice: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def points(self) -> float:
        """What the exercise earned."""
        return sum(part.points for part in self.parts)

    @property
    def max_points(self) -> int:
        """The most that the exercise can earn."""
        return sum(part.max_points for part in self.parts)

    @property
    def right(self) -> bool:
        """Whether every part is earned."""
        return all(part.outcome == RIGHT for part in self.parts)

    def to_text(self) -> str:
        """Return the verdict for a terminal."""
        lines = [f"{self.exercise}: {_headline(self)}"]
        lines += [f"  note: {text}" for text in self.notes]
        for part in self._shown():
            word = "ok   " if part.outcome == RIGHT else "waits" if is_withheld(part) else "look "
            lines.append(f"  {word} {part.part} ({_points(part)})")
            lines += [f"         {line}" for line in part.message.splitlines()]
        lines += [f"  advice: {text}" for text in self.advice]
        return "\n".join(lines)

    def to_html(self) -> str:
        """Return the verdict as a block of HTML; every text in it is escaped."""
        colour = GOOD if self.right else LOOK
        rows = "".join(_part_html(part) for part in self._shown())
        notes, advice = (
            "".join(f'<p style="margin:6px 0 0 0">{kind}: {coded(text)}</p>' for text in texts)
            for kind, texts in (("Note", self.notes), ("Advice", self.advice))
        )
        return (
            f'<div style="border-left:5px solid {colour};padding:6px 12px;margin:4px 0;line-height:1.45">'
            f'<p style="margin:0"><b><code>{html.escape(self.exercise)}</code>: '
            f"{html.escape(_headline(self))}</b></p>{notes}{rows}{advice}</div>"
        )

    def _shown(self) -> list[PartVerdict]:
        if self.parts and all(part.outcome == UNANSWERED for part in self.parts):
            return []
        return self.parts

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "max_points": self.max_points,
            "parts": [vars(part) | {} for part in self.parts],
            "advice": list(self.advice),
            "notes": list(self.notes),
        }


def _headline(verdict: Verdict) -> str:
    earned = f"{verdict.points:g} of {verdict.max_points} points"
    if verdict.right:
        return f"right, {earned}"
    if verdict.parts and all(part.outcome == UNANSWERED for part in verdict.parts):
        return f"not done yet ({verdict.max_points} points)"
    return earned


def _points(part: PartVerdict) -> str:
    return f"{part.points:g} of {part.max_points} point" + ("" if part.max_points == 1 else "s")


CAUSES = ("Likely cause:", "Possible cause:")
JUST_A_CONSTANT = (
    "This comes out right. It counts as soon as one of the parts that look at numbers is right too: "
    "an answer that is always the same, or only of the right shape or size, would come this far."
)
LEARNED_BEFORE = (
    "This comes out right. It counts as soon as one of the short parts is right too: parameters "
    "that were learned beforehand would come this far."
)
NOTHING_CHANGED = (
    "Your function leaves its arguments as they were: good. This part counts as soon as something "
    "that it returns is right too."
)


def is_withheld(part: PartVerdict) -> bool:
    """Return whether a part came out right and does not count, since it stands alone."""
    return part.message in (JUST_A_CONSTANT, LEARNED_BEFORE, NOTHING_CHANGED)


def _part_html(part: PartVerdict) -> str:
    mark, colour = ("&#10007; look here", LOOK)
    if part.outcome == RIGHT:
        mark, colour = ("&#10003; right", GOOD)
    elif is_withheld(part):
        mark, colour = ("&#8230; waits", "inherit")
    body = "".join(
        _code_html(lines) if kind else _sentences_html(lines)
        for kind, lines in _grouped(part.message.splitlines())
    )
    return (
        f'<div style="margin-top:6px"><span style="color:{colour};font-weight:bold">{mark}</span> '
        f"{html.escape(part.part)} ({_points(part)})</div>{body}"
    )


def _grouped(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Return runs of lines with whether they show code or values, else sentences."""
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        kind = line.startswith((" ", "Called ", "Returned "))
        if not runs or runs[-1][0] != kind:
            runs.append((kind, []))
        runs[-1][1].append(line)
    return runs


def _code_html(lines: list[str]) -> str:
    shown = (
        '<pre style="white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere;border:none;'
        'margin:2px 0 2px 14px;padding:0;background:none;font-size:0.92em">'
        + html.escape("\n".join(lines))
        + "</pre>"
    )
    called = lines[0].partition(" with")[0]
    if not called.startswith("Called ") or (len(lines) <= 3 and len("".join(lines)) <= 300):
        return shown
    return (
        '<details style="margin:2px 0 2px 14px"><summary style="cursor:pointer">'
        f"{html.escape(called)}: with what, and what came back</summary>{shown}</details>"
    )


def _sentences_html(lines: list[str]) -> str:
    shown = []
    for line in lines:
        mark = next((words for words in CAUSES if line.startswith(words)), "")
        text = f"<b>{mark}</b>{coded(line.removeprefix(mark))}" if mark else coded(line)
        shown.append(f'<p style="margin:2px 0 4px 14px">{text}</p>')
    return "".join(shown)


def coded(text: str) -> str:
    """Return escaped text with `names` set as code."""
    pieces = html.escape(text).split("`")
    if len(pieces) % 2 == 0:
        return html.escape(text)
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))
