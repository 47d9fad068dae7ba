"""What a submission may use, with defaults that a correct notebook never meets."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from autograder.files import UserError

MEGABYTE = 2**20
OVER_BUDGET = 3


@dataclass(frozen=True)
class Limits:
    """Limits on one submission; times in seconds, sizes in megabytes.

    A cell that takes longer than `cell_seconds` is interrupted; if it ignores that for
    `grace_seconds`, its process is ended and the rest is run again without it. While others have
    the processor, these clocks stand still (inside/waiting.py).
    """

    cell_seconds: float = 60.0
    call_seconds: float = 30.0
    submission_seconds: float = 300.0
    grace_seconds: float = 3.0
    cpu_seconds: int = 300
    memory_mb: int = 2048
    disk_mb: int = 64
    output_mb: float = 2.0
    notebook_output_mb: float = 20.0
    message_mb: int = 32
    submission_mb: int = 40
    processes: int = 64
    files: int = 256
    crashes: int = 12

    def of_call(self, budget: float) -> tuple[float, float | None]:
        """Return the seconds, and the CPU seconds or None, that the calls of a case may take.

        A case with a budget of CPU may take three times as much: machines differ. How long that is
        by the clock depends on what else the machine does.
        """
        if not budget:
            return self.call_seconds, None
        allowed = OVER_BUDGET * budget
        return max(self.call_seconds, OVER_BUDGET * allowed), allowed

    def told(self, breach: str) -> str | None:
        """Return in words what a submission wanted more of than it may have, None for no breach."""
        return {
            "memory": f"it needed more memory than the {self.memory_mb} MB it may use.",
            "processes": f"it started more processes or threads than the {self.processes} it may.",
            "files": f"it opened more files at a time than the {self.files} it may.",
            "disk": f"it wrote more than the {self.disk_mb} MB that each of its folders holds.",
        }.get(breach)

    def inside(self) -> dict[str, int]:
        """Return the limits that the sandbox itself sets, in bytes and whole seconds."""
        return {
            "memory_bytes": self.memory_mb * MEGABYTE,
            "cpu_seconds": self.cpu_seconds,
            "processes": self.processes,
            "files": self.files,
            "disk_bytes": self.disk_mb * MEGABYTE,
        }

    @classmethod
    def of(cls, settings: dict[str, Any]) -> Limits:
        """Return the defaults with some settings changed. Raises UserError for an unknown name."""
        known = {field.name for field in fields(cls)}
        for name, value in settings.items():
            if name not in known:
                raise UserError(
                    f"there is no limit {name!r}; the limits are: {', '.join(sorted(known))}"
                )
            if not isinstance(value, (int, float)) or isinstance(value, bool) or value <= 0:
                raise UserError(f"the limit {name!r} must be a number above zero, not {value!r}")
        return cls(**settings)

    def to_json(self) -> dict[str, Any]:
        """Return the limits as plain data."""
        return asdict(self)


# A JSON string, escapes included; written so that no text makes it look twice at a character. The
# last quote may be missing: where it must be there, a text of escaped quotes alone takes hours.
# Nothing is tried twice (`*+`), so that a string of a million escaped quotes takes no memory.
STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.S)


def count_values(data: bytes) -> int:
    """Return about how many values a JSON text holds.

    Parsed, a value takes up to 24 bytes for each byte of its text, so what is not trusted is
    counted before it is read. Commas and brackets inside strings do not count.
    """
    marks = (b",", b"[", b"{")
    if sum(map(data.count, marks)) < 10_000:
        return 0
    bare = STRING.sub(b"", data)
    return sum(map(bare.count, marks))
